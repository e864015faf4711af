//! Zones in context: what a line is next to its neighbours, in an article whose text is known.
//!
//! An article is a head (everything before its first paragraph), a body, and a tail (everything behind its last).
//! The same short line is a headline in the first, a heading in the second and a button in the third.

use std::ops::Range;

use syntax::{BlockKind, PartKind};
use text::Span;
use unicode_script::Script;

use super::Zone;
use super::page::{Page, Piece};
use super::summary::{Case, End};

/// What the head of an article says.
#[derive(Clone, Default, Debug)]
pub(super) struct Head {
    /// Its title.
    pub title: Option<Span>,
    /// The outlet's name on a line of its own.
    pub masthead: Option<Span>,
}

/// A head is not looked at any further, in lines.
const LONGEST_HEAD: usize = 60;
/// Captions are no longer, in words.
const LONGEST_CAPTION: u32 = 60;
/// Headings inside an article are no longer.
const LONGEST_SUBHEAD: u32 = 14;

/// The script that most letters of the section's text are in.
pub(super) fn script(page: &Page, section: Range<usize>) -> Option<Script> {
    let mut counts: Vec<(Script, u32)> = Vec::new();
    for piece in page.pieces[section].iter().filter(|piece| piece.is_prose()) {
        let letters = piece.summary.letters;
        let Some(script) = letters.script else { continue };
        match counts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, count)) => *count += letters.count,
            None => counts.push((script, letters.count)),
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(script, _)| script)
}

/// Settles every piece of a section that holds an article.
pub(super) fn settle(page: &mut Page, section: Range<usize>) -> Head {
    foreign_lines(page, section.clone());
    let body = first_paragraph(page, section.clone());
    beside_credits(page, section.clone());
    let head = settle_head(page, section.start..body);
    let last = (body..section.end).rev().find(|&at| page.pieces[at].is_prose()).unwrap_or(body);
    for at in body..section.end {
        if page.pieces[at].zone.is_none() {
            page.pieces[at].zone =
                Some(if at > last { tail_zone(page, at, &section) } else { body_zone(page, at, body..last + 1) });
        }
    }
    // Several dates between paragraphs head what happened on them; a single one is the article's.
    let is_date = |piece: &Piece| piece.zone == Some(Zone::Header) && piece.kind == BlockKind::Paragraph;
    let dates: Vec<usize> = (body..last).filter(|&at| is_date(&page.pieces[at])).collect();
    if dates.len() > 1 {
        dates.into_iter().for_each(|at| page.pieces[at].zone = Some(Zone::Subhead));
    }
    head
}

/// Lines in another script than the text.
fn foreign_lines(page: &mut Page, section: Range<usize>) {
    let script = script(page, section.clone());
    for piece in &mut page.pieces[section] {
        let letters = piece.summary.letters;
        let foreign =
            script.is_some() && letters.script.is_some() && letters.script != script && letters.count > letters.others;
        let open = piece.zone.is_none() || matches!(piece.zone, Some(Zone::Navigation | Zone::Byline | Zone::Caption));
        if foreign && open && piece.item.is_none() {
            piece.zone = Some(Zone::ForeignScript);
        }
    }
}

/// The section's first paragraph of text. Captions above it are settled on the way.
fn first_paragraph(page: &mut Page, section: Range<usize>) -> usize {
    let mut at = section.start;
    while at < section.end {
        let piece = &page.pieces[at];
        if piece.is_prose() && !is_heading_question(page, at, &section) {
            if !is_caption_above(page, at, &section) {
                return at;
            }
            page.pieces[at].zone = Some(Zone::Caption);
        }
        at += 1;
    }
    (section.start..section.end).find(|&at| page.pieces[at].is_prose()).unwrap_or(section.end)
}

/// A short question at the top that a longer paragraph follows is a headline.
fn is_heading_question(page: &Page, at: usize, section: &Range<usize>) -> bool {
    let piece = &page.pieces[at];
    let next = (at + 1..section.end).find(|&next| page.pieces[next].zone.is_none());
    piece.may_head() && next.is_some_and(|next| page.pieces[next].gap > 0 && page.pieces[next].summary.words > 20)
}

/// A paragraph above the text that stands there twice, or names a picture's source at its end and has a year in it or a
/// headline above, and is not all there is.
fn is_caption_above(page: &Page, at: usize, section: &Range<usize>) -> bool {
    let piece = &page.pieces[at];
    let summary = piece.summary;
    let headed = || (section.start..at).any(|above| page.pieces[above].may_head());
    let credited = summary.agency.is_some() && (summary.dated || headed());
    let others = || {
        let follows =
            |other: usize| page.pieces[other].is_prose() && page.pieces[other].summary.folded != summary.folded;
        (at + 1..section.end).take(LONGEST_HEAD).any(follows)
    };
    let short = summary.words <= LONGEST_CAPTION && summary.sentences <= 4;
    let open = piece.dateline.is_none() && piece.item.is_none();
    short && open && (page.count(piece) > 1 || credited) && others()
}

/// The line right above a credit, or right below it, shows what the picture does.
fn beside_credits(page: &mut Page, section: Range<usize>) {
    for at in section.clone() {
        if page.pieces[at].zone != Some(Zone::Credit) {
            continue;
        }
        let above = at.checked_sub(1).filter(|&above| above >= section.start && page.pieces[at].gap == 0);
        let below =
            Some(at + 1).filter(|&below| below < section.end && page.pieces[below].gap == 0 && page.pieces[at].gap > 0);
        if let Some(line) =
            above.filter(|&line| is_caption_line(page, line)).or(below.filter(|&line| is_caption_line(page, line)))
        {
            page.pieces[line].zone = Some(Zone::Caption);
        }
    }
}

/// Between blank lines and the credit stands no more than a caption.
fn is_caption_line(page: &Page, at: usize) -> bool {
    let piece = &page.pieces[at];
    let summary = piece.summary;
    let alone = piece.gap > 0 || page.pieces.get(at + 1).is_none_or(|next| next.gap > 0) || at == 0;
    let short = summary.words <= LONGEST_CAPTION / 2 && summary.sentences <= 1;
    let open =
        piece.zone.is_none() && piece.item.is_none() && piece.kind == BlockKind::Paragraph && piece.dateline.is_none();
    open && short && (alone || !summary.prose)
}

/// Settles what stands above the text.
fn settle_head(page: &mut Page, head: Range<usize>) -> Head {
    let masthead = mastheads(page, head.clone());
    menus(page, head.clone());
    let title = title(page, head.clone());
    let folded = title.map(|at| page.pieces[at].summary.folded);
    for at in head.clone() {
        if page.pieces[at].zone.is_some() {
            continue;
        }
        let piece = &page.pieces[at];
        let summary = piece.summary;
        let zone = match title {
            _ if piece.is_headline_only() => Zone::Headline,
            _ if piece.teaser => Zone::Headline,
            _ if Some(summary.folded) == folded => Zone::Headline,
            // `(Corrects the number in the first paragraph)`
            _ if summary.bracketed => Zone::Navigation,
            _ if summary.agency.is_some() && summary.words > 4 => Zone::Caption,
            Some(title) if at < title && summary.words <= 3 && piece.kind != BlockKind::Heading => Zone::Navigation,
            Some(title) if at < title && piece.is_line() => Zone::Subhead,
            Some(_) if piece.is_line() => Zone::Subhead,
            _ => Zone::Body,
        };
        page.pieces[at].zone = Some(zone);
    }
    Head { title: title.map(|at| title_span(page, at)), masthead }
}

/// Runs of short lines without a gap, some of them known from menus, are menus.
fn menus(page: &mut Page, range: Range<usize>) {
    let mut start = range.start;
    while start < range.end {
        let end = (start + 1..range.end).find(|&at| page.pieces[at].gap > 0).unwrap_or(range.end);
        let known = |piece: &Piece| matches!(piece.zone, Some(Zone::Navigation | Zone::ForeignScript));
        let many = |run: &[Piece]| run.iter().filter(|piece| known(piece)).count() >= 2.max(run.len() / 3);
        let run = &page.pieces[start..end];
        if run.len() >= 3 && many(run) {
            let lines: Vec<usize> = (start..end).filter(|&at| is_button(page, &page.pieces[at])).collect();
            for at in lines {
                page.pieces[at].zone = Some(Zone::Navigation);
            }
        }
        start = end;
    }
}

/// A line of a few words that is no clause and stands there once.
fn is_button(page: &Page, piece: &Piece) -> bool {
    let clause = piece.summary.verb && piece.summary.words >= 4;
    piece.is_line() && piece.summary.words <= 5 && !clause && page.count(piece) < 2
}

/// Settles lines that are an outlet's name, and says where the first is.
fn mastheads(page: &mut Page, head: Range<usize>) -> Option<Span> {
    let lines: Vec<usize> = head.clone().filter(|&at| page.pieces[at].is_line()).take(LONGEST_HEAD).collect();
    let dated = |at: usize| {
        let beside = |other: usize, below: usize| {
            head.contains(&other) && page.pieces[other].zone == Some(Zone::Header) && page.pieces[below].gap == 0
        };
        at.checked_sub(1).is_some_and(|above| beside(above, at)) || at + 1 < head.end && beside(at + 1, at + 1)
    };
    // A name over or under the date, and another line for the headline.
    let placed = |at: usize| {
        let summary = page.pieces[at].summary;
        let named = summary.words <= 4 && !summary.verb && titled_words(page, at);
        let headline = |other: &&usize| **other > at && page.pieces[**other].summary.words > summary.words.max(2);
        named && dated(at) && lines.iter().any(|other| headline(&other))
    };
    let is_masthead = |at: usize| page.pieces[at].summary.masthead && (lines.len() > 1 || dated(at)) || placed(at);
    let found: Vec<usize> =
        lines.iter().copied().filter(|&at| page.pieces[at].kind != BlockKind::Heading && is_masthead(at)).collect();
    for &at in &found {
        page.pieces[at].zone = Some(Zone::Header);
    }
    found.first().map(|&at| trimmed(page.source, page.pieces[at].span))
}

fn titled_words(page: &Page, at: usize) -> bool {
    let text = page.pieces[at].span.of(page.source);
    text.split_whitespace().all(|word| !word.starts_with(char::is_lowercase))
}

/// The line that is the title: it stands there twice, or has a verb, or is the longest that can be one.
fn title(page: &Page, head: Range<usize>) -> Option<usize> {
    let candidates = || {
        head.clone().filter(|&at| page.pieces[at].may_head() && !page.pieces[at].summary.bracketed).take(LONGEST_HEAD)
    };
    let weight = |at: usize| {
        let piece = &page.pieces[at];
        let summary = piece.summary;
        3 * i32::from(page.count(piece) > 1)
            + 2 * i32::from(summary.words >= 4)
            + i32::from(summary.words >= 2)
            + i32::from(summary.verb)
            + 4 * i32::from(piece.kind == BlockKind::Heading && level(page, at) == 1)
            - 4 * i32::from(summary.agency.is_some())
    };
    // The first of equals.
    candidates().max_by_key(|&at| (weight(at), std::cmp::Reverse(at)))
}

/// The level of a Markdown heading; 0 for other pieces.
pub(super) fn level(page: &Page, at: usize) -> u32 {
    let block = page.pieces.get(at).and_then(|piece| page.blocks.get(piece.block));
    block.and_then(|block| block.part(PartKind::HeadingMarker)).map_or(0, |part| part.span.len())
}

/// A title without the heading's marker and a wire's label.
fn title_span(page: &Page, at: usize) -> Span {
    let piece = &page.pieces[at];
    let marker = page
        .blocks
        .get(piece.block)
        .and_then(|block| block.part(PartKind::HeadingMarker))
        .map_or(0, |part| part.span.end);
    let start = piece.base + piece.summary.label.unwrap_or(0).max(marker);
    let span = trimmed(page.source, Span::new(start, piece.span.end));
    let text = span.of(page.source);
    let emphasis = |c: char| matches!(c, '*' | '_' | '#') || c.is_whitespace();
    let start = span.start + (text.len() - text.trim_start_matches(emphasis).len()) as u32;
    let end = span.end - (text.len() - text.trim_end_matches(emphasis).len()) as u32;
    if start < end { Span::new(start, end) } else { span }
}

/// What a piece between the first paragraph and the last is.
fn body_zone(page: &Page, at: usize, body: Range<usize>) -> Zone {
    let piece = &page.pieces[at];
    let summary = piece.summary;
    if piece.teaser {
        return Zone::Headline;
    }
    if piece.kind == BlockKind::Heading {
        return Zone::Subhead;
    }
    // An article may close with its agency; in its midst that is a picture's.
    let pictured = summary.agency.is_some() && summary.sentences <= 3 && (summary.dated || !piece.is_prose());
    if pictured && (7..=LONGEST_CAPTION).contains(&summary.words) && at + 1 < body.end {
        return Zone::Caption;
    }
    if piece.is_prose() || piece.item.is_some() {
        return Zone::Body;
    }
    if !piece.is_line() {
        return Zone::Body;
    }
    if summary.words <= 8 && page.count(piece) >= 2 {
        return Zone::Navigation;
    }
    if is_subhead(page, at, body) { Zone::Subhead } else { Zone::Body }
}

/// A short line without a stop over a paragraph, and no line of a list.
fn is_subhead(page: &Page, at: usize, body: Range<usize>) -> bool {
    let piece = &page.pieces[at];
    let open = |other: &usize| {
        page.pieces[*other].zone.is_none()
            || page.pieces[*other].zone == Some(Zone::Body)
            || page.pieces[*other].zone == Some(Zone::Subhead)
    };
    let before = (body.start..at).rev().find(open);
    let after = (at + 1..body.end).find(open);
    let announced = before.is_some_and(|before| page.pieces[before].summary.end == End::Going);
    // A paragraph that breaks off goes on here.
    let torn = before.is_some_and(|before| {
        page.pieces[before].is_text()
            && page.pieces[before].summary.end == End::Open
            && page.pieces[before].summary.prose
    });
    let heads = after.is_some_and(|after| {
        !page.pieces[after].summary.small_start
            && (page.pieces[after].is_prose() || page.pieces[after].kind != BlockKind::Paragraph)
    });
    let short = piece.summary.words <= LONGEST_SUBHEAD;
    short && heads && !announced && !torn
}

/// What a piece behind the last paragraph is.
fn tail_zone(page: &Page, at: usize, section: &Range<usize>) -> Zone {
    let piece = &page.pieces[at];
    let summary = piece.summary;
    if piece.kind == BlockKind::Heading {
        return Zone::Subhead;
    }
    if summary.agency.is_some()
        && summary.words > 6
        && summary.agency.is_some_and(|agency| agency.start > 0)
        && !summary.prose
    {
        return Zone::Caption;
    }
    if !piece.is_line() {
        return Zone::Body;
    }
    let above = at.checked_sub(1).filter(|&above| above >= section.start).map(|above| page.pieces[above].summary);
    let listed = above.is_some_and(|above| above.end == End::Going);
    let tag = piece.span.of(page.source).trim_start().starts_with('#');
    match summary.words {
        _ if tag => Zone::Navigation,
        _ if listed || summary.verb => Zone::Body,
        2..=4 if summary.case == Case::Title || titled_words(page, at) => Zone::Byline,
        0..=4 => Zone::Navigation,
        _ => Zone::Body,
    }
}

impl Piece<'_> {
    /// A paragraph of text, settled or not.
    fn is_text(&self) -> bool {
        matches!(self.zone, None | Some(Zone::Body)) && self.kind == BlockKind::Paragraph
    }
}

/// The span without white space at its ends.
pub(super) fn trimmed(source: &str, span: Span) -> Span {
    let text = span.of(source);
    let span = span.within(source);
    let start = span.start + (text.len() - text.trim_start().len()) as u32;
    Span::new(start, start + text.trim().len() as u32)
}
