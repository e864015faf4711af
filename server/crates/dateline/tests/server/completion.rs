//! Quotations of the folder, offered where a draft begins to quote.

use serde_json::{Value, json};

use crate::support::{Start, folder};

const SOURCE: &str = "MERROW, March 4, 2025 (Norwire) - The harbour opens on Monday.\n\n\
    \"We will open the northern gate before the first ship arrives,\" Minister Ada Brandt said.\n";

fn complete(draft: &str) -> Value {
    let folder = folder(&[("source.txt", SOURCE)]);
    let mut client = Start::new("VS Code", &[folder.path()]).go();
    client.wait_until_read();
    let head = "---\nprofile: draft\n---\n\n";
    let uri = client.open(&folder.path().join("draft.md"), &format!("{head}{}", draft.replace('|', "")));
    let column = draft[..draft.find('|').unwrap()].encode_utf16().count();
    let position = json!({ "line": 4, "character": column });
    client.ask("textDocument/completion", json!({ "textDocument": { "uri": uri }, "position": position }))
}

#[test]
fn a_quotation_is_finished_and_attributed() {
    let list = complete("Ada 🎉 said: “We will open|”.");
    assert_eq!(list["isIncomplete"], true);
    let [item] = list["items"].as_array().unwrap().as_slice() else { panic!("{list}") };
    assert_eq!(item["label"], "We will open the northern gate before the first ship arrives");
    assert_eq!(item["detail"], "Ada Brandt · Norwire, March 4, 2025");
    let edit = &item["textEdit"];
    assert_eq!(
        edit["newText"],
        "We will open the northern gate before the first ship arrives,” Ada Brandt said (Norwire, March 4, 2025)"
    );
    // From behind the opening mark to behind the closing one, which an editor may have put there.
    assert_eq!((&edit["range"]["start"]["character"], &edit["range"]["end"]["character"]), (&json!(14), &json!(27)));
    assert_eq!(item["filterText"], "We will open”");
}

#[test]
fn nothing_is_offered_outside_a_quotation() {
    assert_eq!(complete("We will open|")["items"], json!([]));
}
