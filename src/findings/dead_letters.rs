//! Dead letters that gather: messages that no consumer could handle. Which queue is for them is told
//! by its name alone ([`is_for_dead_letters`]): nothing that can be read says where an exchange for
//! dead letters leads. It is found while such a queue grows, whether somebody takes from it or not:
//! one that is full and no longer grows is an old story. Seen by the figures of queues, which are
//! read while the instance is open.

use super::look::known;
use super::{Evidence, Look, Slot, Value, Verdict};
use crate::figures::Trace;
use crate::model::{EpochMs, Metric, Point, Unit, is_for_dead_letters};

/// How far below its highest a queue may be and still be said to grow.
const ON_TOP: f64 = 0.98;

pub fn gather(look: &Look<'_>) -> Verdict {
    let queues = known!(look.queues(Metric::QueueReady));
    let named = queues
        .into_iter()
        .filter(|(queue, ..)| is_for_dead_letters(&queue.name));
    let growing = named.filter_map(|(queue, trace, last)| {
        let (since, more) = growth(look, trace, last)?;
        Some((queue, since, more, last))
    });
    let worst = growing.max_by(|one, other| one.2.total_cmp(&other.2));
    let Some((queue, since, more, last)) = worst else {
        return Verdict::Fine;
    };
    let count = |value| Value::Figure(value, Unit::Count);
    let mut evidence = vec![
        Evidence::figure(Metric::QueueReady, last.value, last.at)
            .of(&queue.name)
            .against(count(last.value - more)),
    ];
    for metric in [Metric::QueueConsumers, Metric::QueueDeliverGet] {
        if let Some(now) = queue.current(metric, look.now()) {
            evidence.push(Evidence::figure(metric, now.value, now.at).of(&queue.name));
        }
    }
    let found = look.found(evidence).since(Some(since));
    let found = found.says(Slot::Name, Value::Text(queue.name.to_string()));
    let found = found.says(Slot::Value, count(last.value));
    Verdict::Holds(found.says(Slot::Slope, count(more)))
}

/// Since when a queue grows without a break, and by how much it did within the hold; nothing for one
/// that does not, or not by enough.
fn growth(look: &Look<'_>, trace: Trace<'_>, last: Point) -> Option<(EpochMs, f64)> {
    let from = last.at.saturating_sub(look.code.hold());
    let first = trace.since(from).next()?;
    if look.was.is_none() && first.at > from {
        return None;
    }
    let lately = trace.since(from).map(|point| point.value);
    let top = lately.fold(0.0, f64::max);
    let more = last.value - first.value;
    if last.value < top * ON_TOP || more < look.facts.thresholds.dead_letters_growth {
        return None;
    }
    let mut since = last;
    for point in trace.points().rev() {
        if point.value > since.value {
            break;
        }
        since = point;
    }
    Some((since.at, more))
}
