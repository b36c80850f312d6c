//! Which days a date covers. In: dates of any granularity. Out: half-open ranges of days, and the
//! one order of dates: by earliest day, then coarse before fine.

use std::cmp::Ordering;

use chrono::{Datelike, Days, NaiveDate};

use super::{Bound, Date, Edtf, Season};

/// A half-open range of days: 1969 is `1969-01-01 .. 1970-01-01`. `None` is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DayRange {
    /// The first day, or `None` when the start is open or unknown.
    pub earliest: Option<NaiveDate>,
    /// The day after the last, or `None` when the end is open or unknown.
    pub latest: Option<NaiveDate>,
}

impl DayRange {
    /// Whether the two ranges share a day.
    pub fn overlaps(&self, other: &Self) -> bool {
        let before = |a: Option<NaiveDate>, b: Option<NaiveDate>| match (a, b) {
            (Some(end), Some(start)) => end <= start,
            _ => false,
        };
        !before(self.latest, other.earliest) && !before(other.latest, self.earliest)
    }

    /// Whether `day` lies within.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.earliest.is_none_or(|first| first <= day) && self.latest.is_none_or(|end| day < end)
    }
}

impl Date {
    /// The first day of this date. Year-less dates count from the leap year 0 (1 BC), which keeps
    /// them in calendar order among themselves.
    pub fn first_day(&self) -> NaiveDate {
        match *self {
            Self::Century { hundreds } => first_of(i32::from(hundreds) * 100, 1),
            Self::Decade { tens } => first_of(i32::from(tens) * 10, 1),
            Self::Year { year } => first_of(year.into(), 1),
            Self::Half { year, half } => first_of(year.into(), u32::from(half) * 6 - 5),
            Self::Season { year, season } => first_of(year.into(), season_month(season)),
            Self::Quarter { year, quarter } => first_of(year.into(), u32::from(quarter) * 3 - 2),
            Self::Month { year, month } => first_of(year.into(), month.into()),
            Self::Week { first } | Self::Weekend { first } => first,
            Self::Day(day) | Self::Minute { day, .. } => day,
            Self::AnyYearMonth { month } => first_of(0, month.into()),
            Self::AnyYearDay { month, day } => NaiveDate::from_ymd_opt(0, month.into(), day.into())
                .expect("an AnyYearDay holds a day of the leap year 0"),
        }
    }

    /// The day after the last day of this date.
    pub fn end_day(&self) -> NaiveDate {
        match *self {
            Self::Century { hundreds } => first_of(i32::from(hundreds) * 100 + 100, 1),
            Self::Decade { tens } => first_of(i32::from(tens) * 10 + 10, 1),
            Self::Year { year } => first_of(i32::from(year) + 1, 1),
            Self::Half { year, half } => month_after(year.into(), u32::from(half) * 6),
            Self::Season { year, season } => {
                let month = season_month(season) + 2;
                if month > 12 {
                    month_after(i32::from(year) + 1, month - 12)
                } else {
                    month_after(year.into(), month)
                }
            }
            Self::Quarter { year, quarter } => month_after(year.into(), u32::from(quarter) * 3),
            Self::Month { year, month } => month_after(year.into(), month.into()),
            Self::Week { first } => first + Days::new(7),
            Self::Weekend { first } => first + Days::new(2),
            Self::Day(day) | Self::Minute { day, .. } => day + Days::new(1),
            Self::AnyYearMonth { month } => month_after(0, month.into()),
            Self::AnyYearDay { .. } => self.first_day() + Days::new(1),
        }
    }

    /// The days this date covers.
    pub fn days(&self) -> DayRange {
        DayRange {
            earliest: Some(self.first_day()),
            latest: Some(self.end_day()),
        }
    }

    /// The astronomical year of its first day; 0 for year-less dates.
    pub fn year(&self) -> i32 {
        self.first_day().year()
    }
}

/// Earliest day first, then coarser before finer, then the time of day, then the written form.
impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        let minute = |date: &Self| match date {
            Self::Minute { minute, .. } => *minute,
            _ => 0,
        };
        self.first_day()
            .cmp(&other.first_day())
            .then_with(|| self.granularity().cmp(&other.granularity()))
            .then_with(|| minute(self).cmp(&minute(other)))
            .then_with(|| {
                if self == other {
                    Ordering::Equal
                } else {
                    self.to_string().cmp(&other.to_string())
                }
            })
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Edtf {
    /// The days covered, from the start of its first date to the end of its last.
    pub fn days(&self) -> DayRange {
        match self {
            Self::Date(date, _) => date.days(),
            Self::Interval { start, end } => DayRange {
                earliest: match start {
                    Bound::Date(date, _) => Some(date.first_day()),
                    Bound::Open | Bound::Unknown => None,
                },
                latest: match end {
                    Bound::Date(date, _) => Some(date.end_day()),
                    Bound::Open | Bound::Unknown => None,
                },
            },
        }
    }

    /// The day events are ordered by: the first day; an open start counts from its end.
    pub fn order_day(&self) -> NaiveDate {
        let days = self.days();
        days.earliest
            .or_else(|| days.latest.and_then(|end| end.pred_opt()))
            .unwrap_or(NaiveDate::MAX)
    }
}

/// By [`Edtf::order_day`], then coarser before finer, then the written form.
impl Ord for Edtf {
    fn cmp(&self, other: &Self) -> Ordering {
        self.is_yearless()
            .cmp(&other.is_yearless())
            .then_with(|| self.order_day().cmp(&other.order_day()))
            .then_with(|| self.granularity().cmp(&other.granularity()))
            .then_with(|| match (self, other) {
                (Self::Date(a, qa), Self::Date(b, qb)) => a.cmp(b).then_with(|| qa.cmp(qb)),
                _ if self == other => Ordering::Equal,
                _ => self.to_string().cmp(&other.to_string()),
            })
    }
}

impl PartialOrd for Edtf {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn first_of(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).expect("months are 1..=12 and years within chrono's")
}

fn month_after(year: i32, month: u32) -> NaiveDate {
    if month == 12 {
        first_of(year + 1, 1)
    } else {
        first_of(year, month + 1)
    }
}

fn season_month(season: Season) -> u32 {
    match season {
        Season::Spring => 3,
        Season::Summer => 6,
        Season::Autumn => 9,
        Season::Winter => 12,
    }
}
