//! Where things stand in the text of a sidecar, whether or not all of it is TOML.

use toml_edit::{Document, Item, TableLike, Value};

use text::Span;

use crate::problem::{Problem, ProblemKind};

/// The text of a sidecar, cut into what it is made of.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// The keys above the two lists, and all others at the top level.
    pub heads: Vec<Field>,
    /// The entries of both lists, in the order of the file.
    pub entries: Vec<Entry>,
    /// `articles = [ … ]`.
    pub articles: Option<List>,
    /// `marks = [ … ]`.
    pub marks: Option<List>,
    /// Where the text is not what it should be.
    pub problems: Vec<Problem>,
    /// Not TOML as a whole; read line by line.
    pub broken: bool,
    /// Where the first `[table]` begins, behind which no top-level key can stand.
    pub tables: Option<u32>,
}

/// One of the two lists of a sidecar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    /// What is said about whole articles.
    Articles,
    /// What is said about words.
    Marks,
}

/// A list as it is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct List {
    /// From the list's name to behind its `[`.
    pub open: Span,
    /// Where its `]` stands, if it has one.
    pub close: Option<u32>,
}

/// One entry of a list.
#[derive(Debug)]
pub(crate) struct Entry {
    pub list: Which,
    /// From `{` to behind `}`.
    pub span: Span,
    pub fields: Vec<Field>,
}

/// A key and its value.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub key: String,
    /// The value; its own spans are not to be used.
    pub value: Value,
    /// Where the value stands.
    pub span: Span,
}

impl Entry {
    pub fn get(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}

impl Layout {
    /// Reads the text of a sidecar, all that can be read.
    pub fn new(source: &str) -> Self {
        match Document::parse(source) {
            Ok(document) => whole(&document),
            Err(error) => in_lines(source, &error),
        }
    }

    pub fn list(&self, which: Which) -> Option<List> {
        match which {
            Which::Articles => self.articles,
            Which::Marks => self.marks,
        }
    }

    pub fn entries_of(&self, which: Which) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.list == which)
    }

    fn open(&mut self, which: Which, list: List) {
        match which {
            Which::Articles => self.articles.get_or_insert(list),
            Which::Marks => self.marks.get_or_insert(list),
        };
    }
}

impl Which {
    /// As the list is called in a sidecar.
    pub fn name(self) -> &'static str {
        match self {
            Self::Articles => "articles",
            Self::Marks => "marks",
        }
    }

    /// The list of this name.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "articles" => Some(Self::Articles),
            "marks" => Some(Self::Marks),
            _ => None,
        }
    }
}

/// A sidecar that is TOML.
fn whole(document: &Document<&str>) -> Layout {
    let mut layout = Layout::default();
    let table = document.as_table();
    for (name, item) in table.iter() {
        let key = table.key(name).and_then(|key| key.span()).unwrap_or_default();
        let span = item.span().map(Span::from).unwrap_or(Span::from(key.clone()));
        match (Which::of(name), item) {
            (Some(which), Item::Value(Value::Array(array))) => {
                let inner = array.span().unwrap_or_default();
                let close = text::Span::from(inner.clone()).end.saturating_sub(1);
                layout.open(which, List { open: Span::from(key.start..inner.start + 1), close: Some(close) });
                for value in array.iter() {
                    push_value(&mut layout, which, value, 0);
                }
            }
            (Some(which), Item::ArrayOfTables(tables)) => {
                let message = format!(
                    "A merge tears blocks apart; write one line each: {name} = [ {{ id = … }}, ]. Until then they count."
                );
                layout.problems.push(Problem::new(ProblemKind::Value, Span::from(key), message));
                for table in tables.iter() {
                    let span = table.span().map(Span::from).unwrap_or(span);
                    let fields = fields(table, 0);
                    layout.entries.push(Entry { list: which, span, fields });
                }
            }
            (Some(_), _) => {
                let message = format!("`{name}` is a list: write {name} = [ … ] with one entry a line.");
                layout.problems.push(Problem::new(ProblemKind::Value, span, message));
            }
            (None, Item::Value(value)) => {
                layout.heads.push(Field { key: name.to_owned(), value: value.clone(), span });
            }
            (None, _) => {}
        }
        if matches!(item, Item::Table(_) | Item::ArrayOfTables(_)) {
            let first = layout.tables.map_or(span.start, |first| first.min(span.start));
            layout.tables = Some(first);
        }
    }
    layout.entries.sort_by_key(|entry| entry.span.start);
    layout
}

/// One element of a list; `base` is added to what its spans say.
fn push_value(layout: &mut Layout, which: Which, value: &Value, base: i64) {
    let span = moved(value.span(), base);
    match value {
        Value::InlineTable(table) => layout.entries.push(Entry { list: which, span, fields: fields(table, base) }),
        _ => {
            let message = "Entries are written { … } with their keys: write one, or delete this.";
            layout.problems.push(Problem::new(ProblemKind::Value, span, message));
        }
    }
}

fn fields(table: &dyn TableLike, base: i64) -> Vec<Field> {
    let field = |(key, item): (&str, &Item)| {
        let value = item.clone().into_value().ok()?;
        let range = item.span().or_else(|| table.key(key).and_then(|key| key.span()));
        Some(Field { key: key.to_owned(), value, span: moved(range, base) })
    };
    table.iter().filter_map(field).collect()
}

/// A range of a piece of the sidecar as a span of the sidecar.
fn moved(range: Option<std::ops::Range<usize>>, base: i64) -> Span {
    let place = |at: usize| u32::try_from((at as i64 + base).max(0)).unwrap_or(u32::MAX);
    range.map_or(Span::default(), |range| Span::new(place(range.start), place(range.end)))
}

/// A sidecar that is not TOML as a whole: every line that can be read by itself stays in force.
fn in_lines(source: &str, error: &toml_edit::TomlError) -> Layout {
    let mut reader =
        LineReader { source, layout: Layout { broken: true, ..Layout::default() }, list: None, base: false };
    let lines = lines(source);
    let mut at = 0;
    while at < lines.len() {
        at += reader.read(&lines[at..]);
    }
    let mut layout = reader.layout;
    if layout.problems.is_empty() {
        // Every line is right by itself: a comma or a bracket is missing between two.
        let span = moved(error.span(), 0).within(source);
        let message = format!(
            "The file cannot be read as a whole here: {}. Mend this place; all lines stay in force.",
            plain(error)
        );
        layout.problems.push(Problem::new(ProblemKind::Broken, span, message));
    }
    layout
}

/// Reads a sidecar line by line.
struct LineReader<'s> {
    source: &'s str,
    layout: Layout,
    /// The list whose `[` came last.
    list: Option<Which>,
    /// Between `|||||||` and `=======`, where a merge shows what both sides have replaced.
    base: bool,
}

impl LineReader<'_> {
    /// Reads the first of `lines` and as many behind it as belong to it; says how many.
    fn read(&mut self, lines: &[Span]) -> usize {
        let line = lines[0];
        let words = line.of(self.source).trim().trim_start_matches('\u{feff}');
        if words.is_empty() || words.starts_with('#') {
            return 1;
        }
        if self.merge_marker(line, words) || self.base {
            return 1;
        }
        if words.starts_with(']') {
            self.close(line);
            return 1;
        }
        if words.starts_with('{') {
            return self.entry(lines);
        }
        if let Some(which) = opened(words) {
            let open = Span::new(line.start, line.start + place_of(line.of(self.source), '[') + 1);
            self.layout.open(which, List { open, close: None });
            self.list = Some(which);
            return 1;
        }
        self.statement(lines)
    }

    fn merge_marker(&mut self, line: Span, words: &str) -> bool {
        let is = |marker: &str| words.starts_with(marker) && !words[marker.len()..].starts_with(|c| c != ' ');
        if !["<<<<<<<", "|||||||", "=======", ">>>>>>>"].into_iter().any(is) {
            return false;
        }
        self.base = is("|||||||");
        if is("<<<<<<<") {
            let message = "A merge was left unfinished here. Keep the lines you want of both sides and delete the lines \
                           of <, = and >; until then the marks of both sides are in force.";
            self.broken(line, message);
        }
        true
    }

    fn close(&mut self, line: Span) {
        let close = line.start + place_of(line.of(self.source), ']');
        let list = match self.list.take() {
            Some(Which::Articles) => &mut self.layout.articles,
            Some(Which::Marks) => &mut self.layout.marks,
            None => return,
        };
        if let Some(list) = list {
            list.close = Some(close);
        }
    }

    /// An entry, on one line or several.
    fn entry(&mut self, lines: &[Span]) -> usize {
        let error = match self.elements(lines[0]) {
            Ok(array) => return self.push_entries(&array, lines[0], 1),
            Err(error) => error,
        };
        let more = lines[1..].iter().take_while(|line| continues(line.of(self.source))).count();
        let all = lines[0].cover(lines[more]);
        if more > 0
            && let Ok(array) = self.elements(all)
        {
            return self.push_entries(&array, all, more + 1);
        }
        let message =
            format!("This mark cannot be read: {}. Mend it or delete it; all others stay in force.", plain(&error));
        // Of what the first line says by itself; the lines behind it are no better.
        let wrong = moved(error.span(), i64::from(all.start) - HEAD.len() as i64);
        self.broken(self.at_or(wrong, all), message);
        more + 1
    }

    /// What a piece of a list holds.
    fn elements(&self, piece: Span) -> Result<Document<String>, toml_edit::TomlError> {
        Document::parse(format!("{HEAD}{}\n]", piece.of(self.source)))
    }

    fn push_entries(&mut self, document: &Document<String>, piece: Span, lines: usize) -> usize {
        let base = i64::from(piece.start) - HEAD.len() as i64;
        let array = document.get("x").and_then(Item::as_array);
        for value in array.into_iter().flatten() {
            let which = self.list.unwrap_or_else(|| guess(value));
            push_value(&mut self.layout, which, value, base);
        }
        lines
    }

    /// `key = value`, at the top level.
    fn statement(&mut self, lines: &[Span]) -> usize {
        let line = lines[0];
        match Document::parse(line.of(self.source)) {
            Ok(document) => self.push_heads(&document, line),
            Err(error) => {
                let message = format!(
                    "This line cannot be read: {}. Mend it or delete it; all marks stay in force.",
                    plain(&error)
                );
                self.broken(self.at_or(moved(error.span(), i64::from(line.start)), line), message);
            }
        }
        1
    }

    fn push_heads(&mut self, document: &Document<&str>, line: Span) {
        let base = i64::from(line.start);
        for (name, item) in document.iter() {
            let span = moved(item.span(), base);
            if let (Some(which), Item::Value(Value::Array(array))) = (Which::of(name), item) {
                let inner = moved(array.span(), base);
                let list =
                    List { open: Span::new(line.start, inner.start + 1), close: Some(inner.end.saturating_sub(1)) };
                self.layout.open(which, list);
                array.iter().for_each(|value| push_value(&mut self.layout, which, value, base));
                continue;
            }
            let Item::Value(value) = item else {
                let start = self.layout.tables.unwrap_or(line.start);
                self.layout.tables = Some(start);
                continue;
            };
            if let Some(first) = self.layout.heads.iter().find(|head| head.key == name) {
                let message =
                    format!("`{name}` stands here twice; the first counts. Delete the line that is not meant.");
                let related = Some(first.span);
                self.layout.problems.push(Problem { related, ..Problem::new(ProblemKind::Duplicate, span, message) });
                continue;
            }
            self.layout.heads.push(Field { key: name.to_owned(), value: value.clone(), span });
        }
    }

    /// The place of a mistake if it holds anything, otherwise all of the piece it is in.
    fn at_or(&self, wrong: Span, piece: Span) -> Span {
        let wrong = trimmed(wrong.intersection(piece).within(self.source), self.source);
        if wrong.is_empty() { trimmed(piece, self.source) } else { wrong }
    }

    fn broken(&mut self, span: Span, message: impl Into<String>) {
        self.layout.problems.push(Problem::new(ProblemKind::Broken, span, message));
    }
}

/// What makes a line of a list a document of its own.
const HEAD: &str = "x = [";

/// Whether a line opens a list and holds nothing else.
fn opened(words: &str) -> Option<Which> {
    let (name, rest) = words.split_once('=')?;
    let rest = rest.trim_start().strip_prefix('[')?.trim_start();
    (rest.is_empty() || rest.starts_with('#')).then(|| Which::of(name.trim())).flatten()
}

/// Whether a line may go on with an entry that began above it.
fn continues(line: &str) -> bool {
    let words = line.trim();
    let begins = words.is_empty()
        || words.starts_with(['{', ']', '#', '[', '<', '>', '|'])
        || words.starts_with("=======")
        || opened(words).is_some();
    !begins
}

/// Which list an entry belongs to that stands in none: marks have words, articles have none.
fn guess(value: &Value) -> Which {
    let has_quote = value.as_inline_table().is_some_and(|table| table.contains_key("quote"));
    if has_quote { Which::Marks } else { Which::Articles }
}

/// The lines of a sidecar, without their ends.
fn lines(source: &str) -> Vec<Span> {
    let mut start = 0;
    let mut all = Vec::new();
    for line in source.split_inclusive('\n') {
        let words = line.trim_end_matches(['\n', '\r']);
        all.push(Span::from(start..start + words.len()));
        start += line.len();
    }
    all
}

fn trimmed(span: Span, source: &str) -> Span {
    let words = span.of(source);
    let start = span.start as usize + (words.len() - words.trim_start().len());
    Span::from(start..start + words.trim().len())
}

fn place_of(line: &str, mark: char) -> u32 {
    line.find(mark).map_or(0, |at| Span::from(0..at).end)
}

/// What the reader of TOML says, as the middle of a sentence.
fn plain(error: &toml_edit::TomlError) -> String {
    error.message().trim().trim_end_matches('.').replace('\n', ", ")
}
