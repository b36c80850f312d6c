//! The clause that carries a date, and the headline cut from it. In: a sentence and the span of its date. Out: the
//! article's own words, trimmed to read as a headline; never invented ones.

use super::words::Words;
use crate::source::Span;

/// One word or mark of a sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// In the document's text.
    pub span: Span,
    pub is_word: bool,
}

/// The longest headline where the clause allows a choice, in characters.
const LONGEST: usize = 90;

/// Splits a sentence into words and marks. A word keeps its inner hyphens, apostrophes, full stops
/// of abbreviations and digits' separators.
pub(super) fn tokens(text: &str, sentence: Span) -> Vec<Token> {
    let slice = sentence.of(text);
    let mut out = Vec::with_capacity(slice.len() / 5);
    let mut chars = slice.char_indices().peekable();
    let base = sentence.start as usize;
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = at + c.len_utf8();
        let is_word = c.is_alphanumeric() || c == '$' || c == '€' || c == '£';
        if is_word {
            while let Some(&(next, d)) = chars.peek() {
                let inner = matches!(d, '\'' | '’' | '-' | '.' | ',' | '&' | '/' | '\u{2011}')
                    && slice[next + d.len_utf8()..]
                        .chars()
                        .next()
                        .is_some_and(|after| {
                            after.is_alphanumeric()
                                && (!matches!(d, ',' | '.' | '/') || after.is_numeric() || d == '.')
                        });
                let abbreviation = d == '.'
                    && (slice[at..next].contains('.') || slice[at..next].chars().count() <= 3)
                    && slice[next + 1..]
                        .trim_start()
                        .chars()
                        .next()
                        .is_some_and(|a| !a.is_lowercase())
                    && !slice[next + 1..].trim_start().is_empty()
                    && slice[at..next]
                        .chars()
                        .next()
                        .is_some_and(char::is_uppercase);
                if d.is_alphanumeric() || inner || abbreviation || d == '%' {
                    end = next + d.len_utf8();
                    chars.next();
                } else {
                    break;
                }
            }
        }
        out.push(Token {
            span: Span::new(base + at, base + end),
            is_word,
        });
    }
    out
}

/// A sentence in tokens, with the lower-case form of each.
pub(super) struct Analysis<'a> {
    pub text: &'a str,
    pub tokens: Vec<Token>,
    pub lower: Vec<String>,
}

impl<'a> Analysis<'a> {
    pub(super) fn new(text: &'a str, sentence: Span) -> Self {
        let tokens = tokens(text, sentence);
        let lower = tokens
            .iter()
            .map(|token| token.span.of(text).to_lowercase())
            .collect();
        Self {
            text,
            tokens,
            lower,
        }
    }

    pub(super) fn words(&self, from: usize, to: usize) -> Vec<&str> {
        self.lower[from..to].iter().map(String::as_str).collect()
    }

    /// The tokens that `span` covers, as a range.
    pub(super) fn cover(&self, span: Span) -> (usize, usize) {
        let from = self
            .tokens
            .iter()
            .position(|t| t.span.end > span.start)
            .unwrap_or(0);
        let to = self
            .tokens
            .iter()
            .rposition(|t| t.span.start < span.end)
            .map_or(from, |at| at + 1);
        (from, to.max(from))
    }

    fn is_break(&self, at: usize) -> bool {
        matches!(
            self.lower[at].as_str(),
            ";" | "—" | "–" | "--" | ":" | "(" | ")" | "•" | "|"
        ) || (self.lower[at] == "-" && at > 0 && self.lower.get(at + 1).is_some_and(|n| n == "-"))
    }

    fn has_verb(&self, words: &Words, from: usize, to: usize, skip: (usize, usize)) -> bool {
        (from..to).any(|at| {
            !(skip.0..skip.1).contains(&at)
                && self.tokens[at].is_word
                && words.is_finite(&self.lower[at])
        })
    }

    /// The clause around the tokens of a date: up to the nearest strong break or the comma before
    /// another clause on either side, widened to the left until it has a verb.
    pub(super) fn clause(&self, words: &Words, date: (usize, usize)) -> (usize, usize) {
        let end = self.tokens.len();
        let mut to = end;
        for at in date.1..end {
            if self.is_break(at) || (self.lower[at] == "," && self.opens_clause(words, at + 1, end))
            {
                to = at;
                break;
            }
            let is_joint = matches!(
                self.lower[at].as_str(),
                "but" | "und" | "and" | "aber" | "while" | "although" | "während"
            ) && at > date.1
                && self.opens_main(words, at + 1, end);
            if is_joint && self.has_verb(words, 0, at, date) {
                to = at;
                break;
            }
        }
        let mut starts = vec![0];
        for at in 0..date.0 {
            let joint = matches!(self.lower[at].as_str(), "but" | "aber" | "and" | "und")
                && self.has_verb(words, 0, at, date);
            let opens = (self.lower[at] == "," || joint) && self.opens_main(words, at + 1, to);
            if self.is_break(at) || opens {
                starts.push(at + 1);
            }
        }
        let from = starts
            .into_iter()
            .rev()
            .find(|from| {
                self.has_verb(words, *from, to, date) && self.has_subject(words, *from, to, date)
            })
            .unwrap_or(0);
        (from, to)
    }

    /// Whether a clause with a subject of its own and a verb soon after begins at `at`.
    fn opens_main(&self, words: &Words, at: usize, end: usize) -> bool {
        let at = if self
            .lower
            .get(at)
            .is_some_and(|w| words.conjunctions.contains(w))
        {
            at + 1
        } else {
            at
        };
        let Some(first) = self.lower.get(at) else {
            return false;
        };
        if words.clause_openers.contains(first) || !self.tokens[at].is_word {
            return false;
        }
        let limit = end.min(at + 9);
        let stop = (at..limit).find(|i| self.lower[*i] == ",").unwrap_or(limit);
        !words.is_finite(first) && (at + 1..stop).any(|i| words.finite.contains(&self.lower[i]))
    }

    /// Whether what follows a comma is a clause of its own.
    fn opens_clause(&self, words: &Words, at: usize, end: usize) -> bool {
        let Some(first) = self.lower.get(at) else {
            return false;
        };
        words.clause_openers.contains(first)
            || (words.conjunctions.contains(first) && self.opens_main(words, at, end))
            || self.opens_main(words, at, end)
            || self.is_attribution(words, at, end)
            || first.ends_with("ing")
    }

    fn has_subject(&self, words: &Words, from: usize, to: usize, date: (usize, usize)) -> bool {
        let first = (from..to).find(|at| {
            self.tokens[*at].is_word
                && !(date.0..date.1).contains(at)
                && !words.conjunctions.contains(&self.lower[*at])
        });
        first.is_some_and(|at| {
            !words.finite.contains(&self.lower[at])
                && !words.clause_openers.contains(&self.lower[at])
                && !words.pronouns.contains(&self.lower[at])
        })
    }

    /// Whether "officials said", "he told reporters", "said the minister" stands from `at` on.
    fn is_attribution(&self, words: &Words, at: usize, end: usize) -> bool {
        let window = end.min(at + 6);
        let slice = self.words(at, window);
        words.attribution_tail.at(&slice, 0).is_some()
            || slice.iter().any(|word| words.speech.contains(*word))
    }

    /// The headline of the clause `from..to` without the tokens of the date.
    pub(super) fn headline(
        &self,
        words: &Words,
        clause: (usize, usize),
        date: (usize, usize),
    ) -> String {
        let (from, to) = self.trim_edges(words, clause, date);
        let mut lead = date.0;
        while lead > from
            && self.tokens[lead - 1].is_word
            && words.date_leads.contains(&self.lower[lead - 1])
            && date.0 - lead < 3
        {
            lead -= 1;
        }
        // "the March 1 ceasefire": the date qualifies what follows, its article stays.
        let qualifies = date.1 < to
            && self.tokens[date.1].is_word
            && lead < date.0
            && matches!(
                self.lower[date.0 - 1].as_str(),
                "the" | "a" | "an" | "its" | "their" | "this"
            );
        if qualifies {
            lead = date.0;
        }
        // "target date of Feb. 25": a noun that needs its date keeps its place without it.
        let mut kept: Vec<usize> = (from..to)
            .filter(|at| !(lead..date.1).contains(at))
            .collect();
        self.drop_stray_marks(&mut kept);
        while kept.first().is_some_and(|at| {
            !self.tokens[*at].is_word && !matches!(self.lower[*at].as_str(), "“" | "\"" | "‘" | "'")
                || words.conjunctions.contains(&self.lower[*at])
        }) {
            kept.remove(0);
        }
        self.shorten(words, &mut kept);
        while kept.last().is_some_and(|at| {
            let word = &self.lower[*at];
            (!self.tokens[*at].is_word && !matches!(word.as_str(), "”" | "\"" | "’" | ")" | "%"))
                || words.trailing.contains(word)
        }) {
            kept.pop();
        }
        capitalise(&self.join(&kept))
    }

    /// Cuts attribution off both ends of a clause.
    fn trim_edges(
        &self,
        words: &Words,
        (mut from, mut to): (usize, usize),
        date: (usize, usize),
    ) -> (usize, usize) {
        // "Officials said (that) …": everything up to the speech verb, when a clause follows it.
        let limit = date.0.min(from + 12);
        if let Some(verb) = (from..limit).find(|at| words.speech_only.contains(&self.lower[*at]))
            && verb > from
        {
            let mut after = verb + 1;
            while after < to
                && (self.lower[after] == "that"
                    || self.lower[after] == "dass"
                    || self.lower[after] == ",")
            {
                after += 1;
            }
            if after < date.0
                && self.has_verb(words, after, to, date)
                && self.has_subject(words, after, to, date)
            {
                from = after;
            }
        }
        // "…, he told reporters": from the comma on.
        for at in (from..to).rev() {
            if self.lower[at] == "," && at >= date.1 && self.is_attribution(words, at + 1, to) {
                to = at;
            }
        }
        // "On Friday, …" leaves its comma behind; it is dropped with the other stray marks.
        (from, to)
    }

    fn drop_stray_marks(&self, kept: &mut Vec<usize>) {
        let mut out: Vec<usize> = Vec::with_capacity(kept.len());
        for &at in kept.iter() {
            let mark = self.lower[at].as_str();
            let previous = out.last().map(|p| self.lower[*p].as_str());
            if matches!(mark, "," | ".") && matches!(previous, None | Some("," | "(" | ";")) {
                continue;
            }
            out.push(at);
        }
        let quotes = |mark: &str| out.iter().filter(|at| self.lower[**at] == mark).count();
        let lone = [("“", "”"), ("‘", "’")];
        let straight = quotes("\"") % 2 == 1;
        let unbalanced: Vec<&str> = lone
            .iter()
            .filter(|(open, close)| quotes(open) != quotes(close))
            .flat_map(|(open, close)| [*open, *close])
            .chain(straight.then_some("\""))
            .collect();
        out.retain(|at| !unbalanced.contains(&self.lower[*at].as_str()));
        *kept = out;
    }

    /// Cuts at a comma, else before a clause opener or preposition, until at most [`LONGEST`]
    /// characters are left, where that leaves at least a third.
    fn shorten(&self, words: &Words, kept: &mut Vec<usize>) {
        let length = |kept: &[usize]| self.join(kept).chars().count();
        if length(kept) <= LONGEST {
            return;
        }
        let fits = (1..kept.len())
            .rev()
            .find(|count| length(&kept[..*count]) <= LONGEST)
            .unwrap_or(1);
        let enough = kept.len().min(fits) / 2;
        let comma = (enough..=fits)
            .rev()
            .find(|at| self.lower[kept[*at]] == ",");
        let opener = (enough..=fits).rev().find(|at| {
            let word = &self.lower[kept[*at]];
            words.clause_openers.contains(word)
                || words.date_leads.contains(word)
                || words.conjunctions.contains(word)
        });
        let verb = |to: usize| {
            kept[..to]
                .iter()
                .any(|at| words.is_finite(&self.lower[*at]))
        };
        let cut = comma
            .filter(|at| verb(*at))
            .or(opener.filter(|at| verb(*at)))
            .unwrap_or(fits);
        kept.truncate(cut);
    }

    /// The kept tokens with the spaces the text has between them.
    fn join(&self, kept: &[usize]) -> String {
        let mut out = String::new();
        for (index, &at) in kept.iter().enumerate() {
            if index > 0 {
                let before = self.tokens[kept[index - 1]].span.end;
                let after = self.tokens[at].span.start;
                let spaced = kept[index - 1] + 1 != at
                    && !matches!(self.lower[at].as_str(), "," | "." | ")" | "”")
                    || (kept[index - 1] + 1 == at && before != after);
                if spaced {
                    out.push(' ');
                }
            }
            out.push_str(self.tokens[at].span.of(self.text));
        }
        out
    }
}

fn capitalise(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}
