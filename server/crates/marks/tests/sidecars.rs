//! Sidecars: what is read of them, and what edits make of them.

use expect_test::{Expect, expect};
use jiff::civil::date;
use marks::{CodePoints, Hand, NewMark, Says, Scope, Sidecar, State, Target};
use text::{LineIndex, Span};

const WHOLE: &str = r#"schema = 1
file = "12-meridian-vienna.txt"
text-sha256 = "00aa"

# Checked with the archive.
articles = [
  { id = "a1", from = 0, to = 2000, outlet = "meridian", date = 2025-04-14, date-basis = "user", lang = "en", by = "anna" },
]

marks = [
  { id = "k3f9wq", at = [10, 20], quote = "first words", kind = "note", note = "see the log", by = "anna", on = 2025-05-01 },
  { id = "p0c2ta", at = [40, 51], quote = "experts say", before = "modest, ", kind = "ignore", rule = "A203", why = "named below" }, # Boris
  { id = "7tq4hd", at = [90, 99], quote = "the harbour", kind = "claim", event = "strike", credibility = 3 },
  { id = "m8s1zz", at = [95, 99], quote = "gone", kind = "note", note = "wrong", state = "withdrawn" },
]
"#;

fn check(source: &str, expected: Expect) {
    let (sidecar, problems) = Sidecar::parse(source);
    let mut out = String::new();
    for article in &sidecar.articles {
        let date = article.date.map_or("undated".into(), |date| date.to_string());
        out += &format!("article {} {:?} {date}{}\n", article.id, article.at, fate(&article.entry));
    }
    for mark in &sidecar.marks {
        out += &format!("mark {} {:?} {:?} {:?}{}\n", mark.id, mark.at, mark.quote, mark.says(), fate(&mark.entry));
    }
    for problem in problems {
        let line = LineIndex::new(source).position(text::PositionEncoding::Utf32, problem.span.start);
        let at = problem.span.of(source).lines().next().unwrap_or_default();
        out += &format!("{:?} {}:{} `{at}`: {}\n", problem.kind, line.line + 1, line.column + 1, problem.message);
    }
    expected.assert_eq(&out);
}

fn fate(facts: &marks::EntryFacts) -> &'static str {
    match (facts.is_in_force(), facts.state) {
        (true, _) => "",
        (false, State::Withdrawn) => " (withdrawn)",
        (false, _) => " (superseded)",
    }
}

#[test]
fn reads_all() {
    check(
        WHOLE,
        expect![[r#"
        article a1 CodePoints { start: 0, end: 2000 } 2025-04-14
        mark k3f9wq Some(CodePoints { start: 10, end: 20 }) "first words" Note("see the log")
        mark p0c2ta Some(CodePoints { start: 40, end: 51 }) "experts say" Ignore { rule: "A203", scope: Here, why: "named below" }
        mark 7tq4hd Some(CodePoints { start: 90, end: 99 }) "the harbour" Other("claim")
        mark m8s1zz Some(CodePoints { start: 95, end: 99 }) "gone" Note("wrong") (withdrawn)
    "#]],
    );
    let (sidecar, _) = Sidecar::parse(WHOLE);
    assert_eq!((sidecar.schema, sidecar.file.as_deref()), (Some(1), Some("12-meridian-vienna.txt")));
    assert_eq!(sidecar.text_sha256.as_deref(), Some("00aa"));
    let claim = &sidecar.marks[2];
    assert_eq!(claim.says(), Says::Other("claim"));
    let more = [("event", "\"strike\""), ("credibility", "3")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    assert_eq!(claim.entry.more, more);
    assert_eq!(sidecar.marks_in_force().map(|(at, _)| at).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(sidecar.article_at(CodePoints::new(30, 1500)).map(|article| article.id.as_str()), Some("a1"));
    assert_eq!(sidecar.article_at(CodePoints::new(1900, 4000)), None);
}

#[test]
fn reports_wrong_entries_and_keeps_the_rest() {
    let source = r#"schema = "one"
articles = [
  { id = "a1", from = 0, to = 10, date = "last week" },
  { id = "a2", from = 30, to = 20, date = 2025-02-28 },
  { id = "a3", from = 40, to = 50, date = 2025-02-28 },
  { id = "a4", from = 41, to = 50, date = 2025-03-01 },
]
marks = [
  { id = "aaaaaa", at = [1, 2], kind = "note", note = "no quote" },
  { id = "bbbbbb", at = 7, quote = "words", kind = "note", note = 5 },
  { at = [1, 2], quote = "words", kind = "note" },
  { id = "cccccc", at = [2, 1], quote = "words", kind = "ignore" },
  { id = "dddddd", at = [1, 2], quote = " ", kind = "note" },
  { id = "eeeeee", quote = "words", kind = "ignore", rule = "A203", scope = "paragraph", state = "gone", on = 2025-02-30T01:02:03 },
  { id = "ffffff", at = [-1, 2], quote = "words", kind = "свое", by = ["anna"] },
  7,
]
"#;
    check(
        source,
        expect![[r#"
            article a1 CodePoints { start: 0, end: 10 } undated
            article a2 CodePoints { start: 30, end: 30 } 2025-02-28
            article a3 CodePoints { start: 40, end: 50 } 2025-02-28
            article a4 CodePoints { start: 41, end: 50 } 2025-03-01
            mark bbbbbb None "words" Note("")
            mark cccccc None "words" Other("ignore")
            mark ffffff None "words" Other("свое")
            Value 1:10 `"one"`: `schema` is the number of the form: write schema = 1.
            Value 3:42 `"last week"`: `date` is no day of the calendar: write date = 2026-02-03.
            Value 4:3 `{ id = "a2", from = 30, to = 20, date = 2025-02-28 }`: `to` lies behind `from`; until it is mended this entry is of no article.
            Duplicate 6:3 `{ id = "a4", from = 41, to = 50, date = 2025-03-01 }`: `a3` and `a4` give the same article two dates; the later line counts. Delete the one that is wrong.
            Value 9:3 `{ id = "aaaaaa", at = [1, 2], kind = "note", note = "no quote" }`: `quote` is missing (the words of the article that it stands on): until it is there this entry does not count.
            Value 10:25 `7`: `at` is where the words begin and the place behind them, in characters from the start of the file: write at = [388, 417], or delete `at`.
            Value 10:67 `5`: `note` has to be in quotation marks: write note = "…".
            Value 11:3 `{ at = [1, 2], quote = "words", kind = "note" }`: `id` is missing (six letters and digits): until it is there this entry does not count.
            Value 12:3 `{ id = "cccccc", at = [2, 1], quote = "words", kind = "ignore" }`: This `ignore` names no rule and ignores nothing: add rule = "…", or delete it.
            Value 12:25 `[2, 1]`: `at` is where the words begin and the place behind them, in characters from the start of the file: write at = [388, 417], or delete `at`.
            Value 13:41 `" "`: `quote` is empty (the words of the article that it stands on): this entry does not count.
            Broken 14:111 `2025-02-30T01:02:03`: This mark cannot be read: invalid date, expected day between 01 and 28. Mend it or delete it; all others stay in force.
            Value 15:25 `[-1, 2]`: `at` is where the words begin and the place behind them, in characters from the start of the file: write at = [388, 417], or delete `at`.
            Value 15:71 `["anna"]`: `by` has to be in quotation marks: write by = "…".
            Broken 16:3 `7,`: This line cannot be read: key with no value, expected `=`. Mend it or delete it; all marks stay in force.
        "#]],
    );
}

#[test]
fn reads_what_can_be_read() {
    let source = r#"schema = 1
text-sha256 = "aa"
text-sha256 = "bb"
what is this
articles = [
  { id = "a1", from = 0, to = 10, date = 2025-03-01 },
]
marks = [
<<<<<<< HEAD
  { id = "aaaaaa", at = [1, 2], quote = "ours", kind = "note" },
||||||| base
  { id = "aaaaaa", at = [1, 2], quote = "base", kind = "note" },
=======
  { id = "bbbbbb", at = [1, 2], quote = "theirs", kind = "note" }
>>>>>>> boris
  { id = "cccccc", at = [1, 2], quote = "torn
    in two", kind = "note" },
  { id = "dddddd", at = [1, 2], quote = "twice", quote = "twice", kind = "note" },
  { id = "eeeeee", at = [1, 2], quote = "good", kind = "note" }, # with a comment
  { id = "ffffff", at = [1, 2], quote = "no end
]
"#;
    check(
        source,
        expect![[r#"
            article a1 CodePoints { start: 0, end: 10 } 2025-03-01
            mark aaaaaa Some(CodePoints { start: 1, end: 2 }) "ours" Note("")
            mark bbbbbb Some(CodePoints { start: 1, end: 2 }) "theirs" Note("")
            mark eeeeee Some(CodePoints { start: 1, end: 2 }) "good" Note("")
            Duplicate 3:15 `"bb"`: `text-sha256` stands here twice; the first counts. Delete the line that is not meant.
            Broken 4:1 `what is this`: This line cannot be read: key with no value, expected `=`. Mend it or delete it; all marks stay in force.
            Broken 9:1 `<<<<<<< HEAD`: A merge was left unfinished here. Keep the lines you want of both sides and delete the lines of <, = and >; until then the marks of both sides are in force.
            Broken 16:3 `{ id = "cccccc", at = [1, 2], quote = "torn`: This mark cannot be read: invalid inline table element, expected `,`. Mend it or delete it; all others stay in force.
            Broken 18:50 `quote`: This mark cannot be read: duplicate key. Mend it or delete it; all others stay in force.
            Broken 20:3 `{ id = "ffffff", at = [1, 2], quote = "no end`: This mark cannot be read: invalid inline table element, expected `,`. Mend it or delete it; all others stay in force.
        "#]],
    );
    check(
        "marks = [\n  { id = \"a\", quote = \"q\", kind = \"note\" }\n  { id = \"b\", quote = \"q\", kind = \"note\" }\n]\n",
        expect![[r#"
        mark a None "q" Note("")
        mark b None "q" Note("")
        Broken 3:3 ``: The file cannot be read as a whole here: missing comma between array elements, expected `,`. Mend this place; all lines stay in force.
    "#]],
    );
    check(
        "\u{feff}marks = [\r\n  { id = \"a\", quote = \"q\", kind = \"note\" },\r\n",
        expect![[r#"
        mark a None "q" Note("")
        Broken 2:44 ``: The file cannot be read as a whole here: unclosed array, expected `]`. Mend this place; all lines stay in force.
    "#]],
    );
    check(
        "articles = [\n  { id = \"a1\", date = 2025-01-01 },\nmarks = [\n  { id = \"a\", quote = \"q\", kind = \"note\" },\n]\n",
        expect![[r#"
        article a1 CodePoints { start: 0, end: 4294967295 } 2025-01-01
        mark a None "q" Note("")
        Broken 3:7 `=`: The file cannot be read as a whole here: unexpected `=` in array, expected value, `]`. Mend this place; all lines stay in force.
    "#]],
    );
    check("", expect![[r#""#]]);
    check(
        "marks = 7\n[more]\nkey = 1\n",
        expect![[r#"
            Value 1:9 `7`: `marks` is a list: write marks = [ … ] with one entry a line.
        "#]],
    );
    check(
        "[[marks]]\nid = \"a\"\nquote = \"q\"\nkind = \"note\"\n",
        expect![[r#"
        mark a None "q" Note("")
        Value 1:3 `marks`: A merge tears blocks apart; write one line each: marks = [ { id = … }, ]. Until then they count.
    "#]],
    );
}

#[test]
fn tells_duplicates() {
    let source = r#"marks = [
  { id = "aaaaaa", at = [1, 2], quote = "one", kind = "note", note = "mine" },
  { id = "aaaaaa", at = [1, 2], quote = "one", kind = "note", note = "theirs" },
  { id = "bbbbbb", at = [1, 2], quote = "two", kind = "note", state = "withdrawn" },
  { id = "bbbbbb", at = [1, 2], quote = "two", kind = "note" },
  { id = "cccccc", at = [1, 2], quote = "three", kind = "note" },
  { id = "cccccc", at = [1, 2], quote = "three", kind = "note" },
]
"#;
    check(
        source,
        expect![[r#"
        mark aaaaaa Some(CodePoints { start: 1, end: 2 }) "one" Note("mine")
        mark aaaaaa Some(CodePoints { start: 1, end: 2 }) "one" Note("theirs")
        mark bbbbbb Some(CodePoints { start: 1, end: 2 }) "two" Note("") (withdrawn)
        mark bbbbbb Some(CodePoints { start: 1, end: 2 }) "two" Note("") (superseded)
        mark cccccc Some(CodePoints { start: 1, end: 2 }) "three" Note("") (superseded)
        mark cccccc Some(CodePoints { start: 1, end: 2 }) "three" Note("")
        Duplicate 3:3 `{ id = "aaaaaa", at = [1, 2], quote = "one", kind = "note", note = "theirs" }`: `aaaaaa` is the id of two different lines, as after a merge; both count. Delete the one that is not meant, or give it another id.
        Duplicate 5:3 `{ id = "bbbbbb", at = [1, 2], quote = "two", kind = "note" }`: `bbbbbb` stands here twice; the withdrawn one counts. Delete the other line.
        Duplicate 7:3 `{ id = "cccccc", at = [1, 2], quote = "three", kind = "note" }`: `cccccc` stands here twice; it counts once. Delete the other line.
    "#]],
    );
}

const ARTICLE: &str = "Мост был открыт.\r\nThe “experts” say so, and experts say it twice 😀.";

fn target() -> Target<'static> {
    Target { path: "news/мост \"1\".txt", text: ARTICLE, sha256: "00aa" }
}

fn hand() -> Hand<'static> {
    Hand { by: Some("anna"), on: Some(date(2025, 5, 1)) }
}

fn span_of(words: &str) -> Span {
    let start = ARTICLE.find(words).expect(words);
    Span::from(start..start + words.len())
}

#[test]
fn begins_a_sidecar() {
    let change = marks::add_mark(None, target(), span_of("открыт"), NewMark::Note(""), hand(), || 7).expect("words");
    let text = change.edit.apply("");
    expect![[r#"
        schema = 1
        file = "news/мост \"1\".txt"
        text-sha256 = "00aa"

        articles = [
        ]

        marks = [
          { id = "700000", at = [9, 15], quote = "открыт", kind = "note", note = "", by = "anna", on = 2025-05-01 },
        ]
    "#]]
    .assert_eq(&text);
    assert!(text[..change.caret as usize].ends_with("note = \""));
    let (sidecar, problems) = Sidecar::parse(&text);
    assert_eq!(problems, []);
    assert_eq!(sidecar.marks[0].at, Some(CodePoints::new(9, 15)));
    assert_eq!(sidecar.file.as_deref(), Some(target().path));
    assert_eq!(change.inverse("").apply(&text), "");

    let change = marks::set_date(None, target(), (1, Span::new(0, 400)), date(2025, 4, 14), hand());
    let text = change.edit.apply("");
    assert!(text[..change.caret as usize].ends_with("date = 2025-04-14"), "the caret is where the day is written");
    expect![[r#"
        schema = 1
        file = "news/мост \"1\".txt"
        text-sha256 = "00aa"

        articles = [
          { id = "a1", from = 0, to = 67, date = 2025-04-14, date-basis = "user", by = "anna", on = 2025-05-01 },
        ]

        marks = [
        ]
    "#]]
    .assert_eq(&change.edit.apply(""));
}

/// Adds a note to a sidecar, and draws the lines that came or went.
fn check_added(source: &str, expected: Expect) {
    let before = Sidecar::parse(source).0;
    let says = NewMark::Ignore { rule: "A203", scope: Scope::Article, folder: None, why: "so \"be\" it" };
    let change =
        marks::add_mark(Some(source), target(), span_of("experts say"), says, Hand::default(), || 9).expect("words");
    let after = change.edit.apply(source);
    // Carriage returns are drawn: git has its own mind about those in a file.
    expected.assert_eq(&after.replace('\r', "␍"));
    let (sidecar, _) = Sidecar::parse(&after);
    assert_eq!(sidecar.marks.len(), before.marks.len() + 1);
    assert_eq!(change.inverse(source).apply(&after), source);
}

#[test]
fn adds_a_line_to_any_list() {
    let first = r#"{ id = "aaaaaa", at = [1, 2], quote = "one", kind = "note" }"#;
    let last = r#"{ id = "bbbbbb", at = [700, 702], quote = "two", kind = "note" }"#;
    check_added(
        &format!("marks = [\n  {first},\n  {last},\n]\n"),
        expect![[r#"
        marks = [
          { id = "aaaaaa", at = [1, 2], quote = "one", kind = "note" },
          { id = "900000", at = [44, 55], quote = "experts say", kind = "ignore", rule = "A203", scope = "article", why = "so \"be\" it" },
          { id = "bbbbbb", at = [700, 702], quote = "two", kind = "note" },
        ]
    "#]],
    );
    check_added(
        &format!("marks = [\r\n  {first}, # here\r\n]"),
        expect![[r#"
            marks = [␍
              { id = "aaaaaa", at = [1, 2], quote = "one", kind = "note" }, # here␍
              { id = "900000", at = [44, 55], quote = "experts say", kind = "ignore", rule = "A203", scope = "article", why = "so \"be\" it" },␍
            ]"#]],
    );
    check_added(
        &format!("marks = [\n  {first}\n]\n"),
        expect![[r#"
        marks = [
          { id = "900000", at = [44, 55], quote = "experts say", kind = "ignore", rule = "A203", scope = "article", why = "so \"be\" it" },
          { id = "aaaaaa", at = [1, 2], quote = "one", kind = "note" }
        ]
    "#]],
    );
    check_added(
        &format!("marks = [{first}, {last}]\n"),
        expect![[r#"
        marks = [{ id = "aaaaaa", at = [1, 2], quote = "one", kind = "note" }, 
          { id = "900000", at = [44, 55], quote = "experts say", kind = "ignore", rule = "A203", scope = "article", why = "so \"be\" it" },
          { id = "bbbbbb", at = [700, 702], quote = "two", kind = "note" }]
    "#]],
    );
    check_added(
        "marks = []\n",
        expect![[r#"
        marks = [
          { id = "900000", at = [44, 55], quote = "experts say", kind = "ignore", rule = "A203", scope = "article", why = "so \"be\" it" },
        ]
    "#]],
    );
    check_added(
        "marks = [ # none yet\n]\n",
        expect![[r#"
        marks = [ # none yet
          { id = "900000", at = [44, 55], quote = "experts say", kind = "ignore", rule = "A203", scope = "article", why = "so \"be\" it" },
        ]
    "#]],
    );
    check_added(
        "schema = 1",
        expect![[r#"
        schema = 1

        marks = [
          { id = "900000", at = [44, 55], quote = "experts say", kind = "ignore", rule = "A203", scope = "article", why = "so \"be\" it" },
        ]
    "#]],
    );
    check_added(
        "schema = 1\n\n[more]\nkey = 1\n",
        expect![[r#"
        schema = 1

        marks = [
          { id = "900000", at = [44, 55], quote = "experts say", kind = "ignore", rule = "A203", scope = "article", why = "so \"be\" it" },
        ]

        [more]
        key = 1
    "#]],
    );
    check_added(
        "# nothing but this\n",
        expect![[r##"
        # nothing but this

        marks = [
          { id = "900000", at = [44, 55], quote = "experts say", kind = "ignore", rule = "A203", scope = "article", why = "so \"be\" it" },
        ]
    "##]],
    );
    check_added(
        "[[marks]]\nid = \"a\"\nquote = \"q\"\nkind = \"note\"",
        expect![[r#"
        [[marks]]
        id = "a"
        quote = "q"
        kind = "note"

        [[marks]]
        id = "900000"
        at = [44, 55]
        quote = "experts say"
        kind = "ignore"
        rule = "A203"
        scope = "article"
        why = "so \"be\" it"
    "#]],
    );
    check_added(
        &format!("marks = [\n<<<<<<< HEAD\n  {first},\n=======\n  {last},\n>>>>>>> boris\n]\n"),
        expect![[r#"
        marks = [
        <<<<<<< HEAD
          { id = "aaaaaa", at = [1, 2], quote = "one", kind = "note" },
        =======
          { id = "900000", at = [44, 55], quote = "experts say", kind = "ignore", rule = "A203", scope = "article", why = "so \"be\" it" },
          { id = "bbbbbb", at = [700, 702], quote = "two", kind = "note" },
        >>>>>>> boris
        ]
    "#]],
    );
    check_added(
        "marks = [\n  { torn\n",
        expect![[r#"
        marks = [
          { id = "900000", at = [44, 55], quote = "experts say", kind = "ignore", rule = "A203", scope = "article", why = "so \"be\" it" },
          { torn
    "#]],
    );
}

#[test]
fn sets_and_clears_a_date() {
    let article = (1, Span::new(0, ARTICLE.len() as u32));
    let source =
        "articles = [\n  { id = \"a1\", from = 0, to = 60, lang = \"en\", mine = 1, date = 2020-01-01 }, # why\n]\n";
    let set = marks::set_date(Some(source), target(), article, date(2025, 4, 14), hand()).edit.apply(source);
    expect![[r#"
        articles = [
          { id = "a1", from = 0, to = 60, date = 2025-04-14, date-basis = "user", lang = "en", mine = 1, by = "anna", on = 2025-05-01 }, # why
        ]
    "#]].assert_eq(&set);
    let (sidecar, _) = Sidecar::parse(&set);
    let cleared = marks::clear_date(&set, &sidecar.articles[0]).expect("it is there").edit.apply(&set);
    expect![[r#"
        articles = [
          { id = "a1", from = 0, to = 60, lang = "en", mine = 1, by = "anna", on = 2025-05-01 }, # why
        ]
    "#]]
    .assert_eq(&cleared);

    let source = "marks = [\n]\n";
    let set = marks::set_date(Some(source), target(), article, date(2025, 4, 14), hand()).edit.apply(source);
    expect![[r#"
        articles = [
          { id = "a1", from = 0, to = 67, date = 2025-04-14, date-basis = "user", by = "anna", on = 2025-05-01 },
        ]

        marks = [
        ]
    "#]]
    .assert_eq(&set);
    let (sidecar, _) = Sidecar::parse(&set);
    let cleared = marks::clear_date(&set, &sidecar.articles[0]).expect("it is there").edit.apply(&set);
    assert_eq!(cleared, "articles = [\n]\n\nmarks = [\n]\n");

    let source = "articles = [\n  { id = \"a1\", from = 900, to = 960, date = 2020-01-01 },\n]\n";
    let set = marks::set_date(Some(source), target(), article, date(2025, 4, 14), Hand::default()).edit.apply(source);
    expect![[r#"
        articles = [
          { id = "a2", from = 0, to = 67, date = 2025-04-14, date-basis = "user" },
          { id = "a1", from = 900, to = 960, date = 2020-01-01 },
        ]
    "#]]
    .assert_eq(&set);
}

#[test]
fn withdraws_removes_and_confirms() {
    let (sidecar, _) = Sidecar::parse(WHOLE);
    let lines = |edit: text::Edit| {
        let after = edit.apply(WHOLE);
        let old: Vec<_> = WHOLE.lines().collect();
        after.lines().filter(|line| !old.contains(line)).map(|line| format!("|{line}\n")).collect::<String>()
    };
    let mark = &sidecar.marks[1];
    let withdrawn = marks::withdraw(WHOLE, &mark.entry).expect("it is there");
    expect![[r#"
        |  { id = "p0c2ta", at = [40, 51], quote = "experts say", before = "modest, ", kind = "ignore", rule = "A203", why = "named below", state = "withdrawn" }, # Boris
    "#]].assert_eq(&lines(withdrawn.edit));
    let removed = marks::remove(WHOLE, &mark.entry).expect("it is there").edit.apply(WHOLE);
    // The comment on the line of the mark is not the mark's alone.
    expect![[r#"
        schema = 1
        file = "12-meridian-vienna.txt"
        text-sha256 = "00aa"

        # Checked with the archive.
        articles = [
          { id = "a1", from = 0, to = 2000, outlet = "meridian", date = 2025-04-14, date-basis = "user", lang = "en", by = "anna" },
        ]

        marks = [
          { id = "k3f9wq", at = [10, 20], quote = "first words", kind = "note", note = "see the log", by = "anna", on = 2025-05-01 },
           # Boris
          { id = "7tq4hd", at = [90, 99], quote = "the harbour", kind = "claim", event = "strike", credibility = 3 },
          { id = "m8s1zz", at = [95, 99], quote = "gone", kind = "note", note = "wrong", state = "withdrawn" },
        ]
    "#]].assert_eq(&removed);
    let removed = marks::remove(WHOLE, &sidecar.marks[0].entry).expect("it is there").edit.apply(WHOLE);
    assert_eq!(removed.lines().count(), WHOLE.lines().count() - 1);
    let confirmed = marks::confirm(WHOLE, mark, ARTICLE, span_of("it twice")).expect("it is there");
    expect![[r#"
        |  { id = "p0c2ta", at = [56, 64], quote = "it twice", kind = "ignore", rule = "A203", why = "named below" }, # Boris
    "#]].assert_eq(&lines(confirmed.edit));
    let block = "[[marks]]\nid = \"a\"\nquote = \"q\"\nbefore = \"b\"\nkind = \"note\" # mine\n";
    let (sidecar, _) = Sidecar::parse(block);
    let confirmed = marks::confirm(block, &sidecar.marks[0], ARTICLE, span_of("it twice")).expect("it is there");
    expect![[r#"
        [[marks]]
        id = "a"
        quote = "it twice"
        kind = "note"
        at = [56, 64] # mine
    "#]]
    .assert_eq(&confirmed.edit.apply(block));
    let removed = marks::remove(block, &sidecar.marks[0].entry).expect("it is there").edit.apply(block);
    assert_eq!(removed, "");
    let gone = marks::EntryFacts::default();
    assert_eq!((marks::withdraw(WHOLE, &gone), marks::remove(WHOLE, &gone)), (None, None));
}

#[test]
fn formats() {
    let source = r#"# Head.
file = "a.txt"
schema=1
marks=[ # all
    # About two.
    {kind="note",id="bbbbbb",quote='two', at=[ 20,30 ],mine={a=1 , "b c"=[1,2]}}, # beside two
  { id = "cccccc", at = [3, 5], quote = """
three""", kind = "note" }
  , { id = "aaaaaa", at = [3, 5], quote = "one", kind = "note" },
  # The end.
] # closed
articles = [ { id = "a2", from = 9, to = 10 }, { id = "a1" } ]
[more]
key = 1"#;
    let formatted = marks::fmt(source);
    expect![[r##"
        # Head.
        file = "a.txt"
        schema=1
        marks = [ # all
          { id = "aaaaaa", at = [3, 5], quote = "one", kind = "note" },
          { id = "cccccc", at = [3, 5], quote = "three", kind = "note" },
          # About two.
          { id = "bbbbbb", at = [ 20,30 ], quote = 'two', kind = "note", mine = { a = 1, "b c" = [1, 2] } }, # beside two
          # The end.
        ] # closed
        articles = [
          { id = "a1" },
          { id = "a2", from = 9, to = 10 },
        ]
        [more]
        key = 1"##]].assert_eq(&formatted);
    assert_eq!(marks::fmt(&formatted), formatted);
    for kept in ["marks = [\n{ torn\n]\n", "[[marks]]\nid=\"a\"\n", "", "marks = [ 7 ]", "# only this"] {
        assert_eq!(marks::fmt(kept), kept);
    }
}

/// The example of `docs/marks.md` is what the edits write, and its marks are found.
#[test]
fn the_page_is_true() {
    let page = include_str!("../../../../docs/marks.md");
    let text = include_str!("../../../../docs/example/12-meridian-vienna.txt");
    let sha256 = "9f439d77301ffe1f87c9ee5bde6fd9688a4a2970d76801f84368fac298f493d7";
    let target = Target { path: "12-meridian-vienna.txt", text, sha256 };
    let span = |words: &str| {
        let start = text.find(words).expect(words);
        Span::from(start..start + words.len())
    };
    let anna = Hand { by: Some("anna"), on: Some(date(2025, 3, 1)) };
    let boris = Hand { by: Some("boris"), ..anna };
    let all = Span::from(0..text.len());
    let mut source = marks::set_date(None, target, (1, all), date(2025, 2, 13), anna).edit.apply("");
    let ignore =
        NewMark::Ignore { rule: "A203", scope: Scope::Here, folder: None, why: "she named two of them on the phone" };
    let added = [
        (span("a joint statement"), NewMark::Note("ask the ministry for the text"), anna, 0x2f6c_91a3),
        (span("Some observers"), ignore, boris, 0x1b37_d05e),
        (span("Thorsdal said"), NewMark::Note("check the recording"), anna, 0x0c44_e8d1),
    ];
    for (span, says, hand, id) in added {
        let change = marks::add_mark(Some(&source), target, span, says, hand, || id).expect("words");
        source = change.edit.apply(&source);
    }
    assert!(page.contains(&format!("```toml\n{source}```\n")), "docs/marks.md should show:\n{source}");
    assert_eq!(marks::fmt(&source), source);
    let (sidecar, problems) = Sidecar::parse(&source);
    assert_eq!(problems, []);
    let anchors = marks::anchor(&sidecar, text, Some(sha256));
    assert!(anchors.iter().all(|anchor| matches!(anchor, marks::Anchor::Exact(_))), "{anchors:?}");
}
