//! Articles as JSON lines. In: one record. Out: its [`Document`], whose text is the record's text to
//! the byte.

use serde::Deserialize;

use super::document::{Anchor, AnchorOrigin, Document, DocumentId, Format, Kind, Meta, Piece};
use super::opening::open_text;
use super::options::Options;
use super::plain;
use crate::calendar::Edtf;
use crate::corrections::Corrections;
use crate::source::Span;

/// One line of `extract`'s and `timeline`'s input. Unknown keys are passed over.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Record {
    /// The article's name.
    pub id: String,
    /// The publication day or time, EDTF; `date` is read too.
    #[serde(default, alias = "date")]
    pub published: Option<String>,
    /// Not part of `text`.
    #[serde(default)]
    pub title: Option<String>,
    /// The article.
    pub text: String,
    /// BCP 47, where it differs from the settings'.
    #[serde(default)]
    pub language: Option<String>,
}

/// Makes a document of `record`.
///
/// # Errors
/// What was expected of `published` and found, or that the text is too long.
pub fn from_record(record: Record, options: &Options) -> Result<Document, String> {
    let limit = options.max_file_bytes();
    if record.text.len() as u64 > limit {
        return Err(format!(
            "text: expected at most {} MB (max_file_mb), found {} MB",
            limit / 1_000_000,
            record.text.len() / 1_000_000
        ));
    }
    let published = match record.published.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(text) => Some(Edtf::parse(text).map_err(|error| format!("published: {error}"))?),
    };
    let text = record.text;
    let mut blocks = plain::paragraphs(&text, options.line_breaks);
    let opening = open_text(&text, &mut blocks, None, options);
    let anchor = published
        .map(|date| Anchor {
            date,
            origin: AnchorOrigin::FrontMatter,
        })
        .or(opening.anchor)
        .or(options.published.map(|date| Anchor {
            date,
            origin: AnchorOrigin::Option,
        }));
    let positions = blocks
        .iter()
        .map(|_| crate::source::Position::START)
        .collect();
    let body = blocks
        .iter()
        .map(|block| Piece::Text(block.span))
        .filter(|piece| !matches!(piece, Piece::Text(Span { start, end }) if start == end))
        .collect();
    Ok(Document {
        id: DocumentId(0),
        path: record.id,
        format: Format::Text,
        kind: Kind::Article,
        title: record.title.clone().unwrap_or_default(),
        meta: Meta {
            title: record.title,
            language: record.language.filter(|tag| !tag.trim().is_empty()),
            publish: options.content.publish,
            ..Meta::default()
        },
        anchor,
        text,
        blocks,
        body,
        dateline_place: opening.place,
        corrections: Corrections::default(),
        positions,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn the_text_stays_to_the_byte() {
        let line = r#"{"id":"a","date":"2016-02-12","text":" MUNICH -- Talks\r\nfailed.\n","x":1}"#;
        let record: Record = serde_json::from_str(line).expect("a record");
        let text = record.text.clone();
        let document = from_record(record, &Options::new(&Config::default())).expect("a document");
        assert_eq!(document.text, text);
        assert_eq!(document.dateline_place.as_deref(), Some("Munich"));
        assert_eq!(document.blocks[1].span.start, 11);
        assert!(document.anchor.is_some());
    }

    #[test]
    fn a_wrong_day_is_told() {
        let record: Record =
            serde_json::from_str(r#"{"id":"a","published":"2016-02-30","text":""}"#)
                .expect("a record");
        let error =
            from_record(record, &Options::new(&Config::default())).expect_err("no such day");
        assert!(error.contains("29 days"), "{error}");
    }
}
