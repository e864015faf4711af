//! 5: an editor wants to know what rests on nameless sources.

use libtest_mimic::Failed;
use serde_json::Value;
use tests::reader::{Desk, expect, run};

use crate::{json_lines, place, related};

const SOURCES: &str = include_str!("sources.txt");

const CHECK: [&str; 8] = ["check", "--select", "A202,A203,A204,A205", "--fail-on", "never", "--format", "jsonl", "."];

/// The finding of a code at a place.
fn at<'f>(found: &'f [Value], code: &str, here: &str) -> Result<&'f Value, Failed> {
    let mut all = found.iter().filter(|finding| finding["code"] == code);
    let all_places = || found.iter().map(|finding| format!("{} {}", finding["code"], place(finding)));
    let finding = all.find(|finding| place(finding) == here);
    finding.ok_or_else(|| format!("no {code} at {here} among {:?}", all_places().collect::<Vec<_>>()).into())
}

/// How many sources of each kind an article has by the report: named, described, undescribed, vague.
fn counts(desk: &Desk, article: &str) -> Result<Vec<String>, Failed> {
    let report = run(desk, &["report", "--sources", "--format", "tsv", "."])?;
    let mut lines = report.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let line = lines.find(|line| line.starts_with(article)).ok_or_else(|| format!("no {article} in {report}"))?;
    let cells: Vec<&str> = line.split('\t').collect();
    let cell = |name: &str| {
        let column = head.iter().position(|head| *head == name);
        column.and_then(|column| cells.get(column)).map(|cell| (*cell).to_owned())
    };
    let all: Option<Vec<String>> = ["named", "described", "undescribed", "vague"].into_iter().map(cell).collect();
    all.ok_or_else(|| report.clone().into())
}

pub fn own() -> Result<(), Failed> {
    let name = "sources.txt";
    let desk = Desk::of(&[(name, SOURCES)])?;
    let found = json_lines(&desk, &CHECK)?;
    // The same source again is told with its first mention, and by itself nowhere.
    let first = at(&found, "A202", "sources.txt:1:85")?;
    expect(first["grade"] == "described" && related(first) == ["sources.txt:1:158"], || first.to_string())?;
    for (code, here, grade, says) in [
        ("A202", "sources.txt:3:1", "undescribed", "not described"),
        ("A202", "sources.txt:5:1", "counted", "counted (3) and described"),
        ("A205", "sources.txt:5:1", "", "told to Reuters (original not in the folder)"),
        ("A203", "sources.txt:7:1", "", "named further on"),
        ("A204", "sources.txt:9:1", "", "It became known"),
    ] {
        let finding = at(&found, code, here)?;
        let message = finding["message"].as_str().unwrap_or_default();
        let is_graded = grade.is_empty() || finding["grade"] == grade;
        expect(is_graded && message.contains(says), || finding.to_string())?;
    }
    // Nothing else: an expert with a name, an announcement with its author.
    expect(found.len() == 6, || format!("{found:?}"))?;
    let counts = counts(&desk, name)?;
    expect(counts == ["2", "3", "1", "1"], || format!("{counts:?}"))?;
    desk.is_untouched(&[])
}

pub fn seeds() -> Result<(), Failed> {
    let desk = Desk::of_seeds()?;
    let found = json_lines(&desk, &CHECK)?;
    let again: [(&str, &[&str]); 2] = [("000:1:245", &["000:1:469"]), ("000:1:873", &["000:1:1096", "000:1:1124"])];
    for (here, places) in again {
        let first = at(&found, "A202", here)?;
        expect(related(first) == places, || first.to_string())?;
    }
    expect(at(&found, "A202", "002:53:1")?["grade"] == "undescribed", || "002:53:1".into())?;
    let counted = at(&found, "A202", "003:59:5")?;
    let says = counted["message"].as_str().unwrap_or_default();
    expect(counted["grade"] == "counted" && says.contains("(3)"), || counted.to_string())?;
    for here in ["003:59:5", "002:51:61"] {
        let second = at(&found, "A205", here)?;
        let says = second["message"].as_str().unwrap_or_default();
        expect(second["severity"] == "hint" && says.contains("original not in the folder"), || second.to_string())?;
    }
    // What must be told and what must not, row by row, is in `tests/seeds.toml`.
    for article in ["000", "001", "002", "003", "004"] {
        let counts = counts(&desk, article)?;
        expect(counts.iter().all(|count| count.parse::<u32>().is_ok()), || format!("{article}: {counts:?}"))?;
    }
    desk.is_untouched(&[])
}
