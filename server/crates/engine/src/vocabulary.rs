//! Lexemes: what the encoders see of a token, made once for every distinct text.

use rustc_hash::FxHashMap;

use crate::chars::{Classes, class};
use crate::hash::StringIds;
use crate::model::{Model, ModelError};
use crate::mutation::{self, Mutation};

/// The features of a text; the encoders look each up in a table of embeddings of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lexeme {
    /// The id of the text itself.
    pub orth: u64,
    pub norm: u64,
    pub prefix: u64,
    pub suffix: u64,
    pub shape: u64,
    pub is_space: bool,
    /// The number of its lower-cased text among the words that the attribute ruler knows, 0 for none of them.
    pub ruler_word: u8,
    /// Special cases whose tokens begin with this text, by [`crate::tokenizer::Tokenizer`]; 0 for none.
    pub special: u16,
}

/// Makes lexemes.
pub struct Vocabulary {
    pub classes: Classes,
    pub ids: StringIds,
    /// Norms that differ from the lower-cased text, by the ids of text and norm, sorted.
    norms: Vec<(u64, u64)>,
    ruler_words: FxHashMap<Box<str>, u8>,
    longest_ruler_word: usize,
}

/// Texts of this many characters or more have the shape `LONG`.
const LONG: usize = 100;

impl Vocabulary {
    pub fn new(model: &Model) -> Result<Vocabulary, ModelError> {
        let norms = model.u64s("norms.texts")?.into_iter().zip(model.u64s("norms.norms")?).collect();
        let lowers = model.strings("ruler.lowers")?;
        if lowers.len() > 256 {
            return Err(ModelError::new("the attribute ruler has more than 255 words"));
        }
        let ruler_words: FxHashMap<Box<str>, u8> =
            lowers.iter().enumerate().skip(1).map(|(i, &word)| (word.into(), i as u8)).collect();
        let longest_ruler_word = ruler_words.keys().map(|w| w.len()).max().unwrap_or(0);
        let (classes, ids) = (Classes::new(model)?, StringIds::new(model)?);
        Ok(Vocabulary { classes, ids, norms, ruler_words, longest_ruler_word })
    }

    /// The features of a text; `norm` is that of a special case, where it has one.
    pub fn lexeme(&self, text: &str, norm: Option<u64>) -> Lexeme {
        let lower = self.classes.lower(text);
        let orth = self.ids.id(text);
        let first = text.chars().next().map_or(0, char::len_utf8);
        let last = text.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
        let ruler_word = match lower.len() <= self.longest_ruler_word {
            true => self.ruler_words.get(lower.as_str()).copied().unwrap_or(0),
            false => 0,
        };
        Lexeme {
            orth,
            norm: norm.unwrap_or_else(|| self.norm(orth, &lower)),
            prefix: self.ids.id(&text[..first]),
            suffix: self.ids.id(&text[last..]),
            shape: self.ids.id(&self.shape(text)),
            is_space: !text.is_empty() && text.chars().all(|c| self.classes.is(c, class::SPACE)),
            ruler_word,
            special: 0,
        }
    }

    fn norm(&self, orth: u64, lower: &str) -> u64 {
        match self.norms.binary_search_by_key(&orth, |&(text, _)| text) {
            Ok(at) if !mutation::is(Mutation::Norms) => self.norms[at].1,
            _ => self.ids.id(lower),
        }
    }

    /// `Xxxx` for a capitalised word, `dd` for a number of two digits; runs of one kind are cut after four.
    fn shape(&self, text: &str) -> String {
        if text.len() >= LONG && text.chars().nth(LONG - 1).is_some() {
            return "LONG".into();
        }
        let mut shape = String::with_capacity(text.len().min(4 * LONG));
        let (mut last, mut run) = (None, 0);
        for c in text.chars() {
            let kind = self.shape_of(c);
            run = if last == Some(kind) { run + 1 } else { 0 };
            last = Some(kind);
            if run < 4 {
                shape.push(kind);
            }
        }
        shape
    }

    fn shape_of(&self, c: char) -> char {
        if self.classes.is(c, class::ALPHABETIC) {
            return if self.classes.is(c, class::UPPERCASE) { 'X' } else { 'x' };
        }
        if self.classes.is(c, class::DIGIT) { 'd' } else { c }
    }
}
