//! How well an instance is known: whether it is there, how old what is known of it is, and what of
//! it could not be read.

use super::{Evidence, Gap, Look, Presence, Slot, Value, Variant, Verdict, Watch};
use crate::figures::{MINUTE, USABLE};
use crate::model::{EpochMs, Metric, Status};

/// An instance begins to report some minutes after it was created.
const FIRST_FIGURES: i64 = 30 * MINUTE;

pub fn gone(look: &Look<'_>) -> Verdict {
    found_if(look, look.facts.presence == Presence::Gone, "presence")
}

/// The service drops an instance from the list while it is still being deleted.
pub fn missing(look: &Look<'_>) -> Verdict {
    let deleting = look.facts.instance.status == Some(Status::Deleting);
    let missing = look.facts.presence == Presence::Missing && !deleting;
    found_if(look, missing, "presence")
}

pub fn ordered(look: &Look<'_>) -> Verdict {
    found_if(look, look.facts.presence == Presence::Ordered, "presence")
}

/// What is known of it is too old. How old is told by the clock on the wall.
pub fn stale(look: &Look<'_>) -> Verdict {
    let Some(age) = look.facts.stale else {
        return Verdict::Nothing;
    };
    let age = Value::Time(i64::try_from(age.as_millis()).unwrap_or(i64::MAX));
    let seen = Evidence::field("age", age.clone(), look.facts.seen);
    let found = look.found(vec![seen]).since(Some(look.facts.seen));
    Verdict::Holds(found.says(Slot::Time, age))
}

pub fn denied(look: &Look<'_>) -> Verdict {
    let Some(operation) = look.facts.denied.filter(|_| look.facts.stale.is_some()) else {
        return Verdict::Nothing;
    };
    let right = Value::Text(operation.to_owned());
    let seen = Evidence::field("permission", right.clone(), look.facts.seen);
    Verdict::Holds(look.found(vec![seen]).says(Slot::Name, right))
}

pub fn unreadable(look: &Look<'_>) -> Verdict {
    let unreadable = &look.facts.instance.unreadable;
    if unreadable.is_empty() {
        return Verdict::Nothing;
    }
    let fields = Value::Text(unreadable.join(", "));
    let seen = Evidence::field("unreadable", fields, look.facts.seen);
    let found = look.found(vec![seen]);
    Verdict::Holds(found.says(Slot::Value, Value::Fields(unreadable.len())))
}

/// It runs, others of its scope report figures, and it does not.
pub fn silent(look: &Look<'_>) -> Verdict {
    let facts = look.facts;
    let runs = facts.instance.status == Some(Status::Running);
    let gap = match facts.watch.values {
        Watch::Read => None,
        Watch::Off => Some(Gap::Off),
        Watch::NotAsked => Some(Gap::NotAsked),
        Watch::Denied => Some(Gap::Denied),
        Watch::Failing(_) => Some(Gap::Failing),
    };
    if let Some(gap) = gap {
        return Verdict::Unknown(gap);
    }
    let others = facts.newest_of_scope.map(|at| at.saturating_add(USABLE));
    let report = others.is_some_and(|until| look.now() <= until);
    if !runs || !report || facts.figures.asked().is_none() {
        return Verdict::Nothing;
    }
    if let Some(until) = others {
        look.turns(until.saturating_add(1));
    }
    let newest = facts.figures.newest();
    let expected = first_figure(look).max(newest);
    let due = expected.map(|at| at.saturating_add(USABLE));
    match due {
        Some(due) if look.now() <= due => {
            look.turns(due.saturating_add(1));
            return Verdict::Fine;
        }
        Some(_) | None => {}
    }
    let age = Value::Time(newest.map_or(0, |at| look.now().saturating_sub(at)));
    let seen = Evidence {
        at: newest,
        ..Evidence::field(Metric::Connections.name(), age.clone(), look.now())
    };
    let found = look.found(vec![seen.against(Value::Time(USABLE))]);
    let found = found.since(newest.map(|at| at.saturating_add(MINUTE)));
    let never = newest.is_none().then_some(Variant::NeverReported);
    Verdict::Holds(found.says(Slot::Time, age).variant(never))
}

/// When it should have begun to report, if it was made or changed not long ago.
fn first_figure(look: &Look<'_>) -> Option<EpochMs> {
    let made = look.facts.instance.created_at;
    let made = made.map(|at| at.saturating_add(FIRST_FIGURES - USABLE));
    made.max(look.facts.settled)
}

/// A finding by what is known of its presence.
fn found_if(look: &Look<'_>, holds: bool, field: &'static str) -> Verdict {
    if !holds {
        return Verdict::Nothing;
    }
    let presence = match look.facts.presence {
        Presence::Listed => "listed",
        Presence::Ordered => "ordered",
        Presence::Missing => "missing",
        Presence::Gone => "gone",
    };
    let seen = Evidence::field(field, Value::Text(presence.to_owned()), look.facts.seen);
    Verdict::Holds(look.found(vec![seen]))
}
