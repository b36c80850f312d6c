//! Tagging: extents and what was captured in them, before any value is computed.
//!
//! In: sentences and a [`RuleBook`]. Out: [`Match`]es in text order with their [`Slot`]s, the tense
//! of their clause and what stands before them. The text is walked once.

use super::lexicon::{Class, ClassSet, Lexicon};
use super::pattern::Found;
use super::rules::{OpenEnd, RuleBook, Where, Yields};
use super::token::{Token, tokenise};
use crate::source::Span;

/// What one token of an extent was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    /// The class it matched as.
    pub(super) class: Class,
    /// Which extent it lies in: 1, 2, or 0 around them.
    pub(super) group: u8,
    /// Its value in that class.
    pub(super) value: i32,
    /// Digits after the decimal mark.
    pub(super) thousandths: u16,
    /// How many bytes it was written with.
    pub(super) width: u8,
}

/// The tense of the clause around a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    /// "will", "is to": ahead.
    Future,
    /// "was", "said", "-ed": behind.
    Past,
    /// Nothing tells.
    Open,
}

/// What tells the tense of a clause.
struct Cue {
    tense: Tense,
    /// It is a verb of saying.
    said: bool,
    /// It stands behind the mention.
    behind: bool,
    /// It may tell of the present, or of another clause, or there is none.
    loose: bool,
}

/// One match of a rule.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match {
    /// Its rule.
    pub(super) rule: u16,
    /// The index of its sentence.
    pub(super) sentence: u32,
    /// The extents; the second is empty unless the rule makes two mentions.
    pub(super) extents: [Span; 2],
    /// Where its slots lie.
    pub(super) slots: (u32, u32),
    /// The tense of its clause.
    pub(super) tense: Tense,
    /// The word before turns ahead: "until", "by", "next".
    pub(super) ahead: bool,
    /// The word before turns back: "since", "dated".
    pub(super) behind: bool,
    /// The clause only reports that somebody said something.
    pub(super) said: bool,
    /// What tells the tense tells of the present, too, or nothing does: "ist", "hat", "will".
    pub(super) loose: bool,
    /// The words around leave one end open: "since 2011", "until March", "from 2017 onwards".
    pub(super) open: Option<OpenEnd>,
    /// It is the end of a range that begins with the match before: "3 May – 2 June".
    pub(super) linked: bool,
}

/// Buffers of one document's tagging, reused between sentences.
#[derive(Debug, Default)]
pub(super) struct Scan {
    tokens: Vec<Token>,
    /// The last token of the sentence's last match, and whether "between" stood before that match.
    last: Option<(usize, bool)>,
    found: Found,
    other: Found,
    /// All matches, in order.
    pub(super) matches: Vec<Match>,
    /// All slots.
    pub(super) slots: Vec<Slot>,
}

impl Scan {
    /// Reads one sentence.
    pub(super) fn sentence(
        &mut self,
        text: &str,
        span: Span,
        index: u32,
        book: &RuleBook,
        place: Where,
    ) {
        tokenise(
            text,
            span.range().start,
            span.range().end,
            &book.lexicon,
            &mut self.tokens,
        );
        if !self.tokens.iter().any(|t| book.trie.triggers(t)) {
            return;
        }
        book.lexicon.join(&mut self.tokens);
        self.last = None;
        let allowed = |rule: u16| {
            book.rules[usize::from(rule)]
                .only
                .is_none_or(|only| only == place)
        };
        let mut at = 0;
        while at < self.tokens.len() {
            if !book.trie.triggers(&self.tokens[at])
                || !book.trie.find(&self.tokens, at, allowed, &mut self.found)
            {
                at += 1;
                continue;
            }
            let blocks = book.rules[usize::from(self.found.rule)].yields == Yields::Block;
            // Words before an extent only help: a longer match that begins at it is the better one.
            if !blocks
                && let Some(lead) = self
                    .found
                    .path
                    .iter()
                    .position(|passed| passed.extent > 0)
                    .filter(|lead| *lead > 0)
            {
                let (inner, outer) = (at + lead, self.end_of_extents(at));
                if book.trie.triggers(&self.tokens[inner])
                    && book
                        .trie
                        .find(&self.tokens, inner, allowed, &mut self.other)
                    && self.other.until > outer
                {
                    at = inner;
                    std::mem::swap(&mut self.found, &mut self.other);
                }
            }
            let blocks = book.rules[usize::from(self.found.rule)].yields == Yields::Block;
            if blocks {
                at = self.found.until.max(at + 1);
                continue;
            }
            let next = self.end_of_extents(at);
            self.take(at, index, &book.lexicon);
            at = next.max(at + 1);
        }
    }

    /// The token after the last one inside an extent.
    fn end_of_extents(&self, at: usize) -> usize {
        let last = self.found.path.iter().rposition(|passed| passed.extent > 0);
        at + last.map_or(self.found.path.len(), |last| last + 1)
    }

    fn take(&mut self, at: usize, sentence: u32, lexicon: &Lexicon) {
        let from = self.slots.len() as u32;
        let mut extents = [Span::default(); 2];
        let (mut first, mut last) = (usize::MAX, at);
        for (offset, passed) in self.found.path.iter().enumerate() {
            let token = &self.tokens[at + offset];
            if let Some(class) = passed.class {
                let (class, value) = lexicon.capture(token, class);
                let value = passed.value.unwrap_or(value);
                self.slots.push(Slot {
                    class,
                    group: passed.extent,
                    value,
                    thousandths: token.thousandths,
                    width: (token.end - token.start).min(255) as u8,
                });
                // "tonight" is today and night in one word.
                if class == Class::DEICTIC
                    && passed.value.is_none()
                    && token.classes.has(Class::PART)
                {
                    self.slots.push(Slot {
                        class: Class::PART,
                        group: passed.extent,
                        value: lexicon.capture(token, Class::PART).1,
                        thousandths: 0,
                        width: 0,
                    });
                }
            }
            if let Some(extent) = passed
                .extent
                .checked_sub(1)
                .and_then(|g| extents.get_mut(usize::from(g)))
            {
                if extent.is_empty() {
                    extent.start = token.start;
                }
                extent.end = token.end;
                first = first.min(at + offset);
                last = at + offset;
            }
        }
        if extents[0].is_empty() {
            self.slots.truncate(from as usize);
            return;
        }
        let Cue {
            tense,
            said,
            behind,
            loose,
        } = self.tense(first, last);
        // "By Tuesday the toll had risen" tells what was.
        let was = behind && tense == Tense::Past;
        let ahead = !was
            && first.checked_sub(1).is_some_and(|before| {
                self.tokens[before].classes.has(Class::AHEAD)
                    || (before > 0
                        && self.tokens[before - 1].classes.has(Class::AHEAD)
                        && !self.tokens[before]
                            .classes
                            .meets(ClassSet::of(Class::CLAUSE)))
            });
        let before = |back: usize| {
            first
                .checked_sub(back)
                .map_or(ClassSet::EMPTY, |at| self.tokens[at].classes)
        };
        // "The deadline is Friday" is said of a day to come.
        let ahead = ahead
            || before(1).has(Class::IS)
            || before(1).has(Class::ON) && before(2).has(Class::IS);
        let behind = before(1).has(Class::SINCE) || before(1).has(Class::BEHIND);
        let after = self
            .tokens
            .get(last + 1)
            .map_or(ClassSet::EMPTY, |t| t.classes);
        let open = if before(1).has(Class::SINCE) || after.has(Class::ONWARD) {
            Some(OpenEnd::End)
        } else if before(1).has(Class::UNTIL) {
            Some(OpenEnd::Start)
        } else {
            None
        };
        let linked = self.last.is_some_and(|(end, between)| {
            end + 2 == first && (before(1).has(Class::LINK) || between && before(1).has(Class::AND))
        });
        self.last = Some((last, before(1).has(Class::BETWEEN)));
        self.matches.push(Match {
            rule: self.found.rule,
            sentence,
            extents,
            slots: (from, self.slots.len() as u32),
            tense,
            ahead,
            behind,
            said,
            loose,
            open,
            linked,
        });
    }

    /// The nearest cue in the clause around the tokens `first..=last`, those before first.
    fn tense(&self, first: usize, last: usize) -> Cue {
        const WINDOW: usize = 14;
        let read = |token: &Token| {
            if token.classes.has(Class::FUTURE) {
                Some(Tense::Future)
            } else if token.classes.has(Class::PAST) {
                Some(Tense::Past)
            } else {
                None
            }
        };
        let mut at = first;
        let mut apart = false;
        while at > 0 && first - at < WINDOW {
            at -= 1;
            let token = &self.tokens[at];
            apart |= token.classes.has(Class::COMMA);
            if token.classes.has(Class::CLAUSE) {
                break;
            }
            if let Some(tense) = read(token) {
                let said = token.classes.has(Class::SAYING);
                let loose = apart || token.classes.has(Class::LOOSE);
                let cue = |tense, said| Cue {
                    tense,
                    said,
                    behind: false,
                    loose,
                };
                let group = &self.tokens[at.saturating_sub(2)..at];
                if tense == Tense::Past
                    && !said
                    && group.iter().any(|t| t.classes.has(Class::FUTURE))
                {
                    // "will have been": the first cue of a verb group decides.
                    return cue(Tense::Future, false);
                }
                if tense == Tense::Future && group.iter().any(|t| t.classes.has(Class::WAS)) {
                    // "had been due": ahead then, open now.
                    return cue(Tense::Open, false);
                }
                return cue(tense, said);
            }
        }
        for token in self.tokens.iter().skip(last + 1).take(WINDOW) {
            if token.classes.has(Class::CLAUSE) {
                break;
            }
            if let Some(tense) = read(token) {
                return Cue {
                    tense,
                    said: token.classes.has(Class::SAYING),
                    behind: true,
                    loose: token.classes.has(Class::LOOSE),
                };
            }
        }
        Cue {
            tense: Tense::Open,
            said: false,
            behind: false,
            loose: true,
        }
    }
}
