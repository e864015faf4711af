//! A page: its blocks, cut where an item of a press review begins, and what each piece is by itself.

use lang::Language;
use rustc_hash::FxHashMap;
use syntax::{Block, BlockKind, PartKind};
use text::Span;

use super::Zone;
use super::items::{self, AtWork};
use super::shape::Case;
use super::summary::{End, Item, Label, Look, Summary, titled};

/// A block, or the part of one that belongs to one article.
pub(super) struct Piece<'a> {
    pub block: usize,
    pub kind: BlockKind,
    pub summary: &'a Summary,
    /// Where it stands in the file.
    pub span: Span,
    /// Where its block starts: offsets in the summary count from there.
    pub base: u32,
    /// Blank lines above it; none where it goes on in the middle of a block.
    pub gap: u32,
    /// It begins its block.
    pub opens: bool,
    /// It ends its block.
    pub closes: bool,
    /// The item of a press review that it begins.
    pub item: Option<&'a Item>,
    /// `MIRAVA, June 24. /NORWIRE/.` at its start.
    pub dateline: Option<Span>,
    /// `NORWIRE` in it.
    pub agency: Option<Span>,
    /// What is settled of it so far; what nothing is settled of is body.
    pub zone: Option<Zone>,
    /// It reads as sentences of some language.
    pub prose: bool,
    /// The teaser of a press digest: text that stands for headlines.
    pub teaser: bool,
}

impl Piece<'_> {
    /// Sentences of an article, as far as is known.
    pub fn is_prose(&self) -> bool {
        self.zone.is_none() && self.prose && !self.teaser && self.kind != BlockKind::Heading && !self.is_headline_only()
    }

    /// An item whose text follows in the next block.
    pub fn is_headline_only(&self) -> bool {
        let headline = self.item.and_then(|item| item.headline);
        headline.is_some_and(|headline| self.closes && headline.end + self.base >= self.span.end)
    }

    /// A short line that could be a headline, a heading, a name or a button: nothing is settled of it and no full stop
    /// ends it, unless it is written like a title.
    pub fn is_line(&self) -> bool {
        let summary = self.summary;
        let shape = self.kind == BlockKind::Heading
            || matches!(self.kind, BlockKind::Paragraph | BlockKind::Metadata | BlockKind::Credit)
                && !summary.small_start
                && !summary.prose;
        self.zone.is_none()
            && self.item.is_none()
            && shape
            && !summary.framed
            && (matches!(summary.end, End::Open | End::Question) || self.is_stopped_title())
            && (1..=30).contains(&summary.words)
    }

    /// `Plant Rules Face Key Test in Court.`: archives close headlines with a full stop.
    fn is_stopped_title(&self) -> bool {
        let summary = self.summary;
        let alone = self.opens && self.closes && summary.sentences <= 2;
        alone && summary.end == End::Stop && summary.case == Case::Title && (4..=20).contains(&summary.words)
    }

    /// A line, or a short question that stands alone.
    pub fn may_head(&self) -> bool {
        let question = self.zone.is_none()
            && self.item.is_none()
            && self.kind == BlockKind::Paragraph
            && self.summary.end == End::Question;
        self.is_line() || question && self.summary.sentences <= 1 && self.summary.words <= 16
    }

    /// From offsets in the block to offsets in the file.
    pub fn place(&self, span: Span) -> Span {
        span.shift(self.base)
    }
}

/// A file's pieces, in text order.
pub(super) struct Page<'a> {
    pub source: &'a str,
    pub blocks: &'a [Block],
    pub lang: &'a Language,
    pub pieces: Vec<Piece<'a>>,
    /// How often each block's text stands in the file.
    pub repeats: FxHashMap<u64, u32>,
}

impl<'a> Page<'a> {
    /// Cuts the blocks and settles what their own words settle.
    pub fn read(source: &'a str, blocks: &'a [Block], summaries: &'a [Summary], lang: &'a Language) -> Page<'a> {
        let mut page =
            Page { source, blocks, lang, pieces: Vec::with_capacity(blocks.len()), repeats: FxHashMap::default() };
        let confirmed = confirmed(source, blocks, summaries);
        for (index, (block, summary)) in blocks.iter().zip(summaries).enumerate() {
            let items = summary
                .items
                .iter()
                .enumerate()
                .filter(|(at, _)| confirmed.contains(&(index, *at)))
                .map(|(_, item)| item);
            page.cut(index, block, summary, items);
            *page.repeats.entry(summary.folded).or_default() += 1;
        }
        for index in 0..page.pieces.len() {
            page.pieces[index].zone = page.own_zone(&page.pieces[index]);
        }
        page.unfinished();
        page
    }

    /// In a file of a few lines and no sentence, a line with a verb is one that is being written.
    fn unfinished(&mut self) {
        if self.pieces.len() > FEW || self.pieces.iter().any(Piece::is_prose) {
            return;
        }
        for piece in &mut self.pieces {
            let summary = piece.summary;
            let says = summary.look == Look::Text && summary.verb && summary.words >= 4 && summary.tally.own > 0;
            piece.prose = says && matches!(piece.kind, BlockKind::Paragraph | BlockKind::Dialogue);
        }
    }

    fn cut(&mut self, index: usize, block: &Block, summary: &'a Summary, items: impl Iterator<Item = &'a Item>) {
        let base = block.span.start;
        let shaped = self.dateline(block);
        let agency = shaped.and_then(|_| block.part(PartKind::DatelineAgency)).map(|part| part.span.shift(base));
        let (dateline, agency) = match (&shaped, &summary.dateline) {
            (None, Some(found)) => (Some(found.span.shift(base)), found.agency.map(|agency| agency.shift(base))),
            _ => (shaped, agency),
        };
        let piece = |span: Span, item: Option<&'a Item>| Piece {
            block: index,
            kind: block.kind,
            summary,
            span,
            base,
            gap: if span.start == base { block.blank_before } else { 0 },
            opens: span.start == base,
            closes: span.end == block.span.end,
            item,
            dateline: item
                .and_then(|item| item.dateline.as_ref())
                .map(|found| found.span.shift(base))
                .or(dateline.filter(|_| span.start == base && item.is_none())),
            agency: item
                .and_then(|item| item.dateline.as_ref()?.agency)
                .map(|agency| agency.shift(base))
                .or(agency.filter(|_| span.start == base && item.is_none())),
            zone: None,
            prose: summary.prose,
            teaser: false,
        };
        let mut start = base;
        let mut current = None;
        for item in items {
            let at = item.label.start + base;
            let only_prefix = summary.prefix.is_some_and(|end| {
                self.source.get((base + end) as usize..at as usize).is_none_or(|between| between.trim().is_empty())
            });
            if at > start && !(start == base && only_prefix) && !Span::new(start, at).of(self.source).trim().is_empty()
            {
                self.pieces.push(piece(Span::new(start, at), current));
                start = at;
            }
            current = Some(item);
        }
        self.pieces.push(piece(Span::new(start, block.span.end), current));
    }

    /// The grammar's dateline, unless its place is a word (`WARNING – …`).
    fn dateline(&self, block: &Block) -> Option<Span> {
        let dateline = block.part(PartKind::Dateline)?;
        let dated = block.part(PartKind::DatelineDate).is_some() || block.part(PartKind::DatelineAgency).is_some();
        let place = block
            .part(PartKind::DatelinePlace)
            .map(|part| part.span.shift(block.span.start).of(self.source).to_lowercase());
        let words = place.is_some_and(|place| self.are_words(&place));
        (dated || !words).then(|| dateline.span.shift(block.span.start))
    }

    /// Words of the language or a wire's label, and no place: `CONGRESS HAS ASKED HIM – …`.
    fn are_words(&self, lower: &str) -> bool {
        let mut all = lower.split_whitespace();
        let known = |word: &str| self.lang.is_known_word(word) || self.lang.furniture.headline_labels.contains(word);
        let name: Vec<String> = lower.split_whitespace().map(titled).collect();
        all.any(known) && self.lang.places.exact(&name.join(" ")).is_none()
    }

    /// What a piece is by its own words, where they settle it.
    fn own_zone(&self, piece: &Piece) -> Option<Zone> {
        let summary = piece.summary;
        match piece.kind {
            _ if piece.dateline.is_some_and(|dateline| dateline.end >= piece.span.end) => return Some(Zone::Dateline),
            // Speech is speech, and the points of a list are the writer's own; menus come as lists too.
            BlockKind::Dialogue => return None,
            BlockKind::ListItem => return (summary.look == Look::Navigation).then_some(Zone::Navigation),
            _ if summary.look == Look::Date => return Some(Zone::Header),
            BlockKind::FrontMatter => return Some(Zone::FrontMatter),
            BlockKind::Separator => return Some(Zone::Separator),
            BlockKind::Metadata if self.role(piece).is_some() => return Some(Zone::Header),
            BlockKind::Credit if !(summary.prose && summary.words > 12) && piece.item.is_none() => {
                return Some(Zone::Credit);
            }
            BlockKind::Heading => return None,
            _ if piece.item.is_some() => return None,
            _ => {}
        }
        match summary.look {
            Look::Navigation => Some(Zone::Navigation),
            Look::Credit => Some(Zone::Credit),
            Look::Caption => Some(Zone::Caption),
            Look::Byline => Some(Zone::Byline),
            Look::TranslatorNote => Some(Zone::TranslatorNote),
            _ if summary.doubled && summary.words >= 8 => Some(Zone::Caption),
            _ => None,
        }
    }

    /// What a line of metadata holds; empty where it is of no interest here. `None` if it is none.
    pub fn role(&self, piece: &Piece) -> Option<&str> {
        let (key, _) = syntax::metadata(self.source, self.blocks.get(piece.block)?)?;
        let key = key.of(self.source).trim().to_lowercase();
        let role = self.lang.furniture.header_roles.get(&*key).map(AsRef::as_ref);
        role.or(self.lang.furniture.header_keys.contains(&key).then_some(""))
    }

    /// Enough of the file is sentences for it to be read as articles.
    pub fn is_prose(&self) -> bool {
        let chars = |prose: bool| -> u64 {
            let pieces = self.pieces.iter().filter(|piece| piece.zone.is_none() && piece.is_prose() == prose);
            pieces.map(|piece| u64::from(piece.span.len())).sum()
        };
        let (prose, rest) = (chars(true), chars(false));
        prose > 0 && prose * 10 >= (prose + rest) * 3
    }

    /// How often a piece's text stands in the file.
    pub fn count(&self, piece: &Piece) -> u32 {
        self.repeats.get(&piece.summary.folded).copied().unwrap_or(0)
    }
}

/// A file of so many lines may be no more than a note.
const FEW: usize = 6;

/// No press review quotes one outlet in so many items.
const OFTEN: u32 = 8;

/// The items that the file vouches for: of known outlets, of outlets that it shows at work, and of others among these.
fn confirmed(source: &str, blocks: &[Block], summaries: &[Summary]) -> rustc_hash::FxHashSet<(usize, usize)> {
    let mut proposed = Vec::new();
    for (block, (base, summary)) in blocks.iter().map(|block| block.span.start).zip(summaries).enumerate() {
        proposed.extend(
            summary.items.iter().enumerate().map(|(at, item)| ((block, at), item, item.label.shift(base).of(source))),
        );
    }
    if proposed.is_empty() {
        return Default::default();
    }
    let voices = blocks
        .iter()
        .zip(summaries)
        .flat_map(|(block, summary)| summary.voices.iter().map(move |voice| (voice, block.span.start)));
    let at_work: rustc_hash::FxHashSet<String> = voices
        .filter(|(voice, _)| voice.at_work != AtWork::Glosses)
        .map(|(voice, base)| items::bare(voice.name.shift(base).of(source)))
        .collect();
    let mut asked: FxHashMap<String, (u32, u32)> = FxHashMap::default();
    for (_, item, label) in &proposed {
        let count = asked.entry(items::bare(label)).or_default();
        count.0 += 1;
        count.1 += u32::from(item.asks);
    }
    // In an interview the one who asks is named before each question, and the one who answers as often.
    let interviews = |label: &str| {
        asked
            .get(&items::bare(label))
            .is_some_and(|(all, questions)| *all >= 2 && *questions * 2 >= *all || *all >= OFTEN)
    };
    let vouched = |item: &Item, label: &str| match item.label_kind {
        Label::Outlet => true,
        Label::Generic => item.plain,
        Label::Name => item.headline.is_some() && items::short_names(label).any(|name| at_work.contains(&name)),
    };
    let sure = proposed.iter().filter(|(_, item, label)| vouched(item, label) && !interviews(label)).count();
    proposed
        .into_iter()
        .filter(|(_, item, label)| {
            !interviews(label) && (vouched(item, label) || sure >= 2 && item.plain && label.contains(' '))
        })
        .map(|(key, ..)| key)
        .collect()
}
