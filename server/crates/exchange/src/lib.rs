//! Marks in the forms that other programs read and write: W3C Web Annotation, brat, and lines of JSON with spans.
//!
//! - [`w3c::write`], [`brat::write`] and [`spans::write`] tell the marks of one sidecar.
//! - [`w3c::read`], [`brat::read`] and [`spans::read`] say what a file of another program tells; [`settle`] holds it
//!   against the article.
//!
//! W3C annotations hold all that a sidecar holds, and come back as the same bytes; the other two hold what they have
//! room for. Nothing is settled on words that are not there: what does not match is a [`Complaint`].

pub mod brat;
mod settle;
pub mod spans;
mod told;
pub mod w3c;

pub use settle::{Settled, settle};
pub use told::{Article, Complaint, Told};
