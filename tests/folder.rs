//! A folder of a page: its files, read as an editor or the command line would read them.

use std::sync::Arc;

use fixture::{Case, File, Mark};
use ide::{Change, Config, Given, Host, Layer, Path, Snapshot};
use jiff::civil::{Date, date};

/// The day that counts as today on pages that do not say.
pub const TODAY: Date = date(2026, 1, 1);

/// A host that has read the files of a case: `written=`, `today=`, `profile=draft` and `yardstick=` mean what they say.
///
/// # Panics
///
/// If an attribute is no date, or no yardstick.
pub fn host(case: &Case) -> Host {
    let day = |file: &File, key: &str| {
        file.attribute(key).map(|day| day.parse::<Date>().unwrap_or_else(|error| panic!("{key}={day}: {error}")))
    };
    let given = case
        .files
        .iter()
        .map(|file| (Path::from(&*file.path), Given { written: day(file, "written"), mentions: None }));
    let today = case.files.iter().find_map(|file| day(file, "today")).unwrap_or(TODAY);
    let named = |name: &str| lang::Yardstick::ALL.into_iter().find(|yardstick| yardstick.name() == name);
    let yardstick = case
        .files
        .iter()
        .find_map(|file| file.attribute("yardstick"))
        .map(|name| named(name).unwrap_or_else(|| panic!("yardstick={name} is none")));
    let house = ide::House { yardstick, ..ide::House::default() };
    let config = Config { today, given: given.collect(), house, ..Config::default() };
    let mut host = Host::new(lang::Language::load(lang::DEFAULT_TAG), config);
    let drafts =
        case.files.iter().filter(|file| file.attribute("profile") == Some("draft")).map(|file| Path::from(&*file.path));
    host.apply(Change::Drafts(drafts.collect()));
    for file in &case.files {
        let text = Some(Arc::from(file.text.as_str()));
        host.apply(match annotated(&file.path) {
            Some(path) => Change::Sidecar { path: path.into(), text },
            None if ide::Registry::is_file(&file.path) => Change::Registry { path: file.path.as_str().into(), text },
            None => Change::Disk { path: file.path.as_str().into(), text },
        });
    }
    host
}

/// The article that a file is the sidecar of.
pub fn annotated(path: &str) -> Option<&str> {
    path.strip_prefix(".dateline/marks/")?.strip_suffix(".toml")
}

/// What a page can ask of a file: what a layer says of it, or what an editor is told at the cursor.
#[derive(Clone, Copy, Debug)]
pub enum Ask {
    /// A layer.
    Layer(Layer),
    /// Where the thing at the cursor is introduced.
    Definition,
    /// Where it is mentioned first in the article.
    Declaration,
    /// Where it is mentioned in the folder.
    References,
    /// Where it is mentioned in the file.
    Highlights,
    /// The card of the words at the cursor, its lines joined.
    Hover,
    /// What may be folded away.
    Folds,
    /// The selections that widen around the cursor.
    Selections,
    /// What is shown inside the text.
    Hints,
    /// The outline.
    Symbols,
    /// What is coloured, and as what.
    Colours,
    /// What is said about whoever stands at the cursor, and by whom.
    SpeakersAbout,
    /// What whoever stands at the cursor says, and about whom.
    SpokenAbout,
}

impl std::str::FromStr for Ask {
    type Err = String;

    fn from_str(name: &str) -> Result<Ask, String> {
        Ok(match name {
            "definition" => Ask::Definition,
            "declaration" => Ask::Declaration,
            "references" => Ask::References,
            "highlights" => Ask::Highlights,
            "hover" => Ask::Hover,
            "folds" => Ask::Folds,
            "selections" => Ask::Selections,
            "hints" => Ask::Hints,
            "symbols" => Ask::Symbols,
            "colours" => Ask::Colours,
            "speakers-about" => Ask::SpeakersAbout,
            "spoken-about" => Ask::SpokenAbout,
            layer => Ask::Layer(layer.parse()?),
        })
    }
}

/// What is answered of the file `path`, as marks; `cursor` is the file and byte the page asks at.
pub fn marks(snapshot: &Snapshot, ask: Ask, path: &str, cursor: Option<(&str, u32)>) -> Vec<Mark> {
    let (from, at) = cursor.unwrap_or((path, 0));
    let targets = |targets: Vec<ide::Target>, label: &str| {
        let here = targets.into_iter().filter(|target| &*target.path == path);
        here.map(|target| Mark::new(target.focus, label)).collect()
    };
    match ask {
        Ask::Layer(layer) => {
            snapshot.labels(path, layer).into_iter().map(|label| Mark::new(label.span, label.text)).collect()
        }
        Ask::Definition => targets(snapshot.definition(from, at), "definition"),
        Ask::Declaration => targets(snapshot.declaration(from, at), "declaration"),
        Ask::References => targets(snapshot.references(from, at, true), "reference"),
        Ask::Highlights if from == path => {
            let highlights = snapshot.highlights(path, at).into_iter();
            highlights
                .map(|highlight| Mark::new(highlight.span, format!("{:?}", highlight.kind).to_lowercase()))
                .collect()
        }
        Ask::Hover if from == path => {
            let hover = snapshot.hover(path, at).into_iter();
            hover
                .map(|hover| {
                    Mark::new(
                        hover.span,
                        hover.card.plain().lines().filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" · "),
                    )
                })
                .collect()
        }
        Ask::Folds => snapshot
            .folds(path)
            .into_iter()
            .map(|fold| Mark::new(fold.span, format!("fold {:?}", fold.kind).to_lowercase()))
            .collect(),
        Ask::Selections if from == path => {
            let selections = snapshot.selections(path, at).into_iter();
            (1..).zip(selections).map(|(number, span)| Mark::new(span, format!("selection {number}"))).collect()
        }
        Ask::Highlights | Ask::Hover | Ask::Selections => Vec::new(),
        Ask::Hints => {
            let hints = snapshot.hints(path, (0..length(snapshot, path)).into()).into_iter();
            hints
                .map(|hint| Mark::new((hint.at..hint.at).into(), format!("hint {}: {}", hint.label, hint.why)))
                .collect()
        }
        Ask::Symbols => symbols(&snapshot.symbols(path)),
        Ask::Colours => {
            let colours = snapshot.colours(path, (0..length(snapshot, path)).into()).into_iter();
            colours.map(|colour| Mark::new(colour.span, part(colour.part))).collect()
        }
        Ask::SpeakersAbout | Ask::SpokenAbout => {
            let Some(party) = snapshot.party(from, at) else { return Vec::new() };
            let (talks, verb) = match ask {
                Ask::SpeakersAbout => (snapshot.speakers_about(from, at, &party.id), "by"),
                _ => (snapshot.spoken_about(from, at, &party.id), "about"),
            };
            let here = talks.into_iter().filter(|talk| &*talk.party.path == path);
            let said = here.flat_map(|talk| {
                let name = talk.party.name;
                talk.contents.into_iter().map(move |span| Mark::new(span, format!("{verb} {name}")))
            });
            said.collect()
        }
    }
}

fn length(snapshot: &Snapshot, path: &str) -> u32 {
    snapshot.document(path).map_or(0, |document| document.lines.len())
}

fn symbols(all: &[ide::Symbol]) -> Vec<Mark> {
    let label = |symbol: &ide::Symbol| {
        let detail = if symbol.detail.is_empty() { String::new() } else { format!(" · {}", symbol.detail) };
        format!("{} {}{detail}", format!("{:?}", symbol.kind).to_lowercase(), symbol.name)
    };
    let marks =
        |symbol: &ide::Symbol| std::iter::once(Mark::new(symbol.focus, label(symbol))).chain(symbols(&symbol.children));
    all.iter().flat_map(marks).collect()
}

fn part(part: ide::Part) -> &'static str {
    match part {
        ide::Part::Source { unnamed: false } => "source",
        ide::Part::Source { unnamed: true } => "source unnamed",
        ide::Part::Cue => "cue",
        ide::Part::Content { direct: false } => "content",
        ide::Part::Content { direct: true } => "content direct",
    }
}
