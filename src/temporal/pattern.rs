//! Patterns: sequences of word classes and quoted words, in one trie.
//!
//! In: a rule's pattern as text. Out: paths in a [`Trie`] that only a trigger word opens.
//!
//! The notation: `month` a class, `'ago'` a word, `'year':unit` a word whose value is kept
//! (`'other':number=2` gives it one there), `a|b` either, `a?` perhaps, `(a b)` a group,
//! `~` no white space between its neighbours, `{…}` the extent where words around it only help
//! (without braces all of it is the extent; two pairs make two mentions), `<name>` a named part
//! from `parts.toml`.

use rustc_hash::FxHashMap;

use super::lexicon::{Class, ClassSet, Lexicon, code};
use super::token::Token;

/// What one token must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Atom {
    Class(Class),
    /// A quoted word; `'quarter':unit` is captured as well, perhaps with a value of its own.
    Word(u32, Option<(Class, Option<i32>)>),
    /// Quoted digits.
    Number(i32),
}

/// One step of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    atom: Atom,
    /// No white space before it.
    tight: bool,
    /// An extent opens before it.
    opens: bool,
    /// An extent closes after it.
    closes: bool,
}

/// A pattern's tree, before it is spelt out.
#[derive(Debug, Clone)]
enum Node {
    Atom(Atom),
    Sequence(Vec<Node>),
    Either(Vec<Node>),
    Perhaps(Box<Node>),
    Tight,
    Open,
    Close,
}

#[derive(Debug, Default)]
struct Branch {
    edges: Vec<(Step, u32)>,
    classes: ClassSet,
    words: bool,
    /// The rules that end here.
    ends: Vec<u16>,
}

/// All patterns of a language.
#[derive(Debug)]
pub(super) struct Trie {
    branches: Vec<Branch>,
    /// Classes that open a pattern.
    triggers: ClassSet,
    /// Words that open a pattern, by number.
    trigger_words: Vec<bool>,
    by_class: Vec<Vec<(Step, u32)>>,
    by_word: FxHashMap<u32, Vec<(Step, u32)>>,
}

/// The longest match at a token.
#[derive(Debug, Default, Clone)]
pub(super) struct Found {
    /// The rule.
    pub(super) rule: u16,
    /// The token after the last.
    pub(super) until: usize,
    /// One step a token.
    pub(super) path: Vec<Passed>,
}

/// How one token was passed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passed {
    /// Which class it is captured as; none for words that are only quoted.
    pub(super) class: Option<Class>,
    /// The value the pattern gives it; else the lexicon's.
    pub(super) value: Option<i32>,
    /// Which extent it lies in: 0 none, 1, 2.
    pub(super) extent: u8,
}

/// The most paths one pattern may spell out.
const MOST_PATHS: usize = 4096;

impl Trie {
    /// An empty trie.
    pub(super) fn new() -> Self {
        Self {
            branches: vec![Branch::default()],
            triggers: ClassSet::EMPTY,
            trigger_words: Vec::new(),
            by_class: vec![Vec::new(); 128],
            by_word: FxHashMap::default(),
        }
    }

    /// Adds `pattern` for the rule numbered `rule`.
    ///
    /// # Errors
    /// What was expected in the pattern, and where (a byte offset into it).
    pub(super) fn add(
        &mut self,
        pattern: &str,
        rule: u16,
        lexicon: &mut Lexicon,
        parts: &FxHashMap<String, String>,
    ) -> Result<(), (usize, String)> {
        let mut parser = Parser {
            text: pattern,
            at: 0,
            lexicon,
            parts,
            depth: 0,
        };
        let tree = parser.alternatives()?;
        parser.space();
        if parser.at < pattern.len() {
            return Err((parser.at, "expected the end of the pattern".into()));
        }
        let mut paths = vec![Vec::new()];
        spell(&tree, &mut paths).map_err(|message| (0, message))?;
        for path in paths {
            let steps = steps(&path).map_err(|message| (0, message))?;
            if steps.is_empty() {
                return Err((0, "the pattern can match nothing at all".into()));
            }
            self.insert(&steps, rule);
        }
        Ok(())
    }

    fn insert(&mut self, steps: &[Step], rule: u16) {
        let mut branch = 0usize;
        for step in steps {
            branch = match self.branches[branch].edges.iter().find(|(s, _)| s == step) {
                Some((_, next)) => *next as usize,
                None => {
                    let next = self.branches.len();
                    self.branches.push(Branch::default());
                    let here = &mut self.branches[branch];
                    here.edges.push((*step, next as u32));
                    match step.atom {
                        Atom::Class(class) => here.classes.add(class),
                        Atom::Word(..) | Atom::Number(_) => here.words = true,
                    }
                    next
                }
            };
        }
        let ends = &mut self.branches[branch].ends;
        if !ends.contains(&rule) {
            ends.push(rule);
        }
    }

    /// Prepares the look-up of triggers; call once after the last pattern.
    pub(super) fn seal(&mut self) {
        for (step, next) in &self.branches[0].edges {
            match step.atom {
                Atom::Class(class) => {
                    self.triggers.add(class);
                    self.by_class[usize::from(class.0)].push((*step, *next));
                }
                Atom::Number(_) => {
                    self.triggers.add(Class::NUMBER);
                    self.by_class[usize::from(Class::NUMBER.0)].push((*step, *next));
                }
                Atom::Word(word, _) => {
                    let at = word as usize;
                    if self.trigger_words.len() <= at {
                        self.trigger_words.resize(at + 1, false);
                    }
                    self.trigger_words[at] = true;
                    self.by_word.entry(word).or_default().push((*step, *next));
                }
            }
        }
    }

    /// Whether `token` can open a pattern.
    pub(super) fn triggers(&self, token: &Token) -> bool {
        token.classes.meets(self.triggers)
            || (token.word != 0
                && self
                    .trigger_words
                    .get(token.word as usize)
                    .copied()
                    .unwrap_or(false))
    }

    /// The best match from `tokens[at]`: the longest; between equals the one with the longer
    /// extent; then the one with more quoted words; then the earlier rule. `allowed` says whether a rule may be used here.
    pub(super) fn find(
        &self,
        tokens: &[Token],
        at: usize,
        allowed: impl Fn(u16) -> bool,
        best: &mut Found,
    ) -> bool {
        let mut walk = Walk {
            trie: self,
            tokens,
            allowed,
            path: Vec::with_capacity(16),
            best,
            best_rank: (0, 0, 0),
            words: 0,
            inside: 0,
            any: false,
            steps: 0,
        };
        walk.best.until = at;
        let token = &tokens[at];
        for class in token.classes.and(self.triggers).iter() {
            for (step, next) in &self.by_class[usize::from(class.0)] {
                if !matches!(step.atom, Atom::Number(number) if number != token.number) {
                    walk.step(*step, *next, at, 0, 0);
                }
            }
        }
        if token.word != 0
            && let Some(edges) = self.by_word.get(&token.word)
        {
            for (step, next) in edges {
                walk.step(*step, *next, at, 0, 0);
            }
        }
        walk.any
    }
}

/// One search from one token.
struct Walk<'a, F> {
    trie: &'a Trie,
    tokens: &'a [Token],
    allowed: F,
    path: Vec<Passed>,
    best: &'a mut Found,
    best_rank: (usize, usize, usize),
    /// Quoted words on the path.
    words: usize,
    /// Tokens of the path inside an extent.
    inside: usize,
    any: bool,
    steps: u32,
}

/// The most steps one search takes: far above any real pattern's need, so that odd text stays
/// within linear time.
const MOST_STEPS: u32 = 4000;

impl<F: Fn(u16) -> bool> Walk<'_, F> {
    /// `extent` counts the extents opened so far; its lowest bit of `open` says one is open now.
    fn step(&mut self, step: Step, next: u32, at: usize, extent: u8, open: u8) {
        self.steps += 1;
        let (extent, open) = if step.opens {
            (extent + 1, 1)
        } else {
            (extent, open)
        };
        let class = match step.atom {
            Atom::Class(class) => Some(class),
            Atom::Word(_, captured) => captured.map(|(class, _)| class),
            Atom::Number(_) => None,
        };
        let quoted = !matches!(step.atom, Atom::Class(_));
        let before = (self.words, self.inside);
        self.words += usize::from(quoted);
        self.inside += usize::from(open == 1);
        let value = match step.atom {
            Atom::Word(_, Some((_, value))) => value,
            _ => None,
        };
        self.path.push(Passed {
            class,
            value,
            extent: if open == 1 { extent } else { 0 },
        });
        let open = if step.closes { 0 } else { open };
        let branch = &self.trie.branches[next as usize];
        let until = at + 1;
        if !branch.ends.is_empty() && until >= self.best.until {
            let rank = (until, self.inside, self.words);
            for &rule in &branch.ends {
                let better = !self.any
                    || rank > self.best_rank
                    || (rank == self.best_rank && rule < self.best.rule);
                if better && (self.allowed)(rule) {
                    self.any = true;
                    self.best_rank = rank;
                    self.best.rule = rule;
                    self.best.until = until;
                    self.best.path.clear();
                    self.best.path.extend_from_slice(&self.path);
                }
            }
        }
        if let Some(token) = self.tokens.get(until)
            && self.steps < MOST_STEPS
            && (token.classes.meets(branch.classes) || branch.words)
        {
            for &(step, next) in &branch.edges {
                if step.tight && token.spaced {
                    continue;
                }
                let fits = match step.atom {
                    Atom::Class(class) => token.classes.has(class),
                    Atom::Word(word, _) => token.word == word,
                    Atom::Number(number) => {
                        token.classes.has(Class::NUMBER)
                            && token.word == 0
                            && token.number == number
                    }
                };
                if fits {
                    self.step(step, next, until, extent, open);
                }
            }
        }
        self.path.pop();
        (self.words, self.inside) = before;
    }
}

/// Spells a tree out: every path so far, continued in every way.
fn spell(node: &Node, paths: &mut Vec<Vec<Node>>) -> Result<(), String> {
    match node {
        Node::Atom(_) | Node::Tight | Node::Open | Node::Close => {
            for path in paths.iter_mut() {
                path.push(node.clone());
            }
        }
        Node::Sequence(nodes) => {
            for node in nodes {
                spell(node, paths)?;
            }
        }
        Node::Either(nodes) => {
            let before = std::mem::take(paths);
            for node in nodes {
                let mut these = before.clone();
                spell(node, &mut these)?;
                paths.append(&mut these);
            }
        }
        Node::Perhaps(node) => {
            let mut with = paths.clone();
            spell(node, &mut with)?;
            paths.append(&mut with);
        }
    }
    if paths.len() > MOST_PATHS {
        return Err(format!(
            "the pattern spells out more than {MOST_PATHS} paths; split the rule"
        ));
    }
    Ok(())
}

/// Turns one spelt-out path into steps.
fn steps(path: &[Node]) -> Result<Vec<Step>, String> {
    let mut steps: Vec<Step> = Vec::new();
    let braces = path.iter().any(|n| matches!(n, Node::Open));
    let (mut tight, mut opens) = (false, !braces);
    for node in path {
        match node {
            Node::Atom(atom) => {
                steps.push(Step {
                    atom: *atom,
                    tight,
                    opens,
                    closes: false,
                });
                (tight, opens) = (false, false);
            }
            Node::Tight => tight = true,
            Node::Open => opens = true,
            Node::Close => {
                steps
                    .last_mut()
                    .ok_or("an extent that holds nothing")?
                    .closes = true
            }
            _ => return Err("a path is spelt out".into()),
        }
    }
    Ok(steps)
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    lexicon: &'a mut Lexicon,
    parts: &'a FxHashMap<String, String>,
    depth: u8,
}

impl Parser<'_> {
    fn space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn peek(&mut self) -> Option<char> {
        self.space();
        self.text[self.at..].chars().next()
    }

    /// Sequences separated by ` | ` inside groups, single items by `|` elsewhere: one rule,
    /// because a sequence ends where an alternative does.
    fn alternatives(&mut self) -> Result<Node, (usize, String)> {
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
    fn capture(&mut self, start: usize) -> Result<Option<(Class, Option<i32>)>, (usize, String)> {
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

    fn item(&mut self) -> Result<Node, (usize, String)> {
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
                Ok(Node::Open)
            }
            '}' => {
                self.at += 1;
                Ok(Node::Close)
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
                    return Ok(Node::Atom(Atom::Number(number)));
                }
                let word = self.lexicon.intern(word);
                let class = self.capture(start)?;
                Ok(Node::Atom(Atom::Word(word, class)))
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
                Ok(Node::Atom(Atom::Class(class)))
            }
        }
    }
}
