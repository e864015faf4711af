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

    /// `the claim that …`, `their message was that …`
    fn told(&self, at: usize) -> Option<usize> {
        let own = self.tree.children(at).find(|&child| child > at && self.is_told(child));
        let predicate = || {
            let verb = self.tree.head(at).filter(|_| self.tree.dep(at) == Dep::Nsubj)?;
            let links = self.sources.lang.closed.predicate_verbs.contains(self.lower(verb));
            self.tree.children(verb).find(|&child| links && child > verb && self.is_told(child))
        };
        own.or_else(predicate)
    }

    /// A clause that `that` opens.
    fn is_told(&self, clause: usize) -> bool {
        let that = |mark: usize| self.sources.lang.closed.that.contains(self.lower(mark));
        matches!(self.tree.dep(clause), Dep::Acl | Dep::Ccomp | Dep::Relcl)
            && self.tree.child(clause, &[Dep::Mark]).is_some_and(that)
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
