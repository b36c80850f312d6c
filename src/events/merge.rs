//! Which claims tell the same happening. In: claims in order of publication. Out: clusters of them.
//!
//! `near` finds the pairs of claims whose words, weighted by rarity, agree enough for how near their dates are. Then
//! each claim, in order, joins the cluster that holds the claim it is most like.

use std::borrow::Borrow;

use chrono::Datelike as _;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::near::Table;
use super::pool::{self, Pool};
use super::stems;
use super::types::{Article, Claim, ClaimId};
use super::words::Words;
use crate::calendar::{Edtf, Granularity, NaiveDate};
use crate::content::DocumentId;
use crate::corrections::{Entry, Status};

/// One claim with its article.
pub(super) struct Item<'a> {
    pub document: DocumentId,
    pub index: u32,
    pub article: &'a Article,
    pub claim: &'a Claim,
    pub entry: Option<&'a Entry>,
    pub published: Option<NaiveDate>,
    /// The words of its article's language.
    pub words: &'static Words,
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
            words: Words::for_language(article.document.meta.language.as_deref()),
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
        let characters = self.claim.headline.chars().count();
        let length = match (words, characters) {
            (0..=2, _) => 0.3,
            (3, _) => 0.7,
            (4, _) => 0.85,
            (_, 25..=90) => 1.0,
            _ => 0.85,
        };
        let length = length * self.stands_alone();
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

    /// How well its headline reads without its article, 0–1: from its first and last words, and from whether it names
    /// anybody or anything.
    pub(super) fn stands_alone(&self) -> f32 {
        let words = self.words;
        let mut of_headline = self.claim.headline.split_whitespace();
        let first = of_headline.next().unwrap_or("").to_lowercase();
        let is_named = first.starts_with(|c: char| c.is_ascii_digit())
            || of_headline.clone().any(|word| {
                let plain = word.trim_start_matches(|c: char| !c.is_alphanumeric());
                plain.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            });
        let last = of_headline.next_back().unwrap_or("").to_lowercase();
        let mut worth = 1.0;
        if !is_named && !words.verb_second {
            worth *= NAMES_NOTHING;
        }
        if first == words.definite && !words.verb_second {
            let leans = of_headline
                .take(3)
                .take_while(|word| word.starts_with(char::is_lowercase))
                .any(|word| words.leans(word));
            worth *= if leans { LEANS } else { 1.0 };
        }
        if words.points_back.contains(&first) {
            worth *= 0.6;
        }
        if words.points_on.contains(&last) {
            worth *= 0.7;
        }
        worth
    }

    pub(super) fn source(&self) -> &str {
        self.article.document.meta.source.as_deref().unwrap_or("")
    }
}

/// Claims of one happening, as indexes into the items, in their order.
pub(super) struct Cluster {
    pub members: Vec<usize>,
    /// What its claims say together, as far as that was worked out; where others join, it goes.
    pub pool: Option<Pool>,
}

impl Cluster {
    fn of(at: usize) -> Self {
        Self {
            members: vec![at],
            pool: None,
        }
    }

    /// Takes the claims of another.
    pub(super) fn take(&mut self, members: Vec<usize>) {
        self.members.extend(members);
        self.pool = None;
    }
}

/// What a headline keeps without a name or figure, and with a subject that only its article explains: "the company".
const NAMES_NOTHING: f32 = 0.8;
const LEANS: f32 = 0.7;

/// How many of a cluster's first and last claims stand for it.
const FIRST: u32 = 6;
const LAST: u32 = 4;

/// Groups `items`, which are sorted by [`Item::order`].
pub(super) fn merge(items: &[Item<'_>], table: &Table) -> Vec<Cluster> {
    let pairs = table.pairs();
    let by_id = ids(items);
    let links = Links::new(items, &by_id);
    let mut clusters: Vec<Cluster> = Vec::new();
    // The cluster of each claim, and its place in it.
    let mut home: Vec<(u32, u32)> = Vec::with_capacity(items.len());
    for at in 0..items.len() {
        let cluster = match links.earlier.get(&at) {
            Some(&other) => Some(home[other].0),
            None => {
                let mut best: Option<(f32, u32)> = None;
                for pair in pairs.of(at) {
                    let (cluster, place) = home[pair.earlier as usize];
                    let members = &clusters[cluster as usize].members;
                    let stands_for = place < FIRST || place + LAST >= members.len() as u32;
                    let is_better =
                        |(most, id)| pair.score > most || (pair.score == most && cluster < id);
                    if stands_for && best.is_none_or(is_better) && !links.part(at, members) {
                        best = Some((pair.score, cluster));
                    }
                }
                best.map(|(_, cluster)| cluster)
            }
        };
        match cluster {
            Some(cluster) => {
                let members = &mut clusters[cluster as usize].members;
                home.push((cluster, members.len() as u32));
                members.push(at);
            }
            None => {
                home.push((clusters.len() as u32, 0));
                clusters.push(Cluster::of(at));
            }
        }
    }
    let ties = pool::Ties::new(&pairs, &home, &clusters);
    let mut clusters = pool::gather(table, clusters, &ties, |at, members| {
        links.part(at, members)
    });
    if !links.pairs.is_empty() {
        clusters = join_asked(&links.pairs, items.len(), clusters);
    }
    clusters
}

/// Places by id, for those that an entry may name.
fn ids(items: &[Item<'_>]) -> FxHashMap<String, usize> {
    let names = |item: &Item<'_>| {
        item.entry
            .is_some_and(|e| !e.same_as.is_empty() || !e.apart_from.is_empty())
    };
    if !items.iter().any(names) {
        return FxHashMap::default();
    }
    let named: FxHashSet<&str> = items
        .iter()
        .filter_map(|item| item.entry)
        .flat_map(|entry| entry.same_as.iter().chain(&entry.apart_from))
        .map(String::as_str)
        .collect();
    let place = |(at, item): (usize, &Item<'_>)| {
        let id = item.claim.id.to_string();
        named.contains(id.as_str()).then_some((id, at))
    };
    items.iter().enumerate().filter_map(place).collect()
}

/// What editors said about pairs of claims.
#[derive(Default)]
struct Links {
    /// For the later of two claims that are one happening, the earliest it is to join.
    earlier: FxHashMap<usize, usize>,
    /// All pairs that are one, the earlier first: whichever of the two says so.
    pairs: Vec<(usize, usize)>,
    /// Claims that must not meet, both ways.
    apart: FxHashMap<usize, SmallVec<[usize; 4]>>,
}

impl Links {
    fn new(items: &[Item<'_>], by_id: &FxHashMap<String, usize>) -> Self {
        let mut links = Self::default();
        for (at, item) in items.iter().enumerate() {
            let Some(entry) = item.entry else { continue };
            for &other in entry.same_as.iter().filter_map(|id| by_id.get(id)) {
                if other != at {
                    links.pairs.push((other.min(at), other.max(at)));
                }
            }
            for other in entry.apart_from.iter().filter_map(|id| by_id.get(id)) {
                links.apart.entry(at).or_default().push(*other);
                links.apart.entry(*other).or_default().push(at);
            }
        }
        // What editors wrote in the same words for the same day is one.
        let mut written: FxHashMap<(Edtf, String), usize> = FxHashMap::default();
        for (at, item) in items.iter().enumerate() {
            let is_written = item.claim.sentence.is_empty()
                || item.entry.is_some_and(|entry| entry.headline.is_some());
            if !is_written {
                continue;
            }
            let key = (item.claim.date, item.claim.headline.to_lowercase());
            let first = *written.entry(key).or_insert(at);
            let is_apart = links.part(at, &[first]);
            if first != at && !is_apart {
                links.pairs.push((first, at));
            }
        }
        links.pairs.sort_unstable();
        links.pairs.dedup();
        for &(first, second) in &links.pairs {
            links.earlier.entry(second).or_insert(first);
        }
        links
    }

    fn part(&self, at: usize, members: &[usize]) -> bool {
        self.apart
            .get(&at)
            .is_some_and(|apart| members.iter().any(|member| apart.contains(member)))
    }
}

/// A plan and its coming true are two events: the later is what became of the earlier.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Ahead,
    Happened,
    Withdrawn,
}

impl Kind {
    fn of(status: Status) -> Self {
        match status {
            Status::Planned | Status::Proposed => Self::Ahead,
            Status::Happened => Self::Happened,
            Status::Withdrawn => Self::Withdrawn,
        }
    }
}

/// What of a claim is asked again and again.
#[derive(Clone, Copy)]
pub(super) struct Facts {
    /// The same for the same date.
    date: u32,
    /// The first day and the day after the last, counted from the year 1; `None` when open.
    pub(super) first: Option<i32>,
    pub(super) end: Option<i32>,
    pub(super) granularity: Granularity,
    pub(super) is_yearless: bool,
    is_midnight: bool,
    /// An editor wrote it: no sentence stands behind it.
    pub(super) is_written: bool,
    pub(super) kind: Kind,
    pub(super) document: u32,
    pub(super) source: u32,
    /// How likely what another article tells of its day is the same, before a word is compared, 0–1.
    pub(super) ease: f32,
}

impl Facts {
    pub(super) fn new(item: &Item<'_>, date: u32, source: u32) -> Self {
        let days = item.claim.date.days();
        Self {
            date,
            first: days.earliest.map(|day| day.num_days_from_ce()),
            end: days.latest.map(|day| day.num_days_from_ce()),
            granularity: item.claim.date.granularity(),
            is_yearless: item.claim.date.is_yearless(),
            is_midnight: item.claim.date.granularity() == Granularity::Minute
                && item.claim.date.to_string().contains("T00:00"),
            is_written: item.claim.sentence.is_empty(),
            kind: Kind::of(item.claim.status),
            document: item.document.0,
            source,
            ease: 0.0,
        }
    }

    /// Its day, of a date that is one.
    pub(super) fn day(&self) -> Option<i32> {
        let first = self.first?;
        (self.end? - first == 1).then_some(first)
    }

    pub(super) fn is_same_date(&self, other: &Self) -> bool {
        self.date == other.date
    }

    pub(super) fn refines(&self, coarse: &Self) -> bool {
        if self.granularity < coarse.granularity {
            return false;
        }
        match (self.first, self.end, coarse.first, coarse.end) {
            (Some(a), Some(b), Some(c), Some(d)) => c <= a && b <= d,
            _ => false,
        }
    }
}

/// How much less two articles need to agree on a day that is hardly told otherwise.
const EASE: f32 = 0.22;
/// And what they need all the same.
const AT_LEAST: f32 = 0.2;

/// The least that [`threshold`] asks of two claims.
pub(super) fn least(a: &Facts, b: &Facts) -> f32 {
    if a.document == b.document {
        0.215
    } else {
        eased(a, b)
    }
}

/// What two articles' claims of one day need.
fn eased(a: &Facts, b: &Facts) -> f32 {
    (0.385 - EASE * a.ease.min(b.ease)).max(AT_LEAST)
}

/// The similarity two claims need to be one happening; `None` when their dates keep them apart.
pub(super) fn threshold(a: &Facts, b: &Facts) -> Option<f32> {
    if a.is_yearless != b.is_yearless || a.kind != b.kind {
        return None;
    }
    // Two rows of one table, two entries of one article: who wrote both meant two.
    if a.is_written && b.is_written && a.document == b.document {
        return None;
    }
    let is_same = a.first == b.first && a.end == b.end && a.date == b.date;
    let base = if is_same {
        match a.granularity {
            Granularity::Day | Granularity::Minute if a.document != b.document => eased(a, b),
            Granularity::Day | Granularity::Minute => 0.385,
            Granularity::Week | Granularity::Month => 0.5,
            _ => 0.62,
        }
    } else if a.refines(b) || b.refines(a) {
        match a.granularity.min(b.granularity) {
            Granularity::Day | Granularity::Minute => 0.385,
            Granularity::Week => 0.58,
            Granularity::Month => 0.58,
            _ => 0.68,
        }
    } else {
        let gap = match (a.first, b.first) {
            (Some(a), Some(b)) => (a - b).abs(),
            _ => return None,
        };
        // Sources that contradict each other: other newsrooms, nearly the same words. What happens day after day
        // is told in the same words by one newsroom.
        let fine = a.granularity.min(b.granularity) >= Granularity::Day;
        // Of what is planned, another day is a move.
        let apart = a.source != b.source && a.document != b.document && a.kind == Kind::Happened;
        // Midnight belongs to two days.
        let midnight = [a, b].iter().any(|facts| facts.is_midnight);
        match gap {
            1 if midnight && apart => 0.42,
            1 if fine && apart => 0.6,
            2..=3 if fine && apart => 0.85,
            _ => return None,
        }
    };
    // An article comes back to the one plan it has for a day; what happened on a day may well be several things.
    let is_plan = is_same && a.kind == Kind::Ahead && a.granularity >= Granularity::Day;
    let same_article = match a.document == b.document {
        true if is_plan => -0.17,
        true => 0.2,
        false => 0.0,
    };
    let same_source = if a.source == b.source { 0.03 } else { 0.0 };
    Some(base + same_article + same_source)
}

/// Joins the clusters of claims that editors call one and that still lie apart: one of them names two.
fn join_asked(pairs: &[(usize, usize)], items: usize, mut clusters: Vec<Cluster>) -> Vec<Cluster> {
    let mut home = vec![0_u32; items];
    for (number, cluster) in clusters.iter().enumerate() {
        for at in &cluster.members {
            home[*at] = number as u32;
        }
    }
    let mut joined: FxHashMap<u32, u32> = FxHashMap::default();
    for &(a, b) in pairs {
        let root = |mut cluster: u32| {
            while let Some(&next) = joined.get(&cluster) {
                cluster = next;
            }
            cluster
        };
        let (a, b) = (root(home[a]), root(home[b]));
        if a != b {
            let moved = std::mem::take(&mut clusters[a.max(b) as usize].members);
            let kept = &mut clusters[a.min(b) as usize];
            kept.take(moved);
            kept.members.sort_unstable();
            joined.insert(a.max(b), a.min(b));
        }
    }
    clusters.retain(|cluster| !cluster.members.is_empty());
    clusters
}

/// How alike two claims are, and how alike they must be to be one happening.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// The claim compared with.
    pub with: ClaimId,
    /// 0–1: how alike their words are, weighted by rarity.
    pub score: f32,
    /// What the score must reach; `None` where something keeps them apart whatever their words.
    pub wanted: Option<f32>,
    /// What keeps them apart.
    pub apart: Option<&'static str>,
    /// Words of the first claim that the other has, too, in their order.
    pub shared: Vec<String>,
}

/// How a claim came to its event.
#[derive(Debug, Clone, PartialEq)]
pub struct Joined {
    /// The claim of the event that it is most like, measured by what is wanted of the two.
    pub nearest: Likeness,
    /// How like all claims of the event together it is; 1 for as like as its claims are on the average.
    pub likeness: f32,
}

/// All claims of `articles`, ready for comparing.
pub struct Comparison<'a> {
    items: Vec<Item<'a>>,
    table: Table,
    places: FxHashMap<ClaimId, usize>,
}

impl<'a> Comparison<'a> {
    /// Prepares the claims; rarity is counted over all that are shown.
    pub fn new<A: Borrow<Article>>(articles: &'a [A]) -> Self {
        let mut items = Vec::new();
        for (document, article) in articles.iter().enumerate() {
            let article: &Article = article.borrow();
            for (index, claim) in article.claims.iter().enumerate().filter(|(_, c)| !c.hidden) {
                let document = DocumentId(document as u32);
                items.push(Item::new(document, index as u32, article, claim));
            }
        }
        let places = items.iter().enumerate();
        Self {
            places: places.map(|(at, item)| (item.claim.id, at)).collect(),
            table: Table::new(&items),
            items,
        }
    }

    /// How alike the claim `id` is to each of `others` that is known.
    pub fn likeness(&self, id: ClaimId, others: &[ClaimId]) -> Vec<Likeness> {
        let Some(&at) = self.places.get(&id) else {
            return Vec::new();
        };
        let others = others.iter().filter_map(|other| self.places.get(other));
        others.map(|other| self.compare(at, *other)).collect()
    }

    /// How each claim of an event but the first came to it; `None` for one that is not known.
    pub fn joined(&self, claims: &[ClaimId]) -> Vec<Option<Joined>> {
        let places: Vec<Option<usize>> = claims
            .iter()
            .map(|id| self.places.get(id).copied())
            .collect();
        let known: Vec<usize> = places.iter().flatten().copied().collect();
        if known.len() < 2 {
            return places.iter().skip(1).map(|_| None).collect();
        }
        let pool = Pool::new(&self.table, &known);
        let of = |at: usize| {
            let above = |other: usize| {
                let wanted = threshold(&self.table.facts[at], &self.table.facts[other]);
                self.table.similarity(at, other) - wanted.unwrap_or(2.0)
            };
            let others = known.iter().copied().filter(|other| *other != at);
            let nearest = others.max_by(|a, b| above(*a).total_cmp(&above(*b)).then(b.cmp(a)))?;
            Some(Joined {
                nearest: self.compare(at, nearest),
                likeness: pool.likeness(&self.table, at),
            })
        };
        places.iter().skip(1).map(|at| of((*at)?)).collect()
    }

    fn compare(&self, at: usize, other: usize) -> Likeness {
        let (first, second) = (&self.items[at], &self.items[other]);
        let (a, b) = (&self.table.facts[at], &self.table.facts[other]);
        let wanted = threshold(a, b);
        let text = match first.claim.sentence.is_empty() {
            true => first.claim.headline.as_str(),
            false => first.claim.sentence.of(&first.article.document.text),
        };
        let has = |claim: &Claim, key| claim.stems.iter().any(|stem| stems::key(*stem) == key);
        let is_shared = |key| has(first.claim, key) && has(second.claim, key);
        let shared = stems::words_of(first.words, text, 10, is_shared);
        Likeness {
            with: second.claim.id,
            score: self.table.similarity(at, other),
            wanted,
            apart: wanted.is_none().then(|| apart(a, b)),
            shared: shared.into_iter().map(str::to_owned).collect(),
        }
    }
}

/// Why [`threshold`] keeps two claims apart.
fn apart(a: &Facts, b: &Facts) -> &'static str {
    if a.kind != b.kind {
        "one is ahead, done or off, the other is not"
    } else if a.is_yearless != b.is_yearless {
        "the year of one is not known"
    } else if a.is_written && b.is_written && a.document == b.document {
        "one list has both"
    } else {
        "their dates are apart"
    }
}

/// How alike the claim `id` is to each of `others`: for telling an editor why events were merged, or were not.
pub fn likeness<A: Borrow<Article>>(
    articles: &[A],
    id: ClaimId,
    others: &[ClaimId],
) -> Vec<Likeness> {
    Comparison::new(articles).likeness(id, others)
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

/// What a cluster's first claims are about: their stems without figures.
pub(super) fn features(items: &[Item<'_>], cluster: &Cluster) -> stems::Stems {
    let mut out: stems::Stems = cluster
        .members
        .iter()
        .take(8)
        .flat_map(|at| items[*at].claim.stems.iter().copied())
        .filter(|stem| !stems::is_figure(*stem) && !stems::is_outside(*stem))
        .collect();
    out.sort_unstable_by_key(|stem| (stems::key(*stem), *stem));
    out.dedup_by_key(|stem| stems::key(*stem));
    out
}
