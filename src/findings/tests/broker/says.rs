//! What a made-up broker says: healthy, and with each thing that can be wrong.

use crate::broker::{BrokerAnswer, Head};
use crate::findings::tests::Bench;
use crate::findings::{Broker, Code, Severity, Verdict, Watch, explained};
use crate::model::broker::{
    BrokerAlarm, BrokerNode, Connection, Consumer, Counter, Depth, MessageStats, Overview, Policy,
    Queue, QueueKey, QueueKind, Vhost,
};
use std::sync::Arc;

/// A broker is asked every 5 s.
pub(super) const TICK: i64 = 5_000;

pub(super) fn key(name: &str) -> QueueKey {
    QueueKey {
        vhost: "/".into(),
        name: name.into(),
    }
}

pub(super) fn rate(rate: f64) -> Counter {
    Counter {
        total: Some(1000),
        rate: Some(rate),
    }
}

/// A queue with one consumer that takes what comes.
pub(super) fn queue(name: &str) -> Queue {
    Queue {
        key: key(name),
        kind: Some(QueueKind::Classic),
        state: Some("running".into()),
        node: Some("rabbit@a".into()),
        depth: Depth {
            ready: Some(0),
            unacknowledged: Some(0),
        },
        growth: Some(0.0),
        consumers: Some(1),
        utilisation: None,
        messages: MessageStats {
            publish: rate(20.0),
            deliver_get: rate(20.0),
            ack: rate(20.0),
            redeliver: rate(0.0),
            ..MessageStats::default()
        },
        durable: Some(true),
        auto_delete: None,
        exclusive: None,
        policy: None,
        arguments: Vec::new(),
        members: Vec::new(),
        online: Vec::new(),
        leader: None,
        bytes: None,
        head: None,
    }
}

pub(super) fn node(name: &str) -> BrokerNode {
    BrokerNode {
        name: format!("rabbit@{name}"),
        running: Some(true),
        memory_alarm: Some(false),
        disk_alarm: Some(false),
        memory_used: Some(100),
        memory_limit: Some(400),
        handles_used: Some(60),
        handles_total: Some(20_000),
        processes_used: Some(2_000),
        processes_total: Some(1_000_000),
        ..BrokerNode::default()
    }
}

/// What a broker says in one round.
pub(super) struct Says {
    pub(super) head: Head,
    pub(super) queues: Vec<Queue>,
    pub(super) connections: Vec<Connection>,
    pub(super) vhosts: Vec<Vhost>,
    pub(super) consumers: Vec<Consumer>,
    pub(super) policies: Vec<Policy>,
}

/// A healthy broker of three nodes.
pub(super) fn healthy() -> Says {
    let mut overview = Overview {
        version: Some("3.12.13".into()),
        has_statistics: true,
        ..Overview::default()
    };
    overview.messages.dropped = rate(0.0);
    overview.churn.connections_created = rate(0.0);
    overview.churn.channels_created = rate(0.2);
    Says {
        head: Head {
            overview,
            alarms: Some(Vec::new()),
            nodes: Some(["a", "b", "c"].map(node).into()),
            ..Head::default()
        },
        queues: vec![queue("orders"), queue("orders.dlq")],
        connections: vec![Connection {
            name: "1 -> 2".into(),
            called: Some("shop".into()),
            state: Some("running".into()),
            channels: Some(3),
            ..Connection::default()
        }],
        vhosts: vec![Vhost {
            name: "/".into(),
            states: vec![("rabbit@a".into(), "running".into())],
            ..Vhost::default()
        }],
        consumers: vec![Consumer {
            tag: "t".into(),
            queue: key("orders"),
            prefetch: Some(50),
            timeout: Some(1_800_000),
            ..Consumer::default()
        }],
        policies: Vec::new(),
    }
}

impl Bench {
    /// The broker is asked, and says that.
    pub(super) fn asked(&mut self, says: Says) {
        let at = self.clock.wall;
        let broker = self.broker.get_or_insert_with(Broker::default);
        for answer in [
            BrokerAnswer::Head(Arc::new(says.head)),
            BrokerAnswer::Consumers(Arc::new(says.consumers.into())),
            BrokerAnswer::Policies(Arc::new(says.policies.into())),
            BrokerAnswer::Queues(Arc::new(says.queues.into())),
            BrokerAnswer::Connections(Arc::new(says.connections.into())),
            BrokerAnswer::Vhosts(Arc::new(says.vhosts.into())),
        ] {
            assert!(broker.take(&answer, at, &self.thresholds));
        }
    }

    pub(super) fn pass(&mut self, ms: i64) {
        self.clock.eye += ms;
        self.clock.wall += ms;
    }

    pub(super) fn verdict(&self, code: Code) -> Verdict {
        let all = explained(&self.facts(), &self.before);
        all.into_iter().find(|(known, _)| *known == code).unwrap().1
    }
}

/// An instance without figures, whose broker is asked.
pub(super) fn bench() -> Bench {
    let mut bench = Bench {
        watch: Watch::Off,
        ..Bench::default()
    };
    bench.at(100);
    bench
}

/// Something that goes wrong: after how many s it is found, and what the broker says when it has
/// gone on for so many rounds.
pub(super) type Course = (Code, Severity, i64, fn(&mut Says, u64));

pub(super) fn one(says: &mut Says) -> &mut Queue {
    &mut says.queues[0]
}

pub(super) const COURSES: [Course; 24] = [
    (Code::MemoryAlarm, Severity::Critical, 0, |says, _| {
        says.head.alarms = Some(vec![BrokerAlarm {
            node: "rabbit@b".into(),
            resource: "memory".into(),
        }]);
    }),
    // A version without the check has flags.
    (Code::DiskAlarm, Severity::Critical, 0, |says, _| {
        says.head.alarms = None;
        says.head.nodes.as_mut().unwrap()[1].disk_alarm = Some(true);
    }),
    (Code::NodeDown, Severity::Critical, 0, |says, _| {
        says.head.nodes.as_mut().unwrap()[1].running = Some(false);
    }),
    (Code::NoMajority, Severity::Critical, 0, |says, _| {
        let nodes = says.head.nodes.as_mut().unwrap();
        nodes[1..]
            .iter_mut()
            .for_each(|node| node.running = Some(false));
    }),
    (Code::Partition, Severity::Critical, 0, |says, _| {
        let nodes = says.head.nodes.as_mut().unwrap();
        nodes[0].partitions = vec!["rabbit@b".into()];
        nodes[1].running = Some(false);
    }),
    (Code::VhostDown, Severity::Critical, 0, |says, _| {
        says.vhosts[0].states[0].1 = "stopped".into();
    }),
    (Code::QuorumNoLeader, Severity::Critical, 0, |says, _| {
        members(one(says), &["a", "b"], &["a"]);
    }),
    (Code::QueueDown, Severity::Critical, 0, |says, _| {
        one(says).state = Some("down".into());
        one(says).depth = Depth::default();
    }),
    (Code::QuorumDegraded, Severity::Warning, 60, |says, _| {
        members(one(says), &["a", "b", "c"], &["a", "b"]);
    }),
    (Code::PublishersBlocked, Severity::Critical, 0, |says, _| {
        says.connections[0].state = Some("blocked".into());
    }),
    (Code::Flow, Severity::Warning, 60, |says, _| {
        says.connections[0].state = Some("flow".into());
    }),
    (Code::NoConsumers, Severity::Critical, 120, |says, round| {
        lonely(one(says));
        one(says).depth.ready = Some(5 + round);
    }),
    (Code::NoConsumers, Severity::Warning, 120, |says, _| {
        lonely(one(says));
        one(says).depth.ready = Some(5);
    }),
    (
        Code::StuckConsumers,
        Severity::Critical,
        300,
        |says, round| {
            stands(one(says));
            one(says).depth.ready = Some(5 + round);
        },
    ),
    (Code::PrefetchFull, Severity::Warning, 120, |says, _| {
        one(says).depth.ready = Some(500);
        one(says).depth.unacknowledged = Some(50);
    }),
    (
        Code::BacklogGrowing,
        Severity::Warning,
        300,
        |says, round| {
            one(says).depth.ready = Some(100 + 50 * round);
        },
    ),
    (
        Code::UnackedPiling,
        Severity::Warning,
        300,
        |says, round| {
            one(says).depth.unacknowledged = Some(100 + 20 * round);
        },
    ),
    // Twenty more within ten minutes.
    (Code::DeadLetters, Severity::Warning, 100, |says, round| {
        says.queues[1].depth.ready = Some(300 + round);
    }),
    (Code::Redeliver, Severity::Warning, 60, |says, _| {
        one(says).messages.redeliver = rate(15.0);
    }),
    (Code::Unroutable, Severity::Warning, 60, |says, _| {
        says.head.overview.messages.dropped = rate(4.0);
    }),
    (Code::Churn, Severity::Warning, 60, |says, _| {
        says.head.overview.churn.connections_created = rate(6.0);
    }),
    (Code::ChannelLeak, Severity::Warning, 0, |says, _| {
        says.connections[0].channels = Some(400);
    }),
    (Code::FdNear, Severity::Critical, 60, |says, _| {
        says.head.nodes.as_mut().unwrap()[2].handles_used = Some(19_000);
    }),
    (Code::ProcNear, Severity::Warning, 60, |says, _| {
        says.head.nodes.as_mut().unwrap()[2].processes_used = Some(800_000);
    }),
];

/// Nobody takes from it.
pub(super) fn lonely(queue: &mut Queue) {
    queue.consumers = Some(0);
    queue.messages.deliver_get = rate(0.0);
}

/// Its consumers hold messages and do nothing.
pub(super) fn stands(queue: &mut Queue) {
    queue.messages.deliver_get = rate(0.0);
    queue.messages.ack = rate(0.0);
    queue.depth.unacknowledged = Some(3);
}

pub(super) fn members(queue: &mut Queue, all: &[&str], online: &[&str]) {
    let named = |nodes: &[&str]| nodes.iter().map(|node| format!("rabbit@{node}")).collect();
    queue.kind = Some(QueueKind::Quorum);
    (queue.members, queue.online) = (named(all), named(online));
}
