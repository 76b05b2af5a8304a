//! When disks will be full, by how they filled.

use super::fit::Line;
use super::look::known;
use super::rise::Course;
use super::{Evidence, Gap, Look, Severity, Slot, Value, Variant, Verdict};
use crate::figures::DISK_STEP;
use crate::model::{EpochMs, Metric, Point, Unit};

/// How much of the filling a straight line must explain.
const FITS: f64 = 0.8;
/// Stretches that are fitted, in hours.
const WINDOWS: [i64; 4] = [3, 6, 12, 24];
/// Percent that must have been filled within a stretch.
const LEAST: f64 = 2.0;
/// Free GB of a node's disk at which its alarm blocks publishers.
const ALARM_GB: f64 = 5.0;
/// It goes on while it fills at this share of the rate that it has filled at.
const GOES_ON: f64 = 0.25;
const HOUR: i64 = 3_600_000;

/// A fit, and how long it says until the disk is full.
struct Fit {
    line: Line,
    ms: i64,
}

/// When disks are full, by a line through how they filled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlook {
    /// How long that takes from the newest value on, ms.
    pub ms: i64,
    /// When that was measured, by Cloud Eye's clock.
    pub at: EpochMs,
    /// How full they are and how full they are then, in percent.
    pub level: f64,
    pub full: f64,
    /// How long a stretch the line is through, ms, and how well it fits, 0 to 1 (R²).
    pub window: i64,
    pub fit: f64,
    /// Whether they grow by themselves before that.
    pub grows: bool,
}

pub fn full_soon(look: &Look<'_>) -> Verdict {
    let (_, last) = known!(look.trace(Metric::InstanceDisk));
    let Some(day) = look.facts.figures.disk() else {
        return Verdict::Unknown(look.disk_gap());
    };
    let full = full(look);
    let points: Vec<Point> = day
        .points()
        .filter(|point| point.at < last.at)
        .chain([last])
        .collect();
    let kept = points
        .first()
        .map_or(0, |first| last.at.saturating_sub(first.at));
    if kept < 3 * HOUR - DISK_STEP {
        return Verdict::Unknown(Gap::Few);
    }
    // The usual case, told without fitting anything.
    let least = points
        .iter()
        .map(|point| point.value)
        .fold(f64::INFINITY, f64::min);
    if last.value - least < LEAST {
        return Verdict::Fine;
    }
    let thresholds = look.facts.thresholds;
    let fits = WINDOWS
        .iter()
        .filter_map(|hours| fit(&points, last, *hours, full));
    let best = fits.max_by(|one, other| one.line.fit.total_cmp(&other.line.fit));
    let soon = (thresholds.full_warning * HOUR as f64) as i64;
    let Some(fit) = best else {
        return Verdict::Fine;
    };
    if let Some(over) = over(&points, last, fit.line) {
        return look.over(over, last);
    }
    let outlook = Outlook {
        ms: fit.ms,
        at: last.at,
        level: last.value,
        full,
        window: fit.line.length(),
        fit: fit.line.fit,
        grows: look.facts.expansion.is_some_and(|expansion| expansion.on),
    };
    look.expects(outlook);
    match fit.ms <= soon {
        true => found(look, fit.line.from, outlook),
        false => Verdict::Fine,
    }
}

/// The share in use at which the alarm of a node blocks publishers, in percent.
fn full(look: &Look<'_>) -> f64 {
    let instance = look.facts.instance;
    let usable = instance.storage.usable.unwrap_or(0) as f64;
    let each = usable / f64::from(instance.brokers().unwrap_or(1));
    if each > 2.0 * ALARM_GB {
        100.0 - ALARM_GB * 100.0 / each
    } else {
        100.0
    }
}

/// A line through the last hours, if it explains them. It is not believed for longer than twice as
/// long as it has been seen: what goes up by day goes down by night.
fn fit(points: &[Point], last: Point, hours: i64, full: f64) -> Option<Fit> {
    let from: EpochMs = last.at.saturating_sub(hours * HOUR);
    let first = points.partition_point(|point| point.at < from);
    let line = Line::through(points[first..].iter().copied())?;
    let is_whole = line.length() >= hours * HOUR - 2 * DISK_STEP;
    if !is_whole || line.slope <= 0.0 || line.fit < FITS || line.rise() < LEAST {
        return None;
    }
    let ms = ((full - last.value) / line.slope).max(0.0) as i64;
    (ms <= 2 * line.length()).then_some(Fit { line, ms })
}

/// When disks that filled along a line were first seen not to fill any more: they are emptied, or fill
/// much more slowly since an hour.
fn over(points: &[Point], last: Point, line: Line) -> Option<EpochMs> {
    let first = points.partition_point(|point| point.at < last.at.saturating_sub(HOUR));
    let lately = points[first..].iter().copied();
    let top = lately.clone().map(|point| point.value).fold(0.0, f64::max);
    let least = match top - last.value > LEAST / 2.0 {
        true => f64::INFINITY,
        false => line.slope * HOUR as f64 * GOES_ON,
    };
    Course::through(lately, least)?.over
}

fn found(look: &Look<'_>, from: EpochMs, outlook: Outlook) -> Verdict {
    let percent = |value| Value::Figure(value, Unit::Percent);
    let full = percent(outlook.full);
    let seen = Evidence::figure(Metric::InstanceDisk, outlook.level, outlook.at);
    let mut found = look
        .found(vec![seen.against(full.clone())])
        .since(Some(from));
    let critical = (look.facts.thresholds.full_critical * HOUR as f64) as i64;
    if outlook.grows || outlook.ms > critical {
        found.severity = Severity::Warning;
    }
    let found = found.variant(outlook.grows.then_some(Variant::DiskGrows));
    let found = found
        .says(Slot::Time, Value::Time(outlook.ms))
        .says(Slot::Limit, full);
    let found = found.says(Slot::Window, Value::Time(outlook.window));
    Verdict::Holds(found.says(Slot::Fit, Value::Share(outlook.fit)))
}
