//! Dates put together from what was captured. In: slots, the tense, the anchor. Out: a value.
//!
//! The finest parts are looked at first: a holiday, a day of a month, a month, a season, a quarter,
//! a year; then a weekday, "yesterday", "last week"; last a time of day alone.

use chrono::{Datelike, NaiveDate, Weekday};

use super::super::lexicon::{Class, code};
use super::super::rules::Rule;
use super::super::scan::{Match, Tense};
use super::super::timex::Reading;
use super::slots::Slots;
use super::{Resolver, TimexKind, Value};
use crate::calendar::{
    Date, Edtf, Granularity, Qualifier, Season, Unit, holiday, month_day_near, weekday_on_or_after,
    weekday_on_or_before,
};
use crate::config::DateOrder;

/// The code of the unit week.
const WEEK: i32 = code("W");
/// The code of the unit day.
const DAY: i32 = code("D");
/// So many days ahead a holiday may lie that is told in the past: "said the shops would close at Easter".
const AHEAD_IN_PAST: i64 = 90;
/// So many days after its end a season is still "this" one.
const JUST_GONE: i64 = 75;
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
            let before = slots.get(Class::ERA) == Some(code("BC"));
            // "the 1700s" are a century; "the 1900s" and "the 2000s" are mostly their first ten years.
            if !before && decade % 10 == 0 && (100..190).contains(&decade) {
                return absolute(Date::Century {
                    hundreds: i16::try_from(decade / 10).ok()?,
                });
            }
            return absolute(Date::Decade {
                tens: if before {
                    i16::try_from(-decade - 1).ok()?
                } else {
                    full_decade(decade, self.day)?
                },
            });
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
        // A time of day alone belongs to the anchor's day, or to the day told last.
        if slots.has(Class::PART)
            || slots.has(Class::HOUR)
            || slots.has(Class::CLOCK_WORD)
            || slots.has(Class::CLOCK_DIGITS)
            || slots.has(Class::MERIDIEM)
        {
            let told = self.told.filter(|t| matches!(t, Date::Day(_)));
            return Some(match (self.narrative, told, self.day) {
                (true, Some(told), _) | (false, Some(told), None) => Value {
                    from_told: true,
                    ..Value::of(told).step("day-told")
                },
                (true, None, _) | (_, None, None) => Value {
                    needs_anchor: true,
                    ..Value::default()
                },
                (false, told, Some(day)) => match told {
                    // The day told in this story, when it is within the week, or told just now.
                    Some(Date::Day(d)) if (d - day).num_days().abs() <= self.reach(d) => Value {
                        from_told: true,
                        ..Value::of(Date::Day(d)).step("day-told")
                    },
                    _ => Value::of(Date::Day(day)).step("anchor-day"),
                },
            });
        }
        None
    }

    /// How many days off the day `told` last may lie for a clock time without a day to be on it: a week, or half a
    /// year where the sentence or the one before told it. "The fair opens on 27 May. Buses leave at 8 a.m."
    fn reach(&self, told: NaiveDate) -> i64 {
        let now = self.out.last().is_some_and(|last| {
            let day = match last.edtf {
                Some(Edtf::Date(Date::Day(day) | Date::Minute { day, .. }, _)) => Some(day),
                _ => None,
            };
            day == Some(told) && last.sentence + 1 >= self.sentence
        });
        if now { 180 } else { 7 }
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
            if slots.has(Class::MONTH) {
                return Some(written(year));
            }
            // "In 212", where the story is of such years, before our era or in it.
            let told = self.told_year.filter(|told| *told < 1100)?;
            return Some(written(if told <= 0 { 1 - year } else { year }));
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

    /// The day relative expressions count from: the anchor's, in histories the one told last.
    pub(super) fn reference_day(&self) -> Option<NaiveDate> {
        if self.narrative {
            self.told.map(|d| d.first_day()).or(self.day)
        } else {
            self.day
        }
    }

    /// `03/04/2016`: read in the order of the settings, with the other reading beside it.
    fn numeric(&self, a: i32, b: i32, slots: &Slots<'_>, tense: Tense) -> Option<Value> {
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
    fn month_day(&self, month: u32, day: u32, slots: &Slots<'_>, tense: Tense) -> Option<Value> {
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
        if direction.is_none() && (near - base).num_days().abs() > 120 {
            let other = if near > base {
                before(base, month, day)
            } else {
                after(base, month, day)
            };
            if let Some(other) = other.filter(|o| *o != near) {
                // What is said to come does not lie months back, nor what has been months ahead.
                let contradicts = match tense {
                    Tense::Future => (base - near).num_days() > 120,
                    Tense::Past => (near - base).num_days() > 150,
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
    fn year_in_story(&self, month: u32) -> Option<i32> {
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

    fn season(
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
        let story = Date::Season {
            year: self
                .year_in_story(season_start(season))
                .filter(|_| from_told)
                .unwrap_or(base.year()) as i16,
            season,
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

    fn quarter(
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

    fn century(&self, slots: &Slots<'_>) -> Option<Value> {
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

    fn weekday(&self, weekday: Weekday, slots: &Slots<'_>, tense: Tense) -> Option<Value> {
        let number = weekday.number_from_monday();
        // "on a Tuesday": nobody said which.
        let counted = [Class::UNIT, Class::DIRECTION, Class::SHIFT_DAYS];
        if slots.has(Class::ONE) && !counted.into_iter().any(|class| slots.has(class)) {
            return Some(
                Value::text(TimexKind::Date, format!("XXXX-WXX-{number}")).step("weekday-any"),
            );
        }
        let Some(base) = self.reference_day() else {
            return Some(Value::needs_anchor(
                TimexKind::Date,
                &format!("XXXX-WXX-{number}"),
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

    fn deictic(&self, offset: i32, slots: &Slots<'_>) -> Option<Value> {
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
    fn directed_part(&self, slots: &Slots<'_>) -> Option<Value> {
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
    fn directed_unit(&self, slots: &Slots<'_>) -> Option<Value> {
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
    fn bare_day(&self, day: u32) -> Option<Value> {
        let told = self
            .told
            .filter(|d| matches!(d, Date::Day(_) | Date::Month { .. }));
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

    fn holiday(&self, id: i32, slots: &Slots<'_>, tense: Tense) -> Option<Value> {
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

fn absolute(date: Date) -> Option<Value> {
    Some(
        Value {
            absolute: true,
            ..Value::of(date)
        }
        .step("written"),
    )
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
fn full_decade(tens: i32, day: Option<NaiveDate>) -> Option<i16> {
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

/// A weekday of the lexicon: 1 is Monday.
pub(super) fn weekday_of(number: i32) -> Option<Weekday> {
    Weekday::try_from(u8::try_from(number - 1).ok()?).ok()
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

fn season_start(season: Season) -> u32 {
    match season {
        Season::Spring => 3,
        Season::Summer => 6,
        Season::Autumn => 9,
        Season::Winter => 12,
    }
}

fn season_code(season: Season) -> &'static str {
    match season {
        Season::Spring => "SP",
        Season::Summer => "SU",
        Season::Autumn => "FA",
        Season::Winter => "WI",
    }
}
