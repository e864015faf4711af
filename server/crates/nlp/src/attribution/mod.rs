//! Attributions: who says or thinks what, by which words. Source, cue and content are PARC's and PolNeAR's terms.
//!
//! They are read off the tree of a segment ([`crate::tree`]): a segment that the pipeline has not read has none yet. What
//! reports, and what it takes as content, is data (`lexicon/reporting.tsv`, `according.txt`, `noun-cues.txt`, `agentless.tsv`).

mod adjunct;
mod content;
mod draft;
mod noun;
pub mod source;
mod verb;

use lang::Language;
use text::{Span, Spans};

use crate::mentions::Mention;
use crate::quotes::Quote;
use crate::sentences::Sentence;
use crate::tokens::Words;
use crate::tree::Tree;
use source::Sources;

/// How content is given.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Quotation {
    /// In the source's words.
    Direct,
    /// In the writer's words.
    Indirect,
    /// Both.
    Mixed,
}

/// Reported speech or an ascribed attitude.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Grade {
    /// `said`
    Speech,
    /// `believes`, `wants`
    Attitude,
}

/// What kind of attitude is ascribed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Attitude {
    /// What somebody thinks: `believes`.
    Belief,
    /// What somebody wants, feels or knows, which only they can tell: `fears`.
    Wish,
    /// A stand taken, a finding made: `supports`, `shows`.
    Act,
}

/// Who a source is (contract page, `source_kind`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SourceKind {
    /// A named person, body, state or outlet.
    Named,
    /// `he`, `the expert`, `the source`: somebody mentioned before.
    Anaphoric,
    /// An unnamed individual, or bare `sources`.
    Anonymous,
    /// A group: `experts`, `media`.
    Vague,
    /// A document with an issuer.
    Document,
    /// A document without one: `reports`.
    DocumentVague,
    /// Nobody: `it became known`.
    Agentless,
}

/// One attribution. Offsets count from the start of the segment while it is built, of the file in an [`crate::Article`].
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Attribution {
    /// Who; may be absent, may be in several pieces.
    pub source: Option<Spans>,
    /// The words that attribute.
    pub cue: Spans,
    /// What is said; may be in several pieces, may be absent where only the cue stands in this segment.
    pub content: Option<Spans>,
    /// How content is given.
    pub quotation: Quotation,
    /// Speech or attitude.
    pub grade: Grade,
    /// Which attitude, where it is one of somebody's.
    pub attitude: Option<Attitude>,
    /// Who the source is.
    pub source_kind: SourceKind,
    /// The head of the source: the name, or the noun that describes it.
    pub head: Option<Span>,
    /// Told to whom: `told Izvestia`.
    pub addressee: Option<Span>,
    /// A source that stands for somebody mentioned before is a later mention: `the source said`.
    pub later_mention: bool,
    /// The source is described by an office, `the Russian leader`: it is whoever holds it, not whoever spoke last.
    pub names_office: bool,
    /// It is said by the way, in a clause that hangs on another: `…, which the ministry denied, …`.
    pub subordinate: bool,
    /// It is a speaker's label: `ROSSI: …`.
    pub is_label: bool,
    /// What it comes to.
    pub force: Force,
    /// It stands in what another attribution of the segment says: `the ministry said that the envoy had denied it`.
    pub nested: bool,
}

/// What an attribution comes to: somebody's word, or something that somebody does.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Force {
    /// It tells what is true or false: a clause, words in quotation marks, what is held of somebody.
    Asserts,
    /// It has an object: `endorsed the minister`, `expect a rise`.
    Acts,
    /// It only might be: `to disclose`, `would ask`.
    Unreal,
}

/// What the attributions of a segment are read from.
pub(crate) struct Reader<'a> {
    pub sources: Sources<'a>,
    pub sentences: &'a [Sentence],
    pub quotes: &'a [Quote],
    pub tree: &'a Tree<'a>,
}

/// Finds the attributions whose cue stands in this segment, in text order of their cues.
pub fn attributions(
    words: &Words,
    sentences: &[Sentence],
    quotes: &[Quote],
    mentions: &[Mention],
    tree: &Tree,
    lang: &Language,
) -> Vec<Attribution> {
    let sources = Sources { words, mentions, lang };
    Reader { sources, sentences, quotes, tree }.all()
}

impl Reader<'_> {
    fn all(&self) -> Vec<Attribution> {
        let mut all: Vec<Attribution> = Vec::new();
        let mut behind = 0;
        for at in 0..self.tree.len() {
            if at < behind {
                continue;
            }
            // A speaker's label may stand behind the mark that opens what is said.
            let draft = self.label(at).or_else(|| if self.is_quoted(at) { None } else { self.draft(at) });
            if let Some(draft) = draft {
                behind = draft.behind;
                all.extend(self.finish(draft));
            }
        }
        all.extend(self.signatures());
        let leads = self.lead_ins(&all);
        all.extend(leads);
        all.sort_by_key(|attribution| attribution.cue.first());
        mark_nested(&mut all);
        all
    }

    /// The attribution whose cue begins at node `at`.
    fn draft(&self, at: usize) -> Option<draft::Draft> {
        self.according(at).or_else(|| self.formula(at)).or_else(|| self.verb(at)).or_else(|| self.noun(at))
    }

    /// Node `at` lies in quoted words.
    fn is_quoted(&self, at: usize) -> bool {
        let span = self.tree.node(at).span;
        self.quotes.iter().any(|quote| quote.inner.contains_span(span))
    }

    /// The quotations that touch a span, outermost only.
    fn quotes_in(&self, span: Span) -> impl Iterator<Item = &Quote> {
        self.quotes.iter().filter(move |quote| quote.depth == 0 && quote.span.intersects(span))
    }

    /// The word at a node in small letters.
    fn lower(&self, at: usize) -> &str {
        self.sources.words.lower(self.token(at))
    }

    /// The token of [`Words`] that a node begins in.
    fn token(&self, at: usize) -> usize {
        self.sources.words.at(self.tree.node(at).span.start)
    }
}

/// What is told inside something told is nested, whichever comes first in the text. Of two that lie in each other the
/// longer holds the shorter.
fn mark_nested(all: &mut [Attribution]) {
    let places: Vec<(Span, Option<Spans>)> =
        all.iter().map(|attribution| (attribution.cue.first(), attribution.content.clone())).collect();
    let holds = |outer: usize, inner: usize| {
        let content = places[outer].1.as_ref();
        content.is_some_and(|content| content.contains_span(places[inner].0))
    };
    let size = |at: usize| (places[at].1.as_ref().map_or(0, Spans::len), std::cmp::Reverse(at));
    for (at, attribution) in all.iter_mut().enumerate() {
        attribution.nested = (0..places.len())
            .any(|other| other != at && holds(other, at) && (!holds(at, other) || size(other) > size(at)));
    }
}
