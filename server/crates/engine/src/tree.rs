//! The tree of a text: from the parser's arcs to the heads, labels and sentences that a reader gets.

use crate::labels::Dep;
use crate::mutation::{self, Mutation};
use crate::parser::Label;

/// Heads, labels and sentence starts of all tokens.
pub struct Tree {
    /// The head of every token; a root is its own.
    pub heads: Vec<u32>,
    pub deps: Vec<Dep>,
    pub starts: Vec<bool>,
}

/// How often edges are computed again while a head lies outside of its sentence.
const ROUNDS: usize = 12;
/// Tokens that are looked at for one head. Only a sentence of more tokens than this could be read otherwise than spaCy does; without a
/// limit the time for a megabyte without full stops would grow with its square.
const SEARCH: usize = 1 << 14;

impl Tree {
    /// From the parser's arcs. Arcs that crossed others were lifted in training and are put back here.
    pub fn new(mut heads: Vec<u32>, labels: Vec<Label>, is_space: impl Fn(usize) -> bool) -> Tree {
        let mut deps: Vec<Dep> = labels.iter().map(|label| label.dep).collect();
        for (token, dep) in deps.iter_mut().enumerate() {
            if heads[token] as usize == token {
                *dep = Dep::Root;
            }
        }
        let mut edges = Edges::new(&heads);
        let lifted = labels.iter().any(|label| label.below.is_some());
        if lifted && !mutation::is(Mutation::Deprojectivize) {
            let mut children = Children::new(&heads);
            for (token, label) in labels.iter().enumerate() {
                // A root has no label to look below.
                let Some(below) = label.below.filter(|_| heads[token] as usize != token) else { continue };
                if let Some(head) = children.find(&heads, &labels, &edges, token as u32, below, &is_space) {
                    children.attach(head, token as u32);
                    heads[token] = head;
                }
            }
            edges = Edges::new(&heads);
        }
        let starts = edges.starts(&heads);
        Tree { heads, deps, starts }
    }
}

/// The leftmost and rightmost token below every token.
struct Edges {
    left: Vec<u32>,
    right: Vec<u32>,
}

impl Edges {
    fn new(heads: &[u32]) -> Edges {
        let own: Vec<u32> = (0..heads.len() as u32).collect();
        let mut edges = Edges { left: own.clone(), right: own };
        for _ in 0..ROUNDS {
            (0..heads.len()).for_each(|token| edges.widen(heads, token));
            (0..heads.len()).rev().for_each(|token| edges.widen(heads, token));
            if edges.sentences_hold(heads) {
                break;
            }
        }
        edges
    }

    fn widen(&mut self, heads: &[u32], token: usize) {
        let head = heads[token] as usize;
        self.left[head] = self.left[head].min(self.left[token]);
        self.right[head] = self.right[head].max(self.right[token]);
    }

    /// Whether every token's head is in its own sentence.
    fn sentences_hold(&self, heads: &[u32]) -> bool {
        let starts = self.starts(heads);
        let last = heads.len().saturating_sub(1);
        let mut start = 0;
        for token in 0..heads.len() {
            if (token > 0 && starts[token]) || token == last {
                // The end is counted in, as in spaCy.
                if heads[start..token].iter().any(|&head| (head as usize) < start || head as usize > token) {
                    return false;
                }
                start = token;
            }
        }
        true
    }

    fn starts(&self, heads: &[u32]) -> Vec<bool> {
        let mut starts = vec![false; heads.len()];
        for (token, &head) in heads.iter().enumerate() {
            if head as usize == token {
                starts[self.left[token] as usize] = true;
            }
        }
        starts
    }
}

/// The children of every token in the order of the text, while some of them move.
struct Children {
    first: Vec<u32>,
    tokens: Vec<u32>,
    /// Children that were moved here, by head.
    moved: Vec<(u32, u32)>,
}

impl Children {
    fn new(heads: &[u32]) -> Children {
        let mut first = vec![0; heads.len() + 1];
        let is_child = |&(token, &head): &(usize, &u32)| head as usize != token;
        for (_, &head) in heads.iter().enumerate().filter(is_child) {
            first[head as usize + 1] += 1;
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let mut next = first.clone();
        let mut tokens = vec![0; first.last().map_or(0, |&count| count as usize)];
        for (token, &head) in heads.iter().enumerate().filter(is_child) {
            tokens[next[head as usize] as usize] = token as u32;
            next[head as usize] += 1;
        }
        Children { first, tokens, moved: Vec::new() }
    }

    /// A child gets another head. Where it was it stays listed, and is passed over because its head is not there.
    fn attach(&mut self, head: u32, child: u32) {
        let at = self.moved.partition_point(|&known| known < (head, child));
        self.moved.insert(at, (head, child));
    }

    /// The first token with this label below the head of `token`, breadth first.
    fn find(
        &self,
        heads: &[u32],
        labels: &[Label],
        edges: &Edges,
        token: u32,
        below: Dep,
        is_space: &impl Fn(usize) -> bool,
    ) -> Option<u32> {
        // Left to right: a label behind `token` that has two parts is still that, and no other label.
        let is_named = |child: u32| {
            let label = labels[child as usize];
            heads[child as usize] != child && label.dep == below && (child < token || label.below.is_none())
        };
        let mut queue = vec![heads[token as usize]];
        let mut at = 0;
        while let Some(&parent) = queue.get(at).filter(|_| queue.len() < SEARCH) {
            at += 1;
            for child in self.of(heads, edges, parent) {
                if child == token || is_space(child as usize) {
                    continue;
                }
                if is_named(child) {
                    return Some(child);
                }
                queue.push(child);
            }
        }
        None
    }

    /// Children as spaCy sees them: between the edges as they were before anything moved.
    fn of(&self, heads: &[u32], edges: &Edges, parent: u32) -> Vec<u32> {
        let own = &self.tokens[self.first[parent as usize] as usize..self.first[parent as usize + 1] as usize];
        let from = self.moved.partition_point(|&(head, _)| head < parent);
        let moved = self.moved[from..].iter().take_while(|&&(head, _)| head == parent).map(|&(_, child)| child);
        let (left, right) = (edges.left[parent as usize], edges.right[parent as usize]);
        let here = |&child: &u32| heads[child as usize] == parent && (left..=right).contains(&child);
        let mut children: Vec<u32> = own.iter().copied().chain(moved).filter(here).collect();
        children.sort_unstable();
        children.dedup();
        children
    }
}
