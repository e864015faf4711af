//! Comparing names that different desks spell differently.
//!
//! Three steps, each coarser than the one before:
//!
//! 1. [`plain`]: small ASCII letters and digits, words parted by single spaces. `Türkiye` is `turkiye`, `U.S.` is `us`.
//! 2. [`light`]: one word, with the habits of romanisation folded away. `Zelensky`, `Zelenskiy` and `Zelenskyy` are
//!    one, and so are `Aleksei` and `Alexey`.
//! 3. [`alike`]: two words that may be spellings of one given name. `Ebrahim` and `Ibrahim`, `Yevgen` and `Evgeny`.
//!
//! A bucket of the index is what shares a [`light`] surname (people) or a [`light`] name (everything else). Whether two
//! names in a bucket are one is decided later and by more: a key may be too coarse, and must not be too fine.

/// Small ASCII letters and digits, words parted by single spaces. Other scripts are romanised, marks above and below
/// letters dropped; a full stop and an apostrophe vanish, every other sign parts words.
pub fn plain(name: &str) -> String {
    let ascii = if name.is_ascii() { name.to_owned() } else { deunicode::deunicode(name) };
    let mut out = String::with_capacity(ascii.len());
    for c in ascii.chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            '.' | '\'' | '`' => {}
            _ if out.is_empty() || out.ends_with(' ') => {}
            _ => out.push(' '),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A name as part of an id: [`plain`], words joined by hyphens.
pub fn slug(name: &str) -> String {
    let plain = plain(name);
    if plain.is_empty() { "unnamed".to_owned() } else { plain.replace(' ', "-") }
}

/// One [`plain`] word without the habits of romanisation: `iy`, `yy`, `y` and `j` are `i`, `kh` is `h`, `ks` is `x`,
/// `tch` is `ch`, `ou` is `u`, `w` is `v`, a hard `c` is `k`, a doubled letter is one, `ye` at the start is `e`.
pub fn light(word: &str) -> String {
    let mut bytes = word.as_bytes().to_vec();
    HABITS.iter().for_each(|(from, to)| replace(&mut bytes, from, to));
    let word = String::from_utf8_lossy(&bytes);
    let mut out = String::with_capacity(word.len());
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        let soft = matches!(letters.peek(), Some('h' | 'e' | 'i' | 'z'));
        let letter = if letter == 'c' && !soft { 'k' } else { letter };
        if !out.ends_with(letter) {
            out.push(letter);
        }
    }
    if out.len() > 2 && out.starts_with("ie") {
        out.remove(0);
    }
    out
}

/// What romanisations write and what is compared, one after another: what one makes, the next may meet.
const HABITS: [(&[u8], &[u8]); 12] = [
    (b"tch", b"ch"),
    (b"dj", b"j"),
    (b"y", b"i"),
    (b"j", b"i"),
    (b"kh", b"h"),
    (b"gh", b"g"),
    (b"ks", b"x"),
    (b"ph", b"f"),
    (b"w", b"v"),
    (b"ou", b"u"),
    (b"oo", b"u"),
    (b"q", b"k"),
];

/// Replaces letters by others, no more of them, from the left. In place: every name of a folder comes through here.
fn replace(word: &mut Vec<u8>, from: &[u8], to: &[u8]) {
    let (mut read, mut written) = (0, 0);
    while read < word.len() {
        let (step, letters) = if word[read..].starts_with(from) { (from.len(), to) } else { (1, &[word[read]][..]) };
        word[written..written + letters.len()].copy_from_slice(letters);
        (read, written) = (read + step, written + letters.len());
    }
    word.truncate(written);
}

/// Two [`light`] words may be one given name: equal, or the same consonants with vowels that romanisations confuse
/// (`e` with `i` and `a`, `o` with `u`), a `g` for an `h`, an `i` more at the end. The last vowel has to agree, since
/// it tells women's names from men's. Short names and short forms are alike only when equal.
pub fn alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let ((a, a_open), (b, b_open)) = (stem(a), stem(b));
    let shortest = if a_open && b_open { 4 } else { 5 };
    if a.len() < shortest || b.len() < shortest {
        return false;
    }
    let (mut a, mut b) = (a.as_str(), b.as_str());
    let mut first = true;
    while !(a.is_empty() && b.is_empty()) {
        let ((vowels_a, consonant_a, rest_a), (vowels_b, consonant_b, rest_b)) = (split(a), split(b));
        if consonant_a != consonant_b || !vowels_alike(vowels_a, vowels_b, first, consonant_a.is_empty()) {
            return false;
        }
        (a, b, first) = (rest_a, rest_b, false);
    }
    true
}

/// A given name without the ending that romanisations spell freely (`-ei`, `-ii`, `-i`), and whether it had one.
fn stem(name: &str) -> (String, bool) {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        // A lone `h` is a `g` in the neighbouring language; in `sh` or `th` it is neither.
        let lone = !out.ends_with(['s', 'c', 't', 'k', 'p', 'z']);
        out.push(if c == 'h' && lone { 'g' } else { c });
    }
    match out.strip_suffix("ei").or_else(|| out.strip_suffix('i')) {
        Some(stem) => (stem.to_owned(), true),
        None => (out, false),
    }
}

/// The vowels a word begins with, the consonant behind them, and the rest.
fn split(word: &str) -> (&str, &str, &str) {
    let vowels = word.find(|c| !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')).unwrap_or(word.len());
    let consonant = word[vowels..].chars().next().map_or(0, char::len_utf8);
    (&word[..vowels], &word[vowels..vowels + consonant], &word[vowels + consonant..])
}

fn vowels_alike(a: &str, b: &str, first: bool, last: bool) -> bool {
    let confused =
        |(a, b): (u8, u8)| a == b || matches!((a.min(b), a.max(b)), (b'e', b'i') | (b'a', b'e') | (b'o', b'u'));
    match (a.len(), b.len()) {
        _ if a == b => true,
        _ if last => false,
        (0, 1) | (1, 0) if !first => matches!((a, b), ("", "e" | "i") | ("e" | "i", "")),
        (here, there) => here == there && a.bytes().zip(b.bytes()).all(confused),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names() {
        let cases = [
            ("Türkiye", "turkiye"),
            ("U.S.", "us"),
            ("  Jean-Noël  Barrot ", "jean noel barrot"),
            ("O’Brien", "obrien"),
            ("al-Sudani", "al sudani"),
            ("Øre Łódź", "ore lodz"),
            ("—", ""),
        ];
        for (name, expected) in cases {
            assert_eq!(plain(name), expected);
        }
        assert_eq!(slug("Jean-Noël Barrot"), "jean-noel-barrot");
        assert_eq!(slug("…"), "unnamed");
    }

    #[test]
    fn romanisations_share_a_key() {
        let same = [
            ["zelensky", "zelenskiy", "zelenskyy"],
            ["korvachev", "korvatchev", "korvachev"],
            ["sarichko", "sarychko", "sarichko"],
            ["berdimuhamedov", "berdimuhamedow", "berdymukhamedov"],
            ["aleksei", "alexey", "alexei"],
            ["iliyan", "ilian", "iliyan"],
            ["yevgeny", "evgeny", "jevgeni"],
        ];
        for words in same {
            assert_eq!(light(words[0]), light(words[1]));
            assert_eq!(light(words[0]), light(words[2]));
        }
        assert_ne!(light("petrov"), light("petrova"));
        assert_ne!(light("sarichko"), light("sarichka"));
    }

    #[test]
    fn spellings_of_one_given_name() {
        let check = |a: &str, b: &str| alike(&light(a), &light(b));
        for (a, b) in [
            ("ebrahim", "ibrahim"),
            ("andrei", "andrey"),
            ("andrii", "andrei"),
            ("yevgen", "evgeny"),
            ("yevhen", "evgeny"),
            ("sergei", "serhii"),
            ("mohammed", "muhammad"),
            ("alexander", "aleksandr"),
            ("dmitry", "dimitri"),
            ("viktor", "victor"),
        ] {
            assert!(check(a, b) && check(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("alexander", "alexandra"),
            ("maria", "marie"),
            ("hassan", "hussein"),
            ("mahmoud", "mohammed"),
            ("marat", "murat"),
            ("alex", "alexei"),
            ("dan", "danny"),
            ("ivan", "evan"),
            ("anna", "anne"),
            ("tomas", "katrin"),
            ("milena", "pavel"),
        ] {
            assert!(!check(a, b) && !check(b, a), "{a} {b}");
        }
    }
}
