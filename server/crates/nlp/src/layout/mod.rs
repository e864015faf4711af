//! Layout: what on the page is an article's text, and where one article ends and the next begins.
//!
//! Two steps, so that an edit stays in its paragraph: each block is summarised on its own ([`summary`]); zones and
//! articles are then arranged from the summaries alone ([`arrange`]).

pub mod summary;

use std::ops::Range;

use lang::Language;
use syntax::Block;
use text::Span;

pub use summary::{Summary, summarize};

/// What a stretch of text is to its reader (product page "zones").
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Zone {
    /// Front matter of a Markdown file.
    FrontMatter,
    /// Metadata: `date 2022-01-20`, `Source: …`, an outlet's name before a press-review item (`Izvestia:`).
    Header,
    /// An article's title.
    Headline,
    /// A heading inside an article.
    Subhead,
    /// Who wrote it.
    Byline,
    /// `MOSCOW, June 24. /TASS/.`
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
    /// As written: `Izvestia`, `TASS`.
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
    /// From its first visible character (its outlet's name, headline or text) to its last.
    pub span: Span,
    /// Its title, once even where the page doubles it.
    pub title: Option<Span>,
    /// Its outlet.
    pub outlet: Option<Outlet>,
    /// Its segments, as a range of [`Layout::segments`].
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

/// A file's zones and articles.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Layout {
    /// Zones, in text order.
    pub segments: Vec<Segment>,
    /// Articles, in text order. None when the file is no prose (a log, a table, code, a list of requirements).
    pub articles: Vec<ArticleLayout>,
}

/// Arranges a file's blocks, each with its summary, into zones and articles.
pub fn arrange(source: &str, blocks: &[Block], summaries: &[Summary], lang: &Language) -> Layout {
    let _ = (source, blocks, summaries, lang);
    Layout::default()
}
