//! Events across documents: talks, visits, votes that several articles tell of.
//!
//! The mentions of an article are joined first ([`local`]). What articles tell then meets in a bucket by type and place
//! (or, without a place, by type and parties), and joins there when the days overlap and neither the number in a series
//! nor the parties contradict. What is told without a day joins only where exactly one event fits; what is told without a
//! place may be the guest of the one event that shares its days or its number, and a party. What is told without both is
//! one event where articles tell one story ([`story`]).
//! Everything else stays alone: a wrong jump is worse than none.

mod cluster;
mod kin;
mod local;
mod neighbours;
mod story;

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use imbl::{OrdMap, OrdSet};
use jiff::{ToSpan, civil::Date};
use nlp::facts::ArticleFacts;
use nlp::mentions::Kind;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::count::{count, discount};
use crate::{Index, Member, Path, key};
use cluster::Cluster;
pub use kin::Kinship;
use local::{LONGEST, Local};
pub use neighbours::Kin;
pub(crate) use story::company;

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

/// All events as articles tell them, in order.
#[derive(Clone, Default)]
pub(crate) struct Events {
    /// Each by its first mention.
    locals: OrdMap<Member, Arc<Local>>,
    /// By type and place, or type and parties.
    slots: OrdSet<Slot>,
    /// Those that have a day and no place, by type and day.
    days: OrdSet<Day>,
    /// Those that have a number and no place, by type and number.
    ordinals: OrdSet<Ordinal>,
    /// The buckets of those that have a place, by the same, and how many each has of them: thousands of articles tell
    /// of one event.
    placed_days: OrdMap<(u64, Date, u64), u32>,
    placed_ordinals: OrdMap<(u64, u32, u64), u32>,
    buckets: OrdMap<u64, Arc<OnceLock<Parted>>>,
    /// Events that somebody asked for, by type: a guest may come from any bucket of it.
    whole: OrdMap<u64, Arc<Mutex<Whole>>>,
}

/// What a cluster of a bucket is called.
fn id(clusters: &[Cluster], at: usize) -> String {
    let cluster = &clusters[at];
    if let Some(first) = cluster.places.first().filter(|place| place.local.bare) {
        return story::id(&cluster.base_id(), &first.member);
    }
    let base = cluster.base_id();
    let namesakes = clusters[..at].iter().filter(|other| other.base_id() == base).count();
    if namesakes > 0 { format!("{base}-{}", namesakes + 1) } else { base }
}

/// An event of an article, by its first mention.
#[derive(Clone, Debug)]
struct Place {
    member: Member,
    local: Arc<Local>,
}

/// A bucket, parted into events.
#[derive(Default)]
struct Parted {
    clusters: Vec<Cluster>,
    /// The cluster of each article's event.
    of: FxHashMap<Member, usize>,
}

/// Whole events, by their clusters.
type Whole = FxHashMap<Home, Arc<Event>>;

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
    from: Date,
    slot: Slot,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Ordinal {
    class: u64,
    ordinal: u32,
    slot: Slot,
}

/// Types that tell of the same kind of thing.
pub(crate) fn class(kind: &str) -> &str {
    match kind {
        "meeting" | "negotiations" => "talks",
        other => other,
    }
}

fn hash(class: &str) -> u64 {
    text::hash64(class.as_bytes())
}

/// What an event is kept by: type and place, else type and parties, else type alone.
fn bucket_of(local: &Local) -> u64 {
    let (class, told) = (&local.kind, &local.told);
    if local.bare {
        return text::hash64(format!("{class}\0told").as_bytes());
    }
    match (&told.place, told.participants.len()) {
        (Some(place), _) => text::hash64(format!("{class}\0at\0{}", key::plain(place)).as_bytes()),
        // One party by its last word: `Sarenian Senate` and `Senate`.
        (None, 0 | 1) => {
            let party = key::plain(told.participants.first().map_or("", |party| party));
            let word = party.rsplit(' ').next().unwrap_or_default();
            text::hash64(format!("{class}\0by\0{word}").as_bytes())
        }
        (None, _) => text::hash64(format!("{class}\0by\0{}", told.participants.join("\0")).as_bytes()),
    }
}

impl Place {
    /// The mention that defines it best.
    fn best(&self) -> Member {
        Member { entity: self.local.best, ..self.member.clone() }
    }

    /// All its mentions, in text order.
    fn mentions(&self) -> impl Iterator<Item = Member> {
        self.local.mentions.iter().map(|&entity| Member { entity, ..self.member.clone() })
    }
}

impl Events {
    pub fn replace_article(
        &mut self,
        path: &Path,
        number: u32,
        old: Option<&ArticleFacts>,
        new: Option<&ArticleFacts>,
    ) {
        let told = |article: Option<&ArticleFacts>| article.is_some_and(|article| !article.events.is_empty());
        if old == new || !told(old) && !told(new) {
            return;
        }
        let before = old.map_or_else(Vec::new, local::events);
        let after = new.map_or_else(Vec::new, local::events);
        // What else the article says bears on the whole event: how it words it, whom it names.
        for local in before.iter().chain(&after) {
            self.whole.insert(hash(&local.kind), Arc::default());
        }
        let member = |local: &Local| Member { path: path.clone(), article: number, entity: local.first() };
        for local in before.iter().filter(|local| !after.contains(local)) {
            self.withdraw(local, &member(local));
        }
        for local in after.into_iter().filter(|local| !before.contains(local)) {
            let member = member(&local);
            self.enter(local, member);
        }
    }

    fn enter(&mut self, local: Local, member: Member) {
        let (class, bucket) = (hash(&local.kind), bucket_of(&local));
        let (day, ordinal) = (local.told.when.days.map(|(from, _)| from), local.told.ordinal);
        let slot = Slot { bucket, member: member.clone() };
        if local.told.place.is_some() {
            day.into_iter().for_each(|from| count(&mut self.placed_days, (class, from, bucket)));
            ordinal.into_iter().for_each(|ordinal| count(&mut self.placed_ordinals, (class, ordinal, bucket)));
        } else {
            self.days.extend(day.map(|from| Day { class, from, slot: slot.clone() }));
            self.ordinals.extend(ordinal.map(|ordinal| Ordinal { class, ordinal, slot: slot.clone() }));
        }
        self.forget(bucket);
        self.locals.insert(member, Arc::new(local));
        self.slots.insert(slot);
    }

    fn withdraw(&mut self, local: &Local, member: &Member) {
        let (class, bucket) = (hash(&local.kind), bucket_of(local));
        let (day, ordinal) = (local.told.when.days.map(|(from, _)| from), local.told.ordinal);
        let slot = Slot { bucket, member: member.clone() };
        if local.told.place.is_some() {
            day.into_iter().for_each(|from| discount(&mut self.placed_days, &(class, from, bucket)));
            ordinal.into_iter().for_each(|ordinal| discount(&mut self.placed_ordinals, &(class, ordinal, bucket)));
        } else {
            let slot = || slot.clone();
            day.and_then(|from| self.days.remove(&Day { class, from, slot: slot() }));
            ordinal.and_then(|ordinal| self.ordinals.remove(&Ordinal { class, ordinal, slot: slot() }));
        }
        self.forget(bucket);
        self.locals.remove(member);
        self.slots.remove(&slot);
    }

    fn forget(&mut self, bucket: u64) {
        match self.buckets.get_mut(&bucket).map(Arc::get_mut) {
            Some(Some(cell)) => {
                cell.take();
            }
            _ => {
                self.buckets.insert(bucket, Arc::default());
            }
        }
    }

    fn parted(&self, bucket: u64) -> Option<&Parted> {
        let cell = self.buckets.get(&bucket)?;
        Some(cell.get_or_init(|| {
            let first = Slot { bucket, member: Member::default() };
            let slots = self.slots.range(first..).take_while(|slot| slot.bucket == bucket);
            let places: Vec<Place> = slots.filter_map(|slot| self.at(&slot.member)).collect();
            let is_bare = places.first().is_some_and(|place| place.local.bare);
            let clusters = if is_bare { story::clusters(places) } else { cluster::clusters(places) };
            let numbered = clusters.iter().enumerate();
            let of =
                numbered.flat_map(|(at, cluster)| cluster.places.iter().map(move |place| (place.member.clone(), at)));
            Parted { of: of.collect(), clusters }
        }))
    }

    fn clusters(&self, bucket: u64) -> &[Cluster] {
        self.parted(bucket).map_or(&[], |parted| &parted.clusters)
    }

    /// The article's event that has this as its first mention.
    fn at(&self, member: &Member) -> Option<Place> {
        Some(Place { member: member.clone(), local: self.locals.get(member)?.clone() })
    }

    /// The article's event that a mention tells of: the last one that begins no later and has it.
    fn place_of(&self, member: &Member) -> Option<Place> {
        let first = Member { entity: 0, ..member.clone() };
        let mut here = self.locals.range(first..=member.clone());
        let (first, local) = here.find(|(_, local)| local.mentions.contains(&member.entity))?;
        Some(Place { member: first.clone(), local: local.clone() })
    }

    pub fn event_of(&self, member: &Member, index: &Index) -> Option<Arc<Event>> {
        self.whole(&self.place_of(member)?, index)
    }

    /// The whole event that an article tells of, as long as nothing of its type changes worked out once.
    fn whole(&self, place: &Place, index: &Index) -> Option<Arc<Event>> {
        let home = self.home(place, index)?;
        let Some(known) = self.whole.get(&hash(&place.local.kind)) else {
            return Some(Arc::new(self.assemble(home, index)));
        };
        // Entries are whole: a thread that panicked left nothing half done.
        let known = || known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(event) = known().get(&home) {
            return Some(event.clone());
        }
        let event = Arc::new(self.assemble(home, index));
        known().insert(home, event.clone());
        Some(event)
    }

    pub fn all(&self, index: &Index) -> Vec<Arc<Event>> {
        let mut seen: FxHashSet<Member> = FxHashSet::default();
        let mut all = Vec::new();
        for (member, local) in self.locals.iter() {
            if seen.contains(member) {
                continue;
            }
            let place = Place { member: member.clone(), local: local.clone() };
            let Some(event) = self.whole(&place, index) else { continue };
            seen.extend(event.members.iter().cloned());
            all.push(event);
        }
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    }

    /// The cluster an article's event belongs to.
    fn home(&self, place: &Place, index: &Index) -> Option<Home> {
        let own = || {
            let bucket = bucket_of(&place.local);
            Some((bucket, *self.parted(bucket)?.of.get(&place.member)?))
        };
        if place.local.told.place.is_some() { own() } else { self.host(place, index).or_else(own) }
    }

    /// The one placed event that an article tells of without its place: that of its days, else that of its number in a
    /// series.
    fn host(&self, place: &Place, index: &Index) -> Option<Home> {
        self.host_by_day(&place.local).or_else(|| self.host_by_ordinal(place, index))
    }

    fn host_by_day(&self, local: &Local) -> Option<Home> {
        let class = hash(&local.kind);
        let (from, to) = long_before(local.told.when.days?);
        let days = self.placed_days.range((class, from, 0)..).map(|(day, _)| *day);
        let around = days.take_while(|day| day.0 == class && day.1 <= to).map(|(_, _, bucket)| bucket);
        self.only_host(around, local, |cluster| {
            let number = local.told.ordinal.is_some() && cluster.told.ordinal == local.told.ordinal;
            // Days told alike, and parties not at all: `Saturday's exchange`.
            let same = cluster.told.when.days == local.told.when.days
                && (cluster.told.participants.is_empty() || local.told.participants.is_empty());
            cluster.told.when.days.is_some() && (number || same || cluster.told.shares_party(&local.told))
        })
    }

    fn host_by_ordinal(&self, place: &Place, index: &Index) -> Option<Home> {
        let local = &place.local;
        let (class, ordinal) = (hash(&local.kind), local.told.ordinal?);
        let numbers = self.placed_ordinals.range((class, ordinal, 0)..=(class, ordinal, u64::MAX));
        let equal = numbers.map(|((_, _, bucket), _)| *bucket);
        let article = index.article(&place.member.path, place.member.article)?;
        self.only_host(equal, local, |cluster| {
            let place = cluster.told.place.as_deref();
            let places = || article.entities.iter().filter(|entity| entity.kind == Kind::Place);
            let near = || places().any(|entity| Some(&*entity.name) == place);
            cluster.told.ordinal == local.told.ordinal && (cluster.told.shares_party(&local.told) || near())
        })
    }

    /// The one event of these buckets that does not contradict `local`, and that `speaks` for it.
    fn only_host(
        &self,
        buckets: impl Iterator<Item = u64>,
        local: &Local,
        speaks: impl Fn(&Cluster) -> bool,
    ) -> Option<Home> {
        let mut buckets: Vec<u64> = buckets.collect();
        buckets.sort_unstable();
        buckets.dedup();
        let fits = |cluster: &Cluster| cluster.told.fits(&local.told) && speaks(cluster);
        only(buckets.into_iter().flat_map(|bucket| {
            let clusters = self.clusters(bucket).iter().enumerate();
            clusters.filter(|(_, cluster)| fits(cluster)).map(move |(at, _)| (bucket, at))
        }))
    }

    /// Events without a place whose first day lies in an interval or not long before it.
    fn around(&self, class: u64, days: (Date, Date)) -> impl Iterator<Item = &Slot> {
        let (from, to) = long_before(days);
        let first = Day { class, from, slot: Slot::default() };
        let here = move |day: &&Day| day.class == class && day.from <= to;
        self.days.range(first..).take_while(here).map(|day| &day.slot)
    }

    /// Events without a place that have a number in a series.
    fn numbered(&self, class: u64, ordinal: u32) -> impl Iterator<Item = &Slot> {
        let first = Ordinal { class, ordinal, slot: Slot::default() };
        let here = move |other: &&Ordinal| (other.class, other.ordinal) == (class, ordinal);
        self.ordinals.range(first..).take_while(here).map(|other| &other.slot)
    }

    /// The whole event: the cluster with its guests.
    fn assemble(&self, (bucket, at): Home, index: &Index) -> Event {
        let clusters = self.clusters(bucket);
        let cluster = &clusters[at];
        let mut places = cluster.places.clone();
        if cluster.told.place.is_some() {
            places.extend(self.guests(cluster, (bucket, at), index));
        } else {
            // Those that are guests of a placed event are told of there.
            places.retain(|place| self.host(place, index).is_none());
        }
        places.sort_by(|a, b| a.member.cmp(&b.member));
        cluster.event(&places, id(clusters, at), index)
    }

    /// What other articles tell of this event without its place.
    fn guests(&self, cluster: &Cluster, home: Home, index: &Index) -> Vec<Place> {
        let class = hash(&cluster.kind);
        let days = cluster.told.when.days.into_iter().flat_map(|days| self.around(class, days));
        let numbers = cluster.told.ordinal.into_iter().flat_map(|ordinal| self.numbered(class, ordinal));
        let mut members: Vec<&Member> = days.chain(numbers).map(|slot| &slot.member).collect();
        members.sort();
        members.dedup();
        let places = members.into_iter().filter_map(|member| self.at(member));
        let may = places.filter(|place| cluster.told.fits(&place.local.told));
        may.filter(|place| self.host(place, index) == Some(home)).collect()
    }
}

/// An interval, begun as much earlier as an event may last.
fn long_before((from, to): (Date, Date)) -> (Date, Date) {
    (from.checked_sub(LONGEST.days()).unwrap_or(from), to)
}

/// The one value that an iterator gives, however often.
fn only<T: PartialEq>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}
