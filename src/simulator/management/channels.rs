//! Channels: the list, and one of them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::answer::{Answer, Result};
use super::ask::Ask;
use super::auth::User;
use super::connections::{scaled, shares, totals};
use super::look::Look;
use super::queues::row::garbage;
use super::stats::{Flow, put};
use super::{consumers, paging, rows};
use crate::simulator::broker::connection::{Connection, ConnectionState, Role};

pub fn show(look: &Look<'_>, user: &User, path: &[&str], ask: &Ask) -> Result {
    let rows = rows::seen_by(user, list(look));
    match path {
        [] if ask.flag("disable_stats") => Err(Answer::bad_request(
            "Stats in management UI are disabled on this node",
        )),
        [] => paging::list(rows, ask, look.edition),
        [name] => single(look, rows, name),
        _ => Err(Answer::not_found()),
    }
}

fn single(look: &Look<'_>, rows: Vec<Value>, name: &str) -> Result {
    let found = rows.into_iter().find(|row| row["name"] == *name);
    let mut row = found.ok_or_else(Answer::not_found)?;
    let own = consumers::list(look).into_iter();
    let own = own.filter(|consumer| consumer["channel_details"]["name"] == *name);
    row["consumer_details"] = own.collect();
    row["deliveries"] = json!([]);
    row["publishes"] = json!([]);
    Ok(Answer::ok(row))
}

/// What is on one channel.
#[derive(Clone, Copy, Default)]
struct Use {
    consumers: usize,
    prefetch: usize,
    unacked: usize,
}

/// The rows of all channels, by connection.
pub fn list(look: &Look<'_>) -> Vec<Value> {
    let connections = look.broker.connections(look.now);
    let mut used: BTreeMap<(usize, usize), Use> = BTreeMap::new();
    for consumer in look.broker.consumers(&connections, look.now) {
        let of = used.entry((consumer.connection, consumer.channel));
        let channel = of.or_default();
        channel.consumers += 1;
        channel.prefetch = consumer.prefetch;
        channel.unacked += consumer.unacked;
    }
    let (counts, rates) = totals(look);
    let mut rows = Vec::new();
    for (place, (connection, share)) in connections.iter().zip(shares(&connections)).enumerate() {
        let flow = Flow {
            counts: scaled(&counts, share),
            rates: scaled(&rates, share),
            without_ack: look.broker.without_ack(),
        };
        for number in 1..=connection.channels {
            let own = used.get(&(place, number)).copied().unwrap_or_default();
            let works = match connection.role {
                Role::Producer => number == 1,
                Role::Consumer => own.consumers > 0,
                Role::Idle => false,
            };
            let flow = works.then_some(flow).filter(|flow| !flow.is_empty());
            rows.push(row(look, connection, number, own, flow));
        }
    }
    rows
}

fn row(
    look: &Look<'_>,
    connection: &Connection,
    number: usize,
    own: Use,
    flow: Option<Flow>,
) -> Value {
    let name = connection.name(look.port);
    let state = match connection.state {
        ConnectionState::Flow => "flow",
        ConnectionState::Running | ConnectionState::Blocked | ConnectionState::Blocking => {
            "running"
        }
    };
    let mut row = Map::new();
    for (field, value) in [
        ("acks_uncommitted", json!(0)),
        ("confirm", json!(connection.role == Role::Producer)),
        (
            "connection_details",
            json!({
                "name": name,
                "peer_host": connection.peer_host,
                "peer_port": connection.peer_port,
            }),
        ),
        ("consumer_count", json!(own.consumers)),
        ("garbage_collection", garbage()),
        ("global_prefetch_count", json!(0)),
        ("messages_unacknowledged", json!(own.unacked)),
        ("messages_uncommitted", json!(0)),
        ("messages_unconfirmed", json!(0)),
        ("name", json!(format!("{name} ({number})"))),
        ("node", json!(look.node(connection.node))),
        ("number", json!(number)),
        ("pending_raft_commands", json!(0)),
        ("prefetch_count", json!(own.prefetch)),
        ("state", json!(state)),
        ("transactional", json!(false)),
        ("user", json!(connection.user)),
        ("user_who_performed_action", json!(connection.user)),
        ("vhost", json!(connection.vhost)),
    ] {
        row.insert(field.to_owned(), value);
    }
    let passing = flow.map_or(0.0, |flow| flow.rates.publish + flow.rates.deliver);
    put(&mut row, "reductions", 5000.0, passing * 400.0);
    match flow {
        Some(flow) => {
            let stats = Value::Object(stats(connection.role, &flow));
            row.insert("message_stats".to_owned(), stats);
        }
        None => {
            let since = json!(look.since(connection.connected));
            row.insert("idle_since".to_owned(), since);
        }
    }
    row.sort_keys();
    Value::Object(row)
}

fn stats(role: Role, flow: &Flow) -> Map<String, Value> {
    let mut stats = Map::new();
    let (counts, rates) = (&flow.counts, &flow.rates);
    match role {
        Role::Producer => {
            put(&mut stats, "confirm", counts.publish, rates.publish);
            put(&mut stats, "drop_unroutable", 0.0, 0.0);
            put(&mut stats, "publish", counts.publish, rates.publish);
            put(&mut stats, "return_unroutable", 0.0, 0.0);
        }
        Role::Consumer => {
            flow.put_delivered(&mut stats);
            put(&mut stats, "redeliver", counts.redeliver, rates.redeliver);
        }
        Role::Idle => {}
    }
    stats
}
