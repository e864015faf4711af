//! Content: what is said, by how it hangs on the verb that says it.

use std::ops::Range;

use engine::{Dep, Tag};
use lang::Frame;
use text::Span;

use super::Reader;
use super::draft::{one, without};
use super::verb::{Cue, is_verb};
use crate::quotes::{self, Quote};

/// So many bytes stand between a cue and the quotation of its sentence at most.
const NEAR: u32 = 60;
/// And so many where a sentence ends between them.
const BESIDE: u32 = 2;

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
        if clausal && self.leads_on(cue, source) {
            return only(Vec::new());
        }
        if clausal && let Some(clause) = self.clause(cue, source) {
            return only(clause);
        }
        if clausal && let Some(around) = self.around(cue, source) {
            return only(self.as_words(cue).unwrap_or(around));
        }
        // `called him "a liar"`: what is called so belongs to it.
        let names = takes(Frame::NounPhrase) && !takes(Frame::That);
        if names
            && !self.colon_leads(cue)
            && let Some(object) = self.object(cue)
        {
            return Some(object);
        }
        // What somebody did not say is nobody's quotation.
        let denies = |child: usize| self.tree.dep(child) == Dep::Neg && !self.is_quoted(child);
        let denied = self.tree.children(cue.at).any(denies);
        if clausal
            && !denied
            && !cue.passive
            && let Some(quoted) = self.quoted(cue, source)
        {
            let whole = self.infinitive(cue).filter(|whole| takes(Frame::ToInfinitive) && holds(whole, &quoted));
            return only(whole.unwrap_or(quoted));
        }
        if takes(Frame::ToInfinitive)
            && let Some(infinitive) = self.infinitive(cue)
        {
            return only(infinitive);
        }
        if takes(Frame::That)
            && !cue.passive
            && !denied
            && let Some(rest) = self.rest(cue, source)
        {
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
    fn clause(&self, cue: &Cue, source: Option<&Range<usize>>) -> Option<Vec<Range<usize>>> {
        // Who speaks is not in what is said: there the parser has gone astray.
        let apart = |child: usize| source.is_none_or(|source| !self.tree.phrase(child).contains(&source.start));
        let is_clause = |child: &usize| self.tree.dep(*child) == Dep::Ccomp && apart(*child);
        let clauses = || self.complements(cue).map(|(_, child)| child).filter(is_clause);
        // Of two clauses one is said, and `that` tells which.
        let that = |child: &usize| {
            let mark = self.tree.child(*child, &[Dep::Mark]);
            mark.is_some_and(|mark| self.sources.lang.closed.that.contains(self.lower(mark)))
        };
        let clause = clauses().find(that).or_else(|| clauses().next())?;
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
        let also = self
            .tree
            .children(clause)
            .find(|&child| child > cue.at && child > clause && self.goes_on(clause, child, cue));
        if let Some(child) = also {
            nodes.end = self.tree.phrase(child).start.max(clause + 1);
            let joined = |at: usize| self.tree.dep(at) == Dep::Cc;
            while nodes.end > clause + 1 && joined(nodes.end - 1) {
                nodes.end -= 1;
            }
        }
        self.led_in(nodes.clone(), cue).map_or(nodes.clone(), |start| start..nodes.end)
    }

    /// `Dostrova rebuked them: "…," she said`: where the quotation begins that the cue stands behind, if a colon leads to
    /// it.
    fn led_in(&self, nodes: Range<usize>, cue: &Cue) -> Option<usize> {
        let outer = self.quotes_in(self.tree.span(nodes.clone())).map(|quote| self.nodes(quote.span));
        let mut behind_colon = outer.filter(|quote| quote.start > nodes.start && self.lower(quote.start - 1) == ":");
        behind_colon.find(|quote| quote.end <= cue.at).map(|quote| quote.start)
    }

    /// `child` of a clause that is told is another report by whoever tells it.
    fn goes_on(&self, clause: usize, child: usize, cue: &Cue) -> bool {
        // `…, going on to say`
        let leads = |below: usize| self.tree.dep(below) == Dep::Xcomp && self.reports(below);
        let reports = self.reports(child) || self.tree.children(child).any(leads);
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

    /// `The minister said:`, and the segment ends: what is said follows in the next.
    fn leads_on(&self, cue: &Cue, source: Option<&Range<usize>>) -> bool {
        let Some(last) = (0..self.tree.len()).rev().find(|&at| self.tree.tag(at) != Tag::Space) else { return false };
        let from = source.map_or(cue.words.end, |source| source.end.max(cue.words.end));
        self.lower(last) == ":" && last >= from && !(from..last).any(|at| self.is_predicate(at))
    }

    /// `scolded them: "…"`
    fn colon_leads(&self, cue: &Cue) -> bool {
        let object = self.tree.child(cue.at, &[Dep::Dobj]).map(|object| self.tree.phrase(object).end);
        let behind = object.unwrap_or(cue.words.end).max(cue.words.end);
        let next = behind..(behind + 2).min(self.tree.len());
        next.len() == 2 && self.lower(next.start) == ":" && self.tree.tag(next.end - 1) == Tag::OpenQuote
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
            || self.tree.dep(cue.at) == Dep::Advcl && self.is_as_clause(cue.at)
            || matches!(self.tree.dep(cue.at), Dep::Ccomp | Dep::Advcl | Dep::Conj | Dep::Dep)
                && self.tree.child(cue.at, &[Dep::Mark, Dep::Cc]).is_none()
                && !self.tree.children(cue.at).any(|child| self.tree.tag(child) == Tag::Wrb)
                && self.follows_mark(self.tree.phrase(cue.at).start)
                && self.tree.child(cue.at, &[Dep::Nsubj]).is_some();
        if !inserted || !is_verb(self.tree.tag(head)) {
            return None;
        }
        let nodes = self.tree.phrase(head);
        Some(without(nodes, &self.tree.phrase(cue.at)).collect())
    }

    /// `as the minister said`
    pub(super) fn is_as_clause(&self, at: usize) -> bool {
        self.tree.children(at).any(|child| {
            child < at
                && matches!(self.tree.dep(child), Dep::Mark | Dep::Advmod)
                && self.sources.lang.closed.as_.contains(self.lower(child))
        })
    }

    /// `was, as the paper put it, "a disaster"`: what is quoted right behind the clause is what was said.
    fn as_words(&self, cue: &Cue) -> Option<Vec<Range<usize>>> {
        if !self.is_as_clause(cue.at) {
            return None;
        }
        let quotes = self.quotes_in(self.sentence(cue.at)?).map(|quote| self.nodes(quote.span));
        let quote = quotes.filter(|quote| quote.start > cue.words.end).min_by_key(|quote| quote.start)?;
        let between = cue.words.end..quote.start - 1;
        let says = between.clone().any(|at| is_verb(self.tree.tag(at)) || self.tree.tag(at) == Tag::Comma);
        (self.tree.tag(between.end) == Tag::Comma && !says).then(|| vec![quote])
    }

    /// A comma, a dash or a mark of quotation stands before the node.
    fn follows_mark(&self, at: usize) -> bool {
        at > 0
            && matches!(self.tree.tag(at - 1), Tag::Comma | Tag::CloseQuote | Tag::OpenQuote | Tag::Colon | Tag::Hyph)
    }

    /// Quoted words in the sentence of the cue, right before it and its source or behind.
    fn quoted(&self, cue: &Cue, source: Option<&Range<usize>>) -> Option<Vec<Range<usize>>> {
        let own = self.group(cue);
        let whole = source.map_or(own.clone(), |source| source.start.min(own.start)..source.end.max(own.end));
        let span = self.tree.span(whole);
        let sentence = self.sentence(cue.at)?;
        let gap = |quote: &Quote| {
            if quote.span.end <= span.start {
                span.start - quote.span.end
            } else {
                quote.span.start.saturating_sub(span.end)
            }
        };
        // A question or a shout ends a sentence before `she said`.
        let near = |quote: &&Quote| {
            quote.depth == 0
                && !quotes::is_nickname(self.sources.words, quote.span)
                && !quote.span.contains_span(span)
                && gap(quote) <= if quote.span.intersects(sentence) { NEAR } else { BESIDE }
        };
        let quote = self.quotes.iter().filter(near).min_by_key(|quote| gap(quote))?;
        // Whoever does something between the two is nearer.
        let between = self.nodes(Span::new(span.end, quote.span.start.max(span.end)));
        let told = between.clone().any(|at| self.is_predicate(at) && self.tree.phrase(at).start >= between.start);
        (!told).then(|| vec![self.nodes(quote.span)])
    }

    /// What stands around the cue where the parser saw no clause: behind it, `said after the talks he would stay`; before
    /// it, set off by a mark; or both, `It was, she said, a stone`.
    fn rest(&self, cue: &Cue, source: Option<&Range<usize>>) -> Option<Vec<Range<usize>>> {
        let source = source?;
        let sentence = self.nodes(self.sentence(cue.at)?);
        let first = source.start.min(self.group(cue).start);
        let last = source.end.max(cue.words.end);
        let told = self.addressee(cue).map_or(last, |told| told.end.max(last));
        let before = self.trimmed(sentence.start.min(first)..first);
        let behind = self.trimmed(told..sentence.end.max(told));
        let says = |nodes: &Range<usize>| nodes.clone().any(|at| self.is_predicate(at));
        // A semicolon begins another clause.
        let joined = first > 0 && self.lower(first - 1) != ";";
        let set_off = first > sentence.start && joined && self.follows_mark(first) && before.len() > 1;
        let inserted = set_off && last < self.tree.len() && self.tree.tag(last) == Tag::Comma;
        // In `when she mentioned the plan to me, I laughed`, the clause that the cue hangs in ends before what it hangs on.
        let leaves = matches!(self.tree.dep(cue.at), Dep::Relcl | Dep::Acl | Dep::Advcl)
            && self.tree.above(cue.at).any(|above| behind.contains(&above));
        let goes_on = behind.len() > 1 && !matches!(self.tree.tag(behind.start), Tag::Vbg | Tag::Rb);
        if inserted && goes_on && (says(&before) || says(&behind)) {
            return Some(vec![before, behind]);
        }
        if set_off && says(&before) {
            return Some(vec![before]);
        }
        (says(&behind) && !leaves && !cue.verb.weak).then(|| vec![behind])
    }

    /// A verb with a subject of its own.
    fn is_predicate(&self, at: usize) -> bool {
        is_verb(self.tree.tag(at)) && self.tree.child(at, &[Dep::Nsubj, Dep::Nsubjpass]).is_some()
    }

    /// The sentence around a node.
    pub(super) fn sentence(&self, at: usize) -> Option<Span> {
        let span = self.tree.node(at).span;
        self.sentences.iter().map(|sentence| sentence.span).find(|sentence| sentence.contains_span(span))
    }

    /// The nodes that lie in a span.
    pub(super) fn nodes(&self, span: Span) -> Range<usize> {
        let first = self.tree.at(span.start);
        first..self.tree.before(span.end).max(first)
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
        Some(one(start..nodes.end))
    }

    /// `condemned the attack`, `accused them of fraud`, `called for a vote`.
    fn object(&self, cue: &Cue) -> Option<Content> {
        if cue.passive {
            return self.passive_object(cue).map(|content| (content, None));
        }
        let noun = cue.verb.frames.contains(&Frame::NounPhrase);
        if noun && let Some(relative) = self.relative_object(cue) {
            return Some((relative, None));
        }
        let is_object = |child: usize| match self.tree.dep(child) {
            Dep::Dobj | Dep::Pobj | Dep::Pcomp | Dep::Ccomp => true,
            Dep::Xcomp => self.tree.tag(child) == Tag::Vbg,
            _ => false,
        };
        let behind = |child: &usize| *child >= cue.words.end && is_object(*child);
        let object = self.complements(cue).map(|(_, child)| child).find(behind).filter(|_| noun);
        let link = self.complements(cue).map(|(_, child)| child).find(|&child| {
            matches!(self.tree.dep(child), Dep::Prep | Dep::Dative)
                && child > cue.at
                && cue.verb.prepositions.iter().any(|word| **word == *self.lower(child))
        });
        // The preposition of a figure may hang on any word between: `put the number of those freed at 48`.
        let figure = |at: &usize| {
            self.tree.dep(*at) == Dep::Prep
                && cue.verb.prepositions.iter().any(|word| **word == *self.lower(*at))
                && self
                    .tree
                    .child(*at, &[Dep::Pobj])
                    .is_some_and(|noun| self.tree.phrase(noun).any(|at| self.tree.tag(at) == Tag::Cd))
        };
        let link = link.or_else(|| (cue.words.end..self.tree.phrase(cue.at).end).find(figure));
        if cue.verb.linked && link.is_none() {
            return None;
        }
        match (object, link) {
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
                Some((vec![self.without_aside(nodes, object)], None))
            }
            (None, Some(link)) => {
                let inner = self.tree.child(link, &[Dep::Pobj, Dep::Pcomp])?;
                let nodes = self.tree.phrase(inner);
                Some((vec![nodes], Some(link).filter(|link| *link == cue.words.end)))
            }
            (None, None) => None,
        }
    }

    /// `called it "theft" - a word that hurt`: what a dash sets off is the writer's.
    fn without_aside(&self, nodes: Range<usize>, noun: usize) -> Range<usize> {
        let is_blank = |from: usize, to: usize| self.tree.node(from).span.end < self.tree.node(to).span.start;
        let sets_off = |at: &usize| {
            matches!(self.lower(*at), "-" | "--" | "–" | "—") && is_blank(at - 1, *at) && !self.is_quoted(*at)
        };
        let end = (noun + 1..nodes.end).find(sets_off).unwrap_or(nodes.end);
        nodes.start..end
    }

    /// `what he called a rant`: the pronoun before, and what is said of it.
    fn relative_object(&self, cue: &Cue) -> Option<Vec<Range<usize>>> {
        let relative = |&child: &usize| {
            child < cue.at
                && matches!(self.tree.dep(child), Dep::Dobj | Dep::Nsubj | Dep::Pobj)
                && matches!(self.tree.tag(child), Tag::Wp | Tag::Wdt)
        };
        let below = self.complements(cue).map(|(_, child)| child).find(|&child| {
            child >= cue.words.end
                && matches!(
                    self.tree.dep(child),
                    Dep::Oprd | Dep::Ccomp | Dep::Xcomp | Dep::Attr | Dep::Acomp | Dep::Dobj | Dep::Prep
                )
        })?;
        let own = self.tree.children(cue.at).chain(self.tree.children(below)).find(relative)?;
        let subject = self.tree.child(cue.at, &[Dep::Nsubj])?;
        (own != subject)
            .then(|| vec![own..own + 1, self.tree.phrase(below).start.max(cue.words.end)..self.tree.phrase(below).end])
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
        let clause = self
            .complements(cue)
            .find(|&(_, child)| matches!(self.tree.dep(child), Dep::Xcomp | Dep::Ccomp | Dep::Oprd | Dep::Acomp))?;
        let subject = self.tree.child(cue.at, &[Dep::Nsubj, Dep::Nsubjpass])?;
        let expletive =
            self.sources.lang.closed.expletives.contains(self.lower(subject)) && self.tree.dep(clause.1) == Dep::Ccomp;
        let mut pieces = vec![self.tree.phrase(clause.1)];
        if !expletive {
            pieces.insert(0, self.tree.phrase(subject));
        }
        Some(pieces)
    }
}

/// All of `inner` lies in `outer`.
fn holds(outer: &[Range<usize>], inner: &[Range<usize>]) -> bool {
    let lies = |piece: &Range<usize>| outer.iter().any(|outer| outer.start <= piece.start && piece.end <= outer.end);
    inner.iter().all(lies)
}
