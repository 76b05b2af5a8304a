//! The question before quitting while a write has not been answered.

use super::{Hint, Keys, close, does, question, says};
use crate::command::Command;
use crate::effect::Effect;
use crate::state::State;
use crate::state::overlay::Overlay;
use crate::state::sight::Pace;

/// Quits, unless a write has not been answered: then it asks first.
pub(crate) fn ask(state: &mut State, effects: &mut Vec<Effect>) {
    let changing = state.broker_writes.under_way().next().is_some();
    if changing || state.pending.in_flight().is_some() {
        state.overlay = Some(Overlay::Quit(state.new_question()));
    } else {
        effects.push(Effect::Quit);
    }
}

pub(super) fn keys() -> Keys {
    question([
        says(Command::Yes, Hint::Says(|w| w.text("command.quits")), quit),
        says(Command::No, Hint::Says(|w| w.text("command.stays")), close),
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
