//! Queues: the list by either of its ways, one queue, its bindings.

pub mod row;

use serde_json::{Map, Value, json};

use super::answer::{Answer, Result};
use super::ask::Ask;
use super::auth::User;
use super::edition::Edition;
use super::look::Look;
use super::stats::{Flow, put};
use super::{bindings, consumers, paging, rows, samples};
use crate::simulator::broker::Queue;
use crate::simulator::broker::levels::Counts;

pub fn show(look: &Look<'_>, user: &User, path: &[&str], ask: &Ask) -> Result {
    match path {
        [] => paging::list(rows::seen_by(user, list(look, ask)), ask, look.edition),
        [vhost] => {
            let rows = rows::of_vhost(look, vhost, list(look, ask))?;
            paging::list(rows::seen_by(user, rows), ask, look.edition)
        }
        [vhost, name] => single(look, &named(look, vhost, name)?, ask),
        [vhost, name, "bindings"] => {
            let queue = named(look, vhost, name)?;
            paging::list(bindings::of_queue(look, &queue), ask, look.edition)
        }
        _ => Err(Answer::not_found()),
    }
}

/// The queue of this name.
///
/// # Errors
/// 404 when there is none.
pub fn named(look: &Look<'_>, vhost: &str, name: &str) -> std::result::Result<Queue, Answer> {
    let mut queues = look.broker.queues(look.now).into_iter();
    let found = queues.find(|queue| queue.vhost == vhost && queue.name == name);
    found.ok_or_else(Answer::not_found)
}

/// The rows of all queues, by vhost and name.
fn list(look: &Look<'_>, ask: &Ask) -> Vec<Value> {
    let mut rows = match ask.flag("disable_stats") {
        true => row::short(look, ask.flag("enable_queue_totals")),
        false => row::full(look),
    };
    if look.edition == Edition::V313 && ask.parameter("columns").is_none() {
        for row in rows.iter_mut().filter_map(Value::as_object_mut) {
            row::without_details(row);
        }
    }
    rows.sort_by_key(|row| {
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        (text("vhost"), text("name"))
    });
    rows
}

/// One queue with its consumers.
fn single(look: &Look<'_>, queue: &Queue, ask: &Ask) -> Result {
    let rows = row::full(look);
    let own = rows
        .into_iter()
        .find(|row| row["vhost"] == queue.vhost && row["name"] == queue.name);
    let Some(Value::Object(mut row)) = own else {
        return Err(Answer::not_found());
    };
    row.insert(
        "consumer_details".to_owned(),
        json!(consumers::of_queue(look, queue)),
    );
    row.insert("deliveries".to_owned(), json!([]));
    row.insert("incoming".to_owned(), json!([]));
    samples::of_queue(look, queue, ask, &mut row)?;
    let row = Value::Object(row);
    Ok(Answer::ok(match ask.parameter("columns") {
        None => row,
        Some(columns) => super::columns::only(&row, columns),
    }))
}

/// Each queue with what passes through it.
pub fn flows(look: &Look<'_>) -> Vec<(Queue, Flow)> {
    let queues = look.broker.queues(look.told);
    let flows = look.broker.counts(look.told).into_iter();
    let flows = flows.zip(look.broker.rates_at(look.told));
    let flow = |(counts, rates): (Counts, Counts)| Flow {
        counts,
        rates,
        without_ack: look.broker.without_ack(),
    };
    queues.into_iter().zip(flows.map(flow)).collect()
}

/// Puts the three counts of messages, of ready and unacknowledged ones now and a while ago.
pub fn put_messages(row: &mut Map<String, Value>, now: [f64; 2], earlier: [f64; 2]) {
    let seconds = 5.0;
    let rate = |now: f64, earlier: f64| (now - earlier) / seconds;
    let all = [now, earlier].map(|of| of[0] + of[1]);
    put(row, "messages", all[0], rate(all[0], all[1]));
    put(row, "messages_ready", now[0], rate(now[0], earlier[0]));
    put(
        row,
        "messages_unacknowledged",
        now[1],
        rate(now[1], earlier[1]),
    );
}

#[allow(clippy::cast_precision_loss, reason = "messages, far below 2^53")]
pub fn float(number: usize) -> f64 {
    number as f64
}
