//! Months and days of months, with their year or without. In: month, day, slots, the tense. Out: a value.

use chrono::{Datelike, NaiveDate};

use super::super::lexicon::Class;
use super::super::scan::Tense;
use super::super::timex::Reading;
use super::nearby::weekday_of;
use super::slots::Slots;
use super::{Resolver, Value};
use crate::calendar::{Date, month_day_near};
use crate::config::DateOrder;

impl Resolver<'_> {
    /// `03/04/2016`: read in the order of the settings, with the other reading beside it.
    pub(super) fn numeric(&self, a: i32, b: i32, slots: &Slots<'_>, tense: Tense) -> Option<Value> {
        let (a, b) = (u32::try_from(a).ok()?, u32::try_from(b).ok()?);
        let read = |month: u32, day: u32| -> Option<Value> {
            if !(1..=12).contains(&month) {
                return None;
            }
            match self.year(slots) {
                Some((year, value)) => Date::ymd(year.into(), month, day).map(|date| Value {
                    date: Some(date),
                    ..value
                }),
                None => self.month_day(month, day, slots, tense),
            }
        };
        let month_first = self.order != DateOrder::Dmy;
        let (first, second) = if month_first {
            (read(a, b), read(b, a))
        } else {
            (read(b, a), read(a, b))
        };
        match (first, second) {
            (Some(mut first), Some(second)) if a != b => {
                first.alternatives = second
                    .date
                    .map(|date| Reading {
                        date: date.into(),
                        why: if month_first {
                            "the day may stand first"
                        } else {
                            "the month may stand first"
                        }
                        .to_owned(),
                    })
                    .into_iter()
                    .collect();
                Some(first.step("order-ambiguous"))
            }
            (Some(only), _) | (None, Some(only)) => Some(only),
            (None, None) => None,
        }
    }

    /// A day of a month whose year is not said.
    pub(super) fn month_day(
        &self,
        month: u32,
        day: u32,
        slots: &Slots<'_>,
        tense: Tense,
    ) -> Option<Value> {
        // 2000 is a leap year: only days no year has are refused.
        NaiveDate::from_ymd_opt(2000, month, day)?;
        let yearless = Date::AnyYearDay {
            month: month as u8,
            day: day as u8,
        };
        let from_told = self.narrative && self.told.is_some();
        let Some(base) = self.reference_day() else {
            // A year told before in this text gives its own.
            if let Some(year) = self.told_year
                && let Some(date) = Date::ymd(year.into(), month, day)
            {
                return Some(
                    Value {
                        from_told: true,
                        ..Value::of(date)
                    }
                    .step("year-told"),
                );
            }
            return Some(
                Value {
                    absolute: true,
                    ..Value::of(yearless)
                }
                .step("yearless"),
            );
        };
        if from_told && !slots.has(Class::WEEKDAY) {
            let date = Date::ymd(self.year_in_story(month)?, month, day)?;
            return Some(
                Value {
                    from_told,
                    ..Value::of(date)
                }
                .step("year-told"),
            );
        }
        // A weekday beside it says which year.
        if let Some(weekday) = slots.get(Class::WEEKDAY).and_then(weekday_of) {
            let fits = (-3..=3)
                .filter_map(|n| NaiveDate::from_ymd_opt(base.year() + n, month, day))
                .filter(|d| d.weekday() == weekday)
                .min_by_key(|d| (*d - base).num_days().abs());
            if let Some(fits) = fits.filter(|d| (*d - base).num_days().abs() < 400) {
                return Some(
                    Value {
                        from_told,
                        ..Value::of(Date::Day(fits))
                    }
                    .step("weekday-fits"),
                );
            }
        }
        let direction = slots.get(Class::DIRECTION);
        let past = before(base, month, day).map_or(i64::MAX, |d| (base - d).num_days());
        let ahead = after(base, month, day).map_or(i64::MAX, |d| (d - base).num_days());
        let near = match direction {
            // Of two far ones, what is told without a sign of the future has mostly happened.
            None if tense != Tense::Future
                && (base.month(), base.day()) != (month, day)
                && ahead > 90
                && past < ahead / 2 * 3 =>
            {
                before(base, month, day)?
            }
            Some(d) if d < 0 => before(base, month, day)?,
            Some(d) if d > 0 => after(base, month, day)?,
            _ => month_day_near(base, month, day)?,
        };
        let mut value = Value {
            from_told,
            ..Value::of(Date::Day(near))
        }
        .step("nearest-year");
        // Far from the anchor, the other side is an honest reading too.
        let back = (base - near).num_days();
        if direction.is_none() && (back.abs() > 120 || tense == Tense::Future && back > 60) {
            let other = if near > base {
                before(base, month, day)
            } else {
                after(base, month, day)
            };
            if let Some(other) = other.filter(|o| *o != near) {
                // What is said to come does not lie months back, nor what has been months ahead.
                let contradicts = match tense {
                    Tense::Future => back > 60,
                    Tense::Past => back < -150,
                    Tense::Open => false,
                };
                let (chosen, rest) = if contradicts {
                    (other, near)
                } else {
                    (near, other)
                };
                value.date = Some(Date::Day(chosen));
                value.alternatives.push(Reading {
                    date: Date::Day(rest).into(),
                    why: "the year is not said".to_owned(),
                });
            }
        }
        Some(value)
    }

    /// A month whose year is not said.
    pub(super) fn month(&self, month: u32, slots: &Slots<'_>, tense: Tense) -> Option<Value> {
        let from_told = self.narrative && self.told.is_some();
        let Some(base) = self.reference_day() else {
            if let Some(year) = self.told_year {
                let date = Date::Month {
                    year,
                    month: month as u8,
                };
                return Some(
                    Value {
                        from_told: true,
                        ..Value::of(date)
                    }
                    .step("year-told"),
                );
            }
            let date = Date::AnyYearMonth { month: month as u8 };
            return Some(
                Value {
                    absolute: true,
                    ..Value::of(date)
                }
                .step("yearless"),
            );
        };
        let here = base.year() * 12 + base.month0() as i32;
        let there = |year: i32| year * 12 + month as i32 - 1;
        let of = |months: i32| Date::Month {
            year: months.div_euclid(12) as i16,
            month: (months.rem_euclid(12) + 1) as u8,
        };
        let this_year = there(base.year());
        let past = if this_year <= here {
            this_year
        } else {
            this_year - 12
        };
        let ahead = if this_year >= here {
            this_year
        } else {
            this_year + 12
        };
        let (date, step) = if from_told {
            let date = Date::Month {
                year: self.year_in_story(month)? as i16,
                month: month as u8,
            };
            (date, "month-after-told")
        } else {
            match (slots.get(Class::DIRECTION), tense) {
                (Some(-1), _) => (
                    of(if this_year < here {
                        this_year
                    } else {
                        this_year - 12
                    }),
                    "month-before-anchor",
                ),
                (Some(1), _) => (
                    of(if this_year > here {
                        this_year
                    } else {
                        this_year + 12
                    }),
                    "month-after-anchor",
                ),
                (Some(_), _) => (of(this_year), "month-of-anchor-year"),
                (None, Tense::Future) => (of(ahead), "month-after-anchor"),
                // "be paid in January", said in November: the past would have named its year.
                (None, Tense::Past) if ahead - here <= 3 && here - past >= 9 => {
                    (of(ahead), "nearest-month")
                }
                (None, Tense::Past) => (of(past), "month-before-anchor"),
                // What is told without tense has mostly happened.
                (None, Tense::Open) if here - past <= 7 => (of(past), "nearest-month"),
                (None, Tense::Open) => (of(ahead), "nearest-month"),
            }
        };
        let mut value = Value {
            from_told,
            ..Value::of(date)
        }
        .step(step);
        if !from_told && !slots.has(Class::DIRECTION) && past != ahead {
            let other = if date == of(past) {
                of(ahead)
            } else {
                of(past)
            };
            value.alternatives.push(Reading {
                date: other.into(),
                why: "the year is not said".to_owned(),
            });
        }
        Some(value)
    }

    /// The year of a month in a history: by the dates around it, else that of the date told last,
    /// or the next, when the month lies far before it.
    pub(super) fn year_in_story(&self, month: u32) -> Option<i32> {
        if let Some(year) = self.story_year {
            return Some(year);
        }
        let told = self.told?;
        let fine = matches!(
            told,
            Date::Month { .. } | Date::Day(_) | Date::Week { .. } | Date::Weekend { .. }
        );
        let back = told.first_day().month() as i32 - month as i32;
        Some(if fine && back > 6 {
            told.year() + 1
        } else {
            told.year()
        })
    }
}

fn before(base: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    (-4..=0)
        .rev()
        .filter_map(|n| NaiveDate::from_ymd_opt(base.year() + n, month, day))
        .find(|d| *d < base)
}

fn after(base: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    (0..=4)
        .filter_map(|n| NaiveDate::from_ymd_opt(base.year() + n, month, day))
        .find(|d| *d > base)
}
