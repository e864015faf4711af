//! How fast articles are read once the pipeline has been asked: zones, tokens, names, times, attributions, claims. Words
//! of text per second, on one core.
//!
//!     cargo bench -p nlp --bench reading                              # the example folder
//!     DATELINE_TEXTS=FILE.jsonl cargo bench -p nlp --bench reading    # texts of your own, {"text"} a line

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use lang::Language;
use nlp::document::{Context, Memory};
use nlp::parse::Parses;
use syntax::Tree;

/// A text, and what the pipeline says of it.
struct Page {
    text: String,
    parses: Parses,
}

fn texts() -> Vec<String> {
    if let Ok(file) = std::env::var("DATELINE_TEXTS") {
        let lines = std::fs::read_to_string(file).expect("the texts");
        let value = |line| serde_json::from_str::<serde_json::Value>(line).expect("a JSON object");
        return lines.lines().map(|line| value(line)["text"].as_str().expect("a text").to_owned()).collect();
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/example");
    let files = std::fs::read_dir(folder).expect("the example folder").flatten();
    files.filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect()
}

fn context() -> Context {
    let day = "2026-01-01".parse().expect("a day");
    Context {
        file_name: "article.txt".into(),
        today: day,
        earliest: "2000-01-01".parse().expect("a day"),
        written: Some(day),
        dated: Vec::new(),
        said: Vec::new(),
        boundaries: Vec::new(),
        known: std::sync::Arc::default(),
        mode: None,
    }
}

fn read(text: &str, context: &Context, lang: &Language, memory: &mut Memory) -> nlp::Analysis {
    nlp::analyze(text, &Tree::parse(text), context, lang, memory)
}

fn reading(criterion: &mut Criterion) {
    let (lang, context) = (Language::load(lang::DEFAULT_TAG), context());
    let pages: Vec<Page> = texts()
        .into_iter()
        .map(|text| {
            let parses = read(&text, &context, &lang, &mut Memory::with_budget(usize::MAX)).parses;
            Page { text, parses }
        })
        .collect();
    let words = pages.iter().map(|page| page.text.split_whitespace().count() as u64).sum();
    let mut group = criterion.benchmark_group("reading");
    group.throughput(Throughput::Elements(words)).sample_size(20);
    group.bench_function("after the pipeline", |bencher| {
        bencher.iter(|| {
            let read = |page: &Page| {
                let mut memory = Memory::default();
                memory.know(&page.parses);
                read(black_box(&page.text), &context, &lang, &mut memory).articles.len()
            };
            pages.iter().map(read).sum::<usize>()
        });
    });
    group.bench_function("the pipeline and the rest", |bencher| {
        bencher.iter(|| {
            let all = |page: &Page| {
                read(black_box(&page.text), &context, &lang, &mut Memory::with_budget(usize::MAX)).articles.len()
            };
            pages.iter().map(all).sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
