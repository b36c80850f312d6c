//! The pipeline: the program as a sentence. **content** is loaded, **text** is split into sentences,
//! **temporal** tags and resolves dates, **events** are assembled, merged and ranked, **site** renders
//! pages, **output** writes files.
//!
//! In: a site's folder and the options of a run. Out: a [`Snapshot`], complete and immutable, whose pages are
//! rendered when they are asked for; [`build`] writes all of them. A [`Workspace`] keeps what each
//! file came to, so that what a change did not touch is not done again.

mod build;
mod cache;
mod read;
mod workspace;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;

use crate::calendar::Edtf;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::events::{Article, Timeline};
use crate::site::Site;

pub use build::{Built, build, check};
pub use read::{Outcome, Reader};
pub use workspace::Workspace;

/// What the command line says about one run, beside the settings.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Read drafts too.
    pub drafts: bool,
    /// Replaces `[site] base_url`.
    pub base_url: Option<String>,
    /// The publication day of articles that tell none.
    pub published: Option<Edtf>,
    /// The day that tells due from overdue.
    pub today: Option<NaiveDate>,
    /// Keep only this many events.
    pub top: Option<usize>,
    /// Publish without the files that have errors.
    pub keep_going: bool,
    /// Warnings are errors.
    pub strict: bool,
}

/// Time per stage of one run, for `--timings`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Timings {
    /// Finding and reading files, until every article is an [`Article`].
    pub read: Duration,
    /// CPU time of tagging and resolving, over all threads.
    pub tag: Duration,
    /// Words and marks tagged in that time.
    pub tokens: usize,
    /// Merging and ranking.
    pub assemble: Duration,
    /// Preparing pages.
    pub prepare: Duration,
    /// Rendering and writing.
    pub write: Duration,
}

/// One complete reading of a site.
pub struct Snapshot {
    /// The site's folder.
    pub root: PathBuf,
    /// The settings, with the command line's word applied.
    pub config: Config,
    /// All articles, pages and tables in path order.
    pub articles: Arc<Vec<Arc<Article>>>,
    /// Their events.
    pub timeline: Arc<Timeline>,
    /// All that is worth saying, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The day that tells due from overdue, where one is known.
    pub today: Option<NaiveDate>,
    /// Its pages.
    pub site: Site,
    /// How long it took.
    pub timings: Timings,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot")
            .field("root", &self.root)
            .field("articles", &self.articles.len())
            .finish_non_exhaustive()
    }
}

impl Snapshot {
    /// How many errors there are.
    pub fn errors(&self) -> usize {
        self.diagnostics
            .iter()
            .filter(|d| d.severity == Severity::Error)
            .count()
    }

    /// Dates read in all articles.
    pub fn dates(&self) -> usize {
        self.articles
            .iter()
            .map(|article| article.timexes.len())
            .sum()
    }
}

/// The site's folder: `root` when given, else the nearest folder from `here` upwards with
/// `dateline.toml` or `content/`.
///
/// # Errors
/// [`Error::Input`] when there is none.
pub fn find_root(root: Option<&Path>, here: &Path) -> Result<PathBuf> {
    let is_site =
        |folder: &Path| folder.join("dateline.toml").is_file() || folder.join("content").is_dir();
    match root {
        Some(root) if !root.is_dir() => Err(Error::input(
            format!("there is no folder {}", root.display()),
            "name the site's folder with --root, or make one with: dateline init DIR",
        )),
        Some(root) if is_site(root) => Ok(root.to_owned()),
        Some(root) => Err(no_site(root)),
        None => here
            .ancestors()
            .find(|folder| is_site(folder))
            .map(Path::to_owned)
            .ok_or_else(|| no_site(here)),
    }
}

fn no_site(folder: &Path) -> Error {
    Error::input(
        format!(
            "no site in {}: expected a folder content/ or a file dateline.toml",
            folder.display()
        ),
        "make one with: dateline init DIR, or name one with --root",
    )
}
