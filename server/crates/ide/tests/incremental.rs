//! An edited document is read as if it had been opened with the text it has now: every layer, after every edit.

mod common;

use std::sync::Arc;

use common::{files, host, root};
use ide::{Change, Host, Path};
use nlp::Analysis;
use text::{Edit, Span};

/// Edits in all, over all threads.
const EDITS: usize = 10_000;
const THREADS: u64 = 4;
/// Of each text, about so much.
const LENGTH: usize = 1_000;

#[test]
fn every_layer_is_as_fresh_after_every_edit() {
    let texts = texts();
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let texts = &texts;
            scope.spawn(move || edit_at_random(texts, thread, EDITS / THREADS as usize));
        }
    });
}

/// Pieces of the example folder, and odd ones.
fn texts() -> Vec<String> {
    let files = files(&root().join("docs/example"));
    let pieces = files.iter().flat_map(|(_, text)| [0, 1].map(|half| piece(text, half)));
    let odd = [
        "",
        "\r\n\r\n",
        "“ « „ ( — \"",
        "DRASHOV, March 18. /VELTA/. Линия 👩‍👩‍👧 e\u{301}\u{a0}text\u{85}next\u{c}page\rlone",
        "---\nprofile: draft\ntitle: A\n---\n\n# One\n\n> “Two,” said Ann Berg.\n",
    ];
    pieces.chain(odd.map(str::to_owned)).collect()
}

/// The beginning or the middle of a text, from a line's start.
fn piece(text: &str, half: usize) -> String {
    let from = half * text.len() / 2;
    let start = text.char_indices().map(|(at, _)| at).find(|at| *at >= from).unwrap_or(0);
    let start = if half == 0 { 0 } else { text[start..].find('\n').map_or(start, |line| start + line + 1) };
    text[start..].chars().take(LENGTH).collect()
}

fn edit_at_random(texts: &[String], seed: u64, edits: usize) {
    let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ (seed + 1));
    let path: Path = "2025-03-06_paper.txt".into();
    let mut host = host();
    let mut undo: Vec<Edit> = Vec::new();
    for number in 0..edits {
        // A text is edited for a while; then comes the next.
        if number % 50 == 0 {
            let text = texts[random.below(texts.len())].clone();
            host.apply(Change::Open { path: path.clone(), text });
            undo.clear();
        }
        let before = host.snapshot().document(&path).unwrap().text.clone();
        let edit = match undo.pop() {
            Some(edit) if random.below(4) == 0 => edit,
            _ => random.edit(&before),
        };
        let gone = edit.span.of(&before).to_owned();
        let start = edit.span.within(&before).start;
        undo.push(Edit::new(Span::new(start, start + edit.new.len() as u32), gone));
        host.apply(Change::Edit { path: path.clone(), edits: vec![edit.clone()] });
        compare(&host, &path, || format!("thread {seed}, edit {number}: {edit:?} of {before:?}"), number % 25 == 0);
    }
}

/// The document against one that was opened with its text; with `all`, what the folder makes of it too.
fn compare(edited: &Host, path: &Path, story: impl Fn() -> String, all: bool) {
    let edited = edited.snapshot();
    let document = edited.document(path).unwrap();
    let mut fresh = host();
    fresh.apply(Change::Open { path: path.clone(), text: document.text.to_string() });
    let fresh = fresh.snapshot();
    let (a, b) = (document.analysis().unwrap(), fresh.analysis(path).unwrap());
    if let Some(layer) = different(a, &b) {
        panic!("{layer} differ after {}", story());
    }
    assert_eq!(document.lines, fresh.document(path).unwrap().lines, "{}", story());
    assert_eq!(document.profile, fresh.document(path).unwrap().profile, "{}", story());
    if all {
        let ids = |snapshot: &ide::Snapshot| {
            let entities = snapshot.index().entities().into_iter().map(|entity| (entity.id.clone(), entity.mentions));
            let events = snapshot.index().events().into_iter().map(|event| (event.id.clone(), event.members.len()));
            entities.chain(events).collect::<Vec<_>>()
        };
        assert_eq!(ids(&edited), ids(&fresh), "{}", story());
        assert_eq!(edited.findings(path), fresh.findings(path), "{}", story());
        assert_eq!(edited.symbols(path), fresh.symbols(path), "{}", story());
    }
}

/// The first layer that is not the same.
fn different(a: &Arc<Analysis>, b: &Arc<Analysis>) -> Option<&'static str> {
    if a.blocks != b.blocks {
        return Some("blocks");
    }
    if a.layout != b.layout {
        return Some("zones and articles");
    }
    if a.segments != b.segments {
        return Some("segments");
    }
    if a.articles != b.articles {
        return Some("articles");
    }
    (a.facts != b.facts).then_some("facts")
}

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 11) as usize % limit.max(1)
    }

    /// An edit such as writers and editors make; its ends may fall into a character, as those of a bad client do.
    fn edit(&mut self, text: &str) -> Edit {
        let start = self.below(text.len() + 1) as u32;
        let long = if self.below(8) == 0 { 300 } else { 12 };
        let end = start + self.below(long) as u32;
        match self.below(6) {
            0 | 1 => Edit::new(Span::empty(start), KEYS[self.below(KEYS.len())]),
            2 => Edit::new(Span::empty(start), PHRASES[self.below(PHRASES.len())]),
            3 => Edit::new(Span::new(start, end), ""),
            4 => Edit::new(Span::new(start, end), PHRASES[self.below(PHRASES.len())]),
            // A stretch comes twice.
            _ => Edit::new(Span::empty(start), Span::new(start, end).of(text).to_owned()),
        }
    }
}

const KEYS: [&str; 24] = [
    "a", "e", "S", " ", " ", "\n", "\n\n", "\r\n", "\r", ".", ",", "\"", "“", "”", "«", "»", "’", "—", "- ", "(", ")",
    "1", "\u{a0}", "ж",
];

const PHRASES: [&str; 22] = [
    "Milena Dostrova",
    "Prime Minister Tomas Areld ",
    "Areld",
    " said on Tuesday",
    ", according to sources,",
    "on March 18",
    " 2025",
    "yesterday",
    "the second round of talks in Vienna",
    "\n\nDRASHOV, March 18. /VELTA/. ",
    "\n\nPhoto: REUTERS/Ann Berg\n\n",
    "date 2025-03-04 ",
    "Date: 2025-03-05\n",
    "# ",
    "---\n",
    "\n— We go, — he said.\n",
    "“We will not,” she said, “not this year.”",
    "Izvestia: ",
    "\n\n\n\n",
    "Подпись под фото\n",
    "Translated by a machine.\n",
    "👩‍👩‍👧",
];
