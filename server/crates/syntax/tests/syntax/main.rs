//! Blocks of whole pages: what they are, that they hold against wrapping, editing and hostile text.

mod blocks;
mod edits;
mod pages;
mod rough;
mod wrapped;

use syntax::{BlockKind, Tree};

/// Kind and text of each block, white space folded to single spaces.
fn folded(source: &str) -> Vec<(BlockKind, String)> {
    let blocks = Tree::parse(source).blocks(source);
    blocks.iter().map(|block| (block.kind, fold(block.text(source)))).collect()
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Wraps every line at `width` characters, between words.
fn wrap(source: &str, width: usize) -> String {
    let mut wrapped = String::new();
    for (number, line) in source.split('\n').enumerate() {
        if number > 0 {
            wrapped.push('\n');
        }
        let mut length = 0;
        for (number, word) in line.split(' ').enumerate() {
            let word_length = word.chars().count();
            if number > 0 {
                let fits = length + 1 + word_length <= width;
                wrapped.push(if fits { ' ' } else { '\n' });
                length = if fits { length + 1 } else { 0 };
            }
            wrapped.push_str(word);
            length += word_length;
        }
    }
    wrapped
}

/// A generator of numbers that are random enough (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}
