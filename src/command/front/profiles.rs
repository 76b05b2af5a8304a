//! Which profiles are shown.

use super::list::{CANCELS, WHOLE, close, moves, popup, step};
use super::{Hint, Keys, says};
use crate::command::Command;
use crate::effect::Effect;
use crate::key::Context;
use crate::state::State;
use crate::state::overlay::Overlay;

pub(super) fn keys(state: &State) -> Keys {
    let handlers = [
        says(Command::ToggleProfile, Hint::Short, toggle),
        says(Command::Enter, Hint::Short, show),
        says(Command::Back, CANCELS, close),
    ];
    let contexts = vec![Context::Profiles, Context::Popup, Context::View];
    popup(state, contexts, handlers, moves(go))
}

fn names(state: &State) -> Vec<String> {
    state.choices().into_iter().map(|one| one.name).collect()
}

fn go(state: &mut State, command: Command, count: usize, _: &mut Vec<Effect>) {
    let names = names(state);
    if let Some(Overlay::Profiles(choice)) = &mut state.overlay {
        step(&mut choice.pick, &names, (command, count), WHOLE);
    }
}

fn toggle(state: &mut State, _: Command, _: usize, _: &mut Vec<Effect>) {
    let names = names(state);
    if let Some(Overlay::Profiles(mut choice)) = state.overlay.take() {
        if let Some(name) = choice.pick.on(&names) {
            choice.kept = state.toggled(&mut choice.wanted, name);
            choice.touched = true;
        }
        state.overlay = Some(Overlay::Profiles(choice));
    }
}

/// Shows what is ticked; the profile under the cursor alone where no box was touched.
fn show(state: &mut State, _: Command, _: usize, effects: &mut Vec<Effect>) {
    let names = names(state);
    if let Some(Overlay::Profiles(mut choice)) = state.overlay.take() {
        let on = choice.pick.on(&names).filter(|_| !choice.touched);
        choice.wanted = on.map_or(choice.wanted, |name| vec![name.clone()]);
        let new = state.show(&choice.wanted);
        effects.extend(new.into_iter().map(Effect::Open));
    }
}
