//! From a mention to the other mentions of the same thing.

use corpus::{Entity, Event, Member};
use jiff::civil::Date;
use nlp::Form;
use text::Span;

use crate::marks::{Hit, Mark, Thing};
use crate::registry::Registry;
use crate::snapshot::{Document, Path, Snapshot};

/// A place to jump to. Bytes from the start of the file `path`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// The words under the cursor that lead there, in the asking document.
    pub origin: Span,
    /// The file.
    pub path: Path,
    /// The whole of it: the sentence that introduces a person.
    pub span: Span,
    /// What to put the cursor on: the name.
    pub focus: Span,
    /// How it is mentioned there.
    pub form: Form,
}

/// What a highlighted mention is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HighlightKind {
    /// Where the article introduces it.
    Introduction,
    /// A later mention by name.
    Mention,
    /// A description or pronoun.
    Description,
}

/// Another mention in the same document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Highlight {
    /// Where.
    pub span: Span,
    /// What it is.
    pub kind: HighlightKind,
}

impl Snapshot {
    /// The mention that introduces best, across the folder, what stands at `offset`; for an event the mention that
    /// dates or places it; for a link the line it leads to.
    pub fn definition(&self, path: &str, offset: u32) -> Vec<Target> {
        if Registry::is_file(path) {
            return self.entry_definition(path, offset);
        }
        if let Some(target) = self.link_target(path, offset) {
            return vec![target];
        }
        let target = self.known(path, offset).and_then(|(hit, known)| match known {
            Known::Entity(entity) => self.introduction(&hit, &entity.definition),
            Known::Event(event) => self.event_target(&hit, &event.definition),
        });
        target.into_iter().collect()
    }

    /// The first mention in the same article.
    pub fn declaration(&self, path: &str, offset: u32) -> Vec<Target> {
        let Some((hit, known)) = self.known(path, offset) else { return Vec::new() };
        let here = |member: &&Member| *member.path == *path && member.article == hit.article;
        let described = self.described_in(path, &known);
        let members = known.members(&self.index).iter().chain(&described);
        let targets = members.filter(here).flat_map(|member| self.mentions(&hit, member));
        targets.min_by_key(|target| target.focus).into_iter().collect()
    }

    /// All mentions across the folder: names first, then descriptions, then pronouns, each by article date and place,
    /// articles without a date last. Articles that never name a person and mean it by an office are among them. With
    /// `definition` the defining mention is, too. Of a statement that other articles give its versions, by day.
    pub fn references(&self, path: &str, offset: u32, definition: bool) -> Vec<Target> {
        if Registry::is_file(path) {
            return self.entry_references(path, offset, definition);
        }
        let Some((hit, known)) = self.known(path, offset) else { return self.versions(path, offset) };
        let defining = if definition { Vec::new() } else { self.definition(path, offset) };
        let is_defining =
            |target: &Target| defining.iter().any(|known| (&known.path, known.focus) == (&target.path, target.focus));
        self.all_mentions(&hit, &known).into_iter().filter(|target| !is_defining(target)).collect()
    }

    /// Every mention of somebody or something in the folder, in the order of [`Snapshot::references`].
    pub(crate) fn all_mentions(&self, hit: &Hit, known: &Known) -> Vec<Target> {
        let mut all: Vec<(Option<Date>, Target)> = Vec::new();
        let described = known.described(&self.index);
        for member in known.members(&self.index).iter().chain(&described) {
            let day = self.day_of(member);
            all.extend(self.mentions(hit, member).into_iter().map(|target| (day, target)));
        }
        let order = |(day, target): &(Option<Date>, Target)| {
            (known.rank(target.form), day.is_none(), *day, target.path.clone(), target.focus)
        };
        all.sort_by_cached_key(order);
        all.into_iter().map(|(_, target)| target).collect()
    }

    /// All mentions in this document.
    pub fn highlights(&self, path: &str, offset: u32) -> Vec<Highlight> {
        let Some((hit, known)) = self.known(path, offset) else { return Vec::new() };
        let described = self.described_in(path, &known);
        let here = known.members(&self.index).iter().filter(|member| *member.path == *path).chain(&described);
        let mut all: Vec<Highlight> = here.flat_map(|member| self.highlights_of(&hit, member, &known)).collect();
        all.sort_by_key(|highlight| highlight.span);
        all.dedup();
        all
    }

    fn highlights_of(&self, hit: &Hit, member: &Member, known: &Known) -> Vec<Highlight> {
        let introduction = match known {
            Known::Entity(_) => self.index.fact(member).map(|fact| fact.introduction as usize),
            Known::Event(event) => (event.definition == *member).then_some(0),
        };
        let kind = |at: usize, form: Form| match form {
            _ if introduction == Some(at) => HighlightKind::Introduction,
            form if known.is_description(form) => HighlightKind::Description,
            _ => HighlightKind::Mention,
        };
        let targets = self.mentions(hit, member).into_iter().enumerate();
        targets.map(|(at, target)| Highlight { span: target.focus, kind: kind(at, target.form) }).collect()
    }
}

/// What a place in a text means, across the folder.
pub(crate) enum Known {
    Entity(std::sync::Arc<Entity>),
    Event(std::sync::Arc<Event>),
}

impl Known {
    pub fn members<'a>(&'a self, index: &'a corpus::Index) -> &'a [Member] {
        match self {
            Known::Entity(entity) => entity.members(index),
            Known::Event(event) => &event.members,
        }
    }

    /// Where articles that never name a person mean it.
    fn described(&self, index: &corpus::Index) -> Vec<Member> {
        match self {
            Known::Entity(entity) => entity.described(index),
            Known::Event(_) => Vec::new(),
        }
    }

    /// Names come before descriptions, and these before pronouns; mentions of an event are all of a kind.
    fn rank(&self, form: Form) -> u8 {
        match (self, form) {
            (Known::Event(_), _) | (_, Form::Name) => 0,
            (_, Form::Nominal | Form::Verb) => 1,
            (_, Form::Pronoun) => 2,
        }
    }

    /// A description of a person comes behind names; an event has no other than descriptions.
    fn is_description(&self, form: Form) -> bool {
        matches!(self, Known::Entity(_)) && form != Form::Name
    }
}

impl Snapshot {
    /// Works out who and what is in a document, so that questions about it need not wait for it. Ends early when it is
    /// no longer wanted.
    pub fn prepare(&self, path: &str, is_wanted: impl Fn() -> bool) {
        let Some(document) = self.documents.get(path) else { return };
        for (thing, member) in document.marks.members(&document.path).take_while(|_| is_wanted()) {
            match thing {
                Thing::Entity => drop(self.index.entity_of(&member)),
                Thing::Event => drop(self.index.event_of(&member)),
            }
        }
    }

    /// The descriptions of one document that mean a person whom their article never names.
    fn described_in(&self, path: &str, known: &Known) -> Vec<Member> {
        let (Known::Entity(entity), Some(document)) = (known, self.documents.get(path)) else { return Vec::new() };
        let entities = document.marks.members(&document.path).filter(|(thing, _)| *thing == Thing::Entity);
        let is_description = |member: &Member| self.index.fact(member).is_some_and(|fact| fact.is_description());
        let means = |member: &Member| self.index.entity_of(member).is_some_and(|holder| holder.id == entity.id);
        entities.map(|(_, member)| member).filter(|member| is_description(member) && means(member)).collect()
    }

    /// What stands at `offset`, and what it is across the folder.
    pub(crate) fn known(&self, path: &str, offset: u32) -> Option<(Hit, Known)> {
        let document = self.documents.get(path)?;
        let hit = document.marks.hit(offset)?;
        let member = Member { path: document.path.clone(), article: hit.article, entity: hit.number };
        let known = match hit.thing {
            Thing::Entity => Known::Entity(self.index.entity_of(&member)?),
            Thing::Event => Known::Event(self.index.event_of(&member)?),
        };
        Some((hit, known))
    }

    /// The mention that introduces an entity in an article, with its sentence.
    pub(crate) fn introduction(&self, hit: &Hit, member: &Member) -> Option<Target> {
        let document = self.documents.get(&*member.path)?;
        let article = document.marks.article(member.article)?;
        let introduction = self.index.fact(member)?.introduction as usize;
        let mark = article.mentions(member.entity).get(introduction)?;
        let sentence = article.introduction(member.entity).unwrap_or(mark.span);
        Some(Target {
            origin: hit.span,
            path: document.path.clone(),
            span: sentence,
            focus: mark.span,
            form: mark.form,
        })
    }

    /// A mention of an event, with its sentence.
    pub(crate) fn event_target(&self, hit: &Hit, member: &Member) -> Option<Target> {
        let document = self.documents.get(&*member.path)?;
        let event = document.marks.article(member.article)?.events.get(member.entity as usize)?;
        Some(Target {
            origin: hit.span,
            path: document.path.clone(),
            span: event.sentence.cover(event.span),
            focus: event.span,
            form: Form::Nominal,
        })
    }

    /// All mentions of an article's entity or event, in text order.
    pub(crate) fn mentions(&self, hit: &Hit, member: &Member) -> Vec<Target> {
        if hit.thing == Thing::Event {
            return self.event_target(hit, member).into_iter().collect();
        }
        let Some(document) = self.documents.get(&*member.path) else { return Vec::new() };
        let Some(article) = document.marks.article(member.article) else { return Vec::new() };
        let target = |mark: &Mark| target(hit, document, mark);
        article.mentions(member.entity).iter().map(target).collect()
    }
}

fn target(hit: &Hit, document: &Document, mark: &Mark) -> Target {
    Target { origin: hit.span, path: document.path.clone(), span: mark.span, focus: mark.span, form: mark.form }
}
