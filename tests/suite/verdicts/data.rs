//! What is wrong with a simulated broker, told by the values that the service has of it alone.

use jiff::Timestamp;
use warren::figures::MINUTE;
use warren::findings::Code;
use warren::model;
use warren::simulator::broker::{Broker, Metric, Resource};

/// What the service has of one instance, and what of that is wrong: told by its values alone.
pub struct Data<'a> {
    pub broker: Broker<'a>,
    /// Connections that its product allows.
    pub connections: f64,
}

impl Data<'_> {
    fn read(&self, name: &str, of: Resource, minute: i64) -> Option<f64> {
        let at = Timestamp::from_millisecond(minute * MINUTE).unwrap();
        let metric = Metric::named(name).unwrap_or_else(|| panic!("{name}"));
        self.broker.reading(metric, of, at)
    }

    fn own(&self, name: &str, minute: i64) -> Option<f64> {
        self.read(name, Resource::Instance, minute)
    }

    fn nodes(&self, name: &str, minute: i64) -> Vec<f64> {
        let nodes = 0..self.broker.nodes().len();
        nodes
            .filter_map(|node| self.read(name, Resource::Node(node), minute))
            .collect()
    }

    /// What one of the queues has that are `so`, all together.
    fn queues(&self, name: &str, so: fn(&str) -> bool, minute: i64) -> f64 {
        let at = Timestamp::from_millisecond(minute * MINUTE).unwrap();
        let queues = self.broker.queues(at);
        let named = queues.iter().enumerate();
        let named = named.filter(|(_, one)| one.series_name().is_some_and(|name| so(&name)));
        named
            .filter_map(|(at, _)| self.read(name, Resource::Queue(at), minute))
            .sum()
    }

    /// A value that is wrong while it rises.
    fn risen(&self, code: Code, minute: i64) -> Option<f64> {
        match code {
            Code::BacklogGrowing => self.own("messages_ready", minute),
            Code::UnackedPiling => self.own("messages_unacknowledged", minute),
            Code::ChannelLeak => self.own("channels", minute),
            Code::QueueLeak => self.own("queues", minute),
            Code::DiskFullSoon => self.own("instance_disk_usage", minute),
            Code::DeadLetters => {
                Some(self.queues("queue_messages_ready", model::is_for_dead_letters, minute))
            }
            _ => None,
        }
    }

    /// Whether it is so in that minute.
    fn holds(&self, code: Code, minute: i64) -> bool {
        let own = |name: &str| self.own(name, minute).unwrap_or(f64::NAN);
        let most = |name: &str| {
            self.nodes(name, minute)
                .into_iter()
                .fold(f64::NAN, f64::max)
        };
        let least = |name: &str| {
            self.nodes(name, minute)
                .into_iter()
                .fold(f64::NAN, f64::min)
        };
        match code {
            Code::MemoryAlarm => most("rabbitmq_memory_high_watermark") > 0.0,
            Code::DiskAlarm => most("rabbitmq_disk_insufficient") > 0.0,
            Code::NodeDown | Code::NoMajority => least("rabbitmq_alive") < 1.0,
            Code::PublishersBlocked => own("connections_states_block") > 0.0,
            Code::NoConsumers => own("consumers") < 1.0,
            Code::PublishersGone => own("publish") < 0.1,
            Code::StuckConsumers => own("deliver_get") < 0.1,
            Code::ConnectionLimit => own("connections") >= 0.8 * self.connections,
            Code::Flow => own("connections_states_flow") > 0.0,
            Code::CpuHot => most("rabbitmq_cpu_usage") >= 80.0,
            Code::MemoryNear => most("rabbitmq_memory_usage") >= 35.0,
            Code::MetricsSilent => self.own("connections", minute).is_none(),
            Code::UnevenNodes => {
                let leads = self.nodes("rabbitmq_node_queues", minute);
                let (all, nodes) = (leads.iter().sum::<f64>(), leads.len() as f64);
                leads.iter().any(|one| one / all >= 1.0 / nodes + 0.3)
            }
            Code::Redeliver => {
                // One queue is enough, however much flows through the others.
                let at = Timestamp::from_millisecond(minute * MINUTE).unwrap();
                (0..self.broker.queues(at).len()).any(|at| {
                    let read = |name| self.read(name, Resource::Queue(at), minute).unwrap_or(0.0);
                    let all = read("queue_messages_deliver_get_rate");
                    read("queue_messages_redeliver_rate") > 0.2 * all
                })
            }
            Code::Churn => {
                let before = self.own("connections", minute - 1).unwrap_or(f64::NAN);
                (own("connections") - before).abs() >= 0.1 * before
            }
            other => panic!("by what is {other:?} seen?"),
        }
    }

    /// The first minute of these in which it is no longer so.
    pub fn end(&self, code: Code, minutes: std::ops::Range<i64>) -> i64 {
        let risen = minutes
            .clone()
            .filter_map(|minute| Some((minute, self.risen(code, minute)?)));
        if let Some((top, _)) = risen.reduce(|top, one| if one.1 > top.1 { one } else { top }) {
            return top + 1;
        }
        let mut late = minutes.start.midpoint(minutes.end)..minutes.end;
        let over = |minute: &i64| (0..3).all(|more| !self.holds(code, minute + more));
        late.find(over)
            .unwrap_or_else(|| panic!("{code:?} never ends"))
    }
}
