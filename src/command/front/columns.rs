//! The columns picker.

use super::list::{WHOLE, close, moves, popup, step};
use super::{Keys, does};
use crate::command::Command;
use crate::effect::Effect;
use crate::key::Context;
use crate::state::State;
use crate::state::list_cursor::ListCursor;
use crate::state::overlay::{Overlay, Picker};
use crate::state::sort::Column;

/// Opens the picker on the columns as they are.
pub(crate) fn open(state: &mut State) {
    let picker = Picker {
        pick: ListCursor::default(),
        columns: state.columns.clone(),
    };
    state.overlay = Some(Overlay::Columns(Box::new(picker)));
}

pub(super) fn keys(state: &State, picker: &Picker) -> Keys {
    let order = picker.columns.order();
    let last = order.len().saturating_sub(1);
    let place = picker.pick.place(&order);
    let handlers = [
        does(Command::Enter, keep).hinted(),
        does(Command::Back, close).says(|w| w.text("command.short.no")),
        does(Command::ToggleColumn, toggle)
            .hinted()
            .when(picker.pick.on(&order) != Some(&Column::Name)),
        does(Command::ColumnDown, |s, _, _, _| shift(s, 1))
            .hinted()
            .when(place.is_some_and(|place| place < last)),
        does(Command::ColumnUp, |s, _, _, _| shift(s, -1))
            .hinted()
            .when(place.is_some_and(|place| place > 0)),
    ];
    let contexts = vec![Context::Columns, Context::Popup, Context::View];
    popup(state, contexts, handlers, moves(go, |_| true))
}

fn go(state: &mut State, command: Command, count: usize, _: &mut Vec<Effect>) {
    if let Some(Overlay::Columns(picker)) = &mut state.overlay {
        let order = picker.columns.order();
        step(&mut picker.pick, &order, (command, count), WHOLE);
    }
}

fn toggle(state: &mut State, _: Command, _: usize, _: &mut Vec<Effect>) {
    if let Some(Overlay::Columns(picker)) = &mut state.overlay
        && let Some(column) = picker.pick.on(&picker.columns.order())
    {
        picker.columns.toggle(*column);
    }
}

fn shift(state: &mut State, by: isize) {
    if let Some(Overlay::Columns(picker)) = &mut state.overlay
        && let Some(column) = picker.pick.on(&picker.columns.order()).copied()
    {
        picker.columns.shift(column, by);
        // The cursor stays on the column, wherever that goes.
        let order = picker.columns.order();
        let place = order.iter().position(|known| *known == column);
        picker.pick.go_to(place.unwrap_or(0), &order);
    }
}

fn keep(state: &mut State, _: Command, _: usize, _: &mut Vec<Effect>) {
    if let Some(Overlay::Columns(picker)) = state.overlay.take() {
        state.columns = picker.columns;
    }
}
