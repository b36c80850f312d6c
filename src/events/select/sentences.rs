//! Which sentences tell a day. In: articles and chosen days. Out: for each day the sentences whose words most of the
//! day's articles share.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};

use super::topic::Topic;
use super::{Report, Told, words_of};
use crate::events::words::Words;

/// Undated sentences at an article's head that tell its own day.
const LEAD: usize = 4;
/// Weight of a pair of neighbouring words beside that of a word.
const PAIR: f64 = 2.5;
/// Content words a reader expects of one sentence.
const EXPECTED: f64 = 10.0;
/// Content words of a sentence that can be chosen.
const LENGTH: std::ops::RangeInclusive<usize> = 7..=40;
/// Words that a sentence is thought to have beside its own, of which no article speaks: few words prove little.
const DOUBT: f64 = 8.0;
/// What articles of later weeks still tell is what the day is remembered by.
const REMEMBERED: f64 = 1.5;
const LATER_DAYS: i64 = 7;
/// Share of words in common from which two sentences are copies.
const COPY: f64 = 0.6;
/// Sentences a day when it is not said how many.
const MOST: usize = 3;

/// A sentence that speaks for a day.
struct Witness<'a> {
    sentence: &'a Told,
    report: usize,
    order: usize,
    on: bool,
    names_day: bool,
    /// Whether the article appeared on the day or the next.
    is_near: bool,
    /// Whether it looks back on the day from a later week.
    looks_back: bool,
}

/// The sentences of each of `days`; days without any are left out.
pub(super) fn choose(
    reports: &[Report],
    about: &Topic,
    days: &[NaiveDate],
    per_date: Option<usize>,
) -> BTreeMap<NaiveDate, Vec<String>> {
    let mut evidence: FxHashMap<NaiveDate, Vec<Witness<'_>>> =
        days.iter().map(|day| (*day, Vec::new())).collect();
    for (index, report) in reports.iter().enumerate() {
        let mut undated = 0;
        let witness = |at: usize, day: NaiveDate, names_day| {
            let published = report.published;
            let later = published.map(|published| (published - day).num_days());
            Witness {
                sentence: &report.sentences[at],
                report: index,
                order: at,
                on: about.is_on(index, at),
                names_day,
                is_near: later.is_some_and(|days| (0..=1).contains(&days)),
                looks_back: later.is_some_and(|days| days > LATER_DAYS),
            }
        };
        for (at, sentence) in report.sentences.iter().enumerate() {
            for day in &sentence.days {
                let Some(list) = evidence.get_mut(day) else {
                    continue;
                };
                list.push(witness(at, *day, true));
                // The sentence after it still tells of the day.
                let next = report.sentences.get(at + 1);
                if next.is_some_and(|next| next.days.is_empty()) {
                    list.push(witness(at + 1, *day, false));
                }
            }
            if sentence.days.is_empty() && undated < LEAD {
                undated += 1;
                let Some(published) = report.published else {
                    continue;
                };
                for day in [Some(published), published.pred_opt()]
                    .into_iter()
                    .flatten()
                {
                    if let Some(list) = evidence.get_mut(&day) {
                        list.push(witness(at, day, false));
                    }
                }
            }
        }
    }
    let mut stems = Stems::default();
    let mut printed = FxHashSet::default();
    let mut out = BTreeMap::new();
    for day in days {
        let chosen = tell(reports, &evidence[day], per_date, &printed, &mut stems);
        if !chosen.is_empty() {
            printed.extend(&chosen);
            out.insert(*day, chosen.into_iter().map(str::to_owned).collect());
        }
    }
    out
}

/// A sentence that may be chosen, in numbers.
struct Candidate<'a> {
    text: &'a str,
    words: Vec<u32>,
    pairs: Vec<(u32, u32)>,
    names_day: bool,
    order: usize,
}

/// The sentences of one day. First every word is shared by so many of the articles; an article and a sentence count
/// as much as their words are shared: most articles of a day tell one thing, and what the others tell is not it.
/// Then the sentences are chosen whose words and pairs of words have most of this weight; what was `printed` on another
/// day only when there is nothing else.
fn tell<'a>(
    reports: &[Report],
    witnesses: &[Witness<'a>],
    per_date: Option<usize>,
    printed: &FxHashSet<&str>,
    stems: &mut Stems,
) -> Vec<&'a str> {
    let words: Vec<Vec<u32>> = witnesses
        .iter()
        .map(|witness| stems.of(words_of(&reports[witness.report]), &witness.sentence.text))
        .collect();
    let mut uses = Votes::default();
    for (witness, words) in witnesses.iter().zip(&words) {
        words
            .iter()
            .for_each(|word| uses.add(*word, 1.0, witness.report));
    }
    let shared: Vec<f64> = words
        .iter()
        .map(|words| {
            let sum: f64 = words.iter().map(|word| uses.of(*word)).sum();
            sum / (words.len() as f64 + DOUBT)
        })
        .collect();
    let mut of_report: FxHashMap<usize, f64> = FxHashMap::default();
    for (witness, shared) in witnesses.iter().zip(&shared) {
        let most = of_report.entry(witness.report).or_default();
        *most = most.max(*shared);
    }
    let mut in_words = Votes::default();
    let mut in_pairs = Votes::default();
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut candidates = Vec::new();
    for ((witness, words), shared) in witnesses.iter().zip(words).zip(shared) {
        let mut weight = shared * of_report[&witness.report];
        // A sentence that names several days tells of each in part.
        weight /= (witness.sentence.days.len().max(1) as f64).sqrt();
        if witness.looks_back {
            weight *= REMEMBERED;
        }
        let pairs: Vec<(u32, u32)> = words.windows(2).map(|pair| (pair[0], pair[1])).collect();
        for word in &words {
            in_words.add(*word, weight, witness.report);
        }
        for pair in &pairs {
            in_pairs.add(*pair, weight, witness.report);
        }
        if witness.on
            && (witness.names_day || witness.is_near)
            && LENGTH.contains(&words.len())
            && seen.insert(witness.sentence.text.trim())
        {
            candidates.push(Candidate {
                text: witness.sentence.text.trim(),
                words,
                pairs,
                names_day: witness.names_day,
                order: witness.order,
            });
        }
    }
    let is_new = |candidate: &Candidate<'_>| !printed.contains(candidate.text);
    if candidates.iter().any(is_new) {
        candidates.retain(is_new);
    }
    let wanted = per_date.unwrap_or(MOST);
    let mut chosen: Vec<usize> = Vec::new();
    let mut have_words: FxHashSet<u32> = FxHashSet::default();
    let mut have_pairs: FxHashSet<(u32, u32)> = FxHashSet::default();
    let mut length = 0;
    let mut gained = 0.0;
    let mut best_before = 0.0;
    while chosen.len() < wanted {
        let mut best: Option<(f64, f64, usize)> = None;
        for (index, candidate) in candidates.iter().enumerate() {
            if chosen.contains(&index) || is_copy(candidate, &candidates, &chosen) {
                continue;
            }
            let mut gain = 0.0;
            for (at, word) in candidate.words.iter().enumerate() {
                if !have_words.contains(word) && !candidate.words[..at].contains(word) {
                    gain += in_words.of(*word);
                }
            }
            for (at, pair) in candidate.pairs.iter().enumerate() {
                if !have_pairs.contains(pair) && !candidate.pairs[..at].contains(pair) {
                    gain += PAIR * in_pairs.of(*pair);
                }
            }
            let size = (length + candidate.words.len()) as f64;
            let expected = EXPECTED * wanted as f64;
            let mut score = 2.0 * (gained + gain) / (size + expected);
            if candidate.names_day {
                score *= 1.0 + 1e-6;
            }
            let is_better = best.is_none_or(|(most, _, other)| {
                score > most
                    || (score == most
                        && (candidate.order, candidate.text)
                            < (candidates[other].order, candidates[other].text))
            });
            if is_better {
                best = Some((score, gain, index));
            }
        }
        let Some((score, gain, index)) = best else {
            break;
        };
        if per_date.is_none() && !chosen.is_empty() && score < best_before * 1.08 {
            break;
        }
        best_before = score;
        gained += gain;
        length += candidates[index].words.len();
        have_words.extend(&candidates[index].words);
        have_pairs.extend(&candidates[index].pairs);
        chosen.push(index);
    }
    chosen
        .into_iter()
        .map(|index| candidates[index].text)
        .collect()
}

fn is_copy(candidate: &Candidate<'_>, candidates: &[Candidate<'_>], chosen: &[usize]) -> bool {
    chosen.iter().any(|other| {
        let other = &candidates[*other].words;
        let shared = candidate
            .words
            .iter()
            .filter(|word| other.contains(word))
            .count() as f64;
        shared / candidate.words.len().min(other.len()).max(1) as f64 >= COPY
    })
}

/// What articles give to words: each article once, what it gives at most.
struct Votes<Word> {
    sums: FxHashMap<Word, (f64, f64, usize)>,
}

impl<Word> Default for Votes<Word> {
    fn default() -> Self {
        Self {
            sums: FxHashMap::default(),
        }
    }
}

impl<Word: Eq + std::hash::Hash> Votes<Word> {
    /// Adds the vote of `report`; those of one report come one after the other.
    fn add(&mut self, word: Word, weight: f64, report: usize) {
        let (sum, given, by) = self.sums.entry(word).or_insert((0.0, 0.0, report));
        if *by != report {
            (*given, *by) = (0.0, report);
        }
        if weight > *given {
            *sum += weight - *given;
            *given = weight;
        }
    }

    fn of(&self, word: Word) -> f64 {
        self.sums.get(&word).map_or(0.0, |(sum, ..)| *sum)
    }
}

/// Numbers for the stems of words, each word stemmed once.
#[derive(Default)]
struct Stems {
    words: FxHashMap<String, Option<u32>>,
    stems: FxHashMap<String, u32>,
    buffer: String,
}

impl Stems {
    /// The stems of a sentence's content words, in order.
    fn of(&mut self, words: &Words, text: &str) -> Vec<u32> {
        let mut out = Vec::with_capacity(24);
        for word in text.split(|c: char| !c.is_alphanumeric() && c != '-') {
            let word = word.trim_matches('-');
            if word.is_empty() {
                continue;
            }
            self.buffer.clear();
            for c in word.chars() {
                self.buffer.extend(c.to_lowercase());
            }
            let number = match self.words.get(self.buffer.as_str()) {
                Some(number) => *number,
                None => {
                    let number = (!words.stop.contains(&self.buffer)
                        && self.buffer.chars().any(char::is_alphanumeric))
                    .then(|| {
                        let stem = words.stem(&self.buffer).into_owned();
                        let next = self.stems.len() as u32;
                        *self.stems.entry(stem).or_insert(next)
                    });
                    self.words.insert(self.buffer.clone(), number);
                    number
                }
            };
            out.extend(number);
        }
        out
    }
}
