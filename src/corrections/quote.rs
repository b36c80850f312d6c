//! Finding a quote in a text. In: what an editor copied, and the article as it is now. Out: where it
//! stands, or the text most like it.
//!
//! White space, the style of quotation marks and dashes do not matter, as copying changes them.

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::source::Span;

/// A text made ready for finding quotes in it.
pub struct Quotes<'t> {
    text: &'t str,
    plain: String,
    /// For each byte of `plain`, where its character begins in `text`.
    from: Vec<u32>,
    /// For each byte of `plain`, where its character ends in `text`.
    to: Vec<u32>,
    /// Its sentences by their words, made for the first quote that is gone.
    index: OnceCell<Index<'t>>,
}

/// Sentences or lines, and which of them hold a word.
struct Index<'t> {
    pieces: Vec<&'t str>,
    of_word: FxHashMap<String, Vec<u32>>,
}

impl<'t> Index<'t> {
    fn new(text: &'t str) -> Self {
        let pieces: Vec<&str> = pieces(text).collect();
        let mut of_word: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        for (at, piece) in pieces.iter().enumerate() {
            for word in words(piece) {
                of_word.entry(word).or_default().push(at as u32);
            }
        }
        Self { pieces, of_word }
    }
}

/// The words of a text in lower case, single letters apart.
fn words(text: &str) -> FxHashSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 1)
        .map(str::to_lowercase)
        .collect()
}

impl<'t> Quotes<'t> {
    /// Prepares `text`.
    pub fn new(text: &'t str) -> Self {
        let mut quotes = Self {
            text,
            plain: String::with_capacity(text.len()),
            from: Vec::with_capacity(text.len()),
            to: Vec::with_capacity(text.len()),
            index: OnceCell::new(),
        };
        plain(text, |sign, from, to| {
            quotes.plain.push(sign);
            for _ in 0..sign.len_utf8() {
                quotes.from.push(from as u32);
                quotes.to.push(to as u32);
            }
        });
        quotes
    }

    /// Where `quote` stands, each place once, in order. An empty quote stands nowhere.
    pub fn find(&self, quote: &str) -> Vec<Span> {
        let wanted = plain_text(quote);
        let wanted = wanted.trim();
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut out = Vec::new();
        let mut at = 0;
        while let Some(found) = self.plain[at..].find(wanted) {
            let start = at + found;
            let end = start + wanted.len();
            out.push(Span {
                start: self.from[start],
                end: self.to[end - 1],
            });
            at = end;
        }
        out
    }

    /// The sentence or line that shares most words with `quote`, when it shares half of them.
    pub fn nearest(&self, quote: &str) -> Option<&'t str> {
        let wanted = words(quote);
        let index = self.index.get_or_init(|| Index::new(self.text));
        let mut shared = vec![0_u16; index.pieces.len()];
        for at in wanted
            .iter()
            .filter_map(|word| index.of_word.get(word))
            .flatten()
        {
            shared[*at as usize] = shared[*at as usize].saturating_add(1);
        }
        let best = shared
            .into_iter()
            .map(usize::from)
            .zip(&index.pieces)
            .rev()
            .max_by_key(|(shared, piece)| (*shared, std::cmp::Reverse(piece.len())));
        best.filter(|(shared, _)| shared * 2 >= wanted.len() && *shared > 0)
            .map(|(_, piece)| *piece)
    }
}

/// Where `quote` stands in `text`; see [`Quotes`] for finding several.
pub fn find(quote: &str, text: &str) -> Vec<Span> {
    Quotes::new(text).find(quote)
}

/// Lines, cut after full stops that end a sentence.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n')
        .flat_map(|line| line.split_inclusive(". "))
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
}

fn plain_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    plain(text, |sign, _, _| out.push(sign));
    out
}

/// Calls `emit` with each character of the plain form and the bytes of `text` it stands for.
fn plain(text: &str, mut emit: impl FnMut(char, usize, usize)) {
    let mut signs = text.char_indices().peekable();
    while let Some((at, c)) = signs.next() {
        let end = at + c.len_utf8();
        match c {
            '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
            c if c.is_whitespace() => {
                let mut last = end;
                while let Some((next, c)) = signs.next_if(|(_, c)| c.is_whitespace()) {
                    last = next + c.len_utf8();
                }
                emit(' ', at, last);
            }
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' => emit('"', at, end),
            '‘' | '’' | '‚' | '‛' | '‹' | '›' | '`' | '´' | '\'' => {
                // ``x'' as typewriters quote.
                let double = signs.next_if(|(_, next)| *next == c && (c == '`' || c == '\''));
                match double {
                    Some((next, c)) => emit('"', at, next + c.len_utf8()),
                    None => emit('\'', at, end),
                }
            }
            '–' | '—' | '‒' | '―' | '−' | '‐' | '‑' => emit('-', at, end),
            '-' => {
                let mut last = end;
                while let Some((next, _)) = signs.next_if(|(_, c)| *c == '-') {
                    last = next + 1;
                }
                emit('-', at, last);
            }
            '…' => {
                for _ in 0..3 {
                    emit('.', at, end);
                }
            }
            c => emit(c, at, end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(quote: &str, text: &str, expected: &[&str]) {
        let found: Vec<&str> = find(quote, text).iter().map(|span| span.of(text)).collect();
        assert_eq!(found, expected, "{quote}");
    }

    #[test]
    fn style_does_not_matter() {
        check(
            "the \"pause\" in",
            "It is the “pause”\n  in fighting",
            &["the “pause”\n  in"],
        );
        check("Assad's", "Bashar Assad’s army", &["Assad’s"]);
        check("talks -- he said", "talks – he said", &["talks – he said"]);
        check("and so on...", "and so on… then", &["and so on…"]);
        check("``pause''", "a “pause” in", &["“pause”"]);
        check("é 3 May", "In é\u{a0}3 May 2021", &["é\u{a0}3 May"]);
        check(
            "on Friday",
            "on Friday and on Friday",
            &["on Friday", "on Friday"],
        );
        check("", "x", &[]);
        check("Monday", "Friday", &[]);
    }

    #[test]
    fn the_nearest_text_is_told() {
        let text =
            "The mayor resigned on Friday. Talks resume in Geneva on Feb. 29, the U.N. said.";
        let quotes = Quotes::new(text);
        assert_eq!(
            quotes.nearest("Talks resume in Geneva on Feb. 25"),
            Some("Talks resume in Geneva on Feb.")
        );
        assert_eq!(quotes.nearest("An unrelated thought entirely"), None);
    }

    proptest::proptest! {
        #[test]
        fn every_piece_of_a_text_is_found(text in "[a-z .’“\n–é]{1,60}", from in 0usize..60, length in 1usize..30) {
            let signs: Vec<(usize, char)> = text.char_indices().collect();
            let start = signs[from % signs.len()].0;
            let end = signs.get(from % signs.len() + length).map_or(text.len(), |(at, _)| *at);
            let quote = &text[start..end];
            let found = find(quote, &text);
            proptest::prop_assert!(quote.trim().is_empty() || !found.is_empty(), "{quote:?} in {text:?}");
        }
    }
}
