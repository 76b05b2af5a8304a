//! What is reported follows the life of the instance.

use super::*;
use crate::simulator::catalogue::AMQP_EDITION;
use crate::simulator::world::instance::Status;

fn instance(world: &World, id: &str, metric: Metric, at: Timestamp) -> Option<f64> {
    read(&world.broker(id)?, metric, Resource::Instance, at)
}

fn alive(world: &World, id: &str, at: Timestamp) -> Option<f64> {
    read(
        &world.broker(id)?,
        Metric::RabbitmqAlive,
        Resource::Node(0),
        at,
    )
}

fn advance(world: &mut World, by: SignedDuration) -> Timestamp {
    let now = world.now() + by;
    world.advance(now);
    now
}

#[test]
fn a_new_instance_reports_three_minutes_after_it_is_ready() {
    let (mut world, _) = cluster(1);
    let new = Instance::sample("new", START, &mut Dice::new(9));
    let id = world.begin_create(new);
    advance(&mut world, minutes(2));
    let ready = START + super::super::super::world::lifecycle::CREATE;
    let at = |after: i64| alive(&world, &id, ready + SignedDuration::from_secs(after));
    assert_eq!([at(0), at(179), at(180)], [None, None, Some(1.0)]);
}

#[test]
fn an_instance_that_failed_to_be_created_never_reports() {
    let (mut world, _) = cluster(1);
    let id = world.begin_create(Instance::sample("fail", START, &mut Dice::new(9)));
    let now = advance(&mut world, minutes(60));
    assert_eq!(world.instance(&id).unwrap().status, Status::CreateFailed);
    assert_eq!(alive(&world, &id, now), None);
}

#[test]
fn while_an_instance_restarts_its_nodes_are_down_and_nothing_else_is_reported() {
    let (mut world, id) = cluster(1);
    world.begin_restart(&id);
    let second = |after: i64| START + SignedDuration::from_secs(after);
    advance(&mut world, minutes(1));
    let seen = |at| {
        let broker = world.broker(&id).unwrap();
        let cpu = read(&broker, Metric::RabbitmqCpuUsage, Resource::Node(0), at);
        let publish = instance(&world, &id, Metric::Publish, at);
        let queue = read(&broker, Metric::QueueConsumers, Resource::Queue(0), at);
        let others = [cpu.is_some(), publish.is_some(), queue.is_some()];
        (alive(&world, &id, at), others)
    };
    assert_eq!(seen(second(-1)), (Some(1.0), [true; 3]));
    assert_eq!(seen(second(5)), (Some(0.0), [false; 3]));
    // The past stays what it was.
    assert_eq!(seen(second(20)), (Some(1.0), [true; 3]));
}

#[test]
fn a_state_says_from_its_beginning_on_what_there_is() {
    for (status, expected) in [
        (Status::Frozen, None),
        (Status::Error, Some(0.0)),
        (Status::Extending, Some(1.0)),
        (Status::Upgrading, Some(1.0)),
    ] {
        let (mut world, id) = cluster(1);
        let now = advance(&mut world, minutes(10));
        world.set_status(&id, status.clone());
        assert_eq!(
            alive(&world, &id, now - minutes(1)),
            Some(1.0),
            "{status:?}"
        );
        assert_eq!(alive(&world, &id, now + minutes(1)), expected, "{status:?}");
    }
}

#[test]
fn a_deleted_instance_is_gone_and_one_in_the_bin_reports_nothing_until_it_is_back() {
    let (mut world, id) = cluster(1);
    world.bin.on = true;
    world.delete(&id, false);
    let deleted = advance(&mut world, minutes(1));
    assert_eq!(alive(&world, &id, deleted), None);
    assert_eq!(alive(&world, &id, START - minutes(1)), Some(1.0));
    world.begin_restore(&id);
    assert_eq!(alive(&world, &id, deleted), Some(0.0));
    let now = advance(&mut world, minutes(5));
    assert_eq!(alive(&world, &id, now), Some(1.0));
    assert_eq!(
        alive(&world, &id, deleted - SignedDuration::from_secs(20)),
        None
    );

    world.delete(&id, true);
    advance(&mut world, minutes(1));
    assert!(world.broker(&id).is_none());
}

#[test]
fn the_edition_without_management_reports_of_the_instance_alone() {
    let (mut world, id) = cluster(1);
    AMQP_EDITION.clone_into(&mut world.instance_mut(&id).unwrap().version);
    assert!(instance(&world, &id, Metric::Publish, START).is_some());
    assert_eq!(alive(&world, &id, START), None);
    let broker = world.broker(&id).unwrap();
    assert_eq!(
        (broker.nodes(), broker.queues(START)),
        (Vec::new(), Vec::new())
    );
}

#[test]
fn an_instance_that_is_older_than_a_metric_does_not_report_it() {
    let (mut world, id) = cluster(1);
    let mut old = world.remove(&id).unwrap();
    old.created = Timestamp::constant(1_640_000_000, 0);
    world.insert(old);
    assert!(instance(&world, &id, Metric::Publish, START).is_some());
    assert_eq!(
        instance(&world, &id, Metric::InstanceDiskUsage, START),
        None
    );
    assert_eq!(alive(&world, &id, START), Some(1.0));
}

#[test]
fn another_engine_has_no_broker_here() {
    let world = fleet(3, 1);
    let kafka = world
        .instances()
        .find(|each| each.engine == "kafka")
        .unwrap();
    assert!(world.broker(&kafka.id).is_none());
    assert!(world.broker("nothing").is_none());
}
