//! Entries by what one looks them up by.

use std::hash::Hash;
use std::sync::Arc;

use imbl::HashMap;

/// Keys of entries, by words of theirs. A copy costs nothing, and a change of few entries of thousands little. It holds no
/// places in the file: those move with every key that is typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lookup<W: Hash + Eq + Clone>(HashMap<W, Vec<Arc<str>>>);

impl<W: Hash + Eq + Clone> Lookup<W> {
    /// Takes the words of an entry in.
    pub fn insert(&mut self, key: &str, words: impl IntoIterator<Item = W>) {
        for word in words {
            let keys = self.0.entry(word).or_default();
            // In one order, however it came about.
            if let Err(at) = keys.binary_search_by(|known| (**known).cmp(key)) {
                keys.insert(at, key.into());
            }
        }
    }

    /// Takes the words of an entry out.
    pub fn remove(&mut self, key: &str, words: impl IntoIterator<Item = W>) {
        for word in words {
            let Some(keys) = self.0.get_mut(&word) else { continue };
            keys.retain(|known| **known != *key);
            if keys.is_empty() {
                self.0.remove(&word);
            }
        }
    }

    /// The keys of the entries that have a word, by the alphabet.
    pub fn keys(&self, word: &W) -> &[Arc<str>] {
        self.0.get(word).map_or(&[], |keys| keys)
    }
}

impl<W: Hash + Eq + Clone> Default for Lookup<W> {
    fn default() -> Self {
        Lookup(HashMap::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_and_out() {
        let mut lookup = Lookup::default();
        lookup.insert("b", ["x", "y", "x"]);
        lookup.insert("a", ["x"]);
        let keys =
            |lookup: &Lookup<&'static str>| lookup.keys(&"x").iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(keys(&lookup), ["a", "b"]);
        lookup.remove("b", ["x", "y"]);
        assert_eq!((keys(&lookup), lookup.keys(&"y")), (vec!["a".to_owned()], &[][..]));
        let mut other = Lookup::default();
        other.insert("a", ["x"]);
        assert_eq!(lookup, other);
    }
}
