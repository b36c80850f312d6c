//! What became of plans. In: events with the stems of their sentences. Out: outcomes, states and chains of dates given
//! for one undertaking.

use rustc_hash::FxHashMap;

use super::stems::Stems;
use super::types::{ClaimId, Event, Promise, PromiseStep, State};
use crate::calendar::NaiveDate;
use crate::config::PromiseRule;
use crate::corrections::Status;

/// Days after which a later report no longer tells of a plan.
const REACH_DAYS: i64 = 120;

/// Links plans and proposals to the later events that tell what became of them.
pub(super) fn follow_up(events: &mut [Event], stems: &[Stems], _today: Option<NaiveDate>) {
    let rarity = rarity(stems);
    let mut by_stem: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for (at, list) in stems.iter().enumerate() {
        for stem in list {
            by_stem.entry(*stem).or_default().push(at);
        }
    }
    let mut found: Vec<(usize, usize, State)> = Vec::new();
    for (at, event) in events.iter().enumerate() {
        if event.state.is_none() {
            continue;
        }
        let Some(given) = first_told(event) else {
            continue;
        };
        let mut rare: Vec<u32> = stems[at].clone();
        rare.sort_by(|a, b| rarity[b].total_cmp(&rarity[a]).then_with(|| a.cmp(b)));
        let mut best: Option<(f32, usize)> = None;
        let mut seen = rustc_hash::FxHashSet::default();
        for stem in rare.iter().take(10) {
            let list = &by_stem[stem];
            if list.len() > 400 {
                continue;
            }
            for &other in list {
                if other == at || !seen.insert(other) {
                    continue;
                }
                let later = &events[other];
                if first_told(later).is_none_or(|told| told <= given) || !is_near(event, later) {
                    continue;
                }
                let score = likeness(&stems[at], &stems[other], &rarity);
                let wanted = if later.status == Status::Happened {
                    0.3
                } else {
                    0.34
                };
                if score >= wanted
                    && best.is_none_or(|(most, id)| score > most || (score == most && other < id))
                {
                    best = Some((score, other));
                }
            }
        }
        if let Some((_, other)) = best {
            let later = &events[other];
            let state = match later.status {
                Status::Withdrawn => State::Cancelled,
                Status::Happened if later.date.days().overlaps(&event.date.days()) => {
                    State::Fulfilled
                }
                _ => State::Moved,
            };
            found.push((at, other, state));
        }
    }
    for (at, other, state) in found {
        let outcome = events[other].id;
        events[at].outcome = Some(outcome);
        events[at].state = Some(state);
    }
}

/// The day an event was first told of.
fn first_told(event: &Event) -> Option<NaiveDate> {
    event
        .evidence
        .iter()
        .filter_map(|evidence| evidence.published)
        .min()
}

fn is_near(plan: &Event, later: &Event) -> bool {
    match (plan.date.days().earliest, later.date.days().earliest) {
        (Some(planned), Some(day)) => {
            let gap = (day - planned).num_days();
            (-7..=REACH_DAYS).contains(&gap)
        }
        _ => false,
    }
}

fn rarity(stems: &[Stems]) -> FxHashMap<u32, f32> {
    let mut counts: FxHashMap<u32, f32> = FxHashMap::default();
    for stem in stems.iter().flatten() {
        *counts.entry(*stem).or_default() += 1.0;
    }
    let total = stems.len().max(1) as f32;
    counts
        .into_iter()
        .map(|(stem, count)| (stem, (1.0 + total / count).ln()))
        .collect()
}

fn likeness(a: &Stems, b: &Stems, rarity: &FxHashMap<u32, f32>) -> f32 {
    let weight = |stems: &Stems| -> f32 { stems.iter().map(|stem| rarity[stem]).sum() };
    let shared: f32 = a
        .iter()
        .filter(|stem| b.binary_search(stem).is_ok())
        .map(|stem| rarity[stem])
        .sum();
    shared / (weight(a) * weight(b)).sqrt().max(f32::EPSILON)
}

/// Chains of successive dates for one undertaking: from each plan along what became of it, as long as it moved.
pub(super) fn promises(
    events: &mut [Event],
    stems: &[Stems],
    rules: &[PromiseRule],
) -> Vec<Promise> {
    let by_id: FxHashMap<ClaimId, usize> = events
        .iter()
        .enumerate()
        .map(|(at, event)| (event.id, at))
        .collect();
    let mut is_target = vec![false; events.len()];
    for event in events.iter() {
        if event.state == Some(State::Moved)
            && let Some(target) = event.outcome.and_then(|id| by_id.get(&id))
        {
            is_target[*target] = true;
        }
    }
    let mut promises = Vec::new();
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by_key(|at| (first_told(&events[*at]), events[*at].id));
    for start in order {
        if is_target[start]
            || events[start].state != Some(State::Moved)
            || events[start].promise.is_some()
        {
            continue;
        }
        let mut chain = vec![start];
        while let Some(next) = events[*chain.last().expect("a chain has a start")]
            .outcome
            .and_then(|id| by_id.get(&id).copied())
            .filter(|next| !chain.contains(next) && events[*next].promise.is_none())
        {
            chain.push(next);
        }
        if chain.len() < 2 {
            continue;
        }
        let number = promises.len() as u32;
        let steps = chain
            .iter()
            .filter_map(|at| {
                let event = &events[*at];
                let state = event.state.unwrap_or(match event.status {
                    Status::Withdrawn => State::Cancelled,
                    _ => State::Fulfilled,
                });
                Some(PromiseStep {
                    given: first_told(event)?,
                    date: event.date,
                    event: event.id,
                    state,
                })
            })
            .collect();
        let name = name(&events[start], rules);
        promises.push(Promise {
            id: events[start].id,
            name,
            steps,
        });
        for at in chain {
            events[at].promise = Some(number);
        }
    }
    let _ = stems;
    promises
}

/// The rule's name for it, else the first plan's own headline.
fn name(event: &Event, rules: &[PromiseRule]) -> String {
    let headline = event.headline.to_lowercase();
    rules
        .iter()
        .find(|rule| {
            rule.keywords
                .iter()
                .any(|word| headline.contains(&word.to_lowercase()))
        })
        .map_or_else(|| event.headline.clone(), |rule| rule.name.clone())
}
