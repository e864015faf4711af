//! Mentions: words that name or describe a person, an organisation or a place, in one segment.

use text::Span;

/// What is mentioned (contract page, `kind`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Kind {
    /// A human being.
    Person,
    /// A body: state organ, company, outlet, armed group.
    Organization,
    /// A country, city, region, sea.
    Place,
    /// Something that happened or will.
    Event,
    /// Anything else with a name.
    Other,
}

/// How it is mentioned.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Form {
    /// By name.
    Name,
    /// By description: `the Russian leader`.
    Nominal,
    /// By pronoun.
    Pronoun,
    /// By a verb (events).
    Verb,
}

/// A mention in one segment. Bytes from the segment's start.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Mention {
    /// The bare name, or the whole description.
    pub span: Span,
    /// What.
    pub kind: Kind,
    /// How.
    pub form: Form,
    /// The title or apposition beside a person's name: `Russian Foreign Minister`.
    pub role: Option<Span>,
    /// The one name that a gazetteer gives for it; otherwise absent.
    pub canonical: Option<Box<str>>,
    /// How sure the kind is, 0 to 100: a gazetteer's or a title's word is worth more than a capital letter.
    pub confidence: u8,
    /// Which knowledge found it: `gazetteer/places`, `titles`, `given-names`, `capitals`.
    pub found_by: &'static str,
}
