//! Lists of words and of phrases, as the word files hold them. In: a lower-case word, or a sentence's. Out: whether it
//! is in the list.
//!
//! Most words are in no list: a [`Sketch`] turns them away before a word is hashed.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Deserializer};

/// A list of words.
#[derive(Default)]
pub(super) struct Set {
    words: FxHashSet<String>,
    sketch: Sketch,
}

impl FromIterator<String> for Set {
    fn from_iter<I: IntoIterator<Item = String>>(words: I) -> Self {
        let words: FxHashSet<String> = words.into_iter().collect();
        let sketch = Sketch::of(&words);
        Self { words, sketch }
    }
}

impl<'de> Deserialize<'de> for Set {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::deserialize(deserializer)?.into_iter().collect())
    }
}

impl Set {
    /// Whether `word` is in the list.
    #[inline]
    pub(super) fn contains(&self, word: &str) -> bool {
        self.sketch.may_hold(word) && self.words.contains(word)
    }

    /// The words, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &String> {
        self.words.iter()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

/// A few letters of the words of a list, as bits: no word of the list is missed, and few others are taken for one.
#[derive(Default)]
struct Sketch {
    /// As many as a power of two, or none.
    bits: Vec<u64>,
}

impl Sketch {
    /// Bits for each word, at least.
    const ROOM: usize = 16;

    fn of<'a>(words: impl IntoIterator<Item = &'a String, IntoIter: ExactSizeIterator>) -> Self {
        let words = words.into_iter();
        let blocks = match words.len() {
            0 => 0,
            count => (count * Self::ROOM).div_ceil(64).next_power_of_two(),
        };
        let mut sketch = Self {
            bits: vec![0; blocks],
        };
        for word in words {
            let (block, bit) = sketch.place(word);
            sketch.bits[block] |= 1 << bit;
        }
        sketch
    }

    #[inline]
    fn may_hold(&self, word: &str) -> bool {
        let (block, bit) = self.place(word);
        self.bits
            .get(block)
            .is_some_and(|bits| bits >> bit & 1 == 1)
    }

    /// The block and the bit of a word: its length and three of its letters tell it from most others.
    #[inline]
    fn place(&self, word: &str) -> (usize, u32) {
        let few = match word.as_bytes() {
            [] => [0; 4],
            bytes => {
                let last = bytes.len() - 1;
                [bytes[0], bytes[last / 2], bytes[last], last as u8]
            }
        };
        let mixed = u32::from_le_bytes(few).wrapping_mul(0x9e37_79b1);
        let mask = self.bits.len().wrapping_sub(1);
        ((mixed >> 14) as usize & mask, mixed >> 8 & 63)
    }
}

/// Phrases of one or more words, looked up by their first; "*" at the end of a word stands for any ending.
#[derive(Default)]
pub(super) struct Phrases {
    by_first: FxHashMap<String, Vec<Vec<String>>>,
    firsts: Sketch,
    /// Those whose first word has an open end.
    open: Vec<Vec<String>>,
    /// With which bytes these begin, as bits.
    opens: [u64; 4],
}

impl<'de> Deserialize<'de> for Phrases {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut phrases = Self::default();
        for phrase in Vec::<String>::deserialize(deserializer)? {
            let words: Vec<String> = phrase.split_whitespace().map(str::to_owned).collect();
            match words.first() {
                None => return Err(serde::de::Error::custom("an empty phrase")),
                Some(first) if first.starts_with('*') => {
                    return Err(serde::de::Error::custom("a phrase without a beginning"));
                }
                Some(first) if first.ends_with('*') => {
                    let byte = first.as_bytes()[0];
                    phrases.opens[usize::from(byte >> 6)] |= 1 << (byte & 63);
                    phrases.open.push(words);
                }
                Some(first) => phrases
                    .by_first
                    .entry(first.clone())
                    .or_default()
                    .push(words),
            }
        }
        phrases.firsts = Sketch::of(phrases.by_first.keys());
        Ok(phrases)
    }
}

impl Phrases {
    /// Where in `words` (lower case) a phrase stands first: index of its first word and its length.
    pub(super) fn find(&self, words: &[&str]) -> Option<(usize, usize)> {
        (0..words.len()).find_map(|at| Some((at, self.at(words, at)?)))
    }

    /// Whether a phrase stands in `words`.
    pub(super) fn is_in(&self, words: &[&str]) -> bool {
        self.find(words).is_some()
    }

    /// The length of the longest phrase that stands at `at`, if one does.
    #[inline]
    pub(super) fn at<W: AsRef<str>>(&self, words: &[W], at: usize) -> Option<usize> {
        let rest = &words[at..];
        let first = rest.first()?.as_ref();
        let byte = first.bytes().next().unwrap_or_default();
        let open = self.opens[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1;
        let exact = self.firsts.may_hold(first);
        if open || exact {
            self.longest(rest, first, open)
        } else {
            None
        }
    }

    /// The length of the longest phrase that `words` begin with; `open`: also of those with an open first word.
    fn longest<W: AsRef<str>>(&self, words: &[W], first: &str, open: bool) -> Option<usize> {
        let exact = self.by_first.get(first).map_or(&[][..], Vec::as_slice);
        let open = if open { &self.open[..] } else { &[] };
        let byte = first.bytes().next();
        let open = open
            .iter()
            .filter(|phrase| phrase[0].bytes().next() == byte);
        exact
            .iter()
            .chain(open)
            .filter(|phrase| {
                phrase.len() <= words.len()
                    && phrase.iter().zip(words).all(|(wanted, word)| {
                        let word = word.as_ref();
                        match wanted.strip_suffix('*') {
                            Some(start) => word.starts_with(start),
                            None => wanted == word,
                        }
                    })
            })
            .map(Vec::len)
            .max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_its_words_and_no_others() {
        let written = |n: usize| format!("{}{n}", "ab".repeat(n % 4));
        let set: Set = (0..400).step_by(2).map(written).collect();
        for n in 0..400 {
            assert_eq!(set.contains(&written(n)), n % 2 == 0, "{n}");
        }
        assert!(!set.contains("") && !set.is_empty());
        assert!(Set::default().is_empty() && !Set::default().contains("ab"));
    }

    #[test]
    fn phrases_are_found_by_their_first_word() {
        #[derive(Deserialize)]
        struct File {
            list: Phrases,
        }
        let file: File =
            toml::from_str(r#"list = ["call* off", "put off", "put off again", "ü*"]"#)
                .expect("a list of phrases");
        let check = |words: &[&str], expected: Option<(usize, usize)>| {
            assert_eq!(file.list.find(words), expected, "{words:?}");
        };
        check(&["was", "called", "off"], Some((1, 2)));
        check(&["put", "off", "again"], Some((0, 3)));
        check(&["put", "off"], Some((0, 2)));
        check(&["", "über"], Some((1, 1)));
        check(&["called", "for", "put"], None);
        check(&[], None);
        assert!(toml::from_str::<File>(r#"list = ["*"]"#).is_err());
    }
}
