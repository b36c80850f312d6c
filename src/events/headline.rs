//! A headline from a clause: the article's own words, some left out. In: a parsed sentence, a clause of it and the
//! place of its date. Out: text that reads as a headline; never invented words.

use super::clause::{Clause, Parse};
use super::grammar::Tag;

/// The longest headline where the clause allows a choice, in characters.
const LONGEST: usize = 90;

/// A whole clause up to this length is better than one that is cut where more of the same follows.
const STILL_WHOLE: usize = 110;

impl Parse<'_> {
    /// The headline of the words that [`Parse::kept`] kept, its first letter large.
    pub(super) fn headline(
        &self,
        kept: &[usize],
        date: (usize, usize),
        name: Option<&str>,
    ) -> String {
        capitalise(&self.join(kept, date, name))
    }

    /// The words of `clause` for a headline, without the date at `date`; `name` takes the place of a pronoun it begins
    /// with.
    pub(super) fn kept(
        &self,
        clause: &Clause,
        date: (usize, usize),
        name: Option<&str>,
    ) -> Vec<usize> {
        let mut kept = clause.places.clone();
        kept.dedup();
        self.cut_attribution(clause, &mut kept);
        self.cut_next_line(clause, &mut kept);
        let kept_date = self.is_needed(&kept, date);
        if !kept_date {
            self.cut_date(clause, &mut kept, date);
            if self.is_moved(date) {
                self.cut_moves(&mut kept);
            }
        }
        self.trim_front(&mut kept);
        self.balance(&mut kept);
        self.shorten(clause, &mut kept, date, name);
        self.trim_end(clause, &mut kept);
        self.balance(&mut kept);
        self.trim_end(clause, &mut kept);
        self.trim_front(&mut kept);
        self.trim_place(clause, &mut kept);
        kept
    }

    /// Leaves out where it happened before the subject: "In Oman heavy security prevented", "In Lorn a bill was drawn
    /// up".
    fn trim_place(&self, clause: &Clause, kept: &mut Vec<usize>) {
        let verb = clause
            .verb
            .and_then(|verb| kept.iter().position(|at| *at == verb));
        let Some(verb) = verb.filter(|_| !self.words.verb_second) else {
            return;
        };
        let leads = kept.first().is_some_and(|at| {
            self.tags[*at] == Tag::Preposition && self.words.place_leads.contains(self.at(*at))
        });
        if !leads || kept[..verb].iter().any(|at| self.tags[*at] == Tag::And) {
            return;
        }
        let subject = (2..verb).find(|i| {
            let (before, at) = (kept[i - 1], kept[*i]);
            let anew = self.tags[at] == Tag::Determiner
                && !matches!(
                    self.tags[before],
                    Tag::Preposition | Tag::Participle | Tag::Gerund | Tag::To
                );
            let plain = self.tags[at] == Tag::Noun
                && *i == 2
                && self.tags[before] == Tag::Noun
                && self.analysis.is_capital(before)
                && !self.analysis.is_capital(at)
                && *i + 1 < verb;
            anew || plain
        });
        if let Some(subject) = subject {
            kept.drain(..subject);
        }
    }

    fn at(&self, at: usize) -> &str {
        self.analysis.word(at)
    }

    /// Where the verb stands first without its date, the date stays (German).
    fn is_needed(&self, kept: &[usize], date: (usize, usize)) -> bool {
        self.words.verb_second
            && kept
                .iter()
                .find(|at| {
                    !(date.0..date.1).contains(at)
                        && !self.words.date_leads.contains(self.at(**at))
                        && self.tags[**at] != Tag::Comma
                })
                .is_some_and(|at| self.tags[*at] == Tag::Finite)
    }

    /// Cuts "according to …" off, wherever it stands.
    fn cut_attribution(&self, clause: &Clause, kept: &mut Vec<usize>) {
        let words = self.analysis.words(kept.iter().copied());
        if let Some((at, _)) = self.words.attributions.find(&words)
            && clause.verb.is_some_and(|verb| kept[..at].contains(&verb))
        {
            kept.truncate(at);
        }
    }

    /// "The army began a bombardment Some accounts say": a line without a full stop, and the next one's first words.
    fn cut_next_line(&self, clause: &Clause, kept: &mut Vec<usize>) {
        let Some(verb) = clause.verb.filter(|_| !self.words.verb_second) else {
            return;
        };
        let next = (1..kept.len()).find(|i| {
            let (before, at) = (kept[i - 1], kept[*i]);
            let opens = matches!(self.tags[at], Tag::Determiner | Tag::Pronoun)
                || self.words.line_starts.contains(self.at(at));
            before > verb
                && before + 1 == at
                && opens
                && self.at(at).len() > 1
                && self.analysis.is_capital(at)
                && (self.tags[before] == Tag::Date
                    || self.tags[before] == Tag::Noun && !self.analysis.is_capital(before))
                && !self.analysis.is_capital(at + 1)
        });
        if let Some(next) = next {
            kept.truncate(next);
        }
    }

    /// Leaves out the date and the words that lead to it.
    fn cut_date(&self, clause: &Clause, kept: &mut Vec<usize>, date: (usize, usize)) {
        let Some(start) = kept.iter().position(|at| *at >= date.0 && *at < date.1) else {
            return;
        };
        let end = kept
            .iter()
            .rposition(|at| *at >= date.0 && *at < date.1)
            .map_or(start, |at| at + 1);
        // "the March 1 ceasefire": the date qualifies what follows, the article stays.
        let before = start.checked_sub(1).map(|i| kept[i]);
        let qualifies = before.is_some_and(|at| {
            matches!(self.tags[at], Tag::Determiner | Tag::Noun)
                && kept
                    .get(end)
                    .is_some_and(|next| matches!(self.tags[*next], Tag::Noun) && *next == date.1)
                && (self.tags[at] == Tag::Determiner || self.at(at).ends_with("'s"))
        });
        // "after Friday prayers" loses the day alone, "on Friday police said" the preposition, too.
        let inner = before
            .is_some_and(|at| self.words.noun_leads.contains(self.at(at)) && at + 1 == date.0)
            && kept.get(end).is_some_and(|next| {
                *next == date.1 && self.tags[*next] == Tag::Noun && !self.analysis.is_capital(*next)
            });
        let qualifies = qualifies || inner;
        // "sought from Saturday's match": the article that says as much takes its place.
        if self.is_possessive(date) {
            let is_held = before.is_some_and(|at| self.tags[at] == Tag::Determiner);
            let goes_on = kept.get(end).is_some_and(|at| {
                *at == date.1 && !matches!(self.tags[*at], Tag::Comma | Tag::Break | Tag::Finite)
            });
            if goes_on {
                kept.drain(start..if is_held { end } else { end - 1 });
                return;
            }
        }
        let mut lead = start;
        if !qualifies {
            lead = self.lead(clause, kept, start);
        }
        // "expected the coming winter to be mild": without the day, the article would stand alone.
        if !qualifies
            && !self.words.verb_second
            && lead == start
            && before.is_some_and(|at| self.tags[at] == Tag::Determiner)
            && kept
                .get(end)
                .is_some_and(|at| matches!(self.tags[*at], Tag::To | Tag::Finite | Tag::Inner))
        {
            return;
        }
        let mut end = end;
        // "on Friday 's march" and a comma on both sides.
        let comma = |i: Option<usize>| i.is_some_and(|at| self.tags[at] == Tag::Comma);
        if comma(kept.get(end).copied())
            && (lead == 0 || comma(lead.checked_sub(1).map(|i| kept[i])))
        {
            end += 1;
        }
        // "in the 1980s and 1990s"
        if kept.get(end).is_some_and(|at| self.tags[*at] == Tag::And)
            && kept
                .get(end + 1)
                .is_some_and(|at| self.tags[*at] == Tag::Date)
        {
            end += 1;
            while kept.get(end).is_some_and(|at| self.tags[*at] == Tag::Date) {
                end += 1;
            }
        }
        // "died over Monday and Tuesday"
        if lead > 2
            && lead == start
            && self.tags[kept[lead - 1]] == Tag::And
            && self.tags[kept[lead - 2]] == Tag::Date
        {
            lead -= 2;
            while lead > 0 && self.tags[kept[lead - 1]] == Tag::Date {
                lead -= 1;
            }
            if lead > 1 && self.tags[kept[lead - 1]] == Tag::Preposition {
                lead -= 1;
            }
        }
        // "said in a statement issued on Monday that": so it is here.
        let is_issued = !qualifies
            && lead > 2
            && lead < start
            && self.tags[kept[lead - 1]] == Tag::Participle
            && self.tags[kept[lead - 2]] == Tag::Noun
            && self.words.report_nouns.contains(self.at(kept[lead - 2]))
            && kept[lead - 2] + 2 == kept[lead]
            && kept.get(end).is_some_and(|at| self.tags[*at] == Tag::That);
        if is_issued {
            lead -= 1;
        }
        // "A report released on Monday accused": without its day, the participle is in the way.
        let is_bare = !qualifies
            && lead > 1
            && self.tags[kept[lead - 1]] == Tag::Participle
            && self.tags[kept[lead - 2]] == Tag::Noun
            && kept[lead - 2] + 2 == kept[lead]
            && !self.words.may_be_noun(self.at(kept[lead - 1]))
            && !self.words.report_nouns.contains(self.at(kept[lead - 1]))
            && !self.words.vague.contains(self.at(kept[lead - 2]))
            && kept
                .get(end)
                .is_some_and(|at| Some(*at) == clause.verb && *at == date.1);
        if is_bare {
            lead -= 1;
        }
        kept.drain(lead..end);
        // A comma that now stands before nothing, or before another mark.
        if lead > 0 && comma(lead.checked_sub(1).map(|i| kept[i])) && lead >= kept.len() {
            kept.truncate(lead - 1);
        }
    }

    /// "Saturday's match"
    pub(super) fn is_possessive(&self, date: (usize, usize)) -> bool {
        let last = self.at(date.1.saturating_sub(1));
        !self.words.verb_second && (last.ends_with("'s") || last.ends_with("’s"))
    }

    /// Leaves out the other day of "from March 7 to March 9".
    fn cut_moves(&self, kept: &mut Vec<usize>) {
        let leads = |at: usize| {
            let word = self.at(at);
            (self.words.moved_from.contains(word) || self.words.moved_to.contains(word))
                && self.tags.get(at + 1) == Some(&Tag::Date)
        };
        let mut inside = false;
        kept.retain(|at| {
            inside = leads(*at) || inside && self.tags[*at] == Tag::Date;
            !inside
        });
    }

    /// Where the words that lead to a date at `start` begin.
    fn lead(&self, clause: &Clause, kept: &[usize], start: usize) -> usize {
        let is_lead = |i: usize| {
            let at = kept[i];
            self.words.date_leads.contains(self.at(at)) && clause.verb != Some(at)
        };
        let adjoins = |i: usize| kept[i] + 1 == kept[i + 1] || i + 1 >= kept.len();
        let mut lead = start;
        while lead > 0
            && is_lead(lead - 1)
            && start - lead < 4
            && (lead == start || adjoins(lead - 1))
        {
            lead -= 1;
        }
        // "let in on 11 January": the particle is the verb's.
        if lead + 1 < start
            && self.words.particles.contains(self.at(kept[lead]))
            && self.tags[kept[lead + 1]] == Tag::Preposition
        {
            lead += 1;
        }
        // "pressing for a truce to begin March 1": the verb leads to its day alone.
        if lead > 3
            && self.is_beginning(kept[lead - 1])
            && self.tags[kept[lead - 2]] == Tag::To
            && self.tags[kept[lead - 3]] == Tag::Noun
        {
            let noun = (0..lead - 2)
                .rev()
                .take(7)
                .find(|i| self.words.wish_leads.contains(self.at(kept[*i])));
            if noun.is_some_and(|i| {
                (i + 1..lead - 2).all(|j| {
                    matches!(
                        self.tags[kept[j]],
                        Tag::Noun | Tag::Determiner | Tag::Preposition
                    )
                })
            }) {
                return lead - 2;
            }
        }
        // "as recently as last February"
        if lead > 2
            && lead < start
            && self.words.subordinators.contains(self.at(kept[lead]))
            && self.at(kept[lead]) == self.at(kept[lead - 2])
        {
            lead -= 2;
        }
        // "in the early 1990s": an article between preposition and date.
        if lead == start
            && lead > 1
            && self.tags[kept[lead - 1]] == Tag::Determiner
            && is_lead(lead - 2)
        {
            lead -= 2;
            while lead > 0 && is_lead(lead - 1) {
                lead -= 1;
            }
        }
        // "on or before the U.N.-set target date of Feb. 25", "in the morning of"
        let noun = if lead < start {
            kept[lead..start]
                .iter()
                .position(|at| self.words.date_noun_links.contains(self.at(*at)))
                .map(|i| lead + i)
        } else {
            Some(start)
        };
        if let Some(noun) = noun.filter(|n| *n > 1)
            && self.words.date_nouns.contains(self.at(kept[noun - 1]))
        {
            let article = (noun.saturating_sub(5)..noun)
                .rev()
                .find(|i| self.tags[kept[*i]] == Tag::Determiner);
            if let Some(article) = article.filter(|i| *i > 0 && is_lead(*i - 1)) {
                lead = article;
                while lead > 0 && is_lead(lead - 1) {
                    lead -= 1;
                }
            }
        }
        // "the strike planned for 9 September"
        while lead > 1
            && self
                .words
                .plan_participles
                .contains(self.at(kept[lead - 1]))
            && self.tags[kept[lead - 1]] != Tag::Finite
            && !self.is_auxiliary_before(kept, lead - 1)
        {
            lead -= 1;
        }
        if lead > 1
            && lead < start
            && self.tags[kept[lead - 1]] == Tag::Comma
            && self.words.plan_participles.contains(self.at(kept[lead]))
        {
            lead -= 1;
        }
        lead
    }

    fn is_beginning(&self, at: usize) -> bool {
        self.words.beginnings.contains(self.at(at))
    }

    fn is_auxiliary_before(&self, kept: &[usize], i: usize) -> bool {
        (0..i)
            .rev()
            .map(|i| kept[i])
            .find(|at| !matches!(self.tags[*at], Tag::Adverb | Tag::Participle | Tag::Date))
            .is_some_and(|at| {
                self.words.auxiliaries.contains(self.at(at)) || self.tags[at] == Tag::Inner
            })
    }

    /// Leaves out what only leads on: connectives, marks, an adverbial before the first comma.
    fn trim_front(&self, kept: &mut Vec<usize>) {
        loop {
            let Some(&first) = kept.first() else { return };
            let word = self.at(first);
            let opens_quote = self.tags[first] == Tag::Quote
                && kept[1..].iter().any(|at| self.tags[*at] == Tag::Quote);
            let is_mark = matches!(
                self.tags[first],
                Tag::Mark | Tag::Comma | Tag::Break | Tag::Close | Tag::Open
            ) && !word.starts_with(['$', '€', '£', '#']);
            let next = kept.get(1).copied();
            let leads = self.words.connectives.contains(word)
                && next.is_some_and(|at| {
                    self.tags[at] != Tag::Preposition
                        || self.words.place_leads.contains(self.at(at))
                })
                && next.is_some_and(|at| {
                    // "First ministers agreed", "Both …": an adjective is none.
                    self.tags[at] != Tag::Noun
                        || matches!(self.tags[first], Tag::And | Tag::Adverb)
                            && !self.words.noun_adverbs.contains(word)
                });
            // "12 07:00 GMT UN chief says": a stamp before the words.
            let stamp = self.tags[first] == Tag::Date
                && next.is_some_and(|at| {
                    matches!(self.tags[at], Tag::Date)
                        || self.tags[at] == Tag::Noun && self.analysis.is_capital(at)
                });
            // "14:27:00 The mayor said"
            let seconds = first > 0
                && self.at(first - 1) == ":"
                && word.len() == 2
                && word.bytes().all(|b| b.is_ascii_digit());
            if (is_mark || leads || stamp || seconds) && !opens_quote {
                kept.remove(0);
            } else {
                return;
            }
        }
    }

    /// Takes out quotation marks and brackets that lost their partner.
    fn balance(&self, kept: &mut Vec<usize>) {
        let count = |marks: &[&str]| {
            kept.iter()
                .filter(|at| marks.contains(&self.at(**at)))
                .count()
        };
        let mut stray: Vec<&str> = Vec::new();
        for (open, close) in [("“", "”"), ("„", "“"), ("(", ")"), ("[", "]"), ("``", "''")]
        {
            if count(&[open]) != count(&[close]) && !(open == "“" && count(&["„"]) > 0) {
                stray.extend([open, close]);
            }
        }
        if count(&["\""]) % 2 == 1 {
            stray.push("\"");
        }
        if count(&["‘"]) != count(&["’"]) {
            stray.extend(["‘", "’"]);
        }
        if count(&["'"]) == 1 {
            stray.push("'");
        }
        // A whole headline in quotation marks needs none.
        let whole = kept.len() > 2
            && self.tags[kept[0]] == Tag::Quote
            && kept.last().is_some_and(|at| self.tags[*at] == Tag::Quote)
            && kept
                .iter()
                .filter(|at| self.tags[**at] == Tag::Quote)
                .count()
                == 2;
        if whole {
            kept.pop();
            kept.remove(0);
        }
        kept.retain(|at| self.analysis.tokens[*at].is_word || !stray.contains(&self.at(*at)));
        // Brackets with nothing in them, and marks that now stand side by side.
        let mut out: Vec<usize> = Vec::with_capacity(kept.len());
        for &at in kept.iter() {
            match (out.last().map(|last| self.tags[*last]), self.tags[at]) {
                (Some(Tag::Open), Tag::Close) => {
                    out.pop();
                }
                (Some(Tag::Comma | Tag::Open) | None, Tag::Comma | Tag::Break) => {}
                (Some(Tag::Comma), Tag::Close) => {
                    out.pop();
                    out.push(at);
                }
                _ => out.push(at),
            }
        }
        *kept = out;
    }

    /// Leaves out insertions, then cuts from the end, until at most [`LONGEST`] characters are left; where no
    /// place to cut leaves a whole clause, it stays longer.
    fn shorten(
        &self,
        clause: &Clause,
        kept: &mut Vec<usize>,
        date: (usize, usize),
        name: Option<&str>,
    ) {
        let length = |kept: &[usize]| self.join(kept, date, name).chars().count();
        let place = |kept: &[usize]| {
            clause
                .verb
                .and_then(|v| kept.iter().position(|at| *at == v))
        };
        if length(kept) <= LONGEST
            || self.words.verb_second && !kept.iter().any(|at| self.tags[*at] == Tag::Comma)
        {
            return;
        }
        // A bracket goes first.
        let open = kept.iter().position(|at| self.tags[*at] == Tag::Open);
        let close = kept.iter().position(|at| self.tags[*at] == Tag::Close);
        if let (Some(open), Some(close)) = (open, close)
            && open < close
        {
            kept.drain(open..=close);
        }
        if length(kept) <= LONGEST {
            return;
        }
        // "A cargo ship loaded with fertiliser, grain and parts collided": what describes a long subject.
        if let Some(verb) = place(kept).filter(|_| !self.words.verb_second) {
            let from = (1..verb).find(|i| {
                matches!(self.tags[kept[*i]], Tag::Participle | Tag::Gerund)
                    && self.tags[kept[*i - 1]] == Tag::Noun
                    || *i > 1 && self.tags[kept[*i]] == Tag::Comma
            });
            if let Some(from) = from.filter(|from| verb - from > 2) {
                kept.drain(from..verb);
            }
        }
        if length(kept) <= LONGEST {
            return;
        }
        let cut = |kept: &[usize]| {
            let verb = place(kept).unwrap_or(0);
            let fits = (1..=kept.len())
                .rev()
                .find(|count| length(&kept[..*count]) <= LONGEST)
                .unwrap_or(1);
            // What the day begins is not cut off.
            let core = self.core(kept, date);
            let least = (verb + 3).max(core);
            let far = (least..=fits)
                .rev()
                .find(|i| *i < kept.len() && self.ends(kept, *i, true))
                .filter(|i| length(&kept[..*i]) >= LONGEST / 2);
            if far.is_none() && length(kept) <= STILL_WHOLE {
                return None;
            }
            far.or_else(|| {
                (least..=fits)
                    .rev()
                    .find(|i| *i < kept.len() && self.ends(kept, *i, false))
            })
        };
        if let Some(cut) = cut(kept) {
            kept.truncate(cut);
            return;
        }
        if length(kept) <= STILL_WHOLE {
            return;
        }
        // "Stalled negotiations between the government and its opponents are to resume"
        let whole = kept.clone();
        if let Some(verb) = place(kept).filter(|_| !self.words.verb_second) {
            let from = (1..verb).find(|i| {
                self.tags[kept[*i]] == Tag::Preposition
                    && !self.words.genitives.contains(self.at(kept[*i]))
                    && matches!(self.tags[kept[*i - 1]], Tag::Noun | Tag::Gerund)
            });
            if let Some(from) = from
                && !kept[..verb]
                    .iter()
                    .any(|at| self.tags[*at] == Tag::Relative)
            {
                kept.drain(from..verb);
            }
        }
        if length(kept) <= LONGEST {
            return;
        }
        if let Some(cut) = cut(kept) {
            kept.truncate(cut);
            return;
        }
        // Longer, then: up to the next place where a clause can end.
        *kept = whole;
        let least = place(kept)
            .map_or(1, |verb| verb + 3)
            .max(self.core(kept, date));
        let next = (least..kept.len())
            .find(|i| length(&kept[..*i]) > LONGEST && self.ends(kept, *i, false));
        if let Some(next) = next {
            kept.truncate(next);
        }
    }

    /// How many of the kept tokens stand before "beginning on Monday", with the noun that begins then; 0 where the
    /// day is led by something else.
    fn core(&self, kept: &[usize], date: (usize, usize)) -> usize {
        let leads = date.0.checked_sub(1).filter(|at| {
            self.words.starting.contains(self.at(*at))
                || self.words.date_leads.contains(self.at(*at))
                    && *at > 0
                    && self.words.starting.contains(self.at(*at - 1))
        });
        let Some(lead) = leads else { return 0 };
        let noun = kept.iter().position(|at| *at >= lead).unwrap_or(kept.len());
        // "deliveries of aid to besieged towns": the first noun after a verb.
        let from = (0..noun)
            .rev()
            .find(|i| {
                matches!(
                    self.tags[kept[*i]],
                    Tag::Finite | Tag::To | Tag::Inner | Tag::Quote
                )
            })
            .map_or(0, |i| i + 1);
        (from..noun)
            .find(|i| {
                *i > from + 1
                    && self.tags[kept[*i]] == Tag::Preposition
                    && !self.words.genitives.contains(self.at(kept[*i]))
            })
            .unwrap_or(noun)
    }

    /// Whether a clause can end before the kept token `i`: before a word that opens another clause, or, unless
    /// `strong`, before one that leads to more of the same.
    fn ends(&self, kept: &[usize], i: usize, strong: bool) -> bool {
        let at = kept[i];
        let opens = matches!(
            self.tags[at],
            Tag::Relative | Tag::Subordinator | Tag::Comma | Tag::Break
        ) || self.tags[at] == Tag::And
            && kept
                .get(i + 1)
                .is_some_and(|next| self.tags[*next] == Tag::Finite);
        let joins = matches!(
            self.tags[at],
            Tag::Preposition | Tag::And | Tag::That | Tag::Gerund
        ) || self.tags[at] == Tag::To && !self.wants_infinitive(kept, i);
        let Some(before) = i.checked_sub(1).map(|i| kept[i]) else {
            return false;
        };
        let joins = joins && !self.words.verb_second;
        (opens || !strong && joins)
            && !self.words.genitives.contains(self.at(at))
            && !matches!(
                self.tags[before],
                Tag::Preposition
                    | Tag::Determiner
                    | Tag::And
                    | Tag::Gerund
                    | Tag::Adverb
                    | Tag::Open
                    | Tag::Relative
                    | Tag::That
                    | Tag::Comma
            )
            && !(self.tags[at] == Tag::And && self.is_list(kept, i))
            && !(self.tags[at] == Tag::Preposition && self.is_pair(kept, i))
            && !self.is_hanging(kept, i)
    }

    /// "urged the army to", "an agreement to": without the infinitive the words say something else.
    fn wants_infinitive(&self, kept: &[usize], i: usize) -> bool {
        let verb = (0..i)
            .rev()
            .take(6)
            .map(|j| kept[j])
            .find(|at| matches!(self.tags[*at], Tag::Finite | Tag::Participle | Tag::Inner));
        let asks = verb.is_some_and(|at| {
            let word = self.at(at);
            self.words.speech_acts.contains(word)
                || self.words.auxiliaries.contains(word)
                || self.words.planned.at(&[word], 0).is_some()
                || self.words.proposed.at(&[word], 0).is_some()
                || self.words.wants_infinitive.contains(word)
        });
        // "calling for the mayor | to resign"
        let wished = (0..i)
            .rev()
            .take(8)
            .map(|j| kept[j])
            .take_while(|at| {
                matches!(
                    self.tags[*at],
                    Tag::Noun | Tag::Determiner | Tag::Preposition
                )
            })
            .any(|at| self.words.wish_leads.contains(self.at(at)));
        asks || wished || self.tags[kept[i - 1]] != Tag::Noun
    }

    /// "Kerry and", "the U.S., Russia and": the last of a list that has begun before.
    fn is_list(&self, kept: &[usize], i: usize) -> bool {
        let next = kept.get(i + 1).copied();
        next.is_some_and(|at| {
            matches!(self.tags[at], Tag::Noun | Tag::Determiner | Tag::Participle)
        }) && !kept[i + 1..]
            .iter()
            .take(8)
            .any(|at| self.tags[*at] == Tag::Finite)
    }

    /// "war crimes and crimes | against the peace": what tells the second of a pair apart.
    fn is_pair(&self, kept: &[usize], i: usize) -> bool {
        kept[..i]
            .iter()
            .rev()
            .take(3)
            .take_while(|at| matches!(self.tags[**at], Tag::Noun | Tag::And | Tag::Determiner))
            .any(|at| self.tags[*at] == Tag::And)
    }

    /// Whether cutting at `i` leaves a verb without what it needs: "agreed | on", "told the Council | that".
    fn is_hanging(&self, kept: &[usize], i: usize) -> bool {
        let before = kept[i - 1];
        // "said that most of the site | was standing"
        let report = (0..i).rev().find(|j| {
            matches!(
                self.tags[kept[*j]],
                Tag::That | Tag::Subordinator | Tag::Relative
            )
        });
        let is_open =
            report.is_some_and(|j| !kept[j..i].iter().any(|at| self.tags[*at] == Tag::Finite));
        // "said wreckage from the plane | proved": the report has no "that".
        let said = (0..i).rev().find(|j| self.tags[kept[*j]] == Tag::Finite);
        let has_report = said.is_some_and(|j| {
            self.words.speech.contains(self.at(kept[j]))
                && kept[i..].iter().any(|at| self.tags[*at] == Tag::Finite)
                && j + 1 < i
        });
        // "two points they need to knock | out"
        let is_bare = i > 1
            && self.tags[kept[i - 2]] == Tag::To
            && matches!(
                self.tags[kept[i]],
                Tag::Preposition | Tag::Gerund | Tag::That | Tag::To
            );
        // "almost entirely based | on reports"
        let is_half = i > 1
            && self.tags[before] == Tag::Participle
            && self.tags[kept[i - 2]] == Tag::Adverb
            && self.tags[kept[i]] == Tag::Preposition;
        is_open
            || is_half
            || has_report
            || is_bare
            || matches!(self.tags[before], Tag::Finite | Tag::Inner | Tag::To)
            || self.words.speech.contains(self.at(before))
            || self.words.prepositions.contains(self.at(before))
    }

    /// Takes off what cannot stand last.
    fn trim_end(&self, clause: &Clause, kept: &mut Vec<usize>) {
        // "Two bombs hit buildings in Damascus 6 Jan": the day of the next line.
        let dates = kept
            .iter()
            .rev()
            .take_while(|at| self.tags[**at] == Tag::Date)
            .count();
        if dates > 0
            && dates + 3 < kept.len()
            && self.tags[kept[kept.len() - dates - 1]] == Tag::Noun
            && !self.words.verb_second
        {
            kept.truncate(kept.len() - dates);
        }
        // "took the seat but Harlan, who …": what the other clause began with.
        if let (Some(and), Some(&last)) = (
            kept.iter().rposition(|at| self.tags[*at] == Tag::And),
            kept.last(),
        ) && self.words.adversatives.contains(self.at(kept[and]))
            && kept[and + 1..]
                .iter()
                .all(|at| matches!(self.tags[*at], Tag::Noun | Tag::Determiner))
            && self.tags.get(last + 1) == Some(&Tag::Comma)
        {
            kept.truncate(and);
        }
        while let Some(&last) = kept.last() {
            let word = self.at(last);
            let is_mark = !self.analysis.tokens[last].is_word
                && !matches!(self.tags[last], Tag::Quote | Tag::Close)
                && word != "%";
            let is_particle = self.words.keep_trailing.contains(word)
                && kept.len() > 2
                && matches!(
                    self.tags[kept[kept.len() - 2]],
                    Tag::Finite | Tag::Participle | Tag::Inner
                );
            // "two days later"
            let is_count = self.words.count_ends.contains(word)
                && kept.len() > 2
                && self.words.units.contains(self.at(kept[kept.len() - 2]));
            let is_only_verb = clause.verb == Some(last) && !self.words.auxiliaries.contains(word);
            if is_mark
                || self.words.trailing.contains(word) && !is_particle && !is_only_verb && !is_count
            {
                kept.pop();
            } else {
                return;
            }
        }
    }

    /// The kept tokens with the spaces the text has between them.
    pub(super) fn join(&self, kept: &[usize], date: (usize, usize), name: Option<&str>) -> String {
        let mut out = String::new();
        for (index, &at) in kept.iter().enumerate() {
            let token = &self.analysis.tokens[at];
            if index > 0 {
                let before = kept[index - 1];
                let adjoins =
                    before + 1 == at && self.analysis.tokens[before].span.end == token.span.start;
                let closes = matches!(
                    self.at(at),
                    "," | "." | ")" | "”" | "'s" | "’s" | ";" | ":" | "]"
                );
                let opened = matches!(self.at(before), "(" | "[" | "„")
                    || self.at(before) == "“" && !self.words.verb_second;
                if !adjoins && !closes && !opened {
                    out.push(' ');
                }
            }
            let word = token.span.of(self.analysis.text);
            match self.at(at) {
                word if index == 0 && name.is_some() && self.words.personal.contains(word) => {
                    out.push_str(name.unwrap_or_default());
                }
                word if index == 0 && name.is_some() && self.words.possessives.contains(word) => {
                    let name = name.unwrap_or_default();
                    out.push_str(name);
                    out.push_str(if name.ends_with('s') { "’" } else { "’s" });
                }
                _ if at + 1 == date.1 && self.is_possessive(date) => {
                    out.push_str(&self.words.definite)
                }
                // "an April 10 strike" is "a strike".
                article
                    if before_changed(kept, index)
                        && self.words.indefinite.iter().any(|one| one == article) =>
                {
                    let next = kept.get(index + 1).map_or("", |next| self.at(*next));
                    let vowel = next.starts_with(['a', 'e', 'i', 'o', 'u']);
                    let at = usize::from(vowel).min(self.words.indefinite.len() - 1);
                    let right = &self.words.indefinite[at];
                    if article == right {
                        out.push_str(word);
                    } else if word.starts_with(char::is_uppercase) {
                        out.push_str(&capitalise(right));
                    } else {
                        out.push_str(right);
                    }
                }
                _ => out.extend(word.split_whitespace()),
            }
        }
        out
    }
}

/// Whether the token after the one at `index` is not the one that stood there in the sentence.
fn before_changed(kept: &[usize], index: usize) -> bool {
    kept.get(index + 1)
        .is_some_and(|next| *next != kept[index] + 1)
}

fn capitalise(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(chars).collect(),
        Some(quote) if matches!(quote, '"' | '“' | '‘') => {
            format!("{quote}{}", capitalise(chars.as_str()))
        }
        _ => text.to_owned(),
    }
}
