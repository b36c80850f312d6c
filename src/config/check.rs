//! Reading `dateline.toml` with messages that help. In: its text. Out: a [`Config`], or every
//! mistake with its line, column and what to write instead.

use std::fmt::Write as _;

use super::Config;
use super::values::wrong_values;
use crate::error::{Error, Result};
use crate::fields::{self, Field, Mistake, Node, Value};
use crate::source::Position;

/// The file's name, as messages give it.
const NAME: &str = "dateline.toml";

/// Reads settings from the bytes of the file.
pub(super) fn parse_bytes(bytes: &[u8]) -> Result<Config> {
    match std::str::from_utf8(bytes) {
        Ok(text) => parse(text),
        Err(error) => {
            let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let at = Position::of(&before, before.len());
            Err(Error::input(
                format!(
                    "{NAME}:{}:{}: expected UTF-8, found another encoding",
                    at.line, at.column
                ),
                "save dateline.toml as UTF-8",
            ))
        }
    }
}

/// Reads settings from TOML text.
pub(super) fn parse(text: &str) -> Result<Config> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let tree =
        fields::parse_toml(&text[start..], start).map_err(|mistakes| failure(text, mistakes))?;
    let mut mistakes = unknown_keys(&tree);
    if mistakes.is_empty() {
        match toml::from_str::<Config>(&text[start..]) {
            Ok(config) => {
                mistakes = wrong_values(&config, &tree);
                if mistakes.is_empty() {
                    return Ok(config);
                }
            }
            Err(error) => mistakes.push(wrong_type(&error, &tree, start)),
        }
    }
    Err(failure(text, mistakes))
}

/// All mistakes as one error: a line each, the first one's hint.
fn failure(text: &str, mut mistakes: Vec<Mistake>) -> Error {
    mistakes.sort_by_key(|mistake| mistake.offset);
    mistakes.dedup();
    let mut message = String::new();
    for mistake in mistakes.iter().take(20) {
        let at = Position::of(text, mistake.offset);
        if !message.is_empty() {
            message.push('\n');
        }
        let _ = write!(
            message,
            "{NAME}:{}:{}: {}",
            at.line, at.column, mistake.message
        );
        if mistakes.len() > 1 && !mistake.hint.is_empty() {
            let _ = write!(message, " ({})", mistake.hint);
        }
    }
    let hint = match mistakes.as_slice() {
        [one] => one.hint.clone(),
        _ => "correct these lines of dateline.toml".into(),
    };
    Error::input(message, hint)
}

/// The tables inside lists, by the key that holds them.
const LISTED: [(&str, &str, &[&str]); 3] = [
    ("site", "menu", &["name", "url"]),
    ("content", "sources", &["name", "match", "publish"]),
    ("timeline", "promises", &["name", "keywords"]),
];

/// Keys nobody knows. The known ones are those of the default settings.
fn unknown_keys(tree: &[Field]) -> Vec<Mistake> {
    let defaults = serde_json::to_value(Config::default()).expect("settings are plain values");
    let tables = defaults.as_object().expect("settings are a table");
    let mut out = Vec::new();
    for table in tree {
        let Some(known) = tables.get(&table.key).and_then(|keys| keys.as_object()) else {
            out.push(misplaced(table, tables));
            continue;
        };
        let Value::Map(keys) = &table.node.value else {
            out.push(Mistake {
                message: format!(
                    "expected the table [{}], found {}",
                    table.key,
                    table.node.value.describe()
                ),
                hint: format!(
                    "write [{}] on a line of its own and its keys below",
                    table.key
                ),
                offset: table.at.start as usize,
            });
            continue;
        };
        for field in keys {
            if !known.contains_key(&field.key) {
                let place = format!("[{}]", table.key);
                out.push(unknown(&place, field, known.keys().map(String::as_str)));
            }
            let listed = LISTED
                .iter()
                .find(|(in_table, key, _)| *in_table == table.key && *key == field.key);
            if let (Some((_, key, names)), Value::List(items)) = (listed, &field.node.value) {
                for item in items {
                    let Value::Map(inner) = &item.value else {
                        continue;
                    };
                    let place = format!("{}.{key}", table.key);
                    out.extend(
                        inner
                            .iter()
                            .filter(|field| !names.contains(&field.key.as_str()))
                            .map(|field| unknown(&place, field, names.iter().copied())),
                    );
                }
            }
        }
    }
    out
}

fn unknown<'k>(
    place: &str,
    field: &Field,
    known: impl Iterator<Item = &'k str> + Clone,
) -> Mistake {
    let hint = match fields::nearest(&field.key, known.clone()) {
        Some(name) => format!("write {name}, or remove it"),
        None => format!("use one of {}", known.collect::<Vec<_>>().join(", ")),
    };
    Mistake {
        message: format!("expected a known key in {place}, found {:?}", field.key),
        hint,
        offset: field.at.start as usize,
    }
}

/// A key at the top of the file: an unknown table, or a key that belongs into one.
fn misplaced(field: &Field, tables: &serde_json::Map<String, serde_json::Value>) -> Mistake {
    let home = tables.iter().find(|(_, keys)| {
        keys.as_object()
            .is_some_and(|keys| keys.contains_key(&field.key))
    });
    if let Some((home, _)) = home {
        return Mistake {
            message: format!(
                "expected {} below [{home}], found it outside any table",
                field.key
            ),
            hint: format!("move it below a line [{home}]"),
            offset: field.at.start as usize,
        };
    }
    unknown("the settings", field, tables.keys().map(String::as_str))
}

/// The mistake a typed reader found, in the words of these messages.
fn wrong_type(error: &toml::de::Error, tree: &[Field], base: usize) -> Mistake {
    let offset = base + error.span().map_or(0, |span| span.start);
    let said = error.message().trim().replace('`', "");
    let key = key_at(tree, offset).unwrap_or_default();
    let (found, expected) = match said.split_once(", expected ") {
        Some((found, expected)) => (found, expected),
        None => (said.as_str(), ""),
    };
    let found = found
        .trim_start_matches("invalid type: ")
        .trim_start_matches("invalid value: ")
        .trim_start_matches("unknown variant ");
    let expected = expected
        .trim_start_matches("one of ")
        .replace("usize", "a whole number")
        .replace("f64", "a number")
        .replace(" or ", ", ");
    let words: Vec<&str> = expected.split(", ").map(str::trim).collect();
    if let Some(missing) = said.strip_prefix("missing field ") {
        return Mistake {
            message: format!("{key}: expected {missing}, found none"),
            hint: format!("add {missing} = \"…\""),
            offset,
        };
    }
    let hint = match fields::nearest(found.trim_matches('"'), words.iter().copied()) {
        Some(name) if words.len() > 1 => format!("write \"{name}\""),
        _ if expected.is_empty() => String::new(),
        _ => format!("write {}", words.join(" or ")),
    };
    Mistake {
        message: if expected.is_empty() {
            format!("{key}: {said}")
        } else {
            format!("{key}: expected {}, found {found}", words.join(" or "))
        },
        hint,
        offset,
    }
}

/// The innermost key whose value covers `offset`.
fn key_at(fields: &[Field], offset: usize) -> Option<String> {
    fields.iter().find_map(|field| {
        let covers =
            |node: &Node| (node.span.start as usize..=node.span.end as usize).contains(&offset);
        let inner = match &field.node.value {
            Value::Map(fields) => key_at(fields, offset),
            Value::List(items) => items.iter().find_map(|item| match &item.value {
                Value::Map(fields) => key_at(fields, offset),
                _ => None,
            }),
            _ => None,
        };
        inner.or_else(|| {
            (covers(&field.node) || field.at.start as usize == offset).then(|| field.key.clone())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, starts: &str, hint: &str) {
        let error = parse(text).expect_err("wrong settings");
        let message = error.to_string();
        assert!(message.starts_with(starts), "{message}");
        assert!(
            error.hint().contains(hint) || message.contains(hint),
            "{message} / {}",
            error.hint()
        );
    }

    #[test]
    fn mistakes_have_line_column_and_hint() {
        check(
            "[site]\ntitel = \"x\"\n",
            "dateline.toml:2:1: expected a known key in [site]",
            "write title",
        );
        check(
            "[sight]\n",
            "dateline.toml:1:2: expected a known key in the settings",
            "site",
        );
        check(
            "title = \"x\"\n",
            "dateline.toml:1:1: expected title below [site]",
            "[site]",
        );
        check(
            "site = 3\n",
            "dateline.toml:1:1: expected the table [site]",
            "[site]",
        );
        check(
            "[site]\ntitle = \"T\"\nbase_url = \"https://x\nlanguage = \"en\"\n",
            "dateline.toml:3:",
            "close",
        );
        check(
            "[site]\ntimezone = \"Mars/Olympus_Mons\"\n",
            "dateline.toml:2:12: timezone: expected an IANA",
            "",
        );
        check(
            "[site]\ntimezone = \"berlin\"\n",
            "dateline.toml:2:12",
            "Europe/Berlin",
        );
        check(
            "[site]\nbase_url = \"javascript:x\"\n",
            "dateline.toml:2:12: base_url",
            "https://",
        );
        check(
            "[site]\nlanguage = \"english\"\n",
            "dateline.toml:2:12: language",
            "en",
        );
        check(
            "[site]\ndate_order = \"dym\"\n",
            "dateline.toml:2:14: date_order: expected mdy or dmy or ymd",
            "dmy",
        );
        check(
            "[content]\nmax_depth = \"x\"\n",
            "dateline.toml:2:13: max_depth: expected a whole number",
            "",
        );
        check(
            "[content]\nignore = [\"a\", \"[\"]\n",
            "dateline.toml:2:16: ignore",
            "drafts",
        );
        check(
            "[[content.sources]]\nmatch = \"x\"\n",
            "dateline.toml:1:",
            "add name",
        );
        check(
            "[[content.sources]]\nname = \"x\"\npublsh = \"none\"\n",
            "dateline.toml:3:1",
            "write publish",
        );
        check(
            "[theme]\naccent = \"red\"\n",
            "dateline.toml:2:10: accent",
            "#8a2a12",
        );
        check(
            "[content]\nmax_file_mb = 0\n",
            "dateline.toml:2:15: max_file_mb",
            "raise",
        );
        check(
            "[site]\ntitel = 1\n[output]\nmax = 2\n",
            "dateline.toml:2:1",
            "max_files",
        );
    }

    #[test]
    fn good_settings_pass() {
        assert_eq!(parse("").expect("empty"), Config::default());
        assert_eq!(
            parse("\u{feff}[site]\ntitle = \"x\"\n")
                .expect("a mark")
                .site
                .title,
            "x"
        );
        assert!(parse_bytes(b"[site]\ntitle = \"\xe9\"\n").is_err());
    }
}
