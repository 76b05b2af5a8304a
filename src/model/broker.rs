//! What a broker says of itself by its management API.
//!
//! Start with [`Overview`] and [`BrokerNode`], then [`Queue`] and [`Connection`]. A field that a
//! version does not measure, or that statistics which are off leave out, is `None`: that is no zero.
//! Which version has what was measured on 3.8, 3.10, 4.0 and 4.3.

mod access;
mod client;
mod node;
mod overview;
mod queue;
mod topology;

pub use access::{BrokerUser, FeatureFlag, UserTag, Whoami};
pub use client::{Channel, ChannelName, Connection, ConnectionName, Consumer};
pub use node::{BrokerNode, Memory};
pub use overview::{BrokerAlarm, Churn, Counts, Listener, Overview, Sample};
pub use queue::{PeekedMessage, Queue, QueueDetail, QueueKey, QueueKind, QueueMember};
pub use topology::{Binding, Exchange, Policy, Vhost};

/// How many messages there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Depth {
    /// Those that wait for a consumer.
    pub ready: Option<u64>,
    /// Those that were delivered and are not acknowledged yet.
    pub unacknowledged: Option<u64>,
}

/// A counter of messages since the start of what counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counter {
    /// It goes down when a node restarts.
    pub total: Option<u64>,
    /// Messages a second, as the broker says: 0.0 in many answers between two samples.
    pub rate: Option<f64>,
}

/// What became of messages (`message_stats`). One that never carried a message has none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MessageStats {
    pub publish: Counter,
    pub confirm: Counter,
    /// Deliveries to consumers and by `basic.get`, first and repeated ones.
    pub deliver_get: Counter,
    pub ack: Counter,
    pub redeliver: Counter,
    /// What no queue took, and was given back to its publisher.
    pub returned: Counter,
    /// What no queue took, and was lost.
    pub dropped: Counter,
}

impl MessageStats {
    /// How many messages no queue takes, a second. Where lost ones are not counted, that none is given
    /// back says nothing.
    pub fn unroutable_rate(&self) -> Option<f64> {
        match (self.returned.rate, self.dropped.rate) {
            (Some(returned), Some(dropped)) => Some(returned + dropped),
            (Some(returned), None) => (returned > 0.0).then_some(returned),
            (None, dropped) => dropped,
        }
    }

    /// The same with nothing lost where that is said to be 0 and is not counted.
    #[must_use]
    pub fn without_dropped(self) -> Self {
        let dropped = match self.dropped.total {
            Some(0) => Counter::default(),
            Some(_) | None => self.dropped,
        };
        Self { dropped, ..self }
    }
}
