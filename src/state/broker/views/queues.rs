//! Queues, quorum queues and streams.

use super::{
    A_TO_Z, BIG, Belongs, SubView, bytes, column, count, queue_id, queue_of, rate, rows, text,
};
use crate::broker::BrokerAnswer;
use crate::model::broker::Queue;
use crate::state::State;
use crate::state::broker::place::{Lead, Only, Opened};
use crate::state::column::First;
use crate::state::table::{Cell, Columns, Declared, Measure, Row};

pub static QUEUES: Declared = Declared {
    name: "broker-queues",
    query: None,
    columns: Columns::of(&[
        column(("ready", "messages_ready"), 'r', BIG),
        column(("queue", "name"), 'n', A_TO_Z),
        column(("vhost", "vhost"), 'v', A_TO_Z),
        column(("queue-type", "type"), 't', A_TO_Z),
        column(("state", "state"), 's', A_TO_Z),
        column(("unacked", "messages_unacknowledged"), 'u', BIG),
        column(("growth", "messages_ready_rate"), 'd', BIG),
        column(("consumers", "consumers"), 'c', BIG),
        column(("in", "publish_rate"), 'i', BIG),
        column(("out", "deliver_get_rate"), 'o', BIG),
        column(("ack", "ack_rate"), 'a', BIG),
        column(("utilisation", "consumer_utilisation"), 'z', BIG),
        column(("size", "message_bytes"), 'b', BIG),
        column(("features", "features"), 'f', A_TO_Z),
        column(("node", "node"), 'h', [First::A, First::Z]),
    ]),
    id: None,
    actions: &[],
    said: |_, _| None,
    rows: |state, _| rows(state, SubView::Queues, BrokerAnswer::try_as_queues_ref, row),
};

/// The columns of which the list of those with most messages says nothing, by their names.
pub const FILLED: [&str; 7] = [
    "growth",
    "consumers",
    "in",
    "out",
    "ack",
    "utilisation",
    "size",
];

impl Belongs for Queue {
    fn belongs_to(&self, only: &Only) -> bool {
        match only {
            Only::Vhost(name) => self.key.vhost == *name,
            Only::Connection(_) | Only::Client(_) => false,
        }
    }
}

/// To the queue by itself.
pub(super) fn lead(_: &State, row: &Row) -> Option<Lead> {
    Some(Lead::Opened(Opened::Queue(queue_of(&row.id)?)))
}

fn row(queue: &Queue) -> Row {
    let per_minute = queue.growth.map(|growth| growth * 60.0);
    Row {
        id: queue_id(&queue.key),
        of: None,
        label: queue.key.name.clone(),
        cells: vec![
            count(queue.depth.ready),
            Cell::Text(Some(queue.key.name.clone())),
            Cell::Text(Some(queue.key.vhost.clone())),
            Cell::Text(queue.kind.as_ref().map(|kind| kind.word().to_owned())),
            text(queue.state.as_ref()),
            count(queue.depth.unacknowledged),
            Cell::Measured(per_minute.map(Measure::Change)),
            count(queue.consumers),
            rate(queue.messages.publish.rate),
            rate(queue.messages.deliver_get.rate),
            rate(queue.messages.ack.rate),
            Cell::Measured(queue.utilisation.map(Measure::Share)),
            bytes(queue.bytes),
            Cell::Text(Some(features(queue, true))),
            text(queue.node.as_ref()),
        ],
    }
}

/// What the management UI calls features: durable, auto-delete, exclusive, and what its arguments
/// and, where it has no column of its own, its policy set.
pub(super) fn features(queue: &Queue, with_policy: bool) -> String {
    let flags = [
        (queue.durable, "D"),
        (queue.auto_delete, "AD"),
        (queue.exclusive, "Ex"),
    ];
    let flags = flags.into_iter().filter(|(set, _)| *set == Some(true));
    let argument = |(name, _): &(String, String)| match name.as_str() {
        "x-message-ttl" => Some("TTL"),
        "x-expires" => Some("Exp"),
        "x-dead-letter-exchange" => Some("DLX"),
        "x-max-length" | "x-max-length-bytes" => Some("Lim"),
        "x-max-priority" => Some("Pri"),
        _ => None,
    };
    let arguments = queue.arguments.iter().filter_map(argument);
    let mut names: Vec<&str> = flags.map(|(_, name)| name).chain(arguments).collect();
    names.dedup();
    names.extend(queue.policy.as_deref().filter(|_| with_policy));
    names.join(" ")
}
