//! What of an instance Cloud Eye has figures of: `GET /v2/{project}/instances/{instance}/ces-hierarchy`.
//! In no reference; as official clients document it. The message service answers it.

use super::{DecodeError, Fields, Method, Operation, ProjectId, Read, Request, on_instance, wire};
use crate::model::{InstanceId, Level};
use std::collections::HashSet;
use std::sync::Arc;

/// The queues of an instance by the names that Cloud Eye has for them, which are not always the
/// broker's: each is the last dimension of its series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowHierarchy {
    pub instance: InstanceId,
}

/// A kind of parts: under which key of the answer they are, and by which dimensions.
struct Kind {
    key: String,
    router: Vec<String>,
    below: Vec<Self>,
}

/// How deep kinds may be nested: Cloud Eye has four dimensions.
const DEEPEST: usize = 4;

impl Read for ShowHierarchy {
    type Reply = Vec<Arc<str>>;
    const OPERATION: Operation = Operation::ShowHierarchy;

    fn request(&self, project: &ProjectId) -> Request {
        on_instance(Method::Get, project, &self.instance, &["ces-hierarchy"])
    }

    fn decode(&self, body: &[u8]) -> Result<Vec<Arc<str>>, DecodeError> {
        let body = wire::object(body)?;
        let kinds = wire::rows(&body, "dimensions", |fields| Some(kind(fields, DEEPEST)))?;
        let mut kinds: Vec<Kind> = kinds.rows.into_iter().flatten().collect();
        let mut names: Vec<Arc<str>> = Vec::new();
        let mut seen: HashSet<Arc<str>> = HashSet::new();
        while let Some(kind) = kinds.pop() {
            kinds.extend(kind.below);
            if !is_of_queues(&kind.router) {
                continue;
            }
            let each = Fields::new(&body).objects(&kind.key, |entity| entity.id("name"));
            for name in each {
                let name: Arc<str> = name.into();
                // Two queues may be one series.
                if seen.insert(Arc::clone(&name)) {
                    names.push(name);
                }
            }
        }
        Ok(names)
    }
}

fn kind(fields: &mut Fields<'_>, deep: usize) -> Option<Kind> {
    let key = fields.texts("key_name").into_iter().next()?;
    let router = fields.texts("dim_router");
    let below = match deep {
        0 => Vec::new(),
        deep => fields.objects("children", |child| kind(child, deep - 1)),
    };
    Some(Kind { key, router, below })
}

/// Whether series of this router are those of queues: the instance, then the queue. One that needs
/// more is of another edition, whose names nobody knows.
fn is_of_queues(router: &[String]) -> bool {
    let own = [Some("rabbitmq_instance_id"), Level::Queue.dimension()];
    router.iter().map(|name| Some(name.as_str())).eq(own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn names(answer: &Value) -> Vec<String> {
        let show = ShowHierarchy {
            instance: InstanceId::new("I").unwrap(),
        };
        let read = show.decode(answer.to_string().as_bytes()).unwrap();
        read.iter().map(|name| name.to_string()).collect()
    }

    #[test]
    fn queues_are_found_beside_the_instance_or_below_it_each_series_once() {
        let own = json!({"name": "rabbitmq_instance_id", "metrics": [], "children": [],
            "key_name": ["instance_ids"], "dim_router": ["rabbitmq_instance_id"]});
        let queue = json!({"name": "rabbitmq_queue", "metrics": ["queue_messages_ready"],
            "key_name": ["queues"], "dim_router": ["rabbitmq_instance_id", "rabbitmq_queue"]});
        let queues = json!([{"name": "shop__orders", "vhost": "shop"}, {"name": "a"}, {"vhost": "b"},
            {"name": "a", "vhost": "/"}]);
        let beside = json!({"dimensions": [own, queue], "queues": queues});
        assert_eq!(names(&beside), ["shop__orders", "a"]);
        let mut nesting = own.clone();
        nesting["children"] = json!([queue]);
        let below = json!({"dimensions": [nesting], "queues": queues});
        assert_eq!(names(&below), ["shop__orders", "a"]);
        let other = json!({"name": "rabbitmq_queue", "key_name": ["queues"],
            "dim_router": ["rabbitmq_instance_id", "rabbitmq_vhost", "rabbitmq_queue"]});
        assert_eq!(
            names(&json!({"dimensions": [other], "queues": queues})).len(),
            0
        );
        assert_eq!(names(&json!({"dimensions": [queue]})).len(), 0);
        assert_eq!(names(&json!({"dimensions": null})).len(), 0);
    }
}
