//! Memory and CPU of nodes that are too high.

use super::look::known;
use super::{Evidence, Look, Severity, Slot, Value, Verdict, alarms};
use crate::model::{Metric, Unit};

pub fn memory(look: &Look<'_>) -> Verdict {
    let warning = look.facts.thresholds.memory_warning;
    level(
        look,
        Metric::Memory,
        warning,
        f64::INFINITY,
        alarms::WATERMARK,
    )
}

pub fn cpu(look: &Look<'_>) -> Verdict {
    let thresholds = look.facts.thresholds;
    let (warning, critical) = (thresholds.cpu_warning, thresholds.cpu_critical);
    level(look, Metric::Cpu, warning, critical, warning)
}

/// The node that has most of it, if it has had too much for long enough.
fn level(look: &Look<'_>, metric: Metric, warning: f64, critical: f64, limit: f64) -> Verdict {
    let nodes = known!(look.nodes(metric));
    let too_much = |value: f64| value >= warning;
    let mut since = None;
    let mut high = Vec::new();
    let mut evidence = Vec::new();
    for (node, trace, last) in nodes {
        let begun = trace.holds_since(too_much);
        let Some(begun) = begun.filter(|begun| look.has_held(*begun, last)) else {
            continue;
        };
        since = since.into_iter().chain([begun]).min();
        let seen = Evidence::figure(metric, last.value, last.at).of(&node.name);
        evidence.push(seen.against(Value::Figure(warning, Unit::Percent)));
        high.push((node, last.value));
    }
    let worst = high.iter().map(|(_, value)| *value).fold(0.0, f64::max);
    let names: Vec<_> = high.iter().map(|(node, _)| *node).collect();
    let Some(name) = alarms::whose(&names) else {
        return Verdict::Fine;
    };
    let mut found = look.found(evidence).since(since);
    if worst < critical {
        found.severity = Severity::Warning;
    }
    let found = found
        .says(Slot::Name, name)
        .says(Slot::Value, Value::Figure(worst, Unit::Percent));
    Verdict::Holds(found.says(Slot::Limit, Value::Figure(limit, Unit::Percent)))
}
