//! Bindings: each queue with its name to the exchange that all have, and to that of the events.

use serde_json::{Value, json};

use super::exchanges::EVENTS;
use super::look::Look;
use crate::simulator::broker::Queue;

/// All bindings, those of the exchange without a name first.
pub fn list(look: &Look<'_>) -> Vec<Value> {
    let queues = look.broker.all_queues(look.now);
    let implied = queues.iter().map(|queue| row("", queue));
    let bound = queues
        .iter()
        .filter(|queue| !queue.name.starts_with("tmp."));
    implied
        .chain(bound.map(|queue| row(EVENTS, queue)))
        .collect()
}

/// Those of one queue.
pub fn of_queue(look: &Look<'_>, queue: &Queue) -> Vec<Value> {
    let own = |row: &Value| row["vhost"] == queue.vhost && row["destination"] == queue.name;
    list(look).into_iter().filter(own).collect()
}

fn row(source: &str, queue: &Queue) -> Value {
    json!({
        "source": source,
        "vhost": queue.vhost,
        "destination": queue.name,
        "destination_type": "queue",
        "routing_key": queue.name,
        "arguments": {},
        "properties_key": queue.name,
    })
}
