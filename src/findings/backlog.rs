//! Messages that get more and more: those that wait, and those that nobody acknowledges.

use super::fit::Line;
use super::look::known;
use super::rise::{Course, LATELY};
use super::{Evidence, Finding, Gap, Look, Slot, Value, Variant, Verdict};
use crate::figures::MINUTE;
use crate::model::{Metric, Point, Unit};

/// How much of a rise a straight line must explain.
const FITS: f64 = 0.8;
/// How much of what it rises in the second half of the time it must rise in the first.
const STEADY: f64 = 0.6;
/// Once found it goes on while it rises at this share of the rate that finds it.
const GOES_ON: f64 = 0.1;

/// A backlog that grows; one that gets smaller says while it lingers how long that takes.
pub fn growing(look: &Look<'_>) -> Verdict {
    grows(look, Metric::Ready, look.facts.thresholds.backlog_growth)
}

pub fn unacked(look: &Look<'_>) -> Verdict {
    let much = look.facts.thresholds.unacked_growth;
    grows(look, Metric::Unacknowledged, much)
}

/// Whether a figure has risen by so much within the hold, or was found to and still rises.
fn grows(look: &Look<'_>, metric: Metric, much: f64) -> Verdict {
    let (trace, last) = known!(look.trace(metric));
    if look.was.is_none() {
        return rising(look, metric, last, much);
    }
    let least = much * GOES_ON * LATELY as f64 / look.code.hold() as f64;
    let Some(course) = Course::of(trace, last, LATELY, least) else {
        return Verdict::Unknown(Gap::Few);
    };
    let found = found(look, metric, course.line, last, much);
    let over = course.over.or((last.value < much).then_some(last.at));
    match over.map(|over| look.over(over, last)) {
        // How long it takes to be gone is worth knowing.
        Some(Verdict::Over(was)) if found.variant == Some(Variant::BacklogDrains) => {
            let over = was.over;
            Verdict::Over(Finding { over, ..found })
        }
        Some(over) => over,
        None => Verdict::Holds(found),
    }
}

/// Whether a figure has risen by so much within its hold, and is still on top.
fn rising(look: &Look<'_>, metric: Metric, last: Point, much: f64) -> Verdict {
    let (trace, _) = known!(look.trace(metric));
    if last.value < much {
        return Verdict::Fine;
    }
    let from = last.at.saturating_sub(look.code.hold());
    let lately = trace.since(from);
    let top = lately.clone().map(|point| point.value).fold(0.0, f64::max);
    if last.value < top * 0.98 {
        return Verdict::Fine;
    }
    let Some(line) = Line::through(lately.clone()) else {
        return Verdict::Unknown(Gap::Few);
    };
    if line.length() < look.code.hold() - 2 * MINUTE {
        return Verdict::Unknown(Gap::Few);
    }
    let middle = from.saturating_add(look.code.hold() / 2);
    let at = |time| lately.clone().find(|point| point.at >= time);
    let (Some(first), Some(middle)) = (at(from), at(middle)) else {
        return Verdict::Unknown(Gap::Few);
    };
    // A burst rises in one half only.
    let (early, late) = (middle.value - first.value, last.value - middle.value);
    let steady = early >= late * STEADY;
    match steady && line.rise() >= much && line.fit >= FITS {
        true => Verdict::Holds(found(look, metric, line, last, much)),
        false => Verdict::Fine,
    }
}

fn found(look: &Look<'_>, metric: Metric, line: Line, last: Point, much: f64) -> Finding {
    let slope = line.slope * 1000.0;
    let seen = Evidence::figure(metric, last.value, last.at);
    let found = look.found(vec![seen.against(Value::Figure(much, Unit::Count))]);
    let since = look.was.and_then(|was| was.since).unwrap_or(line.from);
    let found = found
        .since(Some(since))
        .says(Slot::Value, Value::Figure(last.value, Unit::Count));
    let found = found.says(Slot::Slope, Value::Figure(slope.abs(), Unit::PerSecond));
    match (metric, line.reaches(0.0)) {
        (Metric::Ready, Some(ms)) if line.slope < 0.0 => {
            let found = found.says(Slot::Time, Value::Time(ms));
            found.variant(Some(Variant::BacklogDrains))
        }
        (_, Some(_) | None) => found,
    }
}
