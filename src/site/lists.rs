//! Lists: articles by year, newsrooms, corrections, periods. In: the [`Model`]. Out: views.

use std::collections::BTreeMap;

use chrono::Datelike;
use serde::Serialize;

use super::cards;
use super::model::{Model, section, year_folder};
use super::view::{ArticleCard, Change, Link, SourceQuotes, SourceView};
use crate::config::Publish;
use crate::content::Kind;
use crate::corrections::Entry;

/// Articles of one year.
#[derive(Serialize)]
pub(crate) struct Group {
    /// The year, or "Undated".
    pub(crate) name: String,
    /// Its articles, newest first.
    pub(crate) articles: Vec<ArticleCard>,
}

/// All articles by year, newest first, undated last.
pub(crate) fn article_groups(model: &Model) -> Vec<Group> {
    let mut indexes: Vec<u32> = (0..model.docs.len() as u32)
        .filter(|at| model.document(*at).kind == Kind::Article)
        .collect();
    indexes.sort_by_key(|at| (std::cmp::Reverse(model.docs[*at as usize].published), *at));
    let mut groups: Vec<Group> = Vec::new();
    for at in indexes {
        let name = match model.docs[at as usize].published {
            Some(day) => model.dates.year(day.year()),
            None => model.texts.get("undated").to_owned(),
        };
        if groups.last().is_none_or(|group| group.name != name) {
            groups.push(Group {
                name,
                articles: Vec::new(),
            });
        }
        let card = model.article_card(at);
        groups.last_mut().expect("pushed above").articles.push(card);
    }
    groups
}

/// Articles by index, newest first.
pub(crate) fn cards(model: &Model, docs: &[u32]) -> Vec<ArticleCard> {
    let mut docs = docs.to_vec();
    docs.sort_by_key(|at| (std::cmp::Reverse(model.docs[*at as usize].published), *at));
    docs.iter().map(|at| model.article_card(*at)).collect()
}

/// All newsrooms, those with most events first.
pub(crate) fn sources(model: &Model) -> Vec<SourceView> {
    let mut views: Vec<SourceView> = (0..model.sources.len())
        .map(|at| source(model, at, false))
        .collect();
    views.sort_by(|a, b| b.events.cmp(&a.events).then_with(|| a.name.cmp(&b.name)));
    views
}

/// One newsroom; with its articles on its own page.
pub(crate) fn source(model: &Model, at: usize, whole: bool) -> SourceView {
    let source = &model.sources[at];
    let days = || {
        source
            .docs
            .iter()
            .filter_map(|doc| model.docs[*doc as usize].published)
    };
    let share = source.events.len() * 20 / model.events().len().max(1);
    SourceView {
        name: source.name.clone(),
        path: source.path.clone(),
        articles: source.docs.len(),
        events: source.events.len(),
        first: source.first,
        disputed: source.disputed,
        share: share.min(20) as u8,
        from: days().min().map(|day| model.day(day)),
        to: days().max().map(|day| model.day(day)),
        list: if whole {
            cards(model, &source.docs)
        } else {
            Vec::new()
        },
        quotes: if whole {
            quotes(model, &source.docs)
        } else {
            Vec::new()
        },
    }
}

/// Sentences of articles that have no page because of `max_files`.
fn quotes(model: &Model, docs: &[u32]) -> Vec<SourceQuotes> {
    docs.iter()
        .filter(|at| {
            model.docs[**at as usize].path.is_none()
                && model.document(**at).meta.publish != Publish::None
        })
        .map(|at| SourceQuotes {
            article: model.article_card(*at),
            quotes: model.quote_items(*at),
        })
        .filter(|list| !list.quotes.is_empty())
        .collect()
}

/// Whether an editor changed anything.
pub(crate) fn has_changes(model: &Model) -> bool {
    model.input.articles.iter().any(|article| {
        let corrections = &article.document.corrections;
        article.document.kind == Kind::Article
            && (corrections.article_date.is_some()
                || corrections.events.iter().any(|entry| !entry.later))
    })
}

/// What editors changed, newest first.
pub(crate) fn changes(model: &Model) -> Vec<Change> {
    let mut changes = Vec::new();
    for (index, article) in model.input.articles.iter().enumerate() {
        let document = &article.document;
        if document.kind != Kind::Article {
            continue;
        }
        let card = model.article_card(index as u32);
        if let Some(date) = &document.corrections.article_date {
            let value = model.dates.medium(date, &model.texts);
            changes.push(Change {
                checked: None,
                article: card.clone(),
                path: card.path.clone(),
                headline: card.title.clone(),
                what: vec![
                    model
                        .texts
                        .fill("change_article_date", &[("value", &value)]),
                ],
                note: None,
            });
        }
        for (at, entry) in document.corrections.events.iter().enumerate() {
            let what = what(model, entry);
            if what.is_empty() {
                continue;
            }
            let claim = article
                .claims
                .iter()
                .find(|claim| claim.correction == Some(at as u32));
            let event = claim.and_then(|claim| model.event_of(claim.id));
            let quote = entry.quote.clone().filter(|_| model.may_quote(document));
            changes.push(Change {
                checked: entry.checked.map(|day| model.day(day)),
                article: card.clone(),
                path: event.map(|at| model.card_path(at)),
                headline: event
                    .map(|at| model.event(at).headline.clone())
                    .or(quote)
                    .unwrap_or_else(|| card.title.clone()),
                what,
                note: entry.note.clone(),
            });
        }
    }
    changes.sort_by(|a, b| {
        let day = |change: &Change| change.checked.as_ref().map(|day| day.iso.clone());
        day(b).cmp(&day(a))
    });
    changes
}

/// An entry's changes in words.
fn what(model: &Model, entry: &Entry) -> Vec<String> {
    let texts = &model.texts;
    let mut what = Vec::new();
    let mut fill = |key: &str, value: Option<&str>| {
        if let Some(value) = value {
            what.push(texts.fill(key, &[("value", value)]));
        }
    };
    if entry.later {
        return Vec::new();
    }
    fill("change_added", entry.quote.is_none().then_some(""));
    fill(
        "change_date",
        entry
            .date
            .map(|date| model.dates.medium(&date, texts))
            .as_deref(),
    );
    fill("change_headline", entry.headline.as_deref());
    fill("change_summary", entry.summary.as_deref());
    fill(
        "change_status",
        entry
            .status
            .map(|status| {
                texts
                    .get(&format!("status_{}", cards::status_name(status)))
                    .to_owned()
            })
            .as_deref(),
    );
    fill(
        "change_importance",
        entry.importance.is_some().then_some(""),
    );
    fill("change_place", entry.place.as_deref());
    fill(
        "change_tags",
        (!entry.tags.is_empty())
            .then(|| entry.tags.join(", "))
            .as_deref(),
    );
    fill("change_image", entry.image.is_some().then_some(""));
    fill("change_merged", (!entry.same_as.is_empty()).then_some(""));
    fill("change_apart", (!entry.apart_from.is_empty()).then_some(""));
    fill("change_hidden", entry.hide.then_some(""));
    fill("change_note", entry.note.is_some().then_some(""));
    if what.is_empty() && entry.checked.is_some() {
        what.push(texts.get("change_checked").to_owned());
    }
    what
}

/// The events of a year or month, in order.
pub(crate) fn of_period(model: &Model, year: i32, month: Option<u32>) -> Vec<u32> {
    (0..model.events().len() as u32)
        .filter(|at| {
            section(&model.event(*at).date)
                .is_some_and(|(y, m)| y == year && month.is_none_or(|month| m == month))
        })
        .collect()
}

/// Years with their counts, or the months of `year`.
pub(crate) fn periods(model: &Model, year: Option<i32>) -> Vec<(i32, Option<u32>, usize)> {
    let mut counts: BTreeMap<(i32, Option<u32>), usize> = BTreeMap::new();
    for event in model.events() {
        if let Some((y, m)) = section(&event.date)
            && year.is_none_or(|year| y == year)
        {
            *counts.entry((y, year.map(|_| m))).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .map(|((year, month), events)| (year, month, events))
        .collect()
}

/// The periods before and after.
pub(crate) fn around(model: &Model, year: i32, month: Option<u32>) -> (Option<Link>, Option<Link>) {
    let mut keys: Vec<(i32, Option<u32>)> = model
        .events()
        .iter()
        .filter_map(|event| section(&event.date))
        .map(|(y, m)| (y, month.map(|_| m)))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    let link = |at: Option<&(i32, Option<u32>)>| {
        at.map(|(year, month)| Link {
            name: match month {
                None => model.dates.year(*year),
                Some(month) => model.dates.month_of_year(*year, *month),
            },
            path: Some(match month {
                None => format!("{}index.html", year_folder(*year)),
                Some(month) => format!("{}{month:02}/index.html", year_folder(*year)),
            }),
            url: None,
            current: false,
        })
    };
    match keys.binary_search(&(year, month)) {
        Ok(at) => (
            link(at.checked_sub(1).and_then(|at| keys.get(at))),
            link(keys.get(at + 1)),
        ),
        Err(_) => (None, None),
    }
}
