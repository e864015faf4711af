//! The pipeline against spaCy, stage by stage, and against hostile texts.

mod golden;

use std::sync::LazyLock;

use crate::encoder::EncoderBuffers;
use crate::memory::Memory;
use crate::mutation::{self, Mutation};
use crate::{Instructions, Pipeline, kernels};
use golden::{Gold, Stage, compare};

static EXAMPLE: LazyLock<Vec<Gold>> = LazyLock::new(|| golden::read(&golden::folder().join("example.tsv")));
static HOSTILE: LazyLock<Vec<Gold>> = LazyLock::new(|| golden::read(&golden::folder().join("hostile.tsv")));

/// A pipeline for these instructions; `None`, said loudly, where the machine has them not.
fn pipeline(instructions: Instructions) -> Option<Pipeline> {
    if !instructions.are_here() {
        eprintln!("SKIPPED: this machine has not the instructions {instructions:?}");
        return None;
    }
    Some(Pipeline::load_with(instructions).expect("the model loads"))
}

fn check(golds: &[Gold], stage: Stage, instructions: Instructions) {
    let Some(pipeline) = pipeline(instructions) else { return };
    let differences = compare(&pipeline, golds, stage);
    assert!(differences.tokens > 0);
    eprintln!("{instructions:?}: {}", differences.line());
    assert_eq!(differences.total(), 0, "{}\n{}", differences.line(), differences.examples.join("\n"));
}

#[test]
fn tokens_and_features_of_the_example() {
    check(&EXAMPLE, Stage::Features, Instructions::best());
}

#[test]
fn tokens_and_features_of_hostile_strings() {
    check(&HOSTILE, Stage::Features, Instructions::best());
}

#[test]
fn floats() {
    for instructions in [Instructions::Portable, Instructions::Avx2] {
        let Some(pipeline) = pipeline(instructions) else { continue };
        let file = std::fs::read_to_string(golden::folder().join("floats.tsv")).expect("the golden floats");
        let mut lines = file.lines();
        let text: String = serde_json::from_str(lines.next().expect("a text")).expect("a JSON string");
        let expected: Vec<Vec<f32>> =
            lines.map(|line| line.split('\t').map(|float| float.parse().expect("a float")).collect()).collect();

        let (mut memory, mut buffers) = (Memory::default(), EncoderBuffers::default());
        let words = pipeline.tokenizer.tokenize(&pipeline.vocabulary, &mut memory, &text);
        assert_eq!(words.len(), expected.len());
        let mut scratch = crate::Scratch { memory, ..Default::default() };
        let mut shared = Vec::new();
        pipeline.encode_shared(&words, &mut scratch, |encoded, _, _| shared.extend_from_slice(encoded));
        let Memory { lexemes, names, .. } = &mut scratch.memory;
        pipeline.names_encoder.embed(
            names,
            words.iter().map(|word| word.lexeme as usize),
            |number, ids| {
                let lexeme = &lexemes[number];
                ids.copy_from_slice(&[lexeme.norm, lexeme.prefix, lexeme.suffix, lexeme.shape]);
            },
            &mut buffers,
        );
        let of = |token: usize| names.row(words[token].lexeme as usize, kernels::WIDTH);
        let own = pipeline.names_encoder.encode(0, words.len(), words.len(), of, &mut buffers);
        let mut furthest = 0.0f32;
        for ((expected, shared), own) in expected.iter().zip(shared.chunks(96)).zip(own.chunks(96)) {
            for (expected, found) in expected.iter().zip(shared.iter().chain(own)) {
                furthest = furthest.max((expected - found).abs());
            }
        }
        eprintln!("{instructions:?}: the furthest float is {furthest:e} away");
        assert!(furthest < 1e-4, "{furthest}");
    }
}

#[test]
fn labels_of_the_example_portable() {
    check(&EXAMPLE, Stage::All, Instructions::Portable);
}

#[test]
fn labels_of_the_example_avx2() {
    check(&EXAMPLE, Stage::All, Instructions::Avx2);
}

#[test]
fn labels_of_hostile_strings_portable() {
    check(&HOSTILE, Stage::All, Instructions::Portable);
}

#[test]
fn labels_of_hostile_strings_avx2() {
    check(&HOSTILE, Stage::All, Instructions::Avx2);
}
