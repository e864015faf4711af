//! The index: facts by file, and names in order.
//!
//! All it stores is what the set of facts says; there is nothing that could remember an order. What is *derived* from a
//! bucket of names is worked out when somebody asks, kept in a cell that all snapshots share, and thrown away when a
//! name of the bucket changes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use imbl::{OrdMap, OrdSet};
use nlp::facts::{ArticleFacts, EntityFact, Facts};
use nlp::mentions::Kind;

use crate::bucket::{self, Group, Resolved, Seen};
use crate::count::{count, discount};
use crate::entity::{self, Entity, RoleSeen, names};
use crate::events::{Event, Events};
use crate::ledger::{Counts, Ledger};
use crate::name::{Name, surname_key};
use crate::post::{self, Described};
use crate::{Member, Path, key};

/// The index over all files. A clone is cheap and is a snapshot.
///
/// Two indexes of the same set of facts answer everything alike, whatever was replaced when.
#[derive(Clone, Default)]
pub struct Index {
    files: OrdMap<Path, Arc<Facts>>,
    /// Every entity of every article, by bucket and spelling.
    slots: OrdMap<Slot, Seen>,
    /// What is said of every spelling of a name.
    ledger: Ledger,
    /// Other spellings that articles join with a name, in small plain letters, and how many articles do.
    aliases: OrdMap<Alias, u32>,
    /// What each bucket comes to, once asked.
    buckets: OrdMap<u64, Arc<OnceLock<Resolved>>>,
    /// Where articles describe somebody by a post and name nobody, by post.
    described: OrdSet<Described>,
    events: Events,
    /// The articles of each outlet.
    outlets: OrdSet<Published>,
    /// Names that somebody knows to be of different people, [`key::plain`], the smaller of two first.
    apart: Arc<BTreeSet<(String, String)>>,
    articles: usize,
}

/// An article by the last word of its outlet's name, in small letters: `Herald` may be the `Montavar Herald`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Published {
    word: Box<str>,
    path: Path,
    number: u32,
}

impl Published {
    fn of(path: &Path, number: u32, article: &ArticleFacts) -> Option<Published> {
        let word = last_word(article.outlet.as_deref()?)?;
        Some(Published { word, path: path.clone(), number })
    }
}

fn last_word(name: &str) -> Option<Box<str>> {
    name.split_whitespace().next_back().map(|word| word.to_lowercase().into())
}

/// One entity of one article, in its bucket.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Slot {
    key: u64,
    name: u64,
    member: Member,
}

/// A spelling that leads to a name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Alias {
    pub plain: Box<str>,
    pub name: u64,
}

impl Index {
    /// An index of these files.
    pub fn of(files: impl IntoIterator<Item = (Path, Arc<Facts>)>) -> Index {
        let mut index = Index::default();
        index.extend(files);
        index
    }

    /// Replaces what is known of many files; the same as [`Index::replace`] for one after another, and on two
    /// processors for those that are new.
    pub fn extend(&mut self, files: impl IntoIterator<Item = (Path, Arc<Facts>)>) {
        let mut new: BTreeMap<Path, Arc<Facts>> = BTreeMap::new();
        for (path, facts) in files {
            if self.files.contains_key(&path) {
                self.replace(&path, Some(facts));
            } else {
                new.insert(path, facts);
            }
        }
        let Index { slots, ledger, aliases, buckets, events, .. } = self;
        let mut bag = Bag { slots, counts: &mut ledger.counts, aliases, buckets };
        let orders = &mut ledger.orders;
        rayon::join(
            || entities(&new).for_each(|(fact, article, member)| bag.enter(fact, article, &member)),
            || {
                entities(&new).for_each(|(fact, article, member)| orders.enter(fact, article.day, &member));
                for (path, number, article) in articles(&new) {
                    orders.replace_quotes(path, number, None, Some(article));
                    events.replace_article(path, number, None, Some(article));
                }
            },
        );
        for (fact, member) in descriptions(&new) {
            self.described.extend(Described::of(fact, &member));
        }
        self.outlets.extend(articles(&new).filter_map(|(path, number, article)| Published::of(path, number, article)));
        self.articles += new.values().map(|facts| facts.articles.len()).sum::<usize>();
        self.files.extend(new);
    }

    /// Says which names are of different people, whatever they look like. Names that become so, or are so no longer, are
    /// asked about anew.
    pub fn set_apart(&mut self, pairs: impl IntoIterator<Item = (String, String)>) {
        let plain = |(a, b): (String, String)| (key::plain(&a), key::plain(&b));
        let in_order = |(a, b)| if a <= b { (a, b) } else { (b, a) };
        let pairs: BTreeSet<(String, String)> = pairs.into_iter().map(plain).map(in_order).collect();
        let old = std::mem::replace(&mut self.apart, Arc::new(pairs));
        let changed: Vec<u64> =
            old.symmetric_difference(&self.apart).flat_map(|(a, b)| [a, b]).map(|name| surname_key(name)).collect();
        for key in changed {
            if self.buckets.contains_key(&key) {
                self.forget(key);
            }
        }
    }

    /// Somebody knows that the two are different people.
    pub(crate) fn is_apart(&self, a: &Name, b: &Name) -> bool {
        let (a, b) = if a.plain <= b.plain { (&a.plain, &b.plain) } else { (&b.plain, &a.plain) };
        !self.apart.is_empty() && self.apart.contains(&(a.to_string(), b.to_string()))
    }

    /// Replaces what is known of `path`. `None` removes it. Does nothing, and says so, when the facts are equal.
    pub fn replace(&mut self, path: &Path, facts: Option<Arc<Facts>>) -> bool {
        let old = self.files.get(path).cloned();
        if old == facts {
            return false;
        }
        let before = old.as_ref().map_or(&[][..], |facts| &facts.articles);
        let after = facts.as_ref().map_or(&[][..], |facts| &facts.articles);
        self.articles = self.articles + after.len() - before.len();
        for number in 0..before.len().max(after.len()) {
            self.replace_article(path, number as u32, before.get(number), after.get(number));
        }
        match facts.clone() {
            Some(facts) => self.files.insert(path.clone(), facts),
            None => self.files.remove(path),
        };
        true
    }

    fn replace_article(&mut self, path: &Path, number: u32, old: Option<&ArticleFacts>, new: Option<&ArticleFacts>) {
        let (before, after) = (old.map_or(&[][..], |old| &old.entities), new.map_or(&[][..], |new| &new.entities));
        let same_head = old.zip(new).is_some_and(|(old, new)| (old.day, &old.outlet) == (new.day, &new.outlet));
        let mut touched = false;
        for at in 0..before.len().max(after.len()) {
            let (old_fact, new_fact) = (before.get(at), after.get(at));
            if same_head && old_fact == new_fact {
                continue;
            }
            touched = true;
            let member = Member { path: path.clone(), article: number, entity: at as u32 };
            if let (Some(fact), Some(article)) = (old_fact, old) {
                self.withdraw(fact, article, &member);
            }
            if let (Some(fact), Some(article)) = (new_fact, new) {
                self.enter(fact, article, &member);
            }
        }
        if touched {
            self.forget_context(before.iter().chain(after));
        }
        self.ledger.orders.replace_quotes(path, number, old, new);
        let (old_outlet, new_outlet) = (
            old.and_then(|old| Published::of(path, number, old)),
            new.and_then(|new| Published::of(path, number, new)),
        );
        if old_outlet != new_outlet {
            old_outlet.iter().for_each(|old| drop(self.outlets.remove(old)));
            self.outlets.extend(new_outlet);
        }
        self.events.replace_article(path, number, old, new);
    }

    fn enter(&mut self, fact: &EntityFact, article: &ArticleFacts, member: &Member) {
        if fact.is_description() {
            self.described.extend(Described::of(fact, member));
            return;
        }
        self.ledger.orders.enter(fact, article.day, member);
        let Index { slots, ledger, aliases, buckets, .. } = self;
        Bag { slots, counts: &mut ledger.counts, aliases, buckets }.enter(fact, article, member);
    }

    fn withdraw(&mut self, fact: &EntityFact, article: &ArticleFacts, member: &Member) {
        if fact.is_description() {
            Described::of(fact, member).for_each(|place| drop(self.described.remove(&place)));
            return;
        }
        let id = Name::id(fact.kind, &fact.name);
        let Some(name) = self.ledger.withdraw(fact, article.day, member) else { return };
        let key = name.key;
        self.slots.remove(&Slot { key, name: id, member: member.clone() });
        for plain in other_spellings(fact) {
            discount(&mut self.aliases, &Alias { plain, name: id });
        }
        self.forget(key);
    }

    fn forget(&mut self, key: u64) {
        forget(&mut self.buckets, key);
    }

    /// The company of these names changed: buckets that were told apart by it have to be asked again.
    fn forget_context<'a>(&mut self, facts: impl Iterator<Item = &'a EntityFact>) {
        for fact in facts {
            let Some(name) = self.ledger.name(Name::id(fact.kind, &fact.name)) else { continue };
            let key = name.key;
            let known = self.buckets.get(&key).and_then(|cell| cell.get());
            if known.is_some_and(|resolved| resolved.contextual) {
                self.forget(key);
            }
        }
    }

    fn resolved(&self, key: u64) -> Option<&Resolved> {
        Some(self.buckets.get(&key)?.get_or_init(|| bucket::resolve(key, self)))
    }

    /// The spellings of a bucket, with what their places come to.
    pub(crate) fn groups(&self, key: u64) -> Vec<Group<'_>> {
        let mut groups: Vec<Group> = Vec::new();
        let mut from = Slot { key, name: 0, member: Member::default() };
        while let Some((slot, _)) = self.slots.get_next(&from).filter(|(slot, _)| slot.key == key) {
            if let (Some(name), Some(sum)) = (self.ledger.name(slot.name), self.ledger.sum(slot.name)) {
                groups.push(Group { name, kind: name.kind, id: slot.name, first: &slot.member, sum });
            }
            let Some(next) = slot.name.checked_add(1) else { break };
            from.name = next;
        }
        groups
    }

    /// What is said of every spelling.
    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The places of a spelling, by path.
    pub(crate) fn places(&self, key: u64, name: u64) -> impl Iterator<Item = (&Member, &Seen)> {
        let first = Slot { key, name, member: Member::default() };
        let here = self.slots.range(first..).take_while(move |(slot, _)| (slot.key, slot.name) == (key, name));
        here.map(|(slot, seen)| (&slot.member, seen))
    }
}

/// What an entity is put into, apart from what is kept in order of days.
struct Bag<'a> {
    slots: &'a mut OrdMap<Slot, Seen>,
    counts: &'a mut Counts,
    aliases: &'a mut OrdMap<Alias, u32>,
    buckets: &'a mut OrdMap<u64, Arc<OnceLock<Resolved>>>,
}

impl Bag<'_> {
    fn enter(&mut self, fact: &EntityFact, article: &ArticleFacts, member: &Member) {
        let id = Name::id(fact.kind, &fact.name);
        let name = self.counts.enter(fact);
        let small = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        let seen = Seen {
            day: article.day,
            score: fact.introduction_score,
            evidence: fact.evidence,
            names: small(names(&fact.mentions)),
            mentions: small(fact.mentions.len()),
        };
        self.slots.insert(Slot { key: name.key, name: id, member: member.clone() }, seen);
        for plain in other_spellings(fact) {
            count(self.aliases, Alias { plain, name: id });
        }
        forget(self.buckets, name.key);
    }
}

/// A name of the bucket changed: what it came to is no longer known here, and still is in older snapshots.
fn forget(buckets: &mut OrdMap<u64, Arc<OnceLock<Resolved>>>, key: u64) {
    match buckets.get_mut(&key).map(Arc::get_mut) {
        Some(Some(cell)) => {
            cell.take();
        }
        _ => {
            buckets.insert(key, Arc::default());
        }
    }
}

fn articles(files: &BTreeMap<Path, Arc<Facts>>) -> impl Iterator<Item = (&Path, u32, &ArticleFacts)> {
    files
        .iter()
        .flat_map(|(path, facts)| (0..).zip(&facts.articles).map(move |(number, article)| (path, number, article)))
}

fn entities(files: &BTreeMap<Path, Arc<Facts>>) -> impl Iterator<Item = (&EntityFact, &ArticleFacts, Member)> {
    articles(files).flat_map(|(path, number, article)| {
        let member = move |entity| Member { path: path.clone(), article: number, entity };
        let named = (0..).zip(&article.entities).filter(|(_, fact)| !fact.is_description());
        named.map(move |(at, fact)| (fact, article, member(at)))
    })
}

fn descriptions(files: &BTreeMap<Path, Arc<Facts>>) -> impl Iterator<Item = (&EntityFact, Member)> {
    articles(files).flat_map(|(path, number, article)| {
        let member = move |entity| Member { path: path.clone(), article: number, entity };
        let described = (0..).zip(&article.entities).filter(|(_, fact)| fact.is_description());
        described.map(move |(at, fact)| (fact, member(at)))
    })
}

/// Questions.
impl Index {
    /// The person, body or place that an article's entity is.
    pub fn entity_of(&self, member: &Member) -> Option<Arc<Entity>> {
        let fact = self.fact(member)?;
        if fact.is_description() {
            return post::holder(fact, member, self);
        }
        let id = Name::id(fact.kind, &fact.name);
        let name = self.ledger.name(id)?;
        self.resolved(name.key)?.find(id, member).cloned()
    }

    /// Everyone and everything of the folder, by id.
    pub fn entities(&self) -> Vec<Arc<Entity>> {
        let resolved = self.buckets.keys().filter_map(|key| self.resolved(*key));
        let mut all: Vec<Arc<Entity>> = resolved.flat_map(|resolved| resolved.entities.iter().cloned()).collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    }

    /// The people of a surname, in any of its romanisations, whom articles give a full name.
    pub fn people_called(&self, surname: &str) -> Vec<Arc<Entity>> {
        let key = crate::name::key_of(&key::plain(surname));
        let all = self.resolved(key).map_or(&[][..], |resolved| &resolved.entities);
        let full = |entity: &&Arc<Entity>| entity.kind == Kind::Person && crate::is_full_name(&entity.name);
        all.iter().filter(full).cloned().collect()
    }

    /// What is called so, as a place or a body that an event names; `name` as facts spell it.
    pub fn entity_named(&self, kind: Kind, name: &str) -> Option<Arc<Entity>> {
        let id = Name::id(kind, name);
        let known = self.ledger.name(id)?;
        let resolved = self.resolved(known.key)?;
        resolved.find(id, &Member::default()).cloned()
    }

    /// Every spelling of a name of this kind, as facts have it.
    pub fn names(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.ledger.names().filter(move |(_, name)| name.kind == kind).map(|(_, name)| &*name.text)
    }

    /// Everybody who is seen in a post (`foreign minister of norway`), each with the place that shows it first: by day, what
    /// has none last.
    pub fn holders(&self, post: &str) -> Vec<(Arc<Entity>, RoleSeen)> {
        post::holders(post, self)
    }

    /// The facts of a file.
    pub fn facts(&self, path: &str) -> Option<&Arc<Facts>> {
        self.files.get(path)
    }

    /// The facts of an article: its title, outlet, date, and who is in it.
    pub fn article(&self, path: &str, number: u32) -> Option<&ArticleFacts> {
        self.files.get(path)?.articles.get(number as usize)
    }

    /// The fact a member stands for.
    pub fn fact(&self, member: &Member) -> Option<&EntityFact> {
        self.article(&member.path, member.article)?.entities.get(member.entity as usize)
    }

    /// The roles that the article of a member gives with it, in text order.
    pub fn roles_of(&self, member: &Member) -> Vec<RoleSeen> {
        let mut roles: Vec<RoleSeen> = entity::roles_of(member, self).collect();
        roles.sort_by(RoleSeen::in_order);
        roles
    }

    /// The articles of outlets whose names end like `name`: path, number, what is known of each.
    pub fn published<'a>(&'a self, name: &str) -> impl Iterator<Item = (&'a Path, u32, &'a ArticleFacts)> + use<'a> {
        let word = last_word(name).unwrap_or_default();
        let first = Published { word: word.clone(), path: "".into(), number: 0 };
        let of_outlet = self.outlets.range(first..).take_while(move |published| published.word == word);
        of_outlet.filter_map(|published| {
            Some((&published.path, published.number, self.article(&published.path, published.number)?))
        })
    }

    /// All files with their facts, by path.
    pub fn files(&self) -> impl Iterator<Item = (&Path, &Arc<Facts>)> {
        self.files.iter()
    }

    /// How many articles the folder has.
    pub fn articles(&self) -> usize {
        self.articles
    }

    /// The event that an article's event mention tells of.
    pub fn event_of(&self, member: &Member) -> Option<Arc<Event>> {
        self.events.event_of(member, self)
    }

    /// All events of the folder, by id.
    pub fn events(&self) -> Vec<Arc<Event>> {
        self.events.all(self)
    }

    /// The fact of an event mention.
    pub fn event_fact(&self, member: &Member) -> Option<&nlp::facts::EventFact> {
        self.article(&member.path, member.article)?.events.get(member.entity as usize)
    }
}

/// What [`crate::search`] and [`crate::post`] walk over.
impl Index {
    /// Where articles that name no holder of a post describe somebody by it, by path.
    pub(crate) fn described(&self, post: &str) -> impl Iterator<Item = &Member> {
        let first = Described::first(post);
        let post = first.post;
        self.described.range(first..).take_while(move |place| place.post == post).map(|place| &place.member)
    }

    pub(crate) fn spellings(&self) -> impl Iterator<Item = (u64, &str)> {
        let names = self.ledger.names().map(|(id, name)| (id, &*name.plain));
        names.chain(self.aliases.keys().map(|alias| (alias.name, &*alias.plain)))
    }

    /// The entities that a spelling means, with the kind of the spelling.
    pub(crate) fn bearers(&self, name: u64) -> Vec<Arc<Entity>> {
        let Some(known) = self.ledger.name(name) else { return Vec::new() };
        let Some(resolved) = self.resolved(known.key) else { return Vec::new() };
        match resolved.find(name, &Member::default()) {
            Some(entity) => vec![entity.clone()],
            // A bare surname of several people: all of them.
            None => resolved.entities.iter().filter(|entity| entity.kind == known.kind).cloned().collect(),
        }
    }
}

/// Spellings that do not show in the name itself.
fn other_spellings(fact: &EntityFact) -> impl Iterator<Item = Box<str>> {
    let hidden = fact.aliases.iter().filter(|alias| !fact.name.contains(&***alias));
    hidden.map(|alias| key::plain(alias).into())
}
