//! Words for how likely something is, and the yardsticks that say which of them to use, and for what.

use crate::Phrases;
use crate::table::{Row, Table};

/// A yardstick: a scale of likelihood on which each word stands for a stretch of percentages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Yardstick {
    /// Intelligence Community Directive 203 of the United States: seven bands in two rows of words, not to be mixed.
    Icd203,
    /// The probability yardstick of the United Kingdom's Professional Head of Intelligence Assessment.
    Phia,
}

/// What a word is in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EstimateKind {
    /// `may`, before a verb.
    Modal,
    /// `perhaps`
    Adverb,
    /// `possible`
    Adjective,
    /// `a chance`
    Noun,
    /// How sure the writer is of his own judgement: `high confidence`.
    Confidence,
    /// No likelihood, though it has a word for one: `as soon as possible`.
    None,
}

/// The stretch of percentages that a yardstick gives a word, and the row of words that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Band {
    /// Rows count from one.
    pub row: u8,
    /// Lowest and highest per cent.
    pub percent: (u8, u8),
}

/// A word for how likely something is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Estimate {
    /// In small letters.
    pub words: Box<str>,
    /// What it is.
    pub kind: EstimateKind,
    /// How it is said behind `will`, if it can be.
    pub behind_will: Option<Box<str>>,
    bands: [Option<Band>; 2],
}

/// All words for how likely something is.
#[derive(Debug, Clone, Default)]
pub struct Estimates {
    /// By their words.
    pub phrases: Phrases<Estimate>,
    all: Vec<Estimate>,
}

impl Yardstick {
    /// All of them.
    pub const ALL: [Yardstick; 2] = [Yardstick::Icd203, Yardstick::Phia];

    /// The name that a configuration has for it.
    pub fn name(self) -> &'static str {
        match self {
            Yardstick::Icd203 => "icd203",
            Yardstick::Phia => "phia",
        }
    }

    /// How people call it.
    pub fn title(self) -> &'static str {
        match self {
            Yardstick::Icd203 => "ICD 203",
            Yardstick::Phia => "the PHIA yardstick",
        }
    }
}

impl Estimate {
    /// What it stands for on a yardstick, if that has it.
    pub fn band(&self, yardstick: Yardstick) -> Option<Band> {
        self.bands[yardstick as usize]
    }

    fn of(row: &Row) -> Estimate {
        let will = row.get("will");
        Estimate {
            words: row.first().into(),
            kind: match row.get("kind") {
                "modal" => EstimateKind::Modal,
                "adverb" => EstimateKind::Adverb,
                "adjective" => EstimateKind::Adjective,
                "noun" => EstimateKind::Noun,
                "confidence" => EstimateKind::Confidence,
                _ => EstimateKind::None,
            },
            behind_will: (!will.is_empty()).then(|| will.into()),
            bands: Yardstick::ALL.map(|yardstick| band(row.get(yardstick.name()))),
        }
    }
}

impl Estimates {
    pub(crate) fn read(table: &Table) -> Estimates {
        let all: Vec<Estimate> = table.rows().map(|row| Estimate::of(&row)).collect();
        let phrases = Phrases::new(all.iter().map(|estimate| (&*estimate.words, estimate.clone())));
        Estimates { phrases, all }
    }

    /// The words of a yardstick, from the least likely to the likeliest.
    pub fn on(&self, yardstick: Yardstick) -> Vec<(&Estimate, Band)> {
        let mut all: Vec<(&Estimate, Band)> =
            self.all.iter().filter_map(|estimate| Some((estimate, estimate.band(yardstick)?))).collect();
        all.sort_by_key(|(_, band)| (band.percent, band.row));
        all
    }
}

/// `1:55-80`
fn band(cell: &str) -> Option<Band> {
    let (row, percent) = cell.split_once(':')?;
    let (low, high) = percent.split_once('-')?;
    Some(Band { row: row.parse().ok()?, percent: (low.parse().ok()?, high.parse().ok()?) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_of_a_yardstick() {
        assert_eq!(band("2:55-80"), Some(Band { row: 2, percent: (55, 80) }));
        assert_eq!((band(""), band("55-80"), band("1:x-80")), (None, None, None));
        let lang = crate::Language::load(crate::DEFAULT_TAG);
        let likely = lang.estimates.phrases.single("likely").expect("a word of both");
        assert_eq!(likely.band(Yardstick::Icd203).map(|band| band.percent), Some((55, 80)));
        assert_eq!(likely.band(Yardstick::Phia).map(|band| band.percent), Some((55, 75)));
        for yardstick in Yardstick::ALL {
            let bands: std::collections::BTreeSet<_> =
                lang.estimates.on(yardstick).iter().map(|(_, band)| band.percent).collect();
            assert_eq!(bands.len(), 7, "{}", yardstick.title());
        }
    }
}
