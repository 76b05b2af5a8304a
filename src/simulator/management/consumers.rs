//! Consumers.

use serde_json::{Value, json};

use super::edition::Edition;
use super::look::Look;
use crate::simulator::broker::connection::Connection;
use crate::simulator::broker::consumer::Consumer;
use crate::simulator::broker::{Queue, QueueKind};

/// All consumers, by queue.
pub fn list(look: &Look<'_>) -> Vec<Value> {
    let connections = look.broker.connections(look.now);
    let queues = look.broker.all_queues(look.now);
    let consumers = look.broker.consumers(&connections, look.now);
    let row = |consumer: &Consumer| {
        let queue = queues.iter().find(|queue| queue.index == consumer.queue)?;
        row(look, consumer, queue, connections.get(consumer.connection)?)
    };
    consumers.iter().filter_map(row).collect()
}

/// Those of one queue.
pub fn of_queue(look: &Look<'_>, queue: &Queue) -> Vec<Value> {
    let own =
        |row: &Value| row["queue"]["vhost"] == queue.vhost && row["queue"]["name"] == queue.name;
    list(look).into_iter().filter(own).collect()
}

fn row(
    look: &Look<'_>,
    consumer: &Consumer,
    queue: &Queue,
    connection: &Connection,
) -> Option<Value> {
    let stream = queue.kind == QueueKind::Stream;
    let name = connection.name(look.port);
    let number = consumer.channel;
    let mut row = json!({
        "arguments": if stream { json!({ "x-stream-offset": "first" }) } else { json!({}) },
        "ack_required": true,
        "active": !stream,
        "activity_status": "up",
        "channel_details": {
            "connection_name": name,
            "name": format!("{name} ({number})"),
            "node": look.node(connection.node),
            "number": number,
            "peer_host": connection.peer_host,
            "peer_port": connection.peer_port,
            "user": connection.user,
        },
        "consumer_tag": format!("ctag-{}-{}", queue.name, consumer.index),
        "exclusive": false,
        "prefetch_count": consumer.prefetch,
        "queue": { "name": queue.name, "vhost": queue.vhost },
    });
    match look.edition {
        Edition::V38 => {}
        Edition::V310 | Edition::V313 => row["consumer_timeout"] = json!(1_800_000),
    }
    Some(row)
}
