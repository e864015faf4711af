//! The pipeline against spaCy, stage by stage, with faults put in on purpose, and against hostile texts.

mod golden;
mod limits;
mod seeds;

use std::sync::LazyLock;

use crate::mutation::{self, Mutation};
use crate::{Instructions, Pipeline, Previous, kernels};
use golden::{Differences, Gold, Stage, compare};

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
    check_with(&pipeline, golds, stage, instructions);
}

fn check_with(pipeline: &Pipeline, golds: &[Gold], stage: Stage, instructions: Instructions) {
    let differences = compare(pipeline, golds, stage);
    assert!(differences.tokens > 0);
    eprintln!("{instructions:?}: {}", differences.line());
    assert_eq!(differences.total(), 0, "{}\n{}", differences.line(), differences.examples.join("\n"));
}

#[test]
fn tokens_and_features() {
    check(&EXAMPLE, Stage::Features, Instructions::Portable);
    check(&HOSTILE, Stage::Features, Instructions::Portable);
}

#[test]
fn floats() {
    for instructions in Instructions::ALL {
        let Some(pipeline) = pipeline(instructions) else { continue };
        let furthest = furthest_float(&pipeline);
        eprintln!("{instructions:?}: the furthest float is {furthest:e} away");
        assert!(furthest < NEAR, "{furthest}");
    }
}

#[test]
fn labels_of_the_example() {
    Instructions::ALL.into_iter().for_each(|instructions| check(&EXAMPLE, Stage::All, instructions));
}

#[test]
fn labels_of_hostile_strings() {
    Instructions::ALL.into_iter().for_each(|instructions| check(&HOSTILE, Stage::All, instructions));
}

/// How long texts are cut for the caches changes nothing: here most of them are cut.
#[test]
fn tiles_and_windows() {
    let mut pipeline = Pipeline::load().expect("the model loads");
    pipeline.tile = 13;
    pipeline.parser.window = 16;
    (pipeline.shared.lexemes, pipeline.names_encoder.lexemes) = (8, 40);
    check_with(&pipeline, &EXAMPLE, Stage::All, Instructions::best());
}

/// Texts that are read together have the labels that each has alone.
#[test]
fn texts_together() {
    let texts: Vec<&str> = HOSTILE.iter().chain(&*EXAMPLE).flat_map(|gold| gold.text.lines()).collect();
    let mut pipeline = Pipeline::load().expect("the model loads");
    for tile in [13, pipeline.tile] {
        pipeline.tile = tile;
        let (together, names) = (pipeline.analyze_all(&texts), pipeline.names_all(&texts));
        assert_eq!((together.len(), names.len()), (texts.len(), texts.len()));
        for ((text, together), names) in texts.iter().zip(together).zip(names) {
            assert_eq!(together, pipeline.analyze(text), "{text:?}");
            assert_eq!(names, pipeline.names(text), "{text:?}");
        }
    }
}

/// A text that is typed, cut and mended key by key has at each key the labels that it has when it is read alone.
#[test]
fn texts_again() {
    let mut pipeline = Pipeline::load().expect("the model loads");
    for (tile, window) in [(13, 8), (pipeline.tile, pipeline.parser.window)] {
        (pipeline.tile, pipeline.parser.window) = (tile, window);
        let mut previous = Previous::default();
        let mut read =
            |text: &str| assert_eq!(pipeline.analyze_again(text, &mut previous), pipeline.analyze(text), "{text:?}");
        for gold in HOSTILE.iter().chain(EXAMPLE.iter()) {
            read(&gold.text);
            let places = gold.text.char_indices().map(|(at, _)| at).step_by(gold.text.len() / 12 + 1);
            for (count, at) in places.enumerate() {
                let (before, after) = gold.text.split_at(at);
                read(&format!("{before}{}{after}", ["s", "s ", ", said Ellis, ", " \n ", "."][count % 5]));
                read(&format!("{before}{}", after.split_once(' ').map_or("", |(_, rest)| rest)));
            }
        }
    }
}

/// Floats are sums in another order than spaCy's, so they are near, not equal.
const NEAR: f32 = 1e-4;

/// How far the encoders' floats of one text are from spaCy's.
fn furthest_float(pipeline: &Pipeline) -> f32 {
    let file = std::fs::read_to_string(golden::folder().join("floats.tsv")).expect("the golden floats");
    let mut lines = file.lines();
    let text: String = serde_json::from_str(lines.next().expect("a text")).expect("a JSON string");
    let expected: Vec<f32> =
        lines.flat_map(|line| line.split('\t')).map(|float| float.parse().expect("a float")).collect();

    let mut scratch = crate::Scratch::default();
    let words = pipeline.tokenizer.tokenize(&pipeline.vocabulary, &mut scratch.memory, &text);
    let layout = crate::encoder::Layout::new(&[words.len()]);
    let tiles = || layout.tiles(words.len());
    let (mut shared, mut own) = (Vec::new(), Vec::new());
    pipeline.encode_shared(&words, &layout, tiles(), &mut scratch, |encoded, _| shared.extend_from_slice(encoded));
    pipeline.encode_names(&words, &layout, tiles(), &mut scratch, |encoded, _| own.extend_from_slice(encoded));

    let rows = shared.chunks(kernels::WIDTH).zip(own.chunks(kernels::WIDTH));
    let found: Vec<f32> = rows.flat_map(|(shared, own)| shared.iter().chain(own)).copied().collect();
    assert_eq!(expected.len(), found.len());
    expected.iter().zip(found).map(|(expected, found)| (expected - found).abs()).fold(0.0, f32::max)
}

/// A test of the tests: each fault shows. What it shows as is printed as a table.
#[test]
fn faults_are_noticed() {
    let unnoticed: Vec<_> = Mutation::ALL.iter().filter(|&&mutation| !is_noticed(mutation)).collect();
    assert!(unnoticed.is_empty(), "not noticed: {unnoticed:?}");
}

fn is_noticed(fault: Mutation) -> bool {
    mutation::with(fault, || {
        let pipeline = Pipeline::load_with(Instructions::best()).expect("the model loads");
        let (example, hostile) = (compare(&pipeline, &EXAMPLE, Stage::All), compare(&pipeline, &HOSTILE, Stage::All));
        let furthest = furthest_float(&pipeline);
        let counts = |d: &Differences| {
            format!(
                "{} cuts, {} features, {} tags, {} pos, {} lemmas, {} heads, {} labels, {} starts, {} entities, {} alone",
                d.cuts, d.features, d.tags, d.pos, d.lemmas, d.heads, d.deps, d.starts, d.entities, d.alone
            )
        };
        eprintln!(
            "{fault:?}\n  example: {}\n  hostile: {}\n  floats: {furthest:e}",
            counts(&example),
            counts(&hostile)
        );
        // An epsilon is too small a fault for labels: the floats show it.
        match fault {
            Mutation::Epsilon => furthest > NEAR,
            _ => example.total() + hostile.total() > 0,
        }
    })
}
