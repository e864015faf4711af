//! Texts as they are compared: composed, with plain spaces and plain quotation marks.

use std::iter::once;

use text::Span;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// `text` as it is compared.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    pieces(text, |_, piece| piece.push_to(&mut out));
    out
}

/// A folded text that knows where its pieces stood.
///
/// A piece is what folds together: a character with its combining marks, or a run of space. Places inside a piece have
/// no place in the text: there is nothing to point at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Folded {
    text: String,
    /// Where every piece begins, in bytes of the folded text and of the text; at last both lengths.
    starts: Vec<(u32, u32)>,
}

impl Folded {
    pub fn new(text: &str) -> Self {
        let mut out = String::with_capacity(text.len());
        let mut starts = Vec::with_capacity(text.len() + 1);
        pieces(text, |at, piece| {
            starts.push((to_u32(out.len()), to_u32(at)));
            piece.push_to(&mut out);
        });
        starts.push((to_u32(out.len()), to_u32(text.len())));
        Self { text: out, starts }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where the folded bytes `start..end` stood; `None` if one of them lies inside a piece.
    pub fn span(&self, start: usize, end: usize) -> Option<Span> {
        let place = |folded: usize| {
            let found = self.starts.binary_search_by_key(&to_u32(folded), |(folded, _)| *folded).ok()?;
            Some(self.starts[found].1)
        };
        Some(Span::new(place(start)?, place(end)?))
    }

    /// The folded byte of the piece that holds the byte at `offset` of the text.
    pub fn at(&self, offset: u32) -> usize {
        let after = self.starts.partition_point(|(_, place)| *place <= offset);
        self.starts[..after].last().map_or(0, |(folded, _)| *folded as usize)
    }
}

fn to_u32(bytes: usize) -> u32 {
    // As everywhere, texts are shorter than 4 GiB.
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// What folds together.
enum Piece<'t> {
    Space,
    Char(char),
    Cluster(&'t str),
}

impl Piece<'_> {
    fn push_to(&self, out: &mut String) {
        match self {
            Self::Space => out.push(' '),
            Self::Char(char) => out.push(plain(*char)),
            Self::Cluster(cluster) => out.extend(cluster.nfc().map(plain)),
        }
    }
}

/// Cuts `text` into pieces.
fn pieces<'t>(text: &'t str, mut each: impl FnMut(usize, Piece<'t>)) {
    let mut rest = text.char_indices().peekable();
    while let Some((start, char)) = rest.next() {
        if char.is_whitespace() {
            while rest.next_if(|(_, next)| next.is_whitespace()).is_some() {}
            each(start, Piece::Space);
            continue;
        }
        let mut end = start + char.len_utf8();
        while let Some((at, next)) = rest.next_if(|(_, next)| joins(*next)) {
            end = at + next.len_utf8();
        }
        let alone = end == start + char.len_utf8() && is_composed(char);
        each(start, if alone { Piece::Char(char) } else { Piece::Cluster(&text[start..end]) });
    }
}

/// Whether a character may change, or be changed by, what stands before it when texts are composed.
pub(crate) fn joins(char: char) -> bool {
    !char.is_ascii()
        && !char.is_whitespace()
        && (canonical_combining_class(char) != 0 || is_nfc_quick(once(char)) == IsNormalized::Maybe)
}

fn is_composed(char: char) -> bool {
    char.is_ascii() || is_nfc_quick(once(char)) == IsNormalized::Yes
}

/// A quotation mark as a keyboard has it: outlets and their translators change them as they please.
fn plain(char: char) -> char {
    match char {
        '«' | '»' | '“' | '”' | '„' | '‟' | '〝' | '〞' | '〟' | '＂' => '"',
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | 'ʼ' | '´' | '`' | '＇' => '\'',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds() {
        let cases = [
            ("plain words", "plain words"),
            ("no\u{a0}break \t\r\n  run", "no break run"),
            ("“Да”, «нет», ‘so’", "\"Да\", \"нет\", 'so'"),
            ("cafe\u{301} и\u{306}", "café й"),
            ("각", "각"),
            ("q\u{323}\u{307} q\u{307}\u{323}", "q\u{323}\u{307} q\u{323}\u{307}"),
            ("😀🇺🇦", "😀🇺🇦"),
        ];
        for (text, folded) in cases {
            assert_eq!(fold(text), folded);
            assert_eq!(Folded::new(text).as_str(), folded);
        }
    }

    #[test]
    fn points_back() {
        let text = "a\u{a0}\r\n b e\u{301}x";
        let folded = Folded::new(text);
        assert_eq!(folded.as_str(), "a b éx");
        assert_eq!(folded.span(0, 2).map(|span| span.of(text)), Some("a\u{a0}\r\n "));
        let accent = folded.as_str().find('é').expect("it is there");
        assert_eq!(folded.span(accent, accent + 2).map(|span| span.of(text)), Some("e\u{301}"));
        assert_eq!(folded.span(accent, accent + 1), None);
    }

    proptest! {
        #[test]
        fn every_piece_folds_to_its_place(text in "[ab \u{a0}\r\né“’\u{301}\u{323}ия😀각ᄀ각]{0,24}") {
            let folded = Folded::new(&text);
            prop_assert_eq!(folded.as_str(), &fold(&text));
            for &(at, place) in &folded.starts {
                prop_assert_eq!(&fold(&text[..place as usize]), &folded.as_str()[..at as usize]);
            }
            for (offset, _) in text.char_indices() {
                let span = folded.span(folded.at(offset as u32), folded.as_str().len());
                prop_assert!(span.is_some_and(|span| span.start as usize <= offset));
            }
        }
    }
}
