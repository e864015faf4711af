//! C501: one event, or one person, and articles that tell otherwise of it.

mod ages;
mod counts;
mod days;
mod series;

use corpus::accounts::{Account, Told};
use jiff::civil::Date;
use text::Span;

use crate::context::Article;
use crate::finding::{Choice, Finding, Related, Severity};
use crate::registry::{Check, EVIDENCE, Rule};
use crate::written::Written;

/// The declaration.
pub static RULE: Rule = Rule {
    code: "C501",
    name: "conflicting-accounts",
    summary: "articles that give one event different days, places, numbers or counts, or one person different ages",
    level: EVIDENCE,
    first_form: true,
    since: "0.1.0",
    check: Check::Article(check),
};

/// Days between two accounts of one event whose number in a series is the same.
const FORTNIGHT: i32 = 14;

fn check(article: &Article, found: &mut Vec<Finding>) {
    if !article.is_analysed() {
        return;
    }
    let own = article.context.told.events.iter().filter(|account| account.article == article.index as u32);
    let mut told: Vec<&Account> = Vec::new();
    for account in own {
        // What an article says twice it says once.
        if told.iter().any(|before| before.days == account.days && is_one(before, account)) {
            continue;
        }
        told.push(account);
        found.extend(days::conflict(article, account));
        found.extend(series::conflict(article, account));
    }
    found.extend(ages::conflicts(article));
    found.extend(counts::conflicts(article));
}

/// An account of another article.
struct Other<'a> {
    path: &'a corpus::Path,
    account: &'a Account,
}

impl Other<'_> {
    fn place(&self) -> Place<'_> {
        (self.path, self.account.article)
    }
}

/// An article: its file, and its number there.
type Place<'a> = (&'a corpus::Path, u32);

/// The accounts of other articles of an event of the same type, about the same days.
fn elsewhere<'a>(article: &Article<'a>, account: &Account) -> impl Iterator<Item = Other<'a>> + use<'a> {
    let context = article.context;
    let (number, own) = (account.article, context.path);
    let near = context.accounts.near(&account.kind, account.days.0, FORTNIGHT);
    let other = move |(path, other): &(&corpus::Path, &Account)| *path != own || other.article != number;
    near.filter(other).map(|(path, account)| Other { path, account })
}

/// What an article tells, of another or its own.
fn told_by<'a>(article: &Article<'a>, place: Place) -> &'a Told {
    let context = article.context;
    if place.0 == context.path { context.told } else { context.accounts.of(place.0) }
}

/// One finding tells of both: it stands where fewer articles say so, of equally many in the later. `with` and `against` are
/// the other articles that say the same, and otherwise.
fn is_the_odd_one(article: &Article, with: Vec<Place>, against: Vec<Place>) -> bool {
    let (with, against) = (1 + once(with).len(), once(against));
    let own: Place = (article.context.path, article.index as u32);
    let last = against.iter().map(|place| (day_of(article, *place), &**place.0)).max();
    let here = (day_of(article, own), &**own.0);
    // What is undated may be later than all.
    let rank = |(day, path): (Option<Date>, &str)| (day.is_none(), day, path.to_owned());
    with < against.len() || with == against.len() && last.is_none_or(|last| rank(here) > rank(last))
}

fn once(mut places: Vec<Place>) -> Vec<Place> {
    places.sort_unstable();
    places.dedup();
    places
}

fn day_of(article: &Article, (path, number): Place) -> Option<Date> {
    article.context.index.article(path, number)?.day
}

/// What most say; of equally many the first.
fn most_told<T: Ord + Copy>(told: impl Iterator<Item = T> + Clone) -> Option<T> {
    let count = |one: T| told.clone().filter(|other| *other == one).count();
    told.clone().max_by_key(|one| (count(*one), std::cmp::Reverse(*one)))
}

fn overlap(a: &Account, b: &Account) -> bool {
    a.days.0 <= b.days.1 && b.days.0 <= a.days.1
}

/// Nothing one tells says that the other is another event: place, number.
fn is_one(a: &Account, b: &Account) -> bool {
    is_in_one_place(a, b) && is_of_one_number(a, b)
}

fn is_in_one_place(a: &Account, b: &Account) -> bool {
    a.place.is_none() || b.place.is_none() || a.place == b.place
}

fn is_of_one_number(a: &Account, b: &Account) -> bool {
    a.ordinal.is_none() || b.ordinal.is_none() || a.ordinal == b.ordinal
}

/// How many parties of either account both articles name.
fn parties_in_both(article: &Article, account: &Account, other: &Other) -> usize {
    let named = |parties: &[Box<str>], (path, number): Place| {
        let facts = article.context.index.article(path, number);
        let names = |party: &str| facts.is_some_and(|facts| facts.entities.iter().any(|entity| *entity.name == *party));
        parties.iter().filter(|party| names(party)).count()
    };
    let own = (article.context.path, account.article);
    named(&account.parties, other.place()).max(named(&other.account.parties, own))
}

/// What one article says, and the others otherwise.
struct Conflict<'a> {
    span: Span,
    /// What is said here, in words.
    here: String,
    /// What most others say.
    usual: String,
    /// Of what.
    about: String,
    /// What others say, in words, with where.
    others: Vec<(String, Place<'a>, Span)>,
    /// Somebody is given for it here, and somebody else there: both may have said so.
    reported: bool,
}

impl Conflict<'_> {
    fn finding(self, article: &Article) -> Finding {
        let usual = self.others.iter().filter(|(words, ..)| *words == self.usual).map(|(_, place, _)| *place);
        let elsewhere = match once(usual.collect()).len() {
            1 => "another article".to_owned(),
            count => format!("{count} other articles"),
        };
        let message = format!("{} here, {} in {elsewhere}: {}", self.here, self.usual, self.about);
        let severity = if article.is_draft() && !self.reported { Severity::Warning } else { Severity::Information };
        let mut finding = article.finding(&RULE, self.span, severity, message);
        let related = |(words, place, span): &(String, Place, Span)| related(article, words, *place, *span);
        finding.related = self.others.iter().map(related).collect();
        finding.choices = self.choices();
        finding
    }

    fn choices(&self) -> Vec<Choice> {
        let mut told: Vec<&String> = Vec::new();
        self.others.iter().for_each(|(words, ..)| {
            if !told.contains(&words) {
                told.push(words);
            }
        });
        let choice = |words: &String| {
            let count = self.others.iter().filter(|(other, ..)| other == words).count();
            let mentions = if count == 1 { "1 mention".to_owned() } else { format!("{count} mentions") };
            Choice { title: format!("{words} ({mentions})"), value: words.clone() }
        };
        told.into_iter().map(choice).collect()
    }
}

/// `June 2, 2025: Norwire, July 23, 2025`
fn related(article: &Article, words: &str, (path, number): Place, span: Span) -> Related {
    let facts = article.context.index.article(path, number);
    let written = Written::of(article);
    let outlet = facts.and_then(|facts| facts.outlet.as_deref()).unwrap_or(path);
    let dated = facts.and_then(|facts| facts.day).map(|day| format!(", {}", written.day(day))).unwrap_or_default();
    let is_here = path == article.context.path;
    Related { path: (!is_here).then(|| path.clone()), span, message: format!("{words}: {outlet}{dated}") }
}
