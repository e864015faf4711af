//! What attributes without a verb of its own: `according to`, `it became known that`, `reportedly`, a speaker's label.

use std::ops::Range;

use engine::{Dep, Tag};

use super::draft::{Draft, without};
use super::verb::is_verb;
use super::{Grade, Reader};

/// So many words a speaker's label has at most: `Foreign Minister Milena Dostrova:`.
const LABEL: usize = 8;

impl Reader<'_> {
    /// `according to the ministry, …`
    pub(super) fn according(&self, at: usize) -> Option<Draft> {
        let words = self.sources.words;
        let token = self.token(at);
        let (len, ()) = words.phrase(&self.sources.lang.according, token)?;
        let last = self.tree.at(words.tokens.get(token + len - 1)?.span.start);
        let noun = (at..=last).rev().find_map(|at| self.tree.child(at, &[Dep::Pobj]).filter(|&noun| noun > last))?;
        let source = self.tree.phrase(noun);
        let top = self.top_of(at..last + 1);
        let adjunct = self.tree.phrase(top).start.min(at)..source.end;
        let clause = self.clause_of(top)?;
        let content = without(self.tree.phrase(clause), &adjunct).collect();
        Some(Draft {
            source: Some(last + 1..source.end).filter(|nodes| nodes.start < nodes.end),
            antecedent: None,
            cue: vec![at..last + 1],
            content,
            grade: Grade::Speech,
            addressee: None,
            behind: last + 1,
        })
    }

    /// The node of a few that hangs on something outside of them.
    fn top_of(&self, nodes: Range<usize>) -> usize {
        nodes.clone().find(|&at| self.tree.head(at).is_none_or(|head| !nodes.contains(&head))).unwrap_or(nodes.start)
    }

    /// The verb of the clause that a node belongs to, and of the sentence if the clause only shares its subject.
    fn clause_of(&self, at: usize) -> Option<usize> {
        let mut clause = self.tree.above(at).find(|&above| is_verb(self.tree.tag(above))).or(self.tree.above(at).last())?;
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
        // What links the cue to the content belongs to the content.
        let links = |at: usize| self.tree.tag(at) == Tag::To || self.lower(at) == "that";
        let cue = at..if last > at && links(last) { last } else { last + 1 };
        if cue.clone().any(|at| self.tree.child(at, &[Dep::Agent]).is_some()) {
            return None;
        }
        let weak = note.split(' ').any(|part| part == "weak");
        let clause = self.clause_of(at).filter(|&clause| !cue.contains(&clause)).unwrap_or_else(|| self.top_of(cue.clone()));
        let content: Vec<Range<usize>> = without(self.tree.phrase(clause), &cue).collect();
        Some(Draft {
            source: None,
            antecedent: None,
            cue: vec![cue],
            content,
            grade: if weak { Grade::Attitude } else { Grade::Speech },
            addressee: None,
            behind: last + 1,
        })
    }

    /// `Foreign Minister Milena Dostrova: "…"`, at the beginning of a segment.
    pub(super) fn label(&self, at: usize) -> Option<Draft> {
        if at != 0 {
            return None;
        }
        let colon = (1..self.tree.len().min(LABEL)).find(|&at| self.lower(at) == ":")?;
        let clean = (0..colon).all(|at| !is_verb(self.tree.tag(at)) && !matches!(self.tree.tag(at), Tag::Comma | Tag::Stop));
        let tokens = self.tokens(0..colon);
        let named = self.sources.mentions_in(self.tree.span(0..colon)).next().is_some();
        if !clean || !named || !self.sources.can_speak(tokens) || colon + 2 >= self.tree.len() {
            return None;
        }
        Some(Draft {
            source: Some(0..colon),
            antecedent: None,
            cue: vec![colon..colon + 1],
            content: vec![colon + 1..self.tree.len()],
            grade: Grade::Speech,
            addressee: None,
            behind: colon + 1,
        })
    }
}
