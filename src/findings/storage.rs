//! Storage that is nearly used up.

use super::{Evidence, Gap, Look, Severity, Slot, Value, Variant, Verdict};
use crate::model::{Metric, Unit};

/// By what the service says of the instance, or the fullest disk that Cloud Eye knows, whichever
/// is more.
pub fn high(look: &Look<'_>) -> Verdict {
    let facts = look.facts;
    let percent = |value| Value::Figure(value, Unit::Percent);
    let warning = facts.thresholds.storage_warning;
    let said = facts.instance.storage.percent().map(|said| said as f64);
    let measured = look.trace(Metric::InstanceDisk).ok();
    // Full figures are rounded down, so that 90 is not said before it is true.
    let fullest = measured.map(|(_, last)| last.value.floor());
    let Some(most) = said.into_iter().chain(fullest).reduce(f64::max) else {
        return Verdict::Unknown(Gap::NotMeasured);
    };
    if most < warning {
        return Verdict::Fine;
    }
    let said = said.map(|said| Evidence::field("used_storage_space", percent(said), facts.seen));
    let seen =
        measured.map(|(_, last)| Evidence::figure(Metric::InstanceDisk, last.value, last.at));
    let evidence = said.into_iter().chain(seen);
    let evidence = evidence.map(|one| one.against(percent(warning)));
    let mut found = look.found(evidence.collect());
    if most < facts.thresholds.storage_critical {
        found.severity = Severity::Warning;
    }
    let since = measured.and_then(|(trace, _)| trace.holds_since(|value| value >= warning));
    let found = found.since(since).says(Slot::Value, percent(most));
    let grows = facts.expansion.filter(|expansion| expansion.on);
    Verdict::Holds(match grows.and_then(|expansion| expansion.threshold) {
        Some(threshold) => found
            .says(Slot::Limit, percent(threshold as f64))
            .variant(Some(Variant::StorageGrows)),
        None => found,
    })
}
