//! What several people and other programs share of a folder: sidecars in order, marks in and out, findings in a gate.
//!
//! The last tests are tried on the seed articles, which are no part of the project and stand beside it. Where they do not,
//! those tests are counted as ignored, and `.ci/run` takes that as a failure.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::{Value, json};
use tests::client::Client;

const TODAY: &str = "2026-02-10";

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let is_there = tests::seeds().is_some();
    if !is_there {
        eprintln!("\nSKIPPED: the seed articles are not beside the project (../shared/seeds)\n");
    }
    let own = |name: &str, test: fn() -> Result<(), Failed>| Trial::test(name, test);
    let seed = |name: &str, test: fn() -> Result<(), Failed>| Trial::test(name, test).with_ignored_flag(!is_there);
    let trials = vec![
        own("sidecars are put in order and nothing else is written", order),
        own("a folder is begun once", begin),
        own("marks go out and come back as the same bytes", round_trip),
        own("nothing is imported to a look-alike", look_alikes),
        own("marks that have moved are written down", reanchor),
        own("only new findings are told", gate),
        own("fingerprints outlive a line elsewhere, and a set-aside finding has its reason", fingerprints),
        own("a rule is set aside in one part of the folder, with the reason", set_aside_in_part),
        own("a part of a folder is read as a part of it", part),
        own("a report is as the schema of SARIF says", schema),
        own("the review is one page", review),
        seed("two analysts mark the same article", two_analysts),
        seed("a gate on the seeds", gate_on_the_seeds),
    ];
    libtest_mimic::run(&arguments, trials).exit_code()
}

const ARTICLE: &str = "MERROW, March 4, 2025 (Norwire) - The harbour opens on Monday, experts say.\n\n\
    Sources said the lease runs out. “We will open,” Minister Ada Brandt said.\n";
const DRAFT: &str = "---\ndate: 2025-03-05\n---\n\nMinister Ada Brandt spoke. “We will never open,” Brandt said.\n";
const SIDECAR: &str = "schema = 1\nfile = \"a.txt\"\ntext-sha256 = \"00aa\"\n\narticles = [\n]\n\nmarks = [\n  \
    { id = \"aaaaaa\", at = [63, 74], quote = \"experts say\", kind = \"verify\", desk = { north = 1 }, note = \"who?\", by = \"anna\", on = 2025-03-05 },\n  \
    { id = \"bbbbbb\", at = [77, 84], quote = \"Sources\", kind = \"ignore\", rule = \"A202\", why = \"known to us\", by = \"boris\" },\n]\n";
const MARKS: &str = ".dateline/marks/a.txt.toml";

/// A folder of texts.
struct Desk {
    folder: tempfile::TempDir,
    texts: Vec<(String, Vec<u8>)>,
}

impl Desk {
    fn new() -> Result<Desk, Failed> {
        let mut desk = Desk { folder: tempfile::tempdir()?, texts: Vec::new() };
        for (name, text) in [("a.txt", ARTICLE), ("briefings/b.md", DRAFT)] {
            desk.write(name, text)?;
            desk.texts.push((name.to_owned(), text.into()));
        }
        Ok(desk)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> Result<(), Failed> {
        let file = self.path(name);
        fs::create_dir_all(file.parent().unwrap_or(Path::new("")))?;
        Ok(fs::write(file, text)?)
    }

    fn read(&self, name: &str) -> Result<String, Failed> {
        Ok(fs::read_to_string(self.path(name)).map_err(|error| format!("{name}: {error}"))?)
    }

    /// Standard output, standard error and exit code of the program.
    fn run(&self, arguments: &[&str]) -> Result<(String, String, i32), Failed> {
        let mut command = Command::new(tests::program());
        let output = command.args(arguments).args(["--today", TODAY]).current_dir(self.folder.path()).output()?;
        let code = output.status.code().unwrap_or(-1);
        Ok((String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?, code))
    }

    /// No text has another byte than before.
    fn is_untouched(&self) -> Result<(), Failed> {
        for (name, text) in &self.texts {
            expect(fs::read(self.path(name))? == *text, || format!("{name} was changed"))?;
        }
        Ok(())
    }
}

fn expect(holds: bool, what: impl FnOnce() -> String) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(what().into()) }
}

fn order() -> Result<(), Failed> {
    let desk = Desk::new()?;
    let mut lines: Vec<&str> = SIDECAR.lines().collect();
    lines.swap(8, 9);
    let withdrawn = "  { id = \"cccccc\", quote = \"harbour\", kind = \"note\", state = \"withdrawn\" },";
    lines.insert(9, withdrawn);
    lines.insert(9, "  # About the experts.");
    let mixed = lines.join("\n") + "\n";
    desk.write(MARKS, &mixed)?;
    let torn = "marks = [\n  { id = \"x\n]\n";
    desk.write(".dateline/marks/briefings/b.md.toml", torn)?;

    let (told, why, code) = desk.run(&["fmt", "--check"])?;
    expect(told.trim() == MARKS && code == 2, || format!("{told}{why}{code}"))?;
    expect(why.contains(".dateline/marks/briefings/b.md.toml:2:"), || why.clone())?;
    expect(desk.read(MARKS)? == mixed, || "--check writes".into())?;
    let (_, _, code) = desk.run(&["fmt", "--check", "a.txt"])?;
    expect(code == 1, || format!("{code}"))?;
    desk.run(&["fmt"])?;
    let formatted = desk.read(MARKS)?;
    for kept in ["# About the experts.", withdrawn.trim(), "desk = { north = 1 }"] {
        expect(formatted.contains(kept), || format!("{kept} is lost in {formatted}"))?;
    }
    expect(formatted.find("aaaaaa") < formatted.find("bbbbbb"), || formatted.clone())?;
    desk.run(&["fmt", "--purge", MARKS])?;
    expect(
        desk.read(MARKS)? == SIDECAR.replace("  { id = \"aaaaaa\"", "  # About the experts.\n  { id = \"aaaaaa\""),
        || desk.read(MARKS).unwrap_or_default(),
    )?;
    expect(desk.read(".dateline/marks/briefings/b.md.toml")? == torn, || "a torn file was written".into())?;
    let (_, _, code) = desk.run(&["fmt", "--check", MARKS])?;
    expect(code == 0, || format!("{code}"))?;
    desk.is_untouched()
}

fn begin() -> Result<(), Failed> {
    let desk = Desk::new()?;
    desk.write(".gitignore", "*.bak\n")?;
    let (told, ..) = desk.run(&["init"])?;
    expect(told.contains(".gitignore: is there and stays as it is; add the line .dateline/cache/"), || told.clone())?;
    let files = ["dateline.toml", ".gitattributes", ".gitignore"];
    let first = files.map(|file| desk.read(file).unwrap_or_default());
    expect(first[0].contains("drafts = [\"briefings/**\"]"), || first[0].clone())?;
    expect(first[1].contains(".dateline/marks/** merge=union\n"), || first[1].clone())?;
    expect(first[2] == "*.bak\n", || first[2].clone())?;
    let (_, why, code) = desk.run(&["check", "--fail-on", "never"])?;
    expect(code == 0, || format!("its own dateline.toml is wrong: {why}"))?;
    desk.run(&["init", "."])?;
    expect(files.map(|file| desk.read(file).unwrap_or_default()) == first, || {
        "a second time changes something".into()
    })?;
    desk.is_untouched()
}

fn round_trip() -> Result<(), Failed> {
    let desk = Desk::new()?;
    desk.write(MARKS, SIDECAR)?;
    desk.run(&["export", "--to", "w3c", "-o", "marks.jsonl"])?;
    let (_, why, code) = desk.run(&["export", "--to", "w3c", "-o", "a.txt"])?;
    expect(code == 2 && why.contains("articles are never written"), || why.clone())?;
    let (told, ..) = desk.run(&["import", "marks.jsonl"])?;
    expect(told.contains("0 new lines, 2 there already"), || told.clone())?;
    fs::remove_file(desk.path(MARKS))?;
    let (told, why, code) = desk.run(&["import", "marks.jsonl"])?;
    expect(code == 0 && told.contains("2 new lines"), || format!("{told}{why}"))?;
    desk.run(&["fmt"])?;
    expect(desk.read(MARKS)? == SIDECAR, || desk.read(MARKS).unwrap_or_default())?;

    // The other forms hold spans, kinds and notes.
    let told_of = |sidecar: &str| -> BTreeSet<String> {
        let keep = |line: &str| {
            let keys = ["at = ", "quote = ", "kind = ", "note = ", "why = ", "rule = "];
            keys.iter()
                .filter_map(|key| Some(line[line.find(key)?..].split(", ").next()?.to_owned()))
                .collect::<String>()
        };
        sidecar.lines().filter(|line| line.contains("quote = ")).map(keep).collect()
    };
    for form in [&["export", "--to", "brat", "-o", "out"][..], &["export", "--to", "jsonl", "-o", "spans.jsonl"]] {
        desk.write(MARKS, SIDECAR)?;
        desk.run(form)?;
        fs::remove_file(desk.path(MARKS))?;
        let file = if form.contains(&"brat") { "out/a.ann" } else { "spans.jsonl" };
        let (_, why, code) = desk.run(&["import", file])?;
        expect(code == 0 && told_of(&desk.read(MARKS)?) == told_of(SIDECAR), || {
            format!("{why}{}", desk.read(MARKS).unwrap_or_default())
        })?;
        let before = desk.read(MARKS)?;
        let (told, ..) = desk.run(&["import", file])?;
        expect(told.contains("0 new lines, 2 there already") && desk.read(MARKS)? == before, || told.clone())?;
    }
    desk.is_untouched()
}

fn look_alikes() -> Result<(), Failed> {
    let desk = Desk::new()?;
    let annotation = |quote: &str, source: &str| {
        let selector = json!({ "type": "TextQuoteSelector", "exact": quote });
        json!({ "type": "Annotation", "id": quote, "target": { "source": source, "selector": [selector] } }).to_string()
    };
    let all = [
        annotation("analysts say", "a.txt"),
        annotation("open", "a.txt"),
        annotation("Sources", "https://norwire.example/2025/a.txt?x=1"),
        annotation("Sources", "nowhere.txt"),
        "{ torn".to_owned(),
    ];
    desk.write("from.jsonl", &(all.join("\n") + "\n"))?;
    let (_, why, code) = desk.run(&["import", "from.jsonl", "--from", "w3c"])?;
    expect(code == 1, || why.clone())?;
    let lines: Vec<&str> = why.lines().collect();
    let expected = [
        "from.jsonl:1: “analysts say” does not stand in the article",
        "from.jsonl:4: no article here is called \"nowhere.txt\"",
        "from.jsonl:5: this is no JSON",
    ];
    for beginning in expected {
        expect(lines.iter().any(|line| line.starts_with(beginning)), || format!("no {beginning} in {why}"))?;
    }
    let sidecar = desk.read(MARKS)?;
    expect(sidecar.matches("quote = ").count() == 2 && sidecar.contains("quote = \"Sources\""), || sidecar.clone())?;
    desk.is_untouched()
}

fn reanchor() -> Result<(), Failed> {
    let desk = Desk::new()?;
    desk.write(MARKS, SIDECAR)?;
    desk.write("a.txt", &format!("A line above.\n{}", ARTICLE.replace("Sources said", "Others said")))?;
    let (told, why, code) = desk.run(&["reanchor", "--check"])?;
    expect(code == 1 && told.contains("aaaaaa “experts say” [63, 74] -> [77, 88]"), || told.clone())?;
    expect(why.contains("1 needs a look"), || why.clone())?;
    expect(desk.read(MARKS)? == SIDECAR, || "--check writes".into())?;
    desk.run(&["reanchor"])?;
    expect(desk.read(MARKS)? == SIDECAR.replace("[63, 74]", "[77, 88]"), || desk.read(MARKS).unwrap_or_default())?;
    let (_, _, code) = desk.run(&["reanchor", "--check"])?;
    expect(code == 0, || "a second time".into())
}

fn gate() -> Result<(), Failed> {
    let desk = Desk::new()?;
    let (_, why, code) = desk.run(&["check", "--baseline"])?;
    expect(code == 2 && why.contains("dateline baseline write"), || why.clone())?;
    desk.run(&["baseline", "write"])?;
    let baseline = desk.read(".dateline/baseline.tsv")?;
    let lines: Vec<&str> = baseline.lines().filter(|line| !line.starts_with('#')).collect();
    expect(lines.len() > 2 && lines.is_sorted(), || baseline.clone())?;
    let (told, why, code) = desk.run(&["check", "--baseline"])?;
    expect(told.is_empty() && code == 0 && !why.contains("gone"), || format!("{told}{why}"))?;
    // A line elsewhere changes nothing, a new file is told, one that was mended is gone.
    desk.write("a.txt", &format!("{ARTICLE}\nThe sea was calm.\n"))?;
    desk.write("new.txt", "The harbour opens.\n")?;
    let (told, _, code) = desk.run(&["check", "--baseline", "--select", "D,Q,A202,A203"])?;
    expect(code == 1 && told.lines().all(|line| line.starts_with("new.txt:") && line.contains("D101")), || {
        told.clone()
    })?;
    fs::remove_file(desk.path("new.txt"))?;
    desk.write("briefings/b.md", &DRAFT.replace("never ", ""))?;
    let (told, why, code) = desk.run(&["check", "--baseline", "--select", "Q303"])?;
    expect(code == 0 && told.is_empty() && why.contains("1 of the baseline is gone: dateline baseline write"), || {
        format!("{told}{why}")
    })?;
    // By another name for the folder, and from a file of another name.
    desk.write("other.tsv", &baseline)?;
    let (told, _, code) =
        desk.run(&["check", "--baseline=other.tsv", "--select", "A202,A203", &*desk.folder.path().to_string_lossy()])?;
    expect(code == 0 && told.is_empty(), || told.clone())
}

/// The schema of SARIF 2.1.0, which the crate of its types carries.
fn sarif_schema() -> Result<Value, Failed> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    let metadata: Value = serde_json::from_slice(&command.output()?.stdout)?;
    let mut packages = metadata["packages"].as_array().into_iter().flatten();
    let types = packages.find(|package| package["name"] == "serde-sarif").ok_or("cargo knows no types of SARIF")?;
    let manifest = Path::new(types["manifest_path"].as_str().unwrap_or_default());
    let schema = fs::read_to_string(manifest.with_file_name("src").join("schema.json"))?;
    // Its pattern of languages has a bracket too many.
    Ok(serde_json::from_str(&schema.replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$"))?)
}

fn schema() -> Result<(), Failed> {
    let desk = Desk::new()?;
    desk.write(MARKS, SIDECAR)?;
    let schema = jsonschema::validator_for(&sarif_schema()?).map_err(|error| error.to_string())?;
    desk.run(&["baseline", "write"])?;
    desk.write("new.txt", "The harbour opens on 31 February, sources said.\n")?;
    for arguments in [&["check", "--format", "sarif"][..], &["check", "--baseline", "--format", "sarif"]] {
        let (printed, error, _) = desk.run(arguments)?;
        let report: Value = serde_json::from_str(&printed).map_err(|what| format!("{what}: {error}"))?;
        let faults: Vec<String> =
            schema.iter_errors(&report).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        expect(faults.is_empty(), || faults.join("\n"))?;
        let typed: serde_sarif::sarif::Sarif = serde_json::from_value(report.clone())?;
        let results = typed.runs[0].results.as_deref().unwrap_or_default();
        expect(!results.is_empty(), || printed.clone())?;
        expect(results.iter().all(|result| result.partial_fingerprints.is_some()), || "no fingerprint".into())?;
    }
    // The schema is one that finds faults.
    let wrong = json!({ "version": "2.1.0", "runs": [{ "tool": { "driver": { "title": "no name" } } }] });
    expect(!schema.is_valid(&wrong), || "anything goes".into())
}

/// Fingerprints of a SARIF report by rule, words and file.
fn prints(sarif: &Value) -> BTreeMap<String, Value> {
    let results = sarif["runs"][0]["results"].as_array().into_iter().flatten();
    results.map(|result| (result["partialFingerprints"]["dateline/v1"].to_string(), result.clone())).collect()
}

fn fingerprints() -> Result<(), Failed> {
    let desk = Desk::new()?;
    desk.write(MARKS, SIDECAR)?;
    let sarif = || -> Result<Value, Failed> {
        desk.run(&["check", "--format", "sarif", "-o", "out.sarif", "--format", "gitlab", "-o", "out.json"])?;
        Ok(serde_json::from_str(&desk.read("out.sarif")?)?)
    };
    let before = sarif()?;
    let run = &before["runs"][0];
    expect(before["version"] == "2.1.0" && run["columnKind"] == "unicodeCodePoints", || run["columnKind"].to_string())?;
    let ignored: Vec<Value> =
        prints(&before).into_values().filter(|result| result["suppressions"].is_array()).collect();
    let [only] = ignored.as_slice() else { return Err(format!("not one set aside: {ignored:?}").into()) };
    let expected = json!([{ "kind": "external", "status": "accepted", "justification": "known to us" }]);
    expect(only["suppressions"] == expected && only["ruleId"] == "A202", || only.to_string())?;
    let issues: Vec<Value> = serde_json::from_str(&desk.read("out.json")?)?;
    let names: BTreeSet<&str> = issues.iter().filter_map(|issue| issue["fingerprint"].as_str()).collect();
    expect(names.len() == issues.len() && !issues.is_empty(), || "two issues with one fingerprint".into())?;

    desk.write("briefings/b.md", &DRAFT.replace("\n\nMinister", "\n\nThe sea was calm.\n\nMinister"))?;
    let after = prints(&sarif()?);
    let missing: Vec<String> = prints(&before).into_keys().filter(|print| !after.contains_key(print)).collect();
    expect(missing.is_empty(), || format!("{missing:?}"))
}

/// A mark on another article sets a rule aside in one part of the folder, also where that part alone is checked.
fn set_aside_in_part() -> Result<(), Failed> {
    let desk = Desk::new()?;
    for name in ["archive/2019/c.txt", "archive/d.txt"] {
        desk.write(name, ARTICLE)?;
    }
    let (sidecar, line) = action(&desk, "archive/2019/c.txt", "Sources", "Ignore A202 in archive/2019/, because")?;
    desk.write(&sidecar, &line)?;
    let (formatted, ..) = desk.run(&["fmt", "--check"])?;
    expect(formatted.is_empty(), || formatted.clone())?;
    fs::remove_file(desk.path(&sidecar))?;
    desk.write(MARKS, &line.replace("why = \"\"", "why = \"old hands\""))?;

    let check = |paths: &[&str]| -> Result<String, Failed> {
        Ok(desk.run(&[&["check", "--select", "A202", "--fail-on", "never"], paths].concat())?.0)
    };
    let told = check(&["."])?;
    let files: Vec<&str> = told.lines().filter_map(|line| line.split(':').next()).collect();
    expect(files == ["a.txt", "archive/d.txt"], || told.clone())?;
    for paths in [&["archive/2019"][..], &["archive/2019/c.txt"]] {
        let told = check(paths)?;
        expect(told.is_empty(), || format!("{paths:?}: {told}"))?;
    }
    desk.run(&["check", "--format", "sarif", "-o", "out.sarif", "archive"])?;
    let sarif = prints(&serde_json::from_str(&desk.read("out.sarif")?)?);
    let reasons: Vec<&Value> = sarif
        .values()
        .map(|result| &result["suppressions"][0]["justification"])
        .filter(|why| why.is_string())
        .collect();
    expect(reasons == ["old hands"], || format!("{reasons:?}"))
}

/// Whoever names a part of a folder means the folder's profiles, registry and marks, from wherever he asks.
fn part() -> Result<(), Failed> {
    let desk = Desk::new()?;
    desk.write("dateline.toml", "[documents]\ndrafts = [\"briefings/**\"]\n\n[style.names]\nBrandt = \"Brant\"\n")?;
    let told = |folder: &str, paths: &[&str]| -> Result<Vec<String>, Failed> {
        let mut command = Command::new(tests::program());
        let arguments =
            [&["check", "--select", "N401", "--fail-on", "never", "--format", "jsonl", "--today", TODAY], paths];
        let output = command.args(arguments.concat()).current_dir(desk.path(folder)).output()?;
        let lines = String::from_utf8(output.stdout)?;
        let findings = lines.lines().map(serde_json::from_str::<Value>).collect::<Result<Vec<_>, _>>()?;
        Ok(findings.iter().map(|finding| format!("{} {}", finding["path"], finding["severity"])).collect())
    };
    let whole: Vec<String> = told(".", &["."])?.into_iter().filter(|line| line.contains("b.md")).collect();
    expect(!whole.is_empty() && whole.iter().all(|line| line.ends_with("\"warning\"")), || format!("{whole:?}"))?;
    let absolute = desk.path("briefings").to_string_lossy().into_owned();
    for (folder, paths) in [
        (".", &["briefings"][..]),
        (".", &["./briefings/"]),
        (".", &[absolute.as_str()]),
        (".", &["briefings/b.md"]),
        ("briefings", &[]),
        ("briefings", &["."]),
        ("briefings", &["b.md"]),
        ("briefings", &["../briefings"]),
    ] {
        let found = told(folder, paths)?;
        let severities: Vec<&str> = found.iter().filter_map(|line| line.split(' ').next_back()).collect();
        expect(found.len() == whole.len() && severities.iter().all(|weight| *weight == "\"warning\""), || {
            format!("{folder} {paths:?}: {found:?}")
        })?;
    }
    Ok(())
}

fn review() -> Result<(), Failed> {
    let desk = Desk::new()?;
    desk.write(MARKS, SIDECAR)?;
    let (page, ..) = desk.run(&["report", "--review"])?;
    for part in [
        "## Open questions",
        "| a.txt:1:64 | experts say | who? | anna, 2025-03-05 |",
        "| briefings/b.md:5:",
        "| ignore | 1 | 0 | 0 |",
        "| verify | 1 | 0 | 0 |",
        "## Anonymous sources",
    ] {
        expect(page.contains(part), || format!("no {part} in {page}"))?;
    }
    desk.run(&["report", "--review", "--format", "html", "-o", "review.html"])?;
    let page = desk.read("review.html")?;
    let alone =
        !page.contains("http:") && !page.contains("https:") && !page.contains("<script") && !page.contains("src=");
    expect(alone && page.contains("color-scheme: light dark") && page.contains("<td>who?</td>"), || page.clone())?;
    let (_, why, code) = desk.run(&["report", "--review", "--format", "csv"])?;
    expect(code == 2 && why.contains("md or html"), || why.clone())?;
    desk.is_untouched()
}

/// Copies of the seeds, and the seeds as they are.
fn seeds() -> Result<Desk, Failed> {
    let mut desk = Desk { folder: tempfile::tempdir()?, texts: Vec::new() };
    for entry in fs::read_dir(tests::seeds().ok_or("no seeds")?)?.flatten() {
        let name = entry.file_name().into_string().map_err(|_| "a name")?;
        fs::copy(entry.path(), desk.path(&name))?;
        desk.texts.push((name, fs::read(entry.path())?));
    }
    desk.texts.sort();
    Ok(desk)
}

/// No seed has another byte than before, neither the copies nor those beside the project.
fn seeds_are_untouched(desk: &Desk) -> Result<(), Failed> {
    desk.is_untouched()?;
    let folder = tests::seeds().ok_or("no seeds")?;
    for (name, text) in &desk.texts {
        expect(fs::read(folder.join(name))? == *text, || format!("{name} was changed beside the project"))?;
    }
    Ok(())
}

fn git(desk: &Desk, arguments: &[&str]) -> Result<(), Failed> {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=desk", "-c", "user.email=desk@example.org", "-c", "commit.gpgsign=false"]);
    let output = git.args(arguments).current_dir(desk.folder.path()).output()?;
    expect(output.status.success(), || format!("git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// The line of a mark that an action writes, and the file it goes to.
fn action(desk: &Desk, name: &str, words: &str, title: &str) -> Result<(String, String), Failed> {
    let text = desk.read(name)?;
    let byte = text.find(words).ok_or_else(|| format!("{words:?} does not stand there"))?;
    let place = |byte: usize| {
        let column = text[..byte].rsplit('\n').next().unwrap_or_default().chars().count();
        json!({ "line": text[..byte].matches('\n').count(), "character": column })
    };
    let mut client = Client::start(desk.folder.path(), TODAY, &json!({}));
    client.wait_until_read();
    client.open(name, &text);
    let range = json!({ "start": place(byte), "end": place(byte + words.len()) });
    let uri = client.uri(name);
    let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [] } });
    let actions = client.ask("textDocument/codeAction", &params);
    let mut all = actions.as_array().into_iter().flatten();
    let found = all.find(|action| action["title"].as_str().is_some_and(|told| told.starts_with(title)));
    let changes = found.and_then(|action| action["edit"]["documentChanges"].as_array());
    let edit = changes.into_iter().flatten().find(|change| change["edits"].is_array());
    let edit = edit.ok_or_else(|| format!("no {title:?} among {actions}"))?;
    let uri = edit["textDocument"]["uri"].as_str().unwrap_or_default();
    let path = uri.strip_prefix(&client.uri("")).ok_or("a file outside of the folder")?;
    Ok((path.to_owned(), edit["edits"][0]["newText"].as_str().unwrap_or_default().to_owned()))
}

fn two_analysts() -> Result<(), Failed> {
    if Command::new("git").arg("--version").output().is_err() {
        return Err("git is not here".into());
    }
    let desk = seeds()?;
    let name = desk.texts.iter().map(|(name, _)| name).find(|name| name.starts_with("002")).ok_or("no seed 002")?;
    desk.run(&["init"])?;
    let (sidecar, noted) = action(&desk, name, "reports appeared in the media", "Add note")?;
    let noted = noted.replace("note = \"\"", "note = \"which media?\"");
    expect(noted.contains("at = [388, 417]"), || noted.clone())?;

    // Anna and Boris add a line each, at the same place.
    git(&desk, &["init", "-q", "-b", "main"])?;
    desk.write(&sidecar, &noted)?;
    git(&desk, &["add", "-A"])?;
    git(&desk, &["commit", "-q", "-m", "a note"])?;
    let with = |line: &str| noted.trim_end().strip_suffix(']').map(|lines| format!("{lines}  {line},\n]\n"));
    let ignore = "{ id = \"p0c2ta\", at = [755, 766], quote = \"experts say\", kind = \"ignore\", rule = \"A203\", why = \"named below\", by = \"boris\" }";
    let claim = "{ id = \"7tq4hd\", at = [755, 766], quote = \"experts say\", kind = \"claim\", credibility = 3, by = \"anna\" }";
    git(&desk, &["checkout", "-q", "-b", "boris"])?;
    desk.write(&sidecar, &with(ignore).ok_or("no list")?)?;
    git(&desk, &["commit", "-q", "-a", "-m", "theirs"])?;
    git(&desk, &["checkout", "-q", "main"])?;
    desk.write(&sidecar, &with(claim).ok_or("no list")?)?;
    git(&desk, &["commit", "-q", "-a", "-m", "ours"])?;
    git(&desk, &["merge", "-q", "-m", "both", "boris"])?;
    let merged = desk.read(&sidecar)?;
    expect(merged.contains("p0c2ta") && merged.contains("7tq4hd") && !merged.contains("<<<<"), || merged.clone())?;
    desk.run(&["fmt"])?;
    let formatted = desk.read(&sidecar)?;
    let (told, ..) = desk.run(&["check", "--select", "M903,M900,M901,M902"])?;
    expect(told.is_empty() && formatted.find("7tq4hd") < formatted.find("p0c2ta"), || format!("{told}{formatted}"))?;

    // Out and in again.
    let (annotations, ..) = desk.run(&["export", "--to", "w3c"])?;
    for part in ["TextQuoteSelector", "\"start\":388,\"end\":417"] {
        expect(annotations.contains(part), || annotations.clone())?;
    }
    let (brat, ..) = desk.run(&["export", "--to", "brat"])?;
    expect(brat.starts_with("T1\tnote 388 417\treports appeared in the media\n"), || brat.clone())?;
    fs::remove_file(desk.path(&sidecar))?;
    desk.write("marks.jsonl", &annotations)?;
    desk.run(&["import", "marks.jsonl"])?;
    desk.run(&["fmt"])?;
    expect(desk.read(&sidecar)? == formatted, || desk.read(&sidecar).unwrap_or_default())?;
    fs::remove_file(desk.path(&sidecar))?;
    let ann = name.replace(".txt", ".ann");
    desk.write(&ann, &brat)?;
    desk.run(&["import", &ann])?;
    let again = desk.read(&sidecar)?;
    for part in
        ["at = [388, 417]", "note = \"which media?\"", "kind = \"claim\", credibility = \"3\"", "rule = \"A203\""]
    {
        expect(again.contains(part), || format!("no {part} in {again}"))?;
    }
    // One changes what the other changes too.
    desk.write(
        &sidecar,
        &formatted
            .replace("credibility = 3", "credibility = 2")
            .replace("  { id = \"p0c2ta\"", &format!("  {claim},\n  {{ id = \"p0c2ta\"")),
    )?;
    let (told, ..) = desk.run(&["check", "--select", "M903"])?;
    expect(told.contains("M903") && told.contains("7tq4hd"), || told.clone())?;
    seeds_are_untouched(&desk)
}

fn gate_on_the_seeds() -> Result<(), Failed> {
    let desk = seeds()?;
    let sarif = |file: &str| -> Result<BTreeMap<String, Value>, Failed> {
        desk.run(&["check", "--format", "sarif", "-o", file])?;
        Ok(prints(&serde_json::from_str(&desk.read(file)?)?))
    };
    desk.write("briefings/draft.md", "---\ndate: 2025-07-24\n---\n\nPeskov spoke yesterday, experts say.\n")?;
    let before = sarif("out.sarif")?;
    desk.write(
        "briefings/draft.md",
        "---\ndate: 2025-07-24\n---\n\nIt rained.\n\nPeskov spoke yesterday, experts say.\n",
    )?;
    let after = sarif("again.sarif")?;
    expect(before.keys().all(|print| after.contains_key(print)), || "a fingerprint changed".into())?;

    let vague = before.values().find(|result| {
        let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        result["ruleId"] == "A203" && uri.as_str().is_some_and(|uri| uri.starts_with("002"))
    });
    let vague = vague.ok_or("no A203 in the third seed")?;
    let name = vague["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap_or_default();
    let region = &vague["locations"][0]["physicalLocation"]["region"];
    let number = |key: &str| region[key].as_u64().unwrap_or_default() as usize;
    let words: String = desk.read(name)?.chars().skip(number("charOffset")).take(number("charLength")).collect();
    let (sidecar, line) = action(&desk, name, &words, "Ignore A203 here")?;
    desk.write(&sidecar, &line.replace("why = \"\"", "why = \"known\""))?;
    let set_aside = sarif("out.sarif")?;
    let suppressed: Vec<&Value> = set_aside.values().filter(|result| result["suppressions"].is_array()).collect();
    expect(suppressed.len() == 1 && suppressed[0]["suppressions"][0]["justification"] == "known", || {
        format!("{suppressed:?}")
    })?;
    fs::remove_file(desk.path(&sidecar))?;
    expect(sarif("out.sarif")?.values().all(|result| !result["suppressions"].is_array()), || "still set aside".into())?;

    desk.run(&["baseline", "write"])?;
    let (_, _, code) = desk.run(&["check", "--baseline", "--fail-on", "warning"])?;
    expect(code == 0, || format!("{code}"))?;
    desk.write("new.txt", "The harbour opens.\n")?;
    let (told, _, code) = desk.run(&["check", "--baseline", "--fail-on", "warning"])?;
    let warnings: Vec<&str> = told.lines().filter(|line| line.contains(": warning[")).collect();
    let new = told.lines().all(|line| line.starts_with("new.txt:"));
    expect(code == 1 && new && matches!(warnings[..], [only] if only.contains("[D101]")), || told.clone())?;
    fs::remove_file(desk.path("new.txt"))?;
    let (told, _, code) = desk.run(&["check", "--baseline", "--fail-on", "warning"])?;
    expect(code == 0 && told.is_empty(), || told.clone())?;
    seeds_are_untouched(&desk)
}
