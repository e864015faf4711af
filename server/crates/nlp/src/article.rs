//! One article, read as a whole: its date, its people, who says what, what is claimed.

use text::Span;

use crate::attribution::Attribution;
use crate::claims::Claim;
use crate::coreference::Entity;
use crate::dates::ArticleDate;
use crate::events::EventMention;
use crate::layout::ArticleLayout;
use crate::times::ResolvedTime;

/// One article. Offsets count from the start of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Article {
    /// Where it stands, its title, outlet, language and segments.
    pub layout: ArticleLayout,
    /// When it was written.
    pub date: ArticleDate,
    /// Its sentences, in text order; furniture's too.
    pub sentences: Vec<Span>,
    /// Its quotations: `quotes[i]` may run over several paragraphs.
    pub quotes: Vec<Speech>,
    /// Its time expressions, resolved.
    pub times: Vec<ResolvedTime>,
    /// Who and what it mentions, mentions joined.
    pub entities: Vec<Entity>,
    /// Events it mentions.
    pub events: Vec<EventMention>,
    /// Who says what.
    pub attributions: Vec<Attribution>,
    /// Speaker of each attribution, as an index into `entities`.
    pub speakers: Vec<Option<usize>>,
    /// Its sentences, judged.
    pub claims: Vec<Claim>,
}

/// Direct speech, whole: over sentences and paragraphs. Bytes from the start of the file.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Speech {
    /// From its first mark to its last.
    pub span: Span,
    /// An opening mark stands at its start, or the dash of a dialogue paragraph.
    pub opened: bool,
    /// A closing mark stands at its end.
    pub closed: bool,
    /// Marks of a kind that do not belong together: `« … "`.
    pub mixed: bool,
    /// Inside another quotation.
    pub nested: bool,
    /// The attribution whose content it is, as an index into [`Article::attributions`].
    pub attribution: Option<usize>,
}
