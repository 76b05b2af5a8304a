//! What clients make and never give back: it grows steadily, and nothing else does.

use super::fit::Line;
use super::look::known;
use super::rise::{Course, LATELY};
use super::{Evidence, Gap, Look, Slot, Value, Verdict};
use crate::model::{Metric, Unit};

/// How much of the growth a straight line must explain.
const FITS: f64 = 0.9;
/// Growth in an hour that is worth saying, as a share of what there was.
const SHARE: f64 = 0.05;
/// ... and in number.
const LEAST: f64 = 20.0;
/// It is over when its newest values grow at less than this share of the rate that it grew at, if
/// they do for long and are below the line, or are far from it: clients come and go.
const GOES_ON: f64 = 0.2;
/// How far below the line is far: so many times as far as others are from it.
const FAR: f64 = 3.0;
/// How far below the line the newest value is at least, for its values to have stood still for long: some
/// that come for a minute and go are no end of what grows beneath.
const BELOW: f64 = 1.5;
/// How long is long, in ms: who finds it new looks more closely.
const LONG: [i64; 2] = [2 * LATELY, 3 * LATELY];

/// Channels grow, and connections do not grow along with them.
pub fn channels(look: &Look<'_>) -> Verdict {
    let line = match growth(look, Metric::Channels) {
        Ok(line) => line,
        Err(verdict) => return *verdict,
    };
    let (open, _) = known!(look.trace(Metric::Connections));
    let open = Line::through(open.points());
    match open.map_or(0.0, share) * 3.0 > share(line) {
        true => Verdict::Fine,
        false => found(look, Metric::Channels, line),
    }
}

pub fn queues(look: &Look<'_>) -> Verdict {
    match growth(look, Metric::Queues) {
        Ok(line) => found(look, Metric::Queues, line),
        Err(verdict) => *verdict,
    }
}

/// A figure's line, if it has grown steadily for long enough.
fn growth(look: &Look<'_>, metric: Metric) -> Result<Line, Box<Verdict>> {
    let read = look
        .trace(metric)
        .map_err(|gap| Box::new(Verdict::Unknown(gap)));
    let (trace, last) = read?;
    let first = trace.points().next();
    // The usual case, told without fitting anything.
    if first.is_some_and(|first| last.value - first.value < LEAST / 2.0) {
        return Err(Box::new(Verdict::Fine));
    }
    let line = Line::through(trace.points());
    let line = line.filter(|line| line.length() >= look.code.hold());
    let line = line.ok_or_else(|| Box::new(Verdict::Unknown(Gap::Few)))?;
    let grows = line.fit >= FITS && share(line) >= SHARE && hourly(line) >= LEAST;
    if !grows {
        return Err(Box::new(Verdict::Fine));
    }
    let over = |long: i64| {
        let least = line.slope * long as f64 * GOES_ON;
        Course::of(trace, last, long, least)?.over
    };
    let is_below = |spreads: f64| last.value < line.level - spreads * line.spread();
    let lately = over(LATELY).filter(|_| is_below(FAR));
    let [new, known] = LONG;
    let long = if look.was.is_none() { new } else { known };
    match lately.or_else(|| over(long).filter(|_| is_below(BELOW))) {
        // It may be clients that go for a moment: it lingers for the whole time.
        Some(_) => Err(Box::new(look.over(last.at, last))),
        None => Ok(line),
    }
}

/// Growth in an hour, as a share of what there was at first.
fn share(line: Line) -> f64 {
    hourly(line) / f64::max(line.level - line.rise(), 1.0)
}

fn hourly(line: Line) -> f64 {
    line.slope * 3_600_000.0
}

fn found(look: &Look<'_>, metric: Metric, line: Line) -> Verdict {
    let (_, last) = known!(look.trace(metric));
    let count = |value| Value::Figure(value, Unit::Count);
    let seen = Evidence::figure(metric, last.value, last.at);
    let found = look.found(vec![seen]).since(Some(line.from));
    let found = found
        .says(Slot::Value, count(last.value))
        .says(Slot::Fit, Value::Share(line.fit));
    Verdict::Holds(found.says(Slot::Slope, count(hourly(line).round())))
}
