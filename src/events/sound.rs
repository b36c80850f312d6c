//! Whether a headline can be read by itself. In: a parsed sentence, a clause of it and the words kept for its headline.
//! Out: whether they begin with a subject, hold one verb for it and end where a clause can end.

use super::clause::{Clause, Parse};
use super::grammar::Tag;

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

    /// "Bad weather in Lorn over severely cut the crop", "The mayor was in, a judge ruled": a preposition without its
    /// noun.
    fn leads_nowhere(&self, text: &[usize]) -> bool {
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
    fn is_broken_group(&self, clause: &Clause, kept: &[usize]) -> bool {
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
    fn is_open_subject(&self, clause: &Clause, text: &[usize]) -> bool {
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
    fn is_severed(&self, kept: &[usize]) -> bool {
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
    fn is_only_named(&self, text: &[usize]) -> bool {
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
    fn has_main_verb(&self, text: &[usize]) -> bool {
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
                        && self.words.units.contains(self.analysis.word(text[i - 1]))
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
    fn is_untold(&self, clause: &Clause, kept: &[usize], text: &[usize]) -> bool {
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
        let tells = rest
            .iter()
            .any(|at| matches!(self.tags[*at], Tag::Finite | Tag::To | Tag::Inner));
        !tells && !quotes
    }

    /// "Wall Street, health efforts Mr Brandt on Monday is": a heading without a full stop, and the next line's
    /// subject.
    fn runs_on(&self, clause: &Clause, text: &[usize]) -> bool {
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
    fn is_added(&self, clause: &Clause, text: &[usize]) -> bool {
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

    /// "VILLAGES AND TOWNS WIPED the extent": a heading, and the first words of what stands below it.
    fn is_shouted(&self, text: &[usize]) -> bool {
        let loud = |at: usize| {
            let word = self.analysis.tokens[at].span.of(self.analysis.text);
            word.chars().count() > 2 && !word.chars().any(|c| c.is_lowercase() || c.is_numeric())
        };
        text.len() > 3 && text[..3].iter().all(|at| loud(*at)) && !text.iter().all(|at| loud(*at))
    }

    /// "Many had stayed", "Organisers chose that day": who, and which?
    fn is_of_nobody(&self, text: &[usize]) -> bool {
        let word = |at: usize| self.analysis.word(at);
        let nobody = self.words.vague.contains(word(text[0]))
            && !self.words.there.contains(word(text[0]))
            && text.get(1).is_some_and(|at| self.tags[*at] == Tag::Finite);
        let that_day = text.len() > 2
            && self.words.vague.contains(word(text[text.len() - 1]))
            && (self.tags[text[text.len() - 2]] == Tag::That
                || self
                    .words
                    .demonstratives
                    .contains(word(text[text.len() - 2])));
        nobody || that_day
    }

    /// "The second opened", "The day went", "The plan was sound", "left without one": which one was told before.
    fn is_of_unnamed(&self, text: &[usize]) -> bool {
        let word = |at: usize| self.analysis.word(at);
        let tags: Vec<Tag> = text
            .iter()
            .filter(|at| self.tags[**at] != Tag::Adverb)
            .map(|at| self.tags[*at])
            .collect();
        let bare = matches!(tags[..], [Tag::Determiner, _, Tag::Finite, ..])
            && self.words.articles.contains(word(text[0]));
        let subject = text.get(1).map_or("", |at| word(*at));
        // "The first blast occurred" has its noun.
        let is_lone = text[1..]
            .iter()
            .skip(1)
            .find(|at| self.tags[**at] != Tag::Adverb)
            .is_some_and(|at| self.tags[*at] == Tag::Finite);
        let ordinal = bare
            && is_lone
            && (self.words.turns.contains(subject)
                || self.words.units.contains(subject)
                    && word(text[0]) == self.words.definite.as_str());
        let is_how = bare
            && is_lone
            && tags.len() == 4
            && tags[3] == Tag::Noun
            && text.iter().any(|at| self.words.was.contains(word(*at)));
        // "The day that ministers had set went without one"
        let ends = text.len() > 3
            && self.tags[text[text.len() - 2]] == Tag::Preposition
            && self.tags[text[text.len() - 1]] == Tag::Pronoun
            && self.words.vague.contains(word(text[text.len() - 1]))
            // "one by one"
            && word(text[text.len() - 3]) != word(text[text.len() - 1]);
        ordinal || is_how || ends
    }

    /// "Scene of an attack by security forces": a noun at the end, taken for the verb.
    fn is_noun_for_verb(&self, clause: &Clause, text: &[usize]) -> bool {
        let last = text.last().copied().unwrap_or(0);
        clause.verb == Some(last)
            && text.iter().any(|at| self.tags[*at] == Tag::Preposition)
            && self.words.is_third_person(self.analysis.word(last))
            && self.words.may_be_noun(self.analysis.word(last))
    }

    /// "New glimpses | is using": the nearest noun is not the verb's subject.
    fn is_at_odds_in_number(&self, clause: &Clause, text: &[usize]) -> bool {
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

    /// ", containing uniformed soldiers", ", returning to have it repaired": it hangs on the noun before the comma.
    fn is_hung_on(&self, text: &[usize]) -> bool {
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

    /// "The mayor says the bridge is currently"
    fn ends_in_auxiliary(&self, text: &[usize]) -> bool {
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

    /// "one of whom", "to which"
    fn is_part_relative(&self, at: usize) -> bool {
        self.tags[at] == Tag::Relative && at > 0 && self.tags[at - 1] == Tag::Preposition
    }

    /// Tags, addresses and names of accounts.
    fn is_of_the_web(&self, kept: &[usize]) -> bool {
        kept.iter().any(|at| {
            let word = self.analysis.word(*at);
            matches!(word, "#" | "@" | "|" | "*" | "_")
                || word.starts_with("http")
                || word.starts_with("www.")
        })
    }

    /// "This showering of love", "those accusations": it points at what was told before.
    pub(super) fn points_back(&self, clause: &Clause, kept: &[usize]) -> bool {
        let first = kept
            .iter()
            .copied()
            .find(|at| !matches!(self.tags[*at], Tag::Quote | Tag::Mark));
        first.is_some_and(|at| {
            // "He and colleagues"
            let points = self.words.personal.contains(self.analysis.word(at))
                || self.words.demonstratives.contains(self.analysis.word(at))
                || self.tags[at] == Tag::That
                || self.tags[at] == Tag::Determiner
                    && self.words.complementers.contains(self.analysis.word(at));
            // "It's about time"
            let word = self.analysis.word(at);
            let shortened = word
                .split_once(['\'', '’'])
                .is_some_and(|(pronoun, _)| self.words.pronouns.contains(pronoun));
            points && self.tags.get(at + 1) != Some(&Tag::Date) && clause.verb.is_some()
                || shortened
        }) || self.is_of_somebody(kept)
    }

    /// "Several of its members", "one of his aides": whose, was told before.
    fn is_of_somebody(&self, kept: &[usize]) -> bool {
        kept.iter().take(5).enumerate().any(|(i, at)| {
            i > 0
                && self.words.possessives.contains(self.analysis.word(*at))
                && kept[..i].iter().all(|before| {
                    matches!(
                        self.tags[*before],
                        Tag::Preposition | Tag::Determiner | Tag::Adverb | Tag::Pronoun
                    ) || self.tags[*before] == Tag::Noun
                        && (self.words.vague.contains(self.analysis.word(*before))
                            || self.words.counts.contains(self.analysis.word(*before)))
                })
        })
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

    /// "The unrest began when protesters", "data from the chambers that": a clause has been opened and not told.
    fn ends_open(&self, text: &[usize]) -> bool {
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
            .filter(|verb| self.words.plural_verbs.contains(self.analysis.word(*verb)))
        else {
            return false;
        };
        let subject: Vec<usize> = clause
            .places
            .iter()
            .copied()
            .take_while(|at| *at != verb)
            .collect();
        matches!(subject[..], [article, _] if self.words.indefinite.iter().any(|one| one == self.analysis.word(article)))
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
