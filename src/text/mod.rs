//! Text: blocks of prose become sentences.
//!
//! In: a text and its blocks. Out: [`Sentence`]s, none of which crosses a block; abbreviations
//! ("U.N.", "Feb."), initials, quotes and tokenised text ("3 p.m .") are known. Pure.

mod split;

use serde::{Deserialize, Serialize};

pub use split::split;

use crate::source::Span;

/// One sentence of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Where in the document's text, without surrounding white space.
    pub span: Span,
    /// The index of its block.
    pub block: u32,
}
