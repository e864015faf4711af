//! What is known of people and events from outside the articles, as far as it bears on days.
//!
//! A plain value, given as an argument: whoever keeps a registry says what of it concerns a text.

use std::collections::BTreeSet;

use jiff::civil::Date;
use lang::Language;
use lang::public::{self, OfficeHolder};

use crate::recall::Recall;

/// People with their offices and deaths, and events with their days.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Known {
    /// The people.
    pub people: Vec<KnownPerson>,
    /// The events.
    pub events: Vec<KnownEvent>,
}

/// Somebody, and when he held which office.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct KnownPerson {
    /// All ways the name is written, the chief one first.
    pub names: Vec<String>,
    /// The last day of the stretch in which he died.
    pub died: Option<Date>,
    /// His offices.
    pub roles: Vec<KnownRole>,
}

/// An office, and when it was held.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct KnownRole {
    /// Its wordings, the chief one first.
    pub titles: Vec<String>,
    /// The first day, where known.
    pub from: Option<Date>,
    /// The last day, where known.
    pub to: Option<Date>,
}

/// An event.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct KnownEvent {
    /// Its names, the chief one first.
    pub names: Vec<String>,
    /// Its first and last day.
    pub interval: (Date, Date),
}

impl Known {
    /// Nothing is known.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.events.is_empty()
    }

    /// The one event that `words` of a text name: a name of it, or the end of one (`the inauguration`) where the text
    /// holds the name's other words, too. None if it may be one of several.
    pub fn event(&self, words: &str, text: &str) -> Option<&KnownEvent> {
        let phrase = bare_words(words);
        let mut fits = self.events.iter().filter(|event| event.names.iter().any(|name| is_named(name, &phrase, text)));
        fits.next().filter(|_| !phrase.is_empty() && fits.next().is_none())
    }

    /// Whether words name one person: by a way the name is written, or by the last word of the chief one.
    pub fn is_person(&self, words: &str) -> bool {
        let surname = |person: &KnownPerson| {
            let chief = person.names.first().and_then(|name| name.rsplit_once(' '));
            chief.is_some_and(|(_, surname)| surname == words)
        };
        self.person(words).is_some() || self.people.iter().filter(|person| surname(person)).count() == 1
    }

    /// The one person of this name.
    pub fn person(&self, name: &str) -> Option<&KnownPerson> {
        let mut fits = self.people.iter().filter(|person| person.names.iter().any(|known| known == name));
        fits.next().filter(|_| fits.next().is_none())
    }
}

/// Whether `phrase` names what is called `name`, in this text.
fn is_named(name: &str, phrase: &[String], text: &str) -> bool {
    let whole = bare_words(name);
    if whole == phrase {
        return true;
    }
    let Some(others) = whole.strip_suffix(phrase) else { return false };
    !phrase.is_empty() && !others.is_empty() && {
        let said: BTreeSet<String> = bare_words(text).into_iter().collect();
        others.iter().all(|word| said.contains(word))
    }
}

/// Words in small letters, without marks, articles and what makes them possessive.
fn bare_words(text: &str) -> Vec<String> {
    let bare = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        word.trim_end_matches("'s").trim_end_matches("’s").to_owned()
    };
    text.split(|c: char| c.is_whitespace() || matches!(c, '—' | '–'))
        .map(bare)
        .filter(|word| !word.is_empty())
        .skip_while(|word| word == "the")
        .collect()
}

impl KnownPerson {
    /// Somebody whose offices any reference work knows.
    pub fn in_office(holder: &OfficeHolder) -> KnownPerson {
        let role = |office: &public::Office, since: &Date| KnownRole {
            titles: office.titles.iter().map(|title| title.to_string()).collect(),
            from: Some(*since),
            to: None,
        };
        KnownPerson {
            names: holder.names.iter().map(|name| name.to_string()).collect(),
            died: None,
            roles: holder
                .offices
                .iter()
                .flat_map(|office| office.since.iter().map(move |since| role(office, since)))
                .collect(),
        }
    }

    /// The offices of his that a title in a text may mean; empty if it says that he does not hold one.
    pub(crate) fn roles_of(&self, title: &str, recall: &Recall, lang: &Language) -> Vec<&KnownRole> {
        let office = |title: &str| recall.office(title, || Office::of(title, lang));
        let said = office(title);
        let means = |role: &&KnownRole| {
            // A wording that does not say whose office it is, is of the same as the chief one.
            let chief = role.titles.first().map(|title| office(title));
            role.titles.iter().map(|known| office(known)).any(|known| {
                let whose =
                    [&known].into_iter().chain(&chief).map(|office| &office.whose).find(|whose| !whose.is_empty());
                !said.words.is_empty()
                    && said.words == known.words
                    && (said.whose.is_empty() || Some(&said.whose) == whose)
            })
        };
        self.roles.iter().filter(means).collect()
    }
}

/// A title, taken apart: `Iranian Foreign Minister` is what `Foreign Minister of Iran` is.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Office {
    words: BTreeSet<String>,
    whose: BTreeSet<String>,
}

impl Office {
    fn of(title: &str, lang: &Language) -> Office {
        let mut office = Office { words: BTreeSet::new(), whose: BTreeSet::new() };
        let words: Vec<&str> =
            title.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()).collect();
        let mut at = 0;
        while at < words.len() {
            let rest = words.len() - at;
            let place = (1..=rest.min(4)).rev().find_map(|count| {
                let name = words[at..at + count].join(" ");
                let name = name.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches('\'');
                let known = lang.demonyms.get(name).map(|demonym| demonym.place.clone());
                let named = || place(lang, name);
                known.or_else(named).map(|place| (count, place))
            });
            if let Some((count, place)) = place {
                office.whose.insert(place.to_lowercase());
                at += count;
                continue;
            }
            let word = words[at].to_lowercase();
            if lang.not_in_office.contains(&word) || !(lang.in_office.contains(&word) || lang.function.contains(&word))
            {
                office.words.insert(word);
            }
            at += 1;
        }
        office
    }
}

/// The one name of the place that is called `name`.
fn place(lang: &Language, name: &str) -> Option<Box<str>> {
    let place = lang.places.exact(name).filter(|_| name.starts_with(char::is_uppercase))?;
    Some(place.canonical.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn titles_of_one_office() {
        let lang = Language::load(lang::DEFAULT_TAG);
        let recall = Recall::default();
        let role = KnownRole {
            titles: vec!["Foreign Minister of Norway".into(), "top diplomat".into()],
            from: None,
            to: None,
        };
        let person = KnownPerson { names: vec!["Marta Orlova".into()], died: None, roles: vec![role] };
        let is_hers = |title: &str| !person.roles_of(title, &recall, &lang).is_empty();
        for title in [
            "Norwegian Foreign Minister",
            "foreign minister",
            "Norway's foreign minister",
            "newly elected Foreign Minister",
            "Norwegian top diplomat",
        ] {
            assert!(is_hers(title), "{title}");
        }
        for title in [
            "former Foreign Minister",
            "Swedish Foreign Minister",
            "deputy foreign minister",
            "foreign minister-designate",
            "minister",
            "",
        ] {
            assert!(!is_hers(title), "{title}");
        }
    }

    #[test]
    fn events_by_their_words() {
        let event =
            |name: &str| KnownEvent { names: vec![name.into()], interval: (date(2025, 1, 20), date(2025, 1, 20)) };
        let known = Known { people: Vec::new(), events: vec![event("orlova inauguration"), event("Merrow summit")] };
        let found = |words: &str, text: &str| known.event(words, text).map(|event| event.names[0].clone());
        assert_eq!(found("the inauguration", "Marta Orlova’s party").as_deref(), Some("orlova inauguration"));
        assert_eq!(found("the inauguration", "The party"), None);
        assert_eq!(found("the Merrow summit", "").as_deref(), Some("Merrow summit"));
        assert_eq!(found("the", "Merrow Orlova"), None);
        let two = Known { events: vec![event("Merrow summit"), event("Oslo summit")], ..Known::default() };
        assert_eq!(two.event("the summit", "From Oslo to Merrow."), None);
    }
}
