//! Claims: what each sentence of an article asserts, who stands behind it and when it was
//! (the guideline's kinds, attribution classes and date classes).
//!
//! Which unattributed sentence needs a source is a judgement: figures, contested acts, motives, forecasts and
//! evaluations do; schedules, records and settled background do not. The weights below are the guideline's order.

use lang::segment::Shape;
use lang::{Language, VerbForm, WordClass};
use text::Span;

use crate::article::{Article, Speech, Whole};
use crate::attribution::{Attribution, Grade, SourceKind};
use crate::layout::Zone;
use crate::mentions::Kind;
use crate::sentences::Sentence;
use crate::times::{ResolvedTime, TimeKind};
use crate::tokens::Words;

/// What kind of sentence (contract page, `claims.kind`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ClaimKind {
    /// A checkable assertion.
    Claim,
    /// At least half direct speech.
    Quote,
    /// A judgement, forecast or motive.
    Opinion,
    /// A settled public fact.
    Background,
    /// A headline.
    Headline,
    /// Caption, credit, navigation, dateline.
    NonContent,
}

/// Who stands behind it (contract page, `claims.attributed`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Standing {
    /// A source in the same sentence.
    SameSentence,
    /// Inside a quotation whose speaker stands at its other end.
    RunningQuotation,
    /// Carried over from an earlier sentence.
    CarriedFromEarlier,
    /// Its source follows.
    CarriedFromLater,
    /// Nobody but the outlet.
    OutletVoice,
}

/// When it was (contract page, `claims.dated`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Dated {
    /// Day, month, year; the year may come from the article.
    Explicit,
    /// `on Wednesday`, `last month`.
    RelativeResolvable,
    /// The same event as a dated neighbour.
    Inherited,
    /// `recently`.
    Vague,
    /// No date where one is expected.
    None,
    /// A position, forecast or condition: no date expected.
    Timeless,
}

/// One sentence, judged. Bytes from the start of the file.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Claim {
    /// The sentence.
    pub span: Span,
    /// Its kind.
    pub kind: ClaimKind,
    /// Who stands behind it.
    pub standing: Standing,
    /// The attribution it rests on, as an index into the article's.
    pub attribution: Option<usize>,
    /// When it was.
    pub dated: Dated,
    /// How much a reader needs a source for it, 0 to 100, and why: `a figure`, `a motive`.
    pub need: (u8, &'static str),
    /// How much a reader needs a date for it, 0 to 100.
    pub date_need: u8,
}

/// From this need on an editor wants to be told.
pub const WANTED: u8 = 50;

/// Judges every sentence of an article.
pub(crate) fn judge(article: &Article, parts: &[Whole], lang: &Language) -> Vec<Claim> {
    let mut all: Vec<Claim> = Vec::new();
    for part in parts {
        let words = Words::new(part.text, &part.annotations.tokens);
        let mut carried: Option<Carry> = None;
        for sentence in &part.annotations.sentences {
            let judge =
                Judge { article, part, words: &words, lang, span: sentence.span.shift(part.span.start), sentence };
            let claim = judge.claim(carried, &all[all.len().saturating_sub(2)..]);
            carried = judge.carry(&claim, carried);
            all.push(claim);
        }
    }
    all
}

/// What the sentence before lends to the next one of its paragraph.
#[derive(Clone, Copy)]
struct Carry {
    attribution: usize,
    vague: bool,
}

struct Judge<'a> {
    article: &'a Article,
    part: &'a Whole<'a>,
    words: &'a Words<'a>,
    lang: &'a Language,
    sentence: &'a Sentence,
    span: Span,
}

impl Judge<'_> {
    fn claim(&self, carried: Option<Carry>, previous: &[Claim]) -> Claim {
        if self.part.zone != Zone::Body {
            let kind = if matches!(self.part.zone, Zone::Headline | Zone::Subhead) {
                ClaimKind::Headline
            } else {
                ClaimKind::NonContent
            };
            return Claim {
                span: self.span,
                kind,
                standing: Standing::OutletVoice,
                attribution: None,
                dated: Dated::Timeless,
                need: (0, ""),
                date_need: 0,
            };
        }
        let speech = self.speech();
        let (standing, attribution) = self.standing(speech, carried);
        let need = self.need(standing, carried);
        let (dated, date_need) = self.dating(speech, standing, attribution, previous);
        let kind = match () {
            () if speech.is_some() => ClaimKind::Quote,
            () if matches!(need.1, FORECAST | EVALUATION | MOTIVE | CERTAINTY) => ClaimKind::Opinion,
            () => ClaimKind::Claim,
        };
        Claim { span: self.span, kind, standing, attribution, dated, need, date_need }
    }

    /// The speech that at least half of the sentence is.
    fn speech(&self) -> Option<&Speech> {
        self.article.quotes.iter().filter(|speech| !speech.nested).find(|speech| {
            self.span.intersection(speech.span).len() * 2 >= self.span.len() && self.span.intersects(speech.span)
        })
    }

    /// The attributions whose cue stands in the sentence.
    fn attributions(&self) -> impl Iterator<Item = (usize, &Attribution)> {
        self.article
            .attributions
            .iter()
            .enumerate()
            .filter(|(_, attribution)| self.span.contains_span(attribution.cue.first()))
    }

    fn standing(&self, speech: Option<&Speech>, carried: Option<Carry>) -> (Standing, Option<usize>) {
        if let Some((index, _)) = self.attributions().find(|(_, attribution)| self.stands_behind(attribution)) {
            return (Standing::SameSentence, Some(index));
        }
        if let Some(attribution) = speech.and_then(|speech| speech.attribution) {
            return (Standing::RunningQuotation, Some(attribution));
        }
        match carried {
            Some(carry) if !carry.vague && !self.opens_with_stance() => {
                (Standing::CarriedFromEarlier, Some(carry.attribution))
            }
            _ => (Standing::OutletVoice, None),
        }
    }

    /// `Apparently, …`: the writer speaks, whoever spoke before.
    fn opens_with_stance(&self) -> bool {
        let first = self.sentence.tokens.start;
        let adverb =
            self.words.phrase(&self.lang.hedges, first).or_else(|| self.words.phrase(&self.lang.opinion, first));
        adverb.is_some_and(|(len, ())| self.words.raw(first + len) == ",")
    }

    /// Speech always; an ascribed wish or belief only where a person is quoted for it, and not for a state's motives.
    fn stands_behind(&self, attribution: &Attribution) -> bool {
        let content = attribution.content.as_ref();
        // The source's words have to be what the sentence says, not an aside: "…, which the ministry denied, …".
        let share: u32 =
            content.map_or(0, |content| content.iter().map(|span| span.intersection(self.span).len()).sum());
        let aside = share * 4 < self.span.len()
            && share > 0
            && attribution.cue.first().start > self.span.start + self.span.len() / 6
            && !self.ends_with(attribution);
        let motive = attribution.grade == Grade::Attitude && self.is_collective(attribution);
        !motive && !aside
    }

    fn ends_with(&self, attribution: &Attribution) -> bool {
        let end = attribution.source.as_ref().map_or(0, |source| source.cover().end).max(attribution.cue.last().end);
        self.span.end.saturating_sub(end) < self.span.len() / 4
    }

    /// The source is a state, a body or nobody in particular, not a human being.
    fn is_collective(&self, attribution: &Attribution) -> bool {
        if matches!(attribution.source_kind, SourceKind::Vague | SourceKind::Anonymous) {
            return false;
        }
        let Some(source) = attribution.source.as_ref().map(|source| source.cover()) else { return true };
        let person = self.article.entities.iter().any(|entity| {
            entity.kind == Kind::Person && entity.mentions.iter().any(|mention| source.contains_span(mention.span))
        });
        let pronoun = attribution.source_kind == SourceKind::Anaphoric;
        !person && !pronoun
    }

    fn need(&self, standing: Standing, carried: Option<Carry>) -> (u8, &'static str) {
        match standing {
            Standing::SameSentence | Standing::RunningQuotation => (0, ""),
            Standing::CarriedFromEarlier | Standing::CarriedFromLater => (self.own_need().0.min(30), CARRIED),
            Standing::OutletVoice => {
                let (need, why) = self.own_need();
                let after_vague = carried.is_some_and(|carry| carry.vague);
                if after_vague { (need.max(60), VAGUE) } else { (need, why) }
            }
        }
    }

    /// How much the sentence's own words ask for a source.
    fn own_need(&self) -> (u8, &'static str) {
        let tokens = self.sentence.tokens.clone();
        let question = self.words.raw(tokens.end.saturating_sub(1)).starts_with('?');
        if question || tokens.len() < 4 || !self.asserts() {
            return (0, "");
        }
        let mut best = (0, "");
        let mut add = |need: u8, why: &'static str| {
            if need > best.0 {
                best = (need, why);
            }
        };
        for (_, attribution) in self.attributions() {
            if attribution.grade == Grade::Attitude && self.is_collective(attribution) {
                add(60, MOTIVE);
            }
        }
        for at in tokens.clone() {
            if self.is_quoted(at) {
                continue;
            }
            if self.words.phrase(&self.lang.opinion, at).is_some() {
                add(65, EVALUATION);
            }
            if self.words.phrase(&self.lang.hedges, at).is_some() {
                add(60, FORECAST);
            }
            if self.lang.closed.modals.contains(self.words.lower(at)) {
                add(55, FORECAST);
            }
            if let Some(form) = self.lang.contested.get(self.words.lower(at))
                && self.is_act(at, *form)
            {
                add(60, CONTESTED);
            }
            if self.words.shape(at) == Shape::Number && self.is_figure(at) {
                add(60, FIGURE);
            }
            if self.lang.closed.superlatives.contains(self.words.lower(at)) {
                add(50, EVALUATION);
            }
        }
        if best.0 == 0 { (self.conduct(), PLAIN) } else { self.softened(best) }
    }

    /// A plain assertion needs a source where it tells what a state, a body or a group does or is, on no stated day;
    /// a scene that a reporter may have seen needs none.
    fn conduct(&self) -> u8 {
        let first = self.sentence.tokens.start;
        let head = self.words.span(first, (first + 6).min(self.sentence.tokens.end) - 1).shift(self.part.span.start);
        let collective = |kind: Kind| matches!(kind, Kind::Place | Kind::Organization);
        let named = self
            .article
            .entities
            .iter()
            .filter(|entity| collective(entity.kind))
            .any(|entity| entity.mentions.iter().any(|mention| head.contains_span(mention.span)));
        let belongs = (first..first + 5).any(|at| {
            self.lang.demonyms.contains_key(self.words.raw(at))
                || self.words.phrase(&self.lang.group_nouns, at).is_some()
                || self.lang.body_words.contains_key(capitalised(self.words.lower(at)).as_str())
        });
        let dated = self.times().any(|time| time.kind == TimeKind::Date && !time.expression.vague);
        if (named || belongs) && !dated { 55 } else { 45 }
    }

    /// The sentence has a finite verb of its own: a list's entry, a signature, a label, words of others assert nothing.
    fn asserts(&self) -> bool {
        self.sentence.tokens.clone().filter(|&at| !self.is_quoted(at)).any(|at| {
            let class = self.lang.class(self.words.lower(at));
            class.any(WordClass::VERB_S.with(WordClass::VERB_ED).with(WordClass::VERB))
                || self.lang.auxiliaries.contains(self.words.lower(at))
                || self.lang.closed.contracted.contains(self.words.lower(at))
        })
    }

    /// A dated event of record needs a source less than what is said of it.
    fn softened(&self, (need, why): (u8, &'static str)) -> (u8, &'static str) {
        let dated = self.times().any(|time| time.interval.is_some() && time.kind == TimeKind::Date);
        match why {
            FORECAST | FIGURE | CONTESTED if dated => (need - 20, why),
            _ => (need, why),
        }
    }

    fn is_quoted(&self, at: usize) -> bool {
        let Some(token) = self.words.tokens.get(at) else { return false };
        let span = token.span.shift(self.part.span.start);
        self.article.quotes.iter().any(|speech| speech.span.contains_span(span))
    }

    /// A contested verb that is done by somebody: in the past, in progress, or as a noun of the act.
    fn is_act(&self, at: usize, form: VerbForm) -> bool {
        matches!(form, VerbForm::Past | VerbForm::Participle) && self.is_told(at)
            || form == VerbForm::Ing && self.lang.closed.progress.contains(self.words.lower(at.wrapping_sub(1)))
    }

    /// A number that counts or measures, not a date, an ordinal or a name's part.
    fn is_figure(&self, at: usize) -> bool {
        let Some(token) = self.words.tokens.get(at) else { return false };
        let span = token.span.shift(self.part.span.start);
        let time = self.article.times.iter().any(|time| time.span.contains_span(span) || time.span.intersects(span));
        let named = self
            .article
            .entities
            .iter()
            .any(|entity| entity.mentions.iter().any(|mention| mention.span.intersects(span)));
        let model = self.words.raw(at.wrapping_sub(1)) == "-" && !self.words.space_before(at);
        let ordinal = self.words.raw(at).ends_with(|c: char| c.is_alphabetic());
        !time && !named && !model && !ordinal
    }

    fn times(&self) -> impl Iterator<Item = &ResolvedTime> {
        self.article.times.iter().filter(|time| self.span.contains_span(time.span))
    }

    fn dating(
        &self,
        speech: Option<&Speech>,
        standing: Standing,
        _attribution: Option<usize>,
        previous: &[Claim],
    ) -> (Dated, u8) {
        if speech.is_some() {
            return (Dated::Timeless, 0);
        }
        let mut vague = false;
        for time in self.times() {
            match time.kind {
                _ if time.expression.vague => vague = true,
                TimeKind::Date | TimeKind::Time
                    if matches!(time.expression.said, crate::times::Said::Calendar { .. }) =>
                {
                    return (Dated::Explicit, 0);
                }
                TimeKind::Date | TimeKind::Time => return (Dated::RelativeResolvable, 0),
                _ => {}
            }
        }
        if vague {
            return (Dated::Vague, 0);
        }
        let Some(weight) = self.past_event() else { return (Dated::Timeless, 0) };
        // A date in one of the two sentences before, or one that the sentence before took over, is in reach.
        let stated = previous.iter().any(|claim| matches!(claim.dated, Dated::Explicit | Dated::RelativeResolvable));
        let taken_over = previous.last().is_some_and(|claim| claim.dated == Dated::Inherited) && self.refers_back();
        if stated || taken_over {
            return (Dated::Inherited, 0);
        }
        let said = matches!(standing, Standing::SameSentence | Standing::RunningQuotation);
        let need = if said { weight.min(35) } else { weight };
        (Dated::None, need)
    }

    /// The sentence tells a specific past event: how much its day is missed.
    fn past_event(&self) -> Option<u8> {
        let mut best: Option<u8> = None;
        let mut keep = |weight: u8| best = Some(best.map_or(weight, |best: u8| best.max(weight)));
        for at in self.sentence.tokens.clone() {
            if self.is_quoted(at) || self.is_hypothetical(at) {
                continue;
            }
            let lower = self.words.lower(at);
            let contested = self.lang.contested.get(lower).copied();
            let event = self.lang.event_verbs.single(lower).map(|verb| verb.form);
            let past = |form: VerbForm| matches!(form, VerbForm::Past | VerbForm::Participle) && self.is_told(at);
            // `called the result modest` says, and does nothing.
            let says = self.lang.reporting.forms.single(lower).is_some();
            if contested.is_some_and(past) {
                keep(60);
            } else if event.is_some_and(past) && !says || self.is_lately(at) {
                keep(55);
            }
        }
        best
    }

    /// A past form that tells: a finite verb or a participle with `has` or `was`, not one that describes a noun.
    fn is_told(&self, at: usize) -> bool {
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

    /// `has meanwhile replaced`, `have already refused`: done by now, and the reader asks since when.
    fn is_lately(&self, at: usize) -> bool {
        let adverb = at > 1 && self.lang.closed.lately.contains(self.words.lower(at - 1));
        let perfect = adverb && self.lang.closed.participle_verbs.contains(self.words.lower(at - 2));
        perfect && self.lang.class(self.words.lower(at)).any(WordClass::VERB_ED)
    }

    fn is_hypothetical(&self, at: usize) -> bool {
        (at.saturating_sub(4)..at).any(|at| self.lang.closed.unreal.contains(self.words.lower(at)))
    }

    /// The sentence goes on about what the one before dated: a pronoun, a definite event, `then`.
    fn refers_back(&self) -> bool {
        let first = self.sentence.tokens.start;
        let opens = self.lang.closed.back_references.contains(self.words.lower(first));
        let event = (first..first + 6).any(|at| self.words.phrase(&self.lang.event_nouns, at).is_some());
        opens || event
    }

    /// What this sentence lends to the next: its named source, or the mark of a vague one.
    fn carry(&self, claim: &Claim, carried: Option<Carry>) -> Option<Carry> {
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

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

const FORECAST: &str = "a forecast";
const EVALUATION: &str = "an evaluation";
const MOTIVE: &str = "a motive";
const CERTAINTY: &str = "a certainty";
const CONTESTED: &str = "a contested act";
const FIGURE: &str = "a figure";
const VAGUE: &str = "what a vague source began";
const CARRIED: &str = "what a source before began";
const PLAIN: &str = "an assertion";
