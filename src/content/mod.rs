//! Content: the files of `content/` become [`Document`]s.
//!
//! In: paths. Out: blocks of prose with the way back to file, line and column, what the front
//! matter and the page say about the article, and diagnostics.

mod document;

pub use document::{
    Anchor, AnchorOrigin, Block, BlockKind, Document, DocumentId, Format, Kind, Meta, Piece,
};
