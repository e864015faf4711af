//! Folders made by hand: who is who, and what is one event.

use std::sync::Arc;

use corpus::{Entity, Index, Member, Path};
use jiff::civil::{Date, date};
use nlp::coreference::Evidence;
use nlp::facts::{ArticleFacts, EntityFact, EventFact, Facts, RoleFact};
use nlp::mentions::{Form, Kind};

fn person(name: &str) -> EntityFact {
    entity(Kind::Person, name, "")
}

fn entity(kind: Kind, name: &str, role: &str) -> EntityFact {
    let office = role.to_lowercase().as_str().into();
    let given = (!role.is_empty()).then(|| RoleFact {
        title: role.into(),
        office,
        mention: 0,
        posts: vec![role.to_lowercase().into()],
    });
    let roles = Vec::from_iter(given);
    let full = name.contains(' ');
    EntityFact {
        kind,
        name: name.into(),
        aliases: Vec::new(),
        mentions: vec![Form::Name],
        introduction: 0,
        introduction_score: if full { 60 } else { 30 } + if roles.is_empty() { 0 } else { 30 },
        roles,
        evidence: if kind == Kind::Other { Evidence::default() } else { Evidence::of(90) },
    }
}

fn article(day: Option<Date>, entities: Vec<EntityFact>) -> ArticleFacts {
    ArticleFacts { day, entities, ..ArticleFacts::default() }
}

fn folder(files: &[(&str, Vec<ArticleFacts>)]) -> Index {
    Index::of(files.iter().map(|(path, articles)| (Path::from(*path), Arc::new(Facts { articles: articles.clone() }))))
}

fn member(path: &str, article: u32, entity: u32) -> Member {
    Member { path: path.into(), article, entity }
}

fn who(index: &Index, path: &str, entity: u32) -> Arc<Entity> {
    index.entity_of(&member(path, 0, entity)).unwrap_or_else(|| panic!("{path} has no entity {entity}"))
}

#[test]
fn a_bare_surname_is_the_one_person_who_bears_it() {
    let index = folder(&[
        (
            "a",
            vec![article(
                Some(date(2025, 3, 1)),
                vec![entity(Kind::Person, "Yevgen Sarichko", "Presidential spokesman")],
            )],
        ),
        ("b", vec![article(Some(date(2025, 2, 1)), vec![person("Evgeny Sarychko"), person("Lidia Sarichka")])]),
        ("c", vec![article(None, vec![person("Sarichko"), entity(Kind::Other, "Sarichko", "")])]),
    ]);
    let sarichko = who(&index, "c", 0);
    assert_eq!(sarichko.id, "per:evgeny-sarychko");
    assert_eq!(sarichko.members(&index).len(), 4);
    assert_eq!(sarichko.articles(&index), 3);
    assert_eq!(sarichko.definition, member("a", 0, 0), "a name with its office introduces best");
    assert_eq!(sarichko.days, Some((date(2025, 2, 1), date(2025, 3, 1))));
    assert_eq!(who(&index, "c", 1).id, sarichko.id, "a capital word of that name");
    assert_eq!(who(&index, "b", 1).id, "per:lidia-sarichka");
    assert_eq!(sarichko.aliases(&index), ["Sarichko".into(), "Yevgen Sarichko".into()]);
    assert_eq!(&*sarichko.roles(&index)[0].title, "Presidential spokesman");
}

#[test]
fn people_of_one_surname_are_kept_apart() {
    let minister = || entity(Kind::Person, "Tomas Areld", "Prime Minister");
    let docker = || entity(Kind::Person, "Katrin Areld", "chair of the United Dockers");
    let dockers = || entity(Kind::Organization, "United Dockers", "");
    let union = || entity(Kind::Organization, "Harbour Union", "");
    let index = folder(&[
        ("1", vec![article(None, vec![minister()])]),
        ("2", vec![article(None, vec![docker(), dockers(), union()])]),
        ("3-bare", vec![article(None, vec![person("Areld")])]),
        ("4-office", vec![article(None, vec![entity(Kind::Person, "Areld", "Sarenian Prime Minister")])]),
        ("5-company", vec![article(None, vec![person("Areld"), dockers(), union()])]),
        ("6-file", vec![article(None, vec![docker()]), article(None, vec![person("Areld")])]),
        ("7-guess", vec![article(None, vec![entity(Kind::Other, "Areld", "")])]),
    ]);
    let id = |path: &str| who(&index, path, 0).id.clone();
    assert_eq!(id("1"), "per:tomas-areld");
    assert_eq!(id("2"), "per:katrin-areld");
    assert_eq!(id("3-bare"), "per:areld", "nothing speaks for either");
    assert_eq!(id("4-office"), "per:tomas-areld");
    assert_eq!(id("5-company"), "per:katrin-areld");
    assert_eq!(index.entity_of(&member("6-file", 1, 0)).unwrap().id, "per:katrin-areld");
    assert_eq!(id("7-guess"), "oth:areld");
}

#[test]
fn evidence_in_another_article_is_asked_again_when_it_changes() {
    let company =
        || vec![entity(Kind::Organization, "United Dockers", ""), entity(Kind::Organization, "Harbour Union", "")];
    let with = |name: &str, mut more: Vec<EntityFact>| {
        more.insert(0, person(name));
        vec![article(None, more)]
    };
    let facts = |articles: &[ArticleFacts]| Some(Arc::new(Facts { articles: articles.to_vec() }));
    let mut index = folder(&[
        ("1", with("Tomas Areld", vec![])),
        ("2", with("Katrin Areld", vec![])),
        ("3", with("Areld", company())),
    ]);
    assert_eq!(who(&index, "3", 0).id, "per:areld");
    let before = index.clone();
    assert!(index.replace(&"2".into(), facts(&with("Katrin Areld", company()))));
    assert_eq!(who(&index, "3", 0).id, "per:katrin-areld");
    assert_eq!(who(&before, "3", 0).id, "per:areld", "a snapshot stays as it was");
    assert!(!index.replace(&"2".into(), facts(&with("Katrin Areld", company()))), "equal facts change nothing");
    assert!(index.replace(&"1".into(), None));
    assert_eq!(index.entities().len(), 3);
    assert_eq!(index.articles(), 2);
}

#[test]
fn names_of_bodies_and_places() {
    let place = |name: &str| entity(Kind::Place, name, "");
    let index = folder(&[
        (
            "a",
            vec![article(
                None,
                vec![place("Türkiye"), person("George Washington"), entity(Kind::Other, "Washington", "")],
            )],
        ),
        ("b", vec![article(None, vec![place("Turkiye"), place("Washington"), entity(Kind::Other, "Tribuna", "")])]),
    ]);
    assert_eq!(who(&index, "a", 0).id, "loc:turkiye");
    assert_eq!(who(&index, "b", 0).members(&index).len(), 2);
    assert_eq!(who(&index, "b", 1).id, "loc:washington");
    assert_eq!(who(&index, "a", 2).id, "oth:washington", "a person or a place: nobody can say");
    assert_eq!(who(&index, "b", 2).id, "oth:tribuna");
    assert_eq!(index.entity_named(Kind::Place, "Washington").unwrap().id, "loc:washington");
}

#[test]
fn initials_and_namesakes() {
    let index = folder(&[
        ("a", vec![article(None, vec![person("Martin Oldcastle")])]),
        ("b", vec![article(None, vec![person("M. Oldcastle")])]),
        ("c", vec![article(None, vec![person("George W. Bush")])]),
        ("d", vec![article(None, vec![person("George H. W. Bush")])]),
        ("e", vec![article(None, vec![person("Oldcastle")])]),
    ]);
    assert_eq!(who(&index, "b", 0).id, "per:martin-oldcastle");
    assert_eq!(who(&index, "e", 0).id, "per:martin-oldcastle");
}

#[test]
fn finds_by_any_spelling() {
    let mut kyiv = entity(Kind::Place, "Kyiv", "");
    kyiv.aliases = vec!["Kiev".into()];
    let index = folder(&[
        ("a", vec![article(None, vec![kyiv, person("Zoë Dostrova"), person("Dostrova")])]),
        ("b", vec![article(None, vec![person("Anna Kievskaya"), person("Zoë Dostrova")])]),
    ]);
    let find = |query: &str| index.find(query, 10).into_iter().map(|(_, entity)| entity.id.clone()).collect::<Vec<_>>();
    assert_eq!(find("kiev"), ["loc:kyiv", "per:anna-kievskaya"], "the whole name before the start of a word");
    assert_eq!(find("ZOE"), ["per:zoe-dostrova"]);
    assert_eq!(find("dost"), ["per:zoe-dostrova"]);
    assert_eq!(find("").len(), 3);
    assert!(find("nobody").is_empty());
}

fn event(kind: &str, place: &str, participants: &[&str], days: Option<(Date, Date)>, ordinal: u32) -> EventFact {
    EventFact {
        label: format!("the {kind}").into(),
        kind: kind.into(),
        place: (!place.is_empty()).then(|| place.into()),
        participants: participants.iter().map(|name| (*name).into()).collect(),
        interval: days,
        value: None,
        ordinal: (ordinal > 0).then_some(ordinal),
        turn: None,
        status: None,
    }
}

fn told(events: Vec<EventFact>) -> Vec<ArticleFacts> {
    vec![ArticleFacts { events, ..ArticleFacts::default() }]
}

#[test]
fn one_event_in_several_articles() {
    let first = Some((date(2025, 1, 28), date(2025, 1, 29)));
    let opening = Some((date(2025, 1, 28), date(2025, 1, 28)));
    let second = Some((date(2025, 2, 12), date(2025, 2, 13)));
    let index = folder(&[
        (
            "a",
            told(vec![
                event("talks", "Geneva", &[], first, 1),
                event("talks", "Vienna", &["Sarenia", "Velmia"], second, 2),
            ]),
        ),
        ("b", told(vec![event("meeting", "Geneva", &[], opening, 0)])),
        ("c", told(vec![event("talks", "Vienna", &[], None, 0), event("talks", "", &["Velmia"], second, 0)])),
        ("d", told(vec![event("talks", "", &["Velmia"], None, 2), event("talks", "", &[], None, 3)])),
        (
            "e",
            told(vec![
                event("talks", "Vienna", &["Arania", "Borduria"], second, 0),
                event("visit", "Vienna", &[], second, 0),
            ]),
        ),
    ]);
    let of = |path: &str, at: u32| index.event_of(&member(path, 0, at)).unwrap();
    assert_eq!(of("b", 0).id, "ev:talks-geneva-2025-01-28");
    assert_eq!(of("b", 0), of("a", 0));
    assert_eq!(of("b", 0).definition, member("a", 0, 0));
    assert_eq!(of("b", 0).interval, first);
    let vienna = of("a", 1);
    assert_eq!(vienna.id, "ev:talks-vienna-2025-02-12");
    assert_eq!(of("c", 1), vienna, "the same days and a party");
    assert_eq!(of("d", 0), vienna, "the same number and a party");
    assert_eq!(of("d", 1).members.len(), 1, "a third round that nobody dates");
    assert_ne!(of("e", 0), vienna, "other parties in the same town");
    assert_ne!(of("e", 1).id, vienna.id, "a visit is no talks");
    assert_eq!(of("c", 0).members.len(), 1, "two events fit: no jump");
    assert_eq!(index.events().len(), 6);
}

#[test]
fn an_undated_mention_joins_the_only_event_that_fits() {
    let days = Some((date(2025, 4, 10), date(2025, 4, 11)));
    let later = Some((date(2025, 9, 1), date(2025, 9, 1)));
    let mut near = told(vec![event("summit", "Vienna", &[], None, 0)]);
    let index = folder(&[("a", told(vec![event("summit", "Vienna", &[], days, 0)])), ("b", near.clone())]);
    assert_eq!(index.event_of(&member("b", 0, 0)).unwrap().definition, member("a", 0, 0));
    near[0].day = Some(date(2025, 4, 12));
    let index = folder(&[
        ("a", told(vec![event("summit", "Vienna", &[], days, 0)])),
        ("b", near),
        ("c", told(vec![event("summit", "Vienna", &[], later, 0)])),
        ("d", told(vec![event("summit", "Vienna", &[], None, 0)])),
    ]);
    assert_eq!(
        index.event_of(&member("b", 0, 0)).unwrap().definition,
        member("a", 0, 0),
        "days before and months before"
    );
    assert_eq!(index.event_of(&member("d", 0, 0)).unwrap().members.len(), 1, "nothing tells which");
}

#[test]
fn the_next_round_is_none_of_the_last() {
    use lang::Turn;
    let first = Some((date(2025, 2, 4), date(2025, 2, 5)));
    let second = Some((date(2025, 3, 10), date(2025, 3, 11)));
    let turn = |turn| EventFact { turn: Some(turn), ..event("talks", "", &[], None, 0) };
    let dated = |day, events| vec![ArticleFacts { day: Some(day), events, ..ArticleFacts::default() }];
    let index = folder(&[
        (
            "a",
            dated(
                date(2025, 2, 6),
                vec![event("talks", "Geneva", &["Velmia"], first, 1), turn(Turn::Next), turn(Turn::Last)],
            ),
        ),
        (
            "b",
            dated(
                date(2025, 3, 12),
                vec![
                    event("talks", "Vienna", &["Velmia"], second, 2),
                    turn(Turn::Previous),
                    event("talks", "Geneva", &[], first, 0),
                ],
            ),
        ),
        ("c", dated(date(2025, 2, 6), vec![event("talks", "Geneva", &["Velmia"], first, 0), turn(Turn::Next)])),
    ]);
    let of = |path: &str, at: u32| index.event_of(&member(path, 0, at)).unwrap();
    assert_eq!(of("a", 1).ordinal, Some(2), "behind the first comes the second");
    assert_ne!(of("a", 1), of("a", 0));
    assert_eq!(of("a", 2), of("a", 0), "the last round that was held");
    assert_eq!(of("b", 1).ordinal, Some(1));
    assert_ne!(of("b", 1), of("b", 0));
    assert_ne!(of("c", 1), of("c", 0), "what was over the day before is not next");
}

#[test]
fn rounds_parts_and_what_becomes_of_events() {
    use corpus::events::Kinship;
    use lang::EventStatus;
    let days = |month, from, to| Some((date(2025, month, from), date(2025, month, to)));
    let said = |status, fact| EventFact { status: Some(status), ..fact };
    let both = ["Sarenia", "Velmia"];
    let visit = event("visit", "Vienna", &["Arania"], days(3, 20, 21), 0);
    let on = |day, events| vec![ArticleFacts { day: Some(day), events, ..ArticleFacts::default() }];
    let index = folder(&[
        (
            "a",
            on(
                date(2025, 3, 10),
                vec![
                    event("talks", "Geneva", &both, days(2, 4, 5), 1),
                    event("talks", "Vienna", &both, days(3, 11, 12), 2),
                    event("summit", "Vienna", &[], days(3, 10, 13), 0),
                    event("talks", "Vienna", &["Arania", "Borduria"], days(3, 11, 12), 0),
                    said(EventStatus::Planned, visit.clone()),
                ],
            ),
        ),
        ("b", on(date(2025, 3, 11), vec![said(EventStatus::Cancelled, visit)])),
    ]);
    let kinship = Kinship::new(&index);
    let of = |at: u32| index.event_of(&member("a", 0, at)).unwrap();
    let ids = |events: Vec<Arc<corpus::Event>>| events.iter().map(|event| event.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(kinship.rounds(&of(0))), [of(1).id.clone()], "the same two, another number");
    assert!(kinship.rounds(&of(3)).is_empty(), "other parties");
    assert_eq!(ids(kinship.umbrellas(&of(1))), [of(2).id.clone()]);
    assert_eq!(kinship.parts(&of(2)).len(), 2);
    assert!(kinship.umbrellas(&of(0)).is_empty(), "elsewhere");
    assert_eq!(kinship.status(&of(0)), Some(EventStatus::Held), "articles come after it");
    assert_eq!(kinship.status(&of(1)), Some(EventStatus::Planned), "it comes after the article");
    assert_eq!(kinship.status(&of(4)), Some(EventStatus::Cancelled), "the last word counts");
}

#[test]
fn an_office_means_who_held_it_about_that_day() {
    let president = |name: &str| entity(Kind::Person, name, "President of Velmia");
    let description = || EntityFact {
        mentions: vec![Form::Nominal],
        ..entity(Kind::Person, "the Velmian leader", "President of Velmia")
    };
    let on = |year: i16, fact: EntityFact| vec![article(Some(date(year, 3, 1)), vec![fact])];
    let index = folder(&[
        ("a", on(2022, president("Tomas Areld"))),
        ("b", on(2025, president("Milena Dostrova"))),
        ("c", on(2022, description())),
        ("d", on(2025, description())),
        ("e", vec![article(None, vec![description()])]),
        ("f", on(2035, description())),
    ]);
    assert_eq!(who(&index, "c", 0).id, "per:tomas-areld");
    assert_eq!(who(&index, "d", 0).id, "per:milena-dostrova");
    let open = |path: &str| index.entity_of(&member(path, 0, 0)).is_none();
    assert!(open("e"), "two held it, and no day tells which");
    assert!(open("f"), "nobody is known to have held it then");
    assert_eq!(index.entities().len(), 2, "a description is nobody new");
}

#[test]
fn who_is_seen_in_office_later_held_it_before() {
    let president = entity(Kind::Person, "Joe Biden", "President of United States");
    let description = || EntityFact {
        mentions: vec![Form::Nominal],
        ..entity(Kind::Person, "the American leader", "President of United States")
    };
    let on = |year: i16, fact: EntityFact| vec![article(Some(date(year, 3, 1)), vec![fact])];
    let index = folder(&[("a", on(2024, president)), ("b", on(2021, description())), ("c", on(2020, description()))]);
    assert_eq!(who(&index, "b", 0).id, "per:joe-biden", "three years before, and in office since January");
    assert!(index.entity_of(&member("c", 0, 0)).is_none(), "not yet in office");
}

#[test]
fn a_stranger_of_the_same_surname_has_other_company() {
    let place = |name: &str| entity(Kind::Place, name, "");
    let index = folder(&[
        ("a", vec![article(None, vec![person("Tomas Areld"), place("Sarenia"), place("Geneva")])]),
        ("b", vec![article(None, vec![person("Areld"), place("Sarenia"), place("Geneva")])]),
        ("c", vec![article(None, vec![person("Areld"), place("Borduria"), place("Kestrel")])]),
    ]);
    assert_eq!(who(&index, "b", 0).id, "per:tomas-areld");
    assert_ne!(who(&index, "c", 0).id, "per:tomas-areld");
}

#[test]
fn articles_of_one_story_tell_of_one_event() {
    let place = |name: &str| entity(Kind::Place, name, "");
    let story = |day: i8, names: [&str; 2]| {
        let entities = names.map(place).to_vec();
        let events = vec![event("disaster", "", &[], None, 0)];
        vec![ArticleFacts { day: Some(date(2025, 3, day)), entities, events, ..ArticleFacts::default() }]
    };
    let index = folder(&[
        ("a", story(1, ["Merrow", "Kestrel"])),
        ("b", story(3, ["Merrow", "Kestrel"])),
        ("c", story(28, ["Merrow", "Kestrel"])),
        ("d", story(3, ["Vienna", "Geneva"])),
    ]);
    let of = |path: &str| index.event_of(&member(path, 0, 0)).unwrap();
    assert_eq!(of("a"), of("b"));
    assert_ne!(of("a").id, of("c").id, "weeks later");
    assert_ne!(of("a").id, of("d").id, "other places");
}
