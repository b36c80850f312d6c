//! What each word of a sentence may be: enough grammar to find finite verbs and the joints of clauses, from closed
//! lists of words and the neighbours of each. In: tokens and where dates stand. Out: a tag for each token.
//!
//! "A truce brokered by the two powers took effect": "took" is nothing but a past form, so "brokered" before it is a
//! participle. "Police arrested two men": nothing else can be the verb.

use super::lists::Set;
use super::tokens::Analysis;
use super::words::Words;

/// What a token may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Mark,
    Comma,
    /// A semicolon, colon or dash.
    Break,
    Quote,
    Open,
    Close,
    Date,
    Determiner,
    Preposition,
    Pronoun,
    And,
    /// It opens a clause and is nothing else.
    Subordinator,
    Relative,
    That,
    To,
    Adverb,
    /// A finite verb or auxiliary.
    Finite,
    Participle,
    Gerund,
    /// A verb's other forms: "to *have*", "will *be*".
    Inner,
    /// Nouns, adjectives, figures, names.
    Noun,
    /// A past form that has not been decided yet.
    Undecided,
}

/// Tags the tokens of a sentence; `dates` are the ranges of tokens that its expressions cover.
pub(super) fn tag(analysis: &Analysis<'_>, words: &Words, dates: &[(usize, usize)]) -> Vec<Tag> {
    let mut tags = first_guess(analysis, words);
    for &(from, to) in dates {
        tags[from..to].fill(Tag::Date);
    }
    // "a high-level meeting", "the shelling": a noun, whatever its ending.
    for at in 1..tags.len() {
        if tags[at] == Tag::Gerund && words.gerund_nouns.contains(analysis.word(at)) {
            let from = (0..at)
                .rev()
                .find(|i| !matches!(tags[*i], Tag::Noun | Tag::Date));
            let held = from.is_some_and(|i| tags[i] == Tag::Determiner);
            if held && !(tags[at - 1] == Tag::Noun && analysis.word(at - 1).ends_with('s')) {
                tags[at] = Tag::Noun;
            }
        }
    }
    // "That campaign began": at the front it is an article.
    if tags.first() == Some(&Tag::That) && tags.get(1) == Some(&Tag::Noun) {
        tags[0] = Tag::Determiner;
    }
    // "14 to 24 March": no infinitive.
    for at in 0..tags.len() {
        if tags[at] == Tag::To && tags.get(at + 1) == Some(&Tag::Date) {
            tags[at] = Tag::Preposition;
        }
    }
    let mut tagger = Tagger {
        analysis,
        words,
        tags,
    };
    tagger.settle_auxiliaries();
    tagger.settle_reports();
    tagger.settle_past();
    tagger.settle_present();
    tagger.tags
}

fn first_guess(analysis: &Analysis<'_>, words: &Words) -> Vec<Tag> {
    let of = |at: usize| {
        let word = analysis.word(at);
        if !analysis.tokens[at].is_word {
            return match word {
                "," => Tag::Comma,
                "\"" | "“" | "”" | "„" | "‘" | "’" | "'" | "«" | "»" | "``" | "''" => {
                    Tag::Quote
                }
                "(" | "[" => Tag::Open,
                ")" | "]" => Tag::Close,
                ";" | "*" | ":" | "—" | "–" | "--" | "-" | "•" | "|" | "…" | "―" => {
                    Tag::Break
                }
                _ => Tag::Mark,
            };
        }
        // "have so far been killed"
        let is_pair = |from: usize| {
            let until = analysis.lower.len().min(from + 2);
            words
                .adverb_pairs
                .at(&analysis.lower[..until], from)
                .is_some()
        };
        if is_pair(at) || at > 0 && is_pair(at - 1) {
            return Tag::Adverb;
        }
        // Behind a quotation mark a sentence begins, so that a capital names nobody.
        let is_first = at == 0
            || !analysis.tokens[at - 1].is_word
                && matches!(analysis.word(at - 1), "\"" | "“" | "„" | ":");
        let is_name = !is_first && analysis.is_capital(at);
        let is_sure = |set: &Set| set.contains(word);
        if is_sure(&words.auxiliaries) {
            Tag::Finite
        } else if is_sure(&words.complementers) {
            Tag::That
        } else if word == "to" || word == "zu" {
            Tag::To
        } else if is_sure(&words.conjunctions) {
            Tag::And
        } else if is_sure(&words.relatives) && !is_sure(&words.determiners) {
            Tag::Relative
        } else if is_sure(&words.subordinators) && !is_sure(&words.prepositions) {
            Tag::Subordinator
        } else if is_sure(&words.prepositions) {
            Tag::Preposition
        } else if is_sure(&words.determiners) {
            Tag::Determiner
        } else if is_sure(&words.pronouns) && !analysis.is_the_us(at) {
            Tag::Pronoun
        } else if is_name {
            Tag::Noun
        } else if is_sure(&words.adverbs) {
            Tag::Adverb
        } else if is_sure(&words.past) {
            Tag::Finite
        } else if is_sure(&words.participles) && !is_sure(&words.past_or_participle) {
            Tag::Participle
        } else if words.may_be_past(word) && is_compound(words, word) {
            Tag::Noun
        } else if words.may_be_past(word) {
            Tag::Undecided
        } else if words.adverb_endings.iter().any(|end| word.ends_with(end)) && word.len() > 5 {
            Tag::Adverb
        } else if !words.verbs.is_empty() && word.len() > 4 && word.ends_with("ing") {
            if is_compound(words, word) {
                return Tag::Noun;
            }
            Tag::Gerund
        } else {
            Tag::Noun
        }
    };
    (0..analysis.tokens.len()).map(of).collect()
}

/// "military-led", "U.S.-backed", but not "re-elected".
fn is_compound(words: &Words, word: &str) -> bool {
    word.rsplit_once('-')
        .is_some_and(|(first, _)| !words.verb_prefixes.contains(first))
}

struct Tagger<'a> {
    analysis: &'a Analysis<'a>,
    words: &'a Words,
    tags: Vec<Tag>,
}

impl Tagger<'_> {
    /// The token before `at`, passing over adverbs, dates and quotation marks.
    fn before(&self, at: usize) -> Option<usize> {
        (0..at)
            .rev()
            .find(|i| !matches!(self.tags[*i], Tag::Adverb | Tag::Date | Tag::Quote))
    }

    fn after(&self, at: usize) -> Option<usize> {
        (at + 1..self.tags.len()).find(|i| !matches!(self.tags[*i], Tag::Adverb | Tag::Quote))
    }

    fn is_auxiliary(&self, at: usize) -> bool {
        self.words.auxiliaries.contains(self.analysis.word(at))
    }

    /// "to have", "will have", "the will": these are not finite.
    fn settle_auxiliaries(&mut self) {
        for at in 0..self.tags.len() {
            let word = self.analysis.word(at);
            let before = self.before(at);
            let is_after = |tag: Tag| before.is_some_and(|i| self.tags[i] == tag);
            match self.tags[at] {
                Tag::Finite if is_after(Tag::To) => self.tags[at] = Tag::Inner,
                Tag::Finite
                    if is_after(Tag::Determiner)
                        && !self.words.passive.contains(word)
                        && before == at.checked_sub(1) =>
                {
                    self.tags[at] = Tag::Noun;
                }
                Tag::Finite
                    if before.is_some_and(|i| {
                        self.words.modals.contains(self.analysis.word(i))
                            && self.tags[i] == Tag::Finite
                    }) && !self.words.verb_second =>
                {
                    self.tags[at] = Tag::Inner;
                }
                Tag::Noun | Tag::Gerund if self.words.inner.contains(word) => {
                    self.tags[at] = Tag::Inner;
                }
                _ => {}
            }
        }
    }

    fn is_edge(tag: Tag) -> bool {
        matches!(tag, Tag::Comma | Tag::Break | Tag::Open | Tag::Close)
    }

    fn is_joint(tag: Tag) -> bool {
        Self::is_edge(tag)
            || matches!(
                tag,
                Tag::Relative | Tag::That | Tag::Subordinator | Tag::And
            )
    }

    /// Past forms that may be participles, from left to right.
    fn settle_past(&mut self) {
        for at in 0..self.tags.len() {
            if self.tags[at] == Tag::Undecided {
                self.tags[at] = self.past(at);
            }
        }
    }

    /// A verb that stands second or last: no article before it, no noun of its own behind it, and no other verb in its
    /// stretch.
    fn second(&self, at: usize) -> Tag {
        let before = at.checked_sub(1).map(|i| self.tags[i]);
        let held = match before {
            None | Some(Tag::Determiner | Tag::Preposition) => true,
            Some(Tag::Noun) => !self.analysis.is_capital(at - 1),
            _ => false,
        };
        let describes =
            self.tags.get(at + 1) == Some(&Tag::Noun) && self.analysis.is_capital(at + 1);
        let taken = (0..at)
            .rev()
            .take_while(|i| !Self::is_edge(self.tags[*i]) && self.tags[*i] != Tag::And)
            .any(|i| self.tags[i] == Tag::Finite);
        // "nachdem der Minister zurückgetreten war"
        let is_participle =
            self.tags.get(at + 1) == Some(&Tag::Finite) && self.is_auxiliary(at + 1);
        if is_participle {
            Tag::Participle
        } else if held || describes || taken {
            Tag::Noun
        } else {
            Tag::Finite
        }
    }

    fn past(&self, at: usize) -> Tag {
        if self.words.verb_second {
            return self.second(at);
        }
        // "Maps related to the vote": hardly ever a verb.
        if self
            .words
            .bound
            .at(&self.analysis.words(at..self.tags.len().min(at + 3)), 0)
            .is_some()
        {
            return Tag::Participle;
        }
        let Some(before) = self.before(at) else {
            return Tag::Participle;
        };
        let tag = self.tags[before];
        // "A page called "We remember" sprang up"
        if self.words.naming.contains(self.analysis.word(at))
            && self.tags.get(at + 1) == Some(&Tag::Quote)
            && tag == Tag::Noun
        {
            return Tag::Participle;
        }
        let is_verbal = |i: usize| {
            self.is_auxiliary(i) && matches!(self.tags[i], Tag::Finite | Tag::Inner)
                || self.tags[i] == Tag::Inner
        };
        if is_verbal(before) {
            return Tag::Participle;
        }
        match tag {
            Tag::Relative | Tag::That => Tag::Finite,
            Tag::Pronoun => Tag::Finite,
            Tag::To => Tag::Inner,
            Tag::Determiner | Tag::Preposition if !self.tags[before..at].contains(&Tag::Date) => {
                Tag::Participle
            }
            Tag::Subordinator => Tag::Participle,
            // "The summit of July 7 and 8 ended"
            Tag::And if self.tags.get(before + 1) == Some(&Tag::Date) => self.past_after_noun(at),
            Tag::And => self.past_after_and(before),
            tag if Self::is_edge(tag) => self.past_after_edge(before, at),
            _ => self.past_after_noun(at),
        }
    }

    /// "was suspended and reinstated", "came and asked".
    fn past_after_and(&self, and: usize) -> Tag {
        // "asked the powers to rescue it, and hoped": the comma belongs to "and".
        let comma = and > 0 && self.tags[and - 1] == Tag::Comma;
        let from = if comma { and - 1 } else { and };
        let verb = (0..from).rev().find(|i| {
            matches!(self.tags[*i], Tag::Finite | Tag::Participle) || Self::is_edge(self.tags[*i])
        });
        match verb.map(|i| self.tags[i]) {
            Some(Tag::Finite) => Tag::Finite,
            _ => Tag::Participle,
        }
    }

    /// After a comma: the verb, when the subject before an insertion still wants one.
    fn past_after_edge(&self, edge: usize, at: usize) -> Tag {
        // "The opening, scheduled for July, was put off": nothing is inserted yet.
        let is_first = self.tags[edge] == Tag::Comma
            && !self.tags[..edge].iter().any(|tag| Self::is_edge(*tag));
        if is_first {
            // "opened in Montreux, moved to Geneva and closed": a row of verbs.
            let row = self.tags[..edge].contains(&Tag::Finite)
                && (at + 1..self.tags.len())
                    .take_while(|i| !Self::is_edge(self.tags[*i]))
                    .any(|i| {
                        self.tags[i] == Tag::And
                            && matches!(self.tags.get(i + 1), Some(Tag::Undecided | Tag::Finite))
                    });
            return if row { Tag::Finite } else { Tag::Participle };
        }
        if self
            .after(at)
            .is_some_and(|i| self.analysis.word(i) == "by")
        {
            return Tag::Participle;
        }
        // "On 17 March a congress of parties, meeting in the north, proclaimed"
        let first = (0..edge).find(|i| {
            let leads = self.tags[*i] == Tag::Preposition && self.tags[i + 1] == Tag::Date;
            !leads
                && !matches!(
                    self.tags[*i],
                    Tag::Quote | Tag::Mark | Tag::Date | Tag::Comma
                )
        });
        let starts_with_noun = first.is_some_and(|i| {
            matches!(
                self.tags[i],
                Tag::Noun | Tag::Determiner | Tag::Gerund | Tag::Pronoun
            )
        });
        let mut inside = false;
        let mut has_verb = false;
        for i in 0..edge {
            match self.tags[i] {
                tag if Self::is_edge(tag) => {
                    inside = self
                        .after(i)
                        .is_some_and(|n| matches!(self.tags[n], Tag::Relative | Tag::That));
                }
                Tag::Relative | Tag::That | Tag::Subordinator => inside = true,
                Tag::Finite if !inside => has_verb = true,
                // "The charter remains, amended in 2005": its verb will be told later.
                Tag::Noun
                    if !inside
                        && i + 1 == edge
                        && self.words.is_third_person(self.analysis.word(i)) =>
                {
                    has_verb = true;
                }
                _ => {}
            }
        }
        if starts_with_noun && !has_verb {
            Tag::Finite
        } else {
            Tag::Participle
        }
    }

    /// After a noun: the verb, unless there is another for the same subject.
    fn past_after_noun(&self, at: usize) -> Tag {
        let verb = (0..at)
            .rev()
            .take_while(|i| !Self::is_joint(self.tags[*i]))
            .find(|i| self.tags[*i] == Tag::Finite);
        // "have died since protests erupted": another clause has begun.
        let begun = verb.is_some_and(|verb| {
            (verb + 1..at).rev().any(|i| {
                self.tags[i] == Tag::Preposition
                    && matches!(self.analysis.word(i), "since" | "after" | "before")
                    && !matches!(self.tags[i + 1], Tag::Date | Tag::Gerund)
                    && (i + 1..at).all(|j| {
                        matches!(
                            self.tags[j],
                            Tag::Noun
                                | Tag::Determiner
                                | Tag::Adverb
                                | Tag::Preposition
                                | Tag::And
                                | Tag::Participle
                        )
                    })
            })
        });
        let by = self
            .after(at)
            .is_some_and(|i| self.analysis.word(i) == "by");
        if let Some(verb) = verb.filter(|_| !begun || by) {
            let says = self.words.speech.contains(self.analysis.word(verb));
            if !says && !self.is_resumed(verb) {
                return Tag::Participle;
            }
            if !says {
                return Tag::Finite;
            }
        }
        if self.is_fronted(at) {
            return Tag::Participle;
        }
        let Some(next) = self.after(at) else {
            return Tag::Finite;
        };
        let by = self.analysis.word(next) == "by";
        let is_open = matches!(
            self.tags[next],
            Tag::Preposition | Tag::To | Tag::Date | Tag::Finite
        );
        if !is_open {
            return Tag::Finite;
        }
        for i in next..self.tags.len() {
            match self.tags[i] {
                Tag::And if by => {}
                // "bombs claimed by Islamic State killed a hundred": the second is the verb.
                Tag::Undecided if by && i > next + 1 => return Tag::Participle,
                Tag::Finite => return Tag::Participle,
                // "announced on Thursday he would": another clause has its verb.
                Tag::Pronoun if self.words.subjects.contains(self.analysis.word(i)) => break,
                tag if Self::is_joint(tag) => break,
                Tag::Preposition
                    if i > next && self.words.subordinators.contains(self.analysis.word(i)) =>
                {
                    break;
                }
                _ => {}
            }
        }
        Tag::Finite
    }

    /// "the sailors who drowned held a vigil": the verb `verb` is that of a relative clause, and its noun has none.
    fn is_resumed(&self, verb: usize) -> bool {
        let joint = (0..verb).rev().find(|i| Self::is_joint(self.tags[*i]));
        let Some(joint) = joint.filter(|i| matches!(self.tags[*i], Tag::Relative | Tag::That))
        else {
            return false;
        };
        if joint == 0 || Self::is_edge(self.tags[joint - 1]) {
            return false;
        }
        !(0..joint)
            .rev()
            .take_while(|i| !Self::is_edge(self.tags[*i]))
            .any(|i| self.tags[i] == Tag::Finite)
    }

    /// "In a statement issued on Monday, …": what stands before the first comma has no verb.
    fn is_fronted(&self, at: usize) -> bool {
        let from = (0..at)
            .rev()
            .find(|i| Self::is_joint(self.tags[*i]))
            .map_or(0, |i| i + 1);
        let to = (at..self.tags.len()).find(|i| Self::is_edge(self.tags[*i]));
        let starts = from == 0 || Self::is_edge(self.tags[from - 1]);
        starts
            && self.tags.get(from) == Some(&Tag::Preposition)
            && !self.words.subordinators.contains(self.analysis.word(from))
            && !self.tags[from..at].contains(&Tag::Date)
            && to.is_some_and(|i| self.tags[i] == Tag::Comma)
    }

    /// "Doctors say the president suffered": a plain form that leads to a report.
    fn settle_reports(&mut self) {
        for at in 1..self.tags.len() {
            let word = self.analysis.word(at);
            if self.tags[at] != Tag::Noun || !self.words.speech.contains(word) {
                continue;
            }
            let next = self.after(at).map(|i| self.tags[i]);
            let leads = matches!(
                next,
                Some(Tag::Determiner | Tag::Noun | Tag::Pronoun | Tag::That)
            );
            let has_verb = (0..at)
                .rev()
                .take_while(|i| !Self::is_joint(self.tags[*i]))
                .any(|i| self.tags[i] == Tag::Finite);
            if leads && !has_verb && self.may_be_present(at) {
                self.tags[at] = Tag::Finite;
            }
        }
    }

    /// Present forms, in stretches that have no other verb: "the committee meets", "Scots vote".
    fn settle_present(&mut self) {
        let mut from = 0;
        while from < self.tags.len() {
            let to = (from + 1..self.tags.len())
                .find(|i| {
                    Self::is_joint(self.tags[*i])
                        && (self.tags[*i] != Tag::And
                            || self.after(*i).is_some_and(|n| {
                                let pronoun = self.tags[n] == Tag::Pronoun
                                    && self.after(n).is_some_and(|v| self.tags[v] == Tag::Finite);
                                self.tags[n] == Tag::Finite || pronoun
                            }))
                })
                .unwrap_or(self.tags.len());
            if !self.tags[from..to].contains(&Tag::Finite)
                && let Some(verb) = (from..to).find(|at| self.may_be_present(*at))
            {
                self.tags[verb] = Tag::Finite;
            }
            // "the statement that was issued refers": the noun's own verb comes after that of its clause.
            let inner = (from..to).find(|i| self.tags[*i] == Tag::Finite);
            if let Some(inner) = inner.filter(|verb| self.is_resumed(*verb))
                && let Some(verb) = (inner + 2..to).find(|at| self.may_be_present(*at))
                && !(inner + 1..to).any(|i| self.tags[i] == Tag::Finite)
            {
                self.tags[verb] = Tag::Finite;
            }
            from = to;
        }
    }

    fn may_be_present(&self, at: usize) -> bool {
        let word = self.analysis.word(at);
        if self.tags[at] != Tag::Noun || !self.words.is_present(word) {
            return false;
        }
        if at > 0 && self.analysis.is_capital(at) {
            return false;
        }
        let Some(mut before) = self.before(at) else {
            return false;
        };
        // "that was issued in Munich in mid-February refers": a date goes with its preposition.
        if at - before > 1
            && self.tags[at - 1] == Tag::Date
            && self.tags[before] == Tag::Preposition
        {
            let Some(earlier) = self.before(before) else {
                return false;
            };
            before = earlier;
        }
        let subject = self.analysis.word(before);
        let fits = match self.tags[before] {
            Tag::Relative | Tag::Pronoun => true,
            // "monitors a ceasefire, which came into force, and hopes to have"
            Tag::And => {
                let comma = before > 0 && self.tags[before - 1] == Tag::Comma;
                comma
                    && self.words.is_third_person(word)
                    && self.tags[..before].contains(&Tag::Finite)
                    && self
                        .after(at)
                        .is_some_and(|i| matches!(self.tags[i], Tag::To | Tag::Determiner))
            }
            // "talks that open on Monday", but not "said that talks between …".
            Tag::That => self
                .before(before)
                .is_some_and(|i| matches!(self.tags[i], Tag::Noun | Tag::Pronoun)),
            Tag::Noun | Tag::Close | Tag::Gerund => {
                let is_plural = self.words.plural_nouns.contains(subject)
                    || (subject.ends_with('s')
                        && !subject.ends_with("ss")
                        && !subject.ends_with("'s")
                        && !subject.ends_with("’s"));
                self.words.is_third_person(word) || is_plural
            }
            _ => false,
        };
        let next = self.after(at).map(|i| self.tags[i]);
        // "peace talks, which …": what may be a noun needs an object or a preposition after it, and a noun that is
        // none of its own compound before it.
        if self.words.may_be_noun(word) {
            let goes_on = matches!(
                next,
                Some(Tag::To | Tag::Determiner | Tag::Pronoun | Tag::Date | Tag::That)
            ) || next == Some(Tag::Preposition)
                && self
                    .after(at)
                    .is_some_and(|i| self.analysis.word(i) != "of");
            let compound = self.tags[before] == Tag::Noun
                && !self.analysis.is_capital(before)
                && !self.words.plural_nouns.contains(subject)
                && (self.words.is_third_person(word) || !subject.ends_with('s'))
                && next == Some(Tag::Preposition)
                // "The book fair runs from 24 October"
                && self
                    .after(at)
                    .is_none_or(|i| self.tags.get(i + 1) != Some(&Tag::Date));
            // "the centre of mass protests that led"
            let held = self.tags[before] == Tag::Noun
                && next == Some(Tag::That)
                && self
                    .before(before)
                    .is_some_and(|i| self.tags[i] == Tag::Preposition);
            if !goes_on || compound || held {
                return false;
            }
        }
        fits && matches!(
            next,
            None | Some(
                Tag::Determiner
                    | Tag::Preposition
                    | Tag::To
                    | Tag::Pronoun
                    | Tag::Date
                    | Tag::That
                    | Tag::Comma
                    | Tag::Mark
                    | Tag::Subordinator
                    | Tag::Relative
                    | Tag::And
                    | Tag::Noun
                    | Tag::Break
            )
        ) && !(next == Some(Tag::Noun)
            && self.tags[before] == Tag::Noun
            && word.ends_with('s')
            && subject.ends_with('s'))
    }
}
