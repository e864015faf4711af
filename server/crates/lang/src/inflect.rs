//! Regular inflection of English-like verbs and nouns, with listed exceptions.
//!
//! The rules are those of any English grammar: a final e is dropped, a consonant after one stressed short vowel is
//! doubled in words of one syllable, y after a consonant becomes i. What does not follow stands in
//! `lexicon/irregular-verbs.tsv`.

use rustc_hash::FxHashMap;

/// The verbs that do not follow the rules, each with its sets of forms: `learned` and `learnt` are two.
pub type Irregular = FxHashMap<Box<str>, Vec<IrregularForms>>;

/// One set of forms of a verb that does not follow the rules.
#[derive(Debug, Clone, Default)]
pub struct IrregularForms {
    /// `wrote`
    pub past: Box<str>,
    /// `written`
    pub participle: Box<str>,
    /// `has`; empty where the present follows the rules.
    pub present: Box<str>,
    /// `beginning`; empty where it follows the rules or the past.
    pub ing: Box<str>,
}

/// The forms of one verb, where several are in use all of them.
#[derive(Debug, PartialEq)]
pub struct Forms {
    /// `says`
    pub s: Vec<String>,
    /// `said`
    pub past: Vec<String>,
    /// `said`, `written`
    pub participle: Vec<String>,
    /// `saying`
    pub ing: Vec<String>,
}

/// The forms of the verb `base`. Only the first word of a verb of several words changes: `pointed out`.
pub fn verb(base: &str, irregular: &Irregular) -> Forms {
    let (head, tail) = base.split_once(' ').map_or((base, String::new()), |(head, tail)| (head, format!(" {tail}")));
    let sets = irregular.get(head).map_or(&[][..], Vec::as_slice);
    let listed = |form: fn(&IrregularForms) -> String, rule: &dyn Fn() -> String| {
        let mut all: Vec<String> = sets.iter().map(form).filter(|form| !form.is_empty()).collect();
        if all.is_empty() {
            all.push(rule());
        }
        all.sort_unstable();
        all.dedup();
        all.into_iter().map(|form| format!("{form}{tail}")).collect()
    };
    let mut ing: Vec<String> = sets.iter().map(|set| ing(head, set)).collect();
    if ing.is_empty() {
        ing.push(suffixed(head, "ing"));
    }
    ing.sort_unstable();
    ing.dedup();
    Forms {
        s: listed(|set| set.present.to_string(), &|| plural(head)),
        past: listed(|set| set.past.to_string(), &|| suffixed(head, "ed")),
        participle: listed(|set| set.participle.to_string(), &|| suffixed(head, "ed")),
        ing: ing.into_iter().map(|form| format!("{form}{tail}")).collect(),
    }
}

/// The -ing form beside a set of forms: what the past does to its last letter, it does too.
fn ing(base: &str, set: &IrregularForms) -> String {
    if !set.ing.is_empty() {
        return set.ing.to_string();
    }
    let added = set.past.strip_prefix(base).and_then(|rest| rest.strip_suffix("ed"));
    match added {
        Some(last) if !last.is_empty() => format!("{base}{last}ing"),
        Some(_) => format!("{base}ing"),
        None => suffixed(base, "ing"),
    }
}

/// The plural of a noun, or the -s form of a verb; of several words the last changes.
pub fn plural(base: &str) -> String {
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
    } else if base.ends_with('e')
        && !(ending == "ing" && (base.ends_with("ee") || base.ends_with("oe") || base.ends_with("ye")))
    {
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

/// A word of one syllable with one short vowel; others that double stand in the data.
fn doubles(base: &str) -> bool {
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
        let set = |past: &str, participle: &str, present: &str, ing: &str| IrregularForms {
            past: past.into(),
            participle: participle.into(),
            present: present.into(),
            ing: ing.into(),
        };
        let irregular = Irregular::from_iter([
            ("say".into(), vec![set("said", "said", "", "")]),
            ("admit".into(), vec![set("admitted", "admitted", "", "")]),
            ("traffic".into(), vec![set("trafficked", "trafficked", "", "")]),
            ("begin".into(), vec![set("began", "begun", "", "beginning")]),
            ("signal".into(), vec![set("signaled", "signaled", "", ""), set("signalled", "signalled", "", "")]),
            (
                "be".into(),
                vec![
                    set("was", "been", "am", "being"),
                    set("was", "been", "is", "being"),
                    set("were", "been", "are", "being"),
                ],
            ),
        ]);
        let show = |base: &str| {
            let forms = verb(base, &irregular);
            [forms.s, forms.past, forms.ing].map(|forms| forms.join("/")).join(" ")
        };
        assert_eq!(show("say"), "says said saying");
        assert_eq!(show("deny"), "denies denied denying");
        assert_eq!(show("believe"), "believes believed believing");
        assert_eq!(show("point out"), "points out pointed out pointing out");
        assert_eq!(show("stop"), "stops stopped stopping");
        assert_eq!(show("admit"), "admits admitted admitting");
        assert_eq!(show("traffic"), "traffics trafficked trafficking");
        assert_eq!(show("begin"), "begins began beginning");
        assert_eq!(show("signal"), "signals signaled/signalled signaling/signalling");
        assert_eq!(show("be sure"), "am sure/are sure/is sure was sure/were sure being sure");
        assert_eq!(show("visit"), "visits visited visiting");
        assert_eq!(show("stress"), "stresses stressed stressing");
        assert_eq!(show("agree"), "agrees agreed agreeing");
    }
}
