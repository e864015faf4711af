//! `cargo xtask codegen`: pages that say what the program knows better.
//!
//! The program itself is asked, by its command line, for its rules and its settings: it has one list of each, and users
//! can ask the same way.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::licenses;
use crate::process::{dateline, output};
use crate::repo::root;
use crate::{Outcome, flag};

const RULES: &str = "docs/rules/README.md";
const SETTINGS: &str = "docs/configuration.md";
const SCHEMA: &str = "docs/dateline.schema.json";
const NOTICES: &str = "server/crates/dateline/NOTICES";
const ENTITIES: &str = "docs/entities.schema.json";
const EVENTS: &str = "docs/events.schema.json";

/// Writes the pages; with `--check` says which of them are stale instead.
pub fn run(arguments: &[&str]) -> Outcome {
    let check = flag(arguments, "--check")?;
    let dateline = dateline()?;
    let ask = |arguments: &[&str]| output(Command::new(&dateline).args(arguments));
    let schema = ask(&["config", "--schema"])?;
    let pages = [
        (RULES, rules_page(&serde_json::from_str(&ask(&["rules", "--format", "json"])?)?)?),
        (SETTINGS, settings_page(&serde_json::from_str(&schema)?)?),
        (SCHEMA, schema),
        (NOTICES, licenses::notices()?),
        (ENTITIES, ask(&["config", "--schema=entities.toml"])?),
        (EVENTS, ask(&["config", "--schema=events.toml"])?),
    ];
    let mut fresh = true;
    for (path, text) in &pages {
        fresh &= renew(&root().join(path), path, text, check)?;
    }
    Ok(fresh || !check)
}

/// Writes a page that has changed, or only says so; whether it was fresh.
fn renew(file: &Path, path: &str, text: &str, check: bool) -> Result<bool, Box<dyn Error>> {
    let old = fs::read_to_string(file).unwrap_or_default();
    if old == *text {
        println!("{path} is fresh");
        return Ok(true);
    }
    if check {
        let line = old.lines().zip(text.lines()).take_while(|(old, new)| old == new).count() + 1;
        println!("{path}:{line}: stale; run `cargo xtask codegen` and commit the page");
    } else {
        fs::write(file, text)?;
        println!("{path} is written");
    }
    Ok(false)
}

/// The table of all rules.
fn rules_page(rules: &Value) -> Result<String, Box<dyn Error>> {
    let mut page = String::from(RULES_HEAD);
    for rule in rules.as_array().ok_or("`dateline rules` prints no list")? {
        let field = |name: &str| rule[name].as_str().ok_or_else(|| format!("a rule has no {name}"));
        let (code, name) = (field("code")?, field("name")?);
        let levels = [level(field("source")?), level(field("draft")?)].join(" | ");
        writeln!(page, "| `{code}` | [{name}]({name}.md) | {} | {levels} |", field("reports")?)?;
    }
    Ok(page)
}

/// The word of the configuration for a level.
fn level(word: &str) -> &str {
    if word == "info" { "information" } else { word }
}

/// The page of all settings.
fn settings_page(schema: &Value) -> Result<String, Box<dyn Error>> {
    let mut page = String::from(SETTINGS_HEAD);
    write_settings(&mut page, "", schema)?;
    page.push_str(SETTINGS_TAIL);
    Ok(page)
}

fn write_settings(page: &mut String, above: &str, table: &Value) -> Result<(), Box<dyn Error>> {
    for (key, setting) in table["properties"].as_object().ok_or("the schema has no properties")? {
        let name = format!("{above}{key}");
        match setting["description"].as_str() {
            // A table that only holds settings says nothing of its own.
            None => write_settings(page, &format!("{name}."), setting)?,
            Some(means) => {
                let default = setting.get("default").map_or(String::new(), |default| format!("`{}`", spaced(default)));
                let open = if setting["type"] == "object" { ".…" } else { "" };
                writeln!(page, "| `{name}{open}` | {} | {default} | {means} |", takes(setting))?;
            }
        }
    }
    Ok(())
}

/// What a setting takes, in words.
fn takes(setting: &Value) -> String {
    if let Some(words) = setting["enum"].as_array() {
        return words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    }
    let words = match (&setting["type"], setting["format"].as_str()) {
        (Value::String(kind), Some("date")) if kind == "string" => "a day",
        (Value::String(kind), _) => match kind.as_str() {
            "boolean" => "`true` or `false`",
            "array" if setting["items"]["format"] == "glob" => "a list of globs",
            "array" => "a list of names",
            "object" => "a table, see below",
            _ => "text",
        },
        _ => "bytes, or a size such as `\"4 MiB\"`",
    };
    words.to_owned()
}

/// JSON as one writes it in TOML: a space behind each comma.
fn spaced(value: &Value) -> String {
    value.to_string().replace("\",\"", "\", \"")
}

const RULES_HEAD: &str = "\
<!-- Written by `cargo xtask codegen`. -->
# Rules

Each rule has a page that says what it reports, why it matters, what it leaves alone and how to settle it; `dateline explain CODE`
prints it. Levels are the most a finding weighs, on articles that are evidence and on drafts; [a configuration](../configuration.md)
changes them. A first form is a beginning: a later version knows more.

| code | name | reports | on sources | on drafts |
| --- | --- | --- | --- | --- |
";

const SETTINGS_HEAD: &str = "\
<!-- Written by `cargo xtask codegen`. -->
# Configuration

No configuration is needed. What you set stands in `dateline.toml` at the folder's root, or in the settings of your editor, under the
same names, with or without a `dateline` around them; the editor wins over the file. A key that does not exist or a value that does not
fit is reported where it stands, and the last good configuration stays in force. `dateline config --explain` prints every setting, its
value, and where the value came from.

| setting | takes | default | means |
| --- | --- | --- | --- |
";

const SETTINGS_TAIL: &str = r#"
## An example

```toml
#:schema https://raw.githubusercontent.com/OWNER/dateline/main/docs/dateline.schema.json
density = "summary"

[documents]
exclude = ["archive/**"]
drafts = ["briefings/**", "notes/*.md"]
earliest = 2014-01-01
max-size = "8 MiB"

[rules]
A203 = "off"                                            # by code
undated-claim = { source = "off", draft = "error" }     # or by name, for each kind of text

[outlets]
"Kestrel Courier" = { language = "en", reliability = "B", date-order = "dmy" }

[style.names]
"Evgeny Sarichko" = "Yevgen Sarichko"                     # spelling found = spelling wanted
```

Globs are relative to the folder, and what `.gitignore` and `.ignore` leave out is not read. The line `#:schema` is for editors that
check TOML by [the schema](dateline.schema.json).

## Levels of rules

`"off"`, `"hint"`, `"information"`, `"warning"`, `"error"`. A level is the most that a rule's findings weigh: [all rules](rules/README.md).
What is no draft is a source; front matter with `profile: draft` or `profile: source` wins over `documents.drafts`.
"#;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_rule_is_a_row() {
        let page =
            rules_page(&json!([{ "code": "D1", "name": "no-day", "reports": "x", "source": "info", "draft": "off" }]))
                .unwrap();
        assert!(page.ends_with("| `D1` | [no-day](no-day.md) | x | information | off |\n"), "{page}");
    }

    #[test]
    fn a_setting_is_a_row() {
        let schema = json!({ "properties": {
            "density": { "enum": ["a", "b"], "default": "a", "description": "how much" },
            "documents": { "type": "object", "properties": {
                "earliest": { "type": "string", "format": "date", "description": "from when" },
                "include": { "type": "array", "items": { "format": "glob" }, "default": ["x", "y"], "description": "which" },
                "max-size": { "type": ["integer", "string"], "default": 4, "description": "how large" },
            } },
            "rules": { "type": "object", "description": "levels" },
        } });
        let mut rows = String::new();
        write_settings(&mut rows, "", &schema).unwrap();
        let expected = "\
| `density` | `\"a\"`, `\"b\"` | `\"a\"` | how much |
| `documents.earliest` | a day |  | from when |
| `documents.include` | a list of globs | `[\"x\", \"y\"]` | which |
| `documents.max-size` | bytes, or a size such as `\"4 MiB\"` | `4` | how large |
| `rules.…` | a table, see below |  | levels |
";
        assert_eq!(rows, expected);
    }
}
