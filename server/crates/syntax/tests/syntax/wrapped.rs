//! Wrapping a page changes none of its blocks, and typing in one paragraph changes none of the others.

use syntax::Tree;
use text::{Edit, Span};

use crate::{Random, fold, folded, pages, wrap};

/// Each block as its text without spaces: a word may be cut at its hyphen.
fn texts(source: &str) -> Vec<String> {
    folded(source).into_iter().map(|(kind, text)| format!("{kind:?} {text}")).collect()
}

#[track_caller]
fn check(page: &str, widths: &[usize]) {
    for &width in widths {
        let wrapped = wrap(page, width);
        let (expected, found) = (texts(page), texts(&wrapped));
        for (expected, found) in expected.iter().zip(&found) {
            assert_eq!(expected, found, "at {width}:\n{wrapped}");
        }
        assert_eq!(expected.len(), found.len(), "at {width}:\n{wrapped}");
        let windows = wrapped.replace('\n', "\r\n");
        assert_eq!(found, texts(&windows), "at {width}, with CRLF");
    }
}

const WIDTHS: [usize; 12] = [56, 60, 64, 66, 68, 70, 72, 76, 78, 80, 90, 100];

#[test]
fn pages_with_blank_lines() {
    for page in [pages::PRESS_REVIEW, pages::DIGEST, pages::WEB_PAGE, pages::TWO_IN_ONE] {
        check(page, &WIDTHS);
    }
}

#[test]
fn a_page_without_blank_lines() {
    check(pages::COLUMN, &[60, 72, 80, 100]);
}

/// The last line of the first paragraph is full: nothing but its meaning tells that the paragraph ends there.
///
/// FIXME: both are one block. It happens where a page has no blank lines between paragraphs, to one in twelve.
#[test]
fn a_full_last_line_goes_on() {
    let page = "\
The harbour of Kestrel will open to passenger ships next week, sources at
the port authority told this newspaper, and everything is ready for them.
The dredging had taken twice as long as planned, four months instead of
two, and it cost more than twelve million crowns, which the islands have
paid themselves.
The council has no comment.";
    assert_eq!(folded(page).len(), 2);
}

/// FIXME: a word that was hyphenated at the end of a line stays in two pieces.
#[test]
fn hyphenated_words_stay_cut() {
    let page = "\
The harbour of Kestrel will open to passenger ships next week, the port
authority told the newspaper. The dredging took twice as long as planned-
for, four months instead of two, and it cost more than twelve million
crowns, which the islands have paid.";
    let blocks = folded(page);
    assert_eq!(blocks.len(), 1);
    assert!(blocks[0].1.contains("planned- for"));
}

#[test]
fn lines_of_a_list_stay_apart() {
    let names = "\
Ferries to run again on the northern route next week
Dockers go back to work for a day and surprise everyone
Islands ask the mainland for a second ship
Harbour master praises the new crane in his speech
Professor doubts the arithmetic of the port authority
Ministry silent on the loan for the last ferry
Pilots want higher fees and lower waves this year
Courier correspondent loses umbrella at the old customs house";
    assert_eq!(folded(names).len(), 8);

    let sentences = names.replace('\n', ".\n");
    assert_eq!(folded(&sentences).len(), 8);

    let table = "\
Sa  1  00:41  3.92  06:58  0.61  13:04  3.88
Su  2  01:22  3.95  07:37  0.55  13:46  3.87
Mo  3  02:05  3.91  08:18  0.58  14:30  3.79
Tu  4  02:51  3.80  09:03  0.70  15:19  3.64
We  5  03:44  3.62  09:55  0.88  16:17  3.45";
    assert_eq!(folded(table).len(), 5);

    let buttons = "Advertisement\n".repeat(40);
    assert_eq!(folded(&buttons).len(), 40);
    let cranes = "The crane of the northern mole, seen from the sea in the morning\n".repeat(40);
    assert_eq!(folded(&cranes).len(), 40);
}

#[test]
fn short_lines_stay_apart_in_wrapped_pages() {
    let source = wrap(pages::TWO_IN_ONE, 72);
    let blocks = folded(&source);
    assert_eq!(blocks.iter().filter(|(_, text)| text == "TT").count(), 2);
    assert_eq!(blocks.iter().filter(|(_, text)| text == "20").count(), 2);
    assert_eq!(blocks.iter().filter(|(_, text)| text.starts_with("08 March")).count(), 2);
}

/// Whoever types in a wrapped page makes lines longer and shorter and does not wrap them again at once.
#[test]
fn typing_moves_no_other_paragraph() {
    let mut random = Random(0x7_e57);
    for page in [pages::DIGEST, pages::WEB_PAGE, pages::TWO_IN_ONE] {
        for width in [60, 72, 80] {
            let original = wrap(page, width);
            let blocks = Tree::parse(&original).blocks(&original);
            for (index, block) in blocks.iter().enumerate().filter(|(_, block)| block.lines.len() > 1) {
                let text = block.text(&original);
                let at = text.char_indices().map(|(at, _)| at).nth(random.below(text.chars().count())).unwrap();
                let at = block.span.start + at as u32;
                let typed = "and this was typed in the middle of a line, which is far too long now ";
                for length in [1, 8, 20, typed.len()] {
                    let edit = Edit::new(Span::empty(at), &typed[..length]);
                    let source = edit.apply(&original);
                    let after = folded(&source);
                    // The paragraph itself may come apart; all others are as they were.
                    let before: Vec<_> = blocks.iter().map(|block| fold(block.text(&original))).collect();
                    let start = after.iter().take(index).map(|(_, text)| text.clone()).collect::<Vec<_>>();
                    assert_eq!(start, before[..index], "{source}");
                    let behind = before.len() - index - 1;
                    let end = after.iter().skip(after.len() - behind).map(|(_, text)| text.clone()).collect::<Vec<_>>();
                    assert_eq!(end, before[index + 1..], "{source}");
                }
            }
        }
    }
}

/// A line that has become shorter or longer stays in its paragraph.
#[test]
fn a_paragraph_holds_together_while_it_is_typed_in() {
    let original = wrap(pages::DIGEST, 72);
    let blocks = Tree::parse(&original).blocks(&original).len();
    let cut = original.replacen("has been on strike since the middle", "has been on strike", 1);
    assert_ne!(cut, original);
    assert_eq!(folded(&cut).len(), blocks);
    let grown =
        original.replacen("has been on strike since", "has been on strike, as everybody knows by now, since", 1);
    assert_eq!(folded(&grown).len(), blocks);
}
