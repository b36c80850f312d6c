//! JSON-LD in pages. In: events or an article. Out: text that is safe within `<script>`.

use serde_json::{Value, json};

use super::super::cards;
use super::super::model::{Model, TOP_EVENTS};
use super::super::view::ArticleView;

/// An `ItemList` of the most important events in order.
pub(crate) fn timeline(model: &Model, events: &[u32]) -> String {
    let mut top = events.to_vec();
    top.sort_by(|a, b| {
        let (x, y) = (model.event(*a), model.event(*b));
        y.importance.total_cmp(&x.importance).then(a.cmp(b))
    });
    top.truncate(TOP_EVENTS / 10);
    top.sort_unstable();
    let items: Vec<Value> = top
        .iter()
        .enumerate()
        .map(|(at, index)| json!({ "@type": "ListItem", "position": at + 1, "item": event(model, *index) }))
        .collect();
    let list = json!({
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": model.input.config.site.title,
        "numberOfItems": events.len(),
        "itemListElement": items,
    });
    script(&list)
}

fn event(model: &Model, at: u32) -> Value {
    let event = model.event(at);
    let view = model.dates.view(&event.date, &model.texts);
    let mut value = json!({ "@type": "Event", "name": event.headline });
    if let Some(start) = view
        .datetime
        .filter(|_| !event.date.is_yearless() && view.precision != "week")
    {
        value["startDate"] = Value::from(start);
    }
    if let Some(end) = view.datetime_end {
        value["endDate"] = Value::from(end);
    }
    if let Some(place) = &event.place {
        value["location"] = json!({ "@type": "Place", "name": place });
    }
    if let Some(url) = model.absolute(&model.card_path(at)) {
        value["url"] = Value::from(url);
    }
    let status = match cards::mark(event) {
        "withdrawn" => Some("EventCancelled"),
        "moved" => Some("EventPostponed"),
        "planned" | "proposed" => Some("EventScheduled"),
        _ => None,
    };
    if let Some(status) = status {
        value["eventStatus"] = Value::from(format!("https://schema.org/{status}"));
    }
    value
}

/// A `NewsArticle`.
pub(crate) fn article(model: &Model, index: u32, view: &ArticleView) -> String {
    let document = model.document(index);
    let mut value = json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": view.card.title,
        "inLanguage": cards::language_of(model, document),
    });
    if let Some(day) = &view.card.published {
        value["datePublished"] = Value::from(day.iso.clone());
    }
    if let Some(day) = &view.updated {
        value["dateModified"] = Value::from(day.iso.clone());
    }
    if let Some(source) = &view.card.source {
        value["publisher"] = json!({ "@type": "NewsMediaOrganization", "name": source });
    }
    if !view.authors.is_empty() {
        let authors: Vec<Value> = view
            .authors
            .iter()
            .map(|name| json!({ "@type": "Person", "name": name }))
            .collect();
        value["author"] = Value::from(authors);
    }
    if let Some(url) = &view.card.url {
        value["isBasedOn"] = Value::from(url.clone());
    }
    if let Some(url) = view
        .card
        .path
        .as_deref()
        .and_then(|path| model.absolute(path))
    {
        value["url"] = Value::from(url);
    }
    script(&value)
}

/// JSON that cannot end or open an element.
fn script(value: &Value) -> String {
    value
        .to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_cannot_leave_its_script() {
        let out = script(&json!({ "headline": "</script><script>alert(1)</script><!--" }));
        assert!(!out.contains('<') && !out.contains('>'), "{out}");
        let back: Value = serde_json::from_str(&out).expect("still JSON");
        assert_eq!(back["headline"], "</script><script>alert(1)</script><!--");
    }
}
