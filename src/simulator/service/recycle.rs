//! The recycle bin. Beyond the reference: as official clients document it.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::batch;
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;
use crate::simulator::request::Call;
use crate::simulator::world::World;
use crate::simulator::world::bin::Recycled;
use crate::simulator::world::lifecycle::product_id;

/// The policy, and what is inside, of all engines.
pub fn show(world: &World) -> Reply {
    let rows: Vec<Value> = world.bin.inside.iter().map(row).collect();
    policy(world, json!(rows))
}

/// Changes what is given of the policy, for all that is deleted from now on.
pub fn change(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let fields = call.fields()?;
    let on = fields.flag("default_use_recycle")?;
    let days = fields.integer("retention_days")?;
    if days.is_some_and(|days| !(1..=7).contains(&days)) {
        return Err(Refusal {
            message: Cow::Borrowed("Invalid retention_days parameter in the request."),
            ..Refusal::PARAMETER
        });
    }
    let bin = &mut world.bin;
    (bin.on, bin.days) = (on.unwrap_or(bin.on), days.unwrap_or(bin.days));
    Ok(policy(world, Value::Null))
}

/// Starts to restore what is named, and says of each whether it could. One id that nobody knows
/// refuses them all.
pub fn restore(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let ids = call.fields()?.texts("instances")?.unwrap_or_default();
    batch::check(&ids)?;
    if ids.iter().any(|id| world.instance(id).is_none()) {
        return Err(Refusal {
            message: Cow::Borrowed("This DMS instance does not exist."),
            ..Refusal::NO_SUCH_INSTANCE
        });
    }
    let results: Vec<Value> = ids
        .iter()
        .map(|id| {
            let refusal = restorable(world, id).err();
            let job = refusal.is_none().then(|| world.begin_restore(id));
            let reason = refusal.map(|refusal| refusal.message);
            json!({ "instance_id": id, "job_id": job, "error_msg": reason })
        })
        .collect();
    Ok(Reply::ok(json!({ "results": results })))
}

fn restorable(world: &World, id: &str) -> Result<(), Refusal> {
    let mut inside = world.bin.inside.iter();
    let recycled = inside.find(|each| each.instance.id == id);
    let recycled = recycled.ok_or(Refusal::STATUS)?;
    let instance = &recycled.instance;
    if recycled.is_broken() {
        Err(Refusal::INTERNAL)
    } else if world.named(&instance.name).is_some() || world.ordered(&instance.name).is_some() {
        Err(Refusal::DUPLICATE_NAME)
    } else if instance.engine == "rabbitmq" && world.used(instance.engine) >= world.quota() {
        Err(Refusal::QUOTA)
    } else {
        Ok(())
    }
}

fn policy(world: &World, rows: Value) -> Reply {
    Reply::ok(json!({
        "default_use_recycle": world.bin.on,
        "retention_days": world.bin.days,
        "recycle_instances": rows,
    }))
}

fn row(recycled: &Recycled) -> Value {
    let instance = &recycled.instance;
    let broken = recycled.is_broken();
    json!({
        "instance_id": instance.id,
        "name": instance.name,
        "engine": instance.engine,
        "status": if broken { "ERROR" } else { "RECYCLE" },
        "product_id": product_id(&instance.flavor, instance.brokers),
        "in_recycle_time": recycled.since.as_millisecond(),
        "auto_delete_time": recycled.until().as_millisecond(),
        "save_time": recycled.days,
        "cost_per_hour": 0.0,
        "error_message": broken.then_some(Refusal::INTERNAL.message),
    })
}
