//! What an event's words tell of, whatever their form: `died`, `dying` and `the death of the king` tell of one act.

use rustc_hash::FxHashMap;

use crate::Words;
use crate::inflect::Irregular;
use crate::table::{Table, entries};

/// How acts are worded.
#[derive(Debug, Clone, Default)]
pub struct Acts {
    /// Forms of verbs that follow no rule, each with its verb.
    bases: FxHashMap<Box<str>, Box<str>>,
    /// What a stem may end in, the longest first.
    endings: Vec<Box<str>>,
    /// Stems of other words for an act, each with the stem it goes by.
    alike: FxHashMap<Box<str>, Box<str>>,
}

impl Acts {
    pub(crate) fn read(acts: &Table, endings: Option<&'static str>, irregular: &Irregular) -> Acts {
        let mut read = Acts { endings: entries(endings).map(|line| line.trim().into()).collect(), ..Acts::default() };
        read.endings.sort_by_key(|ending| std::cmp::Reverse(ending.len()));
        for (base, sets) in irregular {
            for form in sets.iter().flat_map(|set| [&set.past, &set.participle, &set.present, &set.ing]) {
                let known = read.bases.entry(form.clone()).or_insert_with(|| base.clone());
                // Of two verbs with one form the first in the alphabet, whatever the order of the table in memory.
                if base < known {
                    known.clone_from(base);
                }
            }
        }
        read.alike = acts.rows().map(|row| (read.stem(row.first()), read.stem(row.get("act")))).collect();
        read
    }

    /// The act that a phrase in small letters tells of: that of the last word before a small one that joins, such as `of`.
    pub fn of(&self, phrase: &str, joining: &Words) -> Box<str> {
        let words: Vec<&str> = phrase.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let telling = words.iter().skip_while(|word| joining.contains(word));
        let head = telling.take_while(|word| !joining.contains(word)).last().or(words.last());
        let stem = self.stem(head.copied().unwrap_or(phrase));
        self.alike.get(&stem).cloned().unwrap_or(stem)
    }

    /// A word without what shows its form.
    fn stem(&self, word: &str) -> Box<str> {
        let base = self.bases.get(word).map_or(word, |base| base);
        let shorter = |ending: &str| base.strip_suffix(ending).filter(|stem| stem.len() >= SHORTEST);
        let mut stem = self.endings.iter().find_map(|ending| shorter(ending)).unwrap_or(base);
        // `stopp-ed` is `stop`; `kill-ed` stays.
        if let Some((last, shorter)) = last_letter(stem)
            && stem.len() > SHORTEST
            && shorter.ends_with(last)
            && !matches!(last, 'l' | 's')
        {
            stem = shorter;
        }
        if stem.len() > SHORTEST {
            stem = stem.strip_suffix(['e', 'i']).unwrap_or(stem);
        }
        stem.into()
    }
}

/// A stem has as many letters at least.
const SHORTEST: usize = 3;

fn last_letter(word: &str) -> Option<(char, &str)> {
    let last = word.chars().next_back()?;
    Some((last, &word[..word.len() - last.len_utf8()]))
}

#[cfg(test)]
mod tests {
    use crate::Language;

    #[test]
    fn one_act_in_several_words() {
        let lang = Language::load("en");
        let act = |phrase: &str| lang.acts.of(phrase, &lang.function);
        for (a, b) in [
            ("died", "the death of the king"),
            ("acquired", "its acquisition"),
            ("was stopped", "stop"),
            ("bought", "takeover"),
            ("an earthquake", "quakes"),
            ("shot", "the shooting"),
        ] {
            assert_eq!(act(a), act(b), "{a} {b}");
        }
        assert_ne!(act("a strike"), act("a vote"));
    }
}
