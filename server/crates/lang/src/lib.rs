//! Knowledge of a language, read from plain files.
//!
//! A language is a folder of data under `server/languages/`; nothing in Rust names one. The files are built into the
//! program and read once, when a [`Language`] is loaded. A file that is absent is an empty list, a line that cannot be
//! read is left out: `cargo xtask tidy` is where data is checked, so that reading news can never fail over it.
//!
//! This crate knows no documents, no spans and no file system.

mod acts;
pub mod closed;
pub mod estimates;
pub mod formulas;
pub mod gazetteer;
pub mod inflect;
mod offices;
pub mod phrases;
pub mod public;
pub mod segment;
pub mod status;
mod table;
pub mod times;
pub mod verbs;
pub mod words;

use std::sync::{Arc, OnceLock};

use include_dir::{Dir, include_dir};
use rustc_hash::FxHashMap;

pub use acts::Acts;
pub use closed::ClosedWords;
pub use estimates::{Estimate, Estimates, Yardstick};
pub use formulas::Formulas;
pub use gazetteer::{Demonym, Organisation, Place, PlaceKind};
pub use offices::Offices;
pub use phrases::Phrases;
pub use status::{EventStatus, EventStatuses, RoleStatus, Turn};
pub use table::Table;
pub use verbs::{Frame, Grade, Inflection, Reporting, Stance, Verb, VerbForm};
pub use words::{WordClass, Words};

static DATA: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../languages");

/// Forms that one given name takes in neighbouring languages (`Vladimir`, `Volodymyr`), each with the name it is a form
/// of. True whatever language a text is in.
pub fn given_name_forms() -> impl Iterator<Item = (&'static str, &'static str)> {
    let table = Table::read(built_in("und/given-name-forms.tsv"));
    table.rows().map(|row| (row.first(), row.get("name"))).collect::<Vec<_>>().into_iter()
}

/// What a title says of its bearer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TitleKind {
    /// A form of address, no office: `Mr`, `Sir`.
    Address,
    /// A title of rank or faith that is part of who somebody is: `ayatollah`.
    Honorific,
    /// An office: `president`, `foreign minister`.
    Office,
    /// A rank: `general`.
    Rank,
    /// A trade: `expert`, `professor`, `spokesman`.
    Profession,
}

/// A noun for an event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EventNoun {
    /// `talks`, `visit`, `summit` …; `other` is no occurrence one can jump to.
    pub kind: Box<str>,
    /// More often not an event: it takes a date or a place beside it.
    pub weak: bool,
}

/// A form of a verb for an event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EventVerb {
    /// Which form.
    pub form: VerbForm,
    /// As of [`EventNoun::kind`].
    pub kind: Box<str>,
    /// A day is enough to tell the event apart; others take a place too.
    pub day_alone: bool,
}

/// One language, compiled.
#[derive(Debug, Default)]
pub struct Language {
    /// BCP 47 tag: `en`.
    pub tag: String,
    /// Words after whose full stop a sentence goes on.
    pub abbreviations: Words,
    /// Closed-class words, small.
    pub function: Words,
    /// Closed-class words by what they do.
    pub closed: ClosedWords,
    /// Frequent small words with the classes they occur in.
    pub common: FxHashMap<Box<str>, WordClass>,
    /// Verbs that report what somebody says or thinks.
    pub reporting: Reporting,
    /// Prepositions that name a source: `according to`.
    pub according: Phrases<()>,
    /// Nouns that carry content: `statement`, `claim`.
    pub noun_cues: Words,
    /// Nouns for documents and findings that show something: `poll`, `records`.
    pub documents: Phrases<()>,
    /// Titles, offices, ranks and trades.
    pub titles: Phrases<TitleKind>,
    /// Words that change a title: `deputy`, `former`.
    pub title_modifiers: Words,
    /// What may stand before an office that somebody holds: `newly elected`.
    pub in_office: Words,
    /// What says that somebody does not hold the office beside it.
    pub not_in_office: Words,
    /// What says how somebody stands to the office beside it: `former`, `-elect`; see [`Language::role_status`].
    pub role_status: FxHashMap<Box<str>, RoleStatus>,
    /// `son-in-law`, `wife`.
    pub kinship: Words,
    /// Nouns for one unnamed person: `official`, `diplomat`.
    pub person_nouns: Words,
    /// Nouns for an unnamed group: `experts`, `observers`.
    pub group_nouns: Phrases<()>,
    /// Nouns for several unnamed people in office: `officials`.
    pub officials: Phrases<()>,
    /// Nouns for an unnamed source: `source`, `sources`.
    pub source_nouns: Phrases<()>,
    /// Words beside an unnamed source that do not say where it knows it from: `reliable`, `senior`.
    pub empty_descriptions: Words,
    /// Formulas that say something is known and not from whom, `it became known`, each with its kind: `formula`,
    /// `passive`, `secret`, `adverb`.
    pub agentless: Phrases<Box<str>>,
    /// Words that show a quotation to be the writer's own to vouch for: `own interview`.
    pub own_interview: Phrases<()>,
    /// What stands beside a quotation that is a title, a slogan or a name, and nobody's speech: `entitled`, `slogan`.
    pub quoted_labels: Words,
    /// Pronouns for people, their possessives among them: `he`, `our`.
    pub person_pronouns: Words,
    /// Words that make a claim sound settled: `obviously`, `it is no secret`.
    pub certainty: Phrases<()>,
    /// Phrases that hold such words and settle nothing: `almost certainly`.
    pub not_certainty: Phrases<()>,
    /// Words of doubt: `perhaps`.
    pub hedges: Phrases<()>,
    /// Words before a number that leave open how many it is: `at least`.
    pub number_bounds: Phrases<()>,
    /// Words that say of a number that it was another one before: `rose`.
    pub number_updates: Phrases<()>,
    /// Who holds which public office, and since when.
    pub office_holders: public::OfficeHolders,
    /// What begins an office: `inauguration`.
    pub inaugurations: Vec<Box<str>>,
    /// `before` and `after`, between a length of time and an event: on which side of it.
    pub event_offsets: Phrases<i32>,
    /// Words that make a sentence a judgement or a forecast: `crucial`, `will have to`.
    pub opinion: Phrases<()>,
    /// Words that give somebody a reason or an aim: `in order to`.
    pub motives: Phrases<()>,
    /// What something is declared to be: `the price of`.
    pub verdicts: Phrases<()>,
    /// What tells a settled fact of public record: `was founded in`.
    pub background: Phrases<()>,
    /// Phrases that hold words of judgement, doubt or motive, and are none: `critically injured`.
    pub no_signs: Phrases<()>,
    /// Words for what stands in public records, of markets, companies, votes: `closed at`, `of the vote`.
    pub records: Phrases<()>,
    /// Charges, which somebody has brought: `charged with`.
    pub charges: Phrases<()>,
    /// Words of reports of games: `touchdown`, `at half-time`.
    pub games: Phrases<()>,
    /// What harms and nobody has done: `in a fire`.
    pub mishaps: Phrases<()>,
    /// What sums up the time until now: `so far`.
    pub until_now: Phrases<()>,
    /// What an outlet says of its own work: `could not confirm`.
    pub disclaimers: Phrases<()>,
    /// Verbs for military or contested acts, by every form.
    pub contested: FxHashMap<Box<str>, VerbForm>,
    /// How acts are worded: what `died` and `her death` have in common.
    pub acts: Acts,
    /// What the holders of offices are called.
    pub offices: Offices,
    /// Nouns for events, in singular and plural: `round of talks`.
    pub event_nouns: Phrases<EventNoun>,
    /// Verbs that report an event, by every form, with form and type.
    pub event_verbs: Phrases<EventVerb>,
    /// What says how it stands with an event: `planned`, `was called off`.
    pub event_status: EventStatuses,
    /// Which types of events an event of a type may have as its parts.
    pub umbrellas: FxHashMap<Box<str>, Vec<Box<str>>>,
    /// What sets an event apart from others of its series: `previous`, `next`.
    pub event_turns: FxHashMap<Box<str>, Turn>,
    /// Head words of organisations: `Ministry`, `University`.
    pub body_words: FxHashMap<Box<str>, Box<str>>,
    /// Words for how likely something is.
    pub estimates: Estimates,
    /// Buildings and cities that stand for a body: `Kremlin`.
    pub metonyms: Phrases<Box<str>>,
    /// Names of places.
    pub places: Phrases<Place>,
    /// The states of the world by their codes (ISO 3166-1 alpha-2), each by its canonical name.
    pub countries: FxHashMap<Box<str>, Box<str>>,
    /// `Russian` and the place it belongs to.
    pub demonyms: FxHashMap<Box<str>, Demonym>,
    /// Endings that show a word for what belongs to a place: `ian`.
    pub demonym_endings: Vec<Box<str>>,
    /// Endings that make such a word of a place's name: `n`.
    pub adjective_endings: Vec<Box<str>>,
    /// Names of organisations.
    pub organisations: Phrases<Organisation>,
    /// Given names.
    pub given_names: Words,
    /// Small words inside names of people: `al`, `van`.
    pub name_particles: Words,
    /// Nouns that make a name before them a place: `Sumy region`.
    pub place_after: Words,
    /// Nouns that make a name behind their `of` a place: `city of Oslo`.
    pub place_before: Words,
    /// What stands around articles on pages: navigation, credits, headers.
    pub furniture: Furniture,
    /// Words about time.
    pub times: TimeWords,
    /// Finite forms of the verbs that help others: `is`, `has`, `will`.
    pub auxiliaries: Words,
    /// The most frequent small words of many languages, to tell which one a text is in: tag, name, words.
    pub profiles: Vec<(Box<str>, Box<str>, Words)>,
    /// Scripts that tell a language by themselves: name of the script, tag and name of the language.
    pub scripts: Vec<(Box<str>, Box<str>, Box<str>)>,
    /// How words that are quoted are ascribed.
    pub citation: Citation,
    /// How a date is written out in a text of one's own, by part: `month-first` is `%B %-d, %Y`.
    pub written_dates: FxHashMap<Box<str>, Box<str>>,
    /// What phrases without a definite time weigh, for those that do not count whole.
    pub loose_times: FxHashMap<Box<str>, Loose>,
}

/// What a phrase without a definite time weighs where a text is asked for its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loose {
    /// It names time itself: `the past`.
    Nothing,
    /// It ties a sentence to the day it was written and seldom hides a date: `now`.
    Little,
}

/// How words that are quoted are ascribed in a text of one's own.
#[derive(Debug, Default)]
pub struct Citation {
    /// Behind the closing mark; `*` is who says the words: `* said`.
    pub speaker: Box<str>,
    /// Behind a group, those of it who are named; `*` is their names: `such as *`.
    pub members: Box<str>,
    /// Between the last two of several names: `and`.
    pub and: Box<str>,
    /// How a day is written, in the letters of strftime: `%B %-d, %Y`.
    pub day: Box<str>,
}

/// Lines and openers that are no part of an article's text. All small.
#[derive(Debug, Default)]
pub struct Furniture {
    /// Whole lines of navigation: `skip to main content`.
    pub navigation: Words,
    /// Openers of credit lines: `photo:`.
    pub credit: Vec<Box<str>>,
    /// Words that show a parenthesis to be a credit: `handout`.
    pub credit_words: Words,
    /// Translator's notes: language translated from and service, either may be empty.
    pub translator: Formulas<(Box<str>, Box<str>)>,
    /// Openers of bylines: `by `.
    pub byline: Vec<Box<str>>,
    /// Keys of metadata lines: `date`.
    pub header_keys: Words,
    /// What some of these keys hold: `title`, `outlet`, `author`.
    pub header_roles: FxHashMap<Box<str>, Box<str>>,
    /// Sentences about the page and not about the world: `details in the material of *`.
    pub housekeeping: Formulas<()>,
    /// Sentences that end the teaser of a press digest: `these stories topped * headlines`.
    pub digest: Formulas<()>,
    /// Phrases that show an outlet at work, where `*` is its name: `told *`, `* writes`.
    pub outlet_cues: Vec<(Box<str>, Box<str>)>,
    /// Words that stand for an outlet before an item of a press review: `media`.
    pub item_labels: Words,
    /// Labels before a headline that are no part of it: `correction`, `update`.
    pub headline_labels: Words,
    /// Words that hold on to the word behind them, `the`, `of`; true where they hardly ever end a phrase.
    pub binders: FxHashMap<Box<str>, bool>,
}

/// Words about time. Forms are small.
#[derive(Debug, Default)]
pub struct TimeWords {
    /// Month names and their short forms, 1 to 12.
    pub months: FxHashMap<Box<str>, i8>,
    /// Weekday names and their short forms, 1 is Monday.
    pub weekdays: FxHashMap<Box<str>, i8>,
    /// Number words: `seven`.
    pub numbers: FxHashMap<Box<str>, u32>,
    /// Ordinal words: `third`.
    pub ordinals: FxHashMap<Box<str>, u32>,
    /// Units: `weeks` is `week`.
    pub units: FxHashMap<Box<str>, Box<str>>,
    /// Named days and the rule that places them: `12-25`, `easter+1`.
    pub holidays: Phrases<Box<str>>,
    /// Rules that find expressions of time.
    pub rules: times::TimeRules,
}

impl Language {
    /// The language of `tag`, read from the built-in data once per program. An unknown tag is an empty language: texts
    /// in it are named as not analysed.
    pub fn load(tag: &str) -> Arc<Language> {
        static ENGLISH: OnceLock<Arc<Language>> = OnceLock::new();
        if tag == DEFAULT_TAG {
            return ENGLISH.get_or_init(|| Arc::new(Language::read(tag, &built_in))).clone();
        }
        Arc::new(Language::read(tag, &built_in))
    }

    /// The language of `tag` as if one of its files, such as `lexicon/reporting.tsv`, were empty: what the file is worth
    /// can be measured by that. Read anew each time.
    pub fn without(tag: &str, file: &str) -> Arc<Language> {
        let left_out = format!("{tag}/{file}");
        Arc::new(Language::read(tag, &|path| built_in(path).filter(|_| path != left_out)))
    }

    /// The tags of the languages that are built in.
    pub fn available() -> Vec<&'static str> {
        let names = DATA.dirs().filter_map(|dir| dir.path().to_str());
        names.filter(|name| DATA.get_file(format!("{name}/language.toml")).is_some()).collect()
    }

    /// Reads a language from `file`, which gives the text of a path such as `en/abbreviations.txt`.
    pub fn read(tag: &str, file: &dyn Fn(&str) -> Option<&'static str>) -> Language {
        read::language(tag, file)
    }

    /// The classes a small word is known to occur in.
    pub fn class(&self, lower: &str) -> WordClass {
        self.common.get(lower).copied().unwrap_or_default()
    }

    /// A small word that heads the names of bodies: `ministry`.
    pub fn is_body_word(&self, lower: &str) -> bool {
        let mut chars = lower.chars();
        let capital: String = chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default();
        self.body_words.contains_key(capital.as_str())
    }

    /// A word of the language as such, not a name: closed-class or frequent.
    pub fn is_known_word(&self, lower: &str) -> bool {
        self.function.contains(lower) || self.common.contains_key(lower)
    }
}

/// The language that texts are read in as long as there is one only.
pub const DEFAULT_TAG: &str = "en";

fn built_in(path: &str) -> Option<&'static str> {
    DATA.get_file(path)?.contents_utf8()
}

mod read;
