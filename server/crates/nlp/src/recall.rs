//! What is worked out of words, remembered from one reading of a text to the next: an edit leaves most sentences, titles
//! and segments as they were.

use std::borrow::Borrow;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use lang::Language;
use rustc_hash::FxHashMap;

use crate::coreference::Role;
use crate::events::EventMention;
use crate::known::Office;
use crate::times::tense::Cues;

/// Functions of words and of what is given with them, remembered. Whether something is remembered changes no answer.
#[derive(Default)]
pub(crate) struct Recall {
    cues: Recalled<String, Arc<Cues>>,
    roles: Recalled<String, Role>,
    offices: Recalled<String, Arc<Office>>,
    posts: Recalled<String, Vec<String>>,
    countries: Recalled<String, Option<String>>,
    events: Recalled<u64, Arc<[EventMention]>>,
}

/// Answers by the words they follow from, or a hash of all they follow from.
struct Recalled<K, T>(Mutex<FxHashMap<K, T>>);

/// Answers beyond which everything is forgotten: a long article has a thousand sentences.
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

    /// The posts that a title may mean.
    pub fn posts(&self, title: &str, make: impl FnOnce() -> Vec<String>) -> Vec<String> {
        self.posts.get(title, make)
    }

    /// The country that a phrase belongs to.
    pub fn country(&self, phrase: &str, make: impl FnOnce() -> Option<String>) -> Option<String> {
        self.countries.get(phrase, make)
    }

    /// The events of a segment, by a hash of what they hang on; bytes from its start.
    pub fn events(&self, depends_on: u64, make: impl FnOnce() -> Vec<EventMention>) -> Arc<[EventMention]> {
        self.events.get(&depends_on, || make().into())
    }

    /// The office that a title names.
    pub fn office(&self, title: &str, make: impl FnOnce() -> Office) -> Arc<Office> {
        self.offices.get(title, || Arc::new(make()))
    }
}

impl<K: Eq + Hash, T: Clone> Recalled<K, T> {
    fn get<Q>(&self, words: &Q, make: impl FnOnce() -> T) -> T
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ToOwned<Owned = K> + ?Sized,
    {
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
        all.insert(words.to_owned(), made.clone());
        made
    }
}

impl<K, T> Default for Recalled<K, T> {
    fn default() -> Recalled<K, T> {
        Recalled(Mutex::default())
    }
}
