//! Content: the files of `content/` become [`Document`]s.
//!
//! In: paths. Out: blocks of prose with the way back to file, line and column, what the front
//! matter and the page say about the article, and diagnostics.

mod address;
mod anchor;
mod builder;
mod clutter;
mod dateline;
mod decode;
mod document;
mod files;
mod front;
mod html;
mod load;
mod markdown;
mod opening;
mod options;
mod plain;
mod record;
mod stamp;
mod table;
mod title;
mod walk;

#[cfg(test)]
mod tests;

pub(crate) use address::escape_text;
pub use document::{
    Anchor, AnchorOrigin, Block, BlockKind, Document, DocumentId, Format, Kind, Meta, Piece,
};
pub use files::read_bytes;
pub use front::summarise;
pub(crate) use html::words as plain_words;
pub use load::{Loaded, load, read};
pub use options::Options;
pub use plain::LineBreaks;
pub use record::{Record, from_record};
pub use walk::{CORRECTIONS_ENDING, ContentFile, walk};

/// The text of a file in whatever encoding it has.
///
/// # Errors
/// What the file is, when it is no text: `a PNG image`.
pub(crate) fn decode_text(bytes: &[u8]) -> Result<String, &'static str> {
    decode::decode(bytes).map(|decoded| decoded.text.into_owned())
}
