//! What the words say: finding time expressions in one segment.

use lang::Language;
use lang::segment::Shape;
use lang::times::{Lexeme, Match, classes};
use text::Span;

use super::meaning::{Meant, Reading};
use super::{Said, TimeExpression, TimeKind, calendar};
use crate::tokens::Token;

/// The time expressions of `text`, in order, not overlapping.
pub fn extract(text: &str, tokens: &[Token], lang: &Language) -> Vec<TimeExpression> {
    let lexemes = lexemes(text, tokens, lang);
    let matches = matches(&lexemes, lang);
    let mut found = Vec::new();
    let mut done = 0;
    for one in &matches {
        let Some(&(from, _)) = one.expressions.first() else { continue };
        if from < done {
            continue;
        }
        let expressions = read(text, tokens, &lexemes, one, lang);
        // Words that make no sense in this pattern may in another; those that are to be left alone may not.
        if expressions.is_empty() && lang.times.rules.meaning(one, 0) != "nothing" {
            continue;
        }
        done = one.expressions.last().map_or(done, |&(_, to)| to);
        found.extend(expressions);
    }
    found
}

/// All matches, in the order in which they are taken: the leftmost first, of several there the one that reaches
/// farthest, of equal ones that of the first rule.
fn matches(lexemes: &[Lexeme], lang: &Language) -> Vec<Match> {
    let rules = &lang.times.rules;
    let mut all = Vec::new();
    for (at, lexeme) in lexemes.iter().enumerate() {
        if rules.may_begin(lexeme) {
            rules.matches_at(lexemes, at, &mut all);
        }
    }
    all.sort_by_key(|found| {
        let from = found.expressions.first().map_or(0, |&(from, _)| from);
        let to = found.expressions.last().map_or(0, |&(_, to)| to);
        (from, std::cmp::Reverse(to), found.pattern)
    });
    all
}

/// The expressions of one match. Nothing where the rule says so, or where its words make no sense.
fn read(text: &str, tokens: &[Token], lexemes: &[Lexeme], found: &Match, lang: &Language) -> Vec<TimeExpression> {
    let Some(rule) = lang.times.rules.rule(found) else { return Vec::new() };
    let reading = Reading { text, tokens, lexemes, found, lang };
    let mut all = Vec::new();
    for (index, &(from, to)) in found.expressions.iter().enumerate() {
        let Some(Meant { said, daytime, weekday }) = reading.meant(index) else { continue };
        let kind = match rule.kind {
            _ if matches!(said, Said::Length(..)) => TimeKind::Duration,
            "date" if daytime.is_none() => TimeKind::Date,
            "duration" => TimeKind::Duration,
            "set" => TimeKind::Set,
            _ => TimeKind::Time,
        };
        let vague = match &said {
            Said::Length(_, amount) => amount.is_none(),
            Said::Fixed(value) => {
                kind != TimeKind::Set
                    && (value.ends_with("_REF") || value.starts_with("PX") || value.starts_with("PTX"))
            }
            _ => false,
        };
        let impossible = impossible(&said);
        let span = span(text, tokens, from as usize, to as usize);
        all.push(TimeExpression { span, kind, said, daytime, weekday, vague, rule: rule.name, impossible });
    }
    if let [start, end] = all.as_mut_slice()
        && reading.is_range()
        && ends_before(&start.said, &end.said)
    {
        end.impossible.get_or_insert_with(|| "the end of the range lies before its start".to_owned());
    }
    all
}

/// From token `from` up to `to`, without the full stop of a short form at the end.
fn span(text: &str, tokens: &[Token], from: usize, to: usize) -> Span {
    let last = match to.checked_sub(1) {
        Some(last) if last > from && tokens[last].of(text) == "." => last - 1,
        Some(last) => last,
        None => from,
    };
    tokens[from].span.cover(tokens[last].span)
}

/// Why a date cannot be right.
fn impossible(said: &Said) -> Option<String> {
    let Said::Calendar { year, month: Some(month), day: Some(day) } = *said else { return None };
    let most = calendar::days_in_month(year, month);
    (day > most).then(|| match (year, month) {
        (Some(year), 2) if day == 29 => format!("{year} is not a leap year: February has 28 days"),
        _ => format!("{} has {most} days", calendar::month_name(month)),
    })
}

/// Whether the second date lies before the first, as far as the words alone tell.
fn ends_before(start: &Said, end: &Said) -> bool {
    let (Said::Calendar { year: y1, month: m1, day: d1 }, Said::Calendar { year: y2, month: m2, day: d2 }) =
        (start, end)
    else {
        return false;
    };
    match (y1, y2) {
        (Some(y1), Some(y2)) => {
            (y1, m1, d1) > (y2, m2, d2) && m1.is_some() == m2.is_some() && d1.is_some() == d2.is_some()
        }
        _ => m1.is_some() && m1 == m2 && d2.is_some() && d1 > d2,
    }
}

/// Tokens as the patterns see them. Figures that count money, name a type (`Su-35`) or stand before a percent sign are
/// no dates, and neither is the second half of a name (`Jean-Noel`).
fn lexemes(text: &str, tokens: &[Token], lang: &Language) -> Vec<Lexeme> {
    let rules = &lang.times.rules;
    let mut all: Vec<Lexeme> = Vec::with_capacity(tokens.len());
    for (at, token) in tokens.iter().enumerate() {
        let mut lexeme = rules.lexeme(token.of(text), token.shape);
        if let Some(before) = at.checked_sub(1).map(|at| tokens[at].span.end) {
            lexeme.glued = before == token.span.start;
            lexeme.first = !lexeme.glued && is_paragraph(&text[before as usize..token.span.start as usize]);
        }
        if lexeme.classes != 0 && is_no_time(text, tokens, &all, at) {
            lexeme.classes &= classes::CAPITAL | classes::LOWER;
            lexeme.word = 0;
            if counts_money(text, tokens, at) {
                lexeme.classes |= classes::AMOUNT;
            }
        }
        all.push(lexeme);
    }
    all
}

fn is_paragraph(gap: &str) -> bool {
    gap.len() > 1 && gap.bytes().filter(|&b| b == b'\n').count() > 1
}

fn counts_money(text: &str, tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| tokens[before].of(text));
    tokens[at].shape == Shape::Number && before.is_some_and(lang::times::is_currency)
}

fn is_no_time(text: &str, tokens: &[Token], before: &[Lexeme], at: usize) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.of(text));
    let glued = |at: usize| at > 0 && tokens.get(at).is_some_and(|token| tokens[at - 1].span.end == token.span.start);
    let number = tokens[at].shape == Shape::Number;
    if counts_money(text, tokens, at) {
        return true;
    }
    if number && glued(at + 1) && matches!(word(at + 1), "%" | "°" | "€" | "£") {
        return true;
    }
    // Behind a hyphen that hangs on a word the patterns do not know: the word's, not the calendar's.
    let hyphen = at > 1 && glued(at) && word(at - 1) == "-" && glued(at - 1);
    hyphen
        && tokens[at - 2].shape.is_word()
        && before[at - 2].word == 0
        && before[at - 2].classes & !(classes::CAPITAL | classes::LOWER) == 0
        && (number || tokens[at - 2].shape.is_capital() && tokens[at].shape.is_capital())
}

#[cfg(test)]
mod tests;
