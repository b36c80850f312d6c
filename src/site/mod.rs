//! Site: events and documents become pages.
//!
//! In: articles, their timeline, the settings, the site's own templates and static files. Out: the list of
//! files, and each file's bytes when it is asked for, on any thread.

mod address;
mod article;
mod cards;
mod data;
mod dates;
mod images;
mod lists;
mod model;
mod page;
mod plan;
mod promise;
mod search;
mod share;
mod strip;
mod texts;
mod theme;
mod timeline;
pub mod view;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use crate::config::Config;
use crate::content::{Document, Kind};
use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};
use crate::events::{Article, Timeline};
use model::Model;
use plan::File;
use theme::Theme;

pub use address::{folded, of_alias, of_document, slug};

/// What a site is made of.
pub struct Input {
    /// The site's folder.
    pub root: PathBuf,
    /// The settings.
    pub config: Config,
    /// All articles in path order.
    pub articles: Arc<Vec<Arc<Article>>>,
    /// Their events.
    pub timeline: Arc<Timeline>,
    /// The day that tells due from overdue.
    pub today: Option<NaiveDate>,
}

/// All pages of a site, rendered when asked for.
pub struct Site {
    paths: Vec<String>,
    files: BTreeMap<String, File>,
    model: Model,
    theme: Theme,
    search: OnceLock<search::Index>,
    diagnostics: Vec<Diagnostic>,
}

impl Site {
    /// Plans the files: every page, data file, picture and static file has its address, and no two share one.
    ///
    /// # Errors
    /// [`Error::Input`] for a wrong template, an unknown theme, or an address asked for twice;
    /// [`Error::Machine`] when templates or static files cannot be read.
    pub fn new(input: Input) -> Result<Self> {
        let settings = &input.config;
        let mut theme = Theme::load(&input.root, &settings.theme.name, &settings.site.language)?;
        let mut model = Model::new(input, Arc::clone(&theme.texts));
        let mut diagnostics = std::mem::take(&mut theme.diagnostics);
        let files = plan::plan(&mut model, &theme, &mut diagnostics)?;
        page::share(&mut theme, &model, &files);
        Ok(Self {
            paths: files.keys().cloned().collect(),
            files,
            model,
            theme,
            search: OnceLock::new(),
            diagnostics,
        })
    }

    /// The files of the site, relative to the output folder, in order.
    pub fn paths(&self) -> &[String] {
        &self.paths
    }

    /// What planning found.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether the site has a file of this path.
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// The file of a document's own page, where it has one.
    pub fn page_of(&self, document: &Document) -> Option<String> {
        let path = of_document(&document.path, document.meta.slug.as_deref());
        let is_page = matches!(document.kind, Kind::Article | Kind::Page);
        (is_page && self.has(&path)).then_some(path)
    }

    /// Reads all texts for search on all cores, ahead of rendering; without it the first search file that is asked for
    /// does so on one.
    pub fn prepare_search(&self) {
        self.index(true);
    }

    fn index(&self, parallel: bool) -> &search::Index {
        self.search
            .get_or_init(|| search::Index::new(&self.model, parallel))
    }

    /// The bytes of one of [`Site::paths`].
    ///
    /// # Errors
    /// [`Error::Input`] for a fault in a template, naming its file and line, or a path that is no file of the
    /// site; [`Error::Machine`] when a static file or picture cannot be read.
    pub fn render(&self, path: &str) -> Result<Vec<u8>> {
        let file = self.files.get(path).ok_or_else(|| {
            Error::input(
                format!("the site has no file {path}"),
                "ask for one of its files",
            )
        })?;
        let (model, theme) = (&self.model, &self.theme);
        match file {
            File::Asset => theme.asset(path),
            File::ThemeCss => Ok(page::theme_css(&model.input.config)),
            File::Copy(from) => {
                std::fs::read(from).map_err(|cause| Error::io("read", from, &cause))
            }
            File::Picture(picture, width) => images::resized(&model.input.root, picture, *width),
            File::Card(title) => share::card(model, theme, title.as_deref()),
            File::SearchPart(part) => Ok(self.index(false).file(model, *part)),
            File::Data(kind, scope, part) => Ok(data::render(model, *kind, scope, part.as_ref())),
            File::Sitemap(number) => Ok(data::sitemap::list(model, *number)),
            File::SitemapIndex(files) => Ok(data::sitemap::index(model, *files)),
            page => page::render(model, theme, path, page),
        }
    }
}
