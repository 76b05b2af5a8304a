//! A believable fleet, the same for the same seed and start time.
//!
//! The first two dozen instances hold one of everything a client must cope with; the rest are
//! ordinary, with the odd one out of order. A few rows of another engine stand beside them,
//! because the list mixes engines unless it is asked for one.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::World;
use super::instance::{Charging, Fill, Flavor, Instance, PublicAddress, Status};
use super::lifecycle::{Extension, Work};
use super::task::{Task, TaskName, TaskStatus};
use crate::simulator::catalogue::{
    AMQP_EDITION, DISKS, Kind, PRODUCTS, Product, VERSIONS, WINDOWS, ZONES,
};
use crate::simulator::dice::Dice;

const SERVICES: [&str; 24] = [
    "orders",
    "payments",
    "billing",
    "inventory",
    "shipping",
    "catalog",
    "search",
    "accounts",
    "sessions",
    "notify",
    "mailer",
    "events",
    "audit",
    "reports",
    "metrics",
    "pricing",
    "coupons",
    "refunds",
    "fraud",
    "media",
    "imports",
    "exports",
    "webhooks",
    "iot-ingest",
];
const PLACES: [&str; 4] = ["eu", "cn", "ap", "us"];
const ENVIRONMENTS: [&str; 6] = ["prod", "prod", "prod", "stage", "test", "dev"];
const TEAMS: [&str; 6] = [
    "checkout",
    "platform",
    "logistics",
    "growth",
    "data",
    "支付团队",
];
const TIERS: [&str; 3] = ["gold", "silver", "bronze"];
const DESCRIPTIONS: [&str; 6] = [
    "",
    "",
    "main broker of the service",
    "moved from the old cluster",
    "订单消息队列",
    "load tests; may be recreated",
];
/// Beyond this many instances only the creation task is kept, to keep large fleets small.
const WITH_HISTORY: usize = 400;

/// Fills the world with `count` instances, and with a few of another engine if there are any.
pub fn populate(world: &mut World, count: usize, seed: u64) {
    let mut dice = Dice::new(seed);
    for index in 0..count {
        let mut instance = ordinary(index, world.now(), &mut dice);
        if index < WITH_HISTORY {
            history(&mut instance, index, world.now(), &mut dice);
        }
        outstanding(&mut instance, index, world.now(), &mut dice);
        let id = instance.id.clone();
        let status = instance.status.clone();
        world.insert(instance);
        set_going(world, &id, &status);
    }
    for index in 0..count.min(3) {
        world.insert(of_another_engine(index, world.now(), &mut dice));
    }
}

/// The `index`-th instance as most are: running, some time old, moderately full.
fn ordinary(index: usize, now: Timestamp, dice: &mut Dice) -> Instance {
    let service = SERVICES[index % SERVICES.len()];
    let round = index / SERVICES.len();
    let place = PLACES[(index + round) % PLACES.len()];
    let name = format!("{service}-{place}-{:02}", 1 + round / PLACES.len());
    let hours = age_in_hours(dice);
    let created = now - SignedDuration::from_secs(hours * 3600 + below(dice, 3600));
    let mut instance = Instance::sample(&name, created, dice);
    let product = &PRODUCTS[[0, 1, 5, 6, 7][index_below(dice, 5)]];
    let version = VERSIONS[index_below(dice, 3)];
    set_product(&mut instance, product, version, dice);
    instance.storage_gb = instance.brokers * 100 * (1 + u32::try_from(dice.below(5)).unwrap_or(0));
    instance.description = (*dice.pick(&DESCRIPTIONS)).to_owned();
    instance.window = *dice.pick(&WINDOWS);
    instance.disk = (*dice.pick(&DISKS[..2])).to_owned();
    instance.ssl = dice.below(4) == 0;
    instance.fill = ordinary_fill(created, dice);
    instance.tags = [
        ("env", *dice.pick(&ENVIRONMENTS)),
        ("team", *dice.pick(&TEAMS)),
        ("tier", *dice.pick(&TIERS)),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .to_vec();
    for plugin in &mut instance.plugins {
        plugin.enabled = plugin.name != "rabbitmq_federation" && dice.below(4) == 0;
    }
    if instance.flavor.kind() == Kind::Cluster {
        instance.zones = ZONES[..3].iter().map(|zone| zone.id.to_owned()).collect();
    }
    instance
}

/// Ages from days to years, younger ones more often.
fn age_in_hours(dice: &mut Dice) -> i64 {
    let longest = *dice.pick(&[24 * 14, 24 * 120, 24 * 500, 24 * 1400]);
    24 * 2 + below(dice, longest)
}

fn ordinary_fill(start: Timestamp, dice: &mut Dice) -> Fill {
    let low = 3.0 + below_f64(dice, 45);
    match dice.below(3) {
        0 => Fill {
            low,
            high: low + 5.0 + below_f64(dice, 20),
            period: SignedDuration::from_hours(20 + below(dice, 100)),
            start,
        },
        _ => Fill::steady(low),
    }
}

fn set_product(instance: &mut Instance, product: &'static Product, version: &str, dice: &mut Dice) {
    instance.flavor = Flavor::Current(product);
    version.clone_into(&mut instance.version);
    instance.brokers = *dice.pick(product.kind.broker_numbers());
    instance.list_plugins();
    instance.give_addresses(dice);
}

/// Makes the first two dozen, and now and then a later one, worth looking at.
fn outstanding(instance: &mut Instance, index: usize, now: Timestamp, dice: &mut Dice) {
    let moments_ago = |seconds| now - SignedDuration::from_secs(seconds);
    match index {
        0 => instance.fill = Fill::steady(91.0),
        1 => instance.fill = Fill::steady(84.0),
        2 => instance.status = Status::Error,
        3 => long_history(instance, now, dice),
        4 => {
            instance.status = Status::CreateFailed;
            instance.created = moments_ago(5400);
            instance.addresses.clear();
            instance.tasks = vec![past(
                TaskName::CreateInstance,
                TaskStatus::Failed,
                instance.created,
                52,
                dice,
            )];
        }
        5 => instance.status = Status::Extending,
        6 => instance.status = Status::Frozen,
        7 => instance.status = Status::Restarting,
        8 => {
            set_product(instance, &PRODUCTS[12], AMQP_EDITION, dice);
            instance.storage_gb = 100;
            instance.zones.truncate(1);
            instance.ssl = false;
        }
        9 => {
            instance.charging = Charging::Prepaid {
                order_id: format!("CS{}", &dice.hex32()[..12].to_uppercase()),
            }
        }
        10 => {
            instance.status = Status::Creating;
            instance.created = moments_ago(12);
            instance.addresses.clear();
            instance.tasks.clear();
        }
        11 => old_flavor(instance),
        12 => instance.status = Status::ExtendedFailed,
        13 => {
            instance.public = Some(PublicAddress {
                id: dice.uuid(),
                ip: "198.51.100.17".to_owned(),
            })
        }
        14 => {
            // Fills within the half hour someone watches it.
            let period = SignedDuration::from_mins(30);
            instance.fill = Fill {
                low: 60.0,
                high: 97.0,
                period,
                start: moments_ago(600),
            };
        }
        15 => {
            let failed = past(
                TaskName::ModifyInstancePlugins,
                TaskStatus::Failed,
                moments_ago(4000),
                8,
                dice,
            );
            instance.tasks.push(failed);
        }
        16 => instance.expansions = 20,
        17 => instance.tags.clear(),
        index if index < SERVICES.len() => {}
        _ => match dice.below(200) {
            0 => instance.status = Status::Error,
            1 => instance.status = Status::Frozen,
            2 => instance.fill = Fill::steady(93.0),
            3..=5 => instance.fill = Fill::steady(82.0),
            6..=12 => {
                instance.charging = Charging::Prepaid {
                    order_id: format!("CS{}", &dice.hex32()[..12].to_uppercase()),
                }
            }
            _ => {}
        },
    }
}

/// Lets what the instance is in the middle of come to an end, slowly enough to be seen.
fn set_going(world: &mut World, id: &str, status: &Status) {
    let minutes = SignedDuration::from_mins;
    match status {
        Status::Creating => {
            world.begin(
                id,
                TaskName::CreateInstance,
                json!({}),
                minutes(4),
                Work::Create,
            );
        }
        Status::Restarting => {
            world.begin(
                id,
                TaskName::RestartInstance,
                json!({}),
                minutes(6),
                Work::Restart,
            );
        }
        Status::Extending => {
            let Some(instance) = world.instance(id) else {
                return;
            };
            let extension = Extension {
                flavor: instance.flavor.clone(),
                brokers: instance.brokers,
                storage_gb: instance.storage_gb + 100 * instance.brokers,
                expansions: 1,
            };
            let params =
                json!({ "oper_type": "storage", "new_storage_space": extension.storage_gb });
            world.begin(
                id,
                TaskName::ExtendInstance,
                params,
                minutes(9),
                Work::Extend(extension),
            );
        }
        _ => {}
    }
}

fn old_flavor(instance: &mut Instance) {
    instance.flavor = Flavor::Old {
        kind: Kind::Single,
        size: "2u4g".to_owned(),
    };
    "dms.physical.storage.normal".clone_into(&mut instance.disk);
    VERSIONS[0].clone_into(&mut instance.version);
    instance.brokers = 1;
    instance.storage_gb = 100;
    instance.logical_volume = false;
    instance.addresses.truncate(1);
    instance.zones.truncate(1);
    instance.list_plugins();
}

/// A creation and a few changes since, a failed one among many.
fn history(instance: &mut Instance, index: usize, now: Timestamp, dice: &mut Dice) {
    instance.tasks.push(past(
        TaskName::CreateInstance,
        TaskStatus::Success,
        instance.created,
        512,
        dice,
    ));
    let names = [
        TaskName::ModifyInstancePlugins,
        TaskName::RestartInstance,
        TaskName::ModifyInstance,
        TaskName::ResetInstancePassword,
        TaskName::BindInstancePublicIp,
    ];
    let lifetime = now.duration_since(instance.created).as_secs();
    let mut moments: Vec<_> = (0..dice.below(6))
        .map(|_| 3600 + below(dice, lifetime - 7200))
        .collect();
    moments.sort_unstable();
    for (count, after) in moments.iter().enumerate() {
        let failed = index % 5 == 3 && count == 0;
        let status = if failed {
            TaskStatus::Failed
        } else {
            TaskStatus::Success
        };
        let begun = instance.created + SignedDuration::from_secs(*after);
        let takes = 2 + below(dice, 40);
        instance
            .tasks
            .push(past(*dice.pick(&names), status, begun, takes, dice));
    }
}

/// More tasks than one page of the task list holds.
fn long_history(instance: &mut Instance, now: Timestamp, dice: &mut Dice) {
    instance.created = now - SignedDuration::from_hours(24 * 400);
    instance.tasks = vec![past(
        TaskName::CreateInstance,
        TaskStatus::Success,
        instance.created,
        498,
        dice,
    )];
    for day in 0..130 {
        let begun = instance.created + SignedDuration::from_hours(24 * (2 + day * 3));
        let status = if day % 17 == 5 {
            TaskStatus::Failed
        } else {
            TaskStatus::Success
        };
        instance.tasks.push(past(
            TaskName::ModifyInstancePlugins,
            status,
            begun,
            8,
            dice,
        ));
    }
}

fn past(
    name: TaskName,
    status: TaskStatus,
    begun: Timestamp,
    seconds: i64,
    dice: &mut Dice,
) -> Task {
    let begun = begun + SignedDuration::from_millis(below(dice, 1000));
    let params = match name {
        TaskName::ModifyInstancePlugins => {
            json!({ "enable": dice.below(2) == 0, "plugins": "rabbitmq_shovel" })
        }
        TaskName::BindInstancePublicIp => json!({
            "public_ip_id": dice.uuid(), "public_ip_address": "198.51.100.4", "enable_public_ip": true,
        }),
        _ => json!({}),
    };
    let updated = begun + SignedDuration::from_millis(seconds * 1000 + below(dice, 1000));
    Task {
        id: dice.hex32(),
        name,
        status,
        params,
        created: begun,
        updated,
    }
}

fn of_another_engine(index: usize, now: Timestamp, dice: &mut Dice) -> Instance {
    let created = now - SignedDuration::from_hours(24 * 90 + below(dice, 5000));
    let mut instance = Instance::sample(&format!("stream-kafka-{:02}", index + 1), created, dice);
    instance.engine = "kafka";
    "2.7".clone_into(&mut instance.version);
    set_product(&mut instance, &PRODUCTS[6], "2.7", dice);
    instance.plugins.clear();
    instance.storage_gb = 300 * instance.brokers;
    instance
}

fn below(dice: &mut Dice, limit: i64) -> i64 {
    i64::try_from(dice.below(u64::try_from(limit).unwrap_or(0))).unwrap_or(0)
}

fn index_below(dice: &mut Dice, limit: u64) -> usize {
    usize::try_from(dice.below(limit)).unwrap_or(0)
}

fn below_f64(dice: &mut Dice, limit: u32) -> f64 {
    f64::from(u32::try_from(dice.below(u64::from(limit))).unwrap_or(0))
}
