//! The columns picker: every column of the list, and whether it is wanted.

use super::narrow_list;
use crate::state::State;
use crate::state::column::Column;
use crate::state::overlay::Picker;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::hint::KeyHint;
use crate::ui::theme::Role;
use crate::ui::widgets::dialog::Room;
use crate::ui::words;

/// Cells inside the box.
const WIDTH: u16 = 42;

/// Draws the picker.
pub fn draw(
    canvas: &mut Canvas<'_>,
    state: &State,
    footer: &[KeyHint],
    room: Room,
    picker: &Picker,
) {
    let w = canvas.words;
    let order = picker.columns.order();
    let offered = state.profiles.list_shape().columns();
    let line = |column: &Column| {
        let (wanted, role) = match picker.columns.wants(*column) {
            true => ("[x]", Role::Plain),
            false => ("[ ]", Role::Quiet),
        };
        let name = words::list::column(w, *column);
        let only = match offered.contains(column) {
            true => "",
            false => w.text("columns.only-several"),
        };
        let line = Line::new(wanted, role).then(" ", Role::Plain);
        let line = line.then(name, role).then("  ", Role::Plain);
        line.then(only, Role::Quiet)
    };
    let lines: Vec<Line> = order.iter().map(line).collect();
    let (on, texts) = (picker.pick.place(&order), (w.text("columns.title"), footer));
    narrow_list(canvas, room, WIDTH, texts, (&lines, on), &[]);
}
