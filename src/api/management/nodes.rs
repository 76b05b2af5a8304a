//! Nodes, and what one of them uses its memory for.

use serde_json::Value;

use super::Ask;
use super::fields::inside;
use crate::api::operation::DecodeError;
use crate::api::wire::{self, Fields};
use crate::api::{Method, Request, Rows};
use crate::model::broker::{BrokerNode, Memory};

/// What is asked for of a node: a fifth of all there is.
const COLUMNS: &[&str] = &[
    "name",
    "running",
    "partitions",
    "mem_used",
    "mem_limit",
    "mem_alarm",
    "disk_free",
    "disk_free_limit",
    "disk_free_alarm",
    "fd_used",
    "fd_total",
    "sockets_used",
    "sockets_total",
    "proc_used",
    "proc_total",
    "run_queue",
    "uptime",
    "rabbitmq_version",
    "enabled_plugins",
    "being_drained",
];

/// The nodes. Needs the tag `monitoring`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListNodes;

impl Ask for ListNodes {
    type Reply = Rows<BrokerNode>;

    fn request(&self) -> Request {
        Request::new(Method::Get, &["api", "nodes"]).with("columns", COLUMNS.join(","))
    }

    fn decode(&self, _status: u16, body: &[u8]) -> Result<Rows<BrokerNode>, DecodeError> {
        wire::list(body, "nodes", node)
    }
}

fn node(fields: &mut Fields<'_>) -> Option<BrokerNode> {
    let name = fields.id("name")?;
    let sockets = sockets(fields);
    Some(BrokerNode {
        name,
        running: fields.flag("running"),
        partitions: fields.texts("partitions"),
        memory_used: fields.natural("mem_used"),
        memory_limit: fields.natural("mem_limit"),
        memory_alarm: fields.flag("mem_alarm"),
        disk_free: fields.natural("disk_free"),
        disk_free_limit: fields.natural("disk_free_limit"),
        disk_alarm: fields.flag("disk_free_alarm"),
        handles_used: fields.natural("fd_used"),
        handles_total: fields.natural("fd_total"),
        sockets_used: sockets.map(|(used, _)| used),
        sockets_total: sockets.map(|(_, total)| total),
        processes_used: fields.natural("proc_used"),
        processes_total: fields.natural("proc_total"),
        run_queue: fields.natural("run_queue"),
        uptime: fields.natural("uptime"),
        version: fields.text("rabbitmq_version"),
        plugins: fields.texts("enabled_plugins"),
        draining: fields.flag("being_drained"),
    })
}

/// Sockets used and at most; versions that do not measure them say 0 of 0.
fn sockets(fields: &mut Fields<'_>) -> Option<(u64, u64)> {
    let total = fields.natural("sockets_total")?;
    let used = fields.natural("sockets_used")?;
    (total > 0).then_some((used, total))
}

/// What a node uses its memory for. Needs the tag `monitoring`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowMemory {
    pub node: String,
}

impl Ask for ShowMemory {
    type Reply = Memory;

    fn request(&self) -> Request {
        Request::new(Method::Get, &["api", "nodes", &self.node, "memory"])
    }

    fn decode(&self, _status: u16, body: &[u8]) -> Result<Memory, DecodeError> {
        let body = wire::object(body)?;
        // One that is down has a word in its place.
        let is_there = matches!(body.get("memory"), Some(Value::Object(_)));
        let read = is_there.then(|| inside(&mut Fields::new(&body), "memory", memory));
        Ok(read.flatten().unwrap_or_default())
    }
}

fn memory(fields: &mut Fields<'_>) -> Memory {
    let names = fields.all().keys().filter(|name| !is_sum(name));
    let names: Vec<String> = names.cloned().collect();
    let part = |name: String| Some((name.clone(), fields.natural(&name)?));
    let mut parts: Vec<_> = names.into_iter().filter_map(part).collect();
    parts.sort_by(|(a, large), (b, small)| small.cmp(large).then_with(|| a.cmp(b)));
    let total = inside(fields, "total", |total| {
        let rss = total.natural("rss").filter(|bytes| *bytes > 0);
        rss.or_else(|| total.natural("allocated"))
    });
    Memory {
        parts,
        total: total.flatten(),
    }
}

/// What is no part of the memory.
fn is_sum(name: &str) -> bool {
    matches!(name, "total" | "strategy")
}
