//! What is proven about dateline as a whole: pages, transcripts, folders, scores.
