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
mod front;
mod html;
mod load;
mod markdown;
mod plain;
mod record;
mod table;
mod title;
mod walk;

pub use document::{
    Anchor, AnchorOrigin, Block, BlockKind, Document, DocumentId, Format, Kind, Meta, Piece,
};
pub use front::summarise;
pub use load::{Loaded, Options, load, read, read_bytes};
pub use plain::LineBreaks;
pub use record::{Record, from_record};
pub use walk::{CORRECTIONS_ENDING, ContentFile, walk};
