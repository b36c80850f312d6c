//! What is counted from the day at hand: weekdays, "yesterday", "last night", "next month", "the 27th". In: slots, the
//! tense. Out: a value.

use chrono::{Datelike, Weekday};

use super::super::lexicon::{Class, code};
use super::super::scan::Tense;
use super::super::timex::Reading;
use super::slots::Slots;
use super::{Resolver, TimexKind, Value};
use crate::calendar::{Date, Granularity, Unit, weekday_on_or_after, weekday_on_or_before};

impl Resolver<'_> {
    pub(super) fn weekday(
        &self,
        weekday: Weekday,
        slots: &Slots<'_>,
        tense: Tense,
    ) -> Option<Value> {
        let number = weekday.number_from_monday();
        // "on a Tuesday": nobody said which.
        let counted = [Class::UNIT, Class::DIRECTION, Class::SHIFT_DAYS];
        if slots.has(Class::ONE) && !counted.into_iter().any(|class| slots.has(class)) {
            // "It was a Friday": the day just told, where it was one.
            if let Some(day) = self.told_day.filter(|day| day.weekday() == weekday) {
                let value = Value {
                    from_told: true,
                    ..Value::of(Date::Day(day))
                };
                return Some(value.step("day-told"));
            }
            return Some(
                Value::text(TimexKind::Date, self.any_week(number as i32)).step("weekday-any"),
            );
        }
        let Some(base) = self.reference_day() else {
            return Some(Value::needs_anchor(
                TimexKind::Date,
                &self.any_week(number as i32),
            ));
        };
        // A history that told a year or month alone says nothing of its weekdays: then they are those of the day it was written.
        let told = self
            .told
            .filter(|told| told.granularity() >= Granularity::Day);
        let (base, from_told) = match self.day {
            Some(day) if told.is_none() => (day, false),
            _ => (base, self.narrative && self.told.is_some()),
        };
        let previous = weekday_on_or_before(base.pred_opt()?, weekday)?;
        let next = weekday_on_or_after(base.succ_opt()?, weekday)?;
        let weeks = |count: i32| chrono::TimeDelta::weeks(count.into());
        let (day, step) = match slots.get(Class::DIRECTION) {
            // "the Sunday before last" lies a week before the last one.
            Some(d) if d < 0 => (
                previous.checked_add_signed(weeks(d + 1))?,
                "weekday-before-anchor",
            ),
            Some(d) if d > 0 => (
                next.checked_add_signed(weeks(d - 1))?,
                "weekday-after-anchor",
            ),
            Some(_) if tense == Tense::Past => (
                weekday_on_or_before(base, weekday)?,
                "weekday-on-or-before-anchor",
            ),
            Some(_) => (
                weekday_on_or_after(base, weekday)?,
                "weekday-on-or-after-anchor",
            ),
            None if tense == Tense::Future => (
                weekday_on_or_after(base, weekday)?,
                "weekday-on-or-after-anchor",
            ),
            // A history goes on: "On 3 June … On Sunday".
            None if from_told && matches!(self.told, Some(Date::Day(_))) => (
                weekday_on_or_after(base, weekday)?,
                "weekday-on-or-after-anchor",
            ),
            None => (
                weekday_on_or_before(base, weekday)?,
                "weekday-on-or-before-anchor",
            ),
        };
        let day = match slots.get(Class::SHIFT_DAYS) {
            Some(days) => day.checked_add_signed(chrono::TimeDelta::days(days.into()))?,
            None => day,
        };
        // "a week from Tuesday": the coming one, and as much again.
        let day = match (slots.unit(), slots.count(), slots.has(Class::DIRECTION)) {
            (Some((scale, unit @ (Unit::Day | Unit::Week))), Some(count), false) => {
                let coming = Date::Day(weekday_on_or_after(base, weekday)?);
                coming.shift(scale * count / 1000, unit).ok()?.first_day()
            }
            // "three Fridays ago"
            (None, Some(count), true) => Date::Day(previous)
                .shift(1 - count / 1000, Unit::Week)
                .ok()?
                .first_day(),
            _ => day,
        };
        // "last week Tuesday", "Tuesday of next week".
        let day = match (slots.unit_code(), slots.get(Class::DIRECTION)) {
            (Some(unit), Some(direction)) if unit == code("W") => {
                let monday = Date::Day(base)
                    .truncate(Unit::Week)
                    .shift(direction.into(), Unit::Week)
                    .ok()?;
                weekday_on_or_after(monday.first_day(), weekday)?
            }
            _ => day,
        };
        let mut value = Value {
            from_told,
            ..Value::of(Date::Day(day))
        }
        .step(step);
        if !slots.has(Class::DIRECTION) && !slots.has(Class::SHIFT_DAYS) {
            let other = if day > base { previous } else { next };
            if day != base || tense != Tense::Past {
                value.alternatives.push(Reading {
                    date: Date::Day(other).into(),
                    why: if other > day {
                        "the coming one may be meant"
                    } else {
                        "the past one may be meant"
                    }
                    .to_owned(),
                });
            }
        }
        Some(value)
    }

    /// A weekday of no one week: `XXXX-WXX-2`.
    pub(super) fn any_week(&self, weekday: i32) -> String {
        let digits = self.book.lexicon.weekday_digits;
        format!("XXXX-WXX-{weekday:0digits$}")
    }

    pub(super) fn deictic(&self, offset: i32, slots: &Slots<'_>) -> Option<Value> {
        let timed =
            slots.has(Class::PART) || slots.has(Class::HOUR) || slots.has(Class::CLOCK_WORD);
        if self.narrative && offset == 0 && !timed && self.told.is_some() {
            return Some(Value::text(TimexKind::Date, "PRESENT_REF").step("reference"));
        }
        let Some(base) = self.reference_day() else {
            let reference = match offset {
                0 => "PRESENT_REF",
                n if n < 0 => "PAST_REF",
                _ => "FUTURE_REF",
            };
            if timed {
                return Some(Value {
                    needs_anchor: true,
                    ..Value::default()
                });
            }
            return Some(Value::needs_anchor(TimexKind::Date, reference));
        };
        let day = base.checked_add_signed(chrono::TimeDelta::days(offset.into()))?;
        Some(
            Value {
                from_told: self.narrative && self.told.is_some(),
                ..Value::of(Date::Day(day))
            }
            .step("day-from-anchor"),
        )
    }

    /// `last night`, `this morning`.
    pub(super) fn directed_part(&self, slots: &Slots<'_>) -> Option<Value> {
        let Some(base) = self.reference_day() else {
            return Some(Value {
                needs_anchor: true,
                ..Value::default()
            });
        };
        let direction = slots.get(Class::DIRECTION)?;
        let day = base.checked_add_signed(chrono::TimeDelta::days(direction.into()))?;
        Some(
            Value {
                from_told: self.narrative && self.told.is_some(),
                ..Value::of(Date::Day(day))
            }
            .step("day-from-anchor"),
        )
    }

    /// `last week`, `this month`, `next decade`.
    pub(super) fn directed_unit(&self, slots: &Slots<'_>) -> Option<Value> {
        let (scale, unit) = slots.unit()?;
        let direction = slots.get(Class::DIRECTION)?;
        let Some(base) = self.reference_day() else {
            let reference = match direction {
                0 => "PRESENT_REF",
                n if n < 0 => "PAST_REF",
                _ => "FUTURE_REF",
            };
            return Some(Value::needs_anchor(TimexKind::Date, reference));
        };
        let from_told = self.narrative && self.told.is_some();
        // "last weekend" on a Monday is the one two days back; "next" never the running one.
        if unit == Unit::Weekend && direction < 0 {
            let saturday = weekday_on_or_before(base, Weekday::Sat)?;
            let running = base.weekday() == Weekday::Sat || base.weekday() == Weekday::Sun;
            let date = Date::Weekend { first: saturday };
            let date = if running {
                date.shift(-1, Unit::Week).ok()?
            } else {
                date
            };
            return Some(
                Value {
                    from_told,
                    ..Value::of(date)
                }
                .step("unit-from-anchor"),
            );
        }
        let date = Date::Day(base)
            .truncate(unit)
            .shift(i64::from(direction) * scale, unit)
            .ok()?;
        Some(
            Value {
                from_told,
                ..Value::of(date)
            }
            .step("unit-from-anchor"),
        )
    }

    /// `the 27th`: of the month told last, else of the anchor's.
    pub(super) fn bare_day(&self, day: u32) -> Option<Value> {
        let told = self
            .told
            .filter(|d| matches!(d, Date::Day(_) | Date::Month { .. }))
            // "the following week … on the 13th": in a history no day is near that of its writing.
            .or_else(|| self.told_day.filter(|_| self.narrative).map(Date::Day));
        let (base, from_told) = match told {
            Some(told) => (told.first_day(), true),
            None => (self.day?, false),
        };
        let date = Date::ymd(base.year(), base.month(), day)?;
        Some(
            Value {
                from_told,
                ..Value::of(date)
            }
            .step("month-told"),
        )
    }
}

/// A weekday of the lexicon: 1 is Monday.
pub(super) fn weekday_of(number: i32) -> Option<Weekday> {
    Weekday::try_from(u8::try_from(number - 1).ok()?).ok()
}
