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
    /// Which extent it lies in, from 1; 0 around them.
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

/// One match of a rule.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match {
    /// Its rule.
    pub(super) rule: u16,
    /// The index of its sentence.
    pub(super) sentence: u32,
    /// The extents; those behind the first are empty unless the rule makes several mentions.
    pub(super) extents: [Span; 3],
    /// Where its slots lie.
    pub(super) slots: (u32, u32),
    /// The tense of its clause.
    pub(super) tense: Tense,
    /// The word before turns ahead: "until", "by", "next".
    pub(super) ahead: bool,
    /// The word before turns back: "since", "dated".
    pub(super) behind: bool,
    /// A year alone in brackets, that of a book or a film: "(1938)".
    pub(super) aside: bool,
    /// Told as what had been before: "It had been forbidden in 1768".
    pub(super) glance: bool,
    /// The clause only reports that somebody said something.
    pub(super) said: bool,
    /// What tells the tense tells of the present, too, or nothing does: "ist", "hat", "will".
    pub(super) loose: bool,
    /// The words around leave one end open: "since 2011", "until March", "from 2017 onwards".
    pub(super) open: Option<OpenEnd>,
    /// It is the end of a range that begins with the match before: "3 May – 2 June".
    pub(super) linked: bool,
}

impl Match {
    /// Its slots, among `all` of the document.
    pub(super) fn of<'a>(&self, all: &'a [Slot]) -> &'a [Slot] {
        &all[self.slots.0 as usize..self.slots.1 as usize]
    }
}

/// The value of the first slot of a class.
pub(super) fn value_of(slots: &[Slot], class: Class) -> Option<i32> {
    slots.iter().find(|s| s.class == class).map(|s| s.value)
}

/// How many tokens around a mention may tell its tense.
const WINDOW: usize = 14;

/// The tense a word tells.
fn cue(token: &Token) -> Option<Tense> {
    if token.classes.has(Class::FUTURE) {
        Some(Tense::Future)
    } else if token.classes.has(Class::PAST) {
        Some(Tense::Past)
    } else {
        None
    }
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
            let next = self.end_of_extents(at).max(at + 1);
            self.take(at, index, &book.lexicon);
            at = next;
            // "forty hours a week": the last word of one mention may be what helps the next.
            if book.trie.triggers(&self.tokens[next - 1])
                && book
                    .trie
                    .find(&self.tokens, next - 1, allowed, &mut self.found)
                && self.found.path[0].extent == 0
                && book.rules[usize::from(self.found.rule)].yields != Yields::Block
            {
                at = self.end_of_extents(next - 1).max(next);
                self.take(next - 1, index, &book.lexicon);
            }
        }
    }

    /// The token after the last one inside an extent.
    fn end_of_extents(&self, at: usize) -> usize {
        let last = self.found.path.iter().rposition(|passed| passed.extent > 0);
        at + last.map_or(self.found.path.len(), |last| last + 1)
    }

    fn take(&mut self, at: usize, sentence: u32, lexicon: &Lexicon) {
        let from = self.slots.len() as u32;
        let mut extents = [Span::default(); 3];
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
                // "tonight" is today and night in one word, "overnight" may be the night before.
                if (class == Class::DEICTIC && passed.value.is_none()
                    || class == Class::DIRECTION && passed.value.is_some())
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
        let (tense, said, behind) = self.tense(first, last);
        let glance = self.glance(first);
        // "Friday's vote", "after Friday's vote": told of a day that is, or of one that was.
        let of_weekday = self.slots[from as usize..]
            .iter()
            .any(|slot| slot.class == Class::WEEKDAY);
        let owning = of_weekday
            && self.tokens.get(last + 1..last + 3).is_some_and(|next| {
                next[0].classes.has(Class::OWNING)
                    && next[1].classes.has(Class::WORD)
                    && !next[1].spaced
            });
        let tense = if owning && !behind && tense == Tense::Future {
            Tense::Open
        } else {
            tense
        };
        // "By Tuesday the toll had risen", "it began on Monday, and by Friday all were gone": what was.
        let was = behind && tense == Tense::Past && !said
            || owning && tense != Tense::Future
            || tense == Tense::Past
                && !said
                && (self.tense_behind(last) == Some((Tense::Past, false)) || self.done(last));
        let ahead = !was
            && first.checked_sub(1).is_some_and(|before| {
                self.tokens[before].classes.has(Class::AHEAD)
                    || (before > 0
                        && self.tokens[before - 1].classes.has(Class::AHEAD)
                        && !self.tokens[before]
                            .classes
                            .meets(ClassSet::of(Class::CLAUSE).with(Class::FUTURE)))
            });
        let before = |back: usize| {
            first
                .checked_sub(back)
                .map_or(ClassSet::EMPTY, |at| self.tokens[at].classes)
        };
        // "The deadline is Friday" is said of a day to come.
        let ahead = ahead
            || owning && before(1).has(Class::UNTIL)
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
        let aside = before(1).has(Class::OPENING)
            && after.has(Class::CLOSING)
            && self.slots[from as usize..]
                .iter()
                .all(|slot| matches!(slot.class, Class::YEAR | Class::YEAR_SHORT));
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
            aside,
            glance,
            said,
            loose: self.loose(first, last),
            open,
            linked,
        });
    }

    /// Whether the nearest verb between the commas around the tokens `first..=last` may tell of the present, or none
    /// stands there, and no deed is told behind: "hat heute das Gesetz beschlossen".
    fn loose(&self, first: usize, last: usize) -> bool {
        let ends = ClassSet::of(Class::CLAUSE).with(Class::COMMA);
        let within = |token: &&Token| !token.classes.meets(ends);
        let before = self.tokens[first.saturating_sub(WINDOW)..first]
            .iter()
            .rev();
        let behind = self.tokens.iter().skip(last + 1).take(WINDOW);
        if self.done(last) {
            return false;
        }
        before
            .take_while(within)
            .find(|token| cue(token).is_some())
            .or_else(|| behind.take_while(within).find(|token| cue(token).is_some()))
            .is_none_or(|token| token.classes.has(Class::LOOSE))
    }

    /// Whether a deed is told behind the token `last`, before the next comma: "hat heute das Gesetz beschlossen".
    fn done(&self, last: usize) -> bool {
        let ends = ClassSet::of(Class::CLAUSE).with(Class::COMMA);
        self.tokens
            .iter()
            .skip(last + 1)
            .take(WINDOW)
            .take_while(|token| !token.classes.meets(ends))
            .any(|token| token.classes.has(Class::DONE))
    }

    /// Whether the nearest verb before the token `first`, in its clause, is of what had been.
    fn glance(&self, first: usize) -> bool {
        /// How far before, and how long a group of verbs may be.
        const NEAR: (usize, usize) = (14, 3);
        let clause = &self.tokens[first.saturating_sub(NEAR.0)..first];
        let clause = match clause.iter().rposition(|t| t.classes.has(Class::CLAUSE)) {
            Some(at) => &clause[at + 1..],
            None => clause,
        };
        let verb = clause.iter().rposition(|t| t.classes.has(Class::PAST));
        verb.is_some_and(|at| {
            clause[at.saturating_sub(NEAR.1)..=at]
                .iter()
                .any(|t| t.classes.has(Class::WAS))
        })
    }

    /// The nearest cue in the clause around the tokens `first..=last`, those before first: the
    /// tense, whether it is a verb of saying, and whether it stands behind. What stands in brackets
    /// beside the clause is passed over.
    fn tense(&self, first: usize, last: usize) -> (Tense, bool, bool) {
        let mut said = false;
        // "With much about to happen, the court on Thursday gave …"
        if let Some(token) = self.tokens.get(last + 1)
            && cue(token) == Some(Tense::Past)
        {
            return (Tense::Past, token.classes.has(Class::SAYING), true);
        }
        let mut at = first;
        let mut window = WINDOW;
        while at > 0 && window > 0 {
            (at, window) = (at - 1, window - 1);
            let token = &self.tokens[at];
            if token.classes.has(Class::CLOSING)
                && let Some(opening) = self.tokens[at.saturating_sub(WINDOW)..at]
                    .iter()
                    .rposition(|t| t.classes.has(Class::OPENING))
            {
                at = at.saturating_sub(WINDOW) + opening;
                continue;
            }
            if token.classes.has(Class::CLAUSE) {
                break;
            }
            if let Some(tense) = cue(token) {
                said = token.classes.has(Class::SAYING);
                // "had been due to start" is one group.
                while tense == Tense::Future
                    && at > 0
                    && self.tokens[at - 1].classes.has(Class::FUTURE)
                {
                    at -= 1;
                }
                let group = &self.tokens[at.saturating_sub(2)..at];
                if tense == Tense::Past
                    && !said
                    && group.iter().any(|t| t.classes.has(Class::FUTURE))
                {
                    // "will have been": the first cue of a verb group decides.
                    return (Tense::Future, false, false);
                }
                let was = group.iter().any(|t| t.classes.has(Class::WAS));
                if tense == Tense::Future && was {
                    // "had been due": ahead then, open now.
                    return (Tense::Open, false, false);
                }
                // "Four ships had docked by Thursday": done by then.
                return (tense, said, was && tense == Tense::Past);
            }
        }
        self.tense_behind(last)
            .map_or((Tense::Open, said, false), |(tense, said)| {
                (tense, said, true)
            })
    }

    /// The nearest cue behind the token `last`, in its clause, and whether it is a verb of saying.
    fn tense_behind(&self, last: usize) -> Option<(Tense, bool)> {
        let mut at = last + 1;
        let until = self.tokens.len().min(at + WINDOW);
        while at < until {
            let token = &self.tokens[at];
            if token.classes.has(Class::OPENING)
                && let Some(closing) = self.tokens[at..until]
                    .iter()
                    .position(|t| t.classes.has(Class::CLOSING))
            {
                at += closing + 1;
                continue;
            }
            if token.classes.has(Class::CLAUSE) {
                break;
            }
            if let Some(tense) = cue(token) {
                return Some((tense, token.classes.has(Class::SAYING)));
            }
            at += 1;
        }
        None
    }
}
