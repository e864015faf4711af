//! What is worked out of words alone, remembered from one reading of a text to the next: an edit leaves most sentences
//! and titles as they were.

use std::sync::{Arc, Mutex, PoisonError};

use lang::Language;
use rustc_hash::FxHashMap;

use crate::coreference::Role;
use crate::known::Office;
use crate::times::tense::Cues;

/// Functions of words, remembered. Whether something is remembered changes no answer.
#[derive(Default)]
pub(crate) struct Recall {
    cues: Recalled<Arc<Cues>>,
    roles: Recalled<Role>,
    offices: Recalled<Arc<Office>>,
}

/// Answers by the words they follow from.
struct Recalled<T>(Mutex<FxHashMap<Box<str>, T>>);

/// Words beyond which everything is forgotten: a long article has a thousand sentences.
const LIMIT: usize = 4096;

impl Recall {
    /// What tells the time in a sentence.
    pub fn cues(&self, sentence: &str, lang: &Language) -> Arc<Cues> {
        self.cues.get(sentence, || Arc::new(Cues::read(sentence, lang)))
    }

    /// What a title says, or one at the start of a sentence.
    pub fn role(&self, title: &str, begins: bool, make: impl FnOnce() -> Role) -> Role {
        let key = format!("{}{title}", if begins { '^' } else { ' ' });
        self.roles.get(&key, make)
    }

    /// The office that a title names.
    pub fn office(&self, title: &str, make: impl FnOnce() -> Office) -> Arc<Office> {
        self.offices.get(title, || Arc::new(make()))
    }
}

impl<T: Clone> Recalled<T> {
    fn get(&self, words: &str, make: impl FnOnce() -> T) -> T {
        // What a panic left is whole: single entries are put in.
        let all = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = all().get(words) {
            return known.clone();
        }
        let made = make();
        let mut all = all();
        if all.len() >= LIMIT {
            all.clear();
        }
        all.insert(words.into(), made.clone());
        made
    }
}

impl<T> Default for Recalled<T> {
    fn default() -> Recalled<T> {
        Recalled(Mutex::default())
    }
}
