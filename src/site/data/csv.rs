//! `events.csv`: one row for each event. A cell that a spreadsheet would take for a formula begins with an
//! apostrophe.

use super::super::model::Model;
use super::events::row;

const COLUMNS: [&str; 21] = [
    "id",
    "date",
    "earliest",
    "latest",
    "precision",
    "headline",
    "summary",
    "status",
    "state",
    "importance",
    "disputed",
    "place",
    "tags",
    "url",
    "outcome",
    "promise",
    "checked",
    "source",
    "published",
    "source_url",
    "quote",
];

/// The whole file.
pub(crate) fn table(model: &Model, events: &[u32]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(COLUMNS).expect("memory takes all");
    for at in events {
        let row = row(model, *at);
        let first = row.evidence.first();
        let text = |value: Option<&str>| guard(value.unwrap_or_default());
        let record = [
            row.id.clone(),
            guard_date(&row.date),
            guard_date(row.earliest.as_deref().unwrap_or_default()),
            guard_date(row.latest.as_deref().unwrap_or_default()),
            row.precision.to_owned(),
            guard(row.headline),
            text(row.summary),
            row.status.to_owned(),
            row.state.unwrap_or_default().to_owned(),
            row.importance.to_string(),
            row.disputed.to_string(),
            text(row.place),
            guard(&row.tags.join(";")),
            guard(&row.url),
            row.outcome.clone().unwrap_or_default(),
            row.promise.clone().unwrap_or_default(),
            row.checked.clone().unwrap_or_default(),
            text(first.and_then(|one| one.source.as_deref())),
            text(first.and_then(|one| one.published.as_deref())),
            text(first.and_then(|one| one.url.as_deref())),
            text(first.and_then(|one| one.quote.as_deref())),
        ];
        writer.write_record(&record).expect("memory takes all");
    }
    writer.into_inner().expect("memory takes all")
}

/// Cells beginning with `=`, `+`, `-`, `@`, tab or return run as formulas in spreadsheets.
fn guard(text: &str) -> String {
    if text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Dates before year 0 begin with `-` and hold only digits, which no spreadsheet runs.
fn guard_date(text: &str) -> String {
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::guard;

    #[test]
    fn formulas_are_text() {
        for formula in [
            "=1+1",
            "+1",
            "-cmd|' /C calc'!A0",
            "@SUM(A1)",
            "\t=1",
            "  =1",
        ] {
            assert!(guard(formula).starts_with('\''), "{formula:?}");
        }
        assert_eq!(
            guard("Talks = war by other means"),
            "Talks = war by other means"
        );
    }
}
