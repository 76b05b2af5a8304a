//! Instances: list, detail, change, delete, batch (sections 6.1.1.2 to 6.1.1.6).

use std::sync::Arc;

use crate::api::ItemReply;
use crate::model::{Instance, InstanceId, ProjectId};

use super::v2::instances::{self, InstanceDetail, InstancePage};
use super::{
    DecodeError, Method, Operation, ROOT, Read, Request, Write, brokers_of, on_instance, v2, wire,
};

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

/// Deletes one instance. The answer says only that it was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteInstance {
    pub instance: InstanceId,
}

impl Write for DeleteInstance {
    type Reply = ();

    fn operation(&self) -> Operation {
        Operation::DeleteInstance
    }

    fn request(&self, project: &ProjectId) -> Request {
        on_instance(Method::Delete, project, &self.instance)
    }

    fn decode(body: &[u8]) -> Result<(), DecodeError> {
        wire::nothing(body)
    }
}

/// Changes what is given and leaves the rest (table 6-10). The enterprise project is in the
/// English table only. Windows are sent as the tables say, `HH:mm:ss`; an example has `HH:mm`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModifyInstance {
    /// Of what, and to what: the fields are those of V2.
    pub changes: v2::ModifyInstance,
}

impl Write for ModifyInstance {
    type Reply = ();

    fn operation(&self) -> Operation {
        Operation::ModifyInstance
    }

    fn request(&self, project: &ProjectId) -> Request {
        on_instance(Method::Put, project, &self.changes.instance).carrying(self.changes.body())
    }

    fn decode(body: &[u8]) -> Result<(), DecodeError> {
        wire::nothing(body)
    }
}

/// One action on several instances, at most 50 a call (111400100). Restarting is in the Chinese
/// table 5-15 only; both documents have the error that says "must be delete or restart"
/// (111400064).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchAction {
    /// What, and to which: as in V2.
    pub action: v2::BatchAction,
}

impl Write for BatchAction {
    type Reply = Vec<ItemReply>;

    fn operation(&self) -> Operation {
        self.action.operation()
    }

    fn request(&self, project: &ProjectId) -> Request {
        let segments = [ROOT, project.as_str(), "instances", "action"];
        // A text, not a yes or no (table 6-15).
        let body = self.action.body(("allFailure", "true"));
        Request::new(Method::Post, &segments).carrying(body)
    }

    fn decode(body: &[u8]) -> Result<Vec<ItemReply>, DecodeError> {
        // Tables 6-16 and 6-17 are those of V2.
        v2::BatchAction::decode(body)
    }
}
