//! 8: a desk researcher wants accounts that differ side by side.

use libtest_mimic::Failed;
use serde_json::Value;
use tests::reader::{Desk, action, created, expect, range};

use crate::{json_lines, place, related};

const TALKS: &str = include_str!("talks.txt");
const OTHERS: &str = include_str!("other-talks.txt");

/// What differs from the other articles, planted: a weekday that misses its day, a nameless source, another day.
fn conflict(town: &str, parties: &str) -> String {
    let place = town.to_uppercase();
    format!(
        "date 2025-07-25\n\n{place}, Friday, July 24, 2025. /Test/. {parties} held the second round of their {town} talks on \
         June 3, a source said.\n"
    )
}

/// Checks the planted file, says which account is used, and checks again. `expected` are the places that tell of the
/// other day.
fn differ(desk: &Desk, text: &str, expected: &[&str]) -> Result<(), Failed> {
    let name = "005_conflict.txt";
    desk.write(name, text)?;
    let check = || json_lines(desk, &["check", "--fail-on", "never", "--format", "jsonl", "."]);
    let found = check()?;
    let of = |found: &[Value], code: &str| -> Vec<Value> {
        found.iter().filter(|finding| finding["code"] == code).cloned().collect()
    };
    let weekday: Vec<Value> = of(&found, "D106");
    let [weekday] = weekday.as_slice() else { return Err(format!("not one D106: {weekday:?}").into()) };
    let message = "July 24, 2025 is a Thursday; Friday, July 25, 2025 would match the article's date";
    expect(weekday["severity"] == "warning" && weekday["message"] == message, || weekday.to_string())?;
    let nameless = of(&found, "A202").into_iter().find(|finding| finding["path"] == name).ok_or("no A202")?;
    expect(nameless["grade"] == "undescribed", || nameless.to_string())?;
    // One finding, in the planted file: nothing of other rounds elsewhere, and nothing of the figures.
    let accounts = of(&found, "C501");
    let [account] = accounts.as_slice() else { return Err(format!("not one C501: {accounts:?}").into()) };
    expect(place(account).starts_with("005:3:") && account["severity"] == "information", || account.to_string())?;
    expect(related(account) == expected, || account.to_string())?;
    let says = |related: &Value| {
        let says = related["message"].as_str().unwrap_or_default();
        says.starts_with("June 2, 2025: ") && says.ends_with(", July 23, 2025")
    };
    expect(account["related"].as_array().into_iter().flatten().all(says), || account.to_string())?;

    let mut client = desk.server();
    client.open(name, text);
    let used = action(&mut client, name, &range(text, "June 3")?, "Used: June 2")?;
    let (sidecar, new) = created(&client, &used)?;
    expect(new.contains("kind = \"used\"") && new.contains("rule = \"C501\""), || new.clone())?;
    drop(client);
    desk.write(&sidecar, &new)?;
    let settled = of(&check()?, "C501");
    let is_hint = matches!(settled.as_slice(), [only] if only["severity"] == "hint");
    expect(is_hint, || format!("{settled:?}"))?;
    desk.is_untouched(&[name, ".dateline"])
}

pub fn own() -> Result<(), Failed> {
    let desk = Desk::of(&[("talks.txt", TALKS), ("other-talks.txt", OTHERS)])?;
    differ(&desk, &conflict("Geneva", "Norway and Sweden"), &["talks.txt:3:40", "talks.txt:5:24"])
}

pub fn seeds() -> Result<(), Failed> {
    let desk = Desk::of_seeds()?;
    differ(&desk, &conflict("Istanbul", "Russia and Ukraine"), &["003:55:42", "003:75:24"])
}
