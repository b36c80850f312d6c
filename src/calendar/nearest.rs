//! The date of a kind that lies nearest to another. In: a weekday, a month or a day of the year,
//! and a day to count from. Out: the date before, after or nearest.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::Date;

/// The last `weekday` up to and including `day`; `None` at the calendar's edge.
pub fn weekday_on_or_before(day: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    let back = (7 + day.weekday().num_days_from_monday() - weekday.num_days_from_monday()) % 7;
    day.checked_sub_days(Days::new(back.into()))
}

/// The first `weekday` from `day` on, including it.
pub fn weekday_on_or_after(day: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    let ahead = (7 + weekday.num_days_from_monday() - day.weekday().num_days_from_monday()) % 7;
    day.checked_add_days(Days::new(ahead.into()))
}

/// The day `month`-`day` nearest to `from`, of the years before, of and after it (29 February: the
/// nearest leap year within four).
pub fn month_day_near(from: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    let reach = if (month, day) == (2, 29) { 4 } else { 1 };
    (-reach..=reach)
        .filter_map(|years| NaiveDate::from_ymd_opt(from.year() + years, month, day))
        .min_by_key(|candidate| (*candidate - from).num_days().abs())
}

/// The `month` nearest to the month of `from`; of two equally far, the past one.
pub fn month_near(from: NaiveDate, month: u32) -> Date {
    let here = i64::from(from.year()) * 12 + i64::from(from.month0());
    let nearest = (-1..=1)
        .map(|years| (i64::from(from.year()) + years) * 12 + i64::from(month) - 1)
        .min_by_key(|candidate| (candidate - here).abs())
        .unwrap_or(here);
    Date::Month {
        year: nearest.div_euclid(12) as i16,
        month: (nearest.rem_euclid(12) + 1) as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn weekdays_before_and_after() {
        let friday = day("2016-02-12");
        assert_eq!(weekday_on_or_before(friday, Weekday::Fri), Some(friday));
        assert_eq!(
            weekday_on_or_before(friday, Weekday::Sat),
            Some(day("2016-02-06"))
        );
        assert_eq!(
            weekday_on_or_after(friday, Weekday::Thu),
            Some(day("2016-02-18"))
        );
    }

    #[test]
    fn days_and_months_near() {
        assert_eq!(
            month_day_near(day("2016-01-10"), 12, 20),
            Some(day("2015-12-20"))
        );
        assert_eq!(
            month_day_near(day("2015-12-20"), 1, 10),
            Some(day("2016-01-10"))
        );
        assert_eq!(
            month_day_near(day("2018-06-01"), 2, 29),
            Some(day("2020-02-29"))
        );
        assert_eq!(month_day_near(day("2018-06-01"), 2, 31), None);
        assert_eq!(month_near(day("2016-01-10"), 12).to_string(), "2015-12");
        assert_eq!(month_near(day("2016-10-10"), 2).to_string(), "2017-02");
        assert_eq!(month_near(day("2016-08-10"), 2).to_string(), "2016-02");
    }
}
