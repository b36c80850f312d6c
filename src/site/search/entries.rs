//! What can be found. In: the [`Model`]. Out: a list of events and articles, the texts they are found by, and what
//! is shown of each.

use serde::Serialize;

use crate::config::Publish;
use crate::content::Kind;

use super::super::model::Model;

/// Something that can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    /// An event, by its place in the timeline.
    Event(u32),
    /// An article or plain page, by its index.
    Article(u32),
}

/// What is shown of a hit: `[path, title, day, newsroom, text]`.
#[derive(Serialize)]
pub(super) struct Shown(String, String, String, String, String);

/// How much of a hit's text is shown, in characters.
const SHOWN: usize = 220;

/// All of them: events in the order of the timeline, then articles.
pub(super) fn listed(model: &Model) -> Vec<Entry> {
    let events = (0..model.events().len() as u32).map(Entry::Event);
    let articles = (0..model.docs.len() as u32)
        .filter(|at| {
            let document = model.document(*at);
            model.docs[*at as usize].path.is_some()
                && document.kind != Kind::Table
                && document.meta.publish != Publish::None
        })
        .map(Entry::Article);
    events.chain(articles).collect()
}

impl Entry {
    /// Hands out the texts it is found by, and whether they count as its title.
    pub(super) fn texts(self, model: &Model, each: &mut impl FnMut(&str, bool)) {
        match self {
            Self::Event(at) => {
                let event = model.event(at);
                each(&event.headline, true);
                for tag in &event.tags {
                    each(tag, true);
                }
                if let Some(place) = &event.place {
                    each(place, true);
                }
                each(&lead(model, at), false);
                if let Some(summary) = summary(model, at) {
                    each(summary, false);
                }
            }
            Self::Article(at) => {
                let document = model.document(at);
                each(&document.title, true);
                for tag in &document.meta.tags {
                    each(tag, true);
                }
                if document.meta.publish == Publish::Full {
                    each(&document.text, false);
                } else {
                    for item in model.quote_items(at) {
                        each(&item.quote.text(), false);
                    }
                }
            }
        }
    }

    /// What is shown of it.
    pub(super) fn shown(self, model: &Model) -> Shown {
        match self {
            Self::Event(at) => {
                let event = model.event(at);
                let first = event.evidence.first();
                let source = first
                    .map(|one| model.document(one.document.0))
                    .and_then(|document| {
                        model.source_name(document, first.and_then(|one| model.claim(one)))
                    });
                let text = summary(model, at).map_or_else(|| lead(model, at), str::to_owned);
                Shown(
                    model.card_path(at),
                    event.headline.clone(),
                    model.dates.medium(&event.date, &model.texts),
                    source.unwrap_or_default().to_owned(),
                    shortened(&text),
                )
            }
            Self::Article(at) => {
                let document = model.document(at);
                let doc = &model.docs[at as usize];
                let text = match (&document.meta.summary, document.meta.publish) {
                    (Some(summary), _) => summary.clone(),
                    (None, Publish::Full) => document
                        .blocks
                        .iter()
                        .filter(|block| !block.clutter)
                        .map(|block| block.span.of(&document.text))
                        .find(|text| text.len() > 80)
                        .unwrap_or_default()
                        .to_owned(),
                    (None, _) => String::new(),
                };
                Shown(
                    doc.path.clone().unwrap_or_default(),
                    crate::site::article::title_of(model.article(at)).to_owned(),
                    doc.published
                        .map(|day| model.day(day).short)
                        .unwrap_or_default(),
                    model
                        .source_name(document, None)
                        .unwrap_or_default()
                        .to_owned(),
                    shortened(&text),
                )
            }
        }
    }
}

/// The first sentence that may be shown.
fn lead(model: &Model, at: u32) -> String {
    model
        .event(at)
        .evidence
        .iter()
        .filter_map(|one| {
            let article = model.article(one.document.0);
            let quote = model.quote(article, article.claims.get(one.claim as usize)?);
            quote.shown.then(|| quote.text())
        })
        .next()
        .unwrap_or_default()
}

fn summary(model: &Model, at: u32) -> Option<&str> {
    let event = model.event(at);
    event
        .summary
        .as_deref()
        .filter(|text| model.may_show(event, text))
}

/// Text cut at a word.
fn shortened(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(SHOWN) else {
        return text.to_owned();
    };
    let cut = text[..end].trim_end();
    let cut = cut
        .rsplit_once(char::is_whitespace)
        .map_or(cut, |(cut, _)| cut);
    format!("{cut} …")
}
