//! What is done from the recycle bin in front.

use super::entry::{Can, or, unless};
use super::writes;
use crate::api::v2::{RecyclePolicy, Recycled};
use crate::model::{InstanceKey, Scope};
use crate::state::State;
use crate::state::overlay::Overlay;
use crate::state::query::Query;
use crate::state::table::bin::RECYCLE_BIN;
use crate::state::write::can::Refusal;
use crate::state::write::mutation::{Recycling, Restoration};

/// How many days the bin can keep something.
const DAYS: (u8, u8) = (1, 7);

/// Where the bin is that is in front, if it is, and what is under its cursor.
fn in_front(state: &State) -> Option<(&Scope, Option<&Recycled>)> {
    let Some(Overlay::Table(table)) = &state.overlay else {
        return None;
    };
    let scope = table.scope_of(&RECYCLE_BIN)?;
    let known = state.known_of(scope, &Query::RecycleBin);
    let on = table.on(state);
    let inside = known.recycle_bin().value().map(|bin| &bin.inside.rows);
    let mut inside = inside.into_iter().flatten();
    let found = on.and_then(|on| inside.find(|one| one.id.as_str() == on));
    Some((scope, found))
}

fn restoration(state: &State) -> Option<Restoration> {
    let (scope, one) = in_front(state)?;
    let (scope, one) = (scope.clone(), one?);
    let (id, name) = (one.id.clone(), one.label().to_owned());
    let key = InstanceKey { scope, id };
    Some(Restoration { key, name })
}

/// Whether there is an instance under the cursor that may be restored.
pub(super) fn can_restore(state: &State) -> Can {
    match restoration(state) {
        Some(wanted) => unless(state.can_write(&wanted.key.scope)),
        None => or(false, Refusal::NotHere),
    }
}

pub(super) fn restore(state: &mut State) {
    if let Some(mutation) = restoration(state) {
        writes::ask(state, mutation.into());
    }
}

/// The policy of the bin in front, where it is known.
fn policy(state: &State) -> Option<(Scope, RecyclePolicy)> {
    let (scope, _) = in_front(state)?;
    Some((scope.clone(), state.recycle_policy(scope)?))
}

/// Whether the policy of the bin in front is known and may be changed.
pub(super) fn can_change(state: &State) -> Can {
    match policy(state) {
        Some((scope, _)) => unless(state.can_write(&scope)),
        None => or(false, Refusal::NotHere),
    }
}

pub(super) fn longer(policy: &mut RecyclePolicy, days: u8) {
    policy.days = policy.days.saturating_add(days).min(DAYS.1);
}

pub(super) fn shorter(policy: &mut RecyclePolicy, days: u8) {
    policy.days = policy.days.saturating_sub(days).max(DAYS.0);
}

/// Asks whether to change the policy of the bin in front so, if that changes it.
pub(super) fn change(state: &mut State, change: fn(&mut RecyclePolicy, u8), count: usize) {
    let Some((scope, from)) = policy(state) else {
        return;
    };
    let mut to = from;
    change(&mut to, u8::try_from(count).unwrap_or(u8::MAX));
    if to != from {
        writes::ask(state, Recycling { scope, from, to }.into());
    }
}
