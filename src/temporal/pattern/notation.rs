//! The notation of patterns. In: a pattern as text. Out: its tree, or what was expected and where.

use rustc_hash::FxHashMap;

use super::{Atom, Capture, Fault, Node};
use crate::temporal::lexicon::{Lexicon, code};

/// Reads one pattern.
pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) lexicon: &'a mut Lexicon,
    pub(super) parts: &'a FxHashMap<String, String>,
    pub(super) depth: u8,
    /// The extent the next token lies in.
    pub(super) extent: u8,
    /// Extents opened so far.
    pub(super) braces: u8,
}

impl Parser<'_> {
    pub(super) fn space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn peek(&mut self) -> Option<char> {
        self.space();
        self.text[self.at..].chars().next()
    }

    /// Sequences separated by ` | ` inside groups, single items by `|` elsewhere: one rule,
    /// because a sequence ends where an alternative does.
    pub(super) fn alternatives(&mut self) -> Result<Node, Fault> {
        let mut items = Vec::new();
        while let Some(c) = self.peek() {
            match c {
                ')' => break,
                '|' => {
                    self.at += 1;
                    let next = self.item()?;
                    match items.pop() {
                        Some(Node::Either(mut all)) => {
                            all.push(next);
                            items.push(Node::Either(all));
                        }
                        Some(node) => items.push(Node::Either(vec![node, next])),
                        None => return Err((self.at, "expected something before |".into())),
                    }
                }
                '?' => {
                    self.at += 1;
                    let node = items
                        .pop()
                        .ok_or((self.at, "expected something before ?".to_owned()))?;
                    items.push(Node::Perhaps(Box::new(node)));
                }
                _ => {
                    let item = self.item()?;
                    // A group of alternatives stays apart from a following `|`.
                    items.push(item);
                }
            }
        }
        Ok(Node::Sequence(items))
    }

    /// `:unit` behind a quoted word, perhaps with a value of its own: `'other':number=2`.
    fn capture(&mut self, start: usize) -> Result<Option<Capture>, Fault> {
        let Some(rest) = self.text[self.at..].strip_prefix(':') else {
            return Ok(None);
        };
        let name_end = |rest: &str| {
            rest.find(|c: char| !(c.is_alphanumeric() || c == '-'))
                .unwrap_or(rest.len())
        };
        let length = name_end(rest);
        let Some(class) = self.lexicon.class(&rest[..length]) else {
            return Err((
                start,
                format!(
                    "expected a class of the lexicon, found {:?}",
                    &rest[..length]
                ),
            ));
        };
        self.at += 1 + length;
        let Some(rest) = rest[length..].strip_prefix('=') else {
            return Ok(Some((class, None)));
        };
        let length = name_end(rest);
        let written = &rest[..length];
        let value = match written.parse() {
            Ok(number) => number,
            Err(_) if (1..=4).contains(&length) => code(written),
            Err(_) => {
                return Err((
                    start,
                    format!("expected a number or a code of up to four letters, found {written:?}"),
                ));
            }
        };
        self.at += 1 + length;
        Ok(Some((class, Some(value))))
    }

    fn item(&mut self) -> Result<Node, Fault> {
        let Some(c) = self.peek() else {
            return Err((self.at, "expected a class, a 'word' or a group".into()));
        };
        let start = self.at;
        match c {
            '(' => {
                self.at += 1;
                let inner = self.alternatives()?;
                if self.peek() != Some(')') {
                    return Err((self.at, "expected )".into()));
                }
                self.at += 1;
                Ok(inner)
            }
            '~' => {
                self.at += 1;
                Ok(Node::Tight)
            }
            '{' => {
                self.at += 1;
                self.braces += 1;
                self.extent = self.braces;
                Ok(Node::Sequence(Vec::new()))
            }
            '}' => {
                self.at += 1;
                self.extent = 0;
                Ok(Node::Sequence(Vec::new()))
            }
            '\'' => {
                let rest = &self.text[start + 1..];
                // A word may itself be an apostrophe: ''' .
                let length = if rest.starts_with("''") {
                    1
                } else {
                    rest.find('\'')
                        .ok_or((start, "expected a closing '".to_owned()))?
                };
                let word = &rest[..length];
                self.at = start + length + 2;
                if word.is_empty() {
                    return Err((start, "expected a word between the quotes".into()));
                }
                if let Ok(number) = word.parse() {
                    return Ok(Node::Atom(Atom::Number(number), self.extent));
                }
                let word = self.lexicon.intern(word);
                let class = self.capture(start)?;
                Ok(Node::Atom(Atom::Word(word, class), self.extent))
            }
            '<' => {
                let rest = &self.text[start + 1..];
                let length = rest.find('>').ok_or((start, "expected >".to_owned()))?;
                let name = &rest[..length];
                let Some(part) = self.parts.get(name) else {
                    return Err((
                        start,
                        format!("expected a part of parts.toml, found <{name}>"),
                    ));
                };
                if self.depth > 8 {
                    return Err((start, format!("<{name}> contains itself")));
                }
                self.at = start + length + 2;
                let mut inner = Parser {
                    text: part,
                    at: 0,
                    lexicon: self.lexicon,
                    parts: self.parts,
                    depth: self.depth + 1,
                    extent: self.extent,
                    braces: self.braces,
                };
                inner
                    .alternatives()
                    .map_err(|(_, message)| (start, format!("in <{name}>: {message}")))
            }
            _ => {
                let rest = &self.text[start..];
                let length = rest
                    .find(|c: char| !(c.is_alphanumeric() || c == '-'))
                    .unwrap_or(rest.len());
                let name = &rest[..length];
                let Some(class) = self.lexicon.class(name).filter(|_| length > 0) else {
                    return Err((
                        start,
                        format!(
                            "expected a class of the lexicon, found {:?}",
                            &rest[..length.max(c.len_utf8())]
                        ),
                    ));
                };
                self.at = start + length;
                Ok(Node::Atom(Atom::Class(class), self.extent))
            }
        }
    }
}
