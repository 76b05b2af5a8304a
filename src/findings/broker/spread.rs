//! Work that is not spread over the nodes.

use super::{Sight, Signs, Subject};
use crate::findings::{Evidence, Slot, Value};
use crate::model::Unit;
use crate::model::broker::Queue;
use std::collections::BTreeMap;

/// Share of the queues beyond its own that a node leads, from which on they are uneven.
const SHARE: f64 = 0.3;
/// Fewer queues than this for each node are easily uneven.
const FEW: f64 = 2.0;

/// What a node leads.
#[derive(Default)]
struct Led {
    queues: f64,
    /// Messages a second in and out of these.
    passing: f64,
}

/// One node leads most queues, and works for it: queues that gather on a node after a restart and
/// have nothing to do harm nobody. Of a part of the queues nothing follows.
pub fn uneven(sight: &Sight<'_>) -> Option<Signs> {
    let (at, queues) = sight.queues()?;
    let (_, nodes) = sight.nodes()?;
    let up = nodes
        .iter()
        .filter(|node| node.running == Some(true))
        .count();
    let read = u64::try_from(queues.rows.len()).ok();
    if queues.total.is_some_and(|all| read < Some(all)) {
        return None;
    }
    let mut led: BTreeMap<&str, Led> = BTreeMap::new();
    for queue in &queues.rows {
        let node = queue.leader.as_deref().or(queue.node.as_deref());
        let own = led.entry(node.unwrap_or_default()).or_default();
        own.queues += 1.0;
        own.passing += passing(queue);
    }
    let all: f64 = led.values().map(|own| own.queues).sum();
    let passing: f64 = led.values().map(|own| own.passing).sum();
    let fair = 1.0 / float(up.max(1));
    let much = led.iter().find(|(_, own)| {
        let leads = own.queues / all >= fair + SHARE;
        leads && own.passing > passing * fair && passing >= sight.thresholds.busy
    });
    let enough = up > 1 && all >= FEW * float(up);
    let symptom = much.filter(|_| enough).map(|(node, own)| {
        let symptom = sight.symptom(at, Subject::Node((*node).to_owned()), own.queues);
        let seen = Evidence::broker("leader", count(own.queues), at);
        let symptom = symptom
            .says(Slot::Name, Value::Node((*node).into()))
            .says(Slot::Value, count(own.queues))
            .says(Slot::Limit, count(all));
        symptom.seen(seen.against(count((all * fair).round())))
    });
    Some(sight.signs(at, symptom))
}

fn passing(queue: &Queue) -> f64 {
    let messages = &queue.messages;
    let rates = [messages.publish.rate, messages.deliver_get.rate];
    rates.into_iter().flatten().sum()
}

fn count(value: f64) -> Value {
    Value::Figure(value, Unit::Count)
}

#[allow(clippy::cast_precision_loss, reason = "few nodes")]
fn float(nodes: usize) -> f64 {
    nodes as f64
}
