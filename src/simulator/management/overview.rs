//! The overview: versions, totals, what passes through, and history if it is asked for.

use serde_json::{Map, Value, json};

use super::answer::{Answer, Result};
use super::ask::Ask;
use super::auth::User;
use super::edition::Edition;
use super::look::Look;
use super::queues::float;
use super::stats::{Flow, put};
use super::{columns, connections, nodes, queues, samples};
use crate::simulator::broker::levels::Level;

pub fn show(look: &Look<'_>, user: &User, ask: &Ask) -> Result {
    let version = &look.instance.version;
    let [erlang, erlang_in_full] = look.edition.erlang();
    let mut row = Map::new();
    for (name, value) in [
        ("management_version", json!(version)),
        ("rates_mode", json!("basic")),
        (
            "sample_retention_policies",
            json!({
                "global": [600, 3600, 28800, 86400],
                "basic": [600, 3600],
                "detailed": [600],
            }),
        ),
        ("exchange_types", nodes::exchange_types()),
        ("product_version", json!(version)),
        ("product_name", json!("RabbitMQ")),
        ("rabbitmq_version", json!(version)),
        ("cluster_name", json!(look.node(0))),
        ("erlang_version", json!(erlang)),
        ("erlang_full_version", json!(erlang_in_full)),
    ] {
        row.insert(name.to_owned(), value);
    }
    match look.edition {
        Edition::V38 => {}
        Edition::V310 | Edition::V313 => {
            let status = json!("supported");
            row.insert("release_series_support_status".to_owned(), status);
        }
    }
    row.insert("disable_stats".to_owned(), json!(false));
    row.insert("enable_queue_totals".to_owned(), json!(false));
    match user.sees_all() {
        true => put_totals(&mut row, look, ask)?,
        false => put_nothing(&mut row),
    }
    row.insert("statistics_db_event_queue".to_owned(), json!(0));
    row.insert("node".to_owned(), json!(look.node(look.asked)));
    row.insert("listeners".to_owned(), listeners(look));
    let contexts = json!([nodes::context(look, true)]);
    row.insert("contexts".to_owned(), contexts);
    let row = Value::Object(row);
    Ok(Answer::ok(match ask.parameter("columns") {
        None => row,
        Some(asked) => columns::only(&row, asked),
    }))
}

/// What a user is shown who may not see what is of others.
fn put_nothing(row: &mut Map<String, Value>) {
    for name in ["message_stats", "churn_rates", "queue_totals"] {
        row.insert(name.to_owned(), json!({}));
    }
    let none = json!({
        "channels": 0,
        "connections": 0,
        "consumers": 0,
        "exchanges": 0,
        "queues": 0,
    });
    row.insert("object_totals".to_owned(), none);
}

fn put_totals(
    row: &mut Map<String, Value>,
    look: &Look<'_>,
    ask: &Ask,
) -> std::result::Result<(), Answer> {
    let (counts, rates) = connections::totals(look);
    let flow = Flow {
        counts,
        rates,
        without_ack: look.broker.without_ack(),
    };
    let mut stats = flow.of_all();
    let mut totals = Map::new();
    let levels = |at| {
        let levels = look.broker.levels_at(at);
        let sum = |of: fn(&Level) -> usize| float(levels.iter().map(of).sum());
        [sum(|level| level.ready), sum(|level| level.unacked)]
    };
    queues::put_messages(&mut totals, levels(look.told), levels(look.earlier()));
    samples::of_all(look, ask, &mut totals, &mut stats)?;
    row.insert("message_stats".to_owned(), Value::Object(stats));
    row.insert("churn_rates".to_owned(), churn(look));
    row.insert("queue_totals".to_owned(), Value::Object(totals));
    let connections = look.broker.connections(look.now);
    let consumers = look.broker.levels_at(look.now);
    let channels: usize = connections.iter().map(|each| each.channels).sum();
    let objects = json!({
        "channels": channels,
        "connections": connections.len(),
        "consumers": consumers.iter().map(|level| level.consumers).sum::<usize>(),
        "exchanges": look.broker.vhosts().len() * 8,
        "queues": consumers.len(),
    });
    row.insert("object_totals".to_owned(), objects);
    Ok(())
}

/// What is set for the whole cluster: its name, and by what it is told from all others.
pub fn global_parameters(look: &Look<'_>) -> Value {
    let own: String = look
        .instance
        .id
        .chars()
        .filter(|each| *each != '-')
        .collect();
    let id = format!("rabbitmq-cluster-id-{}", own.get(..22).unwrap_or(&own));
    json!([
        { "name": "cluster_name", "value": look.node(0) },
        { "name": "internal_cluster_id", "value": id },
    ])
}

/// What comes and goes.
fn churn(look: &Look<'_>) -> Value {
    let made = look.broker.connections_made(look.told);
    let opened = look.broker.channels_opened(look.told);
    let declared = look.broker.queues_declared(look.told);
    let uptime = look.told.duration_since(look.broker.up_since(look.told));
    let uptime = uptime.as_secs_f64().max(0.0);
    let mut churn = Map::new();
    for (name, rate) in [
        ("channel_closed", made),
        ("channel_created", made + opened),
        ("connection_closed", made),
        ("connection_created", made),
        ("queue_created", declared),
        ("queue_declared", declared),
        ("queue_deleted", 0.0),
    ] {
        // As many as come in quiet times; what comes beside is in the rate.
        let usual = if rate > 0.0 { uptime * 0.01 } else { 0.0 };
        put(&mut churn, name, usual, rate);
    }
    Value::Object(churn)
}

/// What listens on every node that is up, in the order of protocols.
fn listeners(look: &Look<'_>) -> Value {
    let ssl = look.instance.ssl;
    let names = match ssl {
        true => ["amqp/ssl", "https"],
        false => ["amqp", "http"],
    };
    let listener = |node: usize, protocol: &str, port: u16, options: &Value| {
        json!({
            "node": look.node(node),
            "protocol": protocol,
            "ip_address": "::",
            "port": port,
            "socket_opts": options,
        })
    };
    let amqp = json!({
        "backlog": 128,
        "nodelay": true,
        "linger": [true, 0],
        "exit_on_close": false,
    });
    let http = json!({ "cowboy_opts": { "sendfile": false }, "port": look.listens });
    let up = look.facts_told().iter().enumerate();
    let up: Vec<usize> = up
        .filter(|(_, own)| own.running)
        .map(|(at, _)| at)
        .collect();
    let all = [
        (names[0], look.port, amqp),
        ("clustering", 25672, json!([])),
        (names[1], look.listens, http),
    ];
    let all = all.iter().flat_map(|(protocol, port, options)| {
        up.iter()
            .map(|node| listener(*node, protocol, *port, options))
    });
    all.collect()
}
