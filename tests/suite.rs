//! Every heading of every page under `tests/suite` and `docs/rules` that has an article under it is a test.
//!
//! `check=` names what is compared, and that is compared completely: what is found and not drawn fails, too. A page
//! about a rule is compared with the findings of that rule. `UPDATE_EXPECT=1 cargo suite NAME` redraws the marks of all
//! pages whose path holds `NAME`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use fixture::{Case, EditStep, File, Mark, Page};
use ide::{Change, Host, Layer, Snapshot};
use libtest_mimic::{Arguments, Failed, Trial};
use tests::folder::{Ask, host, marks};

/// Where pages stand, in the repository.
const FOLDERS: [&str; 2] = ["tests/suite", "docs/rules"];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let pages: Vec<(String, String)> = FOLDERS.iter().flat_map(|folder| read(folder)).collect();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        return redraw(&pages, arguments.filter.as_deref().unwrap_or_default());
    }
    let trials = pages.iter().flat_map(|(path, source)| trials(path, source)).collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The pages of a folder: path in the repository, and text. A rule's list of rules is no page.
fn read(folder: &str) -> impl Iterator<Item = (String, String)> {
    let root = tests::root();
    let pages = tests::pages(&root.join(folder)).into_iter().filter(|path| !path.ends_with("README.md"));
    pages.map(move |path| {
        let source = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let name = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        (name, source)
    })
}

fn trials(path: &str, source: &str) -> Vec<Trial> {
    let page = match Page::parse(path, source) {
        Ok(page) => page,
        Err(errors) => {
            let message = errors.to_string();
            return vec![Trial::test(path, move || Err(message.into()))];
        }
    };
    let rule = rule_of(path);
    let path = path.trim_end_matches(".md").to_owned();
    let trial = |case: Case| Trial::test(format!("{path}::{}", case.name), move || run(case, rule));
    page.cases.into_iter().map(trial).collect()
}

/// The code of the rule a page is about.
fn rule_of(path: &str) -> Option<&'static str> {
    let stem = Path::new(path.strip_prefix("docs/rules/")?).file_stem()?.to_str()?;
    rules::find(stem).map(|rule| rule.code)
}

fn run(case: Case, rule: Option<&'static str>) -> Result<(), Failed> {
    let mut host = host(&case);
    let mut wrong = compare(&host.snapshot(), &case, rule)?;
    wrong.extend(edit(&mut host, &case)?);
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// What differs between the marks on the page and those that are found.
fn compare(snapshot: &Snapshot, case: &Case, rule: Option<&str>) -> Result<Vec<String>, Failed> {
    let mut wrong = Vec::new();
    for file in &case.files {
        let found = found(snapshot, case, file, rule)?;
        if let Some(diff) = fixture::diff(&file.text, &file.marks, &found) {
            wrong.push(format!("line {}, {}: - is expected, + is found\n{diff}", file.line, file.path));
        }
    }
    Ok(wrong)
}

fn found(snapshot: &Snapshot, case: &Case, file: &File, rule: Option<&str>) -> Result<Vec<Mark>, Failed> {
    if let Some(code) = rule {
        return Ok(findings(snapshot, &file.path, code));
    }
    let cursor = case.cursor().map(|(file, offset)| (file.path.as_str(), offset));
    let asked: Vec<Ask> = file.list("check").map(str::parse).collect::<Result<_, String>>()?;
    if asked.is_empty() && case.files.iter().all(|file| file.list("check").next().is_none()) {
        return Err("no file under this heading says what to check".into());
    }
    Ok(asked.into_iter().flat_map(|ask| marks(snapshot, ask, &file.path, cursor)).collect())
}

/// The findings of one rule; the page knows which, so the code is left out.
fn findings(snapshot: &Snapshot, path: &str, code: &str) -> Vec<Mark> {
    let labels = snapshot.labels(path, Layer::Findings).into_iter();
    labels.filter_map(|label| Some(Mark::new(label.span, label.text.strip_prefix(code)?.trim_start()))).collect()
}

/// Applies the edits of a case to open documents. After each, every layer of every file is what a fresh reading gives,
/// and `facts:` is as the page says.
fn edit(host: &mut Host, case: &Case) -> Result<Vec<String>, Failed> {
    let mut texts: BTreeMap<&str, String> =
        case.files.iter().map(|file| (file.path.as_str(), file.text.clone())).collect();
    if !case.edits.is_empty() {
        for (path, text) in &texts {
            host.apply(Change::Open { path: Arc::from(*path), text: text.clone() });
        }
    }
    let mut wrong = Vec::new();
    for step in &case.edits {
        let facts = |host: &Host| host.snapshot().document(&step.path).map(|document| document.facts().clone());
        let before = facts(host);
        host.apply(Change::Edit { path: step.path.as_str().into(), edits: vec![step.edit.clone()] });
        let text = texts.get_mut(step.path.as_str()).ok_or("an edit of a file that is not there")?;
        *text = step.edit.apply(text);
        let now = if facts(host) == before { "same" } else { "changed" };
        wrong.extend(expectations(step, now)?);
        let fresh = fresh(case, &texts);
        for path in texts.keys() {
            // The tree is made of the text each time it is asked for.
            let layers = Layer::ALL.into_iter().filter(|layer| *layer != Layer::Tree);
            let differs = { layers }.find(|layer| host.snapshot().labels(path, *layer) != fresh.labels(path, *layer));
            wrong.extend(differs.map(|layer| {
                format!(
                    "line {}: after the edit, {} of {path} are not those of a fresh reading",
                    step.line,
                    layer.name()
                )
            }));
        }
    }
    Ok(wrong)
}

fn expectations(step: &EditStep, facts: &str) -> Result<Vec<String>, Failed> {
    let mut wrong = Vec::new();
    for expectation in &step.expect {
        match expectation.key.as_str() {
            "facts" if expectation.value == facts => {}
            "facts" => wrong.push(format!("line {}: facts are {facts}", step.line)),
            key => return Err(format!("line {}: an edit cannot say `{key}`", step.line).into()),
        }
    }
    Ok(wrong)
}

/// The case read from nothing with other texts.
fn fresh(case: &Case, texts: &BTreeMap<&str, String>) -> Snapshot {
    let mut case = case.clone();
    for file in &mut case.files {
        if let Some(text) = texts.get(file.path.as_str()) {
            file.text.clone_from(text);
        }
    }
    host(&case).snapshot()
}

/// Draws what is found into the pages whose path holds `filter`.
fn redraw(pages: &[(String, String)], filter: &str) -> ExitCode {
    for (path, source) in pages.iter().filter(|(path, _)| path.contains(filter)) {
        let redrawn = Page::parse(path, source)
            .map_err(|errors| errors.to_string())
            .and_then(|page| redrawn(page, rule_of(path)));
        match redrawn {
            Ok(text) if text == *source => {}
            Ok(text) => {
                fs::write(tests::root().join(path), text).unwrap_or_else(|error| panic!("{path}: {error}"));
                println!("redrawn: {path}");
            }
            Err(message) => {
                eprintln!("{path}: {message}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

fn redrawn(mut page: Page, rule: Option<&str>) -> Result<String, String> {
    for case in &mut page.cases {
        let snapshot = host(case).snapshot();
        let all: Result<Vec<_>, Failed> = case.files.iter().map(|file| found(&snapshot, case, file, rule)).collect();
        let all = all.map_err(|failed| failed.message().unwrap_or_default().to_owned())?;
        for (file, marks) in case.files.iter_mut().zip(all) {
            file.marks = marks;
        }
    }
    Ok(page.render())
}
