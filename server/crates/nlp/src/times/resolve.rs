//! What the words mean here: expressions against the article's date and the sentence around them.
//!
//! Where the article's date is not known to the day, expressions are resolved against every day it may be; what all
//! readings agree on is the answer (`June 23` in an article of some June 24 is `XXXX-06-23`), and nothing else.

use jiff::civil::Date;
use lang::Language;
use lang::segment::is_apostrophe;
use text::Span;

use super::narrative::{self, Mode};
use super::tense::Cue;
use super::{Daytime, ResolvedTime, Said, TimeExpression, TimeKind, Unit, Which, YearPart, calendar};
use crate::dates::ArticleDate;
use crate::recall::Recall;

/// A time expression in its sentence.
pub struct InSentence<'a> {
    /// The expression, its spans counted from the file's start.
    pub expression: &'a TimeExpression,
    /// The sentence's text (for tense) and where it begins in the file.
    pub sentence: &'a str,
    /// Byte offset of the sentence in the file.
    pub sentence_start: u32,
    /// It stands in the article's text, not in its furniture.
    pub body: bool,
}

/// Resolves the expressions of one article, in text order, against its date; whether it is news, they tell.
pub fn resolve(expressions: &[InSentence], date: &ArticleDate, lang: &Language) -> Vec<ResolvedTime> {
    resolve_in(narrative::mode(expressions, date), expressions, date, &Recall::default(), lang)
}

/// The same, where the mode is known.
pub(crate) fn resolve_in(
    mode: Mode,
    expressions: &[InSentence],
    date: &ArticleDate,
    recall: &Recall,
    lang: &Language,
) -> Vec<ResolvedTime> {
    let hints = hints(expressions, recall, lang);
    let read = |anchor| read_all(expressions, &hints, anchor, mode);
    let readings: Vec<Vec<Answer>> = match mode {
        Mode::News => anchors(date).iter().map(|&anchor| read(Some(anchor))).collect(),
        Mode::Narrative => vec![read(None)],
    };
    let bare = if readings.len() == 1 { Vec::new() } else { read(None) };
    let mut all = Vec::with_capacity(expressions.len());
    for (at, one) in expressions.iter().enumerate() {
        let Answer { value, interval, why } = match readings.as_slice() {
            [only] => only[at].clone(),
            _ => agreed(&readings, at).unwrap_or_else(|| bare[at].clone()),
        };
        let expression = one.expression.clone();
        let interval = interval.filter(|_| expression.impossible.is_none());
        all.push(ResolvedTime { span: expression.span, kind: expression.kind, value, interval, expression, why });
    }
    all
}

/// What is known of an expression besides its words.
struct Hint {
    /// It lies ahead of the writer (true) or behind (false), by the verb beside it.
    ahead: Option<bool>,
    /// The words that say so.
    cue: String,
    /// The article writes dates in figures with the day first (true) or the month first.
    day_first: Option<bool>,
}

/// What an expression means.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Answer {
    value: String,
    interval: Option<(Date, Date)>,
    why: String,
}

/// The reading that all of `readings` share at `at`, years apart.
fn agreed(readings: &[Vec<Answer>], at: usize) -> Option<Answer> {
    let (first, rest) = readings.split_first()?;
    let first = &first[at];
    if rest.iter().all(|reading| reading[at].value == first.value) {
        let same = rest.iter().all(|reading| reading[at].interval == first.interval);
        return Some(Answer { interval: first.interval.filter(|_| same), ..first.clone() });
    }
    let tail = first.value.get(4..).filter(|tail| tail.starts_with('-'))?;
    let share = rest.iter().all(|reading| reading[at].value.get(4..) == Some(tail));
    (share && !tail.starts_with("-W")).then(|| Answer {
        value: format!("XXXX{tail}"),
        interval: None,
        why: "the article's year is not known".to_owned(),
    })
}

/// The days the article may have been written on; none if nothing narrows them down.
fn anchors(date: &ArticleDate) -> Vec<Date> {
    if let Some(day) = date.day {
        return vec![day];
    }
    let years = |open: &[i16]| if open.is_empty() { (2000..2028).collect() } else { open.to_vec() };
    let value = date.value.as_deref().unwrap_or_default();
    let mut parts = value.split('-');
    let year: Option<i16> = parts.next().and_then(|year| year.parse().ok());
    let mut number = || parts.next().and_then(|part| part.parse::<i8>().ok());
    let years = year.map_or_else(|| years(&date.candidates), |year| vec![year]);
    let ends = |year: i16, first: (i8, i8), last: (i8, i8)| {
        let last = calendar::day(year, last.0, last.1.min(calendar::days_in_month(Some(year), last.0)));
        [calendar::day(year, first.0, first.1), last]
    };
    match (number(), number()) {
        (Some(month), Some(day)) => years.iter().filter_map(|&year| calendar::day(year, month, day)).collect(),
        // The days that are left in the month.
        (Some(_), None) if year.is_some() && date.from.is_some() && date.to.is_some() => {
            date.from.into_iter().chain(date.to).collect()
        }
        (Some(month), None) => years.iter().flat_map(|&year| ends(year, (month, 1), (month, 31))).flatten().collect(),
        _ if year.is_some() => years.iter().flat_map(|&year| ends(year, (1, 1), (12, 31))).flatten().collect(),
        _ => date.from.into_iter().chain(date.to).filter(|_| date.from.is_some() && date.to.is_some()).collect(),
    }
}

fn hints(expressions: &[InSentence], recall: &Recall, lang: &Language) -> Vec<Hint> {
    let day_first = order(expressions);
    let mut all = Vec::with_capacity(expressions.len());
    for one in expressions {
        let span = one.expression.span.unshift(one.sentence_start);
        let cues = recall.cues(one.sentence, lang);
        // What is to be done about `Wednesday's ruling` says nothing of Wednesday.
        let owner = one.sentence.get(span.end as usize..).is_some_and(|rest| rest.starts_with(is_apostrophe));
        // Nor does the verb tell when `the October killing` was.
        let attribute = one.expression.rule.ends_with("/month-attribute");
        let cue = if owner { cues.behind(span) } else { cues.at(span) };
        let cue = cue.filter(|_| !attribute);
        let words = cue.map_or("", |cue| cue.span.of(one.sentence));
        all.push(Hint { ahead: cue.and_then(Cue::is_ahead), cue: words.to_owned(), day_first });
    }
    all
}

/// The order of dates in figures, if some of them tell: `20/01/2022`.
fn order(expressions: &[InSentence]) -> Option<bool> {
    let mut told = expressions.iter().filter_map(|one| {
        let Said::Calendar { day: Some(day), month: Some(month), .. } = one.expression.said else { return None };
        let words = one.expression.span.unshift(one.sentence_start).of(one.sentence);
        let mut numbers = words.split('/').map(|part| part.parse::<i16>());
        let first = numbers.next()?.ok().filter(|_| numbers.clone().count() == 2)?;
        (day != month && first < 32).then_some(first == i16::from(day))
    });
    let first = told.next()?;
    told.all(|other| other == first).then_some(first)
}

fn read_all(expressions: &[InSentence], hints: &[Hint], anchor: Option<Date>, mode: Mode) -> Vec<Answer> {
    let mut reader = Reader { anchor, last: None, told: None, quarter: None, mode };
    let mut all = Vec::with_capacity(expressions.len());
    for (one, hint) in expressions.iter().zip(hints) {
        all.push(reader.read(one, hint));
    }
    all
}

/// Reads expressions in text order against one day.
struct Reader {
    anchor: Option<Date>,
    /// The last date the text has spoken of.
    last: Option<Reference>,
    /// The first day of the quarter that a company's report tells of.
    quarter: Option<Date>,
    /// In a story, what it had told before an aside.
    told: Option<Reference>,
    /// What a date hangs on.
    mode: Mode,
}

#[derive(Clone)]
struct Reference {
    days: (Date, Date),
    unit: Unit,
    sentence: u32,
}

/// A date found: its value, first and last day, and how.
type Found = (String, Option<(Date, Date)>, String);

impl Reader {
    fn read(&mut self, one: &InSentence, hint: &Hint) -> Answer {
        let expression = one.expression;
        self.end_aside(one.sentence_start);
        let (mut value, interval, why) = self.found(&expression.said, hint, one.sentence_start);
        if let Some(daytime) = expression.daytime {
            value = with_daytime(&value, daytime);
        }
        self.report(&expression.said, interval, hint);
        let dated = matches!(expression.kind, TimeKind::Date | TimeKind::Time);
        match (self.mode, interval.or_else(|| self.season(&expression.said))) {
            (_, None) => {}
            (Mode::News, Some(days)) if dated && interval.is_some() => {
                self.remember(&expression.said, days, one.sentence_start);
            }
            (Mode::Narrative, Some(days)) if dated => self.go_on(one, days),
            _ => {}
        }
        Answer { value, interval, why }
    }

    /// Companies report a quarter, then what they compare it with, then the half-year or the nine months that it ends.
    fn report(&mut self, said: &Said, interval: Option<(Date, Date)>, hint: &Hint) {
        let Some(anchor) = self.anchor.filter(|_| self.mode == Mode::News) else { return };
        match (said, interval) {
            (
                Said::YearPart { part: YearPart::Quarter(_), which: Which::Nearest | Which::Year(_) },
                Some((first, _)),
            ) if first <= anchor && distance(first, anchor) < REPORTED && hint.ahead != Some(true) => {
                self.quarter = Some(first);
            }
            (Said::Length(Unit::Month, Some(amount)), _) if matches!(amount.whole(), Some(6 | 9)) => {
                let reported = self.quarter.take();
                if let (Some(first), Some(last)) = (reported, &mut self.last)
                    && last.unit == Unit::Quarter
                {
                    (last.days, last.unit) = (calendar::unit_of(first, Unit::Year), Unit::Year);
                }
            }
            _ => {}
        }
    }

    /// In a story the day of writing is the day last told.
    fn go_on(&mut self, one: &InSentence, days: (Date, Date)) {
        let told = self.told.take();
        let before = told.or_else(|| self.last.clone());
        self.remember(&one.expression.said, days, one.sentence_start);
        let leads = one.place().start < narrative::LEAD;
        if let (Some(before), Some(now)) = (before, &self.last)
            && !leads
            && narrative::is_aside(before.days.0, now.days.0, now.unit)
        {
            self.told = Some(before);
        }
        self.anchor = self.last.as_ref().map(|last| last.days.0);
    }

    /// An aside holds for the rest of its sentence; then the story goes on where it was.
    fn end_aside(&mut self, sentence: u32) {
        if self.last.as_ref().is_some_and(|last| last.sentence != sentence)
            && let Some(told) = self.told.take()
        {
            self.anchor = Some(told.days.0);
            self.last = Some(told);
        }
    }

    /// A day to go on from for a season, which has no days of its own.
    fn season(&self, said: &Said) -> Option<(Date, Date)> {
        let Said::YearPart { part: part @ YearPart::Season(_), which } = *said else { return None };
        let first = calendar::day(self.year_of(part, which)?, narrative::first_month(part), 1)?;
        Some((first, first))
    }

    fn remember(&mut self, said: &Said, days: (Date, Date), sentence: u32) {
        if self.last.as_ref().is_some_and(|last| last.sentence == sentence && ends_quarter(last, days)) {
            return;
        }
        let unit = match *said {
            Said::Period(unit, _) => unit,
            Said::YearPart { part: YearPart::Quarter(_) | YearPart::Season(_), .. } => Unit::Quarter,
            Said::From(unit, _) if self.last.as_ref().is_none_or(|last| last.unit == Unit::Day) => unit,
            Said::From(..) | Said::YearsAgo(_) | Said::TheDay => return,
            Said::Reported { which: Which::Offset(0), .. } => Unit::Quarter,
            Said::Reported { .. } => return,
            Said::WeekOf { .. } => Unit::Week,
            Said::Same(unit) | Said::Beside(unit, _) => unit,
            _ if days.0 == days.1 => Unit::Day,
            Said::Calendar { month: None, .. } => Unit::Year,
            Said::Calendar { .. } | Said::YearPart { part: YearPart::Month(_), .. } => Unit::Month,
            _ => return,
        };
        self.last = Some(Reference { days, unit, sentence });
    }

    fn found(&self, said: &Said, hint: &Hint, sentence: u32) -> Found {
        match said {
            Said::Calendar { year, month, day } => self.calendar(*year, *month, *day, hint),
            Said::Numeric { year, first, second } => numeric(*year, *first, *second, hint),
            Said::YearPart { part, which } => self.year_part(*part, *which, hint),
            Said::Named { rule, which } => self.named(rule, *which, hint),
            Said::Weekday { weekday, direction } => self.weekday(*weekday, *direction, hint),
            Said::WeekdayBeside { weekday, by } => self.weekday_beside(*weekday, *by, hint),
            Said::WeekOf { year, month, day } => self.week_of(*year, *month, *day, hint),
            Said::Reported { which, else_unit } => self.reported(*which, *else_unit, hint),
            Said::Day(days) => self.day(*days),
            Said::Period(unit, count) => self.period(*unit, *count, hint),
            Said::YearsAgo(count) => self.years_ago(*count, hint),
            Said::From(unit, count) => self.from(*unit, *count),
            Said::Beside(unit, count) => self.beside(*unit, *count),
            Said::Length(unit, amount) => (calendar::length_value(*unit, *amount), None, "a length".to_owned()),
            Said::Eve => (unknown(Unit::Day).to_owned(), None, "the event's day is not known".to_owned()),
            Said::SameDay => self.same(Unit::Day),
            Said::Same(unit) => self.same(*unit),
            Said::TheDay => self.the_day(sentence),
            Said::Fixed(value) => fixed(value),
        }
    }

    /// `counted from 2022-01-20`, or why it is not.
    fn counted(&self) -> String {
        match (self.anchor, self.mode) {
            (Some(anchor), Mode::News) => format!("counted from {anchor}"),
            (Some(anchor), Mode::Narrative) => {
                format!("counted from {}, the last date told", calendar::unit_value(anchor, Unit::Day))
            }
            (None, Mode::News) => "the article's date is not known".to_owned(),
            (None, Mode::Narrative) => "no date told before it".to_owned(),
        }
    }

    /// The finest unit of the last date told.
    fn unit(&self) -> Unit {
        self.last.as_ref().map_or(Unit::Year, |last| last.unit)
    }

    fn calendar(&self, year: Option<i16>, month: Option<i8>, day: Option<i8>, hint: &Hint) -> Found {
        if let Some(year) = year {
            return (calendar_value(Some(year), month, day), calendar_days(year, month, day), "as stated".to_owned());
        }
        let Some(anchor) = self.anchor else {
            return (calendar_value(None, month, day), None, "the year is not known".to_owned());
        };
        let found = match (month, day) {
            (Some(month), Some(day)) if self.mode == Mode::Narrative => {
                let year = narrative::year_after(anchor, self.unit(), month, Some(day));
                calendar::day(year, month, day).map(|date| (date, date))
            }
            (Some(month), Some(day)) => nearest_day(anchor, month, day, hint.ahead).map(|date| (date, date)),
            (None, Some(day)) if self.mode == Mode::Narrative && self.unit() <= Unit::Month => {
                calendar::day(anchor.year(), anchor.month(), day).map(|date| (date, date))
            }
            (Some(month), None) => {
                let year = match self.mode {
                    Mode::News => month_year(anchor, month, hint.ahead),
                    Mode::Narrative => narrative::year_after(anchor, self.unit(), month, None),
                };
                calendar::part_of(year, YearPart::Month(month))
            }
            (None, Some(day)) => nearest_day_of_month(anchor, day, hint.ahead).map(|date| (date, date)),
            (None, None) => None,
        };
        match found {
            Some((first, last)) if first == last => {
                (calendar::unit_value(first, Unit::Day), found, format!("the nearest such day, {}", self.counted()))
            }
            Some((first, _)) => (
                calendar::unit_value(first, Unit::Month),
                found,
                format!("the nearest such month{}, {}", hint.because(), self.counted()),
            ),
            // A day that does not exist in the years around: February 29, June 31.
            None => (calendar_value(None, month, day), None, "no year near has this day".to_owned()),
        }
    }

    fn year_part(&self, part: YearPart, which: Which, hint: &Hint) -> Found {
        let year = match (self.mode, which, self.anchor) {
            (Mode::News, Which::Nearest, Some(anchor)) => Some(match part {
                YearPart::Month(month) => month_year(anchor, month, hint.ahead),
                _ => latest_or_next(anchor, part, hint.ahead),
            }),
            _ => self.year_of(part, which),
        };
        let why = if matches!(which, Which::Year(_)) { "as stated".to_owned() } else { self.counted() };
        (calendar::part_value(year, part), year.and_then(|year| calendar::part_of(year, part)), why)
    }

    /// The year of a part of one, as far as no verb decides it.
    fn year_of(&self, part: YearPart, which: Which) -> Option<i16> {
        let told = || self.last.as_ref().map(|last| last.days.0.year());
        match (which, self.anchor) {
            (Which::Year(year), _) => Some(year),
            (Which::Same, _) => told(),
            (_, None) => None,
            (Which::Offset(count), Some(anchor)) => Some(shift_year(anchor.year(), count)),
            (Which::Toward(direction), Some(anchor)) => Some(toward(anchor, part, direction)),
            (Which::Nearest, Some(anchor)) => Some(narrative::part_after(anchor, self.unit(), part)),
        }
    }

    fn named(&self, rule: &str, which: Which, hint: &Hint) -> Found {
        let in_year = |year: i16| calendar::named_day(rule, year);
        let date = match (which, self.anchor) {
            (Which::Year(year), _) => in_year(year),
            (Which::Same, _) => self.last.as_ref().and_then(|last| in_year(last.days.0.year())),
            (_, None) => None,
            (Which::Offset(count), Some(anchor)) => in_year(shift_year(anchor.year(), count)),
            (Which::Toward(direction), Some(anchor)) => {
                let around = around(anchor, in_year);
                match direction {
                    ..0 => around.into_iter().filter(|date| *date < anchor).max(),
                    0 => in_year(anchor.year()),
                    _ => around.into_iter().find(|date| *date > anchor),
                }
            }
            (Which::Nearest, Some(anchor)) if self.mode == Mode::Narrative => in_year(anchor.year()),
            (Which::Nearest, Some(anchor)) => nearest_of(anchor, around(anchor, in_year), hint.ahead),
        };
        match date {
            Some(date) => (
                calendar::unit_value(date, Unit::Day),
                Some((date, date)),
                format!("a day with a name, {}", self.counted()),
            ),
            None => (fixed_day(rule), None, "a day with a name, whose year or calendar is not known".to_owned()),
        }
    }

    fn weekday(&self, weekday: i8, direction: Option<i8>, hint: &Hint) -> Found {
        let Some(anchor) = self.anchor else {
            return (format!("XXXX-WXX-{weekday}"), None, "the article's date is not known".to_owned());
        };
        let back = (i32::from(calendar::weekday(anchor)) - i32::from(weekday)).rem_euclid(7);
        let name = calendar::weekday_name(weekday);
        let ahead = match (direction, self.mode) {
            (_, Mode::Narrative) => Some(true),
            (Some(0), _) => hint.ahead.or(Some(true)),
            _ => hint.ahead,
        };
        let (days, why) = match direction.map_or(0, i8::signum) {
            // Last Monday, said on a Monday or the day after, is a week away.
            -1 if back <= 1 => (-back - 7, format!("the last {name}, {}", self.counted())),
            -1 => (-back, format!("the last {name}, {}", self.counted())),
            1 => (7 - back, format!("the next {name}, {}", self.counted())),
            _ if back == 0 => (0, format!("{anchor} is a {name}")),
            _ if ahead == Some(true) => (7 - back, format!("the next {name}{}, {}", hint.because(), self.counted())),
            _ => (-back, format!("the last {name}{}, {}", hint.because(), self.counted())),
        };
        let date = calendar::add_days(anchor, days);
        (calendar::unit_value(date, Unit::Day), Some((date, date)), why)
    }

    /// Before or after the day told before, where one is; else the day of writing.
    fn weekday_beside(&self, weekday: i8, by: i8, hint: &Hint) -> Found {
        let Some(last) = self.last.as_ref().filter(|last| last.unit == Unit::Day) else {
            return self.weekday(weekday, Some(by), hint);
        };
        let from = last.days.0;
        let back = (i32::from(calendar::weekday(from)) - i32::from(weekday)).rem_euclid(7);
        let days = match by {
            ..0 if back == 0 => -7,
            ..0 => -back,
            _ => 7 - back,
        };
        let date = calendar::add_days(from, days);
        (calendar::unit_value(date, Unit::Day), Some((date, date)), format!("counted from {from}, the date before it"))
    }

    fn week_of(&self, year: Option<i16>, month: i8, day: i8, hint: &Hint) -> Found {
        let (_, days, why) = self.calendar(year, Some(month), Some(day), hint);
        match days {
            Some((date, _)) => (calendar::unit_value(date, Unit::Week), Some(calendar::unit_of(date, Unit::Week)), why),
            None => (unknown(Unit::Week).to_owned(), None, why),
        }
    }

    /// The quarter the text has named, in this year or another.
    fn reported(&self, which: Which, else_unit: Unit, hint: &Hint) -> Found {
        let found = |date: Date, unit: Unit, why: String| {
            (calendar::unit_value(date, unit), Some(calendar::unit_of(date, unit)), why)
        };
        if let Some(told) = self.quarter {
            let by = match which {
                Which::Year(year) => i32::from(year) - i32::from(told.year()),
                Which::Offset(by) => by,
                _ => 0,
            };
            let why = format!("the quarter told before, {}", calendar::unit_value(told, Unit::Quarter));
            return found(calendar::add_units(told, Unit::Year, by), Unit::Quarter, why);
        }
        match (which, self.anchor) {
            (Which::Year(year), _) => self.calendar(Some(year), None, None, hint),
            (Which::Offset(by), Some(anchor)) if else_unit == Unit::Quarter => {
                let over = calendar::add_units(anchor, Unit::Quarter, -1);
                found(calendar::add_units(over, Unit::Year, by), Unit::Quarter, self.counted())
            }
            (Which::Offset(by), _) => self.period(else_unit, by, hint),
            _ => (unknown(else_unit).to_owned(), None, self.counted()),
        }
    }

    fn day(&self, days: i32) -> Found {
        match self.anchor {
            // A history's own day has no date: it means nowadays.
            _ if days == 0 && self.mode == Mode::Narrative => {
                ("PRESENT_REF".to_owned(), None, "the day of writing".to_owned())
            }
            Some(anchor) => {
                let date = calendar::add_days(anchor, days);
                (calendar::unit_value(date, Unit::Day), Some((date, date)), self.counted())
            }
            // Whenever it was, it was now.
            None if days == 0 => ("PRESENT_REF".to_owned(), None, self.counted()),
            None => ("XXXX-XX-XX".to_owned(), None, self.counted()),
        }
    }

    fn period(&self, unit: Unit, count: i32, hint: &Hint) -> Found {
        let Some(anchor) = self.anchor else {
            return (unknown(unit).to_owned(), None, self.counted());
        };
        let weekend_past = unit == Unit::Weekend && calendar::weekday(anchor) < 6;
        let date = match (unit, count) {
            // On a weekday the last weekend is the one before, and so is "the weekend" unless it is still to come.
            (Unit::Weekend, 0) if weekend_past && hint.ahead != Some(true) => calendar::add_days(anchor, -7),
            (Unit::Weekend, 1) if weekend_past => anchor,
            _ => calendar::add_units(anchor, unit, count),
        };
        let days = calendar::unit_of(date, unit);
        (calendar::unit_value(date, unit), Some(days), self.counted())
    }

    /// Where a quarter has been told, `a year ago` is the same quarter: so companies report.
    fn years_ago(&self, count: i32, hint: &Hint) -> Found {
        match self.last.as_ref().filter(|last| last.unit == Unit::Quarter && self.mode == Mode::News) {
            Some(last) => {
                let date = calendar::add_units(last.days.0, Unit::Year, -count);
                let why = format!("the quarter a year before {}", calendar::unit_value(last.days.0, Unit::Quarter));
                (calendar::unit_value(date, Unit::Quarter), Some(calendar::unit_of(date, Unit::Quarter)), why)
            }
            None => self.period(Unit::Year, -count, hint),
        }
    }

    /// The date before, some units away; the article's if there is none.
    fn from(&self, unit: Unit, count: i32) -> Found {
        let Some((date, grain, why)) = self.reference() else {
            return (unknown(unit).to_owned(), None, "no date before it to count from".to_owned());
        };
        // A year before the third quarter is a quarter; a day before it is a day.
        let date = calendar::add_units(date, unit, count);
        let unit = if count.abs() > 1 && unit >= Unit::Month { unit } else { unit.min(grain) };
        (calendar::unit_value(date, unit), Some(calendar::unit_of(date, unit)), why)
    }

    fn beside(&self, unit: Unit, count: i32) -> Found {
        let Some((date, _, why)) = self.reference() else {
            return (unknown(unit).to_owned(), None, "no date before it to count from".to_owned());
        };
        let date = calendar::add_units(date, unit, count);
        (calendar::unit_value(date, unit), Some(calendar::unit_of(date, unit)), why)
    }

    fn same(&self, unit: Unit) -> Found {
        match self.last.as_ref().filter(|last| unit != Unit::Day || last.unit == Unit::Day) {
            Some(last) => (
                calendar::unit_value(last.days.0, unit),
                Some(calendar::unit_of(last.days.0, unit)),
                "the date before it".to_owned(),
            ),
            None => (unknown(unit).to_owned(), None, "no date before it".to_owned()),
        }
    }

    fn the_day(&self, sentence: u32) -> Found {
        let near = |last: &&Reference| self.mode == Mode::Narrative || last.sentence == sentence;
        let said = self.last.as_ref().filter(|last| last.unit == Unit::Day).filter(near);
        match (said, self.anchor.filter(|_| self.mode == Mode::News)) {
            (Some(last), _) => (
                calendar::unit_value(last.days.0, Unit::Day),
                Some(last.days),
                "on the day its sentence names".to_owned(),
            ),
            (None, Some(anchor)) => (anchor.to_string(), Some((anchor, anchor)), "on the article's day".to_owned()),
            (None, None) => ("XXXX-XX-XX".to_owned(), None, self.counted()),
        }
    }

    fn reference(&self) -> Option<(Date, Unit, String)> {
        match (&self.last, self.anchor) {
            (Some(last), _) => {
                Some((last.days.0, last.unit, format!("counted from {}, the date before it", last.days.0)))
            }
            (None, Some(anchor)) => Some((anchor, Unit::Day, self.counted())),
            (None, None) => None,
        }
    }
}

/// `the quarter ended Sept. 29`: the quarter is what is told of, not its last day.
fn ends_quarter(last: &Reference, days: (Date, Date)) -> bool {
    last.unit == Unit::Quarter && days.0 == days.1
}

/// A quarter that began more days ago is not the one a company reports.
const REPORTED: i32 = 300;

impl Hint {
    /// ` ("said" tells the past)`.
    fn because(&self) -> String {
        match self.ahead {
            Some(true) => format!(" (\"{}\" tells of what is to come)", self.cue),
            Some(false) => format!(" (\"{}\" tells of what is past)", self.cue),
            None => String::new(),
        }
    }
}

fn with_daytime(value: &str, daytime: Daytime) -> String {
    if value.ends_with("_REF") { value.to_owned() } else { format!("{value}{}", daytime.suffix()) }
}

fn unknown(unit: Unit) -> &'static str {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => "XXXX-XX-XX",
        Unit::Week => "XXXX-WXX",
        Unit::Weekend => "XXXX-WXX-WE",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        Unit::Year => "XXXX",
        Unit::Decade => "XXX",
        Unit::Century => "XX",
    }
}

fn calendar_value(year: Option<i16>, month: Option<i8>, day: Option<i8>) -> String {
    let year = calendar::year_value(year);
    match (month, day) {
        (Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year}-{month:02}"),
        (None, Some(day)) => format!("{year}-XX-{day:02}"),
        (None, None) => year,
    }
}

fn calendar_days(year: i16, month: Option<i8>, day: Option<i8>) -> Option<(Date, Date)> {
    match (month, day) {
        (Some(month), Some(day)) => calendar::day(year, month, day).map(|date| (date, date)),
        (Some(month), None) => calendar::part_of(year, YearPart::Month(month)),
        _ => Some((calendar::day(year, 1, 1)?, calendar::day(year, 12, 31)?)),
    }
}

fn numeric(year: i16, first: i8, second: i8, hint: &Hint) -> Found {
    let date = match hint.day_first {
        Some(true) => calendar::day(year, second, first),
        Some(false) => calendar::day(year, first, second),
        None => None,
    };
    match date {
        Some(date) => {
            (date.to_string(), Some((date, date)), "in the order of the article's other dates in figures".to_owned())
        }
        None => (format!("{year:04}-XX-XX"), None, "day and month may stand in either order".to_owned()),
    }
}

/// A decade or a century has days; other fixed values have none.
fn fixed(value: &str) -> Found {
    let figures = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
    let years = match value.len() {
        2 => value.parse::<i16>().ok().map(|century| (century * 100, century * 100 + 99)),
        3 => value.parse::<i16>().ok().map(|decade| (decade * 10, decade * 10 + 9)),
        _ => None,
    };
    let days = years
        .filter(|_| figures)
        .and_then(|(first, last)| Some((calendar::day(first, 1, 1)?, calendar::day(last, 12, 31)?)));
    (value.to_owned(), days, "as stated".to_owned())
}

fn fixed_day(rule: &str) -> String {
    match rule.split_once('-') {
        Some((month, day)) if month.len() == 2 && day.len() == 2 => format!("XXXX-{rule}"),
        _ => "XXXX-XX-XX".to_owned(),
    }
}

fn shift_year(year: i16, count: i32) -> i16 {
    i16::try_from(i32::from(year).saturating_add(count)).unwrap_or(year)
}

/// The dates of last, this and next year.
fn around(anchor: Date, in_year: impl Fn(i16) -> Option<Date>) -> Vec<Date> {
    (-1..=1).filter_map(|by| in_year(anchor.year().checked_add(by)?)).collect()
}

fn distance(a: Date, b: Date) -> i32 {
    // Two civil dates are always some days apart, well within an i32.
    a.until(b).map_or(i32::MAX, |span| span.get_days())
}

/// How far a day may lie on the wrong side of the verb before the verb decides: verbs beside dates often speak of
/// something else (`said the trial of August 4 …`).
const PATIENCE: i32 = 60;

fn nearest_of(anchor: Date, dates: Vec<Date>, ahead: Option<bool>) -> Option<Date> {
    let nearest = dates.iter().copied().min_by_key(|&date| distance(anchor, date).abs())?;
    let by = distance(anchor, nearest);
    let wrong = match ahead {
        Some(true) => by < -PATIENCE,
        Some(false) => by > PATIENCE,
        None => false,
    };
    if !wrong {
        return Some(nearest);
    }
    let right = |date: &&Date| (distance(anchor, **date) > 0) == (ahead == Some(true));
    dates.iter().filter(right).copied().min_by_key(|&date| distance(anchor, date).abs()).or(Some(nearest))
}

fn nearest_day(anchor: Date, month: i8, day: i8, ahead: Option<bool>) -> Option<Date> {
    let dates = around(anchor, |year| calendar::day(year, month, day));
    if !dates.is_empty() {
        return nearest_of(anchor, dates, ahead);
    }
    // February 29: a leap year is at most eight years away.
    let years = (anchor.year().saturating_sub(8)..=anchor.year().saturating_add(8))
        .filter_map(|year| calendar::day(year, month, day));
    years.min_by_key(|&date| distance(anchor, date).abs())
}

fn nearest_day_of_month(anchor: Date, day: i8, ahead: Option<bool>) -> Option<Date> {
    let months = [-1, 0, 1].map(|by| calendar::add_units(anchor.first_of_month(), Unit::Month, by));
    let dates: Vec<Date> =
        months.into_iter().filter_map(|month| calendar::day(month.year(), month.month(), day)).collect();
    match ahead {
        Some(true) => dates.into_iter().find(|&date| date >= anchor),
        Some(false) => dates.into_iter().rfind(|&date| date <= anchor),
        None => dates.into_iter().min_by_key(|&date| distance(anchor, date).abs()),
    }
}

/// The year of a month that stands alone: by the verb, else the nearest, rather past than to come.
fn month_year(anchor: Date, month: i8, ahead: Option<bool>) -> i16 {
    let year = anchor.year();
    match ahead {
        Some(true) if month < anchor.month() => year + 1,
        Some(true) => year,
        Some(false) if month > anchor.month() => year - 1,
        Some(false) => year,
        None => match month - anchor.month() {
            4.. => year - 1,
            -12..-9 => year + 1,
            _ => year,
        },
    }
}

/// The year of a quarter, half or season that stands alone: the latest that has begun, or the next that has not ended.
fn latest_or_next(anchor: Date, part: YearPart, ahead: Option<bool>) -> i16 {
    let year = anchor.year();
    let begun = calendar::first_month(part) <= anchor.month();
    let ended = calendar::part_of(year, part).is_some_and(|(_, last)| last < anchor);
    // Plans to report the third quarter are made in the fourth.
    let lately = ended && anchor.month() - calendar::first_month(part) < 6;
    match ahead {
        Some(true) if ended && !lately => year + 1,
        Some(true) => year,
        _ if begun => year,
        _ => year - 1,
    }
}

/// The year of the last, this or next month or season.
fn toward(anchor: Date, part: YearPart, direction: i32) -> i16 {
    let first = calendar::first_month(part);
    let length = match part {
        YearPart::Month(_) => 1,
        YearPart::Half(_) => 6,
        YearPart::Quarter(_) | YearPart::Season(_) => 3,
    };
    let over = first + length <= anchor.month();
    let to_come = first > anchor.month();
    match direction {
        ..0 => anchor.year() - i16::from(!over),
        0 => anchor.year(),
        1.. => anchor.year() + i16::from(!to_come),
    }
}

#[cfg(test)]
mod tests;

/// Where an expression stands, for callers that cut sentences themselves.
impl<'a> InSentence<'a> {
    /// The expression's words.
    pub fn words(&self) -> &'a str {
        self.expression.span.unshift(self.sentence_start).of(self.sentence)
    }

    /// Its place in its sentence, in bytes.
    pub fn place(&self) -> Span {
        self.expression.span.unshift(self.sentence_start)
    }
}
