//! A headline from a clause: the article's own words, some left out. In: a parsed sentence, a clause of it and the
//! place of its date. Out: text that reads as a headline; never invented words.

use super::clause::{Clause, Parse};
use super::grammar::Tag;

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
        self.cut_second_of_pair(&mut kept);
        if let Some(turned) = self.turned(&kept, date) {
            kept = turned;
        }
        let kept_date = self.is_needed(&kept, date);
        if !kept_date {
            self.cut_earlier_day(clause, &mut kept, date);
            self.cut_date(clause, &mut kept, date);
            if self.is_moved(date) {
                self.cut_moves(&mut kept);
            }
        }
        self.trim_front(&mut kept);
        self.balance(&mut kept);
        self.shorten(clause, &mut kept, date, name);
        if !self.words.verb_second {
            self.cut_open_clause(clause, &mut kept);
        }
        self.trim_end(clause, &mut kept);
        self.balance(&mut kept);
        self.trim_end(clause, &mut kept);
        self.trim_front(&mut kept);
        self.trim_place(clause, &mut kept);
        kept
    }

    /// Leaves out where it happened before the subject: "In Oman heavy security prevented", "In Lorn a bill was drawn
    /// up".
    pub(super) fn trim_place(&self, clause: &Clause, kept: &mut Vec<usize>) {
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

    pub(super) fn at(&self, at: usize) -> &str {
        self.analysis.word(at)
    }

    /// Cuts "according to …" off, wherever it stands.
    pub(super) fn cut_attribution(&self, clause: &Clause, kept: &mut Vec<usize>) {
        let words = self.analysis.words(kept.iter().copied());
        if let Some((at, _)) = self.words.attributions.find(&words)
            && clause.verb.is_some_and(|verb| kept[..at].contains(&verb))
        {
            kept.truncate(at);
        }
    }

    /// "The army began a bombardment Some accounts say": a line without a full stop, and the next one's first words.
    pub(super) fn cut_next_line(&self, clause: &Clause, kept: &mut Vec<usize>) {
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

    /// "Velia votes in May and Lorn in the autumn": another happening, of another day.
    pub(super) fn cut_second_of_pair(&self, kept: &mut Vec<usize>) {
        let and = (1..kept.len()).find_map(|i| {
            let is_day = self.tags[kept[i]] == Tag::Date && self.tags[kept[i - 1]] != Tag::Date;
            self.pair(kept[i]).filter(|_| is_day)
        });
        if let Some(and) = and {
            kept.retain(|at| *at < and);
        }
    }

    /// "surfaced as members of the party, …, resigned": an inner clause that was cut before its verb.
    pub(super) fn cut_open_clause(&self, clause: &Clause, kept: &mut Vec<usize>) {
        let (Some(verb), Some(&last)) = (clause.verb, kept.last()) else {
            return;
        };
        // "urged the council to act after a surge | in fires": the cause without what it is told by.
        let cause = kept.len().checked_sub(3).filter(|i| {
            *i > 2
                && kept[*i] > verb
                && self.words.cause_leads.contains(self.at(kept[*i]))
                && self.tags[kept[*i]] == Tag::Preposition
                && self.tags[kept[*i + 1]] == Tag::Determiner
                && self.tags[last] == Tag::Noun
                && self.tags.get(last + 1) == Some(&Tag::Preposition)
                && clause.places.contains(&(last + 1))
        });
        if let Some(cause) = cause {
            kept.truncate(cause);
            return;
        }
        let open = (1..kept.len()).rev().find(|i| {
            let at = kept[*i];
            at > verb
                && self.words.subordinators.contains(self.at(at))
                && matches!(self.tags[at], Tag::Preposition | Tag::Subordinator)
        });
        let Some(open) = open.filter(|i| *i > 2) else {
            return;
        };
        let is_open = !kept[open..]
            .iter()
            .any(|at| matches!(self.tags[*at], Tag::Finite | Tag::Date | Tag::Inner))
            && self.tags.get(last + 1) == Some(&Tag::Comma)
            && self.waits_for_verb(last + 1);
        if is_open {
            kept.truncate(open);
        }
    }

    /// Whether behind the comma at `comma`, which opens an insertion, another is followed by a verb.
    pub(super) fn waits_for_verb(&self, comma: usize) -> bool {
        let edge = |at: &usize| matches!(self.tags[*at], Tag::Break | Tag::Open | Tag::Close);
        let end = (comma..self.tags.len())
            .find(edge)
            .unwrap_or(self.tags.len());
        (comma + 2..end).any(|at| {
            self.tags[at - 1] == Tag::Comma
                && matches!(self.tags[at], Tag::Finite | Tag::Participle)
                && !self.words.speech.contains(self.at(at))
                && !(comma + 1..at).any(|i| self.tags[i] == Tag::Finite)
                && (self.tags[at] == Tag::Finite || self.words.may_be_past(self.at(at)))
        })
    }

    /// Leaves out what only leads on: connectives, marks, an adverbial before the first comma.
    pub(super) fn trim_front(&self, kept: &mut Vec<usize>) {
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
    pub(super) fn balance(&self, kept: &mut Vec<usize>) {
        let count = |marks: &[&str]| {
            kept.iter()
                .filter(|at| marks.contains(&self.at(**at)))
                .count()
        };
        let mut stray: Vec<&str> = Vec::new();
        for (open, close) in [("“", "”"), ("„", "“"), ("(", ")"), ("[", "]"), ("``", "''")]
        {
            if count(&[open]) != count(&[close])
                && !(open == "“" && count(&["„"]) > 0)
                && !(open == "„" && count(&["„"]) == 0)
            {
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

    /// Takes off what cannot stand last.
    pub(super) fn trim_end(&self, clause: &Clause, kept: &mut Vec<usize>) {
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
            && !self.is_contrast(kept, and)
        {
            kept.truncate(and);
        }
        while let Some(&last) = kept.last() {
            let word = self.at(last);
            let is_mark = !self.analysis.tokens[last].is_word
                && !matches!(self.tags[last], Tag::Quote | Tag::Close)
                && word != "%";
            // "legte ihren Bericht vor": the verb's, at the end of its clause.
            let is_last = self.words.verb_second
                && clause.verb.is_some()
                && self.words.particles.contains(word)
                && !matches!(
                    self.tags.get(last + 1),
                    Some(Tag::Noun | Tag::Determiner | Tag::Date)
                );
            let is_particle = is_last
                || self.words.keep_trailing.contains(word)
                    && kept.len() > 2
                    && (matches!(
                        self.tags[kept[kept.len() - 2]],
                        Tag::Finite | Tag::Participle | Tag::Inner
                    ) || self.tags[kept[kept.len() - 3]] == Tag::To);
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
                word if index == 0
                    && name.is_some()
                    && (self.words.personal.contains(word) || word == self.words.definite) =>
                {
                    out.push_str(name.unwrap_or_default());
                }
                word if index == 0 && name.is_some() && self.words.possessives.contains(word) => {
                    out.push_str(&as_owner(name.unwrap_or_default()));
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
                _ if word.bytes().all(|byte| byte.is_ascii_graphic()) => out.push_str(word),
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

/// "Lorn’s", "the ministers’".
pub(super) fn as_owner(name: &str) -> String {
    format!("{name}{}", if name.ends_with('s') { "’" } else { "’s" })
}

pub(super) fn capitalise(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(chars).collect(),
        Some(quote) if matches!(quote, '"' | '“' | '‘') => {
            format!("{quote}{}", capitalise(chars.as_str()))
        }
        _ => text.to_owned(),
    }
}
