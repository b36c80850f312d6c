//! Import: other people's formats become content files.
//!
//! In: saved pages, mail, feeds, TimelineJS spreadsheets and JSON, calendars, texts, or a folder of
//! them. Out: a [`Plan`] of files to write under `content/`, each readable as it stands; [`write()`]
//! writes them and overwrites nothing.

mod calendar;
mod feed;
mod mail;
mod name;
mod page;
mod table;
mod timelinejs;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::calendar::Edtf;
use crate::config::Config;
use crate::content;
use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};

/// A content file that is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Under `content/`, with `/`; portable and free within its plan.
    pub path: String,
    /// All of it, UTF-8.
    pub content: String,
    /// The file it was made from.
    pub from: String,
}

/// What an import comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The files, in the order of their sources.
    pub files: Vec<NewFile>,
    /// What could not be read, and why.
    pub diagnostics: Vec<Diagnostic>,
}

/// What is known about an article that is being imported.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    pub(crate) title: Option<String>,
    pub(crate) date: Option<Edtf>,
    pub(crate) source: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) language: Option<String>,
}

impl Known {
    /// As YAML front matter; empty when nothing is known.
    pub(crate) fn front_matter(&self) -> String {
        let mut out = String::new();
        // JSON strings are YAML strings, whatever is in them.
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let list = |texts: &[String]| {
            let all: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
            format!("[{}]", all.join(", "))
        };
        if let Some(title) = &self.title {
            let _ = writeln!(out, "title: {}", quoted(title));
        }
        if let Some(date) = &self.date {
            let _ = writeln!(out, "date: {date}");
        }
        for (key, value) in [
            ("source", &self.source),
            ("url", &self.url),
            ("language", &self.language),
        ] {
            if let Some(value) = value {
                let _ = writeln!(out, "{key}: {}", quoted(value));
            }
        }
        match self.authors.as_slice() {
            [] => {}
            [one] => {
                let _ = writeln!(out, "author: {}", quoted(one));
            }
            many => {
                let _ = writeln!(out, "author: {}", list(many));
            }
        }
        if !self.tags.is_empty() {
            let _ = writeln!(out, "tags: {}", list(&self.tags));
        }
        if out.is_empty() {
            out
        } else {
            format!("---\n{out}---\n")
        }
    }

    /// The file's name: day and title, so that a folder lists in order.
    pub(crate) fn file_name(&self, fallback: &str, ending: &str) -> String {
        let stem = name::portable(self.title.as_deref().unwrap_or(fallback));
        match self.date.map(|date| date.to_string()) {
            Some(date) if date.len() >= 10 && date.is_char_boundary(10) => {
                format!("{}-{stem}.{ending}", &date[..10])
            }
            _ => format!("{stem}.{ending}"),
        }
    }
}

/// Reads `inputs` (files, and folders with all below them) and plans their content files under
/// `into`, a folder below `content/` (empty for `content/` itself).
pub fn plan(inputs: &[PathBuf], into: &str, config: &Config) -> Plan {
    let mut plan = Plan::default();
    for input in inputs {
        if input.is_dir() {
            let files = walkdir::WalkDir::new(input)
                .sort_by_file_name()
                .into_iter()
                .filter_entry(|entry| !entry.file_name().to_string_lossy().starts_with('.'))
                .filter_map(std::result::Result::ok)
                .filter(|entry| entry.file_type().is_file());
            for entry in files {
                let below = entry.path().strip_prefix(input).unwrap_or(entry.path());
                let folder = below.parent().map(name::portable_path).unwrap_or_default();
                let into = [into.trim_matches('/'), folder.as_str()]
                    .iter()
                    .filter(|part| !part.is_empty())
                    .copied()
                    .collect::<Vec<_>>()
                    .join("/");
                if kind_of(&entry.file_name().to_string_lossy(), b"") != Kind::Unknown {
                    add(&mut plan, entry.path(), &into, config);
                }
            }
        } else {
            add(&mut plan, input, into, config);
        }
    }
    make_unique(&mut plan.files);
    plan
}

fn add(plan: &mut Plan, path: &Path, into: &str, config: &Config) {
    let shown = path.display().to_string();
    let limit = (config.content.max_file_mb * 1_000_000.0) as u64;
    let too_large = std::fs::metadata(path).is_ok_and(|data| data.len() > limit);
    if too_large {
        plan.diagnostics.push(
            Diagnostic::error(
                "file-too-large",
                shown,
                format!(
                    "expected at most {} MB (max_file_mb), found more",
                    config.content.max_file_mb
                ),
            )
            .hint("split the file, or raise max_file_mb in [content]"),
        );
        return;
    }
    match std::fs::read(path) {
        Ok(bytes) => {
            let found = plan_bytes(&shown, &bytes, into, config);
            plan.files.extend(found.files);
            plan.diagnostics.extend(found.diagnostics);
        }
        Err(cause) => plan.diagnostics.push(
            Diagnostic::error(
                "unreadable",
                shown,
                format!("expected a readable file, found: {cause}"),
            )
            .hint("check the path and who may read it"),
        ),
    }
}

/// Plans the content files of one file's bytes: pure, for the desk's dropped and pasted files too.
pub fn plan_bytes(shown: &str, bytes: &[u8], into: &str, config: &Config) -> Plan {
    let file_name = shown.rsplit(['/', '\\']).next().unwrap_or(shown);
    let input = Input {
        shown,
        stem: file_name
            .rsplit_once('.')
            .map_or(file_name, |(stem, _)| stem),
        file_name,
        bytes,
        config,
    };
    let made = match kind_of(file_name, bytes) {
        Kind::Page => page::page(&input),
        Kind::Text => page::text(&input),
        Kind::Mail => mail::mail(&input),
        Kind::Feed => feed::feed(&input),
        Kind::TimelineJs => timelinejs::json(&input),
        Kind::Calendar => calendar::calendar(&input),
        Kind::Csv => table::csv(&input),
        Kind::Unknown => Err(vec![
            Diagnostic::error(
                "unknown-format",
                shown,
                "expected a page, mail, feed, table, TimelineJS JSON, calendar or text, found something else",
            )
            .hint("import .html, .eml, .rss, .atom, .xml, .csv, .json, .ics, .txt or .md files"),
        ]),
    };
    let mut plan = Plan::default();
    match made {
        Ok(files) => {
            let into = into.trim_matches('/');
            plan.files = files
                .into_iter()
                .map(|(name, content)| NewFile {
                    path: if into.is_empty() {
                        name
                    } else {
                        format!("{into}/{name}")
                    },
                    content,
                    from: shown.to_owned(),
                })
                .collect();
            make_unique(&mut plan.files);
        }
        Err(diagnostics) => plan.diagnostics = diagnostics,
    }
    plan
}

/// One file being imported.
pub(crate) struct Input<'a> {
    /// As messages name it.
    pub(crate) shown: &'a str,
    pub(crate) file_name: &'a str,
    pub(crate) stem: &'a str,
    pub(crate) bytes: &'a [u8],
    pub(crate) config: &'a Config,
}

/// Names and contents of the files an input becomes, or why it becomes none.
pub(crate) type Made = std::result::Result<Vec<(String, String)>, Vec<Diagnostic>>;

impl Input<'_> {
    /// The decoded text.
    pub(crate) fn text(&self) -> std::result::Result<String, Vec<Diagnostic>> {
        content::decode_text(self.bytes).map_err(|what| {
            vec![
                Diagnostic::error(
                    "not-text",
                    self.shown,
                    format!("expected text, found {what}"),
                )
                .hint("save it as text and import that"),
            ]
        })
    }

    /// One error about the file.
    pub(crate) fn error(&self, message: impl Into<String>, hint: &str) -> Vec<Diagnostic> {
        vec![Diagnostic::error("cannot-import", self.shown, message).hint(hint)]
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Page,
    Text,
    Mail,
    Feed,
    TimelineJs,
    Calendar,
    Csv,
    Unknown,
}

/// By its ending; what that leaves open, by its beginning.
fn kind_of(file_name: &str, bytes: &[u8]) -> Kind {
    let ending = file_name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase())
        .unwrap_or_default();
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_lowercase();
    match ending.as_str() {
        "html" | "htm" | "xhtml" => Kind::Page,
        "txt" | "text" | "md" | "markdown" => Kind::Text,
        "eml" => Kind::Mail,
        "rss" | "atom" => Kind::Feed,
        "xml" if head.contains("<html") => Kind::Page,
        "xml" => Kind::Feed,
        "json" if head.contains("jsonfeed.org") => Kind::Feed,
        "json" => Kind::TimelineJs,
        "ics" | "ical" => Kind::Calendar,
        "csv" | "tsv" => Kind::Csv,
        "" if head.trim_start().starts_with('<') => Kind::Page,
        _ => Kind::Unknown,
    }
}

/// Gives a number to names that are taken, also where only case differs.
fn make_unique(files: &mut [NewFile]) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for file in files {
        let (stem, ending) = match file.path.rsplit_once('.') {
            Some((stem, ending)) => (stem.to_owned(), ending.to_owned()),
            None => (file.path.clone(), "txt".into()),
        };
        let mut turn = 1;
        while !taken.insert(file.path.to_lowercase()) {
            turn += 1;
            file.path = format!("{stem}-{turn}.{ending}");
        }
    }
}

/// Whether `folder` is a path that stays below the folder it is joined to.
pub fn is_below_content(folder: &str) -> bool {
    name::checked(folder).is_ok()
}

/// What became of the files of a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Paths under `content/` that were written.
    pub written: Vec<String>,
    /// Those that were there already and stayed as they were.
    pub kept: Vec<String>,
}

/// Writes a plan's files under `root/content`. A file that exists is left alone.
///
/// # Errors
/// [`Error::Machine`] naming the file that could not be written; those before it stay.
pub fn write(root: &Path, files: &[NewFile]) -> Result<Written> {
    let content = root.join("content");
    std::fs::create_dir_all(&content)
        .map_err(|cause| Error::io("make the folder", &content, &cause))?;
    let real =
        std::fs::canonicalize(&content).map_err(|cause| Error::io("read", &content, &cause))?;
    let mut done = Written::default();
    for file in files {
        let full = content.join(name::checked(&file.path)?);
        if let Some(folder) = full.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|cause| Error::io("make the folder", folder, &cause))?;
            // A link below content/ may lead elsewhere; nothing is written there.
            let inside =
                std::fs::canonicalize(folder).is_ok_and(|folder| folder.starts_with(&real));
            if !inside {
                return Err(Error::input(
                    format!(
                        "expected a folder inside content/, found {} which leads out of it",
                        folder.display()
                    ),
                    "choose another folder with --into",
                ));
            }
        }
        match std::fs::File::create_new(&full) {
            Ok(mut open) => {
                open.write_all(file.content.as_bytes())
                    .map_err(|cause| Error::io("write", &full, &cause))?;
                done.written.push(file.path.clone());
            }
            Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => {
                done.kept.push(file.path.clone());
            }
            Err(cause) => return Err(Error::io("write", &full, &cause)),
        }
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{ContentFile, Options, load};

    /// Every planned file loads without an error or a warning.
    #[track_caller]
    fn plan_one(name: &str, bytes: &[u8]) -> Vec<NewFile> {
        let config = Config::default();
        let plan = plan_bytes(name, bytes, "in", &config);
        assert_eq!(plan.diagnostics, []);
        for file in &plan.files {
            let virtual_file = ContentFile::virtual_file(file.path.clone());
            let loaded = load(
                &virtual_file,
                file.content.as_bytes(),
                None,
                &Options::new(&config),
            );
            assert_eq!(loaded.diagnostics, [], "{}", file.content);
            assert!(loaded.document.is_some());
        }
        plan.files
    }

    fn names(files: &[NewFile]) -> Vec<&str> {
        files.iter().map(|file| file.path.as_str()).collect()
    }

    #[test]
    fn saved_pages() {
        let html = "<html><head><title>Bridge opens | Post</title><meta property='og:site_name' content='Post'>\
            <meta property='article:published_time' content='2021-05-04T09:00:00+02:00'></head><body><nav>Home</nav><article>\
            <p>The harbour bridge opened on Monday, and thousands of people walked across it in the rain, the mayor said.</p>\
            <p>Work had begun on 12 January 2018, and the council had promised that it would take two years at most.</p>\
            <img src='a.jpg'></article></body></html>";
        let files = plan_one("saved/Bridge.html", html.as_bytes());
        assert_eq!(names(&files), ["in/2021-05-04-bridge-opens.html"]);
        assert!(
            files[0].content.contains("date: 2021-05-04T09:00+02:00"),
            "{}",
            files[0].content
        );
        assert!(files[0].content.contains("source: \"Post\""));
        assert!(!files[0].content.contains("Home"));
    }

    #[test]
    fn mail() {
        let eml = "From: Jane Doe <jane@example.org>\r\nSubject: =?utf-8?q?Caf=C3=A9_closes?=\r\nDate: Fri, 12 Feb 2016 23:30:00 -0500\r\n\
            Content-Type: text/plain; charset=utf-8\r\n\r\nThe cafe closed on Friday.\r\n\r\n-- \r\nJane\r\n";
        let files = plan_one("x.eml", eml.as_bytes());
        assert_eq!(names(&files), ["in/2016-02-12-café-closes.txt"]);
        assert!(files[0].content.contains("author: \"Jane Doe\""));
        assert!(!files[0].content.contains("\nJane\n"));
    }

    #[test]
    fn feeds() {
        let rss = "<rss version='2.0'><channel><title>Harbour Post</title><link>https://example.org</link><item><title>Talks &amp; truce</title>\
            <link>https://example.org/a</link><pubDate>Fri, 12 Feb 2016 23:30:00 -0500</pubDate><category>Talks</category>\
            <description>&lt;p&gt;Talks failed on &lt;b&gt;Friday&lt;/b&gt;.&lt;/p&gt;</description></item></channel></rss>";
        let files = plan_one("feed.xml", rss.as_bytes());
        assert_eq!(names(&files), ["in/2016-02-12-talks-truce.html"]);
        assert!(
            files[0].content.contains("source: \"Harbour Post\""),
            "{}",
            files[0].content
        );
        assert!(files[0].content.contains("url: \"https://example.org/a\""));
        let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>P</title><id>u:1</id><updated>2016-02-12T10:00:00Z</updated>\
            <entry><id>u:2</id><title>One</title><updated>2016-02-12T10:00:00Z</updated><content type='text'>It rained on Friday.</content></entry></feed>";
        let files = plan_one("feed.atom", atom.as_bytes());
        assert_eq!(names(&files), ["in/2016-02-12-one.html"]);
    }

    #[test]
    fn timelinejs() {
        let json = r#"{"title":{"text":{"headline":"Syria"}},"events":[{"start_date":{"year":"2016","month":"2","day":"12","hour":"9","minute":"5"},
            "text":{"headline":"Talks <i>fail</i>","text":"<p>They failed.</p>"},"group":"talks","media":{"url":"https://e.org/a.jpg","credit":"E"}},
            {"start_date":{"year":2016,"month":2},"end_date":{"year":2016,"month":4},"text":{"headline":"=Truce"}}]}"#;
        let files = plan_one("t.json", json.as_bytes());
        assert_eq!(names(&files), ["in/t.csv"]);
        assert!(
            files[0]
                .content
                .contains("2016-02-12T09:05,Talks fail,They failed."),
            "{}",
            files[0].content
        );
        assert!(files[0].content.contains("2016-02/2016-04,=Truce"));
        let csv = "Year,Month,Day,Headline,Text\n2016,2,12,Talks,They failed\n";
        let files = plan_one("s.csv", csv.as_bytes());
        assert!(
            files[0].content.starts_with("date,headline"),
            "{}",
            files[0].content
        );
    }

    #[test]
    fn calendars() {
        let ics = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20160212\r\nDTEND;VALUE=DATE:20160213\r\nSUMMARY:Talks\\, round\r\n  two\r\nLOCATION:Munich\r\n\
            CATEGORIES:talks,Syria\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20160301T090000Z\r\nSUMMARY:Truce\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let files = plan_one("c.ics", ics.as_bytes());
        let content = &files[0].content;
        assert!(
            content.contains("2016-02-12,\"Talks, round two\""),
            "{content}"
        );
        assert!(content.contains("talks;Syria"), "{content}");
        assert!(content.contains("2016-03-01T09:00Z,Truce"), "{content}");
        assert!(content.contains("withdrawn"), "{content}");
    }

    #[test]
    fn what_is_no_article_is_told() {
        let config = Config::default();
        for (name, bytes) in [
            ("a.bin", &b"x"[..]),
            ("a.json", b"{}"),
            ("a.json", b"nope"),
            ("a.xml", b"<x/>"),
            ("a.ics", b"x"),
            ("a.html", b"\x89PNG\r\n\x1a\n\0\0\0\0"),
        ] {
            let plan = plan_bytes(name, bytes, "", &config);
            assert_eq!(plan.diagnostics.len(), 1, "{name}");
            assert!(!plan.diagnostics[0].hint.is_empty());
        }
    }

    #[test]
    fn nothing_is_overwritten_and_nothing_leaves_content() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let file = |path: &str, content: &str| NewFile {
            path: path.into(),
            content: content.into(),
            from: String::new(),
        };
        let first = write(root.path(), &[file("a/b.txt", "one")]).expect("written");
        assert_eq!(first.written, ["a/b.txt"]);
        let again = write(root.path(), &[file("a/b.txt", "two")]).expect("kept");
        assert_eq!(again.kept, ["a/b.txt"]);
        let text = std::fs::read_to_string(root.path().join("content/a/b.txt")).expect("there");
        assert_eq!(text, "one");
        assert!(write(root.path(), &[file("../x.txt", "")]).is_err());
        assert!(write(root.path(), &[file("/tmp/x.txt", "")]).is_err());
    }
}
