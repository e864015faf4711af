//! Golden data: what spaCy said of texts, and how much of it differs from what the pipeline says.

use std::path::{Path, PathBuf};

use crate::memory::Memory;
use crate::{Entity, Pipeline};

/// A text with spaCy's tokens.
pub struct Gold {
    pub text: String,
    pub tokens: Vec<GoldToken>,
}

/// A token as spaCy has it; the labels in their written forms.
pub struct GoldToken {
    pub start: usize,
    pub end: usize,
    pub space: bool,
    /// Norm, prefix, suffix, shape, white space.
    pub features: [u64; 5],
    pub tag: String,
    pub pos: String,
    pub lemma: String,
    pub head: usize,
    pub dep: String,
    pub starts: bool,
    pub entity: String,
    pub alone: String,
}

/// The folder of golden files.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// Reads a file of `convert/golden.py`.
pub fn read(path: &Path) -> Vec<Gold> {
    let file = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let (mut golds, mut lexemes): (Vec<Gold>, Vec<[u64; 5]>) = (Vec::new(), Vec::new());
    let mut places = Vec::new();
    let mut at = 0;
    for line in file.lines() {
        let (kind, rest) = line.split_once('\t').expect("a kind");
        let columns: Vec<&str> = rest.split('\t').collect();
        match kind {
            "=" => {
                let text: String = serde_json::from_str(rest).expect("a JSON string");
                // Code points to bytes.
                places = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
                at = 0;
                golds.push(Gold { text, tokens: Vec::new() });
            }
            "+" => lexemes.push(std::array::from_fn(|i| u64::from_str_radix(columns[i], 16).expect("a number"))),
            _ => {
                let number = |i: usize| columns[i].parse::<usize>().expect("a number");
                let tokens = &mut golds.last_mut().expect("a text").tokens;
                let start = at + number(0);
                at = start + number(1);
                tokens.push(GoldToken {
                    start: places[start],
                    end: places[at],
                    space: columns[2] == "1",
                    features: lexemes[number(3)],
                    tag: columns[4].into(),
                    pos: columns[5].into(),
                    lemma: serde_json::from_str(columns[6]).expect("a JSON string"),
                    head: tokens.len().checked_add_signed(columns[7].parse().expect("a distance")).expect("a head"),
                    dep: columns[8].into(),
                    starts: columns[9] == "1",
                    entity: columns[10].into(),
                    alone: if columns[11] == "=" { columns[10].into() } else { columns[11].into() },
                });
            }
        }
    }
    golds
}

/// How many labels differ, and the first few in words.
#[derive(Default)]
pub struct Differences {
    pub tokens: usize,
    pub texts: usize,
    pub cuts: usize,
    pub features: usize,
    pub tags: usize,
    pub pos: usize,
    pub lemmas: usize,
    pub heads: usize,
    pub deps: usize,
    pub starts: usize,
    pub entities: usize,
    pub alone: usize,
    pub examples: Vec<String>,
}

impl Differences {
    /// All differences together.
    pub fn total(&self) -> usize {
        self.cuts + self.features + self.labels() + self.alone
    }

    fn labels(&self) -> usize {
        self.tags + self.pos + self.lemmas + self.heads + self.deps + self.starts + self.entities
    }

    /// One line.
    pub fn line(&self) -> String {
        format!(
            "{} texts, {} tokens; different: {} cuts, {} features, {} tags, {} pos, {} lemmas, {} heads, {} labels, {} sentence starts, \
             {} entities, {} entities alone",
            self.texts,
            self.tokens,
            self.cuts,
            self.features,
            self.tags,
            self.pos,
            self.lemmas,
            self.heads,
            self.deps,
            self.starts,
            self.entities,
            self.alone
        )
    }

    fn note(&mut self, what: &str, gold: &Gold, token: &GoldToken, expected: &str, found: &str) {
        if self.examples.len() < 12 {
            let (start, end) = (gold.text.floor(token.start.saturating_sub(30)), gold.text.ceil(token.end + 30));
            let around = &gold.text[start..end];
            self.examples.push(format!(
                "{what} of {:?} in {around:?}: {expected} in spaCy, {found} here",
                &gold.text[token.start..token.end]
            ));
        }
    }
}

trait Boundaries {
    fn floor(&self, at: usize) -> usize;
    fn ceil(&self, at: usize) -> usize;
}

impl Boundaries for String {
    fn floor(&self, at: usize) -> usize {
        (0..=at).rev().find(|&i| self.is_char_boundary(i)).unwrap_or(0)
    }

    fn ceil(&self, at: usize) -> usize {
        (at..self.len()).find(|&i| self.is_char_boundary(i)).unwrap_or(self.len())
    }
}

/// Which stages are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Features,
    All,
}

/// Compares a pipeline with spaCy.
pub fn compare(pipeline: &Pipeline, golds: &[Gold], stage: Stage) -> Differences {
    let mut differences = Differences::default();
    for gold in golds {
        differences.texts += 1;
        differences.tokens += gold.tokens.len();
        if compare_features(pipeline, gold, &mut differences) && stage == Stage::All {
            compare_names(pipeline, gold, &mut differences);
            compare_labels(pipeline, gold, &mut differences);
        }
    }
    differences
}

/// Whether the text was cut in the same way.
fn compare_features(pipeline: &Pipeline, gold: &Gold, differences: &mut Differences) -> bool {
    let mut memory = Memory::default();
    let words = pipeline.tokenizer.tokenize(&pipeline.vocabulary, &mut memory, &gold.text);
    let expected: Vec<_> = gold.tokens.iter().map(|t| (t.start, t.end, t.space)).collect();
    let found: Vec<_> = words.iter().map(|w| (w.start as usize, w.end as usize, w.space)).collect();
    if expected != found {
        differences.cuts += 1;
        if differences.examples.len() < 12 {
            let texts = |cuts: &[(usize, usize, bool)]| {
                cuts.iter()
                    .map(|&(a, b, s)| format!("{}{}", gold.text.get(a..b).unwrap_or("?!"), if s { "_" } else { "" }))
                    .collect::<Vec<_>>()
                    .join("|")
            };
            differences.examples.push(format!(
                "cut of {:?}:\n  {} in spaCy\n  {} here",
                gold.text,
                texts(&expected),
                texts(&found)
            ));
        }
        return false;
    }
    for (token, word) in gold.tokens.iter().zip(&words) {
        let lexeme = memory.lexemes[word.lexeme as usize];
        let features = [lexeme.norm, lexeme.prefix, lexeme.suffix, lexeme.shape, u64::from(lexeme.is_space)];
        if features != token.features {
            differences.features += 1;
            differences.note("features", gold, token, &format!("{:x?}", token.features), &format!("{features:x?}"));
        }
    }
    true
}

fn compare_names(pipeline: &Pipeline, gold: &Gold, differences: &mut Differences) {
    for (token, found) in gold.tokens.iter().zip(pipeline.names(&gold.text)) {
        if token.alone != written(found.entity) {
            differences.alone += 1;
            differences.note("entity alone", gold, token, &token.alone, &written(found.entity));
        }
    }
}

fn compare_labels(pipeline: &Pipeline, gold: &Gold, differences: &mut Differences) {
    let parsed = pipeline.analyze(&gold.text);
    assert_eq!(parsed.tokens.len(), gold.tokens.len());
    for (token, found) in gold.tokens.iter().zip(&parsed.tokens) {
        let mut check = |expected: &str, here: &str, what: &str, count: fn(&mut Differences) -> &mut usize| {
            if expected != here {
                *count(differences) += 1;
                differences.note(what, gold, token, expected, here);
            }
        };
        check(&token.tag, found.tag.as_str(), "tag", |d| &mut d.tags);
        check(&token.pos, found.pos.as_str(), "part of speech", |d| &mut d.pos);
        check(&token.lemma, parsed.lemma(found), "lemma", |d| &mut d.lemmas);
        check(&token.head.to_string(), &found.head.to_string(), "head", |d| &mut d.heads);
        check(&token.dep, found.dep.as_str(), "label", |d| &mut d.deps);
        check(&token.starts.to_string(), &found.starts_sentence.to_string(), "sentence start", |d| &mut d.starts);
        check(&token.entity, &written(found.entity), "entity", |d| &mut d.entities);
    }
}

fn written(entity: Entity) -> String {
    match entity {
        Entity::Out => "O".into(),
        Entity::Begin(kind) => format!("B-{kind}"),
        Entity::In(kind) => format!("I-{kind}"),
    }
}
