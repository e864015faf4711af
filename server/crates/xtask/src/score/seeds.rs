//! Articles annotated by hand that are no part of the repository: `../shared/seeds`, with labels and scorers beside them.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::table::Row;
use super::{Extractor, Rows};
use crate::process::{command, is_installed, output, target};
use crate::repo::root;

const SET: &str = "seeds";

/// The labels of one kind, the script that scores them, and the rows made of what it prints.
pub(super) struct Scorer {
    /// What the adapter calls it.
    pub(super) kind: &'static str,
    pub(super) gold: &'static str,
    /// The labels are of the articles in this file, one by one, and not of the folder's files.
    pub(super) articles: bool,
    pub(super) script: &'static str,
    pub(super) rows: fn(&Value) -> Vec<Row>,
}

const SCORERS: &[Scorer] = &[
    Scorer {
        kind: "claims",
        gold: "attribution/seeds_claims.jsonl",
        articles: false,
        script: "attribution/score_claims.py",
        rows: claims,
    },
    Scorer { kind: "dates", gold: "time/date-seeds.jsonl", articles: true, script: "time/score_dates.py", rows: dates },
    Scorer {
        kind: "times",
        gold: "time/seeds-blind.jsonl",
        articles: false,
        script: "time/score_times.py",
        rows: times,
    },
    ENTITIES,
];

const ENTITIES: Scorer = Scorer {
    kind: "entities",
    gold: "entities/seeds_entities.jsonl",
    articles: false,
    script: "entities/score_entities.py",
    rows: entities,
};

/// What is not here.
pub fn missing() -> Option<String> {
    if !shared().join("seeds").is_dir() {
        return Some("there is no ../shared/seeds".to_owned());
    }
    (!is_installed("python3")).then(|| "the scorers need python3".to_owned())
}

/// Claims, dates, times and names.
pub fn rows(extractor: &Extractor) -> Rows {
    let work = target().join("score");
    fs::create_dir_all(&work)?;
    let folder = work.join("seeds.jsonl");
    fs::write(&folder, extractor.lines(&[shared().join("seeds").as_path()])?)?;
    let mut rows = Vec::new();
    for scorer in SCORERS {
        let extract = if scorer.articles { scorer.extract(extractor, &work)? } else { folder.clone() };
        rows.extend((scorer.rows)(&scorer.score(&extract, &work)?));
    }
    rows.push(pipeline_alone(extractor, &work)?);
    Ok(rows)
}

/// Names as the statistical pipeline finds them by itself, without lexicons and without joining them.
fn pipeline_alone(extractor: &Extractor, work: &Path) -> Result<Row, Box<dyn Error>> {
    let tokens = extractor.lines(&[Path::new("--layers"), Path::new("tokens"), shared().join("seeds").as_path()])?;
    let files = tokens.lines().map(serde_json::from_str).collect::<Result<Vec<Value>, _>>()?;
    let files = files.into_iter().filter(|file| file["path"].is_string());
    let lines: Vec<String> =
        files.map(|file| json!({ "path": file["path"], "mentions": names(&file["tokens"]) }).to_string()).collect();
    let extract = work.join("pipeline.jsonl");
    fs::write(&extract, lines.join("\n"))?;
    let score = &ENTITIES.score(&extract, work)?["spans"]["trim"]["per+org+place"];
    let note = format!("{} labelled, {} found", score["gold"], score["pred"]);
    Ok(Row::new("names: the pipeline alone, F1", SET, 100.0 * number(&score["f"]), note))
}

/// The names that tokens are labelled with: people, organisations and places.
fn names(tokens: &Value) -> Vec<Value> {
    let mut names: Vec<Value> = Vec::new();
    for token in tokens.as_array().into_iter().flatten() {
        match (token["ent"].as_str().and_then(|ent| ent.split_once('-')), names.last_mut()) {
            (Some(("B", kind)), _) => names.push(json!({ "start": token["start"], "end": token["end"], "kind": kind })),
            (Some(("I", _)), Some(name)) => name["end"] = token["end"].clone(),
            _ => {}
        }
    }
    names.retain_mut(|name| {
        let kind = match name["kind"].as_str() {
            Some("PERSON") => "person",
            Some("ORG") => "organization",
            Some("GPE" | "LOC" | "FAC") => "place",
            _ => return false,
        };
        name["kind"] = kind.into();
        true
    });
    names
}

impl Scorer {
    /// What is found in the articles that stand in the file of labels.
    pub(super) fn extract(&self, extractor: &Extractor, work: &Path) -> Result<PathBuf, Box<dyn Error>> {
        let extract = work.join(format!("{}.extract.jsonl", self.kind));
        fs::write(&extract, extractor.lines(&[Path::new("--input"), &shared().join("gold").join(self.gold)])?)?;
        Ok(extract)
    }

    /// What the script says in JSON.
    pub(super) fn score(&self, extract: &Path, work: &Path) -> Result<Value, Box<dyn Error>> {
        let gold = shared().join("gold");
        let labels = gold.join(self.gold);
        let predicted = work.join(format!("{}.jsonl", self.kind));
        let adapt = shared().join("tools/adapt.py");
        let mut adapter = command("python3");
        adapter.arg(adapt).arg(self.kind).arg(extract).arg("--docs").arg(&labels);
        fs::write(&predicted, output(&mut adapter)?)?;
        let mut script = command("python3");
        script
            .arg(gold.join(self.script))
            .args([&labels, &predicted])
            .arg("--json")
            .env("SEEDS_DIR", shared().join("seeds"));
        if !matches!(self.kind, "claims" | "attributions") {
            return Ok(serde_json::from_str(&output(&mut script)?)?);
        }
        // This one writes its JSON into a file.
        let json = work.join("claims.json");
        output(script.arg(&json))?;
        Ok(serde_json::from_str(&fs::read_to_string(json)?)?)
    }
}

fn claims(scores: &Value) -> Vec<Row> {
    let codes = [
        ("all", "claims"),
        ("unattributed-claim", "claims: unattributed"),
        ("vague-attribution", "claims: vaguely attributed"),
        ("undated-claim", "claims: undated"),
        ("vague-date", "claims: vaguely dated"),
    ];
    let mut rows = Vec::new();
    for (code, name) in codes {
        let score = &scores[code];
        let note = format!("{} found, {} false, {} missed", score["tp"], score["fp"], score["fn"]);
        rows.push(Row::new(format!("{name}, F1"), SET, 100.0 * number(&score["f1"]), note));
    }
    let alarms = number(&scores["all"]["noise"]);
    rows.push(Row::new(
        "claims, false alarms",
        SET,
        alarms,
        format!("per 100 of {} sentences", scores["content_sentences"]),
    ));
    rows
}

fn dates(scores: &Value) -> Vec<Row> {
    let of = format!("of {} articles", scores["docs"]);
    vec![
        Row::new("dates of articles, exact", SET, number(&scores["exact"]["R"]), of.clone()),
        Row::new("dates of articles, wrong", SET, number(&scores["wrong"]["R"]), of),
    ]
}

fn times(scores: &Value) -> Vec<Row> {
    let note = |score: &Value| format!("P {} R {}; {} labelled", score["P"], score["R"], scores["gold"]);
    [("strict", "times found, F1"), ("value", "times read, F1")]
        .map(|(metric, name)| Row::new(name, SET, number(&scores[metric]["F1"]), note(&scores[metric])))
        .to_vec()
}

fn entities(scores: &Value) -> Vec<Row> {
    let mut rows = Vec::new();
    for kind in ["person", "organization", "place"] {
        let score = &scores["spans"]["trim"][kind];
        let note = format!("{} labelled, {} found", score["gold"], score["pred"]);
        rows.push(Row::new(format!("names: {kind}, F1"), SET, 100.0 * number(&score["f"]), note));
    }
    let all = &scores["spans"]["trim"]["per+org+place"];
    let note = format!("{} labelled, {} found", all["gold"], all["pred"]);
    rows.push(Row::new("names: all, F1", SET, 100.0 * number(&all["f"]), note));
    let jumps = &scores["gtd"]["folder"]["person/name"];
    let note = format!("of {} names of people told in several files", jumps["n"]);
    rows.push(Row::new("jumps to who a person is", SET, 100.0 * number(&jumps["gtd"]), note));
    rows.push(Row::new("jumps to the best introduction of a person", SET, 100.0 * number(&jumps["best"]), ""));
    let all = &scores["gtd"]["folder"]["all/name"];
    let note = format!("of {} names told in several files", all["n"]);
    rows.push(Row::new("jumps of names", SET, 100.0 * number(&all["gtd"]), note));
    rows.push(Row::new("jumps of names, wrong", SET, 100.0 * number(&all["wrong"]), ""));
    for (kind, name) in [("person/nominal", "jumps of descriptions of people"), ("event", "jumps of events")] {
        let jumps = &scores["gtd"]["any"][kind];
        let of = format!("of {} told more than once", jumps["n"]);
        rows.push(Row::new(name, SET, 100.0 * number(&jumps["gtd"]), of));
        rows.push(Row::new(format!("{name}, wrong"), SET, 100.0 * number(&jumps["wrong"]), "of those answered"));
    }
    for (kind, name) in [("entities", "names joined, CoNLL F1"), ("event", "events joined, CoNLL F1")] {
        let score = &scores["clusters"]["folder"][kind];
        rows.push(Row::new(name, SET, 100.0 * number(&score["conll"]), format!("{} labelled", score["mentions"])));
    }
    rows
}

/// A number; 0 where there is none.
pub(super) fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_default()
}

pub(super) fn shared() -> PathBuf {
    root().join("../shared")
}
