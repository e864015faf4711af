//! Sentences: where one ends, and which tokens it holds.

use std::ops::Range;

use lang::segment::Shape;
use lang::{Frame, Language, VerbForm};
use text::Span;

use crate::tokens::{Token, Words};

/// One sentence of a segment.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Sentence {
    /// From its first token to its last, closing marks included. Bytes from the segment's start.
    pub span: Span,
    /// Its tokens, as a range of the segment's tokens.
    pub tokens: Range<usize>,
}

/// Cuts `tokens` of `text` into sentences.
///
/// A stop after an abbreviation, an initial or inside a number ends nothing; marks that close a quotation or a
/// parenthesis right after the stop belong to the sentence they close.
pub fn sentences(text: &str, tokens: &[Token], lang: &Language) -> Vec<Sentence> {
    let words = Words::new(text, tokens);
    let mut all = Vec::new();
    let (mut start, mut at, mut depth) = (0, 0, 0u32);
    while at < words.len() {
        match words.raw(at) {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        let end = if is_stop(&words, at, lang) { after_closers(&words, at + 1) } else { at + 1 };
        let inside = depth > 0 && closes_soon(&words, at + 1);
        let goes_on = || says_quoted(&words, at, end, lang);
        if is_stop(&words, at, lang) && !inside && begins_sentence(&words, end, lang) && !goes_on() {
            all.push(sentence(&words, start..end));
            start = end;
            depth = 0;
        }
        at = end.max(at + 1);
    }
    if start < words.len() {
        all.push(sentence(&words, start..words.len()));
    }
    all
}

fn sentence(words: &Words, tokens: Range<usize>) -> Sentence {
    Sentence { span: words.span(tokens.start, tokens.end - 1), tokens }
}

/// Token `at` may end a sentence.
fn is_stop(words: &Words, at: usize, lang: &Language) -> bool {
    let raw = words.raw(at);
    if raw.starts_with(['!', '?', '…', '。', '！', '？']) || raw.starts_with("..") {
        return true;
    }
    if raw != "." {
        // `in the U.S. The talks`: a dotted word may hold the sentence's own stop.
        return raw.len() > 2
            && raw.ends_with('.')
            && lang.function.contains(words.lower(at + 1))
            && words.shape(at + 1) == Shape::Title;
    }
    let Some(before) = at.checked_sub(1) else { return false };
    if words.space_before(at) {
        return true;
    }
    let abbreviation = lang.abbreviations.contains(&format!("{}.", words.raw(before)))
        || lang.abbreviations.contains(&format!("{}.", words.lower(before)));
    if abbreviation && !is_title(words, before, lang) {
        // `$3 bln. Further`: an abbreviation that no name follows may end its sentence.
        return words.shape(at + 1) == Shape::Title
            && lang.is_known_word(words.lower(at + 1))
            && words.shape(before) == Shape::Lower;
    }
    !abbreviation && words.shape(before) != Shape::Initial
}

/// `Gen.`, `Jan.`: a name or a number follows, never a new sentence.
fn is_title(words: &Words, at: usize, lang: &Language) -> bool {
    let dotted = format!("{}.", words.lower(at));
    lang.titles.single(words.lower(at)).is_some()
        || lang.times.months.contains_key(words.lower(at))
        || lang.titles.exact(&dotted).is_some()
}

/// The first token behind the marks that close what stands before `at`.
fn after_closers(words: &Words, mut at: usize) -> usize {
    while at < words.len() {
        let closes = match words.raw(at) {
            "”" | "»" | "›" | ")" | "]" | "’" => true,
            "\"" | "'" | "“" => !words.space_before(at) && (words.space_after(at) || !words.shape(at + 1).is_word()),
            raw => raw.starts_with(['.', '!', '?', '…']) && !words.space_before(at),
        };
        if !closes {
            break;
        }
        at += 1;
    }
    at
}

/// A sentence may begin at `at`: at the end, a capital, a number, an opening mark.
fn begins_sentence(words: &Words, at: usize, lang: &Language) -> bool {
    if at >= words.len() {
        return true;
    }
    if !words.space_before(at) && words.shape(at) != Shape::Mark {
        // `end.Next`: a missing space, unless it is an address or a file's name.
        return words.shape(at) == Shape::Title && words.is_known(at, lang);
    }
    match words.shape(at) {
        Shape::Title | Shape::Upper | Shape::Initial | Shape::Number | Shape::Uncased | Shape::Mixed => true,
        Shape::Lower | Shape::Possessive => false,
        Shape::Mark => matches!(
            words.raw(at).chars().next(),
            Some(
                '"' | '“'
                    | '„'
                    | '«'
                    | '‘'
                    | '—'
                    | '–'
                    | '-'
                    | '('
                    | '['
                    | '•'
                    | '¿'
                    | '¡'
                    | '$'
                    | '€'
                    | '£'
                    | '\''
            )
        ),
    }
}

/// `“Shall we wait?” Ada Brandt asked.`: who says the words that a mark has closed belongs to their sentence.
fn says_quoted(words: &Words, stop: usize, end: usize, lang: &Language) -> bool {
    /// Words of a name with its title.
    const NAME: usize = 8;
    let is_called = words.raw(stop).starts_with(['!', '?', '…']) || words.raw(stop).starts_with("..");
    let is_quoted = (stop + 1..end).any(|at| matches!(words.raw(at), "”" | "\"" | "»" | "“" | "’" | "'"));
    if !is_called || !is_quoted {
        return false;
    }
    let is_name = |at: usize| matches!(words.shape(at), Shape::Title | Shape::Upper | Shape::Initial | Shape::Mixed);
    let verb = (end..words.len()).take(NAME + 1).take_while(|at| is_name(*at)).last().map(|last| last + 1);
    let says = |at: usize| {
        let (length, form) = words.phrase(&lang.reporting.forms, at)?;
        let verb = lang.reporting.verb(*form);
        let is_finite = matches!(form.form, VerbForm::Past | VerbForm::S);
        (is_finite && verb.frames.contains(&Frame::Quote)).then_some(at + length)
    };
    // What goes on with content of its own is a sentence of its own.
    let is_content = |at: usize| {
        let known = &lang.closed;
        let opens =
            [&known.definite, &known.articles, &known.possessives].iter().any(|all| all.contains(words.lower(at)));
        opens || matches!(words.raw(at), ":" | "“" | "\"")
    };
    verb.and_then(says).is_some_and(|behind| !is_content(behind))
}

/// A bracket that is open at `at` is closed within a few words, or right after the next stop.
fn closes_soon(words: &Words, at: usize) -> bool {
    (at..at + 12).any(|at| matches!(words.raw(at), ")" | "]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let lang = Language::load("en");
        let tokens = crate::tokens::tokens(text);
        sentences(text, &tokens, &lang).iter().map(|sentence| sentence.span.of(text).to_owned()).collect()
    }

    #[test]
    fn stops_that_end_and_stops_that_do_not() {
        assert_eq!(cut("It rose 3.5 percent. Nobody knew why."), ["It rose 3.5 percent.", "Nobody knew why."]);
        assert_eq!(cut("He met J. Smith. They spoke."), ["He met J. Smith.", "They spoke."]);
        assert_eq!(
            cut("“Is it over?” he asked. “Never.” She left."),
            ["“Is it over?” he asked.", "“Never.”", "She left."]
        );
        assert_eq!(cut("Wait... then go. OK"), ["Wait... then go.", "OK"]);
        assert_eq!(cut("They left (at 5 p.m. on Monday). All did."), ["They left (at 5 p.m. on Monday).", "All did."]);
    }

    #[test]
    fn quotation_marks_go_with_the_stop_they_follow() {
        assert_eq!(cut("\"We wait. That's all.\" He left."), ["\"We wait.", "That's all.\"", "He left."]);
        assert_eq!(cut("He said \"no.\" \"We go,\" she said."), ["He said \"no.\"", "\"We go,\" she said."]);
    }

    #[test]
    fn who_asks_belongs_to_the_question() {
        for whole in [
            "“Shall we wait?” Minister Ada Brandt asked.",
            "\"Never!\" Brandt exclaimed on Monday.",
            "“So we wait…” J. Smith added.",
        ] {
            assert_eq!(cut(whole), [whole]);
        }
        let apart = ["“Shall we wait?”", "Brandt said that nobody would."];
        assert_eq!(cut(&apart.join(" ")), apart);
        let apart = ["“Never!”", "Brandt left."];
        assert_eq!(cut(&apart.join(" ")), apart);
        let apart = ["Shall we wait?", "Brandt asked."];
        assert_eq!(cut(&apart.join(" ")), apart);
    }
}
