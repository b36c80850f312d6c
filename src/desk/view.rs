//! What the desk shows. In: questions, events, articles. Out: JSON in which every text is text:
//! the page puts it in as text nodes, never as markup.

use std::borrow::Borrow;
use std::path::Path;

use serde::Serialize;

use super::quote;
use crate::content::{AnchorOrigin, Kind};
use crate::corrections::{self, Entry, Status, fingerprint};
use crate::events::{Article, Claim, ClaimId, Event, Timeline};
use crate::source::Span;

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Run {
    text: String,
    /// Whether the date stands here.
    mark: bool,
    /// The claim that rests on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<ClaimId>,
    /// Whether it needs the publication day the article does not have.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    open: bool,
}

/// A reading of a date, with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct ReadingView {
    date: String,
    why: String,
}

/// Where something was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct ArticleHead {
    path: String,
    title: String,
    source: Option<String>,
    published: Option<String>,
    /// Where the publication day was found.
    origin: Option<AnchorOrigin>,
    line: Option<u32>,
}

/// A corrections file as it is now, for the check that nobody changed it meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct FileState {
    pub(super) path: String,
    pub(super) seen: String,
}

/// A claim with its sentence in context.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ClaimView {
    pub(super) id: ClaimId,
    article: ArticleHead,
    before: String,
    sentence: Vec<Run>,
    after: String,
    date: String,
    headline: String,
    status: Status,
    confidence: f32,
    /// The machine's reading first, then the others.
    readings: Vec<ReadingView>,
    /// What the editor said so far.
    entry: Option<Entry>,
    /// Whether a corrections file can say something about it: rows of tables are edited there.
    editable: bool,
    file: FileState,
}

/// An event with all it rests on.
#[derive(Debug, Clone, Serialize)]
pub(super) struct EventView {
    id: ClaimId,
    date: String,
    headline: String,
    summary: Option<String>,
    status: Status,
    disputed: bool,
    place: Option<String>,
    note: Option<String>,
    tags: Vec<String>,
    checked: Option<String>,
    claims: Vec<ClaimView>,
}

/// An article whole, for adding its day and marking dates.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ArticleView {
    article: ArticleHead,
    blocks: Vec<Vec<Run>>,
    claims: Vec<ClaimView>,
    file: FileState,
}

/// The corrections file of a content file.
pub(super) fn corrections_path(path: &str) -> String {
    format!("{path}.events.toml")
}

/// How a corrections file stands now.
pub(super) fn file_state(root: &Path, article: &Article) -> FileState {
    let path = corrections_path(&article.document.path);
    let bytes = corrections::read(root, &path).unwrap_or_default();
    FileState {
        seen: fingerprint(bytes.as_deref()),
        path,
    }
}

/// A claim of an article.
pub(super) fn claim(root: &Path, article: &Article, claim: &Claim) -> ClaimView {
    let text = &article.document.text;
    let mention = quote::extent(article, claim);
    let (before, after) = context(article, claim.sentence);
    let entry = claim
        .correction
        .and_then(|at| article.document.corrections.events.get(at as usize));
    ClaimView {
        id: claim.id,
        article: head(article, Some(claim.sentence)),
        before: before.map_or_else(String::new, |span| span.of(text).to_owned()),
        sentence: runs(
            text,
            claim.sentence,
            mention.map(|span| (span, claim.id, false)).into_iter(),
        ),
        after: after.map_or_else(String::new, |span| span.of(text).to_owned()),
        date: claim.date.to_string(),
        headline: claim.headline.clone(),
        status: claim.status,
        confidence: claim.confidence,
        readings: readings(article, claim),
        entry: entry.cloned(),
        editable: article.document.kind != Kind::Table,
        file: file_state(root, article),
    }
}

/// An event, by the id of any of its claims.
pub(super) fn event<A: Borrow<Article>>(root: &Path, event: &Event, articles: &[A]) -> EventView {
    let view = |evidence: &crate::events::Evidence| {
        let article: &Article = articles.get(evidence.document.0 as usize)?.borrow();
        Some(claim(
            root,
            article,
            article.claims.get(evidence.claim as usize)?,
        ))
    };
    EventView {
        id: event.id,
        date: event.date.to_string(),
        headline: event.headline.clone(),
        summary: event.summary.clone(),
        status: event.status,
        disputed: event.disputed,
        place: event.place.clone(),
        note: event.note.clone(),
        tags: event.tags.clone(),
        checked: event.checked.map(|day| day.to_string()),
        claims: event.evidence.iter().take(40).filter_map(view).collect(),
    }
}

/// The event that holds a claim.
pub(super) fn event_of(timeline: &Timeline, id: ClaimId) -> Option<&Event> {
    let holds = |event: &&Event| event.evidence.iter().any(|evidence| evidence.id == id);
    timeline.events.iter().find(holds)
}

/// An article as a whole.
pub(super) fn article(root: &Path, article: &Article) -> ArticleView {
    let text = &article.document.text;
    let marks: Vec<(Span, ClaimId, bool)> = article
        .claims
        .iter()
        .filter_map(|claim| Some((quote::extent(article, claim)?, claim.id, false)))
        .chain(
            article
                .timexes
                .iter()
                .filter(|timex| timex.needs_anchor)
                .map(|timex| (timex.span, ClaimId(0), true)),
        )
        .collect();
    let mut marks = marks;
    marks.sort_by_key(|(span, _, open)| (*span, *open));
    let block = |block: &crate::content::Block| runs(text, block.span, marks.iter().copied());
    ArticleView {
        article: head(article, None),
        blocks: article.document.blocks.iter().map(block).collect(),
        claims: article
            .claims
            .iter()
            .map(|c| claim(root, article, c))
            .collect(),
        file: file_state(root, article),
    }
}

/// Where an article comes from, and the line `at` stands in.
pub(super) fn head(article: &Article, at: Option<Span>) -> ArticleHead {
    let document = &article.document;
    let line = at.filter(|span| !span.is_empty()).and_then(|span| {
        let after = document
            .blocks
            .partition_point(|block| block.span.start <= span.start);
        let block = after.checked_sub(1)?;
        Some(document.positions.get(block)?.line)
    });
    ArticleHead {
        path: document.path.clone(),
        title: document.title.clone(),
        source: document.meta.source.clone(),
        published: document
            .anchor
            .as_ref()
            .map(|anchor| anchor.date.to_string()),
        origin: document.anchor.as_ref().map(|anchor| anchor.origin),
        line,
    }
}

/// The sentences before and after, where they stand in the same block.
fn context(article: &Article, sentence: Span) -> (Option<Span>, Option<Span>) {
    let all = &article.sentences;
    let Some(at) = all.iter().position(|s| s.span == sentence) else {
        return (None, None);
    };
    let near = |other: usize| {
        let found = all.get(other).filter(|s| s.block == all[at].block);
        found.map(|s| s.span)
    };
    (at.checked_sub(1).and_then(near), near(at + 1))
}

/// Text with its marks, which are in order; those that overlap an earlier one are passed over.
fn runs(text: &str, span: Span, marks: impl Iterator<Item = (Span, ClaimId, bool)>) -> Vec<Run> {
    let mut out = Vec::new();
    let mut at = span.start;
    let plain = |from: u32, to: u32| Run {
        text: Span {
            start: from,
            end: to,
        }
        .of(text)
        .to_owned(),
        mark: false,
        claim: None,
        open: false,
    };
    for (mark, claim, open) in marks.filter(|(mark, ..)| span.contains(*mark)) {
        if mark.start < at {
            continue;
        }
        if mark.start > at {
            out.push(plain(at, mark.start));
        }
        out.push(Run {
            text: mark.of(text).to_owned(),
            mark: true,
            claim: (!open).then_some(claim),
            open,
        });
        at = mark.end;
    }
    if at < span.end {
        out.push(plain(at, span.end));
    }
    out
}

fn readings(article: &Article, claim: &Claim) -> Vec<ReadingView> {
    let timex = claim
        .mentions
        .first()
        .and_then(|&at| article.timexes.get(at as usize));
    let mut all = vec![ReadingView {
        date: claim.date.to_string(),
        why: timex.map_or_else(String::new, |timex| timex.derivation.in_words()),
    }];
    for reading in &claim.alternatives {
        let date = reading.date.to_string();
        if all.iter().all(|known| known.date != date) && all.len() < 6 {
            all.push(ReadingView {
                date,
                why: reading.why.clone(),
            });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_cut_the_text() {
        let text = "On Friday and Monday.";
        let marks = [
            (Span::new(3, 9), ClaimId(1), false),
            (Span::new(3, 6), ClaimId(2), false),
            (Span::new(14, 20), ClaimId(0), true),
        ];
        let found = runs(text, Span::new(0, 21), marks.into_iter());
        let words: Vec<(&str, bool)> = found
            .iter()
            .map(|run| (run.text.as_str(), run.mark))
            .collect();
        assert_eq!(
            words,
            [
                ("On ", false),
                ("Friday", true),
                (" and ", false),
                ("Monday", true),
                (".", false)
            ]
        );
        assert_eq!(found[1].claim, Some(ClaimId(1)));
        assert!(found[3].open && found[3].claim.is_none());
    }
}
