//! Clients: publishers that are blocked, slowed or gone, and too many connections.

use super::look::known;
use super::{Evidence, Gap, Look, Severity, Slot, Value, Verdict};
use crate::model::{Metric, Unit};

/// An alarm blocks a connection as soon as it publishes.
pub fn blocked(look: &Look<'_>) -> Verdict {
    any(look, Metric::Blocked)
}

/// A connection that publishes faster than queues can take it is slowed down.
pub fn flow(look: &Look<'_>) -> Verdict {
    any(look, Metric::Flow)
}

/// Whether there have been such connections for long enough.
fn any(look: &Look<'_>, metric: Metric) -> Verdict {
    let (trace, last) = known!(look.trace(metric));
    let since = trace.holds_since(|value| value >= 1.0);
    let Some(since) = since.filter(|since| look.has_held(*since, last)) else {
        return Verdict::Fine;
    };
    let seen = Evidence::figure(metric, last.value, last.at);
    let seen = seen.against(Value::Figure(0.0, Unit::Count));
    let found = look.found(vec![seen]).since(Some(since));
    Verdict::Holds(found.says(Slot::Value, Value::Figure(last.value, Unit::Count)))
}

/// Nothing is published, and before it was.
pub fn publishers_gone(look: &Look<'_>) -> Verdict {
    let (trace, last) = known!(look.trace(Metric::Publish));
    let before = match look.was.and_then(|was| was.get(Slot::Was)) {
        Some(Value::Figure(rate, _)) => *rate,
        _ => trace.highest(),
    };
    let quiet = before * 0.01;
    let Some(since) = trace.holds_since(|value| value <= quiet) else {
        return Verdict::Fine;
    };
    let (mut sum, mut number) = (0.0, 0.0);
    for point in trace.points().filter(|point| point.at < since) {
        sum += point.value;
        number += 1.0;
    }
    let mean = if look.was.is_some() {
        before
    } else {
        sum / f64::max(number, 1.0)
    };
    let was_busy = look.was.is_some() || (number >= 5.0 && mean >= look.facts.thresholds.busy);
    if !was_busy || !look.has_held(since, last) {
        return Verdict::Fine;
    }
    let rate = |value| Value::Figure(value, Unit::PerSecond);
    let mut evidence =
        vec![Evidence::figure(Metric::Publish, last.value, last.at).against(rate(mean))];
    if let Ok((_, open)) = look.trace(Metric::Connections) {
        evidence.push(Evidence::figure(Metric::Connections, open.value, open.at));
    }
    let found = look.found(evidence).since(Some(since));
    Verdict::Holds(found.says(Slot::Was, rate(mean)))
}

/// Nearly as many connections as the product allows on all its brokers.
pub fn limit(look: &Look<'_>) -> Verdict {
    let (trace, last) = known!(look.trace(Metric::Connections));
    let each = look.facts.connections_per_broker;
    let most = each.and_then(|each| {
        let brokers = u64::from(look.facts.instance.brokers()?);
        Some(each.saturating_mul(brokers) as f64)
    });
    let Some(most) = most else {
        return Verdict::Unknown(Gap::NoLimit);
    };
    let thresholds = look.facts.thresholds;
    let warning = most * thresholds.connections_warning / 100.0;
    let since = trace.holds_since(|value| value >= warning);
    let Some(since) = since.filter(|since| most > 0.0 && look.has_held(*since, last)) else {
        return Verdict::Fine;
    };
    let count = |value| Value::Figure(value, Unit::Count);
    let seen = Evidence::figure(Metric::Connections, last.value, last.at).against(count(warning));
    let mut found = look.found(vec![seen]).since(Some(since));
    if last.value < most * thresholds.connections_critical / 100.0 {
        found.severity = Severity::Warning;
    }
    let found = found.says(Slot::Value, count(last.value));
    Verdict::Holds(found.says(Slot::Limit, count(most)))
}
