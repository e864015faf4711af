//! What goes out comes back.

use exchange::{Article, Settled, Told, brat, settle, spans, w3c};
use expect_test::expect;
use marks::Target;

const PATH: &str = "news/о войне.txt";

const TEXT: &str =
    "MERROW, March 4 (Norwire).\r\n\r\nThe harbour opens, experts say 😀, and experts say\r\nthat “Kiev” waits.\r\n";

/// Everything that a sidecar may have: keys of others, odd spellings, lines that do not count, comments.
const SIDECAR: &str = r##"# Ours.
schema = 1
file = "news/о войне.txt"
text-sha256 = "00aa"
desk = { name = "north" }

articles = [
  { id = "a1", from = 0, to = 98, outlet = "norwire", date = 2025-03-04, date-basis = "user", note = "dated by hand", by = "anna", on = 2025-03-05 },
]

marks = [
  { id = "lost01", kind = "note" },
  { id = "aaaaaa", at = [0, 6], quote = 'MERROW', kind = "entity", ref = "merrow", confidence = 3, weights = [1.5, nan], by = "boris", on = "2025-03-05" },
  { id = "bbbbbb", at = [49, 60], quote = "experts say", before = "harbour opens, ", after = " 😀, and", kind = "ignore", rule = "A203", why = "named \"below\"", by = "anna", on = 2025-03-05 },
  { id = "dddddd", at = [1, 2], quote = "that “Kiev” waits", kind = "note", note = "two\nlines", state = "done", "odd key" = true },
  { id = "cccccc", at = [68, 85], quote = "experts say\r\nthat", kind = "verify", note = "", tags = ["a", "b"], by = "anna", on = 2025-03-06 },
  { id = "gone01", at = [90, 99], quote = "Montavar", kind = "note", note = "an orphan", state = "withdrawn" },
]

[more]
key = 1
"##;

fn told(items: Vec<Result<w3c::Item, exchange::Complaint>>) -> (Option<String>, Vec<Told>) {
    let (mut frame, mut all) = (None, Vec::new());
    for item in items {
        match item.expect("nothing is wrong") {
            w3c::Item::Told(told) => all.push(told),
            w3c::Item::Frame { path, text } => {
                assert_eq!(path, PATH);
                frame = Some(text);
            }
        }
    }
    (frame, all)
}

fn target() -> Target<'static> {
    Target { path: PATH, text: TEXT, sha256: "00aa" }
}

fn settled(all: &[Told], text: &str, orphans: bool) -> (Vec<Settled>, Vec<String>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for one in settle(all, text, orphans) {
        match one {
            Ok(one) => good.push(one),
            Err(complaint) => bad.push(format!("{}: {}", complaint.line, complaint.message)),
        }
    }
    (good, bad)
}

#[test]
fn annotations_come_back_as_the_same_bytes() {
    let sidecar = marks::fmt(SIDECAR);
    let out = w3c::write(PATH, &sidecar, TEXT);
    assert_eq!(out.lines().count(), 8, "{out}");
    let (frame, all) = told(w3c::read(&out));
    assert!(all.iter().all(|told| told.own && told.article == Article::Path(PATH.to_owned())));
    let (settled, complaints) = settled(&all, TEXT, true);
    assert_eq!(complaints, [""; 0]);
    let lines: Vec<_> = settled.into_iter().map(|settled| settled.mark).collect();
    assert_eq!(marks::insert_lines(frame.as_deref(), target(), &lines), sidecar);
    // The comment of a list stays, wherever it stands then.
    let commented = sidecar.replace("  { id = \"aaaaaa\"", "  # About the place.\n  { id = \"aaaaaa\"");
    let (frame, all) = told(w3c::read(&w3c::write(PATH, &commented, TEXT)));
    let lines: Vec<_> = settle(&all, TEXT, true).into_iter().map(|one| one.expect("settled").mark).collect();
    assert!(marks::insert_lines(frame.as_deref(), target(), &lines).contains("  # About the place.\n"));
}

#[test]
fn an_annotation_has_what_the_standard_has() {
    let out = w3c::write(PATH, SIDECAR, TEXT);
    let ignore = out.lines().find(|line| line.contains("bbbbbb")).expect("it is there");
    expect![[r#"{"@context":["http://www.w3.org/ns/anno.jsonld",{"dateline":"https://github.com/OWNER/dateline/blob/main/docs/exchange.md#"}],"id":"urn:dateline:news/%D0%BE%20%D0%B2%D0%BE%D0%B9%D0%BD%D0%B5.txt#bbbbbb","type":"Annotation","motivation":"moderating","creator":{"type":"Person","nickname":"anna"},"created":"2025-03-05T00:00:00Z","target":{"source":"news/%D0%BE%20%D0%B2%D0%BE%D0%B9%D0%BD%D0%B5.txt","selector":[{"type":"TextQuoteSelector","exact":"experts say","prefix":"harbour opens, ","suffix":" 😀, and"},{"type":"TextPositionSelector","start":49,"end":60}]},"dateline:keys":{"id":"bbbbbb","before":"harbour opens, ","after":" 😀, and","kind":"ignore","rule":"A203","why":"named \"below\""}}"#]].assert_eq(ignore);
}

#[test]
fn nothing_goes_to_a_look_alike() {
    let changed = TEXT.replace("experts say 😀", "analysts say 😀").replace("MERROW", "MERROWS");
    let (_, all) = told(w3c::read(&w3c::write(PATH, SIDECAR, TEXT)));
    let (good, bad) = settled(&all, &changed, false);
    expect![[r#"
        4: “MERROW” does not stand in the article; mend the words, or mark them anew
        6: “experts say” stands at 3:40, but among other words; mend what is around it
        8: “Montavar” does not stand in the article; mend the words, or mark them anew"#]]
    .assert_eq(&bad.join("\n"));
    assert_eq!(good.len(), all.len() - 3);
}

/// As Hypothesis gives them: the quote counts, the place is one of the page.
const HYPOTHESIS: &str = r#"{"total": 4, "rows": [
  {"id": "x1", "created": "2025-03-05T10:11:12.5+00:00", "user": "acct:anna@hypothes.is", "uri": "https://norwire.example/news/%D0%BE%20%D0%B2%D0%BE%D0%B9%D0%BD%D0%B5.txt",
   "text": "which ones?", "tags": ["source", "later"], "target": [{"source": "https://norwire.example/a", "selector": [
     {"type": "RangeSelector", "startContainer": "/p[1]"}, {"type": "TextPositionSelector", "start": 912, "end": 923},
     {"type": "TextQuoteSelector", "exact": "experts say", "prefix": "The harbour opens, ", "suffix": " 😀, and experts"}]}]},
  {"id": "x2", "created": "2025-03-05T10:11:12+00:00", "user": "acct:anna@hypothes.is", "uri": "o", "text": "", "tags": [],
   "target": [{"source": "о войне.txt", "selector": [{"type": "TextQuoteSelector", "exact": "that \"Kiev\" waits"}]}]},
  {"id": "x3", "uri": "o", "text": "a page note", "target": [{"source": "о войне.txt"}]},
  {"id": "x4", "uri": "o", "text": "no", "references": ["x1"], "target": [{"source": "о войне.txt"}]},
  {"id": "x5", "uri": "o", "text": "which?", "target": [{"source": "о войне.txt", "selector": [{"type": "TextQuoteSelector", "exact": "experts say"}]}]}
]}"#;

#[test]
fn reads_what_hypothesis_has() {
    let (mut all, mut wrong) = (Vec::new(), Vec::new());
    for item in w3c::read(HYPOTHESIS) {
        match item {
            Ok(w3c::Item::Told(told)) => all.push(told),
            Ok(frame) => panic!("{frame:?}"),
            Err(complaint) => wrong.push(format!("{}: {}", complaint.line, complaint.message)),
        }
    }
    let (good, bad) = settled(&all, TEXT, false);
    wrong.extend(bad);
    let lines: Vec<_> = good.into_iter().map(|settled| settled.mark).collect();
    let sidecar = marks::insert_lines(None, target(), &lines);
    expect![[r#"
        8: it is of a whole page, and a mark is of words: select some; it is left out
        9: an answer to another note has no words of its own; it is left out
        10: “experts say” may be meant at 3:20, 3:39; say what stands before and after it
        schema = 1
        file = "news/о войне.txt"
        text-sha256 = "00aa"

        articles = [
        ]

        marks = [
          { at = [49, 60], quote = "experts say", before = "Norwire).\r\n\r\nThe harbour opens, ", after = " 😀, and experts say\r\nthat “Kiev”", kind = "note", tags = ["source", "later"], note = "which ones?", by = "anna", on = 2025-03-05 },
          { at = [81, 98], quote = "that “Kiev” waits", kind = "highlight", by = "anna", on = 2025-03-05 },
        ]
    "#]].assert_eq(&format!("{}\n{}", wrong.join("\n"), sidecar));
}

#[test]
fn brat_has_spans_kinds_and_notes() {
    let (out, left) = brat::write(SIDECAR, TEXT);
    assert_eq!(left, 0);
    expect![[r#"
        T1	entity 0 6	MERROW
        A1	ref T1 merrow
        A2	confidence T1 3
        #1	weights T1	[1.5, nan]
        A3	by T1 boris
        A4	on T1 2025-03-05
        T2	ignore 49 60	experts say
        A5	rule T2 A203
        #2	why T2	named "below"
        A6	by T2 anna
        A7	on T2 2025-03-05
        T3	note 81 98	that “Kiev” waits
        #3	AnnotatorNotes T3	two
        #4	AnnotatorNotes T3	lines
        A8	state T3 done
        A9	odd key T3 true
        T4	verify 68 79;81 85	experts say that
        #5	tags T4	["a", "b"]
        A10	by T4 anna
        A11	on T4 2025-03-06
    "#]]
    .assert_eq(&out);
    let all: Vec<Told> = brat::read(&out, TEXT).into_iter().map(|told| told.expect("nothing is wrong")).collect();
    let (good, bad) = settled(&all, TEXT, false);
    assert_eq!(bad, [""; 0]);
    let told = |line: &marks::Line| (line.words("quote"), line.words("kind"), line.words("note"), line.words("why"));
    let before: Vec<_> = marks::lines(SIDECAR)
        .iter()
        .filter(|line| {
            line.get("quote").is_some()
                && line.list == marks::Which::Marks
                && line.get("state") != Some("\"withdrawn\"")
        })
        .map(|line| {
            (
                line.words("quote"),
                line.words("kind"),
                line.words("note").filter(|note| !note.is_empty()),
                line.words("why"),
            )
        })
        .collect();
    assert_eq!(good.iter().map(|settled| told(&settled.mark)).collect::<Vec<_>>(), before);
}

#[test]
fn brat_is_held_against_the_text() {
    let cases = "T1\tnote 0 6\tMORROW\nT2\tnote 0 6;20 22\tMERROW x\nR1\tmeets Arg1:T1 Arg2:T2\nT3\tnote 1 7\tMERROW\nT4\tnote x\ty\nQ\n";
    let mut out = Vec::new();
    for told in brat::read(cases, TEXT) {
        match told.map(|told| settle(&[told], TEXT, false).remove(0)) {
            Err(complaint) | Ok(Err(complaint)) => out.push(format!("{}: {}", complaint.line, complaint.message)),
            Ok(Ok(settled)) => out.push(format!("{}: {:?}", settled.line, settled.moved)),
        }
    }
    expect![[r#"
        1: “MORROW” does not stand in the article; mend the words, or mark them anew
        2: a mark stands on words that are in one piece; mark the pieces one by one
        3: a relation between marks has no place in a sidecar; it is left out
        4: Some(CodePoints { start: 0, end: 6 })
        5: "x" are no places: write 3 8, or 3 8;9 12
        6: this is no line of brat's; it is left out"#]]
    .assert_eq(&out.join("\n"));
}

#[test]
fn spans_are_read_in_three_spellings() {
    let (out, left) = spans::write(PATH, SIDECAR, TEXT);
    assert_eq!(left, 0);
    let all: Vec<Told> = spans::read(&out).into_iter().map(|told| told.expect("nothing is wrong")).collect();
    assert_eq!(settled(&all, TEXT, false), (settled(&all, TEXT, false).0, Vec::new()));
    assert_eq!(all.len(), 4);
    let cases = [
        r#"{"text": "The harbour opens.", "spans": [{"start": 4, "end": 11, "label": "PLACE", "token_start": 1}], "answer": "accept"}"#,
        r#"{"id": 7, "text": "The harbour opens.", "label": [[4, 11, "PLACE"]]}"#,
        r#"{"id": 7, "text": "The harbour opens.", "entities": [{"id": 1, "label": "PLACE", "start_offset": 4, "end_offset": 11}], "relations": []}"#,
        r#"["The harbour opens.", {"entities": [[4, 11, "PLACE"]]}]"#,
        r#"{"text": "The harbour opens.", "ents": [{"start": 4, "end": 11, "label": "PLACE"}]}"#,
    ];
    for case in cases {
        let all = spans::read(case);
        let [Ok(told)] = all.as_slice() else { panic!("{case}: {all:?}") };
        let found = (told.quote.as_deref(), told.says.words("kind"), &told.article);
        assert_eq!(
            found,
            (Some("harbour"), Some("PLACE".into()), &Article::Text("The harbour opens.".into())),
            "{case}"
        );
    }
    let wrong = [
        "{\"text\": 1}",
        "{\"text\": \"a\", \"spans\": [{\"start\": 7, \"end\": 9}]}",
        "{",
        "{\"text\": \"a\", \"label\": [\"sport\"]}",
    ];
    let told: Vec<String> =
        wrong.iter().flat_map(|case| spans::read(case)).map(|told| told.expect_err("wrong").message).collect();
    expect![[r#"
        no `text`: a line has a text and its spans
        no words stand from 7 to 9 of its text
        this is no JSON: EOF while parsing an object at line 1 column 1
        "sport" is no span: write {"start": 3, "end": 8, "label": "note"}"#]]
    .assert_eq(&told.join("\n"));
}
