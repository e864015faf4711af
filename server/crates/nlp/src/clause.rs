//! The main clause of a sentence: its subject, its verb, and when it says that something is.

use engine::{Dep, Tag};
use lang::Language;
use text::Span;

use crate::sentences::Sentence;
use crate::tokens::Words;
use crate::tree::Tree;

/// A main clause. Bytes from the segment's start.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Clause {
    /// Its subject with all that belongs to it.
    pub subject: Option<Span>,
    /// The one word that the subject is about: `spokesman`.
    pub head: Option<Span>,
    /// Its verb.
    pub verb: Span,
    /// In which form.
    pub tense: Tense,
    /// Something is done to the subject.
    pub is_passive: bool,
}

/// What the form of a verb says of the time.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Tense {
    /// `fell`
    Past,
    /// `had fallen`
    Pluperfect,
    /// `has fallen`: done, on no stated day.
    Perfect,
    /// `falls`
    Present,
    /// `is falling`
    Progressive,
    /// `will fall`
    Future,
    /// `could fall`
    Modal,
    /// `to fall`, `falling`
    None,
}

/// The main clause of each sentence, where the tree shows one.
pub(crate) fn clauses(words: &Words, sentences: &[Sentence], tree: &Tree, lang: &Language) -> Vec<Option<Clause>> {
    sentences.iter().map(|sentence| clause(words, sentence.span, tree, lang)).collect()
}

fn clause(words: &Words, sentence: Span, tree: &Tree, lang: &Language) -> Option<Clause> {
    let nodes = tree.at(sentence.start)..tree.before(sentence.end);
    let is_top = |at: usize| tree.head(at).is_none_or(|head| !nodes.contains(&head));
    let tops: Vec<usize> = nodes.clone().filter(|&at| is_top(at) && is_verb(tree.tag(at))).collect();
    let has_subject = |&at: &usize| subject(tree, at).is_some();
    let verb = tops.iter().copied().find(has_subject).or_else(|| tops.first().copied())?;
    let own = subject(tree, verb);
    let inside = |at: usize| nodes.contains(&at);
    Some(Clause {
        subject: own.map(|at| tree.span(tree.phrase(at))).map(|span| span.intersection(sentence)),
        head: own.filter(|&at| inside(at)).map(|at| tree.node(at).span),
        verb: tree.node(verb).span,
        tense: tense(words, tree, verb, lang),
        is_passive: tree.child(verb, &[Dep::Auxpass]).is_some(),
    })
}

fn subject(tree: &Tree, verb: usize) -> Option<usize> {
    tree.child(verb, &[Dep::Nsubj, Dep::Nsubjpass])
        .or_else(|| tree.child(verb, &[Dep::Expl, Dep::Csubj, Dep::Csubjpass]))
}

fn is_verb(tag: Tag) -> bool {
    matches!(tag, Tag::Vb | Tag::Vbd | Tag::Vbg | Tag::Vbn | Tag::Vbp | Tag::Vbz | Tag::Md)
}

/// From the verb and what helps it.
fn tense(words: &Words, tree: &Tree, verb: usize, lang: &Language) -> Tense {
    let helpers: Vec<usize> =
        tree.children(verb).filter(|&at| matches!(tree.dep(at), Dep::Aux | Dep::Auxpass)).collect();
    let lower = |at: usize| words.lower(words.at(tree.node(at).span.start));
    let has = |tag: Tag| helpers.iter().any(|&at| tree.tag(at) == tag);
    if let Some(modal) = helpers.iter().find(|&&at| tree.tag(at) == Tag::Md) {
        return if lang.closed.future.contains(lower(*modal)) { Tense::Future } else { Tense::Modal };
    }
    let participle = matches!(tree.tag(verb), Tag::Vbn | Tag::Vbd);
    let have = helpers.iter().find(|&&at| lang.closed.have.contains(lower(at)));
    match (tree.tag(verb), have) {
        (_, Some(&have)) if participle || tree.tag(verb) == Tag::Vbg => {
            if tree.tag(have) == Tag::Vbd {
                Tense::Pluperfect
            } else {
                Tense::Perfect
            }
        }
        (Tag::Vbg, _) if has(Tag::Vbz) || has(Tag::Vbp) => Tense::Progressive,
        (Tag::Vbg, _) if has(Tag::Vbd) => Tense::Past,
        (Tag::Vbn, _) if has(Tag::Vbz) || has(Tag::Vbp) => Tense::Present,
        (Tag::Vbd, _) => Tense::Past,
        (Tag::Vbn, _) if has(Tag::Vbd) => Tense::Past,
        (Tag::Vbz | Tag::Vbp, _) => Tense::Present,
        (Tag::Vb, _) if has(Tag::Vbd) => Tense::Past,
        (Tag::Vb, _) if has(Tag::Vbz) || has(Tag::Vbp) => Tense::Present,
        _ => Tense::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Parse;
    use crate::{Zone, segment};

    fn read(text: &str) -> (String, Tense) {
        let lang = Language::load("en");
        let read = segment::analyze_segment(text, Zone::Body, false, Some(&Parse::new(text, Zone::Body)), &lang);
        let clause = read.clauses[0].expect("a clause");
        (clause.head.map_or("", |head| head.of(text)).to_owned(), clause.tense)
    }

    #[test]
    fn subject_and_tense() {
        let expected = [
            ("The minister resigned on Tuesday.", "minister", Tense::Past),
            ("The two towns have begun to move the boats.", "towns", Tense::Perfect),
            ("Relations between the towns are improving.", "Relations", Tense::Progressive),
            ("The bridge will be opened in May.", "bridge", Tense::Future),
            ("The bridge could fall.", "bridge", Tense::Modal),
            ("The bridge is held by nobody.", "bridge", Tense::Present),
            ("The envoy had left before noon.", "envoy", Tense::Pluperfect),
        ];
        for (text, head, tense) in expected {
            assert_eq!(read(text), (head.to_owned(), tense), "{text}");
        }
    }
}
