//! TimelineJS. In: its JSON, of version 3 or the older one. Out: a content table.

use serde_json::Value as Json;

use super::table::{Row, made};
use super::{Input, Made};
use crate::calendar::Edtf;
use crate::content::plain_words;

/// All events of a TimelineJS timeline.
pub(crate) fn json(input: &Input<'_>) -> Made {
    let text = input.text()?;
    // A saved JSONP file has a call around it.
    let bare = text.trim();
    let bare = match (bare.find('{'), bare.rfind('}')) {
        (Some(open), Some(close)) if open < close => &bare[open..=close],
        _ => bare,
    };
    let json: Json = serde_json::from_str(bare).map_err(|error| {
        input.error(
            format!("expected TimelineJS JSON, found: {error}"),
            "for JSON lines, use scripts/jsonl-to-content",
        )
    })?;
    let old = json
        .get("timeline")
        .and_then(|timeline| timeline.get("date"));
    let events = json.get("events").or(old).and_then(Json::as_array);
    let Some(events) = events else {
        return Err(input.error(
            "expected TimelineJS JSON with a list of events, found none",
            "for JSON lines, use scripts/jsonl-to-content",
        ));
    };
    let mut rows = Vec::new();
    let mut problems = Vec::new();
    for (index, event) in events.iter().enumerate() {
        match row(event) {
            Ok(row) => rows.push(row),
            Err(message) => problems.extend(input.error(
                format!("event {}: {message}", index + 1),
                "correct its start_date",
            )),
        }
    }
    if problems.is_empty() {
        made(input, &rows)
    } else {
        Err(problems)
    }
}

fn row(event: &Json) -> Result<Row, String> {
    let start = date(event.get("start_date").or_else(|| event.get("startDate")))
        .ok_or("expected a start_date with a year, found none")?;
    let end = date(event.get("end_date").or_else(|| event.get("endDate")));
    let written = match end {
        Some(end) if end != start => format!("{start}/{end}"),
        _ => start,
    };
    let date = Edtf::parse(&written).map_err(|error| error.to_string())?;
    let words = |value: Option<&Json>| {
        value
            .and_then(Json::as_str)
            .map(plain_words)
            .unwrap_or_default()
    };
    let text = event.get("text");
    let inner = |key: &str| {
        text.and_then(|text| text.get(key))
            .or_else(|| event.get(key))
    };
    let media = event.get("media").or_else(|| event.get("asset"));
    let part = |key: &str| media.and_then(|media| media.get(key));
    let address = part("url")
        .or_else(|| part("media"))
        .and_then(Json::as_str)
        .unwrap_or_default();
    let bare = address
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let is_picture = [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"]
        .iter()
        .any(|end| bare.ends_with(end));
    let group = words(event.get("group").or_else(|| event.get("tag")));
    Ok(Row {
        date: date.to_string(),
        headline: words(inner("headline")),
        summary: match text {
            Some(Json::String(text)) => plain_words(text),
            _ => words(text.and_then(|text| text.get("text"))),
        },
        tags: if group.is_empty() {
            Vec::new()
        } else {
            vec![group]
        },
        url: if is_picture || !address.starts_with("http") {
            String::new()
        } else {
            address.to_owned()
        },
        image: if is_picture {
            address.to_owned()
        } else {
            String::new()
        },
        image_alt: words(part("alt").or_else(|| part("caption"))),
        image_credit: words(part("credit")),
        ..Row::default()
    })
}

/// `{"year": "2016", "month": "2"}`, or the older `"2016,2,12"`, as EDTF.
fn date(value: Option<&Json>) -> Option<String> {
    let number = |value: Option<&Json>| -> Option<i64> {
        match value? {
            Json::Number(number) => number.as_i64(),
            Json::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    };
    let parts: [Option<i64>; 5] = match value? {
        Json::String(text) => {
            let mut parts = text
                .split([',', '-', '/', ' ', ':'])
                .map(|part| part.trim().parse().ok());
            std::array::from_fn(|_| parts.next().flatten())
        }
        object => ["year", "month", "day", "hour", "minute"].map(|key| number(object.get(key))),
    };
    let year = parts[0]?;
    let mut out = if year < 0 {
        format!("-{:04}", -year)
    } else {
        format!("{year:04}")
    };
    for part in &parts[1..3] {
        let Some(part) = part.filter(|part| *part > 0) else {
            return Some(out);
        };
        out += &format!("-{part:02}");
    }
    if let Some(hour) = parts[3] {
        out += &format!("T{hour:02}:{:02}", parts[4].unwrap_or(0));
    }
    Some(out)
}
