//! What a reader says of words counts in the whole folder, or in a part of it, and is taken back where it is read.

mod common;

use std::sync::Arc;

use common::host;
use ide::{Action, Change, Host};
use text::Span;

const FIRST: &str = "MERROW, March 4, 2025 (Norwire) - The lease is signed.\n\n\
    Velmar Gate said on Tuesday that the quay would open. “We wait,” Velmar Gate told reporters.\n";
const SECOND: &str = "MERROW, March 6, 2025 (Norwire) - The quay is shut.\n\n\
    On Thursday Velmar Gate said nothing. Anna Velmar Gate Lorne spoke, and officials said that all was well.\n";
const SIDECAR: &str = ".dateline/marks/a.txt.toml";

/// Two open files and one in a part of the folder, as an editor has them.
fn desk() -> Host {
    let mut host = host();
    host.apply(Change::Open { path: "a.txt".into(), text: FIRST.to_owned() });
    host.apply(Change::Open { path: "b.txt".into(), text: SECOND.to_owned() });
    host.apply(Change::Disk { path: "old/2019/c.txt".into(), text: Some(SECOND.into()) });
    host.apply(Change::Progress(ide::Progress { read: 3, total: 3, closely: 3, listing: false }));
    host
}

/// The names that a file is read to have.
fn names(host: &Host, path: &str) -> Vec<String> {
    let snapshot = host.snapshot();
    let document = snapshot.document(path).expect("it is there");
    let analysis = snapshot.analysis(path).expect("it was read");
    let segments = analysis.layout.segments.iter().zip(&analysis.segments);
    let mentions = segments.flat_map(|(segment, read)| read.mentions.iter().map(move |mention| (segment, mention)));
    let named = mentions.filter(|(_, mention)| mention.form == nlp::Form::Name);
    let words =
        named.map(|(segment, mention)| mention.span.shift(segment.span.start).of(&document.text).replace('\n', " "));
    words.collect()
}

fn has_gate(host: &Host, path: &str) -> bool {
    names(host, path).contains(&"Velmar Gate".to_owned())
}

fn actions(host: &Host, path: &str, words: &str) -> Vec<Action> {
    let snapshot = host.snapshot();
    let document = snapshot.document(path).expect("it is there");
    let at = document.text.find(words).expect("the words are there");
    snapshot.actions(path, Span::from(at..at + words.len()))
}

fn action(host: &Host, path: &str, words: &str, title: &str) -> Action {
    let all = actions(host, path, words);
    let titles: Vec<String> = all.iter().map(|action| action.title.clone()).collect();
    all.into_iter().find(|action| action.title.starts_with(title)).unwrap_or_else(|| panic!("{title}: {titles:?}"))
}

/// The text of the first file's sidecar when an action is done.
fn take(host: &mut Host, action: &Action, sidecar: &str) -> String {
    let [change] = action.changes.as_slice() else { panic!("not one file: {:?}", action.changes) };
    assert_eq!(&*change.path, SIDECAR);
    let text = change.edits.iter().rev().fold(sidecar.to_owned(), |text, edit| edit.apply(&text));
    put(host, &text);
    text
}

fn put(host: &mut Host, text: &str) {
    host.apply(Change::Sidecar { path: "a.txt".into(), text: Some(Arc::from(text)) });
}

const FILES: [&str; 3] = ["a.txt", "b.txt", "old/2019/c.txt"];

#[test]
fn what_is_no_name_is_none_in_any_file() {
    let mut host = desk();
    assert!(FILES.iter().all(|path| has_gate(&host, path)), "{:?}", FILES.map(|path| names(&host, path)));
    let said = action(&host, "a.txt", "Velmar Gate", "“Velmar Gate” is no name, in the whole folder (");
    assert!(said.wide);
    let text = take(&mut host, &said, "");
    assert!(text.contains("kind = \"entity\", scope = \"folder\", ref = \"none\""), "{text}");
    assert!(!FILES.iter().any(|path| has_gate(&host, path)), "{:?}", FILES.map(|path| names(&host, path)));
    // A longer name is another.
    assert!(names(&host, "b.txt").iter().any(|name| name.ends_with("Lorne")), "{:?}", names(&host, "b.txt"));
    // A canonical sidecar is left as it is.
    assert_eq!(marks::fmt(&text), text);
    // Files are read alike, whatever came first.
    let mut after = common::host();
    put(&mut after, &text);
    after.apply(Change::Disk { path: "old/2019/c.txt".into(), text: Some(SECOND.into()) });
    assert_eq!(after.snapshot().light("old/2019/c.txt"), host.snapshot().light("old/2019/c.txt"));
    assert_eq!(names(&after, "old/2019/c.txt"), names(&host, "old/2019/c.txt"));

    // It is told where the words stand, and taken back there.
    let at = SECOND.find("Velmar Gate").expect("the words are there") as u32;
    let card = host.snapshot().hover("b.txt", at).expect("a card").card.plain();
    assert!(card.contains("“Velmar Gate” is no name, in the whole folder (a.txt)"), "{card}");
    let back = action(&host, "b.txt", "Velmar Gate said", "No longer: “Velmar Gate” is no name");
    let left = take(&mut host, &back, &text);
    assert!(FILES.iter().all(|path| has_gate(&host, path)));
    assert!(!left.contains("entity"), "{left}");

    // The last mark is undone as any other.
    put(&mut host, &text);
    let undo = host.snapshot().undo_last_mark().expect("a mark was made");
    take(&mut host, &undo, &text);
    assert!(FILES.iter().all(|path| has_gate(&host, path)));
}

#[test]
fn what_is_said_of_a_place_or_a_part_of_the_folder_counts_before_the_whole() {
    let mut host = desk();
    let said = action(&host, "a.txt", "Velmar Gate", "“Velmar Gate” is no name, in the whole folder (");
    let text = take(&mut host, &said, "");
    let here = "schema = 1\n\nmarks = [\n  { id = \"aaaaaa\", quote = \"Velmar Gate\", before = \"Thursday \", \
                kind = \"entity\", ref = \"place\" },\n]\n";
    host.apply(Change::Sidecar { path: "b.txt".into(), text: Some(here.into()) });
    assert!(has_gate(&host, "b.txt") && !has_gate(&host, "a.txt") && !has_gate(&host, "old/2019/c.txt"));

    let part = text.replace("ref = \"none\"", "folder = \"old/\", ref = \"none\"");
    put(&mut host, &part);
    // Its own words are meant wherever they are; else it counts in the part alone.
    assert!(has_gate(&host, "a.txt") && has_gate(&host, "b.txt") && !has_gate(&host, "old/2019/c.txt"));
}

#[test]
fn a_rule_is_set_aside_in_a_part_of_the_folder() {
    let mut host = desk();
    let mark = |folder: &str| {
        format!(
            "schema = 1\n\nmarks = [\n  {{ id = \"aaaaaa\", quote = \"Velmar\", kind = \"ignore\", rule = \"A203\", scope = \"folder\", \
             {folder}why = \"old hands\" }},\n]\n"
        )
    };
    let told = |host: &Host, path: &str| host.snapshot().findings(path).iter().any(|finding| finding.code == "A203");
    let both = |host: &Host| (told(host, "b.txt"), told(host, "old/2019/c.txt"));
    assert_eq!(both(&host), (true, true));
    for (folder, expected) in [
        ("folder = \"old\", ", (true, false)),
        ("folder = \"./old/2019/\", ", (true, false)),
        ("folder = \"ol\", ", (true, true)),
        ("", (false, false)),
    ] {
        put(&mut host, &mark(folder));
        assert_eq!(both(&host), expected, "{folder}");
    }
    put(&mut host, &mark("folder = \"old\", "));
    assert_eq!(host.snapshot().ignored("old/2019/c.txt")[0].why, "old hands");

    put(&mut host, "");
    let titles = |path: &str| -> Vec<String> {
        let all = actions(&host, path, "officials").into_iter().map(|action| action.title);
        all.filter(|title| title.starts_with("Ignore A203")).collect()
    };
    let wanted = ["here", "in this article", "in old/2019/", "in old/", "in this folder"];
    assert_eq!(titles("old/2019/c.txt"), wanted.map(|reach| format!("Ignore A203 {reach}, because …")));
    assert_eq!(titles("b.txt").len(), 3);
    let of_part = action(&host, "old/2019/c.txt", "officials", "Ignore A203 in old/,");
    let new = &of_part.changes[0].edits[0].new;
    assert!(new.contains("rule = \"A203\", scope = \"folder\", folder = \"old\", why = \"\""), "{new}");
}

/// What reaches into the whole folder says how far, as the folder is known: nobody waits for the rest.
#[test]
fn what_counts_in_the_whole_folder_says_at_how_many_places() {
    let mut host = host();
    host.apply(Change::Progress(ide::Progress { read: 0, total: 3, closely: 0, listing: false }));
    host.apply(Change::Open { path: "a.txt".into(), text: FIRST.to_owned() });
    let title = |host: &Host| action(host, "a.txt", "Velmar Gate", "“Velmar Gate” is no name, in the whole").title;
    assert_eq!(title(&host), "“Velmar Gate” is no name, in the whole folder (2 places in 1 article so far)");
    assert_eq!(title(&desk()), "“Velmar Gate” is no name, in the whole folder (6 places in 3 articles)");
}
