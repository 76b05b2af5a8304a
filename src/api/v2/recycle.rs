//! The recycle bin of a project: what was deleted and can be restored, and for how long. All
//! engines of the service share it. In no reference, but in the official SDK and in Terraform's
//! provider; V1 has no such calls.

use super::{
    DecodeError, ENGINE, Fields, Method, Operation, Read, Request, Write, WriteReply, wire,
};
use crate::api::{Body, ItemReply, OneOrMore, Rows};
use crate::model::{EpochMs, InstanceId, ProjectId, Status, TaskId};

/// The bin and its policy.
#[derive(Clone, Copy, Debug)]
pub struct ShowRecycle;

/// What is in the bin, and what comes of a deletion now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecycleBin {
    /// Nothing when the service did not say, or not readably.
    pub policy: Option<RecyclePolicy>,
    /// Those of RabbitMQ.
    pub inside: Rows<Recycled>,
}

/// What comes of a deletion, of any engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecyclePolicy {
    /// Whether what is deleted goes into the bin.
    pub on: bool,
    /// How many days it stays there: 1 to 7.
    pub days: u8,
}

/// An instance in the bin. All but the id may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recycled {
    pub id: InstanceId,
    pub name: Option<String>,
    /// RECYCLE or ERROR, which here says nothing of its broker.
    pub status: Option<Status>,
    pub since: Option<EpochMs>,
    /// When it is deleted for good.
    pub until: Option<EpochMs>,
}

impl Recycled {
    /// Its name, or its id when it has none.
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(self.id.as_str())
    }
}

fn request(method: Method, project: &ProjectId) -> Request {
    Request::new(method, &["v2", project.as_str(), "recycle"])
}

impl Read for ShowRecycle {
    type Reply = RecycleBin;
    const OPERATION: Operation = Operation::ShowRecycle;

    fn request(&self, project: &ProjectId) -> Request {
        request(Method::Get, project)
    }

    fn decode(&self, body: &[u8]) -> Result<RecycleBin, DecodeError> {
        let body = wire::object(body)?;
        let rows = wire::rows(&body, "recycle_instances", |fields| {
            let engine = fields.word("engine").map(str::trim).unwrap_or_default();
            let is_ours = engine.eq_ignore_ascii_case(ENGINE);
            let id = InstanceId::new(fields.id("instance_id")?).ok()?;
            Some(is_ours.then(|| recycled(id, fields)))
        })?;
        let mut fields = Fields::new(&body);
        let policy = match (
            fields.flag("default_use_recycle"),
            fields.small("retention_days"),
        ) {
            (Some(on), Some(days)) => Some(RecyclePolicy { on, days }),
            _ => None,
        };
        let inside = Rows {
            rows: rows.rows.into_iter().flatten().collect(),
            unidentified: rows.unidentified,
            unreadable: rows.unreadable,
        };
        Ok(RecycleBin { policy, inside })
    }
}

fn recycled(id: InstanceId, fields: &mut Fields<'_>) -> Recycled {
    Recycled {
        id,
        name: fields.text("name"),
        status: fields.word("status").map(Status::from_word),
        since: fields.time("in_recycle_time"),
        until: fields.time("auto_delete_time"),
    }
}

/// Takes instances out of the bin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestoreInstances(pub OneOrMore<InstanceId>);

impl Write for RestoreInstances {
    fn operation(&self) -> Operation {
        Operation::Restore
    }

    fn request(&self, project: &ProjectId) -> Request {
        let ids: Vec<&str> = self.0.as_slice().iter().map(InstanceId::as_str).collect();
        request(Method::Post, project).carrying(Body::new().with("instances", ids))
    }

    fn decode(body: &[u8]) -> Result<WriteReply, DecodeError> {
        let list = wire::rows(&wire::object(body)?, "results", |fields| {
            let instance = InstanceId::new(fields.id("instance_id")?).ok()?;
            let job = fields.id("job_id").and_then(|id| TaskId::new(id).ok());
            let why = fields.text("error_msg").filter(|why| !why.is_empty());
            Some(ItemReply {
                instance,
                accepted: match (&job, &why) {
                    (Some(_), _) => Some(true),
                    (None, Some(_)) => Some(false),
                    (None, None) => None,
                },
                job,
                why,
            })
        })?;
        Ok(WriteReply::Each(list.rows))
    }
}

/// Sets the policy, for every engine in the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetRecyclePolicy(pub RecyclePolicy);

impl Write for SetRecyclePolicy {
    fn operation(&self) -> Operation {
        Operation::SetRecyclePolicy
    }

    fn request(&self, project: &ProjectId) -> Request {
        let RecyclePolicy { on, days } = self.0;
        let body = Body::new().with("default_use_recycle", on);
        request(Method::Put, project).carrying(body.with("retention_days", u64::from(days)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn bin(body: &serde_json::Value) -> RecycleBin {
        ShowRecycle.decode(body.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn a_bin_may_be_null_and_its_times_texts_or_numbers() {
        let policy = |on, days| Some(RecyclePolicy { on, days });
        let none =
            json!({"default_use_recycle": false, "retention_days": 3, "recycle_instances": null});
        assert_eq!(bin(&none).policy, policy(false, 3));
        assert_eq!(bin(&none).inside, Rows::default());
        let row = |id: &str, engine: &str, since: serde_json::Value| {
            json!({"instance_id": id, "name": "orders-eu", "engine": engine, "status": "RECYCLE",
                   "in_recycle_time": since, "auto_delete_time": 1_763_709_961_139_u64,
                   "error_message": null, "cost_per_hour": 0.0})
        };
        let some = bin(&json!({"default_use_recycle": true, "recycle_instances": [
            row("a", "rabbitmq", json!("1763450761139")),
            row("b", "kafka", json!(1)),
            row("c", "RabbitMQ", json!(1_763_450_761_139_u64)),
            {"engine": "rabbitmq", "name": "nobody"},
        ]}));
        assert_eq!(some.policy, None, "half a policy is none");
        let found = some.inside.rows.iter();
        let found: Vec<_> = found.map(|one| (one.id.as_str(), one.since)).collect();
        let since = Some(1_763_450_761_139);
        assert_eq!(found, [("a", since), ("c", since)]);
        assert_eq!(some.inside.unidentified, 1);
        assert_eq!(some.inside.rows[0].until, Some(1_763_709_961_139));
        let unsaid = json!({"default_use_recycle": true, "retention_days": 3});
        assert!(ShowRecycle.decode(unsaid.to_string().as_bytes()).is_err());
    }

    #[test]
    fn each_instance_is_restored_by_a_task_or_refused_with_a_reason() {
        let body = json!({"results": [
            {"instance_id": "a", "job_id": "j", "error_msg": null},
            {"instance_id": "b", "job_id": null, "error_msg": "busy"},
            {"instance_id": "c", "job_id": null, "error_msg": null},
        ]});
        let read = RestoreInstances::decode(body.to_string().as_bytes()).unwrap();
        let WriteReply::Each(each) = read else {
            panic!("what became of each");
        };
        let told: Vec<_> = each
            .iter()
            .map(|one| (one.accepted, one.job.is_some(), one.why.as_deref()))
            .collect();
        assert_eq!(
            told,
            [
                (Some(true), true, None),
                (Some(false), false, Some("busy")),
                (None, false, None)
            ]
        );
    }
}
