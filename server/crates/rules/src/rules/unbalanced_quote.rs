//! Q302: a quotation mark without its partner.

use nlp::article::Speech;

use crate::Level;
use crate::context::Article;
use crate::finding::{Finding, Severity};
use crate::registry::{Check, Rule};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "Q302",
    name: "unbalanced-quote",
    summary: "a quotation that is opened and not closed, or the reverse",
    level: Level { source: Some(Severity::Hint), draft: Some(Severity::Warning) },
    first_form: false,
    since: "0.1.0",
    check: Check::Article(check),
};

fn check(article: &Article, found: &mut Vec<Finding>) {
    if !article.is_analysed() {
        return;
    }
    for speech in &article.read.quotes {
        let Some(message) = message(speech) else { continue };
        let severity = if article.is_draft() { Severity::Warning } else { Severity::Hint };
        let mark = mark(article, speech);
        found.push(article.finding(&RULE, mark, severity, message.to_owned()));
    }
}

fn message(speech: &Speech) -> Option<&'static str> {
    match (speech.opened, speech.closed) {
        (true, false) => Some("quotation opened and not closed"),
        (false, true) => Some("quotation closed and not opened"),
        (true, true) if speech.mixed => Some("quotation closed by a mark of another kind"),
        _ => None,
    }
}

/// The mark that stands alone.
fn mark(article: &Article, speech: &Speech) -> text::Span {
    let text = speech.span.of(article.context.source);
    if speech.opened {
        let len = text.chars().next().map_or(0, char::len_utf8) as u32;
        text::Span::new(speech.span.start, speech.span.start + len)
    } else {
        let len = text.chars().next_back().map_or(0, char::len_utf8) as u32;
        text::Span::new(speech.span.end - len, speech.span.end)
    }
}
