//! Reporting verbs: who says or thinks what.

use rustc_hash::FxHashMap;

use crate::phrases::Phrases;

/// What a verb takes as content.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Frame {
    /// A clause: `said that …`.
    That,
    /// Quoted words: `"…," he quipped`.
    Quote,
    /// An infinitive: `promised to …`.
    ToInfinitive,
    /// A noun phrase: `condemned the attack`.
    NounPhrase,
}

/// How the source stands to the content.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Stance {
    /// `say`
    #[default]
    Neutral,
    /// `insist`
    Asserts,
    /// `doubt`
    Doubts,
    /// `deny`
    Denies,
    /// `urge`
    Demands,
    /// `promise`
    Promises,
    /// `criticise`
    Judges,
}

/// Reported speech, or an attitude a writer ascribes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Grade {
    /// `say`, `tell`, `announce`.
    Speech,
    /// `believe`: a mind made up.
    Belief,
    /// `want`, `fear`, `know`: what only who feels it can tell.
    Wish,
    /// `support`, `show`: a stand taken, a finding made.
    Act,
}

/// One reporting verb.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verb {
    /// Its base form: `point out`.
    pub lemma: Box<str>,
    /// What it takes.
    pub frames: Vec<Frame>,
    /// How its subject stands to the content.
    pub stance: Stance,
    /// Speech or attitude.
    pub grade: Grade,
    /// An object says who is told: `told Izvestia`.
    pub addressee: bool,
    /// One of its forms is a common noun too: `report`, `call`.
    pub noun: bool,
    /// Reports only with a that-clause or quoted words; else it acts: `show`.
    pub weak: bool,
    /// Reports only with one of its prepositions: `put the loss at`.
    pub linked: bool,
    /// Its subject is what is said, and nobody says it: `seems to`, `is expected to`.
    pub raising: bool,
    /// The prepositions before the content: `accuse … of`.
    pub prepositions: Vec<Box<str>>,
}

/// Which form of a verb a word is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum VerbForm {
    /// `say`
    Base,
    /// `says`
    S,
    /// `said` (also where past and participle are the same)
    Past,
    /// `written`
    Participle,
    /// `saying`
    Ing,
}

/// A form of a verb of the lexicon.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Inflection {
    /// Which verb, as an index into [`Reporting::verbs`].
    pub verb: u16,
    /// Which form.
    pub form: VerbForm,
}

/// All reporting verbs, found by any form.
#[derive(Debug, Default)]
pub struct Reporting {
    /// The verbs.
    pub verbs: Vec<Verb>,
    /// From a form, one or more small words, to its verb.
    pub forms: Phrases<Inflection>,
}

impl Reporting {
    /// The verb of an inflection.
    pub fn verb(&self, inflection: Inflection) -> &Verb {
        &self.verbs[usize::from(inflection.verb)]
    }
}

/// All forms of `base` with their names, the first of equal ones only.
pub(crate) fn forms(base: &str, irregular: &crate::inflect::Irregular) -> Vec<(String, VerbForm)> {
    let forms = crate::inflect::verb(base, irregular);
    let mut seen = FxHashMap::default();
    let named = [
        (vec![base.to_owned()], VerbForm::Base),
        (forms.s, VerbForm::S),
        (forms.past, VerbForm::Past),
        (forms.participle, VerbForm::Participle),
        (forms.ing, VerbForm::Ing),
    ];
    let named = named.into_iter().flat_map(|(forms, name)| forms.into_iter().map(move |form| (form, name)));
    named.filter(|(form, _)| seen.insert(form.clone(), ()).is_none()).collect()
}
