//! What a write that is followed is: a plan that was confirmed here, or one of an earlier run.

use super::{Payment, Verb};
use crate::api::Operation;
use crate::api::v2::Switch;
use crate::model::rules::resize::Size;
use crate::model::{EpochMs, InstanceKey, PluginName, Scope, TaskId};
use crate::state::change::Change;
use crate::state::plan::{Act, Deed, Plan};
use crate::state::tag_edit::Edit;

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
    /// What it does. What exactly was changed by a [`Verb::Modify`], [`Verb::Resize`] or
    /// [`Verb::Tags`] is not kept, so no reading settles one.
    pub verb: Verb,
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
    Resize(&'a InstanceKey, Size),
    Tags(&'a InstanceKey, &'a Edit),
    Create,
    /// Nothing that can be read tells.
    Untold,
}

impl What {
    /// The plan, where it was confirmed here.
    #[must_use]
    pub fn deed(&self) -> Option<&Deed> {
        match self {
            Self::Plan(plan) => Some(&plan.deed),
            Self::Earlier(_) => None,
        }
    }

    /// The instance it is done to; none for a creation.
    #[must_use]
    pub fn key(&self) -> Option<&InstanceKey> {
        match self {
            Self::Plan(plan) => plan.deed.key(),
            Self::Earlier(earlier) => earlier.key.as_ref(),
        }
    }

    /// Where it happens.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        match self {
            Self::Plan(plan) => plan.deed.scope(),
            Self::Earlier(earlier) => &earlier.scope,
        }
    }

    /// What it does, without its target.
    #[must_use]
    pub fn verb(&self) -> Verb {
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
            Self::Plan(plan) => plan.deed.operation(),
            Self::Earlier(earlier) => earlier.verb.operation(),
        }
    }

    pub(super) fn aim(&self) -> Aim<'_> {
        match self {
            Self::Plan(plan) => match &plan.deed {
                Deed::Delete(key) => Aim::Delete(key),
                Deed::Restart(key) => Aim::Restart(key),
                Deed::SetPlugin { key, plugin, to } => Aim::SetPlugin(key, plugin, *to),
                Deed::DeleteTask { key, task } => Aim::DeleteTask(key, task),
                Deed::Modify { key, changes } => Aim::Modify(key, changes.as_slice()),
                Deed::Resize { key, from, to } => Aim::Resize(key, from.after(to)),
                Deed::Tags { key, edit } => Aim::Tags(key, edit),
                Deed::Create { .. } => Aim::Create,
                // A batch is only ever followed as its instances; a password is not read back.
                Deed::Batch(_) | Deed::ResetPassword { .. } => Aim::Untold,
            },
            Self::Earlier(earlier) => earlier.aim(),
        }
    }
}

impl Earlier {
    fn aim(&self) -> Aim<'_> {
        match (&self.verb, &self.key) {
            (Verb::Create, _) => Aim::Create,
            (Verb::Delete, Some(key)) => Aim::Delete(key),
            (Verb::Restart, Some(key)) => Aim::Restart(key),
            (Verb::SetPlugin(plugin, to), Some(key)) => Aim::SetPlugin(key, plugin, *to),
            (Verb::DeleteTask(task), Some(key)) => Aim::DeleteTask(key, task),
            (Verb::Modify | Verb::ResetPassword | Verb::Resize | Verb::Tags, _) | (_, None) => {
                Aim::Untold
            }
        }
    }
}

impl Verb {
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
