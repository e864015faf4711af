//! How long a keystroke, a hover and a jump take in folders of 5, 1,000 and 10,000 articles, and how long such folders
//! take to read. The articles are those of the example folder, told of other people again and again.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use ide::{Change, Config, Host, Path, Snapshot};
use jiff::civil::date;
use lang::{DEFAULT_TAG, Language};
use tests::newsroom::{name, originals, retold};
use text::{Edit, Span};

const SIZES: [usize; 3] = [5, 1_000, 10_000];

/// The open document: long enough for a press review.
const OPEN: &str = "open.txt";
const OPEN_LENGTH: usize = 10_000;

fn bench(c: &mut Criterion) {
    let originals = originals();
    for size in SIZES {
        let mut host = Host::new(Language::load(DEFAULT_TAG), Config { today: date(2026, 3, 1), ..Config::default() });
        read(&mut host, &originals, size);
        let mut text = String::new();
        for at in 0.. {
            if text.len() >= OPEN_LENGTH {
                break;
            }
            text.push_str(&originals[at % originals.len()]);
            text.push_str("\n\n\n\n");
        }
        host.apply(Change::Open { path: OPEN.into(), text: text.clone() });
        questions(c, &mut host, &text, size);
    }
}

fn questions(c: &mut Criterion, host: &mut Host, text: &str, size: usize) {
    let mut group = c.benchmark_group(format!("{size} articles"));
    group.sample_size(50).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(3));
    let middle = text[text.len() / 2..].find(". ").map_or(text.len() / 2, |at| text.len() / 2 + at + 2) as u32;
    let keys: Vec<char> =
        "The spokesman said on Monday that the talks in Geneva had ended without a deal. ".chars().collect();
    let mut typed = 0;
    let mut key = |host: &mut Host| {
        // A sentence is typed, and typed again before it.
        let at = middle + (typed % keys.len()) as u32;
        let edit = Edit::new(Span::empty(at), keys[typed % keys.len()]);
        typed += 1;
        host.apply(Change::Edit { path: OPEN.into(), edits: vec![edit] });
    };
    group.bench_function("keystroke", |b| {
        // A request holds the snapshot before, as it does in an editor.
        let mut held = host.snapshot();
        b.iter(|| {
            key(host);
            held = host.snapshot();
            held.revision
        });
    });
    group.bench_function("keystroke to findings", |b| {
        b.iter(|| {
            key(host);
            host.snapshot().shown(OPEN).len()
        });
    });
    let snapshot = host.snapshot();
    let spots = spots(&snapshot);
    let mut at = 0;
    let mut spot = || {
        at = (at + 1) % spots.len();
        spots[at]
    };
    group.bench_function("hover", |b| b.iter(|| black_box(snapshot.hover(OPEN, spot()))));
    group.bench_function("hover after a keystroke", |b| {
        let fresh = || {
            key(host);
            host.snapshot()
        };
        b.iter_batched(fresh, |snapshot| snapshot.hover(OPEN, spots[3]), BatchSize::PerIteration);
    });
    group.bench_function("definition", |b| b.iter(|| black_box(snapshot.definition(OPEN, spot()))));
    group.bench_function("references", |b| b.iter(|| black_box(snapshot.references(OPEN, spot(), true))));
    group.bench_function("symbols of the folder", |b| b.iter(|| black_box(snapshot.workspace_symbols("are", 128))));
    group.finish();
}

/// Reads a folder on one thread, and tells how long that took and what it holds.
fn read(host: &mut Host, originals: &[String], size: usize) {
    let texts: Vec<(Path, Arc<str>)> = (0..size).map(|at| (name(at).into(), retold(originals, at).into())).collect();
    let before = memory();
    let (mut reading, mut entering) = (Duration::ZERO, Duration::ZERO);
    for (path, text) in texts {
        let start = Instant::now();
        let document = Host::read(&host.snapshot(), &path, text);
        reading += start.elapsed();
        let start = Instant::now();
        host.enter(document);
        entering += start.elapsed();
    }
    let each = |time: Duration| time.as_secs_f64() * 1000.0 / size as f64;
    eprintln!(
        "{size} articles: read {:.2?} ({:.3} ms each), entered {:.2?} ({:.3} ms each)",
        reading,
        each(reading),
        entering,
        each(entering)
    );
    let start = Instant::now();
    let entities = host.snapshot().index().entities().len();
    eprintln!(
        "{entities} entities in {:.2?}; {} MB more than before",
        start.elapsed(),
        memory().saturating_sub(before) / 1024
    );
}

/// Word starts of names in the open document.
fn spots(snapshot: &Snapshot) -> Vec<u32> {
    let text = snapshot.document(OPEN).map(|document| document.text.clone()).unwrap_or_default();
    let starts = text.match_indices(' ').map(|(at, _)| at + 1);
    let capital = |at: &usize| text[*at..].starts_with(|c: char| c.is_uppercase());
    starts.filter(capital).take(200).map(|at| at as u32).collect()
}

/// Kilobytes this process holds, from the system where it tells.
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(0)
}

criterion_group!(benches, bench);
criterion_main!(benches);
