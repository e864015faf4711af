//! What holds whatever happens: random edits of articles and sidecars, undos, merges.

use std::process::Command;

use marks::{Anchor, Anchors, CodePoints, Hand, NewMark, Scope, Sidecar, State, Target};
use proptest::prelude::*;
use text::{Edit, LineIndex, Span};

/// Words that meet what is hard: scripts, combining marks, no-break spaces, line ends, repetition, what TOML escapes.
const WORDS: [&str; 20] = [
    "the ",
    "he ",
    "said ",
    "experts ",
    "Zelensky ",
    "мост ",
    "Ки\u{301}ев ",
    "😀",
    "e\u{301}",
    "\u{a0}",
    "\r\n\r\n",
    "\n",
    "“quote” ",
    "\"",
    "\\",
    "\u{301}",
    "forty-six prisoners were exchanged ",
    ". ",
    "\t",
    "部长访问 ",
];

fn article() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(&WORDS[..]), 4..40).prop_map(|words| words.concat())
}

fn words() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(&WORDS[..]), 0..4).prop_map(|words| words.concat())
}

/// A stretch of whole letters, as an editor selects it.
fn selection(text: &str, at: (u16, u16)) -> Span {
    let span = stretch(text, at);
    let accent = |at: u32| text[at as usize..].starts_with('\u{301}');
    let end = (span.end..).step_by(2).find(|&at| !accent(at)).unwrap_or(span.end);
    let start = (0..=span.start).rev().find(|&at| text.is_char_boundary(at as usize) && !accent(at)).unwrap_or(0);
    Span::new(start, end)
}

/// A stretch of a text, from two numbers.
fn stretch(text: &str, at: (u16, u16)) -> Span {
    let starts: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
    let start = usize::from(at.0) % starts.len();
    let end = (start + usize::from(at.1) % 24).min(starts.len() - 1);
    Span::new(starts[start], starts[end])
}

fn target(text: &str) -> Target<'_> {
    Target { path: "a b/новости.txt", text, sha256: "00aa" }
}

/// As a reader compares words, told independently of the crate: without marks of composition, of style and of space.
fn plain(words: &str) -> String {
    let mut out = String::new();
    for char in unicode_normalization::UnicodeNormalization::nfc(words) {
        match char {
            space if space.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            '“' | '”' | '«' | '»' => out.push('"'),
            other => out.push(other),
        }
    }
    out
}

#[derive(Clone, Debug)]
enum Step {
    Type {
        at: (u16, u16),
        new: String,
    },
    Paste {
        from: (u16, u16),
        to: u16,
    },
    UndoArticle,
    Note {
        at: (u16, u16),
        note: String,
        id: u32,
    },
    Ignore {
        at: (u16, u16),
        id: u32,
    },
    Withdraw(u8),
    Remove(u8),
    Confirm(u8),
    UndoSidecar,
    Format,
    Purge,
    /// Another program writes the article.
    Outside {
        at: (u16, u16),
        new: String,
    },
    Reanchor,
    Rename,
    /// Two people go on from here, and git joins what they wrote.
    Merge {
        ours: (u16, u16),
        theirs: (u16, u16),
        withdrawn: u8,
    },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (any::<(u16, u16)>(), words()).prop_map(|(at, new)| Step::Type { at, new }),
        2 => (any::<(u16, u16)>(), any::<u16>()).prop_map(|(from, to)| Step::Paste { from, to }),
        4 => Just(Step::UndoArticle),
        3 => (any::<(u16, u16)>(), words(), any::<u32>()).prop_map(|(at, note, id)| Step::Note { at, note, id }),
        2 => (any::<(u16, u16)>(), 0..9u32).prop_map(|(at, id)| Step::Ignore { at, id }),
        1 => any::<u8>().prop_map(Step::Withdraw),
        1 => any::<u8>().prop_map(Step::Remove),
        1 => any::<u8>().prop_map(Step::Confirm),
        3 => Just(Step::UndoSidecar),
        1 => Just(Step::Format),
        1 => Just(Step::Purge),
        1 => (any::<(u16, u16)>(), words()).prop_map(|(at, new)| Step::Outside { at, new }),
        1 => Just(Step::Reanchor),
        1 => Just(Step::Rename),
        1 => (any::<(u16, u16)>(), any::<(u16, u16)>(), any::<u8>())
            .prop_map(|(ours, theirs, withdrawn)| Step::Merge { ours, theirs, withdrawn }),
    ]
}

/// An editor with an article and its sidecar, and the server's view of both.
struct Desk {
    path: String,
    article: String,
    article_undo: Vec<Edit>,
    sidecar: String,
    sidecar_undo: Vec<Edit>,
    read: Sidecar,
    anchors: Anchors,
}

impl Desk {
    fn new(article: String) -> Self {
        Self {
            path: "a b/новости.txt".to_owned(),
            article,
            article_undo: Vec::new(),
            sidecar: String::new(),
            sidecar_undo: Vec::new(),
            read: Sidecar::default(),
            anchors: Anchors::default(),
        }
    }

    fn edit_article(&mut self, edit: Edit) -> Edit {
        let undo = Edit::new(edit.new_span(), edit.span.of(&self.article));
        self.article = edit.apply(&self.article);
        self.anchors.edit(&edit, &self.article);
        undo
    }

    fn edit_sidecar(&mut self, edit: Edit) -> Edit {
        let undo = Edit::new(edit.new_span(), edit.span.of(&self.sidecar));
        self.sidecar = edit.apply(&self.sidecar);
        let (read, problems) = Sidecar::parse(&self.sidecar);
        // A merge leaves lines of one id; everything else would be a mistake of ours.
        let other = problems.iter().find(|problem| problem.kind != marks::ProblemKind::Duplicate);
        assert_eq!(other, None, "{}", self.sidecar);
        self.read = read;
        self.anchors.update(&self.read, &self.article);
        undo
    }

    fn change_sidecar(&mut self, edit: Edit) {
        let undo = self.edit_sidecar(edit);
        self.sidecar_undo.push(undo);
    }

    fn pick(&self, number: u8) -> Option<usize> {
        (!self.read.marks.is_empty()).then(|| usize::from(number) % self.read.marks.len())
    }

    fn add(&mut self, at: (u16, u16), says: NewMark<'_>, id: u32) {
        let span = selection(&self.article, at);
        let source = (!self.sidecar.is_empty()).then_some(self.sidecar.as_str());
        let change = marks::add_mark(source, target(&self.article), span, says, Hand::default(), || id);
        let Some(change) = change else {
            assert!(span.of(&self.article).trim().is_empty());
            return;
        };
        let before = self.read.clone();
        let lines: Vec<String> = self.sidecar.lines().map(str::to_owned).collect();
        self.change_sidecar(change.edit);
        // Exactly one mark came, on exactly the words, and every old line is as it was.
        let old: Vec<&str> = before.marks.iter().map(|mark| mark.id.as_str()).collect();
        let new: Vec<_> = self.read.marks.iter().filter(|mark| !old.contains(&mark.id.as_str())).collect();
        assert_eq!((new.len(), self.read.marks.len()), (1, before.marks.len() + 1));
        assert_eq!(new[0].quote, span.of(&self.article));
        assert_eq!(new[0].at, Some(CodePoints::from_bytes(&LineIndex::new(&self.article), span)));
        if !lines.is_empty() {
            let mut now: Vec<String> = self.sidecar.lines().map(str::to_owned).collect();
            let place = now.iter().position(|line| line.contains(&new[0].id)).expect("its line");
            now.remove(place);
            assert_eq!(now, lines);
        }
        let place = self.read.marks.iter().position(|mark| !old.contains(&mark.id.as_str())).expect("it is there");
        assert_eq!(self.anchors.get(place), Some(&Anchor::Exact(span)), "{:?}", self.read.marks[place]);
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Type { at, new } => {
                let undo = self.edit_article(Edit::new(stretch(&self.article, at), new));
                self.article_undo.push(undo);
            }
            Step::Paste { from, to } => {
                let words = stretch(&self.article, from).of(&self.article).to_owned();
                let undo = self.edit_article(Edit::new(stretch(&self.article, (to, 0)), words));
                self.article_undo.push(undo);
            }
            Step::UndoArticle => {
                if let Some(undo) = self.article_undo.pop() {
                    self.edit_article(undo);
                }
            }
            Step::Note { at, note, id } => self.add(at, NewMark::Note(&note), id),
            Step::Ignore { at, id } => {
                self.add(at, NewMark::Ignore { rule: "A203", scope: Scope::Here, folder: None, why: "so" }, id);
            }
            Step::Withdraw(number) => {
                let Some(at) = self.pick(number) else { return };
                let change = marks::withdraw(&self.sidecar, &self.read.marks[at].entry).expect("it is there");
                self.change_sidecar(change.edit);
                assert_eq!(self.read.marks[at].entry.state, State::Withdrawn);
            }
            Step::Remove(number) => {
                let Some(at) = self.pick(number) else { return };
                let change = marks::remove(&self.sidecar, &self.read.marks[at].entry).expect("it is there");
                let before = self.read.marks.len();
                self.change_sidecar(change.edit);
                assert_eq!(self.read.marks.len() + 1, before);
            }
            Step::Confirm(number) => {
                let Some(at) = self.pick(number) else { return };
                let Some(span) = self.anchors.get(at).and_then(Anchor::span) else { return };
                let mark = &self.read.marks[at];
                let Some(change) = marks::confirm(&self.sidecar, mark, &self.article, span) else { return };
                self.change_sidecar(change.edit);
                let now = self.anchors.get(at);
                assert!(matches!(now, Some(Anchor::Exact(now)) if now.contains_span(span)), "{now:?} {span}");
            }
            Step::UndoSidecar => {
                if let Some(undo) = self.sidecar_undo.pop() {
                    self.edit_sidecar(undo);
                }
            }
            Step::Format => {
                let formatted = marks::fmt(&self.sidecar);
                assert_eq!(marks::fmt(&formatted), formatted);
                if let Some(edit) = Edit::minimal(&self.sidecar, &formatted) {
                    let count = self.read.marks.len();
                    self.change_sidecar(edit);
                    assert_eq!(self.read.marks.len(), count);
                }
            }
            Step::Purge => {
                let purged = marks::purge(&self.sidecar);
                assert_eq!(marks::purge(&purged), purged);
                if let Some(edit) = Edit::minimal(&self.sidecar, &purged) {
                    let kept: Vec<_> = self.read.marks_in_force().map(|(_, mark)| mark.id.clone()).collect();
                    self.change_sidecar(edit);
                    assert_eq!(self.read.marks.iter().map(|mark| mark.id.clone()).collect::<Vec<_>>(), kept);
                }
            }
            Step::Outside { at, new } => {
                let edit = Edit::new(stretch(&self.article, at), new);
                self.article_undo.push(Edit::new(edit.new_span(), edit.span.of(&self.article)));
                self.article = edit.apply(&self.article);
                self.anchors = Anchors::new(&self.read, &self.article, None);
            }
            Step::Reanchor => {
                let (after, moved) = marks::reanchor(&self.sidecar, &self.article);
                let Some(edit) = Edit::minimal(&self.sidecar, &after) else { return assert!(moved.is_empty()) };
                let count = self.read.marks.len();
                self.change_sidecar(edit);
                assert_eq!(self.read.marks.len(), count);
                assert!(!moved.is_empty() && marks::reanchor(&after, &self.article).1.is_empty(), "{after}");
            }
            Step::Rename => {
                self.path = format!("moved/{}", self.path);
                for place in [marks::Place::Tree, marks::Place::Beside] {
                    let sidecar = marks::marks_path(place, &self.path).expect("a path");
                    assert_eq!(marks::article_path(&sidecar), Some(self.path.as_str()));
                }
                // Whoever opens it under its new name knows nothing of the old one.
                self.anchors = Anchors::new(&self.read, &self.article, None);
            }
            Step::Merge { ours, theirs, withdrawn } => self.merge(ours, theirs, withdrawn),
        }
    }

    /// What both wrote is there, and nothing that was there is gone.
    fn merge(&mut self, ours: (u16, u16), theirs: (u16, u16), withdrawn: u8) {
        let mut mine = self.noted(ours, 0x0aaa_aaaa);
        if let Some(at) = self.pick(withdrawn) {
            let (read, _) = Sidecar::parse(&mine);
            let entry = read.marks.iter().find(|mark| mark.id == self.read.marks[at].id);
            let change = entry.and_then(|mark| marks::withdraw(&mine, &mark.entry));
            mine = change.map_or(mine.clone(), |change| change.edit.apply(&mine));
        }
        let yours = self.noted(theirs, 0x1555_5555);
        let Some(merged) = merge(&self.sidecar, &mine, &yours, true) else { return };
        let Some(edit) = Edit::minimal(&self.sidecar, &merged) else { return };
        self.change_sidecar(edit);
        let now: Vec<&str> = self.read.marks.iter().map(|mark| mark.id.as_str()).collect();
        for before in [&mine, &yours] {
            for mark in Sidecar::parse(before).0.marks {
                assert!(now.contains(&mark.id.as_str()), "{} is lost in {merged}", mark.id);
            }
        }
    }

    /// The sidecar with one more note.
    fn noted(&self, at: (u16, u16), id: u32) -> String {
        let source = (!self.sidecar.is_empty()).then_some(self.sidecar.as_str());
        let span = selection(&self.article, at);
        let change = marks::add_mark(source, target(&self.article), span, NewMark::Note(""), Hand::default(), || id);
        change.map_or_else(|| self.sidecar.clone(), |change| change.edit.apply(&self.sidecar))
    }

    /// No mark is lost, and none is on words that are not its own without saying so.
    fn check(&self) {
        assert_eq!(self.anchors.iter().len(), self.read.marks.len());
        self.check_anchors(&self.anchors.iter().cloned().collect::<Vec<_>>());
        self.check_anchors(&marks::anchor(&self.read, &self.article, None));
    }

    fn check_anchors(&self, anchors: &[Anchor]) {
        for (mark, anchor) in self.read.marks.iter().zip(anchors) {
            if let Some(span) = anchor.span() {
                assert_eq!(span, span.within(&self.article), "{mark:?} {anchor:?}");
            }
            if let Some(span) = anchor.sure_span() {
                assert_eq!(plain(span.of(&self.article)), plain(&mark.quote), "{mark:?} {anchor:?}");
            }
            if let Anchor::Uncertain { span, choices, .. } = anchor {
                assert!(choices.first() == Some(span) && choices.len() <= marks::CHOICES);
            }
        }
    }
}

/// How many sequences are tried: 1,000, or as many as `DATELINE_SEQUENCES` says.
fn sequences() -> u32 {
    std::env::var("DATELINE_SEQUENCES").ok().and_then(|count| count.parse().ok()).unwrap_or(1000)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(sequences()))]

    #[test]
    fn no_mark_is_lost_or_misplaced(article in article(), steps in proptest::collection::vec(step(), 1..24)) {
        let mut desk = Desk::new(article.clone());
        let mut files = article;
        for step in steps {
            let typed = matches!(step, Step::Type { .. } | Step::Paste { .. } | Step::UndoArticle | Step::Outside { .. });
            desk.step(step);
            // Only who types changes the article; no mark does.
            prop_assert!(typed || desk.article == files);
            files.clone_from(&desk.article);
            desk.check();
        }
        // The marks of a sidecar are those of its lines.
        prop_assert!(desk.read.marks.len() <= desk.sidecar.lines().count());
        // Undo of everything is the first text again, and every mark whose words are back is on its words.
        while let Some(undo) = desk.article_undo.pop() {
            desk.edit_article(undo);
            desk.check();
        }
        while let Some(undo) = desk.sidecar_undo.pop() {
            desk.edit_sidecar(undo);
        }
        prop_assert_eq!(&desk.sidecar, "");
    }

    #[test]
    fn undo_brings_every_mark_back(article in article(), at in any::<(u16, u16)>(), edits in proptest::collection::vec((any::<(u16, u16)>(), words()), 1..8)) {
        let mut desk = Desk::new(article);
        desk.step(Step::Note { at, note: String::new(), id: 1 });
        for (at, new) in edits {
            desk.step(Step::Type { at, new });
        }
        while !desk.article_undo.is_empty() {
            desk.step(Step::UndoArticle);
        }
        if let Some(mark) = desk.read.marks.first() {
            let span = desk.anchors.get(0).and_then(Anchor::span);
            let quote = span.map(|span| plain(span.of(&desk.article)));
            prop_assert_eq!(quote, Some(plain(&mark.quote)));
        }
    }

    #[test]
    fn no_text_upsets_it(source in "[\\[\\]{}=,#\"'\\\\\r\n <>|a-z0-9é😀-]{0,80}", lines in proptest::collection::vec(0..8usize, 0..12)) {
        let pieces = [
            "marks = [\n", "]\n", "articles = [\n", "  { id = \"aaaaaa\", at = [0, 3], quote = \"the\", kind = \"note\" },\n",
            "<<<<<<< HEAD\n", "=======\n", ">>>>>>> x\n", "schema = 1\n",
        ];
        let mixed: String = lines.iter().map(|&line| pieces[line]).collect();
        for source in [source.clone(), mixed.clone(), mixed + &source] {
            let (sidecar, problems) = Sidecar::parse(&source);
            for problem in problems {
                prop_assert_eq!(problem.span, problem.span.within(&source));
                prop_assert!(!problem.message.is_empty());
            }
            let formatted = marks::fmt(&source);
            prop_assert_eq!(&marks::fmt(&formatted), &formatted);
            let again = Sidecar::parse(&formatted).0;
            prop_assert_eq!(again.marks.len(), sidecar.marks.len());
            let before = sidecar.marks.len();
            let change = marks::add_mark(Some(&source), target("the end"), Span::new(0, 3), NewMark::Note(""), Hand::default(), || 5);
            let after = change.expect("words").edit.apply(&source);
            let (after_read, _) = Sidecar::parse(&after);
            prop_assert!(after_read.marks.len() > before, "{} {}", source, after);
        }
    }

    #[test]
    fn code_points_and_bytes_agree(article in article(), at in any::<(u16, u16)>()) {
        let span = stretch(&article, at);
        let lines = LineIndex::new(&article);
        let at = CodePoints::from_bytes(&lines, span);
        prop_assert_eq!(at.start as usize, article[..span.start as usize].chars().count());
        prop_assert_eq!(at.end as usize, article[..span.end as usize].chars().count());
        prop_assert_eq!(at.to_bytes(&lines), span);
    }
}

/// What git makes of two people's sidecars: `git merge-file`, with or without `--union`.
fn merge(base: &str, ours: &str, theirs: &str, union: bool) -> Option<String> {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("SKIPPED: git is not here; what a merge does is not tested");
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let paths = [("ours", ours), ("base", base), ("theirs", theirs)].map(|(name, text)| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    });
    let mut git = Command::new("git");
    git.args(["merge-file", "-p"]).args(union.then_some("--union")).args(paths);
    let merged = git.output().expect("git runs");
    Some(String::from_utf8(merged.stdout).expect("UTF-8"))
}

const TEXT: &str = "Modest hopes, experts say, and reports appeared in the media.";

fn add(sidecar: Option<&str>, words: &str, id: u32, by: &str) -> String {
    let start = TEXT.find(words).expect(words);
    let hand = Hand { by: Some(by), on: None };
    let span = Span::from(start..start + words.len());
    let change = marks::add_mark(sidecar, target(TEXT), span, NewMark::Note(by), hand, || id);
    change.expect("words").edit.apply(sidecar.unwrap_or_default())
}

#[test]
fn both_lines_survive_a_union_merge() {
    let base = add(None, "Modest", 1, "anna");
    let ours = add(Some(&base), "experts say", 2, "anna");
    let theirs = add(Some(&base), "experts say", 3, "boris");
    let Some(merged) = merge(&base, &ours, &theirs, true) else { return };
    let (sidecar, problems) = Sidecar::parse(&merged);
    assert_eq!((sidecar.marks.len(), problems.as_slice()), (3, [].as_slice()), "{merged}");
    let by: Vec<_> = sidecar.marks.iter().filter_map(|mark| mark.entry.by.as_deref()).collect();
    assert_eq!(by, ["anna", "anna", "boris"]);
    assert_eq!(Sidecar::parse(&marks::fmt(&merged)).1, []);
    // Two who began the file at once.
    let merged = merge("", &ours, &add(None, "media", 4, "boris"), true).expect("git is here");
    let (sidecar, problems) = Sidecar::parse(&merged);
    assert_eq!((sidecar.marks.len(), problems.as_slice()), (3, [].as_slice()), "{merged}");
}

#[test]
fn a_plain_merge_leaves_whole_lines_in_force() {
    let base = add(None, "Modest", 1, "anna");
    let ours = add(Some(&base), "experts say", 2, "anna");
    let theirs = add(Some(&base), "experts say", 3, "boris");
    let Some(merged) = merge(&base, &ours, &theirs, false) else { return };
    let (sidecar, problems) = Sidecar::parse(&merged);
    assert_eq!((sidecar.marks.len(), problems.len()), (3, 1), "{merged}");
    assert!(problems[0].message.contains("merge"));
}

#[test]
fn a_mark_that_both_changed_is_told() {
    let base = add(None, "Modest", 1, "anna");
    let note = |note: &str| base.replace("note = \"anna\"", &format!("note = \"{note}\""));
    let Some(merged) = merge(&base, &note("mine"), &note("theirs"), true) else { return };
    let (sidecar, problems) = Sidecar::parse(&merged);
    assert_eq!(sidecar.marks_in_force().count(), 2, "{merged}");
    assert_eq!(problems.iter().map(|problem| problem.kind).collect::<Vec<_>>(), [marks::ProblemKind::Duplicate]);
    assert_eq!(problems[0].related, Some(sidecar.marks[0].entry.span));
}

#[test]
fn what_one_withdrew_stays_withdrawn() {
    let base = add(None, "Modest", 1, "anna");
    let (sidecar, _) = Sidecar::parse(&base);
    let ours = marks::withdraw(&base, &sidecar.marks[0].entry).expect("it is there").edit.apply(&base);
    let theirs = add(Some(&base), "experts say", 3, "boris");
    let Some(merged) = merge(&base, &ours, &theirs, true) else { return };
    let (sidecar, _) = Sidecar::parse(&merged);
    let in_force: Vec<_> = sidecar.marks_in_force().map(|(_, mark)| mark.quote.as_str()).collect();
    assert_eq!(in_force, ["experts say"], "{merged}");
}

/// Merges left one mark in two lines, each found elsewhere: confirming one is not undone by the other.
#[test]
fn of_two_lines_of_one_mark_each_keeps_its_place() {
    let steps = vec![
        Step::Type { at: (48312, 1), new: "".into() },
        Step::Type { at: (0, 0), new: "".into() },
        Step::UndoArticle,
        Step::Merge { ours: (0, 1), theirs: (22526, 63050), withdrawn: 0 },
        Step::Type { at: (6060, 21673), new: "e\u{301}😀".into() },
        Step::Remove(2),
        Step::Merge { ours: (5712, 1), theirs: (31316, 122), withdrawn: 0 },
        Step::UndoArticle,
        Step::Merge { ours: (4646, 1), theirs: (39592, 1), withdrawn: 188 },
        Step::Confirm(54),
    ];
    let mut desk = Desk::new("Ки\u{301}ев 部长访问 said 😀e\u{301}😀\n部长访问 forty-six prisoners were exchanged “quote” \"😀he \"部长访问 😀experts 😀e\u{301}said Zelensky \u{a0}😀said 😀Zelensky 😀“quote” said forty-six prisoners were exchanged \r\n\r\n\"the said 😀Zelensky e\u{301}\r\n\r\n".to_owned());
    for step in steps {
        desk.step(step);
        desk.check();
    }
}
