//! How writes go on that change what an instance is: its settings, its size, its tags. Each is read
//! back from the instance itself.

use super::started_by;
use super::{Step, follow_job, weigh_job};
use crate::model::rules::resize::Size;
use crate::model::{Instance, InstanceKey, Status, Task};
use crate::state::change::{self, Change};
use crate::state::pending::{Ended, Evidence, Pending, Phase};
use crate::state::remote::Ticket;
use crate::state::tags::{Edit, Trace};

impl Pending {
    /// A modification is done when the instance is as it should be. What takes a background task
    /// has failed when that has; what does not is done with the answer.
    pub(super) fn weigh_modify(
        &self,
        asked: Ticket,
        evidence: Evidence<'_>,
        key: &InstanceKey,
        changes: &[Change],
    ) -> Step {
        let by_task = change::task_name(changes).is_some();
        match (&self.phase, evidence) {
            (_, Evidence::Instance(about, Some(instance))) if about == key => {
                if changes.iter().all(|change| change.to.holds(instance)) {
                    return Step::End(Ended::Done);
                }
                match &self.phase {
                    _ if by_task => Step::Stay,
                    // The answer came before the change can be read. Another reading decides.
                    Phase::Accepted { since, .. } => {
                        let (since, no_trace) = (*since, Some(asked));
                        Step::Go(Phase::Unknown { since, no_trace }, None)
                    }
                    _ => self.no_trace(asked),
                }
            }
            (Phase::Accepted { job: Some(job), .. }, Evidence::Task(about, task, status))
                if about == key && task == job =>
            {
                weigh_job(asked, status)
            }
            (phase, Evidence::Tasks(about, tasks)) if about == key && by_task => {
                // Newest first.
                let mut ours = tasks.tasks.iter().filter(|task| {
                    change::is_task_of(changes, task) && started_by(task.created_at, self.sent)
                });
                let is_over = |task: &Task| task.status.as_ref().is_some_and(|one| one.is_final());
                match (ours.next(), phase) {
                    (_, Phase::Sending | Phase::Accepted { job: Some(_), .. }) => Step::Stay,
                    // An older attempt may have ended so: it is no trace of this one.
                    (Some(task), Phase::Accepted { .. }) => follow_job(asked, task, None),
                    (Some(task), Phase::Unknown { .. }) if !is_over(task) => {
                        follow_job(asked, task, Some(Ended::Accepted))
                    }
                    (_, Phase::Unknown { .. }) => self.no_trace(asked),
                    (None, Phase::Accepted { .. })
                    | (_, Phase::Ordered { .. } | Phase::UnderWay { .. } | Phase::Partly { .. }) => {
                        Step::Stay
                    }
                }
            }
            _ => Step::Stay,
        }
    }

    /// A change of size is done when the instance runs with the size it should have, and has
    /// failed when its status says so.
    pub(super) fn weigh_resize(&self, asked: Ticket, instance: &Instance, wanted: &Size) -> Step {
        let is_there = wanted.is_of(instance);
        match (&instance.status, &self.phase) {
            (Some(Status::Running) | None, _) if is_there => Step::End(Ended::Done),
            (Some(status @ Status::ExtendedFailed), Phase::Accepted { .. }) => {
                Step::End(Ended::Failed(status.word().to_owned()))
            }
            (
                _,
                Phase::Sending
                | Phase::Accepted { .. }
                | Phase::Ordered { .. }
                | Phase::UnderWay { .. }
                | Phase::Partly { .. },
            ) => Step::Stay,
            (Some(Status::Extending), Phase::Unknown { .. }) => {
                let phase = Phase::Accepted {
                    job: None,
                    created: None,
                    since: asked,
                };
                Step::Go(phase, Some(Ended::Accepted))
            }
            (_, Phase::Unknown { .. }) => self.no_trace(asked),
        }
    }

    /// Tags are as they should be as soon as the service took the requests. Where an answer was
    /// lost, a second reading tells which of the requests took effect: each does so whole or not
    /// at all.
    pub(super) fn weigh_tags(&self, asked: Ticket, instance: &Instance, edit: &Edit) -> Step {
        let trace = edit.trace(&instance.tags);
        match (&self.phase, trace) {
            (_, Trace::Whole) => Step::End(Ended::Done),
            (Phase::Partly { .. }, _) => Step::Over,
            (Phase::Accepted { since, .. }, _) => {
                let (since, no_trace) = (*since, Some(asked));
                Step::Go(Phase::Unknown { since, no_trace }, None)
            }
            (_, Trace::Part(done)) => match self.no_trace(asked) {
                Step::End(_) => Step::End(Ended::Partly(done, None)),
                other => other,
            },
            (_, Trace::Nothing) => self.no_trace(asked),
        }
    }
}
