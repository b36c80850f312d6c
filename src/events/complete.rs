//! Whether a headline is a whole clause: one verb for its subject, nothing cut off. In: a parsed sentence and the words
//! kept for a headline. Out: what is wrong with them.

use super::clause::{Clause, Parse};
use super::grammar::Tag;

impl Parse<'_> {
    /// "Bad weather in Lorn over severely cut the crop", "The mayor was in, a judge ruled": a preposition without its
    /// noun.
    pub(super) fn leads_nowhere(&self, text: &[usize]) -> bool {
        (1..text.len().saturating_sub(1)).any(|i| {
            let next = (i + 1..text.len()).find(|j| self.tags[text[*j]] != Tag::Adverb);
            self.tags[text[i]] == Tag::Preposition
                && next.is_some_and(|j| {
                    self.tags[text[j]] == Tag::Finite
                        || j == i + 1
                            && matches!(self.tags[text[j]], Tag::Comma | Tag::Break)
                            && !self
                                .words
                                .keep_trailing
                                .contains(self.analysis.word(text[i]))
                })
                && !matches!(
                    self.tags[text[i - 1]],
                    Tag::Finite | Tag::Participle | Tag::Inner
                )
        })
    }

    /// "The rebels have in the north", "would the army": an auxiliary that lost its verb.
    pub(super) fn is_broken_group(&self, clause: &Clause, kept: &[usize]) -> bool {
        let Some(verb) = clause.verb else {
            return false;
        };
        let word = self.analysis.word(verb);
        let is_modal = self.words.modals.contains(word);
        let Some(at) = kept.iter().position(|at| *at == verb) else {
            return true;
        };
        if !self.words.auxiliaries.contains(word) {
            return false;
        }
        let next = kept[at + 1..]
            .iter()
            .find(|at| !matches!(self.tags[**at], Tag::Adverb | Tag::Quote | Tag::Date));
        match next.map(|at| self.tags[*at]) {
            None => true,
            Some(Tag::Comma | Tag::Break | Tag::And | Tag::Relative | Tag::That) => true,
            Some(Tag::Preposition | Tag::Determiner | Tag::Pronoun | Tag::To) => is_modal,
            Some(_) => false,
        }
    }

    /// "The man, a former mayor of Lorn was held": an insertion that is not closed before the verb.
    pub(super) fn is_open_subject(&self, clause: &Clause, text: &[usize]) -> bool {
        let Some(verb) = clause.verb else {
            return false;
        };
        let subject: Vec<Tag> = text
            .iter()
            .take_while(|at| **at != verb)
            .map(|at| self.tags[*at])
            .collect();
        // "Velia's | is causing", but "Moody's changed" has it in its name.
        let owner = text.iter().copied().take_while(|at| *at != verb).last();
        let commas = subject.iter().filter(|tag| **tag == Tag::Comma).count();
        commas % 2 == 1 && !subject.contains(&Tag::And)
            || subject.contains(&Tag::Break)
            || owner.is_some_and(|at| {
                let word = self.analysis.word(at);
                at + 1 != verb && ["'s", "’s"].iter().any(|end| word.ends_with(end))
            })
            || subject.last() == Some(&Tag::And)
    }

    /// "Crews arrived at the south": the noun that comes next in the sentence was cut off.
    pub(super) fn is_severed(&self, kept: &[usize]) -> bool {
        let Some(&last) = kept.last() else {
            return true;
        };
        let next = self.tags.get(last + 1);
        // "There were indications": of what?
        let is_there = kept
            .first()
            .is_some_and(|at| self.words.there.contains(self.analysis.word(*at)));
        if is_there && self.words.report_nouns.contains(self.analysis.word(last)) {
            return true;
        }
        // "became the second country | , after Velia, to sign", "after the town's two | leading mills"
        let is_counted = self.words.counts.contains(self.analysis.word(last))
            && matches!(next, Some(Tag::Gerund | Tag::Participle));
        let resumes = next == Some(&Tag::Comma)
            && (last + 2..self.tags.len())
                .find(|at| matches!(self.tags[*at], Tag::Comma | Tag::Break | Tag::Finite))
                .is_some_and(|at| {
                    self.tags[at] == Tag::Comma && self.tags.get(at + 1) == Some(&Tag::To)
                })
            && kept
                .iter()
                .rev()
                .take(4)
                .any(|at| self.words.turns.contains(self.analysis.word(*at)));
        // "highlighted riders charging -- on horseback -- the crowd", "to find out | who it will be"
        let is_open = matches!(
            (self.tags[last], next),
            (Tag::Gerund, Some(Tag::Break)) | (Tag::Preposition, Some(Tag::Relative))
        );
        if is_counted || resumes || is_open {
            return true;
        }
        // "clashes between pro- and"
        let tokens = &self.analysis.tokens;
        let hyphen = self.analysis.word(last + 1) == "-"
            && tokens
                .get(last + 1)
                .is_some_and(|token| token.span.start == tokens[last].span.end);
        if hyphen {
            return true;
        }
        // "was not seeing | a turning point"
        if self.tags[last] == Tag::Gerund
            && matches!(next, Some(Tag::Determiner | Tag::Quote))
            && kept.len() > 1
            && self.tags[kept[kept.len() - 2]] != Tag::Noun
        {
            return true;
        }
        matches!(self.tags[last], Tag::Noun | Tag::Determiner)
            && next == Some(&Tag::Noun)
            && (self.analysis.is_capital(last) || !self.analysis.is_capital(last + 1))
    }

    /// "The first time they met", "Papers they released": the one verb is that of what tells which one is meant.
    pub(super) fn is_only_named(&self, text: &[usize]) -> bool {
        let mut verbs = (0..text.len()).filter(|i| self.tags[text[*i]] == Tag::Finite);
        let (Some(verb), None) = (verbs.next(), verbs.next()) else {
            return false;
        };
        let subject = (0..verb)
            .rev()
            .find(|i| !matches!(self.tags[text[*i]], Tag::Adverb | Tag::Date));
        subject.is_some_and(|i| {
            i > 0
                && self.tags[text[i]] == Tag::Pronoun
                && self.tags[text[i - 1]] == Tag::Noun
                && text[i - 1] + 1 == text[i]
        })
    }

    /// "Grievances that fuelled the protests that began": every verb is that of a clause that tells which one is meant.
    pub(super) fn has_main_verb(&self, text: &[usize]) -> bool {
        let mut waiting = 0;
        for (i, &at) in text.iter().enumerate() {
            match self.tags[at] {
                // "groups that wish to be counted": the verb was taken for a noun.
                Tag::Relative | Tag::That
                    if self.tags.get(at + 1) == Some(&Tag::Noun)
                        && self.tags.get(at + 2) == Some(&Tag::To) => {}
                Tag::Relative => waiting += 1,
                Tag::That if i > 0 && matches!(self.tags[text[i - 1]], Tag::Noun | Tag::Date) => {
                    waiting += 1;
                }
                // "Weeks before the uprising erupted"
                Tag::Preposition
                    if i > 0
                        && (self.words.units.contains(self.analysis.word(text[i - 1]))
                            || self
                                .words
                                .date_nouns
                                .contains(self.analysis.word(text[i - 1])))
                        && self.words.subordinators.contains(self.analysis.word(at)) =>
                {
                    waiting += 1;
                }
                Tag::Subordinator => waiting += 1,
                Tag::Finite if waiting == 0 => return true,
                Tag::Finite => waiting -= 1,
                _ => {}
            }
        }
        false
    }

    /// "The study said the gravest threat reported by firms": what was said has no verb.
    pub(super) fn is_untold(&self, clause: &Clause, kept: &[usize], text: &[usize]) -> bool {
        // "The mayor is to announce"
        let is_to_be_said = text.last().is_some_and(|at| {
            let word = self.analysis.word(*at);
            self.tags[*at - usize::from(*at > 0)] == Tag::To
                && (self.words.speech.contains(word) || self.words.speech_acts.contains(word))
        });
        if is_to_be_said {
            return true;
        }
        let Some(verb) = clause
            .verb
            .filter(|verb| self.words.says.contains(self.analysis.word(*verb)))
        else {
            return false;
        };
        let rest: Vec<usize> = text.iter().copied().filter(|at| *at > verb).collect();
        let quotes = kept
            .iter()
            .any(|at| *at > verb && self.tags[*at] == Tag::Quote);
        let mut waiting = 0;
        let mut tells = false;
        for at in rest {
            match self.tags[at] {
                // "said her progress since she was shot": the verb of an inner clause.
                Tag::Preposition
                    if self.words.subordinators.contains(self.analysis.word(at))
                        && self.clause_at(at + 1).is_some() =>
                {
                    waiting += 1;
                }
                Tag::Finite | Tag::To | Tag::Inner if waiting == 0 => tells = true,
                Tag::Finite => waiting -= 1,
                _ => {}
            }
        }
        !tells && !quotes
    }

    /// "Wall Street, health efforts Mr Brandt on Monday is": a heading without a full stop, and the next line's
    /// subject.
    pub(super) fn runs_on(&self, clause: &Clause, text: &[usize]) -> bool {
        let Some(verb) = clause.verb else {
            return false;
        };
        let subject: Vec<usize> = text.iter().copied().take_while(|at| *at != verb).collect();
        let many = |at: usize| {
            let word = self.analysis.word(at);
            word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("'s")
        };
        let one = self.words.singular.contains(self.analysis.word(verb));
        one && !subject.iter().any(|at| self.tags[*at] == Tag::And)
            && subject.windows(2).skip(1).any(|pair| {
                pair[0] + 1 == pair[1]
                    && self.tags[pair[0]] == Tag::Noun
                    && self.tags[pair[1]] == Tag::Noun
                    && !self.analysis.is_capital(pair[0])
                    && many(pair[0])
                    && self.analysis.is_capital(pair[1])
            })
    }

    /// "… the gravest in memory -- the bombs dropped on the port": what a dash adds is a noun with a participle.
    pub(super) fn is_added(&self, clause: &Clause, text: &[usize]) -> bool {
        let Some((verb, &first)) = clause.verb.zip(text.first()) else {
            return false;
        };
        let word = self.analysis.word(verb);
        let before = (0..first).rev().find(|at| self.tags[*at] != Tag::Quote);
        let dash = before
            .is_some_and(|at| self.tags[at] == Tag::Break && self.analysis.word(at) != ":")
            && self.tags[..first].contains(&Tag::Finite);
        dash && self.words.may_be_past(word)
            && !self.words.past.contains(word)
            && self.tags[first] == Tag::Determiner
            && matches!(
                self.tags.get(verb + 1),
                Some(Tag::Preposition | Tag::Date) | None
            )
    }

    /// "Scene of an attack by security forces": a noun at the end, taken for the verb.
    pub(super) fn is_noun_for_verb(&self, clause: &Clause, text: &[usize]) -> bool {
        let last = text.last().copied().unwrap_or(0);
        clause.verb == Some(last)
            && text.iter().any(|at| self.tags[*at] == Tag::Preposition)
            && self.words.is_third_person(self.analysis.word(last))
            && self.words.may_be_noun(self.analysis.word(last))
    }

    /// "New glimpses | is using": the nearest noun is not the verb's subject.
    pub(super) fn is_at_odds_in_number(&self, clause: &Clause, text: &[usize]) -> bool {
        let Some(verb) = clause
            .verb
            .filter(|verb| self.words.singular.contains(self.analysis.word(*verb)))
        else {
            return false;
        };
        let subject: Vec<usize> = text.iter().copied().take_while(|at| *at != verb).collect();
        subject.last().is_some_and(|&noun| {
            self.words.is_several(self.analysis.word(noun))
                && !self.analysis.is_capital(noun)
                && subject.iter().all(|at| self.tags[*at] == Tag::Noun)
                && !self
                    .analysis
                    .word(subject[0])
                    .starts_with(|c: char| c.is_ascii_digit())
        })
    }

    /// "The government needs to relax its hold spread across the country": a verb of another subject.
    pub(super) fn has_second_verb(&self, text: &[usize]) -> bool {
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

    /// "The mayor says the bridge is currently"
    pub(super) fn ends_in_auxiliary(&self, text: &[usize]) -> bool {
        let last = text
            .iter()
            .rev()
            .find(|at| !matches!(self.tags[**at], Tag::Adverb | Tag::Date));
        // "were to leave but did not"
        let denies = text.len() > 3 && {
            let end = text.len() - 3;
            let words = self.analysis.words(text[end + 1..].iter().copied());
            self.tags[text[end]] == Tag::And && self.words.negations.is_in(&words)
        };
        !denies
            && last.is_some_and(|at| {
                self.tags[*at] == Tag::Finite
                    && self.words.auxiliaries.contains(self.analysis.word(*at))
            })
    }

    /// "The unrest began when protesters", "data from the chambers that": a clause has been opened and not told.
    pub(super) fn ends_open(&self, text: &[usize]) -> bool {
        // "because of a faulty line", "stepped down as coach" open none.
        let opened = text.iter().rposition(|at| {
            matches!(
                self.tags[*at],
                Tag::Relative | Tag::Subordinator | Tag::That
            ) && self.tags.get(*at + 1) != Some(&Tag::Preposition)
                && !self.words.role_leads.contains(self.analysis.word(*at))
                // "must close at once"
                && !(*at > 0
                    && self.tags[*at] == Tag::Subordinator
                    && self.tags[*at - 1] == Tag::Preposition)
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

    /// "A general, two colonels and a driver | are said": the last of a list is not the subject.
    pub(super) fn is_at_odds_with_list(&self, clause: &Clause) -> bool {
        let Some(verb) = clause
            .verb
            .filter(|verb| self.words.plural_verbs.contains(self.analysis.word(*verb)))
        else {
            return false;
        };
        let subject = clause.before(verb);
        // "Holt, Brandt and Meireles | were": the others stand before a comma.
        let is_one = subject.len() > 1
            && subject.iter().all(|at| self.tags[*at] == Tag::Noun)
            && subject.last().is_some_and(|at| {
                let word = self.analysis.word(*at);
                self.analysis.is_capital(*at)
                    && !word.ends_with('s')
                    && !self.words.plural_nouns.contains(word)
            });
        is_one
            || matches!(subject[..], [article, _] if self.words.indefinite.iter().any(|one| one == self.analysis.word(article)))
    }
}
