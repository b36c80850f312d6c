//! Content tables. In: a `.csv` file of hand-made events. Out: a document whose corrections are its
//! rows.

use super::document::{Document, DocumentId, Format, Kind, Meta};
use super::options::Options;
use crate::calendar::Edtf;
use crate::corrections::{Corrections, Entry, Image, STATUSES};
use crate::diagnostic::Diagnostic;
use crate::fields;
use crate::source::Position;

/// The columns with a meaning, lowercase.
const COLUMNS: [&str; 26] = [
    "date",
    "headline",
    "summary",
    "status",
    "place",
    "tags",
    "source",
    "url",
    "quote",
    "importance",
    "image",
    "image_alt",
    "image_credit",
    "year",
    "month",
    "day",
    "time",
    "end year",
    "end month",
    "end day",
    "end time",
    "text",
    "group",
    "media",
    "media credit",
    "media caption",
];

/// TimelineJS's columns that say only how it looks there.
const PASSED_OVER: [&str; 7] = [
    "display date",
    "media thumbnail",
    "type",
    "background",
    "alt text",
    "media_alt",
    "link",
];

/// Reads the table in `text`.
pub(crate) fn load(
    file: &super::walk::ContentFile,
    shown: &str,
    text: &str,
    corrections: Corrections,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Document> {
    let mut table = Table {
        shown,
        diagnostics,
        columns: Vec::new(),
        limit: options.content.max_events_per_file,
    };
    let mut events = table.rows(text)?;
    if events.is_empty() && corrections.events.is_empty() {
        table.diagnostics.push(
            Diagnostic::warning(
                "empty-article",
                shown,
                "expected rows of events, found none; it is left out",
            )
            .at(Position::START)
            .hint("add a row, or remove the file"),
        );
        return None;
    }
    events.extend(corrections.events);
    let rule_publish = options.content.publish;
    Some(Document {
        id: DocumentId(0),
        path: file.path.clone(),
        format: Format::Table,
        kind: Kind::Table,
        title: String::new(),
        meta: Meta {
            publish: rule_publish,
            ..Meta::default()
        },
        anchor: None,
        text: String::new(),
        blocks: Vec::new(),
        body: Vec::new(),
        dateline_place: None,
        corrections: Corrections {
            article_date: None,
            events,
            path: shown.to_owned(),
        },
        positions: Vec::new(),
    })
}

/// No cell is longer, in bytes: one that is has lost its closing quotation mark.
const LONGEST_CELL: usize = 64 * 1024;

struct Table<'a> {
    shown: &'a str,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// The meaning of each column, lowercase.
    columns: Vec<String>,
    limit: usize,
}

/// One row: its cells, and where they stand.
struct Row<'r> {
    cells: &'r csv::StringRecord,
    line: u32,
}

impl Table<'_> {
    fn error(&mut self, code: &'static str, line: u32, column: usize, message: String, hint: &str) {
        let position = Position {
            line,
            column: column as u32,
        };
        self.diagnostics.push(
            Diagnostic::error(code, self.shown, message)
                .at(position)
                .hint(hint),
        );
    }

    fn rows(&mut self, text: &str) -> Option<Vec<Entry>> {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .delimiter(delimiter(text))
            .from_reader(text.as_bytes());
        let mut cells = csv::StringRecord::new();
        let mut events = Vec::new();
        loop {
            let line = reader.position().line() as u32;
            match reader.read_record(&mut cells) {
                Ok(false) => break,
                Ok(true) => {}
                Err(error) => {
                    self.error(
                        "bad-csv",
                        line,
                        1,
                        format!("expected a table row, found: {error}"),
                        "put cells with commas in quotation marks",
                    );
                    return None;
                }
            }
            let line = cells.position().map_or(line, |at| at.line() as u32);
            if let Some(at) = cells.iter().position(|cell| cell.len() > LONGEST_CELL) {
                self.error(
                    "bad-csv",
                    line,
                    at + 1,
                    format!(
                        "expected cells of at most {} KB, found a longer one",
                        LONGEST_CELL / 1024
                    ),
                    "close the quotation mark that opens it, or shorten it",
                );
                return None;
            }
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if self.columns.is_empty() {
                if !self.header(&cells, line) {
                    return None;
                }
                continue;
            }
            if let Some(entry) = self.entry(&Row {
                cells: &cells,
                line,
            }) {
                events.push(entry);
            }
            if events.len() > self.limit {
                let message = format!(
                    "expected at most {} events in a file (max_events_per_file), found more; the rest is left out",
                    self.limit
                );
                self.diagnostics.push(
                    Diagnostic::warning("too-many-events", self.shown, message)
                        .at(Position { line, column: 1 })
                        .hint("split the table, or raise max_events_per_file in [content]"),
                );
                events.pop();
                break;
            }
        }
        Some(events)
    }

    fn header(&mut self, cells: &csv::StringRecord, line: u32) -> bool {
        self.columns = cells
            .iter()
            .map(|cell| {
                cell.trim()
                    .to_lowercase()
                    .replace("image alt", "image_alt")
                    .replace("image credit", "image_credit")
            })
            .collect();
        let has = |name: &str| self.columns.iter().any(|column| column == name);
        if !has("date") && !has("year") {
            let found = cells.iter().take(8).collect::<Vec<_>>().join(", ");
            self.error(
                "no-date-column",
                line,
                1,
                format!("expected a column date (or Year, Month, Day), found {found}"),
                "name the columns in the first row: date,headline,summary,…",
            );
            return false;
        }
        let known: Vec<&str> = COLUMNS.to_vec();
        let strange: Vec<String> = self
            .columns
            .iter()
            .filter(|name| !name.is_empty())
            .filter(|name| {
                !COLUMNS.contains(&name.as_str()) && !PASSED_OVER.contains(&name.as_str())
            })
            .cloned()
            .collect();
        if let Some(first) = strange.first() {
            let hint = match fields::nearest(first, known.iter().copied()) {
                Some(name) => format!("write {name} instead of {first} if that was meant"),
                None => format!("use columns named {}", known[..13].join(", ")),
            };
            self.diagnostics.push(
                Diagnostic::notice(
                    "unknown-columns",
                    self.shown,
                    format!(
                        "expected known columns, found {}: passed over",
                        strange.join(", ")
                    ),
                )
                .at(Position { line, column: 1 })
                .hint(hint),
            );
        }
        true
    }

    fn cell<'r>(&self, row: &Row<'r>, name: &str) -> Option<(&'r str, usize)> {
        let at = self.columns.iter().position(|column| column == name)?;
        let cell = row.cells.get(at)?.trim();
        let column = row
            .cells
            .iter()
            .take(at)
            .map(|cell| cell.chars().count() + 1)
            .sum::<usize>()
            + 1;
        (!cell.is_empty()).then_some((cell, column))
    }

    fn words(&self, row: &Row<'_>, name: &str) -> Option<String> {
        self.cell(row, name).map(|(cell, _)| cell.to_owned())
    }

    fn entry(&mut self, row: &Row<'_>) -> Option<Entry> {
        // TimelineJS has one row that is its title slide.
        let is_title = self
            .cell(row, "type")
            .is_some_and(|(kind, _)| kind.eq_ignore_ascii_case("title"));
        if is_title {
            return None;
        }
        let timelinejs = self.columns.iter().any(|column| column == "year");
        let date = match self.cell(row, "date") {
            Some((cell, column)) => self.date(cell, row.line, column)?,
            None if timelinejs => self.date_of_parts(row)?,
            None => {
                self.error(
                    "incomplete-entry",
                    row.line,
                    1,
                    "expected a date, found an empty cell".into(),
                    "fill in the date column, or remove the row",
                );
                return None;
            }
        };
        let quote = self.words(row, "quote");
        let headline = self.words(row, "headline").map(|text| plain_words(&text));
        if headline.is_none() && quote.is_none() {
            self.error(
                "incomplete-entry",
                row.line,
                1,
                "expected a headline, found an empty cell".into(),
                "fill in the headline column",
            );
            return None;
        }
        let status = match self.cell(row, "status") {
            None => None,
            Some((cell, column)) => {
                let found = STATUSES
                    .iter()
                    .find(|(word, _)| cell.eq_ignore_ascii_case(word));
                if found.is_none() {
                    let names = STATUSES.iter().map(|(word, _)| *word);
                    let hint = match fields::nearest(cell, names) {
                        Some(name) => format!("write {name}"),
                        None => "write happened, planned, proposed or withdrawn".into(),
                    };
                    let message = format!(
                        "status: expected happened, planned, proposed or withdrawn, found {cell:?}"
                    );
                    self.error("wrong-type", row.line, column, message, &hint);
                    return None;
                }
                found.map(|(_, status)| *status)
            }
        };
        let importance = match self.cell(row, "importance") {
            None => None,
            Some((cell, column)) => match cell.parse::<f64>() {
                Ok(number) if (0.0..=1.0).contains(&number) => Some(number),
                _ => {
                    let message =
                        format!("importance: expected a number from 0 to 1, found {cell:?}");
                    self.error("wrong-type", row.line, column, message, "write 0.8");
                    return None;
                }
            },
        };
        let picture = self
            .words(row, "image")
            .or_else(|| self.words(row, "media").filter(|media| is_picture(media)));
        let tags = self
            .words(row, "tags")
            .or_else(|| self.words(row, "group"))
            .map(|cell| {
                cell.split(';')
                    .map(|tag| tag.trim().to_owned())
                    .filter(|tag| !tag.is_empty())
                    .collect()
            })
            .unwrap_or_default();
        // A quote alone is the headline, too; beside a headline it is what the row rests on.
        let shown = quote.clone().filter(|_| headline.is_some());
        Some(Entry {
            summary: self
                .words(row, "summary")
                .or_else(|| self.words(row, "text").map(|text| plain_words(&text)))
                .or_else(|| quote.clone().filter(|_| shown.is_none())),
            quote: shown,
            date: Some(date),
            headline: headline.or(quote),
            status,
            importance,
            place: self.words(row, "place"),
            tags,
            source: self.words(row, "source"),
            url: self
                .words(row, "url")
                .filter(|url| super::address::is_web(url)),
            image: picture.map(|src| Image {
                src,
                alt: self.words(row, "image_alt").unwrap_or_default(),
                credit: self
                    .words(row, "image_credit")
                    .or_else(|| self.words(row, "media credit")),
                caption: self.words(row, "media caption"),
            }),
            position: Position {
                line: row.line,
                column: 1,
            },
            ..Entry::default()
        })
    }

    fn date(&mut self, cell: &str, line: u32, column: usize) -> Option<Edtf> {
        match Edtf::parse(cell) {
            Ok(date) => Some(date),
            Err(error) => {
                let (code, message, hint) = fields::explain_date("date", cell, &error.to_string());
                self.error(code, line, column, message, &hint);
                None
            }
        }
    }

    /// TimelineJS spreads a date over columns.
    fn date_of_parts(&mut self, row: &Row<'_>) -> Option<Edtf> {
        let Some((year, column)) = self.cell(row, "year") else {
            self.error(
                "incomplete-entry",
                row.line,
                1,
                "expected a year, found an empty cell".into(),
                "fill in the Year column",
            );
            return None;
        };
        let part = |table: &Self, name: &str| table.words(row, name);
        let start = written(
            year,
            part(self, "month"),
            part(self, "day"),
            part(self, "time"),
        );
        let end = part(self, "end year").map(|year| {
            written(
                &year,
                part(self, "end month"),
                part(self, "end day"),
                part(self, "end time"),
            )
        });
        let text = match end {
            Some(end) if end != start => format!("{start}/{end}"),
            _ => start,
        };
        self.date(&text, row.line, column)
    }
}

/// Parts as EDTF: `2016`, `2`, `12` make `2016-02-12`.
fn written(year: &str, month: Option<String>, day: Option<String>, time: Option<String>) -> String {
    let two = |part: &str| format!("{:0>2}", part.trim().trim_end_matches(".0"));
    let mut out = match year.strip_prefix('-') {
        Some(bc) => format!("-{bc:0>4}"),
        None => format!("{year:0>4}"),
    };
    if let Some(month) = month {
        out += &format!("-{}", two(&month));
        if let Some(day) = day {
            out += &format!("-{}", two(&day));
            let clock = time.as_deref().and_then(clock);
            if let Some(clock) = clock {
                out += &format!("T{clock}");
            }
        }
    }
    out
}

/// `9:30`, `21:30:00`, `9:30 PM` as `HH:MM`.
fn clock(time: &str) -> Option<String> {
    let lower = time.trim().to_lowercase();
    let bare = lower.trim_end_matches(['a', 'p', 'm', '.', ' ']);
    let mut parts = bare.split(':');
    let mut hour: u32 = parts.next()?.trim().parse().ok()?;
    let minute: u32 = parts.next().unwrap_or("0").trim().parse().ok()?;
    if lower.contains('p') && hour < 12 {
        hour += 12;
    } else if lower.contains('a') && hour == 12 {
        hour = 0;
    }
    (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

fn is_picture(address: &str) -> bool {
    let bare = address
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .to_lowercase();
    [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"]
        .iter()
        .any(|ending| bare.ends_with(ending))
}

/// TimelineJS allows HTML in its cells; here they are words.
fn plain_words(cell: &str) -> String {
    if !cell.contains(['<', '&']) {
        return cell.to_owned();
    }
    super::html::words(cell)
}

/// Semicolons where the first line has more of them than commas; tabs likewise.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: u8| first.bytes().filter(|b| *b == sign).count();
    [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|sign| (count(*sign), *sign == b','))
        .unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::super::walk::ContentFile;
    use super::*;
    use crate::config::Config;

    fn read(text: &str) -> (Vec<Entry>, Vec<Diagnostic>) {
        let file = ContentFile::virtual_file("t.csv");
        let options = Options::new(&Config::default());
        let loaded = super::super::load(&file, text.as_bytes(), None, &options);
        let events = loaded
            .document
            .map(|d| d.corrections.events)
            .unwrap_or_default();
        (events, loaded.diagnostics)
    }

    #[test]
    fn columns_by_name_in_any_order() {
        let (events, diagnostics) = read(
            "headline,date,tags,status,importance\n\"Bridge, opens\",2021-05-03,a; b,planned,0.5\nTruce,2016-02-22/2016-02-27,,,\n",
        );
        assert_eq!(diagnostics, []);
        assert_eq!(events[0].headline.as_deref(), Some("Bridge, opens"));
        assert_eq!(events[0].tags, ["a", "b"]);
        assert_eq!(events[1].position.line, 3);
        assert_eq!(
            events[1].date.map(|d| d.to_string()).as_deref(),
            Some("2016-02-22/2016-02-27")
        );
    }

    #[test]
    fn timelinejs_columns() {
        let (events, diagnostics) = read(
            "Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Media Credit,Media Caption,Media Thumbnail,Type,Group,Background\n\
             2016,,,,,,,,,The title,,,,,,title,,\n\
             2016,2,12,9:30 PM,,,,,,Talks <b>fail</b>,\"A &amp; B\",https://e.org/a.jpg,E,,,,talks,\n\
             2016,2,,,2016,4,,,,Truce,,,,,,,,\n-44,3,15,,,,,,,Ides,,,,,,,,\n",
        );
        assert_eq!(diagnostics, []);
        let dates: Vec<String> = events
            .iter()
            .filter_map(|e| e.date.map(|d| d.to_string()))
            .collect();
        assert_eq!(
            dates,
            ["2016-02-12T21:30", "2016-02/2016-04", "-0044-03-15"]
        );
        assert_eq!(events[0].headline.as_deref(), Some("Talks fail"));
        assert_eq!(events[0].summary.as_deref(), Some("A & B"));
        assert_eq!(events[0].tags, ["talks"]);
    }

    #[track_caller]
    fn fails(text: &str, line: u32, column: u32, code: &str) {
        let (_, diagnostics) = read(text);
        assert_eq!(diagnostics[0].code, code, "{diagnostics:?}");
        assert_eq!(diagnostics[0].position, Some(Position { line, column }));
    }

    #[test]
    fn mistakes_have_line_and_column() {
        fails("headline,date\nA,2021-02-30\n", 2, 3, "day-out-of-range");
        fails("headline,date\nA,soon\n", 2, 3, "bad-date");
        fails("headline,date\n,2021-02-03\n", 2, 1, "incomplete-entry");
        fails(
            "headline,date,status\nA,2021-02-03,planed\n",
            2,
            14,
            "wrong-type",
        );
        fails("a,b\n1,2\n", 1, 1, "no-date-column");
        fails("headline,date\n", 1, 1, "empty-article");
    }
}
