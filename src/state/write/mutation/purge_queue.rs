//! Purging a queue by the message service, where the broker itself cannot be asked. The service says
//! only that it took it: how many messages there were before and after is read.

use super::{Facts, Mutate, Mutation, On, Target, Warning, one, running};
use crate::api::v2::topology::PurgeQueue;
use crate::api::{Operation, Prepared, Unsupported};
use crate::journal::Attempt;
use crate::model::broker::QueueKey;
use crate::model::{Feature, Home, InstanceKey};
use crate::state::State;
use crate::state::query::Query;
use crate::state::row::Row;
use crate::state::write::can::{Refusal, runs};
use crate::state::write::observation::Observation;
use crate::state::write::pending::{Conflict, EndsBy, News, Pending, Phase, Step, WriteStatus};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuePurge {
    pub key: InstanceKey,
    pub queue: QueueKey,
    /// How many messages were ready when the question opened.
    pub before: Option<u64>,
}

impl QueuePurge {
    pub(super) const FACTS: Facts = Facts {
        // The list is read anew at the answer, maybe before the reading that settles it.
        outdates: &[Operation::ShowQueue],
        warning: Some(Warning::Purge),
        // What came in since then says nothing of whether it was emptied.
        ends_by: EndsBy::Time,
        locks_its_instance: false,
        can: State::can_purge_by_cloud,
        restore: Some(restore),
        ..Facts::of(Operation::PurgeQueue)
    };

    fn query(&self) -> Query {
        Query::CloudQueue(self.key.id.clone(), self.queue.clone())
    }
}

fn restore(attempt: &Attempt, key: InstanceKey) -> Option<Mutation> {
    let queue = PurgeQueue::queue_of(&attempt.request.path)?;
    let before = None;
    Some(QueuePurge { key, queue, before }.into())
}

impl Mutate for QueuePurge {
    fn calls(&self, home: &Home) -> Result<Vec<Prepared>, Unsupported> {
        let purge = PurgeQueue {
            instance: self.key.id.clone(),
            queue: self.queue.clone(),
        };
        one(&purge, home)
    }

    fn allowed(&self, state: &State) -> Result<(), Refusal> {
        state.can_purge_by_cloud(state.row(&self.key)?)?;
        state.unless(state.pending.on_queue(&self.key, &self.queue))
    }

    fn on(&self) -> On {
        On::Queue(self.queue.clone())
    }

    /// The name of the queue; a name that cannot be typed stands for what is done.
    fn word(&self) -> Option<&str> {
        let name = &self.queue.name;
        let can_type = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_graphic());
        Some(if can_type { name } else { "purge" })
    }

    fn looks(&self, _: usize) -> Vec<Query> {
        vec![Query::Instance(self.key.id.clone()), self.query()]
    }

    fn still_holds(&self, target: &Target, read: Observation<'_>) -> Result<(), Conflict> {
        match read.cloud_queue(&self.key, &self.queue) {
            Some(None) => Err(Conflict::Gone),
            Some(Some(_)) | None => running(target, read).map(|_| ()),
        }
    }

    fn follows(&self, _: &Pending) -> Vec<Query> {
        vec![self.query()]
    }

    fn reconcile(&self, write: &Pending, news: News<'_>) -> Step {
        let Some(read) = news.observation.cloud_queue(&self.key, &self.queue) else {
            return Step::Stay;
        };
        let after = read.and_then(|read| read.queue.depth.ready);
        match (&write.phase, read) {
            (Phase::Unknown(_), Some(_)) if after != Some(0) => Step::Stay,
            (Phase::Unknown(_), _) => Step::End(WriteStatus::Done),
            (
                Phase::Checking
                | Phase::Sending
                | Phase::Accepted { .. }
                | Phase::Ordered(_)
                | Phase::UnderWay
                | Phase::Partly,
                _,
            ) => Step::End(match self.before.zip(after) {
                Some((before, after)) => WriteStatus::Purged { before, after },
                None => WriteStatus::Done,
            }),
        }
    }
}

impl State {
    /// Whether queues of an instance can be purged by the message service.
    ///
    /// # Errors
    /// The reason why not.
    pub fn can_purge_by_cloud(&self, row: &Row) -> Result<(), Refusal> {
        self.has(&row.key.scope, Feature::Topology)?;
        self.can_touch(row)?;
        runs(row)
    }

    /// The purge of the queue of the cloud view that is shown by itself or under the cursor.
    ///
    /// # Errors
    /// The reason why it cannot be done.
    pub fn cloud_purge(&self) -> Result<QueuePurge, Refusal> {
        let key = self.cloud_view().ok_or(Refusal::NoQueue)?;
        let queue = self.cloud_target().ok_or(Refusal::NoQueue)?;
        let kind = queue
            .arguments
            .iter()
            .find(|(name, _)| name == "x-queue-type");
        if kind.is_some_and(|(_, kind)| kind == "\"stream\"") {
            return Err(Refusal::Stream);
        }
        let purge = QueuePurge {
            key: key.clone(),
            queue: queue.key.clone(),
            before: queue.depth.ready,
        };
        purge.allowed(self).map(|()| purge)
    }
}
