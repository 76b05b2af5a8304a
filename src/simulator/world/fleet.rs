//! A believable fleet, the same for the same seed and start time.
//!
//! The first few dozen instances hold one of everything a client must cope with; the rest are
//! ordinary, with the odd one out of order. A few rows of another engine stand beside them,
//! because the list mixes engines unless it is asked for one.

mod history;
mod outstanding;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::instance::{Fill, Hardware, Instance, Status};
use super::lifecycle::{Extension, Work};
use super::task::TaskName;
use super::{DEFAULT_QUOTA, World};
use crate::simulator::catalogue::{DISKS, Kind, PRODUCTS, Product, VERSIONS, WINDOWS, ZONES};
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

/// Fills the world with `count` instances, and with a few of another engine if there are any. The
/// quota is the next whole hundred. In a healthy fleet all are as most are.
pub fn populate(world: &mut World, count: usize, seed: u64, healthy: bool) {
    let mut dice = Dice::new(seed);
    let hundreds = u32::try_from(count / 100 + 1).unwrap_or(u32::MAX);
    world.set_quota(DEFAULT_QUOTA.saturating_mul(hundreds));
    for index in 0..count {
        let mut instance = ordinary(index, world.now(), &mut dice);
        if index < WITH_HISTORY {
            history::write(&mut instance, index, world.now(), &mut dice);
        }
        if !healthy {
            outstanding::make(&mut instance, index, world.now(), &mut dice);
        }
        world.insert(instance.clone());
        set_going(world, &instance);
    }
    for index in 0..count.min(3) {
        world.insert(of_another_engine(index, world.now(), &mut dice));
    }
    if count > 0 {
        fill_bin(world, &mut dice);
    }
}

/// One deleted instance of each engine, though the policy is off by now.
fn fill_bin(world: &mut World, dice: &mut Dice) {
    let now = world.now();
    let created = now - SignedDuration::from_hours(24 * 200);
    let own = Instance::sample("legacy-eu-01", created, dice);
    let other = of_another_engine(3, now, dice);
    for (instance, hours) in [(own, 21), (other, 50)] {
        world
            .bin
            .put(instance, now - SignedDuration::from_hours(hours));
    }
}

/// The `index`-th instance as most are: running, some time old, moderately full.
fn ordinary(index: usize, now: Timestamp, dice: &mut Dice) -> Instance {
    let service = SERVICES[index % SERVICES.len()];
    let round = index / SERVICES.len();
    let place = PLACES[(index + round) % PLACES.len()];
    let name = format!("{service}-{place}-{:02}", 1 + round / PLACES.len());
    let hours = age_in_hours(dice);
    let created = now - SignedDuration::from_secs(hours * 3600 + i64::from(dice.below(3600)));
    let mut instance = Instance::sample(&name, created, dice);
    let product = &PRODUCTS[dice.pick(&[0, 1, 5, 6, 7])];
    set_product(&mut instance, product, dice.pick(&VERSIONS[..3]), dice);
    instance.storage_gb = instance.brokers * 100 * (1 + dice.below(5));
    instance.description = dice.pick(&DESCRIPTIONS).to_owned();
    instance.window = dice.pick(&WINDOWS);
    instance.disk = dice.pick(&DISKS[..2]).to_owned();
    instance.ssl = dice.below(4) == 0;
    instance.fill = ordinary_fill(created, dice);
    instance.tags = [
        ("env", dice.pick(&ENVIRONMENTS)),
        ("team", dice.pick(&TEAMS)),
        ("tier", dice.pick(&TIERS)),
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
    let longest = dice.pick(&[24 * 14, 24 * 120, 24 * 500, 24 * 1400]);
    24 * 2 + i64::from(dice.below(longest))
}

/// Disks that are far from full, and in no hurry.
fn ordinary_fill(start: Timestamp, dice: &mut Dice) -> Fill {
    let low = 3.0 + f64::from(dice.below(45));
    match dice.below(3) {
        0 => Fill {
            low,
            high: low + 4.0 + 0.4 * f64::from(dice.below(20)),
            period: SignedDuration::from_hours(60 + i64::from(dice.below(100))),
            start,
        },
        _ => Fill::steady(low),
    }
}

fn set_product(instance: &mut Instance, product: &'static Product, version: &str, dice: &mut Dice) {
    instance.flavor = Hardware::Current(product);
    version.clone_into(&mut instance.version);
    // The smallest deployment is the usual one.
    let numbers = product.kind.broker_numbers();
    instance.brokers = if dice.below(3) == 0 {
        dice.pick(numbers)
    } else {
        numbers[0]
    };
    instance.list_plugins();
    instance.give_addresses(dice);
}

/// Lets what the instance is in the middle of come to an end, slowly enough to be seen.
fn set_going(world: &mut World, instance: &Instance) {
    let settle = Work::Settle;
    let (name, minutes, work) = match instance.status {
        Status::Creating => (TaskName::CreateInstance, 4, Work::Create),
        Status::Restarting => (TaskName::RestartInstance, 6, settle(Status::Running)),
        Status::Starting => (TaskName::StartInstance, 7, settle(Status::Running)),
        Status::Freezing => (TaskName::FreezeInstance, 8, settle(Status::Frozen)),
        Status::Upgrading => (TaskName::UpgradeInstance, 25, settle(Status::Running)),
        Status::RollingBack => (TaskName::UpgradeInstance, 15, settle(Status::Running)),
        Status::Extending => (
            TaskName::ExtendInstance,
            9,
            Work::Extend(Extension {
                flavor: instance.flavor.clone(),
                brokers: instance.brokers,
                storage_gb: instance.storage_gb + 100 * instance.brokers,
                expansions: 1,
            }),
        ),
        _ => return,
    };
    let takes = SignedDuration::from_mins(minutes);
    world.begin(
        &instance.id,
        name,
        json!({ "instance_id": instance.id }),
        takes,
        work,
    );
}

fn of_another_engine(index: usize, now: Timestamp, dice: &mut Dice) -> Instance {
    let created = now - SignedDuration::from_hours(24 * 90 + i64::from(dice.below(5000)));
    let mut instance = Instance::sample(&format!("stream-kafka-{:02}", index + 1), created, dice);
    instance.engine = "kafka";
    "2.7".clone_into(&mut instance.version);
    set_product(&mut instance, &PRODUCTS[6], "2.7", dice);
    instance.plugins.clear();
    instance.storage_gb = 300 * instance.brokers;
    instance
}
