//! `cargo xtask test`: all tests, in Rust and in editors, and one line that sums them up.

use std::env;
use std::fmt;
use std::ops::AddAssign;
use std::process::Command;

use crate::process::{cargo, command, is_installed, listen, target};
use crate::{Outcome, flag};

/// How many tests ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    passed: usize,
    failed: usize,
    skipped: usize,
}

const EDITORS: &str = "tests/editors/run.sh";
const INSTALL: &str = "--install-editors";

/// Runs everything, whatever fails on the way. With `--install-editors` what is skipped counts as a failure too.
pub fn run(arguments: &[&str]) -> Outcome {
    let install = flag(arguments, INSTALL)?;
    let mut all = Tally::default();
    // One build for all that follows: the program, and the tests with what they depend on.
    heading("Build");
    if !cargo().args(["build", "--workspace", "--bins", "--tests"]).status()?.success() {
        println!("nothing was tested: it does not build\n{}", Tally { failed: 1, ..all });
        return Ok(false);
    }
    let program = target().join("debug").join(format!("dateline{}", env::consts::EXE_SUFFIX));
    for (name, mut suite) in suites(install) {
        heading(name);
        all += tally_of(suite.env("DATELINE_BIN", &program))?;
    }
    if all.skipped > 0 {
        println!("\nSome tests were SKIPPED, see above. `cargo xtask test {INSTALL}` installs what they need.");
    }
    println!("\n{all}");
    Ok(all.failed == 0 && all.passed > 0 && !(install && all.skipped > 0))
}

/// What is run, in this order, on the program that was just built.
fn suites(install: bool) -> Vec<(&'static str, Command)> {
    let nextest: &[&str] = &["nextest", "run", "--workspace", "--profile", "ci"];
    let mut suites = if is_installed("cargo-nextest") {
        vec![
            ("Rust, by cargo-nextest", with(cargo(), nextest)),
            (
                "Examples in the code's documentation",
                with(cargo(), &["test", "--workspace", "--no-fail-fast", "--doc"]),
            ),
        ]
    } else {
        vec![("Rust", with(cargo(), &["test", "--workspace", "--no-fail-fast"]))]
    };
    let editors: &[&str] = if install { &[EDITORS, INSTALL] } else { &[EDITORS] };
    suites.push(("Editors", with(command("bash"), editors)));
    suites.push(("Site", site(install)));
    suites
}

/// The site of the docs. By cargo: the suites before have built this program anew, in another place of the same name.
fn site(install: bool) -> Command {
    let run = with(cargo(), &["run", "--quiet", "--package", "xtask", "--", "book"]);
    if install { with(run, &["--install"]) } else { run }
}

fn with(mut command: Command, arguments: &[&str]) -> Command {
    command.args(arguments);
    command
}

fn heading(name: &str) {
    println!("\n== {name}");
}

/// Runs a suite. One that breaks before it can say what failed has failed once.
fn tally_of(suite: &mut Command) -> Result<Tally, Box<dyn std::error::Error>> {
    let (ended_well, lines) = listen(suite)?;
    let mut tally = tally(&lines);
    if !ended_well && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

/// What a runner's closing lines come to. One that sums up has shown, before that, what each test that failed has printed.
fn tally(lines: &[String]) -> Tally {
    let sums_up = |line: &&String| without_colours(line).contains("Summary [");
    let summaries: Vec<&String> = lines.iter().filter(sums_up).collect();
    let closing = if summaries.is_empty() { lines.iter().collect() } else { summaries };
    let mut tally = Tally::default();
    closing.into_iter().filter_map(|line| tally_in(line)).for_each(|said| tally += said);
    tally
}

/// What a runner's closing line says:
///
/// - `test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.02s`
/// - `Summary [   1.2s] 13 tests run: 12 passed (1 slow), 1 timed out, 2 skipped`
/// - `12 passed, 0 failed, 1 skipped`
fn tally_in(line: &str) -> Option<Tally> {
    let line = without_colours(line);
    let counts =
        match (line.split_once("test result: "), line.split_once(" tests run: ").or(line.split_once(" test run: "))) {
            (Some((_, verdict)), _) => verdict.split_once(". ")?.1,
            (_, Some((_, counts))) => counts,
            _ if line.ends_with(" skipped") && line.contains(" passed, ") => &line,
            _ => return None,
        };
    let mut tally = Tally::default();
    for count in counts.split([',', ';']) {
        let mut words = count.split_whitespace();
        let Some(number) = words.next().and_then(|number| number.parse::<usize>().ok()) else { continue };
        match words.next() {
            Some("passed") => tally.passed += number,
            Some("failed" | "timed" | "exec") => tally.failed += number,
            Some("skipped" | "ignored") => tally.skipped += number,
            _ => {}
        }
    }
    Some(tally)
}

fn without_colours(line: &str) -> String {
    let mut parts = line.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.filter_map(|part| part.split_once('m')).fold(first, |line, (_, after)| line + after)
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Tally { passed, failed, skipped } = self;
        write!(f, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_all_runners_are_read() {
        let read = |line| tally_in(line).map(|tally| tally.to_string());
        let cases = [
            (
                "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.02s",
                "12 passed, 0 failed, 1 skipped",
            ),
            (
                "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 3 filtered out",
                "1 passed, 2 failed, 0 skipped",
            ),
            (
                "     Summary [   1.234s] 16 tests run: 12 passed (1 slow, 1 leaky), 3 failed, 1 timed out, 2 skipped",
                "12 passed, 4 failed, 2 skipped",
            ),
            (
                "\u{1b}[32;1m     Summary\u{1b}[0m [   0.1s] \u{1b}[1m1\u{1b}[0m test run: \u{1b}[1m1\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, \u{1b}[1m0\u{1b}[0m skipped",
                "1 passed, 0 failed, 0 skipped",
            ),
            ("7 passed, 1 failed, 2 skipped", "7 passed, 1 failed, 2 skipped"),
        ];
        for (line, expected) in cases {
            assert_eq!(read(line).as_deref(), Some(expected), "{line}");
        }
        let failed =
            ["test result: FAILED. 0 passed; 1 failed; 0 ignored", "  Summary [ 2s] 3 tests run: 2 passed, 1 failed"];
        assert_eq!(tally(&failed.map(str::to_owned)).to_string(), "2 passed, 1 failed, 0 skipped");
        for line in ["running 3 tests", "test a ... ok", "3 editors are skipped", ""] {
            assert_eq!(read(line), None);
        }
    }
}
