//! The site being built, beside the one that stands. In: changed files, and the old folder. Out: a
//! complete folder, ready to be exchanged.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::manifest::{MANIFEST, Manifest, file_hash};
use super::{Target, check_interrupted};
use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};

/// The staging folder of one output folder.
pub(super) struct Stage {
    folder: PathBuf,
    /// Folders known to exist, so that each is made once.
    made: Mutex<FxHashSet<PathBuf>>,
}

impl Stage {
    /// `.NAME.dateline-stage` beside `output`. Nothing is made yet.
    pub(super) fn new(output: &Path) -> Self {
        let name = output.file_name().unwrap_or_default().to_string_lossy();
        let folder = output.with_file_name(format!(".{name}.dateline-stage"));
        Self {
            folder,
            made: Mutex::default(),
        }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Removes what a killed build left.
    pub(super) fn clear(&self) -> Result<()> {
        match fs::remove_dir_all(&self.folder) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::io("clear", &self.folder, &cause))
            }
            _ => Ok(()),
        }
    }

    /// Removes the stage; a stage that cannot be removed is cleared by the next build.
    pub(super) fn remove(&self) {
        let _ = fs::remove_dir_all(&self.folder);
    }

    pub(super) fn create(&self) -> Result<()> {
        fs::create_dir_all(&self.folder).map_err(|cause| Error::io("create", &self.folder, &cause))
    }

    /// Writes one file, making its folders.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let full = self.folder.join(path);
        self.make_parent(&full)?;
        fs::write(&full, bytes).map_err(|cause| Error::io("write", &full, &cause))
    }

    fn make_parent(&self, full: &Path) -> Result<()> {
        let parent = full.parent().unwrap_or(&self.folder);
        let known = |made: &FxHashSet<PathBuf>| made.contains(parent);
        if known(
            &self
                .made
                .lock()
                .expect("no thread panics while it makes a folder"),
        ) {
            return Ok(());
        }
        fs::create_dir_all(parent).map_err(|cause| Error::io("create", parent, &cause))?;
        self.made
            .lock()
            .expect("no thread panics while it makes a folder")
            .insert(parent.to_owned());
        Ok(())
    }

    /// Brings `paths` over from the standing site by hard link: the same file, not rewritten.
    pub(super) fn carry_over<'a>(
        &self,
        output: &Path,
        paths: impl Iterator<Item = &'a str>,
    ) -> Result<()> {
        let paths: Vec<&str> = paths.collect();
        paths.par_iter().try_for_each(|path| {
            check_interrupted()?;
            self.link(&output.join(path), path)
        })
    }

    fn link(&self, from: &Path, path: &str) -> Result<()> {
        let to = self.folder.join(path);
        self.make_parent(&to)?;
        if fs::hard_link(from, &to).is_ok() {
            return Ok(());
        }
        // A file system without hard links, or a file that is itself a link.
        let meta = fs::symlink_metadata(from).map_err(|cause| Error::io("read", from, &cause))?;
        #[cfg(unix)]
        if meta.file_type().is_symlink() {
            let target = fs::read_link(from).map_err(|cause| Error::io("read", from, &cause))?;
            return std::os::unix::fs::symlink(target, &to)
                .map_err(|cause| Error::io("link", &to, &cause));
        }
        fs::copy(from, &to).map_err(|cause| Error::io("copy", from, &cause))?;
        if let Ok(time) = meta.modified()
            && let Ok(file) = fs::File::options().write(true).open(&to)
        {
            let _ = file.set_modified(time);
        }
        Ok(())
    }

    /// Brings over what we did not write, and hand-edited copies of what we did.
    ///
    /// A foreign file whose place the new site takes, and a file of ours that somebody edited, are
    /// kept beside the new one as `NAME.kept` (`NAME.kept-2`, …), with a warning.
    pub(super) fn carry_foreign(
        &self,
        target: &Target,
        old: &Manifest,
        names: &FxHashSet<&str>,
    ) -> Result<Vec<Diagnostic>> {
        let mut warnings = Vec::new();
        let output = &target.folder;
        if !output.is_dir() {
            return Ok(warnings);
        }
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let walk = walkdir::WalkDir::new(output)
            .sort_by_file_name()
            .min_depth(1);
        for entry in walk {
            let entry = entry.map_err(|cause| {
                let path = cause.path().unwrap_or(output).to_owned();
                Error::Machine {
                    operation: "read",
                    path,
                    cause: cause.to_string(),
                    hint: "check who may read the files in the output folder".into(),
                }
            })?;
            let Ok(relative) = entry.path().strip_prefix(output) else {
                continue;
            };
            let Some(path) = portable(relative) else {
                continue;
            };
            if entry.file_type().is_dir() {
                if fs::read_dir(entry.path()).is_ok_and(|mut files| files.next().is_none()) {
                    let folder = self.folder.join(relative);
                    if !folder.exists() && !old.paths().any(|ours| ours.starts_with(&path)) {
                        fs::create_dir_all(&folder)
                            .map_err(|cause| Error::io("create", &folder, &cause))?;
                    }
                }
                continue;
            }
            let edited = old.is_edited(output, &path);
            if path == MANIFEST || (old.holds(&path) && !edited) {
                continue;
            }
            // Something of the new site stands where this file, or a folder above it, stood.
            let in_the_way = self.page_above(&path);
            let clash = in_the_way || names.contains(&*path) || self.folder.join(relative).exists();
            if !clash && !edited {
                self.link(entry.path(), &path)?;
                continue;
            }
            let ours = file_hash(&self.folder.join(relative));
            if ours.is_some() && ours == file_hash(entry.path()) {
                continue;
            }
            // Under a page no copy can stand: it lies at the top, its folders in its name.
            let wanted = if in_the_way {
                path.replace('/', "-")
            } else {
                path.clone()
            };
            let kept = kept_name(&wanted, |name| {
                taken.contains(name)
                    || self.folder.join(name).exists()
                    || output.join(name).exists()
            });
            self.link(entry.path(), &kept)?;
            let (code, what) = if edited {
                ("output-edited", "was edited by hand since the last build")
            } else {
                (
                    "output-foreign",
                    "was not written by Dateline and stands where a page belongs",
                )
            };
            warnings.push(
                Diagnostic::warning(
                    code,
                    format!("{}/{path}", target.shown),
                    format!("the file {what}; your copy is kept as {kept}"),
                )
                .hint("put the change into templates/, static/ or content/, then delete the copy"),
            );
            taken.insert(kept);
        }
        Ok(warnings)
    }

    /// Whether a file of the new site stands where a folder above `path` stood.
    fn page_above(&self, path: &str) -> bool {
        path.match_indices('/')
            .any(|(at, _)| self.folder.join(&path[..at]).is_file())
    }
}

fn portable(relative: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = relative
        .components()
        .map(|part| part.as_os_str().to_str())
        .collect();
    Some(parts?.join("/"))
}

fn kept_name(path: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut name = format!("{path}.kept");
    let mut number = 2;
    while taken(&name) {
        name = format!("{path}.kept-{number}");
        number += 1;
    }
    name
}
