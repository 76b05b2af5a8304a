//! What is reported: each metric from the figures of nodes, clients and messages.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::life::Life;
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
        match of {
            Resource::Node(node) if !plain && node < self.shape.nodes => {
                let alive = match self.life(minute[1].at) {
                    Life::Absent => return None,
                    Life::Down => false,
                    Life::Up => self.node(node, minute[1]).alive,
                };
                match metric {
                    Metric::RabbitmqAlive => Some(flag(alive)),
                    _ => self.of_node(metric, node, minute).filter(|_| alive),
                }
            }
            Resource::Instance | Resource::Queue(_)
                if self.life_of_cluster(minute[1]) != Life::Up =>
            {
                None
            }
            Resource::Instance => self.of_instance(metric, minute),
            Resource::Queue(queue) if !plain && queue < self.queue_count(minute[1]) => {
                self.of_queue(metric, queue, minute)
            }
            Resource::Node(_) | Resource::Queue(_) => None,
        }
    }

    fn is_silent(&self, now: Now) -> bool {
        self.courses(now)
            .any(|(kind, course)| kind.is_silent(&course))
    }

    fn of_instance(&self, metric: Metric, minute: [Now; 2]) -> Option<f64> {
        let now = minute[1];
        let rates = || self.rates(minute, 0..self.shape.queues);
        let traffic = || self.traffic(now, self.shape.queues);
        let clients = || self.clients(now);
        let each = self.shape.channels;
        let value = match metric {
            Metric::Connections => clients().connections(),
            Metric::Channels => clients().channels(),
            Metric::Queues => count(self.queue_count(now)),
            Metric::Consumers => traffic().consumers,
            Metric::MessagesReady => traffic().ready.round(),
            Metric::MessagesUnacknowledged => traffic().unacked.round(),
            Metric::Publish => rates().publish,
            Metric::Deliver => rates().deliver * (1.0 - self.shape.without_ack),
            Metric::DeliverNoAck => rates().deliver * self.shape.without_ack,
            Metric::DeliverGet => rates().deliver,
            Metric::ConnectionsStatesRunning => {
                let clients = clients();
                clients.connections() - clients.blocked() - clients.slowed()
            }
            Metric::ConnectionsStatesFlow => clients().slowed(),
            Metric::ConnectionsStatesBlock => clients().blocked(),
            Metric::ConnectionsStatesClose | Metric::ChannelsStatesClose => 0.0,
            Metric::ChannelsStatesRunning => {
                let clients = clients();
                clients.channels() - (clients.blocked() + clients.slowed()) * each
            }
            Metric::ChannelsStatesFlow => clients().slowed() * each,
            Metric::ChannelsStatesBlock => clients().blocked() * each,
            Metric::QueuesStatesRunning => {
                count(self.queue_count(now)) - flag(clients().slowed > 0.0)
            }
            Metric::QueuesStatesFlow => flag(clients().slowed > 0.0),
            Metric::InstanceBytesInRate => rates().publish * self.shape.message,
            Metric::InstanceBytesOutRate => rates().deliver * self.shape.message,
            Metric::InstanceDiskUsage => (0..self.shape.nodes)
                .map(|index| self.node(index, now))
                .filter(|node| node.alive)
                .fold(0.0, |fullest, node| node.disk.max(fullest)),
            _ => return None,
        };
        Some(value)
    }

    fn of_node(&self, metric: Metric, index: usize, minute: [Now; 2]) -> Option<f64> {
        let now = minute[1];
        let node = self.node(index, now);
        let bytes = |of: fn(&Rates) -> f64| {
            let rates = self.rates(minute, 0..self.shape.queues);
            of(&rates) * node.share * self.shape.message
        };
        let clients = || self.clients(now);
        let value = match metric {
            Metric::RabbitmqAlive => flag(node.alive),
            Metric::RabbitmqMemoryHighWatermark => flag(node.memory_alarm()),
            Metric::RabbitmqDiskInsufficient => flag(self.disk_alarm(&node)),
            Metric::RabbitmqDiskUsage => node.disk,
            Metric::RabbitmqCpuUsage => node.cpu,
            Metric::RabbitmqMemoryUsage => node.memory,
            Metric::RabbitmqCpuCoreLoad => node.cpu / 100.0 * 1.1,
            Metric::MemUsed => (self.shape.memory * node.memory / 100.0).round(),
            Metric::DiskFree => self.disk_free(&node).round(),
            Metric::FdUsed => (80.0 + clients().connections() * node.share * 1.2).round(),
            Metric::SocketUsed => (clients().connections() * node.share).round(),
            Metric::ProcUsed => {
                let clients = clients();
                let of_clients = clients.connections() * 6.0 + clients.channels() * 3.0;
                let of_queues = count(self.queue_count(now)) * 4.0;
                (420.0 + of_clients * node.share + of_queues * node.leads).round()
            }
            Metric::RabbitmqDiskReadAwait => 0.4 + node.cpu / 100.0,
            Metric::RabbitmqDiskWriteAwait => 0.8 + node.cpu / 50.0,
            Metric::RabbitmqDiskReadRate => 4.0 + bytes(|rates| rates.deliver) * 0.05 / 1024.0,
            Metric::RabbitmqDiskWriteRate => 20.0 + bytes(|rates| rates.publish) * 1.2 / 1024.0,
            Metric::RabbitmqNodeBytesInRate => bytes(|rates| rates.publish),
            Metric::RabbitmqNodeBytesOutRate => bytes(|rates| rates.deliver),
            Metric::RabbitmqNodeQueues => self.led(index, now),
            _ => return None,
        };
        Some(value)
    }

    /// How many queues a node leads. Over all nodes it is the number of queues.
    fn led(&self, index: usize, now: Now) -> f64 {
        let queues = count(self.queue_count(now));
        let before: f64 = (0..index)
            .map(|index| self.node(index, now))
            .filter(|node| node.alive)
            .map(|node| node.leads)
            .sum();
        let own = self.node(index, now).leads;
        ((before + own) * queues).round() - (before * queues).round()
    }

    fn of_queue(&self, metric: Metric, index: usize, minute: [Now; 2]) -> Option<f64> {
        let level = |of: fn(&Traffic) -> f64| {
            let first = |queues| of(&self.traffic(minute[1], queues)).round();
            first(index + 1) - first(index)
        };
        let held = || level(|traffic| traffic.ready) + level(|traffic| traffic.unacked);
        let rates = || self.rates(minute, index..index + 1);
        let message = self.shape.message;
        let value = match metric {
            Metric::QueueMessagesReady => level(|traffic| traffic.ready),
            Metric::QueueMessagesUnacknowledged => level(|traffic| traffic.unacked),
            Metric::QueueConsumers => level(|traffic| traffic.consumers),
            Metric::QueueMessagesPersistent => held(),
            Metric::QueueMessagesRam => held().min(IN_MEMORY),
            Metric::QueueMessagesPublishRate => rates().publish,
            Metric::QueueMessagesAckRate => rates().ack,
            Metric::QueueMessagesDeliverGetRate => rates().deliver,
            Metric::QueueMessagesRedeliverRate => rates().redeliver,
            Metric::QueueMemory => (30_000.0 + held().min(IN_MEMORY) * (message + 400.0)).round(),
            Metric::QueueMessageBytes => (held() * message).round(),
            _ => return None,
        };
        Some(value)
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
