//! Whether a headline tells of whom and of what: no words that only another sentence explains. In: a parsed sentence and
//! the words kept for a headline. Out: whether they lean on their article.

use super::clause::{Clause, Parse};
use super::grammar::Tag;

impl Parse<'_> {
    /// "This showering of love", "those accusations": it points at what was told before.
    pub(super) fn points_back(&self, clause: &Clause, kept: &[usize]) -> bool {
        let first = kept
            .iter()
            .copied()
            .find(|at| !matches!(self.tags[*at], Tag::Quote | Tag::Mark));
        first.is_some_and(|at| {
            // "He and colleagues"
            let points = self.words.personal.contains(self.analysis.word(at))
                || !self.words.verb_second
                    && self.words.possessives.contains(self.analysis.word(at))
                || self.words.demonstratives.contains(self.analysis.word(at))
                || self.tags[at] == Tag::That
                || self.tags[at] == Tag::Determiner
                    && self.words.complementers.contains(self.analysis.word(at));
            // "It's about time"
            let word = self.analysis.word(at);
            let shortened = word
                .split_once(['\'', '’'])
                .is_some_and(|(pronoun, _)| self.words.pronouns.contains(pronoun));
            points && self.tags.get(at + 1) != Some(&Tag::Date) && clause.verb.is_some()
                || shortened
        }) || self.is_of_somebody(kept)
    }

    /// "Several of its members", "one of his aides", "most of them": whose, was told before.
    pub(super) fn is_of_somebody(&self, kept: &[usize]) -> bool {
        let of_them = kept.windows(2).take(3).any(|pair| {
            self.words.genitives.contains(self.analysis.word(pair[0]))
                && self.words.objects.contains(self.analysis.word(pair[1]))
        });
        // "One such group"
        let of_such = kept.len() > 1
            && (self.words.vague.contains(self.analysis.word(kept[0]))
                || self.words.articles.contains(self.analysis.word(kept[0])))
            && self
                .words
                .demonstratives
                .contains(self.analysis.word(kept[1]));
        if of_them || of_such {
            return true;
        }
        kept.iter().take(5).enumerate().any(|(i, at)| {
            i > 0
                && self.words.possessives.contains(self.analysis.word(*at))
                && kept[..i].iter().all(|before| {
                    matches!(
                        self.tags[*before],
                        Tag::Preposition | Tag::Determiner | Tag::Adverb | Tag::Pronoun
                    ) || self.tags[*before] == Tag::Noun
                        && (self.words.vague.contains(self.analysis.word(*before))
                            || self.words.counts.contains(self.analysis.word(*before)))
                })
        })
    }

    /// "We have survived a long journey"
    pub(super) fn is_of_speaker(&self, kept: &[usize]) -> bool {
        let mut quoted = false;
        kept.iter().any(|at| {
            quoted ^= self.tags[*at] == Tag::Quote;
            let word = self.analysis.word(*at);
            // "the US imposed"
            !quoted
                && !self.analysis.is_the_us(*at)
                && self
                    .words
                    .first_person
                    .contains(word.split(['\'', '’']).next().unwrap_or(word))
        })
    }

    /// "Many had stayed", "Organisers chose that day": who, and which?
    pub(super) fn is_of_nobody(&self, text: &[usize]) -> bool {
        let word = |at: usize| self.analysis.word(at);
        let nobody = self.words.vague.contains(word(text[0]))
            && !self.words.there.contains(word(text[0]))
            && text.get(1).is_some_and(|at| self.tags[*at] == Tag::Finite);
        let that_day = text.len() > 2
            && self.words.vague.contains(word(text[text.len() - 1]))
            && (self.tags[text[text.len() - 2]] == Tag::That
                || self
                    .words
                    .demonstratives
                    .contains(word(text[text.len() - 2])));
        nobody || that_day
    }

    /// "The second opened", "The day went", "The plan was sound", "left without one": which one was told before.
    pub(super) fn is_of_unnamed(&self, text: &[usize]) -> bool {
        let word = |at: usize| self.analysis.word(at);
        let tags: Vec<Tag> = text
            .iter()
            .filter(|at| self.tags[**at] != Tag::Adverb)
            .map(|at| self.tags[*at])
            .collect();
        let bare = matches!(tags[..], [Tag::Determiner, _, Tag::Finite, ..])
            && self.words.articles.contains(word(text[0]));
        let subject = text.get(1).map_or("", |at| word(*at));
        // "The first blast occurred" has its noun.
        let is_lone = text[1..]
            .iter()
            .skip(1)
            .find(|at| self.tags[**at] != Tag::Adverb)
            .is_some_and(|at| self.tags[*at] == Tag::Finite);
        let ordinal = bare
            && is_lone
            && (self.words.turns.contains(subject)
                || self.words.units.contains(subject)
                    && word(text[0]) == self.words.definite.as_str());
        let is_how = bare
            && is_lone
            && tags.len() == 4
            && tags[3] == Tag::Noun
            && text.iter().any(|at| self.words.was.contains(word(*at)));
        // "The day that ministers had set went without one"
        let ends = text.len() > 3
            && self.tags[text[text.len() - 2]] == Tag::Preposition
            && self.tags[text[text.len() - 1]] == Tag::Pronoun
            && self.words.vague.contains(word(text[text.len() - 1]))
            // "one by one"
            && word(text[text.len() - 3]) != word(text[text.len() - 1]);
        ordinal || is_how || ends
    }

    /// "Lands Velia took", "A decree Holt signed is": what somebody did to a thing that is told apart by it.
    pub(super) fn is_told_by_contact(&self, text: &[usize]) -> bool {
        let verb = text.iter().position(|at| self.tags[*at] == Tag::Finite);
        let subject = &text[..verb.unwrap_or(0)];
        subject.windows(2).enumerate().any(|(i, pair)| {
            let word = self.analysis.word(pair[0]);
            let goes_on = subject[i + 1..]
                .iter()
                .all(|at| self.tags[*at] == Tag::Noun && self.analysis.is_capital(*at));
            let is_thing = goes_on
                && pair[0] + 1 == pair[1]
                && self.tags[pair[0]] == Tag::Noun
                && self.tags[pair[1]] == Tag::Noun
                && self.analysis.is_capital(pair[1])
                && !self.analysis.is_capital(pair[0])
                && !self.words.titles.contains(word)
                && word.chars().all(char::is_alphabetic);
            // "a gunman Lorn police held", "rebels Velia supports"
            let is_told_apart = i == 1
                && self
                    .words
                    .indefinite
                    .iter()
                    .any(|one| one == self.analysis.word(text[0]))
                || self.words.is_several(word);
            is_thing && is_told_apart && !subject.iter().any(|at| self.tags[*at] == Tag::And)
        })
    }

    /// "Pity anyone stuck", "Badly treated by the world", "Asking what was the worst": no subject of a verb.
    pub(super) fn is_order(&self, clause: &Clause, text: &[usize]) -> bool {
        let [first, next, ..] = *text else {
            return false;
        };
        let word = |at: usize| self.analysis.word(at);
        let later = text
            .iter()
            .copied()
            .find(|at| self.tags[*at] != Tag::Adverb)
            .unwrap_or(first);
        // "Further south, troops": a comma or a noun would stand behind it.
        let is_bare = self.tags[first] == Tag::Adverb && clause.verb == Some(later);
        let is_told = self.tags[first] == Tag::Noun
            && self.words.vague.contains(word(next))
            // "Three more clerks"
            && !self.words.comparatives.contains(word(next))
            && self.tags[next] != Tag::Determiner
            && next == first + 1
            && !self.analysis.is_capital(next);
        let asks = self.tags[first] == Tag::Gerund
            && (matches!(
                self.tags[next],
                Tag::Relative | Tag::That | Tag::Subordinator
            ) || self.words.vague.contains(word(next))
                && self.words.no_subject.contains(word(next)));
        // "some fear would be"
        let two_verbs = self.words.vague.contains(word(first))
            && self.words.is_present(word(next))
            && text.get(2).is_some_and(|at| self.tags[*at] == Tag::Finite);
        // "A move planned", "Holt was replacing"
        let last = text[text.len() - 1];
        let is_rest = text.len() <= 3
            && match self.tags[last] {
                Tag::Participle => !text.iter().any(|at| self.tags[*at] == Tag::Finite),
                Tag::Gerund => true,
                _ => false,
            };
        is_bare || is_told || asks || two_verbs || is_rest
    }

    /// "has released the following information: …", "did the same thing": what was meant stands elsewhere.
    pub(super) fn points_on(&self, text: &[usize]) -> bool {
        let last = text[text.len() - 1];
        let from = text.len().saturating_sub(5);
        let words = self.analysis.words(text[from..].iter().copied());
        let next = (last + 1..self.tags.len())
            .find(|at| self.tags[*at] != Tag::Date && self.tags[*at] != Tag::Adverb);
        let is_colon = next.is_some_and(|at| self.analysis.word(at) == ":");
        let points = words.iter().any(|word| {
            self.words.demonstratives.contains(word) || self.words.announcing.contains(word)
        });
        let hollow = (0..words.len()).any(|at| {
            self.words
                .hollow
                .at(&words, at)
                .is_some_and(|length| at + length == words.len())
        });
        let announces = text.windows(2).any(|pair| {
            self.tags[pair[0]] == Tag::Finite
                && self
                    .words
                    .demonstratives
                    .contains(self.analysis.word(pair[1]))
        });
        is_colon && (points || announces) || hollow
    }
}
