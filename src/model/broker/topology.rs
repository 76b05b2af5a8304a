//! What messages go through before they come to a queue.

use super::{Counter, Depth, MessageStats};

/// An exchange (`GET /api/exchanges`). The one without a name is the default exchange.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exchange {
    pub vhost: String,
    pub name: String,
    pub kind: Option<String>,
    pub durable: Option<bool>,
    pub auto_delete: Option<bool>,
    pub internal: Option<bool>,
    pub policy: Option<String>,
    pub arguments: Vec<(String, String)>,
    pub published_in: Counter,
    pub published_out: Counter,
}

/// A way from an exchange (`GET /api/queues/V/Q/bindings`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Binding {
    pub vhost: String,
    /// The exchange; without a name the default one.
    pub source: String,
    pub destination: String,
    /// `queue` or `exchange`.
    pub destination_kind: Option<String>,
    pub routing_key: String,
    pub arguments: Vec<(String, String)>,
}

/// A virtual host (`GET /api/vhosts`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vhost {
    pub name: String,
    pub description: Option<String>,
    /// Each node with what it says of it, `running` or other.
    pub states: Vec<(String, String)>,
    /// Whether all its messages are copied, which costs.
    pub tracing: Option<bool>,
    pub depth: Depth,
    pub messages: MessageStats,
}

/// A policy of a user or of the operator (`GET /api/policies`, `/api/operator-policies`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    pub vhost: String,
    pub name: String,
    pub pattern: Option<String>,
    /// `queues`, `exchanges`, `all`, ...
    pub applies_to: Option<String>,
    pub priority: Option<i64>,
    pub definition: Vec<(String, String)>,
}
