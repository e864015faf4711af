//! Nouns that carry content: `the claim by X that …`, `in his view`, `issued a warning that …`.

use std::ops::Range;

use engine::{Dep, Tag};

use super::Reader;
use super::draft::Draft;
use super::verb::is_verb;

impl Reader<'_> {
    /// The attribution of the noun at `at`: it takes a clause, and somebody it belongs to.
    pub(super) fn noun(&self, at: usize) -> Option<Draft> {
        if !matches!(self.tree.tag(at), Tag::Nn | Tag::Nns) || !self.sources.lang.noun_cues.contains(self.lower(at)) {
            return None;
        }
        let content = match self.told(at) {
            Some(clause) => vec![self.tree.phrase(clause)],
            None if self.ends_segment(at) => Vec::new(),
            None => return None,
        };
        let owned = self.owner(at).map(|owner| (owner, at..at + 1));
        let (source, cue) = owned.or_else(|| self.actor(at))?;
        Some(Draft::said(Some(source), vec![cue], content, at + 1))
    }

    /// `the claim that …`
    fn told(&self, at: usize) -> Option<usize> {
        self.tree.children(at).find(|&child| {
            matches!(self.tree.dep(child), Dep::Acl | Dep::Ccomp | Dep::Relcl)
                && child > at
                && self
                    .tree
                    .child(child, &[Dep::Mark])
                    .is_some_and(|mark| self.sources.lang.closed.that.contains(self.lower(mark)))
        })
    }

    /// `He made the following statement:`, and what is said follows in the next segment.
    fn ends_segment(&self, at: usize) -> bool {
        let mut behind = (at + 1..self.tree.len()).filter(|&at| self.tree.tag(at) != Tag::Space);
        behind.next().is_some_and(|at| self.lower(at) == ":") && behind.next().is_none()
    }

    /// `Iran's claim`, `the claim by Iran`, `the words of the president`.
    fn owner(&self, at: usize) -> Option<Range<usize>> {
        if let Some(owner) = self.tree.child(at, &[Dep::Poss]) {
            let nodes = self.tree.phrase(owner);
            return Some(nodes.start..owner.max(nodes.start) + 1);
        }
        let links = &self.sources.lang.closed.owner_links;
        let by = self.tree.children(at).find(|&child| {
            matches!(self.tree.dep(child), Dep::Prep | Dep::Agent) && child > at && links.contains(self.lower(child))
        })?;
        let noun = self.tree.child(by, &[Dep::Pobj])?;
        let nodes = self.tree.phrase(noun);
        self.sources.can_speak(self.tokens(nodes.clone())).then_some(nodes)
    }

    /// `the ministry issued a warning`: who does it, and the words from the verb to the noun.
    fn actor(&self, at: usize) -> Option<(Range<usize>, Range<usize>)> {
        let verb = self.tree.head(at).filter(|&verb| is_verb(self.tree.tag(verb)) && verb < at)?;
        if self.tree.dep(at) != Dep::Dobj {
            return None;
        }
        let subject = self.tree.child(verb, &[Dep::Nsubj])?;
        let nodes = self.tree.phrase(subject);
        self.sources.can_speak(self.tokens(nodes.clone())).then_some((nodes, verb..at + 1))
    }
}
