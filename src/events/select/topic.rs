//! What the articles are about. In: articles, and keywords where they are given. Out: which sentences are on topic.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Report, words_of};

/// Most words a topic found out consists of.
const MOST_WORDS: usize = 6;

/// Which sentences are on topic, by article and sentence.
pub(super) struct Topic {
    on: Vec<Vec<bool>>,
}

impl Topic {
    pub(super) fn new(reports: &[Report], keywords: &[String]) -> Self {
        let found;
        let keywords = if keywords.is_empty() {
            found = find(reports);
            &found
        } else {
            keywords
        };
        let wanted: Vec<String> = keywords.iter().map(|word| word.to_lowercase()).collect();
        let finders: Vec<memchr::memmem::Finder<'_>> = wanted
            .iter()
            .map(|word| memchr::memmem::Finder::new(word.as_bytes()))
            .collect();
        let on = reports
            .iter()
            .map(|report| {
                let mut lower = Vec::new();
                report
                    .sentences
                    .iter()
                    .map(|sentence| {
                        lower.clear();
                        lower.extend(sentence.text.bytes().map(|byte| byte.to_ascii_lowercase()));
                        finders.is_empty()
                            || finders.iter().any(|finder| finder.find(&lower).is_some())
                    })
                    .collect()
            })
            .collect();
        Self { on }
    }

    /// Whether a sentence is on topic.
    pub(super) fn is_on(&self, report: usize, sentence: usize) -> bool {
        self.on[report][sentence]
    }

    /// The share of an article's sentences that are on topic.
    pub(super) fn share(&self, report: usize) -> f64 {
        let on = &self.on[report];
        on.iter().filter(|is_on| **is_on).count() as f64 / on.len().max(1) as f64
    }
}

/// The names most articles share: capitalised words inside sentences, by the number of articles that use them.
fn find(reports: &[Report]) -> Vec<String> {
    let mut counts: FxHashMap<String, usize> = FxHashMap::default();
    for report in reports {
        let words = words_of(report);
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        for sentence in &report.sentences {
            for word in sentence.text.split_whitespace().skip(1) {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                if word.len() > 3
                    && word.starts_with(char::is_uppercase)
                    && word.chars().any(char::is_lowercase)
                {
                    seen.insert(word);
                }
            }
        }
        for word in seen {
            let lower = word.to_lowercase();
            if !words.stop.contains(&lower) && !is_calendar(&lower) {
                *counts.entry(lower).or_default() += 1;
            }
        }
    }
    let mut ranked: Vec<(usize, String)> = counts
        .into_iter()
        .map(|(word, count)| (count, word))
        .collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let least = ranked.first().map_or(0, |(count, _)| count / 2);
    ranked
        .into_iter()
        .take(MOST_WORDS)
        .filter(|(count, _)| *count >= least)
        .map(|(_, word)| word)
        .collect()
}

/// Names of days and months tell no topic. English and German; other languages' are rare enough not to lead.
fn is_calendar(word: &str) -> bool {
    const NAMES: [&str; 31] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
        "januar",
        "februar",
        "märz",
        "juni",
        "oktober",
        "dezember",
    ];
    NAMES.contains(&word)
}
