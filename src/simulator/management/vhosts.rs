//! Virtual hosts with the sums of their queues.

use serde_json::{Map, Value, json};

use super::answer::{Answer, Result};
use super::ask::Ask;
use super::auth::User;
use super::look::Look;
use super::stats::{Flow, put};
use super::{paging, queues};
use crate::simulator::broker::levels::Level;

pub fn show(look: &Look<'_>, user: &User, path: &[&str], ask: &Ask) -> Result {
    let vhosts = look.broker.vhosts();
    let rows = vhosts.iter().map(|vhost| row(look, vhost, user.sees_all()));
    match path {
        [] => paging::list(rows.collect(), ask, look.edition),
        [name] => {
            let found = rows.into_iter().find(|row| row["name"] == *name);
            found.map(Answer::ok).ok_or_else(Answer::not_found)
        }
        _ => Err(Answer::not_found()),
    }
}

fn row(look: &Look<'_>, vhost: &str, with_stats: bool) -> Value {
    let mut row = Map::new();
    let states = look.facts_now();
    let states = look
        .nodes
        .iter()
        .zip(states)
        .filter(|(_, node)| node.running);
    let states: Map<String, Value> = states
        .map(|(name, _)| (name.clone(), json!("running")))
        .collect();
    let mut field = |name: &str, value: Value| row.insert(name.to_owned(), value);
    field("cluster_state", Value::Object(states));
    if !look.edition.is_old() {
        field("default_queue_type", json!("undefined"));
    }
    let description = match vhost {
        "/" => "Default virtual host",
        _ => "",
    };
    field("description", json!(description));
    if with_stats {
        put_stats(&mut row, look, vhost);
    }
    let mut field = |name: &str, value: Value| row.insert(name.to_owned(), value);
    field(
        "metadata",
        json!({ "description": description, "tags": [] }),
    );
    field("name", json!(vhost));
    field("tags", json!([]));
    field("tracing", json!(false));
    Value::Object(row)
}

fn put_stats(row: &mut Map<String, Value>, look: &Look<'_>, vhost: &str) {
    let own = queues::flows(look);
    let own = own.iter().filter(|(queue, _)| queue.vhost == vhost);
    let flow = own.fold(Flow::default(), |sum, (_, flow)| sum.plus(flow));
    let mut stats = flow.of_all();
    for only_of_all in [
        "disk_reads",
        "disk_reads_details",
        "disk_writes",
        "disk_writes_details",
    ] {
        stats.shift_remove(only_of_all);
    }
    row.insert("message_stats".to_owned(), Value::Object(stats));
    let levels = |at| {
        let queues = look.broker.queues(at);
        let levels = look.broker.levels_at(at);
        let own = queues
            .iter()
            .zip(levels)
            .filter(|(queue, _)| queue.vhost == vhost);
        own.fold([0.0, 0.0], |sum: [f64; 2], (_, level): (_, Level)| {
            [
                sum[0] + queues::float(level.ready),
                sum[1] + queues::float(level.unacked),
            ]
        })
    };
    queues::put_messages(row, levels(look.told), levels(look.earlier()));
    let bytes = look.broker.message_bytes();
    let (counts, rates) = (&flow.counts, &flow.rates);
    put(
        row,
        "recv_oct",
        counts.publish * bytes,
        rates.publish * bytes,
    );
    put(
        row,
        "send_oct",
        counts.deliver * bytes,
        rates.deliver * bytes,
    );
}
