//! How fast texts are read: tokens per second of processor time of one thread, as JSON for `convert/compare.py`.
//!
//!     cargo bench -p engine -- [TEXTS.json] [--without-portable]
//!
//! `TEXTS.json` is a list of paragraphs; without it, those of the example folder are read.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use engine::{Instructions, Pipeline};
use rustix::time::{ClockId, clock_gettime};

const RUNS: usize = 5;

fn main() {
    let texts = match std::env::args().skip(1).find(|argument| argument.ends_with(".json")) {
        Some(file) => {
            serde_json::from_str(&std::fs::read_to_string(file).expect("the texts")).expect("a JSON list of texts")
        }
        None => example(),
    };
    let mut results = serde_json::Map::new();
    let without_portable = std::env::args().any(|argument| argument == "--without-portable");
    for instructions in Instructions::ALL.into_iter().skip(usize::from(without_portable)) {
        if !instructions.are_here() {
            eprintln!("SKIPPED: this machine has not the instructions {instructions:?}");
            continue;
        }
        results.insert(format!("{instructions:?}"), measure(&texts, instructions));
    }
    println!("{}", serde_json::Value::Object(results));
}

fn measure(texts: &[String], instructions: Instructions) -> serde_json::Value {
    let load = || Pipeline::load_with(instructions).expect("the model loads");
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let texts = texts.as_slice();
    let rates = |read: &dyn Fn(&Pipeline) -> usize| {
        median((0..RUNS).map(|_| {
            // Every run begins without a memory.
            let pipeline = load();
            let begun = processor_seconds();
            let tokens = read(&pipeline);
            tokens as f64 / (processor_seconds() - begun)
        }))
    };
    let whole =
        rates(&|pipeline| black_box(pipeline.analyze_all(texts)).iter().map(|parsed| parsed.tokens.len()).sum());
    let names = rates(&|pipeline| black_box(pipeline.names_all(texts)).iter().map(Vec::len).sum());
    let one_by_one = rates(&|pipeline| texts.iter().map(|text| black_box(pipeline.analyze(text)).tokens.len()).sum());
    let pipeline = load();
    let paragraph = paragraph_of(100, texts, &pipeline);
    let milliseconds = |read: &dyn Fn(&str)| {
        median((0..200).map(|_| {
            let begun = Instant::now();
            read(&paragraph);
            begun.elapsed().as_secs_f64() * 1e3
        }))
    };
    serde_json::json!({
        "whole": whole,
        "names": names,
        "one by one": one_by_one,
        "paragraph": milliseconds(&|text| { black_box(pipeline.analyze(text)); }),
        "paragraph names": milliseconds(&|text| { black_box(pipeline.names(text)); }),
        "load": median((0..9).map(|_| {
            let begun = Instant::now();
            black_box(load());
            begun.elapsed().as_secs_f64() * 1e3
        })),
        "threads": thread_scaling(texts, &pipeline),
        "memory": resident_megabytes(),
    })
}

/// Tokens per second of the clock with two threads, by those with one.
fn thread_scaling(texts: &[&str], pipeline: &Pipeline) -> f64 {
    let seconds = |threads: usize| {
        let begun = Instant::now();
        std::thread::scope(|scope| {
            for thread in 0..threads {
                scope.spawn(move || {
                    texts.iter().skip(thread).step_by(threads).for_each(|text| drop(black_box(pipeline.analyze(text))))
                });
            }
        });
        begun.elapsed().as_secs_f64()
    };
    let pairs = (0..RUNS).map(|_| seconds(1) / seconds(2));
    median(pairs)
}

/// A paragraph of about as many tokens.
fn paragraph_of(tokens: usize, texts: &[&str], pipeline: &Pipeline) -> String {
    let distance = |text: &&&str| pipeline.analyze(text).tokens.len().abs_diff(tokens);
    texts.iter().min_by_key(distance).map_or_else(String::new, |text| (*text).to_owned())
}

fn example() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/example");
    let files = std::fs::read_dir(folder).expect("the example folder").flatten();
    let texts = files.filter_map(|file| std::fs::read_to_string(file.path()).ok());
    texts
        .flat_map(|text| text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

fn processor_seconds() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn resident_megabytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse::<f64>().ok().map(|kilobytes| kilobytes / 1024.0)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
