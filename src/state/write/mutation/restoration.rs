//! Restoring an instance from the recycle bin. The call is that of several, and so is what it
//! answers: a task for each, or the reason why not.

use super::{Asks, Facts, Mutate, Mutation, Question, Target, one};
use crate::api::v2::RestoreInstances;
use crate::api::{OneOrMore, Operation, Prepared, Unsupported};
use crate::journal::Attempt;
use crate::model::{Home, InstanceKey, Status, TaskStatus};
use crate::state::State;
use crate::state::query::Query;
use crate::state::write::bulk::BulkAction;
use crate::state::write::can::Refusal;
use crate::state::write::observation::Observation;
use crate::state::write::pending::{
    Conflict, News, Pending, Phase, SeenFailure, Step, WriteStatus,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restoration {
    pub key: InstanceKey,
    /// Its name in the bin: no list has it.
    pub name: String,
}

impl Restoration {
    pub(super) const FACTS: Facts = Facts {
        outdates: &[
            Operation::ListInstances,
            Operation::ShowInstance,
            Operation::ShowRecycle,
            Operation::ListTasks,
            Operation::ShowTask,
        ],
        asks: Asks::Always(Question::YesNo),
        bulk: Some(BulkAction::Restore),
        restore: Some(restore),
        ..Facts::of(Operation::Restore)
    };

    /// Whether it is in the bin, where that was read.
    fn in_bin(&self, read: Observation<'_>) -> Option<Result<(), Conflict>> {
        let bin = read.recycle_bin(&self.key.scope)?;
        let mut inside = bin.inside.rows.iter();
        let found = inside.find(|one| one.id == self.key.id);
        Some(match found.map(|one| one.label()) {
            None => Err(Conflict::Gone),
            Some(name) if name != self.name => Err(Conflict::Renamed(name.to_owned())),
            Some(_) => Ok(()),
        })
    }
}

fn restore(attempt: &Attempt, key: InstanceKey) -> Option<Mutation> {
    let mut targets = attempt.targets.iter();
    let own = targets.find(|one| one.id.as_deref() == Some(key.id.as_str()))?;
    let name = own.name.clone();
    Some(Restoration { key, name }.into())
}

impl Mutate for Restoration {
    fn calls(&self, home: &Home) -> Result<Vec<Prepared>, Unsupported> {
        let ids = OneOrMore::one(self.key.id.clone());
        one(&RestoreInstances(ids), home)
    }

    fn allowed(&self, state: &State) -> Result<(), Refusal> {
        state.can_write(&self.key.scope)?;
        state.unless(state.pending.on_instance(&self.key))?;
        let known = state.known_of(&self.key.scope, &Query::RecycleBin);
        let inside = known.recycle_bin().value().map(|bin| &bin.inside.rows);
        match inside.is_some_and(|rows| rows.iter().any(|one| one.id == self.key.id)) {
            true => Ok(()),
            false => Err(Refusal::Gone),
        }
    }

    fn new_name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn looks(&self, _: usize) -> Vec<Query> {
        vec![Query::RecycleBin]
    }

    fn still_holds(&self, _: &Target, read: Observation<'_>) -> Result<(), Conflict> {
        self.in_bin(read).unwrap_or(Ok(()))
    }

    fn follows(&self, write: &Pending) -> Vec<Query> {
        let job = write.job(&self.key).into_iter();
        let bin = write.is_unsettled().then_some(Query::RecycleBin);
        job.chain(bin).chain(self.detail()).collect()
    }

    /// Its task says when it fails; that it runs is the end.
    fn reconcile(&self, write: &Pending, news: News<'_>) -> Step {
        let is_lost = write.is_unsettled();
        if let Some(inside) = self.in_bin(news.observation) {
            return match (is_lost, inside) {
                (true, Ok(())) => write.no_trace(news),
                _ => Step::Stay,
            };
        }
        if let Some(found) = news.observation.found(&self.key) {
            return match found.and_then(|found| found.status.as_ref()) {
                Some(Status::Running) => Step::End(WriteStatus::Done),
                Some(Status::Recycle) if is_lost => write.no_trace(news),
                Some(Status::Recycle | Status::Error) => Step::Stay,
                Some(_) if is_lost => Step::taken(),
                Some(_) => Step::Stay,
                None if found.is_none() => Step::End(WriteStatus::Failed(SeenFailure::gone())),
                None => Step::Stay,
            };
        }
        let job = write.job_id();
        let task = job.and_then(|job| news.observation.task(&self.key, job));
        match task {
            Some(Some(TaskStatus::Success)) => Step::Go(Phase::UnderWay, None),
            Some(status) => Step::of_job(job, status),
            None => Step::Stay,
        }
    }
}
