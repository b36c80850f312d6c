//! Days, weeks and weekends within a month or year. In: slots, the tense, the month and year that
//! were told. Out: a value.

use chrono::{Datelike, NaiveDate, Weekday};

use super::super::lexicon::Class;
use super::super::scan::{Match, Tense};
use super::compose::WEEKEND;
use super::nearby::weekday_of;
use super::slots::Slots;
use super::{Resolver, TimexKind, Value};
use crate::calendar::{Date, Unit, nth_weekday, weekday_on_or_after};

impl Resolver<'_> {
    /// "The last day of March", "the first day of 1850".
    pub(super) fn day_of(
        &self,
        nth: i32,
        month: Option<i32>,
        year: Option<(i16, Value)>,
        slots: &Slots<'_>,
        tense: Tense,
    ) -> Option<Value> {
        let value = match (month, year) {
            (Some(month), Some((year, value))) => Value {
                date: Some(Date::Month {
                    year,
                    month: u8::try_from(month).ok()?,
                }),
                ..value
            },
            (Some(month), None) => self.month(u32::try_from(month).ok()?, slots, tense)?,
            (None, Some((year, value))) => Value {
                date: Some(Date::Year { year }),
                ..value
            },
            (None, None) => return None,
        };
        let whole = value.date.filter(|date| !date.is_yearless())?;
        let day = if nth < 0 {
            whole.end_day().pred_opt()?
        } else {
            let by = chrono::TimeDelta::days(i64::from(nth) - 1);
            whole.first_day().checked_add_signed(by)?
        };
        (day >= whole.first_day() && day < whole.end_day()).then_some(Value {
            date: Some(Date::Day(day)),
            alternatives: Vec::new(),
            ..value
        })
    }

    /// "The first week of August" by its middle, so that it lies mostly in the month; "the last weekend of June".
    pub(super) fn week_of_month(
        &self,
        month: i32,
        nth: i32,
        year: Option<(i16, Value)>,
        slots: &Slots<'_>,
        tense: Tense,
    ) -> Option<Value> {
        let month = u32::try_from(month).ok()?;
        let value = match year {
            Some((year, value)) => Value {
                date: Some(Date::Month {
                    year,
                    month: u8::try_from(month).ok()?,
                }),
                ..value
            },
            None => self.month(month, slots, tense)?,
        };
        let Some(date @ Date::Month { .. }) = value.date else {
            return Some(value);
        };
        if slots.unit_code() == Some(WEEKEND) {
            let nth = if nth >= 5 { -1 } else { nth };
            let first = date.first_day();
            let first = nth_weekday(first.year(), first.month(), Weekday::Sat, nth)?;
            return Some(Value {
                date: Some(Date::Weekend { first }),
                alternatives: Vec::new(),
                ..value
            });
        }
        let middle = if nth >= 5 {
            Date::Day(date.end_day()).shift(-4, Unit::Day)
        } else {
            Date::Day(date.first_day()).shift(i64::from(nth.max(1)) * 7 - 4, Unit::Day)
        };
        Some(Value {
            date: Some(middle.ok()?.truncate(Unit::Week)),
            alternatives: Vec::new(),
            ..value
        })
    }

    /// `the last Friday of May`, `the first Tuesday after the first Monday in November`.
    pub(super) fn nth_weekday(&self, slots: &Slots<'_>, found: &Match) -> Option<Value> {
        let weekday = weekday_of(slots.get(Class::WEEKDAY)?)?;
        let nth = slots.get(Class::ORDINAL).unwrap_or(-1);
        let Some(month) = slots.get(Class::MONTH) else {
            // "the last Friday of next month"
            let month = Date::Day(self.reference_day()?)
                .truncate(Unit::Month)
                .shift(slots.get(Class::DIRECTION)?.into(), Unit::Month)
                .ok()?
                .first_day();
            let day = nth_weekday(month.year(), month.month(), weekday, nth)?;
            return Some(Value::of(Date::Day(day)).step("nth-weekday"));
        };
        let month = month as u32;
        let of = |year: i32| -> Option<NaiveDate> {
            match (
                slots.nth(Class::WEEKDAY, 1).and_then(weekday_of),
                slots.nth(Class::ORDINAL, 1),
            ) {
                (Some(other), Some(other_nth)) => {
                    let first = nth_weekday(year, month, other, other_nth)?;
                    weekday_on_or_after(first.succ_opt()?, weekday)
                }
                _ => nth_weekday(year, month, weekday, nth),
            }
        };
        if let Some((year, value)) = self.year(slots) {
            return Some(
                Value {
                    date: Some(Date::Day(of(year.into())?)),
                    ..value
                }
                .step("nth-weekday"),
            );
        }
        let Some(base) = self.reference_day() else {
            return Some(Value::needs_anchor(
                TimexKind::Date,
                &format!("XXXX-{month:02}-XX"),
            ));
        };
        let future = found.tense == Tense::Future || found.ahead;
        let day = (-1..=1)
            .filter_map(|n| of(base.year() + n))
            .filter(|d| !future || *d >= base)
            .min_by_key(|d| (*d - base).num_days().abs())?;
        Some(Value::of(Date::Day(day)).step("nth-weekday"))
    }
}
