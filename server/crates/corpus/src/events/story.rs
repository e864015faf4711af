//! Events that are told without a place or parties: which articles tell of one of them.
//!
//! `The crash`, `was arrested`: nothing beside the word says which. Then articles say it that tell one story: they name
//! the same people, bodies and places. Of two articles it is the share of names they have in common that counts, not
//! how rare these are, so that the answer for two does not hang on all others.

use nlp::facts::ArticleFacts;
use nlp::mentions::Form;
use rustc_hash::FxHashMap;

use super::Place;
use super::cluster::Cluster;
use super::local::length;
use crate::name::key_of;
use crate::{Member, key};

/// The names of an article, as numbers, in order: people by their surnames, in whatever spelling.
pub(crate) fn company(article: &ArticleFacts) -> Vec<u64> {
    let named = article.entities.iter().filter(|fact| fact.mentions.contains(&Form::Name)).map(|fact| &fact.name);
    let own = named.filter(|_| article.company.is_empty());
    let mut names: Vec<u64> = own.chain(&article.company).map(|name| key_of(&key::plain(name))).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Parts what a bucket holds, in order, into events, in the order of their first mentions.
pub(super) fn clusters(places: Vec<Place>) -> Vec<Cluster> {
    let mut clusters: Vec<Option<Cluster>> = places.iter().cloned().map(Cluster::of).map(Some).collect();
    let mut home: Vec<usize> = (0..places.len()).collect();
    for (a, b) in stories(&places) {
        let (a, b) = (root(&home, a), root(&home, b));
        let (first, second) = (a.min(b), a.max(b));
        if first == second {
            continue;
        }
        // Two that are told apart somewhere are two.
        let fit = clusters[first].as_ref().zip(clusters[second].as_ref()).is_some_and(|(a, b)| a.told.fits(&b.told));
        if let Some(other) = clusters[second].take_if(|_| fit)
            && let Some(cluster) = &mut clusters[first]
        {
            cluster.told.add(&other.told);
            cluster.places.extend(other.places);
            home[second] = first;
        }
    }
    let mut clusters: Vec<Cluster> = clusters.into_iter().flatten().collect();
    for cluster in &mut clusters {
        cluster.places.sort_by(|a, b| a.member.cmp(&b.member));
    }
    clusters.sort_by(|a, b| a.places[0].member.cmp(&b.places[0].member));
    clusters
}

fn root(home: &[usize], mut at: usize) -> usize {
    while home[at] != at {
        at = home[at];
    }
    at
}

/// Pairs of places whose articles tell one story, those with most in common first.
fn stories(places: &[Place]) -> Vec<(usize, usize)> {
    let mut by_name: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (at, place) in places.iter().enumerate() {
        place.local.company.iter().for_each(|name| by_name.entry(*name).or_default().push(at));
    }
    let mut shared: FxHashMap<(usize, usize), u32> = FxHashMap::default();
    for here in by_name.values().filter(|here| here.len() <= COMMON) {
        for (nth, &a) in here.iter().enumerate() {
            here[nth + 1..].iter().for_each(|&b| *shared.entry((a, b)).or_default() += 1);
        }
    }
    let mut pairs: Vec<(u64, usize, usize)> = shared
        .into_iter()
        .filter(|((a, b), _)| may_be_one(&places[*a], &places[*b]))
        .filter_map(|((a, b), shared)| Some((likeness(&places[a], &places[b], shared)?, a, b)))
        .collect();
    pairs.sort_unstable_by_key(|(likeness, a, b)| (std::cmp::Reverse(*likeness), *a, *b));
    pairs.into_iter().map(|(_, a, b)| (a, b)).collect()
}

/// A name that more articles of a bucket have tells no stories apart.
const COMMON: usize = 200;

fn may_be_one(a: &Place, b: &Place) -> bool {
    let article = |place: &Place| (place.member.path.clone(), place.member.article);
    let near = match (a.local.day(), b.local.day()) {
        (Some(a), Some(b)) => length((a.min(b), a.max(b))) <= NEAR,
        // An article without a day may tell of anything; what is given is asked for all the same.
        _ => a.local.given && b.local.given,
    };
    near && article(a) != article(b)
}

/// Days within which a story is told.
const NEAR: i32 = 14;

/// Names in common for each name (cosine), where enough are. In thousandths, so that it can be put in order.
fn likeness(a: &Place, b: &Place, shared: u32) -> Option<u64> {
    let all = (a.local.company.len() * b.local.company.len()) as f64;
    let likeness = (f64::from(shared) / all.sqrt() * 1000.0) as u64;
    let short = a.local.company.len().min(b.local.company.len()) <= SHORT;
    ((short || shared > 1) && likeness >= ALIKE).then_some(likeness)
}

/// An article of so few names may share one alone.
const SHORT: usize = 5;
const ALIKE: u64 = 200;

/// What an event is called that its articles alone tell apart: what it would be called otherwise, and where it is told
/// first.
pub(super) fn id(base: &str, first: &Member) -> String {
    let mark = text::hash64(format!("{}\0{}\0{}", first.path, first.article, first.entity).as_bytes()) as u32;
    format!("{base}-{mark:08x}")
}
