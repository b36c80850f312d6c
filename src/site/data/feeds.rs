//! Feeds: the newest reports first. An event's entry changes when it gains a report or its date moves.

use atom_syndication as atom;
use chrono::NaiveDate;
use serde::Serialize;

use super::super::model::Model;
use super::{Feed, identifier, xml_safe};

/// Entries in a feed.
const ENTRIES: usize = 50;

/// One event as an entry of either feed.
struct Entry {
    id: String,
    url: Option<String>,
    title: String,
    text: String,
    updated: NaiveDate,
    tags: Vec<String>,
}

fn entries(model: &Model, events: &[u32]) -> Vec<Entry> {
    let mut dated: Vec<(NaiveDate, u32)> = events
        .iter()
        .filter_map(|at| {
            let days = model
                .event(*at)
                .evidence
                .iter()
                .filter_map(|one| one.published);
            Some((days.max()?, *at))
        })
        .collect();
    dated.sort_by(|a, b| {
        let (x, y) = (model.event(a.1), model.event(b.1));
        b.0.cmp(&a.0)
            .then(y.importance.total_cmp(&x.importance))
            .then(a.1.cmp(&b.1))
    });
    dated.truncate(ENTRIES);
    dated
        .into_iter()
        .map(|(updated, at)| {
            let card = model.card(at);
            let quote = card.evidence.iter().find(|one| one.quote.shown).map(|one| {
                let quote = [one.quote.before.as_str(), &one.quote.mark, &one.quote.after].concat();
                format!("“{quote}” ({})", one.source)
            });
            let lines = [
                Some(card.date.long.clone()),
                card.stamp,
                card.fate,
                card.summary,
                quote,
            ];
            let path = model.card_path(at);
            Entry {
                id: identifier(model, &path),
                url: model.absolute(&path),
                title: xml_safe(&format!("{}: {}", card.date.medium, card.headline)),
                text: xml_safe(&lines.into_iter().flatten().collect::<Vec<_>>().join("\n")),
                updated,
                tags: card.tags.into_iter().map(|tag| tag.name).collect(),
            }
        })
        .collect()
}

fn time(day: NaiveDate) -> String {
    format!("{}T00:00:00Z", super::super::model::iso(day))
}

/// `atom.xml`.
pub(crate) fn atom(model: &Model, feed: &Feed, events: &[u32]) -> Vec<u8> {
    let entries = entries(model, events);
    let stamp = |day: NaiveDate| {
        day.and_hms_opt(0, 0, 0)
            .expect("midnight")
            .and_utc()
            .fixed_offset()
    };
    let newest = entries.first().map(|entry| entry.updated).or(model.newest);
    let link = |rel: &str, href: String, mime: Option<&str>| atom::Link {
        rel: rel.to_owned(),
        href,
        mime_type: mime.map(str::to_owned),
        ..atom::Link::default()
    };
    let mut out = atom::Feed {
        title: atom::Text::plain(xml_safe(&feed.title)),
        id: identifier(model, &feed.page),
        updated: newest.map_or_else(|| stamp(NaiveDate::default()), stamp),
        generator: Some(atom::Generator {
            value: "Dateline".into(),
            version: Some(env!("CARGO_PKG_VERSION").into()),
            uri: None,
        }),
        authors: vec![atom::Person {
            name: xml_safe(&model.input.config.site.title),
            ..atom::Person::default()
        }],
        ..atom::Feed::default()
    };
    if let (Some(page), Some(own)) = (model.absolute(&feed.page), model.absolute(&feed.path)) {
        out.links = vec![
            link("alternate", page, Some("text/html")),
            link("self", own, Some("application/atom+xml")),
        ];
    }
    out.entries = entries
        .into_iter()
        .map(|entry| atom::Entry {
            title: atom::Text::plain(entry.title),
            id: entry.id,
            updated: stamp(entry.updated),
            links: entry
                .url
                .map(|url| link("alternate", url, Some("text/html")))
                .into_iter()
                .collect(),
            categories: entry
                .tags
                .into_iter()
                .map(|term| atom::Category {
                    term: xml_safe(&term),
                    ..atom::Category::default()
                })
                .collect(),
            content: Some(atom::Content {
                value: Some(entry.text),
                content_type: Some("text".into()),
                ..atom::Content::default()
            }),
            ..atom::Entry::default()
        })
        .collect();
    let mut text = out.to_string().into_bytes();
    text.push(b'\n');
    text
}

#[derive(Serialize)]
struct JsonFeed {
    version: &'static str,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    home_page_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feed_url: Option<String>,
    language: String,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    title: String,
    content_text: String,
    date_modified: String,
    tags: Vec<String>,
}

/// `feed.json`, JSON Feed 1.1.
pub(crate) fn json(model: &Model, feed: &Feed, events: &[u32]) -> Vec<u8> {
    let feed = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: feed.title.clone(),
        home_page_url: model.absolute(&feed.page),
        feed_url: model.absolute(&feed.path),
        language: model.input.config.site.language.clone(),
        items: entries(model, events)
            .into_iter()
            .map(|entry| Item {
                id: entry.id,
                url: entry.url,
                title: entry.title,
                content_text: entry.text,
                date_modified: time(entry.updated),
                tags: entry.tags,
            })
            .collect(),
    };
    let mut out = serde_json::to_vec_pretty(&feed).expect("a feed is JSON");
    out.push(b'\n');
    out
}
