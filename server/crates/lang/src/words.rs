//! Sets of words, and the classes a word occurs in.

use rustc_hash::FxHashSet;

/// A set of words or short lines, looked up as they are written (most lists are small-letter).
#[derive(Debug, Default, Clone)]
pub struct Words(FxHashSet<Box<str>>);

impl Words {
    /// A set of these words.
    pub fn new<'a>(words: impl Iterator<Item = &'a str>) -> Words {
        Words(words.map(|word| Box::from(word.trim())).collect())
    }

    /// Whether `word` is in the set.
    pub fn contains(&self, word: &str) -> bool {
        self.0.contains(word)
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All words, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(AsRef::as_ref)
    }
}

/// The classes a word form occurs in, as bits: a form may be noun and verb.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct WordClass(u8);

impl WordClass {
    /// A noun.
    pub const NOUN: WordClass = WordClass(1);
    /// A verb's base form: `visit`.
    pub const VERB: WordClass = WordClass(2);
    /// A verb with -s: `visits`.
    pub const VERB_S: WordClass = WordClass(4);
    /// A past or participle: `visited`.
    pub const VERB_ED: WordClass = WordClass(8);
    /// A verb with -ing: `visiting`.
    pub const VERB_ING: WordClass = WordClass(16);
    /// An adjective.
    pub const ADJECTIVE: WordClass = WordClass(32);
    /// An adverb.
    pub const ADVERB: WordClass = WordClass(64);

    /// The class a data file names, or none.
    pub fn of(name: &str) -> WordClass {
        match name {
            "noun" => WordClass::NOUN,
            "verb" => WordClass::VERB,
            "verb-s" => WordClass::VERB_S,
            "verb-ed" => WordClass::VERB_ED,
            "verb-ing" => WordClass::VERB_ING,
            "adj" => WordClass::ADJECTIVE,
            "adv" => WordClass::ADVERB,
            _ => WordClass::default(),
        }
    }

    /// Both sets of classes.
    pub fn with(self, other: WordClass) -> WordClass {
        WordClass(self.0 | other.0)
    }

    /// Whether any class of `other` is in this one.
    pub fn any(self, other: WordClass) -> bool {
        self.0 & other.0 != 0
    }
}
