//! An attribution while it is put together, and how it becomes one.

use std::ops::Range;

use engine::{Dep, Tag};
use text::{Span, Spans};

use super::{Attitude, Attribution, Force, Grade, Quotation, Reader, SourceKind};
use crate::mentions::Form;
use crate::quotes::Quote;

/// Ranges are nodes.
pub(super) struct Draft {
    pub source: Option<Range<usize>>,
    /// The words that say who it is where the source is a pronoun of a clause: `the minister`, of `who`.
    pub antecedent: Option<Range<usize>>,
    pub cue: Vec<Range<usize>>,
    pub content: Vec<Range<usize>>,
    pub grade: Grade,
    pub attitude: Option<Attitude>,
    pub addressee: Option<Range<usize>>,
    /// Its verb hangs in a clause of another.
    pub is_subordinate: bool,
    /// Who the source is, where its words do not say: `reports appeared` is a document of nobody's.
    pub kind: Option<SourceKind>,
    /// It is a speaker's label.
    pub is_label: bool,
    /// The first node that may begin another cue.
    pub behind: usize,
}

impl Draft {
    /// Speech of `source` by the words of `cue`, none of it out of the ordinary.
    pub(super) fn said(
        source: Option<Range<usize>>,
        cue: Vec<Range<usize>>,
        content: Vec<Range<usize>>,
        behind: usize,
    ) -> Draft {
        Draft {
            source,
            antecedent: None,
            cue,
            content,
            grade: Grade::Speech,
            attitude: None,
            addressee: None,
            is_subordinate: false,
            kind: None,
            is_label: false,
            behind,
        }
    }
}

impl Reader<'_> {
    /// Bytes for nodes, and the class of the source. Nothing where no content is left and no quotation can follow.
    pub(super) fn finish(&self, draft: Draft) -> Option<Attribution> {
        let worded = |source| self.worded(self.unquoted(source));
        let source = draft.source.clone().map(worded).filter(|source| !source.is_empty());
        let class = draft
            .antecedent
            .or(source.clone())
            .map(|nodes| self.trimmed(nodes))
            .filter(|nodes| !nodes.is_empty())
            .map(|nodes| self.sources.classify(self.tokens(nodes)));
        let cue = Spans::collect(draft.cue.iter().map(|nodes| self.tree.span(nodes.clone())))?;
        let mut taken: Vec<Range<usize>> = draft.cue.clone();
        taken.extend(source.clone());
        let content = self.content_spans(&draft.content, &taken);
        let quotation = content.as_ref().map_or(Quotation::Indirect, |content| self.quotation(content));
        let force = self.force(&draft.cue, &draft.content, quotation, &taken);
        Some(Attribution {
            source: source.map(|nodes| Spans::from(self.tree.span(nodes))),
            cue,
            content,
            quotation,
            grade: draft.grade,
            attitude: draft.attitude,
            source_kind: draft.kind.or(class.map(|class| class.kind)).unwrap_or(SourceKind::Agentless),
            head: class.and_then(|class| class.head),
            addressee: draft.addressee.map(|nodes| self.tree.span(nodes)),
            later_mention: class.is_some_and(|class| class.later),
            names_office: class.is_some_and(|class| class.office),
            subordinate: draft.is_subordinate,
            is_label: draft.is_label,
            force,
            nested: false,
        })
    }

    /// An infinitive, or a verb behind one of what might be.
    fn is_unreal(&self, cue: &[Range<usize>]) -> bool {
        let unreal = |at: usize| matches!(self.tree.tag(at), Tag::To | Tag::Md);
        cue.iter().cloned().flatten().any(unreal)
            || cue.first().is_some_and(|cue| cue.start > 0 && unreal(cue.start - 1))
    }

    fn force(
        &self,
        cue: &[Range<usize>],
        content: &[Range<usize>],
        quotation: Quotation,
        taken: &[Range<usize>],
    ) -> Force {
        let asserts = quotation != Quotation::Indirect
            || content.is_empty()
            || content.iter().any(|piece| self.is_clausal(piece.clone(), taken))
            || self.is_verdict(content);
        match asserts {
            _ if self.is_unreal(cue) => Force::Unreal,
            true => Force::Asserts,
            false => Force::Acts,
        }
    }

    /// `blamed them for the losses`, `described it as ominous`: somebody, and what is held of him.
    fn is_verdict(&self, content: &[Range<usize>]) -> bool {
        let inside = |at: usize| content.iter().any(|piece| piece.contains(&at));
        let is_top = |at: usize| self.tree.head(at).is_none_or(|head| !inside(head));
        let has = |dep: Dep| content.iter().cloned().flatten().any(|at| is_top(at) && self.tree.dep(at) == dep);
        has(Dep::Dobj) && has(Dep::Prep)
    }

    /// A piece of content is a clause: a verb with a person, or one with a subject of its own.
    fn is_clausal(&self, piece: Range<usize>, taken: &[Range<usize>]) -> bool {
        let inside = |at: usize| piece.contains(&at) && !taken.iter().any(|hole| hole.contains(&at));
        piece.clone().filter(|&at| inside(at)).any(|at| {
            let is_top = self.tree.head(at).is_none_or(|head| !inside(head));
            let helped = self.tree.children(at).any(|child| {
                self.tree.dep(child) == Dep::Aux && self.tree.tag(child) != Tag::To
                    || self.tree.dep(child) == Dep::Auxpass
            });
            let has_subject = || self.tree.child(at, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Expl]).is_some();
            is_top
                && match self.tree.tag(at) {
                    Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md => true,
                    Tag::Vb | Tag::Vbn => helped || has_subject(),
                    Tag::Vbg => helped,
                    _ => false,
                }
        })
    }

    /// The content without cue and source, without marks at its edges, quotations whole.
    fn content_spans(&self, content: &[Range<usize>], taken: &[Range<usize>]) -> Option<Spans> {
        let mut pieces: Vec<Range<usize>> = content.to_vec();
        for hole in taken {
            pieces = pieces.into_iter().flat_map(|piece| without(piece, hole)).collect();
        }
        let spans = pieces.into_iter().map(|piece| self.trimmed(piece)).filter(|piece| !piece.is_empty());
        let holes: Vec<Span> = taken.iter().map(|nodes| self.tree.span(nodes.clone())).collect();
        Spans::collect(spans.map(|piece| self.with_quotes(self.tree.span(piece), &holes)))
    }

    /// A quotation that content touches belongs to it whole, unless the words that attribute stand in it.
    fn with_quotes(&self, span: Span, holes: &[Span]) -> Span {
        let outside = |quote: &&Quote| holes.iter().all(|hole| !quote.span.intersects(*hole));
        self.quotes_in(span).filter(outside).map(|quote| quote.span).fold(span, Span::cover)
    }

    /// Without marks and spaces at its ends; marks of quotation stay.
    pub(super) fn trimmed(&self, mut nodes: Range<usize>) -> Range<usize> {
        let is_mark = |at: usize| {
            matches!(self.tree.tag(at), Tag::Comma | Tag::Colon | Tag::Stop | Tag::Space | Tag::Hyph | Tag::Nfp)
        };
        while nodes.start < nodes.end && is_mark(nodes.start) {
            nodes.start += 1;
        }
        while nodes.start < nodes.end && is_mark(nodes.end - 1) {
            nodes.end -= 1;
        }
        nodes
    }

    /// Without any marks at its ends.
    fn unquoted(&self, nodes: Range<usize>) -> Range<usize> {
        let mut nodes = self.trimmed(nodes);
        let is_quote = |at: usize| matches!(self.tree.tag(at), Tag::OpenQuote | Tag::CloseQuote);
        while nodes.start < nodes.end && is_quote(nodes.start) {
            nodes.start += 1;
        }
        while nodes.start < nodes.end && is_quote(nodes.end - 1) {
            nodes.end -= 1;
        }
        self.trimmed(nodes)
    }

    /// The stop of `Ellis Cos. said` is no source by itself: the name that it ends is; without one, nothing.
    fn worded(&self, nodes: Range<usize>) -> Range<usize> {
        let span = self.tree.span(nodes.clone());
        if span.of(self.sources.words.text).contains(char::is_alphanumeric) {
            return nodes;
        }
        let ends = |end: u32| end == span.start || end == span.end;
        let name = self.sources.mentions.iter().find(|mention| mention.form == Form::Name && ends(mention.span.end));
        name.map_or(nodes.end..nodes.end, |name| self.tree.at(name.span.start)..nodes.end)
    }

    /// The tokens of [`crate::tokens::Words`] that nodes stand for.
    pub(super) fn tokens(&self, nodes: Range<usize>) -> Range<usize> {
        let span = self.tree.span(nodes);
        let words = self.sources.words;
        words.at(span.start)..words.at(span.end.saturating_sub(1)) + 1
    }

    fn quotation(&self, content: &Spans) -> Quotation {
        let all: u32 = content.iter().map(Span::len).sum();
        let quoted = |span: Span| self.quotes_in(span).map(move |quote| span.intersection(quote.span).len());
        let quoted: u32 = content.iter().flat_map(quoted).sum();
        match quoted {
            0 => Quotation::Indirect,
            quoted if quoted * 10 >= all * 8 => Quotation::Direct,
            _ => Quotation::Mixed,
        }
    }
}

/// A single piece.
pub(super) fn one(piece: Range<usize>) -> Vec<Range<usize>> {
    std::iter::once(piece).collect()
}

/// What is left of `piece` without `hole`.
pub(super) fn without(piece: Range<usize>, hole: &Range<usize>) -> impl Iterator<Item = Range<usize>> + use<> {
    let before = piece.start..piece.end.min(hole.start);
    let behind = piece.start.max(hole.end)..piece.end;
    let apart = hole.end <= piece.start || hole.start >= piece.end;
    let pieces = if apart { [piece, 0..0] } else { [before, behind] };
    pieces.into_iter().filter(|piece| piece.start < piece.end)
}
