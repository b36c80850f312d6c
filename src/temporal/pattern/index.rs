//! What may follow in a branch with many edges. In: its edges. Out: an [`Index`] that tells which of them a token fits,
//! in their order, and a [`Filter`] that turns most words away.

use super::{Edge, Wants};
use crate::temporal::lexicon::{Class, ClassSet};
use crate::temporal::token::Token;

/// The edges of one branch by what they want. Numbers of edges count within the branch.
#[derive(Debug)]
pub(super) struct Index {
    /// The classes that are wanted.
    classes: ClassSet,
    /// The edges that want each of these classes; where they stand is told by `places`.
    by_class: Vec<Vec<u32>>,
    /// For each class that is wanted, its place in `by_class`.
    places: [u8; 128],
    /// The words that are wanted, in order, and the edges that want them.
    by_word: Vec<(u32, Vec<u32>)>,
    /// The numbers that are wanted, and the edge that wants each.
    by_number: Vec<(i32, u32)>,
}

impl Index {
    /// With so many edges, looking at each of them is as quick.
    pub(super) const WORTHWHILE: usize = 8;

    /// The index of a branch with these edges.
    pub(super) fn of(edges: &[Edge]) -> Self {
        let mut index = Self {
            classes: ClassSet::EMPTY,
            by_class: Vec::new(),
            places: [0; 128],
            by_word: Vec::new(),
            by_number: Vec::new(),
        };
        for (at, edge) in edges.iter().enumerate() {
            let at = at as u32;
            match edge.wants {
                Wants::Class(class) => {
                    let place = &mut index.places[usize::from(class.0)];
                    if !index.classes.has(class) {
                        index.classes.add(class);
                        *place = index.by_class.len() as u8;
                        index.by_class.push(Vec::new());
                    }
                    index.by_class[usize::from(*place)].push(at);
                }
                Wants::Word(word) => {
                    let known = index.by_word.binary_search_by_key(&word, |(word, _)| *word);
                    let place = known.unwrap_or_else(|place| {
                        index.by_word.insert(place, (word, Vec::new()));
                        place
                    });
                    index.by_word[place].1.push(at);
                }
                Wants::Number(number) => index.by_number.push((number, at)),
            }
        }
        index
    }

    /// Adds to `fits` the edges that `token` fits, in their order.
    #[inline]
    pub(super) fn fitting(&self, token: &Token, fits: &mut Vec<u32>) {
        let from = fits.len();
        let mut lists = 0;
        let mut add = |edges: &[u32]| {
            // One by one: most are one or two.
            for edge in edges {
                fits.push(*edge);
            }
            lists += 1;
        };
        for class in token.classes.and(self.classes).iter() {
            add(&self.by_class[usize::from(self.places[usize::from(class.0)])]);
        }
        if token.word != 0 {
            let known = self
                .by_word
                .binary_search_by_key(&token.word, |(word, _)| *word);
            if let Ok(place) = known {
                add(&self.by_word[place].1);
            }
        } else if !self.by_number.is_empty() && token.classes.has(Class::NUMBER) {
            for (number, edge) in &self.by_number {
                if *number == token.number {
                    add(&[*edge]);
                }
            }
        }
        if lists > 1 {
            fits[from..].sort_unstable();
        }
    }
}

/// Where a branch's filter lies in [`Filters`]: its first block, and one less than how many there are, a power of two.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filter {
    first: u32,
    mask: u32,
}

/// The words that may follow in each branch, as bits at the low part of their numbers: the more words, the wider.
#[derive(Debug)]
pub(super) struct Filters(Vec<u64>);

impl Default for Filters {
    /// One block, shared by all branches where no word may follow.
    fn default() -> Self {
        Self(vec![0])
    }
}

impl Filters {
    /// Words in one block of 64 bits, at most.
    const DENSITY: usize = 4;

    /// Adds the filter of a branch in which `words` may follow.
    pub(super) fn add(&mut self, words: impl Iterator<Item = u32> + Clone) -> Filter {
        let count = words.clone().count();
        if count == 0 {
            return Filter { first: 0, mask: 0 };
        }
        let blocks = count.div_ceil(Self::DENSITY).next_power_of_two();
        let filter = Filter {
            first: self.0.len() as u32,
            mask: blocks as u32 - 1,
        };
        self.0.resize(self.0.len() + blocks, 0);
        for word in words {
            self.0[Self::block(filter, word)] |= 1 << (word & 63);
        }
        filter
    }

    /// Whether `word` may be among a branch's words: never no where it is, and mostly no where it is not.
    #[inline]
    pub(super) fn may_hold(&self, filter: Filter, word: u32) -> bool {
        self.0[Self::block(filter, word)] >> (word & 63) & 1 == 1
    }

    #[inline]
    fn block(filter: Filter, word: u32) -> usize {
        (filter.first + (word >> 6 & filter.mask)) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::temporal::pattern::Passed;
    use crate::temporal::token::Shape;

    fn edges() -> Vec<Edge> {
        let wants = |at: u32| match at % 4 {
            0 => Wants::Class(Class((at % 24) as u8)),
            1 => Wants::Number((at % 6) as i32),
            _ => Wants::Word(at % 22 + 1),
        };
        let passed = Passed {
            class: None,
            value: None,
            extent: 1,
        };
        (0..200)
            .map(|at| Edge {
                wants: wants(at),
                tight: false,
                passed,
                next: at,
            })
            .collect()
    }

    #[test]
    fn an_index_tells_what_looking_at_each_edge_does() {
        let edges = edges();
        let index = Index::of(&edges);
        let sets = [
            ClassSet::EMPTY,
            ClassSet::of(Class::NUMBER),
            ClassSet::of(Class(4)).with(Class(8)).with(Class(20)),
            ClassSet::of(Class::NUMBER).with(Class(12)).with(Class(23)),
        ];
        for classes in sets {
            for (word, number) in (0..30).flat_map(|word| [(word, 0), (word, 3), (word, 5)]) {
                let token = Token {
                    start: 0,
                    end: 1,
                    classes,
                    word,
                    number,
                    spaced: true,
                    shape: Shape::Word,
                    capital: false,
                    thousandths: 0,
                };
                let mut found = vec![7];
                index.fitting(&token, &mut found);
                let each = edges.iter().filter(|edge| edge.wants.is(&token));
                let expected: Vec<u32> = std::iter::once(7).chain(each.map(|e| e.next)).collect();
                assert_eq!(found, expected, "{classes:?} {word} {number}");
            }
        }
    }

    #[test]
    fn a_filter_holds_its_words_and_few_others() {
        let mut filters = Filters::default();
        let none = filters.add(std::iter::empty());
        let few = filters.add([3, 67].into_iter());
        let many = filters.add((0..200).map(|n| n * 7 + 1));
        assert!((0..2000).all(|word| !filters.may_hold(none, word)));
        assert!(filters.may_hold(few, 3) && filters.may_hold(few, 67) && !filters.may_hold(few, 4));
        assert!((0..200).all(|n| filters.may_hold(many, n * 7 + 1)));
        let others = (0..1400).filter(|word| word % 7 != 1 && filters.may_hold(many, *word));
        assert!(others.count() < 60);
    }
}
