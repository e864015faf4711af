//! Which language a text is written in, by its script and its smallest words.

use lang::Language;
use lang::segment::Shape;
use unicode_script::Script;

use super::Written;
use crate::tokens::Words;

/// How often the small words of the languages occur in a block's first words.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// How many words were looked at.
    pub words: u16,
    /// How many of them are small words of the language that is analysed.
    pub own: u16,
    /// For each other language in which some are: its index in `Language::profiles`, and how many. Not counted where
    /// the analysed language is plain to see.
    pub others: Vec<(u16, u16)>,
}

/// More than this part of the words in small words of the analysed language, and no other is asked for, in percent.
const PLAIN: u16 = 30;
/// A language whose small words make up less than this, in percent, is not the text's.
const LEAST: u32 = 9;
/// With fewer words nothing is said.
const FEWEST: u32 = 6;
/// With fewer words a text is not said to be in another language.
const FEWEST_OTHER: u32 = 12;
/// Words of a block that are looked at.
const SAMPLE: usize = 80;

/// Counts small words among the first words of a block.
pub(super) fn tally(words: &Words, lang: &Language) -> Tally {
    let sample: Vec<usize> = (0..words.len()).filter(|&at| words.shape(at).is_word()).take(SAMPLE).collect();
    let own = sample.iter().filter(|&&at| lang.function.contains(words.lower(at))).count() as u16;
    let count = sample.len() as u16;
    if own * 100 > count * PLAIN {
        return Tally { words: count, own, others: Vec::new() };
    }
    let hits = |profile: &lang::Words| sample.iter().filter(|&&at| profile.contains(words.lower(at))).count() as u16;
    let all = lang.profiles.iter().enumerate().filter(|(_, (tag, ..))| **tag != *lang.tag);
    let others =
        all.map(|(index, (.., profile))| (index as u16, hits(profile))).filter(|(_, hits)| *hits > 0).collect();
    Tally { words: count, own, others }
}

impl Tally {
    /// Enough small words of one language for a sentence to be made of them.
    pub(super) fn is_language(&self) -> bool {
        let most = self.others.iter().map(|(_, hits)| *hits).max().unwrap_or(0).max(self.own);
        u32::from(most) * 100 >= u32::from(self.words) * LEAST && most > 0
    }

    /// Adds another block's counts.
    pub(super) fn add(&mut self, other: &Tally) {
        self.words = self.words.saturating_add(other.words);
        self.own = self.own.saturating_add(other.own);
        for &(index, hits) in &other.others {
            match self.others.iter_mut().find(|(known, _)| *known == index) {
                Some((_, count)) => *count = count.saturating_add(hits),
                None => self.others.push((index, hits)),
            }
        }
    }
}

/// Tells the language of a text from its counts and from the script that most of its letters are in.
///
/// A short text in the script of the analysed language is taken to be in that language.
pub(super) fn written(tally: &Tally, script: Option<Script>, lang: &Language) -> Written {
    if let Some((_, tag, name)) =
        script.and_then(|script| lang.scripts.iter().find(|(known, ..)| **known == *script.full_name()))
    {
        return Written { tag: tag.to_string(), name: name.to_string(), analysed: **tag == *lang.tag };
    }
    let home = script.is_none_or(|script| Some(script) == own_script(lang));
    let most = tally.others.iter().max_by_key(|(index, hits)| (*hits, std::cmp::Reverse(*index)));
    let (index, hits) = most.map_or((None, 0), |&(index, hits)| (Some(index), hits));
    let enough =
        |hits: u16| u32::from(tally.words) >= FEWEST && u32::from(hits) * 100 >= u32::from(tally.words) * LEAST;
    if home && tally.own >= hits && enough(tally.own) {
        return own(lang);
    }
    match index.and_then(|index| lang.profiles.get(usize::from(index))) {
        Some((tag, name, _))
            if enough(hits) && (!home || u32::from(tally.words) >= FEWEST_OTHER && hits * 2 > tally.own * 3) =>
        {
            Written { tag: tag.to_string(), name: name.to_string(), analysed: false }
        }
        _ => Written { tag: UNDETERMINED.into(), name: String::new(), analysed: home },
    }
}

/// BCP 47 for a language that cannot be told.
pub(super) const UNDETERMINED: &str = "und";

fn own(lang: &Language) -> Written {
    let name = lang
        .profiles
        .iter()
        .find(|(tag, ..)| **tag == *lang.tag)
        .map_or(String::new(), |(_, name, _)| name.to_string());
    Written { tag: lang.tag.clone(), name, analysed: true }
}

/// The script that the analysed language's small words are written in.
fn own_script(lang: &Language) -> Option<Script> {
    lang.function.iter().find_map(|word| super::shape::letters(word).script)
}

/// A text that sets no spaces between words has no small words to count.
pub(super) fn is_unspaced(words: &Words) -> bool {
    let uncased = (0..words.len()).filter(|&at| words.shape(at) == Shape::Uncased).count();
    uncased * 2 > words.len()
}
