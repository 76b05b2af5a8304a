//! What Cloud Eye measures of an instance: names, units and what they are of, as the list of metrics
//! of RabbitMQ in the user guide has them (raw period: one minute).

use super::{EpochMs, InstanceId};
use std::sync::Arc;
use strum::{EnumString, IntoStaticStr, VariantArray};

macro_rules! metrics {
    ($($level:ident { $($(#[$doc:meta])* $name:ident = $word:literal in $unit:ident;)* })*) => {
        /// A figure of an instance, of one of its nodes, or of a queue.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumString, IntoStaticStr,
            VariantArray,
        )]
        pub enum Metric {
            $($($(#[$doc])* #[strum(serialize = $word)] $name,)*)*
        }

        impl Metric {
            /// What it is a figure of.
            pub fn level(self) -> Level {
                match self {
                    $($(Self::$name => Level::$level,)*)*
                }
            }

            /// All of one level, in the order of the table.
            pub fn of(level: Level) -> &'static [Self] {
                match level {
                    $(Level::$level => &[$(Self::$name),*],)*
                }
            }

            /// What it is counted in.
            pub fn unit(self) -> Unit {
                match self {
                    $($(Self::$name => Unit::$unit,)*)*
                }
            }
        }
    };
}

metrics! {
    Instance {
        Connections = "connections" in Count;
        Channels = "channels" in Count;
        Queues = "queues" in Count;
        Consumers = "consumers" in Count;
        /// Messages that wait for delivery.
        Ready = "messages_ready" in Count;
        /// Messages delivered and not acknowledged.
        Unacknowledged = "messages_unacknowledged" in Count;
        Publish = "publish" in PerSecond;
        /// Deliveries that ask for an acknowledgement.
        Deliver = "deliver" in PerSecond;
        /// All deliveries: with and without acknowledgement, and by get.
        DeliverGet = "deliver_get" in PerSecond;
        /// Connections that an alarm blocks.
        Blocked = "connections_states_block" in Count;
        /// Connections that are slowed down.
        Flow = "connections_states_flow" in Count;
        /// How full the fullest disk is.
        InstanceDisk = "instance_disk_usage" in Percent;
    }
    Node {
        /// 1 while the broker is up.
        Alive = "rabbitmq_alive" in Flag;
        /// 1 while the memory alarm is on: all producers of the cluster are blocked.
        MemoryAlarm = "rabbitmq_memory_high_watermark" in Flag;
        /// 1 while the disk alarm is on: all producers of the cluster are blocked.
        DiskAlarm = "rabbitmq_disk_insufficient" in Flag;
        Memory = "rabbitmq_memory_usage" in Percent;
        Cpu = "rabbitmq_cpu_usage" in Percent;
        NodeDisk = "rabbitmq_disk_usage" in Percent;
        /// Queues that the node leads.
        NodeQueues = "rabbitmq_node_queues" in Count;
    }
    Queue {
        QueueReady = "queue_messages_ready" in Count;
        QueueUnacknowledged = "queue_messages_unacknowledged" in Count;
        QueueConsumers = "queue_consumers" in Count;
        QueuePublish = "queue_messages_publish_rate" in PerSecond;
        QueueDeliverGet = "queue_messages_deliver_get_rate" in PerSecond;
        /// Messages delivered once more: consumers fail, or reject them.
        QueueRedeliver = "queue_messages_redeliver_rate" in PerSecond;
    }
}

impl Metric {
    /// The name that Cloud Eye has for it.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What a metric is a figure of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    Instance,
    Node,
    Queue,
}

impl Level {
    /// The name of the dimension below the instance's.
    pub fn dimension(self) -> Option<&'static str> {
        match self {
            Self::Instance => None,
            Self::Node => Some("rabbitmq_node"),
            Self::Queue => Some("rabbitmq_queue"),
        }
    }
}

/// What figures are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Unit {
    Count,
    PerSecond,
    /// 0 to 100.
    Percent,
    /// 1 for yes, 0 for no.
    Flag,
}

/// A metric of one thing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Series {
    pub metric: Metric,
    pub instance: InstanceId,
    /// The node or queue it is of, by the name that Cloud Eye has for it.
    pub part: Option<Arc<str>>,
}

/// One value of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The beginning of the minute, or of the longer period, that it stands for, by the clock of
    /// Cloud Eye.
    pub at: EpochMs,
    pub value: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_is_found_by_its_name_and_belongs_to_what_its_name_says() {
        for metric in Metric::VARIANTS {
            assert_eq!(metric.name().parse(), Ok(*metric));
            let named = match metric.name() {
                name if name.starts_with("queue_") => Level::Queue,
                name if name.starts_with("rabbitmq_") => Level::Node,
                _ => Level::Instance,
            };
            assert_eq!(metric.level(), named, "{}", metric.name());
        }
    }
}
