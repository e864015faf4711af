//! A folder is read twice: by lexicons, and closely, by the pipeline.

mod common;

use std::sync::Arc;

use common::host;
use ide::{Change, Depth, Document, Host, Kept, Path, Snapshot};
use text::{Edit, Span};

/// Two towns that no gazetteer knows and nothing in the text speaks for.
const TEXT: &str = "MERROW, March 4, 2025 (Norwire). A deal between Orvane Ltd. and Tessil fell through.\n\n\
    Lawyers for Angela Brixholm had asked the court to let her fly to Lissabrook that evening.\n";

fn path() -> Path {
    "a.txt".into()
}

/// All names that are told of a document, with what they are names of.
fn names(snapshot: &Snapshot) -> Vec<String> {
    snapshot.labels("a.txt", ide::Layer::Mentions).iter().map(|label| format!("{label:?}")).collect()
}

/// A host in which the file has been skimmed.
fn skimmed() -> Host {
    let mut host = host();
    let document = Host::skim(&host.snapshot(), &path(), TEXT.into());
    assert!(!document.is_close);
    host.enter(document);
    host
}

fn close(host: &Host) -> (Arc<Document>, u64) {
    let snapshot = host.snapshot();
    let document = Host::read(&snapshot, &path(), snapshot.document("a.txt").unwrap().text.clone());
    assert!(document.is_close);
    (document, snapshot.light("a.txt"))
}

#[test]
fn the_second_reading_adds_to_the_first() {
    let mut host = skimmed();
    let first = names(&host.snapshot());
    let (document, light) = close(&host);
    host.enter_again(document, light);
    let snapshot = host.snapshot();
    assert!(snapshot.document("a.txt").unwrap().is_close);
    assert_ne!(names(&snapshot), first);
    // Questions about a closed document are answered from the same reading.
    assert_eq!(snapshot.analysis("a.txt").unwrap().facts, *snapshot.document("a.txt").unwrap().facts());
}

#[test]
fn a_document_that_is_opened_is_as_close_as_its_file() {
    let mut host = skimmed();
    let (document, light) = close(&host);
    host.enter_again(document, light);
    let closed = names(&host.snapshot());
    host.apply(Change::Open { path: path(), text: TEXT.to_owned() });
    assert_eq!(names(&host.snapshot()), closed);
    host.apply(Change::Close { path: path(), disk: Some(TEXT.into()) });
    assert!(host.snapshot().document("a.txt").unwrap().is_close);
}

#[test]
fn a_long_open_document_is_read_closely_by_others_and_edits_keep_it_so() {
    let long: String =
        (0..400).map(|n| format!("Lawyers for Brixholm and Tessil met for the {n}th time.\n\n")).collect();
    let mut host = host();
    host.apply(Change::Open { path: path(), text: long.clone() });
    assert!(!host.snapshot().document("a.txt").unwrap().is_close);
    let (document, light) = close(&host);
    // Meanwhile somebody types; what was found in the rest still holds.
    let edits = vec![Edit::new(Span::new(0, 7), "Friends")];
    host.apply(Change::Edit { path: path(), edits });
    host.enter_again(document, light);
    let edited = host.snapshot().document("a.txt").unwrap();
    assert!(edited.is_close && edited.open && edited.text.starts_with("Friends for Brixholm"));
    let fresh = Host::read(&host.snapshot(), &path(), edited.text.clone());
    assert_eq!(edited.facts(), fresh.facts());
}

#[test]
fn what_has_changed_meanwhile_is_not_overwritten() {
    let mut host = skimmed();
    let (document, light) = close(&host);
    host.apply(Change::Disk { path: path(), text: Some("Something else.\n".into()) });
    host.enter_again(document.clone(), light);
    assert_eq!(&*host.snapshot().document("a.txt").unwrap().text, "Something else.\n");
    // The same text in another light is read in that light.
    host.apply(Change::Disk { path: path(), text: Some(TEXT.into()) });
    host.enter_again(document, light ^ 1);
    let known = host.snapshot().document("a.txt").unwrap();
    assert!(known.is_close);
    assert_eq!(known.facts(), Host::read(&host.snapshot(), &path(), TEXT.into()).facts());
}

#[test]
fn what_is_kept_is_as_close_as_it_was() {
    let snapshot = host().snapshot();
    for depth in [Depth::Skimmed, Depth::Closely] {
        let (document, kept) = Host::read_and_keep(&snapshot, &path(), TEXT.into(), depth, None);
        let again = Kept::from_bytes(&kept.to_bytes()).unwrap().document(&snapshot, &path(), TEXT.into()).unwrap();
        assert_eq!(again.is_close, depth == Depth::Closely);
        assert_eq!(format!("{again:?}"), format!("{document:?}"));
    }
}
