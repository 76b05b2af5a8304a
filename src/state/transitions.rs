//! What changed of the instances, as far as it is kept: in this run, and in those before it.

use crate::transitions::Transition;
use std::collections::VecDeque;
use std::sync::Arc;

/// How many are kept in memory.
pub const KEPT: usize = 5_000;

/// Transitions, and their numbers in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Transitions {
    list: VecDeque<Arc<Transition>>,
    /// How many came before the oldest that is kept.
    gone: usize,
}

impl Transitions {
    /// Takes some in, oldest first.
    pub fn extend(&mut self, more: impl IntoIterator<Item = Transition>) {
        self.list.extend(more.into_iter().map(Arc::new));
        let over = self.list.len().saturating_sub(KEPT);
        self.list.drain(..over);
        self.gone += over;
    }

    /// All of them with their numbers, newest first.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Arc<Transition>)> {
        let all = self.list.iter().enumerate().rev();
        all.map(|(at, one)| (self.gone + at, one))
    }
}
