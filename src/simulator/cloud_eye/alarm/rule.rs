//! The rules of the simulated user: what they watch, and when they fire.

use crate::simulator::broker::Metric;
use crate::simulator::cloud_eye::request::Filter;
use crate::simulator::cloud_eye::window::Period;
use crate::simulator::world::instance::Instance;

/// A rule.
pub struct Rule {
    /// `al` and 22 letters and digits.
    pub id: &'static str,
    pub name: &'static str,
    pub description: &'static str,
    pub scope: Scope,
    pub enabled: bool,
    /// Conditions, each of which fires by itself.
    pub policies: &'static [Policy],
}

/// Which instances a rule is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Scope {
    AllInstance,
    /// Those that were listed by hand: here, every other one.
    MultiInstance,
}

/// A condition.
pub struct Policy {
    pub subject: Subject,
    /// In the words of a query.
    pub period: &'static str,
    pub filter: Filter,
    pub operator: Operator,
    /// Levels, 1 being critical, with the threshold of each, most urgent first.
    pub levels: &'static [(u8, f64)],
    /// How many periods in a row it must hold.
    pub count: usize,
    /// Seconds from one notice to the next while it fires; 0 for a single one.
    pub suppress: i64,
}

/// What a condition looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Rabbitmq(Metric),
    /// A metric of another engine's instances, whose figures are not simulated.
    Kafka(&'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
pub enum Operator {
    #[strum(serialize = ">=")]
    AtLeast,
    #[strum(serialize = "<")]
    Below,
}

/// A condition on a raw value, which fires at once and again every five minutes.
pub const fn alarm(metric: Metric, operator: Operator, levels: &'static [(u8, f64)]) -> Policy {
    Policy {
        subject: Subject::Rabbitmq(metric),
        period: "1",
        filter: Filter::Average,
        operator,
        levels,
        count: 1,
        suppress: 300,
    }
}

/// The same on three values in a row over five minutes each, told once.
pub const fn three_times(policy: Policy) -> Policy {
    Policy {
        period: "300",
        count: 3,
        suppress: 0,
        ..policy
    }
}

/// The rules, newest first.
pub static RULES: [Rule; 7] = [
    Rule {
        id: "al1785000600000ReadyLogs",
        name: "ready backlog",
        description: "Ready messages of what matters, paged to the owner",
        scope: Scope::MultiInstance,
        enabled: true,
        policies: &[three_times(alarm(
            Metric::MessagesReady,
            Operator::AtLeast,
            &[(2, 10_000.0)],
        ))],
    },
    Rule {
        id: "al1785000500000Watermark",
        name: "watermarks",
        description: "",
        scope: Scope::AllInstance,
        enabled: true,
        policies: &[
            alarm(
                Metric::RabbitmqMemoryHighWatermark,
                Operator::AtLeast,
                &[(1, 1.0)],
            ),
            alarm(
                Metric::RabbitmqDiskInsufficient,
                Operator::AtLeast,
                &[(1, 1.0)],
            ),
        ],
    },
    Rule {
        id: "al1785000400000NodeAlive",
        name: "broker down",
        description: "",
        scope: Scope::AllInstance,
        enabled: true,
        policies: &[alarm(Metric::RabbitmqAlive, Operator::Below, &[(1, 1.0)])],
    },
    Rule {
        id: "al1785000300000DiskUsage",
        name: "磁盘使用率",
        description: "扩容请找平台组",
        scope: Scope::AllInstance,
        enabled: true,
        policies: &[three_times(alarm(
            Metric::InstanceDiskUsage,
            Operator::AtLeast,
            &[(1, 95.0), (2, 85.0)],
        ))],
    },
    Rule {
        id: "al1785000200000BrokerCpu",
        name: "cpu of brokers",
        description: "",
        scope: Scope::AllInstance,
        enabled: true,
        policies: &[three_times(alarm(
            Metric::RabbitmqCpuUsage,
            Operator::AtLeast,
            &[(1, 95.0), (2, 80.0)],
        ))],
    },
    Rule {
        id: "al1785000100000ManyConns",
        name: "connections",
        description: "too noisy, off since the move",
        scope: Scope::AllInstance,
        enabled: false,
        policies: &[three_times(alarm(
            Metric::Connections,
            Operator::AtLeast,
            &[(3, 10.0)],
        ))],
    },
    Rule {
        id: "al1785000000000KafkaDisk",
        name: "kafka disk",
        description: "",
        scope: Scope::AllInstance,
        enabled: true,
        policies: &[Policy {
            subject: Subject::Kafka("broker_disk_usage"),
            ..three_times(alarm(
                Metric::InstanceDiskUsage,
                Operator::AtLeast,
                &[(2, 80.0)],
            ))
        }],
    },
];

impl Rule {
    pub fn named(id: &str) -> Option<&'static Self> {
        RULES.iter().find(|rule| rule.id == id)
    }

    /// Whether it is for an instance.
    pub fn covers(&self, instance: &Instance) -> bool {
        let listed = match self.scope {
            Scope::AllInstance => true,
            Scope::MultiInstance => instance
                .id
                .ends_with(['0', '2', '4', '6', '8', 'a', 'c', 'e']),
        };
        let own = |policy: &Policy| policy.subject.engine() == instance.engine;
        listed && self.policies.iter().any(own)
    }
}

impl Policy {
    /// The most urgent level whose threshold a value has reached.
    pub fn level(&self, value: f64) -> Option<u8> {
        let reached = |threshold: f64| match self.operator {
            Operator::AtLeast => value >= threshold,
            Operator::Below => value < threshold,
        };
        let mut levels = self.levels.iter();
        let level = levels.find(|(_, threshold)| reached(*threshold));
        level.map(|(level, _)| *level)
    }

    /// The period as conditions have it: a number of seconds, 1 for raw points.
    pub fn seconds(&self) -> u32 {
        self.period.parse().unwrap_or(1)
    }

    /// Milliseconds from one point that it looks at to the next.
    pub fn step(&self) -> i64 {
        Period::named(self.period).unwrap_or(Period::RAW).step
    }
}

impl Subject {
    pub fn engine(self) -> &'static str {
        match self {
            Self::Rabbitmq(_) => "rabbitmq",
            Self::Kafka(_) => "kafka",
        }
    }

    pub fn metric(self) -> &'static str {
        match self {
            Self::Rabbitmq(metric) => metric.name(),
            Self::Kafka(name) => name,
        }
    }

    pub fn unit(self) -> &'static str {
        match self {
            Self::Rabbitmq(metric) => metric.unit().word(),
            Self::Kafka(_) => "%",
        }
    }

    /// Names of the dimensions, parent first.
    pub fn dimensions(self) -> &'static [&'static str] {
        match self {
            Self::Rabbitmq(metric) => metric.dimension().names(),
            Self::Kafka(_) => &["kafka_instance_id"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_their_form_and_differ() {
        for rule in &RULES {
            assert_eq!(rule.id.len(), 24, "{}", rule.id);
            assert!(std::ptr::eq(Rule::named(rule.id).unwrap(), rule));
            for policy in rule.policies {
                assert!(Period::named(policy.period).is_some());
            }
        }
    }

    #[test]
    fn a_value_has_the_most_urgent_level_that_it_reaches() {
        let disk = &RULES[3].policies[0];
        let levels = [84.9, 85.0, 94.9, 95.0].map(|value| disk.level(value));
        assert_eq!(levels, [None, Some(2), Some(2), Some(1)]);
        let alive = &RULES[2].policies[0];
        assert_eq!((alive.level(0.0), alive.level(1.0)), (Some(1), None));
    }
}
