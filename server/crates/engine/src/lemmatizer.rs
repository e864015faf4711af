//! Lemmas by rule: endings are replaced, and what comes out is looked up in lists of words and exceptions (WordNet's).

use crate::chars::Classes;
use crate::labels::Pos;
use crate::model::{Model, ModelError, Words};
use crate::mutation::{self, Mutation};

/// The tables, and what morphology says about base forms.
pub struct Lemmatizer {
    tables: Vec<(Pos, Table)>,
    /// By morphology, as the ruler counts them.
    features: Vec<Features>,
}

struct Table {
    /// Endings and what replaces them.
    rules: Vec<(Box<str>, Box<str>)>,
    words: Words,
    exceptions: Vec<Box<str>>,
    /// The lemmas of each exception, split by tabs.
    forms: Vec<Box<str>>,
}

/// Which parts of speech these features make a base form.
#[derive(Debug, Clone, Copy)]
struct Features {
    always: bool,
    noun: bool,
    verb: bool,
}

impl Lemmatizer {
    pub fn new(model: &Model, morphs: &[Box<str>]) -> Result<Lemmatizer, ModelError> {
        let broken = || ModelError::new("the lemmatizer's tables are broken");
        let boxed = |name: String| -> Result<Vec<Box<str>>, ModelError> {
            Ok(model.strings(&name)?.into_iter().map(Box::from).collect())
        };
        let mut tables = Vec::new();
        for name in model.strings("lemma.pos")? {
            let pos = Pos::from_name(name).ok_or_else(broken)?;
            let key = name.to_ascii_lowercase();
            let rules = boxed(format!("lemma.{key}.rules"))?;
            let rules = rules.as_chunks::<2>().0.iter().cloned().map(|[old, new]| (old, new)).collect();
            let words = model.words(&format!("lemma.{key}.index"))?;
            let (exceptions, forms) = (boxed(format!("lemma.{key}.exceptions"))?, boxed(format!("lemma.{key}.forms"))?);
            if exceptions.len() != forms.len() {
                return Err(broken());
            }
            tables.push((pos, Table { rules, words, exceptions, forms }));
        }
        Ok(Lemmatizer { tables, features: morphs.iter().map(|morph| Features::of(morph)).collect() })
    }

    /// The lemma of a token that no rule of the attribute ruler gave one.
    pub fn lemma(&self, classes: &Classes, text: &str, pos: Pos, morph: u8) -> String {
        let lower = classes.lower(text);
        if pos == Pos::Space || self.features[usize::from(morph)].is_base_form(pos) {
            return lower;
        }
        let Some((_, table)) = self.tables.iter().find(|(known, _)| *known == pos) else {
            return if pos == Pos::Propn { text.to_owned() } else { lower };
        };
        table.lemma(classes, &lower).unwrap_or_else(|| text.to_owned())
    }
}

impl Table {
    /// The first of: exceptions, the last of them first; forms that are words; forms that are not.
    fn lemma(&self, classes: &Classes, lower: &str) -> Option<String> {
        let (mut forms, mut unknown) = (Vec::new(), None);
        for (old, new) in &self.rules {
            let Some(stem) = lower.strip_suffix(&**old) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if self.words.contains(&form) || !classes.is_alphabetic(&form) {
                forms.push(form);
            } else if unknown.is_none() {
                unknown = Some(form);
            }
        }
        // Each exception that the rules have not found is put before all others.
        let mut first = None;
        for form in self.exceptions(lower) {
            if !forms.iter().any(|known| known == form) && first != Some(form) {
                forms.push(form.to_owned());
                first = Some(form);
            }
        }
        first.map(str::to_owned).or_else(|| forms.into_iter().next()).or(unknown)
    }

    fn exceptions(&self, lower: &str) -> impl Iterator<Item = &str> {
        let found = self.exceptions.binary_search_by(|word| (**word).cmp(lower)).ok();
        let found = found.filter(|_| !mutation::is(Mutation::Exceptions));
        found.into_iter().flat_map(|at| self.forms[at].split('\t'))
    }
}

impl Features {
    fn of(morph: &str) -> Features {
        let has = |feature: &str| morph.split('|').any(|part| part == feature);
        let present = has("VerbForm=Fin") && has("Tense=Pres") && !morph.contains("Number=");
        Features {
            always: has("VerbForm=Inf") || has("VerbForm=None") || has("Degree=Pos"),
            noun: has("Number=Sing"),
            verb: present,
        }
    }

    fn is_base_form(self, pos: Pos) -> bool {
        self.always || pos == Pos::Noun && self.noun || pos == Pos::Verb && self.verb
    }
}
