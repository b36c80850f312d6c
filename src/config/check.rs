//! Reading `dateline.toml` with messages that help. In: its text. Out: a [`Config`], or every
//! mistake with its line, column and what to write instead.

use std::fmt::Write as _;

use super::Config;
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

/// Values of the right type that mean nothing.
fn wrong_values(config: &Config, tree: &[Field]) -> Vec<Mistake> {
    let mut check = Check {
        tree,
        mistakes: Vec::new(),
    };
    let site = &config.site;
    if !is_language(&site.language) {
        check.wrong(
            &["site", "language"],
            "a language tag such as en or de-AT",
            &site.language,
            "write \"en\"",
        );
    }
    if site.timezone.parse::<chrono_tz::Tz>().is_err() {
        let zones: Vec<&str> = chrono_tz::TZ_VARIANTS
            .iter()
            .map(|zone| zone.name())
            .collect();
        let lower = site.timezone.to_lowercase();
        let near = zones
            .iter()
            .find(|zone| {
                zone.to_lowercase() == lower || zone.to_lowercase().ends_with(&format!("/{lower}"))
            })
            .copied()
            .or_else(|| closest(&site.timezone, &zones));
        let hint = near.map_or_else(
            || "write a name such as \"Europe/Berlin\" or \"UTC\"".into(),
            |name| format!("write \"{name}\""),
        );
        check.wrong(
            &["site", "timezone"],
            "an IANA time zone",
            &site.timezone,
            &hint,
        );
    }
    if let Some(url) = &site.base_url
        && !is_base_url(url)
    {
        check.wrong(
            &["site", "base_url"],
            "an http or https address without query",
            url,
            "write \"https://example.org\"",
        );
    }
    for (index, entry) in site.menu.iter().enumerate() {
        let local = entry.url.starts_with('/') && !entry.url.starts_with("//");
        if !local && !is_web(&entry.url) {
            check.listed(
                &["site", "menu"],
                index,
                "url",
                "a path of the site or an http(s) address",
                &entry.url,
                "write \"/about/\"",
            );
        }
    }
    for (index, pattern) in config.content.ignore.iter().enumerate() {
        if let Err(error) = globset::Glob::new(pattern) {
            check.listed(
                &["content", "ignore"],
                index,
                "",
                &format!("a glob ({})", error.kind()),
                pattern,
                "write \"drafts/**\" or \"*.bak\"",
            );
        }
    }
    for (index, rule) in config.content.sources.iter().enumerate() {
        if let Some(pattern) = &rule.matches
            && let Err(error) = globset::Glob::new(pattern)
        {
            check.listed(
                &["content", "sources"],
                index,
                "match",
                &format!("a glob or a host ({})", error.kind()),
                pattern,
                "write \"reuters/**\" or \"example.org\"",
            );
        }
    }
    if let Some(accent) = &config.theme.accent
        && !is_colour(accent)
    {
        check.wrong(
            &["theme", "accent"],
            "a colour as #rrggbb",
            accent,
            "write \"#8a2a12\"",
        );
    }
    if !["dateline", "wire"].contains(&config.theme.name.as_str()) {
        let hint = match fields::nearest(&config.theme.name, ["dateline", "wire"]) {
            Some(name) => format!("write \"{name}\""),
            None => "write \"dateline\" or \"wire\"".into(),
        };
        check.wrong(
            &["theme", "name"],
            "dateline or wire",
            &config.theme.name,
            &hint,
        );
    }
    if !["theme", "system"].contains(&config.theme.fonts.as_str()) {
        check.wrong(
            &["theme", "fonts"],
            "theme or system",
            &config.theme.fonts,
            "write \"theme\" or \"system\"",
        );
    }
    check.limits(config);
    check.mistakes
}

struct Check<'t> {
    tree: &'t [Field],
    mistakes: Vec<Mistake>,
}

impl Check<'_> {
    fn limits(&mut self, config: &Config) {
        let content = &config.content;
        let limits = [
            ("max_file_mb", content.max_file_mb),
            ("max_depth", content.max_depth as f64),
            ("max_attributes", content.max_attributes as f64),
            ("max_tag_kb", content.max_tag_kb as f64),
            ("max_front_matter_kb", content.max_front_matter_kb as f64),
            ("max_events_per_file", content.max_events_per_file as f64),
        ];
        for (key, value) in limits {
            if value.is_nan() || value <= 0.0 {
                self.wrong(
                    &["content", key],
                    "a number above 0",
                    &value.to_string(),
                    "raise it, or remove the line for the default",
                );
            }
        }
        if content.max_file_mb > 4000.0 {
            self.wrong(
                &["content", "max_file_mb"],
                "at most 4000",
                &content.max_file_mb.to_string(),
                "split the files instead",
            );
        }
        // Deeper trees would overflow the stack of the HTML parser.
        if content.max_depth > 4000 {
            self.wrong(
                &["content", "max_depth"],
                "at most 4000",
                &content.max_depth.to_string(),
                "write 256, the default",
            );
        }
        if !(0.0..=1.0).contains(&config.timeline.min_importance) {
            let value = config.timeline.min_importance.to_string();
            self.wrong(
                &["timeline", "min_importance"],
                "a number from 0 to 1",
                &value,
                "write 0.3",
            );
        }
        if config.output.max_file_mb.is_nan() || config.output.max_file_mb <= 0.0 {
            let value = config.output.max_file_mb.to_string();
            self.wrong(
                &["output", "max_file_mb"],
                "a number above 0",
                &value,
                "write 25",
            );
        }
    }

    fn wrong(&mut self, path: &[&str], expected: &str, found: &str, hint: &str) {
        let offset = self.node(path).map_or(0, |node| node.span.start as usize);
        let key = path.last().copied().unwrap_or_default();
        self.push(key, expected, found, hint, offset);
    }

    fn listed(
        &mut self,
        path: &[&str],
        index: usize,
        key: &str,
        expected: &str,
        found: &str,
        hint: &str,
    ) {
        let item = self.node(path).and_then(|node| match &node.value {
            Value::List(items) => items.get(index),
            _ => None,
        });
        let node = item.and_then(|item| match &item.value {
            Value::Map(fields) => fields
                .iter()
                .find(|field| field.key == key)
                .map(|field| &field.node),
            _ => Some(item),
        });
        let offset = node.map_or(0, |node| node.span.start as usize);
        let name = path.last().copied().unwrap_or_default();
        let key = if key.is_empty() {
            name.to_owned()
        } else {
            format!("{name}.{key}")
        };
        self.push(&key, expected, found, hint, offset);
    }

    fn push(&mut self, key: &str, expected: &str, found: &str, hint: &str, offset: usize) {
        self.mistakes.push(Mistake {
            message: format!("{key}: expected {expected}, found {found:?}"),
            hint: hint.to_owned(),
            offset,
        });
    }

    fn node(&self, path: &[&str]) -> Option<&Node> {
        let mut fields = self.tree;
        let (last, tables) = path.split_last()?;
        for name in tables {
            let table = fields.iter().find(|field| field.key == *name)?;
            let Value::Map(inner) = &table.node.value else {
                return None;
            };
            fields = inner;
        }
        fields
            .iter()
            .find(|field| field.key == *last)
            .map(|field| &field.node)
    }
}

/// The zone whose name or city is most like `found`.
fn closest<'z>(found: &str, zones: &[&'z str]) -> Option<&'z str> {
    let city = |name: &str| name.rsplit('/').next().unwrap_or(name).to_lowercase();
    let wanted = city(found).replace(' ', "_");
    zones
        .iter()
        .map(|zone| (strsim::jaro_winkler(&wanted, &city(zone)), *zone))
        .filter(|(likeness, _)| *likeness >= 0.88)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, zone)| zone)
}

/// Whether `tag` has the shape of BCP 47.
pub(crate) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split(['-', '_']);
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

fn is_web(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

fn is_base_url(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
    })
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
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
