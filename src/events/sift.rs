//! What makes no entry although it has a date: stamps, names, background, comparisons, lives. In: a parsed sentence,
//! its date, the clause and headline made of it. Out: whether it is no event, or none that can be printed.

use super::clause::{Clause, Parse};
use super::grammar::Tag;
use crate::calendar::{Edtf, Granularity};
use crate::source::Span;
use crate::temporal::Timex;

impl Parse<'_> {
    /// Whether the date at the tokens `at` dates nothing that happens.
    pub(super) fn is_no_event(
        &self,
        sentence: Span,
        at: (usize, usize),
        timex: &Timex,
        date: Edtf,
    ) -> bool {
        self.is_owned(at)
            || self.is_blurred()
            || self.is_day_before_clause(at)
            || self.is_object(at)
            || self.is_half(at, date)
            || self.is_other_day(at)
            || self.is_not_planned(at)
            || self.is_second_of_pair(at)
            || self.is_background(at)
            || self.is_stretch(at, date)
            || self.is_before_act(at, date)
            || self.is_measured(at, date)
            || self.is_name(at, date)
            || self.is_attributive(at, timex.span, date)
            || self.is_comparison(at, date)
            || self.is_part_of_date(at)
            || self.is_since(at)
            || self.is_habit(at)
            || self.is_day_of_cause(at)
            || self.is_bare_year(at, date)
            || self.is_question(sentence)
    }

    /// "the day before the mayor resigned": that is the day of something else.
    pub(super) fn is_day_before_clause(&self, (from, to): (usize, usize)) -> bool {
        to > from
            && self.words.cause_leads.contains(self.analysis.word(to - 1))
            && self.clause_at(to).is_some()
    }

    /// "has set July 2 as the start of a dialogue": the day is what was set.
    pub(super) fn is_object(&self, (from, to): (usize, usize)) -> bool {
        from > 0
            && self.words.role_leads.contains(self.analysis.word(to))
            && matches!(
                self.tags[from - 1],
                Tag::Finite | Tag::Participle | Tag::Inner
            )
            && !self.words.verb_second
            && self.tags.get(to + 1) == Some(&Tag::Determiner)
    }

    /// "scored twice in the second half": of what?
    pub(super) fn is_half(&self, (from, to): (usize, usize), date: Edtf) -> bool {
        date.granularity() == Granularity::Half
            && !(from..to).any(|at| {
                self.analysis
                    .word(at)
                    .contains(|c: char| c.is_ascii_digit())
            })
    }

    /// "resumed after nightly May prayers on Tuesday", "On 3 June, after Friday prayers": a day that only tells which
    /// thing is meant, beside the day of the clause.
    pub(super) fn is_other_day(&self, (from, to): (usize, usize)) -> bool {
        if self.words.verb_second || from == 0 {
            return false;
        }
        let names = self.tags.get(to) == Some(&Tag::Noun) && !self.analysis.is_capital(to);
        let lead = (from.saturating_sub(3)..from)
            .rev()
            .find(|at| self.tags[*at] == Tag::Preposition);
        let led = lead.is_some_and(|at| {
            self.words.noun_leads.contains(self.analysis.word(at))
                && (at + 1..from).all(|i| matches!(self.tags[i], Tag::Adverb | Tag::Noun))
        });
        let edge = |at: &usize| matches!(self.tags[*at], Tag::Break | Tag::Open | Tag::Close);
        let start = (0..from).rev().find(edge).map_or(0, |at| at + 1);
        let end = (to..self.tags.len())
            .find(|at| edge(at) || self.tags[*at] == Tag::Comma)
            .unwrap_or(self.tags.len());
        // "was held at one of Friday's marches"
        let is_held = self.is_possessive((from, to))
            && lead.is_some_and(|at| self.words.genitives.contains(self.analysis.word(at)));
        names
            && led
            && !is_held
            && (start..end).any(|at| self.tags[at] == Tag::Date && !(from..to).contains(&at))
    }

    /// "agreed on Tuesday not to stand in September", "met on Monday to discuss the riots of Friday": the verb has a day
    /// of its own, and this one is that of what it leads to.
    pub(super) fn is_of_infinitive(&self, clause: &Clause, date: (usize, usize)) -> bool {
        let Some(verb) = clause.verb.filter(|_| !self.words.verb_second) else {
            return false;
        };
        let to = (verb + 1..date.0)
            .find(|at| self.tags[*at] == Tag::To)
            .filter(|to| self.tags[verb..*to].contains(&Tag::Date));
        to.is_some_and(|to| {
            (verb + 1..to).all(|at| {
                matches!(
                    self.tags[at],
                    Tag::Date
                        | Tag::Preposition
                        | Tag::Noun
                        | Tag::Adverb
                        | Tag::Determiner
                        | Tag::Participle
                )
            })
        })
    }

    /// "have put up barriers for a march planned for Tuesday": the day is that of the march.
    pub(super) fn is_of_planned_noun(&self, clause: &Clause, date: (usize, usize)) -> bool {
        let Some(verb) = clause.verb.filter(|_| !self.words.verb_second) else {
            return false;
        };
        let participle = (date.0.saturating_sub(2).max(verb)..date.0).find(|at| {
            self.words
                .plan_participles
                .contains(self.analysis.word(*at))
        });
        let lead = participle.and_then(|at| {
            (verb + 1..at)
                .rev()
                .find(|i| !matches!(self.tags[*i], Tag::Noun | Tag::Determiner))
                .filter(|i| i + 1 < at)
        });
        lead.is_some_and(|at| {
            self.tags[at] == Tag::Preposition
                && !self.words.genitives.contains(self.analysis.word(at))
                && !self.looks_ahead(clause)
                && self
                    .words
                    .proposed
                    .at(&self.analysis.words(verb..self.tags.len().min(verb + 3)), 0)
                    .is_none()
        })
    }

    /// "had not cut the lines before Monday": it was done then, and this is not said.
    pub(super) fn is_only_after(&self, clause: &Clause, date: (usize, usize)) -> bool {
        let lead = date
            .0
            .checked_sub(1)
            .map_or("", |at| self.analysis.word(at));
        !self.words.verb_second && self.is_negated(clause) && self.words.befores.contains(lead)
    }

    /// "has no flights planned for Friday"
    pub(super) fn is_not_planned(&self, (from, _): (usize, usize)) -> bool {
        (from.saturating_sub(2)..from).any(|at| {
            self.words.plan_participles.contains(self.analysis.word(at))
                && (at.saturating_sub(8)..at)
                    .rev()
                    .take_while(|i| {
                        matches!(
                            self.tags[*i],
                            Tag::Noun | Tag::Preposition | Tag::Determiner | Tag::To
                        )
                    })
                    .any(|i| self.words.no.contains(self.analysis.word(i)))
        })
    }

    /// "Velia votes in May and Lorn in the autumn": the verb of the second is left out.
    pub(super) fn is_second_of_pair(&self, (from, _): (usize, usize)) -> bool {
        self.pair(from).is_some()
    }

    /// For a day whose preposition stands at the end of "and Lorn in the autumn": where "and" stands, behind a clause
    /// with a day of its own.
    pub(super) fn pair(&self, from: usize) -> Option<usize> {
        let lead = (from.saturating_sub(2)..from)
            .rev()
            .find(|at| self.tags[*at] == Tag::Preposition)?;
        let and = (0..lead)
            .rev()
            .find(|at| !matches!(self.tags[*at], Tag::Noun | Tag::Determiner))
            .filter(|at| self.tags[*at] == Tag::And && *at + 1 < lead && lead - at <= 4)?;
        // "was elected in 1995 and Lorn's mayor in 2001"
        let day = and
            .checked_sub(1)
            .filter(|at| self.tags[*at] == Tag::Date)?;
        let own = (0..day).rev().find(|at| self.tags[*at] != Tag::Date)?;
        let verb = (0..own)
            .rev()
            .take_while(|at| !matches!(self.tags[*at], Tag::Comma | Tag::Break))
            .any(|at| self.tags[at] == Tag::Finite);
        (verb && self.tags[own] == Tag::Preposition).then_some(and)
    }

    /// "the secretary's last day": a thing of somebody's.
    pub(super) fn is_owned(&self, (from, _): (usize, usize)) -> bool {
        let owner = from.checked_sub(1).map_or("", |at| self.analysis.word(at));
        self.words.turns.contains(self.analysis.word(from))
            && (self.words.possessives.contains(owner)
                || ["'s", "’s", "s'", "s’"]
                    .iter()
                    .any(|end| owner.ends_with(end)))
    }

    /// "since 2011", "since the early hours of Saturday": how things have been, not what happened.
    pub(super) fn is_background(&self, (from, _): (usize, usize)) -> bool {
        let analysis = self.analysis;
        let words = self.words;
        let near =
            (from.saturating_sub(2)..from).any(|at| words.background.contains(analysis.word(at)));
        let of_date = (from.saturating_sub(6)..from)
            .rev()
            .take_while(|at| analysis.word(*at) != ",")
            .filter(|at| words.background.contains(analysis.word(*at)))
            .any(|at| {
                (at..from).any(|i| words.date_nouns.contains(analysis.word(i)))
                    && (at..from).any(|i| words.genitives.contains(analysis.word(i)))
            });
        near || of_date
    }

    /// "over the past year", "ran into the early hours of Friday", "at this time of the year": how long, and no day.
    pub(super) fn is_stretch(&self, (from, to): (usize, usize), date: Edtf) -> bool {
        let word = |at: usize| self.analysis.word(at);
        let lead = from.checked_sub(1).map_or("", word);
        let past = (from..to)
            .take(3)
            .any(|at| self.words.pasts.contains(word(at)))
            && (from..to).any(|at| self.words.definite == word(at));
        let lasts = self.words.stretch_leads.contains(lead);
        let into = (from.saturating_sub(5)..to.min(from + 2))
            .rev()
            .find(|at| !self.words.stretch_words.contains(word(*at)) && *at < from)
            .is_some_and(|at| self.words.intos.contains(word(at)));
        let of_season = self.words.genitives.contains(lead)
            && from > 1
            && self.words.times.contains(word(from - 2));
        past && lasts && date.granularity() <= Granularity::Year || into || of_season
    }

    /// "has held no office since retiring in 2006", "his last posting before leaving in May": the day of another act.
    pub(super) fn is_before_act(&self, (from, _): (usize, usize), date: Edtf) -> bool {
        let gerund = (0..from).rev().take(9).take_while(|at| {
            !matches!(
                self.tags[*at],
                Tag::Comma | Tag::Break | Tag::Finite | Tag::Open | Tag::Close | Tag::And | Tag::To
            )
        });
        gerund.into_iter().any(|at| {
            let lead = at
                .checked_sub(1)
                .map_or("", |lead| self.analysis.word(lead));
            self.tags[at] == Tag::Gerund
                && (self.words.before_acts.contains(lead)
                    || self.words.after_acts.contains(lead)
                        && date.granularity() < Granularity::Day)
        })
    }

    /// "from 92 percent in 2002", "1.07 percent in 1991–2000", "a forecast for 2012": the year of a figure.
    pub(super) fn is_measured(&self, (from, to): (usize, usize), date: Edtf) -> bool {
        let word = |at: usize| self.analysis.word(at);
        if date.granularity() >= Granularity::Day || from < 2 {
            return false;
        }
        let figure = (from.saturating_sub(5)..from - 1).any(|at| {
            let is_figure = word(at + 1)
                .trim_start_matches(['$', '€', '£'])
                .starts_with(|c: char| c.is_ascii_digit());
            is_figure
                && self.words.measure_leads.contains(word(at))
                && (at + 1..from).all(|i| {
                    self.tags[i] == Tag::Noun || i + 1 == from || self.tags[i] == Tag::Mark
                })
                && (self.words.measures.contains(word(at))
                    || (at.saturating_sub(2)..at).any(|i| self.words.compares.is_in(&[word(i)])))
        });
        let same = (from.saturating_sub(4)..from).any(|at| self.words.same.contains(word(at)))
            && (from.saturating_sub(3)..from).any(|at| self.words.same_times.contains(word(at)));
        let year_of = same
            || self.words.goal_leads.contains(word(from - 1))
                && date.granularity() == Granularity::Year
                && self.tags[from - 2] == Tag::Noun;
        let earlier = self.words.than.contains(word(to))
            && (from..to).any(|at| self.words.earliers.contains(word(at)));
        figure && self.words.ins.contains(word(from - 1)) || year_of || earlier
    }

    /// "Syrian Revolution 2011", "the World Cup 2022": a year that belongs to a name.
    pub(super) fn is_name(&self, (from, to): (usize, usize), date: Edtf) -> bool {
        let analysis = self.analysis;
        // "Black September", "the 1000s of them"
        let is_title = date.granularity() == Granularity::Month
            && to == from + 1
            && from > 1
            && analysis.is_capital(from - 1)
            && self.tags[from - 1] == Tag::Noun
            && !self.words.verb_second
            && self.tags.get(to) != Some(&Tag::Comma);
        let is_count = date.granularity() < Granularity::Year
            && to == from + 1
            && from > 0
            && !matches!(self.tags[from - 1], Tag::Determiner)
            && analysis.word(from).starts_with("1000");
        if is_title || is_count {
            return true;
        }
        date.granularity() == Granularity::Year
            && to == from + 1
            && from > 1
            && analysis.is_capital(from - 1)
            && !self.words.date_leads.contains(analysis.word(from - 1))
            && analysis.word(from).bytes().all(|b| b.is_ascii_digit())
    }

    /// "the 1999 treble", "a 13th-century citadel", "fourth-quarter earnings": which one it is, not when it happened.
    pub(super) fn is_attributive(
        &self,
        (from, to): (usize, usize),
        span: Span,
        date: Edtf,
    ) -> bool {
        let analysis = self.analysis;
        let token = analysis.tokens[from].span;
        // "post-2008"
        let part = token.start < span.start
            && analysis.text[token.start as usize..span.start as usize].ends_with('-');
        let coarse = date.granularity() <= Granularity::Year
            || matches!(
                date.granularity(),
                Granularity::Half | Granularity::Season | Granularity::Quarter
            );
        if !coarse {
            return part;
        }
        // "the 2017 bid": a word that may be a verb, too.
        let article = from > 0 && self.tags[from - 1] == Tag::Determiner
            || self.words.articles.contains(analysis.word(from)) && to > from + 1;
        let noun = self.tags.get(to) == Some(&Tag::Noun)
            || article
                && matches!(
                    self.tags.get(to),
                    Some(Tag::Participle | Tag::Gerund | Tag::Finite)
                );
        // "The winter weather"
        let named = article && from == 0 && !self.words.verb_second;
        let held = named
            || from > 0
                && (self.tags[from - 1] == Tag::Determiner
                    || self.tags[from - 1] == Tag::Noun
                    || self.tags[from - 1] == Tag::Preposition
                        && !self.words.time_leads.contains(analysis.word(from - 1)));
        // "During the 1991 Gulf War, …" dates what follows.
        let fronted = from <= 2 && self.tags[0] == Tag::Preposition;
        part || noun && held && !fronted
    }

    /// "have left him this week after a massacre on Friday": the clause has its own day, this is that of the cause.
    pub(super) fn is_day_of_cause(&self, (from, _): (usize, usize)) -> bool {
        let edge = |at: &usize| {
            matches!(
                self.tags[*at],
                Tag::Comma | Tag::Break | Tag::Open | Tag::Close | Tag::Finite
            )
        };
        let start = (0..from).rev().find(edge).map_or(0, |at| at + 1);
        let cause = (start..from).rev().find(|at| {
            self.tags[*at] == Tag::Preposition
                && self.words.cause_leads.contains(self.analysis.word(*at))
                && !matches!(self.tags[*at + 1], Tag::Date | Tag::Gerund)
        });
        cause.is_some_and(|at| self.tags[start..at].contains(&Tag::Date)) && start > 0
    }

    /// "Every week protesters have used Friday prayers to launch marches"
    pub(super) fn is_habit(&self, (from, to): (usize, usize)) -> bool {
        let edge = |at: &usize| matches!(self.tags[*at], Tag::Break | Tag::Open | Tag::Close);
        let start = (0..from).rev().find(edge).map_or(0, |at| at + 1);
        (start..from.min(start + 8)).any(|at| {
            self.words.habits.contains(self.analysis.word(at))
                && self.words.units.contains(self.analysis.word(at + 1))
        }) && !self.words.verb_second
            && to > from
    }

    /// "than a year earlier", "compared with 2010": a measure for something else.
    pub(super) fn is_comparison(&self, (from, to): (usize, usize), date: Edtf) -> bool {
        let word = |at: usize| self.analysis.word(at);
        let lead = from.checked_sub(1).map_or("", word);
        let last = to.checked_sub(1).map_or("", word);
        let compares =
            (from.saturating_sub(4)..from).any(|at| self.words.comparing.contains(word(at)));
        let relative = self.words.relatives_of_time.contains(last);
        // "was bigger than Saturday's crowd", "prior to Saturday"; "no later than Saturday" is a day
        let before_lead = from.checked_sub(2).map_or("", word);
        let is_measure = self.words.than.contains(lead)
            && !self.words.count_ends.contains(before_lead)
            || self.words.priors.contains(before_lead);
        if is_measure {
            return true;
        }
        // "compared with a peak of around 600,000 barrels in the 1990s"
        let in_measure = date.granularity() <= Granularity::Year
            && (0..from)
                .rev()
                .take(12)
                .take_while(|at| !matches!(self.tags[*at], Tag::Finite | Tag::Comma | Tag::Break))
                .any(|at| self.words.comparisons.contains(word(at)));
        in_measure
            || date.granularity() < Granularity::Day
                && (compares && (self.words.comparison_leads.contains(lead) || relative)
                    || self.words.moved_from.contains(lead) && relative)
    }

    /// "the gravest accident since the disaster in Ukraine in 1986"
    pub(super) fn is_since(&self, (from, _): (usize, usize)) -> bool {
        (0..from)
            .rev()
            .take(12)
            .take_while(|at| {
                !matches!(
                    self.tags[*at],
                    Tag::Finite | Tag::Comma | Tag::Break | Tag::Open | Tag::Close | Tag::Date
                )
            })
            .any(|at| self.words.background.contains(self.analysis.word(at)))
    }

    /// "could resemble not 1995", "an improvement on 2009": a year to compare with.
    pub(super) fn is_bare_year(&self, (from, to): (usize, usize), date: Edtf) -> bool {
        let is_year = date.granularity() == Granularity::Year
            && to == from + 1
            && self.analysis.word(from).bytes().all(|b| b.is_ascii_digit());
        // "at 1653": a time of day. "Before 1939 most of the world was ruled": not in it.
        let is_another = is_year
            && from.checked_sub(1).is_some_and(|before| {
                let lead = self.analysis.word(before);
                self.words.clock_leads.contains(lead) || self.words.befores.contains(lead)
            });
        is_another
            || is_year
                && from > 0
                && (matches!(self.tags[from - 1], Tag::Adverb | Tag::Finite)
                    || self
                        .words
                        .improvements
                        .contains(self.analysis.word(from - 1)))
    }

    /// "the first half of March": the month is the date.
    pub(super) fn is_part_of_date(&self, (_, to): (usize, usize)) -> bool {
        self.words.genitives.contains(self.analysis.word(to))
            && self.tags.get(to + 1) == Some(&Tag::Date)
    }

    pub(super) fn is_question(&self, sentence: Span) -> bool {
        let text = sentence.of(self.analysis.text).trim_end();
        text.trim_end_matches(['"', '”', '’', '\'']).ends_with('?')
    }
}
