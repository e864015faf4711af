//! What a reader and a writer do at their desk, on the five seed articles: date an article, note and set aside, quote.
//!
//! The seeds are no part of the project and stand beside it. Where they do not, these tests are counted as ignored, and
//! `.ci/run` takes that as a failure.

use std::process::{Command, ExitCode};

use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::{Value, json};
use tests::client::Client;
use tests::reader::{Desk, TODAY, action, count, created, expect, findings, hints, hover, range, run};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let is_there = tests::seeds().is_some();
    if !is_there {
        eprintln!(
            "\nSKIPPED: the seed articles are not beside the project (../shared/seeds): no desk is tried on them\n"
        );
    }
    let trial = |name: &str, test: fn() -> Result<(), Failed>| Trial::test(name, test).with_ignored_flag(!is_there);
    let trials = vec![
        trial("one date for an article answers all its expressions, and is taken back", date_the_undated),
        trial("the year is proven by what the registry says", prove_the_year),
        trial("a note follows its words and an orphan stays in its file", annotate),
        trial("a quotation is put right", quote),
        trial("words are cited and lead back", cite),
        trial("a relative day of a briefing is written out", expand),
        trial("a weekday that misses its day is told with the day that would fit", weekday),
        trial("names in the house's spelling, and who they are", names),
        trial("accounts that differ stand side by side, and one is used", conflict),
        trial("what happened stands in a timeline, and nothing else", timeline),
    ];
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn date_the_undated() -> Result<(), Failed> {
    let desk = Desk::of_seeds()?;
    let (name, text) = desk.article("002")?;
    let mut client = desk.server();
    client.open(&name, &text);
    let undated = |client: &mut Client| count(client, &name, "D101");
    expect(undated(&mut client) == 1, || "not one D101".into())?;

    let action = action(&mut client, &name, &range(&text, "Moscow and Kiev are going")?, "Set article date …")?;
    let (sidecar, new) = created(&client, &action)?;
    expect(sidecar == format!(".dateline/marks/{name}.toml"), || format!("the sidecar is {sidecar}"))?;
    let dated = new.replace(&format!("date = {TODAY}"), "date = 2026-02-03");
    expect(dated != new, || format!("no date to be changed in {new}"))?;

    client.open(&sidecar, &dated);
    let told = findings(&mut client, &name);
    let left: Vec<_> = told
        .iter()
        .filter(|(code, line, _)| code == "D101" || code == "D104" || (code == "D105" && *line == 31))
        .collect();
    expect(left.is_empty(), || format!("left: {left:?}"))?;
    let hints = hints(&mut client, &name);
    for (line, day) in [(11, "2026-02-04/2026-02-05"), (22, "2026-01-29"), (31, "2026-01-26/2026-02-01")] {
        expect(hints.iter().any(|(at, told)| *at == line && told.contains(day)), || {
            format!("no {day} on line {line}: {hints:?}")
        })?;
    }
    let same_day = hover(&mut client, &name, &text, "the same day")?;
    expect(same_day.contains("2026-01-29"), || format!("“On the same day” is told as {same_day}"))?;

    // The editor's own undo and redo, before anything is saved.
    client.rewrite(&sidecar, 2, "");
    expect(undated(&mut client) == 1, || "undo does not bring D101 back".into())?;
    client.rewrite(&sidecar, 3, &dated);
    expect(undated(&mut client) == 0, || "redo does not take D101 away".into())?;
    desk.is_untouched(&[])
}

const REGISTERED: &str = "[araghchi]\ntype = \"person\"\nname = \"Abbas Araghchi\"\nroles = [\n  { title = \"Foreign \
                          Minister of Iran\", org = \"iran\", from = 2024-08-21, exclusive = true },\n]\n";

fn prove_the_year() -> Result<(), Failed> {
    let desk = Desk::of_seeds()?;
    let (name, text) = desk.article("001")?;
    let run = |arguments: &[&str]| -> Result<String, Failed> {
        let mut command = Command::new(tests::program());
        let output = command.args(arguments).args(["--today", TODAY]).current_dir(desk.folder.path()).output()?;
        Ok(String::from_utf8(output.stdout)?)
    };
    let check = || run(&["check", "--select", "D102", &name]);
    let open = format!("{name}:3:9: info[D102] June 24: year not stated; \"Tuesday\" fits 2003, 2008, 2014, 2025\n");
    let told = check()?;
    expect(told == open, || told.clone())?;

    // In an editor, before anything is saved, and back.
    let mut client = desk.server();
    client.open(&name, &text);
    expect(count(&mut client, &name, "D102") == 1, || "not one D102".into())?;
    client.open("entities.toml", "");
    client.rewrite("entities.toml", 2, REGISTERED);
    expect(count(&mut client, &name, "D102") == 0, || "D102 stays".into())?;
    let dated = hints(&mut client, &name);
    for (line, day) in [(3, "2025-06-24"), (1, "2025-06-23")] {
        expect(dated.iter().any(|(at, told)| *at == line && told.contains(day)), || format!("no {day}: {dated:?}"))?;
    }
    client.rewrite("entities.toml", 3, "");
    expect(count(&mut client, &name, "D102") == 1, || "D102 does not come back".into())?;
    desk.is_untouched(&[])?;

    desk.write("entities.toml", REGISTERED)?;
    let told = check()?;
    expect(told.is_empty(), || told.clone())?;
    let why = run(&["explain", &format!("{name}:3:9")])?;
    let proof = [
        "article date: 2025-06-24 (inferred)",
        "3:9 “June 24”: dateline",
        "“Tuesday”: \"Tuesday\" fits 2003, 2008, 2014, 2025",
        "1:138 “Iranian Foreign Minister”: Abbas Araghchi as Foreign Minister of Iran: not before 2024-08-21",
        "not after today, 2026-02-10",
        "date: “June 24” is 2025-06-24",
    ];
    for line in proof {
        expect(why.contains(line), || format!("no {line} in {why}"))?;
    }
    let why = run(&["explain", &format!("{name}:1:112")])?;
    expect(why.contains("is 2025-06-23"), || why.clone())?;

    // The control: an event leaves one month, and the weekday falls on its day.
    let (name, text) = desk.article("003")?;
    let friday = text.lines().position(|line| line.contains("on Friday")).ok_or("no Friday")? + 1;
    desk.write("events.toml", "trump-inauguration = 2025-01-20\n")?;
    let dates = run(&["articles", "--format", "tsv", &name])?;
    expect(dates.contains("2025-01 (inferred)") && dates.contains("2025-07-23 (inferred)"), || dates.clone())?;
    let column = text.lines().nth(friday - 1).and_then(|line| line.find("Friday")).ok_or("no Friday")?;
    let column = text.lines().nth(friday - 1).unwrap_or_default()[..column].chars().count() + 1;
    let why = run(&["explain", &format!("{name}:{friday}:{column}")])?;
    for line in ["Friday is 2025-01-17, three days before the inauguration", "date: “Friday” is 2025-01-17"] {
        expect(why.contains(line), || format!("no {line} in {why}"))?;
    }
    desk.is_untouched(&["entities.toml", "events.toml"])
}

fn annotate() -> Result<(), Failed> {
    let desk = Desk::of_seeds()?;
    let (name, text) = desk.article("002")?;
    let mut client = desk.server();
    client.open(&name, &text);
    let words = "reports appeared in the media";
    let action = action(&mut client, &name, &range(&text, words)?, "Add note")?;
    let (sidecar, new) = created(&client, &action)?;
    let lines: Vec<&str> = new.lines().filter(|line| line.contains("kind = ")).collect();
    expect(matches!(lines[..], [only] if only.contains("at = [388, 417]")), || format!("not one mark: {new}"))?;
    let noted = new.replace("note = \"\"", "note = \"which media?\"");
    client.open(&sidecar, &noted);
    let is_noted = |client: &mut Client, path: &str, text: &str| -> Result<bool, Failed> {
        Ok(hover(client, path, text, words)?.contains("which media?"))
    };
    expect(is_noted(&mut client, &name, &text)?, || "the note is not shown".into())?;
    client.rewrite(&sidecar, 2, "");
    expect(!is_noted(&mut client, &name, &text)?, || "undo leaves the note".into())?;
    client.rewrite(&sidecar, 3, &noted);
    expect(is_noted(&mut client, &name, &text)?, || "redo does not bring the note back".into())?;
    drop(client);

    // A copy with its marks, edited above them, beside them and inside one of them.
    let aside =
        "  { id = \"zzzzzz\", quote = \"experts say\", kind = \"ignore\", rule = \"A203\", why = \"known\" },\n]";
    let marks = noted.trim_end().strip_suffix(']').ok_or("marks are the last table")?.to_owned() + aside + "\n";
    let copied = ".dateline/marks/briefings/work.txt.toml";
    desk.write("briefings/work.txt", &text)?;
    desk.write(copied, &marks)?;
    let mut client = desk.server();
    client.open("briefings/work.txt", &text);
    client.open(copied, &marks);
    let orphans = |client: &mut Client| count(client, copied, "M901");
    expect(orphans(&mut client) == 0, || "an orphan before any edit".into())?;
    let changed = format!("A paragraph above.\n\n{}", text.replacen("experts say", "analysts say", 1));
    client.rewrite("briefings/work.txt", 2, &changed);
    expect(is_noted(&mut client, "briefings/work.txt", &changed)?, || "the note does not follow its words".into())?;
    expect(orphans(&mut client) == 1, || format!("{:?}", findings(&mut client, copied)))?;
    let analysts = changed[..changed.find("analysts say").unwrap_or_default()].matches('\n').count() as u64 + 1;
    let vague = |client: &mut Client| {
        findings(client, "briefings/work.txt").iter().any(|(code, line, _)| code == "A203" && *line == analysts)
    };
    expect(vague(&mut client), || "the ignore was moved to a look-alike".into())?;
    client.rewrite("briefings/work.txt", 3, &text);
    expect(orphans(&mut client) == 0, || "the words are back and their mark is not".into())?;
    desk.is_untouched(&["briefings", ".dateline"])
}

const BRIEFING: &str = "---\ndate: 2025-07-24\n---\n\n\"This will be a very hard conversation,\" Dmitry Peskov said.\n";

fn quote() -> Result<(), Failed> {
    let desk = Desk::of_seeds()?;
    let (source, _) = desk.article("003")?;
    desk.write("briefings/2025-07-24.md", BRIEFING)?;
    let run = |arguments: &[&str]| -> Result<String, Failed> {
        let mut command = Command::new(tests::program());
        let output = command.args(arguments).args(["--today", TODAY]).current_dir(desk.folder.path()).output()?;
        Ok(String::from_utf8(output.stdout)?)
    };
    let told = run(&["check", "--select", "Q303", "--format", "jsonl", "--fail-on", "never", "."])?;
    let lines: Vec<Value> = told.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let [finding] = lines.as_slice() else { return Err(format!("not one Q303: {told}").into()) };
    let nearest = &finding["related"][0];
    expect(nearest["path"] == source.as_str() && nearest["line"] == 53, || format!("nearest: {nearest}"))?;
    run(&["check", "--select", "Q303", "--fix", "."])?;
    let fixed = std::fs::read_to_string(desk.folder.path().join("briefings/2025-07-24.md"))?;
    let expected = BRIEFING.replace("This will be a very hard", "this will be a very difficult");
    expect(fixed.eq_ignore_ascii_case(&expected), || fixed.clone())?;
    let told = run(&["check", "--select", "Q303", "--fail-on", "never", "-q", "."])?;
    expect(!told.contains("Q303"), || told.clone())?;
    desk.is_untouched(&["briefings"])
}

fn expand() -> Result<(), Failed> {
    let desk = Desk::of_seeds()?;
    let name = "briefings/2025-07-24.md";
    let draft = "---\ndate: 2025-07-24\n---\n\nZelensky arrived in Kiev yesterday. \"This will be a very hard conversation,\" \
                 Peskov said.\n";
    desk.write(name, draft)?;
    let mut client = desk.server();
    client.open(name, draft);
    expect(count(&mut client, name, "D105") == 1, || format!("{:?}", findings(&mut client, name)))?;
    let at = range(draft, "yesterday")?;
    for written in ["on July 23, 2025", "on Wednesday, July 23, 2025"] {
        let action = action(&mut client, name, &at, &format!("Change “yesterday” to “{written}”"))?;
        let edits = action["edit"]["documentChanges"][0]["edits"].as_array().cloned().unwrap_or_default();
        let [edit] = edits.as_slice() else { return Err(format!("not one edit: {action}").into()) };
        expect(edit["newText"] == written && edit["range"] == at, || action.to_string())?;
    }
    client.rewrite(name, 2, &draft.replace("yesterday", "on July 23, 2025"));
    expect(count(&mut client, name, "D105") == 0, || "the day is written out and still told".into())?;
    drop(client);
    run(&desk, &["check", "--select", "D105", "--fix", "."])?;
    let fixed = std::fs::read_to_string(desk.folder.path().join(name))?;
    expect(fixed == draft.replace("yesterday", "on July 23, 2025"), || fixed.clone())?;
    desk.is_untouched(&["briefings"])
}

fn weekday() -> Result<(), Failed> {
    let desk = Desk::of_seeds()?;
    let text = "date 2025-07-25\n\nISTANBUL, Friday, July 24, 2025. /Test/. Russia and Ukraine held the second round of their \
                Istanbul talks on June 3, a source said.\n";
    desk.write("005_conflict.txt", text)?;
    let told = run(&desk, &["check", "--select", "D106", "--format", "jsonl", "--fail-on", "never", "."])?;
    let lines: Vec<Value> = told.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let [finding] = lines.as_slice() else { return Err(format!("not one D106: {told}").into()) };
    let message = "July 24, 2025 is a Thursday; Friday, July 25, 2025 would match the article's date";
    let is_so =
        finding["message"] == message && finding["severity"] == "warning" && finding["path"] == "005_conflict.txt";
    expect(is_so && finding["line"] == 3 && finding["related"][0]["line"] == 1, || finding.to_string())?;
    desk.is_untouched(&["005_conflict.txt"])
}

/// The house style of two names, for a registry.
const STYLE: &str = "[zelenskyy]\ntype = \"person\"\nname = \"Volodymyr Zelenskyy\"\nsurname = \"Zelenskyy\"\naliases = \
    [\"Zelensky\", \"Zelenskiy\", \"Vladimir Zelensky\"]\nroles = [\n  { title = \"President of Ukraine\", from = 2019-05-20, \
    exclusive = true, said-as = [\"Ukrainian leader\"] },\n]\n\n[kyiv]\ntype = \"place\"\nname = \"Kyiv\"\nvariants = [\"Kiev\"]\n\
    keep = [\"chicken Kiev\"]\n";

fn names() -> Result<(), Failed> {
    let desk = Desk::of_seeds()?;
    desk.write("entities.toml", STYLE)?;
    let name = "briefings/2025-07-24.md";
    let draft =
        "---\ndate: 2025-07-24\n---\n\nZelensky arrived in Kiev on July 23, 2025. \"Kiev was quiet,\" Peskov said.\n";
    desk.write(name, draft)?;
    let mut client = desk.server();
    client.open(name, draft);
    let told = |client: &mut Client| -> Vec<(String, u64)> {
        let all = findings(client, name).into_iter().filter(|(code, ..)| code.starts_with('N'));
        all.map(|(code, _, column)| (code, column)).collect()
    };
    let expected = [("N401", 1), ("N402", 1), ("N401", 21), ("N402", 62)].map(|(code, at)| (code.to_owned(), at));
    let mut now = told(&mut client);
    now.sort_by_key(|(code, at)| (*at, code.clone()));
    expect(now == expected, || format!("{now:?}"))?;
    let mut text = draft.to_owned();
    let steps = [
        ("Kiev", "Change “Kiev” to “Kyiv”", "Kyiv"),
        ("Zelensky", "Change “Zelensky” to “Zelenskyy”", "Zelenskyy"),
        (
            "Zelenskyy",
            "Introduce as Volodymyr Zelenskyy, President of Ukraine",
            "Volodymyr Zelenskyy, President of Ukraine,",
        ),
        ("Peskov", "Introduce as ", "Kremlin spokesman Dmitry Peskov"),
    ];
    for (version, (words, title, new)) in (2..).zip(steps) {
        let action = action(&mut client, name, &range(&text, words)?, title)?;
        let edits = action["edit"]["documentChanges"][0]["edits"].as_array().cloned().unwrap_or_default();
        let [edit] = edits.as_slice() else { return Err(format!("not one edit: {action}").into()) };
        expect(edit["newText"] == new, || action.to_string())?;
        text = text.replacen(words, new, 1);
        client.rewrite(name, version, &text);
    }
    let left = told(&mut client);
    expect(left.is_empty() && text.contains("\"Kiev was quiet,\""), || format!("{left:?} in {text}"))?;
    drop(client);
    desk.is_untouched(&["briefings", "entities.toml"])?;

    // Without a registry: what the articles themselves leave open.
    std::fs::remove_file(desk.folder.path().join("entities.toml"))?;
    let told = run(&desk, &["check", "--select", "N", "--fail-on", "never", "."])?;
    let of_seeds: Vec<&str> = told.lines().filter(|line| line.starts_with("00")).collect();
    for (file, place) in [("001", ":9:41: hint[N402]"), ("002", ":42:46: hint[N401]"), ("002", ":60:382: hint[N402]")] {
        let there = of_seeds.iter().any(|line| line.starts_with(file) && line.contains(place));
        expect(there, || format!("no {file}{place} in {told}"))?;
    }
    Ok(())
}

fn conflict() -> Result<(), Failed> {
    let desk = Desk::of_seeds()?;
    let name = "005_conflict.txt";
    let text = "date 2025-07-25\n\nISTANBUL, Friday, July 24, 2025. /Test/. Russia and Ukraine held the second round of their \
                Istanbul talks on June 3, a source said.\n";
    desk.write(name, text)?;
    let check = || run(&desk, &["check", "--select", "C501", "--format", "jsonl", "--fail-on", "never", "."]);
    let told = check()?;
    let lines: Vec<Value> = told.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let [finding] = lines.as_slice() else { return Err(format!("not one C501: {told}").into()) };
    expect(finding["path"] == name && finding["severity"] == "information", || finding.to_string())?;
    let places: Vec<(u64, u64)> = finding["related"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|related| {
            let number = |key: &str| related[key].as_u64().unwrap_or_default();
            (number("line"), number("column"))
        })
        .collect();
    expect(places == [(55, 42), (75, 24)], || finding.to_string())?;
    let says = |related: &Value| {
        related["message"]
            .as_str()
            .is_some_and(|says| says.starts_with("June 2, 2025: ") && says.ends_with(", July 23, 2025"))
    };
    expect(finding["related"].as_array().into_iter().flatten().all(says), || finding.to_string())?;

    // Somebody settles on the other day, in the sidecar.
    let mut client = desk.server();
    client.open(name, text);
    let action = action(&mut client, name, &range(text, "June 3")?, "Used: June 2")?;
    let (sidecar, new) = created(&client, &action)?;
    expect(new.contains("kind = \"used\"") && new.contains("rule = \"C501\""), || new.clone())?;
    drop(client);
    desk.write(&sidecar, &new)?;
    let told = check()?;
    expect(told.contains("\"hint\"") && told.contains("used: June 2, 2025"), || told.clone())?;
    desk.is_untouched(&[name, ".dateline"])
}

const PRESIDENT: &str = "[pezeshkian]\ntype = \"person\"\nname = \"Masoud Pezeshkian\"\nsurname = \"Pezeshkian\"\n\
    roles = [\n  { title = \"President of Iran\", from = 2024-07-28, exclusive = true, said-as = [\"Iranian President\"] },\n]\n";

fn timeline() -> Result<(), Failed> {
    let desk = Desk::of_seeds()?;
    let csv = run(&desk, &["timeline", "--format", "csv"])?;
    expect(csv.starts_with("start,end,precision,event,who,where,article,line,basis,quote\n"), || csv.clone())?;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>()?;
    let has = |start: &str, file: &str, line: &str, words: &[&str]| {
        rows.iter().any(|row| {
            let place = &row[0] == start && row[6].starts_with(file) && &row[7] == line;
            place && words.iter().all(|word| row.iter().any(|cell| cell.contains(word)))
        })
    };
    expect(has("2022-01-19", "000", "1", &["Putin", "Raisi", "yesterday", "header", "2022-01-20"]), || csv.clone())?;
    expect(has("2025-07-23", "003", "49", &["Wednesday", "Ukraine", "day"]), || csv.clone())?;
    // Nothing in it says when this was written, but that somebody was in office: no day is made of that.
    let loose = |row: &csv::StringRecord| &row[2] == "interval" || row[8].contains("as stated");
    expect(rows.iter().filter(|row| row[6].starts_with("004")).all(loose), || csv.clone())?;
    // An office has a beginning, and so has what an article tells of its holder as present.
    desk.write("entities.toml", PRESIDENT)?;
    let bounded = run(&desk, &["timeline", "--format", "csv"])?;
    let is_bounded = |line: &&str| line.starts_with("2024-07-28,,interval,") && line.contains("004_");
    let row = bounded.lines().find(is_bounded).ok_or_else(|| bounded.clone())?;
    expect(row.contains("not before 2024-07-28: ") && row.matches("2024-07-28").count() > 2, || row.to_owned())?;
    std::fs::remove_file(desk.folder.path().join("entities.toml"))?;
    let undated = run(&desk, &["timeline", "--format", "csv", "--undated"])?;
    expect(undated.lines().any(|line| line.starts_with(",,undated,") && line.contains("004_")), || undated.clone())?;
    let ics = run(&desk, &["timeline", "--format", "ics"])?;
    let day = "DTEND;VALUE=DATE:20220120\r\nDTSTAMP:20260210T000000Z\r\nDTSTART;VALUE=DATE:20220119\r\n";
    expect(ics.contains(day) && ics.contains("X-DATELINE-PRECISION:day\r\n"), || ics.clone())?;
    desk.is_untouched(&[])
}

fn cite() -> Result<(), Failed> {
    let desk = Desk::of_seeds()?;
    let (source, text) = desk.article("003")?;
    let words = "this will be a very difficult conversation";
    let draft = "---\ndate: 2025-07-24\n---\n\nThe talks.\n";
    desk.write("briefings/2025-07-24.md", draft)?;
    let mut client = desk.server();
    client.open(&source, &text);
    client.open("briefings/2025-07-24.md", draft);
    let action = action(&mut client, &source, &range(&text, words)?, "Cite “")?;
    let edit = &action["edit"]["documentChanges"][0];
    expect(edit["textDocument"]["uri"] == client.uri("briefings/2025-07-24.md"), || action.to_string())?;
    let cited = edit["edits"][0]["newText"].as_str().unwrap_or_default().to_owned();
    let says = format!("“{words},” Dmitry Peskov said (");
    let link = format!("{source}:53");
    expect(cited.contains(&says) && cited.contains(&link), || cited.clone())?;
    let new = format!("{}{cited}", draft.trim_end());
    client.rewrite("briefings/2025-07-24.md", 2, &new);
    let wrong: Vec<_> = findings(&mut client, "briefings/2025-07-24.md")
        .into_iter()
        .filter(|(code, ..)| code.starts_with(['Q', 'A']))
        .collect();
    expect(wrong.is_empty(), || format!("{wrong:?}"))?;
    let at = range(&new, &link)?["start"].clone();
    let uri = client.uri("briefings/2025-07-24.md");
    let answer = client.ask("textDocument/definition", &json!({ "textDocument": { "uri": uri }, "position": at }));
    let target = &answer[0];
    expect(target["targetUri"] == client.uri(&source), || answer.to_string())?;
    expect(target["targetSelectionRange"]["start"] == json!({ "line": 52, "character": 0 }), || answer.to_string())?;
    desk.is_untouched(&["briefings"])
}
