//! Temporal: dates in sentences are tagged and resolved.
//!
//! In: a text, its sentences and an anchor. Out: [`Timex`]es in text order. Pure; never fails,
//! takes time linear in the text.

mod timex;

pub use timex::{Derivation, Modifier, Reading, Timex, TimexKind};
