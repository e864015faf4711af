//! One bucket of events as articles tell them, parted into events of the folder.

use std::cmp::Reverse;

use jiff::civil::Date;

use super::local::{Told, length};
use super::{Event, Place};
use crate::{Index, key};

/// One event of the folder, as far as one bucket tells it.
#[derive(Clone, Debug)]
pub(super) struct Cluster {
    pub kind: Box<str>,
    pub told: Told,
    /// Where it is told, in order.
    pub places: Vec<Place>,
}

/// Parts what a bucket holds, in order, into events, in the order of their first mentions.
pub(super) fn clusters(mut places: Vec<Place>) -> Vec<Cluster> {
    // Days first, in their order; with parties before without, so that what names none is asked last.
    let order = |place: &Place| {
        let told = &place.local.told;
        (told.when.days.is_none(), told.participants.is_empty(), told.when.days, told.when.yearly, told.ordinal)
    };
    places.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.member.cmp(&b.member)));
    let mut clusters: Vec<Cluster> = Vec::new();
    for place in places {
        match choose(&clusters, &place) {
            Some(at) => {
                clusters[at].told.add(&place.local.told);
                clusters[at].places.push(place);
            }
            None => clusters.push(Cluster::of(place)),
        }
    }
    for cluster in &mut clusters {
        cluster.places.sort_by(|a, b| a.member.cmp(&b.member));
    }
    clusters.sort_by(|a, b| a.places[0].member.cmp(&b.places[0].member));
    clusters
}

fn choose(clusters: &[Cluster], place: &Place) -> Option<usize> {
    let told = &place.local.told;
    let fits: Vec<usize> = (0..clusters.len()).filter(|&at| clusters[at].told.fits(told)).collect();
    // The number in a series decides, if it is told.
    let numbered = |at: &usize| told.ordinal.is_some() && clusters[*at].told.ordinal == told.ordinal;
    let equal: Vec<usize> = fits.iter().copied().filter(numbered).collect();
    let fits = if equal.len() == 1 { equal } else { fits };
    match fits[..] {
        [] => None,
        // Without a day, what is told of in one bucket has to share more than the bucket.
        [only] => {
            let known = &clusters[only].told;
            let day = told.when.is_day() || known.when.is_day();
            (day || known.agrees_but_for_place(told) || known.shares_party(told)).then_some(only)
        }
        _ if told.when.days.is_some() => fits.iter().copied().find(|&at| clusters[at].told.shares_party(told)),
        _ => nearest(clusters, &fits, place),
    }
}

/// Of several events that an undated article may tell of, the one that is near to the article's day while all others
/// are far.
fn nearest(clusters: &[Cluster], fits: &[usize], place: &Place) -> Option<usize> {
    let day = place.local.day()?;
    let distance = |at: usize| {
        let (from, to) = clusters[at].told.when.days?;
        Some(length((day, from)).max(length((to, day))).max(0))
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

impl Cluster {
    pub fn of(place: Place) -> Cluster {
        Cluster { kind: place.local.kind.clone(), told: place.local.told.clone(), places: vec![place] }
    }

    /// The id, but for what tells namesakes apart.
    pub fn base_id(&self) -> String {
        let mut id = format!("ev:{}", key::slug(&self.kind));
        match &self.told.place {
            Some(place) => id.extend(["-", &key::slug(place)]),
            None => self.told.participants.iter().for_each(|party| id.extend(["--", &key::slug(party)])),
        }
        match (self.told.when.days, self.told.when.yearly) {
            (Some((from, _)), _) => id.push_str(&format!("-{from}")),
            (None, Some((month, day))) => id.push_str(&format!("-{month:02}-{day:02}")),
            (None, None) => {}
        }
        id
    }

    /// The event, told in `places`, which are in order, with what its guests add.
    pub fn event(&self, places: &[Place], id: String, index: &Index) -> Event {
        let best = places.iter().max_by_key(|place| (place.local.rank, Reverse(place.best())));
        let definition = best.map(Place::best).unwrap_or_default();
        let label = index.event_fact(&definition).map(|fact| fact.label.clone()).unwrap_or_default();
        let mut told = self.told.clone();
        for place in places {
            told.add(&place.local.told);
        }
        // A guest may know the day where the hosts do not; it does not make theirs longer.
        let interval: Option<(Date, Date)> = self.told.when.days.or(told.when.days);
        Event {
            id,
            kind: self.kind.clone(),
            label,
            place: told.place,
            participants: told.participants,
            interval,
            ordinal: told.ordinal,
            members: places.iter().flat_map(Place::mentions).collect(),
            definition,
        }
    }
}
