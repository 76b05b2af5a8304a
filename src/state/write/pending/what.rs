//! What a write that is followed is: a plan that was confirmed here, or one of an earlier run.

use super::{MutationKind, Payment};
use crate::api::Operation;
use crate::api::v2::Switch;
use crate::model::rules::resize::InstanceSize;
use crate::model::{EpochMs, InstanceKey, PluginName, Scope, TaskId};
use crate::state::write::change::Change;
use crate::state::write::plan::{BulkAction, Mutation, Plan};
use crate::state::write::tag_edit::Edit;

/// A write that is followed.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// It was confirmed here.
    Plan(Box<Plan>),
    /// An earlier run sent it, and nobody saw its answer.
    Earlier(Earlier),
}

/// A write of an earlier run whose answer nobody saw: as much as locks its target, and settles
/// what a reading can settle.
#[derive(Clone, Debug, PartialEq)]
pub struct Earlier {
    /// What it does. What exactly was changed by a [`MutationKind::Modify`], [`MutationKind::Resize`] or
    /// [`MutationKind::Tags`] is not kept, so no reading settles one.
    pub verb: MutationKind,
    /// Where.
    pub scope: Scope,
    /// To which instance; none for a creation.
    pub key: Option<InstanceKey>,
    /// The name of the instance, as the user saw or gave it.
    pub name: String,
    /// How it is paid, when it is an order by the month or year.
    pub payment: Option<Payment>,
    /// When it was sent, epoch milliseconds UTC.
    pub sent: EpochMs,
}

/// What a reading is compared with.
#[derive(Clone, Debug)]
pub(super) enum Aim<'a> {
    Delete(&'a InstanceKey),
    Restart(&'a InstanceKey),
    SetPlugin(&'a InstanceKey, &'a PluginName, Switch),
    DeleteTask(&'a InstanceKey, &'a TaskId),
    Modify(&'a InstanceKey, &'a [Change]),
    Resize(&'a InstanceKey, InstanceSize),
    Tags(&'a InstanceKey, &'a Edit),
    Create,
    /// Nothing that can be read tells.
    Untold,
}

impl What {
    /// The plan, where it was confirmed here.
    #[must_use]
    pub fn mutation(&self) -> Option<&Mutation> {
        match self {
            Self::Plan(plan) => Some(&plan.mutation),
            Self::Earlier(_) => None,
        }
    }

    /// The instance it is done to; none for a creation.
    #[must_use]
    pub fn key(&self) -> Option<&InstanceKey> {
        match self {
            Self::Plan(plan) => plan.mutation.key(),
            Self::Earlier(earlier) => earlier.key.as_ref(),
        }
    }

    /// Where it happens.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        match self {
            Self::Plan(plan) => plan.mutation.scope(),
            Self::Earlier(earlier) => &earlier.scope,
        }
    }

    /// What it does, without its target.
    #[must_use]
    pub fn verb(&self) -> MutationKind {
        match self {
            Self::Plan(plan) => plan.verb(),
            Self::Earlier(earlier) => earlier.verb.clone(),
        }
    }

    /// The name of the instance, as the user saw or gave it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Plan(plan) => &plan.name,
            Self::Earlier(earlier) => &earlier.name,
        }
    }

    /// How it is paid, when it is an order by the month or year.
    #[must_use]
    pub fn payment(&self) -> Option<Payment> {
        match self {
            Self::Plan(plan) => plan.payment(),
            Self::Earlier(earlier) => earlier.payment,
        }
    }

    /// What kind of write it is.
    #[must_use]
    pub fn operation(&self) -> Operation {
        match self {
            Self::Plan(plan) => plan.mutation.operation(),
            Self::Earlier(earlier) => earlier.verb.operation(),
        }
    }

    pub(super) fn aim(&self) -> Aim<'_> {
        match self {
            Self::Plan(plan) => match &plan.mutation {
                Mutation::Delete(key) => Aim::Delete(key),
                Mutation::Restart(key) => Aim::Restart(key),
                Mutation::SetPlugin { key, plugin, to } => Aim::SetPlugin(key, plugin, *to),
                Mutation::DeleteTask { key, task } => Aim::DeleteTask(key, task),
                Mutation::Modify { key, changes } => Aim::Modify(key, changes.as_slice()),
                Mutation::Resize { key, from, to } => Aim::Resize(key, from.after(to)),
                Mutation::Tags { key, edit } => Aim::Tags(key, edit),
                Mutation::Create { .. } => Aim::Create,
                // A batch is only ever followed as its instances; a password is not read back.
                Mutation::Batch(_) | Mutation::ResetPassword { .. } => Aim::Untold,
            },
            Self::Earlier(earlier) => earlier.aim(),
        }
    }
}

impl Earlier {
    fn aim(&self) -> Aim<'_> {
        match (&self.verb, &self.key) {
            (MutationKind::Create, _) => Aim::Create,
            (MutationKind::Delete, Some(key)) => Aim::Delete(key),
            (MutationKind::Restart, Some(key)) => Aim::Restart(key),
            (MutationKind::SetPlugin(plugin, to), Some(key)) => Aim::SetPlugin(key, plugin, *to),
            (MutationKind::DeleteTask(task), Some(key)) => Aim::DeleteTask(key, task),
            (
                MutationKind::Modify
                | MutationKind::ResetPassword
                | MutationKind::Resize
                | MutationKind::Tags,
                _,
            )
            | (_, None) => Aim::Untold,
        }
    }
}

impl MutationKind {
    /// The call it is.
    #[must_use]
    pub fn operation(&self) -> Operation {
        match self {
            Self::Delete => Operation::DeleteInstance,
            Self::Restart => Operation::RestartInstances,
            Self::SetPlugin(..) => Operation::SwitchPlugins,
            Self::DeleteTask(_) => Operation::DeleteTask,
            Self::Modify => Operation::ModifyInstance,
            Self::ResetPassword => Operation::ResetPassword,
            Self::Resize => Operation::Resize,
            Self::Tags => Operation::ChangeTags,
            Self::Create => Operation::CreateInstance,
        }
    }
}

impl Plan {
    /// How it is paid, when it is an order by the month or year.
    #[must_use]
    pub fn payment(&self) -> Option<Payment> {
        let Mutation::Create { instance, .. } = &self.mutation else {
            return None;
        };
        instance.prepaid.map(|order| match order.auto_pay {
            Some(true) => Payment::ByItself,
            Some(false) | None => Payment::ByHand,
        })
    }

    /// What it does, without its target.
    #[must_use]
    pub fn verb(&self) -> MutationKind {
        match &self.mutation {
            Mutation::Delete(_) => MutationKind::Delete,
            Mutation::SetPlugin { plugin, to, .. } => MutationKind::SetPlugin(plugin.clone(), *to),
            Mutation::DeleteTask { task, .. } => MutationKind::DeleteTask(task.clone()),
            Mutation::Modify { .. } => MutationKind::Modify,
            Mutation::ResetPassword { .. } => MutationKind::ResetPassword,
            Mutation::Resize { .. } => MutationKind::Resize,
            Mutation::Tags { .. } => MutationKind::Tags,
            Mutation::Create { .. } => MutationKind::Create,
            Mutation::Restart(_) => MutationKind::Restart,
            Mutation::Batch(batch) => match batch.act {
                BulkAction::Delete => MutationKind::Delete,
                BulkAction::Restart => MutationKind::Restart,
            },
        }
    }
}
