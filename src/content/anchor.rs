//! The day an article was published, where its front matter does not say. In: its opening lines and
//! its path. Out: the first full date that stands where such dates stand.

use crate::calendar::{Date, Edtf};
use crate::config::DateOrder;

/// Month names in the languages news comes in, lowercase; abbreviations are their beginnings.
const MONTHS: [&[&str]; 12] = [
    &[
        "january", "januar", "jänner", "janvier", "enero", "gennaio", "janeiro", "januari",
    ],
    &[
        "february",
        "februar",
        "feber",
        "février",
        "febrero",
        "febbraio",
        "fevereiro",
        "februari",
    ],
    &["march", "märz", "mars", "marzo", "março", "maart"],
    &["april", "avril", "abril", "aprile"],
    &["may", "mai", "mayo", "maggio", "maio", "mei"],
    &["june", "juni", "juin", "junio", "giugno", "junho"],
    &["july", "juli", "juillet", "julio", "luglio", "julho"],
    &["august", "août", "agosto", "augustus"],
    &[
        "september",
        "septembre",
        "septiembre",
        "settembre",
        "setembro",
    ],
    &[
        "october", "oktober", "octobre", "octubre", "ottobre", "outubro",
    ],
    &["november", "novembre", "noviembre", "novembro"],
    &[
        "december",
        "dezember",
        "décembre",
        "diciembre",
        "dicembre",
        "dezembro",
    ],
];

/// The month a word names, in full or as an abbreviation of three letters or more.
fn month_of(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.').to_lowercase();
    if word.chars().count() < 3 {
        return None;
    }
    MONTHS
        .iter()
        .position(|names| {
            names
                .iter()
                .any(|name| name.starts_with(&word) || (word == "sept" && name.starts_with("sep")))
        })
        .map(|at| at as u32 + 1)
}

/// The first full date (day, month and year) in `line`.
pub(crate) fn full_date(line: &str, order: DateOrder) -> Option<Edtf> {
    let words: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '|' | '•' | '·' | ';'))
        .filter(|word| !word.is_empty())
        .take(60)
        .collect();
    for at in 0..words.len() {
        if let Some(date) = numeric(words[at], order) {
            return Some(date);
        }
        let day = |word: &str| number(word).filter(|day| (1..=31).contains(day));
        let year = |word: &str| {
            number(word).filter(|year| (1500..=2200).contains(year) && word.len() >= 4)
        };
        let word = |offset: usize| words.get(at + offset).copied();
        // 12 February 2016, 12. Februar 2016, 12 de febrero de 2016
        if let (Some(d), Some(next)) = (day(words[at]), word(1)) {
            let skip = usize::from(next == "de" || next == "of");
            if let Some(m) = word(1 + skip).and_then(month_of) {
                let skip = skip + usize::from(word(2 + skip) == Some("de"));
                if let Some(y) = word(2 + skip).and_then(year) {
                    return ymd(y, m, d);
                }
            }
        }
        // February 12 2016
        if let (Some(m), Some(d), Some(y)) = (
            month_of(words[at]),
            word(1).and_then(day),
            word(2).and_then(year),
        ) {
            return ymd(y, m, d);
        }
    }
    None
}

/// `12th`, `12.`, `2016` as a number.
fn number(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(['.', ':']);
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| digits.strip_suffix(end))
        .unwrap_or(digits);
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

fn ymd(year: u32, month: u32, day: u32) -> Option<Edtf> {
    Date::ymd(year as i32, month, day).map(Edtf::from)
}

/// `2016-02-12`, `2016-02-12T10:30Z`, `2016/02/12`, `12.02.2016`, `02/12/2016`.
fn numeric(word: &str, order: DateOrder) -> Option<Edtf> {
    let word = word.trim_end_matches(['.', ':']);
    if word.len() < 8 || !word.as_bytes()[0].is_ascii_digit() {
        return None;
    }
    if word.as_bytes().get(4) == Some(&b'-')
        && let Ok(date @ Edtf::Date(Date::Day(_) | Date::Minute { .. }, _)) = Edtf::parse(word)
    {
        return Some(date);
    }
    let sign = word.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(sign, '/' | '.' | '-') {
        return None;
    }
    let parts: Vec<u32> = word
        .split(sign)
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let &[a, b, c] = parts.as_slice() else {
        return None;
    };
    if a >= 1500 {
        return ymd(a, b, c);
    }
    if c < 1500 {
        return None;
    }
    match (sign, order) {
        ('.', _) => ymd(c, b, a),
        _ if a > 12 => ymd(c, b, a),
        _ if b > 12 => ymd(c, a, b),
        (_, DateOrder::Mdy) => ymd(c, a, b),
        (_, DateOrder::Dmy | DateOrder::Ymd) => ymd(c, b, a),
    }
}

/// Words that stand beside a date on a line of its own, lowercase.
const BESIDE_DATES: [&str; 48] = [
    "by",
    "published",
    "posted",
    "updated",
    "last",
    "first",
    "date",
    "at",
    "on",
    "modified",
    "created",
    "page",
    "am",
    "pm",
    "a",
    "p",
    "m",
    "gmt",
    "bst",
    "utc",
    "est",
    "edt",
    "cet",
    "cest",
    "pst",
    "pdt",
    "et",
    "ist",
    "von",
    "veröffentlicht",
    "aktualisiert",
    "stand",
    "erschienen",
    "datum",
    "uhr",
    "um",
    "vom",
    "den",
    "par",
    "publié",
    "le",
    "de",
    "of",
    "the",
    "and",
    "uk",
    "th",
    "edition",
];

/// Whether a short line is there to say who wrote it and when: beside the date it has only names
/// and the words of such lines.
pub(crate) fn is_date_line(line: &str) -> bool {
    if line.chars().count() > 140 {
        return false;
    }
    let mut names = 0;
    for word in line
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
    {
        let lower = word.to_lowercase();
        if BESIDE_DATES.contains(&lower.as_str())
            || month_of(word).is_some()
            || WEEKDAYS
                .iter()
                .any(|day| lower.len() >= 2 && day.starts_with(&lower))
        {
            continue;
        }
        if !word.starts_with(char::is_uppercase) {
            return false;
        }
        names += 1;
    }
    // A line of prose ends with a full stop; one with a date ends with its year or its zone.
    names <= 8 && (!line.trim_end().ends_with('.') || line.trim_end().ends_with(".m."))
}

/// Whether `word` is a weekday's name or its abbreviation.
pub(crate) fn is_weekday(word: &str) -> bool {
    let lower = word.to_lowercase();
    lower.chars().count() >= 3 && WEEKDAYS.iter().any(|day| day.starts_with(&lower))
}

/// Names of days, lowercase; abbreviations are their beginnings.
const WEEKDAYS: [&str; 14] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
];

/// The day in a path: `2016-02-12-talks.md`, `2016/02/12/talks.md`, `20160212_talks.txt`.
pub(crate) fn from_path(path: &str) -> Option<Edtf> {
    let mut parts: Vec<&str> = path.split('/').collect();
    // The nearest name says most.
    for part in parts.iter().rev() {
        if let Some(date) = in_name(part) {
            return Some(date);
        }
    }
    let file = parts.pop()?;
    let named = |part: &str, digits: usize| {
        (part.len() <= digits && !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    for three in parts.windows(3).rev() {
        if three[0].len() == 4
            && let (Some(y), Some(m), Some(d)) =
                (named(three[0], 4), named(three[1], 2), named(three[2], 2))
            && let Some(date) = ymd(y, m, d)
        {
            return Some(date);
        }
    }
    // 2016/02/12-talks.md
    if let [.., y, m] = parts.as_slice()
        && y.len() == 4
        && let (Some(y), Some(m)) = (named(y, 4), named(m, 2))
    {
        let day = file.split(|c: char| !c.is_ascii_digit()).next()?;
        if day.len() == 2 && file.len() > 2 {
            return ymd(y, m, day.parse().ok()?);
        }
    }
    None
}

/// A day at the beginning of a name.
fn in_name(name: &str) -> Option<Edtf> {
    let bytes = name.as_bytes();
    let digits = |range: std::ops::Range<usize>| -> Option<u32> {
        let part = bytes.get(range)?;
        part.iter().all(u8::is_ascii_digit).then(|| {
            part.iter()
                .fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'))
        })
    };
    let ends = |at: usize| bytes.get(at).is_none_or(|b| !b.is_ascii_digit());
    let sign = *bytes.get(4)?;
    let date = if matches!(sign, b'-' | b'_' | b'.') && bytes.get(7) == Some(&sign) && ends(10) {
        (digits(0..4)?, digits(5..7)?, digits(8..10)?)
    } else if sign.is_ascii_digit() && ends(8) {
        (digits(0..4)?, digits(4..6)?, digits(6..8)?)
    } else {
        return None;
    };
    (1500..=2200)
        .contains(&date.0)
        .then(|| ymd(date.0, date.1, date.2))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn line(text: &str, expected: Option<&str>) {
        let found = full_date(text, DateOrder::Mdy).map(|date| date.to_string());
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn full_dates_in_lines() {
        line("By Jane Doe, Feb. 12, 2016", Some("2016-02-12"));
        line("Friday 12 February 2016 10.30 GMT", Some("2016-02-12"));
        line("Published: 2016-02-12", Some("2016-02-12"));
        line("PARIS, June 6th, 2016 —", Some("2016-06-06"));
        line("Stand: 12. Februar 2016", Some("2016-02-12"));
        line("12 de febrero de 2016", Some("2016-02-12"));
        line("12.02.2016", Some("2016-02-12"));
        line("02/12/2016", Some("2016-02-12"));
        line("13/02/2016", Some("2016-02-13"));
        line("Feb. 12", None);
        line("February 2016", None);
        line("30 February 2016", None);
    }

    #[track_caller]
    fn dated(text: &str, expected: bool) {
        assert_eq!(is_date_line(text), expected, "{text}");
    }

    #[test]
    fn lines_that_only_date_an_article() {
        dated("By Jane Doe, Feb. 12, 2016", true);
        dated("Last updated: Friday 12 February 2016, 10.30 GMT", true);
        dated("Geneva, 12 February 2016", true);
        dated("12 February 2016", true);
        dated("Veröffentlicht am 12. Februar 2016 um 10:30 Uhr", true);
        dated("It happened on 3 May 2021.", false);
        dated("By 12 February 2016 the talks had failed.", false);
        dated(
            "Published in 1851, the book of 3 May 1850 sold well.",
            false,
        );
        dated("On 3 May 2021.", false);
    }

    #[track_caller]
    fn path(text: &str, expected: Option<&str>) {
        let found = from_path(text).map(|date| date.to_string());
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn days_in_paths() {
        path("2016-02-12-talks.md", Some("2016-02-12"));
        path("2016-02-12.md", Some("2016-02-12"));
        path("ap/2016/02/12/talks.md", Some("2016-02-12"));
        path("2016/02/12-talks.md", Some("2016-02-12"));
        path("20160212_talks.txt", Some("2016-02-12"));
        path("2016-02-12/talks.md", Some("2016-02-12"));
        path("2016/02/talks.md", None);
        path("2016-02-30-talks.md", None);
        path("201602123.md", None);
        path("talks.md", None);
    }
}
