//! Output: pages become files, all or none.
//!
//! In: the files of a site, rendered one at a time. Out: the output folder holding exactly the new
//! site and the files that were never ours. A build stages beside the output
//! (`.public.dateline-stage`) and exchanges the two folders in one step; unchanged files are
//! carried over by hard link and never rewritten; when nothing changed, nothing is written.

mod exchange;
mod lock;
mod manifest;
mod placement;
mod stage;

use std::path::PathBuf;
use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};

pub use lock::Lock;
pub use manifest::{MANIFEST, Manifest};
pub use placement::check as check_placement;

/// Where a site is written.
#[derive(Debug, Clone)]
pub struct Target {
    /// The output folder.
    pub folder: PathBuf,
    /// The folder's name as people know it, for messages: relative to the site's root where it
    /// lies within.
    pub shown: String,
    /// Where sizes and times of what was written are kept, in `.dateline/`.
    pub(crate) stamps: PathBuf,
}

/// What a write came to.
#[derive(Debug, Clone, Default)]
pub struct Written {
    /// Files of the site.
    pub files: usize,
    /// Files that were new or changed.
    pub changed: usize,
    /// Files of the last build that the site no longer has.
    pub removed: usize,
    /// Warnings: hand-edited files that were kept.
    pub diagnostics: Vec<Diagnostic>,
}

/// The signal that asked the run to stop, or 0. Set by the command line's signal handler, asked
/// between files.
pub static INTERRUPTED: AtomicI32 = AtomicI32::new(0);

/// Ends the run when a signal asked for it.
///
/// # Errors
/// [`Error::Interrupted`] with the signal's number.
pub fn check_interrupted() -> Result<()> {
    match INTERRUPTED.load(Ordering::Relaxed) {
        0 => Ok(()),
        signal => Err(Error::Interrupted { signal }),
    }
}

/// In debug builds, ends the process at a named step when `DATELINE_FAIL_AT` asks for it: the
/// fault tests kill a build at each of them. With `pause:STEP` it waits there instead, for a signal or
/// for the file `.dateline/go`. Release builds know no such variable.
pub fn fail_point(target: &Target, step: &str) {
    if !cfg!(debug_assertions) {
        return;
    }
    let Some(asked) = std::env::var_os("DATELINE_FAIL_AT") else {
        return;
    };
    if asked.as_os_str() == step {
        std::process::abort();
    }
    let folder = target.stamps.parent().unwrap_or(&target.folder);
    if asked.as_os_str() == format!("pause:{step}").as_str() {
        let _ = std::fs::write(folder.join("paused"), "");
        let start = std::time::Instant::now();
        while check_interrupted().is_ok()
            && !folder.join("go").exists()
            && start.elapsed().as_secs() < 30
        {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }
}

/// Writes the site into `target`: `paths` are the files relative to it, with `/`, each rendered by
/// `render` on any thread, `progress` counts them.
///
/// # Errors
/// What `render` gives; [`Error::Machine`] when the disk fails; [`Error::Interrupted`]. In every case the
/// output folder is as it was.
pub fn write(
    target: &Target,
    paths: &[String],
    render: impl Fn(&str) -> Result<Vec<u8>> + Sync,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Written> {
    placement::check_writable(&target.folder)?;
    let old = Manifest::load(target);
    let stage = stage::Stage::new(&target.folder);
    stage.clear()?;
    fail_point(target, "cleared");
    let done = AtomicUsize::new(0);
    let outcome = paths
        .par_iter()
        // A page takes a tenth of a millisecond or fifty: no thread may sit on a run of long ones.
        .with_max_len(4)
        .map(|path| {
            check_interrupted()?;
            let bytes = render(path)?;
            let entry = manifest::hash(&bytes);
            let unchanged = old.is_unchanged(&target.folder, path, entry);
            if !unchanged {
                stage.write(path, &bytes)?;
            }
            progress(done.fetch_add(1, Ordering::Relaxed) + 1);
            Ok((path, entry, unchanged))
        })
        .collect::<Result<Vec<_>>>();
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(error) => {
            stage.remove();
            return Err(error);
        }
    };
    fail_point(target, "staged");
    let result = publish(target, &old, &stage, outcome);
    if result.is_err() {
        stage.remove();
    }
    result
}

fn publish(
    target: &Target,
    old: &Manifest,
    stage: &stage::Stage,
    outcome: Vec<(&String, manifest::Hash, bool)>,
) -> Result<Written> {
    let mut written = Written {
        files: outcome.len(),
        ..Written::default()
    };
    written.changed = outcome.iter().filter(|(.., unchanged)| !unchanged).count();
    let names: rustc_hash::FxHashSet<&str> =
        outcome.iter().map(|(path, ..)| path.as_str()).collect();
    let gone: Vec<&str> = old.paths().filter(|path| !names.contains(path)).collect();
    written.removed = gone.len();
    if written.changed == 0 && written.removed == 0 && target.folder.is_dir() {
        stage.remove();
        return Ok(written);
    }
    stage.create()?;
    stage.carry_over(
        &target.folder,
        outcome
            .iter()
            .filter(|(.., unchanged)| *unchanged)
            .map(|(path, ..)| path.as_str()),
    )?;
    fail_point(target, "carried");
    written.diagnostics = stage.carry_foreign(target, old, &names)?;
    let files: Vec<(&String, manifest::Hash)> = outcome
        .iter()
        .map(|(path, hash, _)| (*path, *hash))
        .collect();
    let manifest = Manifest::of(&files, stage.folder())?;
    let json = manifest.to_json();
    stage.write(MANIFEST, json.as_bytes())?;
    fail_point(target, "manifest");
    exchange::sync(stage.folder())?;
    fail_point(target, "synced");
    check_interrupted()?;
    exchange::exchange(stage.folder(), &target.folder)?;
    fail_point(target, "exchanged");
    manifest.remember(target, &json);
    fail_point(target, "remembered");
    stage.remove();
    Ok(written)
}
