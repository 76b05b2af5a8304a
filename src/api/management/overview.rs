//! The broker as a whole.

use super::Ask;
use super::fields::{counter, depth, inside, stats};
use super::samples::{self, History, samples};
use crate::api::operation::DecodeError;
use crate::api::wire::{self, Fields};
use crate::api::{Method, Request};
use crate::model::broker::{Churn, Counts, Listener, Overview};

/// What is asked for: half of all there is. Parts of parts cannot be chosen here.
const COLUMNS: &str = "cluster_name,rabbitmq_version,erlang_version,disable_stats,node,\
    message_stats,churn_rates,queue_totals,object_totals,listeners";

/// The broker as a whole. A user who may not see everything is told of what is his.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShowOverview {
    pub history: History,
}

impl Ask for ShowOverview {
    type Reply = Overview;

    fn request(&self) -> Request {
        let request = Request::new(Method::Get, &["api", "overview"]).with("columns", COLUMNS);
        samples::with_samples(request, self.history)
    }

    fn is_everywhere(&self) -> bool {
        true
    }

    fn decode(&self, _status: u16, body: &[u8]) -> Result<Overview, DecodeError> {
        let body = wire::object(body)?;
        let mut fields = Fields::new(&body);
        // Another service may answer with JSON as well.
        let node = fields.id("node");
        let version = fields.text("rabbitmq_version");
        if node.is_none() && version.is_none() {
            return Err(DecodeError::new("rabbitmq_version", "missing"));
        }
        let depths = inside(&mut fields, "queue_totals", samples::depths).unwrap_or_default();
        let messages = stats(&mut fields);
        let messages = match version
            .as_deref()
            .is_some_and(|version| version.starts_with("3.8."))
        {
            // There a feature flag has lost messages counted, and it is off by default.
            true => messages.without_dropped(),
            false => messages,
        };
        Ok(Overview {
            cluster: fields.text("cluster_name"),
            cluster_id: None,
            version,
            erlang: fields.text("erlang_version"),
            node,
            has_statistics: fields.flag("disable_stats") != Some(true),
            depth: inside(&mut fields, "queue_totals", depth).unwrap_or_default(),
            messages,
            counts: inside(&mut fields, "object_totals", counts).unwrap_or_default(),
            churn: inside(&mut fields, "churn_rates", churn).unwrap_or_default(),
            listeners: fields.objects("listeners", listener),
            samples: samples(&mut fields, &depths),
        })
    }
}

fn listener(fields: &mut Fields<'_>) -> Option<Listener> {
    let protocol = fields.id("protocol")?;
    Some(Listener {
        node: fields.id("node")?,
        address: fields.text("ip_address"),
        port: fields.small("port"),
        tls: fields.flag("tls").or_else(|| tls(&protocol)),
        protocol,
    })
}

/// Whether a protocol is one with TLS, as its name says. Nodes talk to each other with or without
/// under one name.
fn tls(protocol: &str) -> Option<bool> {
    match protocol {
        "clustering" => None,
        "https" => Some(true),
        other => Some(other.ends_with("/ssl")),
    }
}

fn counts(fields: &mut Fields<'_>) -> Counts {
    Counts {
        connections: fields.natural("connections"),
        channels: fields.natural("channels"),
        queues: fields.natural("queues"),
        consumers: fields.natural("consumers"),
        exchanges: fields.natural("exchanges"),
    }
}

fn churn(fields: &mut Fields<'_>) -> Churn {
    Churn {
        connections_created: counter(fields, "connection_created"),
        connections_closed: counter(fields, "connection_closed"),
        channels_created: counter(fields, "channel_created"),
        channels_closed: counter(fields, "channel_closed"),
        queues_created: counter(fields, "queue_created"),
        queues_deleted: counter(fields, "queue_deleted"),
    }
}
