//! What may follow in a branch. In: its edges. Out: a [`Gate`] that turns most tokens away at a glance.

use super::Wants;
use crate::temporal::lexicon::{Class, ClassSet};
use crate::temporal::token::Token;

/// What may follow in a branch; it lies in half a line of the machine's cache.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gate {
    /// Which classes may follow, those of quoted digits with them.
    classes: ClassSet,
    /// Which quoted words may follow, as bits at the low part of their numbers.
    few: u64,
    /// Where they are many: the first block of their own in [`Filters`], and one less than how many there are, a power of
    /// two. 0 with few words.
    first: u32,
    mask: u16,
    /// Whether rules end there.
    pub(super) ends: bool,
}

/// The words that may follow in branches with many, as bits at the low part of their numbers: the more words, the wider.
#[derive(Debug, Default)]
pub(super) struct Filters(Vec<u64>);

impl Filters {
    /// Words in one block of 64 bits, at most.
    const DENSITY: usize = 4;
    /// Blocks of one branch, at most.
    const MOST: usize = 1 << 10;

    /// The gate of a branch whose edges want this.
    pub(super) fn gate(&mut self, wants: &[Wants], ends: bool) -> Gate {
        let mut gate = Gate {
            classes: ClassSet::EMPTY,
            few: 0,
            first: 0,
            mask: 0,
            ends,
        };
        let mut words = Vec::new();
        for want in wants {
            match *want {
                Wants::Class(class) => gate.classes.add(class),
                Wants::Number(_) => gate.classes.add(Class::NUMBER),
                Wants::Word(word) => words.push(word),
            }
        }
        let blocks = words.len().div_ceil(Self::DENSITY).next_power_of_two();
        if blocks > 1 {
            gate.first = self.0.len() as u32;
            gate.mask = (blocks.min(Self::MOST) - 1) as u16;
            self.0.resize(self.0.len() + usize::from(gate.mask) + 1, 0);
        }
        for word in words {
            gate.few |= 1 << (word & 63);
            if gate.mask > 0 {
                self.0[gate.block(word)] |= 1 << (word & 63);
            }
        }
        gate
    }

    /// Whether anything can come of reaching the branch of `gate` with the token `next` behind: never no where it does,
    /// and mostly no where it does not.
    #[inline]
    pub(super) fn lead_on(&self, gate: &Gate, next: Option<&Token>) -> bool {
        gate.ends || next.is_some_and(|token| self.admit(gate, token))
    }

    /// Whether `token` may go on from the branch of `gate`.
    #[inline]
    pub(super) fn admit(&self, gate: &Gate, token: &Token) -> bool {
        token.classes.meets(gate.classes)
            || token.word != 0
                && gate.few >> (token.word & 63) & 1 == 1
                && (gate.mask == 0 || self.0[gate.block(token.word)] >> (token.word & 63) & 1 == 1)
    }
}

impl Gate {
    /// The block of a word where words are many.
    #[inline]
    fn block(&self, word: u32) -> usize {
        self.first as usize + (word >> 6 & u32::from(self.mask)) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::temporal::token::Shape;

    fn token(classes: ClassSet, word: u32) -> Token {
        Token {
            start: 0,
            end: 1,
            classes,
            word,
            number: 0,
            spaced: true,
            shape: Shape::Word,
            capital: false,
            thousandths: 0,
        }
    }

    #[test]
    fn a_gate_admits_its_words_and_few_others() {
        let mut filters = Filters::default();
        let none = filters.gate(&[], false);
        let few = filters.gate(&[3, 67].map(Wants::Word), false);
        let words: Vec<Wants> = (0..200).map(|n| Wants::Word(n * 7 + 1)).collect();
        let many = filters.gate(&words, false);
        let admits = |gate: &Gate, word| filters.admit(gate, &token(ClassSet::EMPTY, word));
        assert!(!(0..2000).any(|word| admits(&none, word)));
        assert!(admits(&few, 3) && admits(&few, 67) && !admits(&few, 4));
        assert!((0..200).all(|n| admits(&many, n * 7 + 1)));
        let others = (0..1400).filter(|word| word % 7 != 1 && admits(&many, *word));
        assert!(others.count() < 60);
    }

    #[test]
    fn a_gate_admits_its_classes_and_digits() {
        let mut filters = Filters::default();
        let month = filters.gate(&[Wants::Class(Class::MONTH)], false);
        let digits = filters.gate(&[Wants::Number(9)], false);
        let end = filters.gate(&[], true);
        let (may, nine) = (ClassSet::of(Class::MONTH), ClassSet::of(Class::NUMBER));
        assert!(filters.admit(&month, &token(may, 5)) && !filters.admit(&month, &token(nine, 0)));
        assert!(filters.admit(&digits, &token(nine, 0)) && !filters.admit(&digits, &token(may, 5)));
        assert!(filters.lead_on(&end, None) && !filters.lead_on(&month, None));
        assert!(filters.lead_on(&end, Some(&token(ClassSet::EMPTY, 0))));
    }
}
