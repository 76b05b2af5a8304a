//! What the agent on a broker reports each minute: one table with names, units and dimensions.
//!
//! Instances report a metric only if they were bought after it came into being; those of the first
//! edition have no such date.

use jiff::civil::{Date, date};
use strum::IntoEnumIterator as _;

/// What a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumIter)]
pub enum Dimension {
    Instance,
    Node,
    Queue,
}

impl Dimension {
    /// Names of its dimensions in Cloud Eye, parent first.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::Instance => &["rabbitmq_instance_id"],
            Self::Node => &["rabbitmq_instance_id", "rabbitmq_node"],
            Self::Queue => &["rabbitmq_instance_id", "rabbitmq_queue"],
        }
    }
}

/// What one unit of a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
pub enum Unit {
    Count,
    #[strum(serialize = "Count/s")]
    CountPerSecond,
    Byte,
    #[strum(serialize = "Byte/s")]
    BytePerSecond,
    #[strum(serialize = "KB/s")]
    KilobytePerSecond,
    #[strum(serialize = "%")]
    Percent,
    #[strum(serialize = "ms")]
    Millisecond,
}

impl Unit {
    /// The word on the wire.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// An edition of the agent, by what came with it.
#[derive(Clone, Copy)]
enum Edition {
    First,
    /// April 2020: figures of nodes.
    Nodes,
    /// June 2020: alarms and load of nodes.
    Alarms,
    /// 16 May 2022: states, network, figures of queues.
    States,
}

macro_rules! metrics {
    ($($dimension:ident as $own:ident { $($unit:ident $edition:ident: $($name:ident)*;)* })*) => {
        /// A figure that is reported each minute.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::EnumString, strum::EnumIter,
        )]
        #[strum(serialize_all = "snake_case")]
        pub enum Metric {
            $($($($name,)*)*)*
        }

        /// A figure, told apart by what it is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Figure { $($dimension($own),)* }

        $(
            #[doc = concat!("A figure of one [`Dimension::", stringify!($dimension), "`].")]
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            #[allow(clippy::enum_variant_names, reason = "they are Cloud Eye's names")]
            pub enum $own { $($($name,)*)* }
        )*

        impl Metric {
            /// The figure it names.
            pub fn figure(self) -> Figure {
                match self {
                    $($($(Self::$name => Figure::$dimension($own::$name),)*)*)*
                }
            }

            /// What it is about.
            pub fn dimension(self) -> Dimension {
                match self.figure() { $(Figure::$dimension(_) => Dimension::$dimension,)* }
            }

            /// Its unit.
            pub fn unit(self) -> Unit {
                match self { $($($(Self::$name)|* => Unit::$unit,)*)* }
            }

            fn edition(self) -> Edition {
                match self { $($($(Self::$name)|* => Edition::$edition,)*)* }
            }
        }
    };
}

metrics! {
    Instance as InstanceFigure {
        Count First: Connections Channels Queues Consumers MessagesReady MessagesUnacknowledged;
        CountPerSecond First: Publish Deliver DeliverNoAck DeliverGet;
        Count States: ConnectionsStatesRunning ConnectionsStatesFlow ConnectionsStatesBlock
            ConnectionsStatesClose ChannelsStatesRunning ChannelsStatesFlow ChannelsStatesBlock
            ChannelsStatesClose QueuesStatesRunning QueuesStatesFlow;
        BytePerSecond States: InstanceBytesInRate InstanceBytesOutRate;
        Percent States: InstanceDiskUsage;
    }
    Node as NodeFigure {
        Count Nodes: RabbitmqAlive;
        Count Alarms: RabbitmqMemoryHighWatermark RabbitmqDiskInsufficient;
        Percent Nodes: RabbitmqDiskUsage RabbitmqCpuUsage RabbitmqMemoryUsage;
        Count Nodes: RabbitmqCpuCoreLoad;
        Byte First: MemUsed DiskFree;
        Count First: FdUsed SocketUsed ProcUsed;
        Millisecond Alarms: RabbitmqDiskReadAwait RabbitmqDiskWriteAwait;
        KilobytePerSecond States: RabbitmqDiskReadRate RabbitmqDiskWriteRate;
        BytePerSecond Alarms: RabbitmqNodeBytesInRate RabbitmqNodeBytesOutRate;
        Count Alarms: RabbitmqNodeQueues;
    }
    Queue as QueueFigure {
        Count First: QueueMessagesReady QueueMessagesUnacknowledged;
        Count States: QueueConsumers QueueMessagesPersistent QueueMessagesRam;
        CountPerSecond States: QueueMessagesPublishRate QueueMessagesAckRate
            QueueMessagesDeliverGetRate QueueMessagesRedeliverRate;
        Byte States: QueueMemory QueueMessageBytes;
    }
}

impl Metric {
    /// All metrics, those of instances first.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::iter()
    }

    /// The metric of this name.
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// Its name in Cloud Eye.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The day from which on instances were bought that report it; nothing when all do.
    pub fn since(self) -> Option<Date> {
        match self.edition() {
            Edition::First => None,
            Edition::Nodes => Some(date(2020, 4, 1)),
            Edition::Alarms => Some(date(2020, 6, 1)),
            Edition::States => Some(date(2022, 5, 16)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_is_found_by_the_name_it_has_in_cloud_eye() {
        for metric in Metric::all() {
            assert_eq!(Metric::named(metric.name()), Some(metric));
        }
        let memory = Metric::named("rabbitmq_memory_high_watermark").unwrap();
        assert_eq!(memory.dimension(), Dimension::Node);
        assert_eq!(memory.since(), Some(date(2020, 6, 1)));
        let publish = Metric::named("publish").unwrap();
        assert_eq!((publish.unit().word(), publish.since()), ("Count/s", None));
        assert_eq!(Metric::named("msgs"), None);
    }

    #[test]
    fn each_dimension_has_as_many_metrics_as_the_table_of_the_facts() {
        let count = |dimension| {
            let all = Metric::all().filter(|metric| metric.dimension() == dimension);
            all.count()
        };
        let counts = [Dimension::Instance, Dimension::Node, Dimension::Queue].map(count);
        assert_eq!(counts, [23, 19, 11]);
    }
}
