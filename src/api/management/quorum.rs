//! The members of a quorum queue.

use super::Ask;
use crate::api::operation::DecodeError;
use crate::api::wire;
use crate::api::{Method, Request, Rows};
use crate::model::broker::{QueueKey, QueueMember};

/// The members of a quorum queue and what each is at the moment. Nothing of versions that do not
/// tell (before 3.13): there is `members` and `online` of the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowQuorum {
    pub queue: QueueKey,
}

impl Ask for ShowQuorum {
    type Reply = Option<Rows<QueueMember>>;

    fn request(&self) -> Request {
        let QueueKey { vhost, name } = &self.queue;
        let path = ["api", "queues", "quorum", vhost, name, "status"];
        Request::new(Method::Get, &path)
    }

    /// An unknown path is not found, or up to 4.0 refused without a word.
    fn takes(&self, status: u16, body: &[u8]) -> bool {
        status == 404 || status == 400 && body.is_empty()
    }

    fn decode(&self, status: u16, body: &[u8]) -> Result<Self::Reply, DecodeError> {
        if matches!(status, 400 | 404) {
            return Ok(None);
        }
        let rows = wire::list(body, "members", |fields| {
            Some(QueueMember {
                node: fields.id("Node Name")?,
                state: fields.text("Raft State"),
            })
        })?;
        Ok(Some(rows))
    }
}
