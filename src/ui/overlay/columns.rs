//! The columns picker: every column of the list, and whether it is wanted.

use super::{MARK, entries};
use crate::state::State;
use crate::state::column::Column;
use crate::state::overlay::Picker;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::theme::Role;
use crate::ui::widgets::dialog::{self, Room, Wanted};
use crate::ui::words;

/// Cells inside the box.
const WIDTH: u16 = 42;

/// Draws the picker.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, footer: &str, room: Room, picker: &Picker) {
    let w = canvas.words;
    let order = picker.columns.order();
    let wanted = Wanted {
        width: WIDTH,
        height: u16::try_from(order.len()).unwrap_or(u16::MAX),
        least: 3,
    };
    let title = Line::new(w.text("columns.title"), Role::Title);
    let place = dialog::place(room, &wanted);
    let inside = dialog::frame(canvas, place, &title, footer);
    let offered = state.profiles.told_by().columns();
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
    let on = picker.pick.place(&order);
    let top = entries(canvas, inside, MARK, (&lines, on));
    dialog::position(canvas, place, inside.height, order.len(), top);
}
