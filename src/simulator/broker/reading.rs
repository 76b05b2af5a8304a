//! What is reported: each metric from the figures of nodes, clients and messages.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::life::Life;
use super::metric::{Figure, InstanceFigure, NodeFigure, QueueFigure};
use super::traffic::{Rates, Traffic};
use super::{Broker, Metric, Now, Resource};

impl Broker<'_> {
    /// What was reported for the minute that begins at `at`; nothing where nothing was: before the
    /// instance began to report or after it was gone, while its broker is down, by a metric that is
    /// newer than the instance, of a node or queue that is not there.
    ///
    /// Counts are those at the end of the minute, rates the mean over it.
    pub fn reading(&self, metric: Metric, of: Resource, at: Timestamp) -> Option<f64> {
        let bought = || self.instance.created.to_zoned(TimeZone::UTC).date();
        let newer = metric.since().is_some_and(|since| bought() < since);
        let minute = self.minute(at);
        if newer || self.is_silent(minute[1]) {
            return None;
        }
        let plain = self.shape.plain;
        let up = || self.life_of_cluster(minute[1]) == Life::Up;
        match (of, metric.figure()) {
            (Resource::Node(node), Figure::Node(figure)) if !plain && node < self.shape.nodes => {
                let alive = match self.life(minute[1].at) {
                    Life::Absent => return None,
                    Life::Down => false,
                    Life::Up => self.node(node, minute[1]).alive,
                };
                match figure {
                    NodeFigure::RabbitmqAlive => Some(flag(alive)),
                    // A broker that is down reports nothing else.
                    figure => alive.then(|| self.of_node(figure, node, minute)),
                }
            }
            (Resource::Instance, Figure::Instance(figure)) if up() => {
                Some(self.of_instance(figure, minute))
            }
            (Resource::Queue(queue), Figure::Queue(figure))
                if up() && !plain && self.has_queue(queue, minute[1]) =>
            {
                Some(self.of_queue(figure, queue, minute))
            }
            (Resource::Node(_) | Resource::Instance | Resource::Queue(_), _) => None,
        }
    }

    fn is_silent(&self, now: Now) -> bool {
        self.courses(now)
            .any(|(kind, course)| kind.is_silent(&course))
    }

    fn of_instance(&self, metric: InstanceFigure, minute: [Now; 2]) -> f64 {
        let now = minute[1];
        let rates = || self.rates(minute, 0..self.shape.queues);
        let traffic = || self.traffic(now, self.shape.queues);
        let clients = || self.clients(now);
        let each = self.shape.channels;
        match metric {
            InstanceFigure::Connections => clients().connections(),
            InstanceFigure::Channels => clients().channels(),
            InstanceFigure::Queues => count(self.queue_count(now)),
            InstanceFigure::Consumers => traffic().consumers,
            InstanceFigure::MessagesReady => traffic().ready.round(),
            InstanceFigure::MessagesUnacknowledged => traffic().unacked.round(),
            InstanceFigure::Publish => rates().publish,
            InstanceFigure::Deliver => rates().deliver * (1.0 - self.shape.without_ack),
            InstanceFigure::DeliverNoAck => rates().deliver * self.shape.without_ack,
            InstanceFigure::DeliverGet => rates().deliver,
            InstanceFigure::ConnectionsStatesRunning => {
                let clients = clients();
                clients.connections() - clients.blocked() - clients.slowed()
            }
            InstanceFigure::ConnectionsStatesFlow => clients().slowed(),
            InstanceFigure::ConnectionsStatesBlock => clients().blocked(),
            InstanceFigure::ConnectionsStatesClose | InstanceFigure::ChannelsStatesClose => 0.0,
            InstanceFigure::ChannelsStatesRunning => {
                let clients = clients();
                clients.channels() - (clients.blocked() + clients.slowed()) * each
            }
            InstanceFigure::ChannelsStatesFlow => clients().slowed() * each,
            InstanceFigure::ChannelsStatesBlock => clients().blocked() * each,
            InstanceFigure::QueuesStatesRunning => {
                count(self.queue_count(now)) - flag(clients().slowed > 0.0)
            }
            InstanceFigure::QueuesStatesFlow => flag(clients().slowed > 0.0),
            InstanceFigure::InstanceBytesInRate => rates().publish * self.shape.message,
            InstanceFigure::InstanceBytesOutRate => rates().deliver * self.shape.message,
            InstanceFigure::InstanceDiskUsage => (0..self.shape.nodes)
                .map(|index| self.node(index, now))
                .filter(|node| node.alive)
                .fold(0.0, |fullest, node| node.disk.max(fullest)),
        }
    }

    pub(super) fn of_node(&self, metric: NodeFigure, index: usize, minute: [Now; 2]) -> f64 {
        let now = minute[1];
        let node = self.node(index, now);
        let bytes = |of: fn(&Rates) -> f64| {
            let rates = self.rates(minute, 0..self.shape.queues);
            of(&rates) * node.share * self.shape.message
        };
        let clients = || self.clients(now);
        match metric {
            NodeFigure::RabbitmqAlive => flag(node.alive),
            NodeFigure::RabbitmqMemoryHighWatermark => flag(node.memory_alarm()),
            NodeFigure::RabbitmqDiskInsufficient => flag(self.disk_alarm(&node)),
            NodeFigure::RabbitmqDiskUsage => node.disk,
            NodeFigure::RabbitmqCpuUsage => node.cpu,
            NodeFigure::RabbitmqMemoryUsage => node.memory,
            NodeFigure::RabbitmqCpuCoreLoad => node.cpu / 100.0 * 1.1,
            NodeFigure::MemUsed => (self.shape.memory * node.memory / 100.0).round(),
            NodeFigure::DiskFree => self.disk_free(&node).round(),
            NodeFigure::FdUsed => (80.0 + clients().connections() * node.share * 1.2).round(),
            NodeFigure::SocketUsed => (clients().connections() * node.share).round(),
            NodeFigure::ProcUsed => {
                let clients = clients();
                let of_clients = clients.connections() * 6.0 + clients.channels() * 3.0;
                let of_queues = count(self.queue_count(now)) * 4.0;
                (420.0 + of_clients * node.share + of_queues * node.leads).round()
            }
            NodeFigure::RabbitmqDiskReadAwait => 0.4 + node.cpu / 100.0,
            NodeFigure::RabbitmqDiskWriteAwait => 0.8 + node.cpu / 50.0,
            NodeFigure::RabbitmqDiskReadRate => 4.0 + bytes(|rates| rates.deliver) * 0.05 / 1024.0,
            NodeFigure::RabbitmqDiskWriteRate => 20.0 + bytes(|rates| rates.publish) * 1.2 / 1024.0,
            NodeFigure::RabbitmqNodeBytesInRate => bytes(|rates| rates.publish),
            NodeFigure::RabbitmqNodeBytesOutRate => bytes(|rates| rates.deliver),
            NodeFigure::RabbitmqNodeQueues => self.led(index, now),
        }
    }

    /// How many queues a node leads. Over all nodes it is the number of queues.
    pub(super) fn led(&self, index: usize, now: Now) -> f64 {
        let queues = count(self.queue_count(now));
        let before: f64 = (0..index)
            .map(|index| self.node(index, now))
            .filter(|node| node.alive)
            .map(|node| node.leads)
            .sum();
        let own = self.node(index, now).leads;
        ((before + own) * queues).round() - (before * queues).round()
    }

    fn of_queue(&self, metric: QueueFigure, index: usize, minute: [Now; 2]) -> f64 {
        let level = |of: fn(&Traffic) -> f64| {
            let first = |queues| of(&self.traffic(minute[1], queues)).round();
            first(index + 1) - first(index)
        };
        let held = || level(|traffic| traffic.ready) + level(|traffic| traffic.unacked);
        let rates = || self.rates(minute, index..index + 1);
        let message = self.shape.message;
        match metric {
            QueueFigure::QueueMessagesReady => level(|traffic| traffic.ready),
            QueueFigure::QueueMessagesUnacknowledged => level(|traffic| traffic.unacked),
            QueueFigure::QueueConsumers => level(|traffic| traffic.consumers),
            QueueFigure::QueueMessagesPersistent => held(),
            QueueFigure::QueueMessagesRam => held().min(IN_MEMORY),
            QueueFigure::QueueMessagesPublishRate => rates().publish,
            QueueFigure::QueueMessagesAckRate => rates().ack,
            QueueFigure::QueueMessagesDeliverGetRate => rates().deliver,
            QueueFigure::QueueMessagesRedeliverRate => rates().redeliver,
            QueueFigure::QueueMemory => {
                (30_000.0 + held().min(IN_MEMORY) * (message + 400.0)).round()
            }
            QueueFigure::QueueMessageBytes => (held() * message).round(),
        }
    }
}

/// Messages of a queue that are kept in memory.
const IN_MEMORY: f64 = 2048.0;

fn flag(on: bool) -> f64 {
    if on { 1.0 } else { 0.0 }
}

#[allow(clippy::cast_precision_loss, reason = "some thousands at most")]
fn count(queues: usize) -> f64 {
    queues as f64
}
