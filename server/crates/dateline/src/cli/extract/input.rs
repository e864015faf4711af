//! Documents that come as JSON Lines instead of files: how corpora are measured.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path as FilePath;

use ide::{Given, Path};
use jiff::civil::Date;
use nlp::Kind;
use serde::Deserialize;
use serde_json::Value;
use text::{LineIndex, Span, Spans};

use super::record::Range;
use crate::cli::folder::Failure;

/// One document of a collection.
pub struct Document {
    /// What it is called.
    pub path: Path,
    /// The documents it is resolved with; absent for the one collection of those that name none.
    pub folder: Option<String>,
    /// Its text.
    pub text: String,
    /// What is given of it.
    pub given: Given,
    /// The sources whose class is asked.
    pub sources: Option<Vec<Source>>,
}

/// A source whose place is given.
pub struct Source {
    /// Its place as it was given, in code points.
    pub chars: Vec<Range>,
    /// The same in bytes.
    pub bytes: Spans,
}

/// A line of `--input`. A field that means nothing here may say anything.
#[derive(Deserialize)]
struct Line {
    doc: String,
    text: String,
    folder: Option<String>,
    dct: Option<String>,
    mentions: Option<Vec<GivenMention>>,
    sources: Option<Vec<GivenSource>>,
}

#[derive(Deserialize)]
struct GivenMention {
    start: u32,
    end: u32,
    kind: Option<String>,
}

#[derive(Deserialize)]
struct GivenSource {
    source: Vec<Range>,
}

/// Reads `--input FILE`; `-` is standard input.
pub fn read(file: &FilePath) -> Result<Vec<Document>, Failure> {
    let lines = lines(file)?;
    lines
        .into_iter()
        .map(|(number, line)| {
            parse(&line).map_err(|error| Failure::new(format!("{}:{number}: {error}", file.display())))
        })
        .collect()
}

/// Reads `--dct-from FILE`: lines of `{"doc", "dct"}`.
pub fn dates(file: &FilePath) -> Result<BTreeMap<String, Date>, Failure> {
    let mut dates = BTreeMap::new();
    for (number, line) in lines(file)? {
        let value: Value = serde_json::from_str(&line)
            .map_err(|error| Failure::new(format!("{}:{number}: {error}", file.display())))?;
        if let (Some(doc), Some(day)) = (value["doc"].as_str(), value["dct"].as_str().and_then(day)) {
            dates.insert(doc.to_owned(), day);
        }
    }
    Ok(dates)
}

/// The date given for a path: by its name, or by its name without folder and ending.
pub fn date_of(dates: &BTreeMap<String, Date>, path: &str) -> Option<Date> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.strip_suffix(".txt").unwrap_or(name);
    [path, name, stem].into_iter().find_map(|name| dates.get(name)).copied()
}

fn lines(file: &FilePath) -> Result<Vec<(usize, String)>, Failure> {
    let named = |error: std::io::Error| Failure::new(format!("{}: {error}", file.display()));
    let text = if file.as_os_str() == "-" {
        std::io::read_to_string(std::io::stdin()).map_err(named)?
    } else {
        fs::read_to_string(file).map_err(named)?
    };
    Ok((1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| (number, line.to_owned()))
        .collect())
}

fn parse(line: &str) -> Result<Document, serde_json::Error> {
    let Line { doc, text, folder, dct, mentions, sources } = serde_json::from_str(line)?;
    let index = LineIndex::new(&text);
    let span = |start, end| Span::new(index.byte_of_char(start), index.byte_of_char(end));
    let mention = |mention: &GivenMention| Some((span(mention.start, mention.end), kind(mention.kind.as_deref()?)));
    let mentions = mentions.map(|mentions| mentions.iter().filter_map(mention).collect());
    let sources = sources.map(|sources| {
        let bytes = |source: &GivenSource| Spans::collect(source.source.iter().map(|[start, end]| span(*start, *end)));
        sources.into_iter().filter_map(|source| Some(Source { bytes: bytes(&source)?, chars: source.source })).collect()
    });
    let given = Given { written: dct.as_deref().and_then(day), mentions };
    Ok(Document { path: doc.into(), folder, text, given, sources })
}

/// A whole day; a month or a year is not a date to count from.
fn day(value: &str) -> Option<Date> {
    value.get(..10)?.parse().ok()
}

fn kind(name: &str) -> Kind {
    let kinds = [Kind::Person, Kind::Organization, Kind::Place, Kind::Event];
    kinds.into_iter().find(|kind| kind.name() == name).unwrap_or(Kind::Other)
}
