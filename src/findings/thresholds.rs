//! From where on a figure is found to be wrong. The configuration can say otherwise, for all
//! instances of a profile and for those with a tag.

use crate::model::Tag;

macro_rules! thresholds {
    ($($(#[$doc:meta])* $name:ident = $default:literal in $least:literal..=$most:literal;)*) => {
        /// Numbers that findings compare with.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Thresholds {
            $($(#[$doc])* pub $name: f64,)*
        }

        impl Default for Thresholds {
            fn default() -> Self {
                Self { $($name: $default,)* }
            }
        }

        impl Thresholds {
            /// What they are called in the configuration.
            pub const NAMES: &[&str] = &[$(stringify!($name)),*];

            /// The smallest and the largest value that makes sense of the one of this name.
            pub fn range(name: &str) -> Option<[f64; 2]> {
                match name {
                    $(stringify!($name) => Some([$least, $most]),)*
                    _ => None,
                }
            }

            fn set(&mut self, name: &str, value: f64) {
                match name {
                    $(stringify!($name) => self.$name = value,)*
                    _ => {}
                }
            }
        }
    };
}

thresholds! {
    /// Used storage, in percent of what is usable.
    storage_warning = 80.0 in 1.0..=100.0;
    storage_critical = 90.0 in 1.0..=100.0;
    /// Hours until disks are full.
    full_warning = 24.0 in 0.0..=168.0;
    full_critical = 4.0 in 0.0..=168.0;
    /// Used memory of a node, in percent; its alarm is at 40.
    memory_warning = 35.0 in 1.0..=100.0;
    /// Used CPU of a node, in percent.
    cpu_warning = 80.0 in 1.0..=100.0;
    cpu_critical = 95.0 in 1.0..=100.0;
    /// Connections, in percent of what the product allows.
    connections_warning = 80.0 in 1.0..=100.0;
    connections_critical = 95.0 in 1.0..=100.0;
    /// Messages by which a backlog grows in ten minutes.
    backlog_growth = 1000.0 in 1.0..=1e9;
    /// Messages by which the unacknowledged grow in ten minutes.
    unacked_growth = 300.0 in 1.0..=1e9;
    /// Messages that are delivered again, in percent of all deliveries of a queue.
    redeliver = 20.0 in 1.0..=100.0;
    /// Dead letters by which a queue grows in ten minutes.
    dead_letters_growth = 20.0 in 1.0..=1e9;
    /// By how much connections change from minute to minute, in percent of how many there are.
    churn = 10.0 in 1.0..=100.0;
    /// Messages a second in the mean, from which on it is worth saying that there are none.
    busy = 1.0 in 0.01..=1e6;
    /// Connections or channels that are opened in a second, as the broker counts them.
    churn_rate = 2.0 in 0.1..=1e6;
    /// Messages a second that no queue takes.
    unroutable = 0.1 in 0.01..=1e6;
    /// Channels of one connection.
    connection_channels = 100.0 in 2.0..=65535.0;
    /// Used file handles of a node, in percent of how many it may have; critical half way to all.
    handles_warning = 80.0 in 1.0..=100.0;
    /// Used Erlang processes of a node, in percent of how many it may have; critical half way to all.
    processes_warning = 75.0 in 1.0..=100.0;
}

/// What the configuration says of thresholds. Later rules win.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ThresholdRules {
    pub rules: Vec<ThresholdRule>,
}

/// One threshold.
#[derive(Clone, Debug, PartialEq)]
pub struct ThresholdRule {
    /// The tag of the instances that it holds for, as `key=value`; all without one.
    pub tag: Option<String>,
    /// One of [`Thresholds::NAMES`].
    pub name: String,
    pub value: f64,
}

impl ThresholdRules {
    /// The thresholds of an instance with these tags: what holds for all, then what is said of a
    /// tag, so that the narrower one wins.
    pub fn of(&self, tags: &[Tag]) -> Thresholds {
        let mut thresholds = Thresholds::default();
        if self.rules.is_empty() {
            return thresholds;
        }
        let is_of = |wanted: &String| {
            tags.iter()
                .any(|tag| *wanted == format!("{}={}", tag.key, tag.value))
        };
        let rules = || self.rules.iter();
        let wide = rules().filter(|rule| rule.tag.is_none());
        let narrow = rules().filter(|rule| rule.tag.as_ref().is_some_and(is_of));
        for rule in wide.chain(narrow) {
            thresholds.set(&rule.name, rule.value);
        }
        thresholds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_a_tag_wins_over_what_is_said_of_all() {
        let rule = |tag: Option<&str>, name: &str, value| ThresholdRule {
            tag: tag.map(str::to_owned),
            name: name.to_owned(),
            value,
        };
        let rules = ThresholdRules {
            rules: vec![
                rule(Some("env=dev"), "cpu_warning", 97.0),
                rule(None, "cpu_warning", 70.0),
                rule(None, "storage_warning", 60.0),
            ],
        };
        let of = |value: &str| {
            let (key, value) = ("env".to_owned(), value.to_owned());
            let thresholds = rules.of(&[Tag { key, value }]);
            (thresholds.cpu_warning, thresholds.storage_warning)
        };
        assert_eq!((of("dev"), of("prod")), ((97.0, 60.0), (70.0, 60.0)));
        assert_eq!(ThresholdRules::default().of(&[]), Thresholds::default());
    }

    #[test]
    fn each_has_a_range_that_its_default_is_in() {
        for name in Thresholds::NAMES {
            let [least, most] = Thresholds::range(name).unwrap();
            let mut other = Thresholds::default();
            other.set(name, least);
            assert!(least < most && other != Thresholds::default(), "{name}");
        }
    }
}
