//! Which claims are alike. In: all claims as numbers. Out: for each claim the earlier ones it is like enough to be of
//! one happening, with how much.
//!
//! Claims that share one of their rarest stems stand together in one sorted list, in order of their days; within it
//! each claim looks back over the near days. So only claims that share a rare word and a near date are ever compared,
//! and all lists are gone through side by side.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::merge::{Facts, Item, Kind, least, threshold};
use super::stems;
use crate::calendar::Edtf;

/// How many of a claim's rarest stems it is found by.
const KEYS: usize = 6;
/// How many claims of one day, and of longer dates, a claim is compared with for each of its rare stems.
const SAME_DAY: usize = 48;
const NEAR_DAYS: usize = 24;
const LONGER: usize = 96;
/// Days apart that sources which contradict each other may name.
const APART: u32 = 3;
/// What of their likeness two claims lose when neither has a name of the other.
const OWN_NAMES: f32 = 0.4;
/// How much more alike two claims are for each unit that the rarest word they share is rarer than is usual.
const RARE: f32 = 0.035;
const USUAL: f32 = 3.2;
/// A word so rare says enough alone.
const ALONE: f32 = 5.0;
/// What of their likeness two claims keep when they share nothing but names: who and where, not what.
const NAMES_ONLY: f32 = 0.9;
/// A name that so many claims have, as a share of the commonest, belongs to the main story.
const COMMON: f32 = 0.05;
/// So few articles need not be of one subject.
const FEW_ARTICLES: f32 = 6.0;
/// So many claims of a day make it half as likely that two of them are the same.
const CROWD: f32 = 10.0;
/// The claims of a day with so few are all compared, whether or not they share a rare word.
const SMALL_DAY: u32 = 32;
/// Days stand among the keys behind all stems.
const DAY_KEY: u32 = 1 << 30;
/// Where a list is cut for going through it side by side.
const PIECE: usize = 2_048;

/// All claims as numbers.
pub(super) struct Table {
    pub(super) facts: Vec<Facts>,
    /// Where each claim's stems begin in the lists below.
    starts: Vec<u32>,
    stems: Vec<u32>,
    /// The weight of each stem: its rarity, and what it is in its sentence.
    weights: Vec<f32>,
    marks: Vec<Mark>,
    /// The rarest stems of each claim and its day if it is a small one, ascending; `u32::MAX` where it has fewer.
    keys: Vec<[u32; KEYS + 1]>,
    /// How rare the rarest word usually is that two claims share.
    usual: f32,
    /// The names of the main story, 0–1 by how many articles have them.
    pub(super) names: FxHashMap<u32, f32>,
}

/// What tells at a glance that two claims cannot be alike.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    /// One bit for each stem.
    bits: [u64; 4],
    /// Stems whose bit was taken.
    taken: u32,
    /// The largest weight.
    largest: f32,
    /// The square root of the sum of weights, without what only stands beside the clause.
    pub(super) size: f32,
    /// The sum of all weights.
    all: f32,
    /// The weight of names.
    pub(super) names: f32,
}

impl Mark {
    pub(super) fn new(stems: &[u32], weights: &[f32]) -> Self {
        let mut mark = Self {
            bits: [0; 4],
            taken: 0,
            largest: 0.0,
            size: 0.0,
            all: weights.iter().sum(),
            names: stems::names_of(stems, weights),
        };
        for (stem, weight) in stems.iter().zip(weights) {
            let number = stems::key(*stem).wrapping_mul(0x9e37_79b1) >> 24;
            let (word, bit) = (&mut mark.bits[(number >> 6) as usize], 1 << (number & 63));
            mark.taken += u32::from(*word & bit != 0);
            *word |= bit;
            mark.largest = mark.largest.max(*weight);
            if !stems::is_beside(*stem) {
                mark.size += weight;
            }
        }
        mark.size = mark.size.sqrt();
        mark
    }

    /// The most weight that two claims can share.
    pub(super) fn most(&self, other: &Self) -> f32 {
        let shared: u32 = (0..4)
            .map(|at| (self.bits[at] & other.bits[at]).count_ones())
            .sum::<u32>()
            + self.taken.min(other.taken);
        let largest = self.largest.min(other.largest);
        if shared < if largest < ALONE { 2 } else { 1 } {
            return -1.0;
        }
        (shared as f32 * largest).min(self.all.min(other.all))
    }
}

/// What comparing asks of a claim first, side by side for the claims of one list.
#[derive(Clone, Copy)]
struct Row {
    facts: Facts,
    mark: Mark,
    item: u32,
}

/// Words to be compared, with their weights.
#[derive(Clone, Copy)]
pub(super) struct Bag<'a> {
    pub(super) stems: &'a [u32],
    pub(super) weights: &'a [f32],
    pub(super) mark: &'a Mark,
}

/// Shared weight over the geometric mean of both clauses: 1 for the same words, 0 for fewer than two shared ones or for
/// less than `least`; less where both name somebody or something and none of it is the same.
///
/// Where it is known how rare a word usually is, a rarer one makes them more alike, and may be enough alone.
fn compared(a: Bag<'_>, b: Bag<'_>, least: f32, usual: Option<f32>) -> f32 {
    let (mut weight, mut count, mut rarest) = (0.0, 0, 0.0_f32);
    let (mut names, mut deeds) = (false, false);
    stems::shared(a.stems, b.stems, |i, j| {
        let both = a.weights[i].min(b.weights[j]);
        let is_name = stems::is_name(a.stems[i]) || stems::is_name(b.stems[j]);
        weight += both;
        count += u32::from(both > 0.0);
        rarest = rarest.max(both / stems::of_names(a.stems[i]));
        names |= is_name;
        deeds |= both > 0.0
            && !is_name
            && !stems::is_outside(a.stems[i])
            && !stems::is_outside(b.stems[j]);
    });
    let size = a.mark.size * b.mark.size;
    let is_enough = count > 1 || usual.is_some() && rarest >= ALONE;
    if let Some(usual) = usual {
        weight += size * worth(rarest, usual);
    }
    if !is_enough || size == 0.0 || weight < least * size {
        return 0.0;
    }
    let score = (weight / size).clamp(0.0, 1.0);
    let have_names = a.mark.names > 0.0 && b.mark.names > 0.0;
    match (names, deeds) {
        (false, _) if have_names => score * (1.0 - OWN_NAMES),
        (true, false) if usual.is_some() => score * NAMES_ONLY,
        _ => score,
    }
}

/// What the rarest word that two claims share is worth, beside how alike they are.
pub(super) fn worth(rarest: f32, usual: f32) -> f32 {
    RARE * (rarest - usual).clamp(-3.0, 3.0)
}

/// How rare such a word usually is: on a small site, as rare as a word of two can be.
pub(super) fn usual(total: f32) -> f32 {
    rarity_of(2, total).min(USUAL)
}

/// How rare a stem is that so many of about `total` claims have.
pub(super) fn rarity_of(count: u32, total: f32) -> f32 {
    (1.0 + total / (count as f32 + 1.0)).ln()
}

/// How like a pool another or a claim is.
pub(super) fn alike(a: Bag<'_>, b: Bag<'_>, least: f32) -> f32 {
    compared(a, b, least, None)
}

/// How alike two claims are.
pub(super) struct Pair {
    pub(super) earlier: u32,
    /// How far above what is wanted.
    pub(super) score: f32,
}

/// The pairs of all claims, by the later one.
pub(super) struct Pairs {
    starts: Vec<u32>,
    pairs: Vec<Pair>,
}

impl Pairs {
    /// The earlier claims that `at` is like.
    pub(super) fn of(&self, at: usize) -> &[Pair] {
        &self.pairs[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

impl Table {
    pub(super) fn new(items: &[Item<'_>]) -> Self {
        let mut starts = Vec::with_capacity(items.len() + 1);
        starts.push(0);
        let mut stems = Vec::with_capacity(items.iter().map(|item| item.claim.stems.len()).sum());
        for item in items {
            stems.extend_from_slice(&item.claim.stems);
            starts.push(stems.len() as u32);
        }
        let (rarity, names) = rarity(items);
        let rows: Vec<(Vec<f32>, Mark, [u32; KEYS + 1])> = items
            .par_iter()
            .with_min_len(512)
            .map(|item| row(&item.claim.stems, &rarity))
            .collect();
        let mut weights = Vec::with_capacity(stems.len());
        let mut marks = Vec::with_capacity(items.len());
        let mut keys = Vec::with_capacity(items.len());
        for (of_claim, mark, rarest) in rows {
            weights.extend(of_claim);
            marks.push(mark);
            keys.push(rarest);
        }
        let mut sources: FxHashMap<&str, u32> = FxHashMap::default();
        let mut dates: FxHashMap<Edtf, u32> = FxHashMap::default();
        let numbers: Vec<(u32, u32)> = items
            .iter()
            .map(|item| {
                let (source, date) = (sources.len() as u32, dates.len() as u32);
                (
                    *dates.entry(item.claim.date).or_insert(date),
                    *sources.entry(item.source()).or_insert(source),
                )
            })
            .collect();
        let mut facts: Vec<Facts> = items
            .par_iter()
            .zip(numbers)
            .with_min_len(512)
            .map(|(item, (date, source))| Facts::new(item, date, source))
            .collect();
        let days = set_ease(&mut facts);
        for (keys, facts) in keys.iter_mut().zip(&facts) {
            let day = facts
                .day()
                .filter(|day| days[&(facts.kind, *day)] <= SMALL_DAY);
            if let Some(day) = day {
                // The last of them is free, and a day stands behind the stems.
                keys[KEYS] = DAY_KEY | (day as u32 & (DAY_KEY - 1));
                keys.sort_unstable();
            }
        }
        Self {
            facts,
            starts,
            stems,
            weights,
            marks,
            keys,
            usual: usual(total(items.len())),
            names,
        }
    }

    fn range(&self, at: usize) -> std::ops::Range<usize> {
        self.starts[at] as usize..self.starts[at + 1] as usize
    }

    /// How alike two claims are, 0–1.
    pub(super) fn similarity(&self, a: usize, b: usize) -> f32 {
        compared(self.bag(a), self.bag(b), 0.0, Some(self.usual))
    }

    /// A claim's stems and their weights.
    pub(super) fn bag(&self, at: usize) -> Bag<'_> {
        let range = self.range(at);
        Bag {
            stems: &self.stems[range.clone()],
            weights: &self.weights[range],
            mark: &self.marks[at],
        }
    }

    /// How far above what is wanted two claims are alike; `None` when they are not, or when another list holds
    /// both earlier.
    fn compare(&self, key: u32, a: &Row, b: &Row) -> Option<f32> {
        let size = a.mark.size * b.mark.size;
        let most = a.mark.most(&b.mark);
        if most < 0.0 {
            return None;
        }
        let most = most + size * worth(a.mark.largest.min(b.mark.largest), self.usual);
        if most < least(&a.facts, &b.facts) * size {
            return None;
        }
        let wanted = threshold(&a.facts, &b.facts)?;
        let (a, b) = (a.item as usize, b.item as usize);
        if most < wanted * size || self.first_shared(a, b) != Some(key) {
            return None;
        }
        let score = compared(self.bag(a), self.bag(b), wanted, Some(self.usual));
        (score >= wanted).then_some(score - wanted + 0.01)
    }

    fn first_shared(&self, a: usize, b: usize) -> Option<u32> {
        let of_b = &self.keys[b];
        let is_shared = |key: &u32| *key != u32::MAX && of_b.contains(key);
        self.keys[a].iter().copied().find(is_shared)
    }

    /// All pairs that are alike.
    pub(super) fn pairs(&self) -> Pairs {
        let mut places = self.places();
        places.par_sort_unstable();
        let mut pieces: Vec<(usize, usize, usize)> = Vec::new();
        let mut from = 0;
        for list in places.chunk_by(|a, b| a.key == b.key) {
            let to = from + list.len();
            // A list of one leads nowhere, and the mark of a missing stem is no stem.
            if list.len() > 1 && list[0].key != u32::MAX {
                for start in (from..to).step_by(PIECE) {
                    pieces.push((from, start, (start + PIECE).min(to)));
                }
            }
            from = to;
        }
        let found: Vec<Vec<(u32, Pair)>> = pieces
            .into_par_iter()
            .with_min_len(16)
            .fold(Vec::new, |mut found, (from, start, end)| {
                let piece = Piece {
                    places: &places[from..end],
                    start: start - from,
                    rows: places[start..end].iter().map(|p| self.row(*p)).collect(),
                };
                for at in piece.start..piece.places.len() {
                    self.look_back(&piece, at, &mut found);
                }
                found
            })
            .collect();
        self.by_later(found)
    }

    fn row(&self, place: Place) -> Row {
        let at = place.item as usize;
        Row {
            facts: self.facts[at],
            mark: self.marks[at],
            item: place.item,
        }
    }

    /// Every claim's place in each of its lists.
    fn places(&self) -> Vec<Place> {
        self.keys
            .par_iter()
            .zip(&self.facts)
            .enumerate()
            .with_min_len(512)
            .flat_map_iter(|(item, (keys, facts))| {
                let (class, first) = match (facts.day(), facts.first, facts.end) {
                    (Some(day), ..) => (Class::Day, day),
                    (_, Some(first), Some(_)) => (Class::Longer, first),
                    _ => (Class::Open, 0),
                };
                keys.iter()
                    .filter(|key| **key != u32::MAX)
                    .map(move |key| Place {
                        key: *key,
                        kind: facts.kind,
                        class,
                        first,
                        item: item as u32,
                        source: facts.source,
                    })
            })
            .collect()
    }

    /// Compares the claim at `at` in its list with those that stand before it.
    fn look_back(&self, piece: &Piece<'_>, at: usize, found: &mut Vec<(u32, Pair)>) {
        let (before, place) = (&piece.places[..at], piece.places[at]);
        let row = &piece.rows[at - piece.start];
        let mut meet = |at: usize| {
            let other = match at.checked_sub(piece.start) {
                Some(at) => &piece.rows[at],
                None => &self.row(before[at]),
            };
            if let Some(score) = self.compare(place.key, row, other) {
                let (earlier, later) = (other.item.min(place.item), other.item.max(place.item));
                found.push((later, Pair { earlier, score }));
            }
        };
        let is_same_class = |at: &usize| {
            let other = before[*at];
            other.kind == place.kind && other.class == place.class
        };
        let same_class = (0..before.len()).rev().take_while(is_same_class);
        match place.class {
            Class::Day => {
                let (mut day, mut left) = (place.first, SAME_DAY);
                let mut at = before.len();
                while at > 0 {
                    let other = before[at - 1];
                    let near = other.kind == place.kind
                        && other.class == Class::Day
                        && place.first.abs_diff(other.first) <= APART;
                    if !near {
                        break;
                    }
                    if other.first != day {
                        (day, left) = (other.first, NEAR_DAYS);
                    }
                    if left == 0 {
                        // The rest of this day is skipped.
                        at = before[..at].partition_point(|earlier| {
                            (earlier.kind, earlier.class, earlier.first)
                                < (place.kind, Class::Day, day)
                        });
                        continue;
                    }
                    left -= 1;
                    // Only another newsroom may give what happened another day.
                    if other.first == place.first
                        || (place.kind == Kind::Happened && other.source != place.source)
                    {
                        meet(at - 1);
                    }
                    at -= 1;
                }
            }
            Class::Longer => {
                same_class.take(LONGER).for_each(&mut meet);
                // Claims of one day stand before the longer ones.
                let (Some(first), Some(end)) = (row.facts.first, row.facts.end) else {
                    return;
                };
                let until = before.partition_point(|other| {
                    (other.kind, other.class, other.first) < (place.kind, Class::Day, end)
                });
                let is_within = |at: &usize| {
                    let other = before[*at];
                    other.kind == place.kind && other.class == Class::Day && other.first >= first
                };
                (0..until)
                    .rev()
                    .take_while(is_within)
                    .take(LONGER)
                    .for_each(&mut meet);
            }
            Class::Open => same_class.take(SAME_DAY).for_each(&mut meet),
        }
    }

    /// Sorts what was found by the later claim of each pair.
    fn by_later(&self, found: Vec<Vec<(u32, Pair)>>) -> Pairs {
        let mut starts = vec![0_u32; self.facts.len() + 1];
        for (later, _) in found.iter().flatten() {
            starts[*later as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut all: Vec<(u32, Pair)> = found.into_iter().flatten().collect();
        all.par_sort_unstable_by_key(|(later, pair)| (*later, pair.earlier));
        Pairs {
            starts,
            pairs: all.into_iter().map(|(_, pair)| pair).collect(),
        }
    }
}

/// A run of one list, with the list before it.
struct Piece<'a> {
    places: &'a [Place],
    /// Where the run begins.
    start: usize,
    /// The run's claims.
    rows: Vec<Row>,
}

/// How claims of one list are kept apart: those of a day stand before the longer ones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Day,
    Longer,
    Open,
}

/// A claim's place in the list of one stem.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    key: u32,
    kind: Kind,
    class: Class,
    first: i32,
    item: u32,
    source: u32,
}

/// On a small site nothing is rare: there every word counts nearly the same.
pub(super) fn total(claims: usize) -> f32 {
    claims as f32 + 50.0
}

/// How often a stem stands.
#[derive(Clone, Copy)]
struct Count {
    claims: u32,
    /// Articles that have it as a name, and the last of them.
    articles: u32,
    last: u32,
}

/// The rarity of each stem, and the names most articles tell, the first of them 1: a sentence told again in the same
/// words names nobody again.
fn rarity(items: &[Item<'_>]) -> (FxHashMap<u32, f32>, FxHashMap<u32, f32>) {
    let mut counts: FxHashMap<u32, Count> = FxHashMap::default();
    let mut told: FxHashSet<u64> = FxHashSet::default();
    for item in items {
        let is_new = told.insert(stems::signature(&item.claim.stems));
        for stem in &item.claim.stems {
            let count = counts.entry(stems::key(*stem)).or_insert(Count {
                claims: 0,
                articles: 0,
                last: u32::MAX,
            });
            count.claims += 1;
            // Claims of one article stand together.
            if is_new && stems::names(*stem) && count.last != item.document.0 {
                count.articles += 1;
                count.last = item.document.0;
            }
        }
    }
    let most = counts.values().map(|count| count.articles).max();
    let most = most.unwrap_or(0) as f32;
    let names = counts
        .iter()
        .filter(|(_, count)| count.articles > 0 && count.articles as f32 >= most * COMMON)
        .map(|(stem, count)| (*stem, (count.articles as f32 / most * 2.0).min(1.0)))
        .collect();
    let total = total(items.len());
    let rarity = counts
        .into_iter()
        .map(|(stem, count)| (stem, rarity_of(count.claims, total)))
        .collect();
    (rarity, names)
}

/// Sets how easily claims of one day are the same: the fewer the day has, the likelier, where the articles are enough to
/// be of one subject.
///
/// Returns how many claims each day has.
fn set_ease(facts: &mut [Facts]) -> FxHashMap<(Kind, i32), u32> {
    let of_day = |facts: &Facts| Some((facts.kind, facts.day()?));
    let mut days: FxHashMap<(Kind, i32), u32> = FxHashMap::default();
    for day in facts.iter().filter_map(of_day) {
        *days.entry(day).or_default() += 1;
    }
    // Claims of one article stand together.
    let articles = facts.chunk_by(|a, b| a.document == b.document).count() as f32;
    let known = ((articles - FEW_ARTICLES) / (articles + FEW_ARTICLES)).max(0.0);
    for facts in facts {
        if let Some(day) = of_day(facts) {
            facts.ease = known * CROWD / (CROWD + days[&day] as f32);
        }
    }
    days
}

/// The weights of a claim's stems, its mark, and its rarest stems.
fn row(stems: &[u32], rarity: &FxHashMap<u32, f32>) -> (Vec<f32>, Mark, [u32; KEYS + 1]) {
    let weights: Vec<f32> = stems
        .iter()
        .map(|stem| rarity[&stems::key(*stem)] * stems::weight(*stem))
        .collect();
    let mark = Mark::new(stems, &weights);
    let mut order: smallvec::SmallVec<[usize; 48]> = (0..stems.len())
        .filter(|place| weights[*place] > 0.0)
        .collect();
    if order.len() > KEYS {
        order.select_nth_unstable_by(KEYS, |a, b| {
            weights[*b]
                .total_cmp(&weights[*a])
                .then_with(|| stems[*a].cmp(&stems[*b]))
        });
        order.truncate(KEYS);
    }
    let mut keys = [u32::MAX; KEYS + 1];
    for (key, place) in keys.iter_mut().zip(order) {
        *key = stems::key(stems[place]);
    }
    keys.sort_unstable();
    (weights, mark, keys)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::Article;

    /// What comparing every claim with every other finds, among those whose marks and keys allow it.
    fn by_brute_force(table: &Table) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        for later in 0..table.facts.len() {
            for earlier in 0..later {
                let Some(wanted) = threshold(&table.facts[later], &table.facts[earlier]) else {
                    continue;
                };
                let is_like = table.similarity(later, earlier) >= wanted;
                if is_like && table.first_shared(later, earlier).is_some() {
                    found.push((later as u32, earlier as u32));
                }
            }
        }
        found
    }

    #[test]
    fn lists_lose_no_pair() {
        let options = crate::content::Options::new(&crate::config::Config::default());
        let tagger = crate::temporal::Tagger::for_language("en");
        let subjects = [
            "The council",
            "Orion Motors",
            "The Harbour Union",
            "Ministers",
        ];
        let verbs = ["closed", "approved", "rejected", "visited"];
        let objects = [
            "the Aldmoor bridge",
            "the budget",
            "a ferry contract",
            "the Calder tunnel",
        ];
        let articles: Vec<Article> = (0..120_usize)
            .map(|number| {
                let (a, b, c) = (number % 4, number / 4 % 4, number / 16 % 4);
                let day = 3 + number * 7 % 9;
                let date = if number % 11 == 0 {
                    "March 2016".to_owned()
                } else {
                    format!("{day} March 2016")
                };
                let text = format!(
                    "{} {} {} with {} votes in {date}.",
                    subjects[a],
                    verbs[b],
                    objects[c],
                    number % 3
                );
                let record = crate::content::Record {
                    id: format!("a{number:03}"),
                    published: Some("2016-03-20".into()),
                    title: None,
                    text,
                    language: Some("en".into()),
                };
                let mut document = crate::content::from_record(record, &options).expect("readable");
                document.meta.source = Some(format!("newsroom {}", number % 5));
                let sentences = crate::text::split(&document.text, &document.blocks);
                let context = crate::temporal::Context {
                    anchor: document.anchor,
                    ..Default::default()
                };
                let timexes = tagger.tag(&document.text, &document.blocks, &sentences, &context);
                let (claims, _) = crate::events::claims(&document, &sentences, &timexes);
                Article {
                    document,
                    sentences,
                    timexes,
                    claims,
                }
            })
            .collect();
        let items: Vec<Item<'_>> = articles
            .iter()
            .enumerate()
            .flat_map(|(at, article)| {
                article
                    .claims
                    .iter()
                    .enumerate()
                    .map(move |(index, claim)| {
                        let document = crate::content::DocumentId(at as u32);
                        Item::new(document, index as u32, article, claim)
                    })
            })
            .collect();
        assert!(items.len() > 100, "{} claims", items.len());
        let table = Table::new(&items);
        let pairs = table.pairs();
        let found: Vec<(u32, u32)> = (0..items.len())
            .flat_map(|at| {
                pairs
                    .of(at)
                    .iter()
                    .map(move |pair| (at as u32, pair.earlier))
            })
            .collect();
        let expected = by_brute_force(&table);
        assert!(expected.len() > 20, "{} pairs", expected.len());
        assert_eq!(found, expected);
    }
}
