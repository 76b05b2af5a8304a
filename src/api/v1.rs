//! Version 1.0 of the service: the calls of chapter 6 of the reference and of the Chinese
//! reference.
//!
//! Nothing asks for them: the program asks for what is in [`super::v2`], and that names its request
//! here (`in_v1`), and what is read otherwise in the answer. Where the two documents disagree, both
//! spellings are read, and what is sent follows the English one.
//!
//! V1.0 has no call for plug-ins, background tasks, tags, passwords and sizes.

pub(super) mod catalogue;
pub(super) mod create;
pub(super) mod instances;

use crate::model::{InstanceId, ProjectId};

use super::operation::DecodeError;
use super::wire::{self, Fields};
use super::{Method, Request, v2};

/// The first segment of every path.
const ROOT: &str = "v1.0";

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
