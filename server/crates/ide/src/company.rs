//! Who is named together, and who speaks about whom: one document's share, for those who draw a whole folder.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use corpus::{Entity, Member};
use nlp::{Form, Kind};
use rules::Profile;
use syntax::Tree;

use crate::marks::ArticleMarks;
use crate::snapshot::{Document, Snapshot};

/// Whom one article names.
#[derive(Clone, Debug, Default)]
pub struct Company {
    /// People, bodies and places that are named, those that are named most first, of equal ones by id.
    pub named: Vec<Named>,
    /// Who is given as saying something that names another; both as numbers in `named`. Nothing in a draft.
    pub talks: Vec<Says>,
}

/// One who is named.
#[derive(Clone, Debug)]
pub struct Named {
    /// Who or what.
    pub entity: Arc<Entity>,
    /// How often the article names it.
    pub names: usize,
    /// The paragraphs that do, as numbers in the file, ascending.
    pub paragraphs: Vec<u32>,
}

/// One speaks about another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Says {
    /// Who speaks.
    pub speaker: usize,
    /// Who is spoken about.
    pub about: usize,
    /// In how many stretches of speech.
    pub statements: usize,
}

impl Snapshot {
    /// Whom each article of a document names, in the order of its articles. Empty for a document that is not there.
    pub fn company(&self, path: &str) -> Vec<Company> {
        let Some(document) = self.documents.get(path) else { return Vec::new() };
        let starts = paragraphs(&document.text);
        let articles = document.marks.articles.iter().zip(0..);
        articles.map(|(article, number)| self.company_of(document, article, number, &starts)).collect()
    }

    fn company_of(&self, document: &Document, article: &ArticleMarks, number: u32, starts: &[u32]) -> Company {
        let mut by_id: BTreeMap<String, (Named, Vec<u32>)> = BTreeMap::new();
        for (at, marks) in article.entities() {
            let member = Member { path: document.path.clone(), article: number, entity: at };
            let names: Vec<u32> =
                marks.iter().filter(|mark| mark.form == Form::Name).map(|mark| mark.span.start).collect();
            let speaks = article.utterances.iter().any(|utterance| utterance.speaker == at);
            // Who is only described may be somebody whom the folder knows, and speak.
            if names.is_empty() && !speaks {
                continue;
            }
            let Some(entity) = self.index.entity_of(&member).filter(|entity| is_party(entity.kind)) else { continue };
            let named = || Named { entity: entity.clone(), names: 0, paragraphs: Vec::new() };
            let (known, members) = by_id.entry(entity.id.clone()).or_insert_with(|| (named(), Vec::new()));
            known.names += names.len();
            known.paragraphs.extend(names.iter().map(|start| starts.partition_point(|first| first <= start) as u32));
            members.push(at);
        }
        let mut all: Vec<(Named, Vec<u32>)> = by_id.into_values().collect();
        all.sort_by(|(a, _), (b, _)| b.names.cmp(&a.names).then_with(|| a.entity.id.cmp(&b.entity.id)));
        for (named, _) in &mut all {
            named.paragraphs.sort_unstable();
            named.paragraphs.dedup();
        }
        let talks = if document.profile == Profile::Source { talks(article, &all) } else { Vec::new() };
        Company { named: all.into_iter().map(|(named, _)| named).collect(), talks }
    }
}

/// Who speaks about whom, by the numbers of an article's entities. Nobody speaks about himself.
fn talks(article: &ArticleMarks, all: &[(Named, Vec<u32>)]) -> Vec<Says> {
    let number: BTreeMap<u32, usize> =
        all.iter().enumerate().flat_map(|(at, (_, members))| members.iter().map(move |member| (*member, at))).collect();
    let mut counts: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for utterance in article.utterances.iter() {
        let Some(&speaker) = number.get(&utterance.speaker) else { continue };
        let inside = article
            .entities()
            .filter(|(_, marks)| marks.iter().any(|mark| utterance.span.contains_span(mark.span)))
            .filter_map(|(entity, _)| number.get(&entity).copied());
        let about: BTreeSet<usize> = inside.filter(|about| *about != speaker).collect();
        about.into_iter().for_each(|about| *counts.entry((speaker, about)).or_default() += 1);
    }
    counts.into_iter().map(|((speaker, about), statements)| Says { speaker, about, statements }).collect()
}

fn is_party(kind: Kind) -> bool {
    matches!(kind, Kind::Person | Kind::Organization | Kind::Place)
}

/// Where the paragraphs of a text begin.
fn paragraphs(text: &str) -> Vec<u32> {
    Tree::parse(text).blocks(text).iter().map(|block| block.span.start).collect()
}
