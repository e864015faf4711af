//! Cues: the words that attribute, and the attributions they make.

use std::ops::Range;

use lang::{Frame, Inflection, Verb, VerbForm, WordClass};
use text::{Span, Spans};

use super::{Attribution, Grade, Quotation, Reader, SourceKind};
use crate::mentions::Form;
use crate::sentences::Sentence;

impl Reader<'_> {
    /// All attributions of one sentence.
    pub(super) fn sentence(&self, sentence: &Sentence, all: &mut Vec<Attribution>) {
        let tokens = sentence.tokens.clone();
        let mut at = tokens.start;
        while at < tokens.end {
            let made = if self.is_quoted(at) { None } else { self.cue(at, &tokens) };
            match made {
                Some((attribution, next)) => {
                    all.push(attribution);
                    at = next.max(at + 1);
                }
                None => at += 1,
            }
        }
    }

    /// The attribution whose cue begins at `at`, and the token behind the cue.
    fn cue(&self, at: usize, sentence: &Range<usize>) -> Option<(Attribution, usize)> {
        self.preposition(at, sentence)
            .or_else(|| self.formula(at, sentence))
            .or_else(|| self.verb(at, sentence))
            .or_else(|| self.noun(at, sentence))
    }

    /// `it became known that …`: nobody is named.
    fn formula(&self, at: usize, sentence: &Range<usize>) -> Option<(Attribution, usize)> {
        let (len, note) = self.words.phrase(&self.lang.agentless, at)?;
        let end = at + len;
        if end > sentence.end || self.has_agent(end, sentence.end) {
            return None;
        }
        // A weak formula is a plan or common ground more often than hearsay: it takes a clause to make it a report.
        let weak = note.split(' ').any(|part| part == "weak");
        if weak && self.words.lower(end) != "that" && self.words.lower(end - 1) != "that" {
            return None;
        }
        let content = self.rest(end, sentence.end);
        Some((self.attribution(None, at..end, content, Grade::Speech, SourceKind::Agentless), end))
    }

    /// `was announced on Monday by the minister`: an agent stands behind the formula.
    fn has_agent(&self, at: usize, end: usize) -> bool {
        let by = (at..end.min(at + 7)).find(|&at| self.words.lower(at) == "by");
        by.is_some_and(|by| {
            self.mentions_in(self.words.span(by, end.min(by + 8).saturating_sub(1).max(by))).next().is_some()
        })
    }

    /// `according to the ministry, …`
    fn preposition(&self, at: usize, sentence: &Range<usize>) -> Option<(Attribution, usize)> {
        let (len, ()) = self.words.phrase(&self.lang.according, at)?;
        let first = at + len;
        let last = self.phrase_end(first, sentence.end);
        if first >= last {
            return None;
        }
        let source = first..last;
        let class = self.classify(source.clone());
        let before = (at > sentence.start).then(|| self.clause(sentence.start, at)).flatten();
        let after = self.rest(last, sentence.end);
        let content = match (before, after) {
            (Some(before), Some(after)) => Spans::collect(before.iter().chain(after.iter())),
            (before, after) => before.or(after),
        };
        let mut attribution = self.attribution(Some(source), at..first, content, Grade::Speech, class.kind);
        attribution.head = class.head;
        attribution.later_mention = class.later;
        attribution.names_office = class.office;
        Some((attribution, last))
    }

    /// Where the noun phrase that begins at `first` ends: at a comma that no apposition opens, or where a verb begins.
    fn phrase_end(&self, first: usize, limit: usize) -> usize {
        let mut at = first;
        while at < limit && at < first + 30 {
            let raw = self.words.raw(at);
            if matches!(raw, "," | "." | ";" | ":" | "\"" | "”" | "“" | "—" | ")" | "!" | "?") {
                break;
            }
            if at > first && self.is_finite(at) {
                break;
            }
            at += 1;
        }
        at
    }

    /// `an informed source`: a participle behind an article describes what follows.
    pub(super) fn is_attribute(&self, at: usize) -> bool {
        self.lang.class(self.words.lower(at)).any(WordClass::VERB_ED)
            && self.lang.closed.before_attribute.contains(self.words.lower(at.wrapping_sub(1)))
    }

    /// Token `at` is certainly a finite verb.
    pub(super) fn is_finite(&self, at: usize) -> bool {
        let lower = self.words.lower(at);
        if matches!(
            lower,
            "is" | "was"
                | "are"
                | "were"
                | "has"
                | "have"
                | "had"
                | "will"
                | "would"
                | "can"
                | "could"
                | "may"
                | "might"
                | "should"
                | "must"
                | "does"
                | "did"
                | "do"
                | "'s been"
        ) {
            return true;
        }
        if self.is_attribute(at) {
            return false;
        }
        let class = self.lang.class(lower);
        let verb = class.any(WordClass::VERB_S.with(WordClass::VERB_ED));
        // A participle that describes ("experts interviewed by …") is followed by a preposition.
        verb && !class.any(WordClass::NOUN.with(WordClass::ADJECTIVE))
            && !self.words.is(at + 1, &["by", "in", "with", "at", "from", "to", "on"])
    }

    /// `said`, with its source to the left or to the right.
    fn verb(&self, at: usize, sentence: &Range<usize>) -> Option<(Attribution, usize)> {
        // A large letter inside a sentence makes a name of it: "Secretary of State".
        if self.words.shape(at) != lang::segment::Shape::Lower && at > sentence.start {
            return None;
        }
        let (len, form) = self.words.phrase(&self.lang.reporting.forms, at)?;
        let end = at + len;
        let verb = self.lang.reporting.verb(*form);
        if self.is_passive(at, sentence.start) {
            return self.passive(at..end, verb, sentence);
        }
        if form.form == VerbForm::Ing {
            return self.trailing(at..end, verb, sentence);
        }
        let source = match self.subject_before(at, sentence.start) {
            Some(source) => source,
            None => self.subject_behind(end, at, sentence)?,
        };
        if !self.may_report(at, end, *form, verb, &source, sentence) {
            return None;
        }
        let class = self.classify(source.clone());
        let inverted = source.start >= end;
        let addressee = (verb.addressee && !inverted).then(|| self.addressee(end, sentence.end)).flatten();
        let behind = addressee.as_ref().map_or(end, |addressee| addressee.end);
        let content = self.content(source.clone(), at..end, behind, sentence);
        let mut attribution = self.attribution(Some(source.clone()), at..end, content, grade(verb), class.kind);
        attribution.head = class.head;
        attribution.later_mention = class.later;
        attribution.names_office = class.office;
        attribution.addressee = addressee.map(|tokens| self.words.span(tokens.start, tokens.end - 1));
        Some((attribution, if inverted { source.end } else { end }))
    }

    /// The verb at `at` really reports: a noun of the same form does not, and a weak verb needs a clause or a quotation.
    fn may_report(
        &self,
        at: usize,
        end: usize,
        form: Inflection,
        verb: &Verb,
        source: &Range<usize>,
        sentence: &Range<usize>,
    ) -> bool {
        let inverted = source.start >= end;
        let span = self.words.span(sentence.start, sentence.end - 1);
        let quoted = self.quotes_in(span).next().is_some();
        let clause = self.words.is(end, &["that", "whether", "how", "why", ":"])
            || self.words.raw(end) == ":"
            || (end..end + 8).any(|at| self.words.lower(at) == "that" && at < sentence.end);
        let postposed =
            source.start > sentence.start && matches!(self.words.raw(source.start - 1), "," | "\"" | "”" | "»");
        let last = !inverted && end + 1 >= sentence.end;
        let base = form.form == VerbForm::Base;
        if base && !self.is_plural(source) && !self.has_auxiliary(at, source.end) {
            return false;
        }
        // Right behind people in the plural the base form is a verb: "experts caution".
        let group = base && self.is_group(source.clone());
        let ambiguous = verb.noun && (base || form.form == VerbForm::S) && !group;
        if ambiguous && !inverted && self.is_noun_here(at) {
            return false;
        }
        if ambiguous && !(clause || quoted || postposed) {
            return false;
        }
        if verb.weak {
            return clause || quoted || (postposed && (last || inverted));
        }
        let only = |frame: Frame| verb.frames.iter().all(|&has| has == frame);
        if only(Frame::Quote) {
            return quoted;
        }
        if only(Frame::ToInfinitive) {
            return self.words.lower(end) == "to" || self.words.raw(end) == "to";
        }
        !(only(Frame::That) && !clause && !quoted && !postposed && last)
    }

    /// A determiner, an adjective or a preposition right before makes a noun of it: `a Western plan`.
    fn is_noun_here(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let class = self.lang.class(self.words.lower(before));
        let adjective = class.any(WordClass::ADJECTIVE) && !class.any(WordClass::NOUN);
        let small = self.words.is(
            before,
            &[
                "a", "an", "the", "this", "that", "these", "those", "of", "in", "for", "with", "by", "on", "its",
                "their", "his", "her", "no", "any", "some", "to", "and", "or",
            ],
        );
        adjective
            || small
            || self.lang.demonyms.contains_key(self.words.raw(before))
            || self.words.shape(before) == lang::segment::Shape::Possessive
    }

    fn has_auxiliary(&self, at: usize, floor: usize) -> bool {
        (floor..at).any(|at| self.words.is(at, &["did", "does", "do"]))
    }

    fn is_plural(&self, source: &Range<usize>) -> bool {
        let pronoun =
            self.words.is(source.start, &["they", "we", "i", "you", "some", "many", "most", "several", "few"]);
        let joined = source.clone().any(|at| self.words.lower(at) == "and");
        let head = self.head_end(source.clone());
        pronoun
            || joined
            || self.words.lower(head).ends_with('s')
            || self.words.is(head, &["people", "police", "media", "troops"])
    }

    /// `was accused`, `has been told`: the verb is a participle behind a form of be.
    fn is_passive(&self, at: usize, floor: usize) -> bool {
        let mut here = at;
        while here > floor && at - here < 3 {
            here -= 1;
            let lower = self.words.lower(here);
            if matches!(lower, "is" | "was" | "are" | "were" | "been" | "be" | "being" | "'s" | "get" | "got") {
                return self.words.shape(here) != lang::segment::Shape::Possessive;
            }
            if !self.is_adverb(here) {
                return false;
            }
        }
        false
    }

    /// `was announced by the minister`.
    fn passive(&self, cue: Range<usize>, verb: &Verb, sentence: &Range<usize>) -> Option<(Attribution, usize)> {
        let by = (cue.end..sentence.end.min(cue.end + 8)).find(|&at| self.words.lower(at) == "by")?;
        let last = self.phrase_end(by + 1, sentence.end);
        let source = by + 1..last;
        if source.is_empty()
            || self.mentions_in(self.words.span(source.start, source.end - 1)).next().is_none()
                && !self.is_group(source.clone())
        {
            return None;
        }
        let class = self.classify(source.clone());
        let content = self.clause(sentence.start, cue.start);
        let mut attribution = self.attribution(Some(source), cue, content, grade(verb), class.kind);
        attribution.head = class.head;
        attribution.later_mention = class.later;
        attribution.names_office = class.office;
        Some((attribution, last))
    }

    /// `…, saying that …`: the sentence's subject goes on speaking.
    fn trailing(&self, cue: Range<usize>, verb: &Verb, sentence: &Range<usize>) -> Option<(Attribution, usize)> {
        let follows = cue.start > sentence.start && self.words.raw(cue.start - 1) == ",";
        if !follows {
            return self.absolute(cue, verb, sentence);
        }
        let clause = self.words.is(cue.end, &["that", "whether", "how"])
            || self.words.raw(cue.end) == "\""
            || self.words.raw(cue.end) == "“";
        let speaks = verb.frames.contains(&Frame::That) && !verb.weak;
        if !(clause || speaks) {
            return None;
        }
        let span = self.words.span(sentence.start, cue.start);
        let subject = self
            .mentions_in(span)
            .find(|mention| mention.form != Form::Pronoun && mention.confidence >= crate::mentions::GUESS)?;
        let source = self.words.at(subject.span.start)..self.words.at(subject.span.end.saturating_sub(1)) + 1;
        let class = self.classify(source.clone());
        let content = self.rest(cue.end, sentence.end);
        let next = cue.end;
        let mut attribution = self.attribution(Some(source), cue, content, grade(verb), class.kind);
        attribution.head = class.head;
        Some((attribution, next))
    }

    /// `with a general blaming …`: a participle with a subject of its own.
    fn absolute(&self, cue: Range<usize>, verb: &Verb, sentence: &Range<usize>) -> Option<(Attribution, usize)> {
        let source = self.subject_before(cue.start, sentence.start)?;
        let with = source.start > sentence.start && self.words.lower(source.start - 1) == "with"
            || self.words.lower(source.start) == "with";
        let source = if self.words.lower(source.start) == "with" { source.start + 1..source.end } else { source };
        if !with || verb.weak || verb.grade == lang::Grade::Attitude || source.is_empty() {
            return None;
        }
        let class = self.classify(source.clone());
        let content = self.rest(cue.end, sentence.end);
        let next = cue.end;
        let mut attribution = self.attribution(Some(source), cue, content, Grade::Speech, class.kind);
        attribution.head = class.head;
        Some((attribution, next))
    }

    /// `in a statement that …`, `the claim by X that …`: a noun that carries content, with an owner.
    fn noun(&self, at: usize, sentence: &Range<usize>) -> Option<(Attribution, usize)> {
        if !self.lang.noun_cues.contains(self.words.lower(at)) {
            return None;
        }
        let that = (at + 1..sentence.end.min(at + 8)).find(|&at| self.words.lower(at) == "that")?;
        if (at + 1..that).any(|at| self.is_finite(at) || self.words.raw(at) == ",") {
            return None;
        }
        // The owner stands before (`Iran's claim that`) or between (`the claim by Iran that`).
        let owned = self.words.shape(at.wrapping_sub(1)) == lang::segment::Shape::Possessive
            && at >= 2
            && at - 2 >= sentence.start;
        let source = if that > at + 2 {
            at + 2..that
        } else if owned {
            at - 2..at - 1
        } else {
            return None;
        };
        let span = self.words.span(source.start, source.end - 1);
        self.mentions_in(span).next()?;
        let class = self.classify(source.clone());
        let content = self.rest(that + 1, sentence.end);
        let mut attribution = self.attribution(Some(source), at..at + 1, content, Grade::Speech, class.kind);
        attribution.head = class.head;
        Some((attribution, that))
    }

    fn attribution(
        &self,
        source: Option<Range<usize>>,
        cue: Range<usize>,
        content: Option<Spans>,
        grade: Grade,
        source_kind: SourceKind,
    ) -> Attribution {
        let source = source.map(|tokens| Spans::from(self.words.span(tokens.start, tokens.end - 1)));
        let quotation = content.as_ref().map_or(Quotation::Indirect, |content| self.quotation(content));
        Attribution {
            source,
            cue: Spans::from(self.words.span(cue.start, cue.end - 1)),
            content,
            quotation,
            grade,
            source_kind,
            head: None,
            addressee: None,
            later_mention: false,
            names_office: false,
        }
    }

    fn quotation(&self, content: &Spans) -> Quotation {
        let cover: Vec<Span> = content.iter().collect();
        let all: u32 = cover.iter().map(|span| span.len()).sum();
        let quoted: u32 =
            cover.iter().flat_map(|span| self.quotes_in(*span).map(move |quote| overlap(*span, quote.span))).sum();
        match quoted {
            0 => Quotation::Indirect,
            quoted if quoted * 10 >= all * 8 => Quotation::Direct,
            _ => Quotation::Mixed,
        }
    }
}

fn overlap(a: Span, b: Span) -> u32 {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

fn grade(verb: &Verb) -> Grade {
    match verb.grade {
        lang::Grade::Speech => Grade::Speech,
        lang::Grade::Attitude => Grade::Attitude,
    }
}
