//! Marks under random edits: of the article, of the sidecar, and undo of both; other programs, renames and merges.

use std::collections::BTreeMap;
use std::sync::Arc;

use ide::{Change, Config, FileChange, Host, Path};
use text::{Edit, Span};

const PATH: &str = "a.txt";
/// Short, so that many sequences can be tried: words that stand twice, letters of every width, quotation marks.
const ARTICLE: &str = "Ferry talks resume in Mirava\n\n\
    Officials met on February 4. Experts say the harbour lease will be signed.\n\n\
    “We will sign,” Anna Berg said. Experts say nothing else. Жители ждут: the 😀 harbour lease.\n";

/// Numbers that are the same on every machine (xorshift64*).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides
    }

    /// A place between two characters.
    fn place(&mut self, text: &str) -> u32 {
        let mut at = self.roll(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at as u32
    }
}

/// An editor with two buffers.
struct Desk {
    host: Host,
    path: Path,
    article: String,
    sidecar: Option<String>,
    /// `entities.toml` and `events.toml`, as far as there are any.
    registry: BTreeMap<Path, String>,
    articles: Vec<String>,
    sidecars: Vec<Option<String>>,
    /// How often the file was renamed.
    renames: usize,
}

impl Desk {
    fn new(host: Host) -> Desk {
        let mut desk = Desk {
            host,
            path: PATH.into(),
            article: ARTICLE.to_owned(),
            sidecar: None,
            registry: BTreeMap::new(),
            articles: Vec::new(),
            sidecars: Vec::new(),
            renames: 0,
        };
        desk.host.apply(Change::Open { path: desk.path.clone(), text: ARTICLE.to_owned() });
        desk
    }

    fn type_in(&mut self, dice: &mut Dice) {
        let (a, b) = (dice.place(&self.article), dice.place(&self.article));
        let span = if dice.roll(3) > 0 { Span::empty(a) } else { Span::new(a.min(b), a.max(b).min(a.min(b) + 30)) };
        let end = (span.end as usize..).find(|at| self.article.is_char_boundary(*at)).unwrap() as u32;
        let new = ["x", "", "\n\n", "Experts say so. ", "harbour lease", "Ж"][dice.roll(6)];
        let edit = Edit::new(Span::new(span.start, end), new);
        self.articles.push(self.article.clone());
        self.change_article(edit.apply(&self.article), edit);
    }

    fn change_article(&mut self, text: String, edit: Edit) {
        self.article = text;
        self.host.apply(Change::Edit { path: self.path.clone(), edits: vec![edit] });
    }

    fn undo_article(&mut self) {
        let Some(before) = self.articles.pop() else { return };
        if let Some(edit) = Edit::minimal(&self.article, &before) {
            self.change_article(before, edit);
        }
    }

    /// Takes any action that is offered somewhere.
    fn act(&mut self, dice: &mut Dice) {
        let (a, b) = (dice.place(&self.article), dice.place(&self.article));
        let span = Span::new(a.min(b), a.max(b).min(a.min(b) + 24));
        if !self.article.is_char_boundary(span.end as usize) {
            return;
        }
        let actions = self.host.snapshot().actions(&self.path, span);
        if actions.is_empty() {
            return;
        }
        let action = &actions[dice.roll(actions.len())];
        assert!(action.changes.iter().all(|change| change.path != self.path), "{}", action.title);
        for change in &action.changes {
            if ide::Registry::is_file(&change.path) {
                self.register(change);
                continue;
            }
            assert_eq!(*change.path, format!(".dateline/marks/{}.toml", self.path));
            assert_eq!(change.creates, self.sidecar.is_none());
            let text = self.sidecar.clone().unwrap_or_default();
            let new = change.edits.iter().rev().fold(text, |text, edit| edit.apply(&text));
            self.sidecars.push(self.sidecar.clone());
            self.put_sidecar(Some(new));
        }
    }

    fn register(&mut self, change: &FileChange) {
        let text = self.registry.remove(&change.path);
        assert_eq!(change.creates, text.is_none());
        let new = change.edits.iter().rev().fold(text.unwrap_or_default(), |text, edit| edit.apply(&text));
        self.host.apply(Change::Registry { path: change.path.clone(), text: Some(new.as_str().into()) });
        self.registry.insert(change.path.clone(), new);
    }

    /// Another program writes the article while it is closed; no editor takes that back.
    fn change_outside(&mut self, dice: &mut Dice) {
        let at = dice.place(&self.article);
        let new = ["Late news. ", "Experts say. ", "\n\n"][dice.roll(3)];
        self.article.insert_str(at as usize, new);
        self.articles.clear();
        self.host.apply(Change::Close { path: self.path.clone(), disk: Some(self.article.as_str().into()) });
        self.host.apply(Change::Open { path: self.path.clone(), text: self.article.clone() });
    }

    /// The article and its sidecar get another name, as when an editor renames the file.
    fn rename(&mut self) {
        self.renames += 1;
        self.host.apply(Change::Close { path: self.path.clone(), disk: None });
        self.host.apply(Change::Sidecar { path: self.path.clone(), text: None });
        self.path = format!("moved/{}.txt", self.renames).into();
        self.put_sidecar(self.sidecar.clone());
        self.host.apply(Change::Open { path: self.path.clone(), text: self.article.clone() });
    }

    /// Somebody else has noted words in his copy; both people's lines are kept, as git's union keeps them.
    fn merge(&mut self, dice: &mut Dice) {
        let Some(base) = self.sidecar.clone() else { return };
        let before = marks::Sidecar::parse(&base).0.marks;
        let at = dice.place(&self.article);
        let end = self.article[at as usize..].char_indices().map(|(end, _)| at + end as u32).nth(9);
        let target = marks::Target { path: &self.path, text: &self.article, sha256: "" };
        let (says, id) = (marks::NewMark::Note("theirs"), dice.roll(1 << 30) as u32);
        let span = Span::new(at, end.unwrap_or(at));
        let hand = marks::Hand { by: Some("boris"), on: None };
        let Some(theirs) = marks::add_mark(Some(&base), target, span, says, hand, || id) else { return };
        let theirs = theirs.edit.apply(&base);
        self.act(dice);
        let ours = self.sidecar.clone().unwrap_or_default();
        let merged = union(&base, &ours, &theirs);
        self.sidecars.push(self.sidecar.clone());
        self.put_sidecar(Some(merged.clone()));
        let all = marks::Sidecar::parse(&merged).0.marks;
        let is_kept = |mark: &marks::Mark| all.iter().any(|kept| kept.id == mark.id);
        // What we took away stays away; all else is there.
        let ours = marks::Sidecar::parse(&ours).0.marks;
        assert!(ours.iter().all(is_kept) && all.len() > ours.len().min(before.len()), "{merged}");
    }

    fn undo_sidecar(&mut self) {
        if let Some(before) = self.sidecars.pop() {
            self.put_sidecar(before);
        }
    }

    fn put_sidecar(&mut self, text: Option<String>) {
        self.sidecar = text;
        let text = self.sidecar.as_deref().map(Arc::from);
        self.host.apply(Change::Sidecar { path: self.path.clone(), text });
    }

    /// How many marks stand somewhere for sure.
    fn check(&self) -> usize {
        let snapshot = self.host.snapshot();
        assert_eq!(&*snapshot.document(&self.path).unwrap().text, self.article);
        let Some(annotations) = snapshot.annotations(&self.path) else {
            assert_eq!(self.sidecar, None);
            return 0;
        };
        assert_eq!(Some(&*annotations.text), self.sidecar.as_deref());
        let (read, problems) = marks::Sidecar::parse(&annotations.text);
        assert!(problems.is_empty(), "{problems:?}\n{}", annotations.text);
        assert_eq!(read.marks, annotations.sidecar.marks);
        let anchors: Vec<_> = annotations.anchors().collect();
        assert_eq!(anchors.len(), read.marks.len(), "every mark stands somewhere, or is known to be lost");
        let sure = read.marks.iter().zip(anchors).filter_map(|(mark, anchor)| Some((mark, anchor.sure_span()?)));
        sure.map(|(mark, span)| assert_eq!(folded(span.of(&self.article)), folded(&mark.quote))).count()
    }
}

/// As a reader sees words: any white space is one space, any quotation mark a plain one.
fn folded(words: &str) -> String {
    let plain = words.replace(['“', '”'], "\"");
    let mut words: String = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if plain.starts_with(char::is_whitespace) {
        words.insert(0, ' ');
    }
    if plain.ends_with(char::is_whitespace) {
        words.push(' ');
    }
    words
}

/// What both wrote: the lines of `ours`, and those that `theirs` adds to `base`, each behind the line that it stood behind.
fn union(base: &str, ours: &str, theirs: &str) -> String {
    let mut lines: Vec<&str> = ours.lines().collect();
    let mut before = "";
    for line in theirs.lines() {
        if !base.lines().any(|known| known == line) {
            let at = lines
                .iter()
                .position(|known| *known == before)
                .or_else(|| lines.iter().position(|known| *known == "marks = ["));
            let at = at.map_or(lines.len(), |at| at + 1);
            lines.insert(at, line);
        }
        before = line;
    }
    lines.join("\n") + "\n"
}

/// How many sequences are tried: 1,000, or as many as `DATELINE_SEQUENCES` says.
fn sequences() -> u64 {
    std::env::var("DATELINE_SEQUENCES").ok().and_then(|count| count.parse().ok()).unwrap_or(1000)
}

#[test]
fn random_sequences_lose_no_mark_and_put_none_on_other_words() {
    let lang = lang::Language::load(lang::DEFAULT_TAG);
    let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get() as u64);
    std::thread::scope(|scope| {
        for first in 1..=threads {
            let lang = lang.clone();
            scope.spawn(move || (first..=sequences()).step_by(threads as usize).for_each(|seed| sequence(seed, &lang)));
        }
    });
}

/// One random sequence, which is the same on every machine.
fn sequence(seed: u64, lang: &Arc<lang::Language>) {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut desk = Desk::new(Host::skimming(lang.clone(), Config::default()));
    for _ in 0..3 {
        desk.act(&mut dice);
    }
    let before = desk.check();
    let (mut rewritten, mut is_ours) = (false, true);
    for _ in 0..12 {
        let turn = dice.roll(14);
        match turn {
            0..6 => desk.type_in(&mut dice),
            6..8 => desk.undo_article(),
            8..10 => desk.act(&mut dice),
            10 => desk.undo_sidecar(),
            11 => desk.change_outside(&mut dice),
            12 => desk.rename(),
            _ => desk.merge(&mut dice),
        }
        rewritten |= turn >= 8;
        is_ours &= turn != 11;
        desk.check();
    }
    while !desk.articles.is_empty() {
        desk.undo_article();
    }
    assert!(!is_ours || desk.article == ARTICLE);
    // Everything is taken back: every mark has its words again. (One that was written meanwhile, on a word that
    // stands everywhere, may ask somebody to look.)
    let after = desk.check();
    assert!(rewritten || after == before, "sequence {seed}: {before} marks, then {after}");
}

const WORDS: &str = "“We will sign,” Anna";

/// An editor in whose article a reader has split off the paragraph that begins with [`WORDS`], and dated it.
fn split_desk() -> Desk {
    let mut desk = Desk::new(Host::skimming(lang::Language::load(lang::DEFAULT_TAG), Config::default()));
    let at = ARTICLE.find(WORDS).unwrap();
    let actions = desk.host.snapshot().actions(PATH, Span::from(at..at + 3));
    let split = actions.iter().find(|action| action.title.starts_with("Split article here")).expect("it is offered");
    let text = split.changes[0].edits[0].apply("");
    let from = ARTICLE[..at].chars().count();
    let to = ARTICLE.chars().count();
    let dated = format!("articles = [\n  {{ id = \"a2\", from = {from}, to = {to}, date = 2026-02-03 }},\n");
    desk.put_sidecar(Some(text.replacen("articles = [\n", &dated, 1)));
    desk
}

/// Where the articles begin, and the day of the last one.
fn begun(desk: &Desk) -> (Vec<u32>, Option<jiff::civil::Date>) {
    let analysis = desk.host.snapshot().analysis(&desk.path).expect("it is open");
    let starts = analysis.articles.iter().map(|article| article.layout.span.start).collect();
    (starts, analysis.articles.last().and_then(|article| article.date.day))
}

#[test]
fn a_split_rides_on_edits_before_it() {
    let day = Some(jiff::civil::date(2026, 2, 3));
    let middle = ARTICLE.find("Officials").unwrap() as u32;
    let split = ARTICLE.find(WORDS).unwrap() as u32;
    let inside = split - 10;
    let edits = [
        Edit::new(Span::empty(middle), "A paragraph came in between, and it says much.\n\n"),
        Edit::new(Span::empty(inside), " quietly, they 😀 say,"),
        Edit::new(Span::new(middle, middle + 10), ""),
        Edit::new(Span::empty(split), "Ж"),
        Edit::new(Span::empty(split), "On Friday this was written down. "),
        Edit::new(Span::empty(split), "Another paragraph, and it has words.\n\n"),
        Edit::new(Span::new(middle, split), "Little is left of it.\n\n"),
        Edit::new(Span::new(0, split), "Ferry\n\nLittle is left of it, they say, and that is all.\n\n"),
    ];
    for edit in edits {
        let mut desk = split_desk();
        assert_eq!(begun(&desk), (vec![0, split], day));
        desk.articles.push(desk.article.clone());
        desk.change_article(edit.apply(&desk.article), edit.clone());
        let words = desk.article.find(WORDS).unwrap();
        // What is put before the words in their paragraph belongs to the article that begins there.
        let start = desk.article[..words].rfind('\n').map_or(0, |line| line + 1) as u32;
        assert_eq!(begun(&desk), (vec![0, start], day), "{edit:?}");
        desk.check();
        // What the sidecar says anew does not move it.
        let noted = desk.sidecar.clone().unwrap() + "# noted\n";
        desk.put_sidecar(Some(noted));
        assert_eq!(begun(&desk), (vec![0, start], day), "{edit:?}");
        desk.undo_article();
        assert_eq!(begun(&desk), (vec![0, split], day), "{edit:?}");
    }
}

/// Whoever mends the first words of an article does not take its beginning back; whoever deletes them does.
#[test]
fn a_split_stays_while_its_words_are_mended() {
    let split = ARTICLE.find(WORDS).unwrap() as u32;
    let mut desk = split_desk();
    for typed in ["x", "y", " z", " and more of it, until little is as it was"] {
        let edit = Edit::new(Span::empty(split + 3), typed);
        desk.change_article(edit.apply(&desk.article), edit);
        assert_eq!(begun(&desk).0, [0, split], "{typed}");
    }
    // The reader is asked to confirm it.
    let codes = |desk: &Desk| -> Vec<&str> {
        desk.host.snapshot().sidecar_findings(PATH).into_iter().map(|finding| finding.code).collect()
    };
    assert_eq!(codes(&desk), ["M902"]);
    let length = desk.article[split as usize..].lines().next().unwrap().len() as u32;
    let edit = Edit::new(Span::new(split, split + length), "Another.");
    desk.change_article(edit.apply(&desk.article), edit);
    assert_eq!(begun(&desk).0, [0]);
    assert_eq!(codes(&desk), ["M901"]);
}

#[test]
fn a_split_rides_on_many_edits_at_once() {
    let mut desk = split_desk();
    let split = ARTICLE.find(WORDS).unwrap() as u32;
    let edits = vec![Edit::new(Span::empty(split), "One.\n\n"), Edit::new(Span::empty(0), "Late news\n\n")];
    desk.article = edits.iter().fold(desk.article.clone(), |text, edit| edit.apply(&text));
    desk.host.apply(Change::Edit { path: desk.path.clone(), edits });
    let start = desk.article.find(WORDS).unwrap() as u32;
    assert_eq!(begun(&desk).0[1..], [start]);
}

#[test]
fn a_date_that_lies_on_disk_counts_for_the_whole_folder() {
    let mut host = Host::new(lang::Language::load(lang::DEFAULT_TAG), Config::default());
    let (path, article): (Path, Arc<str>) = (PATH.into(), ARTICLE.into());
    let day = jiff::civil::date(2026, 2, 3);
    for whole in ["", "from = 0, to = 300, "] {
        let text = format!("schema = 1\n\narticles = [\n  {{ id = \"a1\", {whole}date = {day} }},\n]\n");
        // Sidecars are read first, then articles, on other threads.
        host.apply(Change::Disk { path: path.clone(), text: None });
        host.apply(Change::Sidecar { path: path.clone(), text: Some(text.into()) });
        let document = Host::read(&host.snapshot(), &path, article.clone());
        host.enter(document);
        assert_eq!(host.snapshot().index().article(PATH, 0).unwrap().day, Some(day), "{whole:?}");
    }
}
