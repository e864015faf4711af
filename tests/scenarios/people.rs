//! 2: a reader of open sources wants to know who somebody is, without leaving the text.

use libtest_mimic::Failed;
use serde_json::{Value, json};
use tests::client::Client;
use tests::reader::{Desk, action, created, expect, hover, range};

const FIRST: &str = "MERROW, March 4, 2025 (Norwire) - Harbour Minister Ada Brandt said on Tuesday that the gate would open.\n\n\
    “We have waited long enough,” Brandt said.\n";
const SECOND: &str = "MERROW, March 6, 2025 (Merrow Mirror) - The gate was late, Ada Brandt admitted on Thursday. The dockers went \
    home, and Brandt left.\n";

/// Where a question about the first words of this spelling leads to: `file:line:column`, from one.
fn leads(client: &mut Client, method: &str, name: &str, text: &str, words: &str) -> Result<Vec<String>, Failed> {
    let position = range(text, words)?["start"].clone();
    let params = json!({ "textDocument": { "uri": client.uri(name) }, "position": position, "context": { "includeDeclaration": true } });
    let answer = client.ask(method, &params);
    let root = client.uri("");
    let place = |target: &Value| {
        let uri = target["targetUri"].as_str().or(target["uri"].as_str()).unwrap_or_default();
        let range = if target["targetUri"].is_string() { &target["targetSelectionRange"] } else { &target["range"] };
        let number = |key: &str| range["start"][key].as_u64().unwrap_or_default() + 1;
        format!("{}:{}:{}", uri.strip_prefix(&root).unwrap_or(uri), number("line"), number("character"))
    };
    Ok(answer.as_array().into_iter().flatten().map(place).collect())
}

/// Somebody is looked up, registered and forgotten again: `mentions` are places, as far as they are to be told.
fn look_up(desk: &Desk, (name, text): (&str, &str), words: &str, whom: &str, mentions: &[&str]) -> Result<(), Failed> {
    let mut client = desk.server();
    client.open(name, text);
    let before = hover(&mut client, name, text, words)?;
    expect(before.contains(whom) && !before.contains("conflict"), || before.clone())?;
    let found = leads(&mut client, "textDocument/references", name, text, words)?;
    let is_there = |mention: &&str| found.iter().any(|place| place.contains(*mention));
    let missing: Vec<_> = mentions.iter().filter(|mention| !is_there(mention)).collect();
    expect(missing.is_empty(), || format!("{missing:?} are not among {found:?}"))?;
    let defined = leads(&mut client, "textDocument/definition", name, text, words)?;
    expect(defined.len() == 1 && found.contains(&defined[0]), || format!("{defined:?}"))?;
    let types = leads(&mut client, "textDocument/typeDefinition", name, text, words)?;
    expect(types.is_empty(), || format!("{types:?} before there is a registry"))?;

    let add = action(&mut client, name, &range(text, words)?, &format!("Add {whom} to entities.toml"))?;
    let (registry, block) = created(&client, &add)?;
    expect(registry == "entities.toml" && block.contains(&format!("name = \"{whom}\"")), || block.clone())?;
    client.open(&registry, &block);
    let types = leads(&mut client, "textDocument/typeDefinition", name, text, words)?;
    expect(types.len() == 1 && types[0].starts_with("entities.toml:1:"), || format!("{types:?}"))?;
    // The words that introduce somebody are in the articles, whether or not he is registered.
    let still = leads(&mut client, "textDocument/definition", name, text, words)?;
    expect(still == defined, || format!("{still:?}, and {defined:?} before"))?;
    client.rewrite(&registry, 2, "");
    let after = hover(&mut client, name, text, words)?;
    expect(after == before, || format!("{after}\n\ninstead of\n\n{before}"))?;
    desk.is_untouched(&[])
}

pub fn own() -> Result<(), Failed> {
    let desk = Desk::of(&[("a.txt", FIRST), ("b.txt", SECOND)])?;
    let mentions = ["a.txt:1:52", "a.txt:3:31", "b.txt:1:60", "b.txt:1:120"];
    look_up(&desk, ("b.txt", SECOND), "Brandt left", "Ada Brandt", &mentions)?;
    let mut client = desk.server();
    client.open("b.txt", SECOND);
    let defined = leads(&mut client, "textDocument/definition", "b.txt", SECOND, "Brandt left")?;
    expect(defined == ["a.txt:1:52"], || format!("{defined:?} introduces her best"))
}

pub fn seeds() -> Result<(), Failed> {
    let desk = Desk::of_seeds()?;
    let (name, text) = desk.article("003")?;
    // A mention may begin with the given name: line by line.
    let files: Vec<String> =
        ["000", "002", "003", "004"].iter().map(|digits| Ok(desk.article(digits)?.0)).collect::<Result<_, Failed>>()?;
    let mentions: Vec<String> =
        files.iter().zip([1, 29, 53, 17]).map(|(file, line)| format!("{file}:{line}:")).collect();
    let mentions: Vec<&str> = mentions.iter().map(String::as_str).collect();
    look_up(&desk, (&name, &text), "Peskov", "Dmitry Peskov", &mentions)
}
