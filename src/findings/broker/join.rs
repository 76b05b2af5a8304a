//! What the broker says and what Cloud Eye says of the same, as one finding.

use super::{Signs, Symptom};
use crate::figures::MINUTE;
use crate::findings::{
    Clock, Code, Evidence, Finding, Gap, Look, Severity, Slot, Source, Value, Variant, Verdict,
};
use crate::model::{EpochMs, Metric, Status, Unit};

/// Symptoms that evidence is given of.
const TOLD: usize = 3;

/// What only the broker can say: nothing of it by anybody else.
pub fn alone(look: &Look<'_>) -> Verdict {
    let Some(broker) = look.facts.broker else {
        return Verdict::Unknown(Gap::BrokerNotRead);
    };
    match broker.signs(look.code) {
        Some(signs) if signs.is_current(look.facts.clock.wall) => fine(signs),
        Some(_) => Verdict::Unknown(Gap::BrokerOld),
        None if broker.is_read() => Verdict::Unknown(Gap::BrokerUntold),
        None => Verdict::Unknown(Gap::BrokerNotRead),
    }
}

/// The verdict of the others with that of the broker, which knows which one it is and says so at
/// once. Where they say otherwise of the same time, that is said.
#[inline]
pub fn joined(look: &Look<'_>, others: Verdict) -> Verdict {
    // Of most nothing was read.
    match look.facts.broker.and_then(|broker| broker.signs(look.code)) {
        Some(signs) if signs.is_current(look.facts.clock.wall) => join(look, signs, others),
        Some(_) | None => others,
    }
}

fn join(look: &Look<'_>, signs: &Signs, others: Verdict) -> Verdict {
    let clock = look.facts.clock;
    let ahead = clock.eye.saturating_sub(clock.wall);
    let until = signs.at.saturating_add(super::CURRENT + 1);
    look.turns(until.saturating_add(ahead));
    let status = look.facts.instance.status.as_ref();
    if status.is_some_and(Status::is_down_by_plan) {
        return Verdict::Unknown(Gap::DownByPlan);
    }
    match (of_all(look.code, signs, ahead), others) {
        (Some(found), Verdict::Holds(by_eye)) => Verdict::Holds(with(found, &by_eye)),
        (Some(found), Verdict::Fine) => Verdict::Holds(against(look, found, clock)),
        // What Cloud Eye sees come to its end is older than what the broker says.
        (Some(found), Verdict::Over(_) | Verdict::Nothing | Verdict::Unknown(_)) => {
            Verdict::Holds(found)
        }
        (None, Verdict::Holds(by_eye)) if says_the_same(look.code) && signs.all.is_empty() => {
            denied(by_eye, signs, clock)
        }
        (None, Verdict::Unknown(_)) => fine(signs),
        (None, others) => others,
    }
}

/// Nothing of it is wrong, once it was watched for long enough to say so.
fn fine(signs: &Signs) -> Verdict {
    match signs.left() {
        0 => Verdict::Fine,
        _ => Verdict::Unknown(Gap::Watching),
    }
}

/// Whether what the broker says of it is the same that Cloud Eye measures, and not more or less.
fn says_the_same(code: Code) -> bool {
    measured(code).is_some()
}

/// The metric by which Cloud Eye sees just what the broker says.
fn measured(code: Code) -> Option<Metric> {
    const SAME: [(Code, Metric); 4] = [
        (Code::MemoryAlarm, Metric::MemoryAlarm),
        (Code::DiskAlarm, Metric::DiskAlarm),
        (Code::NodeDown, Metric::Alive),
        (Code::NoMajority, Metric::Alive),
    ];
    let same = SAME.iter().find(|(known, _)| *known == code);
    same.map(|(_, metric)| *metric)
}

/// One finding of all that has been so for long enough: the worst, and how many more there are.
fn of_all(code: Code, signs: &Signs, ahead: i64) -> Option<Finding> {
    let mut held: Vec<&Symptom> = signs.held().collect();
    held.sort_by(|one, other| {
        let order = one.severity.cmp(&other.severity);
        order.then_with(|| other.level.total_cmp(&one.level))
    });
    let worst = held.first()?;
    let mut found = worst.finding();
    found.evidence = held
        .iter()
        .take(TOLD)
        .flat_map(|one| one.evidence.clone())
        .collect();
    let since = held.iter().map(|one| one.since).min();
    let ahead = match code.source() {
        Source::CloudEye => ahead,
        Source::Service | Source::Broker => 0,
    };
    found.since = since.map(|since| since.saturating_add(ahead));
    let more = held.len() - 1;
    let named = found.get(Slot::Name).is_some();
    if named && more > 0 {
        let nodes = Value::Nodes(held.len());
        let name = found.says.iter_mut().find(|(slot, _)| *slot == Slot::Name);
        if let Some((_, name)) = name {
            *name = nodes;
        }
    }
    let subject = worst.subject.label().filter(|_| !named);
    Some(match subject {
        Some(subject) if more > 0 => {
            found.says(Slot::Subject, Value::Text(format!("{subject} +{more}")))
        }
        Some(subject) => found.says(Slot::Subject, Value::Text(subject)),
        None => found,
    })
}

/// Both say so: by what each sees it, and since when the first of them does.
fn with(mut found: Finding, by_eye: &Finding) -> Finding {
    found.since = found.since.into_iter().chain(by_eye.since).min();
    found.evidence.extend(by_eye.evidence.iter().cloned());
    found
}

/// The broker says so. Cloud Eye is minutes behind; where it says otherwise of a time since, both
/// are told.
fn against(look: &Look<'_>, found: Finding, clock: Clock) -> Finding {
    let Some(metric) = measured(look.code) else {
        return found;
    };
    let nodes = look.nodes(metric).unwrap_or_default().into_iter();
    let Some((node, _, last)) = nodes.max_by_key(|(.., last)| last.at) else {
        return found;
    };
    if found.since.is_none_or(|since| last.at <= since + MINUTE) {
        return found;
    }
    let broker = found.evidence.iter().filter_map(|seen| seen.at).max();
    let said = Evidence::figure(metric, last.value, last.at).of(&node.name);
    let ages = (broker, Some(last.at));
    let mut found = disputed(found, ages, clock, Variant::CloudEyeDenies);
    found.evidence.push(said);
    found
}

/// Cloud Eye says so, the broker not. What the broker says is newer: it is over, unless Cloud Eye
/// says so of a time at which the broker said otherwise already.
fn denied(found: Finding, signs: &Signs, clock: Clock) -> Verdict {
    let ahead = clock.eye.saturating_sub(clock.wall);
    let newest = found.evidence.iter().filter_map(|seen| seen.at).max();
    let clear = signs.clear.map(|clear| clear.saturating_add(ahead));
    let contradicts = newest.zip(clear).is_some_and(|(seen, clear)| seen > clear);
    if !contradicts {
        return Verdict::Fine;
    }
    let ages = (Some(signs.at), newest);
    let mut found = disputed(found, ages, clock, Variant::BrokerDenies);
    found.severity = Severity::Warning;
    let none = Value::Figure(0.0, Unit::Count);
    found
        .evidence
        .push(Evidence::broker("alarm", none, signs.at));
    Verdict::Holds(found)
}

/// It is said by one and denied by the other: how old what each says is.
fn disputed(
    found: Finding,
    (broker, eye): (Option<EpochMs>, Option<EpochMs>),
    clock: Clock,
    variant: Variant,
) -> Finding {
    let age = |at: Option<EpochMs>, now: EpochMs| {
        Value::Time(at.map_or(0, |at| now.saturating_sub(at).max(0)))
    };
    let code = found.code;
    let found = Finding {
        variant: Some(variant),
        ..found
    };
    let says = |mut found: Finding, slot: Slot, value: Value| {
        found.says.retain(|(known, _)| *known != slot);
        found.says(slot, value)
    };
    let found = says(found, Slot::Value, Value::Code(code));
    let found = says(found, Slot::Time, age(eye, clock.eye));
    says(found, Slot::Was, age(broker, clock.wall))
}
