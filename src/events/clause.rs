//! The clause that carries a date. In: a tagged sentence and the place of its date. Out: the words that tell what
//! happened then, in their order: a subject and what is said of it.
//!
//! A sentence is cut at its joints into segments. A segment with a finite verb and without a subject of its own
//! borrows one: "who drowned" from the noun before it, "and reinstated" from the clause before, "had been inspected"
//! after an insertion from what stands before the insertion.

use super::antecedent::{Wanted, is_name_of_person};
use super::grammar::{Tag, tag};
use super::tokens::Analysis;
use super::words::Words;

/// How a segment begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opener {
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
struct Segment {
    opener: Opener,
    /// The word that opens it; `from` where there is none.
    mark: usize,
    from: usize,
    to: usize,
    /// The first finite verb.
    verb: Option<usize>,
    /// Whether a comma stands before it.
    comma: bool,
}

/// What is said of a date.
#[derive(Debug, Clone, Default)]
pub(super) struct Clause {
    /// Its tokens, in order.
    pub places: Vec<usize>,
    /// The finite verb.
    pub verb: Option<usize>,
    /// The places of its own segment, for the status: no borrowed subject, nothing that follows.
    pub own: Vec<usize>,
    /// Its date is that of somebody's words.
    pub says: bool,
    /// It begins with "if" or "whether".
    pub is_hypothetical: bool,
}

/// A sentence cut into segments.
pub(super) struct Parse<'a> {
    pub analysis: &'a Analysis<'a>,
    pub words: &'a Words,
    pub tags: Vec<Tag>,
    segments: Vec<Segment>,
}

/// A head of a relative clause or a subject, at most, in words.
const LONGEST_SUBJECT: usize = 16;

impl<'a> Parse<'a> {
    /// `dates` are the ranges of tokens that the sentence's expressions cover.
    pub(super) fn new(
        analysis: &'a Analysis<'a>,
        words: &'a Words,
        dates: &[(usize, usize)],
    ) -> Self {
        let tags = tag(analysis, words, dates);
        let mut parse = Self {
            analysis,
            words,
            tags,
            segments: Vec::new(),
        };
        parse.cut();
        parse
    }

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

    fn word(&self, at: usize) -> &str {
        self.analysis.word(at)
    }

    fn tag(&self, at: usize) -> Tag {
        self.tags.get(at).copied().unwrap_or(Tag::Mark)
    }

    /// The next token that is no adverb, quotation mark or date.
    fn next(&self, at: usize) -> usize {
        (at..self.tags.len())
            .find(|i| !matches!(self.tags[*i], Tag::Adverb | Tag::Quote))
            .unwrap_or(self.tags.len())
    }

    /// The finite verb of a clause with a subject of its own that begins at `at`.
    fn clause_at(&self, at: usize) -> Option<usize> {
        let mut has_subject = false;
        for i in at..self.tags.len() {
            match self.tags[i] {
                Tag::Finite => return has_subject.then_some(i),
                Tag::Noun | Tag::Pronoun | Tag::Determiner | Tag::Gerund => has_subject = true,
                Tag::Comma | Tag::Break | Tag::Open | Tag::Close | Tag::Relative | Tag::That => {
                    return None;
                }
                Tag::Subordinator | Tag::To => return None,
                // "tightening measures before it stepped in": the verb is that of another clause.
                Tag::Preposition
                    if self.words.subordinators.contains(self.word(i))
                        && matches!(
                            self.word(i + 1),
                            "he" | "she" | "they" | "it" | "we" | "i"
                        ) =>
                {
                    return None;
                }
                // "after the disaster and decided": the verb is that of the clause before.
                Tag::And
                    if matches!(self.tag(self.next(i + 1)), Tag::Finite)
                        || matches!(
                            self.word(i + 1),
                            "he" | "she" | "they" | "it" | "we" | "i"
                        ) =>
                {
                    return None;
                }
                _ => {}
            }
        }
        None
    }

    // --- Cutting. ---

    fn cut(&mut self) {
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

    fn push(&mut self, segment: Segment) {
        if segment.from < segment.to {
            self.segments.push(segment);
        }
    }

    /// "Violence was reported where observers watch a ceasefire | agreed last month": a past form behind the verb of an
    /// inner clause, when no subject before waits for one.
    fn is_reduced_verb(&self, at: usize, current: &Segment) -> bool {
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
    fn joint(&self, at: usize, current: &Segment) -> Option<(Opener, usize, bool)> {
        match self.tags[at] {
            Tag::Break if self.is_hyphen(at) && self.tag(at + 1) == Tag::And => None,
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
                    && (!self.words.auxiliaries.contains(self.word(verb))
                        || self.tags[verb + 1..at]
                            .iter()
                            .any(|t| !matches!(t, Tag::Adverb | Tag::Participle)));
                resumes.then_some((Opener::Resumed, at, false))
            }
        }
    }

    /// Whether the words at `at` open a clause: how, and where its own words begin.
    fn opener_word(&self, at: usize, current: &Segment, edge: bool) -> Option<(Opener, usize)> {
        let at = if edge { self.skip_quotes(at) } else { at };
        let word = self.word(at);
        match self.tag(at) {
            Tag::Relative => {
                let is_place = word == "where" && edge && self.clause_at(at + 1).is_none();
                (!is_place).then_some((Opener::Relative, at + 1))
            }
            Tag::Preposition
                if self.tag(at + 1) == Tag::Relative && self.word(at + 1) != "where" =>
            {
                Some((Opener::Relative, at + 2))
            }
            Tag::Determiner | Tag::Pronoun
                if edge
                    && at > 0
                    && self.words.relatives.contains(word)
                    && self.words.verb_second =>
            {
                Some((Opener::Relative, at + 1))
            }
            Tag::That => self.that(at, current, edge),
            Tag::Subordinator => {
                // German sets a comma before each: "mehr als 150 000 Menschen" has no clause in it.
                let is_inner = self.words.verb_second && !edge && at != current.from;
                if is_inner || word == "because" && self.word(at + 1) == "of" {
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

    fn skip_quotes(&self, at: usize) -> usize {
        (at..self.tags.len())
            .find(|i| self.tags[*i] != Tag::Quote)
            .unwrap_or(at)
    }

    fn that(&self, at: usize, current: &Segment, edge: bool) -> Option<(Opener, usize)> {
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

    fn and(&self, at: usize, current: &Segment, edge: bool) -> Option<(Opener, usize)> {
        // "pro- and anti-war residents"
        if at > 0 && (self.word(at - 1).ends_with('-') || self.is_hyphen(at - 1)) {
            return None;
        }
        // "and then", "but also".
        let next = self.next(at + 1);
        if self.tag(next) == Tag::Relative && self.word(next) != "where" {
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
                        || matches!(self.word(i), "has" | "have" | "had")
                };
                (v..at.min(v + 4)).any(is_passive)
            })
        } else if self.is_dated_verb(next) {
            true
        } else {
            self.clause_at(at + 1).is_some() && !matches!(self.tag(next), Tag::Preposition)
        };
        opens.then_some((Opener::And, at + 1))
    }

    /// Whether a hyphen stands at `at`, close to the word before it.
    pub(super) fn is_hyphen(&self, at: usize) -> bool {
        let tokens = &self.analysis.tokens;
        at > 0 && self.word(at) == "-" && tokens[at - 1].span.end == tokens[at].span.start
    }

    /// "and in 1994 became": a date with its preposition, and then the verb.
    fn is_dated_verb(&self, at: usize) -> bool {
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
    fn is_contact(&self, at: usize, current: &Segment) -> bool {
        let Some(verb) = current.verb.filter(|verb| *verb + 1 < at) else {
            return false;
        };
        matches!(self.word(at), "he" | "she" | "they" | "it" | "we" | "i")
            && self.tag(at - 1) == Tag::Noun
            && self.tag(self.next(at + 1)) == Tag::Finite
            && !(verb..at).any(|i| self.words.speech.contains(self.word(i)))
    }

    /// "the southern city of Deraa The government has …": a line without a full stop, and the next.
    fn is_run_on(&self, at: usize, current: &Segment) -> bool {
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
            || self.word(at) == "some" && !self.analysis.is_capital(at + 1);
        starts && (after_day || begins && !is_name)
    }

    /// "Police said | the gunman had entered": a report without "that".
    fn complement(&self, at: usize, current: &Segment, edge: bool) -> Option<(Opener, usize)> {
        let verb = current.verb?;
        if edge || at <= verb || !self.words.speech.contains(self.word(verb)) {
            return None;
        }
        if !matches!(self.tag(at), Tag::Noun | Tag::Determiner | Tag::Pronoun) {
            return None;
        }
        // Only dates and their prepositions, or whom it was told, may stand between.
        let told = self.word(verb).starts_with("t");
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

    // --- Subjects. ---

    fn is_said(&self, segment: &Segment) -> bool {
        segment.verb.is_some_and(|verb| {
            self.words.speech_only.contains(self.word(verb))
                || self.words.speech.contains(self.word(verb))
        })
    }

    /// The words of `from..to` that can be a subject: no dates with their prepositions, no adverbs at the ends.
    fn nominal(&self, from: usize, to: usize) -> Vec<usize> {
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

    fn is_lone_pronoun(&self, places: &[usize]) -> bool {
        places.len() == 1
            && self.tags[places[0]] == Tag::Pronoun
            && !matches!(
                self.word(places[0]),
                "there" | "this" | "that" | "these" | "those" | "some" | "others" | "one"
            )
    }

    /// Whether the article tells of somebody by this name.
    fn is_known_name(&self, name: &str) -> bool {
        is_name_of_person(self.analysis.text, name, |word| {
            self.words.titles.contains(word)
        })
    }

    /// Whether a subject is one person.
    fn is_known(&self, subject: &[usize]) -> bool {
        let head = subject
            .iter()
            .position(|at| self.tags[*at] == Tag::Preposition)
            .map_or(subject, |end| &subject[..end]);
        !subject.iter().any(|at| self.tags[*at] == Tag::And)
            && self.is_person(head, &|name| self.is_known_name(name))
    }

    /// Whether a pronoun can stand for a subject: "they" for several, "it" and "he" for one.
    fn agrees(&self, pronoun: usize, subject: &[usize], verb: usize) -> bool {
        if self.is_lone_pronoun(subject) {
            return false;
        }
        let subject = self.short(subject.to_vec());
        let fits = |wanted| self.fits(&subject, verb, wanted, &|name| self.is_known_name(name));
        match self.word(pronoun) {
            // "The monarch said he": whoever speaks is a person; "an aide said he" speaks of another.
            "he" | "she" => {
                let speaks = self.words.speech.contains(self.word(verb))
                    && !subject
                        .first()
                        .is_some_and(|at| matches!(self.word(*at), "a" | "an"));
                fits(Wanted::Person) || speaks && fits(Wanted::Thing)
            }
            "it" => fits(Wanted::Thing),
            // A body of people is "they", too.
            "they" => !self.is_known(&subject),
            _ => false,
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
    fn own_subject(&self, from: usize, verb: usize) -> Vec<usize> {
        let mut places: Vec<usize> = (from..verb).collect();
        while places
            .last()
            .is_some_and(|at| matches!(self.tags[*at], Tag::Adverb | Tag::Quote | Tag::Comma))
        {
            places.pop();
        }
        places
    }

    fn has_nominal(&self, from: usize, to: usize) -> bool {
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
    fn is_noun_phrase(&self, segment: &Segment) -> bool {
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
            })
    }

    /// The subject of a segment with a verb.
    fn subject(&self, k: usize, depth: usize) -> Vec<usize> {
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
                    && self.word(there) == "there"
                    && let Some(verb) = self.segments[main].verb
                {
                    return self.nominal(self.there_is(main, verb), self.segments[main].to);
                }
                let other_verb = self.segments[main].verb.unwrap_or(verb);
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

    /// "The group said 20 people, most of them soldiers, | were killed": the subject of what was said stands behind the
    /// verb of saying.
    fn told(&self, segment: &Segment, other: &Segment) -> Option<Vec<usize>> {
        // "called to announce that the driver, missing for a week, | will be released"
        let that = other.verb.and_then(|verb| {
            (verb + 1..other.to)
                .rev()
                .find(|at| matches!(self.tags[*at], Tag::That | Tag::Finite))
                .filter(|at| self.tags[*at] == Tag::That)
        });
        if let Some(that) = that.filter(|_| segment.opener == Opener::Comma) {
            let subject = self.nominal(that + 1, other.to);
            if !subject.is_empty() {
                return Some(subject);
            }
        }
        let verb = other
            .verb
            .filter(|verb| self.words.speech.contains(self.word(*verb)))
            .filter(|verb| !self.word(*verb).starts_with('t'))?;
        if segment.opener != Opener::Comma || self.words.verb_second {
            return None;
        }
        let mut from = verb + 1;
        while from < other.to
            && (matches!(self.tags[from], Tag::Date | Tag::That | Tag::Quote)
                || self.tags[from] == Tag::Preposition && self.tag(from + 1) == Tag::Date)
        {
            from += 1;
        }
        let subject = self.nominal(from, other.to);
        let is_noun = subject
            .first()
            .is_some_and(|at| matches!(self.tags[*at], Tag::Noun | Tag::Determiner))
            || self.word(from) == "at" && self.word(from + 1) == "least";
        let is_plain = !subject.iter().any(|at| self.tags[*at] == Tag::To);
        (is_noun && is_plain).then_some(subject)
    }

    /// Where what there is begins: "there has been a truce".
    fn there_is(&self, k: usize, verb: usize) -> usize {
        (verb + 1..self.segments[k].to)
            .find(|at| !matches!(self.tags[*at], Tag::Adverb | Tag::Inner | Tag::Participle))
            .unwrap_or(verb + 1)
    }

    /// "The man | who shot the mayor | was sentenced": a short clause that tells which man stays.
    fn with_restriction(&self, k: usize, mut subject: Vec<usize>) -> Vec<usize> {
        if let Some(next) = self.segments.get(k + 1)
            && next.opener == Opener::Relative
            && !next.comma
            && next.to - next.from <= 7
            && !self.tags[next.from..next.to].contains(&Tag::Date)
        {
            subject.extend(next.mark..next.to);
        }
        subject
    }

    /// "France, Germany and Italy agreed": what stands before in a list.
    fn listed(&self, k: usize, own: Vec<usize>) -> Vec<usize> {
        let is_list = own
            .iter()
            .any(|at| self.tags[*at] == Tag::And && self.word(*at) != "but");
        if !is_list || self.segments[k].opener != Opener::Comma {
            return own;
        }
        let mut first = k;
        while first > 0 {
            let before = &self.segments[first - 1];
            let is_item = self.is_noun_phrase(before)
                && before.to - before.from
                    <= if before.opener == Opener::Start {
                        10
                    } else {
                        5
                    }
                && (before.opener == Opener::Start || before.opener == Opener::Comma);
            if !is_item {
                break;
            }
            first -= 1;
        }
        if first == k || self.segments[first].opener != Opener::Start {
            return own;
        }
        let end = own.last().map_or(self.segments[k].from, |at| at + 1);
        (self.segments[first].from..end).collect()
    }

    /// The segment whose subject segment `k` shares.
    fn lender(&self, k: usize) -> Option<usize> {
        let segment = self.segments[k];
        if segment.opener == Opener::And
            && !segment.comma
            && k > 0
            && self.segments[k - 1].verb.is_some()
        {
            return Some(k - 1);
        }
        // "The envoy received the negotiator, Mr Haddad, and is to meet the committee": whoever did the one.
        if segment.opener == Opener::And
            && segment.verb == Some(segment.from)
            && !self.words.verb_second
        {
            let main = (0..k)
                .rev()
                .find(|j| self.is_main(*j) && self.segments[*j].opener != Opener::And);
            if main.is_some() {
                return main;
            }
        }
        let mut found = None;
        for j in (0..k).rev() {
            let other = &self.segments[j];
            if self.is_noun_phrase(other) {
                // An apposition stands between the subject and its verb: go on to what it stands beside.
                found = Some(j);
                if other.comma
                    && j > 0
                    && (self.is_noun_phrase(&self.segments[j - 1])
                        || self.segments[j - 1].opener == Opener::Relative)
                {
                    continue;
                }
                break;
            }
            if found.is_some() && other.opener != Opener::Relative {
                break;
            }
            // "The army, which says the rebels are foreigners, launched": the report is part of the insertion.
            let is_inserted = segment.opener == Opener::Comma
                && segment.verb == Some(segment.from)
                && other.opener == Opener::Complement
                && j > 0
                && self.segments[j - 1].opener == Opener::Relative
                && self.segments[j - 1].comma;
            if is_inserted {
                continue;
            }
            let is_main = other.verb.is_some()
                && !matches!(
                    other.opener,
                    Opener::Relative | Opener::Subordinator | Opener::Bracket
                );
            if is_main && !self.is_trailing(j) {
                found = found.or(Some(j));
                break;
            }
        }
        found
    }

    /// The noun a relative clause hangs on, with its article.
    fn head(&self, k: usize) -> Vec<usize> {
        let segment = self.segments[k];
        let Some(host) = (0..k).rev().map(|j| self.segments[j]).find(|other| {
            other.opener != Opener::Bracket
                && (other.opener != Opener::Relative || other.to == segment.mark)
        }) else {
            return Vec::new();
        };
        let end = (host.from..host.to)
            .rev()
            .find(|at| {
                !matches!(
                    self.tags[*at],
                    Tag::Date
                        | Tag::Quote
                        | Tag::Comma
                        | Tag::Adverb
                        | Tag::Preposition
                        | Tag::Close
                )
            })
            .map_or(host.from, |at| at + 1);
        let stops = |at: usize| {
            matches!(
                self.tags[at],
                Tag::Preposition
                    | Tag::To
                    | Tag::Finite
                    | Tag::Inner
                    | Tag::And
                    | Tag::Comma
                    | Tag::That
                    | Tag::Adverb
                    | Tag::Break
                    | Tag::Mark
            )
        };
        // Where the noun phrase that ends before `at` begins.
        let phrase = |mut at: usize| {
            while at > host.from && !stops(at - 1) {
                at -= 1;
                if self.tags[at] == Tag::Determiner {
                    break;
                }
            }
            at
        };
        // One step over the preposition before `from`, where a phrase stands there.
        let widened = |from: usize| match phrase(from - 1) {
            wider if wider < from - 1 => wider,
            _ => from,
        };
        let mut from = phrase(end);
        // "the head of the commission, who resigned": a comma hangs it on the whole phrase.
        let whole = segment.comma
            && host.verb.is_none()
            && self.is_noun_phrase(&host)
            && !(host.from..host.to)
                .any(|at| matches!(self.tags[at], Tag::To | Tag::Gerund | Tag::Inner));
        // "Lena Holt, a writer | who was held": the name before tells who it is.
        if host.opener == Opener::Comma
            && self.is_noun_phrase(&host)
            && self.tag(host.from) == Tag::Determiner
            && let Some(named) = self.named_before(host.mark)
        {
            return named;
        }
        if whole && host.to - host.from <= LONGEST_SUBJECT {
            from = host.from;
        } else if segment.comma
            && from > host.from + 1
            && self.words.genitives.contains(self.word(from - 1))
            && !(self
                .words
                .personal_relatives
                .contains(self.word(segment.from - 1))
                && (from..end).any(|at| self.analysis.is_capital(at)))
        {
            from = widened(from);
        }
        // "a ceasefire in Syria that would begin": a name alone is not what is told apart.
        let is_name = !segment.comma
            && from > host.from + 1
            && self.tags[from - 1] == Tag::Preposition
            && self.analysis.is_capital(from)
            && (from..end)
                .all(|at| self.analysis.is_capital(at) || self.word(at).contains(['-', '’', '\'']));
        if is_name {
            from = widened(from);
        }
        // "clerks for the harbour board who were held", "a clerk in eastern Lorn who was held": nor is what is of
        // another number, or a place where it must be a person.
        let several = (from..end)
            .any(|at| self.words.counts.contains(self.word(at)) || self.tags[at] == Tag::And)
            || end > from
                && (self.word(end - 1).ends_with('s')
                    || self.words.plural_nouns.contains(self.word(end - 1)));
        let is_odd = segment
            .verb
            .is_some_and(|verb| self.words.plural_verbs.contains(self.word(verb)) && !several)
            || end > from
                && self
                    .words
                    .personal_relatives
                    .contains(self.word(segment.from.saturating_sub(1)))
                && self.analysis.is_capital(end - 1)
                && !self.analysis.is_capital(from)
                && !(from..end).any(|at| self.words.titles.contains(self.word(at)));
        if is_odd
            && !self.words.verb_second
            && from > host.from + 1
            && self.tags[from - 1] == Tag::Preposition
        {
            from = widened(from);
        }
        // A participle after a verb is no part of the noun.
        while from < end
            && matches!(self.tags[from], Tag::Participle | Tag::Quote)
            && from + 1 < end
        {
            from += 1;
        }
        self.nominal(from, end)
    }

    /// The name of several words that ends at the comma `mark`.
    fn named_before(&self, mark: usize) -> Option<Vec<usize>> {
        let mut from = mark;
        while from > 0
            && self.tags[from - 1] == Tag::Noun
            && self.analysis.is_capital(from - 1)
            && !self.word(from - 1).ends_with("'s")
        {
            from -= 1;
        }
        (2..6)
            .contains(&(mark - from))
            .then(|| (from..mark).collect())
    }

    /// The subjects of the main clauses before the token `end`, each with its verb.
    pub(super) fn main_subjects(&self, end: usize) -> Vec<(Vec<usize>, usize)> {
        (0..self.segments.len())
            .filter(|k| self.is_main(*k))
            .filter_map(|k| Some((k, self.segments[k].verb.filter(|verb| *verb < end)?)))
            .map(|(k, verb)| (self.subject(k, 0), verb))
            .collect()
    }

    // --- Clauses. ---

    /// The clause that carries the date at `date`.
    pub(super) fn clause(&self, date: (usize, usize)) -> Clause {
        let at = date.0;
        let k = self
            .segments
            .iter()
            .position(|segment| segment.mark <= at && at < segment.to)
            .unwrap_or(0);
        if self.segments.is_empty() {
            return Clause::default();
        }
        let segment = self.segments[k];
        if segment.verb.is_none()
            && !(self.tag(date.1) == Tag::Break
                && (segment.from..date.0).all(|at| self.tags[at] == Tag::Date)
                && self
                    .segments
                    .get(k + 1)
                    .is_some_and(|next| next.verb.is_some()))
        {
            return self.clause_of_phrase(k, date);
        }
        // "3 April: Troops attack Taftanaz": a chronology.
        if self.tag(date.1) == Tag::Break
            && let Some(next) = self.segments.get(k + 1)
            && next.verb.is_some()
            && (segment.from..date.0).all(|at| self.tags[at] == Tag::Date)
        {
            return self.full(k + 1, date);
        }
        // "It was on Saturday that the watchman switched off the alarm."
        if self.is_cleft(&segment)
            && let Some(next) = (k + 1..self.segments.len()).find(|j| {
                self.segments[*j].verb.is_some() && self.segments[*j].opener != Opener::Comma
            })
        {
            return self.full(next, date);
        }
        // "Drivers must wait until 27 May, when the bridge is to reopen."
        if let Some(next) = self.segments.get(k + 1)
            && next.comma
            && next.opener == Opener::Subordinator
            && next.verb.is_some()
            && self.word(next.mark) == ","
            && self.word(next.mark + 1) == "when"
            && date.1 == segment.to
        {
            return self.full(k + 1, date);
        }
        // "…, he said on Friday."
        let trails = k > 0
            && segment.opener == Opener::Comma
            && self.is_said(&segment)
            && segment.verb.is_some_and(|verb| verb < at)
            && !self
                .segments
                .get(k + 1)
                .is_some_and(|next| next.opener == Opener::Complement && next.verb.is_some());
        // The main clause has a day of its own: this one is only that of the words.
        if trails && self.tags[..segment.from].contains(&Tag::Date) {
            return Clause::default();
        }
        if trails && let Some(main) = (0..k).rev().find(|j| self.is_main(*j)) {
            let mut clause = self.full(main, date);
            clause.says = true;
            return clause;
        }
        // "The commission suggested that the tax should be introduced in January": the suggestion is the news.
        if segment.opener == Opener::Complement
            && k > 0
            && let Some(verb) = self.segments[k - 1].verb
            && !self.words.speech.contains(self.word(verb))
            && self
                .words
                .proposed
                .is_in(&self.analysis.words(verb..segment.from))
        {
            return self.full(k - 1, date);
        }
        // "Russia said its warplanes would stay": whose they are is told by who says so.
        if segment.opener == Opener::Complement
            && k > 0
            && self.segments[k - 1].verb.is_some()
            && matches!(self.word(segment.from), "its" | "his" | "her" | "their")
        {
            let mut clause = self.full(k - 1, date);
            clause.verb = segment.verb;
            clause.own = (segment.from..segment.to).collect();
            clause.says = false;
            return clause;
        }
        // "Russia had proposed a ceasefire that would begin on March 1": without the proposal it is none.
        if segment.opener == Opener::Relative
            && !segment.comma
            && k > 0
            && self.segments[k - 1].to == segment.mark
            && let Some(verb) = self.segments[k - 1].verb
            && self
                .words
                .proposed
                .is_in(&self.analysis.words(verb..self.segments[k - 1].to))
        {
            let mut clause = self.full(k - 1, date);
            if !clause.places.contains(&date.0) {
                clause.places.extend(segment.mark..segment.to);
            }
            return clause;
        }
        // "the week that ministers gave themselves": without its object the clause says nothing.
        if segment.opener == Opener::Relative
            && let Some(verb) = segment.verb
            && self.has_nominal(segment.from, verb)
            && !self.is_whole_relative(&segment)
        {
            return Clause::default();
        }
        // German puts the verb of such a clause last: without what leads to it, it is none.
        if self.words.verb_second
            && matches!(segment.opener, Opener::Complement | Opener::Subordinator)
            && k > 0
            && self.segments[k - 1].verb.is_some()
        {
            let mut clause = self.full(k - 1, date);
            if !clause.places.contains(&date.0) {
                clause.places.extend(segment.mark..segment.to);
            }
            clause.verb = segment.verb;
            clause.own = (segment.from..segment.to).collect();
            clause.says = false;
            return clause;
        }
        self.full(k, date)
    }

    /// The main clauses around a date that stands in a phrase without a verb, the nearest before it first, that tell
    /// no other date; none of them is `told`. The day of a participle or of another clause is not theirs.
    pub(super) fn wider(&self, date: (usize, usize), told: &Clause) -> Vec<Clause> {
        if self.words.verb_second {
            return Vec::new();
        }
        let k = self
            .segments
            .iter()
            .position(|segment| segment.mark <= date.0 && date.0 < segment.to)
            .unwrap_or(0);
        let is_other = |segment: &Segment| {
            segment.verb.is_some()
                || matches!(segment.opener, Opener::Relative | Opener::Bracket)
                || (segment.from..date.0)
                    .any(|at| matches!(self.tags[at], Tag::Participle | Tag::Gerund | Tag::To))
        };
        if self.segments.get(k).is_none_or(is_other) {
            return Vec::new();
        }
        let is_free = |j: usize| {
            let segment = &self.segments[j];
            segment.verb != told.verb
                && (segment.from..segment.to)
                    .all(|at| self.tags[at] != Tag::Date || (date.0..date.1).contains(&at))
        };
        (0..=k)
            .rev()
            .chain(k + 1..self.segments.len())
            .filter(|j| *j < self.segments.len() && self.is_main(*j) && is_free(*j))
            .map(|j| self.full(j, date))
            .filter(|clause| clause.verb.is_some() && !clause.is_hypothetical)
            .collect()
    }

    fn is_main(&self, k: usize) -> bool {
        let segment = &self.segments[k];
        segment.verb.is_some()
            && !matches!(
                segment.opener,
                Opener::Relative | Opener::Subordinator | Opener::Bracket
            )
            && !self.is_trailing(k)
    }

    /// "…, officials said": somebody's words have come before.
    fn is_trailing(&self, k: usize) -> bool {
        let segment = &self.segments[k];
        segment.opener == Opener::Comma
            && self.is_said(segment)
            && self.segments[..k].iter().any(|other| other.verb.is_some())
            && !self
                .segments
                .get(k + 1)
                .is_some_and(|next| next.opener == Opener::Complement)
    }

    /// "whose founder resigned", "where a hillside came down": nothing is missing.
    fn is_whole_relative(&self, segment: &Segment) -> bool {
        self.words.verb_second
            || self.tag(segment.mark) == Tag::Preposition
            || (segment.mark..segment.from).any(|at| {
                self.words.possessive_relatives.contains(self.word(at)) || self.word(at) == "where"
            })
    }

    fn is_cleft(&self, segment: &Segment) -> bool {
        let words: Vec<&str> = (segment.from..segment.to)
            .filter(|at| !matches!(self.tags[*at], Tag::Date | Tag::Preposition | Tag::Adverb))
            .map(|at| self.word(at))
            .collect();
        matches!(words.as_slice(), ["it", "was" | "is"])
    }

    /// The clause of segment `k`, which has a verb.
    fn full(&self, k: usize, date: (usize, usize)) -> Clause {
        let segment = self.segments[k];
        let Some(verb) = segment.verb else {
            return Clause::default();
        };
        // "the winter was likely to be": the day itself is the subject.
        let day = (segment.from..verb).any(|at| (date.0..date.1).contains(&at))
            && (segment.from..verb).all(|at| {
                matches!(
                    self.tags[at],
                    Tag::Date | Tag::Determiner | Tag::Quote | Tag::Comma
                )
            });
        if day && !self.words.verb_second {
            return Clause::default();
        }
        let mut places = self.subject(k, 0);
        // "as Mr Annan cautioned last week" says nothing of its own.
        let as_said = segment.opener == Opener::Subordinator
            && self.word(segment.mark_word(self)) == "as"
            && self.words.speech_only.contains(self.word(verb));
        // "… is needed if talks are to resume on Feb. 25": what is aimed at is no condition.
        let is_aim = matches!(self.word(verb), "is" | "are")
            && self.tag(self.next(verb + 1)) == Tag::To
            && self.word(segment.mark_word(self)) == "if";
        // "While people were waking up, …": what was going on when something happened.
        let goes_on = segment.opener == Opener::Subordinator
            && self.words.was.contains(self.word(verb))
            && self.tag(self.next(verb + 1)) == Tag::Gerund
            && self
                .words
                .whiles
                .contains(self.word(segment.mark_word(self)));
        let hypothetical = goes_on
            || as_said
            || matches!(segment.opener, Opener::Subordinator)
                && !is_aim
                && self
                    .words
                    .hypothetical
                    .contains(self.word(segment.mark_word(self)));
        // "and reinstated": the auxiliary is that of the clause before.
        let mut start = verb;
        while start > segment.from
            && self.tags[start - 1] == Tag::Adverb
            && !self.words.connectives.contains(self.word(start - 1))
        {
            start -= 1;
        }
        places.extend(start..segment.to);
        self.follow(k, date, &mut places);
        let says = self.says(&segment, date);
        // Too long to print with who said it: what was said.
        if says
            && let Some(next) = self.segments.get(k + 1)
            && next.opener == Opener::Complement
            && next.verb.is_some()
            && !matches!(self.word(next.from), "its" | "his" | "her" | "their")
        {
            let length: usize = places
                .iter()
                .filter(|at| self.tags[**at] != Tag::Date)
                .map(|at| self.word(*at).len() + 1)
                .sum();
            // Its own day tells that better than the day of the saying.
            if length > 96
                && (next.from..next.to)
                    .any(|at| self.tags[at] == Tag::Date && !(date.0..date.1).contains(&at))
            {
                return Clause::default();
            }
            if length > 96 {
                let mut reported = self.full(k + 1, date);
                reported.says = true;
                return reported;
            }
        }
        Clause {
            places,
            verb: Some(verb),
            own: (segment.from..segment.to).collect(),
            says,
            is_hypothetical: hypothetical,
        }
    }

    /// Whether the date stands directly beside a verb of saying.
    fn says(&self, segment: &Segment, date: (usize, usize)) -> bool {
        let Some(verb) = segment
            .verb
            .filter(|v| self.words.speech_only.contains(self.word(*v)))
        else {
            return false;
        };
        let between = |from: usize, to: usize| {
            (from..to).all(|at| {
                matches!(
                    self.tags[at],
                    Tag::Preposition
                        | Tag::Date
                        | Tag::Adverb
                        | Tag::Noun
                        | Tag::Determiner
                        | Tag::Quote
                )
            }) && to.saturating_sub(from) <= 8
        };
        date.0 > verb && between(verb + 1, date.0) || date.1 <= verb && date.1 + 1 >= verb
    }

    /// What follows and belongs to it: the report it leads to, a second verb of the same subject, a clause that tells
    /// which noun is meant.
    fn follow(&self, k: usize, date: (usize, usize), places: &mut Vec<usize>) {
        let holds_date = |s: &Segment| {
            (s.from..s.to).any(|at| self.tags[at] == Tag::Date && !(date.0..date.1).contains(&at))
        };
        let mut last = self.segments[k];
        for next in &self.segments[k + 1..] {
            // German sets a comma before "dass".
            let reports = self.words.verb_second && next.opener == Opener::Complement;
            let adjoins = last.to == next.mark && (!next.comma || reports);
            let joins = adjoins
                && match next.opener {
                    Opener::Complement => next.verb.is_some(),
                    // "before it broke out but was not delivered": the main clause goes on.
                    Opener::And
                        if self.segments[k].opener == Opener::Subordinator
                            && k > 0
                            && self.words.adversatives.contains(self.word(next.mark)) =>
                    {
                        false
                    }
                    // "has let them meet since it began and has given": so it does here.
                    Opener::And
                        if self.segments[k].opener == Opener::Subordinator
                            && next.verb.is_some_and(|verb| {
                                self.words.auxiliaries.contains(self.word(verb))
                                    && self.segments[..k].iter().any(|main| {
                                        main.verb.is_some_and(|at| self.word(at) == self.word(verb))
                                    })
                            }) =>
                    {
                        false
                    }
                    Opener::And => {
                        let own = next
                            .verb
                            .is_some_and(|verb| self.has_nominal(next.from, verb));
                        !own && !holds_date(next)
                    }
                    Opener::Relative => next.to - next.from <= 9 && !holds_date(next),
                    // "told reporters on Friday: …"
                    Opener::Start => {
                        self.word(next.mark) == ":" && self.is_said(&last) && next.verb.is_some()
                    }
                    _ => false,
                };
            if !joins {
                break;
            }
            places.extend(next.mark..next.to);
            last = *next;
        }
        // "said on Wednesday that if …, countries should …": the report goes round a condition.
        let said = &self.segments[k];
        if last.to == said.to
            && self.is_said(said)
            && let Some(report) = (k + 1..self.segments.len()).find(|j| {
                self.is_main(*j)
                    || self.segments[*j].opener == Opener::Complement
                        && self.segments[*j].verb.is_some()
            })
            && self.word(said.to) == "that"
        {
            let report = self.segments[report];
            places.push(said.to);
            places.extend(report.from..report.to);
        }
    }

    /// The date stands in a segment without a verb.
    fn clause_of_phrase(&self, k: usize, date: (usize, usize)) -> Clause {
        let segment = self.segments[k];
        let first = (segment.from..segment.to).find(|at| {
            self.tags[*at] != Tag::Quote
                && self.tags[*at] != Tag::Adverb
                && self.tags[*at] != Tag::Date
        });
        let starts = first.map(|at| self.tags[at]);
        let has_words = (segment.from..segment.to).any(|at| {
            !(date.0..date.1).contains(&at)
                && matches!(
                    self.tags[at],
                    Tag::Noun | Tag::Participle | Tag::Gerund | Tag::Inner
                )
        });
        // "was suspended … | and reinstated on Thursday"
        if segment.opener == Opener::And
            && starts == Some(Tag::Participle)
            && let Some(lender) = self.lender(k)
            && let Some(verb) = self.segments[lender].verb
        {
            let mut places = self.subject(lender, 0);
            places.push(verb);
            if self.word(verb + 1) == "been" {
                places.push(verb + 1);
            }
            // "were to have left and stopped"
            if self.tag(verb + 1) == Tag::To && self.tag(verb + 2) == Tag::Inner {
                places.extend([verb + 1, verb + 2]);
            }
            places.extend(segment.from..segment.to);
            return Clause {
                own: (segment.from..segment.to).chain([verb]).collect(),
                places,
                verb: Some(verb),
                ..Clause::default()
            };
        }
        let is_planned =
            first.is_some_and(|at| self.words.plan_participles.contains(self.word(at)));
        // "the recall, announced on Nov. 20,"
        if segment.opener == Opener::Comma
            && starts == Some(Tag::Participle)
            && !is_planned
            && k > 0
            && first.is_some_and(|at| {
                (segment.from..at).all(|i| self.tags[i] == Tag::Adverb) && at - segment.from <= 2
            })
        {
            let mut places = self.head(k);
            if !places.is_empty() {
                places.extend(segment.from..segment.to);
                return Clause {
                    places,
                    verb: None,
                    own: (segment.from..segment.to).collect(),
                    ..Clause::default()
                };
            }
        }
        // "It expects to arrive on April 15, after the election next Wednesday": the day is another happening's.
        let apart = first.is_some_and(|at| {
            self.tags[at] == Tag::Preposition && self.words.subordinators.contains(self.word(at))
        });
        let other_date = |s: &Segment| {
            (s.from..s.to).any(|at| self.tags[at] == Tag::Date && !(date.0..date.1).contains(&at))
        };
        if apart
            && has_words
            && k > 0
            && self.segments[k - 1].verb.is_some()
            && other_date(&self.segments[k - 1])
        {
            return Clause::default();
        }
        // "Following a visit at the weekend, the president hosted … on Monday": so is a day in front.
        let front =
            apart || first.is_some_and(|at| matches!(self.word(at), "following" | "despite"));
        if front
            && has_words
            && k == 0
            && self
                .segments
                .iter()
                .find(|s| s.verb.is_some())
                .is_some_and(other_date)
        {
            return Clause::default();
        }
        // "set out a calendar on Friday: talks in January, elections in May": a list has days of its own.
        let listed = segment.opener == Opener::Start && self.word(segment.mark) == ":"
            || k > 0
                && segment.opener == Opener::Comma
                && self.segments[k - 1].opener == Opener::Start
                && self.word(self.segments[k - 1].mark) == ":"
                && self.segments[k - 1].verb.is_none();
        if listed
            && has_words
            && first.is_some_and(|at| at < date.0)
            && !self.segments[k + 1..].iter().any(|s| s.verb.is_some())
            && self.segments[..k].iter().any(other_date)
        {
            return Clause::default();
        }
        // "Like a draft seen last month, the text urges": the day is the other's.
        if k == 0
            && has_words
            && first.is_some_and(|at| self.words.no_subject.contains(self.word(at)))
        {
            return Clause::default();
        }
        // Otherwise it belongs to the clause before it, or after it where there is none before.
        let before = (0..k).rev().find(|j| self.is_main(*j));
        let after = (k + 1..self.segments.len()).find(|j| self.is_main(*j));
        let is_front = before.is_none() || segment.opener == Opener::Start && after.is_some();
        let host = if is_front {
            after.or(before)
        } else {
            before.or(after)
        };
        let Some(host) = host else {
            return Clause {
                places: (segment.from..segment.to).collect(),
                verb: None,
                own: (segment.from..segment.to).collect(),
                ..Clause::default()
            };
        };
        // A report in front of which the date stands is the report's: "On Monday, police said, the …".
        let host = self.report(host, date);
        let mut clause = self.full(host, date);
        let resumes_said = self.is_said(&self.segments[k.saturating_sub(1)]);
        let adjoins = (host + 1..k).all(|j| self.segments[j].verb.is_none() || resumes_said);
        if host < k && has_words && adjoins && segment.opener != Opener::Bracket {
            let phrase = segment.mark..segment.to;
            let goes_on = matches!(
                starts,
                Some(Tag::To | Tag::Preposition | Tag::Noun | Tag::Determiner)
            );
            if goes_on && !is_planned {
                if !resumes_said {
                    for j in host + 1..k {
                        let between = self.segments[j];
                        clause.places.extend(between.mark..between.to);
                    }
                    clause.places.extend(phrase);
                } else {
                    clause.places.extend(segment.from..segment.to);
                }
            }
        }
        clause.own.extend(segment.from..segment.to);
        if segment.opener == Opener::Start && is_front {
            clause.says = false;
        }
        clause
    }

    /// For a date in front of "… said that …": the clause that is reported, unless the saying is the news.
    fn report(&self, host: usize, date: (usize, usize)) -> usize {
        let segment = self.segments[host];
        let complement = (host + 1..self.segments.len()).find(|j| {
            self.segments[*j].opener == Opener::Complement && self.segments[*j].verb.is_some()
        });
        let dates_saying = segment.verb.is_some_and(|verb| date.1 <= verb) && segment.from < date.0;
        match complement {
            Some(next)
                if !dates_saying
                    && segment.verb.is_some_and(|v| {
                        self.words.speech.contains(self.word(v))
                            && !self.words.speech_acts.contains(self.word(v))
                    })
                    && segment.to == self.segments[next].mark
                    && date.0 > segment.to =>
            {
                next
            }
            _ => host,
        }
    }
}

impl Segment {
    /// The subordinator itself.
    fn mark_word(&self, parse: &Parse<'_>) -> usize {
        (self.mark..self.from)
            .rev()
            .find(|at| parse.words.subordinators.contains(parse.word(*at)))
            .unwrap_or(self.mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
