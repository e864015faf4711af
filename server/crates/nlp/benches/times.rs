//! How fast times are read: found in tokens, and resolved in their sentences. Bytes of text per second, on one core.
//!
//!     cargo bench -p nlp --bench times                                # a history written for this
//!     DATELINE_TEXTS=FILE.jsonl cargo bench -p nlp --bench times      # texts of your own, {"text", "dct"?} a line

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::Date;
use lang::Language;
use nlp::times::resolve::InSentence;
use nlp::{ArticleDate, Sentence, TimeExpression, Token};

const HISTORY: &str = "The railway was begun in March 1891, and by the end of 1893 it had reached the lake. In June the bridge \
stood; three weeks later the first train crossed it, and on 4 August 1894 the line was opened. The winter of 1894-95 closed it \
for months. Two years later, on the night of 12 February, a fire destroyed the sheds, and \u{201c}nothing is left of what we \
built in five years,\u{201d} the engineer wrote the next day. The second line, planned since 1888, was finished in the spring of \
1902 after a dispute that had lasted almost three and a half years.";

/// A text, and what other layers say of it.
struct Page {
    text: String,
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
    date: ArticleDate,
}

fn pages(lang: &Language) -> Vec<Page> {
    let page = |text: String, day: Option<Date>| {
        let tokens = nlp::tokens::tokens(&text);
        let sentences = nlp::sentences::sentences(&text, &tokens, lang);
        let date = ArticleDate { day, value: day.map(|day| day.to_string()), ..ArticleDate::default() };
        Page { text, tokens, sentences, date }
    };
    match std::env::var("DATELINE_TEXTS") {
        Ok(file) => {
            let lines = std::fs::read_to_string(file).expect("the texts");
            let values =
                lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a JSON object"));
            values.map(|value| page(value["text"].as_str().expect("a text").to_owned(), day(&value))).collect()
        }
        Err(_) => vec![page(vec![HISTORY; 100].join("\n\n"), None)],
    }
}

fn day(value: &serde_json::Value) -> Option<Date> {
    value["dct"].as_str()?.get(..10)?.parse().ok()
}

fn extracted(page: &Page, lang: &Language) -> Vec<TimeExpression> {
    nlp::times::extract(&page.text, &page.tokens, lang)
}

fn resolved(page: &Page, found: &[TimeExpression], lang: &Language) -> usize {
    let mut at = 0;
    let placed: Vec<InSentence> = found
        .iter()
        .map(|expression| {
            while at + 1 < page.sentences.len() && page.sentences[at].span.end <= expression.span.start {
                at += 1;
            }
            let span = page.sentences[at].span;
            InSentence { expression, sentence: span.of(&page.text), sentence_start: span.start, body: true }
        })
        .collect();
    nlp::times::resolve(&placed, &page.date, lang).len()
}

fn times(criterion: &mut Criterion) {
    let lang = Language::load(lang::DEFAULT_TAG);
    let pages = pages(&lang);
    let mut group = criterion.benchmark_group("times");
    group.throughput(Throughput::Bytes(pages.iter().map(|page| page.text.len() as u64).sum()));
    group.bench_function("found and resolved", |bencher| {
        bencher
            .iter(|| pages.iter().map(|page| resolved(page, &extracted(black_box(page), &lang), &lang)).sum::<usize>());
    });
    group.bench_function("found", |bencher| {
        bencher.iter(|| pages.iter().map(|page| extracted(black_box(page), &lang).len()).sum::<usize>());
    });
    group.bench_function("with tokens and sentences", |bencher| {
        bencher.iter(|| {
            let read = |page: &Page| {
                let tokens = nlp::tokens::tokens(black_box(&page.text));
                let sentences = nlp::sentences::sentences(&page.text, &tokens, &lang);
                let page = Page { text: String::new(), tokens, sentences, date: page.date.clone() };
                page.tokens.len() + page.sentences.len()
            };
            pages.iter().map(|page| read(page) + resolved(page, &extracted(page, &lang), &lang)).sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, times);
criterion_main!(benches);
