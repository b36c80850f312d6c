//! The quote that finds a claim again. In: an article and one of its claims. Out: the shortest
//! readable text around its date that holds exactly that one date.

use crate::events::{Article, Claim};
use crate::source::Span;

/// Words before the date that make a quote readable.
const WORDS_BEFORE: usize = 7;

/// A quote, and which one it is where the same words stand more than once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quote {
    pub(super) text: String,
    pub(super) nth: Option<usize>,
}

/// The quote for `claim`; `None` when it rests on no words of the article.
pub(super) fn of_claim(article: &Article, claim: &Claim) -> Option<Quote> {
    let mention = extent(article, claim)?;
    let sentence = claim.sentence;
    let text = &article.document.text;
    let others = || {
        let outside = |span: &Span| !mention.contains(*span) && sentence.contains(*span);
        article
            .timexes
            .iter()
            .map(|timex| timex.span)
            .filter(outside)
    };
    let left_edge = others()
        .filter(|s| s.end <= mention.start)
        .map(|s| s.end)
        .max();
    let right_edge = others()
        .filter(|s| s.start >= mention.end)
        .map(|s| s.start)
        .min();
    let left = left_edge.unwrap_or(sentence.start) as usize;
    let right = right_edge.unwrap_or(sentence.end) as usize;
    let mut start = back(text, left, mention.start as usize, WORDS_BEFORE);
    let mut end = mention.end as usize;
    // More words until it is the only one: before the date, then after it.
    while occurrences(text, &text[start..end]).len() > 1 {
        let (wider, longer) = (back(text, left, start, 1), forth(text, end, right));
        if wider < start {
            start = wider;
        } else if longer > end {
            end = longer;
        } else {
            break;
        }
    }
    Some(numbered(text, start, end))
}

/// The quote for words an editor marked, given as `quote`; `None` when they do not stand there.
pub(super) fn of_words(article: &Article, words: &str) -> Option<Quote> {
    let found = occurrences(&article.document.text, words);
    let (start, end) = *found.first()?;
    Some(numbered(&article.document.text, start, end))
}

/// From the first mention's start to the last one's end.
pub(super) fn extent(article: &Article, claim: &Claim) -> Option<Span> {
    let span = |at: &u32| article.timexes.get(*at as usize).map(|timex| timex.span);
    let spans: Vec<Span> = claim.mentions.iter().filter_map(span).collect();
    let start = spans.iter().map(|span| span.start).min()?;
    let end = spans.iter().map(|span| span.end).max()?;
    Some(Span { start, end })
}

fn numbered(text: &str, start: usize, end: usize) -> Quote {
    let all = occurrences(text, &text[start..end]);
    let place = all.iter().position(|(at, _)| *at >= start);
    let words: Vec<&str> = text[start..end].split_whitespace().collect();
    Quote {
        text: words.join(" "),
        nth: place.map(|at| at + 1).filter(|&nth| nth > 1),
    }
}

/// The start of the word `words` words before `at`, not before `edge`.
fn back(text: &str, edge: usize, at: usize, words: usize) -> usize {
    let mut start = at;
    for _ in 0..words {
        let before = text[edge..start].trim_end();
        if before.is_empty() {
            break;
        }
        start = edge
            + before.rfind(char::is_whitespace).map_or(0, |gap| {
                gap + before[gap..].chars().next().map_or(1, char::len_utf8)
            });
    }
    // Not with what ends the words before it.
    let opening = text[start..at].find(|c: char| {
        !matches!(c, ',' | ';' | '.' | ')' | '-' | '–' | '—') && !c.is_whitespace()
    });
    start + opening.unwrap_or(0)
}

/// The end of the word after `at`, not after `edge`.
fn forth(text: &str, at: usize, edge: usize) -> usize {
    let rest = &text[at..edge];
    let gap = rest.len() - rest.trim_start().len();
    let word = rest[gap..]
        .find(char::is_whitespace)
        .unwrap_or(rest.len() - gap);
    if word == 0 { at } else { at + gap + word }
}

/// Where `words` stand in `text`: white space and the style of quotation marks do not matter.
fn occurrences(text: &str, words: &str) -> Vec<(usize, usize)> {
    let plain = |c: char| match c {
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' | '‚' => '\'',
        c => c,
    };
    let wanted: Vec<char> = words
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .map(plain)
        .collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let matches_at = |start: usize| -> Option<usize> {
        let mut rest = text[start..].char_indices().peekable();
        for &want in &wanted {
            let (at, found) = rest.next()?;
            if want == ' ' {
                if !found.is_whitespace() {
                    return None;
                }
                while rest.next_if(|(_, c)| c.is_whitespace()).is_some() {}
            } else if plain(found) != want {
                return None;
            }
            let _ = at;
        }
        Some(rest.peek().map_or(text.len(), |(at, _)| start + at))
    };
    let first = wanted[0];
    let starts = text
        .char_indices()
        .filter(|(_, c)| plain(*c) == first)
        .map(|(at, _)| at);
    starts
        .filter_map(|start| Some((start, matches_at(start)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whatever_their_spaces_and_quotes() {
        let text = "He said “on\n Friday”. He said \"on Friday\".";
        let found = occurrences(text, "said \"on Friday\"");
        let words: Vec<&str> = found
            .iter()
            .map(|&(start, end)| &text[start..end])
            .collect();
        assert_eq!(words, ["said “on\n Friday”", "said \"on Friday\""]);
        assert!(occurrences(text, "on Saturday").is_empty());
        assert!(occurrences(text, " ").is_empty());
        assert_eq!(numbered(text, found[1].0, found[1].1).nth, Some(2));
    }

    #[test]
    fn words_are_added_on_both_sides() {
        let text = "One, two three Friday four five";
        let at = text.find("Friday").expect("there");
        assert_eq!(&text[back(text, 0, at, 2)..at], "two three ");
        assert_eq!(&text[back(text, 0, at, 9)..at], "One, two three ");
        assert_eq!(&text[back(text, 3, at, 9)..at], "two three ");
        assert_eq!(&text[at..forth(text, at + 6, text.len())], "Friday four");
        assert_eq!(forth(text, text.len(), text.len()), text.len());
    }
}
