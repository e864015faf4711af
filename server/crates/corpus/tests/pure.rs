//! The index depends on the set of facts: neither the order nor the history of replacements shows.

use std::sync::Arc;

use corpus::{Index, Member, Path};
use jiff::civil::{Date, date};
use lang::{EventStatus, Turn};
use nlp::coreference::Evidence;
use nlp::facts::{ArticleFacts, EntityFact, EventFact, Facts, RoleFact};
use nlp::mentions::{Form, Kind};
use proptest::prelude::*;

const PEOPLE: [&str; 14] = [
    "Tomas Areld",
    "Katrin Areld",
    "T. Areld",
    "Areld",
    "Yevgen Sarichko",
    "Evgeny Sarychko",
    "Sarichko",
    "Lidia Sarichka",
    "Milena Dostrova",
    "Milena K. Dostrova",
    "Dostrova",
    "Pavel Dostrov",
    "Ilian Korvachev",
    "Iliyan Korvatchev",
];
const NAMES: [&str; 6] = ["Areld", "Kestrel", "Kestrel Port Authority", "Sarenia", "Dostrova", "Vienna"];
const ROLES: [&str; 4] = ["Prime Minister", "chair of the dockers", "spokesman of the President", "minister"];

fn day() -> impl Strategy<Value = Option<Date>> {
    proptest::option::of((1i8..=3, 1i8..=28).prop_map(|(month, day)| date(2025, month, day)))
}

fn entity() -> impl Strategy<Value = EntityFact> {
    let kinds = prop_oneof![Just(Kind::Organization), Just(Kind::Place), Just(Kind::Other)];
    let person = (0..PEOPLE.len()).prop_map(|at| (Kind::Person, PEOPLE[at]));
    let other = (kinds, 0..NAMES.len()).prop_map(|(kind, at)| (kind, NAMES[at]));
    (prop_oneof![3 => person, 2 => other], proptest::option::of(0..ROLES.len()), 1usize..4, any::<bool>(), 0u8..100)
        .prop_map(|((kind, name), role, mentions, alias, confidence)| EntityFact {
            kind,
            name: name.into(),
            aliases: if alias { vec!["Elsewhere".into()] } else { Vec::new() },
            mentions: vec![Form::Name; mentions],
            roles: role
                .filter(|_| kind == Kind::Person)
                .map(|role| RoleFact {
                    title: ROLES[role].into(),
                    office: ROLES[role].into(),
                    mention: 0,
                    posts: vec![ROLES[role].into()],
                })
                .into_iter()
                .collect(),
            introduction: 0,
            introduction_score: if role.is_some() { 90 } else { 60 },
            evidence: Evidence::of(confidence),
        })
}

fn event() -> impl Strategy<Value = EventFact> {
    let kind = prop_oneof![Just("talks"), Just("meeting"), Just("summit")];
    let place = proptest::option::of(prop_oneof![Just("Vienna"), Just("Geneva")]);
    let parties = proptest::sample::subsequence(vec!["Areld", "Sarenia", "Velmia"], 0..=3);
    let turn = proptest::option::of(prop_oneof![Just(Turn::Previous), Just(Turn::Last), Just(Turn::Next)]);
    let days = proptest::option::of((1i8..=28, 0i8..3));
    (kind, place, parties, days, proptest::option::of(1u32..3), turn).prop_map(
        |(kind, place, parties, days, ordinal, turn)| EventFact {
            label: kind.into(),
            kind: kind.into(),
            place: place.map(Box::from),
            participants: parties.into_iter().map(Box::from).collect(),
            interval: days
                .filter(|(day, _)| day % 4 > 0)
                .map(|(day, more)| (date(2025, 2, day), date(2025, 2, (day + more).min(28)))),
            value: days.map(|(day, _)| format!("XXXX-02-{day:02}").into()),
            ordinal,
            turn,
            status: turn.filter(|turn| *turn == Turn::Next).map(|_| EventStatus::Planned),
        },
    )
}

fn facts() -> impl Strategy<Value = Arc<Facts>> {
    let article = (day(), proptest::collection::vec(entity(), 0..6), proptest::collection::vec(event(), 0..4))
        .prop_map(|(day, entities, events)| ArticleFacts { day, entities, events, ..ArticleFacts::default() });
    proptest::collection::vec(article, 1..3).prop_map(|articles| Arc::new(Facts { articles }))
}

/// Everything an index can be asked.
fn answers(index: &Index) -> String {
    let mut out = String::new();
    for (path, facts) in index.files() {
        for (number, article) in facts.articles.iter().enumerate() {
            let member = |at: usize| Member { path: path.clone(), article: number as u32, entity: at as u32 };
            for at in 0..article.entities.len() {
                let entity = index.entity_of(&member(at)).expect("every fact is somebody's");
                assert!(entity.members(index).contains(&member(at)), "{at} of {path} is no member of {}", entity.id);
                out += &format!("{path} {number} {at} {}\n", entity.id);
            }
            for at in 0..article.events.len() {
                let event = index.event_of(&member(at)).expect("every mention is of an event");
                assert!(event.members.contains(&member(at)), "{at} of {path} is no member of {}", event.id);
                out += &format!("{path} {number} {at} {}\n", event.id);
            }
        }
    }
    let entities = index.entities();
    let mut ids: Vec<&str> = entities.iter().map(|entity| entity.id.as_str()).collect();
    ids.dedup();
    assert_eq!(ids.len(), entities.len(), "ids are unique");
    for entity in &entities {
        let (members, aliases, roles) = (entity.members(index), entity.aliases(index), entity.roles(index));
        out += &format!("{} {} {:?} {} {}\n", entity.id, entity.name, entity.definition, entity.names, entity.mentions);
        out += &format!("{:?} {members:?} {aliases:?} {roles:?}\n", entity.days);
    }
    let events = index.events();
    let mut ids: Vec<&str> = events.iter().map(|event| event.id.as_str()).collect();
    ids.dedup();
    assert_eq!(ids.len(), events.len(), "ids of events are unique");
    let mut told: Vec<&Member> = events.iter().flat_map(|event| &event.members).collect();
    let all = told.len();
    told.sort();
    told.dedup();
    assert_eq!(told.len(), all, "no mention tells of two events");
    out += &format!("{events:#?}\n");
    for query in ["a", "sari", "else", "kestrel"] {
        out += &format!(
            "{:?}\n",
            index.find(query, 99).iter().map(|(how, entity)| (*how, &entity.id)).collect::<Vec<_>>()
        );
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn neither_order_nor_history_shows(
        files in proptest::collection::vec((facts(), facts()), 1..7),
        order in any::<u64>(),
        asked in any::<bool>(),
    ) {
        let path = |at: usize| Path::from(format!("{at}.txt"));
        let fresh = Index::of(files.iter().enumerate().map(|(at, (facts, _))| (path(at), facts.clone())));
        // The same folder by another road: other facts first, a file that goes again, and questions in between.
        let mut shuffled: Vec<usize> = (0..files.len()).collect();
        shuffled.sort_by_key(|at| order.rotate_left(*at as u32 * 7).wrapping_mul(0x9e37_79b9));
        let mut index = Index::default();
        for &at in &shuffled {
            index.replace(&path(at), Some(files[at].1.clone()));
        }
        index.replace(&path(99), Some(files[0].1.clone()));
        let snapshot = index.clone();
        let before = if asked { answers(&index) } else { String::new() };
        for &at in shuffled.iter().rev() {
            index.replace(&path(at), Some(files[at].0.clone()));
            if asked {
                answers(&index);
            }
        }
        index.replace(&path(99), None);
        prop_assert_eq!(answers(&index), answers(&fresh));
        if asked {
            prop_assert_eq!(answers(&snapshot), before, "a snapshot never changes");
        }
    }
}
