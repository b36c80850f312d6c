//! YAML into [`Node`]s. In: text and where it begins in its file. Out: the fields in file order, or
//! the mistake.
//!
//! The parser guesses types; every scalar is therefore taken back from the source text, so that
//! `title: NO` stays `NO` and `tags: [on, 08, 1.10]` stay as written. Its budget stops alias bombs
//! and deep nesting.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, Spanned};

use super::{Field, Mistake, Node, Value};
use crate::source::Span;

/// Reads YAML that begins at byte `base` of its file. An empty text has no fields.
///
/// # Errors
/// The first mistake, with its offset in the whole file.
pub fn parse(text: &str, base: usize) -> Result<Vec<Field>, Vec<Mistake>> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        ignore_binary_tag_for_string: true,
        non_finite_float_policy: serde_saphyr::options::NonFiniteFloatPolicy::AsString,
        merge_keys: serde_saphyr::options::MergeKeyPolicy::Merge,
        budget: serde_saphyr::budget! {
            max_depth: 64,
            max_events: 100_000,
            max_nodes: 50_000,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 20_000,
            max_replay_stack_depth: 16,
        },
    };
    let raw: Spanned<Raw> = serde_saphyr::from_str_with_options(text, options)
        .map_err(|error| vec![mistake(&error, text, base)])?;
    let whole = raw.referenced;
    match node(raw, text, base).value {
        Value::Map(fields) => Ok(fields),
        Value::Null => Ok(Vec::new()),
        other => Err(vec![Mistake {
            message: format!("expected keys and values, found {}", other.describe()),
            hint: "write key: value, one a line".into(),
            offset: base + offset_of(&whole, text),
        }]),
    }
}

fn mistake(error: &serde_saphyr::Error, text: &str, base: usize) -> Mistake {
    let offset = error
        .location()
        .map_or(0, |location| offset_of(&location, text));
    let full = error.without_snippet().to_string();
    let message = full
        .lines()
        .next()
        .unwrap_or_default()
        .split(" at line ")
        .next()
        .unwrap_or_default()
        .split(", set ")
        .next()
        .unwrap_or_default()
        .trim_end_matches([':', ' '])
        .to_owned();
    let lower = message.to_lowercase();
    let line_start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    let hint = if line.starts_with('\t') || line.trim_start_matches(' ').starts_with('\t') {
        "indent with spaces; YAML allows no tabs there"
    } else if lower.contains("duplicate") {
        "keep one of the two"
    } else if [
        "budget", "depth", "recurs", "nest", "alias", "limit", "exceed",
    ]
    .iter()
    .any(|word| lower.contains(word))
    {
        "write it flatter, without aliases"
    } else if line.matches(": ").count() > 1 {
        "put the value in quotation marks when it has a colon in it"
    } else {
        "write key: value, one a line, and quote values with special characters"
    };
    Mistake {
        message: format!("expected YAML, found an error: {message}"),
        hint: hint.into(),
        offset: base + offset,
    }
}

/// Byte offset of a location the parser gives in characters, lines and, mostly, bytes.
fn offset_of(location: &Location, text: &str) -> usize {
    let offset = match location.span().byte_offset() {
        Some(offset) => offset as usize,
        None => {
            let line = (location.line() as usize).saturating_sub(1);
            let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            let rest = text.get(start..).unwrap_or_default();
            let column = (location.column() as usize).saturating_sub(1);
            start
                + rest
                    .char_indices()
                    .nth(column)
                    .map_or(rest.len(), |(at, _)| at)
        }
    };
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// What the parser says; `Guessed` scalars are read again from the source.
enum Raw {
    Null,
    Guessed,
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

fn node(raw: Spanned<Raw>, text: &str, base: usize) -> Node {
    let at = offset_of(&raw.referenced, text);
    let length = raw.referenced.span().byte_len().unwrap_or(0) as usize;
    let end = (at + length).min(text.len());
    let end = if text.is_char_boundary(end) { end } else { at };
    let span = Span::new(base + at, base + end);
    let value = match raw.value {
        Raw::Null => Value::Null,
        Raw::Guessed => {
            let at = offset_of(&raw.defined, text);
            let length = raw.defined.span().byte_len().unwrap_or(0) as usize;
            let written = text.get(at..at + length).unwrap_or_default();
            Value::Plain(written.trim().to_owned())
        }
        Raw::Text(value) => {
            let at = offset_of(&raw.defined, text);
            match text.as_bytes().get(at) {
                Some(b'"' | b'\'' | b'|' | b'>') => Value::Text(value),
                _ => Value::Plain(value),
            }
        }
        Raw::List(items) => Value::List(
            items
                .into_iter()
                .map(|item| node(item, text, base))
                .collect(),
        ),
        Raw::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, value)| {
                    let at = base + offset_of(&key.referenced, text);
                    let length = key.referenced.span().byte_len().unwrap_or(0) as usize;
                    Field {
                        at: Span::new(at, at + length),
                        key: key.value,
                        node: node(value, text, base),
                    }
                })
                .collect(),
        ),
    };
    Node { value, span }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyValue;
        impl<'de> Visitor<'de> for AnyValue {
            type Value = Raw;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }
            fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
                Ok(Raw::Guessed)
            }
            fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
                Ok(Raw::Guessed)
            }
            fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
                Ok(Raw::Guessed)
            }
            fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
                Ok(Raw::Guessed)
            }
            fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
                Ok(Raw::Guessed)
            }
            fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
                Ok(Raw::Guessed)
            }
            fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
                Ok(Raw::Text(text.to_owned()))
            }
            fn visit_string<E>(self, text: String) -> Result<Raw, E> {
                Ok(Raw::Text(text))
            }
            fn visit_unit<E>(self) -> Result<Raw, E> {
                Ok(Raw::Null)
            }
            fn visit_none<E>(self) -> Result<Raw, E> {
                Ok(Raw::Null)
            }
            fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Raw, D::Error> {
                Raw::deserialize(inner)
            }
            fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Raw, D::Error> {
                Raw::deserialize(inner)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
                let mut out = Vec::new();
                while let Some(item) = items.next_element()? {
                    out.push(item);
                }
                Ok(Raw::List(out))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
                let mut out = Vec::new();
                while let Some(entry) = entries.next_entry()? {
                    out.push(entry);
                }
                Ok(Raw::Map(out))
            }
        }
        deserializer.deserialize_any(AnyValue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(yaml: &str, expected: &str) {
        let fields = parse(yaml, 0).expect("the table holds valid YAML");
        let json = Value::Map(fields).to_json();
        assert_eq!(json.to_string(), expected, "{yaml}");
    }

    #[test]
    fn scalars_stay_as_written() {
        check("title: NO", r#"{"title":"NO"}"#);
        check(
            "tags: [on, 08, 1.10, 1_000, .5, +1]",
            r#"{"tags":["on","08","1.10","1_000",".5","+1"]}"#,
        );
        check(
            "a: 12\nb: true\nc: ~\nd:",
            r#"{"a":12,"b":true,"c":null,"d":null}"#,
        );
        check("a: \"12\"\nb: 'true'", r#"{"a":"12","b":"true"}"#);
        check(
            "a: |\n  x\n  y\nb: Gar\u{e7}on 1",
            r#"{"a":"x\ny\n","b":"Garçon 1"}"#,
        );
        check("é: &x 1.10\nb: *x", r#"{"é":"1.10","b":"1.10"}"#);
        check(
            "date: 2021-05-04\nt: 12:30",
            r#"{"date":"2021-05-04","t":"12:30"}"#,
        );
        check("", "{}");
        check("# only a remark\n", "{}");
    }

    #[track_caller]
    fn fails(yaml: &str, line: u32, says: &str) {
        let mistakes = parse(yaml, 0).expect_err("the table holds broken YAML");
        let position = crate::source::Position::of(yaml, mistakes[0].offset);
        assert_eq!(position.line, line, "{mistakes:?}");
        let all = format!("{} {}", mistakes[0].message, mistakes[0].hint).to_lowercase();
        assert!(all.contains(says), "{mistakes:?}");
    }

    #[test]
    fn mistakes_have_their_line() {
        fails("title: a\ntags:\n\t- one\n", 3, "tab");
        fails("title: a\ndate: 2021\ntitle: b\n", 3, "duplicate");
        fails("just words", 1, "keys and values");
        fails("title: a: b", 1, "quotation marks");
        let deep = format!("x: {}{}", "[".repeat(100_000), "]".repeat(100_000));
        fails(&deep, 1, "flatter");
        let mut bomb = String::from("a0: &a0 [l,l,l,l,l,l,l,l,l]\n");
        for i in 1..9 {
            let many = vec![format!("*a{}", i - 1); 9].join(",");
            bomb += &format!("a{i}: &a{i} [{many}]\n");
        }
        let at = parse(&bomb, 0).expect_err("a bomb");
        assert!(at[0].hint.contains("flatter"), "{at:?}");
    }
}
