//! Each incident shows what its name says from its begin to its end, and nothing before or after.

use super::super::incident::ALL;
use super::*;
use Metric as M;

/// What is reported in the minute before a moment.
struct Look<'a> {
    broker: Broker<'a>,
    at: Timestamp,
    placed: Placed,
}

impl Look<'_> {
    fn of(&self, metric: Metric) -> f64 {
        read(&self.broker, metric, Resource::Instance, self.at).unwrap_or(-1.0)
    }

    /// The same a while ago.
    fn earlier(&self, metric: Metric, by: i64) -> f64 {
        let at = self.at - minutes(by);
        read(&self.broker, metric, Resource::Instance, at).unwrap_or(-1.0)
    }

    /// The same a minute before the begin.
    fn before(&self, metric: Metric) -> f64 {
        let at = self.placed.begin - minutes(1);
        read(&self.broker, metric, Resource::Instance, at).unwrap_or(-1.0)
    }

    /// Of each node that reports it.
    fn nodes(&self, metric: Metric) -> Vec<f64> {
        let of = |node| read(&self.broker, metric, Resource::Node(node), self.at);
        (0..3).filter_map(of).collect()
    }

    /// Of the node where it is highest; -1 if none reports it.
    fn most(&self, metric: Metric) -> f64 {
        self.nodes(metric)
            .into_iter()
            .reduce(f64::max)
            .unwrap_or(-1.0)
    }

    fn least(&self, metric: Metric) -> f64 {
        self.nodes(metric)
            .into_iter()
            .reduce(f64::min)
            .unwrap_or(-1.0)
    }

    /// Of the queue with the most messages, and of the one for dead letters.
    fn queues(&self, metric: Metric) -> [f64; 2] {
        let of = |queue| read(&self.broker, metric, Resource::Queue(queue), self.at);
        let last = self.broker.shape.queues - 1;
        [0, last].map(|queue| of(queue).unwrap_or(-1.0))
    }

    /// Of the queue that has the trouble when one has.
    fn troubled(&self, metric: Metric) -> f64 {
        let queue = Resource::Queue(self.broker.shape.troubled);
        read(&self.broker, metric, queue, self.at).unwrap_or(-1.0)
    }

    /// Messages that its consumers may hold.
    fn prefetch(&self) -> f64 {
        self.troubled(M::QueueConsumers) * self.broker.shape.prefetch
    }

    /// Of the busiest quorum queue; 1 where there is none.
    fn quorum(&self, metric: Metric) -> f64 {
        let queue = self.broker.shape.quorum.map(Resource::Queue);
        let read = queue.and_then(|queue| read(&self.broker, metric, queue, self.at));
        read.unwrap_or(1.0)
    }

    /// Channels of the connection that has most.
    fn most_channels(&self) -> usize {
        let connections = self.broker.connections(self.at).into_iter();
        connections.map(|each| each.channels).max().unwrap_or(0)
    }

    /// Whether a figure grows, and steadily: over the last 20 minutes as over the 20 before.
    fn grows(&self, metric: Metric) -> bool {
        let (now, then, first) = (
            self.of(metric),
            self.earlier(metric, 20),
            self.earlier(metric, 40),
        );
        let (late, early) = (now - then, then - first);
        early > 0.0 && late > 0.0 && (0.4..2.5).contains(&(late / early))
    }
}

/// What is to be seen of an incident while it goes on. No two of these hold of the same figures.
type Sign = (&'static str, fn(&Look<'_>) -> bool);

#[rustfmt::skip]
const SIGNS: [Sign; 28] = [
    ("memory-alarm", |look| look.most(M::RabbitmqMemoryUsage) > 40.0
        && look.most(M::RabbitmqMemoryHighWatermark) > 0.5
        && look.least(M::RabbitmqMemoryHighWatermark) < 0.5
        && look.of(M::ConnectionsStatesBlock) > 0.0 && look.of(M::Publish) < 0.01),
    ("disk-alarm", |look| look.least(M::DiskFree) < 5e9
        && look.most(M::RabbitmqDiskInsufficient) > 0.5
        && look.least(M::RabbitmqDiskInsufficient) < 0.5
        && look.of(M::ConnectionsStatesBlock) > 0.0 && look.of(M::Publish) < 0.01),
    ("node-down", |look| look.nodes(M::RabbitmqAlive).iter().sum::<f64>() == 2.0
        && look.nodes(M::RabbitmqCpuUsage).len() == 2
        && look.of(M::Publish) > 1.0),
    ("no-majority", |look| look.nodes(M::RabbitmqAlive).iter().sum::<f64>() == 1.0
        && look.of(M::Publish) < 0.0),
    ("disk-filling", |look| look.grows(M::InstanceDiskUsage)
        && look.of(M::InstanceDiskUsage) < 91.0),
    ("publishers-blocked", |look| look.of(M::ConnectionsStatesBlock) > 0.0
        && look.of(M::Publish) < 0.01
        && look.most(M::RabbitmqMemoryHighWatermark) + look.most(M::RabbitmqDiskInsufficient) < 0.5),
    ("consumers-gone", |look| look.of(M::Consumers) < 0.5 && look.grows(M::MessagesReady)
        && look.of(M::DeliverGet) < 0.01 && look.before(M::Consumers) > 0.5),
    ("publishers-gone", |look| look.of(M::Publish) < 0.01
        && look.of(M::Connections) < look.before(M::Connections) * 0.7
        && look.of(M::ConnectionsStatesBlock) < 0.5 && look.of(M::Consumers) > 0.5),
    ("backlog-growing", |look| look.of(M::Consumers) > 0.5 && look.grows(M::MessagesReady)
        && look.of(M::DeliverGet) > look.of(M::Publish) * 0.3
        && look.of(M::DeliverGet) < look.of(M::Publish) * 0.8),
    ("unacked-piling", |look| look.grows(M::MessagesUnacknowledged)
        && look.of(M::MessagesUnacknowledged) > 500.0
        && look.of(M::DeliverGet) > look.of(M::Publish) * 0.8),
    ("stuck-consumer", |look| look.of(M::MessagesUnacknowledged) > 50.0
        && look.of(M::DeliverGet) < 0.01 && look.of(M::Consumers) > 0.5
        && look.grows(M::MessagesReady)),
    ("connection-limit", |look| {
        let share = look.of(M::Connections) / look.broker.shape.connection_limit;
        (0.95..1.0).contains(&share)
    }),
    ("connection-storm", |look| {
        let series: Vec<f64> = (0..6).map(|by| look.earlier(M::Connections, by)).collect();
        let jumps = series.windows(2).filter(|pair| (pair[0] / pair[1] - 1.0).abs() > 0.05);
        jumps.count() > 2
    }),
    ("channel-leak", |look| look.grows(M::Channels)
        && look.of(M::Channels) > 1.2 * look.before(M::Channels)
        && look.most_channels() < 60
        && look.of(M::Connections) < 1.1 * look.before(M::Connections)),
    ("flow", |look| look.of(M::ConnectionsStatesFlow) > 0.0 && look.of(M::QueuesStatesFlow) > 0.0),
    ("cpu-hot", |look| look.least(M::RabbitmqCpuUsage) > 85.0),
    ("memory-near", |look| look.most(M::RabbitmqMemoryUsage) > 36.0
        && look.most(M::RabbitmqMemoryUsage) < 39.5),
    ("redeliver-storm", |look| look.queues(M::QueueMessagesRedeliverRate)[0]
        > look.queues(M::QueueMessagesPublishRate)[0]),
    ("dead-letters-filling", |look| look.queues(M::QueueMessagesReady)[1] > 100.0),
    ("metrics-silent", |look| look.of(M::Connections) < 0.0
        && look.most(M::RabbitmqAlive) < 0.0
        && look.queues(M::QueueMessagesReady)[0] < 0.0),
    ("queue-leak", |look| look.grows(M::Queues) && look.of(M::Queues) > look.before(M::Queues) + 20.0),
    ("uneven-nodes", |look| look.nodes(M::RabbitmqAlive).len() == 3
        && look.most(M::RabbitmqNodeQueues) > 3.0 * look.least(M::RabbitmqNodeQueues)
        && look.most(M::RabbitmqCpuUsage) > 3.0 * look.least(M::RabbitmqCpuUsage)
        && look.most(M::RabbitmqCpuUsage) < 75.0
        && look.most(M::RabbitmqNodeBytesInRate) > 3.0 * look.least(M::RabbitmqNodeBytesInRate)),
    ("poison-message", |look| look.troubled(M::QueueMessagesRedeliverRate) > 24.0
        && look.troubled(M::QueueMessagesAckRate) > 0.5),
    ("prefetch-full", |look| look.troubled(M::QueueMessagesUnacknowledged) > 0.95 * look.prefetch()
        && look.troubled(M::QueueMessagesUnacknowledged) < 1.05 * look.prefetch()
        && look.troubled(M::QueueMessagesReady) > 20.0
        && look.of(M::DeliverGet) > 1.0),
    ("leaking-client", |look| look.grows(M::Channels) && look.most_channels() > 100),
    ("blocked-publisher", |look| look.of(M::ConnectionsStatesBlock) > 0.5
        && look.of(M::Publish) > 1.0),
    ("quorum-no-majority", |look| look.quorum(M::QueueMessagesPublishRate) < 0.01
        && look.of(M::Publish) > 1.0),
    ("many-queues", |look| look.of(M::Queues) > look.before(M::Queues) + 4_900.0),
];

/// The signs that are to be seen at a moment.
fn seen(world: &World, id: &str, placed: Placed, at: Timestamp) -> Vec<&'static str> {
    let broker = world.broker(id).unwrap();
    let look = Look { broker, at, placed };
    let seen = SIGNS.iter().filter(|(_, sign)| sign(&look));
    seen.map(|(name, _)| *name).collect()
}

#[test]
fn every_incident_has_a_sign() {
    let names = |of: &mut dyn Iterator<Item = &'static str>| {
        let mut names: Vec<_> = of.collect();
        names.sort_unstable();
        names
    };
    assert_eq!(
        names(&mut SIGNS.iter().map(|(name, _)| *name)),
        names(&mut ALL.iter().map(|kind| kind.name))
    );
}

#[test]
fn an_incident_is_seen_from_begin_to_end_and_only_then() {
    for kind in ALL {
        for seed in 0..6 {
            let (world, id, placed) = stricken(kind.name, seed);
            let seen = |at| seen(&world, &id, placed, at);
            let said = format!("{} {seed}", kind.name);
            assert_eq!(seen(placed.begin), [""; 0], "{said} before");
            for at in [placed.begin + minutes(45), placed.end - minutes(1)] {
                assert_eq!(seen(at), [kind.name], "{said} at {at}");
            }
            assert_eq!(seen(placed.end + minutes(6)), [""; 0], "{said} after");
        }
    }
}

#[test]
fn when_an_incident_starts_it_is_already_to_be_seen() {
    for kind in ALL {
        let begin = START - minutes(i64::from(kind.begun));
        let end = begin + minutes(i64::from(kind.minutes));
        let (mut world, id, _) = stricken(kind.name, 2);
        let placed = Placed { kind, begin, end };
        world.instance_mut(&id).unwrap().incidents = vec![placed];
        assert!(end > START, "{} is over", kind.name);
        // A few minutes later, for those that look back a while.
        let found = seen(&world, &id, placed, START + minutes(30));
        assert_eq!(found, [kind.name]);
    }
}
