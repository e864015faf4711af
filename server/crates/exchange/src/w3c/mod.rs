//! W3C Web Annotation, one annotation a line; places in code points, as the standard counts them.
//!
//! Words are told by a `TextQuoteSelector` with what stands around them and by a `TextPositionSelector`, a note is a
//! `TextualBody`, who and when are `creator` and `created`. What a sidecar has besides stands in `dateline:keys`, and the
//! sidecar without its lines in `dateline:frame`, so that reading gives the same bytes again.
//!
//! What annotations of other programs say is read as far as a mark can hold it, those of Hypothesis too, with `text`,
//! `tags`, `user` and `uri`, alone or in the lists that they are exported in.

mod read;
mod write;

pub use read::{Item, read};
pub use write::write;

/// What names of our own are written with.
const CONTEXT: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/exchange.md#");

/// How names of our marks begin.
const URN: &str = "urn:dateline:";

/// Kinds of marks and the motivations they have in the standard; the first kind of a motivation is what it is read as.
const MOTIVATIONS: [(&str, &str); 10] = [
    ("note", "commenting"),
    ("highlight", "highlighting"),
    ("entity", "identifying"),
    ("verify", "questioning"),
    ("ignore", "moderating"),
    ("used", "assessing"),
    ("claim", "classifying"),
    ("quote", "classifying"),
    ("event", "identifying"),
    ("todo", "questioning"),
];

/// The kind of a mark with a motivation, if it has no other.
fn kind_of(motivation: &str) -> &'static str {
    match motivation {
        // Whoever moderates or assesses somewhere else sets nothing aside here.
        "moderating" | "assessing" => "note",
        _ => MOTIVATIONS.iter().find(|(_, told)| *told == motivation).map_or("note", |(kind, _)| kind),
    }
}

fn motivation_of(kind: &str) -> &'static str {
    MOTIVATIONS.iter().find(|(told, _)| *told == kind).map_or("classifying", |(_, motivation)| motivation)
}

/// A path as a relative reference (RFC 3986), and back.
fn address(path: &str) -> String {
    let keeps = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte);
    path.bytes().map(|byte| if keeps(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// What an address stands for; itself if it is none.
fn path_of(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address;
    while let Some(at) = rest.find('%') {
        bytes.extend(rest[..at].bytes());
        let digits = rest.get(at + 1..at + 3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match digits {
            Some(byte) => {
                bytes.push(byte);
                rest = &rest[at + 3..];
            }
            None => {
                bytes.push(b'%');
                rest = &rest[at + 1..];
            }
        }
    }
    bytes.extend(rest.bytes());
    String::from_utf8(bytes).unwrap_or_else(|_| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_go_both_ways() {
        for path in ["news/a b.txt", "о войне.txt", "50%.txt", "a#b?c:d.txt", "100%25.txt", "😀.md"] {
            assert_eq!(path_of(&address(path)), path);
        }
        assert_eq!(path_of("50% of it"), "50% of it");
    }
}
