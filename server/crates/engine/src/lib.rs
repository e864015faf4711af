//! A statistical English pipeline: tokens, parts of speech, lemmas, dependencies, sentences and names of a paragraph.
//!
//! The labels are those of spaCy 3.8.7 with `en_core_web_sm` 3.8.0, its weights rounded to halves; the model file is embedded. How
//! they are found, stage by stage: [`tokenizer`] and [`vocabulary`] make tokens with features, an [`encoder`] makes rows of floats of
//! them that know their neighbourhood, [`tagger`], [`parser`] and [`names`] read labels off these rows, [`ruler`] and [`lemmatizer`]
//! add what follows from words and labels. `docs/engine.md` has the shapes, sources and figures.
//!
//! Analysis never fails, and takes time in proportion to the text. A [`Pipeline`] may be used by any number of threads.

mod chars;
mod encoder;
mod hash;
mod kernels;
mod labels;
mod lemmatizer;
mod memory;
mod model;
mod moves;
mod mutation;
mod names;
mod parser;
mod previous;
mod ruler;
mod scorer;
mod state;
mod tagger;
mod tokenizer;
mod tree;
mod vocabulary;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::{LazyLock, Mutex, PoisonError};

use encoder::{Encoder, EncoderBuffers, Layout};
pub use kernels::Instructions;
pub use labels::{Dep, EntityType, Pos, Tag};
use lemmatizer::Lemmatizer;
use memory::Memory;
use model::Model;
pub use model::ModelError;
use moves::Same;
pub use names::Entity;
use names::{End, Names, Neighbourhood};
use parser::Parser;
use previous::Fresh;
pub use previous::Previous;
use ruler::{Ruled, Ruler, Seen};
use tagger::Tagger;
use tokenizer::{Tokenizer, Word};
use tree::Tree;
use vocabulary::{Lexeme, Vocabulary};

/// The model file.
static MODEL: &[u8] = include_bytes!("../model/en_core_web_sm.bin");

/// What must be said wherever the program is distributed: licences of the model, its sources, and the software whose tables it has.
pub const NOTICES: &str = concat!(
    include_str!("../model/NOTICE"),
    "\n\n--- en_core_web_sm: LICENSE ---\n\n",
    include_str!("../model/en_core_web_sm.LICENSE"),
    "\n\n--- en_core_web_sm: LICENSES_SOURCES ---\n\n",
    include_str!("../model/en_core_web_sm.LICENSES_SOURCES"),
    "\n\n--- spaCy: LICENSE ---\n\n",
    include_str!("../model/spacy.LICENSE"),
    "\n\n--- thinc: LICENSE ---\n\n",
    include_str!("../model/thinc.LICENSE"),
);

/// Names the model and the code that reads it: an analysis that was kept under another version is to be made anew.
pub const VERSION: &str = concat!("en_core_web_sm-3.8.0-f16/", env!("CARGO_PKG_VERSION"), "/1");

/// Rows that are encoded at once; they stay in the second cache.
const TILE: usize = 384;

/// The pipeline: loaded once, used by all threads.
pub struct Pipeline {
    vocabulary: Vocabulary,
    tokenizer: Tokenizer,
    shared: Encoder,
    tagger: Tagger,
    parser: Parser,
    names_encoder: Encoder,
    names: Names,
    ruler: Ruler,
    lemmatizer: Lemmatizer,
    /// [`TILE`]; less in tests, so that ordinary texts have several.
    tile: usize,
    /// What threads that are not at work remember.
    scratch: Mutex<Vec<Scratch>>,
}

/// What one thread works with: caches and rooms for floats.
#[derive(Default)]
struct Scratch {
    memory: Memory,
    buffers: EncoderBuffers,
    scores: Vec<f32>,
    reduced: Vec<f32>,
    slots: Vec<f32>,
}

/// A text as the pipeline reads it: its tokens in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parsed {
    /// The tokens. White space is a token of its own, but for one space after a token.
    pub tokens: Vec<Token>,
    /// All lemmas, one after the other.
    pub lemmas: String,
}

/// A token of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Its first byte.
    pub start: u32,
    /// The byte after its last.
    pub end: u32,
    /// Its head: the number of a token; its own for a root.
    pub head: u32,
    /// Where its lemma begins and ends in [`Parsed::lemmas`].
    pub lemma: (u32, u32),
    /// Fine part of speech.
    pub tag: Tag,
    /// Coarse part of speech.
    pub pos: Pos,
    /// How it hangs on its head.
    pub dep: Dep,
    /// Whether it begins a sentence.
    pub starts_sentence: bool,
    /// Its place in a name.
    pub entity: Entity,
}

/// A name: a range of tokens and its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The numbers of its tokens.
    pub tokens: Range<usize>,
    /// What it names.
    pub kind: EntityType,
}

/// A token of [`Pipeline::names`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameToken {
    /// Its first byte.
    pub start: u32,
    /// The byte after its last.
    pub end: u32,
    /// Its place in a name.
    pub entity: Entity,
}

impl Pipeline {
    /// The pipeline of the program, loaded when first asked for.
    pub fn get() -> &'static Pipeline {
        static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| {
            // The embedded file is the one that the tests of this crate load.
            Pipeline::load().expect("the embedded model loads")
        });
        &PIPELINE
    }

    /// Loads the embedded model, about 10 ms.
    ///
    /// # Errors
    ///
    /// If the file is not as this version expects it, which its tests exclude.
    pub fn load() -> Result<Pipeline, ModelError> {
        Pipeline::load_with(Instructions::best())
    }

    /// Loads the embedded model for instructions other than the best, for tests and measurements.
    ///
    /// # Errors
    ///
    /// If this machine has not these instructions.
    pub fn load_with(instructions: Instructions) -> Result<Pipeline, ModelError> {
        if !instructions.are_here() {
            return Err(ModelError::new(format!("this machine has not the instructions {instructions:?}")));
        }
        let model = Model::new(MODEL)?;
        let vocabulary = Vocabulary::new(&model)?;
        let ruler = Ruler::new(&model)?;
        Ok(Pipeline {
            tokenizer: Tokenizer::new(&model, &vocabulary)?,
            shared: Encoder::new(&model, instructions, "shared", &[5000, 1000, 2500, 2500, 50, 50])?,
            tagger: Tagger::new(&model, instructions)?,
            parser: Parser::new(&model, instructions)?,
            names_encoder: Encoder::new(&model, instructions, "names", &[5000, 1000, 2500, 2500])?,
            names: Names::new(&model, instructions)?,
            lemmatizer: Lemmatizer::new(&model, &ruler.morphs)?,
            ruler,
            vocabulary,
            tile: TILE,
            scratch: Mutex::default(),
        })
    }

    /// Reads a text, best a paragraph: the labels of a token depend on all of the text it stands in.
    ///
    /// Of a text of more than 4 GB, the first 4 GB are read.
    pub fn analyze(&self, text: &str) -> Parsed {
        self.analyze_all(&[text]).pop().unwrap_or_default()
    }

    /// Reads texts, each for itself as [`Pipeline::analyze`] does, but in less time where they are short.
    pub fn analyze_all(&self, texts: &[&str]) -> Vec<Parsed> {
        self.with_scratch(|scratch| batches(texts).flat_map(|batch| self.analyze_batch(batch, scratch)).collect())
    }

    /// As [`Pipeline::analyze`], of a text that differs in a few places from the one read with `previous` before, and in less time: only
    /// what stands about these places is encoded.
    pub fn analyze_again(&self, text: &str, previous: &mut Previous) -> Parsed {
        self.with_scratch(|scratch| {
            let tokens = self.tokenize(&[text], &mut scratch.memory);
            if tokens.words.len() > Previous::LONGEST {
                return self.analyze_batch(&[text], scratch).pop().unwrap_or_default();
            }
            let same = self.encode_again(&tokens, scratch, previous);
            let trees = [self.tree_again(&tokens, same, previous, scratch)];
            let memory = &mut scratch.memory;
            let mut entities = Vec::with_capacity(tokens.words.len());
            let ends = tokens.ends(&trees);
            let near = |token: usize| tokens.neighbourhood(token, &memory.lexemes, &ends);
            self.names.reader().read_reduced(&previous.names, near, &mut entities);
            let parsed = self.finish(text, &tokens.words, &previous.tags, &trees[0], &entities, memory);
            memory.trim();
            parsed
        })
    }

    /// Finds the tokens and names of a text, and nothing else, in half of the time. Sentences are not known then, so that a name may go
    /// from one into the next; that is 1 token in 20,000.
    pub fn names(&self, text: &str) -> Vec<NameToken> {
        self.names_all(&[text]).pop().unwrap_or_default()
    }

    /// Finds the tokens and names of texts, each for itself as [`Pipeline::names`] does.
    pub fn names_all(&self, texts: &[&str]) -> Vec<Vec<NameToken>> {
        let token = |(word, &entity): (&Word, &Entity)| NameToken { start: word.start, end: word.end, entity };
        self.with_scratch(|scratch| {
            let named = |batch: &[&str]| {
                let tokens = self.tokenize(batch, &mut scratch.memory);
                let entities = self.recognise(&tokens, &Layout::new(&tokens.ends), &[], scratch);
                let words = &tokens.words;
                let texts = ranges(&tokens.ends)
                    .map(|text| words[text.clone()].iter().zip(&entities[text]).map(token).collect());
                let result: Vec<Vec<NameToken>> = texts.collect();
                scratch.memory.trim();
                result
            };
            batches(texts).flat_map(named).collect()
        })
    }

    fn with_scratch<T>(&self, run: impl FnOnce(&mut Scratch) -> T) -> T {
        let waiting = || self.scratch.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = waiting().pop().unwrap_or_default();
        let result = run(&mut scratch);
        waiting().push(scratch);
        result
    }

    fn tokenize(&self, texts: &[&str], memory: &mut Memory) -> Tokens {
        let mut tokens = Tokens::default();
        for text in texts {
            tokens.words.extend(self.tokenizer.tokenize(&self.vocabulary, memory, addressable(text)));
            tokens.ends.push(tokens.words.len());
        }
        tokens
    }

    fn analyze_batch(&self, texts: &[&str], scratch: &mut Scratch) -> Vec<Parsed> {
        let tokens = self.tokenize(texts, &mut scratch.memory);
        let Tokens { words, ends } = &tokens;
        let mut tags = Vec::with_capacity(words.len());
        let mut reduced = std::mem::take(&mut scratch.reduced);
        reduced.clear();
        let layout = Layout::new(ends);
        self.encode_shared(words, &layout, layout.tiles(self.tile), scratch, |encoded, scores| {
            self.tagger.tag(encoded, scores, &mut tags);
            self.parser.reduce(encoded, &mut reduced);
        });
        let trees = self.trees(&tokens, &reduced, scratch);
        scratch.reduced = reduced;
        let entities = self.recognise(&tokens, &layout, &trees, scratch);
        let memory = &mut scratch.memory;
        let finished = texts.iter().zip(ranges(ends)).zip(&trees).map(|((text, range), tree)| {
            self.finish(text, &words[range.clone()], &tags[range.clone()], tree, &entities[range], memory)
        });
        let finished = finished.collect();
        memory.trim();
        finished
    }

    /// Encodes what differs from the text before, and reads off it what hangs on single tokens; the rows of all others are the same.
    fn encode_again(&self, Tokens { words, ends }: &Tokens, scratch: &mut Scratch, previous: &mut Previous) -> Same {
        let lexemes = &scratch.memory.lexemes;
        let seen = |word: &Word| previous::Seen::new(&lexemes[word.lexeme as usize], word.space);
        let seen: Vec<previous::Seen> = words.iter().map(seen).collect();
        let (stale, place) = previous.stale(&seen);
        let same = Same { before: stale.start, after: seen.len() - stale.end };
        let mut fresh = Fresh::default();
        let layout = Layout::new(ends);
        let tiles = || layout.tiles_of(stale.clone(), self.tile);
        self.encode_shared(words, &layout, tiles(), scratch, |encoded, scores| {
            self.tagger.tag(encoded, scores, &mut fresh.tags);
            self.parser.reduce(encoded, &mut fresh.parser);
        });
        self.encode_names(words, &layout, tiles(), scratch, |encoded, _| self.names.reduce(encoded, &mut fresh.names));
        previous.renew(seen, place, fresh);
        same
    }

    /// The tree of the text that `previous` is of, whose moves are still those of the text before.
    fn tree_again(&self, tokens: &Tokens, same: Same, previous: &mut Previous, scratch: &mut Scratch) -> Tree {
        let lexemes = &scratch.memory.lexemes;
        let is_space = |token: usize| lexemes[tokens.words[token].lexeme as usize].is_space;
        self.parser.parse_again(&previous.parser, &mut previous.moves, same, &mut scratch.slots, is_space)
    }

    /// Encodes tiles for tags and dependencies; `read` is also given room for scores.
    fn encode_shared(
        &self,
        words: &[Word],
        layout: &Layout,
        tiles: impl Iterator<Item = Range<usize>>,
        scratch: &mut Scratch,
        mut read: impl FnMut(&[f32], &mut Vec<f32>),
    ) {
        let Scratch { memory, buffers, scores, .. } = scratch;
        let row = |word: &Word| word.lexeme as usize * 2 + usize::from(word.space);
        let Memory { lexemes, shared, .. } = memory;
        self.shared.embed(
            &mut shared.mixed,
            words.iter().map(row),
            |number, ids| {
                let lexeme = &lexemes[number / 2];
                let flags = [number as u64 % 2, u64::from(lexeme.is_space)];
                ids.copy_from_slice(&[lexeme.norm, lexeme.prefix, lexeme.suffix, lexeme.shape, flags[0], flags[1]]);
            },
            buffers,
        );
        for tile in tiles {
            let number = |token: usize| row(&words[token]);
            read(self.shared.encode(layout, tile, number, shared, buffers), scores);
        }
    }

    /// Encodes tiles for names; `read` is also given all lexemes.
    fn encode_names(
        &self,
        words: &[Word],
        layout: &Layout,
        tiles: impl Iterator<Item = Range<usize>>,
        scratch: &mut Scratch,
        mut read: impl FnMut(&[f32], &[Lexeme]),
    ) {
        let Scratch { memory: Memory { lexemes, names, .. }, buffers, .. } = scratch;
        self.names_encoder.embed(
            &mut names.mixed,
            words.iter().map(|word| word.lexeme as usize),
            |number, ids| {
                let lexeme = &lexemes[number];
                ids.copy_from_slice(&[lexeme.norm, lexeme.prefix, lexeme.suffix, lexeme.shape]);
            },
            buffers,
        );
        for tile in tiles {
            let number = |token: usize| words[token].lexeme as usize;
            read(self.names_encoder.encode(layout, tile, number, names, buffers), lexemes);
        }
    }

    /// The trees of texts, from what the parser needs of their tokens.
    fn trees(&self, Tokens { words, ends }: &Tokens, reduced: &[f32], scratch: &mut Scratch) -> Vec<Tree> {
        let lexemes = &scratch.memory.lexemes;
        let is_space = |token: usize| lexemes[words[token].lexeme as usize].is_space;
        self.parser.parse(ends, reduced, &mut scratch.slots, is_space)
    }

    /// The names of texts. Without trees it is not known where sentences end.
    fn recognise(&self, tokens: &Tokens, layout: &Layout, trees: &[Tree], scratch: &mut Scratch) -> Vec<Entity> {
        let mut entities = Vec::with_capacity(tokens.words.len());
        let mut reader = self.names.reader();
        let ends = tokens.ends(trees);
        self.encode_names(&tokens.words, layout, layout.tiles(self.tile), scratch, |encoded, lexemes| {
            let from = entities.len();
            let near = |token: usize| tokens.neighbourhood(from + token, lexemes, &ends);
            reader.read(encoded, near, &mut entities);
        });
        entities
    }

    fn finish(
        &self,
        text: &str,
        words: &[Word],
        tags: &[Tag],
        tree: &Tree,
        entities: &[Entity],
        memory: &mut Memory,
    ) -> Parsed {
        let mut parsed = Parsed { tokens: Vec::with_capacity(words.len()), lemmas: String::with_capacity(text.len()) };
        let Memory { lexemes, lemmas, .. } = memory;
        let seen = words.iter().zip(tags).zip(&tree.deps).map(|((word, &tag), &dep)| {
            let lexeme = &lexemes[word.lexeme as usize];
            Seen { tag, dep, is_space: lexeme.is_space, word: lexeme.ruler_word }
        });
        self.ruler.rule(seen, |ruled| {
            let number = parsed.tokens.len();
            let word = words[number];
            let from = parsed.lemmas.len() as u32;
            match ruled.lemma {
                Some(lemma) => parsed.lemmas.push_str(&self.ruler.lemmas[usize::from(lemma)]),
                None => {
                    let key =
                        u64::from(word.lexeme) << 16 | u64::from(ruled.pos.number()) << 8 | u64::from(ruled.morph);
                    let own = &text[word.start as usize..word.end as usize];
                    let lemma = lemmas.entry(key).or_insert_with(|| self.lemma(own, ruled));
                    parsed.lemmas.push_str(lemma);
                }
            }
            parsed.tokens.push(Token {
                start: word.start,
                end: word.end,
                head: tree.heads[number],
                lemma: (from, parsed.lemmas.len() as u32),
                tag: ruled.tag,
                pos: ruled.pos,
                dep: ruled.dep,
                starts_sentence: tree.starts[number],
                entity: entities[number],
            });
        });
        parsed
    }

    fn lemma(&self, text: &str, ruled: Ruled) -> Box<str> {
        self.lemmatizer.lemma(&self.vocabulary.classes, text, ruled.pos, ruled.morph).into()
    }
}

impl Parsed {
    /// A token's lemma.
    pub fn lemma(&self, token: &Token) -> &str {
        self.lemmas.get(token.lemma.0 as usize..token.lemma.1 as usize).unwrap_or_default()
    }

    /// The sentences: ranges of tokens, which together are all of them.
    pub fn sentences(&self) -> impl Iterator<Item = Range<usize>> {
        let starts = (0..self.tokens.len()).filter(|&i| i == 0 || self.tokens[i].starts_sentence);
        let ends = starts.clone().skip(1).chain([self.tokens.len()]);
        starts.zip(ends).map(|(start, end)| start..end)
    }

    /// The names, in order.
    pub fn names(&self) -> Vec<Name> {
        let mut names: Vec<Name> = Vec::new();
        for (number, token) in self.tokens.iter().enumerate() {
            match (token.entity, names.last_mut()) {
                (Entity::Begin(kind), _) => names.push(Name { tokens: number..number + 1, kind }),
                (Entity::In(_), Some(name)) => name.tokens.end = number + 1,
                _ => {}
            }
        }
        names
    }
}

impl Token {
    /// Its bytes in the text.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Tokens of texts that stand one after the other.
#[derive(Default)]
struct Tokens {
    words: Vec<Word>,
    /// Where each text ends, in tokens.
    ends: Vec<usize>,
}

impl Tokens {
    /// Which tokens are the last of a text or, as far as `trees` say so, of a sentence.
    fn ends(&self, trees: &[Tree]) -> Vec<End> {
        let mut all = vec![End::None; self.words.len()];
        let starts = trees.iter().flat_map(|tree| tree.starts.iter().copied());
        let next = starts.enumerate().filter(|&(token, starts)| starts && token > 0);
        next.for_each(|(token, _)| all[token - 1] = End::Sentence);
        self.ends.iter().filter_map(|&end| end.checked_sub(1)).for_each(|last| all[last] = End::Text);
        all
    }

    fn neighbourhood(&self, token: usize, lexemes: &[Lexeme], ends: &[End]) -> Neighbourhood {
        Neighbourhood { is_space: lexemes[self.words[token].lexeme as usize].is_space, end: ends[token] }
    }
}

/// Bytes of texts that are read together, unless one is longer.
const BATCH: usize = 1 << 14;

/// Texts in groups that are read together.
fn batches<'a>(texts: &'a [&'a str]) -> impl Iterator<Item = &'a [&'a str]> {
    let mut rest = texts;
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fits = |text: &&&str| {
            bytes += text.len();
            bytes <= BATCH
        };
        let count = rest.iter().take_while(fits).count().max(1).min(rest.len());
        let (batch, after) = rest.split_at(count);
        rest = after;
        (!batch.is_empty()).then_some(batch)
    })
}

fn ranges(ends: &[usize]) -> impl Iterator<Item = Range<usize>> {
    [0].into_iter().chain(ends.iter().copied()).zip(ends).map(|(start, &end)| start..end)
}

/// As much of a text as 32-bit offsets reach.
fn addressable(text: &str) -> &str {
    let longest = u32::MAX as usize;
    if text.len() <= longest {
        return text;
    }
    let end = (0..=longest).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    &text[..end]
}
