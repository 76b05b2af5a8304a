//! What of an instance Cloud Eye has figures of, under Cloud Eye's names. Beyond the reference: as
//! official clients document it.
//!
//! A series of an entity has the dimensions of the router of its kind: the instance, then the
//! entity's name. Two queues may have the same name here.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::named;
use crate::simulator::broker::{Broker, Dimension, Metric};
use crate::simulator::catalogue::{AMQP_EDITION, Zone};
use crate::simulator::cloud_eye::place;
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;
use crate::simulator::request::Call;
use crate::simulator::world::World;
use crate::simulator::world::instance::Instance;

/// The exchanges that a vhost begins with.
const EXCHANGES: [&str; 5] = [
    "amq.direct",
    "amq.fanout",
    "amq.headers",
    "amq.match",
    "amq.topic",
];

pub fn show(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let instance = named(world, call)?;
    let broker = world
        .broker(&instance.id)
        .ok_or(Refusal::NO_SUCH_INSTANCE)?;
    let queues = broker.queues(world.now());
    let vhosts: BTreeSet<&str> = std::iter::once("/")
        .chain(queues.iter().map(|queue| queue.vhost))
        .collect();
    let exchanges = vhosts
        .iter()
        .flat_map(|vhost| EXCHANGES.map(|name| json!({ "name": name, "vhost": vhost })));
    let exchanges: Vec<Value> = exchanges.collect();
    let queues = queues
        .iter()
        .filter_map(|queue| Some(json!({ "name": queue.series_name()?, "vhost": queue.vhost })));
    let queues: Vec<Value> = queues.collect();
    let vhosts: Vec<Value> = vhosts.iter().map(|name| json!({ "name": name })).collect();
    Ok(Reply::ok(json!({
        "dimensions": dimensions(instance, world.cloud_eye.nested_hierarchy),
        "instance_ids": [{ "name": instance.id }],
        "nodes": nodes(&broker, instance),
        "queues": queues,
        "vhosts": vhosts,
        "exchanges": exchanges,
        "groups": [],
    })))
}

fn nodes(broker: &Broker<'_>, instance: &Instance) -> Vec<Value> {
    let zones = instance.zones.iter().cycle();
    let zone = |id: &String| Zone::find(id).map(|zone| zone.name);
    let nodes = broker.nodes().into_iter().zip(zones);
    nodes
        .map(|(name, id)| json!({ "name": name, "available_zone": zone(id) }))
        .collect()
}

/// The kinds of entities with the metrics that the instance reports of them, flat or below the
/// instance's own.
fn dimensions(instance: &Instance, nested: bool) -> Vec<Value> {
    let kind = |dimension: Dimension, key: &str| {
        let metrics = Metric::all().filter(|metric| metric.dimension() == dimension);
        let metrics = metrics.filter(|metric| place::has_metric(instance, *metric));
        json!({
            "name": dimension.names().last(),
            "metrics": metrics.map(Metric::name).collect::<Vec<_>>(),
            "key_name": [key],
            "dim_router": dimension.names(),
        })
    };
    let mut own = kind(Dimension::Instance, "instance_ids");
    let below = match instance.version == AMQP_EDITION {
        true => vec![json!({
            "name": "rabbitmq_vhost",
            "metrics": [],
            "key_name": ["vhosts"],
            "dim_router": [Dimension::Instance.names()[0], "rabbitmq_vhost"],
        })],
        false => vec![
            kind(Dimension::Node, "nodes"),
            kind(Dimension::Queue, "queues"),
        ],
    };
    if nested {
        own["children"] = below.into();
        return vec![own];
    }
    own["children"] = json!([]);
    std::iter::once(own).chain(below).collect()
}
