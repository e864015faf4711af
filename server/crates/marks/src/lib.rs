//! Stand-off marks: what a reader says about an article, kept in a text file beside it.
//!
//! Articles are evidence and are never written. A reader's dates, notes and reasons stand in a **sidecar**, a TOML file
//! with one entry a line, so that several people and git can work on it. What it may hold is in `docs/marks.md`.
//!
//! - [`Sidecar::parse`] reads one, whatever is wrong in it.
//! - [`anchor`] finds its marks in the text of the article, which may have changed; [`Anchors`] keeps them in place while
//!   the text is edited.
//! - [`add_mark`], [`set_date`], [`withdraw`] and their like answer with an edit of the sidecar's text, for an editor to
//!   carry out and to undo; [`fmt`] puts a sidecar in order.
//! - [`reanchor`] writes down where marks stand that have moved for certain; [`lines`], [`frame`] and [`insert_lines`]
//!   take a sidecar apart for other programs and put it together again.
//! - [`marks_path`] and [`article_path`] say which sidecar belongs to which article.
//!
//! All of them are functions from values to values. `at` in a sidecar counts code points ([`CodePoints`]); every
//! [`text::Span`] is in bytes, of the article's text in an [`Anchor`], of the sidecar's in [`EntryFacts::span`], a
//! [`Problem`] and a [`Change`].

mod anchor;
mod change;
mod context;
mod diff;
mod fold;
mod format;
mod fuzzy;
mod layout;
mod line;
mod path;
mod problem;
mod reanchor;
mod ride;
mod sidecar;
mod write;

pub use anchor::{Anchor, CHOICES, Doubt, anchor};
pub use change::{Change, Hand, NewMark, Target, Value, add_mark, clear_date, confirm, remove, set_date, withdraw};
pub use diff::{Difference, differences};
pub use format::{fmt, purge, unformattable};
pub use layout::Which;
pub use line::{Line, frame, insert_lines, lines, quoted, words};
pub use path::{Place, TREE, article_path, marks_path};
pub use problem::{Problem, ProblemKind};
pub use reanchor::{Reanchored, reanchor};
pub use ride::Anchors;
pub use sidecar::{Article, CodePoints, EntryFacts, Mark, Says, Scope, Sidecar, State};
