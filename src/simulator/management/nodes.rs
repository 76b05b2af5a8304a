//! Nodes: the list, one of them, what its memory is used for.

use serde_json::{Map, Value, json};

use super::answer::{Answer, Result};
use super::ask::Ask;
use super::edition::Edition;
use super::look::Look;
use super::paging;
use super::queues::float;
use super::stats::{put, whole};
use crate::simulator::broker::server::NodeFacts;

pub fn show(look: &Look<'_>, path: &[&str], ask: &Ask) -> Result {
    let facts = look.facts_told();
    let named = |name: &str| look.nodes.iter().position(|node| node == name);
    match path {
        [] => {
            let rows = (0..look.nodes.len()).map(|index| row(look, index, facts));
            paging::list(rows.collect(), ask, look.edition)
        }
        [name, rest @ ..] => {
            let unknown = || Answer::error(500, "Internal Server Error", "Internal Server Error");
            let index = named(name).ok_or_else(unknown)?;
            match rest {
                [] => Ok(Answer::ok(row(look, index, facts))),
                ["memory"] => Ok(Answer::ok(memory(look, &facts[index]))),
                _ => Err(Answer::not_found()),
            }
        }
    }
}

fn row(look: &Look<'_>, index: usize, facts: &[NodeFacts]) -> Value {
    let own = &facts[index];
    let name = look.node(index);
    if !own.running {
        return json!({ "name": name, "type": "disc", "running": false, "cluster_links": [] });
    }
    let mut row = fixed(look, own);
    for (field, value) in [
        ("mem_limit", json!(own.mem_limit)),
        ("mem_alarm", json!(own.mem_alarm)),
        ("disk_free_limit", json!(own.disk_free_limit)),
        ("disk_free_alarm", json!(own.disk_alarm)),
        ("name", json!(name)),
        ("type", json!("disc")),
        ("running", json!(true)),
    ] {
        row.insert(field.to_owned(), value);
    }
    if !look.edition.is_old() {
        row.insert("being_drained".to_owned(), json!(false));
    }
    put_counts(&mut row, look, index, own);
    let links = look.nodes.iter().zip(facts).enumerate();
    let links = links.filter(|(other, (_, facts))| *other != index && facts.running);
    let links: Vec<Value> = links.map(|(_, (name, _))| link(name)).collect();
    row.insert("cluster_links".to_owned(), json!(links));
    let queue = json!({
        "connection_closed": 0,
        "channel_closed": 0,
        "consumer_deleted": 0,
        "exchange_deleted": 0,
        "queue_deleted": 0,
        "vhost_deleted": 0,
        "node_node_deleted": 0,
        "channel_consumer_deleted": 0,
    });
    row.insert("metrics_gc_queue_length".to_owned(), queue);
    Value::Object(row)
}

/// A connection to another node.
fn link(name: &str) -> Value {
    json!({
        "stats": {
            "send_bytes": 0,
            "send_bytes_details": { "rate": 0.0 },
            "recv_bytes": 0,
            "recv_bytes_details": { "rate": 0.0 },
        },
        "name": name,
    })
}

/// What does not change.
fn fixed(look: &Look<'_>, own: &NodeFacts) -> Map<String, Value> {
    let version = &look.instance.version;
    let uptime = look.told.duration_since(look.broker.up_since(look.told));
    let application = |name: &str, description: &str, version: &str| json!({ "name": name, "description": description, "version": version });
    let mechanism = |name: &str, description: &str, enabled: bool| json!({ "name": name, "description": description, "enabled": enabled });
    let mut plugins = vec!["rabbitmq_management", "rabbitmq_peer_discovery_common"];
    let enabled = look.instance.plugins.iter().filter(|plugin| plugin.enabled);
    plugins.extend(enabled.map(|plugin| plugin.name));
    plugins.sort_unstable();
    let row = json!({
        "partitions": [],
        "os_pid": "1742",
        "fd_total": 65_535,
        "sockets_total": 58_889,
        "proc_total": 1_048_576,
        "rates_mode": "basic",
        "uptime": uptime.as_millis().max(0),
        "run_queue": whole(own.cpu / 30.0) + 1,
        "processors": processors(look),
        "exchange_types": exchange_types(),
        "auth_mechanisms": [
            mechanism("PLAIN", "SASL PLAIN authentication mechanism", true),
            mechanism("AMQPLAIN", "QPid AMQPLAIN mechanism", true),
            mechanism("RABBIT-CR-DEMO", "RabbitMQ Demo challenge-response authentication mechanism", false),
        ],
        "applications": [
            application("rabbit", "RabbitMQ", version),
            application("rabbit_common", "Modules shared by rabbitmq-server and rabbitmq-erlang-client", version),
            application("rabbitmq_management", "RabbitMQ Management Console", version),
            application("rabbitmq_management_agent", "RabbitMQ Management Agent", version),
        ],
        "contexts": [context(look, false)],
        "log_files": ["/opt/rabbitmq/log/rabbit.log"],
        "db_dir": "/opt/rabbitmq/mnesia/rabbit",
        "config_files": ["/etc/rabbitmq/rabbitmq.conf"],
        "net_ticktime": 60,
        "enabled_plugins": plugins,
        "mem_calculation_strategy": "rss",
        "ra_open_file_metrics": { "ra_log_wal": 1, "ra_log_segment_writer": 0 },
    });
    match row {
        Value::Object(row) => row,
        _ => Map::new(),
    }
}

/// CPUs of a node, of a size such as `2u4g`.
fn processors(look: &Look<'_>) -> u32 {
    let size = look.instance.flavor.size();
    let count = size
        .split_once('u')
        .and_then(|(count, _)| count.parse().ok());
    count.unwrap_or(2)
}

/// Where this API listens, of a node or of the whole, which names the node.
pub fn context(look: &Look<'_>, with_node: bool) -> Value {
    let mut context = match with_node {
        true => json!({ "ssl_opts": [], "node": look.node(look.asked) }),
        false => json!({}),
    };
    context["description"] = json!("RabbitMQ Management");
    context["path"] = json!("/");
    context["cowboy_opts"] = json!("[{sendfile,false}]");
    context["port"] = json!(look.listens.to_string());
    context
}

/// The types of exchanges that every broker has.
pub fn exchange_types() -> Value {
    ["direct", "fanout", "headers", "topic"]
        .map(|name| {
            let description = format!("AMQP {name} exchange, as per the AMQP specification");
            json!({ "name": name, "description": description, "enabled": true })
        })
        .into_iter()
        .collect()
}

fn put_counts(row: &mut Map<String, Value>, look: &Look<'_>, index: usize, own: &NodeFacts) {
    let before = look.broker.node_facts(look.earlier());
    let before = before.get(index).unwrap_or(own);
    let mut level = |name: &str, of: fn(&NodeFacts) -> usize| {
        let (now, earlier) = (float(of(own)), float(of(before)));
        put(row, name, now, (now - earlier) / 5.0);
    };
    level("mem_used", |node| node.mem_used);
    level("fd_used", |node| node.fd_used);
    level("sockets_used", |node| node.sockets_used);
    level("proc_used", |node| node.proc_used);
    level("disk_free", |node| node.disk_free);
    let uptime = look.told.duration_since(look.broker.up_since(look.told));
    let uptime = uptime.as_secs_f64().max(0.0);
    let made = look.broker.connections_made(look.told);
    let [read, written] = own.disk_rates;
    for (name, rate) in [
        ("gc_num", 900.0 + own.cpu * 40.0),
        ("gc_bytes_reclaimed", 9e6 + own.cpu * 5e5),
        ("context_switches", 4000.0 + own.cpu * 150.0),
        ("io_read_count", read / 4096.0),
        ("io_read_bytes", read),
        ("io_write_count", written / 4096.0),
        ("io_write_bytes", written),
        ("io_sync_count", written / 8192.0),
        ("io_seek_count", 2.0),
        ("io_reopen_count", 0.0),
        ("mnesia_ram_tx_count", 1.0),
        ("mnesia_disk_tx_count", 0.2),
        ("msg_store_read_count", 0.0),
        ("msg_store_write_count", 0.0),
        ("queue_index_write_count", 5.0),
        ("queue_index_read_count", 0.0),
        ("connection_created", made),
        ("connection_closed", made),
        ("channel_created", made),
        ("channel_closed", made),
        ("queue_declared", 0.0),
        ("queue_created", 0.0),
        ("queue_deleted", 0.0),
    ] {
        put(row, name, uptime * rate, rate);
    }
    let mut times = vec![
        "io_read_avg_time",
        "io_write_avg_time",
        "io_sync_avg_time",
        "io_seek_avg_time",
    ];
    if look.edition == Edition::V38 {
        put(row, "queue_index_journal_write_count", uptime * 6.0, 6.0);
        put(row, "io_file_handle_open_attempt_count", uptime * 3.0, 3.0);
        times.push("io_file_handle_open_attempt_avg_time");
    }
    for name in times {
        row.insert(name.to_owned(), json!(0.12));
        row.insert(format!("{name}_details"), json!({ "rate": 0.11 }));
    }
}

/// What a node's memory is used for: parts of what it has in use.
fn memory(look: &Look<'_>, own: &NodeFacts) -> Value {
    let used = float(own.mem_used);
    let held: usize = look
        .broker
        .levels_at(look.told)
        .iter()
        .map(|level| level.ready)
        .sum();
    // The more messages wait, the more of it is theirs.
    let of_messages = (float(held) * look.broker.message_bytes()).min(used * 0.4) / used.max(1.0);
    let rest = 1.0 - of_messages;
    let mut memory = Map::new();
    let mut part = |name: &str, share: f64| {
        memory.insert(name.to_owned(), json!(whole(used * share)));
    };
    part("connection_readers", 0.03 * rest);
    part("connection_writers", 0.01 * rest);
    part("connection_channels", 0.05 * rest);
    part("connection_other", 0.08 * rest);
    part("queue_procs", 0.10 * rest + of_messages * 0.6);
    part("queue_slave_procs", 0.02 * rest);
    part("quorum_queue_procs", 0.04 * rest + of_messages * 0.2);
    if !look.edition.is_old() {
        part("quorum_queue_dlx_procs", 0.0);
        part("stream_queue_procs", 0.001 * rest);
        part("stream_queue_replica_reader_procs", 0.0);
        part("stream_queue_coordinator_procs", 0.0);
    }
    part("plugins", 0.04 * rest);
    part("other_proc", 0.10 * rest);
    part("metrics", 0.01 * rest);
    part("mgmt_db", 0.02 * rest);
    part("mnesia", 0.005 * rest);
    part("quorum_ets", 0.02 * rest);
    part("other_ets", 0.03 * rest);
    part("binary", 0.20 * rest + of_messages * 0.2);
    part("msg_index", 0.005 * rest);
    part("code", 0.12 * rest);
    part("atom", 0.005 * rest);
    part("other_system", 0.08 * rest);
    part("allocated_unused", 0.06 * rest);
    part("reserved_unallocated", 0.0);
    memory.insert("strategy".to_owned(), json!("rss"));
    let total = json!({
        "erlang": whole(used * 0.94),
        "rss": own.mem_used,
        "allocated": own.mem_used,
    });
    memory.insert("total".to_owned(), total);
    json!({ "memory": memory })
}
