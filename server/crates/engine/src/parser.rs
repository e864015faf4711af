//! Dependencies by an arc-eager transition system that also finds where sentences start.
//!
//! Tokens wait in a buffer and are put on a stack; arcs are drawn between the stack's top and the buffer's front. Every step scores
//! 106 moves and takes the best that is allowed.

use std::ops::Range;

use crate::kernels::{Instructions, LANES, first_greatest};
use crate::labels::Dep;
use crate::model::{Model, ModelError};
use crate::mutation::{self, Mutation};
use crate::scorer::{Scorer, Slot};
use crate::tree::Tree;

const SLOTS: usize = 8;
const VECTORS: usize = 14;
/// Tokens whose slots are kept (4 KB each). The stack may reach further back; see [`FAR`].
const WINDOW: usize = 512;
/// Tokens whose slots are computed at once are the window by this; the window is a multiple of it.
const STEPS: usize = 8;
/// Tokens behind the window whose slots are kept. What stands on the stack that far back is asked for many times in a row.
const FAR: usize = 64;

/// The parser's network and moves.
pub struct Parser {
    scorer: Scorer<SLOTS, VECTORS>,
    moves: Vec<Move>,
    /// Moves of one kind, which stand side by side.
    runs: Vec<Range<usize>>,
    labels: Vec<Label>,
    /// [`WINDOW`]; less in tests, so that ordinary texts reach behind it.
    pub window: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    Shift,
    Reduce,
    Left(u8),
    Right(u8),
    Break,
}

/// A label of the parser: `dobj`, or `dobj||xcomp` for an object of the nearest `xcomp` below the head it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    pub dep: Dep,
    pub below: Option<Dep>,
}

impl Parser {
    pub fn new(model: &Model, instructions: Instructions) -> Result<Parser, ModelError> {
        let names = model.strings("parser.moves")?;
        let mut labels: Vec<Label> = Vec::new();
        let mut moves = Vec::new();
        for name in &names {
            let unknown = || ModelError::new(format!("the parser's move {name} is not known"));
            let (kind, label) = name.split_once('-').unwrap_or((name, ""));
            let mut number = || -> Result<u8, ModelError> {
                let label = Label::from_name(label).ok_or_else(unknown)?;
                let at = labels.iter().position(|&other| other == label).unwrap_or(labels.len());
                if at == labels.len() {
                    labels.push(label);
                }
                u8::try_from(at).map_err(|_| unknown())
            };
            moves.push(match kind {
                "S" => Move::Shift,
                "D" => Move::Reduce,
                "L" => Move::Left(number()?),
                "R" => Move::Right(number()?),
                "B" => Move::Break,
                _ => return Err(unknown()),
            });
        }
        let alike = |a: &Move, b: &Move| std::mem::discriminant(a) == std::mem::discriminant(b);
        let ends = moves.chunk_by(alike).scan(0, |end, run| {
            *end += run.len();
            Some(*end - run.len()..*end)
        });
        let (runs, scorer) = (ends.collect(), Scorer::new(model, instructions, "parser", moves.len(), SLOTS)?);
        Ok(Parser { scorer, moves, runs, labels, window: WINDOW })
    }

    /// Appends to `reduced` what the parser needs of encoded tokens.
    pub fn reduce(&self, encoded: &[f32], reduced: &mut Vec<f32>) {
        self.scorer.reduce(encoded, reduced);
    }

    /// The trees of texts that stand one after the other and end at `ends`, from the reduced rows of their tokens. `is_space` says
    /// which tokens are white space. `rows` is room that is kept between calls.
    pub fn parse(
        &self,
        ends: &[usize],
        reduced: &[f32],
        rows: &mut Vec<f32>,
        is_space: impl Fn(usize) -> bool,
    ) -> Vec<Tree> {
        let mut table = Table::new(&self.scorer, reduced, self.window, rows);
        let starts = [0].into_iter().chain(ends.iter().copied());
        let texts = starts.zip(ends).map(|(start, &end)| {
            table.first = start;
            self.parse_one(end - start, &mut table, |token| is_space(start + token))
        });
        texts.collect()
    }

    fn parse_one(&self, length: usize, table: &mut Table, is_space: impl Fn(usize) -> bool) -> Tree {
        let mut state = State::new(length);
        while !state.is_final() {
            let next = match state.only_move() {
                Some(forced) => forced,
                None => self.best(&state, table),
            };
            state.apply(next);
        }
        let labels = state.labels.iter().map(|&label| match label {
            NO_LABEL => Label { dep: Dep::Root, below: None },
            label => self.labels[usize::from(label)],
        });
        Tree::new(state.heads(), labels.collect(), is_space)
    }

    fn best(&self, state: &State, table: &mut Table) -> Move {
        let scores = table.score(state.context());
        let valid = state.valid();
        let mut best = None;
        for run in &self.runs {
            let next = self.moves[run.start];
            let allowed = valid.allows(next)
                || mutation::is(Mutation::Validity)
                    && matches!(next, Move::Right(_))
                    && !state.stack.is_empty()
                    && state.buffer(0).is_some();
            if !allowed {
                continue;
            }
            let (place, score) = first_greatest(&scores.as_flattened()[run.clone()]);
            if best.is_none_or(|(_, highest)| score > highest) {
                best = Some((self.moves[run.start + place], score));
            }
        }
        // A state that is not final always allows shift or reduce.
        best.map_or(Move::Reduce, |(next, _)| next)
    }
}

impl Label {
    fn from_name(name: &str) -> Option<Label> {
        let (dep, below) = match name.split_once("||") {
            None => (name, None),
            Some((dep, below)) => (dep, Some(Dep::from_name(below)?)),
        };
        Some(Label { dep: Dep::from_name(dep)?, below })
    }
}

/// The slots of tokens: the last `window` of those that the buffer has reached, and a few further back.
struct Table<'a> {
    scorer: &'a Scorer<SLOTS, VECTORS>,
    reduced: &'a [f32],
    /// The first token of the text that is read; tokens count on from text to text, so that short texts share a step.
    first: usize,
    window: usize,
    /// Token `t` is in row `t % window`.
    rows: &'a mut [f32],
    done: usize,
    /// Token `t` is in row `t % FAR`, if that is its own.
    far: Vec<f32>,
    far_tokens: [Option<u32>; FAR],
}

impl<'a> Table<'a> {
    fn new(scorer: &'a Scorer<SLOTS, VECTORS>, reduced: &'a [f32], window: usize, rows: &'a mut Vec<f32>) -> Table<'a> {
        let length = reduced.len() / scorer.reduced_width();
        let floats = length.min(window).next_multiple_of(window / STEPS) * scorer.slots_width();
        if rows.len() < floats {
            rows.resize(floats, 0.0);
        }
        Table { scorer, reduced, first: 0, window, rows, done: 0, far: Vec::new(), far_tokens: [None; FAR] }
    }

    fn score(&mut self, context: [Option<u32>; SLOTS]) -> [[f32; LANES]; VECTORS] {
        let context = context.map(|token| token.map(|token| token + self.first as u32));
        let furthest = context.iter().flatten().max().map_or(0, |&token| token as usize + 1);
        while self.done < furthest {
            self.advance();
        }
        let is_far = |token: u32, done: usize| token as usize + self.window < done;
        if context.iter().flatten().all(|&token| !is_far(token, self.done)) {
            return self.scorer.score(std::array::from_fn(|slot| self.near(context[slot], slot)));
        }
        let (done, window) = (self.done, self.window);
        let mut slots: [Slot; SLOTS] = [[0.0; _]; SLOTS];
        for (number, slot) in slots.iter_mut().enumerate() {
            *slot = match context[number] {
                Some(token) if token as usize + window < done => *self.far(token, number),
                token => *self.near(token, number),
            };
        }
        self.scorer.score(slots.each_ref())
    }

    fn near(&self, token: Option<u32>, slot: usize) -> &Slot {
        let Some(token) = token else { return self.scorer.pad(slot) };
        let width = self.scorer.slots_width();
        let row = token as usize % self.window;
        self.scorer.slot(&self.rows[row * width..(row + 1) * width], slot)
    }

    /// A slot of a token that has left the window.
    fn far(&mut self, token: u32, slot: usize) -> &Slot {
        let (width, reduced) = (self.scorer.slots_width(), self.scorer.reduced_width());
        let row = token as usize % FAR;
        self.far.resize(FAR * width, 0.0);
        let slots = &mut self.far[row * width..(row + 1) * width];
        if self.far_tokens[row] != Some(token) {
            self.far_tokens[row] = Some(token);
            self.scorer.slots(&self.reduced[token as usize * reduced..(token as usize + 1) * reduced], slots);
        }
        self.scorer.slot(slots, slot)
    }

    fn advance(&mut self) {
        let (width, reduced) = (self.scorer.slots_width(), self.scorer.reduced_width());
        let (from, to) = (self.done, (self.done + self.window / STEPS).min(self.reduced.len() / reduced));
        // The window is a multiple of the step, so these rows stand side by side.
        let row = from % self.window;
        self.scorer
            .slots(&self.reduced[from * reduced..to * reduced], &mut self.rows[row * width..(row + to - from) * width]);
        self.done = to;
    }
}

const NO_LABEL: u8 = u8::MAX;
const NONE: u32 = u32::MAX;

/// The stack, the buffer and the arcs so far.
struct State {
    heads: Vec<u32>,
    labels: Vec<u8>,
    stack: Vec<u32>,
    /// Tokens that were put back, in front of the text from `next` on; the last comes first.
    put_back: Vec<u32>,
    next: u32,
    cannot_shift: Vec<bool>,
    starts: Vec<bool>,
    left: Children,
    right: Children,
}

/// The children of every token on one side, in the order in which they were attached; the last is asked for.
struct Children {
    last: Vec<u32>,
    before: Vec<u32>,
}

impl Children {
    fn new(length: usize) -> Children {
        Children { last: vec![NONE; length], before: vec![NONE; length] }
    }

    fn last(&self, head: Option<u32>) -> Option<u32> {
        head.map(|head| self.last[head as usize]).filter(|&child| child != NONE)
    }

    fn add(&mut self, head: u32, child: u32) {
        self.before[child as usize] = self.last[head as usize];
        self.last[head as usize] = child;
    }

    /// Removes a child if it is the last. Others stay, as in spaCy; no sequence of moves is known that leads there.
    fn remove(&mut self, head: u32, child: u32) {
        if self.last[head as usize] == child {
            self.last[head as usize] = self.before[child as usize];
        }
    }
}

/// Which moves a state allows.
struct Valid {
    shift: bool,
    reduce: bool,
    arcs: bool,
    sentence: bool,
}

impl Valid {
    fn allows(&self, next: Move) -> bool {
        match next {
            Move::Shift => self.shift,
            Move::Reduce => self.reduce,
            Move::Left(_) | Move::Right(_) => self.arcs,
            Move::Break => self.sentence,
        }
    }
}

impl State {
    fn new(length: usize) -> State {
        State {
            heads: vec![NONE; length],
            labels: vec![NO_LABEL; length],
            stack: Vec::new(),
            put_back: Vec::new(),
            next: 0,
            cannot_shift: vec![false; length],
            starts: vec![false; length],
            left: Children::new(length),
            right: Children::new(length),
        }
    }

    /// The head of every token; itself for a root.
    fn heads(&self) -> Vec<u32> {
        self.heads.iter().zip(0..).map(|(&head, own)| if head == NONE { own } else { head }).collect()
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffered() == 0
    }

    fn buffered(&self) -> usize {
        self.heads.len() - self.next as usize + self.put_back.len()
    }

    fn buffer(&self, i: usize) -> Option<u32> {
        if let Some(at) = self.put_back.len().checked_sub(i + 1) {
            return Some(self.put_back[at]);
        }
        let token = self.next as usize + i - self.put_back.len();
        (token < self.heads.len()).then_some(token as u32)
    }

    fn stacked(&self, i: usize) -> Option<u32> {
        self.stack.len().checked_sub(i + 1).map(|at| self.stack[at])
    }

    /// The tokens that the network sees.
    fn context(&self) -> [Option<u32>; SLOTS] {
        let (front, top) = (self.buffer(0), self.stacked(0));
        [
            front,
            self.buffer(1),
            top,
            self.stacked(1),
            self.stacked(2),
            self.left.last(front),
            self.left.last(top),
            self.right.last(top),
        ]
    }

    /// The move, where there is no choice: the stack is emptied after the last token.
    fn only_move(&self) -> Option<Move> {
        (self.buffered() == 0).then_some(Move::Reduce)
    }

    fn valid(&self) -> Valid {
        let stacked = !self.stack.is_empty();
        let several = self.buffered() > 1;
        let front = self.buffer(0);
        let front_starts = front.is_some_and(|front| self.starts[front as usize]);
        let front_shifts = front.is_none_or(|front| !self.cannot_shift[front as usize]);
        let sentence = several
            && match (front, self.buffer(1)) {
                (Some(front), Some(second)) => second == front + 1 && !self.starts[second as usize],
                _ => false,
            };
        Valid {
            shift: !stacked || several && !front_starts && front_shifts,
            reduce: stacked,
            arcs: stacked && front.is_some() && !front_starts,
            sentence,
        }
    }

    fn apply(&mut self, next: Move) {
        match next {
            Move::Shift => self.shift(),
            Move::Reduce => self.reduce(),
            Move::Left(label) => {
                let (Some(front), Some(top)) = (self.buffer(0), self.stacked(0)) else { return };
                self.attach(front, top, label);
                self.cannot_shift[front as usize] = false;
                self.stack.pop();
            }
            Move::Right(label) => {
                let (Some(front), Some(top)) = (self.buffer(0), self.stacked(0)) else { return };
                self.attach(top, front, label);
                self.shift();
            }
            Move::Break => {
                if let Some(second) = self.buffer(1) {
                    self.starts[second as usize] = true;
                }
            }
        }
    }

    fn shift(&mut self) {
        let front = self.put_back.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(front);
    }

    /// Takes the top from the stack. Without a head, and not alone there, it goes back into the buffer, but only once.
    fn reduce(&mut self) {
        let Some(top) = self.stack.pop() else { return };
        if self.heads[top as usize] == NONE && !self.stack.is_empty() {
            self.cannot_shift[top as usize] = true;
            self.put_back.push(top);
        }
    }

    fn attach(&mut self, head: u32, child: u32, label: u8) {
        let old = self.heads[child as usize];
        if old != NONE {
            self.side(old, child).remove(old, child);
        }
        self.side(head, child).add(head, child);
        self.heads[child as usize] = head;
        self.labels[child as usize] = label;
    }

    fn side(&mut self, head: u32, child: u32) -> &mut Children {
        if head > child { &mut self.left } else { &mut self.right }
    }
}
