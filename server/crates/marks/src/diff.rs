//! What has changed between a quote and the words that stand there now.

use similar::ChangeTag;
use similar::utils::diff_words;

/// A stretch of words that two texts share or do not.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Difference {
    /// Both have it.
    Same(String),
    /// Only the old one has it.
    Gone(String),
    /// Only the new one has it.
    New(String),
}

/// How `old` became `new`, word by word, in the order of the texts.
pub fn differences(old: &str, new: &str) -> Vec<Difference> {
    let changes = diff_words(similar::Algorithm::Myers, old, new);
    let difference = |(tag, words): (ChangeTag, &str)| match tag {
        ChangeTag::Equal => Difference::Same(words.to_owned()),
        ChangeTag::Delete => Difference::Gone(words.to_owned()),
        ChangeTag::Insert => Difference::New(words.to_owned()),
    };
    changes.into_iter().map(difference).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_changed() {
        let [same, gone, new] = [Difference::Same, Difference::Gone, Difference::New] as [fn(String) -> Difference; 3];
        let expected = vec![same("Мост ".into()), gone("открыт".into()), new("закрыт".into()), same(" с утра".into())];
        assert_eq!(differences("Мост открыт с утра", "Мост закрыт с утра"), expected);
        assert_eq!(differences("", ""), vec![]);
    }
}
