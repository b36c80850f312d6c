//! Calendars. In: an `.ics` file. Out: a content table.
//!
//! Source: RFC 5545, sections 3.1 (folding), 3.3.11 (escaping) and 3.8 (properties).

use super::table::{Row, made};
use super::{Input, Made};
use crate::calendar::Edtf;

/// All events of a calendar; what repeats stands once.
pub(crate) fn calendar(input: &Input<'_>) -> Made {
    let text = input.text()?;
    if !text
        .trim_start()
        .to_ascii_uppercase()
        .starts_with("BEGIN:VCALENDAR")
    {
        return Err(input.error(
            "expected a calendar that begins with BEGIN:VCALENDAR, found something else",
            "export the calendar as .ics",
        ));
    }
    let mut rows = Vec::new();
    let mut problems = Vec::new();
    let mut event: Option<Event> = None;
    let mut nested = 0;
    for line in unfold(&text) {
        let Some((name, value)) = split(&line) else {
            continue;
        };
        match (name.bare.as_str(), &mut event) {
            ("BEGIN", None) if value.eq_ignore_ascii_case("VEVENT") => {
                event = Some(Event::default())
            }
            ("BEGIN", Some(_)) => nested += 1,
            ("END", Some(_)) if nested > 0 => nested -= 1,
            ("END", Some(_)) if value.eq_ignore_ascii_case("VEVENT") => {
                if let Some(found) = event.take() {
                    match found.row() {
                        Ok(row) => rows.push(row),
                        Err(message) => {
                            problems.extend(input.error(message, "correct its DTSTART"))
                        }
                    }
                }
            }
            (_, Some(event)) if nested == 0 => event.take(&name, value),
            _ => {}
        }
    }
    if problems.is_empty() {
        made(input, &rows)
    } else {
        Err(problems)
    }
}

/// Joins folded lines.
fn unfold(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix([' ', '\t']), out.last_mut()) {
            (Some(rest), Some(last)) => last.push_str(rest),
            _ => out.push(line.to_owned()),
        }
    }
    out
}

struct Name {
    bare: String,
    /// `;VALUE=DATE;TZID=…`, uppercase names.
    parameters: String,
}

/// Splits at the first colon outside quotation marks.
fn split(line: &str) -> Option<(Name, &str)> {
    let mut quoted = false;
    let at = line.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == ':' && !quoted).then_some(at)
    })?;
    let (name, parameters) = line[..at].split_once(';').unwrap_or((&line[..at], ""));
    Some((
        Name {
            bare: name.trim().to_ascii_uppercase(),
            parameters: parameters.to_ascii_uppercase(),
        },
        &line[at + 1..],
    ))
}

fn unescape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut signs = value.chars();
    while let Some(c) = signs.next() {
        match c {
            '\\' => match signs.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(c) => out.push(c),
                None => {}
            },
            c => out.push(c),
        }
    }
    crate::content::plain_words(&out)
}

#[derive(Default)]
struct Event {
    start: Option<String>,
    end: Option<String>,
    all_day: bool,
    row: Row,
}

impl Event {
    fn take(&mut self, name: &Name, value: &str) {
        match name.bare.as_str() {
            "DTSTART" => {
                self.all_day = name.parameters.contains("VALUE=DATE")
                    && !name.parameters.contains("DATE-TIME")
                    || value.trim().len() == 8;
                self.start = written(value);
            }
            "DTEND" => self.end = written(value),
            "SUMMARY" => self.row.headline = unescape(value),
            "DESCRIPTION" => self.row.summary = unescape(value),
            "LOCATION" => self.row.place = unescape(value),
            "URL" => {
                let url = value.trim();
                if url.starts_with("http://") || url.starts_with("https://") {
                    self.row.url = url.to_owned();
                }
            }
            "CATEGORIES" => self
                .row
                .tags
                .extend(value.split(',').map(unescape).filter(|tag| !tag.is_empty())),
            "STATUS" if value.trim().eq_ignore_ascii_case("CANCELLED") => {
                self.row.status = "withdrawn".into()
            }
            "STATUS" if value.trim().eq_ignore_ascii_case("TENTATIVE") => {
                self.row.status = "proposed".into()
            }
            _ => {}
        }
    }

    fn row(self) -> Result<Row, String> {
        let headline = self.row.headline.clone();
        let Some(start) = self.start else {
            return Err(format!(
                "expected a DTSTART with a date in {headline:?}, found none"
            ));
        };
        let mut date = Edtf::parse(&start).map_err(|error| format!("{headline:?}: {error}"))?;
        // The end of an all-day event is the day after its last.
        let last = self
            .end
            .as_deref()
            .and_then(|end| Edtf::parse(end).ok())
            .and_then(|end| {
                let end = end.days().earliest?;
                if self.all_day {
                    end.pred_opt()
                } else {
                    Some(end)
                }
            });
        if let (Some(first), Some(last)) = (date.days().earliest, last)
            && first < last
        {
            date = Edtf::parse(&format!("{first}/{last}"))
                .map_err(|error| format!("{headline:?}: {error}"))?;
        }
        Ok(Row {
            date: date.to_string(),
            headline: if headline.is_empty() {
                "Untitled".into()
            } else {
                headline
            },
            ..self.row
        })
    }
}

/// `20160212`, `20160212T093000Z` as EDTF.
fn written(value: &str) -> Option<String> {
    let value = value.trim();
    let day = value
        .get(..8)
        .filter(|day| day.bytes().all(|b| b.is_ascii_digit()))?;
    let mut out = format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]);
    if let Some(clock) = value
        .get(9..13)
        .filter(|clock| clock.bytes().all(|b| b.is_ascii_digit()))
    {
        out += &format!("T{}:{}", &clock[..2], &clock[2..]);
        if value.ends_with('Z') {
            out.push('Z');
        }
    }
    Some(out)
}
