//! Reading `lexicon.toml`. In: its text. Out: a [`Lexicon`], or what is wrong with it.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::{Class, ClassSet, Entry, Lexicon, Phrase, Words, code};
use crate::config::DateOrder;

/// `lexicon.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Source {
    settings: Settings,
    /// Classes whose words have a value.
    #[serde(default)]
    values: toml::Table,
    /// Cities and the zone of their clocks: "Damascus time".
    #[serde(default)]
    zones: toml::Table,
    /// Classes that are plain lists of words.
    #[serde(default)]
    lists: toml::Table,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Settings {
    date_order: DateOrder,
    decimal: char,
    thousands: char,
    #[serde(default)]
    thousands_space: bool,
    #[serde(default)]
    ordinal_endings: Vec<String>,
    #[serde(default)]
    ordinal_stop: bool,
    #[serde(default)]
    decade_endings: Vec<String>,
    #[serde(default)]
    abbreviations: Vec<String>,
    #[serde(default)]
    glued: Vec<String>,
    #[serde(default)]
    compound_glue: Vec<String>,
    #[serde(default)]
    compound_classes: Vec<String>,
    #[serde(default)]
    endings: toml::Table,
    /// Endings of nouns, where nouns have a capital: the class, or `class=CODE`.
    #[serde(default)]
    noun_endings: toml::Table,
    /// Narrower classes, and the class a word of theirs is captured as.
    #[serde(default)]
    captures: toml::Table,
    #[serde(default)]
    units_first: bool,
    #[serde(default)]
    and: String,
    /// With how many digits the weekday of what recurs is written.
    #[serde(default)]
    weekday_digits: usize,
}

impl Lexicon {
    /// Reads `lexicon.toml`.
    ///
    /// # Errors
    /// The reason in words; the files are the project's own and its tests read them all.
    pub(in crate::temporal) fn parse(source: &str) -> Result<Self, String> {
        let source: Source = toml::from_str(source).map_err(|e| e.to_string())?;
        let settings = source.settings;
        let mut lexicon = Self {
            words: Words::default(),
            values: FxHashMap::default(),
            phrases: FxHashMap::default(),
            zones: Vec::new(),
            captures: FxHashMap::default(),
            class_names: Class::KNOWN
                .iter()
                .map(|(name, _)| (*name).to_owned())
                .collect(),
            endings: Vec::new(),
            noun_endings: Vec::new(),
            compound_glue: settings.compound_glue,
            compound_classes: ClassSet::EMPTY,
            decimal: settings.decimal as u8,
            thousands: settings.thousands as u8,
            thousands_space: settings.thousands_space,
            ordinal_stop: settings.ordinal_stop,
            decade_endings: settings.decade_endings,
            ordinal_endings: settings
                .ordinal_endings
                .into_iter()
                .map(|e| &*e.leak())
                .collect(),
            date_order: settings.date_order,
            weekday_digits: settings.weekday_digits,
            units_first: settings.units_first,
            and_word: 0,
        };
        for (class, words) in &source.values {
            let class = lexicon.class_or_new(class)?;
            let words = words.as_table().ok_or("a class of [values] is a table")?;
            for (word, value) in words {
                let value = match value {
                    toml::Value::Integer(n) => i32::try_from(*n).map_err(|e| e.to_string())?,
                    toml::Value::String(text) if text.len() <= 4 => code(text),
                    _ => {
                        return Err(format!(
                            "{word}: expected a number or a code of up to four letters"
                        ));
                    }
                };
                lexicon.add(word, class, Some(value));
            }
        }
        for (class, words) in &source.lists {
            let class = lexicon.class_or_new(class)?;
            for word in words.as_array().ok_or("a class of [lists] is an array")? {
                lexicon.add(word.as_str().ok_or("words are strings")?, class, None);
            }
        }
        for (class, captured) in &settings.captures {
            let class = lexicon.class_or_new(class)?;
            let captured = lexicon.class_or_new(captured.as_str().ok_or("a class has a name")?)?;
            lexicon.captures.insert(class, captured);
        }
        for (place, zone) in &source.zones {
            let zone = zone.as_str().ok_or("a zone is an IANA name")?;
            lexicon.zones.push(
                zone.parse()
                    .map_err(|_| format!("{zone}: expected an IANA zone"))?,
            );
            let index = lexicon.zones.len() as i32 - 1;
            lexicon.add(place, Class::ZONE_PLACE, Some(index));
        }
        for word in &settings.abbreviations {
            lexicon.entry(word).takes_stop = true;
        }
        for word in &settings.glued {
            lexicon.entry(word).glued = true;
        }
        for name in &settings.compound_classes {
            let class = lexicon.class_or_new(name)?;
            lexicon.compound_classes.add(class);
        }
        for (ending, spec) in &settings.endings {
            let class = lexicon.class_or_new(spec.as_str().ok_or("an ending has a class")?)?;
            lexicon
                .endings
                .push((ending.clone(), class, ending.chars().count() + 2));
        }
        for (ending, spec) in &settings.noun_endings {
            let spec = spec.as_str().ok_or("an ending has a class")?;
            let (class, value) = spec.split_once('=').unwrap_or((spec, ""));
            let class = lexicon.class_or_new(class)?;
            lexicon
                .noun_endings
                .push((ending.clone(), class, code(value)));
        }
        if !settings.and.is_empty() {
            lexicon.and_word = lexicon.entry(&settings.and).word;
        }
        Ok(lexicon)
    }

    fn class_or_new(&mut self, name: &str) -> Result<Class, String> {
        if let Some(class) = self.class(name) {
            return Ok(class);
        }
        self.class_names.push(name.to_owned());
        match self.class_names.len() {
            n @ 0..=128 => Ok(Class((n - 1) as u8)),
            _ => Err("more than 128 classes".into()),
        }
    }

    /// The entry of a word written as in the lexicon: with a capital, it asks for one.
    pub(super) fn entry(&mut self, written: &str) -> &mut Entry {
        self.words.entry(&written.to_lowercase())
    }

    fn add(&mut self, written: &str, class: Class, value: Option<i32>) {
        let parts: Vec<&str> = written.split(' ').collect();
        if parts.len() > 1 {
            let words: Vec<u32> = parts.iter().map(|part| self.intern(part)).collect();
            self.entry(parts[0]).opens_phrase = true;
            let word = self.entry(written).word;
            if let Some(value) = value {
                self.values.insert((word, class), value);
            }
            let list = self.phrases.entry(words[0]).or_default();
            list.push(Phrase {
                rest: words[1..].to_vec(),
                class,
                word,
                capital: written.chars().next().is_some_and(char::is_uppercase),
            });
            list.sort_by_key(|p| std::cmp::Reverse(p.rest.len()));
            return;
        }
        let capital = written.chars().next().is_some_and(char::is_uppercase);
        let entry = self.entry(written);
        entry.classes.add(class);
        if capital {
            entry.capital_classes.add(class);
        }
        let word = entry.word;
        if let Some(value) = value {
            if matches!(
                class,
                Class::DIGIT_WORD
                    | Class::TEEN_WORD
                    | Class::TENS_WORD
                    | Class::ORDINAL
                    | Class::TENS_ORDINAL
                    | Class::NUMBER
            ) {
                entry.number = value;
                if matches!(
                    class,
                    Class::DIGIT_WORD | Class::TEEN_WORD | Class::TENS_WORD
                ) {
                    entry.classes.add(Class::NUMBER);
                    entry.classes.add(Class::SMALL_NUMBER);
                }
                if class == Class::ORDINAL && (1..=31).contains(&value) {
                    entry.classes.add(Class::DAY_ORDINAL);
                }
            }
            self.values.insert((word, class), value);
        }
    }
}
