//! Which days matter. In: articles with the days their sentences name. Out: days by weight.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::topic::Topic;
use super::{Ask, Report};

/// The share of sentences on topic counts to this power.
const TOPICAL: f64 = 0.25;
/// What is announced counts less than what is told.
const AHEAD: f64 = 0.4;
/// An article of which one of the first sentences names no day tells of its own, this much of a day named.
const HEAD: usize = 3;
const OWN_DAY: f64 = 0.2;
/// How much of its weight a day may lose to a greater one right before it, of which it is the echo.
const ECHO: f64 = 0.3;
/// How many days are worth telling, beside the cube root of those that carry the weight.
const DEEP: f64 = 10.0;

/// The chosen days in order, at most `ask.top`, within its bounds.
pub(super) fn choose(reports: &[Report], about: &Topic, ask: &Ask) -> Vec<NaiveDate> {
    let mut ranked = weigh(reports, about, ask);
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let count = ask.top.unwrap_or_else(|| worth_telling(&ranked));
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
        let mut named: Vec<NaiveDate> = Vec::new();
        let mut is_own = false;
        for (at, sentence) in report.sentences.iter().enumerate() {
            is_own |= at < HEAD && sentence.days.is_empty() && about.is_on(index, at);
            for day in &sentence.days {
                if !named.contains(day) {
                    named.push(*day);
                }
            }
        }
        let topical = about.share(index).powf(TOPICAL);
        for day in named.into_iter().filter(|day| inside(*day)) {
            let told = match report.published {
                Some(published) if published < day => AHEAD,
                _ => 1.0,
            };
            *weights.entry(day).or_default() += topical * told;
        }
        if let Some(published) = report.published.filter(|day| is_own && inside(*day)) {
            *weights.entry(published).or_default() += OWN_DAY * topical;
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

/// How many of the `ranked` days are worth telling: [`DEEP`] times the cube root of the number of days that would carry
/// all the weight if each carried the same. What is told by few days gets nearly all of them, and one
/// that goes on for years still fits on a page: 20 even days give all 20, 100 give 46, 1000 give 100.
fn worth_telling(ranked: &[(NaiveDate, f64)]) -> usize {
    let sum: f64 = ranked.iter().map(|(_, weight)| weight).sum();
    let squares: f64 = ranked.iter().map(|(_, weight)| weight * weight).sum();
    if squares <= 0.0 {
        return 0;
    }
    let even = sum * sum / squares;
    (DEEP * even.cbrt()).round() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn even(days: usize) -> Vec<(NaiveDate, f64)> {
        let first = NaiveDate::from_ymd_opt(2016, 2, 1).expect("a day");
        first.iter_days().take(days).map(|day| (day, 2.0)).collect()
    }

    #[test]
    fn more_days_are_worth_telling_the_more_carry_the_weight_but_ever_fewer_of_them() {
        assert_eq!(worth_telling(&[]), 0);
        assert!(worth_telling(&even(8)) >= 8);
        assert_eq!(worth_telling(&even(100)), 46);
        assert_eq!(worth_telling(&even(1000)), 100);
        let mut uneven = even(100);
        uneven[0].1 = 200.0;
        assert!(worth_telling(&uneven) < 46);
    }
}
