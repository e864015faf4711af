//! The encoders: tokens to rows of 96 floats that know their neighbourhood of four tokens to each side.
//!
//! Four layers `x + norm(maxout(before, x, after))` over the mixed embeddings of the features. The model has two: one for tags and
//! dependencies, one for names.

use crate::hash::row_keys;
use crate::kernels::{Instructions, LayerNorm, Maxout, WIDTH};
use crate::memory::Rows;
use crate::model::{Model, ModelError};
use crate::mutation::{self, Mutation};

/// Layers, and so tokens that a row knows to each side.
pub const DEPTH: usize = 4;
/// Lexemes that are embedded together.
const BATCH: usize = 48;

/// An encoder with its embedding tables.
pub struct Encoder {
    tables: Vec<Table>,
    mix: Layer,
    layers: Vec<Layer>,
}

struct Table {
    seed: u32,
    rows: Vec<[f32; WIDTH]>,
}

struct Layer {
    maxout: Maxout,
    norm: LayerNorm,
}

/// Rows that one encoder works on.
#[derive(Default)]
pub struct EncoderBuffers {
    x: Vec<f32>,
    y: Vec<f32>,
    pieces: Vec<f32>,
    tokens: Vec<Option<usize>>,
}

impl Encoder {
    /// Reads the encoder `name`, which has tables of as many rows as given.
    pub fn new(model: &Model, instructions: Instructions, name: &str, rows: &[usize]) -> Result<Encoder, ModelError> {
        let tables = rows.iter().enumerate().map(|(i, &rows)| {
            let floats = model.floats(&format!("{name}.embed{i}"), &[rows, WIDTH])?;
            Ok(Table { seed: 8 + i as u32, rows: floats.as_chunks::<WIDTH>().0.to_vec() })
        });
        let tables = tables.collect::<Result<Vec<_>, ModelError>>()?;
        let mut layers = (0..=DEPTH).map(|i| {
            let inputs = if i == 0 { rows.len() } else { 3 } * WIDTH;
            Layer::new(model, instructions, &format!("{name}.layer{i}"), inputs)
        });
        let mix = layers.next().ok_or_else(|| ModelError::new("an encoder has no layers"))??;
        let layers = layers.collect::<Result<Vec<_>, ModelError>>()?;
        Ok(Encoder { tables, mix, layers })
    }

    /// Makes the mixed embeddings that `rows` has not yet, for numbers whose features `of` gives, one id a table.
    pub fn embed(
        &self,
        rows: &mut Rows,
        numbers: impl Iterator<Item = usize>,
        of: impl Fn(usize, &mut [u64]),
        buffers: &mut EncoderBuffers,
    ) {
        let width = self.tables.len() * WIDTH;
        buffers.x.clear();
        let mut ids = [0; 8];
        let ids = &mut ids[..self.tables.len()];
        for number in numbers {
            if !rows.is_new(number) {
                continue;
            }
            rows.assign(number, rows.len(WIDTH) + buffers.x.len() / width);
            of(number, ids);
            for (table, &id) in self.tables.iter().zip(&*ids) {
                buffers.x.extend_from_slice(&table.embedding(id));
            }
            if buffers.x.len() == BATCH * width {
                self.mix(rows, width, buffers);
            }
        }
        self.mix(rows, width, buffers);
    }

    fn mix(&self, rows: &mut Rows, width: usize, buffers: &mut EncoderBuffers) {
        let y = rows.grow(buffers.x.len() / width * WIDTH);
        self.mix.maxout.apply(&buffers.x, width, y, &mut buffers.pieces);
        self.mix.norm.apply(y);
        buffers.x.clear();
    }

    /// The rows of tokens `from..to` of texts that stand one after the other and end at `ends`; `of` gives their mixed embeddings.
    ///
    /// What a row is depends neither on `from` and `to` nor on other texts: four neighbours to each side are computed along, and four
    /// rows between two texts keep them apart.
    pub fn encode<'a, 'b>(
        &self,
        ends: &[usize],
        from: usize,
        to: usize,
        of: impl Fn(usize) -> &'b [f32],
        buffers: &'a mut EncoderBuffers,
    ) -> &'a [f32] {
        let EncoderBuffers { x, y, pieces, tokens } = buffers;
        lay_out(ends, from, to, tokens);
        x.clear();
        // Four rows before and after a text begin as zeros, and then change from layer to layer as the others do.
        for token in tokens.iter() {
            x.extend_from_slice(token.map_or(&[0.0; WIDTH], &of));
        }
        let rows = tokens.len();
        for (i, layer) in self.layers.iter().enumerate() {
            // Each layer knows one neighbour more, so one row less to each side is right.
            let (first, count) = (i + 1, rows - 2 * (i + 1));
            y.resize(count * WIDTH, 0.0);
            layer.maxout.apply(&x[i * WIDTH..(first + count + 1) * WIDTH], WIDTH, y, pieces);
            layer.norm.add(y, &mut x[first * WIDTH..(first + count) * WIDTH]);
            if mutation::is(Mutation::ZeroPadding) {
                let padding = (0..rows).filter(|&row| tokens[row].is_none());
                padding.for_each(|row| x[row * WIDTH..(row + 1) * WIDTH].fill(0.0));
            }
        }
        y.clear();
        let inside = tokens.iter().zip(x.chunks_exact(WIDTH)).take(rows - DEPTH).skip(DEPTH);
        inside.filter(|(token, _)| token.is_some()).for_each(|(_, row)| y.extend_from_slice(row));
        y
    }
}

/// The rows that the tokens `from..to` take: with four neighbours before and after, and four empty rows where a text ends.
fn lay_out(ends: &[usize], from: usize, to: usize, rows: &mut Vec<Option<usize>>) {
    let mut text = ends.partition_point(|&end| end <= from);
    let start = text.checked_sub(1).map_or(0, |before| ends[before]);
    rows.clear();
    rows.extend((1..=DEPTH).rev().map(|back| from.checked_sub(back).filter(|&token| token >= start)));
    for token in from..to {
        if token == ends[text] {
            rows.extend([None; DEPTH]);
            text += ends[text..].partition_point(|&end| end <= token);
        }
        rows.push(Some(token));
    }
    let end = ends.get(text).copied().unwrap_or(to);
    rows.extend((to..to + DEPTH).map(|token| (token < end).then_some(token)));
}

impl Table {
    /// The sum of an id's four rows.
    fn embedding(&self, id: u64) -> [f32; WIDTH] {
        let length = self.rows.len() as u32;
        let [a, b, c, d] = row_keys(id, self.seed).map(|key| &self.rows[(key % length) as usize]);
        std::array::from_fn(|i| a[i] + b[i] + c[i] + d[i])
    }
}

impl Layer {
    fn new(model: &Model, instructions: Instructions, name: &str, inputs: usize) -> Result<Layer, ModelError> {
        let weights = model.floats(&format!("{name}.W"), &[WIDTH, 3, inputs])?;
        let bias = model.floats(&format!("{name}.b"), &[WIDTH, 3])?;
        let row = |part: &str| -> Result<[f32; WIDTH], ModelError> {
            let floats = model.floats(&format!("{name}.{part}"), &[WIDTH])?;
            floats.try_into().map_err(|_| ModelError::new("a layer norm is broken"))
        };
        let norm = LayerNorm { gain: row("gain")?, bias: row("bias")? };
        Ok(Layer { maxout: Maxout::new(instructions, &weights, &bias), norm })
    }
}
