//! How much a sentence asks for a source, and why.
//!
//! The order is the guideline's: what a writer cannot know or judge for the reader, then what somebody will contest, then
//! numbers; a plain event of a stated day asks for little, a scene that a reporter may have seen for nothing.

use lang::segment::Shape;
use lang::{VerbForm, WordClass};
use text::Span;

use super::signs::{Sign, SignKind};
use super::standing::Carry;
use super::{Judge, Standing};
use crate::attribution::{Attitude, Attribution, Grade, SourceKind};
use crate::clause::{Clause, Tense};
use crate::mentions::Kind;
use crate::times::{ResolvedTime, Said, TimeKind};

/// Why a sentence asks for a source.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Why {
    /// It asks for none.
    Nothing,
    /// An assertion.
    Plain,
    /// What somebody will do, or what may be.
    Forecast,
    /// A judgement.
    Evaluation,
    /// What somebody wants, fears, knows, or did something for.
    Motive,
    /// An act that somebody will contest.
    Contested,
    /// A number.
    Figure,
    /// It goes on after a source that is nobody in particular.
    AfterVague,
}

impl Why {
    /// For a message: `no source for a figure`. Empty where none is asked for.
    pub const fn words(self) -> &'static str {
        match self {
            Why::Nothing => "",
            Why::Plain => "an assertion",
            Why::Forecast => "a forecast",
            Why::Evaluation => "an evaluation",
            Why::Motive => "a motive",
            Why::Contested => "a contested act",
            Why::Figure => "a figure",
            Why::AfterVague => "what a vague source began",
        }
    }
}

/// So many words of a noun phrase are looked at around its noun.
const NOUN_PHRASE: usize = 6;

/// What a judgement in a column asks for, or a headline: nothing but a hint.
pub(super) const COLUMN: u8 = 40;

impl Judge<'_> {
    pub(super) fn need(&self, standing: Standing, carried: Option<Carry>) -> (u8, Why) {
        match standing {
            Standing::SameSentence | Standing::RunningQuotation => (0, Why::Nothing),
            Standing::CarriedFromEarlier | Standing::CarriedFromLater => self.carried_need(),
            Standing::OutletVoice => {
                let own = self.own_need();
                // A vague source lends what follows no authority.
                let after_vague = carried.is_some_and(|carry| carry.vague) && own.0 >= 50;
                if after_vague { (own.0.max(60), Why::AfterVague) } else { own }
            }
        }
    }

    /// Who spoke before may be meant: only what asks loudly for a source of its own asks at all.
    fn carried_need(&self) -> (u8, Why) {
        let (need, why) = self.own_need();
        let indirect = self.clause.is_some_and(|clause| clause.tense == Tense::Modal);
        let loud = match why {
            Why::Plain => false,
            Why::Evaluation => need >= 65,
            Why::Motive => need >= 55,
            _ => need >= 60,
        };
        if loud && !indirect { (50, why) } else { (need.min(30), why) }
    }

    /// How much the sentence's own words ask for a source.
    fn own_need(&self) -> (u8, Why) {
        if !self.asserts() {
            return (0, Why::Nothing);
        }
        let mut best = (0, Why::Nothing);
        let mut add = |need: u8, why: Why| {
            // `killed 40`: the number is what can be wrong.
            let number = (best.1, why) == (Why::Contested, Why::Figure);
            if need > best.0 || need == best.0 && number {
                best = (need, why);
            }
        };
        if let Some(need) = self.motive() {
            add(need, Why::Motive);
        }
        for sign in self.signs().filter(|sign| !self.is_quoted(sign.at) && !self.is_anothers(sign.at)) {
            match sign.kind {
                SignKind::Opinion => add(65, Why::Evaluation),
                SignKind::Hedge => add(60, Why::Forecast),
                SignKind::Motive if !self.is_given(sign.at) => add(60, Why::Motive),
                SignKind::Ability if self.is_of_subject(sign.at) => add(55, Why::Forecast),
                SignKind::Modal if !self.follows_relative(sign.at) => add(55, Why::Forecast),
                SignKind::Contested(form) if self.is_contested(sign.at, form) => add(60, Why::Contested),
                SignKind::Number if self.is_figure(sign.at) => add(60, Why::Figure),
                SignKind::Superlative => add(50, Why::Evaluation),
                _ => {}
            }
        }
        if self.is_sweeping() {
            add(55, Why::Evaluation);
        }
        let (need, why) = if best.0 == 0 { (self.conduct(), Why::Plain) } else { self.softened(best) };
        match why {
            // Whoever signs a column stands for what is judged in it; numbers and acts are not his.
            Why::Plain | Why::Forecast | Why::Evaluation | Why::Motive if self.is_column => (need.min(COLUMN), why),
            _ => (need, why),
        }
    }

    /// A question, a list's entry, a signature, words that are quoted assert nothing; what the outlet itself did or could
    /// not learn it may tell.
    fn asserts(&self) -> bool {
        let tokens = self.sentence.tokens.clone();
        let disclaims = self.signs().any(|sign| sign.kind == SignKind::Disclaimer);
        // `- two ministers, one of them wounded`
        let entry = self.words.raw(tokens.start) == "-";
        let tells =
            self.clause.is_some_and(|clause| clause.tense != Tense::None && (clause.subject.is_some() || !entry));
        let quoted = self.clause.is_some_and(|clause| {
            let verb = clause.verb.shift(self.part.span.start);
            self.article.quotes.iter().any(|speech| speech.span.contains_span(verb))
        });
        let own = self.is_own_doing() || self.is_of_writer();
        !self.is_question() && tokens.len() >= 4 && tells && !quoted && !disclaims && !own && !self.is_fragment()
    }

    /// `repeatedly pledged to ban all … from`: the rest of a sentence that a page has lost; nothing begins or ends it.
    fn is_fragment(&self) -> bool {
        let tokens = self.sentence.tokens.clone();
        let last = self.words.shape(tokens.end.saturating_sub(1));
        self.words.shape(tokens.start) == Shape::Lower && last != Shape::Mark
    }

    /// The outlet of the article is who does it.
    fn is_own_doing(&self) -> bool {
        let Some(outlet) = &self.article.layout.outlet else { return false };
        let subject = self.clause.and_then(|clause| clause.subject).map(|subject| subject.of(self.part.text));
        subject.is_some_and(|subject| {
            let subject =
                subject.split_once(' ').filter(|(first, _)| self.is_article(first)).map_or(subject, |(_, rest)| rest);
            !subject.is_empty()
                && (outlet.name == subject || outlet.name.ends_with(subject) && subject.starts_with(char::is_uppercase))
        })
    }

    fn is_article(&self, word: &str) -> bool {
        self.lang.closed.articles.contains(&word.to_lowercase())
    }

    /// Somebody is said to want, fear or know something; or a state or a body to think it.
    fn motive(&self) -> Option<u8> {
        let told = self.attributions().filter(|(_, attribution)| !attribution.nested);
        told.filter_map(|(_, attribution)| self.ascribed(attribution)).max()
    }

    fn ascribed(&self, attribution: &Attribution) -> Option<u8> {
        if attribution.grade == Grade::Speech || attribution.source_kind == SourceKind::Agentless {
            return None;
        }
        match (attribution.attitude?, self.is_collective(attribution)) {
            // `two grandmothers, who want him back`: it tells them from others.
            (Attitude::Wish, _) if attribution.subordinate => None,
            // `was forced to seek advice`, `would want to know`: nobody wants it.
            (Attitude::Wish, _) if self.is_unreal(attribution) => None,
            // `plans to leave on Thursday`: a schedule.
            (Attitude::Wish, _) if self.is_dated_plan(attribution) => None,
            (Attitude::Wish | Attitude::Belief, true) => Some(60),
            (Attitude::Wish, false) if self.is_somebody(attribution) => Some(55),
            _ => None,
        }
    }

    /// The verb is an infinitive, or of what would be.
    fn is_unreal(&self, attribution: &Attribution) -> bool {
        let cue = attribution.cue.cover().unshift(self.part.span.start);
        let first = self.words.at(cue.start);
        let last = self.words.at(cue.end.saturating_sub(1));
        let before = first.checked_sub(1).filter(|before| self.sentence.tokens.contains(before)).unwrap_or(first);
        (before..last).any(|at| self.lang.closed.unreal.contains(self.words.lower(at)))
    }

    /// What is planned has its day.
    fn is_dated_plan(&self, attribution: &Attribution) -> bool {
        let cue = attribution.cue.cover().unshift(self.part.span.start);
        let mut words = self.words.at(cue.start)..self.words.at(cue.end.saturating_sub(1)) + 1;
        self.has_date() && words.any(|at| self.lang.closed.plans.contains(self.words.lower(at)))
    }

    /// A single human being, not a group that is described by what it wants.
    fn is_somebody(&self, attribution: &Attribution) -> bool {
        matches!(attribution.source_kind, SourceKind::Named | SourceKind::Anaphoric)
    }

    /// `because she said …`: somebody gives the reason.
    fn is_given(&self, motive: usize) -> bool {
        let near = self.words.span(motive, (motive + NOUN_PHRASE / 2).min(self.sentence.tokens.end - 1));
        let near = near.shift(self.part.span.start);
        self.nearby().any(|(_, attribution)| {
            let source = attribution.source.as_ref().is_some_and(|source| near.contains_span(source.first()));
            source && attribution.grade == Grade::Speech && attribution.content.is_some()
        })
    }

    /// `what he thinks is unfair`: somebody else's word, though the sentence as a whole is the writer's.
    fn is_anothers(&self, at: usize) -> bool {
        let Some(token) = self.words.tokens.get(at) else { return false };
        let place = token.span.shift(self.part.span.start);
        let tells = |attribution: &Attribution| {
            let somebody = matches!(attribution.source_kind, SourceKind::Named | SourceKind::Anaphoric);
            let content = attribution.content.as_ref();
            somebody && self.is_report(attribution) && content.is_some_and(|content| content.contains_span(place))
        };
        self.attributions().any(|(_, attribution)| tells(attribution))
    }

    /// A contested verb that is done by somebody: in the past, in progress, or as a noun of the act.
    fn is_contested(&self, at: usize, form: VerbForm) -> bool {
        let done = matches!(form, VerbForm::Past | VerbForm::Participle) && self.is_told(at);
        done && !self.follows_relative(at) && !self.is_at_words(at) && !self.is_mishap(at)
            || form == VerbForm::Ing && self.lang.closed.progress.contains(self.words.lower(at.wrapping_sub(1)))
    }

    /// `was destroyed in a fire`: nobody did it.
    fn is_mishap(&self, verb: usize) -> bool {
        let behind = (verb + 1..self.sentence.tokens.end).take(2 * NOUN_PHRASE);
        let mut behind = behind.take_while(|&at| self.words.shape(at) != Shape::Mark);
        behind.any(|at| self.words.phrase(&self.lang.mishaps, at).is_some())
    }

    /// `The talks can decide the war`: what the sentence is about can do it, not *you* or *we*, nor somebody in an aside.
    fn is_of_subject(&self, ability: usize) -> bool {
        let Some(clause) = self.clause.filter(|clause| clause.tense == Tense::Modal) else { return false };
        let between = ability..self.words.at(clause.verb.start);
        // `cannot be returned` is a rule.
        let near = !between.is_empty() && between.len() <= NOUN_PHRASE && !clause.is_passive;
        let head = clause.head.map(|head| self.words.lower(self.words.at(head.start)));
        near && head
            .is_some_and(|head| !self.lang.closed.pronouns.contains(head) && !self.lang.closed.authors.contains(head))
    }

    /// `a player that could be stacked`, `a guard who shot`: the verb of a clause that only describes.
    pub(super) fn follows_relative(&self, verb: usize) -> bool {
        self.relative_before(verb).is_some()
    }

    /// The relative pronoun before a verb and what helps it.
    fn relative_before(&self, verb: usize) -> Option<usize> {
        let helps = |at: &usize| {
            let lower = self.words.lower(*at);
            self.lang.auxiliaries.contains(lower) || self.lang.closed.verb_adverbs.contains(lower)
        };
        let relative = (self.sentence.tokens.start..verb).rev().find(|at| !helps(at))?;
        let opens = relative > self.sentence.tokens.start;
        (opens && self.lang.closed.relatives.contains(self.words.lower(relative))).then_some(relative)
    }

    /// `the blast that killed ten`: it says which is meant, and the reader is taken to know it.
    fn tells_which(&self, verb: usize) -> bool {
        let Some(relative) = self.relative_before(verb) else { return false };
        let known = |at: usize| {
            let lower = self.words.lower(at);
            self.lang.closed.definite.contains(lower) || self.lang.closed.possessives.contains(lower)
        };
        let before = (self.sentence.tokens.start..relative).rev().take(NOUN_PHRASE);
        before.take_while(|&at| self.words.shape(at) != Shape::Mark).any(known)
    }

    /// `attacked the proposal`, `attacked him for being late`: a word for violence that is done with words.
    fn is_at_words(&self, verb: usize) -> bool {
        // `leaked the report` is an act, whatever it is done to.
        let says = self.lang.reporting.forms.single(self.words.lower(verb)).is_some();
        let strikes =
            self.lang.event_verbs.single(self.words.lower(verb)).is_some_and(|event| &*event.kind == "attack");
        (says || strikes) && (self.is_done_to_words(verb) || self.is_reproach(verb))
    }

    /// `the proposal` stands behind the verb, before anything that describes it.
    fn is_done_to_words(&self, verb: usize) -> bool {
        let mut object = (verb + 1..verb + 1 + NOUN_PHRASE).take_while(|&at| {
            let lower = self.words.lower(at);
            self.words.shape(at) != Shape::Mark && !self.lang.closed.describers.contains(lower)
        });
        object.any(|at| {
            self.lang.noun_cues.contains(self.words.lower(at)) || self.words.phrase(&self.lang.documents, at).is_some()
        })
    }

    /// `for being late` follows in the sentence, or what is said.
    fn is_reproach(&self, verb: usize) -> bool {
        let place = self.words.span(verb, verb).shift(self.part.span.start);
        let tells = |attribution: &Attribution| attribution.cue.intersects(place) && attribution.content.is_some();
        let reproaches = |at: usize| {
            let next = self.words.lower(at + 1);
            let deed =
                self.lang.class(next).any(WordClass::VERB_ING) || self.lang.closed.participle_verbs.contains(next);
            deed && self.lang.closed.reproaches.contains(self.words.lower(at))
        };
        self.attributions().any(|(_, attribution)| tells(attribution))
            || (verb + 1..self.sentence.tokens.end).take(2 * NOUN_PHRASE).any(reproaches)
    }

    /// A number that counts or measures, not a date, an age, a distance, an ordinal or a name's part.
    pub(super) fn is_figure(&self, at: usize) -> bool {
        let Some(token) = self.words.tokens.get(at) else { return false };
        let span = token.span.shift(self.part.span.start);
        let time = self.article.times.iter().any(|time| time.span.intersects(span));
        let mut mentions = self.article.entities.iter().flat_map(|entity| &entity.mentions);
        let named = mentions.any(|mention| mention.span.intersects(span));
        let model = self.words.raw(at.wrapping_sub(1)) == "-" && !self.words.space_before(at);
        // `the 44-year-old driver`, `the 52-week high`: an attribute; `[17]` is a note.
        let joined = self.words.raw(at + 1) == "-" && !self.words.space_after(at) && !self.words.space_after(at + 1);
        let attribute = joined && self.words.shape(at) == Shape::Number;
        let note = self.words.raw(at.wrapping_sub(1)) == "[" && self.words.raw(at + 1) == "]";
        let ordinal =
            self.words.shape(at) == Shape::Number && self.words.raw(at).ends_with(|c: char| c.is_alphabetic());
        // `who is 61, …`: an age.
        let age = self.lang.closed.predicate_verbs.contains(self.words.lower(at.wrapping_sub(1)))
            && (self.words.shape(at + 1) == Shape::Mark || self.lang.function.contains(self.words.lower(at + 1)))
            || self.is_age_beside_name(at);
        let short = self.words.raw(at.wrapping_sub(1)).starts_with(['’', '\'']);
        let measured = (at + 1..at + 4).any(|at| self.lang.closed.measures.contains(self.words.lower(at)));
        // `the blast that killed ten`
        let known = (at.saturating_sub(4)..at)
            .any(|verb| self.lang.contested.contains_key(self.words.lower(verb)) && self.tells_which(verb));
        let other = attribute
            || note
            || ordinal
            || measured
            || age
            || short
            || known
            || self.is_numbered(at)
            || self.is_sum_of(at)
            || self.is_make(at)
            || self.is_threshold(at)
            || self.is_holding(at);
        !time && !named && !model && !other
    }

    /// `the 1,237 needed to win`: a threshold.
    fn is_threshold(&self, at: usize) -> bool {
        self.lang.closed.thresholds.contains(self.words.lower(at + 1))
    }

    /// `which owns 67% of it`: what describes somebody says what they have.
    fn is_holding(&self, at: usize) -> bool {
        let verb = (self.sentence.tokens.start.max(at.saturating_sub(3))..at)
            .rev()
            .find(|&verb| self.lang.closed.stative.contains(self.words.lower(verb)));
        verb.is_some_and(|verb| self.follows_relative(verb))
    }

    /// `an 80486 machine`: one thing called by a number. `a 50% stake`, `a 4 million loss` measure.
    fn is_make(&self, at: usize) -> bool {
        let one = at.checked_sub(1).filter(|before| self.sentence.tokens.contains(before));
        let one = one.is_some_and(|before| self.lang.closed.indefinite.contains(self.words.lower(before)));
        let next = self.words.lower(at + 1);
        one && self.words.shape(at) == Shape::Number
            && self.words.shape(at + 1) == Shape::Lower
            && !self.lang.closed.shares.contains(next)
            && !self.lang.times.numbers.contains_key(next)
    }

    /// `a $275 billion plan`, `the £15 wage`: the sum says which is meant.
    fn is_sum_of(&self, at: usize) -> bool {
        let sign = at.checked_sub(1).filter(|&sign| matches!(self.words.raw(sign), "$" | "£" | "€"));
        let article = sign.and_then(|sign| sign.checked_sub(1)).filter(|at| self.sentence.tokens.contains(at));
        article.is_some_and(|article| {
            let lower = self.words.lower(article);
            self.lang.closed.articles.contains(lower) || self.lang.closed.possessives.contains(lower)
        })
    }

    /// `Section 6`, `No. 12`: the number is a name's.
    fn is_numbered(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|before| before - usize::from(before > 0 && self.words.raw(before) == "."));
        let own = before.filter(|before| self.sentence.tokens.contains(before));
        own.is_some_and(|before| self.lang.closed.numbered.contains(self.words.lower(before)))
    }

    /// `Ellis, 52, was shot`, `Mora, 44 and a father of three`: behind a person's name and a comma.
    fn is_age_beside_name(&self, at: usize) -> bool {
        let Some(name) = at.checked_sub(2).filter(|_| self.words.raw(at - 1) == ",") else { return false };
        // `Mora, 44, a father of three`
        if self.words.raw(at + 1) == "," && self.words.shape(name).is_capital() {
            return self.words.raw(at).parse::<u8>().is_ok_and(|years| years < 120);
        }
        let end = self.words.span(name, name).end + self.part.span.start;
        let people = self.article.entities.iter().filter(|entity| entity.kind == Kind::Person);
        let is_named = people.flat_map(|entity| &entity.mentions).any(|mention| mention.span.end == end);
        let is_closed =
            self.words.shape(at + 1) == Shape::Mark || self.lang.function.contains(self.words.lower(at + 1));
        is_named && is_closed && self.words.raw(at).parse::<u8>().is_ok_and(|years| years < 120)
    }

    /// `has done nothing`, `this is a wake-up call`: all or nothing, or what something amounts to.
    fn is_sweeping(&self) -> bool {
        let Some(clause) = self.clause else { return false };
        let current = matches!(clause.tense, Tense::Present | Tense::Perfect | Tense::Progressive);
        (current && self.shows(SignKind::Total)) || self.amounts_to(clause.verb)
    }

    /// `That silence was the price of the summit`: something is declared to be the price, the end, the cause of another.
    fn amounts_to(&self, verb: Span) -> bool {
        let at = self.words.at(verb.start);
        let copula = self.lang.closed.predicate_verbs.contains(self.words.lower(at));
        copula && (at + 1..at + 4).any(|at| self.words.phrase(&self.lang.verdicts, at).is_some())
    }

    /// A dated event of record needs a source less than what is said of it.
    fn softened(&self, (need, why): (u8, Why)) -> (u8, Why) {
        let dated = self.times().any(|time| time.interval.is_some() && !time.expression.vague);
        let is_day = |time: &ResolvedTime| matches!(time.expression.said, Said::Calendar { day: Some(_), .. });
        let past = self.clause.is_some_and(|clause| clause.tense == Tense::Past);
        match why {
            // What is settled needs no source for its numbers and dates.
            Why::Forecast | Why::Figure | Why::Contested if self.is_background() => (need - 20, why),
            Why::Figure if self.is_of_record() => (need - 20, why),
            Why::Forecast | Why::Figure | Why::Contested if dated => (need - 20, why),
            // A day is stated, though nobody knows its year.
            Why::Contested if self.times().any(is_day) => (need - 20, why),
            // A word of judgement in what tells an event of a stated day.
            Why::Evaluation if dated && past => (need - 20, why),
            // A text says what it says.
            Why::Forecast | Why::Figure if self.is_of_document() => (need - 20, why),
            _ => (need, why),
        }
    }

    /// A settled fact of public record: `was founded in 1998`, `is a member of the union`.
    pub(super) fn is_background(&self) -> bool {
        self.shows(SignKind::Background)
    }

    /// Prices and volumes, points and goals, which anybody can look up.
    pub(super) fn is_of_record(&self) -> bool {
        let records = self.signs().filter(|sign| sign.kind == SignKind::Record).take(2).count();
        let share = || self.sentence.tokens.clone().any(|at| self.lang.closed.shares.contains(self.words.lower(at)));
        let result = self.is_results && (records == 1 || share());
        records == 2 || result || self.is_game && self.shows(SignKind::Game)
    }

    /// The signs that begin in the sentence.
    fn signs(&self) -> impl Iterator<Item = &Sign> {
        let tokens = &self.sentence.tokens;
        let all = &self.part.annotations.signs;
        let from = all.partition_point(|sign| sign.at < tokens.start);
        all[from..].iter().take_while(|sign| sign.at < tokens.end)
    }

    /// It has such a sign outside of what it quotes.
    pub(super) fn shows(&self, kind: SignKind) -> bool {
        self.signs().any(|sign| sign.kind == kind && !self.is_quoted(sign.at))
    }

    fn is_of_document(&self) -> bool {
        let head = self.clause.and_then(|clause| clause.head);
        head.is_some_and(|head| self.words.phrase(&self.lang.documents, self.words.at(head.start)).is_some())
    }

    /// A plain assertion needs a source where it tells what a state, a body or a group has done or is doing, on no stated
    /// day; a scene that a reporter may have seen needs none.
    fn conduct(&self) -> u8 {
        let Some(clause) = self.clause else { return 0 };
        let current = matches!(clause.tense, Tense::Perfect | Tense::Progressive | Tense::Present);
        let settled = self.is_background()
            || self.is_of_document()
            || self.is_description(&clause)
            || self.is_mishap(self.words.at(clause.verb.start));
        let hour = self.times().any(|time| time.kind == TimeKind::Time && !time.expression.vague);
        let many = self.is_about_many(&clause) && !self.is_about_one(&clause);
        let asks = current && !hour && !self.has_date() && many && !settled;
        if asks { 55 } else { 45 }
    }

    /// `Brodno is a port on the Lissa`, `the board includes …`: what something is, not what it does.
    fn is_description(&self, clause: &Clause) -> bool {
        let verb = self.words.lower(self.words.at(clause.verb.start));
        clause.tense == Tense::Present && (clause.is_passive || self.lang.closed.stative.contains(verb))
    }

    /// `Florida Senator Mara Berg`: one human being, wherever from.
    fn is_about_one(&self, clause: &Clause) -> bool {
        let head = clause.head.map(|head| head.shift(self.part.span.start));
        let mut people = self.article.entities.iter().filter(|entity| entity.kind == Kind::Person);
        head.is_some_and(|head| {
            people.any(|person| person.mentions.iter().any(|mention| mention.span.contains_span(head)))
        })
    }

    /// The subject is a state, a body or a group, or belongs to one; what follows its head only describes it.
    pub(super) fn is_about_many(&self, clause: &Clause) -> bool {
        let (Some(subject), Some(head)) = (clause.subject, clause.head) else { return false };
        let subject = Span::new(subject.start.min(head.start), head.end);
        let tokens = self.words.at(subject.start)..self.words.at(subject.end.saturating_sub(1)) + 1;
        let place = subject.shift(self.part.span.start);
        let many = |kind: Kind| matches!(kind, Kind::Place | Kind::Organization);
        let entities = self.article.entities.iter().filter(|entity| many(entity.kind));
        let named = entities.flat_map(|entity| &entity.mentions).any(|mention| place.contains_span(mention.span));
        let group = |at: usize| {
            self.lang.demonyms.contains_key(self.words.raw(at))
                || self.words.phrase(&self.lang.group_nouns, at).is_some()
                || self.lang.is_body_word(self.words.lower(at))
        };
        named || tokens.into_iter().any(group)
    }
}
