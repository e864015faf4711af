//! What two people mark on two branches of a real repository, joined by git as `dateline init` sets it up.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use marks::{Hand, NewMark, ProblemKind, Sidecar, Target};
use proptest::prelude::*;
use text::Span;

const TEXT: &str = "Modest hopes, experts say, and reports appeared in the media: forty-six came home on Monday.";
const SIDECAR: &str = ".dateline/marks/news/001.txt.toml";

/// What somebody does to a sidecar.
#[derive(Clone, Debug)]
enum Act {
    Add(u8),
    Withdraw(u8),
    Note(u8),
    Format,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => any::<u8>().prop_map(Act::Add),
        2 => any::<u8>().prop_map(Act::Withdraw),
        1 => any::<u8>().prop_map(Act::Note),
        1 => Just(Act::Format),
    ]
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    proptest::collection::vec(act(), 0..5)
}

/// The sidecar after what `by` does to it.
fn done(mut sidecar: String, by: &str, acts: &[Act]) -> String {
    for (number, act) in acts.iter().enumerate() {
        let (read, _) = Sidecar::parse(&sidecar);
        let pick = |at: u8| (!read.marks.is_empty()).then(|| &read.marks[usize::from(at) % read.marks.len()]);
        sidecar = match act {
            Act::Add(at) => {
                let words: Vec<&str> = TEXT.split(' ').collect();
                let word = words[usize::from(*at) % words.len()];
                let start = TEXT.find(word).expect("a word of the text");
                let (span, hand) = (Span::from(start..start + word.len()), Hand { by: Some(by), on: None });
                let target = Target { path: "news/001.txt", text: TEXT, sha256: "00aa" };
                let id = text::hash64(format!("{by}{number}{at}").as_bytes()) as u32;
                let source = (!sidecar.is_empty()).then_some(sidecar.as_str());
                let change = marks::add_mark(source, target, span, NewMark::Note(by), hand, || id).expect("words");
                change.edit.apply(&sidecar)
            }
            Act::Withdraw(at) => match pick(*at).and_then(|mark| marks::withdraw(&sidecar, &mark.entry)) {
                Some(change) => change.edit.apply(&sidecar),
                None => sidecar,
            },
            Act::Note(at) => match pick(*at) {
                Some(mark) => {
                    let line = mark.entry.span.of(&sidecar);
                    let new = line.replace("note = \"", &format!("note = \"{by} "));
                    sidecar.replace(line, &new)
                }
                None => sidecar,
            },
            Act::Format => marks::fmt(&sidecar),
        };
    }
    sidecar
}

fn git(folder: &Path, arguments: &[&str]) -> bool {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=desk", "-c", "user.email=desk@example.org", "-c", "commit.gpgsign=false"]);
    let output = git.args(arguments).current_dir(folder).output().expect("git runs");
    output.status.success()
}

fn commit(folder: &Path, sidecar: &str, message: &str) {
    let file = folder.join(SIDECAR);
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder is made");
    std::fs::write(file, sidecar).expect("written");
    assert!(git(folder, &["add", "-A"]) && git(folder, &["commit", "-q", "--allow-empty", "-m", message]));
}

/// What a merge of two branches makes of the sidecar; `None` without git.
fn merged(base: &str, ours: &str, theirs: &str) -> Option<String> {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("SKIPPED: git is not here; merges of branches are not tested");
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    assert!(git(root, &["init", "-q", "-b", "main"]));
    std::fs::write(root.join(".gitattributes"), ".dateline/marks/** merge=union\n").expect("written");
    commit(root, base, "base");
    assert!(git(root, &["checkout", "-q", "-b", "boris"]));
    commit(root, theirs, "theirs");
    assert!(git(root, &["checkout", "-q", "main"]));
    commit(root, ours, "ours");
    assert!(git(root, &["merge", "-q", "-m", "both", "boris"]), "a conflict");
    Some(std::fs::read_to_string(root.join(SIDECAR)).expect("it is there"))
}

fn ids(sidecar: &str) -> BTreeSet<String> {
    Sidecar::parse(sidecar).0.marks.into_iter().map(|mark| mark.id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_branch_loses_a_mark(base in acts(), ours in acts(), theirs in acts()) {
        let base = done(String::new(), "anna", &base);
        let (ours, theirs) = (done(base.clone(), "anna-2", &ours), done(base.clone(), "boris", &theirs));
        let Some(both) = merged(&base, &ours, &theirs) else { return Ok(()) };
        let (_, problems) = Sidecar::parse(&both);
        prop_assert!(problems.iter().all(|problem| problem.kind == ProblemKind::Duplicate), "{problems:?}\n{both}");
        let wanted: BTreeSet<String> = ids(&ours).union(&ids(&theirs)).cloned().collect();
        prop_assert_eq!(ids(&both), wanted);
        let formatted = marks::fmt(&both);
        prop_assert_eq!(ids(&formatted), ids(&both));
        prop_assert_eq!(&marks::fmt(&formatted), &formatted);
    }
}
