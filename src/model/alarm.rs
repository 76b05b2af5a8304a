//! Alarms of Cloud Eye: rules of the user's that fire.

use super::{EpochMs, InstanceId};
use std::sync::Arc;

/// A rule that fires for an instance, or for a node or queue of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Alarm {
    pub instance: InstanceId,
    /// What the user calls the rule.
    pub rule: String,
    pub level: AlarmLevel,
    /// The name that Cloud Eye has for what the rule looks at.
    pub metric: String,
    /// The node or queue that it fires for, by the name that Cloud Eye has for it.
    pub part: Option<Arc<str>>,
    /// The newest value that made it fire.
    pub value: Option<f64>,
    /// What the rule compares with.
    pub threshold: Option<f64>,
    /// Since when it fires.
    pub since: Option<EpochMs>,
}

/// How urgent its rule is, as the user set it: most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlarmLevel {
    Critical,
    Major,
    Minor,
    Info,
}

impl AlarmLevel {
    /// The level of this number: 1 is critical. One that nobody knows is major.
    pub fn of(number: Option<u64>) -> Self {
        match number {
            Some(1) => Self::Critical,
            Some(3) => Self::Minor,
            Some(4) => Self::Info,
            Some(_) | None => Self::Major,
        }
    }
}
