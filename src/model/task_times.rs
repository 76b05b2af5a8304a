//! How long background tasks take, by the tasks of their kind that were read.

use super::{Task, TaskId, TaskStatus};
use std::collections::{HashMap, VecDeque};

const MINUTE: i64 = 60_000;
/// So many tasks of a kind must have ended for their times to say what is usual.
const ENOUGH: usize = 5;
/// Tasks of a kind that are kept, the newest.
const KEPT: usize = 200;
/// Kinds that are kept: the service has some twenty.
const KINDS: usize = 100;

/// How long tasks took that succeeded, by the service's name of their kind.
#[derive(Clone, Debug, Default)]
pub struct TaskTimes {
    took: HashMap<String, VecDeque<(TaskId, i64)>>,
}

/// How long a kind of task takes, in ms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Usual {
    /// Half of those that were read took no longer than `median`, nineteen of twenty no longer than
    /// `most`.
    Measured { median: i64, most: i64 },
    /// How long the official Terraform provider waits for it before it gives up.
    AtMost(i64),
}

impl Usual {
    /// From when on a task takes too long: half as long again as nineteen of twenty, or longer than
    /// anybody waits for it.
    pub fn late(self) -> i64 {
        match self {
            Self::Measured { most, .. } => most.saturating_add(most / 2).max(MINUTE),
            Self::AtMost(most) => most,
        }
    }
}

impl TaskTimes {
    /// Takes tasks in: those that succeeded, each once.
    pub fn take(&mut self, tasks: &[Task]) {
        for task in tasks.iter().rev() {
            let Some(took) = took(task) else {
                continue;
            };
            if !self.took.contains_key(&task.name) && self.took.len() >= KINDS {
                continue;
            }
            let kind = self.took.entry(task.name.clone()).or_default();
            if kind.iter().all(|(id, _)| *id != task.id) {
                kind.push_back((task.id.clone(), took));
            }
            if kind.len() > KEPT {
                kind.pop_front();
            }
        }
    }

    /// How long a kind of task takes, by the tasks that were read, or by what others wait for it.
    pub fn usual(&self, name: &str) -> Option<Usual> {
        let known = self.took.get(name).filter(|kind| kind.len() >= ENOUGH);
        let Some(known) = known else {
            return in_general(name).map(Usual::AtMost);
        };
        let mut took: Vec<i64> = known.iter().map(|(_, took)| *took).collect();
        took.sort_unstable();
        let at = |percent: usize| took.get((took.len() * percent).div_ceil(100).saturating_sub(1));
        let (median, most) = (*at(50)?, *at(95)?);
        Some(Usual::Measured { median, most })
    }
}

/// How long a task took that succeeded; one that failed says nothing of how long they take.
fn took(task: &Task) -> Option<i64> {
    let succeeded = task.status == Some(TaskStatus::Success);
    let took = task.updated_at?.checked_sub(task.created_at?)?;
    (succeeded && took >= 0).then_some(took)
}

/// How long the official Terraform provider waits (its resources of RabbitMQ instances, plug-ins and
/// restorations): 50 minutes to create or resize, for a plug-in or a public address, 15 to delete, 20
/// to restore. It waits for no other kind.
fn in_general(name: &str) -> Option<i64> {
    let name = name.to_ascii_lowercase();
    let is = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let minutes = match () {
        () if is(&["delete"]) => 15,
        () if is(&["restore"]) => 20,
        () if is(&["create", "extend", "resize", "plugin", "publicip"]) => 50,
        () => return None,
    };
    Some(minutes * MINUTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(id: usize, status: TaskStatus, took: i64) -> Task {
        Task {
            id: TaskId::new(id.to_string()).unwrap(),
            name: "extendInstance".to_owned(),
            user_name: None,
            params: None,
            status: Some(status),
            created_at: Some(0),
            updated_at: Some(took * MINUTE),
        }
    }

    fn minutes(usual: Option<Usual>) -> Option<(i64, i64)> {
        match usual? {
            Usual::Measured { median, most } => Some((median / MINUTE, most / MINUTE)),
            Usual::AtMost(_) => None,
        }
    }

    #[test]
    fn what_is_usual_is_what_succeeded_each_task_once() {
        let mut times = TaskTimes::default();
        let all: Vec<Task> = (1..=20)
            .map(|took| task(took as usize, TaskStatus::Success, took))
            .collect();
        // Four are too few, however often they are read.
        for _ in 0..3 {
            times.take(&all[..4]);
        }
        let general = Some(Usual::AtMost(50 * MINUTE));
        assert_eq!(times.usual("extendInstance"), general);
        for _ in 0..3 {
            times.take(&all);
        }
        times.take(&[task(30, TaskStatus::Failed, 900)]);
        assert_eq!(minutes(times.usual("extendInstance")), Some((10, 19)));
        let late = times.usual("extendInstance").unwrap().late();
        assert_eq!(late, 19 * MINUTE * 3 / 2);
    }

    #[test]
    fn what_is_kept_has_an_end_and_the_newest_count() {
        let mut times = TaskTimes::default();
        // Newest first, as the service has them.
        let all: Vec<Task> = (1..=1000)
            .map(|at| task(at, TaskStatus::Success, if at <= 200 { 7 } else { 70 }))
            .collect();
        times.take(&all);
        assert_eq!(minutes(times.usual("extendInstance")), Some((7, 7)));
        for at in 0..500 {
            let name = format!("kind-{at}");
            times.take(&[Task {
                name,
                ..task(at, TaskStatus::Success, 1)
            }]);
        }
        assert_eq!(times.took.len(), KINDS);
    }

    #[test]
    fn what_nobody_waits_for_has_no_usual_time() {
        let times = TaskTimes::default();
        assert_eq!(times.usual("restartInstance"), None);
        let delete = times.usual("deleteInstance").unwrap();
        assert_eq!(delete.late(), 15 * MINUTE);
    }
}
