//! What a file of another program tells.

use marks::{CodePoints, Line};

/// One mark, as another program tells it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// The line of the file it was read from, from one.
    pub line: usize,
    /// Which article it is about.
    pub article: Article,
    /// Its words; absent if it is about a whole article.
    pub quote: Option<String>,
    /// Where they stand.
    pub at: Option<CodePoints>,
    /// What stands before and after them.
    pub around: (Option<String>, Option<String>),
    /// What else the mark says, as a line of a sidecar has it; of our own marks all keys.
    pub says: Line,
    /// It was written by us, and `says` is the whole line.
    pub own: bool,
    /// Of a mark of others: a number that is the same whenever it is read, for its id.
    pub seed: u64,
}

/// How a mark names its article.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Article {
    /// By a path, or by an address of which the last part may be one.
    Path(String),
    /// By all that it says.
    Text(String),
    /// By the name of the file that tells of it.
    Namesake,
}

/// What was not understood or does not match, and what to do about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Complaint {
    /// The line of the file, from one.
    pub line: usize,
    /// In plain words.
    pub message: String,
}

impl Complaint {
    pub(crate) fn new(line: usize, message: impl Into<String>) -> Complaint {
        Complaint { line, message: message.into() }
    }
}
