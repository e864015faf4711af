//! Who is meant by an office: `the Iranian president`, in an article that names nobody who holds it.
//!
//! The holder changes with the years. Articles that give somebody the office say who held it about their day; whoever is
//! seen in it nearest to the day of the description is meant, if nobody else is seen as near. Who is seen in it later, and
//! by any reference work had it before the day, is as near as can be. Without days it has to be the only one that the
//! folder knows.

use std::sync::Arc;

use jiff::civil::Date;
use lang::Language;
use nlp::facts::EntityFact;
use rustc_hash::FxHashMap;

use crate::ledger::InPost;
use crate::{Entity, Index, Member, RoleSeen};

/// An article's description of somebody whom it never names, by one of the posts it may mean.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Described {
    /// [`text::hash64`] of it.
    pub post: u64,
    /// Where.
    pub member: Member,
}

impl Described {
    /// Every post that a description may mean.
    pub fn of<'a>(fact: &'a EntityFact, member: &'a Member) -> impl Iterator<Item = Described> + 'a {
        let posts = fact.roles.iter().flat_map(|role| &role.posts);
        posts.map(|post| Described { member: member.clone(), ..Described::first(post) })
    }

    /// Before every other of a post.
    pub fn first(post: &str) -> Described {
        Described { post: text::hash64(post.as_bytes()), member: Member::default() }
    }
}

/// Somebody who may be meant.
struct Holder {
    entity: Arc<Entity>,
    /// Days between the description and where the holder is seen in office.
    days: Option<i32>,
}

/// A term of office: who was not seen in it for so many days may have left it.
const TERM: i32 = 730;
/// Of two holders the nearer is meant where the other is so much farther away.
const APART: i32 = 90;
/// Of two offices that a word may mean, that of whom the folder speaks so much more often.
const PROMINENT: usize = 3;

/// The person that a description of an article means.
pub(crate) fn holder(fact: &EntityFact, member: &Member, index: &Index) -> Option<Arc<Entity>> {
    let posts = fact.roles.iter().flat_map(|role| &role.posts);
    let mut people: Vec<Arc<Entity>> = posts.filter_map(|post| holder_of(post, member, index)).collect();
    people.sort_by(|a, b| a.id.cmp(&b.id));
    people.dedup_by(|a, b| a.id == b.id);
    if people.len() > 1 {
        people.sort_by_key(|person| std::cmp::Reverse(person.mentions));
        if people[0].mentions < PROMINENT * people[1].mentions {
            return None;
        }
    }
    people.into_iter().next()
}

/// The articles that mean `entity` by a post and never by name, by path. What is asked of one day is asked once.
pub(crate) fn described(entity: &Entity, index: &Index) -> Vec<Member> {
    let mut members: Vec<&Member> = Vec::new();
    let posts = posts(entity, index);
    members.extend(posts.iter().flat_map(|post| index.described(post)));
    members.sort();
    members.dedup();
    let mut asked: FxHashMap<(Vec<&str>, Option<Date>), bool> = FxHashMap::default();
    let mut means = |member: &Member| {
        let (Some(fact), Some(article)) = (index.fact(member), index.article(&member.path, member.article)) else {
            return false;
        };
        let posts = fact.roles.iter().flat_map(|role| &role.posts).map(|post| &**post).collect();
        let is_meant = || holder(fact, member, index).is_some_and(|holder| holder.id == entity.id);
        *asked.entry((posts, article.day)).or_insert_with(is_meant)
    };
    members.into_iter().filter(|member| means(member)).cloned().collect()
}

/// The posts that somebody is seen in.
fn posts(entity: &Entity, index: &Index) -> Vec<Box<str>> {
    let mut posts: Vec<Box<str>> = Vec::new();
    for seen in entity.titles(index) {
        let roles = index.fact(&seen.member).map_or(&[][..], |fact| &fact.roles);
        let same = roles.iter().filter(|role| role.title == seen.title);
        posts.extend(same.flat_map(|role| role.posts.iter().cloned()));
    }
    posts.sort();
    posts.dedup();
    posts
}

/// Everybody who is seen in a post, each with the place that shows it first.
pub(crate) fn holders(post: &str, index: &Index) -> Vec<(Arc<Entity>, RoleSeen)> {
    let mut all: Vec<(Arc<Entity>, RoleSeen)> = Vec::new();
    for (place, _) in index.ledger().holders(post, None) {
        let shows = |role: &RoleSeen| {
            let roles = index.fact(place).map_or(&[][..], |fact| &fact.roles);
            roles.iter().any(|other| other.title == role.title && other.posts.iter().any(|known| **known == *post))
        };
        let Some(seen) = index.roles_of(place).into_iter().find(shows) else { continue };
        let Some(entity) = index.entity_of(place) else { continue };
        match all.iter_mut().find(|(known, _)| known.id == entity.id) {
            Some((_, first)) if seen.in_order(first).is_lt() => *first = seen,
            Some(_) => {}
            None => all.push((entity, seen)),
        }
    }
    all.sort_by(|(_, a), (_, b)| a.in_order(b));
    all
}

/// Who holds one post, about the day of an article.
fn holder_of(post: &str, member: &Member, index: &Index) -> Option<Arc<Entity>> {
    let day = index.article(&member.path, member.article)?.day;
    let mut holders: Vec<Holder> = Vec::new();
    for (place, seen) in index.ledger().holders(post, day) {
        let Some(entity) = index.entity_of(place) else { continue };
        let days = day.and_then(|day| days_from(day, seen, post, &entity));
        match holders.iter_mut().find(|holder| holder.entity.id == entity.id) {
            Some(known) => known.days = [known.days, days].into_iter().flatten().min(),
            None => holders.push(Holder { entity, days }),
        }
    }
    holders.retain(|holder| holder.days.is_none_or(|days| days <= TERM));
    holders.sort_by(|a, b| (a.days.is_none(), a.days, &a.entity.id).cmp(&(b.days.is_none(), b.days, &b.entity.id)));
    let sure = match &holders[..] {
        [_] => true,
        [first, second, ..] => match (first.days, second.days) {
            (Some(first), Some(second)) => second - first >= APART,
            _ => false,
        },
        [] => false,
    };
    holders.into_iter().next().filter(|_| sure).map(|holder| holder.entity)
}

/// How many days from a day somebody is known to hold a post.
fn days_from(day: Date, seen: InPost, post: &str, entity: &Entity) -> Option<i32> {
    let distance = |other: Date| day.min(other).until(day.max(other)).map_or(i32::MAX, |span| span.get_days());
    let holds_then = seen.after.is_some_and(|after| began(post, entity, after).is_some_and(|first| first <= day));
    if holds_then { Some(0) } else { seen.before.into_iter().chain(seen.after).map(distance).min() }
}

/// When somebody who holds a public office on a day came into it.
fn began(post: &str, entity: &Entity, on: Date) -> Option<Date> {
    let lang = Language::load(lang::DEFAULT_TAG);
    let holder = lang.office_holders.get(&entity.name)?;
    // Posts name places without their article.
    let is_post = |title: &str| title.to_lowercase().replace(" of the ", " of ") == post;
    let offices = holder.offices.iter().filter(|office| office.titles.iter().any(|title| is_post(title)));
    offices.flat_map(|office| &office.since).filter(|since| **since <= on).max().copied()
}
