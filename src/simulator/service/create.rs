//! Creating an instance: every rule of table 4-2.

use super::rules;
use crate::secret::Secret;
use crate::simulator::catalogue::{DEFAULT_WINDOW, DISKS, Kind, MAX_TAGS, Product, VERSIONS, Zone};
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;
use crate::simulator::request::{Call, Fields};
use crate::simulator::world::World;
use crate::simulator::world::instance::{Charging, Fill, Hardware, Instance, PublicAddress};

use serde_json::json;

/// 4.1.1: starts to create an instance, or takes an order for it, and says its id.
pub fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    rules::engine(&call.names.engine)?;
    let fields = call.fields()?;
    let instance = made(world, &fields, [identity, hardware, placement])?;
    let id = match instance.charging {
        Charging::PayPerUse => world.begin_create(instance),
        Charging::Prepaid { .. } => {
            let id = world.order(instance);
            if pays_itself(&fields)? {
                world.pay(&id);
            }
            id
        }
    };
    Ok(Reply::ok(json!({ "instance_id": id })))
}

/// What a part of a request says of a new instance.
pub(super) type Part = fn(&mut Instance, &Fields) -> Result<(), Refusal>;

/// The new instance: who it is, what it runs on and where, as this version says it, and the rest.
pub(super) fn made(
    world: &mut World,
    fields: &Fields,
    [identity, hardware, placement]: [Part; 3],
) -> Result<Instance, Refusal> {
    let (now, mut dice) = (world.now(), world.dice().clone());
    let mut instance = Instance::sample("", now, &mut dice);
    instance.fill = Fill::steady(0.0);
    for part in [identity, hardware, network, placement, options] {
        part(&mut instance, fields)?;
    }
    let name = instance.name.as_str();
    Refusal::DUPLICATE_NAME.when(world.named(name).is_some() || world.ordered(name).is_some())?;
    *world.dice() = dice;
    Ok(instance)
}

fn identity(instance: &mut Instance, fields: &Fields) -> Result<(), Refusal> {
    known_as(instance, fields, rules::access_user)
}

pub(super) fn known_as(
    instance: &mut Instance,
    fields: &Fields,
    user: fn(&str) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let name = fields.needed("name", Refusal::NAME)?;
    rules::new_name(name)?;
    let description = fields.text("description")?.unwrap_or_default();
    rules::description(description)?;
    let engine = fields.needed("engine", Refusal::TYPE)?;
    rules::engine(engine).map_err(|_| Refusal::ENGINE)?;
    let access_user = fields.needed("access_user", Refusal::USERNAME)?;
    user(access_user)?;
    let password = fields.needed("password", Refusal::CREATE_PASSWORD)?;
    rules::new_password(password)?;
    name.clone_into(&mut instance.name);
    description.clone_into(&mut instance.description);
    access_user.clone_into(&mut instance.access_user);
    instance.password = Some(Secret::new(password));
    Ok(())
}

fn hardware(instance: &mut Instance, fields: &Fields) -> Result<(), Refusal> {
    let version = fields.needed("engine_version", Refusal::VERSION)?;
    Refusal::VERSION.unless(VERSIONS.contains(&version))?;
    let id = fields.needed("product_id", Refusal::PRODUCT)?;
    let product = Product::find(id).ok_or(Refusal::PRODUCT)?;
    Refusal::NO_SUCH_COMBINATION.unless(product.versions().contains(&version))?;
    Refusal::SOLD_OUT.when(product.sold_out)?;
    let brokers = match (fields.integer("broker_num")?, product.kind) {
        (Some(number), kind) if kind.broker_numbers().contains(&number) => number,
        (None, Kind::Single | Kind::SingleProfessional) => 1,
        (Some(_), _) | (None, Kind::Cluster) => return Err(Refusal::PARAMETER),
    };
    let storage = fields.integer("storage_space")?.ok_or(Refusal::DISK)?;
    Refusal::DISK.unless(product.kind.can_have(storage, brokers))?;
    let disk = fields.needed("storage_spec_code", Refusal::SPEC_CODE)?;
    Refusal::SPEC_CODE.unless(DISKS.contains(&disk))?;
    version.clone_into(&mut instance.version);
    instance.flavor = Hardware::Current(product);
    instance.brokers = brokers;
    instance.storage_gb = storage;
    disk.clone_into(&mut instance.disk);
    instance.list_plugins();
    Ok(())
}

fn network(instance: &mut Instance, fields: &Fields) -> Result<(), Refusal> {
    let vpc = fields.needed("vpc_id", Refusal::VPC)?;
    let group = fields.needed("security_group_id", Refusal::SECURITY_GROUP)?;
    let subnet = fields.needed("subnet_id", Refusal::SUBNET)?;
    vpc.clone_into(&mut instance.network.vpc_id);
    group.clone_into(&mut instance.network.security_group_id);
    subnet.clone_into(&mut instance.network.subnet_id);
    Ok(())
}

/// One zone, or three and more for a cluster.
/// A zone that has room.
pub(super) fn zone(id: &str) -> Result<(), Refusal> {
    let zone = Zone::find(id).ok_or(Refusal::ZONE)?;
    Refusal::SOLD_OUT.when(zone.sold_out)
}

fn placement(instance: &mut Instance, fields: &Fields) -> Result<(), Refusal> {
    let ids = fields.texts("available_zones")?.unwrap_or_default();
    Refusal::ZONE.when(ids.is_empty())?;
    for id in &ids {
        zone(id)?;
    }
    let spread = instance.flavor.kind() == Kind::Cluster && ids.len() >= 3;
    Refusal::ONE_ZONE.when(ids.len() != 1 && !spread)?;
    instance.zones = ids;
    Ok(())
}

fn options(instance: &mut Instance, fields: &Fields) -> Result<(), Refusal> {
    instance.window = rules::window(fields)?.unwrap_or(DEFAULT_WINDOW);
    instance.ssl = fields.flag("ssl_enable")?.unwrap_or(false);
    if fields.flag("enable_publicip")? == Some(true) {
        let id = fields
            .needed("publicip_id", Refusal::PUBLIC_ACCESS)?
            .to_owned();
        instance.public = Some(PublicAddress {
            id,
            ip: "203.0.113.254".to_owned(),
        });
    }
    if let Some(project) = fields
        .text("enterprise_project_id")?
        .filter(|id| !id.is_empty())
    {
        project.clone_into(&mut instance.enterprise_project);
    }
    instance.tags = rules::tags(&fields.objects("tags")?.unwrap_or_default())?;
    Refusal::TAG_COUNT.when(instance.tags.len() > MAX_TAGS)?;
    if let Some(order) = fields.object("bss_param")? {
        instance.charging = charging(&order, &instance.id)?;
    }
    Ok(())
}

/// Whether the order is paid at once; else it waits for somebody who pays it (table 4-4).
fn pays_itself(fields: &Fields) -> Result<bool, Refusal> {
    let order = fields.object("bss_param")?;
    let pays = order.map(|order| order.flag("is_auto_pay")).transpose()?;
    Ok(pays.flatten() == Some(true))
}

/// Table 4-4. Unlike the reference says, leaving `charging_mode` out means pay-per-use, as its own
/// default states.
fn charging(order: &Fields, id: &str) -> Result<Charging, Refusal> {
    order.flag("is_auto_renew")?;
    order.flag("is_auto_pay")?;
    match order.text("charging_mode")? {
        None | Some("postPaid") => return Ok(Charging::PayPerUse),
        Some("prePaid") => {}
        Some(_) => return Err(Refusal::PARAMETER),
    }
    let most = match order.text("period_type")? {
        Some("month") => 9,
        Some("year") => 3,
        _ => return Err(Refusal::PERIOD_TYPE),
    };
    match order.integer("period_num")? {
        Some(number) if (1..=most).contains(&number) => {}
        _ => return Err(Refusal::PERIOD_NUM),
    }
    let given = order.text("order_id")?.filter(|order| !order.is_empty());
    let order_id = given.map_or_else(|| format!("CS{}", id[..8].to_uppercase()), str::to_owned);
    Ok(Charging::Prepaid { order_id })
}
