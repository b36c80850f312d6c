//! A headline of a length one can print. In: the kept words of a clause. Out: as many of them as fit, cut where a clause
//! can end.

use super::clause::{Clause, Parse};
use super::grammar::Tag;

/// The longest headline where the clause allows a choice, in characters.
const LONGEST: usize = 90;

/// A whole clause up to this length is better than one that is cut where more of the same follows.
const STILL_WHOLE: usize = 120;

impl Parse<'_> {
    /// Leaves out insertions, then cuts from the end, until at most [`LONGEST`] characters are left; where no
    /// place to cut leaves a whole clause, it stays longer.
    pub(super) fn shorten(
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
                    || *i > 1 && self.tags[kept[*i]] == Tag::Comma && !self.is_enumeration(kept, *i)
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
    pub(super) fn core(&self, kept: &[usize], date: (usize, usize)) -> usize {
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
    pub(super) fn ends(&self, kept: &[usize], i: usize, strong: bool) -> bool {
        let at = kept[i];
        let opens = matches!(
            self.tags[at],
            Tag::Relative | Tag::Subordinator | Tag::Comma | Tag::Break
        ) || self.tags[at] == Tag::And
            && kept
                .get(i + 1)
                .is_some_and(|next| self.tags[*next] == Tag::Finite);
        let joins = match self.tags[at] {
            // "in the city", but not "followed a threat | by Lorn".
            Tag::Preposition => self.words.adjuncts.contains(self.at(at)),
            // "a commission | criticising it" would be cut from what it does.
            Tag::And | Tag::That => true,
            // "sent a message | to the council"
            Tag::To => {
                let next = kept.get(i + 1).copied();
                let is_whom = next.is_some_and(|at| {
                    self.tags[at] == Tag::Determiner || self.analysis.is_capital(at)
                });
                !is_whom && !self.wants_infinitive(kept, i)
            }
            _ => false,
        };
        let Some(before) = i.checked_sub(1).map(|i| kept[i]) else {
            return false;
        };
        let joins = joins && !self.words.verb_second;
        // Nobody's words are cut short.
        let quoted = kept[..i]
            .iter()
            .filter(|at| self.tags[**at] == Tag::Quote)
            .count()
            % 2
            == 1;
        (opens || !strong && joins)
            && !quoted
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
            && !(self.tags[at] == Tag::Comma && self.is_enumeration(kept, i))
            && !(self.tags[at] == Tag::Preposition && self.is_pair(kept, i))
            && !(self.tags[at] == Tag::And && self.is_contrast(kept, i))
            && !self.is_hanging(kept, i)
    }

    /// "urged the army to", "an agreement to": without the infinitive the words say something else.
    pub(super) fn wants_infinitive(&self, kept: &[usize], i: usize) -> bool {
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
        // "in an attempt | to secure", "welcomed the army's intention | to honour"
        let noun = kept[i - 1];
        let leads = kept[..i]
            .iter()
            .rev()
            .take(5)
            .take_while(|at| {
                matches!(
                    self.tags[**at],
                    Tag::Noun | Tag::Determiner | Tag::Preposition
                )
            })
            .any(|at| self.words.wanting.contains(self.at(*at)))
            && self.tags[noun] == Tag::Noun;
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
        asks || leads || wished || self.tags[kept[i - 1]] != Tag::Noun
    }

    /// "Homs | , Hama and Idlib": more of a list follows, and its "and".
    pub(super) fn is_enumeration(&self, kept: &[usize], i: usize) -> bool {
        let mut since = 0;
        for &at in &kept[i + 1..] {
            match self.tags[at] {
                Tag::And => return since > 0 && !self.words.adversatives.contains(self.at(at)),
                Tag::Comma if since > 0 => since = 0,
                Tag::Noun | Tag::Determiner if since < 4 => since += 1,
                _ => return false,
            }
        }
        false
    }

    /// "Kerry and", "the U.S., Russia and": the last of a list that has begun before.
    pub(super) fn is_list(&self, kept: &[usize], i: usize) -> bool {
        let next = kept.get(i + 1).copied();
        next.is_some_and(|at| {
            matches!(self.tags[at], Tag::Noun | Tag::Determiner | Tag::Participle)
        }) && !kept[i + 1..]
            .iter()
            .take(8)
            .any(|at| self.tags[*at] == Tag::Finite)
    }

    /// "not a strike | but a holiday": the first alone says the opposite.
    pub(super) fn is_contrast(&self, kept: &[usize], i: usize) -> bool {
        self.words.adversatives.contains(self.at(kept[i]))
            && kept[..i]
                .iter()
                .rev()
                .take(6)
                .any(|at| self.words.nots.contains(self.at(*at)))
    }

    /// "war crimes and crimes | against the peace": what tells the second of a pair apart.
    pub(super) fn is_pair(&self, kept: &[usize], i: usize) -> bool {
        kept[..i]
            .iter()
            .rev()
            .take(3)
            .take_while(|at| matches!(self.tags[**at], Tag::Noun | Tag::And | Tag::Determiner))
            .any(|at| self.tags[*at] == Tag::And)
    }

    /// Whether cutting at `i` leaves a verb without what it needs: "agreed | on", "told the Council | that".
    pub(super) fn is_hanging(&self, kept: &[usize], i: usize) -> bool {
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
        // "barely a week | after the storm"
        let is_count = self.words.units.contains(self.at(before))
            && self.words.subordinators.contains(self.at(kept[i]));
        // "has informed the council in writing | that": of what?
        let is_uninformed = kept[..i]
            .iter()
            .any(|at| self.words.informing.contains(self.at(*at)))
            && kept[i..].iter().any(|at| self.tags[*at] == Tag::That);
        // "was quoted by the paper | as saying"
        let is_role = self.words.role_leads.contains(self.at(kept[i]))
            && kept
                .get(i + 1)
                .is_some_and(|at| self.tags[*at] == Tag::Gerund);
        is_open
            || is_role
            || is_uninformed
            || is_count
            || is_half
            || has_report
            || is_bare
            || matches!(self.tags[before], Tag::Finite | Tag::Inner | Tag::To)
            || self.words.speech.contains(self.at(before))
            || self.words.prepositions.contains(self.at(before))
    }
}
