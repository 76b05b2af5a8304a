//! What is in front of the view: one thing at a time.

mod columns;
mod confirm;
mod errors;
mod help;
mod palette;
mod small;
mod task;

use super::canvas::{Canvas, Line};
use super::theme::Role;
use super::widgets::dialog::{self, Room, Wanted};
use super::{form, keys};
use crate::keymap::Keymap;
use crate::state::State;
use crate::state::overlay::Overlay;
use crate::ui::words::Words;
use crate::update::layers;

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
        Overlay::Task { key, task, scroll } => {
            task::draw(canvas, state, keymap, room, (key, task, *scroll));
        }
        Overlay::Sort { pick } => small::sort(canvas, state, keymap, room, pick),
        Overlay::Columns(picker) => columns::draw(canvas, state, keymap, room, picker),
        Overlay::Refused { name, reason } => {
            small::refused(canvas, state, keymap, room, (name, reason));
        }
        Overlay::Quit => small::quit(canvas, state, keymap, room),
        Overlay::Palette(palette) => {
            return palette::draw(canvas, state, keymap, room, palette);
        }
        Overlay::Confirm(confirm) => return confirm::draw(canvas, state, keymap, room, confirm),
        Overlay::Form(form) => return form::draw(canvas, state, room.body, form),
    }
    None
}

/// `key word` for everything that can be done here, for the bottom line of a box.
fn footer(w: &Words, state: &State, keymap: &Keymap) -> String {
    let layers = layers(state);
    let hints = keys::hints(w, state)
        .into_iter()
        .filter_map(|(action, word)| {
            let key = keys::key(keymap, &layers, action)?;
            Some(format!("{key} {word}"))
        });
    hints.collect::<Vec<String>>().join("  ")
}

/// Draws lines that scroll into a box with this title, and which of them can be seen.
fn scrolling(
    canvas: &mut Canvas<'_>,
    room: Room,
    (title, footer): (&str, &str),
    lines: &[Line],
    scroll: usize,
) {
    let wanted = Wanted {
        width: dialog::widest(room.screen),
        height: rows(lines),
        least: 3,
    };
    let place = dialog::place(room, &wanted);
    let title = Line::new(title, Role::Title);
    let inside = dialog::frame(canvas, place, &title, footer);
    canvas.scroll(inside, lines, scroll);
    dialog::position(canvas, place, inside.height, lines.len(), scroll);
}

/// Rows that lines take.
fn rows(lines: &[Line]) -> u16 {
    u16::try_from(lines.len()).unwrap_or(u16::MAX / 2)
}
