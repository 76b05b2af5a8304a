//! The broker as a whole: its figures agree, and those of a healthy one worry nobody.

use jiff::Timestamp;

use super::{Dimension, Metric, Resource};
use crate::simulator::World;
use crate::simulator::world::fleet;

/// A fleet at 2026-06-01T08:00:00Z.
fn fleet(instances: usize, seed: u64) -> World {
    let mut world = World::new(Timestamp::constant(1_780_300_800, 0), 1.0, seed);
    fleet::populate(&mut world, instances, seed);
    world
}

/// One resource that a metric is about.
fn some(metric: Metric) -> Resource {
    match metric.dimension() {
        Dimension::Instance => Resource::Instance,
        Dimension::Node => Resource::Node(0),
        Dimension::Queue => Resource::Queue(0),
    }
}

#[test]
fn every_metric_has_a_reading() {
    let world = fleet(4, 1);
    let id = &world.named("orders-eu-01").unwrap().id;
    let broker = world.broker(id).unwrap();
    for metric in Metric::all() {
        let reading = broker.reading(metric, some(metric), world.now());
        assert!(
            reading.is_some_and(f64::is_finite),
            "{metric:?}: {reading:?}"
        );
    }
}

#[test]
fn a_metric_reads_nothing_of_what_it_is_not_about() {
    let world = fleet(1, 1);
    let broker = world.broker(&world.instances().next().unwrap().id).unwrap();
    let at = world.now();
    assert_eq!(broker.reading(Metric::Publish, Resource::Node(0), at), None);
    assert_eq!(
        broker.reading(Metric::RabbitmqAlive, Resource::Instance, at),
        None
    );
    assert_eq!(
        broker.reading(Metric::RabbitmqAlive, Resource::Node(9), at),
        None
    );
}
