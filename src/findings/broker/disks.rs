//! Disks that fill: in how long each is so full that its alarm blocks publishers.

use super::{Sight, Signs, Subject};
use crate::figures::MINUTE;
use crate::findings::{Evidence, Severity, Slot, Value, Variant};
use crate::model::Unit;

/// How long a disk must be seen to fill, ms.
const LONG: i64 = 30 * MINUTE;
/// How long it may stand still meanwhile, ms.
const REST: i64 = 10 * MINUTE;
/// Bytes by which the free ones go up and down.
const SLACK: f64 = 50e6;
const HOUR: f64 = 3_600_000.0;

/// Nodes whose disk is full soon if it goes on as it was seen to: what was seen for so short a time is
/// believed only for the hours in which it is critical.
pub fn full_soon(sight: &Sight<'_>) -> Option<Signs> {
    let (at, nodes) = sight.nodes()?;
    let nodes = nodes.iter();
    let known: Vec<_> = nodes
        .filter_map(|node| Some((node, node.disk_free?, node.disk_free_limit?)))
        .collect();
    if known.is_empty() {
        return None;
    }
    let soon = sight.thresholds.full_critical * HOUR;
    let filling = known.into_iter().map(|(node, free, limit)| {
        let subject = Subject::Node(node.name.clone());
        let symptom = sight.rising(at, subject, -number(free), REST, SLACK);
        let lasted = at.saturating_sub(symptom.since);
        let fell = symptom.more();
        let left = number(free.saturating_sub(limit));
        let ms = left * ms(lasted) / fell.max(1.0);
        let window = Value::Time(lasted);
        let seen = Evidence::broker("disk_free", bytes(number(free)), at);
        let mut symptom = symptom
            .severe(Severity::Warning)
            .variant(Variant::DiskFalls)
            .says(Slot::Value, bytes(number(free)))
            .says(Slot::Slope, bytes(fell))
            .says(Slot::Window, window)
            .says(Slot::Time, Value::Time(whole(ms)))
            .seen(seen.against(bytes(number(limit))));
        symptom.forms = false;
        symptom.holds = fell > SLACK && lasted >= LONG && ms <= soon;
        symptom
    });
    Some(Signs {
        needs: LONG,
        ..sight.signs(at, filling)
    })
}

fn bytes(value: f64) -> Value {
    Value::Figure(value, Unit::Count)
}

#[allow(clippy::cast_precision_loss, reason = "a number for people")]
fn number(count: u64) -> f64 {
    count as f64
}

#[allow(clippy::cast_precision_loss, reason = "some hours at most")]
fn ms(time: i64) -> f64 {
    time as f64
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "a time that is far is as good as never"
)]
fn whole(ms: f64) -> i64 {
    ms as i64
}
