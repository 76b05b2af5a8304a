//! Where each figure of what is under the cursor is from.

use super::{footer, scrolling};
use crate::keymap::Keymap;
use crate::say;
use crate::state::State;
use crate::state::provenance::About;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::provenance;
use crate::ui::theme::Role;
use crate::ui::widgets::dialog::{self, Room};
use crate::ui::widgets::facts::{self, Fact};

/// Draws the box.
pub fn draw(
    canvas: &mut Canvas<'_>,
    state: &State,
    keymap: &Keymap,
    room: Room,
    (about, scroll): (&About, usize),
) {
    let w = canvas.words;
    let width = usize::from(dialog::widest(room.screen));
    let said = provenance::lines(w, state, about);
    let said: Vec<Fact<'_>> = said
        .iter()
        .map(|(label, said)| Fact::plain(label, said.as_str()))
        .collect();
    let mut lines = facts::column(&said, width);
    if lines.is_empty() {
        lines.push(Line::new(w.text("provenance.gone"), Role::Quiet));
    }
    let row = state.fleet.get(&about.key);
    let name = row.map_or(about.key.id.as_str(), |row| row.instance.label());
    let title = say!(w, "provenance.title", name);
    let footer = footer(w, state, keymap);
    scrolling(canvas, room, (&title, &footer), &lines, scroll);
}
