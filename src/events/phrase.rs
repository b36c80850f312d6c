//! The clause of a date that stands in a phrase without a verb, and what follows a clause and belongs to it. In: a
//! sentence in segments. Out: clauses, and more places for them.

use super::clause::{Clause, Parse};
use super::grammar::Tag;
use super::segments::{Opener, Segment};

impl Parse<'_> {
    /// What follows and belongs to it: the report it leads to, a second verb of the same subject, a clause that tells
    /// which noun is meant.
    pub(super) fn follow(&self, k: usize, date: (usize, usize), places: &mut Vec<usize>) {
        let holds_date = |s: &Segment| {
            (s.from..s.to).any(|at| self.tags[at] == Tag::Date && !(date.0..date.1).contains(&at))
        };
        let mut last = self.segments[k];
        for next in &self.segments[k + 1..] {
            // German sets a comma before "dass".
            let reports = self.words.verb_second && next.opener == Opener::Complement;
            let adjoins = last.to == next.mark && (!next.comma || reports);
            // "beschloss, die Brücke zu sperren"
            let leads_on = self.words.verb_second
                && next.comma
                && next.verb.is_none()
                && last.to == next.mark
                && (next.to.saturating_sub(3).max(next.from)..next.to)
                    .any(|at| self.tags[at] == Tag::To)
                && !holds_date(next);
            if leads_on {
                places.extend(next.mark..next.to);
                last = *next;
                continue;
            }
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
                    // "said the bomb had been planted and predicted": either may be meant.
                    Opener::And
                        if self.segments[k].opener == Opener::Complement
                            && next.verb.is_none()
                            && self.tag(next.from) == Tag::Participle
                            && self.words.speech.contains(self.word(next.from)) =>
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
        if last.to == self.segments[k].to {
            self.follow_list(k, date, places);
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
            && self.words.complementers.contains(self.word(said.to))
        {
            let report = self.segments[report];
            places.push(said.to);
            places.extend(report.from..report.to);
        }
    }

    /// "in French, | Spanish | and English": the rest of a list that the clause ends with.
    fn follow_list(&self, k: usize, date: (usize, usize), places: &mut Vec<usize>) {
        const LONGEST: usize = 8;
        if self.words.verb_second {
            return;
        }
        let mut items = 0;
        for (j, next) in self.segments.iter().enumerate().skip(k + 1) {
            let is_item = next.verb.is_none()
                && next.to - next.from <= LONGEST
                && matches!(next.opener, Opener::Comma | Opener::And)
                && next.to > next.from
                && matches!(
                    self.tags[next.from],
                    Tag::Noun | Tag::Determiner | Tag::And | Tag::Quote
                )
                && (next.from..next.to).all(|at| {
                    matches!(
                        self.tags[at],
                        Tag::Noun
                            | Tag::Determiner
                            | Tag::And
                            | Tag::Quote
                            | Tag::Preposition
                            | Tag::Date
                            | Tag::Mark
                    ) && (self.tags[at] != Tag::Date || (date.0..date.1).contains(&at))
                });
            if !is_item {
                return;
            }
            items += 1;
            let and = (next.mark..next.to).find(|at| self.tags[*at] == Tag::And);
            let Some(and) = and else { continue };
            // "Lorn, a lawyer and judge" tells more of the one; a list has items that begin alike.
            let is_plain = items > 1
                || next.opener == Opener::Comma
                    && self.tags[next.from] == Tag::Noun
                    && !self.words.adversatives.contains(self.word(and));
            let ends = self.segments.get(j + 1).is_none_or(|after| {
                after.opener != Opener::Comma || after.verb != Some(after.from)
            });
            if is_plain && ends {
                places.extend(self.segments[k + 1].mark..next.to);
            }
            return;
        }
    }

    /// The date stands in a segment without a verb.
    pub(super) fn clause_of_phrase(&self, k: usize, date: (usize, usize)) -> Clause {
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
            if self.words.been.contains(self.word(verb + 1)) {
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
            // "fled from the streets, beaten back": it hangs on who fled.
            let is_aside = places.first().is_some_and(|at| {
                self.segments[k - 1].verb.is_some_and(|verb| verb < *at)
                    && self.tags[*at - 1] == Tag::Preposition
                    && !self.words.genitives.contains(self.word(*at - 1))
                    && !self.words.verb_second
            });
            if is_aside {
                return Clause::default();
            }
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
        let front = apart || first.is_some_and(|at| self.words.fronts.contains(self.word(at)));
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
    pub(super) fn report(&self, host: usize, date: (usize, usize)) -> usize {
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
