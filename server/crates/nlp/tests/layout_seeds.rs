//! The five seed articles, by line: their articles, titles, outlets and furniture.
//!
//! The seeds are no part of the project. They are looked for beside it; where they are absent the test says so.

use std::path::PathBuf;

use lang::Language;
use nlp::Zone;
use nlp::layout::{Layout, arrange, summarize};
use syntax::Tree;

struct Seed {
    source: String,
    layout: Layout,
}

/// The seed whose file name begins with `number`, read.
fn seed(number: &str) -> Option<Seed> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/seeds");
    let file = std::fs::read_dir(folder).ok().and_then(|entries| {
        let mut paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        paths.find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(number)))
    });
    let Some(source) = file.and_then(|file| std::fs::read_to_string(file).ok()) else {
        eprintln!("SKIPPED: no seed {number} in ../shared/seeds; the layout of the seeds is NOT tested");
        return None;
    };
    let lang = Language::load("en");
    let blocks = Tree::parse(&source).blocks(&source);
    let summaries: Vec<_> = blocks.iter().map(|block| summarize(block.text(&source), block.kind, &lang)).collect();
    let layout = arrange(&source, &blocks, &summaries, &[], &lang);
    Some(Seed { source, layout })
}

impl Seed {
    /// Line and column, both from 1, the column in code points.
    fn position(&self, offset: u32) -> (usize, usize) {
        let before = &self.source[..offset as usize];
        let line = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() + 1, line.chars().count() + 1)
    }

    fn starts(&self) -> Vec<(usize, usize)> {
        self.layout.articles.iter().map(|article| self.position(article.span.start)).collect()
    }

    fn outlets(&self) -> Vec<&str> {
        self.layout.articles.iter().map(|article| article.outlet.as_ref().map_or("", |outlet| &outlet.name)).collect()
    }

    fn titles(&self) -> Vec<(usize, usize)> {
        self.layout
            .articles
            .iter()
            .filter_map(|article| article.title)
            .map(|title| self.position(title.start))
            .collect()
    }

    /// The zones of a line, in order.
    fn zones(&self, line: usize) -> Vec<Zone> {
        let on_line = |offset: u32| self.position(offset).0 == line;
        self.layout.segments.iter().filter(|segment| on_line(segment.span.start)).map(|segment| segment.zone).collect()
    }

    #[track_caller]
    fn check(&self, lines: impl IntoIterator<Item = usize>, zone: Zone) {
        for line in lines {
            assert_eq!(self.zones(line), [zone], "line {line}");
        }
    }
}

#[test]
fn a_review_of_three_items() {
    let Some(seed) = seed("000") else { return };
    assert_eq!(seed.starts(), [(1, 18), (1, 2092), (3, 1267)]);
    assert_eq!(seed.titles(), [(1, 28), (1, 2102), (3, 1288)]);
    assert_eq!(seed.outlets(), ["Izvestia", "Izvestia", "Nezavisimaya Gazeta"]);
    let ends: Vec<_> =
        seed.layout.articles.iter().filter_map(|article| article.title).map(|title| seed.position(title.end)).collect();
    assert_eq!(ends, [(1, 86), (1, 2152), (3, 1359)], "headlines end before the text");
    assert_eq!(
        seed.zones(1),
        [Zone::Header, Zone::Header, Zone::Headline, Zone::Body, Zone::Header, Zone::Headline, Zone::Body]
    );
    assert_eq!(seed.zones(3), [Zone::Body, Zone::Header, Zone::Headline, Zone::Body]);
}

#[test]
fn a_digest_of_two() {
    let Some(seed) = seed("001") else { return };
    assert_eq!(seed.starts(), [(1, 1), (25, 1)]);
    assert_eq!(seed.titles(), []);
    assert_eq!(seed.zones(3), [Zone::Dateline, Zone::Headline]);
    seed.check([1].into_iter().chain((5..=21).step_by(2)).chain((25..=37).step_by(2)), Zone::Body);
}

#[test]
fn a_saved_page() {
    let Some(seed) = seed("002") else { return };
    assert_eq!(seed.starts(), [(11, 1)]);
    seed.check((1..=5).chain(7..=9).chain([75]), Zone::Navigation);
    seed.check([6, 17, 26, 35, 47 - 1, 55, 66], Zone::ForeignScript);
    seed.check([18, 27, 36, 47, 56, 67], Zone::Credit);
    seed.check([13, 42], Zone::Subhead);
    seed.check([73], Zone::TranslatorNote);
    assert_eq!(seed.zones(11), [Zone::Body, Zone::Navigation]);
    let translation = seed.layout.articles[0].translation.as_ref().expect("a translation");
    assert_eq!((translation.from.as_deref(), translation.by.as_deref()), (Some("ru"), Some("Yandex")));
    let speech = seed
        .layout
        .segments
        .iter()
        .filter(|segment| segment.dialogue)
        .map(|segment| seed.position(segment.span.start).0);
    assert_eq!(speech.collect::<Vec<_>>(), [31, 40, 60, 69]);
    assert_eq!(seed.outlets(), ["Izvestia"]);
}

#[test]
fn two_articles_with_doubled_heads() {
    let Some(seed) = seed("003") else { return };
    assert_eq!(seed.starts(), [(1, 1), (37, 1)]);
    assert_eq!(seed.titles(), [(1, 1), (37, 1)]);
    seed.check([1, 8, 37, 44], Zone::Headline);
    seed.check([3, 4, 10, 11, 39, 40, 46, 47], Zone::Caption);
    seed.check([5, 6, 41, 42], Zone::Navigation);
    seed.check([67], Zone::Subhead);
    let again: Vec<_> = seed
        .layout
        .segments
        .iter()
        .filter(|segment| segment.repeated)
        .map(|segment| seed.position(segment.span.start).0)
        .collect();
    assert_eq!(again, [4, 8, 10, 11, 40, 44, 46, 47]);
}

#[test]
fn a_commentary() {
    let Some(seed) = seed("004") else { return };
    assert_eq!(seed.starts(), [(1, 1)]);
    seed.check([2], Zone::Navigation);
    seed.check([11], Zone::Subhead);
    seed.check([1].into_iter().chain(3..=10).chain(12..=17), Zone::Body);
}
