//! The service's answers: each operation checks what it was asked, changes the world, and says so.
//!
//! Start at [`answer`]; every operation is one function in a file named after what it is about.
//! The checks are [`rules`].

pub mod auto_expand;
pub mod batch;
pub mod create;
pub mod extend;
pub mod instances;
pub mod plugins;
pub mod recycle;
pub mod rules;
pub mod tags;
pub mod tasks;
pub mod v1;

use serde_json::json;

use super::operation::{Operation, Version};
use super::refusal::Refusal;
use super::reply::Reply;
use super::request::Call;
use super::view;
use super::world::instance::{Charging, Instance, Status};
use super::world::{DEFAULT_QUOTA, World};

/// Answers a call of the message service. IAM's operations are not its own; it knows no such URL.
/// What V1 does not have has no address there, so only what both have looks at the version.
pub fn answer(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let version = call.names.version;
    match (call.operation, version) {
        (Operation::CreateInstance, _) => create(world, call),
        (Operation::ListInstances, Version::V1) => v1::list(world, call),
        (Operation::ListInstances, Version::V2) => instances::list(world, call),
        (Operation::ShowInstance, Version::V1) => v1::show(world, call),
        (Operation::ShowInstance, Version::V2) => instances::show(world, call),
        (Operation::DeleteInstance, _) => instances::delete(world, call),
        (Operation::ModifyInstance, Version::V1) => v1::modify(world, call),
        (Operation::ModifyInstance, Version::V2) => instances::modify(world, call),
        (Operation::BatchInstances, _) => batch::act(world, call),
        (Operation::ResetPassword, _) => instances::reset_password(world, call),
        (Operation::ListPlugins, _) => plugins::list(world, call),
        (Operation::SwitchPlugins, _) => plugins::switch(world, call),
        (Operation::ShowExtension, _) => extend::show(world, call),
        (Operation::ExtendInstance, _) => extend::extend(world, call),
        (Operation::ListTasks, _) => tasks::list(world, call),
        (Operation::ShowTask, _) => tasks::show(world, call),
        (Operation::DeleteTask, _) => tasks::delete(world, call),
        (Operation::ChangeTags, _) => tags::change(world, call),
        (Operation::ListTags, _) => tags::list(world, call),
        (Operation::ListProjectTags, _) => Ok(tags::list_project(world)),
        (Operation::ListWindows, _) => Ok(Reply::ok(view::windows())),
        (Operation::ListZones, Version::V1) => Ok(Reply::ok(view::v1::zones(call.region))),
        (Operation::ListZones, Version::V2) => Ok(Reply::ok(view::zones(call.region))),
        (Operation::ListProducts, Version::V1) => v1::list_products(call),
        (Operation::ListProducts, Version::V2) => list_products(call),
        (Operation::ListQuotas, _) => Ok(list_quotas(world)),
        (Operation::ShowAutoExpand, _) => auto_expand::show(world, call),
        (Operation::ChangeAutoExpand, _) => auto_expand::change(world, call),
        (Operation::ShowRecycle, _) => Ok(recycle::show(world)),
        (Operation::Restore, _) => recycle::restore(world, call),
        (Operation::ChangeRecyclePolicy, _) => recycle::change(world, call),
        (
            Operation::IssueToken
            | Operation::ListProjects
            | Operation::LendKeys
            | Operation::BeginSession
            | Operation::MachineKeys,
            _,
        ) => Err(Refusal::NO_SUCH_RESOURCE),
    }
}

/// Creates an instance if the quota has room for one more, whatever else the request says.
fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    if world.used("rabbitmq") >= world.quota() {
        return Err(Refusal::QUOTA);
    }
    match call.names.version {
        Version::V1 => v1::create::create(world, call),
        Version::V2 => create::create(world, call),
    }
}

/// What the project may have and has. Of tags the quota is that of one instance, and the share
/// that is used means nothing.
fn list_quotas(world: &World) -> Reply {
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

fn list_products(call: &Call<'_>) -> Result<Reply, Refusal> {
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
    if instance.status != Status::Running {
        return Err(Refusal::STATUS);
    }
    idle(instance)
}

/// The instance, unless a background task of it has not ended.
fn idle(instance: &Instance) -> Result<&Instance, Refusal> {
    match instance.running_task() {
        Some(_) => Err(Refusal::TASK_RUNNING),
        None => Ok(instance),
    }
}

/// Whether an instance can be deleted: pay-per-use and at rest (a yearly or monthly one is given
/// up by cancelling its order; the service has no code of its own for that).
fn deletable(instance: &Instance) -> Result<(), Refusal> {
    if matches!(instance.charging, Charging::Prepaid { .. }) {
        return Err(Refusal::STATUS);
    }
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
