//! Regular inflection of English-like verbs and nouns, with listed exceptions.
//!
//! The rules are those of any English grammar: a final e is dropped, a consonant after one stressed short vowel is
//! doubled in words of one syllable, y after a consonant becomes i. What does not follow stands in
//! `lexicon/irregular-verbs.tsv`.

use rustc_hash::FxHashMap;

/// Past and participle of verbs that do not follow the rules.
pub type Irregular = FxHashMap<Box<str>, (Box<str>, Box<str>)>;

/// The forms of one verb.
#[derive(Debug, PartialEq)]
pub struct Forms {
    /// `says`
    pub s: String,
    /// `said`
    pub past: String,
    /// `said`, `written`
    pub participle: String,
    /// `saying`
    pub ing: String,
}

/// The forms of the verb `base`. Only the first word of a verb of several words changes: `pointed out`.
pub fn verb(base: &str, irregular: &Irregular) -> Forms {
    let (head, tail) = base.split_once(' ').map_or((base, String::new()), |(head, tail)| (head, format!(" {tail}")));
    let (past, participle) = match irregular.get(head) {
        Some((past, participle)) => (past.to_string(), participle.to_string()),
        None => (suffixed(head, "ed"), suffixed(head, "ed")),
    };
    Forms {
        s: format!("{}{tail}", plural(head)),
        past: format!("{past}{tail}"),
        participle: format!("{participle}{tail}"),
        ing: format!("{}{tail}", suffixed(head, "ing")),
    }
}

/// The plural of a noun, or the -s form of a verb; of several words the last changes.
pub fn plural(base: &str) -> String {
    match base {
        "be" => return "is".into(),
        "have" => return "has".into(),
        _ => {}
    }
    let consonant_y = base.ends_with('y') && !ends_with_vowel(&base[..base.len() - 1]);
    if consonant_y {
        format!("{}ies", &base[..base.len() - 1])
    } else if ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| base.ends_with(end)) {
        format!("{base}es")
    } else {
        format!("{base}s")
    }
}

/// The plural of a noun with what belongs to it: `rounds of talks`, `summit meetings`.
pub fn plural_phrase(phrase: &str) -> String {
    if let Some((head, rest)) = phrase.split_once(" of ") {
        return format!("{} of {rest}", plural(head));
    }
    match phrase.rsplit_once(' ') {
        Some((before, last)) => format!("{before} {}", plural(last)),
        None => plural(phrase),
    }
}

fn suffixed(base: &str, ending: &str) -> String {
    let stem = if base.ends_with("ie") && ending == "ing" {
        return format!("{}ying", &base[..base.len() - 2]);
    } else if base.ends_with('e') && !(ending == "ing" && (base.ends_with("ee") || base.ends_with("oe") || base.ends_with("ye"))) {
        &base[..base.len() - 1]
    } else if base.ends_with('y') && ending == "ed" && !ends_with_vowel(&base[..base.len() - 1]) {
        return format!("{}ied", &base[..base.len() - 1]);
    } else if doubles(base) {
        let last = base.chars().next_back().unwrap_or_default();
        return format!("{base}{last}{ending}");
    } else {
        base
    };
    format!("{stem}{ending}")
}

fn ends_with_vowel(stem: &str) -> bool {
    stem.ends_with(['a', 'e', 'i', 'o', 'u'])
}

/// Words that double their last consonant though they have more than one syllable.
const DOUBLING: [&str; 16] = [
    "admit", "commit", "permit", "refer", "prefer", "infer", "concur", "occur", "rebut", "submit", "transfer", "confer", "expel", "compel", "control",
    "regret",
];

fn doubles(base: &str) -> bool {
    if DOUBLING.contains(&base) {
        return true;
    }
    let letters: Vec<char> = base.chars().collect();
    let vowels = letters.iter().filter(|c| "aeiou".contains(**c)).count();
    match letters[..] {
        [.., before, vowel, last] => {
            vowels == 1 && "aeiou".contains(vowel) && !"aeiou".contains(before) && !"aeiouwxy".contains(last)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs() {
        let irregular = Irregular::from_iter([("say".into(), ("said".into(), "said".into()))]);
        let show = |base: &str| {
            let forms = verb(base, &irregular);
            [forms.s, forms.past, forms.ing].join(" ")
        };
        assert_eq!(show("say"), "says said saying");
        assert_eq!(show("deny"), "denies denied denying");
        assert_eq!(show("believe"), "believes believed believing");
        assert_eq!(show("point out"), "points out pointed out pointing out");
        assert_eq!(show("stop"), "stops stopped stopping");
        assert_eq!(show("admit"), "admits admitted admitting");
        assert_eq!(show("visit"), "visits visited visiting");
        assert_eq!(show("stress"), "stresses stressed stressing");
        assert_eq!(show("agree"), "agrees agreed agreeing");
    }
}
