//! Events across documents: talks, visits, votes that several articles tell of.
//!
//! First form. Mentions meet in a bucket by type and place (or, without a place, by type and parties), and join there
//! when their days overlap and neither their number in a series nor their parties contradict. A mention without a day
//! joins only where exactly one event fits; a mention without a place may be the guest of the one event of its article,
//! or of the one that shares its days or its number and a party. Everything else stays alone.

mod cluster;

use std::sync::{Arc, OnceLock};

use imbl::{GenericHashMap, OrdSet, shared_ptr::DefaultSharedPtr};
use jiff::{ToSpan, civil::Date};
use nlp::facts::{ArticleFacts, EventFact};
use nlp::mentions::Kind;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::{Index, Member, Path, key};
use cluster::{Cluster, LONGEST, compatible, shares};

/// Something that happened, across documents.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// `ev:talks-geneva-2025-01-28`.
    pub id: String,
    /// Its type; types that tell of the same kind of thing count as one: a `meeting` is `talks`.
    pub kind: Box<str>,
    /// How its definition calls it.
    pub label: Box<str>,
    /// Where, by canonical name.
    pub place: Option<Box<str>>,
    /// Who takes part, by canonical name or surname, sorted.
    pub participants: Vec<Box<str>>,
    /// First and last day, both inclusive.
    pub interval: Option<(Date, Date)>,
    /// Its number in a series.
    pub ordinal: Option<u32>,
    /// Its mentions, by path and place in the file; `Member::entity` counts the article's events.
    pub members: Vec<Member>,
    /// The mention that dates and places it best.
    pub definition: Member,
}

/// All event mentions, in order.
#[derive(Clone, Default)]
pub(crate) struct Events {
    slots: OrdSet<Slot>,
    /// Those that have a day, by type and day, those with a place apart from those without.
    days: OrdSet<Day>,
    /// Those that have a number, likewise.
    ordinals: OrdSet<Ordinal>,
    buckets: GenericHashMap<u64, Arc<OnceLock<Parted>>, FxBuildHasher, DefaultSharedPtr>,
}

/// A bucket, parted into events.
#[derive(Default)]
struct Parted {
    clusters: Vec<Cluster>,
    /// The cluster of each member.
    of: FxHashMap<Member, usize>,
}

/// A cluster of the index: its bucket and its number there.
type Home = (u64, usize);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Slot {
    bucket: u64,
    member: Member,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Day {
    class: u64,
    placed: bool,
    from: Date,
    slot: Slot,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Ordinal {
    class: u64,
    placed: bool,
    ordinal: u32,
    slot: Slot,
}

/// Where a mention is kept.
struct Places {
    slot: Slot,
    day: Option<Day>,
    ordinal: Option<Ordinal>,
}

impl Places {
    fn of(fact: &EventFact, member: &Member) -> Places {
        let class = class_hash(&fact.kind);
        let slot = Slot { bucket: bucket_of(fact).unwrap_or(NOWHERE), member: member.clone() };
        let placed = fact.place.is_some();
        let day = fact.interval.map(|(from, _)| Day { class, placed, from, slot: slot.clone() });
        let ordinal = fact.ordinal.map(|ordinal| Ordinal { class, placed, ordinal, slot: slot.clone() });
        Places { slot, day, ordinal }
    }
}

/// Types that tell of the same kind of thing.
fn class(kind: &str) -> &str {
    match kind {
        "meeting" | "negotiations" => "talks",
        other => other,
    }
}

fn class_hash(kind: &str) -> u64 {
    text::hash64(class(kind).as_bytes())
}

/// What a mention is kept by: type and place, or type and parties; a mention that has neither is in no bucket.
fn bucket_of(fact: &EventFact) -> Option<u64> {
    let class = class(&fact.kind);
    match (&fact.place, fact.participants.len()) {
        (Some(place), _) => Some(text::hash64(format!("{class}\0at\0{}", key::plain(place)).as_bytes())),
        (None, 0 | 1) => None,
        (None, _) => Some(text::hash64(format!("{class}\0by\0{}", fact.participants.join("\0")).as_bytes())),
    }
}

/// The bucket of the mentions of a type that have neither place nor parties, where they are only kept.
const NOWHERE: u64 = 0;

impl Events {
    pub fn replace_article(
        &mut self,
        path: &Path,
        number: u32,
        old: Option<&ArticleFacts>,
        new: Option<&ArticleFacts>,
    ) {
        let (before, after) = (old.map_or(&[][..], |old| &old.events), new.map_or(&[][..], |new| &new.events));
        // An article's day may decide between two events: when it changes, all of them are asked again.
        let same_day = old.map(|old| old.day) == new.map(|new| new.day);
        for at in 0..before.len().max(after.len()) {
            let (old_fact, new_fact) = (before.get(at), after.get(at));
            if same_day && old_fact == new_fact {
                continue;
            }
            let member = Member { path: path.clone(), article: number, entity: at as u32 };
            if let Some(fact) = old_fact {
                self.withdraw(fact, &member);
            }
            if let Some(fact) = new_fact {
                self.enter(fact, &member);
            }
        }
    }

    fn enter(&mut self, fact: &EventFact, member: &Member) {
        let places = Places::of(fact, member);
        self.forget(places.slot.bucket);
        self.slots.insert(places.slot);
        self.days.extend(places.day);
        self.ordinals.extend(places.ordinal);
    }

    fn withdraw(&mut self, fact: &EventFact, member: &Member) {
        let places = Places::of(fact, member);
        self.forget(places.slot.bucket);
        self.slots.remove(&places.slot);
        places.day.and_then(|day| self.days.remove(&day));
        places.ordinal.and_then(|ordinal| self.ordinals.remove(&ordinal));
    }

    fn forget(&mut self, bucket: u64) {
        if bucket == NOWHERE {
            return;
        }
        match self.buckets.get_mut(&bucket).map(Arc::get_mut) {
            Some(Some(cell)) => {
                cell.take();
            }
            _ => {
                self.buckets.insert(bucket, Arc::default());
            }
        }
    }

    fn parted(&self, bucket: u64, index: &Index) -> Option<&Parted> {
        let cell = self.buckets.get(&bucket)?;
        Some(cell.get_or_init(|| {
            let first = Slot { bucket, member: Member::default() };
            let members =
                self.slots.range(first..).take_while(|slot| slot.bucket == bucket).map(|slot| slot.member.clone());
            let clusters = cluster::clusters(members.collect(), index);
            let numbered = clusters.iter().enumerate();
            let of = numbered
                .flat_map(|(at, cluster)| cluster.members.iter().map(move |member| (member.clone(), at)))
                .collect();
            Parted { clusters, of }
        }))
    }

    fn clusters(&self, bucket: u64, index: &Index) -> &[Cluster] {
        self.parted(bucket, index).map_or(&[], |parted| &parted.clusters)
    }

    pub fn event_of(&self, member: &Member, index: &Index) -> Option<Arc<Event>> {
        let fact = index.event_fact(member)?;
        let home = self.home(member, fact, index);
        Some(Arc::new(self.assemble(home, member, index)))
    }

    pub fn all(&self, index: &Index) -> Vec<Arc<Event>> {
        let mut seen = rustc_hash::FxHashSet::default();
        let mut all = Vec::new();
        for slot in self.slots.iter() {
            if seen.contains(&slot.member) {
                continue;
            }
            if let Some(event) = self.event_of(&slot.member, index) {
                seen.extend(event.members.iter().cloned());
                all.push(event);
            }
        }
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    }

    /// The cluster a mention belongs to; `None` leaves it alone.
    fn home(&self, member: &Member, fact: &EventFact, index: &Index) -> Option<Home> {
        let own = || {
            let bucket = bucket_of(fact)?;
            Some((bucket, *self.parted(bucket, index)?.of.get(member)?))
        };
        if fact.place.is_some() { own() } else { self.host(member, fact, index).or_else(own) }
    }

    /// The one placed event that a mention without a place tells of: that of its article, else that of its days, else
    /// that of its number in a series.
    fn host(&self, member: &Member, fact: &EventFact, index: &Index) -> Option<Home> {
        self.host_here(member, fact, index)
            .or_else(|| self.host_by_day(fact, index))
            .or_else(|| self.host_by_ordinal(member, fact, index))
    }

    fn host_here(&self, member: &Member, fact: &EventFact, index: &Index) -> Option<Home> {
        let article = index.article(&member.path, member.article)?;
        let placed =
            article.events.iter().enumerate().filter(|(_, other)| same_class(other, fact) && other.place.is_some());
        let homes = placed.filter_map(|(at, other)| {
            let member = Member { entity: at as u32, ..member.clone() };
            self.home(&member, other, index)
        });
        // Parties are not asked: an article names them once, and differently each time.
        only(homes.filter(|&(bucket, at)| {
            let cluster = &self.clusters(bucket, index)[at];
            let known = cluster.interval.is_some() || fact.ordinal.is_some() && cluster.ordinal == fact.ordinal;
            known && cluster.fits_day(fact.interval) && cluster.fits_ordinal(fact.ordinal)
        }))
    }

    fn host_by_day(&self, fact: &EventFact, index: &Index) -> Option<Home> {
        let interval = fact.interval.filter(|&interval| LONGEST.holds(interval))?;
        let around = self.around(class_hash(&fact.kind), true, interval).map(|slot| slot.bucket);
        self.only_host(around, fact, index, |cluster| {
            let number = fact.ordinal.is_some() && cluster.ordinal == fact.ordinal;
            cluster.interval.is_some() && (number || shares(&cluster.participants, &fact.participants))
        })
    }

    fn host_by_ordinal(&self, member: &Member, fact: &EventFact, index: &Index) -> Option<Home> {
        let equal = self.numbered(class_hash(&fact.kind), true, fact.ordinal?).map(|slot| slot.bucket);
        let article = index.article(&member.path, member.article)?;
        self.only_host(equal, fact, index, |cluster| {
            let place = cluster.place.as_deref();
            let mentioned =
                || article.entities.iter().any(|entity| entity.kind == Kind::Place && Some(&*entity.name) == place);
            cluster.ordinal == fact.ordinal && (shares(&cluster.participants, &fact.participants) || mentioned())
        })
    }

    /// The one event of these buckets that does not contradict `fact`, and that `speaks` for it.
    fn only_host(
        &self,
        buckets: impl Iterator<Item = u64>,
        fact: &EventFact,
        index: &Index,
        speaks: impl Fn(&Cluster) -> bool,
    ) -> Option<Home> {
        let mut buckets: Vec<u64> = buckets.collect();
        buckets.sort_unstable();
        buckets.dedup();
        let fits = |cluster: &Cluster| compatible(cluster, fact) && speaks(cluster);
        only(buckets.into_iter().flat_map(|bucket| {
            let clusters = self.clusters(bucket, index).iter().enumerate();
            clusters.filter(|(_, cluster)| fits(cluster)).map(move |(at, _)| (bucket, at))
        }))
    }

    /// Mentions whose first day lies in an interval or not long before it.
    fn around(&self, class: u64, placed: bool, (from, to): (Date, Date)) -> impl Iterator<Item = &Slot> {
        let from = from.checked_sub(LONGEST.0.days()).unwrap_or(from);
        let first = Day { class, placed, from, slot: Slot::default() };
        let here = move |day: &&Day| (day.class, day.placed) == (class, placed) && day.from <= to;
        self.days.range(first..).take_while(here).map(|day| &day.slot)
    }

    /// Mentions with a number in a series.
    fn numbered(&self, class: u64, placed: bool, ordinal: u32) -> impl Iterator<Item = &Slot> {
        let first = Ordinal { class, placed, ordinal, slot: Slot::default() };
        let here = move |other: &&Ordinal| (other.class, other.placed, other.ordinal) == (class, placed, ordinal);
        self.ordinals.range(first..).take_while(here).map(|other| &other.slot)
    }

    /// The whole event: the cluster at `home` with its guests, or the mention alone.
    fn assemble(&self, home: Option<Home>, member: &Member, index: &Index) -> Event {
        let Some((bucket, at)) = home else { return cluster::alone(member, index) };
        let clusters = self.clusters(bucket, index);
        let cluster = &clusters[at];
        let mut members = cluster.members.clone();
        if cluster.place.is_some() {
            members.extend(self.guests(cluster, (bucket, at), index));
        } else {
            // Those that are guests of a placed event are told of there.
            members
                .retain(|member| index.event_fact(member).is_some_and(|fact| self.host(member, fact, index).is_none()));
        }
        members.sort();
        members.dedup();
        let namesakes = clusters[..at].iter().filter(|other| other.base_id() == cluster.base_id()).count();
        cluster.event(members, namesakes, index)
    }

    /// Mentions without a place that tell of this event.
    fn guests(&self, cluster: &Cluster, home: Home, index: &Index) -> Vec<Member> {
        let class = class_hash(&cluster.kind);
        let mut candidates: Vec<Member> = Vec::new();
        for member in &cluster.members {
            let events = index.article(&member.path, member.article).map_or(0, |article| article.events.len());
            candidates.extend((0..events).map(|at| Member { entity: at as u32, ..member.clone() }));
        }
        let days = cluster.interval.into_iter().flat_map(|interval| self.around(class, false, interval));
        let numbers = cluster.ordinal.into_iter().flat_map(|ordinal| self.numbered(class, false, ordinal));
        candidates.extend(days.chain(numbers).map(|slot| slot.member.clone()));
        candidates.sort();
        candidates.dedup();
        candidates.retain(|candidate| {
            let may = |fact: &&EventFact| {
                let unplaced = fact.place.is_none() && class_hash(&fact.kind) == class;
                unplaced && cluster.fits_day(fact.interval) && cluster.fits_ordinal(fact.ordinal)
            };
            let fact = index.event_fact(candidate).filter(may);
            fact.is_some_and(|fact| self.host(candidate, fact, index) == Some(home))
        });
        candidates
    }
}

fn same_class(a: &EventFact, b: &EventFact) -> bool {
    class(&a.kind) == class(&b.kind)
}

/// The one value that an iterator gives, however often.
fn only<T: PartialEq>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}
