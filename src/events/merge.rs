//! Which claims tell the same happening. In: claims in order of publication. Out: clusters of them.
//!
//! Each claim meets the earlier clusters it shares a rare word and a near date with; it joins the most similar one
//! when their words, weighted by rarity, agree enough for how near their dates are.

use rustc_hash::{FxHashMap, FxHashSet};

use super::types::{Article, Claim};
use super::words::Words;
use crate::calendar::{Edtf, Granularity, NaiveDate};
use crate::content::DocumentId;
use crate::corrections::{Entry, Status};

/// The stems of a sentence, each once, sorted.
pub(super) type Stems = Vec<u32>;

/// How many of a claim's rarest stems lead it to clusters, and how many clusters one stem leads to.
const KEYS: usize = 6;
const CANDIDATES: usize = 48;

/// One claim with its article.
pub(super) struct Item<'a> {
    pub document: DocumentId,
    pub index: u32,
    pub article: &'a Article,
    pub claim: &'a Claim,
    pub entry: Option<&'a Entry>,
    pub published: Option<NaiveDate>,
}

impl<'a> Item<'a> {
    pub(super) fn new(
        document: DocumentId,
        index: u32,
        article: &'a Article,
        claim: &'a Claim,
    ) -> Self {
        let entry = claim
            .correction
            .and_then(|index| article.document.corrections.events.get(index as usize));
        let published = article
            .document
            .anchor
            .and_then(|anchor| anchor.date.days().earliest);
        Self {
            document,
            index,
            article,
            claim,
            entry,
            published,
        }
    }

    /// Earliest published first, undated last, then path, then place in the text.
    pub(super) fn order(&self) -> (bool, Option<NaiveDate>, &'a str, u32, u32) {
        let claim = self.claim;
        (
            self.published.is_none(),
            self.published,
            &self.article.document.path,
            claim.sentence.start,
            self.index,
        )
    }

    /// Whether the article appeared before `date` was over.
    pub(super) fn is_before(&self, date: Edtf) -> bool {
        match (self.published, date.days().earliest) {
            (Some(published), Some(first)) => published < first,
            _ => false,
        }
    }

    /// How good a headline its own would be for the whole event.
    pub(super) fn headline_worth(&self) -> f32 {
        let words = self.claim.headline.split_whitespace().count();
        let length = match words {
            0..=2 => 0.3,
            3..=4 => 0.8,
            5..=14 => 1.0,
            _ => 0.85,
        };
        let happened = if self.claim.status == Status::Happened {
            1.1
        } else {
            1.0
        };
        let made = if self.claim.sentence.is_empty() {
            1.5
        } else {
            1.0
        };
        length * happened * made * (0.4 + self.claim.importance)
    }

    fn source(&self) -> &str {
        self.article.document.meta.source.as_deref().unwrap_or("")
    }
}

/// Claims of one happening, as indexes into the items, in their order.
pub(super) struct Cluster {
    pub members: Vec<usize>,
}

/// Groups `items`, which are sorted by [`Item::order`].
pub(super) fn merge(items: &[Item<'_>]) -> Vec<Cluster> {
    let mut vocabulary = Vocabulary::default();
    let stems: Vec<Stems> = items.iter().map(|item| vocabulary.stems(item)).collect();
    let rarity = vocabulary.rarity(items.len());
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut index: FxHashMap<(u32, i32), Vec<u32>> = FxHashMap::default();
    let by_id: FxHashMap<String, usize> = items
        .iter()
        .enumerate()
        .map(|(at, item)| (item.claim.id.to_string(), at))
        .collect();
    let mut home: Vec<u32> = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        let months = months(item.claim.date);
        let mut keys = stems[at].clone();
        keys.sort_by(|a, b| {
            rarity[*b as usize]
                .total_cmp(&rarity[*a as usize])
                .then_with(|| a.cmp(b))
        });
        keys.truncate(KEYS);
        let asked = item.entry.and_then(|entry| {
            entry
                .same_as
                .iter()
                .find_map(|id| by_id.get(id).filter(|other| **other < at))
        });
        let mut best: Option<(f32, u32)> = asked.map(|other| (f32::MAX, home[*other]));
        if best.is_none() {
            let mut seen: FxHashSet<u32> = FxHashSet::default();
            for key in &keys {
                for month in months.clone() {
                    let Some(list) = index.get(&(*key, month)) else {
                        continue;
                    };
                    for cluster in list.iter().rev().take(CANDIDATES) {
                        if !seen.insert(*cluster) {
                            continue;
                        }
                        let score =
                            affinity(items, &stems, &rarity, &clusters[*cluster as usize], at);
                        if score > 0.0
                            && best.is_none_or(|(most, id)| {
                                score > most || (score == most && *cluster < id)
                            })
                        {
                            best = Some((score, *cluster));
                        }
                    }
                }
            }
        }
        let cluster = match best {
            Some((_, cluster)) => {
                clusters[cluster as usize].members.push(at);
                cluster
            }
            None => {
                clusters.push(Cluster { members: vec![at] });
                clusters.len() as u32 - 1
            }
        };
        home.push(cluster);
        for key in keys {
            for month in months.clone() {
                let list = index.entry((key, month)).or_default();
                if !list.contains(&cluster) {
                    list.push(cluster);
                }
            }
        }
    }
    join_asked(items, &by_id, &home, clusters)
}

/// Joins clusters that an editor's `same_as` names although the named claim comes later.
fn join_asked(
    items: &[Item<'_>],
    by_id: &FxHashMap<String, usize>,
    home: &[u32],
    mut clusters: Vec<Cluster>,
) -> Vec<Cluster> {
    for (at, item) in items.iter().enumerate() {
        for id in item.entry.map_or(&[][..], |entry| &entry.same_as) {
            let Some(other) = by_id.get(id) else { continue };
            let holder = |wanted: usize, clusters: &[Cluster]| {
                clusters
                    .iter()
                    .position(|cluster| cluster.members.contains(&wanted))
            };
            if home[at] == home[*other] {
                continue;
            }
            let (Some(a), Some(b)) = (holder(at, &clusters), holder(*other, &clusters)) else {
                continue;
            };
            if a != b {
                let moved = std::mem::take(&mut clusters[a.max(b)].members);
                let kept = &mut clusters[a.min(b)].members;
                kept.extend(moved);
                kept.sort_unstable();
            }
        }
    }
    clusters.retain(|cluster| !cluster.members.is_empty());
    clusters
}

/// How much claim `at` belongs to `cluster`; 0 when it does not.
fn affinity(
    items: &[Item<'_>],
    stems: &[Stems],
    rarity: &[f32],
    cluster: &Cluster,
    at: usize,
) -> f32 {
    let item = &items[at];
    let mut best: f32 = 0.0;
    // The first claims and the last ones stand for the cluster.
    let members = cluster
        .members
        .iter()
        .take(6)
        .chain(cluster.members.iter().skip(6).rev().take(4));
    for &member in members {
        let other = &items[member];
        if is_apart(item, other) {
            return 0.0;
        }
        let Some(threshold) = threshold(item, other) else {
            continue;
        };
        let score = similarity(&stems[at], &stems[member], rarity);
        if score >= threshold {
            best = best.max(score - threshold + 0.01);
        }
    }
    best
}

fn is_apart(a: &Item<'_>, b: &Item<'_>) -> bool {
    let names = |item: &Item<'_>, other: &Item<'_>| {
        item.entry.is_some_and(|entry| {
            let id = other.claim.id.to_string();
            entry.apart_from.contains(&id)
        })
    };
    names(a, b) || names(b, a)
}

/// The similarity two claims need to be one happening; `None` when their dates keep them apart.
fn threshold(a: &Item<'_>, b: &Item<'_>) -> Option<f32> {
    let (first, second) = (a.claim.date, b.claim.date);
    if first.is_yearless() != second.is_yearless() {
        return None;
    }
    let base = if first == second {
        match first.granularity() {
            Granularity::Day | Granularity::Minute => 0.22,
            Granularity::Week | Granularity::Month => 0.32,
            _ => 0.45,
        }
    } else if refines(first, second) || refines(second, first) {
        match first.granularity().min(second.granularity()) {
            Granularity::Day | Granularity::Minute => 0.22,
            Granularity::Week => 0.34,
            Granularity::Month => 0.42,
            _ => 0.6,
        }
    } else {
        let (one, two) = (first.days(), second.days());
        let gap = match (one.earliest, two.earliest) {
            (Some(one), Some(two)) => (one - two).num_days().abs(),
            _ => return None,
        };
        let fine =
            first.granularity() >= Granularity::Day && second.granularity() >= Granularity::Day;
        match gap {
            1 if fine => 0.42,
            _ => return None,
        }
    };
    let planned = |item: &Item<'_>| item.claim.status != Status::Happened;
    let mixed = if planned(a) == planned(b) || first == second {
        0.0
    } else {
        0.12
    };
    let same_article = if a.document == b.document { 0.2 } else { 0.0 };
    let same_source = if a.source() == b.source() { 0.03 } else { 0.0 };
    Some(base + mixed + same_article + same_source)
}

/// Whether `fine` lies within `coarse` and is finer.
pub(super) fn refines(fine: Edtf, coarse: Edtf) -> bool {
    let (inner, outer) = (fine.days(), coarse.days());
    if fine.granularity() < coarse.granularity() {
        return false;
    }
    match (inner.earliest, inner.latest, outer.earliest, outer.latest) {
        (Some(a), Some(b), Some(c), Some(d)) => c <= a && b <= d,
        _ => false,
    }
}

/// Shared weight over the smaller total, damped by the larger: 1 for the same words.
pub(super) fn similarity(a: &[u32], b: &[u32], rarity: &[f32]) -> f32 {
    let weight = |stems: &[u32]| -> f32 { stems.iter().map(|stem| rarity[*stem as usize]).sum() };
    let (mut i, mut j, mut shared, mut count) = (0, 0, 0.0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += rarity[a[i] as usize];
                count += 1;
                i += 1;
                j += 1;
            }
        }
    }
    if count < 2 {
        return 0.0;
    }
    shared / (weight(a) * weight(b)).sqrt().max(f32::EPSILON)
}

/// The months a claim of this date is looked up in and found under.
fn months(date: Edtf) -> std::ops::RangeInclusive<i32> {
    use chrono::Datelike as _;
    let days = date.days();
    let month = |day: NaiveDate| day.year() * 12 + day.month0() as i32;
    let first = days.earliest.or(days.latest).unwrap_or(NaiveDate::MIN);
    let first = month(first.pred_opt().unwrap_or(first));
    let last = days.latest.map_or(first, month);
    first..=last.min(first + 13)
}

#[derive(Default)]
struct Vocabulary {
    numbers: FxHashMap<String, u32>,
    counts: Vec<u32>,
}

impl Vocabulary {
    /// The stems of the claim's sentence or headline, its date's words left out.
    fn stems(&mut self, item: &Item<'_>) -> Stems {
        let words = Words::for_language(item.article.document.meta.language.as_deref());
        let text = &item.article.document.text;
        let mentions: Vec<_> = item
            .claim
            .mentions
            .iter()
            .map(|at| item.article.timexes[*at as usize].span)
            .collect();
        let mut out = Vec::new();
        if item.claim.sentence.is_empty() {
            self.add(words, &item.claim.headline, &mut out);
        } else {
            let sentence = item.claim.sentence;
            let mut from = sentence.start as usize;
            for mention in mentions {
                self.add(
                    words,
                    &text[from..(mention.start as usize).max(from)],
                    &mut out,
                );
                from = (mention.end as usize).max(from);
            }
            self.add(
                words,
                &text[from..(sentence.end as usize).max(from)],
                &mut out,
            );
            self.add(words, &item.claim.headline, &mut out);
        }
        out.sort_unstable();
        out.dedup();
        for stem in &out {
            self.counts[*stem as usize] += 1;
        }
        out
    }

    fn add(&mut self, words: &Words, text: &str, out: &mut Stems) {
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            if word.len() < 2 {
                continue;
            }
            let lower = word.to_lowercase();
            if words.stop.contains(&lower) {
                continue;
            }
            let stem = words.stem(&lower);
            let number = match self.numbers.get(stem.as_ref()) {
                Some(number) => *number,
                None => {
                    let number = self.counts.len() as u32;
                    self.numbers.insert(stem.into_owned(), number);
                    self.counts.push(0);
                    number
                }
            };
            out.push(number);
        }
    }

    fn rarity(&self, claims: usize) -> Vec<f32> {
        let total = claims.max(1) as f32;
        self.counts
            .iter()
            .map(|count| (1.0 + total / (*count).max(1) as f32).ln())
            .collect()
    }
}

/// The stems of a whole cluster's headlines and sentences, as numbers that agree between clusters.
pub(super) fn stems_of(items: &[Item<'_>], cluster: &Cluster) -> Stems {
    let mut out = Vec::new();
    for at in cluster.members.iter().take(8) {
        let item = &items[*at];
        let words = Words::for_language(item.article.document.meta.language.as_deref());
        let text = if item.claim.sentence.is_empty() {
            item.claim.headline.as_str()
        } else {
            item.claim.sentence.of(&item.article.document.text)
        };
        for word in text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() > 2)
        {
            let lower = word.to_lowercase();
            if !words.stop.contains(&lower) && !lower.starts_with(|c: char| c.is_ascii_digit()) {
                let hash = blake3::hash(words.stem(&lower).as_bytes());
                out.push(u32::from_le_bytes(
                    hash.as_bytes()[..4]
                        .try_into()
                        .expect("four bytes of a hash"),
                ));
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}
