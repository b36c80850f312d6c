//! Digits: a number with its separators, an ordinal ("25th"), a decade ("1980s"), a day, an hour, a year. In: the text
//! from a digit on. Out: one token, perhaps two.

use super::super::lexicon::{Class, ClassSet, Lexicon};
use super::{Shape, Token, opaque_token, unknown};

/// Longest word that may stand right behind digits ("10pm", "18jährigen"), in characters.
const LONGEST_TAIL: usize = 12;

/// Reads digits from `from`: a number with its separators, an ordinal ("25th"), a decade ("1980s").
pub(super) fn number(
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
    // "1980's"
    let apostrophe = text[at..end].strip_prefix(['\'', '’']);
    let apostrophe = apostrophe.filter(|rest| rest.starts_with(char::is_alphabetic));
    if letter_follows || apostrophe.is_some() {
        let skip = apostrophe.map_or(0, |rest| end - at - rest.len());
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
        let is_decade = lexicon.decade_endings.contains(&lower);
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
