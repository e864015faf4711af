//! Facts: what one document tells the rest of the folder. Free of positions, so that a shift changes nothing, and
//! comparable, so that an edit which changes no name, date or quotation ends here.

use jiff::civil::Date;

use crate::mentions::{Form, Kind};

/// The facts of one file.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Facts {
    /// One entry an article, in text order.
    pub articles: Vec<ArticleFacts>,
}

/// The facts of one article.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct ArticleFacts {
    /// Its title.
    pub title: Option<Box<str>>,
    /// Its outlet.
    pub outlet: Option<Box<str>>,
    /// The day it was written, where known (stated or inferred).
    pub day: Option<Date>,
    /// The date as shown: TIMEX3 value, or absent.
    pub date: Option<Box<str>>,
    /// People, bodies and places.
    pub entities: Vec<EntityFact>,
    /// Events.
    pub events: Vec<EventFact>,
    /// Quotations with a speaker.
    pub quotes: Vec<QuoteFact>,
}

/// One person, body or place in one article.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct EntityFact {
    /// What.
    pub kind: Kind,
    /// The fullest name.
    pub name: Box<str>,
    /// Every other way it is written, sorted.
    pub aliases: Vec<Box<str>>,
    /// The form of each mention, in text order.
    pub mentions: Vec<Form>,
    /// Titles as written, each with the number of the mention it stands beside.
    pub roles: Vec<(Box<str>, u32)>,
    /// Which mention introduces it best.
    pub introduction: u32,
    /// How well it does so, to compare with other articles'.
    pub introduction_score: u8,
}

/// One event mention in one article.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct EventFact {
    /// Its phrase as written, white space folded.
    pub label: Box<str>,
    /// The lexicon's type.
    pub kind: Box<str>,
    /// Where.
    pub place: Option<Box<str>>,
    /// Who takes part, sorted.
    pub participants: Vec<Box<str>>,
    /// When.
    pub interval: Option<(Date, Date)>,
    /// `second round` is 2.
    pub ordinal: Option<u32>,
}

/// A quotation and its speaker.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct QuoteFact {
    /// The words, white space folded.
    pub text: Box<str>,
    /// The speaker, as an index into the article's entities.
    pub speaker: u32,
}
