//! What belongs to a page and not to what its sentences tell: stamps, footers, captions, lines run together. In: a parsed
//! sentence and its date. Out: whether the date is such a one.

use super::clause::Parse;
use super::grammar::Tag;
use crate::calendar::{Edtf, NaiveDate};
use crate::temporal::{Timex, TimexKind};

impl Parse<'_> {
    /// Whether the date belongs to the page and not to what the sentence tells.
    pub(super) fn is_of_page(&self, at: (usize, usize), timex: &Timex) -> bool {
        self.is_stamp(at, timex.kind)
            || self.is_footer()
            || self.is_caption(at)
            || self.is_run_together(at)
    }

    /// "(Update 3:15 a.m. in Lorn, 8:15 p.m. in Velia)" without a day: which one it is, nobody can tell where it was
    /// not read as the day of publication.
    pub(super) fn is_stamped_otherwise(
        &self,
        (from, to): (usize, usize),
        timex: &Timex,
        date: Edtf,
        published: Option<NaiveDate>,
    ) -> bool {
        let opens = (from.saturating_sub(16)..from)
            .rev()
            .find(|at| matches!(self.tags[*at], Tag::Open | Tag::Close));
        let closes = (to..self.tags.len().min(to + 8))
            .find(|at| matches!(self.tags[*at], Tag::Open | Tag::Close));
        let in_bracket = opens.is_some_and(|at| self.tags[at] == Tag::Open && at < 2)
            && closes.is_some_and(|at| self.tags[at] == Tag::Close);
        let names_day = (from..to).any(|at| {
            let word = self.analysis.word(at);
            word.len() > 4 && word.bytes().all(|b| b.is_ascii_alphabetic())
        });
        timex.kind == TimexKind::Time
            && in_bracket
            && !names_day
            && date.days().earliest != published
    }

    /// The stamp of an opening, an update or a comment: "BEIRUT (March 27) –", "(Updated 12:10 p.m.)".
    pub(super) fn is_stamp(&self, (from, to): (usize, usize), kind: TimexKind) -> bool {
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
            self.words.updates.is_in(&[word(at)]) || self.words.stamps.contains(word(at))
        });
        let start = analysis.tokens[from].span.start as usize;
        let has_time = kind == TimexKind::Time && analysis.text[start..].contains(':');
        let wrote = (to..tags.len().min(to + 8)).any(|at| self.words.wrote.contains(word(at)));
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
                && (self.words.updates.is_in(&[word(at)]) || self.words.stamps.contains(word(at)))
        });
        let comment = comment || labelled && from > 0;
        let is_date = |at: Option<&Tag>| at == Some(&Tag::Date);
        // "22nd January 2012 - 18:12": whoever wrote it wrote then.
        let after = tags.get(to) == Some(&Tag::Break) && is_date(tags.get(to + 1));
        let before = from > 1 && tags[from - 1] == Tag::Break && is_date(tags.get(from - 2));
        let pair = (after || before) && self.has_clock(from.saturating_sub(6), to + 6);
        let updated = updated
            || (to..tags.len().min(to + 3)).any(|at| self.words.updated.contains(word(at)))
                && from < 4;
        // "17 January 12 16:55 GMT The army has": when it was put up.
        let posted = from == 0
            && (to..tags.len().min(to + 5)).any(|at| self.words.zones.contains(word(at)))
            && self.has_clock(from, to + 5);
        // "(Update 3:00 a.m. in Lorn, 8:00 p.m. in Velia)"
        let opened = (from.saturating_sub(16)..from)
            .find(|at| tags[*at] == Tag::Open && self.words.updates.is_in(&[word(at + 1)]));
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
    pub(super) fn is_footer(&self) -> bool {
        let words = self.analysis.words(0..self.tags.len());
        self.words.footers.is_in(&words)
    }

    /// Whether a time of day in figures stands among the tokens.
    pub(super) fn has_clock(&self, from: usize, to: usize) -> bool {
        (from..to.min(self.tags.len())).any(|at| {
            let word = self.analysis.word(at);
            let digits = word.bytes().filter(u8::is_ascii_digit).count();
            digits >= 3 && word.contains(':') || {
                let next = self.analysis.word(at + 1);
                next == ":" && word.bytes().all(|b| b.is_ascii_digit())
            }
        })
    }

    /// "Villagers carry a coffin in Homs May 16, 2011.": what a picture shows.
    pub(super) fn is_caption(&self, (from, to): (usize, usize)) -> bool {
        let rest = (to..self.tags.len()).all(|at| self.tags[at] == Tag::Mark);
        let has_year = to > from
            && self.analysis.word(to - 1).len() == 4
            && self
                .analysis
                .word(to - 1)
                .bytes()
                .all(|b| b.is_ascii_digit());
        let bare = from > 0
            && !self
                .words
                .caption_leads
                .contains(self.analysis.word(from - 1));
        let picture = (0..from).any(|at| self.words.pictures.contains(self.analysis.word(at)));
        let handout =
            (0..self.tags.len()).any(|at| self.words.handouts.contains(self.analysis.word(at)));
        // "wears a shirt in Lorn June 21, 2011, as the crowds go by"
        let placed = bare
            && from > 1
            && self.analysis.is_capital(from - 1)
            && self.tags.get(to) == Some(&Tag::Comma);
        handout || (rest || placed) && has_year && to - from > 2 && (bare || picture)
    }

    /// A page's list of lines without full stops: nobody knows where the date's own line begins.
    pub(super) fn is_run_together(&self, (from, to): (usize, usize)) -> bool {
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
}
