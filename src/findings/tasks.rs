//! Tasks that failed, or take too long.

use super::{Evidence, Gap, Look, Slot, Value, Variant, Verdict};
use crate::model::TaskStatus;

/// Its newest task is a failed one.
pub fn failed(look: &Look<'_>) -> Verdict {
    let facts = look.facts;
    let current = facts.instance.task.as_ref();
    let listed = current.filter(|task| task.status == Some(TaskStatus::Failed));
    let listed = listed.map(|task| task.name.as_deref().unwrap_or_default());
    let read = facts.failed_task;
    let named = listed.filter(|name| !name.is_empty());
    let named = named.or(read.map(|task| task.name.as_str()));
    let Some(name) = named.or(listed) else {
        return Verdict::Nothing;
    };
    // The list does not say when; the newest task does, if that is the one.
    let same = read.filter(|task| task.name == name);
    let status = Value::Text(TaskStatus::Failed.word().to_owned());
    let found = look.found(vec![Evidence::field("task.status", status, facts.seen)]);
    let found = found.since(same.and_then(|task| task.at));
    Verdict::Holds(match name {
        "" => found.variant(Some(Variant::LastTaskFailed)),
        name => found.says(Slot::Name, Value::Text(name.to_owned())),
    })
}

/// A task that has not ended though others of its kind had by then.
pub fn stuck(look: &Look<'_>) -> Verdict {
    let Some(tasks) = look.facts.tasks else {
        return Verdict::Unknown(Gap::NoTasks);
    };
    let wall = look.facts.clock.wall;
    let ahead = look.now().saturating_sub(wall);
    let mut otherwise = Verdict::Nothing;
    for task in tasks.iter().filter(|task| task.is_under_way()) {
        let Some(begun) = task.created_at else {
            continue;
        };
        let Some(usual) = look.facts.times.usual(&task.name) else {
            otherwise = Verdict::Unknown(Gap::NoUsualTime);
            continue;
        };
        let usual = usual.late();
        let (late, elapsed) = (begun.saturating_add(usual), wall.saturating_sub(begun));
        if wall <= late {
            look.turns(late.saturating_add(ahead).saturating_add(1));
            continue;
        }
        let time = Evidence::field("task.created_at", Value::Time(elapsed), wall);
        let found = look.found(vec![time.against(Value::Time(usual))]);
        let found = found
            .since(Some(begun))
            .says(Slot::Time, Value::Time(elapsed));
        let found = found.says(Slot::Limit, Value::Time(usual));
        return Verdict::Holds(found.says(Slot::Name, Value::Text(task.name.clone())));
    }
    otherwise
}
