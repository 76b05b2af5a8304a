//! What changes a broker: purging and deleting queues, closing connections, and looking at messages,
//! which gives them back.

use axum::http::Method;
use serde_json::{Value, json};

use super::answer::{Answer, Result};
use super::ask::Ask;
use super::auth::{Tag, User};
use super::look::Look;
use super::queues;
use crate::simulator::broker::connection::Connection;
use crate::simulator::broker::levels::Level;
use crate::simulator::broker::{Queue, QueueKind};
use crate::simulator::world::World;

/// The most messages that are given at once.
const MOST: usize = 1000;

/// A change of the world, when it is decided.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    Purge(usize),
    Delete(usize),
    Close(Connection),
}

impl Change {
    /// Makes it, of an instance.
    pub fn make(&self, world: &mut World, id: &str) {
        match self {
            Self::Purge(queue) => world.purge(id, *queue),
            Self::Delete(queue) => world.delete_queue(id, *queue),
            Self::Close(connection) => world.close(id, connection),
        }
    }
}

/// The answer to a request that would change something, and the change.
///
/// # Errors
/// What the broker says when it cannot be.
pub fn decide(
    look: &Look<'_>,
    user: &User,
    ask: &Ask,
) -> std::result::Result<(Answer, Option<Change>), Answer> {
    let path: Vec<&str> = ask.path.iter().map(String::as_str).collect();
    let changed = |change| (Answer::no_content(), Some(change));
    match (&ask.method, path.as_slice()) {
        (&Method::DELETE, ["queues", vhost, name, "contents"]) => {
            let queue = accessed(look, user, vhost, name)?;
            purge(&queue).map(changed)
        }
        (&Method::DELETE, ["queues", vhost, name]) => {
            let queue = accessed(look, user, vhost, name)?;
            delete(look, &queue, ask).map(changed)
        }
        (&Method::POST, ["queues", vhost, name, "get"]) => {
            let queue = accessed(look, user, vhost, name)?;
            get(look, &queue, ask).map(|answer| (answer, None))
        }
        (&Method::DELETE, ["connections", name]) => {
            let connections = look.broker.connections(look.now).into_iter();
            let mut own = connections.filter(|each| each.name(look.port) == *name);
            let connection = own.next().ok_or_else(Answer::not_found)?;
            if user.tag != Tag::Administrator && user.name != connection.user {
                return Err(refused(look));
            }
            Ok(changed(Change::Close(connection)))
        }
        _ => Err(Answer::bare(405)),
    }
}

fn refused(look: &Look<'_>) -> Answer {
    Answer::not_authorised(look.edition, "User not authorised to access object")
}

/// The queue, if the user may do something with it: only the instance's own has permissions.
fn accessed(
    look: &Look<'_>,
    user: &User,
    vhost: &str,
    name: &str,
) -> std::result::Result<Queue, Answer> {
    let queue = queues::named(look, vhost, name)?;
    match user.tag == Tag::Administrator {
        true => Ok(queue),
        false => Err(refused(look)),
    }
}

fn purge(queue: &Queue) -> std::result::Result<Change, Answer> {
    match queue.kind {
        QueueKind::Stream => Err(Answer::bad_request(
            "queue.purge not supported by stream queues",
        )),
        QueueKind::Classic | QueueKind::Quorum => Ok(Change::Purge(queue.index)),
    }
}

fn level(look: &Look<'_>, queue: &Queue) -> Level {
    let queues = look.broker.queues(look.now).into_iter();
    let mut levels = queues.zip(look.broker.levels_at(look.now));
    let own = levels.find(|(each, _)| each.index == queue.index);
    own.map(|(_, level)| level).unwrap_or_default()
}

fn delete(look: &Look<'_>, queue: &Queue, ask: &Ask) -> std::result::Result<Change, Answer> {
    let level = level(look, queue);
    let (name, vhost) = (&queue.name, queue.vhost);
    let refused = |why| {
        Answer::bad_request(&format!(
            "PRECONDITION_FAILED - queue '{name}' in vhost '{vhost}' {why}"
        ))
    };
    if ask.flag("if-unused") && level.consumers > 0 {
        return Err(refused("in use"));
    }
    if ask.flag("if-empty") && level.ready + level.unacked > 0 {
        return Err(refused("not empty"));
    }
    Ok(Change::Delete(queue.index))
}

/// Messages from the head of a queue, which are put back.
fn get(look: &Look<'_>, queue: &Queue, ask: &Ask) -> Result {
    let fields: Value = serde_json::from_slice(&ask.body)
        .map_err(|_| Answer::bad_request("body is not valid JSON"))?;
    let missing = |name: &str| Answer::bad_request(&format!("key_missing, {name}"));
    let count = &fields["count"];
    let count = count.as_u64().or_else(|| count.as_str()?.parse().ok());
    let count = count.ok_or_else(|| missing("count"))?;
    let mode = fields["ackmode"]
        .as_str()
        .ok_or_else(|| missing("ackmode"))?;
    fields["encoding"]
        .as_str()
        .ok_or_else(|| missing("encoding"))?;
    if !mode.ends_with("requeue_true") {
        return Err(Answer::bad_request(
            "only messages that are put back are simulated",
        ));
    }
    let ready = level(look, queue).ready;
    let count = usize::try_from(count).unwrap_or(MOST).min(MOST).min(ready);
    let cut = fields["truncate"].as_u64();
    let cut = cut.and_then(|cut| usize::try_from(cut).ok());
    let message = |number| message(queue, number, ready, cut.unwrap_or(usize::MAX));
    Ok(Answer::ok((0..count).map(message).collect()))
}

/// A message at the head of a queue. Some have signs in them that steer a terminal.
fn message(queue: &Queue, number: usize, ready: usize, cut: usize) -> Value {
    let odd = match number % 3 {
        2 => "\u{1b}[31mred\u{1b}[0m\u{7}",
        _ => "plain",
    };
    let whole = json!({ "id": 1_000 + number, "queue": queue.name, "note": odd }).to_string();
    let payload: String = whole.chars().take(cut).collect();
    json!({
        "payload_bytes": whole.len(),
        "redelivered": number == 0,
        "exchange": super::exchanges::EVENTS,
        "routing_key": queue.name,
        "message_count": ready - number - 1,
        "properties": { "delivery_mode": 2, "headers": {}, "content_type": "application/json" },
        "payload": payload,
        "payload_encoding": "string",
    })
}
