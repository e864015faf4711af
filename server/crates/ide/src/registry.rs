//! What the folder knows beside its articles: `entities.toml` and `events.toml`, as they can be read, and what of them
//! concerns a text.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::Hash;
use std::sync::{Arc, OnceLock};

use ::registry::{ENTITIES, EVENTS, Entities, EntityKind, Events, Problem, Read, Written};
use aho_corasick::AhoCorasick;
use nlp::{Known, KnownEvent, KnownPerson, KnownRole};
use rules::{Finding, Fix, Related, Roll, Severity};
use text::{LineIndex, Span};

use crate::entries::references;

/// Both files of a folder's registry.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    entities: Option<Filed<Entities>>,
    events: Option<Filed<Events>>,
    known: Known,
    names: Names,
    /// People, bodies, places and outlets by their names, as these are compared, and by the last words of them.
    by_name: Lookup,
    by_surname: Lookup,
    /// Entries of each file by their keys.
    by_key: Keys,
    events_by_key: Keys,
    roll: Arc<Roll>,
}

/// Entries by their keys, as indexes into the file's entries.
type Keys = Arc<HashMap<String, usize>>;

/// Entries by words, as indexes into the file's entries.
#[derive(Clone, Debug, Default)]
struct Lookup(Arc<HashMap<String, Vec<usize>>>);

impl Lookup {
    fn new(entities: Option<&Entities>, key: impl Fn(&str) -> String) -> Lookup {
        let mut all: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, entry) in entities.into_iter().flat_map(|entities| &entities.all).enumerate() {
            for name in entry.names() {
                let places = all.entry(key(name)).or_default();
                if places.last() != Some(&at) {
                    places.push(at);
                }
            }
        }
        Lookup(Arc::new(all))
    }

    fn of<'a>(
        &self,
        key: &str,
        entities: Option<&'a Entities>,
    ) -> impl Iterator<Item = &'a ::registry::Entity> + use<'a> {
        let places = self.0.get(key).cloned().unwrap_or_default();
        places.into_iter().filter_map(move |at| entities?.all.get(at))
    }
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

/// By which words a text shows that it may name somebody or something that is known.
#[derive(Clone, Debug, Default)]
struct Names {
    words: Option<AhoCorasick>,
    /// Of each word, whose it is: an index into people, or behind them into events.
    owners: Vec<usize>,
}

impl Registry {
    /// Whether a file of this name, in the folder's root, is one of the registry's.
    pub fn is_file(path: &str) -> bool {
        path == ENTITIES || path == EVENTS
    }

    /// The registry when the file `path` says this, or is gone. A file that cannot be read keeps what it said before.
    pub(crate) fn with(&self, path: &str, text: Option<Arc<str>>) -> Registry {
        let mut registry = self.clone();
        match path {
            ENTITIES => registry.entities = text.map(|text| filed(text, Entities::parse, self.entities.as_ref())),
            EVENTS => registry.events = text.map(|text| filed(text, Events::parse, self.events.as_ref())),
            _ => return registry,
        }
        registry.known = known(registry.entities(), registry.events());
        registry.names = Names::of(&registry.known);
        registry.by_name = Lookup::new(registry.entities(), corpus::key::plain);
        registry.by_surname = Lookup::new(registry.entities(), surname_key);
        let entities = registry.entities().into_iter().flat_map(|entities| &entities.all);
        registry.by_key = Arc::new(entities.zip(0..).map(|(entry, at)| (entry.key.clone(), at)).collect());
        let events = registry.events().into_iter().flat_map(|events| &events.all);
        registry.events_by_key = Arc::new(events.zip(0..).map(|(entry, at)| (entry.key.clone(), at)).collect());
        registry.roll = Arc::new(registry.entities().map(Roll::of).unwrap_or_default());
        registry
    }

    /// Its entries by what rules compare names by.
    pub(crate) fn roll(&self) -> &Roll {
        &self.roll
    }

    /// The person, body, place or outlet of a key.
    pub(crate) fn entity(&self, key: &str) -> Option<&::registry::Entity> {
        self.entities()?.all.get(*self.by_key.get(key)?)
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
    pub(crate) fn named(&self, name: &str) -> impl Iterator<Item = &::registry::Entity> {
        self.by_name.of(&corpus::key::plain(name), self.entities())
    }

    /// The entries that have a name of the same last word, as spellings of it may differ.
    pub(crate) fn spelled(&self, name: &str) -> impl Iterator<Item = &::registry::Entity> {
        self.by_surname.of(&surname_key(name), self.entities())
    }

    /// What of it bears on how texts are read.
    pub(crate) fn known(&self) -> &Known {
        &self.known
    }

    /// Names that look alike and are of different people, as entries say.
    pub(crate) fn apart(&self) -> Vec<(String, String)> {
        let entries = self.entities().into_iter().flat_map(|entities| &entities.all);
        let pairs = |entry: &::registry::Entity| -> Vec<(String, String)> {
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
        let Some(words) = &self.names.words else { return Arc::default() };
        let mut is_named = vec![false; self.known.people.len() + self.known.events.len()];
        for found in words.find_overlapping_iter(text) {
            if let Some(named) = is_named.get_mut(self.names.owners[found.pattern().as_usize()]) {
                *named = true;
            }
        }
        let (people, events) = is_named.split_at(self.known.people.len());
        fn named<T: Clone>(all: &[T], is_named: &[bool]) -> Vec<T> {
            all.iter().zip(is_named).filter(|(_, named)| **named).map(|(one, _)| one.clone()).collect()
        }
        Arc::new(Known { people: named(&self.known.people, people), events: named(&self.known.events, events) })
    }

    /// What is known in one of the two and not in the other. Only texts that name somebody of it can be read otherwise.
    pub(crate) fn difference(&self, other: &Registry) -> Registry {
        fn either<T: Eq + Hash + Clone>(a: &[T], b: &[T]) -> Vec<T> {
            let only = |a: &[T], b: &[T]| {
                let others: HashSet<&T> = b.iter().collect();
                a.iter().filter(|one| !others.contains(one)).cloned().collect::<Vec<T>>()
            };
            [only(a, b), only(b, a)].concat()
        }
        let known = Known {
            people: either(&self.known.people, &other.known.people),
            events: either(&self.known.events, &other.known.events),
        };
        Registry { names: Names::of(&known), known, ..Registry::default() }
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
        let is_broken = |problems: &[Problem]| problems.iter().any(|problem| problem.broken);
        let broken = match path {
            ENTITIES => self.entities.as_ref().is_none_or(|file| is_broken(&file.problems)),
            _ => self.events.as_ref().is_none_or(|file| is_broken(&file.problems)),
        };
        let (false, Some(written), Some(entities)) = (broken, self.written(path), self.written(ENTITIES)) else {
            return Vec::new();
        };
        let keys: BTreeSet<&str> = entities.keys().collect();
        let is_stray = |words: &str| is_key(words) && !keys.contains(words) && self.named(words).next().is_none();
        let strays = references(path, written).into_iter().filter(|(words, _)| is_stray(words));
        strays.map(|(words, span)| stray(words, span, nearest(words, &keys))).collect()
    }
}

/// Small letters, digits and dashes: no name is written so.
fn is_key(words: &str) -> bool {
    let inside = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    !words.is_empty() && words.chars().all(inside)
}

/// The key that somebody may have meant: a slip or two away, by the alphabet where several are.
fn nearest<'a>(words: &str, keys: &BTreeSet<&'a str>) -> Option<&'a str> {
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

/// What of the files bears on how texts are read.
fn known(entities: Option<&Entities>, events: Option<&Events>) -> Known {
    let people = entities.into_iter().flat_map(|entities| &entities.all);
    let people = people.filter(|person| person.kind == EntityKind::Person).map(|person| KnownPerson {
        names: person.names().map(str::to_owned).collect(),
        died: person.died.map(|days| days.last),
        roles: person
            .roles
            .iter()
            .map(|role| KnownRole {
                titles: std::iter::once(&role.title).chain(&role.said_as).cloned().collect(),
                from: role.from.map(|days| days.first),
                to: role.to.map(|days| days.last),
            })
            .collect(),
    });
    let people = people.filter(|person| person.died.is_some() || !person.roles.is_empty()).collect();
    let events = events.into_iter().flat_map(|events| &events.all).map(|event| KnownEvent {
        names: event.names().map(str::to_owned).collect(),
        interval: (event.days.first, event.days.last),
    });
    Known { people, events: events.collect() }
}

impl Names {
    /// The last word of every name: a text that names somebody holds it.
    fn of(known: &Known) -> Names {
        let people = known.people.iter().map(|person| &person.names);
        let all = people.chain(known.events.iter().map(|event| &event.names)).enumerate();
        let words = all.flat_map(|(owner, names)| names.iter().map(move |name| (owner, name)));
        let words = words.filter_map(|(owner, name)| Some((name.split_whitespace().next_back()?.to_owned(), owner)));
        let (words, owners): (Vec<String>, Vec<usize>) = words.unzip();
        let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(&words);
        // Too many names to be built into one are no registry; then nothing is known.
        Names { words: automaton.ok().filter(|_| !words.is_empty()), owners }
    }
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
