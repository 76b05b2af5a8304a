//! The ways to a queue.

use super::Ask;
use super::fields::{name, pairs};
use crate::api::operation::DecodeError;
use crate::api::wire::{self, Fields};
use crate::api::{Method, Request, Rows};
use crate::model::broker::{Binding, QueueKey};

/// The bindings of a queue. One that is not there has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListQueueBindings {
    pub queue: QueueKey,
}

impl Ask for ListQueueBindings {
    type Reply = Rows<Binding>;

    fn request(&self) -> Request {
        let QueueKey { vhost, name } = &self.queue;
        Request::new(Method::Get, &["api", "queues", vhost, name, "bindings"])
    }

    fn decode(&self, _status: u16, body: &[u8]) -> Result<Rows<Binding>, DecodeError> {
        wire::list(body, "bindings", binding)
    }
}

fn binding(fields: &mut Fields<'_>) -> Option<Binding> {
    Some(Binding {
        vhost: fields.id("vhost")?,
        source: name(fields, "source")?,
        destination: name(fields, "destination")?,
        destination_kind: fields.text("destination_type"),
        routing_key: fields.text("routing_key").unwrap_or_default(),
        arguments: pairs(fields, "arguments"),
    })
}
