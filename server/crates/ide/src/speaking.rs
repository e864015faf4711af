//! Who speaks about whom: answered from what is kept of every document, so that none is read again for it.

use std::collections::BTreeMap;
use std::sync::Arc;

use corpus::{Entity, Member};
use nlp::Kind;
use rules::Profile;
use text::Span;

use crate::hover::counted;
use crate::hover::person::mentions_line;
use crate::marks::{ArticleMarks, Hit, Thing, Utterance};
use crate::outline::{SymbolKind, symbol_kind};
use crate::snapshot::{Document, Path, Snapshot};

/// Somebody who speaks or is spoken about, at one of the places where that is so. Bytes from the start of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Party {
    /// Who across the folder: `per:anna-berg`.
    pub id: String,
    /// The name.
    pub name: String,
    /// A person, body or place.
    pub kind: SymbolKind,
    /// More: `2 statements · 2025-03-04, Merrow Mirror`, or where it is mentioned.
    pub detail: String,
    /// The file.
    pub path: Path,
    /// The sentence or statement around the name.
    pub span: Span,
    /// The name's place.
    pub focus: Span,
}

/// What is said in one article by one about another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Talk {
    /// Who speaks, or who is spoken about.
    pub party: Party,
    /// What is said, by place, in the party's file.
    pub contents: Vec<Span>,
}

/// Nobody reads more of them.
const LIMIT: usize = 256;

impl Snapshot {
    /// Who stands at `offset` and may speak or be spoken about: a person, a body, a state.
    pub fn party(&self, path: &str, offset: u32) -> Option<Party> {
        let (hit, entity) = self.speakers_at(path, offset).next()?;
        let document = self.documents.get(path)?;
        let detail = mentions_line(&entity, &self.index);
        self.party_of(&entity, document, hit.span, hit.span, detail)
    }

    /// Who speaks about the party called `id`, where, and in which words: an entry for each speaker and article, those
    /// who do so most first, of one speaker the latest articles first. Nobody is told to speak about himself. The party
    /// stood at `offset` of the file when it was asked for.
    pub fn speakers_about(&self, path: &str, offset: u32, id: &str) -> Vec<Talk> {
        let Some(entity) = self.speaker_called(path, offset, id) else { return Vec::new() };
        let mut talks = Talks::default();
        for member in entity.members(&self.index) {
            let Some(article) = self.evidence_of(member) else { continue };
            let mentions = article.mentions(member.entity);
            for utterance in article.utterances.iter().filter(|utterance| utterance.speaker != member.entity) {
                if mentions.iter().any(|mark| utterance.span.contains_span(mark.span)) {
                    let speaker = Member { entity: utterance.speaker, ..member.clone() };
                    talks.add(speaker, utterance.span, None);
                }
            }
        }
        self.told_by(talks, &entity)
    }

    /// Whom the party called `id` speaks about, where, and in which words: an entry for each of them and each article.
    pub fn spoken_about(&self, path: &str, offset: u32, id: &str) -> Vec<Talk> {
        let Some(entity) = self.speaker_called(path, offset, id) else { return Vec::new() };
        let mut talks = Talks::default();
        for member in entity.members(&self.index) {
            let Some(article) = self.evidence_of(member) else { continue };
            for utterance in article.utterances.iter().filter(|utterance| utterance.speaker == member.entity) {
                for (about, focus) in mentioned(article, utterance).filter(|(about, _)| *about != member.entity) {
                    talks.add(Member { entity: about, ..member.clone() }, utterance.span, Some(focus));
                }
            }
        }
        self.told_by(talks, &entity)
    }

    /// Those who stand at `offset` and may speak, the innermost first.
    fn speakers_at<'a>(&'a self, path: &str, offset: u32) -> impl Iterator<Item = (Hit, Arc<Entity>)> + 'a {
        let document = self.documents.get(path);
        document.into_iter().flat_map(move |document| {
            let hits = document.marks.hits(offset).into_iter().filter(|hit| hit.thing == Thing::Entity);
            hits.filter_map(|hit| {
                let member = Member { path: document.path.clone(), article: hit.article, entity: hit.number };
                let entity = self.index.entity_of(&member)?;
                can_speak(entity.kind).then_some((hit, entity))
            })
        })
    }

    /// The same one as before, also where edits have moved the words.
    fn speaker_called(&self, path: &str, offset: u32, id: &str) -> Option<Arc<Entity>> {
        let here = self.speakers_at(path, offset).map(|(_, entity)| entity).find(|entity| entity.id == id);
        here.or_else(|| {
            let document = self.documents.get(path)?;
            let entities = document.marks.members(&document.path).filter(|(thing, _)| *thing == Thing::Entity);
            entities.filter_map(|(_, member)| self.index.entity_of(&member)).find(|entity| entity.id == id)
        })
    }

    /// Where a member stands; nothing that somebody writes himself is evidence of who speaks.
    fn evidence_of(&self, member: &Member) -> Option<&ArticleMarks> {
        let document = self.documents.get(&*member.path).filter(|document| document.profile == Profile::Source)?;
        document.marks.article(member.article)
    }

    /// The talks of those who are somebody across the folder, without the one who asks.
    fn told_by(&self, talks: Talks, asking: &Entity) -> Vec<Talk> {
        let mut known: Vec<(Arc<Entity>, Gathered)> = Vec::new();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for gathered in talks.0.into_values() {
            let entity = self.index.entity_of(&gathered.member);
            let Some(entity) = entity.filter(|entity| entity.id != asking.id && can_speak(entity.kind)) else {
                continue;
            };
            *counts.entry(entity.id.clone()).or_default() += gathered.contents.len();
            known.push((entity, gathered));
        }
        let place = |kind: Kind| kind == Kind::Place;
        let day = |member: &Member| self.index.article(&member.path, member.article).and_then(|article| article.day);
        known.sort_by_cached_key(|(entity, gathered)| {
            let often = std::cmp::Reverse(counts.get(&entity.id).copied().unwrap_or_default());
            let latest = std::cmp::Reverse(day(&gathered.member));
            (place(entity.kind), often, entity.id.clone(), latest, gathered.member.clone())
        });
        let talks = known.into_iter().take(LIMIT).filter_map(|(entity, gathered)| self.talk(&entity, gathered));
        talks.collect()
    }

    fn talk(&self, entity: &Entity, gathered: Gathered) -> Option<Talk> {
        let Gathered { member, contents, focus } = gathered;
        let document = self.documents.get(&*member.path)?;
        let article = document.marks.article(member.article)?;
        let (span, focus) = match (focus, contents.first()) {
            (Some(focus), Some(content)) => (*content, focus),
            _ => {
                let introduction = self.index.fact(&member)?.introduction as usize;
                let focus = article.mentions(member.entity).get(introduction)?.span;
                (article.introduction(member.entity).unwrap_or(focus), focus)
            }
        };
        let detail = format!("{} · {}", counted(contents.len(), "statement", "statements"), self.told(&member));
        let party = self.party_of(entity, document, span, focus, detail)?;
        Some(Talk { party, contents })
    }

    fn party_of(&self, entity: &Entity, document: &Document, span: Span, focus: Span, detail: String) -> Option<Party> {
        Some(Party {
            id: entity.id.clone(),
            name: entity.name.to_string(),
            kind: symbol_kind(entity.kind)?,
            detail,
            path: document.path.clone(),
            span: span.cover(focus),
            focus,
        })
    }
}

/// Talks by article and entity of it.
#[derive(Default)]
struct Talks(BTreeMap<Member, Gathered>);

struct Gathered {
    member: Member,
    contents: Vec<Span>,
    /// Where the one who is spoken about is mentioned first in them.
    focus: Option<Span>,
}

impl Talks {
    fn add(&mut self, member: Member, content: Span, focus: Option<Span>) {
        let gathered = self.0.entry(member.clone()).or_insert_with(|| Gathered { member, contents: Vec::new(), focus });
        if gathered.contents.last() != Some(&content) {
            gathered.contents.push(content);
        }
    }
}

/// Whom a stretch of speech mentions, each with the first place.
fn mentioned<'a>(article: &'a ArticleMarks, utterance: &'a Utterance) -> impl Iterator<Item = (u32, Span)> + 'a {
    article.entities().filter_map(|(entity, marks)| {
        let inside = marks.iter().find(|mark| utterance.span.contains_span(mark.span))?;
        Some((entity, inside.span))
    })
}

/// States and cities speak in the news as people and bodies do.
fn can_speak(kind: Kind) -> bool {
    matches!(kind, Kind::Person | Kind::Organization | Kind::Place)
}
