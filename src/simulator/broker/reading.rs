//! What is reported: each metric from the figures of nodes, clients and messages.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Broker, Metric, Resource};

impl Broker<'_> {
    /// What was reported for the minute that begins at `at`; nothing where nothing was: before the
    /// instance began to report or after it was gone, while its broker is down, by a metric that is
    /// newer than the instance, of a node or queue that is not there.
    ///
    /// Counts are those at the end of the minute, rates the mean over it.
    pub fn reading(&self, metric: Metric, of: Resource, at: Timestamp) -> Option<f64> {
        let bought = self.instance.created.to_zoned(TimeZone::UTC).date();
        if metric.since().is_some_and(|since| bought < since) || at < self.instance.created {
            return None;
        }
        match of {
            Resource::Instance => self.of_instance(metric, at),
            Resource::Node(_) | Resource::Queue(_) if self.shape.plain => None,
            Resource::Node(node) if node < self.shape.nodes => self.of_node(metric, node, at),
            Resource::Queue(queue) if queue < self.shape.queues => self.of_queue(metric, queue, at),
            Resource::Node(_) | Resource::Queue(_) => None,
        }
    }

    fn of_instance(&self, metric: Metric, at: Timestamp) -> Option<f64> {
        let (minute, end) = self.minute(at);
        let all = self.shape.queues;
        let rates = || self.rates(minute, 0..all);
        let clients = || self.clients(minute[1]);
        let traffic = || self.traffic(minute[1], all);
        #[allow(clippy::cast_precision_loss, reason = "a few dozen")]
        let permanent = all as f64;
        let share = 1.0 - self.shape.without_ack;
        let value = match metric {
            Metric::Connections => clients().connections(),
            Metric::Channels => clients().channels.round(),
            Metric::Queues => permanent + clients().queues,
            Metric::Consumers => traffic().consumers,
            Metric::MessagesReady => traffic().ready.round(),
            Metric::MessagesUnacknowledged => traffic().unacked.round(),
            Metric::Publish => rates().publish,
            Metric::Deliver => rates().deliver * share,
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
                let held = clients.blocked() + clients.slowed();
                clients.channels.round() - held * self.shape.channels
            }
            Metric::ChannelsStatesFlow => clients().slowed() * self.shape.channels,
            Metric::ChannelsStatesBlock => clients().blocked() * self.shape.channels,
            Metric::QueuesStatesRunning => permanent + clients().queues,
            Metric::QueuesStatesFlow => 0.0,
            Metric::InstanceBytesInRate => rates().publish * self.shape.message,
            Metric::InstanceBytesOutRate => rates().deliver * self.shape.message,
            Metric::InstanceDiskUsage => (0..self.shape.nodes)
                .map(|node| self.node(node, minute[1], end).disk)
                .fold(0.0, f64::max),
            _ => return None,
        };
        Some(value)
    }

    fn of_node(&self, metric: Metric, index: usize, at: Timestamp) -> Option<f64> {
        let (minute, end) = self.minute(at);
        let node = self.node(index, minute[1], end);
        let flag = |on| if on { 1.0 } else { 0.0 };
        let rates = || self.rates(minute, 0..self.shape.queues);
        let clients = || self.clients(minute[1]);
        let kilobytes = || rates().publish * node.share * self.shape.message / 1024.0;
        #[allow(clippy::cast_precision_loss, reason = "a few dozen")]
        let queues = |clients: &super::clients::Clients| self.shape.queues as f64 + clients.queues;
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
                let of_clients = clients.connections() * 6.0 + clients.channels * 3.0;
                (420.0 + (of_clients + queues(&clients) * 4.0) * node.share).round()
            }
            Metric::RabbitmqDiskReadAwait => 0.4 + node.cpu / 100.0,
            Metric::RabbitmqDiskWriteAwait => 0.8 + node.cpu / 50.0,
            Metric::RabbitmqDiskReadRate => 4.0 + kilobytes() * 0.05,
            Metric::RabbitmqDiskWriteRate => 20.0 + kilobytes() * 1.2,
            Metric::RabbitmqNodeBytesInRate => rates().publish * node.share * self.shape.message,
            Metric::RabbitmqNodeBytesOutRate => rates().deliver * node.share * self.shape.message,
            Metric::RabbitmqNodeQueues => (queues(&clients()) * node.leads).round(),
            _ => return None,
        };
        Some(value)
    }

    fn of_queue(&self, metric: Metric, index: usize, at: Timestamp) -> Option<f64> {
        let (minute, _) = self.minute(at);
        let level = |of: fn(&super::traffic::Traffic) -> f64| {
            let first = |queues| of(&self.traffic(minute[1], queues)).round();
            first(index + 1) - first(index)
        };
        let rates = || self.rates(minute, index..index + 1);
        let held = || level(|traffic| traffic.ready) + level(|traffic| traffic.unacked);
        let value = match metric {
            Metric::QueueMessagesReady => level(|traffic| traffic.ready),
            Metric::QueueMessagesUnacknowledged => level(|traffic| traffic.unacked),
            Metric::QueueConsumers => level(|traffic| traffic.consumers),
            Metric::QueueMessagesPersistent => held(),
            Metric::QueueMessagesRam => held().min(2048.0),
            Metric::QueueMessagesPublishRate => rates().publish,
            Metric::QueueMessagesAckRate => rates().ack,
            Metric::QueueMessagesDeliverGetRate => rates().deliver,
            Metric::QueueMessagesRedeliverRate => rates().redeliver,
            Metric::QueueMemory => {
                30_000.0 + held().min(2048.0) * (self.shape.message + 400.0).round()
            }
            Metric::QueueMessageBytes => (held() * self.shape.message).round(),
            _ => return None,
        };
        Some(value)
    }
}
