//! Connections, their channels, and what consumes on those.

use super::{A_TO_Z, BETWEEN, BIG, Belongs, SubView, column, count, queue_id, rate, rows, text};
use crate::broker::{BrokerAnswer, Listed, Part};
use crate::model::broker::{Channel, Connection, ConnectionName, Consumer};
use crate::state::State;
use crate::state::broker::place::{Lead, Only};
use crate::state::column::First;
use crate::state::table::{Cell, Columns, Declared, Measure, Row};
use std::sync::Arc;

pub static CONNECTIONS: Declared = Declared {
    name: "broker-connections",
    query: None,
    columns: Columns::of(&[
        column(("state", "state"), 's', [First::Worst, First::Best]),
        column(("connection", "user_provided_name"), 'n', A_TO_Z),
        column(("user", "user"), 'u', A_TO_Z),
        column(("vhost", "vhost"), 'v', A_TO_Z),
        column(("peer", "peer"), 'p', A_TO_Z),
        column(("channels", "channels"), 'c', BIG),
        column(("received", "recv_oct_rate"), 'i', BIG),
        column(("sent", "send_oct_rate"), 'o', BIG),
        column(
            ("connected", "connected_at"),
            'a',
            [First::Newest, First::Oldest],
        ),
        column(("client", "client"), 'l', A_TO_Z),
        column(("tls", "ssl"), 't', A_TO_Z),
        column(("node", "node"), 'h', A_TO_Z),
    ]),
    id: Some("name"),
    actions: &[],
    said: |_, _| None,
    rows: |state, _| {
        rows(
            state,
            SubView::Connections,
            BrokerAnswer::try_as_connections_ref,
            connection,
        )
    },
};

impl Belongs for Connection {
    fn belongs_to(&self, only: &Only) -> bool {
        match only {
            Only::Connection(name) => self.name == *name,
            Only::Client(name) => self.client_name() == name,
            Only::Vhost(name) => self.vhost.as_ref() == Some(name),
        }
    }
}

/// To its channels.
pub(super) fn to_channels(_: &State, row: &Row) -> Option<Lead> {
    let only = Only::Connection(row.id.clone());
    Some(Lead::Rows(SubView::Channels, only))
}

fn connection(one: &Connection) -> Row {
    let per_second = |rate: Option<f64>| Cell::Measured(rate.map(Measure::BytesRate));
    let called = one.called.clone().or_else(|| one.peer.clone());
    Row {
        id: one.name.clone(),
        of: None,
        label: one.name.clone(),
        cells: vec![
            Cell::State(one.state.clone()),
            Cell::Text(Some(called.unwrap_or_else(|| one.name.clone()))),
            text(one.user.as_ref()),
            text(one.vhost.as_ref()),
            text(one.peer.as_ref()),
            count(one.channels),
            per_second(one.received.rate),
            per_second(one.sent.rate),
            Cell::Since(one.connected_at),
            text(one.client.as_ref()),
            flag(one.tls, "tls"),
            text(one.node.as_ref()),
        ],
    }
}

/// A word where that is so, and nothing where it is not.
fn flag(set: Option<bool>, word: &str) -> Cell {
    Cell::Text(set.map(|set| if set { word.to_owned() } else { String::new() }))
}

pub static CHANNELS: Declared = Declared {
    name: "broker-channels",
    query: None,
    columns: Columns::of(&[
        column(("unacked", "messages_unacknowledged"), 'u', BIG),
        column(("channel", "name"), 'n', A_TO_Z),
        column(("user", "user"), 'e', A_TO_Z),
        column(("vhost", "vhost"), 'v', A_TO_Z),
        column(("state", "state"), 's', A_TO_Z),
        column(("mode", "mode"), 'm', A_TO_Z),
        column(("prefetch", "prefetch_count"), 'p', BIG),
        column(("unconfirmed", "messages_unconfirmed"), 'f', BIG),
        column(("consumers", "consumer_count"), 'c', BIG),
        column(("in", "publish_rate"), 'i', BIG),
        column(("out", "deliver_get_rate"), 'o', BIG),
        column(("ack", "ack_rate"), 'a', BIG),
        column(("unroutable", "unroutable_rate"), 'r', BIG),
    ]),
    id: None,
    actions: &[],
    said: |_, _| None,
    rows: |state, _| rows(state, SubView::Channels, channels, channel),
};

fn channels(answer: &BrokerAnswer) -> Option<&Arc<Listed<Channel>>> {
    let all = answer.try_as_channels_ref();
    all.or_else(|| answer.try_as_channels_of_ref())
}

impl Belongs for Channel {
    fn belongs_to(&self, only: &Only) -> bool {
        match only {
            Only::Connection(name) => self.connection.as_ref() == Some(name),
            Only::Client(_) => false,
            Only::Vhost(name) => self.vhost.as_ref() == Some(name),
        }
    }
}

/// To its connection.
pub(super) fn of_channel(state: &State, row: &Row) -> Option<Lead> {
    let broker = &state.broker;
    let answer = broker.part(&broker.part_of(SubView::Channels)?).value()?;
    let mut rows = channels(answer)?.rows.iter();
    to_connection(rows.find(|one| one.name == row.id)?.connection.as_ref())
}

fn to_connection(name: Option<&ConnectionName>) -> Option<Lead> {
    Some(Lead::Row(SubView::Connections, Some(name?.clone())))
}

fn channel(one: &Channel) -> Row {
    let mode = match (one.confirms, one.transactional) {
        (Some(true), _) => Some("confirm".to_owned()),
        (_, Some(true)) => Some("transaction".to_owned()),
        (None, None) => None,
        (Some(false) | None, Some(false) | None) => Some(String::new()),
    };
    Row {
        id: one.name.clone(),
        of: None,
        label: one.name.clone(),
        cells: vec![
            count(one.unacknowledged),
            Cell::Text(Some(one.name.clone())),
            text(one.user.as_ref()),
            text(one.vhost.as_ref()),
            text(one.state.as_ref()),
            Cell::Text(mode),
            count(one.prefetch),
            count(one.unconfirmed),
            count(one.consumers),
            rate(one.messages.publish.rate),
            rate(one.messages.deliver_get.rate),
            rate(one.messages.ack.rate),
            rate(one.messages.unroutable_rate()),
        ],
    }
}

pub static CONSUMERS: Declared = Declared {
    name: "broker-consumers",
    query: None,
    columns: Columns::of(&[
        column(("queue", "queue"), 'n', A_TO_Z),
        column(("vhost", "vhost"), 'v', A_TO_Z),
        column(("tag", "consumer_tag"), 't', A_TO_Z),
        column(("activity", "activity_status"), 's', A_TO_Z),
        column(("prefetch", "prefetch_count"), 'p', BIG),
        column(("acks", "ack_required"), 'a', A_TO_Z),
        column(("exclusive", "exclusive"), 'e', A_TO_Z),
        column(("user", "user"), 'u', A_TO_Z),
        column(("channel", "channel"), 'c', A_TO_Z),
    ]),
    id: None,
    actions: &[],
    said: |_, _| None,
    rows: |state, _| {
        rows(
            state,
            SubView::Consumers,
            BrokerAnswer::try_as_consumers_ref,
            consumer,
        )
    },
};

impl Belongs for Consumer {}

/// What names it.
fn id_of(one: &Consumer) -> String {
    let channel = one.channel.as_deref().unwrap_or_default();
    format!(
        "{}{BETWEEN}{channel}{BETWEEN}{}",
        queue_id(&one.queue),
        one.tag
    )
}

/// To its connection.
pub(super) fn of_consumer(state: &State, row: &Row) -> Option<Lead> {
    let answer = state.broker.part(&Part::Consumers).value()?;
    let mut rows = answer.try_as_consumers_ref()?.rows.iter();
    to_connection(rows.find(|one| id_of(one) == row.id)?.connection.as_ref())
}

fn consumer(one: &Consumer) -> Row {
    Row {
        id: id_of(one),
        of: None,
        label: one.tag.clone(),
        cells: vec![
            Cell::Text(Some(one.queue.name.clone())),
            Cell::Text(Some(one.queue.vhost.clone())),
            Cell::Text(Some(one.tag.clone())),
            text(one.activity.as_ref()),
            count(one.prefetch),
            flag(one.ack_required, "ack"),
            flag(one.exclusive, "exclusive"),
            text(one.user.as_ref()),
            text(one.channel.as_ref()),
        ],
    }
}
