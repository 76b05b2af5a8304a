//! Policies: a cluster mirrors its classic queues, and lets no queue grow without end.

use serde_json::{Value, json};

use super::look::Look;
use crate::simulator::broker::{Queue, QueueKind};

/// The name of the policy of classic queues of a cluster.
const MIRRORED: &str = "ha-all";

/// All policies.
pub fn list(look: &Look<'_>) -> Vec<Value> {
    if look.nodes.len() < 2 {
        return Vec::new();
    }
    let row = |vhost: &&str| {
        json!({
            "vhost": vhost,
            "name": MIRRORED,
            "pattern": "^(?!tmp\\.)",
            "apply-to": "queues",
            "definition": definition(),
            "priority": 1,
        })
    };
    look.broker.vhosts().iter().map(row).collect()
}

fn definition() -> Value {
    json!({ "ha-mode": "all", "ha-sync-mode": "automatic" })
}

/// The policy of a queue, and what it makes of it.
pub fn of_queue(look: &Look<'_>, queue: &Queue) -> (Value, Value) {
    match is_mirrored(look, queue) {
        true => (json!(MIRRORED), definition()),
        false => (Value::Null, json!({})),
    }
}

/// Whether a queue is kept on all nodes.
pub fn is_mirrored(look: &Look<'_>, queue: &Queue) -> bool {
    look.nodes.len() > 1 && queue.kind == QueueKind::Classic && !queue.name.starts_with("tmp.")
}
