//! Deleting the record of a background task.

use super::{
    Asks, Facts, Mutate, Mutation, On, Question, TASKS_AND_PLUGINS, Target, Warning, one, present,
};
use crate::api::v2::DeleteTask;
use crate::api::{Operation, Prepared, Unsupported};
use crate::journal::Attempt;
use crate::model::{Home, InstanceKey, TaskId};
use crate::state::State;
use crate::state::query::Query;
use crate::state::span::Span;
use crate::state::write::can::Refusal;
use crate::state::write::observation::Observation;
use crate::state::write::pending::{Conflict, News, Pending, Step, WriteStatus};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordDeletion {
    pub key: InstanceKey,
    pub task: TaskId,
}

impl RecordDeletion {
    pub(super) const FACTS: Facts = Facts {
        outdates: TASKS_AND_PLUGINS,
        asks: Asks::Always(Question::YesNo),
        warning: Some(Warning::RecordOnly),
        // 204 is the service's word that the record is deleted.
        ends_with_its_answer: true,
        locks_its_instance: false,
        restore: Some(restore),
        ..Facts::of(Operation::DeleteTask)
    };
}

fn restore(attempt: &Attempt, key: InstanceKey) -> Option<Mutation> {
    let path = attempt.request.path.split('?').next()?;
    let task = TaskId::new(path.rsplit('/').next()?).ok()?;
    Some(RecordDeletion { key, task }.into())
}

impl Mutate for RecordDeletion {
    fn calls(&self, home: &Home) -> Result<Vec<Prepared>, Unsupported> {
        let (instance, task) = (self.key.id.clone(), self.task.clone());
        one(&DeleteTask { instance, task }, home)
    }

    fn allowed(&self, state: &State) -> Result<(), Refusal> {
        state.can_write(&self.key.scope)?;
        state.unless(state.pending.on_task(&self.key, &self.task))
    }

    fn on(&self) -> On {
        On::Task(self.task.clone())
    }

    fn still_holds(&self, target: &Target, read: Observation<'_>) -> Result<(), Conflict> {
        present(target, read).map(|_| ())
    }

    fn follows(&self, write: &Pending) -> Vec<Query> {
        match write.is_unsettled() {
            true => vec![
                Query::Tasks(self.key.id.clone(), Span::All),
                Query::Task(self.key.id.clone(), self.task.clone()),
            ],
            false => Vec::new(),
        }
    }

    fn reconcile(&self, write: &Pending, news: News<'_>) -> Step {
        let read = news.observation;
        let listed = read
            .tasks(&self.key)
            .filter(|tasks| tasks.missing.is_none());
        let there = match (listed, read.task(&self.key, &self.task)) {
            (Some(tasks), _) => tasks.tasks.iter().any(|one| one.id == self.task),
            (None, Some(found)) => found.is_some(),
            (None, None) => return Step::Stay,
        };
        match there {
            true => write.no_trace(news),
            false => Step::End(WriteStatus::Done),
        }
    }
}
