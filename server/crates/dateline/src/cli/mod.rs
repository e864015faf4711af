//! The command line.

mod articles;
mod baseline;
mod check;
mod completions;
mod config;
mod entities;
mod events;
mod explain;
mod export;
mod extract;
mod fmt;
mod folder;
mod html;
mod import;
mod init;
mod lineage;
mod man;
mod overview;
mod page;
mod progress;
mod quotes;
mod replace;
mod report;
mod review;
mod rules;
mod show;
mod sidecars;
mod sources;
mod table;
mod timeline;
mod trial;
mod verify;
mod who;

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand};
use jiff::civil::Date;

use self::folder::Failure;
use crate::server;

/// Who said it, and when?
#[derive(Debug, Parser)]
#[command(name = "dateline", version, about, propagate_version = true, disable_help_subcommand = true)]
struct Command {
    #[command(subcommand)]
    command: Subcommands,
    #[command(flatten)]
    common: Common,
}

/// Options of every command.
#[derive(Debug, Args)]
pub struct Common {
    /// The day that counts as today, as 2024-01-31
    #[arg(long, global = true, value_name = "DATE")]
    pub today: Option<Date>,
}

#[derive(Debug, Subcommand)]
enum Subcommands {
    /// The language server, on standard input and output
    Server(ServerArgs),
    /// A folder on one screen: its articles, people, events and findings
    Overview(overview::Args),
    /// Findings, for people, editors, reviews and gates
    Check(check::Args),
    /// What there is to read, and when it was written
    Articles(articles::Args),
    /// Who and what the articles mention
    Entities(entities::Args),
    /// What happened, when and where
    Events(events::Args),
    /// What happened, day by day, with the words that date it
    Timeline(timeline::Args),
    /// Who said it, and of whom
    Quotes(quotes::Args),
    /// Where a quotation, a figure or a statement comes from, and how it changed on the way
    Lineage(lineage::Args),
    /// What the articles rest on, or what is left to do before briefings go out
    Report(sources::Args),
    /// A briefing against its sources: every quotation, name with a role, and day
    Verify(verify::Args),
    /// Everything that is known, as JSON Lines
    Extract(extract::Args),
    /// A file with everything that is known drawn under its lines
    Show(show::Args),
    /// What a folder needs that several people share: settings, and lines for git
    Init(init::Args),
    /// Sidecars in their order
    Fmt(fmt::FmtArgs),
    /// Where marks stand today, written into their sidecars
    Reanchor(fmt::ReanchorArgs),
    /// Marks for other programs
    Export(export::Args),
    /// Marks of other programs
    Import(import::Args),
    /// Findings that a folder lives with, so that only new ones are told
    Baseline(baseline::Args),
    /// A rule's page, or why a place is read as it is
    Explain(explain::Args),
    /// All rules, and what they weigh
    Rules(rules::Args),
    /// All settings, and where their values come from
    Config(config::ConfigArgs),
    /// What a shell needs to complete the words of dateline
    Completions(completions::Args),
    /// The manual page
    Man(man::Args),
    /// Licences of what the program is made of
    Licenses,
    /// An editor, set up for this once, on the example folder
    Try(trial::Args),
}

#[derive(Debug, Args)]
struct ServerArgs {
    /// Accepted and ignored: the server never speaks otherwise
    #[arg(long)]
    stdio: bool,
    /// Write the log to this file instead of standard error
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Answer questions that only tests ask
    #[arg(long, hide = true)]
    test_requests: bool,
}

/// Runs the command that the program was started with.
pub fn run() -> ExitCode {
    let Command { command, common } = Command::parse();
    let done = match command {
        Subcommands::Server(args) => serve(&args, &common).map_err(Failure::from),
        Subcommands::Overview(args) => overview::run(&args, &common),
        Subcommands::Check(args) => check::run(&args, &common),
        Subcommands::Articles(args) => articles::run(&args, &common),
        Subcommands::Entities(args) => entities::run(&args, &common),
        Subcommands::Events(args) => events::run(&args, &common),
        Subcommands::Timeline(args) => timeline::run(&args, &common),
        Subcommands::Quotes(args) => quotes::run(&args, &common),
        Subcommands::Lineage(args) => lineage::run(&args, &common),
        Subcommands::Report(args) => sources::run(&args, &common),
        Subcommands::Verify(args) => verify::run(&args, &common),
        Subcommands::Extract(args) => extract::run(&args, &common),
        Subcommands::Show(args) => show::run(&args, &common),
        Subcommands::Init(args) => init::run(&args, &common),
        Subcommands::Fmt(args) => fmt::fmt(&args, &common),
        Subcommands::Reanchor(args) => fmt::reanchor(&args, &common),
        Subcommands::Export(args) => export::run(&args, &common),
        Subcommands::Import(args) => import::run(&args, &common),
        Subcommands::Baseline(args) => baseline::run(&args, &common),
        Subcommands::Explain(args) => explain::run(&args, &common),
        Subcommands::Rules(args) => rules::run(&args),
        Subcommands::Config(args) => config::run(&args, &common).map_err(Failure::from),
        Subcommands::Completions(args) => completions::run(&args, Command::command()),
        Subcommands::Man(args) => man::run(&args, Command::command()),
        Subcommands::Licenses => licenses(),
        Subcommands::Try(args) => trial::run(&args),
    };
    done.unwrap_or_else(|failure| match failure {
        // Whoever read the output has seen enough.
        Failure::Pipe => ExitCode::SUCCESS,
        Failure::Said(message) => {
            eprintln!("dateline: {message}");
            ExitCode::from(2)
        }
    })
}

/// Prints what must be said wherever the program is distributed.
fn licenses() -> Result<ExitCode, Failure> {
    let mut out = anstream::stdout().lock();
    writeln!(out, "{}\n\n", engine::NOTICES.trim_end())?;
    writeln!(out, "{}", include_str!("../../NOTICES").trim_end())?;
    Ok(ExitCode::SUCCESS)
}

fn serve(args: &ServerArgs, common: &Common) -> io::Result<ExitCode> {
    server::use_small_pages();
    start_log(args.log.as_deref())?;
    let options = server::Options { today: common.today, test_requests: args.test_requests };
    let said_goodbye = server::run(&options, lang::Language::load("en"))?;
    Ok(if said_goodbye { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn start_log(file: Option<&std::path::Path>) -> io::Result<()> {
    let log = tracing_subscriber::fmt().with_ansi(false).with_target(false).with_max_level(tracing::Level::INFO);
    match file {
        Some(file) => {
            let file = File::options().create(true).append(true).open(file)?;
            log.with_writer(std::sync::Mutex::new(file)).init();
        }
        None => log.with_writer(io::stderr).init(),
    }
    Ok(())
}
