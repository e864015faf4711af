//! `dateline extract`: everything that is known, as JSON Lines.

mod collection;
mod file;
mod input;
mod record;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use ide::{Change, Config, Document, Given, Host, Path, Snapshot};
use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};

use self::collection::{Titles, collection};
use self::file::Reader;
use super::Common;
use super::folder::{Failure, Folder, Input, registry_of, settings, today};
use super::progress::Bar;

/// Options of `dateline extract`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    input: Input,
    /// What to add
    #[arg(long, value_name = "LAYERS", value_delimiter = ',')]
    layers: Vec<Layer>,
    /// Documents as JSON Lines, {"doc", "text", "folder"?, "dct"?} each, instead of files
    #[arg(long = "input", value_name = "FILE.jsonl", conflicts_with = "paths")]
    lines: Option<PathBuf>,
    /// The day that all articles were written, instead of what they say
    #[arg(long, value_name = "DATE")]
    dct: Option<Date>,
    /// The same for each document: lines of {"doc", "dct"}
    #[arg(long, value_name = "FILE.jsonl", conflicts_with = "dct")]
    dct_from: Option<PathBuf>,
    /// Read as if this file of the language's data were empty, to measure what it is worth: lexicon/reporting.tsv
    #[arg(long, value_name = "DATA", requires = "lines")]
    without: Option<String>,
}

/// A layer that is not printed unless it is asked for.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Layer {
    Tokens,
}

/// Prints a line for every file, by path, and one for the folder; with `--input` one for every collection.
pub fn run(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    let dates = Dates::new(args)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let done = match &args.lines {
        None => folder(&mut out, args, &dates, common)?,
        Some(file) => {
            let root = args.input.root.clone().unwrap_or_else(|| PathBuf::from("."));
            let settings = settings(&root, common)?;
            let config = settings.config(today());
            // Documents that come from elsewhere are read in the light of a folder only if it is named.
            let named = args.input.root.as_deref();
            let registry = named.map_or_else(Vec::new, |root| registry_of(root, &settings.scope()));
            let registry: Result<Vec<(Path, Arc<str>)>, _> = registry.into_iter().collect();
            let registry = registry.map_err(|skipped| Failure::new(skipped.to_string()))?;
            for (folder, documents) in collections(input::read(file)?) {
                measure(&mut out, args, &dates, (&config, &registry), folder, &documents)?;
            }
            ExitCode::SUCCESS
        }
    };
    out.flush()?;
    Ok(done)
}

/// The files that were named.
fn folder(out: &mut impl Write, args: &Args, dates: &Dates, common: &Common) -> Result<ExitCode, Failure> {
    let given = |path: &str| Given { written: dates.of(path), mentions: None };
    let folder = Folder::read_given(&args.input, common, given)?;
    let last =
        write(out, args, &folder.snapshot, |record| record.sha256 = folder.sha256(&record.path).map(str::to_owned))?;
    line(out, &last)?;
    Ok(folder.done())
}

/// Documents by the collection they are resolved in.
fn collections(documents: Vec<input::Document>) -> BTreeMap<Option<String>, Vec<input::Document>> {
    let mut all: BTreeMap<Option<String>, Vec<input::Document>> = BTreeMap::new();
    for document in documents {
        all.entry(document.folder.clone()).or_default().push(document);
    }
    all
}

/// One collection of `--input`.
fn measure(
    out: &mut impl Write,
    args: &Args,
    dates: &Dates,
    (config, registry): (&Config, &[(Path, Arc<str>)]),
    folder: Option<String>,
    documents: &[input::Document],
) -> Result<(), Failure> {
    let given = documents.iter().map(|document| {
        let written = dates.of(&document.path).or(document.given.written);
        (document.path.clone(), Given { written, ..document.given.clone() })
    });
    let config = Config { given: given.collect(), ..config.clone() };
    let lang = match &args.without {
        Some(file) => lang::Language::without(lang::DEFAULT_TAG, file),
        None => lang::Language::load(lang::DEFAULT_TAG),
    };
    let snapshot = read_all(documents, config, registry, lang);
    let asked: BTreeMap<&str, &input::Document> =
        documents.iter().map(|document| (&*document.path, document)).collect();
    let last = write(out, args, &snapshot, |record| {
        let Some(document) = asked.get(record.path.as_str()) else { return };
        record.sha256 = Some(format!("{:x}", Sha256::digest(document.text.as_bytes())));
        record.sources = document.sources.as_ref().map(|sources| sources_of(&snapshot, document, sources));
    })?;
    line(out, &record::Collection { folder: Some(folder), ..last })
}

fn read_all(
    documents: &[input::Document],
    config: Config,
    registry: &[(Path, Arc<str>)],
    lang: Arc<lang::Language>,
) -> Snapshot {
    let mut host = Host::new(lang, config);
    for (path, text) in registry {
        host.apply(Change::Registry { path: path.clone(), text: Some(text.clone()) });
    }
    let empty = host.snapshot();
    let bar = Bar::new(documents.len(), "documents read");
    let read = documents.par_iter().map(|document| {
        let read = Host::read(&empty, &document.path, document.text.as_str().into());
        bar.step();
        read
    });
    let read: Vec<Arc<Document>> = read.collect();
    bar.finish();
    read.into_iter().for_each(|document| host.enter(document));
    host.snapshot()
}

/// The classes of sources whose places are given.
fn sources_of(snapshot: &Snapshot, document: &input::Document, sources: &[input::Source]) -> Vec<record::Source> {
    let Some(analysis) = snapshot.analysis(&document.path) else { return Vec::new() };
    let class = |source: &input::Source| record::Source {
        source: source.chars.clone(),
        source_kind: nlp::given::source_kind(&document.text, &analysis, &source.bytes, &snapshot.lang)
            .map(nlp::SourceKind::name),
    };
    sources.iter().map(class).collect()
}

/// Prints a line for every document, by path; `complete` adds what only the caller knows. Gives the last line.
fn write(
    out: &mut impl Write,
    args: &Args,
    snapshot: &Snapshot,
    complete: impl Fn(&mut record::File) + Sync,
) -> Result<record::Collection, Failure> {
    let mut titles = Titles::default();
    let documents: Vec<Arc<Document>> = snapshot.documents().collect();
    // A few at a time: records are large, and are to be printed in order.
    for some in documents.chunks(AT_ONCE) {
        let records = some.par_iter().filter_map(|document| {
            let analysis = snapshot.analysis(&document.path)?;
            let reader = Reader { snapshot, document, analysis: &analysis };
            let mut record = reader.record();
            record.tokens = args.layers.contains(&Layer::Tokens).then(|| reader.tokens());
            complete(&mut record);
            Some((record, Titles::of(&document.path, &analysis)))
        });
        for (record, own) in records.collect::<Vec<_>>() {
            line(out, &record)?;
            titles.extend(own);
        }
    }
    Ok(collection(snapshot, &titles))
}

/// How many documents are read before they are printed.
const AT_ONCE: usize = 64;

fn line(out: &mut impl Write, record: &impl Serialize) -> Result<(), Failure> {
    let mut text = serde_json::to_vec(record).map_err(|error| Failure::new(error.to_string()))?;
    text.push(b'\n');
    out.write_all(&text)?;
    Ok(())
}

/// Dates that are given from outside.
struct Dates {
    all: Option<Date>,
    by_document: BTreeMap<String, Date>,
}

impl Dates {
    fn new(args: &Args) -> Result<Dates, Failure> {
        let by_document = args.dct_from.as_deref().map(input::dates).transpose()?.unwrap_or_default();
        Ok(Dates { all: args.dct, by_document })
    }

    fn of(&self, path: &str) -> Option<Date> {
        self.all.or_else(|| input::date_of(&self.by_document, path))
    }
}
