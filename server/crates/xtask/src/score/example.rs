//! The example folder, against the labels in `tests/folders/example.toml`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;

use toml::{Table, Value};

use super::extract::{File, Range, overlap};
use super::table::Row;
use super::{Extractor, Rows};
use crate::repo::root;

const SET: &str = "example";
const FOLDER: &str = "docs/example";
const LABELS: &str = "tests/folders/example.toml";

/// Codes whose findings are all labelled: any other finding is a false alarm.
const COMPLETE: &[&str] = &["A201", "A202", "A203", "A204", "D103", "D106", "D107", "Q301", "Q302"];

/// The labels, and what the program says of the same folder.
struct Example {
    labels: Table,
    files: Vec<File>,
    texts: BTreeMap<String, Text>,
}

/// A text by code points.
struct Text {
    /// Where each line begins.
    starts: Vec<usize>,
    chars: Vec<char>,
}

/// A labelled finding.
struct Label<'a> {
    file: &'a str,
    code: &'a str,
    level: &'a str,
    place: Range,
}

/// Findings, articles, their dates, people.
pub fn rows(extractor: &Extractor) -> Rows {
    let example = Example::read(extractor)?;
    Ok([example.findings()?, example.articles()?, example.people()?, example.furniture()?].concat())
}

impl Example {
    fn read(extractor: &Extractor) -> Result<Example, Box<dyn Error>> {
        let folder = root().join(FOLDER);
        let labels: Table = fs::read_to_string(root().join(LABELS))?.parse()?;
        // Files that are not listed have labels of another kind, or none.
        let listed = |file: &File| tables(&labels, "file").any(|label| text(label, "path") == Ok(&file.path));
        let files: Vec<File> = extractor.files(&folder)?.into_iter().filter(listed).collect();
        let mut texts = BTreeMap::new();
        for file in &files {
            texts.insert(file.path.clone(), Text::new(&fs::read_to_string(folder.join(&file.path))?));
        }
        Ok(Example { labels, files, texts })
    }

    /// Precision and recall of each code.
    fn findings(&self) -> Result<Vec<Row>, String> {
        let labels: Vec<Label> =
            tables(&self.labels, "finding").map(|label| self.label(label)).collect::<Result<_, _>>()?;
        let mut codes: Vec<&str> = labels.iter().map(|label| label.code).collect();
        codes.sort_unstable();
        codes.dedup();
        let mut rows = Vec::new();
        let mut all = (0, 0, 0);
        for code in codes {
            let (found, alarms, musts) = self.count(code, &labels);
            rows.push(Row::share(format!("findings: {code}, recall"), SET, found, musts));
            if COMPLETE.contains(&code) {
                rows.push(Row::share(format!("findings: {code}, precision"), SET, found, found + alarms));
                all = (all.0 + found, all.1 + alarms, all.2 + musts);
            }
        }
        let (found, alarms, musts) = all;
        let f1 = 200.0 * found as f64 / (2 * found + alarms + (musts - found)).max(1) as f64;
        let note = format!("{found} found, {alarms} false, {} missed; codes whose labels are complete", musts - found);
        rows.push(Row::new("findings, F1", SET, f1, note));
        Ok(rows)
    }

    /// Of one code: the labels that must be found and are, false alarms, the labels that must be found.
    fn count(&self, code: &str, labels: &[Label]) -> (usize, usize, usize) {
        let of_code: Vec<&Label> = labels.iter().filter(|label| label.code == code).collect();
        let findings = |file: &File| {
            file.findings().into_iter().filter(|(found, _)| *found == code).map(|(_, place)| place).collect::<Vec<_>>()
        };
        let musts = of_code.iter().filter(|label| label.level == "must");
        let (mut found, mut all) = (0, 0);
        for label in musts {
            all += 1;
            let file = self.files.iter().find(|file| file.path == label.file);
            found += usize::from(
                file.is_some_and(|file| findings(file).into_iter().any(|place| overlap(place, label.place))),
            );
        }
        let is_fine = |file: &File, place: Range| {
            of_code.iter().any(|label| label.file == file.path && label.level != "never" && overlap(place, label.place))
        };
        let alarms = self
            .files
            .iter()
            .flat_map(|file| findings(file).into_iter().filter(|place| !is_fine(file, *place)).collect::<Vec<_>>());
        (found, alarms.count(), all)
    }

    fn label<'a>(&'a self, label: &'a Table) -> Result<Label<'a>, String> {
        let (file, quote) = (text(label, "file")?, text(label, "quote")?);
        let start = self.offset(file, label)?;
        Ok(Label {
            file,
            code: text(label, "code")?,
            level: text(label, "level")?,
            place: self.quoted(file, start, quote)?,
        })
    }

    /// Articles and their dates. A hidden article is one that no reader sees without being told.
    fn articles(&self) -> Result<Vec<Row>, String> {
        let (mut whole, mut begun, mut dated, mut wrong, mut split) = (0, 0, 0, 0, 0);
        for file in tables(&self.labels, "file") {
            let path = text(file, "path")?;
            let found = self.files.iter().find(|file| file.path == path).map(File::articles).unwrap_or_default();
            let labels: Vec<&Table> =
                tables(file, "articles").filter(|article| article.get("hidden").is_none()).collect();
            split += found.len().saturating_sub(labels.len());
            for label in labels {
                let start = self.offset(path, label)?;
                whole += 1;
                let Some((_, date)) = found.iter().find(|(begin, _)| self.same_place(path, *begin, start)) else {
                    continue;
                };
                begun += 1;
                let expected = label.get("date").and_then(Value::as_str);
                dated += usize::from(agrees(expected, *date));
                wrong += usize::from(contradicts(expected, *date));
            }
        }
        Ok(vec![
            Row::share("articles found", SET, begun, whole),
            Row::new("articles, false", SET, split as f64, "more than there are in a file"),
            Row::share("dates of articles", SET, dated, whole),
            Row::share("dates of articles, wrong", SET, wrong, whole),
        ])
    }

    /// Two places with nothing but white space between them are one.
    fn same_place(&self, path: &str, a: usize, b: usize) -> bool {
        let chars = self.texts.get(path).and_then(|text| text.chars.get(a.min(b)..a.max(b)));
        chars.is_some_and(|chars| chars.iter().all(|c| c.is_whitespace()))
    }

    /// Names of people, and whether all of one are one and the same.
    fn people(&self) -> Result<Vec<Row>, String> {
        let (mut whole, mut found, mut joined) = (0, 0, 0);
        for person in tables(&self.labels, "person") {
            let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
            for at in tables(person, "at") {
                let path = text(at, "file")?;
                let people = self.files.iter().find(|file| file.path == path).map(File::people).unwrap_or_default();
                for place in at.get("places").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
                {
                    whole += 1;
                    let start = self.place(path, place)?;
                    if let Some((_, id)) = people.iter().find(|(range, _)| overlap(*range, (start, start + 1))) {
                        found += 1;
                        *ids.entry(id).or_default() += 1;
                    }
                }
            }
            joined += ids.values().max().copied().unwrap_or_default();
        }
        Ok(vec![
            Row::share("names of people found", SET, found, whole),
            Row::share("names of people joined", SET, joined, whole),
        ])
    }

    /// Findings on lines that are no text.
    fn furniture(&self) -> Result<Vec<Row>, String> {
        let mut wrong = 0;
        for label in tables(&self.labels, "file") {
            let path = text(label, "path")?;
            let (Some(file), Some(text)) = (self.files.iter().find(|file| file.path == path), self.texts.get(path))
            else {
                continue;
            };
            let lines = label.get("furniture").and_then(Value::as_array).into_iter().flatten();
            let lines: Vec<usize> = lines.filter_map(|line| usize::try_from(line.as_integer()?).ok()).collect();
            let is_prose = label.get("prose").and_then(Value::as_bool).unwrap_or(true);
            wrong +=
                file.findings().iter().filter(|(_, place)| !is_prose || lines.contains(&text.line(place.0))).count();
        }
        Ok(vec![Row::new(
            "findings on furniture, false",
            SET,
            wrong as f64,
            "menus, captions, credits; logs and lists whole",
        )])
    }

    /// The offset of `line` and `col`.
    fn offset(&self, file: &str, label: &Table) -> Result<usize, String> {
        let number = |name: &str| {
            label
                .get(name)
                .and_then(Value::as_integer)
                .ok_or_else(|| format!("{LABELS}: {file}: a label without {name}"))
        };
        self.place(file, &format!("{}:{}", number("line")?, number("col")?))
    }

    /// The offset of `line:col`.
    fn place(&self, file: &str, place: &str) -> Result<usize, String> {
        let wrong = || format!("{LABELS}: {file} has no place {place}");
        let (line, col) = place.split_once(':').ok_or_else(wrong)?;
        let (line, col): (usize, usize) = (line.parse().map_err(|_| wrong())?, col.parse().map_err(|_| wrong())?);
        let text = self.texts.get(file).ok_or_else(|| format!("{LABELS}: {file} was not read"))?;
        Ok(text.starts.get(line.wrapping_sub(1)).ok_or_else(wrong)? + col - 1)
    }

    /// The place of a quoted text; the label is wrong if anything else stands there.
    fn quoted(&self, file: &str, start: usize, quote: &str) -> Result<Range, String> {
        let chars = &self.texts.get(file).ok_or_else(|| format!("{LABELS}: {file} was not read"))?.chars;
        let mut at = start;
        for wanted in quote.chars() {
            // Labels write any line end as one character.
            at += usize::from(wanted == '\n' && chars.get(at) == Some(&'\r'));
            if chars.get(at) != Some(&wanted) {
                return Err(format!("{LABELS}: {file}: {quote:?} does not stand where its label says"));
            }
            at += 1;
        }
        Ok((start, at))
    }
}

impl Text {
    fn new(text: &str) -> Text {
        let chars: Vec<char> = text.trim_start_matches('\u{feff}').chars().collect();
        let ends = chars.iter().enumerate().filter(|(_, c)| **c == '\n').map(|(at, _)| at + 1);
        Text { starts: std::iter::once(0).chain(ends).collect(), chars }
    }

    /// The line of an offset, from one.
    fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }
}

/// Whether a date says what its label says. A bound is kept by every later day; where neither is known, nothing need be.
fn agrees(label: Option<&str>, date: Option<&str>) -> bool {
    let Some(label) = label else { return date.is_none_or(|date| date.starts_with('X')) };
    match (label.strip_prefix(">="), label.strip_prefix("XXXX")) {
        (Some(bound), _) => date.is_none_or(|date| date >= bound),
        (_, Some(day)) => date.is_some_and(|date| date.ends_with(day)),
        _ => date == Some(label),
    }
}

/// Whether a date says something else than its label, and not only less.
fn contradicts(label: Option<&str>, date: Option<&str>) -> bool {
    let says_less = |date: &str| date.starts_with('X') || label.is_some_and(|label| label.starts_with(date));
    !agrees(label, date) && date.is_some_and(|date| !says_less(date))
}

fn tables<'a>(table: &'a Table, name: &str) -> impl Iterator<Item = &'a Table> {
    table.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}

fn text<'a>(table: &'a Table, name: &str) -> Result<&'a str, String> {
    table.get(name).and_then(Value::as_str).ok_or_else(|| format!("{LABELS}: a label without {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_stands_where_it_says() {
        let labels: Table = fs::read_to_string(root().join(LABELS)).unwrap().parse().unwrap();
        let mut texts = BTreeMap::new();
        for file in tables(&labels, "file") {
            let path = text(file, "path").unwrap();
            texts.insert(path.to_owned(), Text::new(&fs::read_to_string(root().join(FOLDER).join(path)).unwrap()));
        }
        let example = Example { labels: labels.clone(), files: Vec::new(), texts };
        let labels: Vec<Label> = tables(&labels, "finding").map(|label| example.label(label).unwrap()).collect();
        assert!(labels.len() > 100);
        assert_eq!(example.count("D106", &labels).0, 0);
    }

    #[test]
    fn dates_agree_say_less_or_contradict() {
        let day = Some("2025-01-02");
        assert!(agrees(day, day) && agrees(None, None) && agrees(None, Some("XXXX-01-02")));
        assert!(agrees(Some("XXXX-01-02"), day) && agrees(Some("XXXX-01-02"), Some("XXXX-01-02")));
        assert!(agrees(Some(">=2025-01-01"), day) && agrees(Some(">=2025-01-01"), None));
        for date in [None, Some("2025-01"), Some("XXXX-01-02")] {
            assert!(!agrees(day, date) && !contradicts(day, date));
        }
        assert!(
            contradicts(day, Some("2025-01-03")) && contradicts(None, day) && contradicts(Some(">=2025-01-03"), day)
        );
    }
}
