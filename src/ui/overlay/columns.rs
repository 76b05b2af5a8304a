//! The columns picker: every column of the list, and whether it is wanted.

use super::footer;
use crate::keymap::Keymap;
use crate::state::State;
use crate::state::overlay::Picker;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::list::mark;
use crate::ui::theme::Role;
use crate::ui::widgets::Focus;
use crate::ui::widgets::dialog::{self, Room, Wanted};
use crate::ui::words;
use ratatui::layout::Rect;

/// Cells inside the box.
const WIDTH: u16 = 42;

/// Draws the picker.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, keymap: &Keymap, room: Room, picker: &Picker) {
    let w = canvas.words;
    let order = picker.columns.order();
    let wanted = Wanted {
        width: WIDTH,
        height: u16::try_from(order.len()).unwrap_or(u16::MAX),
        least: 3,
    };
    let title = Line::new(w.text("columns.title"), Role::Title);
    let place = dialog::place(room, &wanted);
    let inside = dialog::frame(canvas, place, &title, &footer(w, state, keymap));
    let offered = state.profiles.told_by().columns();
    let top = picker.pick.top(&order, usize::from(inside.height));
    let on = picker.pick.place(&order);
    let columns = order.iter().enumerate().skip(top);
    for (y, (at, column)) in (inside.y..inside.bottom()).zip(columns) {
        let (mark_of, role) = match picker.columns.wants(*column) {
            true => ("[x]", Role::Plain),
            false => ("[ ]", Role::Quiet),
        };
        let x = canvas.put(inside.x + 2, y, 4, mark_of, role) + 1;
        let room = inside.right().saturating_sub(x);
        let x = canvas.put(x, y, room, words::list::column(w, *column), role) + 2;
        if !offered.contains(column) {
            let room = inside.right().saturating_sub(x);
            canvas.put(x, y, room, w.text("columns.only-several"), Role::Quiet);
        }
        if Some(at) == on {
            let line = Rect::new(inside.x, y, inside.width, 1);
            mark(canvas, line, Focus::Here);
        }
    }
    dialog::position(canvas, place, inside.height, order.len(), top);
}
