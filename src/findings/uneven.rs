//! Work that is not spread over the nodes.

use super::look::known;
use super::{Evidence, Look, Slot, Value, Verdict};
use crate::model::{EpochMs, Metric, Unit};

/// Share of the queues beyond its own that a node leads, from which on they are uneven.
const SHARE: f64 = 0.3;
/// Points of CPU that it uses more than the others in the mean.
const MORE: f64 = 20.0;
/// Fewer queues than this for each node are easily uneven.
const FEW: f64 = 2.0;

/// One node leads most queues, and works for it. Queues alone that gather on a node after a restart
/// harm nobody.
pub fn nodes(look: &Look<'_>) -> Verdict {
    let leads = known!(look.nodes(Metric::NodeQueues));
    let cpu = known!(look.nodes(Metric::Cpu));
    let all: f64 = leads.iter().map(|(.., last)| last.value).sum();
    let nodes = leads.len() as f64;
    let most = leads
        .iter()
        .max_by(|one, other| one.2.value.total_cmp(&other.2.value));
    let Some((node, _, queues)) = most.filter(|_| nodes > 1.0 && all >= FEW * nodes) else {
        return Verdict::Fine;
    };
    let Some((_, trace, used)) = cpu.iter().find(|(one, ..)| one.name == node.name) else {
        return Verdict::Fine;
    };
    let others = cpu.iter().filter(|(one, ..)| one.name != node.name);
    let (mut sum, mut number) = (0.0, 0.0);
    for (.., last) in others {
        sum += last.value;
        number += 1.0;
    }
    let mean = sum / f64::max(number, 1.0);
    let since: Option<EpochMs> = trace.holds_since(|value| value >= mean + MORE);
    let since = since.filter(|_| queues.value / all >= 1.0 / nodes + SHARE);
    let Some(since) = since.filter(|since| look.has_held(*since, *used)) else {
        return Verdict::Fine;
    };
    let count = |value| Value::Figure(value, Unit::Count);
    let found = look.found(vec![
        Evidence::figure(Metric::NodeQueues, queues.value, queues.at)
            .of(&node.name)
            .against(count((all / nodes).round())),
        Evidence::figure(Metric::Cpu, used.value, used.at)
            .of(&node.name)
            .against(Value::Figure(mean, Unit::Percent)),
    ]);
    let found = found
        .since(Some(since))
        .says(Slot::Name, Value::Node(node.name.clone()));
    let found = found.says(Slot::Value, count(queues.value));
    Verdict::Holds(found.says(Slot::Limit, count(all)))
}
