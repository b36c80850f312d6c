//! A sentence cut at its joints. In: a tagged sentence. Out: segments: how each opens, where it begins and ends, and
//! its finite verb.

use super::clause::Parse;
use super::grammar::Tag;

/// How a segment begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opener {
    /// The sentence, or a break that starts anew.
    Start,
    /// A comma and nothing else, or the end of a bracket.
    Comma,
    /// "and", "but".
    And,
    /// "because", "when".
    Subordinator,
    Relative,
    /// "said that …", "said …".
    Complement,
    Bracket,
    /// A verb after an insertion that had no comma.
    Resumed,
}

/// A stretch between two joints.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    pub opener: Opener,
    /// The word that opens it; `from` where there is none.
    pub mark: usize,
    pub from: usize,
    pub to: usize,
    /// The first finite verb.
    pub verb: Option<usize>,
    /// Whether a comma stands before it.
    pub comma: bool,
}

impl Parse<'_> {
    /// The segments, for looking at them.
    #[cfg(test)]
    pub(super) fn describe(&self) -> String {
        let show = |s: &Segment| {
            let words = self.analysis.words(s.from..s.to).join(" ");
            let verb = s.verb.map_or("-", |v| self.analysis.word(v));
            format!("[{:?} {verb}: {words}]", s.opener)
        };
        self.segments.iter().map(show).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn cut(&mut self) {
        let end = self.tags.len();
        let mut current = Segment {
            opener: Opener::Start,
            mark: 0,
            from: 0,
            to: 0,
            verb: None,
            comma: false,
        };
        let mut at = 0;
        // A sentence may begin with its subordinate clause.
        if let Some((opener, from)) = self.opener_word(0, &current, true) {
            current.opener = opener;
            current.from = from;
            at = from;
        }
        while at < end {
            if self.is_reduced_verb(at, &current) {
                self.tags[at] = Tag::Participle;
            }
            let joint = self.joint(at, &current);
            if let Some((opener, from, comma)) = joint {
                current.to = at;
                self.push(current);
                current = Segment {
                    opener,
                    mark: at,
                    from,
                    to: from,
                    verb: None,
                    comma,
                };
                at = from;
                // A resumed verb is its own first word.
                if current.from < end && self.tag(at) != Tag::Finite {
                    continue;
                }
            }
            if at < end {
                if self.tags[at] == Tag::Finite && current.verb.is_none() {
                    current.verb = Some(at);
                }
                at += 1;
            }
        }
        current.to = end;
        self.push(current);
    }

    pub(super) fn push(&mut self, segment: Segment) {
        if segment.from < segment.to {
            self.segments.push(segment);
        }
    }

    /// "Violence was reported where observers watch a ceasefire | agreed last month": a past form behind the verb of an
    /// inner clause, when no subject before waits for one.
    pub(super) fn is_reduced_verb(&self, at: usize, current: &Segment) -> bool {
        matches!(current.opener, Opener::Relative | Opener::Subordinator)
            && !self.words.verb_second
            && self.tags[at] == Tag::Finite
            && current.verb.is_some_and(|verb| verb + 1 < at)
            && self.tag(at - 1) == Tag::Noun
            && self.words.may_be_past(self.word(at))
            && !self.words.past.contains(self.word(at))
            && self
                .segments
                .iter()
                .rev()
                .find(|s| s.verb.is_some() || self.is_noun_phrase(s))
                .is_some_and(|s| s.verb.is_some() && !self.is_said(s))
    }

    /// The joint at `at`: how the next segment opens, where its own words begin, and whether there is a comma.
    pub(super) fn joint(&self, at: usize, current: &Segment) -> Option<(Opener, usize, bool)> {
        match self.tags[at] {
            Tag::Break if self.is_hyphen(at) && self.tag(at + 1) == Tag::And => None,
            // "the five powers - who met in Delhi"
            Tag::Break if self.tag(at + 1) == Tag::Relative && !self.words.verb_second => {
                Some((Opener::Relative, at + 2, true))
            }
            Tag::Break => Some((Opener::Start, at + 1, false)),
            Tag::Open => Some((Opener::Bracket, at + 1, false)),
            Tag::Close => Some((Opener::Comma, at + 1, false)),
            Tag::Comma => {
                let from = at + 1;
                Some(match self.opener_word(from, current, true) {
                    Some((opener, from)) => (opener, from, true),
                    None => (Opener::Comma, from, true),
                })
            }
            _ if at == current.from => None,
            _ => {
                if !self.words.verb_second && self.is_run_on(at, current) {
                    return Some((Opener::Start, at, false));
                }
                if let Some((opener, from)) = self.opener_word(at, current, false) {
                    return Some((opener, from, false));
                }
                if self.is_contact(at, current) {
                    return Some((Opener::Relative, at, false));
                }
                // "the satellite that failed | carried": a second verb ends a clause without a comma.
                let inner = matches!(current.opener, Opener::Relative | Opener::Subordinator)
                    && !current.comma;
                let verb = current.verb?;
                let resumes = inner
                    && self.tags[at] == Tag::Finite
                    && at > verb
                    && !self.words.speech.contains(self.word(verb))
                    && !self.words.speech_only.contains(self.word(verb))
                    && (!self.words.auxiliaries.contains(self.word(verb))
                        || self.tags[verb + 1..at]
                            .iter()
                            .any(|t| !matches!(t, Tag::Adverb | Tag::Participle)));
                resumes.then_some((Opener::Resumed, at, false))
            }
        }
    }

    /// Whether the words at `at` open a clause: how, and where its own words begin.
    pub(super) fn opener_word(
        &self,
        at: usize,
        current: &Segment,
        edge: bool,
    ) -> Option<(Opener, usize)> {
        let at = if edge { self.skip_quotes(at) } else { at };
        let word = self.word(at);
        match self.tag(at) {
            Tag::Relative => {
                let is_place =
                    self.words.wheres.contains(word) && edge && self.clause_at(at + 1).is_none();
                (!is_place).then_some((Opener::Relative, at + 1))
            }
            Tag::Preposition
                if self.tag(at + 1) == Tag::Relative
                    && !self.words.wheres.contains(self.word(at + 1)) =>
            {
                Some((Opener::Relative, at + 2))
            }
            Tag::Determiner | Tag::Pronoun
                if edge
                    && at > 0
                    && self.words.relatives.contains(word)
                    && self.words.verb_second =>
            {
                // "sagte, die Verhandlungen würden fortgesetzt"
                let is_said = current
                    .verb
                    .is_some_and(|verb| self.words.speech.contains(self.word(verb)));
                if is_said {
                    return Some((Opener::Complement, at));
                }
                Some((Opener::Relative, at + 1))
            }
            Tag::That => self.that(at, current, edge),
            Tag::Subordinator => {
                // German sets a comma before each: "mehr als 150 000 Menschen" has no clause in it.
                let is_inner = self.words.verb_second && !edge && at != current.from;
                // "as early as Monday"
                let is_day =
                    self.tag(at + 1) == Tag::Date && at > 1 && self.word(at) == self.word(at - 2);
                let is_inner = is_inner || is_day;
                if is_inner
                    || self
                        .words
                        .no_clause
                        .at(&[word, self.word(at + 1)], 0)
                        .is_some()
                {
                    return None;
                }
                let verb = self.clause_at(at + 1).is_some() || self.words.verb_second;
                verb.then_some((Opener::Subordinator, at + 1))
            }
            Tag::Preposition | Tag::Adverb if self.words.subordinators.contains(word) => {
                // ", two days after the first guests fell ill"
                let apart = current.comma && at - current.from <= 3;
                // "Dominated by exiles since the army crushed a revolt, …"
                let phrase = current.opener == Opener::Start
                    && matches!(self.tag(current.from), Tag::Participle | Tag::Gerund);
                // "thousands arrested since protests began"
                let phrase = phrase
                    || !self.words.verb_second
                        && (current.from + 1..at).any(|i| {
                            self.tags[i] == Tag::Participle && self.tags[i - 1] == Tag::Noun
                        });
                let opens = self.clause_at(at + 1).is_some()
                    && (edge || current.verb.is_some() || at == current.from || apart || phrase)
                    && !matches!(self.tag(at + 1), Tag::Date | Tag::Adverb);
                opens.then_some((Opener::Subordinator, at + 1))
            }
            Tag::And => self.and(at, current, edge),
            _ => self.complement(at, current, edge),
        }
    }

    pub(super) fn skip_quotes(&self, at: usize) -> usize {
        (at..self.tags.len())
            .find(|i| self.tags[*i] != Tag::Quote)
            .unwrap_or(at)
    }

    pub(super) fn that(&self, at: usize, current: &Segment, edge: bool) -> Option<(Opener, usize)> {
        // "told the Council that peace talks, which …, are due": whatever follows is what was told.
        let told = current
            .verb
            .is_some_and(|verb| self.words.speech.contains(self.word(verb)));
        if told && !edge {
            let noun = self.tag(at + 1) == Tag::Noun && self.clause_at(at + 1).is_none();
            if noun || self.clause_at(at + 1).is_some() {
                return Some((Opener::Complement, at + 1));
            }
        }
        if edge {
            // "…, that": German "dass", or a resumed report.
            let opens = self.clause_at(at + 1).is_some() || self.words.verb_second;
            return opens.then_some((Opener::Complement, at + 1));
        }
        let before = (current.from..at).rev().find(|i| {
            let leads = self.tags[*i] == Tag::Preposition && self.tag(i + 1) == Tag::Date;
            !leads && !matches!(self.tags[*i], Tag::Adverb | Tag::Date | Tag::Quote)
        })?;
        let next = self.next(at + 1);
        match self.tag(before) {
            Tag::Noun | Tag::Gerund | Tag::Pronoun | Tag::Close
                if self.tag(next) == Tag::Finite =>
            {
                Some((Opener::Relative, at + 1))
            }
            Tag::Preposition | Tag::Determiner => None,
            // "the day that world powers had set", but "the news that …".
            Tag::Noun if !self.words.report_nouns.contains(self.word(before)) => {
                self.clause_at(at + 1).map(|_| (Opener::Relative, at + 1))
            }
            Tag::Finite if self.words.speech.contains(self.word(before)) => {
                Some((Opener::Complement, at + 1))
            }
            Tag::Noun | Tag::Gerund | Tag::Finite | Tag::Participle | Tag::Inner => {
                self.clause_at(at + 1).map(|_| (Opener::Complement, at + 1))
            }
            _ => None,
        }
    }

    pub(super) fn and(&self, at: usize, current: &Segment, edge: bool) -> Option<(Opener, usize)> {
        // "pro- and anti-war residents"
        if at > 0 && (self.word(at - 1).ends_with('-') || self.is_hyphen(at - 1)) {
            return None;
        }
        // "the violence between miners and the town's police | will not end"
        let is_between = (current.from..at)
            .rev()
            .take_while(|i| !matches!(self.tags[*i], Tag::And | Tag::Finite | Tag::Comma))
            .any(|i| self.words.betweens.contains(self.word(i)));
        // "and then", "but also".
        let next = self.next(at + 1);
        if is_between && !edge && self.tag(next) != Tag::Finite {
            return None;
        }
        if self.tag(next) == Tag::Relative && !self.words.wheres.contains(self.word(next)) {
            return Some((Opener::Relative, next + 1));
        }
        if self.tag(next) == Tag::That && self.clause_at(next + 1).is_some() {
            return Some((Opener::Complement, next + 1));
        }
        if edge && matches!(self.tag(next), Tag::Subordinator) && self.clause_at(next + 1).is_some()
        {
            return Some((Opener::Subordinator, next + 1));
        }
        let is_said = current.verb.is_some();
        let opens = if edge {
            true
        } else if !is_said {
            // ", in the morning and is to meet": nothing but a day stands before it.
            self.tag(next) == Tag::Finite
                && (current.from..at).any(|i| self.tags[i] == Tag::Date)
                && (current.from..at).all(|i| {
                    matches!(
                        self.tags[i],
                        Tag::Preposition | Tag::Date | Tag::Determiner | Tag::Adverb
                    )
                })
        } else if self.tag(next) == Tag::Finite {
            true
        } else if self.tag(next) == Tag::Participle {
            // "was suspended and reinstated", but not "would transfer those in custody or involved".
            current.verb.is_some_and(|v| {
                let is_passive = |i: usize| {
                    self.words.passive.contains(self.word(i))
                        || self.words.haves.contains(self.word(i))
                };
                (v..at.min(v + 4)).any(is_passive)
            })
        } else if self.is_dated_verb(next) {
            true
        } else {
            self.clause_at(at + 1).is_some()
                && (self.tag(next) != Tag::Preposition || self.is_quantified(next))
        };
        opens.then_some((Opener::And, at + 1))
    }

    /// "and in 1994 became": a date with its preposition, and then the verb.
    pub(super) fn is_dated_verb(&self, at: usize) -> bool {
        let date = at + usize::from(self.tag(at) == Tag::Preposition);
        let verb = (date..self.tags.len())
            .find(|i| !matches!(self.tags[*i], Tag::Date | Tag::Adverb | Tag::Comma));
        // "and in February it expanded"
        let begins =
            |i: usize| self.tags[i] == Tag::Pronoun && self.tag(self.next(i + 1)) == Tag::Finite;
        self.tag(date) == Tag::Date
            && verb.is_some_and(|i| self.tags[i] == Tag::Finite || begins(i))
    }

    /// "the post-war peak | they hit in April": a relative clause without its pronoun.
    pub(super) fn is_contact(&self, at: usize, current: &Segment) -> bool {
        let Some(verb) = current.verb.filter(|verb| *verb + 1 < at) else {
            return false;
        };
        self.words.subjects.contains(self.word(at))
            && self.tag(at - 1) == Tag::Noun
            && self.tag(self.next(at + 1)) == Tag::Finite
            && !(verb..at).any(|i| self.words.speech.contains(self.word(i)))
    }

    /// "the southern city of Deraa The government has …": a line without a full stop, and the next.
    pub(super) fn is_run_on(&self, at: usize, current: &Segment) -> bool {
        let starts = self.analysis.is_capital(at)
            && at > 0
            && matches!(
                self.tags[at - 1],
                Tag::Noun | Tag::Adverb | Tag::Date | Tag::Participle
            )
            && self.clause_at(at).is_some()
            && current.verb.is_some_and(|verb| verb < at);
        let is_name = self.tag(at) == Tag::Determiner
            && (self.words.speech.contains(self.word(at - 1))
                || self.tags[at - 1] == Tag::Participle
                || self.analysis.is_capital(at + 1) && !self.analysis.is_capital(at - 1));
        // "since the ceasefire began last Thursday | Syrian forces are": nothing but a day after the verb.
        let after_day = at > 0
            && self.tags[at - 1] == Tag::Date
            && self.tag(at) == Tag::Noun
            && current.verb.is_some_and(|verb| {
                !self.words.speech.contains(self.word(verb))
                    && (verb + 1..at)
                        .all(|i| matches!(self.tags[i], Tag::Date | Tag::Preposition | Tag::Adverb))
            });
        let begins = matches!(self.tag(at), Tag::Determiner | Tag::Pronoun)
            || self.words.partitives.contains(self.word(at)) && !self.analysis.is_capital(at + 1);
        starts && (after_day || begins && !is_name)
    }

    /// "Police said | the gunman had entered": a report without "that".
    pub(super) fn complement(
        &self,
        at: usize,
        current: &Segment,
        edge: bool,
    ) -> Option<(Opener, usize)> {
        let verb = current.verb?;
        if edge || at <= verb || !self.words.speech.contains(self.word(verb)) {
            return None;
        }
        if !matches!(self.tag(at), Tag::Noun | Tag::Determiner | Tag::Pronoun) {
            return None;
        }
        // Only dates and their prepositions, or whom it was told, may stand between.
        let told = self.words.told.contains(self.word(verb));
        let listener = |i: usize| told && matches!(self.tag(i), Tag::Noun | Tag::Determiner);
        let between = (verb + 1..at).all(|i| {
            matches!(self.tag(i), Tag::Date | Tag::Preposition | Tag::Adverb) || listener(i)
        });
        let dated = (verb + 1..at).all(|i| self.tag(i) != Tag::Preposition)
            || (verb + 1..at).any(|i| self.tag(i) == Tag::Date);
        let own = self.clause_at(at)?;
        // "told AFP news agency the first blast occurred": the listener's name goes on.
        if told
            && self.tag(at) == Tag::Noun
            && self.tag(at - 1) == Tag::Noun
            && !self.analysis.is_capital(at)
            && (at + 1..own).any(|i| self.tags[i] == Tag::Determiner)
        {
            return None;
        }
        // The nearest noun before the verb alone is the listener's: "told reporters the truce was over".
        let is_start = !told || at > verb + 1;
        (between && dated && is_start && own > at && at > verb).then_some((Opener::Complement, at))
    }
}

impl Segment {
    /// The subordinator itself.
    pub(super) fn mark_word(&self, parse: &Parse<'_>) -> usize {
        (self.mark..self.from)
            .rev()
            .find(|at| parse.words.subordinators.contains(parse.word(*at)))
            .unwrap_or(self.mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::tokens::Analysis;
    use crate::events::words::Words;
    use crate::source::Span;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let analysis = Analysis::new(text, Span::new(0, text.len()));
        let words = Words::for_language(None);
        let parse = Parse::new(&analysis, words, &[]);
        assert_eq!(parse.describe(), expected);
    }

    #[test]
    fn sentences_are_cut_at_their_joints() {
        check(
            "The round of talks that ran in Geneva was the longest yet",
            "[Start -: the round of talks] [Relative ran: ran in geneva] [Resumed was: was the longest yet]",
        );
        check(
            "The U.N. hopes to use the truce, which is due to begin, to reach more",
            "[Start hopes: the u.n. hopes to use the truce] [Relative is: is due to begin] [Comma -: to reach more]",
        );
        check(
            "Much depends on the truce, which enters its fifth week and has been extended",
            "[Start depends: much depends on the truce] [Relative enters: enters its fifth week] [And has: has been extended]",
        );
        check(
            "He asked Russia to rescue it, and hoped to bring them back",
            "[Start asked: he asked russia to rescue it] [And hoped: hoped to bring them back]",
        );
        check(
            "The statement that was issued in Munich refers to a resolution",
            "[Start -: the statement] [Relative was: was issued in munich] [Resumed refers: refers to a resolution]",
        );
        check(
            "A truce brokered by the two powers took effect",
            "[Start took: a truce brokered by the two powers took effect]",
        );
        check(
            "The sailors who drowned held a vigil",
            "[Start -: the sailors] [Relative drowned: drowned] [Resumed held: held a vigil]",
        );
    }
}
