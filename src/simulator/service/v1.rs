//! V1.0 of the API, on the same world: chapter 6 of the English reference and the Chinese one.
//!
//! What does not differ from V2 is done by the same functions. A field that V1 does not document
//! is refused, so that a client cannot send one in the belief that it does something.

pub mod create;

use serde_json::json;

use super::instances::{self, Filter};
use super::{named, rules};
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;
use crate::simulator::request::Call;
use crate::simulator::view;
use crate::simulator::world::World;

/// What can be changed (table 6-10; the Chinese table 5-10 lacks the last).
const MODIFY_FIELDS: [&str; 8] = [
    "name",
    "description",
    "maintain_begin",
    "maintain_end",
    "security_group_id",
    "enable_publicip",
    "publicip_id",
    "enterprise_project_id",
];

pub fn modify(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    call.fields()?.only(&MODIFY_FIELDS)?;
    instances::modify(world, call)
}

pub fn list_products(call: &Call<'_>) -> Result<Reply, Refusal> {
    rules::engine(call.parameter("engine").unwrap_or("rabbitmq"))?;
    Ok(Reply::ok(view::v1::products()))
}

/// The whole list: there are no pages (table 6-19).
pub fn list(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let filter = Filter::v1(call)?;
    let rows: Vec<_> = world
        .instances()
        .filter(|instance| filter.matches(instance))
        .map(|instance| view::v1::row(instance, world.now()))
        .collect();
    let count = rows.len();
    Ok(Reply::ok(
        json!({ "instances": rows, "instance_num": count }),
    ))
}

pub fn show(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    named(world, call).map(|instance| Reply::ok(view::v1::detail(instance, world.now())))
}
