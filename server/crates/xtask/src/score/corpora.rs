//! Collections annotated by others, beside the repository: time expressions with the article's date given, and articles
//! to be dated from their text.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::seeds::{Scorer, number, shared};
use super::table::Row;
use super::{Extractor, Rows};
use crate::process::{command, output, target};

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

/// Attributions of `gold`: whole, by sentence, by part, and quotations.
pub fn attributions(extractor: &Extractor, set: &'static str, gold: &'static str) -> Rows {
    let scores = scores(extractor, "attributions", gold, "attribution/score_attribution.py")?;
    let share = |name: &'static str, score: &Value, note: String| Row::new(name, set, 100.0 * number(score), note);
    let met = &scores["attribution"];
    let mut rows = vec![
        share("attributions, F1", &met["f1"], format!("{} labelled, {} found", met["n_gold"], met["n_pred"])),
        share(
            "sentences attributed, F1",
            &scores["sentence"]["f1"],
            format!("of {} sentences", scores["sentence"]["n"]),
        ),
        share("sentences attributed, accuracy", &scores["sentence"]["accuracy"], String::new()),
    ];
    for (part, name) in [("source", "sources, F1"), ("cue", "cues, F1"), ("content", "contents, F1")] {
        rows.push(share(name, &scores[part]["strict"]["f1"], "to the word".to_owned()));
    }
    let direct = &scores["recall_by_form"]["direct"];
    rows.push(share("quotations attributed, recall", &direct["full"], format!("{} labelled", direct["n"])));
    rows.push(share("quotations found whole, recall", &direct["content"], format!("{} labelled", direct["n"])));
    Ok(rows)
}

/// Classes of sources whose places are given.
pub fn source_types(extractor: &Extractor, set: &'static str) -> Rows {
    let gold = shared().join("gold/attribution");
    let labels = gold.join("source_types_dev.jsonl");
    let mut asked: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for label in lines(&labels)? {
        let document = label["doc"].as_str().unwrap_or_default().to_owned();
        asked.entry(document).or_default().push(json!({ "source": label["source"] }));
    }
    // The labels hold no texts.
    let texts = lines(&gold.join("polnear_dev.jsonl"))?.into_iter();
    let input = texts.filter_map(|text| {
        let sources = asked.get(text["doc"].as_str()?)?;
        Some(json!({ "doc": text["doc"], "text": text["text"], "sources": sources }).to_string())
    });
    let work = target().join("score");
    let (documents, predicted) = (work.join("source-types.in.jsonl"), work.join("source-types.jsonl"));
    fs::write(&documents, input.collect::<Vec<_>>().join("\n"))?;
    let extract = work.join("source-types.extract.jsonl");
    fs::write(&extract, extractor.lines(&[Path::new("--input"), &documents])?)?;
    let mut adapter = command("python3");
    adapter.arg(shared().join("tools/adapt.py")).arg("source-types").arg(&extract).arg("--docs").arg(&documents);
    fs::write(&predicted, output(&mut adapter)?)?;
    let printed = output(command("python3").arg(gold.join("score_source_types.py")).args([&labels, &predicted]))?;
    let after = |word: &str| {
        let words: Vec<&str> = printed.split_whitespace().collect();
        let at = words.iter().position(|other| *other == word)?;
        words.get(at + 1)?.parse::<f64>().ok()
    };
    let value = |word: &str| after(word).ok_or_else(|| format!("the scorer does not say {word}: {printed}"));
    let note = format!("of {} sources", value("n")?);
    Ok(vec![
        Row::new("sources classed, accuracy", set, value("accuracy")?, note),
        Row::new("sources to be flagged, F1", set, value("F1")?, String::new()),
    ])
}

fn lines(file: &Path) -> Result<Vec<Value>, Box<dyn std::error::Error>> {
    let text = fs::read_to_string(file)?;
    Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
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
