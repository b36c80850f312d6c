//! A sentence as the tagger reads it: words, numbers and marks, each classified once.
//!
//! In: a sentence and a lexicon. Out: [`Token`]s in a buffer the caller keeps. Multi-word lexemes
//! and number words ("nineteen ninety-six", "New Year's Eve") become one token each.

mod digits;

use super::lexicon::{Class, ClassSet, Entry, Lexicon};
use digits::number;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Letters.
    Word,
    /// Digits, perhaps with separators.
    Number,
    /// One mark.
    Mark,
    /// Letters with digits, addresses: never part of a date.
    Opaque,
}

/// One token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// First byte, in the document's text.
    pub(super) start: u32,
    /// The byte after its last.
    pub(super) end: u32,
    /// What it may be.
    pub(super) classes: ClassSet,
    /// The lexicon's number for the word; 0 for words it does not know.
    pub(super) word: u32,
    /// The number it stands for, for numbers and number words.
    pub(super) number: i32,
    /// Whether white space stands before it.
    pub(super) spaced: bool,
    /// What it is made of.
    pub(super) shape: Shape,
    /// Whether it begins with a capital.
    pub(super) capital: bool,
    /// Digits after the decimal mark, as thousandths.
    pub(super) thousandths: u16,
}

/// Reads the tokens of `text[start..end]` into `out`.
pub(super) fn tokenise(
    text: &str,
    start: usize,
    end: usize,
    lexicon: &Lexicon,
    out: &mut Vec<Token>,
) {
    out.clear();
    let bytes = text.as_bytes();
    let mut at = start;
    let mut spaced = true;
    while at < end {
        let byte = bytes[at];
        if byte == b' ' || byte == b'\n' || byte == b'\t' || byte == b'\r' {
            spaced = true;
            at += 1;
            continue;
        }
        let from = at;
        let kind = kind_of(bytes, at);
        match kind {
            Kind::Letter => at = word(text, at, end, lexicon, spaced, out),
            Kind::Digit => at = number(text, at, end, lexicon, spaced, out),
            Kind::Other => {
                let c = text[at..end]
                    .chars()
                    .next()
                    .expect("at lies on a character within the sentence");
                at += c.len_utf8();
                if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}') {
                    spaced = spaced || c.is_whitespace();
                    continue;
                }
                if c.is_alphabetic() {
                    at = word(text, from, end, lexicon, spaced, out);
                } else {
                    out.push(mark(lexicon, c, from, at, spaced));
                }
            }
        }
        spaced = false;
    }
}

#[derive(PartialEq, Eq)]
enum Kind {
    Letter,
    Digit,
    Other,
}

fn kind_of(bytes: &[u8], at: usize) -> Kind {
    match bytes[at] {
        b'a'..=b'z' | b'A'..=b'Z' => Kind::Letter,
        b'0'..=b'9' => Kind::Digit,
        _ => Kind::Other,
    }
}

/// Marks with several written forms share one: every dash is `-`, every apostrophe `'`.
fn mark(lexicon: &Lexicon, c: char, start: usize, end: usize, spaced: bool) -> Token {
    let plain = match c {
        '–' | '—' | '‑' | '‐' | '−' => '-',
        '’' | '‘' | '`' | '´' | 'ʼ' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        other => other,
    };
    let mut buffer = [0u8; 4];
    plain.encode_utf8(&mut buffer);
    let entry = lexicon.find_key(u128::from(u32::from_le_bytes(buffer)));
    Token {
        start: start as u32,
        end: end as u32,
        classes: entry.map_or(ClassSet::EMPTY, |e| e.classes),
        word: entry.map_or(0, |e| e.word),
        number: 0,
        spaced,
        shape: Shape::Mark,
        capital: false,
        thousandths: 0,
    }
}

/// Longest word the lexicon is asked for, in bytes.
const LONGEST: usize = 48;

/// Up to eight ASCII letters from `at` on and before `end`, in lower case, the first in the lowest byte, and how many
/// they are. The eight bytes are looked at together.
#[inline]
fn eight_letters(bytes: &[u8], at: usize, end: usize) -> (u64, usize) {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
    /// The high bit of each byte.
    const HIGH: u64 = EACH << 7;
    let rest = bytes.get(at..).unwrap_or_default();
    let written = rest.first_chunk().copied().unwrap_or_else(|| {
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        last
    });
    let written = u64::from_le_bytes(written);
    // Only letters lie between "a" and "z" once this bit is set, and no sum of two bytes below reaches the next byte.
    let lower = written | (EACH * 0x20);
    let low = lower & !HIGH;
    let from_a = low + EACH * (0x80 - b'a' as u64);
    let past_z = low + EACH * (0x7f - b'z' as u64);
    let others = !(from_a & !past_z & !written) & HIGH;
    let length = (others.trailing_zeros() as usize / 8).min(end.saturating_sub(at));
    match length {
        8 => (lower, 8),
        _ => (lower & ((1 << (8 * length)) - 1), length),
    }
}

/// The lexicon's key of the ASCII letters from `at` on, as far as they fit into one, and how many they are.
#[inline]
fn letters(bytes: &[u8], at: usize, end: usize) -> (u128, usize) {
    let (low, length) = eight_letters(bytes, at, end);
    if length < 8 {
        return (u128::from(low), length);
    }
    let (high, more) = eight_letters(bytes, at + 8, end);
    (u128::from(low) | u128::from(high) << 64, 8 + more)
}

/// Whether a word of `length` plain letters may go on with `byte`, or `byte` make it something else: an abbreviation
/// ("U.N."), an address ("www.").
#[inline]
fn may_go_on(byte: u8, length: usize) -> bool {
    match byte {
        b'.' => matches!(length, 1 | 3),
        b'-' | b':' | b'@' | b'_' | 0x80.. => true,
        byte => byte.is_ascii_alphanumeric(),
    }
}

/// Reads one word from `from`; what follows a mixture of letters and digits, or an address, is
/// swallowed with it as [`Shape::Opaque`].
#[inline]
fn word(
    text: &str,
    from: usize,
    end: usize,
    lexicon: &Lexicon,
    spaced: bool,
    out: &mut Vec<Token>,
) -> usize {
    let bytes = text.as_bytes();
    let (key, length) = letters(bytes, from, end);
    let at = from + length;
    if at < end && may_go_on(bytes[at], length) {
        return odd_word(text, from, end, lexicon, spaced, out);
    }
    // Nearly all words: a few letters, and a gap or a mark behind them.
    let token = unknown(from, at, spaced, bytes[from].is_ascii_uppercase());
    let entry = lexicon.find_key(key);
    let low = key.to_le_bytes();
    settle(token, entry, &low[..length], text, end, lexicon, out)
}

/// Pushes a word, `token`, by what the lexicon knows of it, or by its lower-case letters; gives where it ends.
#[inline]
fn settle(
    mut token: Token,
    entry: Option<&Entry>,
    low: &[u8],
    text: &str,
    end: usize,
    lexicon: &Lexicon,
    out: &mut Vec<Token>,
) -> usize {
    let (bytes, from, mut at) = (text.as_bytes(), token.start as usize, token.end as usize);
    let (spaced, capital) = (token.spaced, token.capital);
    if let Some(entry) = entry {
        // The stop of an abbreviation belongs to it: "Feb. 25".
        if entry.takes_stop && at + 1 < end && bytes[at] == b'.' && bytes[at + 1] != b'.' {
            at += 1;
        }
        out.push(known(from, at, spaced, capital, entry));
    } else if !lexicon.split(low, text, from, at, spaced, capital, out) {
        token.classes = token.classes.or(lexicon.by_ending(low, capital));
        if capital && let Some((class, value)) = lexicon.noun_by_ending(low) {
            token.classes.add(class);
            token.number = value;
        }
        out.push(token);
    }
    at
}

/// Reads one word that is not only a few plain letters.
fn odd_word(
    text: &str,
    from: usize,
    end: usize,
    lexicon: &Lexicon,
    spaced: bool,
    out: &mut Vec<Token>,
) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    let mut lower = [0u8; LONGEST];
    let mut used = 0;
    let mut fits = true;
    let mut capital = false;
    while at < end {
        let byte = bytes[at];
        if byte.is_ascii_alphabetic() {
            if at == from {
                capital = byte.is_ascii_uppercase();
            }
            if used < LONGEST {
                lower[used] = byte.to_ascii_lowercase();
                used += 1;
            } else {
                fits = false;
            }
            at += 1;
        } else if byte < 0x80 {
            // A word split at a line's end: "Febru-\nary".
            if byte == b'-'
                && bytes.get(at + 1) == Some(&b'\n')
                && at + 2 < end
                && bytes[at + 2].is_ascii_lowercase()
                && let Some((until, entry)) = joined(text, from, at, end, lexicon)
            {
                out.push(known(from, until, spaced, capital, entry));
                return until;
            }
            break;
        } else {
            let c = text[at..end]
                .chars()
                .next()
                .expect("at lies on a character");
            if c == '\u{ad}' || c == '\u{200b}' {
                at += c.len_utf8();
                continue;
            }
            if !c.is_alphabetic() && !('\u{300}'..='\u{36f}').contains(&c) {
                break;
            }
            if at == from {
                capital = c.is_uppercase();
            }
            for low in c.to_lowercase() {
                if used + low.len_utf8() > LONGEST {
                    fits = false;
                    break;
                }
                used += low.encode_utf8(&mut lower[used..]).len();
            }
            at += c.len_utf8();
        }
    }
    let opaque = match bytes.get(at).filter(|_| at < end) {
        Some(b'0'..=b'9') => !std::str::from_utf8(&lower[..used])
            .is_ok_and(|w| lexicon.find(w).is_some_and(|e| e.glued)),
        Some(b'@' | b'_') => true,
        Some(b':') => text[at..end].starts_with("://"),
        Some(b'.') => &lower[..used.min(LONGEST)] == b"www",
        _ => false,
    };
    if opaque {
        return opaque_token(text, from, end, spaced, out);
    }
    if !fits {
        out.push(unknown(from, at, spaced, capital));
        return at;
    }
    // Single letters with stops are one word: "a.m.", "U.N."
    if used == 1 && bytes.get(at).filter(|_| at < end) == Some(&b'.') {
        let mut dotted_end = at;
        while dotted_end + 1 < end
            && bytes[dotted_end] == b'.'
            && bytes[dotted_end + 1].is_ascii_alphabetic()
            && bytes
                .get(dotted_end + 2)
                .is_none_or(|b| !b.is_ascii_alphanumeric())
            && used + 2 <= LONGEST
        {
            lower[used] = b'.';
            lower[used + 1] = bytes[dotted_end + 1].to_ascii_lowercase();
            used += 2;
            dotted_end += 2;
        }
        if dotted_end > at {
            if dotted_end < end && bytes[dotted_end] == b'.' {
                dotted_end += 1;
            }
            let entry = std::str::from_utf8(&lower[..used])
                .ok()
                .and_then(|w| lexicon.find(w));
            out.push(match entry {
                Some(entry) => known(from, dotted_end, spaced, capital, entry),
                None => unknown(from, dotted_end, spaced, capital),
            });
            return dotted_end;
        }
    }
    let Ok(low) = std::str::from_utf8(&lower[..used]) else {
        out.push(unknown(from, at, spaced, capital));
        return at;
    };
    let token = unknown(from, at, spaced, capital);
    settle(
        token,
        lexicon.find(low),
        low.as_bytes(),
        text,
        end,
        lexicon,
        out,
    )
}

fn joined<'l>(
    text: &str,
    from: usize,
    hyphen: usize,
    end: usize,
    lexicon: &'l Lexicon,
) -> Option<(usize, &'l Entry)> {
    let rest = &text[hyphen + 2..end];
    let length = rest
        .bytes()
        .take_while(u8::is_ascii_lowercase)
        .take(LONGEST)
        .count();
    if hyphen - from + length > LONGEST {
        return None;
    }
    let whole = format!("{}{}", &text[from..hyphen], &rest[..length]).to_lowercase();
    let mut until = hyphen + 2 + length;
    let entry = lexicon.find(&whole)?;
    if entry.takes_stop && text.as_bytes().get(until) == Some(&b'.') && until < end {
        until += 1;
    }
    Some((until, entry))
}

/// Swallows the rest of a run without white space.
fn opaque_token(text: &str, from: usize, end: usize, spaced: bool, out: &mut Vec<Token>) -> usize {
    let length = text[from..end]
        .find(|c: char| {
            c.is_whitespace() || matches!(c, ',' | ';' | ')' | '"' | '”' | '’' | '—' | '–')
        })
        .unwrap_or(end - from)
        .max(1);
    let mut until = from + length;
    while !text.is_char_boundary(until) {
        until += 1;
    }
    while until > from + 1 && matches!(text.as_bytes()[until - 1], b'.' | b'!' | b'?' | b':') {
        until -= 1;
    }
    let mut token = unknown(from, until, spaced, false);
    token.classes = ClassSet::EMPTY;
    token.shape = Shape::Opaque;
    out.push(token);
    until
}

/// What every word is, and every word written with a capital.
fn word_classes(capital: bool) -> ClassSet {
    let word = ClassSet::of(Class::WORD);
    if capital {
        word.with(Class::NAME)
    } else {
        word
    }
}

fn known(start: usize, end: usize, spaced: bool, capital: bool, entry: &Entry) -> Token {
    Token {
        start: start as u32,
        end: end as u32,
        classes: match entry.classes(capital) {
            ClassSet::EMPTY => word_classes(capital).with(Class::PLAIN),
            classes => classes.or(word_classes(capital)),
        },
        word: entry.word,
        number: entry.number,
        spaced,
        shape: Shape::Word,
        capital,
        thousandths: 0,
    }
}

fn unknown(start: usize, end: usize, spaced: bool, capital: bool) -> Token {
    Token {
        start: start as u32,
        end: end as u32,
        classes: word_classes(capital).with(Class::PLAIN),
        word: 0,
        number: 0,
        spaced,
        shape: Shape::Word,
        capital,
        thousandths: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_eight_at_a_time() {
        let check = |text: &str, end: usize, expected: &str| {
            let (found, length) = letters(text.as_bytes(), 0, end);
            assert_eq!(length, expected.len(), "{text}");
            let found = found.to_le_bytes();
            assert_eq!(&found[..length], expected.as_bytes(), "{text}");
            assert!(found[length..].iter().all(|byte| *byte == 0), "{text}");
        };
        check("June 2016", 9, "june");
        check("JUNE", 4, "june");
        check("Juneteenth", 3, "jun");
        check("September,", 10, "september");
        check("abcdefgh ijkl", 13, "abcdefgh");
        check("abcdefghijklmnopqrst", 20, "abcdefghijklmnop");
        check("Märzen", 7, "m");
        check("", 0, "");
        for byte in (0..0x80u8).filter(|byte| !byte.is_ascii_alphabetic()) {
            check(&format!("aZ{}b", char::from(byte)), 4, "az");
        }
    }
}
