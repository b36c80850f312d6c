//! A headline without its date. In: the kept words of a clause and the place of its date. Out: the same without the date
//! and what leads to it.

use super::clause::{Clause, Parse};
use super::grammar::Tag;

impl Parse<'_> {
    /// Where the verb stands first without its date, the date stays (German).
    pub(super) fn is_needed(&self, kept: &[usize], date: (usize, usize)) -> bool {
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

    /// "Am Montag erreichten die ersten Lastwagen den Ort": where nothing but the date, or who says so, stands before
    /// the verb, the subject takes its place. `None` where it is not sure which words are the subject.
    pub(super) fn turned(&self, kept: &[usize], date: (usize, usize)) -> Option<Vec<usize>> {
        if !self.words.verb_second {
            return None;
        }
        let verb = kept.iter().position(|at| self.tags[*at] == Tag::Finite)?;
        let front = self.analysis.words(kept[..verb].iter().copied());
        // "Am Freitag, dem 3. Mai, unterzeichneten beide Seiten": the day stands before the clause.
        let is_date = (verb > 0 || date.1 <= kept[0])
            && kept[..verb].iter().all(|at| {
                (date.0..date.1).contains(at)
                    || self.words.date_leads.contains(self.at(*at))
                    || self.tags[*at] == Tag::Comma
            });
        if !is_date && self.words.attributions.at(&front, 0).is_none() {
            return None;
        }
        // "hatten sich die Minister", "billigte sie der Rat"
        let clitics = kept[verb + 1..]
            .iter()
            .take_while(|at| self.words.clitics.contains(self.at(**at)))
            .count();
        let from = verb + 1 + clitics;
        let to = self.subject_end(kept, from)?;
        let mut out = kept[from..to].to_vec();
        out.extend(&kept[verb..from]);
        out.extend(&kept[to..]);
        Some(out)
    }

    /// Where the noun phrase ends that begins at the kept token `from`, if it can be a subject.
    pub(super) fn subject_end(&self, kept: &[usize], from: usize) -> Option<usize> {
        let first = *kept.get(from)?;
        if self.words.oblique.contains(self.at(first)) {
            return None;
        }
        let mut at = from + usize::from(self.tags[first] == Tag::Determiner);
        let mut end = None;
        while at < kept.len() {
            let word = self.at(kept[at]);
            match self.tags[kept[at]] {
                Tag::Noun | Tag::Participle if self.analysis.is_capital(kept[at]) => {
                    end = Some(at + 1)
                }
                Tag::Noun | Tag::Participle => {}
                // "Washington und Moskau"
                Tag::And
                    if end == Some(at)
                        && kept
                            .get(at + 1)
                            .is_some_and(|next| self.analysis.is_capital(*next)) => {}
                // "das Büro des Vermittlers"
                Tag::Determiner
                    if end == Some(at) && self.words.genitive_articles.contains(word) => {}
                // "die Regierung der Opposition": whose, or to whom?
                Tag::Determiner if end == Some(at) && self.words.dative_articles.contains(word) => {
                    return None;
                }
                _ => break,
            }
            at += 1;
        }
        end
    }

    /// Leaves out the date and the words that lead to it.
    pub(super) fn cut_date(&self, clause: &Clause, kept: &mut Vec<usize>, date: (usize, usize)) {
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
        // "gave the mayor until noon to resign": it is the measure of what was given.
        if !qualifies
            && !self.words.verb_second
            && before.is_some_and(|at| self.words.limits.contains(self.at(at)))
            && kept.get(end).is_some_and(|at| self.tags[*at] == Tag::To)
        {
            return;
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
            && (self.tags[kept[lead - 1]] == Tag::Participle
                || self.words.may_be_past(self.at(kept[lead - 1])))
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

    /// "voted | on Tuesday | to move the opening to June 3", "postponed | on Monday | the trial until May": the day beside the verb is not the one that is told.
    pub(super) fn cut_earlier_day(
        &self,
        clause: &Clause,
        kept: &mut Vec<usize>,
        date: (usize, usize),
    ) {
        let Some(verb) = clause.verb.filter(|verb| *verb < date.0) else {
            return;
        };
        let Some(at) = kept.iter().position(|at| *at == verb) else {
            return;
        };
        let from = at + 1;
        let lead = kept
            .get(from)
            .is_some_and(|at| self.words.date_leads.contains(self.at(*at)));
        let day = from + usize::from(lead);
        let to = (day..kept.len())
            .find(|i| self.tags[kept[*i]] != Tag::Date || kept[*i] >= date.0)
            .unwrap_or(kept.len());
        let leads_on = kept
            .get(to)
            .is_some_and(|at| matches!(self.tags[*at], Tag::To | Tag::Determiner));
        if to > day && leads_on && !self.words.verb_second {
            kept.drain(from..to);
        }
    }

    /// "Saturday's match"
    pub(super) fn is_possessive(&self, date: (usize, usize)) -> bool {
        let last = self.at(date.1.saturating_sub(1));
        !self.words.verb_second && (last.ends_with("'s") || last.ends_with("’s"))
    }

    /// Leaves out the other day of "from March 7 to March 9".
    pub(super) fn cut_moves(&self, kept: &mut Vec<usize>) {
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
    pub(super) fn lead(&self, clause: &Clause, kept: &[usize], start: usize) -> usize {
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
        // "left the square shortly before four"
        if lead > 0
            && lead < start
            && self.tags[kept[lead - 1]] == Tag::Adverb
            && self.words.nearly.contains(self.at(kept[lead - 1]))
            && adjoins(lead - 1)
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

    pub(super) fn is_beginning(&self, at: usize) -> bool {
        self.words.beginnings.contains(self.at(at))
    }

    pub(super) fn is_auxiliary_before(&self, kept: &[usize], i: usize) -> bool {
        (0..i)
            .rev()
            .map(|i| kept[i])
            .find(|at| !matches!(self.tags[*at], Tag::Adverb | Tag::Participle | Tag::Date))
            .is_some_and(|at| {
                self.words.auxiliaries.contains(self.at(at)) || self.tags[at] == Tag::Inner
            })
    }
}
