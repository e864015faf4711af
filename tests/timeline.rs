//! `dateline timeline` on a folder of our own: what is dated and by what, what is not, and forms that others can read.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const FILES: [(&str, &str); 5] = [
    (
        "review.txt",
        "date 2025-03-04 The Gazette: Talks go on\n\
         The minister spoke of trade following yesterday’s talks between Ada Brandt and Pavel Dostrov. \
         The ministers of Velmia and Sarenia signed a treaty in Merrow on February 12 and 13.\n",
    ),
    (
        "wire.txt",
        "March 5, 2025, Merrow (Norwire) - Sarenia and Velmia signed the treaty in Merrow on February 12 and 13. \
         The war of 1919 is not forgotten, Ada Brandt said. The elections in Velmia took place in June 2024.\n",
    ),
    (
        "yearless.txt",
        "KESTREL, June 24. /VELTA/. The strike at the port of Kestrel began on June 20, the union said.\n",
    ),
    (
        "undated.txt",
        "The talks between Velmia and Sarenia in Lissa went on, and nobody said for how long, Pavel Dostrov said.\n",
    ),
    (
        "briefings/2025-03-06.md",
        "---\ndate: 2025-03-06\n---\n\nThe talks between Velmia and Sarenia in Lissa ended on March 3, 2025, Pavel Dostrov said.\n",
    ),
];

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("briefings")).unwrap();
    for (name, text) in FILES {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn timeline(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(tests::program());
    command.args(["timeline", "--today", "2026-01-01"]).args(arguments).current_dir(folder);
    let output = command.output().expect("dateline runs");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    output
}

fn text(folder: &Path, arguments: &[&str]) -> String {
    String::from_utf8(timeline(folder, arguments).stdout).unwrap()
}

type Row = BTreeMap<String, String>;

fn rows(csv: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn with<'a>(rows: &'a [Row], words: &str) -> &'a Row {
    let mut found = rows.iter().filter(|row| row["event"].contains(words));
    let row = found.next().unwrap_or_else(|| panic!("no {words:?} in {rows:?}"));
    assert_eq!(found.next(), None, "{words:?} is told once, however many articles tell it");
    row
}

#[test]
fn each_event_has_the_words_that_date_it() {
    let folder = folder();
    let csv = text(folder.path(), &["--format", "csv"]);
    assert!(csv.starts_with("start,end,precision,event,who,where,article,line,basis,quote\n"), "{csv}");
    let rows = rows(&csv);
    let talks = with(&rows, "yesterday’s talks");
    assert_eq!((&*talks["start"], &*talks["end"], &*talks["precision"]), ("2025-03-03", "2025-03-03", "day"));
    assert_eq!((&*talks["article"], &*talks["line"], &*talks["who"]), ("review.txt", "2", "Ada Brandt; Pavel Dostrov"));
    for words in ["“yesterday”", "2025-03-04", "header"] {
        assert!(talks["basis"].contains(words), "{talks:?}");
    }
    assert!(talks["quote"].starts_with("The minister spoke") && talks["quote"].ends_with("Dostrov."), "{talks:?}");
    let signing = with(&rows, "signed");
    assert_eq!((&*signing["start"], &*signing["end"]), ("2025-02-12", "2025-02-13"));
    assert_eq!((&*signing["precision"], &*signing["where"]), ("days", "Merrow"));
    assert_eq!(with(&rows, "war of 1919")["precision"], "year");
    let elections = with(&rows, "elections");
    assert_eq!((&*elections["start"], &*elections["end"]), ("2024-06-01", "2024-06-30"));
    assert_eq!(elections["precision"], "month");
    let days: Vec<&str> = rows.iter().map(|row| &*row["start"]).collect();
    assert!(days.is_sorted(), "{days:?}");
}

#[test]
fn no_date_is_made_up() {
    let folder = folder();
    let dated = text(folder.path(), &["--format", "csv"]);
    assert!(!dated.contains("Kestrel") && !dated.contains("Lissa"), "{dated}");
    let undated = rows(&text(folder.path(), &["--format", "csv", "--undated"]));
    assert!(undated.iter().all(|row| row["start"].is_empty() && row["end"].is_empty()), "{undated:?}");
    assert!(undated.iter().all(|row| row["precision"] == "undated"), "{undated:?}");
    // Day and month are no date; what only a briefing dates is not dated.
    assert!(with(&undated, "strike")["basis"].contains("XXXX-06-20"), "{undated:?}");
    assert_eq!(with(&undated, "talks")["article"], "undated.txt");
    let json: Value = serde_json::from_str(&text(folder.path(), &["--format", "json"])).unwrap();
    let count = |list: &str| json[list].as_array().unwrap().len();
    assert_eq!((count("dated"), count("undated")), (rows(&dated).len(), undated.len()));
    let shown = text(folder.path(), &[]);
    let (above, below) = shown.split_once("\nundated:\n").unwrap();
    assert!(above.contains("2025-03-03") && !below.contains("2025-03-03") && below.contains("Lissa"), "{shown}");
    let told = timeline(folder.path(), &["--format", "csv"]).stderr;
    let left_out = format!("{} events without a date", undated.len());
    assert!(String::from_utf8_lossy(&told).starts_with(&left_out), "{}", String::from_utf8_lossy(&told));
}

#[test]
fn options_choose() {
    let folder = folder();
    let found = |arguments: &[&str]| {
        let all = [&["--format", "csv"], arguments].concat();
        rows(&text(folder.path(), &all)).into_iter().map(|row| row["start"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(found(&["--from", "2025-02-13", "--to", "2025-02-28"]), ["2025-02-12"]);
    assert_eq!(found(&["--to", "1920-01-01"]), ["1919-01-01"]);
    assert_eq!(found(&["--who", "dostrov"]), ["2025-03-03"]);
    assert_eq!(found(&["--where", "merrow"]), ["2025-02-12"]);
    assert_eq!(found(&["--event", "war of", "--event", "elections"]), ["1919-01-01", "2024-06-01"]);
    assert_eq!(found(&["--who", "nobody"]), [""; 0]);
    assert_eq!(text(folder.path(), &["--format", "csv", "--undated", "--from", "2025-01-01"]).lines().count(), 1);
}

#[test]
fn a_calendar_is_one() {
    let folder = folder();
    let ics = text(folder.path(), &["--format", "ics"]);
    assert_eq!(ics, text(folder.path(), &["--format", "ics"]), "the same from run to run");
    assert!(ics.split_inclusive('\n').all(|line| line.ends_with("\r\n") && line.len() <= 77), "{ics}");
    let unfolded = ics.replace("\r\n ", "");
    assert!(unfolded.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && unfolded.ends_with("END:VCALENDAR\r\n"));
    let events: Vec<&str> = unfolded.split("BEGIN:VEVENT\r\n").skip(1).collect();
    assert_eq!(events.len(), rows(&text(folder.path(), &["--format", "csv"])).len());
    for event in &events {
        for property in ["UID:", "DTSTAMP:20260101T000000Z", "SUMMARY:", "DTSTART;VALUE=DATE:", "DTEND;VALUE=DATE:"] {
            assert_eq!(event.lines().filter(|line| line.starts_with(property)).count(), 1, "{property}: {event}");
        }
    }
    let signing = events.iter().find(|event| event.contains("SUMMARY:") && event.contains("20250212")).unwrap();
    assert!(signing.contains("DTSTART;VALUE=DATE:20250212\r\n"), "{signing}");
    assert!(signing.contains("DTEND;VALUE=DATE:20250214\r\n"), "the day behind the last: {signing}");
    assert!(signing.contains("X-DATELINE-PRECISION:days\r\n") && signing.contains("LOCATION:Merrow\r\n"), "{signing}");
    let mut ids: Vec<&str> = unfolded.lines().filter(|line| line.starts_with("UID:")).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), events.len());
}

#[test]
fn one_file_no_file_and_a_pipe() {
    let folder = folder();
    let one = rows(&text(folder.path(), &["--format", "csv", "review.txt"]));
    assert_eq!(one.iter().filter(|row| row["article"] != "review.txt").count(), 0);
    let empty = tempfile::tempdir().unwrap();
    let all = ["text", "tsv", "csv", "json", "ics"].map(|format| text(empty.path(), &["--format", format]));
    assert_eq!(all.map(|out| out.lines().count()), [0, 1, 1, 4, 5]);
    let piped = |stdout: Stdio| {
        let mut command = Command::new(tests::program());
        command.args(["timeline", "--today", "2026-01-01", "--format", "csv", "-"]).current_dir(folder.path());
        command.stdin(Stdio::piped()).stdout(stdout).stderr(Stdio::piped()).spawn().unwrap()
    };
    let mut child = piped(Stdio::piped());
    child.stdin.take().unwrap().write_all(FILES[0].1.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let from_pipe = rows(&String::from_utf8(output.stdout).unwrap());
    assert_eq!(from_pipe.len(), one.len());
    assert!(from_pipe.iter().all(|row| row["article"] == "-"), "{from_pipe:?}");
    // Whoever reads has seen enough.
    let mut child = piped(Stdio::piped());
    let mut stdin = child.stdin.take().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    stdin.write_all(FILES[0].1.repeat(2000).as_bytes()).unwrap();
    drop(stdin);
    out.read_line(&mut String::new()).unwrap();
    drop(out);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"), "{output:?}");
}
