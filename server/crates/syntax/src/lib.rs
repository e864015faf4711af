//! The page of an article as a reader sees it: headings, paragraphs, speech, credits, and what stands at their starts.
//!
//! [`Tree`] is the tree of the crate `grammar`, parsed once and reparsed after each edit. [`Tree::blocks`] is the view
//! that everything above works with. Two things are decided here that the grammar leaves open:
//!
//! - *What is one paragraph.* In most files every line is a paragraph of its own; in a file that was wrapped at some
//!   width, lines that follow each other belong together. The lengths of the lines tell which file it is (`wrap`).
//! - *What a mark pairs with.* Quotations and parentheses are paired within a block, over its lines (`marks`).
//!
//! Nothing here knows a language: no word of the text is looked at, only the shape of lines. Nothing here fails: odd
//! text gives odd blocks, never an error. Offsets are bytes, lengths of lines are characters.

mod block;
mod lines;
mod marks;
mod metadata;
mod tree;
mod wrap;

pub use block::{Block, BlockKind, Part, PartKind};
pub use metadata::{front_matter, metadata};
pub use tree::Tree;
