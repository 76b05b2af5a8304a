//! A write of an earlier run, as the journal has it.

use super::{Earlier, MutationKind, Payment};
use crate::api::Operation;
use crate::api::v2::Switch;
use crate::journal::{Attempt, Entry, Target};
use crate::model::{InstanceId, InstanceKey, PluginName, Scope, TaskId};
use serde_json::Value;

impl Earlier {
    /// What an entry of the journal says was done to one of its targets; nothing when it cannot be
    /// told, as of a kind of write that this version does not know.
    #[must_use]
    pub fn of(entry: &Entry, target: &Target) -> Option<Self> {
        let attempt = &entry.attempt;
        let scope = Scope::new(&attempt.profile, &attempt.region);
        let verb = verb(attempt)?;
        let key = match &target.id {
            Some(id) => Some(InstanceKey {
                scope: scope.clone(),
                id: InstanceId::new(id.as_str()).ok()?,
            }),
            None if verb == MutationKind::Create => None,
            None => return None,
        };
        Some(Self {
            payment: payment(attempt).filter(|_| verb == MutationKind::Create),
            verb,
            scope,
            key,
            name: target.name.clone(),
            sent: entry.at,
        })
    }
}

fn verb(attempt: &Attempt) -> Option<MutationKind> {
    let is = |operation: &Operation| operation.as_str() == attempt.action;
    Some(match Operation::ALL.into_iter().find(is)? {
        Operation::DeleteInstance | Operation::DeleteInstances => MutationKind::Delete,
        Operation::RestartInstances => MutationKind::Restart,
        Operation::CreateInstance => MutationKind::Create,
        Operation::ModifyInstance => MutationKind::Modify,
        Operation::ResetPassword => MutationKind::ResetPassword,
        Operation::Resize => MutationKind::Resize,
        Operation::ChangeTags => MutationKind::Tags,
        Operation::SwitchPlugins => {
            let name = field(attempt, "plugins")?.as_str()?;
            let to = match field(attempt, "enable")?.as_bool()? {
                true => Switch::Enable,
                false => Switch::Disable,
            };
            MutationKind::SetPlugin(PluginName::new(name).ok()?, to)
        }
        Operation::DeleteTask => {
            let path = attempt.request.path.split('?').next()?;
            MutationKind::DeleteTask(TaskId::new(path.rsplit('/').next()?).ok()?)
        }
        Operation::Connect
        | Operation::SignIn
        | Operation::TakeOnAgency
        | Operation::AskMachine
        | Operation::FindProject
        | Operation::ListInstances
        | Operation::ShowInstance
        | Operation::ListSizes
        | Operation::ListPlugins
        | Operation::ListTasks
        | Operation::ShowTask
        | Operation::ListTags
        | Operation::ListProjectTags
        | Operation::ListProducts
        | Operation::ListZones
        | Operation::ListWindows
        | Operation::ChangeAnything => return None,
    })
}

fn payment(attempt: &Attempt) -> Option<Payment> {
    let order = field(attempt, "bss_param")?;
    Some(match order.get("is_auto_pay").and_then(Value::as_bool) {
        Some(true) => Payment::ByItself,
        Some(false) | None => Payment::ByHand,
    })
}

fn field<'a>(attempt: &'a Attempt, name: &str) -> Option<&'a Value> {
    attempt.request.body.as_ref()?.get(name)
}
