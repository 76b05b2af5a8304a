//! The vhosts, queues and users of a broker, as the message service tells them, and purging a queue.
//! Beyond the reference: as official clients document it.
//!
//! It is the broker that its own management API shows, at the moment it is asked; of the edition
//! AMQP-0-9-1, which has no such API, this is all there is. Names in paths are encoded once, with
//! `__F_SLASH__` for a `/` and `__B_SLASH__` for a `\`.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{named, rules};
use crate::simulator::broker::levels::Level;
use crate::simulator::broker::{DEFAULT_VHOST, Queue, QueueKind};
use crate::simulator::management::look::Look;
use crate::simulator::management::queues::row;
use crate::simulator::management::{bindings, consumers, policies};
use crate::simulator::query;
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;
use crate::simulator::request::Call;
use crate::simulator::world::World;
use crate::simulator::world::instance::{Instance, Status};

/// What the vhost that all brokers have is called in the edition AMQP-0-9-1.
const DEFAULT_OF_AMQP: &str = "default";
/// What stands for a password.
const STARS: &str = "**************";
/// No management API is served to whoever asks the message service.
const NO_PORT: u16 = 0;

pub fn vhosts(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let look = look(world, call)?;
    let plain = is_plain(look.instance);
    let mut names: Vec<&str> = look.broker.vhosts();
    names.iter_mut().for_each(|name| *name = told(plain, name));
    names.sort_unstable();
    let row = |name: &str| match plain {
        true => json!({ "name": name }),
        false => json!({ "name": name, "tracing": false }),
    };
    let rows: Vec<Value> = names.into_iter().map(row).collect();
    let (total, items) = page(call, rows)?;
    Ok(sized(total, items))
}

pub fn queues(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let look = look(world, call)?;
    let mut own = in_vhost(&look, &call.names.vhost)?;
    own.sort_by(|one, other| one.0.name.cmp(&other.0.name));
    let rows = own.iter().map(|(queue, level)| row(&look, queue, level));
    let (total, items) = page(call, rows.map(Value::Object).collect())?;
    Ok(sized(total, items))
}

pub fn queue(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let look = look(world, call)?;
    let (queue, level) = asked(&look, call)?;
    let mut shown = row(&look, &queue, &level);
    let consumers = consumers::of_queue(&look, &queue);
    let consumers = consumers.iter().map(|one| {
        let mut told = only(one, &["consumer_tag", "ack_required", "prefetch_count"]);
        let channel = only(
            &one["channel_details"],
            &[
                "name",
                "number",
                "user",
                "connection_name",
                "peer_host",
                "peer_port",
            ],
        );
        told.insert("channel_details".to_owned(), Value::Object(channel));
        Value::Object(told)
    });
    shown.insert("consumer_details".to_owned(), consumers.collect());
    let bindings = bindings::of_queue(&look, &queue);
    let bindings = bindings.iter().map(|one| {
        let fields = ["source", "destination_type", "destination", "routing_key"];
        let mut told = only(one, &fields);
        // The broker's own key of the binding is encoded.
        let key = query::encode(one["routing_key"].as_str().unwrap_or_default());
        told.insert("properties_key".to_owned(), json!(key));
        Value::Object(told)
    });
    shown.insert("queue_bindings".to_owned(), bindings.collect());
    Ok(Reply::ok(Value::Object(shown)))
}

/// Throws away what waits in a queue; what was delivered and is not acknowledged stays.
pub fn purge(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let look = look(world, call)?;
    let busy = look.instance.status != Status::Running || look.instance.running_task().is_some();
    Refusal::STATUS.when(busy)?;
    let (queue, _) = asked(&look, call)?;
    if queue.kind == QueueKind::Stream {
        return Err(Refusal {
            message: Cow::Borrowed("queue.purge not supported by stream queues"),
            ..Refusal::PARAMETER
        });
    }
    let (id, index) = (look.instance.id.clone(), queue.index);
    world.purge(&id, index);
    Ok(Reply::no_content())
}

/// Whoever connects, with what they may do in each vhost. Only the edition AMQP-0-9-1 has them.
pub fn users(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let instance = named(world, call)?;
    Refusal::VERSION.unless(is_plain(instance))?;
    let look = look(world, call)?;
    let connections = look.broker.connections(look.now);
    let names: BTreeSet<String> = connections.into_iter().map(|each| each.user).collect();
    let vhosts = look.broker.vhosts();
    let row = |name: String| {
        let configures = if name == instance.access_user {
            ".*"
        } else {
            ""
        };
        let permission = |vhost: &&str| json!({ "vhost": told(true, vhost), "conf": configures, "write": ".*", "read": ".*" });
        let vhosts: Vec<Value> = vhosts.iter().map(permission).collect();
        json!({ "access_key": name, "secret_key": STARS, "vhosts": vhosts })
    };
    let (total, items) = page(call, names.into_iter().map(row).collect())?;
    Ok(Reply::ok(json!({ "total": total, "users": items })))
}

/// The broker of the instance that a path names; a service that cannot ask it says that the state of
/// the instance does not allow it.
fn look<'a>(world: &'a World, call: &Call<'_>) -> Result<Look<'a>, Refusal> {
    // Users are not below an engine.
    if !call.names.engine.is_empty() {
        rules::engine(&call.names.engine)?;
    }
    let instance = named(world, call)?;
    let broker = world
        .broker(&instance.id)
        .ok_or(Refusal::NO_SUCH_INSTANCE)?;
    Look::new(broker, instance, world.now(), NO_PORT).ok_or(Refusal::STATUS)
}

fn is_plain(instance: &Instance) -> bool {
    !instance.has_management()
}

/// What a vhost is called.
fn told(plain: bool, vhost: &str) -> &str {
    match vhost {
        DEFAULT_VHOST if plain => DEFAULT_OF_AMQP,
        other => other,
    }
}

/// The name that a segment of a path stands for.
fn entity(segment: &str) -> Result<String, Refusal> {
    Refusal::NO_SUCH_RESOURCE.when(segment.to_ascii_uppercase().contains("%2F"))?;
    let name = query::decode(segment).replace("__F_SLASH__", "/");
    Ok(name.replace("__B_SLASH__", "\\"))
}

/// The queues of a vhost, with what is in them.
fn in_vhost(look: &Look<'_>, vhost: &str) -> Result<Vec<(Queue, Level)>, Refusal> {
    let (vhost, plain) = (entity(vhost)?, is_plain(look.instance));
    let mut vhosts = look.broker.vhosts().into_iter();
    let vhost = vhosts
        .find(|each| told(plain, each) == vhost)
        .ok_or(Refusal::NO_SUCH_RESOURCE)?;
    let queues = look.broker.all_queues(look.now).into_iter();
    let queues = queues.zip(look.broker.levels_at(look.now));
    Ok(queues.filter(|(queue, _)| queue.vhost == vhost).collect())
}

/// The queue that a path names.
fn asked(look: &Look<'_>, call: &Call<'_>) -> Result<(Queue, Level), Refusal> {
    let name = entity(&call.names.queue)?;
    let mut own = in_vhost(look, &call.names.vhost)?.into_iter();
    own.find(|(queue, _)| queue.name == name)
        .ok_or(Refusal::NO_SUCH_RESOURCE)
}

/// A queue without majority says nothing of what is in it.
fn row(look: &Look<'_>, queue: &Queue, level: &Level) -> Map<String, Value> {
    let known = !row::is_lost(look, queue);
    let count = |count: usize| if known { json!(count) } else { Value::Null };
    let (policy, _) = policies::of_queue(look, queue);
    let mut row = Map::new();
    for (field, value) in [
        ("name", json!(queue.name)),
        ("vhost", json!(told(is_plain(look.instance), queue.vhost))),
        ("durable", json!(row::is_durable(queue))),
        ("auto_delete", json!(false)),
        ("messages", count(level.ready)),
        ("consumers", count(level.consumers)),
        ("policy", policy),
    ] {
        row.insert(field.to_owned(), value);
    }
    // Where there are none, the field is missing.
    let arguments = row::arguments(queue);
    if arguments.as_object().is_some_and(|each| !each.is_empty()) {
        row.insert("arguments".to_owned(), arguments);
    }
    row
}

/// These fields of an object.
fn only(object: &Value, fields: &[&str]) -> Map<String, Value> {
    let own = fields
        .iter()
        .map(|field| ((*field).to_owned(), object[field].clone()));
    own.collect()
}

/// How many rows there are, and those that are asked for.
fn page(call: &Call<'_>, rows: Vec<Value>) -> Result<(usize, Vec<Value>), Refusal> {
    let offset = call.number("offset", 0..=usize::MAX, 0)?;
    let limit = call.number("limit", 0..=50, 10)?;
    let total = rows.len();
    Ok((total, rows.into_iter().skip(offset).take(limit).collect()))
}

fn sized(total: usize, items: Vec<Value>) -> Reply {
    Reply::ok(json!({ "size": items.len(), "total": total, "items": items }))
}
