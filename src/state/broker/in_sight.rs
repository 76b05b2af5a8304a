//! Rows in sight of very many queues: the list of those with most messages says nothing of what
//! they do, so that each is asked by itself, and what it says is put in its row.

use super::views::{FILLED, SubView, queue_of};
use super::{BrokerState, rows};
use crate::broker::{BrokerAnswer, BrokerError, Part};
use crate::model::broker::{Queue, QueueKey};
use crate::state::now::Now;
use crate::state::remote::Remote;
use std::collections::HashSet;
use std::sync::Arc;

impl BrokerState {
    /// The queues in so many rows, where those that were read are not all of them; nothing
    /// otherwise. Where the rows stand in the order of what only each of them says, all of them: else
    /// those that are not in sight would never come there.
    pub fn rows_in_sight(&self, height: usize) -> Vec<QueueKey> {
        let shown = self.shown() == SubView::Queues && self.opened.is_none();
        let table = self.table().filter(|_| shown && self.cut().is_some());
        let Some(table) = table else {
            return Vec::new();
        };
        let by = table.sorted_by().map(|(column, _)| column.name);
        let (top, height) = match by.is_some_and(|by| FILLED.contains(&by)) {
            true => (0, self.ids().len()),
            false => (table.pick.top(self.ids(), height), height),
        };
        let ids = self.ids().iter().skip(top).take(height);
        ids.filter_map(|id| queue_of(id)).collect()
    }

    /// What a row says of what its queue does is of this part, where that is read by itself.
    pub fn row_part(&self, id: &str) -> Option<Part> {
        let shown = self.shown() == SubView::Queues && self.opened.is_none();
        self.cut().filter(|_| shown)?;
        queue_of(id).map(Part::QueueRow)
    }

    /// When that was read last.
    pub fn row_at(&self, id: &str) -> Option<Now> {
        let known = self.part(&self.row_part(id)?).known.as_ref()?;
        Some(known.at)
    }

    /// The same answer, with what each queue said by itself where the list says nothing of it.
    pub(super) fn filled(&mut self, answer: BrokerAnswer) -> BrokerAnswer {
        let BrokerAnswer::Queues(mut listed) = answer else {
            return self.with_beside(answer);
        };
        let keys: HashSet<&QueueKey> = listed.rows.iter().map(|queue| &queue.key).collect();
        self.read.retain(|part, _| {
            let Part::QueueRow(key) = part else {
                return true;
            };
            keys.contains(key)
        });
        drop(keys);
        if listed.is_cut() {
            let queues = Arc::make_mut(&mut listed).rows.iter_mut();
            for queue in queues.filter(|queue| rows::says_nothing(queue)) {
                let own = self.read.get(&Part::QueueRow(queue.key.clone()));
                if let Some(own) = own.and_then(row) {
                    rows::fill(queue, own);
                }
            }
        }
        BrokerAnswer::Queues(listed)
    }

    /// Puts what a queue said by itself in its row of the list.
    pub(super) fn fill(&mut self, key: &QueueKey) {
        let own = self.read.get(&Part::QueueRow(key.clone())).and_then(row);
        let own = own.cloned();
        let list = self.read.get_mut(&Part::Queues);
        let known = list.and_then(|list| list.known.as_mut());
        let (Some(own), Some(known)) = (own, known) else {
            return;
        };
        let BrokerAnswer::Queues(listed) = &mut known.value else {
            return;
        };
        if !listed.is_cut() {
            return;
        }
        let mut queues = Arc::make_mut(listed).rows.iter_mut();
        if let Some(queue) = queues.find(|queue| queue.key == *key) {
            rows::fill(queue, &own);
        }
    }
}

/// What a queue said by itself.
fn row(read: &Remote<BrokerAnswer, BrokerError>) -> Option<&Queue> {
    let answer = read.value()?.try_as_queue_row_ref()?;
    Some(answer)
}
