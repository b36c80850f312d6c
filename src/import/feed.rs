//! Feeds. In: RSS, Atom or JSON Feed. Out: one content file an entry.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Input, Known, Made};
use crate::calendar::{Date, Edtf, Qualifier};

/// All entries of a feed.
pub(crate) fn feed(input: &Input<'_>) -> Made {
    // The library turns times into UTC; the day an entry came out is the one its own clock showed.
    let written: Arc<Mutex<BTreeMap<i64, Edtf>>> = Arc::default();
    let seen = Arc::clone(&written);
    let parser = feed_rs::parser::Builder::new()
        .timestamp_parser(move |text| {
            let time = parse_time(text)?;
            if let Some(local) = edtf(&time) {
                seen.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .entry(time.timestamp())
                    .or_insert(local);
            }
            Some(time.to_utc())
        })
        .build();
    let feed = parser.parse(input.bytes).map_err(|error| {
        input.error(
            format!("expected an RSS, Atom or JSON feed, found: {error}"),
            "save the feed itself, not the page about it",
        )
    })?;
    let source = feed.title.as_ref().map(|title| words(&title.content));
    let mut out = Vec::new();
    for entry in feed.entries {
        let time = entry.published.or(entry.updated);
        let known = Known {
            title: entry
                .title
                .as_ref()
                .map(|title| words(&title.content))
                .filter(|title| !title.is_empty()),
            date: time.and_then(|time| {
                let local = written
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .get(&time.timestamp())
                    .copied();
                local.or_else(|| edtf(&time.fixed_offset()))
            }),
            source: entry
                .source
                .clone()
                .filter(|source| !source.starts_with("http"))
                .or_else(|| source.clone()),
            url: entry
                .links
                .iter()
                .find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"))
                .or(entry.links.first())
                .map(|link| link.href.clone())
                .filter(|url| url.starts_with("http://") || url.starts_with("https://")),
            authors: entry
                .authors
                .iter()
                .filter_map(|person| person.name.as_deref())
                .map(words)
                .filter(|name| !name.is_empty())
                .collect(),
            tags: entry
                .categories
                .iter()
                .map(|category| words(category.label.as_deref().unwrap_or(&category.term)))
                .filter(|tag| !tag.is_empty())
                .collect(),
            language: entry
                .language
                .or_else(|| feed.language.clone())
                .filter(|tag| crate::config::is_language(tag) && !tag.starts_with("en")),
        };
        let content = entry
            .content
            .as_ref()
            .and_then(|content| content.body.clone());
        let summary = entry.summary.map(|summary| summary.content);
        let body = match (content, summary) {
            (Some(content), Some(summary)) if content.len() < summary.len() => summary,
            (Some(content), _) => content,
            (None, summary) => summary.unwrap_or_default(),
        };
        if known.title.is_none() && body.trim().is_empty() {
            continue;
        }
        let body = if body.trim().is_empty() {
            known.title.clone().unwrap_or_default()
        } else {
            body
        };
        let name = known.file_name(input.stem, "html");
        out.push((name, format!("{}{}\n", known.front_matter(), body.trim())));
    }
    if out.is_empty() {
        return Err(input.error(
            "expected a feed with entries, found none",
            "save the feed itself, not the page about it",
        ));
    }
    Ok(out)
}

fn words(text: &str) -> String {
    crate::content::plain_words(text)
}

/// A time as feeds write it, with its own offset.
fn parse_time(text: &str) -> Option<chrono::DateTime<chrono::FixedOffset>> {
    let text = text.trim();
    chrono::DateTime::parse_from_rfc3339(text)
        .or_else(|_| chrono::DateTime::parse_from_rfc2822(text))
        .or_else(|_| chrono::DateTime::parse_from_rfc2822(&text.replace("UTC", "GMT")))
        .ok()
        .or_else(|| {
            let day = text.get(..10)?;
            let day = chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
            Some(day.and_hms_opt(0, 0, 0)?.and_utc().fixed_offset())
        })
}

fn edtf(time: &chrono::DateTime<chrono::FixedOffset>) -> Option<Edtf> {
    use chrono::Timelike;
    let local = time.naive_local();
    if !(-9999..=9999).contains(&chrono::Datelike::year(&local.date())) {
        return None;
    }
    let date = Date::Minute {
        day: local.date(),
        minute: (local.hour() * 60 + local.minute()) as u16,
        offset: i16::try_from(time.offset().local_minus_utc() / 60).ok(),
    };
    Some(Edtf::Date(date, Qualifier::Exact))
}
