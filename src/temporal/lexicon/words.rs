//! The words of a language by their letters. In: a lower-case word. Out: its [`Entry`], in one look-up.

use rustc_hash::FxHashMap;

use super::Entry;

/// The longest word whose letters make a key, in bytes.
const KEYED: usize = 16;

/// The letters of a word of up to [`KEYED`] bytes as a number, the first in the lowest byte; none if it is longer.
/// Words hold no zero byte, so that no two have the same key.
fn key(word: &[u8]) -> Option<u128> {
    let mut bytes = [0; KEYED];
    bytes.get_mut(..word.len())?.copy_from_slice(word);
    Some(u128::from_le_bytes(bytes))
}

/// Entries in the order in which their words were told, and a table that finds them.
///
/// Short words, nearly all, are compared as numbers, and the table is at most half full: what the lexicon does not
/// know is mostly turned away by one empty place.
#[derive(Debug, Default)]
pub(super) struct Words {
    entries: Vec<Entry>,
    /// The key of each entry, 0 for words too long for one.
    keys: Vec<u128>,
    /// At the place of a key, or at the next free one behind it, the number of its word, from 1; 0 where none is.
    /// As many places as a power of two.
    table: Vec<u32>,
    /// Words too long for a key.
    long: FxHashMap<Box<str>, u32>,
}

impl Words {
    /// The entry of a lower-case word.
    pub(super) fn find(&self, word: &str) -> Option<&Entry> {
        match key(word.as_bytes()) {
            Some(key) => self.find_key(key),
            None => self.long.get(word).map(|number| self.of(*number)),
        }
    }

    /// The entry of a word of which the [`key`] is known.
    #[inline]
    pub(super) fn find_key(&self, key: u128) -> Option<&Entry> {
        let mut at = self.place(key);
        loop {
            let number = *self.table.get(at)? as usize;
            if number == 0 {
                return None;
            }
            if self.keys[number - 1] == key {
                return Some(&self.entries[number - 1]);
            }
            at = (at + 1) & (self.table.len() - 1);
        }
    }

    /// The entry of the word numbered `number`.
    #[inline]
    pub(super) fn of(&self, number: u32) -> &Entry {
        &self.entries[number as usize - 1]
    }

    /// The entry of a lower-case word, new if it was not known.
    pub(super) fn entry(&mut self, word: &str) -> &mut Entry {
        let number = match self.find(word) {
            Some(entry) => entry.word,
            None => self.add(word),
        };
        &mut self.entries[number as usize - 1]
    }

    fn add(&mut self, word: &str) -> u32 {
        let number = self.entries.len() as u32 + 1;
        self.entries.push(Entry::of_word(number));
        let key = key(word.as_bytes());
        self.keys.push(key.unwrap_or(0));
        match key {
            None => {
                self.long.insert(word.into(), number);
            }
            Some(_) if self.entries.len() * 2 > self.table.len() => self.spread(),
            Some(key) => self.put(key, number),
        }
        number
    }

    /// Makes the table wide enough and puts all keys in anew.
    fn spread(&mut self) {
        let places = (self.entries.len() * 4).next_power_of_two();
        self.table = vec![0; places];
        for number in 1..=self.entries.len() as u32 {
            match self.keys[number as usize - 1] {
                0 => {}
                key => self.put(key, number),
            }
        }
    }

    fn put(&mut self, key: u128, number: u32) {
        let mut at = self.place(key);
        while self.table[at] != 0 {
            at = (at + 1) & (self.table.len() - 1);
        }
        self.table[at] = number;
    }

    /// Where in the table the look-up of `key` begins: the high bits of a product, which hang on all letters.
    #[inline]
    fn place(&self, key: u128) -> usize {
        const ODD: (u64, u64) = (0x9e37_79b9_7f4a_7c15, 0xd1b5_4a32_d192_ed03);
        let letters = key as u64 ^ ((key >> 64) as u64).wrapping_mul(ODD.1);
        (letters.wrapping_mul(ODD.0) >> 32) as usize & self.table.len().wrapping_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_letters() {
        let mut words = Words::default();
        assert!(words.find("june").is_none());
        let written: Vec<String> = (0..3000)
            .map(|n| format!("{}{n}", "wort".repeat(n % 6)))
            .collect();
        for (at, word) in written.iter().enumerate() {
            assert_eq!(words.entry(word).word as usize, at + 1, "{word}");
        }
        for (at, word) in written.iter().enumerate() {
            assert_eq!(words.find(word).map(|e| e.word as usize), Some(at + 1));
            assert_eq!(words.entry(word).word as usize, at + 1, "known already");
        }
        for word in ["", "\0", "wort", "wortwortwortwortwort", "3000"] {
            assert!(words.find(word).is_none(), "{word:?}");
        }
    }
}
