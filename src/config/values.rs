//! Values of the right type that mean nothing: a time zone nobody has, an address that is a script.
//! In: the settings and where they stand. Out: mistakes with what to write instead.

use super::Config;
use crate::fields::{self, Field, Mistake, Node, Value};

/// What `[output] formats` may name; the ending may be left out, and `ics` and `csv` mean the calendar and the table.
const FORMATS: [&str; 9] = [
    "events.json",
    "events.csv",
    "calendar.ics",
    "atom.xml",
    "feed.json",
    "timelinejs.json",
    "sitemap.xml",
    "robots.txt",
    "card.png",
];

/// Values of the right type that mean nothing.
pub(super) fn wrong_values(config: &Config, tree: &[Field]) -> Vec<Mistake> {
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
    for (index, name) in config.output.formats.iter().flatten().enumerate() {
        let known = FORMATS.iter().any(|file| {
            name == file
                || *file != "card.png"
                    && file.rsplit_once('.').is_some_and(|(stem, _)| stem == name)
        });
        if !known && name != "ics" && name != "csv" {
            let hint = match fields::nearest(name, FORMATS) {
                Some(file) => format!("write \"{file}\""),
                None => format!("write some of {}", FORMATS.join(", ")),
            };
            check.listed(
                &["output", "formats"],
                index,
                "",
                "a data file",
                name,
                &hint,
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
