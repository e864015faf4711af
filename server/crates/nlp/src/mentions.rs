//! Mentions: words that name or describe a person, an organisation or a place, in one segment.
//!
//! A run of capital words is taken apart from left to right: names that a gazetteer knows, bodies by their head word
//! (`Ministry of …`), titles, words for what belongs to a place (`Russian`), and what is left, which is a person where a
//! title, a given name or a reporting verb says so. What nothing speaks for is kept with little confidence: the article
//! as a whole may know more ([`crate::coreference`]).

mod second_opinion;

use lang::segment::Shape;
use lang::{Language, TitleKind, WordClass};
use text::Span;

use crate::layout::Zone;
use crate::parse::Parse;
use crate::sentences::Sentence;
use crate::tokens::Words;

/// What is mentioned (contract page, `kind`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Kind {
    /// A human being.
    Person,
    /// A body: state organ, company, outlet, armed group.
    Organization,
    /// A country, city, region, sea.
    Place,
    /// Something that happened or will.
    Event,
    /// Anything else with a name.
    Other,
}

/// How it is mentioned.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Form {
    /// By name.
    Name,
    /// By description: `the Russian leader`.
    Nominal,
    /// By pronoun.
    Pronoun,
    /// By a verb (events).
    Verb,
}

/// A mention in one segment. Bytes from the segment's start.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Mention {
    /// The bare name, or the whole description.
    pub span: Span,
    /// What.
    pub kind: Kind,
    /// How.
    pub form: Form,
    /// The title or apposition beside a person's name: `Russian Foreign Minister`.
    pub role: Option<Span>,
    /// The one name that a gazetteer gives for it; otherwise absent.
    pub canonical: Option<Box<str>>,
    /// How sure the kind is, 0 to 100: a gazetteer's or a title's word is worth more than a capital letter.
    pub confidence: u8,
    /// Which knowledge found it: `gazetteer/places`, `titles`, `given-names`, `capitals`.
    pub found_by: &'static str,
}

/// Below this confidence a mention is a guess that the article has to confirm.
pub const GUESS: u8 = 50;

/// Finds the mentions of a segment, in order, not overlapping; better with what the pipeline found in it.
pub fn mentions(
    words: &Words,
    sentences: &[Sentence],
    zone: Zone,
    parse: Option<&Parse>,
    lang: &Language,
) -> Vec<Mention> {
    let starts = sentence_starts(words, sentences);
    let headline = is_headline_case(words, zone);
    let place_end = if zone == Zone::Dateline { dateline_place_end(words, lang) } else { 0 };
    let mut finder = Finder { words, lang, starts, headline, zone, place_end, found: Vec::new() };
    let mut at = 0;
    while at < words.len() {
        at = finder.step(at);
    }
    // In menus, and in lines of another script, only what a gazetteer knows is a name.
    if matches!(zone, Zone::Navigation | Zone::ForeignScript | Zone::TranslatorNote) {
        finder.found.retain(|mention| mention.found_by.starts_with("gazetteer"));
    }
    match parse {
        Some(parse) => second_opinion::weigh(finder.found, parse, words, lang),
        None => finder.found,
    }
}

/// Where the place that a dateline names ends: before its day, its agency, its dash.
fn dateline_place_end(words: &Words, lang: &Language) -> usize {
    let stops = |at: &usize| {
        let mark = words.shape(*at) == Shape::Mark && words.raw(*at) != ",";
        mark || words.shape(*at) == Shape::Number
            || lang.times.months.contains_key(words.lower(*at))
            || lang.times.weekdays.contains_key(words.lower(*at))
    };
    (0..words.len()).find(stops).unwrap_or(words.len())
}

/// Tokens that are large because a sentence, or a quotation in it, begins with them.
fn sentence_starts(words: &Words, sentences: &[Sentence]) -> Vec<bool> {
    let mut starts = vec![false; words.len()];
    for sentence in sentences {
        let first = sentence.tokens.clone().find(|&at| words.shape(at) != Shape::Mark);
        if let Some(first) = first {
            starts[first] = true;
        }
    }
    for (at, start) in starts.iter_mut().enumerate().skip(1) {
        let before = words.raw(at - 1);
        *start |= matches!(before, "\"" | "“" | "«" | "„" | "‘" | "—" | ":" | "•");
    }
    starts
}

/// Every second longer word is large: a title in title case, or a line of capitals.
fn is_headline_case(words: &Words, zone: Zone) -> bool {
    if !matches!(zone, Zone::Headline | Zone::Subhead | Zone::Navigation | Zone::Header) {
        return false;
    }
    let long = (0..words.len()).filter(|&at| words.shape(at).is_word() && words.raw(at).len() > 3);
    let (large, all) =
        long.fold((0, 0), |(large, all), at| (large + usize::from(words.shape(at).is_capital()), all + 1));
    large * 2 > all
}

struct Finder<'a> {
    words: &'a Words<'a>,
    lang: &'a Language,
    starts: Vec<bool>,
    headline: bool,
    zone: Zone,
    /// Before this token a dateline names a place.
    place_end: usize,
    found: Vec<Mention>,
}

impl Finder<'_> {
    /// Reads what begins at token `at`; the token to go on with.
    fn step(&mut self, at: usize) -> usize {
        if self.words.lower(at) == "the"
            && let Some(next) = self.description(at).or_else(|| self.region(at))
        {
            return next;
        }
        if self.lang.closed.possessives.contains(self.words.lower(at))
            && let Some(next) = self.counterpart(at)
        {
            return next;
        }
        if !self.words.shape(at).is_capital() {
            return at + 1;
        }
        self.organisation(at)
            .or_else(|| self.title(at))
            .or_else(|| self.body(at))
            .or_else(|| self.place(at))
            .or_else(|| self.shouted(at))
            .or_else(|| self.common_word(at))
            .unwrap_or_else(|| self.name(at))
    }

    fn push(&mut self, first: usize, last: usize, kind: Kind, confidence: u8, found_by: &'static str) -> &mut Mention {
        let span = self.words.span(first, last);
        self.found.push(Mention { span, kind, form: Form::Name, role: None, canonical: None, confidence, found_by });
        let index = self.found.len() - 1;
        &mut self.found[index]
    }

    /// `the West`: a region that is a name with its article only. The article stays outside the mention.
    fn region(&mut self, at: usize) -> Option<usize> {
        let (len, place) = self.lang.places.longest(|n| {
            if n == 0 { Some("the") } else { self.words.tokens.get(at + n).map(|_| self.words.raw(at + n)) }
        })?;
        let canonical = place.canonical.clone();
        if len < 2 || self.capital_run(at + 1) > at + len {
            return None;
        }
        self.push(at + 1, at + len - 1, Kind::Place, 90, "gazetteer/places").canonical = Some(canonical);
        Some(at + len)
    }

    /// A name of the gazetteer of organisations, or of a building that stands for a body.
    fn organisation(&mut self, at: usize) -> Option<usize> {
        let known =
            self.words.name(&self.lang.organisations, at).map(|(len, body)| (len, Some(body.canonical.clone())));
        let stands = self.words.name(&self.lang.metonyms, at).map(|(len, _)| (len, None));
        let (len, canonical) = known.into_iter().chain(stands).max_by_key(|(len, _)| *len)?;
        let place = self.words.name(&self.lang.places, at).map_or(0, |(len, _)| len);
        let longer = self.body_end(at).is_some_and(|end| end > at + len);
        let personal = len == 1 && self.begins_person(at);
        // One large common word at a sentence's start is a word: "Guardian angels…".
        let word =
            len == 1 && self.words.shape(at) == Shape::Title && self.starts[at] && self.words.is_known(at, self.lang);
        // A capital of the world is a place first, whoever sits in it.
        if place >= len || longer || personal || word || self.is_shouted_word(at, len) {
            return None;
        }
        self.push(at, at + len - 1, Kind::Organization, 95, "gazetteer/organisations").canonical = canonical;
        Some(at + len)
    }

    /// In a line of capitals `WHO` may be a word: only what no dictionary knows is a name there.
    fn is_shouted_word(&self, at: usize, len: usize) -> bool {
        self.headline && len == 1 && self.words.shape(at) == Shape::Upper && self.words.is_known(at, self.lang)
    }

    /// A title is no name: it is read with the name behind it.
    fn title(&self, at: usize) -> Option<usize> {
        let (len, _) = self.words.phrase(&self.lang.titles, at)?;
        if self.body_end(at).is_some_and(|end| end > at + len) {
            return None;
        }
        Some(at + len)
    }

    /// `Ministry of Defence`, `Caspian Studies Institute`: a body by its head word.
    fn body(&mut self, at: usize) -> Option<usize> {
        let end = self.body_end(at)?;
        // "Russian Federation" is a country by any gazetteer, whatever its last word heads elsewhere.
        if self.words.name(&self.lang.places, at).is_some_and(|(len, _)| at + len >= end) {
            return None;
        }
        let first = if self.starts[at] && self.lang.function.contains(self.words.lower(at)) { at + 1 } else { at };
        if first >= end {
            return None;
        }
        self.push(first, end - 1, Kind::Organization, 85, "body-words");
        Some(end)
    }

    /// Where the body that begins at `at` ends, if one does.
    fn body_end(&self, at: usize) -> Option<usize> {
        let run = self.capital_run(at);
        let head = (at..run).rev().find(|&at| self.is_body_word(at) && !self.is_title(at))?;
        // One word alone is no name: "Parliament" and "Ministry" are descriptions, "Ministry of Defence" is not.
        let mut end = head + 1;
        while let Some(next) = self.body_tail(end) {
            end = next;
        }
        let is_name = end - at > 1 && (at..end).any(|at| self.words.shape(at).is_capital() && !self.is_body_word(at));
        // A title between start and head cuts the run: "President of the Council" is a title first.
        let clean = (at..head).all(|at| !self.is_title(at));
        (is_name && clean).then_some(end)
    }

    /// `of the World Economy`, `and International Relations` behind a body's head.
    fn body_tail(&self, at: usize) -> Option<usize> {
        if !self.words.is(at, &["of", "for", "on", "and", "&"]) || at == 0 {
            return None;
        }
        let mut first = at + 1;
        if self.words.lower(first) == "the" && self.words.lower(at) != "and" {
            first += 1;
        }
        let end = self.capital_run(first);
        let joins = self.words.is(at, &["and", "&"]);
        let other = joins
            && (self.begins_person(first)
                || self.words.name(&self.lang.places, first).is_some()
                || self.is_body_word(end.saturating_sub(1)));
        (end > first && !other && !self.is_title(first) && !self.is_day_word(first)).then_some(end)
    }

    /// `Tuesday`, `March`: no part of a body's name.
    fn is_day_word(&self, at: usize) -> bool {
        let lower = self.words.lower(at);
        self.lang.times.months.contains_key(lower) || self.lang.times.weekdays.contains_key(lower)
    }

    /// The end of the run of capital words that begins at `at`; it stops before a person's name.
    fn capital_run(&self, at: usize) -> usize {
        let mut end = at;
        while self.words.shape(end).is_capital() && (end == at || !self.begins_person(end)) {
            let known = self.headline && self.words.is_known(end, self.lang) && !self.is_body_word(end);
            if known {
                break;
            }
            end += 1;
            let hyphen = self.words.raw(end) == "-" && !self.words.space_before(end) && !self.words.space_after(end);
            let ampersand = self.words.raw(end) == "&";
            let joined = hyphen && !self.is_place(end + 1) && !self.is_place(end - 1) || ampersand;
            if joined && self.words.shape(end + 1).is_capital() {
                end += 1;
            }
        }
        end
    }

    fn is_body_word(&self, at: usize) -> bool {
        self.words.shape(at).is_capital() && self.lang.body_words.contains_key(self.words.raw(at))
    }

    fn is_title(&self, at: usize) -> bool {
        self.words.phrase(&self.lang.titles, at).is_some()
    }

    fn is_place(&self, at: usize) -> bool {
        self.words.name(&self.lang.places, at).is_some()
    }

    fn is_given_name(&self, at: usize) -> bool {
        self.words.shape(at) == Shape::Title && self.lang.given_names.contains(self.words.raw(at))
    }

    /// A given name and a surname begin here.
    fn begins_person(&self, at: usize) -> bool {
        let next = self.words.shape(at + 1);
        let surname = matches!(next, Shape::Title | Shape::Upper | Shape::Initial | Shape::Mixed)
            && !self.is_title(at + 1)
            && !self.is_body_word(at + 1)
            && !self.lang.function.contains(self.words.lower(at + 1))
            && (!self.headline || !self.words.is_known(at + 1, self.lang));
        self.is_given_name(at) && surname && !self.words.space_before(at + 1).eq(&false)
    }

    fn place(&mut self, at: usize) -> Option<usize> {
        let (len, place) = self.words.name(&self.lang.places, at)?;
        let person = len == 1
            && (self.begins_person(at)
                || self.has_title_before(at) && !self.is_office_of(at)
                || self.has_surname_and_title(at)
                || self.title_before_comma(at, at + 2).is_some());
        let word = len == 1
            && self.words.shape(at) == Shape::Title
            && self.starts[at]
            && self.lang.function.contains(self.words.lower(at));
        if person || word || self.is_shouted_word(at, len) {
            return None;
        }
        let canonical = place.canonical.clone();
        self.push(at, at + len - 1, Kind::Place, 90, "gazetteer/places").canonical = Some(canonical);
        Some(at + len)
    }

    /// `MOSCOW`, `REUTERS`: a name of the gazetteers in large letters, as datelines and credits write it.
    fn shouted(&mut self, at: usize) -> Option<usize> {
        if self.words.shape(at) != Shape::Upper || self.words.raw(at).chars().count() < 4 {
            return None;
        }
        let place = self
            .words
            .shouted_name(&self.lang.places, at)
            .map(|(len, place)| (len, Kind::Place, place.canonical.clone(), "gazetteer/places"));
        let body = self
            .words
            .shouted_name(&self.lang.organisations, at)
            .map(|(len, body)| (len, Kind::Organization, body.canonical.clone(), "gazetteer/organisations"));
        let (len, kind, canonical, found_by) =
            place.into_iter().chain(body).max_by_key(|(len, kind, ..)| (*len, *kind == Kind::Place))?;
        if (at..at + len).any(|at| self.words.shape(at) != Shape::Upper) {
            return None;
        }
        self.push(at, at + len - 1, kind, 85, found_by).canonical = Some(canonical);
        Some(at + len)
    }

    /// `President Lincoln`: a title stands right before.
    fn has_title_before(&self, at: usize) -> bool {
        at > 0 && self.words.shape(at - 1).is_capital() && self.title_ending_at(at - 1).is_some()
    }

    /// `deputy minister Selma Berg`: a title in small letters before, and a surname behind.
    fn has_surname_and_title(&self, at: usize) -> bool {
        let surname = self.words.shape(at + 1) == Shape::Title
            && self.words.space_before(at + 1)
            && !self.is_title(at + 1)
            && !self.is_place(at + 1)
            && !self.is_body_word(at + 1)
            && !self.lang.demonyms.contains_key(self.words.raw(at + 1));
        surname && at > 0 && self.title_ending_at(at - 1).is_some()
    }

    /// `President of Georgia`: the title is of the place.
    fn is_office_of(&self, at: usize) -> bool {
        at > 0 && self.words.is(at - 1, &["of", "the", "in"])
    }

    /// A title phrase whose last token is `last`: its first token.
    fn title_ending_at(&self, last: usize) -> Option<usize> {
        (last.saturating_sub(5)..=last)
            .find(|&first| self.words.phrase(&self.lang.titles, first).is_some_and(|(len, _)| first + len == last + 1))
    }

    /// Words that are large by their place only, and words for what belongs to a place.
    fn common_word(&self, at: usize) -> Option<usize> {
        let lower = self.words.lower(at);
        if self.lang.demonyms.contains_key(self.words.raw(at)) && !self.begins_person(at) {
            return Some(at + 1);
        }
        if self.is_unlisted_demonym(at) {
            return Some(at + 1);
        }
        if let Some((len, _)) = self.words.phrase(&self.lang.times.holidays, at) {
            return Some(at + len);
        }
        let known = self.lang.is_known_word(lower)
            || self.lang.title_modifiers.contains(lower)
            || self.lang.times.months.contains_key(lower)
            || self.lang.times.weekdays.contains_key(lower);
        let position = self.starts[at]
            || self.headline
            || self.lang.times.months.contains_key(lower)
            || self.lang.times.weekdays.contains_key(lower)
            || self.lang.function.contains(lower);
        (known && position && !self.begins_person(at)).then_some(at + 1)
    }

    /// `Velmian exporters`, `the Velmians`: what belongs to a place that no gazetteer knows, by its ending.
    fn is_unlisted_demonym(&self, at: usize) -> bool {
        let raw = self.words.raw(at);
        let ends = |ending: &str| raw.len() > ending.len() + 2 && raw.ends_with(ending);
        if self.words.shape(at) != Shape::Title || self.is_given_name(at) {
            return false;
        }
        if self.lang.demonym_endings.iter().any(|ending| ends(&format!("{ending}s"))) {
            return true;
        }
        let next = self.words.lower(at + 1);
        let class = self.lang.class(next);
        let noun = self.words.shape(at + 1) == Shape::Lower
            && class.any(WordClass::NOUN.with(WordClass::ADJECTIVE))
            && !class.any(WordClass::VERB_ED.with(WordClass::VERB_S))
            && !self.lang.function.contains(next);
        let office = self.is_title(at + 1) || self.is_body_word(at + 1);
        self.lang.demonym_endings.iter().any(|ending| ends(ending)) && (noun || office)
    }

    /// What is left: a run of capital words that may name a person.
    fn name(&mut self, at: usize) -> usize {
        let end = self.name_end(at);
        if let Some(middle) = self.compound(at, end) {
            self.single(at);
            return middle + 1;
        }
        let capitals = (at..end).filter(|&at| self.words.shape(at).is_capital()).count();
        if capitals == 1 {
            self.single(at);
            return end;
        }
        let role = self.role_before(at, end);
        let given = self.is_given_name(at) || self.words.shape(at) == Shape::Initial;
        let words = (at..end).any(|at| {
            self.words.shape(at) == Shape::Title && self.words.is_known(at, self.lang) && !self.is_given_name(at)
        });
        let behind = self.role_after(end);
        let (kind, confidence, found_by) = match () {
            () if self.zone == Zone::Dateline => self.in_dateline(at),
            () if role.is_some() && (given || !words) => (Kind::Person, 95, "titles"),
            // `Lissa River`, whoever else is called Lissa.
            () if self.lang.place_after.contains(self.words.lower(end - 1)) => (Kind::Place, 70, "place-words"),
            // No person has an article: `the Maris Stella`.
            () if self.has_article(at) => (Kind::Other, 40, "articles"),
            () if given => (Kind::Person, 90, "given-names"),
            () if self.lang.place_after.contains(self.words.lower(end)) => (Kind::Place, 70, "place-words"),
            () if words => (Kind::Other, 30, "capitals"),
            () if behind.is_some() => (Kind::Person, 80, "titles"),
            () if self.is_told(at) => (Kind::Organization, 60, "outlet-cues"),
            () if self.is_located(at) => (Kind::Place, 60, "prepositions"),
            () => (Kind::Person, GUESS, "capitals"),
        };
        let role = if kind == Kind::Person { role.or(behind) } else { None };
        self.push_named(at, end - 1, (kind, confidence, found_by), role);
        end
    }

    /// A dateline names a place and an agency, and nobody.
    fn in_dateline(&self, at: usize) -> (Kind, u8, &'static str) {
        let kind = if at < self.place_end { Kind::Place } else { Kind::Organization };
        (kind, 85, "datelines")
    }

    fn has_article(&self, at: usize) -> bool {
        at > 0 && self.lang.closed.articles.contains(self.words.lower(at - 1))
    }

    /// `in Ponte Lissa`, `near Brodno`: a preposition of place stands before.
    fn is_located(&self, at: usize) -> bool {
        at > 0 && self.lang.closed.place_prepositions.contains(self.words.lower(at - 1))
    }

    /// `told Norwire`, `in an interview with the Herald`: as an outlet is spoken to.
    fn is_told(&self, at: usize) -> bool {
        let end = if self.has_article(at) { at - 1 } else { at };
        self.lang.furniture.outlet_cues.iter().filter(|(cue, behind)| !cue.is_empty() && behind.is_empty()).any(
            |(cue, _)| {
                let words = cue.split(' ').count();
                words <= end && cue.split(' ').enumerate().all(|(n, word)| self.words.lower(end - words + n) == word)
            },
        )
    }

    /// The end of a name that begins at `at`: capitals, particles, hyphens.
    fn name_end(&self, at: usize) -> usize {
        let mut end = at + 1;
        loop {
            if self.words.shape(end).is_capital() && self.words.space_before(end) {
                let other = self.is_title(end)
                    || self.lang.demonyms.contains_key(self.words.raw(end))
                    || self.is_place(end) && !self.is_given_name(at)
                    || self.headline && self.words.is_known(end, self.lang)
                    || self.words.name(&self.lang.organisations, end).is_some_and(|(len, _)| len > 1);
                if other {
                    return end;
                }
                end += 1;
            } else if let Some(next) = self.particle(end).or_else(|| self.hyphen(end)) {
                end = next;
            } else {
                return end;
            }
        }
    }

    /// `al-Sudani`, `van der Berg` behind a name: the token after.
    fn particle(&self, at: usize) -> Option<usize> {
        let mut end = at;
        while end < at + 3 && self.words.space_before(end) && self.lang.name_particles.contains(self.words.raw(end)) {
            end += 1;
        }
        if end == at {
            return None;
        }
        let end = if self.words.raw(end) == "-" { end + 1 } else { end };
        matches!(self.words.shape(end), Shape::Title | Shape::Upper | Shape::Mixed).then_some(end + 1)
    }

    fn hyphen(&self, at: usize) -> Option<usize> {
        let joined = self.words.raw(at) == "-" && !self.words.space_before(at) && !self.words.space_before(at + 1);
        (joined && self.words.shape(at + 1).is_capital()).then_some(at + 2)
    }

    /// `Blinken-Lavrov`: two names in one word, not a double name. The hyphen's token.
    fn compound(&self, at: usize, end: usize) -> Option<usize> {
        let two = end == at + 3 && self.words.raw(at + 1) == "-";
        (two && !self.is_given_name(at)).then_some(at + 1)
    }

    /// A single capital word.
    fn single(&mut self, at: usize) {
        let role = self.role_before(at, at + 1);
        let speaks = self.is_reporting(at + 1, true) || at > 0 && self.is_reporting(at - 1, false);
        let next = self.words.lower(at + 1);
        let before = if at > 0 { self.words.lower(at - 1) } else { "" };
        let upper = self.words.shape(at) == Shape::Upper;
        let media = self.lang.body_words.get(self.words.raw(at)).is_some_and(|kind| &**kind == "media");
        let (kind, confidence, found_by) = match () {
            () if self.words.shape(at) == Shape::Initial => return,
            () if self.zone == Zone::Dateline => self.in_dateline(at),
            () if upper && self.words.raw(at).chars().count() > 6 => return,
            // Letters alone on a line, with a number at most, are a button.
            () if upper && self.words.len() <= 2 => return,
            // `Berth 9`, `Article 5` count what has no name.
            () if self.words.shape(at + 1) == Shape::Number => (Kind::Other, 20, "capitals"),
            () if upper => (Kind::Organization, 55, "initialisms"),
            () if self.lang.place_after.contains(next) => (Kind::Place, 70, "place-words"),
            () if before == "of" && at > 1 && self.lang.place_before.contains(self.words.lower(at - 2)) => {
                (Kind::Place, 70, "place-words")
            }
            () if role.is_some() => (Kind::Person, 85, "titles"),
            () if self.has_article(at) && media => (Kind::Organization, 45, "body-words"),
            () if self.has_article(at) && speaks => (Kind::Organization, 55, "reporting"),
            // `Milena Dostrova of Velmia`, `Velmia's parliament`.
            () if before == "of" && at > 1 && self.ends_person(at - 2) => (Kind::Place, 70, "prepositions"),
            () if next == "'s" && self.lang.body_words.contains_key(capitalised(self.words.lower(at + 2)).as_str()) => {
                (Kind::Place, 70, "body-words")
            }
            // `an envoy in Brodno said`: the envoy speaks.
            () if speaks && self.is_located(at) => (Kind::Place, 60, "prepositions"),
            () if speaks => (Kind::Person, 65, "reporting"),
            () if self.is_given_name(at) => (Kind::Person, 40, "given-names"),
            () if self.is_located(at) => (Kind::Place, 45, "prepositions"),
            () => (Kind::Other, 20, "capitals"),
        };
        let role = if kind == Kind::Person { role } else { None };
        self.push_named(at, at, (kind, confidence, found_by), role);
    }

    /// A name with the role beside it: the role's words, `the press secretary`, describe nobody else.
    fn push_named(&mut self, first: usize, last: usize, known: (Kind, u8, &'static str), role: Option<Span>) {
        let role = role.filter(|role| self.is_office(*role));
        self.found
            .retain(|mention| mention.form != Form::Nominal || role.is_none_or(|role| !role.intersects(mention.span)));
        let (kind, confidence, found_by) = known;
        self.push(first, last, kind, confidence, found_by).role = role;
    }

    /// A person's full name ends with token `at`.
    fn ends_person(&self, at: usize) -> bool {
        let end = self.words.span(at, at).end;
        self.found.iter().any(|mention| {
            mention.kind == Kind::Person && mention.span.end == end && mention.span.of(self.words.text).contains(' ')
        })
    }

    /// A reporting verb in a form that has a subject stands at `at` (or one token further when `forward`).
    fn is_reporting(&self, at: usize, forward: bool) -> bool {
        let reports = |at: usize| {
            self.words.phrase(&self.lang.reporting.forms, at).is_some_and(|(_, form)| {
                let verb = self.lang.reporting.verb(*form);
                matches!(form.form, lang::VerbForm::Past | lang::VerbForm::S)
                    && !(verb.noun && form.form == lang::VerbForm::S)
            })
        };
        reports(at) || forward && self.words.is(at, &["also", "has", "had", "later", "then"]) && reports(at + 1)
    }

    /// The title in front of a name of the tokens from `at` to `end`: `press secretary of the President of the Republic`;
    /// or before a comma in front of it: `the mayor, Ottavio Berg,`.
    fn role_before(&self, at: usize, end: usize) -> Option<Span> {
        self.title_before(at, false).or_else(|| self.title_before_comma(at, end))
    }

    /// The title that ends right before token `end`; in an apposition it may end in what it is the title of.
    fn title_before(&self, end: usize, apposition: bool) -> Option<Span> {
        let floor = self.last_person().map_or(0, |(_, behind)| behind);
        let mut first: Option<usize> = None;
        let mut here = end;
        while here > floor && end - here < 20 {
            let before = here - 1;
            if let Some(start) = self.title_ending_at(before) {
                let held = first.is_none() && here == end && self.is_whose(start, floor);
                first = Some(start);
                here = start.min(before);
                if held {
                    break;
                }
                continue;
            }
            let adjacent = here == end && !apposition;
            if !self.belongs_to_role(before, adjacent) || apposition && self.words.lower(before) == "and" {
                break;
            }
            here = before;
        }
        let mut first = first?;
        while first > floor && self.widens_role(first - 1) {
            first -= 1;
        }
        self.without_owner(first, end)
    }

    /// `(spokesman of) President Berg`: the title is the name's own, and the words before it are another's.
    fn is_whose(&self, title: usize, floor: usize) -> bool {
        let mut first = title;
        while first > floor && self.widens_role(first - 1) {
            first -= 1;
        }
        first > floor && self.lang.closed.title_links.contains(self.words.lower(first - 1))
    }

    /// A title does not begin with the mark of whose it is: `'s deputy`.
    fn without_owner(&self, mut first: usize, end: usize) -> Option<Span> {
        while first < end && matches!(self.words.shape(first), Shape::Possessive | Shape::Mark) {
            first += 1;
        }
        (first < end).then(|| self.words.span(first, end - 1))
    }

    /// `the mayor, Ottavio Berg,`, `the spokesman of President Korva, Yevgen Berg,`: a title, a comma, the name, and a
    /// mark that closes the apposition.
    fn title_before_comma(&self, at: usize, end: usize) -> Option<Span> {
        let comma = at.checked_sub(1).filter(|comma| self.words.raw(*comma) == ",")?;
        let closed = end >= self.words.len() || matches!(self.words.raw(end), "," | "." | ";" | ":" | ")" | "—" | "–");
        if !closed {
            return None;
        }
        let Some((person, behind)) = self.last_person().filter(|(_, behind)| *behind == comma) else {
            return self.title_before(comma, true);
        };
        let begins = person.role.map_or(person.span.start, |role| role.start.min(person.span.start));
        let link = self.words.at(begins).checked_sub(1)?;
        if !self.lang.closed.title_links.contains(self.words.lower(link)) {
            return None;
        }
        let mut first = self.title_ending_at(link.checked_sub(1)?)?;
        while first > 0 && self.widens_role(first - 1) {
            first -= 1;
        }
        Some(self.words.span(first, behind - 1))
    }

    /// The last person found so far, and the token behind the name.
    fn last_person(&self) -> Option<(&Mention, usize)> {
        let is_named = |mention: &&Mention| mention.kind == Kind::Person && mention.form == Form::Name;
        let person = self.found.iter().rev().find(is_named)?;
        Some((person, self.words.at(person.span.end.saturating_sub(1)) + 1))
    }

    /// More than a form of address: `Mr` is no role.
    fn is_office(&self, role: Span) -> bool {
        let (first, end) = (self.words.at(role.start), self.words.at(role.end.saturating_sub(1)) + 1);
        let titles = (first..end).filter_map(|at| self.title_kind(at));
        titles.into_iter().any(|kind| kind != TitleKind::Address)
    }

    /// A token that may stand between a title and the name: `of the Russian Federation`.
    fn belongs_to_role(&self, at: usize, adjacent: bool) -> bool {
        let shape = self.words.shape(at);
        // In a title in title case nothing but the title right before the name is its own.
        if self.headline {
            return false;
        }
        if shape.is_capital() {
            return !self.starts[at]
                || self.lang.demonyms.contains_key(self.words.raw(at))
                || self.is_place(at)
                || !self.words.is_known(at, self.lang);
        }
        if adjacent {
            return false;
        }
        let lower = self.words.lower(at);
        let glue = self.lang.closed.title_glue.contains(lower);
        let class = self.lang.class(lower);
        glue || shape == Shape::Possessive
            || class.any(WordClass::NOUN.with(WordClass::ADJECTIVE))
                && !class.any(WordClass::VERB_ED.with(WordClass::VERB_S))
                && !self.lang.function.contains(lower)
    }

    /// A token that makes a title longer to the left: `deputy`, `Russian`, `US`, `Eastern studies`.
    fn widens_role(&self, at: usize) -> bool {
        let (raw, lower) = (self.words.raw(at), self.words.lower(at));
        let next = self.title_kind(at + 1);
        let sort = next == Some(TitleKind::Profession) && self.words.shape(at) == Shape::Lower && {
            let class = self.lang.class(lower);
            class.any(WordClass::NOUN.with(WordClass::ADJECTIVE))
                && !class.any(WordClass::VERB_ED.with(WordClass::VERB_S))
                && !self.lang.function.contains(lower)
        };
        self.lang.title_modifiers.contains(lower)
            || self.lang.demonyms.contains_key(raw)
            || sort
            || self.words.shape(at).is_capital()
                && (!self.starts[at] || self.is_place(at) || self.is_unlisted_demonym(at))
            || self.words.shape(at) == Shape::Possessive
            || self.lang.title_modifiers.contains(&format!("{lower} {}", self.words.lower(at + 1)))
            || self.words.raw(at) == "-" && !self.words.space_before(at)
    }

    fn is_modifier(&self, at: usize) -> bool {
        self.lang.title_modifiers.contains(self.words.lower(at))
    }

    fn title_kind(&self, at: usize) -> Option<TitleKind> {
        self.words.phrase(&self.lang.titles, at).map(|(_, kind)| *kind)
    }

    /// The apposition behind a name: `, senior researcher with the Institute,`.
    fn role_after(&self, at: usize) -> Option<Span> {
        if self.words.raw(at) != "," {
            return None;
        }
        let first = at + 1 + usize::from(self.lang.closed.articles.contains(self.words.lower(at + 1)));
        let title = (first..first + 5).find(|&at| self.is_title(at) || !self.describes(at))?;
        if !self.is_title(title) {
            return None;
        }
        let end = (title..title + 25).find(|&at| {
            matches!(self.words.raw(at), "," | "." | ";" | "" | "(" | "\"" | "”" | "—")
                || self.is_reporting(at, false)
                || self.lang.closed.relatives.contains(self.words.lower(at))
                || self.lang.auxiliaries.contains(self.words.lower(at))
        })?;
        (end > first).then(|| self.words.span(first, end - 1))
    }

    /// A token that may stand before a title in an apposition: `senior`, `Sarenian`, `Moscow 's`, `country's`.
    fn describes(&self, at: usize) -> bool {
        let lower = self.words.lower(at);
        let class = self.lang.class(lower);
        let noun = class.any(WordClass::NOUN.with(WordClass::ADJECTIVE))
            && !class.any(WordClass::VERB_ED.with(WordClass::VERB_S))
            && !self.lang.function.contains(lower);
        noun || self.is_modifier(at)
            || self.words.shape(at).is_capital()
            || self.words.shape(at) == Shape::Possessive
            || self.words.raw(at) == "-"
    }

    /// `the Russian leader`: a description by office or trade, without a name behind it. `of Russia` behind the office
    /// belongs to it.
    fn description(&mut self, at: usize) -> Option<usize> {
        let mut title = at + 1;
        while title < at + 5 && !self.is_title(title) {
            let lower = self.words.lower(title);
            let fits = self.lang.title_modifiers.contains(lower)
                || self.lang.demonyms.contains_key(self.words.raw(title))
                || self.is_place(title)
                || self.words.name(&self.lang.organisations, title).is_some()
                || matches!(self.words.shape(title), Shape::Possessive)
                || self.lang.class(lower).any(WordClass::ADJECTIVE);
            if !fits {
                return None;
            }
            title += 1;
        }
        let (len, _) = self.words.phrase(&self.lang.titles, title)?;
        let office = title + len;
        let end = self.office_of_place(office).unwrap_or(office);
        let named = self.words.shape(end).is_capital()
            || end == office && self.words.is(end, &["of", "'s"]) && self.words.shape(end + 1).is_capital();
        if named || self.words.shape(end) == Shape::Possessive && !self.words.is(end, &["'s"]) {
            return None;
        }
        let mention = self.push(at, end - 1, Kind::Person, 80, "titles");
        mention.form = Form::Nominal;
        // A name in it is still one: `the NATO secretary general`, `the president of Russia`.
        for inside in at + 1..title {
            if let Some((len, body)) = self.words.name(&self.lang.organisations, inside) {
                let canonical = Some(body.canonical.clone());
                self.push(inside, inside + len - 1, Kind::Organization, 95, "gazetteer/organisations").canonical =
                    canonical;
                break;
            }
        }
        Some(if end > office { office } else { end })
    }

    /// Where `of Russia`, `of the Russian Federation` behind an office ends.
    fn office_of_place(&self, at: usize) -> Option<usize> {
        let of = self.lang.closed.of.contains(self.words.lower(at));
        let place = at + 1 + usize::from(self.lang.closed.articles.contains(self.words.lower(at + 1)));
        let (len, _) = of.then(|| self.words.name(&self.lang.places, place)).flatten()?;
        Some(place + len)
    }

    /// `his Iranian counterpart`: whoever holds there the office of the one spoken of.
    fn counterpart(&mut self, at: usize) -> Option<usize> {
        let demonym = |at: usize| self.lang.demonyms.contains_key(self.words.raw(at)) || self.is_place(at);
        let end = at + 3;
        let named = self.words.shape(end).is_capital();
        if !demonym(at + 1) || !self.lang.closed.counterparts.contains(self.words.lower(at + 2)) || named {
            return None;
        }
        self.push(at, at + 2, Kind::Person, 80, "titles").form = Form::Nominal;
        Some(end)
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
