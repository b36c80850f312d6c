//! From the claims of all articles to one timeline. In: articles, in any order. Out: merged, dated, ranked and ordered
//! events, the same whatever the order or the number of threads.

use std::borrow::Borrow;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::merge::{self, Cluster, Item};
use super::near::Table;
use super::pool::Pool;
use super::rank::{self, Told};
use super::stems::Stems;
use super::types::{Article, Claim, ClaimId, Event, Evidence, State, Timeline};
use super::words::Words;
use crate::calendar::{Edtf, Granularity, NaiveDate};
use crate::config::PromiseRule;
use crate::content::DocumentId;
use crate::corrections::{Entry, Status};
use crate::diagnostic::Diagnostic;

/// One claim among so many that gives another day is a slip, no disagreement.
const SLIP: usize = 8;

/// What a headline that names nobody and nothing keeps beside one that does.
const NAMELESS: f32 = 0.8;

/// A claim this important is much of what its article tells.
const MUCH: f32 = 0.6;

/// What assembling depends on beside the articles.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Options {
    /// The day that tells due from overdue.
    pub today: Option<NaiveDate>,
    /// Keep only this many, the most important.
    pub max_events: Option<usize>,
    /// Keep only events of at least this importance.
    pub min_importance: f64,
    /// Undertakings whose dates are followed, beside those found.
    pub promises: Vec<PromiseRule>,
}

/// Merges, dates, ranks and orders the claims of `articles`. [`DocumentId`]s in the result are indexes into
/// `articles`.
pub fn assemble<A: Borrow<Article>>(
    articles: &[A],
    options: &Options,
) -> (Timeline, Vec<Diagnostic>) {
    let items = items(articles);
    let table = Table::new(&items);
    let clusters = merge::merge(&items, &table);
    let attention = rank::attention(&items, &clusters, articles.len());
    let ((mut events, features), told): ((Vec<Event>, Vec<Stems>), Vec<Told>) = clusters
        .par_iter()
        .with_min_len(256)
        .map(|cluster| {
            let event = event(&items, &table, cluster, options.today);
            let told = rank::told(&items, cluster, &attention, &table.names);
            ((event, merge::features(&items, cluster)), told)
        })
        .unzip();
    let words: Vec<&'static Words> = clusters
        .iter()
        .map(|cluster| items[cluster.members[0]].words)
        .collect();
    let promises = super::plans::follow_up(&mut events, &features, &words, &options.promises);
    let given: Vec<Option<f32>> = clusters
        .iter()
        .map(|cluster| given_importance(&items, cluster))
        .collect();
    rank::rank(&mut events, &told, &given);
    let mut timeline = Timeline { events, promises };
    select(&mut timeline, options);
    in_order(&mut timeline.events);
    (timeline, Vec::new())
}

/// By date, coarser dates first, then the more important first; those of unknown years at the end.
fn in_order(events: &mut Vec<Event>) {
    let mut order: Vec<_> = events
        .par_iter()
        .with_min_len(512)
        .enumerate()
        .map(|(at, event)| {
            let date = &event.date;
            let day = (date.is_yearless(), date.order_day(), date.granularity());
            (day, event.importance, event.id, at)
        })
        .collect();
    order.par_sort_unstable_by(|a, b| {
        let day = a.0.cmp(&b.0);
        day.then_with(|| b.1.total_cmp(&a.1))
            .then_with(|| a.2.cmp(&b.2))
    });
    let mut unordered: Vec<Option<Event>> = std::mem::take(events).into_iter().map(Some).collect();
    events.extend(order.iter().filter_map(|(.., at)| unordered[*at].take()));
}

/// The importance an editor gave an event's first claim that has one.
fn given_importance(items: &[Item<'_>], cluster: &Cluster) -> Option<f32> {
    let of = |at: &usize| items[*at].entry.and_then(|entry| entry.importance);
    cluster
        .members
        .iter()
        .find_map(of)
        .map(|value| value.clamp(0.0, 1.0) as f32)
}

/// The claims that count, by [`Item::order`].
fn items<A: Borrow<Article>>(articles: &[A]) -> Vec<Item<'_>> {
    let mut order: Vec<(bool, Option<NaiveDate>, &str, usize)> = articles
        .iter()
        .enumerate()
        .map(|(at, article)| {
            let document = &article.borrow().document;
            let published = document
                .anchor
                .and_then(|anchor| anchor.date.days().earliest);
            (published.is_none(), published, document.path.as_str(), at)
        })
        .collect();
    order.par_sort_unstable();
    let mut items: Vec<Item<'_>> = Vec::with_capacity(articles.len() * 4);
    for (_, _, _, at) in order {
        let article: &Article = articles[at].borrow();
        let first = items.len();
        for (index, claim) in article.claims.iter().enumerate() {
            if !claim.hidden {
                items.push(Item::new(
                    DocumentId(at as u32),
                    index as u32,
                    article,
                    claim,
                ));
            }
        }
        items[first..].sort_by_key(|item| (item.claim.sentence.start, item.index));
    }
    items
}

/// One event from the claims of a cluster.
fn event(items: &[Item<'_>], table: &Table, cluster: &Cluster, today: Option<NaiveDate>) -> Event {
    let members: Vec<&Item<'_>> = cluster.members.iter().map(|at| &items[*at]).collect();
    let lead = lead(items, table, cluster);
    let corrected = |field: fn(&Entry) -> bool| {
        members
            .iter()
            .copied()
            .find(|item| item.entry.is_some_and(field))
    };
    let date = corrected(|entry| entry.date.is_some())
        .map_or_else(|| best_date(&members), |item| item.claim.date);
    let latest = members
        .iter()
        .copied()
        .max_by(|a, b| {
            a.published
                .cmp(&b.published)
                .then_with(|| a.order().cmp(&b.order()))
        })
        .expect("a cluster holds at least one claim");
    let happened = members
        .iter()
        .any(|item| item.claim.status == Status::Happened && !item.is_before(date));
    let status = corrected(|entry| entry.status.is_some()).map_or(
        if happened && latest.claim.status != Status::Withdrawn {
            Status::Happened
        } else {
            latest.claim.status
        },
        |item| item.claim.status,
    );
    let headline = corrected(|entry| entry.headline.is_some()).unwrap_or(lead);
    let state = match (today, date.days().latest) {
        _ if !matches!(status, Status::Planned | Status::Proposed) => None,
        (Some(today), Some(end)) if end <= today => is_awaited(&members).then_some(State::Overdue),
        _ => Some(State::Due),
    };
    let mut tags: Vec<String> = Vec::new();
    for item in &members {
        for tag in item
            .entry
            .map_or(&[][..], |entry| &entry.tags)
            .iter()
            .chain(&item.article.document.meta.tags)
        {
            if !tags.contains(tag) {
                tags.push(tag.clone());
            }
        }
    }
    let entry_of = |field: fn(&Entry) -> bool| corrected(field).and_then(|item| item.entry);
    Event {
        id: members[0].claim.id,
        date,
        headline: headline.claim.headline.clone(),
        summary: members.iter().find_map(|item| item.claim.summary.clone()),
        status,
        state,
        outcome: None,
        promise: None,
        importance: 0.0,
        parts: Vec::new(),
        disputed: is_disputed(&members, date),
        place: headline
            .claim
            .place
            .clone()
            .or_else(|| members.iter().find_map(|item| item.claim.place.clone())),
        tags,
        image: entry_of(|e| e.image.is_some()).and_then(|e| e.image.clone()),
        note: entry_of(|e| e.note.is_some()).and_then(|e| e.note.clone()),
        checked: members.iter().filter_map(|item| item.entry?.checked).max(),
        evidence: members
            .iter()
            .map(|item| Evidence {
                document: item.document,
                claim: item.index,
                id: item.claim.id,
                date: item.claim.date,
                status: item.claim.status,
                published: item.published,
            })
            .collect(),
    }
}

/// Whether a reader would ask what became of a plan: several articles told it, or it was much of what one told.
fn is_awaited(members: &[&Item<'_>]) -> bool {
    let first = members[0].document;
    let is_much = |item: &&Item<'_>| item.claim.importance >= MUCH || item.entry.is_some();
    members.iter().any(|item| item.document != first) || members.iter().any(is_much)
}

/// The claim whose headline stands for all: of many, one that tells what most tell, and rather by names.
fn lead<'a, 'b>(items: &'b [Item<'a>], table: &Table, cluster: &Cluster) -> &'b Item<'a> {
    let made;
    let pool = match &cluster.pool {
        _ if cluster.members.len() < 3 => None,
        Some(pool) => Some(pool),
        None => {
            made = Pool::new(table, &cluster.members);
            Some(&made)
        }
    };
    let names = |at: usize| table.bag(at).mark.names;
    let all = cluster.members.iter().map(|at| names(*at));
    let most = all.fold(f32::EPSILON, f32::max);
    let worth = |at: usize| {
        let central = pool.map_or(1.0, |pool| pool.likeness(table, at));
        let named = NAMELESS + (1.0 - NAMELESS) * (names(at) / most).sqrt();
        items[at].headline_worth() * (0.4 + 0.6 * central) * named
    };
    let members = cluster.members.iter().map(|at| (worth(*at), &items[*at]));
    let best = members.max_by(|a, b| {
        a.0.total_cmp(&b.0)
            .then_with(|| b.1.order().cmp(&a.1.order()))
    });
    best.expect("a cluster holds at least one claim").1
}

/// The date most newsrooms give; between equals the finer, then the first told. A coarser date that holds the
/// finer one supports it.
fn best_date(members: &[&Item<'_>]) -> Edtf {
    if let [only] = members {
        return only.claim.date;
    }
    let mut votes: FxHashMap<Edtf, f32> = FxHashMap::default();
    for item in members {
        *votes.entry(item.claim.date).or_default() += 1.0;
    }
    // "began on Thursday afternoon and ran past midnight": the second time is none of the beginning's.
    let is_aside = |turn: usize| {
        let item = members[turn];
        members[..turn].iter().any(|other| {
            item.document == other.document
                && item.claim.sentence == other.claim.sentence
                && !item.claim.sentence.is_empty()
                && item.claim.headline != other.claim.headline
        })
    };
    let mut candidates: Vec<(Edtf, usize)> = Vec::new();
    for (turn, item) in members.iter().enumerate() {
        if !is_aside(turn) && !candidates.iter().any(|(date, _)| *date == item.claim.date) {
            candidates.push((item.claim.date, turn));
        }
    }
    // A time of day is the event's when enough of those that give its day give it.
    let is_theirs = |date: Edtf| {
        let day = date.days();
        let of_day = votes.iter().filter(|(other, _)| other.days() == day);
        date.granularity() < Granularity::Minute
            || votes[&date] * 4.0 >= of_day.map(|(_, count)| count).sum::<f32>()
    };
    let support = |date: Edtf| -> f32 {
        votes
            .iter()
            .map(|(other, count)| {
                if *other == date || merge::refines(date, *other) {
                    *count
                } else {
                    0.0
                }
            })
            .sum()
    };
    candidates
        .into_iter()
        .max_by(|(a, turn_a), (b, turn_b)| {
            support(*a)
                .total_cmp(&support(*b))
                .then_with(|| is_theirs(*a).cmp(&is_theirs(*b)))
                .then_with(|| a.granularity().cmp(&b.granularity()))
                .then_with(|| turn_b.cmp(turn_a))
        })
        .map(|(date, _)| date)
        .expect("a cluster holds at least one claim")
}

/// Whether two claims give days that cannot both be right, and the other day is more than a slip of one among many.
fn is_disputed(members: &[&Item<'_>], date: Edtf) -> bool {
    let (days, mut agree) = (date.days(), 0);
    if members.len() < 2 || date.granularity() < Granularity::Day {
        return false;
    }
    let mut others: SmallVec<[(Edtf, usize); 4]> = SmallVec::new();
    for item in members {
        let other = item.claim.date;
        if other.granularity() < Granularity::Day {
            continue;
        }
        if other.days().overlaps(&days) {
            agree += 1;
            continue;
        }
        match others.iter_mut().find(|(known, _)| *known == other) {
            Some((_, count)) => *count += 1,
            None => others.push((other, 1)),
        }
    }
    others.iter().any(|(_, count)| count * SLIP >= agree)
}

/// Keeps the most important events; chains keep the events they name.
fn select(timeline: &mut Timeline, options: &Options) {
    let min = options.min_importance as f32;
    timeline.events.retain(|event| event.importance >= min);
    if let Some(most) = options
        .max_events
        .filter(|most| *most < timeline.events.len())
    {
        let mut ranked: Vec<(f32, ClaimId)> = timeline
            .events
            .iter()
            .map(|event| (event.importance, event.id))
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let kept: rustc_hash::FxHashSet<ClaimId> =
            ranked[..most].iter().map(|(_, id)| *id).collect();
        timeline.events.retain(|event| kept.contains(&event.id));
    }
    let kept: rustc_hash::FxHashSet<ClaimId> =
        timeline.events.iter().map(|event| event.id).collect();
    for event in &mut timeline.events {
        event.outcome = event.outcome.filter(|outcome| kept.contains(outcome));
    }
    for promise in &mut timeline.promises {
        promise.steps.retain(|step| kept.contains(&step.event));
    }
}

/// The claims of one article in order of importance: the first is what it mainly reports.
pub fn by_importance(claims: &[Claim]) -> Vec<&Claim> {
    let mut ordered: Vec<&Claim> = claims.iter().collect();
    ordered.sort_by(|a, b| b.importance.total_cmp(&a.importance));
    ordered
}
