//! Deleting, and restarting, several instances at once.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{deletable, restartable, rules};
use crate::simulator::operation::Version;
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;
use crate::simulator::request::Call;
use crate::simulator::world::World;
use crate::simulator::world::instance::{Instance, Status};

/// How many instances one call may name.
const MOST: usize = 50;

#[derive(Clone, Copy)]
enum Action {
    Delete,
    /// Documented for V1 (Chinese reference, table 5-15). Not in the V2 reference, but in its error
    /// DMS.00400064, and in what official clients send.
    Restart,
}

/// 4.1.6, and 6.1.1.5 of V1: acts on each instance named, and says of each whether it was accepted; or deletes all
/// whose creation failed.
pub fn act(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let fields = call.fields()?;
    let action = match fields.text("action")? {
        Some("delete") => Action::Delete,
        Some("restart") => Action::Restart,
        _ => return Err(Refusal::BATCH_ACTION),
    };
    let force = fields.flag("force_delete")? == Some(true);
    let (all_failed, done) = match call.names.version {
        Version::V1 => (fields.text("allFailure")? == Some("true"), Reply::empty()),
        Version::V2 => (
            fields.text("all_failure")? == Some("rabbitmq"),
            Reply::no_content(),
        ),
    };
    if let (true, Action::Delete) = (all_failed, action) {
        delete_failed(world, force);
        return Ok(done);
    }
    let ids = fields.texts("instances")?.unwrap_or_default();
    check(&ids)?;
    let results: Vec<Value> = ids
        .iter()
        .map(|id| {
            let result = match apply(world, action, id, force) {
                true => "success",
                false => "failed",
            };
            json!({ "result": result, "instance": id })
        })
        .collect();
    Ok(Reply::ok(json!({ "results": results })))
}

pub(super) fn check(ids: &[String]) -> Result<(), Refusal> {
    Refusal::BATCH_EMPTY.when(ids.is_empty())?;
    Refusal::BATCH_TOO_LONG.when(ids.len() > MOST)?;
    for id in ids {
        rules::instance_id(id)?;
    }
    let distinct: HashSet<_> = ids.iter().collect();
    Refusal::REPEATED_ID.when(distinct.len() < ids.len())
}

fn apply(world: &mut World, action: Action, id: &str, force: bool) -> bool {
    let Some(instance) = world.instance(id) else {
        return false;
    };
    let allowed = match action {
        Action::Delete => deletable(instance),
        Action::Restart => restartable(instance),
    };
    if allowed.is_err() {
        return false;
    }
    match action {
        Action::Delete => world.delete(id, force),
        Action::Restart => world.begin_restart(id),
    }
    true
}

fn delete_failed(world: &mut World, force: bool) {
    let failed = |instance: &&Instance| {
        instance.engine == "rabbitmq" && instance.status == Status::CreateFailed
    };
    let ids: Vec<_> = world
        .instances()
        .filter(failed)
        .map(|failed| failed.id.clone())
        .collect();
    for id in ids {
        world.delete(&id, force);
    }
}
