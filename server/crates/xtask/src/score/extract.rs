//! What `dateline extract` says of a folder, as far as it is measured.

use std::error::Error;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::{Extractor, TODAY};
use crate::process::output;

/// Half open, in code points.
pub type Range = (usize, usize);

/// One file.
pub struct File {
    /// From the folder, with `/`.
    pub path: String,
    record: Value,
}

impl Extractor {
    /// The JSON Lines of a folder, or of `--input` and a file.
    pub fn lines(&self, input: &[&Path]) -> Result<String, Box<dyn Error>> {
        output(Command::new(&self.program).args(["extract", "--today", TODAY]).args(input))
    }

    /// Its files.
    pub fn files(&self, folder: &Path) -> Result<Vec<File>, Box<dyn Error>> {
        let records = self.lines(&[folder])?;
        let records = records.lines().map(serde_json::from_str).collect::<Result<Vec<Value>, _>>()?;
        Ok(records
            .into_iter()
            .filter_map(|record| Some(File { path: record["path"].as_str()?.to_owned(), record }))
            .collect())
    }
}

impl File {
    /// Its findings, hints apart: code and place.
    pub fn findings(&self) -> Vec<(&str, Range)> {
        let shown = self.list("findings").filter(|finding| finding["severity"] != "hint");
        shown.filter_map(|finding| Some((finding["code"].as_str()?, range(finding)?))).collect()
    }

    /// Where articles begin, and their dates as written.
    pub fn articles(&self) -> Vec<(usize, Option<&str>)> {
        self.list("articles")
            .filter_map(|article| Some((range(article)?.0, article["date"]["value"].as_str())))
            .collect()
    }

    /// Where people are named, and whom it is.
    pub fn people(&self) -> Vec<(Range, &str)> {
        let people = self.list("mentions").filter(|mention| mention["kind"] == "person" && mention["form"] == "name");
        people.filter_map(|mention| Some((range(mention)?, mention["entity"].as_str()?))).collect()
    }

    fn list(&self, name: &str) -> impl Iterator<Item = &Value> {
        self.record[name].as_array().into_iter().flatten()
    }
}

/// Whether two places have a character in common.
pub fn overlap(a: Range, b: Range) -> bool {
    a.0 < b.1 && b.0 < a.1
}

fn range(value: &Value) -> Option<Range> {
    let offset = |name: &str| usize::try_from(value[name].as_u64()?).ok();
    Some((offset("start")?, offset("end")?))
}
