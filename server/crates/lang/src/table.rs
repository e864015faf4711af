//! Reading `.tsv` and `.txt` data: a head of `#` lines, one line of column names (tables only), rows.

/// The rows of one table, as text.
pub struct Table {
    columns: Vec<&'static str>,
    rows: Vec<&'static str>,
}

impl Table {
    /// Reads a table. A missing file is an empty table.
    pub fn read(text: Option<&'static str>) -> Table {
        let mut lines = entries(text);
        let columns = lines.next().map(|line| line.split('\t').map(str::trim).collect()).unwrap_or_default();
        Table { columns, rows: lines.collect() }
    }

    /// Each row as a look-up from column name to cell; an absent cell is empty.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|line| Row { columns: &self.columns, cells: line.split('\t').collect() })
    }
}

/// One row of a [`Table`].
pub struct Row<'a> {
    columns: &'a [&'static str],
    cells: Vec<&'static str>,
}

impl Row<'_> {
    /// The cell under `column`, trimmed; empty when there is none.
    pub fn get(&self, column: &str) -> &'static str {
        let at = self.columns.iter().position(|&name| name == column);
        at.and_then(|at| self.cells.get(at)).map_or("", |cell| cell.trim())
    }

    /// The first cell.
    pub fn first(&self) -> &'static str {
        self.cells.first().map_or("", |cell| cell.trim())
    }
}

/// The lines of a list that say something.
pub fn entries(text: Option<&'static str>) -> impl Iterator<Item = &'static str> {
    text.unwrap_or_default().lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}
