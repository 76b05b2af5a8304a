//! Who is connected.

use super::ask::page;
use super::fields::{counter, inside, time, word};
use super::{Ask, Page, PageOf};
use crate::api::operation::DecodeError;
use crate::api::wire::{self, Fields};
use crate::api::{Limit, Method, Request};
use crate::model::broker::{Connection, ConnectionName};

/// What is asked for of a connection: a third of all there is.
const COLUMNS: &str = "name,state,user_provided_name,user,vhost,peer_host,peer_port,ssl,protocol,\
    channels,channel_max,recv_oct,recv_oct_details.rate,send_oct,send_oct_details.rate,\
    connected_at,client_properties.connection_name,client_properties.product,\
    client_properties.version,client_properties.platform,node";

/// Connections, in the server's own order unless asked otherwise. Without statistics there is none
/// in the answer, as if nobody were connected; asked for without them, it has their names, but of 4.3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListConnections {
    pub page: PageOf,
    /// Whether the broker collects statistics, as its overview says.
    pub statistics: bool,
}

impl Ask for ListConnections {
    type Reply = Page<Connection>;

    fn request(&self) -> Request {
        let request = self.page.of(&["api", "connections"]);
        match self.statistics {
            true => request.with("columns", COLUMNS),
            false => request.with("disable_stats", true),
        }
    }

    fn limit(&self) -> Limit {
        Limit::PAGE
    }

    fn decode(&self, _status: u16, body: &[u8]) -> Result<Page<Connection>, DecodeError> {
        page(body, connection)
    }
}

/// One connection, however many there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowConnection {
    pub name: ConnectionName,
}

impl Ask for ShowConnection {
    type Reply = Connection;

    fn request(&self) -> Request {
        let request = Request::new(Method::Get, &["api", "connections", &self.name]);
        request.with("columns", COLUMNS)
    }

    fn decode(&self, _status: u16, body: &[u8]) -> Result<Connection, DecodeError> {
        let body = wire::object(body)?;
        let connection = connection(&mut Fields::new(&body));
        connection.ok_or_else(|| DecodeError::new("name", "missing"))
    }
}

fn connection(fields: &mut Fields<'_>) -> Option<Connection> {
    let name = fields.id("name")?;
    let host = word(fields, "peer_host");
    let port = fields.small::<u16>("peer_port");
    let own = inside(fields, "client_properties", client).unwrap_or_default();
    Some(Connection {
        name,
        state: word(fields, "state"),
        called: word(fields, "user_provided_name").or(own.name),
        user: word(fields, "user"),
        vhost: word(fields, "vhost"),
        peer: host.map(|host| peer(&host, port)),
        tls: fields.flag("ssl"),
        protocol: protocol(fields),
        channels: fields.natural("channels"),
        channel_max: fields.natural("channel_max"),
        received: counter(fields, "recv_oct"),
        sent: counter(fields, "send_oct"),
        connected_at: time(fields, "connected_at"),
        client: own.library,
        platform: own.platform,
        node: word(fields, "node"),
    })
}

fn peer(host: &str, port: Option<u16>) -> String {
    match port {
        Some(port) if host.contains(':') => format!("[{host}]:{port}"),
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// `AMQP 0-9-1`; of other protocols a version can stand in a list of its parts.
fn protocol(fields: &mut Fields<'_>) -> Option<String> {
    match fields.raw("protocol")? {
        serde_json::Value::String(_) => word(fields, "protocol"),
        _ => None,
    }
}

/// What a client says of itself.
#[derive(Default)]
struct ClientWords {
    name: Option<String>,
    library: Option<String>,
    platform: Option<String>,
}

fn client(fields: &mut Fields<'_>) -> ClientWords {
    let library = match (fields.text("product"), fields.text("version")) {
        (Some(product), Some(version)) => Some(format!("{product} {version}")),
        (one, other) => one.or(other),
    };
    ClientWords {
        name: fields.text("connection_name"),
        library,
        platform: fields.text("platform"),
    }
}
