//! Time expressions, in two steps: what the words say ([`extract`]) and what they mean here ([`resolve`]).
//!
//! Types and values are TIMEX3's (TimeML). The first step is local to a segment and knows no date; the second knows the
//! article's date and the sentence around. Which words say what is data (`times/rules.txt` of a language); what a rule's
//! meaning stands for is [`meaning`]'s to say. Calendar arithmetic is jiff's.
//!
//! ```text
//! tokens ── lexemes ── patterns of rules.txt ──→ matches ── meaning ──→ TimeExpression     (extract, per segment)
//! TimeExpression + sentence ── tense ── anchor ──→ ResolvedTime                            (resolve, per article)
//! ```

pub(crate) mod anchored;
pub mod calendar;
pub mod check;
pub mod extract;
mod meaning;
pub mod narrative;
pub mod resolve;
pub mod tense;

use jiff::civil::Date;
use text::Span;

pub use check::{WeekdayMismatch, ambiguous_numeric, weekday_mismatch};
pub use extract::extract;
pub use narrative::Mode;
pub use resolve::resolve;

/// TIMEX3's types.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TimeKind {
    /// A day or longer.
    Date,
    /// Within a day.
    Time,
    /// A length.
    Duration,
    /// Again and again.
    Set,
}

/// What the words say, before anyone knows when they were written.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Said {
    /// Year, month, day as far as stated: `June 24` is `(None, Some(6), Some(24))`, `2021` is `(Some(2021), None, None)`.
    Calendar {
        /// The year, if stated.
        year: Option<i16>,
        /// The month, if stated; 1 is January.
        month: Option<i8>,
        /// The day of the month, if stated. It may not exist: see [`TimeExpression::impossible`].
        day: Option<i8>,
    },
    /// `01/04/2025`: day and month in an order the words do not tell. Both numbers can be months.
    Numeric {
        /// The year.
        year: i16,
        /// The number that stands first.
        first: i8,
        /// The number that stands second.
        second: i8,
    },
    /// A part of a year: `last summer`, `the third quarter of 2012`, `June last year`.
    YearPart {
        /// Which part.
        part: YearPart,
        /// Of which year.
        which: Which,
    },
    /// A day with a name, by the rule that places it: `12-25`, `easter+1`, `11-thu#4`.
    Named {
        /// The rule, as `times/holidays.tsv` writes it.
        rule: String,
        /// In which year.
        which: Which,
    },
    /// A weekday alone; `direction` when the words give one (`last Monday` is -1, `this Monday` 0).
    Weekday {
        /// 1 is Monday.
        weekday: i8,
        /// Before (-1), around (0) or after (1) the article's date.
        direction: Option<i8>,
    },
    /// The weekday before (-1) or after (1) the date before it in the text: `the previous Friday`.
    WeekdayBeside {
        /// 1 is Monday.
        weekday: i8,
        /// Before or after.
        by: i8,
    },
    /// The week a day lies in: `the week of March 6`.
    WeekOf {
        /// The year, if stated.
        year: Option<i16>,
        /// The month; 1 is January.
        month: i8,
        /// The day of the month.
        day: i8,
    },
    /// The quarter that a company's report tells of, this year or another: `the latest period`, `the year-ago quarter`.
    Reported {
        /// Of which year.
        which: Which,
        /// What is meant where the text has named no quarter: the last that is over, or the year.
        else_unit: Unit,
    },
    /// Days from the article's date: `yesterday` is -1.
    Day(i32),
    /// Weeks, months, quarters, years from the article's date: `last week` is `(Week, -1)`.
    Period(Unit, i32),
    /// So many years before the day of writing: `a year ago`, which beside a quarter means that quarter.
    YearsAgo(i32),
    /// So far from the date before it in the text: `a year earlier` is `(Year, -1)`.
    From(Unit, i32),
    /// The unit after or before the one the date before it lies in: `the following year` is `(Year, 1)`.
    Beside(Unit, i32),
    /// A length: `three days`, `months`.
    Length(Unit, Option<Amount>),
    /// `the eve of the summit`: the day before an event.
    Eve,
    /// `the same day`: the date before it.
    SameDay,
    /// `that year`: the unit the date before it lies in.
    Same(Unit),
    /// The day the sentence speaks of, for a time of day that names none.
    TheDay,
    /// A value that needs no anchor, as TIMEX3 text: `PAST_REF`, `XXXX-WXX-1`.
    Fixed(String),
}

/// A part of a year.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum YearPart {
    /// A month, 1 is January.
    Month(i8),
    /// A quarter, 1 to 4.
    Quarter(i8),
    /// A half, 1 or 2.
    Half(i8),
    /// A season, by TIMEX3's letters: `SP`, `SU`, `FA`, `WI`.
    Season(Season),
}

/// TIMEX3's seasons.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Season {
    /// `SP`
    Spring,
    /// `SU`
    Summer,
    /// `FA`
    Fall,
    /// `WI`
    Winter,
}

/// Which year a part of a year or a named day belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Which {
    /// The words do not say: the nearest.
    Nearest,
    /// This year.
    Year(i16),
    /// So many years from the article's: `January this year` is 0.
    Offset(i32),
    /// The last (-1), this (0) or next (1) one, counted from the article's date: `last June`.
    Toward(i32),
    /// The year of the date before it: `June of that year`.
    Same,
}

/// Calendar units, from small to large.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Unit {
    /// Second.
    Second,
    /// Minute.
    Minute,
    /// Hour.
    Hour,
    /// Day.
    Day,
    /// Saturday and Sunday.
    Weekend,
    /// Week.
    Week,
    /// Month.
    Month,
    /// Quarter.
    Quarter,
    /// Year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

/// How many: hundredths of one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct Amount(pub u32);

/// A time of day.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Daytime {
    /// By TIMEX3's two letters: `MO`, `AF`, `EV`, `NI`, `MI`.
    Part([u8; 2]),
    /// Hours, and minutes if said. Zones are not taken into account.
    Clock {
        /// 0 to 24.
        hour: i8,
        /// 0 to 59.
        minute: i8,
    },
}

/// A time expression as the words stand. Bytes from the start of the segment.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct TimeExpression {
    /// Its words, without prepositions before and possessive behind.
    pub span: Span,
    /// Its type.
    pub kind: TimeKind,
    /// What the words say.
    pub said: Said,
    /// The time of day, if one is said.
    pub daytime: Option<Daytime>,
    /// A weekday that stands beside the date in the same expression (`Friday, July 24, 2025`), 1 is Monday, and where.
    pub weekday: Option<(i8, Span)>,
    /// The words give no definite day or length.
    pub vague: bool,
    /// The rule that found it: `en/month-day`.
    pub rule: &'static str,
    /// Why it cannot be right, in words a reader understands: `June has 30 days`. Empty for possible dates.
    pub impossible: Option<String>,
}

/// A time expression with its meaning in its article. Bytes from the start of the file.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ResolvedTime {
    /// Its words.
    pub span: Span,
    /// Its type.
    pub kind: TimeKind,
    /// TIMEX3 value: `2022-01-21`, `XXXX-06-24`, `P7W`, `PAST_REF`.
    pub value: String,
    /// First and last day meant, both inclusive, where it is a date with a known year.
    pub interval: Option<(Date, Date)>,
    /// The expression as the words stand, its spans counted from the file's start.
    pub expression: TimeExpression,
    /// How it was resolved, for a reader: `yesterday, counted from 2022-01-20`.
    pub why: String,
}

impl Unit {
    /// The unit of this name in a language's `times/units.tsv`; a fortnight is no unit of its own.
    pub fn named(name: &str) -> Option<Unit> {
        Some(match name {
            "second" => Unit::Second,
            "minute" => Unit::Minute,
            "hour" => Unit::Hour,
            "day" => Unit::Day,
            "weekend" => Unit::Weekend,
            "week" => Unit::Week,
            "month" => Unit::Month,
            "quarter" => Unit::Quarter,
            "year" => Unit::Year,
            "decade" => Unit::Decade,
            "century" => Unit::Century,
            _ => return None,
        })
    }

    /// Shorter than a day.
    pub fn is_within_day(self) -> bool {
        matches!(self, Unit::Second | Unit::Minute | Unit::Hour)
    }
}

impl Season {
    /// TIMEX3's letters for it.
    pub fn code(self) -> &'static str {
        match self {
            Season::Spring => "SP",
            Season::Summer => "SU",
            Season::Fall => "FA",
            Season::Winter => "WI",
        }
    }

    /// The season of these letters.
    pub fn coded(code: &str) -> Option<Season> {
        [Season::Spring, Season::Summer, Season::Fall, Season::Winter].into_iter().find(|season| season.code() == code)
    }
}

impl Amount {
    /// So many, rounded to hundredths; nothing below zero.
    pub fn new(number: f64) -> Amount {
        // A float turns into the nearest u32 there is, so nothing can overflow here.
        Amount((number * 100.0).round() as u32)
    }

    /// A whole number, if it is one.
    pub fn whole(self) -> Option<u32> {
        self.0.is_multiple_of(100).then_some(self.0 / 100)
    }
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let fraction = format!("{:02}", self.0 % 100);
        match fraction.trim_end_matches('0') {
            "" => write!(f, "{}", self.0 / 100),
            fraction => write!(f, "{}.{fraction}", self.0 / 100),
        }
    }
}

impl Daytime {
    /// As TIMEX3 writes it behind a day: `T15:00`, `TNI`.
    pub fn suffix(self) -> String {
        match self {
            Daytime::Part([a, b]) => format!("T{}{}", a as char, b as char),
            Daytime::Clock { hour, minute } => format!("T{hour:02}:{minute:02}"),
        }
    }
}
