//! The service's answers: each operation checks what it was asked, changes the world, and says so.
//!
//! Every operation of the table is one function in a file named after what it is about. The checks
//! are [`rules`].

pub mod auto_expand;
pub mod batch;
pub mod create;
pub mod extend;
pub mod hierarchy;
pub mod instances;
pub mod plugins;
pub mod recycle;
pub mod rules;
pub mod tags;
pub mod tasks;
pub mod topology;
pub mod v1;

use serde_json::json;

use super::operation::Version;
use super::refusal::Refusal;
use super::reply::Reply;
use super::request::Call;
use super::view;
use super::world::instance::{Charging, Instance, Status};
use super::world::{DEFAULT_QUOTA, World};

/// Creates an instance if the quota has room for one more, whatever else the request says.
pub fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    Refusal::QUOTA.when(world.used("rabbitmq") >= world.quota())?;
    match call.names.version {
        Version::V1 => v1::create::create(world, call),
        Version::V2 => create::create(world, call),
    }
}

/// What the project may have and has. Of tags the quota is that of one instance, and the share
/// that is used means nothing.
pub fn list_quotas(world: &World) -> Reply {
    let quota =
        |kind: &str, quota: u32, used: u32| json!({ "type": kind, "quota": quota, "used": used });
    let other = |kind: &str, engine: &str| quota(kind, DEFAULT_QUOTA, world.used(engine));
    let resources = [
        quota("rabbitmqInstance", world.quota(), world.used("rabbitmq")),
        other("kafkaInstance", "kafka"),
        other("rocketmqInstance", "rocketmq"),
        quota("tags", 20, 0),
    ];
    Reply::ok(json!({ "quotas": { "resources": resources } }))
}

pub fn list_products(call: &Call<'_>) -> Result<Reply, Refusal> {
    rules::engine(&call.names.engine)?;
    Ok(Reply::ok(view::products(call.parameter("product_id"))))
}

/// The instance a path names.
fn named<'a>(world: &'a World, call: &Call<'_>) -> Result<&'a Instance, Refusal> {
    rules::instance_id(&call.names.instance)?;
    world
        .instance(&call.names.instance)
        .ok_or(Refusal::NO_SUCH_INSTANCE)
}

/// The instance a path names, if it runs and nothing is going on with it.
fn running<'a>(world: &'a World, call: &Call<'_>) -> Result<&'a Instance, Refusal> {
    let instance = named(world, call)?;
    Refusal::STATUS.when(instance.status != Status::Running)?;
    idle(instance)
}

/// The instance, unless a background task of it has not ended.
fn idle(instance: &Instance) -> Result<&Instance, Refusal> {
    Refusal::TASK_RUNNING.when(instance.running_task().is_some())?;
    Ok(instance)
}

/// Whether an instance can be deleted: pay-per-use and at rest (a yearly or monthly one is given
/// up by cancelling its order; the service has no code of its own for that).
fn deletable(instance: &Instance) -> Result<(), Refusal> {
    Refusal::STATUS.when(matches!(instance.charging, Charging::Prepaid { .. }))?;
    match instance.status {
        Status::Creating | Status::Starting | Status::Stopping | Status::Restarting => {
            Err(Refusal::NOT_DELETABLE)
        }
        Status::Running
        | Status::Error
        | Status::Frozen
        | Status::CreateFailed
        | Status::ExtendedFailed => idle(instance).map(|_| ()),
        Status::Extending
        | Status::Freezing
        | Status::Upgrading
        | Status::RollingBack
        | Status::Deleting
        | Status::Recycle
        | Status::Other(_) => Err(Refusal::STATUS),
    }
}

/// Whether an instance can be restarted.
fn restartable(instance: &Instance) -> Result<(), Refusal> {
    match instance.status {
        Status::Running | Status::Error => idle(instance).map(|_| ()),
        _ => Err(Refusal::STATUS),
    }
}
