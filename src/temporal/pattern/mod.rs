//! Patterns: sequences of word classes and quoted words, in one trie.
//!
//! In: a rule's pattern as text. Out: paths in a [`Trie`] that only a trigger word opens.
//!
//! The notation: `month` a class, `'ago'` a word, `'year':unit` a word whose value is kept
//! (`'other':number=2` gives it one there), `a|b` either, `a?` perhaps, `(a b)` a group,
//! `~` no white space between its neighbours, `{…}` the extent where words around it only help
//! (without braces all of it is the extent; two or three pairs make as many mentions), `<name>` a named part
//! from `parts.toml`.

mod notation;

use rustc_hash::FxHashMap;

use super::lexicon::{Class, ClassSet, Lexicon};
use super::token::Token;
use notation::Parser;

/// What a quoted word is captured as, and its value there if not the lexicon's.
type Capture = (Class, Option<i32>);

/// Where in a pattern something is wrong, and what.
type Fault = (usize, String);

/// What one token must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Atom {
    Class(Class),
    /// A quoted word; `'quarter':unit` is captured as well, perhaps with a value of its own.
    Word(u32, Option<Capture>),
    /// Quoted digits.
    Number(i32),
}

/// One step of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    atom: Atom,
    /// No white space before it.
    tight: bool,
    /// Which extent it lies in, from 1; 0 none.
    extent: u8,
}

/// A pattern's tree.
#[derive(Debug, Clone)]
enum Node {
    /// A token, and the extent it lies in.
    Atom(Atom, u8),
    Sequence(Vec<Node>),
    Either(Vec<Node>),
    Perhaps(Box<Node>),
    Tight,
}

#[derive(Debug, Default)]
struct Branch {
    edges: Vec<(Step, u32)>,
    classes: ClassSet,
    /// Which quoted words may follow, by the low bits of their numbers: most tokens are turned away here.
    words: u64,
    /// Quoted digits may follow.
    digits: bool,
    /// The rules that end here.
    ends: Vec<u16>,
    /// Where several ways of one rule meet: no other rule may go on from here.
    joined: bool,
}

/// Where a pattern stands while it is added: a branch, and whether its next token must be tight.
type State = (u32, bool);

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
    /// Where a search keeps its way, so that none is allocated for each.
    way: Vec<Passed>,
}

/// How one token was passed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passed {
    /// Which class it is captured as; none for words that are only quoted.
    pub(super) class: Option<Class>,
    /// The value the pattern gives it; else the lexicon's.
    pub(super) value: Option<i32>,
    /// Which extent it lies in, from 1; 0 none.
    pub(super) extent: u8,
}

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
    ) -> Result<(), Fault> {
        let mut parser = Parser {
            text: pattern,
            at: 0,
            lexicon,
            parts,
            depth: 0,
            extent: u8::from(!pattern.contains('{')),
            braces: 0,
        };
        let tree = parser.alternatives()?;
        parser.space();
        if parser.at < pattern.len() {
            return Err((parser.at, "expected the end of the pattern".into()));
        }
        for (branch, _) in self.grow(&tree, vec![(0, false)]) {
            if branch == 0 {
                return Err((0, "the pattern can match nothing at all".into()));
            }
            let ends = &mut self.branches[branch as usize].ends;
            if !ends.contains(&rule) {
                ends.push(rule);
            }
        }
        Ok(())
    }

    /// Adds a tree behind every state, and gives the states behind it. Ways that meet share what
    /// follows, so that a rule grows with the length of its pattern, not with its ways.
    fn grow(&mut self, node: &Node, states: Vec<State>) -> Vec<State> {
        match node {
            Node::Tight => states
                .into_iter()
                .map(|(branch, _)| (branch, true))
                .collect(),
            Node::Sequence(nodes) => nodes
                .iter()
                .fold(states, |states, node| self.grow(node, states)),
            Node::Either(nodes) => {
                let mut all = Vec::new();
                for node in nodes {
                    union(&mut all, self.grow(node, states.clone()));
                }
                all
            }
            Node::Perhaps(node) => {
                let mut all = states.clone();
                union(&mut all, self.grow(node, states));
                all
            }
            Node::Atom(atom, extent) => {
                let step = |tight: bool| Step {
                    atom: *atom,
                    tight,
                    extent: *extent,
                };
                if let [(branch, tight)] = states[..] {
                    let here = &self.branches[branch as usize];
                    let known = here.edges.iter().find(|(known, _)| *known == step(tight));
                    if let Some((_, next)) = known
                        .filter(|(_, next)| !here.joined && !self.branches[*next as usize].joined)
                    {
                        return vec![(*next, false)];
                    }
                }
                let next = self.branches.len() as u32;
                self.branches.push(Branch {
                    joined: states.len() > 1,
                    ..Branch::default()
                });
                for (branch, tight) in states {
                    let here = &mut self.branches[branch as usize];
                    here.edges.push((step(tight), next));
                    match atom {
                        Atom::Class(class) => here.classes.add(*class),
                        Atom::Word(word, _) => here.words |= word_bit(*word),
                        Atom::Number(_) => here.digits = true,
                    }
                }
                vec![(next, false)]
            }
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
        let mut path = std::mem::take(&mut best.way);
        path.clear();
        let mut walk = Walk {
            trie: self,
            tokens,
            allowed,
            path,
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
                if !matches!(step.atom, Atom::Number(number) if number != token.number)
                    && walk.leads_on(*next, at)
                {
                    walk.step(*step, *next, at);
                }
            }
        }
        if token.word != 0
            && let Some(edges) = self.by_word.get(&token.word)
        {
            for (step, next) in edges {
                if walk.leads_on(*next, at) {
                    walk.step(*step, *next, at);
                }
            }
        }
        let any = walk.any;
        best.way = walk.path;
        any
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

/// The bit a word's number sets in [`Branch::words`].
fn word_bit(word: u32) -> u64 {
    1 << (word & 63)
}

impl Branch {
    /// Whether `token` may go on from here: never no where it does, and mostly no where it does not.
    #[inline]
    fn admits(&self, token: &Token) -> bool {
        token.classes.meets(self.classes)
            || (token.word != 0 && self.words & word_bit(token.word) != 0)
            || (self.digits && token.classes.has(Class::NUMBER))
    }
}

impl<F: Fn(u16) -> bool> Walk<'_, F> {
    /// Whether anything can come of passing the token `at` to branch `next`.
    #[inline]
    fn leads_on(&self, next: u32, at: usize) -> bool {
        let branch = &self.trie.branches[next as usize];
        !branch.ends.is_empty()
            || self
                .tokens
                .get(at + 1)
                .is_some_and(|token| branch.admits(token))
    }

    fn step(&mut self, step: Step, next: u32, at: usize) {
        self.steps += 1;
        let class = match step.atom {
            Atom::Class(class) => Some(class),
            Atom::Word(_, captured) => captured.map(|(class, _)| class),
            Atom::Number(_) => None,
        };
        let quoted = !matches!(step.atom, Atom::Class(_));
        let before = (self.words, self.inside);
        self.words += usize::from(quoted);
        self.inside += usize::from(step.extent > 0);
        let value = match step.atom {
            Atom::Word(_, Some((_, value))) => value,
            _ => None,
        };
        self.path.push(Passed {
            class,
            value,
            extent: step.extent,
        });
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
            && branch.admits(token)
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
                if fits && self.leads_on(next, until) {
                    self.step(step, next, until);
                }
            }
        }
        self.path.pop();
        (self.words, self.inside) = before;
    }
}

/// Puts into `all` what it does not hold.
fn union(all: &mut Vec<State>, more: Vec<State>) {
    for state in more {
        if !all.contains(&state) {
            all.push(state);
        }
    }
}
