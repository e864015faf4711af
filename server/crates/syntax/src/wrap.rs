//! Which lines are one paragraph.
//!
//! In most files each line is. But a file may have been wrapped at some width, and then a line goes on in the next one
//! exactly if the next one's first word would not have fitted into it. So every pair of lines that belong together
//! says something about the width: it is at least the length of the first, and too small for the first and a word.
//! The width that most pairs agree on is the file's, unless too many of the others contradict it.
//!
//! The width is a matter of many lines, so it stays what it is while one paragraph is typed in. Lengths are counted in
//! characters.
//!
//! What lengths cannot tell: where paragraphs stand without blank lines between them, one whose last line happens to be
//! full goes on in the next one; a headline that fills its line goes on in the text below; and a word that was
//! hyphenated stays in two pieces.

use std::ops::Range;

use crate::block::BlockKind;
use crate::lines::Line;

/// Widths that a text may be wrapped at. Columns of a newspaper are narrower, and look like lists of names.
const WIDTHS: Range<u32> = 40..141;

/// A word that is longer says nothing about a width: it may be an address, or a line of a script without spaces.
const LONGEST_WORD: u32 = 16;

/// Where lines agree on several widths next to each other, the usual one is chosen, so that it does not move with
/// every edit.
const USUAL_WIDTHS: [u32; 12] = [72, 80, 76, 78, 70, 75, 74, 79, 100, 60, 65, 120];

/// Ranges of `lines`, each of which is one block.
pub(crate) fn paragraphs(lines: &[Line], source: &str) -> Vec<Range<usize>> {
    let rows: Vec<Row> = lines.iter().map(|line| Row::new(line, source)).collect();
    match width(&rows) {
        None => split(rows.len(), |first, next| rows[next].is_hanging(&rows[first])),
        Some(width) => {
            let page = Page { width, spaced: is_spaced(&rows, width), tails: tails(&rows, width), rows };
            split(page.rows.len(), |first, next| page.continues(first, next))
        }
    }
}

/// Ranges of `0..len`: `joins(first, next)` says whether `next` belongs to the range that starts at `first`.
fn split(len: usize, joins: impl Fn(usize, usize) -> bool) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::with_capacity(len);
    for next in 0..len {
        match ranges.last_mut() {
            Some(range) if joins(range.start, next) => range.end = next + 1,
            _ => ranges.push(next..next + 1),
        }
    }
    ranges
}

/// What matters of a line here.
struct Row<'a> {
    kind: BlockKind,
    blank_before: u32,
    /// Has a dateline or the like, which only the first line of a paragraph has.
    starts: bool,
    /// Stands in columns.
    is_table: bool,
    /// Without spaces at the end.
    text: &'a str,
    length: u32,
    /// Length of its first word.
    first_word: u32,
}

impl<'a> Row<'a> {
    fn new(line: &Line, source: &'a str) -> Self {
        // No-break spaces are part of a word to whoever wraps.
        let text = line.span.of(source).trim_ascii_end();
        let first_word = text.split_ascii_whitespace().next().unwrap_or_default();
        Row {
            kind: line.kind,
            blank_before: line.blank_before,
            starts: line.kind == BlockKind::Paragraph && !line.parts.is_empty(),
            is_table: is_table(text),
            text,
            length: count(text),
            first_word: count(first_word),
        }
    }

    /// Whether the line is of a kind that is wrapped.
    fn is_prose(&self) -> bool {
        use BlockKind::{Credit, Dialogue, ListItem, Paragraph};
        matches!(self.kind, Paragraph | Dialogue | ListItem | Credit) && !self.is_table
    }

    /// Whether it stands directly below a line and is plain text.
    fn is_plain_below(&self) -> bool {
        self.blank_before == 0 && self.kind == BlockKind::Paragraph && !self.starts && !self.is_table
    }

    /// Whether the line is text of the list item above it: indented, as Markdown wants it.
    fn is_hanging(&self, first: &Row<'_>) -> bool {
        let indented = self.text.starts_with("  ") || self.text.starts_with('\t');
        indented && first.kind == BlockKind::ListItem && self.is_plain_below()
    }

    /// Whether the first word of `next` would not have fitted.
    fn is_full(&self, next: &Row<'_>, width: u32) -> bool {
        self.length + 1 + next.first_word > width
    }

    fn ends_sentence(&self) -> bool {
        let text = self.text.trim_end();
        let text = text.trim_end_matches(['"', '\'', '”', '’', '»', '“', '‘', '«', '›', ')', ']']);
        text.ends_with(['.', '!', '?', '…', '。', '！', '？'])
    }

    /// Whether a paragraph or a caption may end with the line.
    fn may_end_block(&self) -> bool {
        self.ends_sentence() || self.text.trim_end().ends_with([')', ']'])
    }

    fn ends_bare(&self) -> bool {
        self.text.trim_end().ends_with(|c: char| c.is_alphanumeric() || c == '+')
    }

    /// Whether the line announces what comes below it.
    fn ends_colon(&self) -> bool {
        self.text.trim_end().ends_with(':')
    }

    fn begins_bracket(&self) -> bool {
        self.text.trim_start().starts_with(['(', '['])
    }

    fn begins_small(&self) -> bool {
        self.text.trim_start().starts_with(char::is_lowercase)
    }

    /// Whether a sentence goes on from this line to `next`, as far as capitals and stops tell. It does not among
    /// headlines, which have no stops, nor among lines of a sentence each.
    fn runs_on(&self, next: &Row<'_>) -> bool {
        let begins_great = next.text.trim_start().starts_with(char::is_uppercase);
        !self.ends_sentence() && (!begins_great || next.ends_sentence() || next.text.contains(". "))
    }
}

/// The width that the text is wrapped at, if it is.
fn width(rows: &[Row<'_>]) -> Option<u32> {
    let pairs = || rows.windows(2).map(|pair| (&pair[0], &pair[1])).filter(|(line, next)| may_join(line, next));
    let mut changes = [0i32; WIDTHS.end as usize + 1];
    for (line, next) in pairs() {
        let agreed = agreed(line, next);
        if agreed.start < agreed.end {
            changes[agreed.start as usize] += 1;
            changes[agreed.end as usize] -= 1;
        }
    }
    let width = most_agreed(&changes)?;

    let (mut votes, mut strong, mut against) = (0, 0, 0);
    for (line, next) in pairs() {
        if agreed(line, next).contains(&width) {
            votes += 1;
            strong += u32::from(line.runs_on(next));
        } else if !line.ends_sentence() && 2 * line.length >= width {
            // Shorter ones are headlines and buttons, and speak for no width.
            against += 1;
        }
    }
    let overlong =
        rows.iter().filter(|row| row.is_prose() && row.length > width && row.first_word < row.length).count();
    let fits = votes >= against + 3 && 3 * strong >= votes && overlong as u32 <= (votes / 4).max(1);
    fits.then_some(width)
}

/// Whether the lines could be one paragraph. Lines that repeat each other are none.
fn may_join(line: &Row<'_>, next: &Row<'_>) -> bool {
    line.is_prose() && next.is_plain_below() && line.text != next.text
}

/// The widths at which `next` would have been cut off from `line`.
fn agreed(line: &Row<'_>, next: &Row<'_>) -> Range<u32> {
    if next.first_word > LONGEST_WORD {
        return 0..0;
    }
    line.length.max(WIDTHS.start)..(line.length + next.first_word + 1).min(WIDTHS.end)
}

/// The width that most agree on. `changes[w]` is how many more agree on `w` than on `w - 1`.
fn most_agreed(changes: &[i32]) -> Option<u32> {
    let mut sum = 0;
    let votes: Vec<i32> = changes.iter().map(|change| (sum += change, sum).1).collect();
    let most = *votes.iter().max().filter(|&&most| most > 0)?;
    let end = votes.iter().rposition(|&count| count == most)? + 1;
    let start = votes[..end].iter().rposition(|&count| count != most).map_or(0, |at| at + 1);
    let best = start as u32..end as u32;
    let usual = USUAL_WIDTHS.into_iter().find(|width| best.contains(width));
    Some(usual.unwrap_or(best.end - 1))
}

/// Whether paragraphs have blank lines between them, nearly all of them.
fn is_spaced(rows: &[Row<'_>], width: u32) -> bool {
    let ends = |line: &Row<'_>| line.ends_sentence() && 3 * line.length >= width;
    let is_tight = |line: &Row<'_>, next: &Row<'_>| next.is_plain_below() && ends(line) && !line.is_full(next, width);
    let tight = rows.windows(2).filter(|pair| is_tight(&pair[0], &pair[1])).count();
    let spaced = rows.iter().filter(|row| row.is_prose() && row.blank_before > 0).count();
    4 * tight <= spaced
}

/// Per line, the last of the lines that follow it and each other without a gap.
fn tails(rows: &[Row<'_>], width: u32) -> Vec<usize> {
    let mut tails: Vec<usize> = (0..rows.len()).collect();
    for index in (1..rows.len()).rev() {
        let (line, next) = (&rows[index - 1], &rows[index]);
        if next.is_plain_below() && line.is_full(next, width) {
            tails[index - 1] = tails[index];
        }
    }
    tails
}

/// A page of wrapped text.
struct Page<'a> {
    rows: Vec<Row<'a>>,
    width: u32,
    spaced: bool,
    tails: Vec<usize>,
}

impl Page<'_> {
    /// Whether the line `next` goes on with the block that starts at the line `first`.
    fn continues(&self, first: usize, next: usize) -> bool {
        let (start, line, row) = (&self.rows[first], &self.rows[next - 1], &self.rows[next]);
        if !start.is_prose() || line.is_table || row.is_table || row.blank_before > 0 || row.starts {
            return false;
        }
        let full = line.is_full(row, self.width);
        match row.kind {
            BlockKind::Paragraph if row.is_hanging(start) => true,
            // A caption that is there twice begins anew.
            BlockKind::Paragraph if row.text == start.text => false,
            BlockKind::Paragraph if self.is_button(next) => false,
            BlockKind::Paragraph if full => !(line.may_end_block() && self.is_fragment(next)),
            BlockKind::Paragraph => self.is_shortened(first, next - 1),
            // The dash or the number is one of the text, and is where it is because it did not fit above.
            BlockKind::Dialogue if self.spaced => full,
            BlockKind::Dialogue | BlockKind::ListItem => full && !line.ends_sentence() && !line.ends_colon(),
            // So are the brackets with an agency's name.
            BlockKind::Credit => full && row.begins_bracket(),
            _ => false,
        }
    }

    /// Whether someone has made the line shorter and not wrapped it again: a sentence goes on below it.
    fn is_shortened(&self, first: usize, at: usize) -> bool {
        let (line, next, tail) = (&self.rows[at], &self.rows[at + 1], &self.rows[self.tails[at + 1]]);
        let goes_on = next.begins_small() || (self.spaced && first < at && tail.ends_sentence());
        goes_on && !line.ends_sentence() && 3 * line.length >= self.width
    }

    /// Whether the lines from `from` on are a headline, a button or the like: one or two of them, with no stop or
    /// mark at their end. A caption may end with an agency's name, which has none either.
    fn is_fragment(&self, from: usize) -> bool {
        let to = self.tails[from];
        let names_agency = self.rows[from].begins_bracket() || self.rows[from].text.contains('/');
        to < from + 2 && self.rows[to].ends_bare() && !names_agency
    }

    /// Whether the line is what a page's buttons leave, one of several: `TT` and then `20`.
    fn is_button(&self, at: usize) -> bool {
        let row = &self.rows[at];
        let short = row.length <= 3 && row.ends_bare() && !row.text.contains(char::is_lowercase);
        short && self.tails[at] == at && self.rows.get(at + 1).is_some_and(Row::is_plain_below)
    }
}

/// Whether the text stands in columns: gaps of spaces that no sentence has.
fn is_table(text: &str) -> bool {
    let text = text.trim();
    let gaps = text.match_indices("  ").filter(|&(at, _)| !text[..at].ends_with(['.', '!', '?', ':', ' ']));
    text.contains('\t') || gaps.count() > 2
}

fn count(text: &str) -> u32 {
    text.chars().count() as u32
}
