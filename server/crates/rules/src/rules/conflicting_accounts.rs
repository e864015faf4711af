//! C501: one event, and articles that give it different days.

use corpus::accounts::Account;
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
    summary: "one event to which articles give different days",
    level: EVIDENCE,
    first_form: true,
    since: "0.1.0",
    check: Check::Article(check),
};

/// Days between two accounts of one event whose number in a series is the same.
const FORTNIGHT: i32 = 14;
/// The same, where no number says that it is one.
const NEAR: i32 = 3;

fn check(article: &Article, found: &mut Vec<Finding>) {
    let context = article.context;
    if !article.is_analysed() {
        return;
    }
    let own = context.told.iter().filter(|account| account.article == article.index as u32);
    let mut told: Vec<&Account> = Vec::new();
    for account in own {
        // What an article says twice it says once.
        if told.iter().any(|before| before.days == account.days && is_one(before, account)) {
            continue;
        }
        told.push(account);
        found.extend(conflict(article, account));
    }
}

/// An account of another article.
struct Other<'a> {
    path: &'a corpus::Path,
    account: &'a Account,
}

fn conflict(article: &Article, account: &Account) -> Option<Finding> {
    let context = article.context;
    let elsewhere = |path: &corpus::Path, other: &Account| path != context.path || other.article != account.article;
    let near = context.accounts.near(&account.kind, account.days.0, FORTNIGHT);
    let near = near.filter(|(path, other)| elsewhere(path, other)).map(|(path, account)| Other { path, account });
    let (same, other): (Vec<Other>, Vec<Other>) =
        near.filter(|other| is_same_event(article, account, other)).partition(|other| overlap(other.account, account));
    let other: Vec<Other> = other.into_iter().filter(|other| contradicts(article, account, other)).collect();
    let usual = most_told(&other)?;
    let against: Vec<&Other> = other.iter().filter(|other| other.account.days == usual).collect();
    if !article.is_draft() && !is_the_odd_one(article, account, &same, &against) {
        return None;
    }
    Some(finding(article, account, &other, usual))
}

/// One finding tells of both: it stands on the account that fewer articles give, of equal ones on the later.
fn is_the_odd_one(article: &Article, account: &Account, same: &[Other], against: &[&Other]) -> bool {
    let context = article.context;
    let with = 1 + articles(same.iter()).len();
    let without = articles(against.iter().copied()).len();
    let here = (day_of(article, context.path, account.article), &**context.path);
    let last = against.iter().map(|other| (day_of(article, other.path, other.account.article), &**other.path)).max();
    // What is undated may be later than all.
    let rank = |(day, path): (Option<Date>, &str)| (day.is_none(), day, path.to_owned());
    with < without || with == without && last.is_none_or(|last| rank(here) > rank(last))
}

fn articles<'a>(others: impl Iterator<Item = &'a Other<'a>>) -> Vec<(&'a str, u32)> {
    let mut all: Vec<(&str, u32)> = others.map(|other| (&**other.path, other.account.article)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn day_of(article: &Article, path: &str, number: u32) -> Option<Date> {
    article.context.index.article(path, number)?.day
}

/// The days that most accounts give; of equally many the first.
fn most_told(others: &[Other]) -> Option<(Date, Date)> {
    let count = |days: (Date, Date)| others.iter().filter(|other| other.account.days == days).count();
    let days = others.iter().map(|other| other.account.days);
    days.max_by_key(|days| (count(*days), std::cmp::Reverse(*days)))
}

fn overlap(a: &Account, b: &Account) -> bool {
    a.days.0 <= b.days.1 && b.days.0 <= a.days.1
}

/// Nothing one tells says that the other is another event: place, number, parties.
fn is_one(a: &Account, b: &Account) -> bool {
    let place = a.place.is_none() || b.place.is_none() || a.place == b.place;
    let number = a.ordinal.is_none() || b.ordinal.is_none() || a.ordinal == b.ordinal;
    place && number
}

/// One event: the place is told alike, and the parties are in both articles; or without a place, the number and two
/// parties are.
fn is_same_event(article: &Article, account: &Account, other: &Other) -> bool {
    let theirs = other.account;
    let placed = account.place.is_some() && account.place == theirs.place;
    let numbered = account.ordinal.is_some() && account.ordinal == theirs.ordinal;
    let shared = account.parties.iter().filter(|party| theirs.parties.contains(party)).count();
    let named = |parties: &[Box<str>], path: &str, number: u32| {
        let facts = article.context.index.article(path, number);
        let names = |party: &str| facts.is_some_and(|facts| facts.entities.iter().any(|entity| *entity.name == *party));
        parties.iter().filter(|party| names(party)).count()
    };
    let in_both = named(&account.parties, other.path, theirs.article).max(named(
        &theirs.parties,
        article.context.path,
        account.article,
    ));
    is_one(account, theirs) && (placed && (in_both > 1 || numbered) || numbered && shared > 1)
}

/// Two days for one event, and not two events of a series: neither article gives the event the other's day as well, and
/// no hour is told, by which it was another day elsewhere.
fn contradicts(article: &Article, account: &Account, other: &Other) -> bool {
    let gap = if account.days.0 > other.account.days.1 {
        days_between(other.account.days.1, account.days.0)
    } else {
        days_between(account.days.1, other.account.days.0)
    };
    let numbered = account.ordinal.is_some() && account.ordinal == other.account.ordinal;
    let hours = gap == 1 && (account.timed || other.account.timed);
    let tells = |told: &[Account], number: u32, account: &Account| {
        let same = |own: &&Account| own.article == number && own.kind == account.kind && is_one(own, account);
        told.iter().filter(same).any(|own| overlap(own, account))
    };
    let series = tells(article.context.told, account.article, other.account)
        || tells(article.context.accounts.of(other.path), other.account.article, account);
    // Where no number says which of them it is, an article that tells of several such days tells of a series.
    let several = |told: &[Account], number: u32, account: &Account| {
        let same = |own: &&Account| own.article == number && own.kind == account.kind && is_one(own, account);
        let far =
            |own: &Account| days_between(own.days.0.min(account.days.0), own.days.0.max(account.days.0)) > FORTNIGHT;
        told.iter().filter(same).any(|own| own.days != account.days && !far(own))
    };
    let series = series
        || !numbered
            && (several(article.context.told, account.article, account)
                || several(article.context.accounts.of(other.path), other.account.article, other.account));
    gap <= if numbered { FORTNIGHT } else { NEAR } && !hours && !series
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

fn finding(article: &Article, account: &Account, others: &[Other], usual: (Date, Date)) -> Finding {
    let written = Written::of(article);
    let days = |(from, to): (Date, Date)| written.days(from, to);
    let place = account.place.iter().map(|place| format!(" in {place}")).collect::<String>();
    let message = format!(
        "{} here, {} in {}: the {}{place}",
        days(account.days),
        days(usual),
        other_articles(others, usual),
        account.kind
    );
    let severity = if article.is_draft() { Severity::Warning } else { Severity::Information };
    let mut finding = article.finding(&RULE, account.span, severity, message);
    finding.related = others.iter().map(|other| related(article, other, &days(other.account.days))).collect();
    let mut told: Vec<(Date, Date)> = others.iter().map(|other| other.account.days).collect();
    told.sort_unstable();
    told.dedup();
    finding.choices = told
        .into_iter()
        .map(|told| {
            let count = others.iter().filter(|other| other.account.days == told).count();
            let mentions = if count == 1 { "1 mention".to_owned() } else { format!("{count} mentions") };
            Choice { title: format!("{} ({mentions})", days(told)), value: days(told) }
        })
        .collect();
    finding
}

/// `another article`, `3 other articles`
fn other_articles(others: &[Other], usual: (Date, Date)) -> String {
    match articles(others.iter().filter(|other| other.account.days == usual)).len() {
        1 => "another article".to_owned(),
        count => format!("{count} other articles"),
    }
}

/// `June 2, 2025: Norwire, July 23, 2025`
fn related(article: &Article, other: &Other, days: &str) -> Related {
    let facts = article.context.index.article(other.path, other.account.article);
    let written = Written::of(article);
    let outlet = facts.and_then(|facts| facts.outlet.as_deref()).unwrap_or(other.path);
    let dated = facts.and_then(|facts| facts.day).map(|day| format!(", {}", written.day(day))).unwrap_or_default();
    let is_here = other.path == article.context.path;
    let span: Span = other.account.span;
    Related { path: (!is_here).then(|| other.path.clone()), span, message: format!("{days}: {outlet}{dated}") }
}
