//! Pairs of marks in a block: quotations, parentheses, and the dashes and marks beside them.
//!
//! The tree has them, too, for editors. It pairs them within a run of lines, since it cannot know which lines are one
//! paragraph; here a block is known, and its parts follow from its text alone. Both have the same rules, of which
//! `scanner.c` says the reasons, and a test compares them.

use text::Span;

use crate::block::{Part, PartKind};

/// Opening marks in each other beyond this depth pair with nothing.
const MAX_DEPTH: usize = 8;

/// Adds the quotations, parentheses, dashes and single marks of `text` from `from` on.
pub(crate) fn find(text: &str, from: u32, parts: &mut Vec<Part>) {
    let mut pairing = Pairing { parts, open: Vec::new() };
    let from = from as usize;
    let (Some(before), Some(rest)) = (text.get(..from), text.get(from..)) else { return };
    let mut last = before.chars().next_back().unwrap_or(' ');
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if is_mark(c) {
            let mut count = 1;
            while c == '-' && chars.next_if(|&(_, next)| next == '-').is_some() {
                count += 1;
            }
            let next = chars.peek().map_or(' ', |&(_, next)| next);
            let width = if c == '-' { count } else { c.len_utf8() };
            let start = from + at;
            let closes = pairing.mark(Mark { c, count, last, next }, Span::from(start..start + width));
            // A mark that has closed something does not stand before an opening one, whatever else it may be.
            last = if closes { ')' } else { c };
        } else {
            last = c;
        }
    }
    pairing.finish(text.len() as u32);
}

/// A character that may be more than text, where it stands.
struct Mark {
    c: char,
    /// How many of them stand in a row; more than one only for hyphens.
    count: usize,
    last: char,
    next: char,
}

enum Role {
    Text,
    Alone(PartKind),
    Opens(PartKind),
}

impl Mark {
    /// Whether a space or something that opens stands before it.
    fn begins(&self) -> bool {
        is_space(self.last) || is_opening(self.last)
    }

    /// The marks that it may close.
    fn closes(&self) -> &'static [char] {
        match self.c {
            ')' => &['('],
            '”' => &['“', '”', '„', '‟'],
            '»' => &['«'],
            '›' => &['‹'],
            '」' => &['「'],
            '』' => &['『'],
            _ if self.begins() => &[],
            '“' => &['„'],
            '‘' => &['‚'],
            '«' => &['»'],
            '‹' => &['›'],
            '’' if !(is_word(self.last) && is_word(self.next)) => &['‘', '‚'],
            _ => &[],
        }
    }

    /// What it is if it closes nothing.
    fn role(&self) -> Role {
        use PartKind::{Dash, Parenthesis, Quotation, QuoteMark};
        let (begins, ends) = (self.begins(), is_space(self.next));
        match self.c {
            '(' => Role::Opens(Parenthesis),
            '"' | '」' | '』' => Role::Alone(QuoteMark),
            '-' if is_space(self.last) && ends && self.count <= 3 => Role::Alone(Dash),
            '—' | '―' => Role::Alone(Dash),
            '–' if is_space(self.last) || ends => Role::Alone(Dash),
            '「' | '『' => Role::Opens(Quotation),
            '“' | '„' | '‟' | '«' | '‹' if begins || !ends => Role::Opens(Quotation),
            '“' | '„' | '‟' | '«' | '‹' => Role::Alone(QuoteMark),
            '‘' if begins && !ends && !self.next.is_ascii_digit() => Role::Opens(Quotation),
            '‚' if begins && !ends => Role::Opens(Quotation),
            '”' | '»' | '›' if begins && is_word(self.next) => Role::Opens(Quotation),
            '”' | '»' | '›' => Role::Alone(QuoteMark),
            _ => Role::Text,
        }
    }
}

struct Pairing<'a> {
    parts: &'a mut Vec<Part>,
    /// What is open, outermost first: the opening mark, and its part.
    open: Vec<(char, usize)>,
}

impl Pairing<'_> {
    /// Takes a mark for what it is; says whether it closes something.
    fn mark(&mut self, mark: Mark, span: Span) -> bool {
        let closes = mark.closes();
        if let Some(level) = self.open.iter().rposition(|(c, _)| closes.contains(c)) {
            // What is left open within ends before the mark.
            self.end_from(level + 1, span.start);
            self.end_from(level, span.end);
            return true;
        }
        match mark.role() {
            Role::Text => {}
            Role::Alone(kind) => self.parts.push(Part { kind, span }),
            Role::Opens(kind) if self.open.len() < MAX_DEPTH => {
                self.open.push((mark.c, self.parts.len()));
                self.parts.push(Part { kind, span });
            }
            Role::Opens(PartKind::Quotation) => self.parts.push(Part { kind: PartKind::QuoteMark, span }),
            Role::Opens(_) => {}
        }
        false
    }

    fn end_from(&mut self, level: usize, end: u32) {
        for (_, part) in self.open.drain(level..) {
            self.parts[part].span.end = end;
        }
    }

    fn finish(mut self, end: u32) {
        self.end_from(0, end);
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '(' | ')' | '-' | '«' | '»' | '–'..='‟' | '‹' | '›' | '「'..='』')
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '/' | '«' | '‹' | '‘' | '‚' | '“' | '„' | '‟' | '–' | '—' | '―' | '「' | '『')
}

/// A letter or digit, or anything else that is no space and no punctuation of the common blocks.
fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    !is_space(c) && !matches!(c, '\u{80}'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}')
}
