//! The spine of a sentence: its main subject and what the main verb says of it, without what is inserted between
//! commas. In: a parsed sentence and the place of its date. Out: a clause to fall back on where the nearest one to the
//! date cannot be printed.
//!
//! "Kurds, many of whom have no papers, marched": the stretches between commas are told apart by how they begin; the
//! first that can be a subject waits for the first that begins with a verb.

use super::clause::{Clause, Parse};
use super::grammar::Tag;

/// What a stretch between two commas is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// "On Friday", "after the vote": it leads to what follows, or adds to what came before.
    Aside,
    /// "who had fled", "when it rained": a clause of its own that hangs on another.
    Inner,
    /// A noun phrase.
    Noun,
    /// It begins with a finite verb.
    Verb,
    /// A subject and its verb.
    Whole,
}

/// A stretch between two commas.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    /// Where it begins, and where its own words do, behind what only leads on and a day in front.
    start: usize,
    from: usize,
    to: usize,
    part: Part,
    /// The first finite verb that is not that of an inner clause.
    verb: Option<usize>,
}

impl Parse<'_> {
    /// The main clause of the sentence, if the day at `date` can be its day: it stands in the clause itself or in
    /// words that hang on it without a verb of their own.
    pub(super) fn spine(&self, date: (usize, usize)) -> Option<Clause> {
        if self.words.verb_second {
            return None;
        }
        let is_edge = |at: &usize| {
            matches!(self.tags[*at], Tag::Break | Tag::Open | Tag::Close) && !self.is_hyphen(*at)
        };
        let from = (0..date.0).rev().find(is_edge).map_or(0, |at| at + 1);
        let to = (date.1..self.tags.len())
            .find(is_edge)
            .unwrap_or(self.tags.len());
        // "(told on Friday)", "on Monday – in a first – …": the day of an insertion.
        if from > 0 && self.tags[from - 1] == Tag::Open {
            return None;
        }
        let stretches = self.stretches(from, to);
        let main = stretches
            .iter()
            .position(|s| matches!(s.part, Part::Verb | Part::Whole))?;
        let verb = stretches[main].verb?;
        let subject = self.waiting_subject(&stretches, main, verb)?;
        let own = &stretches[main];
        let day = stretches
            .iter()
            .position(|s| s.start <= date.0 && date.0 < s.to)?;
        if !self.is_day_of(&stretches, day, main, verb, date) {
            return None;
        }
        let mut start = verb;
        while start > own.from && self.tags[start - 1] == Tag::Adverb {
            start -= 1;
        }
        let mut places = subject;
        places.extend(start..own.to);
        let says = self.words.speech_only.contains(self.analysis.word(verb));
        // What was said has a day of its own, which tells more than that of the saying.
        let has_other = (own.from..own.to)
            .any(|at| self.tags[at] == Tag::Date && !(date.0..date.1).contains(&at));
        if says && has_other {
            return None;
        }
        Some(Clause {
            places,
            verb: Some(verb),
            own: (own.from..own.to).collect(),
            says,
            is_hypothetical: false,
        })
    }

    fn stretches(&self, from: usize, to: usize) -> Vec<Stretch> {
        let mut out = Vec::new();
        let mut start = from;
        for at in from..=to {
            if at == to || self.tags[at] == Tag::Comma {
                if start < at {
                    out.push(self.stretch(start, at));
                }
                start = at + 1;
            }
        }
        out
    }

    fn stretch(&self, from: usize, to: usize) -> Stretch {
        let mut first = from;
        while first < to
            && (matches!(
                self.tags[first],
                Tag::Quote | Tag::Mark | Tag::Date | Tag::Adverb
            ) || self.tags[first] == Tag::Preposition
                && self.tags.get(first + 1) == Some(&Tag::Date)
                // "In Monday's paper, Holt"
                && !self.is_possessive((first + 1, first + 2)))
        {
            first += 1;
        }
        let tag = if first < to {
            self.tags[first]
        } else {
            Tag::Date
        };
        let is_inner = |at: usize| {
            matches!(self.tags[at], Tag::Relative | Tag::That | Tag::Subordinator)
                || self.tags[at] == Tag::Preposition
                    && at > first
                    && self.words.subordinators.contains(self.analysis.word(at))
        };
        // "many of whom have no papers": the verb is that of an inner clause.
        let verb = (first..to)
            .find(|at| is_inner(*at) || self.tags[*at] == Tag::Finite)
            .filter(|at| self.tags[*at] == Tag::Finite);
        let begins = |at: usize| {
            at < to
                && (matches!(self.tags[at], Tag::Noun | Tag::Determiner | Tag::Pronoun)
                    || self
                        .words
                        .quantifiers
                        .at(&self.analysis.words(at..(at + 3).min(to)), 0)
                        .is_some())
        };
        let part = match tag {
            Tag::Finite => Part::Verb,
            Tag::Relative | Tag::Subordinator | Tag::That => Part::Inner,
            Tag::Preposition if self.tags.get(first + 1) == Some(&Tag::Relative) => Part::Inner,
            _ if begins(first) && verb.is_some() => Part::Whole,
            _ if begins(first) && (first..to).any(is_inner) && first > from => Part::Inner,
            _ if begins(first) => Part::Noun,
            Tag::And if verb == Some(first + 1) => Part::Inner,
            Tag::Preposition
                if verb.is_some()
                    && self.words.subordinators.contains(self.analysis.word(first)) =>
            {
                Part::Inner
            }
            _ => Part::Aside,
        };
        Stretch {
            start: from,
            from: first,
            to,
            part,
            verb,
        }
    }

    /// The subject of the verb in stretch `main`: its own words, or the first noun phrase that waits for a verb.
    fn waiting_subject(
        &self,
        stretches: &[Stretch],
        main: usize,
        verb: usize,
    ) -> Option<Vec<usize>> {
        let own = &stretches[main];
        let end = |from: usize, mut to: usize| {
            while to > from
                && (matches!(
                    self.tags[to - 1],
                    Tag::Adverb | Tag::Quote | Tag::Date | Tag::Preposition
                ))
            {
                to -= 1;
            }
            to
        };
        if own.part == Part::Whole {
            // "France, Germany and Italy agreed"
            let is_list = (own.from..verb).any(|at| self.tags[at] == Tag::And);
            let mut from = own.from;
            if is_list {
                for before in stretches[..main].iter().rev() {
                    if before.part != Part::Noun || before.to - before.from > 6 {
                        break;
                    }
                    from = before.from;
                }
            }
            return Some((from..end(own.from, verb)).collect());
        }
        let subject = stretches[..main].iter().find(|s| s.part == Part::Noun)?;
        // Between it and its verb stand insertions alone.
        let to = end(subject.from, subject.to);
        (to > subject.from).then(|| (subject.from..to).collect())
    }

    /// Whether the day in stretch `day` is that of the main verb.
    fn is_day_of(
        &self,
        stretches: &[Stretch],
        day: usize,
        main: usize,
        verb: usize,
        date: (usize, usize),
    ) -> bool {
        let stretch = &stretches[day];
        let opens = |from: usize, to: usize| {
            (from..to).any(|at| {
                matches!(
                    self.tags[at],
                    Tag::Relative | Tag::That | Tag::Subordinator | Tag::Finite | Tag::To
                ) || self.tags[at] == Tag::Preposition
                    && self.words.subordinators.contains(self.analysis.word(at))
                    && at + 1 != date.0
            })
        };
        let other_day = |s: &Stretch| {
            (s.from..s.to).any(|at| self.tags[at] == Tag::Date && !(date.0..date.1).contains(&at))
        };
        match stretch.part {
            _ if day == main => {
                if date.0 > verb {
                    !opens(verb + 1, date.0)
                } else {
                    !opens(stretch.from, date.0.max(stretch.from))
                }
            }
            Part::Inner | Part::Whole | Part::Verb => false,
            Part::Aside | Part::Noun => {
                !opens(stretch.from, date.0.max(stretch.from))
                    && !other_day(&stretches[main])
                    && !(stretch.start..date.0).any(|at| {
                        self.words.no_subject.contains(self.analysis.word(at))
                            || self.tags[at] == Tag::Participle && at + 1 < date.0
                    })
                    && (day < main || day == main + 1)
            }
        }
    }
}
