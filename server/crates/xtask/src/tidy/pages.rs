//! What pages name exists: files, items of crates, targets of links.

use std::collections::BTreeMap;

use super::{Complaint, has_word};
use crate::book::{SUMMARY, is_of_the_book};
use crate::markdown::{Item, Page};
use crate::repo::{Package, Repo};

/// The pages that speak of the tree.
fn speak_of_the_tree(path: &str) -> bool {
    let named = ["README.md", "docs/ARCHITECTURE.md", "docs/DESIGN.md", "docs/GLOSSARY.md"];
    named.contains(&path) || path.starts_with("docs/contributing/") && path.ends_with(".md")
}

/// Folders that appear when something is built or used.
const NOT_OURS: &[&str] = &["target", ".dateline", "briefings"];

/// Endings of files that are ours when a page names them without a folder.
const OUR_ENDINGS: &[&str] = &[".rs", ".scm", ".lua"];

/// Endings by which a name with a slash is a file, and no word of a protocol.
const ENDINGS: &[&str] =
    &[".rs", ".md", ".toml", ".tsv", ".txt", ".scm", ".js", ".ts", ".lua", ".sh", ".py", ".json", ".c"];

/// Every path in backticks exists.
pub fn paths_exist(repo: &Repo, found: &mut Vec<Complaint>) {
    for (path, text) in repo.texts().filter(|(path, _)| speak_of_the_tree(path)) {
        let page = Page::new(text);
        for code in &page.codes {
            if !is_there(repo, path, &page, code) {
                let remedy = "name it from the root, from this page or, under a crate's heading, from its folder";
                found.push(Complaint::new(path, code.line, format!("there is no `{}`", code.text), remedy));
            }
        }
    }
}

/// Whether what stands in backticks exists, or is no path at all.
fn is_there(repo: &Repo, path: &str, page: &Page, code: &Item) -> bool {
    let Some(wanted) = as_path(&code.text) else { return true };
    let ends = |endings: &[&str]| endings.iter().any(|ending| wanted.ends_with(ending));
    let Some((first, _)) = wanted.split_once('/') else {
        // A name alone may be a user's file; those that cannot be are looked for everywhere.
        return wanted.starts_with('.')
            || !ends(OUR_ENDINGS)
            || repo.paths().any(|path| path.rsplit('/').next() == Some(&wanted));
    };
    if NOT_OURS.contains(&first) {
        return true;
    }
    if repo.is_top_level(first) {
        return repo.exists(&wanted);
    }
    if !ends(ENDINGS) && !wanted.ends_with('/') {
        return true;
    }
    let section = page.heading_of(code.line).map_or("", |heading| heading.text.as_str());
    let beside = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let folders = [beside.to_owned(), format!("server/crates/{section}"), format!("server/crates/{section}/src")];
    folders.iter().any(|folder| repo.exists(&format!("{folder}/{wanted}")))
}

/// The path that stands in backticks, with `*` for `<name>`.
fn as_path(code: &str) -> Option<String> {
    let letters = |c: char| c.is_alphanumeric() || "/._-*<>".contains(c);
    if code.starts_with(['/', '-']) || code.contains("..") || !code.chars().all(letters) {
        return None;
    }
    let mut path = String::new();
    let mut rest = code;
    while let Some((before, after)) = rest.split_once('<') {
        path.push_str(before);
        path.push('*');
        rest = after.split_once('>')?.1;
    }
    path.push_str(rest);
    Some(path)
}

/// Every `crate::item` in backticks is public in that crate.
pub fn names_exist(repo: &Repo, found: &mut Vec<Complaint>) {
    let packages = match repo.packages() {
        Ok(packages) => packages,
        Err(error) => return found.push(Complaint::new("Cargo.toml", 1, error.to_string(), "mend the manifest")),
    };
    let packages: BTreeMap<&str, &Package> = packages.iter().map(|package| (package.name.as_str(), package)).collect();
    for (path, text) in repo.texts().filter(|(path, _)| speak_of_the_tree(path)) {
        for code in Page::new(text).codes {
            let Some((name, item)) = as_item(&code.text) else { continue };
            let Some(package) = packages.get(name) else { continue };
            if !has_item(repo, package, item) {
                let what = format!("the crate {name} has no public `{item}`");
                found.push(Complaint::new(path, code.line, what, "name what is there, in the words of the code"));
            }
        }
    }
}

/// The crate and the last name of `crate::module::item()`.
fn as_item(code: &str) -> Option<(&str, &str)> {
    let path = code.trim_end_matches("()").trim_end_matches('!');
    let (name, rest) = path.split_once("::")?;
    let item = rest.rsplit("::").next()?;
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    rest.split("::").chain([name]).all(is_name).then_some((name, item))
}

/// Whether a line of the crate makes the name public, or is a variant of that name.
fn has_item(repo: &Repo, package: &Package, item: &str) -> bool {
    let folder = format!("{}/src/", package.folder);
    let binary = repo.exists(&format!("{folder}main.rs"));
    let mut lines = repo.texts().filter(|(path, _)| path.starts_with(&folder)).flat_map(|(_, text)| text.lines());
    lines.any(|line| {
        let line = line.trim_start();
        // Nothing outside sees what a binary makes public; there its modules are what one speaks of.
        let is_public = line.starts_with("pub ") || binary && (line.starts_with("pub(") || line.starts_with("mod "));
        let is_variant = line.strip_prefix(item).is_some_and(|rest| rest.starts_with([',', '(', ' ', '{']));
        is_public && has_word(line, item) || is_variant && item.starts_with(char::is_uppercase)
    })
}

/// Every link between our Markdown pages leads to a file, and to a heading of it where it names one.
pub fn links_lead_somewhere(repo: &Repo, found: &mut Vec<Complaint>) {
    // What is shipped inside an editor's package is read elsewhere, and the example's pages are articles.
    let ours = |path: &str| {
        path.ends_with(".md") && !path.starts_with("docs/example/") && !path.starts_with("editors/vscode/")
    };
    let pages: BTreeMap<&str, Page> =
        repo.texts().filter(|(path, _)| ours(path)).map(|(path, text)| (path, Page::new(text))).collect();
    for (path, page) in &pages {
        for link in page.links.iter().filter(|link| !link.text.contains(':')) {
            let (target, anchor) = link.text.split_once('#').unwrap_or((&link.text, ""));
            let target = if target.is_empty() { (*path).to_owned() } else { resolve(path, target) };
            if !repo.exists(&target) {
                found.push(Complaint::new(
                    path,
                    link.line,
                    format!("the link leads to {target}, which does not exist"),
                    "link what is there",
                ));
                continue;
            }
            let has_anchor = |page: &Page| page.headings.iter().any(|heading| heading.slug == anchor);
            if !anchor.is_empty() && pages.get(target.as_str()).is_some_and(|page| !has_anchor(page)) {
                let what = format!("{target} has no heading #{anchor}");
                found.push(Complaint::new(path, link.line, what, "link a heading that is there"));
            }
        }
    }
}

/// Every page of `docs` is found from the book's table of contents.
pub fn every_page_is_in_the_book(repo: &Repo, found: &mut Vec<Complaint>) {
    let Some(summary) = repo.text(SUMMARY) else {
        return found.push(Complaint::new(SUMMARY, 1, "the book has no table of contents", "write one"));
    };
    let listed: Vec<String> = Page::new(summary).links.iter().map(|link| resolve(SUMMARY, &link.text)).collect();
    for (path, _) in repo.texts().filter(|(path, _)| is_of_the_book(path)) {
        if !listed.iter().any(|listed| listed == path) {
            let remedy = "give it a line there, where its reader looks for it";
            found.push(Complaint::new(path, 1, format!("the page is not in {SUMMARY}"), remedy));
        }
    }
}

/// The path from the root that a link on a page means.
pub fn resolve(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn paths_in_backticks_exist() {
        let tree = [("server/crates/nlp/src/times/value.rs", ""), ("docs/rules/a.md", ""), (".ci/run", "")];
        let page = |text| said(paths_exist, &[&tree[..], &[("docs/ARCHITECTURE.md", text)]].concat());
        let fine = [
            "`docs/rules/a.md`, `docs/rules/`, `docs/rules/<name>.md`, `server/crates/*/src`, `.ci/run`",
            "`rules/a.md`, `value.rs`, `dateline.toml`, `textDocument/hover`, `target/debug`, `a b/c`, `/usr/x.md`",
            "### `nlp`\n\n`times/value.rs`, `src/times/`",
        ];
        for text in fine {
            assert_eq!(page(text), Vec::<String>::new());
        }
        for text in ["`docs/rules/b.md`", "`.ci/go`", "`times/value.rs`", "`values.rs`", "### `lang`\n`times/`"] {
            assert_eq!(page(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn names_in_backticks_are_public() {
        let code =
            "pub use a::Span;\npub enum Kind {\n    Noun,\n}\nfn hidden() {}\nimpl A {\n    pub fn len(&self) {}\n}";
        let tree = [
            ("server/crates/text/Cargo.toml", "[package]\nname = 'text'"),
            ("server/crates/text/src/lib.rs", code),
            ("server/crates/dateline/Cargo.toml", "[package]\nname = 'dateline'"),
            ("server/crates/dateline/src/main.rs", "mod files;"),
        ];
        let page = |text| said(names_exist, &[&tree[..], &[("docs/GLOSSARY.md", text)]].concat());
        let fine = "`text::Span`, `text::Kind::Noun`, `text::A::len()`, `dateline::files`, `ropey::Rope`, `text::a b`";
        assert_eq!(page(fine), Vec::<String>::new());
        assert_eq!(page("`text::hidden`"), ["docs/GLOSSARY.md:1: the crate text has no public `hidden`"]);
        assert_eq!(page("`text::Spa`").len(), 1);
    }

    #[test]
    fn links_lead_to_pages_and_headings() {
        let page = |text| said(links_lead_somewhere, &[("docs/guide/a.md", text), ("docs/b.md", "# Two words")]);
        let fine =
            "# One\n[x](../b.md) [y](../b.md#two-words) [z](#one) [w](https://example.org/none.md) ![v](../b.md)";
        assert_eq!(page(fine), Vec::<String>::new());
        assert_eq!(page("[x](b.md)"), ["docs/guide/a.md:1: the link leads to docs/guide/b.md, which does not exist"]);
        assert_eq!(page("[x](../b.md#three)"), ["docs/guide/a.md:1: docs/b.md has no heading #three"]);
    }

    #[test]
    fn pages_are_in_the_book_and_the_example_s_texts_are_not() {
        let tree = [
            ("docs/SUMMARY.md", "- [A](guide/a.md)"),
            ("docs/guide/a.md", ""),
            ("docs/guide/b.md", ""),
            ("docs/example/briefings/c.md", ""),
        ];
        assert_eq!(said(every_page_is_in_the_book, &tree), ["docs/guide/b.md:1: the page is not in docs/SUMMARY.md"]);
    }
}
