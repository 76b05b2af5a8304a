//! Plug-ins of an instance.

use serde_json::{Value, json};

use super::{named, running};
use crate::simulator::catalogue::AMQP_EDITION;
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;
use crate::simulator::request::Call;
use crate::simulator::view;
use crate::simulator::world::World;
use crate::simulator::world::instance::Instance;
use crate::simulator::world::task::TaskName;

/// 4.2.2: the plug-ins, and whether some are being switched.
pub fn list(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let instance = with_plugins(named(world, call)?)?;
    let modifying = instance
        .running_task()
        .is_some_and(|task| task.name == TaskName::ModifyInstancePlugins);
    let plugins: Vec<Value> = instance.plugins.iter().map(view::plugin).collect();
    Ok(Reply::ok(
        json!({ "plugins_modifying": modifying, "plugins": plugins }),
    ))
}

/// 4.2.3: starts to enable or disable plug-ins and says the task's id.
pub fn switch(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let instance = with_plugins(running(world, call)?)?;
    let fields = call.fields()?;
    let enable = fields.flag("enable")?.ok_or(Refusal::PARAMETER)?;
    let names = fields.needed("plugins", Refusal::PLUGIN)?;
    let names: Vec<_> = names
        .split(',')
        .map(|name| name.trim().to_owned())
        .collect();
    let known = |name: &String| instance.plugins.iter().any(|plugin| plugin.name == name);
    Refusal::PLUGIN.unless(names.iter().all(known))?;
    let job = world.begin_plugins(&call.names.instance, names, enable);
    Ok(Reply::ok(json!({ "job_id": job })))
}

/// The instance, unless its edition has no plug-ins.
fn with_plugins(instance: &Instance) -> Result<&Instance, Refusal> {
    Refusal::VERSION.when(instance.version == AMQP_EDITION)?;
    Ok(instance)
}
