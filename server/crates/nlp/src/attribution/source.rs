//! Sources: the noun phrase that speaks, and who that is.

use std::ops::Range;

use lang::segment::Shape;
use lang::{Language, WordClass};
use text::Span;

use super::SourceKind;
use crate::mentions::{Form, Kind, Mention};
use crate::tokens::Words;

/// Who a source is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Class {
    /// Its class.
    pub kind: SourceKind,
    /// The name or noun it is known by.
    pub head: Option<Span>,
    /// It stands for somebody mentioned before: `the source`.
    pub later: bool,
    /// It is an office: `the Russian leader`.
    pub office: bool,
}

impl Class {
    fn of(kind: SourceKind, head: Span, later: bool) -> Class {
        Class { kind, head: Some(head), later, office: false }
    }
}

/// What the class of a source is read from.
#[derive(Clone, Copy)]
pub(crate) struct Sources<'a> {
    pub words: &'a Words<'a>,
    pub mentions: &'a [Mention],
    pub lang: &'a Language,
}

impl Sources<'_> {
    /// The mentions that lie in a span.
    pub(crate) fn mentions_in(&self, span: Span) -> impl Iterator<Item = &Mention> {
        self.mentions.iter().filter(move |mention| span.contains_span(mention.span))
    }

    /// `an informed source`: a participle behind an article describes what follows.
    fn is_attribute(&self, at: usize) -> bool {
        self.lang.class(self.words.lower(at)).any(WordClass::VERB_ED)
            && self.lang.closed.before_attribute.contains(self.words.lower(at.wrapping_sub(1)))
    }

    fn in_mention(&self, at: usize) -> bool {
        let Some(token) = self.words.tokens.get(at) else { return false };
        self.mentions.iter().any(|mention| {
            mention.span.contains_span(token.span) || mention.role.is_some_and(|role| role.contains_span(token.span))
        })
    }

    /// Somebody or something that can be a source: a name, a pronoun, a person, a group, a body, a document. A thing
    /// cannot: `the itinerary makes it clear` attributes nothing.
    pub(super) fn can_speak(&self, source: Range<usize>) -> bool {
        if self.lang.closed.speakers.contains(self.words.lower(source.end - 1)) {
            return true;
        }
        if self.lang.closed.nobody.contains(self.words.lower(source.start)) {
            return false;
        }
        let head = self.head_end(source.clone());
        let named = self
            .mentions_in(self.words.span(source.start, source.end - 1))
            .any(|mention| self.words.at(mention.span.end.saturating_sub(1)) >= head);
        let owned =
            source.clone().take_while(|&at| at < head).any(|at| self.lang.demonyms.contains_key(self.words.raw(at)));
        named
            || owned
            || self.in_mention(head)
            || self.words.shape(head).is_capital()
            || self.is_group(source.clone())
            || self.is_person_noun(source.clone())
            || self.lang.is_body_word(self.words.lower(head))
            || self.lang.closed.courts.contains(self.words.lower(head))
            || self.is_document(source.clone())
            || self.title_ends(head, source.start)
            || self.title_ends(source.end - 1, source.start)
    }

    /// `the report`, `new filings`: what can show or say something without being somebody.
    pub(super) fn is_document(&self, source: Range<usize>) -> bool {
        let head = self.head_end(source.clone());
        self.lang.noun_cues.contains(self.words.lower(head)) || self.head_is(source, &self.lang.documents).is_some()
    }

    /// The last token of the phrase's head: before the first preposition, participle or bracket that describes it.
    pub(super) fn head_end(&self, source: Range<usize>) -> usize {
        let mut end = source.start;
        for at in source.clone() {
            let lower = self.words.lower(at);
            let ends = self.lang.closed.describers.contains(lower)
                || matches!(self.words.raw(at), "," | "(")
                || at > source.start
                    && self.lang.class(lower).any(WordClass::VERB_ED.with(WordClass::VERB_ING))
                    && !self.is_attribute(at)
                    && !self.lang.class(lower).any(WordClass::NOUN.with(WordClass::ADJECTIVE));
            if ends && at > source.start {
                break;
            }
            // The full stop of `Orvane Corp.` heads nothing.
            if self.words.shape(at) != Shape::Mark {
                end = at;
            }
        }
        end
    }

    /// A phrase of `phrases` ends with the head of the source.
    fn head_is<T>(&self, source: Range<usize>, phrases: &lang::Phrases<T>) -> Option<Span> {
        let head = self.head_end(source.clone());
        let first = (source.start..=head)
            .find(|&first| self.words.phrase(phrases, first).is_some_and(|(len, _)| first + len > head))?;
        Some(self.words.span(first, head))
    }

    pub(super) fn is_group(&self, source: Range<usize>) -> bool {
        [&self.lang.group_nouns, &self.lang.source_nouns, &self.lang.officials]
            .into_iter()
            .any(|nouns| self.head_is(source.clone(), nouns).is_some())
    }

    fn is_person_noun(&self, source: Range<usize>) -> bool {
        let head = self.words.lower(self.head_end(source));
        let single = head.strip_suffix('s').unwrap_or(head);
        self.lang.person_nouns.contains(head)
            || self.lang.person_nouns.contains(single)
            || self.lang.title_modifiers.contains(head)
            || is_agentive(head)
    }

    /// `two advisers`, `one of the organisers`, `three people in the room`: persons, counted and not named.
    fn is_counted(&self, source: Range<usize>) -> bool {
        let (first, second) = (self.words.lower(source.start), self.words.lower(source.start + 1));
        let number = self.lang.times.numbers.contains_key(first)
            || self.words.shape(source.start) == Shape::Number
            || self.lang.closed.some_of.contains(first) && self.lang.closed.of.contains(second);
        let last = self.head_end(if self.lang.closed.of.contains(second) {
            source.start + 2..source.end
        } else {
            source.clone()
        });
        let noun = self.words.lower(last);
        let single = noun.strip_suffix('s').unwrap_or(noun);
        let people = self.lang.closed.people.contains(noun)
            || self.lang.person_nouns.contains(single)
            || self.lang.titles.single(single).is_some()
            || is_agentive(noun)
            || self.is_group(last..last + 1);
        number && people && source.len() > 1
    }

    /// Who the words of `source` are.
    pub(crate) fn classify(&self, source: Range<usize>) -> Class {
        self.pronoun(&source)
            .or_else(|| self.named_first(&source))
            .or_else(|| self.named_behind(&source))
            .or_else(|| self.unnamed(&source))
            .or_else(|| self.named_at_head(&source))
            .or_else(|| self.document(&source))
            .or_else(|| self.group(&source))
            .or_else(|| self.role(&source))
            .unwrap_or_else(|| self.other(&source))
    }

    /// `he`, `who`, `the Russian`: it stands for somebody mentioned before.
    fn pronoun(&self, source: &Range<usize>) -> Option<Class> {
        let last = source.end - 1;
        let lower = self.words.lower(last);
        // `she and others`
        let joined = self.lang.person_pronouns.contains(self.words.lower(source.start))
            && self.lang.closed.joins.contains(self.words.lower(source.start + 1));
        if joined {
            return Some(Class::of(SourceKind::Anaphoric, self.words.span(source.start, source.start), true));
        }
        if source.len() <= 2 && self.lang.closed.pronouns.contains(lower) {
            return Some(Class::of(SourceKind::Anaphoric, self.words.span(last, last), true));
        }
        if source.len() == 1 && self.lang.closed.somebody.contains(lower) {
            return Some(Class::of(SourceKind::Anonymous, self.words.span(last, last), false));
        }
        let people = self.lang.demonyms.contains_key(self.words.raw(last));
        (source.len() == 2 && people && self.lang.closed.definite.contains(self.words.lower(source.start)))
            .then(|| Class::of(SourceKind::Anaphoric, self.words.span(last, last), true))
    }

    /// `two advisers`, `a source at the ministry`, `officials`: individuals without a name.
    fn unnamed(&self, source: &Range<usize>) -> Option<Class> {
        if self.is_counted(source.clone()) {
            let head = self.head_end(source.clone());
            return Some(Class::of(SourceKind::Anonymous, self.words.span(head, head), false));
        }
        // `Business Insider` is a name.
        let end = self.head_end(source.clone());
        if end > source.start && self.words.shape(end).is_capital() && self.words.shape(end - 1).is_capital() {
            return None;
        }
        let officials = || self.head_is(source.clone(), &self.lang.officials);
        let head = self.head_is(source.clone(), &self.lang.source_nouns).or_else(officials)?;
        Some(Class::of(SourceKind::Anonymous, head, self.is_definite(source) && !self.is_owned(source)))
    }

    /// `one opponent, the Rev. Luka Perrand`: who is described first is named behind a comma.
    fn named_behind(&self, source: &Range<usize>) -> Option<Class> {
        let head = self.head_end(source.clone());
        let whole = self.words.span(source.start, source.end - 1);
        let name = self.mentions_in(whole).find(|mention| {
            let first =
                self.words.at(mention.role.map_or(mention.span.start, |role| role.start.min(mention.span.start)));
            let title = (head + 2..first).all(|at| {
                self.words.shape(at) == Shape::Mark && self.words.raw(at) != ","
                    || self.lang.closed.articles.contains(self.words.lower(at))
                    || self.words.phrase(&self.lang.titles, at).is_some()
            });
            // `an adviser, UN envoy Mara Berg`: the body only says whose.
            let behind = self.words.at(mention.span.end);
            let body = mention.kind == Kind::Organization && (behind >= source.end || self.words.raw(behind) == ",");
            let named = mention.form == Form::Name && (self.is_person(mention) || body);
            named && self.words.raw(head + 1) == "," && first > head && title
        })?;
        let one = !self.words.lower(head).ends_with('s');
        one.then(|| Class::of(SourceKind::Named, name.span, false))
    }

    /// `Foreign Minister Milena Dostrova`, `the Port Authority`: a name says who it is.
    fn named_at_head(&self, source: &Range<usize>) -> Option<Class> {
        let head = self.head_end(source.clone());
        let at = self.words.span(head, head);
        let group = self.head_is(source.clone(), &self.lang.group_nouns).is_some();
        let name = self.name_in(source)?;
        let person = self.is_person(name) && !group;
        let body = name.span.contains_span(at) && name.kind != Kind::Place && !group;
        (person || body).then(|| Class::of(SourceKind::Named, name.span, false))
    }

    /// `Berg and other officials`: who is named first is named.
    fn named_first(&self, source: &Range<usize>) -> Option<Class> {
        let first = self.words.span(source.start, source.start);
        let whole = self.words.span(source.start, source.end - 1);
        let mut people = self.mentions_in(whole).filter(|name| name.form == Form::Name && name.kind == Kind::Person);
        let name = people.find(|name| name.span.touches_span(first) && self.is_joined(name, source))?;
        Some(Class::of(SourceKind::Named, name.span, false))
    }

    /// `and` follows the name.
    fn is_joined(&self, name: &Mention, source: &Range<usize>) -> bool {
        let behind = self.words.at(name.span.end);
        behind < source.end && self.lang.closed.joins.contains(self.words.lower(behind))
    }

    /// The best name in the words: of a person rather than of something else.
    fn name_in(&self, source: &Range<usize>) -> Option<&Mention> {
        let whole = self.words.span(source.start, source.end - 1);
        let names = self.mentions_in(whole).filter(|mention| mention.form == Form::Name);
        names.max_by_key(|mention| (mention.kind == Kind::Person, mention.confidence))
    }

    fn is_person(&self, name: &Mention) -> bool {
        name.kind == Kind::Person && (name.confidence >= crate::mentions::GUESS || name.role.is_some())
    }

    fn is_definite(&self, source: &Range<usize>) -> bool {
        let first = self.words.lower(source.start);
        self.lang.closed.definite.contains(first) || self.lang.closed.possessives.contains(first)
    }

    /// `his advisers`, `Iran's report`
    fn is_owned(&self, source: &Range<usize>) -> bool {
        self.lang.closed.possessives.contains(self.words.lower(source.start))
            || source.clone().any(|at| self.words.shape(at) == Shape::Possessive)
    }

    /// `the report of the ministry`, `a poll`: a document, with an issuer that a reader can find or without.
    fn document(&self, source: &Range<usize>) -> Option<Class> {
        // `42 percent of those asked`: a count that somebody has made.
        if let Some(at) = source.clone().find(|&at| self.lang.closed.shares.contains(self.words.lower(at))) {
            return Some(Class::of(SourceKind::Document, self.words.span(at, at), false));
        }
        if !self.is_document(source.clone()) {
            return None;
        }
        let head = self.head_end(source.clone());
        let capital = source.clone().skip(1).any(|at| self.words.shape(at).is_capital());
        let body = source.clone().take_while(|&at| at < head).any(|at| self.lang.is_body_word(self.words.lower(at)));
        let issuer =
            body || self.name_in(source).is_some() || capital || self.is_definite(source) || self.is_owned(source);
        // What one has said has an issuer, `a statement`; what one has found may have any, `a study`.
        let found = self.head_is(source.clone(), &self.lang.documents).is_some();
        let noun = self.words.lower(head);
        let told = self.lang.noun_cues.contains(noun) && !found && !noun.ends_with('s');
        let kind = if issuer || told { SourceKind::Document } else { SourceKind::DocumentVague };
        Some(Class::of(kind, self.words.span(head, head), self.is_definite(source)))
    }

    /// `experts`, `the analysts`, `Mexicans`
    fn group(&self, source: &Range<usize>) -> Option<Class> {
        let definite = self.is_definite(source);
        if let Some(head) = self.head_is(source.clone(), &self.lang.group_nouns) {
            // `Serbian police` are a body by name.
            let word = self.words.lower(self.head_end(source.clone()));
            let owned = source.clone().any(|at| self.lang.demonyms.contains_key(self.words.raw(at)));
            if owned && self.lang.is_body_word(word) && !word.ends_with('s') {
                return Some(Class::of(SourceKind::Named, head, false));
            }
            let kind = if definite { SourceKind::Anaphoric } else { SourceKind::Vague };
            return Some(Class::of(kind, head, definite));
        }
        let only = (source.len() == 1).then(|| self.words.raw(source.start))?;
        let people = only.strip_suffix('s').is_some_and(|one| self.lang.demonyms.contains_key(one));
        people.then(|| Class::of(SourceKind::Vague, self.words.span(source.start, source.start), false))
    }

    /// `the Russian leader`, `a spokesman`: by office or trade.
    fn role(&self, source: &Range<usize>) -> Option<Class> {
        let whole = self.words.span(source.start, source.end - 1);
        let head = self.head_end(source.clone());
        let span = self.words.span(head, head);
        let plural = self.words.lower(head).ends_with('s');
        if let Some(mention) =
            self.mentions_in(whole).find(|mention| mention.form == Form::Nominal && mention.kind == Kind::Person)
        {
            let office = source.clone().any(|at| {
                self.words.phrase(&self.lang.titles, at).is_some_and(|(_, kind)| *kind == lang::TitleKind::Office)
            });
            return Some(Class { kind: SourceKind::Anaphoric, head: Some(mention.span), later: true, office });
        }
        let noun = self.words.lower(head);
        let single = noun.strip_suffix('s').unwrap_or(noun);
        let trade = self.words.phrase(&self.lang.titles, head).is_some()
            || self.lang.person_nouns.contains(noun)
            || plural && self.is_owned(source) && self.lang.person_nouns.contains(single)
            || self.title_ends(head, source.start);
        if !trade || self.words.shape(head) != Shape::Lower {
            return None;
        }
        let known = self.is_definite(source) && !(plural && self.is_owned(source));
        let kind = if known { SourceKind::Anaphoric } else { SourceKind::Anonymous };
        Some(Class::of(kind, span, known))
    }

    /// What is neither: a name of any kind, something definite, or nobody in particular.
    fn other(&self, source: &Range<usize>) -> Class {
        let head = self.head_end(source.clone());
        let span = self.words.span(head, head);
        // A name behind the head only says where, `an envoy in Geneva`, but for whose it is: `a panel of the Court`.
        let owned = |mention: &Mention| {
            mention.kind == Kind::Organization && self.lang.closed.of.contains(self.words.lower(head + 1))
        };
        let names = self.name_in(source).filter(|mention| mention.span.start < span.end || owned(mention));
        if let Some(mention) = names {
            return Class::of(SourceKind::Named, mention.span, false);
        }
        let capital =
            |at: usize| self.words.shape(at).is_capital() && (at > source.start || !self.words.is_known(at, self.lang));
        if source.clone().take_while(|&at| at <= head).any(capital) {
            return Class::of(SourceKind::Named, span, false);
        }
        if self.is_definite(source) {
            return Class::of(SourceKind::Anaphoric, span, true);
        }
        let one = self.lang.closed.indefinite.contains(self.words.lower(source.start));
        Class::of(if one { SourceKind::Anonymous } else { SourceKind::Vague }, span, false)
    }

    fn title_ends(&self, last: usize, floor: usize) -> bool {
        (floor..=last)
            .any(|first| self.words.phrase(&self.lang.titles, first).is_some_and(|(len, _)| first + len == last + 1))
    }
}

/// Ends like a word for people by what they do: `shippers`, `economists`, `pensioners`.
fn is_agentive(word: &str) -> bool {
    let endings = ["ers", "ors", "ists", "ians", "men", "women", "ees"];
    word.len() > 5 && endings.iter().any(|ending| word.ends_with(ending))
}
