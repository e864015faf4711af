//! What is said once for the whole folder, on the command line: it counts in files that are named alone, and is told when it
//! sets nothing aside any more.

use std::fs;
use std::path::Path;
use std::process::Command;

const VAGUE: &str = "MERROW, March 4, 2025 (Norwire) - Experts say the harbour lease will be signed on Tuesday.\n";
const NAMED: &str =
    "MERROW, March 5, 2025 (Norwire) - Harbour master Anna Berg said the lease was signed on Tuesday.\n";

fn sidecar(quote: &str, rest: &str) -> String {
    format!(
        "schema = 1\n\nmarks = [\n  {{ id = \"abcdef\", quote = \"{quote}\", kind = \"ignore\", {rest}, why = \"old hands\" }},\n]\n"
    )
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    folder
}

fn check(folder: &Path, paths: &[&str]) -> String {
    let options = ["check", "--select", "A203,M904", "--today", "2026-11-26"];
    let output = Command::new(tests::program()).args(options).args(paths).current_dir(folder).output();
    String::from_utf8(output.expect("dateline runs").stdout).unwrap()
}

#[test]
fn sidecars_beside_articles_count_for_files_that_are_named_alone() {
    let said = sidecar("Anna Berg", "rule = \"A203\", scope = \"folder\"");
    let files = [("b/named.txt", NAMED), ("vague.txt", VAGUE), ("b/named.txt.dateline.toml", &said)];
    let beside = folder(&[&files[..], &[("dateline.toml", "marks.layout = \"beside\"\n")]].concat());
    assert_eq!(check(beside.path(), &["vague.txt"]), "");
    assert_eq!(check(beside.path(), &[]), "");
    fs::remove_file(beside.path().join(files[2].0)).unwrap();
    assert!(check(beside.path(), &["vague.txt"]).starts_with("vague.txt:1:35: info[A203]"));
}

#[test]
fn an_ignore_of_the_whole_folder_that_sets_nothing_aside_is_told() {
    let mark = ".dateline/marks/named.txt.toml";
    let said = |rest: &str| sidecar("Anna Berg", rest);
    let files = |said: &str, vague: &str| folder(&[("named.txt", NAMED), ("old/vague.txt", vague), (mark, said)]);
    let whole = said("rule = \"A203\", scope = \"rule\"");
    assert_eq!(check(files(&whole, VAGUE).path(), &[]), "", "another article has the finding");
    let idle = files(&whole, NAMED);
    let told = |what: &str| format!("{mark}:4:3: info[M904] there is no A203 {what} any more\n");
    assert_eq!(check(idle.path(), &[]), told("in the whole folder"));
    assert_eq!(check(idle.path(), &["."]), told("in the whole folder"));
    // Of files that were not named nothing is known.
    assert_eq!(check(idle.path(), &["named.txt", "old/vague.txt"]), "");

    let part = |folder: &str| said(&format!("rule = \"vague-source\", scope = \"folder\", folder = \"{folder}\""));
    assert_eq!(check(files(&part("old"), VAGUE).path(), &[]), "");
    let idle = check(files(&part("new"), VAGUE).path(), &[]);
    assert!(idle.contains("there is no vague-source in new/ any more"), "{idle}");
    assert!(idle.contains("old/vague.txt:1:35: info[A203]"), "{idle}");
}
