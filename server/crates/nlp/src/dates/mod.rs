//! When an article was written, and how anyone can know.
//!
//! What the file says outright (metadata, header, dateline, masthead, address, file name) is *stated*. Else the days the
//! article may have been written on are narrowed down by what the text says of itself, and only where one answer is left
//! is it *inferred*. All else is *bounded*: bounds, or the years that fit.
//!
//! ```text
//! clues ─ evidence ─→ direct statements ──→ stated
//!              └────→ facts, each with the days it allows ─ days ─→ inferred · bounded · unknown
//! ```

mod days;
mod evidence;
mod file_name;
mod infer;
mod outside;

use jiff::civil::Date;
use text::Span;

use crate::attribution::Attribution;
use crate::coreference::Entity;
use crate::known::Known;
use crate::layout::Zone;
use crate::recall::Recall;
use crate::times::TimeExpression;

pub use infer::infer;

/// How exact a date is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Precision {
    /// To the day.
    Day,
    /// To the month.
    Month,
    /// To the year.
    Year,
}

/// How a date is known (contract page, `certainty`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Certainty {
    /// The file says so: header, dateline with a year, front matter, file name.
    Stated,
    /// The evidence leaves one answer.
    Inferred,
    /// Bounds or candidates only.
    Bounded,
    /// Nothing to go by.
    Unknown,
}

/// What kind of evidence, strongest first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Clue {
    /// A user or a caller gave the date.
    Given,
    /// Front matter, or a metadata line.
    Metadata,
    /// The file's or article's header.
    Header,
    /// `MOSCOW, June 24. /TASS/.`
    Dateline,
    /// A line near the top that holds a date and little else.
    Masthead,
    /// The page's address.
    Address,
    /// The file's name.
    FileName,
    /// `today (4 November 2011)`.
    Today,
    /// A weekday that fits some years only.
    Weekday,
    /// `last week (from January 26 to February 1)`.
    Week,
    /// Who holds an office, and since when or until when.
    Office,
    /// Who speaks, and when he died.
    Death,
    /// An event that is known, told as past or as to come.
    Event,
    /// Since when somebody has held a public office, as any reference work says.
    Public,
    /// What a picture shows, and when.
    Caption,
    /// A date the text speaks of as past.
    Past,
    /// A date the text speaks of as to come.
    Future,
}

/// Why a date is what it is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Evidence {
    /// Where in the file; empty for what stands outside it (the file's name).
    pub span: Span,
    /// In a word or a short phrase: `header`, `dateline`, `caption`, `file name`, `"Tuesday" fits 2025 only`.
    pub why: String,
    /// What kind of evidence.
    pub clue: Clue,
}

/// An article's date.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ArticleDate {
    /// TIMEX3 value: `2022-01-20`, `2025-07`, `XXXX-06-24`; absent when nothing is known.
    pub value: Option<String>,
    /// The day, where the day is known.
    pub day: Option<Date>,
    /// How exact.
    pub precision: Precision,
    /// How known.
    pub certainty: Certainty,
    /// Not before, inclusive.
    pub from: Option<Date>,
    /// Not after, inclusive.
    pub to: Option<Date>,
    /// Years that fit, where the year is open.
    pub candidates: Vec<i16>,
    /// What it rests on, strongest first.
    pub evidence: Vec<Evidence>,
}

impl Default for ArticleDate {
    fn default() -> Self {
        ArticleDate {
            value: None,
            day: None,
            precision: Precision::Day,
            certainty: Certainty::Unknown,
            from: None,
            to: None,
            candidates: Vec::new(),
            evidence: Vec::new(),
        }
    }
}

impl ArticleDate {
    /// The file itself says when it was written, at least day and month: such a date holds for every article of the file
    /// that has none of its own. What somebody has set holds for that article alone.
    pub fn is_direct(&self) -> bool {
        let clue = self.evidence.first().map(|evidence| evidence.clue);
        clue.is_some_and(|clue| clue <= Clue::FileName && clue != Clue::Given)
    }

    /// What a user's registry says is part of the proof.
    pub fn is_by_registry(&self) -> bool {
        self.evidence.iter().any(|evidence| matches!(evidence.clue, Clue::Office | Clue::Death | Clue::Event))
    }

    /// Month and day are known and the year is not: `XXXX-06-24`.
    pub fn is_yearless(&self) -> bool {
        self.value.as_deref().is_some_and(|value| value.starts_with("XXXX-") && value.len() == "XXXX-06-24".len())
    }
}

/// Who an article names, and who speaks in it.
#[derive(Clone, Copy, Default)]
pub struct People<'a> {
    /// Its people, bodies and places.
    pub entities: &'a [Entity],
    /// Who says what.
    pub attributions: &'a [Attribution],
    /// Who the source of each attribution is, as an index into `entities`.
    pub speakers: &'a [Option<usize>],
}

/// All that can tell an article's date. Spans count from the file's start.
pub struct Clues<'a> {
    /// The file's text.
    pub source: &'a str,
    /// The file's name without folders: `2025-03-06_port.txt`.
    pub file_name: &'a str,
    /// A date a user has set or a caller gives, and who does: it is the answer.
    pub given: Option<(Date, &'a str)>,
    /// The date of front matter or of a metadata line, its text and place.
    pub metadata: Option<(Span, &'a str)>,
    /// The article's paragraphs, in text order: hard-wrapped lines are one.
    pub paragraphs: &'a [Span],
    /// Time expressions in the article (all zones), with their zones, in text order.
    pub times: &'a [(TimeExpression, Zone)],
    /// The same for what stands before the first article of the file and for the file's header, which count for every
    /// article that has no date of its own.
    pub inherited: Option<&'a ArticleDate>,
    /// What is known of people and events that the file names.
    pub known: &'a Known,
    /// Who the article names, and who speaks in it.
    pub people: &'a People<'a>,
    /// What is worked out of words alone.
    pub(crate) recall: &'a Recall,
    /// Today; candidate years end here.
    pub today: Date,
    /// Candidate years begin here (`documents.earliest`).
    pub earliest: Date,
}
