//! The folder: what is true across documents.
//!
//! The index is a pure function of the *set* of facts, never of their order or history: replacing a document's facts
//! touches only the buckets (name keys) those facts name. This crate sees facts and ids; trees, tokens and offsets it
//! does not know.
//!
//! ```text
//! Facts of a file ── replace ─→ names and events, in order        (what the facts say, and nothing else)
//!                                    │
//!                 a bucket: one key ─┴─ resolve ─→ entities, events   (when asked; kept until a name of it changes)
//! ```
//!
//! [`sources`] stands beside it: the texts themselves, searchable by their words; and [`lineage`]: what articles quote and
//! report, from one version to the next.
//!
//! [`key`] says which spellings of a name meet in a bucket, and [`Index::entity_of`] who they are there.

pub mod accounts;
mod bucket;
mod count;
mod entity;
pub mod events;
mod index;
pub mod key;
mod ledger;
pub mod lineage;
mod name;
mod post;
mod search;
pub mod sources;

use std::sync::Arc;

pub use accounts::Accounts;
pub use entity::{Entity, RoleSeen};
pub use events::{Event, Kin};
pub use index::Index;
pub use lineage::Lineage;
pub use name::{is_full_name, is_one_person, may_be_one, surname_key};
pub use search::{Match, matches};
pub use sources::Sources;

/// A file of the folder: its path relative to the folder's root, with `/`.
pub type Path = Arc<str>;

/// Which mention of which entity of which article of which file: everything a position can be looked up by.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct Member {
    /// The file.
    pub path: Path,
    /// The article in it.
    pub article: u32,
    /// The entity (or event) in that article.
    pub entity: u32,
}
