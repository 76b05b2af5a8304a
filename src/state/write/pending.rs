//! Writes on their way: from the key press until the service says how it ended.
//!
//! A write that was answered can only become done, failed or, after a long time, not seen. One
//! whose answer was lost is neither done nor failed: it stays [`Phase::Unknown`] and keeps its
//! target locked until its effect is seen, or [`Lost`] says why no more is to be expected.

use super::change::Setting;
use super::mutation::{Mutation, MutationKind, Target};
use super::plan::Plan;
use crate::model::broker::QueueKey;
use crate::model::{InstanceId, InstanceKey, PluginName, Scope, Status, TaskId, TaskStatus};
use crate::state::now::Now;
use crate::state::query::Query;
use crate::state::remote::Ticket;
use std::time::Duration;

mod earlier;
mod lost;
mod outcome;
mod settle;

pub use earlier::Unanswered;
pub use lost::{EmptyReading, EndsBy, Lost};
pub use outcome::{Outcome, Payment, Progress, SeenFailure, WriteStatus};
pub use settle::{News, Step, WriteFailure};

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
    pub what: Target,
    /// How far it is.
    pub phase: Phase,
    /// Answers asked for up to this are old news of it; all are while it has no answer itself.
    since: Ticket,
    /// When it was sent.
    pub sent: Now,
    /// The service's id of the call that it took.
    request_id: Option<String>,
}

/// How far a write is.
#[derive(Clone, Debug, PartialEq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Phase {
    /// Confirmed; it is written down and looked at once more, and has not left.
    Checking,
    /// Sent; no answer yet.
    Sending,
    /// The service took it; it is being followed to its end.
    Accepted {
        /// The background task it started, when the service named one.
        job: Option<TaskId>,
        /// The instance it created, for a creation.
        created: Option<InstanceId>,
    },
    /// The service took an order by the month or year for this instance. It is not there before
    /// the order is through: the list shows it then, and its detail does not exist until it does.
    Ordered(InstanceId),
    /// The service has been seen doing it.
    UnderWay,
    /// The service took the first of two requests and not the second, and the user knows. What
    /// is there now is being read.
    Partly,
    /// The answer was lost.
    Unknown(Lost),
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
    /// What became of each of several instances.
    Each(Vec<(InstanceId, Result<Receipt, WriteFailure>)>),
}

/// Why a confirmed write was not sent after all: what it is about is no longer what the user saw.
#[derive(Clone, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Conflict {
    /// The instance has another name now.
    Renamed(String),
    /// It is gone.
    Gone,
    /// Its status no longer allows it.
    Status(Status),
    /// The plug-in already is as it should become.
    AlreadyThere,
    /// What a write of this kind changes is no longer what the user saw.
    Differs(MutationKind),
    /// A setting that should change is no longer what the user saw, but this.
    Setting(Setting),
    /// It is as it was, but this one, which was to be sent with it, is not.
    Another(String),
    /// It is as it was, but an earlier request of the same batch failed.
    Stopped,
}

impl Conflict {
    /// The reason in a few words, for the journal: its file is in English.
    pub fn in_short(&self) -> String {
        match self {
            Self::Renamed(name) => format!("held back: its name is {name} now"),
            Self::Gone => "held back: it is gone".to_owned(),
            Self::Status(status) => format!("held back: it is {} now", status.word()),
            Self::AlreadyThere => "held back: it is already so".to_owned(),
            Self::Differs(kind) => format!("held back: changed meanwhile ({})", kind.operation()),
            Self::Setting(_) => "held back: the setting was changed meanwhile".to_owned(),
            Self::Another(name) => format!("held back: {name} has changed"),
            Self::Stopped => "held back: an earlier request failed".to_owned(),
        }
    }
}

/// All writes that are not settled.
#[derive(Clone, Debug, Default)]
pub struct PendingWrites {
    list: Vec<Pending>,
    last: WriteId,
}

impl Pending {
    /// Whether its answer was lost and nothing settled it yet.
    pub fn is_unsettled(&self) -> bool {
        matches!(self.phase, Phase::Unknown(_))
    }

    /// The instance it is about; for a creation, the one it created.
    pub fn key(&self) -> Option<InstanceKey> {
        if let Some(key) = self.what.key() {
            return Some(key.clone());
        }
        match &self.phase {
            Phase::Accepted {
                created: Some(id), ..
            }
            | Phase::Ordered(id) => Some(self.what.scope().instance(id)),
            _ => None,
        }
    }

    /// Whether a request that names these instances is about it; it names none for a creation.
    fn is_named(&self, targets: &[InstanceId]) -> bool {
        self.what.key().is_none_or(|key| targets.contains(&key.id))
    }

    /// What to tell about it when it stands like this.
    pub fn outcome(&self, result: WriteStatus) -> Outcome {
        Outcome {
            write: self.id,
            action: self.what.mutation.action(),
            name: self.what.name.clone(),
            result,
            request_id: self.request_id.clone(),
        }
    }

    /// The background task that does it, where the service named one.
    pub(super) fn job_id(&self) -> Option<&TaskId> {
        let Phase::Accepted { job, .. } = &self.phase else {
            return None;
        };
        job.as_ref()
    }

    /// The same, to be read.
    pub(super) fn job(&self, key: &InstanceKey) -> Option<Query> {
        let job = self.job_id()?.clone();
        Some(Query::Task(key.id.clone(), job))
    }

    /// How it goes by that task, where it was read.
    pub(super) fn by_job(&self, key: &InstanceKey, news: News<'_>) -> Option<Step> {
        let job = self.job_id()?;
        let status = news.observation.task(key, job)?;
        Some(Step::of_job(Some(job), status))
    }

    /// What has to be read to settle it.
    fn follows(&self) -> Vec<Query> {
        match self.phase {
            Phase::Checking | Phase::Sending | Phase::Ordered(_) => Vec::new(),
            Phase::Accepted { .. } | Phase::UnderWay | Phase::Partly | Phase::Unknown(_) => {
                self.what.mutation.follows(self)
            }
        }
    }
}

impl PendingWrites {
    /// The number of a write that is followed elsewhere.
    pub fn number(&mut self) -> WriteId {
        self.last += 1;
        self.last
    }

    /// Notes that a plan is being sent, and gives it its number.
    pub fn send(&mut self, plan: &Plan, now: Now) -> WriteId {
        self.last += 1;
        let id = self.last;
        self.list.extend(plan.targets().iter().map(|what| Pending {
            id,
            what: what.clone(),
            phase: Phase::Checking,
            since: Ticket::MAX,
            sent: now,
            request_id: None,
        }));
        id
    }

    /// Locks what a write of an earlier run was done to: nobody saw its answer. The time in which
    /// its effect may show counts from when it was sent.
    pub fn restore(&mut self, earlier: Unanswered, now: Now) -> WriteId {
        self.last += 1;
        let sent = Now {
            uptime: now.uptime,
            wall: earlier.sent,
        };
        self.list.push(Pending {
            id: self.last,
            phase: Phase::Unknown(Lost::before(
                earlier.what.mutation.kind(),
                earlier.sent,
                now,
            )),
            what: earlier.what,
            since: 0,
            sent,
            request_id: None,
        });
        self.last
    }

    /// The user ends the wait for a write whose answer was lost. Nothing when it is no longer
    /// waited for.
    pub fn release(&mut self, id: WriteId, key: Option<&InstanceKey>) -> Option<(Target, Outcome)> {
        let at = self
            .list
            .iter()
            .position(|write| write.id == id && write.what.key() == key && write.is_unsettled())?;
        let write = self.list.remove(at);
        let why = match &write.phase {
            Phase::Unknown(lost) => lost.why.clone(),
            Phase::Checking
            | Phase::Sending
            | Phase::Accepted { .. }
            | Phase::Ordered(_)
            | Phase::UnderWay
            | Phase::Partly => None,
        };
        let outcome = write.outcome(WriteStatus::Released(why));
        Some((write.what, outcome))
    }

    /// All of them, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Pending> {
        self.list.iter()
    }

    /// Those whose answer was lost and that nothing settled yet, oldest first.
    pub fn unsettled(&self) -> impl Iterator<Item = &Pending> {
        self.list.iter().filter(|write| write.is_unsettled())
    }

    /// One of them.
    pub fn get(&self, id: WriteId, key: Option<&InstanceKey>) -> Option<&Pending> {
        let mut all = self.list.iter();
        all.find(|write| write.id == id && write.what.key() == key)
    }

    /// A request to these instances leaves; to none of them for a creation.
    pub fn leaves(&mut self, id: WriteId, targets: &[InstanceId], now: Now) {
        for write in self.list.iter_mut().filter(|write| write.id == id) {
            if write.is_named(targets) && write.phase == Phase::Checking {
                write.phase = Phase::Sending;
                write.sent = now;
            }
        }
    }

    /// The service took a call that names these instances, and calls it so.
    pub fn taken(&mut self, id: WriteId, targets: &[InstanceId], request_id: &str) {
        for write in self.list.iter_mut().filter(|write| write.id == id) {
            if write.is_named(targets) {
                write.request_id = Some(request_id.to_owned());
            }
        }
    }

    /// How far those writes are that nobody will tell of when the program ends: the furthest.
    pub fn in_flight(&self) -> Option<&Phase> {
        let of = |wanted: &Phase| {
            let mut phases = self.list.iter().map(|write| &write.phase);
            phases.find(|phase| *phase == wanted)
        };
        of(&Phase::Sending).or_else(|| of(&Phase::Checking))
    }

    /// The write on an instance itself (not on a task record of it).
    pub fn on_instance(&self, key: &InstanceKey) -> Option<&Pending> {
        self.list.iter().find(|write| {
            write.what.mutation.facts().locks_its_instance && write.key().as_ref() == Some(key)
        })
    }

    /// The plug-in that is being switched on an instance.
    pub fn plugin_of(&self, key: &InstanceKey) -> Option<&PluginName> {
        self.list.iter().find_map(|write| {
            let Mutation::SetPlugin(switch) = &write.what.mutation else {
                return None;
            };
            (switch.key == *key).then_some(&switch.plugin)
        })
    }

    /// The write that deletes the record of a task.
    pub fn on_task(&self, key: &InstanceKey, task: &TaskId) -> Option<&Pending> {
        self.list.iter().find(|one| {
            let mutation = &one.what.mutation;
            matches!(mutation, Mutation::DeleteTask(record) if record.key == *key && record.task == *task)
        })
    }

    /// The write that purges a queue of an instance.
    pub fn on_queue(&self, key: &InstanceKey, queue: &QueueKey) -> Option<&Pending> {
        self.list.iter().find(|one| {
            let mutation = &one.what.mutation;
            matches!(mutation, Mutation::CloudPurge(purge) if purge.key == *key && purge.queue == *queue)
        })
    }

    /// The creation of an instance of this name in a scope.
    pub fn creates(&self, place: &Scope, name: &str) -> Option<&Pending> {
        self.list.iter().find(|write| {
            let here = write.what.scope() == place && write.what.name == name;
            here && write.what.mutation.kind() == MutationKind::Create
        })
    }

    /// Whether something in a scope is not settled.
    pub fn is_busy(&self, scope: &Scope) -> bool {
        self.list.iter().any(|write| write.what.scope() == scope)
    }

    /// What has to be read to settle them.
    pub fn follows(&self) -> Vec<(Scope, Query)> {
        let (mut alike, others): (Vec<&Pending>, Vec<&Pending>) = self
            .list
            .iter()
            .partition(|write| write.what.mutation.facts().is_listed);
        // What only the user ends may stay for hours: it takes no other's turn.
        alike.sort_by_key(|write| {
            write.is_unsettled() && write.what.mutation.facts().ends_by == EndsBy::User
        });
        let alike = alike.into_iter().take(FOLLOWED_AT_A_TIME);
        others
            .into_iter()
            .chain(alike)
            .flat_map(|write| {
                let scope = write.what.scope();
                let queries = write.follows().into_iter();
                queries.map(|query| (scope.clone(), query))
            })
            .collect()
    }
}
