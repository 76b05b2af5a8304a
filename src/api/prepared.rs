//! A write that is ready: one value that is shown, written down and sent.

use crate::model::{Home, InstanceId, TaskId};

use super::{DecodeError, Operation, Request};

/// One call with an effect, made for one project in one version of the API.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub operation: Operation,
    /// What it was made for. It is sent nowhere else.
    pub home: Home,
    /// Exactly what leaves.
    pub request: Request,
    pub(super) decode: fn(&[u8]) -> Result<WriteReply, DecodeError>,
}

impl PartialEq for Prepared {
    fn eq(&self, other: &Self) -> bool {
        let of = |one: &Self| (one.operation, one.home.clone(), one.request.clone());
        of(self) == of(other)
    }
}

/// What the service says in the answer to a write that it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteReply {
    /// Nothing more.
    Nothing,
    /// The background task that does it.
    Job(TaskId),
    /// The instance that is being created.
    Created(InstanceId),
    /// What became of each instance that was named.
    Each(Vec<ItemReply>),
}

/// What became of one instance of a write that names several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemReply {
    pub instance: InstanceId,
    /// Whether it was accepted for this one; `None` when the service did not say.
    pub accepted: Option<bool>,
    /// The background task that does it, where the service names one.
    pub job: Option<TaskId>,
    /// Why it was refused, where the service gives a reason.
    pub why: Option<String>,
}

impl Prepared {
    /// Reads the body of a successful answer.
    ///
    /// # Errors
    /// [`DecodeError`] when the answer is not what it must be; the write may still have happened.
    pub fn decode(&self, body: &[u8]) -> Result<WriteReply, DecodeError> {
        (self.decode)(body)
    }
}
