//! The whole way from articles to files. In: a site and where to write it. Out: the site on disk, or the old
//! one untouched and all that is wrong.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::{Options, Snapshot, Timings, cache, workspace};
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::output::{self, Lock, MANIFEST, Manifest, Target};

/// What a build came to, for its closing line.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Built {
    /// Articles read.
    pub articles: usize,
    /// Dates read in them.
    pub dates: usize,
    /// Events on the timeline.
    pub events: usize,
    /// HTML pages of the site.
    pub pages: usize,
    /// All that is worth saying, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// Files written; 0 when nothing changed.
    #[serde(skip)]
    pub changed: usize,
    /// Whether the site was published: not when there are errors.
    #[serde(skip)]
    pub published: bool,
    /// Files that `--keep-going` left out.
    pub left_out: Vec<String>,
    /// Where the time went.
    #[serde(skip)]
    pub timings: Timings,
    /// What was read and made, when the site was published anew.
    #[serde(skip)]
    pub snapshot: Option<Arc<Snapshot>>,
}

/// Builds the site in `root` into `target`; `progress` is told files done and files in all.
///
/// With errors and without `keep_going` nothing is published. When neither inputs nor output
/// changed since the last build, nothing is read but names and times.
///
/// # Errors
/// Wrong settings or templates, a failing disk, an interruption, the lock held by another build.
pub fn build(
    root: &Path,
    target: &Target,
    options: &Options,
    wait: bool,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Built> {
    let _lock = Lock::take(root, wait)?;
    output::fail_point(target, "locked");
    let print = fingerprint(root, target, options);
    if let Some(built) = recall(root, target, print) {
        return Ok(built);
    }
    let snapshot = workspace::open(root, options, true)?;
    output::fail_point(target, "read");
    let mut built = Built {
        articles: snapshot
            .articles
            .iter()
            .filter(|article| article.document.kind == crate::content::Kind::Article)
            .count(),
        dates: snapshot.dates(),
        events: snapshot.timeline.events.len(),
        pages: snapshot
            .site
            .paths()
            .iter()
            .filter(|path| path.ends_with(".html"))
            .count(),
        timings: snapshot.timings,
        ..Built::default()
    };
    if snapshot.errors() > 0 && !options.keep_going {
        built.diagnostics.clone_from(&snapshot.diagnostics);
        return Ok(built);
    }
    let mut left_out: Vec<String> = snapshot
        .diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error && !d.path.is_empty())
        .map(|d| d.path.clone())
        .collect();
    left_out.dedup();
    built.left_out = left_out;
    let start = Instant::now();
    let written = write(&snapshot, target, progress)?;
    built.timings.write = start.elapsed();
    built.changed = written.changed + written.removed;
    built.published = true;
    built.diagnostics.clone_from(&snapshot.diagnostics);
    // What was kept is told once, and no word of the next build that finds nothing changed.
    remember(root, target, print, &built);
    built.diagnostics.extend(written.diagnostics);
    built.snapshot = Some(Arc::new(snapshot));
    Ok(built)
}

fn write(
    snapshot: &Snapshot,
    target: &Target,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<output::Written> {
    let paths = snapshot.site.paths();
    let total = paths.len();
    snapshot.site.prepare_search();
    output::write(target, paths, |path| snapshot.site.render(path), &|done| {
        progress(done, total)
    })
}

/// What a build depends on, by names, sizes and times: content, templates, static files, settings, options, program.
/// `None` when a file is so new that its time cannot be trusted to tell a later change.
fn fingerprint(root: &Path, target: &Target, options: &Options) -> Option<cache::Key> {
    let mut parts = vec![
        cache::program().into_bytes(),
        format!("{options:?} {}", target.folder.display()).into_bytes(),
    ];
    let newest = std::time::SystemTime::now().checked_sub(std::time::Duration::from_millis(50))?;
    let mut note = |path: &Path, meta: &fs::Metadata| -> Option<()> {
        let modified = meta.modified().ok()?;
        if modified > newest {
            return None;
        }
        let nanos = modified
            .duration_since(std::time::UNIX_EPOCH)
            .ok()?
            .as_nanos();
        parts.push(path.as_os_str().as_encoded_bytes().to_vec());
        parts.push([meta.len().to_le_bytes().as_slice(), &nanos.to_le_bytes()].concat());
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            parts.push(
                [
                    meta.ino().to_le_bytes(),
                    meta.ctime_nsec().to_le_bytes(),
                    meta.ctime().to_le_bytes(),
                ]
                .concat(),
            );
        }
        Some(())
    };
    let settings = root.join("dateline.toml");
    if let Ok(meta) = fs::metadata(&settings) {
        note(&settings, &meta)?;
    }
    for name in ["content", "templates", "static"] {
        let folder = root.join(name);
        if !folder.is_dir() {
            continue;
        }
        for entry in walkdir::WalkDir::new(&folder)
            .follow_links(true)
            .sort_by_file_name()
        {
            let entry = entry.ok()?;
            let meta = entry.metadata().ok()?;
            note(entry.path(), &meta)?;
        }
    }
    Some(cache::key(parts.iter().map(Vec::as_slice)))
}

/// The last build, for the next one that finds nothing changed.
#[derive(Serialize, Deserialize)]
struct Memory {
    fingerprint: cache::Key,
    manifest: cache::Key,
    built: Built,
}

fn memory(root: &Path) -> PathBuf {
    root.join(".dateline").join("built")
}

fn recall(root: &Path, target: &Target, print: Option<cache::Key>) -> Option<Built> {
    let bytes = fs::read(memory(root)).ok()?;
    let memory: Memory = postcard::from_bytes(&bytes).ok()?;
    let manifest = fs::read(target.folder.join(MANIFEST)).ok()?;
    let same = Some(memory.fingerprint) == print
        && memory.manifest == cache::key([manifest.as_slice()])
        && Manifest::load(target).is_intact(&target.folder);
    same.then_some(Built {
        published: true,
        ..memory.built
    })
}

fn remember(root: &Path, target: &Target, print: Option<cache::Key>, built: &Built) {
    let (Some(fingerprint), Ok(manifest)) = (print, fs::read(target.folder.join(MANIFEST))) else {
        let _ = fs::remove_file(memory(root));
        return;
    };
    let memory_of = Memory {
        fingerprint,
        manifest: cache::key([manifest.as_slice()]),
        built: built.clone(),
    };
    if let Ok(bytes) = postcard::to_stdvec(&memory_of) {
        let part = root
            .join(".dateline")
            .join(format!("built.part-{}", std::process::id()));
        if fs::write(&part, bytes).is_err() || fs::rename(&part, memory(root)).is_err() {
            let _ = fs::remove_file(&part);
        }
    }
}

/// Reads the site in `root` as a build does and writes nothing.
///
/// # Errors
/// As [`build`], the disk's apart.
pub fn check(root: &Path, options: &Options) -> Result<Snapshot> {
    workspace::open(root, options, false)
}

impl From<crate::calendar::ParseEdtfError> for Error {
    fn from(error: crate::calendar::ParseEdtfError) -> Self {
        Self::Usage {
            message: error.to_string(),
            hint: "write a date such as 2016-02-12".into(),
        }
    }
}
