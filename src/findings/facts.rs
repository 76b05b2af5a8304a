//! What is known of one instance.

use super::{Broker, Thresholds};
use crate::figures::Figures;
use crate::model::{Alarm, EpochMs, FailedTask, Instance, Task, TaskTimes};
use std::time::Duration;

/// What is known of one instance, and how well.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// Its newest description.
    pub instance: &'a Instance,
    pub presence: Presence,
    /// Age of that description, once it is too old to be taken for true.
    pub stale: Option<Duration>,
    /// When that description was read.
    pub seen: EpochMs,
    /// The operation that the service refuses for lack of a right, so that nothing newer is known.
    pub denied: Option<&'a str>,
    /// Its newest task, if that failed, as far as its tasks were read.
    pub failed_task: Option<&'a FailedTask>,
    /// Its tasks, as far as they were read.
    pub tasks: Option<&'a [Task]>,
    /// How long tasks take.
    pub times: &'a TaskTimes,
    /// How its disks grow by themselves, as far as that was read.
    pub expansion: Option<Expansion>,
    /// Connections that its product allows for each broker, as far as that was read.
    pub connections_per_broker: Option<u64>,
    pub figures: &'a Figures,
    /// What its broker itself said, if it was asked in this run.
    pub broker: Option<&'a Broker>,
    /// How the figures of its scope stand.
    pub watch: Watches,
    /// Which rules of the user's fire for it, as far as that was read.
    pub alarms: Option<Alarms<'a>>,
    /// The newest figure of any instance of its scope.
    pub newest_of_scope: Option<EpochMs>,
    /// When it was last seen between two statuses, if it was, by Cloud Eye's clock: what was
    /// measured before says nothing about now.
    pub settled: Option<EpochMs>,
    pub clock: Clock,
    pub thresholds: &'a Thresholds,
}

/// Now, ms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// By Cloud Eye's clock, by which figures are dated.
    pub eye: EpochMs,
    /// By ours.
    pub wall: EpochMs,
}

/// Whether the service still has an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It was in the newest answer that could hold it.
    Listed,
    /// It was ordered from here, and no answer has shown it: it comes when the order is through.
    Ordered,
    /// It was missing from a complete list. Its detail decides whether it is gone.
    Missing,
    /// Its detail said so: gone. Kept only while the cursor is on it.
    Gone,
}

/// Whether disks grow by themselves, from how full on, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expansion {
    pub on: bool,
    pub threshold: Option<u64>,
}

impl Facts<'_> {
    /// Whether a rule of the user's fires, which can be read where figures cannot.
    pub fn fires(&self) -> bool {
        self.alarms.is_some_and(|alarms| !alarms.firing.is_empty())
    }
}

/// The alarms of an instance, as they were read last.
#[derive(Clone, Copy, Debug)]
pub struct Alarms<'a> {
    /// When, by Cloud Eye's clock.
    pub at: EpochMs,
    pub firing: &'a [Alarm],
}

/// How the figures of a scope stand, part by part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Watches {
    /// The newest values.
    pub values: Watch,
    /// Which nodes there are.
    pub nodes: Watch,
    /// A day of the disks.
    pub disk: Watch,
    /// The queues of the instance that was opened last.
    pub queues: Watch,
    /// What fires.
    pub alarms: Watch,
}

impl From<Watch> for Watches {
    /// All of them stand so.
    fn from(watch: Watch) -> Self {
        Self {
            values: watch,
            nodes: watch,
            disk: watch,
            queues: watch,
            alarms: watch,
        }
    }
}

/// How a part of the figures of a scope stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Watch {
    /// The configuration says not to read them.
    Off,
    #[default]
    NotAsked,
    /// The credential has no right to read them.
    Denied,
    /// They cannot be read since then, by Cloud Eye's clock.
    Failing(EpochMs),
    Read,
}
