//! The columns picker.

use super::list::{CANCELS, WHOLE, close, moves, popup, step};
use super::{Hint, Keys, says};
use crate::command::{Command, palette};
use crate::effect::Effect;
use crate::key::Context;
use crate::state::State;
use crate::state::column::Column;
use crate::state::list_cursor::ListCursor;
use crate::state::overlay::{Overlay, Picker};

/// Opens the picker on the columns as they are. Those of a table of a broker are said in a line.
pub(crate) fn open(state: &mut State) {
    if state.pane_table().is_some() {
        return palette::open_at(state, "columns ");
    }
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
    let can_toggle = picker.pick.on(&order) != Some(&Column::Name);
    let handlers = [
        says(Command::Enter, Hint::Short, keep),
        says(Command::Back, CANCELS, close),
        says(Command::ToggleColumn, Hint::Short, toggle).when(can_toggle),
        says(Command::ColumnDown, Hint::Short, shift).when(place.is_some_and(|at| at < last)),
        says(Command::ColumnUp, Hint::Short, shift).when(place.is_some_and(|at| at > 0)),
    ];
    let contexts = vec![Context::Columns, Context::Popup, Context::View];
    popup(state, contexts, handlers, moves(go))
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

fn shift(state: &mut State, command: Command, _: usize, _: &mut Vec<Effect>) {
    let by = if command == Command::ColumnUp { -1 } else { 1 };
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
