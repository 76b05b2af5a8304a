//! The question before quitting while a write has not been answered.

use super::{Keys, close, does, question};
use crate::command::Command;
use crate::effect::Effect;
use crate::state::State;
use crate::state::overlay::Overlay;
use crate::state::sight::Pace;

/// Quits, unless a write has not been answered: then it asks first.
pub(crate) fn ask(state: &mut State, effects: &mut Vec<Effect>) {
    if state.pending.in_flight().is_some() {
        state.overlay = Some(Overlay::Quit(state.new_question()));
    } else {
        effects.push(Effect::Quit);
    }
}

pub(super) fn keys() -> Keys {
    question([
        does(Command::Yes, quit).says(|w| w.text("command.quits")),
        does(Command::No, close).says(|w| w.text("command.stays")),
        does(Command::Enter, close),
    ])
}

fn quit(state: &mut State, _: Command, _: usize, effects: &mut Vec<Effect>) {
    let key = state.stroke();
    if let Some(Overlay::Quit(sight)) = &mut state.overlay
        && sight.answer(Pace::OneKey, key).is_ok()
    {
        effects.push(Effect::Quit);
    }
}
