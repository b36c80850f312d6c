//! The overview strip. In: the events of a timeline. Out: squares or bars, years, landmarks, in SVG units.

use chrono::{Datelike, Days, NaiveDate};

use super::cards;
use super::model::{Model, first_day, iso, section, year_folder};
use super::view::{Bin, Knot, Landmark, Strip, Unit, YearMark};
use crate::calendar::{Bound, Date, Edtf, Qualifier};

const WIDTH: f64 = 1000.0;
const HEIGHT: u32 = 56;
/// More events than this are drawn as bars.
const MOST_UNITS: usize = 600;
const COLUMNS: [usize; 4] = [76, 110, 160, 240];
const FINEST: usize = 320;
/// Room for one name below the strip.
const NAME_WIDTH: f64 = 41.0;

/// The strip of `all`; links to events in `shown` stay on `page`.
pub(crate) fn strip(model: &Model, all: &[u32], shown: &[u32], page: &str) -> Strip {
    let dated: Vec<(u32, NaiveDate)> = all
        .iter()
        .filter(|at| section(&model.event(**at).date).is_some())
        .filter_map(|at| Some((*at, first_day(&model.event(*at).date)?)))
        .collect();
    let (Some(first), Some(last)) = (
        dated.iter().map(|(_, day)| *day).min(),
        dated.iter().map(|(_, day)| *day).max(),
    ) else {
        return Strip {
            height: HEIGHT,
            first: None,
            last: None,
            units: Vec::new(),
            bins: Vec::new(),
            years: Vec::new(),
            landmarks: Vec::new(),
            today: None,
            knots: Vec::new(),
        };
    };
    let axis = Axis::new(&dated, first, last);
    let (units, bins) = if all.len() <= MOST_UNITS {
        (units(model, &axis, &dated), Vec::new())
    } else {
        (Vec::new(), bins(model, &axis, &dated, page))
    };
    Strip {
        height: HEIGHT,
        first: Some(iso(axis.first)),
        last: Some(iso(axis.end)),
        knots: axis
            .knots
            .iter()
            .map(|(day, x)| Knot {
                day: iso(*day),
                x: *x,
            })
            .collect(),
        units,
        bins,
        years: marks(model, &axis, &dated, page),
        landmarks: landmarks(model, &axis, &dated, shown, page),
        today: model
            .input
            .today
            .filter(|today| axis.first <= *today && *today < axis.end)
            .map(|today| axis.x(today)),
    }
}

/// Days to user units: whole years, or whole months when it all happened within two years. Where most events crowd
/// into a small part of the time, that part gets most of the width: the axis is broken at its borders.
struct Axis {
    first: NaiveDate,
    end: NaiveDate,
    months: bool,
    /// Days and their places: the first and last of the axis, and where it is broken.
    knots: Vec<(NaiveDate, f64)>,
}

/// Share of the events that makes a crowd.
const CROWD: f64 = 0.8;
/// A crowd in less than this share of the time breaks the axis.
const NARROW: f64 = 0.3;
/// Share of the width that a crowd gets.
const CROWD_WIDTH: f64 = 0.72;

impl Axis {
    fn new(dated: &[(u32, NaiveDate)], first: NaiveDate, last: NaiveDate) -> Self {
        let months = (last - first).num_days() < 730;
        let begin = |day: NaiveDate| {
            let month = if months { day.month() } else { 1 };
            NaiveDate::from_ymd_opt(day.year(), month, 1).expect("the first of a month")
        };
        let next = |day: NaiveDate| {
            let start = begin(day);
            let step = if months { 1 } else { 12 };
            start
                .checked_add_months(chrono::Months::new(step))
                .unwrap_or(day + Days::new(1))
        };
        let (first, end) = (begin(first), next(last));
        Self {
            first,
            end,
            months,
            knots: knots(dated, first, end),
        }
    }

    fn x(&self, day: NaiveDate) -> f64 {
        let at = self
            .knots
            .windows(2)
            .find(|pair| day < pair[1].0)
            .map_or(WIDTH, |pair| {
                let span = (pair[1].0 - pair[0].0).num_days().max(1) as f64;
                let share = (day - pair[0].0).num_days() as f64 / span;
                pair[0].1 + share.max(0.0) * (pair[1].1 - pair[0].1)
            });
        round(at)
    }
}

/// The places of the axis: two, or four where it is broken.
fn knots(dated: &[(u32, NaiveDate)], first: NaiveDate, end: NaiveDate) -> Vec<(NaiveDate, f64)> {
    let whole = vec![(first, 0.0), (end, WIDTH)];
    let mut days: Vec<NaiveDate> = dated.iter().map(|(_, day)| *day).collect();
    days.sort_unstable();
    let crowd = (days.len() as f64 * CROWD).ceil() as usize;
    if days.len() < 12 {
        return whole;
    }
    let Some(window) = days
        .windows(crowd)
        .min_by_key(|days| days[days.len() - 1] - days[0])
    else {
        return whole;
    };
    // Months are whole, so that their names stand at their beginning.
    let month = |day: NaiveDate| day.with_day(1).unwrap_or(day);
    let from = month(window[0]).max(first);
    let to = month(window[window.len() - 1])
        .checked_add_months(chrono::Months::new(1))
        .unwrap_or(end)
        .min(end);
    let days = |a: NaiveDate, b: NaiveDate| (b - a).num_days() as f64;
    if days(from, to) > days(first, end) * NARROW {
        return whole;
    }
    let (before, after) = (days(first, from), days(to, end));
    let rest = WIDTH * (1.0 - CROWD_WIDTH);
    // A short end keeps a little width of its own.
    let share = (before / (before + after)).clamp(
        if before > 0.0 { 0.12 } else { 0.0 },
        if after > 0.0 { 0.88 } else { 1.0 },
    );
    let (left, right) = (round(rest * share), round(WIDTH - rest * (1.0 - share)));
    let mut knots = vec![(first, 0.0), (from, left), (to, right), (end, WIDTH)];
    knots.dedup_by_key(|(day, _)| *day);
    knots
}

fn units(model: &Model, axis: &Axis, dated: &[(u32, NaiveDate)]) -> Vec<Unit> {
    // As few columns as keep the squares large: many events close together need finer ones.
    let heights = |columns: usize| {
        let mut stacks = vec![0_usize; columns];
        for (_, day) in dated {
            stacks[column_of(axis, *day, columns)] += 1;
        }
        stacks.into_iter().max().unwrap_or(1).max(1)
    };
    let fits =
        |columns: &usize| heights(*columns) as f64 * (WIDTH / *columns as f64) <= f64::from(HEIGHT);
    let columns = COLUMNS.into_iter().find(fits).unwrap_or(FINEST);
    let step = WIDTH / columns as f64;
    let cell = step.min(f64::from(HEIGHT) / heights(columns) as f64);
    let size = cell * 0.86;
    let mut filled = vec![0_usize; columns];
    dated
        .iter()
        .map(|(at, day)| {
            let column = column_of(axis, *day, columns);
            filled[column] += 1;
            let event = model.event(*at);
            Unit {
                id: event.id.to_string(),
                x: round(column as f64 * step),
                y: round(f64::from(HEIGHT) - filled[column] as f64 * cell),
                size: round(size),
                mark: cards::mark(event),
                disputed: event.disputed,
            }
        })
        .collect()
}

fn column_of(axis: &Axis, day: NaiveDate, columns: usize) -> usize {
    ((axis.x(day) * columns as f64 / WIDTH) as usize).min(columns - 1)
}

/// The stretches of time that bars stand for.
#[derive(Clone, Copy, PartialEq)]
enum Stretch {
    Day,
    Week,
    Months(u32),
}

/// Bars narrower than this cannot be told apart.
const BAR: f64 = 3.0;

impl Stretch {
    /// The finest that leaves bars `BAR` wide where a day is `day` wide.
    fn finest(day: f64) -> Self {
        let months = |months: u32| f64::from(months) * 30.44;
        match () {
            () if day >= BAR => Self::Day,
            () if day * 7.0 >= BAR => Self::Week,
            () => [1, 3, 12, 60, 120, 600, 1200]
                .into_iter()
                .find(|n| day * months(*n) >= BAR)
                .map_or(Self::Months(12_000), Self::Months),
        }
    }

    /// Where the stretch after that of `day` begins.
    fn next(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => day.succ_opt(),
            Self::Week => {
                let since = u64::from(day.weekday().num_days_from_monday());
                day.checked_add_days(Days::new(7 - since))
            }
            Self::Months(step) => {
                let step = step as i32;
                let number = day.year() * 12 + day.month0() as i32;
                let next = number.div_euclid(step) * step + step;
                NaiveDate::from_ymd_opt(next.div_euclid(12), next.rem_euclid(12) as u32 + 1, 1)
            }
        }
    }

    /// How people call the stretch from `start` to before `end`.
    fn name(self, model: &Model, start: NaiveDate, end: NaiveDate) -> String {
        let date = |day: NaiveDate| Bound::Date(Date::Day(day), Qualifier::default());
        match self {
            Self::Day => model.day(start).text,
            Self::Week => {
                let last = end.pred_opt().unwrap_or(start);
                let week = Edtf::Interval {
                    start: date(start),
                    end: date(last),
                };
                model.dates.medium(&week, &model.texts)
            }
            Self::Months(1) => model.dates.month_of_year(start.year(), start.month()),
            Self::Months(12) => model.dates.year(start.year()),
            Self::Months(_) => {
                let last = end.pred_opt().unwrap_or(start);
                let (first, last) = (
                    model.dates.year(start.year()),
                    model.dates.year(last.year()),
                );
                format!("{first}–{last}")
            }
        }
    }
}

/// Bars: in each part of the axis as fine as its width allows. What is dated coarser than a bar is spread over all
/// that it covers, so that "2011" is no crowd on New Year's Day.
fn bins(model: &Model, axis: &Axis, dated: &[(u32, NaiveDate)], page: &str) -> Vec<Bin> {
    let mut stretches: Vec<(NaiveDate, Stretch)> = Vec::new();
    for part in axis.knots.windows(2) {
        let days = (part[1].0 - part[0].0).num_days().max(1) as f64;
        let stretch = Stretch::finest((part[1].1 - part[0].1) / days);
        let mut at = part[0].0;
        while at < part[1].0 {
            stretches.push((at, stretch));
            at = stretch.next(at).unwrap_or(part[1].0);
        }
    }
    let end_of = |at: usize| stretches.get(at + 1).map_or(axis.end, |(start, _)| *start);
    let mut amounts = vec![0.0_f64; stretches.len()];
    let mut first = vec![None; stretches.len()];
    for (event, day) in dated {
        let place = stretches
            .partition_point(|(start, _)| start <= day)
            .saturating_sub(1);
        first[place].get_or_insert(*event);
        let end = model.event(*event).date.days().latest.unwrap_or(*day);
        let end = end.clamp(*day + Days::new(1), axis.end.max(*day + Days::new(1)));
        let days = (end - *day).num_days() as f64;
        let mut at = place;
        while at < stretches.len() && stretches[at].0 < end {
            let from = stretches[at].0.max(*day);
            amounts[at] += (end_of(at).min(end) - from).num_days() as f64 / days;
            at += 1;
        }
    }
    // Bars of different lengths of time are compared by events a day.
    let densities: Vec<f64> = (0..stretches.len())
        .map(|at| amounts[at] / (end_of(at) - stretches[at].0).num_days().max(1) as f64)
        .collect();
    let tallest = densities.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let filled = (0..stretches.len()).filter(|at| amounts[*at] >= 0.05);
    filled
        .map(|at| {
            let ((start, stretch), end) = (stretches[at], end_of(at));
            let height = (f64::from(HEIGHT) * (densities[at] / tallest).sqrt()).max(2.0);
            let events = amounts[at].round().max(1.0) as usize;
            let x = axis.x(start);
            let gap = if axis.x(end) - x > 4.0 { 0.6 } else { 0.0 };
            Bin {
                x,
                width: round((axis.x(end) - x - gap).max(0.8)),
                y: round(f64::from(HEIGHT) - height),
                height: round(height),
                events,
                label: model.texts.fill(
                    "bin_label",
                    &[
                        ("period", &stretch.name(model, start, end)),
                        ("count", &model.texts.count("events", events)),
                    ],
                ),
                path: match first[..=at].iter().rev().find_map(|event| *event) {
                    Some(event) if model.periods => model.pages[event as usize].to_string(),
                    _ => {
                        let folder = year_folder(start.year());
                        format!("{page}#m{}{:02}", folder.replace('/', "-"), start.month())
                    }
                },
            }
        })
        .collect()
}

/// Names of months or years, as fine as there is room for them in each part of the axis.
fn marks(model: &Model, axis: &Axis, dated: &[(u32, NaiveDate)], page: &str) -> Vec<YearMark> {
    let mut marks: Vec<YearMark> = Vec::new();
    for part in axis.knots.windows(2) {
        let (from, to) = (part[0].0, part[1].0);
        let span = (to - from).num_days().max(1) as f64;
        let room = |months: i32| f64::from(months) * 30.44 / span * (part[1].1 - part[0].1);
        let finest = if axis.months || span < 1200.0 { 1 } else { 12 };
        let step = [
            1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000,
        ]
        .into_iter()
        .find(|step| *step >= finest && room(*step) >= NAME_WIDTH)
        .unwrap_or(24_000);
        let number = |day: NaiveDate| day.year() * 12 + day.month0() as i32;
        let mut at = number(from).div_euclid(step) * step;
        while at < number(to) {
            let day = |at: i32| {
                NaiveDate::from_ymd_opt(at.div_euclid(12), at.rem_euclid(12) as u32 + 1, 1)
            };
            let start = day(at).unwrap_or(from).max(from);
            let event = dated.iter().find(|(_, day)| {
                (at..at + step).contains(&number(*day)) && *day >= from && *day < to
            });
            let (year, month) = (start.year(), start.month());
            let x = axis.x(start);
            // Behind a break the year goes on: its name stands before it.
            let goes_on = step >= 12 && day(at).is_some_and(|day| day < from) && !marks.is_empty();
            let is_close = |marks: &[YearMark]| {
                marks
                    .last()
                    .is_some_and(|last| x - last.x < NAME_WIDTH * 0.8)
            };
            // Of two names that would stand over each other, that of a new part stays.
            while start == from && !goes_on && is_close(&marks) {
                marks.pop();
            }
            if !goes_on && !is_close(&marks) {
                let by_month = step < 12;
                let is_first = start == from || marks.is_empty();
                marks.push(YearMark {
                    x,
                    name: match (by_month, month == 1 || is_first) {
                        (true, true) => model.dates.month_of_year_short(year, month),
                        (true, false) => model.dates.month(month),
                        (false, _) => model.dates.year(year),
                    },
                    path: event.map(|(at, day)| {
                        let folder = year_folder(day.year());
                        let id = if by_month {
                            format!("m{}{:02}", folder.replace('/', "-"), day.month())
                        } else {
                            format!("y{}", folder.trim_end_matches('/'))
                        };
                        place(model, *at, &id, page)
                    }),
                    minor: marks.len() % 2 == 1,
                });
            }
            at += step;
        }
    }
    marks
}

/// Where a year or month stands: its section on this page, or the first event's period page.
fn place(model: &Model, at: u32, section: &str, page: &str) -> String {
    if model.periods {
        model.pages[at as usize].to_string()
    } else {
        format!("{page}#{section}")
    }
}

/// Turning points: the most important events whose labels do not overlap.
fn landmarks(
    model: &Model,
    axis: &Axis,
    dated: &[(u32, NaiveDate)],
    shown: &[u32],
    page: &str,
) -> Vec<Landmark> {
    let mut ranked: Vec<&(u32, NaiveDate)> = dated.iter().collect();
    ranked.sort_by(|a, b| {
        let (x, y) = (model.event(a.0), model.event(b.0));
        y.importance.total_cmp(&x.importance).then(a.0.cmp(&b.0))
    });
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let mut landmarks = Vec::new();
    for (at, day) in ranked.into_iter().take(40) {
        let event = model.event(*at);
        let label = short_label(&event.headline);
        let width = label.chars().count() as f64 * 6.4 + 14.0;
        let x = axis.x(*day);
        let from_start = x + width < WIDTH;
        let (left, right) = if from_start {
            (x, x + width)
        } else {
            (x - width, x)
        };
        if left < 0.0 || taken.iter().any(|(a, b)| left < *b && *a < right) {
            continue;
        }
        taken.push((left, right));
        landmarks.push(Landmark {
            id: event.id.to_string(),
            path: if shown.contains(at) {
                format!("{page}#{}", event.id)
            } else {
                model.card_path(*at)
            },
            x,
            anchor: if from_start { "start" } else { "end" },
            label,
            mark: cards::mark(event),
        });
        if landmarks.len() == 6 {
            break;
        }
    }
    landmarks.sort_by(|a, b| a.x.total_cmp(&b.x));
    landmarks
}

/// The first words of a headline, at most 24 characters.
fn short_label(headline: &str) -> String {
    let mut label = String::new();
    for word in headline.split_whitespace() {
        let longer = label.chars().count() + word.chars().count() + 1;
        if !label.is_empty() && longer > 24 {
            break;
        }
        if !label.is_empty() {
            label.push(' ');
        }
        label.push_str(word);
    }
    let cut: String = label.chars().take(28).collect();
    let cut = cut.trim_end_matches([',', ';', ':', '-', '–']);
    if cut.len() < headline.trim().len() {
        format!("{cut}…")
    } else {
        cut.to_owned()
    }
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
