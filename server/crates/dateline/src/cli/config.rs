//! `dateline config`: every setting, its value, and where the value came from.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::Common;
use crate::config::{Explained, FILE, Layer, Origin, Settings, entry_schema, schema};

/// Options of `dateline config`.
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// The folder whose dateline.toml counts
    #[arg(default_value = ".", value_name = "FOLDER")]
    folder: PathBuf,
    /// Say of every value where it came from, and what it is good for
    #[arg(long)]
    explain: bool,
    /// Print a JSON schema of all settings instead, or of a file of the registry
    #[arg(
        long,
        conflicts_with = "explain",
        value_name = "FILE",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = FILE,
        value_parser = [FILE, registry::ENTITIES, registry::EVENTS]
    )]
    schema: Option<String>,
}

/// Prints the settings in force; 2 if there is anything wrong in the file.
pub fn run(args: &ConfigArgs, common: &Common) -> io::Result<ExitCode> {
    if let Some(file) = &args.schema {
        writeln!(io::stdout().lock(), "{:#}", entry_schema(file).unwrap_or_else(schema))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut settings = Settings::default();
    if let Some(day) = common.today {
        settings.set(Origin::CommandLine, Layer::today(day));
    }
    let problems = match Layer::from_folder(&args.folder) {
        Ok(layer) => {
            settings.set(Origin::File(args.folder.join(FILE)), layer);
            Vec::new()
        }
        Err(problems) => problems,
    };
    let mut out = io::stdout().lock();
    for setting in settings.explain() {
        write_setting(&mut out, &setting, args.explain)?;
    }
    for problem in &problems {
        eprintln!("{problem}");
    }
    Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

fn write_setting(out: &mut impl Write, setting: &Explained, explain: bool) -> io::Result<()> {
    let Explained { name, value, origin, means } = setting;
    // What has no value is shown as a comment, so that what is printed is a configuration.
    let line = if value.is_empty() { format!("# {name} = ") } else { format!("{name} = {value}") };
    if explain {
        writeln!(out, "# {means} ({origin})")?;
    }
    writeln!(out, "{}", line.trim_end())
}
