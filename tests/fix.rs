//! `dateline check --fix`: drafts are put right, and nothing else is touched.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const SOURCE: &str = "MERROW, March 4, 2025 (Norwire) - The harbour opens on Monday, Minister Ada Brandt said.\n\n\
    \"We will open the northern gate before the first ship arrives,\" Brandt said.\n";
const DRAFT: &str = "---\r\nprofile: draft\r\ndate: 2025-03-05\r\n---\r\n\r\n\
    Minister Ada Brandt spoke on Tuesday, March 4, 2025.\r\n\r\n\
    “We will open the southern gate before the first boat arrives,” Brandt said.\r\n";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("briefings")).unwrap();
    fs::write(folder.path().join("source.txt"), SOURCE).unwrap();
    fs::write(folder.path().join("briefings/draft.md"), DRAFT).unwrap();
    folder
}

fn check(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(tests::program());
    let select: &[&str] = if arguments.contains(&"--select") { &[] } else { &["--select", "Q303,D106"] };
    command.args(["check", "--today", "2026-01-01"]).args(select).args(arguments).current_dir(folder);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("dateline runs");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn mended() -> String {
    DRAFT.replace("southern", "northern").replace("boat", "ship")
}

#[test]
fn drafts_are_put_right_in_their_encoding() {
    let utf16 = |text: &str| -> Vec<u8> {
        [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(|unit: u16| unit.to_le_bytes()).collect()
    };
    let marked = |text: &str| [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    for encode in [&(|text: &str| text.as_bytes().to_vec()) as &dyn Fn(&str) -> Vec<u8>, &marked, &utf16] {
        let folder = folder();
        let draft = folder.path().join("briefings/draft.md");
        fs::write(&draft, encode(DRAFT)).unwrap();
        let first = check(folder.path(), &["--fix"], "");
        assert_eq!(first.status.code(), Some(0), "{first:?}");
        assert_eq!(fs::read(&draft).unwrap(), encode(&mended()));
        assert_eq!(fs::read_to_string(folder.path().join("source.txt")).unwrap(), SOURCE);
        check(folder.path(), &["--fix"], "");
        assert_eq!(fs::read(&draft).unwrap(), encode(&mended()), "a second time changes nothing");
        assert_eq!(fs::read_dir(folder.path().join("briefings")).unwrap().count(), 1, "nothing is left lying about");
    }
}

#[test]
fn sources_are_never_written() {
    let folder = folder();
    // Wrong in a source: the weekday. March 4, 2025 was a Tuesday.
    let wrong = SOURCE.replace("March 4, 2025 (Norwire) -", "March 4 (Norwire) - On Friday, March 7, 2024, no. ");
    fs::write(folder.path().join("source.txt"), &wrong).unwrap();
    fs::write(folder.path().join("briefings/not-a-draft.md"), format!("---\nprofile: source\n---\n\n{wrong}")).unwrap();
    let found = check(folder.path(), &[], "");
    assert!(String::from_utf8_lossy(&found.stdout).contains("source.txt:1:"), "{found:?}");
    check(folder.path(), &["--fix"], "");
    assert_eq!(fs::read_to_string(folder.path().join("source.txt")).unwrap(), wrong);
    assert!(fs::read_to_string(folder.path().join("briefings/not-a-draft.md")).unwrap().ends_with(&wrong));
    let refused = check(folder.path(), &["--fix", "--profile", "draft"], "");
    assert_eq!(refused.status.code(), Some(2), "a source cannot be called a draft for a fix");
    assert_eq!(fs::read_to_string(folder.path().join("source.txt")).unwrap(), wrong);
}

/// Wide letters, lines that end as on Windows, and what the writer has to choose about.
const DAYS: &str = "---\r\ndate: 2025-07-24\r\n---\r\n\r\n\
    Ж𝒟é 👍: Minister Ada Brandt came to Merrow yesterday. “I came yesterday,” she said on Tuesday.\r\n\r\n\
    After last month’s vote, on Monday, July 22, 2025, she left. The deadline is 01/04/2025, and nobody recently asked.\r\n";

#[test]
fn only_what_leaves_nothing_to_choose_is_put_in() {
    let folder = folder();
    let draft = folder.path().join("briefings/draft.md");
    fs::write(&draft, DAYS).unwrap();
    let left = check(folder.path(), &["--select", "D1", "--fix"], "");
    let mended = DAYS.replace("Merrow yesterday", "Merrow on July 23, 2025").replace("last month’s", "the June 2025");
    assert_eq!(fs::read_to_string(&draft).unwrap(), mended);
    let left = String::from_utf8(left.stdout).unwrap();
    let codes = ["D104", "D106", "D107"].map(|code| left.matches(code).count());
    assert_eq!((codes, left.matches("D105").count()), ([1, 1, 1], 0), "{left}");
}

#[test]
fn days_are_written_in_the_style_of_the_house() {
    let check = |style: &str, text: &str, expected: &str| {
        let folder = folder();
        let head = "---\ndate: 2025-07-24\n---\n\n";
        fs::write(folder.path().join("dateline.toml"), style).unwrap();
        fs::write(folder.path().join("briefings/draft.md"), format!("{head}{text}\n")).unwrap();
        self::check(folder.path(), &["--select", "D105", "--fix"], "");
        let draft = fs::read_to_string(folder.path().join("briefings/draft.md")).unwrap();
        assert_eq!(draft, format!("{head}{expected}\n"), "{style}");
    };
    let text = "Minister Ada Brandt came to Merrow yesterday.";
    check("", text, "Minister Ada Brandt came to Merrow on July 23, 2025.");
    check("", "Minister Ada Brandt came a year ago.", "Minister Ada Brandt came in 2024.");
    let report = "The port earned less in the third quarter of 2024 than a year ago.";
    check("", report, "The port earned less in the third quarter of 2024 than in the third quarter of 2023.");
    check("style.dates = \"dmy\"", text, "Minister Ada Brandt came to Merrow on 23 July 2025.");
    check("style.dates = \"ymd\"", text, "Minister Ada Brandt came to Merrow on 2025-07-23.");
    check("style.dates = \"%-d.%-m.%Y\"", text, "Minister Ada Brandt came to Merrow on 23.7.2025.");
    // The text has a style of its own.
    let own = "She was born on 3 May 1960. Minister Ada Brandt came to Merrow yesterday.";
    check("", own, "She was born on 3 May 1960. Minister Ada Brandt came to Merrow on 23 July 2025.");
}

#[test]
fn a_diff_writes_nothing() {
    let folder = folder();
    let diff = check(folder.path(), &["--diff"], "");
    assert_eq!(diff.status.code(), Some(1));
    let shown = String::from_utf8(diff.stdout).unwrap();
    assert!(shown.starts_with("--- briefings/draft.md\n+++ briefings/draft.md\n@@ -5,4 +5,4 @@\n"), "{shown}");
    assert!(
        shown.contains("\n-“We will open the southern gate") && shown.contains("\n+“We will open the northern gate")
    );
    assert_eq!(fs::read_to_string(folder.path().join("briefings/draft.md")).unwrap(), DRAFT);
}

#[test]
fn standard_input_is_a_file_of_the_folder() {
    let folder = folder();
    let arguments = ["--stdin-filename", "briefings/draft.md", "-", "."];
    let found = check(folder.path(), &arguments, DRAFT);
    let shown = String::from_utf8(found.stdout).unwrap();
    assert!(shown.starts_with("briefings/draft.md:8:2: warning[Q303]"), "{shown}");
    let fixed = check(folder.path(), &[&arguments[..], &["--fix"]].concat(), DRAFT);
    assert_eq!((String::from_utf8(fixed.stdout).unwrap(), fixed.status.code()), (mended(), Some(0)));
    assert_eq!(fs::read_to_string(folder.path().join("briefings/draft.md")).unwrap(), DRAFT);
    let unnamed = check(folder.path(), &["--stdin-filename", "briefings/draft.md"], "");
    assert_eq!(unnamed.status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder();
    let (draft, real) = (folder.path().join("briefings/draft.md"), folder.path().join("real"));
    fs::rename(&draft, &real).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("../real", &draft).unwrap();
    let fixed = check(folder.path(), &["--fix", "source.txt", "briefings/draft.md"], "");
    assert_eq!(fs::read_to_string(&real).unwrap(), mended(), "{fixed:?}");
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(&draft).unwrap().is_symlink());
}

#[test]
fn watching_checks_again() {
    use std::io::{BufRead, BufReader};
    let folder = folder();
    let mut child = Command::new(tests::program())
        .args(["check", "--watch", "--fix", "--select", "Q303"])
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.starts_with("watching ")));
    assert_eq!(fs::read_to_string(folder.path().join("briefings/draft.md")).unwrap(), mended());
    fs::write(folder.path().join("briefings/second.md"), DRAFT).unwrap();
    assert!(lines.any(|line| line == "2 fixes put into 1 draft" || line == "1 fix put into 1 draft"));
    assert_eq!(fs::read_to_string(folder.path().join("briefings/second.md")).unwrap(), mended());
    child.kill().unwrap();
    child.wait().unwrap();
}
