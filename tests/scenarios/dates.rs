//! 3: an archivist gives one answer that dates ten expressions. 4: a historian wants the year argued, not guessed.

use libtest_mimic::Failed;
use tests::client::Client;
use tests::reader::{Desk, TODAY, action, count, created, expect, findings, hints, hover, range, run};

use crate::{json_lines, related};

const UNDATED: &str = include_str!("undated.txt");
const DIGEST: &str = include_str!("digest.txt");
const INAUGURATION: &str = include_str!("inauguration.txt");

pub fn undated() -> Result<(), Failed> {
    let name = "undated.txt";
    let desk = Desk::of(&[(name, UNDATED)])?;
    let told = json_lines(&desk, &["check", "--select", "D101,D102", "--fail-on", "never", "--format", "jsonl", "."])?;
    let [only] = told.as_slice() else { return Err(format!("not one finding: {told:?}").into()) };
    expect(only["code"] == "D101", || only.to_string())?;
    let places = ["1:88", "1:99", "1:136", "1:147", "3:4", "5:19", "5:33", "7:51"];
    let expected: Vec<String> = places.iter().map(|place| format!("{name}:{place}")).collect();
    expect(related(only) == expected, || format!("{:?}", related(only)))?;

    let mut client = desk.server();
    client.open(name, UNDATED);
    let undated = |client: &mut Client| count(client, name, "D101");
    expect(undated(&mut client) == 1, || "not one D101".into())?;
    let action = action(&mut client, name, &range(UNDATED, "The delegations")?, "Set article date …")?;
    let (sidecar, new) = created(&client, &action)?;
    expect(sidecar == format!(".dateline/marks/{name}.toml"), || format!("the sidecar is {sidecar}"))?;
    let dated = new.replace(&format!("date = {TODAY}"), "date = 2026-02-03");
    client.open(&sidecar, &dated);
    let left = findings(&mut client, name);
    let left: Vec<_> = left.iter().filter(|(code, ..)| code.starts_with("D10")).collect();
    expect(left.is_empty(), || format!("left: {left:?}"))?;
    let hints = hints(&mut client, name);
    for (line, day) in [(1, "2026-02-04/2026-02-05"), (3, "2026-01-29"), (5, "2026-01-26/2026-02-01")] {
        expect(hints.iter().any(|(at, told)| *at == line && told.contains(day)), || {
            format!("no {day} on line {line}: {hints:?}")
        })?;
    }
    let same_day = hover(&mut client, name, UNDATED, "the same day")?;
    expect(same_day.contains("2026-01-29"), || format!("“On the same day” is told as {same_day}"))?;
    // The editor's own undo and redo, before anything is saved.
    client.rewrite(&sidecar, 2, "");
    expect(undated(&mut client) == 1, || "undo does not bring D101 back".into())?;
    client.rewrite(&sidecar, 3, &dated);
    expect(undated(&mut client) == 0, || "redo does not take D101 away".into())?;
    desk.is_untouched(&[])
}

/// Where expressions without a year stand in the third seed. Both ends of a range and a date are told; the scenario's
/// list has the first of them.
pub fn undated_seed() -> Result<(), Failed> {
    let desk = Desk::of_seeds()?;
    let (name, _) = desk.article("002")?;
    let told =
        json_lines(&desk, &["check", "--select", "D101,D102", "--fail-on", "never", "--format", "jsonl", &name])?;
    let [only] = told.as_slice() else { return Err(format!("not one finding: {told:?}").into()) };
    expect(only["code"] == "D101", || only.to_string())?;
    let places = related(only);
    let expected = ["11:79", "15:114", "20:353", "22:32", "22:351", "24:164", "29:334", "31:19", "44:31", "62:491"];
    for place in expected {
        expect(places.contains(&format!("002:{place}")), || format!("no {place} among {places:?}"))?;
    }
    desk.is_untouched(&[])
}

const REGISTERED: &str = "[brandt]\ntype = \"person\"\nname = \"Ada Brandt\"\nroles = [\n  { title = \"Harbour Minister\", \
                          from = 2024-08-21, exclusive = true },\n]\n";

pub fn year() -> Result<(), Failed> {
    let name = "digest.txt";
    let desk = Desk::of(&[(name, DIGEST)])?;
    let check = || run(&desk, &["check", "--select", "D102", name]);
    let open = format!("{name}:1:11: info[D102] June 24: year not stated; \"Tuesday\" fits 2003, 2008, 2014, 2025\n");
    let told = check()?;
    expect(told == open, || told.clone())?;

    let mut client = desk.server();
    client.open(name, DIGEST);
    client.open("entities.toml", "");
    client.rewrite("entities.toml", 2, REGISTERED);
    expect(count(&mut client, name, "D102") == 0, || "D102 stays".into())?;
    let dated = hints(&mut client, name);
    for day in ["2025-06-24", "2025-06-23"] {
        expect(dated.iter().any(|(_, told)| told.contains(day)), || format!("no {day}: {dated:?}"))?;
    }
    client.rewrite("entities.toml", 3, "");
    expect(count(&mut client, name, "D102") == 1, || "D102 does not come back".into())?;
    drop(client);

    desk.write("entities.toml", REGISTERED)?;
    let told = check()?;
    expect(told.is_empty(), || told.clone())?;
    let why = run(&desk, &["explain", &format!("{name}:1:11")])?;
    let proof = [
        "article date: 2025-06-24 (inferred)",
        "1:11 “June 24”: dateline",
        "“Tuesday”: \"Tuesday\" fits 2003, 2008, 2014, 2025",
        "3:10 “Harbour Minister”: Ada Brandt as Harbour Minister: not before 2024-08-21",
        "not after today, 2026-02-10",
        "date: “June 24” is 2025-06-24",
    ];
    for line in proof {
        expect(why.contains(line), || format!("no {line} in {why}"))?;
    }
    desk.is_untouched(&["entities.toml"])
}

pub fn event() -> Result<(), Failed> {
    let name = "inauguration.txt";
    let desk = Desk::of(&[(name, INAUGURATION)])?;
    let articles = || run(&desk, &["articles", "--format", "tsv", "."]);
    let before = articles()?;
    expect(before.contains("not before 2025-01-08"), || before.clone())?;
    desk.write("events.toml", "brandt-inauguration = 2025-01-20\n")?;
    let after = articles()?;
    expect(after.contains("2025-01 (inferred)"), || after.clone())?;
    let why = run(&desk, &["explain", &format!("{name}:5:46")])?;
    for line in ["Friday is 2025-01-17, three days before the inauguration", "date: “Friday” is 2025-01-17"] {
        expect(why.contains(line), || format!("no {line} in {why}"))?;
    }
    desk.is_untouched(&["events.toml"])
}
