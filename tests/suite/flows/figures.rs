//! Figures of Cloud Eye, from the service to the list: they come by themselves, and what keeps them
//! away keeps nothing else away.

use crate::live::{Live, Setup};
use jiff::SignedDuration;
use std::time::Duration;
use warren::figures::FiguresPart;
use warren::findings::Code;
use warren::model::Metric;
use warren::simulator::Incident;
use warren::state::figures::FiguresStanding;

/// A session that reads figures of these instances.
async fn measured(names: &[&str], faults: &[&str]) -> Live {
    let setup = Setup {
        figures: true,
        ..Setup::with(names).faults(faults)
    };
    let mut live = setup.start().await;
    // An instance reports a few minutes after it was created.
    live.simulator().edit(|world| {
        let created = world.now() - SignedDuration::from_hours(100 * 24);
        let ids: Vec<String> = world.instances().map(|one| one.id.clone()).collect();
        for id in ids {
            world.instance_mut(&id).unwrap().created = created;
        }
    });
    live.listed().await;
    live
}

fn has_ready(live: &Live, name: &str) -> bool {
    let row = live.row(name).unwrap();
    row.figures.last(Metric::Ready).is_some()
}

/// How often Cloud Eye was asked for values.
fn asked(live: &Live) -> usize {
    let all = live.requests().into_iter();
    all.filter(|one| one.path.contains("batch-query-metric-data"))
        .count()
}

#[tokio::test(start_paused = true)]
async fn every_instance_has_its_figures_with_its_nodes_and_an_hour_before() {
    let mut live = measured(&["orders-01", "mail-01"], &[]).await;
    live.until("both are measured", |live| {
        ["orders-01", "mail-01"].iter().all(|name| {
            let figures = &live.row(name).unwrap().figures;
            let alive = figures
                .nodes()
                .iter()
                .all(|node| node.last(Metric::Alive).is_some());
            has_ready(live, name) && figures.has_hour() && alive && !figures.nodes().is_empty()
        })
    })
    .await;
    let figures = &live.row("orders-01").unwrap().figures;
    let minutes = figures.trace(Metric::Ready).unwrap().points().count();
    assert!(minutes > 50, "{minutes}");
    assert!(
        figures
            .disk()
            .is_some_and(|disk| disk.points().count() > 60)
    );
    assert_eq!(live.profile().figures(), FiguresStanding::Read);
    assert!(live.screen().contains("READY"), "{}", live.screen());
    assert_eq!(live.selected(), live.names().first().cloned());
    live.press("i");
    let screen = live.screen();
    assert!(!screen.contains("instance_disk_usage"), "the end is below");
    live.press("G");
    let screen = live.screen();
    assert!(screen.contains("instance_disk_usage"), "{screen}");
    assert!(screen.contains("average of one"), "{screen}");
    live.press("esc enter");
    live.settle().await;
    let screen = live.screen();
    assert!(
        screen.contains("READY ") && screen.contains("  CONS "),
        "{screen}"
    );
    assert!(live.writes().is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_worst_by_its_figures_is_on_top_and_under_the_cursor_unless_the_user_moved_it() {
    for moved in [false, true] {
        let mut live = measured(&["a-01", "b-01", "z-99"], &["hang@cloud_eye"]).await;
        live.simulator().edit(|world| {
            let incident = "memory-alarm@z-99".parse().unwrap();
            world.befall(&[incident], 1).unwrap();
        });
        if moved {
            live.press("j k");
        }
        live.set_faults(&[]);
        live.press("r");
        live.until("it is the worst", |live| live.names()[0] == "z-99")
            .await;
        let on = live.selected().unwrap();
        assert_eq!(on == "z-99", !moved, "{on}");
    }
}

#[tokio::test(start_paused = true)]
async fn new_values_come_each_minute() {
    let mut live = measured(&["orders-01"], &[]).await;
    live.until("it is measured", |live| has_ready(live, "orders-01"))
        .await;
    // What is read once is read right after that.
    live.pass(Duration::from_secs(10)).await;
    let newest = |live: &Live| live.row("orders-01").unwrap().figures.newest().unwrap();
    let (first, before) = (newest(&live), asked(&live));
    live.pass(Duration::from_secs(185)).await;
    assert_eq!(newest(&live) - first, 180_000);
    assert_eq!(asked(&live) - before, 3);
}

#[tokio::test(start_paused = true)]
async fn a_user_without_the_right_is_told_which_and_is_asked_for_nothing_more() {
    let mut live = measured(&["orders-01"], &["403@cloud_eye"]).await;
    live.until("it is refused", |live| {
        matches!(live.profile().figures(), FiguresStanding::Denied(_))
    })
    .await;
    let refused = live.requests().len();
    live.pass(Duration::from_secs(30)).await;
    let screen = live.screen();
    assert!(screen.contains("metrics denied"), "{screen}");
    assert!(screen.contains("| fresh |"), "{screen}");
    let more: Vec<_> = live.requests()[refused..].to_vec();
    assert!(
        more.iter().all(|one| !one.path.starts_with("/V1.0/")),
        "{more:?}"
    );
    live.set_faults(&[]);
    live.press("r");
    live.until("it is allowed by now", |live| has_ready(live, "orders-01"))
        .await;
}

#[tokio::test(start_paused = true)]
async fn while_cloud_eye_is_down_the_list_is_as_fresh_as_ever() {
    for fault in [
        "503@cloud_eye",
        "429@cloud_eye",
        "hang@cloud_eye",
        "401@cloud_eye",
    ] {
        let mut live = measured(&["orders-01"], &[fault]).await;
        live.until("it fails", |live| {
            live.profile().figures.read.failure.is_some()
        })
        .await;
        live.pass(Duration::from_secs(60)).await;
        let screen = live.screen();
        assert!(screen.contains("| fresh |"), "{fault}\n{screen}");
        assert!(screen.contains("metrics "), "{fault}\n{screen}");
        assert!(
            live.row("orders-01")
                .is_some_and(|row| !row.is_stale(live.now()))
        );
        live.set_faults(&[]);
        if fault.starts_with("401") {
            live.press("r");
        }
        live.until("it is back", |live| has_ready(live, "orders-01"))
            .await;
        assert_eq!(live.profile().figures(), FiguresStanding::Read);
    }
}

#[tokio::test(start_paused = true)]
async fn a_list_of_nodes_that_cannot_be_read_costs_the_nodes_alone() {
    for (fault, why) in [
        (
            "403@list_metrics",
            "no right to list its nodes (ces:metrics:list)",
        ),
        (
            "404@list_metrics",
            "the list of nodes cannot be read: does not exist",
        ),
    ] {
        let mut live = measured(&["orders-01"], &[fault]).await;
        live.until("it is measured", |live| {
            let figures = &live.row("orders-01").unwrap().figures;
            has_ready(live, "orders-01") && figures.has_hour() && figures.disk().is_some()
        })
        .await;
        let nodes = |live: &Live| {
            let all = live.requests().into_iter();
            all.filter(|one| one.path.ends_with("/metrics")).count()
        };
        let before = (nodes(&live), asked(&live));
        live.pass(Duration::from_secs(120)).await;
        assert!(asked(&live) >= before.1 + 2, "{fault}");
        assert_eq!(live.profile().figures(), FiguresStanding::Read);
        let denied = fault.starts_with("403");
        assert_eq!(nodes(&live) == before.0, denied, "{fault}");
        assert!(!live.screen().contains("metrics "), "{}", live.screen());
        live.press("x");
        let screen = live
            .screen()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        assert!(screen.contains(why), "{fault}: {screen}");
        live.press("esc");
        live.set_faults(&[]);
        live.press("r");
        live.until("its nodes are there", |live| {
            !live.row("orders-01").unwrap().figures.nodes().is_empty()
        })
        .await;
    }
}

#[tokio::test(start_paused = true)]
async fn queues_of_an_instance_are_read_while_it_is_open_by_its_hierarchy_or_by_the_list() {
    for fault in ["", "404@show_hierarchy", "403@show_hierarchy"] {
        let faults: Vec<&str> = Some(fault)
            .filter(|one| !one.is_empty())
            .into_iter()
            .collect();
        let mut live = measured(&["orders-01"], &faults).await;
        live.until("it is measured", |live| has_ready(live, "orders-01"))
            .await;
        let figures = |live: &Live| live.row("orders-01").unwrap().figures.clone();
        assert_eq!(figures(&live).queue_count(), None);
        live.press("enter");
        live.until("its queues are measured", |live| {
            let known = figures(live);
            known
                .queue_count()
                .is_some_and(|(read, of)| read == of && of > 1)
                && known.queues().len() > 1
        })
        .await;
        let known = figures(&live);
        let queue = &known.queues()[0];
        let minutes = queue.trace(Metric::QueueReady).unwrap().points().count();
        assert!(minutes > 25, "{fault} {minutes}");
        let asked_for = |live: &Live, what: &str| {
            let all = live.requests().into_iter();
            all.filter(|one| one.path.ends_with(what)).count()
        };
        assert_eq!(asked_for(&live, "ces-hierarchy"), 1, "{fault}");
        live.pass(Duration::from_secs(200)).await;
        assert_eq!(asked_for(&live, "ces-hierarchy"), 1, "{fault}");
        let newest = |live: &Live| {
            figures(live).queues()[0]
                .last(Metric::QueueReady)
                .unwrap()
                .at
        };
        let before = newest(&live);
        live.pass(Duration::from_secs(60)).await;
        assert_eq!(newest(&live) - before, 60_000, "{fault}");
        live.press("esc");
        let before = asked(&live);
        live.pass(Duration::from_secs(300)).await;
        assert!(asked(&live) - before <= 5 + 2, "{fault}");
        assert_eq!(asked_for(&live, "ces-hierarchy"), 1, "{fault}");
        assert_eq!(live.profile().figures(), FiguresStanding::Read);
    }
}

#[tokio::test(start_paused = true)]
async fn where_figures_are_turned_off_nothing_is_asked_and_the_list_is_as_without() {
    let mut live = Live::with(&["orders-01"]).await;
    live.pass(Duration::from_secs(120)).await;
    assert_eq!(live.profile().figures(), FiguresStanding::Off);
    assert!(
        live.requests()
            .iter()
            .all(|one| !one.path.starts_with("/V1.0/"))
    );
    assert!(!live.screen().contains("READY"), "{}", live.screen());
    live.press("x");
    let screen = live.screen();
    assert!(screen.contains("reading figures is off"), "{screen}");
}

#[tokio::test(start_paused = true)]
async fn a_rule_of_the_users_that_fires_is_found_as_long_as_it_does() {
    let mut live = measured(&["orders-01"], &[]).await;
    live.until("what fires is read", |live| {
        let part = live.profile().figures.part(FiguresPart::Alarms);
        part == FiguresStanding::Read
    })
    .await;
    assert!(!has(&live, Code::CloudEyeAlarm));
    live.simulator().edit(|world| {
        let mut incident: Incident = "memory-alarm@orders-01".parse().unwrap();
        incident.end = Some(world.now() + SignedDuration::from_mins(2));
        world.befall(&[incident], 1).unwrap();
    });
    live.until("it fires", |live| has(live, Code::CloudEyeAlarm))
        .await;
    live.press("x");
    let screen = live.screen();
    assert!(screen.contains("alarm_rule watermarks"), "{screen}");
    assert!(screen.contains("alarm watermarks (critical)"), "{screen}");
    live.press("esc");
    let long = Duration::from_secs(10 * 60);
    live.pass_by(long, Duration::from_secs(5)).await;
    assert!(!has(&live, Code::CloudEyeAlarm), "{}", live.dump());
}

#[tokio::test(start_paused = true)]
async fn alarms_that_may_not_be_read_cost_the_alarms_alone_and_name_the_permission_once() {
    let mut live = measured(&["orders-01"], &["403@list_alarm_histories"]).await;
    live.until("it is measured", |live| has_ready(live, "orders-01"))
        .await;
    live.pass(Duration::from_secs(130)).await;
    let all = live.requests().into_iter();
    let alarms = all.filter(|one| one.path.ends_with("alarm-histories"));
    assert_eq!(alarms.count(), 1);
    assert_eq!(live.profile().figures(), FiguresStanding::Read);
    live.press("x");
    let screen = live.screen();
    assert!(screen.contains("ces:alarmHistory:list"), "{screen}");
    assert_eq!(screen.matches("ces:").count(), 1, "{screen}");
}

fn has(live: &Live, code: Code) -> bool {
    live.row("orders-01").is_some_and(|row| row.has(code))
}
