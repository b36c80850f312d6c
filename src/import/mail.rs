//! Mail. In: an `.eml` file. Out: its text with subject, day and sender as front matter.

use mail_parser::{DateTime, MessageParser};

use super::{Input, Known, Made};
use crate::calendar::{Date, Edtf, NaiveDate, Qualifier};

/// One message.
pub(crate) fn mail(input: &Input<'_>) -> Made {
    let message = MessageParser::default()
        .parse(input.bytes)
        .filter(|message| message.subject().is_some() || message.from().is_some())
        .ok_or_else(|| {
            input.error(
                "expected a mail with headers, found none",
                "save the mail as .eml and import that",
            )
        })?;
    let sender = message.from().and_then(|from| from.first());
    let known = Known {
        title: message
            .subject()
            .map(one_line)
            .filter(|title| !title.is_empty()),
        date: message.date().and_then(day),
        authors: sender
            .and_then(|sender| sender.name().or_else(|| sender.address()))
            .map(one_line)
            .into_iter()
            .collect(),
        ..Known::default()
    };
    let has_text = message.text_body_count() > 0
        && message
            .text_part(0)
            .is_some_and(|part| !part.is_text_html());
    if !has_text && let Some(html) = message.body_html(0) {
        let name = known.file_name(input.stem, "html");
        return Ok(vec![(
            name,
            format!("{}{}\n", known.front_matter(), html.trim()),
        )]);
    }
    let text = message
        .body_text(0)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    let text = without_signature(&text);
    if text.trim().is_empty() {
        return Err(input.error(
            "expected a mail with a text, found none",
            "copy its text into a .txt file",
        ));
    }
    let name = known.file_name(input.stem, "txt");
    Ok(vec![(
        name,
        format!("{}{}\n", known.front_matter(), text.trim_end()),
    )])
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The local time the mail was sent, as written in it.
fn day(sent: &DateTime) -> Option<Edtf> {
    let day = NaiveDate::from_ymd_opt(sent.year.into(), sent.month.into(), sent.day.into())?;
    let east = i16::from(sent.tz_hour) * 60 + i16::from(sent.tz_minute);
    let date = Date::Minute {
        day,
        minute: (u16::from(sent.hour) * 60 + u16::from(sent.minute)).min(1440),
        offset: Some(if sent.tz_before_gmt { -east } else { east }),
    };
    Some(Edtf::Date(date, Qualifier::Exact))
}

/// What stands before the line `-- `.
fn without_signature(text: &str) -> &str {
    match text.find("\n-- \n") {
        Some(at) => &text[..at],
        None => text,
    }
}
