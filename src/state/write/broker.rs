//! What is done to a broker itself, through the same door as every other write: the plan of it,
//! what can be done and why not, and how it goes.
//!
//! A [`BrokerPlan`] holds the exact calls and the way they go. It becomes [`super::plan::Armed`]
//! through [`super::confirm::Confirm`] and nothing else.

mod can;
mod progress;

pub use can::REASON;
pub use progress::{
    BrokerFailure, BrokerNews, BrokerOutcome, BrokerReceipt, BrokerResult, BrokerTally,
    BrokerWrite, BrokerWrites,
};

use super::question::Question;
use crate::api::OneOrMore;
use crate::api::management::{Change, ChangeKind};
use crate::broker::{BrokerWay, Identity};
use crate::model::InstanceKey;
use crate::model::broker::{ConnectionName, QueueKey};

/// What each change of a broker asks, by the names of their texts.
pub const CHANGES: [(&str, Question); 5] = [
    ("purge-queue", Question::Typed),
    ("delete-queue", Question::Typed),
    ("close-client", Question::Typed),
    ("close-connection", Question::YesNo),
    ("peek-messages", Question::YesNo),
];

/// What of a broker something is done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Object {
    Queue(QueueKey),
    Connection(ConnectionName),
}

impl Object {
    /// What it is called.
    pub fn name(&self) -> &str {
        match self {
            Self::Queue(key) => &key.name,
            Self::Connection(name) => name,
        }
    }

    /// The queue, if it is one.
    pub fn queue(&self) -> Option<&QueueKey> {
        match self {
            Self::Queue(key) => Some(key),
            Self::Connection(_) => None,
        }
    }
}

/// One call. It is shown, written down and sent as it is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokerCall {
    pub object: Object,
    pub change: Change,
}

/// A change of a broker that the user is asked about: which one, by which way, and the exact calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokerPlan {
    /// The instance whose broker it is.
    pub of: InstanceKey,
    /// The name of the instance, as the user saw it.
    pub name: String,
    /// The project of the instance, for the journal.
    pub project: String,
    pub way: BrokerWay,
    /// What the broker said of itself when the question opened: another one is left alone.
    pub identity: Identity,
    /// Whose connections are closed, where it is all of one client.
    pub client: Option<String>,
    calls: OneOrMore<BrokerCall>,
    /// The journal could not be written when the user confirmed, and the dialog said so.
    pub unrecorded: bool,
}

impl BrokerPlan {
    /// The calls, in the order they are sent.
    pub fn calls(&self) -> &[BrokerCall] {
        self.calls.as_slice()
    }

    /// The only call, or the first of several.
    pub fn first(&self) -> &BrokerCall {
        self.calls.first()
    }

    pub fn kind(&self) -> ChangeKind {
        self.first().change.kind
    }

    /// What it is done to, by name: the client where it is done to all connections of one.
    pub fn subject(&self) -> &str {
        match &self.client {
            Some(client) => client,
            None => self.first().object.name(),
        }
    }

    /// What has to be done before it is sent: messages, a queue and many clients at once are at
    /// stake where something has to be typed.
    pub fn question(&self) -> Question {
        let name = match (&self.client, self.kind()) {
            (Some(_), _) => "close-client",
            (None, kind) => kind.into(),
        };
        let asks = CHANGES.into_iter().find(|(change, _)| *change == name);
        asks.map_or(Question::Typed, |(_, question)| question)
    }

    /// What is typed: the name of the queue, or how many connections there are. A name that cannot
    /// be typed stands for the word of what is done.
    pub fn token(&self) -> String {
        if self.client.is_some() {
            return self.calls().len().to_string();
        }
        let name = self.first().object.name();
        let can_type = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_graphic());
        match (can_type, self.kind()) {
            (true, _) => name.to_owned(),
            (false, ChangeKind::PurgeQueue) => "purge".to_owned(),
            (false, ChangeKind::DeleteQueue) => "delete".to_owned(),
            (false, ChangeKind::CloseConnection) => "close".to_owned(),
            (false, ChangeKind::PeekMessages) => "look".to_owned(),
        }
    }

    /// All requests in words, one after the other, for the dialog and for copying.
    pub fn shown(&self) -> String {
        let shown: Vec<String> = self.calls().iter().map(|one| one.change.shown()).collect();
        shown.join("\n\n")
    }
}
