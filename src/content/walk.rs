//! Finding the content files. In: a site's root. Out: its content files sorted by path, and a
//! diagnostic for each one that cannot be taken.
//!
//! Hidden files, editors' backups, pictures and what `[content] ignore` names are passed over in
//! silence. Links are followed only to what lies under `content/`, and never in a circle.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use unicode_normalization::UnicodeNormalization;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::source::Position;

use super::document::Format;

/// One content file, not read yet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContentFile {
    /// Relative to `content/`, with `/`, its ending, and NFC; characters that are no Unicode are
    /// replaced.
    pub path: String,
    /// Where it really is.
    pub full: PathBuf,
    /// Its corrections file, where there is one.
    pub corrections: Option<PathBuf>,
}

impl ContentFile {
    /// A file at `path` under `content/` that exists nowhere: for tests and the desk's previews.
    pub fn virtual_file(path: impl Into<String>) -> Self {
        let path = path.into();
        Self {
            full: PathBuf::from("content").join(&path),
            path,
            corrections: None,
        }
    }

    /// The path that diagnostics name: `content/…`.
    pub fn shown(&self) -> String {
        format!("content/{}", self.path)
    }

    /// What kind of file it is, by its ending.
    pub fn format(&self) -> Option<Format> {
        format_of(&self.path)
    }
}

fn format_of(path: &str) -> Option<Format> {
    let ending = path.rsplit_once('.')?.1.to_ascii_lowercase();
    Some(match ending.as_str() {
        "md" | "markdown" => Format::Markdown,
        "txt" | "text" => Format::Text,
        "html" | "htm" | "xhtml" => Format::Html,
        "csv" => Format::Table,
        _ => return None,
    })
}

/// Documents that somebody may have meant as articles.
fn is_document(path: &str) -> bool {
    let ending = path
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| {
        ["doc", "docx", "odt", "rtf", "eml", "mht", "mhtml", "pages"].contains(&ending.as_str())
    })
}

/// The ending of corrections files.
pub const CORRECTIONS_ENDING: &str = ".events.toml";

/// Lists the content files of the site at `root`, sorted by path.
///
/// A missing `content/` is no mistake here; it is an empty list.
pub fn walk(root: &Path, config: &Config) -> (Vec<ContentFile>, Vec<Diagnostic>) {
    let content = root.join("content");
    let mut walk = Walk {
        real: std::fs::canonicalize(&content).unwrap_or_else(|_| content.clone()),
        ignore: globs(&config.content.ignore),
        files: Vec::new(),
        corrections: Vec::new(),
        diagnostics: Vec::new(),
    };
    if content.is_file() {
        walk.diagnostics.push(
            Diagnostic::error("not-a-folder", "content", "expected a folder, found a file")
                .hint("move the file into a folder named content"),
        );
        return (walk.files, walk.diagnostics);
    }
    walk.folder(&content);
    let Walk {
        mut files,
        mut corrections,
        mut diagnostics,
        ..
    } = walk;
    files.sort();
    if let Some(limit) = config
        .content
        .max_files
        .filter(|limit| files.len() > *limit)
    {
        diagnostics.push(
            Diagnostic::error(
                "too-many-files",
                "content",
                format!(
                    "expected at most {limit} content files (max_files), found {}",
                    files.len()
                ),
            )
            .hint("take some out, or raise max_files in [content]"),
        );
    }
    corrections.sort();
    for (path, full) in corrections {
        match files.binary_search_by(|file| file.path.as_str().cmp(&path)) {
            Ok(at) => files[at].corrections = Some(full),
            Err(_) => diagnostics.push(
                Diagnostic::warning(
                    "corrections-without-article",
                    format!("content/{path}{CORRECTIONS_ENDING}"),
                    format!("expected the article content/{path} beside it, found none"),
                )
                .at(Position::START)
                .hint("rename it to follow its article, or remove it"),
            ),
        }
    }
    (files, diagnostics)
}

/// Compiles globs over paths under `content/`; `config` has checked them.
pub(crate) fn globs(patterns: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        // A pattern without a slash fits a name in any folder, as in `.gitignore`.
        let pattern = pattern.strip_prefix("content/").unwrap_or(pattern);
        let anywhere = format!("**/{pattern}");
        let below = format!("{}/**", pattern.trim_end_matches('/'));
        let mut wanted = vec![pattern, &below];
        if !pattern.trim_end_matches('/').contains('/') {
            wanted.push(&anywhere);
        }
        for glob in wanted {
            if let Ok(glob) = GlobBuilder::new(glob).literal_separator(true).build() {
                set.add(glob);
            }
        }
    }
    set.build().unwrap_or_else(|_| GlobSet::empty())
}

struct Walk {
    /// The real path of `content/`, which links must not leave.
    real: PathBuf,
    ignore: GlobSet,
    files: Vec<ContentFile>,
    corrections: Vec<(String, PathBuf)>,
    diagnostics: Vec<Diagnostic>,
}

impl Walk {
    fn folder(&mut self, content: &Path) {
        let entries = walkdir::WalkDir::new(content)
            .follow_links(false)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| {
                entry.depth() == 0 || !is_litter(&entry.file_name().to_string_lossy())
            });
        for entry in entries {
            match entry {
                Ok(entry) if entry.depth() == 0 => {}
                Ok(entry) => self.entry(content, &entry),
                Err(error) => self.failed(content, &error),
            }
        }
    }

    fn failed(&mut self, content: &Path, error: &walkdir::Error) {
        let not_found = error
            .io_error()
            .is_some_and(|cause| cause.kind() == std::io::ErrorKind::NotFound);
        if error.depth() == 0 && not_found {
            return;
        }
        let path = error.path().unwrap_or(content);
        let shown = shown_path(content, path);
        let cause = error
            .io_error()
            .map_or_else(|| error.to_string(), ToString::to_string);
        self.diagnostics.push(
            Diagnostic::error(
                "unreadable",
                format!("content/{shown}"),
                format!("expected a readable folder, found: {cause}"),
            )
            .hint("check who may read it, or name it in [content] ignore"),
        );
    }

    fn entry(&mut self, content: &Path, entry: &walkdir::DirEntry) {
        let path = shown_path(content, entry.path());
        let kind = entry.file_type();
        if kind.is_dir() || self.ignore.is_match(&path) {
            return;
        }
        if kind.is_symlink() {
            self.link(&path, entry.path());
        } else if kind.is_file() {
            self.file(path, entry.path().to_owned());
        } else if format_of(&path).is_some() {
            self.diagnostics.push(
                Diagnostic::warning(
                    "not-a-file",
                    format!("content/{path}"),
                    "expected a file, found a pipe, socket or device; it is left out",
                )
                .hint("remove it from content/"),
            );
        }
    }

    /// A link is taken only when it leads to a file under `content/`.
    fn link(&mut self, path: &str, full: &Path) {
        let warning = |message: &str, hint: &str| {
            Diagnostic::warning("link-left-out", format!("content/{path}"), message).hint(hint)
        };
        let diagnostic = match std::fs::canonicalize(full) {
            Ok(target) if !target.starts_with(&self.real) => warning(
                "expected a link to a file under content/, found one that leads out; it is left out",
                "copy the file into content/",
            ),
            Ok(target) if target.is_dir() => warning(
                "expected a file, found a link to a folder, which is not followed",
                "move or copy the folder here, or name the link in [content] ignore",
            ),
            Ok(target) if target.is_file() => return self.file(path.to_owned(), full.to_owned()),
            Ok(_) => warning(
                "expected a link to a file, found one to something else; it is left out",
                "remove the link",
            ),
            Err(cause) => {
                let message =
                    format!("expected a link that leads to a file, found: {cause}; it is left out");
                warning(&message, "mend the link, or remove it")
            }
        };
        self.diagnostics.push(diagnostic);
    }

    fn file(&mut self, path: String, full: PathBuf) {
        if let Some(article) = path.strip_suffix(CORRECTIONS_ENDING) {
            self.corrections.push((article.to_owned(), full));
        } else if is_document(&path) {
            self.diagnostics.push(
                Diagnostic::notice(
                    "not-read",
                    format!("content/{path}"),
                    "expected .md, .txt, .html or .csv, found a document that is not read",
                )
                .hint("save it as text, or run dateline import on it"),
            );
        } else if format_of(&path).is_some() {
            self.files.push(ContentFile {
                path,
                full,
                corrections: None,
            });
        }
    }
}

/// The path under `content/` with `/`, in NFC, lossy where it is no Unicode.
fn shown_path(content: &Path, path: &Path) -> String {
    let below = path.strip_prefix(content).unwrap_or(path);
    let mut out = String::new();
    for part in below.components() {
        if !out.is_empty() {
            out.push('/');
        }
        let part = part.as_os_str().to_string_lossy();
        if part.is_ascii() {
            out.push_str(&part);
        } else {
            out.extend(part.nfc());
        }
    }
    out
}

/// Hidden files and what editors and systems leave lying about.
fn is_litter(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || name.starts_with("~$")
        || [".swp", ".swo", ".bak", ".orig", ".tmp", ".rej"]
            .iter()
            .any(|ending| name.ends_with(ending))
        || ["Thumbs.db", "desktop.ini", "__MACOSX"].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a temporary folder");
        for file in files {
            let full = root.path().join("content").join(file);
            std::fs::create_dir_all(full.parent().expect("has a parent")).expect("made");
            std::fs::write(full, "x").expect("written");
        }
        root
    }

    fn paths(files: &[ContentFile]) -> Vec<&str> {
        files.iter().map(|file| file.path.as_str()).collect()
    }

    #[test]
    fn lists_articles_and_attaches_corrections() {
        let root = site(&[
            "b.md",
            "a/z.txt",
            "b.md.events.toml",
            "gone.md.events.toml",
            "pic.png",
            "b.md~",
            ".hidden.md",
            "drafts/x.md",
            "t.csv",
            "old/deep/y.html",
        ]);
        let mut config = Config::default();
        config.content.ignore = vec!["drafts".into(), "old/**".into()];
        let (files, diagnostics) = walk(root.path(), &config);
        assert_eq!(paths(&files), ["a/z.txt", "b.md", "t.csv"]);
        assert!(files[1].corrections.is_some());
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].code, "corrections-without-article");
    }

    #[cfg(unix)]
    #[test]
    fn links_out_and_round_are_left_out() {
        let root = site(&["a.md"]);
        let content = root.path().join("content");
        let link = |to: &str, at: &str| {
            std::os::unix::fs::symlink(to, content.join(at)).expect("linked");
        };
        link("..", "loop");
        link("self", "self");
        link("/etc/passwd", "leak.txt");
        link("a.md", "same.md");
        let (files, diagnostics) = walk(root.path(), &Config::default());
        assert_eq!(paths(&files), ["a.md", "same.md"]);
        let codes: Vec<_> = diagnostics.iter().map(|d| d.code.as_ref()).collect();
        assert_eq!(codes, ["link-left-out"; 3]);
    }

    #[test]
    fn documents_are_named_and_a_file_is_no_folder() {
        let root = site(&["a.docx", "b.md", "c.pdf"]);
        let (files, diagnostics) = walk(root.path(), &Config::default());
        assert_eq!(paths(&files), ["b.md"]);
        assert_eq!(diagnostics.len(), 1);
        let root = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(root.path().join("content"), "x").expect("written");
        let (_, diagnostics) = walk(root.path(), &Config::default());
        assert_eq!(diagnostics[0].code, "not-a-folder");
    }

    #[test]
    fn no_content_folder_is_an_empty_list() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let (files, diagnostics) = walk(root.path(), &Config::default());
        assert!(files.is_empty() && diagnostics.is_empty());
    }
}
