//! One bucket of event mentions, parted into events.

use jiff::civil::Date;
use nlp::facts::EventFact;

use super::{Event, class};
use crate::{Index, Member, key};

/// The most days an event takes whose days tell it apart. `In February` is a time, not a date.
pub(super) struct Longest(pub i32);

pub(super) const LONGEST: Longest = Longest(10);

impl Longest {
    pub fn holds(&self, (from, to): (Date, Date)) -> bool {
        days_between(from, to) <= self.0
    }
}

/// Mentions of one event that share a bucket.
#[derive(Clone, Debug)]
pub(super) struct Cluster {
    pub kind: Box<str>,
    pub place: Option<Box<str>>,
    pub participants: Vec<Box<str>>,
    pub interval: Option<(Date, Date)>,
    pub ordinal: Option<u32>,
    /// In order.
    pub members: Vec<Member>,
}

/// Parts the mentions of a bucket, given in order, into events, in the order of their first mentions.
pub(super) fn clusters(members: Vec<Member>, index: &Index) -> Vec<Cluster> {
    let mut mentions: Vec<(Member, &EventFact)> =
        members.into_iter().filter_map(|member| index.event_fact(&member).map(|fact| (member, fact))).collect();
    // Days first, in their order; with parties before without, so that a mention that names none is asked last.
    mentions.sort_by(|(a, x), (b, y)| {
        let order = |fact: &EventFact| (!is_dated(fact), fact.participants.is_empty(), fact.interval, fact.ordinal);
        order(x).cmp(&order(y)).then_with(|| a.cmp(b))
    });
    let mut clusters: Vec<Cluster> = Vec::new();
    for (member, fact) in mentions {
        let fits: Vec<usize> = (0..clusters.len()).filter(|&at| compatible(&clusters[at], fact)).collect();
        let chosen = match fits[..] {
            [] => None,
            // Without a day, what is told of in one place has to share more than the place.
            [only] => Some(only).filter(|&only| {
                is_dated(fact) || clusters[only].interval.is_some() || clusters[only].shares_slot(fact)
            }),
            _ if is_dated(fact) => {
                fits.iter().copied().find(|&at| shares(&clusters[at].participants, &fact.participants))
            }
            _ => nearest(&clusters, &fits, &member, index),
        };
        match chosen {
            Some(at) => clusters[at].add(member, fact),
            None => clusters.push(Cluster::of(member, fact)),
        }
    }
    for cluster in &mut clusters {
        cluster.members.sort();
    }
    clusters.sort_by(|a, b| a.members.first().cmp(&b.members.first()));
    clusters
}

/// An event of a mention that nothing joins.
pub(super) fn alone(member: &Member, index: &Index) -> Event {
    let Some(fact) = index.event_fact(member) else { return Event::unknown(member) };
    let mut event = Cluster::of(member.clone(), fact).event(vec![member.clone()], 0, index);
    let place = format!("{}\0{}\0{}", member.path, member.article, member.entity);
    event.id = format!("{}-{:08x}", event.id, text::hash64(place.as_bytes()) as u32);
    event
}

/// Of several events that an undated mention may tell of: the one its article tells of elsewhere, else the one that
/// is near to the article's day while all others are far.
fn nearest(clusters: &[Cluster], fits: &[usize], member: &Member, index: &Index) -> Option<usize> {
    let here = |at: &usize| {
        clusters[*at].members.iter().any(|other| (&other.path, other.article) == (&member.path, member.article))
    };
    let same_article: Vec<usize> = fits.iter().copied().filter(here).collect();
    if let [only] = same_article[..] {
        return Some(only);
    }
    let day = index.article(&member.path, member.article)?.day?;
    let distance = |at: usize| {
        let (from, to) = clusters[at].interval?;
        Some(days_between(day, from).max(days_between(to, day)).max(0))
    };
    let distances: Vec<(usize, i32)> = fits.iter().filter_map(|&at| Some((at, distance(at)?))).collect();
    let near: Vec<usize> = distances.iter().filter(|(_, days)| *days <= NEAR).map(|(at, _)| *at).collect();
    let far = distances.iter().filter(|(_, days)| *days > FAR).count();
    match near[..] {
        [only] if far + 1 == fits.len() => Some(only),
        _ => None,
    }
}

const NEAR: i32 = 7;
const FAR: i32 = 28;

/// A mention and an event do not contradict each other: days overlap, numbers are equal, a party is shared, as far as
/// both tell.
pub(super) fn compatible(cluster: &Cluster, fact: &EventFact) -> bool {
    let parties = cluster.participants.is_empty()
        || fact.participants.is_empty()
        || shares(&cluster.participants, &fact.participants);
    parties && cluster.fits_day(fact.interval) && cluster.fits_ordinal(fact.ordinal)
}

pub(super) fn shares(a: &[Box<str>], b: &[Box<str>]) -> bool {
    a.iter().any(|name| b.contains(name))
}

fn is_dated(fact: &EventFact) -> bool {
    fact.interval.is_some_and(|interval| LONGEST.holds(interval))
}

/// Days from `from` to `to`; negative when `to` comes first.
fn days_between(from: Date, to: Date) -> i32 {
    // Civil dates lie within a span that days can always count.
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

impl Cluster {
    fn of(member: Member, fact: &EventFact) -> Cluster {
        let mut cluster = Cluster {
            kind: class(&fact.kind).into(),
            place: fact.place.clone(),
            participants: Vec::new(),
            interval: None,
            ordinal: None,
            members: Vec::new(),
        };
        cluster.add(member, fact);
        cluster
    }

    fn add(&mut self, member: Member, fact: &EventFact) {
        self.members.push(member);
        self.ordinal = self.ordinal.or(fact.ordinal);
        self.participants.extend(fact.participants.iter().cloned());
        self.participants.sort();
        self.participants.dedup();
        if is_dated(fact) {
            self.interval = match (self.interval, fact.interval) {
                (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
                (one, other) => one.or(other),
            };
        }
    }

    pub fn fits_day(&self, interval: Option<(Date, Date)>) -> bool {
        match (self.interval, interval) {
            (Some((a, b)), Some((c, d))) => a <= d && c <= b,
            _ => true,
        }
    }

    pub fn fits_ordinal(&self, ordinal: Option<u32>) -> bool {
        self.ordinal.is_none() || ordinal.is_none() || self.ordinal == ordinal
    }

    /// More than the bucket is shared: the number in a series, or a party.
    fn shares_slot(&self, fact: &EventFact) -> bool {
        fact.ordinal.is_some() && self.ordinal == fact.ordinal || shares(&self.participants, &fact.participants)
    }

    /// The id, but for what tells namesakes apart.
    pub fn base_id(&self) -> String {
        let mut id = format!("ev:{}", key::slug(&self.kind));
        match &self.place {
            Some(place) => id.extend(["-", &key::slug(place)]),
            None => self.participants.iter().for_each(|party| id.extend(["--", &key::slug(party)])),
        }
        if let Some((from, _)) = self.interval {
            id.push_str(&format!("-{from}"));
        }
        id
    }

    /// The event with all its members, in order.
    pub fn event(&self, members: Vec<Member>, namesakes: usize, index: &Index) -> Event {
        let facts = || members.iter().filter_map(|member| index.event_fact(member).map(|fact| (member, fact)));
        let best = facts().max_by_key(|(member, fact)| {
            let day = index.article(&member.path, member.article).and_then(|article| article.day);
            let tells = (is_dated(fact), fact.place.is_some(), fact.ordinal.is_some(), fact.participants.len().min(2));
            (tells, day.is_some(), std::cmp::Reverse(day), std::cmp::Reverse(*member))
        });
        let (definition, label) =
            best.map_or_else(Default::default, |(member, fact)| (member.clone(), fact.label.clone()));
        let interval = facts().filter(|(_, fact)| is_dated(fact)).filter_map(|(_, fact)| fact.interval);
        let interval = self.interval.or_else(|| interval.reduce(|(a, b), (c, d)| (a.min(c), b.max(d))));
        let mut participants: Vec<Box<str>> = facts().flat_map(|(_, fact)| fact.participants.iter().cloned()).collect();
        participants.sort();
        participants.dedup();
        let ordinal = self.ordinal.or_else(|| facts().find_map(|(_, fact)| fact.ordinal));
        let base = self.base_id();
        let id = if namesakes > 0 { format!("{base}-{}", namesakes + 1) } else { base };
        Event {
            id,
            kind: self.kind.clone(),
            label,
            place: self.place.clone(),
            participants,
            interval,
            ordinal,
            members,
            definition,
        }
    }
}

impl Event {
    fn unknown(member: &Member) -> Event {
        Event {
            id: "ev:unknown".into(),
            kind: "other".into(),
            label: "".into(),
            place: None,
            participants: Vec::new(),
            interval: None,
            ordinal: None,
            members: vec![member.clone()],
            definition: member.clone(),
        }
    }
}
