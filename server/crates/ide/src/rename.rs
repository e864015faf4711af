//! Another name for a person, body or place in the user's own texts. Articles are never changed, and neither is what
//! somebody is quoted as saying.

use std::sync::Arc;

use corpus::Entity;
use nlp::{Analysis, Form, Kind};
use rules::Profile;
use syntax::PartKind;
use text::{Edit, Span};

use crate::actions::FileChange;
use crate::marks::{Hit, Thing};
use crate::snapshot::{Document, Snapshot};

/// A name that may be changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Renamable {
    /// Where it stands. Bytes from the start of the draft.
    pub span: Span,
    /// The name as it is written there, white space folded.
    pub name: String,
}

/// Why a name cannot be changed, and what can be done instead: for the user to read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal(pub String);

impl Snapshot {
    /// The name at `offset` of a draft, if it may be changed.
    pub fn renamable(&self, path: &str, offset: u32) -> Result<Renamable, Refusal> {
        self.named_here(path, offset).map(|named| named.renamable)
    }

    /// What changes when the name at `offset` of a draft becomes `new`: its mentions in all drafts of the folder, the
    /// file that was asked about first. Bare surnames stay surnames: where `Tom Areld` becomes `Tom Arelt`, `Areld` becomes
    /// `Arelt`, and a surname that is changed by itself changes in full names, too. Initials and what is quoted stay.
    pub fn rename(&self, path: &str, offset: u32, new: &str) -> Result<Vec<FileChange>, Refusal> {
        let Named { entity, hit, renamable } = self.named_here(path, offset)?;
        let new = new.split_whitespace().collect::<Vec<_>>().join(" ");
        if !new.contains(char::is_alphabetic) {
            return Err(Refusal("A name has letters: type the name as it is to be written.".to_owned()));
        }
        let change = Change { old: &renamable.name, new: &new, kind: entity.kind };
        let mut paths: Vec<_> = entity.members(&self.index).iter().map(|member| member.path.clone()).collect();
        paths.dedup();
        paths.sort_by_key(|other| (**other != *path, other.clone()));
        let drafts = paths.iter().filter_map(|path| self.documents.get(path)).filter(|document| is_draft(document));
        let changes = drafts.filter_map(|draft| {
            let edits = self.edits(draft, &entity, &hit, &change);
            (!edits.is_empty()).then(|| FileChange { path: draft.path.clone(), creates: false, edits })
        });
        Ok(changes.collect())
    }

    fn edits(&self, draft: &Document, entity: &Entity, hit: &Hit, change: &Change) -> Vec<Edit> {
        let Some(analysis) = self.analysis(&draft.path) else { return Vec::new() };
        let members = entity.members(&self.index).iter().filter(|member| member.path == draft.path);
        let mentions = members.flat_map(|member| self.mentions(hit, member));
        let mut edits: Vec<Edit> = mentions
            .filter(|mention| mention.form == Form::Name && !is_quoted(&analysis, mention.span))
            .filter_map(|mention| {
                let words = mention.span.of(&draft.text);
                let new = change.of(words).filter(|new| new != words)?;
                Some(Edit::new(mention.span, new))
            })
            .collect();
        edits.sort_by_key(|edit| edit.span);
        edits.dedup_by_key(|edit| edit.span);
        edits
    }

    fn named_here(&self, path: &str, offset: u32) -> Result<Named, Refusal> {
        let refuse = |why: String| Err(Refusal(why));
        let document = self.documents.get(path);
        let hits = document.into_iter().flat_map(|document| document.marks.hits(offset).into_iter());
        let mut names = hits.filter(|hit| hit.thing == Thing::Entity).filter_map(|hit| {
            let member = corpus::Member { path: document?.path.clone(), article: hit.article, entity: hit.number };
            let mark =
                document?.marks.article(hit.article)?.mentions(hit.number).iter().find(|mark| mark.span == hit.span)?;
            let entity = self.index.entity_of(&member).filter(|_| mark.form == Form::Name)?;
            Some((hit, entity))
        });
        let (Some(document), Some((hit, entity))) = (document, names.next()) else {
            return refuse(
                "No name stands here: put the cursor on the name of a person, body or place in a draft.".to_owned(),
            );
        };
        let name = Analysis::folded(&document.text, hit.span);
        if !is_draft(document) {
            return refuse(format!(
                "An article is evidence and is not changed. To write “{name}” in another way in your drafts, rename it \
                 there, or put \"{name}\" = \"…\" under [style.names] in dateline.toml."
            ));
        }
        if self.analysis(path).is_some_and(|analysis| is_quoted(&analysis, hit.span)) {
            return refuse(format!(
                "“{name}” stands in a quotation, and what others have said is not changed. Rename it where it stands \
                 outside of quotation marks."
            ));
        }
        Ok(Named { entity, hit, renamable: Renamable { span: hit.span, name } })
    }
}

struct Named {
    entity: Arc<Entity>,
    hit: Hit,
    renamable: Renamable,
}

/// One name for another.
struct Change<'a> {
    old: &'a str,
    new: &'a str,
    kind: Kind,
}

impl Change<'_> {
    /// What words that mention the same one become; `None` where they stay.
    fn of(&self, words: &str) -> Option<String> {
        let (old, new): (Vec<&str>, Vec<&str>) = (self.old.split(' ').collect(), self.new.split(' ').collect());
        let here: Vec<&str> = words.split_whitespace().collect();
        if is_same(&here, &old) {
            return Some(spaced(words, &new));
        }
        match self.kind {
            Kind::Person => self.of_person(words, &here, &old, &new),
            // `the Courier` of the `Kestrel Courier`.
            Kind::Organization if here.len() < old.len() && here.len() < new.len() => {
                let is_short = is_same(&here, &old[old.len() - here.len()..]);
                is_short.then(|| spaced(words, &new[new.len() - here.len()..]))
            }
            _ => None,
        }
    }

    fn of_person(&self, words: &str, here: &[&str], old: &[&str], new: &[&str]) -> Option<String> {
        match (here.len(), old.len()) {
            // A surname by itself, in any spelling: as many words of the new name.
            (short, long) if short < long => {
                let surname = if new.len() > short { &new[new.len() - short..] } else { new };
                Some(spaced(words, surname))
            }
            // The surname was changed: a full name keeps what stands before it.
            (long, short) if long > short => {
                let given = &here[..long - short];
                // The name was changed as a whole, or a surname alone.
                let whole = if new.len() > short { new.to_vec() } else { [given, new].concat() };
                Some(spaced(words, &whole))
            }
            // The same name in another spelling; initials stay.
            _ => {
                let given = here.iter().zip(new).map(|(here, new)| if is_initial(here) { *here } else { *new });
                let whole: Vec<&str> = given.chain(new.iter().skip(here.len()).copied()).collect();
                Some(spaced(words, &whole))
            }
        }
    }
}

fn is_same(a: &[&str], b: &[&str]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.to_lowercase() == b.to_lowercase())
}

/// `V.`
fn is_initial(word: &str) -> bool {
    word.trim_end_matches('.').chars().count() == 1 && word.ends_with('.')
}

/// Words with the white space that stood between those they replace, so that no line of a wrapped text moves.
fn spaced(old: &str, new: &[&str]) -> String {
    let mut gaps = old.split(|c: char| !c.is_whitespace()).filter(|gap| !gap.is_empty());
    let mut out = String::new();
    for (at, word) in new.iter().enumerate() {
        if at > 0 {
            out.push_str(gaps.next().unwrap_or(" "));
        }
        out.push_str(word);
    }
    out
}

fn is_draft(document: &Document) -> bool {
    document.profile == Profile::Draft
}

/// Inside of quotation marks, whoever speaks.
fn is_quoted(analysis: &Analysis, span: Span) -> bool {
    let speech = analysis.articles.iter().flat_map(|article| &article.quotes).map(|speech| speech.span);
    let marked = analysis.blocks.iter().flat_map(|block| {
        let quotations = block.parts.iter().filter(|part| part.kind == PartKind::Quotation);
        quotations.map(|part| part.span.shift(block.span.start))
    });
    speech.chain(marked).any(|quotation| quotation.contains_span(span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_name_stays_what_it_is() {
        let check = |kind: Kind, old: &str, new: &str, words: &str, expected: Option<&str>| {
            assert_eq!(Change { old, new, kind }.of(words).as_deref(), expected, "{old} → {new}: {words}");
        };
        let person = |old: &str, new: &str, words: &str, expected: &str| {
            check(Kind::Person, old, new, words, Some(expected));
        };
        person("Evgen Sarichko", "Yevhen Sarychko", "Evgen Sarichko", "Yevhen Sarychko");
        person("Evgen Sarichko", "Yevhen Sarychko", "Sarichko", "Sarychko");
        person("Evgen Sarichko", "Yevhen Sarychko", "Evgen\nSarichko", "Yevhen\nSarychko");
        person("Evgen Sarichko", "Yevhen Sarychko", "E. Sarichko", "E. Sarychko");
        person("Evgen Sarichko", "Yevhen Sarychko", "Evgeny Sarichko", "Yevhen Sarychko");
        person("Sarichko", "Sarychko", "Evgen Sarichko", "Evgen Sarychko");
        person("Sarichko", "Sarychko", "Sarichko", "Sarychko");
        person("Anna van Dyk", "Anna van Dijk", "van Dyk", "van Dijk");
        check(Kind::Organization, "Kestrel Courier", "Kestrel Mail", "Courier", Some("Mail"));
        check(Kind::Organization, "Kestrel Courier", "Kestrel Mail", "KC", None);
        check(Kind::Place, "Meroe", "Merrow", "Meroe", Some("Merrow"));
        check(Kind::Place, "Meroe", "Merrow", "Upper Meroe", None);
    }
}
