//! How long a page takes: parsing it, parsing it again after a keystroke, and reading its blocks.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use syntax::Tree;
use text::{Edit, Span};

const PARAGRAPH: &str = "The ferries between the islands run again, the harbour master said on Monday, \u{201c}and they will \
run on Sundays, too\u{201d} (from April on). The port was closed for a week after the storm of 3 March — the longest \
break since the war. \"Nobody likes to wait,\" she added.";

fn page(bytes: usize) -> String {
    let mut page = String::from("OSLO, March 4 (Norwire) - ");
    while page.len() < bytes {
        page.push_str(PARAGRAPH);
        page.push_str("\n\n");
    }
    page
}

/// Wraps every line at 72 characters.
fn wrapped(page: &str) -> String {
    let mut wrapped = String::new();
    for line in page.lines() {
        let mut length = 0;
        for word in line.split(' ') {
            let count = word.chars().count();
            if length > 0 {
                wrapped.push(if length + 1 + count > 72 { '\n' } else { ' ' });
                length = if length + 1 + count > 72 { 0 } else { length + 1 };
            }
            wrapped.push_str(word);
            length += count;
        }
        wrapped.push('\n');
    }
    wrapped
}

fn blocks(criterion: &mut Criterion) {
    for (name, source) in [("10 kB", page(10_000)), ("10 kB wrapped", wrapped(&page(10_000)))] {
        let tree = Tree::parse(&source);
        criterion.bench_function(&format!("parse {name}"), |bencher| bencher.iter(|| Tree::parse(black_box(&source))));
        criterion.bench_function(&format!("blocks {name}"), |bencher| bencher.iter(|| tree.blocks(black_box(&source))));
        let middle = (source.len() / 2..).find(|&at| source.is_char_boundary(at)).unwrap_or(0) as u32;
        let edit = Edit::new(Span::empty(middle), "x");
        let new_source = edit.apply(&source);
        criterion.bench_function(&format!("keystroke {name}"), |bencher| {
            bencher.iter(|| tree.reparse(black_box(&source), &edit, &new_source));
        });
    }
}

criterion_group!(benches, blocks);
criterion_main!(benches);
