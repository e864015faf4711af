//! Layout: what on the page is an article's text, and where one article ends and the next begins.
//!
//! A file is a page as somebody saved it: menus, captions, credits and several articles among them, with nothing to
//! mark them but their looks. Each look has its module: lines that say by their own words what they are
//! (`furniture`), their shape (`shape`), headlines that run into the text (`run_in`), datelines (`dateline`), items of
//! press reviews (`items`), the language (`language`). Context decides the rest (`zones`, `articles`).
//!
//! Two steps, so that an edit stays in its paragraph: each block is summarised on its own ([`summary`]); zones and
//! articles are then arranged from the summaries alone ([`arrange`]).

mod articles;
mod dateline;
mod furniture;
mod items;
mod language;
mod page;
mod run_in;
mod shape;
pub mod summary;
mod zones;

use std::cmp::Ordering;
use std::ops::Range;

use lang::Language;
use rustc_hash::FxHashSet;
use syntax::{Block, BlockKind};
use text::Span;

use page::{Page, Piece};
use zones::Head;

pub use summary::{Summary, summarize};

/// What a stretch of text is to its reader (product page "zones").
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Zone {
    /// Front matter of a Markdown file.
    FrontMatter,
    /// Metadata: `date 2022-01-20`, `Source: …`, an outlet's name before a press-review item (`Herald:`).
    Header,
    /// An article's title.
    Headline,
    /// A heading inside an article.
    Subhead,
    /// Who wrote it.
    Byline,
    /// `MIRAVA, June 24. /NORWIRE/.`
    Dateline,
    /// What a picture shows.
    Caption,
    /// Who took a picture.
    Credit,
    /// Page furniture: menus, buttons, widgets, share bars, digests' housekeeping lines.
    Navigation,
    /// `Translated by …`
    TranslatorNote,
    /// A line in a script the article is not written in.
    ForeignScript,
    /// A ruled line.
    Separator,
    /// The article's own text: the only zone that findings about claims may stand on.
    Body,
}

/// A stretch of one block in one zone. Segments cover every visible character once, in text order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Segment {
    /// Where it stands in the file.
    pub span: Span,
    /// What it is.
    pub zone: Zone,
    /// The block it is cut from, as an index into the file's blocks.
    pub block: usize,
    /// The block is speech opened by a dash.
    pub dialogue: bool,
    /// It repeats an earlier segment of the article word for word (a doubled headline or caption).
    pub repeated: bool,
}

/// Who publishes an article.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outlet {
    /// As written: `Merrow Mirror`, `Norwire`.
    pub name: String,
    /// Where the file says so; absent when it is known from elsewhere.
    pub span: Option<Span>,
}

/// A text that says it is a translation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Translation {
    /// The tag of the language it is translated from, if the note says so or its script gives it away.
    pub from: Option<String>,
    /// The translating service or person as named by the note.
    pub by: Option<String>,
    /// The note.
    pub span: Span,
}

/// One article of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ArticleLayout {
    /// From its first visible character (metadata, its outlet's name, headline or text) to its last. The page's menus and
    /// the translator's note lie outside.
    pub span: Span,
    /// Its title, once even where the page doubles it.
    pub title: Option<Span>,
    /// Its outlet.
    pub outlet: Option<Outlet>,
    /// Its segments, as a range of [`Layout::segments`]. A date line of the file and the head of a press review stand
    /// before [`span`](Self::span) and are among the first article's.
    pub segments: Range<usize>,
    /// Says it is a translation.
    pub translation: Option<Translation>,
    /// The language it is written in.
    pub language: Written,
}

/// The language an article is written in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// BCP 47 tag; `und` when it cannot be told.
    pub tag: String,
    /// Its English name: `German`.
    pub name: String,
    /// Whether it is the language this program analyses.
    pub analysed: bool,
}

/// What a reader has said of a place: an article begins with the paragraph that holds it, or none does.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Boundary {
    /// Somewhere in the paragraph, in bytes from the file's start.
    pub at: u32,
    /// An article begins there; else what was taken for one goes on with the article before.
    pub begins: bool,
}

/// A file's zones and articles.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Layout {
    /// Zones, in text order.
    pub segments: Vec<Segment>,
    /// Articles, in text order. None when the file is no prose (a log, a table, code, a list of requirements).
    pub articles: Vec<ArticleLayout>,
}

/// Arranges a file's blocks, each with its summary, into zones and articles.
///
/// Every visible character of a block belongs to exactly one segment. A file that is no prose has segments and no
/// articles. Where readers have said that articles begin or do not (`said`), looks count for nothing.
pub fn arrange(source: &str, blocks: &[Block], summaries: &[Summary], said: &[Boundary], lang: &Language) -> Layout {
    let mut page = Page::read(source, blocks, summaries, lang);
    if !page.is_prose() {
        return Layout { segments: segments(&page, &[]).0, articles: Vec::new() };
    }
    let sections = articles::split(&page, said);
    articles::teasers(&mut page, &sections);
    let heads: Vec<Head> = sections.iter().map(|section| zones::settle(&mut page, section.clone())).collect();
    let (segments, owner) = segments(&page, &sections);
    let articles = articles::assemble(&page, &sections, &heads, &segments, &owner);
    Layout { segments, articles }
}

/// Cuts every piece into its segments, and says which piece each is of.
fn segments(page: &Page, sections: &[Range<usize>]) -> (Vec<Segment>, Vec<usize>) {
    let (mut segments, mut owner) = (Vec::with_capacity(page.pieces.len()), Vec::with_capacity(page.pieces.len()));
    let mut seen = FxHashSet::default();
    let mut starts = sections.iter().map(|section| section.start).peekable();
    for (index, piece) in page.pieces.iter().enumerate() {
        if starts.next_if_eq(&index).is_some() {
            seen.clear();
        }
        let cuts = cuts(piece);
        let ends = cuts.iter().skip(1).map(|(start, _)| *start).chain([piece.span.end]);
        for (&(start, zone), end) in cuts.iter().zip(ends) {
            let span = zones::trimmed(page.source, Span::new(start, end));
            if span.is_empty() {
                continue;
            }
            let doubles = matches!(zone, Zone::Headline | Zone::Caption | Zone::Credit);
            let repeated = doubles && !seen.insert((zone, text::hash64(span.of(page.source).as_bytes())));
            let dialogue = zone == Zone::Body && piece.kind == BlockKind::Dialogue;
            segments.push(Segment { span, zone, block: piece.block, dialogue, repeated });
            owner.push(index);
        }
    }
    (segments, owner)
}

/// Where the zones of a piece begin, in text order.
fn cuts(piece: &Piece) -> Vec<(u32, Zone)> {
    let zone = piece.zone.unwrap_or(Zone::Body);
    let mut cuts = vec![(piece.span.start, zone)];
    // Each cut lies behind the one before it, or it is none.
    let mut cut = |at: u32, zone: Zone| {
        let (last, _) = cuts[cuts.len() - 1];
        match at.cmp(&last) {
            Ordering::Greater if at < piece.span.end => cuts.push((at, zone)),
            Ordering::Equal => cuts.iter_mut().last().into_iter().for_each(|cut| cut.1 = zone),
            _ => {}
        }
    };
    if !matches!(zone, Zone::Body | Zone::Headline) {
        return cuts;
    }
    let summary = piece.summary;
    let text = if piece.teaser { Zone::Headline } else { zone };
    if let Some(end) = summary.prefix.filter(|_| piece.opens) {
        cut(piece.span.start, Zone::Header);
        cut(end + piece.base, text);
    }
    if let Some(headline) = summary.run_in.filter(|_| piece.opens && piece.item.is_none()) {
        cut(headline.start + piece.base, Zone::Headline);
        cut(headline.end + piece.base, text);
    }
    if let Some(item) = piece.item {
        cut(item.label.start + piece.base, Zone::Header);
        if let Some(headline) = item.headline {
            cut(headline.start + piece.base, Zone::Headline);
            cut(headline.end + piece.base, Zone::Body);
        } else {
            cut(item.text + piece.base, Zone::Body);
        }
    }
    if let Some(dateline) = piece.dateline {
        cut(dateline.start, Zone::Dateline);
        cut(dateline.end, text);
    }
    if let Some(aside) = summary.aside.filter(|_| piece.closes) {
        cut(aside.start + piece.base, Zone::Navigation);
    }
    cuts
}
