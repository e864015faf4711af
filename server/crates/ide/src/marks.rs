//! What stands where in a document, kept small: all that navigation needs of a document that nobody has open.

use corpus::Member;
use nlp::{Analysis, Form};
use text::Span;

use crate::snapshot::Path;

/// Where the entities, events and articles of a document stand. Bytes from the file's start; entities and events are
/// numbered as in the document's facts.
#[derive(PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Marks {
    pub articles: Box<[ArticleMarks]>,
}

/// The same for one article.
#[derive(PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct ArticleMarks {
    /// All of it.
    pub span: Span,
    /// What a list shows of it: its title, else the first line of its text.
    pub head: Span,
    /// The mentions of all its entities, one entity after the other.
    mentions: Box<[Mark]>,
    /// Per entity, where its mentions end in `mentions`, and the sentence that introduces it.
    entities: Box<[(u32, Span)]>,
    /// Its events.
    pub events: Box<[EventMark]>,
    /// What its entities are given as saying, by place.
    pub utterances: Box<[Utterance]>,
    /// Where the quotations stand that the article's facts list, in their order.
    pub quotes: Box<[Span]>,
    /// Sentences whose claims want a source and have none.
    pub claims: Box<[Span]>,
}

/// A stretch of what somebody says or thinks, in a writer's words or in the speaker's own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct Utterance {
    /// All of it.
    pub span: Span,
    /// The entity that speaks.
    pub speaker: u32,
}

/// One mention.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct Mark {
    pub span: Span,
    pub form: Form,
}

/// One mention of an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct EventMark {
    /// The phrase with what tells it apart.
    pub span: Span,
    /// Its head word.
    pub core: Span,
    /// The sentence around it.
    pub sentence: Span,
}

/// What a place in a document belongs to: numbers of an article, of an entity or event in it, and the words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Hit {
    pub article: u32,
    pub thing: Thing,
    /// The entity or event.
    pub number: u32,
    pub span: Span,
}

/// What kind of thing is hit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Thing {
    Entity,
    Event,
}

impl Marks {
    pub fn of(source: &str, analysis: &Analysis) -> Marks {
        Marks {
            articles: analysis.articles.iter().map(|article| ArticleMarks::of(source, article, analysis)).collect(),
        }
    }

    /// A copy, for those who keep it elsewhere.
    pub fn copied(&self) -> Marks {
        Marks { articles: self.articles.iter().map(ArticleMarks::copied).collect() }
    }

    pub fn article(&self, number: u32) -> Option<&ArticleMarks> {
        self.articles.get(number as usize)
    }

    /// The number of the article at `offset`.
    pub fn article_at(&self, offset: u32) -> Option<u32> {
        let at = self.articles.iter().position(|article| article.span.touches(offset))?;
        u32::try_from(at).ok()
    }

    /// All entities and events of the document called `path`.
    pub fn members(&self, path: &Path) -> impl Iterator<Item = (Thing, Member)> {
        self.articles.iter().zip(0..).flat_map(move |(article, number)| {
            let entities = (0..article.entities.len() as u32).map(|at| (Thing::Entity, at));
            let events = (0..article.events.len() as u32).map(|at| (Thing::Event, at));
            let member = move |entity| Member { path: path.clone(), article: number, entity };
            entities.chain(events).map(move |(thing, at)| (thing, member(at)))
        })
    }

    /// What stands at `offset`: an entity, else an event's word, else an event's phrase. Inside counts before the end,
    /// and the shorter before the longer.
    pub fn hit(&self, offset: u32) -> Option<Hit> {
        self.hits(offset).into_iter().next()
    }

    /// All that stands at `offset`, what counts most first.
    pub fn hits(&self, offset: u32) -> Vec<Hit> {
        let articles = self.articles.iter().enumerate().filter(|(_, article)| article.span.touches(offset));
        let hits =
            articles.flat_map(|(at, article)| article.hits(offset).map(move |hit| Hit { article: at as u32, ..hit }));
        let mut hits: Vec<Hit> = hits.collect();
        // The order of equals is that of the text: the sort is stable.
        hits.sort_by_key(|hit| (!hit.span.contains(offset), hit.thing == Thing::Event, hit.span.len()));
        hits
    }
}

impl ArticleMarks {
    fn of(source: &str, article: &nlp::Article, analysis: &Analysis) -> ArticleMarks {
        let sentence = |span: Span| {
            article.sentences.iter().copied().find(|sentence| sentence.contains_span(span)).unwrap_or(span)
        };
        let (mut mentions, mut entities) = (Vec::new(), Vec::new());
        for entity in &article.entities {
            mentions.extend(entity.mentions.iter().map(|mention| Mark { span: mention.span, form: mention.form }));
            let introduction = entity.mentions.get(entity.introduction).map_or(Span::default(), |mention| mention.span);
            entities.push((mentions.len() as u32, sentence(introduction)));
        }
        let event = |event: &nlp::EventMention| EventMark {
            span: event.span,
            core: event.core,
            sentence: sentence(event.span),
        };
        ArticleMarks {
            span: article.layout.span,
            head: article.layout.title.unwrap_or_else(|| first_line(source, article, analysis)),
            mentions: mentions.into(),
            entities: entities.into(),
            events: article.events.iter().map(event).collect(),
            utterances: utterances(article).into(),
            claims: article.claims.iter().filter(|claim| claim.is_unattributed()).map(|claim| claim.span).collect(),
            quotes: nlp::facts::told_quotes(source, article).map(|(speech, _)| speech.span).collect(),
        }
    }

    fn copied(&self) -> ArticleMarks {
        let (span, head) = (self.span, self.head);
        let (mentions, entities, events) = (self.mentions.clone(), self.entities.clone(), self.events.clone());
        let (utterances, quotes, claims) = (self.utterances.clone(), self.quotes.clone(), self.claims.clone());
        ArticleMarks { span, head, mentions, entities, events, utterances, quotes, claims }
    }

    /// The mentions of an entity, in text order.
    pub fn mentions(&self, entity: u32) -> &[Mark] {
        let entity = entity as usize;
        let start =
            entity.checked_sub(1).and_then(|before| self.entities.get(before)).map_or(0, |(end, _)| *end as usize);
        let end = self.entities.get(entity).map_or(start, |(end, _)| *end as usize);
        self.mentions.get(start..end).unwrap_or_default()
    }

    /// All entities with their mentions.
    pub fn entities(&self) -> impl Iterator<Item = (u32, &[Mark])> {
        (0..self.entities.len() as u32).map(|entity| (entity, self.mentions(entity)))
    }

    /// The sentence that introduces an entity.
    pub fn introduction(&self, entity: u32) -> Option<Span> {
        self.entities.get(entity as usize).map(|(_, sentence)| *sentence)
    }

    fn hits(&self, offset: u32) -> impl Iterator<Item = Hit> {
        let hit = |thing, number: usize, span| Hit { article: 0, thing, number: number as u32, span };
        let numbered =
            (0..self.entities.len()).flat_map(|at| self.mentions(at as u32).iter().map(move |mark| (at, mark.span)));
        let entities = numbered.map(move |(at, span)| hit(Thing::Entity, at, span));
        let words = self.events.iter().enumerate().map(move |(at, event)| hit(Thing::Event, at, event.core));
        let phrases = self.events.iter().enumerate().map(move |(at, event)| hit(Thing::Event, at, event.span));
        entities.chain(words).chain(phrases).filter(move |hit| hit.span.touches(offset))
    }
}

/// What each speaker of an article is given as saying: the contents of attributions, and quotations, which may go on
/// behind them. Where both are of one speaker they are one stretch.
fn utterances(article: &nlp::Article) -> Vec<Utterance> {
    let speaker = |attribution: usize| article.speakers.get(attribution).copied().flatten();
    let contents = article.attributions.iter().enumerate().flat_map(|(at, attribution)| {
        let pieces = attribution.content.iter().flat_map(text::Spans::iter);
        pieces.filter_map(move |span| Some((speaker(at)?, span)))
    });
    let spoken = article.quotes.iter().filter(|speech| !speech.nested);
    let quoted = spoken.filter_map(|speech| Some((speaker(speech.attribution?)?, speech.span)));
    let mut pieces: Vec<(usize, Span)> = contents.chain(quoted).collect();
    pieces.sort_unstable();
    let mut all: Vec<Utterance> = Vec::new();
    for (speaker, span) in pieces {
        let speaker = speaker as u32;
        match all.last_mut().filter(|last| last.speaker == speaker && last.span.intersects(span)) {
            Some(last) => last.span = last.span.cover(span),
            None => all.push(Utterance { span, speaker }),
        }
    }
    all.sort_by_key(|utterance| (utterance.span, utterance.speaker));
    all
}

/// The first line of an article's text.
fn first_line(source: &str, article: &nlp::Article, analysis: &Analysis) -> Span {
    let segments = analysis.layout.segments.get(article.layout.segments.clone()).unwrap_or_default();
    let body = segments.iter().find(|segment| segment.zone == nlp::Zone::Body).or(segments.first());
    let span = body.map_or(article.layout.span, |segment| segment.span);
    let text = span.of(source);
    let line = text.trim_start().lines().next().unwrap_or_default().trim_end();
    let start = span.start + (text.len() - text.trim_start().len()) as u32;
    Span::new(start, start + line.len() as u32)
}
