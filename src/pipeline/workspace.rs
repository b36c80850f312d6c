//! A site held in memory. In: the site's folder, then paths that changed. Out: a new [`Snapshot`] in
//! which everything a change did not touch is the old one's.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::cache::{self, Kept, Key};
use super::read::Reader;
use super::{Options, Snapshot, Timings};
use crate::config::Config;
use crate::content::{self, ContentFile, Kind};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::events::{self, Article, Timeline};
use crate::site::{self, Site};

/// One file as it was last read.
struct File {
    key: Key,
    article: Option<Arc<Article>>,
    diagnostics: Vec<Diagnostic>,
}

/// What a walk over `content/` found.
#[derive(Default)]
struct Found {
    files: Vec<ContentFile>,
    diagnostics: Vec<Diagnostic>,
    /// Absolute paths of files and of their corrections, with the file's place in `files`.
    places: FxHashMap<PathBuf, usize>,
}

impl Found {
    fn walk(root: &Path, config: &Config) -> Self {
        let (files, diagnostics) = content::walk(root, config);
        let mut places = FxHashMap::default();
        for (place, file) in files.iter().enumerate() {
            places.insert(file.full.clone(), place);
            if let Some(corrections) = &file.corrections {
                places.insert(corrections.clone(), place);
            }
        }
        Self {
            files,
            diagnostics,
            places,
        }
    }

    /// The files that `changed` touches, in order, when no other file can have come or gone: each
    /// path is a file that was there and still is, or lies in `templates/` or `static/`.
    fn touched(&self, root: &Path, changed: &[PathBuf]) -> Option<Vec<usize>> {
        let mut touched = Vec::new();
        for path in changed {
            match self.places.get(path) {
                Some(place) if path.is_file() => touched.push(*place),
                _ if path.starts_with(root.join("templates"))
                    || path.starts_with(root.join("static")) => {}
                _ => return None,
            }
        }
        touched.sort_unstable();
        touched.dedup();
        Some(touched)
    }
}

/// A site and what its files came to.
pub struct Workspace {
    root: PathBuf,
    options: Options,
    files: FxHashMap<String, File>,
    /// What the last walk found, and where each file and its corrections stand in it.
    found: Arc<Found>,
    settings: Key,
    /// Whether `.dateline/cache` was asked already.
    warm: bool,
    store: bool,
    assembled: Option<Assembled>,
}

/// What the articles came to when they were last assembled.
struct Assembled {
    articles: Arc<Vec<Arc<Article>>>,
    options: events::Options,
    timeline: Arc<Timeline>,
    diagnostics: Vec<Diagnostic>,
}

impl Assembled {
    /// Assembles `articles`, or takes what `last` came to when they are the very same: after a change of
    /// templates, styles or other settings nothing is merged or ranked again.
    fn again(last: Option<Self>, articles: Vec<Arc<Article>>, options: events::Options) -> Self {
        let is_same = |last: &Self| {
            last.options == options
                && last.articles.len() == articles.len()
                && last
                    .articles
                    .iter()
                    .zip(&articles)
                    .all(|(a, b)| Arc::ptr_eq(a, b))
        };
        if let Some(last) = last.filter(is_same) {
            return last;
        }
        let (timeline, diagnostics) = events::assemble(&articles, &options);
        Self {
            articles: Arc::new(articles),
            options,
            timeline: Arc::new(timeline),
            diagnostics,
        }
    }
}

impl Workspace {
    /// The site in `root`. Nothing is read yet; `store` keeps readings in `.dateline/cache`.
    pub fn new(root: PathBuf, options: Options, store: bool) -> Self {
        Self {
            root,
            options,
            files: FxHashMap::default(),
            found: Arc::default(),
            settings: 0,
            warm: false,
            store,
            assembled: None,
        }
    }

    /// The site's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The day that tells due from overdue, from the next refresh on.
    pub fn set_today(&mut self, today: NaiveDate) {
        self.options.today = Some(today);
    }

    /// Reads what changed and assembles all: `changed` are absolute paths, empty for everything.
    ///
    /// Errors in articles are diagnostics of the snapshot.
    ///
    /// # Errors
    /// Wrong settings or templates, a folder that cannot be read, an interruption.
    pub fn refresh(&mut self, changed: &[PathBuf]) -> Result<Snapshot> {
        let mut timings = Timings::default();
        let start = Instant::now();
        let config = self.config()?;
        let settings = reading_settings(&config, &self.options);
        let same_settings = settings == self.settings;
        if !same_settings {
            self.files.clear();
            self.settings = settings;
            self.warm = false;
        }
        let touched = (same_settings && !changed.is_empty())
            .then(|| self.found.touched(&self.root, changed))
            .flatten();
        if touched.is_none() {
            self.found = Arc::new(Found::walk(&self.root, &config));
        }
        let found = Arc::clone(&self.found);
        timings.tag = match touched {
            Some(touched) => {
                let pending = touched.iter().map(|place| &found.files[*place]).collect();
                self.read(&config, pending)?
            }
            None => self.read_all(&config, &found.files, changed)?,
        };
        let mut diagnostics = found.diagnostics.clone();
        let mut articles = Vec::with_capacity(found.files.len());
        for file in &found.files {
            let Some(file) = self.files.get(&file.path) else {
                continue;
            };
            diagnostics.extend_from_slice(&file.diagnostics);
            let Some(article) = &file.article else {
                continue;
            };
            if !article.document.meta.draft || self.options.drafts {
                articles.push(Arc::clone(article));
            }
        }
        content::summarise(&mut diagnostics);
        timings.read = start.elapsed();
        timings.tokens = articles
            .iter()
            .map(|article| article.document.text.len() / 5)
            .sum();

        let start = Instant::now();
        let today = self.options.today.or_else(|| newest(&articles));
        let options = assembly(&config, &self.options, today);
        let assembled = Assembled::again(self.assembled.take(), articles, options);
        diagnostics.extend_from_slice(&assembled.diagnostics);
        let articles = Arc::clone(&assembled.articles);
        let timeline = Arc::clone(&assembled.timeline);
        self.assembled = Some(assembled);
        timings.assemble = start.elapsed();

        let start = Instant::now();
        let site = Site::new(site::Input {
            root: self.root.clone(),
            config: config.clone(),
            articles: Arc::clone(&articles),
            timeline: Arc::clone(&timeline),
            today,
        })?;
        diagnostics.extend_from_slice(site.diagnostics());
        timings.prepare = start.elapsed();

        diagnostic::sort(&mut diagnostics);
        if self.options.strict {
            for diagnostic in &mut diagnostics {
                if diagnostic.severity == Severity::Warning {
                    diagnostic.severity = Severity::Error;
                }
            }
        }
        Ok(Snapshot {
            root: self.root.clone(),
            config,
            articles,
            timeline,
            diagnostics,
            today,
            site,
            timings,
        })
    }

    /// The settings with the command line's word applied.
    fn config(&self) -> Result<Config> {
        let mut config = Config::load(&self.root)?;
        if let Some(base_url) = &self.options.base_url {
            config.site.base_url = Some(base_url.clone());
        }
        if let Some(top) = self.options.top {
            config.timeline.max_events = Some(top);
        }
        Ok(config)
    }

    /// Brings `self.files` up to `found`, reading what is new and what `changed` names, or all when it is
    /// empty; returns the CPU time spent tagging.
    fn read_all(
        &mut self,
        config: &Config,
        found: &[ContentFile],
        changed: &[PathBuf],
    ) -> Result<Duration> {
        let names: FxHashSet<&str> = found.iter().map(|file| file.path.as_str()).collect();
        self.files.retain(|path, _| names.contains(path.as_str()));
        let touched: FxHashSet<&Path> = changed.iter().map(PathBuf::as_path).collect();
        let pending = found
            .iter()
            .filter(|file| {
                touched.is_empty()
                    || !self.files.contains_key(&file.path)
                    || touched.contains(file.full.as_path())
                    || touched.contains(corrections_path(&file.full).as_path())
            })
            .collect();
        self.read(config, pending)
    }

    /// Reads the files in `pending` that hold other bytes than they did; returns the CPU time spent tagging.
    fn read(&mut self, config: &Config, pending: Vec<&ContentFile>) -> Result<Duration> {
        let whole = !self.warm;
        let mut kept = if self.store && whole {
            cache::load(&self.root)
        } else {
            cache::Readings::default()
        };
        self.warm = true;
        let reader = Reader::new(config, self.options.published);
        let settings = self.settings.to_le_bytes();
        let files = &self.files;
        let read = pending
            .into_par_iter()
            .map(|file| {
                crate::output::check_interrupted()?;
                let bytes = content::read_bytes(file, reader.options());
                let (content, corrections) = match bytes {
                    Ok(bytes) => bytes,
                    Err(diagnostic) => {
                        let unread = File {
                            key: 0,
                            article: None,
                            diagnostics: vec![diagnostic],
                        };
                        return Ok((file, Some(unread), Duration::ZERO));
                    }
                };
                let key = cache::key([
                    &settings[..],
                    file.path.as_bytes(),
                    &content,
                    corrections.as_deref().unwrap_or(b"\0none"),
                ]);
                let same = files.get(&file.path).is_some_and(|known| known.key == key);
                if same || kept.get(&file.path).is_some_and(|kept| kept.key == key) {
                    return Ok((file, None, Duration::ZERO));
                }
                let outcome = reader.file(file, &content, corrections.as_deref());
                let read = File {
                    key,
                    article: outcome.article.map(Arc::new),
                    diagnostics: outcome.diagnostics,
                };
                Ok((file, Some(read), outcome.tagging))
            })
            .collect::<Result<Vec<_>>>()?;
        let mut tagging = Duration::ZERO;
        let mut changed = Vec::new();
        for (file, read, time) in read {
            tagging += time;
            match read {
                Some(read) => {
                    changed.push(file.path.clone());
                    self.files.insert(file.path.clone(), read);
                }
                None => {
                    if let Some(kept) = kept.remove(&file.path) {
                        let Kept {
                            key,
                            article,
                            diagnostics,
                        } = kept;
                        let article = article.map(Arc::new);
                        self.files.insert(
                            file.path.clone(),
                            File {
                                key,
                                article,
                                diagnostics,
                            },
                        );
                    }
                }
            }
        }
        if self.store && whole {
            self.keep(&self.root, &changed);
        }
        Ok(tagging)
    }

    /// Keeps the shards of the `changed` files for the next run.
    fn keep(&self, root: &Path, changed: &[String]) {
        let files = self.files.iter().filter(|(_, file)| file.key != 0);
        let readings: Vec<(&String, cache::KeptRef<'_>)> = files
            .map(|(path, file)| {
                let kept = cache::KeptRef {
                    key: file.key,
                    article: file.article.as_deref(),
                    diagnostics: &file.diagnostics,
                };
                (path, kept)
            })
            .collect();
        cache::store(root, &readings, changed);
    }
}

fn corrections_path(article: &Path) -> PathBuf {
    let mut path = article.as_os_str().to_owned();
    path.push(content::CORRECTIONS_ENDING);
    PathBuf::from(path)
}

/// Everything reading a file depends on beside the file.
fn reading_settings(config: &Config, options: &Options) -> Key {
    let parts = serde_json::json!([
        config.site.language,
        config.site.timezone,
        config.site.date_order,
        config.content,
        config.timeline.mode,
        options.published.map(|date| date.to_string()),
    ]);
    cache::key([parts.to_string().as_bytes(), cache::program().as_bytes()])
}

/// The newest publication day.
fn newest(articles: &[Arc<Article>]) -> Option<NaiveDate> {
    articles
        .iter()
        .filter(|article| article.document.kind == Kind::Article)
        .filter_map(|article| article.document.anchor?.date.days().earliest)
        .max()
}

fn assembly(config: &Config, options: &Options, today: Option<NaiveDate>) -> events::Options {
    events::Options {
        today,
        max_events: options.top.or(config.timeline.max_events),
        min_importance: config.timeline.min_importance,
        promises: config.timeline.promises.clone(),
    }
}

/// Reads and assembles the site in `root` once.
///
/// # Errors
/// As [`Workspace::refresh`].
pub(super) fn open(root: &Path, options: &Options, store: bool) -> Result<Snapshot> {
    if !root.join("content").is_dir() && !root.join("dateline.toml").is_file() {
        return Err(Error::input(
            format!("no site in {}", root.display()),
            "make one with: dateline init DIR",
        ));
    }
    Workspace::new(root.to_owned(), options.clone(), store).refresh(&[])
}
