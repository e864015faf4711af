//! What Python and spaCy's regular expressions say of a character, as tables: Unicode's properties by Python 3.11, not by the
//! compiler at hand, so that shapes and token boundaries never depend on a release of Rust.

use rustc_hash::FxHashMap;

use crate::model::{Model, ModelError};
use crate::mutation::{self, Mutation};

/// Classes of characters, bits of a mask. `convert.py` writes them in this order.
pub mod class {
    pub const ALPHABETIC: u16 = 1 << 0;
    pub const UPPERCASE: u16 = 1 << 1;
    pub const DIGIT: u16 = 1 << 2;
    pub const SPACE: u16 = 1 << 3;
    /// `\w` of a regular expression.
    pub const WORD: u16 = 1 << 4;
    /// `\d` of a regular expression.
    pub const DECIMAL: u16 = 1 << 5;
    /// spaCy's `ALPHA`, `ALPHA_LOWER` and `ALPHA_UPPER`: listed ranges. Letters without case are in all three.
    pub const ALPHA: u16 = 1 << 6;
    pub const ALPHA_LOWER: u16 = 1 << 7;
    pub const ALPHA_UPPER: u16 = 1 << 8;
    pub const QUOTE: u16 = 1 << 10;
    /// What a full stop may be cut from.
    pub const BEFORE_STOP: u16 = 1 << 11;
    /// Lower-casing changes it.
    pub const LOWERS: u16 = 1 << 12;
    /// Single characters that are cut from the front, from the end.
    pub const PREFIX: u16 = 1 << 13;
    pub const SUFFIX: u16 = 1 << 14;
    /// Other symbols: emoji, dingbats. Cut from the inside too.
    pub const ICON: u16 = 1 << 9;
}

const BLOCK: usize = 256;

/// A two-stage table over all code points: 17 KB of blocks, most of them shared.
pub struct Classes {
    blocks: Vec<u16>,
    masks: Vec<[u16; BLOCK]>,
}

impl Classes {
    pub fn new(model: &Model) -> Result<Classes, ModelError> {
        let starts = model.u32s("classes.starts")?;
        let values = model.u32s("classes.masks")?;
        let ends = starts.iter().copied().skip(1).chain([0x11_0000]);
        let mut runs = ends.zip(&values).map(|(end, &mask)| (end as usize, mask as u16)).peekable();
        let mut uniform: FxHashMap<u16, u16> = FxHashMap::default();
        let (mut blocks, mut masks) = (Vec::with_capacity(0x1100), Vec::new());
        for first in (0..0x11_0000).step_by(BLOCK) {
            let mut block = [0; BLOCK];
            let mut at = first;
            let whole = runs.peek().is_some_and(|&(end, _)| end >= first + BLOCK);
            while at < first + BLOCK {
                let &(end, mask) =
                    runs.peek().ok_or_else(|| ModelError::new("the classes of characters are broken"))?;
                let stop = end.min(first + BLOCK);
                block[at - first..stop - first].fill(mask);
                at = stop;
                if end == stop {
                    runs.next();
                }
            }
            let new = masks.len() as u16;
            let index = if whole { *uniform.entry(block[0]).or_insert(new) } else { new };
            if index == new {
                masks.push(block);
            }
            blocks.push(index);
        }
        Ok(Classes { blocks, masks })
    }

    /// Whether the character is in one of the classes.
    #[inline]
    pub fn is(&self, c: char, classes: u16) -> bool {
        if mutation::is(Mutation::CharacterClasses) {
            return self.is_by_rust(c, classes);
        }
        let point = c as usize;
        self.masks[self.blocks[point / BLOCK] as usize][point % BLOCK] & classes != 0
    }

    fn is_by_rust(&self, c: char, classes: u16) -> bool {
        let point = c as usize;
        let mask = self.masks[self.blocks[point / BLOCK] as usize][point % BLOCK];
        let rust = u16::from(c.is_alphabetic()) | u16::from(c.is_uppercase()) << 1 | u16::from(c.is_numeric()) << 2;
        (mask & !7 | rust) & classes != 0
    }

    /// As Python lower-cases.
    pub fn lower(&self, text: &str) -> String {
        if text.is_ascii() {
            return text.to_ascii_lowercase();
        }
        // Letters that gained a lower case after the table's release of Unicode keep their form.
        match text.chars().all(|c| self.is(c, class::LOWERS) || c.to_lowercase().eq([c])) {
            true => text.to_lowercase(),
            false => text
                .chars()
                .map(|c| if self.is(c, class::LOWERS) { c.to_lowercase().to_string() } else { c.into() })
                .collect(),
        }
    }

    /// Whether all of it is letters, and there is one.
    pub fn is_alphabetic(&self, text: &str) -> bool {
        !text.is_empty() && text.chars().all(|c| self.is(c, class::ALPHABETIC))
    }
}
