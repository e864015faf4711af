//! Small folders made by hand: every answer, asked as an editor asks.

mod common;

use std::sync::Arc;

use common::{address, addresses, folder, host, place};
use ide::{Change, Config, Density, FoldKind, HighlightKind, Host, Path, Profile, Progress, Snapshot, SymbolKind};
use text::{Edit, Span};

const MARCH: &str = "date 2025-03-04

Prime Minister Tomas Areld met dockers in Kestrel on Monday. \"A harbour is not a gift to anybody here,\" Areld said.

Katrin Areld, chair of the United Dockers of Kestrel, said the dockers would wait.
";

const APRIL: &str = "date 2025-04-02

Sarenian President Tomas Areld flew to Vienna. Talks in Vienna on April 10 will be the third, spokesman Yevgen Sarichko said.

Sarichko spoke to reporters in Drashov.
";

const UNDATED: &str =
    "Evgeny Sarychko, a former teacher, spoke about the talks in Vienna. Nobody expects much of them, Sarychko said.\n";

fn folder_of_three() -> Host {
    folder(&[("april.txt", APRIL), ("march.txt", MARCH), ("undated.txt", UNDATED)])
}

fn card(snapshot: &Snapshot, path: &str, words: &str, nth: usize) -> String {
    let hover = snapshot.hover(path, place(snapshot, path, words, nth) + 1);
    hover.unwrap_or_else(|| panic!("no card on {words} in {path}")).card.plain()
}

#[test]
fn a_card_tells_the_role_on_the_articles_date_and_those_of_other_days() {
    let host = folder_of_three();
    let snapshot = host.snapshot();
    let march = card(&snapshot, "march.txt", "Areld", 1);
    assert!(march.starts_with("Tomas Areld\nPrime Minister, 2025-03-04\n"), "{march}");
    assert!(march.contains("- Sarenian President, 2025-04-02 (april.txt:3)"), "{march}");
    assert!(
        march.contains("“A harbour") || march.contains("\"A harbour is not a gift to anybody here,\" — 2025-03-04"),
        "{march}"
    );
    assert!(march.contains("3 mentions in 2 articles, 2025-03-04 to 2025-04-02"), "{march}");
    let april = card(&snapshot, "april.txt", "Areld", 0);
    assert!(april.starts_with("Tomas Areld\nSarenian President, 2025-04-02\n"), "{april}");
    let undated = card(&snapshot, "undated.txt", "Sarychko", 0);
    assert!(undated.contains("also written"), "{undated}");
    assert!(undated.contains("4 mentions in 2 articles, 2025-04-02"), "{undated}");
}

#[test]
fn a_card_says_how_far_reading_has_come() {
    let mut host = folder_of_three();
    host.apply(Change::Progress(Progress { read: 412, total: 2225, ..Progress::default() }));
    assert!(card(&host.snapshot(), "march.txt", "Areld", 0).ends_with("\n412 of 2,225 articles read"));
    host.apply(Change::Progress(Progress { read: 2225, total: 2225, closely: 3, listing: false }));
    assert!(card(&host.snapshot(), "march.txt", "Areld", 0).ends_with("\n3 of 2,225 articles read closely"));
    host.apply(Change::Progress(Progress { read: 2225, total: 2225, closely: 2225, listing: false }));
    assert!(!card(&host.snapshot(), "march.txt", "Areld", 0).contains("read"));
}

#[test]
fn jumps_to_who_introduces_and_to_all_who_mention() {
    let host = folder_of_three();
    let snapshot = host.snapshot();
    let late = place(&snapshot, "april.txt", "Sarichko", 1) + 3;
    let definition = snapshot.definition("april.txt", late);
    assert_eq!(addresses(&snapshot, &definition), ["april.txt:3:105"]);
    assert_eq!(definition[0].origin.of(APRIL), "Sarichko");
    assert!(definition[0].span.of(APRIL).starts_with("Talks in Vienna"), "the sentence that introduces");
    // The dated article first, then the undated one; a spelling of another desk is the same man.
    let references = ["april.txt:3:105", "april.txt:5:1", "undated.txt:1:1", "undated.txt:1:98"];
    assert_eq!(addresses(&snapshot, &snapshot.references("april.txt", late, true)), references);
    assert_eq!(addresses(&snapshot, &snapshot.references("april.txt", late, false)), references[1..]);
    let from_undated = place(&snapshot, "undated.txt", "Sarychko", 1);
    assert_eq!(addresses(&snapshot, &snapshot.definition("undated.txt", from_undated)), references[..1]);
    assert_eq!(addresses(&snapshot, &snapshot.declaration("undated.txt", from_undated)), ["undated.txt:1:1"]);
}

#[test]
fn people_of_one_surname_are_not_confused() {
    let host = folder_of_three();
    let snapshot = host.snapshot();
    let katrin = place(&snapshot, "march.txt", "Katrin", 0);
    assert_eq!(addresses(&snapshot, &snapshot.references("march.txt", katrin, true)), ["march.txt:5:1"]);
    let tomas = place(&snapshot, "march.txt", "Tomas", 0);
    let expected = ["march.txt:3:16", "march.txt:3:105", "april.txt:3:20"];
    assert_eq!(addresses(&snapshot, &snapshot.references("march.txt", tomas, true)), expected);
}

#[test]
fn a_mention_of_an_event_leads_to_the_one_that_dates_it() {
    let host = folder_of_three();
    let snapshot = host.snapshot();
    let talks = place(&snapshot, "undated.txt", "talks", 0);
    let definition = snapshot.definition("undated.txt", talks);
    assert_eq!(addresses(&snapshot, &definition), ["april.txt:3:48"]);
    let card = card(&snapshot, "undated.txt", "talks", 0);
    assert!(card.contains("2025-04-10") && card.contains("in Vienna"), "{card}");
    assert_eq!(snapshot.references("undated.txt", talks, true).len(), 2);
}

#[test]
fn a_round_of_talks_names_its_neighbours() {
    let rounds = "date 2025-04-02\n\nThe second round of talks in Vienna on February 12-13 failed. The third round of talks in \
                  Geneva on March 18 was shorter.\n";
    let host = folder(&[("rounds.txt", rounds)]);
    let snapshot = host.snapshot();
    let third = card(&snapshot, "rounds.txt", "third round", 0);
    assert!(third.contains("before it: ") && third.contains("(2025-02-12 to 2025-02-13)"), "{third}");
    assert!(!third.contains("after it: "), "{third}");
    let second = card(&snapshot, "rounds.txt", "second round", 0);
    assert!(second.contains("after it: ") && second.contains("(2025-03-18)"), "{second}");
}

#[test]
fn highlights_tell_the_introduction_from_later_mentions() {
    let host = folder_of_three();
    let snapshot = host.snapshot();
    let highlights = snapshot.highlights("march.txt", place(&snapshot, "march.txt", "Tomas", 0));
    let shown: Vec<(&str, HighlightKind)> =
        highlights.iter().map(|highlight| (highlight.span.of(MARCH), highlight.kind)).collect();
    assert_eq!(shown, [("Tomas Areld", HighlightKind::Introduction), ("Areld", HighlightKind::Mention)]);
}

#[test]
fn nothing_stands_where_nothing_is_known() {
    let host = folder_of_three();
    let snapshot = host.snapshot();
    let verb = place(&snapshot, "march.txt", "would wait", 0);
    assert!(snapshot.definition("march.txt", verb).is_empty());
    assert!(snapshot.party("march.txt", verb).is_none());
    // Between the header and the article.
    assert_eq!(snapshot.hover("march.txt", 16), None);
    assert!(snapshot.references("nowhere.txt", 0, true).is_empty());
    assert_eq!(snapshot.hover("march.txt", u32::MAX), None);
    assert!(snapshot.findings("nowhere.txt").is_empty());
}

#[test]
fn a_date_is_told_with_its_reason() {
    let host = folder_of_three();
    let card = card(&host.snapshot(), "march.txt", "Monday", 0);
    assert!(card.starts_with("Monday\nMonday, 3 March 2025 (2025-03-03)\n"), "{card}");
    assert!(card.contains("article of 2025-03-04, stated"), "{card}");
}

#[test]
fn the_outline_nests() {
    let host = folder_of_three();
    let snapshot = host.snapshot();
    let symbols = snapshot.symbols("march.txt");
    assert_eq!(symbols.len(), 1);
    assert_eq!((symbols[0].kind, symbols[0].detail.as_str()), (SymbolKind::Article, "2025-03-04"));
    let children: Vec<(SymbolKind, &str, &str)> =
        symbols[0].children.iter().map(|child| (child.kind, child.name.as_str(), child.detail.as_str())).collect();
    let expected = [
        (SymbolKind::Person, "Tomas Areld", "Prime Minister"),
        (SymbolKind::Quote, "Tomas Areld", "\"A harbour is not a gift to anybody here,\""),
        (SymbolKind::Person, "Katrin Areld", "chair of the United Dockers of Kestrel"),
    ];
    assert_eq!(children, expected);
    for symbol in &symbols {
        assert!(
            symbol
                .children
                .iter()
                .all(|child| symbol.span.contains_span(child.span) && child.span.contains_span(child.focus))
        );
    }
}

#[test]
fn the_folder_is_searched_by_any_spelling() {
    let host = folder_of_three();
    let snapshot = host.snapshot();
    let find =
        |query: &str| snapshot.workspace_symbols(query, 10).into_iter().map(|symbol| symbol.name).collect::<Vec<_>>();
    assert_eq!(find("SARYCHKO").len(), 1);
    assert_eq!(find("@areld"), ["Tomas Areld", "Katrin Areld"], "the more mentioned first");
    let said = "Tomas Areld: \"A harbour is not a gift to anybody here,\"";
    assert_eq!(find("!areld"), [said], "what people have said");
    assert_eq!(find("tomas").last().map(String::as_str), Some(said), "behind the people and events");
    assert_eq!(find("!"), [""; 0]);
    let quote = &snapshot.workspace_symbols("!areld", 10)[0];
    assert_eq!(quote.kind, SymbolKind::Quote);
    assert_eq!(address(&snapshot, &quote.path, quote.span.start), "march.txt:3:62");
    assert!(find("#talks").iter().any(|name| name.contains("Vienna")), "{:?}", find("#talks"));
    assert!(find("@vienna").is_empty());
    assert_eq!(snapshot.workspace_symbols("", 3).len(), 3);
    let symbol = &snapshot.workspace_symbols("tomas", 1)[0];
    assert_eq!(address(&snapshot, &symbol.path, symbol.span.start), "april.txt:3:20");
    assert!(symbol.container.ends_with("3 mentions in 2 articles, 2025-03-04 to 2025-04-02"), "{}", symbol.container);
}

#[test]
fn selections_widen_from_word_to_file() {
    let host = folder_of_three();
    let snapshot = host.snapshot();
    let spans = snapshot.selections("march.txt", place(&snapshot, "march.txt", "gift", 0) + 1);
    let words: Vec<&str> = spans.iter().map(|span| span.of(MARCH)).collect();
    assert_eq!(words[0], "gift");
    assert!(words.contains(&"\"A harbour is not a gift to anybody here,\""), "{words:?}");
    assert!(words.contains(&"\"A harbour is not a gift to anybody here,\" Areld said."), "{words:?}");
    assert_eq!(*words.last().unwrap(), MARCH);
    assert!(spans.windows(2).all(|pair| pair[1].contains_span(pair[0]) && pair[0] != pair[1]));
}

#[test]
fn folds_hold_more_than_a_line() {
    let text = "Skip to main content\nSubscribe\nMenu\n\nThe harbour opened on Monday, and nobody came. The band went home early, and so did the mayor.\n\nThe mayor said so. \"I came, I saw, and I went home again,\" he said.\n";
    let host = folder(&[("page.txt", text)]);
    let folds = host.snapshot().folds("page.txt");
    assert!(folds.iter().any(|fold| fold.kind == FoldKind::Region), "{folds:?}");
    assert!(folds.iter().all(|fold| fold.span.of(text).contains('\n')), "{folds:?}");
}

#[test]
fn an_open_buffer_is_the_truth_until_it_is_closed() {
    let path: Path = "march.txt".into();
    let mut host = folder_of_three();
    let people = |host: &Host| host.snapshot().workspace_symbols("@", 99).len();
    let all = people(&host);
    host.apply(Change::Open { path: path.clone(), text: MARCH.into() });
    let katrin = MARCH.find("Katrin Areld").unwrap() as u32;
    let edits =
        vec![Edit::new(Span::new(katrin, katrin + 12), "Ann"), Edit::new(Span::new(katrin, katrin + 3), "A clerk")];
    host.apply(Change::Edit { path: path.clone(), edits });
    let text = host.snapshot().document("march.txt").unwrap().text.clone();
    assert!(text.contains("A clerk, chair of"), "{text}");
    assert_eq!(people(&host), all - 1);
    // The disk does not count meanwhile, whoever reads it.
    host.apply(Change::Disk { path: path.clone(), text: None });
    host.enter(Host::read(&host.snapshot(), &path, "".into()));
    assert_eq!(people(&host), all - 1);
    let before = host.snapshot();
    host.apply(Change::Close { path: path.clone(), disk: Some(MARCH.into()) });
    assert_eq!(people(&host), all);
    assert_eq!(before.document("march.txt").unwrap().text, text, "a snapshot stays as it was");
    assert!(host.snapshot().revision > before.revision);
    host.apply(Change::Edit { path: path.clone(), edits: vec![Edit::new(Span::empty(0), "nobody's")] });
    assert_eq!(&*host.snapshot().document("march.txt").unwrap().text, MARCH);
    host.apply(Change::Disk { path, text: None });
    assert!(host.snapshot().document("march.txt").is_none());
    assert_eq!(people(&host), all - 1, "the president is still in April");
}

#[test]
fn closed_and_open_documents_answer_alike() {
    let closed = folder_of_three();
    let mut open = host();
    for (path, text) in [("april.txt", APRIL), ("march.txt", MARCH), ("undated.txt", UNDATED)] {
        open.apply(Change::Open { path: path.into(), text: text.into() });
    }
    let (closed, open) = (closed.snapshot(), open.snapshot());
    for (path, text) in [("april.txt", APRIL), ("march.txt", MARCH), ("undated.txt", UNDATED)] {
        assert!(closed.document(path).unwrap().analysis().is_none());
        assert_eq!(closed.analysis(path), open.analysis(path));
        assert_eq!(closed.findings(path), open.findings(path));
        for offset in 0..=text.len() as u32 {
            assert_eq!(closed.hover(path, offset), open.hover(path, offset));
            assert_eq!(closed.references(path, offset, true), open.references(path, offset, true));
        }
    }
}

#[test]
fn front_matter_says_whom_a_document_is_for() {
    let path = |name: &str| Path::from(name);
    let mut host = folder(&[
        ("briefings/a.md", "---\nprofile: source\n---\n\nA text.\n"),
        ("briefings/b.md", "A text.\n"),
        ("c.md", "---\ntitle: C\nProfile: \"draft\"\n---\n\nA text.\n"),
        ("d.txt", "profile: draft\n\nA text that is no Markdown.\n"),
    ]);
    let profile = |host: &Host, name: &str| host.snapshot().document(name).unwrap().profile;
    host.apply(Change::Drafts(vec![path("briefings/a.md"), path("briefings/b.md")]));
    assert_eq!(profile(&host, "briefings/a.md"), Profile::Source);
    assert_eq!(profile(&host, "briefings/b.md"), Profile::Draft);
    assert_eq!(profile(&host, "c.md"), Profile::Draft);
    assert_eq!(profile(&host, "d.txt"), Profile::Source);
    host.apply(Change::Drafts(vec![path("d.txt")]));
    assert_eq!(profile(&host, "briefings/b.md"), Profile::Source);
    assert_eq!(profile(&host, "d.txt"), Profile::Draft);
}

#[test]
fn a_new_day_reads_every_document_anew() {
    let text = "KESTREL, June 24. /VELTA/. The harbour opened on Tuesday, June 24, and nobody came to see it, the mayor said.\n";
    let mut host = folder(&[("a.txt", text)]);
    host.apply(Change::Open { path: "b.txt".into(), text: text.into() });
    let years = |host: &Host, path: &str| {
        let analysis = host.snapshot().analysis(path).unwrap();
        analysis.articles.first().map(|article| article.date.candidates.clone()).unwrap_or_default()
    };
    let before = years(&host, "a.txt");
    assert!(before.len() > 1, "{before:?}");
    let config = Config { today: jiff::civil::date(2010, 1, 1), ..(*host.snapshot().config).clone() };
    host.apply(Change::Config(config));
    let after = years(&host, "a.txt");
    assert!(after.len() < before.len(), "{after:?}");
    assert_eq!(after, years(&host, "b.txt"));
}

#[test]
fn density_decides_what_an_editor_shows() {
    let text = "It became known that the harbour will be sold. Experts say that the price is too low. According to sources, the mayor wants to sell the bridge as well.\n\nObservers doubt that anybody would buy the bridge.\n";
    let mut host = folder(&[("a.txt", text), ("briefings/b.txt", text)]);
    host.apply(Change::Drafts(vec!["briefings/b.txt".into()]));
    let shown = |host: &mut Host, density: Density, path: &str| {
        let config = Config { density, ..(*host.snapshot().config).clone() };
        host.apply(Change::Config(config));
        host.snapshot().shown(path)
    };
    let all = shown(&mut host, Density::All, "a.txt");
    assert_eq!(all, host.snapshot().findings("a.txt"));
    let normal = shown(&mut host, Density::Normal, "a.txt");
    assert!(normal.len() > 2 && normal.iter().all(|finding| all.contains(finding)), "{normal:?}");
    let heavy = all.iter().filter(|finding| finding.severity > rules::Severity::Hint);
    assert!(heavy.clone().all(|finding| normal.contains(finding)));
    let summary = shown(&mut host, Density::Summary, "a.txt");
    assert_eq!(summary.len(), 1, "one line an article: {summary:?}");
    assert_eq!(summary[0].related.len() + 1, heavy.count());
    assert!(summary[0].message.contains("findings: "), "{}", summary[0].message);
    let draft = shown(&mut host, Density::Summary, "briefings/b.txt");
    assert_eq!(draft, host.snapshot().findings("briefings/b.txt"), "a draft shows all it has");
}

#[test]
fn odd_texts_break_nothing() {
    let odd = [
        "",
        "\n",
        "\u{feff}",
        "“",
        "---",
        "---\n",
        "👩‍👩‍👧",
        "date",
        "A\u{301}",
        "\r\r\n\n\u{85}",
        &"(".repeat(500),
        &"Area ".repeat(500),
    ];
    for text in odd {
        let host = folder(&[("odd.txt", text)]);
        let snapshot = host.snapshot();
        for offset in (0..=text.len() as u32 + 2).step_by(1 + text.len() / 40) {
            snapshot.hover("odd.txt", offset);
            snapshot.definition("odd.txt", offset);
            snapshot.declaration("odd.txt", offset);
            snapshot.references("odd.txt", offset, false);
            snapshot.highlights("odd.txt", offset);
            snapshot.selections("odd.txt", offset);
        }
        snapshot.symbols("odd.txt");
        snapshot.folds("odd.txt");
        snapshot.shown("odd.txt");
        snapshot.workspace_symbols(text, 5);
        let _: Arc<ide::Document> = snapshot.document("odd.txt").unwrap();
    }
}
