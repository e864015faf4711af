//! When it was: the date of a sentence, or that one is missed.

use lang::segment::Shape;
use lang::{VerbForm, WordClass};

use super::signs::SignKind;
use super::standing::STANDS;
use super::{Claim, Dated, Judge, Standing};
use crate::article::Speech;
use crate::attribution::{Attribution, Grade};
use crate::clause::{Clause, Tense};
use crate::mentions::Form;
use crate::times::{ResolvedTime, Said, TimeKind};

/// What the day of an event weighs that the sentence is about.
const EVENT: u8 = 55;
/// And of one that somebody contests.
const ACT: u8 = 60;
/// And where the sentence is somebody's words: the day they were said is enough for most.
const SAID: u8 = 35;

impl Judge<'_> {
    /// The date of the sentence and how much one is missed, 0 to 100. `previous` are the claims before it, two at most.
    pub(super) fn dating(&self, speech: Option<&Speech>, standing: Standing, previous: &[Claim]) -> (Dated, u8) {
        if speech.is_some() {
            return (Dated::Timeless, 0);
        }
        if let Some(stated) = self.stated() {
            return (stated, 0);
        }
        if self.tells_of_report() {
            return (Dated::None, EVENT);
        }
        if self.is_counted() {
            return (Dated::RelativeResolvable, 0);
        }
        let Some((weight, event)) = self.past_event() else { return (Dated::Timeless, 0) };
        if self.is_inherited(previous) {
            return (Dated::Inherited, 0);
        }
        let told = STANDS.contains(&standing)
            || self.is_of_writer()
            || self.is_of_record()
            || !self.is_of_public(weight, event);
        let need = if told { weight.min(SAID) } else { weight };
        (Dated::None, need)
    }

    /// What a state, a body or a group did, or what was done to somebody that will be contested, in an aside too. The days
    /// of single people's doings a reader asks for less.
    fn is_of_public(&self, weight: u8, event: usize) -> bool {
        let Some(clause) = self.clause else { return true };
        let aside = event != self.words.at(clause.verb.start);
        let act = weight == ACT && (clause.is_passive || aside) || aside && self.delivers(event);
        act || self.is_about_many(&clause) || self.is_about_office(&clause)
    }

    /// `the Sarenian leader`: who is called by an office acts for a state or a body.
    fn is_about_office(&self, clause: &Clause) -> bool {
        let head = clause.head.map(|head| head.shift(self.part.span.start));
        let mut mentions = self.article.entities.iter().flat_map(|entity| &entity.mentions);
        head.is_some_and(|head| {
            mentions.any(|mention| mention.form == Form::Nominal && mention.span.contains_span(head))
        })
    }

    /// By an expression of the sentence.
    fn stated(&self) -> Option<Dated> {
        let mut vague = false;
        for time in self.times() {
            match time.kind {
                _ if time.expression.vague => vague = true,
                TimeKind::Date | TimeKind::Time if matches!(time.expression.said, Said::Calendar { .. }) => {
                    return Some(Dated::Explicit);
                }
                TimeKind::Date | TimeKind::Time => return Some(Dated::RelativeResolvable),
                TimeKind::Duration if self.ends_now(time) => return Some(Dated::RelativeResolvable),
                _ => {}
            }
        }
        vague.then_some(Dated::Vague)
    }

    /// `the past three months`: a length that ends when the article is written.
    fn ends_now(&self, time: &ResolvedTime) -> bool {
        let span = time.span.unshift(self.part.span.start);
        let mut words = self.words.at(span.start)..self.words.at(span.end.saturating_sub(1)) + 1;
        words.any(|at| self.lang.closed.elapsed.contains(self.words.lower(at)))
    }

    /// Another outlet has reported something, and the reader has to find the report.
    fn tells_of_report(&self) -> bool {
        let Some(clause) = self.clause else { return false };
        let Some(subject) = clause.subject.map(|subject| subject.shift(self.part.span.start)) else { return false };
        let verb = self.words.at(clause.verb.start);
        let published = self.lang.closed.publish.contains(self.words.lower(verb));
        let own = self.article.layout.outlet.as_ref().map(|outlet| outlet.name.as_str());
        published
            && clause.tense == Tense::Past
            && self.article.entities.iter().any(|entity| {
                let outlet = self.lang.organisations.exact(&entity.name).is_some_and(lang::Organisation::is_outlet);
                outlet
                    && own != Some(&*entity.name)
                    && entity.mentions.iter().any(|mention| subject.contains_span(mention.span))
            })
    }

    /// The same event as a dated neighbour: the date of one of the two sentences before is in reach, unless this one
    /// puts its event before or after another, or tells what has happened at some time or other.
    fn is_inherited(&self, previous: &[Claim]) -> bool {
        let perfect = self.clause.is_some_and(|clause| clause.tense == Tense::Perfect);
        if self.is_sequel() || perfect && !self.refers_back() {
            return false;
        }
        let stated = previous.iter().any(|claim| matches!(claim.dated, Dated::Explicit | Dated::RelativeResolvable));
        let taken_over = previous.iter().any(|claim| claim.dated == Dated::Inherited) && self.refers_back();
        stated || taken_over || self.is_part()
    }

    /// `were killed in the exchange of fire`: part of an event that has been told.
    fn is_part(&self) -> bool {
        self.sentence.tokens.clone().any(|at| {
            self.lang.closed.definite.contains(self.words.lower(at))
                && self.lang.closed.event_places.contains(self.words.lower(at.wrapping_sub(1)))
                && !self.is_quoted(at)
                && self.words.phrase(&self.lang.event_nouns, at + 1).is_some()
        })
    }

    /// `came eight days after …`, `a week later`: counted from another day, which the reader has.
    fn is_counted(&self) -> bool {
        self.sentence.tokens.clone().skip(1).any(|at| {
            let relates = self.lang.event_offsets.single(self.words.lower(at)).is_some() && !self.is_quoted(at);
            relates && self.lang.times.units.contains_key(self.words.lower(at - 1))
        })
    }

    /// `after the strike on …`, `before flying to …`: told by another event, whose day is not told either. `after the
    /// talks` is the event that the sentence before was about.
    fn is_sequel(&self) -> bool {
        self.sentence.tokens.clone().any(|at| {
            let relates = self.lang.event_offsets.single(self.words.lower(at)).is_some() && !self.is_quoted(at);
            relates && !self.is_known_event(at + 1)
        })
    }

    /// `the talks`, and nothing that says which.
    fn is_known_event(&self, at: usize) -> bool {
        let definite = self.lang.closed.definite.contains(self.words.lower(at));
        let noun = self.words.phrase(&self.lang.event_nouns, at + 1);
        let Some((len, _)) = noun.filter(|_| definite) else { return false };
        let behind = self.words.lower(at + 1 + len);
        !self.lang.closed.of.contains(behind) && !self.lang.closed.event_places.contains(behind)
    }

    /// The sentence tells a specific past event: how much its day is missed.
    fn past_event(&self) -> Option<(u8, usize)> {
        let unknown = self.shows(SignKind::Disclaimer);
        if self.is_conditional()
            || self.is_question()
            || self.is_of_now()
            || self.is_to_come()
            || self.is_tally()
            || unknown
        {
            return None;
        }
        let mut best: Option<(u8, usize)> = None;
        let is_aside = |at: usize| self.is_quoted(at) || self.is_hypothetical(at) || self.follows_relative(at);
        for at in self.sentence.tokens.clone().filter(|&at| !is_aside(at) && !self.is_undone(at)) {
            let lower = self.words.lower(at);
            let contested = self.lang.contested.get(lower).copied();
            let event = self.lang.event_verbs.single(lower).map(|verb| verb.form);
            let past = |form: VerbForm| matches!(form, VerbForm::Past | VerbForm::Participle) && self.is_told(at);
            // `called the result modest` says, and does nothing.
            let says = self.lang.reporting.forms.single(lower).is_some();
            if contested.is_some_and(past) || contested.is_some() && self.is_suffered(at) {
                best = best.max(Some((ACT, at)));
            } else if event.is_some_and(past)
                && !says
                && !self.lang.closed.gradual.contains(lower)
                && !self.is_origin(at)
                || self.is_lately(at)
                || self.delivers(at)
            {
                best = best.max(Some((EVENT, at)));
            }
        }
        let verb = self.clause.map_or(self.sentence.tokens.start, |clause| self.words.at(clause.verb.start));
        best.or_else(|| self.is_deed().then_some((EVENT, verb)))
    }

    /// `began as a story`, `started with the bears`: what something was at first.
    fn is_origin(&self, at: usize) -> bool {
        let next = self.words.lower(at + 1);
        self.lang.closed.beginnings.contains(self.words.lower(at))
            && (self.lang.closed.as_.contains(next) || self.lang.closed.party_links.contains(next))
    }

    /// `Montavar took two companies away`: a state or a body has done something, once.
    fn is_deed(&self) -> bool {
        let Some(clause) = self.clause else { return false };
        let verb = self.words.at(clause.verb.start);
        let lower = self.words.lower(verb);
        let still = self.lang.closed.gradual.contains(lower)
            || self.lang.auxiliaries.contains(lower)
            || self.lang.reporting.forms.single(lower).is_some();
        clause.tense == Tense::Past
            && !clause.is_passive
            && !still
            && !self.is_undone(verb)
            && self.is_about_many(&clause)
    }

    /// A past form that tells: a finite verb or a participle with `has` or `was`, not one that describes a noun.
    pub(super) fn is_told(&self, at: usize) -> bool {
        let by = self.lang.closed.agents.contains(self.words.lower(at + 1));
        let mut before = at.wrapping_sub(1);
        for _ in 0..2 {
            let lower = self.words.lower(before);
            if self.lang.class(lower).any(WordClass::ADVERB) || self.lang.closed.verb_adverbs.contains(lower) {
                before = before.wrapping_sub(1);
            }
        }
        let auxiliary = self.lang.closed.participle_verbs.contains(self.words.lower(before));
        let attributive =
            self.lang.closed.before_attribute.contains(self.words.lower(before)) || self.words.raw(before) == "-";
        auxiliary || !by && !attributive
    }

    /// `has seen its batteries targeted by …`: what happened to the subject is told by a participle.
    fn is_suffered(&self, at: usize) -> bool {
        let perfect = self
            .clause
            .is_some_and(|clause| clause.tense == Tense::Perfect && clause.verb.end < self.words.span(at, at).start);
        perfect && self.lang.closed.agents.contains(self.words.lower(at + 1))
    }

    /// `delivered a number of strikes`: a verb in the past whose object is an event.
    fn delivers(&self, at: usize) -> bool {
        let verb = self.lang.closed.carry_out.contains(self.words.lower(at)) && self.is_told(at);
        verb && (at + 1..at + 6).any(|at| self.words.phrase(&self.lang.event_nouns, at).is_some())
    }

    /// `has meanwhile replaced`, `has already been broken`: done by now, and the reader asks since when.
    fn is_lately(&self, at: usize) -> bool {
        let helps = |at: usize| self.lang.closed.participle_verbs.contains(self.words.lower(at));
        // `has already been broken`.
        let verb = if at > 2 && helps(at - 1) && !helps(at - 2) { at - 1 } else { at };
        let adverb = verb > 1 && self.lang.closed.lately.contains(self.words.lower(verb - 1));
        let perfect = adverb && helps(verb - 2);
        // What comes about little by little has no day.
        let verb = self.words.lower(at);
        perfect && self.lang.class(verb).any(WordClass::VERB_ED) && !self.lang.closed.gradual.contains(verb)
    }

    /// `has won most so far`, `The footage shows her …`: how things stand, whatever happened on the way.
    fn is_of_now(&self) -> bool {
        let Some(clause) = self.clause else { return false };
        let verb = clause.verb.shift(self.part.span.start);
        let says = |attribution: &Attribution| attribution.grade == Grade::Speech && attribution.cue.intersects(verb);
        clause.tense == Tense::Present && !self.attributions().any(|(_, attribution)| says(attribution))
            || clause.tense == Tense::Perfect
                && self.sentence.tokens.clone().any(|at| self.words.phrase(&self.lang.until_now, at).is_some())
    }

    /// `will pledge to …`, `could have been`: nothing has happened.
    fn is_to_come(&self) -> bool {
        self.clause.is_some_and(|clause| matches!(clause.tense, Tense::Future | Tense::Modal))
    }

    /// `did not return calls`, `never signed`: the verb is denied.
    fn is_undone(&self, verb: usize) -> bool {
        let before = self.sentence.tokens.start.max(verb.saturating_sub(3))..verb;
        before.into_iter().any(|at| self.lang.closed.negations.contains(self.words.lower(at)))
    }

    /// `has won only two primaries`, `have killed more than 200 people`, `has sunk every day since`: summed up over a time.
    fn is_tally(&self) -> bool {
        let Some(clause) = self.clause.filter(|clause| clause.tense == Tense::Perfect) else { return false };
        let verb = self.words.at(clause.verb.start);
        let subject = clause.head.map(|head| self.words.at(head.start));
        let sums = |at: usize| {
            let number = self.words.shape(at) == Shape::Number && self.is_figure(at);
            number || self.lang.closed.tallies.contains(self.words.lower(at))
        };
        let told = (verb..self.sentence.tokens.end).chain(subject);
        told.into_iter().any(|at| sums(at) && !self.is_quoted(at))
    }

    /// `If so, …`: what may have happened.
    fn is_conditional(&self) -> bool {
        self.lang.closed.conditions.contains(self.words.lower(self.sentence.tokens.start))
    }

    fn is_hypothetical(&self, at: usize) -> bool {
        let unreal = |at: usize| self.lang.closed.unreal.contains(self.words.lower(at));
        // `would have been able to … because the people being shot …`
        let past = |at: usize| unreal(at) && self.lang.closed.have.contains(self.words.lower(at + 1));
        (at.saturating_sub(4)..at).any(unreal) || (self.sentence.tokens.start..at).any(past)
    }

    /// The sentence goes on about what the one before told: a pronoun, a definite event, `then`.
    fn refers_back(&self) -> bool {
        let first = self.sentence.tokens.start;
        let then = (first..first + 5).any(|at| self.lang.closed.thens.contains(self.words.lower(at)));
        let opens = then || self.lang.closed.back_references.contains(self.words.lower(first));
        let event = (first..first + 6).any(|at| self.words.phrase(&self.lang.event_nouns, at).is_some());
        opens || event
    }
}
