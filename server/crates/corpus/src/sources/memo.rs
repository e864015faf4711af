//! Answers to the latest questions. A draft asks for every quotation it has at every key, and all but one of them were
//! asked before.

use std::sync::{Arc, OnceLock};

use quick_cache::sync::Cache;

use super::{Nearest, Occurrence, Pattern, Sources};

/// A draft has fewer quotations, and no answer is large.
const KEPT: usize = 1_024;

/// What quotations were found to be, by their words. True of one set of sources: another begins with none, made when
/// first needed.
#[derive(Clone, Default)]
pub(super) struct Memo(Arc<OnceLock<Answers>>);

struct Answers {
    found: Cache<Box<str>, Arc<[Occurrence]>>,
    nearest: Cache<Box<str>, Option<Arc<Nearest>>>,
}

impl Memo {
    fn answers(&self) -> &Answers {
        self.0.get_or_init(|| Answers { found: Cache::new(KEPT), nearest: Cache::new(KEPT) })
    }
}

impl Sources {
    /// The places where a quotation stands word for word, by path.
    pub fn find(&self, pattern: &Pattern) -> Vec<Occurrence> {
        recall(&self.memo.answers().found, pattern, || self.search(pattern).into()).to_vec()
    }

    /// The passage most like a quotation, unless none has three words in five.
    pub fn nearest(&self, pattern: &Pattern) -> Option<Nearest> {
        recall(&self.memo.answers().nearest, pattern, || self.compare(pattern).map(Arc::new))
            .map(|nearest| (*nearest).clone())
    }
}

fn recall<T: Clone>(memo: &Cache<Box<str>, T>, pattern: &Pattern, answer: impl FnOnce() -> T) -> T {
    memo.get(&pattern.text).unwrap_or_else(|| {
        let answer = answer();
        memo.insert(pattern.text.clone(), answer.clone());
        answer
    })
}
