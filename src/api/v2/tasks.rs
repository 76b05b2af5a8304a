//! Background tasks of an instance (section 4.4).

use crate::api::Limit;
use crate::api::wire::Rows;
use crate::model::{EpochMs, InstanceId, ProjectId, Task, TaskId, TaskStatus};

use super::{DecodeError, Fields, Method, Operation, Read, Request, Write, on_instance, wire};

/// One page of tasks, newest first. For all of them use `ReadClient::list_tasks`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListTasks {
    pub instance: InstanceId,
    /// Number of the first task wanted, counted from 1.
    pub start: u64,
    /// At most this many, 1 to 100.
    pub limit: u64,
    /// Only tasks that started in this span.
    pub span: Option<TaskSpan>,
}

/// A span of time, UTC; both its ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskSpan {
    /// From.
    pub begin: EpochMs,
    /// To; `None` for no end.
    pub end: Option<EpochMs>,
}

/// One page of tasks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskPage {
    /// The tasks on it.
    pub tasks: Rows<Task>,
    /// How many tasks there are on all pages (`task_count`), when the service says so.
    pub total: Option<u64>,
}

impl Read for ListTasks {
    type Reply = TaskPage;
    const OPERATION: Operation = Operation::ListTasks;

    fn limit(&self) -> Limit {
        Limit::PAGE
    }

    fn request(&self, project: &ProjectId) -> Request {
        let request = on_instance(Method::Get, project, &self.instance, &["tasks"])
            .with("start", self.start)
            .with("limit", self.limit);
        match self.span {
            Some(TaskSpan { begin, end }) => {
                let request = request.with("begin_time", compact(begin));
                match end {
                    Some(end) => request.with("end_time", compact(end)),
                    None => request,
                }
            }
            None => request,
        }
    }

    fn decode(&self, body: &[u8]) -> Result<TaskPage, DecodeError> {
        let body = wire::object(body)?;
        Ok(TaskPage {
            tasks: wire::rows(&body, "tasks", task)?,
            total: Fields::new(&body).count("task_count"),
        })
    }
}

/// `YYYYMMDDHHmmss`, as the filters want it. A time outside the calendar becomes its nearest end.
fn compact(time: EpochMs) -> String {
    let time = jiff::Timestamp::from_millisecond(time).unwrap_or(if time < 0 {
        jiff::Timestamp::MIN
    } else {
        jiff::Timestamp::MAX
    });
    time.strftime("%Y%m%d%H%M%S").to_string()
}

fn task(fields: &mut Fields<'_>) -> Option<Task> {
    Some(Task {
        id: TaskId::new(fields.id("id")?).ok()?,
        name: fields.text("name").unwrap_or_default(),
        user_name: fields.text("user_name"),
        params: fields.text("params"),
        status: fields.word("status").map(TaskStatus::from_word),
        created_at: fields.time("created_at"),
        updated_at: fields.time("updated_at"),
    })
}

/// One task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowTask {
    pub instance: InstanceId,
    pub task: TaskId,
}

impl Read for ShowTask {
    /// `None` when the service answers without it.
    type Reply = Option<Task>;
    const OPERATION: Operation = Operation::ShowTask;

    fn request(&self, project: &ProjectId) -> Request {
        let rest = ["tasks", self.task.as_str()];
        on_instance(Method::Get, project, &self.instance, &rest)
    }

    fn decode(&self, body: &[u8]) -> Result<Option<Task>, DecodeError> {
        let body = wire::object(body)?;
        let list = wire::rows(&body, "tasks", task)?;
        Ok(list.rows.into_iter().find(|task| task.id == self.task))
    }
}

/// Deletes the record of a task; what the task did stays done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteTask {
    pub instance: InstanceId,
    pub task: TaskId,
}

impl Write for DeleteTask {
    fn operation(&self) -> Operation {
        Operation::DeleteTask
    }

    fn request(&self, project: &ProjectId) -> Request {
        let rest = ["tasks", self.task.as_str()];
        on_instance(Method::Delete, project, &self.instance, &rest)
    }
}
