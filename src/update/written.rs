//! The answer to a write, and what it makes old.

use crate::command::writes;
use crate::effect::Effect;
use crate::model::{Billing, Instance, InstanceId, InstanceKey, ProductKind, Scope, Status};
use crate::state::State;
use crate::state::remote::Ticket;
use crate::state::row::Presence;
use crate::state::write::pending::{MutationKind, Receipt, What, WriteFailure, WriteId};
use crate::state::write::plan::Mutation;
use std::sync::Arc;

/// The answer to a write. Whatever was asked for before it is old news about its target.
pub(super) fn written(
    state: &mut State,
    id: WriteId,
    heard: Ticket,
    answer: Result<Receipt, WriteFailure>,
    effects: &mut Vec<Effect>,
) {
    let created = match &answer {
        Ok(Receipt::Created(id)) => Some(id.clone()),
        _ => None,
    };
    let said = state.pending.answered(id, heard, &answer);
    if answer.is_ok()
        && let Some((what, _)) = said.first()
    {
        effects.push(Effect::Reread(what.scope().clone()));
    }
    let again = writes::to_ask_again(&answer, &said);
    for (what, outcome) in said {
        if answer.is_ok() {
            outdate(state, &what, heard);
        }
        announce(state, &what, heard, created.clone());
        writes::say(state, &what, outcome);
    }
    if let Some((why, mutation, name)) = again {
        state.journal.trouble = Some(why);
        writes::ask_again(state, mutation, &name);
    }
}

/// Shows an instance that the service just accepted and no list has yet.
fn announce(state: &mut State, what: &What, heard: Ticket, created: Option<InstanceId>) {
    if let (Some(Mutation::Create { scope, instance }), Some(id)) = (what.mutation(), created) {
        let key = InstanceKey {
            scope: scope.clone(),
            id,
        };
        let mut row = Instance::bare(key.id.clone());
        row.name = Some(instance.name.clone());
        let presence = match what.payment() {
            Some(_) => Presence::Ordered,
            None => Presence::Listed,
        };
        (row.status, row.billing) = match presence {
            Presence::Ordered => (None, Some(Billing::Prepaid)),
            _ => (Some(Status::Creating), Some(Billing::PayPerUse)),
        };
        row.engine_version = Some(instance.engine_version.clone());
        row.product_id = Some(instance.product_id.clone());
        row.kind = kind(state, scope, &instance.product_id);
        let now = state.now;
        let period = state.profiles.period(scope);
        let row = (presence, Arc::new(row));
        state.fleet.announce(key, heard, now, row, period);
    }
}

fn kind(state: &State, scope: &Scope, product: &str) -> Option<String> {
    let products = &state.profiles.get(scope)?.catalogue.value()?.products;
    let product = products.iter().find(|one| one.id == product)?;
    Some(match &product.kind {
        ProductKind::Single => "single".to_owned(),
        ProductKind::Cluster => "cluster".to_owned(),
        ProductKind::Other(word) => word.clone(),
    })
}

/// Outdates what was asked for up to then about the target of a write.
pub(super) fn outdate(state: &mut State, what: &What, up_to: Ticket) {
    let verb = what.verb();
    let listed = match verb {
        MutationKind::Delete
        | MutationKind::Restart
        | MutationKind::Create
        | MutationKind::Modify
        | MutationKind::Resize
        | MutationKind::Tags => true,
        MutationKind::SetPlugin(..) | MutationKind::DeleteTask(_) | MutationKind::ResetPassword => {
            false
        }
    };
    if listed && let Some(profile) = state.profiles.get_mut(what.scope()) {
        profile.feed.outdate(up_to);
    }
    let Some(detail) = what.key().and_then(|key| state.details.get_mut(key)) else {
        return;
    };
    match verb {
        MutationKind::Delete | MutationKind::Restart | MutationKind::Create => {}
        MutationKind::Modify | MutationKind::Resize | MutationKind::Tags => {
            detail.instance.outdate(up_to);
            detail.outdate_tasks(up_to);
        }
        MutationKind::SetPlugin(..) | MutationKind::DeleteTask(_) | MutationKind::ResetPassword => {
            detail.plugins.outdate(up_to);
            detail.outdate_tasks(up_to);
        }
    }
}
