//! Figures agree with each other, in good times and in bad.

use super::super::incident::ALL;
use super::*;

/// Minutes at which figures are compared: before an incident, across its begin, in it, across its
/// end, and after it.
fn looks(placed: &Placed) -> Vec<Timestamp> {
    let middle = placed.begin + placed.end.duration_since(placed.begin) / 2;
    let around = |moment: Timestamp| (-3..4).map(move |minute| moment + minutes(minute));
    let far = [START - minutes(40_000), placed.end + minutes(40_000)];
    around(placed.begin)
        .chain(around(middle))
        .chain(around(placed.end))
        .chain(far)
        .collect()
}

/// For each incident and some instances, what a comparison says.
fn everywhere(compare: impl Fn(&Broker<'_>, Timestamp) -> Result<(), String>) {
    for kind in ALL {
        for seed in 0..2 {
            let (world, id, placed) = stricken(kind.name, seed);
            let broker = world.broker(&id).unwrap();
            for at in looks(&placed) {
                let said = compare(&broker, at);
                assert_eq!(said, Ok(()), "{} {seed} {at}", kind.name);
            }
        }
    }
}

fn close(what: &str, one: f64, other: f64, tolerance: f64) -> Result<(), String> {
    let apart = (one - other).abs();
    (apart <= tolerance)
        .then_some(())
        .ok_or_else(|| format!("{what}: {one} and {other} are {apart} apart"))
}

#[test]
fn what_is_ready_changes_by_what_is_published_and_not_delivered() {
    use Metric::{DeliverGet, MessagesReady, Publish, QueueMessagesRedeliverRate};
    everywhere(|broker, at| {
        let of = |metric, at| broker.reading(metric, Resource::Instance, at);
        let queues = 0..broker.queues(at).len();
        let again = queues.map(|queue| {
            let of = Resource::Queue(queue);
            broker
                .reading(QueueMessagesRedeliverRate, of, at)
                .unwrap_or(0.0)
        });
        let again: f64 = again.sum();
        let figures = (
            of(MessagesReady, at - minutes(1)),
            of(MessagesReady, at),
            of(Publish, at),
            of(DeliverGet, at),
        );
        let (Some(before), Some(after), Some(publish), Some(deliver)) = figures else {
            return Ok(());
        };
        let flow = (publish - (deliver - again)) * 60.0;
        close("ready", after - before, flow, 1.5)
    });
}

#[test]
fn totals_are_the_sums_over_queues_and_nodes() {
    use Metric as M;
    let sums = [
        (M::MessagesReady, M::QueueMessagesReady, 0.0),
        (
            M::MessagesUnacknowledged,
            M::QueueMessagesUnacknowledged,
            0.0,
        ),
        (M::Consumers, M::QueueConsumers, 0.0),
        (M::Publish, M::QueueMessagesPublishRate, 1e-6),
        (M::DeliverGet, M::QueueMessagesDeliverGetRate, 1e-6),
        (M::InstanceBytesInRate, M::RabbitmqNodeBytesInRate, 1e-3),
        (M::InstanceBytesOutRate, M::RabbitmqNodeBytesOutRate, 1e-3),
        (M::Connections, M::SocketUsed, 3.0),
        (M::Queues, M::RabbitmqNodeQueues, 0.0),
    ];
    everywhere(|broker, at| {
        for (total, part, tolerance) in sums {
            let Some(whole) = broker.reading(total, Resource::Instance, at) else {
                continue;
            };
            let parts = resources(broker, part.dimension(), at + minutes(1));
            let parts = parts.into_iter().map(|of| broker.reading(part, of, at));
            close(total.name(), whole, parts.flatten().sum(), tolerance)?;
        }
        Ok(())
    });
}

#[test]
fn states_are_all_the_connections_channels_and_queues() {
    use Metric as M;
    let states = [
        (
            M::Connections,
            vec![
                M::ConnectionsStatesRunning,
                M::ConnectionsStatesFlow,
                M::ConnectionsStatesBlock,
                M::ConnectionsStatesClose,
            ],
        ),
        (
            M::Channels,
            vec![
                M::ChannelsStatesRunning,
                M::ChannelsStatesFlow,
                M::ChannelsStatesBlock,
                M::ChannelsStatesClose,
            ],
        ),
        (M::Queues, vec![M::QueuesStatesRunning, M::QueuesStatesFlow]),
        (M::DeliverGet, vec![M::Deliver, M::DeliverNoAck]),
    ];
    everywhere(|broker, at| {
        let of = |metric| broker.reading(metric, Resource::Instance, at);
        for (total, parts) in &states {
            let parts: Option<Vec<f64>> = parts.iter().map(|part| of(*part)).collect();
            if let (Some(whole), Some(parts)) = (of(*total), parts) {
                close(total.name(), whole, parts.iter().sum(), 1e-6)?;
            }
        }
        Ok(())
    });
}

#[test]
fn no_figure_is_below_zero_or_above_its_range() {
    let above = |metric: Metric| match metric {
        Metric::MessagesReady | Metric::MessagesUnacknowledged => 10e6,
        Metric::FdUsed => 65_535.0,
        Metric::SocketUsed => 50_000.0,
        Metric::ProcUsed => 1_048_576.0,
        metric if metric.unit() == crate::simulator::broker::Unit::Percent => 100.0,
        _ => f64::MAX,
    };
    everywhere(|broker, at| {
        for metric in Metric::all() {
            // Temporary queues are all alike.
            for of in resources(broker, metric.dimension(), at)
                .into_iter()
                .take(40)
            {
                let reading = broker.reading(metric, of, at);
                if reading.is_some_and(|value| !(0.0..=above(metric)).contains(&value)) {
                    return Err(format!("{metric:?} of {of:?}: {reading:?}"));
                }
            }
        }
        Ok(())
    });
}

#[test]
fn the_service_and_cloud_eye_show_the_same_storage() {
    everywhere(|broker, at| {
        let usage = broker.reading(Metric::InstanceDiskUsage, Resource::Instance, at);
        let (used, usable) = (
            broker.instance.used_gb(at + minutes(1)),
            broker.instance.usable_gb(),
        );
        let shown = f64::from(used) * 100.0 / f64::from(usable);
        usage.map_or(Ok(()), |usage| close("disk", usage, shown, 2.0))
    });
}

#[test]
fn an_alarm_of_any_node_blocks_all_that_publish() {
    for name in ["memory-alarm", "disk-alarm"] {
        let (world, id, placed) = stricken(name, 2);
        let broker = world.broker(&id).unwrap();
        let at = placed.begin + minutes(20);
        let of = |metric, of| read(&broker, metric, of, at).unwrap();
        let flags = |metric| -> f64 { (0..3).map(|node| of(metric, Resource::Node(node))).sum() };
        let memory = flags(Metric::RabbitmqMemoryHighWatermark);
        let disk = flags(Metric::RabbitmqDiskInsufficient);
        assert_eq!((memory + disk).to_bits(), 1.0_f64.to_bits(), "{name}");
        assert!(
            of(Metric::ConnectionsStatesBlock, Resource::Instance) > 0.0,
            "{name}"
        );
        assert!(of(Metric::Publish, Resource::Instance) < 0.01, "{name}");
    }
}

#[test]
fn what_is_told_one_by_one_adds_up_to_what_cloud_eye_says() {
    use crate::simulator::broker::connection::ConnectionState as State;
    use Metric as M;
    everywhere(|broker, at| {
        let cloud = |metric| read(broker, metric, Resource::Instance, at);
        if cloud(M::Connections).is_none() {
            return Ok(());
        }
        let connections = broker.connections(at);
        let consumers = broker.consumers(&connections, at);
        let levels = broker.levels_at(at);
        let in_state = |state| connections.iter().filter(move |each| each.state == state);
        let sums = [
            (M::Connections, connections.len()),
            (
                M::Channels,
                connections.iter().map(|each| each.channels).sum(),
            ),
            (M::ConnectionsStatesBlock, in_state(State::Blocked).count()),
            (M::ConnectionsStatesFlow, in_state(State::Flow).count()),
            (M::Queues, levels.len()),
            (M::Consumers, consumers.len()),
            (
                M::MessagesReady,
                levels.iter().map(|level| level.ready).sum(),
            ),
            (
                M::MessagesUnacknowledged,
                levels.iter().map(|level| level.unacked).sum(),
            ),
            (
                M::MessagesUnacknowledged,
                consumers.iter().map(|each| each.unacked).sum(),
            ),
        ];
        for (metric, sum) in sums {
            let whole = cloud(metric).unwrap_or(-1.0);
            close(metric.name(), whole, number(sum), 1e-6)?;
        }
        let facts = broker.node_facts(at);
        let leaders = broker.leaders(at);
        for (node, facts) in facts.iter().enumerate().filter(|(_, facts)| facts.running) {
            let cloud = |metric| read(broker, metric, Resource::Node(node), at).unwrap_or(-1.0);
            let led = leaders.iter().filter(|leader| **leader == node).count();
            close(
                "queues led",
                cloud(M::RabbitmqNodeQueues),
                number(led),
                1e-6,
            )?;
            close("memory", cloud(M::MemUsed), number(facts.mem_used), 1e-6)?;
            close("free", cloud(M::DiskFree), number(facts.disk_free), 1e-6)?;
            let here = connections.iter().filter(|each| each.node == node).count();
            close("sockets", cloud(M::SocketUsed), number(here), 12.0)?;
        }
        Ok(())
    });
}

#[test]
fn what_is_counted_grows_by_what_passes_in_between() {
    everywhere(|broker, at| {
        if !broker.is_up(at) {
            return Ok(());
        }
        let seconds = SignedDuration::from_secs(5);
        let (before, after) = (broker.counts(at - seconds), broker.counts(at));
        let rates = broker.rates_at(at);
        for ((before, after), rates) in before.iter().zip(&after).zip(&rates) {
            // Incidents are looked through in steps, so that one with changes in it is not exact.
            let tolerance = 0.5 + rates.publish * 0.02;
            let grown = after.less(before);
            close("published", grown.publish / 5.0, rates.publish, tolerance)?;
            close(
                "redelivered",
                grown.redeliver / 5.0,
                rates.redeliver,
                tolerance,
            )?;
        }
        Ok(())
    });
}

#[allow(clippy::cast_precision_loss, reason = "bytes of a machine at most")]
fn number(count: usize) -> f64 {
    count as f64
}
