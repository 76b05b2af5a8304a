//! By which column the list, or a table in front of it, is sorted. Each column has a letter here,
//! which wins over what the letter means elsewhere.

use super::list::{CANCELS, WHOLE, moves, popup, step};
use super::{Hint, Keys, says};
use crate::command::Command;
use crate::effect::Effect;
use crate::key::{Code, Context, Key};
use crate::state::State;
use crate::state::column::Column;
use crate::state::overlay::Overlay;
use crate::state::sort::{Direction, Sort};
use crate::state::sort_picker::{SortColumn, SortPicker};

/// Opens the columns of what is in front, on the one in force.
pub(crate) fn open(state: &mut State) {
    let over = state.overlay.take().and_then(Overlay::into_table);
    state.overlay = Some(Overlay::Sort(SortPicker::new(state, over)));
}

pub(super) fn keys(state: &State) -> Keys {
    let handlers = [
        says(Command::Enter, Hint::Short, sort),
        says(Command::Back, CANCELS, |s, _, _, _| cancel(s)),
    ];
    let contexts = vec![Context::Popup, Context::View];
    popup(state, contexts, handlers, moves(go))
}

fn go(state: &mut State, command: Command, count: usize, _: &mut Vec<Effect>) {
    let Some(columns) = picker(state).map(|picker| picker.columns(state)) else {
        return;
    };
    if let Some(Overlay::Sort(picker)) = &mut state.overlay {
        step(&mut picker.pick, &columns, (command, count), WHOLE);
    }
}

/// Sorts by the column under the cursor.
fn sort(state: &mut State, _: Command, _: usize, _: &mut Vec<Effect>) {
    let picker = picker(state);
    let on = picker.and_then(|picker| picker.pick.on(&picker.columns(state)).copied());
    match on {
        Some(column) => choose(state, column),
        None => cancel(state),
    }
}

fn picker(state: &State) -> Option<&SortPicker> {
    let Some(Overlay::Sort(picker)) = &state.overlay else {
        return None;
    };
    Some(picker)
}

/// Puts the table that was to be sorted in front again, if it was one.
fn cancel(state: &mut State) {
    if let Some(Overlay::Sort(picker)) = state.overlay.take() {
        state.overlay = picker.over.map(Overlay::Table);
    }
}

/// The column that is listed in front with this letter, if a list of columns to sort by is.
pub fn letter(state: &State, key: Key) -> Option<SortColumn> {
    let picker = picker(state)?;
    if !state.chord.typed().is_empty() {
        return None;
    }
    let mut columns = picker.columns(state).into_iter();
    columns.find(|one| Key::plain(Code::Char(one.letter())) == key.half_width())
}

/// Sorts what the columns in front are of by one of them; turns it round when it is sorted by that.
pub(crate) fn choose(state: &mut State, column: SortColumn) {
    cancel(state);
    match (column, &mut state.overlay) {
        (SortColumn::Instances(column), _) => by(state, column),
        (SortColumn::InFront(column), Some(Overlay::Table(table))) => table.sort_by(column.name),
        (SortColumn::InFront(column), _) => {
            if let Some(table) = state.pane_table_mut() {
                table.sort_by(column.name);
            }
        }
    }
}

/// Turns the order round of what the view shows.
pub(crate) fn flip(state: &mut State) {
    match state.pane_table_mut() {
        Some(table) => table.flip(),
        None => state
            .fleet
            .set_sort(state.fleet.sort().flipped(), state.now),
    }
}

/// Whether the list can be sorted by a column: rows of one profile have no other to be told from.
pub(crate) fn offers(state: &State, column: Column) -> bool {
    state.profiles.list_shape().columns().contains(&column)
}

/// Sorts the list by a column; turns it round when it is sorted by that.
pub(crate) fn by(state: &mut State, column: Column) {
    let now = state.fleet.sort();
    let sort = if now.column == column {
        now.flipped()
    } else {
        let direction = Direction::Natural;
        Sort { column, direction }
    };
    state.fleet.set_sort(sort, state.now);
}
