//! Reading what editors wrote. In: a corrections file, or `events` of front matter. Out: entries,
//! and diagnostics at the line that is wrong.

use super::{Corrections, Entry, Image, Status};
use crate::diagnostic::Diagnostic;
use crate::fields::{self, Fields, Node};
use crate::source::{Position, Span};

/// The keys of an entry.
pub(crate) const ENTRY_KEYS: [&str; 18] = [
    "quote",
    "nth",
    "date",
    "headline",
    "summary",
    "status",
    "importance",
    "place",
    "tags",
    "source",
    "url",
    "image",
    "same_as",
    "apart_from",
    "hide",
    "note",
    "checked",
    "later",
];

/// The words of `status`.
pub(crate) const STATUSES: [(&str, Status); 4] = [
    ("happened", Status::Happened),
    ("planned", Status::Planned),
    ("proposed", Status::Proposed),
    ("withdrawn", Status::Withdrawn),
];

/// Reads the corrections file at `path` (relative to the site's root).
pub fn parse(path: &str, text: &str) -> (Corrections, Vec<Diagnostic>) {
    let mut corrections = Corrections {
        path: path.to_owned(),
        ..Corrections::default()
    };
    let mut fields = Fields::new(path, text);
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    match fields::parse_toml(&text[start..], start) {
        Err(mistakes) => fields.mistakes("bad-toml", mistakes),
        Ok(top) => {
            for field in &top {
                match field.key.as_str() {
                    "article" => {
                        for inner in fields.map("article", &field.node) {
                            if inner.key == "date" {
                                corrections.article_date = fields.date("date", &inner.node);
                            } else {
                                fields.unknown("[article]", inner, &["date"]);
                            }
                        }
                    }
                    "events" => corrections.events = entries(&mut fields, &field.node),
                    _ => fields.unknown("a corrections file", field, &["article", "events"]),
                }
            }
        }
    }
    (corrections, fields.diagnostics)
}

/// Reads a list of entries.
pub(crate) fn entries(fields: &mut Fields<'_>, node: &Node) -> Vec<Entry> {
    let mut out = Vec::new();
    for (map, span) in fields.maps("events", node) {
        let mut entry = Entry {
            position: Position::of(fields.text, span.start as usize),
            ..Entry::default()
        };
        for field in map {
            let (key, node) = (field.key.as_str(), &field.node);
            match key {
                "quote" => entry.quote = text(fields, key, node),
                "nth" => entry.nth = fields.count(key, node),
                "date" => entry.date = fields.date(key, node),
                "headline" => entry.headline = text(fields, key, node),
                "summary" => entry.summary = text(fields, key, node),
                "status" => entry.status = fields.one_of(key, node, &STATUSES),
                "importance" => entry.importance = fields.number(key, node, 0.0, 1.0),
                "place" => entry.place = text(fields, key, node),
                "tags" => entry.tags = fields.strings(key, node, false),
                "source" => entry.source = text(fields, key, node),
                "url" => entry.url = text(fields, key, node),
                "image" => entry.image = image(fields, node),
                "same_as" => entry.same_as = claim_ids(fields, key, node),
                "apart_from" => entry.apart_from = claim_ids(fields, key, node),
                "hide" => entry.hide = fields.boolean(key, node),
                "note" => entry.note = text(fields, key, node),
                "checked" => entry.checked = fields.day(key, node),
                "later" => entry.later = fields.boolean(key, node),
                _ => fields.unknown("an entry of events", field, &ENTRY_KEYS),
            }
        }
        if complete(fields, &entry, span, map) {
            out.push(entry);
        }
    }
    out
}

/// An entry without a quote is an event of its own, which needs a date and a headline.
fn complete(fields: &mut Fields<'_>, entry: &Entry, span: Span, map: &[fields::Field]) -> bool {
    let given = |key: &str| map.iter().any(|field| field.key == key);
    let missing = match (entry.quote.is_some(), given("date"), given("headline")) {
        (true, ..) | (false, true, true) => return true,
        (false, false, true) => "date",
        (false, true, false) => "headline",
        (false, false, false) => "quote",
    };
    fields.error(
        "incomplete-entry",
        span,
        format!("expected a quote, or a date and a headline, found an entry without {missing}"),
        format!("add {missing} = \"…\""),
    );
    false
}

fn text(fields: &mut Fields<'_>, key: &str, node: &Node) -> Option<String> {
    fields
        .string(key, node)
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}

fn claim_ids(fields: &mut Fields<'_>, key: &str, node: &Node) -> Vec<String> {
    let ids = fields.strings(key, node, false);
    for id in &ids {
        let fine = id
            .strip_prefix("c-")
            .is_some_and(|d| d.len() == 12 && d.bytes().all(|b| b.is_ascii_hexdigit()));
        if !fine {
            fields.error(
                "bad-claim-id",
                node.span,
                format!("{key}: expected c- and 12 hexadecimal digits, found {id:?}"),
                "copy the id from the event's link".into(),
            );
        }
    }
    ids
}

/// Reads a picture: a table, or its address alone.
pub(crate) fn image(fields: &mut Fields<'_>, node: &Node) -> Option<Image> {
    use fields::Value;
    if let Value::Plain(src) | Value::Text(src) = &node.value {
        return Some(Image {
            src: src.clone(),
            ..Image::default()
        });
    }
    let mut image = Image::default();
    for field in fields.map("image", node) {
        let (key, node) = (field.key.as_str(), &field.node);
        match key {
            "src" => image.src = text(fields, key, node).unwrap_or_default(),
            "alt" => image.alt = text(fields, key, node).unwrap_or_default(),
            "credit" => image.credit = text(fields, key, node),
            "caption" => image.caption = text(fields, key, node),
            _ => fields.unknown("image", field, &["src", "alt", "credit", "caption"]),
        }
    }
    if image.src.is_empty() && matches!(&node.value, Value::Map(_)) {
        fields.error(
            "wrong-type",
            node.span,
            "image: expected src, the picture's file, found none".into(),
            "add src = \"picture.jpg\"".into(),
        );
    }
    (!image.src.is_empty()).then_some(image)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_file_is_read() {
        let text = r#"
[article]
date = "2016-02-12"              # for an article that has none

[[events]]
quote    = "on or before the U.N.-set target date of Feb. 25"
date     = "2016-02-25"
status   = "planned"
importance = 0.8
tags     = ["talks"]
image    = { src = "a.jpg", alt = "A hall" }
same_as  = ["c-3f9c2a71b0d4"]
hide     = false
checked  = 2016-03-02
later    = true

[[events]]
date = "2016-03-01/.."
headline = "By hand"
"#;
        let (corrections, diagnostics) = parse("content/talks.md.events.toml", text);
        assert_eq!(diagnostics, []);
        assert_eq!(corrections.events.len(), 2);
        let first = &corrections.events[0];
        assert_eq!(first.status, Some(Status::Planned));
        assert!(first.later && first.checked.is_some());
        assert_eq!(first.image.as_ref().map(|i| i.alt.as_str()), Some("A hall"));
        assert_eq!(first.position.line, 5);
    }

    #[track_caller]
    fn fails(text: &str, line: u32, code: &str, hint: &str) {
        let (_, diagnostics) = parse("x.events.toml", text);
        let first = diagnostics.first().expect("a diagnostic");
        assert_eq!(first.code, code, "{first:?}");
        assert_eq!(first.position.map(|p| p.line), Some(line), "{first:?}");
        assert!(first.hint.contains(hint), "{first:?}");
    }

    #[test]
    fn mistakes_have_line_and_hint() {
        fails("[[events]]\nqoute = \"x\"\n", 2, "unknown-key", "quote");
        fails(
            "[[events]]\nquote = \"x\"\nstatus = \"planed\"\n",
            3,
            "wrong-type",
            "planned",
        );
        fails(
            "[[events]]\nquote = \"x\"\ndate = \"2016-02-30\"\n",
            3,
            "day-out-of-range",
            "2016-02-29",
        );
        fails(
            "\n[[events]]\ndate = \"2016-02-20\"\n",
            2,
            "incomplete-entry",
            "headline",
        );
        fails("[[events]]\nquote = \"x\n", 2, "bad-toml", "close");
        fails(
            "[events]\nquote = \"x\"\n",
            1,
            "wrong-type",
            "item of a list",
        );
        fails(
            "[[events]]\nquote=\"x\"\nsame_as = [\"c-1\"]\n",
            3,
            "bad-claim-id",
            "copy",
        );
        fails(
            "[[events]]\nquote=\"x\"\nquote=\"y\"\n",
            3,
            "bad-toml",
            "one of the two",
        );
    }
}
