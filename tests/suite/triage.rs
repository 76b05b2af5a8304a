//! The triage of a broker: what real brokers answered, as what is wrong with them; what was looked at
//! where nothing is; and the way from there to the queue, the connection, the node.

use crate::desk::{Desk, instance, key, words};
use crate::management_answers::{all_queues, read};
use crate::screens::{drawn, drawn_in, lines, screen};
use std::sync::Arc;
use std::time::Duration;
use warren::api::management::*;
use warren::broker::{BrokerAnswer, Head, Part};
use warren::event::Reply;
use warren::findings::{Broker, Code, Thresholds};
use warren::lang::Lang;
use warren::state::broker::SubView;
use warren::state::view::Pane;

/// Files that one round of questions is answered with.
#[derive(Clone, Copy)]
struct Files {
    set: &'static str,
    nodes: &'static str,
    alarms: Option<&'static str>,
    queues: Option<&'static str>,
    connections: bool,
    consumers: bool,
    vhosts: Option<&'static str>,
}

const ALARM43: Files = Files {
    set: "alarm43",
    nodes: "nodes",
    alarms: Some("health_checks_alarms"),
    queues: None,
    connections: true,
    consumers: false,
    vhosts: None,
};

const TROUBLES: Files = Files {
    set: "v43",
    nodes: "nodes",
    alarms: None,
    queues: Some("queues_troubles"),
    connections: true,
    consumers: true,
    vhosts: Some("vhosts"),
};

fn bare(set: &'static str, nodes: &'static str) -> Files {
    Files {
        set,
        nodes,
        connections: false,
        ..ALARM43
    }
}

fn answers(files: Files) -> Vec<(Part, BrokerAnswer)> {
    let set = files.set;
    let mut head = Head {
        nodes: Some(read(&ListNodes, set, files.nodes).rows),
        alarms: Some(Vec::new()),
        ..Head::default()
    };
    if let Some(name) = files.alarms {
        head.alarms = read(&ListAlarms, set, name);
    }
    if set == "v43" {
        head.overview = read(
            &ShowOverview {
                history: History::TenMinutes,
            },
            set,
            "overview",
        );
    } else {
        let major = if set.ends_with("310") {
            "3.10.8"
        } else {
            "4.3.6"
        };
        head.overview.version = Some(major.into());
    }
    let mut all = vec![(Part::Head, BrokerAnswer::Head(Arc::new(head)))];
    if files.consumers {
        let rows = read(&ListConsumers, set, "consumers").rows;
        all.push((
            Part::Consumers,
            BrokerAnswer::Consumers(Arc::new(rows.into())),
        ));
    }
    if let Some(name) = files.queues {
        let rows = read(&all_queues(), set, name).rows.rows;
        all.push((Part::Queues, BrokerAnswer::Queues(Arc::new(rows.into()))));
    }
    if files.connections {
        let ask = ListConnections {
            page: PageOf::first(500),
            statistics: true,
        };
        let rows = read(&ask, set, "connections").rows.rows;
        all.push((
            Part::Connections,
            BrokerAnswer::Connections(Arc::new(rows.into())),
        ));
    }
    if let Some(name) = files.vhosts {
        let rows = read(&ListVhosts, set, name).rows;
        all.push((Part::Vhosts, BrokerAnswer::Vhosts(Arc::new(rows.into()))));
    }
    all
}

/// What is wrong after the same answers for so many minutes, with what.
fn found(files: Files, minutes: i64) -> Vec<(Code, String)> {
    let mut broker = Broker::default();
    let mut now = 0;
    for round in 0..=minutes * 12 {
        now = round * 5_000;
        for (_, answer) in answers(files) {
            broker.take(&answer, now, &Thresholds::default());
        }
    }
    let held = broker.symptoms(now).into_iter().filter(|one| one.holds);
    held.map(|one| (one.code, one.subject.label().unwrap_or_default()))
        .collect()
}

fn said(of: &[(Code, &str)]) -> Vec<(Code, String)> {
    of.iter()
        .map(|(code, what)| (*code, (*what).to_owned()))
        .collect()
}

#[test]
fn an_alarm_is_found_with_its_node_and_those_who_are_blocked() {
    let node = "rmq1@localhost";
    assert_eq!(
        found(ALARM43, 0),
        said(&[
            (Code::MemoryAlarm, node),
            (Code::PublishersBlocked, "svc-orders@pod-1")
        ])
    );
    let alarm = bare("alarm310", "nodes");
    assert_eq!(found(alarm, 0), said(&[(Code::MemoryAlarm, node)]));
    let disk = bare("diskalarm43", "nodes");
    assert_eq!(found(disk, 0), said(&[(Code::DiskAlarm, node)]));
}

#[test]
fn lost_nodes_partitions_and_the_queues_that_suffer_are_found() {
    let quiet = Files {
        alarms: None,
        ..bare("cluster310", "nodes_partition")
    };
    assert_eq!(
        found(quiet, 0),
        said(&[
            (Code::NoMajority, ""),
            (Code::Partition, "rmq1@localhost"),
            (Code::Partition, "rmq2@localhost"),
        ])
    );
    for set in ["cluster43", "cluster310"] {
        let lost = Files {
            alarms: None,
            queues: Some("queues_down"),
            ..bare(set, "nodes_down")
        };
        assert_eq!(
            found(lost, 0),
            said(&[
                (Code::NoMajority, ""),
                (Code::NodeDown, "rmq2@localhost"),
                (Code::QuorumNoLeader, "q.quorum"),
                (Code::QueueDown, "q.on2"),
            ]),
            "{set}"
        );
    }
}

#[test]
fn queues_that_nobody_takes_from_and_those_that_go_round_are_told_apart() {
    let found = found(TROUBLES, 5);
    let of = |code| {
        let own = found.iter().filter(|(known, _)| *known == code);
        own.map(|(_, what)| what.as_str()).collect::<Vec<&str>>()
    };
    // The one that is fetched from by `basic.get` needs no consumer, nor does that of dead letters.
    assert_eq!(of(Code::NoConsumers), ["f.nobody"]);
    assert_eq!(of(Code::StuckConsumers), ["f.stuck"]);
    assert_eq!(
        of(Code::Redeliver),
        ["f.redeliver", "f.quorum.limit", "f.dlq"]
    );
    assert_eq!(of(Code::ChannelLeak), ["svc-leaky@pod-3"]);
    assert_eq!(
        (of(Code::Unroutable), of(Code::Churn)),
        (vec![""], vec![""])
    );
    assert_eq!(found.len(), 8, "{found:?}");
}

/// The triage of an instance whose broker answers so.
fn triage(width: u16, height: u16) -> Desk {
    let mut desk = Desk::new(width, height);
    desk.list(vec![instance("orders-01")]);
    desk.press("enter 3");
    desk
}

fn answer(desk: &mut Desk, files: Files) {
    for (part, answer) in answers(files) {
        desk.answer(Reply::Broker(key("orders-01").id, part, Ok(answer)));
    }
}

#[test]
fn the_triage_is_what_is_wrong_worst_first() {
    for (name, width, height) in [("80x24", 80, 24), ("120x40", 120, 40)] {
        let mut desk = triage(width, height);
        for _ in 0..=60 {
            answer(&mut desk, TROUBLES);
            desk.wait(Duration::from_secs(5));
        }
        answer(&mut desk, TROUBLES);
        insta::assert_snapshot!(format!("triage_{name}"), screen(&desk.state));
        let chinese = lines(&drawn_in(Lang::Chinese, &desk.state).0).join("\n");
        insta::assert_snapshot!(format!("triage_{name}_chinese"), chinese);
    }
}

#[test]
fn where_nothing_is_wrong_it_says_what_was_looked_at() {
    let mut desk = triage(80, 24);
    let fine = Files {
        alarms: None,
        vhosts: Some("vhosts_down"),
        ..bare("cluster43", "nodes")
    };
    answer(&mut desk, fine);
    desk.wait(Duration::from_secs(3));
    insta::assert_snapshot!("triage_nothing", lines(&drawn(&desk.state).0).join("\n"));
    // What is older than a minute says that nothing is fine.
    desk.wait(Duration::from_secs(60));
    let screen = lines(&drawn(&desk.state).0).join("\n");
    assert!(!screen.contains("Nothing wrong seen"), "{screen}");
    assert!(screen.contains("Not known"), "{screen}");
}

#[test]
fn what_was_seen_once_is_neither_wrong_nor_fine() {
    let mut desk = triage(80, 24);
    let screen = |desk: &Desk| lines(&drawn(&desk.state).0).join("\n");
    let stuck = Files {
        connections: false,
        ..TROUBLES
    };
    let queues = answers(stuck).into_iter();
    let mut queues: Vec<_> = queues.filter(|(part, _)| *part == Part::Queues).collect();
    let fine = Files {
        alarms: None,
        ..bare("cluster43", "nodes")
    };
    answer(&mut desk, fine);
    let (part, found) = queues.remove(0);
    let give = |desk: &mut Desk| {
        let id = key("orders-01").id;
        desk.answer(Reply::Broker(id, part.clone(), Ok(found.clone())));
    };
    give(&mut desk);
    let first = screen(&desk);
    assert!(first.contains("Not sure yet"), "{first}");
    assert!(!first.contains("Nothing wrong seen"), "{first}");
    desk.wait(Duration::from_secs(5));
    give(&mut desk);
    assert!(
        screen(&desk).contains("consumers stuck"),
        "{}",
        screen(&desk)
    );
}

#[test]
fn enter_leads_to_what_it_is_wrong_with() {
    let mut desk = triage(120, 40);
    answer(&mut desk, ALARM43);
    desk.look();
    assert_eq!(desk.state.broker.shown, SubView::Triage);
    desk.press("j enter");
    assert_eq!(desk.state.broker.shown, SubView::Connections);
    let row = desk.state.broker.selected().unwrap();
    assert!(row.label.contains("45174"), "{row:?}");
    desk.press("[ [ g g");
    desk.state.broker.shown = SubView::Triage;
    desk.press("g g enter");
    assert_eq!(desk.state.broker.shown, SubView::Nodes);
    assert_eq!(desk.state.focused(), Pane::Broker);
}

#[test]
fn what_is_found_is_in_the_list_with_its_source_until_the_broker_is_not_asked_any_more() {
    let mut desk = triage(120, 40);
    answer(&mut desk, ALARM43);
    let codes = |desk: &Desk| {
        let row = desk.state.fleet.get(&key("orders-01")).unwrap();
        let all = row.findings().iter();
        all.map(|found| (found.code, found.over.is_some()))
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(&desk), [(Code::MemoryAlarm, false)]);
    desk.press("x");
    let screen = lines(&drawn(&desk.state).0).join("\n");
    assert!(screen.contains("by the broker"), "{screen}");
    let problems = warren::problems::Problems::of(&desk.state, words());
    assert!(
        problems
            .all
            .iter()
            .any(|one| one.finding.code == Code::MemoryAlarm)
    );
    desk.press("esc");
    desk.wait(Duration::from_secs(61));
    desk.look();
    assert_eq!(codes(&desk)[0], (Code::MemoryAlarm, true));
}
