//! The network that scores the moves of a transition system, the same for dependencies and names.
//!
//! A state is `SLOTS` tokens (or none). Each slot of each token has 128 floats of its own, made for all tokens at once; a state's
//! scores are their sum, the greater of two pieces, and one more layer.

use crate::kernels::{Dense, HIDDEN, Instructions, LANES, Vector, WIDTH, hidden};
use crate::model::{Model, ModelError};

/// The floats of one slot of one token.
pub type Slot = [f32; 2 * HIDDEN];

/// The network with `SLOTS` tokens a state and up to `V` times eight moves.
pub struct Scorer<const SLOTS: usize, const V: usize> {
    instructions: Instructions,
    reduce: Dense,
    /// The slots that every token needs.
    lower: Dense,
    /// The others, one by one.
    rare: Vec<Dense>,
    pad: [Slot; SLOTS],
    bias: Slot,
    upper: Vector<V>,
}

impl<const SLOTS: usize, const V: usize> Scorer<SLOTS, V> {
    /// Reads the network `name`. The first `common` slots are made for all tokens, those after them only where they are asked for.
    pub fn new(
        model: &Model,
        instructions: Instructions,
        name: &str,
        moves: usize,
        common: usize,
    ) -> Result<Self, ModelError> {
        let floats = |part: &str, shape: &[usize]| model.floats(&format!("{name}.{part}"), shape);
        if moves > V * LANES {
            return Err(ModelError::new(format!("{name} has more moves than there is room for")));
        }
        // The file has the two pieces of each hidden value side by side; here all first pieces stand before all second ones.
        let place = |i: usize| i % HIDDEN * 2 + i / HIDDEN;
        let slot = |floats: &[f32]| -> Slot { std::array::from_fn(|i| floats[place(i)]) };
        let lower = floats("lower.W", &[SLOTS, HIDDEN, 2, HIDDEN])?;
        let (lower_rows, _) = lower.as_chunks::<HIDDEN>();
        let slots = lower_rows
            .chunks(2 * HIDDEN)
            .map(|rows| -> Vec<f32> { (0..2 * HIDDEN).flat_map(|i| rows[place(i)]).collect() });
        let slots: Vec<Vec<f32>> = slots.collect();
        let (lower, rare) = slots.split_at(common);
        let dense =
            |weights: &[Vec<f32>]| Dense::new(instructions, &weights.concat(), &vec![0.0; weights.len() * 2 * HIDDEN]);
        let pad = floats("lower.pad", &[SLOTS, HIDDEN, 2])?;
        Ok(Scorer {
            instructions,
            reduce: Dense::new(instructions, &floats("reduce.W", &[HIDDEN, WIDTH])?, &floats("reduce.b", &[HIDDEN])?),
            lower: dense(lower),
            rare: rare.chunks(1).map(dense).collect(),
            pad: std::array::from_fn(|i| slot(&pad[i * 2 * HIDDEN..])),
            bias: slot(&floats("lower.b", &[HIDDEN, 2])?),
            upper: Vector::new(instructions, &floats("upper.W", &[moves, HIDDEN])?, &floats("upper.b", &[moves])?),
        })
    }

    /// Floats between the reduced rows of two tokens.
    pub fn reduced_width(&self) -> usize {
        self.reduce.outputs()
    }

    /// Appends the reduced rows of encoded tokens.
    pub fn reduce(&self, encoded: &[f32], reduced: &mut Vec<f32>) {
        let from = reduced.len();
        reduced.resize(from + encoded.len() / WIDTH * self.reduce.outputs(), 0.0);
        self.reduce.apply(encoded, WIDTH, &mut reduced[from..]);
    }

    /// Floats between the slots of two tokens.
    pub fn slots_width(&self) -> usize {
        self.lower.outputs()
    }

    /// The common slots of tokens, from their reduced rows.
    pub fn slots(&self, reduced: &[f32], slots: &mut [f32]) {
        self.lower.apply(reduced, self.reduce.outputs(), slots);
    }

    /// A slot of a token that is not among the common ones, from its reduced row; `room` is kept between calls.
    pub fn rare_slot<'a>(&self, reduced: &[f32], slot: usize, room: &'a mut Vec<f32>) -> &'a Slot {
        let dense = &self.rare[slot + self.rare.len() - SLOTS];
        room.resize(dense.outputs(), 0.0);
        dense.apply(reduced, self.reduce.outputs(), room);
        &room.as_chunks().0[0]
    }

    /// One slot among the common ones of a token.
    pub fn slot<'a>(&self, slots: &'a [f32], slot: usize) -> &'a Slot {
        &slots.as_chunks().0[slot]
    }

    /// The slot of a token that is not there.
    pub fn pad(&self, slot: usize) -> &Slot {
        &self.pad[slot]
    }

    /// The scores of all moves.
    pub fn score(&self, slots: [&Slot; SLOTS]) -> [[f32; LANES]; V] {
        self.upper.apply(&hidden(self.instructions, slots, &self.bias))
    }
}
