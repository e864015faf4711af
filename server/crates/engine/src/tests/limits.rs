//! Texts that nobody writes: empty, blank, a megabyte of one thing. All of them are read, and in time in proportion.

use std::time::{Duration, Instant};

use crate::Pipeline;

/// What a megabyte may take in a test build on a loaded machine. The square of a megabyte would take hours.
const PATIENCE: Duration = Duration::from_secs(900);

const MEGABYTE: usize = 1 << 20;

fn read(text: &str) {
    let pipeline = Pipeline::get();
    let begun = Instant::now();
    let parsed = pipeline.analyze(text);
    let took = begun.elapsed();
    let mut at = 0;
    for token in &parsed.tokens {
        let range = token.range();
        assert!(range.start < range.end && text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
        // Between two tokens there is nothing, or the one space that is no token.
        assert!(matches!(&text[at..range.start], "" | " "));
        assert!((token.head as usize) < parsed.tokens.len());
        at = range.end;
    }
    assert!(matches!(&text[at..], "" | " "));
    let sentences: usize = parsed.sentences().map(|sentence| sentence.len()).sum();
    assert_eq!(sentences, parsed.tokens.len());
    assert!(
        took < PATIENCE,
        "{took:?} for {} tokens of {:?}…",
        parsed.tokens.len(),
        text.chars().take(20).collect::<String>()
    );
    eprintln!("{took:?}: {} tokens of {:?}…", parsed.tokens.len(), text.chars().take(20).collect::<String>());
}

#[test]
fn empty_and_blank() {
    let parsed = Pipeline::get().analyze("");
    assert!(parsed.tokens.is_empty() && parsed.names().is_empty() && parsed.sentences().next().is_none());
    for text in [" ", "  ", "\n", "\r\n\r\n", "\u{a0}", "\u{feff}", "a", "a ", " a", "\0", "é\u{301}"] {
        read(text);
    }
}

#[test]
fn a_megabyte_of_one_thing() {
    for part in [" ", "\n", "a", ".", "a.b@"] {
        read(&part.repeat(MEGABYTE / part.len()));
    }
    // Less of what has a token every byte or two.
    for part in ["(", "a-", "http://a.b/c", "😀", "((a)) ", "U.S. ", "1km ", "don't", "http://a.b/c ", "\"'"] {
        read(&part.repeat(MEGABYTE / 8 / part.len()));
    }
}

#[test]
fn a_megabyte_of_words_without_a_full_stop() {
    read(&"the minister of trade who had said that he would not go went to the talks and ".repeat(MEGABYTE / 78));
}

#[test]
fn a_megabyte_of_words_that_are_all_different() {
    read(&(0..MEGABYTE / 8).map(|i| format!("w{i:x}{} ", i % 7)).collect::<String>());
}

#[test]
fn what_is_remembered_changes_nothing_and_is_bounded() {
    let text = "Officials in Kyiv didn't say whether the U.S. would pay $5.5bn by 3 May, Reuters reported.";
    let pipeline = Pipeline::load().expect("the model loads");
    let fresh = pipeline.analyze(text);
    assert_eq!(pipeline.analyze(text), fresh);
    // Enough distinct words to forget everything, twice.
    for round in 0..4 {
        let words: String = (0..10_000).map(|i| format!("w{round}x{i} ")).collect();
        pipeline.analyze(&words);
        assert_eq!(pipeline.analyze(text), fresh);
    }
    let kept: usize =
        pipeline.scratch.lock().expect("no thread has failed").iter().map(|s| s.memory.lexemes.len()).sum();
    assert!(kept < 30_000, "{kept}");
}

#[test]
fn threads_agree() {
    let text = "Angela Merkel told parliament on Tuesday that Berlin would not sign. \"We can't,\" she said.";
    let alone = Pipeline::get().analyze(text);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..20).for_each(|_| assert_eq!(Pipeline::get().analyze(text), alone)));
        }
    });
}

#[test]
fn names_are_ranges_of_tokens() {
    let text = "Angela Merkel met Sergei Lavrov in Geneva on Tuesday.";
    let parsed = Pipeline::get().analyze(text);
    let texts: Vec<_> = parsed
        .names()
        .into_iter()
        .map(|name| {
            let (first, last) = (parsed.tokens[name.tokens.start], parsed.tokens[name.tokens.end - 1]);
            format!("{} {}", name.kind, &text[first.start as usize..last.end as usize])
        })
        .collect();
    assert_eq!(texts, ["PERSON Angela Merkel", "PERSON Sergei Lavrov", "GPE Geneva", "DATE Tuesday"]);
}

#[test]
fn a_broken_model_is_an_error() {
    for bytes in [&b""[..], b"DLENGM01", b"DLENGM00\0\0\0\0", &crate::MODEL[..1000], &crate::MODEL[..1_000_000]] {
        let model = crate::model::Model::new(bytes);
        assert!(model.and_then(|model| crate::vocabulary::Vocabulary::new(&model).map(|_| ())).is_err());
    }
}

#[test]
fn the_notices_are_whole() {
    for said in
        ["MIT", "ExplosionAI", "WordNet 3.0 Copyright 2006 by Princeton University", "OntoNotes", "spaCy", "thinc"]
    {
        assert!(crate::NOTICES.contains(said), "{said}");
    }
}
