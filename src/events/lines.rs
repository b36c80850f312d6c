//! The line of a sentence that its date stands in. In: a parsed sentence and the place of a date. Out: a part of the
//! sentence, where a page has put several lines into one: labels, bylines, captions, headings without a full stop,
//! the entries of a chronology.
//!
//! "Vote put off NEW: The mayor resigned on Monday By R. Brand": only what stands between two joints is read for a
//! claim, so that no subject is borrowed across them.

use super::clause::Parse;
use super::grammar::Tag;

/// A joint between two lines: where one ends and the next begins. What lies between is neither's.
#[derive(Debug, Clone, Copy)]
struct Joint {
    end: usize,
    start: usize,
}

impl Parse<'_> {
    /// The tokens of the line around the date at `date`; `None` where the sentence is one line.
    pub(super) fn line(&self, date: (usize, usize)) -> Option<(usize, usize)> {
        let joints: Vec<Joint> = (0..self.tags.len())
            .filter_map(|at| self.line_joint(at))
            .collect();
        let from = joints.iter().rev().find(|joint| joint.start <= date.0);
        let to = joints.iter().find(|joint| joint.end >= date.1);
        let line = (
            from.map_or(0, |joint| joint.start),
            to.map_or(self.tags.len(), |joint| joint.end),
        );
        let is_part = line != (0, self.tags.len()) && line.0 <= date.0 && date.1 <= line.1;
        is_part.then_some(line)
    }

    fn line_joint(&self, at: usize) -> Option<Joint> {
        if self.analysis.word(at) == "|" {
            return Some(Joint {
                end: at,
                start: at + 1,
            });
        }
        self.label(at)
            .or_else(|| self.opening(at))
            .or_else(|| self.next_entry(at))
            .or_else(|| self.byline(at))
            .or_else(|| self.next_line(at).then_some(Joint { end: at, start: at }))
    }

    /// "NEW:", "HOLT, LORN TELEVISION:": capitals and a colon.
    fn label(&self, at: usize) -> Option<Joint> {
        let is_colon = self.analysis.word(at) == ":"
            && self.tags.get(at + 1).is_some_and(|tag| *tag != Tag::Date)
            && at > 0
            && self.tags[at - 1] != Tag::Date;
        if !is_colon || !self.is_loud(at - 1) {
            return None;
        }
        let mut from = at - 1;
        while from > 0 && (self.is_loud(from - 1) || self.tags[from - 1] == Tag::Comma) {
            from -= 1;
        }
        Some(Joint {
            end: from,
            start: at + 1,
        })
    }

    /// A word of three capitals or more.
    fn is_loud(&self, at: usize) -> bool {
        let token = &self.analysis.tokens[at];
        let word = token.span.of(self.analysis.text);
        token.is_word && word.chars().count() > 2 && word.chars().all(char::is_uppercase)
    }

    /// "… until elections Lorn, Velia (LNA) -- The army": the opening of a report behind its headings.
    fn opening(&self, at: usize) -> Option<Joint> {
        let closes = self.tags[at] == Tag::Break
            && !self.is_hyphen(at)
            && at > 2
            && self.tags[at - 1] == Tag::Close;
        let open = closes
            .then(|| {
                (at.saturating_sub(4)..at - 1)
                    .rev()
                    .find(|i| self.tags[*i] == Tag::Open)
            })
            .flatten()?;
        let is_agency = (open + 1..at - 1).all(|i| self.analysis.is_capital(i));
        if !is_agency || open + 1 == at - 1 {
            return None;
        }
        let mut from = open;
        while from > 0
            && (self.tags[from - 1] == Tag::Comma
                || self.tags[from - 1] == Tag::Noun && self.analysis.is_capital(from - 1))
        {
            from -= 1;
        }
        Some(Joint {
            end: from,
            start: at + 1,
        })
    }

    /// "… in Lorn 6 June: Troops leave": the next day of a chronology.
    fn next_entry(&self, at: usize) -> Option<Joint> {
        // "a farce" 22 January: a closing mark stands close to its word.
        let quoted = at > 1
            && self.tags[at - 1] == Tag::Quote
            && self.analysis.tokens[at - 2].span.end == self.analysis.tokens[at - 1].span.start;
        let begins = at > 0
            && self.tags[at] == Tag::Date
            && self.tags[at - 1] != Tag::Date
            && (quoted
                || !matches!(
                    self.tags[at - 1],
                    Tag::Preposition
                        | Tag::Determiner
                        | Tag::Finite
                        | Tag::Comma
                        | Tag::Open
                        | Tag::To
                        | Tag::Quote
                        | Tag::And
                ));
        let end = (at..self.tags.len()).find(|i| self.tags[*i] != Tag::Date)?;
        (begins && self.analysis.word(end) == ":").then_some(Joint { end: at, start: at })
    }

    /// "From Lena Holt, VTN Protesters gather": who wrote it.
    fn byline(&self, at: usize) -> Option<Joint> {
        let begins = at == 0 || !matches!(self.tags[at - 1], Tag::Comma | Tag::Finite | Tag::Quote);
        if !begins
            || !self.analysis.is_capital(at)
            || !self.words.byline_leads.contains(self.analysis.word(at))
        {
            return None;
        }
        let is_name = |i: &usize| self.tags[*i] == Tag::Noun && self.analysis.is_capital(*i);
        let names = (at + 1..self.tags.len()).take_while(is_name).count();
        let comma = at + 1 + names;
        let body = comma + 1;
        let is_byline = names > 1
            && self.tags.get(comma) == Some(&Tag::Comma)
            && body + 1 < self.tags.len()
            && self.is_loud(body)
            && self.analysis.is_capital(body + 1);
        is_byline.then_some(Joint {
            end: at,
            start: body + 1,
        })
    }

    /// "the missing pilots The army used", "what comes next In the past": a word that names nothing has no capital
    /// within a line.
    fn next_line(&self, at: usize) -> bool {
        if self.words.verb_second || at == 0 || at + 1 >= self.tags.len() {
            return false;
        }
        let mut before = at - 1;
        let word = self.analysis.word(at);
        // "have vowed to return after leaving on Thursday Velian civilians flee"
        let after_act = self.tags[at] == Tag::Noun
            && self.analysis.is_capital(at)
            && self.tags[before] == Tag::Date
            && before > 1
            && self.tags[before - 1] == Tag::Preposition
            && self.tags[before - 2] == Tag::Gerund
            && self.tags[..before - 2].contains(&Tag::Finite)
            && self.clause_at(at).is_some();
        if after_act {
            return true;
        }
        // "on Monday "The army used": a mark that opens words of somebody who is not named.
        let opens = self.tags[before] == Tag::Quote
            && before > 0
            && !(0..before).any(|i| self.words.speech.contains(self.analysis.word(i)))
            && !self.tags[at..].contains(&Tag::Quote);
        if opens {
            before -= 1;
        }
        let is_closed = matches!(
            self.tags[at],
            Tag::Determiner | Tag::Pronoun | Tag::Preposition | Tag::Subordinator | Tag::And
        ) || self.words.line_starts.contains(word);
        let is_capital = self.analysis.is_capital(at)
            && !self.analysis.is_the_us(at)
            && !self.is_loud(at)
            && word != "i";
        let ends = matches!(
            self.tags[before],
            Tag::Noun | Tag::Adverb | Tag::Participle | Tag::Inner | Tag::Date
        ) && self.analysis.tokens[before].is_word;
        if !is_closed || !is_capital || !ends {
            return false;
        }
        let is_article = self.words.articles.contains(word);
        if self.tags[before] != Tag::Date && self.analysis.is_capital(before) {
            // "United Nations The envoy": "Meet the Press", "Alexander The Great" go on or have no verb.
            return is_article && word.len() > 1 && self.clause_at(at).is_some();
        }
        // "told the newspaper The Lorn Times", "plan A"
        let is_name = is_article
            && (word.len() == 1 && self.tags[at + 1] != Tag::Noun
                || self.analysis.is_capital(at + 1)
                    && self.words.titled.contains(self.analysis.word(before)));
        !is_name
    }

    /// "the brothers Holt and Brandt said", but not "Velian and Lornian media say".
    fn is_row_of_names(&self, at: usize) -> bool {
        let joint = (at..self.tags.len().min(at + 5))
            .find(|i| matches!(self.tags[*i], Tag::And | Tag::Comma));
        joint.is_some_and(|i| {
            let is_small =
                |i: usize| self.tags.get(i) == Some(&Tag::Noun) && !self.analysis.is_capital(i);
            !(self.tags[i] == Tag::And && (is_small(i + 1) || is_small(i + 2)))
        })
    }

    /// "first of five hostages Velian rebels say": a heading without a full stop runs into a sentence, and nobody can
    /// tell where.
    pub(super) fn is_blurred(&self) -> bool {
        !self.words.verb_second
            && (1..self.tags.len()).any(|at| {
                let before = at - 1;
                let word = self.analysis.word(before);
                self.tags[at] == Tag::Noun
                    && self.tags[before] == Tag::Noun
                    && self.analysis.is_capital(at)
                    && self.analysis.tokens[at].is_word
                    && !self.analysis.is_capital(before)
                    && self.words.is_several(word)
                    && word.bytes().all(|b| b.is_ascii_lowercase())
                    && self.tags[..before]
                        .iter()
                        .any(|tag| matches!(tag, Tag::Finite | Tag::To))
                    && !self.is_row_of_names(at)
                    && self.clause_at(at).is_some()
            })
    }
}
