//! Tasks that failed, or take too long.

use super::{Evidence, Gap, Look, Slot, Value, Variant, Verdict};
use crate::figures::MINUTE;
use crate::model::{Task, TaskStatus};

/// So many tasks of a kind must have ended for their times to say what is usual.
const ENOUGH: usize = 5;

/// Its newest task is a failed one.
pub fn failed(look: &Look<'_>) -> Verdict {
    let facts = look.facts;
    let current = facts.instance.task.as_ref();
    let failed = current.filter(|task| task.status == Some(TaskStatus::Failed));
    let failed = failed.map(|task| task.name.as_deref().unwrap_or_default());
    let Some(name) = failed.or(facts.failed_task) else {
        return Verdict::Nothing;
    };
    let status = Value::Text(TaskStatus::Failed.word().to_owned());
    let found = look.found(vec![Evidence::field("task.status", status, facts.seen)]);
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
    for task in tasks.iter().filter(|task| task.is_under_way()) {
        let Some(begun) = task.created_at else {
            continue;
        };
        let usual = usual(tasks, &task.name);
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
    Verdict::Nothing
}

/// How long such a task takes at most, ms: half as long again as nineteen of twenty of them did, or
/// what is usual in general.
fn usual(tasks: &[Task], name: &str) -> i64 {
    let ended = tasks
        .iter()
        .filter(|task| task.name == name && task.status.as_ref().is_some_and(TaskStatus::is_final));
    let took = ended.filter_map(|task| Some(task.updated_at?.saturating_sub(task.created_at?)));
    let mut took: Vec<i64> = took.filter(|ms| *ms >= 0).collect();
    took.sort_unstable();
    match took.get((took.len() * 95).div_ceil(100).saturating_sub(1)) {
        Some(most) if took.len() >= ENOUGH => (most + most / 2).max(MINUTE),
        Some(_) | None => in_general(name),
    }
}

/// How long the official Terraform provider waits for it: 15 minutes to delete, 50 for anything
/// else that it does to an instance. Restarts and what is smaller take a few.
fn in_general(name: &str) -> i64 {
    let name = name.to_ascii_lowercase();
    let is = |word: &str| name.contains(word);
    let minutes = match () {
        () if is("delete") || is("restart") || is("start") => 15,
        () if is("password") || is("publicip") || is("plugin") => 15,
        () => 50,
    };
    minutes * MINUTE
}
