//! Which days matter. In: articles with the days their sentences name. Out: days by weight.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::topic::Topic;
use super::{Ask, Report};

/// An article that names n days gives each n to this power of its attention.
const SPREAD: f64 = -0.5;
/// The share of sentences on topic counts to this power.
const TOPICAL: f64 = 0.25;
/// A day named in an article's first sentences is what the article is about.
const HEAD: usize = 3;
const IN_HEAD: f64 = 1.3;
/// What is announced counts less than what is told.
const AHEAD: f64 = 0.6;
/// An article that opens without naming a day tells of its own, this much of a day named.
const OWN_DAY: f64 = 0.2;
/// How much of its weight a day may lose to a greater one right before it, of which it is the echo.
const ECHO: f64 = 0.3;

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
        let mut named: Vec<(NaiveDate, usize)> = Vec::new();
        let mut is_own = false;
        for (at, sentence) in report.sentences.iter().enumerate() {
            is_own |= at < HEAD && sentence.days.is_empty() && about.is_on(index, at);
            for day in &sentence.days {
                if !named.iter().any(|(known, _)| known == day) {
                    named.push((*day, at));
                }
            }
        }
        let topical = about.share(index).powf(TOPICAL);
        let unit = (named.len().max(1) as f64).powf(SPREAD) * topical;
        for (day, first) in named.into_iter().filter(|(day, _)| inside(*day)) {
            let head = if first < HEAD { IN_HEAD } else { 1.0 };
            let told = match report.published {
                Some(published) if published < day => AHEAD,
                _ => 1.0,
            };
            *weights.entry(day).or_default() += unit * head * told;
        }
        if let Some(published) = report.published.filter(|day| is_own && inside(*day)) {
            *weights.entry(published).or_default() += OWN_DAY * topical * unit;
        }
    }
    let before = |day: &NaiveDate| day.pred_opt().and_then(|day| weights.get(&day));
    weights
        .iter()
        .map(|(day, weight)| match before(day) {
            Some(greater) if greater > weight => {
                (*day, weight * (1.0 - ECHO * (1.0 - weight / greater)))
            }
            _ => (*day, *weight),
        })
        .collect()
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
