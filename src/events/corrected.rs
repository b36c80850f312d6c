//! The editor's word on what a document claims. In: the claims read from it and its corrections. Out: claims corrected,
//! hand-made ones added, and warnings about corrections that fit nothing.

use rustc_hash::FxHashMap;

use super::claims::{claim_id, normalise};
use super::types::{Claim, ClaimId};
use crate::calendar::Edtf;
use crate::content::{Document, Kind};
use crate::corrections::{Entry, Quotes, Status};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::temporal::Timex;
use crate::text::Sentence;

/// Applies the editor's word to the claims it finds, and adds hand-made events.
pub(super) fn correct(
    document: &Document,
    sentences: &[Sentence],
    timexes: &[Timex],
    claims: &mut Vec<Claim>,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    if document.corrections.events.is_empty() {
        return diagnostics;
    }
    let quotes = Quotes::new(&document.text);
    let mut turns: FxHashMap<String, usize> = FxHashMap::default();
    for (index, entry) in document.corrections.events.iter().enumerate() {
        // A row of a table tells its quote; there is no text to find it in.
        match entry
            .quote
            .as_ref()
            .filter(|_| document.kind != Kind::Table)
        {
            None => claims.extend(hand_made(document, entry, index, &mut turns)),
            Some(quote) => {
                if let Some(at) = find(&quotes, timexes, claims, entry, quote) {
                    apply(&mut claims[at], entry, index);
                } else if let Some(claim) =
                    missed(document, &quotes, sentences, entry, quote, index)
                {
                    claims.push(claim);
                } else {
                    diagnostics.push(quote_gone(document, &quotes, quote));
                }
            }
        }
    }
    diagnostics
}

/// The claim whose date lies in the quoted words.
fn find(
    quotes: &Quotes<'_>,
    timexes: &[Timex],
    claims: &[Claim],
    entry: &Entry,
    quote: &str,
) -> Option<usize> {
    let spans = quotes.find(quote);
    let mut found = Vec::new();
    for span in spans {
        let inside = |claim: &Claim| {
            claim
                .mentions
                .iter()
                .any(|mention| span.contains(timexes[*mention as usize].span))
        };
        let whole = |claim: &Claim| span.overlaps(claim.sentence);
        let hit = claims
            .iter()
            .position(inside)
            .or_else(|| claims.iter().position(whole));
        found.extend(hit);
    }
    found.get(entry.nth.unwrap_or(1).saturating_sub(1)).copied()
}

fn apply(claim: &mut Claim, entry: &Entry, index: usize) {
    claim.correction = Some(index as u32);
    if let Some(date) = entry.date {
        claim.date = date;
        claim.confidence = 1.0;
        claim.alternatives.clear();
    }
    if let Some(headline) = &entry.headline {
        claim.headline.clone_from(headline);
    }
    if entry.summary.is_some() {
        claim.summary.clone_from(&entry.summary);
    }
    if let Some(status) = entry.status {
        claim.status = status;
    }
    if entry.place.is_some() {
        claim.place.clone_from(&entry.place);
    }
    claim.hidden = entry.hide;
    if entry.checked.is_some() {
        claim.confidence = 1.0;
    }
}

/// A date the machine missed: a quote without a claim, and the date it tells.
fn missed(
    document: &Document,
    quotes: &Quotes<'_>,
    sentences: &[Sentence],
    entry: &Entry,
    quote: &str,
    index: usize,
) -> Option<Claim> {
    let date = entry.date?;
    let span = quotes.find(quote).into_iter().next()?;
    let sentence = sentences
        .iter()
        .find(|sentence| sentence.span.overlaps(span))?
        .span;
    let mut claim = blank(
        claim_id(
            &document.path,
            &format!("{}\u{1}{quote}", sentence.of(&document.text)),
            0,
        ),
        date,
    );
    claim.sentence = sentence;
    claim.headline = entry
        .headline
        .clone()
        .unwrap_or_else(|| normalise(sentence.of(&document.text)));
    claim.place = document.dateline_place.clone();
    apply(&mut claim, entry, index);
    Some(claim)
}

fn hand_made(
    document: &Document,
    entry: &Entry,
    index: usize,
    turns: &mut FxHashMap<String, usize>,
) -> Option<Claim> {
    let (date, headline) = (entry.date?, entry.headline.as_ref()?);
    let turn = turns.entry(normalise(headline)).or_insert(0);
    let id = claim_id(&document.path, headline, *turn);
    *turn += 1;
    let mut claim = blank(id, date);
    apply(&mut claim, entry, index);
    Some(claim)
}

fn blank(id: ClaimId, date: Edtf) -> Claim {
    Claim {
        id,
        sentence: Span::default(),
        mentions: Vec::new(),
        date,
        headline: String::new(),
        summary: None,
        status: Status::Happened,
        place: None,
        importance: 1.0,
        confidence: 1.0,
        alternatives: Vec::new(),
        correction: None,
        hidden: false,
        stems: Vec::new(),
    }
}

fn quote_gone(document: &Document, quotes: &Quotes<'_>, quote: &str) -> Diagnostic {
    let path = if document.corrections.path.is_empty() {
        format!("content/{}", document.path)
    } else {
        document.corrections.path.clone()
    };
    let hint = quotes.nearest(quote).map_or_else(
        || "change the quote to words of the article, or delete the entry".to_owned(),
        |text| format!("change the quote; the nearest text is \"{text}\""),
    );
    Diagnostic::warning(
        "quote-gone",
        path,
        format!("the article no longer says \"{quote}\""),
    )
    .hint(hint)
}
