//! How things are, and what somebody thinks: no events, although they have a date. In: a parsed sentence, a clause of it
//! and its date. Out: whether nothing happens in it.

use super::clause::{Clause, Parse};
use super::grammar::Tag;
use super::status::Ahead;
use crate::calendar::{Edtf, Granularity};

impl Parse<'_> {
    /// "Old Egypt is dead", "have vast implications", said of a day: how things are, not what happened.
    pub(super) fn is_state(&self, clause: &Clause, date: (usize, usize), when: Edtf) -> bool {
        let Some(verb) = clause.verb.filter(|_| !self.words.verb_second) else {
            return false;
        };
        let word = self.analysis.word(verb);
        let next = (verb + 1..self.tags.len()).find(|at| {
            !matches!(self.tags[*at], Tag::Adverb | Tag::Quote) && !(date.0..date.1).contains(at)
        });
        let acts = next.is_some_and(|at| {
            matches!(
                self.tags[at],
                Tag::Participle | Tag::Gerund | Tag::To | Tag::Date
            ) || self.words.been.contains(self.analysis.word(at)) && self.acts_after(at)
                || self.words.goes_on.contains(self.analysis.word(at))
        });
        let be = self.words.states_of.contains(word);
        // "The friendship goes back to the 1990s", "has supported them since they rose 12 years ago"
        let is_listed = date.0 == 0;
        let is_coarse = when.granularity() <= Granularity::Year;
        let is_lasting = is_coarse
            && !is_listed
            && (self.words.lastings.contains(word)
                || self.words.is_third_person(word) && !self.words.may_be_past(word));
        // "The coverage of the flood was no exception"
        let is_there = clause
            .places
            .first()
            .is_some_and(|at| self.words.vague.contains(self.analysis.word(*at)));
        let was = self.words.was.contains(word)
            && !is_there
            && !acts
            && next.is_some_and(|at| {
                matches!(self.tags[at], Tag::Determiner)
                    && !self.words.articles.contains(self.analysis.word(at))
                    || self.tags[at] == Tag::Preposition
                        && self.words.states.contains(self.analysis.word(at + 1))
            });
        // "There are conflicting reports of killings on 12 July"
        let there_are = be
            && clause
                .places
                .first()
                .is_some_and(|at| self.words.there.contains(self.analysis.word(*at)))
            && !next.is_some_and(|at| self.words.been.contains(self.analysis.word(at)));
        be && !acts || is_lasting || was || there_are
    }

    /// "has been held", "have been talks": a participle or a thing follows, not how something is.
    pub(super) fn acts_after(&self, been: usize) -> bool {
        let next = (been + 1..self.tags.len()).find(|at| self.tags[*at] != Tag::Adverb);
        let is_there = self.words.vague.contains(self.analysis.word(0));
        is_there
            || next.is_some_and(|at| {
                matches!(self.tags[at], Tag::Participle | Tag::Gerund | Tag::Date)
                    || self.words.may_be_past(self.analysis.word(at))
            })
    }

    /// "last summer's rally seems unlikely to be repeated", "said Friday's coverage was fair": the day is that of a
    /// noun, and the verb's is another.
    pub(super) fn is_day_of_noun(&self, verb: usize, date: (usize, usize)) -> bool {
        let word = self.analysis.word(verb);
        let present = self.words.is_present(word) && !self.words.may_be_past(word)
            || self.words.modals.contains(word)
            || self.words.present.contains(word);
        let attributive = self.tags.get(date.1) == Some(&Tag::Noun)
            && date.0 > verb
            && present
            && self.tags[date.0 - 1] == Tag::Determiner
            && !self.analysis.is_capital(date.1);
        // "the tragedies of the 20th century will be repeated", "The speech this evening is an example"
        let before = date
            .0
            .checked_sub(1)
            .map_or("", |at| self.analysis.word(at));
        let is_of = date.0 > 1
            && date.1 <= verb
            && present
            && self.words.genitives.contains(before)
            && self.tags[date.0 - 2] == Tag::Noun;
        let is_beside = date.0 > 0
            && date.1 == verb
            && self.words.present.contains(word)
            && self.tags[date.0 - 1] == Tag::Noun
            && self.tags.get(verb + 1) == Some(&Tag::Determiner);
        attributive
            || is_of
            || is_beside
            || self.is_possessive(date)
                && (present && date.0 < verb
                    || self.words.speech.contains(word)
                        && date.0 > verb
                        && (date.1..self.tags.len())
                            .find(|at| self.tags[*at] == Tag::Finite)
                            .is_some_and(|at| {
                                let word = self.analysis.word(at);
                                self.words.modals.contains(word)
                                    || self.words.present.contains(word)
                            }))
    }

    /// "That would be harder today", "\"The minister is isolated\"": what somebody thinks, said of a day that has come.
    pub(super) fn is_opinion(&self, clause: &Clause, date: (usize, usize), ahead: Ahead) -> bool {
        let Some(verb) = clause.verb.filter(|_| !self.words.verb_second) else {
            return false;
        };
        let word = self.analysis.word(verb);
        let is_reported = (0..verb).any(|at| {
            self.tags[at] == Tag::That && at > 0 && self.tags[at - 1] != Tag::Preposition
                || self.words.speech.contains(self.analysis.word(at))
                || self.words.report_nouns.contains(self.analysis.word(at))
        });
        let supposes = self.words.suppositions.contains(word)
            && ahead != Ahead::Future
            && !is_reported
            && !self.is_perfect(verb);
        let is_quoted = |at: usize| {
            (0..at).filter(|i| self.tags[*i] == Tag::Quote).count() % 2 == 1
                && self.tags[at..].contains(&Tag::Quote)
        };
        let says_how_it_is = ahead != Ahead::Future
            && is_quoted(verb)
            && (is_quoted(date.0) || clause.says)
            && (self.words.present.contains(word) || self.words.suppositions.contains(word));
        // "where the fast lasts through Saturday": what is so each time.
        let is_usual = ahead != Ahead::Future
            && self.words.is_present(word)
            && !self.words.may_be_past(word)
            && (verb.saturating_sub(5)..verb).any(|at| self.tags[at] == Tag::Relative);
        // "readied themselves for Sunday": the day is still to come, and the doing is of another.
        let is_goal = ahead != Ahead::Future
            && date.0 > verb
            && self
                .words
                .goal_leads
                .contains(self.analysis.word(date.0 - 1))
            && !self.words.auxiliaries.contains(word)
            && self.words.planned.at(&[word], 0).is_none()
            && !(verb..date.0)
                .any(|at| self.words.plan_participles.contains(self.analysis.word(at)));
        is_goal
            || is_usual
            || self.is_spoken()
            || supposes
            || says_how_it_is
            || (ahead != Ahead::Future
                || self.words.present.contains(word) && date.0 > 0 && !self.looks_ahead(clause))
                && self.is_day_of_noun(verb, date)
    }

    /// "You know, my fear is": somebody talks, and nobody quotes it.
    pub(super) fn is_spoken(&self) -> bool {
        let mut quoted = false;
        (0..self.tags.len()).any(|at| {
            quoted ^= self.tags[at] == Tag::Quote;
            let word = self.analysis.word(at);
            !quoted
                && !self.analysis.is_the_us(at)
                && self
                    .words
                    .first_person
                    .contains(word.split(['\'', '’']).next().unwrap_or(word))
        })
    }

    /// "may have started"
    pub(super) fn is_perfect(&self, verb: usize) -> bool {
        let next = (verb + 1..self.tags.len()).find(|at| self.tags[*at] != Tag::Adverb);
        next.is_some_and(|at| self.words.perfect.contains(self.analysis.word(at)))
    }
}
