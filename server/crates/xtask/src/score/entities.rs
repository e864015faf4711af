//! Names, and who and what is one across articles, in collections annotated by others. Mentions are given, so that joining
//! them is measured apart from finding them.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::seeds::{number, shared};
use super::table::Row;
use super::{Extractor, Rows};
use crate::process::{command, output, target};

const DEV: &str = "ecbplus_dev.jsonl";
const TRAIN: &str = "ecbplus_train.jsonl";

/// Names and events, given: how well they are joined. Topic by topic, or the whole collection as one folder.
pub fn given(extractor: &Extractor, set: &'static str, topics: bool) -> Rows {
    let task = Task::new(set, &[DEV], topics)?;
    let scores = task.scores(extractor, &["--no-spans"])?;
    let clusters = |kind: &str| &scores["clusters"]["all"][kind];
    let row = |kind: &str, name: &'static str| {
        let score = clusters(kind);
        Row::new(name, set, 100.0 * number(&score["conll"]), format!("{} labelled", score["mentions"]))
    };
    Ok(vec![row("entities", "names joined, CoNLL F1"), row("event", "events joined, CoNLL F1")])
}

/// What averages hide: namesakes, bare surnames, initialisms.
pub fn pairs(extractor: &Extractor) -> Rows {
    let set = "ecbplus, hard pairs";
    let task = Task::new(set, &[TRAIN, DEV], false)?;
    let predicted = task.predicted(extractor)?;
    let script = shared().join("gold/entities/hard_subsets.py");
    let printed = output(command("python3").arg(script).args([&task.gold, &predicted]).arg("all"))?;
    let row = |what: &str, name: &'static str| {
        let said = printed.split(';').map(str::trim).find_map(|part| part.strip_prefix(what))?;
        let (share, of) = said.trim().split_once("% of ")?;
        Some(Row::new(name, set, share.parse().ok()?, format!("of {} pairs", of.trim())))
    };
    let rows = [
        ("person apart", "people of one surname kept apart"),
        ("person surname", "surnames joined with full names"),
        ("organization acronym", "initialisms joined"),
    ];
    rows.into_iter().map(|(what, name)| row(what, name).ok_or_else(|| format!("no {what}: {printed}").into())).collect()
}

/// Names in an encyclopedia.
pub fn wikigold(extractor: &Extractor) -> Rows {
    let set = "wikigold";
    let task = Task::new(set, &["wikigold.jsonl"], false)?.without_mentions()?;
    let score = &task.scores(extractor, &["--no-clusters"])?["spans"]["trim"]["per+org+place"];
    let note = format!("{} labelled, {} found", score["gold"], score["pred"]);
    Ok(vec![Row::new("names: all, F1", set, 100.0 * number(&score["f"]), note)])
}

/// Documents to be read, and their labels.
struct Task {
    input: PathBuf,
    gold: PathBuf,
    predicted: PathBuf,
}

impl Task {
    fn new(set: &str, files: &[&str], topics: bool) -> Result<Task, Box<dyn Error>> {
        let work = target().join("score");
        fs::create_dir_all(&work)?;
        let path = |ending: &str| work.join(format!("{}.{ending}.jsonl", set.replace([',', ' '], "")));
        let task = Task { input: path("in"), gold: path("gold"), predicted: path("predicted") };
        let (mut input, mut gold) = (Vec::new(), Vec::new());
        for file in files {
            let text = fs::read_to_string(shared().join("gold/entities").join(file))?;
            for line in text.lines() {
                let mut document: Value = serde_json::from_str(line)?;
                if !topics {
                    document["folder"] = Value::Null;
                }
                let part = |name: &str| document[name].clone();
                let given = json!({ "doc": part("doc"), "text": part("text"), "folder": part("folder"), "mentions": part("mentions") });
                input.push(given.to_string());
                gold.push(document.to_string());
            }
        }
        fs::write(&task.input, input.join("\n"))?;
        fs::write(&task.gold, gold.join("\n"))?;
        Ok(task)
    }

    /// The same documents with nothing given.
    fn without_mentions(self) -> Result<Task, Box<dyn Error>> {
        let text = fs::read_to_string(&self.input)?;
        let bare = text.lines().map(|line| {
            let document: Value = serde_json::from_str(line)?;
            Ok(json!({ "doc": document["doc"], "text": document["text"] }).to_string())
        });
        fs::write(&self.input, bare.collect::<Result<Vec<String>, serde_json::Error>>()?.join("\n"))?;
        Ok(self)
    }

    fn predicted(&self, extractor: &Extractor) -> Result<PathBuf, Box<dyn Error>> {
        let extract = self.predicted.with_extension("extract");
        fs::write(&extract, extractor.lines(&[Path::new("--input"), &self.input])?)?;
        let mut adapter = command("python3");
        adapter.arg(shared().join("tools/adapt.py")).arg("entities").arg(&extract).arg("--docs").arg(&self.gold);
        fs::write(&self.predicted, output(&mut adapter)?)?;
        Ok(self.predicted.clone())
    }

    fn scores(&self, extractor: &Extractor, options: &[&str]) -> Result<Value, Box<dyn Error>> {
        let predicted = self.predicted(extractor)?;
        let script = shared().join("gold/entities/score_entities.py");
        let mut scorer = command("python3");
        scorer.arg(script).args([&self.gold, &predicted]).arg("--json").args(options);
        Ok(serde_json::from_str(&output(&mut scorer)?)?)
    }
}
