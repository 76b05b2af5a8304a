//! Queues that are down, and quorum queues that miss members.

use super::{Sight, Signs, Subject, Symptom};
use crate::findings::{Evidence, Slot, Value};
use crate::model::broker::{Queue, QueueKind};
use crate::model::{EpochMs, Unit};

/// A queue whose node is lost or that crashed: the list says so, without counts.
pub fn down(sight: &Sight<'_>) -> Option<Signs> {
    let (at, queues) = sight.queues()?;
    let each = queues.rows.iter().filter_map(|queue| {
        let state = queue.state.as_deref();
        let state = state.filter(|state| matches!(*state, "down" | "stopped" | "crashed"))?;
        let node = queue.node.clone().unwrap_or_default();
        let said = Value::Text(state.to_owned());
        let symptom = sight.symptom(at, Subject::Queue(queue.key.clone()), 1.0);
        let symptom = symptom
            .says(Slot::Value, said.clone())
            .says(Slot::Limit, Value::Text(node));
        Some(symptom.seen(Evidence::broker("state", said, at)))
    });
    Some(sight.signs(at, each))
}

/// Quorum queues that cannot have a leader: at least half of their members are gone. 4.3 says
/// `minority`, others tell by who is online, 2 to 5 s later.
pub fn no_leader(sight: &Sight<'_>) -> Option<Signs> {
    let (at, queues) = sight.queues()?;
    let lost = queues.rows.iter().filter(|queue| has_no_leader(queue));
    let each = lost.map(|queue| members(sight, at, queue));
    Some(sight.signs(at, each))
}

/// Replicated queues of which members are missing, and enough are left.
pub fn degraded(sight: &Sight<'_>) -> Option<Signs> {
    let (at, queues) = sight.queues()?;
    let short = queues.rows.iter().filter(|queue| {
        let known = !queue.members.is_empty() && !queue.online.is_empty();
        known && queue.online.len() < queue.members.len() && !has_no_leader(queue)
    });
    let each = short.map(|queue| members(sight, at, queue));
    Some(sight.signs(at, each))
}

fn has_no_leader(queue: &Queue) -> bool {
    let quorum = queue.kind == Some(QueueKind::Quorum);
    let known = !queue.members.is_empty();
    let few = queue.online.len() * 2 <= queue.members.len();
    quorum && (queue.state.as_deref() == Some("minority") || known && few)
}

/// What is said of the members of a queue: how many of them are online.
fn members(sight: &Sight<'_>, at: EpochMs, queue: &Queue) -> Symptom {
    let count = |nodes: &[String]| Value::Figure(number(nodes.len()), Unit::Count);
    let missing = queue.members.len().saturating_sub(queue.online.len());
    let lost = queue.members.iter();
    let lost: Vec<&str> = lost
        .filter(|node| !queue.online.contains(node))
        .map(String::as_str)
        .collect();
    let subject = Subject::Queue(queue.key.clone());
    let symptom = sight.symptom(at, subject, number(missing));
    let symptom = symptom
        .says(Slot::Value, count(&queue.online))
        .says(Slot::Limit, count(&queue.members))
        .says(Slot::Was, Value::Text(lost.join(" ")));
    let online = Evidence::broker("online", count(&queue.online), at);
    let symptom = symptom.seen(online.against(count(&queue.members)));
    match &queue.state {
        Some(state) if state == "minority" => {
            let state = Value::Text(state.clone());
            symptom.seen(Evidence::broker("state", state, at))
        }
        Some(_) | None => symptom,
    }
}

#[allow(clippy::cast_precision_loss, reason = "few members")]
fn number(count: usize) -> f64 {
    count as f64
}
