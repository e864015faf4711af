//! One event on the same days, and another number in its series, or another town.

use corpus::accounts::Account;
use lang::PlaceKind;

use super::{
    Conflict, Other, elsewhere, is_in_one_place, is_of_one_number, is_the_odd_one, most_told, overlap, parties_in_both,
    told_by,
};
use crate::context::Article;
use crate::finding::Finding;
use crate::written::Written;

/// Another number, or another place, than this account's.
pub(super) fn conflict(article: &Article, account: &Account) -> Option<Finding> {
    let near = elsewhere(article, account).filter(|other| overlap(other.account, account));
    let near: Vec<Other> = near.filter(|other| parties_in_both(article, account, other) > 1).collect();
    number(article, account, &near).or_else(|| place(article, account, &near))
}

/// In one place, the second round here and the third there.
fn number(article: &Article, account: &Account, near: &[Other]) -> Option<Finding> {
    let own = account.ordinal?;
    let placed = |other: &&Other| account.place.is_some() && account.place == other.account.place;
    let alone = |other: &&Other| {
        let differs = |a: &Account, b: &Account| is_in_one_place(a, b) && a.ordinal == b.ordinal;
        is_told_once(article, account, other, differs)
    };
    let told = near.iter().filter(placed).filter_map(|other| Some((other.account.ordinal?, other)));
    let (same, against): (Vec<_>, Vec<_>) = told.partition(|(number, _)| *number == own);
    let against: Vec<(u32, &Other)> = against.into_iter().filter(|(_, other)| alone(other)).collect();
    let same = same.into_iter().map(|(_, other)| other).collect();
    let told = Sides { own, same, against, place: account.place.as_deref() };
    told.finding(article, account, |number| format!("number {number}"))
}

/// One number of a series, in one town here and in another there.
fn place(article: &Article, account: &Account, near: &[Other]) -> Option<Finding> {
    let own = account.place.as_deref().filter(|name| is_town(article, name))?;
    let numbered = |other: &&Other| account.ordinal.is_some() && account.ordinal == other.account.ordinal;
    let alone = |other: &&Other| {
        let differs = |a: &Account, b: &Account| is_of_one_number(a, b) && a.place == b.place;
        is_told_once(article, account, other, differs)
    };
    let town = |other: &&'_ Other| other.account.place.as_deref().is_some_and(|name| is_town(article, name));
    let told = near.iter().filter(numbered).filter(town);
    let told = told.filter_map(|other| Some((other.account.place.as_deref()?, other)));
    let (same, against): (Vec<_>, Vec<_>) = told.partition(|(place, _)| *place == own);
    let against: Vec<(&str, &Other)> = against.into_iter().filter(|(_, other)| alone(other)).collect();
    let same = same.into_iter().map(|(_, other)| other).collect();
    let told = Sides { own, same, against, place: None };
    told.finding(article, account, |place| format!("in {place}"))
}

/// Neither article has the other's account beside its own: then there were two.
fn is_told_once(
    article: &Article,
    account: &Account,
    other: &Other,
    same: impl Fn(&Account, &Account) -> bool,
) -> bool {
    let tells = |place: super::Place, account: &Account| {
        let own = told_by(article, place).events.iter().filter(|own| own.article == place.1);
        own.filter(|own| own.kind == account.kind).any(|own| overlap(own, account) && same(own, account))
    };
    !tells((article.context.path, account.article), other.account) && !tells(other.place(), account)
}

/// A place that cannot lie in another that has a name of its own.
fn is_town(article: &Article, name: &str) -> bool {
    article.context.lang.places.exact(name).is_some_and(|place| !matches!(place.kind, PlaceKind::Country))
}

/// What is told here of an event, and by others.
struct Sides<'a, T> {
    own: T,
    same: Vec<&'a Other<'a>>,
    against: Vec<(T, &'a Other<'a>)>,
    /// Where the event was, if all say so.
    place: Option<&'a str>,
}

impl<T: Ord + Copy> Sides<'_, T> {
    fn finding(self, article: &Article, account: &Account, words: impl Fn(T) -> String) -> Option<Finding> {
        let usual = most_told(self.against.iter().map(|(told, _)| *told))?;
        let most = self.against.iter().filter(|(told, _)| *told == usual).map(|(_, other)| other.place()).collect();
        let same = self.same.into_iter().map(Other::place).collect();
        if !article.is_draft() && !is_the_odd_one(article, same, most) {
            return None;
        }
        let place = self.place.map(|place| format!(" in {place}")).unwrap_or_default();
        let days = Written::of(article).days(account.days.0, account.days.1);
        let conflict = Conflict {
            span: account.event,
            here: words(self.own),
            usual: words(usual),
            about: format!("the {}{place}, {days}", account.kind),
            others: self
                .against
                .iter()
                .map(|(told, other)| (words(*told), other.place(), other.account.event))
                .collect(),
            reported: false,
        };
        Some(conflict.finding(article))
    }
}
