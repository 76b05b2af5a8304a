//! What is asked of Cloud Eye, in which order, and within which budget.

use super::plan::{Ask, Next, Plan, window};
use crate::figures::{FiguresKind, MINUTE};
use crate::model::{InstanceId, Metric, Series};
use std::time::Duration;

fn ids(count: usize) -> Vec<InstanceId> {
    let each = (0..count).map(|at| InstanceId::new(format!("i{at:05}")).unwrap());
    each.collect()
}

fn node(id: &InstanceId, name: &str) -> Series {
    Series {
        metric: Metric::Alive,
        instance: id.clone(),
        part: Some(name.into()),
    }
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A plan for so many instances with three nodes each, the first of them in sight.
fn plan(count: usize, sight: usize) -> Plan {
    let (all, mut plan) = (ids(count), Plan::new());
    plan.list(all.clone(), seconds(0));
    plan.see(all[..sight].to_vec());
    assert_eq!(plan.next(seconds(0)), Next::Ask(Ask::Nodes));
    let nodes = all
        .iter()
        .flat_map(|id| ["a", "b", "c"].map(|name| node(id, name)));
    plan.nodes(&nodes.collect::<Vec<Series>>());
    plan.answered();
    plan
}

/// What is asked up to a time, with when.
fn asked_until(plan: &mut Plan, from: Duration, end: Duration) -> Vec<(Duration, Ask)> {
    let (mut now, mut asked) = (from, Vec::new());
    while now <= end {
        match plan.next(now) {
            Next::Ask(ask) => asked.push((now, ask)),
            Next::At(time) | Next::Rest(time) => now = time.max(now + Duration::from_millis(1)),
        }
    }
    asked
}

fn kind(ask: &Ask) -> Option<FiguresKind> {
    match ask {
        Ask::Nodes => None,
        Ask::Figures { kind, .. } => Some(*kind),
    }
}

#[test]
fn a_small_fleet_is_read_each_minute_and_its_hour_its_nodes_and_its_disks_once() {
    let mut plan = plan(24, 24);
    let asked = asked_until(&mut plan, seconds(0), seconds(10));
    let first: Vec<_> = asked.iter().map(|(_, ask)| kind(ask).unwrap()).collect();
    let (current, hour, disk) = (FiguresKind::Current, FiguresKind::Hour, FiguresKind::Disk);
    let nodes = FiguresKind::NodeMinutes;
    // 24 x 33 series in calls of 500, 24 x 12 in calls of 49, 24 x 21 in calls of 187, 24 in a call
    // of 41.
    assert_eq!(
        first,
        [
            current, current, hour, hour, hour, hour, hour, hour, nodes, nodes, nodes, disk
        ]
    );
    assert!(matches!(plan.next(seconds(10)), Next::Rest(_)));
    let again = asked_until(&mut plan, seconds(10), seconds(125));
    let at: Vec<_> = again
        .iter()
        .map(|(at, ask)| (at.as_secs(), kind(ask).unwrap()))
        .collect();
    assert_eq!(
        at,
        [(60, current), (60, current), (120, current), (120, current)]
    );
    assert_eq!(plan.pace(), seconds(60));
}

#[test]
fn no_call_asks_for_more_than_it_is_given_and_no_minute_has_more_calls_than_the_budget() {
    let mut plan = plan(10_000, 40);
    let asked = asked_until(&mut plan, seconds(0), seconds(300));
    for (_, ask) in &asked {
        let Ask::Figures {
            instances, kind, ..
        } = ask
        else {
            continue;
        };
        let series: usize = instances.iter().map(|(_, series)| series.len()).sum();
        let most = match kind {
            FiguresKind::Current => 500,
            FiguresKind::Hour => 49,
            FiguresKind::NodeMinutes => 187,
            FiguresKind::Disk => 41,
        };
        assert!(series <= most, "{kind:?} {series}");
    }
    for (from, _) in &asked {
        let within = |(at, _): &&(Duration, Ask)| at >= from && *at < *from + seconds(60);
        let calls = asked.iter().filter(within).count();
        assert!(calls <= 250, "{calls} calls a minute from {from:?}");
    }
}

#[test]
fn what_is_in_sight_stays_at_a_minute_and_the_rest_takes_turns() {
    let mut plan = plan(10_000, 40);
    let asked = asked_until(&mut plan, seconds(0), seconds(400));
    let read = |id: &InstanceId| -> Vec<u64> {
        let of = asked.iter().filter_map(|(at, ask)| match ask {
            Ask::Figures {
                kind: FiguresKind::Current,
                instances,
                ..
            } => instances
                .iter()
                .any(|(one, _)| one == id)
                .then_some(at.as_secs()),
            Ask::Figures { .. } | Ask::Nodes => None,
        });
        of.collect()
    };
    let all = ids(10_000);
    let seen = read(&all[7]);
    assert!(seen.windows(2).all(|two| two[1] - two[0] <= 63), "{seen:?}");
    assert!(seen.len() >= 6, "{seen:?}");
    let others = all[40..].iter().filter(|id| !read(id).is_empty()).count();
    assert_eq!(others, 9_960);
    let pace = plan.pace();
    assert!(pace > seconds(120) && pace < seconds(240), "{pace:?}");
}

#[test]
fn profiles_of_a_region_share_its_budget() {
    let mut alone = plan(5_000, 0);
    let mut shared = plan(5_000, 0);
    shared.share(4);
    let calls = |plan: &mut Plan| asked_until(plan, seconds(0), seconds(60)).len();
    assert!(calls(&mut alone) > 200);
    let calls = calls(&mut shared);
    assert!((60..=72).contains(&calls), "{calls}");
}

#[test]
fn after_a_failure_it_waits_longer_each_time_and_asks_the_same_again() {
    let mut plan = plan(1, 1);
    let Next::Ask(ask) = plan.next(seconds(0)) else {
        panic!("nothing is due");
    };
    plan.failed(&ask, None, 0.0, seconds(0));
    assert_eq!(plan.next(seconds(0)), Next::At(seconds(1)));
    assert_eq!(plan.next(seconds(1)), Next::Ask(ask.clone()));
    plan.failed(&ask, None, 0.0, seconds(1));
    assert_eq!(plan.next(seconds(1)), Next::At(seconds(3)));
    plan.failed(&ask, Some(seconds(40)), 0.0, seconds(3));
    assert_eq!(plan.next(seconds(3)), Next::At(seconds(43)));
}

#[test]
fn what_was_refused_is_asked_again_only_when_the_user_does() {
    let mut plan = plan(3, 3);
    let Next::Ask(ask) = plan.next(seconds(0)) else {
        panic!("nothing is due");
    };
    plan.deny(&ask);
    assert_eq!(plan.next(seconds(9_999)), Next::At(Duration::MAX));
    plan.refresh();
    assert!(matches!(plan.next(seconds(9_999)), Next::Ask(_)));
}

#[test]
fn nodes_of_a_new_instance_are_looked_for_each_minute_and_those_of_others_rarely() {
    let mut plan = plan(2, 0);
    let looked = |plan: &mut Plan, from: u64, to: u64| {
        let asked = asked_until(plan, seconds(from), seconds(to));
        asked.iter().filter(|(_, ask)| *ask == Ask::Nodes).count()
    };
    assert_eq!(looked(&mut plan, 0, 599), 0);
    assert_eq!(looked(&mut plan, 599, 660), 1);
    plan.list(ids(3), seconds(660));
    assert_eq!(looked(&mut plan, 661, 900), 4);
    assert_eq!(looked(&mut plan, 2_000, 3_000), 2);
}

#[test]
fn whole_steps_are_asked_for() {
    let now = 1_785_000_123_456;
    let (from, to) = window(FiguresKind::Current, 5 * MINUTE, now);
    assert_eq!((from % MINUTE, to % MINUTE, to - from), (0, 0, 5 * MINUTE));
    assert!(to <= now && now - to < MINUTE);
}

#[test]
fn what_was_read_before_its_nodes_were_known_is_read_again_with_them() {
    let (all, mut plan) = (ids(1), Plan::new());
    plan.list(all.clone(), seconds(0));
    plan.see(all.clone());
    assert_eq!(plan.next(seconds(0)), Next::Ask(Ask::Nodes));
    let first = plan.next(seconds(0));
    plan.nodes(&[node(&all[0], "a")]);
    let again = plan.next(seconds(1));
    let series = |next: &Next| match next {
        Next::Ask(Ask::Figures { instances, .. }) => instances[0].1.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!([series(&first), series(&again)], [12, 19]);
}
