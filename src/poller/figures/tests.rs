//! What is asked of Cloud Eye, in which order, and within which budget.

use super::plan::{Ask, Next, Plan, window};
use crate::api::{ApiError, ErrorKind, Operation};
use crate::figures::{FiguresKind, FiguresPart, MINUTE, QueueNames, Range};
use crate::model::{InstanceId, Metric, Series};
use std::collections::HashMap;
use std::sync::Arc;
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
    plan.answered(&Ask::Nodes, 1);
    plan
}

fn error(operation: Operation, kind: ErrorKind) -> ApiError {
    ApiError::local(operation, kind, "")
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
        Ask::Nodes | Ask::Queues(_) | Ask::Alarms => None,
        Ask::Figures { kind, .. } => Some(*kind),
    }
}

#[test]
fn a_small_fleet_is_read_each_minute_and_its_hour_its_nodes_and_its_disks_once() {
    let mut plan = plan(24, 24);
    let asked = asked_until(&mut plan, seconds(0), seconds(10));
    let first: Vec<_> = asked.iter().filter_map(|(_, ask)| kind(ask)).collect();
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
        .filter_map(|(at, ask)| Some((at.as_secs(), kind(ask)?)))
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
            FiguresKind::Queues => 500,
            FiguresKind::Range(_) => 17,
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
            Ask::Figures { .. } | Ask::Nodes | Ask::Queues(_) | Ask::Alarms => None,
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
    let failed = error(Operation::ReadFigures, ErrorKind::Server);
    asked_until(&mut plan, seconds(0), seconds(59));
    let Next::Ask(ask) = plan.next(seconds(60)) else {
        panic!("nothing is due");
    };
    assert_eq!(plan.next(seconds(60)), Next::Ask(Ask::Alarms));
    plan.failed(&ask, &failed, 0.0, seconds(60));
    assert_eq!(plan.next(seconds(60)), Next::At(seconds(61)));
    assert_eq!(plan.next(seconds(61)), Next::Ask(ask.clone()));
    plan.failed(&ask, &failed, 0.0, seconds(61));
    assert_eq!(plan.next(seconds(61)), Next::At(seconds(63)));
    let asked_to_wait = ApiError {
        retry_after: Some(seconds(40)),
        ..failed
    };
    plan.failed(&ask, &asked_to_wait, 0.0, seconds(63));
    assert_eq!(plan.next(seconds(63)), Next::At(seconds(103)));
}

#[test]
fn too_many_calls_are_too_many_for_all_parts() {
    let mut plan = plan(1, 1);
    let mut throttled = error(Operation::ReadFigures, ErrorKind::Throttled);
    throttled.retry_after = Some(seconds(40));
    let Next::Ask(ask) = plan.next(seconds(0)) else {
        panic!("nothing is due");
    };
    plan.failed(&ask, &throttled, 0.0, seconds(0));
    assert_eq!(plan.next(seconds(0)), Next::At(seconds(40)));
    assert!(matches!(plan.next(seconds(40)), Next::Ask(_)));
}

#[test]
fn what_was_refused_is_asked_again_only_when_the_user_does() {
    for kind in [ErrorKind::Forbidden, ErrorKind::Unauthorized] {
        let mut plan = plan(3, 3);
        let Next::Ask(ask) = plan.next(seconds(0)) else {
            panic!("nothing is due");
        };
        plan.failed(&ask, &error(Operation::ReadFigures, kind), 0.0, seconds(0));
        let more = asked_until(&mut plan, seconds(1), seconds(600));
        // What fires is another right.
        let alarms = more.iter().filter(|(_, ask)| *ask == Ask::Alarms).count();
        let wanted = if kind == ErrorKind::Forbidden { 10 } else { 0 };
        assert_eq!((alarms, more.len()), (wanted, wanted), "{kind:?}");
        plan.refresh();
        assert!(matches!(plan.next(seconds(9_999)), Next::Ask(_)));
    }
}

/// Which parts are read within ten minutes, how often each, when calls for one of them always fail.
fn read_without(failing: FiguresPart, kind: ErrorKind) -> HashMap<FiguresPart, usize> {
    let (all, mut plan) = (ids(24), Plan::new());
    plan.list(all.clone(), seconds(0));
    plan.see(all);
    let (mut now, mut read) = (seconds(0), HashMap::new());
    while now <= seconds(600) {
        match plan.next(now) {
            Next::Ask(ask) if ask.part() == failing => {
                let operation = match failing {
                    FiguresPart::Nodes => Operation::ListSeries,
                    FiguresPart::Queues => Operation::ShowHierarchy,
                    FiguresPart::Alarms => Operation::ListAlarms,
                    FiguresPart::Values(_) => Operation::ReadFigures,
                };
                plan.failed(&ask, &error(operation, kind), 0.5, now);
                *read.entry(failing).or_default() += 1;
            }
            Next::Ask(ask) => {
                plan.answered(&ask, 1);
                *read.entry(ask.part()).or_default() += 1;
            }
            Next::At(time) | Next::Rest(time) => now = time.max(now + Duration::from_millis(1)),
        }
    }
    read
}

#[test]
fn a_part_that_always_fails_keeps_no_other_away() {
    let (hour, disk) = (FiguresKind::Hour, FiguresKind::Disk);
    let parts = [
        FiguresPart::Nodes,
        FiguresPart::Alarms,
        FiguresPart::Values(hour),
        FiguresPart::Values(disk),
    ];
    let current = FiguresPart::Values(FiguresKind::Current);
    for failing in parts {
        for kind in [ErrorKind::NotFound, ErrorKind::Throttled, ErrorKind::Server] {
            let read = read_without(failing, kind);
            let now: usize = read[&current];
            assert!((10..=13).contains(&now), "{failing:?} {kind:?} {read:?}");
            assert!(parts.iter().all(|part| read.contains_key(part)), "{read:?}");
            // It is asked for again, a minute apart in the end.
            assert!((10..=24).contains(&read[&failing]), "{failing:?} {read:?}");
        }
    }
}

#[test]
fn nodes_that_may_not_be_listed_are_asked_for_again_only_on_a_key() {
    let read = read_without(FiguresPart::Nodes, ErrorKind::Forbidden);
    assert_eq!(read[&FiguresPart::Nodes], 1);
    assert_eq!(read[&FiguresPart::Values(FiguresKind::Current)], 11);
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

#[test]
fn nodes_of_an_instance_that_is_not_listed_are_left_out() {
    let (all, mut plan) = (ids(2), Plan::new());
    plan.list(all[..1].to_vec(), seconds(0));
    let nodes = all.iter().map(|id| node(id, "a"));
    plan.nodes(&nodes.collect::<Vec<Series>>());
    for (_, ask) in asked_until(&mut plan, seconds(0), seconds(120)) {
        if let Ask::Figures { instances, .. } = ask {
            let series = instances.iter().flat_map(|(_, series)| series);
            let mut ids = series.map(|one| &one.instance);
            assert!(ids.all(|id| *id == all[0]), "{instances:?}");
            assert!(instances.iter().all(|(id, _)| *id == all[0]));
        }
    }
}

/// A plan for one instance that is opened and has so many queues.
fn opened(queues: usize) -> (InstanceId, Plan, QueueNames) {
    let (mut plan, id) = (plan(1, 1), ids(1).remove(0));
    assert_eq!(plan.open(Some(id.clone())), None);
    let asked = asked_until(&mut plan, seconds(0), seconds(1));
    let for_names = Ask::Queues(id.clone());
    assert!(asked.iter().any(|(_, ask)| *ask == for_names), "{asked:?}");
    let all = (0..queues).map(|at| format!("q{at:05}"));
    let names = all.chain(["orders.dlq".to_owned()]).map(Arc::from);
    let names: Vec<Arc<str>> = names.collect();
    let read = plan.queues(&id, &names).unwrap();
    plan.answered(&for_names, 1);
    (id, plan, read)
}

/// How many series of queues are asked for in each call, and how far back.
fn of_queues(asked: &[(Duration, Ask)]) -> Vec<(usize, i64)> {
    let each = asked.iter().filter_map(|(_, ask)| match ask {
        Ask::Figures {
            kind: FiguresKind::Queues,
            span,
            instances,
            ..
        } => Some((instances[0].1.len(), *span / MINUTE)),
        Ask::Figures { .. } | Ask::Nodes | Ask::Queues(_) | Ask::Alarms => None,
    });
    each.collect()
}

#[test]
fn queues_of_the_instance_that_is_opened_are_read_half_an_hour_back_and_then_each_minute() {
    let (id, mut plan, read) = opened(19);
    assert_eq!((read.read.len(), read.of), (20, 20));
    let first = asked_until(&mut plan, seconds(1), seconds(30));
    // 20 x 6 series in calls of 96.
    assert_eq!(of_queues(&first), [(96, 30), (24, 30)]);
    let again = asked_until(&mut plan, seconds(31), seconds(290));
    assert_eq!(of_queues(&again), [(120, 5); 4]);
    let names = |asked: &[(Duration, Ask)]| {
        let for_names = asked
            .iter()
            .filter(|(_, ask)| *ask == Ask::Queues(id.clone()));
        for_names.map(|(at, _)| at.as_secs()).collect::<Vec<u64>>()
    };
    assert!(names(&again).is_empty());
    assert_eq!(
        names(&asked_until(&mut plan, seconds(291), seconds(320))),
        [300]
    );
    // Nothing more of it is read once it is closed, and all of it when it is opened much later.
    assert_eq!(plan.open(None), None);
    assert_eq!(
        of_queues(&asked_until(&mut plan, seconds(321), seconds(900))),
        []
    );
    assert_eq!(plan.open(Some(id)).unwrap().of, 20);
    let later = asked_until(&mut plan, seconds(901), seconds(903));
    assert_eq!(of_queues(&later), [(96, 30), (24, 30)]);
}

#[test]
fn of_ten_thousand_queues_those_are_read_that_fit_and_those_for_dead_letters_first() {
    let (_, mut plan, read) = opened(9_999);
    assert_eq!((read.read.len(), read.of), (498, 10_000));
    assert_eq!(&*read.read[0], "orders.dlq");
    asked_until(&mut plan, seconds(1), seconds(60));
    let minute = asked_until(&mut plan, seconds(240), seconds(299));
    let calls = of_queues(&minute);
    assert!((6..=7).contains(&calls.len()), "{calls:?}");
    assert!(calls.iter().all(|(series, _)| *series <= 500), "{calls:?}");
}

/// The series of each call for a range up to a time, with when.
fn of_range(plan: &mut Plan, from: u64, end: u64) -> Vec<(u64, Range, usize)> {
    let asked = asked_until(plan, seconds(from), seconds(end));
    let of = asked.into_iter().filter_map(|(at, ask)| match ask {
        Ask::Figures {
            kind: FiguresKind::Range(range),
            instances,
            ..
        } => Some((at.as_secs(), range, instances[0].1.len())),
        Ask::Nodes | Ask::Queues(_) | Ask::Alarms | Ask::Figures { .. } => None,
    });
    of.collect()
}

#[test]
fn a_range_is_asked_for_at_once_and_then_when_there_is_a_new_value() {
    let mut plan = plan(24, 24);
    asked_until(&mut plan, seconds(0), seconds(10));
    let at = |range| Some((ids(1)[0].clone(), range));
    plan.look(at(Range::Hour));
    // Memory and CPU of three nodes: rows have the rest.
    assert_eq!(
        of_range(&mut plan, 10, 320),
        [(10, Range::Hour, 6), (310, Range::Hour, 6)]
    );
    plan.look(at(Range::SixHours));
    plan.look(at(Range::SixHours));
    assert_eq!(
        of_range(&mut plan, 321, 630),
        [(321, Range::SixHours, 13), (621, Range::SixHours, 13)]
    );
    plan.look(at(Range::Week));
    assert_eq!(of_range(&mut plan, 640, 4_000), [(640, Range::Week, 13)]);
    plan.refresh();
    assert_eq!(
        of_range(&mut plan, 4_001, 4_010),
        [(4_001, Range::Week, 13)]
    );
    plan.look(None);
    assert_eq!(of_range(&mut plan, 4_011, 20_000), []);
}

#[test]
fn a_range_of_many_nodes_is_asked_for_in_calls_that_are_not_cut() {
    let (all, mut plan) = (ids(1), Plan::new());
    plan.list(all.clone(), seconds(0));
    plan.see(all.clone());
    plan.look(Some((all[0].clone(), Range::Week)));
    assert_eq!(of_range(&mut plan, 0, 5), [(0, Range::Week, 7)]);
    let nodes: Vec<Series> = (0..7).map(|at| node(&all[0], &at.to_string())).collect();
    plan.nodes(&nodes);
    // 169 points each: 17 series are 2873 of 3000. As soon as nodes are known, with them.
    assert_eq!(
        of_range(&mut plan, 6, 10),
        [(6, Range::Week, 17), (6, Range::Week, 4)]
    );
}

#[test]
fn a_range_that_failed_is_asked_for_again() {
    let mut plan = plan(1, 1);
    plan.look(Some((ids(1)[0].clone(), Range::Day)));
    let asked = asked_until(&mut plan, seconds(0), seconds(2));
    let mut of = asked.iter().map(|(_, ask)| ask);
    let is_range = |ask: &&Ask| matches!(kind(ask), Some(FiguresKind::Range(_)));
    let ask = of.find(is_range).unwrap();
    let failed = error(Operation::ReadFigures, ErrorKind::Server);
    plan.failed(ask, &failed, 0.0, seconds(2));
    assert_eq!(of_range(&mut plan, 2, 20), [(3, Range::Day, 13)]);
}

#[test]
fn a_range_ends_at_a_whole_step() {
    let now = 1_785_000_123_456;
    for range in [Range::Hour, Range::SixHours, Range::Day, Range::Week] {
        let (from, to) = window(FiguresKind::Range(range), range.span(), now);
        assert_eq!((from % range.step(), to % range.step()), (0, 0));
        assert!(to - from == range.span() && to <= now && now - to < range.step());
    }
}
