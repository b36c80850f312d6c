//! Years, decades and centuries: in full, in two digits, before our era, or as "last year". In: slots. Out: a year, or
//! a value.

use chrono::{Datelike, NaiveDate};

use super::super::lexicon::{Class, code};
use super::compose::absolute;
use super::slots::Slots;
use super::{Resolver, TimexKind, Value};
use crate::calendar::{Date, Unit};

impl Resolver<'_> {
    /// `196` of "the 1960s"; "the 1700s" are a century.
    pub(super) fn decade(&self, decade: i32, slots: &Slots<'_>) -> Option<Value> {
        // "the 180s" of a story that is set before our era
        let old = self.narrative && self.before_era == Some(true) && (10..110).contains(&decade);
        let before = old || slots.get(Class::ERA) == Some(code("BC"));
        // "the 800s", "the 1700s" are a century; "the 1900s" and "the 2000s" are mostly their first ten years.
        if decade % 10 == 0 && (10..190).contains(&decade) {
            let hundreds = i16::try_from(decade / 10).ok()?;
            return absolute(Date::Century {
                hundreds: if before { -hundreds - 1 } else { hundreds },
            });
        }
        absolute(Date::Decade {
            tens: if before {
                i16::try_from(-decade - 1).ok()?
            } else {
                full_decade(decade, self.day)?
            },
        })
    }

    /// The year that is told: in full, in two digits, or as "last year".
    pub(super) fn year(&self, slots: &Slots<'_>) -> Option<(i16, Value)> {
        let written = |year: i16| {
            (
                year,
                Value {
                    absolute: true,
                    ..Value::default()
                }
                .step("written"),
            )
        };
        let era = slots.get(Class::ERA);
        if let Some(year) = slots
            .get(Class::YEAR)
            .or_else(|| slots.get(Class::YEAR_ANY))
        {
            let year = i16::try_from(year).ok()?;
            return Some(written(if era == Some(code("BC")) {
                1 - year
            } else {
                year
            }));
        }
        if let Some(year) = slots.get(Class::THREE_DIGITS) {
            let year = i16::try_from(year).ok()?;
            // "In 212", where the story is of such years, before our era or in it.
            let month = slots.has(Class::MONTH) || slots.has(Class::HOLIDAY);
            let before = month.then_some(false).or(self.before_era)?;
            return Some(written(if before { 1 - year } else { year }));
        }
        if let Some(short) = slots.get(Class::YEAR_SHORT) {
            return Some(written(full_year(short, self.day)));
        }
        if slots.unit_code() == Some(code("Y"))
            && let Some(by) = slots.get(Class::TOLD)
            && let Some(year) = self.told_year
        {
            // "of the same year", "of the following year"
            return Some((
                year.saturating_add(i16::try_from(by).ok()?),
                Value {
                    from_told: true,
                    ..Value::default()
                }
                .step("year-told"),
            ));
        }
        if slots.unit_code() == Some(code("Y"))
            && let Some(direction) = slots.get(Class::DIRECTION)
        {
            let base = self.reference_day()?;
            let from_told = self.narrative && self.told.is_some();
            let value = Value {
                from_told,
                ..Value::default()
            }
            .step("year-from-anchor");
            return Some(((base.year() + direction) as i16, value));
        }
        None
    }

    pub(super) fn century(&self, slots: &Slots<'_>) -> Option<Value> {
        if let Some(direction) = slots.get(Class::DIRECTION) {
            let base = self.reference_day()?;
            let date = Date::Day(base)
                .truncate(Unit::Century)
                .shift(direction.into(), Unit::Century)
                .ok()?;
            return Some(Value::of(date).step("unit-from-anchor"));
        }
        let ordinal = i16::try_from(
            slots
                .get(Class::ORDINAL)
                .or_else(|| slots.get(Class::NUMBER))?,
        )
        .ok()?;
        // Thousands of years have no form but the text: the first millennium BC.
        if slots.get(Class::CENTURY_WORD) == Some(1000) {
            let before = slots.get(Class::ERA) == Some(code("BC"));
            let text = format!("{}{}", if before { "BC" } else { "" }, ordinal - 1);
            return Some(Value::text(TimexKind::Date, text).step("written"));
        }
        let hundreds = if slots.get(Class::ERA) == Some(code("BC")) {
            -ordinal
        } else {
            ordinal - 1
        };
        if !(-99..=99).contains(&hundreds) {
            return None;
        }
        absolute(Date::Century { hundreds })
    }
}

/// `'96` is the year nearest to the anchor that ends so, with more of the past than of the future.
fn full_year(short: i32, day: Option<NaiveDate>) -> i16 {
    let latest = day.map_or(2040, |d| d.year() + 15);
    let mut year = latest.div_euclid(100) * 100 + short;
    if year > latest {
        year -= 100;
    }
    year as i16
}

/// `198` of "1980s", `18` of "180s"; `8` of "80s" is the last such decade before the anchor.
pub(super) fn full_decade(tens: i32, day: Option<NaiveDate>) -> Option<i16> {
    if tens >= 10 {
        return i16::try_from(tens).ok();
    }
    let latest = day.map_or(202, |d| d.year() / 10);
    let mut decade = latest.div_euclid(10) * 10 + tens;
    if decade > latest {
        decade -= 10;
    }
    i16::try_from(decade).ok()
}
