//! Names that lexicons found, weighed against those that the statistical pipeline found.
//!
//! What a gazetteer, a title or a given name says stands. Where only a capital letter spoke, the pipeline decides. Which
//! of the two is right where they differ was counted on annotated texts; `docs/engine.md` has the figures.

use std::iter;
use std::ops::Range;

use lang::Language;
use lang::segment::Shape;
use text::Span;

use super::{Form, Kind, Mention};
use crate::parse::{Named, Parse};
use crate::tokens::Words;

/// The pipeline, as what found a name.
const FOUND_BY: &str = "statistical-model";

/// From this confidence on a name is what its knowledge says; and so it is where both say the same.
const CERTAIN: u8 = 80;

/// How sure a kind is that the pipeline alone says.
const ALONE: u8 = 60;

/// How sure it is then of a word that only speaks.
const BARE: u8 = 70;

/// The mentions of a segment after hearing the pipeline, in order, not overlapping.
pub(super) fn weigh(found: Vec<Mention>, parse: &Parse, words: &Words, lang: &Language) -> Vec<Mention> {
    let mut weighed: Vec<Mention> = Vec::with_capacity(found.len());
    let mut rest = found.into_iter().peekable();
    for name in &parse.names {
        let Some(tokens) = bare(name.span, words, lang) else { continue };
        let span = words.span(tokens.start, tokens.end - 1);
        weighed.extend(iter::from_fn(|| rest.next_if(|mention| mention.span.end <= span.start)));
        let here = iter::from_fn(|| rest.next_if(|mention| mention.span.start < span.end)).collect();
        // A longer mention may hold several names of the pipeline; it was weighed with the first.
        if weighed.last().is_none_or(|last| last.span.end <= span.start) {
            weighed.extend(heard(here, name.kind, &tokens, words, lang));
        } else {
            weighed.extend(here);
        }
    }
    weighed.extend(rest);
    weighed
}

/// The mentions `found` at the words of a name, after hearing what it names.
fn heard(mut found: Vec<Mention>, named: Named, tokens: &Range<usize>, words: &Words, lang: &Language) -> Vec<Mention> {
    let span = words.span(tokens.start, tokens.end - 1);
    match &mut found[..] {
        [only] if only.span == span => agree(only, named, tokens.len()),
        // A word that is large and means nothing is a guess of the lexicons already: nothing else is a name.
        [] => {}
        several if is_one(tokens, words, lang) && gives_way(several, span, named) => found = vec![mention(span, named)],
        _ => {}
    }
    found
}

/// The name itself: without the article before it, and the possessive, marks and small words behind it.
fn bare(span: Span, words: &Words, lang: &Language) -> Option<Range<usize>> {
    let mut first = words.at(span.start);
    let mut end = words.at(span.end.saturating_sub(1)) + 1;
    while first < end && (lang.closed.articles.contains(words.lower(first)) || words.shape(first) == Shape::Mark) {
        first += 1;
    }
    while first < end && matches!(words.shape(end - 1), Shape::Mark | Shape::Possessive | Shape::Lower) {
        end -= 1;
    }
    (first < end).then_some(first..end)
}

/// Nothing in it parts two names: no possessive, no dash or comma, no title.
fn is_one(tokens: &Range<usize>, words: &Words, lang: &Language) -> bool {
    let parts = |at: usize| match words.shape(at) {
        Shape::Possessive => true,
        Shape::Mark => words.raw(at) != "&" && (words.space_before(at) || words.space_after(at)),
        _ => words.phrase(&lang.titles, at).is_some(),
    };
    !tokens.clone().any(parts)
}

fn kind(named: Named) -> Kind {
    match named {
        Named::Person => Kind::Person,
        Named::Organization => Kind::Organization,
        Named::Place => Kind::Place,
        Named::Group | Named::Thing => Kind::Other,
    }
}

fn mention(span: Span, named: Named) -> Mention {
    let kind = kind(named);
    let confidence = if kind == Kind::Other { 30 } else { ALONE };
    Mention { span, kind, form: Form::Name, role: None, canonical: None, confidence, found_by: FOUND_BY }
}

/// Both found the same words, so many tokens.
fn agree(mention: &mut Mention, named: Named, tokens: usize) {
    let heard = kind(named);
    if mention.found_by == "body-words" && heard == Kind::Place {
        // `Kestrel Park Station` is called after its last word, and is where it stands.
        mention.kind = Kind::Place;
    } else if mention.confidence < CERTAIN && heard == mention.kind && heard != Kind::Other {
        // Both take a town that speaks for somebody: what one word is, the rest of the folder may know better.
        let is_bare =
            heard == Kind::Person && (tokens == 1 && mention.found_by == "reporting" || mention.found_by == "capitals");
        mention.confidence = if is_bare { mention.confidence.max(BARE) } else { CERTAIN };
    } else if mention.confidence < CERTAIN && mention.found_by == "capitals" {
        let role = mention.role.filter(|_| heard == Kind::Person);
        *mention = Mention { role, ..self::mention(mention.span, named) };
    }
}

/// The pipeline's longer name holds these, and none of them is a person that a title or a given name speaks for.
fn gives_way(mentions: &[Mention], span: Span, named: Named) -> bool {
    let inside = mentions.iter().all(|mention| span.contains_span(mention.span) && mention.form == Form::Name);
    let people = mentions.iter().any(|mention| mention.kind == Kind::Person && mention.confidence >= CERTAIN);
    let sure = mentions.iter().any(|mention| mention.confidence >= CERTAIN);
    inside && !people && (matches!(named, Named::Organization | Named::Place) || !sure && named != Named::Group)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Zone;
    use crate::mentions::mentions;
    use crate::parse::Name;
    use crate::{sentences, tokens};

    /// The mentions of a text in which the pipeline is taken to find these names.
    fn check(text: &str, names: &[(&str, Named)], expected: &[(&str, Kind, &str)]) {
        let lang = Language::load("en");
        let place = |name: &str| {
            let start = text.find(name).unwrap() as u32;
            Span::new(start, start + name.len() as u32)
        };
        let names = names.iter().map(|(name, kind)| Name { span: place(name), kind: *kind }).collect();
        let tokens = tokens::tokens(text);
        let sentences = sentences::sentences(text, &tokens, &lang);
        let found = mentions(
            &Words::new(text, &tokens),
            &sentences,
            Zone::Body,
            Some(&Parse { names, nodes: Vec::new() }),
            &lang,
        );
        let found: Vec<_> =
            found.iter().map(|mention| (mention.span.of(text), mention.kind, mention.found_by)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn what_only_a_capital_letter_says_gives_way() {
        let text = "A deal between Orvane and Tessil fell through.";
        let unheard = [("Orvane", Kind::Other, "capitals"), ("Tessil", Kind::Other, "capitals")];
        check(text, &[], &unheard);
        check(
            text,
            &[("Orvane", Named::Organization), ("Tessil", Named::Person)],
            &[("Orvane", Kind::Organization, FOUND_BY), ("Tessil", Kind::Person, FOUND_BY)],
        );
        // Several guesses are one name, without its article.
        check(
            "They asked the Orvane of Tessil.",
            &[("the Orvane of Tessil", Named::Organization)],
            &[("Orvane of Tessil", Kind::Organization, FOUND_BY)],
        );
    }

    #[test]
    fn what_a_lexicon_knows_stands() {
        let france = [("France", Kind::Place, "gazetteer/places")];
        check("We came to France.", &[("France", Named::Person)], &france);
        let berg = [("Anna Berg", Kind::Person, "given-names")];
        check("Yesterday Anna Berg left.", &[("Anna Berg", Named::Organization)], &berg);
        check("Yesterday Anna Berg left.", &[("Yesterday Anna Berg left", Named::Person)], &berg);
        check("Yesterday Anna Berg left.", &[("Anna", Named::Place), ("Berg", Named::Place)], &berg);
    }

    #[test]
    fn a_longer_body_or_place_holds_what_a_gazetteer_knows() {
        check(
            "He left the Orvane of France.",
            &[("Orvane of France", Named::Organization)],
            &[("Orvane of France", Kind::Organization, FOUND_BY)],
        );
        // Not over a possessive, a dash or a title.
        let apart = [("France", Kind::Place, "gazetteer/places"), ("Spain", Kind::Place, "gazetteer/places")];
        check("They flew from France - Spain.", &[("France - Spain", Named::Place)], &apart);
        check("They saw France's Spain.", &[("France's Spain", Named::Place)], &apart);
    }

    #[test]
    fn words_are_no_news() {
        check(
            "Secretary of State Anna Berg left.",
            &[("State", Named::Organization)],
            &[("Anna Berg", Kind::Person, "titles")],
        );
        check("They like winter.", &[("winter", Named::Organization)], &[]);
    }
}
