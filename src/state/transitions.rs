//! What changed of the instances, as far as it is kept: in this run, and in those before it.

use crate::transitions::Transition;
use std::collections::VecDeque;

/// How many are kept in memory.
pub const KEPT: usize = 20_000;

/// Transitions, and their numbers in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Transitions {
    list: VecDeque<Transition>,
    /// How many came before the oldest that is kept.
    gone: usize,
}

impl Transitions {
    /// Takes some in, oldest first.
    pub fn extend(&mut self, more: impl IntoIterator<Item = Transition>) {
        self.list.extend(more);
        let over = self.list.len().saturating_sub(KEPT);
        self.list.drain(..over);
        self.gone += over;
    }

    /// All of them with their numbers, newest first.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Transition)> {
        let all = self.list.iter().enumerate().rev();
        all.map(|(at, one)| (self.gone + at, one))
    }

    /// The one of this number, while it is kept.
    pub fn get(&self, number: usize) -> Option<&Transition> {
        self.list.get(number.checked_sub(self.gone)?)
    }
}
