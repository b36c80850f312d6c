//! Front matter. In: a file's text. Out: what it says about the article, where the body begins, and
//! diagnostics at the line that is wrong.

use serde_json::{Map, Value as Json};

use super::address::is_web;
use super::document::Kind;
use crate::calendar::Edtf;
pub(crate) use crate::config::is_language;
use crate::config::{Mode, Publish};
use crate::corrections::{self, Entry, Image};
use crate::diagnostic::Diagnostic;
use crate::fields::{self, Field, Fields, Node};
use crate::source::{Position, Span};

/// What the front matter says.
#[derive(Debug, Default)]
pub(crate) struct Front {
    pub(crate) title: Option<String>,
    pub(crate) date: Option<Edtf>,
    pub(crate) updated: Option<Edtf>,
    pub(crate) source: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) place: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) slug: Option<String>,
    pub(crate) aliases: Vec<String>,
    pub(crate) draft: bool,
    pub(crate) summary: Option<String>,
    pub(crate) image: Option<Image>,
    pub(crate) publish: Option<Publish>,
    pub(crate) kind: Option<Kind>,
    pub(crate) mode: Option<Mode>,
    pub(crate) events: Vec<Entry>,
    pub(crate) extra: Map<String, Json>,
    /// Where the body begins, as a byte offset into the file.
    pub(crate) body: usize,
    /// Which fence it stands between; `None` without front matter.
    pub(crate) fence: Option<Fence>,
}

/// The two ways to write front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fence {
    /// `---`
    Yaml,
    /// `+++`
    Toml,
}

const KEYS: [&str; 19] = [
    "title", "date", "updated", "source", "url", "author", "tags", "place", "language", "slug",
    "aliases", "draft", "summary", "image", "publish", "kind", "mode", "events", "extra",
];

/// Reads the front matter of `text`, the decoded file that diagnostics call `path`.
pub(crate) fn read(path: &str, text: &str, max_kb: usize) -> (Front, Vec<Diagnostic>) {
    let mut front = Front::default();
    let mut fields = Fields::new(path, text);
    let (fence, inner, body) = match split(text) {
        Split::None => return (front, Vec::new()),
        Split::Unclosed(mark) => {
            fields.error(
                "unclosed-front-matter",
                Span::new(0, 3),
                format!(
                    "expected a closing {mark} after the front matter, found the end of the file"
                ),
                format!("add a line {mark} below the last key"),
            );
            return (front, fields.diagnostics);
        }
        Split::Found { fence, inner, body } => (fence, inner, body),
    };
    front.fence = Some(fence);
    front.body = body;
    if inner.len() > max_kb * 1024 {
        fields.error(
            "front-matter-too-long",
            Span::new(0, 3),
            format!(
                "expected at most {max_kb} KB of front matter, found {} KB",
                inner.len().div_ceil(1024)
            ),
            "shorten it, or raise max_front_matter_kb in [content]".into(),
        );
        return (front, fields.diagnostics);
    }
    let base = inner.start;
    let parsed = match fence {
        Fence::Yaml => fields::parse_yaml(&text[inner], base),
        Fence::Toml => fields::parse_toml(&text[inner], base),
    };
    match parsed {
        Err(mistakes) => {
            let code = if fence == Fence::Yaml {
                "bad-yaml"
            } else {
                "bad-toml"
            };
            fields.mistakes(code, mistakes);
        }
        Ok(found) => front.take(&mut fields, &found),
    }
    (front, fields.diagnostics)
}

enum Split {
    None,
    Unclosed(&'static str),
    Found {
        fence: Fence,
        inner: std::ops::Range<usize>,
        body: usize,
    },
}

fn split(text: &str) -> Split {
    let (fence, mark) = match text.as_bytes() {
        [b'-', b'-', b'-', ..] => (Fence::Yaml, "---"),
        [b'+', b'+', b'+', ..] => (Fence::Toml, "+++"),
        _ => return Split::None,
    };
    let first = line_at(text, 0);
    if first.trim_end() != mark {
        return Split::None;
    }
    let start = first.len();
    let mut at = start;
    while at < text.len() {
        let line = line_at(text, at);
        let bare = line.trim_end();
        if bare == mark || (fence == Fence::Yaml && bare == "...") {
            return Split::Found {
                fence,
                inner: start..at,
                body: at + line.len(),
            };
        }
        at += line.len();
    }
    // A rule at the top of a text that has no keys after it is a rule.
    let key = |line: &str| {
        let sign = if fence == Fence::Yaml { ':' } else { '=' };
        line.split_once(sign).is_some_and(|(key, _)| {
            let key = key.trim();
            !key.is_empty() && key.len() <= 40 && !key.contains(char::is_whitespace)
        })
    };
    let next = text[start..].lines().find(|line| !line.trim().is_empty());
    if fence == Fence::Toml || next.is_some_and(key) {
        Split::Unclosed(mark)
    } else {
        Split::None
    }
}

/// The line that begins at `at`, with its line break.
fn line_at(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    match memchr::memchr(b'\n', rest.as_bytes()) {
        Some(end) => &rest[..=end],
        None => rest,
    }
}

impl Front {
    fn take(&mut self, fields: &mut Fields<'_>, found: &[Field]) {
        let mut unknown: Vec<&Field> = Vec::new();
        for field in found {
            let (key, node) = (field.key.as_str(), &field.node);
            match key {
                "title" => self.title = line(fields, key, node),
                "date" => self.date = publication(fields, key, node),
                "updated" => self.updated = publication(fields, key, node),
                "source" => self.source = line(fields, key, node),
                "url" => self.url = web_address(fields, node),
                "author" => self.authors = lines(fields, key, node, true),
                "tags" => self.tags = tags(fields, node),
                "place" => self.place = line(fields, key, node),
                "language" => self.language = language(fields, node),
                "slug" => self.slug = slug(fields, node),
                "aliases" => self.aliases = aliases(fields, node),
                "draft" => self.draft = fields.boolean(key, node),
                "summary" => {
                    self.summary = fields.string(key, node).filter(|s| !s.trim().is_empty())
                }
                "image" => self.image = corrections::image(fields, node),
                "publish" => {
                    let words = [
                        ("full", Publish::Full),
                        ("quotes", Publish::Quotes),
                        ("none", Publish::None),
                    ];
                    self.publish = fields.one_of(key, node, &words);
                }
                "kind" => {
                    let words = [("article", Kind::Article), ("page", Kind::Page)];
                    self.kind = fields.one_of(key, node, &words);
                }
                "mode" => {
                    let words = [
                        ("auto", Mode::Auto),
                        ("news", Mode::News),
                        ("narrative", Mode::Narrative),
                    ];
                    self.mode = fields.one_of(key, node, &words);
                }
                "events" => self.events = corrections::entries(fields, node),
                "extra" => {
                    for field in fields.map(key, node) {
                        self.extra
                            .insert(field.key.clone(), field.node.value.to_json());
                    }
                }
                _ => unknown.push(field),
            }
        }
        self.keep_unknown(fields, &unknown);
    }

    /// Keys of other generators are kept for templates, with one notice.
    fn keep_unknown(&mut self, fields: &mut Fields<'_>, unknown: &[&Field]) {
        let Some(first) = unknown.first() else { return };
        for field in unknown {
            self.extra
                .entry(field.key.clone())
                .or_insert_with(|| field.node.value.to_json());
        }
        let names: Vec<&str> = unknown
            .iter()
            .take(8)
            .map(|field| field.key.as_str())
            .collect();
        let more = unknown.len().saturating_sub(names.len());
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        let likely = unknown
            .iter()
            .find_map(|field| fields::nearest(&field.key, KEYS).map(|name| (&field.key, name)));
        let hint = match likely {
            Some((key, name)) => format!("write {name} instead of {key} if that was meant"),
            None => "put them below extra to say that they are yours".into(),
        };
        fields.diagnostics.push(
            Diagnostic::notice(
                "unknown-keys",
                fields.path,
                format!(
                    "expected known keys, found {}{more}: kept in extra",
                    names.join(", ")
                ),
            )
            .at(Position::of(fields.text, first.at.start as usize))
            .hint(hint),
        );
    }
}

/// Text on one line: white space is single spaces, control characters are gone.
pub(crate) fn clean_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.extend(
                word.chars()
                    .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')),
            );
        }
    }
    out
}

fn line(fields: &mut Fields<'_>, key: &str, node: &Node) -> Option<String> {
    fields
        .string(key, node)
        .map(|text| clean_line(&text))
        .filter(|text| !text.is_empty())
}

fn lines(fields: &mut Fields<'_>, key: &str, node: &Node, single: bool) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    for text in fields.strings(key, node, single) {
        let text = clean_line(&text);
        if !text.is_empty() && seen.insert(text.clone()) {
            out.push(text);
        }
    }
    out
}

/// An article has at most so many tags: each stands on all of its cards.
const MAX_TAGS: usize = 100;

fn tags(fields: &mut Fields<'_>, node: &Node) -> Vec<String> {
    let mut out = lines(fields, "tags", node, false);
    if out.len() > MAX_TAGS {
        let message = format!(
            "expected at most {MAX_TAGS} tags, found {}; the first {MAX_TAGS} stay",
            out.len()
        );
        warning(
            fields,
            "too-many-tags",
            node.span,
            message,
            "keep those a reader would follow",
        );
        out.truncate(MAX_TAGS);
    }
    out
}

/// A publication day or time; other generators' times (`2016-02-12 10:30:00 +0200`) are read too.
fn publication(fields: &mut Fields<'_>, key: &str, node: &Node) -> Option<Edtf> {
    let date = fields.date(key, node)?;
    if matches!(date, Edtf::Interval { .. }) || date.is_yearless() {
        fields.error(
            "wrong-type",
            node.span,
            format!("{key}: expected one day, found {date}"),
            format!("write {key}: 2016-02-12"),
        );
        return None;
    }
    Some(date)
}

fn warning(fields: &mut Fields<'_>, code: &'static str, span: Span, message: String, hint: &str) {
    let position = Position::of(fields.text, span.start as usize);
    fields.diagnostics.push(
        Diagnostic::warning(code, fields.path, message)
            .at(position)
            .hint(hint),
    );
}

fn web_address(fields: &mut Fields<'_>, node: &Node) -> Option<String> {
    let url = fields.string("url", node)?.trim().to_owned();
    if url.is_empty() {
        return None;
    }
    if is_web(&url) {
        return Some(url);
    }
    let message = format!("url: expected an http or https address, found {url:?}; it is left out");
    warning(
        fields,
        "bad-address",
        node.span,
        message,
        "write the whole address, with https://",
    );
    None
}

fn language(fields: &mut Fields<'_>, node: &Node) -> Option<String> {
    let tag = fields.string("language", node)?.trim().to_owned();
    if tag.is_empty() || is_language(&tag) {
        return Some(tag).filter(|tag| !tag.is_empty());
    }
    fields.error(
        "bad-language",
        node.span,
        format!("language: expected a language tag such as en or de-AT, found {tag:?}"),
        "write language: en".into(),
    );
    None
}

/// A slug replaces one name in the address: it cannot lead into other folders.
fn slug(fields: &mut Fields<'_>, node: &Node) -> Option<String> {
    let slug = fields.string("slug", node)?.trim().to_owned();
    if slug.is_empty() {
        return None;
    }
    let climbs = slug.contains(['/', '\\']) || slug == "." || slug == ".." || slug.contains('\0');
    if climbs {
        fields.error(
            "bad-slug",
            node.span,
            format!("slug: expected one name without slashes, found {slug:?}"),
            "write one name; the folder comes from where the file lies".into(),
        );
        return None;
    }
    Some(slug)
}

fn aliases(fields: &mut Fields<'_>, node: &Node) -> Vec<String> {
    let all = fields.strings("aliases", node, true);
    all.into_iter()
        .filter_map(|alias| {
            let path = alias.trim();
            let colon = path.find(':').is_some_and(|at| !path[..at].contains('/'));
            let fine = !path.is_empty()
                && !path.starts_with("//")
                && !path.contains(['\\', '?', '#'])
                && !path.chars().any(char::is_control)
                && !colon
                && !path.split('/').any(|part| part == ".." || part == ".");
            if fine {
                return Some(if path.starts_with('/') {
                    path.to_owned()
                } else {
                    format!("/{path}")
                });
            }
            let message =
                format!("aliases: expected a path of this site, found {alias:?}; it is left out");
            warning(
                fields,
                "bad-alias",
                node.span,
                message,
                "write it as /old/address/",
            );
            None
        })
        .collect()
}

/// Merges the notices about unknown keys of many files into one that counts them.
pub fn summarise(diagnostics: &mut Vec<Diagnostic>) {
    let is_unknown = |d: &Diagnostic| d.code == "unknown-keys";
    let count = diagnostics.iter().filter(|d| is_unknown(d)).count();
    if count < 2 {
        return;
    }
    let first = diagnostics.iter().position(is_unknown).unwrap_or_default();
    diagnostics[first].message += &format!(" (so too in {} more files)", count - 1);
    let mut seen = false;
    diagnostics.retain(|d| !is_unknown(d) || !std::mem::replace(&mut seen, true));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn front(text: &str) -> (Front, Vec<Diagnostic>) {
        read("content/x.md", text, 64)
    }

    #[test]
    fn both_fences_and_both_line_ends() {
        for text in [
            "---\ntitle: NO\ndate: 2021-05-04\ntags: [on, 08, 1.10]\n---\nBody\n",
            "---\r\ntitle: NO\r\ndate: 2021-05-04\r\ntags: [on, 08, 1.10]\r\n---\r\nBody\n",
            "+++\ntitle = \"NO\"\ndate = 2021-05-04\ntags = [\"on\", \"08\", \"1.10\"]\n+++\nBody\n",
        ] {
            let (front, diagnostics) = front(text);
            assert_eq!(diagnostics, [], "{text}");
            assert_eq!(front.title.as_deref(), Some("NO"));
            assert_eq!(
                front.date.map(|d| d.to_string()).as_deref(),
                Some("2021-05-04")
            );
            assert_eq!(front.tags, ["on", "08", "1.10"]);
            assert_eq!(&text[front.body..], "Body\n");
        }
    }

    #[track_caller]
    fn says(text: &str, line: u32, column: u32, code: &str, hint: &str) {
        let (_, diagnostics) = front(text);
        let first = diagnostics.first().expect("a diagnostic");
        assert_eq!(first.code, code, "{first:?}");
        assert_eq!(first.position, Some(Position { line, column }), "{first:?}");
        assert!(first.hint.contains(hint), "{first:?}");
    }

    #[test]
    fn mistakes_have_line_column_and_hint() {
        says(
            "---\ntitle: Open\n\nText.\n",
            1,
            1,
            "unclosed-front-matter",
            "---",
        );
        says("---\ndraft: perhaps\n---\n", 2, 8, "wrong-type", "true");
        says(
            "---\na: 1\ntags: {a: 1}\n---\n",
            3,
            7,
            "wrong-type",
            "[one, two]",
        );
        says("---\ntags: talks\n---\n", 2, 7, "wrong-type", "[talks]");
        says(
            "---\ndate: 1969-02-30\n---\n",
            2,
            7,
            "day-out-of-range",
            "write 1969-02-28, or 1969-02",
        );
        says("---\ndate: 12.02.2016\n---\n", 2, 7, "bad-date", "2016");
        says("---\nslug: ../../x\n---\n", 2, 7, "bad-slug", "one name");
        says("---\nkind: pge\n---\n", 2, 7, "wrong-type", "page");
        says(
            "---\nurl: javascript:x\n---\n",
            2,
            6,
            "bad-address",
            "https",
        );
        says("+++\ndraft = \"yes\"\n+++\n", 2, 9, "wrong-type", "true");
        says("---\na: b\nlayout: x\n---\n", 2, 1, "unknown-keys", "extra");
        says("---\ntitel: b\n---\n", 2, 1, "unknown-keys", "title");
        says(
            "---\nevents:\n  - date: 2016-01-01\n---\n",
            3,
            5,
            "incomplete-entry",
            "headline",
        );
    }

    #[test]
    fn a_rule_at_the_top_is_no_front_matter() {
        let (front, diagnostics) = front("---\n\nThe bridge opened: at last.\n");
        assert_eq!((front.body, diagnostics.len()), (0, 0));
    }

    #[test]
    fn unknown_keys_are_kept_and_told_once() {
        let (front, diagnostics) = front("---\nlayout: post\nweight: 3\nextra: {a: 1}\n---\n");
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(
            Json::Object(front.extra).to_string(),
            r#"{"a":1,"layout":"post","weight":3}"#
        );
    }
}
