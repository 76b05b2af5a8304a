//! How a pending write goes on when something about it is heard.

use super::{
    Conflict, EndsBy, GIVE_UP_AFTER, InstanceId, Lost, Now, Outcome, Pending, PendingWrites, Phase,
    Receipt, SeenFailure, TaskId, TaskStatus, Ticket, WriteId, WriteStatus,
};
use crate::api::{ApiError, ErrorKind, Operation, WriteError};
use crate::model::{EpochMs, Task};
use crate::state::write::mutation::Target;
use crate::state::write::observation::Observation;
use std::time::Duration;

/// Why a write has no receipt.
#[derive(Clone, Debug, PartialEq)]
pub enum WriteFailure {
    /// The call failed.
    Failed(WriteError),
    /// The service took the first of two calls, and the second failed.
    Second(WriteError),
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
    pub fn unsaid(attempted: Operation) -> Self {
        let message = "the answer does not say what became of it";
        let error = ApiError::local(attempted, ErrorKind::Undecodable, message);
        Self::Failed(WriteError::Unknown(error))
    }
}

/// Something that was read, and when.
#[derive(Clone, Copy, Debug)]
pub struct News<'a> {
    pub now: Now,
    pub asked: Ticket,
    pub observation: Observation<'a>,
}

/// One step of a write.
#[derive(Debug)]
pub enum Step {
    /// Nothing new.
    Stay,
    /// It goes on in another phase; said when it is worth it.
    Go(Phase, Option<WriteStatus>),
    /// One more reading showed nothing of it.
    Looked(Lost),
    /// It is over.
    End(WriteStatus),
    /// It is over, and how it ended was said before.
    Over,
}

impl Step {
    fn accepted(
        job: Option<TaskId>,
        created: Option<InstanceId>,
        said: Option<WriteStatus>,
    ) -> Self {
        Self::Go(Phase::Accepted { job, created }, said)
    }

    /// Its answer was lost and its effect is seen all the same.
    pub(in crate::state::write) fn taken() -> Self {
        Self::accepted(None, None, Some(WriteStatus::Accepted))
    }

    /// From now on it is this task that is followed.
    pub(in crate::state::write) fn follow(task: &Task, said: Option<WriteStatus>) -> Self {
        Self::accepted(Some(task.id.clone()), None, said)
    }

    /// It is this instance that was created.
    pub(in crate::state::write) fn created(id: InstanceId) -> Self {
        Self::accepted(None, Some(id), Some(WriteStatus::Accepted))
    }

    /// How the background task of an accepted write goes.
    pub(in crate::state::write) fn of_job(
        job: Option<&TaskId>,
        status: Option<&TaskStatus>,
    ) -> Self {
        match status {
            Some(TaskStatus::Success) => Self::End(WriteStatus::Done),
            Some(status) if status.is_final() => {
                Self::End(WriteStatus::Failed(SeenFailure::of_task(job, status)))
            }
            Some(_) => Self::Stay,
            // Its record was deleted: what it was about says how it ended.
            None => Self::accepted(None, None, None),
        }
    }
}

impl PendingWrites {
    /// Takes the answer to a write itself. `heard` orders it among all answers. Gives what became
    /// of it, of each instance when it was a batch.
    pub fn answered(
        &mut self,
        id: WriteId,
        heard: Ticket,
        answer: &Result<Receipt, WriteFailure>,
    ) -> Vec<(Target, Outcome)> {
        self.each(heard, |write| match write.id == id {
            true => write.answer(heard, write.own(answer)),
            false => Step::Stay,
        })
    }

    /// Takes something that was read. Gives what became of the writes it is about.
    pub fn observe(
        &mut self,
        now: Now,
        asked: Ticket,
        observation: Observation<'_>,
    ) -> Vec<(Target, Outcome)> {
        let news = News {
            now,
            asked,
            observation,
        };
        self.each(asked, |write| match asked <= write.since {
            true => Step::Stay,
            false => write.what.mutation.reconcile(write, news),
        })
    }

    /// Stops following what was accepted too long ago, and waiting for what nothing can tell of.
    pub fn pass_time(&mut self, now: Now) -> Vec<(Target, Outcome)> {
        self.each(0, |write| match write.end() {
            Some((end, said)) if now.uptime >= end => Step::End(said),
            Some(_) | None => Step::Stay,
        })
    }

    /// When the next of them ends by time alone, as time since the start.
    pub fn next_end(&self) -> Option<Duration> {
        let ends = self.list.iter().filter_map(Pending::end);
        ends.map(|(end, _)| end).min()
    }

    fn each(&mut self, at: Ticket, step: impl Fn(&Pending) -> Step) -> Vec<(Target, Outcome)> {
        let mut said = Vec::new();
        for place in (0..self.list.len()).rev() {
            let write = &mut self.list[place];
            match step(write) {
                Step::Stay => {}
                Step::Looked(lost) => write.phase = Phase::Unknown(lost),
                Step::Go(phase, news) => {
                    (write.phase, write.since) = (phase, at);
                    said.extend(news.map(|news| (write.what.clone(), write.outcome(news))));
                }
                Step::Over => drop(self.list.remove(place)),
                Step::End(news) => {
                    let outcome = write.outcome(news);
                    said.push((self.list.remove(place).what, outcome));
                }
            }
        }
        said
    }
}

impl Pending {
    /// The part of an answer that is about this write.
    fn own(&self, answer: &Result<Receipt, WriteFailure>) -> Result<Receipt, WriteFailure> {
        let Ok(Receipt::Each(answers)) = answer else {
            return answer.clone();
        };
        let key = self.what.key();
        let is_own = |id: &InstanceId| key.is_some_and(|key| key.id == *id);
        match answers.iter().find(|(id, _)| is_own(id)) {
            Some((_, answer)) => answer.clone(),
            None => {
                let kind = self.what.mutation.kind();
                let several = kind.facts().bulk.map(|bulk| bulk.operation());
                Err(WriteFailure::unsaid(several.unwrap_or(kind.operation())))
            }
        }
    }

    fn answer(&self, heard: Ticket, answer: Result<Receipt, WriteFailure>) -> Step {
        let accepted = |job, created| Step::accepted(job, created, Some(WriteStatus::Accepted));
        let mutation = &self.what.mutation;
        match answer {
            Ok(Receipt::Done | Receipt::Each(_)) if mutation.facts().ends_with_its_answer => {
                Step::End(WriteStatus::Done)
            }
            Ok(Receipt::Done | Receipt::Each(_)) => accepted(None, None),
            Ok(Receipt::Job(job)) => accepted(job, None),
            Ok(Receipt::Created(id)) => match mutation.payment() {
                Some(payment) => {
                    let said = WriteStatus::Ordered(payment);
                    Step::Go(Phase::Ordered(id), Some(said))
                }
                None => accepted(None, Some(id)),
            },
            Err(WriteFailure::Declined) => Step::End(WriteStatus::Declined),
            Err(WriteFailure::Conflict(changed)) => Step::End(WriteStatus::NotSentChanged(changed)),
            Err(WriteFailure::Unrecorded(why)) => Step::End(WriteStatus::NotSentUnrecorded(why)),
            Err(WriteFailure::Second(WriteError::NotSent(error) | WriteError::Refused(error)))
                if let Some(done) = mutation.first_half() =>
            {
                let said = WriteStatus::Partly(done, Some(error));
                Step::Go(Phase::Partly, Some(said))
            }
            Err(WriteFailure::Failed(failure) | WriteFailure::Second(failure)) => match failure {
                WriteError::NotSent(error) => Step::End(WriteStatus::NotSent(error)),
                WriteError::Refused(error) => Step::End(WriteStatus::Refused(error)),
                WriteError::Unknown(error) => {
                    let lost = Lost::new(mutation.kind(), heard, error.clone());
                    let said = match mutation.payment() {
                        Some(_) => WriteStatus::OrderUnknown(error),
                        None => WriteStatus::Unknown(error),
                    };
                    Step::Go(Phase::Unknown(lost), Some(said))
                }
            },
        }
    }

    /// A reading showed nothing of a write whose answer was lost.
    pub(in crate::state::write) fn no_trace(&self, news: News<'_>) -> Step {
        let Phase::Unknown(lost) = &self.phase else {
            return Step::Stay;
        };
        let by = news.observation.call();
        match lost.without_trace(by, news.asked, news.now.wall) {
            (_, true) if self.what.mutation.facts().ends_by == EndsBy::Readings => {
                Step::End(WriteStatus::NoTrace(lost.why.clone()))
            }
            (lost, _) => Step::Looked(lost),
        }
    }

    /// Whether what started at `created` can be what this write started. Clocks of the service and
    /// of this machine may differ by up to the 15 minutes a signature allows.
    pub(in crate::state::write) fn may_have_started(&self, created: Option<EpochMs>) -> bool {
        const SKEW_MS: EpochMs = 15 * 60 * 1000;
        created.is_none_or(|created| created.saturating_add(SKEW_MS) >= self.sent.wall)
    }

    /// When it ends by time alone, as time since the start, and how it is said to stand then. What
    /// is unknown stays so until it is read, or the user ends it.
    fn end(&self) -> Option<(Duration, WriteStatus)> {
        let end = self.sent.uptime.saturating_add(GIVE_UP_AFTER);
        match &self.phase {
            Phase::Accepted { .. } | Phase::UnderWay => Some((end, WriteStatus::GaveUp)),
            Phase::Ordered(_) => Some((end, WriteStatus::OrderGaveUp)),
            Phase::Unknown(lost) if self.what.mutation.facts().ends_by == EndsBy::Time => {
                let end = Duration::from_millis(lost.proves_from);
                Some((end, WriteStatus::Unsure(lost.why.clone())))
            }
            Phase::Unknown(_) | Phase::Checking | Phase::Sending | Phase::Partly => None,
        }
    }
}
