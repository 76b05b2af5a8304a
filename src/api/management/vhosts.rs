//! Virtual hosts.

use super::Ask;
use super::fields::{depth, inside, stats, word};
use crate::api::operation::DecodeError;
use crate::api::wire::{self, Fields};
use crate::api::{Method, Request, Rows};
use crate::model::broker::Vhost;

/// The virtual hosts that one may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListVhosts;

impl Ask for ListVhosts {
    type Reply = Rows<Vhost>;

    fn request(&self) -> Request {
        Request::new(Method::Get, &["api", "vhosts"])
    }

    fn decode(&self, _status: u16, body: &[u8]) -> Result<Rows<Vhost>, DecodeError> {
        wire::list(body, "vhosts", vhost)
    }
}

fn vhost(fields: &mut Fields<'_>) -> Option<Vhost> {
    Some(Vhost {
        name: fields.id("name")?,
        description: word(fields, "description"),
        states: inside(fields, "cluster_state", states).unwrap_or_default(),
        tracing: fields.flag("tracing"),
        depth: depth(fields),
        messages: stats(fields),
    })
}

fn states(fields: &mut Fields<'_>) -> Vec<(String, String)> {
    let nodes: Vec<String> = fields.all().keys().cloned().collect();
    let state = |node: String| Some((node.clone(), fields.text(&node)?));
    nodes.into_iter().filter_map(state).collect()
}
