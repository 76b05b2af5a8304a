//! Alarms of nodes, nodes that are down or cut off, and nodes that are near a limit.

use super::{Sight, Signs, Subject, Symptom};
use crate::findings::{Evidence, Severity, Slot, Value, WATERMARK};
use crate::model::broker::BrokerNode;
use crate::model::{EpochMs, Unit};

/// File handles that are left, below which it is near its limit whatever the share.
const HANDLES_LEFT: u64 = 100;

pub fn memory_alarm(sight: &Sight<'_>) -> Option<Signs> {
    alarm(sight, "memory")
}

pub fn disk_alarm(sight: &Sight<'_>) -> Option<Signs> {
    alarm(sight, "disk space")
}

/// The health check says so at once, with the node; what the node has of it comes seconds later.
fn alarm(sight: &Sight<'_>, resource: &str) -> Option<Signs> {
    let (at, alarms) = sight.alarms()?;
    let nodes = sight.nodes().map_or(&[][..], |(_, nodes)| nodes);
    let on = alarms.into_iter();
    let on = on.filter(|alarm| alarm.resource == resource).map(|alarm| {
        let node = nodes.iter().find(|node| node.name == alarm.node);
        let says = Evidence::broker("alarm", Value::Text(alarm.resource.clone()), at);
        let symptom = sight.symptom(at, Subject::Node(alarm.node.clone()), 1.0);
        let symptom = symptom.says(Slot::Name, Value::Node(alarm.node.into()));
        let symptom = symptom.seen(says);
        match node.and_then(|node| level(node, resource, at)) {
            Some(level) => symptom.seen(level),
            None => symptom,
        }
    });
    Some(sight.signs(at, on))
}

/// What a node has of it, and its limit.
fn level(node: &BrokerNode, resource: &str, at: EpochMs) -> Option<Evidence> {
    let (name, has, limit) = match resource {
        "memory" => ("mem_used", node.memory_used?, node.memory_limit?),
        _ => ("disk_free", node.disk_free?, node.disk_free_limit?),
    };
    Some(Evidence::broker(name, count(has), at).against(count(limit)))
}

/// Whether a node runs is known at once when it is killed; of one that hangs after `net_ticktime`.
pub fn down(sight: &Sight<'_>) -> Option<Signs> {
    let (at, down, all) = those_down(sight)?;
    let each = down.into_iter().map(|node| {
        let symptom = not_running(sight, at, node);
        symptom.says(Slot::Limit, Value::Nodes(all)).after(at, 0)
    });
    Some(sight.signs(at, each))
}

/// Nodes that see no majority pause themselves (pause_minority), so half of them is too few.
pub fn no_majority(sight: &Sight<'_>) -> Option<Signs> {
    let (at, down, all) = those_down(sight)?;
    let name = match down.as_slice() {
        [node] => Value::Node(node.name.as_str().into()),
        several => Value::Nodes(several.len()),
    };
    let lost = all > 1 && down.len() * 2 >= all;
    let symptom = lost.then(|| {
        let symptom = sight.symptom(at, Subject::Broker, count_of(down.len()));
        let symptom = symptom.says(Slot::Name, name).after(at, 0);
        let symptom = symptom.says(Slot::Limit, Value::Nodes(all));
        let up = Value::Figure(count_of(all - down.len()), Unit::Count);
        let seen = Evidence::broker("nodes.running", up, at);
        symptom.seen(seen.against(Value::Figure(count_of(all), Unit::Count)))
    });
    Some(sight.signs(at, symptom))
}

fn those_down<'a>(sight: &Sight<'a>) -> Option<(EpochMs, Vec<&'a BrokerNode>, usize)> {
    let (at, nodes) = sight.nodes()?;
    let down = nodes.iter().filter(|node| node.running == Some(false));
    Some((at, down.collect(), nodes.len()))
}

fn not_running(sight: &Sight<'_>, at: EpochMs, node: &BrokerNode) -> Symptom {
    let symptom = sight.symptom(at, Subject::Node(node.name.clone()), 1.0);
    let symptom = symptom.says(Slot::Name, Value::Node(node.name.as_str().into()));
    symptom.seen(Evidence::broker("running", Value::Text("false".into()), at))
}

/// What a node has lost touch with. From 4.3 on this is not told.
pub fn partition(sight: &Sight<'_>) -> Option<Signs> {
    let (at, nodes) = sight.nodes()?;
    let (_, overview) = sight.overview()?;
    if overview.tells_partitions() != Some(true) {
        return None;
    }
    let apart = nodes.iter().filter(|node| !node.partitions.is_empty());
    let each = apart.map(|node| {
        let lost = Value::Text(node.partitions.join(" "));
        let subject = Subject::Node(node.name.clone());
        let symptom = sight.symptom(at, subject, count_of(node.partitions.len()));
        let symptom = symptom.says(Slot::Value, lost.clone());
        symptom.seen(Evidence::broker("partitions", lost, at))
    });
    Some(sight.signs(at, each))
}

/// Nodes that have used nearly as much memory as they may: at the limit, publishers are blocked.
pub fn memory(sight: &Sight<'_>) -> Option<Signs> {
    let warning = sight.thresholds.memory_warning * 100.0 / WATERMARK;
    let (at, nodes) = sight.nodes()?;
    let nodes = nodes.iter();
    let known: Vec<(&BrokerNode, u64, u64)> = nodes
        .filter_map(|node| Some((node, node.memory_used?, node.memory_limit?)))
        .filter(|(.., limit)| *limit > 0)
        .collect();
    if known.is_empty() {
        return None;
    }
    let near = known.into_iter().filter_map(|(node, used, limit)| {
        let share = number(used) / number(limit) * 100.0;
        if share < warning {
            return None;
        }
        let symptom = sight.symptom(at, Subject::Node(node.name.clone()), share);
        let seen = Evidence::broker("mem_used", count(used), at).against(count(limit));
        let symptom = symptom
            .says(Slot::Name, Value::Node(node.name.as_str().into()))
            .says(Slot::Value, count(used))
            .says(Slot::Limit, count(limit));
        Some(symptom.seen(seen))
    });
    Some(sight.signs(at, near))
}

pub fn handles(sight: &Sight<'_>) -> Option<Signs> {
    let warning = sight.thresholds.handles_warning;
    near(sight, warning, |node| {
        let (used, all) = (node.handles_used?, node.handles_total?);
        let few = all.saturating_sub(used) < HANDLES_LEFT;
        Some(("fd_used", used, all, few))
    })
}

pub fn processes(sight: &Sight<'_>) -> Option<Signs> {
    let warning = sight.thresholds.processes_warning;
    near(sight, warning, |node| {
        let (used, all) = (node.processes_used?, node.processes_total?);
        Some(("proc_used", used, all, false))
    })
}

/// How much of something a node has used, by its field, of how much, and whether too little is left
/// whatever the share.
type Used = (&'static str, u64, u64, bool);

fn near(sight: &Sight<'_>, warning: f64, used: fn(&BrokerNode) -> Option<Used>) -> Option<Signs> {
    let (at, nodes) = sight.nodes()?;
    let nodes = nodes.iter();
    let known: Vec<(&BrokerNode, Used)> = nodes
        .filter_map(|node| Some((node, used(node).filter(|used| used.2 > 0)?)))
        .collect();
    if known.is_empty() {
        return None;
    }
    let near = known.into_iter().filter_map(|(node, used)| {
        let (name, used, all, few) = used;
        let share = number(used) / number(all) * 100.0;
        if share < warning && !few {
            return None;
        }
        let symptom = sight.symptom(at, Subject::Node(node.name.clone()), share);
        let symptom = symptom.says(Slot::Value, count(used));
        let symptom = symptom.says(Slot::Limit, count(all));
        // The last tenth of what is left goes fast.
        let urgent = share >= 100.0 - (100.0 - warning) / 2.0;
        let severity = match urgent {
            true => Severity::Critical,
            false => Severity::Warning,
        };
        let seen = Evidence::broker(name, count(used), at).against(count(all));
        Some(symptom.severe(severity).seen(seen))
    });
    Some(sight.signs(at, near))
}

fn count(value: u64) -> Value {
    Value::Figure(number(value), Unit::Count)
}

#[allow(clippy::cast_precision_loss, reason = "a number for people")]
fn number(count: u64) -> f64 {
    count as f64
}

#[allow(clippy::cast_precision_loss, reason = "few nodes")]
fn count_of(nodes: usize) -> f64 {
    nodes as f64
}
