//! What is told about a write: what it does, and how it stands.

use super::Conflict;
use crate::api::ApiError;
use crate::api::v2::TagVerb;
use crate::state::write::mutation::Action;

/// What to tell the user about a write.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    pub action: Action,
    /// The instance, by the name the user saw.
    pub name: String,
    pub result: WriteStatus,
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
    /// The service took it and it failed: a status or a task says so.
    Failed(String),
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
    /// different calls showed none. It may still come.
    NoTrace,
    /// The answer was lost, and nothing that can be read would tell whether it took effect.
    Unsure,
    /// The answer was lost, and the user ended the wait for its effect.
    Released,
    /// Accepted long ago, and its effect was not seen; no longer followed.
    GaveUp,
    /// Ordered long ago and still not there; no longer followed.
    OrderGaveUp,
}

/// What the user has to know first of how a write stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Sent, or taken by the service and not done yet.
    UnderWay,
    Done,
    /// The service did not do it, or the request never left.
    Failed,
    /// It was not sent, for a reason that lies with us.
    HeldBack,
    /// The answer was lost; what became of it is being read.
    Lost,
    /// What became of it was not seen, and is no longer read.
    Unseen,
}

impl WriteStatus {
    pub fn progress(&self) -> Progress {
        match self {
            Self::Sent | Self::Accepted | Self::Ordered(_) => Progress::UnderWay,
            Self::Done => Progress::Done,
            Self::Failed(_)
            | Self::Refused(_)
            | Self::Declined
            | Self::Partly(..)
            | Self::NotSent(_) => Progress::Failed,
            Self::NotSentChanged(_) | Self::NotSentUnrecorded(_) => Progress::HeldBack,
            Self::Unknown(_) | Self::OrderUnknown(_) => Progress::Lost,
            Self::NoTrace | Self::Unsure | Self::Released | Self::GaveUp | Self::OrderGaveUp => {
                Progress::Unseen
            }
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
            Self::Partly(_, None)
            | Self::Sent
            | Self::Accepted
            | Self::Ordered(_)
            | Self::Done
            | Self::Failed(_)
            | Self::Declined
            | Self::NotSentChanged(_)
            | Self::NotSentUnrecorded(_)
            | Self::NoTrace
            | Self::Unsure
            | Self::Released
            | Self::GaveUp
            | Self::OrderGaveUp => None,
        }
    }
}
