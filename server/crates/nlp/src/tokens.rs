//! Tokens: words, numbers and marks, as light views into the text.
//!
//! Splitting is `lang::segment`'s, so that a phrase of a lexicon and the same phrase in a text fall apart alike.

use std::borrow::Cow;

use lang::segment::{self, Shape};
use lang::{Language, Phrases};
use text::Span;

/// One token. Offsets count bytes from the start of the text it was cut from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it looks like.
    pub shape: Shape,
}

impl Token {
    /// The token's text in `source`, the text it was cut from.
    pub fn of<'a>(&self, source: &'a str) -> &'a str {
        self.span.of(source)
    }
}

/// All tokens of `text`, in order; white space belongs to none.
pub fn tokens(text: &str) -> Vec<Token> {
    segment::words(text)
        .map(|(range, shape)| Token { span: Span::new(range.start as u32, range.end as u32), shape })
        .collect()
}

/// A text's tokens with their words in small letters: what the layers above read.
pub struct Words<'a> {
    /// The text the tokens were cut from.
    pub text: &'a str,
    /// The tokens.
    pub tokens: &'a [Token],
    lower: Vec<Cow<'a, str>>,
}

impl<'a> Words<'a> {
    /// Looks at `tokens` of `text`.
    pub fn new(text: &'a str, tokens: &'a [Token]) -> Words<'a> {
        let lower = tokens.iter().map(|token| lowered(token.of(text), token.shape)).collect();
        Words { text, tokens, lower }
    }

    /// The same, from what [`Words::changed`] gave for these words.
    pub fn known(text: &'a str, tokens: &'a [Token], changed: &'a [(usize, Box<str>)]) -> Words<'a> {
        let mut changed = changed.iter().peekable();
        let lower = tokens.iter().enumerate().map(|(at, token)| {
            let own = changed.next_if(|(other, _)| *other == at);
            Cow::Borrowed(own.map_or_else(|| token.of(text), |(_, word)| word))
        });
        Words { text, tokens, lower: lower.collect() }
    }

    /// The words that are others in small letters, by token.
    pub fn changed(&self) -> Vec<(usize, Box<str>)> {
        let own = self.lower.iter().enumerate().filter(|&(at, word)| *word != self.raw(at));
        own.map(|(at, word)| (at, Box::from(&**word))).collect()
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Token `at` as it is written; empty beyond the end.
    pub fn raw(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.of(self.text))
    }

    /// Token `at` in small letters, `’` as `'`; empty beyond the end.
    pub fn lower(&self, at: usize) -> &str {
        self.lower.get(at).map_or("", |word| word)
    }

    /// The shape of token `at`; a mark beyond the end.
    pub fn shape(&self, at: usize) -> Shape {
        self.tokens.get(at).map_or(Shape::Mark, |token| token.shape)
    }

    /// The span from token `first` to token `last`, both included.
    pub fn span(&self, first: usize, last: usize) -> Span {
        let end = |at: usize| self.tokens.get(at).map(|token| token.span);
        match (end(first), end(last)) {
            (Some(first), Some(last)) => Span::new(first.start, last.end.max(first.start)),
            _ => Span::default(),
        }
    }

    /// The first token that ends after `offset`.
    pub fn at(&self, offset: u32) -> usize {
        self.tokens.partition_point(|token| token.span.end <= offset)
    }

    /// White space, or the text's edge, stands before token `at`.
    pub fn space_before(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return true };
        at == 0 || self.tokens[at - 1].span.end < token.span.start
    }

    /// White space, or the text's edge, stands behind token `at`.
    pub fn space_after(&self, at: usize) -> bool {
        self.space_before(at + 1)
    }

    /// The longest phrase of small words at `at`.
    pub fn phrase<'p, T>(&self, phrases: &'p Phrases<T>, at: usize) -> Option<(usize, &'p T)> {
        phrases.longest(|n| self.lower.get(at + n).map(AsRef::as_ref))
    }

    /// The longest name, written as it is, at `at`.
    pub fn name<'p, T>(&self, names: &'p Phrases<T>, at: usize) -> Option<(usize, &'p T)> {
        names.longest(|n| match self.tokens.get(at + n)?.shape {
            Shape::Possessive => Some(self.lower(at + n)),
            _ => Some(self.raw(at + n)),
        })
    }

    /// The longest name at `at`, words in large letters read as names are written: `MOSCOW`, `NEW YORK`.
    pub fn shouted_name<'p, T>(&self, names: &'p Phrases<T>, at: usize) -> Option<(usize, &'p T)> {
        let titled = |n: usize| self.tokens.get(at + n).map(|_| titled(self.raw(at + n)));
        let words: Vec<String> = (0..4).map_while(titled).collect();
        names.longest(|n| words.get(n).map(String::as_str))
    }

    /// Token `at` is one of these words.
    pub fn is(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.lower(at))
    }

    /// Token `at` is a word of the language as such.
    pub fn is_known(&self, at: usize, lang: &Language) -> bool {
        lang.is_known_word(self.lower(at))
    }
}

fn lowered(word: &str, shape: Shape) -> Cow<'_, str> {
    let plain = matches!(shape, Shape::Lower | Shape::Number | Shape::Mark | Shape::Uncased);
    if plain && !word.contains('’') {
        return Cow::Borrowed(word);
    }
    Cow::Owned(word.to_lowercase().replace('’', "'"))
}

/// `MOSCOW` as `Moscow`.
fn titled(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
        .unwrap_or_default()
}
