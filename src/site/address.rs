//! Addresses. In: paths of content files, names of tags and sources. Out: paths of pages that every file
//! system and every host can hold.

use unicode_normalization::UnicodeNormalization;

/// Longest name of one folder, in bytes; file systems allow 255.
const LONGEST: usize = 120;

/// One portable name: NFC, letters, digits, `-`, `_` and `.`; anything else becomes `-`; reserved and empty
/// names get a suffix.
pub(crate) fn portable(whole: &str) -> String {
    let mut out = String::with_capacity(whole.len());
    let mut take = |char: char, is_kept: bool| {
        if is_kept {
            out.push(char);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    };
    if whole.is_ascii() {
        for char in whole.chars() {
            take(
                char,
                char.is_ascii_alphanumeric() || matches!(char, '_' | '.'),
            );
        }
    } else {
        for char in whole.nfc() {
            let is_kept = char.is_alphanumeric()
                || matches!(char, '_' | '.')
                || unicode_normalization::char::is_combining_mark(char);
            take(char, is_kept);
        }
    }
    let mut end = out.len().min(LONGEST);
    while !out.is_char_boundary(end) {
        end -= 1;
    }
    let name = out[..end].trim_matches(['-', '.']);
    if name.is_empty() {
        // From the name itself, so that two such names differ and neither depends on the other.
        let hash = blake3::hash(whole.as_bytes());
        return format!("unnamed-{}", &hash.to_hex()[..6]);
    }
    let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    let device = matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
        || (stem.len() == 4
            && (stem.starts_with("com") || stem.starts_with("lpt"))
            && stem.ends_with(|digit: char| digit.is_ascii_digit()));
    if device {
        // Before the first full stop: `aux.x` is as reserved as `aux`.
        format!("{}-1{}", &name[..stem.len()], &name[stem.len()..])
    } else {
        name.to_owned()
    }
}

/// The folder of a tag or source: portable and in lower case.
pub fn slug(name: &str) -> String {
    portable(&name.to_lowercase())
}

/// What file systems that fold case make of a path: two paths with one such form are one file on macOS or
/// Windows (`Talks` and `talks`, `ß` and `ss`, `ﬁ` and `fi`).
pub fn folded(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    path.chars()
        .flat_map(char::to_lowercase)
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .nfc()
        .collect()
}

/// The page of a content file: `2016/talks.md` is `2016/talks/index.html`, `2016/index.md` is
/// `2016/index.html`; `slug` replaces the stem.
pub fn of_document(path: &str, slug: Option<&str>) -> String {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let mut parts: Vec<String> = folder
        .split('/')
        .filter(|part| !part.is_empty())
        .map(portable)
        .collect();
    match slug {
        Some(slug) => parts.extend(
            slug.split('/')
                .filter(|part| !part.is_empty())
                .map(portable),
        ),
        None if stem == "index" => {}
        None => parts.push(portable(stem)),
    }
    parts.push("index.html".to_owned());
    parts.join("/")
}

/// The page of a former address (`/old/place/`, `old/place.html`), or `None` for what leads nowhere.
pub fn of_alias(alias: &str) -> Option<String> {
    let alias = alias.split(['?', '#']).next().unwrap_or(alias);
    let is_file = alias.ends_with(".html") || alias.ends_with(".htm");
    let mut parts: Vec<String> = alias
        .split('/')
        .filter(|part| !part.is_empty() && *part != "." && *part != "..")
        .map(portable)
        .collect();
    if parts.is_empty() {
        return None;
    }
    if !is_file {
        parts.push("index.html".to_owned());
    }
    Some(parts.join("/"))
}

/// What leads from the page at `path` to the site's root: `""`, `"../"`, `"../../"`.
pub(crate) fn root_of(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// The public form of a page's path, as canonical addresses and feeds use it: `2016/talks/`.
pub(crate) fn folder_form(path: &str) -> &str {
    path.strip_suffix("index.html").unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, slug: Option<&str>, expected: &str) {
        assert_eq!(of_document(path, slug), expected, "{path}");
    }

    #[test]
    fn pages_stand_where_their_files_stand() {
        check("2016/02/talks.md", None, "2016/02/talks/index.html");
        check("2016/index.md", None, "2016/index.html");
        check("talks.html", Some("peace"), "peace/index.html");
        check("a b/c?d.md", None, "a-b/c-d/index.html");
        check("con.md", None, "con-1/index.html");
        check("AUX.x.md", None, "AUX-1.x/index.html");
        check("….md", None, "unnamed-943620/index.html");
        check("cafe\u{301}.md", None, "café/index.html");
        check("محادثات.md", None, "محادثات/index.html");
    }

    #[test]
    fn former_addresses_are_folders_or_files_within_the_site() {
        assert_eq!(
            of_alias("/old/place/").as_deref(),
            Some("old/place/index.html")
        );
        assert_eq!(of_alias("../../etc/x.html").as_deref(), Some("etc/x.html"));
        assert_eq!(of_alias("/"), None);
    }

    #[test]
    fn names_that_file_systems_hold_as_one_fold_alike() {
        for (one, other) in [
            ("Talks", "talks"),
            ("straße", "STRASSE"),
            ("ẞ", "ss"),
            ("ﬁ", "fi"),
            ("ς", "Σ"),
            ("É", "e\u{301}"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} {other}");
        }
        assert_ne!(folded("cafe"), folded("café"));
    }

    #[test]
    fn every_page_finds_the_root() {
        assert_eq!(root_of("index.html"), "");
        assert_eq!(root_of("2016/02/talks/index.html"), "../../../");
        assert_eq!(folder_form("2016/index.html"), "2016/");
        assert_eq!(folder_form("404.html"), "404.html");
    }
}
