//! What readers say of names in marks: `entity` marks, by which words are no name, or of a kind, or an entry of the
//! registry; and `event` marks. An `entity` mark may count for these words in all files of the folder.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use ::marks::{Mark, Scope};
use ::registry::{ENTITIES, EVENTS, EntityKind};
use aho_corasick::AhoCorasick;
use imbl::OrdMap;
use nlp::{Kind, Said};
use rayon::prelude::*;
use rules::{Finding, Severity};
use text::Span;

use crate::annotations::{Annotations, is_within};
use crate::registry::Registry;
use crate::snapshot::{Document, Path, Snapshot};

/// `ref` of words that are no name.
pub(crate) const NO_NAME: &str = "none";

/// What readers say of names in the whole folder, or in a part of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sayings {
    /// By the file in whose sidecar it is said.
    by_file: OrdMap<Path, Arc<[Saying]>>,
    /// All of it, put together when somebody asks: hundreds of sidecars may be read before.
    together: Arc<OnceLock<Together>>,
}

/// All that is said, the narrower parts of the folder last: what is said there counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Together {
    all: Vec<Saying>,
    /// The first words of all of them, to find those that a text may have.
    first: Option<AhoCorasick>,
}

/// That words name nothing, or somebody or something, wherever they stand.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Saying {
    words: String,
    kind: Option<Kind>,
    folder: Option<String>,
}

impl Sayings {
    /// The sidecar of a file says something else now, or what it says has another meaning. What of it is news.
    pub fn tell(&mut self, path: &Path, annotations: Option<&Annotations>, registry: &Registry) -> Together {
        let saying = |mark: &Mark| {
            let kind = kind(&mark.word("ref")?, registry)?;
            Some(Saying { words: mark.quote.clone(), kind, folder: mark.folder() })
        };
        let marks = annotations.into_iter().flat_map(Annotations::folder_names);
        let after: Arc<[Saying]> = marks.filter_map(saying).collect();
        let before = self.by_file.get(path).cloned().unwrap_or_default();
        if before == after {
            return Together::default();
        }
        match after.is_empty() {
            true => self.by_file.remove(path),
            false => self.by_file.insert(path.clone(), after.clone()),
        };
        self.together = Arc::default();
        Together::of_all(difference(&before, &after))
    }

    /// What they say of the names of a file that says `text`.
    pub fn of(&self, path: &str, text: &str) -> Vec<Said> {
        let all = || self.by_file.values().flat_map(|sayings| sayings.iter().cloned()).collect();
        self.together.get_or_init(|| Together::of_all(all())).of(path, text)
    }
}

/// What one of the two says and the other does not. Only texts that it says something of can be read otherwise.
fn difference(a: &[Saying], b: &[Saying]) -> Vec<Saying> {
    let (a, b): (HashSet<&Saying>, HashSet<&Saying>) = (a.iter().collect(), b.iter().collect());
    a.symmetric_difference(&b).map(|saying| (*saying).clone()).collect()
}

impl Together {
    fn of_all(mut all: Vec<Saying>) -> Together {
        all.sort_by_key(|saying| saying.folder.as_ref().map_or(0, String::len));
        let first: Vec<&str> = all.iter().filter_map(|saying| saying.words.split_whitespace().next()).collect();
        // No words of a mark are empty, so each has its first one. Too many to be built into one say nothing.
        let first = AhoCorasick::new(&first).ok().filter(|_| !all.is_empty());
        Together { all, first }
    }

    /// What is said of the names of a file that says `text`.
    pub fn of(&self, path: &str, text: &str) -> Vec<Said> {
        let Some(first) = &self.first else { return Vec::new() };
        let there: HashSet<usize> = first.find_overlapping_iter(text).map(|found| found.pattern().as_usize()).collect();
        let mut said = Vec::new();
        for (at, saying) in self.all.iter().enumerate() {
            if there.contains(&at) && is_within(path, saying.folder.as_deref()) {
                let (words, kind) = (&saying.words, saying.kind);
                said.extend(occurrences(text, words).map(|span| Said { span, kind, alone: true }));
            }
        }
        said
    }

    /// Nothing is said.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl Annotations {
    /// What it says of the names of its file, which says `text`: of words everywhere first, then of those at one place.
    /// What it says of words in other files, too, is among [`Sayings`].
    pub(crate) fn said(&self, text: &str, registry: &Registry) -> Vec<Said> {
        let (mut all, mut here) = (Vec::new(), Vec::new());
        for (mark, anchor) in self.marks_in_force().filter(|(mark, _)| mark.kind == "entity") {
            let (Some(span), Some(kind)) =
                (anchor.sure_span(), mark.word("ref").and_then(|word| kind(&word, registry)))
            else {
                continue;
            };
            here.push(Said { span, kind, alone: false });
            if mark.scope == Scope::Article {
                all.extend(occurrences(text, span.of(text)).map(|span| Said { span, kind, alone: true }));
            }
        }
        all.extend(here);
        all
    }

    /// Marks that name an entry of the registry which is not there.
    pub(crate) fn unknown_entries(&self, registry: &Registry) -> Vec<Finding> {
        let is_event = |key: &str| registry.event(key).is_some();
        let unknown = |mark: &::marks::Mark| match mark.kind.as_str() {
            "entity" => mark.word("ref").filter(|key| kind(key, registry).is_none()).map(|key| (key, ENTITIES)),
            "event" => mark.word("event").filter(|key| !is_event(key)).map(|key| (key, EVENTS)),
            _ => None,
        };
        let marks = self.marks_in_force().filter_map(|(mark, _)| Some((mark.entry.span, unknown(mark)?)));
        marks.map(|(span, (key, file))| unknown_entry(span, &format!("there is no entry `{key}` in {file}"))).collect()
    }

    /// Where its words stand that it says what they name.
    fn name_places(&self) -> impl Iterator<Item = Span> {
        self.marks_in_force().filter(|(mark, _)| mark.kind == "entity").filter_map(|(_, anchor)| anchor.sure_span())
    }

    /// The words that are linked to the event of a key.
    pub(crate) fn linked_events(&self, key: &str) -> impl Iterator<Item = Span> {
        let marks = self.marks_in_force().filter(|(mark, _)| mark.kind == "event");
        let linked = marks.filter(move |(mark, _)| mark.word("event").as_deref() == Some(key));
        linked.filter_map(|(_, anchor)| anchor.sure_span())
    }

    /// What marks of a kind have under `key`, on the words at `span`.
    fn referred(&self, kind: &str, key: &str, span: Span) -> Option<String> {
        let here = |place: Option<Span>| place.is_some_and(|place| place.intersects(span));
        let mut marks = self.marks_in_force().filter(|(mark, anchor)| mark.kind == kind && here(anchor.sure_span()));
        marks.find_map(|(mark, _)| mark.word(key))
    }
}

impl Snapshot {
    /// What readers say of the names of a file that says `text`.
    pub(crate) fn said(&self, path: &str, text: &str) -> Vec<Said> {
        let mut said = self.sayings.of(path, text);
        if let Some(annotations) = self.annotations.get(path).filter(|known| known.speaks_of_names()) {
            // Where marks stand is known of the text that is entered.
            let is_entered = self.documents.get(path).is_some_and(|document| *document.text == *text);
            said.extend(match is_entered {
                true => annotations.said(text, &self.registry),
                false => annotations.placed(text).said(text, &self.registry),
            });
        }
        said
    }

    /// Marks that say of the words at `span` (bytes) what counts in the folder, and do not stand on them: each with the file
    /// that it is of, and the words.
    pub(crate) fn said_elsewhere(&self, path: &str, span: Span) -> Vec<(&Path, &Mark, Span)> {
        let Some(document) = self.documents.get(path) else { return Vec::new() };
        let own: Vec<Span> = self.annotations.get(path).into_iter().flat_map(|own| own.name_places()).collect();
        let marks = self.annotations.iter().flat_map(|(of, said)| said.folder_names().map(move |mark| (of, mark)));
        let here = |(of, mark): (&'_ Path, &'_ Mark)| {
            let words = occurrences(&document.text, &mark.quote).find(|words| words.touches_span(span))?;
            let is_own = **of == *path && own.contains(&words);
            (!is_own && is_within(path, mark.folder().as_deref())).then_some(words)
        };
        marks.filter_map(|(of, mark)| Some((of, mark, here((of, mark))?))).collect()
    }

    /// At how many places of the folder `words` stand, as far as it has been read: `14 places in 6 articles so far`.
    pub(crate) fn told_places(&self, words: &str) -> String {
        let documents: Vec<&Arc<Document>> = self.documents.values().collect();
        let places_in = |document: &&Arc<Document>| {
            let places: Vec<u32> = occurrences(&document.text, words).map(|span| span.start).collect();
            let articles: HashSet<_> = places.iter().map(|start| document.marks.article_at(*start)).collect();
            (places.len(), articles.len())
        };
        let (places, articles) = documents.par_iter().map(places_in).reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
        let so_far = if self.progress.is_complete() { "" } else { " so far" };
        format!("{} in {}{so_far}", counted(places, "place"), counted(articles, "article"))
    }

    /// The registry's entry that a reader has said is meant by the words at `span`.
    pub(crate) fn referred_entity(&self, path: &str, span: Span) -> Option<&::registry::Entity> {
        let key = self.annotations.get(path)?.referred("entity", "ref", span)?;
        self.registry.entity(&key)
    }

    /// The same of an event.
    pub(crate) fn referred_event(&self, path: &str, span: Span) -> Option<&::registry::Event> {
        let key = self.annotations.get(path)?.referred("event", "event", span)?;
        self.registry.event(&key)
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn unknown_entry(span: Span, message: &str) -> Finding {
    Finding {
        code: "M905",
        rule: "broken-registry",
        severity: Severity::Warning,
        span,
        message: message.to_owned(),
        related: Vec::new(),
        grade: None,
        fixes: Vec::new(),
        choices: Vec::new(),
    }
}

/// What an `entity` mark says, for a card: `“Gate” is no name, in the whole folder`.
pub(crate) fn in_words(mark: &Mark) -> Option<String> {
    let words = crate::hover::shortened(&mark.quote, 40);
    let what = match mark.word("ref")?.as_str() {
        NO_NAME => "no name".to_owned(),
        "person" => "a person".to_owned(),
        "organisation" | "organization" => "an organisation".to_owned(),
        "place" => "a place".to_owned(),
        key => format!("`{key}`"),
    };
    let reach = match (mark.scope, mark.folder()) {
        (Scope::Here, _) => String::new(),
        (Scope::Article, _) => ", in all of this file".to_owned(),
        (Scope::Folder, None) => ", in the whole folder".to_owned(),
        (Scope::Folder, Some(folder)) => format!(", in {folder}/"),
    };
    Some(format!("“{words}” is {what}{reach}"))
}

/// The places at which `words` stand in a text as whole words, with whatever space between them.
pub(crate) fn occurrences<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = Span> + 't {
    let first = words.split_whitespace().next();
    let begins = first.into_iter().flat_map(|first| text.match_indices(first));
    let places = begins.filter_map(|(at, _)| Some(Span::from(at..end_of(text, at, words)?)));
    // A word that goes on beyond its end is another; `the Gate’s` is the same.
    let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    let is_whole = move |span: &Span| {
        let (before, behind) = (&text[..span.start as usize], &text[span.end as usize..]);
        !goes_on(before.chars().next_back()) && !goes_on(behind.chars().next())
    };
    places.filter(move |span| !span.is_empty()).filter(is_whole)
}

/// Where words end that begin at `at`; `None` if others do.
fn end_of(text: &str, at: usize, words: &str) -> Option<usize> {
    let mut rest = text.get(at..)?;
    for (number, word) in words.split_whitespace().enumerate() {
        let behind = rest.trim_start();
        if number > 0 && behind.len() == rest.len() {
            return None;
        }
        rest = behind.strip_prefix(word)?;
    }
    Some(text.len() - rest.len())
}

/// What a `ref` says of what its words name: nothing, a kind, or what an entry of the registry is. `None` if there is no
/// such entry.
fn kind(word: &str, registry: &Registry) -> Option<Option<Kind>> {
    let of = |kind: EntityKind| match kind {
        EntityKind::Person => Kind::Person,
        EntityKind::Organisation | EntityKind::Outlet => Kind::Organization,
        EntityKind::Place => Kind::Place,
    };
    match word {
        NO_NAME => Some(None),
        "person" => Some(Some(Kind::Person)),
        "organisation" | "organization" => Some(Some(Kind::Organization)),
        "place" => Some(Some(Kind::Place)),
        key => registry.entity(key).map(|entry| Some(of(entry.kind))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_alone() {
        let text = "Gate, Gates, the Gate’s end. Gate";
        let found: Vec<u32> = occurrences(text, "Gate").map(|span| span.start).collect();
        let first = text.find("Gate’s").unwrap() as u32;
        assert_eq!(found, [0, first, text.len() as u32 - 4]);
        let found = |words| occurrences("Long Gate, Long\n  Gate, LongGate, Long  Gates", words).count();
        assert_eq!((found("Long Gate"), found("Long\nGate"), found(" ")), (2, 2, 0));
    }

    #[test]
    fn the_narrower_part_of_a_folder_counts() {
        let saying = |kind, folder: Option<&str>| Saying { words: "Gate".into(), kind, folder: folder.map(Into::into) };
        let wide = saying(None, None);
        let old = saying(Some(Kind::Place), Some("old"));
        let sayings = Together::of_all(vec![old.clone(), wide.clone()]);
        let kinds = |path| sayings.of(path, "The Gate.").into_iter().map(|said| said.kind).collect::<Vec<_>>();
        assert_eq!(kinds("a.txt"), [None]);
        assert_eq!(kinds("older/a.txt"), [None]);
        assert_eq!(kinds("old/b/a.txt"), [None, Some(Kind::Place)]);
        let news = Together::of_all(difference(&[old, wide.clone()], &[wide]));
        assert_eq!((news.of("a.txt", "Gate").len(), news.of("old/a.txt", "Gate").len()), (0, 1));
    }
}
