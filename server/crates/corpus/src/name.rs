//! A name as an article writes it, and what is compared of it.

use std::sync::OnceLock;

use nlp::mentions::Kind;
use rustc_hash::FxHashMap;

use crate::key;

/// One spelling of a name of one kind, with its comparable forms.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Name {
    /// What it names.
    pub kind: Kind,
    /// As written.
    pub text: Box<str>,
    /// [`key::plain`] of it.
    pub plain: Box<str>,
    /// The given names, if it is a person's, [`key::light`], initials as single letters; empty for a bare surname.
    pub given: Box<[Box<str>]>,
    /// Everything of this name and of every name it may have to be compared with has this key.
    pub key: u64,
}

impl Name {
    pub fn new(kind: Kind, text: &str) -> Name {
        let plain = key::plain(text);
        let key = key_of(&plain);
        Name { kind, text: text.into(), plain: plain.into(), given: given_names(text), key }
    }

    /// The identity of a name: the same spelling of the same kind.
    pub fn id(kind: Kind, text: &str) -> u64 {
        text::hash64(text.as_bytes()) ^ (kind as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    /// The last of several words.
    pub fn last_word(&self) -> Option<&str> {
        self.plain.rsplit_once(' ').map(|(_, last)| last)
    }

    /// A person with a given name, written out.
    pub fn is_full(&self) -> bool {
        self.given.iter().any(|given| given.len() > 1)
    }

    /// Two names of people who share a surname may name one person: the given names of one are found, in order, among
    /// those of the other, spelled alike or cut to initials.
    pub fn agrees(&self, other: &Name) -> bool {
        let (short, long) = if self.given.len() <= other.given.len() {
            (&self.given, &other.given)
        } else {
            (&other.given, &self.given)
        };
        let mut long = long.iter();
        !short.is_empty() && short.iter().all(|a| long.any(|b| same_given(a, b)))
    }
}

/// Two full names may be of one person: surnames that spellings confuse, and given names that agree.
pub fn is_one_person(a: &str, b: &str) -> bool {
    let (a, b) = (Name::new(Kind::Person, a), Name::new(Kind::Person, b));
    a.key == b.key && a.is_full() && b.is_full() && a.agrees(&b)
}

/// The key of a name's last word: equal for the romanisations of one surname, and different for most others.
pub fn surname_key(name: &str) -> u64 {
    key_of(&key::plain(name))
}

/// Two names that may be one person's: the surname in one of its romanisations, and given names that agree, where both
/// have some.
pub fn may_be_one(a: &str, b: &str) -> bool {
    let (a, b) = (Name::new(Kind::Person, a), Name::new(Kind::Person, b));
    a.key == b.key && (a.given.is_empty() || b.given.is_empty() || a.agrees(&b))
}

/// A person's name with more than the surname: `von der Leyen` is none.
pub fn is_full_name(name: &str) -> bool {
    !Name::new(Kind::Person, name).given.is_empty()
}

fn same_given(a: &str, b: &str) -> bool {
    let initial = |short: &str, long: &str| short.len() == 1 && long.starts_with(short);
    initial(a, b) || initial(b, a) || key::alike(a, b) || same_form(a, b)
}

/// One given name in the forms of two languages.
fn same_form(a: &str, b: &str) -> bool {
    static FORMS: OnceLock<FxHashMap<String, &str>> = OnceLock::new();
    let forms = FORMS
        .get_or_init(|| lang::given_name_forms().map(|(form, name)| (key::light(&key::plain(form)), name)).collect());
    forms.get(a).is_some_and(|name| forms.get(b) == Some(name))
}

/// What stands before the surname, without particles (`van`, `al`) and words that only join.
fn given_names(text: &str) -> Box<[Box<str>]> {
    let words: Vec<&str> = text.split_whitespace().filter(|word| !is_suffix(word)).collect();
    let Some((_, before)) = words.split_last() else { return Box::default() };
    let capital = before.iter().filter(|word| !word.starts_with(char::is_lowercase));
    capital
        .flat_map(|word| key::plain(word).split(' ').map(|part| key::light(part).into()).collect::<Vec<_>>())
        .collect()
}

/// The last word is no surname: `Jr`, `III`.
fn is_suffix(word: &str) -> bool {
    matches!(word.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV" | "jr" | "sr")
}

/// The key of a bucket: that of the last word, which is a person's surname. It is the same for every kind, since
/// what a name is a name of is for the whole folder to say, and since bodies are called by their last word
/// (`the Herald`). It is a function of the name's slug, so that two names with equal slugs always share a bucket and
/// ids can be told apart there.
pub(crate) fn key_of(plain: &str) -> u64 {
    let last = plain.split(' ').rev().find(|word| !is_suffix(&word.to_uppercase()) && !is_suffix(word));
    text::hash64(key::light(last.unwrap_or(plain)).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(text: &str) -> Name {
        Name::new(Kind::Person, text)
    }

    #[test]
    fn one_key_for_all_spellings_of_a_surname() {
        for (a, b) in [
            ("Volodymyr Zelenskyy", "Zelensky"),
            ("Mohammed Shia al-Sudani", "Sudani"),
            ("Hossein Amir-Abdollahian", "Abdollahian"),
            ("Ursula von der Leyen", "von der Leyen"),
            ("Martin King Jr.", "King"),
        ] {
            assert_eq!(person(a).key, person(b).key, "{a} {b}");
        }
        assert_eq!(person("Zelensky").key, Name::new(Kind::Other, "Zelensky").key);
        assert_ne!(person("Lidia Sarichka").key, person("Yevgen Sarichko").key);
    }

    #[test]
    fn given_names_agree() {
        for (a, b, expected) in [
            ("Yevgen Sarichko", "Evgeny Sarychko", true),
            ("Jean-Noel Barrot", "Jean-Noël Barrot", true),
            ("R. T. Erdogan", "Recep Tayyip Erdogan", true),
            ("Tayyip Erdogan", "Recep Tayyip Erdogan", true),
            ("Vladimir Montrov", "Volodymyr Montrov", true),
            ("Tomas Areld", "Katrin Areld", false),
            ("Serdar Berdimuhamedov", "Gurbanguly Berdimuhamedov", false),
            ("Areld", "Katrin Areld", false),
        ] {
            assert_eq!(person(a).agrees(&person(b)), expected, "{a} {b}");
        }
        assert!(person("von der Leyen").given.is_empty());
        assert!(person("Ursula von der Leyen").is_full());
        assert!(!person("D. Peskov").is_full());
    }
}
