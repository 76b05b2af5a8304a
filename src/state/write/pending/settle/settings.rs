//! How writes go on that change what an instance is: its settings, its size, its tags. Each is read
//! back from the instance itself.

use super::{News, Step, follow_job, listed, reconcile_job, started_by};
use crate::model::rules::resize::InstanceSize;
use crate::model::{Instance, InstanceKey, Status, Tag, Task};
use crate::state::write::change::{self, Change};
use crate::state::write::pending::{Observation, Pending, Phase, WriteStatus};
use crate::state::write::tag_edit::{Edit, Trace};

/// An instance as its detail or a list shows it.
fn shown<'a>(observation: Observation<'a>, key: &InstanceKey) -> Option<&'a Instance> {
    match observation {
        Observation::Instance(about, found) if about == key => found,
        other => listed(other, key),
    }
}

impl Pending {
    /// A modification is done when the instance is as it should be. What takes a background task
    /// has failed when that has.
    pub(super) fn weigh_modify(
        &self,
        news: News<'_>,
        key: &InstanceKey,
        changes: &[Change],
    ) -> Step {
        if let Some(instance) = shown(news.observation, key) {
            return match changes.iter().all(|change| change.to.holds(instance)) {
                true => Step::End(WriteStatus::Done),
                false => self.no_trace(news),
            };
        }
        let by_task = change::task_name(changes).is_some();
        match (&self.phase, news.observation) {
            (Phase::Accepted { job: Some(job), .. }, Observation::Task(about, task, status))
                if about == key && task == job =>
            {
                reconcile_job(news.asked, status)
            }
            (phase, Observation::Tasks(about, tasks)) if about == key && by_task => {
                // Newest first.
                let mut ours = tasks.tasks.iter().filter(|task| {
                    change::is_task_of(changes, task) && started_by(task.created_at, self.sent)
                });
                let is_over = |task: &Task| task.status.as_ref().is_some_and(|one| one.is_final());
                match (ours.next(), phase) {
                    (
                        _,
                        Phase::Checking | Phase::Sending | Phase::Accepted { job: Some(_), .. },
                    ) => Step::Stay,
                    // An older attempt may have ended so: it is no trace of this one.
                    (Some(task), Phase::Accepted { .. }) => follow_job(news.asked, task, None),
                    (Some(task), Phase::Unknown(_)) if !is_over(task) => {
                        follow_job(news.asked, task, Some(WriteStatus::Accepted))
                    }
                    (_, Phase::Unknown(_)) => self.no_trace(news),
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
    pub(super) fn weigh_resize(
        &self,
        news: News<'_>,
        key: &InstanceKey,
        wanted: &InstanceSize,
    ) -> Step {
        let Some(instance) = shown(news.observation, key) else {
            return match news.observation {
                Observation::Task(about, task, status) if about == key && self.is_job(task) => {
                    reconcile_job(news.asked, status)
                }
                _ => Step::Stay,
            };
        };
        match (&instance.status, &self.phase) {
            (Some(Status::Running) | None, _) if wanted.is_of(instance) => {
                Step::End(WriteStatus::Done)
            }
            (Some(status @ Status::ExtendedFailed), Phase::Accepted { .. }) => {
                Step::End(WriteStatus::Failed(status.word().to_owned()))
            }
            (Some(Status::Extending), Phase::Unknown(_)) => Self::taken_after_all(news.asked),
            (_, _) => self.no_trace(news),
        }
    }

    /// Tags are as they should be as soon as the service took the requests. Where an answer was
    /// lost, each of the requests took effect whole or not at all.
    pub(super) fn weigh_tags(&self, news: News<'_>, key: &InstanceKey, edit: &Edit) -> Step {
        let tags: &[Tag] = match news.observation {
            Observation::Instance(about, Some(instance)) if about == key => &instance.tags,
            Observation::Tags(about, tags) if about == key => tags,
            _ => return Step::Stay,
        };
        match (&self.phase, edit.trace(tags)) {
            (_, Trace::Whole) => Step::End(WriteStatus::Done),
            (Phase::Partly { .. }, _) => Step::Over,
            (_, Trace::Part(done)) => match self.no_trace(news) {
                Step::End(_) => Step::End(WriteStatus::Partly(done, None)),
                other => other,
            },
            (_, Trace::Nothing) => self.no_trace(news),
        }
    }
}
