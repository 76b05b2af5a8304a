//! The broker as a whole.

use super::{Counter, Depth, MessageStats};
use crate::model::EpochMs;

/// What `GET /api/overview` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overview {
    pub cluster: Option<String>,
    /// What tells this cluster from every other one, of versions that have it.
    pub cluster_id: Option<String>,
    pub version: Option<String>,
    pub erlang: Option<String>,
    /// The node that answered: others may see it otherwise.
    pub node: Option<String>,
    /// Whether statistics are collected. Without them there are no rates, and no flags of nodes.
    pub has_statistics: bool,
    pub depth: Depth,
    pub messages: MessageStats,
    pub counts: Counts,
    pub churn: Churn,
    /// On all nodes that are up. Empty for a user who may not see everything.
    pub listeners: Vec<Listener>,
    /// Samples of the last ten minutes, oldest first, where they were asked for.
    pub samples: Vec<Sample>,
}

impl Overview {
    /// Whether nodes say what they have lost touch with: from 4.3 on that is empty whatever happens.
    pub fn tells_partitions(&self) -> Option<bool> {
        let mut parts = self.version.as_ref()?.split('.');
        let major: u32 = parts.next()?.parse().ok()?;
        let minor: u32 = parts.next()?.parse().ok()?;
        Some((major, minor) < (4, 3))
    }
}

/// Where a node takes connections (`listeners`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listener {
    pub node: String,
    /// `amqp`, `amqp/ssl`, `clustering`, `http`, `https`, ...
    pub protocol: String,
    /// Of all its addresses `::` or `0.0.0.0`.
    pub address: Option<String>,
    pub port: Option<u16>,
    /// Versions before 4.3 say it by the protocol, and not of `clustering`.
    pub tls: Option<bool>,
}

impl Listener {
    /// Its address and port, as far as they are told.
    pub fn place(&self) -> String {
        let address = self.address.as_deref().unwrap_or("?");
        let port = self
            .port
            .map_or_else(|| "?".to_owned(), |port| port.to_string());
        match address.contains(':') {
            true => format!("[{address}]:{port}"),
            false => format!("{address}:{port}"),
        }
    }
}

/// How many of each there are (`object_totals`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub connections: Option<u64>,
    pub channels: Option<u64>,
    pub queues: Option<u64>,
    pub consumers: Option<u64>,
    pub exchanges: Option<u64>,
}

/// What comes and goes (`churn_rates`).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Churn {
    pub connections_created: Counter,
    pub connections_closed: Counter,
    pub channels_created: Counter,
    pub channels_closed: Counter,
    pub queues_created: Counter,
    pub queues_deleted: Counter,
}

/// The state of all, or of one queue, at one time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sample {
    /// By the clock of the broker.
    pub at: EpochMs,
    pub ready: Option<u64>,
    pub unacknowledged: Option<u64>,
    /// Messages a second since the sample before; nothing where a counter went down.
    pub publish: Option<f64>,
    pub deliver_get: Option<f64>,
    pub ack: Option<f64>,
}

impl Sample {
    /// The same with what another one knows of that time, and this one does not.
    #[must_use]
    pub fn over(self, other: &Self) -> Self {
        Self {
            at: self.at,
            ready: self.ready.or(other.ready),
            unacknowledged: self.unacknowledged.or(other.unacknowledged),
            publish: self.publish.or(other.publish),
            deliver_get: self.deliver_get.or(other.deliver_get),
            ack: self.ack.or(other.ack),
        }
    }
}

/// An alarm in effect (`GET /api/health/checks/alarms`): it blocks publishers of all nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokerAlarm {
    pub node: String,
    /// `memory`, or `disk space`.
    pub resource: String,
}
