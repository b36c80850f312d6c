//! What a clause says of its date: happened, planned, proposed, withdrawn. In: the clause and the words around its date.
//! Out: a status and how sure it is.

use super::clause::{Clause, Parse};
use super::grammar::Tag;
use crate::corrections::Status;

/// Where the date lies, seen from the publication day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ahead {
    /// Wholly before it.
    Past,
    /// It holds the publication day and may go on after it.
    Around,
    /// After it.
    Future,
    /// No publication day is known.
    Unknown,
}

impl Parse<'_> {
    /// The status of `clause` about the date at `date`, and the confidence in it, 0–1.
    pub(super) fn status(
        &self,
        clause: &Clause,
        date: (usize, usize),
        ahead: Ahead,
    ) -> (Status, f32) {
        let words = self.words;
        let places = clause
            .places
            .iter()
            .copied()
            .filter(|at| !(date.0..date.1).contains(at));
        let said = self.analysis.words(places);
        let own = self.analysis.words(clause.own.iter().copied());
        let lead = date
            .0
            .checked_sub(1)
            .map_or("", |at| self.analysis.word(at));
        // "says he expects the council to reply on Tuesday": what is expected is told of the day, not the saying.
        let reported = clause
            .verb
            .filter(|verb| {
                words.speech.contains(self.analysis.word(*verb)) && ahead == Ahead::Around
            })
            .and_then(|verb| (verb + 1..date.0).find(|at| self.tags[*at] == Tag::Finite));
        if reported.is_some_and(|verb| {
            let group = self.analysis.words(verb..date.0.min(verb + 5));
            words.planned.at(&group, 0).is_some()
                || words.ahead.at(&group, 0).is_some()
                || words.promising.contains(self.analysis.word(verb))
        }) {
            return (Status::Planned, 0.7);
        }
        if clause.says && ahead != Ahead::Future {
            return (Status::Happened, 0.8);
        }
        let not_until = self.is_not_until(clause, date);
        if let Some((at, _)) = words.moved.find(&own)
            && clause.own.get(at).is_some_and(|at| *at < date.0)
        {
            // "postponed from March 7 to March 9": the day it left is withdrawn, the new one planned.
            if words.moved_from.contains(lead) {
                return (Status::Withdrawn, 0.85);
            }
            if words.moved_to.contains(lead) {
                return (Status::Planned, 0.85);
            }
        }
        if words.unkept.is_in(&self.near(date)) || words.unkept.is_in(&own) {
            return (Status::Withdrawn, 0.8);
        }
        // A day ahead that the words call off; the day of calling it off is a day on which something happened.
        let off = words
            .withdrawn
            .find(&own)
            .or_else(|| words.withdrawn.find(&said));
        // "the scrapping of taxes" is a thing and no act.
        let off = off.filter(|(at, _)| {
            let before = clause.own.get(*at).and_then(|at| at.checked_sub(1));
            before.is_none_or(|at| self.tags[at] != Tag::Determiner)
        });
        let whole = self.analysis.words(0..self.analysis.tokens.len());
        match ahead {
            Ahead::Future | Ahead::Unknown => {
                let elsewhere = || {
                    words
                        .put_off
                        .find(&whole)
                        .or(words.withdrawn.find(&whole))
                        .is_some()
                };
                if off.is_some() {
                    return (Status::Withdrawn, 0.8);
                }
                if self.looks_back_at_plan(clause, date) && elsewhere() {
                    return (Status::Withdrawn, 0.75);
                }
                if words.put_off.is_in(&own) && !words.moved_to.contains(lead) {
                    return (Status::Withdrawn, 0.7);
                }
                if self.is_proposal(clause, &said, &whole, date, ahead) {
                    return (Status::Proposed, 0.85);
                }
            }
            Ahead::Past | Ahead::Around => {
                let acts = self.is_act_of(clause, date);
                // "came and went", "did not open": these say so of the day itself.
                let missed = off.is_some_and(|(at, _)| {
                    self.words
                        .passes
                        .contains(own.get(at).copied().unwrap_or(""))
                });
                if off.is_some()
                    && (!acts || missed)
                    && !not_until
                    && !self.is_negation_elsewhere(clause, date)
                {
                    return (Status::Withdrawn, 0.75);
                }
                // "was not held" is called off; "did not believe it" is only told so.
                if self.is_negated(clause)
                    && !not_until
                    && (self.looks_back_at_plan(clause, date) || self.was_to_be(clause))
                {
                    let verb = clause.verb.map_or("", |at| self.analysis.word(at));
                    let past = !self.words.lasting.contains(verb);
                    if past && !self.is_negation_elsewhere(clause, date) {
                        return (Status::Withdrawn, 0.7);
                    }
                }
                if self.is_proposal(clause, &said, &whole, date, ahead) {
                    return (Status::Proposed, 0.8);
                }
            }
        }
        let modal = clause.verb.is_some_and(|verb| self.is_modal(verb));
        let looks_ahead = modal || self.looks_ahead(clause);
        let planned = looks_ahead || words.planned.is_in(&own);
        match ahead {
            Ahead::Future => (Status::Planned, if planned { 0.95 } else { 0.75 }),
            Ahead::Past if looks_ahead && !self.is_act_of(clause, date) => {
                if self.looks_back_at_plan(clause, date)
                    && (words.put_off.is_in(&whole) || words.withdrawn.is_in(&whole))
                {
                    (Status::Withdrawn, 0.7)
                } else {
                    (Status::Planned, 0.6)
                }
            }
            Ahead::Past if self.is_started_by(date) && words.planned.is_in(&own) => {
                (Status::Planned, 0.6)
            }
            Ahead::Past => (Status::Happened, 0.95),
            // "an agreement to speed up deliveries beginning this week": what begins is the undertaking.
            Ahead::Around if self.words.starting.contains(lead) && self.leads_on(clause, date) => {
                (Status::Planned, 0.7)
            }
            Ahead::Around
                if self.words.deadline_leads.contains(lead) && !self.is_past_verb(clause) =>
            {
                (Status::Planned, 0.7)
            }
            Ahead::Around if looks_ahead && !self.is_act_of(clause, date) => {
                (Status::Planned, 0.75)
            }
            Ahead::Unknown if planned => (Status::Planned, 0.75),
            Ahead::Around | Ahead::Unknown => (Status::Happened, 0.8),
        }
    }

    /// "did not", "was never"
    pub(super) fn is_negated(&self, clause: &Clause) -> bool {
        clause.verb.is_some_and(|verb| {
            let group = verb.saturating_sub(2)..(verb + 3).min(self.tags.len());
            self.words.negations.is_in(&self.analysis.words(group))
        })
    }

    /// Whether the negated verb is one of taking place, or was left out: "was not held", "were to leave but did not".
    fn was_to_be(&self, clause: &Clause) -> bool {
        clause.verb.is_some_and(|verb| {
            let deed = (verb + 1..self.tags.len().min(verb + 6)).find(|at| {
                !matches!(self.tags[*at], Tag::Adverb | Tag::Inner | Tag::Finite)
                    || self.words.occurs.contains(self.analysis.word(*at))
            });
            self.words.verb_second
                || self.words.occurs.contains(self.analysis.word(verb))
                || deed.is_none_or(|at| {
                    self.words.occurs.contains(self.analysis.word(at))
                        || matches!(self.tags[at], Tag::Mark | Tag::Comma | Tag::Break)
                })
        })
    }

    /// Whether the sentence says that a day was moved, or that this one is new: "now due on", "put off to".
    pub(super) fn tells_of_move(&self, clause: &Clause) -> bool {
        let whole = self.analysis.words(0..self.analysis.tokens.len().min(120));
        let is_new = clause.verb.is_some_and(|verb| {
            (verb..(verb + 5).min(self.tags.len()))
                .any(|at| self.words.anew.contains(self.analysis.word(at)))
        });
        is_new
            || self.words.moved.is_in(&whole)
            || self.words.put_off.is_in(&whole)
            || self.words.unkept.is_in(&whole)
    }

    /// "not until Friday": it happened then.
    pub(super) fn is_not_until(&self, clause: &Clause, date: (usize, usize)) -> bool {
        let own = self.analysis.words(clause.own.iter().copied());
        let lead = date
            .0
            .checked_sub(1)
            .map_or("", |at| self.analysis.word(at));
        self.words.not_until.is_in(&own) && self.words.moved_to.contains(lead)
    }

    /// Whether the words before the date at `date` tell of a day left or taken: "postponed from … to …".
    pub(super) fn is_moved(&self, date: (usize, usize)) -> bool {
        let lead = date
            .0
            .checked_sub(1)
            .map_or("", |at| self.analysis.word(at));
        let leads = self.words.moved_from.contains(lead) || self.words.moved_to.contains(lead);
        leads
            && self
                .words
                .moved
                .is_in(&self.analysis.words(date.0.saturating_sub(9)..date.0))
    }

    /// The words around a date, for phrases that stand directly before it.
    fn near(&self, date: (usize, usize)) -> Vec<&str> {
        self.analysis.words(date.0.saturating_sub(5)..date.0)
    }

    /// Whether the verb speaks of what is still to come: a modal, "is to", or a plain present form.
    /// A plain present form says so of the coming days alone: `is_near`.
    pub(super) fn is_forward(&self, clause: &Clause, date: (usize, usize), is_near: bool) -> bool {
        let Some(verb) = clause.verb.filter(|_| !clause.says) else {
            return false;
        };
        let word = self.analysis.word(verb);
        let looks_back = self.words.weres.contains(word);
        // "are meeting on Monday", "has announced plans to hold a meeting on Monday"
        let next = (verb + 1..self.tags.len()).find(|at| self.tags[*at] != Tag::Adverb);
        let goes_on = self.words.present.contains(word)
            && date.0 > verb
            && next.is_some_and(|at| {
                self.tags[at] == Tag::Gerund
                    // "are feared to have died on Tuesday" lies behind.
                    || self.words.speech_acts.contains(self.analysis.word(at))
                        && (at..date.0).any(|i| self.tags[i] == Tag::To)
            });
        let plain = goes_on || self.words.is_present(word) && !self.words.may_be_past(word);
        // A chronology tells what was in the present: "Feb. 24 - Militias take control".
        let is_listed = date.0 == 0
            && matches!(
                self.tags.get(date.1),
                Some(Tag::Break | Tag::Mark | Tag::Comma) | None
            );
        // "invited both sides to meet on Monday", "demanded a fresh vote in September"
        let asks = self.words.speech_acts.contains(word)
            && (verb..date.0).any(|at| self.tags[at] == Tag::To)
            || self
                .words
                .proposed
                .at(
                    &self.analysis.words(verb..(verb + 3).min(self.tags.len())),
                    0,
                )
                .is_some()
                && verb + 2 < date.0
                && date.1 > verb;
        is_near && self.calls_off(clause, date)
            || self.is_of_infinitive(clause, date)
            || !looks_back
                && (self.is_modal(verb)
                    || self.looks_ahead(clause)
                    || is_near && !is_listed && plain
                    || asks)
    }

    /// "called off Saturday's march", "talks due on Monday were called off": the day is that of what was to be.
    pub(super) fn calls_off(&self, clause: &Clause, date: (usize, usize)) -> bool {
        let owns = self.is_possessive(date)
            || clause.verb.is_some_and(|verb| date.0 < verb)
                && (date.0.saturating_sub(2)..date.0)
                    .any(|at| self.words.plan_participles.contains(self.analysis.word(at)));
        let own = self.analysis.words(clause.own.iter().copied());
        owns && self.words.withdrawn.is_in(&own)
    }

    /// A past form with its date beside it: no modal, and no infinitive between them.
    pub(super) fn looks_back(&self, clause: &Clause, date: (usize, usize)) -> bool {
        let Some(verb) = clause.verb else {
            return false;
        };
        let word = self.analysis.word(verb);
        let past = (self.words.past.contains(word) || self.words.may_be_past(word))
            && !self.words.is_present(word)
            || self.words.weres.contains(word) && !self.looks_ahead(clause);
        let between = verb.min(date.1)..verb.max(date.0);
        let is_planned = (date.0.saturating_sub(2)..date.0)
            .any(|at| self.words.plan_participles.contains(self.analysis.word(at)));
        past && !is_planned
            && !self.looks_ahead(clause)
            && !self
                .words
                .moved
                .is_in(&self.analysis.words(verb..date.0.max(verb)))
            && self
                .words
                .proposed
                .at(
                    &self.analysis.words(verb..(verb + 3).min(self.tags.len())),
                    0,
                )
                .is_none()
            && !between.clone().any(|at| {
                self.tags[at] == Tag::To || self.words.leads_ahead.contains(self.analysis.word(at))
            })
    }

    /// "will", "should", but not "would": what has a day in the past was meant for the next of its name.
    pub(super) fn is_promised(&self, clause: &Clause) -> bool {
        clause
            .verb
            .is_some_and(|verb| self.words.promising.contains(self.analysis.word(verb)))
    }

    fn is_past_verb(&self, clause: &Clause) -> bool {
        clause.verb.is_some_and(|verb| {
            let word = self.analysis.word(verb);
            self.words.past.contains(word)
                || self.words.may_be_past(word)
                || self.words.past_auxiliaries.contains(word)
        })
    }

    /// "will", "may", but not "may have started".
    fn is_modal(&self, verb: usize) -> bool {
        let word = self.analysis.word(verb);
        let next = (verb + 1..self.tags.len()).find(|at| self.tags[*at] != Tag::Adverb);
        let perfect = next.is_some_and(|at| self.words.perfect.contains(self.analysis.word(at)));
        self.words.modals.contains(word) && (!perfect || self.words.wills.contains(word))
    }

    /// "was to open", "is due", "will": the verb of the clause looks ahead.
    pub(super) fn looks_ahead(&self, clause: &Clause) -> bool {
        let Some(verb) = clause.verb else {
            return false;
        };
        let group = self
            .analysis
            .words(verb..(verb + 5).min(self.analysis.tokens.len()));
        // Adverbs may stand between: "are now due".
        let plain: Vec<&str> = (verb..(verb + 6).min(self.tags.len()))
            .filter(|at| self.tags[*at] != Tag::Adverb)
            .map(|at| self.analysis.word(at))
            .collect();
        self.words.ahead.at(&group, 0).is_some() || self.words.ahead.at(&plain, 0).is_some()
    }

    /// "was to", "were due", "had been set": a plan seen from later.
    fn looks_back_at_plan(&self, clause: &Clause, date: (usize, usize)) -> bool {
        let past = clause
            .verb
            .is_some_and(|verb| self.words.plan_pasts.contains(self.analysis.word(verb)));
        let lead = date.0.saturating_sub(4)..date.0;
        let participle = lead
            .filter(|at| {
                self.words
                    .plan_participles
                    .contains(self.analysis.word(*at))
            })
            .any(|at| clause.verb.is_none_or(|verb| at < verb));
        past && self.looks_ahead(clause) || participle
    }

    /// Whether the date is that of the verb itself: "called off on Monday", "On Tuesday … proposed", and no
    /// infinitive or preposition that looks ahead stands between.
    fn is_act_of(&self, clause: &Clause, date: (usize, usize)) -> bool {
        let Some(verb) = clause.verb else {
            return false;
        };
        let word = self.analysis.word(verb);
        if self.words.auxiliaries.contains(word) {
            let next = (verb + 1..self.tags.len()).find(|at| self.tags[*at] != Tag::Adverb);
            let is_passive = self.words.passive.contains(word)
                && next.is_some_and(|at| self.tags[at] == Tag::Participle)
                && !self.looks_ahead(clause);
            let leads_on = self
                .words
                .negations
                .is_in(&self.analysis.words(verb..(verb + 3).min(self.tags.len())));
            // "had proposed": the participle is the verb.
            let is_perfect = self.words.haves.contains(word)
                && next.is_some_and(|at| {
                    self.tags[at] == Tag::Participle
                        && !self.words.been.contains(self.analysis.word(at))
                });
            if !(is_passive || is_perfect) || leads_on {
                return false;
            }
        }
        if self
            .words
            .withdrawn
            .at(
                &self.analysis.words(verb..(verb + 4).min(self.tags.len())),
                0,
            )
            .is_some()
            && self.words.missing.contains(word)
        {
            return false;
        }
        if date.1 <= verb {
            // In front: a date with its preposition, not one inside the subject's noun.
            return date.0 == 0
                || self.tags.get(date.1) == Some(&Tag::Comma)
                || date
                    .0
                    .checked_sub(1)
                    .is_some_and(|at| at == 0 || self.tags[at - 1] == Tag::Comma)
                || date.1 == verb;
        }
        let object = (verb + 1..date.0).any(|at| {
            matches!(self.tags[at], Tag::To | Tag::That)
                || self.words.plan_words.contains(self.analysis.word(at))
        });
        let lead = self.analysis.word(date.0.saturating_sub(1));
        !object
            && !self.words.goal_words.contains(lead)
            && !self.analysis.word(date.0).ends_with("'s")
    }

    /// "The jury did not believe him when …": the negation is of another clause.
    fn is_negation_elsewhere(&self, clause: &Clause, date: (usize, usize)) -> bool {
        clause.verb.is_some_and(|verb| {
            let between = verb.min(date.0)..verb.max(date.0);
            between.clone().any(|at| self.tags[at] == Tag::That)
        })
    }

    /// "to begin March 1", "beginning on Saturday" directly before the date.
    fn is_started_by(&self, date: (usize, usize)) -> bool {
        (date.0.saturating_sub(3)..date.0)
            .any(|at| self.words.undertakings.contains(self.analysis.word(at)))
    }

    /// Whether an infinitive stands between the verb and its date.
    fn leads_on(&self, clause: &Clause, date: (usize, usize)) -> bool {
        clause
            .verb
            .is_some_and(|verb| (verb + 1..date.0).any(|at| self.tags[at] == Tag::To))
    }

    fn is_proposal(
        &self,
        clause: &Clause,
        said: &[&str],
        whole: &[&str],
        date: (usize, usize),
        ahead: Ahead,
    ) -> bool {
        let verb = clause.verb.map_or("", |at| self.analysis.word(at));
        // A verb of proposing, not a noun: "submit their offers".
        // "its offer of a truce from March 1", "the proposal of March 1": the day is the proposal's.
        let near = (date.0.saturating_sub(6)..date.0)
            .rev()
            .take_while(|at| !matches!(self.tags[*at], Tag::Finite | Tag::Comma | Tag::Break));
        if near.into_iter().any(|at| {
            self.words.offers.contains(self.analysis.word(at)) && self.tags[at] != Tag::Finite
        }) && (self
            .words
            .offer_leads
            .contains(self.analysis.word(date.0.saturating_sub(1)))
            || clause.verb.is_some_and(|verb| date.1 <= verb))
        {
            return true;
        }
        let at = self.words.proposed.find(said).map(|(at, length)| {
            let place = clause
                .places
                .iter()
                .copied()
                .filter(|at| !(date.0..date.1).contains(at))
                .nth(at);
            (place, length)
        });
        let is_verb = |place: usize| {
            matches!(
                self.tags[place],
                Tag::Finite | Tag::Participle | Tag::Inner | Tag::Gerund
            )
        };
        // Of a day that has come, only the verb itself makes a proposal: not "protested, demanding change".
        let verb_group = |place: usize| {
            clause
                .verb
                .is_none_or(|verb| place >= verb && place <= verb + 4)
        };
        let is_own = matches!(ahead, Ahead::Future | Ahead::Unknown)
            || at.is_some_and(|(place, _)| place.is_none_or(verb_group));
        if is_own && at.is_some_and(|(place, length)| length > 1 || place.is_some_and(is_verb)) {
            let looks_ahead = ahead == Ahead::Future || ahead == Ahead::Unknown;
            return looks_ahead || !self.is_act_of(clause, date);
        }
        if ahead == Ahead::Past || ahead == Ahead::Around {
            return false;
        }
        let subject: Vec<&str> = clause
            .places
            .iter()
            .take_while(|at| Some(**at) != clause.verb)
            .map(|at| self.analysis.word(*at))
            .collect();
        let names = self.words.proposals.is_in(&subject)
            || subject.iter().any(|word| self.words.plans.contains(word));
        let under = whole
            .first()
            .is_some_and(|word| self.words.unders.contains(word))
            && self.words.proposals.is_in(whole);
        names && self.words.proposal_verbs.contains(verb) || under
    }
}
