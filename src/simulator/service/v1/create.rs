//! Creating an instance by V1: every rule of table 6-2.

use serde_json::json;

use crate::simulator::catalogue::old::{DISK_PREFIX, OLD_DISKS, OLD_PRODUCTS, OLD_VERSION};
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;
use crate::simulator::request::{Call, Fields};
use crate::simulator::service::create::{known_as, made, zone};
use crate::simulator::service::rules;
use crate::simulator::world::World;
use crate::simulator::world::instance::{Hardware, Instance};

/// The fields of table 6-2.
const FIELDS: [&str; 19] = [
    "name",
    "description",
    "engine",
    "engine_version",
    "storage_space",
    "access_user",
    "password",
    "vpc_id",
    "security_group_id",
    "subnet_id",
    "available_zones",
    "product_id",
    "maintain_begin",
    "maintain_end",
    "enable_publicip",
    "publicip_id",
    "ssl_enable",
    "storage_spec_code",
    "enterprise_project_id",
];

/// Starts to create an instance and says its id.
pub fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let fields = call.fields()?;
    fields.only(&FIELDS)?;
    let instance = made(world, &fields, [identity, hardware, placement])?;
    let id = world.begin_create(instance);
    Ok(Reply::ok(json!({ "instance_id": id })))
}

fn identity(instance: &mut Instance, fields: &Fields) -> Result<(), Refusal> {
    known_as(instance, fields, rules::access_user_v1)?;
    rules::changed_name(&instance.name)
}

/// The product decides the brokers; instances are paid by use, so only its id by the hour counts.
fn hardware(instance: &mut Instance, fields: &Fields) -> Result<(), Refusal> {
    match fields.text("engine_version")? {
        None | Some("" | OLD_VERSION) => {}
        Some(_) => return Err(Refusal::VERSION),
    }
    let id = fields.needed("product_id", Refusal::PRODUCT)?;
    let product = OLD_PRODUCTS.iter().find(|product| product.hourly == id);
    let product = product.ok_or(Refusal::PRODUCT)?;
    let storage = fields.integer("storage_space")?.ok_or(Refusal::DISK)?;
    Refusal::DISK.unless(product.kind.can_have(storage, product.brokers))?;
    let disk = fields.needed("storage_spec_code", Refusal::SPEC_CODE)?;
    let kind = disk.strip_prefix(DISK_PREFIX);
    Refusal::SPEC_CODE.unless(kind.is_some_and(|kind| OLD_DISKS.contains(&kind)))?;
    OLD_VERSION.clone_into(&mut instance.version);
    instance.flavor = Hardware::Old {
        kind: product.kind,
        size: product.size.to_owned(),
    };
    instance.brokers = product.brokers;
    instance.storage_gb = storage;
    disk.clone_into(&mut instance.disk);
    instance.list_plugins();
    Ok(())
}

/// Exactly one zone (111400067).
fn placement(instance: &mut Instance, fields: &Fields) -> Result<(), Refusal> {
    let ids = fields.texts("available_zones")?.unwrap_or_default();
    let [id] = ids.as_slice() else {
        return Err(Refusal::ONE_ZONE);
    };
    zone(id)?;
    instance.zones = ids;
    Ok(())
}
