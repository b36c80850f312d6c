//! The list of files. In: a [`Model`] and the theme. Out: every file of the site by its path, and an error that
//! names both files when two ask for the same address.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::address;
use super::article::{asset_path, local_addresses};
use super::data::parts::{self, Part};
use super::data::{Kind as DataKind, sitemap};
use super::images::{self, Picture};
use super::model::{Model, section, year_folder};
use super::search;
use super::theme::Theme;
use crate::content::{Kind, Piece};
use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};
use crate::events::Article;

/// Which events a page or data file is about.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All of them.
    Site,
    /// Those of one tag, as an index.
    Tag(usize),
}

/// What stands at an address.
pub(crate) enum File {
    /// The timeline.
    Index,
    /// A year, or a month of it.
    Period(i32, Option<u32>),
    /// An article or plain page.
    Article(u32),
    /// All articles.
    Articles,
    /// All tags.
    Tags,
    /// One tag.
    Tag(usize),
    /// All newsrooms.
    Sources,
    /// One newsroom.
    Source(usize),
    /// Where sources differ.
    Disagreements,
    /// What editors changed.
    Corrections,
    /// Search.
    Search,
    /// A file that search loads.
    SearchPart(search::Part),
    /// For iframes.
    Embed(Scope),
    /// For addresses that lead nowhere.
    NotFound,
    /// A former address.
    Redirect(String),
    /// A static file.
    Asset,
    /// The accent colour.
    ThemeCss,
    /// A file of the content folder.
    Copy(PathBuf),
    /// A picture at another width.
    Picture(Arc<Picture>, u32),
    /// A share card: of the site, or with the story's name.
    Card(Option<String>),
    /// A data file, or a part of one too large.
    Data(DataKind, Scope, Option<Part>),
    /// One of several sitemaps, from 1.
    Sitemap(usize),
    /// The list of so many sitemaps.
    SitemapIndex(usize),
}

/// Who asks for an address, by the name people know it by.
enum Owner {
    Named(String),
    /// The content file at this index.
    Document(u32),
}

impl From<String> for Owner {
    fn from(name: String) -> Self {
        Self::Named(name)
    }
}

/// The files planned so far.
struct Plan {
    files: BTreeMap<String, File>,
    owners: FxHashMap<String, Owner>,
    /// Folders by their folded path: as first written where that differs, and by whom.
    folders: FxHashMap<String, (Option<String>, Owner)>,
    articles: Arc<Vec<Arc<Article>>>,
}

impl Plan {
    fn name(&self, owner: &Owner) -> String {
        match owner {
            Owner::Named(name) => name.clone(),
            Owner::Document(at) => {
                format!("content/{}", self.articles[*at as usize].document.path)
            }
        }
    }

    fn add(&mut self, path: String, owner: impl Into<Owner>, file: File) -> Result<()> {
        let owner = owner.into();
        let clash = |other: &str, place: &str| {
            let owner = self.name(&owner);
            Err(Error::input(
                format!("both {other} and {owner} ask for the address /{place}"),
                "rename one of them, or give it another `slug`",
            ))
        };
        // Case is folded because many file systems hold `Talks` and `talks` as one.
        let key = address::folded(&path);
        if let Some(other) = self.owners.get(&key) {
            return clash(&self.name(other), address::folder_form(&path));
        }
        if let Some((_, other)) = self.folders.get(&key) {
            return clash(&self.name(other), &path);
        }
        let mut above = Vec::new();
        for (at, _) in path.match_indices('/').rev() {
            let folder = &path[..at];
            let key = address::folded(folder);
            match self.folders.get(&key) {
                // What is above was looked at with the folder.
                Some((same, _)) if same.as_deref().unwrap_or(&key) == folder => break,
                Some((_, other)) => {
                    let place = format!("{folder}/ (in another spelling)");
                    return clash(&self.name(other), &place);
                }
                None => {}
            }
            if let Some(other) = self.owners.get(&key) {
                return clash(&self.name(other), folder);
            }
            let spelled = (key != folder).then(|| folder.to_owned());
            above.push((key, spelled));
        }
        for (key, spelled) in above {
            let owner = match &owner {
                Owner::Named(name) => Owner::Named(name.clone()),
                Owner::Document(at) => Owner::Document(*at),
            };
            self.folders.insert(key, (spelled, owner));
        }
        self.owners.insert(key, owner);
        self.files.insert(path, file);
        Ok(())
    }
}

/// Plans all files.
///
/// # Errors
/// [`Error::Input`] when two files ask for one address.
pub(crate) fn plan(
    model: &mut Model,
    theme: &Theme,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<BTreeMap<String, File>> {
    let mut plan = Plan {
        files: BTreeMap::new(),
        owners: FxHashMap::default(),
        folders: FxHashMap::default(),
        articles: Arc::clone(&model.input.articles),
    };
    built_in(&mut plan, model)?;
    for path in theme.assets.keys() {
        plan.add(path.clone(), format!("static/{path}"), File::Asset)?;
    }
    pictures(&mut plan, model)?;
    limit(&plan, model, diagnostics);
    model.order_documents();
    split_sitemap(&mut plan, model)?;
    let layout = search::Layout::new(model);
    if layout.entries > 0 {
        let what = || "the site's search".to_owned();
        plan.add("search/index.html".to_owned(), what(), File::Search)?;
        for (path, part) in layout.files() {
            plan.add(path, what(), File::SearchPart(part))?;
        }
    }
    for index in 0..model.docs.len() as u32 {
        if let Some(path) = model.docs[index as usize].path.clone() {
            plan.add(path, Owner::Document(index), File::Article(index))?;
        }
    }
    for index in 0..model.docs.len() as u32 {
        let document = model.document(index);
        let Some(target) = model.docs[index as usize].path.clone() else {
            continue;
        };
        for alias in &document.meta.aliases {
            if let Some(path) = address::of_alias(alias).filter(|path| *path != target) {
                let owner = format!("content/{} (alias {alias})", document.path);
                plan.add(path, owner, File::Redirect(target.clone()))?;
            }
        }
    }
    Ok(plan.files)
}

fn built_in(plan: &mut Plan, model: &Model) -> Result<()> {
    let mut add = |path: &str, what: &str, file: File| {
        plan.add(path.to_owned(), format!("the site's {what}"), file)
    };
    add("index.html", "timeline", File::Index)?;
    add("articles/index.html", "list of articles", File::Articles)?;
    add("404.html", "page for lost readers", File::NotFound)?;
    add(
        "embed/index.html",
        "embeddable view",
        File::Embed(Scope::Site),
    )?;
    if !model.tags.is_empty() {
        add("tags/index.html", "list of tags", File::Tags)?;
    }
    if !model.sources.is_empty() {
        add("sources/index.html", "list of sources", File::Sources)?;
    }
    if model.events().iter().any(|event| event.disputed) {
        add(
            "disagreements/index.html",
            "list of disagreements",
            File::Disagreements,
        )?;
    }
    if super::lists::has_changes(model) {
        add(
            "corrections/index.html",
            "log of corrections",
            File::Corrections,
        )?;
    }
    let config = &model.input.config;
    if config.theme.accent.is_some() {
        add("theme.css", "theme", File::ThemeCss)?;
    }
    let wanted = |kind: &DataKind| {
        kind.needs_base() <= model.base().is_some()
            && config
                .output
                .formats
                .as_ref()
                .is_none_or(|formats| formats.iter().any(|format| kind.is_called(format)))
    };
    for kind in DataKind::SITE.iter().filter(|kind| wanted(kind)) {
        for (file, data) in data_files(model, *kind, Scope::Site) {
            add(&file, "data", data)?;
        }
    }
    if config
        .output
        .formats
        .as_ref()
        .is_none_or(|f| f.iter().any(|f| f == "card.png"))
    {
        add("card.png", "share card", File::Card(None))?;
    }
    for (at, tag) in model.tags.iter().enumerate() {
        let what = format!("tag {:?}", tag.name);
        add(&format!("{}index.html", tag.folder), &what, File::Tag(at))?;
        if tag.events.is_empty() {
            continue;
        }
        add(
            &format!("{}embed/index.html", tag.folder),
            &what,
            File::Embed(Scope::Tag(at)),
        )?;
        for kind in DataKind::TAG.iter().filter(|kind| wanted(kind)) {
            for (file, data) in data_files(model, *kind, Scope::Tag(at)) {
                add(&format!("{}{file}", tag.folder), &what, data)?;
            }
        }
    }
    for (at, source) in model.sources.iter().enumerate() {
        add(
            &source.path,
            &format!("source {:?}", source.name),
            File::Source(at),
        )?;
    }
    if model.periods {
        let mut seen = std::collections::BTreeSet::new();
        for event in model.events() {
            if let Some((year, month)) = section(&event.date) {
                seen.insert((year, None));
                seen.insert((year, Some(month)));
            }
        }
        for (year, month) in seen {
            let folder = year_folder(year);
            let path = match month {
                None => format!("{folder}index.html"),
                Some(month) => format!("{folder}{month:02}/index.html"),
            };
            add(&path, "period", File::Period(year, month))?;
        }
        add(
            "forward.js",
            "permalinks",
            File::Data(DataKind::Forward, Scope::Site, None),
        )?;
    }
    Ok(())
}

/// The files of one kind of data: several where one would be too large.
fn data_files(model: &Model, kind: DataKind, scope: Scope) -> Vec<(String, File)> {
    let parts = parts::of(model, kind, &super::data::events_of(model, &scope));
    let is_whole = parts.len() == 1;
    let file = |part: Part| {
        let name = part.file.clone();
        let part = (!is_whole).then_some(part);
        (name, File::Data(kind, scope.clone(), part))
    };
    parts.into_iter().map(file).collect()
}

/// Puts several sitemaps in the place of one that would be too long.
fn split_sitemap(plan: &mut Plan, model: &Model) -> Result<()> {
    let Some(file) = plan.files.get_mut(DataKind::Sitemap.file()) else {
        return Ok(());
    };
    let files = sitemap::files(model);
    if files > 1 {
        *file = File::SitemapIndex(files);
        for number in 1..=files {
            let what = "the site's sitemap".to_owned();
            plan.add(sitemap::name(number), what, File::Sitemap(number))?;
        }
    }
    Ok(())
}

/// Pictures that front matter, corrections and bodies name.
fn pictures(plan: &mut Plan, model: &mut Model) -> Result<()> {
    let articles = Arc::clone(&model.input.articles);
    let root = model.input.root.clone();
    let mut found: BTreeMap<String, Arc<Picture>> = BTreeMap::new();
    let mut copies: BTreeMap<String, PathBuf> = BTreeMap::new();
    for article in articles.iter() {
        let document = &article.document;
        let entries = document
            .corrections
            .events
            .iter()
            .filter_map(|entry| entry.image.as_ref());
        for image in document.meta.image.iter().chain(entries) {
            if let Some(picture) = model.images.find(&root, document, &image.src) {
                found.insert(picture.path.clone(), picture);
            }
        }
        for piece in &document.body {
            let Piece::Markup(markup) = piece else {
                continue;
            };
            if !markup.contains("content:") {
                continue;
            }
            for address in local_addresses(markup) {
                let Some(file) = address.strip_prefix("content:") else {
                    continue;
                };
                let file = file.split(['#', '?']).next().unwrap_or(file);
                let file = percent_encoding::percent_decode_str(file).decode_utf8_lossy();
                let full = root.join("content").join(&*file);
                if !model.by_path.contains_key(&*file)
                    && !file
                        .split('/')
                        .any(|part| part == ".." || part.starts_with('.'))
                    && images::is_within(&root, &full)
                {
                    copies.insert(asset_path(&file), full);
                }
            }
        }
    }
    for (path, picture) in found {
        copies.remove(&path);
        for width in &picture.widths {
            let variant = picture.variant(*width);
            plan.add(
                variant,
                shown(&root, &picture.file),
                File::Picture(Arc::clone(&picture), *width),
            )?;
        }
        if !plan.files.contains_key(&path) {
            plan.add(
                path,
                shown(&root, &picture.file),
                File::Copy(picture.file.clone()),
            )?;
        }
    }
    for (path, full) in copies {
        if !plan.files.contains_key(&path) {
            plan.add(path, shown(&root, &full), File::Copy(full.clone()))?;
        }
    }
    Ok(())
}

fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .display()
        .to_string()
}

/// Drops the pages of the least important articles where the site would pass `max_files`; their sentences stand
/// in a list on their newsroom's page.
fn limit(plan: &Plan, model: &mut Model, diagnostics: &mut Vec<Diagnostic>) {
    let most = model.input.config.output.max_files;
    let mut pages: Vec<u32> = (0..model.docs.len() as u32)
        .filter(|at| model.docs[*at as usize].path.is_some())
        .collect();
    let aliases: usize = pages
        .iter()
        .map(|at| model.document(*at).meta.aliases.len())
        .sum();
    // The manifest is a file of the output, too.
    let search = search::Layout::new(model).files().count() + 1;
    let over = (plan.files.len() + pages.len() + aliases + search + 1).saturating_sub(most);
    if over == 0 {
        return;
    }
    pages.retain(|at| model.document(*at).kind == Kind::Article);
    let weight = |at: &u32| {
        model.docs[*at as usize]
            .events
            .iter()
            .map(|event| model.event(*event).importance)
            .fold(0.0_f32, f32::max)
    };
    pages.sort_by(|a, b| weight(a).total_cmp(&weight(b)).then(b.cmp(a)));
    let dropped = over.min(pages.len());
    for at in pages.iter().take(dropped) {
        model.docs[*at as usize].path = None;
    }
    let message = format!(
        "expected at most {most} files, found {over} more; {dropped} articles have no page of their own, their sentences stand on the \
         pages of their sources"
    );
    diagnostics.push(
        Diagnostic::notice("max-files", "dateline.toml", message)
            .hint("raise [output] max_files when your host takes more files"),
    );
}
