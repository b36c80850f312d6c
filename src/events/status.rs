//! What a clause says of its date: happened, planned, proposed, withdrawn. In: the words around the date. Out: a status
//! and how sure it is.

use super::clause::Analysis;
use super::words::Words;
use crate::corrections::Status;

/// Where the date lies, seen from the publication day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ahead {
    /// Wholly before it, or on it.
    Past,
    /// It holds the publication day and may go on after it.
    Around,
    /// After it.
    Future,
    /// No publication day is known.
    Unknown,
}

/// The status of the clause `clause` about the date at `date`, and the confidence in it, 0–1.
pub(super) fn status(
    analysis: &Analysis<'_>,
    words: &Words,
    clause: (usize, usize),
    date: (usize, usize),
    ahead: Ahead,
) -> (Status, f32) {
    let (from, to) = clause;
    let slice = analysis.words(from, to);
    if let Some((at, length)) = words.moved.find(&slice) {
        // "postponed from March 7 to March 9": the day it left is withdrawn, the new one planned.
        let lead = date
            .0
            .checked_sub(1)
            .map(|before| analysis.lower[before].as_str());
        if lead.is_some_and(|lead| words.moved_from.contains(lead)) {
            return (Status::Withdrawn, 0.85);
        }
        if lead.is_some_and(|lead| words.moved_to.contains(lead)) && from + at + length <= date.0 {
            return (Status::Planned, 0.85);
        }
    }
    if words.withdrawn.find(&slice).is_some() {
        return (Status::Withdrawn, 0.8);
    }
    if words.proposed.find(&slice).is_some() {
        return (Status::Proposed, 0.85);
    }
    let planned = words.planned.find(&slice).is_some();
    match ahead {
        Ahead::Future => (Status::Planned, if planned { 0.95 } else { 0.75 }),
        Ahead::Past if planned && !analysis.has_past_verb(words, clause, date) => {
            (Status::Planned, 0.6)
        }
        Ahead::Past => (Status::Happened, if planned { 0.7 } else { 0.95 }),
        Ahead::Around | Ahead::Unknown if planned => (Status::Planned, 0.75),
        Ahead::Around | Ahead::Unknown => (Status::Happened, 0.8),
    }
}

impl Analysis<'_> {
    /// Whether a past-tense verb other than a modal or auxiliary stands in the clause.
    fn has_past_verb(
        &self,
        words: &Words,
        (from, to): (usize, usize),
        date: (usize, usize),
    ) -> bool {
        (from..to).any(|at| {
            !(date.0..date.1).contains(&at)
                && words
                    .finite_endings
                    .iter()
                    .any(|end| self.lower[at].ends_with(end))
                && self.lower[at].len() > 4
                && !matches!(
                    self.lower[at].as_str(),
                    "expected" | "scheduled" | "planned" | "slated" | "agreed"
                )
        })
    }
}
