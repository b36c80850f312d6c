//! What an editor should look at. In: the timeline and its articles. Out: open questions, the most
//! useful first; `check` prints them as notices, the review desk asks them one by one.
//!
//! An event that an editor checked raises no question again.

use std::borrow::Borrow;
use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::words::Words;
use super::{Article, Claim, ClaimId, Event, Timeline};
use crate::calendar::{Edtf, Granularity};
use crate::content::{AnchorOrigin, BlockKind, Kind};
use crate::corrections::{Entry, Status};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::temporal::Reading;

/// Why an editor should look, the most useful first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Sources give different dates.
    SourcesDisagree,
    /// The words allow more than one date.
    TwoDates,
    /// Two events may be one.
    SameEvent,
    /// The sentence may tell of no event at all.
    NotAnEvent,
    /// An article has no publication day, and dates that need one.
    UndatedArticle,
    /// The machine is unsure of date or status.
    LowConfidence,
}

impl Reason {
    /// Its diagnostic code.
    pub fn code(self) -> &'static str {
        match self {
            Self::SourcesDisagree => "sources-disagree",
            Self::TwoDates => "two-dates",
            Self::SameEvent => "same-event",
            Self::NotAnEvent => "not-an-event",
            Self::UndatedArticle => "undated-article",
            Self::LowConfidence => "low-confidence",
        }
    }
}

/// Where a claim stands: its article and its place among the article's claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ClaimAt {
    /// The article, as an index into the articles.
    pub article: usize,
    /// The claim, as an index into the article's claims.
    pub claim: usize,
}

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Question {
    /// Why.
    pub reason: Reason,
    /// The article it is about, as an index into the articles.
    pub article: usize,
    /// The event; `None` for an undated article.
    pub event: Option<ClaimId>,
    /// The claims to show: the one in doubt; one for each date given; the leads of two events.
    /// Empty for an undated article.
    pub claims: Vec<ClaimAt>,
    /// 0–1: how much an answer is worth among questions of the same reason.
    pub weight: f32,
    /// An editor put it off: it stands last.
    pub later: bool,
}

/// How far the editors are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Questions that were answered.
    pub checked: usize,
    /// Among them, what was left out of the timeline.
    pub left_out: usize,
    /// Questions that are open or put off.
    pub open: usize,
}

/// Below this the machine asks.
const UNSURE: f32 = 0.55;

/// All open questions, the most useful first.
///
/// `candidates` are pairs of events that just missed being merged, best first, by the ids of any
/// of their claims.
pub fn questions<A: Borrow<Article>>(
    timeline: &Timeline,
    articles: &[A],
    candidates: &[(ClaimId, ClaimId, f32)],
) -> Vec<Question> {
    let mut found = Vec::new();
    let mut asked = FxHashSet::default();
    for event in timeline
        .events
        .iter()
        .filter(|event| event.checked.is_none())
    {
        if let Some(question) = about_event(event, articles) {
            asked.insert(event.id);
            found.push(question);
        }
    }
    found.extend(about_pairs(timeline, articles, candidates));
    let undated = articles.iter().enumerate();
    found.extend(undated.filter_map(|(at, article)| about_article(at, article.borrow())));
    // Sorted by what an answer is worth; equal ones keep the order of the timeline.
    found.sort_by(|a, b| {
        let key = |q: &Question| (q.later, q.reason);
        key(a).cmp(&key(b)).then(b.weight.total_cmp(&a.weight))
    });
    found
}

/// How far the editors are, with `open` from [`questions`].
pub fn progress<A: Borrow<Article>>(articles: &[A], open: usize) -> Progress {
    let mut progress = Progress {
        open,
        ..Progress::default()
    };
    for article in articles {
        let document = &article.borrow().document;
        let is_checked = |entry: &&Entry| entry.checked.is_some();
        for entry in document.corrections.events.iter().filter(is_checked) {
            progress.checked += 1;
            progress.left_out += usize::from(entry.hide);
        }
        let by_desk = |anchor: &crate::content::Anchor| anchor.origin == AnchorOrigin::Corrections;
        progress.checked += usize::from(document.anchor.is_some_and(|anchor| by_desk(&anchor)));
    }
    progress
}

fn about_event<A: Borrow<Article>>(event: &Event, articles: &[A]) -> Option<Question> {
    let at = |evidence: &super::Evidence| ClaimAt {
        article: evidence.document.0 as usize,
        claim: evidence.claim as usize,
    };
    let claim_of = |place: ClaimAt| {
        let article: &Article = articles.get(place.article)?.borrow();
        Some((article, article.claims.get(place.claim)?))
    };
    let places: Vec<ClaimAt> = event.evidence.iter().map(at).collect();
    let (reason, claims) = if event.disputed {
        (Reason::SourcesDisagree, one_for_each_date(event, &places))
    } else {
        // The first of its claims that raises the most useful question.
        let doubts = places.iter().filter_map(|&place| {
            let (article, claim) = claim_of(place)?;
            Some((doubt(article, claim)?, vec![place]))
        });
        doubts.min_by_key(|(reason, _)| *reason)?
    };
    let is_later = |place: &ClaimAt| {
        claim_of(*place)
            .and_then(|(article, claim)| correction(article, claim))
            .is_some_and(|entry| entry.later)
    };
    Some(Question {
        reason,
        article: claims.first()?.article,
        event: Some(event.id),
        weight: event.importance,
        later: claims.iter().any(is_later),
        claims,
    })
}

/// The first claim for each date that is given, at most four.
fn one_for_each_date(event: &Event, places: &[ClaimAt]) -> Vec<ClaimAt> {
    let mut dates: Vec<Edtf> = Vec::new();
    let mut claims = Vec::new();
    for (evidence, place) in event.evidence.iter().zip(places) {
        if !dates.contains(&evidence.date) && claims.len() < 4 {
            dates.push(evidence.date);
            claims.push(*place);
        }
    }
    claims
}

/// What is doubtful about a claim that no editor looked at.
fn doubt(article: &Article, claim: &Claim) -> Option<Reason> {
    let entry = correction(article, claim);
    if claim.hidden || claim.mentions.is_empty() || entry.is_some_and(|e| e.checked.is_some()) {
        return None;
    }
    let has_date = entry.is_some_and(|entry| entry.date.is_some());
    let is_open = |reading: &Reading| {
        reading.date != claim.date && fits(article, claim.status, &reading.date)
    };
    if !has_date && claim.alternatives.iter().any(is_open) {
        return Some(Reason::TwoDates);
    }
    if entry.is_none() && is_hardly_an_event(article, claim) {
        return Some(Reason::NotAnEvent);
    }
    (claim.confidence < UNSURE && !has_date).then_some(Reason::LowConfidence)
}

/// Whether `date` can be meant by a sentence that says so: what happened is not ahead of its report,
/// and what is planned is not behind it. "On Monday … said" leaves the coming Monday no chance.
fn fits(article: &Article, status: Status, date: &Edtf) -> bool {
    let published = article
        .document
        .anchor
        .and_then(|anchor| anchor.date.days().earliest);
    let (Some(published), days) = (published, date.days()) else {
        return true;
    };
    match status {
        Status::Happened => days.earliest.is_none_or(|first| first <= published),
        Status::Planned | Status::Proposed => days.latest.is_none_or(|end| end > published),
        Status::Withdrawn => true,
    }
}

/// Whether the sentence asks or supposes, or has too few words to tell anything.
fn is_hardly_an_event(article: &Article, claim: &Claim) -> bool {
    let text = claim.sentence.of(&article.document.text);
    let supposes = || {
        let words = Words::for_language(article.document.meta.language.as_deref());
        let first = text.split_whitespace().next().unwrap_or_default();
        words.supposes.contains(&first.to_lowercase())
    };
    text.trim_end().ends_with('?')
        || claim.status == Status::Happened && supposes()
        || text.split_whitespace().count() < 4
        || kind_at(article, claim.sentence) == Some(BlockKind::Cell)
}

fn kind_at(article: &Article, span: Span) -> Option<BlockKind> {
    let blocks = &article.document.blocks;
    let after = blocks.partition_point(|block| block.span.start <= span.start);
    blocks.get(after.checked_sub(1)?).map(|block| block.kind)
}

fn correction<'a>(article: &'a Article, claim: &Claim) -> Option<&'a Entry> {
    article
        .document
        .corrections
        .events
        .get(claim.correction? as usize)
}

fn about_pairs<A: Borrow<Article>>(
    timeline: &Timeline,
    articles: &[A],
    candidates: &[(ClaimId, ClaimId, f32)],
) -> Vec<Question> {
    let mut event_of: FxHashMap<ClaimId, &Event> = FxHashMap::default();
    for event in &timeline.events {
        event_of.extend(event.evidence.iter().map(|evidence| (evidence.id, event)));
    }
    let lead = |event: &Event| ClaimAt {
        article: event.evidence[0].document.0 as usize,
        claim: event.evidence[0].claim as usize,
    };
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (a, b, score) in candidates {
        let (Some(&first), Some(&second)) = (event_of.get(a), event_of.get(b)) else {
            continue;
        };
        let pair = (first.id.min(second.id), first.id.max(second.id));
        if first.id == second.id || !seen.insert(pair) || are_settled(first, second, articles) {
            continue;
        }
        found.push(Question {
            reason: Reason::SameEvent,
            article: lead(first).article,
            event: Some(first.id),
            claims: vec![lead(first), lead(second)],
            weight: *score,
            later: [first, second]
                .iter()
                .any(|event| entries(event, articles).any(|entry| entry.later)),
        });
    }
    found
}

/// Whether an editor said already that the two are one, or are two.
fn are_settled<A: Borrow<Article>>(a: &Event, b: &Event, articles: &[A]) -> bool {
    let names = |event: &Event, other: &Event| {
        let ids: Vec<String> = other.evidence.iter().map(|e| e.id.to_string()).collect();
        entries(event, articles).any(|entry| {
            entry
                .apart_from
                .iter()
                .chain(&entry.same_as)
                .any(|id| ids.contains(id))
        })
    };
    a.checked.is_some() && b.checked.is_some() || names(a, b) || names(b, a)
}

fn entries<'a, A: Borrow<Article>>(
    event: &'a Event,
    articles: &'a [A],
) -> impl Iterator<Item = &'a Entry> {
    event.evidence.iter().filter_map(|evidence| {
        let article: &Article = articles.get(evidence.document.0 as usize)?.borrow();
        correction(article, article.claims.get(evidence.claim as usize)?)
    })
}

fn about_article(at: usize, article: &Article) -> Option<Question> {
    let document = &article.document;
    if document.kind != Kind::Article || document.anchor.is_some() {
        return None;
    }
    let needing = article
        .timexes
        .iter()
        .filter(|timex| timex.needs_anchor)
        .count();
    Some(Question {
        reason: Reason::UndatedArticle,
        article: at,
        event: None,
        claims: Vec::new(),
        weight: 1.0 - 1.0 / (1.0 + needing as f32),
        later: false,
    })
}

impl Question {
    /// The question as a notice at its place in the article.
    pub fn notice<A: Borrow<Article>>(&self, articles: &[A]) -> Diagnostic {
        let quoted = |place: &ClaimAt| {
            let article: &Article = articles[place.article].borrow();
            let claim = &article.claims[place.claim];
            (article, claim, mention(article, claim))
        };
        let document = &articles[self.article].borrow().document;
        let message = match (self.reason, self.claims.as_slice()) {
            (Reason::SourcesDisagree, claims) => {
                let dates: Vec<String> = claims
                    .iter()
                    .map(|place| quoted(place).1.date.to_string())
                    .collect();
                let headline = quoted(&claims[0]).1.headline.as_str();
                format!(
                    "sources disagree on the date of \"{headline}\": {}",
                    dates.join(", ")
                )
            }
            (Reason::TwoDates, [place, ..]) => {
                let (_, claim, words) = quoted(place);
                let others: Vec<String> = claim
                    .alternatives
                    .iter()
                    .map(|r| r.date.to_string())
                    .collect();
                format!(
                    "\"{words}\" was read as {}, could be {}",
                    claim.date,
                    others.join(" or ")
                )
            }
            (Reason::SameEvent, [a, b, ..]) => {
                let ((_, a, _), (_, b, _)) = (quoted(a), quoted(b));
                format!(
                    "are these one event? \"{}\" ({}) and \"{}\" ({})",
                    a.headline, a.date, b.headline, b.date
                )
            }
            (Reason::NotAnEvent, [place, ..]) => {
                format!("is this an event? \"{}\"", quoted(place).1.headline)
            }
            (Reason::LowConfidence, [place, ..]) => {
                let (_, claim, words) = quoted(place);
                format!(
                    "\"{words}\" was read as {} with little confidence",
                    claim.date
                )
            }
            _ => "this article has no publication day".to_owned(),
        };
        let hint = match self.reason {
            Reason::UndatedArticle => "add date = \"YYYY-MM-DD\" to its front matter",
            _ => "answer it at /_desk/ of dateline serve, or in the file's .events.toml",
        };
        let path = format!("content/{}", document.path);
        let notice = Diagnostic::notice(self.reason.code(), path, message).hint(hint);
        let position = match self.claims.first() {
            Some(place) => {
                let (article, claim, _) = quoted(place);
                let after = article
                    .document
                    .blocks
                    .partition_point(|block| block.span.start <= claim.sentence.start);
                after
                    .checked_sub(1)
                    .and_then(|block| article.document.positions.get(block).copied())
            }
            None => None,
        };
        match position {
            Some(position) => notice.at(position),
            None => notice,
        }
    }
}

/// The words the claim's date stands in.
fn mention<'a>(article: &'a Article, claim: &Claim) -> &'a str {
    let first = claim
        .mentions
        .first()
        .and_then(|&at| article.timexes.get(at as usize));
    first.map_or("", |timex| timex.span.of(&article.document.text))
}

/// Pairs of events on near days from different articles whose headlines share many words: what
/// [`questions`] takes for candidates.
pub fn similar_pairs(timeline: &Timeline) -> Vec<(ClaimId, ClaimId, f32)> {
    /// Only the weightiest events are compared: an editor will not answer thousands of questions.
    const COMPARED: usize = 3000;
    const DAYS: i64 = 2;
    let mut dated: Vec<(&Event, FxHashSet<String>)> = timeline
        .events
        .iter()
        .filter(|event| !event.date.is_yearless() && event.date.granularity() >= Granularity::Week)
        .map(|event| (event, content_words(&event.headline)))
        .filter(|(_, words)| words.len() >= 3)
        .collect();
    dated.sort_by(|(a, _), (b, _)| b.importance.total_cmp(&a.importance).then(a.id.cmp(&b.id)));
    dated.truncate(COMPARED);
    dated.sort_by_key(|(event, _)| (event.date.order_day(), event.id));
    let mut pairs = Vec::new();
    for (at, (a, words_a)) in dated.iter().enumerate() {
        let near = dated[at + 1..]
            .iter()
            .take_while(|(b, _)| (b.date.order_day() - a.date.order_day()).num_days() <= DAYS);
        for (b, words_b) in near {
            let shared = words_a.intersection(words_b).count() as f32;
            let score = shared / (words_a.len().min(words_b.len()) as f32 + 1.0);
            let same_article = a.evidence[0].document == b.evidence[0].document;
            if score >= 0.5 && !same_article {
                pairs.push((a.id, b.id, score));
            }
        }
    }
    pairs.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
    pairs
}

fn content_words(headline: &str) -> FxHashSet<String> {
    headline
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 3)
        .map(|word| word.to_lowercase().chars().take(6).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headlines_are_compared_by_their_long_words() {
        let words = content_words("The Bridges closed to all on Friday");
        let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
        words.sort_unstable();
        assert_eq!(words, ["bridge", "closed", "friday"]);
    }
}
