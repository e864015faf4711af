//! The scenarios of those who asked for this program, step by step: each through the protocol or the command line, with
//! what it must come to.
//!
//! | scenario | here | on the seeds, too |
//! | --- | --- | --- |
//! | 1 a messy folder | `articles` | `articles` |
//! | 2 who is this | `people` | `people`, `tests/seeds.rs`, and `registering` among the server's tests |
//! | 3 date the undated | `dates` | `tests/desk.rs` and `dates` |
//! | 4 prove the year | `dates` | `tests/desk.rs` |
//! | 5 a source audit | `sources` | `sources` |
//! | 6 quotes and their speakers | `quotes` | `quotes` |
//! | 7 a briefing | `briefing` | `briefing` |
//! | 8 accounts that differ | `accounts` | `tests/desk.rs` and `accounts` |
//! | 9 marks of two people | | `tests/desk.rs`, `tests/sharing.rs` |
//! | 10 a gate, a timeline | | `tests/sharing.rs`, `tests/desk.rs` |
//!
//! Texts of the project's own lie beside this file. The seeds are no part of the project; where they do not stand beside
//! it, their tests are counted as ignored, and `.ci/run` takes that as a failure. After each test every article has the
//! hash it had before.

mod accounts;
mod articles;
mod briefing;
mod dates;
mod people;
mod quotes;
mod sources;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;
use tests::reader::{Desk, run};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let is_there = tests::seeds().is_some();
    if !is_there {
        eprintln!(
            "\nSKIPPED: the seed articles are not beside the project (../shared/seeds): no scenario is tried on them\n"
        );
    }
    let own = |name: &str, test: fn() -> Result<(), Failed>| Trial::test(name, test);
    let seed = |name: &str, test: fn() -> Result<(), Failed>| Trial::test(name, test).with_ignored_flag(!is_there);
    let trials = vec![
        own("1 a messy page: its article, no furniture, and a boundary that a reader sets", articles::own),
        seed("1 nine articles, and a tenth that a reader sets apart", articles::seeds),
        own("2 somebody is looked up, registered and forgotten again", people::own),
        seed("2 the spokesman of four articles", people::seeds),
        own("3 one date for an article answers all its expressions, and is taken back", dates::undated),
        seed("3 what is not dated is told once, with all its expressions", dates::undated_seed),
        own("4 the year is proven by what the registry says", dates::year),
        own("4 an event and a weekday agree on a day", dates::event),
        own("5 what rests on nameless sources", sources::own),
        seed("5 what rests on nameless sources in the seeds", sources::seeds),
        own("6 quotes and speakers in three systems of marks", quotes::own),
        seed("6 quotes and speakers in the seeds", quotes::seeds),
        own("7 a briefing: names, days and quotes are put right one by one", briefing::own),
        seed("7 a briefing on the seeds", briefing::seeds),
        own("8 accounts that differ, and one that is used", accounts::own),
        seed("8 accounts that differ beside the seeds", accounts::seeds),
    ];
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// What a run of the program prints, a JSON value a line.
fn json_lines(desk: &Desk, arguments: &[&str]) -> Result<Vec<Value>, Failed> {
    run(desk, arguments)?.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// Findings as `file:line:column`, with no more of the file's name than its beginning up to `_`.
fn place(value: &Value) -> String {
    let path = value["path"].as_str().unwrap_or_default();
    let file = path.split('_').next().unwrap_or_default();
    format!("{file}:{}:{}", value["line"], value["column"])
}

/// The places of a finding's related places.
fn related(finding: &Value) -> Vec<String> {
    finding["related"].as_array().into_iter().flatten().map(place).collect()
}
