use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;

use super::instance::Status;
use super::lifecycle::{self, Work};
use super::task::{TaskName, TaskStatus};
use super::*;
use crate::simulator::clock::Clock;
use crate::simulator::service::rules;

fn world() -> World {
    World::new(Clock::manual().now(), 1.0, 1)
}

fn fleet(count: usize) -> World {
    let mut world = world();
    fleet::populate(&mut world, count, 1, false);
    world
}

/// Three instances in the middle of something.
fn busy() -> World {
    let mut world = world();
    let ids = ["one", "two", "three"].map(|name| world.insert_sample(name));
    world.begin_restart(&ids[0]);
    world.begin_delete(&ids[1]);
    world.begin_plugins(&ids[2], vec!["rabbitmq_shovel".to_owned()], true);
    world
}

proptest! {
    #[test]
    fn time_in_many_steps_or_in_one_leads_to_the_same_world(steps in prop::collection::vec(0_i64..20, 1..8)) {
        let (mut stepped, mut jumped) = (busy(), busy());
        let mut now = stepped.now();
        for step in steps {
            now += SignedDuration::from_secs(step);
            stepped.advance(now);
        }
        jumped.advance(now);
        prop_assert!(stepped.instances().eq(jumped.instances()));
    }
}

#[test]
fn the_newest_task_of_an_instance_that_failed_says_why() {
    let world = fleet(500);
    let failed = world.instances().filter_map(|instance| {
        let left = match instance.status {
            Status::Error => TaskName::RestartInstance,
            Status::ExtendedFailed => TaskName::ExtendInstance,
            Status::CreateFailed => TaskName::CreateInstance,
            _ => return None,
        };
        Some((left, instance))
    });
    let mut seen = 0;
    for (left, instance) in failed {
        let newest = instance.tasks.iter().max_by_key(|task| task.created);
        let newest = newest.map(|task| (task.name, task.status));
        assert_eq!(
            newest,
            Some((left, TaskStatus::Failed)),
            "{}",
            instance.name
        );
        seen += 1;
    }
    assert!(seen > 3, "{seen}");
}

#[test]
fn a_clock_that_goes_back_changes_nothing() {
    let mut world = busy();
    let before = world.now();
    world.advance(before - SignedDuration::from_secs(60));
    assert_eq!(world.now(), before);
}

#[test]
fn deleting_wins_over_what_was_going_on() {
    let mut world = world();
    let id = world.insert_sample("orders-eu-01");
    let takes = lifecycle::RESTART;
    world.begin(
        &id,
        TaskName::RestartInstance,
        json!({}),
        takes,
        Work::Settle(Status::Running),
    );
    world.advance(world.now() + SignedDuration::from_secs(10));
    world.begin_delete(&id);
    world.advance(world.now() + SignedDuration::from_secs(6));
    assert_eq!(world.instance(&id).unwrap().status, Status::Deleting);
    world.advance(world.now() + SignedDuration::from_secs(4));
    assert_eq!(world.instance(&id), None);
}

#[test]
fn the_demo_fleet_has_one_of_everything() {
    let world = fleet(28);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for instance in world
        .instances()
        .filter(|instance| instance.engine == "rabbitmq")
    {
        *counts.entry(instance.status.word()).or_default() += 1;
    }
    let expected = [
        ("CREATEFAILED", 1),
        ("CREATING", 1),
        ("ERROR", 1),
        ("EXTENDEDFAILED", 1),
        ("EXTENDING", 1),
        ("FREEZING", 1),
        ("FROZEN", 1),
        ("RESTARTING", 1),
        ("ROLLINGBACK", 1),
        ("RUNNING", 17),
        ("STARTING", 1),
        ("UPGRADING", 1),
    ];
    assert_eq!(counts, BTreeMap::from(expected));
    let full = |from: u32, to: u32| {
        world.instances().any(|instance| {
            let percent = instance.used_gb(world.now()) * 100 / instance.usable_gb();
            (from..to).contains(&percent)
        })
    };
    assert!(full(90, 93) && full(83, 86));
    assert!(
        world
            .instances()
            .any(|instance| instance.version == "AMQP-0-9-1")
    );
}

#[test]
fn every_name_in_a_large_fleet_is_valid_and_its_own() {
    let world = fleet(10_000);
    let names: std::collections::BTreeSet<_> = world
        .instances()
        .map(|instance| instance.name.as_str())
        .collect();
    assert_eq!(names.len(), 10_003);
    for name in names {
        assert_eq!(rules::changed_name(name), Ok(()), "{name}");
    }
}

#[test]
fn nothing_in_the_seeded_past_is_in_the_future_or_out_of_order() {
    let world = fleet(500);
    for instance in world.instances() {
        assert!(instance.created <= world.now(), "{}", instance.name);
        assert!(
            instance.tasks.is_sorted_by_key(|task| task.created),
            "{}",
            instance.name
        );
        for task in &instance.tasks {
            assert!(task.created <= task.updated && task.updated <= world.now());
        }
    }
}
