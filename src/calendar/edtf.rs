//! EDTF, the written form of dates (ISO 8601-2, level 1 and what `docs/formats.md` takes from
//! level 2). In: text. Out: [`Edtf`], and back.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Bound, Date, Edtf, Qualifier, Season};

/// Why a text is no EDTF date; the message says what was expected and found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ParseEdtfError(String);

impl ParseEdtfError {
    fn expected(found: &str) -> Self {
        Self(format!(
            "expected a date such as 2016-02-25, 2016-02, 2016 or 1984~, found {found:?}"
        ))
    }
}

impl Edtf {
    /// Reads an EDTF date or interval.
    ///
    /// A seven-day interval from a Monday reads as [`Date::Week`], Saturday and Sunday as
    /// [`Date::Weekend`], because that is how those are written.
    ///
    /// # Errors
    /// [`ParseEdtfError`] naming what was expected, or the day that does not exist.
    pub fn parse(text: &str) -> Result<Self, ParseEdtfError> {
        let text = text.trim();
        let Some((start, end)) = text.split_once('/') else {
            let (date, qualifier) = parse_date(text)?;
            return Ok(Self::Date(date, qualifier));
        };
        let start = parse_bound(start, text)?;
        let end = parse_bound(end, text)?;
        if let (
            Bound::Date(Date::Day(a), Qualifier::Exact),
            Bound::Date(Date::Day(b), Qualifier::Exact),
        ) = (start, end)
        {
            if a.weekday() == chrono::Weekday::Mon && a.checked_add_days(Days::new(6)) == Some(b) {
                return Ok(Date::Week { first: a }.into());
            }
            if a.weekday() == chrono::Weekday::Sat && a.checked_add_days(Days::new(1)) == Some(b) {
                return Ok(Date::Weekend { first: a }.into());
            }
        }
        if let (Bound::Date(a, _), Bound::Date(b, _)) = (start, end) {
            if a.is_yearless() != b.is_yearless() {
                return Err(ParseEdtfError(format!(
                    "expected both ends of {text:?} with a year or both without"
                )));
            }
            if !a.is_yearless() && a.first_day() >= b.end_day() {
                return Err(ParseEdtfError(format!(
                    "expected {text:?} to end after it starts"
                )));
            }
        }
        if !matches!(start, Bound::Date(..)) && !matches!(end, Bound::Date(..)) {
            return Err(ParseEdtfError::expected(text));
        }
        Ok(Self::Interval { start, end })
    }
}

impl FromStr for Edtf {
    type Err = ParseEdtfError;
    fn from_str(text: &str) -> Result<Self, ParseEdtfError> {
        Self::parse(text)
    }
}

fn parse_bound(text: &str, whole: &str) -> Result<Bound, ParseEdtfError> {
    Ok(match text {
        ".." => Bound::Open,
        "" => Bound::Unknown,
        _ if text.contains('/') => return Err(ParseEdtfError::expected(whole)),
        _ => {
            let (date, qualifier) = parse_date(text)?;
            Bound::Date(date, qualifier)
        }
    })
}

fn parse_date(text: &str) -> Result<(Date, Qualifier), ParseEdtfError> {
    let (body, qualifier) = match text.as_bytes().last() {
        Some(b'?') => (&text[..text.len() - 1], Qualifier::Uncertain),
        Some(b'~') => (&text[..text.len() - 1], Qualifier::Approximate),
        Some(b'%') => (&text[..text.len() - 1], Qualifier::UncertainApproximate),
        _ => (text, Qualifier::Exact),
    };
    let date = parse_plain(body)?.ok_or_else(|| ParseEdtfError::expected(text))?;
    Ok((date, qualifier))
}

/// `Ok(None)`: not the shape of a date. `Err`: the shape, but no such day.
fn parse_plain(text: &str) -> Result<Option<Date>, ParseEdtfError> {
    if !text.is_ascii() || text.len() < 4 {
        return Ok(None);
    }
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    if rest.len() < 4 {
        return Ok(None);
    }
    let (year, rest) = rest.split_at(4);
    if year == "XXXX" && !negative {
        return parse_yearless(text, rest);
    }
    if let Some(prefix) = year.strip_suffix("XX").filter(|_| rest.is_empty()) {
        let Some(hundreds) = digits(prefix) else {
            return Ok(None);
        };
        let hundreds = hundreds as i16;
        return Ok(Some(Date::Century {
            hundreds: if negative { -hundreds - 1 } else { hundreds },
        }));
    }
    if let Some(prefix) = year.strip_suffix('X').filter(|_| rest.is_empty()) {
        let Some(tens) = digits(prefix) else {
            return Ok(None);
        };
        let tens = tens as i16;
        return Ok(Some(Date::Decade {
            tens: if negative { -tens - 1 } else { tens },
        }));
    }
    let Some(year) = digits(year) else {
        return Ok(None);
    };
    let year = if negative {
        -(year as i16)
    } else {
        year as i16
    };
    let Some(rest) = rest.strip_prefix('-') else {
        return Ok(rest.is_empty().then_some(Date::Year { year }));
    };
    let Some(number) = rest.get(..2).and_then(digits) else {
        return Ok(None);
    };
    let rest = &rest[2..];
    if rest.is_empty() {
        return Ok(match number {
            1..=12 => Some(Date::Month {
                year,
                month: number as u8,
            }),
            21 => Some(Date::Season {
                year,
                season: Season::Spring,
            }),
            22 => Some(Date::Season {
                year,
                season: Season::Summer,
            }),
            23 => Some(Date::Season {
                year,
                season: Season::Autumn,
            }),
            24 => Some(Date::Season {
                year,
                season: Season::Winter,
            }),
            33..=36 => Some(Date::Quarter {
                year,
                quarter: number as u8 - 32,
            }),
            40 | 41 => Some(Date::Half {
                year,
                half: number as u8 - 39,
            }),
            _ => {
                return Err(ParseEdtfError(format!(
                    "expected a month from 01 to 12, found {number:02} in {text:?}"
                )));
            }
        });
    }
    let Some(rest) = rest.strip_prefix('-') else {
        return Ok(None);
    };
    let Some(day_number) = rest.get(..2).and_then(digits) else {
        return Ok(None);
    };
    let day = NaiveDate::from_ymd_opt(year.into(), number, day_number)
        .ok_or_else(|| no_such_day(year.into(), number, day_number, text))?;
    let rest = &rest[2..];
    if rest.is_empty() {
        return Ok(Some(Date::Day(day)));
    }
    let Some(time) = rest.strip_prefix(['T', ' ']) else {
        return Ok(None);
    };
    parse_time(day, time, text)
}

fn no_such_day(year: i32, month: u32, day: u32, text: &str) -> ParseEdtfError {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    match NAMES.get(month.wrapping_sub(1) as usize) {
        Some(name) => {
            let date = Date::Month {
                year: year as i16,
                month: month as u8,
            };
            let days = (date.end_day() - date.first_day()).num_days();
            ParseEdtfError(format!("{name} {year} has {days} days, found {day}"))
        }
        None => ParseEdtfError(format!(
            "expected a month from 01 to 12, found {month:02} in {text:?}"
        )),
    }
}

fn parse_yearless(text: &str, rest: &str) -> Result<Option<Date>, ParseEdtfError> {
    let Some(month) = rest
        .strip_prefix('-')
        .and_then(|r| r.get(..2))
        .and_then(digits)
    else {
        return Ok(None);
    };
    if !(1..=12).contains(&month) {
        return Err(no_such_day(0, month, 1, text));
    }
    let rest = &rest[3..];
    if rest.is_empty() {
        return Ok(Some(Date::AnyYearMonth { month: month as u8 }));
    }
    let Some(day) = rest
        .strip_prefix('-')
        .filter(|r| r.len() == 2)
        .and_then(digits)
    else {
        return Ok(None);
    };
    NaiveDate::from_ymd_opt(0, month, day)
        .map(|_| {
            Some(Date::AnyYearDay {
                month: month as u8,
                day: day as u8,
            })
        })
        .ok_or_else(|| no_such_day(0, month, day, text))
}

fn parse_time(day: NaiveDate, time: &str, text: &str) -> Result<Option<Date>, ParseEdtfError> {
    let (clock, offset) = if let Some(clock) = time.strip_suffix('Z') {
        (clock, Some(0))
    } else if let Some(at) = time.rfind(['+', '-']) {
        let (clock, zone) = time.split_at(at);
        let digits_only = zone[1..].replace(':', "");
        let Some(number) = digits(&digits_only) else {
            return Ok(None);
        };
        let minutes = match digits_only.len() {
            2 => number * 60,
            4 => number / 100 * 60 + number % 100,
            _ => return Ok(None),
        } as i16;
        (
            clock,
            Some(if zone.starts_with('-') {
                -minutes
            } else {
                minutes
            }),
        )
    } else {
        (time, None)
    };
    let mut parts = clock.trim().splitn(3, ':');
    let hour = parts.next().filter(|p| p.len() == 2).and_then(digits);
    let minute = parts.next().filter(|p| p.len() == 2).and_then(digits);
    let (Some(hour), Some(minute)) = (hour, minute) else {
        return Ok(None);
    };
    if hour > 24 || minute > 59 || (hour == 24 && minute > 0) {
        return Err(ParseEdtfError(format!(
            "expected a time from 00:00 to 24:00, found {text:?}"
        )));
    }
    Ok(Some(Date::Minute {
        day,
        minute: (hour * 60 + minute) as u16,
        offset,
    }))
}

fn digits(text: &str) -> Option<u32> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

fn write_year(f: &mut fmt::Formatter<'_>, year: i32) -> fmt::Result {
    if year < 0 {
        write!(f, "-{:04}", -year)
    } else {
        write!(f, "{year:04}")
    }
}

fn write_day(f: &mut fmt::Formatter<'_>, day: NaiveDate) -> fmt::Result {
    write_year(f, day.year())?;
    write!(f, "-{:02}-{:02}", day.month(), day.day())
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Century { hundreds } if hundreds < 0 => write!(f, "-{:02}XX", -hundreds - 1),
            Self::Century { hundreds } => write!(f, "{hundreds:02}XX"),
            Self::Decade { tens } if tens < 0 => write!(f, "-{:03}X", -tens - 1),
            Self::Decade { tens } => write!(f, "{tens:03}X"),
            Self::Year { year } => write_year(f, year.into()),
            Self::Half { year, half } => {
                write_year(f, year.into())?;
                write!(f, "-{}", 39 + half)
            }
            Self::Season { year, season } => {
                write_year(f, year.into())?;
                write!(f, "-{}", 21 + season as u8)
            }
            Self::Quarter { year, quarter } => {
                write_year(f, year.into())?;
                write!(f, "-{}", 32 + quarter)
            }
            Self::Month { year, month } => {
                write_year(f, year.into())?;
                write!(f, "-{month:02}")
            }
            Self::Week { first } => {
                write_day(f, first)?;
                f.write_str("/")?;
                write_day(f, first + Days::new(6))
            }
            Self::Weekend { first } => {
                write_day(f, first)?;
                f.write_str("/")?;
                write_day(f, first + Days::new(1))
            }
            Self::Day(day) => write_day(f, day),
            Self::Minute {
                day,
                minute,
                offset,
            } => {
                write_day(f, day)?;
                write!(f, "T{:02}:{:02}", minute / 60, minute % 60)?;
                match offset {
                    None => Ok(()),
                    Some(0) => f.write_str("Z"),
                    Some(east) => {
                        let sign = if east < 0 { '-' } else { '+' };
                        write!(f, "{sign}{:02}:{:02}", east.abs() / 60, east.abs() % 60)
                    }
                }
            }
            Self::AnyYearMonth { month } => write!(f, "XXXX-{month:02}"),
            Self::AnyYearDay { month, day } => write!(f, "XXXX-{month:02}-{day:02}"),
        }
    }
}

impl fmt::Display for Qualifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Exact => "",
            Self::Uncertain => "?",
            Self::Approximate => "~",
            Self::UncertainApproximate => "%",
        })
    }
}

/// A week or weekend that carries a qualifier, or stands in an interval, carries it on both days.
fn write_bound(f: &mut fmt::Formatter<'_>, bound: &Bound, end: bool) -> fmt::Result {
    match bound {
        Bound::Open => f.write_str(".."),
        Bound::Unknown => Ok(()),
        Bound::Date(date @ (Date::Week { .. } | Date::Weekend { .. }), qualifier) => {
            write_day(
                f,
                if end {
                    date.end_day() - Days::new(1)
                } else {
                    date.first_day()
                },
            )?;
            write!(f, "{qualifier}")
        }
        Bound::Date(date, qualifier) => write!(f, "{date}{qualifier}"),
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date @ (Date::Week { .. } | Date::Weekend { .. }), qualifier)
                if *qualifier != Qualifier::Exact =>
            {
                let bound = Bound::Date(*date, *qualifier);
                write_bound(f, &bound, false)?;
                f.write_str("/")?;
                write_bound(f, &bound, true)
            }
            Self::Date(date, qualifier) => write!(f, "{date}{qualifier}"),
            Self::Interval { start, end } => {
                write_bound(f, start, false)?;
                f.write_str("/")?;
                write_bound(f, end, true)
            }
        }
    }
}

impl Serialize for Edtf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Edtf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, earliest: &str, latest: &str) {
        let edtf = Edtf::parse(text).expect("the table holds valid EDTF");
        assert_eq!(edtf.to_string(), text);
        let days = edtf.days();
        let show =
            |day: Option<NaiveDate>| day.map_or("..".into(), |day| Date::Day(day).to_string());
        assert_eq!(
            (show(days.earliest), show(days.latest)),
            (earliest.into(), latest.into())
        );
    }

    #[test]
    fn reads_and_writes_every_form() {
        check("2016-02-25", "2016-02-25", "2016-02-26");
        check("2016-02", "2016-02-01", "2016-03-01");
        check("2016", "2016-01-01", "2017-01-01");
        check("201X", "2010-01-01", "2020-01-01");
        check("19XX", "1900-01-01", "2000-01-01");
        check("2016-21", "2016-03-01", "2016-06-01");
        check("2016-24", "2016-12-01", "2017-03-01");
        check("2016-33", "2016-01-01", "2016-04-01");
        check("2016-41", "2016-07-01", "2017-01-01");
        check("1984~", "1984-01-01", "1985-01-01");
        check("2004-06?", "2004-06-01", "2004-07-01");
        check("2016-02-22/2016-02-27", "2016-02-22", "2016-02-28");
        check("2016-02-22/2016-02-28", "2016-02-22", "2016-02-29");
        check("2016-02-27/2016-02-28", "2016-02-27", "2016-02-29");
        check("2011/..", "2011-01-01", "..");
        check("../2011", "..", "2012-01-01");
        check("-0489", "-0489-01-01", "-0488-01-01");
        check("XXXX-02-25", "0000-02-25", "0000-02-26");
        check("XXXX-02", "0000-02-01", "0000-03-01");
        check("2016-02-27T00:00+02:00", "2016-02-27", "2016-02-28");
        check("2016-02-27T21:00Z", "2016-02-27", "2016-02-28");
    }

    #[test]
    fn names_the_day_that_does_not_exist() {
        let message = |text| Edtf::parse(text).expect_err("no such date").to_string();
        assert_eq!(message("1969-02-30"), "February 1969 has 28 days, found 30");
        assert_eq!(
            message("1969-13"),
            "expected a month from 01 to 12, found 13 in \"1969-13\""
        );
        assert!(message("next week").starts_with("expected a date such as"));
        assert!(message("2016/2015").contains("end after"));
    }

    proptest::proptest! {
        #[test]
        fn parses_what_it_prints(year in -9999i32..=9999, day in 1u32..=366, minute in 0u16..1440) {
            let Some(day) = NaiveDate::from_yo_opt(year, day) else { return Ok(()) };
            for date in [Date::Day(day), Date::Minute { day, minute, offset: Some(-210) }] {
                let edtf = Edtf::from(date);
                proptest::prop_assert_eq!(Edtf::parse(&edtf.to_string()), Ok(edtf));
                proptest::prop_assert!(edtf.days().contains(day));
            }
        }

        #[test]
        fn accepts_any_text(text in "\\PC{0,24}") {
            let _ = Edtf::parse(&text);
        }
    }
}
