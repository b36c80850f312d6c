//! `calendar.ics`: what is planned or proposed, as all-day events over the days the date covers.

use icalendar::{Calendar, Component, Event as IcsEvent, EventLike, EventStatus, Property};

use super::super::model::{Model, iso};
use super::{Feed, identifier, xml_safe};
use crate::calendar::Granularity;
use crate::corrections::Status;
use crate::events::State;

/// The whole file. Dates coarser than a month stand in no calendar.
pub(crate) fn calendar(model: &Model, feed: &Feed, events: &[u32]) -> Vec<u8> {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//Dateline//Dateline//EN"));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    calendar.name(&plain(&feed.title));
    for at in events {
        let event = model.event(*at);
        let days = event.date.days();
        let (Some(first), Some(end)) = (days.earliest, days.latest) else {
            continue;
        };
        let coarse = event.date.granularity() < Granularity::Month;
        let year = chrono::Datelike::year(&first);
        if event.status == Status::Happened
            || coarse
            || event.date.is_yearless()
            || !(1..=9999).contains(&year)
        {
            continue;
        }
        let mut ics = IcsEvent::new();
        ics.uid(&format!("{}@dateline", event.id));
        ics.summary(&plain(&event.headline));
        let words = model.dates.view(&event.date, &model.texts).long;
        let mut description = vec![words];
        if let Some(one) = event.evidence.first()
            && let Some(claim) = model.claim(one)
        {
            let quote = model.quote(&model.input.articles[one.document.0 as usize], claim);
            if quote.shown {
                description.push([quote.before, quote.mark, quote.after].concat());
            }
        }
        ics.description(&plain(&description.join("\n")));
        ics.append_property(date("DTSTART", first));
        ics.append_property(date("DTEND", end));
        // The day the newest report came: the same input gives the same bytes.
        let stamp = event
            .evidence
            .iter()
            .filter_map(|one| one.published)
            .max()
            .unwrap_or(first);
        ics.append_property(Property::new(
            "DTSTAMP",
            stamp.format("%Y%m%dT000000Z").to_string(),
        ));
        ics.status(match event.state {
            Some(State::Cancelled) => EventStatus::Cancelled,
            _ if event.status == Status::Withdrawn => EventStatus::Cancelled,
            Some(State::Fulfilled) => EventStatus::Confirmed,
            _ => EventStatus::Tentative,
        });
        let moves = event
            .promise
            .and_then(|at| model.input.timeline.promises.get(at as usize))
            .and_then(|promise| promise.steps.iter().position(|step| step.event == event.id));
        ics.append_property(Property::new("SEQUENCE", moves.unwrap_or(0).to_string()));
        ics.append_property(Property::new("TRANSP", "TRANSPARENT"));
        if let Some(place) = &event.place {
            ics.location(&plain(place));
        }
        let path = model.card_path(*at);
        if model.base().is_some() {
            ics.append_property(Property::new("URL", identifier(model, &path)));
        }
        calendar.push(ics.done());
    }
    calendar.done().to_string().into_bytes()
}

fn date(name: &str, day: chrono::NaiveDate) -> Property {
    let mut property = Property::new(name, iso(day).replace('-', ""));
    property.add_parameter("VALUE", "DATE");
    property.done()
}

/// Text without control characters other than line ends.
fn plain(text: &str) -> String {
    xml_safe(text).replace('\r', "").replace('\t', " ")
}
