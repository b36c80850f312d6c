//! What "the company" is: a subject that tells which one is meant only to who has read what stands before. In: a parsed
//! sentence and a clause of it. Out: the words of the subject, and how a sentence before calls the same by its name.

use super::antecedent::{Pronoun, Wanted};
use super::clause::{Clause, Parse};
use super::grammar::Tag;

/// A subject with an article and no name.
#[derive(Debug, Clone)]
pub(super) struct Definite {
    /// Its first token, the article, and the one after its noun.
    pub from: usize,
    pub to: usize,
    /// Its noun, in lower case.
    pub noun: String,
    /// "the city's mayor": the noun is the owner.
    pub is_owner: bool,
}

impl Parse<'_> {
    /// The subject of `clause`, where it is an article and a noun that needs a name.
    pub(super) fn definite(&self, clause: &Clause) -> Option<Definite> {
        let verb = clause.verb.filter(|_| !self.words.verb_second)?;
        let first = clause.places.iter().position(|at| {
            !matches!(
                self.tags[*at],
                Tag::Adverb | Tag::Quote | Tag::Comma | Tag::Date
            ) && !self.words.connectives.contains(self.word(*at))
        })?;
        let from = clause.places[first];
        if self.word(from) != self.words.definite {
            return None;
        }
        let mut to = from + 1;
        for at in clause.places[first + 1..].iter().copied() {
            let is_part = at == to
                && at != verb
                && matches!(self.tags[at], Tag::Noun | Tag::Participle)
                && !self.analysis.is_capital(at);
            if !is_part {
                break;
            }
            to = at + 1;
            if self.owner(at).is_some() {
                break;
            }
        }
        let last = to - 1;
        let owner = self.owner(last);
        let noun = owner.unwrap_or(self.word(last));
        if last == from || !self.words.leans(noun) {
            return None;
        }
        let is_owner = owner.is_some();
        // "the city of Lorn", "the man who fell": what follows tells which.
        let is_told = !is_owner
            && match self.tag(to) {
                Tag::Preposition => self.tag(to + 1) != Tag::Date,
                Tag::Relative | Tag::That | Tag::Participle | Tag::Gerund | Tag::To | Tag::Noun => {
                    true
                }
                Tag::Comma => self.tag(to + 1) == Tag::Relative,
                _ => false,
            };
        (!is_told).then(|| Definite {
            from,
            to,
            noun: noun.to_owned(),
            is_owner,
        })
    }

    /// "city" of the token "city's".
    fn owner(&self, at: usize) -> Option<&str> {
        self.words.owner(self.word(at))
    }

    /// What the sentence calls `noun` by name, before the token `end`: "the Lorn council", "Velia's council", "the city
    /// of Lorn".
    pub(super) fn by_name(&self, noun: &str, end: usize) -> Option<String> {
        let join = |from: usize, to: usize| {
            let places: Vec<usize> = (from..to).collect();
            self.join(&places, (usize::MAX, usize::MAX), None)
        };
        let is_name = |at: usize| {
            self.tag(at) == Tag::Noun && self.analysis.is_capital(at) && self.word(at).len() > 1
        };
        (0..end.min(self.tags.len())).rev().find_map(|at| {
            if self.word(at) != noun {
                return None;
            }
            let mut from = at;
            while from > 0 && is_name(from - 1) {
                from -= 1;
            }
            // The first word of a sentence has its capital anyway.
            let is_named = from < at && (from > 0 || at - from > 1 || self.owner(from).is_some());
            if is_named {
                let text = join(from, at + 1);
                return Some(match self.owner(from) {
                    Some(_) => text,
                    None => format!("{} {text}", self.words.definite),
                });
            }
            let of = self.words.genitives.contains(self.word(at + 1)) && is_name(at + 2);
            if !of {
                return None;
            }
            let mut to = at + 3;
            while to < end && is_name(to) {
                to += 1;
            }
            Some(format!("{} {}", self.words.definite, join(at, to)))
        })
    }

    /// The pronoun that could stand in the place of `definite`, where a name may explain it.
    pub(super) fn as_pronoun(&self, definite: &Definite) -> Option<Pronoun> {
        let wanted = if self.words.leaning_bodies.contains(&definite.noun) {
            Wanted::Thing
        } else if self.words.leaning_persons.contains(&definite.noun) {
            Wanted::Person
        } else {
            return None;
        };
        Some(Pronoun {
            wanted,
            is_possessive: definite.is_owner,
        })
    }

    /// Whether `name` names somebody or something: "The terminal at Lorn", but not "A steel box".
    pub(super) fn names(&self, name: &str) -> bool {
        let mut rest = name.split_whitespace().skip(1);
        rest.any(|word| word.starts_with(char::is_uppercase)) || self.is_all_name(name)
    }

    /// Whether every word of `name` has a capital, or joins two that have.
    pub(super) fn is_all_name(&self, name: &str) -> bool {
        name.split_whitespace().all(|word| {
            word.starts_with(char::is_uppercase)
                || word.chars().count() == 2
                || self
                    .words
                    .name_particles
                    .contains(word.trim_end_matches('-'))
                || word.contains('-')
        })
    }
}
