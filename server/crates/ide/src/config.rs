//! What a folder's configuration says, as values (contract page, "Configuration"). Reading it from TOML or JSON, and
//! saying where each value came from, is the binary's work.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

/// Which reader a document is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Profile {
    /// Evidence: read, never written.
    Source,
    /// The user's own text.
    Draft,
}

/// How much an editor shows on source articles.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Density {
    /// One line an article, with related places.
    Summary,
    /// Information and above, and hints that explain them.
    #[default]
    Normal,
    /// Everything.
    All,
}

/// A level for one rule, for each profile; `None` is `"off"`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Level {
    /// On source articles.
    pub source: Option<rules::Severity>,
    /// On drafts.
    pub draft: Option<rules::Severity>,
}

/// Everything the analysis needs to know of a configuration. Which files belong to the folder is not its matter.
#[derive(Clone, PartialEq, Debug)]
pub struct Config {
    /// Rules whose level is set, by code.
    pub rules: BTreeMap<String, Level>,
    /// How much an editor shows on source articles.
    pub density: Density,
    /// Candidate years begin here.
    pub earliest: Date,
    /// Today, given from outside so that no answer ages by itself.
    pub today: Date,
}

impl Default for Config {
    fn default() -> Self {
        Config { rules: BTreeMap::new(), density: Density::default(), earliest: date(2000, 1, 1), today: date(2000, 1, 1) }
    }
}
