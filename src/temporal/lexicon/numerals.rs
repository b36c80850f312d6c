//! Lexemes of several words and number words, joined to one token each: "New Year's Eve", "nineteen ninety-six",
//! "twenty-fifth", "5 1/2".

use super::{Class, ClassSet, Lexicon};
use crate::temporal::token::{Shape, Token};

/// What a number in words begins with.
const NUMBER_STARTS: ClassSet = ClassSet::of(Class::NUMBER).or(ClassSet::of(Class::TENS_ORDINAL));

impl Lexicon {
    /// Joins lexemes of several words and number words, in place.
    pub(in crate::temporal) fn join(&self, tokens: &mut Vec<Token>) {
        let mut kept = 0;
        let mut at = 0;
        while at < tokens.len() {
            // Most tokens begin neither, and stay where they are until something before them was joined.
            if self.may_join(&tokens[at]) {
                let (joined, used) = self
                    .phrase(&tokens[at..])
                    .or_else(|| self.number_words(&tokens[at..]))
                    .unwrap_or((tokens[at], 1));
                tokens[kept] = joined;
                at += used;
            } else {
                if kept < at {
                    tokens[kept] = tokens[at];
                }
                at += 1;
            }
            kept += 1;
        }
        tokens.truncate(kept);
    }

    /// Whether a lexeme of several words or a number of several tokens may begin with `token`.
    #[inline]
    fn may_join(&self, token: &Token) -> bool {
        token.shape == Shape::Number
            || token.classes.meets(NUMBER_STARTS)
            || token.word != 0 && self.words.of(token.word).opens_phrase
    }

    fn phrase(&self, tokens: &[Token]) -> Option<(Token, usize)> {
        let first = tokens[0];
        if first.word == 0 {
            return None;
        }
        let phrases = self.phrases.get(&first.word)?;
        for phrase in phrases {
            let used = phrase.rest.len() + 1;
            if tokens.len() >= used
                && (first.capital || !phrase.capital)
                && tokens[1..used]
                    .iter()
                    .zip(&phrase.rest)
                    .all(|(t, w)| t.word == *w)
            {
                let mut token = first;
                token.end = tokens[used - 1].end;
                token.classes = ClassSet::of(phrase.class);
                token.word = phrase.word;
                token.shape = Shape::Word;
                return Some((token, used));
            }
        }
        None
    }

    /// Reads number words: "twenty-one", "two hundred and ten", "nineteen ninety-six",
    /// "twenty-fifth", "5 1/2".
    fn number_words(&self, tokens: &[Token]) -> Option<(Token, usize)> {
        let first = tokens[0];
        if first.shape == Shape::Number {
            return self.mixed_number(tokens).or_else(|| self.scaled(tokens));
        }
        if !first.classes.meets(NUMBER_STARTS) {
            return None;
        }
        let mut used = 0;
        let mut groups: [i32; 4] = [0; 4];
        let mut count = 0;
        let mut total: i64 = 0;
        let mut scaled = false;
        let mut ordinal = false;
        while let Some((value, width, is_ordinal)) = self.below_hundred(&tokens[used..]) {
            if used > 0 && !close(&tokens[used - 1], &tokens[used]) {
                break;
            }
            // Nobody writes longer numbers in words, and a bound keeps the time linear.
            if count == 4 || used > 12 {
                break;
            }
            groups[count] = value;
            count += 1;
            used += width;
            ordinal = is_ordinal;
            if ordinal {
                break;
            }
            let next = tokens.get(used);
            let mut current = i64::from(value);
            let mut more = next;
            if more.is_some_and(|t| t.classes.has(Class::HUNDRED)) {
                current *= 100;
                scaled = true;
                used += 1;
                if let Some((value, width, is_ordinal)) = self.after_and(&tokens[used..]) {
                    current += i64::from(value);
                    used += width;
                    ordinal = is_ordinal;
                }
                more = tokens.get(used);
            }
            if !ordinal
                && more.is_some_and(|t| {
                    t.classes.has(Class::THOUSAND) || t.classes.has(Class::MILLION)
                })
            {
                let million = more.is_some_and(|t| t.classes.has(Class::MILLION));
                total = (total + current).saturating_mul(if million { 1_000_000 } else { 1_000 });
                scaled = true;
                used += 1;
                if let Some(width) = self.and_before_number(&tokens[used..]) {
                    used += width;
                }
                count = 0;
                continue;
            }
            if scaled {
                total += current;
                break;
            }
        }
        if used == 0 {
            return None;
        }
        let mut token = first;
        token.end = tokens[used - 1].end;
        if ordinal {
            let number = if scaled {
                i32::try_from(total).unwrap_or(i32::MAX)
            } else {
                groups[..count].iter().sum()
            };
            token.classes = ClassSet::of(Class::ORDINAL);
            if (1..=31).contains(&number) {
                token.classes.add(Class::DAY_ORDINAL);
            }
            token.number = number;
            token.word = if used == 1 { first.word } else { 0 };
            return Some((token, used)).filter(|_| used > 1);
        }
        let (number, year) = match (scaled, &groups[..count]) {
            (true, _) => {
                let n = i32::try_from(total).unwrap_or(i32::MAX);
                (n, (1900..=2199).contains(&n))
            }
            (false, [one]) => (*one, false),
            // "nineteen ninety-six", "twenty sixteen", "nineteen oh five".
            (false, [a, b]) if (10..=20).contains(a) && (10..=99).contains(b) => {
                (a * 100 + b, true)
            }
            (false, [a, 0, b]) if (10..=20).contains(a) && (1..=9).contains(b) => {
                (a * 100 + b, true)
            }
            _ => return self.first_number(tokens),
        };
        token.number = number;
        if used > 1 {
            token.classes = ClassSet::of(Class::NUMBER);
            if number < 1000 {
                token.classes.add(Class::SMALL_NUMBER);
            }
            token.word = 0;
        }
        if year {
            token.classes.add(Class::YEAR);
        }
        Some((token, used)).filter(|_| used > 1)
    }

    fn first_number(&self, tokens: &[Token]) -> Option<(Token, usize)> {
        let (value, used, _) = self.below_hundred(tokens)?;
        if used == 1 {
            return None;
        }
        let mut token = tokens[0];
        token.end = tokens[used - 1].end;
        token.classes = ClassSet::of(Class::NUMBER).with(Class::SMALL_NUMBER);
        token.number = value;
        token.word = 0;
        Some((token, used))
    }

    /// A number below a hundred: its value, its tokens, and whether it is an ordinal.
    fn below_hundred(&self, tokens: &[Token]) -> Option<(i32, usize, bool)> {
        let first = tokens.first()?;
        let value = first.number;
        let second = |skip: usize| tokens.get(skip);
        if first.classes.has(Class::TENS_WORD) {
            // "twenty-one", "twenty one", "twenty-first"
            let (skip, hyphen) = match second(1) {
                Some(t) if t.shape == Shape::Mark && !t.spaced && self.is_hyphen(t) => (2, true),
                _ => (1, false),
            };
            if let Some(next) = second(skip) {
                let near = hyphen && !next.spaced || !hyphen && close(&tokens[0], next);
                if near && next.classes.has(Class::DIGIT_WORD) && (1..=9).contains(&next.number) {
                    return Some((value + next.number, skip + 1, false));
                }
                if near
                    && next.shape == Shape::Word
                    && next.classes.has(Class::ORDINAL)
                    && (1..=9).contains(&next.number)
                {
                    return Some((value + next.number, skip + 1, true));
                }
            }
            return Some((value, 1, false));
        }
        if first.classes.has(Class::DIGIT_WORD) {
            if self.units_first
                && let (Some(and), Some(tens)) = (second(1), second(2))
                && and.word == self.and_word
                && !and.spaced
                && tens.classes.has(Class::TENS_WORD)
            {
                return Some((value + tens.number, 3, false));
            }
            return Some((value, 1, false));
        }
        if first.classes.has(Class::TEEN_WORD)
            || first.shape == Shape::Word && first.classes.has(Class::NUMBER)
        {
            return Some((value, 1, false));
        }
        None
    }

    fn after_and(&self, tokens: &[Token]) -> Option<(i32, usize, bool)> {
        let skip = self.and_before_number(tokens).unwrap_or(0);
        self.below_hundred(&tokens[skip..])
            .map(|(v, w, o)| (v, w + skip, o))
    }

    fn and_before_number(&self, tokens: &[Token]) -> Option<usize> {
        let and = tokens.first()?;
        (self.and_word != 0
            && and.word == self.and_word
            && self.below_hundred(tokens.get(1..)?).is_some())
        .then_some(1)
    }

    fn is_hyphen(&self, token: &Token) -> bool {
        self.find("-").is_some_and(|e| e.word == token.word)
    }

    /// "5 1/2": a whole number and a fraction; "1/2" stays as it is.
    fn mixed_number(&self, tokens: &[Token]) -> Option<(Token, usize)> {
        let [whole, over, slash, under, ..] = tokens else {
            return None;
        };
        let slashed = || self.find("/").is_some_and(|e| e.word == slash.word);
        let plain = |t: &Token| t.shape == Shape::Number && t.classes.has(Class::NUMBER);
        if !(plain(whole)
            && plain(over)
            && plain(under)
            && !slash.spaced
            && !under.spaced
            && over.spaced
            && slashed())
        {
            return None;
        }
        if over.number < 1 || over.number >= under.number || under.number > 10 {
            return None;
        }
        let mut token = *whole;
        token.end = under.end;
        token.classes = ClassSet::of(Class::DECIMAL);
        token.thousandths = (over.number * 1000 / under.number) as u16;
        Some((token, 4))
    }

    /// "2 million".
    fn scaled(&self, tokens: &[Token]) -> Option<(Token, usize)> {
        let [number, scale, ..] = tokens else {
            return None;
        };
        let factor: i64 = if scale.classes.has(Class::MILLION) {
            1_000_000
        } else if scale.classes.has(Class::THOUSAND) {
            1_000
        } else if scale.classes.has(Class::HUNDRED) {
            100
        } else {
            return None;
        };
        let mut token = *number;
        token.end = scale.end;
        token.classes = ClassSet::of(Class::NUMBER);
        let exact =
            i64::from(number.number) * factor + i64::from(number.thousandths) * factor / 1000;
        token.number = i32::try_from(exact).unwrap_or(i32::MAX);
        token.thousandths = 0;
        Some((token, 2))
    }
}

/// Whether nothing but one gap stands between two tokens.
fn close(a: &Token, b: &Token) -> bool {
    b.start >= a.end && b.start - a.end <= 2
}
