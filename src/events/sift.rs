//! What makes no entry although it has a date: stamps, names, background, comparisons, lives. In: a parsed sentence,
//! its date, the clause and headline made of it. Out: whether it is no event, or none that can be printed.

use super::clause::{Clause, Parse};
use super::grammar::Tag;
use super::status::Ahead;
use crate::calendar::{Edtf, Granularity};
use crate::source::Span;
use crate::temporal::{Timex, TimexKind};

impl Parse<'_> {
    /// Whether the date at the tokens `at` dates nothing that happens.
    pub(super) fn is_no_event(
        &self,
        sentence: Span,
        at: (usize, usize),
        timex: &Timex,
        date: Edtf,
    ) -> bool {
        self.is_stamp(at, timex.kind)
            || self.is_footer()
            || self.is_owned(at)
            || self.is_background(at)
            || self.is_stretch(at, date)
            || self.is_before_act(at, date)
            || self.is_measured(at, date)
            || self.is_name(at, date)
            || self.is_attributive(at, timex.span, date)
            || self.is_comparison(at, date)
            || self.is_caption(at)
            || self.is_run_together(at)
            || self.is_part_of_date(at)
            || self.is_since(at)
            || self.is_habit(at)
            || self.is_day_of_cause(at)
            || self.is_bare_year(at, date)
            || self.is_question(sentence)
    }

    /// The stamp of an opening, an update or a comment: "BEIRUT (March 27) –", "(Updated 12:10 p.m.)".
    fn is_stamp(&self, (from, to): (usize, usize), kind: TimexKind) -> bool {
        let analysis = self.analysis;
        let tags = &self.tags;
        let word = |at: usize| analysis.word(at);
        let ends =
            (to..tags.len().min(to + 8)).find(|at| matches!(tags[*at], Tag::Break | Tag::Close));
        let place = (0..from).all(|at| {
            let word = analysis.tokens[at].span.of(analysis.text);
            !analysis.tokens[at].is_word || !word.chars().any(char::is_lowercase)
        });
        let opens = from > 0 && place && from < 8 && ends.is_some_and(|at| at <= to + 2);
        let updated = (from.saturating_sub(4)..from).any(|at| {
            word(at).starts_with("update") || word(at) == "posted" || word(at) == "published"
        });
        let start = analysis.tokens[from].span.start as usize;
        let has_time = kind == TimexKind::Time && analysis.text[start..].contains(':');
        let wrote = (to..tags.len().min(to + 8)).any(|at| word(at) == "wrote");
        // "February 3, 2011 at 6:04 pm | If they raise": a reader's.
        let near = tags.len().min(18);
        let barred = (0..near).any(|at| word(at) == "|") && self.has_clock(0, near);
        let comment = has_time && (word(to) == "|" || wrote) || barred;
        // "updated: Sun Mar 29 2009 11:50:00 The mayor goes to": a stamp of several parts.
        let label = (0..from).rev().find(|at| {
            !matches!(tags[*at], Tag::Date | Tag::Mark | Tag::Break)
                && !word(*at).bytes().all(|b| b.is_ascii_digit())
        });
        let labelled = label.is_some_and(|at| {
            from - at <= 8
                && (word(at).starts_with("update") || matches!(word(at), "posted" | "published"))
        });
        let comment = comment || labelled && from > 0;
        let is_date = |at: Option<&Tag>| at == Some(&Tag::Date);
        // "22nd January 2012 - 18:12": whoever wrote it wrote then.
        let after = tags.get(to) == Some(&Tag::Break) && is_date(tags.get(to + 1));
        let before = from > 1 && tags[from - 1] == Tag::Break && is_date(tags.get(from - 2));
        let pair = (after || before) && self.has_clock(from.saturating_sub(6), to + 6);
        let updated =
            updated || (to..tags.len().min(to + 3)).any(|at| word(at) == "updated") && from < 4;
        // "17 January 12 16:55 GMT The army has": when it was put up.
        let posted = from == 0
            && (to..tags.len().min(to + 5)).any(|at| matches!(word(at), "gmt" | "bst" | "utc"))
            && self.has_clock(from, to + 5);
        // "(Update 3:00 a.m. in Lorn, 8:00 p.m. in Velia)"
        let opened = (from.saturating_sub(16)..from)
            .find(|at| tags[*at] == Tag::Open && word(at + 1).starts_with("update"));
        let depth = |at: usize| {
            let count = |tag: Tag| tags[at..from].iter().filter(|t| **t == tag).count();
            count(Tag::Open) > count(Tag::Close)
        };
        let bracketed = opened.is_some_and(depth)
            && (to..tags.len())
                .find(|at| tags[*at] == Tag::Close)
                .is_some_and(|at| tags[at..].contains(&Tag::Date));
        // "January 30th, 2011 12:47 pm A tax on bread": a reader's words.
        let has_year = (from..to).any(|at| {
            let word = word(at);
            word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())
        });
        let posted = posted
            || from == 0
                && has_time
                && has_year
                && tags.get(to).is_some_and(|tag| *tag != Tag::Comma)
                && analysis.is_capital(to);
        let updated = updated || posted || bracketed;
        // "11:40 (08:40 GMT)": the same moment.
        let again = kind == TimexKind::Time
            && from > 1
            && tags[from - 1] == Tag::Open
            && is_date(tags.get(from - 2));
        opens || updated || comment || pair || again
    }

    /// "A version of this article appeared in print on page 4"
    fn is_footer(&self) -> bool {
        let words = self.analysis.words(0..self.tags.len());
        self.words.footers.is_in(&words)
    }

    /// "the secretary's last day": a thing of somebody's.
    fn is_owned(&self, (from, _): (usize, usize)) -> bool {
        let owner = from.checked_sub(1).map_or("", |at| self.analysis.word(at));
        self.words.turns.contains(self.analysis.word(from))
            && (self.words.possessives.contains(owner)
                || ["'s", "’s", "s'", "s’"]
                    .iter()
                    .any(|end| owner.ends_with(end)))
    }

    /// Whether a time of day in figures stands among the tokens.
    fn has_clock(&self, from: usize, to: usize) -> bool {
        (from..to.min(self.tags.len())).any(|at| {
            let word = self.analysis.word(at);
            let digits = word.bytes().filter(u8::is_ascii_digit).count();
            digits >= 3 && word.contains(':') || {
                let next = self.analysis.word(at + 1);
                next == ":" && word.bytes().all(|b| b.is_ascii_digit())
            }
        })
    }

    /// "since 2011", "since the early hours of Saturday": how things have been, not what happened.
    fn is_background(&self, (from, _): (usize, usize)) -> bool {
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
                    && (at..from).any(|i| analysis.word(i) == "of")
            });
        near || of_date
    }

    /// "over the past year", "ran into the early hours of Friday", "at this time of the year": how long, and no day.
    fn is_stretch(&self, (from, to): (usize, usize), date: Edtf) -> bool {
        let word = |at: usize| self.analysis.word(at);
        let lead = from.checked_sub(1).map_or("", word);
        let past = (from..to)
            .take(3)
            .any(|at| matches!(word(at), "past" | "last"))
            && (from..to).any(|at| word(at) == "the");
        let lasts = matches!(
            lead,
            "over" | "during" | "throughout" | "for" | "in" | "within"
        );
        let into = (from.saturating_sub(5)..to.min(from + 2))
            .rev()
            .find(|at| {
                !matches!(
                    word(*at),
                    "the" | "early" | "late" | "small" | "of" | "hours"
                ) && *at < from
            })
            .is_some_and(|at| word(at) == "into");
        let of_season = lead == "of" && from > 1 && word(from - 2) == "time";
        past && lasts && date.granularity() <= Granularity::Year || into || of_season
    }

    /// "has held no office since retiring in 2006", "his last posting before leaving in May": the day of another act.
    fn is_before_act(&self, (from, _): (usize, usize), date: Edtf) -> bool {
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
                && (matches!(lead, "before" | "since")
                    || matches!(lead, "after" | "when" | "while")
                        && date.granularity() < Granularity::Day)
        })
    }

    /// "from 92 percent in 2002", "1.07 percent in 1991–2000", "a forecast for 2012": the year of a figure.
    fn is_measured(&self, (from, to): (usize, usize), date: Edtf) -> bool {
        let word = |at: usize| self.analysis.word(at);
        if date.granularity() >= Granularity::Day || from < 2 {
            return false;
        }
        let figure = (from.saturating_sub(5)..from - 1).any(|at| {
            let is_figure = word(at + 1)
                .trim_start_matches(['$', '€', '£'])
                .starts_with(|c: char| c.is_ascii_digit());
            is_figure
                && matches!(word(at), "from" | "with" | "against" | "versus" | "to")
                && (at + 1..from).all(|i| {
                    self.tags[i] == Tag::Noun || i + 1 == from || self.tags[i] == Tag::Mark
                })
                && (matches!(word(at), "from" | "against" | "versus")
                    || (at.saturating_sub(2)..at).any(|i| {
                        word(i).starts_with("compar") || word(i) == "up" || word(i) == "down"
                    }))
        });
        let same = (from.saturating_sub(4)..from).any(|at| word(at) == "same")
            && (from.saturating_sub(3)..from)
                .any(|at| matches!(word(at), "period" | "month" | "quarter" | "time"));
        let year_of = same
            || word(from - 1) == "for"
                && date.granularity() == Granularity::Year
                && self.tags[from - 2] == Tag::Noun;
        let earlier = word(to) == "than"
            && (from..to).any(|at| matches!(word(at), "earlier" | "later" | "before"));
        figure && word(from - 1) == "in" || year_of || earlier
    }

    /// "Syrian Revolution 2011", "the World Cup 2022": a year that belongs to a name.
    fn is_name(&self, (from, to): (usize, usize), date: Edtf) -> bool {
        let analysis = self.analysis;
        date.granularity() == Granularity::Year
            && to == from + 1
            && from > 1
            && analysis.is_capital(from - 1)
            && !self.words.date_leads.contains(analysis.word(from - 1))
            && analysis.word(from).bytes().all(|b| b.is_ascii_digit())
    }

    /// "the 1999 treble", "a 13th-century citadel", "fourth-quarter earnings": which one it is, not when it happened.
    fn is_attributive(&self, (from, to): (usize, usize), span: Span, date: Edtf) -> bool {
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
        let article = from > 0 && self.tags[from - 1] == Tag::Determiner;
        let noun = self.tags.get(to) == Some(&Tag::Noun)
            || article
                && matches!(
                    self.tags.get(to),
                    Some(Tag::Participle | Tag::Gerund | Tag::Finite)
                );
        let held = from > 0
            && (self.tags[from - 1] == Tag::Determiner
                || self.tags[from - 1] == Tag::Noun
                || self.tags[from - 1] == Tag::Preposition
                    && !matches!(
                        analysis.word(from - 1),
                        "in" | "by" | "during" | "since" | "until"
                    ));
        // "During the 1991 Gulf War, …" dates what follows.
        let fronted = from <= 2 && self.tags[0] == Tag::Preposition;
        part || noun && held && !fronted
    }

    /// "have left him this week after a massacre on Friday": the clause has its own day, this is that of the cause.
    fn is_day_of_cause(&self, (from, _): (usize, usize)) -> bool {
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
    fn is_habit(&self, (from, to): (usize, usize)) -> bool {
        let edge = |at: &usize| matches!(self.tags[*at], Tag::Break | Tag::Open | Tag::Close);
        let start = (0..from).rev().find(edge).map_or(0, |at| at + 1);
        (start..from.min(start + 8)).any(|at| {
            matches!(self.analysis.word(at), "every" | "each")
                && self.words.units.contains(self.analysis.word(at + 1))
        }) && !self.words.verb_second
            && to > from
    }

    /// "Old Egypt is dead", "have vast implications", said of a day: how things are, not what happened.
    pub(super) fn is_state(&self, clause: &Clause, date: (usize, usize), when: Edtf) -> bool {
        let Some(verb) = clause.verb.filter(|_| !self.words.verb_second) else {
            return false;
        };
        let word = self.analysis.word(verb);
        let next = (verb + 1..self.tags.len()).find(|at| {
            !matches!(self.tags[*at], Tag::Adverb | Tag::Quote) && !(date.0..date.1).contains(at)
        });
        let acts = next.is_some_and(|at| {
            matches!(
                self.tags[at],
                Tag::Participle | Tag::Gerund | Tag::To | Tag::Date
            ) || self.words.been.contains(self.analysis.word(at)) && self.acts_after(at)
        });
        let be = matches!(word, "is" | "are" | "'s" | "has" | "have" | "do" | "does");
        // "The friendship goes back to the 1990s", "has supported them since they rose 12 years ago"
        let is_listed = date.0 == 0;
        let is_coarse = when.granularity() <= Granularity::Year;
        let is_lasting = is_coarse
            && !is_listed
            && (matches!(word, "is" | "are" | "has" | "have")
                || self.words.is_third_person(word) && !self.words.may_be_past(word));
        // "The coverage of the flood was no exception"
        let is_there = clause
            .places
            .first()
            .is_some_and(|at| self.words.vague.contains(self.analysis.word(*at)));
        let was = self.words.was.contains(word)
            && !is_there
            && !acts
            && next.is_some_and(|at| {
                matches!(self.tags[at], Tag::Determiner)
                    && !self.words.articles.contains(self.analysis.word(at))
                    || self.tags[at] == Tag::Preposition
                        && self.words.states.contains(self.analysis.word(at + 1))
            });
        be && !acts || is_lasting || was
    }

    /// "has been held", "have been talks": a participle or a thing follows, not how something is.
    fn acts_after(&self, been: usize) -> bool {
        let next = (been + 1..self.tags.len()).find(|at| self.tags[*at] != Tag::Adverb);
        let is_there = self.words.vague.contains(self.analysis.word(0));
        is_there
            || next.is_some_and(|at| {
                matches!(self.tags[at], Tag::Participle | Tag::Gerund | Tag::Date)
                    || self.words.may_be_past(self.analysis.word(at))
            })
    }

    /// "last summer's rally seems unlikely to be repeated", "said Friday's coverage was fair": the day is that of a
    /// noun, and the verb's is another.
    fn is_day_of_noun(&self, verb: usize, date: (usize, usize)) -> bool {
        let word = self.analysis.word(verb);
        let present = self.words.is_present(word) && !self.words.may_be_past(word)
            || self.words.modals.contains(word)
            || self.words.present.contains(word);
        let attributive = self.tags.get(date.1) == Some(&Tag::Noun)
            && date.0 > verb
            && present
            && self.tags[date.0 - 1] == Tag::Determiner
            && !self.analysis.is_capital(date.1);
        attributive
            || self.is_possessive(date)
                && (present && date.0 < verb
                    || self.words.speech.contains(word)
                        && date.0 > verb
                        && (date.1..self.tags.len())
                            .find(|at| self.tags[*at] == Tag::Finite)
                            .is_some_and(|at| {
                                let word = self.analysis.word(at);
                                self.words.modals.contains(word)
                                    || self.words.present.contains(word)
                            }))
    }

    /// "That would be harder today", "\"The minister is isolated\"": what somebody thinks, said of a day that has come.
    pub(super) fn is_opinion(&self, clause: &Clause, date: (usize, usize), ahead: Ahead) -> bool {
        let Some(verb) = clause.verb.filter(|_| !self.words.verb_second) else {
            return false;
        };
        let word = self.analysis.word(verb);
        let is_reported = (0..verb).any(|at| {
            self.tags[at] == Tag::That && at > 0 && self.tags[at - 1] != Tag::Preposition
                || self.words.speech.contains(self.analysis.word(at))
                || self.words.report_nouns.contains(self.analysis.word(at))
        });
        let supposes = self.words.suppositions.contains(word)
            && ahead != Ahead::Future
            && !is_reported
            && !self.is_perfect(verb);
        let is_quoted = |at: usize| {
            (0..at).filter(|i| self.tags[*i] == Tag::Quote).count() % 2 == 1
                && self.tags[at..].contains(&Tag::Quote)
        };
        let says_how_it_is = ahead != Ahead::Future
            && is_quoted(verb)
            && (is_quoted(date.0) || clause.says)
            && (self.words.present.contains(word) || self.words.suppositions.contains(word));
        // "where the fast lasts through Saturday": what is so each time.
        let is_usual = ahead != Ahead::Future
            && self.words.is_present(word)
            && !self.words.may_be_past(word)
            && (verb.saturating_sub(5)..verb).any(|at| self.tags[at] == Tag::Relative);
        // "readied themselves for Sunday": the day is still to come, and the doing is of another.
        let is_goal = ahead != Ahead::Future
            && date.0 > verb
            && self
                .words
                .goal_leads
                .contains(self.analysis.word(date.0 - 1))
            && !self.words.auxiliaries.contains(word)
            && self.words.planned.at(&[word], 0).is_none()
            && !(verb..date.0)
                .any(|at| self.words.plan_participles.contains(self.analysis.word(at)));
        is_goal
            || is_usual
            || self.is_spoken()
            || supposes
            || says_how_it_is
            || (ahead != Ahead::Future
                || self.words.present.contains(word) && date.0 > 0 && !self.looks_ahead(clause))
                && self.is_day_of_noun(verb, date)
    }

    /// "You know, my fear is": somebody talks, and nobody quotes it.
    fn is_spoken(&self) -> bool {
        let mut quoted = false;
        (0..self.tags.len()).any(|at| {
            quoted ^= self.tags[at] == Tag::Quote;
            let word = self.analysis.word(at);
            !quoted
                && !self.analysis.is_the_us(at)
                && self
                    .words
                    .first_person
                    .contains(word.split(['\'', '’']).next().unwrap_or(word))
        })
    }

    /// "may have started"
    fn is_perfect(&self, verb: usize) -> bool {
        let next = (verb + 1..self.tags.len()).find(|at| self.tags[*at] != Tag::Adverb);
        next.is_some_and(|at| self.words.perfect.contains(self.analysis.word(at)))
    }

    /// "than a year earlier", "compared with 2010": a measure for something else.
    fn is_comparison(&self, (from, to): (usize, usize), date: Edtf) -> bool {
        let word = |at: usize| self.analysis.word(at);
        let lead = from.checked_sub(1).map_or("", word);
        let last = to.checked_sub(1).map_or("", word);
        let compares = (from.saturating_sub(4)..from).any(|at| {
            matches!(
                word(at),
                "compared" | "than" | "versus" | "against" | "recently" | "different"
            )
        });
        let relative = matches!(last, "earlier" | "ago" | "before" | "previously");
        // "compared with a peak of around 600,000 barrels in the 1990s"
        let in_measure = date.granularity() <= Granularity::Year
            && (0..from)
                .rev()
                .take(12)
                .take_while(|at| !matches!(self.tags[*at], Tag::Finite | Tag::Comma | Tag::Break))
                .any(|at| matches!(word(at), "compared" | "versus"));
        in_measure
            || date.granularity() < Granularity::Day
                && (compares
                    && (matches!(
                        lead,
                        "than" | "with" | "to" | "in" | "as" | "versus" | "against" | "from"
                    ) || relative)
                    || lead == "from" && relative)
    }

    /// A page's list of lines without full stops: nobody knows where the date's own line begins.
    fn is_run_together(&self, (from, to): (usize, usize)) -> bool {
        const MOST_WORDS: usize = 75;
        const MOST_STOPLESS: usize = 34;
        let words = self
            .analysis
            .tokens
            .iter()
            .filter(|token| token.is_word)
            .count();
        let edge = |at: &usize| {
            matches!(
                self.tags[*at],
                Tag::Comma | Tag::Break | Tag::Open | Tag::Close | Tag::Mark
            )
        };
        let before = (0..from).rev().find(edge).map_or(0, |at| at + 1);
        let after = (to..self.tags.len()).find(edge).unwrap_or(self.tags.len());
        words > MOST_WORDS && !self.words.verb_second && after - before > MOST_STOPLESS
    }

    /// "Villagers carry a coffin in Homs May 16, 2011.": what a picture shows.
    fn is_caption(&self, (from, to): (usize, usize)) -> bool {
        let rest = (to..self.tags.len()).all(|at| self.tags[at] == Tag::Mark);
        let has_year = to > from
            && self.analysis.word(to - 1).len() == 4
            && self
                .analysis
                .word(to - 1)
                .bytes()
                .all(|b| b.is_ascii_digit());
        let bare = from > 0
            && !matches!(
                self.analysis.word(from - 1),
                "on" | "of" | "by" | "from" | "until" | "since" | "in"
            );
        let picture = (0..from).any(|at| {
            matches!(
                self.analysis.word(at),
                "handout" | "photograph" | "photo" | "picture"
            )
        });
        let handout = (0..self.tags.len()).any(|at| self.analysis.word(at) == "handout");
        // "wears a shirt in Lorn June 21, 2011, as the crowds go by"
        let placed = bare
            && from > 1
            && self.analysis.is_capital(from - 1)
            && self.tags.get(to) == Some(&Tag::Comma);
        handout || (rest || placed) && has_year && to - from > 2 && (bare || picture)
    }

    /// "the gravest accident since the disaster in Ukraine in 1986"
    fn is_since(&self, (from, _): (usize, usize)) -> bool {
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
    fn is_bare_year(&self, (from, to): (usize, usize), date: Edtf) -> bool {
        let is_year = date.granularity() == Granularity::Year
            && to == from + 1
            && self.analysis.word(from).bytes().all(|b| b.is_ascii_digit());
        is_year
            && from > 0
            && (matches!(self.tags[from - 1], Tag::Adverb | Tag::Finite)
                || self.analysis.word(from - 1) == "on")
    }

    /// "the movement founded in 1965": the day of a participle that only tells which one is meant.
    fn is_reduced(&self, clause: &Clause, date: (usize, usize), when: Edtf) -> bool {
        let Some(verb) = clause.verb else {
            return false;
        };
        let lead = (0..date.0).rev().find(|at| {
            !matches!(
                self.tags[*at],
                Tag::Preposition | Tag::Adverb | Tag::Determiner
            )
        });
        lead.is_some_and(|at| {
            verb + 1 < at
                && self.tags[at] == Tag::Participle
                && self.tags[at - 1] == Tag::Noun
                && !self.words.plan_participles.contains(self.analysis.word(at))
                && !(verb..at).any(|i| self.tags[i] == Tag::And)
                && (when.granularity() < Granularity::Day
                    && self.words.auxiliaries.contains(self.analysis.word(verb))
                    || self.is_told_apart(verb, at, date))
        })
    }

    /// "condemned a resolution passed on Friday": the sentence ends with its day, and the thing has an article.
    fn is_told_apart(&self, verb: usize, participle: usize, date: (usize, usize)) -> bool {
        let says = self.words.speech.contains(self.analysis.word(verb));
        let noun = (verb + 1..participle)
            .rev()
            .find(|at| self.tags[*at] != Tag::Noun);
        let held = noun.is_some_and(|at| {
            self.tags[at] == Tag::Determiner
                && !self.words.possessives.contains(self.analysis.word(at))
        });
        let ends = !matches!(self.tags.get(date.1), Some(Tag::Noun | Tag::Participle));
        !says
            && held
            && ends
            && !self.words.auxiliaries.contains(self.analysis.word(verb))
            && date.0 <= participle + 2
    }

    /// "An annual survey have been": the subject that was found is not the verb's.
    fn is_at_odds(&self, clause: &Clause) -> bool {
        let Some(verb) = clause
            .verb
            .filter(|v| matches!(self.analysis.word(*v), "have" | "are" | "were"))
        else {
            return false;
        };
        let subject: Vec<usize> = clause
            .places
            .iter()
            .copied()
            .take_while(|at| *at != verb)
            .collect();
        let one = subject
            .first()
            .is_some_and(|at| matches!(self.analysis.word(*at), "a" | "an"));
        let many = subject.iter().any(|at| {
            self.tags[*at] == Tag::And
                || matches!(
                    self.analysis.word(*at),
                    "number"
                        | "total"
                        | "group"
                        | "handful"
                        | "couple"
                        | "series"
                        | "few"
                        | "pair"
                        | "dozen"
                        | "hundred"
                        | "thousand"
                        | "million"
                        | "majority"
                        | "further"
                        | "estimated"
                        | "additional"
                        | "average"
                        | "crowd"
                )
        });
        one && !many
    }

    /// "the first half of March": the month is the date.
    fn is_part_of_date(&self, (_, to): (usize, usize)) -> bool {
        self.analysis.word(to) == "of" && self.tags.get(to + 1) == Some(&Tag::Date)
    }

    fn is_question(&self, sentence: Span) -> bool {
        let text = sentence.of(self.analysis.text).trim_end();
        text.trim_end_matches(['"', '”', '’', '\'']).ends_with('?')
    }

    /// Whether nobody could print the headline: nothing is told, or nobody knows of whom.
    pub(super) fn is_no_headline(
        &self,
        clause: &Clause,
        date: (usize, usize),
        headline: &str,
        when: Edtf,
        pronoun: bool,
    ) -> bool {
        let count = headline.split_whitespace().count();
        // "He worked there until 1992": a life, not an event.
        if pronoun
            && (when.granularity() <= Granularity::Year
                || count < 4 && when.granularity() < Granularity::Day)
        {
            return true;
        }
        if count < 2 || clause.verb.is_none() && count < 4 {
            return true;
        }
        // "Nobody knew whom": coarser than a day, it says too little.
        if pronoun && when.granularity() < Granularity::Week {
            return true;
        }
        if self.is_reduced(clause, date, when) || self.is_at_odds(clause) {
            return true;
        }
        // "With cheap debt fueling deals": half a clause.
        let starts = clause.places.iter().copied().find(|at| {
            !(date.0..date.1).contains(at)
                && !matches!(self.tags[*at], Tag::Quote | Tag::Adverb | Tag::Comma)
        });
        // "the week | that ministers gave themselves": a clause about a date.
        if starts.is_some_and(|at| {
            matches!(self.tags[at], Tag::That | Tag::Relative)
                || self.tags.get(at + 1) == Some(&Tag::Relative)
                    && self.tags[at] == Tag::Preposition
        }) && !self.words.verb_second
        {
            return true;
        }
        // "Hoping to bolster confidence": so is this, but not "Rising fares eased the blow".
        let gerund = starts.is_some_and(|at| {
            self.tags[at] == Tag::Gerund
                && matches!(
                    self.tags.get(at + 1),
                    Some(Tag::To | Tag::Participle | Tag::Determiner)
                )
        });
        if gerund && !self.words.verb_second {
            return true;
        }
        if starts.is_some_and(|at| {
            at != date.0.saturating_sub(1)
                && matches!(
                    self.analysis.word(at),
                    "with" | "ahead" | "amid" | "despite"
                )
        }) && !self.words.verb_second
        {
            return true;
        }
        // "That became 7 March", "to where it had been": what is left has lost its word.
        let last = headline.rsplit(' ').next().unwrap_or("").to_lowercase();
        if self.words.auxiliaries.contains(&last)
            || matches!(
                last.as_str(),
                "been" | "quoted" | "became" | "become" | "becomes" | "remains" | "remained"
            )
        {
            return true;
        }
        // "The present date is 14 March"
        let named = clause.verb.is_some_and(|verb| {
            self.words.auxiliaries.contains(self.analysis.word(verb))
                && clause
                    .places
                    .last()
                    .is_some_and(|at| (date.0..date.1).contains(at))
                && (verb + 1..date.0).all(|at| matches!(self.tags[at], Tag::Adverb | Tag::Quote))
        });
        if named {
            return true;
        }
        let subject = self.subject_word(clause, date);
        // "Others left": nobody knows who.
        if clause.verb.is_some()
            && subject.is_some_and(|word| {
                (self.words.vague.contains(word) || self.words.demonstratives.contains(word))
                    && !self.words.there.contains(word)
            })
            && clause
                .places
                .iter()
                .take_while(|at| Some(**at) != clause.verb)
                .filter(|at| self.analysis.tokens[**at].is_word && !(date.0..date.1).contains(*at))
                .count()
                == 1
        {
            return true;
        }
        // "With 771 being pulled down"
        let first = clause.places.iter().find(|at| {
            !(date.0..date.1).contains(*at) && !matches!(self.tags[**at], Tag::Quote | Tag::Adverb)
        });
        // "After a quake and tsunami shut down": half a clause.
        if first.is_some_and(|at| {
            self.words.subordinators.contains(self.analysis.word(*at))
                && matches!(self.tags[*at], Tag::Preposition | Tag::Subordinator)
        }) && !self.words.verb_second
        {
            return true;
        }
        if clause.verb.is_none()
            && first.is_some_and(|at| {
                matches!(
                    self.tags[*at],
                    Tag::Preposition
                        | Tag::Gerund
                        | Tag::Participle
                        | Tag::And
                        | Tag::To
                        | Tag::Pronoun
                )
            })
        {
            return true;
        }
        // "Tuesday is the anniversary": the date is the subject.
        if subject.is_none() && clause.verb.is_some() && !self.words.verb_second {
            return true;
        }
        // "I went home": nobody knows who.
        if matches!(subject, Some("i" | "you"))
            || subject == Some("we") && (!self.tags.contains(&Tag::Quote) || count < 6)
        {
            return true;
        }
        // What is left of a name that was cut at its full stop: "O bought Playfish".
        let alone = clause
            .verb
            .and_then(|verb| clause.places.iter().position(|at| *at == verb))
            == Some(1);
        if alone
            && subject
                .is_some_and(|word| word.len() <= 2 && self.tags[clause.places[0]] == Tag::Noun)
        {
            return true;
        }
        self.is_bare_saying(clause, date)
    }

    /// "Anas al-Abdah told the BBC", "as Kofi Annan cautioned": that somebody spoke, but not what.
    fn is_bare_saying(&self, clause: &Clause, date: (usize, usize)) -> bool {
        let Some(verb) = clause.verb.filter(|verb| {
            let word = self.analysis.word(*verb);
            self.words.speech_only.contains(word)
                || self.words.speech.contains(word)
                || matches!(word, "cautioned" | "predicted" | "put")
        }) else {
            return false;
        };
        let rest: Vec<usize> = clause
            .places
            .iter()
            .copied()
            .skip_while(|at| *at != verb)
            .skip(1)
            .filter(|at| !(date.0..date.1).contains(at) && self.analysis.tokens[*at].is_word)
            .collect();
        let told = self.analysis.word(verb).starts_with("t");
        let tells = rest.iter().any(|at| {
            matches!(
                self.tags[*at],
                Tag::Finite | Tag::That | Tag::To | Tag::Gerund
            )
        });
        !tells && (rest.len() <= 1 || told && rest.len() <= 6)
    }
}
