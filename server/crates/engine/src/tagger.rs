//! Fine parts of speech: one dense layer over the encoded tokens, the greatest of fifty outputs.

use crate::kernels::{Dense, Instructions, WIDTH, first_greatest};
use crate::labels::Tag;
use crate::model::{Model, ModelError};

/// The tagger's layer.
pub struct Tagger {
    dense: Dense,
}

impl Tagger {
    pub fn new(model: &Model, instructions: Instructions) -> Result<Tagger, ModelError> {
        let names = model.strings("tagger.tags")?;
        if !names.iter().copied().eq(Tag::ALL.iter().map(|tag| tag.as_str())) {
            return Err(ModelError::new("the tagger has other tags"));
        }
        let weights = model.floats("tagger.W", &[names.len(), WIDTH])?;
        let bias = model.floats("tagger.b", &[names.len()])?;
        Ok(Tagger { dense: Dense::new(instructions, &weights, &bias) })
    }

    /// Appends the tags of encoded tokens. `scores` is room that is kept between calls.
    pub fn tag(&self, encoded: &[f32], scores: &mut Vec<f32>, tags: &mut Vec<Tag>) {
        let width = self.dense.outputs();
        scores.resize(encoded.len() / WIDTH * width, 0.0);
        self.dense.apply(encoded, WIDTH, scores);
        let best = |scores: &[f32]| Tag::ALL[first_greatest(&scores[..Tag::ALL.len()]).0];
        tags.extend(scores.chunks_exact(width).map(best));
    }
}
