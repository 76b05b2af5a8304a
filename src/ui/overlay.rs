//! What is in front of the view: one thing at a time.

mod confirm;
mod errors;
mod help;
mod small;

use super::canvas::{Canvas, Line};
use super::widgets::dialog::Room;
use super::{create, keys};
use crate::action::Action;
use crate::keymap::{Context, Keymap};
use crate::state::State;
use crate::state::overlay::Overlay;

/// Draws what is in front; gives the position of its text cursor, if it has one.
pub fn draw(
    canvas: &mut Canvas<'_>,
    state: &State,
    keymap: &Keymap,
    room: Room,
) -> Option<(u16, u16)> {
    match state.overlay.as_ref()? {
        Overlay::Help { scroll } => help::draw(canvas, state, keymap, room, *scroll),
        Overlay::Errors { scroll } => errors::draw(canvas, state, keymap, room, *scroll),
        Overlay::Sort { pick } => small::sort(canvas, state, keymap, room, pick),
        Overlay::Refused { name, reason } => small::refused(canvas, keymap, room, name, reason),
        Overlay::Quit => small::quit(canvas, keymap, room),
        Overlay::Confirm(confirm) => return confirm::draw(canvas, state, keymap, room, confirm),
        Overlay::Create(form) => return create::draw(canvas, state, keymap, form),
    }
    None
}

/// `key word` for each action that has a key here, for the bottom line of a box.
fn footer(keymap: &Keymap, layers: &[Context], hints: &[(Action, &str)]) -> String {
    let hints = hints.iter().filter_map(|(action, word)| {
        let key = keys::key(keymap, layers, *action)?;
        Some(format!("{key} {word}"))
    });
    hints.collect::<Vec<String>>().join("  ")
}

/// Contexts of the lists in front of the view.
const POPUP: [Context; 2] = [Context::Popup, Context::View];
/// Contexts of the questions.
const DIALOG: [Context; 1] = [Context::Dialog];

/// Rows that lines take.
fn rows(lines: &[Line]) -> u16 {
    u16::try_from(lines.len()).unwrap_or(u16::MAX / 2)
}
