//! Queues whose messages are delivered again and again: consumers fail, or reject what they get.
//! Seen by the figures of queues, which are read while the instance is open.

use super::look::known;
use super::{Evidence, Look, Slot, Value, Verdict};
use crate::model::{Metric, Unit};

/// One of the deliveries now and then comes again wherever consumers are restarted: only a share
/// of all deliveries that lasts is wrong.
pub fn storm(look: &Look<'_>) -> Verdict {
    let thresholds = look.facts.thresholds;
    let queues = known!(look.queues(Metric::QueueRedeliver));
    let holds = queues.into_iter().filter_map(|(queue, again, last)| {
        let all = queue.current(Metric::QueueDeliverGet, look.now());
        let all = all.map_or(0.0, |all| all.value);
        let least = thresholds.busy.max(all * thresholds.redeliver / 100.0);
        let since = again.holds_since(|value| value >= least)?;
        look.has_held(since, last)
            .then_some((queue, since, last, all, least))
    });
    let worst = holds.max_by(|one, other| one.2.value.total_cmp(&other.2.value));
    let Some((queue, since, last, all, least)) = worst else {
        return Verdict::Fine;
    };
    let rate = |value| Value::Figure(value, Unit::PerSecond);
    let mut evidence = vec![
        Evidence::figure(Metric::QueueRedeliver, last.value, last.at)
            .of(&queue.name)
            .against(rate(least)),
    ];
    if let Some(delivered) = queue.current(Metric::QueueDeliverGet, look.now()) {
        let delivered = Evidence::figure(Metric::QueueDeliverGet, delivered.value, delivered.at);
        evidence.push(delivered.of(&queue.name));
    }
    let found = look.found(evidence).since(Some(since));
    let found = found.says(Slot::Name, Value::Text(queue.name.to_string()));
    let found = found.says(Slot::Value, rate(last.value));
    Verdict::Holds(found.says(Slot::Limit, rate(all)))
}
