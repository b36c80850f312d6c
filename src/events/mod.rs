//! Events: mentions become claims, claims become events, events become a timeline.
//!
//! In: documents with their sentences and timexes. Out: a [`Timeline`]. Pure, deterministic,
//! independent of the order of input and the number of threads.

mod antecedent;
mod assemble;
mod attached;
mod claims;
mod clause;
mod complete;
mod corrected;
mod definite;
mod grammar;
mod headline;
mod lend;
mod lines;
mod lists;
mod merge;
mod near;
mod page;
mod phrase;
mod plans;
mod pool;
mod questions;
mod rank;
mod referents;
mod segments;
mod select;
mod shorten;
mod sift;
mod sound;
mod spine;
mod states;
mod status;
mod stems;
mod subjects;
mod tokens;
mod types;
mod undated;
mod unprintable;
mod words;

pub use assemble::{Options, assemble, by_importance};
pub use claims::claims;
pub use merge::{Comparison, Joined, Likeness, likeness};
pub use questions::{ClaimAt, Progress, Question, Reason, progress, questions, similar_pairs};
pub use select::{Ask, Report, Told, select};
pub use types::{Article, Claim, ClaimId, Event, Evidence, Promise, PromiseStep, State, Timeline};
