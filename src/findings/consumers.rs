//! Messages wait, and consumers are not there, or take none.

use super::look::known;
use super::{Evidence, Look, Severity, Slot, Value, Variant, Verdict};
use crate::figures::Trace;
use crate::model::{EpochMs, Metric, Point, Unit};

/// Messages that wait so many are worth a call, whether they grow or not.
const MANY: f64 = 1000.0;

pub fn none(look: &Look<'_>) -> Verdict {
    let (consumers, last) = known!(look.trace(Metric::Consumers));
    let (waiting, ready) = known!(look.trace(Metric::Ready));
    let since = consumers.holds_since(|value| value <= 0.0);
    let Some(since) = since.filter(|_| ready.value > 0.0) else {
        return Verdict::Fine;
    };
    if !look.has_held(since, last) {
        return Verdict::Fine;
    }
    let mut before = consumers.points().rev().filter(|point| point.value > 0.0);
    let was = before
        .next()
        .map(|point| Value::Figure(point.value, Unit::Count));
    let was = was.or_else(|| look.was?.get(Slot::Was).cloned());
    let zero = Value::Figure(0.0, Unit::Count);
    let mut found = look.found(vec![
        Evidence::figure(Metric::Consumers, last.value, last.at).against(zero.clone()),
        Evidence::figure(Metric::Ready, ready.value, ready.at).against(zero),
    ]);
    if !grows(waiting, since, ready) && ready.value < MANY {
        found.severity = Severity::Warning;
    }
    let found = found.since(Some(since));
    let found = found.says(Slot::Value, Value::Figure(ready.value, Unit::Count));
    Verdict::Holds(match was {
        Some(was) => found.says(Slot::Was, was),
        None => found.variant(Some(Variant::NeverConsumed)),
    })
}

/// Consumers hold messages, others wait, and nothing is delivered.
pub fn stuck(look: &Look<'_>) -> Verdict {
    let (held, unacked) = known!(look.trace(Metric::Unacknowledged));
    let (waiting, ready) = known!(look.trace(Metric::Ready));
    let (delivered, rate) = known!(look.trace(Metric::DeliverGet));
    let quiet = f64::max(0.1, delivered.highest() * 0.01);
    let Some(since) = delivered.holds_since(|value| value <= quiet) else {
        return Verdict::Fine;
    };
    let holding = held.holds_since(|value| value > 0.0);
    let waits = waiting.holds_since(|value| value > 0.0);
    let (Some(holding), Some(waits)) = (holding, waits) else {
        return Verdict::Fine;
    };
    let since = since.max(holding).max(waits);
    if !look.has_held(since, rate) {
        return Verdict::Fine;
    }
    let count = |value| Value::Figure(value, Unit::Count);
    let mut found = look.found(vec![
        Evidence::figure(Metric::Unacknowledged, unacked.value, unacked.at).against(count(0.0)),
        Evidence::figure(Metric::DeliverGet, rate.value, rate.at)
            .against(Value::Figure(quiet, Unit::PerSecond)),
        Evidence::figure(Metric::Ready, ready.value, ready.at).against(count(0.0)),
    ]);
    // One slow job that others wait for is no outage.
    if !grows(waiting, since, ready) {
        found.severity = Severity::Warning;
    }
    let found = found
        .since(Some(since))
        .says(Slot::Value, count(unacked.value));
    Verdict::Holds(found.says(Slot::Limit, count(ready.value)))
}

/// Whether more wait now than then.
fn grows(waiting: Trace<'_>, since: EpochMs, now: Point) -> bool {
    let then = waiting.since(since).next();
    then.is_some_and(|then| now.value > then.value)
}
