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
        if self.words.is(
            source.end - 1,
            &[
                "he", "she", "they", "i", "we", "it", "who", "you", "some", "many", "others", "nobody", "everyone",
                "both", "one",
            ],
        ) {
            return true;
        }
        if self.words.is(source.start, &["nobody", "neither", "none", "no", "nothing"]) {
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
            || self.is_body_noun(head)
            || self.is_document(source.clone())
            || self.title_ends(head, source.start)
            || self.title_ends(source.end - 1, source.start)
    }

    /// `the report`, `new filings`: what can show or say something without being somebody.
    pub(super) fn is_document(&self, source: Range<usize>) -> bool {
        let head = self.head_end(source.clone());
        self.lang.noun_cues.contains(self.words.lower(head)) || self.head_is(source, &self.lang.documents).is_some()
    }

    /// `the ministry`: the head word of a body in small letters.
    fn is_body_noun(&self, at: usize) -> bool {
        let word = self.words.lower(at);
        let mut chars = word.chars();
        let capital: String = chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default();
        self.lang.body_words.contains_key(capital.as_str())
    }

    /// The last token of the phrase's head: before the first preposition or participle that describes it.
    pub(super) fn head_end(&self, source: Range<usize>) -> usize {
        let mut end = source.start;
        for at in source.clone() {
            let lower = self.words.lower(at);
            let ends = matches!(
                lower,
                "of" | "close"
                    | "familiar"
                    | "in"
                    | "with"
                    | "at"
                    | "from"
                    | "for"
                    | "who"
                    | "near"
                    | "on"
                    | "to"
                    | "inside"
                    | "within"
                    | "involved"
                    | "briefed"
                    | "interviewed"
                    | "surveyed"
                    | "polled"
                    | "quoted"
                    | "cited"
                    | "contacted"
                    | "speaking"
                    | "working"
                    | "travelling"
                    | "traveling"
                    | "that"
                    | "which"
                    | "among"
                    | "knowledgeable"
                    | "by"
                    | "'s"
            ) || self.words.raw(at) == ","
                || at > source.start
                    && self.lang.class(lower).any(WordClass::VERB_ED.with(WordClass::VERB_ING))
                    && !self.is_attribute(at)
                    && !self.lang.class(lower).any(WordClass::NOUN.with(WordClass::ADJECTIVE));
            if ends && at > source.start && lower != "'s" {
                break;
            }
            end = at;
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
        self.head_is(source.clone(), &self.lang.group_nouns).is_some()
            || self.head_is(source, &self.lang.source_nouns).is_some()
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
        let first = self.words.lower(source.start);
        let number = self.lang.times.numbers.contains_key(first)
            || self.words.shape(source.start) == Shape::Number
            || matches!(first, "several" | "some") && self.words.lower(source.start + 1) == "of";
        let last = self.head_end(if self.words.lower(source.start + 1) == "of" {
            source.start + 2..source.end
        } else {
            source.clone()
        });
        let noun = self.words.lower(last);
        let single = noun.strip_suffix('s').unwrap_or(noun);
        let people = matches!(noun, "people" | "persons")
            || self.lang.person_nouns.contains(single)
            || self.lang.titles.single(single).is_some()
            || is_agentive(noun)
            || self.is_group(last..last + 1);
        number && people && source.len() > 1
    }

    /// Who the words of `source` are.
    pub(crate) fn classify(&self, source: Range<usize>) -> Class {
        let class = |kind: SourceKind, head: Option<Span>, later: bool| Class { kind, head, later, office: false };
        let whole = self.words.span(source.start, source.end - 1);
        let definite = self.words.is(
            source.start,
            &["the", "this", "that", "these", "those", "his", "her", "their", "its", "both", "same", "said"],
        );
        if source.len() <= 2
            && self
                .words
                .is(source.end - 1, &["he", "she", "they", "it", "him", "her", "them", "who", "i", "we", "you"])
        {
            return class(SourceKind::Anaphoric, Some(self.words.span(source.end - 1, source.end - 1)), true);
        }
        if self.words.is(source.start, &["his", "her", "their", "my", "our", "its"])
            && source.len() <= 3
            && !self.is_group(source.clone())
        {
            return class(SourceKind::Anaphoric, Some(whole), true);
        }
        if self.is_counted(source.clone()) {
            let head = self.head_end(source.clone());
            return class(SourceKind::Anonymous, Some(self.words.span(head, head)), false);
        }
        if let Some(head) = self.head_is(source.clone(), &self.lang.source_nouns) {
            return class(SourceKind::Anonymous, Some(head), definite);
        }
        let name = self
            .mentions_in(whole)
            .filter(|mention| mention.form == Form::Name)
            .max_by_key(|mention| (mention.kind == Kind::Person, mention.confidence));
        let person = name.filter(|mention| {
            mention.kind == Kind::Person && (mention.confidence >= crate::mentions::GUESS || mention.role.is_some())
        });
        let group = self.head_is(source.clone(), &self.lang.group_nouns);
        if let (Some(mention), None) = (person, group) {
            return class(SourceKind::Named, Some(mention.span), false);
        }
        if let Some(head) = group {
            let kind = if definite { SourceKind::Anaphoric } else { SourceKind::Vague };
            return class(kind, Some(head), definite);
        }
        let head = self.head_end(source.clone());
        let head_span = self.words.span(head, head);
        if let Some(mention) =
            self.mentions_in(whole).find(|mention| mention.form == Form::Nominal && mention.kind == Kind::Person)
        {
            let office = source.clone().any(|at| {
                self.words.phrase(&self.lang.titles, at).is_some_and(|(_, kind)| *kind == lang::TitleKind::Office)
            });
            return Class { kind: SourceKind::Anaphoric, head: Some(mention.span), later: true, office };
        }
        let noun = self.words.lower(head);
        if self.is_document(source.clone()) {
            // One statement has an issuer a reader can find; "reports" have none.
            let kind = if name.is_some() || definite || !noun.ends_with('s') {
                SourceKind::Document
            } else {
                SourceKind::DocumentVague
            };
            return class(kind, Some(head_span), definite);
        }
        let trade = self.words.phrase(&self.lang.titles, head).is_some()
            || self.lang.person_nouns.contains(noun)
            || self.title_ends(head, source.start);
        if trade && self.words.shape(head) == Shape::Lower {
            let kind = if definite { SourceKind::Anaphoric } else { SourceKind::Anonymous };
            return class(kind, Some(head_span), definite);
        }
        if let Some(mention) = name {
            return class(SourceKind::Named, Some(mention.span), false);
        }
        let capital = source
            .clone()
            .any(|at| self.words.shape(at).is_capital() && (at > source.start || !self.words.is_known(at, self.lang)));
        if capital || definite {
            let kind = if capital { SourceKind::Named } else { SourceKind::Anaphoric };
            return class(kind, Some(head_span), definite && !capital);
        }
        // `port authority figures`: figures of a body that its own words name.
        if source.clone().any(|at| self.is_body_noun(at)) {
            return class(SourceKind::Document, Some(head_span), definite);
        }
        let one = self.words.is(source.start, &["a", "an", "one", "another"]);
        class(if one { SourceKind::Anonymous } else { SourceKind::Vague }, Some(head_span), false)
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
