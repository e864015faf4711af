//! `cargo xtask book`: the docs as a site, in `target/book`, and whether all its links lead somewhere.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::markdown::Page;
use crate::process::{cargo, is_installed, target};
use crate::repo::{Repo, root};
use crate::tidy::pages::resolve;
use crate::{Outcome, flag};

/// The book's table of contents.
pub const SUMMARY: &str = "docs/SUMMARY.md";

const DOCS: &str = "docs/";
const EXAMPLE: &str = "docs/example/";
const VERSION: &str = "0.5.4";

/// Whether a file is a page that readers of the book turn to. The example's texts are articles.
pub fn is_of_the_book(path: &str) -> bool {
    path.starts_with(DOCS) && path.ends_with(".md") && path != SUMMARY && !path.starts_with(EXAMPLE)
}

/// Builds the site, if mdBook is here, and follows its links. With `--install` mdBook is installed first.
pub fn run(arguments: &[&str]) -> Outcome {
    let install = flag(arguments, "--install")?;
    let mdbook = target().join("mdbook").join("bin").join(format!("mdbook{}", std::env::consts::EXE_SUFFIX));
    if install && !is_current(&mdbook) {
        install_mdbook()?;
    }
    let Some(mdbook) = [mdbook, PathBuf::from("mdbook")].into_iter().find(|one| is_installed(&one.to_string_lossy()))
    else {
        println!("SKIPPED the site: mdBook is not installed (cargo xtask book --install)");
        println!("0 passed, 0 failed, 1 skipped");
        return Ok(true);
    };
    let repo = Repo::read(&root())?;
    let (source, site) = (target().join("book-source"), target().join("book"));
    write_source(&repo, &source)?;
    let built = Command::new(mdbook).arg("build").arg(&source).arg("--dest-dir").arg(&site).status()?;
    let faults = if built.success() { dead_links(&site)? } else { vec!["mdBook does not build it".to_owned()] };
    for fault in &faults {
        println!("FAILED the site: {fault}");
    }
    println!("{}\n{} passed, {} failed, 0 skipped", site.display(), usize::from(faults.is_empty()), faults.len());
    Ok(faults.is_empty())
}

fn is_current(mdbook: &Path) -> bool {
    let said = Command::new(mdbook).arg("--version").output();
    said.is_ok_and(|said| String::from_utf8_lossy(&said.stdout).trim().ends_with(VERSION))
}

/// Puts mdBook under `target`, without what only its own server needs.
fn install_mdbook() -> Result<(), Box<dyn Error>> {
    let flags = ["install", "mdbook", "--version", VERSION, "--locked", "--debug", "--no-default-features"];
    let installed =
        cargo().args(flags).args(["--features", "search", "--root"]).arg(target().join("mdbook")).status()?;
    if installed.success() { Ok(()) } else { Err("mdBook cannot be installed".into()) }
}

/// A copy of the docs in which links that leave the book lead to the repository on the web.
fn write_source(repo: &Repo, folder: &Path) -> Result<(), Box<dyn Error>> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let manifest: toml::Table = repo.text("Cargo.toml").ok_or("there is no Cargo.toml")?.parse()?;
    let address = manifest["workspace"]["package"]["repository"].as_str().ok_or("Cargo.toml names no repository")?;
    for path in repo.paths().filter(|path| path.starts_with(DOCS) && !path.starts_with(EXAMPLE)) {
        let file = folder.join(&path[DOCS.len()..]);
        fs::create_dir_all(file.parent().unwrap_or(folder))?;
        match repo.text(path).filter(|_| is_of_the_book(path)) {
            Some(text) => fs::write(file, as_in_the_book(text, path, address))?,
            None => drop(fs::copy(root().join(path), file)?),
        }
    }
    Ok(())
}

/// A page whose links to what is not in the book name its address on the web. Of a folder's README mdBook makes its
/// index, and links to it have to say so.
fn as_in_the_book(text: &str, path: &str, address: &str) -> String {
    let mut page = text.to_owned();
    let links: BTreeSet<String> = Page::new(text).links.into_iter().map(|link| link.text).collect();
    for link in links.iter().filter(|link| !link.contains(':') && !link.starts_with('#')) {
        let (file, anchor) = link.split_once('#').map_or((link.as_str(), ""), |(file, _)| (file, &link[file.len()..]));
        let target = resolve(path, file);
        let new = if !target.starts_with(DOCS) || target.starts_with(EXAMPLE) {
            format!("{address}/blob/main/{target}{anchor}")
        } else if let Some(folder) = file.strip_suffix("README.md") {
            format!("{folder}index.md{anchor}")
        } else {
            continue;
        };
        page = page.replace(&format!("]({link})"), &format!("]({new})"));
    }
    page
}

/// Links of a site that lead to no file of it, or to no place of that file.
fn dead_links(site: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut dead = Vec::new();
    // What is shown for an address that does not exist is no page of the book.
    for file in pages(site)?.into_iter().filter(|file| !file.ends_with("404.html")) {
        let text = fs::read_to_string(&file)?;
        let links = ["href", "src"].into_iter().flat_map(|name| values(&text, name));
        for link in links.filter(|link| !link.contains(':') && !link.starts_with("//")) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { file.clone() } else { file.with_file_name(path) };
            let target = if target.is_dir() { target.join("index.html") } else { target };
            let is_there = target.is_file()
                && (anchor.is_empty() || values(&fs::read_to_string(&target)?, "id").any(|id| id == anchor));
            if !is_there {
                dead.push(format!("{} links {link}", file.strip_prefix(site)?.display()));
            }
        }
    }
    Ok(dead)
}

/// All pages of a site, sorted.
fn pages(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(pages(&path)?);
        } else if path.extension().is_some_and(|ending| ending == "html") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The values of an attribute in HTML as mdBook writes it, with double quotes.
fn values<'a>(html: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let begin = format!(" {name}=\"");
    let starts: Vec<usize> = html.match_indices(&begin).map(|(at, _)| at + begin.len()).collect();
    starts.into_iter().filter_map(|start| html[start..].split('"').next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_out_of_the_book_become_addresses() {
        let page = |text| as_in_the_book(text, "docs/guide/a.md", "https://example.org/d");
        let cases = [
            ("[x](../b.md#c) [y](#d) [z](https://example.org)", "[x](../b.md#c) [y](#d) [z](https://example.org)"),
            ("[x](../../editors/zed)", "[x](https://example.org/d/blob/main/editors/zed)"),
            ("[x](../../README.md#see-it)", "[x](https://example.org/d/blob/main/README.md#see-it)"),
            ("[x](../rules/README.md#a)", "[x](../rules/index.md#a)"),
            ("[x](../example/a.md)", "[x](https://example.org/d/blob/main/docs/example/a.md)"),
        ];
        for (text, expected) in cases {
            assert_eq!(page(text), expected);
        }
    }

    #[test]
    fn dead_links_of_a_site_are_found() {
        let site = std::env::temp_dir().join(format!("dateline-book-{}", std::process::id()));
        fs::create_dir_all(site.join("rules")).unwrap();
        let page = r##"<a href="rules/b.html#c">x</a> <a href="rules/b.html#d">y</a> <a href="z.html">z</a>"##;
        fs::write(site.join("a.html"), page).unwrap();
        fs::write(site.join("rules/b.html"), r#"<h2 id="c">C</h2> <a href="../a.html">a</a>"#).unwrap();
        let dead = dead_links(&site);
        fs::remove_dir_all(&site).unwrap();
        assert_eq!(dead.unwrap(), ["a.html links rules/b.html#d", "a.html links z.html"]);
    }
}
