//! Text to tokens, as spaCy's English tokenizer cuts: chunks between spaces; special cases; affixes; addresses; infixes; and a
//! second look for special cases across what was cut.

mod affixes;
mod url;

use rustc_hash::FxHashMap;

use crate::chars::class;
use crate::memory::{Memory, Piece};
use crate::model::{Model, ModelError};
use crate::mutation::{self, Mutation};
use crate::vocabulary::{Lexeme, Vocabulary};

use affixes::Affixes;

/// A token on its way: its bytes, its features, whether one space follows it that is no token of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    pub start: u32,
    pub end: u32,
    /// The number of its lexeme in [`Memory`].
    pub lexeme: u32,
    pub space: bool,
}

/// Cuts text into tokens.
pub struct Tokenizer {
    affixes: Affixes,
    /// Texts with a cut of their own: ranges of `pieces`.
    specials: FxHashMap<Box<str>, (u32, u32)>,
    longest_special: usize,
    pieces: Vec<SpecialPiece>,
    /// Special cases that are looked for in the tokens, by the text of their first token; see [`Lexeme::special`].
    again: Vec<Vec<Vec<u64>>>,
    again_by_first: FxHashMap<u64, u16>,
}

struct SpecialPiece {
    text: Box<str>,
    norm: Option<u64>,
}

impl Tokenizer {
    pub fn new(model: &Model, vocabulary: &Vocabulary) -> Result<Tokenizer, ModelError> {
        let texts = model.strings("tokenizer.special.pieces")?;
        let norms = model.strings("tokenizer.special.norms")?;
        let norm = |norm: &str| (!norm.is_empty()).then(|| vocabulary.ids.id(norm));
        let pieces: Vec<SpecialPiece> =
            texts.iter().zip(norms).map(|(&text, n)| SpecialPiece { text: text.into(), norm: norm(n) }).collect();
        let mut specials: FxHashMap<Box<str>, (u32, u32)> = FxHashMap::default();
        let mut at = 0;
        for (text, count) in
            model.strings("tokenizer.special")?.into_iter().zip(model.u32s("tokenizer.special.counts")?)
        {
            specials.insert(Box::from(text), (at, at + count));
            at += count;
        }
        if at as usize != pieces.len() {
            return Err(ModelError::new("the special cases of the tokenizer are broken"));
        }
        let longest_special = specials.keys().map(|text| text.len()).max().unwrap_or(0);
        let affixes = Affixes::new(model)?;
        let mut tokenizer = Tokenizer {
            affixes,
            specials,
            longest_special,
            pieces,
            again: vec![vec![]],
            again_by_first: FxHashMap::default(),
        };
        tokenizer.read_second_pass(model, vocabulary)?;
        Ok(tokenizer)
    }

    fn read_second_pass(&mut self, model: &Model, vocabulary: &Vocabulary) -> Result<(), ModelError> {
        let pieces = model.strings("tokenizer.again.pieces")?;
        let mut rest = pieces.as_slice();
        for count in model.u32s("tokenizer.again.counts")? {
            let split = rest.split_at_checked(count as usize).filter(|(now, _)| !now.is_empty());
            let (now, after) = split.ok_or_else(|| ModelError::new("the special cases of the tokenizer are broken"))?;
            rest = after;
            let ids: Vec<u64> = now.iter().map(|text| vocabulary.ids.id(text)).collect();
            let new = self.again.len() as u16;
            let first = *self.again_by_first.entry(ids[0]).or_insert(new);
            if first == new {
                self.again.push(Vec::new());
            }
            self.again[usize::from(first)].push(ids);
        }
        Ok(())
    }

    /// The tokens of a text. White space is a token, but for one space after a chunk.
    pub fn tokenize(&self, vocabulary: &Vocabulary, memory: &mut Memory, text: &str) -> Vec<Word> {
        let mut words = Vec::with_capacity(text.len() / 5 + 1);
        let is_space = |c: char| {
            if c.is_ascii() { matches!(c, '\t'..='\r' | '\x1c'..=' ') } else { vocabulary.classes.is(c, class::SPACE) }
        };
        let mut in_space = text.chars().next().is_some_and(is_space);
        let mut start = 0;
        for (at, c) in text.char_indices() {
            if is_space(c) == in_space {
                continue;
            }
            if start < at {
                self.chunk(vocabulary, memory, text, start, at, &mut words);
            }
            start = at;
            if c == ' ' {
                // After a chunk, so there is a token.
                words.last_mut().into_iter().for_each(|word| word.space = true);
                start += 1;
            }
            in_space = !in_space;
        }
        if start < text.len() {
            self.chunk(vocabulary, memory, text, start, text.len(), &mut words);
        }
        if mutation::is(Mutation::SecondPass) {
            return words;
        }
        self.look_again(vocabulary, memory, text, words)
    }

    fn chunk(
        &self,
        vocabulary: &Vocabulary,
        memory: &mut Memory,
        text: &str,
        start: usize,
        end: usize,
        words: &mut Vec<Word>,
    ) {
        let chunk = &text[start..end];
        let mut at = start as u32;
        let mut push = |piece: Piece| {
            words.push(Word { start: at, end: at + piece.length, lexeme: piece.lexeme, space: false });
            at += piece.length;
        };
        if let Some(pieces) = memory.chunk(chunk) {
            pieces.iter().for_each(|&piece| push(piece));
            return;
        }
        let pieces = self.cut(vocabulary, memory, chunk);
        pieces.iter().for_each(|&piece| push(piece));
        memory.keep_chunk(chunk, &pieces);
    }

    fn cut(&self, vocabulary: &Vocabulary, memory: &mut Memory, chunk: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        if self.push_special(vocabulary, memory, chunk, &mut pieces) {
            return pieces;
        }
        let (middle, prefixes, suffixes) = self.split_affixes(vocabulary, chunk);
        for prefix in prefixes {
            pieces.push(self.piece(vocabulary, memory, prefix));
        }
        if !middle.is_empty() && !self.push_special(vocabulary, memory, middle, &mut pieces) {
            self.push_middle(vocabulary, memory, middle, &mut pieces);
        }
        for suffix in suffixes.into_iter().rev() {
            pieces.push(self.piece(vocabulary, memory, suffix));
        }
        pieces
    }

    /// The middle of a chunk, and what was cut from its front (inwards) and its end (inwards).
    fn split_affixes<'a>(&self, vocabulary: &Vocabulary, chunk: &'a str) -> (&'a str, Vec<&'a str>, Vec<&'a str>) {
        let (mut rest, mut prefixes, mut suffixes) = (chunk, Vec::new(), Vec::new());
        while !rest.is_empty() && !self.is_special(rest) {
            let prefix = self.affixes.prefix(&vocabulary.classes, rest);
            let without_prefix = &rest[prefix..];
            if prefix > 0 && self.is_special(without_prefix) {
                prefixes.push(&rest[..prefix]);
                rest = without_prefix;
                break;
            }
            let suffix = self.affixes.suffix(&vocabulary.classes, without_prefix);
            let (without_suffix, cut) = rest.split_at(rest.len() - suffix);
            if suffix > 0 && self.is_special(without_suffix) {
                suffixes.push(cut);
                rest = without_suffix;
                break;
            }
            if prefix == 0 && suffix == 0 {
                break;
            }
            if prefix > 0 {
                prefixes.push(&rest[..prefix]);
            }
            if suffix > 0 {
                suffixes.push(cut);
            }
            // The suffix was looked for behind the prefix, so they never overlap.
            rest = &rest[prefix..rest.len() - suffix];
        }
        (rest, prefixes, suffixes)
    }

    fn push_middle(&self, vocabulary: &Vocabulary, memory: &mut Memory, middle: &str, pieces: &mut Vec<Piece>) {
        if url::is_url(&vocabulary.classes, middle) {
            pieces.push(self.piece(vocabulary, memory, middle));
            return;
        }
        let mut start = 0;
        for (from, to) in affixes::infixes(&vocabulary.classes, middle) {
            // An infix with nothing before it is none.
            if from == 0 {
                continue;
            }
            if from != start {
                pieces.push(self.piece(vocabulary, memory, &middle[start..from]));
            }
            pieces.push(self.piece(vocabulary, memory, &middle[from..to]));
            start = to;
        }
        if start < middle.len() {
            pieces.push(self.piece(vocabulary, memory, &middle[start..]));
        }
    }

    fn is_special(&self, text: &str) -> bool {
        self.special(text).is_some()
    }

    /// The pieces of a special case. The length is asked first: a chunk of a million marks is looked up at each of them.
    fn special(&self, text: &str) -> Option<(u32, u32)> {
        if text.is_empty() || text.len() > self.longest_special {
            return None;
        }
        self.specials.get(text).copied()
    }

    fn push_special(&self, vocabulary: &Vocabulary, memory: &mut Memory, text: &str, pieces: &mut Vec<Piece>) -> bool {
        let Some((from, to)) = self.special(text) else { return false };
        for number in from..to {
            let piece = &self.pieces[number as usize];
            let norm = piece.norm.filter(|_| !mutation::is(Mutation::SpecialNorms));
            let lexeme = match norm {
                None => self.lexeme(vocabulary, memory, &piece.text),
                Some(_) => memory.special_lexeme(number, || self.new_lexeme(vocabulary, &piece.text, norm)),
            };
            pieces.push(Piece { length: piece.text.len() as u32, lexeme });
        }
        true
    }

    fn piece(&self, vocabulary: &Vocabulary, memory: &mut Memory, text: &str) -> Piece {
        Piece { length: text.len() as u32, lexeme: self.lexeme(vocabulary, memory, text) }
    }

    fn lexeme(&self, vocabulary: &Vocabulary, memory: &mut Memory, text: &str) -> u32 {
        memory.lexeme(text, || self.new_lexeme(vocabulary, text, None))
    }

    fn new_lexeme(&self, vocabulary: &Vocabulary, text: &str, norm: Option<u64>) -> Lexeme {
        let lexeme = vocabulary.lexeme(text, norm);
        let special = self.again_by_first.get(&lexeme.orth).copied().unwrap_or(0);
        Lexeme { special, ..lexeme }
    }

    /// Puts special cases together that the affixes cut: `(`, `a.m`, `.` are `(`, `a.m.` again.
    fn look_again(&self, vocabulary: &Vocabulary, memory: &mut Memory, text: &str, words: Vec<Word>) -> Vec<Word> {
        let mut matches = Vec::new();
        for (start, word) in words.iter().enumerate() {
            for ids in &self.again[usize::from(memory.lexemes[word.lexeme as usize].special)] {
                let here = words[start..].iter().map(|word| memory.lexemes[word.lexeme as usize].orth);
                if here.take(ids.len()).eq(ids.iter().copied()) {
                    matches.push((start, start + ids.len()));
                }
            }
        }
        if matches.is_empty() {
            return words;
        }
        let mut rewritten = Vec::with_capacity(words.len() + 8);
        let mut copied = 0;
        for (start, end) in longest_first(matches, words.len()) {
            let (first, last) = (words[start], words[end - 1]);
            let mut pieces = Vec::new();
            // A match may have spaces inside that the special case has not.
            if self.push_special(vocabulary, memory, &text[first.start as usize..last.end as usize], &mut pieces) {
                rewritten.extend_from_slice(&words[copied..start]);
                let mut at = first.start;
                for piece in pieces {
                    rewritten.push(Word { start: at, end: at + piece.length, lexeme: piece.lexeme, space: false });
                    at += piece.length;
                }
                rewritten.last_mut().into_iter().for_each(|word| word.space = last.space);
                copied = end;
            }
        }
        rewritten.extend_from_slice(&words[copied..]);
        rewritten
    }
}

/// The matches that stay, in order: the longest, then the leftmost. A match that was refused still bars others from its tokens,
/// as in spaCy.
fn longest_first(mut matches: Vec<(usize, usize)>, tokens: usize) -> Vec<(usize, usize)> {
    matches.sort_unstable_by_key(|&(start, end)| (std::cmp::Reverse(end - start), start));
    let mut seen = vec![false; tokens];
    matches.retain(|&(start, end)| {
        let free = !seen[start] && !seen[end - 1];
        seen[start..end].fill(true);
        free
    });
    matches.sort_unstable();
    matches
}
