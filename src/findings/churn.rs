//! Clients that connect and go all the time. How many connections are opened and closed is not
//! measured: what is seen is that their number goes up and down from minute to minute, by more than a
//! client that restarts explains. Connections that are opened and closed at an even pace within a
//! minute stay unseen.

use super::look::known;
use super::{Evidence, Gap, Look, Slot, Value, Verdict};
use crate::figures::MINUTE;
use crate::model::{Metric, Unit};

/// Fewer connections than this go up and down by themselves.
const FEW: f64 = 10.0;
/// Turns from up to down or back within the hold: a restart makes two.
const TURNS: usize = 7;

pub fn connections(look: &Look<'_>) -> Verdict {
    let (trace, last) = known!(look.trace(Metric::Connections));
    let from = last.at.saturating_sub(look.code.hold());
    let points = trace.since(from);
    let first = points.clone().next();
    let values = points.clone().map(|point| point.value);
    let (number, sum) = values.fold((0, 0.0), |(number, sum), value| (number + 1, sum + value));
    let long = first.filter(|first| first.at <= from + MINUTE);
    let Some(first) = long.filter(|_| number >= TURNS + 2) else {
        return Verdict::Unknown(Gap::Few);
    };
    let mean = sum / number as f64;
    if mean < FEW {
        return Verdict::Fine;
    }
    let least = (mean * look.facts.thresholds.churn / 100.0).max(FEW / 2.0);
    let steps = points.clone().zip(points.skip(1));
    let steps = steps.map(|(one, next)| next.value - one.value);
    let mut way = 0.0;
    let mut turns = 0;
    for step in steps.clone().filter(|step| step.abs() >= least) {
        if way * step < 0.0 {
            turns += 1;
        }
        way = step;
    }
    let mut newest = steps.clone().skip(number - 3);
    if turns < TURNS || !newest.any(|step| step.abs() >= least) {
        return Verdict::Fine;
    }
    let mean_step = steps.map(f64::abs).sum::<f64>() / (number - 1) as f64;
    let count = |value: f64| Value::Figure(value.round(), Unit::Count);
    let seen = Evidence::figure(Metric::Connections, last.value, last.at).against(count(mean));
    let since = look.was.and_then(|was| was.since);
    let found = look.found(vec![seen]).since(since.or(Some(first.at)));
    let found = found.says(Slot::Value, count(mean));
    Verdict::Holds(found.says(Slot::Slope, count(mean_step)))
}
