//! Reading content files. In: where they are. Out: their bytes, no more than the settings allow, or
//! a diagnostic that names the file.

use std::path::Path;

use super::options::Options;
use super::walk::{CORRECTIONS_ENDING, ContentFile};
use crate::diagnostic::Diagnostic;
use crate::source::Position;

/// Reads a file's bytes and those of its corrections, no more than the settings allow.
///
/// # Errors
/// A diagnostic naming the file: too large, unreadable, vanished or no file.
pub fn read_bytes(
    file: &ContentFile,
    options: &Options,
) -> Result<(Vec<u8>, Option<Vec<u8>>), Diagnostic> {
    let shown = file.shown();
    let article = read_one(&file.full, &shown, options)?;
    let corrections = match &file.corrections {
        Some(path) => Some(read_one(
            path,
            &format!("{shown}{CORRECTIONS_ENDING}"),
            options,
        )?),
        None => None,
    };
    Ok((article, corrections))
}

/// Reads one file; one that changes while it is read is read again, once.
fn read_one(path: &Path, shown: &str, options: &Options) -> Result<Vec<u8>, Diagnostic> {
    for _ in 0..2 {
        let read = read_once(path, options.max_file_bytes());
        match read.map_err(|cause| unreadable(shown, &cause))? {
            Read::Whole(bytes) => return Ok(bytes),
            Read::TooLarge(length) => return Err(too_large(shown, length, options)),
            Read::Changed => {}
            Read::NoFile => {
                let message = "expected a file, found something else";
                return Err(Diagnostic::error("not-a-file", shown, message)
                    .at(Position::START)
                    .hint("remove it from content/"));
            }
        }
    }
    Err(Diagnostic::error(
        "changed-while-read",
        shown,
        "expected a file that stays as it is, found one that changes while it is read",
    )
    .at(Position::START)
    .hint("run again when it is no longer written to"))
}

enum Read {
    Whole(Vec<u8>),
    /// Longer than allowed: this many bytes.
    TooLarge(u64),
    /// Its length or time changed meanwhile.
    Changed,
    NoFile,
}

fn read_once(path: &Path, limit: u64) -> std::io::Result<Read> {
    use std::io::Read as _;
    let file = std::fs::File::open(path)?;
    let before = file.metadata()?;
    if !before.is_file() {
        return Ok(Read::NoFile);
    }
    if before.len() > limit {
        return Ok(Read::TooLarge(before.len()));
    }
    let mut bytes = Vec::with_capacity(before.len() as usize + 1);
    (&file).take(limit + 1).read_to_end(&mut bytes)?;
    let after = file.metadata()?;
    if after.len() != bytes.len() as u64 || before.modified().ok() != after.modified().ok() {
        return Ok(Read::Changed);
    }
    Ok(Read::Whole(bytes))
}

fn unreadable(shown: &str, cause: &std::io::Error) -> Diagnostic {
    let hint = match cause.kind() {
        std::io::ErrorKind::PermissionDenied => "check who may read the file",
        std::io::ErrorKind::NotFound => "run again: the file went away while it was read",
        _ => "run again; if it stays, check the disk",
    };
    Diagnostic::error(
        "unreadable",
        shown,
        format!("expected a readable file, found: {cause}"),
    )
    .at(Position::START)
    .hint(hint)
}

pub(super) fn too_large(shown: &str, bytes: u64, options: &Options) -> Diagnostic {
    Diagnostic::error(
        "file-too-large",
        shown,
        format!(
            "expected at most {} MB (max_file_mb), found {:.1} MB",
            options.content.max_file_mb,
            bytes as f64 / 1_000_000.0
        ),
    )
    .at(Position::START)
    .hint("split the file, or raise max_file_mb in [content]")
}
