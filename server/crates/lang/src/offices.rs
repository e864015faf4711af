//! Which office a title or a description names: `the Russian leader`, `US Secretary of State`.

use rustc_hash::FxHashMap;

use crate::table::Table;

/// What the holders of offices are called.
#[derive(Debug, Clone, Default)]
pub struct Offices {
    /// Words that name an office, each with the offices it may name.
    named: FxHashMap<Box<str>, Vec<Box<str>>>,
    /// Words that fit who holds one of these offices.
    fitting: FxHashMap<Box<str>, Vec<Box<str>>>,
}

impl Offices {
    pub(crate) fn read(table: &Table) -> Offices {
        let mut offices = Offices::default();
        for row in table.rows() {
            for (column, kind) in [("office", &mut offices.named), ("like", &mut offices.fitting)] {
                let all = row.get(column).split(',').map(str::trim).filter(|office| !office.is_empty());
                let all: Vec<Box<str>> = all.map(Box::from).collect();
                if !all.is_empty() {
                    kind.insert(row.first().into(), all);
                }
            }
        }
        offices
    }

    /// The offices that the last words of a phrase may name, by the longest of its ends that is known, and how many words
    /// stand before that. Small letters.
    pub fn named(&self, words: &[&str]) -> Option<(usize, &[Box<str>])> {
        let from = words.len().saturating_sub(LONGEST);
        (from..words.len()).find_map(|first| Some((first, self.named.get(&*words[first..].join(" "))?.as_slice())))
    }

    /// Somebody with this title may be called so. Small letters.
    pub fn fits(&self, called: &str, title: &str) -> bool {
        let offices = self.fitting.get(called).map_or(&[][..], Vec::as_slice);
        offices.iter().map(|office| &**office).chain([called]).any(|office| has_words(title, office))
    }

    /// A word that somebody named before is called by: `the expert`.
    pub fn is_fitting(&self, called: &str) -> bool {
        self.fitting.contains_key(called)
    }
}

/// The most words of an office's name.
const LONGEST: usize = 4;

fn has_words(text: &str, words: &str) -> bool {
    let ends = |at: usize| !text[at..].starts_with(char::is_alphanumeric);
    let begins = |at: usize| !text[..at].ends_with(char::is_alphanumeric);
    text.match_indices(words).any(|(at, _)| begins(at) && ends(at + words.len()))
}

#[cfg(test)]
mod tests {
    use crate::Language;

    #[test]
    fn offices_by_their_words() {
        let lang = Language::load("en");
        let named = |words: &[&str]| lang.offices.named(words).map(|(_, offices)| offices.len());
        assert!(named(&["leader"]) > Some(1));
        assert_eq!(lang.offices.named(&["deputy", "foreign", "minister"]).map(|(before, _)| before), Some(1));
        assert_eq!(named(&["spokesman"]), None);
        assert!(lang.offices.fits("expert", "senior researcher"));
        assert!(!lang.offices.fits("expert", "president"));
    }
}
