//! Clusters that tell one happening, though no two of their claims are alike enough alone. In: clusters of claims. Out:
//! fewer, larger ones.
//!
//! What many claims say together tells better what happened than each alone: a cluster's pool holds every word of its
//! claims, by how many use it. The largest clusters come first; each other joins the one whose pool it resembles as its
//! own claims do, or less where some of the claims of both are alike. Nothing joins over a third, so that no chain of
//! likenesses leads from one happening to the next.

use std::cmp::Reverse;

use chrono::{Datelike as _, NaiveDate};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::merge::{Cluster, Facts, Kind};
use super::near::{Bag, Mark, Pairs, Table, alike};
use super::stems;
use crate::calendar::Granularity;

/// How many pools of one day, month or year are looked at, the largest.
const MOST: usize = 48;
/// Days of the longest date that joins a finer one.
const LONGEST: i32 = 31;

/// How like a pool something of its day, a day of its month, its month, its year must be, as a share of how like it its own claims are: less
/// where many claims made it, least where many made both.
const DAY: [f32; 3] = [0.4, 0.3, 0.24];
const OF_MONTH: [f32; 3] = [0.54, 0.4, 0.335];
const MONTH: [f32; 3] = [0.48, 0.355, 0.3];
const YEAR: [f32; 3] = [0.675, 0.6, 0.6];
/// And at least this like.
const LEAST: f32 = 0.16;
/// The words of so many of its first claims make a pool.
const SPEAK: usize = 24;
/// So few claims of many settle no date.
const FEW: usize = 2;
/// Claims of a large pool.
const MANY: u32 = 5;
/// How much more is wanted of what the same articles tell: they told it apart.
const TOLD_APART: f32 = 0.6;

/// Claims of the largest cluster whose ties are counted.
const TIED: usize = 12;
/// How much less is wanted where claims of both are alike, by the share of such pairs, at most.
const TIE: f32 = 1.5;
const MOST_TIED: f32 = 0.75;

/// Which clusters have claims that are alike, and how many pairs of them.
pub(super) struct Ties(FxHashMap<(u32, u32), u32>);

impl Ties {
    /// `home` is the cluster of each claim.
    pub(super) fn new(pairs: &Pairs, home: &[(u32, u32)], clusters: &[Cluster]) -> Self {
        let is_small = |cluster: u32| clusters[cluster as usize].members.len() <= TIED;
        let mut ties = FxHashMap::default();
        for (at, (cluster, _)) in home.iter().enumerate() {
            if !is_small(*cluster) {
                continue;
            }
            for pair in pairs.of(at) {
                let other = home[pair.earlier as usize].0;
                if other != *cluster && is_small(other) {
                    *ties
                        .entry((other.min(*cluster), other.max(*cluster)))
                        .or_default() += 1;
                }
            }
        }
        Self(ties)
    }

    /// The share of the pairs of two clusters' claims that are alike.
    fn share(&self, a: usize, b: usize, pairs: u32) -> f32 {
        let (a, b) = (a as u32, b as u32);
        let tied = self.0.get(&(a.min(b), a.max(b))).copied().unwrap_or(0);
        tied as f32 / pairs as f32
    }
}

/// What the claims of a cluster say together.
pub(super) struct Pool {
    stems: Vec<u32>,
    weights: Vec<f32>,
    mark: Mark,
    /// How like it its own claims are, on the average.
    cohesion: f32,
    /// How many they are.
    count: u32,
    facts: Facts,
    /// Its articles, ascending.
    documents: SmallVec<[u32; 4]>,
    /// The days its claims give, ascending.
    days: SmallVec<[i32; 4]>,
}

impl Pool {
    pub(super) fn new(table: &Table, members: &[usize]) -> Self {
        let speak = &members[..members.len().min(SPEAK)];
        let mut all: Vec<(u32, f32)> = Vec::with_capacity(speak.len() * 12);
        for at in speak {
            let bag = table.bag(*at);
            all.extend(bag.stems.iter().copied().zip(bag.weights.iter().copied()));
        }
        all.sort_unstable_by(|a, b| {
            let key = stems::key(a.0).cmp(&stems::key(b.0));
            key.then(a.0.cmp(&b.0)).then(a.1.total_cmp(&b.1))
        });
        let share = 1.0 / speak.len() as f32;
        let (mut stems, mut weights): (Vec<u32>, Vec<f32>) = (Vec::new(), Vec::new());
        for run in all.chunk_by(|a, b| stems::key(a.0) == stems::key(b.0)) {
            stems.push(run[run.len() / 2].0);
            weights.push(run.iter().map(|(_, weight)| weight).sum::<f32>() * share);
        }
        let mut documents: SmallVec<[u32; 4]> =
            members.iter().map(|at| table.facts[*at].document).collect();
        documents.sort_unstable();
        documents.dedup();
        let mut days: SmallVec<[i32; 4]> = members
            .iter()
            .filter_map(|at| table.facts[*at].day())
            .collect();
        days.sort_unstable();
        days.dedup();
        let mut pool = Self {
            mark: Mark::new(&stems, &weights),
            stems,
            weights,
            cohesion: 1.0,
            count: members.len() as u32,
            facts: best_facts(table, members),
            documents,
            days,
        };
        let likeness = |at: &usize| alike(pool.bag(), table.bag(*at), 0.0);
        pool.cohesion = speak.iter().map(likeness).sum::<f32>() * share;
        pool
    }

    fn bag(&self) -> Bag<'_> {
        Bag {
            stems: &self.stems,
            weights: &self.weights,
            mark: &self.mark,
        }
    }

    fn view(&self, cluster: usize) -> View<'_> {
        View {
            bag: self.bag(),
            facts: &self.facts,
            documents: &self.documents,
            days: &self.days,
            cohesion: Some(self.cohesion),
            count: self.count,
            cluster,
        }
    }

    /// How like it a claim is, beside its own claims on the average.
    pub(super) fn likeness(&self, table: &Table, at: usize) -> f32 {
        alike(self.bag(), table.bag(at), 0.0) / self.cohesion.max(0.05)
    }

    /// The share of the smaller's articles that tell both.
    fn overlap(&self, other: &[u32]) -> f32 {
        let both = other
            .iter()
            .filter(|document| self.documents.binary_search(document).is_ok())
            .count();
        both as f32 / self.documents.len().min(other.len()).max(1) as f32
    }
}

/// The date most of the claims give or hold: between equals the finer, then the first. One that few of them give, where
/// the others tell it coarser, is not theirs.
fn best_facts(table: &Table, members: &[usize]) -> Facts {
    let mut dates: SmallVec<[(Facts, usize); 4]> = SmallVec::new();
    for at in members {
        let facts = table.facts[*at];
        match dates
            .iter_mut()
            .find(|(known, _)| known.is_same_date(&facts))
        {
            Some((_, count)) => *count += 1,
            None => dates.push((facts, 1)),
        }
    }
    let support = |facts: &Facts| -> usize {
        let of = |(other, count): &(Facts, usize)| if facts.refines(other) { *count } else { 0 };
        dates.iter().map(of).sum()
    };
    let best = dates.iter().enumerate().max_by_key(|(at, (facts, count))| {
        let is_theirs = *count > FEW || count * (FEW + 2) >= members.len();
        (is_theirs, support(facts), facts.granularity, Reverse(*at))
    });
    best.expect("a cluster holds at least one claim").1.0
}

/// Joins `clusters`, of which `part` says what must not meet.
pub(super) fn gather(
    table: &Table,
    mut clusters: Vec<Cluster>,
    ties: &Ties,
    part: impl Fn(usize, &[usize]) -> bool + Sync,
) -> Vec<Cluster> {
    // What an editor wrote is joined by its words alone.
    let is_free = |members: &[usize]| !members.iter().any(|at| table.facts[*at].is_written);
    let mut large: Vec<usize> = (0..clusters.len())
        .filter(|at| clusters[*at].members.len() > 1 && is_free(&clusters[*at].members))
        .collect();
    large.sort_by_key(|at| (Reverse(clusters[*at].members.len()), *at));
    let pools: Vec<Pool> = large
        .par_iter()
        .with_min_len(64)
        .map(|at| Pool::new(table, &clusters[*at].members))
        .collect();
    let mut found = Found {
        large: &large,
        ties,
        index: Index::default(),
        dates: pools.iter().map(|pool| pool.facts).collect(),
        pools: &pools,
    };
    // Which cluster takes which.
    let mut joins: Vec<(usize, usize)> = Vec::new();
    for (turn, pool) in pools.iter().enumerate() {
        let members = &clusters[large[turn]].members;
        let is_apart = |first: usize| {
            let others = &clusters[large[first]].members;
            members.iter().any(|at| part(*at, others))
        };
        match found
            .best(pool.view(large[turn]))
            .filter(|first| !is_apart(*first))
        {
            Some(first) => {
                joins.push((large[first], large[turn]));
                found.refine(first, &pool.facts);
            }
            None => found.index.add(turn, &pool.facts),
        }
    }
    let singles: Vec<(usize, usize)> = (0..clusters.len())
        .into_par_iter()
        .with_min_len(256)
        .filter_map(|at| {
            let [only] = clusters[at].members[..] else {
                return None;
            };
            if table.facts[only].is_written {
                return None;
            }
            let first = found.best(View {
                bag: table.bag(only),
                facts: &table.facts[only],
                documents: &[table.facts[only].document],
                days: table.facts[only].day().as_slice(),
                cohesion: None,
                count: 1,
                cluster: at,
            })?;
            let is_apart = part(only, &clusters[large[first]].members);
            (!is_apart).then_some((large[first], at))
        })
        .collect();
    joins.extend(singles);
    for (at, pool) in large.into_iter().zip(pools) {
        clusters[at].pool = Some(pool);
    }
    for &(into, from) in &joins {
        let moved = std::mem::take(&mut clusters[from].members);
        clusters[into].take(moved);
    }
    for (into, _) in joins {
        clusters[into].members.sort_unstable();
    }
    clusters.retain(|cluster| !cluster.members.is_empty());
    clusters.sort_unstable_by_key(|cluster| cluster.members[0]);
    clusters
}

/// The pools that stand, and where they are found.
struct Found<'a> {
    pools: &'a [Pool],
    /// The number of each pool's cluster.
    large: &'a [usize],
    ties: &'a Ties,
    /// A pool of a coarse date takes the finer one of the first that joins it.
    dates: Vec<Facts>,
    index: Index,
}

/// What looks for a pool to join: a smaller pool, or a claim by itself.
#[derive(Clone, Copy)]
struct View<'a> {
    bag: Bag<'a>,
    facts: &'a Facts,
    documents: &'a [u32],
    days: &'a [i32],
    /// `None` for a claim by itself, which gives no pool its date.
    cohesion: Option<f32>,
    count: u32,
    /// The number of its cluster.
    cluster: usize,
}

impl Found<'_> {
    /// The pool that `view` is most like beyond what is wanted, the larger between equals.
    fn best(&self, view: View<'_>) -> Option<usize> {
        let mut best: Option<(f32, usize)> = None;
        for other in self.index.near(view.facts) {
            let pool = &self.pools[other];
            let sizes = pool.mark.size * view.bag.mark.size;
            if pool.mark.most(view.bag.mark) < LEAST * (1.0 - MOST_TIED) * sizes {
                continue;
            }
            let Some(wanted) = self.wanted(other, &view) else {
                continue;
            };
            let above = alike(pool.bag(), view.bag, wanted) / wanted;
            let is_better = |(most, first)| above > most || (above == most && other < first);
            if above >= 1.0 && best.is_none_or(is_better) {
                best = Some((above, other));
            }
        }
        best.map(|(_, other)| other)
    }

    /// How like the pool `number` it must be; `None` when their dates keep them apart.
    fn wanted(&self, number: usize, view: &View<'_>) -> Option<f32> {
        let (pool, date, other) = (&self.pools[number], &self.dates[number], view.facts);
        if date.kind != other.kind || date.is_yearless != other.is_yearless {
            return None;
        }
        let longest = length(date)?.max(length(other)?);
        let is_same = date.first == other.first && date.end == other.end;
        let may_refine = view.cohesion.is_some() && other.refines(date);
        if !(is_same || date.refines(other) || may_refine) {
            return None;
        }
        // What some give one day and others another is no one happening of the week or month that holds both.
        let is_own = |days: &[i32], day: i32| days.is_empty() || days.contains(&day);
        let are_apart = match (date.day(), other.day()) {
            (None, Some(day)) => !is_own(&pool.days, day),
            (Some(day), None) => !is_own(view.days, day),
            _ => false,
        };
        if are_apart {
            return None;
        }
        let overlap = pool.overlap(view.documents);
        // Two times of one article are two happenings.
        let are_times =
            date.granularity == Granularity::Minute && other.granularity == Granularity::Minute;
        if are_times && overlap > 0.0 && !date.is_same_date(other) {
            return None;
        }
        let many = [pool.count, view.count]
            .into_iter()
            .filter(|count| *count >= MANY);
        let share = match longest {
            1 => DAY,
            // A week or a month holds many days, and many things that are told of each.
            ..=LONGEST if length(date)?.min(length(other)?) == 1 => OF_MONTH,
            ..=LONGEST => MONTH,
            _ => YEAR,
        }[many.count()];
        // What one article tells apart is not tied by being told alike.
        let pairs = pool.count * view.count;
        let tied = self.ties.share(self.large[number], view.cluster, pairs) * (1.0 - overlap);
        let cohesion = match view.cohesion {
            Some(other) => pool.cohesion.min((pool.cohesion * other).sqrt()),
            None => pool.cohesion,
        };
        let wanted = (share * cohesion * (1.0 + TOLD_APART * overlap)).max(LEAST);
        Some(wanted * (1.0 - (TIE * tied).min(MOST_TIED)))
    }

    fn refine(&mut self, first: usize, facts: &Facts) {
        let date = &mut self.dates[first];
        if facts.refines(date) && !date.refines(facts) {
            *date = *facts;
            self.index.add(first, facts);
        }
    }
}

/// Pools by their dates, the largest first.
#[derive(Default)]
struct Index {
    by_date: FxHashMap<(Kind, Period), SmallVec<[u32; 4]>>,
}

/// Where pools of a date stand in the index, and where those of finer dates within it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Period {
    Day(i32),
    Month(i32),
    InMonth(i32),
    Year(i32),
    InYear(i32),
}

impl Index {
    fn add(&mut self, number: usize, facts: &Facts) {
        let Some([day, month, year]) = parts(facts) else {
            return;
        };
        let periods: &[Period] = match length(facts) {
            Some(1) => &[
                Period::Day(day),
                Period::InMonth(month),
                Period::InYear(year),
            ],
            Some(..=LONGEST) => &[Period::Month(month), Period::InYear(year)],
            _ => &[Period::Year(year)],
        };
        for period in periods {
            let list = self.by_date.entry((facts.kind, *period)).or_default();
            if list.len() < MOST {
                list.push(number as u32);
            }
        }
    }

    /// Pools of a date that may hold the other or be held by it; one may come twice.
    fn near(&self, facts: &Facts) -> impl Iterator<Item = usize> {
        let periods = parts(facts).map_or([None; 3], |[day, month, year]| match length(facts) {
            Some(1) => [Period::Day(day), Period::Month(month), Period::Year(year)].map(Some),
            Some(..=LONGEST) => [
                Period::Month(month),
                Period::InMonth(month),
                Period::Year(year),
            ]
            .map(Some),
            _ => [Some(Period::Year(year)), Some(Period::InYear(year)), None],
        });
        let lists = periods.into_iter().flatten();
        lists
            .filter_map(move |period| self.by_date.get(&(facts.kind, period)))
            .flatten()
            .map(|number| *number as usize)
    }
}

/// How many days a date spans, at most a year.
fn length(facts: &Facts) -> Option<i32> {
    Some(facts.end? - facts.first?).filter(|days| (1..=366).contains(days))
}

/// The first day of a date of at most a year, its month and its year, as numbers.
fn parts(facts: &Facts) -> Option<[i32; 3]> {
    length(facts)?;
    let first = NaiveDate::from_num_days_from_ce_opt(facts.first?)?;
    let (year, month) = (first.year(), first.month0() as i32);
    Some([facts.first?, year * 12 + month, year])
}
