//! Sources: the noun phrase that speaks, and who that is.

use std::ops::Range;

use lang::WordClass;
use lang::segment::Shape;
use text::Span;

use super::{Reader, SourceKind};
use crate::mentions::{Form, Kind};

/// Who a source is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Class {
    /// Its class.
    pub kind: SourceKind,
    /// The name or noun it is known by.
    pub head: Option<Span>,
    /// It stands for somebody mentioned before: `the source`.
    pub later: bool,
    /// It is an office: `the Russian leader`.
    pub office: bool,
}

/// How far a source's words may reach from its verb.
const REACH: usize = 40;

impl Reader<'_> {
    /// The subject that ends before the verb at `at`.
    pub(super) fn subject_before(&self, at: usize, floor: usize) -> Option<Range<usize>> {
        let mut end = at;
        while end > floor && (self.is_adverb(end - 1) || self.is_auxiliary(end - 1)) {
            end -= 1;
        }
        // `Anna Berg, head of the port, said`: the apposition belongs to the source.
        // `Iran, in turn, wants`: a few words between commas that name nobody.
        if end > floor
            && self.words.raw(end - 1) == ","
            && let Some(open) = self.aside_start(end - 1, floor)
        {
            end = open;
        }
        let start = if end > floor && self.words.raw(end - 1) == "," {
            let open = self.apposition_start(end - 1, floor)?;
            self.phrase_start(open, floor)
        } else {
            self.phrase_start(end, floor)
        };
        let end = if self.words.raw(end.wrapping_sub(1)) == "," { end - 1 } else { end };
        let start = self.skip_opening(start, end);
        if start < end && self.is_pronoun(end - 1) {
            return Some(end - 1..end);
        }
        let plain = (start < end && self.can_speak(start..end)).then_some(start..end);
        plain.or_else(|| self.relative_subject(end, floor)).or_else(|| self.shared_subject(end, floor))
    }

    fn is_pronoun(&self, at: usize) -> bool {
        self.words.is(at, &["he", "she", "they", "i", "we", "it"])
    }

    /// `a diplomat who followed the negotiations said`: the clause with `who` belongs to the source.
    fn relative_subject(&self, end: usize, floor: usize) -> Option<Range<usize>> {
        let clean = |at: &usize| self.words.shape(*at) != Shape::Mark || self.words.raw(*at) == "-";
        let who = (floor..end).rev().take_while(clean).find(|&at| self.words.lower(at) == "who")?;
        let start = self.skip_opening(self.phrase_start(who, floor), who);
        (start < who && self.can_speak(start..who)).then_some(start..end)
    }

    /// `The spokesman spoke of 46 and said …`: the verb behind `and` shares the subject of the one before.
    fn shared_subject(&self, end: usize, floor: usize) -> Option<Range<usize>> {
        let and = end.checked_sub(1).filter(|&and| and >= floor && self.words.is(and, &["and", "but"]))?;
        let clause = (floor..and)
            .rev()
            .find(|&at| matches!(self.words.raw(at), ";" | ":" | "\"" | "“" | "”"))
            .map_or(floor, |at| at + 1);
        let verb = (clause..and).find(|&at| self.is_finite(at) && !self.in_mention(at))?;
        let start = self.skip_opening(clause, verb);
        let subject = start..verb;
        let short = subject.len() <= 14 && !subject.clone().any(|at| self.words.raw(at) == ",");
        (short && !subject.is_empty() && self.can_speak(subject.clone())).then_some(subject)
    }

    /// The subject behind an inverted verb: `," said Anna Berg`.
    pub(super) fn subject_behind(&self, first: usize, verb: usize, sentence: &Range<usize>) -> Option<Range<usize>> {
        let before = verb.checked_sub(1).filter(|&before| before >= sentence.start)?;
        if !matches!(self.words.raw(before), "," | "\"" | "”" | "»" | "—" | "–" | "’" | "?" | "!" | "“") {
            return None;
        }
        let mut end = first;
        while end < sentence.end && end < first + REACH {
            match self.words.raw(end) {
                "," if self.is_apposition(end) => {}
                "," | "." | ";" | ":" | "\"" | "“" | "”" | "—" | "–" => break,
                _ if self
                    .words
                    .is(end, &["in", "on", "during", "after", "when", "as", "while", "adding", "that", "at", "to"])
                    && end > first + 1
                    && !self.in_mention(end)
                    && !self.continues_name(end) =>
                {
                    break;
                }
                _ => {}
            }
            end += 1;
        }
        let named = self.mentions_in(self.words.span(first, end.saturating_sub(1).max(first))).next().is_some();
        let described =
            self.words.is(first, &["the", "a", "an", "one", "some", "he", "she", "they"]) || self.is_group(first..end);
        (end > first && (named || described)).then_some(first..end)
    }

    /// A title phrase or a body goes on: `head of the Department of …`.
    fn continues_name(&self, at: usize) -> bool {
        self.words.is(at, &["at", "in", "on", "to"])
            && self.words.phrase(&self.lang.titles, at.saturating_sub(1)).is_some()
    }

    /// `, a professor at …` opens at this comma.
    fn is_apposition(&self, comma: usize) -> bool {
        let first = comma + 1 + usize::from(self.words.is(comma + 1, &["a", "an", "the", "who"]));
        let end = (first..first + 10).find(|&at| matches!(self.words.raw(at), "," | "." | "")).unwrap_or(first + 10);
        let named = end > first
            && end - first <= 5
            && (first..end).all(|at| {
                self.words.shape(at).is_capital()
                    || self.lang.name_particles.contains(self.words.raw(at))
                    || self.words.raw(at) == "-"
            });
        named
            || (first..end)
                .take_while(|&at| at == first || !self.is_finite(at))
                .any(|at| self.words.phrase(&self.lang.titles, at).is_some())
            || self.words.lower(comma + 1) == "who"
    }

    /// The comma that opens the aside which the comma at `close` ends: one to four small words.
    fn aside_start(&self, close: usize, floor: usize) -> Option<usize> {
        let open = (floor..close).rev().take(5).find(|&at| self.words.raw(at) == ",")?;
        let small = (open + 1..close).all(|at| self.words.shape(at) == Shape::Lower);
        (open > floor && open + 1 < close && small && !self.is_apposition(open)).then_some(open)
    }

    /// The comma that opens the apposition which the comma at `close` ends.
    fn apposition_start(&self, close: usize, floor: usize) -> Option<usize> {
        let mut open = close;
        while open > floor && close - open < REACH {
            open -= 1;
            if self.words.raw(open) == "," && self.is_apposition(open) && open > floor {
                return Some(open);
            }
            if matches!(self.words.raw(open), "." | ";" | "\"" | "”" | "“") {
                return None;
            }
        }
        None
    }

    /// Where the noun phrase that ends before `end` begins.
    fn phrase_start(&self, end: usize, floor: usize) -> usize {
        let mut start = end;
        while start > floor && end - start < REACH && !self.bounds_phrase(start - 1, end) {
            start -= 1;
        }
        start
    }

    fn bounds_phrase(&self, at: usize, end: usize) -> bool {
        if self.in_mention(at) {
            return false;
        }
        let lower = self.words.lower(at);
        if matches!(
            self.words.raw(at),
            "," | ";" | ":" | "\"" | "“" | "”" | "»" | "«" | "—" | "–" | "(" | ")" | "." | "?" | "!" | "„"
        ) || self.words.raw(at) == "-" && self.words.space_before(at)
        {
            return true;
        }
        let conjunction = matches!(
            lower,
            "that"
                | "which"
                | "who"
                | "whom"
                | "when"
                | "while"
                | "as"
                | "but"
                | "because"
                | "if"
                | "after"
                | "before"
                | "although"
                | "though"
                | "since"
                | "until"
                | "where"
                | "what"
                | "than"
                | "so"
                | "or"
                | "whether"
                | "then"
        );
        // "and" joins two sources where the words before it can speak, and two clauses otherwise.
        let joins = lower == "and" && !self.is_coordinated(at, end);
        conjunction || joins || self.is_finite(at)
    }

    fn is_coordinated(&self, and: usize, _end: usize) -> bool {
        let before = and.checked_sub(1);
        before.is_some_and(|before| {
            self.words.shape(before).is_capital() && self.words.shape(and + 1).is_capital()
                || self.in_mention(before) && self.words.is(and + 1, &["the"])
        })
    }

    fn skip_opening(&self, mut start: usize, end: usize) -> usize {
        while start < end
            && (self.words.is(
                start,
                &[
                    "and",
                    "but",
                    "yet",
                    "so",
                    "however",
                    "meanwhile",
                    "nevertheless",
                    "also",
                    "still",
                    "then",
                    "thus",
                    "therefore",
                    "moreover",
                ],
            ) || self.words.shape(start) == Shape::Mark)
        {
            start += 1;
        }
        start
    }

    fn in_mention(&self, at: usize) -> bool {
        let Some(token) = self.words.tokens.get(at) else { return false };
        self.mentions.iter().any(|mention| {
            mention.span.contains_span(token.span) || mention.role.is_some_and(|role| role.contains_span(token.span))
        })
    }

    pub(super) fn is_adverb(&self, at: usize) -> bool {
        let lower = self.words.lower(at);
        matches!(
            lower,
            "also"
                | "later"
                | "then"
                | "now"
                | "only"
                | "once"
                | "never"
                | "again"
                | "further"
                | "even"
                | "still"
                | "already"
                | "just"
                | "both"
                | "all"
                | "too"
                | "not"
                | "yet"
                | "thus"
                | "therefore"
                | "likewise"
                | "here"
        ) || self.words.shape(at) == Shape::Lower
            && (lower.ends_with("ly") && lower.len() > 4 || {
                let class = self.lang.class(lower);
                class.any(WordClass::ADVERB)
                    && !class.any(WordClass::NOUN.with(WordClass::VERB_S).with(WordClass::VERB_ED))
            })
    }

    fn is_auxiliary(&self, at: usize) -> bool {
        self.words.is(
            at,
            &[
                "has", "have", "had", "will", "would", "can", "could", "may", "might", "did", "does", "do", "should",
                "must", "is", "are", "was", "were", "been", "'d", "'ll", "'ve", "to",
            ],
        )
    }

    /// Somebody or something that can be a source: a name, a pronoun, a person, a group, a body, a document. A thing
    /// cannot: `the itinerary makes it clear` attributes nothing.
    fn can_speak(&self, source: Range<usize>) -> bool {
        if self.words.is(
            source.end - 1,
            &[
                "he", "she", "they", "i", "we", "it", "who", "you", "some", "many", "others", "nobody", "everyone",
                "both", "one",
            ],
        ) {
            return true;
        }
        if self.words.is(source.start, &["nobody", "neither", "none", "no", "nothing"]) {
            return false;
        }
        let head = self.head_end(source.clone());
        let named = self
            .mentions_in(self.words.span(source.start, source.end - 1))
            .any(|mention| self.words.at(mention.span.end.saturating_sub(1)) >= head);
        let owned =
            source.clone().take_while(|&at| at < head).any(|at| self.lang.demonyms.contains_key(self.words.raw(at)));
        named
            || owned
            || self.in_mention(head)
            || self.words.shape(head).is_capital()
            || self.is_group(source.clone())
            || self.is_person_noun(source.clone())
            || self.is_body_noun(head)
            || self.lang.noun_cues.contains(self.words.lower(head))
            || self.title_ends(head, source.start)
            || self.title_ends(source.end - 1, source.start)
    }

    /// `the ministry`: the head word of a body in small letters.
    fn is_body_noun(&self, at: usize) -> bool {
        let word = self.words.lower(at);
        let mut chars = word.chars();
        let capital: String = chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default();
        self.lang.body_words.contains_key(capital.as_str())
    }

    /// The last token of the phrase's head: before the first preposition or participle that describes it.
    pub(super) fn head_end(&self, source: Range<usize>) -> usize {
        let mut end = source.start;
        for at in source.clone() {
            let lower = self.words.lower(at);
            let ends = matches!(
                lower,
                "of" | "close"
                    | "familiar"
                    | "in"
                    | "with"
                    | "at"
                    | "from"
                    | "for"
                    | "who"
                    | "near"
                    | "on"
                    | "to"
                    | "inside"
                    | "within"
                    | "involved"
                    | "briefed"
                    | "interviewed"
                    | "surveyed"
                    | "polled"
                    | "quoted"
                    | "cited"
                    | "contacted"
                    | "speaking"
                    | "working"
                    | "travelling"
                    | "traveling"
                    | "that"
                    | "which"
                    | "among"
                    | "knowledgeable"
                    | "by"
                    | "'s"
            ) || self.words.raw(at) == ","
                || at > source.start
                    && self.lang.class(lower).any(WordClass::VERB_ED.with(WordClass::VERB_ING))
                    && !self.is_attribute(at)
                    && !self.lang.class(lower).any(WordClass::NOUN.with(WordClass::ADJECTIVE));
            if ends && at > source.start && lower != "'s" {
                break;
            }
            end = at;
        }
        end
    }

    /// A phrase of `phrases` ends with the head of the source.
    fn head_is<T>(&self, source: Range<usize>, phrases: &lang::Phrases<T>) -> Option<Span> {
        let head = self.head_end(source.clone());
        let first = (source.start..=head)
            .find(|&first| self.words.phrase(phrases, first).is_some_and(|(len, _)| first + len > head))?;
        Some(self.words.span(first, head))
    }

    pub(super) fn is_group(&self, source: Range<usize>) -> bool {
        self.head_is(source.clone(), &self.lang.group_nouns).is_some()
            || self.head_is(source, &self.lang.source_nouns).is_some()
    }

    fn is_person_noun(&self, source: Range<usize>) -> bool {
        let head = self.words.lower(self.head_end(source));
        let single = head.strip_suffix('s').unwrap_or(head);
        self.lang.person_nouns.contains(head)
            || self.lang.person_nouns.contains(single)
            || self.lang.title_modifiers.contains(head)
            || is_agentive(head)
    }

    /// `two advisers`, `one of the organisers`, `three people in the room`: persons, counted and not named.
    fn is_counted(&self, source: Range<usize>) -> bool {
        let first = self.words.lower(source.start);
        let number = self.lang.times.numbers.contains_key(first)
            || self.words.shape(source.start) == Shape::Number
            || matches!(first, "several" | "some") && self.words.lower(source.start + 1) == "of";
        let last = self.head_end(if self.words.lower(source.start + 1) == "of" {
            source.start + 2..source.end
        } else {
            source.clone()
        });
        let noun = self.words.lower(last);
        let single = noun.strip_suffix('s').unwrap_or(noun);
        let people = matches!(noun, "people" | "persons")
            || self.lang.person_nouns.contains(single)
            || self.lang.titles.single(single).is_some()
            || is_agentive(noun)
            || self.is_group(last..last + 1);
        number && people && source.len() > 1
    }

    /// Who the words of `source` are.
    pub(crate) fn classify(&self, source: Range<usize>) -> Class {
        let class = |kind: SourceKind, head: Option<Span>, later: bool| Class { kind, head, later, office: false };
        let whole = self.words.span(source.start, source.end - 1);
        let definite = self.words.is(
            source.start,
            &["the", "this", "that", "these", "those", "his", "her", "their", "its", "both", "same", "said"],
        );
        if source.len() <= 2
            && self
                .words
                .is(source.end - 1, &["he", "she", "they", "it", "him", "her", "them", "who", "i", "we", "you"])
        {
            return class(SourceKind::Anaphoric, Some(self.words.span(source.end - 1, source.end - 1)), true);
        }
        if self.words.is(source.start, &["his", "her", "their", "my", "our", "its"])
            && source.len() <= 3
            && !self.is_group(source.clone())
        {
            return class(SourceKind::Anaphoric, Some(whole), true);
        }
        if self.is_counted(source.clone()) {
            let head = self.head_end(source.clone());
            return class(SourceKind::Anonymous, Some(self.words.span(head, head)), false);
        }
        if let Some(head) = self.head_is(source.clone(), &self.lang.source_nouns) {
            return class(SourceKind::Anonymous, Some(head), definite);
        }
        let name = self
            .mentions_in(whole)
            .filter(|mention| mention.form == Form::Name)
            .max_by_key(|mention| (mention.kind == Kind::Person, mention.confidence));
        let person = name.filter(|mention| {
            mention.kind == Kind::Person && (mention.confidence >= crate::mentions::GUESS || mention.role.is_some())
        });
        let group = self.head_is(source.clone(), &self.lang.group_nouns);
        if let (Some(mention), None) = (person, group) {
            return class(SourceKind::Named, Some(mention.span), false);
        }
        if let Some(head) = group {
            let kind = if definite { SourceKind::Anaphoric } else { SourceKind::Vague };
            return class(kind, Some(head), definite);
        }
        let head = self.head_end(source.clone());
        let head_span = self.words.span(head, head);
        if let Some(mention) =
            self.mentions_in(whole).find(|mention| mention.form == Form::Nominal && mention.kind == Kind::Person)
        {
            let office = source.clone().any(|at| {
                self.words.phrase(&self.lang.titles, at).is_some_and(|(_, kind)| *kind == lang::TitleKind::Office)
            });
            return Class { kind: SourceKind::Anaphoric, head: Some(mention.span), later: true, office };
        }
        let noun = self.words.lower(head);
        if self.lang.noun_cues.contains(noun) {
            // One statement has an issuer a reader can find; "reports" have none.
            let kind = if name.is_some() || definite || !noun.ends_with('s') {
                SourceKind::Document
            } else {
                SourceKind::DocumentVague
            };
            return class(kind, Some(head_span), definite);
        }
        let trade = self.words.phrase(&self.lang.titles, head).is_some()
            || self.lang.person_nouns.contains(noun)
            || self.title_ends(head, source.start);
        if trade && self.words.shape(head) == Shape::Lower {
            let kind = if definite { SourceKind::Anaphoric } else { SourceKind::Anonymous };
            return class(kind, Some(head_span), definite);
        }
        if let Some(mention) = name {
            return class(SourceKind::Named, Some(mention.span), false);
        }
        let capital = source
            .clone()
            .any(|at| self.words.shape(at).is_capital() && (at > source.start || !self.words.is_known(at, self.lang)));
        if capital || definite {
            let kind = if capital { SourceKind::Named } else { SourceKind::Anaphoric };
            return class(kind, Some(head_span), definite && !capital);
        }
        // `port authority figures`: figures of a body that its own words name.
        if source.clone().any(|at| self.is_body_noun(at)) {
            return class(SourceKind::Document, Some(head_span), definite);
        }
        let one = self.words.is(source.start, &["a", "an", "one", "another"]);
        class(if one { SourceKind::Anonymous } else { SourceKind::Vague }, Some(head_span), false)
    }

    fn title_ends(&self, last: usize, floor: usize) -> bool {
        (floor..=last)
            .any(|first| self.words.phrase(&self.lang.titles, first).is_some_and(|(len, _)| first + len == last + 1))
    }

    /// `told Izvestia`: who is told, behind the verb.
    pub(super) fn addressee(&self, first: usize, limit: usize) -> Option<Range<usize>> {
        let mut end = first;
        while end < limit && end < first + 8 {
            let stop = self.words.shape(end) == Shape::Mark && self.words.raw(end) != "-"
                || self.words.is(
                    end,
                    &[
                        "that", "on", "in", "at", "during", "after", "before", "earlier", "how", "why", "to", "about",
                        "he", "she", "they", "it", "there",
                    ],
                ) && end > first
                || end > first && self.is_finite(end);
            if stop {
                break;
            }
            end += 1;
        }
        (end > first).then_some(first..end)
    }
}

/// Ends like a word for people by what they do: `shippers`, `economists`, `pensioners`.
fn is_agentive(word: &str) -> bool {
    let endings = ["ers", "ors", "ists", "ians", "men", "women", "ees"];
    word.len() > 5 && endings.iter().any(|ending| word.ends_with(ending))
}
