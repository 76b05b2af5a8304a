//! What is at an address: one call without any credential, which therefore cannot be refused as
//! one. For `warren doctor`.

use crate::model::EpochMs;

use super::ErrorKind;
use super::answer::Answer;

/// What an address answered to a stranger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probed {
    /// HTTP status. The gateway in front of the service refuses a call that names nothing.
    pub status: u16,
    /// The time over there: the `Date` of the answer, epoch milliseconds, exact to a second.
    pub date: Option<EpochMs>,
    /// Who seems to have answered.
    pub who: Who,
}

/// Who answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The cloud: its id of the call is on the answer.
    Cloud,
    /// Somebody else, most likely a proxy: the answer has none.
    Somebody,
}

/// Why there is no answer, in words that quote no secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Silence {
    /// What kind of failure it was.
    pub kind: ErrorKind,
    pub message: String,
}

/// Which service to probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// DMS.
    Messages,
    /// IAM.
    Identity,
    /// Cloud Eye.
    Figures,
}

impl Probed {
    pub(super) fn of(answer: &Answer) -> Self {
        let id = answer.request_id();
        Self {
            status: answer.status,
            date: answer.date(),
            who: id.map_or(Who::Somebody, |_| Who::Cloud),
        }
    }
}
