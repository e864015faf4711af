//! One file: from its text to everything known of it.

use std::sync::Arc;

use jiff::civil::Date;
use lang::Language;
use rustc_hash::FxHashMap;
use syntax::{Block, Tree};
use text::Span;

use crate::article::{self, Article, File};
use crate::facts::{self, Facts};
use crate::known::Known;
use crate::layout::{self, Boundary, Layout, Summary, Zone};
use crate::parse::{self, Parse, Parses};
use crate::recall::Recall;
use crate::said::{self, Said};
use crate::segment::{self, SegmentAnnotations};
use crate::times::Mode;

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
    /// What readers have said that words name, or that they name nothing.
    pub said: Vec<Said>,
    /// Where readers have said that articles begin, or do not.
    pub boundaries: Vec<Boundary>,
    /// What is known of the people and events that the text names.
    pub known: Arc<Known>,
    /// What dates without a year hang on, when it is given rather than found out article by article.
    pub mode: Option<Mode>,
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
    /// What the pipeline found in the segments it is asked about, as far as it was.
    pub parses: Parses,
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
    parses: FxHashMap<u64, Arc<Parse>>,
    /// The segment that the pipeline read last: most often the one that is typed in.
    previous: engine::Previous,
    recall: Recall,
    /// How many bytes of text each [`analyze`] may have the pipeline read, in whole segments. What is left over is read
    /// without it.
    pub budget: usize,
    /// How many segments were read anew by the last [`analyze`] with this memory.
    pub fresh: usize,
}

/// Reads a file. With the memory of an earlier reading only what changed is read anew; the result is the same.
pub fn analyze(source: &str, tree: &Tree, context: &Context, lang: &Language, memory: &mut Memory) -> Analysis {
    let blocks = tree.blocks(source);
    let summaries = memory.summaries(source, &blocks, lang);
    let layout = layout::arrange(source, &blocks, &summaries, &context.boundaries, lang);
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
    let (mut segments, parses) = memory.segments(source, &layout, lang);
    said::know(&mut segments, source, &layout, &context.known);
    said::obey(&mut segments, &layout, &context.said);
    let articles =
        articles(File { source, layout: &layout, segments: &segments, context, recall: &memory.recall, lang });
    let facts = Arc::new(facts::facts(source, &articles));
    Analysis { blocks, layout, segments, parses, articles, facts }
}

/// Reads the articles in order. What the first of them, or the file's head, says of its date counts for those after it
/// that say nothing.
fn articles(file: File) -> Vec<Article> {
    let mut all: Vec<Article> = Vec::with_capacity(file.layout.articles.len());
    for part in &file.layout.articles {
        let inherited = all.first().map(|first: &Article| &first.date);
        all.push(article::analyze_article(file, part, inherited));
    }
    all
}

impl Memory {
    /// A memory that has the pipeline read so many bytes each time.
    pub fn with_budget(budget: usize) -> Memory {
        Memory { budget, ..Memory::default() }
    }

    /// Takes over what the pipeline found elsewhere, so that it is not asked again.
    pub fn know(&mut self, parses: &Parses) {
        self.parses.extend(parses.all.iter().map(|(key, parse)| (*key, parse.clone())));
    }

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

    /// Reads the segments. What the pipeline found in them is part of what a reading depends on.
    fn segments(&mut self, source: &str, layout: &Layout, lang: &Language) -> (Vec<Arc<SegmentAnnotations>>, Parses) {
        let mut kept: FxHashMap<u64, Arc<SegmentAnnotations>> = FxHashMap::default();
        let mut parses = Parses::default();
        let mut left = self.budget;
        self.fresh = 0;
        let mut all = Vec::with_capacity(layout.segments.len());
        let asked = parse::asked(layout);
        for (part, asked) in layout.segments.iter().zip(asked) {
            let text = part.span.of(source);
            let key = text::hash64(text.as_bytes())
                ^ (part.zone as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
                ^ u64::from(part.dialogue);
            let parse = if asked { self.parse(key, text, part.zone, &mut parses, &mut left) } else { None };
            let key = key.rotate_left(u32::from(parse.is_some()));
            let known = kept.get(&key).or_else(|| self.segments.get(&key)).cloned();
            let annotations = known.unwrap_or_else(|| {
                self.fresh += 1;
                Arc::new(segment::analyze_segment(text, part.zone, part.dialogue, parse.as_deref(), lang))
            });
            kept.insert(key, annotations.clone());
            all.push(annotations);
        }
        self.segments = kept;
        self.parses.clone_from(&parses.all);
        (all, parses)
    }

    /// What the pipeline finds in a segment, if that is known or there is time to ask.
    fn parse(&mut self, key: u64, text: &str, zone: Zone, all: &mut Parses, left: &mut usize) -> Option<Arc<Parse>> {
        let known = all.all.get(&key).or_else(|| self.parses.get(&key)).cloned();
        let parse = known.or_else(|| {
            *left = left.checked_sub(text.len())?;
            Some(Arc::new(Parse::again(text, zone, &mut self.previous)))
        });
        match &parse {
            Some(parse) => drop(all.all.insert(key, parse.clone())),
            None => all.missing = true,
        }
        parse
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

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "MERROW, March 4, 2025. A deal between Orvane and Tessil fell through, people said.\n\n\
        Orvane had asked for more time, and the ministers of both towns met again on Tuesday.\n";

    fn read(text: &str, memory: &mut Memory) -> Analysis {
        let day: Date = "2025-06-01".parse().unwrap();
        let context = Context {
            file_name: "a.txt".into(),
            today: day,
            earliest: day,
            written: None,
            dated: Vec::new(),
            said: Vec::new(),
            boundaries: Vec::new(),
            known: Arc::default(),
            mode: None,
        };
        analyze(text, &Tree::parse(text), &context, &Language::load("en"), memory)
    }

    #[test]
    fn what_the_pipeline_found_holds_for_the_rest_of_an_edited_text() {
        let mut memory = Memory::default();
        let first = read(TEXT, &mut memory);
        assert!(first.parses.missing);

        let whole = read(TEXT, &mut Memory::with_budget(usize::MAX));
        assert!(!whole.parses.missing);
        memory.know(&whole.parses);
        assert_eq!(read(TEXT, &mut memory), whole);

        // Without time only what is new is not asked about; with time, nothing else is.
        let edited = TEXT.replace("again", "once more");
        let hasty = read(&edited, &mut memory);
        assert!(hasty.parses.missing);
        assert_eq!(memory.fresh, 1);
        memory.budget = 100;
        let mut thorough = read(&edited, &mut memory);
        assert_eq!(memory.fresh, 1);
        assert!(!thorough.parses.missing);
        assert_eq!(thorough, read(&edited, &mut Memory::with_budget(usize::MAX)));
        // And nothing of it depends on how it came about.
        memory.budget = 0;
        thorough = read(TEXT, &mut memory);
        assert!(thorough.parses.missing, "what is no longer in the text is forgotten");
    }

    #[test]
    fn time_is_spent_on_whole_segments() {
        let mut memory = Memory::with_budget(90);
        let analysis = read(TEXT, &mut memory);
        assert!(analysis.parses.missing);
        assert!(analysis.parses.all.len() < analysis.layout.segments.len() && !analysis.parses.all.is_empty());
    }
}
