//! Dates as people write them: with the precision they were told in, and nothing more.
//!
//! In: years, months and days from text. Out: [`Date`]s that know their granularity, half-open
//! bounds in days, a written form ([`Edtf`]) and arithmetic. Everything here is proleptic
//! Gregorian; year 0 is 1 BC, years run from −9999 to 9999.

mod bounds;
mod edtf;
mod holidays;
mod nearest;
mod shift;

pub use bounds::DayRange;
pub use edtf::ParseEdtfError;
pub use holidays::{easter, holiday, nth_weekday, orthodox_easter};
pub use nearest::{month_day_near, month_near, weekday_on_or_after, weekday_on_or_before};
pub use shift::{OutOfRange, Unit};

pub use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The finest unit a date names, coarse before fine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Granularity {
    /// A hundred years.
    Century,
    /// Ten years.
    Decade,
    /// One year.
    Year,
    /// Six months.
    Half,
    /// Spring, summer, autumn or winter of a year.
    Season,
    /// Three months.
    Quarter,
    /// One month.
    Month,
    /// Seven days, or a weekend.
    Week,
    /// One day.
    Day,
    /// A time of day.
    Minute,
}

impl Granularity {
    /// The name used in `precision` fields: `century` … `minute`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Century => "century",
            Self::Decade => "decade",
            Self::Year => "year",
            Self::Half => "half",
            Self::Season => "season",
            Self::Quarter => "quarter",
            Self::Month => "month",
            Self::Week => "week",
            Self::Day => "day",
            Self::Minute => "minute",
        }
    }
}

/// A season of the northern year, as EDTF numbers them (21–24).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Season {
    /// 21: March to May.
    Spring,
    /// 22: June to August.
    Summer,
    /// 23: September to November.
    Autumn,
    /// 24: December to February of the next year.
    Winter,
}

/// One date at the granularity it was told in.
///
/// Every variant holds exactly what it needs; a constructed value is valid (the day exists, the
/// month is 1–12) when made through [`Date::parse`](Edtf::parse), [`Date::ymd`] or the checked
/// constructors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Date {
    /// `19XX`: `hundreds` is the year divided by 100, rounded down (19 for 1900–1999).
    Century {
        /// The year divided by 100, rounded down.
        hundreds: i16,
    },
    /// `196X`: `tens` is the year divided by 10, rounded down (196 for 1960–1969).
    Decade {
        /// The year divided by 10, rounded down.
        tens: i16,
    },
    /// `1969`.
    Year {
        /// Astronomical: 0 is 1 BC.
        year: i16,
    },
    /// `1969-40`, `1969-41` (EDTF level 2): `half` is 1 or 2.
    Half {
        /// Astronomical year.
        year: i16,
        /// 1 or 2.
        half: u8,
    },
    /// `1969-21` … `1969-24`.
    Season {
        /// The year the season begins in.
        year: i16,
        /// Which one.
        season: Season,
    },
    /// `1969-33` … `1969-36` (EDTF level 2): `quarter` is 1–4.
    Quarter {
        /// Astronomical year.
        year: i16,
        /// 1–4.
        quarter: u8,
    },
    /// `1969-07`.
    Month {
        /// Astronomical year.
        year: i16,
        /// 1–12.
        month: u8,
    },
    /// A week from `first`, its Monday; written in EDTF as its interval of seven days.
    Week {
        /// The Monday.
        first: NaiveDate,
    },
    /// Saturday and Sunday; written in EDTF as its interval of two days.
    Weekend {
        /// The Saturday.
        first: NaiveDate,
    },
    /// `1969-07-20`.
    Day(NaiveDate),
    /// `1969-07-20T20:17Z`: a local time of day.
    Minute {
        /// The local day as written.
        day: NaiveDate,
        /// Minutes from the local midnight, 0 ..= 1440 (1440 is `24:00`).
        minute: u16,
        /// Minutes east of UTC, where the text tells it.
        offset: Option<i16>,
    },
    /// `XXXX-02`: a month whose year is unknown.
    AnyYearMonth {
        /// 1–12.
        month: u8,
    },
    /// `XXXX-02-25`: a day whose year is unknown. February has 29 days here.
    AnyYearDay {
        /// 1–12.
        month: u8,
        /// 1–31.
        day: u8,
    },
}

/// What the text says about how sure a date is: EDTF's `?`, `~`, `%`.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Qualifier {
    /// Said plainly.
    #[default]
    Exact,
    /// `?`: the source is in doubt.
    Uncertain,
    /// `~`: about, around, circa.
    Approximate,
    /// `%`: both.
    UncertainApproximate,
}

/// One end of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Bound {
    /// A date; the interval includes all of it.
    Date(Date, Qualifier),
    /// `..`: open, going on.
    Open,
    /// Nothing after the slash: not known.
    Unknown,
}

/// A date or interval as EDTF (ISO 8601-2) writes it. This is what events are dated with.
///
/// Serialised as its EDTF string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edtf {
    /// A single date.
    Date(Date, Qualifier),
    /// From the start of one date to the end of another.
    Interval {
        /// Where it begins.
        start: Bound,
        /// Where it ends, inclusive.
        end: Bound,
    },
}

impl Date {
    /// The day `year`-`month`-`day`, or `None` where the calendar has no such day.
    pub fn ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(-9999..=9999).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month, day).map(Self::Day)
    }

    /// The granularity of this date.
    pub fn granularity(&self) -> Granularity {
        match self {
            Self::Century { .. } => Granularity::Century,
            Self::Decade { .. } => Granularity::Decade,
            Self::Year { .. } => Granularity::Year,
            Self::Half { .. } => Granularity::Half,
            Self::Season { .. } => Granularity::Season,
            Self::Quarter { .. } => Granularity::Quarter,
            Self::Month { .. } | Self::AnyYearMonth { .. } => Granularity::Month,
            Self::Week { .. } | Self::Weekend { .. } => Granularity::Week,
            Self::Day(_) | Self::AnyYearDay { .. } => Granularity::Day,
            Self::Minute { .. } => Granularity::Minute,
        }
    }

    /// Whether the year is unknown (`XXXX-02-25`).
    pub fn is_yearless(&self) -> bool {
        matches!(self, Self::AnyYearMonth { .. } | Self::AnyYearDay { .. })
    }
}

impl From<Date> for Edtf {
    fn from(date: Date) -> Self {
        Self::Date(date, Qualifier::Exact)
    }
}

impl Edtf {
    /// The finer granularity of its ends: `precision` in the JSON formats.
    pub fn granularity(&self) -> Granularity {
        match self {
            Self::Date(date, _) => date.granularity(),
            Self::Interval { start, end } => [start, end]
                .into_iter()
                .filter_map(|bound| match bound {
                    Bound::Date(date, _) => Some(date.granularity()),
                    Bound::Open | Bound::Unknown => None,
                })
                .max()
                .unwrap_or(Granularity::Century),
        }
    }

    /// Whether the year is unknown.
    pub fn is_yearless(&self) -> bool {
        let yearless = |bound: &Bound| matches!(bound, Bound::Date(date, _) if date.is_yearless());
        match self {
            Self::Date(date, _) => date.is_yearless(),
            Self::Interval { start, end } => yearless(start) || yearless(end),
        }
    }

    /// Whether `~` or `%` stands on it or one of its ends.
    pub fn is_approximate(&self) -> bool {
        let about =
            |q: Qualifier| matches!(q, Qualifier::Approximate | Qualifier::UncertainApproximate);
        match *self {
            Self::Date(_, qualifier) => about(qualifier),
            Self::Interval { start, end } => [start, end]
                .into_iter()
                .any(|bound| matches!(bound, Bound::Date(_, qualifier) if about(qualifier))),
        }
    }
}
