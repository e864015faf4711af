//! Words of a source as citations, and links that lead back to them.

mod common;

use common::{folder, host, read, root};
use ide::{ActionKind, Change, Host, Path};
use text::{Edit, Span};

const SOURCE: &str = "MERROW, March 4, 2025 (Norwire) - The harbour opens on Monday.\n\n\
    \"We will open the northern gate.\nWe call it “Big Bertha”, and we will not wait,\" Minister Ada Brandt said.\n\n\
    A Western diplomat said: “Nobody has seen the plan.” Others see it otherwise.\n\n\
    “Shall we wait for the ice?” Brandt asked.\n";

const DRAFT: &str = "---\nprofile: draft\ndate: 2025-03-05\n---\n\nThe gate.\n";

fn cited(part: &str) -> Option<String> {
    let start = SOURCE.find(part).unwrap() as u32;
    let host = folder(&[("source.txt", SOURCE)]);
    host.snapshot().citation("source.txt", Span::new(start, start + part.len() as u32)).map(|citation| citation.text)
}

#[test]
fn what_is_selected_is_quoted_with_its_speaker_day_outlet_and_line() {
    let check = |part: &str, expected: &str| assert_eq!(cited(part).as_deref(), Some(expected), "{part}");
    let gate = "“We will open the northern gate,” Ada Brandt said (Norwire, March 4, 2025; source.txt:3)";
    check("We will open the northern gate.", gate);
    // Cut words, white space and the mark are of no matter.
    check("\"We will open the northern ga", gate);
    // The line is that of the first word, lines are joined, and marks inside are single ones.
    check(
        "call it “Big Bertha”, and we will not wait,\" Min",
        "“call it ‘Big Bertha’, and we will not wait,’ Minister” (Norwire, March 4, 2025; source.txt:4)",
    );
    check(
        "northern gate.\nWe call it “Big",
        "“northern gate. We call it ‘Big,” Ada Brandt said (Norwire, March 4, 2025; source.txt:3)",
    );
    // Somebody without a name, and the outlet itself.
    check("Nobody has seen", "“Nobody has seen,” a Western diplomat said (Norwire, March 4, 2025; source.txt:6)");
    check("The harbour opens on Monday", "“The harbour opens on Monday” (Norwire, March 4, 2025; source.txt:1)");
    check(
        "“Shall we wait for the ice?”",
        "“Shall we wait for the ice?” Ada Brandt said (Norwire, March 4, 2025; source.txt:8)",
    );
}

#[test]
fn without_a_selection_it_is_the_quotation_or_the_sentence() {
    let host = folder(&[("source.txt", SOURCE)]);
    let at = |part: &str| {
        let offset = SOURCE.find(part).unwrap() as u32;
        host.snapshot().citation("source.txt", Span::empty(offset)).map(|citation| citation.words)
    };
    assert_eq!(at("seen the plan").as_deref(), Some("Nobody has seen the plan."));
    assert_eq!(at("see it otherwise").as_deref(), Some("Others see it otherwise."));
}

#[test]
fn a_draft_is_not_cited_nor_what_nobody_would_quote() {
    let long = format!("MERROW, March 4, 2025 (Norwire) - {}", "The harbour opens on Monday. ".repeat(400));
    let host = folder(&[("source.txt", SOURCE), ("draft.md", DRAFT), ("long.txt", &long)]);
    let snapshot = host.snapshot();
    assert_eq!(snapshot.citation("draft.md", Span::new(50, 58)), None);
    assert_eq!(snapshot.citation("long.txt", Span::new(0, long.len() as u32)), None);
    assert_eq!(snapshot.citation("nowhere.txt", Span::new(0, 1)), None);
    // A span of another text: nothing, and no harm.
    assert_eq!(snapshot.citation("source.txt", Span::new(90_000, 90_010)), None);
}

/// Puts the first sentence of `source.txt` into a draft by the action of that name.
fn with_cited(draft: &str) -> (Host, Path) {
    let mut host = folder(&[("in/source.txt", SOURCE), ("briefings/old.md", DRAFT), ("briefings/new.md", draft)]);
    host.apply(Change::Open { path: "briefings/new.md".into(), text: draft.into() });
    let start = SOURCE.find("We will open").unwrap() as u32;
    let actions = host.snapshot().actions("in/source.txt", Span::new(start, start + 31));
    let cite: Vec<_> = actions.into_iter().filter(|action| action.kind == ActionKind::Cite).collect();
    let titles: Vec<&str> = cite.iter().map(|action| action.title.as_str()).collect();
    let what = "Cite “We will open the northern …”";
    assert_eq!(titles, [format!("{what} in briefings/new.md"), format!("{what}: copy")], "the draft that is open");
    assert!(cite[1].copies.as_deref().is_some_and(|text| text.starts_with("“We will open the northern gate,” Ada")));
    let [change] = cite[0].changes.as_slice() else { panic!("one file is changed") };
    let new = change.edits.iter().fold(draft.to_owned(), |text, edit: &Edit| edit.apply(&text));
    assert_eq!(cite[0].caret, Some((change.path.clone(), new.trim_end().len() as u32)));
    host.apply(Change::Open { path: change.path.clone(), text: new });
    (host, change.path.clone())
}

#[test]
fn a_citation_in_a_draft_is_true_and_leads_back() {
    let (host, draft) = with_cited(DRAFT);
    let snapshot = host.snapshot();
    assert_eq!(snapshot.findings(&draft), []);
    let text = snapshot.document(&draft).unwrap().text.clone();
    let link = "in/source.txt:3";
    let [found] = snapshot.links(&draft).try_into().unwrap();
    assert_eq!((found.span.of(&text), &*found.path, found.line), (link, "in/source.txt", 3));
    for inside in ["in/source", "txt:3", "3)"] {
        let [target] = snapshot.definition(&draft, text.rfind(inside).unwrap() as u32).try_into().unwrap();
        assert_eq!((&*target.path, target.origin), ("in/source.txt", found.span));
        assert_eq!(target.focus.of(SOURCE), "\"We will open the northern gate.");
    }
}

#[test]
fn where_no_draft_is_open_the_latest_are_offered() {
    let host = folder(&[("a.txt", SOURCE), ("b/1.md", DRAFT), ("b/4.md", DRAFT), ("b/2.md", DRAFT), ("b/3.md", DRAFT)]);
    let start = SOURCE.find("Nobody").unwrap() as u32;
    let actions = host.snapshot().actions("a.txt", Span::new(start, start + 6));
    let cite = actions.iter().filter(|action| action.kind == ActionKind::Cite);
    let places: Vec<&str> = cite.map(|action| action.title.rsplit(' ').next().unwrap()).collect();
    assert_eq!(places, ["b/4.md", "b/3.md", "b/2.md", "copy"]);
}

#[test]
fn links_name_files_from_the_draft_or_from_the_root() {
    let text =
        "a.txt:2, ../b c.txt:9 and (b c.txt:1), [day](./a.txt:1) 16:30 no.txt:3 http://a.txt:80 xa.txt:1 a.txt: 2";
    let mut host = host();
    for (path, text) in [("in/a.txt", "one\ntwo"), ("b c.txt", "one"), ("in/draft.md", text)] {
        host.apply(Change::Disk { path: path.into(), text: Some(text.into()) });
    }
    let links: Vec<(String, String, u32)> = (host.snapshot().links("in/draft.md").into_iter())
        .map(|link| (link.span.of(text).to_owned(), link.path.to_string(), link.line))
        .collect();
    let link = |words: &str, path: &str, line| (words.to_owned(), path.to_owned(), line);
    assert_eq!(
        links,
        [
            link("a.txt:2", "in/a.txt", 2),
            link("../b c.txt:9", "b c.txt", 9),
            link("b c.txt:1", "b c.txt", 1),
            link("./a.txt:1", "in/a.txt", 1)
        ]
    );
    // A line behind the last is the last.
    let [target] = host.snapshot().definition("in/draft.md", text.find("c.txt:9").unwrap() as u32).try_into().unwrap();
    assert_eq!((&*target.path, target.focus), ("b c.txt", Span::new(0, 3)));
}

/// Whatever is cited of the example folder stands in a draft without a finding about its words.
#[test]
fn citations_of_the_example_are_true() {
    let mut host = read(&root().join("docs/example"));
    let snapshot = host.snapshot();
    let mut draft = "---\nprofile: draft\ndate: 2025-06-30\n---\n".to_owned();
    let mut count = 0;
    for document in snapshot.documents() {
        let Some(source) = snapshot.sources().source(&document.path) else { continue };
        for spoken in source.spoken() {
            if let Some(citation) = snapshot.citation(&document.path, spoken.span) {
                draft += &format!("\n{}.\n", citation.text);
                count += 1;
            }
        }
    }
    assert!(count > 100, "{count}");
    host.apply(Change::Disk { path: "briefings/all.md".into(), text: Some(draft.as_str().into()) });
    let snapshot = host.snapshot();
    assert_eq!(snapshot.links("briefings/all.md").len(), count);
    let wrong: Vec<String> = snapshot
        .findings("briefings/all.md")
        .iter()
        .filter(|finding| finding.code == "Q303")
        .map(|finding| format!("{}: {}", finding.message, finding.span.of(&draft)))
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}
