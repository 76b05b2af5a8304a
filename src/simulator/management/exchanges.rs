//! Exchanges: those that every vhost has, and one that what is published goes to.

use serde_json::{Map, Value, json};

use super::answer::{Answer, Result};
use super::ask::Ask;
use super::auth::User;
use super::look::Look;
use super::stats::{Flow, put};
use super::{bindings, paging, queues, rows};

/// The exchanges that every vhost has, with their type.
const GIVEN: [(&str, &str); 7] = [
    ("", "direct"),
    ("amq.direct", "direct"),
    ("amq.fanout", "fanout"),
    ("amq.headers", "headers"),
    ("amq.match", "headers"),
    ("amq.rabbitmq.trace", "topic"),
    ("amq.topic", "topic"),
];
/// The exchange that clients publish to.
pub const EVENTS: &str = "events";

pub fn show(look: &Look<'_>, user: &User, path: &[&str], ask: &Ask) -> Result {
    let rows = rows::seen_by(user, list(look));
    match path {
        [] => paging::list(rows, ask, look.edition),
        [vhost] => paging::list(rows::of_vhost(look, vhost, rows)?, ask, look.edition),
        [vhost, name] => {
            let rows = rows::of_vhost(look, vhost, rows)?;
            let found = rows.into_iter().find(|row| row["name"] == *name);
            found.map(Answer::ok).ok_or_else(Answer::not_found)
        }
        [vhost, name, "bindings", "source"] => {
            let rows = rows::of_vhost(look, vhost, bindings::list(look))?;
            let from = rows.into_iter().filter(|row| row["source"] == *name);
            paging::list(from.collect(), ask, look.edition)
        }
        _ => Err(Answer::not_found()),
    }
}

/// All exchanges, by vhost.
fn list(look: &Look<'_>) -> Vec<Value> {
    let flows = queues::flows(look);
    let of_vhost = |vhost: &str| {
        let own = flows.iter().filter(|(queue, _)| queue.vhost == vhost);
        own.fold(Flow::default(), |sum, (_, flow)| sum.plus(flow))
    };
    let mut rows = Vec::new();
    for vhost in look.broker.vhosts() {
        let given = GIVEN
            .into_iter()
            .map(|(name, kind)| row(vhost, name, kind, "rmq-internal", None));
        rows.extend(given);
        let user = &look.instance.access_user;
        rows.push(row(vhost, EVENTS, "topic", user, Some(of_vhost(vhost))));
    }
    rows
}

fn row(vhost: &str, name: &str, kind: &str, user: &str, flow: Option<Flow>) -> Value {
    let mut row = Map::new();
    let mut field = |name: &str, value: Value| row.insert(name.to_owned(), value);
    field("arguments", json!({}));
    field("auto_delete", json!(false));
    field("durable", json!(true));
    field("internal", json!(name == "amq.rabbitmq.trace"));
    if let Some(flow) = flow.filter(|flow| !flow.is_empty()) {
        let mut stats = Map::new();
        let (count, rate) = (flow.counts.publish, flow.rates.publish);
        put(&mut stats, "publish_in", count, rate);
        put(&mut stats, "publish_out", count, rate);
        field("message_stats", Value::Object(stats));
    }
    field("name", json!(name));
    field("type", json!(kind));
    field("user_who_performed_action", json!(user));
    field("vhost", json!(vhost));
    Value::Object(row)
}
