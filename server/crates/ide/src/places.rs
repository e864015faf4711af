//! Where the mentions stand that the index numbers.

use corpus::Member;
use text::Span;

use crate::snapshot::Snapshot;

impl Snapshot {
    /// Where a mention of an article's entity stands, by its number in the article's facts; bytes of the member's file.
    pub fn mention(&self, member: &Member, number: u32) -> Option<Span> {
        let document = self.documents.get(&member.path)?;
        let mark = document.marks.article(member.article)?.mentions(member.entity).get(number as usize)?;
        Some(mark.span)
    }

    /// Where a mention of an event stands, with the words that tell it apart; bytes of the member's file.
    pub fn event_mention(&self, member: &Member) -> Option<Span> {
        let document = self.documents.get(&member.path)?;
        Some(document.marks.article(member.article)?.events.get(member.entity as usize)?.span)
    }

    /// Where a quotation stands that an article's facts list, by its number there; bytes of the member's file.
    pub fn quotation(&self, member: &Member, number: u32) -> Option<Span> {
        let document = self.documents.get(&member.path)?;
        document.marks.article(member.article)?.quotes.get(number as usize).copied()
    }

    /// The number of the article at an offset of a document.
    pub fn article_at(&self, path: &str, offset: u32) -> Option<u32> {
        self.documents.get(path)?.marks.article_at(offset)
    }
}
