//! How long a registry of 5,000 people and 100,000 marks take to be read, and what is asked of them.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use ide::{Change, Config, Host, Path};
use jiff::civil::date;
use lang::{DEFAULT_TAG, Language};
use tests::newsroom::{entities, name, originals, retold, sidecar};
use text::Span;

const PEOPLE: usize = 5_000;
const ARTICLES: usize = 1_000;
const MARKS: usize = 100;

const FILE: &str = "entities.toml";

fn bench(c: &mut Criterion) {
    let originals = originals();
    let texts: Vec<(Path, Arc<str>)> =
        (0..ARTICLES).map(|at| (name(at).into(), retold(&originals, at).into())).collect();
    let sidecars: Vec<(Path, Arc<str>)> =
        texts.iter().map(|(path, text)| (path.clone(), sidecar(path, text, MARKS).into())).collect();
    let registry: Arc<str> = entities(PEOPLE).into();
    let load = |host: &mut Host| {
        host.apply(Change::Registry { path: FILE.into(), text: Some(registry.clone()) });
        let sidecars = sidecars.iter().map(|(path, text)| (path.clone(), Some(text.clone())));
        host.apply(Change::Sidecars(sidecars.collect()));
    };
    let mut group = c.benchmark_group("5,000 people, 100,000 marks");
    group.sample_size(10).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(3));
    group.bench_function("load", |b| b.iter_batched(host, |mut host| load(&mut host), BatchSize::PerIteration));

    let mut host = host();
    load(&mut host);
    for (path, text) in &texts {
        let document = Host::skim(&host.snapshot(), path, text.clone());
        host.enter(document);
    }
    let (path, text) = &texts[0];
    host.apply(Change::Open { path: path.clone(), text: text.to_string() });
    let snapshot = host.snapshot();
    let spots: Vec<u32> = text.match_indices(' ').map(|(at, _)| at as u32 + 1).step_by(5).take(40).collect();
    let mut at = 0;
    let mut spot = || {
        at = (at + 1) % spots.len();
        spots[at]
    };
    group.bench_function("actions on a word", |b| b.iter(|| black_box(snapshot.actions(path, Span::empty(spot())))));
    let middle = registry.len() as u32 / 2;
    group.bench_function("hover in the registry", |b| {
        let keys: Vec<u32> = registry.match_indices("name = ").map(|(at, _)| at as u32 + 9).step_by(97).collect();
        let mut keys = keys.into_iter().cycle();
        b.iter(|| black_box(snapshot.hover(FILE, keys.next().unwrap_or_default())));
    });
    group.bench_function("offers in the registry", |b| {
        let line = registry[middle as usize..].find("\n\n").map_or(middle, |at| middle + at as u32 + 1);
        b.iter(|| black_box(snapshot.entry_offers(FILE, line)));
    });
    group.bench_function("findings of the registry", |b| b.iter(|| black_box(snapshot.registry_findings(FILE))));
    // In the middle of the file, in the name of somebody whom no article names, and of one whom all name.
    let (before, behind) = registry.split_at(middle as usize + registry[middle as usize..].find("\n\n").unwrap_or(0));
    let entry = |name: &str| format!("\n\n[new]\ntype = \"person\"\nname = \"{name}\"\ndied = 2020-01-01");
    for (what, name, end) in [
        ("a key typed into the registry", "Nobody", ""),
        ("a key typed into a name that articles have", "The", ""),
        ("a key typed into a registry that is torn", "Nobody", " = ["),
    ] {
        let texts =
            ["a", "b"].map(|key| Arc::<str>::from(format!("{before}{}{end}{behind}", entry(&format!("{key} {name}")))));
        let mut turns = texts.iter().cycle();
        group.bench_function(what, |b| {
            b.iter(|| {
                host.apply(Change::Registry { path: FILE.into(), text: turns.next().cloned() });
                host.snapshot().registry_findings(FILE).len()
            });
        });
    }
    group.finish();
}

fn host() -> Host {
    Host::new(Language::load(DEFAULT_TAG), Config { today: date(2026, 3, 1), ..Config::default() })
}

criterion_group!(benches, bench);
criterion_main!(benches);
