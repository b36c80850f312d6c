//! The article as every later stage sees it.

use serde::{Deserialize, Serialize};

use crate::calendar::Edtf;
use crate::config::{Mode, Publish};
use crate::corrections::{Corrections, Image};
use crate::source::Span;

/// The place of a document in the run: its index in path order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DocumentId(pub u32);

/// What kind of file it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// CommonMark.
    Markdown,
    /// Plain text.
    Text,
    /// A saved web page.
    Html,
    /// A table of hand-made events.
    Table,
}

/// What a document is on the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Read for dates.
    Article,
    /// A plain page: about, legal notice. Not read for dates.
    Page,
    /// A content table: its rows are hand-made events, it has no page of its own.
    Table,
}

/// The day relative expressions count from (TIMEX3's document creation time).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The publication day or time.
    pub date: Edtf,
    /// Where it was found.
    pub origin: AnchorOrigin,
}

/// Where an anchor was found, in the order they are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnchorOrigin {
    /// The article's corrections file.
    Corrections,
    /// `date` in the front matter, or `published` of a JSON line.
    FrontMatter,
    /// JSON-LD, OpenGraph or `<time>`.
    PageMetadata,
    /// A full date in the opening dateline or byline.
    Dateline,
    /// `2016-02-12-…` or `2016/02/12/…`.
    FileName,
    /// `build --published`.
    Option,
}

/// What the front matter, the page's metadata and the file's name say about an article.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// As given; the display title is [`Document::title`].
    pub title: Option<String>,
    /// When it was last changed.
    pub updated: Option<Edtf>,
    /// The newsroom.
    pub source: Option<String>,
    /// The original's address, http or https.
    pub url: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Stories it belongs to.
    pub tags: Vec<String>,
    /// Where it was written.
    pub place: Option<String>,
    /// BCP 47, where it differs from the site's.
    pub language: Option<String>,
    /// Replaces the file's stem in the address.
    pub slug: Option<String>,
    /// Former addresses.
    pub aliases: Vec<String>,
    /// Left out without `--drafts`.
    pub draft: bool,
    /// The editor's summary.
    pub summary: Option<String>,
    /// Its picture.
    pub image: Option<Image>,
    /// How much of it may be shown, after `[content]` and its sources.
    pub publish: Publish,
    /// How relative dates find their anchor.
    pub mode: Mode,
    /// Unknown keys, kept for templates.
    #[serde(with = "json_text")]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// Maps of any values as JSON text, because the cache's format does not describe itself.
mod json_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use serde_json::{Map, Value};

    pub(super) fn serialize<S: Serializer>(
        map: &Map<String, Value>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Value::Object(map.clone()).to_string())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Map<String, Value>, D::Error> {
        serde_json::from_str(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// What a block of prose is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading.
    Heading,
    /// One item of a list.
    Item,
    /// A paragraph of a quotation.
    Quote,
    /// One cell of a table.
    Cell,
    /// A caption of a figure or table.
    Caption,
    /// Code: never read for dates.
    Code,
}

/// A stretch of [`Document::text`] that sentences do not cross.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Where in [`Document::text`].
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// Agency clutter (corrections notes, "click here", bylines, copyright): its dates are
    /// mentions but make no claims.
    pub clutter: bool,
}

/// A part of the article's body as it will stand on its page: markup that is already safe, or a
/// run of [`Document::text`] that is escaped, and marked, when the page is rendered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// Safe HTML tags, written as they are.
    Markup(String),
    /// A run of text.
    Text(Span),
}

/// One article, page or table, complete.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Its index in path order.
    pub id: DocumentId,
    /// Relative to `content/`, with `/` and its ending; for JSON lines the `id`.
    pub path: String,
    /// What kind of file it was.
    pub format: Format,
    /// What it is on the site.
    pub kind: Kind,
    /// The display title: given, else first heading, else a short first line, else empty (the
    /// site then shows what it mainly reports, else the file's stem).
    pub title: String,
    /// What is known about it.
    pub meta: Meta,
    /// The publication day, where one was found.
    pub anchor: Option<Anchor>,
    /// The extracted prose; blocks are separated by blank lines. All spans count in it.
    pub text: String,
    /// The blocks of `text`, in order.
    pub blocks: Vec<Block>,
    /// The body as it will be shown; its text pieces cover `text` in order. The title is not part
    /// of it when it came from the first heading or line.
    pub body: Vec<Piece>,
    /// Place and date of the opening dateline ("MUNICH (AP) --"): the place, where there is one.
    pub dateline_place: Option<String>,
    /// The editor's word: front matter `events`, the corrections file, or a table's rows.
    pub corrections: Corrections,
    /// For each block, the position of its first character in the source file.
    pub positions: Vec<crate::source::Position>,
}
