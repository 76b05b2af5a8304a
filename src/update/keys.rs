//! Keys: to a text field first, else through the keymap to a command.

use super::layers;
use crate::command::{self, forms, palette, records, search, span};
use crate::effect::Effect;
use crate::key::typing::{InputAction, InputMode};
use crate::key::{Code, Key, Press};
use crate::keymap::Keymap;
use crate::state::State;
use crate::state::filter::{FilterLine, Turn};
use crate::state::input::Edit;
use crate::state::overlay::Overlay;
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
    if matches!(state.overlay, Some(Overlay::Form(_))) {
        forms::key(state, key, effects);
        return;
    }
    if matches!(state.overlay, Some(Overlay::Palette(_))) {
        palette::key(state, key, effects);
        return;
    }
    if matches!(state.overlay, Some(Overlay::Span(_))) {
        span::key(state, key);
        return;
    }
    if records::typing(state, key) || command::typing(state, key, effects) {
        return;
    }
    if state.overlay.is_none() && state.filter_field.is_some() {
        filter_key(state, key);
        return;
    }
    if search::is_typing(state) {
        search::key(state, key);
        return;
    }
    let layers = layers(state);
    let up = state.now.uptime;
    // An input method that is still on must not make the keys dead.
    match keymap.press(&mut state.chord, &layers, key.half_width(), up) {
        Press::Does(command, count) => command::run(state, command, count, effects),
        Press::Waits | Press::Nothing => {}
    }
}

/// Takes pasted text in: into the filter or a form, and into nothing that arms a write.
pub(super) fn paste(state: &mut State, text: &str) {
    if search::is_typing(state) {
        search::paste(state, text);
        return;
    }
    match &mut state.overlay {
        Some(Overlay::Form(form)) => form.paste(text),
        Some(Overlay::Palette(_)) => palette::paste(state, text),
        Some(Overlay::Span(open)) => open.paste(text),
        Some(_) => {
            // Keys that arrive with it are no answer either.
            state.note_key();
        }
        None => {
            if let Some(mut line) = state.filter_field.take() {
                line.paste(text, &state.known());
                apply_filter(state, line);
            }
        }
    }
}

fn filter_key(state: &mut State, key: Key) {
    let Some(mut line) = state.filter_field.take() else {
        return;
    };
    match InputMode::Filter.meaning(key) {
        Some(InputAction::KeepFilter) => return,
        Some(InputAction::ClearFilter) => return state.fleet.set_filter("", state.now),
        Some(InputAction::RowDown) => state.fleet.move_by(1, state.now),
        Some(InputAction::RowUp) => state.fleet.move_by(-1, state.now),
        Some(InputAction::Complete) => line.complete(Turn::On, &state.known()),
        Some(InputAction::CompleteBack) => line.complete(Turn::Back, &state.known()),
        _ => {
            if let Some(edit) = Edit::of(key) {
                line.edit(edit, &state.known());
            }
        }
    }
    apply_filter(state, line);
}

/// Filters by what stands in the line now.
fn apply_filter(state: &mut State, line: FilterLine) {
    if line.text() != state.fleet.filter().text() {
        state.fleet.set_filter(line.text(), state.now);
    }
    state.filter_field = Some(line);
}
