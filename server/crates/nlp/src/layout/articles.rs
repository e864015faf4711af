//! Articles: where one ends and the next begins, and what each says of itself.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use syntax::BlockKind;
use text::Span;

use super::items::{self, AtWork};
use super::language::{self, Tally};
use super::page::{Page, Piece};
use super::summary::{Label, Look, titled};
use super::zones::{self, Head};
use super::{ArticleLayout, Boundary, Outlet, Segment, Translation, Zone};
use crate::tokens::{self, Words};

/// This many blank lines part articles, in a file that does not set its paragraphs that wide.
const WIDE_GAP: u32 = 3;
/// A headline is looked for in no more lines than these behind its first copy, or above its dateline.
const HEAD_LINES: usize = 12;

/// The sections of a page, in order; together they hold every piece. A section without an article's text is the
/// file's head, or belongs to the one before it.
pub(super) fn split(page: &Page, said: &[Boundary]) -> Vec<Range<usize>> {
    let wide = wide_gap(page);
    let mut starts = vec![0];
    let mut text = page.pieces.first().is_some_and(|piece| piece.is_prose());
    let last = page.pieces.iter().rposition(|piece| piece.is_prose()).unwrap_or(0);
    for at in 1..page.pieces.len() {
        let looks_so = page.pieces[at].item.is_some() || text && at <= last && begins_article(page, at, wide);
        if looks_so || is_said_to_begin(page, at, said) {
            starts.push(at);
            text = false;
        }
        text |= page.pieces[at].is_prose();
    }
    said.iter().filter(|said| !said.begins).for_each(|said| join(page, said.at, &mut starts));
    starts.push(page.pieces.len());
    let sections = starts.windows(2).map(|pair| pair[0]..pair[1]);
    sections.fold(Vec::new(), |mut kept: Vec<Range<usize>>, section| {
        match kept.last_mut() {
            Some(last) if !holds_article(page, &section) => last.end = section.end,
            _ => kept.push(section),
        }
        kept
    })
}

fn is_said_to_begin(page: &Page, at: usize, said: &[Boundary]) -> bool {
    let span = page.pieces[at].span;
    said.iter().any(|said| said.begins && span.start <= said.at && said.at < span.end)
}

/// The section that has the place `at` in its head, and not somewhere in its text, begins none.
fn join(page: &Page, at: u32, starts: &mut Vec<usize>) {
    let Some(piece) = page.pieces.iter().position(|piece| piece.span.start <= at && at < piece.span.end) else {
        return;
    };
    let Some(section) = starts.iter().rposition(|start| *start <= piece).filter(|section| *section > 0) else { return };
    if !page.pieces[starts[section]..piece].iter().any(Piece::is_prose) {
        starts.remove(section);
    }
}

/// The least gap that parts articles, if gaps do in this file.
fn wide_gap(page: &Page) -> Option<u32> {
    let gaps = || page.pieces.iter().skip(1).map(|piece| piece.gap).filter(|&gap| gap > 0);
    let wide = gaps().filter(|&gap| gap >= WIDE_GAP).count();
    (wide <= 2 || wide * 3 <= gaps().count()).then_some(WIDE_GAP)
}

fn holds_article(page: &Page, section: &Range<usize>) -> bool {
    page.pieces[section.clone()].iter().any(|piece| piece.is_prose() || piece.is_headline_only())
}

/// Whether a new article begins at the piece `at`, with the text of another above it, and text at it or below.
fn begins_article(page: &Page, at: usize, wide: Option<u32>) -> bool {
    let piece = &page.pieces[at];
    let parted = wide.is_some_and(|wide| piece.gap >= wide) && text_before_next_gap(page, at);
    // `Updated 3 May` below a headline begins nothing, unless such lines head the file's articles.
    let habit = page.pieces.first().is_some_and(|first| first.summary.prefix.is_some());
    let dated = piece.summary.prefix.is_some() && piece.opens && piece.kind == BlockKind::Paragraph;
    let headed = dated && (habit || piece.summary.look != Look::Date) || piece.kind == BlockKind::FrontMatter;
    parted
        || headed
        || begins_metadata(page, at)
        || begins_chapter(page, at)
        || begins_headline(page, at)
        || begins_masthead(page, at)
        || begins_page(page, at)
}

fn text_before_next_gap(page: &Page, at: usize) -> bool {
    let end = (at + 1..page.pieces.len()).find(|&next| page.pieces[next].gap >= WIDE_GAP).unwrap_or(page.pieces.len());
    page.pieces[at..end].iter().any(|piece| piece.is_prose())
}

/// `Title: …`, `Date: …`, two lines or more.
fn begins_metadata(page: &Page, at: usize) -> bool {
    let is_metadata = |at: usize| {
        page.pieces.get(at).is_some_and(|piece| piece.kind == BlockKind::Metadata && piece.zone == Some(Zone::Header))
    };
    is_metadata(at) && !is_metadata(at - 1) && is_metadata(at + 1)
}

/// A first heading of Markdown, unless front matter says that the file is one text; a ruled line and a headline.
fn begins_chapter(page: &Page, at: usize) -> bool {
    let whole = page.pieces.first().is_some_and(|first| first.zone == Some(Zone::FrontMatter));
    let ruled = page.pieces[at - 1].zone == Some(Zone::Separator);
    let next = page.pieces.get(at + 1).is_some_and(|next| next.gap > 0)
        && page.pieces[at + 1..].iter().take(HEAD_LINES).any(|next| next.is_prose());
    zones::level(page, at) == 1 && !whole
        || ruled && page.pieces[at].is_line() && page.pieces[at].summary.words >= 2 && next
}

/// A line that comes again before the text does, or that stands over a dateline.
fn begins_headline(page: &Page, at: usize) -> bool {
    let piece = &page.pieces[at];
    if !piece.may_head() || piece.summary.words < 2 || piece.gap == 0 {
        return false;
    }
    let head = page.pieces[at + 1..].iter().take(HEAD_LINES);
    let mut dateline_reached = false;
    for next in head {
        if next.summary.folded == piece.summary.folded && piece.summary.words >= 3 {
            return true;
        }
        if next.dateline.is_some() {
            dateline_reached = next.gap > 0;
            break;
        }
        let caption = next.summary.agency.is_some() || next.summary.doubled;
        if next.is_prose() && !caption && !next.may_head() {
            break;
        }
    }
    // The line right above it: others between are its byline and its date.
    let above = (at + 1..page.pieces.len()).find(|&next| page.pieces[next].zone.is_none());
    dateline_reached && above.is_some_and(|above| page.pieces[above].dateline.is_some())
}

/// An outlet's name and a date on lines of their own.
fn begins_masthead(page: &Page, at: usize) -> bool {
    let is_date = |at: usize| {
        page.pieces.get(at).is_some_and(|piece| piece.zone == Some(Zone::Header) && piece.summary.look == Look::Date)
    };
    let is_name = |at: usize| page.pieces.get(at).is_some_and(|piece| piece.is_line() && piece.summary.masthead);
    let close = page.pieces.get(at + 1).is_some_and(|next| next.gap == 0);
    page.pieces[at].gap > 0 && close && (is_name(at) && is_date(at + 1) || is_date(at) && is_name(at + 1))
}

/// The menu at the top of the file comes again.
fn begins_page(page: &Page, at: usize) -> bool {
    let folded = |at: usize| {
        page.pieces.get(at).filter(|piece| piece.zone == Some(Zone::Navigation)).map(|piece| piece.summary.folded)
    };
    let (first, second) = (folded(0), folded(1));
    first.is_some() && second.is_some() && folded(at) == first && folded(at + 1) == second
}

/// Marks the teaser of a press digest: the paragraph behind a dateline whose last sentence is the formula for one, or
/// that stands second in a file of several articles, right behind the lead of the first.
pub(super) fn teasers(page: &mut Page, sections: &[Range<usize>]) {
    let Some(first) = sections.first().cloned() else { return };
    let mut texts = 0;
    for at in first {
        let piece = &page.pieces[at];
        if !piece.is_prose() {
            continue;
        }
        let summary = piece.summary;
        let second = texts == 1 && sections.len() > 1 && piece.agency.is_some() && summary.sentences <= 6;
        let alone = texts == 0
            && sections.get(1).is_some_and(|next| page.pieces[next.start].item.is_some())
            && piece.agency.is_some();
        if piece.dateline.is_some() && (summary.teaser || second || alone) {
            page.pieces[at].teaser = true;
        }
        texts += 1;
    }
}

/// Puts the articles together. `segments` are those of the whole file, `heads` what each section's head says.
pub(super) fn assemble(
    page: &Page,
    sections: &[Range<usize>],
    heads: &[Head],
    segments: &[Segment],
    owner: &[usize],
) -> Vec<ArticleLayout> {
    let mut articles: Vec<ArticleLayout> = Vec::new();
    for (section, head) in sections.iter().zip(heads) {
        if !page.pieces[section.clone()]
            .iter()
            .any(|piece| piece.zone == Some(Zone::Body) && piece.prose || piece.is_headline_only())
        {
            continue;
        }
        let own = own_segments(page, section, segments, owner);
        let (Some(first), Some(last)) = (segments.get(own.start), segments.get(own.end.saturating_sub(1))) else {
            continue;
        };
        let mut begin = own.start;
        while begin > articles.last().map_or(0, |before| before.segments.end)
            && matches!(segments[begin - 1].zone, Zone::Header | Zone::Headline | Zone::Dateline)
        {
            begin -= 1;
        }
        let outlet =
            outlet(page, section, head, &segments[own.clone()]).or_else(|| inherited(page, section, head, &articles));
        articles.push(ArticleLayout {
            span: first.span.cover(last.span),
            title: title(page, section, head),
            outlet,
            segments: begin..own.end,
            translation: translation(page, section),
            language: written(page, section),
        });
    }
    articles
}

/// The segments from the article's first to its last; the page's furniture around it is not its own.
fn own_segments(page: &Page, section: &Range<usize>, segments: &[Segment], owner: &[usize]) -> Range<usize> {
    let all =
        owner.partition_point(|&piece| piece < section.start)..owner.partition_point(|&piece| piece < section.end);
    let furniture = |index: &usize| {
        matches!(segments[*index].zone, Zone::Navigation | Zone::Separator | Zone::TranslatorNote | Zone::ForeignScript)
    };
    let prefix = |index: &usize| {
        let piece = &page.pieces[owner[*index]];
        piece.summary.prefix.is_some_and(|end| segments[*index].span.end <= end + piece.base)
    };
    let begin = all.clone().find(|index| !furniture(index) && !prefix(index));
    // A date behind the text is another page's, or the page's own.
    let end = all.rev().find(|index| !furniture(index) && segments[*index].zone != Zone::Header);
    match (begin, end) {
        (Some(begin), Some(end)) if begin <= end => begin..end + 1,
        _ => 0..0,
    }
}

fn title(page: &Page, section: &Range<usize>, head: &Head) -> Option<Span> {
    let pieces = &page.pieces[section.clone()];
    let item = pieces.iter().find_map(|piece| Some(piece.place(piece.item?.headline?)));
    let run_in = || {
        pieces.iter().find_map(|piece| {
            piece.summary.run_in.filter(|_| piece.opens && piece.item.is_none()).map(|span| piece.place(span))
        })
    };
    item.map(|span| zones::trimmed(page.source, span))
        .or(head.title)
        .or_else(run_in)
        .or_else(|| metadata(page, section, "title"))
}

/// The value of a line of metadata or of front matter that plays a role.
fn metadata(page: &Page, section: &Range<usize>, role: &str) -> Option<Span> {
    let is_role = |key: Span| {
        let key = key.of(page.source).trim().to_lowercase();
        page.lang.furniture.header_roles.get(&*key).is_some_and(|known| **known == *role)
    };
    page.pieces[section.clone()].iter().find_map(|piece| {
        let block = page.blocks.get(piece.block)?;
        let pairs = match piece.kind {
            BlockKind::FrontMatter => syntax::front_matter(page.source, block),
            BlockKind::Metadata => syntax::metadata(page.source, block).into_iter().collect(),
            _ => return None,
        };
        let value = pairs
            .into_iter()
            .find(|(key, value)| is_role(*key) && !value.is_empty())
            .map(|(_, value)| zones::trimmed(page.source, value))?;
        (!value.is_empty()).then_some(value)
    })
}

/// Who publishes it: its label, metadata, masthead, dateline or byline, or the outlet that shows at work throughout.
fn outlet(page: &Page, section: &Range<usize>, head: &Head, segments: &[Segment]) -> Option<Outlet> {
    let pieces = &page.pieces[section.clone()];
    let item = pieces.iter().find_map(|piece| Some((piece, piece.item?)));
    // `Media: …` names nobody.
    if item.is_some_and(|(_, item)| item.label_kind == Label::Generic) {
        return None;
    }
    let label = || item.map(|(piece, item)| piece.place(item.label));
    let header = || metadata(page, section, "outlet").filter(|span| !span.of(page.source).contains("://"));
    let agency = || pieces.iter().find_map(|piece| piece.agency);
    let stated = label().or_else(header).or(head.masthead).or_else(agency).or_else(|| byline(page, section));
    match stated {
        Some(span) => Some(Outlet { name: name(span.of(page.source)), span: Some(span) }),
        None => at_work(page, section, segments),
    }
}

/// An outlet's name with single spaces, and not in capitals throughout.
fn name(written: &str) -> String {
    let words: Vec<&str> = written.split_whitespace().collect();
    let shouted = words.len() > 1 && !written.contains(char::is_lowercase);
    // `BBC` and `RTL` have no vowel to be pronounced with, and stay.
    let vowel = |word: &str| word.contains(['A', 'E', 'I', 'O', 'U', 'Y']) || !word.is_ascii();
    let words: Vec<String> =
        words.into_iter().map(|word| if shouted && vowel(word) { titled(word) } else { word.to_owned() }).collect();
    words.join(" ")
}

/// `By Anna Berg, Norwire`: the last part, if it is an outlet's name.
fn byline(page: &Page, section: &Range<usize>) -> Option<Span> {
    page.pieces[section.clone()].iter().filter(|piece| piece.zone == Some(Zone::Byline)).find_map(|piece| {
        let text = piece.span.of(page.source);
        let comma = text.rfind([',', '|', '/'])? + 1;
        let span = zones::trimmed(page.source, Span::new(piece.span.start + comma as u32, piece.span.end));
        let tokens = tokens::tokens(span.of(page.source));
        let words = Words::new(span.of(page.source), &tokens);
        super::summary::is_masthead(&words, page.lang).then_some(span)
    })
}

/// How often an outlet must show at work to be the article's own.
const AT_WORK: u32 = 3;

/// The outlet that people speak to throughout the article, if there is only one.
fn at_work(page: &Page, section: &Range<usize>, segments: &[Segment]) -> Option<Outlet> {
    let mut counts: FxHashMap<String, (u32, Span)> = FxHashMap::default();
    for piece in &page.pieces[section.clone()] {
        for voice in piece.summary.voices.iter().filter(|_| piece.zone == Some(Zone::Body)) {
            let span = piece.place(voice.name);
            if !piece.span.contains_span(span) {
                continue;
            }
            let weight = match voice.at_work {
                AtWork::Told => 1,
                AtWork::Glosses => 2,
                AtWork::Writes => 0,
            };
            counts.entry(items::bare(span.of(page.source))).or_insert((0, span)).0 += weight;
        }
    }
    let credits: FxHashSet<&str> = segments
        .iter()
        .filter(|segment| segment.zone == Zone::Credit)
        .flat_map(|segment| segment.span.of(page.source).split(['/', ' ', ':', '(', ')', ',']))
        .collect();
    let mut weighed: Vec<(u32, String, Span)> = counts
        .into_iter()
        .filter(|(_, (count, _))| *count > 0)
        .map(|(bare, (count, span))| {
            let credited = credits.iter().any(|word| word.to_lowercase() == bare);
            (count + u32::from(credited), bare, span)
        })
        .collect();
    weighed.sort_by(|one, other| other.0.cmp(&one.0).then(one.2.start.cmp(&other.2.start)));
    let (count, bare, span) = weighed.first()?;
    let rivals = weighed
        .iter()
        .skip(1)
        .filter(|(_, other, _)| !bare.ends_with(&**other) && !other.ends_with(&**bare))
        .map(|(count, ..)| *count);
    let clear = *count >= AT_WORK && rivals.max().unwrap_or(0) * 2 <= *count;
    clear.then(|| Outlet { name: name(span.of(page.source)), span: Some(*span) })
}

/// An article without a head of its own goes on with the publication of the one before it in the file.
fn inherited(page: &Page, section: &Range<usize>, head: &Head, articles: &[ArticleLayout]) -> Option<Outlet> {
    let bare = head.title.is_none()
        && page.pieces[section.clone()]
            .iter()
            .all(|piece| !matches!(piece.zone, Some(Zone::Byline | Zone::Headline)) && piece.dateline.is_none());
    let before = articles.last()?.outlet.as_ref().filter(|_| bare)?;
    Some(Outlet { name: before.name.clone(), span: None })
}

/// The translator's note of the article, read.
fn translation(page: &Page, section: &Range<usize>) -> Option<Translation> {
    let pieces = &page.pieces[section.clone()];
    let (piece, note) = pieces
        .iter()
        .filter(|piece| piece.zone == Some(Zone::TranslatorNote))
        .find_map(|piece| Some((piece, piece.summary.note.as_ref()?)))?;
    let from = note.from.as_deref().map(str::to_owned).or_else(|| language_left(page, section));
    Some(Translation { from, by: note.by.as_deref().map(str::to_owned), span: zones::trimmed(page.source, piece.span) })
}

/// The language of the lines that were left untranslated, the note among them.
fn language_left(page: &Page, section: &Range<usize>) -> Option<String> {
    let home = zones::script(page, section.clone());
    let mut tally = Tally::default();
    let mut script = None;
    for piece in &page.pieces[section.clone()] {
        let foreign = matches!(piece.zone, Some(Zone::ForeignScript | Zone::TranslatorNote))
            && piece.summary.letters.script != home;
        if foreign {
            tally.add(&piece.summary.tally);
            script = script.or(piece.summary.letters.script);
        }
    }
    let left = language::written(&tally, script, page.lang);
    (script.is_some() && !left.analysed && left.tag != language::UNDETERMINED).then_some(left.tag)
}

/// The language of the section's text.
fn written(page: &Page, section: &Range<usize>) -> super::Written {
    let mut tally = Tally::default();
    let mut script = None;
    let mut most = 0;
    for piece in page.pieces[section.clone()].iter().filter(|piece| piece.zone == Some(Zone::Body)) {
        tally.add(&piece.summary.tally);
        if piece.summary.letters.count > most {
            most = piece.summary.letters.count;
            script = piece.summary.letters.script;
        }
    }
    language::written(&tally, script, page.lang)
}
