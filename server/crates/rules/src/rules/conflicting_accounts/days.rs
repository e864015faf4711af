//! Different days.

use corpus::accounts::{Account, Told};
use jiff::civil::Date;

use super::{
    Conflict, FORTNIGHT, Other, elsewhere, is_one, is_the_odd_one, most_told, overlap, parties_in_both, told_by,
};
use crate::context::Article;
use crate::finding::Finding;
use crate::written::Written;

/// Days between two accounts of one event, where no number says that it is one.
const NEAR: i32 = 3;

/// Other days than this account's.
pub(super) fn conflict(article: &Article, account: &Account) -> Option<Finding> {
    let near = elsewhere(article, account).filter(|other| is_same_event(article, account, other));
    let (same, other): (Vec<Other>, Vec<Other>) = near.partition(|other| overlap(other.account, account));
    let mut other: Vec<Other> = other.into_iter().filter(|other| contradicts(article, account, other)).collect();
    let usual = most_told(other.iter().map(|other| other.account.days))?;
    let against = other.iter().filter(|other| other.account.days == usual).map(Other::place).collect();
    if !article.is_draft() && !is_the_odd_one(article, same.iter().map(Other::place).collect(), against) {
        return None;
    }
    other.sort_by_key(|other| other.account.days);
    let written = Written::of(article);
    let days = |(from, to): (Date, Date)| written.days(from, to);
    let place = account.place.iter().map(|place| format!(" in {place}")).collect::<String>();
    let conflict = Conflict {
        span: account.span,
        here: days(account.days),
        usual: days(usual),
        about: format!("the {}{place}", account.kind),
        others: other.iter().map(|other| (days(other.account.days), other.place(), other.account.span)).collect(),
        reported: false,
    };
    Some(conflict.finding(article))
}

/// One event: the place is told alike, and the parties are in both articles; or without a place, the number and two
/// parties are.
fn is_same_event(article: &Article, account: &Account, other: &Other) -> bool {
    let theirs = other.account;
    let placed = account.place.is_some() && account.place == theirs.place;
    let numbered = account.ordinal.is_some() && account.ordinal == theirs.ordinal;
    let shared = account.parties.iter().filter(|party| theirs.parties.contains(party)).count();
    let in_both = parties_in_both(article, account, other);
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
    gap <= if numbered { FORTNIGHT } else { NEAR } && !hours && !is_series(article, account, other, numbered)
}

fn is_series(article: &Article, account: &Account, other: &Other, numbered: bool) -> bool {
    let theirs = told_by(article, other.place());
    let own = (article.context.told, account.article);
    let both = tells(own, other.account) || tells((theirs, other.account.article), account);
    // Where no number says which of them it is, an article that tells of several such days tells of a series.
    both || !numbered && (several(own, account) || several((theirs, other.account.article), other.account))
}

/// The accounts of an article that may be of the same event but for the days.
fn alike<'a>((told, number): (&'a Told, u32), account: &'a Account) -> impl Iterator<Item = &'a Account> {
    told.events.iter().filter(move |own| own.article == number && own.kind == account.kind && is_one(own, account))
}

fn tells(told: (&Told, u32), account: &Account) -> bool {
    alike(told, account).any(|own| overlap(own, account))
}

fn several(told: (&Told, u32), account: &Account) -> bool {
    let far = |own: &Account| days_between(own.days.0.min(account.days.0), own.days.0.max(account.days.0)) > FORTNIGHT;
    alike(told, account).any(|own| own.days != account.days && !far(own))
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}
