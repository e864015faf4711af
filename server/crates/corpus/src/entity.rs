//! One person, body or place of the folder.

use std::sync::OnceLock;

use jiff::civil::Date;
use nlp::mentions::{Form, Kind};

use crate::{Index, Member};

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
    // The same entity has the same members, and these the same facts, in every index where it is found: what is worked
    // out with one of them holds for all.
    pub(crate) members: OnceLock<Vec<Member>>,
    pub(crate) dossier: OnceLock<Dossier>,
}

impl PartialEq for Entity {
    fn eq(&self, other: &Entity) -> bool {
        let says = |entity: &Entity| (entity.id.clone(), entity.names, entity.mentions, entity.days);
        says(self) == says(other) && self.definition == other.definition
    }
}

/// What takes a walk through all its articles to know.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Dossier {
    pub aliases: Vec<Box<str>>,
    pub roles: Vec<RoleSeen>,
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

    /// In how many articles it is mentioned.
    pub fn articles(&self, index: &Index) -> usize {
        let mut articles: Vec<_> = self.members(index).iter().map(|member| (&member.path, member.article)).collect();
        articles.dedup();
        articles.len()
    }

    /// Every other way it is written, the most frequent first.
    pub fn aliases(&self, index: &Index) -> &[Box<str>] {
        &self.dossier(index).aliases
    }

    /// The titles and offices seen, by the day of the article (unknown days last), then by path.
    pub fn roles(&self, index: &Index) -> &[RoleSeen] {
        &self.dossier(index).roles
    }

    /// The role to call it by: its latest office, in the fullest words for it. A bare `spokesman` is what else the
    /// spokesman is called, `presidential spokesman`.
    pub fn role(&self, index: &Index) -> Option<&RoleSeen> {
        let roles = self.roles(index);
        let latest = roles.iter().rev().find(|role| role.day.is_some()).or(roles.first())?;
        let is_bare = !latest.office.contains(' ');
        let same = |role: &&RoleSeen| {
            let longer = is_bare && role.office.strip_suffix(&*latest.office).is_some_and(|rest| rest.ends_with(' '));
            role.office == latest.office || longer
        };
        // Of equally full ones the first; `max_by_key` would give the last.
        roles.iter().filter(same).rev().max_by_key(|role| role.title.split(' ').count())
    }

    fn dossier(&self, index: &Index) -> &Dossier {
        self.dossier.get_or_init(|| Dossier::of(self, index))
    }
}

impl Dossier {
    fn of(entity: &Entity, index: &Index) -> Dossier {
        let mut spellings: rustc_hash::FxHashMap<&str, usize> = rustc_hash::FxHashMap::default();
        let mut roles = Vec::new();
        for member in entity.members(index) {
            let (Some(article), Some(fact)) = (index.article(&member.path, member.article), index.fact(member)) else {
                continue;
            };
            for spelling in fact.aliases.iter().chain([&fact.name]) {
                *spellings.entry(spelling).or_default() += 1;
            }
            roles.extend(fact.roles.iter().map(|role| RoleSeen {
                title: role.title.clone(),
                office: role.office.clone(),
                day: article.day,
                member: member.clone(),
                mention: role.mention,
            }));
        }
        roles.sort_by(|a, b| {
            (a.day.is_none(), a.day, &a.member, a.mention).cmp(&(b.day.is_none(), b.day, &b.member, b.mention))
        });
        spellings.remove(&*entity.name);
        let mut aliases: Vec<(&str, usize)> = spellings.into_iter().collect();
        aliases.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        Dossier { aliases: aliases.into_iter().map(|(alias, _)| alias.into()).collect(), roles }
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
