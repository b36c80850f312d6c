//! Where sentences end. In: a text and its blocks. Out: sentences in order.
//!
//! A stop ends a sentence when white space follows and what comes next can open one; the words
//! whose stop belongs to them stand in `abbreviations.txt`. A line break ends a sentence only
//! when the line before looks finished or the next line is blank: paragraphs arrive as blocks.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::Sentence;
use crate::content::{Block, BlockKind};
use crate::source::Span;

/// What the full stop after a word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Abbreviation {
    /// The sentence goes on.
    Never,
    /// The sentence goes on before a number.
    Month,
    /// The sentence goes on unless a capital follows that is no name's beginning.
    Maybe,
    /// A month's name: a number with a stop before it is an ordinal.
    Name,
}

static ABBREVIATIONS: LazyLock<FxHashMap<&'static str, Abbreviation>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    for line in include_str!("abbreviations.txt").lines() {
        let Some((class, list)) = line.split_once(':').filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let class = match class {
            "never" => Abbreviation::Never,
            "month" | "weekday" => Abbreviation::Month,
            "names" => Abbreviation::Name,
            _ => Abbreviation::Maybe,
        };
        for word in list.split_whitespace() {
            words.entry(word).or_insert(class);
        }
    }
    words
});

/// Splits the blocks of `text` into sentences, in order. Blocks of code are one sentence each;
/// blank blocks have none. Spans carry no surrounding white space.
pub fn split(text: &str, blocks: &[Block]) -> Vec<Sentence> {
    let mut sentences = Vec::with_capacity(text.len() / 100 + blocks.len());
    for (index, block) in blocks.iter().enumerate() {
        let range = block.span.range();
        let block_index = u32::try_from(index).expect("texts are limited to max_file_mb");
        if block.kind == BlockKind::Code {
            push(text, range.start, range.end, block_index, &mut sentences);
        } else {
            split_block(text, range.start, range.end, block_index, &mut sentences);
        }
    }
    sentences
}

fn split_block(text: &str, start: usize, end: usize, block: u32, out: &mut Vec<Sentence>) {
    let bytes = text.as_bytes();
    let mut from = start;
    let mut at = start;
    while at < end {
        let stop = match bytes[at] {
            b'.' | b'!' | b'?' => true,
            b'\n' => {
                if line_ends_here(text, from, at, end) {
                    push(text, from, at, block, out);
                    from = at + 1;
                }
                at += 1;
                continue;
            }
            // '…' ends as a stop does; its bytes are E2 80 A6.
            0xE2 if text[at..end].starts_with('…') => {
                at += 2;
                true
            }
            _ => false,
        };
        at += 1;
        if !stop {
            continue;
        }
        let dot = at - 1;
        // Further stops and what closes quotes and brackets belong to this sentence.
        at = closing(text, at, end);
        if at >= end || starts_sentence(text, from, dot, at, end) {
            push(text, from, at, block, out);
            from = at;
        }
    }
    push(text, from, end, block, out);
}

/// Moves past stops, closing quotes and brackets, also those of tokenised text (" ''", " )").
fn closing(text: &str, mut at: usize, end: usize) -> usize {
    loop {
        let rest = &text[at..end];
        let Some(next) = rest.chars().next() else {
            return at;
        };
        match next {
            '.' | '!' | '?' | '…' | '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '“' => {
                // A German closing quote “ belongs here only when no letter follows it.
                let after = rest[next.len_utf8()..].chars().next();
                if next == '“' && after.is_some_and(|c| !c.is_whitespace()) {
                    return at;
                }
                at += next.len_utf8();
            }
            ' ' => {
                let after = &rest[1..];
                let closes = ["'' ", "'' ", ") ", "” ", "» "]
                    .iter()
                    .find(|mark| after.starts_with(**mark))
                    .or_else(|| ["''", ")", "”", "»"].iter().find(|mark| **mark == after));
                match closes {
                    Some(mark) => at += 1 + mark.trim_end().len(),
                    None => return at,
                }
            }
            _ => return at,
        }
    }
}

/// Whether the text after a stop at `dot` (and its closing marks, up to `at`) opens a sentence.
fn starts_sentence(text: &str, from: usize, dot: usize, at: usize, end: usize) -> bool {
    let rest = &text[at..end];
    let Some(first) = rest.chars().next() else {
        return true;
    };
    if !first.is_whitespace() {
        return false;
    }
    let next_text = rest.trim_start();
    let Some(mut next) = next_text.chars().next() else {
        return true;
    };
    let opening = |c: char| matches!(c, '"' | '\'' | '“' | '‘' | '„' | '«' | '(' | '[' | '`');
    if opening(next) {
        next = next_text
            .chars()
            .find(|c| !opening(*c) && !c.is_whitespace())
            .unwrap_or(next);
    }
    if next.is_lowercase() {
        return false;
    }
    if text.as_bytes()[dot] != b'.' {
        return true;
    }
    let word = word_before(text, from, dot);
    // Tokenised text writes the sentence's stop apart: " ."
    if word.is_empty() {
        return true;
    }
    let closed = at > dot + 1;
    let mut buffer = [0u8; 24];
    let Some(lower) = lower_into(word, &mut buffer) else {
        return true;
    };
    if word.bytes().all(|b| b.is_ascii_digit()) && word.len() <= 3 {
        // "am 3. 4. 2016"
        let digits = next_text.bytes().take_while(u8::is_ascii_digit).count();
        let dotted = matches!(digits, 1 | 2) && next_text[digits..].starts_with('.');
        if word.len() <= 2 && (digits == 4 || dotted) {
            return false;
        }
        let next_word: String = next_text
            .chars()
            .take_while(|c| c.is_alphabetic())
            .flat_map(char::to_lowercase)
            .collect();
        // "im 19. Jh.", "am 3. Okt.": the stop behind an abbreviation tells it from a sentence's first word.
        let stopped = next_text[next_word_len(next_text)..].starts_with('.');
        return match ABBREVIATIONS.get(next_word.as_str()) {
            Some(Abbreviation::Name) => false,
            Some(Abbreviation::Month | Abbreviation::Maybe) => !stopped,
            _ => true,
        };
    }
    match ABBREVIATIONS.get(lower) {
        Some(Abbreviation::Never) if lower != "no" => closed,
        Some(Abbreviation::Never) => !next.is_ascii_digit(),
        Some(Abbreviation::Month) => {
            closed
                || !(next.is_ascii_digit() || word.chars().next().is_some_and(char::is_lowercase))
        }
        Some(Abbreviation::Maybe) => closed || (next.is_uppercase() && opens(next_text)),
        _ => {
            // An initial ("J. Smith") or a dotted abbreviation ("U.N. envoy").
            let letters = word.chars().count();
            let initial = letters == 1 && word.chars().all(char::is_uppercase);
            let dotted =
                word.contains('.') && word.split('.').all(|part| part.chars().count() <= 1);
            if initial || dotted {
                closed || (dotted && opens(next_text))
            } else {
                true
            }
        }
    }
}

fn next_word_len(text: &str) -> usize {
    text.find(|c: char| !c.is_alphabetic())
        .unwrap_or(text.len())
}

/// Whether a text begins as sentences do: with a word seldom found inside a name.
fn opens(text: &str) -> bool {
    const OPENERS: [&str; 40] = [
        "The", "A", "An", "He", "She", "It", "They", "We", "I", "In", "On", "At", "But", "And",
        "This", "That", "These", "Those", "There", "His", "Her", "Its", "Their", "After", "Before",
        "When", "While", "As", "If", "For", "By", "Since", "Some", "Many", "Mr", "Mrs", "Der",
        "Die", "Das", "Es",
    ];
    let word = text
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("");
    OPENERS.contains(&word)
}

/// The run of letters, digits and inner dots that ends at `dot`.
fn word_before(text: &str, from: usize, dot: usize) -> &str {
    // Longer words are no abbreviations, and a window keeps the time linear.
    let mut from = from.max(dot.saturating_sub(40));
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = &text[from..dot];
    let start = before
        .rfind(|c: char| !(c.is_alphanumeric() || c == '.'))
        .map_or(0, |at| {
            at + before[at..].chars().next().map_or(1, char::len_utf8)
        });
    before[start..].trim_start_matches('.')
}

fn lower_into<'b>(word: &str, buffer: &'b mut [u8; 24]) -> Option<&'b str> {
    let mut used = 0;
    for c in word.chars().flat_map(char::to_lowercase) {
        if used + c.len_utf8() > buffer.len() {
            return None;
        }
        used += c.encode_utf8(&mut buffer[used..]).len();
    }
    std::str::from_utf8(&buffer[..used]).ok()
}

/// Whether the line break at `at` ends a sentence: a blank line follows, or the line is short and
/// unpunctuated beside its neighbours (a heading, an item), or it ended in a stop.
fn line_ends_here(text: &str, from: usize, at: usize, end: usize) -> bool {
    let line = text[from..at].trim();
    if line.is_empty() {
        return true;
    }
    let rest = &text[at + 1..end];
    let next = rest.split('\n').next().unwrap_or("").trim();
    if next.is_empty() || next.starts_with(['-', '*', '•']) {
        return true;
    }
    if line.ends_with(['.', '!', '?', ':', '”', '"', '\'']) {
        return next.chars().next().is_some_and(|c| !c.is_lowercase());
    }
    // A wrapped line is full; a heading is short and its neighbour opens with a capital.
    let last_line = text[from..at].rsplit('\n').next().unwrap_or("").trim();
    last_line.chars().count() < 45
        && !last_line.ends_with([',', ';', '-'])
        && next.chars().next().is_some_and(char::is_uppercase)
}

fn push(text: &str, start: usize, end: usize, block: u32, out: &mut Vec<Sentence>) {
    let piece = &text[start..end];
    let trimmed = piece.trim();
    if trimmed.is_empty() {
        return;
    }
    let start = start + (piece.len() - piece.trim_start().len());
    out.push(Sentence {
        span: Span::new(start, start + trimmed.len()),
        block,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let blocks = [Block {
            span: Span::new(0, text.len()),
            kind: BlockKind::Paragraph,
            clutter: false,
        }];
        let found: Vec<&str> = split(text, &blocks)
            .iter()
            .map(|s| s.span.of(text))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn stops_of_abbreviations_do_not_end_sentences() {
        check(
            "Mr. Smith left on Feb. 25. He met J. Doe of Acme Inc. in the U.S. on Friday.",
            &[
                "Mr. Smith left on Feb. 25.",
                "He met J. Doe of Acme Inc. in the U.S. on Friday.",
            ],
        );
        check(
            "At 3 p.m. The doors open.",
            &["At 3 p.m.", "The doors open."],
        );
        check(
            "The U.N.-set date holds. It may slip.",
            &["The U.N.-set date holds.", "It may slip."],
        );
        check(
            "Am 20. Februar kam er. Er ging am 21. Dann kam sie.",
            &["Am 20. Februar kam er.", "Er ging am 21.", "Dann kam sie."],
        );
    }

    #[test]
    fn quotes_close_with_their_sentence() {
        check(
            "“Stop!” he said. “Go.” They went.",
            &["“Stop!” he said.", "“Go.”", "They went."],
        );
        check("``Go now .'' He left .", &["``Go now .''", "He left ."]);
        check(
            "He said `` go . '' Then he left at 3 p.m .",
            &["He said `` go . ''", "Then he left at 3 p.m ."],
        );
    }

    #[test]
    fn numbers_keep_their_points() {
        check(
            "It fell 3.5 percent. Version 2.0 came.",
            &["It fell 3.5 percent.", "Version 2.0 came."],
        );
    }

    #[test]
    fn line_breaks_end_headings_but_not_wrapped_lines() {
        check(
            "The Siege\nThe town held out.",
            &["The Siege", "The town held out."],
        );
        check(
            "The envoy said that the talks would go on and that nobody\nhad left the town.",
            &["The envoy said that the talks would go on and that nobody\nhad left the town."],
        );
    }
}
