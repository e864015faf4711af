//! The states of an arc-eager transition system that also finds where sentences start.
//!
//! Tokens wait in a buffer and are put on a stack; arcs are drawn between the stack's top and the buffer's front.

/// Tokens that the network sees of a state.
pub const SLOTS: usize = 8;
/// The label of a token that has no head.
pub const NO_LABEL: u8 = u8::MAX;
const NONE: u32 = u32::MAX;

/// A step from one state to the next. Labels are numbers of [`Parser`]'s own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    Shift,
    Reduce,
    Left(u8),
    Right(u8),
    Break,
}

/// The stack, the buffer and the arcs so far.
pub struct State {
    heads: Vec<u32>,
    pub labels: Vec<u8>,
    pub stack: Vec<u32>,
    /// Tokens that were put back, in front of the text from `next` on; the last comes first.
    put_back: Vec<u32>,
    pub next: u32,
    cannot_shift: Vec<bool>,
    starts: Vec<bool>,
    left: Children,
    right: Children,
}

/// The children of every token on one side, in the order in which they were attached; the last is asked for.
struct Children {
    last: Vec<u32>,
    before: Vec<u32>,
}

impl Children {
    fn new(length: usize) -> Children {
        Children { last: vec![NONE; length], before: vec![NONE; length] }
    }

    fn last(&self, head: Option<u32>) -> Option<u32> {
        head.map(|head| self.last[head as usize]).filter(|&child| child != NONE)
    }

    fn add(&mut self, head: u32, child: u32) {
        self.before[child as usize] = self.last[head as usize];
        self.last[head as usize] = child;
    }

    /// Removes a child if it is the last. Others stay, as in spaCy; no sequence of moves is known that leads there.
    fn remove(&mut self, head: u32, child: u32) {
        if self.last[head as usize] == child {
            self.last[head as usize] = self.before[child as usize];
        }
    }
}

/// Which moves a state allows.
pub struct Valid {
    shift: bool,
    reduce: bool,
    arcs: bool,
    sentence: bool,
}

impl Valid {
    pub fn allows(&self, next: Move) -> bool {
        match next {
            Move::Shift => self.shift,
            Move::Reduce => self.reduce,
            Move::Left(_) | Move::Right(_) => self.arcs,
            Move::Break => self.sentence,
        }
    }
}

impl State {
    pub fn new(length: usize) -> State {
        State {
            heads: vec![NONE; length],
            labels: vec![NO_LABEL; length],
            stack: Vec::new(),
            put_back: Vec::new(),
            next: 0,
            cannot_shift: vec![false; length],
            starts: vec![false; length],
            left: Children::new(length),
            right: Children::new(length),
        }
    }

    /// The head of every token; itself for a root.
    pub fn heads(&self) -> Vec<u32> {
        self.heads.iter().zip(0..).map(|(&head, own)| if head == NONE { own } else { head }).collect()
    }

    pub fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffered() == 0
    }

    /// Whether it is known that a sentence starts here, if nothing that moves hang on is left of the tokens before.
    pub fn begins(&self) -> Option<bool> {
        let front = self.buffer(0)? as usize;
        let is_marked = self.cannot_shift[front] || self.left.last[front] != NONE;
        let second_starts = self.starts.get(front + 1).is_some_and(|&starts| starts);
        let begins = self.stack.is_empty() && self.put_back.is_empty() && !is_marked && !second_starts;
        begins.then(|| self.starts[front])
    }

    pub fn buffered(&self) -> usize {
        self.heads.len() - self.next as usize + self.put_back.len()
    }

    pub fn buffer(&self, i: usize) -> Option<u32> {
        if let Some(at) = self.put_back.len().checked_sub(i + 1) {
            return Some(self.put_back[at]);
        }
        let token = self.next as usize + i - self.put_back.len();
        (token < self.heads.len()).then_some(token as u32)
    }

    fn stacked(&self, i: usize) -> Option<u32> {
        self.stack.len().checked_sub(i + 1).map(|at| self.stack[at])
    }

    /// The tokens that the network sees.
    pub fn context(&self) -> [Option<u32>; SLOTS] {
        let (front, top) = (self.buffer(0), self.stacked(0));
        [
            front,
            self.buffer(1),
            top,
            self.stacked(1),
            self.stacked(2),
            self.left.last(front),
            self.left.last(top),
            self.right.last(top),
        ]
    }

    /// The move, where there is no choice: the stack is emptied after the last token.
    pub fn only_move(&self) -> Option<Move> {
        (self.buffered() == 0).then_some(Move::Reduce)
    }

    pub fn valid(&self) -> Valid {
        let stacked = !self.stack.is_empty();
        let several = self.buffered() > 1;
        let front = self.buffer(0);
        let front_starts = front.is_some_and(|front| self.starts[front as usize]);
        let front_shifts = front.is_none_or(|front| !self.cannot_shift[front as usize]);
        let sentence = several
            && match (front, self.buffer(1)) {
                (Some(front), Some(second)) => second == front + 1 && !self.starts[second as usize],
                _ => false,
            };
        Valid {
            shift: !stacked || several && !front_starts && front_shifts,
            reduce: stacked,
            arcs: stacked && front.is_some() && !front_starts,
            sentence,
        }
    }

    pub fn apply(&mut self, next: Move) {
        match next {
            Move::Shift => self.shift(),
            Move::Reduce => self.reduce(),
            Move::Left(label) => {
                let (Some(front), Some(top)) = (self.buffer(0), self.stacked(0)) else { return };
                self.attach(front, top, label);
                self.cannot_shift[front as usize] = false;
                self.stack.pop();
            }
            Move::Right(label) => {
                let (Some(front), Some(top)) = (self.buffer(0), self.stacked(0)) else { return };
                self.attach(top, front, label);
                self.shift();
            }
            Move::Break => {
                if let Some(second) = self.buffer(1) {
                    self.starts[second as usize] = true;
                }
            }
        }
    }

    fn shift(&mut self) {
        let front = self.put_back.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(front);
    }

    /// Takes the top from the stack. Without a head, and not alone there, it goes back into the buffer, but only once.
    fn reduce(&mut self) {
        let Some(top) = self.stack.pop() else { return };
        if self.heads[top as usize] == NONE && !self.stack.is_empty() {
            self.cannot_shift[top as usize] = true;
            self.put_back.push(top);
        }
    }

    fn attach(&mut self, head: u32, child: u32, label: u8) {
        let old = self.heads[child as usize];
        if old != NONE {
            self.side(old, child).remove(old, child);
        }
        self.side(head, child).add(head, child);
        self.heads[child as usize] = head;
        self.labels[child as usize] = label;
    }

    fn side(&mut self, head: u32, child: u32) -> &mut Children {
        if head > child { &mut self.left } else { &mut self.right }
    }
}
