//! Each incident finds an instance and its time.

use std::collections::BTreeSet;

use super::super::incident::ALL;
use super::super::incident::request::Incident;
use super::*;

fn incidents(texts: &[&str]) -> Vec<Incident> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

/// Names of the stricken instances with their incidents.
fn stricken(world: &World) -> Vec<(String, Placed)> {
    let all = world.instances().flat_map(|instance| {
        let placed = instance.incidents.iter();
        placed.map(|placed| (instance.name.clone(), *placed))
    });
    all.collect()
}

#[test]
fn an_incident_happens_to_whom_and_when_it_is_said() {
    let mut world = fleet(24, 1);
    let id = world.named("reports-cn-01").unwrap().id.clone();
    let by_id = format!("flow@{id}+90s");
    let asked = incidents(&["cpu-hot@pricing-us-01", &by_id]);
    world.befall(&asked, 1).unwrap();
    let mut placed = stricken(&world);
    placed.sort_by(|one, other| one.0.cmp(&other.0));
    let found: Vec<_> = placed
        .iter()
        .map(|(name, placed)| (name.as_str(), placed.kind.name, placed.begin, placed.end))
        .collect();
    let begun = START - minutes(15);
    let delayed = START + SignedDuration::from_secs(90);
    assert_eq!(
        found,
        [
            ("pricing-us-01", "cpu-hot", begun, begun + minutes(240)),
            ("reports-cn-01", "flow", delayed, delayed + minutes(180)),
        ]
    );
}

#[test]
fn times_of_an_incident_are_simulated_times() {
    let mut world = World::new(START, 10.0, 1);
    fleet::populate(&mut world, 24, 1, false);
    world.befall(&incidents(&["flow+10m"]), 1).unwrap();
    let (_, placed) = stricken(&world)[0].clone();
    assert_eq!(
        (placed.begin, placed.end),
        (START + minutes(1), START + minutes(19))
    );
}

#[test]
fn each_incident_alone_finds_an_instance_in_two_dozen_whatever_the_seed() {
    for seed in 0..40 {
        for kind in ALL {
            let mut world = fleet(24, seed);
            let placed = world.befall(&incidents(&[kind.name]), seed);
            assert_eq!(placed, Ok(()), "{seed}");
            let own = |each: &&Instance| !each.incidents.is_empty() && each.has_broker();
            assert_eq!(
                world.instances().filter(own).count(),
                1,
                "{} {seed}",
                kind.name
            );
        }
    }
}

#[test]
fn incidents_without_an_instance_each_get_another_one() {
    let names: Vec<_> = ALL.iter().map(|kind| kind.name).collect();
    let mut world = fleet(200, 5);
    world.befall(&incidents(&names), 5).unwrap();
    let stricken: BTreeSet<_> = stricken(&world).into_iter().map(|(name, _)| name).collect();
    assert_eq!(stricken.len(), names.len());
}

#[test]
fn an_incident_that_cannot_be_is_refused_with_its_reason() {
    let problem = |texts: &[&str]| {
        let mut world = fleet(24, 1);
        world.befall(&incidents(texts), 1).unwrap_err().to_string()
    };
    for (text, said) in [
        (
            "flow@reports-cn-1",
            "there is no instance `reports-cn-1`; did you mean reports-cn-01?",
        ),
        (
            "flow@reports",
            "there is no instance `reports`; did you mean reports-cn-01?",
        ),
        ("flow@zzzzzzzzzzzz", "there is no instance `zzzzzzzzzzzz`"),
        (
            "flow@stream-kafka-01",
            "there is no instance `stream-kafka-01`",
        ),
        (
            "flow@accounts-us-01",
            "accounts-us-01 is RESTARTING, not RUNNING",
        ),
    ] {
        let error = problem(&[text]);
        assert!(error.contains(said), "{error}");
    }
    let all = ["node-down"; 25];
    assert!(problem(&all).contains("none of the 24 instances is left that suits it"));
}
