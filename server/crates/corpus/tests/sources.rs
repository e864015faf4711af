//! Quotations among many texts: found, in time, whatever the order.

use std::sync::Arc;
use std::time::Instant;

use corpus::sources::{Pattern, Source};
use corpus::{Path, Sources};

const WORDS: &str = "the of and to in a that is was for on with as by at from it said his her they will have be not \
    harbour treaty berth crane bridge river minister senate vote paper ship dredging contract talks round truce exchange";

/// A text of 600 words, each article's own.
fn text(number: u64) -> String {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    let word =
        |at: u64, rare: u64| if at < 60 { words[at as usize % words.len()].to_owned() } else { format!("w{rare}") };
    (0..600).map(|_| word(next(100), next(40_000))).collect::<Vec<_>>().join(" ")
}

fn folder(count: u64, order: impl Iterator<Item = u64>) -> Sources {
    let mut sources = Sources::default();
    for number in order {
        let source = Source::new(text(number).into(), vec![0], Vec::new());
        source.prepare();
        sources.replace(&Path::from(format!("{number}.txt")), Some(Arc::new(source)));
    }
    assert_eq!(sources.len() as u64, count);
    sources
}

/// Twelve words of an article.
fn passage(number: u64, at: usize) -> String {
    text(number).split(' ').skip(at).take(12).collect::<Vec<_>>().join(" ")
}

#[test]
fn ten_thousand_articles() {
    let sources = folder(10_000, 0..10_000);
    let (mut find, mut nearest) = (Vec::new(), Vec::new());
    for number in (0..10_000).step_by(200) {
        let words = passage(number, 100);
        let start = Instant::now();
        let found = sources.find(&Pattern::new(&words));
        find.push(start.elapsed());
        assert!(found.iter().any(|place| *place.path == *format!("{number}.txt")), "{words}");
        let altered = words.split(' ').enumerate().map(|(at, word)| if at == 5 { "other" } else { word });
        let altered = altered.collect::<Vec<_>>().join(" ");
        let pattern = Pattern::new(&altered);
        let start = Instant::now();
        let passage = sources.nearest(&pattern).expect("a passage much like it");
        nearest.push(start.elapsed());
        assert_eq!(*passage.path, *format!("{number}.txt"));
        assert_eq!(passage.hunks.len(), 1);
    }
    // The first question pays for the tables.
    let middle = |times: &mut Vec<std::time::Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    println!("first {:?}", find[0]);
    println!(
        "find {:?}, nearest {:?}, {} bytes a text",
        middle(&mut find),
        middle(&mut nearest),
        sources.memory() / 10_000
    );
    assert!(sources.memory() < 10_000 * 5_000);
}

#[test]
fn neither_order_nor_history_shows() {
    let forth = folder(600, 0..600);
    let mut back = folder(601, (0..601).rev());
    let kept = back.clone();
    back.replace(&"600.txt".into(), None);
    back.replace(&"7.txt".into(), Some(Arc::new(Source::new(text(9_999).into(), vec![0], Vec::new()))));
    back.replace(&"7.txt".into(), Some(Arc::new(Source::new(text(7).into(), vec![0], Vec::new()))));
    for number in [0, 7, 255, 256, 599, 600, 9_999] {
        let pattern = Pattern::new(&passage(number, 40));
        assert_eq!(forth.find(&pattern), back.find(&pattern));
        assert_eq!(forth.nearest(&pattern), back.nearest(&pattern));
    }
    let gone = Pattern::new(&passage(600, 40));
    assert!(back.find(&gone).is_empty() && !kept.find(&gone).is_empty(), "a snapshot never changes");
}
