//! How a pending write goes on when something about it is heard.

use super::{
    Changed, Deed, Ended, Evidence, GIVE_UP_AFTER, Instance, InstanceKey, Moment, Outcome, Pending,
    PendingWrites, Phase, Receipt, Status, Task, TaskId, TaskStatus, Ticket, WriteId,
};
use crate::api::v2::{Switch, TagVerb};
use crate::api::{ApiError, ErrorKind, Operation, WriteError};
use crate::model::EpochMs;
use crate::state::plan::Plan;
use std::time::Duration;

mod creation;
mod settings;

/// A restart that was accepted and that nobody saw: so long after, a status at rest is how it
/// ended. Before, it may be how it was before.
const UNSEEN_FOR: Duration = Duration::from_secs(2 * 60);

/// Why a write has no receipt.
#[derive(Clone, Debug, PartialEq)]
pub enum Unsent {
    /// The call failed.
    Failed(WriteError),
    /// The service took the request that does this, and the call after it failed.
    Second(TagVerb, WriteError),
    /// It was held back because its target has changed.
    Changed(Changed),
    /// The service took the batch but not this instance of it, and gives no reason.
    Declined,
}

impl Unsent {
    /// The service took a batch and does not say what became of an instance that was named.
    #[must_use]
    pub fn unsaid(attempted: Operation) -> Self {
        let message = "the answer does not say what became of it";
        let error = ApiError::local(attempted, ErrorKind::Undecodable, message);
        Self::Failed(WriteError::Unknown(error))
    }
}

/// One step of a write.
enum Step {
    /// Nothing new.
    Stay,
    /// It goes on in another phase; said when it is worth it.
    Go(Phase, Option<Ended>),
    /// It is over.
    End(Ended),
    /// It is over, and how it ended was said before.
    Over,
}

impl PendingWrites {
    /// Takes the answer to a write itself. `heard` orders it among all answers. Gives what became
    /// of it, of each instance when it was a batch.
    pub fn answered(
        &mut self,
        id: WriteId,
        heard: Ticket,
        answer: &Result<Receipt, Unsent>,
    ) -> Vec<(Plan, Outcome)> {
        let mut said = Vec::new();
        for at in (0..self.list.len()).rev() {
            let write = &self.list[at];
            if write.id == id {
                let step = write.answer(heard, write.own(answer));
                said.extend(self.take(at, step));
            }
        }
        said
    }

    /// Takes something that was read. Gives what became of the writes it is about.
    pub fn hear(
        &mut self,
        now: Moment,
        asked: Ticket,
        evidence: Evidence<'_>,
    ) -> Vec<(Plan, Outcome)> {
        let mut said = Vec::new();
        for at in (0..self.list.len()).rev() {
            let step = self.list[at].weigh(now, asked, evidence);
            said.extend(self.take(at, step));
        }
        said
    }

    /// Stops following what was accepted too long ago. What is unknown stays so until it is read;
    /// but reading does not tell whether an order was taken that nobody has paid.
    pub fn pass_time(&mut self, now: Moment) -> Vec<(Plan, Outcome)> {
        let mut said = Vec::new();
        for at in (0..self.list.len()).rev() {
            let write = &self.list[at];
            if let Some(ended) = write.given_up()
                && now.since(write.sent) >= GIVE_UP_AFTER
            {
                said.extend(self.take(at, Step::End(ended)));
            }
        }
        said
    }

    fn take(&mut self, at: usize, step: Step) -> Option<(Plan, Outcome)> {
        match step {
            Step::Stay => None,
            Step::Over => {
                self.list.remove(at);
                None
            }
            Step::Go(phase, said) => {
                let write = &mut self.list[at];
                write.phase = phase;
                said.map(|said| (write.plan.clone(), write.outcome(said)))
            }
            Step::End(said) => {
                let write = self.list.remove(at);
                let outcome = write.outcome(said);
                Some((write.plan, outcome))
            }
        }
    }
}

impl Pending {
    /// The part of an answer that is about this write.
    fn own(&self, answer: &Result<Receipt, Unsent>) -> Result<Receipt, Unsent> {
        let Ok(Receipt::Each(answers)) = answer else {
            return answer.clone();
        };
        let key = self.plan.deed.key();
        let own = answers
            .iter()
            .find(|(id, _)| key.is_some_and(|key| key.id == *id));
        match own {
            Some((_, answer)) => answer.clone().map(|()| Receipt::Done),
            None => Err(Unsent::unsaid(match self.plan.deed {
                Deed::Restart(_) => Operation::RestartInstances,
                _ => Operation::DeleteInstances,
            })),
        }
    }

    fn answer(&self, heard: Ticket, answer: Result<Receipt, Unsent>) -> Step {
        let accepted = |job, created| {
            let since = heard;
            let phase = Phase::Accepted {
                job,
                created,
                since,
            };
            Step::Go(phase, Some(Ended::Accepted))
        };
        match answer {
            Ok(Receipt::Done | Receipt::Each(_)) => match self.plan.deed {
                // 204 is the service's word that the record is deleted.
                Deed::DeleteTask { .. } => Step::End(Ended::Done),
                // ... and that the password is the new one.
                Deed::ResetPassword { .. } => Step::End(Ended::Done),
                _ => accepted(None, None),
            },
            Ok(Receipt::Job(job)) => accepted(job, None),
            Ok(Receipt::Created(id)) => match self.plan.payment() {
                Some(payment) => {
                    let (created, since) = (id, heard);
                    Step::Go(
                        Phase::Ordered { created, since },
                        Some(Ended::Ordered(payment)),
                    )
                }
                None => accepted(None, Some(id)),
            },
            Err(Unsent::Declined) => Step::End(Ended::Declined),
            Err(Unsent::Changed(changed)) => Step::End(Ended::NotSentChanged(changed)),
            Err(Unsent::Failed(WriteError::NotSent(error))) => Step::End(Ended::NotSent(error)),
            Err(Unsent::Failed(WriteError::Refused(error))) => Step::End(Ended::Refused(error)),
            Err(Unsent::Failed(WriteError::Unknown(error)))
                if matches!(self.plan.deed, Deed::ResetPassword { .. }) =>
            {
                Step::End(Ended::Unsure(error))
            }
            Err(Unsent::Second(done, WriteError::NotSent(error) | WriteError::Refused(error))) => {
                let said = Ended::Partly(done, Some(error));
                Step::Go(Phase::Partly { since: heard }, Some(said))
            }
            Err(
                Unsent::Failed(WriteError::Unknown(error))
                | Unsent::Second(_, WriteError::Unknown(error)),
            ) => {
                let phase = Phase::Unknown {
                    since: heard,
                    no_trace: None,
                };
                let said = match self.plan.payment() {
                    Some(_) => Ended::OrderUnknown(error),
                    None => Ended::Unknown(error),
                };
                Step::Go(phase, Some(said))
            }
        }
    }

    fn weigh(&self, now: Moment, asked: Ticket, evidence: Evidence<'_>) -> Step {
        let (Phase::Accepted { since, .. }
        | Phase::Ordered { since, .. }
        | Phase::UnderWay { since }
        | Phase::Partly { since }
        | Phase::Unknown { since, .. }) = &self.phase
        else {
            return Step::Stay;
        };
        if asked <= *since {
            return Step::Stay;
        }
        match &self.plan.deed {
            Deed::Delete(key) => match (evidence, listed(evidence, key)) {
                (Evidence::Instance(about, found), _) if about == key => {
                    self.weigh_delete(asked, found)
                }
                // One that left the list is still being deleted: its detail has the last word.
                (_, Some(instance)) => self.weigh_delete(asked, Some(instance)),
                _ => Step::Stay,
            },
            Deed::Restart(key) => match (evidence, listed(evidence, key)) {
                (Evidence::Instance(about, found), _) if about == key => {
                    self.weigh_restart(now, asked, found)
                }
                (_, Some(instance)) => self.weigh_restart(now, asked, Some(instance)),
                _ => Step::Stay,
            },
            Deed::Batch(_) => Step::Stay,
            Deed::SetPlugin { .. } => self.weigh_plugin(asked, evidence),
            Deed::DeleteTask { key, task } => match evidence {
                Evidence::Tasks(about, tasks) if about == key && tasks.missing.is_none() => {
                    let there = tasks.tasks.iter().any(|one| one.id == *task);
                    if there {
                        self.no_trace(asked)
                    } else {
                        Step::End(Ended::Done)
                    }
                }
                _ => Step::Stay,
            },
            Deed::Modify { key, changes } => {
                self.weigh_modify(asked, evidence, key, changes.as_slice())
            }
            Deed::ResetPassword { .. } => Step::Stay,
            Deed::Resize { key, from, to } => match evidence {
                Evidence::Instance(about, Some(instance)) if about == key => {
                    self.weigh_resize(asked, instance, &from.after(to))
                }
                Evidence::Task(about, task, status) if about == key && self.is_job(task) => {
                    weigh_job(asked, status)
                }
                _ => Step::Stay,
            },
            Deed::Tags { key, edit } => match evidence {
                Evidence::Instance(about, Some(instance)) if about == key => {
                    self.weigh_tags(asked, instance, edit)
                }
                _ => Step::Stay,
            },
            Deed::Create { .. } => self.weigh_create(asked, evidence),
        }
    }

    fn weigh_delete(&self, asked: Ticket, found: Option<&Instance>) -> Step {
        let status = found.and_then(|instance| instance.status.as_ref());
        if found.is_none() || status.is_some_and(Status::is_gone) {
            return Step::End(Ended::Done);
        }
        match &self.phase {
            // ERROR and RUNNING are seen on the way to deletion: only its end is the end.
            Phase::Sending
            | Phase::Accepted { .. }
            | Phase::Ordered { .. }
            | Phase::UnderWay { .. }
            | Phase::Partly { .. } => Step::Stay,
            Phase::Unknown { .. } if status == Some(&Status::Deleting) => {
                let phase = Phase::Accepted {
                    job: None,
                    created: None,
                    since: asked,
                };
                Step::Go(phase, Some(Ended::Accepted))
            }
            Phase::Unknown { .. } => self.no_trace(asked),
        }
    }

    fn weigh_restart(&self, now: Moment, asked: Ticket, found: Option<&Instance>) -> Step {
        let Some(found) = found else {
            return Step::End(Ended::Failed(Status::Deleted.word().to_owned()));
        };
        let early = now.since(self.sent) < UNSEEN_FOR;
        match (&self.phase, &found.status) {
            (Phase::Accepted { .. }, Some(Status::Restarting | Status::Starting)) => {
                Step::Go(Phase::UnderWay { since: asked }, None)
            }
            (Phase::Unknown { .. }, Some(Status::Restarting | Status::Starting)) => {
                Step::Go(Phase::UnderWay { since: asked }, Some(Ended::Accepted))
            }
            (Phase::Accepted { .. }, _) if early => Step::Stay,
            (Phase::Accepted { .. } | Phase::UnderWay { .. }, Some(Status::Running)) => {
                Step::End(Ended::Done)
            }
            (Phase::Accepted { .. } | Phase::UnderWay { .. }, Some(Status::Error)) => {
                Step::End(Ended::Failed(Status::Error.word().to_owned()))
            }
            (Phase::Unknown { .. }, Some(Status::Running | Status::Error)) => self.no_trace(asked),
            _ => Step::Stay,
        }
    }

    /// A reading showed no trace of a write whose answer was lost. The second one settles it.
    fn no_trace(&self, asked: Ticket) -> Step {
        match self.phase {
            Phase::Unknown {
                no_trace: Some(at), ..
            } if asked > at => Step::End(Ended::NotTaken),
            Phase::Unknown {
                since,
                no_trace: None,
            } => {
                let no_trace = Some(asked);
                Step::Go(Phase::Unknown { since, no_trace }, None)
            }
            _ => Step::Stay,
        }
    }

    fn weigh_plugin(&self, asked: Ticket, evidence: Evidence<'_>) -> Step {
        let Deed::SetPlugin { key, plugin, to } = &self.plan.deed else {
            return Step::Stay;
        };
        match (&self.phase, evidence) {
            (Phase::Accepted { job: Some(job), .. }, Evidence::Task(about, task, status))
                if about == key && task == job =>
            {
                weigh_job(asked, status)
            }
            (_, Evidence::Plugins(about, plugins)) if about == key => {
                let found = plugins.iter().find(|one| one.name == *plugin);
                let enabled = found.and_then(|plugin| plugin.enabled);
                match &self.phase {
                    _ if enabled == Some(*to == Switch::Enable) => Step::End(Ended::Done),
                    Phase::Unknown {
                        no_trace: Some(at), ..
                    } if asked > *at => Step::End(Ended::NotTaken),
                    _ => Step::Stay,
                }
            }
            (Phase::Unknown { since, no_trace }, Evidence::Tasks(about, tasks)) if about == key => {
                let ours = tasks.tasks.iter().find(|task| {
                    let running = task.status.as_ref().is_none_or(|status| !status.is_final());
                    let params = task.params.as_deref().unwrap_or_default();
                    running
                        && params.contains(plugin.as_str())
                        && started_by(task.created_at, self.sent)
                });
                match ours {
                    Some(task) => Step::Go(
                        Phase::Accepted {
                            job: Some(task.id.clone()),
                            created: None,
                            since: asked,
                        },
                        Some(Ended::Accepted),
                    ),
                    None => Step::Go(
                        Phase::Unknown {
                            since: *since,
                            no_trace: no_trace.or(Some(asked)),
                        },
                        None,
                    ),
                }
            }
            _ => Step::Stay,
        }
    }

    /// Whether this is the background task the service named.
    fn is_job(&self, task: &TaskId) -> bool {
        matches!(&self.phase, Phase::Accepted { job: Some(job), .. } if job == task)
    }
}

/// From now on it is this task that is followed.
fn follow_job(since: Ticket, task: &Task, said: Option<Ended>) -> Step {
    let phase = Phase::Accepted {
        job: Some(task.id.clone()),
        created: None,
        since,
    };
    Step::Go(phase, said)
}

/// An instance in a list that was read, if the evidence is one.
fn listed<'a>(evidence: Evidence<'a>, key: &InstanceKey) -> Option<&'a Instance> {
    let Evidence::Listing(scope, listing) = evidence else {
        return None;
    };
    let mut here = listing.instances.iter().filter(|_| *scope == key.scope);
    here.find(|instance| instance.id == key.id)
}

/// How the background task of an accepted write goes.
fn weigh_job(asked: Ticket, status: Option<&TaskStatus>) -> Step {
    match status {
        Some(TaskStatus::Success) => Step::End(Ended::Done),
        Some(status) if status.is_final() => Step::End(Ended::Failed(status.word().to_owned())),
        Some(_) => Step::Stay,
        // Its record was deleted: what it was about says how it ended.
        None => Step::Go(
            Phase::Accepted {
                job: None,
                created: None,
                since: asked,
            },
            None,
        ),
    }
}

/// Whether a task that started at `created` can be the one a write of `sent` started. Clocks of
/// the service and of this machine may differ by up to the 15 minutes a signature allows.
fn started_by(created: Option<EpochMs>, sent: Moment) -> bool {
    const SKEW_MS: EpochMs = 15 * 60 * 1000;
    created.is_none_or(|created| created + SKEW_MS >= sent.wall)
}
