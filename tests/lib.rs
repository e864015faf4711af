//! What is proven about dateline as a whole: pages, transcripts, folders, scores.

pub mod client;
pub mod folder;
pub mod newsroom;
pub mod reader;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The repository.
pub fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    root.canonicalize().unwrap_or(root)
}

/// The seed articles, which are no part of the project and stand beside it.
///
/// Where they are not, tests of them have to say so aloud and are counted as skipped.
pub fn seeds() -> Option<PathBuf> {
    let seeds = root().join("../shared/seeds");
    seeds.is_dir().then_some(seeds)
}

/// The program: the one `DATELINE_BIN` names, else what the work tree makes now.
///
/// # Panics
///
/// If it cannot be built.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| std::env::var_os("DATELINE_BIN").map_or_else(build, PathBuf::from))
}

fn build() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo).args(["build", "--quiet", "--package", "dateline"]).current_dir(root()).status();
    assert!(built.expect("cargo runs").success(), "the program does not build");
    // Tests lie in target/<profile>/deps, the program beside that folder.
    let test = std::env::current_exe().expect("a test knows where it is");
    let folder = test.parent().and_then(Path::parent).expect("a test lies in a folder");
    folder.join(format!("dateline{}", std::env::consts::EXE_SUFFIX))
}

/// All pages of a folder and the folders in it, by path.
///
/// # Panics
///
/// If the folder cannot be read.
pub fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("a folder can be read").path();
        if path.is_dir() {
            all.extend(pages(&path));
        } else if path.extension().is_some_and(|ending| ending == "md") {
            all.push(path);
        }
    }
    all.sort();
    all
}
