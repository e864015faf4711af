//! Who stands behind a sentence.

use text::Spans;

use super::{Claim, Judge, Standing};
use crate::article::Speech;
use crate::attribution::{Attitude, Attribution, Grade, SourceKind};
use crate::mentions::Kind;

/// Somebody stands behind such a sentence, in it or around it.
pub(super) const STANDS: [Standing; 2] = [Standing::SameSentence, Standing::RunningQuotation];

/// What the sentence before lends to the next one of its paragraph.
#[derive(Clone, Copy)]
pub(super) struct Carry {
    pub attribution: usize,
    pub vague: bool,
}

impl Judge<'_> {
    pub(super) fn standing(&self, speech: Option<&Speech>, carried: Option<Carry>) -> (Standing, Option<usize>) {
        if let Some((index, _)) = self.attributions().find(|(_, attribution)| self.stands_behind(attribution)) {
            return (Standing::SameSentence, Some(index));
        }
        let running = speech.and_then(|speech| speech.attribution).or_else(|| self.told_elsewhere());
        if let Some(attribution) = running {
            return (Standing::RunningQuotation, Some(attribution));
        }
        match carried {
            Some(carry) if !carry.vague && !self.opens_with_stance() => {
                (Standing::CarriedFromEarlier, Some(carry.attribution))
            }
            _ => (Standing::OutletVoice, None),
        }
    }

    /// The sentence is what somebody says whose words of saying stand in another.
    fn told_elsewhere(&self) -> Option<usize> {
        let tells = |attribution: &Attribution| {
            let told = attribution.content.iter().flat_map(Spans::iter).map(|span| span.intersection(self.span).len());
            attribution.grade == Grade::Speech && told.sum::<u32>() * 2 > self.span.len()
        };
        self.nearby().find(|(_, attribution)| tells(attribution)).map(|(at, _)| at)
    }

    /// `Apparently, …`: the writer speaks, whoever spoke before.
    fn opens_with_stance(&self) -> bool {
        let first = self.sentence.tokens.start;
        let adverb =
            self.words.phrase(&self.lang.hedges, first).or_else(|| self.words.phrase(&self.lang.opinion, first));
        adverb.is_some_and(|(len, ())| self.words.raw(first + len) == ",")
    }

    /// What is said has been said, and is what the sentence is about.
    fn stands_behind(&self, attribution: &Attribution) -> bool {
        !attribution.nested
            && self.is_report(attribution)
            && !self.is_still_to_be_said(attribution)
            && !self.is_aside(attribution)
    }

    /// Speech always; a belief where a human being is said to hold it. A state's belief, and what only who wants or
    /// fears it can tell, is the writer's word.
    pub(super) fn is_report(&self, attribution: &Attribution) -> bool {
        let agentless = attribution.source_kind == SourceKind::Agentless;
        // `…, officials fear`: put behind what is said, any verb reports.
        let behind =
            attribution.content.as_ref().is_some_and(|content| content.cover().end <= attribution.cue.first().start);
        if behind && !agentless && !self.is_act(attribution) {
            return true;
        }
        match attribution.attitude {
            None => !(self.is_act(attribution) || agentless && attribution.grade == Grade::Attitude),
            _ if agentless => false,
            Some(Attitude::Belief) => !self.is_collective(attribution),
            Some(Attitude::Wish) => self.is_group(attribution),
            Some(Attitude::Act) => {
                self.is_group(attribution) || self.is_document(attribution) || self.is_court(attribution)
            }
        }
    }

    /// `the inquest heard that …`: it was said there.
    fn is_court(&self, attribution: &Attribution) -> bool {
        let head = attribution.head.map(|head| self.words.at(head.start.saturating_sub(self.part.span.start)));
        head.is_some_and(|head| self.lang.closed.courts.contains(self.words.lower(head)))
    }

    fn is_group(&self, attribution: &Attribution) -> bool {
        matches!(attribution.source_kind, SourceKind::Vague | SourceKind::Anonymous)
    }

    fn is_document(&self, attribution: &Attribution) -> bool {
        matches!(attribution.source_kind, SourceKind::Document | SourceKind::DocumentVague)
    }

    /// `accused`, `attacked`: the word that reports tells a contested act as well.
    fn is_act(&self, attribution: &Attribution) -> bool {
        let last = self.words.at(attribution.cue.first().unshift(self.part.span.start).end.saturating_sub(1));
        self.lang.contested.contains_key(self.words.lower(last)) && attribution.content.is_none()
    }

    /// `will claim`: nobody has said it yet.
    fn is_still_to_be_said(&self, attribution: &Attribution) -> bool {
        let first = self.words.at(attribution.cue.first().unshift(self.part.span.start).start);
        self.lang.closed.future.contains(self.words.lower(first))
    }

    /// `…, which the ministry denied, …`: most of the sentence is neither what is said nor who says it.
    fn is_aside(&self, attribution: &Attribution) -> bool {
        let Some(content) = &attribution.content else { return false };
        let words = content.iter().chain(attribution.cue.iter()).chain(attribution.source.iter().flat_map(Spans::iter));
        let shares = words.map(|span| span.intersection(self.span).len());
        let own = shares.sum::<u32>() * 5 >= self.span.len() * 2;
        let main = self.clause.map(|clause| clause.verb.shift(self.part.span.start));
        let told = main.is_some_and(|verb| content.intersects(verb));
        // The sentence is about saying it.
        let own = own || main.is_some_and(|verb| attribution.cue.intersects(verb));
        attribution.subordinate && !told || !own && !self.opens(attribution) && !self.ends(attribution)
    }

    /// The words that attribute open the sentence.
    fn opens(&self, attribution: &Attribution) -> bool {
        attribution.cue.first().start <= self.span.start + self.span.len() / 6
    }

    /// The words that attribute end the sentence.
    fn ends(&self, attribution: &Attribution) -> bool {
        let end = attribution.source.as_ref().map_or(0, |source| source.cover().end).max(attribution.cue.last().end);
        self.span.end.saturating_sub(end) < self.span.len() / 4
    }

    /// The source is a state, a body or nobody in particular, not a human being.
    pub(super) fn is_collective(&self, attribution: &Attribution) -> bool {
        if self.is_group(attribution) {
            return false;
        }
        let Some(source) = attribution.source.as_ref().map(Spans::cover) else { return true };
        let person = self.article.entities.iter().any(|entity| {
            entity.kind == Kind::Person && entity.mentions.iter().any(|mention| source.contains_span(mention.span))
        });
        !person && attribution.source_kind != SourceKind::Anaphoric
    }

    /// What this sentence lends to the next: its named source, or the mark of a vague one.
    pub(super) fn carry(&self, claim: &Claim, carried: Option<Carry>) -> Option<Carry> {
        match (claim.standing, claim.attribution) {
            (Standing::SameSentence | Standing::RunningQuotation, Some(attribution)) => {
                let kind = self.article.attributions.get(attribution)?.source_kind;
                let vague = matches!(kind, SourceKind::Vague | SourceKind::DocumentVague | SourceKind::Agentless)
                    || kind == SourceKind::Anonymous && !self.is_described(attribution);
                Some(Carry { attribution, vague })
            }
            (Standing::CarriedFromEarlier, _) => carried,
            _ => None,
        }
    }

    /// An unnamed source that is at least described: `a source familiar with the talks`.
    fn is_described(&self, attribution: usize) -> bool {
        let source = self.article.attributions.get(attribution).and_then(|attribution| attribution.source.as_ref());
        source.is_some_and(|source| source.len() > 16)
    }
}
