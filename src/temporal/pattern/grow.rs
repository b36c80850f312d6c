//! Growing a trie. In: the patterns of all rules, one by one. Out: a [`Trie`], with the edges of each branch laid out
//! for the search.

use rustc_hash::FxHashMap;

use super::index::{Filters, Index};
use super::notation::Parser;
use super::{Atom, Branch, Edge, Fault, Node, Passed, Trie, Wants};
use crate::temporal::lexicon::{ClassSet, Lexicon};

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
        let (mut edges, mut ends, mut filters) = (Vec::new(), Vec::new(), Filters::default());
        let mut indexes = Vec::new();
        let mut branches = Vec::with_capacity(self.buds.len());
        for bud in &self.buds {
            let from = (edges.len() as u32, ends.len() as u32);
            edges.extend(bud.edges.iter().map(|(step, next)| edge(*step, *next)));
            ends.extend(&bud.ends);
            let own = &edges[from.0 as usize..];
            let mut branch = Branch {
                classes: ClassSet::EMPTY,
                words: filters.add(own.iter().filter_map(|edge| match edge.wants {
                    Wants::Word(word) => Some(word),
                    _ => None,
                })),
                digits: false,
                edges: (from.0, edges.len() as u32),
                ends: (from.1, ends.len() as u32),
                index: None,
            };
            for edge in own {
                match edge.wants {
                    Wants::Class(class) => branch.classes.add(class),
                    Wants::Word(_) => {}
                    Wants::Number(_) => branch.digits = true,
                }
            }
            // The first branch has a look-up of its own.
            if own.len() > Index::WORTHWHILE && !branches.is_empty() {
                branch.index = Some(indexes.len() as u32);
                indexes.push(Index::of(own));
            }
            branches.push(branch);
        }
        let mut trie = Trie {
            branches,
            edges,
            ends,
            filters,
            indexes,
            triggers: ClassSet::EMPTY,
            openings: Vec::new(),
            by_class: vec![(0, 0); 128],
            by_word: Vec::new(),
        };
        trie.open();
        trie
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
