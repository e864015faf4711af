//! What may be quoted: the sources' own words, for somebody who has begun to quote them in a draft.

mod names;

use std::collections::BTreeSet;

use corpus::sources::{Occurrence, Pattern};
use nlp::Analysis;
use rules::quotation;
use text::Span;

use crate::cite::{Origin, ascribed};
use crate::config::Profile;
use crate::snapshot::Snapshot;

pub use names::{Nameable, Written};

/// Words of a source that go on as somebody has begun to quote.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quotable {
    /// What was typed of it, up to the cursor and a mark right behind it. Bytes from the start of the draft.
    pub typed: Span,
    /// The source's words from the first that was typed to the end of what is said, white space folded, no marks around.
    pub words: String,
    /// The words with their closing mark and whose they are, to stand where `typed` stands.
    pub text: String,
    /// Who says it, as far as the source tells.
    pub speaker: Option<String>,
    /// Where they come from.
    pub origin: Origin,
    /// The same as a list shows it: `Montavar Herald, January 30, 2025`, the file where neither is known.
    pub whence: String,
}

/// At most so many are offered: nobody reads more before typing on.
const OFFERED: usize = 20;
/// Characters of a quotation, after which it ends with its sentence.
const LONG: usize = 300;
/// Marks that open a quotation, and those that close it.
const MARKS: &[(char, char)] = &[('“', '”'), ('"', '"'), ('«', '»'), ('„', '“')];

/// A quotation that was begun.
struct Begun<'a> {
    /// From behind the mark to the cursor.
    typed: Span,
    /// The whole words of it.
    words: &'a str,
    /// The beginning of a word at the cursor; empty behind a space.
    rest: &'a str,
    close: char,
}

impl Snapshot {
    /// What may be quoted at `offset` of a draft: nothing outside an open quotation, and nothing before its second word
    /// is begun. The speech that begins with the words comes first, then by path.
    pub fn quotable(&self, path: &str, offset: u32) -> Vec<Quotable> {
        let Some(document) = self.documents.get(path).filter(|document| document.profile == Profile::Draft) else {
            return Vec::new();
        };
        let Some(begun) = Begun::at(&document.text, offset) else { return Vec::new() };
        let pattern = Pattern::new(begun.words);
        if pattern.words() == 0 {
            return Vec::new();
        }
        let mut found: Vec<(bool, Quotable)> = Vec::new();
        let mut seen = BTreeSet::new();
        for place in self.sources.find(&pattern) {
            if let Some((first, quotable)) = self.quotable_of(&begun, &place, &document.text)
                && seen.insert(quotable.words.clone())
            {
                found.push((!first, quotable));
            }
        }
        found.sort_by_key(|(later, _)| *later);
        found.into_iter().take(OFFERED).map(|(_, quotable)| quotable).collect()
    }

    /// A place as it would be quoted, and whether the speech begins there.
    fn quotable_of(&self, begun: &Begun, place: &Occurrence, draft: &str) -> Option<(bool, Quotable)> {
        let (spoken, [span]) = (place.speech.as_ref()?, place.spans.as_slice()) else { return None };
        let source = self.sources.source(&place.path)?;
        let inner = quotation::inner(source.text(), spoken.span);
        let said = Analysis::folded(source.text(), Span::new(span.start, inner.end.max(span.end)));
        // The comma before the closing mark belongs to the source's sentence.
        let words = shortened(&said).trim_end_matches(',').to_owned();
        let next = Span::new(span.end, inner.end.max(span.end)).of(source.text()).trim_start();
        let goes_on = begun.rest.is_empty() || next.to_lowercase().starts_with(&begun.rest.to_lowercase());
        if !goes_on || next.is_empty() {
            return None;
        }
        let style = &self.lang.citation;
        let speaker = self.named_speaker(&place.path, spoken);
        let origin = self.origin(&place.path, spoken.article);
        let whence = origin.told_or_path(style);
        let text = ascribed(&words, begun.close, speaker.as_deref(), &whence, style);
        let quotable = Quotable { typed: begun.replaced(draft), words, text, speaker, origin, whence };
        Some((span.start <= inner.start, quotable))
    }
}

impl Begun<'_> {
    /// The quotation that is open at `offset`, begun on the same line.
    fn at(text: &str, offset: u32) -> Option<Begun<'_>> {
        let before = text.get(..offset as usize)?;
        let line = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let mut open = None;
        for (at, c) in before[line..].char_indices() {
            open = match open {
                Some((_, close)) if c == close => None,
                None => MARKS.iter().find(|(mark, _)| *mark == c).map(|(_, close)| (line + at + c.len_utf8(), *close)),
                open => open,
            };
        }
        let (start, close) = open?;
        let typed = &before[start..];
        let whole = typed.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        // White space may be wider than a byte.
        let whole = (whole..=typed.len()).find(|at| typed.is_char_boundary(*at)).unwrap_or(typed.len());
        Some(Begun {
            typed: Span::new(start as u32, offset),
            words: &typed[..whole],
            rest: typed[whole..].trim_start(),
            close,
        })
    }

    /// What is replaced: what was typed, and the closing mark that an editor may have put behind the cursor.
    fn replaced(&self, text: &str) -> Span {
        let behind = text[self.typed.end as usize..].chars().next().filter(|c| *c == self.close);
        Span::new(self.typed.start, self.typed.end + behind.map_or(0, char::len_utf8) as u32)
    }
}

/// A long quotation up to the end of the sentence that makes it long enough.
fn shortened(words: &str) -> &str {
    let Some((long, _)) = words.char_indices().nth(LONG) else { return words };
    let end = words[long..].find(['.', '?', '!']).map(|at| long + at + 1);
    end.filter(|end| words[*end..].starts_with(' ')).map_or(words, |end| &words[..end])
}
