//! What the pipeline found in a document, packed: ten thousand documents keep it, and seldom look into it.

use std::sync::Arc;

use nlp::Parses;

/// Packs it; empty if there is nothing.
pub(crate) fn pack(parses: &Parses) -> Arc<[u8]> {
    if parses.is_empty() {
        return Arc::default();
    }
    // Nothing in it can fail to be written.
    lz4_flex::compress_prepend_size(&postcard::to_stdvec(parses).unwrap_or_default()).into()
}

/// Unpacks it. What is no such thing counts as nothing.
pub(crate) fn unpack(bytes: &[u8]) -> Parses {
    let parses = lz4_flex::decompress_size_prepended(bytes).ok().and_then(|bytes| postcard::from_bytes(&bytes).ok());
    parses.unwrap_or_default()
}
