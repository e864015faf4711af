//! What attributes without a verb of its own: `according to`, `it became known that`, `reportedly`, a speaker's label.

use std::ops::Range;

use engine::{Dep, Tag};
use lang::segment::Shape;
use text::{Span, Spans};

use super::draft::{Draft, one, without};
use super::verb::is_verb;
use super::{Attribution, Force, Grade, Quotation, Reader, SourceKind};
use crate::quotes::Quote;

/// So many words a speaker's label has at most: `Foreign Minister Milena Dostrova:`.
const LABEL: usize = 8;
/// So many words a name under a quotation has at most.
const SIGNATURE: usize = 6;

impl Reader<'_> {
    /// `according to the ministry, …`, `in the ministry's view, …`
    pub(super) fn according(&self, at: usize) -> Option<Draft> {
        let words = self.sources.words;
        let (len, ()) = words.phrase(&self.sources.lang.according, self.token(at))?;
        let last = self.tree.at(words.tokens.get(self.token(at) + len - 1)?.span.start);
        // `as the ministry said` is the verb's to tell.
        if last > at && is_verb(self.tree.tag(last)) && self.tree.child(last, &[Dep::Nsubj]).is_some() {
            return None;
        }
        let behind = (at..=last).rev().find_map(|at| {
            self.tree.child(at, &[Dep::Pobj, Dep::Dobj]).filter(|&noun| self.tree.phrase(noun).end > last + 1)
        });
        let within = || self.tree.child(last, &[Dep::Poss]).map(|owner| self.tree.phrase(owner).start..owner + 1);
        let source = match behind {
            Some(noun) if !(at..=last).contains(&noun) => last + 1..self.tree.phrase(noun).end,
            _ => within()?,
        };
        // `citing obligations at home` gives a reason.
        if is_verb(self.tree.tag(last)) && !source.is_empty() && !self.sources.can_speak(self.tokens(source.clone())) {
            return None;
        }
        let top = self.top_of(at..last + 1);
        let adjunct = self.tree.phrase(top).start.min(at)..source.end.max(last + 1);
        let clause = self.clause_of(top)?;
        let content = without(self.tree.phrase(clause), &adjunct).collect();
        let cue = without(at..last + 1, &source).collect();
        let source = Some(source).filter(|nodes| nodes.start < nodes.end);
        Some(Draft::said(source, cue, content, last + 1))
    }

    /// The node of a few that hangs on something outside of them.
    fn top_of(&self, nodes: Range<usize>) -> usize {
        nodes.clone().find(|&at| self.tree.head(at).is_none_or(|head| !nodes.contains(&head))).unwrap_or(nodes.start)
    }

    /// The verb of the clause that a node belongs to, and of the sentence if the clause only shares its subject.
    fn clause_of(&self, at: usize) -> Option<usize> {
        let mut clause =
            self.tree.above(at).find(|&above| is_verb(self.tree.tag(above))).or(self.tree.above(at).last())?;
        while let Some(head) = self.tree.head(clause) {
            let own = self.tree.child(clause, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Expl]).is_some();
            let stays = own && matches!(self.tree.dep(clause), Dep::Ccomp | Dep::Relcl | Dep::Parataxis);
            if stays {
                break;
            }
            clause = head;
        }
        Some(clause)
    }

    /// `it became known that …`, `is said to …`, `reportedly`: nobody is named.
    pub(super) fn formula(&self, at: usize) -> Option<Draft> {
        let words = self.sources.words;
        let token = self.token(at);
        let (len, note) = words.phrase(&self.sources.lang.agentless, token)?;
        let last = self.tree.at(words.tokens.get(token + len - 1)?.span.start);
        // `the supposedly imminent vote`: the writer's doubt. `charged with allegedly taking …`: whoever charges says so.
        let doubts =
            len == 1 && self.tree.head(at).is_some_and(|head| self.tree.tag(head) == Tag::Jj && head == at + 1);
        if doubts || len == 1 && self.is_charge(token) {
            return None;
        }
        // What links the cue to the content belongs to the content.
        let links = |at: usize| self.tree.tag(at) == Tag::To || self.sources.lang.closed.that.contains(self.lower(at));
        let cue = at..if last > at && links(last) { last } else { last + 1 };
        if cue.clone().any(|at| self.tree.child(at, &[Dep::Agent]).is_some()) {
            return None;
        }
        // `was heard to say "…"`: who is heard says it.
        if last > at && self.tree.tag(last) == Tag::To && last + 1 < self.tree.len() && self.reports(last + 1) {
            return None;
        }
        let is = |word: &str| note.split(' ').any(|part| part == word);
        let clause = self.clause_of(at).filter(|&clause| !cue.contains(&clause));
        let clause = clause.unwrap_or_else(|| self.top_of(cue.clone()));
        let content: Vec<Range<usize>> = without(self.tree.phrase(clause), &cue).collect();
        // `information has appeared`: the noun is the source, and nobody's.
        let noun = if is("noun") { cue.clone().take_while(|&at| !is_verb(self.tree.tag(at))).count() } else { 0 };
        let source = (noun > 0).then(|| at..at + noun);
        Some(Draft {
            kind: source.as_ref().map(|_| SourceKind::DocumentVague),
            grade: if is("weak") { Grade::Attitude } else { Grade::Speech },
            ..Draft::said(source, one(at + noun..cue.end), content, last + 1)
        })
    }

    /// A charge stands before the word in its sentence: `was charged with …`.
    fn is_charge(&self, token: usize) -> bool {
        let words = self.sources.words;
        let span = words.span(token, token);
        let start = self.sentences.iter().find(|sentence| sentence.span.contains_span(span));
        let before = start.map_or(0, |sentence| sentence.tokens.start)..token;
        before.into_iter().any(|at| words.phrase(&self.sources.lang.charges, at).is_some())
    }

    /// `Foreign Minister Milena Dostrova: "…"`, `ROSSI: …`, at the beginning of a segment.
    pub(super) fn label(&self, at: usize) -> Option<Draft> {
        let first = usize::from(!self.tree.is_empty() && self.tree.tag(0) == Tag::OpenQuote);
        if at != first {
            return None;
        }
        let colon = (at + 1..self.tree.len().min(at + LABEL)).find(|&at| self.lower(at) == ":")?;
        let clean =
            (at..colon).all(|at| !is_verb(self.tree.tag(at)) && !matches!(self.tree.tag(at), Tag::Comma | Tag::Stop));
        let tokens = self.tokens(at..colon);
        let words = self.sources.words;
        let shouted = tokens.clone().all(|at| matches!(words.shape(at), Shape::Upper | Shape::Initial));
        let named = self.sources.mentions_in(self.tree.span(at..colon)).next().is_some();
        let anonymous = shouted && !named;
        if !clean || !(shouted || named && self.sources.can_speak(tokens)) || colon + 2 >= self.tree.len() {
            return None;
        }
        let (cue, content) = (one(colon..colon + 1), one(colon + 1..self.tree.len()));
        Some(Draft {
            // A label is somebody known, `Q` and `A` too.
            kind: anonymous.then_some(SourceKind::Anaphoric),
            is_label: true,
            ..Draft::said(Some(at..colon), cue, content, colon + 1)
        })
    }

    /// `Montandrin sees a pattern: "…"`: whoever does something before a colon says what is quoted behind it, unless
    /// somebody else is said to.
    pub(super) fn lead_ins(&self, known: &[Attribution]) -> Vec<Attribution> {
        let told = |quote: &Quote| {
            known.iter().any(|known| known.content.as_ref().is_some_and(|content| content.intersects(quote.span)))
        };
        let free = self.quotes.iter().filter(|quote| quote.depth == 0 && quote.opened && !quote.dash && !told(quote));
        free.filter_map(|quote| self.finish(self.lead_in(quote)?)).collect()
    }

    fn lead_in(&self, quote: &Quote) -> Option<Draft> {
        let nodes = self.nodes(quote.span);
        let colon = nodes.start.checked_sub(1).filter(|&at| self.lower(at) == ":")?;
        let sentence = self.nodes(self.sentence(colon)?);
        let has_subject = |&at: &usize| {
            is_verb(self.tree.tag(at)) && self.tree.child(at, &[Dep::Nsubj]).is_some_and(|subject| subject < at)
        };
        // The verb of the whole clause, not one inside of it.
        let verbs = (sentence.start..colon).filter(has_subject);
        let verb = verbs.min_by_key(|&at| self.tree.above(at).count())?;
        let source = self.tree.phrase(self.tree.child(verb, &[Dep::Nsubj])?);
        if source.contains(&verb) || !self.sources.can_speak(self.tokens(self.trimmed(source.clone()))) {
            return None;
        }
        Some(Draft::said(Some(source), vec![verb..verb + 1, colon..colon + 1], vec![nodes], colon + 1))
    }

    /// `"…" — Milena Dostrova`, the name at the end of a line or of the segment.
    pub(super) fn signatures(&self) -> Vec<Attribution> {
        let outer = self.quotes.iter().filter(|quote| quote.depth == 0 && quote.closed && !quote.dash);
        outer.filter_map(|quote| self.signature(quote)).collect()
    }

    fn signature(&self, quote: &Quote) -> Option<Attribution> {
        let words = self.sources.words;
        // A quoted block has a mark before each of its lines.
        let behind = words.at(quote.span.end);
        let dash = (behind..behind + 2).find(|&at| words.raw(at) != ">")?;
        let is_dash = matches!(words.raw(dash), "—" | "–" | "―" | "-" | "--");
        let span = words.tokens.get(dash)?.span;
        let behind = words.text.get(span.end as usize..)?;
        let line = behind.lines().next()?;
        let start = span.end + (line.len() - line.trim_start().len()) as u32;
        let source = Span::new(start, span.end + line.trim_end().len() as u32);
        let tokens = words.at(source.start)..words.at(source.end.saturating_sub(1)) + 1;
        let short = (1..=SIGNATURE).contains(&source.of(words.text).split_whitespace().count());
        let tells = self.nodes(source).any(|at| is_verb(self.tree.tag(at)));
        if !is_dash || !short || tells || !words.shape(tokens.start).is_capital() {
            return None;
        }
        let class = self.sources.classify(tokens);
        Some(Attribution {
            source: Some(Spans::from(source)),
            cue: Spans::from(span),
            content: Some(Spans::from(quote.span)),
            quotation: Quotation::Direct,
            grade: Grade::Speech,
            attitude: None,
            source_kind: class.kind,
            head: class.head,
            addressee: None,
            later_mention: class.later,
            names_office: class.office,
            subordinate: false,
            is_label: false,
            force: Force::Asserts,
            nested: false,
        })
    }
}
