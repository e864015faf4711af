//! `dateline check`: findings, for people, editors, reviews and gates.

mod fix;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgMatches, FromArgMatches};
use rules::{Finding, RULES, Severity};

use super::Common;
use super::baseline::Baseline;
use super::folder::{self, Failure, Folder, Input};
use super::report::{Format, Report, word};
use super::table::{self, Cell, Table};
use crate::files;
use crate::server::event::Event;
use crate::server::watch::Watcher;

/// Options of `dateline check`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    outputs: Outputs,
    /// Only these rules: codes, beginnings of codes or names, with commas between
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    select: Vec<String>,
    /// Not these rules
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Read all files as sources, or all as drafts
    #[arg(long, value_name = "PROFILE")]
    profile: Option<Profile>,
    /// Findings from this level on make the exit code 1
    #[arg(long, value_name = "LEVEL", default_value = "information")]
    fail_on: FailOn,
    /// Tell only findings that the baseline does not have [default file: .dateline/baseline.tsv]
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, conflicts_with = "diff")]
    baseline: Option<Option<PathBuf>>,
    /// Count findings by rule instead of listing them
    #[arg(long)]
    statistics: bool,
    /// Put the fixes into the drafts, each finding's first; sources are never written
    #[arg(long, conflicts_with_all = ["diff", "profile"])]
    fix: bool,
    /// Show what --fix would change, and write nothing
    #[arg(long, conflicts_with_all = ["profile", "statistics", "format"])]
    diff: bool,
    /// Read standard input, the path `-`, as the file of this name, and report it alone; other paths are its folder
    #[arg(long, value_name = "NAME")]
    stdin_filename: Option<PathBuf>,
    /// Check again whenever a file changes, until it is stopped
    #[arg(long)]
    watch: bool,
}

/// The profile of every file.
#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum Profile {
    Source,
    Draft,
}

/// From which level on findings are a failure.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum FailOn {
    Error,
    Warning,
    #[value(alias = "info")]
    Information,
    Hint,
    /// Findings are no failure
    Never,
}

/// Forms of the report and where they go: `--format sarif -o out.sarif --format concise`.
#[derive(Clone, Debug, Default)]
pub struct Outputs {
    all: Vec<(Format, Option<PathBuf>)>,
}

/// Checks what was named. 0: nothing at or above the level is left; 1: something is, or `--diff` has something to show;
/// 2: not everything could be read or written.
pub fn run(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    let stdin = args.input.paths.iter().any(|path| path.as_os_str() == folder::STDIN);
    if args.stdin_filename.is_some() && !stdin {
        return Err(Failure::new("--stdin-filename names standard input: give the path `-`, too"));
    }
    if !args.watch {
        return once(args, common);
    }
    if stdin {
        return Err(Failure::new("standard input cannot be watched: name files or folders"));
    }
    watch(args, common)
}

fn once(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    let select = Selection::new(&args.select, &args.ignore)?;
    let profile = args.profile.map(|profile| match profile {
        Profile::Source => ide::Profile::Source,
        Profile::Draft => ide::Profile::Draft,
    });
    let input = Input { stdin: args.stdin_filename.clone(), ..args.input.clone() };
    let mut folder = Folder::read_as(&input, common, profile)?;
    let fixed = if args.fix || args.diff { fix::fix(&mut folder, |finding| select.takes(finding)) } else { Vec::new() };
    if args.diff {
        for fixed in &fixed {
            anstream::print!("{}", fixed.diff(&folder));
        }
        folder.name_skipped();
        return Ok(ExitCode::from(if folder.skipped.is_empty() { u8::from(!fixed.is_empty()) } else { 2 }));
    }
    let unwritten = args.fix && !write(&folder, &fixed)?;
    let mut report = Report::new(&folder, |finding| select.takes(finding));
    if args.stdin_filename.is_some() {
        let shown = folder.stdin.as_ref().map(|path| folder.shown(path));
        report.files.retain(|file| Some(&file.shown) == shown.as_ref());
    }
    let baseline = match &args.baseline {
        Some(file) => {
            let baseline = Baseline::read(&folder.root, file.as_deref())?;
            Some(baseline.apply(&mut report, &folder, |code| select.takes_code(code)))
        }
        None => None,
    };
    if args.statistics {
        statistics(&report).write(table::Format::Text, &mut anstream::stdout().lock())?;
    }
    // With --fix standard output has the text that came on standard input.
    let piped = args.fix && folder.stdin.is_some();
    for (format, file) in args.outputs.list(args.statistics || piped) {
        output(&report, format, file.as_deref())?;
    }
    if let Some((known, gone)) = baseline {
        say(known, gone);
    }
    folder.name_skipped();
    let failed = report.findings().any(|noted| args.fail_on.includes(noted.finding.severity));
    Ok(ExitCode::from(if unwritten || !folder.skipped.is_empty() { 2 } else { u8::from(failed) }))
}

/// Writes what was fixed; what came on standard input goes to standard output, fixed or not. False if a file could not
/// be written: the others are.
fn write(folder: &Folder, all: &[fix::Fixed]) -> Result<bool, Failure> {
    if let Some(document) = folder.stdin.as_ref().and_then(|path| folder.snapshot.document(path)) {
        std::io::stdout().lock().write_all(document.text.as_bytes())?;
    }
    let (mut count, mut files, mut whole) = (0, 0, true);
    for fixed in all.iter() {
        if folder.stdin.as_ref() != Some(&fixed.path)
            && let Err(failure) = fixed.write(folder)
        {
            let Failure::Said(message) = failure else { return Err(failure) };
            anstream::eprintln!("dateline: {message}");
            whole = false;
            continue;
        }
        (count, files) = (count + fixed.count, files + 1);
    }
    if files > 0 {
        anstream::eprintln!("{} put into {}", counted(count, "fix").replace("fixs", "fixes"), counted(files, "draft"));
    }
    Ok(whole)
}

/// Says what the baseline has to do with it.
fn say(known: usize, gone: usize) {
    if known > 0 {
        anstream::eprintln!("{} of the baseline not told", counted(known, "finding"));
    }
    if gone > 0 {
        let are = if gone == 1 { "is" } else { "are" };
        anstream::eprintln!("{gone} of the baseline {are} gone: dateline baseline write");
    }
}

/// Checks, and again after every change in the folder, until the program is stopped.
fn watch(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    let root = folder::root(&args.input)?;
    let scope = folder::settings(&root, common)?.scope();
    let (sender, events) = std::sync::mpsc::channel();
    let watched =
        |error: &dyn std::fmt::Display| Failure::new(format!("{}: cannot be watched: {error}", root.display()));
    let real = root.canonicalize().map_err(|error| watched(&error))?;
    let _watcher = Watcher::new(&real, sender).map_err(|error| watched(&error))?;
    let counts = |path: &PathBuf| {
        let name = files::name_in(&real, path);
        *path == real
            || name.is_some_and(|name| {
                name == crate::config::FILE || ide::Registry::is_file(&name) || scope.includes(&name)
            })
    };
    loop {
        match once(args, common) {
            // A configuration that is being written is no reason to stop.
            Err(Failure::Said(message)) => anstream::eprintln!("dateline: {message}"),
            Err(Failure::Pipe) => return Err(Failure::Pipe),
            Ok(_) => {}
        }
        anstream::eprintln!("watching {}", root.display());
        loop {
            match events.recv() {
                Ok(Event::Files(paths)) if paths.iter().any(counts) => break,
                Ok(_) => {}
                Err(error) => return Err(watched(&error)),
            }
        }
    }
}

fn output(report: &Report, format: Format, file: Option<&std::path::Path>) -> Result<(), Failure> {
    let Some(path) = file else {
        let mut out = anstream::stdout().lock();
        report.write(format, &mut out)?;
        if matches!(format, Format::Concise | Format::Full) {
            out.flush()?;
            anstream::eprintln!("{}", summary(report));
        }
        return Ok(());
    };
    let mut out = anstream::StripStream::new(Vec::new());
    report.write(format, &mut out)?;
    fs::write(path, out.into_inner()).map_err(|error| Failure::new(format!("{}: {error}", path.display())))
}

/// `12 findings (2 warnings, 10 hints) in 5 of 29 files`
fn summary(report: &Report) -> String {
    let mut levels: BTreeMap<std::cmp::Reverse<Severity>, usize> = BTreeMap::new();
    for noted in report.findings() {
        *levels.entry(std::cmp::Reverse(noted.finding.severity)).or_default() += 1;
    }
    let count: usize = levels.values().sum();
    let (hit, all) = (report.files.iter().filter(|file| !file.findings.is_empty()).count(), report.files.len());
    let ignored = match report.ignored() {
        0 => String::new(),
        ignored => format!("; {ignored} ignored"),
    };
    if count == 0 {
        return format!("nothing found in {}{ignored}", counted(all, "file"));
    }
    let parts: Vec<String> = levels.iter().map(|(level, count)| format!("{count} {}", word(level.0))).collect();
    format!("{} ({}) in {hit} of {}{ignored}", counted(count, "finding"), parts.join(", "), counted(all, "file"))
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn statistics(report: &Report) -> Table {
    let mut table = Table::new(&["code", "rule", "error", "warning", "info", "hint", "all"]);
    for rule in RULES {
        let of = |severity: Option<Severity>| {
            let found = report.findings().filter(|noted| noted.finding.code == rule.code);
            found.filter(|noted| severity.is_none_or(|severity| noted.finding.severity == severity)).count()
        };
        let count = |severity| match of(Some(severity)) {
            0 => Cell::Empty,
            count => Cell::from(count),
        };
        if of(None) > 0 {
            let levels = [Severity::Error, Severity::Warning, Severity::Information, Severity::Hint].map(count);
            let head = [Cell::from(rule.code), Cell::from(rule.name)];
            table.row(head.into_iter().chain(levels).chain([Cell::from(of(None))]));
        }
    }
    table
}

impl FailOn {
    fn includes(self, severity: Severity) -> bool {
        match self {
            FailOn::Error => severity >= Severity::Error,
            FailOn::Warning => severity >= Severity::Warning,
            FailOn::Information => severity >= Severity::Information,
            FailOn::Hint => true,
            FailOn::Never => false,
        }
    }
}

/// Which rules are asked for.
struct Selection {
    select: Vec<String>,
    ignore: Vec<String>,
}

impl Selection {
    fn new(select: &[String], ignore: &[String]) -> Result<Selection, Failure> {
        for key in select.iter().chain(ignore) {
            if !RULES.iter().any(|rule| names(key, rule.code, rule.name)) {
                return Err(Failure::new(format!(
                    "no rule is called {key:?} and no code begins so: `dateline rules` lists all there are"
                )));
            }
        }
        Ok(Selection { select: select.to_vec(), ignore: ignore.to_vec() })
    }

    fn takes(&self, finding: &Finding) -> bool {
        self.takes_rule(finding.code, finding.rule)
    }

    /// Whether the rule of this code is asked for.
    fn takes_code(&self, code: &str) -> bool {
        let rule = RULES.iter().find(|rule| rule.code == code);
        self.takes_rule(code, rule.map_or("", |rule| rule.name))
    }

    fn takes_rule(&self, code: &str, rule: &str) -> bool {
        let named = |keys: &[String]| keys.iter().any(|key| names(key, code, rule));
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }
}

/// `key` is the rule's name, its code or the beginning of it.
fn names(key: &str, code: &str, name: &str) -> bool {
    let begins = !key.is_empty()
        && code.len() >= key.len()
        && code.is_char_boundary(key.len())
        && code[..key.len()].eq_ignore_ascii_case(key);
    begins || key.eq_ignore_ascii_case(name)
}

impl Outputs {
    /// Without a word about it, concise lines on standard output.
    fn list(&self, counted: bool) -> Vec<(Format, Option<PathBuf>)> {
        if self.all.is_empty() && !counted { vec![(Format::Concise, None)] } else { self.all.clone() }
    }
}

impl clap::Args for Outputs {
    fn augment_args(command: clap::Command) -> clap::Command {
        let format = clap::Arg::new("format")
            .long("format")
            .value_name("FORMAT")
            .help("The form of the report; may be given again, each with an -o of its own [default: concise]")
            .action(clap::ArgAction::Append)
            .value_parser(clap::value_parser!(Format));
        let output = clap::Arg::new("output")
            .short('o')
            .long("output")
            .value_name("FILE")
            .help("Where the --format before it goes, instead of standard output")
            .action(clap::ArgAction::Append)
            .value_parser(clap::value_parser!(PathBuf));
        command.arg(format).arg(output)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Outputs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let formats = placed::<Format>(matches, "format");
        let files = placed::<PathBuf>(matches, "output");
        let mut all: Vec<(Format, Option<PathBuf>)> = formats.iter().map(|(_, format)| (*format, None)).collect();
        for (at, file) in files {
            let before = formats.iter().filter(|(format, _)| *format < at).count();
            match before.checked_sub(1) {
                Some(format) if all[format].1.is_none() => all[format].1 = Some(file),
                Some(_) => return Err(usage("each -o needs a --format before it")),
                None if formats.is_empty() && all.is_empty() => all.push((Format::Concise, Some(file))),
                None => return Err(usage("-o stands behind the --format it belongs to")),
            }
        }
        Ok(Outputs { all })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The values of an option with their places on the command line.
fn placed<T: Clone + Send + Sync + 'static>(matches: &ArgMatches, id: &str) -> Vec<(usize, T)> {
    let places = matches.indices_of(id).into_iter().flatten();
    places.zip(matches.get_many::<T>(id).into_iter().flatten().cloned()).collect()
}

fn usage(message: &str) -> clap::Error {
    clap::Error::raw(clap::error::ErrorKind::ArgumentConflict, format!("{message}\n"))
}
