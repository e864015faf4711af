//! The hashes on which the model was trained: of strings, and of the rows of embedding tables.

use rustc_hash::FxHashMap;

use crate::model::{Model, ModelError};
use crate::mutation::{self, Mutation};

/// The ids of strings, as spaCy's string store gives them: the empty string is 0, one of its 457 symbols (`mark`, `DATE`, `X`)
/// is a small number, everything else MurmurHash64A with seed 1 over its UTF-8.
pub struct StringIds {
    symbols: FxHashMap<Box<str>, u64>,
    longest: usize,
}

impl StringIds {
    pub fn new(model: &Model) -> Result<StringIds, ModelError> {
        let names = model.strings("symbols.names")?;
        let ids = model.u32s("symbols.ids")?;
        let symbols: FxHashMap<Box<str>, u64> =
            names.into_iter().zip(ids).map(|(name, id)| (name.into(), u64::from(id))).collect();
        let longest = symbols.keys().map(|name| name.len()).max().unwrap_or(0);
        Ok(StringIds { symbols, longest })
    }

    pub fn id(&self, text: &str) -> u64 {
        if text.is_empty() {
            return 0;
        }
        if text.len() <= self.longest
            && !mutation::is(Mutation::SymbolIds)
            && let Some(&id) = self.symbols.get(text)
        {
            return id;
        }
        murmur64a(text.as_bytes(), 1)
    }
}

/// Austin Appleby's MurmurHash64A (public domain).
fn murmur64a(bytes: &[u8], seed: u64) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut hash = seed ^ (bytes.len() as u64).wrapping_mul(M);
    let (blocks, tail) = bytes.as_chunks::<8>();
    for block in blocks {
        let mut k = u64::from_le_bytes(*block).wrapping_mul(M);
        k ^= k >> 47;
        hash = (hash ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    if !tail.is_empty() {
        let last = tail.iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte));
        hash = (hash ^ last).wrapping_mul(M);
    }
    hash ^= hash >> 47;
    hash = hash.wrapping_mul(M);
    hash ^ hash >> 47
}

/// The four keys of an id in an embedding table: thinc's shortened MurmurHash3 of eight bytes. A key modulo the table's length is a
/// row, and the four rows are summed.
pub fn row_keys(id: u64, seed: u32) -> [u32; 4] {
    let seed = u64::from(seed);
    let block = id.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    let first = (block ^ seed ^ 8).wrapping_add(seed ^ 8);
    let second = (seed ^ 8).wrapping_add(first);
    let (first, second) = (finish(first), finish(second));
    let first = first.wrapping_add(second);
    let second = second.wrapping_add(first);
    [first as u32, (first >> 32) as u32, second as u32, (second >> 32) as u32]
}

/// MurmurHash3's last mixing of 64 bits.
fn finish(mut k: u64) -> u64 {
    k ^= k >> 33;
    k = k.wrapping_mul(0xff51_afd7_ed55_8ccd);
    k ^= k >> 33;
    k = k.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    k ^ k >> 33
}
