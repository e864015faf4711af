//! The encoders: tokens to rows of 96 floats that know their neighbourhood of four tokens to each side.
//!
//! Four layers `x + norm(maxout(before, x, after))` over the mixed embeddings of the features. The model has two: one for tags and
//! dependencies, one for names.

use std::ops::Range;

use crate::hash::row_keys;
use crate::kernels::{Convolution, GROUP, Instructions, LayerNorm, Maxout, WIDTH, Window};
use crate::memory::{Embedded, Rows};
use crate::model::{Model, ModelError};
use crate::mutation::{self, Mutation};

/// Layers, and so tokens that a row knows to each side.
pub const DEPTH: usize = 4;
/// Lexemes that are embedded together.
const BATCH: usize = 48;
/// Lexemes of which the products of the first layer are remembered (3.4 KB each), and those of one tile.
const LEXEMES: usize = 2048;

/// An encoder with its embedding tables.
pub struct Encoder {
    instructions: Instructions,
    tables: Vec<Table>,
    mix: Layer<Maxout>,
    first: Layer<Window>,
    layers: Vec<Layer<Convolution>>,
    /// [`LEXEMES`]; less in tests, so that ordinary texts have more.
    pub lexemes: usize,
}

struct Table {
    seed: u32,
    rows: Vec<[f32; WIDTH]>,
}

struct Layer<T> {
    maxout: T,
    norm: LayerNorm,
}

/// Rows that one encoder works on.
#[derive(Default)]
pub struct EncoderBuffers {
    x: Vec<f32>,
    y: Vec<f32>,
    pieces: Vec<f32>,
    groups: Vec<u32>,
    numbers: Vec<Option<usize>>,
    places: Vec<u32>,
}

/// Where the tokens of texts stand among an encoder's rows.
///
/// Every text begins with a new group of rows, so that what is computed of it does not depend on the texts before it. Four rows at least
/// lie between two texts: they begin as zeros, then change from layer to layer as the others do, and keep the texts apart.
pub struct Layout {
    rows: Vec<Option<u32>>,
}

impl Layout {
    /// For texts that stand one after the other and end at `ends`.
    pub fn new(ends: &[usize]) -> Layout {
        let mut rows = vec![None; DEPTH];
        let mut start = 0;
        for &end in ends.iter().filter(|&&end| end > 0) {
            if end > start {
                rows.extend((start as u32..end as u32).map(Some));
                rows.resize(rows.len().next_multiple_of(GROUP) + DEPTH, None);
            }
            start = end;
        }
        Layout { rows }
    }

    /// Ranges of about as many rows, which together are all that have tokens.
    pub fn tiles(&self, rows: usize) -> impl Iterator<Item = Range<usize>> {
        self.tiles_within(DEPTH..self.rows.len().saturating_sub(DEPTH), rows)
    }

    /// The same of some tokens of a single text, that are whole groups.
    pub fn tiles_of(&self, tokens: Range<usize>, rows: usize) -> impl Iterator<Item = Range<usize>> {
        self.tiles_within(DEPTH + tokens.start..DEPTH + tokens.end.next_multiple_of(GROUP), rows)
    }

    fn tiles_within(&self, all: Range<usize>, rows: usize) -> impl Iterator<Item = Range<usize>> {
        let rows = rows.next_multiple_of(GROUP);
        all.clone().step_by(rows).map(move |from| from..(from + rows).min(all.end))
    }
}

impl Encoder {
    /// Reads the encoder `name`, which has tables of as many rows as given.
    pub fn new(model: &Model, instructions: Instructions, name: &str, rows: &[usize]) -> Result<Encoder, ModelError> {
        let tables = rows.iter().enumerate().map(|(i, &rows)| {
            let floats = model.floats(&format!("{name}.embed{i}"), &[rows, WIDTH])?;
            Ok(Table { seed: 8 + i as u32, rows: floats.as_chunks::<WIDTH>().0.to_vec() })
        });
        let tables = tables.collect::<Result<Vec<_>, ModelError>>()?;
        let mix = Layer::new(model, &format!("{name}.layer0"), rows.len() * WIDTH, |weights, bias| {
            Maxout::new(instructions, weights, bias)
        })?;
        let first = Layer::new(model, &format!("{name}.layer1"), 3 * WIDTH, |weights, bias| {
            Window::new(instructions, weights, bias)
        })?;
        let layers = (2..=DEPTH).map(|i| {
            Layer::new(model, &format!("{name}.layer{i}"), 3 * WIDTH, |weights, bias| {
                Convolution::new(instructions, weights, bias)
            })
        });
        let layers = layers.collect::<Result<Vec<_>, ModelError>>()?;
        Ok(Encoder { instructions, tables, mix, first, layers, lexemes: LEXEMES })
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
        self.mix.norm.apply(self.instructions, y);
        buffers.x.clear();
    }

    /// The encoded tokens of a tile of a layout; `number` says which of the mixed embeddings is whose.
    ///
    /// What a row is depends neither on the tile nor on other texts: four neighbours to each side are computed along.
    pub fn encode<'a>(
        &self,
        layout: &Layout,
        tile: Range<usize>,
        number: impl Fn(usize) -> usize,
        embedded: &mut Embedded,
        buffers: &'a mut EncoderBuffers,
    ) -> &'a [f32] {
        let rows = &layout.rows[tile.start - DEPTH..tile.end + DEPTH];
        buffers.numbers.clear();
        buffers.numbers.extend(rows.iter().map(|token| token.map(|token| number(token as usize))));
        self.first_layer(embedded, buffers);
        let EncoderBuffers { x, y, pieces, groups, .. } = buffers;
        let zero_padding = |x: &mut [f32]| {
            if mutation::is(Mutation::ZeroPadding) {
                let padding = (0..rows.len()).filter(|&row| rows[row].is_none());
                padding.for_each(|row| x[(row + 1) * WIDTH..(row + 2) * WIDTH].fill(0.0));
            }
        };
        zero_padding(x);
        groups.clear();
        groups.extend(0..(rows.len() / GROUP) as u32);
        for (i, layer) in self.layers.iter().enumerate() {
            if i + 1 == self.layers.len() {
                // Nobody asks for the last rows of neighbours, nor for those between two texts.
                let last = groups.len() as u32 - 1;
                groups.retain(|&group| {
                    let from = group as usize * GROUP;
                    (1..last).contains(&group) && rows[from..from + GROUP].iter().any(Option::is_some)
                });
            }
            let y = &mut y[..groups.len() * GROUP * WIDTH];
            layer.maxout.apply(x, groups, y, pieces);
            for (&group, y) in groups.iter().zip(y.chunks_exact(GROUP * WIDTH)) {
                layer.norm.add(self.instructions, y, &mut x[(group as usize * GROUP + 1) * WIDTH..][..GROUP * WIDTH]);
            }
            zero_padding(x);
        }
        let mut tokens = 0;
        let inside = rows.iter().zip(x[WIDTH..].as_chunks().0).take(rows.len() - DEPTH).skip(DEPTH);
        for (_, row) in inside.filter(|(token, _)| token.is_some()) {
            y.as_chunks_mut::<WIDTH>().0[tokens] = *row;
            tokens += 1;
        }
        &y[..tokens * WIDTH]
    }

    /// The rows of `buffers.numbers` after the first layer, in `buffers.x`: with one row of zeros more to each side, which is what the
    /// outermost see.
    fn first_layer(&self, embedded: &mut Embedded, buffers: &mut EncoderBuffers) {
        let Embedded { mixed, products } = embedded;
        let EncoderBuffers { x, y, numbers, places, .. } = buffers;
        products.trim(self.lexemes, Window::PRODUCTS);
        x.clear();
        places.clear();
        places.push(0);
        for number in numbers.iter() {
            let place = number.map_or(0, |number| {
                let (place, new) = products.place(number);
                if new {
                    x.extend_from_slice(mixed.row(number, WIDTH));
                }
                place
            });
            places.push(place as u32);
        }
        places.push(0);
        self.first.maxout.products(x, products.grow(x.len() / WIDTH * Window::PRODUCTS));
        y.resize(numbers.len() * WIDTH, 0.0);
        self.first.maxout.apply(products.floats(), places, y);
        x.clear();
        x.extend_from_slice(&[0.0; WIDTH]);
        // Rows before and after a text begin as zeros, and then change from layer to layer as the others do.
        for number in numbers.iter() {
            x.extend_from_slice(number.map_or(&[0.0; WIDTH], |number| mixed.row(number, WIDTH)));
        }
        x.extend_from_slice(&[0.0; WIDTH]);
        self.first.norm.add(self.instructions, y, &mut x[WIDTH..]);
    }
}

impl Table {
    /// The sum of an id's four rows.
    fn embedding(&self, id: u64) -> [f32; WIDTH] {
        let length = self.rows.len() as u32;
        let [a, b, c, d] = row_keys(id, self.seed).map(|key| &self.rows[(key % length) as usize]);
        std::array::from_fn(|i| a[i] + b[i] + c[i] + d[i])
    }
}

impl<T> Layer<T> {
    fn new(model: &Model, name: &str, inputs: usize, make: impl Fn(&[f32], &[f32]) -> T) -> Result<Self, ModelError> {
        let weights = model.floats(&format!("{name}.W"), &[WIDTH, 3, inputs])?;
        let bias = model.floats(&format!("{name}.b"), &[WIDTH, 3])?;
        let row = |part: &str| -> Result<[f32; WIDTH], ModelError> {
            let floats = model.floats(&format!("{name}.{part}"), &[WIDTH])?;
            floats.try_into().map_err(|_| ModelError::new("a layer norm is broken"))
        };
        let norm = LayerNorm { gain: row("gain")?, bias: row("bias")? };
        Ok(Layer { maxout: make(&weights, &bias), norm })
    }
}
