//! Dates put together from what was captured. In: slots, the tense, the anchor. Out: a value.
//!
//! The finest parts are looked at first: a holiday, a day of a month, a month, a season, a quarter,
//! a year; then a weekday, "yesterday", "last week"; last a time of day alone.

use chrono::{Datelike, NaiveDate, Weekday};

use super::super::lexicon::{Class, code};
use super::super::rules::Rule;
use super::super::scan::{Match, Tense};
use super::nearby::weekday_of;
use super::slots::Slots;
use super::{Resolver, TimexKind, Value};
use crate::calendar::{Date, Unit, weekday_on_or_before};

/// The code of the unit week.
const WEEK: i32 = code("W");
/// The code of the unit day.
const DAY: i32 = code("D");
/// The code of the unit weekend.
pub(super) const WEEKEND: i32 = code("WE");

impl Resolver<'_> {
    /// The date or time a match tells.
    pub(super) fn date(&self, slots: &Slots<'_>, found: &Match, rule: &Rule) -> Option<Value> {
        let tense = self.tense(found, rule);
        if rule.habitual && tense == Tense::Open && !self.narrative {
            return Some(self.with_time(Value::default(), slots));
        }
        let mut value = self.calendar(slots, tense)?;
        if slots.has(Class::NOW) && found.loose {
            value = value.step("day-or-present");
        }
        if found.behind {
            self.turn_back(&mut value, slots);
        }
        // "the day after Christmas", "the eve of the vote"
        if let (Some(by), Some(date @ Date::Day(_))) = (slots.get(Class::SHIFT_DAYS), value.date)
            && !slots.has(Class::WEEKDAY)
        {
            value.date = date.shift(by.into(), Unit::Day).ok().or(value.date);
        }
        if value.text.is_some()
            && value.date.is_none()
            && !slots.has(Class::PART)
            && !slots.has(Class::HOUR)
        {
            return Some(value);
        }
        // "the week of March 14"
        if let Some(Date::Day(day)) = value.date
            && slots.unit_code() == Some(WEEK)
            && slots.has(Class::MONTH)
        {
            return Some(Value {
                date: Some(Date::Day(day).truncate(Unit::Week)),
                ..value
            });
        }
        Some(self.with_time(value, slots))
    }

    /// "since May", "dated August 6": a date without its year lies behind, whatever the tense.
    fn turn_back(&self, value: &mut Value, slots: &Slots<'_>) {
        let said = [
            Class::YEAR,
            Class::YEAR_ANY,
            Class::YEAR_SHORT,
            Class::DIRECTION,
        ];
        if value.from_told || said.into_iter().any(|class| slots.has(class)) {
            return;
        }
        let (Some(date), Some(base)) = (value.date, self.reference_day()) else {
            return;
        };
        if date.first_day() <= base {
            return;
        }
        let back = match date {
            Date::Day(_) if slots.has(Class::WEEKDAY) && !slots.has(Class::MONTH) => {
                date.shift(-7, Unit::Day)
            }
            Date::Day(_) | Date::Month { .. } | Date::Season { .. } => date.shift(-1, Unit::Year),
            _ => return,
        };
        if let Ok(back) = back {
            value.date = Some(back);
            value.alternatives.clear();
        }
    }

    fn calendar(&self, slots: &Slots<'_>, tense: Tense) -> Option<Value> {
        // "Easter Monday, 24 April 1916": the day is written beside its name.
        let day = [Class::YEAR, Class::DAY, Class::DAY_ORDINAL];
        let written = slots.has(Class::MONTH) && day.iter().any(|class| slots.has(*class));
        if let Some(id) = slots.get(Class::HOLIDAY).filter(|_| !written) {
            let value = self.holiday(id, slots, tense)?;
            // "Labor Day weekend": the one it touches or lies nearest to.
            if let (Some(WEEKEND), Some(Date::Day(day))) = (slots.unit_code(), value.date) {
                let first = weekday_on_or_before(
                    day.checked_add_signed(chrono::TimeDelta::days(3))?,
                    Weekday::Sat,
                )?;
                return Some(Value {
                    date: Some(Date::Weekend { first }),
                    ..value
                });
            }
            return Some(value);
        }
        if let Some(digits) = slots.get(Class::COMPACT_DATE) {
            return absolute(Date::ymd(
                digits / 10000,
                (digits / 100 % 100) as u32,
                (digits % 100) as u32,
            )?);
        }
        let day = slots
            .get(Class::DAY)
            .or_else(|| slots.get(Class::DAY_ORDINAL));
        if let (Some(a), Some(b), None, None) = (
            slots.nth(Class::DAY, 0),
            slots.nth(Class::DAY, 1),
            slots.get(Class::MONTH),
            slots.get(Class::MONTH_NUMBER),
        ) {
            return self.numeric(a, b, slots, tense);
        }
        let month = slots
            .get(Class::MONTH)
            .or_else(|| slots.get(Class::MONTH_NUMBER));
        let year = self.year(slots);
        // "the first week of August": by its middle, so that it lies mostly in the month.
        if let (Some(month), Some(nth), Some(WEEK | WEEKEND), None) =
            (month, slots.get(Class::ORDINAL), slots.unit_code(), day)
        {
            return self.week_of_month(month, nth, year, slots, tense);
        }
        // "the last day of March", "the first day of 1850"
        if let (Some(nth), Some(DAY), None, true) = (
            slots.get(Class::ORDINAL),
            slots.unit_code(),
            day,
            month.is_some() || year.is_some(),
        ) {
            return self.day_of(nth, month, year, slots, tense);
        }
        if let Some(month) = month {
            let month = u32::try_from(month).ok().filter(|m| (1..=12).contains(m))?;
            return match (day, year) {
                (Some(day), Some((year, value))) => {
                    let date = Date::ymd(year.into(), month, u32::try_from(day).ok()?)?;
                    Some(Value {
                        date: Some(date),
                        ..value
                    })
                }
                (Some(day), None) => self.month_day(month, u32::try_from(day).ok()?, slots, tense),
                (None, Some((year, value))) => Some(Value {
                    date: Some(Date::Month {
                        year,
                        month: month as u8,
                    }),
                    ..value
                }),
                (None, None) => self.month(month, slots, tense),
            };
        }
        if let Some(season) = slots.get(Class::SEASON) {
            return self.season(season, year, slots, tense);
        }
        if slots.has(Class::QUARTER_WORD) || slots.has(Class::HALF_WORD) {
            return self.quarter(slots, year, tense);
        }
        let decade = slots
            .get(Class::DECADE)
            .or_else(|| slots.get(Class::DECADE_WORD));
        if slots.has(Class::CENTURY_WORD) {
            let value = self.century(slots)?;
            // "the twenties of the nineteenth century"
            return match (value.date, decade) {
                (Some(Date::Century { hundreds }), Some(decade @ 0..=9)) if hundreds >= 0 => {
                    absolute(Date::Decade {
                        tens: hundreds * 10 + decade as i16,
                    })
                }
                _ => Some(value),
            };
        }
        if let Some(decade) = decade {
            return self.decade(decade, slots);
        }
        if let Some(weekday) = slots.get(Class::WEEKDAY) {
            return self.weekday(weekday_of(weekday)?, slots, tense);
        }
        if let Some(offset) = slots.get(Class::DEICTIC).or(slots.get(Class::NOW)) {
            return self.deictic(offset, slots);
        }
        if slots.has(Class::DIRECTION) && slots.has(Class::PART) && !slots.has(Class::UNIT) {
            return self.directed_part(slots);
        }
        if slots.unit_code() == Some(code("WE")) && !slots.has(Class::DIRECTION) {
            let Some(base) = self.reference_day() else {
                return Some(Value::needs_anchor(TimexKind::Date, "XXXX-WXX-WE"));
            };
            let ahead =
                tense == Tense::Future || matches!(base.weekday(), Weekday::Sat | Weekday::Sun);
            let this = Date::Day(base).truncate(Unit::Weekend);
            let date = if ahead {
                this
            } else {
                this.shift(-1, Unit::Week).ok()?
            };
            return Some(Value::of(date).step("unit-from-anchor"));
        }
        if slots.has(Class::DIRECTION) && slots.has(Class::UNIT) && year.is_none() {
            return self.directed_unit(slots);
        }
        if let Some((year, value)) = year {
            return Some(Value {
                date: Some(Date::Year { year }),
                ..value
            });
        }
        if let Some(day) = day {
            return self.bare_day(u32::try_from(day).ok()?);
        }
        self.time_alone(slots)
    }

    /// The day relative expressions count from: the anchor's, in histories the one told last.
    pub(super) fn reference_day(&self) -> Option<NaiveDate> {
        if self.narrative {
            self.told.map(|d| d.first_day()).or(self.day)
        } else {
            self.day
        }
    }
}

pub(super) fn absolute(date: Date) -> Option<Value> {
    Some(
        Value {
            absolute: true,
            ..Value::of(date)
        }
        .step("written"),
    )
}
