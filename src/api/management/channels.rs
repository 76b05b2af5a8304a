//! The channels of connections.

use super::ask::{columns, page};
use super::fields::{STATS, inside, stats, time, word};
use super::{Ask, Page, PageOf};
use crate::api::operation::DecodeError;
use crate::api::wire::Fields;
use crate::api::{Limit, Method, Request};
use crate::model::broker::{Channel, ConnectionName};

const COLUMNS: &[&str] = &[
    "name",
    "connection_details.name",
    "number",
    "user",
    "vhost",
    "node",
    "state",
    "confirm",
    "transactional",
    "prefetch_count",
    "messages_unacknowledged",
    "messages_unconfirmed",
    "consumer_count",
    "idle_since",
];

/// Channels. Without statistics the answer is a refusal, or empty as if there were none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListChannels {
    /// Of all connections.
    All(PageOf),
    /// Of this one.
    Of(ConnectionName),
}

impl Ask for ListChannels {
    type Reply = Page<Channel>;

    fn request(&self) -> Request {
        let request = match self {
            Self::All(page) => page.of(&["api", "channels"]),
            Self::Of(name) => Request::new(Method::Get, &["api", "connections", name, "channels"]),
        };
        request.with("columns", columns(&[COLUMNS, STATS]))
    }

    fn limit(&self) -> Limit {
        Limit::PAGE
    }

    fn decode(&self, _status: u16, body: &[u8]) -> Result<Page<Channel>, DecodeError> {
        page(body, channel)
    }
}

fn channel(fields: &mut Fields<'_>) -> Option<Channel> {
    let name = fields.id("name")?;
    let connection = inside(fields, "connection_details", |details| details.id("name"));
    Some(Channel {
        name,
        connection: connection.flatten(),
        number: fields.natural("number"),
        user: word(fields, "user"),
        vhost: word(fields, "vhost"),
        node: word(fields, "node"),
        state: word(fields, "state"),
        confirms: fields.flag("confirm"),
        transactional: fields.flag("transactional"),
        prefetch: fields.natural("prefetch_count"),
        unacknowledged: fields.natural("messages_unacknowledged"),
        unconfirmed: fields.natural("messages_unconfirmed"),
        consumers: fields.natural("consumer_count"),
        messages: stats(fields),
        idle_since: time(fields, "idle_since"),
    })
}
