//! Lines as people and programs read them.

use std::io::{self, Write};

use corpus::lineage::Manner;
use ide::{Line, Version};
use serde_json::{Value, json};
use text::Span;

use crate::cli::folder::Folder;
use crate::cli::report::Place;

/// Version by version.
pub fn text(folder: &Folder, lines: &[Line], out: &mut dyn Write) -> io::Result<()> {
    let (bold, dim) = (anstyle::Style::new().bold(), anstyle::Style::new().dimmed());
    for (number, line) in lines.iter().enumerate() {
        let blank = if number == 0 { "" } else { "\n" };
        writeln!(out, "{blank}{bold}{}{bold:#}", line.summary())?;
        for version in &line.versions {
            writeln!(
                out,
                "\n{}  {}  {} {dim}({}){dim:#}  {}",
                version.day(),
                version.whence(),
                version.who(),
                how(version),
                place(folder, version, version.span).map(|place| place.address()).unwrap_or_default()
            )?;
            writeln!(out, "    {}", words(version))?;
            if let Some(first) = version.copy_of.and_then(|first| line.versions.get(first)) {
                writeln!(out, "    = copied: {}, {}", first.whence(), first.day())?;
            }
            for change in &version.changes {
                writeln!(out, "    - {}: {}", change.kind.name(), change.says)?;
            }
        }
    }
    Ok(())
}

/// A list of lines.
pub fn json(folder: &Folder, lines: &[Line], out: &mut dyn Write) -> io::Result<()> {
    let all: Vec<Value> = lines.iter().map(|line| value(folder, line)).collect();
    writeln!(out, "{:#}", Value::from(all))
}

fn value(folder: &Folder, line: &Line) -> Value {
    let versions: Vec<Value> = line.versions.iter().map(|version| version_value(folder, line, version)).collect();
    json!({ "summary": line.summary(), "copies": line.copies(), "versions": versions })
}

fn version_value(folder: &Folder, line: &Line, version: &Version) -> Value {
    let chars = |version: &Version, span: Span| {
        place(folder, version, span).map_or(Value::Null, |place| json!([place.chars.0, place.chars.1]))
    };
    let before = version.after.and_then(|at| line.versions.get(at));
    let change = |change: &corpus::lineage::Change| {
        json!({
            "kind": change.kind.name(),
            "says": change.says,
            "before": before.map_or(Value::Null, |before| chars(before, change.before)),
            "after": chars(version, change.after),
        })
    };
    let at = place(folder, version, version.span);
    json!({
        "article": at.as_ref().map(|place| place.shown.clone()),
        "line": at.as_ref().map(|place| place.start.0),
        "column": at.as_ref().map(|place| place.start.1),
        "chars": chars(version, version.span),
        "date": version.when.day.map(|day| day.to_string()),
        "from": version.when.from.map(|day| day.to_string()),
        "to": version.when.to.map(|day| day.to_string()),
        "outlet": version.outlet,
        "speaker": version.speaker,
        "source": version.source,
        "source_class": version.class.name(),
        "manner": manner(version.manner),
        "words": version.words,
        "copy_of": version.copy_of,
        "compared_with": version.after,
        "changes": version.changes.iter().map(change).collect::<Vec<_>>(),
    })
}

/// Bytes of a version's file.
pub fn place(folder: &Folder, version: &Version, span: Span) -> Option<Place> {
    Some(Place::new(folder, folder.snapshot.document(&version.path)?, span))
}

/// The words, in quotation marks where the article has them so.
pub fn words(version: &Version) -> String {
    match version.manner {
        Manner::Quoted => format!("“{}”", version.words),
        Manner::Reported | Manner::Told => version.words.clone(),
    }
}

/// `quoted, source named`
pub fn how(version: &Version) -> String {
    match version.manner {
        Manner::Told => manner(version.manner).to_owned(),
        given => format!("{}, source {}", manner(given), version.class.words()),
    }
}

fn manner(manner: Manner) -> &'static str {
    match manner {
        Manner::Quoted => "quoted",
        Manner::Reported => "reported",
        Manner::Told => "told by the outlet",
    }
}
