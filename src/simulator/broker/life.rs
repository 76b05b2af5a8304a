//! Whether there is a broker that reports, by the life of its instance.

use jiff::{SignedDuration, Timestamp};

use super::Broker;
use crate::simulator::world::instance::{Instance, Status};
use crate::simulator::world::task::{TaskName, TaskStatus};

/// Simulated time from the creation of an instance to its first figures.
const FIRST_REPORT: SignedDuration = SignedDuration::from_mins(3);

/// What there is of a broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// Nothing: not yet, or not any more.
    Absent,
    /// Nodes that are not up.
    Down,
    Up,
}

impl Broker<'_> {
    /// What there is at `at`.
    pub(super) fn life(&self, at: Timestamp) -> Life {
        let instance = self.instance;
        let first = created(instance).and_then(|done| {
            let wait = FIRST_REPORT.as_secs_f64() / self.speed;
            done.checked_add(SignedDuration::try_from_secs_f64(wait).ok()?)
                .ok()
        });
        match first {
            Some(first) if first <= at => {}
            Some(_) | None => return Life::Absent,
        }
        match &instance.status {
            _ if at < instance.since => in_the_past(instance, at),
            Status::Creating
            | Status::CreateFailed
            | Status::Frozen
            | Status::Deleting
            | Status::Recycle => Life::Absent,
            Status::Error | Status::Restarting | Status::Starting | Status::Stopping => Life::Down,
            Status::Running
            | Status::Extending
            | Status::ExtendedFailed
            | Status::Freezing
            | Status::Upgrading
            | Status::RollingBack
            | Status::Other(_) => in_the_past(instance, at),
        }
    }
}

/// When the instance was ready; nothing when it is not, or never was.
fn created(instance: &Instance) -> Option<Timestamp> {
    match instance.tasks.first() {
        Some(task) if task.name == TaskName::CreateInstance => {
            (task.status == TaskStatus::Success).then_some(task.updated)
        }
        Some(_) | None => Some(instance.created),
    }
}

/// What its tasks say of a time before it came into its present state, or of a state that says
/// nothing.
fn in_the_past(instance: &Instance, at: Timestamp) -> Life {
    let mut life = Life::Up;
    for task in instance.tasks.iter().filter(|task| task.created <= at) {
        let ended = task.status.is_final() && task.updated <= at;
        life = match task.name {
            TaskName::DeleteInstance => Life::Absent,
            TaskName::RestartInstance | TaskName::StartInstance if ended => Life::Up,
            TaskName::RestartInstance | TaskName::StartInstance => Life::Down,
            TaskName::CreateInstance
            | TaskName::FreezeInstance
            | TaskName::UpgradeInstance
            | TaskName::ExtendInstance
            | TaskName::ModifyInstancePlugins
            | TaskName::BindInstancePublicIp
            | TaskName::UnbindInstancePublicIp
            | TaskName::ModifyInstance
            | TaskName::ResetInstancePassword => life,
        };
    }
    life
}
