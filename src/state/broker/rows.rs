//! The rows of a view of the broker: kept as they are filtered and sorted, so that drawing and keys
//! go by the same rows, and thousands of them cost nothing while nothing changes.

use crate::broker::{BrokerAnswer, Rates};
use crate::model::broker::{Connection, Counter, MessageStats, Queue};
use crate::state::now::Now;
use crate::state::remote::Cached;
use crate::state::table::{Arranged, Row};
use std::sync::Arc;

/// Rows with how they are arranged.
#[derive(Debug, Default)]
pub(super) struct Kept {
    arranged: Option<Arranged>,
    rows: Vec<Row>,
    ids: Vec<String>,
}

impl Kept {
    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    pub(super) fn ids(&self) -> &[String] {
        &self.ids
    }

    /// Whether these are the rows of a table that is arranged like this.
    pub(super) fn is_of(&self, arranged: &Arranged) -> bool {
        self.arranged.as_ref() == Some(arranged)
    }

    pub(super) fn keep(&mut self, arranged: Arranged, rows: Vec<Row>, ids: Vec<String>) {
        *self = Self {
            arranged: Some(arranged),
            rows,
            ids,
        };
    }

    /// Something newer was read.
    pub(super) fn forget(&mut self) {
        self.arranged = None;
    }
}

/// The same with what of the whole could not be read as it was before.
pub(super) fn over(answer: BrokerAnswer, before: Option<&Cached<BrokerAnswer>>) -> BrokerAnswer {
    let older = before.and_then(|known| Some((known.value.try_as_head_ref()?, known.at.uptime)));
    match (answer, older) {
        (BrokerAnswer::Head(head), Some((older, at))) if !head.gaps.is_empty() => {
            let head = Arc::unwrap_or_clone(head).over(older, at);
            BrokerAnswer::Head(Arc::new(head))
        }
        (answer, _) => answer,
    }
}

/// The same with rates that hold where the broker says 0.0 between two of its samples.
pub(super) fn with_rates(
    answer: BrokerAnswer,
    rates: &mut Rates<(String, &'static str)>,
    now: Now,
) -> BrokerAnswer {
    match answer {
        BrokerAnswer::Queues(listed) => {
            let mut listed = Arc::unwrap_or_clone(listed);
            for queue in &mut listed.rows {
                let id = super::views::queue_id(&queue.key);
                of_messages(&mut queue.messages, &id, rates, now);
            }
            BrokerAnswer::Queues(Arc::new(listed))
        }
        BrokerAnswer::Queue(detail) => {
            let mut detail = Arc::unwrap_or_clone(detail);
            let id = super::views::queue_id(&detail.queue.key);
            of_messages(&mut detail.queue.messages, &id, rates, now);
            BrokerAnswer::Queue(Arc::new(detail))
        }
        BrokerAnswer::QueueRow(queue) => {
            let mut queue = Arc::unwrap_or_clone(queue);
            let id = super::views::queue_id(&queue.key);
            of_messages(&mut queue.messages, &id, rates, now);
            BrokerAnswer::QueueRow(Arc::new(queue))
        }
        BrokerAnswer::Connections(listed) => {
            let mut listed = Arc::unwrap_or_clone(listed);
            for one in &mut listed.rows {
                of_bytes(one, rates, now);
            }
            BrokerAnswer::Connections(Arc::new(listed))
        }
        BrokerAnswer::Connection(one) => {
            let mut one = Arc::unwrap_or_clone(one);
            of_bytes(&mut one, rates, now);
            BrokerAnswer::Connection(Arc::new(one))
        }
        BrokerAnswer::Head(head) => {
            let mut head = Arc::unwrap_or_clone(head);
            of_messages(&mut head.overview.messages, "", rates, now);
            let churn = &mut head.overview.churn;
            let mut take = |name, counter: &mut Counter| {
                counter.rate = rates.take((String::new(), name), *counter, now.uptime);
            };
            take("connections_created", &mut churn.connections_created);
            take("channels_created", &mut churn.channels_created);
            BrokerAnswer::Head(Arc::new(head))
        }
        BrokerAnswer::Channels(_)
        | BrokerAnswer::Consumers(_)
        | BrokerAnswer::Exchanges(_)
        | BrokerAnswer::Vhosts(_)
        | BrokerAnswer::Policies(_)
        | BrokerAnswer::Users(_)
        | BrokerAnswer::FeatureFlags(_)
        | BrokerAnswer::Bindings(_)
        | BrokerAnswer::ChannelsOf(_)
        | BrokerAnswer::Memory(_) => answer,
    }
}

fn of_bytes(one: &mut Connection, rates: &mut Rates<(String, &'static str)>, now: Now) {
    let mut take = |name, counter: &mut Counter| {
        counter.rate = rates.take((one.name.clone(), name), *counter, now.uptime);
    };
    take("received", &mut one.received);
    take("sent", &mut one.sent);
}

/// Whether a list says nothing of what a queue does: it has no statistics.
pub(super) fn says_nothing(queue: &Queue) -> bool {
    queue.consumers.is_none() && queue.messages == MessageStats::default()
}

/// Puts in a row what its queue said of what it does by itself. How many messages wait stays as the
/// list says it: by that its rows were chosen.
pub(super) fn fill(row: &mut Queue, own: &Queue) {
    row.growth = own.growth;
    row.consumers = own.consumers;
    row.utilisation = own.utilisation;
    row.messages = own.messages;
    row.bytes = own.bytes;
    row.policy.clone_from(&own.policy);
}

fn of_messages(
    messages: &mut MessageStats,
    id: &str,
    rates: &mut Rates<(String, &'static str)>,
    now: Now,
) {
    let mut take = |name, counter: &mut Counter| {
        counter.rate = rates.take((id.to_owned(), name), *counter, now.uptime);
    };
    take("publish", &mut messages.publish);
    take("deliver_get", &mut messages.deliver_get);
    take("ack", &mut messages.ack);
    take("redeliver", &mut messages.redeliver);
    take("returned", &mut messages.returned);
    take("dropped", &mut messages.dropped);
}
