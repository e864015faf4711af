//! 1: a press-review editor opens a messy folder and wants real articles, no furniture.

use libtest_mimic::Failed;
use serde_json::{Value, json};
use tests::client::Client;
use tests::reader::{Desk, action, created, expect, findings, hints, range, run};

const PAGE: &str = include_str!("page.txt");

/// Titles and first lines of the articles of a file, from one.
fn symbols(client: &mut Client, path: &str) -> Vec<u64> {
    let uri = client.uri(path);
    let symbols = client.ask("textDocument/documentSymbol", &json!({ "textDocument": { "uri": uri } }));
    let line = |symbol: &Value| {
        let range = if symbol["location"].is_object() { &symbol["location"]["range"] } else { &symbol["range"] };
        range["start"]["line"].as_u64().unwrap_or_default() + 1
    };
    let is_article = |symbol: &&Value| symbol["containerName"].is_null();
    symbols.as_array().into_iter().flatten().filter(is_article).map(line).collect()
}

/// How many articles the folder has, as an editor's server is asked and as the command line counts.
fn count(desk: &Desk) -> Result<usize, Failed> {
    Ok(run(desk, &["articles", "--format", "tsv", "."])?.lines().count() - 1)
}

/// Splits an article before a paragraph that begins with these words, and takes that back.
fn split(desk: &Desk, name: &str, text: &str, words: &str) -> Result<(), Failed> {
    let articles = count(desk)?;
    let line = text[..text.find(words).ok_or("no such words")?].matches('\n').count() as u64 + 1;
    let mut client = desk.server();
    client.open(name, text);
    let before = symbols(&mut client, name);
    expect(!before.contains(&line), || format!("an article begins there already: {before:?}"))?;
    let split = action(&mut client, name, &range(text, words)?, "Split article here")?;
    let (sidecar, new) = created(&client, &split)?;
    let lines: Vec<&str> = new.lines().filter(|line| line.contains("kind = ")).collect();
    expect(matches!(lines[..], [only] if only.contains("kind = \"split\"")), || format!("not one mark: {new}"))?;
    client.open(&sidecar, &new);
    let after = symbols(&mut client, name);
    expect(after.len() == before.len() + 1 && after.contains(&line), || format!("{before:?}, then {after:?}"))?;
    // It is not offered twice, and what was said may be taken back; undo in the sidecar does the same.
    expect(action(&mut client, name, &range(text, words)?, "Split article here").is_err(), || "offered twice".into())?;
    action(&mut client, name, &range(text, words)?, "No longer split the article here")?;
    client.rewrite(&sidecar, 2, "");
    expect(symbols(&mut client, name) == before, || "undo does not join them".into())?;
    drop(client);
    // The command line reads the same.
    desk.write(&sidecar, &new)?;
    expect(count(desk)? == articles + 1, || "the command line counts otherwise".into())?;
    std::fs::remove_file(desk.folder.path().join(&sidecar))?;
    expect(count(desk)? == articles, || "deleting the mark does not join them".into())
}

/// Joins an article with the one before, and takes that back.
fn join(desk: &Desk, name: &str, text: &str, words: &str) -> Result<(), Failed> {
    let articles = count(desk)?;
    let mut client = desk.server();
    client.open(name, text);
    let before = symbols(&mut client, name);
    let join = action(&mut client, name, &range(text, words)?, "Join with the article before")?;
    let (sidecar, new) = created(&client, &join)?;
    client.open(&sidecar, &new);
    let after = symbols(&mut client, name);
    expect(after.len() + 1 == before.len(), || format!("{before:?}, then {after:?}"))?;
    client.rewrite(&sidecar, 2, "");
    expect(symbols(&mut client, name) == before, || "undo does not part them".into())?;
    drop(client);
    desk.write(&sidecar, &new)?;
    expect(count(desk)? + 1 == articles, || "the command line counts otherwise".into())?;
    Ok(std::fs::remove_file(desk.folder.path().join(&sidecar))?)
}

/// No finding and no hint stands on these lines.
fn is_silent(client: &mut Client, name: &str, lines: &[u64]) -> Result<(), Failed> {
    let told: Vec<_> = findings(client, name).into_iter().filter(|(_, line, _)| lines.contains(line)).collect();
    expect(told.is_empty(), || format!("{name}: {told:?}"))?;
    let shown: Vec<_> = hints(client, name).into_iter().filter(|(line, _)| lines.contains(line)).collect();
    expect(shown.is_empty(), || format!("{name}: {shown:?}"))
}

/// Lines with words that are furniture by themselves.
fn furniture(text: &str, is_it: impl Fn(&str) -> bool) -> Vec<u64> {
    text.lines().zip(1..).filter(|(line, _)| is_it(line)).map(|(_, number)| number).collect()
}

fn is_furniture(line: &str) -> bool {
    let is_foreign = line.chars().filter(|c| ('\u{400}'..'\u{500}').contains(c)).count() * 2 > line.chars().count();
    line.contains("Photo:") || is_foreign || line.starts_with("Skip to")
}

pub fn own() -> Result<(), Failed> {
    let desk = Desk::of(&[("page.txt", PAGE)])?;
    let told = run(&desk, &["articles", "."])?;
    expect(told.contains("page.txt:5:1") && told.contains("translated: bg → en (Гладиол)"), || told.clone())?;
    let mut client = desk.server();
    client.open("page.txt", PAGE);
    is_silent(&mut client, "page.txt", &furniture(PAGE, is_furniture))?;
    drop(client);
    split(&desk, "page.txt", PAGE, "The parliament of Orvane")?;
    desk.is_untouched(&[".dateline"])
}

pub fn seeds() -> Result<(), Failed> {
    let desk = Desk::of_seeds()?;
    let told = run(&desk, &["articles", "."])?;
    let starts = [
        ("000", ":1:18 ", "Izvestia"),
        ("000", ":1:2092 ", "Izvestia"),
        ("000", ":3:1267 ", "Nezavisimaya Gazeta"),
        ("001", ":1:1 ", ""),
        ("001", ":25:1 ", ""),
        ("002", ":11:1 ", "translated: ru → en (Yandex)"),
        ("003", ":1:1 ", ""),
        ("003", ":37:1 ", ""),
        ("004", ":1:1 ", ""),
    ];
    expect(told.lines().count() == starts.len() + 1, || told.clone())?;
    for ((file, at, says), line) in starts.iter().zip(told.lines().skip(1)) {
        expect(line.starts_with(file) && line.contains(at) && line.contains(says), || format!("{file}{at}: {line}"))?;
    }
    let mut client = desk.server();
    for (digits, lines) in
        [("002", vec![1, 2, 3, 4, 5, 6, 7, 8, 9, 17, 26, 35, 47, 55, 66, 73, 75]), ("003", vec![5, 6, 41, 42])]
    {
        let (name, text) = desk.article(digits)?;
        client.open(&name, &text);
        let photos = furniture(&text, |line| line.contains("Photo:"));
        is_silent(&mut client, &name, &[lines, photos].concat())?;
    }
    let (name, text) = desk.article("003")?;
    let begin = symbols(&mut client, &name);
    expect(begin == [1, 37], || format!("{begin:?}"))?;
    drop(client);
    // A change of subject that nothing shows.
    let (other, its) = desk.article("001")?;
    let words = its.lines().nth(36).ok_or("no such line")?;
    split(&desk, &other, &its, words.get(..30).ok_or("a short line")?)?;
    let words = text.lines().nth(36).ok_or("no such line")?;
    join(&desk, &name, &text, words.trim())?;
    desk.is_untouched(&[".dateline"])
}
