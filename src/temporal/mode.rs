//! Whether a document is a history: many full dates and years, far from the day it was published,
//! told in the past. In: a text. Out: news or narrative.

use chrono::Datelike;

use crate::calendar::NaiveDate;

/// Whether relative dates of `text` count from the last date told rather than from `day`.
///
/// The sign is the share of four-digit years: a report names few, and those near its own; a
/// history names one in every few sentences, and most of them years back.
pub(super) fn is_narrative(text: &str, day: Option<NaiveDate>) -> bool {
    let bytes = text.as_bytes();
    let (mut years, mut distant, mut at) = (0usize, 0usize, 0);
    while let Some(found) = memchr::memchr2(b'1', b'2', &bytes[at..]) {
        let from = at + found;
        let digits = bytes[from..]
            .iter()
            .take(5)
            .take_while(|b| b.is_ascii_digit())
            .count();
        let before = from.checked_sub(1).map(|b| bytes[b]);
        if digits != 4
            || before.is_some_and(|b| {
                b.is_ascii_alphanumeric() || matches!(b, b'$' | b',' | b'.' | b'#')
            })
        {
            at = from + digits.max(1);
            continue;
        }
        at = from + 4;
        if matches!(bytes.get(at), Some(b'a'..=b'z' | b'A'..=b'Z' | b'%' | b'/')) {
            continue;
        }
        let year = bytes[from..from + 4]
            .iter()
            .fold(0i32, |n, b| n * 10 + i32::from(b - b'0'));
        if !(1000..=2100).contains(&year) {
            continue;
        }
        years += 1;
        if day.is_none_or(|day| (day.year() - year).abs() >= 2) {
            distant += 1;
        }
    }
    // One year in a thousand bytes, eight of them at least, and two thirds of them years away.
    years >= 8 && distant * 3 >= years * 2 && years * 1000 >= text.len()
}
