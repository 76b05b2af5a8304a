//! What is done from the recycle bin in front.

use super::entry::{Can, or, unless};
use super::{batch, writes};
use crate::api::v2::{RecyclePolicy, Recycled};
use crate::model::{InstanceKey, Scope};
use crate::state::State;
use crate::state::overlay::Overlay;
use crate::state::query::Query;
use crate::state::table::bin::RECYCLE_BIN;
use crate::state::write::bulk::BulkAction;
use crate::state::write::can::Refusal;
use crate::state::write::mutation::{Recycling, Target};

/// How many days the bin can keep something.
const DAYS: (u8, u8) = (1, 7);

/// Where the bin is that is in front, if it is, and what of it is meant: the marked, or else what
/// is under the cursor.
fn in_front(state: &State) -> Option<(&Scope, Vec<&Recycled>)> {
    let Some(Overlay::Table(table)) = &state.overlay else {
        return None;
    };
    let scope = table.scope_of(&RECYCLE_BIN)?;
    let known = state.known_of(scope, &Query::RecycleBin);
    let inside = known.recycle_bin().value().map(|bin| &bin.inside.rows);
    let inside: Vec<&Recycled> = inside.into_iter().flatten().collect();
    let is_marked = |one: &&Recycled| table.is_marked(one.id.as_str());
    let marked: Vec<&Recycled> = inside.iter().copied().filter(is_marked).collect();
    let on = table.on(state);
    let is_on = |one: &&Recycled| Some(one.id.as_str()) == on.as_deref();
    Some((
        scope,
        match marked.is_empty() {
            true => inside.into_iter().filter(is_on).collect(),
            false => marked,
        },
    ))
}

/// What would be restored.
fn restorations(state: &State) -> Vec<Target> {
    let Some((scope, meant)) = in_front(state) else {
        return Vec::new();
    };
    let target = |one: &Recycled| {
        let (scope, id) = (scope.clone(), one.id.clone());
        BulkAction::Restore.target(InstanceKey { scope, id }, one.label(), None)
    };
    meant.into_iter().map(target).collect()
}

/// Whether there is an instance in the bin in front that may be restored.
pub(super) fn can_restore(state: &State) -> Can {
    match restorations(state).first() {
        Some(first) => unless(state.can_write(first.scope())),
        None => or(false, Refusal::NotHere),
    }
}

pub(super) fn restore(state: &mut State) {
    let mut targets = restorations(state);
    match (targets.pop(), targets.is_empty()) {
        (Some(only), true) => writes::ask(state, only.mutation),
        (Some(last), false) => {
            targets.push(last);
            let judged = batch::judge(state, targets);
            batch::ask(state, BulkAction::Restore, judged);
        }
        (None, _) => {}
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

/// The same where that would be another policy: it has its least and its most days.
pub(super) fn can_keep(state: &State, change: fn(&mut RecyclePolicy, u8)) -> Can {
    match policy(state).map(|(_, from)| (from, changed(from, change, 1))) {
        Some((from, to)) if from == to => or(false, Refusal::NotHere),
        Some(_) | None => can_change(state),
    }
}

fn changed(
    mut policy: RecyclePolicy,
    change: fn(&mut RecyclePolicy, u8),
    days: u8,
) -> RecyclePolicy {
    change(&mut policy, days);
    policy
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
    let to = changed(from, change, u8::try_from(count).unwrap_or(u8::MAX));
    if to != from {
        writes::ask(state, Recycling { scope, from, to }.into());
    }
}
