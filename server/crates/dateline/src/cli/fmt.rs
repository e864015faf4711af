//! `dateline fmt` and `dateline reanchor`: sidecars in order, and with the places of today. Articles are never written.

use std::process::ExitCode;

use marks::{Anchor, CodePoints, Reanchored, Sidecar};

use super::Common;
use super::folder::{Failure, Input};
use super::sidecars::Sidecars;

/// Options of `dateline fmt`.
#[derive(clap::Args, Debug)]
pub struct FmtArgs {
    #[command(flatten)]
    input: Input,
    /// Say which sidecars are not in order, and write nothing
    #[arg(long)]
    check: bool,
    /// Take withdrawn lines out, too
    #[arg(long)]
    purge: bool,
}

/// Options of `dateline reanchor`.
#[derive(clap::Args, Debug)]
pub struct ReanchorArgs {
    #[command(flatten)]
    input: Input,
    /// Say which places would be written, and write nothing
    #[arg(long)]
    check: bool,
}

/// Puts sidecars in order. 0: all are; 1: with `--check`, some are not; 2: some cannot be read, and are left as they are.
pub fn fmt(args: &FmtArgs, common: &Common) -> Result<ExitCode, Failure> {
    let sidecars = Sidecars::find(&args.input, common)?;
    let (mut changed, mut broken) = (0, 0);
    for path in sidecars.all.values() {
        let done = sidecars.sidecar(path).and_then(|before| {
            let after = marks::fmt(&if args.purge { marks::purge(&before) } else { before.clone() });
            if after == before {
                return Ok(());
            }
            if !args.check {
                sidecars.write(path, &after)?;
            }
            changed += 1;
            anstream::println!("{}", sidecars.shown(path));
            Ok(())
        });
        broken += u32::from(said(done)?);
    }
    let word = if args.check { "not in order" } else { "put in order" };
    anstream::eprintln!("{}, {changed} {word}", counted(sidecars.all.len(), "sidecar"));
    Ok(ExitCode::from(if broken > 0 { 2 } else { u8::from(args.check && changed > 0) }))
}

/// Writes down where marks stand that have moved for certain. Exit codes as of `fmt`.
pub fn reanchor(args: &ReanchorArgs, common: &Common) -> Result<ExitCode, Failure> {
    let sidecars = Sidecars::find(&args.input, common)?;
    let (mut moved, mut unsure, mut broken) = (0, 0, 0);
    for (article, path) in &sidecars.all {
        let done = sidecars.sidecar(path).and_then(|before| {
            let text = sidecars.text(article)?;
            let (after, all) = marks::reanchor(&before, &text);
            if !all.is_empty() && !args.check {
                sidecars.write(path, &after)?;
            }
            for one in &all {
                anstream::println!("{}: {}", sidecars.shown(path), told(one));
            }
            moved += all.len();
            unsure += doubtful(&before, &text);
            Ok(())
        });
        broken += u32::from(said(done)?);
    }
    let look = match unsure {
        0 => String::new(),
        1 => "; 1 needs a look: dateline check --select M901,M902".to_owned(),
        many => format!("; {many} need a look: dateline check --select M901,M902"),
    };
    anstream::eprintln!("{} {}{look}", counted(moved, "mark"), if args.check { "moved" } else { "written down" });
    Ok(ExitCode::from(if broken > 0 { 2 } else { u8::from(args.check && moved > 0) }))
}

/// Says why a file was left out, and that it was; goes on with the others.
pub fn said(done: Result<(), Failure>) -> Result<bool, Failure> {
    match done {
        Ok(()) => Ok(false),
        Err(Failure::Said(message)) => {
            anstream::eprintln!("{message}");
            Ok(true)
        }
        Err(Failure::Pipe) => Err(Failure::Pipe),
    }
}

/// `1 mark`, `2 marks`
pub fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// `k3f9wq “reports appeared” [388, 404] -> [410, 426]`
fn told(one: &Reanchored) -> String {
    let place = |at: CodePoints| format!("[{}, {}]", at.start, at.end);
    let from = one.from.map_or_else(|| "nowhere".to_owned(), place);
    let quote = one.quote.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{} “{quote}” {from} -> {}", one.id, place(one.to))
}

/// How many marks in force have no place that is certain.
fn doubtful(sidecar: &str, text: &str) -> usize {
    let (sidecar, _) = Sidecar::parse(sidecar);
    let anchors = marks::anchor(&sidecar, text, None);
    let anchor = |number: usize| anchors.get(number).and_then(Anchor::sure_span);
    sidecar.marks_in_force().filter(|(number, _)| anchor(*number).is_none()).count()
}
