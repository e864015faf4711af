//! What one thread remembers from text to text: the cut of chunks, lexemes, their first encoder layer, lemmas. All of it can be
//! computed anew, and is thrown away when it has grown past its budget.

use rustc_hash::FxHashMap;

use crate::vocabulary::Lexeme;

/// A piece of a chunk: its bytes and its lexeme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    pub length: u32,
    pub lexeme: u32,
}

/// The memory of one thread.
#[derive(Default)]
pub struct Memory {
    pub lexemes: Vec<Lexeme>,
    by_text: FxHashMap<Box<str>, u32>,
    by_special: FxHashMap<u32, u32>,
    chunks: FxHashMap<Box<str>, (u32, u32)>,
    pieces: Vec<Piece>,
    /// The mixed embeddings of lexemes, for the shared encoder (twice: with and without a space after it) and that of names.
    pub shared: Embedded,
    pub names: Embedded,
    /// Lemmas by lexeme, part of speech and morphology.
    pub lemmas: FxHashMap<u64, Box<str>>,
    /// Bytes of texts kept, roughly.
    text: usize,
}

/// Lexemes beyond which everything is forgotten: they take 1.5 KB each. A thousand articles have about 32,000 distinct words.
const LEXEMES: usize = 8_192;
/// Bytes of text beyond which everything is forgotten.
const TEXT: usize = 1 << 20;
/// Longer chunks are cut anew each time they occur.
const LONGEST_CHUNK: usize = 64;

impl Memory {
    /// Forgets everything if there is too much of it. Between two texts only: numbers of lexemes would mean others.
    pub fn trim(&mut self) {
        if self.lexemes.len() > LEXEMES || self.text > TEXT || self.chunks.len() > 4 * LEXEMES {
            *self = Memory::default();
        }
    }

    pub fn chunk(&self, chunk: &str) -> Option<&[Piece]> {
        let &(from, to) = self.chunks.get(chunk)?;
        Some(&self.pieces[from as usize..to as usize])
    }

    pub fn keep_chunk(&mut self, chunk: &str, pieces: &[Piece]) {
        if chunk.len() > LONGEST_CHUNK {
            return;
        }
        let from = self.pieces.len() as u32;
        self.pieces.extend_from_slice(pieces);
        self.chunks.insert(chunk.into(), (from, self.pieces.len() as u32));
        self.text += chunk.len();
    }

    /// The number of a text's lexeme.
    pub fn lexeme(&mut self, text: &str, make: impl FnOnce() -> Lexeme) -> u32 {
        if let Some(&number) = self.by_text.get(text) {
            return number;
        }
        let number = self.push(make());
        self.by_text.insert(text.into(), number);
        self.text += text.len();
        number
    }

    /// The number of the lexeme of a special case's piece that has its own norm.
    pub fn special_lexeme(&mut self, piece: u32, make: impl FnOnce() -> Lexeme) -> u32 {
        if let Some(&number) = self.by_special.get(&piece) {
            return number;
        }
        let number = self.push(make());
        self.by_special.insert(piece, number);
        number
    }

    fn push(&mut self, lexeme: Lexeme) -> u32 {
        self.lexemes.push(lexeme);
        self.lexemes.len() as u32 - 1
    }
}

/// What one encoder remembers of lexemes.
#[derive(Default)]
pub struct Embedded {
    /// Their mixed embeddings.
    pub mixed: Rows,
    /// What these add to the rows of the first layer: nine times as many floats, and so of the most frequent lexemes only.
    pub products: Frequent,
}

/// Rows of floats of the numbers that are asked for most. The row at place 0 is of none, and all zeros.
#[derive(Default)]
pub struct Frequent {
    rows: Rows,
    /// Of each place, whose row it is, and how often it was asked for.
    uses: Vec<(usize, u32)>,
}

impl Frequent {
    /// Forgets the less frequent half if there are more rows than `limit`, each of `width` floats.
    pub fn trim(&mut self, limit: usize, width: usize) {
        if self.uses.is_empty() {
            // As a rule the limit is reached, and doubling would take twice as much.
            self.rows.floats.reserve_exact((limit + limit / 4) * width);
            self.rows.grow(width);
            self.uses.push((usize::MAX, 0));
        }
        if self.uses.len() <= limit {
            return;
        }
        let mut places: Vec<usize> = (1..self.uses.len()).collect();
        places.sort_by_key(|&place| std::cmp::Reverse(self.uses[place].1));
        places.truncate(limit / 2);
        places.sort_unstable();
        self.rows.slots.fill(NO_ROW);
        // What was frequent long ago gives way in time.
        let kept = places.iter().map(|&place| (self.uses[place].0, self.uses[place].1 / 2));
        self.uses = [(usize::MAX, 0)].into_iter().chain(kept).collect();
        for (to, from) in (1..).zip(places) {
            self.rows.floats.copy_within(from * width..(from + 1) * width, to * width);
            self.rows.assign(self.uses[to].0, to);
        }
        self.rows.floats.truncate(self.uses.len() * width);
    }

    /// The place of a number's row, and whether it is to be made: with the next [`Frequent::grow`], in the order of the questions.
    pub fn place(&mut self, number: usize) -> (usize, bool) {
        let new = self.rows.is_new(number);
        if new {
            self.rows.assign(number, self.uses.len());
            self.uses.push((number, 0));
        }
        let place = self.rows.slots[number] as usize;
        self.uses[place].1 = self.uses[place].1.saturating_add(1);
        (place, new)
    }

    /// Adds room for rows at the end.
    pub fn grow(&mut self, floats: usize) -> &mut [f32] {
        self.rows.grow(floats)
    }

    /// All rows.
    pub fn floats(&self) -> &[f32] {
        &self.rows.floats
    }
}

/// Rows of floats by number, made when first asked for.
#[derive(Default)]
pub struct Rows {
    slots: Vec<u32>,
    floats: Vec<f32>,
}

const NO_ROW: u32 = u32::MAX;

impl Rows {
    /// Whether the row is there; if not, the next row that is pushed is this one.
    pub fn is_new(&mut self, number: usize) -> bool {
        if self.slots.len() <= number {
            self.slots.resize(number + 1, NO_ROW);
        }
        self.slots[number] == NO_ROW
    }

    /// Gives a number the row at this place.
    pub fn assign(&mut self, number: usize, place: usize) {
        self.slots[number] = place as u32;
    }

    /// How many rows of this width there are.
    pub fn len(&self, width: usize) -> usize {
        self.floats.len() / width
    }

    /// Adds room for rows at the end.
    pub fn grow(&mut self, floats: usize) -> &mut [f32] {
        let from = self.floats.len();
        self.floats.resize(from + floats, 0.0);
        &mut self.floats[from..]
    }

    pub fn row(&self, number: usize, width: usize) -> &[f32] {
        let place = self.slots[number] as usize;
        &self.floats[place * width..(place + 1) * width]
    }
}
