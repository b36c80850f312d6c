//! Changing a corrections file. In: its text and what should be said. Out: the text with those
//! lines changed and every other byte as it was.
//!
//! `toml_edit` tells where each entry and value stands; only those stretches are replaced. So
//! comments, order, alignment and line ends stay, even where they are mixed.

use std::ops::Range;

use toml_edit::{ArrayOfTables, Document, Item, TableLike};

use crate::calendar::Edtf;

/// A value as it is written.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `"Geneva"`.
    Text(String),
    /// `["talks", "Syria"]`.
    Texts(Vec<String>),
    /// `0.8`.
    Number(f64),
    /// `true`.
    Flag(bool),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Which entry is meant: the one with this quote, or, without one, with this headline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryKey {
    /// As the file has it, or will have it; white space and the style of quotation marks do not
    /// matter.
    pub quote: Option<String>,
    /// Which one, counted from 1, where the quote stands more than once in the article.
    pub nth: Option<usize>,
    /// For entries without a quote.
    pub headline: Option<String>,
}

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Sets fields of an entry, and makes the entry when there is none; `None` removes the field.
    Entry {
        /// Which entry.
        key: EntryKey,
        /// Fields in the order they are written, `quote` and `nth` not among them.
        fields: Vec<(&'static str, Option<Value>)>,
    },
    /// Sets `[article] date`.
    ArticleDate(Edtf),
}

/// Why a file cannot be changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// It is no TOML: an editor has to mend it first.
    #[error("line {line}: {message}")]
    Syntax {
        /// From 1.
        line: u32,
        /// What the parser expected.
        message: String,
    },
    /// `events` or `article` is something else than the format says.
    #[error("{0}")]
    Shape(&'static str),
}

/// Applies `changes` to `text`, in order.
///
/// # Errors
/// [`EditError`] when the text is no corrections file; nothing is changed then.
pub fn edit(text: &str, changes: &[Change]) -> Result<String, EditError> {
    let (mark, mut body) = match text.strip_prefix('\u{feff}') {
        Some(rest) => ("\u{feff}", rest.to_owned()),
        None => ("", text.to_owned()),
    };
    for change in changes {
        body = match change {
            Change::Entry { key, fields } => edit_entry(&body, key, fields)?,
            Change::ArticleDate(date) => edit_article(&body, date)?,
        };
    }
    Ok(format!("{mark}{body}"))
}

fn parse(text: &str) -> Result<Document<&str>, EditError> {
    Document::parse(text).map_err(|cause| {
        let at = cause.span().map_or(0, |span| span.start);
        EditError::Syntax {
            line: crate::source::Position::of(text, at).line,
            message: cause.message().to_owned(),
        }
    })
}

fn edit_entry(
    text: &str,
    key: &EntryKey,
    fields: &[(&'static str, Option<Value>)],
) -> Result<String, EditError> {
    let document = parse(text)?;
    let events = match document.get("events") {
        None => None,
        Some(Item::ArrayOfTables(tables)) => Some(Entries::Tables(tables)),
        Some(Item::Value(toml_edit::Value::Array(array))) => Some(Entries::Inline(array)),
        Some(_) => return Err(EditError::Shape("expected [[events]], found another value")),
    };
    let found = events.as_ref().and_then(|events| events.find(key));
    match (found, events) {
        (Some(found), _) => Ok(set_fields(text, &found, fields)),
        (None, Some(Entries::Inline(array))) if !array.is_empty() => {
            Ok(append_inline(text, array, key, fields))
        }
        (None, Some(Entries::Inline(_))) => Err(EditError::Shape(
            "expected [[events]], found an empty list: remove the line events = []",
        )),
        (None, _) => Ok(append(text, &new_entry(key, fields))),
    }
}

enum Entries<'a> {
    Tables(&'a ArrayOfTables),
    Inline(&'a toml_edit::Array),
}

/// An entry as it stands in the text.
struct Found<'a> {
    table: &'a dyn TableLike,
    /// The whole inline table, or the header `[[events]]`.
    span: Range<usize>,
    inline: bool,
}

impl<'a> Entries<'a> {
    fn find(&self, key: &EntryKey) -> Option<Found<'a>> {
        let all: Vec<Found<'a>> = match self {
            Self::Tables(tables) => tables
                .iter()
                .filter_map(|table| {
                    Some(Found {
                        table,
                        span: table.span()?,
                        inline: false,
                    })
                })
                .collect(),
            Self::Inline(array) => array
                .iter()
                .filter_map(|value| {
                    let table = value.as_inline_table()?;
                    Some(Found {
                        table,
                        span: table.span()?,
                        inline: true,
                    })
                })
                .collect(),
        };
        all.into_iter().find(|found| found.is(key))
    }
}

impl Found<'_> {
    fn is(&self, key: &EntryKey) -> bool {
        let text = |name| self.table.get(name).and_then(Item::as_str);
        match &key.quote {
            Some(quote) => {
                let nth = self
                    .table
                    .get("nth")
                    .and_then(Item::as_integer)
                    .unwrap_or(1);
                text("quote").is_some_and(|own| plain(own) == plain(quote))
                    && usize::try_from(nth).ok() == Some(key.nth.unwrap_or(1))
            }
            None => {
                text("quote").is_none()
                    && key.headline.is_some()
                    && text("headline") == key.headline.as_deref()
            }
        }
    }
}

/// A quote without what does not matter in it.
fn plain(quote: &str) -> String {
    let straight = |c: char| match c {
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' | '‚' => '\'',
        c => c,
    };
    let words: Vec<&str> = quote.split_whitespace().collect();
    words.join(" ").chars().map(straight).collect()
}

/// Replaces, adds and removes fields of an entry that is there.
fn set_fields(text: &str, found: &Found<'_>, fields: &[(&'static str, Option<Value>)]) -> String {
    let mut splices: Vec<(Range<usize>, String)> = Vec::new();
    let mut added = String::new();
    let last = last_value(found);
    let style = Style::of(text, found, last.as_ref());
    for (name, value) in fields {
        let own = found.table.get_key_value(name);
        let own_span = own.and_then(|(key, item)| Some((key.span()?, item.span()?)));
        match (own_span, value) {
            (Some((_, old)), Some(value)) => {
                if !own.is_some_and(|(_, item)| says(item, value)) {
                    splices.push((old, written(value)));
                }
            }
            (Some((key, old)), None) => {
                splices.push((removal(text, found, key, old), String::new()))
            }
            (None, Some(value)) => added.push_str(&style.field(name, value)),
            (None, None) => {}
        }
    }
    if !added.is_empty() {
        splices.push((style.at..style.at, added));
    }
    splices.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = text.to_owned();
    for (range, new) in splices.into_iter().rev() {
        out.replace_range(range, &new);
    }
    out
}

/// The last `key = value` of the entry itself.
fn last_value(found: &Found<'_>) -> Option<(Range<usize>, Range<usize>)> {
    let spans = |(name, item): (&str, &Item)| {
        let value = item.as_value()?.span()?;
        let (key, _) = found.table.get_key_value(name)?;
        Some((key.span()?, value))
    };
    found
        .table
        .iter()
        .filter_map(spans)
        .max_by_key(|(_, value)| value.end)
}

/// Where and how a further field is written, as the entry's own last one is.
struct Style {
    at: usize,
    before: &'static str,
    indent: String,
    width: usize,
    after: &'static str,
}

impl Style {
    fn of(text: &str, found: &Found<'_>, last: Option<&(Range<usize>, Range<usize>)>) -> Self {
        if found.inline {
            let inner = text[..found.span.end - 1].trim_end().len();
            let at = last.map_or(inner, |(_, value)| value.end);
            let before = if last.is_some() { ", " } else { " " };
            return Self {
                at,
                before,
                indent: String::new(),
                width: 0,
                after: "",
            };
        }
        let (line_of, indent, width) = match last {
            Some((key, value)) => {
                let line = text[..key.start].rfind('\n').map_or(0, |at| at + 1);
                let indent: String = text[line..key.start]
                    .chars()
                    .take_while(|c| c.is_whitespace())
                    .collect();
                let gap = text[key.end..value.start].find('=').unwrap_or(1);
                let padded = gap > 1 || key.len() == WIDTH;
                (
                    value.end,
                    indent,
                    if padded { key.len() + gap - 1 } else { 0 },
                )
            }
            None => (found.span.end, String::new(), WIDTH),
        };
        let end = text[line_of..]
            .find('\n')
            .map_or(text.len(), |at| line_of + at + 1);
        let ends_open = end == text.len() && !text.ends_with('\n');
        Self {
            at: end,
            before: if ends_open { line_end(text) } else { "" },
            indent,
            width,
            after: if ends_open { "" } else { line_end(text) },
        }
    }

    fn field(&self, name: &str, value: &Value) -> String {
        let Self {
            before,
            indent,
            width,
            after,
            ..
        } = self;
        format!("{before}{indent}{name:width$} = {}{after}", written(value))
    }
}

/// What goes when a field goes: its lines with their comment, or its place in the inline table.
fn removal(text: &str, found: &Found<'_>, key: Range<usize>, value: Range<usize>) -> Range<usize> {
    if found.inline {
        let before = text[found.span.start + 1..key.start].trim_end();
        if before.ends_with(',') {
            return found.span.start + before.len()..value.end;
        }
        let after = &text[value.end..found.span.end - 1];
        let gap = after.len() - after.trim_start().len();
        let comma = after.trim_start().starts_with(',');
        let end = value.end + if comma { gap + 1 } else { 0 };
        let rest = &text[end..];
        let space = if comma {
            rest.len() - rest.trim_start_matches(' ').len()
        } else {
            0
        };
        return key.start..end + space;
    }
    let start = text[..key.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[value.end..]
        .find('\n')
        .map_or(text.len(), |at| value.end + at + 1);
    start..end
}

/// Whether the file says so already.
fn says(item: &Item, value: &Value) -> bool {
    match value {
        Value::Text(text) => item.as_str() == Some(text),
        Value::Flag(flag) => item.as_bool() == Some(*flag),
        Value::Number(number) => item.as_float() == Some(*number),
        Value::Texts(texts) => item.as_array().is_some_and(|array| {
            array
                .iter()
                .map(|value| value.as_str())
                .eq(texts.iter().map(|text| Some(text.as_str())))
        }),
    }
}

/// Names are padded so that the signs of `quote` and `headline` stand in one column.
const WIDTH: usize = "headline".len();

fn all_fields(
    key: &EntryKey,
    fields: &[(&'static str, Option<Value>)],
) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    if let Some(quote) = &key.quote {
        all.push(("quote", written(&Value::Text(quote.clone()))));
    }
    if let Some(nth) = key.nth.filter(|&nth| nth > 1) {
        all.push(("nth", nth.to_string()));
    }
    let has_headline = fields.iter().any(|(name, _)| *name == "headline");
    if let (None, Some(headline), false) = (&key.quote, &key.headline, has_headline) {
        all.push(("headline", written(&Value::Text(headline.clone()))));
    }
    let set =
        |(name, value): &(&'static str, Option<Value>)| Some((*name, written(value.as_ref()?)));
    all.extend(fields.iter().filter_map(set));
    all
}

fn new_entry(key: &EntryKey, fields: &[(&'static str, Option<Value>)]) -> Vec<String> {
    let mut lines = vec!["[[events]]".to_owned()];
    let line = |(name, value): (&str, String)| format!("{name:WIDTH$} = {value}");
    lines.extend(all_fields(key, fields).into_iter().map(line));
    lines
}

/// Puts a paragraph of lines at the end.
fn append(text: &str, lines: &[String]) -> String {
    let end = line_end(text);
    let mut out = text.to_owned();
    if !out.is_empty() && !out.ends_with('\n') {
        out.push_str(end);
    }
    if !out.is_empty() && !out.ends_with(&format!("{end}{end}")) {
        out.push_str(end);
    }
    for line in lines {
        out.push_str(line);
        out.push_str(end);
    }
    out
}

fn append_inline(
    text: &str,
    array: &toml_edit::Array,
    key: &EntryKey,
    fields: &[(&'static str, Option<Value>)],
) -> String {
    let pair = |(name, value): (&str, String)| format!("{name} = {value}");
    let pairs: Vec<String> = all_fields(key, fields).into_iter().map(pair).collect();
    let last = array
        .iter()
        .filter_map(toml_edit::Value::span)
        .map(|span| span.end)
        .max();
    let at = last.expect("an array that is not empty was parsed from text");
    let mut out = text.to_owned();
    out.insert_str(at, &format!(", {{ {} }}", pairs.join(", ")));
    out
}

fn edit_article(text: &str, date: &Edtf) -> Result<String, EditError> {
    let document = parse(text)?;
    let value = Value::Text(date.to_string());
    match document.get("article") {
        None => {
            let lines = [
                "[article]".to_owned(),
                format!("date = {}", written(&value)),
            ];
            if text.trim().is_empty() {
                return Ok(append(text, &lines));
            }
            // Before the first entry, after the comments the file opens with.
            let first = document
                .get("events")
                .and_then(first_place)
                .unwrap_or(text.len());
            let at = text[..first].rfind('\n').map_or(0, |at| at + 1);
            let at = paragraph_start(text, at);
            let end = line_end(text);
            let block = format!("{}{end}{}{end}{end}", lines[0], lines[1]);
            Ok(format!("{}{block}{}", &text[..at], &text[at..]))
        }
        Some(item) => {
            let table = item
                .as_table_like()
                .ok_or(EditError::Shape("expected [article], found another value"))?;
            let span = item
                .span()
                .ok_or(EditError::Shape("expected the table [article]"))?;
            let found = Found {
                table,
                span,
                inline: item.is_inline_table(),
            };
            Ok(set_fields(text, &found, &[("date", Some(value))]))
        }
    }
}

fn first_place(item: &Item) -> Option<usize> {
    match item {
        Item::ArrayOfTables(tables) => tables
            .iter()
            .filter_map(toml_edit::Table::span)
            .map(|s| s.start)
            .min(),
        item => item.span().map(|span| span.start),
    }
}

/// The start of the comment lines that stand directly above the line at `at`, unless they open the
/// file: those are about the file.
fn paragraph_start(text: &str, at: usize) -> usize {
    let mut start = at;
    while start > 0 {
        let line = text[..start - 1].rfind('\n').map_or(0, |at| at + 1);
        if !text[line..start].trim_start().starts_with('#') {
            return start;
        }
        start = line;
    }
    at
}

fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// A value as TOML, on one line.
fn written(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Texts(texts) => {
            let all: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
            format!("[{}]", all.join(", "))
        }
        Value::Number(number) => format!("{number:?}"),
        Value::Flag(flag) => flag.to_string(),
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quote(quote: &str) -> EntryKey {
        EntryKey {
            quote: Some(quote.into()),
            ..EntryKey::default()
        }
    }

    fn set(key: EntryKey, fields: &[(&'static str, Option<Value>)]) -> Change {
        Change::Entry {
            key,
            fields: fields.to_vec(),
        }
    }

    #[track_caller]
    fn check(text: &str, change: Change, expected: &str) {
        assert_eq!(edit(text, &[change]).as_deref(), Ok(expected));
    }

    #[test]
    fn a_new_entry_stands_at_the_end() {
        let change = set(
            quote("first due in \"March\""),
            &[
                ("date", Some("2025-03".into())),
                ("checked", Some("2026-03-01".into())),
            ],
        );
        let entry = "[[events]]\nquote    = \"first due in \\\"March\\\"\"\ndate     = \"2025-03\"\nchecked  = \"2026-03-01\"\n";
        check("", change.clone(), entry);
        check("# Mine\n", change.clone(), &format!("# Mine\n\n{entry}"));
        check("# Mine", change.clone(), &format!("# Mine\n\n{entry}"));
        check(
            "a = 1\r\n\r\n",
            change,
            &format!("a = 1\r\n\r\n{}", entry.replace('\n', "\r\n")),
        );
    }

    #[test]
    fn only_the_touched_bytes_change() {
        let text = "\u{feff}# top\r\n[[events]]  # one\r\nquote='on  Friday' # q\nhide = true\r\n\r\n# two\r\n[[events]]\r\nquote    = \"x\"\r\ndate     = '2016' # was 2015\r\n# tail\r\n";
        check(
            text,
            set(
                quote("x"),
                &[
                    ("date", Some("2016-02".into())),
                    ("status", Some("planned".into())),
                ],
            ),
            "\u{feff}# top\r\n[[events]]  # one\r\nquote='on  Friday' # q\nhide = true\r\n\r\n# two\r\n[[events]]\r\nquote    = \"x\"\r\ndate     = \"2016-02\" # was 2015\r\nstatus   = \"planned\"\r\n# tail\r\n",
        );
        check(
            text,
            set(
                quote("on Friday"),
                &[("hide", None), ("later", Some(Value::Flag(true)))],
            ),
            "\u{feff}# top\r\n[[events]]  # one\r\nquote='on  Friday' # q\nlater = true\r\n\r\n# two\r\n[[events]]\r\nquote    = \"x\"\r\ndate     = '2016' # was 2015\r\n# tail\r\n",
        );
        check(
            text,
            set(quote("x"), &[("date", Some("2016".into())), ("hide", None)]),
            text,
        );
    }

    #[test]
    fn the_nth_and_the_quoteless_are_found() {
        let text = "[[events]]\nquote = \"x\"\n\n[[events]]\nquote = \"x\"\nnth = 2\n\n[[events]]\nheadline = \"h\"\ndate = \"2016\"\n";
        let second = EntryKey {
            nth: Some(2),
            ..quote("x")
        };
        check(
            text,
            set(second, &[("hide", Some(Value::Flag(true)))]),
            &text.replace("nth = 2\n", "nth = 2\nhide = true\n"),
        );
        let handmade = EntryKey {
            headline: Some("h".into()),
            ..EntryKey::default()
        };
        check(
            text,
            set(handmade, &[("headline", Some("i".into()))]),
            &text.replace("\"h\"", "\"i\""),
        );
    }

    #[test]
    fn files_that_end_without_a_line_break() {
        check(
            "[[events]]\nquote = \"x\"",
            set(
                quote("x"),
                &[
                    ("hide", Some(Value::Flag(true))),
                    ("note", Some("n".into())),
                ],
            ),
            "[[events]]\nquote = \"x\"\nhide = true\nnote = \"n\"",
        );
        check(
            "[[events]]",
            set(quote("x"), &[("hide", Some(Value::Flag(true)))]),
            "[[events]]\n\n[[events]]\nquote    = \"x\"\nhide     = true\n",
        );
    }

    #[test]
    fn inline_entries_stay_inline() {
        let text = "events = [{ quote = \"x\", date = \"2016\" }, { quote = \"y\" }] # all\n";
        check(
            text,
            set(
                quote("x"),
                &[("date", None), ("hide", Some(Value::Flag(true)))],
            ),
            "events = [{ quote = \"x\", hide = true }, { quote = \"y\" }] # all\n",
        );
        check(
            text,
            set(
                quote("z"),
                &[("tags", Some(Value::Texts(vec!["a".into(), "b".into()])))],
            ),
            "events = [{ quote = \"x\", date = \"2016\" }, { quote = \"y\" }, { quote = \"z\", tags = [\"a\", \"b\"] }] # all\n",
        );
    }

    #[test]
    fn the_article_gets_its_day() {
        let date = Edtf::parse("2016-02-12").expect("a day");
        let change = Change::ArticleDate(date);
        check("", change.clone(), "[article]\ndate = \"2016-02-12\"\n");
        check(
            "# about this file\n\n# the first\n[[events]]\nquote = \"x\"\n",
            change.clone(),
            "# about this file\n\n[article]\ndate = \"2016-02-12\"\n\n# the first\n[[events]]\nquote = \"x\"\n",
        );
        check(
            "[article]\ndate = \"2015\" # guess\n",
            change,
            "[article]\ndate = \"2016-02-12\" # guess\n",
        );
    }

    #[test]
    fn what_is_no_corrections_file_is_left_alone() {
        let change = || set(quote("x"), &[]);
        assert!(matches!(
            edit("a = \n", &[change()]),
            Err(EditError::Syntax { line: 1, .. })
        ));
        assert!(matches!(
            edit("events = 3", &[change()]),
            Err(EditError::Shape(_))
        ));
        assert!(matches!(
            edit("events = []", &[change()]),
            Err(EditError::Shape(_))
        ));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(quote_text in "\\PC{1,40}", headline in any::<String>(), crlf in any::<bool>()) {
            prop_assume!(!quote_text.trim().is_empty());
            let old = "# c\n[[events]]\nquote = \"other\" # o\n\n";
            let old = if crlf { old.replace('\n', "\r\n") } else { old.to_owned() };
            let key = quote(&quote_text);
            let once = edit(&old, &[set(key.clone(), &[("headline", Some(headline.as_str().into()))])]).expect("edits");
            let document = parse(&once).expect("TOML");
            let tables = document.get("events").and_then(Item::as_array_of_tables).expect("tables");
            let entry = tables.iter().find(|t| t.get("headline").is_some()).expect("there");
            prop_assert_eq!(entry.get("headline").and_then(Item::as_str), Some(headline.as_str()));
            prop_assert!(once.starts_with(old.trim_end()));
            let again = edit(&once, &[set(key, &[("headline", Some(headline.as_str().into()))])]).expect("edits");
            prop_assert_eq!(again, once);
        }
    }
}
