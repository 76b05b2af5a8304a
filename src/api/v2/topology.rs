//! Vhosts, queues and users of a broker as the message service tells them, and purging a queue. In
//! no reference; as official clients document it. V1 has no such calls.
//!
//! In a path a `/` of a name is `__F_SLASH__`, and the rest is percent-encoded once; answers have the
//! names as they are. A name that is `.` or `..` fits in no path: its row counts as unidentified.

use super::{
    DecodeError, ENGINE, Fields, Method, Operation, Read, Request, Write, on_instance, wire,
};
use crate::api::Rows;
use crate::api::management::fields::{inside, name, pairs};
use crate::api::request::percent_decoded;
use crate::model::broker::{Binding, Consumer, Depth, Queue, QueueKey};
use crate::model::{InstanceId, ProjectId};

/// The most rows that one answer gives.
pub const PAGE: u64 = 50;

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    pub rows: Rows<T>,
    /// How many rows there are on all pages, where the service says so.
    pub total: Option<u64>,
}

/// A queue by itself, as the message service tells it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CloudQueue {
    pub queue: Queue,
    pub consumers: Vec<Consumer>,
    pub bindings: Vec<Binding>,
}

/// A user of a broker of the engine AMQP-0-9-1, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloudUser {
    /// `access_key`.
    pub name: String,
    pub permissions: Vec<Permission>,
}

/// What a user may do in a vhost: regular expressions on names, empty for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permission {
    pub vhost: String,
    pub configure: Option<String>,
    pub write: Option<String>,
    pub read: Option<String>,
}

/// A page of the vhosts of a broker, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListVhosts {
    pub instance: InstanceId,
    /// The first row, from 0.
    pub offset: u64,
}

/// A page of the queues of a vhost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListQueues {
    pub instance: InstanceId,
    pub vhost: String,
    /// The first row, from 0.
    pub offset: u64,
}

/// One queue with its consumers and bindings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowQueue {
    pub instance: InstanceId,
    pub queue: QueueKey,
}

/// Throws away what waits in a queue. What was delivered and is not acknowledged stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PurgeQueue {
    pub instance: InstanceId,
    pub queue: QueueKey,
}

/// The users of a broker: a page of so many as one answer gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListUsers {
    pub instance: InstanceId,
}

/// A name as a path has it, before it is percent-encoded.
fn spelt(name: &str) -> String {
    name.replace('/', "__F_SLASH__")
}

/// `/v2/rabbitmq/{project}/instances/{instance}/vhosts` and the names below it.
fn below(method: Method, project: &ProjectId, instance: &InstanceId, rest: &[&str]) -> Request {
    let (project, instance) = (project.as_str(), instance.as_str());
    let mut segments = vec!["v2", ENGINE, project, "instances", instance, "vhosts"];
    segments.extend(rest);
    Request::new(method, &segments)
}

fn on_queue(
    method: Method,
    project: &ProjectId,
    of: (&InstanceId, &QueueKey),
    rest: &[&str],
) -> Request {
    let (instance, queue) = of;
    let (vhost, name) = (spelt(&queue.vhost), spelt(&queue.name));
    let mut segments = vec![vhost.as_str(), "queues", name.as_str()];
    segments.extend(rest);
    below(method, project, instance, &segments)
}

fn paged(request: Request, offset: u64) -> Request {
    request.with("offset", offset).with("limit", PAGE)
}

fn page<T>(
    body: &[u8],
    read: impl FnMut(&mut Fields<'_>) -> Option<T>,
) -> Result<Page<T>, DecodeError> {
    let body = wire::object(body)?;
    Ok(Page {
        rows: wire::rows(&body, "items", read)?,
        total: Fields::new(&body).count("total"),
    })
}

/// A name that fits in a path.
fn addressable(fields: &mut Fields<'_>, field: &str) -> Option<String> {
    fields.id(field).filter(|name| name != "." && name != "..")
}

impl Read for ListVhosts {
    type Reply = Page<String>;
    const OPERATION: Operation = Operation::ListVhosts;

    fn request(&self, project: &ProjectId) -> Request {
        paged(
            below(Method::Get, project, &self.instance, &[]),
            self.offset,
        )
    }

    fn decode(&self, body: &[u8]) -> Result<Page<String>, DecodeError> {
        page(body, |fields| addressable(fields, "name"))
    }
}

impl Read for ListQueues {
    type Reply = Page<Queue>;
    const OPERATION: Operation = Operation::ListQueues;

    fn request(&self, project: &ProjectId) -> Request {
        let vhost = spelt(&self.vhost);
        let rest = [vhost.as_str(), "queues"];
        paged(
            below(Method::Get, project, &self.instance, &rest),
            self.offset,
        )
    }

    fn decode(&self, body: &[u8]) -> Result<Page<Queue>, DecodeError> {
        page(body, |fields| queue(fields, &self.vhost))
    }
}

/// A queue of this vhost. `messages` are those that wait for a consumer.
fn queue(fields: &mut Fields<'_>, vhost: &str) -> Option<Queue> {
    Some(Queue {
        key: QueueKey {
            vhost: vhost.to_owned(),
            name: addressable(fields, "name")?,
        },
        depth: Depth {
            ready: fields.natural("messages"),
            unacknowledged: None,
        },
        consumers: fields.natural("consumers"),
        durable: fields.flag("durable"),
        auto_delete: fields.flag("auto_delete"),
        policy: fields.text("policy"),
        arguments: pairs(fields, "arguments"),
        ..Queue::default()
    })
}

impl Read for ShowQueue {
    type Reply = CloudQueue;
    const OPERATION: Operation = Operation::ShowQueue;

    fn request(&self, project: &ProjectId) -> Request {
        on_queue(Method::Get, project, (&self.instance, &self.queue), &[])
    }

    fn decode(&self, body: &[u8]) -> Result<CloudQueue, DecodeError> {
        let body = wire::object(body)?;
        let mut fields = Fields::new(&body);
        let queue = queue(&mut fields, &self.queue.vhost);
        let queue = queue.ok_or_else(|| DecodeError::new("name", "missing"))?;
        if queue.key != self.queue {
            return Err(DecodeError::new("name", "another queue"));
        }
        Ok(CloudQueue {
            queue,
            consumers: fields.objects("consumer_details", |one| consumer(one, &self.queue)),
            bindings: fields.objects("queue_bindings", |one| binding(one, &self.queue.vhost)),
        })
    }
}

fn consumer(fields: &mut Fields<'_>, queue: &QueueKey) -> Option<Consumer> {
    // An object, an empty one, null or a list.
    let channel = inside(fields, "channel_details", |channel| {
        let of = ["name", "connection_name", "user"];
        of.map(|name| channel.text(name))
    });
    let [channel, connection, user] = channel.unwrap_or_default();
    Some(Consumer {
        tag: fields.id("consumer_tag")?,
        queue: queue.clone(),
        channel,
        connection,
        user,
        prefetch: fields.natural("prefetch_count"),
        ack_required: fields.flag("ack_required"),
        ..Consumer::default()
    })
}

/// A way to a queue; the exchange without a name is the default one.
fn binding(fields: &mut Fields<'_>, vhost: &str) -> Option<Binding> {
    Some(Binding {
        vhost: vhost.to_owned(),
        source: name(fields, "source")?,
        destination: fields.text("destination").unwrap_or_default(),
        destination_kind: fields.text("destination_type"),
        routing_key: name(fields, "routing_key").unwrap_or_default(),
        arguments: Vec::new(),
    })
}

impl PurgeQueue {
    /// The queue that the path of such a call names.
    pub fn queue_of(path: &str) -> Option<QueueKey> {
        let (_, names) = path.split_once("/vhosts/")?;
        let (vhost, rest) = names.split_once("/queues/")?;
        let name = |spelt: &str| {
            let name = String::from_utf8(percent_decoded(spelt)).ok()?;
            Some(name.replace("__F_SLASH__", "/"))
        };
        Some(QueueKey {
            vhost: name(vhost)?,
            name: name(rest.strip_suffix("/contents")?)?,
        })
    }
}

impl Write for PurgeQueue {
    fn operation(&self) -> Operation {
        Operation::PurgeQueue
    }

    fn request(&self, project: &ProjectId) -> Request {
        let of = (&self.instance, &self.queue);
        on_queue(Method::Delete, project, of, &["contents"])
    }
}

impl Read for ListUsers {
    type Reply = Page<CloudUser>;
    const OPERATION: Operation = Operation::ListUsers;

    fn request(&self, project: &ProjectId) -> Request {
        paged(
            on_instance(Method::Get, project, &self.instance, &["users"]),
            0,
        )
    }

    fn decode(&self, body: &[u8]) -> Result<Page<CloudUser>, DecodeError> {
        let body = wire::object(body)?;
        let rows = wire::rows(&body, "users", |fields| {
            Some(CloudUser {
                name: fields.id("access_key")?,
                permissions: fields.objects("vhosts", permission),
            })
        })?;
        let total = Fields::new(&body).count("total");
        Ok(Page { rows, total })
    }
}

fn permission(fields: &mut Fields<'_>) -> Option<Permission> {
    Some(Permission {
        vhost: fields.id("vhost")?,
        configure: name(fields, "conf"),
        write: name(fields, "write"),
        read: name(fields, "read"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn instance() -> InstanceId {
        InstanceId::new("I").unwrap()
    }

    fn key(vhost: &str, name: &str) -> QueueKey {
        QueueKey {
            vhost: vhost.to_owned(),
            name: name.to_owned(),
        }
    }

    fn project() -> ProjectId {
        ProjectId::new("P").unwrap()
    }

    #[test]
    fn names_in_paths_have_a_word_for_a_slash_and_are_encoded_once() {
        let (instance, queue) = (instance(), key("/test%Vhost|-_", "/test%Queue|-_"));
        let purge = PurgeQueue {
            instance,
            queue: queue.clone(),
        };
        let purge = purge.request(&project());
        assert_eq!(PurgeQueue::queue_of(&purge.path), Some(queue));
        assert_eq!(
            purge.shown(),
            "DELETE /v2/rabbitmq/P/instances/I/vhosts/__F_SLASH__test%25Vhost%7C-_/queues/\
             __F_SLASH__test%25Queue%7C-_/contents"
        );
        let list = ListQueues {
            instance: super::tests::instance(),
            vhost: "/".to_owned(),
            offset: 50,
        };
        assert_eq!(
            list.request(&project()).uri(),
            "/v2/rabbitmq/P/instances/I/vhosts/__F_SLASH__/queues?limit=50&offset=50"
        );
    }

    fn listed(items: &Value) -> Page<Queue> {
        let list = ListQueues {
            instance: instance(),
            vhost: "/".to_owned(),
            offset: 0,
        };
        let body = json!({ "size": 1, "total": 7, "items": items });
        list.decode(body.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn a_queue_keeps_what_it_has_and_what_is_absent_is_no_zero() {
        let page = listed(&json!([
            {"name": "q.orders", "vhost": "/", "durable": true, "auto_delete": false,
             "messages": 5_000_000_000_u64, "consumers": 2, "policy": "ttl",
             "arguments": {"x-message-ttl": 60000, "x-queue-type": "quorum"}},
            {"name": "bare", "vhost": "/", "messages": null},
            {"name": ".."}, {"name": null}, 7
        ]));
        assert_eq!((page.total, page.rows.unidentified), (Some(7), 3));
        let [whole, bare] = page.rows.rows.try_into().unwrap();
        assert_eq!(whole.depth.ready, Some(5_000_000_000));
        assert_eq!(whole.policy.as_deref(), Some("ttl"));
        assert_eq!(
            whole.arguments[1],
            ("x-queue-type".into(), "\"quorum\"".into())
        );
        assert_eq!((bare.depth.ready, bare.consumers), (None, None));
        assert_eq!(bare.arguments, []);
        assert_eq!(listed(&Value::Null).rows.rows, []);
    }

    #[test]
    fn channel_details_come_as_an_object_empty_null_or_a_list() {
        let show = ShowQueue {
            instance: instance(),
            queue: key("/", "q"),
        };
        let channel = json!({"name": "c (1)", "number": 1, "user": null,
            "connection_name": "c", "peer_host": "10.0.0.7", "peer_port": 4711});
        for (details, connection) in [
            (channel, Some("c")),
            (json!({}), None),
            (Value::Null, None),
            (json!([]), None),
        ] {
            let body = json!({"name": "q", "vhost": "/", "messages": 0, "consumers": 1,
                "consumer_details": [{"consumer_tag": "t", "ack_required": true,
                    "prefetch_count": 10, "channel_details": details}],
                "queue_bindings": [{"source": "", "destination_type": "queue",
                    "destination": "q", "routing_key": "", "properties_key": "~"}]});
            let read = show.decode(body.to_string().as_bytes()).unwrap();
            assert_eq!(read.consumers[0].connection.as_deref(), connection);
            assert_eq!(read.consumers[0].prefetch, Some(10));
            assert_eq!((&*read.bindings[0].source, read.bindings.len()), ("", 1));
        }
        let other = json!({"name": "other", "vhost": "/"}).to_string();
        assert!(show.decode(other.as_bytes()).is_err());
    }

    #[test]
    fn a_user_comes_without_the_stars_of_its_secret() {
        let list = ListUsers {
            instance: instance(),
        };
        let body = json!({"total": 1, "users": [{"access_key": "svc-orders",
            "secret_key": "**************", "vhosts": [{"vhost": "default", "conf": "",
            "write": ".*", "read": "^janeway-.*"}]}]});
        let page = list.decode(body.to_string().as_bytes()).unwrap();
        let [user] = page.rows.rows.try_into().unwrap();
        assert_eq!(user.permissions[0].configure.as_deref(), Some(""));
        assert_eq!(user.permissions[0].read.as_deref(), Some("^janeway-.*"));
        assert!(!format!("{user:?}").contains("**"));
    }
}
