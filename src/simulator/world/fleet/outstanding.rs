//! Instances worth looking at: one of everything a client must cope with.

use jiff::{SignedDuration, Timestamp};

use super::{SERVICES, history, set_product};
use crate::simulator::catalogue::{AMQP_EDITION, Kind, PRODUCTS, VERSIONS};
use crate::simulator::dice::Dice;
use crate::simulator::world::instance::{
    Charging, Fill, Hardware, Instance, PublicAddress, Status,
};
use crate::simulator::world::task::{TaskName, TaskStatus};

/// Makes the first few dozen, and now and then a later one, stand out.
pub(super) fn make(instance: &mut Instance, index: usize, now: Timestamp, dice: &mut Dice) {
    match index {
        0 => instance.fill = Fill::steady(91.0),
        1 => instance.fill = Fill::steady(84.0),
        2 => failed(instance, Status::Error, TaskName::RestartInstance, now),
        3 => history::write_long(instance, now, dice),
        4 => create_failed(instance, now, dice),
        5 => instance.enter(Status::Extending, now),
        6 => instance.enter(Status::Frozen, before(now, 2 * 24 * 3600)),
        7 => instance.enter(Status::Restarting, now),
        8 => amqp_edition(instance, dice),
        9 => prepaid(instance, dice),
        10 => creating(instance, now),
        11 => old_flavor(instance),
        12 => failed(
            instance,
            Status::ExtendedFailed,
            TaskName::ExtendInstance,
            now,
        ),
        13 => {
            let ip = "198.51.100.17".to_owned();
            instance.public = Some(PublicAddress {
                id: dice.uuid(),
                ip,
            });
        }
        14 => filling(instance, now),
        15 => {
            let (name, begun) = (TaskName::ModifyInstancePlugins, before(now, 4000));
            instance
                .tasks
                .push(history::past(name, TaskStatus::Failed, begun, 8, dice));
        }
        16 => instance.expansions = 20,
        17 => instance.tags.clear(),
        24 => instance.enter(Status::Upgrading, now),
        25 => instance.enter(Status::RollingBack, now),
        26 => instance.enter(Status::Starting, now),
        27 => instance.enter(Status::Freezing, now),
        index if index < SERVICES.len() => {}
        _ => seldom(instance, now, dice),
    }
}

/// Of a large fleet, about one in fifteen instances is out of the ordinary.
fn seldom(instance: &mut Instance, now: Timestamp, dice: &mut Dice) {
    match dice.below(200) {
        0 => failed(instance, Status::Error, TaskName::RestartInstance, now),
        1 => instance.enter(Status::Frozen, before(now, 2 * 24 * 3600)),
        2 => instance.fill = Fill::steady(93.0),
        3..=5 => instance.fill = Fill::steady(82.0),
        6..=12 => prepaid(instance, dice),
        _ => {}
    }
}

/// A task that went wrong half an hour ago left it so.
fn failed(instance: &mut Instance, status: Status, task: TaskName, now: Timestamp) {
    instance.enter(status, before(now, 1800));
    // Dice of its own: the rest of the fleet stays as it is.
    let dice = &mut Dice::new(instance.created.as_second().unsigned_abs());
    let task = history::past(task, TaskStatus::Failed, before(now, 1800), 140, dice);
    instance.tasks.push(task);
}

fn create_failed(instance: &mut Instance, now: Timestamp, dice: &mut Dice) {
    creating(instance, before(now, 5400));
    instance.enter(Status::CreateFailed, instance.created);
    instance.tasks = vec![history::creation(instance, TaskStatus::Failed, 52, dice)];
}

/// As [`super::super::lifecycle`] leaves an instance whose creation has just begun.
fn creating(instance: &mut Instance, now: Timestamp) {
    instance.created = before(now, 12);
    instance.enter(Status::Creating, instance.created);
    instance.fill = Fill::steady(0.0);
    instance.addresses.clear();
    instance.tasks.clear();
}

fn amqp_edition(instance: &mut Instance, dice: &mut Dice) {
    set_product(instance, &PRODUCTS[12], AMQP_EDITION, dice);
    instance.storage_gb = 100;
    instance.ssl = false;
    instance.zones.truncate(1);
    instance.addresses.truncate(1);
    instance.tasks.truncate(1);
}

fn prepaid(instance: &mut Instance, dice: &mut Dice) {
    let order_id = format!("CS{}", dice.hex32()[..12].to_uppercase());
    instance.charging = Charging::Prepaid { order_id };
}

fn old_flavor(instance: &mut Instance) {
    instance.flavor = Hardware::Old {
        kind: Kind::Single,
        size: "2u4g".to_owned(),
    };
    instance.disk = "dms.physical.storage.normal".to_owned();
    instance.version = VERSIONS[0].to_owned();
    instance.brokers = 1;
    instance.storage_gb = 100;
    instance.logical_volume = false;
    instance.addresses.truncate(1);
    instance.zones.truncate(1);
    instance.list_plugins();
}

/// Fills while someone watches: from little to too much in half an hour.
fn filling(instance: &mut Instance, now: Timestamp) {
    let (period, start) = (SignedDuration::from_mins(30), before(now, 600));
    instance.fill = Fill {
        low: 60.0,
        high: 97.0,
        period,
        start,
    };
}

fn before(now: Timestamp, seconds: i64) -> Timestamp {
    now - SignedDuration::from_secs(seconds)
}
