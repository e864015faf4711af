//! Who is who among the names of one bucket.
//!
//! What a spelling is a name of is decided by what all articles say of it: a dateline here, a title there. Only a name
//! that is certain of its kind stays what its article takes it for, beside a namesake of another kind.
//!
//! People of one surname are told apart by their given names. A bare surname belongs to the one person who bears it in
//! the folder; where several do, to the one its file, its office or its company speaks for; where nothing speaks, to
//! nobody: a wrong jump is worse than none.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use nlp::coreference::Evidence;
use nlp::mentions::Kind;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::entity::{Entity, prefix};
use crate::ledger::{Sum, Total};
use crate::name::Name;
use crate::{Index, Member, events, key};

/// What the index knows of one article's entity without asking its facts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Seen {
    /// The article's day.
    pub day: Option<Date>,
    /// How well it introduces.
    pub score: u8,
    /// What speaks for its kind.
    pub evidence: Evidence,
    /// Mentions by name.
    pub names: u16,
    /// Mentions of any form.
    pub mentions: u16,
}

impl Seen {
    fn sum(self, member: &Member) -> Sum {
        let evidence = Total { sum: self.evidence.sum.into(), best: self.evidence.best };
        Sum::of(self.names.into(), self.mentions.into(), evidence, self.day, self.score, member)
    }
}

/// All places of one spelling, summed up.
pub(crate) struct Group<'a> {
    pub name: &'a Name,
    /// What it is a name of, as the folder sees it.
    pub kind: Kind,
    pub id: u64,
    /// The first of them.
    pub first: &'a Member,
    pub sum: Sum,
}

/// A bucket, resolved.
#[derive(Debug, Default)]
pub(crate) struct Resolved {
    /// In the order of their first members.
    pub entities: Vec<Arc<Entity>>,
    /// Spellings that mean one entity wherever they stand.
    by_name: FxHashMap<u64, usize>,
    /// Places that were decided one by one.
    by_member: FxHashMap<Member, usize>,
    /// Other names of the same articles were asked: they bear on the answer.
    pub contextual: bool,
}

impl Resolved {
    /// The entity a spelling means in an article.
    pub fn find(&self, name: u64, member: &Member) -> Option<&Arc<Entity>> {
        let at = self.by_name.get(&name).or_else(|| self.by_member.get(member))?;
        self.entities.get(*at)
    }
}

/// Resolves the names of a bucket. The result depends on `groups` as a set, and on the facts of the index.
pub(crate) fn resolve(key: u64, index: &Index) -> Resolved {
    let mut groups = index.groups(key);
    decide_kinds(&mut groups);
    groups.sort_by(|a, b| (a.kind, &a.name.text, a.name.kind).cmp(&(b.kind, &b.name.text, b.name.kind)));
    let mut bucket = Bucket { groups: &groups, index, clusters: Vec::new(), contextual: false };
    bucket.full_names();
    bucket.bare_names();
    bucket.bodies_and_places();
    bucket.guesses();
    bucket.finish()
}

/// What each spelling is a name of: what most speaks for, over all its groups. Letters' size does not count.
fn decide_kinds(groups: &mut [Group]) {
    let mut spoken: FxHashMap<&str, BTreeMap<Kind, Total>> = FxHashMap::default();
    for group in groups.iter().filter(|group| group.name.kind != Kind::Other) {
        let kinds = spoken.entry(&group.name.plain).or_default();
        let total = kinds.entry(group.name.kind).or_default();
        *total = total.with(group.sum.evidence);
    }
    // A capital word of unknown kind may be any of them: that is asked later.
    for group in groups.iter_mut().filter(|group| group.kind != Kind::Other) {
        let Some(kinds) = spoken.get(&*group.name.plain) else { continue };
        let own = kinds.get(&group.kind).copied().unwrap_or_default();
        let best = kinds.iter().max_by_key(|(kind, total)| (total.sum, **kind));
        if let Some((kind, total)) = best
            && group.sum.evidence.best < Evidence::CERTAIN
            && total.sum > own.sum
        {
            group.kind = *kind;
        }
    }
}

/// One entity in the making.
struct Cluster {
    kind: Kind,
    /// Groups that belong to it whole.
    groups: Vec<usize>,
    /// Places taken from other groups, one by one, with their groups.
    single: Vec<(usize, Member, Seen)>,
}

struct Bucket<'a> {
    groups: &'a [Group<'a>],
    index: &'a Index,
    clusters: Vec<Cluster>,
    contextual: bool,
}

impl Bucket<'_> {
    fn people(&self, keep: impl Fn(&Name) -> bool) -> Vec<usize> {
        let fits = |group: &Group| group.kind == Kind::Person && keep(group.name);
        (0..self.groups.len()).filter(|&group| fits(&self.groups[group])).collect()
    }

    fn cluster(&mut self, kind: Kind, groups: Vec<usize>) {
        self.clusters.push(Cluster { kind, groups, single: Vec::new() });
    }

    /// The longest given names first, so that `George W. Bush` and `George H. W. Bush` stand before `George Bush` asks
    /// which of them it is.
    fn full_names(&mut self) {
        let mut named = self.people(|name| !name.given.is_empty());
        named.sort_by_key(|&group| {
            let name = &self.groups[group].name;
            (!name.is_full(), Reverse(name.given.len()), &name.given, &name.text)
        });
        for group in named {
            let name = &self.groups[group].name;
            let is_one = |other: &Name| name.agrees(other) && !self.index.is_apart(name, other);
            let agrees = |cluster: &Cluster| cluster.groups.iter().all(|&other| is_one(self.groups[other].name));
            let fits: Vec<usize> = (0..self.clusters.len()).filter(|&at| agrees(&self.clusters[at])).collect();
            match fits[..] {
                [only] => self.clusters[only].groups.push(group),
                _ => self.cluster(Kind::Person, vec![group]),
            }
        }
    }

    fn bare_names(&mut self) {
        let bare = self.people(|name| name.given.is_empty());
        match self.clusters.len() {
            0 if bare.is_empty() => {}
            0 => self.cluster(Kind::Person, bare),
            1 if self.is_known_by_surname(&bare) => self.clusters[0].groups.extend(bare),
            1 => self.same_company(&bare),
            _ => self.tell_apart(&bare),
        }
    }

    /// So many articles tell of the one who bears the surname, or have it bare, that nobody else is meant.
    fn is_known_by_surname(&self, bare: &[usize]) -> bool {
        let places = |groups: &[usize]| groups.iter().map(|&group| self.groups[group].sum.places).sum::<usize>();
        bare.is_empty() || places(&self.clusters[0].groups) > WALK || places(bare) > SURNAMES
    }

    /// One person bears the surname: an article that has it bare means that person where it names somebody or something
    /// else that articles with the full name name too. A stranger of the same surname has other company.
    fn same_company(&mut self, bare: &[usize]) {
        self.contextual = true;
        let groups = self.groups;
        let places = |group: usize| self.index.places(groups[group].name.key, groups[group].id);
        let named: Vec<&Member> =
            self.clusters[0].groups.iter().flat_map(|&group| places(group)).map(|(member, _)| member).collect();
        let files: FxHashSet<&crate::Path> = named.iter().map(|member| &member.path).collect();
        let known: FxHashSet<u64> = named.iter().flat_map(|member| around(member, self.index)).collect();
        let own: FxHashSet<u64> = bare.iter().map(|&group| groups[group].name.key).collect();
        let mut strangers: Vec<Cluster> = Vec::new();
        for &group in bare {
            for (member, seen) in places(group) {
                let company = around(member, self.index);
                let shared = company.iter().filter(|name| known.contains(name) && !own.contains(name)).count();
                let shares = shared > 1 || shared == 1 && company.len() <= FEW;
                let alone = company.len() <= 1;
                let single = (group, member.clone(), *seen);
                if files.contains(&member.path) || shares || alone {
                    self.clusters[0].single.push(single);
                } else {
                    strangers.push(Cluster { kind: Kind::Person, groups: Vec::new(), single: vec![single] });
                }
            }
        }
        // All bare places are the one's: the spelling is, wherever it stands.
        if strangers.is_empty() {
            self.clusters[0].single.clear();
            self.clusters[0].groups.extend(bare);
        }
        self.clusters.extend(strangers);
    }

    /// Several people bear the surname: each article that has it bare is asked whom it means.
    fn tell_apart(&mut self, bare: &[usize]) {
        if bare.is_empty() {
            return;
        }
        self.contextual = true;
        let people: Vec<Person> =
            self.clusters.iter().map(|cluster| Person::of(cluster, self.groups, self.index)).collect();
        for &group in bare {
            for (member, seen) in self.index.places(self.groups[group].name.key, self.groups[group].id) {
                let single = (group, member.clone(), *seen);
                match meant(member, &people, self.index) {
                    Some(person) => self.clusters[person].single.push(single),
                    None => {
                        self.clusters.push(Cluster { kind: Kind::Person, groups: Vec::new(), single: vec![single] })
                    }
                }
            }
        }
    }

    /// One name, one body or place.
    fn bodies_and_places(&mut self) {
        let mut by_name: BTreeMap<(Kind, &str), Vec<usize>> = BTreeMap::new();
        for (at, group) in self.groups.iter().enumerate() {
            if !matches!(group.kind, Kind::Person | Kind::Other) {
                by_name.entry((group.kind, &group.name.plain)).or_default().push(at);
            }
        }
        // `the Herald`, where one body is called so by its last word.
        let certain =
            |groups: &[usize]| groups.iter().any(|&at| self.groups[at].sum.evidence.best >= Evidence::CERTAIN);
        let is_short = |(kind, plain): &(Kind, &str), groups: &[usize]| {
            *kind == Kind::Organization && !plain.contains(' ') && !certain(groups)
        };
        let (short, whole): (Vec<_>, Vec<_>) = by_name.into_iter().partition(|(name, groups)| is_short(name, groups));
        for ((kind, _), groups) in whole {
            self.cluster(kind, groups);
        }
        for ((kind, plain), groups) in short {
            let ends = |cluster: &Cluster| {
                let name = |&group: &usize| self.groups[group].name;
                cluster.kind == kind && cluster.groups.iter().map(name).any(|name| name.last_word() == Some(plain))
            };
            match only((0..self.clusters.len()).filter(|&at| ends(&self.clusters[at]))) {
                Some(body) => self.clusters[body].groups.extend(groups),
                None => self.cluster(kind, groups),
            }
        }
    }

    /// A capital word of unknown kind is what else bears that name in the folder, if one thing does.
    fn guesses(&mut self) {
        let mut known: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (at, cluster) in self.clusters.iter().enumerate() {
            for &group in &cluster.groups {
                let Group { name, kind, .. } = &self.groups[group];
                let called = match kind {
                    Kind::Person if name.is_full() => name.last_word(),
                    Kind::Person => None,
                    _ => Some(&*name.plain),
                };
                let fits = called.map(|called| known.entry(called).or_default());
                fits.filter(|fits| !fits.contains(&at)).into_iter().for_each(|fits| fits.push(at));
            }
        }
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, group) in self.groups.iter().enumerate().filter(|(_, group)| group.kind == Kind::Other) {
            by_name.entry(&group.name.plain).or_default().push(at);
        }
        for (plain, groups) in by_name {
            match known.get(plain).map(Vec::as_slice) {
                Some(&[only]) => self.clusters[only].groups.extend(groups),
                _ => self.cluster(Kind::Other, groups),
            }
        }
    }

    fn finish(self) -> Resolved {
        let (groups, contextual) = (self.groups, self.contextual);
        let mut drafts: Vec<Draft> = self.clusters.iter().filter_map(|cluster| Draft::of(cluster, groups)).collect();
        drafts.sort_by_key(|draft| draft.first);
        let mut resolved = Resolved { contextual, ..Resolved::default() };
        let mut used: FxHashMap<String, usize> = FxHashMap::default();
        for draft in drafts {
            let at = resolved.entities.len();
            resolved.by_name.extend(draft.cluster.groups.iter().map(|&group| (groups[group].id, at)));
            resolved.by_member.extend(draft.cluster.single.iter().map(|(_, member, _)| (member.clone(), at)));
            resolved.entities.push(Arc::new(draft.entity(groups, &mut used)));
        }
        resolved
    }
}

/// A cluster, summed up.
struct Draft<'a> {
    cluster: &'a Cluster,
    name: &'a Name,
    first: &'a Member,
    sum: Sum,
}

impl<'a> Draft<'a> {
    /// `None` for a cluster without places, which nobody makes.
    fn of(cluster: &'a Cluster, groups: &'a [Group]) -> Option<Draft<'a>> {
        let whole = || cluster.groups.iter().map(|&group| &groups[group]);
        let spellings = whole().chain(cluster.single.iter().map(|(group, _, _)| &groups[*group]));
        // Full names before bare ones, what is sure of its kind before guesses, then the most frequent, then the longest.
        let name = spellings.max_by(|a, b| rank(a, cluster.kind).cmp(&rank(b, cluster.kind)))?.name;
        let singles = || cluster.single.iter().map(|(_, member, _)| member);
        let first = whole().map(|group| group.first).chain(singles()).min()?;
        let single = cluster.single.iter().map(|(_, member, seen)| seen.sum(member));
        let sum = whole().map(|group| group.sum.clone()).chain(single).reduce(Sum::with)?;
        Some(Draft { cluster, name, first, sum })
    }

    fn entity(&self, groups: &[Group], used: &mut FxHashMap<String, usize>) -> Entity {
        let base = format!("{}:{}", prefix(self.cluster.kind), key::slug(&self.name.text));
        let count = used.entry(base.clone()).or_default();
        *count += 1;
        let id = if *count > 1 { format!("{base}-{count}") } else { base };
        Entity {
            id,
            kind: self.cluster.kind,
            name: self.name.text.clone(),
            definition: self.sum.best.member.clone(),
            names: self.sum.names,
            mentions: self.sum.mentions,
            days: self.sum.days,
            key: self.name.key,
            spellings: self.cluster.groups.iter().map(|&group| groups[group].id).collect(),
            single: self.cluster.single.iter().map(|(_, member, _)| member.clone()).collect(),
            members: OnceLock::new(),
        }
    }
}

/// How good a spelling is as the name of an entity of this kind.
fn rank<'a>(group: &Group<'a>, kind: Kind) -> (bool, bool, bool, bool, usize, usize, Reverse<&'a str>) {
    let name = group.name;
    let person = kind == Kind::Person;
    let (full, given) = (person && name.is_full(), person && !name.given.is_empty());
    // `MONTAVAR HERALD` is how a masthead is set; a body's short name is no name for it.
    let shouted = name.text.contains(' ') && !name.text.contains(char::is_lowercase);
    let whole = !person && name.text.contains(' ');
    let (places, len) = (group.sum.places, name.text.len());
    (group.kind == kind, full, given || whole && kind == Kind::Organization, !shouted, places, len, Reverse(&name.text))
}

/// The one value that an iterator gives.
fn only<T>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next();
    first.filter(|_| values.next().is_none())
}

/// What speaks for one of several bearers of a surname.
struct Person {
    /// The files that give the full name.
    files: FxHashSet<crate::Path>,
    /// The words of the offices held.
    offices: BTreeSet<Box<str>>,
    /// Other people and bodies of the articles that give the full name.
    company: FxHashSet<u64>,
}

/// How many articles of a person are walked through for the company kept there.
const WALK: usize = 64;

impl Person {
    fn of(cluster: &Cluster, groups: &[Group], index: &Index) -> Person {
        let places = cluster.groups.iter().flat_map(|&group| index.places(groups[group].name.key, groups[group].id));
        let mut members: Vec<&Member> = places.map(|(member, _)| member).collect();
        members.sort();
        let mut person =
            Person { files: FxHashSet::default(), offices: BTreeSet::new(), company: FxHashSet::default() };
        for (at, member) in members.into_iter().enumerate() {
            person.files.insert(member.path.clone());
            person.offices.extend(index.fact(member).into_iter().flat_map(office_words));
            if at < WALK {
                person.company.extend(company(member, index));
            }
        }
        person
    }
}

/// From so many articles on a bare surname is asked about no longer one by one.
const SURNAMES: usize = 512;

/// An article of so few names may share one alone.
const FEW: usize = 6;

/// The names around a member in its article, the member's own among them.
fn around(member: &Member, index: &Index) -> Vec<u64> {
    index.article(&member.path, member.article).map_or_else(Vec::new, events::company)
}

/// The one person a bare surname means in an article, by the first kind of evidence that leaves one.
fn meant(member: &Member, people: &[Person], index: &Index) -> Option<usize> {
    let only = |scores: Vec<usize>, least: usize| {
        let mut found = scores.iter().enumerate().filter(|(_, score)| **score > 0);
        match (found.next(), found.next()) {
            (Some((person, score)), None) if *score >= least => Some(person),
            _ => None,
        }
    };
    let file = people.iter().map(|person| usize::from(person.files.contains(&member.path))).collect();
    let by_office = || {
        let offices: Vec<Box<str>> = index.fact(member).into_iter().flat_map(office_words).collect();
        // A word that all of them bear tells nothing.
        let telling = |word: &str| !people.iter().all(|person| person.offices.contains(word));
        let score =
            |person: &Person| offices.iter().filter(|word| telling(word) && person.offices.contains(*word)).count();
        only(people.iter().map(score).collect(), 1)
    };
    let by_company = || {
        let around: Vec<u64> = company(member, index).collect();
        let score = |person: &Person| around.iter().filter(|name| person.company.contains(name)).count();
        only(people.iter().map(score).collect(), 2)
    };
    only(file, 1).or_else(by_office).or_else(by_company)
}

/// The longer words of the titles in a fact.
fn office_words(fact: &nlp::facts::EntityFact) -> impl Iterator<Item = Box<str>> {
    let words =
        fact.roles.iter().flat_map(|role| key::plain(&role.title).split(' ').map(Box::from).collect::<Vec<Box<str>>>());
    words.filter(|word| word.len() > 3)
}

/// The other people and bodies of an article.
fn company(member: &Member, index: &Index) -> impl Iterator<Item = u64> {
    let entities = index.article(&member.path, member.article).map_or(&[][..], |article| &article.entities);
    let others = entities.iter().enumerate().filter(|(at, _)| *at as u32 != member.entity);
    others
        .filter(|(_, fact)| matches!(fact.kind, Kind::Person | Kind::Organization))
        .map(|(_, fact)| Name::id(fact.kind, &fact.name))
}
