//! How the words of a segment hang together: the pipeline's tokens with their heads, read as a tree.
//!
//! Places are numbers of nodes. A node with all that hangs on it is its phrase, a range of nodes; where the parser has put
//! a word of another phrase in between, the range holds it too.

use std::ops::Range;

use engine::{Dep, Tag};
use text::Span;

/// A token as the pipeline has cut it. White space may be one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Node {
    /// Where it stands, in bytes from the segment's start.
    pub span: Span,
    /// The node it hangs on; itself for a root.
    pub head: u32,
    /// Its part of speech (Penn Treebank).
    pub tag: Tag,
    /// How it hangs on its head (ClearNLP).
    pub dep: Dep,
}

/// Nodes with what hangs on each.
pub struct Tree<'a> {
    nodes: &'a [Node],
    /// The children of node `n`, in order, are `children[first[n]..first[n + 1]]`.
    children: Vec<u32>,
    first: Vec<u32>,
    /// The first and the last node of each phrase.
    edges: Vec<(u32, u32)>,
}

/// Steps from a node towards its root that are looked at; trees of sentences are less deep.
const DEPTH: usize = 64;

impl<'a> Tree<'a> {
    /// Looks at nodes whose heads are among them.
    pub fn new(nodes: &'a [Node]) -> Tree<'a> {
        let mut first = vec![0u32; nodes.len() + 1];
        let is_root = |at: usize, node: &Node| node.head as usize == at;
        for (at, node) in nodes.iter().enumerate() {
            if !is_root(at, node) {
                first[node.head as usize + 1] += 1;
            }
        }
        for at in 0..nodes.len() {
            first[at + 1] += first[at];
        }
        let mut next = first.clone();
        let mut children = vec![0; first.last().copied().unwrap_or_default() as usize];
        for (at, node) in nodes.iter().enumerate() {
            if !is_root(at, node) {
                let place = &mut next[node.head as usize];
                children[*place as usize] = at as u32;
                *place += 1;
            }
        }
        let mut tree = Tree { nodes, children, first, edges: Vec::new() };
        tree.edges = tree.measured();
        tree
    }

    /// The edges of all phrases: each node widens those of the nodes it hangs on.
    fn measured(&self) -> Vec<(u32, u32)> {
        let mut edges: Vec<(u32, u32)> = (0..self.nodes.len() as u32).map(|at| (at, at)).collect();
        for at in 0..self.nodes.len() {
            for above in self.above(at) {
                let (left, right) = edges[above];
                edges[above] = (left.min(at as u32), right.max(at as u32));
            }
        }
        edges
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The node at `at`.
    pub fn node(&self, at: usize) -> Node {
        self.nodes[at]
    }

    /// How the node hangs on its head.
    pub fn dep(&self, at: usize) -> Dep {
        self.nodes[at].dep
    }

    /// Its part of speech.
    pub fn tag(&self, at: usize) -> Tag {
        self.nodes[at].tag
    }

    /// The node it hangs on, but for a root.
    pub fn head(&self, at: usize) -> Option<usize> {
        Some(self.nodes[at].head as usize).filter(|&head| head != at)
    }

    /// The nodes it hangs on, from the nearest.
    pub fn above(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.head(at), |&at| self.head(at)).take(DEPTH)
    }

    /// What hangs on it, in order.
    pub fn children(&self, at: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.children[self.first[at] as usize..self.first[at + 1] as usize].iter().map(|&child| child as usize)
    }

    /// The first that hangs on it in one of these ways.
    pub fn child(&self, at: usize, deps: &[Dep]) -> Option<usize> {
        self.children(at).find(|&child| deps.contains(&self.dep(child)))
    }

    /// The node with all that hangs on it.
    pub fn phrase(&self, at: usize) -> Range<usize> {
        let (left, right) = self.edges[at];
        left as usize..right as usize + 1
    }

    /// `at` hangs on `above`, or on what hangs on it.
    pub fn is_below(&self, at: usize, above: usize) -> bool {
        self.above(at).any(|node| node == above)
    }

    /// Bytes from the first node of the range to the last; empty for no nodes.
    pub fn span(&self, nodes: Range<usize>) -> Span {
        match self.nodes.get(nodes) {
            Some([first, .., last]) => first.span.cover(last.span),
            Some([only]) => only.span,
            _ => Span::default(),
        }
    }

    /// How many nodes begin before `offset`.
    pub fn before(&self, offset: u32) -> usize {
        self.nodes.partition_point(|node| node.span.start < offset)
    }

    /// The node that begins at or before `offset` and ends behind it, or the next one.
    pub fn at(&self, offset: u32) -> usize {
        self.nodes.partition_point(|node| node.span.end <= offset)
    }
}
