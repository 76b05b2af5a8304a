//! The menu: what there is to do with an instance, or with the marked ones; without any, with the
//! place.

use super::{Command, can, moves, run, writes};
use crate::effect::{Clip, Effect};
use crate::model::Scope;
use crate::state::State;
use crate::state::row::Row;
use crate::state::view::Pane;
use crate::state::write::can::Refusal;
use strum::IntoEnumIterator as _;

/// What there is to do with the marked.
const MARKED: [Command; 5] = [
    Command::Restart,
    Command::Delete,
    Command::ClearMarks,
    Command::Results,
    Command::Unsettled,
];

/// The lines of the menu now.
pub fn lines(state: &State) -> Vec<Command> {
    if state.acts_on_marks() {
        return MARKED.to_vec();
    }
    let place = |one: &Command| one.entry().menu;
    let fits = |one: &Command| match refusal(state, *one) {
        // Only while there is something to do about it.
        Some(Refusal::NotLocked) => false,
        Some(Refusal::NothingSelected) => state.subject().is_some(),
        Some(_) | None => true,
    };
    let lines = Command::iter().filter(|one| place(one).is_some());
    let mut lines: Vec<Command> = lines.filter(fits).collect();
    lines.sort_by_key(place);
    lines
}

/// Their names, by which the cursor knows them.
pub fn names(state: &State) -> Vec<&'static str> {
    lines(state).into_iter().map(Command::name).collect()
}

/// Why a line of the menu cannot be done now.
pub fn refusal(state: &State, command: Command) -> Option<Refusal> {
    let row = || state.subject_row();
    match (command.entry().leads_to, command.operation()) {
        // It goes to whatever else it needs.
        (Some(_), None) => row().is_none().then_some(Refusal::NothingSelected),
        _ => can(state, command).refusal(),
    }
}

/// Does what was chosen, or says why it cannot be done. A write says so itself, as at its key.
pub(in crate::command) fn choose(state: &mut State, command: Command, effects: &mut Vec<Effect>) {
    let says_so = command.operation().is_some() && command.entry().leads_to.is_none();
    match (refusal(state, command), command.entry().leads_to) {
        (Some(reason), _) if !says_so => writes::refuse(state, "", reason),
        (None, Some(go)) => go(state, effects),
        (Some(_), _) | (None, None) => run(state, command, 1, effects),
    }
}

/// Which plug-in to switch is chosen where they are listed.
pub(super) fn to_plugins(state: &mut State, effects: &mut Vec<Effect>) {
    if state.focused() == Pane::Plugins {
        run(state, Command::TogglePlugin, 1, effects);
    } else {
        moves::open_at(state, Pane::Plugins);
    }
}

/// Copies, or says that there is nothing to copy.
pub(super) fn copy(state: &mut State, clip: Option<Clip>, effects: &mut Vec<Effect>) {
    match clip {
        Some(clip) => super::copy::copy(Some(clip), effects),
        None => writes::refuse(state, "", Refusal::NothingToCopy),
    }
}

/// Whether the service refused a write of this kind before, for want of a permission, where the
/// instance lives. It may be tried again: permissions change.
pub fn was_denied(state: &State, command: Command) -> bool {
    let scopes: Vec<&Scope> = if state.acts_on_marks() {
        let marked = state.fleet.any_marked();
        marked.map(|row| &row.key.scope).collect()
    } else {
        let row = state.subject_row();
        row.into_iter().map(|row| &row.key.scope).collect()
    };
    command.operation().is_some_and(|operation| {
        let denied = |scope: &&Scope| state.denied.contains(&((*scope).clone(), operation));
        scopes.iter().any(denied)
    })
}

/// Whether what this allows can be done to the instance, or to one of the marked.
pub(super) fn can_act(
    state: &State,
    allows: fn(&State, &Row) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    if !state.acts_on_marks() {
        return allows(state, state.subject_row().ok_or(Refusal::NothingSelected)?);
    }
    let mut refused = Err(Refusal::NothingSelected);
    for row in state.fleet.any_marked() {
        match allows(state, row) {
            Ok(()) => return Ok(()),
            Err(why) => refused = Err(why),
        }
    }
    refused
}
