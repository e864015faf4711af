//! The example folder against what its reader finds there, as written down in `tests/folders/example.toml`.

mod common;

use std::collections::BTreeSet;

use common::{read, root};
use ide::{Host, Snapshot};
use serde::Deserialize;
use text::{Position, PositionEncoding};

#[derive(Deserialize)]
struct Labels {
    file: Vec<File>,
    person: Vec<Person>,
    event: Vec<Event>,
}

#[derive(Deserialize)]
struct File {
    path: String,
}

#[derive(Deserialize)]
struct Person {
    id: String,
    name: String,
    mentions: usize,
    at: Vec<At>,
}

#[derive(Deserialize)]
struct At {
    file: String,
    places: Vec<String>,
}

#[derive(Deserialize)]
struct Event {
    id: String,
    mentions: Vec<Mention>,
}

#[derive(Deserialize)]
struct Mention {
    file: String,
    line: u32,
    col: u32,
    quote: String,
}

/// A file and a byte in it.
type Place = (String, u32);

fn folder() -> (Host, Labels) {
    let labels = std::fs::read_to_string(root().join("tests/folders/example.toml")).unwrap();
    let labels: Labels = toml::from_str(&labels).unwrap();
    let mut host = read(&root().join("docs/example"));
    let unlabelled: Vec<ide::Path> = host
        .snapshot()
        .documents()
        .map(|document| document.path.clone())
        .filter(|path| labels.file.iter().all(|file| *file.path != **path))
        .collect();
    for path in unlabelled {
        host.apply(ide::Change::Disk { path, text: None });
    }
    (host, labels)
}

fn place(snapshot: &Snapshot, file: &str, line: u32, column: u32) -> Place {
    let document = snapshot.document(file).unwrap_or_else(|| panic!("there is no {file}"));
    (file.to_owned(), document.lines.offset(PositionEncoding::Utf32, Position::new(line - 1, column - 1)))
}

fn address(snapshot: &Snapshot, (file, offset): &Place) -> String {
    let position = snapshot.document(file).unwrap().lines.position(PositionEncoding::Utf32, *offset);
    format!("{file}:{}:{}", position.line + 1, position.column + 1)
}

/// Every person's mentions, asked for at each of them: nobody else's are among them, and few are missing.
#[test]
fn people() {
    let (host, labels) = folder();
    let snapshot = host.snapshot();
    let (mut all, mut found, mut wrong) = (0, 0, Vec::new());
    for person in &labels.person {
        let places: BTreeSet<Place> = person
            .at
            .iter()
            .flat_map(|at| at.places.iter().map(|place| (&at.file, place.split_once(':').unwrap())))
            .map(|(file, (line, column))| place(&snapshot, file, line.parse().unwrap(), column.parse().unwrap()))
            .collect();
        assert_eq!(places.len(), person.mentions, "labels of {}", person.id);
        // The road that leads to most of them.
        let mut best: BTreeSet<Place> = BTreeSet::new();
        for (file, offset) in &places {
            let references = snapshot.references(file, *offset, true);
            let names = references.iter().filter(|target| target.form == nlp::Form::Name);
            let reached: Vec<(String, text::Span)> =
                names.map(|target| (target.path.to_string(), target.focus)).collect();
            let known = |(path, span): &(String, text::Span)| {
                places.iter().any(|(file, at)| file == path && span.contains(*at))
            };
            for other in reached.iter().filter(|other| !known(other)) {
                wrong.push(format!(
                    "{} leads to {}",
                    person.name,
                    address(&snapshot, &(other.0.clone(), other.1.start))
                ));
            }
            let hits = places
                .iter()
                .filter(|(file, at)| reached.iter().any(|(path, span)| path == file && span.contains(*at)));
            let hits: BTreeSet<Place> = hits.cloned().collect();
            if hits.len() > best.len() {
                best = hits;
            }
        }
        for missing in places.difference(&best) {
            println!("{} is not found at {}", person.name, address(&snapshot, missing));
        }
        all += places.len();
        found += best.len();
    }
    wrong.sort();
    wrong.dedup();
    println!("{found} of {all} mentions\n{}", wrong.join("\n"));
    assert!(wrong.is_empty());
    assert!(found * 100 >= all * 96, "{found} of {all}");
}

/// Where a jump from an event's mention leads, it leads to the same event.
#[test]
fn events() {
    let (host, labels) = folder();
    let snapshot = host.snapshot();
    let (mut answered, mut joined, mut wrong) = (0, 0, 0);
    let span = |mention: &Mention| {
        let (file, start) = place(&snapshot, &mention.file, mention.line, mention.col);
        (file, text::Span::new(start, start + mention.quote.len() as u32))
    };
    for event in &labels.event {
        let own: Vec<(String, text::Span)> = event.mentions.iter().map(span).collect();
        let others: Vec<(String, text::Span)> = labels
            .event
            .iter()
            .filter(|other| other.id != event.id)
            .flat_map(|other| other.mentions.iter().map(span))
            .collect();
        for (file, quote) in &own {
            let document = snapshot.document(file).unwrap();
            let analysis = snapshot.analysis(file).unwrap();
            let here = analysis
                .articles
                .iter()
                .flat_map(|article| &article.events)
                .find(|event| quote.contains_span(event.core));
            let Some(core) = here.map(|event| event.core) else {
                println!("{}: no event at {:?}", event.id, quote.of(&document.text));
                continue;
            };
            answered += 1;
            let targets = snapshot.references(file, core.start, true);
            let hits = |places: &[(String, text::Span)]| {
                targets
                    .iter()
                    .filter(|target| {
                        places.iter().any(|(path, span)| **path == *target.path && span.intersects(target.focus))
                    })
                    .count()
            };
            joined += usize::from(hits(&own) > 1);
            if hits(&others) > 0 {
                wrong += 1;
                println!("{}: {:?} leads to another event", event.id, quote.of(&document.text));
            }
        }
    }
    println!("{answered} mentions found, {joined} joined with others, {wrong} wrongly");
    assert_eq!(wrong, 0);
    assert!(joined >= 1);
}
