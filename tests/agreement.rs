//! The command line and the server answer alike.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::{Value, json};
use tests::client::Client;

const TODAY: &str = "2026-01-01";

/// A finding as both tell it: file, line, column, end, level, code, message, and the related places.
type Told = (String, [u64; 4], String, String, String, BTreeSet<(String, u64, u64, String)>);

#[test]
fn check_and_server_give_the_same_findings() {
    let folder = tests::root().join("docs/example");
    let checked = checked(&folder);
    assert!(checked.len() > 100, "only {} findings in the example folder", checked.len());

    let mut client = Client::start(&folder, TODAY, &json!({ "density": "all" }));
    // What a draft quotes is looked for in all articles.
    client.wait_until_read();
    let files: BTreeSet<&String> = checked.iter().map(|(file, ..)| file).collect();
    let mut served = BTreeSet::new();
    for file in files {
        let bytes = std::fs::read(folder.join(file)).expect("a file of the example folder");
        // What an editor holds has no byte-order mark.
        let text = String::from_utf8(bytes).expect("text").trim_start_matches('\u{feff}').to_owned();
        client.open(file, &text);
        let report = client.ask("textDocument/diagnostic", &json!({ "textDocument": { "uri": client.uri(file) } }));
        let items = report["items"].as_array().unwrap_or_else(|| panic!("{file}: {report}"));
        served.extend(items.iter().map(|item| of_server(file, item, &client.uri(""))));
    }
    let only = |a: &BTreeSet<Told>, b: &BTreeSet<Told>| {
        a.difference(b).map(|told| format!("  {told:?}\n")).collect::<String>()
    };
    assert!(
        checked == served,
        "only in check:\n{}only in the server:\n{}",
        only(&checked, &served),
        only(&served, &checked)
    );
}

fn checked(folder: &std::path::Path) -> BTreeSet<Told> {
    let mut command = Command::new(tests::program());
    command.args(["check", "--format", "jsonl", "--fail-on", "never", "--today", TODAY, "."]).current_dir(folder);
    let output = command.output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout)
        .expect("text")
        .lines()
        .map(|line| of_check(&serde_json::from_str(line).expect("JSON")))
        .collect()
}

fn of_check(finding: &Value) -> Told {
    let place = ["line", "column", "end_line", "end_column"].map(|key| number(&finding[key]) - 1);
    let related = list(&finding["related"]).map(|related| {
        (
            text(&related["path"]),
            number(&related["line"]) - 1,
            number(&related["column"]) - 1,
            text(&related["message"]),
        )
    });
    (
        text(&finding["path"]),
        place,
        text(&finding["severity"]),
        text(&finding["code"]),
        text(&finding["message"]),
        related.collect(),
    )
}

fn of_server(file: &str, item: &Value, root: &str) -> Told {
    let (start, end) = (&item["range"]["start"], &item["range"]["end"]);
    let place = [&start["line"], &start["character"], &end["line"], &end["character"]].map(number);
    let severity = ["error", "warning", "information", "hint"][number(&item["severity"]) as usize - 1];
    let related = list(&item["relatedInformation"]).map(|related| {
        let (location, start) = (&related["location"], &related["location"]["range"]["start"]);
        let path = text(&location["uri"]).trim_start_matches(root).to_owned();
        (path, number(&start["line"]), number(&start["character"]), text(&related["message"]))
    });
    (file.to_owned(), place, severity.to_owned(), text(&item["code"]), text(&item["message"]), related.collect())
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_default()
}
