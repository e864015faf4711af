//! What the pipeline found in a document, packed: ten thousand documents keep it, and seldom look into it.

use std::sync::Arc;

use nlp::Parses;

/// Packs it; empty if there is nothing.
pub(crate) fn pack(parses: &Parses) -> Arc<[u8]> {
    if parses.is_empty() {
        return Arc::default();
    }
    // Nothing in it can fail to be written.
    postcard::to_stdvec(parses).unwrap_or_default().into()
}

/// Unpacks it. What is no such thing counts as nothing.
pub(crate) fn unpack(bytes: &[u8]) -> Parses {
    if bytes.is_empty() { Parses::default() } else { postcard::from_bytes(bytes).unwrap_or_default() }
}
