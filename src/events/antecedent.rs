//! Whom a pronoun stands for. In: a parsed sentence, and the pronoun of a later clause. Out: the words of a subject
//! that fits it in number and kind, where that is clear.

use super::clause::{Clause, Parse};
use super::grammar::Tag;
use super::lists::Set;
use super::words::Words;

/// What a pronoun asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// "he", "she": one person.
    Person,
    /// "it": one thing.
    Thing,
    /// "they".
    Several,
}

/// The pronoun a headline begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pronoun {
    pub wanted: Wanted,
    /// "his", "its", "their".
    pub is_possessive: bool,
}

/// Characters of a subject, at most, that takes a pronoun's place.
const LONGEST_NAME: usize = 60;

impl Parse<'_> {
    /// The pronoun that the clause begins with and that only what stands before it explains.
    pub(super) fn pronoun(&self, clause: &Clause) -> Option<Pronoun> {
        if self.words.verb_second {
            return None;
        }
        let first = clause.places.iter().copied().find(|at| {
            // "in February it widened"
            let leads =
                self.tags[*at] == Tag::Preposition && self.tags.get(at + 1) == Some(&Tag::Date);
            !leads
                && !matches!(
                    self.tags[*at],
                    Tag::Adverb | Tag::Quote | Tag::Comma | Tag::Date
                )
                && !self.words.connectives.contains(self.analysis.word(*at))
        })?;
        let is_possessive = self.words.possessives.contains(self.analysis.word(first));
        let wanted = self.wanted(first)?;
        // "It was a hard winter", "it is clear that": stands for nothing that has a name.
        let be = clause
            .verb
            .filter(|verb| self.words.empty_be.contains(self.analysis.word(*verb)));
        let next = be.and_then(|verb| {
            (verb + 1..self.tags.len()).find(|at| {
                !matches!(self.tags[*at], Tag::Adverb | Tag::Inner)
                    && !self.words.been.contains(self.analysis.word(*at))
            })
        });
        let is_empty = wanted == Wanted::Thing
            && !is_possessive
            && next.is_some_and(|at| {
                matches!(self.tags[at], Tag::Determiner | Tag::That | Tag::Relative)
                    // "it was hard to foresee"
                    || self.tags[at] == Tag::Noun
                        && matches!(self.tags.get(at + 1), Some(Tag::To | Tag::That))
            });
        if is_empty {
            return None;
        }
        let is_whole = is_possessive || self.starts_with_pronoun(clause);
        is_whole.then_some(Pronoun {
            wanted,
            is_possessive,
        })
    }

    /// "He (Mr Brandt) resigned": whom the pronoun stands for is told in brackets.
    pub(super) fn glossed(&self, clause: &Clause) -> Option<String> {
        let pronoun = clause
            .places
            .iter()
            .copied()
            .find(|at| self.tags[*at] == Tag::Pronoun)?;
        let close = (pronoun + 2..self.tags.len().min(pronoun + 6))
            .find(|at| self.tags[*at] == Tag::Close)?;
        let inside: Vec<usize> = (pronoun + 2..close).collect();
        let is_name = self.tags[pronoun + 1] == Tag::Open
            && !inside.is_empty()
            && inside
                .iter()
                .all(|at| self.tags[*at] == Tag::Noun && self.analysis.is_capital(*at));
        is_name.then(|| self.join(&inside, (usize::MAX, usize::MAX), None))
    }

    /// "Troops fired on protesters after they threw stones": either may be meant.
    pub(super) fn is_of_either(&self, verb: usize, pronoun: usize) -> bool {
        verb < pronoun
            && !self.words.speech.contains(self.analysis.word(verb))
            && (verb + 1..pronoun).any(|at| {
                self.tags[at] == Tag::Noun
                    && (self.words.is_several(self.analysis.word(at))
                        || self.words.plural_nouns.contains(self.analysis.word(at)))
            })
    }

    /// What the pronoun at `at` asks for; its owner, where it is a possessive.
    pub(super) fn wanted(&self, at: usize) -> Option<Wanted> {
        let word = self.analysis.word(at);
        let is_in = |names: &Set| names.contains(word);
        if is_in(&self.words.persons) {
            Some(Wanted::Person)
        } else if is_in(&self.words.things) {
            Some(Wanted::Thing)
        } else if is_in(&self.words.persons_or_things) {
            Some(Wanted::Several)
        } else {
            None
        }
    }

    /// The subject of a main clause that stands before the token `end` and fits `asked`. A person is found behind
    /// other subjects; for "it" and "they" only the first subject of a sentence is clear enough.
    pub(super) fn named(
        &self,
        asked: Pronoun,
        end: usize,
        is_person: &dyn Fn(&str) -> bool,
    ) -> Option<String> {
        let many = if asked.wanted == Wanted::Person { 9 } else { 1 };
        self.main_subjects(end)
            .into_iter()
            .take(many)
            .find_map(|(subject, verb)| {
                if asked.wanted == Wanted::Several
                    && end < self.tags.len()
                    && self.is_of_either(verb, end)
                {
                    return None;
                }
                let subject = self.short(subject);
                // "the meeting of the group's statement" would be another's.
                let owns = !asked.is_possessive
                    || !subject.iter().any(|at| self.tags[*at] == Tag::Preposition);
                (owns && self.fits(&subject, verb, asked.wanted, is_person))
                    .then(|| self.join(&subject, (usize::MAX, usize::MAX), None))
                    .filter(|text| text.chars().count() <= LONGEST_NAME)
            })
    }

    /// Whether the sentence begins with the same pronoun, so that the one before it may tell more.
    pub(super) fn repeats(&self, asked: Pronoun) -> bool {
        let first = self.main_subjects(usize::MAX).into_iter().next();
        let word = first.and_then(|(subject, _)| {
            let only = subject.len() == 1;
            subject
                .first()
                .filter(|_| only)
                .map(|at| self.analysis.word(*at))
        });
        match asked.wanted {
            Wanted::Person => true,
            Wanted::Thing => word.is_some_and(|word| {
                self.words.personal.contains(word) && self.words.things.contains(word)
            }),
            Wanted::Several => word.is_some_and(|word| {
                self.words.personal.contains(word) && self.words.persons_or_things.contains(word)
            }),
        }
    }

    /// Without what describes it further.
    pub(super) fn short(&self, subject: Vec<usize>) -> Vec<usize> {
        let length: usize = subject
            .iter()
            .map(|at| self.analysis.word(*at).len() + 1)
            .sum();
        let is_long = length > LONGEST_NAME / 2;
        let mut out = Vec::with_capacity(subject.len());
        for (i, &at) in subject.iter().enumerate() {
            let ends = i > 0
                && (matches!(
                    self.tags[at],
                    Tag::Comma | Tag::Relative | Tag::That | Tag::Open | Tag::Break | Tag::Date
                ) || is_long
                    && self.tags[at] == Tag::Preposition
                    && !self.words.genitives.contains(self.analysis.word(at))
                    || matches!(self.tags[at], Tag::Participle | Tag::Gerund)
                        && self.tags[subject[i - 1]] == Tag::Noun);
            if ends {
                break;
            }
            if !(self.tags[at] == Tag::Quote
                || out.is_empty() && matches!(self.tags[at], Tag::Adverb | Tag::And))
            {
                out.push(at);
            }
        }
        out
    }

    pub(super) fn fits(
        &self,
        subject: &[usize],
        verb: usize,
        wanted: Wanted,
        is_person: &dyn Fn(&str) -> bool,
    ) -> bool {
        let word = |at: usize| self.analysis.word(at);
        let Some(&first) = subject.first() else {
            return false;
        };
        let head = subject
            .iter()
            .position(|at| self.tags[*at] == Tag::Preposition)
            .unwrap_or(subject.len());
        let head = &subject[..head];
        let Some(&last) = head.last() else {
            return false;
        };
        // "the second", "both", "nobody", "its fighters": they would have to be explained themselves.
        let is_vague = self.words.ordinals.contains(word(last))
            || self.words.vague.contains(word(last))
            || head.iter().any(|at| self.words.units.contains(word(*at)))
            || word(first)
                .split_once(['\'', '’'])
                .is_some_and(|(pronoun, _)| self.words.pronouns.contains(pronoun))
            || self.words.vague.contains(word(first))
            || self.words.pronouns.contains(word(first)) && !self.analysis.is_the_us(first)
            || self.words.of_others.contains(word(first))
            || !matches!(self.tags[last], Tag::Noun | Tag::Close | Tag::Gerund);
        if is_vague {
            return false;
        }
        // "Meireles" is one, for all its ending.
        let is_one = matches!(head, [_]) && self.is_person(head, is_person);
        let several = !is_one && self.is_several(head, verb);
        let person = !several && self.is_person(head, is_person);
        match wanted {
            Wanted::Person => person,
            Wanted::Thing => !several && !person,
            Wanted::Several => several,
        }
    }

    fn is_several(&self, head: &[usize], verb: usize) -> bool {
        let last = head.last().map_or("", |at| self.analysis.word(*at));
        if head.iter().any(|at| self.tags[*at] == Tag::And) {
            return true;
        }
        match self.analysis.word(verb) {
            form if self.words.singular_be.contains(form) => return false,
            form if self.words.plural_do.contains(form) => return true,
            form if self.words.is_third_person(form) => return false,
            _ => {}
        }
        let first = head.first().map_or("", |at| self.analysis.word(*at));
        let counted = head.iter().any(|at| {
            let word = self.analysis.word(*at);
            let figure =
                word.starts_with(|c: char| c.is_ascii_digit()) && word != "1" && word.len() < 4;
            figure || self.words.counted.contains(word)
        });
        let ends = last.ends_with('s')
            && !["ss", "us", "is", "'s", "’s"]
                .iter()
                .any(|end| last.ends_with(end));
        let is_name = head.len() > 1
            && head.iter().all(|at| self.analysis.is_capital(*at))
            && first != self.words.definite;
        counted
            || self.words.crowds.contains(last)
            || ends && !is_name && !self.words.indefinite.iter().any(|one| one == first)
    }

    /// "President Assad", "the mediator", "John Kerry", and a bare name that the article has told of in one of these
    /// ways.
    pub(super) fn is_person(&self, head: &[usize], is_person: &dyn Fn(&str) -> bool) -> bool {
        // "the general", "General Holt", but not "a general strike"
        let is_title = head.iter().enumerate().any(|(i, at)| {
            self.words.titles.contains(self.analysis.word(*at))
                && head.get(i + 1).is_none_or(|next| {
                    self.analysis.is_capital(*next)
                        || self.words.titles.contains(self.analysis.word(*next))
                        || self.tags[*next] != Tag::Noun
                })
        });
        let has_article = head
            .first()
            .is_some_and(|at| self.tags[*at] == Tag::Determiner);
        let last = head.last().map_or("", |at| {
            self.analysis.tokens[*at].span.of(self.analysis.text)
        });
        // "Staffan de Mistura"
        let full = head.len() > 1
            && head
                .iter()
                .all(|at| self.analysis.is_capital(*at) || self.analysis.word(*at).len() == 2)
            && head
                .first()
                .is_some_and(|at| !self.words.place_words.contains(self.analysis.word(*at)));
        is_title || !has_article && (full || is_person(last))
    }
}

/// Whether `text` tells of somebody by `name`: a title or a first name stands before it.
pub(super) fn is_name_of_person(text: &str, name: &str, words: &Words) -> bool {
    const MOST: usize = 40;
    if !name.starts_with(char::is_uppercase) || name.chars().count() < 3 {
        return false;
    }
    text.match_indices(name).take(MOST).any(|(at, _)| {
        let is_end = !text[at + name.len()..].starts_with(char::is_alphanumeric);
        let mut before = text[..at].trim_end_matches(' ').rsplit(' ');
        let mut word = before.next().unwrap_or("");
        // "Staffan de Mistura", "Bashar al-Assad"
        if words.name_particles.contains(word.trim_end_matches('-')) {
            word = before.next().unwrap_or("");
        }
        let plain = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        let lower = plain.trim_end_matches('.').to_lowercase();
        let is_first = text[..at].ends_with(' ')
            && plain.chars().count() > 2
            && plain.starts_with(char::is_uppercase)
            && plain.chars().skip(1).all(|c| c.is_lowercase() || c == '-')
            && !before
                .next()
                .is_some_and(|earlier| earlier.eq_ignore_ascii_case(&words.definite));
        is_end && (words.titles.contains(&lower) || is_first && !words.place_words.contains(&lower))
    })
}
