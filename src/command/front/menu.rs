//! The menu: the key of a line does what it does in the view.

use super::list::{CANCELS, WHOLE, close, moves, popup, step};
use super::{Hint, Keys, does, says, view_layers};
use crate::command::{Command, menu};
use crate::effect::Effect;
use crate::key::Context;
use crate::state::State;
use crate::state::list_cursor::ListCursor;
use crate::state::overlay::Overlay;

pub(crate) fn open(state: &mut State) {
    let pick = ListCursor::default();
    state.overlay = Some(Overlay::Menu { pick });
}

pub(super) fn keys(state: &State) -> Keys {
    let lines = menu::lines(state).into_iter();
    let lines = lines.map(|command| does(command, choose));
    let handlers = lines.chain([
        says(Command::Enter, Hint::Short, enter),
        says(Command::Back, CANCELS, close),
    ]);
    let mut contexts = vec![Context::Popup];
    contexts.extend(view_layers(state));
    popup(state, contexts, handlers, moves(go))
}

fn go(state: &mut State, command: Command, count: usize, _: &mut Vec<Effect>) {
    let names = menu::names(state);
    if let Some(Overlay::Menu { pick }) = &mut state.overlay {
        step(pick, &names, (command, count), WHOLE);
    }
}

fn enter(state: &mut State, _: Command, count: usize, effects: &mut Vec<Effect>) {
    let names = menu::names(state);
    if let Some(Overlay::Menu { pick }) = state.overlay.take()
        && let Some(command) = pick.on(&names).and_then(|name| name.parse().ok())
    {
        choose(state, command, count, effects);
    }
}

fn choose(state: &mut State, command: Command, _: usize, effects: &mut Vec<Effect>) {
    state.overlay = None;
    menu::choose(state, command, effects);
}
