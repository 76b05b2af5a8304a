//! Writes on their way: from the key press until the service says how it ended.
//!
//! A write whose answer was lost is neither done nor failed. It stays [`Phase::Unknown`] and keeps
//! its target locked until reading again has settled what became of it.

use super::change::{self, Setting};
use super::moment::Moment;
use super::plan::{Act, Deed, Plan};
use super::remote::Ticket;
use crate::api::v2::{Switch, TagVerb};
use crate::api::{ApiError, Listing, TaskList};
use crate::model::{
    Instance, InstanceId, InstanceKey, Plugin, PluginName, Scope, Status, Task, TaskId, TaskStatus,
};
use std::time::Duration;

mod settle;

pub use settle::Unsent;

/// Number of a write, unique while the program runs.
pub type WriteId = u64;

/// After this long an accepted write is no longer followed, and the user is told so.
pub const GIVE_UP_AFTER: Duration = Duration::from_secs(50 * 60);

/// So many deletions and restarts are followed one by one. The list tells of the others as well;
/// the last word on a deletion is that of the instance's detail, and its turn comes.
const FOLLOWED_AT_A_TIME: usize = 8;

/// One write that is not settled yet. A batch is as many of them as it has instances.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// The number it was sent under; the instances of a batch share one.
    pub id: WriteId,
    /// What it does.
    pub plan: Plan,
    /// How far it is.
    pub phase: Phase,
    /// When it was sent.
    pub sent: Moment,
}

/// How far a write is.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// Sent; no answer yet.
    Sending,
    /// The service took it; it is being followed to its end.
    Accepted {
        /// The background task it started, when the service named one.
        job: Option<TaskId>,
        /// The instance it created, for a creation.
        created: Option<InstanceId>,
        /// Answers asked for before this are old news.
        since: Ticket,
    },
    /// The service took an order by the month or year. The instance is not there before the order
    /// is through: the list shows it then, and its detail does not exist until it does.
    Ordered {
        /// The instance the order is for.
        created: InstanceId,
        /// Answers asked for before this are old news.
        since: Ticket,
    },
    /// The service has been seen doing it.
    UnderWay {
        /// Answers asked for before this are old news.
        since: Ticket,
    },
    /// The service took the first of two requests and not the second, and the user knows. What
    /// is there now is being read.
    Partly {
        /// Answers asked for before this are old news.
        since: Ticket,
    },
    /// The answer was lost. What was read since:
    Unknown {
        /// Answers asked for before this are old news.
        since: Ticket,
        /// A first reading showed no trace of it; when that was asked for. Only a later reading
        /// that shows none either settles it: what was sent may still be on its way.
        no_trace: Option<Ticket>,
    },
}

/// What the service says after it took a write.
#[derive(Clone, Debug, PartialEq)]
pub enum Receipt {
    /// Nothing but success.
    Done,
    /// The background task that does it.
    Job(Option<TaskId>),
    /// The instance that is being created.
    Created(InstanceId),
    /// What became of each instance of a batch.
    Each(Vec<(InstanceId, Result<(), Unsent>)>),
}

/// Why a confirmed write was not sent after all: what it is about is no longer what the user saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// The instance has another name now.
    Renamed(String),
    /// It is gone.
    Gone,
    /// Its status no longer allows it.
    Status(Status),
    /// The plug-in already is as it should become.
    AlreadyThere,
    /// It has another size than the user saw.
    Size,
    /// It has other tags than the user saw.
    Tags,
    /// A setting that should change is no longer what the user saw, but this.
    Setting(Setting),
    /// It is as it was, but this one, which was to be sent with it, is not.
    Another(String),
    /// It is as it was, but an earlier request of the same batch failed.
    Stopped,
}

/// What to tell the user about a write.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// What it was.
    pub verb: Verb,
    /// The instance, by the name the user saw.
    pub name: String,
    /// How it stands.
    pub result: Ended,
}

/// What a write does, without its target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Deletes an instance.
    Delete,
    /// Switches this plug-in.
    SetPlugin(PluginName, Switch),
    /// Deletes the record of this task.
    DeleteTask(TaskId),
    /// Changes settings of an instance.
    Modify,
    /// Sets a new password for the broker user.
    ResetPassword,
    /// Changes the size of an instance.
    Resize,
    /// Changes tags of an instance.
    Tags,
    /// Creates an instance.
    Create,
    /// Restarts an instance.
    Restart,
}

/// How an order by the month or year is paid (`is_auto_pay` of table 4-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payment {
    /// By itself, at once.
    ByItself,
    /// By somebody, in the console; the order waits until then. What the service does by default.
    ByHand,
}

/// How a write stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Ended {
    /// Sent, waiting for the answer.
    Sent,
    /// The service took it; not done yet.
    Accepted,
    /// The service took the order; the instance is not there before it is through.
    Ordered(Payment),
    /// Done, as the service says.
    Done,
    /// The service took it and it failed: a status or a task says so.
    Failed(String),
    /// The service refused it; nothing changed.
    Refused(ApiError),
    /// The service took the batch but not this instance of it, and gives no reason.
    Declined,
    /// Of its two requests only this one took effect; the error is that of the other one, where
    /// its answer was not lost.
    Partly(TagVerb, Option<ApiError>),
    /// It never left; nothing changed.
    NotSent(ApiError),
    /// It was not sent because its target is no longer what the user saw.
    NotSentChanged(Changed),
    /// The answer was lost; it is being read again.
    Unknown(ApiError),
    /// The answer to an order was lost; it is followed in the list. That nothing comes does not
    /// say that nothing was ordered: the order may wait to be paid.
    OrderUnknown(ApiError),
    /// The answer was lost, and nothing that can be read would tell whether it took effect.
    Unsure(ApiError),
    /// The answer was lost, and reading again shows that it did not take effect.
    NotTaken,
    /// Accepted long ago and still not done; no longer followed.
    GaveUp,
    /// Ordered long ago, as far as is known, and still not there; no longer followed.
    OrderGaveUp,
}

impl Ended {
    /// The failed call behind it, if there is one.
    #[must_use]
    pub fn error(&self) -> Option<&ApiError> {
        match self {
            Self::Refused(error)
            | Self::NotSent(error)
            | Self::Unknown(error)
            | Self::OrderUnknown(error)
            | Self::Partly(_, Some(error))
            | Self::Unsure(error) => Some(error),
            Self::Partly(_, None)
            | Self::Sent
            | Self::Accepted
            | Self::Ordered(_)
            | Self::Done
            | Self::Failed(_)
            | Self::Declined
            | Self::NotSentChanged(_)
            | Self::NotTaken
            | Self::GaveUp
            | Self::OrderGaveUp => None,
        }
    }
}

/// Something that has to be read for a pending write.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Follow {
    /// The detail of an instance.
    Instance(InstanceKey),
    /// One background task.
    Task(InstanceKey, TaskId),
    /// The plug-ins of an instance.
    Plugins(InstanceKey),
    /// The background tasks of an instance.
    Tasks(InstanceKey),
}

impl Follow {
    /// The instance it is about.
    #[must_use]
    pub fn key(&self) -> &InstanceKey {
        match self {
            Self::Instance(key) | Self::Task(key, _) | Self::Plugins(key) | Self::Tasks(key) => key,
        }
    }
}

/// Something that was read, as far as it can settle a write.
#[derive(Clone, Copy, Debug)]
pub enum Evidence<'a> {
    /// An instance's detail; `None` when the service says it does not exist.
    Instance(&'a InstanceKey, Option<&'a Instance>),
    /// One task; `None` when the service says it does not exist.
    Task(&'a InstanceKey, &'a TaskId, Option<&'a TaskStatus>),
    /// The plug-ins of an instance.
    Plugins(&'a InstanceKey, &'a [Plugin]),
    /// The tasks of an instance.
    Tasks(&'a InstanceKey, &'a TaskList),
    /// The list of instances of a scope.
    Listing(&'a Scope, &'a Listing),
}

/// All writes that are not settled.
#[derive(Clone, Debug, Default)]
pub struct PendingWrites {
    list: Vec<Pending>,
    last: WriteId,
}

impl Pending {
    /// Whether its answer was lost and nothing settled it yet.
    #[must_use]
    pub fn is_unsettled(&self) -> bool {
        matches!(self.phase, Phase::Unknown { .. })
    }

    /// The instance it is about; for a creation, the one it created.
    #[must_use]
    pub fn key(&self) -> Option<InstanceKey> {
        if let Some(key) = self.plan.deed.key() {
            return Some(key.clone());
        }
        match &self.phase {
            Phase::Accepted {
                created: Some(id), ..
            }
            | Phase::Ordered { created: id, .. } => Some(InstanceKey {
                scope: self.plan.deed.scope().clone(),
                id: id.clone(),
            }),
            _ => None,
        }
    }

    /// What to tell about it when it stands like this.
    #[must_use]
    pub fn outcome(&self, result: Ended) -> Outcome {
        Outcome {
            verb: self.plan.verb(),
            name: self.plan.name.clone(),
            result,
        }
    }
}

impl Plan {
    /// How it is paid, when it is an order by the month or year.
    #[must_use]
    pub fn payment(&self) -> Option<Payment> {
        let Deed::Create { instance, .. } = &self.deed else {
            return None;
        };
        instance.prepaid.map(|order| match order.auto_pay {
            Some(true) => Payment::ByItself,
            Some(false) | None => Payment::ByHand,
        })
    }

    /// What it does, without its target.
    #[must_use]
    pub fn verb(&self) -> Verb {
        match &self.deed {
            Deed::Delete(_) => Verb::Delete,
            Deed::SetPlugin { plugin, to, .. } => Verb::SetPlugin(plugin.clone(), *to),
            Deed::DeleteTask { task, .. } => Verb::DeleteTask(task.clone()),
            Deed::Modify { .. } => Verb::Modify,
            Deed::ResetPassword { .. } => Verb::ResetPassword,
            Deed::Resize { .. } => Verb::Resize,
            Deed::Tags { .. } => Verb::Tags,
            Deed::Create { .. } => Verb::Create,
            Deed::Restart(_) => Verb::Restart,
            Deed::Batch(batch) => match batch.act {
                Act::Delete => Verb::Delete,
                Act::Restart => Verb::Restart,
            },
        }
    }
}

impl PendingWrites {
    /// Notes that a plan is being sent, and gives it its number.
    pub fn send(&mut self, plan: &Plan, now: Moment) -> WriteId {
        self.last += 1;
        let id = self.last;
        self.list
            .extend(plan.each().into_iter().map(|plan| Pending {
                id,
                plan,
                phase: Phase::Sending,
                sent: now,
            }));
        id
    }

    /// All of them, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Pending> {
        self.list.iter()
    }

    /// Whether a write has been sent and not been answered.
    #[must_use]
    pub fn in_flight(&self) -> bool {
        self.list.iter().any(|write| write.phase == Phase::Sending)
    }

    /// The write on an instance itself (not on a task record of it).
    #[must_use]
    pub fn on_instance(&self, key: &InstanceKey) -> Option<&Pending> {
        self.list.iter().find(|write| {
            let record = matches!(write.plan.deed, Deed::DeleteTask { .. });
            !record && write.key().as_ref() == Some(key)
        })
    }

    /// The plug-in that is being switched on an instance.
    #[must_use]
    pub fn plugin_of(&self, key: &InstanceKey) -> Option<&PluginName> {
        self.list.iter().find_map(|write| match &write.plan.deed {
            Deed::SetPlugin {
                key: on, plugin, ..
            } if on == key => Some(plugin),
            _ => None,
        })
    }

    /// Whether the record of a task is being deleted.
    #[must_use]
    pub fn deletes_task(&self, key: &InstanceKey, task: &TaskId) -> bool {
        self.list.iter().any(|write| match &write.plan.deed {
            Deed::DeleteTask { key: on, task: one } => on == key && one == task,
            _ => false,
        })
    }

    /// Whether an instance of this name is being created in a scope.
    #[must_use]
    pub fn creates(&self, place: &Scope, name: &str) -> Option<&Pending> {
        self.list.iter().find(|write| match &write.plan.deed {
            Deed::Create { scope, .. } => scope == place && write.plan.name == name,
            _ => false,
        })
    }

    /// Whether something in a scope is not settled.
    #[must_use]
    pub fn is_busy(&self, scope: &Scope) -> bool {
        let here = |write: &Pending| write.plan.deed.scope() == scope;
        self.list.iter().any(here)
    }

    /// What has to be read to settle them.
    #[must_use]
    pub fn follows(&self) -> Vec<Follow> {
        let (alike, others): (Vec<&Pending>, Vec<&Pending>) =
            self.list.iter().partition(|write| write.is_listed());
        let alike = alike.into_iter().take(FOLLOWED_AT_A_TIME);
        others
            .into_iter()
            .chain(alike)
            .flat_map(Pending::follows)
            .collect()
    }
}

impl Pending {
    /// Whether the list of instances tells how it goes as well: nearly all of it.
    fn is_listed(&self) -> bool {
        matches!(self.plan.deed, Deed::Delete(_) | Deed::Restart(_))
    }

    fn follows(&self) -> Vec<Follow> {
        match (&self.plan.deed, &self.phase) {
            (_, Phase::Sending)
            | (Deed::DeleteTask { .. }, Phase::Accepted { .. } | Phase::UnderWay { .. }) => {
                Vec::new()
            }
            // A batch is only ever followed as its instances.
            (Deed::Batch(_), _) => Vec::new(),
            (Deed::Delete(key) | Deed::Restart(key), _) => vec![Follow::Instance(key.clone())],
            (Deed::SetPlugin { key, .. }, Phase::Accepted { job: Some(job), .. }) => {
                vec![Follow::Task(key.clone(), job.clone())]
            }
            (
                Deed::SetPlugin { key, .. },
                Phase::Accepted { .. } | Phase::UnderWay { .. } | Phase::Partly { .. },
            ) => {
                vec![Follow::Plugins(key.clone())]
            }
            (Deed::SetPlugin { key, .. }, Phase::Unknown { .. }) => {
                vec![Follow::Plugins(key.clone()), Follow::Tasks(key.clone())]
            }
            (Deed::DeleteTask { key, .. }, Phase::Unknown { .. } | Phase::Partly { .. }) => {
                vec![Follow::Tasks(key.clone())]
            }
            // It ends with its answer.
            (Deed::ResetPassword { .. }, _) => Vec::new(),
            (Deed::Modify { key, changes }, phase) => {
                let instance = Follow::Instance(key.clone());
                let task = match phase {
                    Phase::Accepted { job: Some(job), .. } => {
                        Some(Follow::Task(key.clone(), job.clone()))
                    }
                    _ => change::task_name(changes.as_slice()).map(|_| Follow::Tasks(key.clone())),
                };
                std::iter::once(instance).chain(task).collect()
            }
            (Deed::Resize { key, .. }, phase) => {
                let task = match phase {
                    Phase::Accepted { job: Some(job), .. } => {
                        Some(Follow::Task(key.clone(), job.clone()))
                    }
                    _ => None,
                };
                let instance = Follow::Instance(key.clone());
                std::iter::once(instance).chain(task).collect()
            }
            (Deed::Tags { key, .. }, _) => vec![Follow::Instance(key.clone())],
            (
                Deed::Create { .. },
                Phase::Accepted { .. } | Phase::UnderWay { .. } | Phase::Partly { .. },
            ) => self.key().map(Follow::Instance).into_iter().collect(),
            // The list is read all the time.
            (Deed::Create { .. }, Phase::Unknown { .. }) | (_, Phase::Ordered { .. }) => Vec::new(),
        }
    }
}
