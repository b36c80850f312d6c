//! `timelinejs.json`: the events as TimelineJS reads them. Precision survives (a month has no day); doubt goes into the
//! display date, which is how that format says it.

use serde_json::{Map, Value, json};

use super::super::article::escape;
use super::super::model::Model;
use crate::calendar::{Bound, Date, Edtf};

/// The whole file, or one part; events without a year have no place in it. The first names the others, which TimelineJS
/// leaves alone.
pub(crate) fn timeline(model: &Model, events: &[u32], others: Vec<String>) -> Vec<u8> {
    let site = &model.input.config.site;
    let slides: Vec<Value> = events.iter().filter_map(|at| slide(model, *at)).collect();
    let mut whole = json!({
        "title": { "text": { "headline": html(&site.title), "text": html(&site.standfirst) } },
        "events": slides,
    });
    if !others.is_empty() {
        whole["parts"] = Value::from(others);
    }
    let mut out = serde_json::to_vec(&whole).expect("slides are JSON");
    out.push(b'\n');
    out
}

fn slide(model: &Model, at: u32) -> Option<Value> {
    let event = model.event(at);
    if event.date.is_yearless() {
        return None;
    }
    let (start, end) = match event.date {
        Edtf::Date(date, _) => coarse(date),
        Edtf::Interval { start, end } => {
            let part = |bound| match bound {
                Bound::Date(date, _) => Some(date),
                Bound::Open | Bound::Unknown => None,
            };
            match (part(start), part(end)) {
                (Some(a), Some(b)) => (parts(a), Some(coarse(b).1.unwrap_or_else(|| parts(b)))),
                (Some(one), None) | (None, Some(one)) => (parts(one), None),
                (None, None) => return None,
            }
        }
    };
    let view = model.card(at);
    let mut body = String::new();
    let quote = view.evidence.iter().find(|one| one.quote.shown);
    for text in view.summary.iter().chain(&view.fate) {
        body.push_str(&format!("<p>{}</p>", html(text)));
    }
    if let Some(one) = quote {
        let quote = &one.quote;
        body.push_str(&format!(
            "<blockquote>{}<b>{}</b>{} ({})</blockquote>",
            html(&quote.before),
            html(&quote.mark),
            html(&quote.after),
            html(&one.source)
        ));
    }
    let mut start = start;
    start.insert("display_date".into(), Value::from(view.date.long.clone()));
    let mut slide = json!({
        "unique_id": view.id,
        "start_date": start,
        "text": { "headline": html(&view.headline), "text": body },
    });
    if let Some(end) = end {
        slide["end_date"] = Value::Object(end);
    }
    if let Some(tag) = view.tags.first() {
        slide["group"] = Value::from(tag.name.clone());
    }
    Some(slide)
}

/// Dates that TimelineJS has no field for become their first and last part.
fn coarse(date: Date) -> (Map<String, Value>, Option<Map<String, Value>>) {
    match date {
        Date::Year { .. } | Date::Month { .. } | Date::Day(_) | Date::Minute { .. } => {
            (parts(date), None)
        }
        _ => {
            let last = date.end_day().pred_opt().unwrap_or(date.first_day());
            (
                parts(Date::Day(date.first_day())),
                Some(parts(Date::Day(last))),
            )
        }
    }
}

fn parts(date: Date) -> Map<String, Value> {
    use chrono::Datelike;
    let first = date.first_day();
    let mut map = Map::new();
    map.insert("year".into(), Value::from(first.year()));
    if matches!(
        date,
        Date::Month { .. }
            | Date::Day(_)
            | Date::Minute { .. }
            | Date::Week { .. }
            | Date::Weekend { .. }
    ) {
        map.insert("month".into(), Value::from(first.month()));
    }
    if matches!(
        date,
        Date::Day(_) | Date::Minute { .. } | Date::Week { .. } | Date::Weekend { .. }
    ) {
        map.insert("day".into(), Value::from(first.day()));
    }
    if let Date::Minute { minute, .. } = date {
        map.insert("hour".into(), Value::from(minute / 60));
        map.insert("minute".into(), Value::from(minute % 60));
    }
    map
}

/// TimelineJS takes texts as HTML.
fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(text, &mut out);
    out
}
