//! Calls with an effect: each is a value that is shown, written down and sent once.

use serde_json::Value;

use super::ManagementError;
use super::fields::{flat, pairs};
use crate::api::operation::DecodeError;
use crate::api::request::Body;
use crate::api::wire::{self, Fields};
use crate::api::{Method, Request, Rows};
use crate::model::broker::{ConnectionName, PeekedMessage, QueueKey};

/// Most messages that are looked at: each is marked as redelivered.
pub const MOST_PEEKED: u8 = 5;
/// Bytes of a payload that are asked for.
const LONGEST_PAYLOAD: u32 = 16 << 10;
/// The longest reason that a client is told, in characters.
const LONGEST_REASON: usize = 200;

/// What a change is called: in the journal, and by the names of its words.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    strum::IntoStaticStr,
    strum::VariantNames,
    strum::EnumIter,
)]
#[strum(serialize_all = "kebab-case")]
pub enum ChangeKind {
    PurgeQueue,
    DeleteQueue,
    CloseConnection,
    PeekMessages,
}

impl ChangeKind {
    /// What the journal calls it.
    pub fn recorded(self) -> &'static str {
        match self {
            Self::PurgeQueue => "purge the queue of the broker",
            Self::DeleteQueue => "delete the queue of the broker",
            Self::CloseConnection => "close the connection to the broker",
            Self::PeekMessages => "look at messages of the broker",
        }
    }
}

/// A call with an effect, ready to be shown and sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub kind: ChangeKind,
    /// Exactly what leaves, but for who sends it.
    pub request: Request,
    /// What `X-Reason` says: the client whose connection is closed sees it.
    pub reason: Option<String>,
}

impl Change {
    /// Takes away the messages that wait. Those that are delivered and not acknowledged stay.
    pub fn purge(queue: &QueueKey) -> Self {
        let path = ["api", "queues", &queue.vhost, &queue.name, "contents"];
        Self::new(ChangeKind::PurgeQueue, Request::new(Method::Delete, &path))
    }

    /// Deletes a queue that has no messages and no consumers: the broker refuses any other.
    pub fn delete_queue(queue: &QueueKey) -> Self {
        let path = ["api", "queues", &queue.vhost, &queue.name];
        let request = Request::new(Method::Delete, &path);
        let request = request.with("if-empty", true).with("if-unused", true);
        Self::new(ChangeKind::DeleteQueue, request)
    }

    /// Closes a connection. Of the reason only ASCII arrives whole in every version.
    pub fn close_connection(name: &ConnectionName, reason: &str) -> Self {
        let path = ["api", "connections", name];
        let request = Request::new(Method::Delete, &path);
        Self {
            reason: Some(ascii(reason)).filter(|reason| !reason.is_empty()),
            ..Self::new(ChangeKind::CloseConnection, request)
        }
    }

    /// Looks at the first messages, up to [`MOST_PEEKED`], and puts them back: they are marked as
    /// redelivered, and their order can change.
    pub fn peek(queue: &QueueKey, count: u8) -> Self {
        let path = ["api", "queues", &queue.vhost, &queue.name, "get"];
        let body = Body::new()
            .with("count", count.clamp(1, MOST_PEEKED))
            .with("ackmode", "ack_requeue_true")
            .with("encoding", "auto")
            .with("truncate", LONGEST_PAYLOAD);
        let request = Request::new(Method::Post, &path).carrying(body);
        Self::new(ChangeKind::PeekMessages, request)
    }

    fn new(kind: ChangeKind, request: Request) -> Self {
        let reason = None;
        Self {
            kind,
            request,
            reason,
        }
    }

    /// The call in words for a question and for copying: method and address, its header, then the
    /// body as indented JSON.
    pub fn shown(&self) -> String {
        let shown = self.request.shown();
        let Some(reason) = &self.reason else {
            return shown;
        };
        match shown.split_once('\n') {
            Some((line, body)) => format!("{line}\nX-Reason: {reason}\n{body}"),
            None => format!("{shown}\nX-Reason: {reason}"),
        }
    }

    /// Reads the body of a success.
    ///
    /// # Errors
    /// [`DecodeError`] when the answer is not what it must be; it may still have happened.
    pub fn decode(&self, body: &[u8]) -> Result<ChangeReply, DecodeError> {
        match self.kind {
            ChangeKind::PurgeQueue | ChangeKind::DeleteQueue | ChangeKind::CloseConnection => {
                wire::nothing(body).map(|()| ChangeReply::Nothing)
            }
            ChangeKind::PeekMessages => {
                wire::list(body, "messages", message).map(ChangeReply::Messages)
            }
        }
    }
}

/// Letters that every version hands on as they are.
fn ascii(reason: &str) -> String {
    let plain = |c: char| match c {
        ' '..='~' => c,
        _ if c.is_whitespace() => ' ',
        _ => '?',
    };
    let text: String = reason.chars().map(plain).take(LONGEST_REASON).collect();
    text.trim().to_owned()
}

/// What a broker says in the answer to a change that it made.
#[derive(Clone, Debug, PartialEq)]
pub enum ChangeReply {
    /// Nothing more.
    Nothing,
    /// The messages that were looked at, first one first.
    Messages(Rows<PeekedMessage>),
}

/// A change that was not confirmed, by what is known about its effect.
#[derive(
    Clone, Debug, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum ChangeError {
    /// It never left. Nothing changed.
    #[error("not sent: {0}")]
    NotSent(ManagementError),
    /// The broker answered that it will not. Nothing changed.
    #[error("refused: {0}")]
    Refused(ManagementError),
    /// It was sent, and may have happened: look again before sending it once more.
    #[error("outcome unknown: {0}")]
    Unknown(ManagementError),
}

impl ChangeError {
    /// The error inside.
    pub fn error(&self) -> &ManagementError {
        match self {
            Self::NotSent(error) | Self::Refused(error) | Self::Unknown(error) => error,
        }
    }
}

fn message(fields: &mut Fields<'_>) -> Option<PeekedMessage> {
    let payload = match fields.raw("payload")? {
        Value::String(text) => text,
        _ => return None,
    };
    let encoded = fields.word("payload_encoding") == Some("base64");
    let (headers, properties) = super::fields::inside(fields, "properties", |inner| {
        (pairs(inner, "headers"), flat(inner, &["headers"]))
    })
    .unwrap_or_default();
    Some(PeekedMessage {
        exchange: super::fields::name(fields, "exchange").unwrap_or_default(),
        routing_key: fields.text("routing_key").unwrap_or_default(),
        redelivered: fields.flag("redelivered"),
        payload: match encoded {
            true => decoded(payload)?,
            false => payload.clone().into_bytes(),
        },
        size: fields.natural("payload_bytes"),
        properties,
        headers,
    })
}

fn decoded(payload: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD
        .decode(payload)
        .ok()
}
