//! Feature flags: all that a version has are on.

use serde_json::{Value, json};

use super::edition::Edition;

const OLD: [(&str, &str); 6] = [
    (
        "drop_unroutable_metric",
        "Count unroutable publishes to be dropped in stats",
    ),
    (
        "empty_basic_get_metric",
        "Count AMQP `basic.get` on empty queues in stats",
    ),
    (
        "implicit_default_bindings",
        "Default bindings are now implicit, instead of being stored in the database",
    ),
    ("maintenance_mode_status", "Maintenance mode status"),
    ("quorum_queue", "Support queues of type `quorum`"),
    (
        "virtual_host_metadata",
        "Virtual host metadata (description, tags, etc)",
    ),
];
const NEWER: [(&str, &str); 3] = [
    (
        "classic_mirrored_queue_version",
        "Support setting version for classic mirrored queues",
    ),
    ("stream_queue", "Support queues of type `stream`"),
    (
        "user_limits",
        "Configure connection and channel limits for a user",
    ),
];

/// All feature flags, by name.
pub fn list(edition: Edition) -> Value {
    let newer: &[(&str, &str)] = match edition.is_old() {
        true => &[],
        false => &NEWER,
    };
    let mut all: Vec<&(&str, &str)> = OLD.iter().chain(newer).collect();
    all.sort_unstable();
    let row = |(name, desc): &(&str, &str)| {
        let provider = match name.ends_with("_metric") {
            true => "rabbitmq_management_agent",
            false => "rabbit",
        };
        json!({
            "name": name,
            "desc": desc,
            "doc_url": "",
            "state": "enabled",
            "stability": "stable",
            "provided_by": provider,
        })
    };
    all.into_iter().map(row).collect()
}
