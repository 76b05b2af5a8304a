//! Keys: to a text field first, else through the keymap to a command.

use crate::command;
use crate::effect::Effect;
use crate::key::typing::EXPLAINS;
use crate::key::{Code, Key, Press};
use crate::keymap::Keymap;
use crate::state::State;
use crate::state::sight::Pace;

/// Takes one key press in.
pub(super) fn press(state: &mut State, keymap: &Keymap, key: Key, effects: &mut Vec<Effect>) {
    // Leaving is never a matter of what is in front.
    if key == Key::ctrl('c') {
        effects.push(Effect::Quit);
        return;
    }
    if let Some(sight) = state.sight_mut() {
        sight.before_key();
    }
    let begins_answer = begins_answer(state, key);
    take(state, keymap, key, effects);
    if !begins_answer {
        state.note_key();
    }
}

/// Whether a key goes to a button of a question that could be answered by now: the way to a button
/// and Enter are one answer, however fast.
fn begins_answer(state: &State, key: Key) -> bool {
    let sight = state.sight();
    let ready = sight.is_some_and(|sight| sight.judge(Pace::OneKey, state.stroke()).is_ok());
    ready && matches!(key.code, Code::Tab | Code::Left | Code::Right)
}

/// Gives a key to whatever is in front.
fn take(state: &mut State, keymap: &Keymap, key: Key, effects: &mut Vec<Effect>) {
    if let Some(text) = command::text(state) {
        match key == EXPLAINS {
            true => command::explain(state),
            false => (text.key)(state, key, effects),
        }
        return;
    }
    if let Some(column) = command::letter(state, key) {
        command::choose_sort(state, column);
        return;
    }
    let layers = command::layers(state);
    let up = state.now.uptime;
    // An input method that is still on must not make the keys dead.
    match keymap.press(&mut state.chord, &layers, key.half_width(), up) {
        Press::Does(command, count) => {
            // A cursor at its end is nothing to learn, and esc is pressed to be sure.
            let expected = command.motion().is_some() || key.code == Code::Esc;
            match command::available(state, command) {
                true => state.lost_key.pass(),
                false if expected => {}
                false => state.lose_key(),
            }
            command::run(state, command, count, effects);
        }
        Press::Waits => {}
        Press::Nothing => state.lose_key(),
    }
}

/// Takes pasted text in: into the filter or a form, and into nothing that arms a write.
pub(super) fn paste(state: &mut State, text: &str) {
    match command::text(state) {
        Some(keys) => (keys.paste)(state, text),
        // Keys that arrive with it are no answer either.
        None if state.overlay.is_some() => state.note_key(),
        None => {}
    }
}
