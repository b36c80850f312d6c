//! Where a site must not be written. In: the site's root and the wanted folder. Out: the folder's
//! true path, or what is wrong with it, before anything is touched.

use std::path::{Component, Path, PathBuf};

use super::Target;
use crate::error::{Error, Result};

/// Checks that `output` may be replaced by a build of the site in `root`.
///
/// # Errors
/// [`Error::Input`] when it is, holds or lies in `content/`, `templates/` or `static/`, when it is or holds the
/// root, when it is a link or no folder.
pub fn check(root: &Path, output: &Path) -> Result<Target> {
    let root = root
        .canonicalize()
        .map_err(|cause| Error::io("read", root, &cause))?;
    let absolute = if output.is_absolute() {
        output.to_owned()
    } else {
        root.join(output)
    };
    let folder = resolve(&absolute);
    let shown = folder.strip_prefix(&root).map_or_else(
        |_| output.display().to_string(),
        |inside| inside.display().to_string(),
    );
    let refuse = |what: String| {
        Err(Error::input(
            format!("the output folder {shown:?} {what}"),
            "choose a folder of its own, such as public, with --output",
        ))
    };
    if absolute.is_symlink() {
        return refuse("is a link".into());
    }
    if folder.exists() && !folder.is_dir() {
        return refuse("is a file".into());
    }
    if root.starts_with(&folder) {
        return refuse("is the site's root, or holds it".into());
    }
    for name in ["content", "templates", "static", ".dateline"] {
        let own = resolve(&root.join(name));
        if folder.starts_with(&own) || own.starts_with(&folder) {
            return refuse(format!("is, holds or lies in {name}/, which a build reads"));
        }
    }
    if folder.join("dateline.toml").exists() && folder.join("content").exists() {
        return refuse("is a site of its own".into());
    }
    let name = blake3::hash(folder.as_os_str().as_encoded_bytes()).to_hex();
    let stamps = root
        .join(".dateline")
        .join(format!("written-{}", &name[..12]));
    Ok(Target {
        folder,
        shown,
        stamps,
    })
}

/// Checks that the standing output may be changed: an exchange replaces a folder that its owner has
/// closed, and its files could not be removed afterwards.
///
/// # Errors
/// [`Error::Machine`] naming the folder.
pub(super) fn check_writable(folder: &Path) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    #[cfg(unix)]
    {
        use rustix::fs::{Access, access};
        access(folder, Access::WRITE_OK | Access::EXEC_OK)
            .map_err(|cause| Error::io("write to", folder, &cause.into()))
    }
    #[cfg(not(unix))]
    Ok(())
}

/// The true path of what exists of `path`, and the rest as written without `.` and `..`.
fn resolve(path: &Path) -> PathBuf {
    let mut existing = path.to_owned();
    let mut rest = Vec::new();
    loop {
        if let Ok(real) = existing.canonicalize() {
            let mut resolved = real;
            for part in rest.iter().rev() {
                match Path::new(part).components().next() {
                    Some(Component::ParentDir) => {
                        resolved.pop();
                    }
                    Some(Component::CurDir) | None => {}
                    Some(_) => resolved.push(part),
                }
            }
            return resolved;
        }
        let Some(last) = existing.components().next_back() else {
            return path.to_owned();
        };
        rest.push(last.as_os_str().to_owned());
        if !existing.pop() {
            return path.to_owned();
        }
    }
}
