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

impl Task {
    pub fn has_failed(&self) -> bool {
        self.status == Some(TaskStatus::Failed)
    }

    /// Whether it goes on, as far as the service says.
    pub fn is_under_way(&self) -> bool {
        self.status
            .as_ref()
            .is_some_and(|status| !status.is_final())
    }
}
