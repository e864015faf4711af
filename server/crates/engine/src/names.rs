//! Named entities by a transition system that reads left to right: a name begins, goes on, ends, is one token, or there is none.

use crate::kernels::{Instructions, LANES};
use crate::labels::EntityType;
use crate::model::{Model, ModelError};
use crate::mutation::{self, Mutation};
use crate::scorer::{Scorer, Slot};

const SLOTS: usize = 3;
const VECTORS: usize = 10;

/// A token's place in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Entity {
    /// In no name.
    Out,
    /// The first token of a name.
    Begin(EntityType),
    /// A later token of a name.
    In(EntityType),
}

/// The recogniser's network and moves.
pub struct Names {
    scorer: Scorer<SLOTS, VECTORS>,
    /// Moves that may be taken outside of a name, in the network's order.
    outside: Vec<(usize, Move)>,
    /// The places of `I` and `L` among the moves, by type.
    inside: Vec<(usize, usize)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    Begin(EntityType),
    Unit(EntityType),
    Out,
}

/// Reading one text, a stretch of tokens at a time.
pub struct Reader<'a> {
    names: &'a Names,
    open: Option<(EntityType, Slot)>,
    before: Slot,
    reduced: Vec<f32>,
    slots: Vec<f32>,
    room: Vec<f32>,
}

impl Names {
    pub fn new(model: &Model, instructions: Instructions) -> Result<Names, ModelError> {
        let moves = model.strings("ner.moves")?;
        let mut outside = Vec::new();
        let mut inside = vec![(usize::MAX, usize::MAX); EntityType::ALL.len()];
        for (place, name) in moves.iter().enumerate() {
            let unknown = || ModelError::new(format!("the move {name} of names is not known"));
            let (kind, label) = name.split_once('-').unwrap_or((name, ""));
            let label = || EntityType::from_name(label).ok_or_else(unknown);
            match kind {
                "O" => outside.push((place, Move::Out)),
                "B" => outside.push((place, Move::Begin(label()?))),
                // For names that are given beforehand.
                "U" if *name == "U-" => {}
                "U" => outside.push((place, Move::Unit(label()?))),
                "I" => inside[usize::from(label()?.number())].0 = place,
                "L" => inside[usize::from(label()?.number())].1 = place,
                _ => return Err(unknown()),
            }
        }
        if inside.iter().any(|&(i, l)| i.max(l) >= moves.len()) {
            return Err(ModelError::new("a type of names has no moves"));
        }
        // Only where a name is open is anything asked about the tokens before.
        Ok(Names { scorer: Scorer::new(model, instructions, "ner", moves.len(), 1)?, outside, inside })
    }

    /// Appends to `reduced` what a [`Reader`] needs of encoded tokens.
    pub fn reduce(&self, encoded: &[f32], reduced: &mut Vec<f32>) {
        self.scorer.reduce(encoded, reduced);
    }

    /// Begins a text.
    pub fn reader(&self) -> Reader<'_> {
        let before = *self.scorer.pad(2);
        Reader { names: self, open: None, before, reduced: Vec::new(), slots: Vec::new(), room: Vec::new() }
    }
}

/// What the moves ask about a token.
pub struct Neighbourhood {
    pub is_space: bool,
    pub end: End,
}

/// What a token is the last of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    None,
    Sentence,
    Text,
}

impl Reader<'_> {
    /// Reads the next encoded tokens of the text.
    pub fn read(&mut self, encoded: &[f32], of: impl Fn(usize) -> Neighbourhood, entities: &mut Vec<Entity>) {
        let mut reduced = std::mem::take(&mut self.reduced);
        reduced.clear();
        self.names.reduce(encoded, &mut reduced);
        self.read_reduced(&reduced, of, entities);
        self.reduced = reduced;
    }

    /// Reads the next tokens of the text, from what [`Names::reduce`] made of them.
    pub fn read_reduced(&mut self, reduced: &[f32], of: impl Fn(usize) -> Neighbourhood, entities: &mut Vec<Entity>) {
        let scorer = &self.names.scorer;
        let (width, reduced_width) = (scorer.slots_width(), scorer.reduced_width());
        let tokens = reduced.len() / reduced_width;
        self.slots.resize(tokens * width, 0.0);
        scorer.slots(reduced, &mut self.slots);
        for token in 0..tokens {
            let slots = &self.slots[token * width..(token + 1) * width];
            let reduced = &reduced[token * reduced_width..(token + 1) * reduced_width];
            let here = of(token);
            let ends = match here.end {
                End::None => false,
                End::Sentence => !mutation::is(Mutation::SentenceStarts),
                End::Text => true,
            };
            let entity = match &self.open {
                None => {
                    let scores = scorer.score([scorer.slot(slots, 0), scorer.pad(1), scorer.pad(2)]);
                    let next = self.names.best(&scores, here.is_space, ends);
                    self.open = match next {
                        Move::Begin(label) => Some((label, *scorer.rare_slot(reduced, 1, &mut self.room))),
                        Move::Unit(_) | Move::Out => None,
                    };
                    match next {
                        Move::Begin(label) | Move::Unit(label) => Entity::Begin(label),
                        Move::Out => Entity::Out,
                    }
                }
                &Some((label, ref start)) => {
                    let goes_on = !ends && {
                        let scores = scorer.score([scorer.slot(slots, 0), start, &self.before]);
                        let (i, l) = self.names.inside[usize::from(label.number())];
                        // The network's order has I before L, so I wins a tie.
                        scores.as_flattened()[i] >= scores.as_flattened()[l]
                    };
                    if !goes_on {
                        self.open = None;
                    }
                    Entity::In(label)
                }
            };
            if self.open.is_some() {
                self.before = *scorer.rare_slot(reduced, 2, &mut self.room);
            }
            entities.push(entity);
        }
    }
}

impl Names {
    fn best(&self, scores: &[[f32; LANES]; VECTORS], is_space: bool, ends: bool) -> Move {
        let scores = scores.as_flattened();
        let mut best = (Move::Out, f32::NEG_INFINITY);
        for &(place, next) in &self.outside {
            let allowed = match next {
                Move::Begin(_) => !ends && !is_space,
                Move::Unit(_) => !is_space,
                Move::Out => true,
            };
            if allowed && scores[place] > best.1 {
                best = (next, scores[place]);
            }
        }
        best.0
    }
}
