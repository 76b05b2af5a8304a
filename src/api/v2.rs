//! Version 2 of the service: all 20 operations of chapter 4 of its reference, one small value each.
//!
//! Every operation is a struct with what the caller must say, and implements [`Read`] or [`Write`]:
//! the request it makes, and what its answer means to the model. Start with [`ListInstances`].

pub mod catalogue;
pub mod create;
pub mod extend;
pub mod hierarchy;
pub mod instances;
pub mod modify;
pub mod plugins;
pub mod recycle;
pub mod tags;
pub mod tasks;
pub mod topology;

use crate::model::{InstanceId, ProjectId, TaskId};

use super::operation::{DecodeError, RequestOf};
use super::wire::{self, Fields};
use super::{Method, Operation, Read, Request, Write, WriteReply, row, v1};

pub use catalogue::{AvailableZones, MaintainWindows, ProductList, Products};
pub use create::{CreateInstance, Period, Prepaid};
pub use extend::{Extend, Resize, ShowExtend};
pub use hierarchy::ShowHierarchy;
pub use instances::{
    BatchAction, DeleteInstance, InstanceDetail, InstancePage, ListInstances, ShowInstance,
};
pub use modify::{ModifyInstance, PublicAccess, ResetPassword};
pub use plugins::{ListPlugins, PluginList, SetPlugins, Switch};
pub use recycle::{
    RecycleBin, RecyclePolicy, Recycled, RestoreInstances, SetRecyclePolicy, ShowRecycle,
};
pub use tags::{ListInstanceTags, ListProjectTags, ProjectTag, TagVerb, TagsAction};
pub use tasks::{DeleteTask, ListTasks, ShowTask, TaskPage, TaskSpan};

/// The engine, as requests name it.
pub const ENGINE: &str = "rabbitmq";

/// `/v2/{project}/instances/{instance}` and what follows it.
fn on_instance(
    method: Method,
    project: &ProjectId,
    instance: &InstanceId,
    rest: &[&str],
) -> Request {
    let mut segments = vec!["v2", project.as_str(), "instances", instance.as_str()];
    segments.extend(rest);
    Request::new(method, &segments)
}

/// The background task that an accepted write started.
fn job(body: &[u8]) -> Result<WriteReply, DecodeError> {
    let body = wire::object(body)?;
    let id = Fields::new(&body).id("job_id");
    let job = id.and_then(|id| TaskId::new(id).ok()).map(WriteReply::Job);
    job.ok_or_else(|| DecodeError::new("job_id", "missing"))
}
