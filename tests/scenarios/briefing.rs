//! 7: a briefer wants right names, real dates and true quotes.

use libtest_mimic::Failed;
use serde_json::{Value, json};
use tests::client::Client;
use tests::reader::{Desk, action, edited, expect, findings, range};

const SPEECH: &str = include_str!("speech.txt");
const NAME: &str = "briefings/2025-07-24.md";
const HEAD: &str = "---\ndate: 2025-07-24\n---\n\n";

/// A person and a place in the house's spelling.
fn registry(name: &str, other: &str, title: &str, place: &str, variant: &str) -> String {
    let surname = name.rsplit(' ').next().unwrap_or_default();
    format!(
        "[somebody]\ntype = \"person\"\nname = \"{name}\"\nsurname = \"{surname}\"\naliases = [\"{other}\"]\nroles = [\n  \
         {{ title = \"{title}\", from = 2019-05-20, exclusive = true }},\n]\n\n[somewhere]\ntype = \"place\"\nname = \"{place}\"\n\
         variants = [\"{variant}\"]\n"
    )
}

/// What is offered at the end of a text: labels, in the order in which an editor shows them.
fn offered(client: &mut Client, text: &str) -> Vec<String> {
    let line = text.matches('\n').count();
    let column = text.rsplit('\n').next().unwrap_or_default().chars().count();
    let uri = client.uri(NAME);
    let position = json!({ "line": line, "character": column });
    let list = client.ask("textDocument/completion", &json!({ "textDocument": { "uri": uri }, "position": position }));
    let mut items: Vec<Value> = list["items"].as_array().or(list.as_array()).cloned().unwrap_or_default();
    let sorted = |item: &Value| item["sortText"].as_str().or(item["label"].as_str()).unwrap_or_default().to_owned();
    items.sort_by_key(sorted);
    items.iter().map(|item| item["label"].as_str().unwrap_or_default().to_owned()).collect()
}

/// A fix: the words it stands on, how it is called, and what it puts there.
type Fix<'f> = (&'f str, &'f str, &'f str);

/// All relative dates of a paragraph are written out in one edit; where there is one, that is not offered.
fn expand(desk: &Desk) -> Result<(), Failed> {
    let draft = format!(
        "{HEAD}The ferry left yesterday. It comes back tomorrow.\n\nThe crane stood still yesterday. Ada Velemyr spoke on July \
         22, 2025.\n"
    );
    desk.write(NAME, &draft)?;
    let mut client = desk.server();
    client.open(NAME, &draft);
    let title = "Write out all 2 relative dates of this paragraph";
    let all = action(&mut client, NAME, &range(&draft, "yesterday")?, title)?;
    let change = &all["edit"]["documentChanges"][0];
    expect(change["edits"].as_array().is_some_and(|edits| edits.len() == 2), || all.to_string())?;
    let days: Vec<&str> =
        change["edits"].as_array().into_iter().flatten().filter_map(|edit| edit["newText"].as_str()).collect();
    expect(days == ["on July 23, 2025", "on July 25, 2025"], || format!("{days:?}"))?;
    let alone = range(&draft, "yesterday. Ada")?;
    expect(action(&mut client, NAME, &alone, "Write out all").is_err(), || "offered for one".into())
}

/// Fixes one after the other, each one edit; then nothing is left.
fn put_right(desk: &Desk, draft: &str, codes: &[(&str, &str)], fixes: &[Fix]) -> Result<String, Failed> {
    desk.write(NAME, draft)?;
    let mut client = desk.server();
    client.open(NAME, draft);
    let mut told: Vec<(String, u64)> =
        findings(&mut client, NAME).into_iter().map(|(code, _, column)| (code, column)).collect();
    told.retain(|(code, _)| !code.starts_with("A20"));
    told.sort();
    let column = |words: &str| -> Result<u64, Failed> {
        Ok(range(draft, words)?["start"]["character"].as_u64().unwrap_or_default() + 1)
    };
    let expected: Result<Vec<(String, u64)>, Failed> =
        codes.iter().map(|(code, words)| Ok(((*code).to_owned(), column(words)?))).collect();
    let mut expected = expected?;
    expected.sort();
    expect(told == expected, || format!("{told:?} where {expected:?} was expected"))?;

    let mut text = draft.to_owned();
    for (version, (words, title, new)) in (2..).zip(fixes) {
        let fix = action(&mut client, NAME, &range(&text, words)?, title)?;
        let (put, after) = edited(&client, &fix, NAME, &text)?;
        expect(put == *new, || format!("{put:?} instead of {new:?}"))?;
        text = after;
        client.rewrite(NAME, version, &text);
    }
    let left: Vec<_> = findings(&mut client, NAME).into_iter().filter(|(code, ..)| !code.starts_with("A20")).collect();
    expect(left.is_empty(), || format!("{left:?} in {text}"))?;
    Ok(text)
}

pub fn own() -> Result<(), Failed> {
    let desk = Desk::of(&[("speech.txt", SPEECH)])?;
    desk.write("entities.toml", &registry("Ada Velemyr", "Velemir", "President of Orvane", "Merrow", "Merrov"))?;
    let begun = format!("{HEAD}Vel");
    desk.write(NAME, &begun)?;
    let mut client = desk.server();
    client.open(NAME, &begun);
    let names = offered(&mut client, &begun);
    let first: Vec<&str> = names.iter().take(2).map(String::as_str).collect();
    expect(first == ["Ada Velemyr, President of Orvane", "Velemyr"], || format!("{names:?}"))?;
    drop(client);
    let draft = format!(
        "{HEAD}Velemir arrived in Merrov yesterday. \"This will be a very hard winter,\" Lindahl said. The sign at the \
         quay said \"Merrov\".\n"
    );
    let codes = [
        ("N401", "Velemir"),
        ("N402", "Velemir"),
        ("N401", "Merrov"),
        ("D105", "yesterday"),
        ("Q303", "This will"),
        ("N402", "Lindahl"),
    ];
    let fixes = [
        ("Merrov", "Change “Merrov” to “Merrow”", "Merrow"),
        ("Velemir", "Change “Velemir” to “Velemyr”", "Velemyr"),
        ("Velemyr", "Introduce as Ada Velemyr, President of Orvane", "Ada Velemyr, President of Orvane,"),
        ("yesterday", "Change “yesterday” to “on July 23, 2025”", "on July 23, 2025"),
        ("This will be a very hard winter", "Put the source's words", "difficult"),
        ("Lindahl", "Introduce as ", "spokesman Tomas Lindahl"),
    ];
    let text = put_right(&desk, &draft, &codes, &fixes)?;
    expect(text.contains("\"Merrov\""), || format!("quoted words were changed: {text}"))?;
    expand(&desk)?;
    desk.is_untouched(&["briefings", "entities.toml"])
}

pub fn seeds() -> Result<(), Failed> {
    let desk = Desk::of_seeds()?;
    desk.write("entities.toml", &registry("Volodymyr Zelenskyy", "Zelensky", "President of Ukraine", "Kyiv", "Kiev"))?;
    let begun = format!("{HEAD}Zel");
    desk.write(NAME, &begun)?;
    let mut client = desk.server();
    client.open(NAME, &begun);
    let names = offered(&mut client, &begun);
    let first: Vec<&str> = names.iter().take(2).map(String::as_str).collect();
    expect(first == ["Volodymyr Zelenskyy, President of Ukraine", "Zelenskyy"], || format!("{names:?}"))?;
    drop(client);
    let draft =
        format!("{HEAD}Zelensky arrived in Kiev yesterday. \"This will be a very hard conversation,\" Peskov said.\n");
    let codes = [
        ("N401", "Zelensky"),
        ("N402", "Zelensky"),
        ("N401", "Kiev"),
        ("D105", "yesterday"),
        ("Q303", "This will"),
        ("N402", "Peskov"),
    ];
    let fixes = [
        ("Kiev", "Change “Kiev” to “Kyiv”", "Kyiv"),
        ("Zelensky", "Change “Zelensky” to “Zelenskyy”", "Zelenskyy"),
        ("Zelenskyy", "Introduce as Volodymyr Zelenskyy, President", "Volodymyr Zelenskyy, President of Ukraine,"),
        ("yesterday", "Change “yesterday” to “on July 23, 2025”", "on July 23, 2025"),
        ("This will be a very hard conversation", "Put the source's words", "difficult"),
        ("Peskov", "Introduce as ", "Kremlin spokesman Dmitry Peskov"),
    ];
    put_right(&desk, &draft, &codes, &fixes)?;
    desk.is_untouched(&["briefings", "entities.toml"])
}
