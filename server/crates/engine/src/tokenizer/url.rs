//! Addresses, which stay one token: scheme, user, host or IP number, port, path.

use crate::chars::{Classes, class};

/// Whether the whole chunk is an address, as spaCy's `URL_MATCH` (after Diego Perini's expression) says. Linear: what stands
/// between two `@` is looked at once.
pub fn is_url(classes: &Classes, text: &str) -> bool {
    // A host has a full stop.
    if !text.contains('.') {
        return false;
    }
    let after_scheme = scheme(classes, text).map(|length| &text[length..]);
    if is_located(classes, text) || after_scheme.is_some_and(|rest| is_located(classes, rest)) {
        return true;
    }
    // A user and a password may be anything up to an `@`, as long as there is something.
    text.match_indices('@').any(|(at, _)| at > 0 && is_located(classes, &text[at + 1..]))
}

/// The length of `https://` and its like.
fn scheme(classes: &Classes, text: &str) -> Option<usize> {
    let (name, _) = text.split_once("://")?;
    let fits = |c: char| classes.is(c, class::WORD) || matches!(c, '+' | '-' | '.');
    (name.chars().nth(1).is_some() && name.chars().all(fits)).then_some(name.len() + 3)
}

/// Host or IP number, port, path, to the end.
fn is_located(classes: &Classes, text: &str) -> bool {
    let end = text.find([':', '/', '?', '#', '@']).unwrap_or(text.len());
    let (host, rest) = text.split_at(end);
    (is_domain(classes, host) || is_public_ip(classes, host)) && is_port_and_path(classes, rest)
}

fn is_port_and_path(classes: &Classes, text: &str) -> bool {
    let path = match text.strip_prefix(':') {
        None => text,
        Some(port) => {
            let digits = port.char_indices().take(6).take_while(|&(_, c)| classes.is(c, class::DECIMAL));
            let (count, end) = digits.fold((0, 0), |(count, _), (at, c)| (count + 1, at + c.len_utf8()));
            if !(2..=5).contains(&count) {
                return false;
            }
            &port[end..]
        }
    };
    // A chunk has no white space but where it is nothing else, so a path may go on to its end.
    path.is_empty() || path.starts_with(['/', '?', '#'])
}

/// Labels of up to 64 characters and a top level of 2 to 63 lower-case letters.
fn is_domain(classes: &Classes, host: &str) -> bool {
    let Some((labels, top)) = host.rsplit_once('.') else { return false };
    let letters = |text: &str| text.chars().take(64).filter(|&c| classes.is(c, class::ALPHA_LOWER)).count();
    let top_length = top.chars().take(64).count();
    (2..=63).contains(&top_length) && letters(top) == top_length && labels.split('.').all(is_domain_label)
}

fn is_domain_label(label: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || ('\u{a1}'..='\u{ffff}').contains(&c);
    let mut ends = label.chars();
    let (first, last) = (ends.next(), ends.next_back());
    first.is_some_and(fits)
        && last.is_none_or(fits)
        && label.chars().nth(64).is_none()
        && label.chars().all(|c| fits(c) || matches!(c, '_' | '-'))
}

/// Four numbers, but those of private networks.
fn is_public_ip(classes: &Classes, host: &str) -> bool {
    let parts: Vec<Vec<char>> = host.splitn(5, '.').map(|part| part.chars().take(4).collect()).collect();
    let [first, second, third, last] = parts.as_slice() else { return false };
    let digit = |c: char| classes.is(c, class::DECIMAL);
    let middle = |part: &[char]| match *part {
        [a] => digit(a),
        [a, b] => digit(a) && digit(b),
        ['1', b, c] => digit(b) && digit(c),
        ['2', '0'..='4', c] => digit(c),
        ['2', '5', '0'..='5'] => true,
        _ => false,
    };
    // Neither 0 nor, at the end, the broadcast address.
    let end = |part: &[char]| middle(part) && matches!(part[0], '1'..='9') && part != ['2', '5', '5'];
    let start = |part: &[char]| match *part {
        [a @ '1'..='9', ref rest @ ..] if rest.len() < 2 => a != '0' && rest.iter().all(|&c| digit(c)),
        ['1', b, c] => digit(b) && digit(c),
        ['2', '0' | '1', c] => digit(c),
        ['2', '2', '0'..='3'] => true,
        _ => false,
    };
    let is = |part: &[char], text: &str| part.iter().copied().eq(text.chars());
    let private = is(first, "10")
        || is(first, "127")
        || is(first, "169") && is(second, "254")
        || is(first, "192") && is(second, "168")
        || is(first, "172")
            && matches!(**second, ['1', '6'..='9'] | ['3', '0' | '1'] | ['2', _])
            && second.iter().all(|&c| digit(c));
    start(first) && middle(second) && middle(third) && end(last) && !private
}
