//! What the words mean here: expressions against the article's date and the sentence around them.

use lang::Language;

use super::{ResolvedTime, TimeExpression};
use crate::dates::ArticleDate;

/// A time expression in its sentence.
pub struct InSentence<'a> {
    /// The expression, its spans counted from the file's start.
    pub expression: &'a TimeExpression,
    /// The sentence's text (for tense) and where it begins in the file.
    pub sentence: &'a str,
    /// Byte offset of the sentence in the file.
    pub sentence_start: u32,
    /// It stands in the article's text, not in its furniture.
    pub body: bool,
}

/// Resolves the expressions of one article, in text order, against its date.
pub fn resolve(expressions: &[InSentence], date: &ArticleDate, lang: &Language) -> Vec<ResolvedTime> {
    let _ = (expressions, date, lang);
    Vec::new()
}
