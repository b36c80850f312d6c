//! Which edges of a branch with many a token fits. In: the edges. Out: an [`Index`] that tells those of a token, in their
//! order.

use super::{Edge, Wants};
use crate::temporal::lexicon::{Class, ClassSet};
use crate::temporal::token::Token;

/// The edges of one branch by what they want. Numbers of edges count within the branch.
#[derive(Debug)]
pub(super) struct Index {
    /// The classes that are wanted.
    classes: ClassSet,
    /// For each class that is wanted, its place in `by_class`.
    places: [u8; 128],
    /// Where in `edges` the edges that want a class lie.
    by_class: Vec<(u32, u32)>,
    /// The words that are wanted, in order.
    words: Vec<u32>,
    /// Where in `edges` the edges that want each of them lie.
    by_word: Vec<(u32, u32)>,
    /// The numbers that are wanted, and the edge that wants each.
    by_number: Vec<(i32, u32)>,
    /// Lists of edges, each in order.
    edges: Vec<u32>,
}

impl Index {
    /// With so many edges, looking at each of them is as quick.
    pub(super) const WORTHWHILE: usize = 8;

    /// The index of a branch with these edges.
    pub(super) fn of(edges: &[Edge]) -> Self {
        let mut index = Self {
            classes: ClassSet::EMPTY,
            places: [0; 128],
            by_class: Vec::new(),
            words: Vec::new(),
            by_word: Vec::new(),
            by_number: Vec::new(),
            edges: Vec::with_capacity(edges.len()),
        };
        for (at, edge) in edges.iter().enumerate() {
            match edge.wants {
                Wants::Class(class) => index.classes.add(class),
                Wants::Word(word) => index.words.push(word),
                Wants::Number(number) => index.by_number.push((number, at as u32)),
            }
        }
        index.words.sort_unstable();
        index.words.dedup();
        let mut list = |wants: Wants| {
            let from = index.edges.len() as u32;
            let wanted = (0u32..).zip(edges).filter(|(_, edge)| edge.wants == wants);
            index.edges.extend(wanted.map(|(at, _)| at));
            (from, index.edges.len() as u32)
        };
        for (place, class) in index.classes.iter().enumerate() {
            index.places[usize::from(class.0)] = place as u8;
            index.by_class.push(list(Wants::Class(class)));
        }
        index.by_word = index
            .words
            .iter()
            .map(|word| list(Wants::Word(*word)))
            .collect();
        index
    }

    /// Adds to `fits` the edges that `token` fits, in their order.
    #[inline]
    pub(super) fn fitting(&self, token: &Token, fits: &mut Vec<u32>) {
        let from = fits.len();
        let mut lists = 0;
        let mut add = |(from, until): (u32, u32)| {
            // One by one: most are one or two.
            for edge in &self.edges[from as usize..until as usize] {
                fits.push(*edge);
            }
            lists += 1;
        };
        for class in token.classes.and(self.classes).iter() {
            add(self.by_class[usize::from(self.places[usize::from(class.0)])]);
        }
        if token.word != 0 {
            if let Ok(place) = self.words.binary_search(&token.word) {
                add(self.by_word[place]);
            }
        } else if !self.by_number.is_empty() && token.classes.has(Class::NUMBER) {
            for (number, edge) in &self.by_number {
                if *number == token.number {
                    fits.push(*edge);
                    lists += 1;
                }
            }
        }
        if lists > 1 {
            fits[from..].sort_unstable();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::temporal::pattern::{Filters, Passed};
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
                gate: Filters::default().gate(&[], false),
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
}
