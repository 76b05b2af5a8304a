//! Who is connected, and what they read.

use super::{Counter, MessageStats, QueueKey};
use crate::model::EpochMs;

/// What names a connection: `peer:port -> host:port`, with a counter behind where two fall together.
pub type ConnectionName = String;
/// What names a channel: that of its connection and its number, `... (1)`.
pub type ChannelName = String;

/// A connection (`GET /api/connections`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Connection {
    pub name: ConnectionName,
    /// `running`, `blocked` (has published since an alarm), `blocking` (every other one during an
    /// alarm), `flow`, ...
    pub state: Option<String>,
    /// What the client calls it, if it does.
    pub called: Option<String>,
    pub user: Option<String>,
    pub vhost: Option<String>,
    /// Address and port of the client.
    pub peer: Option<String>,
    pub tls: Option<bool>,
    pub protocol: Option<String>,
    pub channels: Option<u64>,
    pub channel_max: Option<u64>,
    /// Bytes from the client.
    pub received: Counter,
    /// Bytes to the client.
    pub sent: Counter,
    pub connected_at: Option<EpochMs>,
    /// Library of the client and its version.
    pub client: Option<String>,
    pub platform: Option<String>,
    pub node: Option<String>,
}

impl Connection {
    /// What its client is called: as it calls itself, else by its library, else by its user.
    pub fn client_name(&self) -> &str {
        let names = [&self.called, &self.client, &self.user];
        let name = names.into_iter().flatten().find(|name| !name.is_empty());
        name.unwrap_or(&self.name)
    }
}

/// A channel (`GET /api/channels`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Channel {
    pub name: ChannelName,
    pub connection: Option<ConnectionName>,
    pub number: Option<u64>,
    pub user: Option<String>,
    pub vhost: Option<String>,
    pub node: Option<String>,
    pub state: Option<String>,
    pub confirms: Option<bool>,
    pub transactional: Option<bool>,
    /// Of each consumer; 0 is without a limit.
    pub prefetch: Option<u64>,
    pub unacknowledged: Option<u64>,
    pub unconfirmed: Option<u64>,
    pub consumers: Option<u64>,
    pub messages: MessageStats,
    pub idle_since: Option<EpochMs>,
}

/// A consumer (`GET /api/consumers`, and `consumer_details` of a queue).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Consumer {
    pub tag: String,
    pub queue: QueueKey,
    pub channel: Option<ChannelName>,
    pub connection: Option<ConnectionName>,
    pub user: Option<String>,
    /// 0 is without a limit.
    pub prefetch: Option<u64>,
    pub ack_required: Option<bool>,
    pub exclusive: Option<bool>,
    /// Whether it is the one that is served, where one is.
    pub active: Option<bool>,
    /// `up`, `waiting`, `blocked` (of 4.3: its prefetch is full), `suspected_down`, ...
    pub activity: Option<String>,
    /// After how many ms without an acknowledgement its channel is closed; nothing where that is
    /// off, or of versions that do not say.
    pub timeout: Option<u64>,
}
