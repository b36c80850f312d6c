//! Seasons, quarters and halves of years. In: slots, the year if it is told, the tense. Out: a value.

use chrono::Datelike;

use super::super::lexicon::{Class, code};
use super::super::rules::Rule;
use super::super::scan::{Match, Tense};
use super::slots::Slots;
use super::{Resolver, TimexKind, Value};
use crate::calendar::{Date, Season, Unit};

/// So many days after its end a season is still "this" one.
const JUST_GONE: i64 = 75;

/// Up to this month a winter told is the one the year began in.
const WINTER: u32 = 4;

impl Resolver<'_> {
    pub(super) fn season(
        &self,
        season: i32,
        year: Option<(i16, Value)>,
        slots: &Slots<'_>,
        tense: Tense,
    ) -> Option<Value> {
        let season = season_of(season)?;
        if let Some((year, value)) = year {
            return Some(Value {
                date: Some(Date::Season { year, season }),
                ..value
            });
        }
        let Some(base) = self.reference_day() else {
            return Some(match self.told_year {
                Some(year) => Value {
                    from_told: true,
                    ..Value::of(Date::Season { year, season })
                }
                .step("year-told"),
                None => {
                    Value::needs_anchor(TimexKind::Date, &format!("XXXX-{}", season_code(season)))
                }
            });
        };
        let from_told = self.narrative && self.told.is_some();
        let this = Date::Season {
            year: base.year() as i16,
            season,
        };
        let year_before = Date::Season {
            year: base.year() as i16 - 1,
            season,
        };
        let year_after = Date::Season {
            year: base.year() as i16 + 1,
            season,
        };
        // In a history: by the dates around it, else that of the year told last, or the winter that year began in.
        let begun = season == Season::Winter
            && base.month() <= WINTER
            && !matches!(self.told, Some(Date::Year { .. }));
        let story = match self.story_year {
            Some(year) => Date::Season {
                year: year as i16,
                season,
            },
            None if begun => year_before,
            None => this,
        };
        let running = |date: &Date| date.first_day() <= base && base < date.end_day();
        let date = match (slots.get(Class::DIRECTION), tense) {
            // "the summer before last" lies a year before the last one.
            (Some(d), _) if d < 0 => {
                let last = if this.end_day() <= base {
                    this
                } else {
                    year_before
                };
                last.shift(i64::from(d) + 1, Unit::Year).ok()?
            }
            (Some(d), _) if d > 0 => {
                let next = if this.first_day() > base {
                    this
                } else {
                    year_after
                };
                next.shift(i64::from(d) - 1, Unit::Year).ok()?
            }
            // "this winter", said in March, is the one just gone.
            (Some(_), tense)
                if running(&year_before)
                    || tense != Tense::Future
                        && (base - year_before.end_day()).num_days() <= JUST_GONE =>
            {
                year_before
            }
            (Some(_), _) => this,
            _ if from_told => story,
            (None, Tense::Future) => {
                if this.end_day() > base {
                    this
                } else {
                    year_after
                }
            }
            (None, Tense::Past) if this.first_day() > base => year_before,
            _ => this,
        };
        Some(
            Value {
                from_told,
                ..Value::of(date)
            }
            .step("season-near"),
        )
    }

    pub(super) fn quarter(
        &self,
        slots: &Slots<'_>,
        year: Option<(i16, Value)>,
        tense: Tense,
    ) -> Option<Value> {
        let half = slots.has(Class::HALF_WORD);
        let ordinal = slots
            .get(Class::ORDINAL)
            .or_else(|| slots.get(Class::NUMBER));
        let Some(ordinal) = ordinal.or_else(|| {
            slots
                .get(Class::EDGE)
                .filter(|_| half)
                .map(|e| if e == code("E") { 2 } else { 1 })
        }) else {
            // "last quarter", "this quarter".
            let base = self.reference_day()?;
            let unit = if half { Unit::Half } else { Unit::Quarter };
            let date = Date::Day(base)
                .truncate(unit)
                .shift(slots.get(Class::DIRECTION)?.into(), unit)
                .ok()?;
            return Some(Value::of(date).step("unit-from-anchor"));
        };
        self.quarter_of(ordinal, half, year, tense)
    }

    fn quarter_of(
        &self,
        ordinal: i32,
        half: bool,
        year: Option<(i16, Value)>,
        tense: Tense,
    ) -> Option<Value> {
        if !(1..=if half { 2 } else { 4 }).contains(&ordinal) {
            return None;
        }
        let of = |year: i16| {
            if half {
                Date::Half {
                    year,
                    half: ordinal as u8,
                }
            } else {
                Date::Quarter {
                    year,
                    quarter: ordinal as u8,
                }
            }
        };
        if let Some((year, value)) = year {
            return Some(Value {
                date: Some(of(year)),
                ..value
            });
        }
        let Some(base) = self.reference_day() else {
            return Some(match self.told_year {
                Some(year) => Value {
                    from_told: true,
                    ..Value::of(of(year))
                }
                .step("year-told"),
                None => Value::needs_anchor(
                    TimexKind::Date,
                    &format!("XXXX-{}{ordinal}", if half { 'H' } else { 'Q' }),
                ),
            });
        };
        let year = base.year() as i16;
        let here = if half {
            base.month().div_ceil(6)
        } else {
            base.month().div_ceil(3)
        } as i32;
        let year = match tense {
            _ if self.narrative => year,
            // In January a company still expects its fourth quarter.
            Tense::Future if ordinal == 4 && here == 1 && !half => year - 1,
            // A report to come is about the quarter just gone.
            Tense::Future if ordinal + 1 < here => year + 1,
            Tense::Future => year,
            _ if ordinal > here => year - 1,
            _ => year,
        };
        Some(
            Value {
                ..Value::of(of(year))
            }
            .step("quarter-near"),
        )
    }

    /// `Q3 2016`, `H1`.
    pub(super) fn quarter_number(
        &self,
        slots: &Slots<'_>,
        found: &Match,
        rule: &Rule,
        kind: &str,
    ) -> Option<Value> {
        let number = slots.get(Class::NUMBER)?;
        let tense = self.tense(found, rule);
        self.quarter_of(number, kind == "H", self.year(slots), tense)
    }
}

/// A season of the lexicon.
pub(super) fn season_of(value: i32) -> Option<Season> {
    const TABLE: [(i32, Season); 4] = [
        (code("SP"), Season::Spring),
        (code("SU"), Season::Summer),
        (code("FA"), Season::Autumn),
        (code("WI"), Season::Winter),
    ];
    TABLE
        .iter()
        .find(|(code, _)| *code == value)
        .map(|(_, season)| *season)
}

fn season_code(season: Season) -> &'static str {
    match season {
        Season::Spring => "SP",
        Season::Summer => "SU",
        Season::Autumn => "FA",
        Season::Winter => "WI",
    }
}
