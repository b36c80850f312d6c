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
use crate::events::{self, Article};
use crate::site::{self, Site};

/// One file as it was last read.
struct File {
    key: Key,
    article: Option<Arc<Article>>,
    diagnostics: Vec<Diagnostic>,
}

/// A site and what its files came to.
pub struct Workspace {
    root: PathBuf,
    options: Options,
    files: FxHashMap<String, File>,
    settings: Key,
    /// Whether `.dateline/cache` was asked already.
    warm: bool,
    store: bool,
}

impl Workspace {
    /// The site in `root`. Nothing is read yet; `store` keeps readings in `.dateline/cache`.
    pub fn new(root: PathBuf, options: Options, store: bool) -> Self {
        Self {
            root,
            options,
            files: FxHashMap::default(),
            settings: 0,
            warm: false,
            store,
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
        if settings != self.settings {
            self.files.clear();
            self.settings = settings;
            self.warm = false;
        }
        let touched: Option<FxHashSet<&Path>> = (!changed.is_empty() && !self.files.is_empty())
            .then(|| changed.iter().map(PathBuf::as_path).collect());
        let (found, mut diagnostics) = content::walk(&self.root, &config);
        timings.tag = self.read(&config, &found, touched.as_ref())?;
        let mut articles = Vec::with_capacity(found.len());
        for file in &found {
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
        let (timeline, more) =
            events::assemble(&articles, &assembly(&config, &self.options, today));
        diagnostics.extend(more);
        timings.assemble = start.elapsed();

        let start = Instant::now();
        let articles = Arc::new(articles);
        let timeline = Arc::new(timeline);
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

    /// Brings `self.files` up to `found`; returns the CPU time spent tagging.
    fn read(
        &mut self,
        config: &Config,
        found: &[ContentFile],
        touched: Option<&FxHashSet<&Path>>,
    ) -> Result<Duration> {
        let mut kept = if self.store && !self.warm {
            cache::load(&self.root)
        } else {
            cache::Readings::default()
        };
        self.warm = true;
        let reader = Reader::new(config, self.options.published);
        let settings = self.settings.to_le_bytes();
        let root = &self.root;
        let files = &self.files;
        let pending: Vec<&ContentFile> = found
            .iter()
            .filter(|file| {
                let known = files.contains_key(&file.path);
                let is_touched = touched.is_none_or(|touched| {
                    touched.contains(file.full.as_path())
                        || touched.contains(corrections_path(&file.full).as_path())
                });
                !known || is_touched
            })
            .collect();
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
        let names: FxHashSet<&str> = found.iter().map(|file| file.path.as_str()).collect();
        self.files.retain(|path, _| names.contains(path.as_str()));
        if self.store && touched.is_none() {
            self.keep(root, &changed);
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
