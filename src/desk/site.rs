//! The pipeline as what the preview builds with. In: a workspace. Out: snapshots that the preview
//! serves and the desk works on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Material, Today};
use crate::content::{ContentFile, Document, Kind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::events::{Article, Timeline};
use crate::output::{self, Target};
use crate::pipeline::{self, Options, Reader, Workspace};
use crate::serve::{ArticleOf, Builder, Snapshot};
use crate::source::Position;

/// What a build found that does not stop it.
pub type Tell = Box<dyn Fn(&[Diagnostic]) + Send>;

/// Builds snapshots of the site in a folder.
pub struct SiteBuilder {
    workspace: Workspace,
    options: Options,
    /// The clock's day, where the command line gave none.
    today: Option<Today>,
    /// Where each site is written too.
    output: Option<Target>,
    tell: Tell,
    /// Is told where the time of each build went.
    clock: Option<Clock>,
    told: Vec<Diagnostic>,
    /// The last good site, while nothing was wrong after it.
    last: Option<Arc<Pages>>,
    /// What the files that changed held when they were last looked at.
    seen: FxHashMap<PathBuf, Option<blake3::Hash>>,
}

/// Where the time of one build went.
pub type Clock = Box<dyn Fn(&pipeline::Timings) + Send>;

impl SiteBuilder {
    /// Tells `clock` where the time of each build went.
    #[must_use]
    pub fn with_clock(mut self, clock: Option<Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// A builder for the site in `root`; each good site is also written to `output` where one is
    /// given, and warnings go to `tell`.
    pub fn new(
        root: &Path,
        options: Options,
        today: Today,
        output: Option<Target>,
        tell: Tell,
    ) -> Self {
        Self {
            today: options.today.is_none().then_some(today),
            workspace: Workspace::new(root.to_owned(), options.clone(), true),
            options,
            output,
            tell,
            clock: None,
            told: Vec::new(),
            last: None,
            seen: FxHashMap::default(),
        }
    }

    /// Whether every changed file holds what it held when it was last looked at: a desk's answer is
    /// built at once, and heard of again from the watch.
    fn is_known(&mut self, changed: &[PathBuf]) -> bool {
        let mut known = !changed.is_empty();
        for path in changed {
            let now = std::fs::read(path).ok().map(|bytes| blake3::hash(&bytes));
            let is_file_like = now.is_some() || !path.exists();
            known &= self.seen.insert(path.clone(), now) == Some(now) && is_file_like;
        }
        known
    }

    fn refresh(&mut self, changed: &[PathBuf]) -> Result<pipeline::Snapshot> {
        if let Some(today) = &self.today {
            self.workspace.set_today(today());
        }
        self.workspace.refresh(changed)
    }
}

impl Builder for SiteBuilder {
    type Site = Pages;

    fn build(&mut self, changed: &[PathBuf]) -> std::result::Result<Arc<Pages>, Vec<Diagnostic>> {
        let known = self.is_known(changed);
        if let Some(last) = self.last.take().filter(|_| known) {
            self.last = Some(last.clone());
            return Ok(last);
        }
        let snapshot = self
            .refresh(changed)
            .map_err(|error| vec![in_place(&error)])?;
        let (errors, rest): (Vec<_>, Vec<_>) = snapshot
            .diagnostics
            .iter()
            .cloned()
            .partition(|diagnostic| diagnostic.severity == Severity::Error);
        if !errors.is_empty() && !self.options.keep_going {
            return Err(errors);
        }
        // What is said once need not be said at every save.
        let all: Vec<Diagnostic> = rest.into_iter().chain(errors).collect();
        let news: Vec<Diagnostic> = all
            .iter()
            .filter(|d| !self.told.contains(d))
            .cloned()
            .collect();
        (self.tell)(&news);
        self.told = all;
        if let Some(clock) = &self.clock {
            clock(&snapshot.timings);
        }
        let reader = Reader::new(&snapshot.config, self.options.published);
        let site = Arc::new(Pages { snapshot, reader });
        self.last = Some(site.clone());
        Ok(site)
    }

    fn shown(&mut self, site: &Arc<Pages>) {
        let Some(target) = &self.output else { return };
        let snapshot = &site.snapshot;
        let render = |path: &str| snapshot.site.render(path);
        if let Err(error) = output::write(target, snapshot.site.paths(), render, &|_| {}) {
            (self.tell)(&[in_place(&error)]);
        }
    }
}

/// A snapshot, and what reads further articles as it was read.
pub struct Pages {
    snapshot: pipeline::Snapshot,
    reader: Reader,
}

impl Snapshot for Pages {
    fn page(&self, route: &str) -> std::result::Result<Option<Vec<u8>>, Diagnostic> {
        let mut path = route.trim_start_matches('/').to_owned();
        if path.is_empty() || path.ends_with('/') {
            path.push_str("index.html");
        }
        if !self.snapshot.site.has(&path) {
            return Ok(None);
        }
        let rendered = self.snapshot.site.render(&path);
        rendered.map(Some).map_err(|error| in_place(&error))
    }

    fn article(&self, route: &str) -> Option<ArticleOf> {
        let path = format!("{}index.html", route.strip_prefix('/')?);
        let name = route.trim_end_matches('/').rsplit('/').next()?;
        let articles = self.snapshot.articles.iter().map(|a| &a.document);
        let mut articles = articles.filter(|document| document.kind == Kind::Article);
        let document = articles.find(|document| {
            may_be_named(document, name)
                && self.snapshot.site.page_of(document).as_deref() == Some(path.as_str())
        })?;
        Some(ArticleOf {
            path: document.path.clone(),
            undated: document.anchor.is_none(),
        })
    }
}

/// Whether the last part of a document's address can be `name`, told without making the address.
fn may_be_named(document: &Document, name: &str) -> bool {
    let file = document.path.rsplit('/').next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stays = stem
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    stem == name || document.meta.slug.is_some() || stem == "index" || !stays
}

impl Material for Pages {
    fn timeline(&self) -> &Timeline {
        &self.snapshot.timeline
    }

    fn articles(&self) -> &[Arc<Article>] {
        &self.snapshot.articles
    }

    fn route_of(&self, article: &Article) -> Option<String> {
        let path = self.snapshot.site.page_of(&article.document)?;
        let folder = path.strip_suffix("index.html").unwrap_or(&path);
        Some(format!("/{folder}"))
    }

    fn read(
        &self,
        path: &str,
        bytes: &[u8],
    ) -> std::result::Result<(Article, Vec<Diagnostic>), String> {
        let read = self
            .reader
            .file(&ContentFile::virtual_file(path), bytes, None);
        match read.article {
            Some(article) => Ok((article, read.diagnostics)),
            None => Err(read
                .diagnostics
                .first()
                .map_or_else(|| "this file cannot be read".into(), |d| d.message.clone())),
        }
    }
}

/// An error as a diagnostic at the place its message names: `templates/a.html:3:1: …`, or
/// `… line 3, column 1 …`.
fn in_place(error: &Error) -> Diagnostic {
    let text = error.to_string();
    let (path, rest) = match text.split_once(": ") {
        Some((place, rest)) if !place.contains(' ') => (place, rest),
        _ => ("", text.as_str()),
    };
    let mut parts = path.rsplitn(3, ':');
    let numbers = (
        parts.next().and_then(|n| n.parse().ok()),
        parts.next().and_then(|n| n.parse().ok()),
        parts.next(),
    );
    let (path, position) = match numbers {
        (Some(column), Some(line), Some(path)) => (path, Some(Position { line, column })),
        _ => match path
            .rsplit_once(':')
            .map(|(path, line)| (path, line.parse()))
        {
            Some((path, Ok(line))) => (path, Some(Position { line, column: 1 })),
            _ => (path, position_in(rest)),
        },
    };
    let diagnostic = Diagnostic::error("build-failed", path, rest).hint(error.hint());
    match position {
        Some(position) => diagnostic.at(position),
        None => diagnostic,
    }
}

/// The place in "… at line 3, column 1 …".
fn position_in(text: &str) -> Option<Position> {
    let number = |word: &str| {
        let after = text.split(word).nth(1)?.trim_start();
        let digits = after
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(after.len());
        after[..digits].parse().ok()
    };
    Some(Position {
        line: number("line ")?,
        column: number("column ").unwrap_or(1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(message: &str, path: &str, position: Option<(u32, u32)>, text: &str) {
        let found = in_place(&Error::input(message, "mend it"));
        let at = position.map(|(line, column)| Position { line, column });
        assert_eq!(
            (found.path.as_str(), found.position, found.message.as_str()),
            (path, at, text)
        );
    }

    #[test]
    fn errors_are_shown_in_their_place() {
        check(
            "templates/a.html:3:7: unexpected end",
            "templates/a.html",
            Some((3, 7)),
            "unexpected end",
        );
        check(
            "templates/a.html:3: oops",
            "templates/a.html",
            Some((3, 1)),
            "oops",
        );
        check(
            "dateline.toml: TOML parse error at line 2, column 5\n x",
            "dateline.toml",
            Some((2, 5)),
            "TOML parse error at line 2, column 5\n x",
        );
        check(
            "something else went wrong: so",
            "",
            None,
            "something else went wrong: so",
        );
    }
}
