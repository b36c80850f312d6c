//! Words as search knows them. In: text. Out: folded words; `static/search.js` folds what readers type in the same way.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Hands out the words of `text`: runs of letters and digits, in small letters without accents. Signs of scripts that
/// write no blanks are a word each; other single letters are none.
pub(super) fn each(text: &str, buffer: &mut String, found: &mut impl FnMut(&str)) {
    let mut rest = text;
    while !rest.is_empty() {
        let plain = rest
            .bytes()
            .position(|byte| !byte.is_ascii())
            .unwrap_or(rest.len());
        // A word may run across the border of what is plain: it goes to the slow half as a whole.
        let plain = if plain == rest.len() {
            plain
        } else {
            rest[..plain]
                .rfind(|char: char| !char.is_ascii_alphanumeric())
                .map_or(0, |at| at + 1)
        };
        for word in rest[..plain].split(|char: char| !char.is_ascii_alphanumeric()) {
            if word.len() > 1 {
                buffer.clear();
                buffer.push_str(word);
                buffer.make_ascii_lowercase();
                found(buffer);
            }
        }
        rest = &rest[plain..];
        let end = rest
            .find(|char: char| char.is_ascii() && !char.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        foreign(&rest[..end], buffer, found);
        rest = &rest[end..];
    }
}

fn foreign(text: &str, buffer: &mut String, found: &mut impl FnMut(&str)) {
    buffer.clear();
    let mut flush = |buffer: &mut String| {
        if buffer.len() > 1 {
            found(buffer);
        }
        buffer.clear();
    };
    for char in text.nfkd() {
        if is_combining_mark(char) {
            continue;
        }
        if is_unspaced(char) {
            flush(buffer);
            buffer.push(char);
            flush(buffer);
        } else if char.is_alphanumeric() {
            buffer.extend(char.to_lowercase().filter(|char| !is_combining_mark(*char)));
        } else {
            flush(buffer);
        }
    }
    flush(buffer);
}

/// Scripts that write no blanks between words: kana, Chinese signs, Thai, Lao, Khmer, Burmese.
fn is_unspaced(char: char) -> bool {
    matches!(char, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// The shard of a word: by its first three letters, so that all words a reader may be typing lie in one.
pub(super) fn shard(word: &str, shards: usize) -> usize {
    let mut hash: u32 = 0x811c_9dc5;
    for char in word.chars().take(3) {
        hash = (hash ^ u32::from(char)).wrapping_mul(0x0100_0193);
    }
    (hash as usize) % shards
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut words = Vec::new();
        each(text, &mut String::new(), &mut |word| {
            words.push(word.to_owned());
        });
        assert_eq!(words.join(" "), expected, "{text}");
    }

    #[test]
    fn words_are_folded() {
        check(
            "U.N.-set target date of Feb. 25",
            "set target date of feb 25",
        );
        check("Zürich's São-Paulo ÉTÉ", "zurich sao paulo ete");
        check("a naïve Übergang", "naive ubergang");
        check("جنيف المُحادثات", "جنيف المحادثات");
        check("東京タワー2016", "東 京 タ ワ ー 2016");
        check("", "");
        check("don’t", "don");
        check("ﬁnal ½ x²", "final x2");
    }

    #[test]
    fn shards_follow_the_first_three_letters() {
        assert_eq!(shard("talks", 48), shard("tal", 48));
        assert_ne!(shard("ta", 1 << 20), shard("tal", 1 << 20));
    }
}
