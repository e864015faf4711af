//! How long a folder of 10,000 articles takes to index, and one edit in it.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use corpus::{Index, Member, Path};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use nlp::coreference::Evidence;
use nlp::facts::{ArticleFacts, EntityFact, EventFact, Facts, RoleFact};
use nlp::mentions::{Form, Kind};

const FILES: usize = 10_000;

/// A cheap sequence of numbers that looks random and is the same everywhere.
fn mix(n: usize) -> usize {
    ((n as u64 ^ 0x5bd1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 29) as usize
}

fn entity(kind: Kind, name: String, role: bool) -> EntityFact {
    let last = name.rsplit(' ').next().unwrap_or_default();
    EntityFact {
        kind,
        aliases: if kind == Kind::Person { vec![last.into()] } else { Vec::new() },
        name: name.into(),
        mentions: vec![Form::Name; 3],
        roles: if role {
            let (title, office) = ("Foreign Minister".into(), "foreign minister".into());
            vec![RoleFact { title, office, mention: 0, posts: vec!["foreign minister of place 1".into()] }]
        } else {
            Vec::new()
        },
        introduction: 0,
        introduction_score: 60,
        evidence: Evidence::of(90),
    }
}

/// The facts of an article: ten places, ten bodies and twelve people, some of whom everyone writes about.
fn facts(file: usize) -> Facts {
    let mut entities = Vec::new();
    for at in 0..10 {
        let pick = mix(file * 64 + at);
        entities.push(entity(Kind::Place, format!("Place {}", if at < 4 { at } else { pick % 2_000 }), false));
        entities.push(entity(Kind::Organization, format!("Body of {}", if at < 3 { at } else { pick % 4_000 }), false));
    }
    for at in 0..12 {
        let pick = mix(file * 64 + 32 + at);
        let surname = if at < 3 { at } else { pick % 6_000 };
        let name = if pick.is_multiple_of(5) {
            format!("Surname{surname}")
        } else {
            format!("Given{} Surname{surname}", surname % 3)
        };
        entities.push(entity(Kind::Person, name, at % 2 == 0));
    }
    let event = |at: usize| {
        let pick = mix(file * 8 + at);
        let day = date(2025, 1 + (pick % 12) as i8, 1 + (pick / 12 % 28) as i8);
        EventFact {
            label: "the talks".into(),
            value: None,
            kind: if pick.is_multiple_of(2) { "talks" } else { "visit" }.into(),
            place: (!pick.is_multiple_of(3)).then(|| format!("Place {}", pick % 40).into()),
            participants: vec!["Place 1".into(), "Place 2".into()],
            interval: (!pick.is_multiple_of(4)).then_some((day, day)),
            ordinal: (pick.is_multiple_of(7)).then_some(2),
            turn: None,
            status: None,
        }
    };
    let day = date(2025, 1 + (file % 12) as i8, 1 + (file % 28) as i8);
    let article =
        ArticleFacts { day: Some(day), entities, events: (0..5).map(event).collect(), ..ArticleFacts::default() };
    Facts { articles: vec![article] }
}

fn path(file: usize) -> Path {
    format!("{file:05}.txt").into()
}

fn bench(c: &mut Criterion) {
    let all: Vec<(Path, Arc<Facts>)> = (0..FILES).map(|file| (path(file), Arc::new(facts(file)))).collect();
    let index = Index::of(all.clone());

    let mut group = c.benchmark_group("index of 10,000");
    group.sample_size(10).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(2));
    group.bench_function("build", |b| b.iter(|| Index::of(black_box(all.clone()))));
    group.bench_function("ask for everything once", |b| {
        b.iter_batched(
            || Index::of(all.clone()),
            |index| (index.entities().len(), index.events().len()),
            BatchSize::PerIteration,
        );
    });

    let edited = |change: &dyn Fn(&mut ArticleFacts)| {
        let mut facts = facts(5_000);
        change(&mut facts.articles[0]);
        Arc::new(facts)
    };
    let name = edited(&|article| article.entities[25].name = "Given1 Newcomer".into());
    let shifted = edited(&|article| article.entities.insert(0, entity(Kind::Other, "The".into(), false)));
    let event = edited(&|article| article.events[0].label = "the talks in".into());
    for (what, facts) in [
        ("replace, one name new", name),
        ("replace, all names shifted", shifted.clone()),
        ("replace, one event", event),
    ] {
        let path = path(5_000);
        // A snapshot is held, as it is while requests are answered.
        group.bench_function(what, |b| {
            b.iter_batched(
                || index.clone(),
                |mut index| {
                    index.replace(&path, Some(facts.clone()));
                    index
                },
                BatchSize::LargeInput,
            );
        });
    }
    let all_of = |index: &Index| {
        (0..32).filter_map(|entity| index.entity_of(&Member { path: path(5_000), article: 0, entity })).count()
    };
    group.bench_function("ask for all of an article, after all names shifted", |b| {
        let changed = || {
            let mut index = index.clone();
            index.replace(&path(5_000), Some(shifted.clone()));
            index
        };
        b.iter_batched(changed, |index| all_of(&index), BatchSize::LargeInput);
    });
    group.bench_function("ask for all of an article, again", |b| b.iter(|| all_of(&index)));
    group.bench_function("ask for the events of an article", |b| {
        b.iter(|| (0..5).filter_map(|entity| index.event_of(&Member { path: path(77), article: 0, entity })).count());
    });
    group.bench_function("find", |b| b.iter(|| index.find("surname12", 128)));
    group.bench_function("clone", |b| b.iter(|| index.clone()));
    group.finish();

    memory("facts and index of 10,000 articles");
}

/// What the process holds, from the system where it tells.
fn memory(what: &str) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    eprintln!("{what}: {}", line.unwrap_or("not known here"));
}

criterion_group!(benches, bench);
criterion_main!(benches);
