//! The words of a language: what each may be, classified once.
//!
//! In: `lexicon.toml` of a language's folder. Out: a [`Lexicon`] that answers for a lower-case word
//! in one look-up. Nothing here knows a language; compounds, endings, decimal marks and ordinals
//! are data.

mod class;
mod numerals;
mod source;
mod words;

use rustc_hash::FxHashMap;

pub(super) use class::{Class, ClassSet};

use super::token::{Shape, Token};
use crate::config::DateOrder;
use words::Words;

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
    /// That of the word numbered `word`, of which nothing is told yet.
    fn of_word(word: u32) -> Self {
        Self {
            classes: ClassSet::EMPTY,
            word,
            number: 0,
            capital_classes: ClassSet::EMPTY,
            takes_stop: false,
            glued: false,
            opens_phrase: false,
        }
    }

    /// What it may be, written with a capital or without.
    pub(super) fn classes(&self, capital: bool) -> ClassSet {
        if capital {
            self.classes
        } else {
            self.classes.without(self.capital_classes)
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
    words: Words,
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
    /// With how many digits the weekday of what recurs is written: `XXXX-WXX-02`.
    pub(super) weekday_digits: usize,
    /// Whether "twenty-one" is said "one and twenty".
    units_first: bool,
    and_word: u32,
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
    /// The class called `name`.
    pub(super) fn class(&self, name: &str) -> Option<Class> {
        self.class_names
            .iter()
            .position(|n| n == name)
            .map(|n| Class(n as u8))
    }

    /// The number of a word quoted in a pattern; quoting makes it known.
    pub(super) fn intern(&mut self, written: &str) -> u32 {
        let lower = written.to_lowercase();
        self.words.entry(&lower).word
    }

    /// What is known of a lower-case word.
    pub(super) fn find(&self, lower: &str) -> Option<&Entry> {
        self.words.find(lower)
    }

    /// What is known of a word of which the [`key`] is known.
    #[inline]
    pub(super) fn find_key(&self, key: u128) -> Option<&Entry> {
        self.words.find_key(key)
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
    pub(super) fn by_ending(&self, lower: &[u8], capital: bool) -> ClassSet {
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
    pub(super) fn noun_by_ending(&self, lower: &[u8]) -> Option<(Class, i32)> {
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
        lower: &[u8],
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
        let Ok(lower) = std::str::from_utf8(lower) else {
            return false;
        };
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
}

/// Whether a word has an ending: most are turned away by their last byte.
fn ends_in(word: &[u8], ending: &str) -> bool {
    word.last() == ending.as_bytes().last() && word.ends_with(ending.as_bytes())
}
