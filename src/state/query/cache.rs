//! What queries gave, each with its age.

use super::{Query, QueryAnswer, Slot};
use crate::api::{Operation, TaskList};
use crate::model::Task;
use crate::state::now::Now;
use crate::state::remote::{ReadState, Remote, Ticket};

/// What is known of a scope, or of one instance. A method for each query gives what that gave; it
/// is empty before the first answer.
#[derive(Clone, Debug)]
pub struct QueryCache {
    pub(super) kept: Vec<(Query, Slot)>,
    /// Answers to a call that were asked for before this are old news.
    outdated: Vec<(Operation, Ticket)>,
}

impl QueryCache {
    /// Nothing is known.
    pub const EMPTY: Self = Self {
        kept: Vec::new(),
        outdated: Vec::new(),
    };

    /// Takes an answer in, unless it is old news, or one of many that nobody looks at any more.
    /// Says whether it was taken.
    pub fn take(&mut self, asked: Ticket, at: Now, answer: QueryAnswer) -> bool {
        let query = answer.query();
        let mut outdated = self.outdated.iter();
        if outdated.any(|(call, up_to)| *call == query.operation() && asked < *up_to) {
            return false;
        }
        if self.slot(&query).is_none() && !query.is_one_of_many() {
            self.kept.push((query.clone(), Slot::empty(&query)));
        }
        let mut kept = self.kept.iter_mut();
        let found = kept.find(|(known, _)| *known == query);
        found.is_some_and(|(_, slot)| slot.take(asked, at, answer))
    }

    /// Makes room for one of many, and forgets the other one of its kind. Says whether there was
    /// none.
    pub fn look_at(&mut self, query: &Query) -> bool {
        if !query.is_one_of_many() || self.slot(query).is_some() {
            return false;
        }
        self.kept.retain(|(known, _)| {
            let alike = std::mem::discriminant(known) == std::mem::discriminant(query);
            !(alike && known.is_one_of_many())
        });
        self.kept.push((query.clone(), Slot::empty(query)));
        true
    }

    /// What was asked by this call up to now counts as old news.
    pub fn outdate(&mut self, call: Operation, up_to: Ticket) {
        self.outdated
            .retain(|(known, before)| *known != call || *before > up_to);
        self.outdated.push((call, up_to));
    }

    /// How what a query gives stands.
    pub fn state(&self, query: &Query) -> ReadState<'_> {
        self.slot(query).map_or(ReadState::Loading, Slot::state)
    }

    /// The lists of tasks that are kept: all tasks, and those of a span.
    pub fn task_lists(&self) -> impl Iterator<Item = &Remote<TaskList>> {
        let kept = self.kept.iter();
        kept.filter_map(|(_, slot)| slot.try_as_tasks_ref())
    }

    /// The task that was looked at last by itself.
    pub fn single_task(&self) -> Option<&Remote<Option<Task>>> {
        let mut kept = self.kept.iter();
        kept.find_map(|(_, slot)| slot.try_as_task_ref())
    }

    fn slot(&self, query: &Query) -> Option<&Slot> {
        let mut kept = self.kept.iter();
        kept.find_map(|(known, slot)| (known == query).then_some(slot))
    }
}
