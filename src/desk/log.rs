//! Undo. In: what an answer changed. Out: a line in `.dateline/edits.jsonl`, and the files as they
//! were when it is taken back.
//!
//! The log holds, for each file, the stretch that changed and the hashes before and after. Undo
//! refuses a file that no longer is what the answer left; deleting the log loses undo, nothing
//! else.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::corrections::{self, SaveError, fingerprint};

/// One file of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileEdit {
    /// Under `content/`.
    pub(super) path: String,
    /// The hash before; empty when there was no file.
    before: String,
    /// The hash after; empty when the answer removed the file.
    after: String,
    /// Byte offset of the changed stretch.
    at: usize,
    /// What stood there.
    old: String,
    /// What stands there now.
    new: String,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Edit {
    /// Counted from 1.
    pub(super) id: u64,
    /// In the editor's words: `kept “…”`.
    pub(super) what: String,
    /// What it changed.
    pub(super) files: Vec<FileEdit>,
}

/// A line of the log: an answer, or that one was taken back.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Entry {
    Edit(Edit),
    Undo { undo: u64 },
}

/// Why an answer was not taken back.
#[derive(Debug)]
pub(super) enum UndoError {
    /// There is none.
    Nothing,
    /// A file is no longer what the answer left.
    Changed(String),
    /// The disk would not, or the path is not allowed.
    Save(SaveError),
}

impl FileEdit {
    /// What changed between two texts; `None` stands for no file.
    pub(super) fn between(path: &str, before: Option<&str>, after: Option<&str>) -> Self {
        let (a, b) = (before.unwrap_or_default(), after.unwrap_or_default());
        let same = |(x, y): &(char, char)| x == y;
        let head: usize = a
            .chars()
            .zip(b.chars())
            .take_while(same)
            .map(|(c, _)| c.len_utf8())
            .sum();
        let tails = a[head..].chars().rev().zip(b[head..].chars().rev());
        let tail: usize = tails.take_while(same).map(|(c, _)| c.len_utf8()).sum();
        Self {
            path: path.to_owned(),
            before: fingerprint(before.map(str::as_bytes)),
            after: fingerprint(after.map(str::as_bytes)),
            at: head,
            old: a[head..a.len() - tail].to_owned(),
            new: b[head..b.len() - tail].to_owned(),
        }
    }

    /// The text before, out of the text now. `None` when they do not fit.
    fn undone(&self, now: &str) -> Option<String> {
        let end = self.at.checked_add(self.new.len())?;
        if now.get(self.at..end)? != self.new {
            return None;
        }
        let mut text = now.to_owned();
        text.replace_range(self.at..end, &self.old);
        Some(text)
    }
}

/// The log of a site.
pub(super) struct Log {
    root: PathBuf,
}

impl Log {
    /// The log beneath `root`.
    pub(super) fn of(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
        }
    }

    fn path(&self) -> PathBuf {
        self.root.join(".dateline/edits.jsonl")
    }

    /// Writes an answer down, and returns it with its number.
    pub(super) fn record(&self, what: String, files: Vec<FileEdit>) -> io::Result<Edit> {
        let entries = self.entries();
        let last = entries.iter().map(|entry| match entry {
            Entry::Edit(edit) => edit.id,
            Entry::Undo { undo } => *undo,
        });
        let edit = Edit {
            id: last.max().unwrap_or(0) + 1,
            what,
            files,
        };
        self.append(&Entry::Edit(edit.clone()))?;
        Ok(edit)
    }

    /// The newest answer that was not taken back.
    pub(super) fn newest(&self) -> Option<Edit> {
        let entries = self.entries();
        let undone: Vec<u64> = entries
            .iter()
            .filter_map(|entry| match entry {
                Entry::Undo { undo } => Some(*undo),
                Entry::Edit(_) => None,
            })
            .collect();
        entries.into_iter().rev().find_map(|entry| match entry {
            Entry::Edit(edit) if !undone.contains(&edit.id) => Some(edit),
            _ => None,
        })
    }

    /// Takes the newest answer back: all its files, or none.
    pub(super) fn undo(&self) -> Result<Edit, UndoError> {
        let edit = self.newest().ok_or(UndoError::Nothing)?;
        let mut planned = Vec::new();
        for file in &edit.files {
            let changed = || UndoError::Changed(file.path.clone());
            let now = corrections::read(&self.root, &file.path).map_err(UndoError::Save)?;
            if fingerprint(now.as_deref()) != file.after {
                return Err(changed());
            }
            let text = String::from_utf8(now.unwrap_or_default()).map_err(|_| changed())?;
            let before = file.undone(&text).ok_or_else(changed)?;
            let before = (!file.before.is_empty()).then_some(before);
            if fingerprint(before.as_deref().map(str::as_bytes)) != file.before {
                return Err(changed());
            }
            planned.push((file, before));
        }
        for (file, before) in planned {
            let bytes = before.as_deref().map(str::as_bytes);
            corrections::save(&self.root, &file.path, &file.after, bytes)
                .map_err(UndoError::Save)?;
        }
        let undo = Entry::Undo { undo: edit.id };
        self.append(&undo).map_err(|cause| {
            UndoError::Save(SaveError::Io {
                path: ".dateline/edits.jsonl".into(),
                cause,
            })
        })?;
        Ok(edit)
    }

    /// The lines that can be read; a broken one (a crash while it was written) is passed over.
    fn entries(&self) -> Vec<Entry> {
        let text = std::fs::read_to_string(self.path()).unwrap_or_default();
        text.lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect()
    }

    fn append(&self, entry: &Entry) -> io::Result<()> {
        let path = self.path();
        let is_link = |path: &Path| path.symlink_metadata().is_ok_and(|meta| meta.is_symlink());
        if is_link(&self.root.join(".dateline")) || is_link(&path) {
            return Err(io::Error::other("a link; remove it"));
        }
        std::fs::create_dir_all(self.root.join(".dateline"))?;
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        let line = serde_json::to_string(entry).map_err(io::Error::other)?;
        file.write_all(format!("{line}\n").as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> tempfile::TempDir {
        let site = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(site.path().join("content")).expect("made");
        site
    }

    fn write(site: &Path, path: &str, before: Option<&str>, after: Option<&str>) -> FileEdit {
        let seen = fingerprint(before.map(str::as_bytes));
        corrections::save(site, path, &seen, after.map(str::as_bytes)).expect("saved");
        FileEdit::between(path, before, after)
    }

    #[test]
    fn undo_brings_back_every_byte() {
        let site = site();
        let log = Log::of(site.path());
        let text =
            |name: &str| std::fs::read_to_string(site.path().join("content").join(name)).ok();
        let first = "# é\r\n[[events]]\r\nquote = \"x\"\r\n";
        let second = "# ê\r\n[[events]]\r\nquote = \"y\"\r\n";
        let made = write(site.path(), "a.toml", None, Some(first));
        log.record("made".into(), vec![made]).expect("logged");
        let changed = write(site.path(), "a.toml", Some(first), Some(second));
        let other = write(site.path(), "b.toml", None, Some("b"));
        log.record("changed".into(), vec![changed, other])
            .expect("logged");
        assert_eq!(log.undo().expect("undone").what, "changed");
        assert_eq!(text("a.toml").as_deref(), Some(first));
        assert_eq!(text("b.toml"), None);
        assert_eq!(log.undo().expect("undone").what, "made");
        assert_eq!(text("a.toml"), None);
        assert!(matches!(log.undo(), Err(UndoError::Nothing)));
    }

    #[test]
    fn undo_refuses_what_no_longer_fits() {
        let site = site();
        let log = Log::of(site.path());
        let one = write(site.path(), "a.toml", None, Some("one"));
        let two = write(site.path(), "b.toml", None, Some("two"));
        log.record("both".into(), vec![one, two]).expect("logged");
        std::fs::write(site.path().join("content/b.toml"), "outside").expect("written");
        assert!(matches!(log.undo(), Err(UndoError::Changed(path)) if path == "b.toml"));
        assert!(
            site.path().join("content/a.toml").exists(),
            "all files or none"
        );
    }
}
