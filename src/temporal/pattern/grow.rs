//! Growing a trie. In: the patterns of all rules, one by one. Out: a [`Trie`], with the edges of each branch laid out
//! for the search.

use rustc_hash::FxHashMap;

use super::gate::{Filters, Gate};
use super::index::Index;
use super::notation::Parser;
use super::{Atom, Branch, Edge, Fault, Node, Opening, Passed, Trie, Wants};
use crate::temporal::lexicon::{Class, ClassSet, Lexicon};

/// One step of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Step {
    atom: Atom,
    /// No white space before it.
    tight: bool,
    /// Which extent it lies in, from 1; 0 none.
    extent: u8,
}

/// A branch that still grows.
#[derive(Debug, Default)]
struct Bud {
    /// In the order in which the search tries them.
    edges: Vec<(Step, u32)>,
    /// The rules that end here.
    ends: Vec<u16>,
    /// Where several ways of one rule meet: no other rule may go on from here.
    joined: bool,
}

/// Where a pattern stands while it is added: a branch, and whether its next token must be tight.
type State = (u32, bool);

/// The patterns added so far.
#[derive(Debug)]
pub(in crate::temporal) struct Growing {
    buds: Vec<Bud>,
    /// Where a step first leads to from a branch.
    known: FxHashMap<(u32, Step), u32>,
}

impl Growing {
    /// No pattern at all.
    pub(in crate::temporal) fn new() -> Self {
        Self {
            buds: vec![Bud::default()],
            known: FxHashMap::default(),
        }
    }

    /// Adds `pattern` for the rule numbered `rule`.
    ///
    /// # Errors
    /// What was expected in the pattern, and where (a byte offset into it).
    pub(in crate::temporal) fn add(
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
            let ends = &mut self.buds[branch as usize].ends;
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
                if let [(branch, tight)] = states[..]
                    && let Some(next) = self.known.get(&(branch, step(tight)))
                    && !self.buds[branch as usize].joined
                    && !self.buds[*next as usize].joined
                {
                    return vec![(*next, false)];
                }
                let next = self.buds.len() as u32;
                self.buds.push(Bud {
                    joined: states.len() > 1,
                    ..Bud::default()
                });
                for (branch, tight) in states {
                    let step = step(tight);
                    self.buds[branch as usize].edges.push((step, next));
                    self.known.entry((branch, step)).or_insert(next);
                }
                vec![(next, false)]
            }
        }
    }

    /// Lays all branches out for the search.
    pub(in crate::temporal) fn seal(self) -> Trie {
        let mut trie = Trie {
            branches: Vec::with_capacity(self.buds.len()),
            edges: Vec::new(),
            ends: Vec::new(),
            filters: Filters::default(),
            indexes: Vec::new(),
            triggers: ClassSet::EMPTY,
            openings: Vec::new(),
            by_class: Vec::new(),
            by_word: Vec::new(),
        };
        let gates: Vec<Gate> = self
            .buds
            .iter()
            .map(|bud| bud.gate(&mut trie.filters))
            .collect();
        for (number, bud) in self.buds.iter().enumerate() {
            let from = (trie.edges.len(), trie.ends.len());
            let edges = bud.edges.iter();
            trie.edges
                .extend(edges.map(|(step, next)| edge(*step, *next, gates[*next as usize])));
            trie.ends.extend(&bud.ends);
            let edges = &trie.edges[from.0..];
            // The first branch has openings.
            let index = (number > 0 && edges.len() > Index::WORTHWHILE).then(|| {
                trie.indexes.push(Index::of(edges));
                trie.indexes.len() as u32 - 1
            });
            trie.branches.push(Branch {
                edges: (from.0 as u32, trie.edges.len() as u32),
                ends: (from.1 as u32, trie.ends.len() as u32),
                index,
            });
        }
        self.open(&mut trie);
        trie
    }

    /// Makes the openings of `trie`: the edges of its first branch by what they want.
    fn open(&self, trie: &mut Trie) {
        let mut classes = vec![Vec::new(); 128];
        let mut words: Vec<Vec<Edge>> = Vec::new();
        for edge in trie.range(trie.branches[0].edges) {
            match edge.wants {
                Wants::Class(class) => classes[usize::from(class.0)].push(*edge),
                Wants::Number(_) => classes[usize::from(Class::NUMBER.0)].push(*edge),
                Wants::Word(word) => {
                    let length = words.len().max(word as usize + 1);
                    words.resize(length, Vec::new());
                    words[word as usize].push(*edge);
                }
            }
        }
        trie.openings.push(Opening {
            gate: Bud::default().gate(&mut trie.filters),
            edges: (0, 0),
        });
        trie.by_class = classes
            .iter()
            .map(|edges| self.opening(trie, edges))
            .collect();
        trie.by_word = words
            .iter()
            .map(|edges| self.opening(trie, edges))
            .collect();
        for (number, edges) in classes.iter().enumerate() {
            if !edges.is_empty() {
                trie.triggers.add(Class(number as u8));
            }
        }
    }

    /// The opening with these edges.
    fn opening(&self, trie: &mut Trie, edges: &[Edge]) -> u32 {
        if edges.is_empty() {
            return 0;
        }
        let behind = || edges.iter().map(|edge| &self.buds[edge.next as usize]);
        let wants: Vec<Wants> = behind().flat_map(Bud::wants).collect();
        let gate = trie
            .filters
            .gate(&wants, behind().any(|bud| !bud.ends.is_empty()));
        let from = trie.edges.len() as u32;
        trie.edges.extend(edges);
        trie.openings.push(Opening {
            gate,
            edges: (from, trie.edges.len() as u32),
        });
        trie.openings.len() as u32 - 1
    }
}

impl Bud {
    /// What its edges want.
    fn wants(&self) -> impl Iterator<Item = Wants> {
        self.edges.iter().map(|(step, _)| wants(step.atom))
    }

    fn gate(&self, filters: &mut Filters) -> Gate {
        filters.gate(&self.wants().collect::<Vec<_>>(), !self.ends.is_empty())
    }
}

/// What the token of `atom` must be.
fn wants(atom: Atom) -> Wants {
    match atom {
        Atom::Class(class) => Wants::Class(class),
        Atom::Word(word, _) => Wants::Word(word),
        Atom::Number(number) => Wants::Number(number),
    }
}

/// An edge for `step` to the branch `next`, with the gate of that.
fn edge(step: Step, next: u32, gate: Gate) -> Edge {
    let (class, value) = match step.atom {
        Atom::Class(class) => (Some(class), None),
        Atom::Word(_, Some((class, value))) => (Some(class), value),
        Atom::Word(_, None) | Atom::Number(_) => (None, None),
    };
    Edge {
        gate,
        wants: wants(step.atom),
        passed: Passed {
            class,
            value,
            extent: step.extent,
        },
        next,
        tight: step.tight,
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
