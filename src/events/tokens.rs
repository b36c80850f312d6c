//! A sentence in words and marks. In: a sentence. Out: its tokens with their lower-case forms.

use crate::source::Span;

/// One word or mark of a sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// In the document's text.
    pub span: Span,
    pub is_word: bool,
}

/// Splits a sentence into words and marks. A word keeps its inner hyphens, apostrophes, full stops
/// of abbreviations and digits' separators.
pub(super) fn tokens(text: &str, sentence: Span) -> Vec<Token> {
    let slice = sentence.of(text);
    let mut out = Vec::with_capacity(slice.len() / 5);
    let mut chars = slice.char_indices().peekable();
    let base = sentence.start as usize;
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = at + c.len_utf8();
        let is_word = c.is_alphanumeric() || c == '$' || c == '€' || c == '£';
        if is_word {
            while let Some(&(next, d)) = chars.peek() {
                let inner = matches!(d, '\'' | '’' | '-' | '.' | ',' | '&' | '/' | '\u{2011}')
                    && slice[next + d.len_utf8()..]
                        .chars()
                        .next()
                        .is_some_and(|after| {
                            after.is_alphanumeric()
                                && (!matches!(d, ',' | '.' | '/') || after.is_numeric() || d == '.')
                        });
                let abbreviation = d == '.'
                    && (slice[at..next].contains('.') || slice[at..next].chars().count() <= 3)
                    && slice[next + 1..]
                        .trim_start()
                        .chars()
                        .next()
                        .is_some_and(|a| !a.is_lowercase() || slice[at..next].contains('.'))
                    && !slice[next + 1..].trim_start().is_empty()
                    && slice[at..next]
                        .chars()
                        .next()
                        .is_some_and(char::is_uppercase);
                // "the dockers' strike"
                let possessive = matches!(d, '\'' | '’')
                    && slice[at..next].ends_with('s')
                    && slice[next + d.len_utf8()..].starts_with(char::is_whitespace)
                    && !has_open_quote(&slice[..at], d);
                if possessive {
                    end = next + d.len_utf8();
                    chars.next();
                    break;
                }
                if d.is_alphanumeric() || inner || abbreviation || d == '%' {
                    end = next + d.len_utf8();
                    chars.next();
                } else {
                    break;
                }
            }
        }
        out.push(Token {
            span: Span::new(base + at, base + end),
            is_word,
        });
    }
    out
}

/// Whether a single quotation mark was opened in `before` and not closed.
fn has_open_quote(before: &str, close: char) -> bool {
    let opens = before
        .char_indices()
        .filter(|(at, c)| {
            let first = *c == '‘' || *c == '\'' && close == '\'';
            first
                && before[..*at]
                    .chars()
                    .next_back()
                    .is_none_or(char::is_whitespace)
        })
        .count();
    let closes = before.matches(['’', '\'']).count().saturating_sub(opens);
    opens > closes
}

/// A sentence in tokens, with the lower-case form of each.
pub(super) struct Analysis<'a> {
    pub text: &'a str,
    pub tokens: Vec<Token>,
    pub lower: Vec<String>,
}

impl<'a> Analysis<'a> {
    pub(super) fn new(text: &'a str, sentence: Span) -> Self {
        let tokens = tokens(text, sentence);
        let lower = tokens
            .iter()
            .map(|token| match token.span.of(text) {
                word if word.is_ascii() => word.to_ascii_lowercase(),
                word => word.to_lowercase(),
            })
            .collect();
        Self {
            text,
            tokens,
            lower,
        }
    }

    /// The lower-case word at `at`; nothing outside the sentence.
    pub(super) fn word(&self, at: usize) -> &str {
        self.lower.get(at).map_or("", String::as_str)
    }

    /// The words of a list of places, for looking up phrases.
    pub(super) fn words(&self, places: impl IntoIterator<Item = usize>) -> Vec<&str> {
        places.into_iter().map(|at| self.word(at)).collect()
    }

    /// "US", the country, and no pronoun.
    pub(super) fn is_the_us(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| token.span.of(self.text) == "US")
    }

    /// Whether the word at `at` begins with a capital.
    pub(super) fn is_capital(&self, at: usize) -> bool {
        let word = self
            .tokens
            .get(at)
            .map_or("", |token| token.span.of(self.text));
        word.starts_with(char::is_uppercase)
    }

    /// Whether `span` lies in what was read.
    pub(super) fn reaches(&self, span: Span) -> bool {
        match (self.tokens.first(), self.tokens.last()) {
            (Some(first), Some(last)) => {
                first.span.start <= span.start && span.end <= last.span.end
            }
            _ => false,
        }
    }

    /// The tokens that `span` covers, as a range.
    pub(super) fn cover(&self, span: Span) -> (usize, usize) {
        let from = self
            .tokens
            .iter()
            .position(|t| t.span.end > span.start)
            .unwrap_or(0);
        let to = self
            .tokens
            .iter()
            .rposition(|t| t.span.start < span.end)
            .map_or(from, |at| at + 1);
        (from, to.max(from))
    }
}
