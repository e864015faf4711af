//! The moves that made the tree of the text read before: those that another text shares with it are not scored again.
//!
//! A move hangs on the state and on the rows of the tokens that the network sees, none of which stands behind the second in the buffer. So up
//! to a change the moves are those that were made before. Behind it they are so again from the first token on at which both readings, for
//! all that the network sees, begin anew.

use crate::state::{Move, State};

/// How many tokens at either end of a text have the rows that they had in the text before.
#[derive(Clone, Copy)]
pub struct Same {
    pub before: usize,
    pub after: usize,
}

/// The moves of one text, in order.
#[derive(Default)]
pub struct Moves {
    all: Vec<Move>,
    /// States in which nothing is left of the tokens before: the tokens that wait, whether it is known that a sentence starts with the first,
    /// and the number of moves until then.
    beginnings: Vec<(usize, bool, usize)>,
}

/// The moves of the text before, while another is read.
pub struct Old {
    moves: Moves,
    /// How many were made again.
    made: usize,
    is_behind: bool,
}

impl Moves {
    /// Makes a move and keeps it.
    pub fn make(&mut self, next: Move, state: &mut State) {
        if let Some(starts) = state.begins() {
            self.beginnings.push((state.buffered(), starts, self.all.len()));
        }
        state.apply(next);
        self.all.push(next);
    }

    /// Leaves no moves, and gives those that were there.
    pub fn take(&mut self) -> Old {
        Old { moves: std::mem::take(self), made: 0, is_behind: false }
    }
}

impl Old {
    /// The move from a state that is reached by moves from here alone, if it sees nothing but the first `same` tokens.
    pub fn before(&mut self, state: &State, same: usize) -> Option<Move> {
        if state.next as usize + 1 < same { self.again() } else { None }
    }

    /// The move from a state that sees nothing but the last `same` tokens, once there was a state from which both texts go on alike.
    pub fn behind(&mut self, state: &State, same: usize) -> Option<Move> {
        if !self.is_behind {
            let starts = state.begins().filter(|_| state.buffered() <= same)?;
            // Fewer and fewer wait.
            let all = &self.moves.beginnings;
            let &(buffered, known, moves) =
                all.get(all.partition_point(|&(waiting, ..)| waiting > state.buffered()))?;
            if (buffered, known) != (state.buffered(), starts) {
                return None;
            }
            (self.is_behind, self.made) = (true, moves);
        }
        self.again()
    }

    fn again(&mut self) -> Option<Move> {
        self.made += 1;
        self.moves.all.get(self.made - 1).copied()
    }
}
