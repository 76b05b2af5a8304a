//! Alarms of Cloud Eye: rules of the user's that fire for the instance.

use super::{Evidence, Gap, Look, Severity, Slot, Source, Value, Variant, Verdict, Watch};
use crate::figures::USABLE;
use crate::model::{Alarm, AlarmLevel, EpochMs, Metric, Unit};

/// Alarms that are shown as evidence, the worst first.
const MOST: usize = 5;

pub fn fires(look: &Look<'_>) -> Verdict {
    let known = look.facts.alarms;
    let known = known.filter(|known| look.now() <= known.at.saturating_add(USABLE));
    let Some(known) = known else {
        return Verdict::Unknown(gap(look));
    };
    let mut firing: Vec<&Alarm> = known.firing.iter().collect();
    firing.sort_by_key(|alarm| (alarm.level, alarm.since));
    let Some(worst) = firing.first() else {
        return Verdict::Fine;
    };
    look.turns(known.at.saturating_add(USABLE + 1));
    let shown = firing.iter().take(MOST);
    let evidence = shown.flat_map(|alarm| seen(alarm, known.at)).collect();
    let (severity, variant) = match worst.level {
        AlarmLevel::Critical => (Severity::Critical, Some(Variant::AlarmCritical)),
        AlarmLevel::Major => (Severity::Warning, None),
        AlarmLevel::Minor => (Severity::Warning, Some(Variant::AlarmMinor)),
        AlarmLevel::Info => (Severity::Warning, Some(Variant::AlarmInfo)),
    };
    let mut found = look.found(evidence).since(worst.since);
    found.severity = severity;
    let found = found.variant(variant);
    Verdict::Holds(found.says(Slot::Name, Value::Text(worst.rule.clone())))
}

/// The rule, and what it looks at.
fn seen(alarm: &Alarm, at: EpochMs) -> [Evidence; 2] {
    let of = |name, value| Evidence {
        source: Source::CloudEye,
        name,
        part: None,
        value,
        threshold: None,
        at: Some(at),
    };
    let rule = of("alarm_rule", Value::Text(alarm.rule.clone()));
    let known: Option<Metric> = alarm.metric.parse().ok();
    let unit = known.map_or(Unit::Count, Metric::unit);
    let figure = |value| Value::Figure(value, unit);
    let metric = match (known, alarm.value) {
        (Some(metric), Some(value)) => of(metric.name(), figure(value)),
        (Some(_), None) | (None, _) => of("alarm_metric", Value::Text(alarm.metric.clone())),
    };
    let metric = Evidence {
        part: alarm.part.clone(),
        threshold: alarm.threshold.map(figure),
        ..metric
    };
    [rule, metric]
}

fn gap(look: &Look<'_>) -> Gap {
    match look.facts.watch.alarms {
        Watch::Off => Gap::Off,
        Watch::NotAsked | Watch::Read => Gap::AlarmsNotAsked,
        Watch::Denied => Gap::AlarmsDenied,
        Watch::Failing(_) => Gap::AlarmsFailing,
    }
}
