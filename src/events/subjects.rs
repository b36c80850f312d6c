//! The subject of a segment: its own words before its verb, or those of the segment it borrows from. In: a sentence in
//! segments. Out: the places of a subject.

use super::antecedent::{Wanted, is_name_of_person};
use super::clause::{Clause, Parse};
use super::grammar::Tag;
use super::segments::{Opener, Segment};

impl Parse<'_> {
    pub(super) fn is_said(&self, segment: &Segment) -> bool {
        segment.verb.is_some_and(|verb| {
            self.words.speech_only.contains(self.word(verb))
                || self.words.speech.contains(self.word(verb))
        })
    }

    /// The words of `from..to` that can be a subject: no dates with their prepositions, no adverbs at the ends.
    pub(super) fn nominal(&self, from: usize, to: usize) -> Vec<usize> {
        let mut places: Vec<usize> = (from..to).collect();
        while places.last().is_some_and(|at| {
            matches!(
                self.tags[*at],
                Tag::Adverb | Tag::Quote | Tag::Date | Tag::Comma
            ) || self.tags[*at] == Tag::Preposition
        }) {
            places.pop();
        }
        places
    }

    pub(super) fn is_lone_pronoun(&self, places: &[usize]) -> bool {
        places.len() == 1
            && self.tags[places[0]] == Tag::Pronoun
            && !self.words.pointers.contains(self.word(places[0]))
    }

    /// Whether the article tells of somebody by this name.
    pub(super) fn is_known_name(&self, name: &str) -> bool {
        is_name_of_person(self.analysis.text, name, self.words)
    }

    /// Whether a subject is one person.
    pub(super) fn is_known(&self, subject: &[usize]) -> bool {
        let head = subject
            .iter()
            .position(|at| self.tags[*at] == Tag::Preposition)
            .map_or(subject, |end| &subject[..end]);
        !subject.iter().any(|at| self.tags[*at] == Tag::And)
            && self.is_person(head, &|name| self.is_known_name(name))
    }

    /// Whether a pronoun can stand for a subject: "they" for several, "it" and "he" for one.
    pub(super) fn agrees(&self, pronoun: usize, subject: &[usize], verb: usize) -> bool {
        if self.is_lone_pronoun(subject) {
            return false;
        }
        let subject = self.short(subject.to_vec());
        let fits = |wanted| self.fits(&subject, verb, wanted, &|name| self.is_known_name(name));
        match self.wanted(pronoun) {
            // "The monarch said he": whoever speaks is a person; "an aide said he" speaks of another.
            Some(Wanted::Person) => {
                let speaks = self.words.speech.contains(self.word(verb))
                    && !subject.first().is_some_and(|at| {
                        self.words
                            .indefinite
                            .iter()
                            .any(|one| one == self.word(*at))
                    });
                fits(Wanted::Person) || speaks && fits(Wanted::Thing)
            }
            Some(Wanted::Thing) => fits(Wanted::Thing),
            // A body of people is "they", too.
            Some(Wanted::Several) => !self.is_known(&subject),
            None => false,
        }
    }

    /// Whether a clause begins with a word that only the sentence before explains.
    pub(super) fn starts_with_pronoun(&self, clause: &Clause) -> bool {
        let subject: Vec<usize> = clause
            .places
            .iter()
            .copied()
            .take_while(|at| Some(*at) != clause.verb)
            .filter(|at| {
                let leads = self.tags[*at] == Tag::Preposition && self.tag(at + 1) == Tag::Date;
                !leads
                    && !matches!(
                        self.tags[*at],
                        Tag::Adverb | Tag::Quote | Tag::Comma | Tag::Date
                    )
            })
            .collect();
        self.is_lone_pronoun(&subject)
    }

    /// The first word of the subject that is no date, adverb or mark; `None` when there is none.
    pub(super) fn subject_word(&self, clause: &Clause, date: (usize, usize)) -> Option<&str> {
        clause
            .places
            .iter()
            .copied()
            .take_while(|at| Some(*at) != clause.verb)
            .find(|at| {
                !(date.0..date.1).contains(at)
                    && matches!(
                        self.tags[*at],
                        Tag::Noun
                            | Tag::Pronoun
                            | Tag::Determiner
                            | Tag::Gerund
                            | Tag::Participle
                            | Tag::That
                            | Tag::Date
                    )
            })
            .map(|at| self.word(at))
    }

    /// What stands before the verb of its own clause, whole: a date in it is cut with all that leads to it.
    pub(super) fn own_subject(&self, from: usize, verb: usize) -> Vec<usize> {
        let mut places: Vec<usize> = (from..verb).collect();
        while places
            .last()
            .is_some_and(|at| matches!(self.tags[*at], Tag::Adverb | Tag::Quote | Tag::Comma))
        {
            places.pop();
        }
        places
    }

    pub(super) fn has_nominal(&self, from: usize, to: usize) -> bool {
        let mut inside = false;
        (from..to).any(|at| match self.tags[at] {
            Tag::Preposition => {
                inside = true;
                false
            }
            Tag::Noun | Tag::Pronoun | Tag::Gerund => !inside || at + 1 == to,
            Tag::Determiner => {
                // "by the end of the day the army": a second article after a date starts anew.
                inside = inside && !(at > from && self.tags[at - 1] == Tag::Date);
                false
            }
            Tag::Date => {
                inside = false;
                false
            }
            _ => false,
        }) || (from..to).any(|at| matches!(self.tags[at], Tag::Noun | Tag::Pronoun))
            && !matches!(self.tag(from), Tag::Preposition)
    }

    /// Whether a segment is a noun phrase standing alone.
    pub(super) fn is_noun_phrase(&self, segment: &Segment) -> bool {
        // "On 17 March a congress of parties, meeting in Rmeilan,"
        let first = (segment.from..segment.to).find(|at| {
            let leads = self.tags[*at] == Tag::Preposition && self.tag(at + 1) == Tag::Date;
            !leads
                && !matches!(
                    self.tags[*at],
                    Tag::Quote | Tag::Adverb | Tag::Mark | Tag::Date
                )
        });
        segment.verb.is_none()
            && matches!(
                segment.opener,
                Opener::Start
                    | Opener::Comma
                    | Opener::And
                    | Opener::Complement
                    | Opener::Subordinator
            )
            && first.is_some_and(|at| {
                matches!(self.tags[at], Tag::Noun | Tag::Determiner | Tag::Pronoun)
                    && !self.words.connectives.contains(self.word(at))
                    || segment.opener == Opener::Complement && self.is_quantified(at)
            })
    }

    /// "at least 200 people"
    pub(super) fn is_quantified(&self, at: usize) -> bool {
        let words = self.analysis.words(at..self.tags.len().min(at + 3));
        let length = self.words.quantifiers.at(&words, 0);
        length.is_some_and(|length| self.tag(at + length) == Tag::Noun)
    }

    /// The subject of a segment with a verb.
    pub(super) fn subject(&self, k: usize, depth: usize) -> Vec<usize> {
        let segment = self.segments[k];
        if self.words.verb_second
            && segment.opener != Opener::Relative
            && let Some(verb) = segment.verb
            && verb > segment.from
        {
            return (segment.from..verb).collect();
        }
        let Some(verb) = segment.verb.filter(|_| depth < 8) else {
            return self.nominal(segment.from, segment.to);
        };
        if segment.opener == Opener::Relative {
            let mark = (segment.mark..segment.from)
                .find(|at| self.words.relatives.contains(self.word(*at)))
                .unwrap_or(segment.mark);
            let own = self.has_nominal(segment.from, verb);
            if self.words.possessive_relatives.contains(self.word(mark)) || own {
                return self.own_subject(segment.from, verb);
            }
            return self.head(k);
        }
        if segment.opener != Opener::Resumed && self.has_nominal(segment.from, verb) {
            let own = self.own_subject(segment.from, verb);
            // "Williams said he would travel": the sentence has a better word for "he".
            if segment.opener == Opener::Complement
                && self.is_lone_pronoun(&own)
                && k > 0
                && self.segments[k - 1].verb.is_some()
                && self.is_said(&self.segments[k - 1])
            {
                let speaker = self.subject(k - 1, depth + 1);
                let spoke = self.segments[k - 1].verb.unwrap_or(verb);
                if self.agrees(own[0], &speaker, spoke) {
                    return speaker;
                }
            }
            // "… have been on strike since they walked out": the clause before says who.
            if segment.opener == Opener::Subordinator
                && self.is_lone_pronoun(&own)
                && let Some(main) = (0..k).rev().find(|j| {
                    // "…," Holt told reporters after she arrived
                    self.is_main(*j) || *j + 1 == k && self.is_said(&self.segments[*j])
                })
            {
                let other = self.subject(main, depth + 1);
                if let [there] = other[..]
                    && self.words.there.contains(self.word(there))
                    && let Some(verb) = self.segments[main].verb
                {
                    return self.nominal(self.there_is(main, verb), self.segments[main].to);
                }
                let other_verb = self.segments[main].verb.unwrap_or(verb);
                if self.wanted(own[0]) == Some(Wanted::Several)
                    && self.is_of_either(other_verb, own[0])
                {
                    return own;
                }
                // "Kabul backed them when they were": one is no "they" before such a verb.
                let is_odd = self.words.plural_verbs.contains(self.word(verb))
                    && !self.fits(
                        &self.short(other.clone()),
                        other_verb,
                        Wanted::Several,
                        &|_| false,
                    );
                if !is_odd && self.agrees(own[0], &other, other_verb) {
                    return other;
                }
            }
            return self.listed(k, own);
        }
        // "sent this note: Came by tram": who came stands nowhere.
        if segment.opener == Opener::Start
            && self.word(segment.mark) == ":"
            && verb == segment.from
            && !self.words.verb_second
        {
            return Vec::new();
        }
        match self.lender(k) {
            Some(lender) => {
                let other = self.segments[lender];
                // "said 20 people, most of them soldiers, were killed": an apposition stands between.
                let said = (0..=lender).rev().find(|j| self.is_main(*j));
                let told = said.and_then(|said| self.told(&segment, &self.segments[said]));
                if let Some(told) = told {
                    told
                } else if other.verb.is_some() {
                    self.subject(lender, depth + 1)
                } else {
                    let own = self.nominal(other.from, other.to);
                    let own = self.listed(lender, own);
                    self.with_restriction(lender, own)
                }
            }
            None => self.nominal(segment.from, verb),
        }
    }

    /// The subjects of the main clauses before the token `end`, each with its verb.
    pub(super) fn main_subjects(&self, end: usize) -> Vec<(Vec<usize>, usize)> {
        (0..self.segments.len())
            .filter(|k| self.is_main(*k))
            .filter_map(|k| Some((k, self.segments[k].verb.filter(|verb| *verb < end)?)))
            .map(|(k, verb)| (self.subject(k, 0), verb))
            .collect()
    }
}
