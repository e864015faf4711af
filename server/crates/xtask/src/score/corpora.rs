//! Collections annotated by others, beside the repository: time expressions with the article's date given, and articles
//! to be dated from their text.

use std::fs;

use serde_json::Value;

use super::seeds::{Scorer, number};
use super::table::Row;
use super::{Extractor, Rows};
use crate::process::target;

/// Time expressions of `gold`, found and read.
pub fn times(extractor: &Extractor, set: &'static str, gold: &'static str) -> Rows {
    let scores = scores(extractor, "times", gold, "time/score_times.py")?;
    let row = |(metric, name): (&str, &str)| {
        let score = &scores[metric];
        let note = format!("P {} R {}; {} labelled", score["P"], score["R"], scores["gold"]);
        Row::new(name, set, number(&score["F1"]), note)
    };
    Ok([
        ("relaxed", "times met, F1"),
        ("strict", "times found, F1"),
        ("type", "times classed, F1"),
        ("value", "times read, F1"),
    ]
    .map(row)
    .to_vec())
}

/// The articles of `gold`, dated.
pub fn dates(extractor: &Extractor, set: &'static str, gold: &'static str) -> Rows {
    let scores = scores(extractor, "dates", gold, "time/score_dates.py")?;
    let of = format!("of {} articles", scores["docs"]);
    Ok(vec![
        Row::new("dates of articles, exact", set, number(&scores["exact"]["R"]), of.clone()),
        Row::new("dates of articles, wrong", set, number(&scores["wrong"]["R"]), of),
    ])
}

fn scores(
    extractor: &Extractor,
    kind: &'static str,
    gold: &'static str,
    script: &'static str,
) -> Result<Value, Box<dyn std::error::Error>> {
    let work = target().join("score");
    fs::create_dir_all(&work)?;
    let scorer = Scorer { kind, gold, articles: true, script, rows: |_| Vec::new() };
    scorer.score(&scorer.extract(extractor, &work)?, &work)
}
