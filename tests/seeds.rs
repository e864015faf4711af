//! What has to hold on the five seed articles (`seeds.toml`), through the command line and the server.
//!
//! The seeds are no part of the project and stand beside it. Where they do not, these tests are counted as ignored, and
//! `.ci/run` takes that as a failure.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output};

use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use serde_json::{Value, json};
use tests::client::Client;

const TODAY: &str = "2026-02-10";

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let seeds = tests::seeds();
    if seeds.is_none() {
        eprintln!(
            "\nSKIPPED: the seed articles are not beside the project (../shared/seeds): nothing is proven of them\n"
        );
    }
    let trial =
        |name: &str, test: fn() -> Result<(), Failed>| Trial::test(name, test).with_ignored_flag(seeds.is_none());
    let trials = vec![
        trial("nine articles, with their dates", nine_articles),
        trial("every row of the rules", rows),
        trial("no finding on page furniture", furniture),
        trial("a planted quotation is found, and only it", planted),
        trial("who is this: card, references, definition", who_is_this),
        trial("an event leads to the mention that dates it", events),
        trial("the year is argued", the_year),
        trial("claims are found as by hand", claims),
        trial("no seed is changed", unchanged),
    ];
    libtest_mimic::run(&arguments, trials).exit_code()
}

#[derive(Deserialize)]
struct Expected {
    articles: Vec<Place>,
    rule: Vec<Rule>,
    furniture: std::collections::BTreeMap<String, Vec<String>>,
    references: References,
    claims: Claims,
}

#[derive(Deserialize, Clone, Debug)]
struct Place {
    file: String,
    line: Option<u64>,
    col: Option<u64>,
    date: Option<String>,
    candidates: Option<Vec<u64>>,
    count: Option<usize>,
    level: Option<String>,
    to: Option<Vec<u64>>,
}

#[derive(Deserialize)]
struct Rule {
    code: String,
    least: Option<String>,
    must: Vec<Place>,
    never: Vec<Place>,
    #[serde(default)]
    most: Vec<Place>,
    #[serde(default)]
    related: Vec<Place>,
}

#[derive(Deserialize)]
struct References {
    at: Place,
    all: Vec<Place>,
    least_roles: usize,
}

#[derive(Deserialize)]
struct Claims {
    f1: f64,
    noise: f64,
}

fn expected() -> Result<Expected, Failed> {
    let text = std::fs::read_to_string(tests::root().join("tests/seeds.toml"))?;
    Ok(toml::from_str(&text)?)
}

fn seeds() -> Result<PathBuf, Failed> {
    tests::seeds().ok_or_else(|| "no seeds".into())
}

/// Runs the program in the seeds' folder.
fn dateline(arguments: &[&str]) -> Result<Output, Failed> {
    Ok(Command::new(tests::program()).args(arguments).args(["--today", TODAY]).current_dir(seeds()?).output()?)
}

fn json_lines(output: &Output) -> Result<Vec<Value>, Failed> {
    let text = std::str::from_utf8(&output.stdout)?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

fn findings() -> Result<Vec<Value>, Failed> {
    json_lines(&dateline(&["check", "--format", "jsonl", "--fail-on", "never", "."])?)
}

/// The seed that begins with these digits.
fn seed(digits: &str) -> Result<String, Failed> {
    let mut names = std::fs::read_dir(seeds()?)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    names.find(|name| name.starts_with(digits)).ok_or_else(|| format!("no seed {digits}").into())
}

impl Place {
    /// A finding stands in the file, and holds the place if there is one.
    fn is_hit(&self, finding: &Value) -> bool {
        let number = |key: &str| finding[key].as_u64().unwrap_or_default();
        let here = finding["path"].as_str().is_some_and(|path| path.starts_with(&self.file));
        let (start, end) = ((number("line"), number("column")), (number("end_line"), number("end_column")));
        let at = self.line.map(|line| (line, self.col.unwrap_or(1)));
        here && at.is_none_or(|at| start <= at && at < end)
    }
}

fn all_right(wrong: Vec<String>) -> Result<(), Failed> {
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

fn nine_articles() -> Result<(), Failed> {
    let output = dateline(&["articles", "--format", "json", "."])?;
    let rows: Vec<Value> = serde_json::from_slice(&output.stdout)?;
    let expected = expected()?.articles;
    let mut wrong = Vec::new();
    if rows.len() != expected.len() {
        wrong.push(format!("{} articles instead of {}", rows.len(), expected.len()));
    }
    for place in &expected {
        let at = format!(":{}:{}", place.line.unwrap_or(1), place.col.unwrap_or(1));
        let row = rows
            .iter()
            .find(|row| row["at"].as_str().is_some_and(|told| told.starts_with(&place.file) && told.ends_with(&at)));
        let Some(row) = row else {
            wrong.push(format!("no article at {}{at}", place.file));
            continue;
        };
        let date = row["date"].as_str().unwrap_or_default();
        let years: Vec<String> = place.candidates.iter().flatten().map(ToString::to_string).collect();
        if place.date.as_ref().is_some_and(|expected| !date.starts_with(expected)) || !date.contains(&years.join(", "))
        {
            wrong.push(format!("{}{at}: dated {date:?}", place.file));
        }
    }
    all_right(wrong)
}

fn rows() -> Result<(), Failed> {
    let findings = findings()?;
    let rank = |level: &str| ["hint", "information", "warning", "error"].iter().position(|known| *known == level);
    let mut wrong = Vec::new();
    for rule in expected()?.rule {
        let of: Vec<&Value> = findings.iter().filter(|finding| finding["code"] == rule.code.as_str()).collect();
        let level = |finding: &Value| rank(finding["severity"].as_str().unwrap_or_default());
        for place in &rule.must {
            let hits: Vec<&&Value> = of.iter().filter(|finding| place.is_hit(finding)).collect();
            let least = rule.least.as_deref().and_then(rank);
            if !hits.iter().any(|hit| level(hit) >= least) {
                wrong.push(format!("{} is not reported at {place:?}: {hits:?}", rule.code));
            }
            let whole = Place { line: None, ..place.clone() };
            let count = of.iter().filter(|finding| whole.is_hit(finding)).count();
            if place.count.is_some_and(|expected| expected != count) {
                wrong.push(format!("{} is reported {count} times in {}", rule.code, place.file));
            }
        }
        for place in &rule.never {
            wrong.extend(
                of.iter()
                    .filter(|finding| place.is_hit(finding))
                    .map(|finding| format!("{} is reported at {place:?}: {finding}", rule.code)),
            );
        }
        for place in &rule.most {
            let most = place.level.as_deref().and_then(rank);
            wrong.extend(
                of.iter()
                    .filter(|finding| place.is_hit(finding) && level(finding) > most)
                    .map(|finding| format!("{} weighs too much: {finding}", rule.code)),
            );
        }
        for place in &rule.related {
            let hit = of.iter().find(|finding| place.is_hit(finding));
            let related: Vec<u64> = hit
                .iter()
                .flat_map(|hit| hit["related"].as_array().into_iter().flatten())
                .filter_map(|related| related["column"].as_u64())
                .collect();
            let missing: Vec<&u64> = place.to.iter().flatten().filter(|column| !related.contains(column)).collect();
            if !missing.is_empty() {
                wrong.push(format!("{} at {place:?} does not lead to {missing:?}, but to {related:?}", rule.code));
            }
        }
    }
    all_right(wrong)
}

fn furniture() -> Result<(), Failed> {
    let findings = findings()?;
    let mut wrong = Vec::new();
    for (file, ranges) in expected()?.furniture {
        for range in ranges {
            let (first, last) = range.split_once('-').ok_or("a range of lines")?;
            let (first, last): (u64, u64) = (first.parse()?, last.parse()?);
            let inside = |finding: &&Value| {
                let here = finding["path"].as_str().is_some_and(|path| path.starts_with(&file));
                here && (first..=last).contains(&finding["line"].as_u64().unwrap_or_default())
            };
            wrong.extend(findings.iter().filter(inside).map(ToString::to_string));
        }
    }
    all_right(wrong)
}

fn planted() -> Result<(), Failed> {
    let folder = copy()?;
    let name = seed("000")?;
    let text = std::fs::read_to_string(folder.path().join(&name))?;
    std::fs::write(folder.path().join(&name), format!("{text}\n\nHe said \"we will go.\n"))?;
    let output = Command::new(tests::program())
        .args(["check", "--select", "Q302", "--fail-on", "hint", "--today", TODAY, "."])
        .current_dir(folder.path())
        .output()?;
    let lines = String::from_utf8(output.stdout)?;
    let planted = text.lines().count() + 2;
    match lines.lines().collect::<Vec<_>>()[..] {
        [only] if only.starts_with(&format!("{name}:{planted}:9:")) && output.status.code() == Some(1) => Ok(()),
        _ => Err(format!("expected one Q302 at {name}:{planted}:9, found:\n{lines}").into()),
    }
}

/// The seeds in a folder that may be changed.
fn copy() -> Result<tempfile::TempDir, Failed> {
    let folder = tempfile::tempdir()?;
    for entry in std::fs::read_dir(seeds()?)?.flatten() {
        std::fs::copy(entry.path(), folder.path().join(entry.file_name()))?;
    }
    Ok(folder)
}

/// A server on the seeds that has read them all: the number of its files is what it is asked until it is so.
fn server() -> Result<Client, Failed> {
    let mut client = Client::start(&seeds()?, TODAY, &json!({}));
    for _ in 0..200 {
        let symbols = client.ask("workspace/symbol", &json!({ "query": "" }));
        let files: std::collections::BTreeSet<&str> =
            symbols.as_array().into_iter().flatten().filter_map(|symbol| symbol["location"]["uri"].as_str()).collect();
        if files.len() >= 5 {
            return Ok(client);
        }
        std::thread::sleep(std::time::Duration::from_millis(25));
    }
    Err("the folder was not read in five seconds".into())
}

fn open(client: &mut Client, digits: &str) -> Result<String, Failed> {
    let name = seed(digits)?;
    client.open(&name, &std::fs::read_to_string(seeds()?.join(&name))?);
    Ok(name)
}

/// File (its first digits), line and column from one.
fn place_of(location: &Value) -> (String, u64, u64) {
    let uri = location["uri"].as_str().or(location["targetUri"].as_str()).unwrap_or_default();
    let range = [&location["targetSelectionRange"], &location["range"]]
        .into_iter()
        .find(|range| range.is_object())
        .unwrap_or(&Value::Null);
    let number = |key: &str| range["start"][key].as_u64().unwrap_or_default() + 1;
    let name = Path::new(uri).file_name().unwrap_or_default().to_string_lossy();
    (name.chars().take(3).collect(), number("line"), number("character"))
}

fn who_is_this() -> Result<(), Failed> {
    let expected = expected()?.references;
    let mut client = server()?;
    let name = open(&mut client, &expected.at.file)?;
    let at = (expected.at.line.unwrap_or(1) as u32, expected.at.col.unwrap_or(1) as u32);
    let answer = client.ask_at("textDocument/references", &name, at);
    let mut found: Vec<(String, u64, u64)> = answer.as_array().into_iter().flatten().map(place_of).collect();
    found.sort();
    // A mention may begin with the given name: the place expected is the surname, on the same line.
    let fits = |place: &Place, (file, line, column): &(String, u64, u64)| {
        *file == place.file
            && Some(*line) == place.line
            && place.col.is_some_and(|expected| (*column..*column + 20).contains(&expected))
    };
    let missing: Vec<&Place> =
        expected.all.iter().filter(|place| !found.iter().any(|found| fits(place, found))).collect();
    let names = found.iter().filter(|found| expected.all.iter().any(|place| fits(place, found))).count();
    if !missing.is_empty() || names != expected.all.len() {
        return Err(format!("missing: {missing:?}, found: {found:?}").into());
    }
    let hover = client.ask_at("textDocument/hover", &name, at);
    let card = hover["contents"]["value"].as_str().unwrap_or_default().to_owned();
    let roles = card.lines().filter(|line| line.contains("20") || line.starts_with('-')).count();
    if roles < expected.least_roles || !card.contains('“') && !card.contains('"') {
        return Err(format!("the card says too little:\n{card}").into());
    }
    let definition = client.ask_at("textDocument/definition", &name, at);
    let target = definition.as_array().and_then(|targets| targets.first()).map(place_of);
    match target {
        Some(target) if expected.all.iter().any(|place| fits(place, &target)) => Ok(()),
        other => Err(format!("the definition is {other:?}").into()),
    }
}

/// Among the events that are mentioned more than once and dated somewhere, each mention leads to a dated one.
fn events() -> Result<(), Failed> {
    let lines = json_lines(&dateline(&["extract", "."])?)?;
    let last = lines.last().ok_or("no last line")?;
    let dated = last["events"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|event| event["from"].is_string() && event["mentions"].as_u64() > Some(1));
    let dated: Vec<&Value> = dated.collect();
    if dated.is_empty() {
        return Err("no event is dated and mentioned twice".into());
    }
    let mut client = server()?;
    let mut wrong = Vec::new();
    for event in dated {
        let defined = &event["definition"];
        for file in lines.iter().filter(|line| line["path"].is_string()) {
            let path = file["path"].as_str().unwrap_or_default();
            let others =
                file["mentions"].as_array().into_iter().flatten().filter(|mention| mention["entity"] == event["id"]);
            for mention in others {
                let text = std::fs::read_to_string(seeds()?.join(path))?;
                client.open(path, &text);
                let answer = client.ask_at(
                    "textDocument/definition",
                    path,
                    position(&text, mention["core"][0].as_u64().unwrap_or_default()),
                );
                let target = answer.as_array().and_then(|targets| targets.first()).map(place_of);
                let home = std::fs::read_to_string(seeds()?.join(defined["path"].as_str().unwrap_or_default()))?;
                let (line, _) = position(&home, defined["start"].as_u64().unwrap_or_default());
                if target.as_ref().is_none_or(|(_, found, _)| *found != u64::from(line)) {
                    wrong.push(format!(
                        "{path}, {mention}: leads to {target:?} and not to line {line} of {}",
                        defined["path"]
                    ));
                }
            }
        }
    }
    all_right(wrong)
}

/// Line and column from one of a code point.
fn position(text: &str, chars: u64) -> (u32, u32) {
    let before: String = text.chars().take(chars as usize).collect();
    let line = before.split('\n').count();
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
    (line as u32, column as u32 + 1)
}

fn the_year() -> Result<(), Failed> {
    let name = seed("001")?;
    let output = dateline(&["check", "--select", "D102", &name])?;
    let line = String::from_utf8(output.stdout)?;
    let expected =
        format!("{name}:3:9: info[D102] June 24: year not stated; \"Tuesday\" fits 2003, 2008, 2014, 2025\n");
    if line != expected {
        return Err(format!("expected {expected}found    {line}").into());
    }
    let told = String::from_utf8(dateline(&["explain", &format!("{name}:3:9")])?.stdout)?;
    let proof = [
        "article date: 2025-06-24 (inferred)",
        "\"Tuesday\" fits 2003, 2008, 2014, 2025",
        "Abbas Araghchi as Foreign Minister of Iran: not before 2024-08-21",
    ];
    all_right(
        proof
            .into_iter()
            .filter(|proof| !told.contains(proof))
            .map(|proof| format!("{proof} is not told:\n{told}"))
            .collect(),
    )
}

/// The scorer beside the seeds, if there is a Python to run it.
fn claims() -> Result<(), Failed> {
    let shared = seeds()?.join("..").canonicalize()?;
    let gold = shared.join("gold/attribution/seeds_claims.jsonl");
    let folder = tempfile::tempdir()?;
    let (extract, predicted, scores) =
        (folder.path().join("extract.jsonl"), folder.path().join("predicted.jsonl"), folder.path().join("scores.json"));
    std::fs::write(&extract, dateline(&["extract", "."])?.stdout)?;
    let python = |script: &Path, arguments: &[&Path]| Command::new("python3").arg(script).args(arguments).output();
    let Ok(adapted) =
        python(&shared.join("tools/adapt.py"), &[Path::new("claims"), &extract, Path::new("--docs"), &gold])
    else {
        return Err("python3 is not installed: the scorer cannot be run".into());
    };
    std::fs::write(&predicted, adapted.stdout)?;
    let scored =
        python(&shared.join("gold/attribution/score_claims.py"), &[&gold, &predicted, Path::new("--json"), &scores])?;
    let table = String::from_utf8(scored.stdout)?;
    // `all  P  93.2  R  60.3  F1  73.2   tp … false alarms per 100 sentences 1.4 …`
    let line = table.lines().find(|line| line.starts_with("all ")).ok_or("the scorer gives no line for all codes")?;
    let behind = |word: &str| -> Option<f64> { line.split(word).nth(1)?.split_whitespace().next()?.parse().ok() };
    let Claims { f1, noise } = expected()?.claims;
    match (behind(" F1"), behind("sentences")) {
        (Some(reached), Some(alarms)) if reached >= f1 && alarms <= noise => Ok(()),
        _ => Err(format!("expected F1 of at least {f1} at no more than {noise}:\n{table}").into()),
    }
}

/// Reading, checking and serving changes nothing; this test looks at what all others have done before it and at one run
/// of its own.
fn unchanged() -> Result<(), Failed> {
    let folder = copy()?;
    let bytes = |name: &std::ffi::OsStr| std::fs::read(folder.path().join(name));
    for command in ["check", "extract", "articles", "overview"] {
        Command::new(tests::program()).args([command, "."]).current_dir(folder.path()).output()?;
    }
    let mut count = 0;
    for entry in std::fs::read_dir(seeds()?)?.flatten() {
        if bytes(&entry.file_name())? != std::fs::read(entry.path())? {
            return Err(format!("{:?} was changed", entry.file_name()).into());
        }
        count += 1;
    }
    let now = std::fs::read_dir(folder.path())?.count();
    if now == count { Ok(()) } else { Err(format!("{now} files where there were {count}").into()) }
}
