//! `cargo xtask ablate`: what each file of the language's knowledge is worth to attributions and claims. Every one is left
//! out in turn; the table goes into docs/attribution.md by hand, with the day it was made.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::seeds::{Scorer, missing, number, shared};
use super::{Extractor, dateline};
use crate::Outcome;
use crate::process::target;
use crate::repo::root;

const ATTRIBUTIONS: Scorer = Scorer {
    kind: "attributions",
    gold: "attribution/polnear_dev.jsonl",
    articles: true,
    script: "attribution/score_attribution.py",
    rows: |_| Vec::new(),
};

const CLAIMS: Scorer = Scorer {
    kind: "claims",
    gold: "attribution/seeds_claims.jsonl",
    articles: true,
    script: "attribution/score_claims.py",
    rows: |_| Vec::new(),
};

/// Prints a table: the file, and what is left of each measure without it.
pub fn run(_: &[&str]) -> Outcome {
    if let Some(why) = missing() {
        println!("NOT MEASURED: {why}");
        return Ok(false);
    }
    let extractor = Extractor { program: dateline()? };
    let work = target().join("score");
    fs::create_dir_all(&work)?;
    let seeds = seeds(&work)?;
    let whole = measure(&extractor, &work, &seeds, None)?;
    println!("| without | attributions | sentences | claims |\n| --- | --- | --- | --- |");
    println!("| nothing | {:.1} | {:.1} | {:.1} |", whole[0], whole[1], whole[2]);
    for file in files()? {
        let left = measure(&extractor, &work, &seeds, Some(&file))?;
        let lost = |at: usize| left[at] - whole[at];
        println!("| `{file}` | {:+.1} | {:+.1} | {:+.1} |", lost(0), lost(1), lost(2));
    }
    Ok(true)
}

/// The files of the lexicon.
fn files() -> Result<Vec<String>, Box<dyn Error>> {
    let folder = root().join("server/languages/en/lexicon");
    let mut all: Vec<String> =
        fs::read_dir(folder)?.flatten().map(|file| format!("lexicon/{}", file.file_name().to_string_lossy())).collect();
    all.sort();
    Ok(all)
}

/// The seeds' texts as lines.
fn seeds(work: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let mut lines = Vec::new();
    for file in fs::read_dir(shared().join("seeds"))?.flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        if name.ends_with(".txt") {
            lines.push(json!({ "doc": name, "text": fs::read_to_string(file.path())? }).to_string());
        }
    }
    let path = work.join("seeds.in.jsonl");
    fs::write(&path, lines.join("\n"))?;
    Ok(path)
}

/// F1 of attributions and of attributed sentences in PolNeAR, and of claims in the seeds.
fn measure(
    extractor: &Extractor,
    work: &Path,
    seeds: &Path,
    without: Option<&str>,
) -> Result<[f64; 3], Box<dyn Error>> {
    let extract = |input: &Path, name: &str| -> Result<PathBuf, Box<dyn Error>> {
        let mut arguments = vec![Path::new("--input"), input];
        arguments.extend(without.iter().flat_map(|file| [Path::new("--without"), Path::new(*file)]));
        let path = work.join(name);
        fs::write(&path, extractor.lines(&arguments)?)?;
        Ok(path)
    };
    let texts = shared().join("gold").join(ATTRIBUTIONS.gold);
    let told = ATTRIBUTIONS.score(&extract(&texts, "ablation.attributions.jsonl")?, work)?;
    let claimed = CLAIMS.score(&extract(seeds, "ablation.claims.jsonl")?, work)?;
    let share = |value: &serde_json::Value| 100.0 * number(value);
    Ok([share(&told["attribution"]["f1"]), share(&told["sentence"]["f1"]), share(&claimed["all"]["f1"])])
}
