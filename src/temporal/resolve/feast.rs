//! Holidays and feasts, of a year that is told or the nearest. In: a code of the lexicon, slots, the tense. Out: a value.

use chrono::Datelike;

use super::super::lexicon::Class;
use super::super::scan::Tense;
use super::slots::Slots;
use super::{Resolver, TimexKind, Value};
use crate::calendar::{Date, Qualifier, holiday};

/// So many days ahead a holiday may lie that is told in the past: "said the shops would close at Easter".
const AHEAD_IN_PAST: i64 = 90;

impl Resolver<'_> {
    pub(super) fn holiday(&self, id: i32, slots: &Slots<'_>, tense: Tense) -> Option<Value> {
        let id = super::super::lexicon::decode(id);
        if let Some((year, value)) = self.year(slots) {
            let (date, qualifier) = holiday(&id, year.into())?;
            return Some(
                Value {
                    date: Some(date),
                    qualifier,
                    ..value
                }
                .step("holiday"),
            );
        }
        let from_told = self.narrative && self.told.is_some();
        let Some(base) = self.reference_day() else {
            if let Some(year) = self.told_year {
                let (date, qualifier) = holiday(&id, year.into())?;
                return Some(
                    Value {
                        from_told: true,
                        qualifier,
                        ..Value::of(date)
                    }
                    .step("holiday"),
                );
            }
            return Some(match id.parse::<u32>() {
                Ok(day) => Value {
                    absolute: true,
                    ..Value::of(Date::AnyYearDay {
                        month: (day / 100) as u8,
                        day: (day % 100) as u8,
                    })
                }
                .step("yearless"),
                Err(_) => Value::needs_anchor(TimexKind::Date, "XXXX-XX-XX"),
            });
        };
        if let (true, Some(year)) = (from_told, self.story_year) {
            let (date, qualifier) = holiday(&id, year)?;
            return Some(
                Value {
                    from_told,
                    qualifier,
                    ..Value::of(date)
                }
                .step("holiday"),
            );
        }
        let candidates = || (-1..=1).filter_map(|n| holiday(&id, base.year() + n));
        let distance = |d: &(Date, Qualifier)| (d.0.first_day() - base).num_days();
        let chosen = match (slots.get(Class::DIRECTION), tense) {
            (Some(d), _) if d < 0 => candidates()
                .filter(|d| distance(d) < 0)
                .max_by_key(distance),
            (Some(d), _) if d > 0 => candidates()
                .filter(|d| distance(d) > 0)
                .min_by_key(distance),
            (Some(_), _) => holiday(&id, base.year()),
            (None, Tense::Future) => candidates()
                .filter(|d| distance(d) >= 0)
                .min_by_key(distance),
            // "On Good Friday they came" lies behind, though the next be nearer by a little.
            (None, Tense::Past) if !self.narrative => candidates().min_by_key(|d| {
                let far = distance(d);
                if far > AHEAD_IN_PAST {
                    far * 3 / 2
                } else {
                    far.abs()
                }
            }),
            _ => candidates().min_by_key(|d| distance(d).abs()),
        };
        let (date, qualifier) = chosen?;
        Some(
            Value {
                from_told,
                qualifier,
                ..Value::of(date)
            }
            .step("holiday"),
        )
    }
}
