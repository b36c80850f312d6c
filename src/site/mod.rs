//! Site: events and documents become pages. (The door; the pages themselves are being written.)

mod dates;
mod texts;
mod theme;
pub mod view;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::error::Result;
use crate::events::{Article, Timeline};
use chrono::NaiveDate;
use std::path::PathBuf;
use std::sync::Arc;
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
    input: Input,
}
impl Site {
    /// Plans the pages.
    /// # Errors
    /// Wrong templates.
    pub fn new(input: Input) -> Result<Self> {
        Ok(Self {
            paths: vec!["index.html".into()],
            input,
        })
    }
    /// The files of the site, relative to the output folder.
    pub fn paths(&self) -> &[String] {
        &self.paths
    }
    /// What planning found.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &[]
    }
    /// One file.
    /// # Errors
    /// Wrong templates.
    pub fn render(&self, _path: &str) -> Result<Vec<u8>> {
        Ok(self
            .input
            .timeline
            .events
            .iter()
            .map(|e| format!("{} {}\n", e.date, e.headline))
            .collect::<String>()
            .into_bytes())
    }
}
