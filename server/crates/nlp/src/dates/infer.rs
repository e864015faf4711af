//! From clues to a date.

use jiff::civil::Date;
use lang::Language;
use text::Span;

use super::days::Days;
use super::evidence::{Fact, Reader, evidence, list};
use super::{ArticleDate, Certainty, Clue, Clues, Evidence, Precision};
use crate::times::calendar;

/// Dates an article by its clues.
///
/// A date the file states is taken as it stands. Without one, every fact narrows down the days between `earliest` and
/// `today`; a fact that contradicts a stronger one is left out. What is not proved is never the answer.
pub fn infer(clues: &Clues, lang: &Language) -> ArticleDate {
    if let Some((day, why)) = clues.given {
        return on(day, Certainty::Stated, vec![evidence(Clue::Given, Span::default(), why)]);
    }
    let reader = Reader::new(clues, lang);
    let direct = reader.direct();
    if let Some(date) = stated(&direct) {
        return date;
    }
    let mut narrowing = Narrowing {
        window: reader.window(),
        days: reader.window(),
        evidence: Vec::new(),
        soft: false,
        placed: false,
        bounded: (None, None),
    };
    let open = direct.into_iter().next();
    let inherited = clues.inherited.filter(|date| open.is_none() && date.is_direct());
    if let Some(date) = inherited {
        if date.day.is_some() {
            return inherit(date, &reader);
        }
        narrowing.inherit(date);
    }
    if let Some(fact) = open {
        let near = fact.evidence.span;
        let own = reader.own_weekday(&fact);
        narrowing.place(fact);
        match own {
            Some(fact) => narrowing.weekday(fact),
            None => reader.weekdays(near).into_iter().for_each(|fact| narrowing.weekday(fact)),
        }
    }
    reader.places().into_iter().for_each(|fact| narrowing.place(fact));
    let mut bounds = reader.bounds();
    // The tightest first: they say all the others say.
    bounds.sort_by_key(|fact| (fact.evidence.clue, std::cmp::Reverse(fact.days.first()), fact.days.last()));
    bounds.into_iter().for_each(|fact| narrowing.bound(fact));
    if narrowing.placed {
        for fact in reader.brackets() {
            narrowing.narrow(fact);
        }
    }
    narrowing.answer()
}

/// A day the file states, by the strongest statement that names one. A dateline without a year takes it from an address
/// or a name that agrees with it.
fn stated(direct: &[Fact]) -> Option<ArticleDate> {
    let (at, day, precision) = direct.iter().enumerate().find_map(|(at, fact)| {
        let month = fact.days.month().filter(|_| fact.days.years().len() == 1 && fact.days.only().is_none());
        match fact.days.only() {
            Some(day) => Some((at, day, Precision::Day)),
            None if month.is_some() && fact.days.month_and_day().is_none() => {
                Some((at, fact.days.first()?, Precision::Month))
            }
            None => None,
        }
    })?;
    // Stronger statements leave the year open, or have two readings: the one near the day found holds. If none is near,
    // the day found is another's: of the page, or of the file.
    let (day, first) = match direct[..at].first() {
        None => (day, &direct[at]),
        Some(stronger) => {
            let near = || (-3..=3).map(|days| calendar::add_days(day, days));
            // Years before those that are asked about are open as well.
            let own = stronger.days.month_and_day();
            let old = || near().find(|day| own == Some((day.month(), day.day())));
            (stronger.days.and(&Days::of(near().collect())).only().or_else(old)?, stronger)
        }
    };
    let mut all = vec![first.evidence.clone()];
    all.extend(
        direct
            .iter()
            .filter(|fact| fact.days.contains(day))
            .map(|fact| fact.evidence.clone())
            .filter(|other| *other != first.evidence),
    );
    all.sort_by_key(|evidence| evidence.clue);
    Some(match precision {
        Precision::Day => on(day, Certainty::Stated, all),
        _ => in_month(day, Certainty::Stated, all),
    })
}

/// The file's date for an article that has none of its own, unless a picture in it is of a later day.
fn inherit(date: &ArticleDate, reader: &Reader) -> ArticleDate {
    let later = reader.places().into_iter().find(|fact| {
        fact.evidence.clue == Clue::Caption && date.day.zip(fact.days.only()).is_some_and(|(file, own)| own > file)
    });
    match later {
        Some(Fact { evidence, days, .. }) => {
            days.only().map_or_else(|| date.clone(), |day| on(day, Certainty::Inferred, vec![evidence]))
        }
        None => date.clone(),
    }
}

/// The days that are left, and why.
struct Narrowing {
    /// All days in question.
    window: Days,
    days: Days,
    evidence: Vec<Evidence>,
    /// A soft fact was used.
    soft: bool,
    /// A fact has placed the article in some days of a year.
    placed: bool,
    /// Bounds that the text itself gives.
    bounded: (Option<Date>, Option<Date>),
}

impl Narrowing {
    /// Keeps the days the fact allows. False if none would be left: then the fact is left out.
    fn narrow(&mut self, fact: Fact) -> bool {
        let left = self.days.and(&fact.days);
        if left.is_empty() {
            return false;
        }
        if left != self.days {
            self.days = left;
            self.soft |= fact.soft;
            self.evidence.push(fact.evidence);
        }
        true
    }

    fn place(&mut self, fact: Fact) {
        let placed = self.narrow(fact);
        self.placed |= placed;
    }

    /// A weekday with the years it fits.
    fn weekday(&mut self, mut fact: Fact) {
        let years = self.days.and(&fact.days).years();
        fact.evidence.why = format!("{} fits {}", fact.evidence.why, list(&years));
        self.narrow(fact);
    }

    fn bound(&mut self, fact: Fact) {
        let (first, last, clue) = (fact.days.first(), fact.days.last(), fact.evidence.clue);
        let (known, evidence) = (self.bounded, fact.evidence.clone());
        if self.narrow(fact) {
            match clue {
                Clue::Office | Clue::Death | Clue::Event | Clue::Public => {
                    let window = (self.window.first(), self.window.last());
                    let from = first.filter(|_| first > window.0);
                    let to = last.filter(|_| last < window.1);
                    self.bounded.0 = self.bounded.0.into_iter().chain(from).max();
                    self.bounded.1 = self.bounded.1.into_iter().chain(to).min();
                }
                Clue::Future => self.bounded.1 = self.bounded.1.into_iter().chain(last).min(),
                _ => self.bounded.0 = self.bounded.0.into_iter().chain(first).max(),
            }
            // Before the first year that is asked about it narrows nothing, and still is what the bound rests on.
            if self.bounded != known && first < self.window.first() && !self.evidence.contains(&evidence) {
                self.evidence.push(evidence);
            }
        }
    }

    /// The first article of the file has a date without a year: so has this one.
    fn inherit(&mut self, date: &ArticleDate) {
        let days: Vec<Date> = match date.value.as_deref().map(|value| value.split('-').collect::<Vec<_>>()).as_deref() {
            Some(["XXXX", month, day]) => {
                let (month, day) = (month.parse().unwrap_or(0), day.parse().unwrap_or(0));
                date.candidates.iter().filter_map(|&year| calendar::day(year, month, day)).collect()
            }
            _ => Vec::new(),
        };
        let left = self.days.and(&Days::of(days));
        if !left.is_empty() {
            self.days = left;
            self.placed = true;
            self.soft = true;
            self.evidence.extend(date.evidence.iter().cloned());
        }
    }

    fn answer(mut self) -> ArticleDate {
        self.evidence.sort_by_key(|evidence| evidence.clue);
        let certainty = if self.soft { Certainty::Bounded } else { Certainty::Inferred };
        let years = self.days.years();
        let (mut from, mut to) = self.bounded;
        match (self.days.only(), years.as_slice()) {
            (Some(day), _) if !self.soft => return on(day, certainty, self.evidence),
            // All the days lie in one month of one year, by words and not only by today's date.
            (None, [_])
                if !self.soft && self.days.month().is_some() && (self.placed || (from.is_some() && to.is_some())) =>
            {
                let first = self.days.first();
                return match first {
                    Some(first) => {
                        let month = in_month(first, certainty, self.evidence);
                        ArticleDate { from: Some(first), to: self.days.last(), ..month }
                    }
                    None => ArticleDate::default(),
                };
            }
            _ => {}
        }
        let value = match (self.days.month_and_day(), self.days.month()) {
            (Some((month, day)), _) if self.placed => Some(format!("XXXX-{month:02}-{day:02}")),
            (None, Some(month)) if self.placed => Some(format!("XXXX-{month:02}")),
            _ => None,
        };
        if self.placed && value.is_none() && years.len() == 1 {
            (from, to) = (self.days.first(), self.days.last());
        }
        let precision = if self.days.month_and_day().is_some() { Precision::Day } else { Precision::Month };
        let known = value.is_some() || from.is_some() || to.is_some() || self.placed;
        ArticleDate {
            day: None,
            precision: if value.is_some() { precision } else { Precision::Day },
            certainty: if known { Certainty::Bounded } else { Certainty::Unknown },
            candidates: if self.placed { years } else { Vec::new() },
            value,
            from,
            to,
            evidence: self.evidence,
        }
    }
}

fn on(day: Date, certainty: Certainty, evidence: Vec<Evidence>) -> ArticleDate {
    ArticleDate { value: Some(day.to_string()), day: Some(day), certainty, evidence, ..ArticleDate::default() }
}

fn in_month(day: Date, certainty: Certainty, evidence: Vec<Evidence>) -> ArticleDate {
    let value = Some(format!("{:04}-{:02}", day.year(), day.month()));
    let (from, to) = (Some(day.first_of_month()), Some(day.last_of_month()));
    ArticleDate { value, precision: Precision::Month, certainty, from, to, evidence, ..ArticleDate::default() }
}

#[cfg(test)]
mod tests;
