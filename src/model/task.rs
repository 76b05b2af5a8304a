//! Background tasks of one instance.

use super::{EpochMs, TaskId, TaskStatus};

/// One background task (table 4-42).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its id; the `job_id` of the call that started it.
    pub id: TaskId,
    /// The service's own name, such as `bindInstancePublicIp`; shown as it is.
    pub name: String,
    /// Who started it.
    pub user_name: Option<String>,
    /// Parameters: a JSON text in the service's answer, kept as it came.
    pub params: Option<String>,
    /// Where it stands; `None` when the service did not say.
    pub status: Option<TaskStatus>,
    /// Start, UTC.
    pub created_at: Option<EpochMs>,
    /// Last change, UTC: the end once the status is final.
    pub updated_at: Option<EpochMs>,
}

/// A task that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedTask {
    /// The service's own name.
    pub name: String,
    /// When it failed, UTC, as far as the service says.
    pub at: Option<EpochMs>,
}

impl Task {
    /// What is to be known of it if it failed.
    pub fn failed(&self) -> Option<FailedTask> {
        let has_failed = self.status == Some(TaskStatus::Failed);
        has_failed.then(|| FailedTask {
            name: self.name.clone(),
            at: self.updated_at.or(self.created_at),
        })
    }

    /// Whether it has ended and had its instance's brokers down meanwhile, by the service's name of it.
    pub fn took_brokers_down(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        let words = ["restart", "extend", "resize", "upgrade", "rollback"];
        let ended = self.status.as_ref().is_some_and(TaskStatus::is_final);
        ended && words.iter().any(|word| name.contains(word))
    }

    /// Whether it goes on, as far as the service says.
    pub fn is_under_way(&self) -> bool {
        self.status
            .as_ref()
            .is_some_and(|status| !status.is_final())
    }
}
