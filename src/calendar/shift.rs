//! Moving dates by units. In: a date and a signed count of units. Out: the date that far away, at
//! the same granularity.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::{Date, Season};

/// A calendar unit to move by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// 60 minutes.
    Hour,
    /// 1 minute.
    Minute,
    /// 1 day.
    Day,
    /// 7 days.
    Week,
    /// 7 days, between weekends.
    Weekend,
    /// 1 month.
    Month,
    /// 3 months.
    Quarter,
    /// 3 months, between seasons.
    Season,
    /// 6 months.
    Half,
    /// 12 months.
    Year,
    /// 10 years.
    Decade,
    /// 100 years.
    Century,
}

/// A date left the years −9999 ..= 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a date in the years -9999 to 9999")]
pub struct OutOfRange;

impl Date {
    /// The date `count` units of `unit` away (negative: into the past), keeping its granularity.
    ///
    /// Months and years clamp to the last day of the target month: `1969-01-31` plus one month is
    /// `1969-02-28`. A unit finer than the date's own moves its first day and truncates again.
    /// Year-less dates do not move. Source: `chrono`'s `checked_add_months`, which clamps the same way.
    ///
    /// # Errors
    /// [`OutOfRange`] when the result leaves the years −9999 ..= 9999.
    pub fn shift(self, count: i64, unit: Unit) -> Result<Self, OutOfRange> {
        if self.is_yearless() {
            return Ok(self);
        }
        if let Self::Minute {
            day,
            minute,
            offset,
        } = self
            && let Unit::Hour | Unit::Minute = unit
        {
            let minutes = if unit == Unit::Hour {
                count.checked_mul(60)
            } else {
                Some(count)
            }
            .and_then(|delta| delta.checked_add(minute.into()))
            .ok_or(OutOfRange)?;
            let day = move_days(day, minutes.div_euclid(1440))?;
            let minute = minutes.rem_euclid(1440) as u16;
            return Ok(Self::Minute {
                day,
                minute,
                offset,
            });
        }
        let day = self.first_day();
        let moved = match unit {
            Unit::Minute => move_days(day, count.div_euclid(1440))?,
            Unit::Hour => move_days(day, count.div_euclid(24))?,
            Unit::Day => move_days(day, count)?,
            Unit::Week | Unit::Weekend => move_days(day, count.checked_mul(7).ok_or(OutOfRange)?)?,
            Unit::Month => move_months(day, count)?,
            Unit::Quarter | Unit::Season => {
                move_months(day, count.checked_mul(3).ok_or(OutOfRange)?)?
            }
            Unit::Half => move_months(day, count.checked_mul(6).ok_or(OutOfRange)?)?,
            Unit::Year => move_months(day, count.checked_mul(12).ok_or(OutOfRange)?)?,
            Unit::Decade => move_months(day, count.checked_mul(120).ok_or(OutOfRange)?)?,
            Unit::Century => move_months(day, count.checked_mul(1200).ok_or(OutOfRange)?)?,
        };
        Ok(match self {
            Self::Century { .. } => truncate(moved, Unit::Century),
            Self::Decade { .. } => truncate(moved, Unit::Decade),
            Self::Year { .. } => truncate(moved, Unit::Year),
            Self::Half { .. } => truncate(moved, Unit::Half),
            Self::Season { .. } => truncate(moved, Unit::Season),
            Self::Quarter { .. } => truncate(moved, Unit::Quarter),
            Self::Month { .. } => truncate(moved, Unit::Month),
            Self::Week { .. } => truncate(moved, Unit::Week),
            Self::Weekend { .. } => truncate(moved, Unit::Weekend),
            Self::Minute { minute, offset, .. } => Self::Minute {
                day: moved,
                minute,
                offset,
            },
            Self::Day(_) | Self::AnyYearMonth { .. } | Self::AnyYearDay { .. } => Self::Day(moved),
        })
    }

    /// The unit of the calendar that holds the first day of this date: the month of a day, the
    /// decade of a year. [`Unit::Hour`] and [`Unit::Minute`] give the day.
    pub fn truncate(self, unit: Unit) -> Self {
        truncate(self.first_day(), unit)
    }
}

fn truncate(day: NaiveDate, unit: Unit) -> Date {
    let year = day.year() as i16;
    let month = day.month() as u8;
    match unit {
        Unit::Century => Date::Century {
            hundreds: year.div_euclid(100),
        },
        Unit::Decade => Date::Decade {
            tens: year.div_euclid(10),
        },
        Unit::Year => Date::Year { year },
        Unit::Half => Date::Half {
            year,
            half: month.div_ceil(6),
        },
        Unit::Quarter => Date::Quarter {
            year,
            quarter: month.div_ceil(3),
        },
        Unit::Season => match month {
            1 | 2 => Date::Season {
                year: year - 1,
                season: Season::Winter,
            },
            3..=5 => Date::Season {
                year,
                season: Season::Spring,
            },
            6..=8 => Date::Season {
                year,
                season: Season::Summer,
            },
            9..=11 => Date::Season {
                year,
                season: Season::Autumn,
            },
            _ => Date::Season {
                year,
                season: Season::Winter,
            },
        },
        Unit::Month => Date::Month { year, month },
        Unit::Week => Date::Week {
            first: day - Days::new(day.weekday().num_days_from_monday().into()),
        },
        Unit::Weekend => {
            let monday = day - Days::new(day.weekday().num_days_from_monday().into());
            Date::Weekend {
                first: monday + Days::new(5),
            }
        }
        Unit::Day | Unit::Hour | Unit::Minute => Date::Day(day),
    }
}

fn move_days(day: NaiveDate, count: i64) -> Result<NaiveDate, OutOfRange> {
    let moved = if count < 0 {
        day.checked_sub_days(Days::new(count.unsigned_abs()))
    } else {
        day.checked_add_days(Days::new(count as u64))
    };
    in_range(moved)
}

fn move_months(day: NaiveDate, count: i64) -> Result<NaiveDate, OutOfRange> {
    let months = Months::new(u32::try_from(count.unsigned_abs()).map_err(|_| OutOfRange)?);
    let moved = if count < 0 {
        day.checked_sub_months(months)
    } else {
        day.checked_add_months(months)
    };
    in_range(moved)
}

fn in_range(day: Option<NaiveDate>) -> Result<NaiveDate, OutOfRange> {
    day.filter(|day| (-9999..=9999).contains(&day.year()))
        .ok_or(OutOfRange)
}
