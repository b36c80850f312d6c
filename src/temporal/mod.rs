//! Temporal: dates in sentences are tagged and resolved.
//!
//! In: a text, its sentences and an anchor. Out: [`Timex`]es in text order. Pure; never fails,
//! takes time linear in the text.
//!
//! The rules of a language are a folder of data (`rules/<lang>/`): `lexicon.toml` says what each
//! word may be, the families of rules say which sequences are dates and how their value is
//! computed. The program knows no language.

mod era;
mod explain;
mod lexicon;
mod mode;
mod pattern;
mod resolve;
mod rules;
mod scan;
mod story;
mod tagger;
mod timex;
mod token;
mod value;

pub use rules::RuleEntry;
pub use tagger::{Context, Tagger};
pub use timex::{Derivation, Modifier, Reading, Timex, TimexKind};
