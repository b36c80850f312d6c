//! The words by which claims are compared. In: a claim's clause, or the headline of a hand-made one. Out: a number for
//! each stem, so that comparing two claims is comparing two short sorted lists.
//!
//! A number is a hash of the stem and, in its last bits, what the word is in its sentence; [`key`] is the stem alone.
//! Words of one meaning share a stem: "truce" and "ceasefire" (`words/<lang>.toml`, `synonyms`).

use super::clause::{Clause, Parse};
use super::grammar::Tag;
use super::words::Words;

/// Sorted numbers of stems, each stem once.
pub(super) type Stems = Vec<u32>;

const FIGURE: u32 = 1;
/// A name of the clause.
const NAME: u32 = 2;
/// It stands in the sentence, but outside the clause.
const OUTSIDE: u32 = 4;
/// Neither name nor figure, and outside the clause: it helps to tell what the clause is about.
const BESIDE: u32 = NAME | OUTSIDE;
/// News use it all the time: it tells little.
const COMMON: u32 = 8;
const BITS: u32 = 4;

/// Stands first in the stems of a claim whose sentence says that a day was moved or is new: no word, and of no weight.
pub(super) const MOVED: u32 = 0;

/// The stems of a clause, and those of the rest of its sentence; dates and stop words are left out.
pub(super) fn of_clause(parse: &Parse<'_>, clause: &Clause) -> Stems {
    let analysis = parse.analysis;
    let mut inside = vec![false; analysis.tokens.len()];
    for at in &clause.places {
        inside[*at] = true;
    }
    let mut out = Vec::with_capacity(24);
    for (at, is_inside) in inside.into_iter().enumerate() {
        if !analysis.tokens[at].is_word || parse.tags[at] == Tag::Date {
            continue;
        }
        let word = analysis.word(at);
        let is_capital = analysis.is_capital(at);
        // The first word of a sentence is a name when the next is one, too: "Orion Motors recalled".
        // "President" names nobody.
        let is_name = is_capital
            && (at > 0 || analysis.is_capital(at + 1))
            && !parse.words.titles.contains(word);
        let is_figure = word.starts_with(|c: char| c.is_ascii_digit());
        let flags = match (is_inside, is_name) {
            (true, false) => 0,
            (true, true) => NAME,
            (false, _) if is_name || is_figure => OUTSIDE,
            (false, _) => BESIDE,
        };
        add(parse.words, word, flags, &mut out);
    }
    if parse.tells_of_move(clause) {
        out.push(MOVED);
    }
    tidy(out)
}

/// The stems of an editor's headline.
pub(super) fn of_headline(words: &Words, headline: &str) -> Stems {
    let mut out = Vec::with_capacity(12);
    for (at, word) in headline.split_whitespace().enumerate() {
        let is_name = at > 0 && word.starts_with(char::is_uppercase);
        add(
            words,
            &word.to_lowercase(),
            if is_name { NAME } else { 0 },
            &mut out,
        );
    }
    tidy(out)
}

/// The stems of what a headline has and its sentence has not: the name in a pronoun's place.
pub(super) fn of_name(words: &Words, headline: &str, sentence: &str) -> Stems {
    let sentence = sentence.to_lowercase();
    let mut out = Stems::new();
    for (at, word) in headline.split_whitespace().enumerate() {
        let lower = word.to_lowercase();
        if !sentence.contains(&lower) {
            let is_name = at > 0 && word.starts_with(char::is_uppercase);
            add(words, &lower, if is_name { NAME } else { 0 }, &mut out);
        }
    }
    out
}

/// The words of a text, as written, of which `wanted` knows the stem; each stem once, as often as `most`.
pub(super) fn words_of<'a>(
    words: &Words,
    text: &'a str,
    most: usize,
    mut wanted: impl FnMut(u32) -> bool,
) -> Vec<&'a str> {
    let (mut found, mut known) = (Vec::new(), Vec::new());
    for word in text.split(|c: char| c.is_whitespace() || c == '—' || c == '–') {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let mut stems = Vec::new();
        add(words, &word.to_lowercase(), 0, &mut stems);
        let is_new = |stem: &u32| wanted(key(*stem)) && !known.contains(&key(*stem));
        if !stems
            .iter()
            .copied()
            .filter(is_new)
            .collect::<Vec<_>>()
            .is_empty()
        {
            known.extend(stems.into_iter().map(key));
            found.push(word);
        }
        if found.len() == most {
            break;
        }
    }
    found
}

/// Adds the stems of `more`.
pub(super) fn extend(stems: &mut Stems, more: Stems) {
    stems.extend(more);
    *stems = tidy(std::mem::take(stems));
}

/// Adds the parts of a lower-case word: "al-Quds" is known by "quds", too.
fn add(words: &Words, word: &str, flags: u32, out: &mut Stems) {
    let word = words.owner(word).unwrap_or(word);
    let whole = words.synonym(word);
    if whole != word {
        push(words, whole, flags, out);
        return;
    }
    for part in word.split(|c: char| !c.is_alphanumeric()) {
        if part.len() >= 2 && !words.stop.contains(part) {
            push(words, words.synonym(part), flags, out);
        }
    }
}

fn push(words: &Words, word: &str, flags: u32, out: &mut Stems) {
    let stem = words.stem(word);
    let stem = words.synonym_of_stem(&stem);
    let mut flags = flags;
    if stem.starts_with(|c: char| c.is_ascii_digit()) {
        flags |= FIGURE;
    }
    if words.common.contains(word) {
        flags |= COMMON;
    }
    out.push(number(stem) | flags);
}

/// Sorted, each stem once: within the clause before outside it.
fn tidy(mut stems: Stems) -> Stems {
    stems.sort_unstable_by_key(|stem| (key(*stem), *stem & OUTSIDE, *stem));
    stems.dedup_by_key(|stem| key(*stem));
    stems
}

/// The stem's number: 28 bits of FNV-1a before the bits that tell what it is.
///
/// Two of ten thousand stems may share a number; both sentences would have to hold them, and the
/// result is the same on every machine.
fn number(stem: &str) -> u32 {
    let hash = stem.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    (hash ^ (hash >> 28)) << BITS
}

/// The stem alone, whatever it is in its sentence.
pub(super) fn key(stem: u32) -> u32 {
    stem >> BITS
}

/// Whether a stem is a figure: it tells claims apart, and says nothing of what they are about.
pub(super) fn is_figure(stem: u32) -> bool {
    stem & FIGURE != 0
}

/// Whether it stands outside the clause.
pub(super) fn is_outside(stem: u32) -> bool {
    stem & OUTSIDE != 0
}

/// Whether it names somebody or something, in the clause or beside it.
pub(super) fn names(stem: u32) -> bool {
    is_name(stem) || stem & (BESIDE | FIGURE) == OUTSIDE
}

/// Whether it is a name of the clause.
pub(super) fn is_name(stem: u32) -> bool {
    stem & BESIDE == NAME
}

/// Whether it only stands beside the clause: shared, it speaks for two claims; alone, it says nothing against them.
pub(super) fn is_beside(stem: u32) -> bool {
    stem & BESIDE == BESIDE
}

/// The weight that names have among stems of these weights.
pub(super) fn names_of(stems: &[u32], weights: &[f32]) -> f32 {
    let names = stems.iter().zip(weights);
    names
        .filter(|(stem, _)| is_name(**stem))
        .map(|(_, weight)| weight)
        .sum()
}

/// How much more a name counts.
const OF_NAMES: f32 = 1.3;

/// What being a name adds to a stem's weight.
pub(super) fn of_names(stem: u32) -> f32 {
    if is_name(stem) { OF_NAMES } else { 1.0 }
}

/// How much a stem counts beside its rarity.
pub(super) fn weight(stem: u32) -> f32 {
    if stem == MOVED {
        return 0.0;
    }
    let mut weight = 1.0;
    match stem & BESIDE {
        BESIDE => weight *= 0.2,
        OUTSIDE => weight *= 0.35,
        NAME => weight *= OF_NAMES,
        _ => {}
    }
    if stem & COMMON != 0 {
        weight *= 0.45;
    }
    weight
}

/// A number for the words of a clause: the same for sentences that tell it in the same words.
pub(super) fn signature(stems: &[u32]) -> u64 {
    let inside = stems.iter().filter(|stem| **stem & OUTSIDE == 0);
    inside.fold(0xcbf2_9ce4_8422_2325, |hash, stem| {
        (hash ^ u64::from(key(*stem))).wrapping_mul(0x0100_0000_01b3)
    })
}

/// What both lists hold, by the places in `a` and `b`.
pub(super) fn shared(a: &[u32], b: &[u32], mut each: impl FnMut(usize, usize)) {
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        match key(a[i]).cmp(&key(b[j])) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                each(i, j);
                i += 1;
                j += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_meaning_share_a_stem() {
        let words = Words::for_language(None);
        let keys =
            |text: &str| -> Vec<u32> { of_headline(words, text).into_iter().map(key).collect() };
        assert_eq!(keys("ceasefire"), keys("truce"));
        assert_eq!(keys("retook"), keys("recaptured"));
        assert_ne!(keys("moon"), keys("moor"));
    }

    #[test]
    fn figures_and_names_are_marked() {
        let words = Words::for_language(None);
        let stems = of_headline(words, "guards closed Kasli 1969");
        assert_eq!(stems.iter().filter(|s| is_figure(**s)).count(), 1);
        assert_eq!(stems.iter().filter(|s| is_name(**s)).count(), 1);
    }

    #[test]
    fn shared_stems_are_found_in_order() {
        let numbers = |of: &[u32]| of.iter().map(|n| n << BITS).collect::<Vec<_>>();
        let mut found = Vec::new();
        let (a, b) = (numbers(&[1, 3, 5, 9]), numbers(&[2, 3, 9, 10]));
        shared(&a, &b, |i, j| found.push((i, j)));
        assert_eq!(found, [(1, 1), (3, 2)]);
    }
}
