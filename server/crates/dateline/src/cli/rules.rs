//! `dateline rules`: all rules and what they weigh.

use std::process::ExitCode;

use rules::{RULES, Severity};

use super::folder::Failure;
use super::report::word;
use super::table::{Cell, Format, Table};

/// Options of `dateline rules`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The form of the table
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// Prints a row for every rule, by code.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let mut table = Table::new(&["code", "name", "source", "draft", "reports", "since"]).hide(&["since"]);
    let mut rules = RULES.to_vec();
    rules.sort_by_key(|rule| rule.code);
    for rule in rules {
        let level = |severity: Option<Severity>| Cell::from(severity.map_or("off", word));
        let summary = if rule.first_form { format!("{} (first form)", rule.summary) } else { rule.summary.to_owned() };
        table.row([
            Cell::from(rule.code),
            Cell::from(rule.name),
            level(rule.level.source),
            level(rule.level.draft),
            Cell::from(summary),
            Cell::from(rule.since),
        ]);
    }
    table.write(args.format, &mut anstream::stdout().lock())?;
    Ok(ExitCode::SUCCESS)
}
