//! Writing a file beneath `content/`. In: the site's root, a path under `content/`, what the file
//! held when the editor saw it, and what it shall hold. Out: the file, whole or untouched.
//!
//! Nothing outside `content/` is ever written: links on the way are refused, and so is every path
//! that is not plain. A file that changed meanwhile is refused with what it holds now.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Bytes above which a file cannot be one an editor works on.
const MAX_BYTES: u64 = 16 << 20;

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The path is not a plain one beneath `content/`.
    #[error("{0}: only plain files in content/ can be written")]
    Outside(String),
    /// The file is not what the editor saw.
    #[error("the file changed meanwhile")]
    Changed {
        /// What it holds now; `None` when it is gone.
        on_disk: Option<Vec<u8>>,
    },
    /// The disk would not.
    #[error("cannot write {path}: {cause}")]
    Io {
        /// Which file.
        path: String,
        /// Why.
        cause: io::Error,
    },
}

/// A hash of a file's bytes as hexadecimal digits; the empty text stands for no file.
pub fn fingerprint(bytes: Option<&[u8]>) -> String {
    bytes.map_or_else(String::new, |bytes| {
        blake3::hash(bytes).to_hex().to_string()
    })
}

/// Reads `path` (under `content/`, with `/`); `None` when there is no such file.
///
/// # Errors
/// [`SaveError::Outside`] and [`SaveError::Io`].
pub fn read(root: &Path, path: &str) -> Result<Option<Vec<u8>>, SaveError> {
    let full = beneath_content(root, path)?;
    let failed = |cause| SaveError::Io {
        path: path.to_owned(),
        cause,
    };
    match fs::metadata(&full) {
        Ok(meta) if meta.len() > MAX_BYTES => Err(failed(io::ErrorKind::FileTooLarge.into())),
        Ok(_) => fs::read(&full).map(Some).map_err(failed),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(failed(cause)),
    }
}

/// Writes `new` to `path` (under `content/`, with `/`), or removes the file when it is `None`, if
/// its [`fingerprint`] still is `seen`. The change is atomic; the file's mode stays.
///
/// # Errors
/// [`SaveError`]; the file is as it was then.
pub fn save(root: &Path, path: &str, seen: &str, new: Option<&[u8]>) -> Result<(), SaveError> {
    let full = beneath_content(root, path)?;
    let failed = |cause| SaveError::Io {
        path: path.to_owned(),
        cause,
    };
    let check = || {
        let on_disk = read(root, path)?;
        if fingerprint(on_disk.as_deref()) == seen {
            Ok(())
        } else {
            Err(SaveError::Changed { on_disk })
        }
    };
    check()?;
    let Some(new) = new else {
        return match fs::remove_file(&full) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(failed(cause)),
            _ => Ok(()),
        };
    };
    let folder = full.parent().expect("the path has content/ above it");
    fs::create_dir_all(folder).map_err(failed)?;
    let staged = stage(folder, &full, new).map_err(failed)?;
    let done = check().and_then(|()| fs::rename(&staged, &full).map_err(failed));
    if done.is_err() {
        // The staged copy is ours; when it cannot be removed, the first failure says more.
        let _ = fs::remove_file(&staged);
    }
    done
}

/// Writes `new` to a new file beside `full`, safely on the disk and with its mode.
fn stage(folder: &Path, full: &Path, new: &[u8]) -> io::Result<PathBuf> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    let staged = folder.join(format!(".dateline-{:016x}.tmp", u64::from_ne_bytes(random)));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&staged)?;
    let write = |file: &mut File| {
        file.write_all(new)?;
        if let Ok(meta) = fs::metadata(full) {
            file.set_permissions(meta.permissions())?;
        }
        file.sync_all()
    };
    match write(&mut file) {
        Ok(()) => Ok(staged),
        Err(cause) => {
            let _ = fs::remove_file(&staged);
            Err(cause)
        }
    }
}

/// The full path, when it is a plain one beneath `content/` and no part of it is a link.
fn beneath_content(root: &Path, path: &str) -> Result<PathBuf, SaveError> {
    let outside = || SaveError::Outside(path.to_owned());
    let odd = |c: char| c.is_control() || matches!(c, '\\' | ':');
    if path.contains(odd) {
        return Err(outside());
    }
    let mut full = root.join("content");
    let is_link = |path: &Path| path.symlink_metadata().is_ok_and(|meta| meta.is_symlink());
    if is_link(&full) {
        return Err(outside());
    }
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        if part.is_empty() || part.starts_with('.') {
            return Err(outside());
        }
        full.push(part);
        let is_last = parts.peek().is_none();
        let wrong_kind = match full.symlink_metadata() {
            Ok(meta) => meta.is_symlink() || meta.is_dir() == is_last || is_last && !meta.is_file(),
            Err(_) => false,
        };
        if wrong_kind {
            return Err(outside());
        }
    }
    Ok(full)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(root.path().join("content/deep")).expect("made");
        fs::write(root.path().join("content/a.md"), "old").expect("written");
        root
    }

    #[test]
    fn writes_removes_and_leaves_nothing_behind() {
        let site = site();
        let root = site.path();
        let seen = fingerprint(Some(b"old"));
        save(root, "a.md", &seen, Some(b"new")).expect("saved");
        assert_eq!(fs::read(root.join("content/a.md")).expect("read"), b"new");
        save(root, "deep/er/b.md", "", Some(b"b")).expect("saved");
        save(root, "deep/er/b.md", &fingerprint(Some(b"b")), None).expect("removed");
        assert!(
            fs::read_dir(root.join("content/deep/er"))
                .expect("read")
                .next()
                .is_none()
        );
        assert_eq!(fs::read_dir(root.join("content")).expect("read").count(), 2);
    }

    #[test]
    fn refuses_what_changed_meanwhile() {
        let site = site();
        let refused = save(
            site.path(),
            "a.md",
            &fingerprint(Some(b"other")),
            Some(b"new"),
        );
        assert!(
            matches!(refused, Err(SaveError::Changed { on_disk: Some(bytes) }) if bytes == b"old")
        );
        assert!(matches!(
            save(site.path(), "a.md", "", Some(b"new")),
            Err(SaveError::Changed { .. })
        ));
        let gone = save(site.path(), "b.md", &fingerprint(Some(b"b")), Some(b"new"));
        assert!(matches!(gone, Err(SaveError::Changed { on_disk: None })));
    }

    #[test]
    fn nothing_outside_is_written() {
        let site = site();
        for path in [
            "../x",
            "/etc/x",
            "a/../x",
            "./a",
            "",
            "a//b",
            "deep",
            "deep/",
            ".git/config",
            "deep/.x",
            "a\\b",
            "c:x",
            "a\0b",
            "a.md/x",
        ] {
            let refused = save(site.path(), path, "", Some(b"x"));
            assert!(
                matches!(refused, Err(SaveError::Outside(_))),
                "{path:?}: {refused:?}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_refused() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let site = site();
        let elsewhere = tempfile::tempdir().expect("a folder");
        fs::write(elsewhere.path().join("x.md"), "x").expect("written");
        let content = site.path().join("content");
        symlink(elsewhere.path(), content.join("out")).expect("linked");
        symlink(elsewhere.path().join("x.md"), content.join("x.md")).expect("linked");
        symlink(elsewhere.path().join("none"), content.join("none.md")).expect("linked");
        for path in ["out/x.md", "out/y.md", "x.md", "none.md"] {
            let refused = save(site.path(), path, &fingerprint(Some(b"x")), Some(b"y"));
            assert!(matches!(refused, Err(SaveError::Outside(_))), "{path}");
            assert!(read(site.path(), path).is_err());
        }
        let mode =
            |mode| fs::set_permissions(content.join("a.md"), fs::Permissions::from_mode(mode));
        mode(0o640).expect("set");
        save(
            site.path(),
            "a.md",
            &fingerprint(Some(b"old")),
            Some(b"new"),
        )
        .expect("saved");
        let kept = fs::metadata(content.join("a.md"))
            .expect("there")
            .permissions()
            .mode();
        assert_eq!(kept & 0o777, 0o640);
    }
}
