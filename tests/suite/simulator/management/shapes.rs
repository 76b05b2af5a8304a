//! Fields and their types, as real brokers of the same generation have them: `tests/fixtures/broker`
//! holds for each list the paths of its fields with the types that were seen; a `?` is behind those
//! that not every row has.

use super::{Broker, NEWER, OLD, fleet};
use crate::simulator::client::Client;
use serde_json::{Map, Value};

/// Objects whose fields are names of nodes, arguments and the like.
const OPEN: [&str; 10] = [
    "arguments",
    "effective_policy_definition",
    "client_properties",
    "open_files",
    "readers",
    "cluster_state",
    "definition",
    "socket_opts",
    "metadata",
    "garbage_collection",
];

/// Fields that the real rows lack for a reason: those were of one node without mirrors, and of an
/// older patch release.
const MORE: [&str; 8] = [
    "slave_nodes",
    "synchronised_slave_nodes",
    "backing_queue_status.mirror_seen",
    "backing_queue_status.mirror_senders",
    "being_drained",
    "consumer_timeout",
    "idle_since",
    "message_stats",
];
/// Fields that the real rows have for a reason that is not here: queues with priorities, and names
/// that not every client gives.
const LESS: [&str; 2] = [
    "backing_queue_status.priority_lengths",
    "user_provided_name",
];
/// Fields whose value is null there because of what they lack.
const OTHER_TYPE: [&str; 5] = [
    "policy",
    "operator_policy",
    "recoverable_slaves",
    "head_message_timestamp",
    "message_stats.drop_unroutable",
];

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "flag",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

fn fields(row: &Map<String, Value>, before: &str, found: &mut Vec<(String, &'static str)>) {
    for (name, value) in row {
        let path = format!("{before}{name}");
        found.push((path.clone(), kind(value)));
        if let Value::Object(inside) = value
            && !OPEN.contains(&name.as_str())
        {
            fields(inside, &format!("{path}."), found);
        }
    }
}

/// What of some rows is not as it is in real ones.
fn odd(rows: &[Value], real: &Value) -> Vec<String> {
    let real = real.as_object().unwrap();
    let mut odd = Vec::new();
    for row in rows {
        let mut found = Vec::new();
        fields(row.as_object().unwrap(), "", &mut found);
        for (path, kind) in &found {
            let begins = |known: &&str| path == *known || path.starts_with(&format!("{known}."));
            let known = real.get(path).and_then(Value::as_str);
            match known {
                None if MORE.iter().any(begins) => {}
                None => odd.push(format!("{path} is not in real rows")),
                Some(_) if OTHER_TYPE.contains(&path.as_str()) => {}
                Some(known) if known.split(' ').any(|real| real == *kind) => {}
                Some(known) => odd.push(format!("{path} is a {kind}, not {known}")),
            }
        }
        let has = |path: &str| found.iter().any(|(own, _)| own == path);
        for (path, known) in real {
            let inside = path.rsplit_once('.').is_none_or(|(parent, _)| {
                found
                    .iter()
                    .any(|(own, kind)| own == parent && *kind == "object")
            });
            let always = !known.as_str().unwrap().ends_with('?');
            if always && inside && !has(path) && !LESS.contains(&path.as_str()) {
                odd.push(format!("{path} is missing"));
            }
        }
    }
    odd.sort();
    odd.dedup();
    odd
}

async fn compare(broker: &Broker<'_>, real: &str) {
    let real: Value = serde_json::from_str(real).unwrap();
    let mut odds = Vec::new();
    for path in [
        "whoami",
        "overview",
        "nodes",
        "connections",
        "channels",
        "consumers",
        "exchanges",
        "bindings",
        "vhosts",
        "users",
        "permissions",
        "feature-flags",
    ] {
        let rows = broker.rows(path).await;
        assert!(!rows.is_empty(), "{path}");
        let odd = odd(&rows, &real[path]);
        odds.extend(odd.into_iter().map(|odd| format!("{path}: {odd}")));
    }
    let totals = "queues?page=1&disable_stats=true&enable_queue_totals=true";
    let mut page = broker.get(totals).await.body;
    let short = page.as_object_mut().unwrap().shift_remove("items").unwrap();
    odds.extend(odd(&[page], &real["page"]));
    let full = Value::Array(broker.rows("queues").await);
    for (rows, name) in [(full, "queues"), (short, "totals")] {
        for kind in ["classic", "quorum", "stream"] {
            let rows = rows
                .as_array()
                .unwrap()
                .iter()
                .filter(|row| row["type"] == kind);
            let rows: Vec<Value> = rows.cloned().collect();
            let known = &real[format!("{name} {kind}")];
            if !rows.is_empty() && known.is_object() {
                let odd = odd(&rows, known);
                odds.extend(odd.into_iter().map(|odd| format!("{name} {kind}: {odd}")));
            }
        }
    }
    let node = broker.rows("nodes").await[0]["name"]
        .as_str()
        .unwrap()
        .to_owned();
    let memory = broker.rows(&format!("nodes/{node}/memory")).await;
    odds.extend(odd(&memory, &real["memory"]));
    assert!(odds.is_empty(), "{}\n{}", broker.url, odds.join("\n"));
}

#[tokio::test]
async fn rows_have_the_fields_and_types_of_real_ones() {
    let client = Client::start(fleet()).await;
    let old = include_str!("../../../fixtures/broker/keys38.json");
    compare(&Broker::of(&client, OLD).await, old).await;
    let newer = include_str!("../../../fixtures/broker/keys310.json");
    compare(&Broker::of(&client, NEWER).await, newer).await;
}
