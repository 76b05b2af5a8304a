//! Connections: the list, one of them, its channels.

use serde_json::{Map, Value, json};

use super::answer::{Answer, Result};
use super::ask::Ask;
use super::auth::User;
use super::look::Look;
use super::queues::float;
use super::queues::row::garbage;
use super::stats::{put, whole};
use super::{channels, paging, rows};
use crate::simulator::broker::connection::{Connection, ConnectionState, Role};
use crate::simulator::broker::levels::Counts;

pub fn show(look: &Look<'_>, user: &User, path: &[&str], ask: &Ask) -> Result {
    let rows = rows::seen_by(user, list(look, ask.flag("disable_stats")));
    match path {
        [] => paging::list(rows, ask, look.edition),
        [name] => {
            let found = rows.into_iter().find(|row| row["name"] == *name);
            found.map(Answer::ok).ok_or_else(Answer::not_found)
        }
        [name, "channels"] => {
            if !rows.iter().any(|row| row["name"] == *name) {
                return Err(Answer::not_found());
            }
            let own = channels::list(look).into_iter();
            let own = own.filter(|row| row["connection_details"]["name"] == *name);
            paging::list(own.collect(), ask, look.edition)
        }
        _ => Err(Answer::not_found()),
    }
}

/// The rows of all connections.
fn list(look: &Look<'_>, only_names: bool) -> Vec<Value> {
    let connections = look.broker.connections(look.now);
    if only_names {
        let row = |connection: &Connection| {
            json!({
                "name": connection.name(look.port),
                "node": look.node(connection.node),
                "user": connection.user,
                "vhost": connection.vhost,
            })
        };
        return connections.iter().map(row).collect();
    }
    let shares = shares(&connections);
    let (counts, rates) = totals(look);
    let row = |(connection, share): (&Connection, f64)| {
        row(
            look,
            connection,
            &scaled(&counts, share),
            &scaled(&rates, share),
        )
    };
    connections.iter().zip(shares).map(row).collect()
}

/// What passes through all queues.
pub fn totals(look: &Look<'_>) -> (Counts, Counts) {
    let sum = |all: Vec<Counts>| {
        all.iter()
            .fold(Counts::default(), |sum, each| sum.plus(each))
    };
    (
        look.broker.counts_of_all(look.told),
        sum(look.broker.rates_at(look.told)),
    )
}

/// The share of each connection in what those of its role do: one that is blocked does nothing
/// while others can.
pub fn shares(connections: &[Connection]) -> Vec<f64> {
    let of = |role| connections.iter().filter(move |each| each.role == role);
    let blocked = |each: &&Connection| each.state == ConnectionState::Blocked;
    let some_work = of(Role::Producer).any(|each| !blocked(&each));
    let working = of(Role::Producer)
        .filter(|each| !(some_work && blocked(each)))
        .count();
    let [producers, consumers] = [working, of(Role::Consumer).count()].map(float);
    let share = |connection: &Connection| match connection.role {
        Role::Producer if some_work && blocked(&connection) => 0.0,
        Role::Producer => 1.0 / producers,
        Role::Consumer => 1.0 / consumers,
        Role::Idle => 0.0,
    };
    connections.iter().map(share).collect()
}

pub fn scaled(counts: &Counts, share: f64) -> Counts {
    Counts {
        publish: counts.publish * share,
        deliver: counts.deliver * share,
        ack: counts.ack * share,
        redeliver: counts.redeliver * share,
    }
}

/// The word of a state.
pub fn word(state: ConnectionState) -> &'static str {
    match state {
        ConnectionState::Running => "running",
        ConnectionState::Blocked => "blocked",
        ConnectionState::Blocking => "blocking",
        ConnectionState::Flow => "flow",
    }
}

fn row(look: &Look<'_>, connection: &Connection, counts: &Counts, rates: &Counts) -> Value {
    let ssl = look.instance.ssl;
    let of_tls = |word: &str| if ssl { json!(word) } else { Value::Null };
    let bytes = look.broker.message_bytes() + 60.0;
    let mut row = Map::new();
    for (name, value) in [
        ("auth_mechanism", json!("PLAIN")),
        ("channel_max", json!(2047)),
        ("channels", json!(connection.channels)),
        ("client_properties", properties(connection)),
        ("connected_at", json!(connection.connected.as_millisecond())),
        ("frame_max", json!(131_072)),
        ("garbage_collection", garbage()),
        ("host", json!(connection.host)),
        ("name", json!(connection.name(look.port))),
        ("node", json!(look.node(connection.node))),
        ("peer_cert_issuer", Value::Null),
        ("peer_cert_subject", Value::Null),
        ("peer_cert_validity", Value::Null),
        ("peer_host", json!(connection.peer_host)),
        ("peer_port", json!(connection.peer_port)),
        ("port", json!(look.port)),
        ("protocol", json!("AMQP 0-9-1")),
        ("send_pend", json!(0)),
        ("ssl", json!(ssl)),
        ("ssl_cipher", of_tls("aes_256_gcm")),
        ("ssl_hash", of_tls("sha384")),
        ("ssl_key_exchange", of_tls("any")),
        ("ssl_protocol", of_tls("tlsv1.3")),
        ("state", json!(word(connection.state))),
        ("timeout", json!(60)),
        ("type", json!("network")),
        ("user", json!(connection.user)),
        ("user_who_performed_action", json!(connection.user)),
        ("vhost", json!(connection.vhost)),
    ] {
        row.insert(name.to_owned(), value);
    }
    if let Some(name) = &connection.provided_name {
        row.insert("user_provided_name".to_owned(), json!(name));
    }
    // What a client sends the broker receives.
    let (sent, got) = match connection.role {
        Role::Producer => ((0.0, 0.0), (counts.publish, rates.publish)),
        Role::Consumer => ((counts.deliver, rates.deliver), (0.0, 0.0)),
        Role::Idle => ((0.0, 0.0), (0.0, 0.0)),
    };
    put(&mut row, "recv_oct", got.0 * bytes + 1200.0, got.1 * bytes);
    put(&mut row, "send_oct", sent.0 * bytes + 900.0, sent.1 * bytes);
    row.insert("recv_cnt".to_owned(), json!(whole(got.0 + sent.0 + 30.0)));
    row.insert("send_cnt".to_owned(), json!(whole(got.0 + sent.0 + 25.0)));
    let passing = (counts.publish + counts.deliver) * 300.0;
    put(
        &mut row,
        "reductions",
        passing + 9000.0,
        (got.1 + sent.1) * 300.0 + 170.0,
    );
    row.sort_keys();
    Value::Object(row)
}

/// What a client says of itself.
fn properties(connection: &Connection) -> Value {
    let library = connection.library;
    let mut properties = json!({
        "capabilities": {
            "authentication_failure_close": true,
            "basic.nack": true,
            "connection.blocked": true,
            "consumer_cancel_notify": true,
            "exchange_exchange_bindings": true,
            "publisher_confirms": true,
        },
    });
    if let Some(name) = &connection.provided_name {
        properties["connection_name"] = json!(name);
    }
    properties["information"] = json!(library.information);
    properties["platform"] = json!(library.platform);
    properties["product"] = json!(library.product);
    properties["version"] = json!(library.version);
    properties
}
