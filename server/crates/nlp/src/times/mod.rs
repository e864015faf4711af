//! Time expressions, in two steps: what the words say ([`extract`]) and what they mean here ([`resolve`]).
//!
//! Types and values are TIMEX3's (TimeML). The first step is local to a segment and knows no date; the second knows the
//! article's date and the sentence around. Calendar arithmetic is jiff's.

pub mod extract;
pub mod resolve;

use jiff::civil::Date;
use text::Span;

pub use extract::extract;
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
    Calendar { year: Option<i16>, month: Option<i8>, day: Option<i8> },
    /// A weekday alone, 1 is Monday; `direction` when the words give one (`last Monday` is -1).
    Weekday { weekday: i8, direction: Option<i8> },
    /// Days from the article's date: `yesterday` is -1.
    Day(i32),
    /// Weeks, months, quarters, years from the article's date: `last week` is `(Week, -1)`.
    Period(Unit, i32),
    /// A length: `three days`.
    Length(Unit, Option<u32>),
    /// `the same day`: the date before it.
    SameDay,
    /// A value that needs no anchor, as TIMEX3 text: `PAST_REF`, `XXXX-WXX-1`.
    Fixed(String),
}

/// Calendar units.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Unit {
    /// Minute.
    Minute,
    /// Hour.
    Hour,
    /// Day.
    Day,
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

/// A time expression as the words stand. Bytes from the start of the segment.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct TimeExpression {
    /// Its words, without prepositions before and possessive behind.
    pub span: Span,
    /// Its type.
    pub kind: TimeKind,
    /// What the words say.
    pub said: Said,
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
