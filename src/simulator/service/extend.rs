//! Changing specifications: more storage, more brokers, another flavor.

use serde_json::json;

use super::{named, rules, running};
use crate::simulator::catalogue::{Kind, MAX_EXPANSIONS, MOST_STORAGE, Product, STORAGE_STEP};
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;
use crate::simulator::request::{Call, Fields};
use crate::simulator::view;
use crate::simulator::world::World;
use crate::simulator::world::instance::{Charging, Hardware, Instance};
use crate::simulator::world::lifecycle::Extension;

/// 4.3.1: what an instance could be changed to.
pub fn show(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    rules::engine(&call.names.engine)?;
    match call.parameter("type") {
        None | Some("advanced" | "platinum" | "dec" | "exp") => {}
        Some(_) => return Err(Refusal::TYPE),
    }
    named(world, call).map(|instance| Reply::ok(view::extension_products(instance)))
}

/// 4.3.2: starts to change an instance and says the task's id. Only pay-per-use instances can be
/// changed this way; the service has no code of its own for that.
pub fn extend(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    rules::engine(&call.names.engine)?;
    let instance = running(world, call)?;
    Refusal::STATUS.when(matches!(instance.charging, Charging::Prepaid { .. }))?;
    let fields = call.fields()?;
    let oper_type = fields.needed("oper_type", Refusal::PARAMETER)?;
    let extension = match oper_type {
        "storage" => storage(instance, &fields)?,
        "horizontal" => brokers(instance, &fields)?,
        "vertical" => flavor(instance, &fields)?,
        _ => return Err(Refusal::PARAMETER),
    };
    let params = json!({
        "oper_type": oper_type,
        "new_storage_space": extension.storage_gb,
        "new_broker_num": extension.brokers,
    });
    let job = world.begin_extend(&call.names.instance, params, extension);
    Ok(Reply::ok(json!({ "job_id": job })))
}

/// The brokers stay; each gets at least 100 GB more, those of a cluster in steps of 100 GB. An old
/// instance, whose disks are no logical volumes, restarts on the way.
fn storage(instance: &Instance, fields: &Fields) -> Result<Extension, Refusal> {
    Refusal::EXPANSIONS.when(instance.expansions >= MAX_EXPANSIONS)?;
    if let Some(code) = spec_code(instance, fields)? {
        same(&code.size, instance.flavor.size())?;
    }
    let wanted = fields.integer("new_storage_space")?.ok_or(Refusal::DISK)?;
    let kind = instance.flavor.kind();
    let more = wanted.saturating_sub(instance.storage_gb);
    let least = STORAGE_STEP * instance.brokers;
    let in_steps = kind.is_single() || more.is_multiple_of(least);
    let each = wanted / instance.brokers;
    let fits = wanted <= MOST_STORAGE && kind.storage_per_broker().contains(&each);
    Refusal::DISK.unless(more >= least && in_steps && fits)?;
    Ok(Extension {
        flavor: instance.flavor.clone(),
        brokers: instance.brokers,
        storage_gb: wanted,
        expansions: 1,
    })
}

/// A cluster gets more brokers; the storage of each stays, so the total grows with them. Official
/// clients leave the total out.
fn brokers(instance: &Instance, fields: &Fields) -> Result<Extension, Refusal> {
    let wanted = match spec_code(instance, fields)? {
        Some(code) => code.brokers.ok_or(Refusal::SPEC_CODE)?,
        // By the name in its table, or by that in its example.
        None => match fields.integer("new_broker_num")? {
            Some(number) => number,
            None => fields
                .integer("new_broker_number")?
                .ok_or(Refusal::PARAMETER)?,
        },
    };
    let numbers = instance.flavor.kind().broker_numbers();
    Refusal::PARAMETER.when(wanted <= instance.brokers || !numbers.contains(&wanted))?;
    let storage_gb = instance.storage_gb / instance.brokers * wanted;
    Refusal::DISK.unless(storage_gb <= MOST_STORAGE)?;
    match fields.integer("new_storage_space")? {
        // Old flavors send the storage they have (reference, second example).
        Some(given) if given == storage_gb || given == instance.storage_gb => {}
        Some(_) => return Err(Refusal::DISK),
        None => {}
    }
    Ok(Extension {
        flavor: instance.flavor.clone(),
        brokers: wanted,
        storage_gb,
        expansions: 0,
    })
}

/// Another flavor of the same deployment.
fn flavor(instance: &Instance, fields: &Fields) -> Result<Extension, Refusal> {
    let flavor = match spec_code(instance, fields)? {
        Some(code) => Hardware::Old {
            kind: instance.flavor.kind(),
            size: code.size,
        },
        None => {
            let id = fields.needed("new_product_id", Refusal::PRODUCT)?;
            let product = Product::find(id).ok_or(Refusal::PRODUCT)?;
            Refusal::SOLD_OUT.when(product.sold_out)?;
            Refusal::PRODUCT.when(product.kind != instance.flavor.kind())?;
            Hardware::Current(product)
        }
    };
    Refusal::PRODUCT.when(flavor == instance.flavor)?;
    let (brokers, storage_gb) = (instance.brokers, instance.storage_gb);
    Ok(Extension {
        flavor,
        brokers,
        storage_gb,
        expansions: 0,
    })
}

/// An old flavor's specification code, such as `dms.instance.rabbitmq.cluster.c3.8u16g.5`.
struct SpecCode {
    size: String,
    brokers: Option<u32>,
}

/// The code of an old flavor, which must then be given; `None` for current flavors.
fn spec_code(instance: &Instance, fields: &Fields) -> Result<Option<SpecCode>, Refusal> {
    let Hardware::Old { kind, .. } = instance.flavor else {
        return Ok(None);
    };
    let code = fields.needed("new_spec_code", Refusal::SPEC_CODE)?;
    let word = if kind == Kind::Cluster {
        "cluster"
    } else {
        "single"
    };
    let rest = code.strip_prefix(&format!("dms.instance.rabbitmq.{word}.c3."));
    let rest = rest.ok_or(Refusal::SPEC_CODE)?;
    let (size, brokers) = match rest.split_once('.') {
        Some((size, number)) => (size, Some(number.parse().map_err(|_| Refusal::SPEC_CODE)?)),
        None => (rest, None),
    };
    let known = ["2u4g", "4u8g", "8u16g", "16u32g"];
    Refusal::SPEC_CODE.unless(known.contains(&size))?;
    Ok(Some(SpecCode {
        size: size.to_owned(),
        brokers,
    }))
}

fn same(given: &str, present: &str) -> Result<(), Refusal> {
    Refusal::SPEC_CODE.unless(given == present)
}
