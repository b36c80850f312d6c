//! What became of plans. In: events with the stems of their clauses. Out: outcomes, states and chains of dates given
//! for one undertaking.
//!
//! A plan is fulfilled by a later report of the same thing on its day. It moved when a later report gives another day
//! for the same thing and nothing says that it happened on the first; successive days make a promise. It was
//! cancelled when a later report says so of its day and gives no other.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::near;
use super::stems::{self, Stems};
use super::types::{Event, Promise, PromiseStep, State};
use super::words::Words;
use crate::calendar::{Granularity, NaiveDate};
use crate::config::PromiseRule;
use crate::corrections::Status;

/// A stem that leads to more events than this is no lead.
const MOST_EVENTS: usize = 400;

/// How many of a plan's rarest stems lead to what became of it.
const KEYS: usize = 10;

/// Two plans this alike say the same in the same words.
const SERIES: f32 = 0.85;

/// What is asked of events again and again.
struct Facts {
    status: Status,
    told: Option<NaiveDate>,
    first: Option<NaiveDate>,
    /// The day after the last.
    end: Option<NaiveDate>,
    granularity: Granularity,
    /// How many articles tell of it: one that says it twice says it once.
    reports: usize,
    rule: Option<usize>,
    moved: bool,
    /// Its headline tells what somebody said: "said that a truce would begin" brings no truce.
    says: bool,
}

impl Facts {
    fn new(event: &Event, stems: &Stems, words: &Words, rules: &[PromiseRule]) -> Self {
        let days = event.date.days();
        let headline = event.headline.to_lowercase();
        let rule = rules.iter().position(|rule| {
            let mut words = rule.keywords.iter();
            words.any(|word| is_named(&event.headline, &headline, word))
        });
        Self {
            status: event.status,
            told: event.evidence.iter().filter_map(|e| e.published).min(),
            first: days.earliest,
            end: days.latest,
            granularity: event.date.granularity(),
            reports: articles(event),
            rule,
            says: headline
                .split_whitespace()
                .any(|word| words.tells.contains(word)),
            moved: stems.first().is_some_and(|stem| *stem == stems::MOVED),
        }
    }

    fn is_plan(&self) -> bool {
        matches!(self.status, Status::Planned | Status::Proposed)
    }

    fn is_told_after(&self, other: &Self) -> bool {
        matches!((self.told, other.told), (Some(a), Some(b)) if a > b)
    }

    /// Days from the end of `self` to the start of `other`; 0 when they overlap, negative when `other` is before.
    fn gap(&self, other: &Self) -> Option<i64> {
        let (first, end) = (self.first?, self.end?);
        let (other_first, other_end) = (other.first?, other.end?);
        Some(if other_first >= end {
            (other_first - end).num_days() + 1
        } else if other_end <= first {
            -((first - other_end).num_days() + 1)
        } else {
            0
        })
    }
}

fn articles(event: &Event) -> usize {
    let mut documents: Vec<u32> = event.evidence.iter().map(|e| e.document.0).collect();
    documents.sort_unstable();
    documents.dedup();
    documents.len()
}

/// Whether a headline, also given in lower case, holds a rule's keyword: not as part of a name, as "negotiations" of
/// "the High Negotiations Committee".
fn is_named(headline: &str, lower: &str, keyword: &str) -> bool {
    let wanted = keyword.to_lowercase();
    lower.match_indices(&wanted).any(|(at, _)| {
        let in_name = at > 0
            && keyword == wanted
            && headline.len() == lower.len()
            && headline[at..].starts_with(char::is_uppercase);
        !in_name
    })
}

/// How alike two events are.
#[derive(Clone, Copy, Default)]
struct Likeness {
    score: f32,
    shared: u32,
    /// What the rarest word that they share is worth.
    worth: f32,
    /// Whether one of the shared words stands in both clauses themselves, as part of a name in both or in neither.
    own: bool,
}

impl Likeness {
    /// Whether two or more shared words make `wanted`, less where one of them is rare.
    fn reaches(&self, wanted: f32) -> bool {
        self.shared >= 2 && self.score + self.worth >= wanted
    }

    /// Whether one is hardly more than the other again: a series, or a line that stands under every article.
    fn is_series(&self) -> bool {
        self.score > SERIES && self.shared > 2
    }
}

/// All events, ready for comparing.
struct Table<'a> {
    facts: Vec<Facts>,
    stems: &'a [Stems],
    /// The weight of each stem, as `stems` has them.
    weights: Vec<Vec<f32>>,
    sizes: Vec<f32>,
    /// How rare the rarest word usually is that two events share.
    usual: f32,
    by_stem: FxHashMap<u32, Vec<u32>>,
}

impl<'a> Table<'a> {
    fn new(
        events: &[Event],
        stems: &'a [Stems],
        words: &[&'static Words],
        rules: &[PromiseRule],
    ) -> Self {
        let mut by_stem: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (at, list) in stems.iter().enumerate() {
            for stem in list {
                by_stem
                    .entry(stems::key(*stem))
                    .or_default()
                    .push(at as u32);
            }
        }
        let total = near::total(stems.len());
        let rarity: FxHashMap<u32, f32> = by_stem
            .iter()
            .map(|(stem, list)| (*stem, near::rarity_of(list.len() as u32, total)))
            .collect();
        // Lists that lead nowhere need not be kept.
        by_stem.retain(|_, list| (2..=MOST_EVENTS).contains(&list.len()));
        let weigh = |stem: &u32| rarity[&stems::key(*stem)] * stems::weight(*stem);
        let weights: Vec<Vec<f32>> = stems
            .par_iter()
            .with_min_len(256)
            .map(|list| list.iter().map(weigh).collect())
            .collect();
        let sizes = weights
            .iter()
            .map(|weights| weights.iter().sum::<f32>().sqrt())
            .collect();
        let facts = events
            .par_iter()
            .zip(stems)
            .zip(words)
            .with_min_len(256)
            .map(|((event, stems), words)| Facts::new(event, stems, words, rules))
            .collect();
        Self {
            facts,
            stems,
            weights,
            sizes,
            usual: near::usual(total),
            by_stem,
        }
    }

    fn likeness(&self, a: usize, b: usize) -> Likeness {
        let (mut like, mut rarest) = (Likeness::default(), 0.0_f32);
        let (of_a, of_b) = (&self.weights[a], &self.weights[b]);
        stems::shared(&self.stems[a], &self.stems[b], |i, j| {
            let weight = of_a[i].min(of_b[j]);
            if weight > 0.0 {
                like.score += weight;
                like.shared += 1;
                let (first, second) = (self.stems[a][i], self.stems[b][j]);
                rarest = rarest.max(weight / stems::of_names(first));
                // "the High Negotiations Committee" is no negotiation.
                like.own |= !stems::is_outside(first)
                    && !stems::is_outside(second)
                    && stems::is_name(first) == stems::is_name(second);
            }
        });
        like.score /= (self.sizes[a] * self.sizes[b]).max(f32::EPSILON);
        like.worth = near::worth(rarest, self.usual);
        like
    }

    /// The events that share a telling stem with event `at`, in order.
    fn near(&self, at: usize) -> Vec<usize> {
        let mut rare: Vec<(f32, u32)> = self.weights[at]
            .iter()
            .zip(&self.stems[at])
            .map(|(weight, stem)| (*weight, stems::key(*stem)))
            .filter(|(weight, _)| *weight > 0.0)
            .collect();
        rare.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut found: Vec<usize> = rare
            .iter()
            .take(KEYS)
            .filter_map(|(_, stem)| self.by_stem.get(stem))
            .flatten()
            .map(|other| *other as usize)
            .filter(|other| *other != at && self.may_follow(at, *other))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether anything below could make `other` what became of plan `at`, or its chain's: a plan before or after it,
    /// or something told no earlier.
    fn may_follow(&self, at: usize, other: usize) -> bool {
        let (plan, other) = (&self.facts[at], &self.facts[other]);
        let no_earlier = match (plan.told, other.told) {
            (Some(told), Some(other)) => told <= other,
            (told, other) => told == other,
        };
        other.is_plan() || no_earlier
    }

    /// The best event for `at` among `near` by `score`, which is 0 for one that is none.
    fn best(&self, near: &[usize], mut score: impl FnMut(usize) -> f32) -> Option<usize> {
        let mut best: Option<(f32, usize)> = None;
        for &other in near {
            let found = score(other);
            if found > 0.0 && best.is_none_or(|(most, _)| found > most) {
                best = Some((found, other));
            }
        }
        best.map(|(_, other)| other)
    }

    /// The report that says a plan came true on its day.
    fn fulfilment(&self, at: usize, near: &[usize]) -> Option<usize> {
        let plan = &self.facts[at];
        self.best(near, |other| {
            let later = &self.facts[other];
            if later.status != Status::Happened || !later.is_told_after(plan) {
                return 0.0;
            }
            // A plan for a month may come true on a day of it; a report of a year says too little of a day.
            let fine =
                later.granularity >= plan.granularity || later.granularity >= Granularity::Week;
            if plan.gap(later) != Some(0) || !fine {
                return 0.0;
            }
            let like = self.likeness(at, other);
            // Of a whole year much is told that the plan did not mean.
            let wanted = match plan.granularity >= Granularity::Month {
                true => 0.28,
                false => 0.5,
            };
            if like.reaches(wanted) || like.score >= 0.6 {
                like.score
            } else {
                0.0
            }
        })
    }

    /// The report that the last day of a chain brought what any of its plans said.
    fn fulfilment_of_chain(
        &self,
        chain: &Chain,
        near_of: &FxHashMap<usize, Vec<usize>>,
    ) -> Option<usize> {
        let last = &self.facts[*chain.last()?.first()?];
        let mut best: Option<(f32, usize)> = None;
        for plan in chain.iter().flatten() {
            for &other in &near_of[plan] {
                let later = &self.facts[other];
                let tells = later.status == Status::Happened
                    && later.is_told_after(last)
                    && last.gap(later) == Some(0)
                    && later.granularity >= Granularity::Week;
                if !tells {
                    continue;
                }
                let like = self.likeness(*plan, other);
                let enough = like.reaches(0.35) || like.score >= 0.6;
                let better = best.is_none_or(|(most, id)| {
                    like.score > most || (like.score == most && other < id)
                });
                if enough && better {
                    best = Some((like.score, other));
                }
            }
        }
        best.map(|(_, other)| other)
    }

    /// The report that says a plan will not, or did not, come true on its day.
    fn withdrawal(&self, at: usize, near: &[usize]) -> Option<usize> {
        let plan = &self.facts[at];
        self.best(near, |other| {
            let later = &self.facts[other];
            let tells = later.status == Status::Withdrawn
                && (later.is_told_after(plan) || later.told == plan.told)
                && plan.gap(later) == Some(0);
            if !tells {
                return 0.0;
            }
            let like = self.likeness(at, other);
            let enough = like.reaches(0.33) || like.score >= 0.55;
            if enough { like.score } else { 0.0 }
        })
    }

    /// The report of the same thing on another day than planned: "began on Feb. 27, not on the proposed March 1".
    fn otherwise(&self, at: usize, near: &[usize]) -> Option<usize> {
        let plan = &self.facts[at];
        let is_proposal = plan.status == Status::Proposed;
        self.best(near, |other| {
            let later = &self.facts[other];
            if later.status != Status::Happened
                || !later.is_told_after(plan)
                || later.granularity < Granularity::Week
                || later.first < plan.told
                // The day on which it was announced.
                || !is_proposal && later.first == plan.told
                || later.says
            {
                return 0.0;
            }
            let reach = if is_proposal { -14..=45 } else { -3..=30 };
            if !plan.gap(later).is_some_and(|gap| reach.contains(&gap)) {
                return 0.0;
            }
            let like = self.likeness(at, other);
            let wanted = match is_proposal {
                true if later.reports >= 4 => 0.15,
                true => 0.27,
                false => 0.58,
            };
            if like.reaches(wanted) && !like.is_series() {
                // Among several, what many tell of.
                like.score + 0.05 * later.reports.min(8) as f32
            } else {
                0.0
            }
        })
    }

    /// How well plan `next` gives another day for what plan `last` promised; 0 when it does not.
    fn succession(&self, last: usize, next: usize, called_off: bool) -> f32 {
        let (a, b) = (&self.facts[last], &self.facts[next]);
        let fine = a.granularity.min(b.granularity) >= Granularity::Month;
        if a.status != Status::Planned
            || b.status != Status::Planned
            || !fine
            || !b.is_told_after(a)
        {
            return 0.0;
        }
        let Some(gap) = a.gap(b).filter(|gap| *gap != 0) else {
            return 0.0;
        };
        let cue = called_off || b.moved;
        let same_rule = a.rule.is_some() && a.rule == b.rule;
        // Told when the first day was over, it is another undertaking, unless it says that it moved.
        let late = match (b.told, a.end) {
            (Some(told), Some(end)) => (told - end).num_days(),
            _ => 0,
        };
        let reach = if cue || same_rule { 1_100 } else { 400 };
        let most_late = if cue { 60 } else { 1 };
        if gap > reach || (gap < 0 && !cue) || gap < -60 || late > most_late {
            return 0.0;
        }
        let like = self.likeness(last, next);
        // The same words for another day, and nothing that tells of a move.
        if like.is_series() && !cue && !same_rule {
            return 0.0;
        }
        let enough = same_rule
            || like.own
                && (like.shared >= 2 && like.score >= 0.6
                    || cue && (like.score >= 0.55 || like.shared >= 2 && like.score >= 0.33));
        if enough {
            like.score + if cue { 0.2 } else { 0.0 } + 0.001
        } else {
            0.0
        }
    }
}

/// Links plans and proposals to the later events that tell what became of them, and finds the chains of dates given
/// for one undertaking.
pub(super) fn follow_up(
    events: &mut [Event],
    stems: &[Stems],
    words: &[&'static Words],
    rules: &[PromiseRule],
) -> Vec<Promise> {
    let table = Table::new(events, stems, words, rules);
    let mut plans: Vec<usize> = (0..events.len())
        .filter(|at| table.facts[*at].is_plan())
        .collect();
    plans.sort_by_key(|at| {
        let facts = &table.facts[*at];
        (
            facts.told.is_none(),
            facts.told,
            facts.first,
            events[*at].id,
        )
    });
    let mut fulfilled: FxHashMap<usize, usize> = FxHashMap::default();
    let mut called_off: FxHashMap<usize, usize> = FxHashMap::default();
    let mut near_of: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    let found: Vec<_> = plans
        .par_iter()
        .with_min_len(64)
        .map(|at| {
            let near = table.near(*at);
            let fulfilment = table.fulfilment(*at, &near);
            let withdrawal = table.withdrawal(*at, &near);
            (near, fulfilment, withdrawal)
        })
        .collect();
    for (&at, (near, fulfilment, withdrawal)) in plans.iter().zip(found) {
        fulfilled.extend(fulfilment.map(|other| (at, other)));
        called_off.extend(withdrawal.map(|other| (at, other)));
        near_of.insert(at, near);
    }
    let chains = chains(&table, &plans, &near_of, &mut fulfilled, &called_off);
    let mut next_of: FxHashMap<usize, usize> = FxHashMap::default();
    for chain in &chains {
        for (at, step) in chain.iter().enumerate() {
            let Some(next) = chain.get(at + 1) else { break };
            for plan in step {
                next_of.insert(*plan, next[0]);
            }
        }
    }
    for &at in &plans {
        let found = if let Some(other) = fulfilled.get(&at) {
            Some((*other, State::Fulfilled))
        } else if let Some(other) = next_of.get(&at) {
            Some((*other, State::Moved))
        } else if let Some(other) = called_off.get(&at) {
            Some((*other, State::Cancelled))
        } else {
            let other = table.otherwise(at, &near_of[&at]);
            other.map(|other| (other, State::Moved))
        };
        let event = &mut events[at];
        match found {
            Some((other, state)) => {
                event.state = Some(state);
                let outcome = events[other].id;
                events[at].outcome = Some(outcome);
            }
            // Only later reports look back at it: nobody waited for it in these articles.
            None => {
                let facts = &table.facts[at];
                let looked_back =
                    matches!((facts.told, facts.end), (Some(told), Some(end)) if told >= end);
                if looked_back && event.state == Some(State::Overdue) {
                    event.state = None;
                }
            }
        }
    }
    promises(events, &table, &chains, words, rules)
}

/// One undertaking: its steps, each the plans that give the same day, the first told first.
type Chain = Vec<Vec<usize>>;

fn chains(
    table: &Table<'_>,
    plans: &[usize],
    near_of: &FxHashMap<usize, Vec<usize>>,
    fulfilled: &mut FxHashMap<usize, usize>,
    called_off: &FxHashMap<usize, usize>,
) -> Vec<Chain> {
    let mut chains: Vec<Chain> = Vec::new();
    // What `fulfilment_of_chain` says of each chain, until it grows.
    let mut told_of: Vec<Option<Option<usize>>> = Vec::new();
    let mut home: FxHashMap<usize, usize> = FxHashMap::default();
    for &at in plans {
        if table.facts[at].status != Status::Planned {
            continue;
        }
        let facts = &table.facts[at];
        // "In 2016 it may be the other way round" gives no day that could move.
        if facts.granularity < Granularity::Month {
            continue;
        }
        // What was due, told when it was over, starts no chain.
        let looks_back = matches!((facts.told, facts.end), (Some(told), Some(end)) if told >= end);
        let mut candidates: Vec<usize> = near_of[&at]
            .iter()
            .filter_map(|other| home.get(other).copied())
            .collect();
        if table.facts[at].rule.is_some() {
            candidates.extend(0..chains.len());
        }
        candidates.sort_unstable();
        candidates.dedup();
        let mut best: Option<(f32, usize, bool)> = None;
        for number in candidates {
            let last = chains[number].last().expect("a chain has a step");
            // What none of the plans for the last day tells alone, those before may: "talks are due" on the 14th,
            // "peace talks to resume in Geneva" at first, "peace talks resumed in Geneva" on the 14th.
            let report = last
                .iter()
                .find_map(|other| fulfilled.get(other).copied())
                .or_else(|| {
                    *told_of[number]
                        .get_or_insert_with(|| table.fulfilment_of_chain(&chains[number], near_of))
                });
            if let Some(report) = report {
                for other in last {
                    fulfilled.entry(*other).or_insert(report);
                }
            }
            // It says again what was said.
            let again = last
                .iter()
                .filter(|other| table.facts[**other].gap(&table.facts[at]) == Some(0))
                .map(|other| table.likeness(*other, at))
                .filter(|like| like.score >= 0.2)
                .map(|like| like.score + 0.3)
                .fold(0.0, f32::max);
            let is_over = report
                .is_some_and(|report| !table.facts[report].is_told_after(&table.facts[at]))
                || looks_back;
            let off = last.iter().any(|other| called_off.contains_key(other));
            let moves = if is_over {
                0.0
            } else {
                last.iter()
                    .map(|other| table.succession(*other, at, off))
                    .fold(0.0, f32::max)
            };
            let (score, is_again) = if again >= moves {
                (again, true)
            } else {
                (moves, false)
            };
            if score > 0.0 && best.is_none_or(|(most, _, _)| score > most) {
                best = Some((score, number, is_again));
            }
        }
        let number = match best {
            Some((_, number, true)) => {
                chains[number]
                    .last_mut()
                    .expect("a chain has a step")
                    .push(at);
                number
            }
            Some((_, number, false)) => {
                chains[number].push(vec![at]);
                number
            }
            None if looks_back => continue,
            None => {
                chains.push(vec![vec![at]]);
                told_of.push(None);
                chains.len() - 1
            }
        };
        told_of[number] = None;
        home.insert(at, number);
    }
    for chain in chains.iter().filter(|chain| chain.len() > 1) {
        let last = chain.last().expect("a chain has a step");
        if let Some(report) = table.fulfilment_of_chain(chain, near_of) {
            for other in last {
                fulfilled.entry(*other).or_insert(report);
            }
        }
    }
    chains
}

/// The chains of at least two dates.
fn promises(
    events: &mut [Event],
    table: &Table<'_>,
    chains: &[Chain],
    words: &[&'static Words],
    rules: &[PromiseRule],
) -> Vec<Promise> {
    let mut promises = Vec::new();
    for chain in chains.iter().filter(|chain| chain.len() > 1) {
        let number = promises.len() as u32;
        let steps: Vec<PromiseStep> = chain
            .iter()
            .filter_map(|step| {
                // A step is what any of its plans came to.
                let order = |state: State| match state {
                    State::Fulfilled => 0,
                    State::Moved => 1,
                    State::Cancelled => 2,
                    State::Due => 3,
                    State::Overdue => 4,
                };
                let state = step
                    .iter()
                    .filter_map(|at| events[*at].state)
                    .min_by_key(|s| order(*s));
                let event = &events[step[0]];
                Some(PromiseStep {
                    given: table.facts[step[0]].told?,
                    date: event.date,
                    event: event.id,
                    state: state.unwrap_or(State::Overdue),
                })
            })
            .collect();
        if steps.len() < 2 {
            continue;
        }
        let first = &events[chain[0][0]];
        let named = table.facts[chain[0][0]]
            .rule
            .map(|rule| rules[rule].name.clone());
        promises.push(Promise {
            id: first.id,
            name: named.unwrap_or_else(|| name(events, chain, words)),
            steps,
        });
        for at in chain.iter().flatten() {
            events[*at].promise = Some(number);
        }
    }
    promises
}

/// The sources' own words for it: the headline of the first date that says most without starting with a pronoun.
fn name(events: &[Event], chain: &Chain, words: &[&'static Words]) -> String {
    let worth = |at: usize| {
        let mut of_headline = events[at].headline.split_whitespace();
        let count = of_headline.clone().count();
        let first = of_headline.next().unwrap_or("").to_lowercase();
        (!words[at].points_back.contains(&first), count.min(9))
    };
    let best = chain[0].iter().copied().max_by(|a, b| {
        let by_worth = worth(*a).cmp(&worth(*b));
        by_worth.then_with(|| events[*b].id.cmp(&events[*a].id))
    });
    events[best.expect("a step has a plan")].headline.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(headline: &str, keyword: &str, expected: bool) {
        let lower = headline.to_lowercase();
        assert_eq!(is_named(headline, &lower, keyword), expected);
    }

    #[test]
    fn a_keyword_in_a_name_is_none() {
        check("The talks are due", "talks", true);
        check("Talks resume in Geneva", "talks", true);
        check(
            "The envoy is to meet the High Negotiations Committee",
            "negotiations",
            false,
        );
        check("The High Negotiations Committee left", "Negotiations", true);
    }
}
