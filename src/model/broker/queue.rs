//! A queue, a quorum queue or a stream.

use super::{Consumer, Counter, Depth, MessageStats, Sample};
use crate::model::EpochMs;

/// What names a queue.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QueueKey {
    pub vhost: String,
    pub name: String,
}

/// The kind of a queue (`type`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum QueueKind {
    Classic,
    Quorum,
    Stream,
    /// A kind that is not known here, as it is spelt.
    Other(String),
}

impl QueueKind {
    /// As the broker spells it.
    pub fn word(&self) -> &str {
        match self {
            Self::Classic => "classic",
            Self::Quorum => "quorum",
            Self::Stream => "stream",
            Self::Other(word) => word,
        }
    }
}

/// A queue as a list has it. Lists without statistics leave out rates and consumers; the message
/// service tells how many messages are ready and little else.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Queue {
    pub key: QueueKey,
    pub kind: Option<QueueKind>,
    /// `running`, `idle`, `flow`, `down`, `minority`, `stopped` or `crashed`.
    pub state: Option<String>,
    pub node: Option<String>,
    /// Unknown of a queue whose node is lost.
    pub depth: Depth,
    /// How fast `ready` changes, messages a second.
    pub growth: Option<f64>,
    pub consumers: Option<u64>,
    /// The share of time in which it could deliver at once, 0 to 1. Always 0 for quorum queues of
    /// 4.3: `None` there.
    pub utilisation: Option<f64>,
    pub messages: MessageStats,
    pub durable: Option<bool>,
    pub auto_delete: Option<bool>,
    pub exclusive: Option<bool>,
    pub policy: Option<String>,
    /// In the order of their names, values as JSON spells them.
    pub arguments: Vec<(String, String)>,
    /// Of a quorum queue or a stream.
    pub members: Vec<String>,
    pub online: Vec<String>,
    pub leader: Option<String>,
    /// Bytes that it holds.
    pub bytes: Option<u64>,
    /// When the first message was published, if its publisher says so.
    pub head: Option<EpochMs>,
}

/// A queue as it is when looked at by itself (`GET /api/queues/V/Q`).
#[derive(Clone, Debug, PartialEq)]
pub struct QueueDetail {
    pub queue: Queue,
    pub consumers: Vec<Consumer>,
    /// The policy that is in effect, user's and operator's taken together, values as JSON spells
    /// them.
    pub effective_policy: Vec<(String, String)>,
    pub operator_policy: Option<String>,
    /// Samples of the last ten minutes, oldest first.
    pub samples: Vec<Sample>,
    pub reductions: Counter,
}

/// A member of a quorum queue (`GET /api/queues/quorum/V/Q/status`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueMember {
    pub node: String,
    /// `leader`, `follower`, `noconnection`, ...
    pub state: Option<String>,
}

/// A message that was looked at and put back (`POST /api/queues/V/Q/get`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeekedMessage {
    /// Without a name the default exchange.
    pub exchange: String,
    pub routing_key: String,
    /// Whether it was delivered before, the looks at it included.
    pub redelivered: Option<bool>,
    /// Its beginning, as bytes: nobody says what they mean.
    pub payload: Vec<u8>,
    /// Bytes of the whole payload.
    pub size: Option<u64>,
    /// In the order of their names, values as JSON spells them.
    pub properties: Vec<(String, String)>,
    pub headers: Vec<(String, String)>,
}

impl PeekedMessage {
    /// Whether only a part of its payload is there.
    pub fn is_cut(&self) -> bool {
        let there = u64::try_from(self.payload.len()).unwrap_or(u64::MAX);
        self.size.is_some_and(|size| size > there)
    }
}
