//! What the folder knows beside its articles: `entities.toml` and `events.toml`, as they can be read, and what of them
//! concerns a text.

mod names;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use ::registry::{
    Change, ENTITIES, EVENTS, Entities, Entity, Events, Lookup, NewEntity, Problem, Read, Written, add_entity,
    add_entity_beside, references,
};
use nlp::Known;
use rules::{Finding, Fix, Related, Roll, Severity};
use text::{LineIndex, Span};

use names::Names;
pub(crate) use names::News;

/// Both files of a folder's registry.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    entities: Option<Filed<Entities>>,
    events: Option<Filed<Events>>,
    /// Events, as far as they bear on how texts are read.
    known: Known,
    people_named: Names,
    events_named: Names,
    /// People, bodies, places and outlets by their names, as these are compared, and by the last words of them.
    by_name: Lookup<String>,
    by_surname: Lookup<String>,
    /// Events by their keys, as indexes into the file's entries.
    events_by_key: Arc<HashMap<String, usize>>,
    roll: Arc<Roll>,
}

/// The last word of a name without the habits of romanisation.
fn surname_key(name: &str) -> String {
    corpus::key::light(corpus::key::plain(name).rsplit(' ').next().unwrap_or_default())
}

/// A file of the registry.
#[derive(Clone, Debug)]
struct Filed<T> {
    text: Arc<str>,
    lines: LineIndex,
    /// What it says, or said when it could be read last.
    said: Arc<T>,
    problems: Vec<Problem>,
    /// What stands where in it, for somebody who edits it; read when it is asked for.
    written: Arc<OnceLock<Written>>,
}

impl Registry {
    /// Whether a file of this name, in the folder's root, is one of the registry's.
    pub fn is_file(path: &str) -> bool {
        path == ENTITIES || path == EVENTS
    }

    /// The registry when the file `path` says this, or is gone, and what of it is news to texts. A file that cannot be read
    /// keeps what it said before.
    pub(crate) fn with(&self, path: &str, text: Option<Arc<str>>) -> (Registry, News) {
        match path {
            ENTITIES => self.with_entities(text),
            EVENTS => self.with_events(text),
            _ => (self.clone(), News::default()),
        }
    }

    /// Of thousands of entries somebody writes one: what is looked up by words is renewed by that one alone.
    fn with_entities(&self, text: Option<Arc<str>>) -> (Registry, News) {
        let nobody = Entities::default();
        let parse = |text: &str| Entities::parse_after(text, self.entities().unwrap_or(&nobody));
        let mut registry =
            Registry { entities: text.map(|text| filed(text, parse, self.entities.as_ref())), ..self.clone() };
        let (before, after) = (self.entities().unwrap_or(&nobody), registry.entities().unwrap_or(&nobody));
        let (gone, come) = (before.without(after), after.without(before));
        let news = News::of_entities(&gone, &come);
        let mut lookups = (self.by_name.clone(), self.by_surname.clone());
        for entry in &gone {
            lookups.0.remove(&entry.key, entry.names().map(corpus::key::plain));
            lookups.1.remove(&entry.key, entry.names().map(surname_key));
        }
        for entry in &come {
            lookups.0.insert(&entry.key, entry.names().map(corpus::key::plain));
            lookups.1.insert(&entry.key, entry.names().map(surname_key));
        }
        let people_named = self.people_named.renewed(&people(&gone), &people(&come));
        let roll = Arc::new(self.roll.renewed(&gone, &come));
        (registry.by_name, registry.by_surname) = lookups;
        (registry.people_named, registry.roll) = (people_named, roll);
        (registry, news)
    }

    fn with_events(&self, text: Option<Arc<str>>) -> (Registry, News) {
        let events = text.map(|text| filed(text, Events::parse, self.events.as_ref()));
        let mut registry = Registry { events, ..self.clone() };
        let all = registry.events().map_or(&[][..], |events| &events.all);
        let known: Vec<_> = all.iter().map(names::event).collect();
        let named = all.iter().zip(&known).map(|(entry, known)| (entry.key.clone(), known.names.clone()));
        let events_named = Names::default().renewed(&[], &named.collect::<Vec<_>>());
        let by_key = all.iter().zip(0..).map(|(entry, at)| (entry.key.clone(), at)).collect();
        registry.events_by_key = Arc::new(by_key);
        registry.events_named = events_named;
        let news = News::of_events(&self.known.events, &known);
        registry.known.events = known;
        (registry, news)
    }

    /// Its entries by what rules compare names by.
    pub(crate) fn roll(&self) -> &Roll {
        &self.roll
    }

    /// The person, body, place or outlet of a key.
    pub(crate) fn entity(&self, key: &str) -> Option<&Entity> {
        self.entities()?.get(key)
    }

    /// The event of a key.
    pub(crate) fn event(&self, key: &str) -> Option<&::registry::Event> {
        self.events()?.all.get(*self.events_by_key.get(key)?)
    }

    /// People, bodies, places and outlets.
    pub fn entities(&self) -> Option<&Entities> {
        self.entities.as_ref().map(|file| &*file.said)
    }

    /// Events.
    pub fn events(&self) -> Option<&Events> {
        self.events.as_ref().map(|file| &*file.said)
    }

    /// The entries that have this name, whatever its case and accents.
    pub(crate) fn named(&self, name: &str) -> impl Iterator<Item = &Entity> {
        self.entities().into_iter().flat_map(|entities| entities.of(self.by_name.keys(&corpus::key::plain(name))))
    }

    /// The entries that have a name of the same last word, as spellings of it may differ.
    pub(crate) fn spelled(&self, name: &str) -> impl Iterator<Item = &Entity> {
        self.entities().into_iter().flat_map(|entities| entities.of(self.by_surname.keys(&surname_key(name))))
    }

    /// Its events, as far as they bear on how texts are read.
    pub(crate) fn known(&self) -> &Known {
        &self.known
    }

    /// The edit that puts an entry behind all others. `None` while the file cannot be read.
    pub(crate) fn addition(&self, new: &NewEntity) -> Option<Change> {
        match &self.entities {
            Some(file) => add_entity_beside(&file.text, &whole(&self.entities)?.keys().collect(), new),
            None => add_entity(None, new),
        }
    }

    /// Names that look alike and are of different people, as entries say.
    pub(crate) fn apart(&self) -> Vec<(String, String)> {
        let entries = self.entities().into_iter().flat_map(|entities| &entities.all);
        let pairs = |entry: &Entity| -> Vec<(String, String)> {
            let others =
                |name: &str| entry.not.iter().map(move |not| (name.to_owned(), not.clone())).collect::<Vec<_>>();
            entry.names().flat_map(others).collect()
        };
        entries.flat_map(pairs).collect()
    }

    /// Where the entries of one of its files begin.
    pub(crate) fn keys(&self, path: &str) -> Vec<u32> {
        let entities = || self.entities().into_iter().flat_map(|entities| &entities.all).map(|entry| entry.span.start);
        let events = || self.events().into_iter().flat_map(|events| &events.all).map(|entry| entry.span.start);
        match path {
            ENTITIES => entities().collect(),
            EVENTS => events().collect(),
            _ => Vec::new(),
        }
    }

    /// The text of one of its files, as it was given.
    pub fn text(&self, path: &str) -> Option<&Arc<str>> {
        match path {
            ENTITIES => self.entities.as_ref().map(|file| &file.text),
            EVENTS => self.events.as_ref().map(|file| &file.text),
            _ => None,
        }
    }

    /// Where the lines of one of its files are.
    pub fn lines(&self, path: &str) -> Option<&LineIndex> {
        match path {
            ENTITIES => self.entities.as_ref().map(|file| &file.lines),
            EVENTS => self.events.as_ref().map(|file| &file.lines),
            _ => None,
        }
    }

    /// What stands where in one of its files, whether or not it can be read.
    pub(crate) fn written(&self, path: &str) -> Option<&Written> {
        fn read<T>(file: &Filed<T>) -> &Written {
            file.written.get_or_init(|| Written::parse(&file.text))
        }
        match path {
            ENTITIES => self.entities.as_ref().map(read),
            EVENTS => self.events.as_ref().map(read),
            _ => None,
        }
    }

    /// Those of its files that are there.
    pub fn files(&self) -> impl Iterator<Item = &'static str> {
        let there = [(ENTITIES, self.entities.is_some()), (EVENTS, self.events.is_some())];
        there.into_iter().filter_map(|(path, is_there)| is_there.then_some(path))
    }

    /// What of it a text may depend on: the same for the same text, whatever else the registry holds.
    pub(crate) fn concerning(&self, text: &str) -> Arc<Known> {
        let named = self.events_named.keys(text);
        let events = self.events().into_iter().flat_map(|events| &events.all).zip(&self.known.events);
        let events = events.filter(|(entry, _)| !named.is_empty() && named.contains(&*entry.key));
        Arc::new(Known {
            people: names::people(&self.people_named, self.entities(), text),
            events: events.map(|(_, known)| known.clone()).collect(),
        })
    }

    /// What is wrong in one of its files; spans are bytes of that file's text.
    pub(crate) fn findings(&self, path: &str) -> Vec<Finding> {
        let problems = match path {
            ENTITIES => self.entities.as_ref().map(|file| &file.problems),
            EVENTS => self.events.as_ref().map(|file| &file.problems),
            _ => None,
        };
        let mut all: Vec<Finding> = problems.into_iter().flatten().map(finding).collect();
        all.extend(self.strays(path));
        all.sort_by_key(|finding| finding.span);
        all
    }

    /// What refers, by a key, to an entry that is not there. What is no key is a name, which needs no entry. Where the file
    /// cannot be read, or there is no `entities.toml`, nothing can be said.
    fn strays(&self, path: &str) -> Vec<Finding> {
        let Some(entities) = whole(&self.entities).or_else(|| self.entities().filter(|_| path == EVENTS)) else {
            return Vec::new();
        };
        let keys: HashSet<&str> = entities.keys().collect();
        let is_stray = |words: &str| is_key(words) && !keys.contains(words) && self.named(words).next().is_none();
        let strays = |all: &mut dyn Iterator<Item = (&str, Span)>| -> Vec<Finding> {
            let strays = all.filter(|(words, _)| is_stray(words));
            strays.map(|(words, span)| stray(words, span, nearest(words, &keys))).collect()
        };
        match path {
            ENTITIES => strays(&mut entities.references()),
            _ => {
                let written = whole(&self.events).and_then(|_| self.written(EVENTS));
                strays(&mut written.into_iter().flat_map(|written| references(EVENTS, written)))
            }
        }
    }
}

/// What a file says, if it can be read as it is.
fn whole<T>(file: &Option<Filed<T>>) -> Option<&T> {
    let file = file.as_ref()?;
    (!file.problems.iter().any(|problem| problem.broken)).then_some(&*file.said)
}

/// Small letters, digits and dashes: no name is written so.
fn is_key(words: &str) -> bool {
    let inside = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    !words.is_empty() && words.chars().all(inside)
}

/// The key that somebody may have meant: a slip or two away, by the alphabet where several are.
fn nearest<'a>(words: &str, keys: &HashSet<&'a str>) -> Option<&'a str> {
    let slips = if words.len() < SHORT { 1 } else { 2 };
    let near = keys.iter().filter(|key| key.len().abs_diff(words.len()) <= slips);
    let distances = near.map(|key| (strsim::osa_distance(words, key), *key));
    distances.filter(|(distance, _)| *distance <= slips).min().map(|(_, key)| key)
}

fn stray(words: &str, span: Span, nearest: Option<&str>) -> Finding {
    let meant = nearest.map(|key| format!(" `{key}` may be meant;")).unwrap_or_default();
    let fix = |key: &str| Fix {
        title: format!("Change {words} to {key}"),
        edits: vec![(span, ::registry::quoted(key))],
        safe: false,
    };
    let message = format!(
        "There is no entry `{words}` in {ENTITIES}:{meant} else add [{words}] there, or write the name as articles have it."
    );
    Finding { fixes: nearest.map(fix).into_iter().collect(), ..finding(&Problem::new(span, message)) }
}

/// In shorter keys a second slip makes another word.
const SHORT: usize = 6;

fn filed<T: Default>(text: Arc<str>, parse: impl Fn(&str) -> Read<T>, before: Option<&Filed<T>>) -> Filed<T> {
    let Read { said, problems } = parse(&text);
    let said = said.map(Arc::new).or_else(|| before.map(|before| before.said.clone())).unwrap_or_default();
    Filed { lines: LineIndex::new(&text), text, said, problems, written: Arc::default() }
}

/// Those of whom something is known that bears on how texts are read: their keys and names.
fn people(entries: &[&Entity]) -> Vec<(String, Vec<String>)> {
    let known = entries.iter().filter_map(|entry| Some((entry.key.clone(), names::person(entry)?.names)));
    known.collect()
}

fn finding(problem: &Problem) -> Finding {
    let related = |span| Related { path: None, span, message: "the other one".to_owned() };
    Finding {
        code: "M905",
        rule: "broken-registry",
        severity: if problem.broken { Severity::Error } else { Severity::Warning },
        span: problem.span,
        message: problem.message.clone(),
        related: problem.related.map(related).into_iter().collect(),
        grade: None,
        fixes: Vec::new(),
        choices: Vec::new(),
    }
}
