//! Who and what stands behind a word: the articles that report an event, the holders of an office, the articles that
//! introduce somebody.

use std::collections::BTreeMap;

use corpus::{Event, Member};
use jiff::civil::Date;
use nlp::Form;
use text::Span;

use crate::marks::{Hit, Thing};
use crate::navigation::{Known, Target};
use crate::snapshot::Snapshot;

impl Snapshot {
    /// Of an event the articles that report it, a place in each: the mention that tells most. Of an office, named beside
    /// somebody or as a description, all who hold it in the folder: the mention that first shows each. Of a person, body
    /// or place by name the articles that have it, where each introduces it. By the articles' dates, undated ones last.
    pub fn implementations(&self, path: &str, offset: u32) -> Vec<Target> {
        if let Some((origin, posts)) = self.posts_at(path, offset) {
            return self.holders(origin, &posts);
        }
        match self.known(path, offset) {
            Some((hit, Known::Event(event))) => self.reports(&hit, &event),
            Some((hit, Known::Entity(entity))) => {
                let members = entity.members(&self.index).iter().filter(|member| self.is_article(member));
                let all = members.filter_map(|member| Some((self.day_of(member), self.introduction(&hit, member)?)));
                by_day(all.collect())
            }
            None => Vec::new(),
        }
    }

    /// The words of an office at `offset`, and the posts they may mean.
    fn posts_at(&self, path: &str, offset: u32) -> Option<(Span, Vec<String>)> {
        let document = self.documents.get(path)?;
        let analysis = self.analysis(path)?;
        let article = analysis.article_at(offset)?;
        let named = document.marks.hit(offset).filter(|hit| hit.thing == Thing::Entity);
        let entity = named.and_then(|hit| article.entities.get(hit.number as usize));
        let mention = entity.zip(named).and_then(|(entity, hit)| {
            entity.mentions.iter().find(|mention| mention.span == hit.span).map(|mention| (entity, mention))
        });
        if let Some((entity, mention)) = mention {
            // A name is somebody's, and no office.
            let roles = Some(&entity.roles).filter(|_| mention.form == Form::Nominal);
            let posts: Vec<String> = roles.into_iter().flatten().flat_map(|role| role.posts.clone()).collect();
            return (!posts.is_empty()).then_some((mention.span, posts));
        }
        let roles = article.entities.iter().flat_map(|entity| &entity.roles);
        let role = roles
            .filter(|role| role.span.touches(offset) && !role.posts.is_empty())
            .min_by_key(|role| role.span.len())?;
        Some((role.span, role.posts.clone()))
    }

    fn holders(&self, origin: Span, posts: &[String]) -> Vec<Target> {
        let mut all: BTreeMap<String, (Option<Date>, Target)> = BTreeMap::new();
        for (entity, seen) in posts.iter().flat_map(|post| self.index.holders(post)) {
            let Some(span) = self.mention(&seen.member, seen.mention) else { continue };
            let path = seen.member.path.clone();
            let found = (seen.day, Target { origin, path, span, focus: span, form: Form::Name });
            all.entry(entity.id.clone()).or_insert(found);
        }
        by_day(all.into_values().collect())
    }

    fn reports(&self, hit: &Hit, event: &Event) -> Vec<Target> {
        let mut best: BTreeMap<(&str, u32), &Member> = BTreeMap::new();
        for member in event.members.iter().filter(|member| self.is_article(member)) {
            let place = best.entry((&*member.path, member.article)).or_insert(member);
            if self.told_by_mention(member) > self.told_by_mention(place) {
                *place = member;
            }
        }
        let all = best.into_values().filter_map(|member| Some((self.day_of(member), self.event_target(hit, member)?)));
        by_day(all.collect())
    }

    /// How much a mention of an event tells: its days, its place, its number, its parties.
    fn told_by_mention(&self, member: &Member) -> (bool, bool, bool, usize) {
        self.index.event_fact(member).map_or((false, false, false, 0), |fact| {
            (fact.interval.is_some(), fact.place.is_some(), fact.ordinal.is_some(), fact.participants.len())
        })
    }

    /// What somebody writes himself reports nothing.
    fn is_article(&self, member: &Member) -> bool {
        self.documents.get(&*member.path).is_some_and(|document| document.profile == rules::Profile::Source)
    }

    pub(crate) fn day_of(&self, member: &Member) -> Option<Date> {
        self.index.article(&member.path, member.article).and_then(|article| article.day)
    }
}

fn by_day(mut all: Vec<(Option<Date>, Target)>) -> Vec<Target> {
    all.sort_by_cached_key(|(day, target)| (day.is_none(), *day, target.path.clone(), target.focus));
    all.into_iter().map(|(_, target)| target).collect()
}
