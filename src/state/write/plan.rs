//! What a write would do, and the only way to let it happen.
//!
//! A [`Plan`] is data: it can be shown, copied and compared. It becomes [`Armed`] only through a
//! [`super::confirm::Confirm`] that the user completed; an `Armed` cannot be cloned, and the
//! executor takes it by value, so it is sent once.

mod batch;

pub use batch::{Batch, BulkAction, Call, MOST, Target};

use super::change::{self, Change};
use super::tag_edit::Edit;
use crate::api::v2::{
    BatchAction, CreateInstance, DeleteInstance, DeleteTask, Extend, ResetPassword, Resize,
    SetPlugins, Switch,
};
use crate::api::{OneOrMore, Operation, Request, Write};
use crate::model::rules::resize::{Flavor, Goal, InstanceSize};
use crate::model::{Home, InstanceKey, PluginName, Scope, Status, TaskId};
use crate::secret::Secret;

/// One write, with the identity of what it is done to.
#[derive(Clone, Debug, PartialEq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Mutation {
    /// Delete an instance.
    Delete(InstanceKey),
    /// Restart an instance.
    Restart(InstanceKey),
    /// Delete or restart several instances.
    Batch(Batch),
    /// Switch a plug-in.
    SetPlugin {
        /// On which instance.
        key: InstanceKey,
        /// Which plug-in.
        plugin: PluginName,
        /// To what.
        to: Switch,
    },
    /// Delete the record of a background task.
    DeleteTask {
        /// Of which instance.
        key: InstanceKey,
        /// Which task.
        task: TaskId,
    },
    /// Change settings of an instance.
    Modify {
        /// Which instance.
        key: InstanceKey,
        /// Its settings, from what they were to what they should become.
        changes: OneOrMore<Change>,
    },
    /// Set a new password for the broker user.
    ResetPassword {
        /// Of which instance.
        key: InstanceKey,
        /// The new one.
        password: Secret,
    },
    /// Change the size of an instance.
    Resize {
        /// Which instance.
        key: InstanceKey,
        /// The size the user saw.
        from: Box<InstanceSize>,
        /// What it becomes.
        to: Goal,
    },
    /// Add, change and remove tags of an instance.
    Tags {
        /// Which instance.
        key: InstanceKey,
        /// What changes, from the tags the user saw.
        edit: Box<Edit>,
    },
    /// Create an instance.
    Create {
        /// Where.
        scope: Scope,
        /// What.
        instance: Box<CreateInstance>,
    },
}

/// A write the user is asked about: what, to whom, and the exact requests.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What it does.
    pub mutation: Mutation,
    /// Name of the instance as the user saw it when the dialog opened; empty for a batch, whose
    /// targets have theirs.
    pub name: String,
    /// The requests it sends, in this order; the first that fails stops the rest. Secrets in them
    /// cannot be shown.
    pub requests: OneOrMore<Request>,
    /// Status of the instance as the user saw it when the dialog opened, where it was known; the
    /// targets of a batch have theirs.
    pub seen: Option<Status>,
    /// The journal could not be written when the user confirmed, and the dialog said so.
    pub unrecorded: bool,
}

impl Plan {
    /// A plan for this mutation; nothing while the project of a place it happens in is not known, for
    /// then its exact requests are not known either, or when the version of the API there has no
    /// call for it.
    #[must_use]
    pub fn new<H: Into<Home>>(
        mutation: Mutation,
        name: &str,
        home: impl Fn(&Scope) -> Option<H>,
    ) -> Option<Self> {
        Some(Self {
            requests: mutation.requests(|scope| home(scope).map(Into::into))?,
            mutation,
            name: name.to_owned(),
            seen: None,
            unrecorded: false,
        })
    }

    /// All requests in words, one after the other, for the dialog and for copying.
    #[must_use]
    pub fn shown(&self) -> String {
        let requests = self.requests.as_slice().iter();
        let shown: Vec<String> = requests.map(Request::shown).collect();
        shown.join("\n\n")
    }
}

impl Mutation {
    /// The one instance it is done to; a creation has none yet, a batch may have several.
    #[must_use]
    pub fn key(&self) -> Option<&InstanceKey> {
        match self {
            Self::Delete(key)
            | Self::Restart(key)
            | Self::SetPlugin { key, .. }
            | Self::DeleteTask { key, .. }
            | Self::Modify { key, .. }
            | Self::ResetPassword { key, .. }
            | Self::Resize { key, .. }
            | Self::Tags { key, .. } => Some(key),
            Self::Create { .. } | Self::Batch(_) => None,
        }
    }

    /// Where it happens; for a batch that was not taken apart yet, where it begins.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        match self {
            Self::Delete(key)
            | Self::Restart(key)
            | Self::SetPlugin { key, .. }
            | Self::DeleteTask { key, .. }
            | Self::Modify { key, .. }
            | Self::ResetPassword { key, .. }
            | Self::Resize { key, .. }
            | Self::Tags { key, .. } => &key.scope,
            Self::Create { scope, .. } => scope,
            Self::Batch(batch) => batch.first_scope(),
        }
    }

    /// Everywhere it happens, each place once.
    #[must_use]
    pub fn scopes(&self) -> Vec<&Scope> {
        match self {
            Self::Batch(batch) => batch.scopes(),
            _ => vec![self.scope()],
        }
    }

    /// What kind of write it is: deleting one and deleting several take the same permission.
    #[must_use]
    pub fn operation(&self) -> Operation {
        match self {
            Self::Delete(_) => Operation::DeleteInstance,
            Self::Restart(_) => Operation::RestartInstances,
            Self::Batch(batch) => match batch.act {
                BulkAction::Delete => Operation::DeleteInstance,
                BulkAction::Restart => Operation::RestartInstances,
            },
            Self::SetPlugin { .. } => Operation::SwitchPlugins,
            Self::DeleteTask { .. } => Operation::DeleteTask,
            Self::Modify { .. } => Operation::ModifyInstance,
            Self::ResetPassword { .. } => Operation::ResetPassword,
            Self::Resize { .. } => Operation::Resize,
            Self::Tags { .. } => Operation::ChangeTags,
            Self::Create { .. } => Operation::CreateInstance,
        }
    }

    fn requests(&self, home: impl Fn(&Scope) -> Option<Home>) -> Option<OneOrMore<Request>> {
        if let Self::Batch(batch) = self {
            let calls = batch.calls();
            let requests = calls
                .iter()
                .map(|call| request(&call.action, &home(&call.scope)?));
            return OneOrMore::of(requests.collect::<Option<Vec<Request>>>()?);
        }
        let home = &home(self.scope())?;
        Some(OneOrMore::one(match self {
            Self::Tags { key, edit } => {
                let requests = edit.requests(key);
                let requests = requests.iter().map(|one| request(one, home));
                return OneOrMore::of(requests.collect::<Option<_>>()?);
            }
            Self::Delete(key) => request(&delete(key), home)?,
            Self::Restart(key) => request(&restart(key), home)?,
            Self::SetPlugin { key, plugin, to } => request(&set_plugin(key, plugin, *to), home)?,
            Self::DeleteTask { key, task } => request(&delete_task(key, task), home)?,
            Self::Modify { key, changes } => {
                request(&change::operation(key, changes.as_slice()), home)?
            }
            Self::ResetPassword { key, password } => request(&reset_password(key, password), home)?,
            Self::Resize { key, from, to } => request(&resize(key, from, to), home)?,
            Self::Create { instance, .. } => request(instance.as_ref(), home)?,
            Self::Batch(_) => return None,
        }))
    }
}

/// Exactly what a client there sends; nothing when its version has no call for it.
fn request(operation: &impl Write, home: &Home) -> Option<Request> {
    operation.request_in(home.api, &home.project).ok()
}

/// The operation behind [`Mutation::Delete`].
#[must_use]
pub fn delete(key: &InstanceKey) -> DeleteInstance {
    DeleteInstance {
        instance: key.id.clone(),
    }
}

/// The operation behind [`Mutation::Resize`]: it brings an instance of this size there.
#[must_use]
pub fn resize(key: &InstanceKey, from: &InstanceSize, to: &Goal) -> Extend {
    let old = |code: &str, brokers| from.spec_code(code, brokers);
    let resize = match (to, &from.flavor) {
        (Goal::Storage(total), flavor) => Resize::Storage {
            total: *total,
            old_spec: match flavor {
                Flavor::Product(_) => None,
                Flavor::Old(code) => Some(old(code, from.brokers)),
            },
        },
        (Goal::Brokers(brokers), Flavor::Product(_)) => Resize::Brokers {
            total: from.after(to).total,
            brokers: *brokers,
        },
        // The reference's example sends the disk as it is.
        (Goal::Brokers(brokers), Flavor::Old(code)) => Resize::OldBrokers {
            total: from.total,
            spec: old(code, *brokers),
        },
        (Goal::Flavor(id), Flavor::Product(_)) => Resize::Flavor {
            product_id: id.clone(),
        },
        (Goal::Flavor(code), Flavor::Old(_)) => Resize::OldFlavor {
            total: from.total,
            spec: old(code, from.brokers),
        },
    };
    Extend {
        instance: key.id.clone(),
        resize,
    }
}

/// The operation behind [`Mutation::Restart`].
#[must_use]
pub fn restart(key: &InstanceKey) -> BatchAction {
    BatchAction::Restart(OneOrMore::one(key.id.clone()))
}

/// The operation behind [`Mutation::SetPlugin`].
#[must_use]
pub fn set_plugin(key: &InstanceKey, plugin: &PluginName, to: Switch) -> SetPlugins {
    SetPlugins {
        instance: key.id.clone(),
        plugins: OneOrMore::one(plugin.clone()),
        switch: to,
    }
}

/// The operation behind [`Mutation::DeleteTask`].
#[must_use]
pub fn delete_task(key: &InstanceKey, task: &TaskId) -> DeleteTask {
    DeleteTask {
        instance: key.id.clone(),
        task: task.clone(),
    }
}

/// The operation behind [`Mutation::ResetPassword`].
#[must_use]
pub fn reset_password(key: &InstanceKey, password: &Secret) -> ResetPassword {
    ResetPassword {
        instance: key.id.clone(),
        new_password: password.clone(),
    }
}

/// A plan the user confirmed. Only the confirm module makes one.
#[derive(Debug, PartialEq)]
pub struct Armed(Plan);

impl Armed {
    pub(super) fn new(plan: Plan) -> Self {
        Self(plan)
    }

    /// The plan, given up to the executor.
    #[must_use]
    pub fn into_plan(self) -> Plan {
        self.0
    }

    /// The same, and the user was told that the journal cannot be written.
    #[must_use]
    pub fn unrecorded(self, unrecorded: bool) -> Self {
        Self(Plan {
            unrecorded,
            ..self.0
        })
    }

    /// What is armed.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.0
    }
}
