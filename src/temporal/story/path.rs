//! The cheapest way through the dates of a story. In: its stations. Out: for each month without a year, its month and
//! year.

use super::{Point, Station};

/// What a month forward costs, up to a year of them: how long a leap is tells little.
const FORWARD: i32 = 2;
/// What a month back costs, up to two years of them.
const BACK: i32 = 4;
/// What it costs to leave a year that was just told alone ("In 1913 … in February").
const LEAVE: i32 = 16;
/// What it costs to take a year alone as named in passing ("He died in 1652. In November …").
const PASS: i32 = 20;
/// What it costs the second paragraph of the story to go back to where it began.
const RESTART: i32 = 8;
/// From so many months on, the way to a year alone is a leap.
const FAR: i32 = 30 * 12;
/// From so many months on, the way to a month without a year is a leap.
const NEXT: i32 = 18;
/// What a leap costs more.
const LEAP: i32 = 24;
/// What it costs more to go back into the year before, in the middle of a paragraph.
const CROSS: i32 = 8;
/// What it costs more to pass over a whole year to a month without one.
const SKIP: i32 = 12;
/// What it costs to come to a day the opening told with its year, and what it costs more to take it for that of another.
const PINNED: i32 = 4;
const PIN: i32 = 12;
/// From so many years off no day of the opening is meant again.
const PIN_YEARS: i32 = 2;
/// From so many months back on, what had been is rather taken for what followed: "had reached it by July", told in June.
const LONG_BACK: i32 = 10;
/// How many readings of a point are followed.
const MOST: usize = 16;

/// A reading of one point: where it lies, what the way there costs, and which reading of the
/// point before leads to it.
#[derive(Debug, Clone, Copy)]
struct Reading {
    /// Whether it is a year alone, which the story may leave at little cost.
    alone: bool,
    /// First and last month it covers.
    from: i32,
    to: i32,
    /// The month it tells, where the story does not go there.
    told: Option<i32>,
    cost: i32,
    before: usize,
    /// Whether it is a year counted from the one before.
    counted: bool,
    /// Whether it is where the story stood before: the year is named in passing.
    passing: bool,
}

/// The cheapest readings of all open points, with the index of their match: the month, or `None` for years alone
/// that are named in passing.
pub(super) fn cheapest(
    points: &[Station],
    opening_days: &[(i32, i32, i32)],
) -> Vec<(usize, Option<i32>)> {
    let full = |point: Point| match point {
        Point::Full(at) => Some(at.div_euclid(12)),
        _ => None,
    };
    let known = |point: Point| match point {
        Point::Year(year) | Point::Part(year) => Some(year),
        _ => full(point),
    };
    let mut next = vec![(None, None); points.len() + 1];
    for at in (0..points.len()).rev() {
        let (known_then, full_then) = next[at + 1];
        next[at] = (
            known(points[at].point).or(known_then),
            full(points[at].point).or(full_then),
        );
    }
    let (mut last_known, mut last_full) = (None, None);
    let mut columns: Vec<Vec<Reading>> = Vec::with_capacity(points.len());
    // The opening sums the story up; what follows begins before it or with it.
    let opening = points.first().map(|first| first.block);
    let body = points
        .iter()
        .position(|station| Some(station.block) != opening);
    let second = body.and_then(|body| {
        let block = points[body].block;
        (body..points.len()).find(|at| points[*at].block != block)
    });
    let start = points[..body.unwrap_or(0)]
        .iter()
        .find_map(|station| match station.point {
            Point::Full(month) => Some((month, month)),
            Point::Year(year) | Point::Part(year) => Some((year * 12, year * 12 + 11)),
            Point::Open(_) | Point::Later(..) | Point::Next(_) => None,
        });
    for (at, station) in points.iter().enumerate() {
        let Station { point, .. } = station;
        let fresh = at > 0 && points[at - 1].block != station.block;
        let pinned = pinned(station, opening_days);
        last_known = known(*point).or(last_known);
        last_full = full(*point).or(last_full);
        let mut spans: Vec<(i32, i32)> = Vec::with_capacity(MOST);
        match *point {
            Point::Full(month) => spans.push((month, month)),
            Point::Year(year) | Point::Part(year) => spans.push((year * 12, year * 12 + 11)),
            Point::Open(month) => {
                let (next_known, next_full) = next[at];
                let start = start.map(|(from, _)| from.div_euclid(12));
                let near = [last_known, next_known, last_full, next_full, start, pinned];
                // Where the story may stand, and the next such month from there.
                let told = columns.last().into_iter().flatten().flat_map(|r| {
                    let year = r.to.div_euclid(12);
                    year..=year + i32::from(r.to.rem_euclid(12) >= month)
                });
                let near = near.into_iter().flatten();
                for year in near.flat_map(|year| year - 1..=year + 1).chain(told) {
                    let place = year * 12 + month - 1;
                    if !spans.contains(&(place, place)) {
                        spans.push((place, place));
                    }
                }
                // Nothing in full before or after: the resolver falls back on the anchor.
                if spans.is_empty() {
                    spans.push((month - 1, month - 1));
                }
            }
            Point::Later(..) | Point::Next(_) => {}
        }
        // "The town, which had fallen in May, …": seen from where the story stands.
        if let (true, Point::Open(month), Some(previous)) = (station.glance, *point, columns.last())
        {
            let column = previous.iter().enumerate().map(|(before, earlier)| {
                let back = (earlier.to - (month - 1)).rem_euclid(12);
                let ahead = if back >= LONG_BACK && !station.since {
                    12
                } else {
                    0
                };
                Reading {
                    told: Some(earlier.to - back + ahead),
                    before,
                    passing: false,
                    ..*earlier
                }
            });
            columns.push(column.collect());
            continue;
        }
        let mut column: Vec<Reading> = spans
            .into_iter()
            .map(|(from, to)| {
                let (cost, before) = match columns.last() {
                    None => (0, 0),
                    Some(previous) => previous
                        .iter()
                        .enumerate()
                        .map(|(index, earlier)| {
                            let open = matches!(point, Point::Open(_));
                            let back = from.div_euclid(12) < earlier.from.div_euclid(12);
                            let cross = if open && back && !fresh { CROSS } else { 0 };
                            let on =
                                step(earlier, from, to) + leap(earlier, *point, from, to) + cross;
                            // Only where the story is about there.
                            let about = |year: &i32| {
                                (year - earlier.from.div_euclid(12)).abs() <= PIN_YEARS
                            };
                            let on = match pinned.filter(about) {
                                Some(year) if year == from.div_euclid(12) => on.min(PINNED),
                                Some(_) => on + PIN,
                                None => on,
                            };
                            let step = match start {
                                Some(start) if body == Some(at) => again(start, from, to),
                                // The paragraph behind the first may go back to where the story began.
                                Some(start) if second == Some(at) => {
                                    on.min(again(start, from, to) + RESTART)
                                }
                                _ => on,
                            };
                            (earlier.cost.saturating_add(step), index)
                        })
                        .min()
                        .unwrap_or((0, 0)),
                };
                Reading {
                    alone: matches!(point, Point::Year(_)),
                    from,
                    to,
                    told: None,
                    cost,
                    before,
                    counted: false,
                    passing: false,
                }
            })
            .collect();
        if let (Point::Later(years, month), previous) = (point, columns.last()) {
            column.extend(
                previous
                    .into_iter()
                    .flatten()
                    .enumerate()
                    .map(|(before, earlier)| {
                        let first = (earlier.from.div_euclid(12) + years) * 12;
                        let (from, to) = match month {
                            Some(month) => (first + month - 1, first + month - 1),
                            None => (first, first + 11),
                        };
                        Reading {
                            alone: false,
                            from,
                            to,
                            told: None,
                            before,
                            counted: true,
                            passing: false,
                            ..*earlier
                        }
                    }),
            );
        }
        if let (Point::Next(month), Some(previous)) = (point, columns.last()) {
            column.extend(previous.iter().enumerate().map(|(before, earlier)| {
                let on = (month - 2 - earlier.to).rem_euclid(12) + 1;
                Reading {
                    alone: false,
                    from: earlier.to + on,
                    to: earlier.to + on,
                    told: None,
                    before,
                    counted: true,
                    passing: false,
                    ..*earlier
                }
            }));
        }
        // A year alone may be named in passing, where nothing counts from it: the story stands where it stood.
        let counts = points.get(at + 1).is_some_and(|next| match next.point {
            Point::Later(..) | Point::Next(_) => true,
            Point::Open(_) => next.sentence == station.sentence,
            _ => false,
        });
        if let (Point::Year(_), Some(previous), false) = (point, columns.last(), counts) {
            column.extend(
                previous
                    .iter()
                    .enumerate()
                    .map(|(before, earlier)| Reading {
                        cost: earlier.cost.saturating_add(PASS),
                        before,
                        passing: true,
                        ..*earlier
                    }),
            );
        }
        if column.is_empty() {
            column.push(Reading {
                alone: true,
                from: 0,
                to: 11,
                told: None,
                cost: 0,
                before: 0,
                counted: false,
                passing: false,
            });
        }
        if column.len() > MOST {
            column.sort_by_key(|reading| (reading.cost, reading.passing));
            column.truncate(MOST);
        }
        columns.push(column);
    }
    let mut chosen = Vec::new();
    let Some(last) = columns.last() else {
        return chosen;
    };
    let mut index = (0..last.len()).min_by_key(|i| last[*i].cost).unwrap_or(0);
    for at in (0..columns.len()).rev() {
        let reading = columns[at][index];
        let Station {
            index: place,
            point,
            ..
        } = points[at];
        if matches!(point, Point::Open(_)) && (last_known.is_some() || next[0].0.is_some()) {
            chosen.push((place, Some(reading.told.unwrap_or(reading.from))));
        } else if reading.passing
            && points
                .get(at + 1)
                .is_some_and(|next| matches!(next.point, Point::Open(_)))
        {
            chosen.push((place, None));
        }
        index = reading.before;
    }
    chosen
}

/// The year the opening told of the very day of a station without one.
fn pinned(station: &Station, opening_days: &[(i32, i32, i32)]) -> Option<i32> {
    let (Point::Open(month), Some(day)) = (station.point, station.day) else {
        return None;
    };
    opening_days
        .iter()
        .find(|told| (told.0, told.1) == (month, day))
        .map(|told| told.2)
}

/// What it costs to begin again behind the opening, which told of `start`.
fn again(start: (i32, i32), from: i32, to: i32) -> i32 {
    let ahead = (from - start.1).clamp(0, FAR) * FORWARD;
    let back = (start.0 - to).clamp(0, FAR);
    let alone = start.0 != start.1 && ahead + back > 0;
    ahead + back + if alone { LEAVE } else { 0 }
}

/// What it costs to go from one reading to the next.
fn step(earlier: &Reading, from: i32, to: i32) -> i32 {
    let ahead = (from - earlier.to).clamp(0, 12) * FORWARD;
    let back = (earlier.from - to).clamp(0, 24) * BACK;
    if earlier.alone {
        // Within the year told alone nothing; out of it, the leave and no more than a year's way.
        // "In 1921 … in 1943": a list of years goes on, however far.
        let on = if from == to { ahead / 2 } else { 0 };
        return if ahead == 0 && back == 0 {
            0
        } else {
            LEAVE + on + back / 8
        };
    }
    if from == to || earlier.from != earlier.to && !earlier.counted {
        ahead + back
    } else {
        // A year alone may be named in passing: the way to it weighs little.
        ahead / 2 + back / 8
    }
}

/// What a way costs more that is a leap: to a year alone that lies far off, and on to a month without a year that is
/// not one of the next.
fn leap(earlier: &Reading, point: Point, from: i32, to: i32) -> i32 {
    let (ahead, back) = (from - earlier.to, earlier.from - to);
    let far = match point {
        Point::Full(_) => false,
        Point::Year(_) | Point::Part(_) => ahead.max(back) > FAR,
        Point::Open(_) => ahead > NEXT,
        Point::Later(..) | Point::Next(_) => false,
    };
    match point {
        _ if far => LEAP,
        Point::Open(_) if ahead >= 12 => SKIP,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::without_passing;
    use super::*;

    #[track_caller]
    fn check(points: &[Point], expected: &[i32]) {
        check_in_blocks(&[points], expected);
    }

    /// The same, with the points of each paragraph.
    #[track_caller]
    fn check_in_blocks(blocks: &[&[Point]], expected: &[i32]) {
        let stations = blocks
            .iter()
            .enumerate()
            .flat_map(|(block, points)| points.iter().map(move |point| (block as u32, *point)))
            .enumerate()
            .map(|(index, (block, point))| Station {
                index,
                sentence: index as u32,
                block,
                point,
                day: None,
                glance: false,
                since: false,
            });
        let (points, _) = without_passing(stations.collect());
        let mut found = cheapest(&points, &[]);
        found.sort_unstable();
        let years: Vec<i32> = found
            .iter()
            .filter_map(|(_, month)| *month)
            .map(|month| month.div_euclid(12))
            .collect();
        assert_eq!(years, expected);
    }

    const fn full(year: i32, month: i32) -> Point {
        Point::Full(year * 12 + month - 1)
    }

    #[test]
    fn months_follow_the_story() {
        use Point::{Later, Open, Year};
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
        // "He died in 1652. He was recalled in November", told of 1639.
        check(
            &[full(1639, 10), Year(1652), Open(11), full(1645, 3)],
            &[1639],
        );
        // "In 1999 … a year later … in the season of 2003 … on 6 June".
        check(
            &[full(1999, 11), Later(1, None), Year(2003), Open(6)],
            &[2003],
        );
        // "… on 12 August 1892, and the following year on 3 July", "two years later … in May".
        check(&[full(1892, 8), Later(1, None), Open(7)], &[1893]);
        check(
            &[
                full(1840, 2),
                Later(2, None),
                Open(5),
                Later(1, Some(3)),
                Open(6),
            ],
            &[1842, 1843],
        );
        check(&[Open(5), full(1916, 7)], &[1916]);
        check(&[Open(5), Open(7)], &[]);
    }

    #[test]
    fn the_opening_sums_up() {
        use Point::{Open, Year};
        // "The rising began in April 1848 and was put down in June 1849." Then: "In the winter … On 2 March …"
        check_in_blocks(
            &[
                &[full(1848, 4), full(1849, 6)],
                &[Open(12), Open(3)],
                &[Open(4), Open(10), Open(1), Open(5)],
            ],
            &[1847, 1848, 1848, 1848, 1849, 1849],
        );
        // "… was fought on 14 June 1807." Then: "After the armistice of 25 February …"
        check_in_blocks(
            &[&[full(1807, 6)], &[Open(2), Open(6)], &[Open(7)]],
            &[1807, 1807, 1807],
        );
        check_in_blocks(&[&[Year(1912)], &[Open(2), Open(6)]], &[1912, 1912]);
    }

    #[test]
    fn many_dates_take_linear_time() {
        let points: Vec<Point> = (0..200_000).map(|n| Point::Open(n % 12 + 1)).collect();
        let start = std::time::Instant::now();
        let stations = points
            .into_iter()
            .enumerate()
            .map(|(index, point)| Station {
                index,
                sentence: index as u32,
                block: index as u32 / 9,
                point,
                day: None,
                glance: false,
                since: false,
            });
        cheapest(&stations.collect::<Vec<_>>(), &[]);
        assert!(start.elapsed().as_secs() < 10);
    }
}
