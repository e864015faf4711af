//! Dates written out, in the house style of a draft: for messages, and for fixes that put a day where `yesterday` stood.

use jiff::civil::{Date, date};
use jiff::fmt::strtime;
use lang::Language;
use nlp::ResolvedTime;
use nlp::times::{Daytime, Said, Unit, YearPart, calendar};
use text::Span;

use crate::context::Article;
use crate::finding::Fix;

/// Writes dates as one draft does.
pub struct Written<'a> {
    lang: &'a Language,
    day: &'a str,
}

/// Whether `form` writes a whole day in the letters of strftime: day, month and year can be told from it.
pub fn is_day_form(form: &str) -> bool {
    let written = |day: Date| strtime::format(form, day).ok();
    let days = [date(2025, 3, 6), date(2025, 3, 7), date(2025, 11, 6), date(2026, 3, 6)].map(written);
    days.iter().all(Option::is_some) && (1..days.len()).all(|at| days[at] != days[0])
}

/// A time without the preposition before it, and whether that is the one of days (`on`) or of longer times (`in`).
struct Phrase {
    words: String,
    is_day: bool,
    /// Nothing the text said is lost.
    whole: bool,
}

impl<'a> Written<'a> {
    /// The house style: what the configuration says, else as most full dates of the text are written, else as the
    /// language writes them first of all.
    pub(crate) fn of(article: &Article<'a>) -> Written<'a> {
        let context = article.context;
        let lang = context.lang;
        let day = match context.dates {
            Some("mdy") => form(lang, "month-first"),
            Some("dmy") => form(lang, "day-first"),
            Some("ymd") => form(lang, "digits"),
            Some(own) if is_day_form(own) => own,
            _ => form(lang, own_form(article)),
        };
        Written { lang, day }
    }

    /// `July 23, 2025`
    pub fn day(&self, day: Date) -> String {
        strtime::format(self.day, day).unwrap_or_else(|_| day.to_string())
    }

    /// `Wednesday, July 23, 2025`
    pub fn weekday_and_day(&self, day: Date) -> String {
        self.put("weekday", &self.day(day)).replacen("%A", &weekday(day), 1)
    }

    /// `July 23, 2025`, `February 12, 2025 to February 13, 2025`, `July 2025`, `2024`
    pub fn days(&self, from: Date, to: Date) -> String {
        if from == to {
            self.day(from)
        } else if (from, to) == (from.first_of_month(), from.last_of_month()) {
            self.dated("month", from)
        } else if (from, to) == (from.first_of_year(), from.last_of_year()) {
            self.dated("year", from)
        } else {
            self.put("stretch", &self.day(from)).replacen('*', &self.day(to), 1)
        }
    }

    /// `as of July 23, 2025`
    pub(crate) fn as_of(&self, day: Date) -> String {
        self.put("as-of", &self.day(day))
    }

    /// The fixes that put days in the place of words: the shortest one first, then the one that keeps the weekday.
    /// `interval` is what the words mean. None where the sentence would have to be written anew.
    pub(crate) fn expansions(
        &self,
        article: &Article,
        time: &ResolvedTime,
        (from, to): (Date, Date),
        safe: bool,
    ) -> Vec<Fix> {
        let Some(phrase) = self.phrase(article, time, (from, to)) else { return Vec::new() };
        let mut fixes: Vec<Fix> = self.put_in(article, time, &phrase, safe).into_iter().collect();
        if from == to && phrase.words == self.day(from) {
            let longer = Phrase { words: self.weekday_and_day(from), ..phrase };
            fixes.extend(self.put_in(article, time, &longer, false));
        }
        fixes
    }

    /// The fix that puts an interval in the place of a vague word.
    pub(crate) fn in_place_of(&self, article: &Article, time: &ResolvedTime, (from, to): (Date, Date)) -> Option<Fix> {
        let month = from == from.first_of_month() && to >= from.last_of_month();
        let phrase = Phrase { words: self.days(from, to), is_day: !month, whole: true };
        self.put_in(article, time, &phrase, false)
    }

    fn put_in(&self, article: &Article, time: &ResolvedTime, phrase: &Phrase, safe: bool) -> Option<Fix> {
        let text = article.context.source;
        let (span, new) = match possessive(text, time.span) {
            // The week of July 14's talks: nobody writes that.
            Some(_) if phrase.words.contains(' ') && !phrase.is_day && !is_month(&phrase.words) => return None,
            Some(span) => (span, self.put("of-noun", &phrase.words)),
            None if self.follows_preposition(text, time.span) => (time.span, phrase.words.clone()),
            None => (time.span, self.put(if phrase.is_day { "on" } else { "in" }, &phrase.words)),
        };
        let begins = article.read.sentences.iter().any(|sentence| sentence.start == span.start);
        let new = if begins { capital(&new) } else { new };
        let words = article.words(span);
        Some(Fix {
            title: format!("Change “{words}” to “{new}”"),
            edits: vec![(span, new)],
            safe: safe && phrase.whole,
        })
    }

    fn phrase(&self, article: &Article, time: &ResolvedTime, (from, to): (Date, Date)) -> Option<Phrase> {
        let expression = &time.expression;
        let day = || Phrase { words: self.day(from), is_day: true, whole: true };
        let long = |words: String| Phrase { words, is_day: false, whole: true };
        let phrase = match (&expression.said, from == to) {
            (Said::Period(Unit::Week, _), false) => long(self.put("week", &self.day(from))),
            (Said::Period(Unit::Weekend, _), false) => {
                Phrase { is_day: true, ..long(self.put("weekend", &self.day(from))) }
            }
            (Said::Period(Unit::Month, _) | Said::YearPart { part: YearPart::Month(_), .. }, _) => {
                long(self.dated("month", from))
            }
            (Said::YearsAgo(_) | Said::Reported { .. }, _) if calendar::unit_of(from, Unit::Year) == (from, to) => {
                long(self.dated("year", from))
            }
            (Said::Period(Unit::Year, _), _) => long(self.dated("year", from)),
            (
                Said::YearsAgo(_)
                | Said::Reported { .. }
                | Said::Period(Unit::Quarter, _)
                | Said::YearPart { part: YearPart::Quarter(_), .. },
                _,
            ) => long(self.put(&format!("quarter {}", (from.month() + 2) / 3), &self.dated("year", from))),
            (Said::YearPart { part: YearPart::Half(half), .. }, _) => {
                long(self.put(&format!("half {half}"), &self.dated("year", from)))
            }
            (Said::YearPart { part: YearPart::Season(season), .. }, _) => {
                long(self.put(&format!("season {}", season.code()), &self.dated("year", from)))
            }
            (Said::Day(_) | Said::Weekday { .. } | Said::Named { .. }, true) => match expression.daytime {
                None => day(),
                Some(Daytime::Part(part)) => {
                    let part = String::from_utf8_lossy(&part).into_owned();
                    Phrase { words: self.put_if(&format!("part {part}"), &self.day(from))?, ..day() }
                }
                Some(Daytime::Clock { .. }) => return None,
            },
            _ => return None,
        };
        Some(self.modified(article, time, phrase))
    }

    /// `late last month` is `late June 2025`; other words before a longer time are lost with it.
    fn modified(&self, article: &Article, time: &ResolvedTime, phrase: Phrase) -> Phrase {
        let words = article.words(time.span).to_lowercase();
        let first = words.split([' ', '-']).next().unwrap_or_default();
        let rules = &self.lang.times.rules;
        let plain = phrase.is_day
            || rules.value(rules.class("relative"), first).is_some()
            || self.lang.closed.articles.contains(first)
            || self.lang.times.months.contains_key(first);
        if plain {
            return phrase;
        }
        let bare = is_month(&phrase.words);
        match self.put_if(&format!("mod {first}"), &phrase.words).filter(|_| bare) {
            Some(words) => Phrase { words, ..phrase },
            None => Phrase { whole: false, ..phrase },
        }
    }

    fn follows_preposition(&self, text: &str, span: Span) -> bool {
        let before = text[..span.start as usize].trim_end();
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        self.lang.closed.date_places.contains(word.to_lowercase().as_str())
    }

    fn dated(&self, part: &str, day: Date) -> String {
        strtime::format(form(self.lang, part), day).unwrap_or_else(|_| day.to_string())
    }

    fn put(&self, part: &str, date: &str) -> String {
        self.put_if(part, date).unwrap_or_else(|| date.to_owned())
    }

    fn put_if(&self, part: &str, date: &str) -> Option<String> {
        Some(self.lang.written_dates.get(part)?.replacen('*', date, 1))
    }
}

/// The name of a day of the week.
pub(crate) fn weekday(day: Date) -> String {
    calendar::weekday_name(calendar::weekday(day)).to_owned()
}

/// The figures of a day within the words of a date.
pub(crate) fn figures(text: &str, words: Span, day: i8) -> Option<Span> {
    let (inside, mut at) = (words.of(text), 0);
    while let Some(start) = inside[at..].find(|c: char| c.is_ascii_digit()).map(|start| at + start) {
        let rest = &inside[start..];
        let end = start + rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        if inside[start..end].parse() == Ok(day) {
            return Some(Span::new(words.start + start as u32, words.start + end as u32));
        }
        at = end;
    }
    None
}

/// The edit that gives a day and month their year: `June 24, 2025`, `24 June 2025`.
pub(crate) fn year_put_in(article: &Article, time: &ResolvedTime, year: i16) -> Option<(Span, String)> {
    let Said::Calendar { year: None, month: Some(_), day } = time.expression.said else { return None };
    let words = time.span.of(article.context.source);
    let month_last = words.ends_with(|c: char| c.is_alphabetic());
    let new = if day.is_none() || month_last { format!(" {year}") } else { format!(", {year}") };
    let letters = words.contains(char::is_alphabetic);
    letters.then(|| (Span::empty(time.span.end), new))
}

fn form<'a>(lang: &'a Language, part: &str) -> &'a str {
    lang.written_dates.get(part).map_or("%Y-%m-%d", |form| form)
}

/// How most full dates in a text's own words are written.
fn own_form(article: &Article) -> &'static str {
    let full = |time: &&ResolvedTime| {
        matches!(time.expression.said, Said::Calendar { year: Some(_), month: Some(_), day: Some(_) })
            && article.is_body(time.span)
    };
    let mut counts = [("month-first", 0), ("day-first", 0), ("digits", 0)];
    for time in article.context.analysis.articles.iter().flat_map(|other| &other.times).filter(full) {
        let words = time.span.of(article.context.source);
        let at = match words.contains(char::is_alphabetic) {
            false => 2,
            true if is_day_before_month(words) => 1,
            true => 0,
        };
        counts[at].1 += 1;
    }
    // The first of equals stands.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or("month-first", |(form, _)| form)
}

/// `Friday, 24 July 2025`: the figures of the day stand before another word.
fn is_day_before_month(words: &str) -> bool {
    let mut words = words.split([' ', ',', '\u{a0}']).filter(|word| !word.is_empty());
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    words.find(|word| is_number(word)).is_some_and(|_| words.next().is_some_and(|next| !is_number(next)))
}

/// `June 2025`, `2025`: a longer time that can stand before a noun.
fn is_month(words: &str) -> bool {
    words.split(' ').count() < 3 && words.ends_with(|c: char| c.is_ascii_digit())
}

/// The words with the possessive behind them.
fn possessive(text: &str, span: Span) -> Option<Span> {
    let rest = &text[span.end as usize..];
    let mark = rest.chars().next().filter(|c| lang::segment::is_apostrophe(*c))?;
    let behind = &rest[mark.len_utf8()..];
    let letter = behind.strip_prefix('s').filter(|rest| !rest.starts_with(char::is_alphanumeric))?;
    Some(Span::new(span.start, span.end + (rest.len() - letter.len()) as u32))
}

pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(form: &str) -> (std::sync::Arc<Language>, String) {
        (Language::load(lang::DEFAULT_TAG), form.to_owned())
    }

    #[test]
    fn forms_that_tell_a_day() {
        for form in ["%B %-d, %Y", "%-d %B %Y", "%Y-%m-%d", "%d.%m.%y"] {
            assert!(is_day_form(form), "{form}");
        }
        for form in ["", "July", "%B %Y", "%-d %B", "%Q", "%"] {
            assert!(!is_day_form(form), "{form}");
        }
    }

    #[test]
    fn days_and_longer_times() {
        let (lang, form) = written("%B %-d, %Y");
        let written = Written { lang: &lang, day: &form };
        assert_eq!(written.weekday_and_day(date(2025, 7, 23)), "Wednesday, July 23, 2025");
        assert_eq!(written.days(date(2025, 2, 12), date(2025, 2, 13)), "February 12, 2025 to February 13, 2025");
        assert_eq!(written.days(date(2025, 2, 1), date(2025, 2, 28)), "February 2025");
        assert_eq!(written.days(date(2024, 1, 1), date(2024, 12, 31)), "2024");
        assert_eq!(written.as_of(date(2025, 7, 23)), "as of July 23, 2025");
    }

    #[test]
    fn possessives_go_with_their_words() {
        let text = "yesterday’s talks and yesterday's";
        assert_eq!(possessive(text, Span::new(0, 9)).map(|span| span.of(text)), Some("yesterday’s"));
        assert_eq!(possessive("yesterday’small", Span::new(0, 9)), None);
        assert_eq!(possessive("yesterday, he", Span::new(0, 9)), None);
        assert!(is_day_before_month("Friday, 24 July 2025"));
        assert!(!is_day_before_month("Friday, July 24, 2025"));
    }
}
