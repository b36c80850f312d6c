//! Which days matter. In: articles with the days their sentences name. Out: days by weight.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::topic::Topic;
use super::{Ask, Report};

/// An article that names n days gives each n to this power of its attention.
const SPREAD: f64 = -0.5;
/// The share of sentences on topic counts to this power.
const TOPICAL: f64 = 0.25;
/// A day that no sentence on topic names weighs this much of what it else would.
const OFF_TOPIC: f64 = 0.4;

/// The chosen days in order, at most `ask.top`, within its bounds.
pub(super) fn choose(reports: &[Report], about: &Topic, ask: &Ask) -> Vec<NaiveDate> {
    let mut ranked = weigh(reports, about, ask);
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let count = ask.top.unwrap_or_else(|| knee(&ranked));
    let mut days: Vec<NaiveDate> = ranked.into_iter().take(count).map(|(day, _)| day).collect();
    days.sort_unstable();
    days
}

fn weigh(reports: &[Report], about: &Topic, ask: &Ask) -> Vec<(NaiveDate, f64)> {
    let inside = |day: NaiveDate| {
        ask.from.is_none_or(|from| from <= day) && ask.to.is_none_or(|to| day <= to)
    };
    let mut weights: FxHashMap<NaiveDate, f64> = FxHashMap::default();
    for (index, report) in reports.iter().enumerate() {
        let mut named: Vec<(NaiveDate, bool)> = Vec::new();
        for (at, sentence) in report.sentences.iter().enumerate() {
            let on = about.is_on(index, at);
            for day in &sentence.days {
                match named.iter_mut().find(|(known, _)| known == day) {
                    Some((_, was_on)) => *was_on |= on,
                    None => named.push((*day, on)),
                }
            }
        }
        if named.is_empty() {
            continue;
        }
        let unit = (named.len() as f64).powf(SPREAD) * about.share(index).powf(TOPICAL);
        for (day, on) in named {
            if inside(day) {
                *weights.entry(day).or_default() += if on { unit } else { unit * OFF_TOPIC };
            }
        }
    }
    weights.into_iter().collect()
}

/// How many of the `ranked` days are worth telling: where the sorted curve of weights bends most, seen from the line
/// between its ends. At least one, where there is any.
fn knee(ranked: &[(NaiveDate, f64)]) -> usize {
    let Some((_, most)) = ranked.first() else {
        return 0;
    };
    let useful = ranked
        .iter()
        .take_while(|(_, weight)| *weight >= most * 0.02)
        .count()
        .max(1);
    let least = ranked[useful - 1].1;
    let bend = |at: usize| {
        let along = at as f64 / (useful - 1).max(1) as f64;
        let fallen = (most - ranked[at].1) / (most - least).max(f64::EPSILON);
        fallen - along
    };
    let at = (0..useful)
        .max_by(|a, b| bend(*a).total_cmp(&bend(*b)).then_with(|| b.cmp(a)))
        .unwrap_or(0);
    at + 1
}
