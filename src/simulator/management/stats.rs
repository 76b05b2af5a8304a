//! Numbers as RabbitMQ writes them: a count with its rate, and the counts of messages.

use serde_json::{Map, Value, json};

use crate::simulator::broker::levels::Counts;

/// Adds a number with its `_details`.
pub fn put(to: &mut Map<String, Value>, name: &str, number: f64, rate: f64) {
    to.insert(name.to_owned(), json!(whole(number)));
    to.insert(format!("{name}_details"), json!({ "rate": rounded(rate) }));
}

/// A whole number, not negative.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of messages and bytes"
)]
pub fn whole(number: f64) -> u64 {
    number.max(0.0).floor() as u64
}

/// A rate to one place.
pub fn rounded(rate: f64) -> f64 {
    // Plus 0, so that there is no -0.
    (rate * 10.0).round() / 10.0 + 0.0
}

/// How often something was counted, and how often a second.
#[derive(Clone, Copy, Debug, Default)]
pub struct Flow {
    pub counts: Counts,
    pub rates: Counts,
    /// Share of the deliveries that need no acknowledgement.
    pub without_ack: f64,
}

impl Flow {
    /// Whether anything was ever counted.
    pub fn is_empty(&self) -> bool {
        self.counts.publish < 1.0 && self.counts.deliver < 1.0
    }

    pub fn plus(&self, other: &Self) -> Self {
        Self {
            counts: self.counts.plus(&other.counts),
            rates: self.rates.plus(&other.rates),
            ..*other
        }
    }

    /// What was delivered.
    pub fn put_delivered(&self, to: &mut Map<String, Value>) {
        let (counts, rates) = (&self.counts, &self.rates);
        let with_ack = 1.0 - self.without_ack;
        put(to, "ack", counts.ack, rates.ack);
        let deliver = (counts.deliver * with_ack, rates.deliver * with_ack);
        put(to, "deliver", deliver.0, deliver.1);
        put(to, "deliver_get", counts.deliver, rates.deliver);
        let no_ack = (
            counts.deliver * self.without_ack,
            rates.deliver * self.without_ack,
        );
        put(to, "deliver_no_ack", no_ack.0, no_ack.1);
        for name in ["get", "get_empty", "get_no_ack"] {
            put(to, name, 0.0, 0.0);
        }
    }

    /// `message_stats` of a queue.
    pub fn of_queue(&self) -> Map<String, Value> {
        let mut stats = Map::new();
        self.put_delivered(&mut stats);
        put(
            &mut stats,
            "publish",
            self.counts.publish,
            self.rates.publish,
        );
        put(
            &mut stats,
            "redeliver",
            self.counts.redeliver,
            self.rates.redeliver,
        );
        stats
    }

    /// `message_stats` of a broker or a vhost.
    pub fn of_all(&self) -> Map<String, Value> {
        let mut stats = Map::new();
        let (counts, rates) = (&self.counts, &self.rates);
        self.put_delivered(&mut stats);
        put(&mut stats, "confirm", counts.publish, rates.publish);
        put(&mut stats, "disk_reads", 0.0, 0.0);
        put(&mut stats, "disk_writes", counts.publish, rates.publish);
        put(&mut stats, "drop_unroutable", 0.0, 0.0);
        put(&mut stats, "publish", counts.publish, rates.publish);
        put(&mut stats, "redeliver", counts.redeliver, rates.redeliver);
        put(&mut stats, "return_unroutable", 0.0, 0.0);
        stats
    }
}
