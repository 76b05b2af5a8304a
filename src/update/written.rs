//! The answer to a write, and what it makes old.

use crate::api::Operation;
use crate::command::writes;
use crate::effect::Effect;
use crate::findings::Presence;
use crate::model::{Billing, Instance, InstanceId, ProductKind, Scope, Status};
use crate::state::State;
use crate::state::remote::Ticket;
use crate::state::write::mutation::{Creation, Mutate, Mutation, Target};
use crate::state::write::pending::{Receipt, WriteFailure, WriteId};
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
    let again = match &answer {
        Err(WriteFailure::Unrecorded(why)) => Some(why.clone()),
        Ok(_) | Err(_) => None,
    };
    let mut unsent = Vec::new();
    for (what, outcome) in said {
        if answer.is_ok() {
            outdate(state, &what, heard);
        }
        announce(state, &what, heard, created.clone());
        writes::say(state, &what, outcome);
        unsent.push(what);
    }
    if let Some(why) = again {
        writes::ask_again(state, why, unsent);
    }
}

/// Shows an instance that the service just accepted and no list has yet.
fn announce(state: &mut State, what: &Target, heard: Ticket, created: Option<InstanceId>) {
    let (Mutation::Create(creation), Some(id)) = (&what.mutation, created) else {
        return;
    };
    let Creation { scope, instance } = creation;
    let key = scope.instance(&id);
    let mut row = Instance::bare(key.id.clone());
    row.name = Some(instance.name.clone());
    let presence = match creation.payment() {
        Some(_) => Presence::Ordered,
        None => Presence::Listed,
    };
    (row.status, row.billing) = match presence {
        Presence::Ordered => (None, Some(Billing::Prepaid)),
        Presence::Listed | Presence::Missing | Presence::Gone => {
            (Some(Status::Creating), Some(Billing::PayPerUse))
        }
    };
    row.engine_version = Some(instance.engine_version.clone());
    row.product_id = Some(instance.product_id.clone());
    row.kind = kind(state, scope, &instance.product_id);
    let now = state.now;
    let period = state.profiles.period(scope);
    let row = (presence, Arc::new(row));
    state.fleet.announce(key, heard, now, row, period);
}

fn kind(state: &State, scope: &Scope, product: &str) -> Option<String> {
    let known = &state.profiles.get(scope)?.known;
    let products = &known.catalogue().value()?.products;
    let product = products.iter().find(|one| one.id == product)?;
    Some(match &product.kind {
        ProductKind::Single => "single".to_owned(),
        ProductKind::Cluster => "cluster".to_owned(),
        ProductKind::Other(word) => word.clone(),
    })
}

/// Outdates what was asked for up to then about the target of a write.
pub(super) fn outdate(state: &mut State, what: &Target, up_to: Ticket) {
    for call in what.mutation.kind().facts().outdates.iter().copied() {
        if let Some(profile) = state.profiles.get_mut(what.scope()) {
            // The fleet keeps what the list gave.
            if call == Operation::ListInstances {
                profile.feed.outdate(up_to);
            }
            profile.known.outdate(call, up_to);
        }
        if let Some(detail) = what.key().and_then(|key| state.details.get_mut(key)) {
            detail.known.outdate(call, up_to);
        }
    }
}
