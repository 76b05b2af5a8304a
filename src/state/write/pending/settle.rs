//! How a pending write goes on when something about it is heard.

use super::{
    Aim, Conflict, EndsBy, GIVE_UP_AFTER, Instance, InstanceKey, Lost, Moment, MutationKind,
    Observation, Outcome, Pending, PendingWrites, Phase, Receipt, Status, Task, TaskId, TaskStatus,
    Ticket, What, WriteId, WriteStatus,
};
use crate::api::v2::{Switch, TagVerb};
use crate::api::{ApiError, ErrorKind, Operation, WriteError};
use crate::model::{EpochMs, PluginName};
use std::time::Duration;

mod creation;
mod settings;

/// A restart that was accepted and that nobody saw: so long after, a status at rest is how it
/// ended. Before, it may be how it was before.
const UNSEEN_FOR: Duration = Duration::from_secs(2 * 60);

/// Why a write has no receipt.
#[derive(Clone, Debug, PartialEq)]
pub enum WriteFailure {
    /// The call failed.
    Failed(WriteError),
    /// The service took the request that does this, and the call after it failed.
    Second(TagVerb, WriteError),
    /// It was held back because its target has changed.
    Conflict(Conflict),
    /// It was held back because it could not be written down, for this reason, and the user does
    /// not know.
    Unrecorded(String),
    /// The service took the batch but not this instance of it, and gives no reason.
    Declined,
}

impl WriteFailure {
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
    Go(Phase, Option<WriteStatus>),
    /// It is over.
    End(WriteStatus),
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
        answer: &Result<Receipt, WriteFailure>,
    ) -> Vec<(What, Outcome)> {
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
        observation: Observation<'_>,
    ) -> Vec<(What, Outcome)> {
        let mut said = Vec::new();
        for at in (0..self.list.len()).rev() {
            let step = self.list[at].reconcile(now, asked, observation);
            said.extend(self.take(at, step));
        }
        said
    }

    /// Stops following what was accepted too long ago, and waiting for what nothing can tell of.
    pub fn pass_time(&mut self, now: Moment) -> Vec<(What, Outcome)> {
        let mut said = Vec::new();
        for at in (0..self.list.len()).rev() {
            if let Some(ended) = self.list[at].given_up(now) {
                said.extend(self.take(at, Step::End(ended)));
            }
        }
        said
    }

    /// When the next of them ends by time alone, as time since the start.
    #[must_use]
    pub fn next_end(&self) -> Option<Duration> {
        self.list.iter().filter_map(Pending::ends_at).min()
    }

    fn take(&mut self, at: usize, step: Step) -> Option<(What, Outcome)> {
        match step {
            Step::Stay => None,
            Step::Over => {
                self.list.remove(at);
                None
            }
            Step::Go(phase, said) => {
                let write = &mut self.list[at];
                write.phase = phase;
                said.map(|said| (write.what.clone(), write.outcome(said)))
            }
            Step::End(said) => {
                let write = self.list.remove(at);
                let outcome = write.outcome(said);
                Some((write.what, outcome))
            }
        }
    }
}

impl Pending {
    /// The part of an answer that is about this write.
    fn own(&self, answer: &Result<Receipt, WriteFailure>) -> Result<Receipt, WriteFailure> {
        let Ok(Receipt::Each(answers)) = answer else {
            return answer.clone();
        };
        let key = self.what.key();
        let own = answers
            .iter()
            .find(|(id, _)| key.is_some_and(|key| key.id == *id));
        match own {
            Some((_, answer)) => answer.clone().map(|()| Receipt::Done),
            None if self.what.verb() == MutationKind::Restart => {
                Err(WriteFailure::unsaid(Operation::RestartInstances))
            }
            None => Err(WriteFailure::unsaid(Operation::DeleteInstances)),
        }
    }

    fn answer(&self, heard: Ticket, answer: Result<Receipt, WriteFailure>) -> Step {
        let accepted = |job, created| {
            let since = heard;
            let phase = Phase::Accepted {
                job,
                created,
                since,
            };
            Step::Go(phase, Some(WriteStatus::Accepted))
        };
        match answer {
            Ok(Receipt::Done | Receipt::Each(_)) => match self.what.aim() {
                // 204 is the service's word that the record is deleted, or the password new.
                Aim::DeleteTask(..) | Aim::Untold => Step::End(WriteStatus::Done),
                _ => accepted(None, None),
            },
            Ok(Receipt::Job(job)) => accepted(job, None),
            Ok(Receipt::Created(id)) => match self.what.payment() {
                Some(payment) => {
                    let (created, since) = (id, heard);
                    Step::Go(
                        Phase::Ordered { created, since },
                        Some(WriteStatus::Ordered(payment)),
                    )
                }
                None => accepted(None, Some(id)),
            },
            Err(WriteFailure::Declined) => Step::End(WriteStatus::Declined),
            Err(WriteFailure::Conflict(changed)) => Step::End(WriteStatus::NotSentChanged(changed)),
            Err(WriteFailure::Unrecorded(why)) => Step::End(WriteStatus::NotSentUnrecorded(why)),
            Err(WriteFailure::Failed(WriteError::NotSent(error))) => {
                Step::End(WriteStatus::NotSent(error))
            }
            Err(WriteFailure::Failed(WriteError::Refused(error))) => {
                Step::End(WriteStatus::Refused(error))
            }
            Err(WriteFailure::Second(
                done,
                WriteError::NotSent(error) | WriteError::Refused(error),
            )) => {
                let said = WriteStatus::Partly(done, Some(error));
                Step::Go(Phase::Partly { since: heard }, Some(said))
            }
            Err(
                WriteFailure::Failed(WriteError::Unknown(error))
                | WriteFailure::Second(_, WriteError::Unknown(error)),
            ) => {
                let lost = Lost::new(&self.what.verb(), heard, error.clone());
                let said = match self.what.payment() {
                    Some(_) => WriteStatus::OrderUnknown(error),
                    None => WriteStatus::Unknown(error),
                };
                Step::Go(Phase::Unknown(lost), Some(said))
            }
        }
    }

    fn reconcile(&self, now: Moment, asked: Ticket, observation: Observation<'_>) -> Step {
        let (Phase::Accepted { since, .. }
        | Phase::Ordered { since, .. }
        | Phase::UnderWay { since }
        | Phase::Partly { since }
        | Phase::Unknown(Lost { since, .. })) = &self.phase
        else {
            return Step::Stay;
        };
        if asked <= *since {
            return Step::Stay;
        }
        let news = News {
            now,
            asked,
            observation,
        };
        match self.what.aim() {
            Aim::Delete(key) => match (observation, listed(observation, key)) {
                (Observation::Instance(about, found), _) if about == key => {
                    self.weigh_delete(news, found)
                }
                // One that left the list is still being deleted: its detail has the last word.
                (_, Some(instance)) => self.weigh_delete(news, Some(instance)),
                _ => Step::Stay,
            },
            Aim::Restart(key) => match (observation, listed(observation, key)) {
                (Observation::Instance(about, found), _) if about == key => {
                    self.weigh_restart(news, found)
                }
                (_, Some(instance)) => self.weigh_restart(news, Some(instance)),
                _ => Step::Stay,
            },
            Aim::SetPlugin(key, plugin, to) => self.weigh_plugin(news, (key, plugin, to)),
            Aim::DeleteTask(key, task) => self.weigh_record(news, key, task),
            Aim::Modify(key, changes) => self.weigh_modify(news, key, changes),
            Aim::Resize(key, wanted) => self.weigh_resize(news, key, &wanted),
            Aim::Tags(key, edit) => self.weigh_tags(news, key, edit),
            Aim::Create => self.weigh_create(news),
            Aim::Untold => Step::Stay,
        }
    }

    /// Its phase once its answer was lost and its effect is seen all the same.
    fn taken_after_all(asked: Ticket) -> Step {
        let phase = Phase::Accepted {
            job: None,
            created: None,
            since: asked,
        };
        Step::Go(phase, Some(WriteStatus::Accepted))
    }

    fn weigh_delete(&self, news: News<'_>, found: Option<&Instance>) -> Step {
        let status = found.and_then(|instance| instance.status.as_ref());
        if found.is_none() || status.is_some_and(Status::is_gone) {
            return Step::End(WriteStatus::Done);
        }
        match &self.phase {
            // ERROR and RUNNING are seen on the way to deletion: only its end is the end.
            Phase::Checking
            | Phase::Sending
            | Phase::Accepted { .. }
            | Phase::Ordered { .. }
            | Phase::UnderWay { .. }
            | Phase::Partly { .. } => Step::Stay,
            Phase::Unknown(_) if status == Some(&Status::Deleting) => {
                Self::taken_after_all(news.asked)
            }
            Phase::Unknown(_) => self.no_trace(news),
        }
    }

    fn weigh_restart(&self, news: News<'_>, found: Option<&Instance>) -> Step {
        let Some(found) = found else {
            return Step::End(WriteStatus::Failed(Status::Deleted.word().to_owned()));
        };
        let early = news.now.since(self.sent) < UNSEEN_FOR;
        let since = news.asked;
        match (&self.phase, &found.status) {
            (Phase::Accepted { .. }, Some(Status::Restarting | Status::Starting)) => {
                Step::Go(Phase::UnderWay { since }, None)
            }
            (Phase::Unknown(_), Some(Status::Restarting | Status::Starting)) => {
                Step::Go(Phase::UnderWay { since }, Some(WriteStatus::Accepted))
            }
            (Phase::Accepted { .. }, _) if early => Step::Stay,
            (Phase::Accepted { .. } | Phase::UnderWay { .. }, Some(Status::Running)) => {
                Step::End(WriteStatus::Done)
            }
            (Phase::Accepted { .. } | Phase::UnderWay { .. }, Some(Status::Error)) => {
                Step::End(WriteStatus::Failed(Status::Error.word().to_owned()))
            }
            (Phase::Unknown(_), _) => self.no_trace(news),
            _ => Step::Stay,
        }
    }

    /// A reading showed nothing of a write whose answer was lost.
    fn no_trace(&self, news: News<'_>) -> Step {
        let Phase::Unknown(lost) = &self.phase else {
            return Step::Stay;
        };
        let by = news.observation.reading();
        match lost.without_trace(by, news.asked, news.now.wall) {
            (_, true) if self.ends_by() == EndsBy::Readings => Step::End(WriteStatus::NoTrace),
            (lost, _) => Step::Go(Phase::Unknown(lost), None),
        }
    }

    fn weigh_plugin(
        &self,
        news: News<'_>,
        (key, plugin, to): (&InstanceKey, &PluginName, Switch),
    ) -> Step {
        match (&self.phase, news.observation) {
            (Phase::Accepted { job: Some(job), .. }, Observation::Task(about, task, status))
                if about == key && task == job =>
            {
                reconcile_job(news.asked, status)
            }
            (_, Observation::Plugins(about, plugins)) if about == key => {
                let found = plugins.iter().find(|one| one.name == *plugin);
                let enabled = found.and_then(|plugin| plugin.enabled);
                match enabled == Some(to == Switch::Enable) {
                    true => Step::End(WriteStatus::Done),
                    false => self.no_trace(news),
                }
            }
            (Phase::Unknown(_), Observation::Tasks(about, tasks)) if about == key => {
                let ours = tasks.tasks.iter().find(|task| {
                    let running = task.status.as_ref().is_none_or(|status| !status.is_final());
                    let params = task.params.as_deref().unwrap_or_default();
                    running
                        && params.contains(plugin.as_str())
                        && started_by(task.created_at, self.sent)
                });
                match ours {
                    Some(task) => follow_job(news.asked, task, Some(WriteStatus::Accepted)),
                    None => self.no_trace(news),
                }
            }
            _ => Step::Stay,
        }
    }

    fn weigh_record(&self, news: News<'_>, key: &InstanceKey, task: &TaskId) -> Step {
        let there = match news.observation {
            Observation::Tasks(about, tasks) if about == key && tasks.missing.is_none() => {
                tasks.tasks.iter().any(|one| one.id == *task)
            }
            Observation::Task(about, one, found) if about == key && one == task => found.is_some(),
            _ => return Step::Stay,
        };
        match there {
            true => self.no_trace(news),
            false => Step::End(WriteStatus::Done),
        }
    }

    /// Whether this is the background task the service named.
    fn is_job(&self, task: &TaskId) -> bool {
        matches!(&self.phase, Phase::Accepted { job: Some(job), .. } if job == task)
    }
}

/// Something that was read, and when.
#[derive(Clone, Copy, Debug)]
struct News<'a> {
    now: Moment,
    asked: Ticket,
    observation: Observation<'a>,
}

/// From now on it is this task that is followed.
fn follow_job(since: Ticket, task: &Task, said: Option<WriteStatus>) -> Step {
    let phase = Phase::Accepted {
        job: Some(task.id.clone()),
        created: None,
        since,
    };
    Step::Go(phase, said)
}

/// An instance in a list that was read, if the observation is one.
fn listed<'a>(observation: Observation<'a>, key: &InstanceKey) -> Option<&'a Instance> {
    let Observation::Listing(scope, listing) = observation else {
        return None;
    };
    let here = listing.instances.iter().filter(|_| *scope == key.scope);
    here.map(AsRef::as_ref)
        .find(|instance| instance.id == key.id)
}

/// How the background task of an accepted write goes.
fn reconcile_job(asked: Ticket, status: Option<&TaskStatus>) -> Step {
    match status {
        Some(TaskStatus::Success) => Step::End(WriteStatus::Done),
        Some(status) if status.is_final() => {
            Step::End(WriteStatus::Failed(status.word().to_owned()))
        }
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
    created.is_none_or(|created| created.saturating_add(SKEW_MS) >= sent.wall)
}
