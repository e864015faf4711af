//! Tables: the same rows for people, for spreadsheets and for programs.

use std::io::{self, IsTerminal, Write};

use comfy_table::presets::NOTHING;
use comfy_table::{Attribute, CellAlignment, ColumnConstraint, ContentArrangement};
use serde_json::{Map, Value};

/// A form of a table.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Format {
    /// Columns for people
    #[default]
    Text,
    /// Tabs between columns
    Tsv,
    /// Commas between columns (RFC 4180)
    Csv,
    /// One JSON array of objects
    Json,
    /// A table for Markdown
    Markdown,
}

/// One cell.
#[derive(Clone, PartialEq, Debug)]
pub enum Cell {
    /// Nothing is known.
    Empty,
    /// Words.
    Text(String),
    /// A count.
    Number(usize),
    /// Several words; joined with `; ` where a cell is text.
    List(Vec<String>),
}

/// Rows under names of columns.
#[derive(Clone, Debug)]
pub struct Table {
    columns: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
    /// Columns that people are not shown.
    hidden: Vec<&'static str>,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: &[&'static str]) -> Table {
        Table { columns: columns.to_vec(), rows: Vec::new(), hidden: Vec::new() }
    }

    /// Leaves columns out of the text form: they are for programs.
    pub fn hide(mut self, columns: &[&'static str]) -> Table {
        self.hidden = columns.to_vec();
        self
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Keeps the first rows only.
    pub fn truncate(&mut self, rows: usize) {
        self.rows.truncate(rows);
    }

    /// Writes it in a form.
    pub fn write(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Text => self.text(out),
            Format::Tsv => self.tabs(out),
            Format::Csv => self.csv(out),
            Format::Json => self.json(out),
            Format::Markdown => self.markdown(out),
        }
    }

    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let shown = self.shown();
        let mut table = comfy_table::Table::new();
        table.load_preset(NOTHING);
        // What is not for a terminal is for other programs, and those want a row to be a line.
        if io::stdout().is_terminal() {
            table.set_content_arrangement(ContentArrangement::Dynamic);
        }
        let styled = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
        let head = |at: &usize| {
            let cell = comfy_table::Cell::new(self.columns[*at]);
            if styled { cell.add_attribute(Attribute::Dim) } else { cell }
        };
        table.set_header(shown.iter().map(head));
        for row in &self.rows {
            table.add_row(shown.iter().map(|&at| {
                let cell = comfy_table::Cell::new(row[at].words());
                let number = matches!(row[at], Cell::Number(_));
                cell.set_alignment(if number { CellAlignment::Right } else { CellAlignment::Left })
            }));
        }
        for (at, column) in table.column_iter_mut().enumerate() {
            column.set_padding((0, if at + 1 == shown.len() { 0 } else { 2 }));
            if WHOLE.contains(&self.columns[shown[at]]) {
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
        if styled {
            table.enforce_styling();
        }
        table.lines().try_for_each(|line| writeln!(out, "{}", line.trim_end()))
    }

    /// Tabs and line ends inside a cell become spaces, so that every row is a line and every tab a column.
    fn tabs(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", self.columns.join("\t"))?;
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(|cell| cell.words().replace(['\t', '\n', '\r'], " ")).collect();
            writeln!(out, "{}", cells.join("\t"))?;
        }
        Ok(())
    }

    fn csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(&self.columns)?;
        for row in &self.rows {
            csv.write_record(row.iter().map(Cell::words))?;
        }
        csv.flush()
    }

    /// The columns that people are shown, numbers to the right.
    fn markdown(&self, out: &mut dyn Write) -> io::Result<()> {
        let shown = self.shown();
        let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
        let is_number = |at: usize| self.rows.iter().all(|row| matches!(row[at], Cell::Number(_) | Cell::Empty));
        let rule = |at: &usize| if is_number(*at) && !self.rows.is_empty() { "---:" } else { "---" }.to_owned();
        writeln!(out, "{}", line(shown.iter().map(|at| self.columns[*at].to_owned()).collect()))?;
        writeln!(out, "{}", line(shown.iter().map(rule).collect()))?;
        for row in &self.rows {
            let cell = |at: &usize| row[*at].words().replace(['\n', '\r'], " ").replace('|', "\\|");
            writeln!(out, "{}", line(shown.iter().map(cell).collect()))?;
        }
        Ok(())
    }

    /// The columns that people are shown.
    fn shown(&self) -> Vec<usize> {
        (0..self.columns.len()).filter(|&at| !self.hidden.contains(&self.columns[at])).collect()
    }

    fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        let object = |row: &Vec<Cell>| {
            let fields = self.columns.iter().zip(row).map(|(column, cell)| ((*column).to_owned(), cell.value()));
            Value::Object(fields.collect::<Map<_, _>>())
        };
        writeln!(out, "{:#}", Value::Array(self.rows.iter().map(object).collect()))
    }
}

/// Columns that are not broken into lines: a terminal makes their addresses links, and a day is read at a glance.
const WHOLE: [&str; 6] = ["at", "told", "introduced", "from", "to", "code"];

impl Cell {
    fn words(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::List(words) => words.join("; "),
        }
    }

    fn value(&self) -> Value {
        match self {
            Cell::Empty => Value::Null,
            Cell::Text(text) => text.as_str().into(),
            Cell::Number(number) => (*number).into(),
            Cell::List(words) => words.as_slice().into(),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Cell {
        Cell::Number(number)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Cell {
        cell.map_or(Cell::Empty, Into::into)
    }
}

impl From<Vec<String>> for Cell {
    fn from(words: Vec<String>) -> Cell {
        Cell::List(words)
    }
}
