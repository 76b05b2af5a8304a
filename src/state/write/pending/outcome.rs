//! What is told about a write: what it does, and how it stands.

use super::{Conflict, WriteId};
use crate::api::ApiError;
use crate::api::v2::TagVerb;
use crate::model::{Instance, Status, TaskId, TaskStatus};
use crate::state::write::mutation::{Action, On};
pub use crate::transitions::Progress;

/// What to tell the user about a write.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The number it was sent under.
    pub write: WriteId,
    pub action: Action,
    /// The instance, by the name the user saw.
    pub name: String,
    pub result: WriteStatus,
    /// The service's id of the call that it took, to quote to its support.
    pub request_id: Option<String>,
}

/// Why what the service took did not take effect, as far as it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenFailure {
    /// The status that says so: of the instance, or of the task.
    pub status: String,
    /// The instance's `error_code` (tables 4-9 and 6-7).
    pub code: Option<String>,
    /// The background task that failed.
    pub task: Option<TaskId>,
}

impl SeenFailure {
    /// By the status of the instance.
    pub fn of(instance: &Instance) -> Self {
        let status = instance.status.as_ref();
        Self {
            status: status.map_or_else(String::new, |status| status.word().to_owned()),
            code: instance.error_code.clone(),
            task: None,
        }
    }

    /// By the status of its task.
    pub fn of_task(task: Option<&TaskId>, status: &TaskStatus) -> Self {
        Self {
            status: status.word().to_owned(),
            code: None,
            task: task.cloned(),
        }
    }

    /// There is nothing that it could have been done to.
    pub fn gone() -> Self {
        Self {
            status: Status::Deleted.word().to_owned(),
            ..Self::default()
        }
    }
}

impl Outcome {
    /// The name of what it does.
    pub fn verb(&self) -> &'static str {
        match &self.action.on {
            On::Plugin(_, to) => to.into(),
            On::Instance | On::Task(_) | On::Queue(_) => self.action.kind.into(),
        }
    }

    /// What of the instance it is about, where it is not all of it.
    pub fn object(&self) -> Option<String> {
        match &self.action.on {
            On::Plugin(plugin, _) => Some(plugin.to_string()),
            On::Task(task) => Some(task.to_string()),
            On::Queue(queue) => Some(queue.name.clone()),
            On::Instance => None,
        }
    }

    /// Why it did not take effect, in the words of the journal's file, which is in English.
    pub fn why(&self) -> Option<String> {
        match (&self.result, self.result.error()) {
            (WriteStatus::Failed(failure), _) => Some(match &failure.task {
                Some(task) => format!("its task {task} became {}", failure.status),
                None => format!("the instance became {}", failure.status),
            }),
            (_, Some(error)) => Some(error.message.clone()).filter(|message| !message.is_empty()),
            (_, None) => None,
        }
    }

    /// The service's error code of why it did not take effect.
    pub fn code(&self) -> Option<&str> {
        match &self.result {
            WriteStatus::Failed(failure) => failure.code.as_deref(),
            result => result.error()?.code.as_deref(),
        }
    }

    /// The service's id of the call that failed, else of the one that it took.
    pub fn request_id(&self) -> Option<&str> {
        let failed = self
            .result
            .error()
            .and_then(|error| error.request_id.as_deref());
        failed.or(self.request_id.as_deref())
    }
}

/// How an order by the month or year is paid (`is_auto_pay` of table 4-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payment {
    /// By itself, at once.
    ByItself,
    /// By somebody, in the console; the order waits until then. What the service does by default.
    ByHand,
}

/// How a write stands.
#[derive(Clone, Debug, PartialEq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum WriteStatus {
    /// Confirmed: it is looked at once more and sent.
    Sent,
    /// The service took it; not done yet.
    Accepted,
    /// The service took the order; the instance is not there before it is through.
    Ordered(Payment),
    /// Done, as the service says.
    Done,
    /// A queue was purged: so many messages were ready before, and after it.
    Purged { before: u64, after: u64 },
    /// The service took it and it failed: a status or a task says so.
    Failed(SeenFailure),
    /// The service refused it; nothing changed.
    Refused(ApiError),
    /// The service took the batch but not this instance of it, and gives no reason.
    Declined,
    /// Of its two requests only this one took effect; the error is that of the other one. Without
    /// one, the answer was lost and no trace of the other was found.
    Partly(TagVerb, Option<ApiError>),
    /// It never left; nothing changed.
    NotSent(ApiError),
    /// It was not sent because its target is no longer what the user saw.
    NotSentChanged(Conflict),
    /// It was not sent because it could not be written down, for this reason; the user is asked
    /// again.
    NotSentUnrecorded(String),
    /// The answer was lost; what became of it is being read.
    Unknown(ApiError),
    /// The answer to an order was lost; it is followed in the list. That nothing comes does not
    /// say that nothing was ordered: the order may wait to be paid.
    OrderUnknown(ApiError),
    /// The answer was lost, the time in which its effect shows is over, and two readings by
    /// different calls showed none. It may still come. The error says why there was no answer; a
    /// write of an earlier run has none.
    NoTrace(Option<ApiError>),
    /// The answer was lost, and nothing that can be read would tell whether it took effect.
    Unsure(Option<ApiError>),
    /// The answer was lost, and the user ended the wait for its effect.
    Released(Option<ApiError>),
    /// Accepted long ago, and its effect was not seen; no longer followed.
    GaveUp,
    /// Ordered long ago and still not there; no longer followed.
    OrderGaveUp,
}

impl WriteStatus {
    pub fn progress(&self) -> Progress {
        match self {
            Self::Sent | Self::Accepted | Self::Ordered(_) => Progress::UnderWay,
            Self::Done | Self::Purged { .. } => Progress::Done,
            Self::Failed(_)
            | Self::Refused(_)
            | Self::Declined
            | Self::Partly(..)
            | Self::NotSent(_) => Progress::Failed,
            Self::NotSentChanged(_) | Self::NotSentUnrecorded(_) => Progress::HeldBack,
            Self::Unknown(_) | Self::OrderUnknown(_) => Progress::Lost,
            Self::NoTrace(_)
            | Self::Unsure(_)
            | Self::Released(_)
            | Self::GaveUp
            | Self::OrderGaveUp => Progress::Unseen,
        }
    }

    /// The failed call behind it, if there is one.
    pub fn error(&self) -> Option<&ApiError> {
        match self {
            Self::Refused(error)
            | Self::NotSent(error)
            | Self::Unknown(error)
            | Self::OrderUnknown(error)
            | Self::Partly(_, Some(error)) => Some(error),
            Self::NoTrace(error) | Self::Unsure(error) | Self::Released(error) => error.as_ref(),
            Self::Partly(_, None)
            | Self::Sent
            | Self::Accepted
            | Self::Ordered(_)
            | Self::Done
            | Self::Purged { .. }
            | Self::Failed(_)
            | Self::Declined
            | Self::NotSentChanged(_)
            | Self::NotSentUnrecorded(_)
            | Self::GaveUp
            | Self::OrderGaveUp => None,
        }
    }
}
