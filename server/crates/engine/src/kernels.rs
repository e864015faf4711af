//! The arithmetic: dense layers over rows of floats, and the layer norm.
//!
//! A layer multiplies rows by weights that never change, so they are packed once, in the order in which the kernel reads them. The
//! kernel for AVX2 and FMA keeps the three pieces of a maxout in registers and stores only their maximum; everywhere else the
//! crate `matrixmultiply` multiplies (with what the processor has, also on ARM), and bias and maximum are a second step. The crate
//! `gemm` was a tenth faster there, at the price of some twenty crates more.
//!
//! This is the only module with unsafe code: loads and stores of vectors through pointers, the call of a function that needs what
//! the processor was asked for, and the foreign kernel's pointers. Every pointer is derived from a slice whose length is asserted
//! right before.

#![allow(unsafe_code, reason = "vector instructions work on pointers; the lengths are asserted beside each")]

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{__m256, __m512, _mm512_fmadd_ps, _mm512_loadu_ps};

/// The instructions that the kernels use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instructions {
    /// Whatever the crate `matrixmultiply` finds. Works everywhere.
    Portable,
    /// AVX2 and FMA, on x86-64.
    Avx2,
    /// AVX-512F, on x86-64.
    Avx512,
}

impl Instructions {
    /// All kinds, each faster than those before it where it is.
    pub const ALL: [Instructions; 3] = [Instructions::Portable, Instructions::Avx2, Instructions::Avx512];

    /// The fastest that this machine has.
    pub fn best() -> Instructions {
        Instructions::ALL.into_iter().rfind(|instructions| instructions.are_here()).unwrap_or(Instructions::Portable)
    }

    /// Whether this machine has them.
    pub fn are_here(self) -> bool {
        match self {
            Instructions::Portable => true,
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx2 => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"),
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx512 => Instructions::Avx2.are_here() && is_x86_feature_detected!("avx512f"),
            #[cfg(not(target_arch = "x86_64"))]
            Instructions::Avx2 | Instructions::Avx512 => false,
        }
    }

    /// Floats in one vector.
    fn lanes(self) -> usize {
        if self == Instructions::Avx512 { 2 * LANES } else { LANES }
    }
}

/// Floats in one vector of AVX2.
pub const LANES: usize = 8;
/// Pieces of a maxout, and vectors of a block of its outputs.
const PIECES: usize = 3;
/// Vectors of a block of other outputs: their numbers are multiples of two vectors, as a rule, and seldom of three.
const PAIR: usize = 2;

/// Floats that begin on a cache line, so that no vector lies across two.
struct Aligned {
    floats: Vec<f32>,
    from: usize,
    length: usize,
}

impl Aligned {
    const LINE: usize = 64;

    fn zeros(length: usize) -> Aligned {
        let floats = vec![0.0; length + Aligned::LINE / size_of::<f32>()];
        // The floats are never moved: nothing is added to them.
        let from = floats.as_ptr().align_offset(Aligned::LINE).min(floats.len() - length);
        Aligned { floats, from, length }
    }

    fn as_slice(&self) -> &[f32] {
        &self.floats[self.from..self.from + self.length]
    }

    fn as_mut_slice(&mut self) -> &mut [f32] {
        &mut self.floats[self.from..self.from + self.length]
    }
}

/// A dense layer: `outputs` sums over `inputs` products and a bias.
pub struct Dense {
    instructions: Instructions,
    inputs: usize,
    outputs: usize,
    /// Vectors of a block.
    vectors: usize,
    /// With vectors: `[block][input][vector][lane]`; portable: `[input][output]`. The outputs are filled up with zeros to whole blocks.
    weights: Aligned,
    bias: Vec<f32>,
}

impl Dense {
    /// `weights` are `outputs` rows of `inputs`.
    pub fn new(instructions: Instructions, weights: &[f32], bias: &[f32]) -> Dense {
        Dense::in_blocks(PAIR, instructions, weights, bias)
    }

    fn in_blocks(vectors: usize, instructions: Instructions, weights: &[f32], bias: &[f32]) -> Dense {
        let (outputs, inputs) = (bias.len(), weights.len() / bias.len().max(1));
        let block = instructions.lanes() * vectors;
        let padded = outputs.next_multiple_of(block);
        let mut packed = Aligned::zeros(padded * inputs);
        let floats = packed.as_mut_slice();
        for (output, row) in weights.chunks_exact(inputs).enumerate() {
            for (input, &weight) in row.iter().enumerate() {
                let place = match instructions {
                    Instructions::Portable => input * padded + output,
                    _ => (output / block * inputs + input) * block + output % block,
                };
                floats[place] = weight;
            }
        }
        let mut bias = bias.to_vec();
        bias.resize(padded, 0.0);
        Dense { instructions, inputs, outputs: padded, vectors, weights: packed, bias }
    }

    /// Outputs, filled up to whole blocks; the last of them may be zeros.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Every row of `x` (they begin `stride` floats apart and may overlap) through the layer, to `y`, row after row.
    pub fn apply(&self, x: &[f32], stride: usize, y: &mut [f32]) {
        let rows = y.len() / self.outputs;
        assert!(rows == 0 || x.len() >= (rows - 1) * stride + self.inputs);
        assert_eq!(y.len(), rows * self.outputs);
        match self.instructions {
            Instructions::Portable => self.multiply(x, stride, rows, y),
            #[cfg(target_arch = "x86_64")]
            // Safe because a layer is made for instructions only where they are (`Pipeline::load_with` asks).
            Instructions::Avx2 => unsafe { avx2::dense(self, x, stride, rows, y) },
            #[cfg(target_arch = "x86_64")]
            // Safe as above.
            Instructions::Avx512 => unsafe { avx512::dense(self, x, stride, rows, y) },
            #[cfg(not(target_arch = "x86_64"))]
            Instructions::Avx2 | Instructions::Avx512 => {}
        }
    }

    fn multiply(&self, x: &[f32], stride: usize, rows: usize, y: &mut [f32]) {
        for row in y.chunks_exact_mut(self.outputs) {
            row.copy_from_slice(&self.bias);
        }
        // Safe because the lengths of x and y were asserted by the caller, and the weights are inputs x outputs.
        unsafe { multiply(x, stride, [rows, self.inputs, self.outputs], self.weights.as_slice(), 1.0, y) };
    }
}

/// `x` (rows times inputs, `stride` floats apart) times `weights` (inputs times outputs), added to `y` times `old`.
///
/// # Safety
///
/// They must have as many floats.
unsafe fn multiply(
    x: &[f32],
    stride: usize,
    [rows, inputs, outputs]: [usize; 3],
    weights: &[f32],
    old: f32,
    y: &mut [f32],
) {
    let (x, weights, y) = (x.as_ptr(), weights.as_ptr(), y.as_mut_ptr());
    let (stride, width) = (stride as isize, outputs as isize);
    // Safe because the caller says so.
    unsafe { matrixmultiply::sgemm(rows, inputs, outputs, 1.0, x, stride, 1, weights, width, 1, old, y, width, 1) }
}

/// A dense layer of three pieces, of which each output is the greatest. Outputs are a multiple of sixteen.
pub struct Maxout {
    dense: Dense,
    outputs: usize,
}

/// The order in which blocks hold the pieces of `outputs` outputs: the first pieces of as many as a vector has lanes, their second,
/// their third. In a file they stand side by side.
fn pieces_in_blocks(instructions: Instructions, outputs: usize) -> impl Iterator<Item = usize> {
    let lanes = instructions.lanes();
    (0..outputs * PIECES).map(move |place| {
        let (block, piece, lane) = (place / (lanes * PIECES), place / lanes % PIECES, place % lanes);
        (block * lanes + lane) * PIECES + piece
    })
}

impl Maxout {
    /// `weights` are `outputs` times three rows of `inputs`; `bias` is `outputs` times three.
    pub fn new(instructions: Instructions, weights: &[f32], bias: &[f32]) -> Maxout {
        let (inputs, outputs) = (weights.len() / bias.len().max(1), bias.len() / PIECES);
        let order = pieces_in_blocks(instructions, outputs);
        let (weights, bias): (Vec<&[f32]>, Vec<f32>) =
            order.map(|row| (&weights[row * inputs..(row + 1) * inputs], bias[row])).unzip();
        Maxout { outputs, dense: Dense::in_blocks(PIECES, instructions, &weights.concat(), &bias) }
    }

    /// As [`Dense::apply`]. `scratch` is room that is kept between calls.
    pub fn apply(&self, x: &[f32], stride: usize, y: &mut [f32], scratch: &mut Vec<f32>) {
        let rows = y.len() / self.outputs;
        assert!(rows == 0 || x.len() >= (rows - 1) * stride + self.dense.inputs);
        assert_eq!(y.len(), rows * self.outputs);
        match self.dense.instructions {
            Instructions::Portable => {
                scratch.clear();
                scratch.resize(rows * self.dense.outputs, 0.0);
                self.dense.multiply(x, stride, rows, scratch);
                for (pieces, outputs) in
                    scratch.as_chunks::<{ LANES * PIECES }>().0.iter().zip(y.as_chunks_mut::<LANES>().0)
                {
                    for (lane, output) in outputs.iter_mut().enumerate() {
                        *output = pieces[lane].max(pieces[LANES + lane]).max(pieces[2 * LANES + lane]);
                    }
                }
            }
            #[cfg(target_arch = "x86_64")]
            // Safe because a layer is made for instructions only where they are (`Pipeline::load_with` asks).
            Instructions::Avx2 => unsafe { avx2::maxout(&self.dense, x, stride, rows, y) },
            #[cfg(target_arch = "x86_64")]
            // Safe as above.
            Instructions::Avx512 => unsafe { avx512::maxout(&self.dense, x, stride, rows, y) },
            #[cfg(not(target_arch = "x86_64"))]
            Instructions::Avx2 | Instructions::Avx512 => {}
        }
    }
}

/// Output rows of a convolution that are computed together, and the rows that they see.
pub const GROUP: usize = 4;
/// Products that a group takes. Twelve are what it says: three rows for each of four.
const PRODUCTS: usize = 6;
/// See [`Convolution`]. Of those that are exact in binary, these lose the least: a sum is a third less exact than taken as it stands.
const POINTS: [f32; 2] = [0.75, 1.5];

/// A maxout over three neighbouring rows of 96: 96 outputs of three pieces.
///
/// Four rows of outputs at once are the middle coefficients of a product of polynomials, and a polynomial of degree five is known by its
/// values at six points (S. Winograd, *Arithmetic Complexity of Computations*, 1980): 0, ±[`POINTS`] and infinity. So six products by
/// weights that were added up beforehand do the work of twelve.
pub struct Convolution {
    instructions: Instructions,
    /// With vectors: `[block][product][input][vector][lane]`; portable: `[product][input][output]`.
    weights: Aligned,
    /// In blocks.
    bias: Vec<f32>,
}

impl Convolution {
    /// `weights` are 96 times three rows of three times 96; `bias` is 96 times three.
    pub fn new(instructions: Instructions, weights: &[f32], bias: &[f32]) -> Convolution {
        assert_eq!((weights.len(), bias.len()), (WIDTH * PIECES * 3 * WIDTH, WIDTH * PIECES));
        let mut packed = Aligned::zeros(PRODUCTS * WIDTH * WIDTH * PIECES);
        let block = instructions.lanes() * PIECES;
        for (place, row) in pieces_in_blocks(instructions, WIDTH).enumerate() {
            for input in 0..WIDTH {
                let window = std::array::from_fn(|i| weights[(row * 3 + i) * WIDTH + input]);
                for (product, weight) in values_at_points(window).into_iter().enumerate() {
                    let at = match instructions {
                        Instructions::Portable => (product * WIDTH + input) * WIDTH * PIECES + place,
                        _ => ((place / block * PRODUCTS + product) * WIDTH + input) * block + place % block,
                    };
                    packed.as_mut_slice()[at] = weight;
                }
            }
        }
        let bias = pieces_in_blocks(instructions, WIDTH).map(|row| bias[row]).collect();
        Convolution { instructions, weights: packed, bias }
    }

    /// The outputs of some groups, to `y`, one after the other. Group `g` is rows `4g` to `4g + 3`, where `x` begins one row before
    /// row 0. `room` is kept between calls.
    pub fn apply(&self, x: &[f32], groups: &[u32], y: &mut [f32], room: &mut Vec<f32>) {
        assert_eq!(y.len(), groups.len() * GROUP * WIDTH);
        match self.instructions {
            Instructions::Portable => self.multiply(x, groups, y, room),
            #[cfg(target_arch = "x86_64")]
            // Safe because a layer is made for instructions only where they are (`Pipeline::load_with` asks).
            Instructions::Avx2 => unsafe { avx2::convolution(self, x, groups, y, room) },
            #[cfg(target_arch = "x86_64")]
            // Safe as above.
            Instructions::Avx512 => unsafe { avx512::convolution(self, x, groups, y, room) },
            #[cfg(not(target_arch = "x86_64"))]
            Instructions::Avx2 | Instructions::Avx512 => {}
        }
    }

    fn multiply(&self, x: &[f32], groups: &[u32], y: &mut [f32], room: &mut Vec<f32>) {
        let count = groups.len();
        room.resize(PRODUCTS * count * (WIDTH + WIDTH * PIECES), 0.0);
        let (rows, products) = room.split_at_mut(PRODUCTS * count * WIDTH);
        transform(x, groups, rows, count);
        let weights = self.weights.as_slice().chunks_exact(WIDTH * WIDTH * PIECES);
        for ((rows, weights), products) in
            rows.chunks_exact(count * WIDTH).zip(weights).zip(products.chunks_exact_mut(count * WIDTH * PIECES))
        {
            // Safe because these are count x 96, 96 x 288 and count x 288 floats.
            unsafe { multiply(rows, WIDTH, [count, WIDTH, WIDTH * PIECES], weights, 0.0, products) };
        }
        for (group, rows) in y.chunks_exact_mut(GROUP * WIDTH).enumerate() {
            let of = |product: usize| &products[(product * count + group) * WIDTH * PIECES..][..WIDTH * PIECES];
            self.combine(std::array::from_fn(of), rows.as_chunks_mut().0);
        }
    }

    /// See [`Convolution`]. What follows from it with vectors is `combine` there.
    fn combine(&self, products: [&[f32]; PRODUCTS], rows: &mut [[f32; WIDTH]]) {
        let [a, b] = POINTS;
        let block = LANES * PIECES;
        for (output, column) in (0..WIDTH).map(|output| (output, output / LANES * block + output % LANES)) {
            let mut greatest = [f32::NEG_INFINITY; GROUP];
            for piece in 0..PIECES {
                let at = column + piece * LANES;
                let [zero, a_plus, a_minus, b_plus, b_minus, infinity] = products.map(|product| product[at]);
                let (near, near_odd, far, far_odd) =
                    (a_plus + a_minus, a_plus - a_minus, b_plus + b_minus, b_plus - b_minus);
                let sums = [
                    zero + near + far,
                    near_odd * a + far_odd * b,
                    near * (a * a) + far * (b * b),
                    infinity + near_odd * (a * a * a) + far_odd * (b * b * b),
                ];
                for (greatest, sum) in greatest.iter_mut().zip(sums) {
                    *greatest = greatest.max(sum + self.bias[at]);
                }
            }
            rows.iter_mut().zip(greatest).for_each(|(row, value)| row[output] = value);
        }
    }
}

/// The polynomial of three weights at 0, a, -a, b, -b and infinity, divided by what [`transform`] multiplies with.
fn values_at_points(weights: [f32; 3]) -> [f32; PRODUCTS] {
    let [first, second, third] = weights.map(f64::from);
    let [a, b] = POINTS.map(f64::from);
    let (near, far) = (2.0 * a * a * (a * a - b * b), 2.0 * b * b * (b * b - a * a));
    let value = |x: f64| first + second * x + third * x * x;
    let values = [first / (a * a * b * b), value(a) / near, value(-a) / near, value(b) / far, value(-b) / far, third];
    values.map(|value| value as f32)
}

/// The six rows of every group to what its six products need of them: `count` rows for the first product, for the second, and so on.
#[inline(always)]
fn transform(x: &[f32], groups: &[u32], y: &mut [f32], count: usize) {
    let [a, b] = POINTS;
    let (aa, bb) = (a * a, b * b);
    let (x, y) = (x.as_chunks::<WIDTH>().0, y.as_chunks_mut::<WIDTH>().0);
    for (place, &group) in groups.iter().enumerate() {
        let Some([d0, d1, d2, d3, d4, d5]) = x[group as usize * GROUP..].first_chunk() else { return };
        y[place] = std::array::from_fn(|i| d0[i] * (aa * bb) - d2[i] * (aa + bb) + d4[i]);
        y[count + place] = std::array::from_fn(|i| (d4[i] - d2[i] * bb) + (d3[i] - d1[i] * bb) * a);
        y[2 * count + place] = std::array::from_fn(|i| (d4[i] - d2[i] * bb) - (d3[i] - d1[i] * bb) * a);
        y[3 * count + place] = std::array::from_fn(|i| (d4[i] - d2[i] * aa) + (d3[i] - d1[i] * aa) * b);
        y[4 * count + place] = std::array::from_fn(|i| (d4[i] - d2[i] * aa) - (d3[i] - d1[i] * aa) * b);
        y[5 * count + place] = std::array::from_fn(|i| d1[i] * (aa * bb) - d3[i] * (aa + bb) + d5[i]);
    }
}

/// A convolution as [`Convolution`], of rows that come again and again: what each of them adds to its three outputs is worked out once.
pub struct Window {
    /// One row to the [`Window::PRODUCTS`] that it adds to the output after it, to its own, and to the one before it.
    dense: Dense,
    /// In blocks.
    bias: Vec<f32>,
}

impl Window {
    /// Floats that a row adds to its three outputs.
    pub const PRODUCTS: usize = 3 * WIDTH * PIECES;

    /// `weights` are 96 times three rows of three times 96; `bias` is 96 times three.
    pub fn new(instructions: Instructions, weights: &[f32], bias: &[f32]) -> Window {
        let rows = weights.as_chunks::<WIDTH>().0;
        let order = || pieces_in_blocks(instructions, WIDTH);
        let weights: Vec<[f32; WIDTH]> = (0..3).flat_map(|i| order().map(move |row| rows[row * 3 + i])).collect();
        let dense = Dense::new(instructions, weights.as_flattened(), &[0.0; Window::PRODUCTS]);
        Window { dense, bias: order().map(|row| bias[row]).collect() }
    }

    /// The products of rows.
    pub fn products(&self, x: &[f32], products: &mut [f32]) {
        self.dense.apply(x, WIDTH, products);
    }

    /// The outputs of rows whose products stand at `places`, as many rows from the start of `products`; none for the first and the last.
    pub fn apply(&self, products: &[f32], places: &[u32], y: &mut [f32]) {
        assert_eq!(y.len(), (places.len().max(2) - 2) * WIDTH);
        match self.dense.instructions {
            Instructions::Portable => add_products::<LANES>(&self.bias, products, places, y),
            #[cfg(target_arch = "x86_64")]
            // Safe because a layer is made for instructions only where they are (`Pipeline::load_with` asks).
            Instructions::Avx2 => unsafe { one_row::add_products::<LANES>(&self.bias, products, places, y) },
            #[cfg(target_arch = "x86_64")]
            // Safe as above.
            Instructions::Avx512 => unsafe { one_row::add_products::<{ 2 * LANES }>(&self.bias, products, places, y) },
            #[cfg(not(target_arch = "x86_64"))]
            Instructions::Avx2 | Instructions::Avx512 => {}
        }
    }
}

#[inline(always)]
fn add_products<const L: usize>(bias: &[f32], products: &[f32], places: &[u32], y: &mut [f32]) {
    let (products, bias) =
        (products.as_chunks::<{ WIDTH * PIECES }>().0, bias.as_chunks::<L>().0.as_chunks::<PIECES>().0);
    for (places, y) in places.windows(3).zip(y.as_chunks_mut::<WIDTH>().0) {
        let of = |i: usize| products[places[i] as usize * 3 + i].as_chunks::<L>().0.as_chunks::<PIECES>().0;
        let rows = of(0).iter().zip(of(1)).zip(of(2)).zip(bias);
        for ((((before, own), after), bias), y) in rows.zip(y.as_chunks_mut::<L>().0) {
            let sum = |piece: usize, i: usize| before[piece][i] + own[piece][i] + after[piece][i] + bias[piece][i];
            *y = std::array::from_fn(|i| sum(0, i).max(sum(1, i)).max(sum(2, i)));
        }
    }
}

/// A layer for one row at a time: `V` vectors of outputs, all of them in registers.
pub struct Vector<const V: usize> {
    instructions: Instructions,
    inputs: usize,
    /// `[input][vector][lane]`.
    weights: Aligned,
    bias: [[f32; LANES]; V],
}

impl<const V: usize> Vector<V> {
    /// `weights` are rows of `inputs`, no more than `V` times eight of them.
    pub fn new(instructions: Instructions, weights: &[f32], bias: &[f32]) -> Vector<V> {
        let inputs = weights.len() / bias.len().max(1);
        let mut packed = Aligned::zeros(inputs * V * LANES);
        for (output, row) in weights.chunks_exact(inputs).enumerate() {
            for (input, &weight) in row.iter().enumerate() {
                packed.as_mut_slice()[input * V * LANES + output] = weight;
            }
        }
        let mut padded = [[0.0; LANES]; V];
        padded.as_flattened_mut()[..bias.len()].copy_from_slice(bias);
        Vector { instructions, inputs, weights: packed, bias: padded }
    }

    /// One row through the layer.
    pub fn apply(&self, x: &[f32]) -> [[f32; LANES]; V] {
        assert_eq!(x.len(), self.inputs);
        match self.instructions {
            Instructions::Portable => {
                let mut sums = [[0.0; LANES]; V];
                for (&x, weights) in x.iter().zip(self.weights.as_slice().chunks_exact(V * LANES)) {
                    for (sum, weight) in sums.as_flattened_mut().iter_mut().zip(weights) {
                        *sum += x * weight;
                    }
                }
                for (sum, bias) in sums.as_flattened_mut().iter_mut().zip(self.bias.as_flattened()) {
                    *sum += bias;
                }
                sums
            }
            #[cfg(target_arch = "x86_64")]
            // Safe because a layer is made for instructions only where they are (`Pipeline::load_with` asks).
            Instructions::Avx2 | Instructions::Avx512 => unsafe { one_row::vector(self, x) },
            #[cfg(not(target_arch = "x86_64"))]
            Instructions::Avx2 | Instructions::Avx512 => self.bias,
        }
    }
}

/// Half of a slot's floats: a scorer's hidden layer has two pieces of 64.
pub const HIDDEN: usize = 64;

/// The hidden layer of a state: the slots' floats summed, then the greater of two pieces.
pub fn hidden<const N: usize>(
    instructions: Instructions,
    slots: [&[f32; 2 * HIDDEN]; N],
    bias: &[f32; 2 * HIDDEN],
) -> [f32; HIDDEN] {
    match instructions {
        Instructions::Portable => sum_and_maximum(slots, bias),
        #[cfg(target_arch = "x86_64")]
        // Safe because a layer is made for instructions only where they are (`Pipeline::load_with` asks).
        Instructions::Avx2 | Instructions::Avx512 => unsafe { one_row::hidden(slots, bias) },
        #[cfg(not(target_arch = "x86_64"))]
        Instructions::Avx2 | Instructions::Avx512 => sum_and_maximum(slots, bias),
    }
}

#[inline(always)]
fn sum_and_maximum<const N: usize>(slots: [&[f32; 2 * HIDDEN]; N], bias: &[f32; 2 * HIDDEN]) -> [f32; HIDDEN] {
    let mut sums = [0.0; 2 * HIDDEN];
    for floats in slots.into_iter().chain([bias]) {
        sums.iter_mut().zip(floats).for_each(|(sum, float)| *sum += float);
    }
    let (first, second) = sums.split_at(HIDDEN);
    std::array::from_fn(|i| first[i].max(second[i]))
}

/// The place and value of the first of the greatest.
pub fn first_greatest(values: &[f32]) -> (usize, f32) {
    // In lanes, so that the compiler may use vectors.
    let mut lanes = [f32::NEG_INFINITY; LANES];
    let (whole, rest) = values.as_chunks::<LANES>();
    for chunk in whole {
        lanes.iter_mut().zip(chunk).for_each(|(lane, &value)| *lane = if value > *lane { value } else { *lane });
    }
    let greatest = lanes.iter().chain(rest).copied().fold(f32::NEG_INFINITY, f32::max);
    (values.iter().position(|&value| value == greatest).unwrap_or(0), greatest)
}

/// Width of the encoders' rows.
pub const WIDTH: usize = 96;

/// Centres and scales every row of 96: mean 0, variance 1, then `gain` and `bias`.
pub struct LayerNorm {
    pub gain: [f32; WIDTH],
    pub bias: [f32; WIDTH],
}

impl LayerNorm {
    /// In place.
    pub fn apply(&self, instructions: Instructions, rows: &mut [f32]) {
        match instructions {
            Instructions::Portable => self.normalize(rows),
            #[cfg(target_arch = "x86_64")]
            // Safe because a layer is made for instructions only where they are (`Pipeline::load_with` asks).
            Instructions::Avx2 | Instructions::Avx512 => unsafe { one_row::normalize(self, rows) },
            #[cfg(not(target_arch = "x86_64"))]
            Instructions::Avx2 | Instructions::Avx512 => {}
        }
    }

    /// Adds every row's norm to a row of `sums`.
    pub fn add(&self, instructions: Instructions, rows: &[f32], sums: &mut [f32]) {
        match instructions {
            Instructions::Portable => self.add_normal(rows, sums),
            #[cfg(target_arch = "x86_64")]
            // Safe because a layer is made for instructions only where they are (`Pipeline::load_with` asks).
            Instructions::Avx2 | Instructions::Avx512 => unsafe { one_row::add_normal(self, rows, sums) },
            #[cfg(not(target_arch = "x86_64"))]
            Instructions::Avx2 | Instructions::Avx512 => {}
        }
    }

    #[inline(always)]
    fn normalize(&self, rows: &mut [f32]) {
        for row in rows.as_chunks_mut::<WIDTH>().0 {
            let normal = self.normal(row);
            *row = normal;
        }
    }

    #[inline(always)]
    fn add_normal(&self, rows: &[f32], sums: &mut [f32]) {
        for (row, sum) in rows.as_chunks::<WIDTH>().0.iter().zip(sums.as_chunks_mut::<WIDTH>().0) {
            let normal = self.normal(row);
            for (sum, value) in sum.iter_mut().zip(normal) {
                *sum += value;
            }
        }
    }

    #[inline(always)]
    fn normal(&self, row: &[f32; WIDTH]) -> [f32; WIDTH] {
        use crate::mutation::{self, Mutation};
        let epsilon = if mutation::is(Mutation::Epsilon) { 1e-5 } else { 1e-8 };
        let mean = sum_of(row, |x| x) / WIDTH as f32;
        let variance = sum_of(row, |x| (x - mean) * (x - mean)) / WIDTH as f32 + epsilon;
        let scale = 1.0 / variance.sqrt();
        std::array::from_fn(|i| (row[i] - mean) * scale * self.gain[i] + self.bias[i])
    }
}

/// A sum in sixteen lanes, so that the compiler may use vectors for it.
#[inline(always)]
fn sum_of(row: &[f32; WIDTH], of: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0f32; 16];
    for chunk in row.as_chunks::<16>().0 {
        for (lane, &x) in lanes.iter_mut().zip(chunk) {
            *lane += of(x);
        }
    }
    for half in [8, 4, 2, 1] {
        for i in 0..half {
            lanes[i] += lanes[i + half];
        }
    }
    lanes[0]
}

/// The kernels for one kind of vectors: the same text for each, so that they cannot drift apart.
#[cfg(target_arch = "x86_64")]
macro_rules! vectors {
    (
        $module:ident, $features:literal, $Vector:ident, lanes $lanes:literal, rows $rows:literal, rows of pairs $pairs:literal,
        $zero:ident, $set:ident, $load:ident, $store:ident, $add:ident, $subtract:ident, $max:ident, $fused:ident, $fused_from:ident
    ) => {
        mod $module {
            use std::arch::x86_64::*;

            use super::{Convolution, Dense, GROUP, PAIR, PIECES, POINTS, PRODUCTS, WIDTH, $fused_from};

            /// Floats in one vector.
            const WIDE: usize = $lanes;
            /// Rows that are computed at once, of three vectors and of two: as many as there are registers for.
            const ROWS: usize = $rows;
            const ROWS_OF_PAIRS: usize = $pairs;
            const BLOCK: usize = WIDE * PIECES;
            type Sums<const R: usize, const V: usize> = [[$Vector; V]; R];

            #[target_feature(enable = $features)]
            pub fn dense(layer: &Dense, x: &[f32], stride: usize, rows: usize, y: &mut [f32]) {
                for_blocks::<ROWS_OF_PAIRS, PAIR>(layer, x, stride, rows, |row, block, sums| {
                    let from = row * layer.outputs + block * PAIR * WIDE;
                    sums.iter().enumerate().for_each(|(i, &sum)| store(y, from + i * WIDE, sum));
                });
            }

            #[target_feature(enable = $features)]
            pub fn maxout(layer: &Dense, x: &[f32], stride: usize, rows: usize, y: &mut [f32]) {
                let outputs = layer.outputs / PIECES;
                for_blocks::<ROWS, PIECES>(layer, x, stride, rows, |row, block, sums| {
                    store(y, row * outputs + block * WIDE, greatest(sums));
                });
            }

            /// All sums of all blocks of `V` vectors, of `R` rows at once: a block's weights stay in the first cache while all rows pass.
            #[inline]
            #[target_feature(enable = $features)]
            fn for_blocks<const R: usize, const V: usize>(
                layer: &Dense,
                x: &[f32],
                stride: usize,
                rows: usize,
                mut finish: impl FnMut(usize, usize, &[$Vector; V]),
            ) {
                assert_eq!(layer.vectors, V);
                let weights = layer.weights.as_slice().chunks_exact(layer.inputs * V * WIDE);
                for (block, (weights, bias)) in weights.zip(layer.bias.chunks_exact(V * WIDE)).enumerate() {
                    let mut row = 0;
                    // The last rows are computed together with some that are done already: one row alone takes as long as all.
                    while row < rows && rows >= R {
                        let first = row.min(rows - R);
                        let sums = sums::<R, V>(&x[first * stride..], stride, layer.inputs, weights, bias);
                        for (i, sums) in sums.iter().enumerate() {
                            finish(first + i, block, sums);
                        }
                        row = first + R;
                    }
                    while row < rows {
                        let [sums] = sums::<1, V>(&x[row * stride..], stride, layer.inputs, weights, bias);
                        finish(row, block, &sums);
                        row += 1;
                    }
                }
            }

            /// See [`Convolution`]. `room` is for the transformed rows, and for what lies between two of their products.
            #[target_feature(enable = $features)]
            pub fn convolution(layer: &Convolution, x: &[f32], groups: &[u32], y: &mut [f32], room: &mut Vec<f32>) {
                let count = groups.len().next_multiple_of(ROWS);
                // What lies behind the last group is computed with the others and never read.
                room.resize((PRODUCTS * WIDTH + 3 * BLOCK) * count, 0.0);
                let (rows, room) = room.split_at_mut(PRODUCTS * WIDTH * count);
                super::transform(x, groups, rows, count);
                let weights = layer.weights.as_slice().as_chunks::<{ WIDTH * BLOCK }>().0.as_chunks::<PRODUCTS>().0;
                for (block, (weights, bias)) in weights.iter().zip(layer.bias.as_chunks::<BLOCK>().0).enumerate() {
                    let mut to = Block { y, groups: groups.len(), from: block * WIDE };
                    let product = |product: usize, first: usize, sums: &mut Sums<ROWS, PIECES>| {
                        products(&rows[(product * count + first) * WIDTH..], WIDTH, WIDTH, &weights[product], sums);
                    };
                    combine(count, room, bias, product, &mut to);
                }
            }

            /// One block of outputs of a convolution.
            struct Block<'a> {
                y: &'a mut [f32],
                groups: usize,
                from: usize,
            }

            impl Block<'_> {
                #[inline]
                #[target_feature(enable = $features)]
                fn store(&mut self, group: usize, row: usize, pieces: &[$Vector; PIECES]) {
                    if group < self.groups {
                        store(self.y, (group * GROUP + row) * WIDTH + self.from, greatest(pieces));
                    }
                }
            }

            /// The six products of all groups, each added to what it counts for: with points 0, ±a, ±b and infinity, and products z, a,
            /// A, b, B, i, the four outputs are z + a + A + b + B, a(a - A) + b(b - B), a²(a + A) + b²(b + B), i + a³(a - A) + b³(b - B).
            #[inline]
            #[target_feature(enable = $features)]
            fn combine(
                count: usize,
                room: &mut [f32],
                bias: &[f32; BLOCK],
                product: impl Fn(usize, usize, &mut Sums<ROWS, PIECES>) + Copy,
                to: &mut Block<'_>,
            ) {
                let [a, b] = POINTS;
                let (sum, room) = room.as_chunks_mut::<BLOCK>().0.split_at_mut(count);
                let (difference, third) = room.split_at_mut(count);
                let of =
                    |number: usize| move |first: usize, sums: &mut Sums<ROWS, PIECES>| product(number, first, sums);
                for_groups(count, None, of(1), |group, pieces| {
                    pieces.iter().enumerate().for_each(|(i, &plus)| store(&mut sum[group], i * WIDE, plus));
                });
                for_groups(count, None, of(2), |group, pieces| {
                    for (i, &minus) in pieces.iter().enumerate() {
                        let plus = load(&sum[group], i * WIDE);
                        store(&mut sum[group], i * WIDE, $add(plus, minus));
                        store(&mut difference[group], i * WIDE, $subtract(plus, minus));
                    }
                });
                for_groups(count, None, of(3), |group, pieces| {
                    pieces.iter().enumerate().for_each(|(i, &plus)| store(&mut third[group], i * WIDE, plus));
                });
                for_groups(count, None, of(4), |group, pieces| {
                    let (mut second, mut middle) = (*pieces, *pieces);
                    for (i, &minus) in pieces.iter().enumerate() {
                        let (at, bias) = (i * WIDE, load(bias, i * WIDE));
                        let (near, near_odd) = (load(&sum[group], at), load(&difference[group], at));
                        let plus = load(&third[group], at);
                        let (far, far_odd) = ($add(plus, minus), $subtract(plus, minus));
                        second[i] = $fused(near_odd, $set(a), $fused(far_odd, $set(b), bias));
                        middle[i] = $fused(near, $set(a * a), $fused(far, $set(b * b), bias));
                        let odd = $fused(near_odd, $set(a * a * a), $fused(far_odd, $set(b * b * b), bias));
                        store(&mut sum[group], at, $add($add(near, far), bias));
                        store(&mut difference[group], at, odd);
                    }
                    to.store(group, 1, &second);
                    to.store(group, 2, &middle);
                });
                for_groups(count, Some(sum), of(0), |group, pieces| to.store(group, 0, pieces));
                for_groups(count, Some(difference), of(5), |group, pieces| to.store(group, 3, pieces));
            }

            /// One product of all groups, added to `old` if there is any.
            #[inline]
            #[target_feature(enable = $features)]
            fn for_groups(
                count: usize,
                old: Option<&[[f32; BLOCK]]>,
                product: impl Fn(usize, &mut Sums<ROWS, PIECES>),
                mut finish: impl FnMut(usize, &[$Vector; PIECES]),
            ) {
                for first in (0..count).step_by(ROWS) {
                    let mut sums = [[$zero(); PIECES]; ROWS];
                    for (sums, old) in sums.iter_mut().zip(old.map_or(&[][..], |old| &old[first..])) {
                        sums.iter_mut().enumerate().for_each(|(i, sum)| *sum = load(old, i * WIDE));
                    }
                    product(first, &mut sums);
                    sums.iter().enumerate().for_each(|(i, sums)| finish(first + i, sums));
                }
            }

            /// `R` rows times `V` vectors of sums: `bias` last, as in the original.
            #[inline]
            #[target_feature(enable = $features)]
            pub fn sums<const R: usize, const V: usize>(
                x: &[f32],
                stride: usize,
                inputs: usize,
                weights: &[f32],
                bias: &[f32],
            ) -> Sums<R, V> {
                let mut sums = [[$zero(); V]; R];
                products(x, stride, inputs, weights, &mut sums);
                for v in 0..V {
                    let bias = load(bias, v * WIDE);
                    for sums in &mut sums {
                        sums[v] = $add(sums[v], bias);
                    }
                }
                sums
            }

            /// Adds the products of `R` rows and `V` vectors of weights.
            #[inline]
            #[target_feature(enable = $features)]
            fn products<const R: usize, const V: usize>(
                x: &[f32],
                stride: usize,
                inputs: usize,
                weights: &[f32],
                to: &mut Sums<R, V>,
            ) {
                assert!(x.len() >= (R - 1) * stride + inputs && weights.len() >= inputs * V * WIDE);
                let (x, mut weights) = (x.as_ptr(), weights.as_ptr());
                let mut sums = *to;
                for input in 0..inputs {
                    // Safe because the lengths were asserted above.
                    unsafe {
                        let mut vectors = [$zero(); V];
                        for (v, vector) in vectors.iter_mut().enumerate() {
                            *vector = $load(weights.add(v * WIDE));
                        }
                        for (r, sums) in sums.iter_mut().enumerate() {
                            let x = $set(*x.add(r * stride + input));
                            for (v, (sum, vector)) in sums.iter_mut().zip(vectors).enumerate() {
                                // The third of three comes from the first cache each time: for one register less there is a row more.
                                *sum = match v {
                                    2 if V == PIECES && R == ROWS => $fused_from(x, weights.add(v * WIDE), *sum),
                                    _ => $fused(x, vector, *sum),
                                };
                            }
                        }
                        weights = weights.add(V * WIDE);
                    }
                }
                *to = sums;
            }

            #[inline]
            #[target_feature(enable = $features)]
            fn greatest(pieces: &[$Vector; PIECES]) -> $Vector {
                $max($max(pieces[0], pieces[1]), pieces[2])
            }

            #[inline]
            #[target_feature(enable = $features)]
            fn load(from: &[f32], at: usize) -> $Vector {
                let from: &[f32] = &from[at..at + WIDE];
                // Safe because these are as many floats as a vector has.
                unsafe { $load(from.as_ptr()) }
            }

            #[inline]
            #[target_feature(enable = $features)]
            fn store(to: &mut [f32], at: usize, value: $Vector) {
                let to: &mut [f32] = &mut to[at..at + WIDE];
                // Safe because these are as many floats as a vector has.
                unsafe { $store(to.as_mut_ptr(), value) };
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
vectors!(
    avx2, "avx2,fma", __m256, lanes 8, rows 4, rows of pairs 6, _mm256_setzero_ps, _mm256_set1_ps, _mm256_loadu_ps, _mm256_storeu_ps, _mm256_add_ps,
    _mm256_sub_ps, _mm256_max_ps, _mm256_fmadd_ps, fused_from_256
);
#[cfg(target_arch = "x86_64")]
vectors!(
    avx512, "avx512f", __m512, lanes 16, rows 8, rows of pairs 12, _mm512_setzero_ps, _mm512_set1_ps, _mm512_loadu_ps, _mm512_storeu_ps, _mm512_add_ps,
    _mm512_sub_ps, _mm512_max_ps, _mm512_fmadd_ps, fused_from_512
);

/// `_mm256_fmadd_ps` with eight floats that stay in memory. As an instruction of its own, since the compiler would load them once for all
/// rows, and then has one register too few.
///
/// # Safety
///
/// `from` is eight floats.
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn fused_from_256(a: __m256, from: *const f32, mut sum: __m256) -> __m256 {
    // Safe because the instruction reads what the caller says is there, and nothing else.
    unsafe {
        std::arch::asm!(
            "vfmadd231ps {sum}, {a}, [{from}]",
            sum = inout(ymm_reg) sum, a = in(ymm_reg) a, from = in(reg) from,
            options(pure, readonly, nostack, preserves_flags)
        );
    }
    sum
}

/// The same of sixteen floats. AVX-512 has registers enough for the compiler.
///
/// # Safety
///
/// `from` is sixteen floats.
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "avx512f")]
unsafe fn fused_from_512(a: __m512, from: *const f32, sum: __m512) -> __m512 {
    // Safe as above.
    unsafe { _mm512_fmadd_ps(a, _mm512_loadu_ps(from), sum) }
}

/// What works on one row at a time. Vectors wider than those of AVX2 gain nothing here.
#[cfg(target_arch = "x86_64")]
mod one_row {
    use std::arch::x86_64::*;

    use super::{HIDDEN, LANES, LayerNorm, Vector, avx2};

    #[target_feature(enable = "avx2,fma")]
    pub fn vector<const V: usize>(layer: &Vector<V>, x: &[f32]) -> [[f32; LANES]; V] {
        let [sums] = avx2::sums::<1, V>(x, 0, layer.inputs, layer.weights.as_slice(), layer.bias.as_flattened());
        let mut result = [[0.0; LANES]; V];
        for (vector, sum) in result.iter_mut().zip(sums) {
            // Safe because `vector` is eight floats.
            unsafe { _mm256_storeu_ps(vector.as_mut_ptr(), sum) };
        }
        result
    }

    #[target_feature(enable = "avx2,fma")]
    pub fn hidden<const N: usize>(slots: [&[f32; 2 * HIDDEN]; N], bias: &[f32; 2 * HIDDEN]) -> [f32; HIDDEN] {
        super::sum_and_maximum(slots, bias)
    }

    #[target_feature(enable = "avx2,fma")]
    pub fn add_products<const L: usize>(bias: &[f32], products: &[f32], places: &[u32], y: &mut [f32]) {
        super::add_products::<L>(bias, products, places, y);
    }

    #[target_feature(enable = "avx2,fma")]
    pub fn normalize(norm: &LayerNorm, rows: &mut [f32]) {
        norm.normalize(rows);
    }

    #[target_feature(enable = "avx2,fma")]
    pub fn add_normal(norm: &LayerNorm, rows: &[f32], sums: &mut [f32]) {
        norm.add_normal(rows, sums);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers between -1 and 1 that look like chance.
    fn floats(count: usize) -> Vec<f32> {
        let next = |state: &u32| Some(state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
        std::iter::successors(Some(1), next).map(|state| state as i32 as f32 / i32::MAX as f32).take(count).collect()
    }

    /// The greatest piece of sums as the definition says, in double floats.
    fn convolution(weights: &[f32], bias: &[f32], x: &[f32]) -> Vec<f32> {
        let sum = |window: &[f32], row: usize| {
            let weights = &weights[row * window.len()..(row + 1) * window.len()];
            window.iter().zip(weights).map(|(x, w)| f64::from(x * w)).sum::<f64>() + f64::from(bias[row])
        };
        let windows = (0..x.len() / WIDTH - 2).map(|row| &x[row * WIDTH..(row + 3) * WIDTH]);
        let outputs = windows.flat_map(|window| (0..WIDTH).map(move |output| (window, output * PIECES)));
        outputs
            .map(|(window, row)| (row..row + PIECES).map(|row| sum(window, row)).fold(f64::MIN, f64::max) as f32)
            .collect()
    }

    fn assert_near(expected: &[f32], found: &[f32], what: &str) {
        assert_eq!(expected.len(), found.len());
        let furthest = expected.iter().zip(found).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(furthest < 1e-4, "{what}: {furthest}");
    }

    #[test]
    fn convolutions_are_what_they_say() {
        let (weights, bias) = (floats(WIDTH * PIECES * 3 * WIDTH), floats(WIDTH * PIECES));
        // As many groups as leave every remainder, for any number of rows that a kernel takes at once.
        let groups: Vec<u32> = (0..9).collect();
        let x = floats((groups.len() * GROUP + 2) * WIDTH);
        let expected = convolution(&weights, &bias, &x);
        for instructions in Instructions::ALL {
            if !instructions.are_here() {
                eprintln!("SKIPPED: this machine has not the instructions {instructions:?}");
                continue;
            }
            let (layer, mut room) = (Convolution::new(instructions, &weights, &bias), Vec::new());
            for count in 1..=groups.len() {
                let mut y = vec![0.0; count * GROUP * WIDTH];
                layer.apply(&x, &groups[..count], &mut y, &mut room);
                assert_near(&expected[..y.len()], &y, &format!("{count} groups, {instructions:?}"));
            }
            let window = Window::new(instructions, &weights, &bias);
            let rows = x.len() / WIDTH;
            let mut products = vec![0.0; rows * Window::PRODUCTS];
            window.products(&x, &mut products);
            let mut y = vec![0.0; expected.len()];
            window.apply(&products, &(0..rows as u32).collect::<Vec<_>>(), &mut y);
            assert_near(&expected, &y, &format!("products of rows, {instructions:?}"));
        }
    }

    #[test]
    fn the_first_of_the_greatest() {
        for count in [1, 7, 8, 9, 50, 106] {
            let mut values = floats(count);
            let at = count / 2;
            values[at..].iter_mut().step_by(3).for_each(|value| *value = 2.0);
            assert_eq!(first_greatest(&values), (at, 2.0));
        }
    }
}
