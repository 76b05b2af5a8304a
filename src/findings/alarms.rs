//! Alarms of nodes. One on any node blocks publishers on all.

use super::look::known;
use super::{Evidence, Look, Slot, Value, Verdict};
use crate::figures::Part;
use crate::model::{Metric, Unit};

/// Share of a node's memory from which on its alarm is on, in percent (RabbitMQ's default).
pub const WATERMARK: f64 = 40.0;

pub fn memory(look: &Look<'_>) -> Verdict {
    alarm(look, Metric::MemoryAlarm, Metric::Memory, Some(WATERMARK))
}

pub fn disk(look: &Look<'_>) -> Verdict {
    alarm(look, Metric::DiskAlarm, Metric::NodeDisk, None)
}

fn alarm(look: &Look<'_>, flag: Metric, level: Metric, limit: Option<f64>) -> Verdict {
    let nodes = known!(look.nodes(flag));
    let mut since = None;
    let mut on: Vec<&Part> = Vec::new();
    let mut evidence = Vec::new();
    for (node, trace, last) in nodes {
        if last.value < 1.0 {
            continue;
        }
        on.push(node);
        since = since
            .into_iter()
            .chain(trace.holds_since(|value| value >= 1.0))
            .min();
        let seen = Evidence::figure(flag, last.value, last.at).of(&node.name);
        evidence.push(seen.against(Value::Figure(1.0, Unit::Flag)));
        if let Some(used) = node.current(level, look.now()) {
            let used = Evidence::figure(level, used.value, used.at).of(&node.name);
            let limit = limit.map(|limit| Value::Figure(limit, Unit::Percent));
            evidence.push(Evidence {
                threshold: limit,
                ..used
            });
        }
    }
    let Some(name) = whose(&on) else {
        return Verdict::Fine;
    };
    let found = look.found(evidence).since(since);
    Verdict::Holds(found.says(Slot::Name, name))
}

/// Nodes in a sentence: the one by its name, several by their number.
pub fn whose(nodes: &[&Part]) -> Option<Value> {
    match nodes {
        [] => None,
        [node] => Some(Value::Node(node.name.clone())),
        several => Some(Value::Nodes(several.len())),
    }
}
