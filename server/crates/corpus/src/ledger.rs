//! What the folder says of every spelling of a name, kept in order as articles come and go: a question about somebody
//! who is in ten thousand articles looks a few things up and walks through none of them.

use std::cmp::Reverse;
use std::sync::Arc;

use imbl::{OrdMap, OrdSet};
use jiff::civil::Date;
use nlp::facts::{ArticleFacts, EntityFact, RoleFact};

use crate::count::{count, discount};
use crate::entity::{RoleSeen, names};
use crate::name::Name;
use crate::{Member, Path};

/// All spellings of the folder. `name` is a [`Name::id`] throughout.
#[derive(Clone, Default)]
pub(crate) struct Ledger {
    pub counts: Counts,
    pub orders: Orders,
}

/// What is counted of spellings.
#[derive(Clone, Default)]
pub(crate) struct Counts {
    accounts: OrdMap<u64, Account>,
    /// The best evidence that articles have, and how many have such.
    evidence: OrdMap<(u64, Reverse<u8>), u32>,
    /// In how many articles a name is written in another way, too.
    written: OrdMap<(u64, Box<str>), u32>,
}

/// What is kept in order of spellings.
#[derive(Clone, Default)]
pub(crate) struct Orders {
    /// How many of a day's entities are spelt so.
    days: OrdMap<(u64, Date), u32>,
    introductions: OrdSet<(u64, Introduction)>,
    roles: OrdSet<RoleSlot>,
    posts: OrdSet<PostSlot>,
    quotes: OrdSet<QuoteSlot>,
}

/// A spelling, and what is counted of it.
#[derive(Clone)]
struct Account {
    name: Arc<Name>,
    places: usize,
    names: usize,
    mentions: usize,
    evidence: u64,
}

/// [`nlp::coreference::Evidence`] of many articles.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Total {
    pub sum: u64,
    pub best: u8,
}

/// What many places of a name come to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Sum {
    /// Articles' entities of that name.
    pub places: usize,
    /// What speaks for its kind.
    pub evidence: Total,
    /// Mentions by name.
    pub names: usize,
    /// Mentions of any form.
    pub mentions: usize,
    /// The first and the last day, if any is known.
    pub days: Option<(Date, Date)>,
    /// The place that introduces best.
    pub best: Introduction,
}

/// How well a place introduces: the least introduces best. The score counts first, then the earliest day, then the path.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Introduction {
    score: Reverse<u8>,
    when: When,
    pub member: Member,
}

/// Days in order, what has none behind them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct When {
    undated: bool,
    day: Option<Date>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct RoleSlot {
    name: u64,
    office: Box<str>,
    title: Box<str>,
    when: When,
    member: Member,
    mention: u32,
}

/// Where somebody is seen in a post around a day: the nearest days before it, and from it on.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct InPost {
    pub before: Option<Date>,
    pub after: Option<Date>,
}

/// Who was seen in a post, and when.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct PostSlot {
    post: u64,
    name: u64,
    when: When,
    member: Member,
}

/// The latest first, what has no day last; those of one article in text order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct QuoteSlot {
    name: u64,
    undated: bool,
    day: Reverse<Option<Date>>,
    member: Member,
    quote: u32,
}

impl Ledger {
    /// The name of a spelling that some article has.
    pub fn name(&self, name: u64) -> Option<&Arc<Name>> {
        self.counts.accounts.get(&name).map(|account| &account.name)
    }

    /// All spellings.
    pub fn names(&self) -> impl Iterator<Item = (u64, &Arc<Name>)> {
        self.counts.accounts.iter().map(|(id, account)| (*id, &account.name))
    }

    /// Takes back what was entered of an entity; the name it was kept under.
    pub fn withdraw(&mut self, fact: &EntityFact, day: Option<Date>, member: &Member) -> Option<Arc<Name>> {
        let name = self.counts.withdraw(fact)?;
        self.orders.withdraw(fact, day, member);
        Some(name)
    }

    /// What all places of a spelling come to.
    pub fn sum(&self, name: u64) -> Option<Sum> {
        let account = self.counts.accounts.get(&name)?;
        let (_, best) = self
            .orders
            .introductions
            .get_next(&(name, Introduction::of(u8::MAX, Some(Date::MIN), &Member::default())))?;
        let is_of_name = |day: &(&(u64, Date), &u32)| day.0.0 == name;
        let first = self.orders.days.get_next(&(name, Date::MIN)).filter(is_of_name);
        let last = self.orders.days.get_prev(&(name, Date::MAX)).filter(is_of_name);
        let certain = self.counts.evidence.get_next(&(name, Reverse(u8::MAX))).filter(|((other, _), _)| *other == name);
        Some(Sum {
            places: account.places,
            evidence: Total { sum: account.evidence, best: certain.map_or(0, |((_, best), _)| best.0) },
            names: account.names,
            mentions: account.mentions,
            days: first.zip(last).map(|(((_, first), _), ((_, last), _))| (*first, *last)),
            best: best.clone(),
        })
    }

    /// Every way a spelling is also written in its articles, and in how many.
    pub fn written(&self, name: u64) -> impl Iterator<Item = (&str, usize)> {
        let here =
            self.counts.written.range((name, Box::default())..).take_while(move |((other, _), _)| *other == name);
        here.map(|((_, alias), count)| (&**alias, *count as usize))
    }

    /// Every title beside a spelling, where it was seen first.
    pub fn titles(&self, name: u64) -> impl Iterator<Item = RoleSeen> {
        let mut next = self.first_role(RoleSlot { name, ..RoleSlot::first() });
        std::iter::from_fn(move || {
            let slot = next.take()?;
            let (office, title) = (slot.office.clone(), format!("{}\0", slot.title).into());
            next = self.first_role(RoleSlot { name, office, title, ..RoleSlot::first() });
            Some(slot.seen())
        })
    }

    /// The last role seen beside a spelling up to a day; without a day, the last that is dated.
    pub fn last_role(&self, name: u64, until: Option<Date>) -> Option<RoleSeen> {
        // Everything up to a day stands before the first that the next day could have.
        let day = until.and_then(|day| day.tomorrow().ok());
        let when = When { undated: day.is_none(), day };
        let last = |RoleSeen { office, title, .. }: RoleSeen| {
            let limit = RoleSlot { name, office, title, when, ..RoleSlot::first() };
            let slot = self.orders.roles.get_prev(&limit)?;
            let same = (slot.name, &slot.office, &slot.title) == (name, &limit.office, &limit.title);
            (same && !slot.when.undated).then(|| slot.seen())
        };
        self.titles(name).filter_map(last).max_by(RoleSeen::in_order)
    }

    /// Every role seen beside a spelling.
    pub fn roles(&self, name: u64) -> impl Iterator<Item = RoleSeen> {
        let first = RoleSlot { name, ..RoleSlot::first() };
        self.orders.roles.range(first..).take_while(move |slot| slot.name == name).map(RoleSlot::seen)
    }

    /// The quotations of those who are spelled so, latest first, as articles count them.
    pub fn quotes(&self, name: u64) -> impl Iterator<Item = (Option<Date>, &Member, u32)> {
        let first =
            QuoteSlot { name, undated: false, day: Reverse(Some(Date::MAX)), member: Member::default(), quote: 0 };
        let here = self.orders.quotes.range(first..).take_while(move |slot| slot.name == name);
        here.map(|slot| (slot.day.0, &slot.member, slot.quote))
    }

    /// Every spelling of a name seen in a post: one place of it, and when it was seen there around a day.
    pub fn holders(&self, post: &str, around: Option<Date>) -> impl Iterator<Item = (&Member, InPost)> {
        let post = text::hash64(post.as_bytes());
        let mut next = Some(0);
        std::iter::from_fn(move || {
            let from = |name, when| PostSlot { post, name, when, member: Member::default() };
            let first = self.orders.posts.get_next(&from(next?, When::of(Some(Date::MIN))))?;
            let name = Some(first.name).filter(|_| first.post == post)?;
            next = name.checked_add(1);
            let day = |slot: &PostSlot| slot.when.day.filter(|_| (slot.post, slot.name) == (post, name));
            let around = around.map(|day| from(name, When::of(Some(day))));
            let seen = around.map_or_else(InPost::default, |at| InPost {
                before: self.orders.posts.get_prev(&at).and_then(day),
                after: self.orders.posts.get_next(&at).and_then(day),
            });
            Some((&first.member, seen))
        })
    }

    /// The first role of the same name from here on.
    fn first_role(&self, from: RoleSlot) -> Option<&RoleSlot> {
        self.orders.roles.get_next(&from).filter(|slot| slot.name == from.name)
    }
}

impl Counts {
    /// Enters an entity of an article; the name it is kept under.
    pub fn enter(&mut self, fact: &EntityFact) -> Arc<Name> {
        let id = Name::id(fact.kind, &fact.name);
        let fresh = || Account {
            name: Arc::new(Name::new(fact.kind, &fact.name)),
            places: 0,
            names: 0,
            mentions: 0,
            evidence: 0,
        };
        let account = self.accounts.entry(id).or_insert_with(fresh);
        account.places += 1;
        account.names += names(&fact.mentions);
        account.mentions += fact.mentions.len();
        account.evidence += u64::from(fact.evidence.sum);
        let name = account.name.clone();
        count(&mut self.evidence, (id, Reverse(fact.evidence.best)));
        for alias in &fact.aliases {
            count(&mut self.written, (id, alias.clone()));
        }
        name
    }

    fn withdraw(&mut self, fact: &EntityFact) -> Option<Arc<Name>> {
        let id = Name::id(fact.kind, &fact.name);
        let account = self.accounts.get_mut(&id)?;
        let name = account.name.clone();
        account.places -= 1;
        account.names -= names(&fact.mentions);
        account.mentions -= fact.mentions.len();
        account.evidence -= u64::from(fact.evidence.sum);
        if account.places == 0 {
            self.accounts.remove(&id);
        }
        discount(&mut self.evidence, &(id, Reverse(fact.evidence.best)));
        for alias in &fact.aliases {
            discount(&mut self.written, &(id, alias.clone()));
        }
        Some(name)
    }
}

impl Orders {
    /// Enters an entity of an article.
    pub fn enter(&mut self, fact: &EntityFact, day: Option<Date>, member: &Member) {
        let id = Name::id(fact.kind, &fact.name);
        if let Some(day) = day {
            count(&mut self.days, (id, day));
        }
        self.introductions.insert((id, Introduction::of(fact.introduction_score, day, member)));
        self.roles.extend(role_slots(id, fact, day, member));
        self.posts.extend(post_slots(id, fact, day, member));
    }

    fn withdraw(&mut self, fact: &EntityFact, day: Option<Date>, member: &Member) {
        let id = Name::id(fact.kind, &fact.name);
        if let Some(day) = day {
            discount(&mut self.days, &(id, day));
        }
        self.introductions.remove(&(id, Introduction::of(fact.introduction_score, day, member)));
        for slot in role_slots(id, fact, day, member) {
            self.roles.remove(&slot);
        }
        for slot in post_slots(id, fact, day, member) {
            self.posts.remove(&slot);
        }
    }

    /// Replaces the quotations of an article.
    pub fn replace_quotes(&mut self, path: &Path, number: u32, old: Option<&ArticleFacts>, new: Option<&ArticleFacts>) {
        let before = quote_slots(path, number, old);
        let after = quote_slots(path, number, new);
        if before == after {
            return;
        }
        for slot in &before {
            self.quotes.remove(slot);
        }
        self.quotes.extend(after);
    }
}

impl Total {
    /// Both together.
    pub fn with(self, other: Total) -> Total {
        Total { sum: self.sum + other.sum, best: self.best.max(other.best) }
    }
}

impl Sum {
    /// One place.
    pub fn of(names: usize, mentions: usize, evidence: Total, day: Option<Date>, score: u8, member: &Member) -> Sum {
        let best = Introduction::of(score, day, member);
        Sum { places: 1, evidence, names, mentions, days: day.map(|day| (day, day)), best }
    }

    /// Both together.
    pub fn with(self, other: Sum) -> Sum {
        Sum {
            places: self.places + other.places,
            evidence: self.evidence.with(other.evidence),
            names: self.names + other.names,
            mentions: self.mentions + other.mentions,
            days: match (self.days, other.days) {
                (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
                (one, other) => one.or(other),
            },
            best: self.best.min(other.best),
        }
    }
}

impl Introduction {
    fn of(score: u8, day: Option<Date>, member: &Member) -> Introduction {
        Introduction { score: Reverse(score), when: When::of(day), member: member.clone() }
    }
}

impl When {
    fn of(day: Option<Date>) -> When {
        When { undated: day.is_none(), day }
    }
}

impl RoleSlot {
    /// Before every other of the first name.
    fn first() -> RoleSlot {
        let when = When::of(Some(Date::MIN));
        RoleSlot { name: 0, office: Box::default(), title: Box::default(), when, member: Member::default(), mention: 0 }
    }

    fn seen(&self) -> RoleSeen {
        let RoleSlot { office, title, when, member, mention, .. } = self;
        let (title, office) = (title.clone(), office.clone());
        RoleSeen { title, office, day: when.day, member: member.clone(), mention: *mention }
    }
}

fn role_slots(name: u64, fact: &EntityFact, day: Option<Date>, member: &Member) -> Vec<RoleSlot> {
    let slot = |role: &RoleFact| RoleSlot {
        name,
        office: role.office.clone(),
        title: role.title.clone(),
        when: When::of(day),
        member: member.clone(),
        mention: role.mention,
    };
    fact.roles.iter().map(slot).collect()
}

fn post_slots<'a>(
    name: u64,
    fact: &'a EntityFact,
    day: Option<Date>,
    member: &'a Member,
) -> impl Iterator<Item = PostSlot> + 'a {
    let posts = fact.roles.iter().flat_map(|role| &role.posts);
    posts.map(move |post| PostSlot {
        post: text::hash64(post.as_bytes()),
        name,
        when: When::of(day),
        member: member.clone(),
    })
}

fn quote_slots(path: &Path, number: u32, article: Option<&ArticleFacts>) -> Vec<QuoteSlot> {
    let Some(article) = article else { return Vec::new() };
    let slot = |(at, quote): (usize, &nlp::facts::QuoteFact)| {
        let speaker = article.entities.get(quote.speaker as usize)?;
        Some(QuoteSlot {
            name: Name::id(speaker.kind, &speaker.name),
            undated: article.day.is_none(),
            day: Reverse(article.day),
            member: Member { path: path.clone(), article: number, entity: quote.speaker },
            quote: at as u32,
        })
    };
    article.quotes.iter().enumerate().filter_map(slot).collect()
}
