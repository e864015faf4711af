//! Configuration: the same settings from `dateline.toml`, from an editor and from the command line, checked, laid over
//! one another, and each remembering where it came from.
//!
//! What is wrong is reported where it stands, with the remedy. A source with anything wrong in it is not taken over: what
//! it said last stays in force.

mod entry_schema;
mod keys;
mod schema;
mod tree;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path as FilePath, PathBuf};

use ide::config::{Config, Level};
use jiff::civil::Date;
use rules::House;
use text::{LineIndex, Position, PositionEncoding, Span};

pub use self::entry_schema::entry_schema;
use self::keys::{KEYS, Key, Kind, TODAY, Wrong};
pub use self::schema::schema;
use self::tree::{Entry, Node, Place, Value};
use crate::files::{Globs, Scope};

/// The file's name.
pub const FILE: &str = "dateline.toml";

/// Where settings come from, weakest first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Origin {
    /// Nobody said anything.
    Default,
    /// `dateline.toml`, with its path.
    File(PathBuf),
    /// What an editor said when it started the server.
    Initialization,
    /// What an editor says now.
    Editor,
    /// An option such as `--today`.
    CommandLine,
}

/// What one source says.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Layer {
    settings: BTreeMap<String, Given>,
}

/// A setting as its source gives it.
#[derive(Clone, PartialEq, Debug)]
struct Given {
    node: Node,
    /// Line and column in the file.
    position: Option<Position>,
}

/// Something wrong in a configuration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Where it was said.
    pub origin: Origin,
    /// The bytes of the file it is about.
    pub span: Option<Span>,
    /// Where they begin: line and column from zero, columns in code points.
    pub position: Option<Position>,
    /// What is wrong and what would be right.
    pub message: String,
}

/// All settings in force, with their origins.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Settings {
    layers: BTreeMap<Origin, Layer>,
}

/// One setting in force, for people.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explained {
    /// `documents.max-size`
    pub name: String,
    /// As TOML; empty when it has no value.
    pub value: String,
    /// Where it came from: `default`, `dateline.toml:3:1`.
    pub origin: String,
    /// What it is good for.
    pub means: &'static str,
}

/// Which files findings are shown for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Reach {
    /// Open files and drafts.
    #[default]
    Open,
    /// All.
    Folder,
}

impl Layer {
    /// Reads the folder's file; a folder without one says nothing.
    pub fn from_folder(root: &FilePath) -> Result<Layer, Vec<Problem>> {
        let path = root.join(FILE);
        match std::fs::read(&path) {
            Ok(bytes) => Layer::from_file(&path, bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Layer::default()),
            Err(error) => Err(vec![Problem::of_file(&path, format!("cannot be read: {error}"))]),
        }
    }

    /// Reads TOML.
    pub fn from_toml(path: &FilePath, source: &str) -> Result<Layer, Vec<Problem>> {
        let lines = LineIndex::new(source);
        let locate = |place: Place, message: String| {
            let span = place.map(Span::from);
            let position = span.map(|span| lines.position(PositionEncoding::Utf32, span.start));
            Problem { origin: Origin::File(path.to_path_buf()), span, position, message }
        };
        let node = Node::from_toml(source).map_err(|(message, place)| vec![locate(place, message)])?;
        let mut reader = Reader::new(false);
        reader.table("", &node);
        let position =
            |place: &Place| place.clone().map(|place| lines.position(PositionEncoding::Utf32, Span::from(place).start));
        reader
            .finish(position)
            .map_err(|wrongs| wrongs.into_iter().map(|wrong| locate(wrong.place, wrong.message)).collect())
    }

    /// Reads what an editor says, with or without a `dateline` around it.
    pub fn from_json(origin: Origin, json: &serde_json::Value) -> Result<Layer, Vec<Problem>> {
        let inner = json.get("dateline").filter(|inner| inner.is_object()).unwrap_or(json);
        if inner.is_null() {
            return Ok(Layer::default());
        }
        let mut reader = Reader::new(true);
        reader.table("", &Node::from_json(inner));
        let problem =
            |wrong: Wrong| Problem { origin: origin.clone(), span: None, position: None, message: wrong.message };
        reader.finish(|_| None).map_err(|wrongs| wrongs.into_iter().map(problem).collect())
    }

    /// A layer that says what day it is.
    pub fn today(date: Date) -> Layer {
        let node = Node { value: Value::Date(date.to_string()), place: None };
        Layer { settings: BTreeMap::from([(TODAY.name.to_owned(), Given { node, position: None })]) }
    }

    /// Takes out what another source says in the same words.
    pub fn remove_repeated(&mut self, other: &Layer) {
        self.settings.retain(|name, given| other.settings.get(name).is_none_or(|said| said.node != given.node));
    }

    fn from_file(path: &FilePath, bytes: Vec<u8>) -> Result<Layer, Vec<Problem>> {
        let source = crate::files::decode(bytes).map_err(|reason| vec![Problem::of_file(path, reason.to_string())])?;
        Layer::from_toml(path, &source)
    }
}

impl Settings {
    /// Lays a source in its place, instead of what it said before.
    pub fn set(&mut self, origin: Origin, layer: Layer) {
        // A folder has one file, whatever it is called.
        if matches!(origin, Origin::File(_)) {
            self.layers.retain(|other, _| !matches!(other, Origin::File(_)));
        }
        self.layers.insert(origin, layer);
    }

    /// What a source says.
    pub fn layer(&self, origin: &Origin) -> Option<&Layer> {
        self.layers.get(origin)
    }

    /// What the analysis needs; `today` is the day to take when nobody gives one.
    pub fn config(&self, today: Date) -> Config {
        let unset = Config::default();
        Config {
            rules: self.rules(),
            density: self.get("density", keys::density).unwrap_or_default(),
            earliest: self.get("documents.earliest", keys::day).unwrap_or(unset.earliest),
            mode: self.get("documents.mode", keys::mode).flatten(),
            today: self.get(TODAY.name, keys::day).unwrap_or(today),
            sidecars: self.get("marks.layout", keys::place).unwrap_or_default(),
            author: self.get("author", |node| keys::text(node).map(str::to_owned)),
            withdraw: self.get("marks.withdraw", keys::switch).unwrap_or_default(),
            dates: self.get("style.dates", keys::day_form),
            house: House {
                names: self.spellings(),
                well_known: self.get("style.well-known", keys::names).unwrap_or_default(),
                yardstick: self.get("yardstick", keys::yardstick),
            },
            date_hints: self.get("hints.dates", keys::switch).unwrap_or(unset.date_hints),
            speaker_hints: self.get("hints.speakers", keys::switch).unwrap_or(unset.speaker_hints),
            description_hints: self.get("hints.descriptions", keys::switch).unwrap_or(unset.description_hints),
            ..unset
        }
    }

    /// Which files are documents.
    pub fn scope(&self) -> Scope {
        let globs = |name| self.get(name, keys::globs).unwrap_or_default();
        let globs = Globs {
            include: globs("documents.include"),
            exclude: globs("documents.exclude"),
            drafts: globs("documents.drafts"),
            max_size: self.get("documents.max-size", keys::size).unwrap_or_default(),
        };
        // Globs were checked one by one when they were read; together they can only be too many.
        Scope::new(globs).unwrap_or_default()
    }

    /// Where what was read is kept, and how many bytes that may be.
    pub fn cache(&self, root: &FilePath) -> (PathBuf, u64) {
        let dir = self.get("cache.dir", |node| keys::text(node).map(PathBuf::from)).unwrap_or_default();
        (root.join(dir), self.get("cache.max-size", keys::size).unwrap_or_default())
    }

    /// Which files findings are shown for.
    pub fn reach(&self) -> Reach {
        match self.find("diagnostics.scope").map(|(_, given)| given.node.value) {
            Some(Value::Text(word)) if word == "folder" => Reach::Folder,
            _ => Reach::Open,
        }
    }

    /// Every setting with its value and where the value came from.
    pub fn explain(&self) -> Vec<Explained> {
        let mut all = Vec::new();
        for key in KEYS.iter().chain([&TODAY]) {
            let prefix = format!("{}.", key.name);
            let mut names: Vec<String> = match key.kind.is_open() {
                true => self.names().filter(|name| name.starts_with(&prefix)).map(ToOwned::to_owned).collect(),
                false => Vec::new(),
            };
            names.sort();
            names.dedup();
            if names.is_empty() {
                names.push(key.name.to_owned());
            }
            all.extend(names.into_iter().map(|name| self.explain_one(name, key)));
        }
        all
    }

    fn explain_one(&self, name: String, key: &Key) -> Explained {
        let (value, origin) = match self.find(&name) {
            Some((origin, given)) => (given.node.to_toml(), origin.describe(given.position)),
            None => (String::new(), Origin::Default.describe(None)),
        };
        Explained { name: quote(&name, key), value, origin, means: key.means }
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.layers.values().flat_map(|layer| layer.settings.keys()).map(String::as_str)
    }

    /// The strongest word on a setting, or its default.
    fn find(&self, name: &str) -> Option<(Origin, Given)> {
        let said = self.layers.iter().rev().find_map(|(origin, layer)| {
            let given = layer.settings.get(name)?;
            Some((origin.clone(), given.clone()))
        });
        said.or_else(|| {
            let key = KEYS.iter().find(|key| key.name == name && !key.default.is_empty())?;
            Some((Origin::Default, Given { node: default_of(key)?, position: None }))
        })
    }

    fn get<T>(&self, name: &str, convert: impl Fn(&Node) -> Result<T, Wrong>) -> Option<T> {
        convert(&self.find(name)?.1.node).ok()
    }

    /// The spelling wanted for each spelling found.
    fn spellings(&self) -> BTreeMap<String, String> {
        let said = self.layers.values().flat_map(|layer| &layer.settings);
        let names = said.filter_map(|(name, given)| Some((name.strip_prefix("style.names.")?, given)));
        names.filter_map(|(found, given)| Some((found.to_owned(), keys::text(&given.node).ok()?.to_owned()))).collect()
    }

    fn rules(&self) -> BTreeMap<String, Level> {
        let mut rules = BTreeMap::new();
        let layers = self.layers.values().flat_map(|layer| &layer.settings);
        for (rule, given) in layers.filter_map(|(name, given)| Some((name.strip_prefix("rules.")?, given))) {
            let Ok(levels) = keys::levels(&given.node) else { continue };
            let (code, usual) = rule_by_code_or_name(rule);
            let before = rules.get(&code).copied().unwrap_or(usual);
            let level =
                Level { source: levels.source.unwrap_or(before.source), draft: levels.draft.unwrap_or(before.draft) };
            rules.insert(code, level);
        }
        rules
    }
}

impl Origin {
    fn describe(&self, position: Option<Position>) -> String {
        match (self, position) {
            (Origin::Default, _) => "default".to_owned(),
            (Origin::File(_), Some(at)) => format!("{FILE}:{}:{}", at.line + 1, at.column + 1),
            (Origin::File(_), None) => FILE.to_owned(),
            (Origin::Initialization, _) => "initializationOptions".to_owned(),
            (Origin::Editor, _) => "editor settings".to_owned(),
            (Origin::CommandLine, _) => "command line".to_owned(),
        }
    }
}

impl Problem {
    fn of_file(path: &FilePath, message: String) -> Problem {
        Problem { origin: Origin::File(path.to_path_buf()), span: None, position: None, message }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.origin.describe(self.position), self.message)
    }
}

/// Collects the settings of one source, and everything that is wrong with it.
struct Reader {
    editor: bool,
    settings: Vec<(String, Node, Place)>,
    wrongs: Vec<Wrong>,
}

impl Reader {
    fn new(editor: bool) -> Reader {
        Reader { editor, settings: Vec::new(), wrongs: Vec::new() }
    }

    fn finish(self, position: impl Fn(&Place) -> Option<Position>) -> Result<Layer, Vec<Wrong>> {
        if !self.wrongs.is_empty() {
            return Err(self.wrongs);
        }
        let settings = self.settings.into_iter().map(|(name, node, place)| {
            let position = position(&place);
            (name, Given { node, position })
        });
        Ok(Layer { settings: settings.collect() })
    }

    /// Reads what stands in the table called `prefix`, `""` being the whole.
    fn table(&mut self, prefix: &str, node: &Node) {
        let Some(entries) = node.entries() else {
            let message = format!("expected a table of settings{}, found {}", of(prefix), node.kind());
            return self.wrongs.push(Wrong { place: node.place.clone(), message });
        };
        for entry in entries.iter().filter(|entry| entry.node.value != Value::Null) {
            let name = if prefix.is_empty() { entry.key.clone() } else { format!("{prefix}.{}", entry.key) };
            self.entry(&name, entry);
        }
    }

    fn entry(&mut self, name: &str, entry: &Entry) {
        // Settings of an editor's extension, for itself.
        if self.editor && matches!(name, "path" | "trace") {
            return;
        }
        if let Some(key) = find_key(name, self.editor) {
            match key.kind.is_open() {
                true => self.open_table(key, &entry.node),
                false => self.setting(key.kind, name, entry),
            }
        } else if KEYS.iter().any(|key| key.name.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))) {
            self.table(name, &entry.node);
        } else {
            let message = format!("unknown key `{name}`: {}", nearest(name, self.editor));
            self.wrongs.push(Wrong { place: entry.place.0.clone(), message });
        }
    }

    fn open_table(&mut self, key: &Key, node: &Node) {
        let Some(entries) = node.entries() else {
            let message = format!("expected a table for `{}`, found {}", key.name, node.kind());
            return self.wrongs.push(Wrong { place: node.place.clone(), message });
        };
        for entry in entries.iter().filter(|entry| entry.node.value != Value::Null) {
            if let (Kind::Rules, Err(message)) = (key.kind, check_rule(&entry.key)) {
                self.wrongs.push(Wrong { place: entry.place.0.clone(), message });
                continue;
            }
            self.setting(key.kind, &format!("{}.{}", key.name, entry.key), entry);
        }
    }

    fn setting(&mut self, kind: Kind, name: &str, entry: &Entry) {
        match keys::check(kind, &entry.node) {
            Ok(()) => self.settings.push((name.to_owned(), entry.node.clone(), entry.place.0.clone())),
            Err(wrong) => {
                let message = format!("{name}: {}", wrong.message);
                self.wrongs.push(Wrong { place: wrong.place, message });
            }
        }
    }
}

fn find_key(name: &str, editor: bool) -> Option<&'static Key> {
    KEYS.iter().chain(editor.then_some(&TODAY)).find(|key| key.name == name)
}

fn default_of(key: &Key) -> Option<Node> {
    let table = Node::from_toml(&format!("value = {}", key.default)).ok()?;
    table.entries()?.first().map(|entry| entry.node.clone())
}

/// The remedy for an unknown key.
fn nearest(name: &str, editor: bool) -> String {
    // Whole names are compared, and last parts: `max-size` at the top means `documents.max-size`.
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    let likeness = |key: &&Key| {
        let whole = strsim::normalized_damerau_levenshtein(name, key.name);
        whole.max(strsim::normalized_damerau_levenshtein(&last(name), &last(key.name)) - 0.05)
    };
    let keys = KEYS.iter().chain(editor.then_some(&TODAY));
    match keys.max_by(|a, b| likeness(a).total_cmp(&likeness(b))) {
        Some(key) if likeness(&key) > 0.6 => format!("did you mean `{}`?", key.name),
        _ => "`dateline config` lists all there are".to_owned(),
    }
}

fn of(prefix: &str) -> String {
    if prefix.is_empty() { String::new() } else { format!(" for `{prefix}`") }
}

/// The name of an entry of an open table as TOML wants it.
fn quote(name: &str, key: &Key) -> String {
    match name.strip_prefix(key.name).and_then(|rest| rest.strip_prefix('.')) {
        Some(own) => format!("{}.{}", key.name, tree::toml_key(own)),
        None => name.to_owned(),
    }
}

/// What is wrong with the name of a rule.
fn check_rule(rule: &str) -> Result<(), String> {
    let is_code = rule.len() == 4
        && rule.starts_with(|c: char| c.is_ascii_uppercase())
        && rule[1..].bytes().all(|byte| byte.is_ascii_digit());
    let is_name = rule.contains('-') && rule.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    match is_code || is_name {
        true => Ok(()),
        false => Err(format!("unknown rule `{rule}`: `dateline rules` lists all there are")),
    }
}

/// The code of a rule, and its levels when nothing is said.
fn rule_by_code_or_name(rule: &str) -> (String, Level) {
    let usual = Level { source: Some(rules::Severity::Information), draft: Some(rules::Severity::Warning) };
    (rule.to_owned(), usual)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ide::Density;
    use jiff::civil::date;
    use serde_json::json;

    fn read(source: &str) -> Result<Layer, Vec<String>> {
        Layer::from_toml(FilePath::new("/news/dateline.toml"), source)
            .map_err(|problems| problems.iter().map(ToString::to_string).collect())
    }

    fn wrong(source: &str) -> Vec<String> {
        read(source).unwrap_err()
    }

    fn settings(layers: impl IntoIterator<Item = (Origin, Layer)>) -> Settings {
        let mut settings = Settings::default();
        layers.into_iter().for_each(|(origin, layer)| settings.set(origin, layer));
        settings
    }

    fn explained(settings: &Settings, name: &str) -> (String, String) {
        let found = settings.explain().into_iter().find(|one| one.name == name).unwrap();
        (found.value, found.origin)
    }

    #[test]
    fn every_default_is_a_value_of_its_kind() {
        for key in KEYS.iter().filter(|key| !key.default.is_empty()) {
            keys::check(key.kind, &default_of(key).unwrap()).unwrap();
        }
    }

    #[test]
    fn what_is_wrong_is_reported_where_it_stands_with_the_remedy() {
        assert_eq!(wrong("\n densty = \"all\""), ["dateline.toml:2:2: unknown key `densty`: did you mean `density`?"]);
        assert_eq!(
            wrong("[documents]\nmax-size = \"big\""),
            [
                "dateline.toml:2:12: documents.max-size: expected a number of bytes, or a size such as \"4 MiB\", found \"big\""
            ]
        );
        assert_eq!(
            wrong("max-size = 1"),
            ["dateline.toml:1:1: unknown key `max-size`: did you mean `documents.max-size`?"]
        );
        assert_eq!(wrong("zzz = 1"), ["dateline.toml:1:1: unknown key `zzz`: `dateline config` lists all there are"]);
        assert_eq!(
            wrong("density = 'loud'"),
            ["dateline.toml:1:11: density: expected one of \"summary\", \"normal\", \"all\", found \"loud\""]
        );
        assert_eq!(
            wrong("[rules]\nD103 = { sources = 'off' }"),
            ["dateline.toml:2:10: rules.D103: unknown key `sources`: a rule has `source` and `draft`"]
        );
        assert_eq!(wrong("[documents]\nexclude = ['a[']").len(), 1);
        assert_eq!(
            wrong("documents = 3"),
            ["dateline.toml:1:13: expected a table of settings for `documents`, found a number"]
        );
        assert!(wrong("density = ")[0].starts_with("dateline.toml:1:"), "{:?}", wrong("density = "));
    }

    #[test]
    fn all_that_is_wrong_is_reported_at_once() {
        assert_eq!(wrong("a = 1\nb = 2").len(), 2);
    }

    #[test]
    fn columns_count_code_points() {
        assert_eq!(wrong("style = { names = { \"Зеленський\" = 3 } }").len(), 1);
        assert!(wrong("style = { names = { \"Зеленський\" = 3 } }")[0].starts_with("dateline.toml:1:36:"));
    }

    #[test]
    fn an_editor_may_wrap_its_settings_and_use_dots() {
        let shapes = [
            json!({ "density": "all", "documents": { "max-size": 10 } }),
            json!({ "dateline": { "density": "all", "documents": { "max-size": 10 }, "trace": { "server": "off" } } }),
            json!({ "density": "all", "documents.max-size": 10, "yardstick": null }),
        ];
        for shape in shapes {
            let layer = Layer::from_json(Origin::Editor, &shape).unwrap();
            let settings = settings([(Origin::Editor, layer)]);
            assert_eq!(settings.config(date(2024, 1, 1)).density, Density::All);
            assert_eq!(settings.scope().max_size(), 10);
        }
    }

    #[test]
    fn the_editor_wins_over_the_file_and_every_value_knows_its_origin() {
        let file = read("density = 'summary'\n[documents]\nearliest = 1990-01-01\n[rules]\nD103 = 'off'").unwrap();
        let editor = Layer::from_json(Origin::Editor, &json!({ "density": "all" })).unwrap();
        let both = settings([
            (Origin::Editor, editor),
            (Origin::File("/news/dateline.toml".into()), file),
            (Origin::CommandLine, Layer::today(date(2024, 2, 3))),
        ]);
        let config = both.config(date(2030, 1, 1));
        assert_eq!((config.density, config.earliest, config.today), (Density::All, date(1990, 1, 1), date(2024, 2, 3)));
        assert_eq!(config.rules["D103"], Level { source: None, draft: None });
        assert_eq!(explained(&both, "density"), ("\"all\"".into(), "editor settings".into()));
        assert_eq!(explained(&both, "documents.earliest"), ("1990-01-01".into(), "dateline.toml:3:1".into()));
        assert_eq!(explained(&both, "rules.D103"), ("\"off\"".into(), "dateline.toml:5:1".into()));
        assert_eq!(explained(&both, "today"), ("2024-02-03".into(), "command line".into()));
        assert_eq!(explained(&both, "yardstick"), (String::new(), "default".into()));
    }

    #[test]
    fn what_an_editor_says_twice_is_said_once() {
        let said = json!({ "density": "all", "hints": { "dates": false } });
        let mut first = Layer::from_json(Origin::Initialization, &said).unwrap();
        let now = Layer::from_json(Origin::Editor, &json!({ "density": "all" })).unwrap();
        first.remove_repeated(&now);
        assert_eq!(first.settings.keys().collect::<Vec<_>>(), ["hints.dates"]);
    }

    #[test]
    fn only_an_editor_may_say_what_day_it_is() {
        assert_eq!(wrong("today = 2024-01-01").len(), 1);
        assert!(Layer::from_json(Origin::Initialization, &json!({ "today": "2024-01-01" })).is_ok());
    }
}
