//! The service's answers: each operation checks what it was asked, changes the world, and says so.
//!
//! Start at [`answer`]; every operation is one function in a file named after what it is about.
//! The checks are [`rules`].

pub mod batch;
pub mod create;
pub mod extend;
pub mod instances;
pub mod plugins;
pub mod rules;
pub mod tags;
pub mod tasks;
pub mod v1;

use super::operation::{Operation, Version};
use super::refusal::Refusal;
use super::reply::Reply;
use super::request::Call;
use super::view;
use super::world::World;
use super::world::instance::{Charging, Instance, Status};

/// Answers a call of the message service. IAM's operations are not its own; it knows no such URL.
pub fn answer(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.names.version {
        Version::V1 => v1::answer(world, call),
        Version::V2 => answer_v2(world, call),
    }
}

fn answer_v2(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.operation {
        Operation::CreateInstance => create::create(world, call),
        Operation::ListInstances => instances::list(world, call),
        Operation::ShowInstance => instances::show(world, call),
        Operation::DeleteInstance => instances::delete(world, call),
        Operation::ModifyInstance => instances::modify(world, call),
        Operation::BatchInstances => batch::act(world, call),
        Operation::ResetPassword => instances::reset_password(world, call),
        Operation::ListPlugins => plugins::list(world, call),
        Operation::SwitchPlugins => plugins::switch(world, call),
        Operation::ShowExtension => extend::show(world, call),
        Operation::ExtendInstance => extend::extend(world, call),
        Operation::ListTasks => tasks::list(world, call),
        Operation::ShowTask => tasks::show(world, call),
        Operation::DeleteTask => tasks::delete(world, call),
        Operation::ChangeTags => tags::change(world, call),
        Operation::ListTags => tags::list(world, call),
        Operation::ListProjectTags => Ok(tags::list_project(world)),
        Operation::ListWindows => Ok(Reply::ok(view::windows())),
        Operation::ListZones => Ok(Reply::ok(view::zones(call.region))),
        Operation::ListProducts => list_products(call),
        Operation::IssueToken
        | Operation::ListProjects
        | Operation::LendKeys
        | Operation::BeginSession
        | Operation::MachineKeys => Err(Refusal::NO_SUCH_RESOURCE),
    }
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
