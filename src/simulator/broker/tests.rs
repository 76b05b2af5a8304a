//! The broker as a whole: its figures agree, those of a healthy one worry nobody, and what goes
//! wrong can be seen.

mod agreement;
mod courses;
mod health;
mod life;
mod placing;

use jiff::{SignedDuration, Timestamp};

use super::incident::{Kind, Placed};
use super::{Broker, Dimension, Metric, Resource};
use crate::simulator::World;
use crate::simulator::catalogue::PRODUCTS;
use crate::simulator::dice::Dice;
use crate::simulator::world::fleet;
use crate::simulator::world::instance::{Fill, Hardware, Instance};

/// When the worlds of these tests begin: 2026-06-01T08:00:00Z.
const START: Timestamp = Timestamp::constant(1_780_300_800, 0);

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

/// A world with a seeded fleet.
fn fleet(instances: usize, seed: u64) -> World {
    let mut world = World::new(START, 1.0, seed);
    fleet::populate(&mut world, instances, seed, false);
    world
}

/// A cluster of three that has run for 60 days, its disks at 30 %; and its id.
fn cluster(seed: u64) -> (World, String) {
    let mut world = World::new(START, 1.0, seed);
    let created = START - SignedDuration::from_hours(60 * 24);
    let mut instance = Instance::sample("orders", created, &mut Dice::new(seed));
    instance.flavor = Hardware::Current(&PRODUCTS[6]);
    instance.brokers = 3;
    instance.storage_gb = 600;
    instance.fill = Fill::steady(30.0);
    instance.give_addresses(world.dice());
    let id = instance.id.clone();
    world.insert(instance);
    (world, id)
}

/// The same with an incident that begins an hour after the start and has its usual length.
fn stricken(name: &str, seed: u64) -> (World, String, Placed) {
    let (mut world, id) = cluster(seed);
    let kind = Kind::named(name).unwrap();
    let begin = START + minutes(60);
    let placed = Placed {
        kind,
        begin,
        end: begin + minutes(i64::from(kind.minutes)),
    };
    world.instance_mut(&id).unwrap().incidents.push(placed);
    (world, id, placed)
}

/// What a resource reports in the minute before `at`.
fn read(broker: &Broker<'_>, metric: Metric, of: Resource, at: Timestamp) -> Option<f64> {
    broker.reading(metric, of, at - minutes(1))
}

/// All resources of a dimension.
fn resources(broker: &Broker<'_>, dimension: Dimension, at: Timestamp) -> Vec<Resource> {
    match dimension {
        Dimension::Instance => vec![Resource::Instance],
        Dimension::Node => (0..broker.nodes().len()).map(Resource::Node).collect(),
        Dimension::Queue => (0..broker.queues(at).len()).map(Resource::Queue).collect(),
    }
}

#[test]
fn every_metric_of_every_resource_has_a_reading() {
    let (world, id) = cluster(1);
    let broker = world.broker(&id).unwrap();
    for metric in Metric::all() {
        for of in resources(&broker, metric.dimension(), START) {
            let reading = read(&broker, metric, of, START);
            let good = reading.is_some_and(|value| value.is_finite() && value >= 0.0);
            assert!(good, "{metric:?} of {of:?}: {reading:?}");
        }
    }
}

#[test]
fn a_metric_reads_nothing_of_what_it_is_not_about() {
    let (world, id) = cluster(1);
    let broker = world.broker(&id).unwrap();
    for (metric, of) in [
        (Metric::Publish, Resource::Node(0)),
        (Metric::RabbitmqAlive, Resource::Instance),
        (Metric::RabbitmqAlive, Resource::Node(3)),
        (Metric::QueueConsumers, Resource::Queue(1000)),
    ] {
        assert_eq!(
            read(&broker, metric, of, START),
            None,
            "{metric:?} of {of:?}"
        );
    }
}

#[test]
fn two_worlds_of_the_same_seed_report_the_same_at_any_time_and_in_any_order() {
    let scan = |backwards: bool| {
        let world = fleet(6, 3);
        let mut readings = Vec::new();
        for instance in world.instances() {
            let Some(broker) = world.broker(&instance.id) else {
                continue;
            };
            for metric in Metric::all() {
                for of in resources(&broker, metric.dimension(), START) {
                    let mut row: Vec<_> = (0..5).collect();
                    if backwards {
                        row.reverse();
                    }
                    let mut row: Vec<_> = row
                        .into_iter()
                        .map(|week| {
                            let at = START + SignedDuration::from_hours(24 * (7 * week - 14));
                            (week, broker.reading(metric, of, at).map(f64::to_bits))
                        })
                        .collect();
                    row.sort_unstable();
                    readings.push(row);
                }
            }
        }
        readings
    };
    assert_eq!(scan(false), scan(true));
}

#[test]
fn thirty_days_of_a_series_are_cheap_and_keep_nothing() {
    // What a broker is, is here: it owns nothing on the heap, so that no reading can grow it.
    const fn keeps_nothing<T: Copy>() {}
    keeps_nothing::<Broker<'_>>();

    let (world, id, _) = stricken("backlog-growing", 1);
    let broker = world.broker(&id).unwrap();
    let begin = START - SignedDuration::from_hours(30 * 24);
    let all = (0..30 * 24 * 60).map(|minute| begin + minutes(minute));
    let count = all
        .filter_map(|at| broker.reading(Metric::MessagesReady, Resource::Instance, at))
        .count();
    assert_eq!(count, 30 * 24 * 60);
}

#[test]
fn time_of_the_broker_runs_at_the_speed_of_the_world() {
    let ready = |speed: f64, after: i64| {
        let (usual, id, placed) = stricken("consumers-gone", 1);
        let mut world = World::new(START, speed, 1);
        world.insert(usual.instance(&id).unwrap().clone());
        // The begin is at the same simulated time.
        let begin = START + world.on_the_clock(placed.begin.duration_since(START));
        let end = START + world.on_the_clock(placed.end.duration_since(START));
        let incidents = &mut world.instance_mut(&id).unwrap().incidents;
        *incidents = vec![Placed {
            begin,
            end,
            ..placed
        }];
        let broker = world.broker(&id).unwrap();
        let at = START + world.on_the_clock(minutes(after));
        read(&broker, Metric::MessagesReady, Resource::Instance, at).unwrap()
    };
    for after in [30, 90, 110, 121, 200] {
        let (slow, fast) = (ready(1.0, after), ready(10.0, after));
        assert!(
            (slow - fast).abs() <= 1.0,
            "after {after} minutes: {slow} and {fast}"
        );
    }
    assert!(ready(10.0, 110) > 1000.0);
}
