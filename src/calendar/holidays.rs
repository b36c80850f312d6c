//! Holidays and observances by name. In: a code and a year. Out: the day, which for feasts of
//! lunar calendars is approximate (they begin when the moon is seen).
//!
//! Easter follows the Gregorian and Julian computus (Meeus, *Astronomical Algorithms*, ch. 8). The
//! Islamic days follow the tabular calendar (civil epoch), the lunar new year the mean new moon in
//! Beijing's time; both may be a day off what was observed. The Jewish days follow that calendar's own arithmetic
//! (Reingold and Dershowitz, *Calendrical Calculations*, ch. 8); a feast is told by its first day, whose evening
//! before it begins.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::{Date, Qualifier};

/// The date of the holiday with `code` in `year`, and how sure it is; `None` for codes nobody
/// defined and years in which it did not fall.
///
/// A code is two to four capital letters, as the lexicons write them: `EA` Easter Sunday, `OE`
/// Orthodox Easter, `RAM` Ramadan's first day, `Mdd` style fixed days are written `MMDD`.
pub fn holiday(code: &str, year: i32) -> Option<(Date, Qualifier)> {
    let exact = |day: Option<NaiveDate>| day.map(|d| (Date::Day(d), Qualifier::Exact));
    if code.len() == 4 && code.bytes().all(|b| b.is_ascii_digit()) {
        return exact(NaiveDate::from_ymd_opt(
            year,
            code[..2].parse().ok()?,
            code[2..].parse().ok()?,
        ));
    }
    let from_easter = |days: i64| exact(easter(year).and_then(|e| moved(e, days)));
    let from_orthodox = |days: i64| exact(orthodox_easter(year).and_then(|e| moved(e, days)));
    let about = |day: Option<NaiveDate>| day.map(|d| (Date::Day(d), Qualifier::Approximate));
    match code {
        "EA" => from_easter(0),
        "GF" => from_easter(-2),
        "MT" => from_easter(-3),
        "PS" => from_easter(-7),
        "HS" => from_easter(-1),
        "AW" => from_easter(-46),
        "ST" => from_easter(-47),
        "RM" => from_easter(-48),
        "EM" => from_easter(1),
        "WF" => from_easter(-52),
        "CS" => from_easter(-49),
        "WS" => from_easter(7),
        "TR" => from_easter(56),
        "SH" => from_easter(70),
        "ASC" => from_easter(39),
        "PE" => from_easter(49),
        "PM" => from_easter(50),
        "CC" => from_easter(60),
        "EW" => easter(year).map(|e| {
            let monday = e - Days::new(e.weekday().num_days_from_monday().into());
            (Date::Week { first: monday }, Qualifier::Exact)
        }),
        "HW" => easter(year).map(|e| {
            (
                Date::Week {
                    first: e - Days::new(6),
                },
                Qualifier::Exact,
            )
        }),
        "OE" => from_orthodox(0),
        "OG" => from_orthodox(-2),
        "TG" => exact(nth_weekday(year, 11, Weekday::Thu, 4)),
        "TGW" => nth_weekday(year, 11, Weekday::Thu, 4).map(|d| {
            (
                Date::Week {
                    first: d - Days::new(3),
                },
                Qualifier::Exact,
            )
        }),
        "BF" => exact(nth_weekday(year, 11, Weekday::Thu, 4).and_then(|d| moved(d, 1))),
        "LD" => exact(nth_weekday(year, 9, Weekday::Mon, 1)),
        "MD" => exact(nth_weekday(year, 5, Weekday::Mon, -1)),
        "MLK" => exact(nth_weekday(year, 1, Weekday::Mon, 3)),
        "PD" => exact(nth_weekday(year, 2, Weekday::Mon, 3)),
        "CD" => exact(nth_weekday(year, 10, Weekday::Mon, 2)),
        "MUM" => exact(nth_weekday(year, 5, Weekday::Sun, 2)),
        "DAD" => exact(nth_weekday(year, 6, Weekday::Sun, 3)),
        "ED" => exact(nth_weekday(year, 11, Weekday::Mon, 1).and_then(|d| moved(d, 1))),
        "AD" => exact(first_advent(year)),
        "AD2" => exact(first_advent(year).and_then(|d| moved(d, 7))),
        "AD3" => exact(first_advent(year).and_then(|d| moved(d, 14))),
        "AD4" => exact(first_advent(year).and_then(|d| moved(d, 21))),
        "TO" => exact(first_advent(year).and_then(|d| moved(d, -7))),
        "BB" => exact(first_advent(year).and_then(|d| moved(d, -11))),
        "VT" => exact(first_advent(year).and_then(|d| moved(d, -14))),
        "HF" => exact(nth_weekday(year, 10, Weekday::Sun, 1)),
        "WDP" => exact(nth_weekday(year, 3, Weekday::Fri, 1)),
        "RAM" => about(islamic_in(year, 9, 1)),
        "EF" => about(islamic_in(year, 10, 1)),
        "EAD" => about(islamic_in(year, 12, 10)),
        "ASH" => about(islamic_in(year, 1, 10)),
        "MAW" => about(islamic_in(year, 3, 12)),
        "LNY" => about(lunar_new_year(year)),
        "RH" => exact(jewish_new_year(year)),
        "YK" => exact(jewish_new_year(year).and_then(|d| moved(d, 9))),
        "SUK" => exact(jewish_new_year(year).and_then(|d| moved(d, 14))),
        "HAN" => exact(hanukkah(year)),
        "PES" => exact(jewish_new_year(year).and_then(|d| moved(d, -163))),
        "PUR" => exact(jewish_new_year(year).and_then(|d| moved(d, -163 - 30))),
        "SHA" => exact(jewish_new_year(year).and_then(|d| moved(d, -163 + 50))),
        _ => None,
    }
}

/// The `nth` weekday of a month, from 1; −1 is the last.
pub fn nth_weekday(year: i32, month: u32, weekday: Weekday, nth: i32) -> Option<NaiveDate> {
    if nth > 0 {
        return NaiveDate::from_weekday_of_month_opt(year, month, weekday, u8::try_from(nth).ok()?);
    }
    (1..=5)
        .rev()
        .find_map(|n| NaiveDate::from_weekday_of_month_opt(year, month, weekday, n))
}

fn moved(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    day.checked_add_signed(chrono::TimeDelta::days(days))
}

/// Easter Sunday as its own time wrote it: in the Gregorian calendar, before 1583 in the Julian.
pub fn easter(year: i32) -> Option<NaiveDate> {
    if year < 1583 {
        return julian_easter(year);
    }
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    NaiveDate::from_ymd_opt(year, month as u32, day as u32)
}

/// Easter Sunday of the Eastern churches, as a Gregorian day.
pub fn orthodox_easter(year: i32) -> Option<NaiveDate> {
    let shift = year / 100 - year / 400 - 2;
    moved(julian_easter(year)?, shift.into())
}

/// Easter Sunday by the Julian computus, as a Julian day and month.
fn julian_easter(year: i32) -> Option<NaiveDate> {
    if !(33..=9999).contains(&year) {
        return None;
    }
    let (a, b, c) = (year % 4, year % 7, year % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let month = (d + e + 114) / 31;
    let day = (d + e + 114) % 31 + 1;
    NaiveDate::from_ymd_opt(year, month as u32, day as u32)
}

fn first_advent(year: i32) -> Option<NaiveDate> {
    let christmas = NaiveDate::from_ymd_opt(year, 12, 25)?;
    let back = christmas.weekday().num_days_from_sunday();
    moved(christmas, -i64::from(if back == 0 { 7 } else { back }) - 21)
}

/// The day of the tabular Islamic calendar that falls in a Gregorian year; the first where two do.
fn islamic_in(year: i32, month: i64, day: i64) -> Option<NaiveDate> {
    if !(700..=9999).contains(&year) {
        return None;
    }
    let around = i64::from(year - 622) * 33 / 32;
    (around - 1..=around + 2).find_map(|islamic_year| {
        // Days from the civil epoch, 16 July 622 Julian (19 July Gregorian).
        let days = (islamic_year - 1) * 354
            + (3 + 11 * islamic_year).div_euclid(30)
            + 29 * (month - 1)
            + month / 2
            + day
            - 1;
        let epoch = NaiveDate::from_ymd_opt(622, 7, 19)?;
        moved(epoch, days).filter(|d| d.year() == year)
    })
}

/// The first of Tishri in the autumn of a Gregorian year.
fn jewish_new_year(year: i32) -> Option<NaiveDate> {
    if !(1..=9998).contains(&year) {
        return None;
    }
    /// The day before the first one counted, from 1 January 1 (Gregorian).
    const EPOCH: i64 = -1_373_427;
    let elapsed = |year: i64| {
        let months = (235 * year - 234).div_euclid(19);
        let parts = 12_084 + 13_753 * months;
        let day = 29 * months + parts.div_euclid(25_920);
        if (3 * (day + 1)).rem_euclid(7) < 3 {
            day + 1
        } else {
            day
        }
    };
    let jewish = i64::from(year) + 3761;
    let (before, this, next) = (elapsed(jewish - 1), elapsed(jewish), elapsed(jewish + 1));
    let late = match (next - this, this - before) {
        (356, _) => 2,
        (_, 382) => 1,
        _ => 0,
    };
    let days = EPOCH + this + late;
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(days).ok()?)
}

/// The 25th of Kislev, two months behind the new year: the first of them has thirty days, the second in long years.
fn hanukkah(year: i32) -> Option<NaiveDate> {
    let (this, next) = (jewish_new_year(year)?, jewish_new_year(year + 1)?);
    let long = (next - this).num_days() % 10 == 5;
    moved(this, 30 + 29 + i64::from(long) + 24)
}

/// The second new moon after the winter solstice, in Beijing's time (mean moon).
fn lunar_new_year(year: i32) -> Option<NaiveDate> {
    if !(1645..=9999).contains(&year) {
        return None;
    }
    // Mean new moons: 2000-01-06 18:14 UT and every 29.530588861 days (Meeus, ch. 49); the new
    // year is the one between 21 January and 20 February.
    let epoch = NaiveDate::from_ymd_opt(2000, 1, 6)?;
    let from = NaiveDate::from_ymd_opt(year, 1, 21)?;
    let offset = 0.7597 + 8.0 / 24.0;
    let days = (from - epoch).num_days() as f64;
    let mut moon = ((days - offset) / 29.530_588_861).ceil();
    loop {
        let day = moved(epoch, (moon * 29.530_588_861 + offset).floor() as i64)?;
        if day >= from {
            return Some(day);
        }
        moon += 1.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, year: i32, expected: &str) {
        let (date, _) = holiday(code, year).expect("the holiday is known");
        assert_eq!(date.to_string(), expected, "{code} {year}");
    }

    #[track_caller]
    fn near(code: &str, year: i32, expected: &str) {
        let (date, sure) = holiday(code, year).expect("the holiday is known");
        let expected: NaiveDate = expected.parse().expect("a day");
        assert!(
            (date.first_day() - expected).num_days().abs() <= 1,
            "{code} {year}: {date}"
        );
        assert_eq!(sure, Qualifier::Approximate);
    }

    #[test]
    fn movable_feasts() {
        check("EA", 2016, "2016-03-27");
        check("GF", 2016, "2016-03-25");
        check("EA", 1954, "1954-04-18");
        check("EA", 2000, "2000-04-23");
        check("OE", 2016, "2016-05-01");
        check("OE", 2024, "2024-05-05");
        check("PE", 2016, "2016-05-15");
        check("AW", 2016, "2016-02-10");
        check("TG", 1999, "1999-11-25");
        check("ED", 2016, "2016-11-08");
        check("LD", 2015, "2015-09-07");
        check("MD", 2016, "2016-05-30");
        check("AD", 2016, "2016-11-27");
        check("AD4", 2016, "2016-12-18");
        check("BB", 2016, "2016-11-16");
        check("VT", 2016, "2016-11-13");
        check("WF", 2016, "2016-02-04");
        check("WS", 2016, "2016-04-03");
        check("HF", 2016, "2016-10-02");
        check("1225", 2016, "2016-12-25");
    }

    #[test]
    fn feasts_of_the_moon_are_near() {
        near("RAM", 2016, "2016-06-06");
        near("EF", 2016, "2016-07-06");
        near("EAD", 2016, "2016-09-12");
        near("RAM", 2003, "2003-10-27");
        near("LNY", 2016, "2016-02-08");
        near("LNY", 1968, "1968-01-30");
        near("LNY", 2020, "2020-01-25");
        near("LNY", 2023, "2023-01-22");
    }

    #[test]
    fn jewish_feasts() {
        check("RH", 2016, "2016-10-03");
        check("RH", 2023, "2023-09-16");
        check("YK", 1973, "1973-10-06");
        check("SUK", 2016, "2016-10-17");
        check("HAN", 2016, "2016-12-25");
        check("HAN", 2021, "2021-11-29");
        check("PES", 2016, "2016-04-23");
        check("PUR", 2016, "2016-03-24");
        check("SHA", 2016, "2016-06-12");
    }

    #[test]
    fn every_code_has_a_day_in_common_years() {
        for year in 1700..2100 {
            for code in [
                "EA", "OE", "TG", "RAM", "EF", "LNY", "AD", "RH", "HAN", "PES",
            ] {
                // A lunar year is shorter than the sun's, so a day may miss no year, but come twice.
                assert!(holiday(code, year).is_some(), "{code} {year}");
            }
        }
    }
}
