//! A sentence as the tagger reads it: words, numbers and marks, each classified once.
//!
//! In: a sentence and a lexicon. Out: [`Token`]s in a buffer the caller keeps. Multi-word lexemes
//! and number words ("nineteen ninety-six", "New Year's Eve") become one token each.

use super::lexicon::{Class, ClassSet, Lexicon};

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
    let entry = lexicon.find(plain.encode_utf8(&mut buffer));
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

/// Longest word that may stand right behind digits ("10pm", "18jährigen"), in characters.
const LONGEST_TAIL: usize = 12;

/// Reads one word from `from`; what follows a mixture of letters and digits, or an address, is
/// swallowed with it as [`Shape::Opaque`].
fn word(
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
    match lexicon.find(low) {
        Some(entry) => {
            // The stop of an abbreviation belongs to it: "Feb. 25".
            if entry.takes_stop && at + 1 < end && bytes[at] == b'.' && bytes[at + 1] != b'.' {
                at += 1;
            }
            out.push(known(from, at, spaced, capital, entry));
        }
        None => {
            if !lexicon.split(low, text, from, at, spaced, capital, out) {
                let mut token = unknown(from, at, spaced, capital);
                token.classes = lexicon
                    .by_ending(low, capital)
                    .or(word_classes(capital).with(Class::PLAIN));
                if capital && let Some((class, value)) = lexicon.noun_by_ending(low) {
                    token.classes.add(class);
                    token.number = value;
                }
                out.push(token);
            }
        }
    }
    at
}

fn joined<'l>(
    text: &str,
    from: usize,
    hyphen: usize,
    end: usize,
    lexicon: &'l Lexicon,
) -> Option<(usize, &'l super::lexicon::Entry)> {
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

fn known(
    start: usize,
    end: usize,
    spaced: bool,
    capital: bool,
    entry: &super::lexicon::Entry,
) -> Token {
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

/// Reads digits from `from`: a number with its separators, an ordinal ("25th"), a decade ("1980s").
fn number(
    text: &str,
    from: usize,
    end: usize,
    lexicon: &Lexicon,
    spaced: bool,
    out: &mut Vec<Token>,
) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    let mut value: i64 = 0;
    let mut digits = 0usize;
    let mut grouped = false;
    let mut thousandths = 0u16;
    let mut decimal = false;
    // In "12.2.2016" the second stop is no decimal point either.
    let after_stop =
        from >= 2 && bytes[from - 1] == lexicon.decimal && bytes[from - 2].is_ascii_digit();
    while at < end {
        let byte = bytes[at];
        if byte.is_ascii_digit() {
            value = value
                .saturating_mul(10)
                .saturating_add(i64::from(byte - b'0'));
            digits += 1;
            at += 1;
            continue;
        }
        let digit_follows = at + 1 < end && bytes[at + 1].is_ascii_digit();
        let parts = byte == lexicon.thousands || lexicon.thousands_space && byte == b' ';
        if parts && !decimal && (grouped || digits <= 3) && three_digits(bytes, at + 1, end) {
            grouped = true;
            at += 1;
            for _ in 0..3 {
                value = value
                    .saturating_mul(10)
                    .saturating_add(i64::from(bytes[at] - b'0'));
                digits += 1;
                at += 1;
            }
            continue;
        }
        if byte == lexicon.decimal
            && digit_follows
            && !decimal
            && !after_stop
            && !looks_numeric_date(bytes, at, end)
        {
            decimal = true;
            at += 1;
            let mut scale = 100;
            while at < end && bytes[at].is_ascii_digit() {
                thousandths += u16::from(bytes[at] - b'0') * scale;
                scale /= 10;
                at += 1;
            }
        }
        break;
    }
    let number = i32::try_from(value).unwrap_or(i32::MAX);
    let mut token = Token {
        start: from as u32,
        end: at as u32,
        classes: ClassSet::of(Class::NUMBER),
        word: 0,
        number,
        spaced,
        shape: Shape::Number,
        capital: false,
        thousandths,
    };
    if decimal {
        token.classes = ClassSet::of(Class::DECIMAL);
    } else if number < 1000 {
        // Too small to be a year.
        token.classes.add(Class::SMALL_NUMBER);
    }
    let follows = if at < end { bytes[at] } else { b' ' };
    if grouped && !decimal && (4..=5).contains(&digits) {
        token.classes.add(Class::YEAR_ANY);
    }
    if !decimal && !grouped {
        classify_digits(&mut token, digits, number, &bytes[from..at]);
        if money_before(text, from) && !is_offset(bytes, from, at, end) {
            token.classes = ClassSet::EMPTY;
        }
    }
    // ISO 8601 parts day and time with a T: "2016-02-25T14:30".
    if follows == b'T'
        && digits == 2
        && at + 1 < end
        && bytes[at + 1].is_ascii_digit()
        && from > 0
        && bytes[from - 1] == b'-'
    {
        out.push(token);
        let mut letter = unknown(at, at + 1, false, true);
        if let Some(entry) = lexicon.find("t") {
            letter.word = entry.word;
        }
        out.push(letter);
        return at + 1;
    }
    // Letters right behind: an ordinal, a decade, "10pm", else no number at all ("20mm", "3D").
    let letter_follows = text[at..end]
        .chars()
        .next()
        .is_some_and(char::is_alphabetic);
    let apostrophe_s = follows == b'\'' && text[at..end].starts_with("'s");
    let curly_s = text[at..end].starts_with("’s");
    if letter_follows || apostrophe_s || curly_s {
        let skip = if curly_s {
            '’'.len_utf8()
        } else {
            usize::from(apostrophe_s)
        };
        let tail_from = at + skip;
        let tail = &text[tail_from..end];
        let length = tail
            .chars()
            .take_while(|c| c.is_alphanumeric())
            .take(LONGEST_TAIL)
            .map(char::len_utf8)
            .sum();
        let tail = &tail[..length];
        let lower = tail.to_lowercase();
        let is_decade = if skip > 0 {
            lower == "s"
        } else {
            lexicon.decade_endings.contains(&lower)
        };
        if is_decade && (2..=4).contains(&digits) && number % 10 == 0 {
            let end = tail_from + length;
            token.end = end as u32;
            // "the 260s BC" need more around them.
            token.classes = ClassSet::of(if digits == 3 {
                Class::DECADE_ANY
            } else {
                Class::DECADE
            });
            token.number = number / 10;
            out.push(token);
            return end;
        }
        if skip == 0 {
            if lexicon.ordinal_endings.contains(&lower.as_str()) && !decimal && !grouped {
                token.end = (at + length) as u32;
                token.classes = ClassSet::of(Class::ORDINAL);
                if (1..=31).contains(&number) {
                    token.classes.add(Class::DAY_ORDINAL);
                }
                out.push(token);
                return at + length;
            }
            // "10pm", and "3Q16" with a number behind it again.
            let head = lower.trim_end_matches(|c: char| c.is_ascii_digit());
            if lexicon.find(head).is_some_and(|e| e.glued) {
                out.push(token);
                return at;
            }
            return opaque_token(text, from, end, spaced, out);
        }
    }
    // "20. Februar": the stop makes an ordinal where the language writes them so.
    if lexicon.ordinal_stop
        && follows == b'.'
        && !decimal
        && digits <= 2
        && !(at + 1 < end && bytes[at + 1].is_ascii_digit())
    {
        token.classes.add(Class::STOPPED);
    }
    out.push(token);
    at
}

/// What bare digits may be.
fn classify_digits(token: &mut Token, digits: usize, number: i32, written: &[u8]) {
    if digits <= 2 {
        if (1..=31).contains(&number) {
            token.classes.add(Class::DAY);
        }
        if (1..=12).contains(&number) {
            token.classes.add(Class::MONTH_NUMBER);
        }
        if number <= 24 {
            token.classes.add(Class::HOUR);
        }
        if digits == 2 {
            token.classes.add(Class::YEAR_SHORT);
            if number <= 59 {
                token.classes.add(Class::MINUTE);
            }
        }
    } else if digits == 3 {
        token.classes.add(Class::THREE_DIGITS);
    } else if digits == 4 && (1000..=2199).contains(&number) && written[0] != b'0' {
        token.classes.add(Class::YEAR);
    }
    if digits == 4 && number / 100 <= 23 && number % 100 < 60 {
        token.classes.add(Class::CLOCK_DIGITS);
    }
    if (3..=5).contains(&digits) || (digits <= 2 && number > 0) {
        token.classes.add(Class::YEAR_ANY);
    }
    if digits == 8 && (10_000_101..=21_991_231).contains(&number) {
        let (month, day) = (number / 100 % 100, number % 100);
        if (1..=12).contains(&month) && (1..=31).contains(&day) {
            token.classes.add(Class::COMPACT_DATE);
        }
    }
}

fn three_digits(bytes: &[u8], at: usize, end: usize) -> bool {
    at + 3 <= end
        && bytes[at..at + 3].iter().all(u8::is_ascii_digit)
        && !(at + 3 < end && bytes[at + 3].is_ascii_digit())
}

/// Whether the digits around the stop at `at` are those of "12.2.2016".
fn looks_numeric_date(bytes: &[u8], at: usize, end: usize) -> bool {
    let run = bytes[at + 1..end]
        .iter()
        .take(5)
        .take_while(|b| b.is_ascii_digit())
        .count();
    let next = at + 1 + run;
    run <= 2 && next + 1 < end && bytes[next] == bytes[at] && bytes[next + 1].is_ascii_digit()
}

/// Whether the digits `from..at` are the hours of "14:30+02:00".
fn is_offset(bytes: &[u8], from: usize, at: usize, end: usize) -> bool {
    at < end
        && bytes[at] == b':'
        && from >= 2
        && bytes[from - 1] == b'+'
        && bytes[from - 2].is_ascii_digit()
}

/// Whether a currency sign, a hash or a point stands right before: "$1990", "#1990", ".1990".
fn money_before(text: &str, from: usize) -> bool {
    let before = text[..from].chars().next_back();
    matches!(
        before,
        Some('$' | '£' | '€' | '¥' | '#' | '+' | '=' | '%' | '@' | '\\' | '₹' | '_')
    )
}
