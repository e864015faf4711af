//! Rules, their list and their pages.

use super::{Complaint, numbered};
use crate::repo::Repo;

/// Where rules stand.
pub const FOLDER: &str = "server/crates/rules/src/rules/";
/// The list of all rules.
pub const REGISTRY: &str = "server/crates/rules/src/registry.rs";
/// Where their pages stand.
pub const PAGES: &str = "docs/rules/";

/// A rule, as its file declares it.
#[derive(Debug, PartialEq, Eq)]
pub struct Declared<'a> {
    /// Its file.
    pub path: &'a str,
    /// `weekday_mismatch`
    pub module: &'a str,
    /// `D106`
    pub code: &'a str,
    /// `weekday-mismatch`
    pub name: &'a str,
    /// Whether a later version will know more.
    pub first_form: bool,
}

/// All rules that have a file, by module.
pub fn declared(repo: &Repo) -> impl Iterator<Item = Declared<'_>> {
    repo.texts().filter_map(|(path, text)| {
        let module = path.strip_prefix(FOLDER)?.strip_suffix(".rs")?;
        let field = |name: &str| {
            let value = text.lines().find_map(|line| line.trim_start().strip_prefix(name)?.strip_prefix(": "))?;
            Some(value.trim_end_matches(',').trim_matches('"'))
        };
        Some(Declared {
            path,
            module,
            code: field("code")?,
            name: field("name")?,
            first_form: field("first_form")? == "true",
        })
    })
}

/// Every rule is in the list and has a page that names its code; every page and every line of the list has a rule.
pub fn every_rule_has_its_page(repo: &Repo, found: &mut Vec<Complaint>) {
    let rules: Vec<Declared> = declared(repo).collect();
    let listed = listed(repo);
    for rule in &rules {
        if !listed.iter().any(|(_, module)| *module == rule.module) {
            let remedy = format!("add `&rules::{}::RULE,` to {REGISTRY}", rule.module);
            found.push(Complaint::new(rule.path, 1, format!("the rule {} is not in the list", rule.name), remedy));
        }
        check_page(repo, rule, found);
    }
    for (line, module) in &listed {
        if !rules.iter().any(|rule| rule.module == *module) {
            let what = format!("`{module}` has no file that declares a rule");
            found.push(Complaint::new(
                REGISTRY,
                *line,
                what,
                format!("write {FOLDER}{module}.rs, or take the line out"),
            ));
        }
    }
    let codes: Vec<&str> =
        listed.iter().filter_map(|(_, module)| Some(rules.iter().find(|rule| rule.module == *module)?.code)).collect();
    for pair in codes.windows(2).filter(|pair| pair[0] >= pair[1]) {
        found.push(Complaint::new(
            REGISTRY,
            1,
            format!("{} stands after {}", pair[1], pair[0]),
            "keep the list in the order of codes, each once",
        ));
    }
    for path in repo.paths() {
        let Some(name) = path.strip_prefix(PAGES).and_then(|name| name.strip_suffix(".md")) else { continue };
        if name != "README" && !rules.iter().any(|rule| rule.name == name) {
            found.push(Complaint::new(path, 1, "no rule has this name", "rename the page, or write the rule"));
        }
    }
}

fn check_page(repo: &Repo, rule: &Declared, found: &mut Vec<Complaint>) {
    let path = format!("{PAGES}{}.md", rule.name);
    let Some(text) = repo.text(&path) else {
        let remedy = format!("write {path}: it is the rule's manual and its test");
        return found.push(Complaint::new(rule.path, 1, format!("the rule {} has no page", rule.name), remedy));
    };
    if text.lines().next() != Some(&format!("# {}", rule.name)) {
        found.push(Complaint::new(
            &path,
            1,
            "the title is not the rule's name",
            format!("begin with `# {}`", rule.name),
        ));
    }
    let head = text.lines().nth(2).unwrap_or_default();
    if !head.starts_with(&format!("`{}` · ", rule.code)) {
        found.push(Complaint::new(
            &path,
            3,
            format!("the rule's code is {}", rule.code),
            "the third line says code and levels",
        ));
    }
    if head.contains("**first form**") != rule.first_form {
        let what = if rule.first_form { "the rule is a first form" } else { "the rule is no first form any more" };
        found.push(Complaint::new(&path, 3, what, "say so in the third line, as the other pages do"));
    }
    if text.matches("\n```article").count() < 2 {
        let remedy = "show a text with the finding, and under `## What it leaves alone` one without";
        found.push(Complaint::new(&path, 1, "the page shows fewer than two texts", remedy));
    }
}

/// The lines of the list: number and module.
fn listed(repo: &Repo) -> Vec<(usize, &str)> {
    let lines = repo.text(REGISTRY).into_iter().flat_map(numbered);
    lines
        .filter_map(|(number, line)| Some((number, line.trim().strip_prefix("&rules::")?.strip_suffix("::RULE,")?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    const RULE: &str =
        "pub static RULE: Rule = Rule {\n    code: \"D1\",\n    name: \"no-day\",\n    first_form: false,\n};";
    const LIST: &str = "    &rules::no_day::RULE,\n";
    const PAGE: &str = "# no-day\n\n`D1` · hint\n\n```article\n```\n\n```article\n```\n";

    fn rules(list: &str, page: (&str, &str)) -> Vec<String> {
        said(every_rule_has_its_page, &[("server/crates/rules/src/rules/no_day.rs", RULE), (REGISTRY, list), page])
    }

    #[test]
    fn rules_list_and_pages_agree() {
        assert_eq!(rules(LIST, ("docs/rules/no-day.md", PAGE)), Vec::<String>::new());
        assert_eq!(rules("", ("docs/rules/no-day.md", PAGE)).len(), 1);
        assert_eq!(
            rules(&LIST.repeat(2), ("docs/rules/no-day.md", PAGE)),
            ["server/crates/rules/src/registry.rs:1: D1 stands after D1"]
        );
        assert_eq!(rules(&format!("{LIST}    &rules::other::RULE,\n"), ("docs/rules/no-day.md", PAGE)).len(), 1);
        let other = rules(LIST, ("docs/rules/other.md", PAGE));
        assert_eq!(
            other,
            [
                "server/crates/rules/src/rules/no_day.rs:1: the rule no-day has no page",
                "docs/rules/other.md:1: no rule has this name"
            ]
        );
    }

    #[test]
    fn a_page_names_its_code_and_shows_two_texts() {
        let page = |text: &str| rules(LIST, ("docs/rules/no-day.md", text)).len();
        assert_eq!(page(&PAGE.replace("`D1`", "`D2`")), 1);
        assert_eq!(page(&PAGE.replace("hint", "hint · **first form**")), 1);
        assert_eq!(page(&PAGE.replacen("```article\n```", "", 1)), 1);
        assert_eq!(page(&PAGE.replace("# no-day", "# no day")), 1);
    }
}
