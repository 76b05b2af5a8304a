//! What the status of an instance says.

use super::{Evidence, Look, Slot, Value, Variant, Verdict};
use crate::model::{Instance, Status};

pub fn failed(look: &Look<'_>) -> Verdict {
    let instance = look.facts.instance;
    let status = match &instance.status {
        Some(status @ (Status::CreateFailed | Status::Error | Status::ExtendedFailed)) => status,
        Some(_) | None => return Verdict::Nothing,
    };
    let said = Value::Status(status.clone());
    let seen = look.facts.seen;
    let mut evidence = vec![Evidence::field("status", said.clone(), seen)];
    let code = instance.error_code.clone().map(Value::FailureCode);
    evidence.extend(
        code.clone()
            .map(|code| Evidence::field("error_code", code, seen)),
    );
    let found = look.found(evidence).says(Slot::Name, said);
    Verdict::Holds(match code {
        Some(code) => found
            .says(Slot::Value, code)
            .variant(Some(Variant::FailedFor)),
        None => found,
    })
}

/// Between two statuses.
pub fn moving(look: &Look<'_>) -> Verdict {
    let instance = look.facts.instance;
    if !instance.status.as_ref().is_some_and(Status::is_passing) {
        return Verdict::Nothing;
    }
    let task = instance.task.as_ref().and_then(|task| task.name.clone());
    let found = look.found(vec![status(look, instance)]);
    Verdict::Holds(match task {
        Some(task) => found.says(Slot::Name, Value::Text(task)),
        None => found.variant(Some(Variant::UnderWay)),
    })
}

pub fn frozen(look: &Look<'_>) -> Verdict {
    match &look.facts.instance.status {
        Some(Status::Frozen | Status::Recycle) => {
            Verdict::Holds(look.found(vec![status(look, look.facts.instance)]))
        }
        Some(_) | None => Verdict::Nothing,
    }
}

pub fn unknown(look: &Look<'_>) -> Verdict {
    match &look.facts.instance.status {
        None | Some(Status::Deleted | Status::Other(_)) => {
            Verdict::Holds(look.found(vec![status(look, look.facts.instance)]))
        }
        Some(_) => Verdict::Nothing,
    }
}

fn status(look: &Look<'_>, instance: &Instance) -> Evidence {
    let word = instance.status.clone().map(Value::Status);
    let word = word.unwrap_or_else(|| Value::Text(String::new()));
    Evidence::field("status", word, look.facts.seen)
}
