//! Counting from the anchor or from the last date told: "three days ago", "a month later", "that
//! year", "the quarter", "a year earlier".

use chrono::{Datelike, NaiveDate};

use super::super::lexicon::{Class, code, decode};
use super::super::rules::Way;
use super::super::scan::{Match, Tense};
use super::slots::Slots;
use super::{Resolver, TimexKind, Value, sign};
use crate::calendar::{Date, Granularity, Unit};

impl Resolver<'_> {
    /// `count unit ago`: the granularity follows the unit.
    pub(super) fn shift(&self, slots: &Slots<'_>, way: Way) -> Option<Value> {
        let reference = if way == Way::Past {
            "PAST_REF"
        } else {
            "FUTURE_REF"
        };
        let Some(count) = slots.count() else {
            return Some(Value::text(TimexKind::Date, reference).step("indefinite"));
        };
        let (scale, unit) = slots.unit()?;
        // "a year ago" beside a quarter's figures is that quarter a year before.
        if unit == Unit::Year
            && count == 1000
            && way == Way::Past
            && !self.narrative
            && !self.months_told
            && let Some((year, quarter)) = self.lead_quarter
        {
            return Some(
                Value::of(Date::Quarter {
                    year: year - 1,
                    quarter,
                })
                .step("quarter-year-before"),
            );
        }
        let base = if self.narrative {
            self.told.map(|d| d.first_day()).or(self.day)
        } else {
            self.day
        };
        let Some(base) = base else {
            return Some(Value::needs_anchor(TimexKind::Date, reference));
        };
        let count = count + if slots.has(Class::HALF_OF) { 500 } else { 0 };
        // "a year and a half ago", counted in months and told as a year.
        if unit == Unit::Year && count % 1000 != 0 {
            let months = sign(way) * scale * count * 12 / 1000;
            let told = if count < 1000 {
                Unit::Month
            } else {
                Unit::Year
            };
            let date = Date::Day(base)
                .shift(months, Unit::Month)
                .ok()?
                .truncate(told);
            return Some(
                Value {
                    from_told: self.narrative && self.told.is_some(),
                    ..Value::of(date)
                }
                .step("count-from-anchor"),
            );
        }
        // "a month and a half ago", counted in days.
        let (scale, counted) = match unit {
            Unit::Month if count % 1000 != 0 => (scale * 30, Unit::Day),
            Unit::Week if count % 1000 != 0 => (scale * 7, Unit::Day),
            _ => (scale, unit),
        };
        let amount = sign(way) * scale * count / 1000;
        if let Unit::Hour | Unit::Minute = unit {
            if let Some((day, minute)) = self.anchor_minute() {
                let from = Date::Minute {
                    day,
                    minute,
                    offset: None,
                };
                return Some(Value::of(from.shift(amount, unit).ok()?).step("count-from-anchor"));
            }
            let date = whole_days(base, amount, unit)?;
            return Some(Value::of(date).step("count-from-anchor"));
        }
        let to = Date::Day(base).shift(amount, counted).ok()?;
        // "ten years ago today" is told to the day; "a decade ago" is ten years ago.
        let unit = match unit {
            _ if slots.has(Class::DEICTIC) => Unit::Day,
            Unit::Decade => Unit::Year,
            unit => unit,
        };
        Some(
            Value {
                from_told: self.narrative && self.told.is_some(),
                ..Value::of(to.truncate(if unit == Unit::Weekend {
                    Unit::Day
                } else {
                    unit
                }))
            }
            .step("count-from-anchor"),
        )
    }

    /// `count unit later`: from the date told last.
    pub(super) fn after(&self, slots: &Slots<'_>, way: Way) -> Option<Value> {
        let reference = if way == Way::Past {
            "PAST_REF"
        } else {
            "FUTURE_REF"
        };
        let Some(count) = slots.count() else {
            return Some(Value::text(TimexKind::Date, reference).step("indefinite"));
        };
        let count = count + if slots.has(Class::HALF_OF) { 500 } else { 0 };
        let (scale, unit) = slots.unit()?;
        if unit == Unit::Year
            && count == 1000
            && way == Way::Past
            && !self.narrative
            && let Some((year, quarter)) = self.lead_quarter
        {
            return Some(
                Value::of(Date::Quarter {
                    year: year - 1,
                    quarter,
                })
                .step("quarter-year-before"),
            );
        }
        // In news, a year named in passing is nothing that days and weeks count from.
        let told = self.told.filter(|told| {
            self.narrative || told.granularity() >= granularity(unit).min(Granularity::Month)
        });
        let Some(base) = told.or(self.day.map(Date::Day)) else {
            return Some(Value::needs_anchor(TimexKind::Date, reference));
        };
        let amount = sign(way) * scale * count / 1000;
        if let Unit::Hour | Unit::Minute = unit {
            let day = base.first_day();
            // "at 11:24 … nineteen minutes later"
            if let Some((day, minute)) = self.told_clock.filter(|(told, _)| *told == day) {
                let from = Date::Minute {
                    day,
                    minute,
                    offset: None,
                };
                return Some(
                    Value {
                        from_told: true,
                        ..Value::of(from.shift(amount, unit).ok()?)
                    }
                    .step("count-from-told"),
                );
            }
            return Some(
                Value {
                    from_told: true,
                    ..Value::of(whole_days(day, amount, unit)?)
                }
                .step("count-from-told"),
            );
        }
        // "half a century later" is fifty years.
        let (amount, unit) = match unit {
            Unit::Century if count % 1000 != 0 => (sign(way) * scale * count / 10, Unit::Year),
            Unit::Decade if count % 1000 != 0 => (sign(way) * scale * count / 100, Unit::Year),
            Unit::Year if count % 1000 != 0 => (sign(way) * scale * count * 12 / 1000, Unit::Month),
            unit => (amount, unit),
        };
        let to = Date::Day(base.first_day()).shift(amount, unit).ok()?;
        let own = granularity(unit);
        let date = if self.narrative && unit == Unit::Week && matches!(base, Date::Day(_)) {
            // From a day of a history, weeks lead to a day.
            to
        } else if base.granularity() < own {
            truncate_to(to, base.granularity())
        } else {
            to.truncate(unit)
        };
        Some(
            Value {
                from_told: true,
                ..Value::of(date)
            }
            .step("count-from-told"),
        )
    }

    /// "Seventy years later, a plaque remembers it": with nothing told before that lies behind, what
    /// is not said to come is now.
    pub(super) fn not_ahead(&self, mut value: Value, found: &Match, way: Way) -> Value {
        let told = self.told.filter(|told| Some(told.first_day()) < self.day);
        if way == Way::Past || found.tense == Tense::Future || found.ahead || told.is_some() {
            return value;
        }
        if let (Some(date), Some(day)) = (value.date, self.day)
            && date.first_day() > day
        {
            value.date = Some(truncate_to(Date::Day(day), date.granularity()));
            return value.step("now-from-then");
        }
        if found.tense == Tense::Past && value.text.as_deref() == Some("FUTURE_REF") {
            return Value::text(TimexKind::Date, "PAST_REF").step("indefinite");
        }
        value
    }

    /// `that year` (0), `the following month` (1), `the previous day` (−1).
    pub(super) fn told_unit(&self, slots: &Slots<'_>, count: i32) -> Option<Value> {
        let from_told = self.told.is_some();
        let Some(base) = self.told.or(self.day.map(Date::Day)) else {
            return Some(Value::needs_anchor(TimexKind::Date, "XXXX"));
        };
        let day = Date::Day(base.first_day());
        let value = if let Some(season) = slots.get(Class::SEASON) {
            // "the following winter" of a spring is that of the same year.
            let season = super::period::season_of(season)?;
            let of = |year: i32| Date::Season {
                year: year as i16,
                season,
            };
            let this = of(base.year());
            Value::of(match count {
                n if n < 0 && this.end_day() <= base.first_day() => this,
                n if n > 0 && this.first_day() >= base.end_day() => this,
                n => of(base.year() + n),
            })
        } else if slots.has(Class::PART) && !slots.has(Class::UNIT) {
            // "the next morning", after a month: of which day, nobody said.
            if let Date::Month { .. } = base
                && let Some(part) = slots.get(Class::PART)
            {
                let text = format!("{}-XXT{}", super::timex_value(base), decode(part));
                return Some(
                    Value {
                        from_told,
                        ..Value::text(TimexKind::Time, text)
                    }
                    .step("unit-told"),
                );
            }
            // "that night", after a season or a year: in news, of the day told last.
            let day = match self.told_day.or(self.day) {
                Some(told) if !self.narrative && base.granularity() < Granularity::Day => {
                    Date::Day(told)
                }
                _ => day,
            };
            let to = day.shift(count.into(), Unit::Day).ok()?;
            self.with_time(Value::of(to), slots)
        } else if let Some(weekday) = slots.get(Class::WEEKDAY) {
            let weekday = super::nearby::weekday_of(weekday)?;
            let near = crate::calendar::weekday_on_or_before(base.first_day(), weekday)?;
            let to = match count {
                0 => near,
                n if n < 0 => {
                    crate::calendar::weekday_on_or_before(base.first_day().pred_opt()?, weekday)?
                }
                _ => crate::calendar::weekday_on_or_after(base.first_day().succ_opt()?, weekday)?,
            };
            Value::of(Date::Day(to))
        } else if let Some(month) = slots.get(Class::MONTH) {
            // "the following April"
            let of = |year: i32| Date::Month {
                year: year as i16,
                month: month as u8,
            };
            let this = of(base.year());
            let date = match count {
                0 => this,
                n if n < 0 && this.end_day() > base.first_day() => of(base.year() - 1),
                n if n > 0 && this.first_day() < base.end_day() => of(base.year() + 1),
                _ => this,
            };
            Value::of(date)
        } else if !slots.has(Class::UNIT) {
            // "at the same time": the date told itself.
            Value::of(base)
        } else {
            let (scale, unit) = slots.unit()?;
            let month = unit == Unit::Month && count == 0 && matches!(base, Date::Year { .. });
            if month || unit == Unit::Day && base.granularity() < Granularity::Day {
                // "that day" after a month, "that month" after a year: which it was, nobody said.
                let text = format!("{}-XX", super::timex_value(base));
                return Some(
                    Value {
                        from_told,
                        ..Value::text(TimexKind::Date, text)
                    }
                    .step("unit-told"),
                );
            }
            if let (Unit::Quarter, 0, Some((year, quarter))) = (unit, count, self.quarter) {
                Value::of(Date::Quarter { year, quarter })
            } else {
                Value::of(
                    day.shift(i64::from(count) * scale, unit)
                        .ok()?
                        .truncate(unit),
                )
            }
        };
        Some(Value { from_told, ..value }.step("unit-told"))
    }

    /// `the quarter`, `the month`, `the period`: the one in question; `the second half of the year`.
    pub(super) fn unit(&self, slots: &Slots<'_>) -> Option<Value> {
        let value = self.whole_unit(slots)?;
        let second = slots
            .get(Class::ORDINAL)
            .or_else(|| slots.get(Class::EDGE))
            .map(|nth| nth == 2 || nth == code("E"));
        match (value.date, second) {
            (Some(Date::Year { year }), Some(second)) if slots.has(Class::HALF_WORD) => {
                Some(Value {
                    date: Some(Date::Half {
                        year,
                        half: 1 + u8::from(second),
                    }),
                    modifier: None,
                    ..value
                })
            }
            _ => Some(value),
        }
    }

    fn whole_unit(&self, slots: &Slots<'_>) -> Option<Value> {
        // "the period" is that of the report.
        let unit = slots.unit().map_or(Unit::Quarter, |(_, unit)| unit);
        // "the quarter ended June 30": the one that lies mostly in it, by its middle month.
        if unit == Unit::Quarter
            && self.quarter.is_none()
            && let Some(month) = slots.get(Class::MONTH)
            && let Some(day) = self.day
        {
            let end = (i64::from(day.year()) * 12 + i64::from(month) - 1)
                - if month > day.month() as i32 { 12 } else { 0 };
            let (year, month) = ((end - 1).div_euclid(12), (end - 1).rem_euclid(12));
            let date = Date::Quarter {
                year: i16::try_from(year).ok()?,
                quarter: (month / 3 + 1) as u8,
            };
            return Some(Value::of(date).step("quarter-near"));
        }
        if unit == Unit::Quarter
            && let Some((year, quarter)) = self.quarter
        {
            return Some(
                Value {
                    from_told: true,
                    ..Value::of(Date::Quarter { year, quarter })
                }
                .step("quarter-told"),
            );
        }
        // "the full year" of a report on its last quarter is that quarter's.
        if unit == Unit::Year
            && !self.narrative
            && let Some((year, _)) = self.lead_quarter
        {
            return Some(
                Value {
                    from_told: true,
                    ..Value::of(Date::Year { year })
                }
                .step("quarter-told"),
            );
        }
        let Some(day) = self.day else {
            return match self.told {
                Some(told) => Some(
                    Value {
                        from_told: true,
                        ..Value::of(told.truncate(unit))
                    }
                    .step("unit-told"),
                ),
                None => Some(Value::needs_anchor(TimexKind::Date, "XXXX")),
            };
        };
        if unit == Unit::Quarter {
            // Companies report on the quarter that has ended.
            let date = Date::Day(day)
                .truncate(Unit::Quarter)
                .shift(-1, Unit::Quarter)
                .ok()?;
            return Some(Value::of(date).step("quarter-before-anchor"));
        }
        if self.narrative
            && let Some(told) = self.told
        {
            return Some(
                Value {
                    from_told: true,
                    ..Value::of(told.truncate(unit))
                }
                .step("unit-told"),
            );
        }
        Some(Value::of(Date::Day(day).truncate(unit)).step("unit-of-anchor"))
    }

    /// `a year earlier`, `the year-earlier period`: what it is compared with, a year before.
    pub(super) fn year_earlier(&self, slots: &Slots<'_>) -> Option<Value> {
        // "the 1988 period" names the year it is compared with.
        if let Some(year) = slots.get(Class::YEAR) {
            let year = year as i16;
            let date = self
                .quarter
                .map_or(Date::Year { year }, |(_, quarter)| Date::Quarter {
                    year,
                    quarter,
                });
            return Some(
                Value {
                    from_told: true,
                    ..Value::of(date)
                }
                .step("quarter-year-before"),
            );
        }
        if let Some(ordinal) = slots
            .get(Class::ORDINAL)
            .filter(|q| (1..=4).contains(q) && slots.has(Class::QUARTER_WORD))
        {
            let year = self
                .quarter
                .map(|(year, _)| year)
                .or(self.day.map(|d| d.year() as i16))?;
            return Some(
                Value::of(Date::Quarter {
                    year: year - 1,
                    quarter: ordinal as u8,
                })
                .step("quarter-year-before"),
            );
        }
        if let Some((year, quarter)) = self
            .lead_quarter
            .filter(|_| !self.narrative && !self.months_told)
        {
            return Some(
                Value {
                    from_told: true,
                    ..Value::of(Date::Quarter {
                        year: year - 1,
                        quarter,
                    })
                }
                .step("quarter-year-before"),
            );
        }
        let base = self
            .told
            .filter(|_| self.narrative)
            .or(self.day.map(Date::Day))
            .or(self.told);
        let Some(base) = base else {
            return Some(Value::needs_anchor(TimexKind::Date, "PAST_REF"));
        };
        Some(Value::of(base.truncate(Unit::Year).shift(-1, Unit::Year).ok()?).step("year-before"))
    }
}

/// A day moved by hours or minutes whose own time nobody told: "an hour ago" is the same day.
fn whole_days(day: NaiveDate, amount: i64, unit: Unit) -> Option<Date> {
    let hours = match unit {
        Unit::Minute => amount / 60,
        _ => amount,
    };
    Date::Day(day).shift(hours / 24, Unit::Day).ok()
}

fn granularity(unit: Unit) -> Granularity {
    match unit {
        Unit::Hour | Unit::Minute => Granularity::Minute,
        Unit::Day => Granularity::Day,
        Unit::Week | Unit::Weekend => Granularity::Week,
        Unit::Month => Granularity::Month,
        Unit::Quarter => Granularity::Quarter,
        Unit::Season => Granularity::Season,
        Unit::Half => Granularity::Half,
        Unit::Year => Granularity::Year,
        Unit::Decade => Granularity::Decade,
        Unit::Century => Granularity::Century,
    }
}

fn truncate_to(date: Date, granularity: Granularity) -> Date {
    let unit = match granularity {
        Granularity::Century => Unit::Century,
        Granularity::Decade => Unit::Decade,
        Granularity::Year => Unit::Year,
        Granularity::Half => Unit::Half,
        Granularity::Season => Unit::Season,
        Granularity::Quarter => Unit::Quarter,
        Granularity::Month => Unit::Month,
        Granularity::Week => Unit::Week,
        Granularity::Day | Granularity::Minute => Unit::Day,
    };
    date.truncate(unit)
}
