//! The overview strip. In: the events of a timeline. Out: squares or bars, years, landmarks, in SVG units.

use chrono::{Datelike, Days, NaiveDate};

use super::cards;
use super::model::{Model, first_day, iso, section, year_folder};
use super::view::{Bin, Landmark, Strip, Unit, YearMark};

const WIDTH: f64 = 1000.0;
const HEIGHT: u32 = 56;
/// More events than this are drawn as bars.
const MOST_UNITS: usize = 600;
const COLUMNS: [usize; 4] = [76, 110, 160, 240];
const FINEST: usize = 320;

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
        };
    };
    let axis = Axis::new(first, last);
    let (units, bins) = if all.len() <= MOST_UNITS {
        (units(model, &axis, &dated), Vec::new())
    } else {
        (Vec::new(), bins(model, &axis, &dated, page))
    };
    Strip {
        height: HEIGHT,
        first: Some(iso(axis.first)),
        last: Some(iso(axis.end)),
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

/// Days to user units: whole years, or whole months when it all happened within two years.
struct Axis {
    first: NaiveDate,
    end: NaiveDate,
    months: bool,
}

impl Axis {
    fn new(first: NaiveDate, last: NaiveDate) -> Self {
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
        Self {
            first: begin(first),
            end: next(last),
            months,
        }
    }

    fn x(&self, day: NaiveDate) -> f64 {
        let span = (self.end - self.first).num_days().max(1) as f64;
        let at = (day - self.first).num_days() as f64 / span * WIDTH;
        (at * 10.0).round() / 10.0
    }
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

fn bins(model: &Model, axis: &Axis, dated: &[(u32, NaiveDate)], page: &str) -> Vec<Bin> {
    // Months while they stay wider than two units, else years.
    let months = (axis.end - axis.first).num_days() / 30;
    let by_month = axis.months || months <= 400;
    let mut bins: Vec<(NaiveDate, usize, u32)> = Vec::new();
    for (at, day) in dated {
        let month = if by_month { day.month() } else { 1 };
        let start = NaiveDate::from_ymd_opt(day.year(), month, 1).expect("the first of a month");
        match bins.last_mut() {
            Some((last, count, _)) if *last == start => *count += 1,
            _ => bins.push((start, 1, *at)),
        }
    }
    bins.sort_by_key(|(start, ..)| *start);
    bins.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    let tallest = bins.iter().map(|(_, count, _)| *count).max().unwrap_or(1) as f64;
    bins.into_iter()
        .map(|(start, events, at)| {
            let step = if by_month { 1 } else { 12 };
            let end = start
                .checked_add_months(chrono::Months::new(step))
                .unwrap_or(start);
            let height = (HEIGHT as f64 * (events as f64 / tallest).sqrt()).max(2.0);
            let period = if by_month {
                model.dates.month_of_year(start.year(), start.month())
            } else {
                model.dates.year(start.year())
            };
            let count = model.texts.count("events", events);
            let x = axis.x(start);
            Bin {
                x,
                width: round((axis.x(end.min(axis.end)) - x - 0.6).max(0.8)),
                y: round(HEIGHT as f64 - height),
                height: round(height),
                events,
                label: model
                    .texts
                    .fill("bin_label", &[("period", &period), ("count", &count)]),
                path: if model.periods {
                    model.pages[at as usize].clone()
                } else {
                    let folder = year_folder(start.year());
                    format!("{page}#m{}{:02}", folder.replace('/', "-"), start.month())
                },
            }
        })
        .collect()
}

fn marks(model: &Model, axis: &Axis, dated: &[(u32, NaiveDate)], page: &str) -> Vec<YearMark> {
    let mut marks = Vec::new();
    if axis.months {
        let mut start = axis.first;
        while start < axis.end {
            let (year, month) = (start.year(), start.month());
            let event = dated
                .iter()
                .find(|(_, day)| (day.year(), day.month()) == (year, month));
            let id = format!("m{}{month:02}", year_folder(year).replace('/', "-"));
            marks.push(YearMark {
                x: axis.x(start),
                name: if month == 1 || start == axis.first {
                    model.dates.month_of_year_short(year, month)
                } else {
                    model.dates.month(month)
                },
                path: event.map(|(at, _)| place(model, *at, &id, page)),
                minor: marks.len() % 2 == 1,
            });
            match start.checked_add_months(chrono::Months::new(1)) {
                Some(next) => start = next,
                None => break,
            }
        }
        return marks;
    }
    let years = axis.end.year() - axis.first.year();
    let step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
        .into_iter()
        .find(|step| years / step <= 24)
        .unwrap_or(2000);
    let mut year = axis.first.year().div_euclid(step) * step;
    while year < axis.end.year() {
        let start = NaiveDate::from_ymd_opt(year, 1, 1)
            .unwrap_or(axis.first)
            .max(axis.first);
        let event = dated
            .iter()
            .find(|(_, day)| (year..year + step).contains(&day.year()));
        marks.push(YearMark {
            x: axis.x(start),
            name: model.dates.year(year),
            path: event.map(|(at, day)| {
                let id = format!("y{}", year_folder(day.year()).trim_end_matches('/'));
                place(model, *at, &id, page)
            }),
            minor: marks.len() % 2 == 1,
        });
        year += step;
    }
    marks
}

/// Where a year or month stands: its section on this page, or the first event's period page.
fn place(model: &Model, at: u32, section: &str, page: &str) -> String {
    if model.periods {
        model.pages[at as usize].clone()
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
