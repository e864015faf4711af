//! Rules: what is worth telling the reader of an article or the writer of a briefing.
//!
//! A rule is a declaration and one function from a context to findings, in a file of its own; its page under
//! `docs/rules` is its manual, its hover text and its test. This crate does not know how findings are shown.

pub mod finding;

pub use finding::{Finding, Fix, Related, Severity};
