//! How well a source is given: by name, by description, or not at all.

use lang::Language;
use nlp::SourceKind;
use nlp::attribution::{Attitude, Attribution};
use nlp::tokens::Words;

/// What a reader learns of who stands behind an attribution.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Sourcing {
    /// A name, a document with an issuer, somebody named before.
    Named,
    /// No name, and where the source knows it from: `a source familiar with the talks`.
    Described,
    /// No name and no description: `sources`, `Russian sources`.
    Undescribed,
    /// A group or a faceless medium: `experts`, `media reports`.
    Vague,
    /// Nobody: `it became known`.
    Agentless,
}

/// How the attributions of an article are sourced in which somebody says, thinks or feels something, in text order. `text`
/// is the text of the file. A later mention of an unnamed source, `the source said`, is as well described as its first.
pub fn of_article(text: &str, article: &nlp::Article, lang: &Language) -> Vec<Sourcing> {
    let told =
        |attribution: &&Attribution| attribution.content.is_some() && attribution.attitude != Some(Attitude::Act);
    article.attributions.iter().filter(told).map(sourcing(text, lang)).collect()
}

/// The same of every attribution of an article.
pub fn of_each(text: &str, article: &nlp::Article, lang: &Language) -> Vec<Sourcing> {
    article.attributions.iter().map(sourcing(text, lang)).collect()
}

fn sourcing<'a>(text: &'a str, lang: &'a Language) -> impl FnMut(&Attribution) -> Sourcing + 'a {
    let mut last = Sourcing::Undescribed;
    move |attribution: &Attribution| match attribution.source_kind {
        SourceKind::Named | SourceKind::Anaphoric | SourceKind::Document => Sourcing::Named,
        SourceKind::Vague | SourceKind::DocumentVague => Sourcing::Vague,
        SourceKind::Agentless => Sourcing::Agentless,
        SourceKind::Anonymous if attribution.later_mention => last,
        SourceKind::Anonymous => {
            last = match Anonymous::of(text, attribution, lang).described {
                true => Sourcing::Described,
                false => Sourcing::Undescribed,
            };
            last
        }
    }
}

/// What is told of an unnamed source.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Anonymous {
    /// Where it knows it from: a body, a post, what it is close to.
    pub described: bool,
    /// How many there are.
    pub counted: Option<u32>,
    /// More than one, as it is written.
    pub plural: bool,
}

impl Anonymous {
    /// What the words of the source say.
    pub fn of(text: &str, attribution: &Attribution, lang: &Language) -> Anonymous {
        let Some(source) = attribution.source.as_ref().map(|source| source.cover()) else {
            return Anonymous::default();
        };
        let tokens = nlp::tokens::tokens(source.of(text));
        let words = Words::new(source.of(text), &tokens);
        let head = attribution.head.map_or(source.start, |head| head.start).saturating_sub(source.start);
        let noun = (0..words.len()).find(|&at| is_noun(words.lower(at), lang)).unwrap_or_else(|| words.at(head));
        let generic = lang.source_nouns.single(words.lower(noun)).is_some();
        // A number in front of the noun counts it.
        let counted = (0..noun).find_map(|at| number(&words, at, lang));
        let describes = |at: usize| {
            words.shape(at).is_word()
                && number(&words, at, lang).is_none()
                && !lang.function.contains(words.lower(at))
                && !lang.empty_descriptions.contains(words.lower(at))
                // `Russian sources` may be anybody; a `Russian general` is somebody.
                && !(generic && lang.demonyms.contains_key(words.raw(at)))
        };
        let behind = (noun + 1..words.len()).any(|at| words.shape(at).is_word());
        // `one of the organisers`: that is where it knows it from.
        let member = !generic && (0..noun).any(|at| lang.closed.of.contains(words.lower(at)));
        let described = (0..noun).any(describes) || behind || member;
        let plural = noun < words.len() && is_plural(words.lower(noun), lang);
        Anonymous { described, counted, plural }
    }
}

/// Nobody counts so many sources: `a 911 caller`.
const COUNTLESS: u32 = 100;

fn number(words: &Words, at: usize, lang: &Language) -> Option<u32> {
    let lower = words.lower(at);
    // `one of the sources` counts nobody, and an article is no number.
    lower
        .parse()
        .ok()
        .or_else(|| lang.times.numbers.get(lower).copied())
        .filter(|number| (2..COUNTLESS).contains(number))
}

fn is_noun(lower: &str, lang: &Language) -> bool {
    lang.source_nouns.single(lower).is_some() || lang.person_nouns.contains(lower) || is_plural(lower, lang)
}

fn is_plural(lower: &str, lang: &Language) -> bool {
    lower
        .strip_suffix('s')
        .is_some_and(|single| lang.person_nouns.contains(single) || lang.source_nouns.single(single).is_some())
}
