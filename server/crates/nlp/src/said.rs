//! What readers say that words name: it counts before what was found.

use std::sync::Arc;

use text::Span;

use crate::known::Known;
use crate::layout::Layout;
use crate::mentions::{Form, Kind, Mention};
use crate::segment::SegmentAnnotations;

/// Words of a file of which a reader has said what they name.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Said {
    /// The words, in bytes from the file's start.
    pub span: Span,
    /// What they name; nothing, if they are no name.
    pub kind: Option<Kind>,
    /// It was said of the words and not of this place: where they are part of a longer name it does not count.
    pub alone: bool,
}

/// The segments as they are when readers are believed. A segment that nobody says anything of is the one that was given:
/// it stays remembered by its text alone.
pub(crate) fn obey(segments: &mut [Arc<SegmentAnnotations>], layout: &Layout, said: &[Said]) {
    if said.is_empty() {
        return;
    }
    for (segment, annotations) in layout.segments.iter().zip(segments) {
        let here: Vec<&Said> = said.iter().filter(|said| segment.span.contains_span(said.span)).collect();
        if here.is_empty() {
            continue;
        }
        let mut believed = SegmentAnnotations::clone(annotations);
        for said in here {
            believe(&mut believed.mentions, said.span.unshift(segment.span.start), said);
        }
        *annotations = Arc::new(believed);
    }
}

/// The segments as they are when the registry is believed: words that are a name of somebody in it, as a whole, name a
/// person, whatever they were taken for. A single word that lexicons know as something else stays what it is: a town may
/// be called like somebody.
pub(crate) fn know(segments: &mut [Arc<SegmentAnnotations>], source: &str, layout: &Layout, known: &Known) {
    for (segment, annotations) in layout.segments.iter().zip(segments) {
        let is_mistaken = |mention: &Mention| {
            let words = mention.span.shift(segment.span.start).of(source);
            let is_sure = mention.found_by.starts_with("gazetteer") && !words.contains(' ');
            mention.kind != Kind::Person && mention.form == Form::Name && !is_sure && known.is_person(words)
        };
        if !annotations.mentions.iter().any(is_mistaken) {
            continue;
        }
        let mut believed = SegmentAnnotations::clone(annotations);
        for mention in believed.mentions.iter_mut().filter(|mention| is_mistaken(mention)) {
            *mention = Mention { kind: Kind::Person, confidence: 100, found_by: "registry", ..mention.clone() };
        }
        *annotations = Arc::new(believed);
    }
}

fn believe(mentions: &mut Vec<Mention>, span: Span, said: &Said) {
    let kind = said.kind;
    let is_longer = |mention: &Mention| mention.span != span && mention.span.contains_span(span);
    if said.alone && mentions.iter().any(|mention| mention.form == Form::Name && is_longer(mention)) {
        return;
    }
    let same = mentions.iter().find(|mention| mention.span == span && Some(mention.kind) == kind);
    // What was found of the same words and the same kind knows more: the office beside a name.
    let known = same.cloned();
    // A description may hold the words: *the head of the Gate*.
    mentions.retain(|mention| !mention.span.intersects(span) || said.alone && is_longer(mention));
    let Some(kind) = kind else { return };
    let bare = Mention { span, kind, form: Form::Name, role: None, canonical: None, confidence: 0, found_by: "" };
    let mention = Mention { confidence: 100, found_by: "reader", ..known.unwrap_or(bare) };
    let at = mentions.partition_point(|other| other.span < span);
    mentions.insert(at, mention);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::known::KnownPerson;

    fn mention(span: Span, kind: Kind) -> Mention {
        Mention { span, kind, form: Form::Name, role: None, canonical: None, confidence: 60, found_by: "capitals" }
    }

    #[test]
    fn the_registry_is_believed() {
        let names = ["Ada Velemyr", "Velemir"].map(str::to_owned).to_vec();
        let known = Known { people: vec![KnownPerson { names, died: None, roles: Vec::new() }], events: Vec::new() };
        for (words, is_person) in [("Velemyr", true), ("Velemir", true), ("Ada Velemyr", true), ("Ada", false)] {
            assert_eq!(known.is_person(words), is_person, "{words}");
        }
    }

    #[test]
    fn a_reader_is_believed() {
        let found = vec![mention(Span::new(0, 5), Kind::Person), mention(Span::new(9, 12), Kind::Place)];
        let check = |kind: Option<Kind>, span: Span, expected: &[(Span, Kind)]| {
            let mut mentions = found.clone();
            believe(&mut mentions, span, &Said { span, kind, alone: false });
            let left: Vec<_> = mentions.iter().map(|mention| (mention.span, mention.kind)).collect();
            assert_eq!(left, expected);
        };
        check(None, Span::new(3, 4), &[(Span::new(9, 12), Kind::Place)]);
        let body = (Span::new(9, 14), Kind::Organization);
        check(Some(Kind::Organization), body.0, &[(Span::new(0, 5), Kind::Person), body]);
        let between = (Span::new(6, 8), Kind::Person);
        check(
            Some(Kind::Person),
            between.0,
            &[(Span::new(0, 5), Kind::Person), between, (Span::new(9, 12), Kind::Place)],
        );
    }

    #[test]
    fn what_is_said_of_words_leaves_longer_names_alone() {
        let check = |form: Form, span: Span, expected: &[Span]| {
            let mut mentions = vec![Mention { form, ..mention(Span::new(0, 9), Kind::Person) }];
            believe(&mut mentions, span, &Said { span, kind: Some(Kind::Place), alone: true });
            assert_eq!(mentions.iter().map(|mention| mention.span).collect::<Vec<_>>(), expected);
        };
        let (whole, part) = (Span::new(0, 9), Span::new(4, 9));
        check(Form::Name, part, &[whole]);
        check(Form::Name, whole, &[whole]);
        check(Form::Nominal, part, &[whole, part]);
        check(Form::Name, Span::new(4, 12), &[Span::new(4, 12)]);
    }
}
