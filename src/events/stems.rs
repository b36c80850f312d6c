//! The words by which claims are compared. In: a claim with its sentence. Out: a number for each stem, so
//! that comparing two claims is comparing two short sorted lists.

use super::types::Claim;
use super::words::Words;
use crate::content::Document;
use crate::temporal::Timex;

/// Sorted numbers of stems, each once.
pub(super) type Stems = Vec<u32>;

/// Bytes of a sentence, at most, whose words count; of a longer one those around the date.
const LONGEST: usize = 2_000;

/// The stems of the claim's sentence and headline; its date's words and stop words are left out.
pub(super) fn of_claim(document: &Document, timexes: &[Timex], claim: &Claim) -> Stems {
    let words = Words::for_language(document.meta.language.as_deref());
    let text = &document.text;
    let mut out = Vec::with_capacity(24);
    let mut sentence = claim.sentence.range();
    if sentence.len() > LONGEST {
        let at = claim.mentions.first().map_or(sentence.start, |first| {
            timexes[*first as usize].span.range().start
        });
        sentence = text
            .ceil_char_boundary(at.saturating_sub(LONGEST / 2))
            .max(sentence.start)
            ..text.floor_char_boundary(at + LONGEST / 2).min(sentence.end);
    }
    let mut from = sentence.start;
    if !sentence.is_empty() {
        for mention in &claim.mentions {
            let span = timexes[*mention as usize].span.range();
            if span.end > sentence.end {
                break;
            }
            add(words, &text[from..span.start.max(from)], &mut out);
            from = span.end.max(from);
        }
        if let Some(rest) = text.get(from..sentence.end) {
            add(words, rest, &mut out);
        }
    }
    add(words, &claim.headline, &mut out);
    out.sort_unstable();
    out.dedup();
    out
}

fn add(words: &Words, text: &str, out: &mut Stems) {
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if word.len() < 2 {
            continue;
        }
        let lower = word.to_lowercase();
        if !words.stop.contains(&lower) {
            out.push(number(&words.stem(&lower)));
        }
    }
}

/// The stem's number: 31 bits of FNV-1a, and a last bit that tells figures from words.
///
/// Two of a hundred thousand stems may share a number; both sentences would have to hold them, and the
/// result is the same on every machine.
fn number(stem: &str) -> u32 {
    let hash = stem.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    let figure = stem.starts_with(|c: char| c.is_ascii_digit());
    (hash << 1) | u32::from(figure)
}

/// Whether a stem is a figure: it tells claims apart, and says nothing of what they are about.
pub(super) fn is_figure(stem: u32) -> bool {
    stem & 1 == 1
}

/// What both lists hold, by the places in `a`.
pub(super) fn shared(a: &[u32], b: &[u32], mut each: impl FnMut(usize)) {
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                each(i);
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
    fn figures_are_marked() {
        assert!(is_figure(number("1969")) && !is_figure(number("moon")));
        assert_eq!(number("moon"), number("moon"));
        assert_ne!(number("moon") >> 1, number("moor") >> 1);
    }

    #[test]
    fn shared_stems_are_found_in_order() {
        let mut found = Vec::new();
        shared(&[1, 3, 5, 9], &[2, 3, 9, 10], |at| found.push(at));
        assert_eq!(found, [1, 3]);
    }
}
