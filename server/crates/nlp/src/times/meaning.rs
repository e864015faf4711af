//! What a rule's meaning stands for.
//!
//! A meaning is a word and its arguments; the rest it takes from what the pattern found.
//!
//! | meaning | says |
//! | --- | --- |
//! | `nothing` | no time: the words are left alone |
//! | `calendar [YYYY-MM-DD]` | year, month and day as found; what one end of a range or list leaves out it takes from another |
//! | `iso`, `numeric`, `dotted` | a date in figures |
//! | `short-year` | the second year of `1991/92` |
//! | `year-words` | a year in words |
//! | `month-of`, `month-toward`, `month-same` | a month of this or last year; the last or next one; of the year before it |
//! | `fiscal`, `era` | a business year; a year before our era |
//! | `decade`, `tens`, `century`, `century-relative` | larger units |
//! | `season`, `quarter`, `half [N]` | a part of a year |
//! | `quarter-told`, `quarter-before [quarter]`, `quarter-of-year` | the quarter that is reported; in the year before, or the one stated |
//! | `week-of` | the week a day lies in |
//! | `holiday RULE` | a day with a name |
//! | `weekday`, `weekday-beside` | a weekday; the one before or after the date before |
//! | `day N [PART]` | days from the day of writing |
//! | `period [UNIT] [N]` | the unit, so many from the article's; else by the word of class `relative` found |
//! | `ago [N]`, `ahead [N]` | so many units before or after the day of writing |
//! | `from [UNIT] [N]` | the unit after or before the one the date before lies in, by the word of class `beside` |
//! | `shift [N]` | so many units from the date before, by the word of class `shift` |
//! | `eve` | the day before the event that the words name |
//! | `same`, `same-day` | the unit or day the date before lies in |
//! | `length [N]` | so many units; unknown how many if neither argument nor number |
//! | `set-of [1]` | again and again; with 1, a number before it counts something else |
//! | `clock` | a time of day, with a day if found |
//! | `value V` | this TIMEX3 value |

use lang::Language;
use lang::times::classes::{self, Classes};
use lang::times::{Capture, Lexeme, Match};
use text::Span;

use super::{Amount, Daytime, Said, Season, Unit, Which, YearPart, calendar};
use crate::tokens::Token;

/// What an expression says.
pub(super) struct Meant {
    pub(super) said: Said,
    pub(super) daytime: Option<Daytime>,
    pub(super) weekday: Option<(i8, Span)>,
}

/// A match beside its text.
pub(super) struct Reading<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) lexemes: &'a [Lexeme],
    pub(super) found: &'a Match,
    pub(super) lang: &'a Language,
}

type Parts = (Option<i16>, Option<i8>, Option<i8>);

impl<'a> Reading<'a> {
    /// What expression number `at` of the match says; nothing if it is none, or if its words make no sense.
    pub(super) fn meant(&self, at: usize) -> Option<Meant> {
        let found = Found { reading: self, at };
        let meaning = self.lang.times.rules.meaning(self.found, at);
        let (name, arguments) = meaning.split_once(' ').unwrap_or((meaning, ""));
        let said = found.said(name, arguments)?;
        let daytime = found.daytime(name, arguments);
        let weekday = match said {
            Said::Calendar { day: Some(_), .. } => {
                found.token(classes::WEEKDAY).and_then(|token| Some((self.weekday(token)?, self.tokens[token].span)))
            }
            _ => None,
        };
        Some(Meant { said, daytime, weekday })
    }

    /// The two expressions of the match are the ends of a range.
    pub(super) fn is_range(&self) -> bool {
        let range = self.lang.times.rules.class("range");
        let [(_, from), (to, _)] = self.found.expressions[..] else { return false };
        self.lexemes
            .get(from as usize..to as usize)
            .is_some_and(|between| between.iter().any(|lexeme| lexeme.classes & range != 0))
    }

    fn of(&self, token: usize) -> &'a str {
        self.tokens.get(token).map_or("", |token| token.of(self.text))
    }

    fn lower(&self, token: usize) -> String {
        self.of(token).to_lowercase()
    }

    fn weekday(&self, token: usize) -> Option<i8> {
        self.lang.times.weekdays.get(self.lower(token).as_str()).copied()
    }

    /// Year, month and day as expression `at` states them.
    fn parts(&self, at: usize) -> Parts {
        let found = Found { reading: self, at };
        let year = match found.token(self.lang.times.rules.class("before-our-era")) {
            Some(_) => found.year_before_our_era(),
            None => found.word(classes::YEAR | classes::OLD_YEAR).and_then(|year| year.parse().ok()),
        };
        let month = found
            .token(classes::MONTH)
            .and_then(|token| self.lang.times.months.get(self.lower(token).as_str()).copied());
        let day = found
            .token(classes::DAY | classes::NTH_DAY | classes::ORDINAL)
            .and_then(|token| i8::try_from(self.ordinal(token)?).ok());
        (year, month, day)
    }

    /// Year, month and day with what the other expressions of the match state for all.
    fn shared(&self, at: usize) -> Parts {
        let (mut year, mut month, day) = self.parts(at);
        let count = self.found.expressions.len();
        let others = || (at + 1..count).chain((0..at).rev()).map(|other| self.parts(other));
        if month.is_none() && day.is_some() {
            month = others().find_map(|(_, month, _)| month);
        }
        if year.is_none() && month.is_some() {
            let stated = others().find(|(year, ..)| year.is_some());
            // December 30 to January 2, 2024.
            let before = stated
                .is_some_and(|(_, other, _)| at + 1 < count && other.is_some() && other < month && self.is_range());
            year = stated.and_then(|(year, ..)| year).map(|year| year - i16::from(before));
        }
        (year, month, day)
    }

    /// `third`, `20th`, `20` as a number.
    fn ordinal(&self, token: usize) -> Option<u32> {
        let word = self.lower(token);
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 { word[..digits].parse().ok() } else { self.lang.times.ordinals.get(word.as_str()).copied() }
    }
}

/// What was found in one expression.
struct Found<'r, 'a> {
    reading: &'r Reading<'a>,
    at: usize,
}

impl<'a> Found<'_, 'a> {
    fn said(&self, name: &str, arguments: &str) -> Option<Said> {
        let number = arguments.split(' ').find_map(|argument| argument.parse::<i32>().ok());
        match name {
            "calendar" if !arguments.is_empty() => iso(arguments),
            "calendar" => calendar(self.reading.shared(self.at)),
            "iso" => iso(self.word(classes::ISO)?),
            "numeric" => numeric(self.word(classes::SLASH)?),
            "dotted" => dotted(self.word(classes::DOTTED)?),
            "short-year" => self.short_year(),
            "year-words" => self.year_in_words(),
            "month-of" => Some(Said::YearPart { part: self.month()?, which: Which::Offset(self.relative()?) }),
            "month-toward" => Some(Said::YearPart {
                part: self.month()?,
                which: Which::Toward(self.relative().or_else(|| self.beside())?),
            }),
            "month-same" => Some(Said::YearPart { part: self.month()?, which: Which::Same }),
            "era" => self.era(),
            "fiscal" => Some(Said::Fixed(format!("FY{}", self.word(classes::YEAR)?))),
            "decade" => self.decade(),
            "tens" => Some(Said::Fixed(format!("19{}", self.value("tens")?))),
            "century" => Some(Said::Fixed(format!("{:02}", self.ordinal()?.checked_sub(1)?))),
            "century-relative" => Some(Said::Period(Unit::Century, self.relative()?)),
            "season" => Some(Said::YearPart {
                part: YearPart::Season(Season::coded(self.value("season")?)?),
                which: self.which(),
            }),
            "quarter" => self.quarter(),
            "quarter-told" => Some(Said::Reported { which: Which::Offset(0), else_unit: Unit::Quarter }),
            "quarter-before" => Some(match self.quarter_number() {
                Some(quarter) => Said::YearPart { part: YearPart::Quarter(quarter), which: Which::Offset(-1) },
                None => Said::Reported {
                    which: Which::Offset(self.relative().unwrap_or(-1)),
                    else_unit: Unit::named(arguments).unwrap_or(Unit::Year),
                },
            }),
            "quarter-of-year" => {
                Some(Said::Reported { which: Which::Year(self.reading.parts(self.at).0?), else_unit: Unit::Year })
            }
            "half" => Some(Said::YearPart {
                part: YearPart::Half(number.and_then(|half| i8::try_from(half).ok()).or_else(|| self.half_number())?),
                which: self.year_or_this(),
            }),
            "holiday" => Some(Said::Named { rule: arguments.to_owned(), which: self.which() }),
            "weekday" => Some(Said::Weekday {
                weekday: self.weekday()?,
                direction: self.relative().map(|by| by.clamp(-1, 1) as i8),
            }),
            "weekday-beside" => {
                Some(Said::WeekdayBeside { weekday: self.weekday()?, by: self.beside()?.clamp(-1, 1) as i8 })
            }
            "week-of" => match self.reading.parts(self.at) {
                (year, Some(month), Some(day)) => Some(Said::WeekOf { year, month, day }),
                _ => None,
            },
            "day" => Some(Said::Day(number?)),
            "period" => self.period(arguments, number),
            "ago" => self.away(number, -1),
            "ahead" => self.away(number, 1),
            "from" => {
                let unit = arguments.split(' ').find_map(Unit::named).or_else(|| self.unit().map(|(unit, _)| unit))?;
                Some(Said::Beside(unit, number.or_else(|| self.beside()).or_else(|| self.shift()).unwrap_or(1)))
            }
            "shift" => {
                let (unit, factor) = self.unit()?;
                let count = number
                    .map_or_else(|| self.amount().and_then(Amount::whole), |number| u32::try_from(number).ok())?;
                Some(Said::From(unit, signed(count, self.shift().unwrap_or(-1), factor)))
            }
            "same" => Some(match self.unit()?.0 {
                Unit::Day => Said::SameDay,
                unit => Said::Same(unit),
            }),
            "eve" => Some(Said::Eve),
            "same-day" => Some(Said::SameDay),
            "length" => self.length(number),
            "set-of" => self.set(number),
            "clock" => self.clock_day(),
            "value" => Some(Said::Fixed(arguments.to_owned())),
            _ => None,
        }
    }

    fn captures(&self) -> impl Iterator<Item = &'a Capture> {
        let at = self.at;
        self.reading.found.captures.iter().filter(move |capture| usize::from(capture.expression) == at)
    }

    /// The first token found for one of `classes`.
    fn token(&self, classes: Classes) -> Option<usize> {
        self.captures().find(|capture| capture.class & classes != 0).map(|capture| capture.token as usize)
    }

    fn word(&self, classes: Classes) -> Option<&'a str> {
        self.token(classes).map(|token| self.reading.of(token))
    }

    /// The value of the first word found of a class of `words.tsv`.
    fn value(&self, class: &str) -> Option<&'a str> {
        let rules = &self.reading.lang.times.rules;
        let class = rules.class(class);
        rules.value(class, self.word(class)?)
    }

    fn relative(&self) -> Option<i32> {
        self.value("relative")?.parse().ok()
    }

    fn beside(&self) -> Option<i32> {
        self.value("beside")?.parse().ok()
    }

    fn shift(&self) -> Option<i32> {
        self.value("shift")?.parse().ok()
    }

    fn weekday(&self) -> Option<i8> {
        self.reading.weekday(self.token(classes::WEEKDAY | classes::WEEKDAYS)?)
    }

    fn month(&self) -> Option<YearPart> {
        self.reading.parts(self.at).1.map(YearPart::Month)
    }

    fn ordinal(&self) -> Option<u32> {
        self.reading.ordinal(self.token(classes::ORDINAL)?)
    }

    fn quarter_number(&self) -> Option<i8> {
        let number = self.value("quarter-name").and_then(|value| value.parse().ok()).or_else(|| self.ordinal())?;
        i8::try_from(number).ok().filter(|number| (1..=4).contains(number))
    }

    fn half_number(&self) -> Option<i8> {
        let number =
            self.value("half-name").and_then(|value| value.parse().ok()).or_else(|| self.ordinal()).unwrap_or(1);
        i8::try_from(number).ok().filter(|number| (1..=2).contains(number))
    }

    /// The year stated, the direction stated, or the nearest.
    fn which(&self) -> Which {
        match (self.reading.parts(self.at).0, self.relative()) {
            (Some(year), _) => Which::Year(year),
            (None, Some(direction)) => Which::Toward(direction),
            (None, None) => Which::Nearest,
        }
    }

    fn year_or_this(&self) -> Which {
        match self.reading.parts(self.at).0 {
            Some(year) => Which::Year(year),
            None => Which::Offset(self.relative().unwrap_or(0)),
        }
    }

    fn quarter(&self) -> Option<Said> {
        let Some(quarter) = self.quarter_number() else {
            return self.token(classes::ORDINAL).is_none().then_some(Said::Period(Unit::Quarter, -1));
        };
        let which = match (self.reading.parts(self.at).0, self.relative()) {
            (Some(year), _) => Which::Year(year),
            (None, Some(offset)) => Which::Offset(offset),
            (None, None) => Which::Nearest,
        };
        Some(Said::YearPart { part: YearPart::Quarter(quarter), which })
    }

    /// The unit found, and how many of it one such word is: a fortnight is two weeks.
    fn unit(&self) -> Option<(Unit, u32)> {
        let token =
            self.captures().filter(|capture| capture.class & (classes::UNIT | classes::UNITS) != 0).last()?.token
                as usize;
        match &**self.reading.lang.times.units.get(self.reading.lower(token).as_str())? {
            "fortnight" => Some((Unit::Week, 2)),
            "millennium" => Some((Unit::Century, 10)),
            name => Some((Unit::named(name)?, 1)),
        }
    }

    fn period(&self, arguments: &str, number: Option<i32>) -> Option<Said> {
        let unit = arguments.split(' ').find_map(Unit::named).or_else(|| self.unit().map(|(unit, _)| unit))?;
        let by = number.or_else(|| self.relative()).unwrap_or(0);
        (!unit.is_within_day()).then_some(Said::Period(unit, by))
    }

    /// So many units from the day of writing.
    fn away(&self, number: Option<i32>, sign: i32) -> Option<Said> {
        let (unit, factor) = self.unit()?;
        let amount = match number {
            Some(number) => Amount::new(f64::from(number)),
            None => self.amount()?,
        };
        match amount.whole() {
            Some(count) if unit == Unit::Day => Some(Said::Day(signed(count, sign, factor))),
            Some(1) if unit == Unit::Year && sign < 0 => Some(Said::YearsAgo(1)),
            Some(count) => Some(Said::Period(unit, signed(count, sign, factor))),
            // Half a year ago.
            None if unit == Unit::Year => Some(Said::Period(Unit::Month, signed(amount.0, sign, 12) / 100)),
            None => Some(Said::Fixed(if sign < 0 { "PAST_REF" } else { "FUTURE_REF" }.to_owned())),
        }
    }

    fn length(&self, number: Option<i32>) -> Option<Said> {
        let (unit, factor) = self.unit()?;
        let half = self.token(self.reading.lang.times.rules.class("half")).is_some();
        let amount = match number {
            Some(number) => Some(f64::from(number) + if half { 0.5 } else { 0.0 }),
            None => self.amount().map(|amount| f64::from(amount.0) / 100.0),
        };
        Some(Said::Length(unit, amount.map(|amount| Amount::new(amount * f64::from(factor)))))
    }

    /// The first number found, with its fraction.
    fn amount(&self) -> Option<Amount> {
        let half = self.reading.lang.times.rules.class("half");
        let numbers: Vec<&Capture> = self
            .captures()
            .filter(|capture| capture.class & (classes::INT | classes::DECIMAL | classes::CARDINAL | half) != 0)
            .collect();
        if let [whole, part, of] = numbers[..]
            && of.token == part.token + 2
            && self.reading.of(part.token as usize + 1) == "/"
        {
            return Some(Amount::new(self.figure(whole)? + self.figure(part)? / self.figure(of)?.max(1.0)));
        }
        let mut total: Option<f64> = None;
        for capture in numbers {
            let value = self.figure(capture)?;
            total = Some(match total {
                None => value,
                Some(before) if capture.class == half => before + value,
                Some(before) if capture.class == classes::CARDINAL && value >= 100.0 => before * value,
                Some(before) if capture.class == classes::CARDINAL && follows(before, value) => before + value,
                Some(_) => break,
            });
        }
        total.map(Amount::new)
    }

    fn figure(&self, capture: &Capture) -> Option<f64> {
        let word = self.reading.lower(capture.token as usize);
        match capture.class {
            classes::INT | classes::DECIMAL => word.replace(',', "").parse().ok(),
            classes::CARDINAL => self.reading.lang.times.numbers.get(word.as_str()).map(|&number| f64::from(number)),
            _ => Some(0.5),
        }
    }

    /// `nineteen ninety-six`.
    fn year_in_words(&self) -> Option<Said> {
        let numbers = self.captures().filter(|capture| capture.class == classes::CARDINAL);
        let values: Vec<f64> = numbers.map(|capture| self.figure(capture)).collect::<Option<_>>()?;
        let (&century, rest) = values.split_first()?;
        let (_, month, day) = self.reading.parts(self.at);
        // Two thousand, two thousand five.
        if let &[thousands, 1000.0, ref ones @ ..] = values.as_slice()
            && thousands == 2.0
            && ones.len() < 2
        {
            let year = 2000 + ones.first().map_or(0, |&ones| ones as i16);
            return Some(Said::Calendar { year: Some(year), month, day });
        }
        let sound = match rest {
            [tens] => (10.0..100.0).contains(tens),
            [tens, ones] => (20.0..100.0).contains(tens) && tens % 10.0 == 0.0 && (1.0..10.0).contains(ones),
            _ => false,
        };
        let year = century * 100.0 + rest.iter().sum::<f64>();
        (sound && (13.0..=20.0).contains(&century)).then_some(Said::Calendar { year: Some(year as i16), month, day })
    }

    /// `1991/92`.
    fn short_year(&self) -> Option<Said> {
        let before = self.reading.parts(self.at.checked_sub(1)?).0?;
        let year: i16 = self.word(classes::TWO)?.parse().ok()?;
        let year = before / 100 * 100 + year;
        (before < year).then_some(Said::Calendar { year: Some(year), month: None, day: None })
    }

    /// `490 BC`: counted back from the year 1, before which there is the year 0.
    fn year_before_our_era(&self) -> Option<i16> {
        let year: i16 = self.word(classes::INT | classes::YEAR | classes::OLD_YEAR)?.parse().ok()?;
        (1..9999).contains(&year).then_some(1 - year)
    }

    /// A year before our era, which the words beside it say.
    fn era(&self) -> Option<Said> {
        let (_, month, day) = self.reading.parts(self.at);
        calendar((Some(self.year_before_our_era()?), month, day.filter(|_| month.is_some())))
    }

    /// `1990s`, `'80s`.
    fn decade(&self) -> Option<Said> {
        let figures: String = self.word(classes::DECADE)?.chars().take_while(char::is_ascii_digit).collect();
        Some(Said::Fixed(match figures.len() {
            2 => format!("19{}", &figures[..1]),
            _ => figures.get(..3)?.to_owned(),
        }))
    }

    fn set(&self, number: Option<i32>) -> Option<Said> {
        if let Some(value) = self.value("often") {
            return Some(Said::Fixed(value.to_owned()));
        }
        let part = self.value("part").or_else(|| self.parts_of_days());
        let part = part.map_or(String::new(), |part| format!("T{part}"));
        if let Some(season) = self.value("season") {
            return Some(Said::Fixed(format!("XXXX-{season}")));
        }
        if let Some(weekday) = self.weekday() {
            return Some(Said::Fixed(format!("XXXX-WXX-{weekday}{part}")));
        }
        if let Some(YearPart::Month(month)) = self.month() {
            return Some(Said::Fixed(format!("XXXX-{month:02}")));
        }
        if let Some((unit, factor)) = self.unit() {
            let stated = if number.is_some() { None } else { self.amount() };
            let amount = stated.unwrap_or(Amount::new(f64::from(factor)));
            return Some(Said::Fixed(calendar::length_value(unit, Some(amount))));
        }
        (!part.is_empty()).then(|| Said::Fixed(format!("XXXX-XX-XX{part}")))
    }

    /// The part of the day in `nights`, which may stand behind a list: `Monday and Tuesday nights`.
    fn parts_of_days(&self) -> Option<&'a str> {
        let rules = &self.reading.lang.times.rules;
        let class = rules.class("parts");
        let capture = self.reading.found.captures.iter().find(|capture| capture.class & class != 0)?;
        rules.value(class, self.reading.of(capture.token as usize))
    }

    /// The day a time of day stands with.
    fn clock_day(&self) -> Option<Said> {
        if let Some(days) = self.value("deictic-day") {
            return Some(Said::Day(days.parse().ok()?));
        }
        if self.reading.parts(self.at).1.is_some() {
            return calendar(self.reading.parts(self.at));
        }
        match self.weekday() {
            Some(weekday) => {
                Some(Said::Weekday { weekday, direction: self.relative().map(|by| by.clamp(-1, 1) as i8) })
            }
            None => Some(Said::TheDay),
        }
    }

    fn daytime(&self, name: &str, arguments: &str) -> Option<Daytime> {
        if matches!(name, "set-of" | "length") {
            return None;
        }
        if name == "day"
            && let Some((_, part)) = arguments.split_once(' ')
        {
            return part_of_day(part);
        }
        let part = || self.value("part").and_then(part_of_day);
        self.clock().or_else(part)
    }

    fn clock(&self) -> Option<Daytime> {
        let said = self.word(classes::CLOCK | classes::HOUR | classes::HALF_DAY_HOUR);
        let time = match (said, self.value("clock-word")) {
            (_, Some(time)) => time,
            (time, None) => time?,
        };
        let mut numbers = time.split(|c: char| !c.is_ascii_digit()).map(|number| number.parse::<i8>().ok());
        let (hour, minute) = (numbers.next()??, numbers.next().flatten().unwrap_or(0));
        // 3pm carries its half of the day itself.
        let tail = time.trim_start_matches(|c: char| c.is_ascii_digit());
        let rules = &self.reading.lang.times.rules;
        let half = self.value("half-day").or_else(|| rules.value(rules.class("half-day"), tail));
        let afternoon = half == Some("pm") || (half.is_none() && matches!(self.value("part"), Some("AF" | "EV")));
        let hour = match (afternoon, hour) {
            (true, 1..12) => hour + 12,
            (false, 12) if half == Some("am") => 0,
            _ => hour,
        };
        Some(Daytime::Clock { hour, minute })
    }
}

/// `five` behind `twenty`, `twenty` behind `two hundred`.
fn follows(before: f64, value: f64) -> bool {
    (before >= 20.0 && before % 10.0 == 0.0 && value < 10.0) || (before % 100.0 == 0.0 && before > 0.0 && value < 100.0)
}

fn signed(count: u32, sign: i32, factor: u32) -> i32 {
    i32::try_from(count.saturating_mul(factor)).unwrap_or(i32::MAX).saturating_mul(sign)
}

fn part_of_day(code: &str) -> Option<Daytime> {
    <[u8; 2]>::try_from(code.as_bytes()).ok().map(Daytime::Part)
}

fn calendar((year, month, day): Parts) -> Option<Said> {
    (year.is_some() || month.is_some() || day.is_some()).then_some(Said::Calendar { year, month, day })
}

fn figures(text: &str, mark: char) -> Option<[i16; 3]> {
    let mut parts =
        text.split(mark).map(|part| part.bytes().take_while(u8::is_ascii_digit).count()).zip(text.split(mark));
    let mut next = || parts.next().and_then(|(len, part)| part[..len].parse().ok());
    Some([next()?, next()?, next()?])
}

fn iso(text: &str) -> Option<Said> {
    let mark = if text.contains('/') { '/' } else { '-' };
    let [year, month, day] = figures(text, mark)?;
    calendar((Some(year), i8::try_from(month).ok(), i8::try_from(day).ok()))
}

fn dotted(text: &str) -> Option<Said> {
    let [a, b, c] = figures(text, '.')?;
    let (year, day) = if a > 31 { (a, c) } else { (c, a) };
    calendar((Some(year), i8::try_from(b).ok(), i8::try_from(day).ok()))
}

/// `20/01/2022`: a number above twelve is the day; of two below, nobody can tell, unless they are the same.
fn numeric(text: &str) -> Option<Said> {
    let mark = if text.contains('/') { '/' } else { '-' };
    let [first, second, year] = figures(text, mark)?;
    let year = match year {
        0..70 => 2000 + year,
        70..100 => 1900 + year,
        _ => year,
    };
    let (first, second) = (i8::try_from(first).ok()?, i8::try_from(second).ok()?);
    match (first, second) {
        (13.., _) => calendar((Some(year), Some(second), Some(first))),
        (_, 13..) => calendar((Some(year), Some(first), Some(second))),
        _ if first == second => calendar((Some(year), Some(first), Some(second))),
        _ => Some(Said::Numeric { year, first, second }),
    }
}
