//! Instances: list, detail, delete, batch (sections 4.1.2 to 4.1.4 and 4.1.6).

use std::sync::Arc;

use serde_json::Value;

use crate::api::{Body, ItemReply, Limit, OneOrMore};
use crate::model::{Instance, InstanceId, ProjectId};

use super::row::{self, Row};
use super::{
    DecodeError, ENGINE, Fields, Method, Operation, Read, Request, RequestOf, Write, WriteReply,
    on_instance, v1, wire,
};

/// One page of the list. For the whole list use `ReadClient::list_instances`, which knows that V1
/// has no pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListInstances {
    /// Instances to skip, from 0.
    pub offset: u64,
    /// At most this many, 1 to 50.
    pub limit: u64,
}

/// One page of instances.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InstancePage {
    /// The RabbitMQ instances on it. What could not be read in one is noted in it.
    pub instances: Vec<Arc<Instance>>,
    /// Rows of other engines, left out.
    pub foreign: Vec<InstanceId>,
    /// Rows without a readable id, left out because nothing could be done with them.
    pub unidentified: usize,
    /// How many instances there are on all pages (`instance_num`), when the service says so.
    pub total: Option<u64>,
}

impl InstancePage {
    /// How many rows the service sent.
    pub fn sent(&self) -> usize {
        self.instances.len() + self.foreign.len() + self.unidentified
    }
}

impl Read for ListInstances {
    type Reply = InstancePage;
    const OPERATION: Operation = Operation::ListInstances;

    fn limit(&self) -> Limit {
        Limit::PAGE
    }

    fn request(&self, project: &ProjectId) -> Request {
        Request::new(Method::Get, &["v2", project.as_str(), "instances"])
            .with("engine", ENGINE)
            // The service and its official clients spell it so, table 4-7 the other way.
            .with("include_failure", "true")
            .with("include_failures", "true")
            .with("offset", self.offset)
            .with("limit", self.limit)
    }

    fn decode(&self, body: &[u8]) -> Result<InstancePage, DecodeError> {
        let body = wire::object(body)?;
        let list = wire::rows(&body, "instances", row::row)?;
        let mut page = InstancePage {
            unidentified: list.unidentified,
            total: Fields::new(&body).count("instance_num"),
            ..InstancePage::default()
        };
        for row in list.rows {
            match row {
                Row::Ours(instance) => page.instances.push(instance),
                Row::Foreign(id) => page.foreign.push(id),
            }
        }
        Ok(page)
    }

    fn in_v1(&self) -> Option<RequestOf<Self>> {
        Some(v1::instances::list)
    }

    fn decode_in_v1(&self, body: &[u8]) -> Result<InstancePage, DecodeError> {
        self.decode(body).map(v1::instances::whole_page)
    }
}

/// Everything about one instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowInstance {
    pub instance: InstanceId,
}

/// One instance and the answer it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct InstanceDetail {
    /// What the answer means.
    pub instance: Instance,
    /// The answer as it came, in the service's order.
    pub raw: Value,
}

impl Read for ShowInstance {
    type Reply = InstanceDetail;
    const OPERATION: Operation = Operation::ShowInstance;

    fn request(&self, project: &ProjectId) -> Request {
        on_instance(Method::Get, project, &self.instance, &[])
    }

    fn decode(&self, body: &[u8]) -> Result<InstanceDetail, DecodeError> {
        let body = wire::object(body)?;
        let mut fields = Fields::new(&body);
        // Asked for by id, so an answer without one is still about that instance.
        if let Some(found) = fields.id("instance_id")
            && found != self.instance.as_str()
        {
            return Err(DecodeError::new("instance_id", "is about another instance"));
        }
        let instance = row::instance(self.instance.clone(), &mut fields);
        Ok(InstanceDetail {
            instance,
            raw: Value::Object(body),
        })
    }

    fn in_v1(&self) -> Option<RequestOf<Self>> {
        Some(v1::instances::show)
    }

    fn decode_in_v1(&self, body: &[u8]) -> Result<InstanceDetail, DecodeError> {
        self.decode(body).map(v1::instances::whole_detail)
    }
}

/// Deletes one instance. The answer says only that it was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteInstance {
    pub instance: InstanceId,
}

impl Write for DeleteInstance {
    fn operation(&self) -> Operation {
        Operation::DeleteInstance
    }

    fn request(&self, project: &ProjectId) -> Request {
        on_instance(Method::Delete, project, &self.instance, &[])
    }

    fn in_v1(&self) -> Option<RequestOf<Self>> {
        Some(v1::instances::delete)
    }
}

/// One action on several instances, at most 50 a call (DMS.00400100).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BatchAction {
    /// Deletes these.
    Delete(OneOrMore<InstanceId>),
    /// Restarts these: not in the reference's text for V2, but in its error table (DMS.00400064), and
    /// in the Chinese reference's section 5.5 for V1.
    Restart(OneOrMore<InstanceId>),
}

impl BatchAction {
    pub(in crate::api) fn body(&self) -> Body {
        let (action, ids) = match self {
            Self::Delete(ids) => ("delete", ids),
            Self::Restart(ids) => ("restart", ids),
        };
        let ids: Vec<&str> = ids.as_slice().iter().map(InstanceId::as_str).collect();
        Body::new().with("action", action).with("instances", ids)
    }
}

impl Write for BatchAction {
    fn operation(&self) -> Operation {
        match self {
            Self::Delete(_) => Operation::DeleteInstances,
            Self::Restart(_) => Operation::RestartInstances,
        }
    }

    fn request(&self, project: &ProjectId) -> Request {
        let segments = ["v2", project.as_str(), "instances", "action"];
        Request::new(Method::Post, &segments).carrying(self.body())
    }

    fn decode(body: &[u8]) -> Result<WriteReply, DecodeError> {
        // 204 without a body names none of them.
        if body.trim_ascii().is_empty() {
            return Ok(WriteReply::Each(Vec::new()));
        }
        let body = wire::object(body)?;
        let list = wire::rows(&body, "results", |fields| {
            Some(ItemReply {
                instance: InstanceId::new(fields.id("instance")?).ok()?,
                accepted: fields.word("result").and_then(|word| match word {
                    "success" => Some(true),
                    "failed" => Some(false),
                    _ => None,
                }),
                job: None,
                why: None,
            })
        })?;
        Ok(WriteReply::Each(list.rows))
    }

    fn in_v1(&self) -> Option<RequestOf<Self>> {
        Some(v1::instances::batch)
    }
}
