//! Days that hang on a noun and not on the verb. In: a parsed sentence, the clause a date was given to, and the place of
//! the date. Out: whether it is the day of something that the clause only speaks of.

use super::clause::{Clause, Parse};
use super::grammar::Tag;
use super::segments::Opener;

impl Parse<'_> {
    /// Whether the date at `date` tells when something else was than what `clause` tells.
    pub(super) fn is_of_another(&self, clause: &Clause, date: (usize, usize)) -> bool {
        if self.words.verb_second {
            return false;
        }
        let Some(verb) = clause.verb else {
            return false;
        };
        if self.has_nearer_day(clause, verb, date) {
            return true;
        }
        if self.is_end(clause, date) {
            return true;
        }
        if date.0 < verb {
            return self.is_of_subject(clause, verb, date);
        }
        self.is_of_what(clause, verb, date)
            || self.is_of_act(verb, date)
            || self.is_day_of_measure(verb, date)
    }

    /// "welcomed a call Friday by the envoy", "was weighing a speech given on Sunday by Holt", "followed the shooting on
    /// Sunday of two clerks": whose act it was stands behind its day.
    fn is_of_act(&self, verb: usize, date: (usize, usize)) -> bool {
        let next = self.tags.get(date.1);
        if next != Some(&Tag::Preposition) {
            return false;
        }
        let word = self.analysis.word(date.1);
        let by = self.words.agents.contains(word)
            && date.1 + 1 < self.tags.len()
            && (self.analysis.is_capital(date.1 + 1)
                || self.analysis.word(date.1 + 1) == self.words.definite);
        let of = self.words.genitives.contains(word)
            && self.tags.get(date.1 + 1) != Some(&Tag::Date)
            && date.1 == date.0 + 1;
        if !by && !of {
            return false;
        }
        let act = (verb + 1..date.0)
            .rev()
            .find(|at| !matches!(self.tags[*at], Tag::Preposition | Tag::Adverb));
        let Some(act) = act else { return false };
        // "was named mayor on Friday by the council": the verb's own.
        let is_passive = self.words.passive.contains(self.analysis.word(verb));
        let noun = (verb + 1..act).any(|at| self.tags[at] == Tag::Determiner);
        match self.tags[act] {
            Tag::Noun | Tag::Gerund => !is_passive,
            Tag::Participle => !self.is_own_participle(verb, act) && noun,
            _ => false,
        }
    }

    /// "compare this with what happened in Lorn in 1979": the verb of an inner clause stands between.
    fn is_of_what(&self, clause: &Clause, verb: usize, date: (usize, usize)) -> bool {
        (verb + 2..date.0).any(|at| {
            self.tags[at] == Tag::Finite
                && self.words.whats.contains(self.analysis.word(at - 1))
                && clause.places.contains(&at)
        })
    }

    /// "The body of a man killed in Lorn on 12 January | has been found": the day of what tells the subject apart.
    fn is_of_subject(&self, clause: &Clause, verb: usize, date: (usize, usize)) -> bool {
        let Some(first) = clause.places.first().copied() else {
            return false;
        };
        let participle = (first + 1..date.0).rev().find(|at| {
            self.tags[*at] == Tag::Participle
                && self.tags[*at - 1] == Tag::Noun
                && !self
                    .words
                    .plan_participles
                    .contains(self.analysis.word(*at))
        });
        participle.is_some_and(|at| {
            first < date.0
                && self.tags[date.1..verb]
                    .iter()
                    .all(|tag| *tag == Tag::Adverb)
                && !self.tags[at..date.0]
                    .iter()
                    .any(|tag| matches!(tag, Tag::Comma | Tag::Break))
        })
    }

    /// "postponed Monday the trial until next week": another day stands nearer to the verb, in its own segment.
    fn has_nearer_day(&self, clause: &Clause, verb: usize, date: (usize, usize)) -> bool {
        // "voted on Tuesday to move the opening to June 3", "would begin at midnight on the 27th"
        let leads_on = verb < date.0 && self.tags[verb..date.0].contains(&Tag::To);
        if clause.says || leads_on || self.is_moved(date) || self.looks_ahead(clause) {
            return false;
        }
        let Some(segment) = self
            .segments
            .iter()
            .find(|segment| (segment.from..segment.to).contains(&verb))
        else {
            return false;
        };
        let is_day = |at: usize| {
            self.tags[at] == Tag::Date
                && !(date.0..date.1).contains(&at)
                && !self.words.adverbs.contains(self.analysis.word(at))
                && !self.analysis.word(at).bytes().all(|b| b.is_ascii_digit())
        };
        let is_inside = (segment.mark..segment.to).contains(&date.0);
        // "In a statement issued on Monday, the two powers set the truce for Feb. 27", "began at midnight, on Feb. 27": a
        // day in front is the verb's, and so is one that stands behind a comma alone; not so "including 21 killed today".
        let is_verbs = self.segments.iter().any(|other| {
            let is_bare = || {
                (other.from..other.to)
                    .all(|at| matches!(self.tags[at], Tag::Date | Tag::Preposition | Tag::Mark))
            };
            (other.mark..other.to).contains(&date.0)
                && other.verb.is_none()
                && !matches!(other.opener, Opener::Relative | Opener::Bracket)
                && (date.0 < verb || is_bare())
        });
        if !is_inside && is_verbs {
            return false;
        }
        let gap = date.0.abs_diff(verb);
        (segment.from..segment.to)
            .filter(|at| is_day(*at) && clause.places.contains(at))
            .any(|at| {
                let near = at.abs_diff(verb);
                // "late Friday called", "postponed Monday"
                !is_inside || near < gap && (near == 1 || (at > verb) == (date.0 > verb))
            })
    }

    /// Whether nothing but auxiliaries stands between the verb and the participle: "was held", "has been held".
    fn is_own_participle(&self, verb: usize, participle: usize) -> bool {
        (verb + 1..participle)
            .all(|at| matches!(self.tags[at], Tag::Adverb | Tag::Inner | Tag::Participle))
    }

    /// "ahead of a meeting in Lorn on Thursday", "three days from a vote on 16 November", "ahead of Friday's vote".
    fn is_day_of_measure(&self, verb: usize, date: (usize, usize)) -> bool {
        let edge = |at: &usize| {
            matches!(
                self.tags[*at],
                Tag::Comma | Tag::Break | Tag::Open | Tag::Close | Tag::Finite | Tag::And | Tag::To
            )
        };
        let start = (verb + 1..date.0)
            .rev()
            .find(edge)
            .map_or(verb + 1, |at| at + 1);
        let lead =
            (start..date.0).find(|at| self.words.measured_from.contains(self.analysis.word(*at)));
        lead.is_some_and(|at| {
            let from = if self.words.genitives.contains(self.analysis.word(at + 1)) {
                at + 2
            } else {
                at + 1
            };
            let is_thing = self.tags.get(from) == Some(&Tag::Determiner)
                && from + 1 < date.0
                && self.tags[from + 1] == Tag::Noun
                && (from + 1..date.0).all(|i| {
                    matches!(
                        self.tags[i],
                        Tag::Noun | Tag::Preposition | Tag::Determiner | Tag::Adverb
                    )
                })
                && !(from + 1..date.0)
                    .any(|i| self.words.date_nouns.contains(self.analysis.word(i)));
            let is_owned = from == date.0 && self.is_possessive(date) && from > at + 1;
            is_thing || is_owned
        })
    }

    /// "was the only candidate until 2005": the day on which something was over, and nothing is said of it.
    fn is_end(&self, clause: &Clause, date: (usize, usize)) -> bool {
        let lead = date
            .0
            .checked_sub(1)
            .map_or("", |at| self.analysis.word(at));
        let asks = clause.verb.is_some_and(|verb| {
            let words = self.analysis.words(verb..self.tags.len().min(verb + 5));
            self.words.proposed.is_in(&words)
        });
        self.words.limits.contains(lead)
            && !asks
            && !self.is_moved(date)
            && !self.is_negated(clause)
            && !self.looks_ahead(clause)
    }
}
