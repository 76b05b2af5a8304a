//! Connections by the client that they are of.

use super::{A_TO_Z, BIG, SubView, column, count};
use crate::api::Rows;
use crate::model::broker::{Connection, ConnectionName};
use crate::state::State;
use crate::state::broker::BrokerState;
use crate::state::broker::place::{Lead, Only};
use crate::state::remote::Cached;
use crate::state::table::{Cell, Columns, Declared, Measure, Row};
use std::collections::BTreeMap;

/// The connections of one client.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Client {
    /// What it is called ([`Connection::client_name`]).
    pub name: String,
    /// In the order of their names.
    pub connections: Vec<ConnectionName>,
    /// Those of them that have published since an alarm.
    pub blocked: u64,
    /// Of those that say how many they have.
    pub channels: Option<u64>,
    /// Bytes a second from it, and to it.
    pub received: Option<f64>,
    pub sent: Option<f64>,
}

impl Client {
    fn add(&mut self, one: &Connection) {
        let more = |sum: &mut Option<f64>, rate: Option<f64>| {
            *sum = rate.map(|rate| sum.unwrap_or(0.0) + rate).or(*sum);
        };
        self.connections.push(one.name.clone());
        self.blocked += u64::from(one.state.as_deref() == Some("blocked"));
        let channels = one.channels;
        let sum = channels.map(|channels| self.channels.unwrap_or(0).saturating_add(channels));
        self.channels = sum.or(self.channels);
        more(&mut self.received, one.received.rate);
        more(&mut self.sent, one.sent.rate);
    }
}

impl BrokerState {
    /// The connections that were read last, by their clients, in the order of their names.
    pub fn clients(&self) -> Vec<Client> {
        let mut clients: BTreeMap<&str, Client> = BTreeMap::new();
        let read = self.part(&crate::broker::Part::Connections).value();
        let listed = read.and_then(|answer| answer.try_as_connections_ref());
        for one in listed.iter().flat_map(|listed| &listed.rows) {
            clients.entry(one.client_name()).or_default().add(one);
        }
        let named = clients.into_iter().map(|(name, client)| {
            let mut connections = client.connections;
            connections.sort();
            Client {
                name: name.to_owned(),
                connections,
                ..client
            }
        });
        named.collect()
    }
}

pub static CLIENTS: Declared = Declared {
    name: "broker-clients",
    query: None,
    columns: Columns::of(&[
        column(("connections", "connections"), 'c', BIG),
        column(("client-name", "client"), 'n', A_TO_Z),
        column(("blocked", "blocked"), 'b', BIG),
        column(("channels", "channels"), 'a', BIG),
        column(("received", "recv_oct_rate"), 'i', BIG),
        column(("sent", "send_oct_rate"), 'o', BIG),
    ]),
    id: None,
    actions: &[],
    said: |_, _| None,
    rows: |state, _| {
        let part = SubView::Connections.part()?;
        let at = state.broker.part(&part).known.as_ref()?.at;
        let rows = state.broker.clients().into_iter().map(row).collect();
        Some(Cached {
            value: Rows {
                rows,
                unidentified: 0,
                unreadable: Vec::new(),
            },
            at,
        })
    },
};

/// To its connections.
pub(in crate::state::broker) fn lead(_: &State, row: &Row) -> Option<Lead> {
    let only = Only::Client(row.id.clone());
    Some(Lead::Rows(SubView::Connections, only))
}

fn row(one: Client) -> Row {
    let per_second = |rate: Option<f64>| Cell::Measured(rate.map(Measure::BytesRate));
    let connections = u64::try_from(one.connections.len()).ok();
    Row {
        id: one.name.clone(),
        of: None,
        label: one.name.clone(),
        cells: vec![
            count(connections),
            Cell::Text(Some(one.name)),
            count(Some(one.blocked)),
            count(one.channels),
            per_second(one.received),
            per_second(one.sent),
        ],
    }
}
