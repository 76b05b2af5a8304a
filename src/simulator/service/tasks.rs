//! Background tasks of an instance.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::{named, rules};
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;
use crate::simulator::request::Call;
use crate::simulator::view;
use crate::simulator::world::World;
use crate::simulator::world::instance::Instance;
use crate::simulator::world::task::Task;

/// 4.4.1: tasks, newest first. `start` counts from 1; the count comes as text.
pub fn list(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let start = call.number("start", 1..=usize::MAX, 1)?;
    let limit = call.number("limit", 1..=100, 10)?;
    let begin = moment(call, "begin_time")?.unwrap_or(Timestamp::MIN);
    let end = moment(call, "end_time")?.unwrap_or(Timestamp::MAX);
    let instance = named(world, call)?;
    let wanted = |task: &&Task| (begin..=end).contains(&task.created);
    let tasks: Vec<&Task> = instance.tasks.iter().rev().filter(wanted).collect();
    let page = tasks
        .iter()
        .skip(start - 1)
        .take(limit)
        .map(|task| view::task(task))
        .collect();
    Ok(answer(tasks.len(), page))
}

/// 4.4.2: one task, in the shape of a list.
pub fn show(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let task = find(named(world, call)?, &call.names.task)?;
    Ok(answer(1, vec![view::task(task)]))
}

/// 4.4.3: removes the record of a task that has ended.
pub fn delete(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let task = find(named(world, call)?, &call.names.task)?;
    Refusal::TASK_RUNNING.unless(task.status.is_final())?;
    if let Some(instance) = world.instance_mut(&call.names.instance) {
        instance.tasks.retain(|task| task.id != call.names.task);
    }
    Ok(Reply::no_content())
}

fn find<'a>(instance: &'a Instance, id: &str) -> Result<&'a Task, Refusal> {
    rules::task_id(id)?;
    instance
        .tasks
        .iter()
        .find(|task| task.id == id)
        .ok_or(Refusal::NO_SUCH_RESOURCE)
}

fn answer(count: usize, tasks: Vec<Value>) -> Reply {
    Reply::ok(json!({ "task_count": count.to_string(), "tasks": tasks }))
}

/// A time filter, `YYYYMMDDHHmmss` in UTC.
fn moment(call: &Call<'_>, key: &str) -> Result<Option<Timestamp>, Refusal> {
    let Some(text) = call.parameter(key) else {
        return Ok(None);
    };
    let civil = DateTime::strptime("%Y%m%d%H%M%S", text).map_err(|_| Refusal::TIMESTAMP)?;
    TimeZone::UTC
        .to_timestamp(civil)
        .map(Some)
        .map_err(|_| Refusal::TIMESTAMP)
}
