//! `tests/scores.tsv`: read, renewed, compared.

use std::fmt;

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// `claims F1`. One whose name begins with `wrong` or `false` is better when it is lower.
    pub measure: String,
    /// What it was measured on.
    pub set: String,
    /// With one decimal.
    pub value: f64,
    /// What it counts.
    pub note: String,
}

/// All values.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<Row>,
}

const HEAD: &str = "measure\tset\tvalue\tnote";

/// Values have one decimal; what is lost by it is no loss.
const ROUNDING: f64 = 0.051;

impl Row {
    /// A row; the value is rounded to one decimal.
    pub fn new(measure: impl Into<String>, set: &str, value: f64, note: impl Into<String>) -> Row {
        Row { measure: measure.into(), set: set.to_owned(), value: (value * 10.0).round() / 10.0, note: note.into() }
    }

    /// A share in per cent, with its numbers.
    pub fn share(measure: impl Into<String>, set: &str, part: usize, whole: usize) -> Row {
        let value = if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 };
        Row::new(measure, set, value, format!("{part} of {whole}"))
    }

    /// By how much it is better than another value of the same measure.
    fn gain_over(&self, other: &Row) -> f64 {
        let is_lower_better = ["wrong", "false"].iter().any(|word| self.measure.contains(word));
        if is_lower_better { other.value - self.value } else { self.value - other.value }
    }

    fn is_same(&self, other: &Row) -> bool {
        (&self.measure, &self.set) == (&other.measure, &other.set)
    }
}

impl Table {
    /// Reads the file's text; an empty one has no rows.
    pub fn parse(text: &str) -> Result<Table, String> {
        let row = |line: &str| {
            let mut cells = line.split('\t');
            let (measure, set, value, note) =
                (cells.next()?, cells.next()?, cells.next()?.parse().ok()?, cells.next()?);
            Some(Row { measure: measure.to_owned(), set: set.to_owned(), value, note: note.to_owned() })
        };
        let lines = text.lines().enumerate().filter(|(_, line)| *line != HEAD);
        let rows =
            lines.map(|(at, line)| row(line).ok_or_else(|| format!("tests/scores.tsv:{}: no row of {HEAD:?}", at + 1)));
        Ok(Table { rows: rows.collect::<Result<_, _>>()? })
    }

    /// The measured rows, and those of sets that could not be measured.
    pub fn renew(&self, measured: Vec<Row>, missing: &[&str]) -> Table {
        let kept = self.rows.iter().filter(|row| missing.contains(&row.set.as_str())).cloned();
        let mut rows: Vec<Row> = measured.into_iter().chain(kept).collect();
        rows.sort_by(|a, b| (&a.set, &a.measure).cmp(&(&b.set, &b.measure)));
        Table { rows }
    }

    /// Says what fell, rose, came or went; false if anything fell or went.
    pub fn compare(&self, measured: &[Row], missing: &[&str]) -> bool {
        let mut well = true;
        for old in self.rows.iter().filter(|row| !missing.contains(&row.set.as_str())) {
            let Row { measure, set, value, .. } = old;
            let Some(new) = measured.iter().find(|row| row.is_same(old)) else {
                println!("FAILED {set}: {measure} is not measured any more");
                well = false;
                continue;
            };
            let gain = new.gain_over(old);
            if gain < -ROUNDING {
                println!("FAILED {set}: {measure} fell from {value:.1} to {:.1} ({})", new.value, new.note);
                well = false;
            } else if gain > ROUNDING {
                println!(
                    "{set}: {measure} rose from {value:.1} to {:.1} ({}); write it down with `cargo xtask score`",
                    new.value, new.note
                );
            }
        }
        for new in measured.iter().filter(|new| !self.rows.iter().any(|old| old.is_same(new))) {
            println!("FAILED {}: {} is not written down; run `cargo xtask score`", new.set, new.measure);
            well = false;
        }
        println!("{} values compared with tests/scores.tsv", measured.len());
        well
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        writeln!(f, "{HEAD}")?;
        for Row { measure, set, value, note } in &self.rows {
            writeln!(f, "{measure}\t{set}\t{value:.1}\t{note}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        Table::parse("measure\tset\tvalue\tnote\na\tx\t50.0\t1 of 2\nfalse alarms\tx\t5.0\t\nc\ty\t1.0\t\n").unwrap()
    }

    #[test]
    fn a_value_that_falls_is_a_failure_and_one_that_rises_is_none() {
        let rows = |a: f64, alarms: f64| [Row::new("a", "x", a, ""), Row::new("false alarms", "x", alarms, "")];
        assert!(table().compare(&rows(50.0, 5.0), &["y"]));
        assert!(table().compare(&rows(49.96, 5.04), &["y"]));
        assert!(table().compare(&rows(60.0, 4.0), &["y"]));
        assert!(!table().compare(&rows(49.9, 5.0), &["y"]));
        assert!(!table().compare(&rows(50.0, 5.1), &["y"]));
        assert!(!table().compare(&rows(50.0, 5.0), &[]));
    }

    #[test]
    fn rows_that_cannot_be_measured_stay() {
        let renewed = table().renew(vec![Row::share("a", "x", 2, 3)], &["y"]);
        assert_eq!(renewed.to_string(), "measure\tset\tvalue\tnote\na\tx\t66.7\t2 of 3\nc\ty\t1.0\t\n");
        assert!(Table::parse("a\tb\tnone\t").is_err());
    }
}
