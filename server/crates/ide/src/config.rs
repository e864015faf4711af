//! What a folder's configuration says, as values (contract page, "Configuration"). Reading it from TOML or JSON, and
//! saying where each value came from, is the binary's work.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use text::Span;

pub use rules::{House, Level, Levels, Profile};

use crate::snapshot::Path;

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

/// Everything the analysis needs to know of a configuration. Which files belong to the folder is not its matter.
#[derive(Clone, PartialEq, Debug)]
pub struct Config {
    /// Rules whose level is set, by code.
    pub rules: Levels,
    /// How much an editor shows on source articles.
    pub density: Density,
    /// Candidate years begin here.
    pub earliest: Date,
    /// What dates without a year hang on; where nothing is said, every article tells.
    pub mode: Option<nlp::times::Mode>,
    /// Today, given from outside so that no answer ages by itself.
    pub today: Date,
    /// Where sidecars lie.
    pub sidecars: marks::Place,
    /// Who writes marks.
    pub author: Option<String>,
    /// Marks that are taken back are withdrawn, not deleted.
    pub withdraw: bool,
    /// How drafts write a day, in the letters of strftime.
    pub dates: Option<String>,
    /// How drafts write names, and whom they need not introduce.
    pub house: rules::House,
    /// Resolved dates are shown in the text.
    pub date_hints: bool,
    /// Who speaks is shown in the text where it says `he`.
    pub speaker_hints: bool,
    /// Show whom a description means: `the Russian leader`.
    pub description_hints: bool,
    /// What is given of a file and not read, by path.
    pub given: BTreeMap<Path, Given>,
}

/// What somebody else has said of a file.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Given {
    /// The day its articles were written.
    pub written: Option<Date>,
    /// Its mentions: where (in bytes), and of what kind. They are joined as the file's own would be, and no others are
    /// looked for.
    pub mentions: Option<Vec<(Span, nlp::Kind)>>,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            rules: Levels::new(),
            density: Density::default(),
            earliest: date(2000, 1, 1),
            mode: None,
            today: date(2000, 1, 1),
            sidecars: marks::Place::default(),
            author: None,
            withdraw: false,
            dates: None,
            house: rules::House::default(),
            date_hints: true,
            speaker_hints: true,
            description_hints: true,
            given: BTreeMap::new(),
        }
    }
}

impl Config {
    /// Both read every text alike; only what is told of it may differ.
    pub(crate) fn reads_like(&self, other: &Config) -> bool {
        (self.earliest, self.today, self.mode, &self.given) == (other.earliest, other.today, other.mode, &other.given)
    }
}
