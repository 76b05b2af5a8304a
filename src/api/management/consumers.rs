//! Who reads from which queue.

use super::Ask;
use super::fields::{inside, natural, word};
use super::queues::key;
use crate::api::operation::DecodeError;
use crate::api::wire::{self, Fields};
use crate::api::{Method, Request, Rows};
use crate::model::broker::Consumer;

/// All consumers: there are no pages of them. Without statistics it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListConsumers;

impl Ask for ListConsumers {
    type Reply = Rows<Consumer>;

    fn request(&self) -> Request {
        Request::new(Method::Get, &["api", "consumers"])
    }

    fn decode(&self, _status: u16, body: &[u8]) -> Result<Rows<Consumer>, DecodeError> {
        wire::list(body, "consumers", consumer)
    }
}

pub(super) fn consumer(fields: &mut Fields<'_>) -> Option<Consumer> {
    let tag = fields.text("consumer_tag")?;
    let queue = inside(fields, "queue", key).flatten()?;
    let details = inside(fields, "channel_details", |details| {
        let user = word(details, "user");
        (details.id("name"), details.id("connection_name"), user)
    });
    let (channel, connection, user) = details.unwrap_or_default();
    Some(Consumer {
        tag,
        queue,
        channel,
        connection,
        user,
        prefetch: fields.natural("prefetch_count"),
        ack_required: fields.flag("ack_required"),
        exclusive: fields.flag("exclusive"),
        active: fields.flag("active"),
        activity: word(fields, "activity_status"),
        timeout: natural(fields, "consumer_timeout"),
    })
}
