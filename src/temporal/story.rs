//! The years of a history's months: "In June … In October … By March …" between the dates told in
//! full. In: the matches of a document. Out: for each month or season without a year, its year.
//!
//! Histories go forward, mostly by little steps, now and then back by a few weeks. Of all ways to
//! give the open months a year, the one is taken whose steps cost least: each step forward its
//! months, each step back more. Dates told in full stand fast on both sides, so that a year named
//! in passing does not carry the story away. Time is linear in the number of dates.

use super::lexicon::{Class, code};
use super::scan::{Match, Slot};

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
}

/// What a month forward costs, up to a year of them: how long a leap is tells little.
const FORWARD: i32 = 2;
/// What a month back costs, up to two years of them.
const BACK: i32 = 4;
/// How many years off a year alone is named in passing ("papers released in 2005").
const PASSING: i32 = 15;
/// What it costs to leave a year that was just told alone ("In 1913 … in February").
const LEAVE: i32 = 16;

/// The year of each match that tells a month or season without one; `None` for all others.
pub(super) fn years(matches: &[Match], slots: &[Slot]) -> Vec<Option<i32>> {
    let points: Vec<(usize, Point)> = matches
        .iter()
        .enumerate()
        .filter_map(|(index, found)| {
            let point = point(&slots[found.slots.0 as usize..found.slots.1 as usize])?;
            // "It had been forbidden in 1768": a glance back, which the story does not follow.
            let glance = found.glance && matches!(point, Point::Year(_) | Point::Part(_));
            (!glance).then_some((index, point))
        })
        .collect();
    let points = without_passing(points);
    let mut years = vec![None; matches.len()];
    for (index, position) in cheapest(&points) {
        years[index] = Some(position.div_euclid(12));
    }
    years
}

/// Drops years alone that lie far from the full dates on both sides, where those lie together.
fn without_passing(points: Vec<(usize, Point)>) -> Vec<(usize, Point)> {
    let full = |point: &Point| match point {
        Point::Full(at) => Some(at.div_euclid(12)),
        _ => None,
    };
    let mut next = vec![None; points.len() + 1];
    for at in (0..points.len()).rev() {
        next[at] = full(&points[at].1).or(next[at + 1]);
    }
    let mut last = None;
    let mut kept = Vec::with_capacity(points.len());
    for (at, (index, point)) in points.into_iter().enumerate() {
        last = full(&point).or(last);
        let passing = match (point, last, next[at]) {
            (Point::Year(year), Some(before), Some(after)) => {
                (year - before).abs() >= PASSING
                    && (year - after).abs() >= PASSING
                    && (before - after).abs() < PASSING
            }
            _ => false,
        };
        if !passing {
            kept.push((index, point));
        }
    }
    kept
}

fn point(slots: &[Slot]) -> Option<Point> {
    let value = |class: Class| slots.iter().find(|s| s.class == class).map(|s| s.value);
    if value(Class::DIRECTION).is_some()
        || value(Class::TOLD).is_some()
        || value(Class::DEICTIC).is_some()
    {
        return None;
    }
    let month = value(Class::MONTH).or_else(|| value(Class::SEASON).and_then(season_month));
    let year = value(Class::YEAR)
        .or_else(|| value(Class::YEAR_ANY))
        .map(|year| {
            let before = value(Class::ERA) == Some(code("BC"));
            if before { 1 - year } else { year }
        });
    match (year, month) {
        (Some(year), Some(month)) => Some(Point::Full(year * 12 + month - 1)),
        (Some(year), None) if value(Class::EDGE).is_some() => Some(Point::Part(year)),
        (Some(year), None) => Some(Point::Year(year)),
        (None, Some(month)) => Some(Point::Open(month)),
        (None, None) => None,
    }
}

fn season_month(season: i32) -> Option<i32> {
    [("SP", 4), ("SU", 7), ("FA", 10), ("WI", 12)]
        .iter()
        .find(|(name, _)| code(name) == season)
        .map(|(_, month)| *month)
}

/// A reading of one point: where it lies, what the way there costs, and which reading of the
/// point before leads to it.
#[derive(Debug, Clone, Copy)]
struct Reading {
    /// Whether it is a year alone, which the story may leave at little cost.
    alone: bool,
    /// First and last month it covers.
    from: i32,
    to: i32,
    cost: i32,
    before: usize,
}

/// The cheapest readings of all open points, with the index of their match.
fn cheapest(points: &[(usize, Point)]) -> Vec<(usize, i32)> {
    let known = |point: Point| match point {
        Point::Full(at) => Some(at.div_euclid(12)),
        Point::Year(year) | Point::Part(year) => Some(year),
        Point::Open(_) => None,
    };
    let mut next_known = vec![None; points.len() + 1];
    for at in (0..points.len()).rev() {
        next_known[at] = known(points[at].1).or(next_known[at + 1]);
    }
    let mut last_known = None;
    let mut columns: Vec<Vec<Reading>> = Vec::with_capacity(points.len());
    for (at, (_, point)) in points.iter().enumerate() {
        last_known = known(*point).or(last_known);
        let mut spans: Vec<(i32, i32)> = Vec::with_capacity(6);
        match *point {
            Point::Full(month) => spans.push((month, month)),
            Point::Year(year) | Point::Part(year) => spans.push((year * 12, year * 12 + 11)),
            Point::Open(month) => {
                for year in [last_known, next_known[at]].into_iter().flatten() {
                    for year in year - 1..=year + 1 {
                        let place = year * 12 + month - 1;
                        if !spans.contains(&(place, place)) {
                            spans.push((place, place));
                        }
                    }
                }
                // Nothing in full before or after: the resolver falls back on the anchor.
                if spans.is_empty() {
                    spans.push((month - 1, month - 1));
                }
            }
        }
        let column = spans
            .into_iter()
            .map(|(from, to)| {
                let (cost, before) = match columns.last() {
                    None => (0, 0),
                    Some(previous) => previous
                        .iter()
                        .enumerate()
                        .map(|(index, earlier)| {
                            (earlier.cost.saturating_add(step(earlier, from, to)), index)
                        })
                        .min()
                        .unwrap_or((0, 0)),
                };
                Reading {
                    alone: matches!(point, Point::Year(_)),
                    from,
                    to,
                    cost,
                    before,
                }
            })
            .collect();
        columns.push(column);
    }
    let mut chosen = Vec::new();
    let Some(last) = columns.last() else {
        return chosen;
    };
    let mut index = (0..last.len()).min_by_key(|i| last[*i].cost).unwrap_or(0);
    for at in (0..columns.len()).rev() {
        let reading = columns[at][index];
        if matches!(points[at].1, Point::Open(_))
            && (last_known.is_some() || next_known[0].is_some())
        {
            chosen.push((points[at].0, reading.from));
        }
        index = reading.before;
    }
    chosen
}

/// What it costs to go from one reading to the next.
fn step(earlier: &Reading, from: i32, to: i32) -> i32 {
    let ahead = (from - earlier.to).clamp(0, 12) * FORWARD;
    let back = (earlier.from - to).clamp(0, 24) * BACK;
    if earlier.alone {
        // Within the year told alone nothing; out of it, the leave and no more than a year's way.
        return if ahead == 0 && back == 0 {
            0
        } else {
            LEAVE + ahead / 2 + back / 8
        };
    }
    if from == to || earlier.from != earlier.to {
        ahead + back
    } else {
        // A year alone may be named in passing: the way to it weighs little.
        ahead / 2 + back / 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(points: &[Point], expected: &[i32]) {
        let points = without_passing(points.iter().copied().enumerate().collect());
        let mut found = cheapest(&points);
        found.sort_unstable();
        let years: Vec<i32> = found
            .iter()
            .map(|(_, month)| month.div_euclid(12))
            .collect();
        assert_eq!(years, expected);
    }

    const fn full(year: i32, month: i32) -> Point {
        Point::Full(year * 12 + month - 1)
    }

    #[test]
    fn months_follow_the_story() {
        use Point::{Open, Year};
        check(
            &[full(1939, 9), Open(10), Open(4), full(1940, 5)],
            &[1939, 1940],
        );
        check(
            &[full(1941, 6), Open(12), Open(1), full(1942, 5)],
            &[1941, 1942],
        );
        check(
            &[Year(1940), Open(6), Open(9), Open(11)],
            &[1940, 1940, 1940],
        );
        // Back by a little within a year.
        check(
            &[full(1940, 9), Open(6), Open(8), full(1940, 9)],
            &[1940, 1940],
        );
        // A year named in passing does not carry the story away.
        check(
            &[full(1975, 3), Year(1976), Open(3), Open(4), full(1975, 4)],
            &[1975, 1975],
        );
        check(
            &[full(1964, 8), Year(2005), Open(8), full(1965, 2)],
            &[1964],
        );
        // "In late 1949 … On April 23 …", then back to 1946.
        check(
            &[Point::Part(1949), Open(4), Open(10), full(1946, 7)],
            &[1949, 1949],
        );
        check(&[Open(5), full(1916, 7)], &[1916]);
        check(&[Open(5), Open(7)], &[]);
    }

    #[test]
    fn many_dates_take_linear_time() {
        let points: Vec<Point> = (0..200_000).map(|n| Point::Open(n % 12 + 1)).collect();
        let start = std::time::Instant::now();
        let points: Vec<(usize, Point)> = points.into_iter().enumerate().collect();
        cheapest(&points);
        assert!(start.elapsed().as_secs() < 10);
    }
}
