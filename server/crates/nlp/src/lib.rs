//! Reading news: every annotation of one document.
//!
//! ```text
//! blocks ─ layout ─→ segments (text + zone) and articles
//!            │
//!   segment ─┴─ analyze_segment ─→ tokens · sentences · quotes · times · mentions · cues     (cached by text)
//!                    │
//!   article ─── analyze_article ─→ date · resolved times · people joined · attributions · claims · events
//!                    │
//!   document ── facts ─→ the position-free summary that other documents may know
//! ```
//!
//! Everything here is a pure function from values to comparable values.
//! This crate knows no other document, no index and no clock: today's date and the file's name are arguments.
//! Offsets are bytes; a segment's annotations count from the segment's start, an article's from the file's start.

pub mod article;
pub mod attribution;
pub mod claims;
pub mod clause;
pub mod coreference;
pub mod dates;
pub mod document;
pub mod events;
pub mod facts;
pub mod given;
pub mod known;
pub mod layout;
pub mod mentions;
mod names;
pub mod parse;
pub mod quotes;
mod recall;
pub mod said;
pub mod segment;
pub mod sentences;
pub mod times;
pub mod tokens;
pub mod tree;

pub use article::Article;
pub use attribution::{Attribution, Grade, Quotation, SourceKind};
pub use claims::{Claim, ClaimKind, Dated, Standing};
pub use dates::{ArticleDate, Certainty, Evidence, Precision};
pub use document::{Analysis, Context, Memory, SetDate, analyze};
pub use events::EventMention;
pub use facts::Facts;
pub use known::{Known, KnownEvent, KnownPerson, KnownRole};
pub use layout::{Boundary, Layout, Segment, Zone};
pub use mentions::{Form, Kind, Mention};
pub use parse::{Parse, Parses};
pub use quotes::Quote;
pub use said::Said;
pub use segment::{SegmentAnnotations, analyze_segment};
pub use sentences::Sentence;
pub use times::{ResolvedTime, TimeExpression, TimeKind};
pub use tokens::Token;
