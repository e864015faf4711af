//! Content: what is said, by how it hangs on the verb that says it.

use std::ops::Range;

use engine::{Dep, Tag};
use lang::Frame;

use super::Reader;
use super::draft::without;
use super::verb::{Cue, is_verb};

/// Pieces of content, and the preposition that leads to it where one does.
type Content = (Vec<Range<usize>>, Option<usize>);

impl Reader<'_> {
    /// What the verb has as content; nothing where it reports nothing here.
    pub(super) fn content(&self, cue: &Cue, source: Option<&Range<usize>>) -> Option<Content> {
        let takes = |frame: Frame| cue.verb.frames.contains(&frame);
        let clausal = takes(Frame::That) || takes(Frame::Quote);
        let only = |pieces: Vec<Range<usize>>| Some((pieces, None));
        if cue.verb.raising {
            return self.raised(cue).and_then(only);
        }
        if clausal && let Some(clause) = self.clause(cue) {
            return only(clause);
        }
        if clausal && let Some(around) = self.around(cue, source) {
            return only(around);
        }
        // `called him "a liar"`: what is called so belongs to it.
        let names = takes(Frame::NounPhrase) && !takes(Frame::That);
        if names && let Some(object) = self.object(cue) {
            return Some(object);
        }
        if clausal && let Some(quoted) = self.quoted(cue, source) {
            return only(quoted);
        }
        if takes(Frame::ToInfinitive) && let Some(infinitive) = self.infinitive(cue) {
            return only(infinitive);
        }
        if takes(Frame::That) && !cue.passive && let Some(rest) = self.rest(cue, source) {
            return only(rest);
        }
        if cue.verb.weak {
            return None;
        }
        if takes(Frame::NounPhrase) || !cue.verb.prepositions.is_empty() {
            return self.object(cue);
        }
        None
    }

    /// `said that …`, `"…," said`: a clause that hangs on the verb, before or behind.
    fn clause(&self, cue: &Cue) -> Option<Vec<Range<usize>>> {
        let clause = self.complements(cue).find(|&(_, child)| self.tree.dep(child) == Dep::Ccomp)?.1;
        let only_quotes = !cue.verb.frames.contains(&lang::Frame::That);
        let nodes = self.own_words(clause, cue);
        if only_quotes && self.quotes_in(self.tree.span(nodes.clone())).next().is_none() {
            return None;
        }
        Some(vec![nodes])
    }

    /// The clause without what the source does besides: `…, citing the law`, `… and warned the council`.
    fn own_words(&self, clause: usize, cue: &Cue) -> Range<usize> {
        let mut nodes = self.tree.phrase(clause);
        let also = self.tree.children(clause).find(|&child| child > cue.at && child > clause && self.goes_on(clause, child, cue));
        if let Some(child) = also {
            nodes.end = self.tree.phrase(child).start.max(clause + 1);
            let joined = |at: usize| self.tree.dep(at) == Dep::Cc;
            while nodes.end > clause + 1 && joined(nodes.end - 1) {
                nodes.end -= 1;
            }
        }
        nodes
    }

    /// `child` of a clause that is told is another report by whoever tells it.
    fn goes_on(&self, clause: usize, child: usize, cue: &Cue) -> bool {
        let reports = self.sources.words.phrase(&self.sources.lang.reporting.forms, self.token(child)).is_some();
        let bare = self.tree.child(child, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Aux, Dep::Auxpass]).is_none();
        let start = self.tree.phrase(child).start;
        let trails = self.tree.dep(child) == Dep::Advcl
            && self.tree.tag(child) == Tag::Vbg
            && start > 0
            && self.tree.tag(start - 1) == Tag::Comma;
        let joins = self.tree.dep(child) == Dep::Conj
            && self.tree.tag(child) == self.tree.tag(cue.at)
            && (self.tree.tag(clause) != self.tree.tag(cue.at) || self.tree.child(clause, &[Dep::Mark]).is_none());
        reports && bare && (trails || joins)
    }

    /// What hangs on the words of the cue, with the word it hangs on.
    fn complements(&self, cue: &Cue) -> impl Iterator<Item = (usize, usize)> + '_ {
        let words = cue.words.clone();
        let inside = words.clone();
        words
            .flat_map(move |at| self.tree.children(at).map(move |child| (at, child)))
            .filter(move |(_, child)| !inside.contains(child))
    }

    /// `…, the minister said, …`: the words of the cue hang in what is said.
    fn around(&self, cue: &Cue, source: Option<&Range<usize>>) -> Option<Vec<Range<usize>>> {
        source?;
        let head = self.tree.head(cue.at)?;
        let inserted = self.tree.dep(cue.at) == Dep::Parataxis
            || matches!(self.tree.dep(cue.at), Dep::Ccomp | Dep::Advcl | Dep::Conj | Dep::Dep)
                && self.tree.child(cue.at, &[Dep::Mark, Dep::Cc]).is_none()
                && self.follows_mark(self.tree.phrase(cue.at).start)
                && self.tree.child(cue.at, &[Dep::Nsubj]).is_some();
        if !inserted || !is_clause(self, head) {
            return None;
        }
        let nodes = self.tree.phrase(head);
        Some(without(nodes, &self.tree.phrase(cue.at)).collect())
    }

    /// A comma, a dash or a mark of quotation stands before the node.
    fn follows_mark(&self, at: usize) -> bool {
        at > 0 && matches!(self.tree.tag(at - 1), Tag::Comma | Tag::CloseQuote | Tag::OpenQuote | Tag::Colon | Tag::Hyph)
    }

    /// Quoted words in the sentence of the cue, right before it and its source or behind.
    fn quoted(&self, cue: &Cue, source: Option<&Range<usize>>) -> Option<Vec<Range<usize>>> {
        let own = self.group(cue);
        let whole = source.map_or(own.clone(), |source| source.start.min(own.start)..source.end.max(own.end));
        let span = self.tree.span(whole);
        let sentence = self.sentence(cue.at)?;
        let near = |quote: &&crate::quotes::Quote| {
            let gap = if quote.span.end <= span.start {
                span.start - quote.span.end
            } else {
                quote.span.start.saturating_sub(span.end)
            };
            gap <= 60 && !quote.span.contains_span(span)
        };
        let quote = self.quotes_in(sentence).filter(near).min_by_key(|quote| quote.span.start.abs_diff(span.start))?;
        Some(vec![self.nodes(quote.span)])
    }

    /// What stands behind the cue, or before it, where the parser saw no clause: `said after the talks he would stay`.
    fn rest(&self, cue: &Cue, source: Option<&Range<usize>>) -> Option<Vec<Range<usize>>> {
        let source = source?;
        let sentence = self.nodes(self.sentence(cue.at)?);
        let told = self.addressee(cue).map_or(cue.words.end, |told| told.end);
        let behind = self.trimmed(told.max(source.end).max(cue.words.end)..sentence.end);
        if behind.clone().any(|at| self.is_predicate(at)) && !cue.verb.weak {
            return Some(vec![behind]);
        }
        let first = source.start.min(self.group(cue).start);
        let before = self.trimmed(sentence.start.min(first)..first);
        let set_off = first > 0 && self.follows_mark(first);
        (set_off && before.clone().any(|at| self.is_predicate(at))).then(|| vec![before])
    }

    /// A verb with a subject of its own.
    fn is_predicate(&self, at: usize) -> bool {
        is_verb(self.tree.tag(at)) && self.tree.child(at, &[Dep::Nsubj, Dep::Nsubjpass]).is_some()
    }

    /// The sentence around a node.
    pub(super) fn sentence(&self, at: usize) -> Option<text::Span> {
        let span = self.tree.node(at).span;
        self.sentences.iter().map(|sentence| sentence.span).find(|sentence| sentence.contains_span(span))
    }

    /// The nodes that lie in a span.
    pub(super) fn nodes(&self, span: text::Span) -> Range<usize> {
        let first = self.tree.at(span.start);
        let end = self.tree.at(span.end.saturating_sub(1)) + 1;
        first..end.min(self.tree.len())
    }

    /// `promised to go`, `urged the council to vote`.
    fn infinitive(&self, cue: &Cue) -> Option<Vec<Range<usize>>> {
        let clause = self.complements(cue).map(|(_, child)| child).find(|&child| {
            matches!(self.tree.dep(child), Dep::Xcomp | Dep::Ccomp | Dep::Advcl)
                && child > cue.at
                && self.tree.children(child).any(|child| self.tree.tag(child) == Tag::To)
        })?;
        let object = self.tree.child(cue.at, &[Dep::Dobj]).filter(|&object| object > cue.at && object < clause);
        let nodes = self.tree.phrase(clause);
        let start = object.map_or(nodes.start, |object| self.tree.phrase(object).start.min(nodes.start));
        Some(vec![start..nodes.end])
    }

    /// `condemned the attack`, `accused them of fraud`, `called for a vote`.
    fn object(&self, cue: &Cue) -> Option<Content> {
        if cue.passive {
            return self.passive_object(cue).map(|content| (content, None));
        }
        let noun = cue.verb.frames.contains(&Frame::NounPhrase);
        let objects = [Dep::Dobj, Dep::Pobj, Dep::Pcomp, Dep::Ccomp];
        let object = self
            .complements(cue)
            .map(|(_, child)| child)
            .find(|&child| child >= cue.words.end && objects.contains(&self.tree.dep(child)))
            .filter(|_| noun);
        let link = self.complements(cue).map(|(_, child)| child).find(|&child| {
            matches!(self.tree.dep(child), Dep::Prep | Dep::Dative)
                && child > cue.at
                && cue.verb.prepositions.iter().any(|word| **word == *self.lower(child))
        });
        match (object, link) {
            (Some(object), _) if self.tree.dep(object) == Dep::Dobj && self.is_relative(object) => {
                let noun = self.tree.head(cue.at)?;
                let _ = noun;
                Some((vec![self.tree.phrase(object)], None))
            }
            (Some(object), link) => {
                let mut nodes = self.tree.phrase(object);
                let more = self.tree.children(cue.at).filter(|&child| {
                    child > object && matches!(self.tree.dep(child), Dep::Oprd | Dep::Xcomp | Dep::Attr | Dep::Acomp)
                });
                for child in more.chain(link) {
                    nodes.end = nodes.end.max(self.tree.phrase(child).end);
                }
                if nodes.start < cue.words.end && nodes.end > cue.words.start {
                    return None;
                }
                Some((vec![nodes], None))
            }
            (None, Some(link)) => {
                let inner = self.tree.child(link, &[Dep::Pobj, Dep::Pcomp])?;
                let nodes = self.tree.phrase(inner);
                Some((vec![nodes], Some(link).filter(|link| *link == cue.words.end)))
            }
            (None, None) => None,
        }
    }

    fn is_relative(&self, at: usize) -> bool {
        matches!(self.tree.tag(at), Tag::Wp | Tag::Wdt)
    }

    /// `the plan was criticised by …`, `a practice criticised by …`.
    fn passive_object(&self, cue: &Cue) -> Option<Vec<Range<usize>>> {
        self.tree.child(cue.at, &[Dep::Agent])?;
        let subject = self.tree.child(cue.at, &[Dep::Nsubjpass]).map(|subject| self.tree.phrase(subject));
        let noun = || {
            let noun = self.tree.head(cue.at).filter(|_| self.tree.dep(cue.at) == Dep::Acl)?;
            Some(self.tree.phrase(noun).start..cue.at)
        };
        subject.or_else(noun).map(|nodes| vec![nodes])
    }

    /// `the vote is expected to fail`: all of the clause but the cue.
    fn raised(&self, cue: &Cue) -> Option<Vec<Range<usize>>> {
        let clause = self.complements(cue).find(|&(_, child)| {
            matches!(self.tree.dep(child), Dep::Xcomp | Dep::Ccomp | Dep::Oprd | Dep::Acomp)
        })?;
        let subject = self.tree.child(cue.at, &[Dep::Nsubj, Dep::Nsubjpass])?;
        let expletive = self.lower(subject) == "it" && self.tree.dep(clause.1) == Dep::Ccomp;
        let mut pieces = vec![self.tree.phrase(clause.1)];
        if !expletive {
            pieces.insert(0, self.tree.phrase(subject));
        }
        Some(pieces)
    }
}

/// The node is the head of a clause.
fn is_clause(reader: &Reader, at: usize) -> bool {
    is_verb(reader.tree.tag(at))
}
