//! A write of an earlier run, as the journal has it.

use super::Payment;
use crate::journal::{self, Attempt, Entry};
use crate::model::{EpochMs, InstanceId, Scope};
use crate::state::write::mutation::{Earlier, MutationKind, Target};
use serde_json::Value;

/// A write of an earlier run whose answer nobody saw: as much as locks its target, and settles
/// what a reading can settle.
#[derive(Clone, Debug, PartialEq)]
pub struct Unanswered {
    pub what: Target,
    /// When it was sent, epoch milliseconds UTC.
    pub sent: EpochMs,
}

impl Unanswered {
    /// What an entry of the journal says was done to one of its targets; nothing when it cannot be
    /// told, as of a kind of write that this version does not know.
    pub fn of(entry: &Entry, target: &journal::Target) -> Option<Self> {
        let attempt = &entry.attempt;
        let scope = Scope::new(&attempt.profile, &attempt.region);
        let mut kinds = MutationKind::ALL.iter().copied();
        let kind = kinds.find(|kind| kind.operation().is_recorded_as(&attempt.action))?;
        let key = match &target.id {
            Some(id) => Some(scope.instance(&InstanceId::new(id).ok()?)),
            None if kind == MutationKind::Create => None,
            None => return None,
        };
        let mutation = match (kind.facts().restore, &key) {
            (Some(restore), Some(key)) => restore(attempt, key.clone())?,
            (Some(_), None) | (None, _) => Earlier {
                payment: payment(attempt).filter(|_| kind == MutationKind::Create),
                kind,
                scope,
                key,
            }
            .into(),
        };
        let what = Target {
            mutation,
            name: target.name.clone(),
            seen: None,
        };
        let sent = entry.at;
        Some(Self { what, sent })
    }
}

fn payment(attempt: &Attempt) -> Option<Payment> {
    let order = attempt.request.body.as_ref()?.get("bss_param")?;
    Some(match order.get("is_auto_pay").and_then(Value::as_bool) {
        Some(true) => Payment::ByItself,
        Some(false) | None => Payment::ByHand,
    })
}
