//! Facts: what one document tells the rest of the folder. Free of positions, so that a shift changes nothing, and
//! comparable, so that an edit which changes no name, date or quotation ends here.

use jiff::civil::Date;
use lang::{EventStatus, Turn};

use crate::coreference::Evidence;
use crate::mentions::{Form, Kind};

/// The facts of one file.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Facts {
    /// One entry an article, in text order.
    pub articles: Vec<ArticleFacts>,
}

/// The facts of one article.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, serde::Serialize, serde::Deserialize)]
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
    /// It is somebody's own text, and no evidence.
    pub draft: bool,
    /// Names that stand in it, where they are not those of `entities`, which were given.
    pub company: Vec<Box<str>>,
}

/// One person, body or place in one article.
#[derive(Clone, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub struct EntityFact {
    /// What.
    pub kind: Kind,
    /// The fullest name.
    pub name: Box<str>,
    /// Every other way it is written, sorted.
    pub aliases: Vec<Box<str>>,
    /// The form of each mention, in text order.
    pub mentions: Vec<Form>,
    /// Titles and offices.
    pub roles: Vec<RoleFact>,
    /// Which mention introduces it best.
    pub introduction: u32,
    /// How well it does so, to compare with other articles'.
    pub introduction_score: u8,
    /// What speaks for its kind.
    pub evidence: Evidence,
}

/// A title beside a name.
#[derive(Clone, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub struct RoleFact {
    /// As written: `Russian Foreign Minister`.
    pub title: Box<str>,
    /// The office without whose it is: `foreign minister`.
    pub office: Box<str>,
    /// The number of the mention it stands beside.
    pub mention: u32,
    /// The posts it may be, where it says whose office it is: `prime minister of Iraq`.
    pub posts: Vec<Box<str>>,
}

/// One event mention in one article.
#[derive(Clone, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
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
    /// The same as TIMEX3 value, which may leave the year open: `XXXX-02-04`.
    pub value: Option<Box<str>>,
    /// `second round` is 2.
    pub ordinal: Option<u32>,
    /// `the previous round`
    pub turn: Option<Turn>,
    /// Whether it is to come, was held or called off, as far as the words beside it say.
    pub status: Option<EventStatus>,
}

/// A quotation and its speaker.
#[derive(Clone, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub struct QuoteFact {
    /// The words, white space folded.
    pub text: Box<str>,
    /// The speaker, as an index into the article's entities.
    pub speaker: u32,
}

impl EntityFact {
    /// It is never named: an office says who is meant, for the folder to find.
    pub fn is_description(&self) -> bool {
        self.kind == Kind::Person && !self.mentions.contains(&Form::Name) && !self.roles.is_empty()
    }
}

impl Facts {
    /// The same from a draft: who and what it mentions counts, but it is evidence of nothing. It introduces nobody where
    /// a source does, gives nobody an office and nobody words.
    pub fn of_draft(&self) -> Facts {
        let mut facts = self.clone();
        for article in &mut facts.articles {
            article.quotes.clear();
            article.draft = true;
            for entity in &mut article.entities {
                entity.introduction_score = 0;
                if !entity.is_description() {
                    entity.roles.clear();
                }
            }
        }
        facts
    }
}

/// The facts of a file's articles.
pub fn facts(source: &str, articles: &[crate::Article]) -> Facts {
    Facts { articles: articles.iter().map(|article| article_facts(source, article)).collect() }
}

fn article_facts(source: &str, article: &crate::Article) -> ArticleFacts {
    ArticleFacts {
        title: article.layout.title.map(|span| folded(source, span)),
        outlet: article.layout.outlet.as_ref().map(|outlet| outlet.name.as_str().into()),
        day: article.date.day,
        date: article.date.value.as_deref().map(Box::from),
        entities: article.entities.iter().map(|entity| entity_fact(source, entity)).collect(),
        events: article.events.iter().map(|event| event_fact(source, event)).collect(),
        quotes: quotes(source, article),
        draft: false,
        company: Vec::new(),
    }
}

fn entity_fact(source: &str, entity: &crate::coreference::Entity) -> EntityFact {
    let mut aliases: Vec<Box<str>> = entity.aliases.iter().map(|alias| alias.as_str().into()).collect();
    aliases.sort();
    let beside =
        |span: text::Span| entity.mentions.iter().position(|mention| mention.role == Some(span)).unwrap_or(0) as u32;
    let role = |role: &crate::coreference::Role| RoleFact {
        title: role.title.as_str().into(),
        office: role.office.as_str().into(),
        mention: beside(role.span),
        posts: role.posts.iter().map(|post| post.as_str().into()).collect(),
    };
    let introduction = entity.mentions.get(entity.introduction);
    EntityFact {
        kind: entity.kind,
        name: entity.name.as_str().into(),
        aliases,
        mentions: entity.mentions.iter().map(|mention| mention.form).collect(),
        roles: entity.roles.iter().map(role).collect(),
        introduction: entity.introduction as u32,
        introduction_score: introduction
            .map_or(0, |mention| crate::coreference::introduction_score(entity, mention, source)),
        evidence: entity.evidence,
    }
}

fn event_fact(source: &str, event: &crate::EventMention) -> EventFact {
    EventFact {
        label: folded(source, event.span),
        kind: event.kind.clone(),
        place: event.place.clone(),
        participants: event.participants.clone(),
        interval: event.interval,
        value: event.value.clone(),
        ordinal: event.ordinal,
        turn: event.turn,
        status: event.status,
    }
}

/// Quotations of a clause or more whose speaker is known, with the speaker as an index into the article's entities:
/// those that [`ArticleFacts::quotes`] lists, in its order.
pub fn told_quotes<'a>(
    source: &'a str,
    article: &'a crate::Article,
) -> impl Iterator<Item = (&'a crate::article::Speech, u32)> {
    let spoken = article.quotes.iter().filter(|speech| !speech.nested && speech.opened && speech.closed);
    spoken.filter_map(move |speech| {
        let speaker = article.speakers.get(speech.attribution?).copied().flatten()?;
        let is_clause = speech.span.of(source).split_whitespace().nth(SHORTEST - 1).is_some();
        is_clause.then_some((speech, speaker as u32))
    })
}

fn quotes(source: &str, article: &crate::Article) -> Vec<QuoteFact> {
    let told = told_quotes(source, article);
    told.map(|(speech, speaker)| QuoteFact { text: folded(source, speech.span), speaker }).collect()
}

/// Fewer words than this are a term in quotation marks, not a quotation.
const SHORTEST: usize = 4;

fn folded(source: &str, span: text::Span) -> Box<str> {
    span.of(source).split_whitespace().collect::<Vec<_>>().join(" ").into()
}
