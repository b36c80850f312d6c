//! Growing a trie. In: the patterns of all rules, one by one. Out: a [`Trie`], with the edges of each branch laid out
//! for the search.

use rustc_hash::FxHashMap;

use super::index::{Filters, Index};
use super::notation::Parser;
use super::{Atom, Branch, Edge, Fault, Node, Passed, Trie, Wants};
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
            gates: Vec::new(),
            by_class: vec![0; 128],
            by_word: Vec::new(),
        };
        for (number, bud) in self.buds.iter().enumerate() {
            let edges: Vec<Edge> = bud
                .edges
                .iter()
                .map(|(step, next)| edge(*step, *next))
                .collect();
            let mut branch = trie.lay(&edges, &edges, &bud.ends);
            // The first branch has gates.
            if number > 0 && edges.len() > Index::WORTHWHILE {
                branch.index = Some(trie.indexes.len() as u32);
                trie.indexes.push(Index::of(&edges));
            }
            trie.branches.push(branch);
        }
        self.open(&mut trie);
        trie
    }

    /// Makes the gates of `trie`: what opens a pattern, by what it wants.
    fn open(&self, trie: &mut Trie) {
        let none = trie.lay(&[], &[], &[]);
        trie.gates.push(none);
        let (from, until) = trie.branches[0].edges;
        let mut classes = vec![Vec::new(); 128];
        let mut words: Vec<Vec<Edge>> = Vec::new();
        for edge in &trie.edges[from as usize..until as usize] {
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
        let mut gate = |edges: &Vec<Edge>| {
            if edges.is_empty() {
                return 0;
            }
            let buds = || edges.iter().map(|edge| &self.buds[edge.next as usize]);
            let behind = buds().flat_map(|bud| &bud.edges);
            let behind: Vec<Edge> = behind.map(|(step, next)| edge(*step, *next)).collect();
            let ends: Vec<u16> = buds().flat_map(|bud| bud.ends.iter().copied()).collect();
            let gate = trie.lay(edges, &behind, &ends);
            trie.gates.push(gate);
            trie.gates.len() as u32 - 1
        };
        let by_class: Vec<u32> = classes.iter().map(&mut gate).collect();
        trie.by_word = words.iter().map(gate).collect();
        trie.by_class = by_class;
        for (number, gate) in trie.by_class.iter().enumerate() {
            if *gate != 0 {
                trie.triggers.add(Class(number as u8));
            }
        }
    }
}

impl Trie {
    /// A branch with these edges, where these rules end, that admits what passes one of `behind`.
    fn lay(&mut self, edges: &[Edge], behind: &[Edge], ends: &[u16]) -> Branch {
        let from = (self.edges.len() as u32, self.ends.len() as u32);
        self.edges.extend(edges);
        self.ends.extend(ends);
        let mut branch = Branch {
            classes: ClassSet::EMPTY,
            words: self
                .filters
                .add(behind.iter().filter_map(|edge| match edge.wants {
                    Wants::Word(word) => Some(word),
                    _ => None,
                })),
            digits: false,
            edges: (from.0, self.edges.len() as u32),
            ends: (from.1, self.ends.len() as u32),
            index: None,
        };
        for edge in behind {
            match edge.wants {
                Wants::Class(class) => branch.classes.add(class),
                Wants::Word(_) => {}
                Wants::Number(_) => branch.digits = true,
            }
        }
        branch
    }
}

/// An edge for `step`.
fn edge(step: Step, next: u32) -> Edge {
    let (class, value, wants) = match step.atom {
        Atom::Class(class) => (Some(class), None, Wants::Class(class)),
        Atom::Word(word, None) => (None, None, Wants::Word(word)),
        Atom::Word(word, Some((class, value))) => (Some(class), value, Wants::Word(word)),
        Atom::Number(number) => (None, None, Wants::Number(number)),
    };
    Edge {
        wants,
        tight: step.tight,
        passed: Passed {
            class,
            value,
            extent: step.extent,
        },
        next,
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
