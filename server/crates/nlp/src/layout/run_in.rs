//! Headlines that run into the text: `Ministers meet in Kestrel The harbour treaty could be signed this week, …`
//!
//! Nothing marks the place where the headline ends, so every place where a large letter follows a word without a mark
//! is weighed: what stands before it must be able to end a headline, and what stands behind it must begin a sentence
//! with a finite verb of its own. Names need not be known for that.

use std::ops::Range;

use lang::segment::Shape;
use lang::{Language, PlaceKind, VerbForm, WordClass};

use super::dateline;
use crate::tokens::Words;

/// The first token behind a headline, and how sure that is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct RunIn {
    pub body: usize,
    pub score: i32,
}

/// Enough where an outlet's name (`Herald: …`) announces a headline.
pub(super) const POSSIBLE: i32 = 1;
/// Enough where a name does that may be an outlet's.
pub(super) const LIKELY: i32 = 3;
/// Enough where nothing announces one.
pub(super) const SURE: i32 = 6;

/// What an agency's dateline behind the headline is worth.
const DATELINE: i32 = 20;

/// No headline is longer, in tokens.
const LONGEST: usize = 32;

/// Finds the end of a headline in `tokens`, which hold it and the first sentence behind it, and no more.
pub(super) fn run_in(words: &Words, tokens: Range<usize>, lang: &Language) -> Option<RunIn> {
    // Of two equal places the first: what follows it is the longer sentence.
    let better = |best: Option<RunIn>, next: RunIn| {
        if best.is_some_and(|best| best.score >= next.score) { best } else { Some(next) }
    };
    places(words, tokens, lang).fold(None, better)
}

/// All places where a headline could end, weighed.
fn places<'a>(words: &'a Words, tokens: Range<usize>, lang: &'a Language) -> impl Iterator<Item = RunIn> + 'a {
    let last = (tokens.start + LONGEST).min(tokens.end);
    let place = Place { words, lang, tokens };
    (place.tokens.start + 2..last).filter_map(move |body| Some(RunIn { body, score: place.weigh(body)? }))
}

/// How surely token `at` is a finite verb.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Debug)]
pub(super) enum Finite {
    No,
    Maybe,
    Yes,
}

/// Judges token `at` by its form and the word before it.
pub(super) fn finite(words: &Words, at: usize, lang: &Language) -> Finite {
    if !matches!(words.shape(at), Shape::Lower) {
        return Finite::No;
    }
    let lower = words.lower(at);
    if lang.auxiliaries.contains(lower) {
        return Finite::Yes;
    }
    let class = lang.class(lower);
    let ends_in_ed =
        class == WordClass::default() && lower.len() > 4 && lower.ends_with("ed") && !lang.function.contains(lower);
    if !class.any(WordClass::VERB_S.with(WordClass::VERB_ED)) && !ends_in_ed {
        // `experts believe`: a base form is finite behind a plural.
        let plural =
            at > 0 && words.lower(at - 1).ends_with('s') && lang.class(words.lower(at - 1)).any(WordClass::NOUN);
        let base = class.any(WordClass::VERB)
            && !class.any(WordClass::NOUN.with(WordClass::ADJECTIVE).with(WordClass::ADVERB));
        return if plural && base { Finite::Maybe } else { Finite::No };
    }
    let described = at > 0
        && (words.shape(at - 1) == Shape::Possessive
            || holds(words, at - 1, lang).is_some()
            || only(lang, words.lower(at - 1), WordClass::ADJECTIVE));
    if described {
        return Finite::No;
    }
    // `learned` may describe (`a learned man`), but not right behind a name.
    let adjective = class.any(WordClass::ADJECTIVE) && !(at > 0 && words.shape(at - 1).is_capital());
    let noun = class.any(WordClass::NOUN) || adjective;
    let participle = class.any(WordClass::VERB_ED) && at > 0 && words.shape(at - 1) == Shape::Mark;
    if noun || participle { Finite::Maybe } else { Finite::Yes }
}

/// Whether some token of `range` is surely a finite verb.
pub(super) fn has_finite(words: &Words, mut range: Range<usize>, lang: &Language) -> bool {
    range.any(|at| finite(words, at, lang) == Finite::Yes)
}

/// Whether token `at` holds on to the next word; true where it does so nearly always.
fn holds(words: &Words, at: usize, lang: &Language) -> Option<bool> {
    lang.furniture.binders.get(words.lower(at)).copied()
}

/// Whether the word is of this class and of no other.
fn only(lang: &Language, lower: &str, class: WordClass) -> bool {
    lang.class(lower) == class
}

struct Place<'a> {
    words: &'a Words<'a>,
    lang: &'a Language,
    tokens: Range<usize>,
}

/// What a capitalised word is, without its neighbours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// A word of the language that is capitalised only where a sentence or a title makes it so.
    Common,
    /// A closed-class word: the same, and more so.
    Small,
    /// `President`, `Minister`.
    Title,
    /// The name of a place, a people, a body, a day.
    Known,
    /// Any other name.
    Name,
    /// A figure.
    Figure,
}

impl Place<'_> {
    /// How well the headline ends before token `body`; absent where it cannot.
    fn weigh(&self, body: usize) -> Option<i32> {
        if dateline::find(self.words, body, self.lang)
            .is_some_and(|found| found.agency.is_some() && found.end < self.tokens.end + 1)
        {
            return Some(self.length(body) + DATELINE);
        }
        let first = self.opening(body)?;
        let (verb, sure) = self.verb(first)?;
        let headline = self.end_of_headline(body, first) + self.length(body) + self.names(body, first);
        let text = self.begin_of_text(body, first) + self.subject(first, verb, sure);
        Some(headline + text + self.capitals(body, first))
    }

    /// The first word of the text that begins at `body`, behind an opening mark; it must be capitalised or a figure.
    fn opening(&self, body: usize) -> Option<usize> {
        if !self.words.space_before(body) || self.shape(body - 1) == Shape::Mark && !self.closes(body - 1) {
            return None;
        }
        let marked =
            matches!(self.words.raw(body), "\"" | "“" | "«" | "„" | "‘" | "'") && !self.words.space_after(body);
        let first = body + usize::from(marked);
        let capital = self.shape(first).is_capital() || self.shape(first) == Shape::Number && !marked;
        (capital && first + 3 < self.tokens.end).then_some(first)
    }

    fn closes(&self, at: usize) -> bool {
        matches!(self.words.raw(at), "\"" | "”" | "»" | "’" | "'" | ")" | "%") && !self.words.space_before(at)
    }

    fn shape(&self, at: usize) -> Shape {
        self.words.shape(at)
    }

    /// The first finite verb of the sentence that begins at `first`, and whether it is one for sure.
    fn verb(&self, first: usize) -> Option<(usize, bool)> {
        let (mut maybe, mut commas) = (None, 0);
        for at in first + 1..self.tokens.end {
            commas += usize::from(self.words.raw(at) == ",");
            // `The mill, one of the oldest, burned`: behind the second comma the subject's verb follows.
            let resumed = commas >= 2 && self.words.raw(at - 1) == ",";
            match finite(self.words, at, self.lang) {
                Finite::Yes => {
                    return Some(maybe.filter(|&early| early == first + 1).map_or((at, true), |early| (early, false)));
                }
                Finite::Maybe if resumed && self.lang.class(self.words.lower(at)).any(WordClass::VERB_ED) => {
                    return Some((at, true));
                }
                Finite::Maybe => maybe = maybe.or(Some(at)),
                Finite::No => {}
            }
        }
        maybe.map(|at| (at, false))
    }

    /// Whether the word before `body` can be a headline's last.
    fn end_of_headline(&self, body: usize, first: usize) -> i32 {
        let last = body - 1;
        let lower = self.words.lower(last);
        match holds(self.words, last, self.lang) {
            Some(true) => return -14,
            // `What the talks are about The ministers …`: behind a small word no other is capitalised.
            Some(false) if !self.is_title_case(body) && matches!(self.kind(first), Kind::Small | Kind::Common) => {
                return -2;
            }
            Some(false) => return -5,
            None => {}
        }
        if self.shape(last) == Shape::Possessive {
            return -14;
        }
        if self.lang.auxiliaries.contains(lower) {
            return -6;
        }
        let class = self.lang.class(lower);
        let verb =
            class.any(WordClass::VERB.with(WordClass::VERB_S).with(WordClass::VERB_ED).with(WordClass::VERB_ING));
        let other = class.any(WordClass::NOUN.with(WordClass::ADJECTIVE).with(WordClass::ADVERB));
        match self.shape(last) {
            // `say` may end a headline, `says` rarely: it wants its clause.
            // `…, lawyer says` ends a headline; `told` and `said` go on.
            Shape::Lower if !other && let Some(form) = self.lang.reporting.forms.single(lower) => match form.form {
                VerbForm::S => -1,
                VerbForm::Base => -2,
                _ => -6,
            },
            // `26 pirates arrested`
            Shape::Lower
                if verb
                    && !other
                    && class.any(WordClass::VERB_ED)
                    && last > self.tokens.start
                    && self.shape(last - 1).is_word() =>
            {
                -1
            }
            Shape::Lower if verb && !other => {
                if class.any(WordClass::VERB) {
                    -2
                } else {
                    -4
                }
            }
            // `spokesman Petrov`: who has a title or a trade is named behind it.
            Shape::Lower if self.kind(first) == Kind::Name && self.lang.titles.single(lower).is_some() => -4,
            Shape::Lower if self.kind(first) == Kind::Name && self.lang.person_nouns.contains(lower) => -2,
            // `new Velmian rules`: an adjective wants its noun.
            Shape::Lower if only(self.lang, lower, WordClass::ADJECTIVE) => -2,
            Shape::Number => -1,
            _ => 0,
        }
    }

    /// Headlines have three to some sixteen words.
    fn length(&self, body: usize) -> i32 {
        let count =
            (self.tokens.start..body).filter(|&at| !matches!(self.shape(at), Shape::Mark | Shape::Possessive)).count();
        match count {
            0 | 1 => -8,
            2 => -4,
            3 => 0,
            4..=15 => 2,
            16..=18 => 0,
            _ => -4,
        }
    }

    /// How much the word at `first` looks like the first of a sentence.
    fn begin_of_text(&self, body: usize, first: usize) -> i32 {
        let titled = self.is_title_case(body);
        let own = match (self.kind(first), titled) {
            (Kind::Small, false) => 5,
            // Titles leave only articles and short prepositions small.
            (Kind::Small, true) => {
                if holds(self.words, first, self.lang).is_some() && self.words.raw(first).len() <= 3 { 5 } else { 1 }
            }
            (Kind::Common, false) => 4,
            (Kind::Common, true) => 0,
            (Kind::Known | Kind::Title, _) => 1,
            (Kind::Name, _) => 0,
            (Kind::Figure, _) => -2,
        };
        let own = own + if first > body { 2 } else { 0 } + self.day(first);
        own + self.tie(body, first) + self.stray_small_words(body, titled)
    }

    /// `said Tuesday`: a day or a month begins a sentence only where something is its own, `Tuesday’s talks`.
    fn day(&self, first: usize) -> i32 {
        let lower = self.words.lower(first);
        let month = self.lang.times.months.contains_key(lower);
        if month && (self.shape(first - 1) == Shape::Number || self.shape(first + 1) == Shape::Number) {
            return -8;
        }
        let day =
            month && self.lang.class(lower) == WordClass::default() || self.lang.times.weekdays.contains_key(lower);
        if day && self.shape(first + 1) != Shape::Possessive { -2 } else { 0 }
    }

    /// The text often begins with a name from the headline, and a headline does not say a name twice.
    fn names(&self, body: usize, first: usize) -> i32 {
        let twice = |at: usize| self.is_name(at) && self.said_before(at);
        let again = (first..first + 2).any(|at| self.is_name(at) && self.said_in(self.tokens.start..body, at));
        2 * i32::from(again) - 3 * i32::from((self.tokens.start..body).any(twice))
    }

    /// A known name begins at `at` and goes on: `United States`.
    fn is_one_name(&self, at: usize) -> bool {
        let (words, lang) = (self.words, self.lang);
        let place = words.name(&lang.places, at).map(|(len, _)| len);
        let body = words.name(&lang.organisations, at).map(|(len, _)| len);
        let metonym = words.name(&lang.metonyms, at).map(|(len, _)| len);
        [place, body, metonym].into_iter().flatten().any(|len| len > 1)
    }

    /// The last word of many names: `Council`, `Street`.
    fn is_head(&self, at: usize) -> bool {
        self.lang.body_words.contains_key(self.words.raw(at)) || self.lang.place_after.contains(self.words.lower(at))
    }

    fn is_name(&self, at: usize) -> bool {
        self.shape(at).is_capital() && matches!(self.kind(at), Kind::Known | Kind::Name) && self.words.raw(at).len() > 2
    }

    fn said_before(&self, at: usize) -> bool {
        self.said_in(self.tokens.start..at, at)
    }

    fn said_in(&self, mut range: Range<usize>, at: usize) -> bool {
        range.any(|before| self.words.lower(before) == self.words.lower(at))
    }

    /// A headline in capitals ends where the capitals do.
    fn capitals(&self, body: usize, first: usize) -> i32 {
        let words = || (self.tokens.start..body).filter(|&at| self.shape(at).is_word());
        let upper = words().filter(|&at| matches!(self.shape(at), Shape::Upper | Shape::Initial)).count();
        if upper < 3 || upper < words().count() {
            return 0;
        }
        let goes_on = matches!(self.shape(first), Shape::Upper) && matches!(self.shape(first + 1), Shape::Upper);
        if goes_on {
            -8
        } else if self.shape(first) == Shape::Upper {
            2
        } else {
            8
        }
    }

    /// Two capitalised words side by side are one name, unless the first is the end of a phrase.
    fn tie(&self, body: usize, first: usize) -> i32 {
        let last = body - 1;
        if first > body || !self.shape(last).is_capital() || last == self.tokens.start {
            return 0;
        }
        let (before, own) = (self.kind(last), self.kind(first));
        let titled = self.is_title_case(body);
        let phrase_ends = last > 0 && holds(self.words, last - 1, self.lang).is_some();
        let given = |at: usize| self.lang.given_names.contains(self.words.raw(at));
        // `Areld Calls Vote Areld has …`: the name begins anew, unless it is the second half of the one before.
        let anew = self.is_name(first) && self.said_before(first) && !self.said_before(last) && !given(last);
        match (before, own) {
            (_, Kind::Small) => 0,
            (Kind::Title, _) => -6,
            _ if self.is_one_name(last) => -10,
            // `Foreign Minister` is one title.
            _ if self.words.phrase(&self.lang.titles, last).is_some_and(|(len, _)| len > 1) => -6,
            _ if anew => 0,
            (Kind::Common | Kind::Small, Kind::Known | Kind::Name | Kind::Title) if titled => 0,
            (Kind::Common | Kind::Small, Kind::Common) if titled => -1,
            (_, Kind::Title) => -4,
            (Kind::Known, Kind::Known) => -1,
            (_, Kind::Common) if phrase_ends && self.shape(first + 1) == Shape::Lower && !self.is_head(first) => -1,
            (_, Kind::Common) => -5,
            (Kind::Name, Kind::Name) if given(last) && !phrase_ends => -7,
            (_, Kind::Name) if phrase_ends && given(first) => -2,
            _ => -4,
        }
    }

    /// In a headline in title case no word of weight is small: each one in front of `body` speaks against it.
    fn stray_small_words(&self, body: usize, titled: bool) -> i32 {
        if !titled {
            return 0;
        }
        let stray = (self.tokens.start..body)
            .filter(|&at| self.shape(at) == Shape::Lower && !self.lang.function.contains(self.words.lower(at)));
        -2 * stray.count() as i32
    }

    /// Common words in the headline before `body` are capitalised.
    fn is_title_case(&self, body: usize) -> bool {
        let (mut large, mut small) = (0, 0);
        for at in self.tokens.start + 1..body {
            match self.shape(at) {
                Shape::Lower if !self.lang.function.contains(self.words.lower(at)) => small += 1,
                Shape::Title if self.kind(at) == Kind::Common => large += 1,
                _ => {}
            }
        }
        large > 0 && large >= 2 * small
    }

    /// How well the words between `first` and its verb make a subject.
    fn subject(&self, first: usize, verb: usize, sure: bool) -> i32 {
        let near = match verb - first {
            1 => {
                if self.kind(first) == Kind::Small {
                    0
                } else {
                    3
                }
            }
            2..=4 => 2,
            5..=10 => 1,
            11..=18 => 0,
            _ => -2,
        };
        let sure = if sure { 0 } else { -3 };
        let titled = self.is_title_case(first);
        let breaks = (first + 1..verb).filter(|&at| self.breaks(at, titled)).count() as i32;
        // What is left of a headline in title case; `Foreign Minister` is written so in any sentence.
        let post = |at: usize| self.words.phrase(&self.lang.titles, at).is_some_and(|(len, _)| len > 1);
        let large = |at: &usize| {
            let common = self.shape(*at) == Shape::Title && matches!(self.kind(*at), Kind::Common | Kind::Small);
            titled && common && !post(*at)
        };
        let left = (first + 1..verb).filter(large).count() as i32;
        near + sure - 3 * breaks.min(2) - left.min(4)
    }

    /// A name at `at` follows a word that does not lead to it: no one phrase holds both.
    fn breaks(&self, at: usize, titled: bool) -> bool {
        if !self.shape(at).is_capital() || !self.words.space_before(at) {
            return false;
        }
        let before = at - 1;
        match self.shape(before) {
            Shape::Lower => {
                let lower = self.words.lower(before);
                let leads = holds(self.words, before, self.lang).is_some()
                    || self.lang.function.contains(lower)
                    || self.lang.titles.single(lower).is_some()
                    || self
                        .lang
                        .class(lower)
                        .any(WordClass::ADJECTIVE.with(WordClass::VERB_ING).with(WordClass::VERB_ED))
                    || self.lang.class(lower) == WordClass::default();
                !leads
            }
            // In title case a common noun before a name is the headline's.
            Shape::Title => {
                titled && self.kind(before) == Kind::Common && matches!(self.kind(at), Kind::Known | Kind::Name)
            }
            _ => false,
        }
    }

    /// A place, a body or a building of the lists. There are towns called `Police` and `Most`: a single word of the
    /// language is a place only if it is a country or a capital.
    fn is_known_name(&self, at: usize) -> bool {
        let (words, lang) = (self.words, self.lang);
        let place = words.name(&lang.places, at).is_some_and(|(len, place)| {
            len > 1
                || lang.class(words.lower(at)) == WordClass::default()
                || matches!(place.kind, PlaceKind::Country | PlaceKind::Capital)
        });
        place || words.name(&lang.organisations, at).is_some() || words.name(&lang.metonyms, at).is_some()
    }

    fn kind(&self, at: usize) -> Kind {
        let (words, lang) = (self.words, self.lang);
        if self.shape(at) == Shape::Number {
            return Kind::Figure;
        }
        let (raw, lower) = (words.raw(at), words.lower(at));
        if self.shape(at) != Shape::Upper && lang.function.contains(lower) && !lang.times.months.contains_key(lower) {
            return Kind::Small;
        }
        let time = lang.times.months.contains_key(lower) || lang.times.weekdays.contains_key(lower);
        if time || self.is_known_name(at) || lang.demonyms.contains_key(raw) {
            return Kind::Known;
        }
        if lang.titles.single(lower).is_some() {
            return Kind::Title;
        }
        let common = self.shape(at) == Shape::Title && lang.class(lower) != WordClass::default();
        // `Grant signed` begins with a word, `Grant Berg signed` with a name.
        let given = lang.given_names.contains(raw) && self.shape(at + 1).is_capital();
        if common && !given { Kind::Common } else { Kind::Name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The headline and the text, with `‖` where they meet.
    fn check(text: &str) {
        let lang = Language::load("en");
        let plain = text.replace("‖ ", "");
        let tokens = crate::tokens::tokens(&plain);
        let words = Words::new(&plain, &tokens);
        let found = run_in(&words, 0..tokens.len(), &lang).filter(|found| found.score >= LIKELY);
        let drawn = found.map_or(plain.clone(), |found| {
            let at = tokens[found.body].span.start as usize;
            format!("{}‖ {}", &plain[..at], &plain[at..])
        });
        assert_eq!(drawn, text, "{found:?}");
    }

    #[test]
    fn sentence_case() {
        check(
            "What the ferry talks in Mirava are about ‖ Real progress on the timetable will come only after the owners receive a written answer, a clerk told the Courier.",
        );
        check(
            "Velmia offers Sarenia a lease of twenty years ‖ Drashov sent its neighbour a draft after yesterday’s talks between the two ministers.",
        );
        check(
            "Sarenia’s bid to help settle ferry dispute unlikely to work out ‖ Montavar is ready to offer a room for the talks, according to the prime minister.",
        );
        check("Fishermen count the boats again ‖ The fleet of Ponte Lissa has lost a third of its crews since autumn.");
    }

    #[test]
    fn title_case_and_capitals() {
        check("Ferry Owners Win Loan From City Council ‖ The owners of the three ferries will sail until April.");
        check("Velmia Offers Sarenia Long Lease ‖ Drashov sent its neighbour a draft after the talks.");
        check(
            "Minister Leaves Dredging Bill on the Table ‖ Sarenian Foreign Minister Ines Marvaldi said on Monday that the bill would wait.",
        );
        check("FERRY OWNERS WIN LOAN ‖ The owners of the three ferries will sail until April.");
    }

    #[test]
    fn names_quotations_and_datelines_begin_a_text() {
        check("Owners promise to sail in winter ‖ “We are ready,” their spokesman said on Monday.");
        check("Marvaldi leaves bill on the table ‖ Marvaldi has told the Senate that the bill can wait.");
        check("Ferries ask for money ‖ MIRAVA, May 6. /NORWIRE/. The owners of the ferries have asked for a loan.");
        check("The city and its loan ‖ According to the mayor, the money was lent before the winter.");
    }

    #[test]
    fn a_sentence_has_no_headline() {
        check("The owners of the ferries told the Mirava Herald that they would sail.");
        check("Prime Minister Tomas Areld met President Ilian Korvachev in Vienna, where both signed the treaty.");
        check("On Monday the ministers of Velmia and Sarenia met in the Palais des Nations and spoke for an hour.");
        check("A source close to the Senate said the Velmian delegation had left Geneva without a word.");
    }
}
