//! Whether a headline can be read by itself. In: a parsed sentence, a clause of it and the words kept for its headline.
//! Out: whether they begin with a subject, hold one verb for it and end where a clause can end.

use super::clause::{Clause, Parse};
use super::grammar::Tag;

/// Words that a subject cannot begin with, although their class may.
const NO_SUBJECT: &[&str] = &["unlike", "like", "whose", "based", "thanks", "due"];

/// Words that point on to what would follow.
const POINTS_ON: &[&str] = &["those", "these", "this", "what", "how", "why", "whether"];

impl Parse<'_> {
    /// Whether the `kept` words of `clause` are a main clause or a noun phrase. German, whose verbs stand elsewhere, is
    /// taken as it is.
    pub(super) fn is_sound(&self, clause: &Clause, kept: &[usize]) -> bool {
        if self.words.verb_second {
            return true;
        }
        let text: Vec<usize> = kept
            .iter()
            .copied()
            .filter(|at| !matches!(self.tags[*at], Tag::Quote | Tag::Mark))
            .collect();
        let (Some(&first), Some(&last)) = (text.first(), text.last()) else {
            return false;
        };
        self.begins_soundly(&text, first)
            && !POINTS_ON.contains(&self.analysis.word(last))
            && !self.ends_open(&text)
            && !self.has_second_verb(&text)
            && !self.is_at_odds_with_list(clause)
            && (clause.verb.is_some() || !self.is_reduced_alone(&text))
    }

    /// Whether nothing is left that could be printed: no subject, or a noun with a participle and no verb.
    pub(super) fn is_fragment(&self, clause: &Clause, kept: &[usize]) -> bool {
        let text: Vec<usize> = kept
            .iter()
            .copied()
            .filter(|at| !matches!(self.tags[*at], Tag::Quote | Tag::Mark))
            .collect();
        let owned = |at: usize| {
            at > 0
                && self
                    .words
                    .possessive_relatives
                    .contains(self.analysis.word(at - 1))
        };
        // "During the campaign he scoffed" has its subject, if not first.
        let inverted = |first: usize| {
            self.tags[first] == Tag::Preposition
                && clause.verb.is_some()
                && text
                    .iter()
                    .skip(2)
                    .take_while(|at| Some(**at) != clause.verb)
                    .any(|at| {
                        matches!(self.tags[*at], Tag::Pronoun | Tag::And | Tag::Comma)
                            || self.tags[*at] == Tag::Determiner
                                && self.tags[*at - 1] != Tag::Preposition
                    })
        };
        let starts = text.first().is_some_and(|first| {
            owned(*first) || inverted(*first) || self.begins_soundly(&text, *first)
        });
        // "Containing uniformed soldiers and members of a militia"
        let is_gerund = text.first().is_some_and(|at| self.tags[*at] == Tag::Gerund)
            && !text.iter().any(|at| self.tags[*at] == Tag::Finite);
        // "The observatory said that had died": its subject was left out.
        let is_headless = text.windows(2).any(|pair| {
            self.tags[pair[0]] == Tag::That
                && self.tags[pair[1]] == Tag::Finite
                && pair[0] + 1 < pair[1]
        });
        // "A businessman whose death prompted protests": the one verb is that of what tells which one is meant.
        let verbs = || text.iter().filter(|at| self.tags[**at] == Tag::Finite);
        let is_only_told_apart = verbs().count() == 1
            && verbs().next().is_some_and(|verb| {
                let relative = text.iter().find(|at| self.tags[**at] == Tag::Relative);
                relative.is_some_and(|at| {
                    at < verb && text.first().is_some_and(|first| first < at) && verb - at <= 4
                })
            });
        // "More poignantly of what happened", "Having soared from 127 percent", "Say action could come soon"
        let is_cut = text.first().is_some_and(|&first| {
            let next = text.get(1).copied();
            let word = self.analysis.word(first);
            matches!(word, "more" | "less" | "most")
                && next.is_some_and(|at| {
                    self.tags[at] == Tag::Adverb
                        || text
                            .get(2)
                            .is_some_and(|at| self.analysis.word(*at) == "than")
                })
                || word == "having"
                || self.words.speech.contains(word) && !self.words.may_be_noun(word)
        });
        // "Scene of an attack"
        let is_bare = clause.verb.is_none()
            && text.first().is_some_and(|&first| {
                self.tags[first] == Tag::Noun
                    && !self.analysis.is_capital(first)
                    && !self.analysis.word(first).ends_with('s')
                    && text
                        .get(1)
                        .is_some_and(|at| self.tags[*at] == Tag::Preposition)
            });
        !self.words.verb_second
            && (!starts
                || is_gerund
                || is_headless
                || is_only_told_apart
                || is_cut
                || is_bare
                || clause.verb.is_none() && self.is_reduced_alone(&text))
    }

    /// "We have survived a long journey"
    pub(super) fn is_of_speaker(&self, kept: &[usize]) -> bool {
        let mut quoted = false;
        kept.iter().any(|at| {
            quoted ^= self.tags[*at] == Tag::Quote;
            let word = self.analysis.word(*at);
            // "the US imposed"
            !quoted
                && !self.analysis.is_the_us(*at)
                && self
                    .words
                    .first_person
                    .contains(word.split(['\'', '’']).next().unwrap_or(word))
        })
    }

    fn begins_soundly(&self, text: &[usize], first: usize) -> bool {
        let word = self.analysis.word(first);
        let next = text.get(1).copied();
        let is_next = |tag: Tag| next.is_some_and(|at| self.tags[at] == tag);
        // "whose brother was killed": without whose, nobody knows which brother.
        let owned = first > 0
            && !word.ends_with('s')
            && next.is_none_or(|at| !self.analysis.word(at).ends_with('s'))
            && self
                .words
                .possessive_relatives
                .contains(self.analysis.word(first - 1));
        let figure = next.is_some_and(|at| {
            self.analysis
                .word(at)
                .starts_with(|c: char| c.is_ascii_digit())
                || matches!(self.tags[at], Tag::Noun) && matches!(word, "over" | "about" | "around")
        });
        let starts = match self.tags[first] {
            Tag::To
            | Tag::Relative
            | Tag::Subordinator
            | Tag::Inner
            | Tag::Finite
            | Tag::And
            | Tag::Comma
            | Tag::Break => false,
            // "At least nine", "About 500", "Up to ten".
            Tag::Preposition => figure || matches!(word, "at" | "up") && !is_next(Tag::Determiner),
            Tag::Participle => is_next(Tag::Noun) || is_next(Tag::Participle),
            _ => true,
        };
        starts && !owned && !NO_SUBJECT.contains(&word)
    }

    /// "The unrest began when protesters", "data from the chambers that": a clause has been opened and not told.
    fn ends_open(&self, text: &[usize]) -> bool {
        let opened = text.iter().rposition(|at| {
            matches!(
                self.tags[*at],
                Tag::Relative | Tag::Subordinator | Tag::That
            )
        });
        opened.is_some_and(|i| {
            i > 0
                && !text[i + 1..].iter().any(|at| {
                    matches!(
                        self.tags[*at],
                        Tag::Finite | Tag::Inner | Tag::Participle | Tag::Gerund
                    )
                })
        })
    }

    /// "The government needs to relax its hold spread across the country": a verb of another subject.
    fn has_second_verb(&self, text: &[usize]) -> bool {
        let Some(first) = text.iter().position(|at| self.tags[*at] == Tag::Finite) else {
            return false;
        };
        let verb = self.analysis.word(text[first]);
        if self.words.speech.contains(verb) {
            return false;
        }
        let Some(second) = (first + 1..text.len()).find(|i| self.tags[text[*i]] == Tag::Finite)
        else {
            return false;
        };
        // What stands between in the sentence counts, too, unless words were left out there.
        let is_whole = text[second] - text[first] == second - first;
        let joint = (text[first] + 1..text[second]).any(|at| {
            let word = self.analysis.word(at);
            let is_kept = is_whole || text.contains(&at);
            is_kept
                && (matches!(
                    self.tags[at],
                    Tag::Comma
                        | Tag::Break
                        | Tag::Quote
                        | Tag::Open
                        | Tag::And
                        | Tag::Relative
                        | Tag::That
                        | Tag::Subordinator
                        | Tag::Pronoun
                        | Tag::Determiner
                ) || self.words.subordinators.contains(word)
                    || self.words.report_nouns.contains(word)
                    || self.words.speech.contains(word))
        });
        !joint
    }

    /// "A general, two colonels and a driver | are said": the last of a list is not the subject.
    fn is_at_odds_with_list(&self, clause: &Clause) -> bool {
        let Some(verb) = clause
            .verb
            .filter(|verb| matches!(self.analysis.word(*verb), "are" | "were" | "have"))
        else {
            return false;
        };
        let subject: Vec<usize> = clause
            .places
            .iter()
            .copied()
            .take_while(|at| *at != verb)
            .collect();
        matches!(subject[..], [article, _] if matches!(self.analysis.word(article), "a" | "an"))
    }

    /// "Egypt involved in inciting": a noun and a participle, and nothing is said of it.
    fn is_reduced_alone(&self, text: &[usize]) -> bool {
        text.windows(2).any(|pair| {
            matches!(self.tags[pair[0]], Tag::Noun | Tag::Gerund)
                && pair[0] + 1 == pair[1]
                && self.tags[pair[1]] == Tag::Participle
                && !self
                    .words
                    .plan_participles
                    .contains(self.analysis.word(pair[1]))
        })
    }
}
