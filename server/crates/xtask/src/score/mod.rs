//! `cargo xtask score`: how well articles are read, measured and written down in `tests/scores.tsv`.
//!
//! Each measure is a function that gives rows. With `--check` nothing is written: a value that fell is a failure.

pub mod ablation;
mod briefings;
mod corpora;
mod entities;
mod example;
mod extract;
mod lineage;
mod seeds;
mod table;

use std::env;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

use crate::process::dateline;
use crate::repo::root;
use crate::{Outcome, flag};
use table::{Row, Table};

const SCORES: &str = "tests/scores.tsv";

/// The day that counts as today, so that a measurement of tomorrow is one of today.
const TODAY: &str = "2026-11-01";

type Rows = Result<Vec<Row>, Box<dyn Error>>;

/// What is measured, and on what.
struct Measure {
    /// As in the column `set`: rows of sets that are not here keep their values.
    set: &'static str,
    /// What is missing to measure it.
    missing: fn() -> Option<String>,
    rows: fn(&Extractor) -> Rows,
}

const MEASURES: &[Measure] = &[
    Measure { set: "briefings", missing: || None, rows: briefings::rows },
    Measure { set: "held-out", missing: || None, rows: briefings::held_out },
    Measure { set: "travelling story", missing: || None, rows: lineage::rows },
    Measure { set: "example", missing: || None, rows: example::rows },
    Measure { set: "seeds", missing: seeds::missing, rows: seeds::rows },
    Measure {
        set: "seeds, dated",
        missing: seeds::missing,
        rows: |extractor| corpora::times(extractor, "seeds, dated", "time/seeds.jsonl"),
    },
    Measure {
        set: "timebank",
        missing: seeds::missing,
        rows: |extractor| corpora::times(extractor, "timebank", "time/timebank.jsonl"),
    },
    Measure {
        set: "aquaint",
        missing: seeds::missing,
        rows: |extractor| corpora::times(extractor, "aquaint", "time/aquaint.jsonl"),
    },
    Measure {
        set: "wikiwars",
        missing: seeds::missing,
        rows: |extractor| corpora::times(extractor, "wikiwars", "time/wikiwars-dev.jsonl"),
    },
    Measure {
        set: "polnear",
        missing: seeds::missing,
        rows: |extractor| {
            let attributions = corpora::attributions(extractor, "polnear", "attribution/polnear_dev.jsonl")?;
            Ok([attributions, corpora::source_types(extractor, "polnear")?].concat())
        },
    },
    Measure {
        set: "gum",
        missing: seeds::missing,
        rows: |extractor| corpora::attributions(extractor, "gum", "attribution/gum_other.jsonl"),
    },
    Measure {
        set: "ecbplus, topics",
        missing: seeds::missing,
        rows: |extractor| entities::given(extractor, "ecbplus, topics", true),
    },
    Measure {
        set: "ecbplus, whole",
        missing: seeds::missing,
        rows: |extractor| entities::given(extractor, "ecbplus, whole", false),
    },
    Measure { set: "ecbplus, hard pairs", missing: seeds::missing, rows: entities::pairs },
    Measure { set: "wikigold", missing: seeds::missing, rows: entities::wikigold },
    Measure {
        set: "storyline",
        missing: seeds::missing,
        rows: |extractor| corpora::dates(extractor, "storyline", "time/date-storyline.jsonl"),
    },
];

/// The program, ready to read folders.
struct Extractor {
    program: PathBuf,
}

/// Measures all there is to measure; writes the table, or compares with it.
pub fn run(arguments: &[&str]) -> Outcome {
    let check = flag(arguments, "--check")?;
    let extractor = Extractor { program: dateline()? };
    let (mut measured, mut missing) = (Vec::new(), Vec::new());
    for measure in MEASURES {
        match (measure.missing)() {
            None => measured.extend((measure.rows)(&extractor)?),
            Some(why) => {
                println!("NOT MEASURED: {} ({why}); its rows stay as they are", measure.set);
                missing.push(measure.set);
            }
        }
    }
    let path = root().join(SCORES);
    let committed = Table::parse(&fs::read_to_string(&path).unwrap_or_default())?;
    let well = if check {
        committed.compare(&measured, &missing)
    } else {
        let table = committed.renew(measured, &missing);
        fs::write(&path, table.to_string())?;
        println!("{table}\n{SCORES} is written");
        true
    };
    // In CI all there is to measure is there.
    Ok(well && (missing.is_empty() || env::var_os("CI").is_none()))
}
