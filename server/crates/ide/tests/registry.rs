//! The registry: an edit of it re-dates the articles it concerns, and no answer depends on how it came about.

use std::sync::Arc;

use ide::{Change, Config, Host, Path, Snapshot};
use jiff::civil::date;

const BRIEF: &str = "MERROW, June 24. /Norwire/. The harbour lease is in Tuesday's headlines.\n\n\
                     Norwegian Foreign Minister Marta Orlova said the lease was signed. The harbour has been closed to \
                     large ships, and the town asked for more time.\n";
const OTHER: &str = "MERROW, June 24. /Norwire/. The harbour lease was signed, as Tuesday's headlines say.\n\n\
                     The harbour has been closed to large ships, and the town asked for more time.\n";

fn entity(rest: &str) -> String {
    format!("[orlova]\ntype = \"person\"\nname = \"Marta Orlova\"\n{rest}\n")
}

fn role(from: &str) -> String {
    entity(&format!("roles = [{{ title = \"Foreign Minister of Norway\", {from} }}]"))
}

fn host() -> Host {
    let config = Config { today: date(2026, 11, 26), ..Config::default() };
    Host::new(lang::Language::load(lang::DEFAULT_TAG), config)
}

fn register(host: &mut Host, path: &str, text: Option<&str>) {
    host.apply(Change::Registry { path: path.into(), text: text.map(Arc::from) });
    settle(host);
}

/// What others do in the background. How many documents were waiting for it.
fn settle(host: &mut Host) -> usize {
    let waiting = host.take_unsettled();
    let snapshot = host.snapshot();
    for old in &waiting {
        let read = Host::read(&snapshot, &old.path, old.text.clone());
        host.enter_again(read, snapshot.light(&old.path));
    }
    waiting.len()
}

fn disk(host: &mut Host, path: &str, text: &str) {
    host.apply(Change::Disk { path: path.into(), text: Some(text.into()) });
}

fn value(snapshot: &Snapshot, path: &str) -> String {
    let analysis = snapshot.analysis(path).expect("it was read");
    let date = &analysis.articles[0].date;
    let fact = snapshot.document(path).expect("it was read").facts().articles[0].day;
    assert_eq!(fact, date.day, "facts and reading are one");
    format!("{} {:?}", date.value.clone().unwrap_or_default(), date.candidates)
}

/// Both ways there give the same, and what is open is read at once.
#[test]
fn an_edit_of_the_registry_dates_the_articles_it_concerns() {
    let mut host = host();
    host.apply(Change::Open { path: "a.txt".into(), text: BRIEF.to_owned() });
    disk(&mut host, "b.txt", BRIEF);
    disk(&mut host, "c.txt", OTHER);
    let open = "XXXX-06-24 [2003, 2008, 2014, 2025]";
    assert_eq!(value(&host.snapshot(), "a.txt"), open);

    let untouched = host.snapshot().document("c.txt").expect("it was read");
    register(&mut host, "entities.toml", Some(&role("from = 2024-08-21")));
    let read = host.snapshot();
    assert_eq!([value(&read, "a.txt"), value(&read, "b.txt")], ["2025-06-24 []", "2025-06-24 []"]);
    assert!(Arc::ptr_eq(&untouched, &read.document("c.txt").expect("it was read")), "nothing of it is named there");

    register(&mut host, "entities.toml", Some(&role("from = 2009-01-01, to = 2016-01-01")));
    assert_eq!(value(&host.snapshot(), "b.txt"), "2014-06-24 []");
    register(&mut host, "entities.toml", Some(&entity("died = 2010-01-01")));
    assert_eq!(value(&host.snapshot(), "a.txt"), "XXXX-06-24 [2003, 2008]");

    // A torn file keeps what it said before; one that is gone says nothing.
    register(&mut host, "entities.toml", Some("[orlova\n"));
    assert_eq!(value(&host.snapshot(), "a.txt"), "XXXX-06-24 [2003, 2008]");
    assert_eq!(host.snapshot().registry_findings("entities.toml").len(), 1);
    register(&mut host, "entities.toml", None);
    assert_eq!([value(&host.snapshot(), "a.txt"), value(&host.snapshot(), "b.txt")], [open, open]);
}

#[test]
fn the_order_of_what_is_read_does_not_count() {
    let text = role("from = 2024-08-21");
    let (mut before, mut after) = (host(), host());
    register(&mut before, "entities.toml", Some(&text));
    for host in [&mut before, &mut after] {
        disk(host, "a.txt", BRIEF);
        disk(host, "b.txt", OTHER);
    }
    register(&mut after, "entities.toml", Some(&text));
    let (before, after) = (before.snapshot(), after.snapshot());
    for path in ["a.txt", "b.txt"] {
        assert_eq!(before.analysis(path), after.analysis(path), "{path}");
        assert_eq!(before.findings(path), after.findings(path), "{path}");
        assert_eq!(before.light(path), after.light(path), "{path}");
    }
}

#[test]
fn many_articles_are_settled_in_the_background() {
    let mut host = host();
    for number in 0..40 {
        disk(&mut host, &format!("{number}.txt"), BRIEF);
    }
    disk(&mut host, "other.txt", OTHER);
    host.apply(Change::Open { path: "open.txt".into(), text: BRIEF.to_owned() });
    host.apply(Change::Registry { path: "entities.toml".into(), text: Some(role("from = 2024-08-21").into()) });
    assert_eq!(value(&host.snapshot(), "open.txt"), "2025-06-24 []");
    assert_eq!((settle(&mut host), settle(&mut host)), (40, 0));
    let snapshot = host.snapshot();
    let paths: Vec<Path> = snapshot.documents().map(|document| document.path.clone()).collect();
    let named = paths.iter().filter(|path| ***path != *"other.txt");
    assert!(named.clone().count() == 41 && named.clone().all(|path| value(&snapshot, path) == "2025-06-24 []"));
}

#[test]
fn who_is_no_longer_or_not_yet_in_office_proves_nothing() {
    let known = role("from = 2009-01-01, to = 2016-01-01");
    let open = "XXXX-06-24 [2003, 2008, 2014, 2025]";
    for (title, expected) in [
        ("Norwegian Foreign Minister Marta Orlova", "2014-06-24 []"),
        ("Foreign Minister Marta Orlova", "2014-06-24 []"),
        ("Former Norwegian Foreign Minister Marta Orlova", open),
        ("Then-Foreign Minister Marta Orlova", open),
        ("The late Foreign Minister Marta Orlova", open),
        ("Foreign Minister-designate Marta Orlova", open),
        ("Deputy Foreign Minister Marta Orlova", open),
        ("Acting Foreign Minister Marta Orlova", open),
        ("Swedish Foreign Minister Marta Orlova", open),
        ("Norwegian Foreign Minister Ida Orlova", open),
    ] {
        let mut host = host();
        register(&mut host, "entities.toml", Some(&known));
        let text = BRIEF.replace("Norwegian Foreign Minister Marta Orlova", title);
        disk(&mut host, "a.txt", &text);
        assert_eq!(value(&host.snapshot(), "a.txt"), expected, "{title}");
    }
    // What is told of another time says when it began, and not that it is not over.
    let mut host = host();
    register(&mut host, "entities.toml", Some(&known));
    let text = BRIEF.replace("signed", "signed in 2012");
    disk(&mut host, "a.txt", &text);
    assert_eq!(value(&host.snapshot(), "a.txt"), "XXXX-06-24 [2014, 2025]");
}

/// Whatever was typed on the way, a registry says what it says when it is read for the first time.
#[test]
fn typed_and_read_anew_are_one() {
    let person = |key: &str, name: &str, rest: &str| format!("[{key}]\ntype = \"person\"\nname = \"{name}\"\n{rest}\n");
    let minister = |from: &str| format!("roles = [{{ title = \"Foreign Minister of Norway\", from = {from} }}]\n");
    let marta = person("orlova", "Marta Orlova", &minister("2024-08-21"));
    let texts = [
        marta.clone(),
        person("orlov", "M. Orlov", "") + &marta,
        person("orlov", "Marta Orlova", &minister("2009")) + &marta,
        marta.replace("Marta", "Maria"),
        marta.replace("person", "place"),
        marta.replace("from", "fr"),
        marta.replace("\"Marta", "Marta"),
        marta.clone() + "not = [\"M. Orlova\"]\n",
        marta.replace("orlova", "norway"),
        String::new(),
        (0..99).map(|at| person(&format!("p{at}"), &format!("Ada Brandt{at}"), &minister("2001"))).collect::<String>()
            + &marta,
    ];
    let sidecar = |key: &str| {
        format!(
            "schema = 1\nmarks = [\n  {{ id = \"aaaaaa\", at = [0, 6], quote = \"MERROW\", kind = \"entity\", ref = \"{key}\", \
                 scope = \"folder\" }},\n]\n"
        )
    };
    let folder = |registry: &str| {
        let mut host = host();
        host.apply(Change::Registry { path: "entities.toml".into(), text: Some(registry.into()) });
        host.apply(Change::Sidecar { path: "a.txt".into(), text: Some(sidecar("orlova").into()) });
        disk(&mut host, "a.txt", BRIEF);
        disk(&mut host, "b.txt", OTHER);
        host.apply(Change::Open { path: "c.txt".into(), text: BRIEF.to_owned() });
        host
    };
    let mut typed = folder("");
    let order = (0..texts.len()).flat_map(|from| (0..texts.len()).flat_map(move |to| [from, to]));
    let mut readable = "";
    for at in order {
        register(&mut typed, "entities.toml", Some(&texts[at]));
        let read = typed.snapshot();
        let is_torn = texts[at].contains("name = Marta");
        readable = if is_torn { readable } else { &texts[at] };
        let fresh = folder(readable).snapshot();
        for path in ["a.txt", "b.txt", "c.txt"] {
            assert_eq!(read.analysis(path), fresh.analysis(path), "{path} {readable}");
            assert_eq!(
                read.document(path).unwrap().facts(),
                fresh.document(path).unwrap().facts(),
                "{path} {readable}"
            );
            assert_eq!(read.findings(path), fresh.findings(path), "{path} {readable}");
            assert_eq!(read.light(path), fresh.light(path), "{path} {readable}");
        }
        if !is_torn {
            assert_eq!(read.registry_findings("entities.toml"), fresh.registry_findings("entities.toml"), "{readable}");
        }
    }
}
