//! Counts of things in order; what is not counted any more is gone.

use imbl::OrdMap;

/// One more.
pub(crate) fn count<K: Ord + Clone>(counts: &mut OrdMap<K, u32>, key: K) {
    *counts.entry(key).or_insert(0) += 1;
}

/// One less.
pub(crate) fn discount<K: Ord + Clone>(counts: &mut OrdMap<K, u32>, key: &K) {
    match counts.get_mut(key) {
        Some(count) if *count > 1 => *count -= 1,
        _ => {
            counts.remove(key);
        }
    }
}
