//! Version 1.0 of the service: the operations of chapter 6 of the reference and of the Chinese
//! reference, one small value each.
//!
//! Nothing but the clients and tests asks for them: the program asks for what is in [`super::v2`],
//! and that names its counterpart here (`in_v1`): a request of its own where the answer is that of
//! V2 (`Moved`), an operation of its own where it is not. Where the two documents disagree, both
//! spellings are read, and what is sent follows the English one.
//!
//! V1.0 has no call for plug-ins, background tasks, tags, passwords and sizes.

pub mod catalogue;
pub mod create;
pub mod instances;

use crate::model::{InstanceId, ProjectId};

use super::operation::DecodeError;
use super::wire::{self, Fields};
use super::{Method, Operation, Read, Request, Write, v2};

pub use catalogue::Products;
pub use instances::{ListInstances, ShowInstance};

/// The first segment of every path.
const ROOT: &str = "v1.0";

/// An operation of V2 that V1 has at another address, and whose answer is the same in both.
pub(super) struct Moved<'a, O>(pub &'a O, pub fn(&O, &ProjectId) -> Request);

impl<O: Read> Read for Moved<'_, O> {
    type Reply = O::Reply;

    fn operation(&self) -> Operation {
        self.0.operation()
    }

    fn request(&self, project: &ProjectId) -> Request {
        (self.1)(self.0, project)
    }

    fn decode(&self, body: &[u8]) -> Result<O::Reply, DecodeError> {
        self.0.decode(body)
    }
}

impl<O: Write> Write for Moved<'_, O> {
    type Reply = O::Reply;

    fn operation(&self) -> Operation {
        self.0.operation()
    }

    fn request(&self, project: &ProjectId) -> Request {
        (self.1)(self.0, project)
    }

    fn decode(body: &[u8]) -> Result<O::Reply, DecodeError> {
        O::decode(body)
    }
}

/// `/v1.0/{project}/instances/{instance}`.
fn on_instance(method: Method, project: &ProjectId, instance: &InstanceId) -> Request {
    let (project, instance) = (project.as_str(), instance.as_str());
    Request::new(method, &[ROOT, project, "instances", instance])
}

/// The number of brokers in the code of an old flavor, as in
/// `dms.instance.rabbitmq.cluster.c3.4u8g.5` (table 6-6): V1 says it nowhere else.
fn brokers_of(spec_code: &str) -> Option<u32> {
    let rest = spec_code.strip_prefix("dms.instance.rabbitmq.")?;
    match rest.split('.').collect::<Vec<_>>().as_slice() {
        ["single", ..] => Some(1),
        ["cluster", .., brokers] => brokers.parse().ok(),
        _ => None,
    }
}
