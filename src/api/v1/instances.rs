//! Instances: list, detail, change, delete, batch (sections 6.1.1.2 to 6.1.1.6).

use std::sync::Arc;

use crate::model::{Instance, InstanceId, ProjectId};

use super::v2::instances::{self, InstanceDetail, InstancePage};
use super::{DecodeError, Method, Operation, ROOT, Read, Request, brokers_of, on_instance, v2};

/// The whole list: V1 documents no pages (one of its examples has `start=1&limit=10`, its tables
/// have neither), so that no part of it can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListInstances;

impl Read for ListInstances {
    type Reply = InstancePage;

    fn operation(&self) -> Operation {
        Operation::ListInstances
    }

    fn request(&self, project: &ProjectId) -> Request {
        Request::new(Method::Get, &[ROOT, project.as_str(), "instances"])
            .with("engine", v2::ENGINE)
            .with("includeFailure", "true")
    }

    fn decode(&self, body: &[u8]) -> Result<InstancePage, DecodeError> {
        let mut page = instances::page(body)?;
        for instance in &mut page.instances {
            complete(Arc::make_mut(instance));
        }
        Ok(page)
    }
}

/// Everything about one instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowInstance {
    pub instance: InstanceId,
}

impl Read for ShowInstance {
    type Reply = InstanceDetail;

    fn operation(&self) -> Operation {
        Operation::ShowInstance
    }

    fn request(&self, project: &ProjectId) -> Request {
        on_instance(Method::Get, project, &self.instance)
    }

    fn decode(&self, body: &[u8]) -> Result<InstanceDetail, DecodeError> {
        let mut detail = instances::detail(&self.instance, body)?;
        complete(&mut detail.instance);
        Ok(detail)
    }
}

/// What V1 says only in the flavor's code.
fn complete(instance: &mut Instance) {
    instance.broker_num = instance
        .broker_num
        .or_else(|| brokers_of(instance.resource_spec_code.as_deref()?));
}

/// The request that deletes one instance. The answer says only that it was accepted.
pub(in crate::api) fn delete(wanted: &v2::DeleteInstance, project: &ProjectId) -> Request {
    on_instance(Method::Delete, project, &wanted.instance)
}

/// The request that changes what is given and leaves the rest (table 6-10). The enterprise project
/// is in the English table only. Windows are sent as the tables say, `HH:mm:ss`; an example has
/// `HH:mm`.
pub(in crate::api) fn modify(wanted: &v2::ModifyInstance, project: &ProjectId) -> Request {
    on_instance(Method::Put, project, &wanted.instance).carrying(wanted.body())
}

/// The request for one action on several instances, at most 50 a call (111400100). Restarting is in
/// the Chinese table 5-15 only; both documents have the error that says "must be delete or restart"
/// (111400064). The answer's tables 6-16 and 6-17 are those of V2.
pub(in crate::api) fn batch(wanted: &v2::BatchAction, project: &ProjectId) -> Request {
    let segments = [ROOT, project.as_str(), "instances", "action"];
    // A text, not a yes or no (table 6-15).
    Request::new(Method::Post, &segments).carrying(wanted.body(("allFailure", "true")))
}
