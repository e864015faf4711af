//! What a reader of the five seed articles finds. The articles lie beside the project and are no part of it: where they
//! are absent, these tests say so and check nothing. They are spoken of by position alone.

mod common;

use std::collections::BTreeSet;

use common::{addresses, offset, read, root};
use ide::{Host, Snapshot};

/// Where one spokesman is named: file, line, column.
const SPOKESMAN: [(usize, u32, u32); 6] =
    [(0, 1, 1483), (2, 29, 220), (2, 29, 428), (3, 53, 182), (4, 17, 103), (4, 17, 277)];

/// The folder, if it is there; `files[n]` is the file whose name begins with `00n_`.
struct Seeds {
    host: Host,
    files: Vec<String>,
}

impl Seeds {
    fn read() -> Option<Seeds> {
        let folder = root().join("../shared/seeds");
        if !folder.is_dir() {
            eprintln!("\n*** SKIPPED: {} is absent, nothing was checked ***\n", folder.display());
            return None;
        }
        let files = common::files(&folder).into_iter().map(|(path, _)| path.to_string()).collect();
        Some(Seeds { host: read(&folder), files })
    }

    fn snapshot(&self) -> Snapshot {
        self.host.snapshot()
    }

    fn at(&self, (file, line, column): (usize, u32, u32)) -> (&str, u32) {
        (&self.files[file], offset(&self.snapshot(), &self.files[file], line, column))
    }
}

#[test]
fn six_references_in_four_files_from_each_of_the_six() {
    let Some(seeds) = Seeds::read() else { return };
    let snapshot = seeds.snapshot();
    for asked in SPOKESMAN {
        let (path, at) = seeds.at(asked);
        let references = snapshot.references(path, at, true);
        let names: Vec<_> = references.iter().take_while(|target| target.form == nlp::Form::Name).collect();
        assert!(references.iter().skip(names.len()).all(|target| target.form != nlp::Form::Name), "names come first");
        assert_eq!(names.len(), SPOKESMAN.len(), "{:?}", addresses(&snapshot, &references));
        for expected in SPOKESMAN {
            let (file, at) = seeds.at(expected);
            assert!(
                names.iter().any(|target| *target.path == *file && target.focus.contains(at)),
                "{expected:?} from {asked:?}"
            );
        }
        let files: BTreeSet<&str> = names.iter().map(|target| &*target.path).collect();
        assert_eq!(files.len(), 4);
        // The dated articles come first, the earliest before the later one.
        assert_eq!([&*names[0].path, &*names[1].path], [seeds.files[0].as_str(), seeds.files[3].as_str()]);
    }
}

#[test]
fn the_card_tells_every_role_that_was_seen() {
    let Some(seeds) = Seeds::read() else { return };
    let snapshot = seeds.snapshot();
    for asked in SPOKESMAN {
        let (path, at) = seeds.at(asked);
        let card = snapshot.hover(path, at).expect("a card").card;
        let text = card.plain();
        assert!(card.len() <= ide::hover::LINES, "{text}");
        assert!(text.contains("6 mentions in 4 articles, 2022-01-20 to 2025-07-23"), "{text}");
        for full in [SPOKESMAN[0], SPOKESMAN[1], SPOKESMAN[3], SPOKESMAN[4]] {
            let (path, at) = seeds.at(full);
            let analysis = snapshot.analysis(path).unwrap();
            let here =
                |entity: &&nlp::coreference::Entity| entity.mentions.iter().any(|mention| mention.span.contains(at));
            let entity = analysis.article_at(at).and_then(|article| article.entities.iter().find(here)).unwrap();
            assert!(!entity.roles.is_empty(), "{full:?} gives a role");
            // An office in other letters is told once.
            let told = |title: &str| text.to_lowercase().contains(&title.to_lowercase());
            assert!(entity.roles.iter().all(|role| told(&role.title)), "{:?} in {text}", entity.roles);
            assert!(text.starts_with(&entity.name), "{text}");
        }
    }
}

#[test]
fn definition_jumps_to_a_full_introduction_in_another_file() {
    let Some(seeds) = Seeds::read() else { return };
    let snapshot = seeds.snapshot();
    let (path, at) = seeds.at(SPOKESMAN[2]);
    let [target] = &snapshot.definition(path, at)[..] else { panic!("one definition") };
    let (file, place) = seeds.at(SPOKESMAN[0]);
    assert_eq!(*target.path, *file);
    assert!(target.focus.contains(place), "the first dated mention with name and office");
    assert!(
        target.span.contains_span(target.focus) && target.span.len() > target.focus.len(),
        "its sentence around it"
    );
    assert!(target.origin.contains(at));
    let [first] = &snapshot.declaration(path, at)[..] else { panic!("one declaration") };
    assert_eq!(*first.path, *path);
    assert!(first.focus.contains(seeds.at(SPOKESMAN[1]).1), "the first mention in the same article");
}

#[test]
fn people_of_the_folder_are_one_whatever_the_spelling() {
    let Some(seeds) = Seeds::read() else { return };
    let snapshot = seeds.snapshot();
    // One president in the spellings of three files, one of them by surname alone.
    let reached = |place| {
        let (path, at) = seeds.at(place);
        addresses(&snapshot, &snapshot.references(path, at, true))
    };
    let all = [(0, 3, 1554), (2, 60, 382), (3, 51, 105)].map(reached);
    assert!(all[0].len() >= 3 && all[0] == all[1] && all[1] == all[2], "{all:?}");
}
