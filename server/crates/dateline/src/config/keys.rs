//! Every setting there is: its name, what it takes, what it is when nothing is said, and what it means.

use ide::Density;
use jiff::civil::Date;
use lang::Yardstick;
use nlp::times::Mode;
use rules::Severity;

use super::tree::{Node, Place, Value};
use crate::files;

/// One setting.
#[derive(Debug)]
pub struct Key {
    /// `documents.max-size`. For a table whose keys are the user's own, the name of the table.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// What it is when nothing is said, as TOML; empty when it then has no value.
    pub default: &'static str,
    /// What it is good for, in a few words.
    pub means: &'static str,
}

/// What a setting takes.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A list of globs.
    Globs,
    /// A list of names.
    Names,
    /// A day.
    Day,
    /// A number of bytes, or text such as `"4 MiB"`.
    Size,
    /// `true` or `false`.
    Switch,
    /// Some text.
    Text,
    /// How a day is written.
    DayForm,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A table: rule → level, or levels for source articles and drafts.
    Rules,
    /// A table: outlet → what is known of it.
    Outlets,
    /// A table: spelling found → spelling wanted.
    Spellings,
}

impl Kind {
    /// Whether the keys below it are the user's own.
    pub fn is_open(self) -> bool {
        matches!(self, Kind::Rules | Kind::Outlets | Kind::Spellings)
    }
}

/// All settings but `today`, which only an editor or a command line may give.
pub static KEYS: &[Key] = &[
    key("author", Kind::Text, "", "the name that marks carry"),
    key("cache.dir", Kind::Text, "\".dateline/cache\"", "where what was read is remembered"),
    key("cache.max-size", Kind::Size, "1073741824", "how large that may grow"),
    key(
        "density",
        Kind::Word(&["summary", "normal", "all"]),
        "\"normal\"",
        "how much an editor shows on source articles",
    ),
    key("diagnostics.scope", Kind::Word(&["open", "folder"]), "\"open\"", "which files findings are shown for"),
    key("documents.drafts", Kind::Globs, "[\"briefings/**\"]", "which files are drafts"),
    key("documents.earliest", Kind::Day, "2000-01-01", "where candidate years begin"),
    key("documents.exclude", Kind::Globs, "[]", "which files are not read"),
    key("documents.include", Kind::Globs, "[\"**/*.txt\", \"**/*.md\"]", "which files are read"),
    key("documents.max-size", Kind::Size, "4194304", "larger files are named and not read"),
    key(
        "documents.mode",
        Kind::Word(&MODES),
        "\"auto\"",
        "what dates without a year hang on: in news the day of writing, in histories the date before",
    ),
    key("hints.dates", Kind::Switch, "true", "show which day an expression means"),
    key("hints.descriptions", Kind::Switch, "true", "show whom a description means"),
    key("hints.speakers", Kind::Switch, "true", "show who speaks"),
    key("marks.layout", Kind::Word(&["tree", "beside"]), "\"tree\"", "where marks are kept"),
    key("marks.per-author", Kind::Switch, "false", "keep the marks of each author apart"),
    key(
        "marks.withdraw",
        Kind::Switch,
        "false",
        "withdraw marks that are taken back, so that no merge brings them back",
    ),
    key("outlets", Kind::Outlets, "", "outlets beyond those known"),
    key("rules", Kind::Rules, "", "levels of single rules"),
    key(
        "style.dates",
        Kind::DayForm,
        "",
        "how drafts write dates: \"mdy\", \"dmy\", \"ymd\", or the letters of strftime",
    ),
    key("style.names", Kind::Spellings, "", "how drafts spell names"),
    key("style.well-known", Kind::Names, "[]", "people whom nobody has to introduce, by name"),
    key("yardstick", Kind::Word(&YARDSTICKS), "", "the scale of likelihood that drafts keep to"),
];

/// The day that counts as today.
pub static TODAY: Key = key("today", Kind::Day, "", "the day that counts as today");

/// What is wrong with a value.
#[derive(Debug)]
pub struct Wrong {
    /// Where exactly.
    pub place: Place,
    /// What was expected and what is there.
    pub message: String,
}

/// A rule's level: for both kinds of article, or for each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Levels {
    /// On source articles; the outer `None` when nothing is said.
    pub source: Option<Option<Severity>>,
    /// On drafts; the outer `None` when nothing is said.
    pub draft: Option<Option<Severity>>,
}

/// What `yardstick` takes: the names of [`Yardstick`].
const YARDSTICKS: [&str; 2] = ["icd203", "phia"];

/// What `documents.mode` takes.
const MODES: [&str; 3] = ["auto", "news", "narrative"];

/// The levels a rule may be given.
pub const LEVELS: [&str; 5] = ["off", "hint", "information", "warning", "error"];

const fn key(name: &'static str, kind: Kind, default: &'static str, means: &'static str) -> Key {
    Key { name, kind, default, means }
}

/// Checks a value for what its setting takes. For an open table this is one entry of it.
pub fn check(kind: Kind, node: &Node) -> Result<(), Wrong> {
    match kind {
        Kind::Globs => globs(node).map(drop),
        Kind::Names => names(node).map(drop),
        Kind::Day => day(node).map(drop),
        Kind::Size => size(node).map(drop),
        Kind::Switch => switch(node).map(drop),
        Kind::Text => text(node).map(drop),
        Kind::DayForm => day_form(node).map(drop),
        Kind::Word(words) => word(words, node).map(drop),
        Kind::Rules => levels(node).map(drop),
        Kind::Outlets => outlet(node),
        Kind::Spellings => text(node).map(drop),
    }
}

/// A list of globs.
pub fn globs(node: &Node) -> Result<Vec<String>, Wrong> {
    let Value::List(items) = &node.value else {
        return Err(wrong(node, "a list of globs such as [\"**/*.txt\"]"));
    };
    let glob = |item: &Node| {
        let Value::Text(pattern) = &item.value else { return Err(wrong(item, "a glob such as \"**/*.txt\"")) };
        let message = |error: files::BadGlob| Wrong {
            place: item.place.clone(),
            message: format!("`{pattern}` is not a glob: {}", error.0),
        };
        files::check_glob(pattern).map_err(message).map(|()| pattern.clone())
    };
    items.iter().map(glob).collect()
}

/// A list of names.
pub fn names(node: &Node) -> Result<Vec<String>, Wrong> {
    let Value::List(items) = &node.value else { return Err(wrong(node, "a list of names")) };
    items.iter().map(|item| text(item).map(str::to_owned)).collect()
}

/// A day.
pub fn day(node: &Node) -> Result<Date, Wrong> {
    let parsed = match &node.value {
        Value::Text(text) | Value::Date(text) => text.parse().ok(),
        _ => None,
    };
    parsed.ok_or_else(|| wrong(node, "a day such as 2000-01-31"))
}

/// A number of bytes.
pub fn size(node: &Node) -> Result<u64, Wrong> {
    let parsed = match &node.value {
        Value::Integer(bytes) => u64::try_from(*bytes).ok(),
        Value::Text(text) => parse_size(text),
        _ => None,
    };
    parsed.ok_or_else(|| wrong(node, "a number of bytes, or a size such as \"4 MiB\""))
}

/// `true` or `false`.
pub fn switch(node: &Node) -> Result<bool, Wrong> {
    match node.value {
        Value::Switch(on) => Ok(on),
        _ => Err(wrong(node, "true or false")),
    }
}

/// Some text.
pub fn text(node: &Node) -> Result<&str, Wrong> {
    match &node.value {
        Value::Text(text) => Ok(text),
        _ => Err(wrong(node, "text in quotation marks")),
    }
}

/// How a day is written: one of three orders, or the letters of strftime.
pub fn day_form(node: &Node) -> Result<String, Wrong> {
    let form = text(node)?;
    if DAY_ORDERS.contains(&form) || rules::written::is_day_form(form) {
        return Ok(form.to_owned());
    }
    Err(wrong(node, "\"mdy\", \"dmy\", \"ymd\", or a form of day, month and year such as \"%-d %B %Y\""))
}

const DAY_ORDERS: [&str; 3] = ["mdy", "dmy", "ymd"];

/// One of several words.
pub fn word<'a>(words: &[&str], node: &'a Node) -> Result<&'a str, Wrong> {
    match &node.value {
        Value::Text(text) if words.contains(&text.as_str()) => Ok(text),
        _ => Err(wrong(node, &one_of(words))),
    }
}

/// What dates without a year hang on; none where every article tells.
pub fn mode(node: &Node) -> Result<Option<Mode>, Wrong> {
    Ok(match word(&MODES, node)? {
        "news" => Some(Mode::News),
        "narrative" => Some(Mode::Narrative),
        _ => None,
    })
}

/// How much an editor shows.
pub fn density(node: &Node) -> Result<Density, Wrong> {
    Ok(match word(&["summary", "normal", "all"], node)? {
        "summary" => Density::Summary,
        "all" => Density::All,
        _ => Density::Normal,
    })
}

/// Where sidecars lie.
pub fn place(node: &Node) -> Result<marks::Place, Wrong> {
    Ok(match word(&["tree", "beside"], node)? {
        "beside" => marks::Place::Beside,
        _ => marks::Place::Tree,
    })
}

/// The scale of likelihood.
pub fn yardstick(node: &Node) -> Result<Yardstick, Wrong> {
    let name = word(&YARDSTICKS, node)?;
    Ok(if name == Yardstick::Phia.name() { Yardstick::Phia } else { Yardstick::Icd203 })
}

/// The level of a rule.
pub fn levels(node: &Node) -> Result<Levels, Wrong> {
    match &node.value {
        Value::Text(_) => level(node).map(|level| Levels { source: Some(level), draft: Some(level) }),
        Value::Table(entries) => {
            let mut levels = Levels { source: None, draft: None };
            for entry in entries {
                match entry.key.as_str() {
                    "source" => levels.source = Some(level(&entry.node)?),
                    "draft" => levels.draft = Some(level(&entry.node)?),
                    other => {
                        let message = format!("unknown key `{other}`: a rule has `source` and `draft`");
                        return Err(Wrong { place: entry.place.0.clone(), message });
                    }
                }
            }
            Ok(levels)
        }
        _ => Err(wrong(node, &format!("{}, or {{ source = …, draft = … }}", one_of(&LEVELS)))),
    }
}

fn level(node: &Node) -> Result<Option<Severity>, Wrong> {
    let Value::Text(text) = &node.value else { return Err(wrong(node, &one_of(&LEVELS))) };
    match text.as_str() {
        "off" => Ok(None),
        "hint" => Ok(Some(Severity::Hint)),
        "information" | "info" => Ok(Some(Severity::Information)),
        "warning" => Ok(Some(Severity::Warning)),
        "error" => Ok(Some(Severity::Error)),
        _ => Err(wrong(node, &one_of(&LEVELS))),
    }
}

fn outlet(node: &Node) -> Result<(), Wrong> {
    let entries = node.entries().ok_or_else(|| wrong(node, "a table such as { language = \"en\" }"))?;
    for entry in entries {
        if !["language", "reliability", "date-order"].contains(&entry.key.as_str()) {
            let message =
                format!("unknown key `{}`: an outlet has `language`, `reliability` and `date-order`", entry.key);
            return Err(Wrong { place: entry.place.0.clone(), message });
        }
        text(&entry.node)?;
    }
    Ok(())
}

fn parse_size(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let factor: u64 = match unit.trim() {
        "" | "B" | "bytes" => 1,
        "KiB" | "kB" | "KB" => 1 << 10,
        "MiB" | "MB" => 1 << 20,
        "GiB" | "GB" => 1 << 30,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(factor)
}

fn one_of(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
    format!("one of {}", quoted.join(", "))
}

fn wrong(node: &Node, expected: &str) -> Wrong {
    let found = match &node.value {
        Value::List(_) | Value::Table(_) => node.kind().to_owned(),
        _ => node.to_toml(),
    };
    Wrong { place: node.place.clone(), message: format!("expected {expected}, found {found}") }
}
