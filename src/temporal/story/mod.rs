//! The years of a history's months: "In June … In October … By March …" between the dates told in
//! full. In: the matches of a document. Out: for each month or season without a year, its year.
//!
//! Histories go forward, mostly by little steps, now and then back by a few weeks. Of all ways to
//! give the open months a year, the one is taken whose steps cost least: each step forward its
//! months, each step back more. Dates told in full stand fast on both sides, so that a year named
//! in passing does not carry the story away. Time is linear in the number of dates.

mod path;

use chrono::Datelike;

use super::lexicon::{Class, code, decode};
use super::rules::{Rule, Way, Yields};
use super::scan::{Match, Slot, value_of};
use crate::calendar::NaiveDate;
use path::cheapest;

/// A date of the story and where it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Station {
    /// The index of its match.
    index: usize,
    /// Its sentence and paragraph.
    sentence: u32,
    block: u32,
    point: Point,
    /// The day of its month, where one is told.
    day: Option<i32>,
    /// Told as what had been before, from where the story stands.
    glance: bool,
    /// "Since May": surely before it.
    since: bool,
}

/// One date of the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Point {
    /// Year and month, counted in months from the year 0.
    Full(i32),
    /// A year alone.
    Year(i32),
    /// A part of a year, told with it: "late 1949".
    Part(i32),
    /// A month (1–12) without a year.
    Open(i32),
    /// So many years after the date before it, perhaps a month of theirs: "in March of the next year".
    Later(i32, Option<i32>),
    /// The next such month after the date before it: "the following April".
    Next(i32),
}

/// How many years off a year alone is named in passing ("papers released in 2005").
const PASSING: i32 = 15;

/// Where a match stands in the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Place {
    /// The year of a month or season told without one.
    pub(super) year: Option<i32>,
    /// Whether it is a year named in passing, which the story does not follow.
    pub(super) passing: bool,
}

/// The place of each match; `eras` tells whether years of three digits are before our era, `blocks` the paragraph of a
/// sentence.
pub(super) fn places(
    matches: &[Match],
    slots: &[Slot],
    rules: &[Rule],
    eras: &[Option<bool>],
    day: Option<NaiveDate>,
    blocks: impl Fn(u32) -> u32,
) -> Vec<Place> {
    let mut told = false;
    let mut opening = Opening::default();
    let points: Vec<Station> = matches
        .iter()
        .enumerate()
        .filter_map(|(index, found)| {
            let slots = found.of(slots);
            let rule = &rules[usize::from(found.rule)];
            // "The previous autumn" is a glance back, "the summer offensive" no date of the story.
            if matches!(rule.yields, Yields::Told(n) if n < 0) || rule.passing {
                return None;
            }
            let point = later(slots, &rule.yields)
                .or_else(|| before_writing(slots, day))
                .or_else(|| point(slots, eras.get(index).copied().flatten()))?;
            let block = blocks(found.sentence);
            opening.add(block, point, slots);
            // "It had been forbidden in 1768": a glance back, which the story does not follow.
            let glance = found.glance && matches!(point, Point::Year(_) | Point::Part(_));
            // "The war (1743–1746) was …": the first year is no aside.
            let aside = found.aside && told;
            told |= matches!(point, Point::Full(_) | Point::Year(_) | Point::Part(_));
            (!glance && !aside).then_some(Station {
                index,
                sentence: found.sentence,
                block,
                point,
                day: day_of(slots, 0).or(day_of(slots, 1)),
                glance: found.glance || found.behind,
                since: found.behind,
            })
        })
        .skip_while(|station| matches!(station.point, Point::Later(..) | Point::Next(_)))
        .collect();
    let mut places = vec![Place::default(); matches.len()];
    let (kept, passing) = without_passing(points);
    for index in passing {
        places[index].passing = true;
    }
    for (index, position) in cheapest(&kept, &opening.days) {
        match position {
            Some(position) => places[index].year = Some(position.div_euclid(12)),
            None => places[index].passing = true,
        }
    }
    places
}

/// Parts off years alone that lie far from the full dates on both sides, where those lie together: what is kept,
/// and the indices of the others.
fn without_passing(points: Vec<Station>) -> (Vec<Station>, Vec<usize>) {
    let full = |point: &Point| match point {
        Point::Full(at) => Some(at.div_euclid(12)),
        _ => None,
    };
    let mut next = vec![None; points.len() + 1];
    for at in (0..points.len()).rev() {
        next[at] = full(&points[at].point).or(next[at + 1]);
    }
    let mut last = None;
    let mut kept = Vec::with_capacity(points.len());
    let mut others = Vec::new();
    for (at, station) in points.into_iter().enumerate() {
        last = full(&station.point).or(last);
        let passing = match (station.point, last, next[at]) {
            (Point::Year(year), Some(before), Some(after)) => {
                (year - before).abs() >= PASSING
                    && (year - after).abs() >= PASSING
                    && (before - after).abs() < PASSING
            }
            _ => false,
        };
        if passing {
            others.push(station.index);
        } else {
            kept.push(station);
        }
    }
    (kept, others)
}

/// The days of months the opening told with their year.
#[derive(Debug, Default)]
struct Opening {
    block: Option<u32>,
    /// Month, day, year.
    days: Vec<(i32, i32, i32)>,
}

impl Opening {
    fn add(&mut self, block: u32, point: Point, slots: &[Slot]) {
        let Point::Full(at) = point else {
            return;
        };
        if *self.block.get_or_insert(block) != block {
            return;
        }
        for group in 0..=2 {
            let month = slots
                .iter()
                .find(|s| s.class == Class::MONTH && s.group == group);
            if let (Some(month), Some(day)) = (month, day_of(slots, group)) {
                self.days.push((month.value, day, at.div_euclid(12)));
            }
        }
    }
}

/// The day of a month an extent tells.
fn day_of(slots: &[Slot], group: u8) -> Option<i32> {
    let is_day = |s: &&Slot| matches!(s.class, Class::DAY | Class::DAY_ORDINAL) && s.group == group;
    slots.iter().find(is_day).map(|s| s.value)
}

/// "Last autumn", "last March", "March last year": counted from the day of writing.
fn before_writing(slots: &[Slot], day: Option<NaiveDate>) -> Option<Point> {
    let value = |class: Class| value_of(slots, class);
    let day = day.filter(|_| value(Class::DIRECTION) == Some(-1))?;
    let month = value(Class::MONTH).or_else(|| value(Class::SEASON).and_then(season_month))?;
    let gone = match value(Class::UNIT) {
        Some(_) => 1,
        None => i32::from(month >= day.month() as i32),
    };
    Some(Point::Full((day.year() - gone) * 12 + month - 1))
}

/// "The following year", "two years later", "in March of the next year", "that October", "the following April".
fn later(slots: &[Slot], yields: &Yields) -> Option<Point> {
    let value = |class: Class| value_of(slots, class);
    if let (Yields::Told(count @ (0 | 1)), None) = (yields, value(Class::UNIT)) {
        let month = value(Class::MONTH).or_else(|| value(Class::SEASON).and_then(season_month))?;
        return Some(match count {
            0 => Point::Later(0, Some(month)),
            _ => Point::Next(month),
        });
    }
    let count = || value(Class::NUMBER).or(value(Class::ONE).map(|_| 1));
    let years = match yields {
        _ if value(Class::UNIT) != Some(code("Y")) || value(Class::INDEFINITE).is_some() => None,
        Yields::Told(years) => Some(*years),
        Yields::After(Way::Future) => count(),
        Yields::Date => value(Class::TOLD),
        _ => None,
    };
    let month = value(Class::MONTH).or_else(|| value(Class::SEASON).and_then(season_month));
    years
        .filter(|years| (0..=100).contains(years))
        .map(|years| Point::Later(years, month))
}

fn point(slots: &[Slot], before: Option<bool>) -> Option<Point> {
    let value = |class: Class| value_of(slots, class);
    if value(Class::DIRECTION).is_some()
        || value(Class::TOLD).is_some()
        || value(Class::DEICTIC).is_some()
    {
        return None;
    }
    let month = value(Class::MONTH)
        .or_else(|| value(Class::SEASON).and_then(season_month))
        .or_else(|| value(Class::HOLIDAY).and_then(holiday_month));
    let year = value(Class::YEAR)
        .or_else(|| value(Class::YEAR_ANY))
        .map(|year| {
            let before = value(Class::ERA) == Some(code("BC"));
            if before { 1 - year } else { year }
        })
        .or_else(|| {
            let year = value(Class::THREE_DIGITS)?;
            let before = value(Class::MONTH).map(|_| false).or(before)?;
            Some(if before { 1 - year } else { year })
        });
    match (year, month) {
        (Some(year), Some(month)) => Some(Point::Full(year * 12 + month - 1)),
        (Some(year), None) if value(Class::EDGE).is_some() => Some(Point::Part(year)),
        (Some(year), None) => Some(Point::Year(year)),
        (None, Some(month)) => Some(Point::Open(month)),
        (None, None) => None,
    }
}

/// The month of a holiday: its own, or that in which a movable feast mostly falls.
fn holiday_month(holiday: i32) -> Option<i32> {
    const FEASTS: [(&[&str], i32); 3] = [
        (&["AW", "ST"], 2),
        (&["EA", "EM", "EW", "HW", "GF", "MT", "PS", "HS"], 4),
        (&["ASC", "PE", "PM", "CC"], 6),
    ];
    let name = decode(holiday);
    let day = name.parse::<i32>().ok();
    day.map(|day| day / 100).or_else(|| {
        let feasts = FEASTS.iter().find(|(all, _)| all.contains(&name.as_str()));
        feasts.map(|(_, month)| *month)
    })
}

fn season_month(season: i32) -> Option<i32> {
    [("SP", 4), ("SU", 7), ("FA", 10), ("WI", 12)]
        .iter()
        .find(|(name, _)| code(name) == season)
        .map(|(_, month)| *month)
}
