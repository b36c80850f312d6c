//! What a segment without a subject borrows: from the noun a relative clause hangs on, from the clause before, from
//! what stands before an insertion. In: a sentence in segments. Out: the lender, or its words.

use super::clause::Parse;
use super::grammar::Tag;
use super::segments::{Opener, Segment};

/// A head of a relative clause or a subject, at most, in words.
const LONGEST_SUBJECT: usize = 16;

impl Parse<'_> {
    /// "The group said 20 people, most of them soldiers, | were killed": the subject of what was said stands behind the
    /// verb of saying.
    pub(super) fn told(&self, segment: &Segment, other: &Segment) -> Option<Vec<usize>> {
        // "called to announce that the driver, missing for a week, | will be released"
        let that = other.verb.and_then(|verb| {
            (verb + 1..other.to)
                .rev()
                .find(|at| matches!(self.tags[*at], Tag::That | Tag::Finite))
                .filter(|at| self.tags[*at] == Tag::That)
        });
        if let Some(that) = that.filter(|_| segment.opener == Opener::Comma) {
            let subject = self.nominal(that + 1, other.to);
            if !subject.is_empty() {
                return Some(subject);
            }
        }
        let verb = other
            .verb
            .filter(|verb| self.words.speech.contains(self.word(*verb)))
            .filter(|verb| !self.words.told.contains(self.word(*verb)))?;
        if segment.opener != Opener::Comma || self.words.verb_second {
            return None;
        }
        let mut from = verb + 1;
        while from < other.to
            && (matches!(self.tags[from], Tag::Date | Tag::That | Tag::Quote)
                || self.tags[from] == Tag::Preposition && self.tag(from + 1) == Tag::Date)
        {
            from += 1;
        }
        let subject = self.nominal(from, other.to);
        let is_noun = subject
            .first()
            .is_some_and(|at| matches!(self.tags[*at], Tag::Noun | Tag::Determiner))
            || self
                .words
                .at_least
                .at(&[self.word(from), self.word(from + 1)], 0)
                .is_some();
        let is_plain = !subject.iter().any(|at| self.tags[*at] == Tag::To);
        (is_noun && is_plain).then_some(subject)
    }

    /// Where what there is begins: "there has been a truce".
    pub(super) fn there_is(&self, k: usize, verb: usize) -> usize {
        (verb + 1..self.segments[k].to)
            .find(|at| !matches!(self.tags[*at], Tag::Adverb | Tag::Inner | Tag::Participle))
            .unwrap_or(verb + 1)
    }

    /// "The man | who shot the mayor | was sentenced": a short clause that tells which man stays.
    pub(super) fn with_restriction(&self, k: usize, mut subject: Vec<usize>) -> Vec<usize> {
        if let Some(next) = self.segments.get(k + 1)
            && next.opener == Opener::Relative
            && !next.comma
            && next.to - next.from <= 7
            && !self.tags[next.from..next.to].contains(&Tag::Date)
        {
            subject.extend(next.mark..next.to);
        }
        subject
    }

    /// "France, Germany and Italy agreed": what stands before in a list.
    pub(super) fn listed(&self, k: usize, own: Vec<usize>) -> Vec<usize> {
        let is_list = own.iter().any(|at| {
            self.tags[*at] == Tag::And && !self.words.adversatives.contains(self.word(*at))
        });
        if !is_list || self.segments[k].opener != Opener::Comma {
            return own;
        }
        let mut first = k;
        while first > 0 {
            let before = &self.segments[first - 1];
            let is_item = self.is_noun_phrase(before)
                && before.to - before.from
                    <= if before.opener == Opener::Start {
                        10
                    } else {
                        5
                    }
                && (before.opener == Opener::Start || before.opener == Opener::Comma);
            if !is_item {
                break;
            }
            first -= 1;
        }
        if first == k || self.segments[first].opener != Opener::Start {
            return own;
        }
        let end = own.last().map_or(self.segments[k].from, |at| at + 1);
        (self.segments[first].from..end).collect()
    }

    /// The segment whose subject segment `k` shares.
    pub(super) fn lender(&self, k: usize) -> Option<usize> {
        let segment = self.segments[k];
        if segment.opener == Opener::And
            && !segment.comma
            && k > 0
            && self.segments[k - 1].verb.is_some()
        {
            return Some(k - 1);
        }
        // "The envoy received the negotiator, Mr Haddad, and is to meet the committee": whoever did the one.
        if segment.opener == Opener::And
            && segment.verb == Some(segment.from)
            && !self.words.verb_second
        {
            let main = (0..k)
                .rev()
                .find(|j| self.is_main(*j) && self.segments[*j].opener != Opener::And);
            if main.is_some() {
                return main;
            }
        }
        let mut found = None;
        for j in (0..k).rev() {
            let other = &self.segments[j];
            if self.is_noun_phrase(other) {
                // An apposition stands between the subject and its verb: go on to what it stands beside.
                found = Some(j);
                if other.comma
                    && j > 0
                    && (self.is_noun_phrase(&self.segments[j - 1])
                        || self.segments[j - 1].opener == Opener::Relative)
                {
                    continue;
                }
                break;
            }
            if found.is_some() && other.opener != Opener::Relative {
                break;
            }
            // "The army, which says the rebels are foreigners, launched": the report is part of the insertion.
            let is_inserted = segment.opener == Opener::Comma
                && segment.verb == Some(segment.from)
                && other.opener == Opener::Complement
                && j > 0
                && self.segments[j - 1].opener == Opener::Relative
                && self.segments[j - 1].comma;
            if is_inserted {
                continue;
            }
            let is_main = other.verb.is_some()
                && !matches!(
                    other.opener,
                    Opener::Relative | Opener::Subordinator | Opener::Bracket
                );
            if is_main && !self.is_trailing(j) {
                found = found.or(Some(j));
                break;
            }
        }
        found
    }

    /// The noun a relative clause hangs on, with its article.
    pub(super) fn head(&self, k: usize) -> Vec<usize> {
        let segment = self.segments[k];
        let Some(host) = (0..k).rev().map(|j| self.segments[j]).find(|other| {
            other.opener != Opener::Bracket
                && (other.opener != Opener::Relative || other.to == segment.mark)
        }) else {
            return Vec::new();
        };
        let end = (host.from..host.to)
            .rev()
            .find(|at| {
                !matches!(
                    self.tags[*at],
                    Tag::Date
                        | Tag::Quote
                        | Tag::Comma
                        | Tag::Adverb
                        | Tag::Preposition
                        | Tag::Close
                )
            })
            .map_or(host.from, |at| at + 1);
        let stops = |at: usize| {
            matches!(
                self.tags[at],
                Tag::Preposition
                    | Tag::To
                    | Tag::Finite
                    | Tag::Inner
                    | Tag::And
                    | Tag::Comma
                    | Tag::That
                    | Tag::Adverb
                    | Tag::Break
                    | Tag::Mark
            )
        };
        // Where the noun phrase that ends before `at` begins.
        let phrase = |mut at: usize| {
            while at > host.from && !stops(at - 1) {
                at -= 1;
                if self.tags[at] == Tag::Determiner {
                    break;
                }
            }
            at
        };
        // One step over the preposition before `from`, where a phrase stands there.
        let widened = |from: usize| match phrase(from - 1) {
            wider if wider < from - 1 => wider,
            _ => from,
        };
        let mut from = phrase(end);
        // "the head of the commission, who resigned": a comma hangs it on the whole phrase.
        let whole = segment.comma
            && host.verb.is_none()
            && self.is_noun_phrase(&host)
            && !(host.from..host.to)
                .any(|at| matches!(self.tags[at], Tag::To | Tag::Gerund | Tag::Inner));
        // "Lena Holt, a writer | who was held": the name before tells who it is.
        if host.opener == Opener::Comma
            && self.is_noun_phrase(&host)
            && self.tag(host.from) == Tag::Determiner
            && let Some(named) = self.named_before(host.mark)
        {
            return named;
        }
        // "Velia, Lorn and Moor, who met": all of them. Where others stand between, nobody knows who.
        if segment.comma && from > host.from && self.tags[from - 1] == Tag::And {
            if !whole {
                return Vec::new();
            }
            let own = self.nominal(host.from, end);
            let at = (0..k).rev().find(|j| self.segments[*j].from == host.from);
            return at.map_or(own.clone(), |at| self.listed(at, own));
        }
        if whole && host.to - host.from <= LONGEST_SUBJECT {
            from = host.from;
        } else if segment.comma
            && from > host.from + 1
            && self.words.genitives.contains(self.word(from - 1))
            && !(self
                .words
                .personal_relatives
                .contains(self.word(segment.from - 1))
                && (from..end).any(|at| self.analysis.is_capital(at)))
        {
            from = widened(from);
        }
        // "a ceasefire in Syria that would begin": a name alone is not what is told apart.
        let is_name = !segment.comma
            && from > host.from + 1
            && self.tags[from - 1] == Tag::Preposition
            && self.analysis.is_capital(from)
            && (from..end)
                .all(|at| self.analysis.is_capital(at) || self.word(at).contains(['-', '’', '\'']));
        if is_name {
            from = widened(from);
        }
        // "clerks for the harbour board who were held", "a clerk in eastern Lorn who was held": nor is what is of
        // another number, or a place where it must be a person.
        let several = (from..end)
            .any(|at| self.words.counts.contains(self.word(at)) || self.tags[at] == Tag::And)
            || end > from
                && (self.word(end - 1).ends_with('s')
                    || self.words.plural_nouns.contains(self.word(end - 1)));
        let is_odd = segment
            .verb
            .is_some_and(|verb| self.words.plural_verbs.contains(self.word(verb)) && !several)
            || end > from
                && self
                    .words
                    .personal_relatives
                    .contains(self.word(segment.from.saturating_sub(1)))
                && self.analysis.is_capital(end - 1)
                && !self.analysis.is_capital(from)
                && !(from..end).any(|at| self.words.titles.contains(self.word(at)));
        if is_odd
            && !self.words.verb_second
            && from > host.from + 1
            && self.tags[from - 1] == Tag::Preposition
        {
            from = widened(from);
        }
        // "among more than a dozen clerks who met"
        if from >= host.from + 2
            && self
                .words
                .quantifiers
                .at(&self.analysis.words(from - 2..from), 0)
                == Some(2)
        {
            from -= 2;
        }
        // A participle after a verb is no part of the noun.
        while from < end
            && matches!(self.tags[from], Tag::Participle | Tag::Quote)
            && from + 1 < end
        {
            from += 1;
        }
        self.nominal(from, end)
    }

    /// The name of several words that ends at the comma `mark`.
    pub(super) fn named_before(&self, mark: usize) -> Option<Vec<usize>> {
        let mut from = mark;
        while from > 0
            && self.tags[from - 1] == Tag::Noun
            && self.analysis.is_capital(from - 1)
            && !self.word(from - 1).ends_with("'s")
        {
            from -= 1;
        }
        (2..6)
            .contains(&(mark - from))
            .then(|| (from..mark).collect())
    }
}
