//! Dependencies, and where sentences start: of every state of the transition system 106 moves are scored, and the best that is allowed
//! is made.

use std::ops::Range;

use crate::kernels::{Instructions, LANES, first_greatest};
use crate::labels::Dep;
use crate::model::{Model, ModelError};
use crate::moves::{Moves, Same};
use crate::mutation::{self, Mutation};
use crate::scorer::{Scorer, Slot};
use crate::state::{Move, NO_LABEL, SLOTS, State};
use crate::tree::Tree;

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

    /// The tree of one text, from what is known of the one before: only about the change are moves scored. `moves` are those of the text
    /// before and become those of this one; `same` says which of its rows are those that were there.
    pub fn parse_again(
        &self,
        reduced: &[f32],
        moves: &mut Moves,
        same: Same,
        rows: &mut Vec<f32>,
        is_space: impl Fn(usize) -> bool,
    ) -> Tree {
        let mut state = State::new(reduced.len() / self.scorer.reduced_width());
        let mut old = moves.take();
        while let Some(next) = old.before(&state, same.before) {
            moves.make(next, &mut state);
        }
        let mut table = Table::new(&self.scorer, reduced, self.window, rows);
        table.begin(state.next as usize);
        while !state.is_final() {
            let next = old.behind(&state, same.after).unwrap_or_else(|| self.next(&state, &mut table));
            moves.make(next, &mut state);
        }
        self.tree(&state, is_space)
    }

    fn parse_one(&self, length: usize, table: &mut Table, is_space: impl Fn(usize) -> bool) -> Tree {
        let mut state = State::new(length);
        while !state.is_final() {
            state.apply(self.next(&state, table));
        }
        self.tree(&state, is_space)
    }

    fn next(&self, state: &State, table: &mut Table) -> Move {
        state.only_move().unwrap_or_else(|| self.best(state, table))
    }

    fn tree(&self, state: &State, is_space: impl Fn(usize) -> bool) -> Tree {
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

/// The slots of tokens: from `begun` on the last `window` of those that the buffer has reached, and a few further back.
struct Table<'a> {
    scorer: &'a Scorer<SLOTS, VECTORS>,
    reduced: &'a [f32],
    /// The first token of the text that is read; tokens count on from text to text, so that short texts share a step.
    first: usize,
    window: usize,
    /// Token `t` is in row `t % window`.
    rows: &'a mut [f32],
    begun: usize,
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
        Table { scorer, reduced, first: 0, window, rows, begun: 0, done: 0, far: Vec::new(), far_tokens: [None; FAR] }
    }

    /// Has the buffer reach a token, when it has reached none.
    fn begin(&mut self, token: usize) {
        (self.begun, self.done) = (token, token);
    }

    fn score(&mut self, context: [Option<u32>; SLOTS]) -> [[f32; LANES]; VECTORS] {
        let context = context.map(|token| token.map(|token| token + self.first as u32));
        let furthest = context.iter().flatten().max().map_or(0, |&token| token as usize + 1);
        while self.done < furthest {
            self.advance();
        }
        let nearest = self.begun.max(self.done.saturating_sub(self.window)) as u32;
        if context.iter().flatten().all(|&token| token >= nearest) {
            return self.scorer.score(std::array::from_fn(|slot| self.near(context[slot], slot)));
        }
        let mut slots: [Slot; SLOTS] = [[0.0; _]; SLOTS];
        for (number, slot) in slots.iter_mut().enumerate() {
            *slot = match context[number] {
                Some(token) if token < nearest => *self.far(token, number),
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

    /// A slot of a token that has left the window, or was never in it.
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
        let step = self.window / STEPS;
        let (from, to) = (self.done, ((self.done / step + 1) * step).min(self.reduced.len() / reduced));
        // The window is a multiple of the step, so these rows stand side by side.
        let row = from % self.window;
        self.scorer
            .slots(&self.reduced[from * reduced..to * reduced], &mut self.rows[row * width..(row + to - from) * width]);
        self.done = to;
    }
}
