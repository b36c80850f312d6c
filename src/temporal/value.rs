//! TIMEX3 values of dates. In: a [`Date`]. Out: `2016-W07`, `198`, `BC0490`, `2016-02-12T17:00`.

use std::fmt::Write;

use chrono::Datelike;

use crate::calendar::{Date, NaiveDate, Season};

/// The value TIMEX3 gives a date. Offsets of clock times are left out, as the corpora do.
pub(super) fn timex_value(date: Date) -> String {
    let mut out = String::with_capacity(16);
    match date {
        Date::Century { hundreds } if hundreds < 0 => {
            write!(out, "BC{:02}", -hundreds - 1).expect("strings take all text");
        }
        Date::Century { hundreds } => write!(out, "{hundreds:02}").expect("strings take all text"),
        Date::Decade { tens } if tens < 0 => {
            write!(out, "BC{:03}", -tens - 1).expect("strings take all text")
        }
        Date::Decade { tens } => write!(out, "{tens:03}").expect("strings take all text"),
        Date::Year { year } => push_year(&mut out, year.into()),
        Date::Half { year, half } => {
            push_year(&mut out, year.into());
            write!(out, "-H{half}").expect("strings take all text");
        }
        Date::Season { year, season } => {
            push_year(&mut out, year.into());
            out.push_str(match season {
                Season::Spring => "-SP",
                Season::Summer => "-SU",
                Season::Autumn => "-FA",
                Season::Winter => "-WI",
            });
        }
        Date::Quarter { year, quarter } => {
            push_year(&mut out, year.into());
            write!(out, "-Q{quarter}").expect("strings take all text");
        }
        Date::Month { year, month } => {
            push_year(&mut out, year.into());
            out.push('-');
            push_digits(&mut out, month.into(), 2);
        }
        Date::Week { first } => push_week(&mut out, first),
        Date::Weekend { first } => {
            push_week(&mut out, first);
            out.push_str("-WE");
        }
        Date::Day(day) => push_day(&mut out, day),
        Date::Minute { day, minute, .. } => {
            push_day(&mut out, day);
            out.push('T');
            push_digits(&mut out, (minute / 60).into(), 2);
            out.push(':');
            push_digits(&mut out, (minute % 60).into(), 2);
        }
        Date::AnyYearMonth { .. } | Date::AnyYearDay { .. } => {
            write!(out, "{date}").expect("strings take all text");
        }
    }
    out
}

fn push_year(out: &mut String, year: i32) {
    if year <= 0 {
        out.push_str("BC");
        push_digits(out, year.abs_diff(1), 4);
    } else {
        push_digits(out, year.unsigned_abs(), 4);
    }
}

fn push_week(out: &mut String, first: NaiveDate) {
    let week = first.iso_week();
    push_year(out, week.year());
    out.push_str("-W");
    push_digits(out, week.week(), 2);
}

fn push_day(out: &mut String, day: NaiveDate) {
    push_year(out, day.year());
    out.push('-');
    push_digits(out, day.month(), 2);
    out.push('-');
    push_digits(out, day.day(), 2);
}

/// A number with at least `width` digits; values are written for every date, and this is quicker than formatting.
fn push_digits(out: &mut String, number: u32, width: usize) {
    let mut digits = [b'0'; 10];
    let (mut rest, mut from) = (number, digits.len());
    while rest > 0 || from > digits.len() - width {
        from -= 1;
        digits[from] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    out.extend(digits[from..].iter().copied().map(char::from));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Edtf;

    #[track_caller]
    fn check(edtf: &str, expected: &str) {
        let Ok(Edtf::Date(date, _)) = Edtf::parse(edtf) else {
            panic!("{edtf} is a date")
        };
        assert_eq!(timex_value(date), expected);
    }

    #[test]
    fn values_follow_timex3() {
        check("2016-02-25", "2016-02-25");
        check("2016-02-08/2016-02-14", "2016-W06");
        check("2016-02-13/2016-02-14", "2016-W06-WE");
        check("198X", "198");
        check("19XX", "19");
        check("-0489", "BC0490");
        check("1988-35", "1988-Q3");
        check("1988-40", "1988-H1");
        check("1988-23", "1988-FA");
        check("2016-02-27T09:05+02:00", "2016-02-27T09:05");
        check("XXXX-02-25", "XXXX-02-25");
    }
}
