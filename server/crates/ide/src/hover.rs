//! What a reader is told about the word under the cursor.

pub(crate) mod date;
mod event;
pub(crate) mod person;
mod statement;

use text::Span;

use crate::markup::Markup;
use crate::navigation::Known;
use crate::registry::Registry;
use crate::snapshot::Snapshot;

/// A card and the words it is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hover {
    /// The words, in bytes from the file's start.
    pub span: Span,
    /// What is known of them.
    pub card: Markup,
}

/// A card has no more lines than this; what is most worth knowing stands above.
pub const LINES: usize = 12;

impl Snapshot {
    /// The card for the place `offset` (bytes) of a document, of the innermost thing there: a person, body, place or
    /// event; a date; a statement and who stands behind it; the article itself, on its headline and dateline.
    /// In a file of the registry: of what a key means, or of whom or what a value names.
    pub fn hover(&self, path: &str, offset: u32) -> Option<Hover> {
        if Registry::is_file(path) {
            return self.entry_hover(path, offset);
        }
        self.with_notes(self.card(path, offset), path, offset)
    }

    /// What readers have marked on the words stands below what is known of them.
    fn with_notes(&self, hover: Option<Hover>, path: &str, offset: u32) -> Option<Hover> {
        let own = self.annotations(path).into_iter().flat_map(|annotations| annotations.remarks_at(offset));
        let elsewhere = self.said_elsewhere(path, Span::empty(offset)).into_iter();
        let elsewhere = elsewhere
            .filter_map(|(of, mark, span)| Some((span, format!("{} ({of})", crate::annotations::remark(mark)?))));
        let mut hover = hover;
        for (span, remark) in own.chain(elsewhere) {
            let card = &mut hover.get_or_insert_with(|| Hover { span, card: Markup::default() }).card;
            if !card.is_empty() {
                card.gap();
            }
            card.line(remark);
        }
        hover
    }

    fn card(&self, path: &str, offset: u32) -> Option<Hover> {
        let named = || {
            let (hit, known) = self.known(path, offset)?;
            let card = match &known {
                Known::Entity(entity) => {
                    self.entity_card(entity, person::Seat { path, article: hit.article, hit: Some(&hit) })?
                }
                Known::Event(event) => self.event_card(event, Some((path, &hit))),
            };
            Some((hit, Hover { span: hit.span, card }))
        };
        match named() {
            // Inside an event's phrase, a date is more than the phrase.
            Some((hit, hover)) if hit.thing == crate::marks::Thing::Event => {
                Some(self.date_hover(path, offset).filter(|date| date.span.len() < hover.span.len()).unwrap_or(hover))
            }
            Some((_, hover)) => Some(hover),
            None => {
                let statement = || self.statement_hover(path, offset);
                self.date_hover(path, offset).or_else(statement).or_else(|| self.article_hover(path, offset))
            }
        }
    }

    /// What the card cannot know yet.
    fn note_progress(&self, card: &mut Markup) {
        let progress = self.progress;
        if progress.listing {
            card.note("the folder is still being looked through");
        } else if !progress.is_complete() {
            card.note(format!("{} of {} articles read", grouped(progress.read), grouped(progress.total)));
        } else if !progress.is_close() {
            card.note(format!("{} of {} articles read closely", grouped(progress.closely), grouped(progress.total)));
        }
    }

    /// How many lines besides `card` fit.
    fn room(&self, card: &Markup) -> usize {
        LINES.saturating_sub(card.len() + usize::from(!self.progress.is_close()))
    }
}

/// `2,225`
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 mention`, `6 mentions`
pub(crate) fn counted(number: usize, singular: &str, plural: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { singular } else { plural })
}

/// At most `limit` characters, cut at a word.
pub(crate) fn shortened(text: &str, limit: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(limit) else { return text.to_owned() };
    let cut = &text[..end];
    let word = cut.rfind(' ').unwrap_or(end);
    format!("{} …", cut[..word].trim_end_matches([',', ';', ':', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_lengths() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(2225), "2,225");
        assert_eq!(grouped(1_000_000), "1,000,000");
        assert_eq!(counted(1, "mention", "mentions"), "1 mention");
        assert_eq!(shortened("one two three", 9), "one two …");
        assert_eq!(shortened("один, два", 6), "один …");
        assert_eq!(shortened("short", 9), "short");
    }
}
