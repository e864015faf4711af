//! One person, body or place of the folder.

use std::cmp::{Ordering, Reverse};
use std::sync::OnceLock;

use jiff::civil::Date;
use nlp::facts::EntityFact;
use nlp::mentions::{Form, Kind};
use rustc_hash::FxHashMap;

use crate::{Index, Member, post};

/// Who or what it is, across documents. Two questions to the same set of facts give equal entities.
#[derive(Clone, Debug)]
pub struct Entity {
    /// `per:dmitry-peskov`, `org:`, `loc:`, `ev:`, `oth:`; namesakes end in `-2` and on.
    pub id: String,
    /// What.
    pub kind: Kind,
    /// The name it is called by: the most frequent of the full ones.
    pub name: Box<str>,
    /// The article that introduces it best; its mention is the fact's `introduction`.
    pub definition: Member,
    /// Mentions by name.
    pub names: usize,
    /// Mentions of any form.
    pub mentions: usize,
    /// The earliest and the latest day of the articles that have one.
    pub days: Option<(Date, Date)>,
    /// Its bucket, the spellings there that are all its own, and places of spellings that are not.
    pub(crate) key: u64,
    pub(crate) spellings: Vec<u64>,
    pub(crate) single: Vec<Member>,
    // The same entity has the same members in every index where it is found: what is worked out with one of them holds
    // for all.
    pub(crate) members: OnceLock<Vec<Member>>,
}

impl PartialEq for Entity {
    fn eq(&self, other: &Entity) -> bool {
        let says = |entity: &Entity| (entity.id.clone(), entity.names, entity.mentions, entity.days);
        says(self) == says(other) && self.definition == other.definition
    }
}

/// A title or office, seen beside a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoleSeen {
    /// As written.
    pub title: Box<str>,
    /// The office without whose it is. Roles of one office are one role in other words.
    pub office: Box<str>,
    /// The day of the article, where known.
    pub day: Option<Date>,
    /// Where.
    pub member: Member,
    /// The mention it stands beside, as a number in the member's fact.
    pub mention: u32,
}

impl Entity {
    /// Where it is mentioned: an entry for each article, by path and place in the file.
    pub fn members(&self, index: &Index) -> &[Member] {
        self.members.get_or_init(|| {
            let whole = self.spellings.iter().flat_map(|name| index.places(self.key, *name).map(|(member, _)| member));
            let mut members: Vec<Member> = whole.chain(&self.single).cloned().collect();
            members.sort();
            members
        })
    }

    /// Where articles that never name a person mean it by an office, as only the folder can tell: by path, none of them
    /// among the [`members`](Entity::members).
    pub fn described(&self, index: &Index) -> Vec<Member> {
        if self.kind == Kind::Person { post::described(self, index) } else { Vec::new() }
    }

    /// In how many articles it is mentioned.
    pub fn articles(&self, index: &Index) -> usize {
        match (&self.spellings[..], &self.single[..]) {
            // One spelling is one entity of an article.
            ([name], []) => index.ledger().sum(*name).map_or(0, |sum| sum.places),
            _ => {
                let mut articles: Vec<_> =
                    self.members(index).iter().map(|member| (&member.path, member.article)).collect();
                articles.dedup();
                articles.len()
            }
        }
    }

    /// Every other way it is written, the most frequent first.
    pub fn aliases(&self, index: &Index) -> Vec<Box<str>> {
        let ledger = index.ledger();
        let mut spellings: FxHashMap<&str, usize> = FxHashMap::default();
        for &name in &self.spellings {
            let (Some(known), Some(sum)) = (ledger.name(name), ledger.sum(name)) else { continue };
            for (spelling, count) in ledger.written(name).chain([(&*known.text, sum.places)]) {
                *spellings.entry(spelling).or_default() += count;
            }
        }
        for fact in self.single_facts(index) {
            for spelling in fact.aliases.iter().chain([&fact.name]) {
                *spellings.entry(spelling).or_default() += 1;
            }
        }
        spellings.remove(&*self.name);
        let mut aliases: Vec<(&str, usize)> = spellings.into_iter().collect();
        aliases.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        aliases.into_iter().map(|(alias, _)| alias.into()).collect()
    }

    /// The titles and offices seen, by the day of the article (unknown days last), then by path. A walk through all of
    /// its articles; [`Entity::titles`] and [`Entity::role_until`] take none.
    pub fn roles(&self, index: &Index) -> Vec<RoleSeen> {
        let whole = self.spellings.iter().flat_map(|&name| index.ledger().roles(name));
        let mut roles: Vec<RoleSeen> = whole.chain(self.single_roles(index)).collect();
        roles.sort_by(RoleSeen::in_order);
        roles
    }

    /// Every title and office, each where it was seen first, in the order of [`Entity::roles`].
    pub fn titles(&self, index: &Index) -> Vec<RoleSeen> {
        let whole = self.spellings.iter().flat_map(|&name| index.ledger().titles(name));
        let mut titles: Vec<RoleSeen> = whole.chain(self.single_roles(index)).collect();
        titles.sort_by(|a, b| (&a.office, &a.title).cmp(&(&b.office, &b.title)).then_with(|| a.in_order(b)));
        titles.dedup_by(|later, first| (&later.office, &later.title) == (&first.office, &first.title));
        titles.sort_by(RoleSeen::in_order);
        titles
    }

    /// The last role seen in an article of that day or before; without a day the last that has one.
    pub fn role_until(&self, index: &Index, day: Option<Date>) -> Option<RoleSeen> {
        let fits = |role: &RoleSeen| role.day.is_some_and(|seen| day.is_none_or(|day| seen <= day));
        let single = self.single_roles(index).filter(fits);
        self.spellings
            .iter()
            .filter_map(|&name| index.ledger().last_role(name, day))
            .chain(single)
            .max_by(RoleSeen::in_order)
    }

    /// The last role that has a day; where none has, the first by path.
    pub fn last_role(&self, index: &Index) -> Option<RoleSeen> {
        self.role_until(index, None).or_else(|| self.titles(index).into_iter().next())
    }

    /// The role to call it by: its latest office, in the fullest words for it. A bare `spokesman` is what else the
    /// spokesman is called, `presidential spokesman`.
    pub fn role(&self, index: &Index) -> Option<RoleSeen> {
        let latest = self.last_role(index)?;
        let is_bare = !latest.office.contains(' ');
        let same = |role: &RoleSeen| {
            let longer = is_bare && role.office.strip_suffix(&*latest.office).is_some_and(|rest| rest.ends_with(' '));
            role.office == latest.office || longer
        };
        // Of equally full ones the first; `max_by_key` would give the last.
        let titles = self.titles(index).into_iter().filter(same).rev();
        titles.max_by_key(|role| role.title.split(' ').count())
    }

    /// The last quotations of a speaker, latest first, what has no date last: who said it where, and which of the
    /// article's quotations it is.
    pub fn last_quotes(&self, index: &Index, limit: usize) -> Vec<(Member, u32)> {
        let whole = self.spellings.iter().flat_map(|&name| index.ledger().quotes(name).take(limit));
        let single = self.single.iter().flat_map(|member| {
            let article = index.article(&member.path, member.article);
            let quotes = article
                .into_iter()
                .flat_map(|article| article.quotes.iter().enumerate().map(|quote| (article.day, quote)));
            let own = quotes.filter(|(_, (_, quote))| quote.speaker == member.entity);
            own.map(move |(day, (at, _))| (day, member, at as u32))
        });
        let mut all: Vec<_> = whole.chain(single).collect();
        all.sort_by_key(|(day, member, at)| (Reverse(*day), *member, *at));
        all.truncate(limit);
        all.into_iter().map(|(_, member, at)| (member.clone(), at)).collect()
    }

    fn single_facts<'a>(&'a self, index: &'a Index) -> impl Iterator<Item = &'a EntityFact> {
        self.single.iter().filter_map(|member| index.fact(member))
    }

    fn single_roles<'a>(&'a self, index: &'a Index) -> impl Iterator<Item = RoleSeen> + 'a {
        self.single.iter().flat_map(|member| roles_of(member, index))
    }
}

/// The roles that an article gives with one of its entities.
pub(crate) fn roles_of<'a>(member: &'a Member, index: &'a Index) -> impl Iterator<Item = RoleSeen> + 'a {
    let day = index.article(&member.path, member.article).and_then(|article| article.day);
    let roles = index.fact(member).map_or(&[][..], |fact| &fact.roles);
    roles.iter().map(move |role| RoleSeen {
        title: role.title.clone(),
        office: role.office.clone(),
        day,
        member: member.clone(),
        mention: role.mention,
    })
}

impl RoleSeen {
    /// By day, unknown days last, then by place.
    pub(crate) fn in_order(&self, other: &RoleSeen) -> Ordering {
        (self.day.is_none(), self.day, &self.member, self.mention).cmp(&(
            other.day.is_none(),
            other.day,
            &other.member,
            other.mention,
        ))
    }
}

/// The letters an id of this kind begins with.
pub(crate) fn prefix(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "per",
        Kind::Organization => "org",
        Kind::Place => "loc",
        Kind::Event => "ev",
        Kind::Other => "oth",
    }
}

/// How many mentions of a fact are by name.
pub(crate) fn names(forms: &[Form]) -> usize {
    forms.iter().filter(|form| **form == Form::Name).count()
}
