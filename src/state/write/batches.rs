//! Batches that were sent, and how each of their instances stands. A batch is told as one thing:
//! fifty notices would be none.

use super::bulk::BulkAction;
use super::mutation::Target;
use super::pending::{Progress, WriteStatus};
use crate::model::InstanceKey;
use std::collections::VecDeque;

/// Number of a batch, unique while the program runs.
pub type BatchId = u64;

/// How many batches are remembered.
const KEPT: usize = 20;

/// A batch that was sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    pub id: BatchId,
    pub act: BulkAction,
    /// Its instances and how each stands.
    pub items: Vec<Item>,
}

/// One instance of a batch.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub target: Target,
    pub result: WriteStatus,
}

/// How many instances of a batch stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Sent, or taken by the service and not done yet.
    pub under_way: usize,
    /// Done.
    pub done: usize,
    /// Refused, not sent, or failed.
    pub failed: usize,
    /// Not known, or no longer followed.
    pub unknown: usize,
}

/// The newest batches, newest first.
#[derive(Clone, Debug, Default)]
pub struct Batches {
    list: VecDeque<Sent>,
    last: BatchId,
}

impl Batches {
    /// Notes that a batch is being sent, and gives it its number.
    pub fn send(&mut self, act: BulkAction, targets: &[Target]) -> BatchId {
        self.last += 1;
        let items = targets.iter().map(|target| Item {
            target: target.clone(),
            result: WriteStatus::Sent,
        });
        self.list.push_front(Sent {
            id: self.last,
            act,
            items: items.collect(),
        });
        self.list.truncate(KEPT);
        self.last
    }

    /// Takes in how one of their instances stands now. Gives the batch it belongs to; nothing when
    /// what happened to it was no part of a batch.
    pub fn observe(
        &mut self,
        key: &InstanceKey,
        act: BulkAction,
        result: &WriteStatus,
    ) -> Option<BatchId> {
        let open = |item: &&mut Item| item.target.key() == Some(key) && item.is_open();
        for sent in self.list.iter_mut().filter(|sent| sent.act == act) {
            if let Some(item) = sent.items.iter_mut().find(open) {
                item.result = result.clone();
                return Some(sent.id);
            }
        }
        None
    }

    /// One of them.
    pub fn get(&self, id: BatchId) -> Option<&Sent> {
        self.list.iter().find(|sent| sent.id == id)
    }

    /// The newest one.
    pub fn newest(&self) -> Option<&Sent> {
        self.list.front()
    }

    /// Whether a batch of ours deleted this instance, or is at it.
    pub fn deletes(&self, key: &InstanceKey) -> bool {
        let ours = |item: &Item| {
            let taken = matches!(
                item.result,
                WriteStatus::Accepted | WriteStatus::Done | WriteStatus::GaveUp
            );
            item.target.key() == Some(key) && taken
        };
        self.list
            .iter()
            .any(|sent| sent.act == BulkAction::Delete && sent.items.iter().any(ours))
    }
}

impl Sent {
    /// Whether all of its instances live in one scope.
    pub fn is_in_one_place(&self) -> bool {
        let mut scopes = self.items.iter().map(|item| item.target.scope());
        let first = scopes.next();
        scopes.all(|scope| Some(scope) == first)
    }

    /// How many of its instances stand how.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for item in &self.items {
            *match item.result.progress() {
                Progress::UnderWay => &mut tally.under_way,
                Progress::Done => &mut tally.done,
                Progress::Failed | Progress::HeldBack => &mut tally.failed,
                Progress::Lost | Progress::Unseen => &mut tally.unknown,
            } += 1;
        }
        tally
    }
}

impl Item {
    /// Whether something can still become of it.
    fn is_open(&self) -> bool {
        matches!(self.result.progress(), Progress::UnderWay | Progress::Lost)
    }
}
