//! Tables. In: events from spreadsheets, TimelineJS or calendars. Out: a content table with
//! Dateline's own columns.

use super::{Input, Made, page};
use crate::calendar::Edtf;
use crate::corrections::{Entry, STATUSES};

/// One row of the table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    pub(crate) date: String,
    pub(crate) headline: String,
    pub(crate) summary: String,
    pub(crate) status: String,
    pub(crate) place: String,
    pub(crate) tags: Vec<String>,
    pub(crate) url: String,
    pub(crate) image: String,
    pub(crate) image_alt: String,
    pub(crate) image_credit: String,
}

/// A spreadsheet, with our columns or TimelineJS's.
pub(crate) fn csv(input: &Input<'_>) -> Made {
    let document = page::read(input, "table.csv")?;
    let rows: Vec<Row> = document.corrections.events.iter().map(row).collect();
    made(input, &rows)
}

fn row(entry: &Entry) -> Row {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let image = entry.image.clone().unwrap_or_default();
    let status = entry
        .status
        .and_then(|status| STATUSES.iter().find(|(_, known)| *known == status));
    Row {
        date: entry.date.as_ref().map(Edtf::to_string).unwrap_or_default(),
        headline: text(&entry.headline),
        summary: text(&entry.summary),
        status: status
            .map(|(word, _)| (*word).to_owned())
            .unwrap_or_default(),
        place: text(&entry.place),
        tags: entry.tags.clone(),
        url: text(&entry.url),
        image: image.src,
        image_alt: image.alt,
        image_credit: image.credit.unwrap_or_default(),
    }
}

/// The content table of `rows`.
pub(crate) fn made(input: &Input<'_>, rows: &[Row]) -> Made {
    if rows.is_empty() {
        return Err(input.error(
            "expected events, found none",
            "check that the file is the one you meant",
        ));
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = [
        "date",
        "headline",
        "summary",
        "status",
        "place",
        "tags",
        "url",
        "image",
        "image_alt",
        "image_credit",
    ];
    let mut written = writer.write_record(header);
    for row in rows {
        let tags = row.tags.join(";");
        let cells = [
            &row.date,
            &row.headline,
            &row.summary,
            &row.status,
            &row.place,
            &tags,
            &row.url,
            &row.image,
            &row.image_alt,
            &row.image_credit,
        ];
        written = written.and_then(|()| writer.write_record(cells));
    }
    written.map_err(|error| {
        input.error(
            format!("expected rows of text, found: {error}"),
            "report this",
        )
    })?;
    let bytes = writer.into_inner().map_err(|error| {
        input.error(
            format!("expected rows of text, found: {error}"),
            "report this",
        )
    })?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Ok(vec![(
        format!("{}.csv", super::name::portable(input.stem)),
        text,
    )])
}
