//! The clause that carries a date. In: a tagged sentence and the place of its date. Out: the words that tell what
//! happened then, in their order: a subject and what is said of it.
//!
//! A sentence is cut at its joints into segments. A segment with a finite verb and without a subject of its own
//! borrows one: "who drowned" from the noun before it, "and reinstated" from the clause before, "had been inspected"
//! after an insertion from what stands before the insertion.

use super::grammar::{Tag, tag};
use super::headline::capitalise;
use super::segments::{Opener, Segment};
use super::tokens::Analysis;
use super::words::Words;

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

impl Clause {
    /// Its tokens before `verb`.
    pub(super) fn before(&self, verb: usize) -> Vec<usize> {
        let places = self.places.iter().copied();
        places.take_while(|at| *at != verb).collect()
    }
}

/// A sentence cut into segments.
pub(super) struct Parse<'a> {
    pub analysis: &'a Analysis<'a>,
    pub words: &'a Words,
    pub tags: Vec<Tag>,
    pub segments: Vec<Segment>,
}

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

    pub(super) fn word(&self, at: usize) -> &str {
        self.analysis.word(at)
    }

    pub(super) fn tag(&self, at: usize) -> Tag {
        self.tags.get(at).copied().unwrap_or(Tag::Mark)
    }

    /// The next token that is no adverb, quotation mark or date.
    pub(super) fn next(&self, at: usize) -> usize {
        (at..self.tags.len())
            .find(|i| !matches!(self.tags[*i], Tag::Adverb | Tag::Quote))
            .unwrap_or(self.tags.len())
    }

    /// The finite verb of a clause with a subject of its own that begins at `at`.
    pub(super) fn clause_at(&self, at: usize) -> Option<usize> {
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
                        && self.words.subjects.contains(self.word(i + 1)) =>
                {
                    return None;
                }
                // "after the disaster and decided": the verb is that of the clause before.
                Tag::And
                    if matches!(self.tag(self.next(i + 1)), Tag::Finite)
                        || self.words.subjects.contains(self.word(i + 1)) =>
                {
                    return None;
                }
                _ => {}
            }
        }
        None
    }

    /// Whether a hyphen stands at `at`, close to the word before it.
    pub(super) fn is_hyphen(&self, at: usize) -> bool {
        let tokens = &self.analysis.tokens;
        at > 0 && self.word(at) == "-" && tokens[at - 1].span.end == tokens[at].span.start
    }

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
        // A relative clause whose verb is not known, "der am Montag festgenommene Mann": another's day.
        if self.words.verb_second
            && (segment.verb.is_none() && segment.opener == Opener::Relative
                || date.0 > 1
                    && self.tag(date.0 - 1) == Tag::Preposition
                    && date.0 >= segment.from + 2
                    && self.tag(date.0 - 2) == Tag::Determiner)
        {
            return Clause::default();
        }
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
            && self.words.whens.contains(self.word(next.mark + 1))
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
            && self.words.possessives.contains(self.word(segment.from))
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
            // "sagte, die Verhandlungen würden": its verb stands second.
            && (segment.mark..segment.from).any(|at| self.analysis.tokens[at].is_word)
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

    pub(super) fn is_main(&self, k: usize) -> bool {
        let segment = &self.segments[k];
        segment.verb.is_some()
            && !matches!(
                segment.opener,
                Opener::Relative | Opener::Subordinator | Opener::Bracket
            )
            && !self.is_trailing(k)
    }

    /// "…, officials said": somebody's words have come before.
    pub(super) fn is_trailing(&self, k: usize) -> bool {
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
    pub(super) fn is_whole_relative(&self, segment: &Segment) -> bool {
        self.words.verb_second
            || self.tag(segment.mark) == Tag::Preposition
            || (segment.mark..segment.from).any(|at| {
                self.words.possessive_relatives.contains(self.word(at))
                    || self.words.wheres.contains(self.word(at))
            })
    }

    pub(super) fn is_cleft(&self, segment: &Segment) -> bool {
        let words: Vec<&str> = (segment.from..segment.to)
            .filter(|at| !matches!(self.tags[*at], Tag::Date | Tag::Preposition | Tag::Adverb))
            .map(|at| self.word(at))
            .collect();
        matches!(words.as_slice(), [it, was] if self.words.things.contains(it) && self.words.copulas.contains(was))
    }

    /// The clause of segment `k`, which has a verb.
    pub(super) fn full(&self, k: usize, date: (usize, usize)) -> Clause {
        let segment = self.segments[k];
        let Some(verb) = segment.verb else {
            return Clause::default();
        };
        // "the winter was likely to be": the day itself is the subject.
        let day = (segment.from..verb).any(|at| (date.0..date.1).contains(&at))
            && (segment.from..verb).all(|at| {
                matches!(
                    self.tags[at],
                    Tag::Date | Tag::Determiner | Tag::Quote | Tag::Comma | Tag::Adverb
                )
            });
        if day && !self.words.verb_second {
            return Clause::default();
        }
        let mut places = self.subject(k, 0);
        // "as Mr Annan cautioned last week" says nothing of its own.
        let as_said = segment.opener == Opener::Subordinator
            && self
                .words
                .role_leads
                .contains(self.word(segment.mark_word(self)))
            && self.words.speech_only.contains(self.word(verb));
        // "… is needed if talks are to resume on Feb. 25": what is aimed at is no condition.
        let is_aim = self.words.plain_be.contains(self.word(verb))
            && self.tag(self.next(verb + 1)) == Tag::To
            && self.words.ifs.contains(self.word(segment.mark_word(self)));
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
            && !self.words.possessives.contains(self.word(next.from))
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
    pub(super) fn says(&self, segment: &Segment, date: (usize, usize)) -> bool {
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

    /// Who said on the day at `date` what the article reports; nothing where a pronoun did.
    pub(super) fn sayer(&self, date: (usize, usize)) -> Option<String> {
        const LONGEST: usize = 60;
        let k = self
            .segments
            .iter()
            .position(|segment| segment.mark <= date.0 && date.0 < segment.to)?;
        let segment = &self.segments[k];
        let verb = segment.verb.filter(|_| self.is_said(segment))?;
        if !self.has_nominal(segment.from, verb) {
            return None;
        }
        let subject = self.short(self.subject(k, 0));
        let first = *subject.first()?;
        let is_named = matches!(self.tags[first], Tag::Noun | Tag::Determiner)
            && !self.words.vague.contains(self.word(first))
            && !self.words.possessives.contains(self.word(first));
        let name = self.join(&subject, (usize::MAX, usize::MAX), None);
        (is_named && name.chars().count() <= LONGEST).then(|| capitalise(&name))
    }

    /// Whether what was said is still to come, was over before or is only supposed; `Some(true)` where it is in the plain
    /// present.
    pub(super) fn is_still_said(&self, clause: &Clause) -> Option<bool> {
        let verb = clause.verb.filter(|_| !self.words.verb_second)?;
        let word = self.word(verb);
        let is_supposed = self.words.modals.contains(word)
            || self.words.suppositions.contains(word)
            || self.looks_ahead(clause)
            // "had been found": before the day of the saying.
            || self.words.pluperfect.contains(word);
        let is_plain = self.words.present.contains(word)
            && !matches!(
                self.tag(self.next(verb + 1)),
                Tag::Participle | Tag::Inner | Tag::Gerund
            );
        // "needed to “let go”": somebody's very words are an opinion.
        let is_quoted = clause.places.iter().any(|at| self.tags[*at] == Tag::Quote);
        (is_supposed || is_plain || is_quoted).then_some(!is_supposed)
    }
}
