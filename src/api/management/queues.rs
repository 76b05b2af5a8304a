//! Queues as a list has them, by ways that differ in what they tell and what they cost.

use super::ask::{columns, page};
use super::fields::{STATS, depth, name, natural, pairs, rate, seconds, stats, word};
use super::{Ask, Page, PageOf};
use crate::api::operation::DecodeError;
use crate::api::wire::Fields;
use crate::api::{Limit, Request};
use crate::model::broker::{Queue, QueueKey, QueueKind};

/// What is asked for of a queue beside its counters.
pub(super) const COLUMNS: &[&str] = &[
    "name",
    "vhost",
    "type",
    "state",
    "node",
    "messages_ready",
    "messages_unacknowledged",
    "messages_ready_details.rate",
    "consumers",
    "consumer_utilisation",
    "durable",
    "auto_delete",
    "exclusive",
    "policy",
    "arguments",
    "members",
    "online",
    "leader",
    "message_bytes",
    "head_message_timestamp",
];

/// Queues, and how they are asked for. Costs are those of the broker's processor, measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListQueues {
    /// With rates, in the server's own order: 40 ms for 500 of 500, 64 to 134 ms for 500 of 5,000.
    /// An order by anything that is counted would cost five times that.
    Full(PageOf),
    /// Those with most messages, by the counts that the queues keep themselves: exact at once, and
    /// 170 to 200 ms for 5,000. No rates, no consumers, and of streams nothing but their names. A
    /// queue whose node is lost can be missing.
    MostMessages {
        /// 1 to 500.
        rows: usize,
        /// Only those whose name has this in it, in any case.
        named: Option<String>,
    },
    /// Streams first, with rates: those that [`Self::MostMessages`] has no counts of, for less than
    /// half of its cost on 4.3, for twice of it on 3.10. What comes behind the last stream is of other kinds.
    StreamsFirst {
        /// 1 to 500.
        rows: usize,
    },
}

impl Ask for ListQueues {
    type Reply = Page<Queue>;

    fn request(&self) -> Request {
        let path = ["api", "queues"];
        match self {
            Self::Full(page) => page.of(&path).with("columns", columns(&[COLUMNS, STATS])),
            Self::MostMessages { rows, named } => {
                let page = PageOf {
                    named: named.clone(),
                    ..PageOf::top(*rows, "messages")
                };
                let request = page.of(&path);
                request
                    .with("disable_stats", true)
                    .with("enable_queue_totals", true)
            }
            Self::StreamsFirst { rows } => {
                let request = PageOf::top(*rows, "type").of(&path);
                request.with("columns", columns(&[COLUMNS, STATS]))
            }
        }
    }

    fn limit(&self) -> Limit {
        Limit::PAGE
    }

    fn decode(&self, _status: u16, body: &[u8]) -> Result<Page<Queue>, DecodeError> {
        page(body, queue)
    }
}

/// What names a queue.
pub(super) fn key(fields: &mut Fields<'_>) -> Option<QueueKey> {
    Some(QueueKey {
        vhost: fields.id("vhost")?,
        name: fields.id("name")?,
    })
}

/// A queue; nothing without a name.
pub(super) fn queue(fields: &mut Fields<'_>) -> Option<Queue> {
    let key = key(fields)?;
    let kind = word(fields, "type").map(kind);
    Some(Queue {
        key,
        state: word(fields, "state"),
        node: name(fields, "node").filter(|node| !node.is_empty()),
        depth: depth(fields),
        growth: rate(fields, "messages_ready"),
        consumers: fields.natural("consumers"),
        utilisation: utilisation(fields, kind.as_ref()),
        messages: stats(fields),
        durable: fields.flag("durable"),
        auto_delete: fields.flag("auto_delete"),
        exclusive: fields.flag("exclusive"),
        policy: word(fields, "policy"),
        arguments: pairs(fields, "arguments"),
        members: fields.texts("members"),
        online: fields.texts("online"),
        leader: word(fields, "leader"),
        bytes: natural(fields, "message_bytes"),
        head: seconds(fields, "head_message_timestamp"),
        kind,
    })
}

fn kind(word: String) -> QueueKind {
    match word.as_str() {
        "classic" => QueueKind::Classic,
        "quorum" => QueueKind::Quorum,
        "stream" => QueueKind::Stream,
        _ => QueueKind::Other(word),
    }
}

/// The share of time in which it could deliver. 4.3 says 0 of every quorum queue, busy or not, and
/// others hardly ever say exactly that.
fn utilisation(fields: &mut Fields<'_>, kind: Option<&QueueKind>) -> Option<f64> {
    let share = fields.number("consumer_utilisation")?;
    let says_nothing = share == 0.0 && kind == Some(&QueueKind::Quorum);
    (!says_nothing).then(|| share.clamp(0.0, 1.0))
}
