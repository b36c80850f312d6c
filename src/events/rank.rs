//! How much an event matters, 0–1, in parts that can be told. In: merged events and who tells them. Out: their
//! importance.
//!
//! Each article has one unit of attention, split over the events it tells; what an event gets of it, and how much of its
//! day's, makes its importance. What holds it back is told as a part of its own, below zero.

use std::borrow::Cow;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::merge::{Cluster, Item};
use super::stems;
use super::types::{Event, State};
use crate::calendar::Granularity;
use crate::corrections::Status;

/// An article that tells n events gives each n to this power of its attention.
const SPREAD: f32 = -0.25;
/// A sentence that many articles have word for word counts this much after the first time.
const COPY: f32 = 0.15;
/// The least that a claim weighs in its article.
const LEAST: f32 = 0.1;
/// What is announced weighs less than what is told.
const AHEAD: f32 = 0.8;
/// What an event keeps that nobody told within so many days: background of the story, not part of it.
const LATE_DAYS: i64 = 60;
const LATE: f32 = 0.6;
/// What it keeps when it stands off the main story.
const ASIDE: f32 = 0.5;
/// Among the events of a day, one that is told less keeps its share to this power.
const SECOND: f32 = 0.2;

/// How much the articles make of one event.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Told {
    /// The attention it gets.
    weight: f32,
    /// How far its names are those of the site's main story, 0–1.
    topical: f32,
    /// How well its best headline reads without its article, 0–1.
    alone: f32,
}

/// The attention each article has for one of the events it tells.
pub(super) fn attention(items: &[Item<'_>], clusters: &[Cluster], articles: usize) -> Vec<f32> {
    let mut events = vec![0_u32; articles];
    let mut last = vec![u32::MAX; articles];
    for (number, cluster) in clusters.iter().enumerate() {
        for at in &cluster.members {
            let document = items[*at].document.0 as usize;
            if last[document] != number as u32 {
                last[document] = number as u32;
                events[document] += 1;
            }
        }
    }
    events
        .into_iter()
        .map(|events| (events.max(1) as f32).powf(SPREAD))
        .collect()
}

/// What the articles make of a cluster, with the names of the main story by how many articles have them.
pub(super) fn told(
    items: &[Item<'_>],
    cluster: &Cluster,
    attention: &[f32],
    names: &FxHashMap<u32, f32>,
) -> Told {
    let mut told = Told::default();
    // For each article the claim that weighs most.
    let mut best: SmallVec<[(u32, usize); 4]> = cluster
        .members
        .iter()
        .map(|at| (items[*at].document.0, *at))
        .collect();
    let importance = |at: usize| items[at].claim.importance;
    best.sort_unstable_by(|a, b| {
        a.0.cmp(&b.0)
            .then_with(|| importance(b.1).total_cmp(&importance(a.1)))
            .then(a.1.cmp(&b.1))
    });
    best.dedup_by_key(|(document, _)| *document);
    // In the claims' own order: which of two copies counts in full is no matter of the articles' numbers.
    best.sort_unstable_by_key(|(_, at)| *at);
    let mut seen: FxHashSet<u64> = FxHashSet::default();
    for (document, at) in &best {
        let claim = items[*at].claim;
        let mut weight = attention[*document as usize] * (LEAST + claim.importance);
        if best.len() > 1 && !seen.insert(stems::signature(&claim.stems)) {
            weight *= COPY;
        }
        if matches!(claim.status, Status::Planned | Status::Proposed) {
            weight *= AHEAD;
        }
        told.weight += weight;
        let of = |stem: &u32| names.get(&stems::key(*stem)).copied();
        told.topical += claim.stems.iter().filter_map(of).fold(0.0, f32::max);
    }
    told.topical /= best.len() as f32;
    told.alone = cluster
        .members
        .iter()
        .map(|at| items[*at].stands_alone())
        .fold(0.0, f32::max);
    told
}

/// Sets `importance` and its `parts` on every event; an importance that an editor gave stays.
pub(super) fn rank(events: &mut [Event], told: &[Told], given: &[Option<f32>]) {
    // Of every day, the attention it gets and that of its first event.
    let mut days: FxHashMap<_, (f32, f32)> = FxHashMap::default();
    for (event, told) in events.iter().zip(told) {
        let (all, first) = days.entry(day(event)).or_default();
        *all += told.weight;
        *first = first.max(told.weight);
    }
    let most = told.iter().map(|told| told.weight).fold(1e-6, f32::max);
    let most_day = days.values().map(|(all, _)| *all).fold(1e-6, f32::max);
    let share = |weight: f32, most: f32| weight.ln_1p() / most.ln_1p();
    events
        .par_iter_mut()
        .with_min_len(256)
        .zip(told)
        .zip(given)
        .for_each(|((event, told), given)| {
            if let Some(given) = given {
                event.importance = *given;
                event.parts = vec![(Cow::Borrowed("set by an editor"), *given)];
                return;
            }
            let (of_day, first) = days[&day(event)];
            let of_own = told.weight / of_day.max(f32::EPSILON);
            let mut parts: Vec<(Cow<'static, str>, f32)> = vec![
                (
                    Cow::Borrowed("told by articles, less where each tells much else"),
                    0.48 * share(told.weight, most),
                ),
                (Cow::Borrowed("still told later"), 0.12 * remembered(event)),
                (
                    Cow::Borrowed("its share of a day that is much told"),
                    0.4 * share(of_day, most_day) * of_own.sqrt(),
                ),
            ];
            let mut left: f32 = parts.iter().map(|(_, value)| value).sum();
            let mut hold_back = |name: &'static str, keeps: f32| {
                if keeps < 1.0 {
                    parts.push((Cow::Borrowed(name), left * (keeps - 1.0)));
                    left *= keeps;
                }
            };
            let ratio = told.weight / first.max(f32::EPSILON);
            hold_back("another event of its day is told more", ratio.powf(SECOND));
            hold_back(
                "off the names of the main story",
                ASIDE + (1.0 - ASIDE) * told.topical,
            );
            hold_back("nobody tells it without leaning on the article", told.alone);
            hold_back(
                "told only long after it",
                if is_late(event) { LATE } else { 1.0 },
            );
            hold_back(
                "no day is known",
                match event.date.granularity() {
                    Granularity::Day | Granularity::Minute => 1.0,
                    Granularity::Week => 0.85,
                    Granularity::Month => 0.65,
                    _ => 0.4,
                },
            );
            hold_back(
                match event.status {
                    Status::Withdrawn => "it did not happen",
                    _ => "only planned or proposed",
                },
                match event.status {
                    Status::Happened => 1.0,
                    Status::Withdrawn => 0.7,
                    // What came of it stands for it.
                    _ if event.state == Some(State::Fulfilled) => 0.5,
                    _ => 0.6,
                },
            );
            if event.checked.is_some() || event.summary.is_some() {
                parts.push((Cow::Borrowed("looked at by an editor"), 0.05));
            }
            event.importance = parts
                .iter()
                .map(|(_, value)| value)
                .sum::<f32>()
                .clamp(0.0, 1.0);
            event.parts = parts;
        });
}

/// The day of an event, whatever the time; a longer date for itself.
fn day(event: &Event) -> (Option<chrono::NaiveDate>, Option<chrono::NaiveDate>) {
    let days = event.date.days();
    (days.earliest, days.latest)
}

/// How long it is told, 0–1: a year is long, two days of reports are a beginning.
fn remembered(event: &Event) -> f32 {
    let mut published: SmallVec<[chrono::NaiveDate; 8]> =
        event.evidence.iter().filter_map(|e| e.published).collect();
    published.sort_unstable();
    published.dedup();
    let (Some(first), Some(last)) = (published.first(), published.last()) else {
        return 0.0;
    };
    let span = (*last - *first).num_days() as f32;
    let days = ((published.len() - 1) as f32 / 3.0).min(1.0);
    (span.ln_1p() / 365f32.ln_1p()).min(1.0) * days
}

/// Whether all who tell it look back on it.
fn is_late(event: &Event) -> bool {
    let Some(end) = event.date.days().latest else {
        return false;
    };
    let published = event.evidence.iter().filter_map(|e| e.published);
    published
        .min()
        .is_some_and(|first| (first - end).num_days() > LATE_DAYS)
}
