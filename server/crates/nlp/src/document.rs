//! One file: from its text to everything known of it.

use std::sync::Arc;

use jiff::civil::Date;
use lang::Language;
use rustc_hash::FxHashMap;
use syntax::{Block, Tree};
use text::Span;

use crate::article::{self, Article};
use crate::facts::{self, Facts};
use crate::layout::{self, Layout, Summary};
use crate::segment::{self, SegmentAnnotations};

/// What the reading of a file depends on besides its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The file's name without folders.
    pub file_name: String,
    /// Today: candidate years end here, and no clock is asked.
    pub today: Date,
    /// Candidate years begin here.
    pub earliest: Date,
    /// The date of the file's articles, when it is given rather than read.
    pub written: Option<Date>,
    /// Dates that a reader has set, for the articles that stand at these places.
    pub dated: Vec<SetDate>,
}

/// A date that a reader has set.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct SetDate {
    /// Where the article stands, in bytes from the file's start.
    pub span: Span,
    /// When it was published.
    pub date: Date,
    /// Who says so: `set by anna, 2025-03-01`.
    pub why: String,
}

impl Context {
    /// What is given for the date of the article at `span`: the last of those that are most like it in place. Half of
    /// the shorter of the two is shared at least.
    pub(crate) fn given(&self, span: Span) -> Option<(Date, &str)> {
        let shared =
            |dated: &SetDate| u64::from(dated.span.end.min(span.end).saturating_sub(dated.span.start.max(span.start)));
        let likeness = |dated: &SetDate| shared(dated) as f64 / f64::from(dated.span.len().max(span.len()).max(1));
        let is_meant =
            |dated: &&SetDate| shared(dated) > 0 && shared(dated) * 2 >= u64::from(dated.span.len().min(span.len()));
        let best = self.dated.iter().filter(is_meant).max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
        self.written.map(|date| (date, "given")).or_else(|| best.map(|dated| (dated.date, dated.why.as_str())))
    }
}

/// Everything known of one file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Analysis {
    /// Blocks as the grammar sees them.
    pub blocks: Vec<Block>,
    /// Zones and articles.
    pub layout: Layout,
    /// Per segment of `layout.segments`, what it says; offsets count from the segment's start.
    pub segments: Vec<Arc<SegmentAnnotations>>,
    /// The articles, read.
    pub articles: Vec<Article>,
    /// What the rest of the folder may know.
    pub facts: Arc<Facts>,
}

/// Readings of blocks and segments, remembered by what they depend on. Holds what the last reading used and no more.
#[derive(Default)]
pub struct Memory {
    summaries: FxHashMap<u64, Summary>,
    segments: FxHashMap<u64, Arc<SegmentAnnotations>>,
    /// How many segments were read anew by the last [`analyze`] with this memory.
    pub fresh: usize,
}

/// Reads a file. With the memory of an earlier reading only what changed is read anew; the result is the same.
pub fn analyze(source: &str, tree: &Tree, context: &Context, lang: &Language, memory: &mut Memory) -> Analysis {
    let blocks = tree.blocks(source);
    let summaries = memory.summaries(source, &blocks, lang);
    let layout = layout::arrange(source, &blocks, &summaries, lang);
    annotate(source, blocks, layout, context, lang, memory)
}

/// Reads a file whose zones and articles are known.
pub fn annotate(
    source: &str,
    blocks: Vec<Block>,
    layout: Layout,
    context: &Context,
    lang: &Language,
    memory: &mut Memory,
) -> Analysis {
    let segments = memory.segments(source, &layout, lang);
    let articles = articles(source, &layout, &segments, context, lang);
    let facts = Arc::new(facts::facts(source, &articles));
    Analysis { blocks, layout, segments, articles, facts }
}

/// Reads the articles in order. What the first of them, or the file's head, says of its date counts for those after it
/// that say nothing.
fn articles(
    source: &str,
    layout: &Layout,
    segments: &[Arc<SegmentAnnotations>],
    context: &Context,
    lang: &Language,
) -> Vec<Article> {
    let mut all: Vec<Article> = Vec::with_capacity(layout.articles.len());
    for part in &layout.articles {
        let inherited = all.first().map(|first: &Article| &first.date);
        all.push(article::analyze_article(source, layout, part, segments, context, inherited, lang));
    }
    all
}

impl Memory {
    fn summaries(&mut self, source: &str, blocks: &[Block], lang: &Language) -> Vec<Summary> {
        let mut kept = FxHashMap::default();
        let all = blocks.iter().map(|block| {
            let summary = self
                .summaries
                .remove(&block.hash)
                .or_else(|| kept.get(&block.hash).cloned())
                .unwrap_or_else(|| layout::summarize(block.span.of(source), block.kind, lang));
            kept.insert(block.hash, summary.clone());
            summary
        });
        let all = all.collect();
        self.summaries = kept;
        all
    }

    fn segments(&mut self, source: &str, layout: &Layout, lang: &Language) -> Vec<Arc<SegmentAnnotations>> {
        let mut kept: FxHashMap<u64, Arc<SegmentAnnotations>> = FxHashMap::default();
        self.fresh = 0;
        let mut all = Vec::with_capacity(layout.segments.len());
        for part in &layout.segments {
            let text = part.span.of(source);
            let key = text::hash64(text.as_bytes())
                ^ (part.zone as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
                ^ u64::from(part.dialogue);
            let known = kept.get(&key).or_else(|| self.segments.get(&key)).cloned();
            let annotations = known.unwrap_or_else(|| {
                self.fresh += 1;
                Arc::new(segment::analyze_segment(text, part.zone, part.dialogue, lang))
            });
            kept.insert(key, annotations.clone());
            all.push(annotations);
        }
        self.segments = kept;
        all
    }
}

impl Analysis {
    /// The article at `offset`, in bytes from the file's start.
    pub fn article_at(&self, offset: u32) -> Option<&Article> {
        self.articles.iter().find(|article| article.layout.span.start <= offset && offset <= article.layout.span.end)
    }

    /// The zone at `offset`.
    pub fn zone_at(&self, offset: u32) -> Option<crate::Zone> {
        let at = self.layout.segments.partition_point(|segment| segment.span.start <= offset);
        let segment = self.layout.segments.get(at.checked_sub(1)?)?;
        (offset <= segment.span.end).then_some(segment.zone)
    }

    /// The text of the file that `span` covers, white space folded to single spaces.
    pub fn folded(source: &str, span: Span) -> String {
        span.of(source).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
