//! The words of a language: what each may be, classified once.
//!
//! In: `lexicon.toml` of a language's folder. Out: a [`Lexicon`] that answers for a lower-case word
//! in one look-up. Nothing here knows a language; compounds, endings, decimal marks and ordinals
//! are data.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::token::{Shape, Token};
use crate::config::DateOrder;

/// What a word may be: one bit of a [`ClassSet`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Class(pub(super) u8);

macro_rules! classes {
    ($($name:ident = $number:literal $text:literal,)*) => {
        impl Class {
            $(pub(super) const $name: Self = Self($number);)*
            /// The classes the program knows by name, numbered without gaps; a lexicon may add others.
            pub(super) const KNOWN: &'static [(&'static str, Class)] = &[$(($text, Self($number)),)*];
        }
    };
}

classes! {
    NUMBER = 0 "number",
    DECIMAL = 1 "decimal",
    DAY = 2 "day",
    MONTH_NUMBER = 3 "month-number",
    HOUR = 4 "hour",
    MINUTE = 5 "minute",
    YEAR = 6 "year",
    YEAR_SHORT = 7 "year-short",
    YEAR_ANY = 8 "year-any",
    CLOCK_DIGITS = 9 "clock-digits",
    COMPACT_DATE = 10 "compact-date",
    ORDINAL = 11 "ordinal",
    DAY_ORDINAL = 12 "day-ordinal",
    STOPPED = 13 "stopped",
    DECADE = 14 "decade",
    MONTH = 15 "month",
    WEEKDAY = 16 "weekday",
    UNIT = 17 "unit",
    SEASON = 18 "season",
    PART = 19 "part",
    ONE = 20 "one",
    INDEFINITE = 21 "indefinite",
    DIRECTION = 22 "direction",
    DEICTIC = 23 "deictic",
    EDGE = 24 "edge",
    COMPARE = 25 "compare",
    HOLIDAY = 26 "holiday",
    MERIDIEM = 27 "meridiem",
    ZONE = 28 "zone",
    ERA = 29 "era",
    FUTURE = 30 "future",
    PAST = 31 "past",
    CLAUSE = 32 "clause",
    AHEAD = 33 "ahead",
    DIGIT_WORD = 34 "digit-word",
    TEEN_WORD = 35 "teen-word",
    TENS_WORD = 36 "tens-word",
    HUNDRED = 37 "hundred",
    THOUSAND = 38 "thousand",
    FREQUENCY = 39 "frequency",
    EVERY = 40 "every",
    FRACTION = 41 "fraction",
    CLOCK_WORD = 42 "clock-word",
    SAYING = 43 "saying",
    HALF_OF = 44 "half-of",
    MILLION = 45 "million",
    TENS_ORDINAL = 46 "tens-ordinal",
    DECADE_WORD = 47 "decade-word",
    QUARTER_WORD = 48 "quarter-word",
    HALF_WORD = 49 "half-word",
    CENTURY_WORD = 50 "century-word",
    ZONE_PLACE = 51 "zone-place",
    SHIFT_DAYS = 52 "shift-days",
    TOLD = 53 "told",
    WAS = 54 "was",
    SINCE = 55 "since",
    UNTIL = 56 "until",
    ONWARD = 57 "onward",
    LINK = 58 "link",
    BETWEEN = 59 "between",
    AND = 60 "and",
    THREE_DIGITS = 61 "three-digits",
    BEHIND = 62 "behind",
    IS = 63 "is",
    ON = 64 "on",
    WORD = 65 "word",
    OPENING = 66 "opening",
    CLOSING = 67 "closing",
    OWNING = 68 "owning",
    DECADE_ANY = 69 "decade-any",
    SMALL_NUMBER = 70 "small-number",
    LOOSE = 71 "loose",
    NOW = 72 "now",
    COMMA = 73 "comma",
    DONE = 74 "done",
}

/// A set of classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ClassSet(u128);

impl ClassSet {
    /// Nothing.
    pub(super) const EMPTY: Self = Self(0);

    /// One class.
    pub(super) const fn of(class: Class) -> Self {
        Self(1 << class.0)
    }

    /// Puts a class in.
    pub(super) fn add(&mut self, class: Class) {
        self.0 |= 1 << class.0;
    }

    /// The set with `class` in it.
    pub(super) fn with(mut self, class: Class) -> Self {
        self.add(class);
        self
    }

    /// Whether `class` is in.
    pub(super) fn has(self, class: Class) -> bool {
        self.0 >> class.0 & 1 == 1
    }

    /// What both have.
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The classes, in order.
    pub(super) fn iter(self) -> impl Iterator<Item = Class> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let class = rest.trailing_zeros();
            (rest != 0).then(|| {
                rest &= rest - 1;
                Class(class as u8)
            })
        })
    }

    /// Whether the two share a class.
    pub(super) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// What the lexicon knows about a word.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// What it may be.
    pub(super) classes: ClassSet,
    /// Its number among the language's words, from 1.
    pub(super) word: u32,
    /// Its number, for number words.
    pub(super) number: i32,
    /// What it may be only with a capital ("May").
    pub(super) capital_classes: ClassSet,
    /// The stop behind belongs to it ("Feb.").
    pub(super) takes_stop: bool,
    /// May stand without a space beside digits ("10pm", "Q3").
    pub(super) glued: bool,
    /// Begins a lexeme of several words.
    opens_phrase: bool,
}

impl Entry {
    /// What it may be, written with a capital or without.
    pub(super) fn classes(&self, capital: bool) -> ClassSet {
        if capital {
            self.classes
        } else {
            ClassSet(self.classes.0 & !self.capital_classes.0)
        }
    }
}

/// A lexeme of several words: "New Year's Eve".
#[derive(Debug)]
struct Phrase {
    rest: Vec<u32>,
    class: Class,
    word: u32,
    capital: bool,
}

/// The words of one language.
#[derive(Debug)]
pub(super) struct Lexicon {
    entries: FxHashMap<Box<str>, Entry>,
    values: FxHashMap<(u32, Class), i32>,
    phrases: FxHashMap<u32, Vec<Phrase>>,
    zones: Vec<chrono_tz::Tz>,
    captures: FxHashMap<Class, Class>,
    class_names: Vec<String>,
    endings: Vec<(String, Class, usize)>,
    /// The same for nouns written with a capital, and the value of the words.
    noun_endings: Vec<(String, Class, i32)>,
    compound_glue: Vec<String>,
    compound_classes: ClassSet,
    pub(super) decimal: u8,
    pub(super) thousands: u8,
    /// Whether a space parts thousands, too: "12 000".
    pub(super) thousands_space: bool,
    pub(super) ordinal_stop: bool,
    pub(super) decade_endings: Vec<String>,
    pub(super) ordinal_endings: Vec<&'static str>,
    /// How `03/04/2016` reads where nobody says otherwise.
    pub(super) date_order: DateOrder,
    /// Whether "twenty-one" is said "one and twenty".
    units_first: bool,
    and_word: u32,
}

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
}

/// A short code as a number, so that classes can hold units ("D") and parts of the day ("NI").
pub(super) const fn code(text: &str) -> i32 {
    let bytes = text.as_bytes();
    let mut value = 0i32;
    let mut at = 0;
    while at < bytes.len() {
        value = value << 8 | bytes[at] as i32;
        at += 1;
    }
    value
}

/// The text of a [`code`].
pub(super) fn decode(value: i32) -> String {
    value
        .to_be_bytes()
        .iter()
        .filter(|b| **b != 0)
        .map(|b| *b as char)
        .collect()
}

impl Lexicon {
    /// Reads `lexicon.toml`.
    ///
    /// # Errors
    /// The reason in words; the files are the project's own and its tests read them all.
    pub(super) fn parse(source: &str) -> Result<Self, String> {
        let source: Source = toml::from_str(source).map_err(|e| e.to_string())?;
        let settings = source.settings;
        let mut lexicon = Self {
            entries: FxHashMap::default(),
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

    /// The class called `name`.
    pub(super) fn class(&self, name: &str) -> Option<Class> {
        self.class_names
            .iter()
            .position(|n| n == name)
            .map(|n| Class(n as u8))
    }

    /// The entry of a word written as in the lexicon: with a capital, it asks for one.
    fn entry(&mut self, written: &str) -> &mut Entry {
        let lower = written.to_lowercase();
        let next = self.entries.len() as u32 + 1;
        self.entries.entry(lower.into_boxed_str()).or_insert(Entry {
            classes: ClassSet::EMPTY,
            word: next,
            number: 0,
            capital_classes: ClassSet::EMPTY,
            takes_stop: false,
            glued: false,
            opens_phrase: false,
        })
    }

    /// The number of a word quoted in a pattern; quoting makes it known.
    pub(super) fn intern(&mut self, written: &str) -> u32 {
        let lower = written.to_lowercase();
        if let Some(entry) = self.entries.get(lower.as_str()) {
            return entry.word;
        }
        self.entry(&lower).word
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

    /// What is known of a lower-case word.
    pub(super) fn find(&self, lower: &str) -> Option<&Entry> {
        self.entries.get(lower)
    }

    /// The zone of a place's clocks, by the value of [`Class::ZONE_PLACE`].
    pub(super) fn zone(&self, index: i32) -> Option<chrono_tz::Tz> {
        self.zones.get(usize::try_from(index).ok()?).copied()
    }

    /// What a token matched as `class` is captured as, and its value there.
    pub(super) fn capture(&self, token: &Token, class: Class) -> (Class, i32) {
        let captured = self.captures.get(&class).copied().unwrap_or(class);
        if token.word == 0 {
            return (captured, token.number);
        }
        let value = self
            .values
            .get(&(token.word, class))
            .or_else(|| self.values.get(&(token.word, captured)));
        (captured, value.copied().unwrap_or(token.number))
    }

    /// The classes an unknown word has by its ending ("-ed": past); names ("United") have none.
    pub(super) fn by_ending(&self, lower: &str, capital: bool) -> ClassSet {
        let mut classes = ClassSet::EMPTY;
        if capital {
            return classes;
        }
        for (ending, class, least) in &self.endings {
            if ends_in(lower, ending) && lower.len() >= *least {
                classes.add(*class);
            }
        }
        classes
    }

    /// The class and value an unknown noun has by its ending ("Dienstjahre": years).
    pub(super) fn noun_by_ending(&self, lower: &str) -> Option<(Class, i32)> {
        self.noun_endings
            .iter()
            .filter(|(ending, ..)| lower.len() > ending.len() + 2 && ends_in(lower, ending))
            .max_by_key(|(ending, ..)| ending.len())
            .map(|(_, class, value)| (*class, *value))
    }

    /// Splits an unknown word into two known ones ("Dienstagabend"), where the language makes
    /// such compounds, and pushes both. Whether it did.
    #[allow(
        clippy::too_many_arguments,
        reason = "a token's fields, passed through from the tokeniser"
    )]
    pub(super) fn split(
        &self,
        lower: &str,
        text: &str,
        from: usize,
        until: usize,
        spaced: bool,
        capital: bool,
        out: &mut Vec<Token>,
    ) -> bool {
        if self.compound_classes == ClassSet::EMPTY
            || lower.len() != until - from
            || !text.is_char_boundary(until)
        {
            return false;
        }
        let fits = |word: &str| {
            self.find(word)
                .filter(|e| e.classes(capital).meets(self.compound_classes))
        };
        for at in (2..lower.len().saturating_sub(1)).rev() {
            if !lower.is_char_boundary(at) || !text.is_char_boundary(from + at) {
                continue;
            }
            let Some(tail) = fits(&lower[at..]) else {
                continue;
            };
            let head = &lower[..at];
            let found = std::iter::once("")
                .chain(self.compound_glue.iter().map(String::as_str))
                .find_map(|glue| head.strip_suffix(glue).and_then(fits));
            let Some(head) = found else { continue };
            for (entry, start, end, spaced) in [
                (head, from, from + at, spaced),
                (tail, from + at, until, false),
            ] {
                out.push(Token {
                    start: start as u32,
                    end: end as u32,
                    classes: entry.classes(capital),
                    word: entry.word,
                    number: entry.number,
                    spaced,
                    shape: Shape::Word,
                    capital,
                    thousandths: 0,
                });
            }
            return true;
        }
        false
    }

    /// Joins lexemes of several words and number words, in place.
    pub(super) fn join(&self, tokens: &mut Vec<Token>) {
        let mut kept = 0;
        let mut at = 0;
        while at < tokens.len() {
            let token = tokens[at];
            let (joined, used) = self
                .phrase(&tokens[at..])
                .or_else(|| self.number_words(&tokens[at..]))
                .unwrap_or((token, 1));
            tokens[kept] = joined;
            kept += 1;
            at += used;
        }
        tokens.truncate(kept);
    }

    fn phrase(&self, tokens: &[Token]) -> Option<(Token, usize)> {
        let first = tokens[0];
        if first.word == 0 {
            return None;
        }
        let phrases = self.phrases.get(&first.word)?;
        for phrase in phrases {
            let used = phrase.rest.len() + 1;
            if tokens.len() >= used
                && (first.capital || !phrase.capital)
                && tokens[1..used]
                    .iter()
                    .zip(&phrase.rest)
                    .all(|(t, w)| t.word == *w)
            {
                let mut token = first;
                token.end = tokens[used - 1].end;
                token.classes = ClassSet::of(phrase.class);
                token.word = phrase.word;
                token.shape = Shape::Word;
                return Some((token, used));
            }
        }
        None
    }

    /// Reads number words: "twenty-one", "two hundred and ten", "nineteen ninety-six",
    /// "twenty-fifth", "5 1/2".
    fn number_words(&self, tokens: &[Token]) -> Option<(Token, usize)> {
        let first = tokens[0];
        let starts = ClassSet::of(Class::NUMBER);
        let ordinal_tens = first.classes.has(Class::TENS_ORDINAL);
        if first.shape == Shape::Number {
            return self.mixed_number(tokens).or_else(|| self.scaled(tokens));
        }
        if !first.classes.meets(starts) && !ordinal_tens {
            return None;
        }
        let mut used = 0;
        let mut groups: [i32; 4] = [0; 4];
        let mut count = 0;
        let mut total: i64 = 0;
        let mut scaled = false;
        let mut ordinal = false;
        while let Some((value, width, is_ordinal)) = self.below_hundred(&tokens[used..]) {
            if used > 0 && !close(&tokens[used - 1], &tokens[used]) {
                break;
            }
            // Nobody writes longer numbers in words, and a bound keeps the time linear.
            if count == 4 || used > 12 {
                break;
            }
            groups[count] = value;
            count += 1;
            used += width;
            ordinal = is_ordinal;
            if ordinal {
                break;
            }
            let next = tokens.get(used);
            let mut current = i64::from(value);
            let mut more = next;
            if more.is_some_and(|t| t.classes.has(Class::HUNDRED)) {
                current *= 100;
                scaled = true;
                used += 1;
                if let Some((value, width, is_ordinal)) = self.after_and(&tokens[used..]) {
                    current += i64::from(value);
                    used += width;
                    ordinal = is_ordinal;
                }
                more = tokens.get(used);
            }
            if !ordinal
                && more.is_some_and(|t| {
                    t.classes.has(Class::THOUSAND) || t.classes.has(Class::MILLION)
                })
            {
                let million = more.is_some_and(|t| t.classes.has(Class::MILLION));
                total = (total + current).saturating_mul(if million { 1_000_000 } else { 1_000 });
                scaled = true;
                used += 1;
                if let Some(width) = self.and_before_number(&tokens[used..]) {
                    used += width;
                }
                count = 0;
                continue;
            }
            if scaled {
                total += current;
                break;
            }
        }
        if used == 0 {
            return None;
        }
        let mut token = first;
        token.end = tokens[used - 1].end;
        if ordinal {
            let number = if scaled {
                i32::try_from(total).unwrap_or(i32::MAX)
            } else {
                groups[..count].iter().sum()
            };
            token.classes = ClassSet::of(Class::ORDINAL);
            if (1..=31).contains(&number) {
                token.classes.add(Class::DAY_ORDINAL);
            }
            token.number = number;
            token.word = if used == 1 { first.word } else { 0 };
            return Some((token, used)).filter(|_| used > 1);
        }
        let (number, year) = match (scaled, &groups[..count]) {
            (true, _) => {
                let n = i32::try_from(total).unwrap_or(i32::MAX);
                (n, (1900..=2199).contains(&n))
            }
            (false, [one]) => (*one, false),
            // "nineteen ninety-six", "twenty sixteen", "nineteen oh five".
            (false, [a, b]) if (10..=20).contains(a) && (10..=99).contains(b) => {
                (a * 100 + b, true)
            }
            (false, [a, 0, b]) if (10..=20).contains(a) && (1..=9).contains(b) => {
                (a * 100 + b, true)
            }
            _ => return self.first_number(tokens),
        };
        token.number = number;
        if used > 1 {
            token.classes = ClassSet::of(Class::NUMBER);
            if number < 1000 {
                token.classes.add(Class::SMALL_NUMBER);
            }
            token.word = 0;
        }
        if year {
            token.classes.add(Class::YEAR);
        }
        Some((token, used)).filter(|_| used > 1)
    }

    fn first_number(&self, tokens: &[Token]) -> Option<(Token, usize)> {
        let (value, used, _) = self.below_hundred(tokens)?;
        if used == 1 {
            return None;
        }
        let mut token = tokens[0];
        token.end = tokens[used - 1].end;
        token.classes = ClassSet::of(Class::NUMBER).with(Class::SMALL_NUMBER);
        token.number = value;
        token.word = 0;
        Some((token, used))
    }

    /// A number below a hundred: its value, its tokens, and whether it is an ordinal.
    fn below_hundred(&self, tokens: &[Token]) -> Option<(i32, usize, bool)> {
        let first = tokens.first()?;
        let value = first.number;
        let second = |skip: usize| tokens.get(skip);
        if first.classes.has(Class::TENS_WORD) {
            // "twenty-one", "twenty one", "twenty-first"
            let (skip, hyphen) = match second(1) {
                Some(t) if t.shape == Shape::Mark && !t.spaced && self.is_hyphen(t) => (2, true),
                _ => (1, false),
            };
            if let Some(next) = second(skip) {
                let near = hyphen && !next.spaced || !hyphen && close(&tokens[0], next);
                if near && next.classes.has(Class::DIGIT_WORD) && (1..=9).contains(&next.number) {
                    return Some((value + next.number, skip + 1, false));
                }
                if near
                    && next.shape == Shape::Word
                    && next.classes.has(Class::ORDINAL)
                    && (1..=9).contains(&next.number)
                {
                    return Some((value + next.number, skip + 1, true));
                }
            }
            return Some((value, 1, false));
        }
        if first.classes.has(Class::DIGIT_WORD) {
            if self.units_first
                && let (Some(and), Some(tens)) = (second(1), second(2))
                && and.word == self.and_word
                && !and.spaced
                && tens.classes.has(Class::TENS_WORD)
            {
                return Some((value + tens.number, 3, false));
            }
            return Some((value, 1, false));
        }
        if first.classes.has(Class::TEEN_WORD)
            || first.shape == Shape::Word && first.classes.has(Class::NUMBER)
        {
            return Some((value, 1, false));
        }
        None
    }

    fn after_and(&self, tokens: &[Token]) -> Option<(i32, usize, bool)> {
        let skip = self.and_before_number(tokens).unwrap_or(0);
        self.below_hundred(&tokens[skip..])
            .map(|(v, w, o)| (v, w + skip, o))
    }

    fn and_before_number(&self, tokens: &[Token]) -> Option<usize> {
        let and = tokens.first()?;
        (self.and_word != 0
            && and.word == self.and_word
            && self.below_hundred(tokens.get(1..)?).is_some())
        .then_some(1)
    }

    fn is_hyphen(&self, token: &Token) -> bool {
        self.find("-").is_some_and(|e| e.word == token.word)
    }

    /// "5 1/2": a whole number and a fraction; "1/2" stays as it is.
    fn mixed_number(&self, tokens: &[Token]) -> Option<(Token, usize)> {
        let [whole, over, slash, under, ..] = tokens else {
            return None;
        };
        let slashed = self.find("/").is_some_and(|e| e.word == slash.word);
        let plain = |t: &Token| t.shape == Shape::Number && t.classes.has(Class::NUMBER);
        if !(slashed
            && plain(whole)
            && plain(over)
            && plain(under)
            && !slash.spaced
            && !under.spaced
            && over.spaced)
        {
            return None;
        }
        if over.number < 1 || over.number >= under.number || under.number > 10 {
            return None;
        }
        let mut token = *whole;
        token.end = under.end;
        token.classes = ClassSet::of(Class::DECIMAL);
        token.thousandths = (over.number * 1000 / under.number) as u16;
        Some((token, 4))
    }

    /// "2 million".
    fn scaled(&self, tokens: &[Token]) -> Option<(Token, usize)> {
        let [number, scale, ..] = tokens else {
            return None;
        };
        let factor: i64 = if scale.classes.has(Class::MILLION) {
            1_000_000
        } else if scale.classes.has(Class::THOUSAND) {
            1_000
        } else if scale.classes.has(Class::HUNDRED) {
            100
        } else {
            return None;
        };
        let mut token = *number;
        token.end = scale.end;
        token.classes = ClassSet::of(Class::NUMBER);
        let exact =
            i64::from(number.number) * factor + i64::from(number.thousandths) * factor / 1000;
        token.number = i32::try_from(exact).unwrap_or(i32::MAX);
        token.thousandths = 0;
        Some((token, 2))
    }
}

/// Whether a word has an ending: most are turned away by their last byte.
fn ends_in(word: &str, ending: &str) -> bool {
    word.as_bytes().last() == ending.as_bytes().last() && word.ends_with(ending)
}

/// Whether nothing but one gap stands between two tokens.
fn close(a: &Token, b: &Token) -> bool {
    b.start >= a.end && b.start - a.end <= 2
}
