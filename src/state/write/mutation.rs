//! One write: what it does to what. Every kind of write is one file beside this one, and one line
//! in the table below.
//!
//! Read [`Mutate`] first: it is all that the plan, the question, the executor, the journal and
//! [`super::pending`] know of a write.

mod auto_expand;
mod create;
mod delete;
mod delete_task;
mod earlier;
mod modify;
mod purge_queue;
mod recycling;
mod reset_password;
mod resize;
mod restart;
mod restoration;
mod set_plugin;
mod tags;

use super::bulk::BulkAction;
use super::can::Refusal;
use super::change::Change;
use super::observation::Observation;
use super::pending::{Conflict, EndsBy, News, Payment, Pending, Step};
use super::question::{Asks, Question};
use super::tag_edit::Edit;
use crate::api::v2::{CreateInstance, Switch, TagVerb};
use crate::api::{Operation, Prepared, Unsupported, Write};
use crate::journal::Attempt;
use crate::model::broker::QueueKey;
use crate::model::rules::resize::{Goal, InstanceSize};
use crate::model::{Home, Instance, InstanceKey, PluginName, Scope, Status, TaskId};
use crate::state::State;
use crate::state::query::Query;
use crate::state::row::Row;
use std::time::Duration;

pub use auto_expand::AutoExpanding;
pub use create::Creation;
pub use delete::Deletion;
pub use delete_task::RecordDeletion;
pub use earlier::Earlier;
pub use modify::Modification;
pub use purge_queue::QueuePurge;
pub use recycling::Recycling;
pub use reset_password::PasswordReset;
pub use resize::Resizing;
pub use restart::Restart;
pub use restoration::Restoration;
pub use set_plugin::PluginSwitch;
pub use tags::Tagging;

/// What kind of write it is, and what it is done to: as the table below says.
pub trait InTable {
    fn facts(&self) -> Facts;
    fn at(&self) -> At<'_>;
}

/// What a write does, all of it in one place.
pub trait Mutate: InTable {
    /// The calls that do it there, in the order they are sent; the first that fails stops the rest.
    ///
    /// # Errors
    /// [`Unsupported`] when the version of the API there has no call for it.
    fn calls(&self, home: &Home) -> Result<Vec<Prepared>, Unsupported>;
    /// How it goes on when something was read after it.
    fn reconcile(&self, write: &Pending, news: News<'_>) -> Step;

    /// Whether it can be done now, as far as is known.
    ///
    /// # Errors
    /// The reason why not.
    fn allowed(&self, state: &State) -> Result<(), Refusal> {
        match self.at() {
            At::Instance(key) => (self.facts().can)(state, state.row(key)?),
            At::Place(scope) => state.can_write(scope),
        }
    }
    /// What has to be done before it is sent.
    fn question(&self) -> Question {
        match self.facts().asks {
            Asks::Always(question) => question,
            Asks::BySetting => self.changes().question(),
        }
    }
    /// What is typed where that is not the name of its instance.
    fn word(&self) -> Option<&str> {
        None
    }
    /// What has to be read to settle it, beside the list, which is read all the time. For a write
    /// whose answer was lost, that and the list are two different calls at least, where two can
    /// tell of it. By default the detail.
    fn follows(&self, _: &Pending) -> Vec<Query> {
        self.detail()
    }
    /// What its question says beside its request is read from.
    fn beside(&self) -> Vec<Query> {
        Vec::new()
    }
    /// What is read once more before this one of its calls leaves.
    fn looks(&self, call: usize) -> Vec<Query> {
        let _ = call;
        self.detail()
    }
    /// The detail of what it is done to, to be read.
    fn detail(&self) -> Vec<Query> {
        let key = self.at().key().into_iter();
        key.map(|key| Query::Instance(key.id.clone())).collect()
    }
    /// Whether what was read is still what the user saw: by default, that the instance runs under
    /// its name, for the service changes nothing of one that does not.
    ///
    /// # Errors
    /// How it is not.
    fn still_holds(&self, target: &Target, read: Observation<'_>) -> Result<(), Conflict> {
        running(target, read).map(|_| ())
    }
    /// The name of what is made, or comes back: no list has it.
    fn new_name(&self) -> Option<&str> {
        None
    }
    /// How it is paid, when it is an order by the month or year.
    fn payment(&self) -> Option<Payment> {
        None
    }
    /// What of its instance it is about.
    fn on(&self) -> On {
        On::Instance
    }
    /// What is different afterwards, where the request does not say it all.
    fn changes(&self) -> Changes<'_> {
        Changes::Told
    }
    /// What it means for those who use the instance, or for who pays.
    fn warning(&self) -> Option<Warning> {
        self.facts().warning
    }
    /// What the first of its two calls does.
    fn first_half(&self) -> Option<TagVerb> {
        None
    }
}

/// What a write is done to.
#[derive(Clone, Copy, Debug)]
pub enum At<'a> {
    Instance(&'a InstanceKey),
    /// Nothing that is there already.
    Place(&'a Scope),
}

impl<'a> At<'a> {
    pub fn key(self) -> Option<&'a InstanceKey> {
        match self {
            Self::Instance(key) => Some(key),
            Self::Place(_) => None,
        }
    }

    pub fn scope(self) -> &'a Scope {
        match self {
            Self::Instance(key) => &key.scope,
            Self::Place(scope) => scope,
        }
    }
}

impl<'a> From<&'a InstanceKey> for At<'a> {
    fn from(key: &'a InstanceKey) -> Self {
        Self::Instance(key)
    }
}

impl<'a> From<&'a Scope> for At<'a> {
    fn from(scope: &'a Scope) -> Self {
        Self::Place(scope)
    }
}

/// What of an instance a write is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum On {
    Instance,
    Plugin(PluginName, Switch),
    Task(TaskId),
    Queue(QueueKey),
}

/// What a write does, without its target and what it says: what is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    pub kind: MutationKind,
    pub on: On,
}

/// What is different after a write.
#[derive(Clone, Copy, Debug)]
pub enum Changes<'a> {
    /// The request says it all.
    Told,
    /// An instance is made.
    New(&'a CreateInstance),
    Settings(&'a [Change]),
    Size(&'a InstanceSize, &'a Goal),
    Tags(&'a Edit),
}

/// What a write means for those who use the instance, or for who pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Warning {
    /// Its messages go.
    Delete,
    /// What is deleted, of any engine, goes into the recycle bin, or is final.
    Recycling,
    NoRecycling,
    /// Clients are disconnected while it restarts.
    Restart,
    /// Only the record goes.
    RecordOnly,
    /// Clients with the old password are refused.
    Clients,
    /// It can be reached from the internet.
    Internet,
    /// An order is placed.
    Order,
    /// What growing means: of its disk, its brokers, or its flavor with one broker or several.
    GrowStorage,
    GrowOldStorage,
    GrowBrokers,
    GrowSingle,
    GrowCluster,
    /// Each time the disks grow by themselves it is billed.
    AutoExpand,
    /// What waits in a queue goes.
    Purge,
}

/// What is known of a kind of write without any one of them.
pub struct Facts {
    /// What kind of write it is: deleting one and deleting several take the same permission.
    pub operation: Operation,
    /// How long after a lost answer its effect may still begin to show, two minutes at least.
    ///
    /// The official client's waits are the source: it looks at a deletion first after 90 s and
    /// takes RUNNING and ERROR for one that is under way, and a growing storage shows its new size
    /// only when it has grown, which takes up to 5 minutes. All else shows at once: changes and
    /// tags with the answer, a plug-in's task after 1 s, a binding of an address after 5 s.
    pub shows_within: Duration,
    /// The calls whose answers are old news after it.
    pub outdates: &'static [Operation],
    /// The same to several at once.
    pub bulk: Option<BulkAction>,
    /// Gives the write that a line of the journal was about, or nothing when that cannot be told;
    /// there is none where the journal keeps too little for any line.
    pub restore: Option<fn(&Attempt, InstanceKey) -> Option<Mutation>>,
    pub asks: Asks,
    /// What it means for others, unless that depends on the write.
    pub warning: Option<Warning>,
    /// What ends the wait for it when its answer was lost and no effect is seen.
    pub ends_by: EndsBy,
    /// Whether the service's word that it took it is the end of it.
    pub ends_with_its_answer: bool,
    /// Whether nothing else can be done to the instance meanwhile.
    pub locks_its_instance: bool,
    /// Whether the list of instances tells how it goes as well: nearly all of it.
    pub is_listed: bool,
    /// Whether it can be done to an instance, where it is done to one.
    pub can: fn(&State, &Row) -> Result<(), Refusal>,
}

/// The answers that are old news after what has a background task of its own or is about one.
const TASKS_AND_PLUGINS: &[Operation] = &[
    Operation::ListPlugins,
    Operation::ListTasks,
    Operation::ShowTask,
];

impl Facts {
    pub(super) const fn of(operation: Operation) -> Self {
        Self {
            operation,
            shows_within: Duration::from_secs(2 * 60),
            outdates: &[
                Operation::ListInstances,
                Operation::ShowInstance,
                Operation::ListTasks,
                Operation::ShowTask,
            ],
            bulk: None,
            restore: None,
            asks: Asks::Always(Question::Typed),
            warning: None,
            ends_by: EndsBy::Readings,
            ends_with_its_answer: false,
            locks_its_instance: true,
            is_listed: false,
            can: State::can_touch,
        }
    }
}

macro_rules! mutations {
    ($($(#[$doc:meta])* $name:ident: $kind:ident by $at:ident;)*) => {
        /// One write, with the identity of what it is done to.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Mutation {
            $($(#[$doc])* $name($kind),)*
            /// A write of an earlier run, of which the journal says little.
            Earlier(Earlier),
        }

        /// What a write does, without its target.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::VariantNames,
        )]
        #[strum(serialize_all = "kebab-case")]
        pub enum MutationKind {
            $($(#[$doc])* $name,)*
        }

        impl Mutation {
            /// What it does, without its target.
            pub fn kind(&self) -> MutationKind {
                match self {
                    $(Self::$name(_) => MutationKind::$name,)*
                    Self::Earlier(earlier) => earlier.kind,
                }
            }
        }

        impl std::ops::Deref for Mutation {
            type Target = dyn Mutate;

            fn deref(&self) -> &Self::Target {
                match self {
                    $(Self::$name(one) => one,)*
                    Self::Earlier(earlier) => earlier,
                }
            }
        }

        impl MutationKind {
            pub const ALL: &[Self] = &[$(Self::$name),*];

            pub fn facts(self) -> Facts {
                match self {
                    $(Self::$name => $kind::FACTS,)*
                }
            }
        }

        $(impl InTable for $kind {
            fn facts(&self) -> Facts {
                Self::FACTS
            }

            fn at(&self) -> At<'_> {
                (&self.$at).into()
            }
        })*

        $(impl From<$kind> for Mutation {
            fn from(one: $kind) -> Self {
                Self::$name(one)
            }
        })*
    };
}

mutations! {
    Delete: Deletion by key;
    Restart: Restart by key;
    /// Switches a plug-in.
    SetPlugin: PluginSwitch by key;
    /// Deletes the record of a background task.
    DeleteTask: RecordDeletion by key;
    /// Changes settings.
    Modify: Modification by key;
    /// Sets a new password for the broker user.
    ResetPassword: PasswordReset by key;
    Resize: Resizing by key;
    /// Lets the disks grow by themselves, or no longer.
    AutoExpand: AutoExpanding by key;
    /// Adds, changes and removes tags.
    Tags: Tagging by key;
    Create: Creation by scope;
    /// Restores from the recycle bin.
    Restore: Restoration by key;
    /// Changes what the recycle bin keeps.
    Recycling: Recycling by scope;
    /// Purges a queue by the message service.
    CloudPurge: QueuePurge by key;
}

impl From<Earlier> for Mutation {
    fn from(earlier: Earlier) -> Self {
        Self::Earlier(earlier)
    }
}

impl Mutation {
    /// The one instance it is done to; a creation has none yet.
    pub fn key(&self) -> Option<&InstanceKey> {
        self.at().key()
    }

    /// Where it happens.
    pub fn scope(&self) -> &Scope {
        self.at().scope()
    }

    pub fn operation(&self) -> Operation {
        self.kind().operation()
    }

    pub fn action(&self) -> Action {
        Action {
            kind: self.kind(),
            on: self.on(),
        }
    }
}

impl MutationKind {
    /// What kind of write it is.
    pub fn operation(self) -> Operation {
        self.facts().operation
    }
}

/// A write and what the user saw of its target when the question opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub mutation: Mutation,
    /// The name of the instance, as the user saw or gave it.
    pub name: String,
    /// Its status then, where it was known.
    pub seen: Option<Status>,
}

impl Target {
    pub fn key(&self) -> Option<&InstanceKey> {
        self.mutation.key()
    }

    pub fn scope(&self) -> &Scope {
        self.mutation.scope()
    }
}

/// The calls of what is one operation.
fn one(operation: &impl Write, home: &Home) -> Result<Vec<Prepared>, Unsupported> {
    operation.prepare(home).map(|call| vec![call])
}

/// The instance that was read, where one was: under the name the user saw, and not gone.
fn present<'a>(target: &Target, read: Observation<'a>) -> Result<Option<&'a Instance>, Conflict> {
    let Some(found) = target.key().and_then(|key| read.detail(key)) else {
        return Ok(None);
    };
    let found = found.ok_or(Conflict::Gone)?;
    if found.label() != target.name {
        return Err(Conflict::Renamed(found.label().to_owned()));
    }
    match found.status.as_ref().is_some_and(Status::is_gone) {
        true => Err(Conflict::Gone),
        false => Ok(Some(found)),
    }
}

/// The same, and it runs.
fn running<'a>(target: &Target, read: Observation<'a>) -> Result<Option<&'a Instance>, Conflict> {
    let found = present(target, read)?;
    match found.and_then(|found| found.status.clone()) {
        Some(status) if status != Status::Running => Err(Conflict::Status(status)),
        _ => Ok(found),
    }
}

/// The same in the status the user saw, which allows this to be done.
fn as_seen(target: &Target, read: Observation<'_>, to: BulkAction) -> Result<(), Conflict> {
    let found = present(target, read)?;
    let Some(status) = found.and_then(|found| found.status.clone()) else {
        return Ok(());
    };
    let is_seen = target.seen.as_ref().is_none_or(|seen| *seen == status);
    match to.is_allowed_in(&status) && is_seen {
        true => Ok(()),
        false => Err(Conflict::Status(status)),
    }
}
