//! Whose words a quotation is, and who else it may be: what a comparison of two texts can build on.
//!
//! `she said` is read as the person who spoke last, and a bare surname as the one its article has introduced; either
//! may be somebody else who is named nearby. To say of a writer that he quotes the wrong person takes more than that.

use text::Span;

use super::{Article, Speech};
use crate::attribution::SourceKind;
use crate::document::Analysis;
use crate::layout::Zone;
use crate::mentions::{Form, Kind};

/// Who says a quotation.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Voice {
    /// Who, as an index into the article's entities.
    pub speaker: Option<usize>,
    /// Who else it may be.
    pub others: Vec<usize>,
    /// The speaker is given by a surname that others may bear as well.
    pub bare: bool,
}

/// Words a label before a quotation has at most: `Foreign Minister Milena Dostrova: "…"`.
const LABEL: usize = 10;

impl Article {
    /// Who says `speech`, one of this article's quotations.
    pub fn voice(&self, source: &str, analysis: &Analysis, speech: &Speech) -> Voice {
        let near = self.near(analysis, speech.span.start);
        let attribution = speech.attribution.filter(|at| self.belongs(source, *at, speech));
        let named = self.label(source, speech).or_else(|| self.signature(source, speech));
        let Some(attribution) = attribution else {
            let bare = named.is_some_and(|speaker| self.is_bare(speaker, near, speech.span.start));
            return Voice { speaker: named, others: Vec::new(), bare };
        };
        let Some(speaker) = self.speakers.get(attribution).copied().flatten() else { return Voice::default() };
        let others = self.others(source, attribution, near, speech.span.start);
        let others = others.into_iter().filter(|other| *other != speaker).collect();
        Voice { speaker: Some(speaker), others, bare: self.is_bare(speaker, near, speech.span.end) }
    }

    /// The paragraph around `offset`, and the one before.
    fn near(&self, analysis: &Analysis, offset: u32) -> Span {
        let segments = analysis.layout.segments.get(self.layout.segments.clone()).unwrap_or_default();
        let body: Vec<_> = segments.iter().filter(|segment| segment.zone == Zone::Body).collect();
        let Some(here) = body.iter().rposition(|segment| segment.span.start <= offset) else {
            return Span::empty(offset);
        };
        let block = body[here].block;
        let before = body[..here].iter().rev().map(|segment| segment.block).find(|other| *other != block);
        let inside = body.iter().filter(|segment| segment.block == block || Some(segment.block) == before);
        inside.map(|segment| segment.span).reduce(Span::cover).unwrap_or(Span::empty(offset))
    }

    /// People whom the words that attribute may mean: those in a source of several names, and for `she` those named in
    /// the paragraph, or in the one before where it names nobody.
    fn others(&self, source: &str, attribution: usize, near: Span, offset: u32) -> Vec<usize> {
        let Some(attribution) = self.attributions.get(attribution) else { return Vec::new() };
        if attribution.source_kind != SourceKind::Anaphoric {
            return attribution.source.as_ref().map(|spans| self.people(spans.cover()).collect()).unwrap_or_default();
        }
        let before = near.of(source).get(..offset.saturating_sub(near.start) as usize).unwrap_or_default();
        let paragraph = before.rfind(['\n', '\r']).map_or(near.start, |at| near.start + at as u32 + 1);
        let here: Vec<usize> = self.people(Span::new(paragraph, near.end)).collect();
        if here.is_empty() { self.people(near).collect() } else { here }
    }

    fn people(&self, near: Span) -> impl Iterator<Item = usize> {
        let people = self.entities.iter().enumerate().filter(|(_, entity)| entity.kind == Kind::Person);
        people
            .filter(move |(_, entity)| entity.mentions.iter().any(|mention| near.contains_span(mention.span)))
            .map(|(at, _)| at)
    }

    /// A person of whom nearby only the surname is given. The last full name nearby stands for what follows it.
    fn is_bare(&self, speaker: usize, near: Span, end: u32) -> bool {
        let Some(entity) = self.entities.get(speaker) else { return false };
        if entity.kind != Kind::Person {
            return false;
        }
        let full =
            entity.mentions.iter().filter(|mention| mention.form == Form::Name && near.contains_span(mention.span));
        // The name behind the quotation is near as well: `"…," said Ines Marvaldi`.
        !full.into_iter().any(|mention| mention.span.start <= end + 120 && self.is_full(speaker, mention.span))
    }

    /// A mention is longer than the entity's surname.
    fn is_full(&self, entity: usize, mention: Span) -> bool {
        let last = self.entities[entity].name.rsplit(' ').next().unwrap_or_default();
        mention.len() as usize > last.len() + 1
    }

    /// The words that attribute stand in a sentence of the quotation, or lead to it. What a sentence says in between
    /// takes a quotation behind it away from who was quoted before.
    fn belongs(&self, source: &str, attribution: usize, speech: &Speech) -> bool {
        let Some(cue) = self.attributions.get(attribution).map(|attribution| attribution.cue.first()) else {
            return false;
        };
        let touching =
            self.sentences.iter().any(|sentence| sentence.contains_span(cue) && sentence.intersects(speech.span));
        let begins = self.sentences.iter().find(|sentence| sentence.contains(speech.span.start));
        let lead = begins.map_or(Span::default(), |sentence| Span::new(sentence.start, speech.span.start));
        touching || speech.dash || !lead.of(source).contains(char::is_alphanumeric)
    }

    /// `- Foreign Minister Milena Dostrova: "…"`
    fn label(&self, source: &str, speech: &Speech) -> Option<usize> {
        let before = source.get(..speech.span.start as usize)?;
        let line = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let start = self
            .sentences
            .iter()
            .find(|sentence| sentence.contains(speech.span.start))
            .map_or(line, |sentence| line.max(sentence.start as usize));
        let label = before[start..].trim_end().strip_suffix(':')?;
        self.named(Span::from(start..start + label.len()), source)
    }

    /// A line behind the quotation that begins with a dash: `— Milena Dostrova`.
    fn signature(&self, source: &str, speech: &Speech) -> Option<usize> {
        let behind = source.get(speech.span.end as usize..)?;
        let mut start = speech.span.end as usize;
        for line in behind.split_inclusive('\n').take(3) {
            let text = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
            if let Some(name) = text.strip_prefix(['—', '–', '―', '-']).filter(|_| start > speech.span.end as usize)
            {
                let from = start + line.len() - name.len();
                return self.named(Span::from(from..from + name.trim_end().len()), source);
            }
            if !text.trim().is_empty() {
                return None;
            }
            start += line.len();
        }
        None
    }

    /// The one person named in a few words.
    fn named(&self, span: Span, source: &str) -> Option<usize> {
        if span.of(source).split_whitespace().count() > LABEL {
            return None;
        }
        let mut people = self.people(span);
        people.next().filter(|_| people.next().is_none())
    }
}
