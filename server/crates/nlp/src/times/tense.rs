//! Which time the words around an expression speak of.

use lang::segment::Shape;
use lang::times::Tense;
use lang::{Language, VerbForm, WordClass};
use text::Span;

use crate::tokens::{self, Words};

/// The cues of one sentence.
#[derive(Debug)]
pub struct Cues {
    found: Vec<Cue>,
    /// Where clauses end, as far as commas and their like tell. Bytes from the sentence's start.
    clauses: Vec<u32>,
}

/// A verb, or another word, that tells a time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cue {
    /// Its words. Bytes from the sentence's start.
    pub span: Span,
    /// The time it tells.
    pub tense: Tense,
}

impl Cues {
    /// Reads the cues of `sentence`.
    pub fn read(sentence: &str, lang: &Language) -> Cues {
        let tokens = tokens::tokens(sentence);
        let words = Words::new(sentence, &tokens);
        let mut found: Vec<Cue> = Vec::new();
        let mut at = 0;
        // Where the last cue that tells of what is to come ended.
        let mut ahead: Option<usize> = None;
        // Where the last verb in the present ended.
        let mut present: Option<usize> = None;
        while at < words.len() {
            let Some((len, tense)) = cue(&words, at, lang) else {
                at += 1;
                continue;
            };
            // `will be held`, `is heard`: the participle is the auxiliary's.
            let governed = |from: Option<usize>, group| from.is_some_and(|end| at <= end + group);
            let tense = match tense {
                Tense::Past if governed(ahead, GROUP) => Tense::Future,
                Tense::Past if governed(present, 1) && lang.class(words.lower(at)).any(WordClass::VERB_ED) => {
                    Tense::Present
                }
                tense => tense,
            };
            at += len;
            ahead = matches!(tense, Tense::Future | Tense::Infinitive).then_some(at);
            present = (tense == Tense::Present).then_some(at);
            found.push(Cue { span: words.span(at - len, at - 1), tense });
        }
        let clauses = (0..words.len()).filter(|&at| ends_clause(&words, at)).map(|at| words.span(at, at).end).collect();
        Cues { found, clauses }
    }

    /// The cue that rules the expression at `span`: the nearest before it, else the first behind it. A verb in the
    /// present counts only where no other stands: it tells of both.
    pub fn at(&self, span: Span) -> Option<&Cue> {
        let before = || self.found.iter().rev().filter(|cue| cue.span.end <= span.start);
        let behind = || self.found.iter().filter(|cue| cue.span.start >= span.end);
        let decides = |cue: &&Cue| cue.tense != Tense::Present;
        // `to overturn it, but in March a judge ruled`: a clause's first words wait for its verb.
        let clause = self.clauses.iter().copied().rfind(|&end| end <= span.start).unwrap_or(0);
        let end = self.clauses.iter().copied().find(|&end| end >= span.end).unwrap_or(u32::MAX);
        let own = behind().find(decides).filter(|cue| cue.span.start < end);
        before()
            .find(decides)
            .filter(|cue| own.is_none() || cue.span.end > clause)
            .or(own)
            .or_else(|| behind().find(decides))
            .or_else(|| before().next())
            .or_else(|| behind().next())
    }

    /// The first verb behind the expression at `span` in its own clause: `Tuesday's vote will decide`, but `Wednesday's
    /// order to leave`.
    pub fn behind(&self, span: Span) -> Option<&Cue> {
        let end = self.clauses.iter().copied().find(|&end| end >= span.end).unwrap_or(u32::MAX);
        let behind = self
            .found
            .iter()
            .find(|cue| cue.span.start >= span.end && matches!(cue.tense, Tense::Past | Tense::Future));
        behind.filter(|cue| cue.span.start < end)
    }

    /// Whether the expression at `span` lies ahead of the writer; none when no cue tells.
    pub fn is_ahead(&self, span: Span) -> Option<bool> {
        self.at(span).and_then(Cue::is_ahead)
    }
}

impl Cue {
    /// It tells of what is to come (true) or of what is past (false).
    pub fn is_ahead(&self) -> Option<bool> {
        match self.tense {
            Tense::Future | Tense::Infinitive => Some(true),
            Tense::Past => Some(false),
            Tense::Present => None,
        }
    }
}

/// How many other words may stand inside a group of verbs: `will also be held`.
const GROUP: usize = 2;

/// A mark that ends a clause.
fn ends_clause(words: &Words, at: usize) -> bool {
    matches!(words.lower(at), "," | ";" | ":" | "—" | "–" | "(")
}

/// How many tokens the cue at `at` takes, and what it tells.
fn cue(words: &Words, at: usize, lang: &Language) -> Option<(usize, Tense)> {
    // A verb that begins with a large letter inside a sentence is a name: `United States`.
    if !words.shape(at).is_word() || (at > 0 && words.shape(at) != Shape::Lower) {
        return None;
    }
    if is_noun(words, at, lang) {
        return None;
    }
    if let Some((len, &tense)) = words.phrase(&lang.times.rules.tense, at) {
        let verb_follows = || lang.class(words.lower(at + len)).any(WordClass::VERB);
        return (tense != Tense::Infinitive || verb_follows()).then_some((len, tense));
    }
    let lower = words.lower(at);
    if let Some((len, inflection)) = words.phrase(&lang.reporting.forms, at) {
        // `reports`, `terms`: rather nouns.
        let noun = inflection.form == VerbForm::S && lang.class(lower).any(WordClass::NOUN);
        return Some((len, of_form(inflection.form).filter(|_| !noun)?));
    }
    if let Some(form) = lang.event_verbs.single(lower).map(|verb| verb.form) {
        return Some((1, of_form(form)?));
    }
    lang.class(lower).any(WordClass::VERB_ED).then_some((1, Tense::Past))
}

/// `the plan`, `his hopes`: a word that can be a noun, behind what a noun follows.
fn is_noun(words: &Words, at: usize, lang: &Language) -> bool {
    let before = at.checked_sub(1).map_or("", |before| words.lower(before));
    let opens = lang.closed.articles.contains(before) || lang.closed.possessives.contains(before);
    opens && lang.class(words.lower(at)).any(WordClass::NOUN)
}

fn of_form(form: VerbForm) -> Option<Tense> {
    match form {
        VerbForm::Past => Some(Tense::Past),
        VerbForm::S => Some(Tense::Present),
        VerbForm::Base | VerbForm::Participle | VerbForm::Ing => None,
    }
}
