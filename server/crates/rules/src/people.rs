//! People as an article, the folder and its registry know them.

use std::sync::Arc;

use corpus::{Member, is_full_name, key, may_be_one};
use jiff::civil::Date;
use lang::WordClass;
use nlp::coreference::{Entity, EntityMention};
use nlp::{Form, Kind};
use registry::EntityKind;
use text::Span;

use crate::context::{Article, Context};
use crate::finding::Related;

/// A person of an article, by its number there.
#[derive(Clone, Copy)]
pub(crate) struct Person<'a> {
    /// The article's own knowledge.
    pub entity: &'a Entity,
    number: usize,
}

/// The people of an article, in the order of their first mentions: whom it shows to be people, and capital words that
/// the registry or the folder knows as somebody's name.
pub(crate) fn people<'a, 'b>(article: &'b Article<'a>) -> impl Iterator<Item = Person<'a>> + use<'a, 'b> {
    let numbered = article.read.entities.iter().enumerate().map(|(number, entity)| Person { entity, number });
    numbered.filter(|person| match person.entity.kind {
        Kind::Person => true,
        Kind::Other => is_known(article, person),
        _ => false,
    })
}

fn is_known(article: &Article, person: &Person) -> bool {
    let name = key::plain(&person.entity.name);
    let called = |entry: &registry::Entity| entry.names().chain([surname(entry)]).any(|own| key::plain(own) == name);
    let is_word = article.context.lang.is_known_word(&name);
    called_like(article, &person.entity.name).any(called)
        || !is_word && person.known(article).is_some_and(|known| known.kind == Kind::Person)
}

/// The person that an entity of an article is, by its number there.
pub(crate) fn person(entity: &Entity, number: usize) -> Person<'_> {
    Person { entity, number }
}

impl<'a> Person<'a> {
    /// Where it is named, headlines and captions included.
    pub fn names(&self) -> impl Iterator<Item = &'a EntityMention> + use<'a> {
        self.entity.mentions.iter().filter(|mention| mention.form == Form::Name)
    }

    /// The article gives the full name somewhere.
    pub fn has_full_name(&self, article: &Article) -> bool {
        self.names().any(|mention| is_full_name(&article.words(mention.span)))
    }

    /// Who it is in the folder.
    pub fn known(&self, article: &Article) -> Option<Arc<corpus::Entity>> {
        article.context.index.entity_of(&self.member(article))
    }

    /// The one entry of the registry that this person is; none where the folder knows that it is somebody else.
    pub fn registered<'b>(&self, article: &Article<'b>) -> Option<&'b registry::Entity> {
        let mut fits = called_like(article, &self.entity.name).filter(|entry| is_called(entry, &self.entity.name));
        let is_own = |entry: &&registry::Entity| !entry.is_not(&self.entity.name);
        let only = fits.next().filter(|_| fits.next().is_none()).filter(is_own)?;
        let is_other = self.known(article).is_some_and(|known| {
            is_full_name(&known.name) && !entry_names(only).any(|name| may_be_one(name, &known.name))
        });
        (!is_other).then_some(only)
    }

    fn member(&self, article: &Article) -> Member {
        Member { path: article.context.path.clone(), article: article.index as u32, entity: self.number as u32 }
    }
}

/// The people of the registry.
pub(crate) fn registered<'a>(article: &Article<'a>) -> impl Iterator<Item = &'a registry::Entity> + use<'a> {
    let all = article.context.entities.into_iter().flat_map(|entities| &entities.all);
    all.filter(|entry| entry.kind == EntityKind::Person)
}

/// The people of the registry who may be called so: all that have the surname, in any of its romanisations.
pub(crate) fn called_like<'a>(
    article: &Article<'a>,
    name: &str,
) -> impl Iterator<Item = &'a registry::Entity> + use<'a> {
    let Context { entities, roll, .. } = article.context;
    let entities: Option<&'a registry::Entities> = *entities;
    entities.map(|entities| roll.people(entities, name)).into_iter().flatten()
}

/// The surname of an entry.
pub(crate) fn surname(entry: &registry::Entity) -> &str {
    entry.surname.as_deref().unwrap_or_else(|| last_word(&entry.name))
}

/// The last word of a name.
pub(crate) fn last_word(name: &str) -> &str {
    name.rsplit(char::is_whitespace).next().unwrap_or(name)
}

/// The office of an entry on a day, the one it came into last.
pub(crate) fn role_on(entry: &registry::Entity, day: Date) -> Option<&registry::Role> {
    let holds = |role: &&registry::Role| {
        role.from.is_none_or(|from| from.first <= day) && role.to.is_none_or(|to| to.last >= day)
    };
    entry.roles.iter().filter(holds).max_by_key(|role| role.from.map(|from| from.first))
}

/// Where the folder introduces somebody.
pub(crate) fn introduced(article: &Article, known: &corpus::Entity) -> Option<Related> {
    let member = &known.definition;
    let span = article.context.places.introduction(member)?;
    let is_here = member.path == *article.context.path;
    let message = format!("{} is introduced here", known.name);
    Some(Related { path: (!is_here).then(|| member.path.clone()), span, message })
}

/// A word that joins two names stands right beside: `the Areld-Velde talks`.
pub(crate) fn is_joined(article: &Article, span: Span) -> bool {
    let text = article.context.source;
    let joins = |c: Option<char>| c.is_some_and(|c| matches!(c, '-' | '–' | '\u{2010}' | '\u{2011}' | '/'));
    joins(text[..span.start as usize].chars().next_back()) || joins(text[span.end as usize..].chars().next())
}

/// A noun follows that the name only describes, or a body that is the person's.
pub(crate) fn is_attribute(article: &Article, span: Span) -> bool {
    let lang = article.context.lang;
    let rest = behind(article, span);
    let (owned, rest) = match rest.strip_prefix("'s ").or_else(|| rest.strip_prefix("’s ")) {
        Some(rest) => (true, rest),
        None => (false, rest.strip_prefix([' ', '\u{a0}']).unwrap_or_default()),
    };
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let lower = word.to_lowercase();
    if lang.is_body_word(&lower) {
        return true;
    }
    let class = lang.class(&lower);
    let verb = WordClass::VERB.with(WordClass::VERB_S).with(WordClass::VERB_ED);
    !owned && word == lower && class.any(WordClass::NOUN) && !class.any(verb) && !lang.function.contains(&lower)
}

/// Words of a title with a line below it.
const TITLE: usize = 30;

/// The article's first paragraph is short, and there is no title before it: it may be the title.
pub(crate) fn is_first_line(article: &Article, span: Span) -> bool {
    let mut body = article.body();
    let Some(first) = body.next().filter(|first| first.contains_span(span)) else { return false };
    let sentences = article.read.sentences.iter().filter(|sentence| first.contains_span(**sentence)).count();
    let words = first.of(article.context.source).split_whitespace().count();
    article.read.layout.title.is_none() && (sentences == 1 || sentences == 2 && words <= TITLE) && body.next().is_some()
}

/// The words right behind a span, on its line.
pub(crate) fn behind<'a>(article: &Article<'a>, span: Span) -> &'a str {
    let rest = &article.context.source[span.end as usize..];
    rest.split(['\n', '\r']).next().unwrap_or(rest)
}

fn is_called(entry: &registry::Entity, name: &str) -> bool {
    if is_full_name(name) {
        return entry_names(entry).any(|own| is_full_name(own) && may_be_one(own, name));
    }
    let light = |word: &str| key::light(&key::plain(last_word(word)));
    let bare = light(name);
    light(surname(entry)) == bare || entry_names(entry).any(|own| !own.contains(' ') && light(own) == bare)
}

fn entry_names(entry: &registry::Entity) -> impl Iterator<Item = &str> {
    entry.names()
}
