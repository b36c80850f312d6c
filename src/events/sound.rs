//! Whether a headline can be read by itself. In: a parsed sentence, a clause of it and the words kept for its headline.
//! Out: whether they begin with a subject, hold one verb for it and end where a clause can end.

use super::clause::{Clause, Parse};
use super::grammar::Tag;
use super::segments::Opener;

impl Parse<'_> {
    /// Whether the `kept` words of `clause` are a main clause or a noun phrase. German, whose verbs stand elsewhere, is
    /// taken as it is.
    pub(super) fn is_sound(&self, clause: &Clause, kept: &[usize]) -> bool {
        if self.words.verb_second {
            return self.names_its_subject(kept);
        }
        let text: Vec<usize> = kept
            .iter()
            .copied()
            .filter(|at| !matches!(self.tags[*at], Tag::Quote | Tag::Mark))
            .collect();
        let (Some(&first), Some(&last)) = (text.first(), text.last()) else {
            return false;
        };
        // "The deadline for claims is Dec. 31."
        let is_named_day = clause.verb.is_some_and(|verb| {
            self.words.auxiliaries.contains(self.analysis.word(verb))
                && self.tags.get(verb + 1) == Some(&Tag::Date)
                && !kept.contains(&verb)
        });
        if is_named_day {
            return self.begins_soundly(&text, first)
                && !self.words.date_nouns.contains(self.analysis.word(last));
        }
        // "The recall of 212,000 vans | announced": what tells of it stood behind a comma.
        let is_told_of = clause.verb.is_none()
            && text.len() > 4
            && self.tags[first] == Tag::Determiner
            && text.windows(2).any(|pair| {
                self.tags[pair[1]] == Tag::Participle && self.tags[pair[0] + 1] == Tag::Comma
            });
        if is_told_of {
            return true;
        }
        self.begins_soundly(&text, first)
            && !self.words.unfinished.contains(self.analysis.word(last))
            && !self.ends_open(&text)
            && !self.has_second_verb(&text)
            && !self.is_at_odds_with_list(clause)
            && !self.leads_nowhere(&text)
            && !self.is_broken_group(clause, kept)
            && !self.is_open_subject(clause, &text)
            && !self.is_severed(kept)
            && !self.is_only_named(&text)
            && self.has_main_verb(&text)
            && !self.is_untold(clause, kept, &text)
            && !self.runs_on(clause, &text)
            && clause.verb.is_some()
            && !self.is_added(clause, &text)
            && !self.is_shouted(&text)
            && !self.is_of_nobody(&text)
            && !self.is_of_unnamed(&text)
            && !self.is_noun_for_verb(clause, &text)
            && !self.is_at_odds_in_number(clause, &text)
            && !self.is_hung_on(&text)
            && !text.iter().skip(1).any(|at| self.analysis.word(*at) == ":")
            && !self.ends_in_auxiliary(&text)
            && !self.is_of_the_web(kept)
            && !text.iter().take(4).any(|at| self.is_part_relative(*at))
            && !self.is_told_by_contact(&text)
            && !self.is_order(clause, &text)
            && !self.points_on(&text)
            && !self.is_split(first)
            && !self.is_rest_of_subject(first)
            && !self.is_of_two_clauses(clause, &text)
    }

    /// "Violence in Lorn but at least five died", "alive and the display of their bodies angered", "represents the old
    /// town spoke": the words before the verb are no subject.
    fn is_of_two_clauses(&self, clause: &Clause, text: &[usize]) -> bool {
        let Some(verb) = clause.verb else {
            return false;
        };
        let subject: Vec<usize> = text.iter().copied().take_while(|at| *at != verb).collect();
        let word = |at: usize| self.analysis.word(at);
        let is_small = |at: usize| !self.analysis.is_capital(at);
        let turns = subject
            .iter()
            .any(|at| self.tags[*at] == Tag::And && self.words.adversatives.contains(word(*at)));
        let [first, next, ..] = subject[..] else {
            return false;
        };
        let is_bare = self.tags[first] == Tag::Noun && is_small(first) && first > 0;
        let joins = self.tags[next] == Tag::And
            && subject
                .get(2)
                .is_some_and(|at| self.tags[*at] == Tag::Determiner)
            && !self.words.is_several(word(first));
        let is_verb = self.words.is_third_person(word(first)) && self.tags[next] == Tag::Determiner;
        // "largely supports a plan outlined by", "carrying 129 passengers crashed": the subject stood before a comma.
        let behind_comma = first > 0 && self.tags[first - 1] == Tag::Comma && is_small(first);
        let is_led = behind_comma
            && self.tags[first] == Tag::Adverb
            && self.words.is_third_person(word(next));
        let is_gerund = behind_comma
            && self.tags[first] == Tag::Gerund
            && !self.words.gerund_nouns.contains(word(first));
        turns || is_led || is_gerund || is_bare && (joins || is_verb)
    }

    /// "United, whose striker was unused, | host Lorn", "70 tons of rich, | fortified dates arrived": a bare noun behind
    /// a comma, where what stands before it has begun the subject.
    fn is_rest_of_subject(&self, first: usize) -> bool {
        let at = self
            .segments
            .iter()
            .position(|segment| segment.from == first && segment.opener == Opener::Comma);
        at.filter(|k| *k > 0).is_some_and(|k| {
            let before = &self.segments[k - 1];
            let word = self.analysis.word(first);
            matches!(self.tags[first], Tag::Noun | Tag::Participle)
                && !self.analysis.is_capital(first)
                && (!self.words.is_several(word) || self.words.is_third_person(word))
                && !self.words.plural_nouns.contains(word)
                && !word.starts_with(|c: char| c.is_ascii_digit())
                && !self.words.counts.contains(word)
                && (self.is_noun_phrase(before)
                    || before.opener == Opener::Relative
                    || before.opener == Opener::Comma && before.verb.is_none())
        })
    }

    /// "Der jüngste brach ab", "Am Dienstag kam er": who, and which? Where nouns have capitals, an article before a small
    /// word and a verb has lost its own.
    fn names_its_subject(&self, kept: &[usize]) -> bool {
        let word = |at: &usize| self.analysis.word(*at);
        let verb = kept.iter().position(|at| self.tags[*at] == Tag::Finite);
        let beside = verb.and_then(|verb| kept.get(verb + 1));
        let is_pronoun =
            |at: Option<&usize>| at.is_some_and(|at| self.words.nominative.contains(word(at)));
        let is_nobody = kept.iter().any(|at| self.words.vague.contains(word(at)));
        let lost_noun = verb == Some(2)
            && self.tags[kept[0]] == Tag::Determiner
            && !self.analysis.is_capital(kept[1]);
        !lost_noun && !is_nobody && !is_pronoun(kept.first()) && !is_pronoun(beside)
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
            self.words.comparatives.contains(word)
                && next.is_some_and(|at| {
                    self.tags[at] == Tag::Adverb
                        || text
                            .get(2)
                            .is_some_and(|at| self.words.than.contains(self.analysis.word(*at)))
                })
                || self.words.perfect_gerunds.contains(word)
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

    /// "a Velian-drafted, | Lorn-backed resolution": the front of the subject stands before a comma.
    pub(super) fn is_split(&self, first: usize) -> bool {
        first > 2
            && self.tags[first - 1] == Tag::Comma
            && self.analysis.word(first - 2).contains('-')
            && self.tags[first - 2] == Tag::Noun
            && self.tags[first - 3] == Tag::Determiner
    }

    /// "VILLAGES AND TOWNS WIPED the extent": a heading, and the first words of what stands below it.
    pub(super) fn is_shouted(&self, text: &[usize]) -> bool {
        let loud = |at: usize| {
            let word = self.analysis.tokens[at].span.of(self.analysis.text);
            word.chars().count() > 2 && !word.chars().any(|c| c.is_lowercase() || c.is_numeric())
        };
        text.len() > 3 && text[..3].iter().all(|at| loud(*at)) && !text.iter().all(|at| loud(*at))
    }

    /// ", containing uniformed soldiers", ", returning to have it repaired": it hangs on the noun before the comma.
    pub(super) fn is_hung_on(&self, text: &[usize]) -> bool {
        let [first, next, .., last] = *text else {
            return false;
        };
        // "Speaking in an interview taped"
        let is_told_apart = self.tags[next] == Tag::Preposition
            && self.tags[last] == Tag::Finite
            && self.words.may_be_past(self.analysis.word(last))
            && !self.words.gerund_nouns.contains(self.analysis.word(first));
        if self.tags[first] == Tag::Gerund && is_told_apart {
            return true;
        }
        self.tags[first] == Tag::Gerund
            && first > 0
            && self.tags[first - 1] == Tag::Comma
            && !self.words.gerund_nouns.contains(self.analysis.word(first))
            && matches!(self.tags[next], Tag::Finite | Tag::Participle | Tag::To)
            && !self.words.auxiliaries.contains(self.analysis.word(next))
    }

    /// "one of whom", "to which"
    pub(super) fn is_part_relative(&self, at: usize) -> bool {
        self.tags[at] == Tag::Relative && at > 0 && self.tags[at - 1] == Tag::Preposition
    }

    /// Tags, addresses and names of accounts.
    pub(super) fn is_of_the_web(&self, kept: &[usize]) -> bool {
        kept.iter().any(|at| {
            let word = self.analysis.word(*at);
            matches!(word, "#" | "@" | "|" | "*" | "_")
                || word.starts_with("http")
                || word.starts_with("www.")
        })
    }

    pub(super) fn begins_soundly(&self, text: &[usize], first: usize) -> bool {
        let word = self.analysis.word(first);
        let next = text.get(1).copied();
        let is_next = |tag: Tag| next.is_some_and(|at| self.tags[at] == tag);
        let figure = next.is_some_and(|at| {
            self.analysis
                .word(at)
                .starts_with(|c: char| c.is_ascii_digit())
                || self.tags[at] == Tag::Noun && self.words.roundly.contains(word)
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
            Tag::Preposition => {
                let words = self.analysis.words(first..self.tags.len().min(first + 3));
                figure
                    || self
                        .words
                        .quantifiers
                        .at(&words, 0)
                        .is_some_and(|length| length > 1)
            }
            Tag::Participle => is_next(Tag::Noun) || is_next(Tag::Participle),
            _ => true,
        };
        starts && !self.words.no_subject.contains(word)
    }

    /// "Egypt involved in inciting": a noun and a participle, and nothing is said of it.
    pub(super) fn is_reduced_alone(&self, text: &[usize]) -> bool {
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
