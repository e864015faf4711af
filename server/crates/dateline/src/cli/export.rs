//! `dateline export`: marks in the forms that other programs read.

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use exchange::{brat, spans, w3c};

use super::Common;
use super::fmt::{counted, said};
use super::folder::{Failure, Input};
use super::sidecars::Sidecars;

/// Options of `dateline export`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    input: Input,
    /// The form
    #[arg(long, value_name = "FORM")]
    to: Form,
    /// The file to write instead of standard output; for brat the folder, with one file an article
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A form that other programs read and write.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// W3C Web Annotation, one a line: all that a sidecar holds
    W3c,
    /// brat's standoff form: spans, kinds, notes and attributes
    Brat,
    /// Lines of JSON with spans, as Prodigy, doccano and spaCy have them
    Jsonl,
}

/// Tells the marks of what is named. 2: a sidecar cannot be read, or has no article; all others are told.
pub fn run(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    let sidecars = Sidecars::find(&args.input, common)?;
    if let Some(file) = args.output.as_ref().filter(|file| sidecars.is_document(file)) {
        return Err(Failure::new(format!("{}: is an article, and articles are never written", file.display())));
    }
    if args.to == Form::Brat && sidecars.all.len() > 1 && args.output.is_none() {
        return Err(Failure::new("brat has a file an article: say in which folder they go, with -o DIR"));
    }
    let (mut all, mut left, mut broken) = (Vec::new(), 0, 0);
    for (article, path) in &sidecars.all {
        let done = sidecars.sidecar(path).and_then(|sidecar| {
            let text = sidecars.text(article)?;
            let (out, without) = match args.to {
                Form::W3c => (w3c::write(article, &sidecar, &text), 0),
                Form::Brat => brat::write(&sidecar, &text),
                Form::Jsonl => spans::write(article, &sidecar, &text),
            };
            left += without;
            all.push((article.to_string(), out));
            Ok(())
        });
        broken += u32::from(said(done)?);
    }
    if left > 0 {
        let them =
            if left == 1 { "has no place that is certain and is" } else { "have no place that is certain and are" };
        anstream::eprintln!("{} {them} left out: dateline check --select M901,M902", counted(left, "mark"));
    }
    match &args.output {
        Some(folder) if args.to == Form::Brat => write_files(folder, &all, &sidecars)?,
        Some(file) => {
            let text: String = all.iter().map(|(_, text)| text.as_str()).collect();
            fs::write(file, text).map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
        }
        None => {
            let mut out = anstream::stdout().lock();
            all.iter().try_for_each(|(_, text)| out.write_all(text.as_bytes()))?;
        }
    }
    Ok(ExitCode::from(if broken > 0 { 2 } else { 0 }))
}

/// One file an article, named after it.
fn write_files(folder: &Path, all: &[(String, String)], sidecars: &Sidecars) -> Result<(), Failure> {
    let mut names = HashSet::new();
    for (article, text) in all {
        let short = namesake(article);
        let name = if names.insert(short.clone()) { short } else { format!("{article}.ann") };
        let file = folder.join(name);
        let failed = |error: std::io::Error| Failure::new(format!("{}: {error}", file.display()));
        if sidecars.is_document(&file) {
            return Err(Failure::new(format!("{}: is an article, and articles are never written", file.display())));
        }
        fs::create_dir_all(file.parent().unwrap_or(folder)).map_err(failed)?;
        fs::write(&file, text).map_err(failed)?;
    }
    Ok(())
}

/// `news/001.ann` of `news/001.txt`
fn namesake(article: &str) -> String {
    let file = article.rsplit('/').next().unwrap_or(article);
    let stem = match file.rfind('.') {
        Some(dot) if dot > 0 => &article[..article.len() - (file.len() - dot)],
        _ => article,
    };
    format!("{stem}.ann")
}
