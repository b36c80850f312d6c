//! The words by which a sentence tells what it claims, as data: `words/<lang>.toml`. In: a language. Out:
//! its lists, ready for looking up.

use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashSet;
use serde::Deserialize;

/// One language's words.
pub(super) struct Words {
    pub stop: FxHashSet<String>,
    pub proposed: Phrases,
    pub planned: Phrases,
    pub withdrawn: Phrases,
    pub moved: Phrases,
    pub moved_from: FxHashSet<String>,
    pub moved_to: FxHashSet<String>,
    pub speech: FxHashSet<String>,
    pub speech_only: FxHashSet<String>,
    pub attribution_tail: Phrases,
    pub clause_openers: FxHashSet<String>,
    pub conjunctions: FxHashSet<String>,
    pub date_leads: FxHashSet<String>,
    pub trailing: FxHashSet<String>,
    pub pronouns: FxHashSet<String>,
    pub finite: FxHashSet<String>,
    pub finite_endings: Vec<String>,
    pub background: FxHashSet<String>,
    stemmer: Stemmer,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    stemmer: String,
    stop: Vec<String>,
    proposed: Vec<String>,
    planned: Vec<String>,
    withdrawn: Vec<String>,
    moved: Vec<String>,
    moved_from: Vec<String>,
    moved_to: Vec<String>,
    speech: Vec<String>,
    speech_only: Vec<String>,
    attribution_tail: Vec<String>,
    clause_openers: Vec<String>,
    conjunctions: Vec<String>,
    date_leads: Vec<String>,
    trailing: Vec<String>,
    pronouns: Vec<String>,
    finite: Vec<String>,
    finite_endings: Vec<String>,
    background: Vec<String>,
}

const FILES: [(&str, &str); 2] = [
    ("en", include_str!("words/en.toml")),
    ("de", include_str!("words/de.toml")),
];

static WORDS: LazyLock<Vec<(&str, Words)>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|(name, text)| (*name, Words::parse(text)))
        .collect()
});

impl Words {
    /// The words of a BCP 47 language; an unknown language finds English.
    pub(super) fn for_language(tag: Option<&str>) -> &'static Self {
        let primary = tag
            .unwrap_or("en")
            .split(['-', '_'])
            .next()
            .unwrap_or("en")
            .to_lowercase();
        let found = WORDS.iter().find(|(name, _)| *name == primary);
        &found.unwrap_or(&WORDS[0]).1
    }

    fn parse(text: &str) -> Self {
        let file: File = toml::from_str(text).expect("the word lists are tested");
        let set = |words: Vec<String>| words.into_iter().collect::<FxHashSet<_>>();
        let stemmer = match file.stemmer.as_str() {
            "german" => Algorithm::German,
            _ => Algorithm::English,
        };
        Self {
            stop: set(file.stop),
            proposed: Phrases::new(file.proposed),
            planned: Phrases::new(file.planned),
            withdrawn: Phrases::new(file.withdrawn),
            moved: Phrases::new(file.moved),
            moved_from: set(file.moved_from),
            moved_to: set(file.moved_to),
            speech: set(file.speech),
            speech_only: set(file.speech_only),
            attribution_tail: Phrases::new(file.attribution_tail),
            clause_openers: set(file.clause_openers),
            conjunctions: set(file.conjunctions),
            date_leads: set(file.date_leads),
            trailing: set(file.trailing),
            pronouns: set(file.pronouns),
            finite: set(file.finite),
            finite_endings: file.finite_endings,
            background: set(file.background),
            stemmer: Stemmer::create(stemmer),
        }
    }

    /// Whether `word` (lower case) may be a finite verb.
    pub(super) fn is_finite(&self, word: &str) -> bool {
        self.finite.contains(word)
            || (word.chars().count() > 4
                && self.finite_endings.iter().any(|end| word.ends_with(end)))
    }

    /// The stem of a lower-case word, for comparing sentences.
    pub(super) fn stem<'a>(&self, word: &'a str) -> std::borrow::Cow<'a, str> {
        self.stemmer.stem(word)
    }
}

/// Phrases of one or more words, looked up by their first.
pub(super) struct Phrases(Vec<Vec<String>>);

impl Phrases {
    fn new(phrases: Vec<String>) -> Self {
        Self(
            phrases
                .iter()
                .map(|p| p.split_whitespace().map(str::to_owned).collect())
                .collect(),
        )
    }

    /// Where in `words` (lower case) a phrase stands: index of its first word and its length.
    pub(super) fn find(&self, words: &[&str]) -> Option<(usize, usize)> {
        (0..words.len()).find_map(|at| Some((at, self.at(words, at)?)))
    }

    /// The length of the phrase that stands at `at`, if one does.
    pub(super) fn at(&self, words: &[&str], at: usize) -> Option<usize> {
        let rest = &words[at..];
        self.0
            .iter()
            .filter(|phrase| {
                phrase.len() <= rest.len()
                    && phrase.iter().zip(rest).all(|(wanted, word)| {
                        match wanted.strip_suffix('*') {
                            Some(start) => word.starts_with(start),
                            None => wanted == word,
                        }
                    })
            })
            .map(Vec::len)
            .max()
    }
}
