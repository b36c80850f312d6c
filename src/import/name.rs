//! Names that every file system takes. In: titles and paths. Out: lowercase words joined by hyphens.

use std::path::Path;

use unicode_normalization::UnicodeNormalization;

use crate::error::{Error, Result};

/// Names that Windows keeps for itself.
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// A portable file stem made of a title: at most 80 characters and 200 bytes.
pub(crate) fn portable(title: &str) -> String {
    let mut out = String::new();
    let mut count = 0;
    for c in title.nfc().flat_map(char::to_lowercase) {
        if count >= 80 || out.len() >= 200 {
            break;
        }
        if c.is_alphanumeric() {
            out.push(c);
            count += 1;
        } else if !out.is_empty() && !out.ends_with('-') && !matches!(c, '\'' | '’' | '.') {
            out.push('-');
            count += 1;
        }
    }
    let mut name: String = out.trim_matches('-').nfc().collect();
    if name.is_empty() {
        name.push_str("article");
    }
    if RESERVED.contains(&name.as_str()) {
        name.push_str("-1");
    }
    name
}

/// A portable folder path of the folders of `path`.
pub(crate) fn portable_path(path: &Path) -> String {
    let parts: Vec<String> = path
        .components()
        .filter_map(|part| match part {
            std::path::Component::Normal(name) => Some(portable(&name.to_string_lossy())),
            _ => None,
        })
        .collect();
    parts.join("/")
}

/// `path` when it stays below the folder it is joined to.
pub(crate) fn checked(path: &str) -> Result<&str> {
    let fine = !path.is_empty()
        && !path.contains('\\')
        && !path.contains('\0')
        && path
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != "..")
        && !path.split('/').any(|part| part.contains(':'));
    if fine {
        return Ok(path);
    }
    Err(Error::input(
        format!("expected a path below content/, found {path:?}"),
        "choose a folder name such as imported with --into",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(title: &str, expected: &str) {
        assert_eq!(portable(title), expected);
    }

    #[test]
    fn titles_become_names() {
        check("Talks & Truce: What's next?", "talks-truce-whats-next");
        check("Café closes", "café-closes");
        check("../../etc/passwd", "etc-passwd");
        check("CON", "con-1");
        check("!!!", "article");
        check("東京で", "東京で");
        assert!(portable(&"長".repeat(400)).len() <= 203);
    }
}
