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

/// The instructions that the kernels use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instructions {
    /// Whatever the crate `matrixmultiply` finds. Works everywhere.
    Portable,
    /// AVX2 and FMA, on x86-64.
    Avx2,
}

impl Instructions {
    /// The fastest that this machine has.
    pub fn best() -> Instructions {
        match Instructions::Avx2.are_here() {
            true => Instructions::Avx2,
            false => Instructions::Portable,
        }
    }

    /// Whether this machine has them.
    pub fn are_here(self) -> bool {
        match self {
            Instructions::Portable => true,
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx2 => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"),
            #[cfg(not(target_arch = "x86_64"))]
            Instructions::Avx2 => false,
        }
    }
}

/// Floats in one vector.
pub const LANES: usize = 8;
/// Vectors of a block of outputs, and rows that are computed at once: 9 sums, 3 weights and 1 input fit 16 registers.
const VECTORS: usize = 3;
#[cfg(target_arch = "x86_64")]
const ROWS: usize = 3;

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
    /// AVX2: `[block][input][vector][lane]`; portable: `[input][output]`. The outputs are filled up with zeros to whole blocks.
    weights: Aligned,
    bias: Vec<f32>,
}

impl Dense {
    /// `weights` are `outputs` rows of `inputs`.
    pub fn new(instructions: Instructions, weights: &[f32], bias: &[f32]) -> Dense {
        let (outputs, inputs) = (bias.len(), weights.len() / bias.len().max(1));
        let block = LANES * VECTORS;
        let padded = outputs.next_multiple_of(block);
        let mut packed = Aligned::zeros(padded * inputs);
        let floats = packed.as_mut_slice();
        for (output, row) in weights.chunks_exact(inputs).enumerate() {
            for (input, &weight) in row.iter().enumerate() {
                let place = match instructions {
                    Instructions::Portable => input * padded + output,
                    Instructions::Avx2 => (output / block * inputs + input) * block + output % block,
                };
                floats[place] = weight;
            }
        }
        let mut bias = bias.to_vec();
        bias.resize(padded, 0.0);
        Dense { instructions, inputs, outputs: padded, weights: packed, bias }
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
            Instructions::Avx2 => {
                #[cfg(target_arch = "x86_64")]
                // Safe because a layer is made for AVX2 only where it is (`Pipeline::load_with` asks).
                unsafe {
                    avx2::dense(self, x, stride, rows, y)
                }
            }
        }
    }

    fn multiply(&self, x: &[f32], stride: usize, rows: usize, y: &mut [f32]) {
        for row in y.chunks_exact_mut(self.outputs) {
            row.copy_from_slice(&self.bias);
        }
        // Safe because the lengths of x and y were asserted by the caller, and the weights are inputs x outputs.
        unsafe {
            matrixmultiply::sgemm(
                rows,
                self.inputs,
                self.outputs,
                1.0,
                x.as_ptr(),
                stride as isize,
                1,
                self.weights.as_slice().as_ptr(),
                self.outputs as isize,
                1,
                1.0,
                y.as_mut_ptr(),
                self.outputs as isize,
                1,
            );
        }
    }
}

/// A dense layer of three pieces, of which each output is the greatest. Outputs are a multiple of eight.
pub struct Maxout {
    dense: Dense,
    outputs: usize,
}

impl Maxout {
    /// `weights` are `outputs` times three rows of `inputs`; `bias` is `outputs` times three.
    pub fn new(instructions: Instructions, weights: &[f32], bias: &[f32]) -> Maxout {
        let inputs = weights.len() / bias.len().max(1);
        // A block is eight outputs: their first pieces, their second, their third.
        let order: Vec<usize> = (0..bias.len())
            .map(|place| {
                let (block, piece, lane) = (place / (LANES * VECTORS), place / LANES % VECTORS, place % LANES);
                (block * LANES + lane) * VECTORS + piece
            })
            .collect();
        let weights: Vec<f32> =
            order.iter().flat_map(|&row| &weights[row * inputs..(row + 1) * inputs]).copied().collect();
        let bias: Vec<f32> = order.iter().map(|&row| bias[row]).collect();
        Maxout { outputs: bias.len() / VECTORS, dense: Dense::new(instructions, &weights, &bias) }
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
                    scratch.as_chunks::<{ LANES * VECTORS }>().0.iter().zip(y.as_chunks_mut::<LANES>().0)
                {
                    for (lane, output) in outputs.iter_mut().enumerate() {
                        *output = pieces[lane].max(pieces[LANES + lane]).max(pieces[2 * LANES + lane]);
                    }
                }
            }
            Instructions::Avx2 => {
                #[cfg(target_arch = "x86_64")]
                // Safe because a layer is made for AVX2 only where it is (`Pipeline::load_with` asks).
                unsafe {
                    avx2::maxout(&self.dense, x, stride, rows, y)
                }
            }
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
            // Safe because a layer is made for AVX2 only where it is (`Pipeline::load_with` asks).
            Instructions::Avx2 => unsafe { avx2::vector(self, x) },
            #[cfg(not(target_arch = "x86_64"))]
            Instructions::Avx2 => self.bias,
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
        // Safe because a layer is made for AVX2 only where it is (`Pipeline::load_with` asks).
        Instructions::Avx2 => unsafe { avx2::hidden(slots, bias) },
        #[cfg(not(target_arch = "x86_64"))]
        Instructions::Avx2 => sum_and_maximum(slots, bias),
    }
}

#[inline(always)]
fn sum_and_maximum<const N: usize>(slots: [&[f32; 2 * HIDDEN]; N], bias: &[f32; 2 * HIDDEN]) -> [f32; HIDDEN] {
    let sum = |i: usize| slots.iter().map(|slot| slot[i]).sum::<f32>() + bias[i];
    std::array::from_fn(|i| sum(i).max(sum(HIDDEN + i)))
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
    pub fn apply(&self, rows: &mut [f32]) {
        for row in rows.as_chunks_mut::<WIDTH>().0 {
            let normal = self.normal(row);
            *row = normal;
        }
    }

    /// Adds every row's norm to a row of `sums`.
    pub fn add(&self, rows: &[f32], sums: &mut [f32]) {
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

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::*;

    use super::{Dense, HIDDEN, LANES, ROWS, VECTORS, Vector};

    const BLOCK: usize = LANES * VECTORS;

    #[target_feature(enable = "avx2,fma")]
    pub fn dense(layer: &Dense, x: &[f32], stride: usize, rows: usize, y: &mut [f32]) {
        for_blocks(layer, x, stride, rows, |row, block, sums| {
            let from = row * layer.outputs + block * BLOCK;
            let to = &mut y[from..from + BLOCK];
            for (vector, &sum) in to.as_chunks_mut::<LANES>().0.iter_mut().zip(sums) {
                // Safe because `vector` is eight floats.
                unsafe { _mm256_storeu_ps(vector.as_mut_ptr(), sum) };
            }
        });
    }

    #[target_feature(enable = "avx2,fma")]
    pub fn maxout(layer: &Dense, x: &[f32], stride: usize, rows: usize, y: &mut [f32]) {
        let outputs = layer.outputs / VECTORS;
        for_blocks(layer, x, stride, rows, |row, block, sums| {
            let from = row * outputs + block * LANES;
            let to = &mut y[from..from + LANES];
            let greatest = _mm256_max_ps(_mm256_max_ps(sums[0], sums[1]), sums[2]);
            // Safe because `to` is eight floats.
            unsafe { _mm256_storeu_ps(to.as_mut_ptr(), greatest) };
        });
    }

    /// All sums of all blocks: a block's weights stay in the first cache while all rows pass.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn for_blocks(
        layer: &Dense,
        x: &[f32],
        stride: usize,
        rows: usize,
        mut store: impl FnMut(usize, usize, &[__m256; VECTORS]),
    ) {
        let weights = layer.weights.as_slice().chunks_exact(layer.inputs * BLOCK);
        for (block, (weights, bias)) in weights.zip(layer.bias.as_chunks::<BLOCK>().0).enumerate() {
            let mut row = 0;
            // The last rows are computed together with some that are done already: one row alone takes as long as three.
            while row < rows && rows >= ROWS {
                let first = row.min(rows - ROWS);
                let sums = sums::<ROWS, VECTORS>(&x[first * stride..], stride, layer.inputs, weights, bias);
                for (i, sums) in sums.iter().enumerate() {
                    store(first + i, block, sums);
                }
                row = first + ROWS;
            }
            while row < rows {
                let [sums] = sums::<1, VECTORS>(&x[row * stride..], stride, layer.inputs, weights, bias);
                store(row, block, &sums);
                row += 1;
            }
        }
    }

    #[target_feature(enable = "avx2,fma")]
    pub fn vector<const V: usize>(layer: &Vector<V>, x: &[f32]) -> [[f32; LANES]; V] {
        let [sums] = sums::<1, V>(x, 0, layer.inputs, layer.weights.as_slice(), layer.bias.as_flattened());
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

    /// `R` rows times `V` vectors of sums: `bias` last, as in the original.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn sums<const R: usize, const V: usize>(
        x: &[f32],
        stride: usize,
        inputs: usize,
        weights: &[f32],
        bias: &[f32],
    ) -> [[__m256; V]; R] {
        assert!(x.len() >= (R - 1) * stride + inputs && weights.len() >= inputs * V * LANES && bias.len() >= V * LANES);
        let mut sums = [[_mm256_setzero_ps(); V]; R];
        let (x, mut weights) = (x.as_ptr(), weights.as_ptr());
        for input in 0..inputs {
            // Safe because the lengths were asserted above.
            unsafe {
                let mut vectors = [_mm256_setzero_ps(); V];
                for (v, vector) in vectors.iter_mut().enumerate() {
                    *vector = _mm256_loadu_ps(weights.add(v * LANES));
                }
                for (r, sums) in sums.iter_mut().enumerate() {
                    let x = _mm256_broadcast_ss(&*x.add(r * stride + input));
                    for (sum, vector) in sums.iter_mut().zip(vectors) {
                        *sum = _mm256_fmadd_ps(x, vector, *sum);
                    }
                }
                weights = weights.add(V * LANES);
            }
        }
        for (v, bias) in bias.as_chunks::<LANES>().0.iter().take(V).enumerate() {
            // Safe because `bias` is eight floats.
            let bias = unsafe { _mm256_loadu_ps(bias.as_ptr()) };
            for sums in &mut sums {
                sums[v] = _mm256_add_ps(sums[v], bias);
            }
        }
        sums
    }
}
