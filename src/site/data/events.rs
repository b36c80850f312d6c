//! `events.json`, as `docs/formats.md` and `docs/schema/events.schema.json` describe it.

use serde::Serialize;

use super::super::cards::{self, state_name, status_name};
use super::super::model::{Model, iso};
use crate::config::Publish;
use crate::events::Event;

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    site: Site<'a>,
    articles: usize,
    newest: Option<String>,
    /// Further parts, where the whole would pass `max_file_mb`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<String>,
    events: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Site<'a> {
    title: &'a str,
    standfirst: &'a str,
    language: &'a str,
    base_url: Option<&'a str>,
}

/// One event, also the source of a row in the other formats.
#[derive(Serialize)]
pub(crate) struct Row<'a> {
    pub(crate) id: String,
    pub(crate) date: String,
    pub(crate) earliest: Option<String>,
    pub(crate) latest: Option<String>,
    pub(crate) precision: &'static str,
    pub(crate) headline: &'a str,
    pub(crate) summary: Option<&'a str>,
    pub(crate) status: &'static str,
    pub(crate) state: Option<&'static str>,
    pub(crate) importance: f64,
    pub(crate) disputed: bool,
    pub(crate) place: Option<&'a str>,
    pub(crate) tags: &'a [String],
    pub(crate) url: String,
    pub(crate) outcome: Option<String>,
    pub(crate) promise: Option<String>,
    pub(crate) checked: Option<String>,
    pub(crate) evidence: Vec<EvidenceRow>,
}

/// One piece of evidence.
#[derive(Serialize)]
pub(crate) struct EvidenceRow {
    pub(crate) claim: String,
    pub(crate) article: String,
    pub(crate) source: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) quote: Option<String>,
    pub(crate) mention: Option<String>,
    pub(crate) start: Option<usize>,
    pub(crate) end: Option<usize>,
    pub(crate) date: String,
    pub(crate) status: &'static str,
}

/// An event as a row.
pub(crate) fn row(model: &Model, at: u32) -> Row<'_> {
    let event = model.event(at);
    let days = event.date.days();
    let path = model.card_path(at);
    Row {
        id: event.id.to_string(),
        date: event.date.to_string(),
        earliest: days.earliest.filter(|_| !event.date.is_yearless()).map(iso),
        latest: days.latest.filter(|_| !event.date.is_yearless()).map(iso),
        precision: event.date.granularity().name(),
        headline: &event.headline,
        summary: event
            .summary
            .as_deref()
            .filter(|text| model.may_show(event, text)),
        status: status_name(event.status),
        state: event.state.map(state_name),
        importance: (f64::from(event.importance) * 1e4).round() / 1e4,
        disputed: event.disputed,
        place: event.place.as_deref(),
        tags: &event.tags,
        url: model.absolute(&path).unwrap_or(path),
        outcome: event.outcome.map(|id| id.to_string()),
        promise: event
            .promise
            .and_then(|at| model.input.timeline.promises.get(at as usize))
            .map(|promise| promise.id.to_string()),
        checked: event.checked.map(iso),
        evidence: evidence(model, event),
    }
}

fn evidence(model: &Model, event: &Event) -> Vec<EvidenceRow> {
    event
        .evidence
        .iter()
        .filter_map(|one| {
            let article = model.input.articles.get(one.document.0 as usize)?;
            let document = &article.document;
            let claim = article.claims.get(one.claim as usize)?;
            let shown = document.meta.publish != Publish::None;
            let quote = model.quote(article, claim);
            let sentence = [quote.before.as_str(), &quote.mark, &quote.after].concat();
            let start = quote.before.len();
            let has_mark = quote.shown && !quote.mark.is_empty();
            Some(EvidenceRow {
                claim: one.id.to_string(),
                article: document.path.clone(),
                source: model.source_name(document, Some(claim)).map(str::to_owned),
                published: one.published.map(iso),
                url: model
                    .entry(document, claim)
                    .and_then(|entry| entry.url.clone())
                    .or_else(|| document.meta.url.clone())
                    .map(|url| {
                        if shown {
                            cards::fragment_url(&url, &quote)
                        } else {
                            url
                        }
                    }),
                quote: quote.shown.then_some(sentence),
                start: has_mark.then_some(start),
                end: has_mark.then_some(start + quote.mark.len()),
                mention: has_mark.then_some(quote.mark),
                date: one.date.to_string(),
                status: status_name(one.status),
            })
        })
        .collect()
}

/// The whole file, or one part; the first names the others.
pub(crate) fn json(model: &Model, events: &[u32], others: Vec<String>) -> Vec<u8> {
    let site = &model.input.config.site;
    let document = Document {
        schema: 1,
        site: Site {
            title: &site.title,
            standfirst: &site.standfirst,
            language: &site.language,
            base_url: model.base(),
        },
        articles: model
            .input
            .articles
            .iter()
            .filter(|article| article.document.kind == crate::content::Kind::Article)
            .count(),
        newest: model.newest.map(iso),
        parts: others,
        events: events.iter().map(|at| row(model, *at)).collect(),
    };
    let mut out = serde_json::to_vec(&document).expect("rows are JSON");
    out.push(b'\n');
    out
}
