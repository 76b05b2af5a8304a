//! What real brokers answered, 3.8.9 to 4.3.6, read into the model: measured values come through, and
//! what a version does not measure is not there.

use std::path::Path;

use warren::api::management::*;
use warren::model::broker::*;

/// Versions whose answers were kept under the same load.
const VERSIONS: [&str; 4] = ["shapes38", "shapes310", "shapes40", "v43"];

fn bytes(set: &str, name: &str) -> Vec<u8> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/broker");
    let path = root.join(set).join(name).with_extension("json");
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn read<A: Ask>(ask: &A, set: &str, name: &str) -> A::Reply {
    let read = ask.decode(200, &bytes(set, name));
    read.unwrap_or_else(|error| panic!("{set}/{name}: {error}"))
}

pub fn all_queues() -> ListQueues {
    ListQueues::Full(PageOf::first(500))
}

/// All rows, of which each one must have been read without a remark.
fn queues(set: &str, name: &str) -> Vec<Queue> {
    let page = read(&all_queues(), set, name);
    assert_eq!(page.rows.unidentified, 0, "{set}/{name}");
    assert_eq!(page.rows.unreadable, Vec::<String>::new(), "{set}/{name}");
    page.rows.rows
}

fn queue(set: &str, name: &str, called: &str) -> Queue {
    let mut all = queues(set, name).into_iter();
    let found = all.find(|queue| queue.key.name == called);
    found.unwrap_or_else(|| panic!("{set}/{name} has no {called}"))
}

#[test]
fn one_is_told_who_one_is_by_every_version() {
    for set in VERSIONS {
        let me = read(&WhoAmI, set, "whoami");
        assert_eq!((me.name.as_str(), me.administers()), ("ops", true), "{set}");
        let users = read(&ListUsers, set, "users");
        let tagged = |tag: &UserTag| users.rows.iter().any(|user| user.tags.contains(tag));
        let expected = match set {
            "v43" => UserTag::Administrator,
            _ => UserTag::Monitoring,
        };
        assert!(tagged(&expected), "{set}: {users:?}");
    }
    let several = WhoAmI.decode(200, br#"{"name":"m","tags":"monitoring, own,"}"#);
    let tags = several.unwrap().tags;
    assert_eq!(tags, [UserTag::Monitoring, UserTag::Other("own".into())]);
}

#[test]
fn the_overview_has_rates_counts_and_churn_of_every_version() {
    let versions = ["3.8.9", "3.10.8", "4.0.5", "4.3.6"];
    for (set, version) in VERSIONS.into_iter().zip(versions) {
        let overview = read(
            &ShowOverview {
                history: History::TenMinutes,
            },
            set,
            "overview",
        );
        assert_eq!(overview.version.as_deref(), Some(version));
        assert_eq!(overview.cluster.as_deref(), Some("rmq1@vm"));
        assert_eq!(overview.node.as_deref(), Some("rmq1@localhost"));
        assert!(overview.has_statistics);
        assert!(overview.messages.publish.rate > Some(300.0), "{set}");
        assert!(overview.messages.unroutable_rate() > Some(20.0), "{set}");
        // There a feature flag, which is off, has lost messages counted: they are said to be 0.
        let dropped = overview.messages.dropped.total;
        assert_eq!(dropped.is_some(), set != "shapes38", "{set}: {dropped:?}");
        assert!(overview.depth.ready > Some(1000), "{set}");
        assert!(overview.counts.connections >= Some(16), "{set}");
        assert!(overview.churn.channels_created.total > Some(500), "{set}");
        assert_eq!(overview.samples, []);
    }
    let sparse = read(
        &ShowOverview {
            history: History::TenMinutes,
        },
        "sparse",
        "overview",
    );
    assert_eq!(sparse.depth, Depth::default());
    assert_eq!(sparse.messages, MessageStats::default());
}

#[test]
fn ten_minutes_come_as_samples_oldest_first_with_rates_between_them() {
    for set in ["shapes310", "v43"] {
        let overview = read(
            &ShowOverview {
                history: History::TenMinutes,
            },
            set,
            "overview_samples",
        );
        let [first, rest @ ..] = overview.samples.as_slice() else {
            panic!("{set} has no samples");
        };
        assert_eq!((first.publish, rest.len()), (None, 3), "{set}");
        assert!(rest.is_sorted_by(|a, b| a.at + 10_000 == b.at), "{set}");
        let rate = rest[0].publish.unwrap();
        assert!((1.0..1000.0).contains(&rate), "{set}: {rate}");
        assert!(first.ready > Some(10_000), "{set}");
        let detail = read(&show("f.quorum.limit"), set, "queue_samples");
        assert_eq!(detail.samples.len(), 4, "{set}");
        assert!(detail.samples[0].ready.is_some(), "{set}");
    }
    let restarted = br#"{"node":"n","message_stats":{"publish_details":{"samples":[
        {"sample":5,"timestamp":20000},{"sample":90,"timestamp":10000}]}}}"#;
    let overview = ShowOverview {
        history: History::TenMinutes,
    }
    .decode(200, restarted)
    .unwrap();
    assert_eq!(overview.samples[1].publish, None);
}

fn show(name: &str) -> ShowQueue {
    ShowQueue { queue: key(name) }
}

fn key(name: &str) -> QueueKey {
    QueueKey {
        vhost: "/".into(),
        name: name.into(),
    }
}

#[test]
fn alarms_are_told_with_their_node_or_not_at_all() {
    let read = |status, body: &[u8]| ListAlarms.decode(status, body).unwrap();
    assert_eq!(read(200, br#"{"status":"ok"}"#), Some(Vec::new()));
    for (set, resource) in [
        ("alarm43", "memory"),
        ("alarm310", "memory"),
        ("diskalarm43", "disk"),
    ] {
        let body = bytes(set, "health_checks_alarms");
        assert!(ListAlarms.takes(503, &body), "{set}");
        let alarms = read(503, &body).unwrap();
        assert_eq!(alarms[0].node, "rmq1@localhost", "{set}");
        assert!(alarms[0].resource.starts_with(resource), "{set}");
    }
    assert!(ListAlarms.takes(404, b"") && ListAlarms.takes(400, b""));
    assert_eq!((read(404, b"Not Found"), read(400, b"")), (None, None));
    assert!(!ListAlarms.takes(400, b"bad") && !ListAlarms.takes(503, b"<html>"));
}

#[test]
fn nodes_have_their_limits_and_no_sockets_where_none_are_measured() {
    for set in VERSIONS {
        let nodes = read(&ListNodes, set, "nodes");
        assert_eq!(nodes.unreadable, Vec::<String>::new(), "{set}");
        let node = &nodes.rows[0];
        assert_eq!((node.running, node.memory_alarm), (Some(true), Some(false)));
        assert_eq!(node.memory_limit, Some(256_000_000), "{set}");
        assert!(node.memory_used > Some(1_000_000), "{set}");
        assert_eq!(node.processes_total, Some(1_048_576), "{set}");
        let measured = matches!(set, "shapes38" | "shapes310");
        assert_eq!(node.sockets_total.is_some(), measured, "{set}");
        assert_eq!(node.version.is_some(), set == "v43", "{set}");
    }
    let alarmed = read(&ListNodes, "alarm43", "nodes");
    assert_eq!(alarmed.rows[0].memory_alarm, Some(true));
    for (set, name) in [
        ("sparse", "nodes"),
        ("nostats", "nodes"),
        ("nostats43", "nodes"),
    ] {
        let node = &read(&ListNodes, set, name).rows[0];
        assert_eq!(
            (node.running, node.memory_alarm),
            (Some(true), None),
            "{set}"
        );
        assert_eq!(node.disk_free, None, "{set}");
    }
    for set in ["cluster310", "cluster43"] {
        let nodes = read(&ListNodes, set, "nodes_down").rows;
        let down = nodes.iter().find(|node| node.running == Some(false));
        assert_eq!(down.unwrap().memory_used, None, "{set}");
    }
    let parted = read(&ListNodes, "cluster310", "nodes_partition").rows;
    assert!(parted.iter().any(|node| !node.partitions.is_empty()));
}

#[test]
fn the_memory_of_a_node_is_told_largest_part_first() {
    for set in VERSIONS {
        let node = "n".to_owned();
        let memory = read(&ShowMemory { node: node.clone() }, set, "memory");
        assert!(memory.parts.is_sorted_by(|a, b| a.1 >= b.1), "{set}");
        assert!(memory.parts.iter().any(|(name, _)| name == "binary"));
        assert!(memory.parts.iter().all(|(name, _)| name != "total"));
        assert!(memory.total > Some(100_000_000), "{set}");
        let down = ShowMemory { node }.decode(200, br#"{"memory":"not_available"}"#);
        assert_eq!(down, Ok(Memory::default()));
    }
}

#[test]
fn queues_of_every_version_have_depth_consumers_and_rates() {
    for set in VERSIONS {
        let stuck = queue(set, "queues", "f.stuck");
        assert_eq!(stuck.kind, Some(QueueKind::Classic), "{set}");
        assert_eq!(stuck.depth.unacknowledged, Some(25), "{set}");
        assert!(stuck.depth.ready > Some(200), "{set}");
        assert_eq!(stuck.consumers, Some(1), "{set}");
        assert!(stuck.utilisation < Some(0.2), "{set}");
        assert!(stuck.messages.publish.rate > Some(20.0), "{set}");
        assert_eq!(
            stuck.messages.ack,
            Counter {
                total: Some(0),
                rate: Some(0.0)
            }
        );
        assert!(stuck.growth > Some(10.0), "{set}");
        assert!(stuck.head > Some(1_795_000_000_000), "{set}");
        let unused = queue(set, "queues", "f.exclusive");
        assert_eq!(unused.messages, MessageStats::default(), "{set}");
        assert_eq!(unused.exclusive, Some(true), "{set}");
        let quorum = queue(set, "queues", "f.quorum");
        assert_eq!(quorum.kind, Some(QueueKind::Quorum), "{set}");
        // 4.3 says 0 of a queue that is always served.
        let expected = (set != "v43").then_some(1.0);
        assert_eq!(quorum.utilisation, expected, "{set}");
        assert_eq!(quorum.members, ["rmq1@localhost"], "{set}");
    }
    let limited = queue("v43", "queues", "f.ttl");
    assert!(
        limited
            .arguments
            .contains(&("x-message-ttl".into(), "600000".into()))
    );
}

#[test]
fn the_cheap_page_has_counts_and_no_rates_and_of_streams_only_names() {
    for set in VERSIONS {
        let page = read(&all_queues(), set, "queues_totals_page");
        assert!(page.total > Some(10), "{set}");
        let stuck = queue(set, "queues_totals_page", "f.stuck");
        assert_eq!(stuck.depth.unacknowledged, Some(25), "{set}");
        assert_eq!((stuck.consumers, stuck.growth), (None, None), "{set}");
        assert_eq!(stuck.messages, MessageStats::default(), "{set}");
    }
    for set in ["shapes310", "v43"] {
        let stream = queue(set, "queues_totals_page", "f.stream");
        assert_eq!(stream.kind, Some(QueueKind::Stream), "{set}");
        assert_eq!(stream.depth, Depth::default(), "{set}");
        let first = &queues(set, "queues_streams_first")[0];
        assert_eq!(first.kind, Some(QueueKind::Stream), "{set}");
        assert!(first.depth.ready > Some(1000), "{set}");
    }
}

#[test]
fn a_queue_whose_node_is_lost_has_no_counts() {
    let lost = queue("cluster43", "queues_down", "q.on2");
    assert_eq!(lost.state.as_deref(), Some("down"));
    assert_eq!((lost.depth, lost.consumers), (Depth::default(), None));
    let quorum = queue("cluster43", "queues_down", "q.quorum");
    assert_eq!(quorum.state.as_deref(), Some("minority"));
    assert_eq!((quorum.members.len(), quorum.online.len()), (2, 1));
    let totals = queues("cluster43", "queues_totals_down");
    assert!(totals.iter().all(|queue| queue.key.name != "q.on2"));
}

#[test]
fn a_queue_by_itself_has_its_consumers_and_its_policy_in_effect() {
    for set in VERSIONS {
        let detail = read(&show("f.stuck"), set, "queue_stuck");
        let consumer = &detail.consumers[0];
        assert_eq!(
            (consumer.tag.as_str(), consumer.prefetch),
            ("stuck-1", Some(25))
        );
        assert!(consumer.connection.is_some() && consumer.channel.is_some());
        assert_eq!(consumer.queue, key("f.stuck"));
        let timed = matches!(set, "shapes40" | "v43");
        assert_eq!(consumer.timeout, timed.then_some(1_800_000), "{set}");
    }
    let detail = read(&show("f.stuck"), "v43", "queue_stuck");
    let policy = [("max-length".to_owned(), "50000".to_owned())];
    assert_eq!(detail.effective_policy, policy);
    let empty = br#"{"name":"q","vhost":"/","effective_policy_definition":[],"message_stats":[]}"#;
    let empty = show("q").decode(200, empty).unwrap();
    assert_eq!(empty.effective_policy, []);
}

#[test]
fn the_members_of_a_quorum_queue_are_told_where_a_version_tells_them() {
    let ask = ShowQuorum { queue: key("q") };
    let members = read(&ask, "cluster43", "quorum_status_down").unwrap().rows;
    let states: Vec<_> = members
        .iter()
        .filter_map(|one| one.state.as_deref())
        .collect();
    assert_eq!(states, ["leader", "noconnection"]);
    assert!(ask.takes(400, b"") && ask.takes(404, b"x") && !ask.takes(400, b"x"));
    assert_eq!(ask.decode(400, b""), Ok(None));
}

#[test]
fn every_version_says_where_its_nodes_listen() {
    let ports = [36_010, 32_010, 33_010, 31_010];
    for (set, port) in VERSIONS.into_iter().zip(ports) {
        let overview = read(
            &ShowOverview {
                history: History::TenMinutes,
            },
            set,
            "overview",
        );
        let listener = |protocol: &str| {
            let mut all = overview.listeners.iter();
            let found = all.find(|one| one.protocol == protocol);
            found.unwrap_or_else(|| panic!("{set}: {protocol}"))
        };
        let amqp = listener("amqp");
        assert_eq!(amqp.node, "rmq1@localhost", "{set}");
        assert_eq!(amqp.place(), format!("127.0.0.1:{port}"), "{set}");
        assert_eq!((amqp.tls, listener("http").tls), (Some(false), Some(false)));
        // Only 4.3 says it of that.
        let told = (set == "v43").then_some(false);
        assert_eq!(listener("clustering").tls, told, "{set}");
    }
    let body = br#"{"node":"a","listeners":[
        {"node":"a","protocol":"amqp/ssl","ip_address":"::","port":5671},
        {"node":"a","protocol":"https","ip_address":"::","port":"15671","tls":true}]}"#;
    let overview = ShowOverview {
        history: History::None,
    }
    .decode(200, body)
    .unwrap();
    let said = overview.listeners.iter();
    let said: Vec<_> = said.map(|one| (one.place(), one.tls)).collect();
    let wanted = [("[::]:5671", Some(true)), ("[::]:15671", Some(true))];
    assert_eq!(said, wanted.map(|(place, tls)| (place.to_owned(), tls)));
}

#[test]
fn connections_channels_and_consumers_are_told_by_every_version() {
    for set in VERSIONS {
        let list = ListConnections {
            page: PageOf::first(500),
            statistics: true,
        };
        let page = read(&list, set, "connections");
        assert_eq!(page.rows.unreadable, Vec::<String>::new(), "{set}");
        let leaky = &page.rows.rows[0];
        assert_eq!(leaky.called.as_deref(), Some("svc-leaky@pod-3"), "{set}");
        assert_eq!(
            (leaky.channels, leaky.tls),
            (Some(400), Some(false)),
            "{set}"
        );
        assert_eq!(
            leaky.client.as_deref(),
            Some("Pika Python Client Library 1.4.4")
        );
        assert!(leaky.connected_at > Some(1_795_000_000_000), "{set}");
        assert_eq!(leaky.received.rate, Some(0.0), "{set}");
        let channels = read(&ListChannels::All(PageOf::first(500)), set, "channels");
        let channel = &channels.rows.rows[0];
        assert!(channel.connection.is_some(), "{set}");
        assert_eq!(channel.number, Some(1), "{set}");
        let consumers = read(&ListConsumers, set, "consumers");
        let waiting = &consumers.rows[0];
        assert_eq!(waiting.activity.as_deref(), Some("waiting"), "{set}");
        assert_eq!(waiting.active, Some(false), "{set}");
        assert_eq!(consumers.unreadable, Vec::<String>::new(), "{set}");
    }
    let off = br#"[{"consumer_tag":"t","queue":{"name":"q","vhost":"/"},"consumer_timeout":"undefined"}]"#;
    let off = ListConsumers.decode(200, off).unwrap();
    assert_eq!((off.rows[0].timeout, off.unreadable.len()), (None, 0));
}

#[test]
fn times_are_read_as_each_version_spells_them() {
    let read = |time: &str| {
        let body = format!(r#"[{{"name":"c","idle_since":"{time}"}}]"#);
        let page = ListChannels::All(PageOf::first(1)).decode(200, body.as_bytes());
        page.unwrap().rows.rows[0].idle_since
    };
    let expected = Some(1_795_300_216_000);
    for time in [
        "2026-11-21 22:30:16",
        "2026-11-21T22:30:16.000+00:00",
        "2026-11-22T06:30:16.000+08:00",
    ] {
        assert_eq!(read(time), expected, "{time}");
    }
    assert_eq!(read("undefined"), None);
}

#[test]
fn what_messages_go_through_is_told_by_every_version() {
    for set in VERSIONS {
        let list = ListExchanges {
            page: PageOf::first(500),
        };
        let exchanges = read(&list, set, "exchanges").rows.rows;
        assert_eq!(exchanges[0].name, "", "{set}");
        assert!(exchanges[1].published_in.rate > Some(100.0), "{set}");
        let vhosts = read(&ListVhosts, set, "vhosts").rows;
        assert_eq!(
            vhosts[0].states,
            [("rmq1@localhost".into(), "running".into())]
        );
        assert_eq!(vhosts[0].tracing, Some(false), "{set}");
        let flags = read(&ListFeatureFlags, set, "feature-flags").rows;
        assert!(flags[0].state.is_some(), "{set}");
        let bindings = ListQueueBindings { queue: key("q") };
        let bindings = read(&bindings, set, "bindings").rows;
        assert!(bindings.iter().any(|one| one.source.is_empty()), "{set}");
        assert!(bindings.iter().any(|one| one.source == "f.orders"), "{set}");
    }
    let owner = PolicyOwner::User;
    let policies = read(&ListPolicies { owner }, "v43", "policies").rows;
    assert_eq!(policies[0].applies_to.as_deref(), Some("queues"));
    assert_eq!(policies[0].priority, Some(1));
    let owner = PolicyOwner::Operator;
    let limits = read(&ListPolicies { owner }, "shapes310", "operator-policies").rows;
    assert_eq!(limits[0].definition[0].0, "max-length-bytes");
    let down = read(&ListVhosts, "cluster43", "vhosts_down").rows;
    // The node that is lost is left out.
    assert_eq!(down[0].states.len(), 1);
}

#[test]
fn a_cluster_is_told_from_others_by_its_own_identity() {
    let of = |set| read(&ShowCluster, set, "global-parameters").unwrap();
    assert!(of("v43").starts_with("rabbitmq-cluster-id-"));
    assert_ne!(of("v43"), of("shapes310"));
    assert_eq!(ShowCluster.decode(200, b"[]"), Ok(None));
}

#[test]
fn a_row_without_a_name_is_dropped_and_counted() {
    let body = br#"{"filtered_count":4,"items":[[],{"vhost":"/"},{"name":"q","vhost":"/",
        "messages_ready":"7","consumers":[]},null]}"#;
    let page = all_queues().decode(200, body).unwrap();
    assert_eq!((page.rows.unidentified, page.total), (3, Some(4)));
    let queue = &page.rows.rows[0];
    assert_eq!((queue.depth.ready, queue.consumers), (Some(7), None));
    assert_eq!(page.rows.unreadable, ["items[2].consumers"]);
}
