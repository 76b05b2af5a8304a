//! Automatic disk expansion of an instance. Beyond the reference: as official clients document it.
//!
//! The settings are kept and shown; nothing grows by them here.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use serde_json::json;

use super::named;
use crate::simulator::catalogue::STORAGE_STEP;
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;
use crate::simulator::request::{Call, Fields};
use crate::simulator::world::World;
use crate::simulator::world::instance::{AutoExpand, Instance, Status};

/// In percent of the storage that can be used.
const THRESHOLD: RangeInclusive<u32> = 20..=80;
/// In percent of the total.
const INCREMENT: RangeInclusive<u32> = 10..=100;

/// Whether the disks grow by themselves, and how; zeros when they do not.
pub fn show(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let set = named(world, call)?.auto_expand;
    let number = |read: fn(AutoExpand) -> u32| set.map_or(0, read);
    Ok(Reply::ok(json!({
        "auto_volume_expand_enable": set.is_some(),
        "expand_threshold": number(|set| set.threshold),
        "expand_increment": number(|set| set.increment),
        "max_volume_size": number(|set| set.most_gb),
    })))
}

/// Switches it on with its numbers, or off; an instance that is busy with anything refuses both.
pub fn change(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let instance = named(world, call)?;
    let busy = instance.status != Status::Running || instance.running_task().is_some();
    Refusal::STATUS.when(busy)?;
    let fields = call.fields()?;
    let set = match fields.flag("auto_volume_expand_enable")? {
        None => return Err(invalid("auto_volume_expand_enable")),
        Some(false) => None,
        Some(true) => Some(settings(instance, &fields)?),
    };
    if let Some(instance) = world.instance_mut(&call.names.instance) {
        instance.auto_expand = set;
    }
    Ok(Reply::no_content())
}

fn settings(instance: &Instance, fields: &Fields) -> Result<AutoExpand, Refusal> {
    let percent = |key: &str, range: RangeInclusive<u32>, default: Option<u32>| {
        let given = fields.integer(key)?.or(default);
        given
            .filter(|given| range.contains(given))
            .ok_or_else(|| invalid(key))
    };
    let threshold = percent("expand_threshold", THRESHOLD, None)?;
    let increment = percent("expand_increment", INCREMENT, Some(*INCREMENT.start()))?;
    let end = instance.brokers * instance.flavor.kind().storage_per_broker().end();
    let most_gb = fields
        .integer("max_volume_size")?
        .filter(|most| most.is_multiple_of(STORAGE_STEP))
        .filter(|most| (instance.storage_gb + 1..end).contains(most))
        .ok_or_else(|| invalid("max_volume_size"))?;
    Ok(AutoExpand {
        threshold,
        increment,
        most_gb,
    })
}

fn invalid(key: &str) -> Refusal {
    Refusal {
        message: Cow::Owned(format!("Invalid {key} parameter in the request.")),
        ..Refusal::PARAMETER
    }
}
