//! Who is who inside one article: the mentions of one person, body or place, joined.

use text::Span;

use crate::mentions::{Form, Kind};

/// A person, body or place as one article knows it. Offsets count from the start of the file.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Entity {
    /// What.
    pub kind: Kind,
    /// The fullest name in the article, bare: `Dmitry Peskov`.
    pub name: String,
    /// Every other way it is written.
    pub aliases: Vec<String>,
    /// Its mentions, in text order.
    pub mentions: Vec<EntityMention>,
    /// Titles and offices, in text order, each with its evidence.
    pub roles: Vec<Role>,
    /// The mention that introduces it best, as an index into `mentions`.
    pub introduction: usize,
}

/// One mention of an [`Entity`].
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct EntityMention {
    /// Where.
    pub span: Span,
    /// How.
    pub form: Form,
    /// In a headline, caption or credit.
    pub furniture: bool,
}

/// A title or office, and where it is given.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Role {
    /// As written: `Russian Foreign Minister`.
    pub title: String,
    /// Where.
    pub span: Span,
}
