//! The model file: sections of weights, numbers, strings and words, as `convert/convert.py` writes them.

use std::fmt;

use rustc_hash::FxHashMap;

const MARK: &[u8; 8] = b"DLENGM01";

/// Words that share a block in a sorted set; `convert.py` has the same number.
const WORDS_PER_BLOCK: usize = 16;

/// Why a model file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelError(String);

impl ModelError {
    pub(crate) fn new(what: impl Into<String>) -> ModelError {
        ModelError(what.into())
    }
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the model file cannot be used: {}", self.0)
    }
}

impl std::error::Error for ModelError {}

/// The sections of a model file by name.
pub struct Model<'a> {
    bytes: &'a [u8],
    sections: FxHashMap<&'a str, Section>,
}

struct Section {
    kind: u8,
    shape: Vec<usize>,
    start: usize,
    end: usize,
}

impl<'a> Model<'a> {
    /// Reads the table of sections; the sections themselves are read when they are asked for.
    pub fn new(bytes: &'a [u8]) -> Result<Model<'a>, ModelError> {
        let mut reader = Reader { bytes, at: 0 };
        if reader.take(MARK.len())? != MARK {
            return Err(ModelError::new("it does not begin as one, or is of another version"));
        }
        let mut sections = FxHashMap::default();
        for _ in 0..reader.u32()? {
            let length = reader.byte()? as usize;
            let name = std::str::from_utf8(reader.take(length)?).map_err(|_| ModelError::new("a name is no text"))?;
            let kind = reader.byte()?;
            let dimensions = reader.byte()?;
            let shape = (0..dimensions).map(|_| Ok(reader.u32()? as usize)).collect::<Result<Vec<_>, ModelError>>()?;
            let (start, length) = (reader.u64()? as usize, reader.u64()? as usize);
            let end = start.checked_add(length).filter(|&end| end <= bytes.len());
            let end = end.ok_or_else(|| ModelError::new(format!("{name} goes beyond its end")))?;
            sections.insert(name, Section { kind, shape, start, end });
        }
        Ok(Model { bytes, sections })
    }

    /// The shape of a section, outermost dimension first.
    pub fn shape(&self, name: &str) -> Result<&[usize], ModelError> {
        Ok(&self.section(name)?.shape)
    }

    /// Weights as single floats, row after row. They are kept as halves, which a single float holds exactly.
    pub fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let bytes = self.data(name, b'h', 2)?;
        if self.shape(name)? != shape {
            return Err(ModelError::new(format!("{name} has the shape {:?}, not {shape:?}", self.shape(name)?)));
        }
        let mut floats = vec![0.0; bytes.len() / 2];
        let mut halves = [half::f16::ZERO; 512];
        for (from, to) in bytes.chunks(2 * halves.len()).zip(floats.chunks_mut(halves.len())) {
            for (half, pair) in halves.iter_mut().zip(from.as_chunks::<2>().0) {
                *half = half::f16::from_le_bytes(*pair);
            }
            half::slice::HalfFloatSliceExt::convert_to_f32_slice(&halves[..to.len()], to);
        }
        Ok(floats)
    }

    /// 32-bit numbers.
    pub fn u32s(&self, name: &str) -> Result<Vec<u32>, ModelError> {
        Ok(self.data(name, b'u', 4)?.as_chunks::<4>().0.iter().map(|&b| u32::from_le_bytes(b)).collect())
    }

    /// 64-bit numbers.
    pub fn u64s(&self, name: &str) -> Result<Vec<u64>, ModelError> {
        Ok(self.data(name, b'q', 8)?.as_chunks::<8>().0.iter().map(|&b| u64::from_le_bytes(b)).collect())
    }

    /// A list of strings.
    pub fn strings(&self, name: &str) -> Result<Vec<&'a str>, ModelError> {
        let bytes = self.data(name, b's', 1)?;
        let broken = || ModelError::new(format!("the strings {name} are broken"));
        let count = self.shape(name)?.first().copied().ok_or_else(broken)?;
        let (ends, text) = bytes.split_at_checked(4 * (count + 1)).ok_or_else(broken)?;
        let text = std::str::from_utf8(text).map_err(|_| broken())?;
        let ends: Vec<usize> = ends.as_chunks::<4>().0.iter().map(|&b| u32::from_le_bytes(b) as usize).collect();
        ends.windows(2).map(|pair| text.get(pair[0]..pair[1]).ok_or_else(broken)).collect()
    }

    /// A sorted set of words.
    pub fn words(&self, name: &str) -> Result<Words, ModelError> {
        let bytes = self.data(name, b'w', 1)?;
        let broken = || ModelError::new(format!("the words {name} are broken"));
        let count = self.shape(name)?.first().copied().ok_or_else(broken)?;
        let (starts, blocks) = bytes.split_at_checked(4 * (count.div_ceil(WORDS_PER_BLOCK) + 1)).ok_or_else(broken)?;
        let starts: Vec<u32> = starts.as_chunks::<4>().0.iter().map(|&b| u32::from_le_bytes(b)).collect();
        Ok(Words { starts, blocks: blocks.to_vec() })
    }

    fn section(&self, name: &str) -> Result<&Section, ModelError> {
        self.sections.get(name).ok_or_else(|| ModelError::new(format!("{name} is missing")))
    }

    fn data(&self, name: &str, kind: u8, size: usize) -> Result<&'a [u8], ModelError> {
        let section = self.section(name)?;
        let bytes = &self.bytes[section.start..section.end];
        let whole = size == 1 || bytes.len() == size * section.shape.iter().product::<usize>();
        match section.kind == kind && whole {
            true => Ok(bytes),
            false => Err(ModelError::new(format!("{name} is of another kind or size"))),
        }
    }
}

/// A sorted set of words: blocks of sixteen, of which the first is whole and the others leave out the bytes with which the word
/// before them begins. A quarter of the room of a hash set, and nothing to build when it is loaded.
pub struct Words {
    starts: Vec<u32>,
    blocks: Vec<u8>,
}

impl Words {
    /// Whether the word is in the set.
    pub fn contains(&self, word: &str) -> bool {
        let word = word.as_bytes();
        let blocks = self.starts.len().saturating_sub(1);
        // The last block whose first word is not behind the one looked for.
        let (mut low, mut high) = (0, blocks);
        while low < high {
            let middle = low.midpoint(high);
            match self.first(middle) <= word {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low.checked_sub(1).is_some_and(|block| self.block_contains(block, word))
    }

    fn block(&self, block: usize) -> &[u8] {
        self.blocks.get(self.starts[block] as usize..self.starts[block + 1] as usize).unwrap_or_default()
    }

    fn first(&self, block: usize) -> &[u8] {
        let bytes = self.block(block);
        bytes.get(1).and_then(|&length| bytes.get(2..2 + length as usize)).unwrap_or_default()
    }

    fn block_contains(&self, block: usize, word: &[u8]) -> bool {
        let mut rest = self.block(block);
        let mut current = Vec::with_capacity(32);
        while let [shared, length, after @ ..] = rest {
            let Some((suffix, next)) = after.split_at_checked(*length as usize) else { return false };
            current.truncate(*shared as usize);
            current.extend_from_slice(suffix);
            if current == word {
                return true;
            }
            rest = next;
        }
        false
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], ModelError> {
        let end = self.at.checked_add(length);
        let taken =
            end.and_then(|end| self.bytes.get(self.at..end)).ok_or_else(|| ModelError::new("it is cut short"))?;
        self.at += length;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        self.take(N)?.try_into().map_err(|_| ModelError::new("it is cut short"))
    }

    fn byte(&mut self) -> Result<u8, ModelError> {
        Ok(self.array::<1>()?[0])
    }

    fn u32(&mut self) -> Result<u32, ModelError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    fn u64(&mut self) -> Result<u64, ModelError> {
        Ok(u64::from_le_bytes(self.array()?))
    }
}
