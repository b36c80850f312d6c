//! Patterns: sequences of word classes and quoted words, in one trie.
//!
//! In: a rule's pattern as text. Out: paths in a [`Trie`] that only a trigger word opens.
//!
//! The notation: `month` a class, `'ago'` a word, `'year':unit` a word whose value is kept
//! (`'other':number=2` gives it one there), `a|b` either, `a?` perhaps, `(a b)` a group,
//! `~` no white space between its neighbours, `{…}` the extent where words around it only help
//! (without braces all of it is the extent; two or three pairs make as many mentions), `<name>` a named part
//! from `parts.toml`.

mod gate;
mod grow;
mod index;
mod notation;

use super::lexicon::{Class, ClassSet};
use super::token::Token;
use gate::{Filters, Gate};
pub(super) use grow::Growing;
use index::Index;

/// What a quoted word is captured as, and its value there if not the lexicon's.
type Capture = (Class, Option<i32>);

/// Where in a pattern something is wrong, and what.
type Fault = (usize, String);

/// What one token must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Atom {
    Class(Class),
    /// A quoted word; `'quarter':unit` is captured as well, perhaps with a value of its own.
    Word(u32, Option<Capture>),
    /// Quoted digits.
    Number(i32),
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

/// What a token must be to pass an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wants {
    Class(Class),
    Word(u32),
    Number(i32),
}

/// A step from one branch to another.
///
/// What may follow in the other stands here, too, so that most edges lead nowhere without a look at it.
#[derive(Debug, Clone, Copy)]
struct Edge {
    /// That of the branch it leads to.
    gate: Gate,
    wants: Wants,
    /// How the token is passed.
    passed: Passed,
    /// Where it leads.
    next: u32,
    /// No white space before the token.
    tight: bool,
}

/// A place in the trie. Edges and rules are ranges of the trie's.
#[derive(Debug)]
struct Branch {
    /// In the order in which they are tried: ways that are equally good are told apart by it.
    edges: (u32, u32),
    /// The rules that end here.
    ends: (u32, u32),
    /// Which index finds the edges that a token fits, where they are many.
    index: Option<u32>,
}

/// The edges by which a class or a word opens patterns, and what may follow behind any of them.
#[derive(Debug)]
struct Opening {
    gate: Gate,
    edges: (u32, u32),
}

/// All patterns of a language.
#[derive(Debug)]
pub(super) struct Trie {
    branches: Vec<Branch>,
    edges: Vec<Edge>,
    ends: Vec<u16>,
    filters: Filters,
    indexes: Vec<Index>,
    /// Classes that open a pattern.
    triggers: ClassSet,
    /// The first is that of what opens no pattern.
    openings: Vec<Opening>,
    /// For each class, its opening; quoted digits are with the numbers.
    by_class: Vec<u32>,
    /// The same for each word, by its number.
    by_word: Vec<u32>,
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
    /// Where a search keeps its way, and the edges it has still to try, so that none is allocated for each.
    way: Vec<Passed>,
    fits: Vec<u32>,
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
    /// What a word opens.
    #[inline]
    fn opened_by(&self, word: u32) -> &Opening {
        let opening = self.by_word.get(word as usize).copied();
        &self.openings[opening.unwrap_or_default() as usize]
    }

    /// Whether `token` can open a pattern.
    #[inline]
    pub(super) fn triggers(&self, token: &Token) -> bool {
        token.classes.meets(self.triggers)
            || self
                .by_word
                .get(token.word as usize)
                .is_some_and(|opening| *opening != 0)
    }

    #[inline]
    fn range(&self, edges: (u32, u32)) -> &[Edge] {
        &self.edges[edges.0 as usize..edges.1 as usize]
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
            best,
            best_rank: (0, 0, 0),
            words: 0,
            inside: 0,
            any: false,
            steps: 0,
        };
        walk.best.until = at;
        let token = &tokens[at];
        let next = tokens.get(at + 1);
        let mut open = |opening: &Opening| {
            if !self.filters.lead_on(&opening.gate, next) {
                return;
            }
            for edge in self.range(opening.edges) {
                if !matches!(edge.wants, Wants::Number(number) if number != token.number)
                    && self.filters.lead_on(&edge.gate, next)
                {
                    walk.step(edge, at);
                }
            }
        };
        for class in token.classes.and(self.triggers).iter() {
            open(&self.openings[self.by_class[usize::from(class.0)] as usize]);
        }
        open(self.opened_by(token.word));
        walk.any
    }
}

/// One search from one token.
struct Walk<'a, F> {
    trie: &'a Trie,
    tokens: &'a [Token],
    allowed: F,
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

impl Wants {
    /// Whether `token` is it.
    #[inline]
    fn is(self, token: &Token) -> bool {
        match self {
            Self::Class(class) => token.classes.has(class),
            Self::Word(word) => token.word == word,
            Self::Number(number) => {
                token.classes.has(Class::NUMBER) && token.word == 0 && token.number == number
            }
        }
    }
}

impl<F: Fn(u16) -> bool> Walk<'_, F> {
    /// Passes the token `at` by `edge`, and goes on from there.
    fn step(&mut self, edge: &Edge, at: usize) {
        let trie = self.trie;
        self.steps += 1;
        let before = (self.words, self.inside);
        self.words += usize::from(!matches!(edge.wants, Wants::Class(_)));
        self.inside += usize::from(edge.passed.extent > 0);
        self.best.way.push(edge.passed);
        let branch = &trie.branches[edge.next as usize];
        let until = at + 1;
        if edge.gate.ends && until >= self.best.until {
            self.end(branch, until);
        }
        if let Some(token) = self.tokens.get(until)
            && self.steps < MOST_STEPS
            && trie.filters.admit(&edge.gate, token)
        {
            let edges = trie.range(branch.edges);
            if let Some(index) = branch.index {
                let from = self.best.fits.len();
                trie.indexes[index as usize].fitting(token, &mut self.best.fits);
                for at in from..self.best.fits.len() {
                    let edge = &edges[self.best.fits[at] as usize];
                    self.follow(edge, token, until);
                }
                self.best.fits.truncate(from);
            } else {
                for edge in edges {
                    if edge.wants.is(token) {
                        self.follow(edge, token, until);
                    }
                }
            }
        }
        self.best.way.pop();
        (self.words, self.inside) = before;
    }

    /// Passes `token`, the one `at`, by an edge that it fits, where something can come of it.
    #[inline]
    fn follow(&mut self, edge: &Edge, token: &Token, at: usize) {
        let next = self.tokens.get(at + 1);
        if !(edge.tight && token.spaced) && self.trie.filters.lead_on(&edge.gate, next) {
            self.step(edge, at);
        }
    }

    /// Keeps the way to `branch`, where rules end, if it is the best so far.
    fn end(&mut self, branch: &Branch, until: usize) {
        let rank = (until, self.inside, self.words);
        for &rule in &self.trie.ends[branch.ends.0 as usize..branch.ends.1 as usize] {
            let better = !self.any
                || rank > self.best_rank
                || (rank == self.best_rank && rule < self.best.rule);
            if better && (self.allowed)(rule) {
                self.any = true;
                self.best_rank = rank;
                let best = &mut *self.best;
                (best.rule, best.until) = (rule, until);
                best.path.clone_from(&best.way);
            }
        }
    }
}
