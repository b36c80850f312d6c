//! Promise charts. In: chains of dates of a [`Model`]. Out: lines from the day a date was given to the date
//! that was given, in SVG units.

use chrono::{Datelike, NaiveDate};

use super::cards;
use super::model::{Model, first_day};
use super::view::{PromiseChart, PromiseLine, Tick};

const WIDTH: f64 = 440.0;
const LEFT: f64 = 8.0;
const RIGHT: f64 = 112.0;
const ROW: u32 = 35;

/// The charts of chains with two dates or more that touch `events`, the longest first.
pub(crate) fn charts(model: &Model, events: &[u32]) -> Vec<PromiseChart> {
    let mut charts: Vec<PromiseChart> = model
        .input
        .timeline
        .promises
        .iter()
        .filter(|promise| promise.steps.len() > 1)
        .filter(|promise| {
            promise.steps.iter().any(|step| {
                model
                    .event_of(step.event)
                    .is_some_and(|at| events.binary_search(&at).is_ok())
            })
        })
        .filter_map(|promise| chart(model, promise))
        .collect();
    charts.sort_by(|a, b| {
        b.lines
            .len()
            .cmp(&a.lines.len())
            .then_with(|| a.id.cmp(&b.id))
    });
    charts
}

fn chart(model: &Model, promise: &crate::events::Promise) -> Option<PromiseChart> {
    // A date that lay behind when it was given promised nothing.
    let steps: Vec<_> = promise
        .steps
        .iter()
        .filter(|step| first_day(&step.date).is_some_and(|day| day > step.given))
        .collect();
    if steps.len() < 2 {
        return None;
    }
    let days: Vec<NaiveDate> = steps
        .iter()
        .flat_map(|step| [Some(step.given), first_day(&step.date)])
        .flatten()
        .collect();
    let (first, last) = (*days.iter().min()?, *days.iter().max()?);
    let span = (last - first).num_days().max(1) as f64;
    let x = |day: NaiveDate| {
        let at = LEFT + (day - first).num_days() as f64 / span * (WIDTH - LEFT - RIGHT);
        (at * 10.0).round() / 10.0
    };
    let mut words = Vec::new();
    let lines: Vec<PromiseLine> = steps
        .iter()
        .enumerate()
        .filter_map(|(row, step)| {
            let at = model.event_of(step.event)?;
            let date = model.dates.view(&step.date, &model.texts).medium;
            let given = model.day(step.given);
            words.push(
                model
                    .texts
                    .fill("promise_step", &[("given", &given.text), ("date", &date)]),
            );
            Some(PromiseLine {
                id: model.event(at).id.to_string(),
                path: model.card_path(at),
                given,
                date,
                state: cards::state_name(step.state),
                x1: x(step.given),
                x2: x(first_day(&step.date)?),
                y: (row as u32 * ROW + 28) as f64,
            })
        })
        .collect();
    let height = lines.len() as u32 * ROW + 44;
    Some(PromiseChart {
        id: promise.id.to_string(),
        name: promise.name.clone(),
        height,
        label: words.join(". "),
        ticks: ticks(model, first, last, &x),
        today: model
            .input
            .today
            .filter(|today| first <= *today && *today <= last)
            .map(&x),
        lines,
    })
}

/// At most six labels: months when it all happened within two years, else years.
fn ticks(
    model: &Model,
    first: NaiveDate,
    last: NaiveDate,
    x: &dyn Fn(NaiveDate) -> f64,
) -> Vec<Tick> {
    let months = (last - first).num_days() < 730;
    let count = if months {
        (last.year() - first.year()) * 12 + last.month() as i32 - first.month() as i32
    } else {
        last.year() - first.year()
    };
    let step = (count / 6 + 1) as u32 * if months { 1 } else { 12 };
    let month = if months { first.month() } else { 1 };
    let mut day = NaiveDate::from_ymd_opt(first.year(), month, 1);
    let mut ticks = Vec::new();
    while let Some(start) = day.filter(|day| *day <= last) {
        if start >= first {
            let name = if months {
                model.dates.month_of_year_short(start.year(), start.month())
            } else {
                model.dates.year(start.year())
            };
            ticks.push(Tick { x: x(start), name });
        }
        day = start.checked_add_months(chrono::Months::new(step));
    }
    ticks
}
