//! One person, and ages that cannot both be right.

use corpus::Member;
use corpus::accounts::Age;
use jiff::ToSpan;
use jiff::civil::Date;

use super::{Conflict, Place, day_of, is_the_odd_one, most_told, told_by};
use crate::context::Article;
use crate::finding::Finding;

/// The age that an article gives somebody, with where, and what it says of the birthday.
struct Aged<'a> {
    place: Place<'a>,
    age: &'a Age,
    born: (Date, Date),
}

/// The ages of the article that others do not agree with.
pub(super) fn conflicts(article: &Article) -> Vec<Finding> {
    let own = article.context.told.ages.iter().filter(|age| age.article == article.index as u32);
    let mut seen: Vec<u32> = Vec::new();
    let first = own.filter(|age| {
        let is_new = !seen.contains(&age.entity);
        seen.push(age.entity);
        is_new
    });
    first.collect::<Vec<_>>().into_iter().filter_map(|age| conflict(article, age)).collect()
}

fn conflict(article: &Article, age: &Age) -> Option<Finding> {
    let context = article.context;
    let here: Place = (context.path, age.article);
    let own = Aged { place: here, age, born: born(age.years, day_of(article, here)?)? };
    let member = Member { path: context.path.clone(), article: age.article, entity: age.entity };
    let person = context.index.entity_of(&member)?;
    let others: Vec<Aged> = person
        .members(context.index)
        .iter()
        .filter(|other| **other != member)
        .filter_map(|other| told(article, other))
        .collect();
    let (same, against): (Vec<Aged>, Vec<Aged>) = others.into_iter().partition(|other| agree(&own, other));
    let usual = most_told(against.iter().map(|other| other.age.years))?;
    let most = against.iter().filter(|other| other.age.years == usual).map(|other| other.place).collect();
    if !article.is_draft() && !is_the_odd_one(article, same.iter().map(|other| other.place).collect(), most) {
        return None;
    }
    let words = |years: u16| format!("aged {years}");
    let conflict = Conflict {
        span: age.span,
        here: words(age.years),
        usual: words(usual),
        about: person.name.to_string(),
        others: against.iter().map(|other| (words(other.age.years), other.place, other.age.span)).collect(),
        reported: false,
    };
    Some(conflict.finding(article))
}

/// The first age that another article gives a person.
fn told<'a>(article: &'a Article, member: &'a Member) -> Option<Aged<'a>> {
    let place: Place = (&member.path, member.article);
    let mut ages = told_by(article, place).ages.iter();
    let age = ages.find(|age| age.article == member.article && age.entity == member.entity)?;
    Some(Aged { place, age, born: born(age.years, day_of(article, place)?)? })
}

/// The first and the last day on which somebody was born who is so old on a day.
fn born(years: u16, day: Date) -> Option<(Date, Date)> {
    let last = day.checked_sub(i64::from(years).years()).ok()?;
    Some((last.checked_sub(1.year()).ok()?, last))
}

/// A year more or less is no difference: an age may be that of the day that is told of.
fn agree(a: &Aged, b: &Aged) -> bool {
    let before = |a: (Date, Date), b: (Date, Date)| a.1.checked_add(1.year()).is_ok_and(|latest| latest < b.0);
    !before(a.born, b.born) && !before(b.born, a.born)
}
