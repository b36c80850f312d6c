//! Headlines that nobody could print: nothing is told, or nobody knows of whom. In: a parsed sentence, a clause of it and
//! its headline. Out: whether to leave it out.

use super::clause::{Clause, Parse};
use super::grammar::Tag;
use crate::calendar::{Edtf, Granularity};

impl Parse<'_> {
    /// Whether nobody could print the headline: nothing is told, or nobody knows of whom.
    pub(super) fn is_no_headline(
        &self,
        clause: &Clause,
        date: (usize, usize),
        headline: &str,
        when: Edtf,
        pronoun: bool,
    ) -> bool {
        let count = headline.split_whitespace().count();
        // "He worked there until 1992": a life, not an event.
        if pronoun
            && (when.granularity() <= Granularity::Year
                || count < 4 && when.granularity() < Granularity::Day)
        {
            return true;
        }
        if count < 2 || clause.verb.is_none() && count < 4 {
            return true;
        }
        // "Nobody knew whom": coarser than a day, it says too little.
        if pronoun && when.granularity() < Granularity::Week {
            return true;
        }
        if self.is_reduced(clause, date, when) || self.is_at_odds(clause) {
            return true;
        }
        // "With cheap debt fueling deals": half a clause.
        let starts = clause.places.iter().copied().find(|at| {
            !(date.0..date.1).contains(at)
                && !matches!(self.tags[*at], Tag::Quote | Tag::Adverb | Tag::Comma)
        });
        // "the week | that ministers gave themselves": a clause about a date.
        if starts.is_some_and(|at| {
            matches!(self.tags[at], Tag::That | Tag::Relative)
                || self.tags.get(at + 1) == Some(&Tag::Relative)
                    && self.tags[at] == Tag::Preposition
        }) && !self.words.verb_second
        {
            return true;
        }
        // "Hoping to bolster confidence": so is this, but not "Rising fares eased the blow".
        let gerund = starts.is_some_and(|at| {
            self.tags[at] == Tag::Gerund
                && matches!(
                    self.tags.get(at + 1),
                    Some(Tag::To | Tag::Participle | Tag::Determiner)
                )
        });
        if gerund && !self.words.verb_second {
            return true;
        }
        if starts.is_some_and(|at| {
            at != date.0.saturating_sub(1) && self.words.no_front.contains(self.analysis.word(at))
        }) && !self.words.verb_second
        {
            return true;
        }
        // "That became 7 March", "to where it had been": what is left has lost its word.
        let last = headline.rsplit(' ').next().unwrap_or("").to_lowercase();
        if self.words.auxiliaries.contains(&last) || self.words.no_end.contains(last.as_str()) {
            return true;
        }
        // "The present date is 14 March"
        let named = clause.verb.is_some_and(|verb| {
            self.words.auxiliaries.contains(self.analysis.word(verb))
                && clause
                    .places
                    .last()
                    .is_some_and(|at| (date.0..date.1).contains(at))
                && (verb + 1..date.0).all(|at| matches!(self.tags[at], Tag::Adverb | Tag::Quote))
        });
        if named {
            return true;
        }
        let subject = self.subject_word(clause, date);
        // "Others left": nobody knows who.
        if clause.verb.is_some()
            && subject.is_some_and(|word| {
                (self.words.vague.contains(word) || self.words.demonstratives.contains(word))
                    && !self.words.there.contains(word)
            })
            && clause
                .places
                .iter()
                .take_while(|at| Some(**at) != clause.verb)
                .filter(|at| self.analysis.tokens[**at].is_word && !(date.0..date.1).contains(*at))
                .count()
                == 1
        {
            return true;
        }
        // "With 771 being pulled down"
        let first = clause.places.iter().find(|at| {
            !(date.0..date.1).contains(*at) && !matches!(self.tags[**at], Tag::Quote | Tag::Adverb)
        });
        // "After a quake and tsunami shut down": half a clause.
        if first.is_some_and(|at| {
            self.words.subordinators.contains(self.analysis.word(*at))
                && matches!(self.tags[*at], Tag::Preposition | Tag::Subordinator)
        }) && !self.words.verb_second
        {
            return true;
        }
        if clause.verb.is_none()
            && first.is_some_and(|at| {
                matches!(
                    self.tags[*at],
                    Tag::Preposition
                        | Tag::Gerund
                        | Tag::Participle
                        | Tag::And
                        | Tag::To
                        | Tag::Pronoun
                )
            })
        {
            return true;
        }
        // "Tuesday is the anniversary": the date is the subject.
        if subject.is_none() && clause.verb.is_some() && !self.words.verb_second {
            return true;
        }
        // "I went home": nobody knows who.
        if subject.is_some_and(|word| self.words.speakers.contains(word))
            || subject.is_some_and(|word| self.words.speakers_together.contains(word))
                && (!self.tags.contains(&Tag::Quote) || count < 6)
        {
            return true;
        }
        // What is left of a name that was cut at its full stop: "O bought Playfish".
        let alone = clause
            .verb
            .and_then(|verb| clause.places.iter().position(|at| *at == verb))
            == Some(1);
        if alone
            && subject
                .is_some_and(|word| word.len() <= 2 && self.tags[clause.places[0]] == Tag::Noun)
        {
            return true;
        }
        self.is_bare_saying(clause, date)
    }

    /// "the movement founded in 1965": the day of a participle that only tells which one is meant.
    pub(super) fn is_reduced(&self, clause: &Clause, date: (usize, usize), when: Edtf) -> bool {
        let Some(verb) = clause.verb else {
            return false;
        };
        let lead = (0..date.0).rev().find(|at| {
            !matches!(
                self.tags[*at],
                Tag::Preposition | Tag::Adverb | Tag::Determiner
            )
        });
        // "in a bid to free a man held by rebels in Lorn on Monday"
        let to = (verb + 1..date.0).find(|at| self.tags[*at] == Tag::To);
        let is_hung = !self.words.verb_second
            && to.is_some_and(|to| {
                (to + 1..date.0).any(|at| {
                    self.tags[at] == Tag::Participle
                        && self.tags[at - 1] == Tag::Noun
                        && !self.words.plan_participles.contains(self.analysis.word(at))
                })
            });
        is_hung
            || lead.is_some_and(|at| {
                verb + 1 < at
                    && self.tags[at] == Tag::Participle
                    && self.tags[at - 1] == Tag::Noun
                    && !self.words.plan_participles.contains(self.analysis.word(at))
                    && !(verb..at).any(|i| self.tags[i] == Tag::And)
                    && (when.granularity() < Granularity::Day
                        && self.words.auxiliaries.contains(self.analysis.word(verb))
                        || self.is_told_apart(verb, at, date))
            })
    }

    /// "condemned a resolution passed on Friday": the sentence ends with its day, and the thing has an article.
    pub(super) fn is_told_apart(
        &self,
        verb: usize,
        participle: usize,
        date: (usize, usize),
    ) -> bool {
        let says = self.words.speech.contains(self.analysis.word(verb));
        let noun = (verb + 1..participle)
            .rev()
            .find(|at| self.tags[*at] != Tag::Noun);
        let held = noun.is_some_and(|at| {
            self.tags[at] == Tag::Determiner
                && !self.words.possessives.contains(self.analysis.word(at))
        });
        let ends = !matches!(self.tags.get(date.1), Some(Tag::Noun | Tag::Participle));
        !says
            && held
            && ends
            && !self.words.auxiliaries.contains(self.analysis.word(verb))
            && date.0 <= participle + 2
    }

    /// "An annual survey have been": the subject that was found is not the verb's.
    pub(super) fn is_at_odds(&self, clause: &Clause) -> bool {
        let Some(verb) = clause
            .verb
            .filter(|v| self.words.plural_be.contains(self.analysis.word(*v)))
        else {
            return false;
        };
        let subject = clause.before(verb);
        let one = subject.first().is_some_and(|at| {
            self.words
                .indefinite
                .iter()
                .any(|one| one == self.analysis.word(*at))
        });
        let many = subject.iter().any(|at| {
            self.tags[*at] == Tag::And || self.words.several_nouns.contains(self.analysis.word(*at))
        });
        one && !many
    }

    /// "Anas al-Abdah told the BBC", "as Kofi Annan cautioned": that somebody spoke, but not what.
    pub(super) fn is_bare_saying(&self, clause: &Clause, date: (usize, usize)) -> bool {
        let Some(verb) = clause.verb.filter(|verb| {
            let word = self.analysis.word(*verb);
            self.words.speech_only.contains(word)
                || self.words.speech.contains(word)
                || self.words.bare_says.contains(word)
        }) else {
            return false;
        };
        let rest: Vec<usize> = clause
            .places
            .iter()
            .copied()
            .skip_while(|at| *at != verb)
            .skip(1)
            .filter(|at| !(date.0..date.1).contains(at) && self.analysis.tokens[*at].is_word)
            .collect();
        let told = self.words.told.contains(self.analysis.word(verb));
        let tells = rest.iter().any(|at| {
            matches!(
                self.tags[*at],
                Tag::Finite | Tag::That | Tag::To | Tag::Gerund
            )
        });
        !tells && (rest.len() <= 1 || told && rest.len() <= 6)
    }
}
