//! What no file may hold.

use super::{Complaint, numbered};
use crate::repo::Repo;

/// No test is left out: what is wrong today is pinned with a FIXME instead.
pub fn no_test_is_ignored(repo: &Repo, found: &mut Vec<Complaint>) {
    for (path, text) in repo.texts().filter(|(path, _)| path.ends_with(".rs")) {
        for (line, _) in numbered(text).filter(|(_, line)| line.trim_start().starts_with(concat!("#[", "ignore"))) {
            found.push(Complaint::new(path, line, "a test is ignored", "let it say what is wrong today, with a FIXME"));
        }
    }
}

/// Folders of one machine.
const MACHINE: &[&str] = &[concat!("/", "work"), concat!("/", "tmp"), concat!("/", "home"), concat!("/", "root")];

/// Hosts of package registries. Every package manager knows its own, or the one it was given instead.
const REGISTRIES: &[&str] = &[
    concat!("registry.", "npmjs.org"),
    concat!("registry.", "yarnpkg.com"),
    concat!("files.", "pythonhosted.org"),
    concat!("//", "pypi.org"),
    concat!("//", "crates.io"),
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("proxy.", "golang.org"),
];

/// No folder of one machine and no address of a package registry is written down.
pub fn nothing_tells_of_a_machine(repo: &Repo, found: &mut Vec<Complaint>) {
    for (path, text) in repo.texts() {
        for (number, line) in numbered(text) {
            for folder in MACHINE.iter().filter(|folder| is_path(line, folder)) {
                let remedy = "write a path that is true everywhere";
                found.push(Complaint::new(path, number, format!("a path of one machine: {folder}"), remedy));
            }
            for host in REGISTRIES.iter().filter(|host| line.contains(**host)) {
                let remedy = "leave the address to the package manager";
                found.push(Complaint::new(path, number, format!("the address of a package registry: {host}"), remedy));
            }
        }
    }
}

/// Whether a line has a path that begins with this folder.
fn is_path(line: &str, folder: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || "_-.)}]*~/".contains(c);
    let goes_on = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    line.match_indices(folder)
        .any(|(at, _)| !line[..at].ends_with(inside) && !line[at + folder.len()..].starts_with(goes_on))
}

/// The one source a lock file may name.
const SOURCE: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// All crates come from the public registry, under its public name.
pub fn dependencies_have_no_address(repo: &Repo, found: &mut Vec<Complaint>) {
    let Some(text) = repo.text("Cargo.lock") else {
        return found.push(Complaint::new("Cargo.lock", 1, "there is no lock file", "build once and commit it"));
    };
    for (number, line) in numbered(text) {
        let source = line.strip_prefix("source = ").map(|source| source.trim_matches('"'));
        if source.is_some_and(|source| source != SOURCE) {
            found.push(Complaint::new(
                "Cargo.lock",
                number,
                "a crate from elsewhere",
                "take it from the public registry",
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn paths_of_one_machine_are_found_and_words_are_not() {
        let file = |text: &str| said(nothing_tells_of_a_machine, &[("a.md", text)]).len();
        let machine = ["work", "tmp", "home", "root"].map(|folder| format!("/{folder}"));
        for folder in &machine {
            assert_eq!(file(&format!("see {folder}/x")), 1);
            assert_eq!(file(&format!("\"{folder}\"")), 1);
            assert_eq!(file(&format!("docs{folder}/x and {folder}space and ~{folder}")), 0);
        }
        assert_eq!(file(&format!("https:{}", REGISTRIES[3])), 1);
    }

    #[test]
    fn an_ignored_test_is_found() {
        assert_eq!(
            said(no_test_is_ignored, &[("a.rs", &format!("#[test]\n#[{}]\nfn a() {{}}", "ignore"))]),
            ["a.rs:2: a test is ignored"]
        );
    }

    #[test]
    fn crates_come_from_the_public_registry() {
        let lock = |source: &str| {
            said(dependencies_have_no_address, &[("Cargo.lock", &format!("source = \"{source}\""))]).len()
        };
        assert_eq!((lock(SOURCE), lock("git+https://example.org/x")), (0, 1));
    }
}
